// SPDX-License-Identifier: GPL-2.0
/*
 * Flows of UDP and TCP that begin and end here, as netfilter sees their packets,
 * for sockets of programs that know nothing of us. The hooks are there while there
 * are rules. They remember what they saw, so that a packet costs one lookup; a flow
 * that some rule matches goes to the worker (flow_socket.c), and with it the socket
 * that sends. Who receives, the worker looks up: it may be several.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/jhash.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "bridge.h"
#include "rule.h"

enum {
	JUDGE_MOST	= 64,	/* flows per hold of rn->lock */
	JUDGE_NS	= NSEC_PER_MSEC,
	SWEEP_MS	= 250,
	SWEEP_BUCKETS	= RSVP_FLOW_BUCKETS / 8,
	/* What no rule matches is forgotten when it was not seen for as long */
	FORGET_S	= 10,
};

static struct hlist_head *bucket_of(struct rsvp_rules *all,
				    const struct rsvp_flow_id *id)
{
	return &all->flows[jhash(id, sizeof(*id), all->seed) %
			   RSVP_FLOW_BUCKETS];
}

/* Under RCU, or all->lock */
static struct rsvp_flow_seen *flow_find(struct rsvp_rules *all,
					const struct rsvp_flow_id *id)
{
	struct rsvp_flow_seen *flow;

	hlist_for_each_entry_rcu(flow, bucket_of(all, id), hash,
				 lockdep_is_held(&all->lock))
		if (!memcmp(&flow->id, id, sizeof(*id)))
			return flow;
	return NULL;
}

static u8 kind_of(const struct rsvp_flow_id *id, bool matched)
{
	if (!matched)
		return RSVP_FLOW_UNMATCHED;
	if (id->sk)
		return RSVP_FLOW_SENT;
	return id->src.family ? RSVP_FLOW_HEARD : RSVP_FLOW_TOLD;
}

/* Each kind has room of its own, for neighbours decide how many there are of most; what
 * this host sends has that of its sockets. Without all->lock: as far as is known
 */
static bool has_room(const struct rsvp_net *rn, u8 kind)
{
	u32 cap = rn->user_caps ? RSVP_CAP_USER_FLOWS : RSVP_CAP_FLOWS;

	if (kind == RSVP_FLOW_SENT)
		cap *= 2;
	return READ_ONCE(rn->rules->n_flows[kind]) < cap;
}

static void flow_count(struct rsvp_rules *all, u8 kind, int by)
{
	WRITE_ONCE(all->n_flows[kind], all->n_flows[kind] + by);
}

/* It counts as what it was as long as there is no room for what it is */
static void flow_set_kind(struct rsvp_net *rn, struct rsvp_flow_seen *flow,
			  u8 kind)
{
	if (flow->kind == kind || !has_room(rn, kind))
		return;
	flow_count(rn->rules, flow->kind, -1);
	flow_count(rn->rules, kind, 1);
	flow->kind = kind;
}

/* A flow that was not seen before, if there is room */
static struct rsvp_flow_seen *flow_new(struct rsvp_net *rn,
				       const struct rsvp_flow_id *id, u8 kind)
{
	struct rsvp_rules *all = rn->rules;
	struct rsvp_flow_seen *flow;

	if (!has_room(rn, kind))
		return NULL;
	flow = kzalloc(sizeof(*flow), GFP_ATOMIC | __GFP_NOWARN);
	if (!flow)
		return NULL;
	flow->id = *id;
	flow->kind = kind;
	INIT_LIST_HEAD(&flow->fresh);
	INIT_LIST_HEAD(&flow->by_socket);
	INIT_LIST_HEAD(&flow->by_rule);
	hlist_add_head_rcu(&flow->hash, bucket_of(all, id));
	flow_count(all, kind, 1);
	return flow;
}

/* For the worker, once; it holds the socket so long, which may be about to go */
static bool flow_queue(struct rsvp_rules *all, struct rsvp_flow_seen *flow,
		       struct sock *sk)
{
	if (!list_empty(&flow->fresh))
		return true;
	if (sk && !refcount_inc_not_zero(&sk->sk_refcnt))
		return false;
	flow->sk = sk;
	list_add_tail(&flow->fresh, &all->fresh);
	return true;
}

