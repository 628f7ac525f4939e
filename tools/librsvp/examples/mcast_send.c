// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mcast_send GROUP PORT [TEMPLATE]: send to a group with QoS. Once somebody has
 * reserved, the routers on the way keep what the template says for us.
 *
 * cc -o mcast_send mcast_send.c -lrsvp
 */

#define _DEFAULT_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <rsvp.h>

#define INTERVAL_MS	20

/* What the kernel has to tell of our socket: never waits */
static int hear(struct rsvp *rsvp)
{
	struct rsvp_qos_event event;
	int got;

	while ((got = rsvp_next_event(rsvp, &event)) > 0) {
		printf("%s", rsvp_status_name(event.status));
		if (event.error.code)
			printf(": %s", event.error.text);
		printf("\n");
		fflush(stdout);
	}
	return got;
}

/* One packet after the other, and what is heard between them */
static int send_all(struct rsvp *rsvp, int fd, const struct sockaddr_in *group)
{
	struct pollfd events = { .fd = rsvp_fd(rsvp), .events = POLLIN };
	struct timespec interval = { .tv_nsec = INTERVAL_MS * 1000000L };
	char packet[160] = "";

	for (;;) {
		/* Only what goes to the group that was joined has QoS */
		if (sendto(fd, packet, sizeof(packet), 0,
			   (const struct sockaddr *)group,
			   sizeof(*group)) < 0 && errno != ENOBUFS) {
			perror("sendto");
			return 1;
		}
		if (poll(&events, 1, 0) > 0 && hear(rsvp) < 0) {
			fprintf(stderr, "%s\n", rsvp_strerror(rsvp));
			return 1;
		}
		nanosleep(&interval, NULL);
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_in group = { .sin_family = AF_INET };
	struct rsvp_qos qos;
	struct rsvp *rsvp;
	char why[256];
	int fd, ttl = 16;

	if (argc < 3 || argc > 4 ||
	    inet_pton(AF_INET, argv[1], &group.sin_addr) != 1) {
		fprintf(stderr, "usage: mcast_send GROUP PORT [TEMPLATE]\n");
		return 2;
	}
	group.sin_port = htons((uint16_t)atoi(argv[2]));

	/* What we are going to send */
	if (rsvp_template_get(argc > 3 ? argv[3] : "G711", &qos, why,
			      sizeof(why))) {
		fprintf(stderr, "%s\n", why);
		return 1;
	}

	rsvp = rsvp_open();
	if (!rsvp) {
		perror("RSVP");
		return 1;
	}
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &ttl,
				 sizeof(ttl))) {
		perror("socket");
		return 1;
	}

	/* To send: no membership, no IGMP. Path messages go out from now on. */
	if (rsvp_join_leaf(rsvp, fd, (struct sockaddr *)&group, sizeof(group),
			   0, &qos, RSVP_JL_SENDER_ONLY)) {
		fprintf(stderr, "%s: %s\n", argv[1], rsvp_strerror(rsvp));
		return 1;
	}
	/* Until it is killed: the QoS of a socket ends with it */
	return send_all(rsvp, fd, &group);
}
