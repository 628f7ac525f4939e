// SPDX-License-Identifier: GPL-2.0
/*
 * IGMP (RFC 1112, 2236, 3376) and MLD (RFC 2710, 3810) as a router hears them: who
 * reports that he is a member, who leaves, and how often queriers ask; and what this
 * host reports itself, for that is when a program has joined. Hooks are there while a
 * rule is for receivers. They check a message and put a copy of it aside; the worker
 * reads it, and tells group.c of others, flows.c of this host.
 */
#include <linux/icmpv6.h>
#include <linux/igmp.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/mld.h>

#include "rule.h"

enum {
	REPORTS_MOST	= 256,	/* that wait */
	/* What a host says is in one packet of its link (RFC 3376, 4.2.16), with
	 * jumbo frames at most, whatever was put together here
	 */
	REPORT_LEN	= 9216,
	/* Per hold of rn->lock: hosts decide what one of them costs */
	READ_MOST	= 32,
	READ_NS		= NSEC_PER_MSEC,
	/* RFC 3810, 5.1: exponential codes begin there */
	MLD_EXP_FROM	= 0x8000,
	IGMP_EXP_FROM	= 0x80,
};

/* A copy of the message: by its interface, at its IGMP or MLD header */
static void put_aside(struct rsvp_net *rn, const struct sk_buff *skb,
		      int ifindex, bool own)
{
	struct rsvp_rules *all = rn->rules;
	struct sk_buff *copy = NULL;

	if (skb->len <= REPORT_LEN &&
	    skb_queue_len_lockless(&all->reports) < REPORTS_MOST)
		copy = skb_copy(skb, GFP_ATOMIC | __GFP_NOWARN);
	if (!copy) {
		rsvp_count_drop(rn, RSVP_DROP_CAP_GROUPS);
		return;
	}
	skb_dst_drop(copy);
	copy->dev = NULL;
	copy->skb_iif = ifindex;
	copy->pkt_type = own ? PACKET_OUTGOING : PACKET_MULTICAST;
	spin_lock_bh(&all->reports.lock);
	if (all->hears) {
		__skb_queue_tail(&all->reports, copy);
		copy = NULL;
	}
	spin_unlock_bh(&all->reports.lock);
	consume_skb(copy);
	rsvp_kick(rn);
}

static bool is_managed(struct rsvp_net *rn, const struct net_device *dev)
{
	return dev && xa_load(&rn->by_ifindex, dev->ifindex);
}

static bool is_igmp(struct sk_buff *skb)
{
	return ip_hdr(skb)->protocol == IPPROTO_IGMP &&
	       !ip_is_fragment(ip_hdr(skb)) && ip_hdr(skb)->ttl == 1 &&
	       !ip_mc_check_igmp(skb);
}

#if IS_ENABLED(CONFIG_IPV6)
/* RFC 3810, 5.1.14, 5.2.13 */
static bool is_mld(struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);

	return ip6h->nexthdr == IPPROTO_HOPOPTS && ip6h->hop_limit == 1 &&
	       (ipv6_addr_type(&ip6h->saddr) & IPV6_ADDR_LINKLOCAL) &&
	       !ipv6_mc_check_mld(skb);
}
#else
static bool is_mld(struct sk_buff *skb)
{
	return false;
}
#endif

/* The stack itself asks nobody, so what no socket has sent is of querier.c */
static bool is_our_query(const struct sk_buff *skb)
{
	u8 type = *skb_transport_header(skb);

	return !skb->sk && (skb->protocol == htons(ETH_P_IP) ?
			    type == IGMP_HOST_MEMBERSHIP_QUERY :
			    type == ICMPV6_MGM_QUERY);
}

static unsigned int report_hook(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *st)
{
	struct rsvp_net *rn = rsvp_net(st->net);
	bool own = st->hook == NF_INET_LOCAL_OUT;
	const struct net_device *dev = own ? st->out : st->in;
	int transport = skb->transport_header;

	if (!is_managed(rn, dev))
		return NF_ACCEPT;
	if ((st->pf == NFPROTO_IPV4 ? is_igmp(skb) : is_mld(skb)) &&
	    !(own && is_our_query(skb)))
		put_aside(rn, skb, dev->ifindex, own);
	/* Whoever comes after us finds it as it was */
	skb->transport_header = transport;
	return NF_ACCEPT;
}

static const struct nf_hook_ops report_ops[] = {
	{
		.hook		= report_hook,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_PRE_ROUTING,
		.priority	= NF_IP_PRI_LAST,
	},
	{
		.hook		= report_hook,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_LOCAL_OUT,
		.priority	= NF_IP_PRI_LAST,
	},
#if IS_ENABLED(CONFIG_IPV6)
	{
		.hook		= report_hook,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_PRE_ROUTING,
		.priority	= NF_IP6_PRI_LAST,
	},
	{
		.hook		= report_hook,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_OUT,
		.priority	= NF_IP6_PRI_LAST,
	},
#endif
};

