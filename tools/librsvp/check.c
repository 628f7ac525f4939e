// SPDX-License-Identifier: LGPL-2.1-or-later
/* What a program may want to know about a socket before it sends. */

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "librsvp.h"

/**
 * struct found - what the kernel says about a socket and its interface
 * @ifindex: of the group that it joined, or 0
 * @to: where it sends: the group or destination; family 0: it is not said
 * @receivers: of its senders, those that somebody has reserved for
 * @iface: the interface is known
 * @rsvp: RSVP is on there
 * @bandwidth: bytes/s, 0 if it was not told
 * @backend: RSVP_BACKEND_*
 */
struct found {
	uint32_t ifindex;
	struct sockaddr_storage to;
	uint32_t receivers;
	bool iface;
	bool rsvp;
	uint64_t bandwidth;
	uint32_t backend;
};

static uint32_t number(struct nlattr *nla)
{
	return nla && nla_len(nla) == sizeof(uint32_t) ? nla_get_u32(nla) : 0;
}

static void on_leaf(struct nlattr *nest, struct found *found)
{
	struct nlattr *tb[RSVP_A_LEAF_MAX + 1];
	uint32_t proto;

	if (nla_parse_nested(tb, RSVP_A_LEAF_MAX, nest, NULL))
		return;
	found->ifindex = number(tb[RSVP_A_LEAF_IFINDEX]);
	if (tb[RSVP_A_LEAF_SESSION])
		librsvp_get_session(tb[RSVP_A_LEAF_SESSION], &found->to,
				    &proto);
}

static void on_socket(struct nlattr **top, void *arg)
{
	struct nlattr *tb[RSVP_A_SOCKET_MAX + 1];
	struct nlattr *nest = top[RSVP_A_SOCKET];
	struct found *found = arg;

	if (!nest || nla_parse_nested(tb, RSVP_A_SOCKET_MAX, nest, NULL))
		return;
	found->receivers = number(tb[RSVP_A_SOCKET_RECEIVERS]);
	if (tb[RSVP_A_SOCKET_LEAF])
		on_leaf(tb[RSVP_A_SOCKET_LEAF], found);
	else if (tb[RSVP_A_SOCKET_DESTINATION])
		on_leaf(tb[RSVP_A_SOCKET_DESTINATION], found);
}

static void on_iface(struct nlattr **top, void *arg)
{
	struct nlattr *tb[RSVP_A_IFACE_MAX + 1];
	struct nlattr *nest = top[RSVP_A_IFACE];
	struct found *found = arg;

	if (!nest || nla_parse_nested(tb, RSVP_A_IFACE_MAX, nest, NULL))
		return;
	found->rsvp = number(tb[RSVP_A_IFACE_RSVP]);
	found->backend = number(tb[RSVP_A_IFACE_BACKEND]);
	if (tb[RSVP_A_IFACE_BANDWIDTH] &&
	    nla_len(tb[RSVP_A_IFACE_BANDWIDTH]) == sizeof(uint64_t))
		found->bandwidth = nla_get_u64(tb[RSVP_A_IFACE_BANDWIDTH]);
}

static bool is_any(const struct sockaddr_storage *addr)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)addr;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)addr;

	if (addr->ss_family == AF_INET)
		return in->sin_addr.s_addr == htonl(INADDR_ANY);
	return addr->ss_family != AF_INET6 ||
	       IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr);
}

/* The address that the kernel would send from to @to */
static void source_for(struct sockaddr_storage *to,
		       struct sockaddr_storage *source)
{
	struct sockaddr_in *in = (struct sockaddr_in *)to;
	socklen_t len = sizeof(*source);
	int fd;

