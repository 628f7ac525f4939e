/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Programs that know nothing of us: rules (rule.c, nl_rule.c), the flows that are
 * seen while there are some (flows.c), and what the sockets of those get
 * (flow_socket.c). Hosts that know nothing of us, on a router: their senders
 * (transit.c), their receivers (proxy.c) and the groups of those (report.c, group.c,
 * querier.c).
 */
#ifndef _RSVP_RULE_H
#define _RSVP_RULE_H

#include <net/sock.h>

#include "socket.h"

enum {
	RSVP_CAP_RULES		= 1024,
	RSVP_CAP_USER_RULES	= 64,
	RSVP_CAP_FLOWS		= 8192,		/* of each kind, but twice of what is sent */
	RSVP_CAP_USER_FLOWS	= 512,
	RSVP_CAP_GROUPS		= 4096,		/* with members, on all interfaces */
	RSVP_CAP_USER_GROUPS	= 256,
	/* Of one socket: each has room for what it asks for */
	RSVP_CAP_SOCKET_FLOWS	= RSVP_CAP_LEAVES,
	RSVP_FLOW_BUCKETS	= 1024,
	RSVP_RULE_LABEL		= 32,
	RSVP_RULE_IDLE_MS	= 60000,	/* default */
	/* RFC 3376, 8.1 to 8.3, 8.8; RFC 3810, 9.1 to 9.3, 9.8 */
	RSVP_MEMBER_ROBUSTNESS	= 2,
	RSVP_MEMBER_QUERY_S	= 125,
	RSVP_MEMBER_RESPONSE_MS	= 10000,
	RSVP_MEMBER_LAST_MS	= 1000,
};

/**
 * struct rsvp_prefix - addresses that a rule matches
 * @addr: the bits behind @len are zero; family 0: any address
 * @len: bits that count
 */
struct rsvp_prefix {
	struct rsvp_addr addr;
	u8 len;
};

/**
 * struct rsvp_port_range - ports that a rule matches
 * @first: host byte order
 * @last: host byte order
 */
struct rsvp_port_range {
	u16 first;
	u16 last;
};

/**
 * struct rsvp_rule - QoS for the sockets of flows that match, or, @proxy, for flows
 *	of other hosts that pass; RCU, but for what is marked
 * @obj: id; rn->lock
 * @list: in rules->list
 * @rcu: to free it
 * @priority: the lowest matches first
 * @label: for display
 * @ways: bit per RSVP_DIRECTION_*: SEND and RECEIVE
 * @family: AF_INET or AF_INET6; 0: any
 * @proto: IPPROTO_UDP or IPPROTO_TCP; 0: both
 * @src: source of packets
 * @dst: their destination
 * @sport: source ports
 * @dport: destination ports
 * @has_uid: @uid counts
 * @uid: whose the socket is
 * @cgroup: id of the cgroup that the socket is in, or below; 0: any
 * @mark: of packets, as far as @mask goes
 * @mask: 0: any mark
 * @qos: what it gives; @qos.filters are those that sent to the socket
 * @idle_ms: a flow has ended that had no packet for as long, ms
 * @proxy: this router speaks for hosts that know no RSVP: Paths for what they send,
 *	Resvs for what they receive (RFC 5945)
 * @discover: it sends Paths on to receivers that it answers for (RFC 5945, 4.1.1.1)
 * @ifindex: @proxy: behind this interface they are; 0: any
 * @proxies: reservations for receivers: by_rule of struct rsvp_reservation; rn->lock
 * @owner: whose it is; NULL: persistent
 * @attached: flows that have it: by_rule of struct rsvp_flow_seen; rn->lock
 * @n_attached: how many, and of @proxies; rn->lock
 * @n_flows: flows and receivers that got it; rn->lock
 * @n_refused: flows and receivers that there was no room for; rn->lock
 */
struct rsvp_rule {
	struct rsvp_object obj;
	struct list_head list;
	struct rcu_head rcu;
	u32 priority;
	char label[RSVP_RULE_LABEL];
	u32 ways;
	u32 family;
	u8 proto;
	struct rsvp_prefix src;
	struct rsvp_prefix dst;
	struct rsvp_port_range sport;
	struct rsvp_port_range dport;
	bool has_uid;
	kuid_t uid;
	u64 cgroup;
	u32 mark;
	u32 mask;
	struct rsvp_socket_qos qos;
	u32 idle_ms;
	bool proxy;
	bool discover;
	int ifindex;
	struct list_head proxies;
	struct rsvp_owner *owner;
	struct list_head attached;
	u32 n_attached;
	u64 n_flows;
	u64 n_refused;
};