/* --- in the worker --- */

/**
 * struct heard - a message that is being read
 * @rn: the namespace
 * @iface: it came in by, or left by
 * @own: this host has sent it: it is no member behind the interface
 * @family: AF_INET or AF_INET6
 * @from: who has sent it
 * @at: its IGMP or MLD header
 * @len: bytes from there
 */
struct heard {
	struct rsvp_net *rn;
	struct rsvp_iface *iface;
	bool own;
	u32 family;
	struct rsvp_addr from;
	const u8 *at;
	u32 len;
};

static void read_addr(const struct heard *h, const u8 *from,
		      struct rsvp_addr *addr)
{
	memset(addr, 0, sizeof(*addr));
	addr->family = h->family;
	if (h->family == AF_INET)
		memcpy(&addr->v4, from, sizeof(addr->v4));
	else
		memcpy(&addr->v6, from, sizeof(addr->v6));
}

static const struct rsvp_addr any;

static void joined(const struct heard *h, const struct rsvp_addr *group,
		   const struct rsvp_addr *source)
{
	if (h->own)
		rsvp_flows_joined(h->rn, group);
	else
		rsvp_group_joined(h->rn, h->iface, group, source);
}

static void left(const struct heard *h, const struct rsvp_addr *group,
		 const struct rsvp_addr *source)
{
	/* Sockets are watched for that */
	if (!h->own)
		rsvp_group_left(h->rn, h->iface, group, source);
}

/* RFC 3376, 4.2.12; RFC 3810, 5.2.12 has the same numbers for the same types */
static void read_record(const struct heard *h, u8 type,
			const struct rsvp_addr *group, const u8 *sources, u32 n)
{
	u32 size = h->family == AF_INET ? 4 : 16, i;
	struct rsvp_addr source;

	switch (type) {
	case IGMPV3_MODE_IS_EXCLUDE:
	case IGMPV3_CHANGE_TO_EXCLUDE:
		joined(h, group, &any);
		return;
	case IGMPV3_CHANGE_TO_INCLUDE:
		left(h, group, n ? &any : NULL);
		break;
	case IGMPV3_MODE_IS_INCLUDE:
	case IGMPV3_ALLOW_NEW_SOURCES:
	case IGMPV3_BLOCK_OLD_SOURCES:
		break;
	default:
		return;
	}
	for (i = 0; i < n; i++, sources += size) {
		read_addr(h, sources, &source);
		if (type == IGMPV3_BLOCK_OLD_SOURCES)
			left(h, group, &source);
		else
			joined(h, group, &source);
	}
}

/* struct igmpv3_report and struct mld2_report, whose records differ in their
 * addresses only
 */
static void read_records(const struct heard *h)
{
	u32 size = h->family == AF_INET ? 4 : 16, at = 8, n, sources, len;
	struct rsvp_addr group;
	const u8 *rec;

	if (h->len < at)
		return;
	for (n = get_unaligned_be16(h->at + 6); n; n--, at += len) {
		if (h->len - at < 4 + size)
			return;
		rec = h->at + at;
		sources = get_unaligned_be16(rec + 2);
		len = 4 + size + sources * size + rec[1] * 4;
		if (h->len - at < len)
			return;
		read_addr(h, rec + 4, &group);
		if (rsvp_addr_is_multicast(&group))
			read_record(h, rec[0], &group, rec + 4 + size, sources);
	}
}

/* RFC 3376, 4.1.1, 4.1.7; RFC 3810, 5.1.3: a mantissa and an exponent */
static u32 code_value(u32 code, u32 from, u32 bits)
{
	u32 mant = code & (BIT(bits) - 1), exp = (code >> bits) & 7;

	return code < from ? code : (mant | BIT(bits)) << (exp + 3);
}

/* RFC 3376, 4.1.6, 4.1.7: what a querier says of itself, or what is usual */
static void read_query(const struct heard *h)
{
	u32 robustness = RSVP_MEMBER_ROBUSTNESS, response_ms, query_ms, more;
	u32 query_s = RSVP_MEMBER_QUERY_S;

	if (h->family == AF_INET) {
		response_ms = h->at[1] ? code_value(h->at[1], IGMP_EXP_FROM, 4) *
			      100 : RSVP_MEMBER_RESPONSE_MS;
		more = 8;
	} else {
		if (h->len < 24)
			return;
		response_ms = code_value(get_unaligned_be16(h->at + 4),
					 MLD_EXP_FROM, 12);
		more = 24;
	}
	/* One for a group has a response time of its own */
	if (memchr_inv(h->at + more - (h->family == AF_INET ? 4 : 16), 0,
		       h->family == AF_INET ? 4 : 16))
		response_ms = RSVP_MEMBER_RESPONSE_MS;
	if (h->len >= more + 4) {
		robustness = (h->at[more] & 7) ?: RSVP_MEMBER_ROBUSTNESS;
		query_s = code_value(h->at[more + 1], IGMP_EXP_FROM, 4) ?:
			  RSVP_MEMBER_QUERY_S;
	}
	query_ms = robustness * query_s * MSEC_PER_SEC;
	rsvp_querier_heard(h->rn, h->iface, &h->from, h->own,
			   query_ms + response_ms, query_ms + response_ms / 2);
}