	/* Nothing is sent; the port is at one place in both families */
	if (!in->sin_port)
		in->sin_port = htons(1);
	fd = socket(to->ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	if (!connect(fd, (struct sockaddr *)to, sizeof(*to)))
		getsockname(fd, (struct sockaddr *)source, &len);
	close(fd);
}

static bool same_address(const struct sockaddr *a,
			 const struct sockaddr_storage *b)
{
	const struct sockaddr_in6 *b6 = (const struct sockaddr_in6 *)b;
	const struct sockaddr_in *b4 = (const struct sockaddr_in *)b;

	if (!a || a->sa_family != b->ss_family)
		return false;
	if (a->sa_family == AF_INET)
		return ((const struct sockaddr_in *)a)->sin_addr.s_addr ==
			b4->sin_addr.s_addr;
	return a->sa_family == AF_INET6 &&
	       IN6_ARE_ADDR_EQUAL(&((const struct sockaddr_in6 *)a)->sin6_addr,
				  &b6->sin6_addr);
}

static uint32_t interface_with(const struct sockaddr_storage *addr)
{
	struct ifaddrs *list, *entry;
	uint32_t ifindex = 0;

	if (getifaddrs(&list))
		return 0;
	for (entry = list; entry && !ifindex; entry = entry->ifa_next) {
		if (same_address(entry->ifa_addr, addr))
			ifindex = if_nametoindex(entry->ifa_name);
	}
	freeifaddrs(list);
	return ifindex;
}

/* Where the packets of the socket leave; 0 if that is not known yet */
static uint32_t interface_of(int fd, struct found *found)
{
	struct sockaddr_storage addr = { 0 };
	socklen_t len = sizeof(addr);
	uint32_t bound = 0;
	socklen_t bound_len = sizeof(bound);

	if (!getsockopt(fd, SOL_SOCKET, SO_BINDTOIFINDEX, &bound,
			&bound_len) && bound)
		return bound;
	if (found->ifindex)
		return found->ifindex;
	getsockname(fd, (struct sockaddr *)&addr, &len);
	if (is_any(&addr) && found->to.ss_family)
		source_for(&found->to, &addr);
	return is_any(&addr) ? 0 : interface_with(&addr);
}

/* A socket without QoS, and an interface without RSVP, are answers as well */
static int ask(struct rsvp *rsvp, struct nl_msg *msg,
	       void (*reply)(struct nlattr **tb, void *arg), void *arg)
{
	int err = librsvp_talk(rsvp, msg, reply, arg);

	return err && errno == ENOENT ? 0 : err;
}

static int find(struct rsvp *rsvp, int fd, struct found *found)
{
	struct nlattr *nest;
	struct nl_msg *msg;
	uint32_t ifindex;

	msg = librsvp_about(rsvp, RSVP_CMD_SOCKET_GET, fd, &nest);
	if (!msg)
		return -1;
	nla_nest_end(msg, nest);
	if (ask(rsvp, msg, on_socket, found))
		return -1;
	ifindex = interface_of(fd, found);
	if (!ifindex)
		return 0;
	found->iface = true;
	msg = librsvp_request(rsvp, RSVP_CMD_IFACE_GET);
	if (!msg)
		return -1;
	nla_put_u32(msg, RSVP_A_IFINDEX, ifindex);
	return ask(rsvp, msg, on_iface, found);
}

int rsvp_check_qos(struct rsvp *rsvp, int fd, uint32_t query, uint64_t *value)
{
	struct found found = { 0 };

	if (find(rsvp, fd, &found))
		return -1;
	*value = RSVP_INFO_NOT_AVAILABLE;
	switch (query) {
	case RSVP_ALLOWED_TO_SEND_DATA:
		/* What nobody has reserved for goes as best effort */
		*value = 1;
		return 0;
	case RSVP_ABLE_TO_RECV_RSVP:
	case RSVP_LOCAL_QOSABILITY:
		if (found.iface)
			*value = found.rsvp;
		return 0;
	case RSVP_LINE_RATE:
		if (found.bandwidth)
			*value = found.bandwidth;
		return 0;
	case RSVP_LOCAL_TRAFFIC_CONTROL:
		if (found.iface)
			*value = found.rsvp &&
				found.backend != RSVP_BACKEND_NONE;
		return 0;
	case RSVP_END_TO_END_QOSABILITY:
		/* A reservation that reached us came all the way */
		if (found.receivers)
			*value = 1;
		return 0;
	}
	return librsvp_fail(rsvp, EINVAL, 0, "%u is no query", query);
}
