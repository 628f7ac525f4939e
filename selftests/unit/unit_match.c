// SPDX-License-Identifier: GPL-2.0
/*
 * match.c: which sessions a socket joins as a receiver, and in which style. Rn, Cn:
 * Documentation/conformance/winsock.md.
 */
#include <arpa/inet.h>

#include "qos.h"
#include "tap.h"

/* A socket, a session and the sender of its Path, in words; NULL: none */
struct row {
	const char *what;
	u8 proto;
	u32 family;
	const char *local;
	u16 lport;
	const char *peer;
	u16 pport;
	struct {
		u8 proto;
		const char *dst;
		u16 dport;
	} session;
	const char *src;
	u16 sport;
	bool joins;
};

#define UDP(dst, port)	{ IPPROTO_UDP, dst, port }
#define TCP(dst, port)	{ IPPROTO_TCP, dst, port }

/* The node is A, the sender B; C is another address */
#define A4	"10.0.0.1"
#define B4	"10.0.0.2"
#define C4	"10.0.0.3"
#define A6	"fd00::1"
#define B6	"fd00::2"
#define C6	"fd00::3"
#define G4	"239.1.2.3"
#define G6	"ff0e::7"

static struct rsvp_addr addr(const char *text)
{
	struct rsvp_addr a = { 0 };

	if (!text)
		return a;
	a.family = strchr(text, ':') ? AF_INET6 : AF_INET;
	assert(inet_pton(a.family, text, &a.v6) == 1);
	return a;
}

static struct rsvp_session_key session(u8 proto, const char *dst, u16 dport)
{
	struct rsvp_session_key key = {
		.dst	= addr(dst),
		.dport	= htons(dport),
		.proto	= proto,
	};

	return key;
}

static struct rsvp_sock_state state_of(const struct row *r)
{
	struct rsvp_sock_state st = {
		.proto	= r->proto,
		.family	= r->family,
		.local	= addr(r->local),
		.lport	= htons(r->lport),
		.peer	= addr(r->peer),
		.pport	= htons(r->pport),
	};

	return st;
}