/**
 * struct rsvp_flow_id - all that rules look at, of a packet
 * @sk: that sends, or receives; NULL: not known, as none was looked up. Never
 *	dereferenced
 * @src: source
 * @dst: destination
 * @sport: source port
 * @dport: destination port
 * @proto: IPPROTO_UDP or IPPROTO_TCP
 * @direction: RSVP_DIRECTION_SEND or RSVP_DIRECTION_RECEIVE
 * @transit: it passes, from and to other hosts; @direction says for which of them
 * @ifindex: where it came in, or where it leaves for a group; of @transit, behind
 *	which the host is; 0: does not matter
 * @mark: of the packet
 * @uid: of @sk
 * @cgroup: of @sk; 0: not known, or no rule asks
 *
 * Hashed and compared by its bytes.
 */
struct rsvp_flow_id {
	const struct sock *sk;
	struct rsvp_addr src;
	struct rsvp_addr dst;
	__be16 sport;
	__be16 dport;
	u8 proto;
	u8 direction;
	u8 transit;
	u8 zero;
	int ifindex;
	u32 mark;
	u32 uid;
	u32 zero2;
	u64 cgroup;
};

/* Flows of one kind take no room from those of another */
enum rsvp_flow_kind {
	RSVP_FLOW_SENT,		/* by a socket */
	RSVP_FLOW_HEARD,	/* received, or they pass */
	RSVP_FLOW_TOLD,		/* a Path told of them */
	RSVP_FLOW_UNMATCHED,	/* for no rule; whoever sends or receives */
	RSVP_FLOW_KINDS,
};

/**
 * struct rsvp_flow_seen - a flow that was seen, or of which a Path told: then its
 *	source is not known
 * @hash: in rules->flows, for the hooks; RCU, written under rules->lock. Not in
 *	there: a flow that a socket receives
 * @rcu: to free it
 * @id: which
 * @generation: of the rules by which it was judged
 * @last: jiffies: its last packet
 * @again: jiffies: received flows are judged again from then on, as other sockets
 *	may receive them by then
 * @matched: some rule matches, as far as the hook knows
 * @kind: enum rsvp_flow_kind that it counts as; rules->lock
 * @ttl: of its last packet that was looked at, when it leaves; @id.transit only
 * @tos: and its ToS byte
 * @fresh: in rules->fresh while the worker is to judge it; rules->lock
 * @sk: held while in there; NULL: received; rules->lock
 * @snd: the sender that this node speaks for; NULL: none. Written under rn->lock
 * @socket: that it belongs to; NULL: none; rn->lock
 * @by_socket: in socket->flows; rn->lock
 * @rule: whose QoS it has; NULL: none's. Written under rn->lock
 * @by_rule: in rule->attached; rn->lock
 */
struct rsvp_flow_seen {
	struct hlist_node hash;
	struct rcu_head rcu;
	struct rsvp_flow_id id;
	u32 generation;
	unsigned long last;
	unsigned long again;
	bool matched;
	u8 kind;
	u8 ttl;
	u8 tos;
	struct list_head fresh;
	struct sock *sk;
	struct rsvp_sender *snd;
	struct rsvp_socket *socket;
	struct list_head by_socket;
	struct rsvp_rule *rule;
	struct list_head by_rule;
};

/**
 * struct rsvp_rules - the rules of a namespace, and the flows that were seen
 * @list: rules, in the order in which they are tried; RCU
 * @n: how many; rn->lock
 * @n_cgroup: of them, those that ask for a cgroup
 * @n_receive: of them, those for what is received; rn->lock
 * @n_proxies: of them, those that answer for receivers; rn->lock
 * @hooked: hooks are registered, bit per RSVP_DIRECTION_* and RSVP_FLOWS_TRANSIT;
 *	rn->lock
 * @generation: moves with every rule that comes or goes
 * @seed: of the hash
 * @sweep: when flows are looked at that are not seen any more
 * @swept: bucket that it goes on with
 * @look: sessions that proxies are to look at; rn->lock
 * @orphans: their reservations whose senders are gone; rn->lock
 * @retry: when those are asked for again that were refused
 * @groups: which have members; NULL: nobody asks; rn->lock
 * @reports: that tell of them, to be read
 * @hears: reports are put aside; reports.lock
 * @lock: all that follows; softirq, leaf
 * @open: hooks may remember flows
 * @n_flows: in @flows, of each kind; guessed at by hooks without it
 * @fresh: flows to be judged
 * @flows: by their id
 */
