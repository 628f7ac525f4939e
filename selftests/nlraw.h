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

enum kind { END, PAD, U32, U64, IP4, IP6, FLAG, STRING, NEST };

/* An attribute of a set; @set is what a nest holds */
struct attr {
	const char *name;
	int type;
	enum kind kind;
	const struct attr *set;
};

enum { DO = 1, DUMP = 2 };

/* What a command takes; a table per set ends with END, and pads are left out */
struct command {
	const char *name;
	int cmd;
	int modes;
	const struct attr *takes;
};

#include "nlspec_gen.h"

/* Bytes of a value */
static const int kind_size[] = {
	[U32] = 4, [U64] = 8, [IP4] = 4, [IP6] = 16, [NEST] = 0,
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
		len = kind_size[a->kind];
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
	put_attrs(&m, rsvp_set);
	talk(sock, &m, ans);
}

#endif /* RSVP_NLRAW_H */
