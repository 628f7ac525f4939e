// SPDX-License-Identifier: GPL-2.0
/*
 * Senders that iperf3 cannot be, with iperf3's stamp in each datagram: seconds
 * and microseconds of CLOCK_MONOTONIC and a number, big endian.
 *
 * usage: source clock
 *	  source burst DST PORT SPORT LENGTH RATE PEAK BUCKET SECONDS
 *	  source even DST PORT SPORT LENGTH RATE PACKETS
 * clock prints the time of both clocks in microseconds. burst is the worst
 * source that a token bucket allows: the whole bucket at peak rate, silence
 * until the bucket is full, and again. even sends at RATE. Bytes of IP, bytes/s.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define IP_UDP 28

static uint64_t clock_ns(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static uint64_t now(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

static void wait_until(uint64_t ns)
{
	struct timespec ts = { ns / 1000000000, ns % 1000000000 };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) ==
	       EINTR)
		;
}

static struct sockaddr_in to = { .sin_family = AF_INET };
static uint32_t sent;
static size_t length;
static int fd;

/* Returns the time at which the packet has certainly passed the first policer. */
static uint64_t send_one(void)
{
	static char buf[65536];
	uint64_t us = now() / 1000;
	uint32_t stamp[3] = {
		htonl(us / 1000000), htonl(us % 1000000), htonl(sent + 1),
	};

	memcpy(buf, stamp, sizeof(stamp));
	if (sendto(fd, buf, length - IP_UDP, 0, (struct sockaddr *)&to,
		   sizeof(to)) < 0) {
		perror("sendto");
		exit(1);
	}
	sent++;
	return now();
}

/* Whatever we are late by is added, not caught up with: it has to conform. */
static void burst(double rate, double peak, double bucket, double seconds)
{
	uint64_t end = now() + seconds * 1e9, gap = length / peak * 1e9;

	while (now() < end) {
		uint64_t first = send_one(), last = first;
		double taken = length;

		for (;;) {
			wait_until(last + gap);
			if (taken + length > bucket + rate * (now() - first) / 1e9)
				break;
			last = send_one();
			taken += length;
		}
		wait_until(now() + bucket / rate * 1e9);
	}
}

static void even(double rate, uint32_t packets)
{
	uint64_t start = now();

	while (sent < packets) {
		wait_until(start + sent * (length / rate * 1e9));
		send_one();
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_in from = { .sin_family = AF_INET };

	if (argc == 2 && !strcmp(argv[1], "clock")) {
		uint64_t before = now(), real = clock_ns(CLOCK_REALTIME);

		printf("%llu %llu\n",
		       (unsigned long long)(before + now()) / 2000,
		       (unsigned long long)real / 1000);
		return 0;
	}
	if (argc < 8 || inet_pton(AF_INET, argv[2], &to.sin_addr) != 1) {
		fprintf(stderr, "see the head of source.c\n");
		return 2;
	}
	to.sin_port = htons(atoi(argv[3]));
	from.sin_port = htons(atoi(argv[4]));
	length = atoi(argv[5]);
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof(from))) {
		perror("socket");
		return 1;
	}
	if (!strcmp(argv[1], "burst") && argc == 10)
		burst(atof(argv[6]), atof(argv[7]), atof(argv[8]),
		      atof(argv[9]));
	else if (!strcmp(argv[1], "even") && argc == 8)
		even(atof(argv[6]), atoi(argv[7]));
	else
		return 2;
	printf("%u\n", sent);
	return 0;
}
