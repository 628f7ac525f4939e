// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mcast_recv GROUP PORT: receive from a group, and reserve for whoever sends
 * to it what he says that he sends.
 *
 * cc -o mcast_recv mcast_recv.c -lrsvp
 */

#define _DEFAULT_SOURCE
#include <arpa/inet.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <rsvp.h>

/* What the kernel has to tell of our socket */
static int hear(struct rsvp *rsvp)
{
	struct rsvp_qos_event event;
	int got;

	while ((got = rsvp_next_event(rsvp, &event)) > 0) {
		printf("%s", rsvp_status_name(event.status));
		if (event.has_flowspec)
			printf(", %" PRIu64 " bytes/s",
			       event.flowspec.token_rate);
		if (event.error.code)
			printf(": %s", event.error.text);
		printf("\n");
		fflush(stdout);
	}
	return got;
}

static int receive_all(struct rsvp *rsvp, int fd)
{
	struct pollfd both[2] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = rsvp_fd(rsvp), .events = POLLIN },
	};
	uint64_t packets = 0;
	char packet[2048];

	for (;;) {
		if (poll(both, 2, -1) < 0) {
			perror("poll");
			return 1;
		}
		if (both[0].revents && recv(fd, packet, sizeof(packet), 0) > 0 &&
		    ++packets % 50 == 0) {
			printf("%" PRIu64 " packets\n", packets);
			fflush(stdout);
		}
		if (both[1].revents && hear(rsvp) < 0) {
			fprintf(stderr, "%s\n", rsvp_strerror(rsvp));
			return 1;
		}
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_in group = { .sin_family = AF_INET };
	struct rsvp_qos qos;
	struct rsvp *rsvp;
	int fd, on = 1;

	if (argc != 3 || inet_pton(AF_INET, argv[1], &group.sin_addr) != 1) {
		fprintf(stderr, "usage: mcast_recv GROUP PORT\n");
		return 2;
	}
	group.sin_port = htons((uint16_t)atoi(argv[2]));

	rsvp = rsvp_open();
	if (!rsvp) {
		perror("RSVP");
		return 1;
	}
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 || bind(fd, (struct sockaddr *)&group, sizeof(group))) {
		perror("bind");
		return 1;
	}

	/* What is not specified is what the sender says */
	rsvp_qos_init(&qos);
	qos.receiving.service_type = RSVP_SERVICE_TYPE_CONTROLLED_LOAD;
	qos.confirm = 1;
	if (rsvp_set_qos(rsvp, fd, &qos)) {
		fprintf(stderr, "QoS: %s\n", rsvp_strerror(rsvp));
		return 1;
	}

	/*
	 * This instead of IP_ADD_MEMBERSHIP, which makes no reservation. Resv
	 * messages go out once a Path has come.
	 */
	if (rsvp_join_leaf(rsvp, fd, (struct sockaddr *)&group, sizeof(group),
			   0, NULL, RSVP_JL_RECEIVER_ONLY)) {
		fprintf(stderr, "%s: %s\n", argv[1], rsvp_strerror(rsvp));
		return 1;
	}
	return receive_all(rsvp, fd);
}
