// SPDX-License-Identifier: GPL-2.0
/*
 * Send the packets of a capture again and again, at a rate: pktblast [OPTIONS] FILE
 *
 *	-i DEV	by this device
 *	-m MAC	to this address
 *	-r N	packets per second (default 20000)
 *	-b N	so many at once (default 1000)
 *	-t MS	for so long (default 1000)
 *	-e MS	one packet for so long, then the next one; default: all in turn
 *
 * It runs before everything else that the CPU has to do, so that each burst arrives at once.
 * The file is a pcap of whole IP packets (link type 101), as rsvpmsg.py writes it. Prints how many were sent.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_PACKETS	4096
#define BATCH		64

static struct {
	unsigned char bytes[2048];
	size_t len;
} frames[MAX_PACKETS];
static size_t n_frames;

static void read_file(const char *name, const unsigned char mac[6])
{
	static const unsigned char source[6] = { 2, 0, 0, 0, 0, 1 };
	uint32_t head[6], record[4];
	FILE *f = fopen(name, "rb");

	if (!f)
		err(1, "%s", name);
	if (fread(head, sizeof(head), 1, f) != 1 || head[0] != 0xa1b2c3d4 || head[5] != 101)
		errx(1, "%s: no capture of IP packets", name);
	while (fread(record, sizeof(record), 1, f) == 1) {
		unsigned char *p = frames[n_frames].bytes;

		if (n_frames == MAX_PACKETS || record[2] > sizeof(frames[0].bytes) - 14)
			errx(1, "%s: too much", name);
		if (fread(p + 14, record[2], 1, f) != 1)
			errx(1, "%s: cut off", name);
		memcpy(p, mac, 6);
		memcpy(p + 6, source, 6);
		memcpy(p + 12, p[14] >> 4 == 4 ? "\x08\x00" : "\x86\xdd", 2);
		frames[n_frames++].len = record[2] + 14;
	}
	fclose(f);
	if (!n_frames)
		errx(1, "%s: empty", name);
}

static int64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void sleep_until(int64_t ns)
{
	struct timespec ts = { ns / 1000000000, ns % 1000000000 };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) == EINTR)
		;
}

/* All of them, from frame number *next on; with step 0 always that one */
static long burst(int fd, long count, size_t *next, int step)
{
	struct mmsghdr msgs[BATCH];
	struct iovec iov[BATCH];
	long sent = 0;

	while (sent < count) {
		int i, n = count - sent < BATCH ? count - sent : BATCH;

		memset(msgs, 0, sizeof(msgs));
		for (i = 0; i < n; i++) {
			iov[i].iov_base = frames[*next].bytes;
			iov[i].iov_len = frames[*next].len;
			msgs[i].msg_hdr.msg_iov = &iov[i];
			msgs[i].msg_hdr.msg_iovlen = 1;
			*next = (*next + step) % n_frames;
		}
		n = sendmmsg(fd, msgs, n, 0);
		if (n < 0)
			err(1, "sendmmsg");
		sent += n;
	}
	return sent;
}

int main(int argc, char **argv)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	long rate = 20000, at_once = 1000, ms = 1000, each_ms = 0, sent = 0;
	unsigned char mac[6] = { 0 };
	int64_t start, now;
	int fd, opt, bypass = 1;
	size_t next = 0;

	while ((opt = getopt(argc, argv, "i:m:r:b:t:e:")) != -1) {
		switch (opt) {
		case 'i':
			to.sll_ifindex = if_nametoindex(optarg);
			break;
		case 'm':
			if (sscanf(optarg, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2], &mac[3],
				   &mac[4], &mac[5]) != 6)
				errx(2, "no address: %s", optarg);
			break;
		case 'r':
			rate = atol(optarg);
			break;
		case 'b':
			at_once = atol(optarg);
			break;
		case 't':
			ms = atol(optarg);
			break;
		case 'e':
			each_ms = atol(optarg);
			break;
		default:
			return 2;
		}
	}
	if (optind != argc - 1 || !to.sll_ifindex || rate < 1 || at_once < 1)
		errx(2, "usage: pktblast -i DEV -m MAC [-r RATE] [-b BURST] [-t MS] [-e MS] FILE");
	read_file(argv[optind], mac);
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof(to)))
		err(1, "socket");

	/* A qdisc of the device, ours even, would keep them to its rate */
	if (setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &bypass, sizeof(bypass)))
		err(1, "PACKET_QDISC_BYPASS");
	if (sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){ .sched_priority = 1 }))
		err(1, "sched_setscheduler");
	start = now_ns();
	for (now = start; now < start + ms * 1000000; now = now_ns()) {
		if (each_ms)
			next = (now - start) / (each_ms * 1000000) % n_frames;
		sent += burst(fd, at_once, &next, !each_ms);
		/* What is late is not made up for */
		sleep_until(now + at_once * 1000000000LL / rate);
	}
	printf("%ld\n", sent);
	return 0;
}
