// SPDX-License-Identifier: GPL-2.0
/*
 * UDP at an exact rate, and what arrives of it: loss, and one-way delay where
 * both ends run on one kernel (they share CLOCK_MONOTONIC).
 *
 * usage: udpflow send DST DPORT [-s SPORT] [-l IPBYTES] [-r BYTES_PER_SECOND]
 *		[-n PACKETS | -t SECONDS] [-b BURST] [-k BYTES_PER_SECOND]
 *		[-P PORTS] [-p PRIORITY] [-T TOS] [-L LABEL] [-g SEGMENT] [-f]
 *		[-i DEVICE]
 *	   recv PORT [-6] [-n PACKETS] [-t SECONDS] [-w PACKETS]
 *	-r	in IP bytes; packets of a burst leave back to back, or
 *	-k	at this rate, never faster
 *	-P	spread over this many destination ports, one after the other
 *	-p	SO_PRIORITY
 *	-T	type of service or traffic class, the octet
 *	-L	IPv6 flow label; else the kernel chooses
 *	-g	UDP_SEGMENT: the packets are super-packets of such segments
 *	-f	the network may fragment
 *	-i	SO_BINDTODEVICE
 *	-w	worst_us is the largest average delay of so many in a row
 * send says how many packets and IP bytes went, recv, after -n packets or -t
 * seconds in which nothing came, what did, as name=value.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
/* <linux/in6.h>, which does not go together with <netinet/in.h> */
#ifndef IPV6_FLOWINFO_SEND
#define IPV6_FLOWINFO_SEND 33
#endif

struct stamp {
	uint32_t seq;
	uint64_t ns;
} __attribute__((packed));

static struct {
	const char *host;
	const char *port;
	const char *device;
	int family, sport, len, burst, ports, priority, tos, label, segment;
	int fragment;
	double rate, peak, seconds;
	unsigned long n, window;
} o = { .len = 1000, .burst = 1, .ports = 1, .priority = -1, .rate = 1e5,
	.window = 1 };

static int die(const char *what)
{
	perror(what);
	exit(1);
}

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static void wait_until(uint64_t ns)
{
	struct timespec ts = { ns / 1000000000, ns % 1000000000 };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) ==
	       EINTR)
		;
}

static int set(int fd, int level, int name, int v, const char *what)
{
	if (setsockopt(fd, level, name, &v, sizeof(v)))
		die(what);
	return v;
}

static int open_sender(struct addrinfo **res)
{
	struct addrinfo hints = {
		.ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICHOST,
	};
	struct sockaddr_storage from = { 0 };
	struct addrinfo *ai;
	int fd;

	if (getaddrinfo(o.host, o.port, &hints, &ai))
		exit(fprintf(stderr, "no address: %s\n", o.host));
	fd = socket(ai->ai_family, SOCK_DGRAM, 0);
	if (fd < 0)
		die("socket");
	from.ss_family = ai->ai_family;
	if (ai->ai_family == AF_INET) {
		((struct sockaddr_in *)&from)->sin_port = htons(o.sport);
		set(fd, IPPROTO_IP, IP_MTU_DISCOVER, o.fragment ?
		    IP_PMTUDISC_DONT : IP_PMTUDISC_DO, "IP_MTU_DISCOVER");
	} else {
		((struct sockaddr_in6 *)&from)->sin6_port = htons(o.sport);
	}
	if (bind(fd, (struct sockaddr *)&from, ai->ai_addrlen))
		die("bind");
	if (o.device && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, o.device,
				   strlen(o.device)))
		die("SO_BINDTODEVICE");
	if (o.priority >= 0)
		set(fd, SOL_SOCKET, SO_PRIORITY, o.priority, "SO_PRIORITY");
	if (o.tos && ai->ai_family == AF_INET)
		set(fd, IPPROTO_IP, IP_TOS, o.tos, "IP_TOS");
	else if (o.tos)
		set(fd, IPPROTO_IPV6, IPV6_TCLASS, o.tos, "IPV6_TCLASS");
	if (o.label && ai->ai_family == AF_INET6) {
		set(fd, IPPROTO_IPV6, IPV6_FLOWINFO_SEND, 1,
		    "IPV6_FLOWINFO_SEND");
		((struct sockaddr_in6 *)ai->ai_addr)->sin6_flowinfo =
			htonl(o.label);
	}
	if (o.segment)
		set(fd, IPPROTO_UDP, UDP_SEGMENT, o.segment, "UDP_SEGMENT");
	*res = ai;
	return fd;
}

static void to_port(struct addrinfo *ai, unsigned int port)
{
	if (ai->ai_family == AF_INET)
		((struct sockaddr_in *)ai->ai_addr)->sin_port = htons(port);
	else
		((struct sockaddr_in6 *)ai->ai_addr)->sin6_port = htons(port);
}