struct rsvp_rules {
	struct list_head list;
	u32 n;
	u32 n_cgroup;
	u32 n_receive;
	u32 n_proxies;
	u32 hooked;
	u32 generation;
	u32 seed;
	struct rsvp_timer sweep;
	u32 swept;
	struct list_head look;
	struct list_head orphans;
	struct rsvp_timer retry;
	struct rsvp_groups *groups;
	struct sk_buff_head reports;
	bool hears;
	spinlock_t lock;	/* open, n_flows, fresh, flows */
	bool open;
	u32 n_flows[RSVP_FLOW_KINDS];
	struct list_head fresh;
	struct hlist_head flows[RSVP_FLOW_BUCKETS];
};

/* rule.c */
struct rsvp_rule *rsvp_rule_match(const struct rsvp_rules *all,
				  const struct rsvp_flow_id *id,
				  const struct sock *sk);
int rsvp_rule_add(struct rsvp_net *rn, struct rsvp_rule *rule,
		  struct rsvp_refusal *why);
void rsvp_rule_del(struct rsvp_net *rn, struct rsvp_rule *rule);
bool rsvp_rules_answer(struct rsvp_net *rn, int ifindex, u32 family);

/* Beside the bits of directions: what is sent by other hosts, and passes */
#define RSVP_FLOWS_TRANSIT	BIT(8)

/* flows.c */
int rsvp_flows_hook(struct rsvp_net *rn);
void rsvp_flows_unhook(struct rsvp_net *rn);
void rsvp_flows_init(struct rsvp_rules *all);
void rsvp_flows_joined(struct rsvp_net *rn, const struct rsvp_addr *group);
void rsvp_flow_free(struct rsvp_net *rn, struct rsvp_flow_seen *flow);

/* flow_socket.c */
void rsvp_flow_judge(struct rsvp_net *rn, struct rsvp_flow_seen *flow,
		     struct sock *sk);
void rsvp_flow_detach(struct rsvp_net *rn, struct rsvp_flow_seen *flow);
void rsvp_flows_apply(struct rsvp_net *rn, struct rsvp_socket *s);
void rsvp_flows_check(struct rsvp_net *rn, struct rsvp_socket *s);
void rsvp_flows_let_go(struct rsvp_net *rn, struct rsvp_socket *s);
void rsvp_flows_of_rule_end(struct rsvp_net *rn, struct rsvp_rule *rule);

/* transit.c */
void rsvp_transit_judge(struct rsvp_net *rn, struct rsvp_flow_seen *flow);
void rsvp_transit_end(struct rsvp_net *rn, struct rsvp_flow_seen *flow);

/* proxy.c */
void rsvp_proxies_init(struct rsvp_rules *all);
void rsvp_proxies_hook(struct rsvp_net *rn);
void rsvp_proxies_rule(struct rsvp_net *rn);
void rsvp_proxies_end(struct rsvp_net *rn, struct rsvp_rule *rule);
void rsvp_proxies_group(struct rsvp_net *rn, const struct rsvp_addr *group);

/* group.c */
bool rsvp_group_has(struct rsvp_net *rn, int ifindex,
		    const struct rsvp_addr *group,
		    const struct rsvp_addr *source);
void rsvp_group_joined(struct rsvp_net *rn, struct rsvp_iface *iface,
		       const struct rsvp_addr *group,
		       const struct rsvp_addr *source);
void rsvp_group_left(struct rsvp_net *rn, struct rsvp_iface *iface,
		     const struct rsvp_addr *group,
		     const struct rsvp_addr *source);
int rsvp_groups_open(struct rsvp_net *rn);
void rsvp_groups_close(struct rsvp_net *rn);

/* querier.c */
void rsvp_querier_heard(struct rsvp_net *rn, struct rsvp_iface *iface,
			const struct rsvp_addr *from, bool own,
			u32 membership_ms, u32 present_ms);
u32 rsvp_querier_member_ms(struct rsvp_iface *iface, u32 family);
int rsvp_querier_ask(struct rsvp_net *rn, struct rsvp_iface *iface,
		     const struct rsvp_addr *group,
		     const struct rsvp_addr *source);

/* report.c */
int rsvp_reports_hook(struct rsvp_net *rn, bool on);

/* sock_find.c */
bool rsvp_sock_suits(const struct sock *sk);
void rsvp_sock_owner(const struct sock *sk, bool cgroup,
		     struct rsvp_flow_id *id);
bool rsvp_sock_in_cgroup(const struct sock *sk, u64 cgroup);
u32 rsvp_sock_receivers(struct net *net, const struct rsvp_flow_id *id,
			u32 skip, struct sock **found, u32 most);

#endif /* _RSVP_RULE_H */
