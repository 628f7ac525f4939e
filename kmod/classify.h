/* SPDX-License-Identifier: GPL-2.0 */
/* What the packet classifier sees of a reservation, and who publishes it. */
#ifndef _RSVP_CLASSIFY_H
#define _RSVP_CLASSIFY_H

#include <linux/list.h>
#include <linux/netfilter.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>
#include <linux/xarray.h>

#include "addr.h"

struct rsvp_net;
struct rsvp_want;

/* Majors for our qdiscs: below what the kernel chooses by itself (0x8000) and
 * where administrators seldom are.
 */
enum {
	RSVP_MAJOR_FIRST	= 0x5000,
	RSVP_MAJOR_LAST		= 0x7fff,
	RSVP_MAJORS		= RSVP_MAJOR_LAST - RSVP_MAJOR_FIRST + 1,
};

/**
 * struct rsvp_bucket - a token bucket
 * @rate_Bps: bytes/s
 * @depth: bytes * 10^9, so that every nanosecond adds a whole number of tokens
 * @tokens: in the same unit
 */
struct rsvp_bucket {
	u64 rate_Bps;
	u64 depth;
	u64 tokens;
};

/**
 * struct rsvp_police - what a flow must conform to
 * @unit: smaller packets count as this
 * @max: larger packets do not conform
 * @n: token buckets in use: 0 to 2
 * @discard: what does not conform is dropped
 * @marks: see struct rsvp_tc_ask
 * @dscp: see struct rsvp_tc_ask
 * @r: token bucket
 * @p: peak bucket
 */
struct rsvp_police {
	u32 unit;
	u32 max;
	u32 n;
	bool discard;
	bool marks;
	u8 dscp;
	struct rsvp_bucket r;
	struct rsvp_bucket p;
};

/**
 * struct rsvp_taken - what becomes of a packet of a flow
 * @priority: its skb->priority
 * @conforms: it did
 * @drop: it goes no further
 * @marks: if this node sent it, its DSCP is @dscp
 * @dscp: as ToS byte
 */
struct rsvp_taken {
	u32 priority;
	bool conforms;
	bool drop;
	bool marks;
	u8 dscp;
};

/**
 * struct rsvp_flow - a reservation as the hook sees it
 * @rcu: it is freed with the class it is part of, which begins with it
 * @filters: what selects its packets; rn->lock
 * @lock: guards everything below; leaf, softirq
 * @priority: skb->priority of what conforms
 * @last: when the buckets were filled last; monotonic, ns
 * @police: what conforms
 * @packets: how many matched
 * @bytes: their IP bytes
 * @demoted_packets: of those, how many did not conform
 * @demoted_bytes: their IP bytes
 */
struct rsvp_flow {
	struct rcu_head rcu;
	struct hlist_head filters;
	spinlock_t lock;
	u32 priority;
	u64 last;
	struct rsvp_police police;
	u64 packets;
	u64 bytes;
	u64 demoted_packets;
	u64 demoted_bytes;
};

/**
 * struct rsvp_port - a managed device as the hook sees it
 * @rcu: freed under RCU
 * @signal: skb->priority of signalling; 0: left alone
 * @segment: super-packets are segmented
 */
struct rsvp_port {
	struct rcu_head rcu;
	u32 signal;
	bool segment;
};

/* How a filter looks at a packet, best match first */
enum {
	RSVP_MATCH_PORT,	/* source address and port */
	RSVP_MATCH_ADDR,	/* source address */
	RSVP_MATCH_LABEL,	/* source address and IPv6 flow label */
	RSVP_MATCH_ANY,		/* every sender of the session */
	RSVP_MATCHES,
};

/* A filter's shape: RSVP_MATCH_*, and whether its session has no port. The
 * classifier knows how many filters there are of each shape, and looks up only
 * those that exist: as a rule, one.
 */
enum {
	RSVP_SHAPE_NO_DPORT	= RSVP_MATCHES,
	RSVP_SHAPES		= 2 * RSVP_MATCHES,
};

