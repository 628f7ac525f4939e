/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Netlink requests written as words, sent over a raw socket:
 * NAME=VALUE, NAME{...}, FLAG; NAME:SIZE=VALUE for a value of a wrong size;
 * @ for the interface's index; #NUMBER:SIZE for an attribute that is not in the
 * set. A ! marks the attribute that the kernel is expected to point at.
 */
#ifndef RSVP_NLRAW_H
#define RSVP_NLRAW_H

#include <arpa/inet.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/rsvp.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum kind { END, U32, U64, IP4, IP6, FLAG, NEST };

struct attr {
	const char *name;
	int type;
	enum kind kind;
	const struct attr *set;
};

static const struct attr session_set[] = {
	{ "dst4", RSVP_A_SESSION_DST4, IP4, NULL },
	{ "dst6", RSVP_A_SESSION_DST6, IP6, NULL },
	{ "proto", RSVP_A_SESSION_PROTO, U32, NULL },
	{ "dport", RSVP_A_SESSION_DPORT, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr filter_set[] = {
	{ "src4", RSVP_A_FILTER_SRC4, IP4, NULL },
	{ "src6", RSVP_A_FILTER_SRC6, IP6, NULL },
	{ "sport", RSVP_A_FILTER_SPORT, U32, NULL },
	{ "label", RSVP_A_FILTER_LABEL, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr flowspec_set[] = {
	{ "service", RSVP_A_FLOWSPEC_SERVICE, U32, NULL },
	{ "rate", RSVP_A_FLOWSPEC_RATE, U64, NULL },
	{ "burst", RSVP_A_FLOWSPEC_BURST, U64, NULL },
	{ "peak", RSVP_A_FLOWSPEC_PEAK, U64, NULL },
	{ "min", RSVP_A_FLOWSPEC_MIN_UNIT, U32, NULL },
	{ "mtu", RSVP_A_FLOWSPEC_MTU, U32, NULL },
	{ "reserved", RSVP_A_FLOWSPEC_RESERVED_RATE, U64, NULL },
	{ "slack", RSVP_A_FLOWSPEC_SLACK, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr iface_set[] = {
	{ "ifindex", RSVP_A_IFACE_IFINDEX, U32, NULL },
	{ "rsvp", RSVP_A_IFACE_RSVP, U32, NULL },
	{ "bandwidth", RSVP_A_IFACE_BANDWIDTH, U64, NULL },
	{ "reservable", RSVP_A_IFACE_RESERVABLE, U32, NULL },
	{ "flowlimit", RSVP_A_IFACE_FLOW_LIMIT, U64, NULL },
	{ "classcap", RSVP_A_IFACE_CLASS_CAP, U32, NULL },
	{ "overhead", RSVP_A_IFACE_OVERHEAD, U32, NULL },
	{ "backend", RSVP_A_IFACE_BACKEND, U32, NULL },
	{ "parent", RSVP_A_IFACE_PARENT, U32, NULL },
	{ "refresh", RSVP_A_IFACE_REFRESH, U32, NULL },
	{ "keep", RSVP_A_IFACE_KEEP, U32, NULL },
	{ "slewmax", RSVP_A_IFACE_SLEW_MAX, U32, NULL },
	{ "reserved", RSVP_A_IFACE_RESERVED, U64, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr sender_set[] = {
	{ "session", RSVP_A_SENDER_SESSION, NEST, session_set },
	{ "filter", RSVP_A_SENDER_FILTER, NEST, filter_set },
	{ "tspec", RSVP_A_SENDER_TSPEC, NEST, flowspec_set },
	{ "ttl", RSVP_A_SENDER_TTL, U32, NULL },
	{ "dscp", RSVP_A_SENDER_DSCP, U32, NULL },
	{ "mark", RSVP_A_SENDER_MARK, U32, NULL },
	{ "persist", RSVP_A_SENDER_PERSIST, FLAG, NULL },
	{ "id", RSVP_A_SENDER_ID, U64, NULL },
	{ "owner", RSVP_A_SENDER_OWNER, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr reservation_set[] = {
	{ "session", RSVP_A_RESERVATION_SESSION, NEST, session_set },
	{ "style", RSVP_A_RESERVATION_STYLE, U32, NULL },
	{ "filter", RSVP_A_RESERVATION_FILTER, NEST, filter_set },
	{ "flowspec", RSVP_A_RESERVATION_FLOWSPEC, NEST, flowspec_set },
	{ "confirm", RSVP_A_RESERVATION_CONFIRM, FLAG, NULL },
	{ "persist", RSVP_A_RESERVATION_PERSIST, FLAG, NULL },
	{ "status", RSVP_A_RESERVATION_STATUS, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr top_set[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ "family", RSVP_A_FAMILY, U32, NULL },
	{ "ifindex", RSVP_A_IFINDEX, U32, NULL },
	{ "session", RSVP_A_SESSION, NEST, session_set },
	{ "iface", RSVP_A_IFACE, NEST, iface_set },
	{ "sender", RSVP_A_SENDER, NEST, sender_set },
	{ "reservation", RSVP_A_RESERVATION, NEST, reservation_set },
	{ "path", RSVP_A_PATH, NEST, session_set },
	{ "replace", RSVP_A_REPLACE, FLAG, NULL },
	{ NULL, 0, END, NULL }
};

struct msg {
	union {
		struct nlmsghdr nlh;
		char buf[4096];
	};
	size_t bad;
};

static int family;		/* of the family "rsvp" */
static unsigned int ifindex;	/* what @ stands for */
static const char *spec;	/* what is left of the request in words */

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void put_value(void *to, enum kind kind, const char *value)
{
	unsigned long long v = ifindex;
	__u32 v32;

	if (value[0] != '@')
		v = strtoull(value, NULL, 10);
	v32 = v;
	if (kind == IP4 && inet_pton(AF_INET, value, to) != 1)
		exit(fprintf(stderr, "bad address %s\n", value));
	if (kind == IP6 && inet_pton(AF_INET6, value, to) != 1)
		exit(fprintf(stderr, "bad address %s\n", value));
	if (kind == U32)
		memcpy(to, &v32, sizeof(v32));
	if (kind == U64)
		memcpy(to, &v, sizeof(v));
}

/* Words up to the end of the nest or of the request, see above */
static void put_attrs(struct msg *m, const struct attr *set)
{
	static const int size[] = { 0, 4, 8, 4, 16, 0, 0 };
	static const struct attr unnamed = { "", 0, FLAG, NULL };

	for (;;) {
		char name[32], value[64] = "";
		const struct attr *a = set;
		struct nlattr *nla;
		int len;

		while (*spec == ' ')
			spec++;
		if (!*spec || *spec == '}')
			break;
		if (*spec == '!') {
			m->bad = m->nlh.nlmsg_len;
			spec++;
			continue;
		}
		len = strcspn(spec, " :={}");
		snprintf(name, sizeof(name), "%.*s", len, spec);
		spec += len;
		if (name[0] == '#')
			a = &unnamed;
		else
			while (a->name && strcmp(a->name, name))
				a++;
		if (!a->name)
			exit(fprintf(stderr, "no attribute %s\n", name));

		if (m->nlh.nlmsg_len + 64 > sizeof(m->buf))
			exit(fprintf(stderr, "too many words\n"));
		nla = (struct nlattr *)(m->buf + m->nlh.nlmsg_len);
		memset(nla, 0, 64);
		nla->nla_type = name[0] == '#' ? atoi(name + 1) : a->type;
		nla->nla_len = NLA_HDRLEN;
		if (*spec == '{') {
			nla->nla_type |= NLA_F_NESTED;
			m->nlh.nlmsg_len += NLA_HDRLEN;
			spec++;
			put_attrs(m, a->set);
			if (*spec++ != '}')
				exit(fprintf(stderr, "} is missing\n"));
			nla->nla_len = m->buf + m->nlh.nlmsg_len - (char *)nla;
			continue;
		}
		len = size[a->kind];
		if (*spec == ':') {
			len = strtol(spec + 1, (char **)&spec, 10);
			if (a->kind == NEST && len)
				nla->nla_type |= NLA_F_NESTED;
		}
		if (*spec == '=') {
			int n = strcspn(++spec, " }");

			snprintf(value, sizeof(value), "%.*s", n, spec);
			spec += n;
			put_value((char *)nla + NLA_HDRLEN, a->kind, value);
		}
		nla->nla_len += len;
		m->nlh.nlmsg_len += NLA_ALIGN(nla->nla_len);
	}
}

static void start(struct msg *m, int type, int flags, int cmd)
{
	struct genlmsghdr *g = (void *)(m->buf + NLMSG_HDRLEN);
	static __u32 seq;

	memset(m, 0, sizeof(*m));
	m->nlh.nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN;
	m->nlh.nlmsg_type = type;
	m->nlh.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	m->nlh.nlmsg_seq = ++seq;
	g->cmd = cmd;
	g->version = 1;
}

/* What became of a request; @id is that of the object in the last reply */
struct answer {
	int err;
	long offset;
	char text[256];
	int replies;
	__u64 id;
};

/* The id stands first in every object, behind what pads it */
static __u64 object_id(const struct nlmsghdr *nlh)
{
	const char *p = (const char *)nlh + NLMSG_HDRLEN + GENL_HDRLEN +
			NLA_HDRLEN;
	const struct nlattr *nla = (const void *)p;
	__u64 id = 0;

	if (nla->nla_type == 1)		/* pad */
		nla = (const void *)(p + NLA_ALIGN(nla->nla_len));
	if (nla->nla_type == 2 && nla->nla_len == NLA_HDRLEN + sizeof(id))
		memcpy(&id, (const char *)nla + NLA_HDRLEN, sizeof(id));
	return id;
}

static void read_ack(struct answer *ans, const struct nlmsghdr *nlh,
		     size_t skip)
{
	const char *p = (const char *)nlh + NLMSG_HDRLEN + skip;
	const char *end = (const char *)nlh + nlh->nlmsg_len;

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	while (p + NLA_HDRLEN <= end) {
		const struct nlattr *nla = (const void *)p;
		__u32 offset;

		if (nla->nla_len < NLA_HDRLEN)
			break;
		if (nla->nla_type == NLMSGERR_ATTR_MSG)
			snprintf(ans->text, sizeof(ans->text), "%s",
				 p + NLA_HDRLEN);
		memcpy(&offset, p + NLA_HDRLEN, sizeof(offset));
		if (nla->nla_type == NLMSGERR_ATTR_OFFS)
			ans->offset = offset;
		p += NLA_ALIGN(nla->nla_len);
	}
}

/* Sends a request, reads what comes until it is settled. */
static void talk(int sock, struct msg *m, struct answer *ans)
{
	static char buf[65536];

	memset(ans, 0, sizeof(*ans));
	if (send(sock, m->buf, m->nlh.nlmsg_len, 0) < 0)
		die("send");
	for (;;) {
		ssize_t len = recv(sock, buf, sizeof(buf), 0);
		struct nlmsghdr *nlh = (void *)buf;

		if (len < 0)
			die("recv");
		for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
			struct nlmsgerr *e = NLMSG_DATA(nlh);
			size_t skip = sizeof(*e);

			if (nlh->nlmsg_seq != m->nlh.nlmsg_seq)
				continue;
			switch (nlh->nlmsg_type) {
			case NLMSG_ERROR:
				ans->err = -e->error;
				if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
					skip += e->msg.nlmsg_len - NLMSG_HDRLEN;
				read_ack(ans, nlh, skip);
				return;
			case NLMSG_DONE:
				ans->err = -*(int *)NLMSG_DATA(nlh);
				read_ack(ans, nlh, sizeof(int));
				return;
			default:
				ans->replies++;
				ans->id = object_id(nlh);
			}
		}
	}
}

static int find_family(int sock)
{
	static char buf[8192];
	struct nlattr *nla;
	char *p, *end;
	struct msg m;
	int id = 0;

	start(&m, GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY);
	nla = (struct nlattr *)(m.buf + m.nlh.nlmsg_len);
	nla->nla_type = CTRL_ATTR_FAMILY_NAME;
	nla->nla_len = NLA_HDRLEN + sizeof(RSVP_FAMILY_NAME);
	strcpy((char *)nla + NLA_HDRLEN, RSVP_FAMILY_NAME);
	m.nlh.nlmsg_len += NLA_ALIGN(nla->nla_len);
	m.nlh.nlmsg_flags &= ~NLM_F_ACK;
	if (send(sock, m.buf, m.nlh.nlmsg_len, 0) < 0)
		die("send");
	if (recv(sock, buf, sizeof(buf), 0) < 0)
		die("recv");
	if (((struct nlmsghdr *)buf)->nlmsg_type == NLMSG_ERROR)
		exit(fprintf(stderr, "there is no family rsvp\n"));
	end = buf + ((struct nlmsghdr *)buf)->nlmsg_len;
	for (p = buf + NLMSG_HDRLEN + GENL_HDRLEN; p < end;
	     p += NLA_ALIGN(nla->nla_len)) {
		nla = (struct nlattr *)p;
		if (nla->nla_type == CTRL_ATTR_FAMILY_ID)
			id = *(__u16 *)(p + NLA_HDRLEN);
	}
	return id;
}

/* A socket that reports extended acks; finds the family with the first one. */
static int open_socket(void)
{
	struct sockaddr_nl local = { .nl_family = AF_NETLINK };
	int one = 1;
	int sock;

	sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (sock < 0 || bind(sock, (void *)&local, sizeof(local)) ||
	    setsockopt(sock, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one)))
		die("netlink");
	if (!family)
		family = find_family(sock);
	return sock;
}

/* A request in words, all the way */
static inline void request(int sock, int cmd, int flags, const char *words,
			   struct answer *ans)
{
	struct msg m;

	start(&m, family, flags, cmd);
	spec = words;
	put_attrs(&m, top_set);
	talk(sock, &m, ans);
}

#endif /* RSVP_NLRAW_H */