/* What a sender that this node speaks for is to be like */
static void flow_header(struct rsvp_flow_seen *flow, const struct sk_buff *skb)
{
	if (flow->id.dst.family == AF_INET) {
		flow->ttl = ip_hdr(skb)->ttl;
		flow->tos = ip_hdr(skb)->tos;
	} else {
		flow->ttl = ipv6_hdr(skb)->hop_limit;
		flow->tos = ipv6_get_dsfield(ipv6_hdr(skb));
	}
}

/* @skb: NULL: none. @matched: some rule matches, as far as that is known here */
static void flow_remember(struct rsvp_net *rn, const struct rsvp_flow_id *id,
			  const struct sk_buff *skb, struct sock *sk,
			  bool matched, u32 generation)
{
	struct rsvp_rules *all = rn->rules;
	struct rsvp_flow_seen *flow = NULL;
	bool judge = matched, room = true;
	u8 kind = kind_of(id, matched);

	spin_lock_bh(&all->lock);
	if (all->open) {
		flow = flow_find(all, id) ?: flow_new(rn, id, kind);
		room = flow || !matched;
	}
	if (flow) {
		flow_set_kind(rn, flow, kind);
		judge |= flow->matched;
		WRITE_ONCE(flow->matched, matched);
		WRITE_ONCE(flow->last, jiffies);
		WRITE_ONCE(flow->again, jiffies + HZ);
		WRITE_ONCE(flow->generation, generation);
		if (skb && id->transit)
			flow_header(flow, skb);
		judge = judge && flow_queue(all, flow, sk);
	}
	spin_unlock_bh(&all->lock);
	if (!room)
		rsvp_count_drop(rn, RSVP_DROP_CAP_FLOWS);
	if (flow && judge)
		rsvp_kick(rn);
}

/* Is there nothing new about a flow that was judged? */
static bool flow_settled(struct rsvp_flow_seen *flow, u32 generation)
{
	unsigned long now = jiffies;

	/* Once for many packets: other CPUs read it, too */
	if (READ_ONCE(flow->last) != now)
		WRITE_ONCE(flow->last, now);
	if (READ_ONCE(flow->generation) != generation)
		return false;
	return flow->id.sk || READ_ONCE(flow->snd) ||
	       !READ_ONCE(flow->matched) ||
	       time_before(now, READ_ONCE(flow->again));
}

static void flow_saw(struct rsvp_net *rn, const struct rsvp_flow_id *id,
		     const struct sk_buff *skb, struct sock *sk)
{
	struct rsvp_rules *all = rn->rules;
	u32 generation = READ_ONCE(all->generation);
	struct rsvp_flow_seen *flow = flow_find(all, id);
	bool matched;

	if (flow && flow_settled(flow, generation))
		return;
	matched = rsvp_rule_match(all, id, sk);
	/* Nobody waits for a lock by what is nobody's business */
	if (flow || matched || has_room(rn, RSVP_FLOW_UNMATCHED))
		flow_remember(rn, id, skb, sk, matched, generation);
}

static bool read_ports(const struct sk_buff *skb, int off, u8 proto,
		       struct rsvp_flow_id *id)
{
	__be16 buf[2];
	const __be16 *ports;

	if (proto != IPPROTO_UDP && proto != IPPROTO_TCP)
		return false;
	ports = skb_header_pointer(skb, off, sizeof(buf), buf);
	if (!ports)
		return false;
	id->proto = proto;
	id->sport = ports[0];
	id->dport = ports[1];
	return true;
}

static bool read_v4(const struct sk_buff *skb, struct rsvp_flow_id *id)
{
	const struct iphdr *iph = ip_hdr(skb);

	/* The first fragment has the ports, as with IPv6 */
	if (iph->frag_off & htons(IP_OFFSET) ||
	    !read_ports(skb, skb_network_offset(skb) + ip_hdrlen(skb),
			iph->protocol, id))
		return false;
	id->src.family = AF_INET;
	id->src.v4 = iph->saddr;
	id->dst.family = AF_INET;
	id->dst.v4 = iph->daddr;
	return true;
}

#if IS_ENABLED(CONFIG_IPV6)
static bool read_v6(const struct sk_buff *skb, struct rsvp_flow_id *id)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	int off = skb_network_offset(skb) + sizeof(*ip6h);
	u8 nexthdr = ip6h->nexthdr;
	__be16 frag_off;

	if (ipv6_ext_hdr(nexthdr))
		off = ipv6_skip_exthdr(skb, off, &nexthdr, &frag_off);
	if (off < 0 || !read_ports(skb, off, nexthdr, id))
		return false;
	id->src.family = AF_INET6;
	id->src.v6 = ip6h->saddr;
	id->dst.family = AF_INET6;
	id->dst.v6 = ip6h->daddr;
	return true;
}

