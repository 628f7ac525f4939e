// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Loops of groups as Winsock has them: who receives decides, by IP_MULTICAST_LOOP
 * there, by a filter of the socket here.
 */

#include <errno.h>
#include <string.h>

#include <linux/filter.h>
#include <linux/if_packet.h>

#include "librsvp.h"

/* Of a packet to a group, this host's own sockets get a copy of that type */
static const struct sock_filter no_loop[] = {
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, (uint32_t)SKF_AD_OFF +
		 SKF_AD_PKTTYPE),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PACKET_LOOPBACK, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, 0),
	BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
};

/* Another filter is the program's: it came after ours, or ours was never there */
static bool has_ours(int fd)
{
	struct sock_filter now[ARRAY_SIZE(no_loop)];
	socklen_t len = 0;

	/* What it counts are instructions */
	if (getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, NULL, &len) ||
	    len != ARRAY_SIZE(no_loop))
		return false;
	return !getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, now, &len) &&
	       !memcmp(now, no_loop, sizeof(now));
}

/* That it is a socket at all */
static int check(int fd)
{
	int type;
	socklen_t len = sizeof(type);

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
}

int rsvp_set_receive_loop(int fd, bool on)
{
	struct sock_fprog program = {
		.len = ARRAY_SIZE(no_loop),
		.filter = (struct sock_filter *)no_loop,
	};
	int none = 0;

	if (check(fd))
		return -1;
	if (!on)
		return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
				  sizeof(program));
	if (!has_ours(fd))
		return 0;
	return setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &none,
			  sizeof(none));
}