/**
 * struct rsvp_match - key of the flow table
 * @oif: outgoing device
 * @family: AF_INET or AF_INET6
 * @proto: IP protocol
 * @shape: see above
 * @zero: padding; the key is hashed by its bytes
 * @dport: destination port; 0 as @shape has it
 * @sport: source port; 0 as @shape has it
 * @label: IPv6 flow label; 0 as @shape has it
 * @dst: destination address
 * @src: source address; zero as @shape has it
 */
struct rsvp_match {
	int oif;
	u8 family;
	u8 proto;
	u8 shape;
	u8 zero;
	__be16 dport;
	__be16 sport;
	u32 label;
	struct in6_addr dst;
	struct in6_addr src;
};

/**
 * struct rsvp_flow_filter - an entry of the flow table
 * @hash: in classifier->flows
 * @match: key
 * @flow: what it leads to; read under RCU, written under rn->lock
 * @list: in flow->filters
 * @rcu: freed under RCU
 */
struct rsvp_flow_filter {
	struct rhash_head hash;
	struct rsvp_match match;
	struct rsvp_flow *flow;
	struct hlist_node list;
	struct rcu_head rcu;
};

/**
 * struct rsvp_classifier - the classifier of a namespace
 * @rn: the namespace
 * @flows: filters by rsvp_match; read under RCU, written under rn->lock
 * @published: moves with every filter that comes; written under rn->lock
 * @shapes: filters by shape; rn->lock
 * @mask: shapes that there are; written under rn->lock, read anywhere
 * @ports: managed devices by ifindex; read under RCU, written under rn->lock
 * @n_ports: how many; rn->lock
 * @majors: majors in use; written under rn->lock, read anywhere
 * @ops: netfilter hooks, registered while there is a port
 * @hooked: they are; rn->lock
 */
struct rsvp_classifier {
	struct rsvp_net *rn;
	struct rhashtable flows;
	u32 published;
	u32 shapes[RSVP_SHAPES];
	u8 mask;
	struct xarray ports;
	u32 n_ports;
	DECLARE_BITMAP(majors, RSVP_MAJORS);
	struct nf_hook_ops ops[2];
	bool hooked;
};

/* flowtable.c */
struct rsvp_flow *rsvp_flow_find(struct rsvp_classifier *c,
				 struct rsvp_match *match, bool ports);
int rsvp_flow_publish(struct rsvp_net *rn, int ifindex, struct rsvp_flow *flow,
		      const struct rsvp_session_key *key,
		      const struct rsvp_filter *filter);
bool rsvp_flow_move(struct rsvp_net *rn, int ifindex, struct rsvp_flow *from,
		    struct rsvp_flow *to, const struct rsvp_session_key *key,
		    const struct rsvp_filter *filter);
void rsvp_flow_unpublish(struct rsvp_net *rn, int ifindex,
			 struct rsvp_flow *flow,
			 const struct rsvp_session_key *key,
			 const struct rsvp_filter *filter);
void rsvp_flow_unpublish_all(struct rsvp_net *rn, struct rsvp_flow *flow);
int rsvp_port_add(struct rsvp_net *rn, int ifindex, u32 signal, bool segment);
void rsvp_port_del(struct rsvp_net *rn, int ifindex);
u16 rsvp_major_get(struct rsvp_net *rn);
void rsvp_major_put(struct rsvp_net *rn, u16 major);

/* classify.c */
unsigned int rsvp_classify(void *priv, struct sk_buff *skb,
			   const struct nf_hook_state *state);

/* police.c */
void rsvp_want_police(const struct rsvp_want *want, struct rsvp_police *pol);
void rsvp_flow_init(struct rsvp_flow *flow);
void rsvp_flow_set(struct rsvp_flow *flow, u32 priority,
		   const struct rsvp_police *police);
struct rsvp_taken rsvp_flow_take(struct rsvp_flow *flow, u32 len, u32 largest,
				 u32 packets);

#endif /* _RSVP_CLASSIFY_H */