static int iif_v6(const struct sk_buff *skb)
{
	return IP6CB(skb)->iif;
}
#else
static bool read_v6(const struct sk_buff *skb, struct rsvp_flow_id *id)
{
	return false;
}

static int iif_v6(const struct sk_buff *skb)
{
	return 0;
}
#endif

static bool read_packet(const struct sk_buff *skb,
			const struct nf_hook_state *st, struct rsvp_flow_id *id)
{
	memset(id, 0, sizeof(*id));
	id->mark = skb->mark;
	return st->pf == NFPROTO_IPV4 ? read_v4(skb, id) : read_v6(skb, id);
}

/* What a tunnel wraps still has the socket of what is in it */
static bool is_wrapped(const struct sock *sk, const struct rsvp_flow_id *id)
{
	return id->proto != sk->sk_protocol ||
	       id->sport != READ_ONCE(inet_sk(sk)->inet_sport);
}

static unsigned int flow_out(void *priv, struct sk_buff *skb,
			     const struct nf_hook_state *st)
{
	struct rsvp_net *rn = rsvp_net(st->net);
	struct sock *sk = skb->sk;
	struct rsvp_flow_id id;

	if (!sk || !rsvp_sock_suits(sk) || !net_eq(sock_net(sk), st->net) ||
	    !read_packet(skb, st, &id) || is_wrapped(sk, &id))
		return NF_ACCEPT;
	id.direction = RSVP_DIRECTION_SEND;
	id.sk = sk;
	if (rsvp_addr_is_multicast(&id.dst) && st->out)
		id.ifindex = st->out->ifindex;
	rsvp_sock_owner(sk, READ_ONCE(rn->rules->n_cgroup), &id);
	flow_saw(rn, &id, skb, sk);
	return NF_ACCEPT;
}

/* What one host sends another by us, or a group: there, once for each way out */
static unsigned int flow_through(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *st)
{
	struct rsvp_flow_id id;

	if (rsvp_is_bridged(skb) || !read_packet(skb, st, &id))
		return NF_ACCEPT;
	id.direction = RSVP_DIRECTION_SEND;
	id.transit = true;
	id.ifindex = st->in->ifindex;
	flow_saw(rsvp_net(st->net), &id, skb, NULL);
	return NF_ACCEPT;
}

static unsigned int flow_in(void *priv, struct sk_buff *skb,
			    const struct nf_hook_state *st)
{
	struct rsvp_net *rn = rsvp_net(st->net);
	struct rsvp_flow_id id;

	if (!read_packet(skb, st, &id))
		return NF_ACCEPT;
	id.direction = RSVP_DIRECTION_RECEIVE;
	id.ifindex = st->in->ifindex;
	/* Groups are joined on the member of a VRF */
	if (netif_is_l3_master(st->in))
		id.ifindex = st->pf == NFPROTO_IPV4 ? IPCB(skb)->iif :
						      iif_v6(skb);
	flow_saw(rn, &id, skb, NULL);
	return NF_ACCEPT;
}

/* Last, when all others had their say: what they drop is no flow */
static const struct nf_hook_ops out_ops[] = {
	{
		.hook		= flow_out,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_LOCAL_OUT,
		.priority	= NF_IP_PRI_LAST,
	},
#if IS_ENABLED(CONFIG_IPV6)
	{
		.hook		= flow_out,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_OUT,
		.priority	= NF_IP6_PRI_LAST,
	},
#endif
};

static const struct nf_hook_ops in_ops[] = {
	{
		.hook		= flow_in,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP_PRI_LAST,
	},
#if IS_ENABLED(CONFIG_IPV6)
	{
		.hook		= flow_in,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP6_PRI_LAST,
	},
#endif
};

static const struct nf_hook_ops through_ops[] = {
	{
		.hook		= flow_through,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_FORWARD,
		.priority	= NF_IP_PRI_LAST,
	},
#if IS_ENABLED(CONFIG_IPV6)
	{
		.hook		= flow_through,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_FORWARD,
		.priority	= NF_IP6_PRI_LAST,
	},
#endif
};