/* The same for each family: by the addresses of its rows */
#define UNICAST(A, B, C, G)						\
	{ "R70: TCP, not bound", IPPROTO_TCP, 0, NULL, 0, NULL, 0,	\
	  TCP(A, 7), B, 9, false },					\
	{ "R70: TCP, bound, not connected", IPPROTO_TCP, 0, A, 7,	\
	  NULL, 0, TCP(A, 7), B, 9, false },				\
	{ "R70, R73: TCP, bound to any address, not connected",		\
	  IPPROTO_TCP, 0, NULL, 7, NULL, 0, TCP(A, 7), B, 9, false },	\
	{ "R71: TCP", IPPROTO_TCP, 0, A, 7, B, 9, TCP(A, 7), B, 9,	\
	  true },							\
	{ "R71: another address", IPPROTO_TCP, 0, C, 7, B, 9,		\
	  TCP(A, 7), B, 9, false },					\
	{ "R71: another port", IPPROTO_TCP, 0, A, 8, B, 9, TCP(A, 7),	\
	  B, 9, false },						\
	{ "R71: another protocol", IPPROTO_TCP, 0, A, 7, B, 9,		\
	  UDP(A, 7), B, 9, false },					\
	{ "R71: another sender", IPPROTO_TCP, 0, A, 7, B, 9,		\
	  TCP(A, 7), C, 9, false },					\
	{ "R71: another port of the sender", IPPROTO_TCP, 0, A, 7, B,	\
	  9, TCP(A, 7), B, 10, false },					\
	{ "R74: UDP, not bound", IPPROTO_UDP, 0, NULL, 0, NULL, 0,	\
	  UDP(A, 7), B, 9, false },					\
	{ "R74: UDP, not bound, session without port", IPPROTO_UDP, 0,	\
	  NULL, 0, NULL, 0, UDP(A, 0), B, 0, false },			\
	{ "R75: any address", IPPROTO_UDP, 0, NULL, 7, NULL, 0,		\
	  UDP(A, 7), B, 9, true },					\
	{ "R75: any address, another one", IPPROTO_UDP, 0, NULL, 7,	\
	  NULL, 0, UDP(C, 7), B, 9, true },				\
	{ "R75, R79: any sender", IPPROTO_UDP, 0, NULL, 7, NULL, 0,	\
	  UDP(A, 7), C, 1, true },					\
	{ "R75: another port", IPPROTO_UDP, 0, NULL, 8, NULL, 0,	\
	  UDP(A, 7), B, 9, false },					\
	{ "R75: another protocol", IPPROTO_UDP, 0, NULL, 7, NULL, 0,	\
	  TCP(A, 7), B, 9, false },					\
	{ "R76: an address", IPPROTO_UDP, 0, A, 7, NULL, 0, UDP(A, 7),	\
	  B, 9, true },							\
	{ "R76, R79: any sender", IPPROTO_UDP, 0, A, 7, NULL, 0,	\
	  UDP(A, 7), C, 1, true },					\
	{ "R76: another address", IPPROTO_UDP, 0, C, 7, NULL, 0,	\
	  UDP(A, 7), B, 9, false },					\
	{ "R76: another port", IPPROTO_UDP, 0, A, 8, NULL, 0,		\
	  UDP(A, 7), B, 9, false },					\
	{ "R77: any address, connected", IPPROTO_UDP, 0, NULL, 7, B, 9,	\
	  UDP(A, 7), B, 9, true },					\
	{ "R77: another port", IPPROTO_UDP, 0, NULL, 8, B, 9,		\
	  UDP(A, 7), B, 9, false },					\
	{ "R77, R80: another sender", IPPROTO_UDP, 0, NULL, 7, B, 9,	\
	  UDP(A, 7), C, 9, false },					\
	{ "R77, R80: another port of the sender", IPPROTO_UDP, 0, NULL,	\
	  7, B, 9, UDP(A, 7), B, 10, false },				\
	{ "R78: an address, connected", IPPROTO_UDP, 0, A, 7, B, 9,	\
	  UDP(A, 7), B, 9, true },					\
	{ "R78: another address", IPPROTO_UDP, 0, C, 7, B, 9,		\
	  UDP(A, 7), B, 9, false },					\
	{ "R78: another port", IPPROTO_UDP, 0, A, 8, B, 9, UDP(A, 7),	\
	  B, 9, false },						\
	{ "R78, R80: another sender", IPPROTO_UDP, 0, A, 7, B, 9,	\
	  UDP(A, 7), C, 9, false },					\
	{ "R78, R80: another port of the sender", IPPROTO_UDP, 0, A, 7,	\
	  B, 9, UDP(A, 7), B, 10, false },				\
	{ "R78: a sender without port", IPPROTO_UDP, 0, A, 7, B, 9,	\
	  UDP(A, 7), B, 0, false },					\
	{ "C20: a peer, but not bound yet", IPPROTO_UDP, 0, NULL, 0, B,	\
	  9, UDP(A, 7), B, 9, false },					\
	{ "C20: connect() has bound it", IPPROTO_UDP, 0, NULL, 40000,	\
	  B, 9, UDP(A, 40000), B, 9, true },				\
	{ "C29, R75: a group with the port", IPPROTO_UDP, 0, NULL, 7,	\
	  NULL, 0, UDP(G, 7), B, 9, false },				\
	{ "C29, R76: bound to the group", IPPROTO_UDP, 0, G, 7, NULL,	\
	  0, UDP(G, 7), B, 9, false },					\
	{ "C29, R77: a group with the port, connected", IPPROTO_UDP, 0,	\
	  NULL, 7, B, 9, UDP(G, 7), B, 9, false }

static const struct row v4[] = { UNICAST(A4, B4, C4, G4) };
static const struct row v6[] = { UNICAST(A6, B6, C6, G6) };

/* Bound to no address, a socket is of the families whose packets it takes */
static const struct row families[] = {
	{ "R75: dual stack, IPv4", IPPROTO_UDP, 0, NULL, 7, NULL, 0,
	  UDP(A4, 7), B4, 9, true },
	{ "R75: dual stack, IPv6", IPPROTO_UDP, 0, NULL, 7, NULL, 0,
	  UDP(A6, 7), B6, 9, true },
	{ "R75: IPv4 only, IPv4", IPPROTO_UDP, AF_INET, NULL, 7, NULL, 0,
	  UDP(A4, 7), B4, 9, true },
	{ "R75: IPv4 only, IPv6", IPPROTO_UDP, AF_INET, NULL, 7, NULL, 0,
	  UDP(A6, 7), B6, 9, false },
	{ "R75: IPv6 only, IPv6", IPPROTO_UDP, AF_INET6, NULL, 7, NULL, 0,
	  UDP(A6, 7), B6, 9, true },
	{ "R75: IPv6 only, IPv4", IPPROTO_UDP, AF_INET6, NULL, 7, NULL, 0,
	  UDP(A4, 7), B4, 9, false },
	{ "R76: an address of the other family", IPPROTO_UDP, 0, A4, 7, NULL,
	  0, UDP(A6, 7), B6, 9, false },
};

