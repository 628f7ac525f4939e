// SPDX-License-Identifier: GPL-2.0
/*
 * What a router is fed with that is to have many sessions.
 *
 * usage: feed messages DST HEX FIRST COUNT [alert [US]]
 *	  feed packets DST DPORT SPORT LENGTH COUNT
 *	  feed sockets DST DPORT SPORT LENGTH SOCKETS
 * Over IPv4 or IPv6, as DST says; packets over IPv4 only. messages sends COUNT
 * copies of an RSVP message, given in hex, whose session's destination port is
 * FIRST and counts up; alert: with Router Alert. Sixteen at a time, with so
 * many microseconds in between that no queue overflows, or with US, 0 for none.
 * packets sends UDP packets back to back and prints the nanoseconds
 * that each took: where time is instructions, that is the whole way from the
 * socket to where it ends. Nothing else runs meanwhile, not even a worker.
 * sockets opens so many, whose ports, DPORT and SPORT, count up, says so with an
 * empty line, and for each line with a number sends so many packets, from one
 * socket after the other, and prints what each took; it ends with its input.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BURST	16
#define PAUSE	4000	/* us, unless told */
#define TTL	63

static union {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
} to;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void send_to(int fd, const void *data, size_t len)
{
	socklen_t size = to.any.sa_family == AF_INET ? sizeof(to.v4) :
						       sizeof(to.v6);

	if (sendto(fd, data, len, 0, &to.any, size) < 0)
		die("sendto");
}

static void put16(uint8_t *p, uint16_t v)
{
	p[0] = v >> 8;
	p[1] = v;
}

/* The port in the SESSION, which comes first, and the checksum */
static void set_port(uint8_t *msg, size_t len, uint16_t port)
{
	uint32_t sum = 0;
	size_t i;

	put16(msg + 8 + 4 + (to.any.sa_family == AF_INET ? 4 : 16) + 2, port);
	put16(msg + 2, 0);
	for (i = 0; i < len; i += 2)
		sum += msg[i] << 8 | msg[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	put16(msg + 2, ~sum);
}

/* RFC 2113; RFC 2711 in a hop-by-hop header, whose first byte the kernel fills */
static int set_alert(int fd)
{
	static const uint8_t v4[] = { 148, 4, 0, 0 };
	static const uint8_t v6[] = { 0, 0, 5, 2, 0, 0, 1, 0 };

	return to.any.sa_family == AF_INET ?
	       setsockopt(fd, IPPROTO_IP, IP_OPTIONS, v4, sizeof(v4)) :
	       setsockopt(fd, IPPROTO_IPV6, IPV6_HOPOPTS, v6, sizeof(v6));
}

static int set_ttl(int fd)
{
	int ttl = TTL;

	return to.any.sa_family == AF_INET ?
	       setsockopt(fd, IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl)) :
	       setsockopt(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &ttl,
			  sizeof(ttl));
}

static void messages(const char *hex, unsigned int first, unsigned int count,
		     int alert, unsigned int pause)
{
	uint8_t msg[2048];
	size_t len = strlen(hex) / 2, i;
	int fd = socket(to.any.sa_family, SOCK_RAW, 46);
	unsigned int n, byte;

	if (fd < 0 || len > sizeof(msg) || set_ttl(fd) ||
	    (alert && set_alert(fd)))
		die("socket");
	for (i = 0; i < len && sscanf(hex + 2 * i, "%2x", &byte) == 1; i++)
		msg[i] = byte;
	for (n = 0; n < count; n++) {
		set_port(msg, len, first + n);
		send_to(fd, msg, len);
		if (pause && n % BURST == BURST - 1)
			usleep(pause);
	}
}

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

/* Once what is under way is done */
static void undisturbed(void)
{
	struct sched_param param = { .sched_priority = 1 };

	usleep(100000);
	if (sched_setscheduler(0, SCHED_FIFO, &param))
		die("sched_setscheduler");
}

static int udp_socket(unsigned int sport)
{
	struct sockaddr_in from = {
		.sin_family = AF_INET, .sin_port = htons(sport),
	};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof(from)))
		die("socket");
	return fd;
}

/* From @n sockets in turn, of which each has a port to send to */
static uint64_t send_each(const int *fds, unsigned int n, unsigned int dport,
			  size_t length, unsigned int count)
{
	static char data[65536];
	uint64_t start = now();
	unsigned int i;

	for (i = 0; i < count; i++) {
		to.v4.sin_port = htons(dport + i % n);
		send_to(fds[i % n], data, length - 28);
	}
	return (now() - start) / count;
}

static void packets(unsigned int dport, unsigned int sport, size_t length,
		    unsigned int count)
{
	int fd = udp_socket(sport);

	undisturbed();
	/* Warm */
	send_each(&fd, 1, dport, length, count / 10);
	printf("%llu\n", (unsigned long long)send_each(&fd, 1, dport, length,
						       count));
}

static void sockets(unsigned int dport, unsigned int sport, size_t length,
		    unsigned int n)
{
	int *fds = calloc(n, sizeof(*fds));
	unsigned int i, count;

	if (!fds)
		die("calloc");
	for (i = 0; i < n; i++)
		fds[i] = udp_socket(sport + i);
	undisturbed();
	setlinebuf(stdout);
	puts("");
	while (scanf("%u", &count) == 1 && count)
		printf("%llu\n",
		       (unsigned long long)send_each(fds, n, dport, length,
						     count));
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	if (inet_pton(AF_INET, argv[2], &to.v4.sin_addr) == 1)
		to.any.sa_family = AF_INET;
	else if (inet_pton(AF_INET6, argv[2], &to.v6.sin6_addr) == 1)
		to.any.sa_family = AF_INET6;
	else
		return 2;
	if (!strcmp(argv[1], "messages") && argc >= 6) {
		messages(argv[3], atoi(argv[4]), atoi(argv[5]), argc > 6,
			 argc > 7 ? atoi(argv[7]) : PAUSE);
	} else if (!strcmp(argv[1], "packets") && argc == 7 &&
		   to.any.sa_family == AF_INET) {
		packets(atoi(argv[3]), atoi(argv[4]), atoi(argv[5]),
			atoi(argv[6]));
	} else if (!strcmp(argv[1], "sockets") && argc == 7 &&
		   to.any.sa_family == AF_INET && atoi(argv[6]) > 0) {
		sockets(atoi(argv[3]), atoi(argv[4]), atoi(argv[5]),
			atoi(argv[6]));
	} else {
		return 2;
	}
	return 0;
}