static const struct {
	u32 way;
	const struct nf_hook_ops *ops;
} hooks[] = {
	{ BIT(RSVP_DIRECTION_SEND), out_ops },
	{ BIT(RSVP_DIRECTION_RECEIVE), in_ops },
	{ RSVP_FLOWS_TRANSIT, through_ops },
};

static int hook(struct rsvp_net *rn, u32 ways)
{
	struct rsvp_rules *all = rn->rules;
	int err = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		u32 way = hooks[i].way;

		if (ways & ~all->hooked & way) {
			err = nf_register_net_hooks(rn->net, hooks[i].ops,
						    ARRAY_SIZE(in_ops));
			if (err)
				return err;
			all->hooked |= way;
		} else if (all->hooked & ~ways & way) {
			nf_unregister_net_hooks(rn->net, hooks[i].ops,
						ARRAY_SIZE(in_ops));
			all->hooked &= ~way;
		}
	}
	return 0;
}

/* Those that still run remember nothing any more */
static void forget_all(struct rsvp_net *rn)
{
	struct rsvp_rules *all = rn->rules;
	struct rsvp_flow_seen *flow;
	struct hlist_node *next;
	u32 i;

	spin_lock_bh(&all->lock);
	all->open = false;
	spin_unlock_bh(&all->lock);
	for (i = 0; i < RSVP_FLOW_BUCKETS; i++)
		hlist_for_each_entry_safe(flow, next, &all->flows[i], hash)
			rsvp_flow_free(rn, flow);
	rsvp_timer_del(rn, &all->sweep);
}

/* What is received by other hosts needs no packet to be seen: Paths tell of it */
static u32 ways_of(const struct rsvp_rule *rule)
{
	if (!rule->proxy)
		return rule->ways;
	return rule->ways & BIT(RSVP_DIRECTION_SEND) ? RSVP_FLOWS_TRANSIT : 0;
}

/**
 * rsvp_flows_hook() - see as many packets as the rules that there are ask for
 * @rn: the namespace; has had a rule
 *
 * Without rules none is seen, and what was is forgotten.
 *
 * Context: rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_flows_hook(struct rsvp_net *rn)
{
	struct rsvp_rules *all = rn->rules;
	const struct rsvp_rule *rule;
	u32 ways = 0;
	int err;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry(rule, &all->list, list)
		ways |= ways_of(rule);
	if (ways && !all->open) {
		spin_lock_bh(&all->lock);
		all->open = true;
		spin_unlock_bh(&all->lock);
		rsvp_timer_in(rn, &all->sweep, SWEEP_MS);
	}
	err = hook(rn, ways);
	if (!ways)
		forget_all(rn);
	return err;
}

/**
 * rsvp_flows_unhook() - see no packets any more
 * @rn: the namespace; has had a rule
 *
 * Context: rn->lock held.
 */
void rsvp_flows_unhook(struct rsvp_net *rn)
{
	lockdep_assert_held(&rn->lock);

	hook(rn, 0);
	forget_all(rn);
}

/**
 * rsvp_flow_free() - the end of a flow
 * @rn: the namespace
 * @flow: freed; its socket still has what it got by it
 *
 * Context: rn->lock held.
 */
void rsvp_flow_free(struct rsvp_net *rn, struct rsvp_flow_seen *flow)
{
	struct rsvp_rules *all = rn->rules;
	struct sock *sk;

	lockdep_assert_held(&rn->lock);

	rsvp_flow_detach(rn, flow);
	spin_lock_bh(&all->lock);
	if (!hlist_unhashed(&flow->hash)) {
		hlist_del_init_rcu(&flow->hash);
		flow_count(all, flow->kind, -1);
	}
	list_del_init(&flow->fresh);
	sk = flow->sk;
	flow->sk = NULL;
	spin_unlock_bh(&all->lock);
	if (sk)
		sock_put(sk);
	kfree_rcu(flow, rcu);
}

/* Is a flow that belongs to no socket remembered for nothing? One that a rule
 * matches and that has none found no room, and may the next time. One that passes has
 * ended.
 */
static bool flow_is_old(const struct rsvp_flow_seen *flow)
{
	unsigned long idle = FORGET_S * HZ;

	if (flow->socket || !list_empty_careful(&flow->fresh))
		return false;
	if (flow->id.sk && flow->matched)
		return time_after_eq(jiffies, READ_ONCE(flow->again));
	if (flow->rule)
		idle = msecs_to_jiffies(flow->rule->idle_ms);
	return time_after_eq(jiffies, READ_ONCE(flow->last) + idle);
}