static void test_rows(const struct row *rows, size_t n, const char *set)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct row *r = &rows[i];
		struct rsvp_sock_state st = state_of(r);
		struct rsvp_session_key key = session(r->session.proto,
						      r->session.dst,
						      r->session.dport);
		struct rsvp_filter sender = {
			.src	= addr(r->src),
			.sport	= htons(r->sport),
		};

		tap_is(rsvp_match_unicast(&st, &key, &sender), r->joins,
		       "%s: %s", set, r->what);
		st.shut_rd = true;
		if (r->joins)
			tap_is(rsvp_match_unicast(&st, &key, &sender), false,
			       "%s: R241: shut: %s", set, r->what);
		st.shut_rd = false;
		st.shut_wr = true;
		if (r->joins)
			tap_is(rsvp_match_unicast(&st, &key, &sender), true,
			       "%s: R241: shut, but to send: %s", set, r->what);
	}
}

/* A sender that is named by its flow label has no port that a peer could have */
static void test_label(void)
{
	struct rsvp_session_key key = session(IPPROTO_UDP, A6, 7);
	struct rsvp_filter sender = {
		.src		= addr(B6),
		.has_label	= 1,
		.label		= 5,
	};
	struct rsvp_sock_state st = {
		.proto	= IPPROTO_UDP,
		.local	= addr(A6),
		.lport	= htons(7),
	};

	tap_is(rsvp_match_unicast(&st, &key, &sender), true,
	       "R76: a sender with a flow label");
	st.peer = addr(B6);
	tap_is(rsvp_match_unicast(&st, &key, &sender), false,
	       "R78: it is not the peer");
}