static void read_igmp(const struct heard *h)
{
	struct rsvp_addr group;

	if (h->len < sizeof(struct igmphdr))
		return;
	read_addr(h, h->at + 4, &group);
	switch (h->at[0]) {
	case IGMP_HOST_MEMBERSHIP_REPORT:
	case IGMPV2_HOST_MEMBERSHIP_REPORT:
		if (rsvp_addr_is_multicast(&group))
			joined(h, &group, &any);
		break;
	case IGMP_HOST_LEAVE_MESSAGE:
		left(h, &group, NULL);
		break;
	case IGMPV3_HOST_MEMBERSHIP_REPORT:
		read_records(h);
		break;
	case IGMP_HOST_MEMBERSHIP_QUERY:
		read_query(h);
		break;
	}
}

static void read_mld(const struct heard *h)
{
	struct rsvp_addr group;

	if (h->len < sizeof(struct icmp6hdr))
		return;
	if (h->at[0] == ICMPV6_MLD2_REPORT) {
		read_records(h);
		return;
	}
	if (h->at[0] == ICMPV6_MGM_QUERY) {
		read_query(h);
		return;
	}
	if (h->len < sizeof(struct mld_msg))
		return;
	read_addr(h, h->at + 8, &group);
	if (h->at[0] == ICMPV6_MGM_REPORT && rsvp_addr_is_multicast(&group))
		joined(h, &group, &any);
	else if (h->at[0] == ICMPV6_MGM_REDUCTION)
		left(h, &group, NULL);
}

static void read_report(struct rsvp_net *rn, struct sk_buff *skb)
{
	struct heard h = {
		.rn	= rn,
		.iface	= rsvp_iface_find(rn, skb->skb_iif),
		.own	= skb->pkt_type == PACKET_OUTGOING,
		.family	= ip_hdr(skb)->version == 4 ? AF_INET : AF_INET6,
		.at	= skb_transport_header(skb),
	};

	if (!h.iface)
		return;
	if (h.family == AF_INET) {
		read_addr(&h, (const u8 *)&ip_hdr(skb)->saddr, &h.from);
		h.len = ip_transport_len(skb);
		read_igmp(&h);
	} else {
		read_addr(&h, (const u8 *)&ipv6_hdr(skb)->saddr, &h.from);
		h.len = ipv6_transport_len(skb);
		read_mld(&h);
	}
}

/**
 * rsvp_reports_run() - read the reports that wait
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 * Return: true if there are more.
 */
bool rsvp_reports_run(struct rsvp_net *rn)
{
	ktime_t end = ktime_add_ns(ktime_get(), READ_NS);
	struct sk_buff *skb;
	u32 n = READ_MOST;

	lockdep_assert_held(&rn->lock);

	if (!rn->rules || !rn->rules->groups)
		return false;
	while (n-- && (skb = skb_dequeue(&rn->rules->reports))) {
		read_report(rn, skb);
		consume_skb(skb);
		cond_resched();
		if (ktime_after(ktime_get(), end))
			break;
	}
	return !skb_queue_empty_lockless(&rn->rules->reports);
}

/* Hooks that still run put nothing aside any more */
static void set_hears(struct rsvp_rules *all, bool hears)
{
	spin_lock_bh(&all->reports.lock);
	all->hears = hears;
	spin_unlock_bh(&all->reports.lock);
}

/**
 * rsvp_reports_hook() - hear reports while there are rules for receivers
 * @rn: the namespace; has had a rule
 * @on: there are some
 *
 * Context: rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_reports_hook(struct rsvp_net *rn, bool on)
{
	struct rsvp_rules *all = rn->rules;
	int err;

	lockdep_assert_held(&rn->lock);

	if (on == all->hears)
		return 0;
	if (!on) {
		nf_unregister_net_hooks(rn->net, report_ops,
					ARRAY_SIZE(report_ops));
		set_hears(all, false);
		skb_queue_purge(&all->reports);
		rsvp_groups_close(rn);
		return 0;
	}
	err = rsvp_groups_open(rn);
	if (err)
		return err;
	set_hears(all, true);
	err = nf_register_net_hooks(rn->net, report_ops, ARRAY_SIZE(report_ops));
	if (err)
		set_hears(all, false);
	return err;
}