static void sweep_due(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_rules *all = container_of(t, struct rsvp_rules, sweep);
	struct rsvp_flow_seen *flow;
	struct hlist_node *next;
	u32 n;

	/* Nobody else takes flows out, and what comes meanwhile comes first */
	for (n = 0; n < SWEEP_BUCKETS; n++) {
		struct hlist_head *head = &all->flows[all->swept++ %
						      RSVP_FLOW_BUCKETS];

		hlist_for_each_entry_safe(flow, next, head, hash)
			if (flow_is_old(flow))
				rsvp_flow_free(rn, flow);
	}
	rsvp_timer_in(rn, &all->sweep, SWEEP_MS);
}

/**
 * rsvp_flows_init() - no flow was seen yet
 * @all: the rules
 */
void rsvp_flows_init(struct rsvp_rules *all)
{
	spin_lock_init(&all->lock);
	INIT_LIST_HEAD(&all->fresh);
	all->seed = get_random_u32();
	rsvp_timer_init(&all->sweep, sweep_due);
}

/**
 * rsvp_flows_path() - Paths of a session came or changed
 * @rn: the namespace
 * @key: the session
 *
 * Sockets of its group that joined it by themselves may be receivers, before any
 * data comes. They are looked for later: who tells of it holds on to the session.
 *
 * Context: rn->lock held.
 */
void rsvp_flows_path(struct rsvp_net *rn, const struct rsvp_session_key *key)
{
	struct rsvp_rules *all = rn->rules;
	struct rsvp_flow_id id;

	lockdep_assert_held(&rn->lock);

	if (!all || !(all->hooked & BIT(RSVP_DIRECTION_RECEIVE)) ||
	    key->proto != IPPROTO_UDP || !rsvp_addr_is_multicast(&key->dst))
		return;
	memset(&id, 0, sizeof(id));
	id.dst = key->dst;
	id.dport = key->dport;
	id.proto = key->proto;
	id.direction = RSVP_DIRECTION_RECEIVE;
	flow_remember(rn, &id, NULL, NULL, true, all->generation);
}

/**
 * rsvp_flows_joined() - a program of this host has joined a group
 * @rn: the namespace; has rules
 * @group: the group
 *
 * Paths of it that are here already are for it, too.
 *
 * Context: rn->lock held.
 */
void rsvp_flows_joined(struct rsvp_net *rn, const struct rsvp_addr *group)
{
	const struct rsvp_session_key key = {
		.dst	= *group,
		.proto	= IPPROTO_UDP,
	};
	struct rsvp_dest *dest = rsvp_dest_find(rn, &key);
	struct rsvp_session *sess;

	lockdep_assert_held(&rn->lock);

	if (!dest)
		return;
	rsvp_api_membership(rn, &key);
	list_for_each_entry(sess, &dest->sessions, by_dest)
		rsvp_flows_path(rn, &sess->key);
}

static struct rsvp_flow_seen *next_fresh(struct rsvp_rules *all,
					 struct sock **sk)
{
	struct rsvp_flow_seen *flow;

	spin_lock_bh(&all->lock);
	flow = list_first_entry_or_null(&all->fresh, struct rsvp_flow_seen,
					fresh);
	if (flow) {
		list_del_init(&flow->fresh);
		*sk = flow->sk;
		flow->sk = NULL;
	}
	spin_unlock_bh(&all->lock);
	return flow;
}

/**
 * rsvp_flows_run() - judge the flows that wait for it
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 * Return: true if there are more.
 */
bool rsvp_flows_run(struct rsvp_net *rn)
{
	struct rsvp_rules *all = rn->rules;
	ktime_t end = ktime_add_ns(ktime_get(), JUDGE_NS);
	struct rsvp_flow_seen *flow;
	u32 n = JUDGE_MOST;
	struct sock *sk;

	lockdep_assert_held(&rn->lock);

	if (!all)
		return false;
	while (n-- && (flow = next_fresh(all, &sk))) {
		rsvp_flow_judge(rn, flow, sk);
		if (sk)
			sock_put(sk);
		if (ktime_after(ktime_get(), end))
			break;
	}
	return !list_empty_careful(&all->fresh);
}