static void test_leaf(void)
{
	static const struct {
		const char *what;
		const char *group;
		u16 port;
		struct {
			u8 proto;
			const char *dst;
			u16 dport;
		} session;
		bool joins;
	} t[] = {
		{ "R92: the group", G4, 7, UDP(G4, 7), true },
		{ "R92: the group, IPv6", G6, 7, UDP(G6, 7), true },
		{ "R92: another group", G4, 7, UDP("239.1.2.4", 7), false },
		{ "R92: another group, IPv6", G6, 7, UDP("ff0e::8", 7), false },
		{ "R92: a group of the other family", G4, 7, UDP(G6, 7), false },
		{ "R92: another protocol", G4, 7, TCP(G4, 7), false },
		{ "C3: another port", G4, 7, UDP(G4, 8), true },
		{ "C3: another port, IPv6", G6, 7, UDP(G6, 8), true },
		{ "C3: joined without a port", G4, 0, UDP(G4, 8), true },
		{ "R91: no group", G4, 7, UDP(A4, 7), false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		struct rsvp_session_key leaf = session(IPPROTO_UDP, t[i].group,
						       t[i].port);
		struct rsvp_session_key key = session(t[i].session.proto,
						      t[i].session.dst,
						      t[i].session.dport);

		tap_is(rsvp_match_leaf(&leaf, &key), t[i].joins, "leaf: %s",
		       t[i].what);
	}
}

enum sort { TCP_UP, TCP_DOWN, UDP_CONNECTED, UDP_ANY, LEAF, LEAF_CONNECTED };

static struct rsvp_sock_state sort_of(enum sort sort)
{
	struct rsvp_sock_state st = {
		.proto	= sort == TCP_UP || sort == TCP_DOWN ? IPPROTO_TCP :
								 IPPROTO_UDP,
		.local	= addr(A4),
		.lport	= htons(7),
	};

	if (sort == TCP_DOWN || sort == UDP_ANY || sort == LEAF)
		return st;
	st.peer = addr(B4);
	st.pport = htons(9);
	return st;
}

static void test_style(void)
{
	enum {
		OK = 0,
		STYLE = RSVP_QOS_STATUS_E_FILTERSTYLE,
		FILTERS = RSVP_QOS_STATUS_E_FILTERCOUNT,
		FLOWS = RSVP_QOS_STATUS_E_FLOWCOUNT,
		WF = RSVP_STYLE_WF,
		FF = RSVP_STYLE_FF,
		SE = RSVP_STYLE_SE,
	};
	static const struct {
		const char *what;
		enum sort sort;
		u32 asked;
		u32 n;
		u32 status;
		u32 style;	/* if that is OK */
	} t[] = {
		{ "R111: TCP", TCP_UP, 0, 0, OK, FF },
		{ "R111: TCP, before it is connected", TCP_DOWN, 0, 0, OK, FF },
		{ "R112: UDP, connected", UDP_CONNECTED, 0, 0, OK, FF },
		{ "R113: UDP, not connected", UDP_ANY, 0, 0, OK, WF },
		{ "R114: a leaf", LEAF, 0, 0, OK, WF },
		{ "R114: a leaf, connected", LEAF_CONNECTED, 0, 0, OK, WF },
		{ "R116, R119: the default with senders, TCP", TCP_UP, 0, 1,
		  FLOWS, 0 },
		{ "R116, R119: the default with senders, connected",
		  UDP_CONNECTED, 0, 1, FLOWS, 0 },
		{ "R116, R117: the default with senders, not connected",
		  UDP_ANY, 0, 1, FLOWS, 0 },
		{ "R116, R117: the default with senders, a leaf", LEAF, 0, 1,
		  FLOWS, 0 },
		{ "R117: WF, TCP", TCP_UP, WF, 0, OK, WF },
		{ "R117: WF, connected", UDP_CONNECTED, WF, 0, OK, WF },
		{ "R117: WF, not connected", UDP_ANY, WF, 0, OK, WF },
		{ "R117: WF, a leaf", LEAF, WF, 0, OK, WF },
		{ "R117: WF with a sender, TCP", TCP_UP, WF, 1, FLOWS, 0 },
		{ "R117: WF with a sender", UDP_ANY, WF, 1, FLOWS, 0 },
		{ "R117: WF with a sender, a leaf", LEAF, WF, 1, FLOWS, 0 },
		{ "R118: FF, not connected", UDP_ANY, FF, 1, OK, FF },
		{ "R118: FF, several", UDP_ANY, FF, 99, OK, FF },
		{ "R118: FF, a leaf", LEAF, FF, 3, OK, FF },
		{ "R118: FF, a leaf, connected", LEAF_CONNECTED, FF, 3, OK,
		  FF },
		{ "R118: FF without senders", UDP_ANY, FF, 0, FLOWS, 0 },
		{ "R118: FF without senders, a leaf", LEAF, FF, 0, FLOWS, 0 },
		{ "R119: FF, TCP: the peer", TCP_UP, FF, 0, OK, FF },
		{ "R119: FF, connected: the peer", UDP_CONNECTED, FF, 0, OK,
		  FF },
		{ "R119, C17: FF with senders, TCP", TCP_UP, FF, 2, FLOWS, 0 },
		{ "R119, C17: FF with senders, connected", UDP_CONNECTED, FF,
		  2, FLOWS, 0 },
		{ "R115, R120: SE, not connected", UDP_ANY, SE, 1, OK, SE },
		{ "R115, R120: SE, a leaf", LEAF, SE, 2, OK, SE },
		{ "R120: SE without senders", UDP_ANY, SE, 0, FILTERS, 0 },
		{ "R120: SE without senders, a leaf", LEAF, SE, 0, FILTERS, 0 },
		{ "R121: SE, TCP", TCP_UP, SE, 1, STYLE, 0 },
		{ "R121: SE, TCP, before it is connected", TCP_DOWN, SE, 1,
		  STYLE, 0 },
		{ "R121: SE, connected", UDP_CONNECTED, SE, 1, STYLE, 0 },
		{ "R121: SE, connected, without senders", UDP_CONNECTED, SE, 0,
		  STYLE, 0 },
		{ "R121: SE, a leaf, connected", LEAF_CONNECTED, SE, 1, OK,
		  SE },
		{ "R122, C16: SE, above the advice", UDP_ANY, SE, 11, OK, SE },
		{ "R122, C16: SE, the most", UDP_ANY, SE, 99, OK, SE },
		{ "R122, C16: SE, one more", UDP_ANY, SE, 100, FILTERS, 0 },
		{ "R110: no style", UDP_ANY, 1, 0, STYLE, 0 },
		{ "R110: no style, with a sender", UDP_ANY, 4, 1, STYLE, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		bool leaf = t[i].sort == LEAF || t[i].sort == LEAF_CONNECTED;
		struct rsvp_sock_state st = sort_of(t[i].sort);
		struct rsvp_qos_fault why = { 0 };
		int err = rsvp_match_check_style(&st, leaf, t[i].asked, t[i].n,
						 &why);

		tap_is(err ? why.status : 0, t[i].status, "style: %s",
		       t[i].what);
		if (err)
			tap_ok(err == -EINVAL && why.err == err && why.text,
			       "style: %s: EINVAL, and why", t[i].what);
		else
			tap_is(rsvp_match_style(&st, leaf, t[i].asked),
			       t[i].style, "style: %s: which", t[i].what);
	}
}

int main(void)
{
	test_rows(v4, ARRAY_SIZE(v4), "IPv4");
	test_rows(v6, ARRAY_SIZE(v6), "IPv6");
	test_rows(families, ARRAY_SIZE(families), "families");
	test_label();
	test_leaf();
	test_style();
	return tap_done();
}