static int send_all(void)
{
	struct addrinfo *ai;
	int fd = open_sender(&ai);
	int header = (ai->ai_family == AF_INET ? 20 : 40) + 8;
	uint64_t start = now(), sent = 0, failed = 0, last = 0, end;
	unsigned int port = atoi(o.port);
	static char buf[65536];
	unsigned long i;

	if (o.len < header + (int)sizeof(struct stamp))
		exit(fprintf(stderr, "too short: %d\n", o.len));
	end = o.seconds ? start + o.seconds * 1e9 : UINT64_MAX;
	for (i = 0; o.seconds || i < o.n; i++) {
		struct stamp *stamp = (struct stamp *)buf;

		if (i && i % o.burst == 0)
			wait_until(start + i * (o.len * 1e9 / o.rate));
		else if (i && o.peak)
			wait_until(last + o.len * 1e9 / o.peak);
		stamp->ns = now();
		if (stamp->ns >= end)
			break;
		stamp->seq = i;
		to_port(ai, port + i % o.ports);
		if (sendto(fd, buf, o.len - header, 0, ai->ai_addr,
			   ai->ai_addrlen) < 0)
			failed++;
		else
			sent++;
		/* By now it has passed whatever polices on this node */
		last = now();
	}
	printf("sent=%llu failed=%llu bytes=%llu ms=%llu\n",
	       (unsigned long long)sent, (unsigned long long)failed,
	       (unsigned long long)sent * o.len,
	       (unsigned long long)(now() - start) / 1000000);
	return 0;
}

static int cmp(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static unsigned long long us(const uint64_t *delay, unsigned long n, double q)
{
	return n ? delay[(unsigned long)((n - 1) * q)] / 1000 : 0;
}

/* The largest average of so many in a row */
static unsigned long long worst_us(const uint64_t *delay, unsigned long n,
				   unsigned long window)
{
	uint64_t sum = 0, worst = 0;
	unsigned long i;

	if (!window || window > n)
		window = n;
	for (i = 0; i < n; i++) {
		sum += delay[i];
		if (i >= window)
			sum -= delay[i - window];
		if (i + 1 >= window && sum > worst)
			worst = sum;
	}
	return n ? worst / window / 1000 : 0;
}

static int recv_all(void)
{
	struct sockaddr_in6 a6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in a4 = { .sin_family = AF_INET };
	uint64_t *delay = calloc(o.n, sizeof(*delay)), bytes = 0, first = 0;
	unsigned long n = 0, late = 0;
	unsigned long long mean, worst;
	static char buf[65536];
	uint32_t last = 0;
	struct pollfd p;
	int ms = o.seconds ? o.seconds * 1000 : 2000;
	uint64_t at = 0;

	p.events = POLLIN;
	p.fd = socket(o.family, SOCK_DGRAM, 0);
	if (p.fd < 0 || !delay)
		die("socket");
	set(p.fd, SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20, "SO_RCVBUFFORCE");
	a4.sin_port = htons(atoi(o.port));
	a6.sin6_port = a4.sin_port;
	if (o.family == AF_INET ? bind(p.fd, (void *)&a4, sizeof(a4)) :
				  bind(p.fd, (void *)&a6, sizeof(a6)))
		die("bind");
	puts("ready");
	fflush(stdout);
	/* The first packet may take its time. */
	while (n < o.n && poll(&p, 1, n ? ms : ms + 10000) > 0) {
		ssize_t len = recv(p.fd, buf, sizeof(buf), 0);
		struct stamp stamp;

		if (len < (ssize_t)sizeof(stamp))
			continue;
		at = now();
		memcpy(&stamp, buf, sizeof(stamp));
		if (!n)
			first = at;
		if (n && stamp.seq < last)
			late++;
		last = stamp.seq;
		bytes += len + (o.family == AF_INET ? 28 : 48);
		delay[n++] = at - stamp.ns;
	}
	mean = worst_us(delay, n, n);
	worst = worst_us(delay, n, o.window);
	qsort(delay, n, sizeof(*delay), cmp);
	printf("received=%lu bytes=%llu reordered=%lu ms=%llu min_us=%llu p50_us=%llu p99_us=%llu max_us=%llu mean_us=%llu worst_us=%llu\n",
	       n, (unsigned long long)bytes, late,
	       n ? (unsigned long long)(at - first) / 1000000 : 0,
	       us(delay, n, 0), us(delay, n, .5), us(delay, n, .99),
	       us(delay, n, 1), mean, worst);
	return 0;
}

int main(int argc, char **argv)
{
	int sending = argc > 1 && !strcmp(argv[1], "send");
	int c;

	if (argc < 2)
		return 2;
	o.family = AF_INET;
	argv++, argc--;
	while ((c = getopt(argc, argv, "6s:l:r:n:t:b:k:P:p:T:L:g:fi:w:")) != -1) {
		switch (c) {
		case '6': o.family = AF_INET6; break;
		case 's': o.sport = atoi(optarg); break;
		case 'l': o.len = atoi(optarg); break;
		case 'r': o.rate = atof(optarg); break;
		case 'n': o.n = strtoul(optarg, NULL, 0); break;
		case 't': o.seconds = atof(optarg); break;
		case 'b': o.burst = atoi(optarg); break;
		case 'k': o.peak = atof(optarg); break;
		case 'P': o.ports = atoi(optarg); break;
		case 'p': o.priority = strtol(optarg, NULL, 0); break;
		case 'T': o.tos = strtol(optarg, NULL, 0); break;
		case 'L': o.label = strtol(optarg, NULL, 0); break;
		case 'g': o.segment = atoi(optarg); break;
		case 'f': o.fragment = 1; break;
		case 'i': o.device = optarg; break;
		case 'w': o.window = strtoul(optarg, NULL, 0); break;
		default: return 2;
		}
	}
	if (argc - optind < 1 + sending)
		return 2;
	if (sending)
		o.host = argv[optind++];
	o.port = argv[optind];
	if (sending)
		return send_all();
	if (!o.n)
		o.n = 1000000;
	return recv_all();
}
