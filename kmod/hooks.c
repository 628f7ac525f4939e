// SPDX-License-Identifier: GPL-2.0
/*
 * The way in of RSVP messages. In softirq: recognise IP protocol 46 on an
 * interface with RSVP on, look at the common header's type, queue, done.
 * Nothing of an RSVP object is looked at here.
 *
 * PRE_ROUTING takes what has to be taken in transit: Path, PathTear, ResvConf
 * (RFC 2205, 3.11.5), with or without Router Alert. LOCAL_IN takes the rest,
 * so that the kernel's own routing says what is addressed to us. A message that
 * turns out not to be ours goes on where it was taken from (rsvp_pass()).
 */
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/jhash.h>
#include <linux/netfilter_bridge.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>
#include <net/xfrm.h>

#include "rsvp.h"

/* Our own reassembly queues, apart from those of any conntrack zone in use; in
 * the range of users for whom a router sends no ICMP when a fragment is missing
 */
#define RSVP_DEFRAG_USER	(__IP_DEFRAG_CONNTRACK_BRIDGE_IN - 1)

static u32 rsvp_share_seed __read_mostly;

static u32 source_bucket(const struct sk_buff *skb, u16 family)
{
	u32 hash;

	if (family == AF_INET)
		hash = jhash_1word((__force u32)ip_hdr(skb)->saddr,
				   rsvp_share_seed);
	else
		hash = __ipv6_addr_jhash(&ipv6_hdr(skb)->saddr,
					 rsvp_share_seed);
	return hash % RSVP_RXQ_SHARES;
}

static enum rsvp_drop_reason rxq_push(struct rsvp_rxq *q,
				      struct rsvp_rx_entry *e)
{
	enum rsvp_drop_reason reason = RSVP_DROP_NONE;
	u32 size = e->skb->truesize;

	spin_lock_bh(&q->lock);
	if (q->closed)
		reason = RSVP_DROP_IFACE_GONE;
	/* No one has more than it leaves to others: half of the queue, or of n
	 * who press in an (n + 1)th each
	 */
	else if (q->share[e->bucket] >= RSVP_RXQ_LEN - q->len ||
		 q->share_bytes[e->bucket] + size > RSVP_RXQ_BYTES - q->bytes)
		reason = q->share[e->bucket] ? RSVP_DROP_SOURCE_SHARE :
					       RSVP_DROP_QUEUE_FULL;
	if (reason) {
		q->dropped++;
	} else {
		list_add_tail(&e->list, &q->entries);
		q->share[e->bucket]++;
		q->share_bytes[e->bucket] += size;
		q->bytes += size;
		q->len++;
	}
	spin_unlock_bh(&q->lock);
	return reason;
}

/**
 * rsvp_rxq_init() - prepare a receive queue
 * @q: the queue
 */
void rsvp_rxq_init(struct rsvp_rxq *q)
{
	spin_lock_init(&q->lock);
	INIT_LIST_HEAD(&q->entries);
}

/**
 * rsvp_rxq_pop() - take the oldest message out of a receive queue
 * @q: the queue
 *
 * Context: process.
 * Return: the message, now the caller's; NULL: the queue is empty.
 */
struct rsvp_rx_entry *rsvp_rxq_pop(struct rsvp_rxq *q)
{
	struct rsvp_rx_entry *e;

	spin_lock_bh(&q->lock);
	e = list_first_entry_or_null(&q->entries, struct rsvp_rx_entry, list);
	if (e) {
		list_del(&e->list);
		q->share[e->bucket]--;
		q->share_bytes[e->bucket] -= e->skb->truesize;
		q->bytes -= e->skb->truesize;
		q->len--;
	}
	spin_unlock_bh(&q->lock);
	return e;
}

/**
 * rsvp_rxq_close() - empty a receive queue and let nothing more in
 * @q: the queue
 *
 * Context: process. A hook that still holds the interface under RCU finds the
 * queue closed.
 */
void rsvp_rxq_close(struct rsvp_rxq *q)
{
	struct rsvp_rx_entry *e;

	spin_lock_bh(&q->lock);
	q->closed = true;
	spin_unlock_bh(&q->lock);
	while ((e = rsvp_rxq_pop(q))) {
		e->dropped = true;
		rsvp_rx_entry_free(e);
	}
}

/**
 * rsvp_rx_entry_free() - the end of a message that was ours
 * @e: the message
 */
void rsvp_rx_entry_free(struct rsvp_rx_entry *e)
{
	netdev_put(e->dev, &e->tracker);
	/* Whoever watches for lost packets sees those that were. */
	if (e->dropped)
		kfree_skb(e->skb);
	else
		consume_skb(e->skb);
	kfree(e);
}

static unsigned int rsvp_hook_v4(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *st);
static unsigned int rsvp_hook_v6(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *st);

/* Where the hooks behind ours begin */
static unsigned int next_hook(const struct nf_hook_entries *hooks)
{
	unsigned int i;

	for (i = 0; i < hooks->num_hook_entries; i++)
		if (hooks->hooks[i].hook == rsvp_hook_v4 ||
		    hooks->hooks[i].hook == rsvp_hook_v6)
			return i + 1;
	return hooks->num_hook_entries;
}

/* Others may hook in at the last priority, too (conntrack does): those behind us
 * have their turn, then okfn.
 */
static void go_on(struct rsvp_net *rn, const struct rsvp_rx_entry *e,
		  struct sk_buff *skb)
{
	bool v4 = e->family == AF_INET;
	const struct nf_hook_entries *hooks;
	struct nf_hook_state st;

	nf_hook_state_init(&st, e->hook, v4 ? NFPROTO_IPV4 : NFPROTO_IPV6,
			   e->dev, NULL, NULL, rn->net, e->okfn);
	rcu_read_lock();
	local_bh_disable();
	hooks = v4 ? rcu_dereference(rn->net->nf.hooks_ipv4[e->hook]) :
		     rcu_dereference(rn->net->nf.hooks_ipv6[e->hook]);
	if (!hooks || nf_hook_slow(skb, &st, hooks, next_hook(hooks)) == 1)
		e->okfn(rn->net, NULL, skb);
	local_bh_enable();
	rcu_read_unlock();
}

/**
 * rsvp_pass() - let a message go on as if we had not seen it
 * @rn: the namespace
 * @e: the message; freed
 *
 * Context: process.
 */
void rsvp_pass(struct rsvp_net *rn, struct rsvp_rx_entry *e)
{
	go_on(rn, e, e->skb);
	netdev_put(e->dev, &e->tracker);
	kfree(e);
}

/**
 * rsvp_pass_copy() - let a copy of a message go on
 * @rn: the namespace
 * @e: the message, which stays ours
 * @ttl: TTL that the copy is to have
 *
 * Context: process.
 */
void rsvp_pass_copy(struct rsvp_net *rn, const struct rsvp_rx_entry *e, u8 ttl)
{
	struct sk_buff *skb = skb_copy(e->skb, GFP_KERNEL);

	if (!skb) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return;
	}
	if (e->family == AF_INET) {
		ip_hdr(skb)->ttl = ttl;
		ip_send_check(ip_hdr(skb));
	} else {
		ipv6_hdr(skb)->hop_limit = ttl;
		/* Value 0 means MLD, too, which IPv6 does not forward */
		IP6CB(skb)->flags &= ~IP6SKB_ROUTERALERT;
	}
	go_on(rn, e, skb);
}

/* The IPsec policy, asked as the kernel asks before it delivers or forwards: both
 * come behind us. At PRE_ROUTING routing has not yet said where the host wants
 * no policy asked (disable_policy).
 */
static bool policy_allows(struct rsvp_net *rn, struct sk_buff *skb,
			  const struct nf_hook_state *st)
{
	bool v4 = st->pf == NFPROTO_IPV4;
	struct rsvp_addr dst = { .family = v4 ? AF_INET : AF_INET6 };
	struct in_device *in_dev = __in_dev_get_rcu(skb->dev);
	int dir = XFRM_POLICY_IN;

	if (st->hook == NF_INET_PRE_ROUTING) {
		if (v4 && in_dev && IN_DEV_ORCONF(in_dev, NOPOLICY))
			return true;
		if (v4)
			dst.v4 = ip_hdr(skb)->daddr;
		else
			dst.v6 = ipv6_hdr(skb)->daddr;
		if (!rsvp_addr_is_local(rn, &dst) &&
		    !rsvp_member(rn, skb->dev->ifindex, &dst))
			dir = XFRM_POLICY_FWD;
	}
	return xfrm_policy_check(NULL, dir, skb, dst.family);
}

static unsigned int take(struct rsvp_net *rn, struct rsvp_iface *iface,
			 struct sk_buff *skb, const struct nf_hook_state *st,
			 u32 offset)
{
	enum rsvp_drop_reason reason;
	struct rsvp_rx_entry *e;

	if (!policy_allows(rn, skb, st)) {
		rsvp_count_drop(rn, RSVP_DROP_POLICY);
		return NF_DROP;
	}
	/* At LOCAL_IN it has a route, held by RCU alone: let that outlive us */
	if (skb_dst(skb) && !skb_dst_force(skb)) {
		rsvp_count_drop(rn, RSVP_DROP_NO_ROUTE);
		return NF_DROP;
	}
	/* Nor may it hold a socket by RCU alone, which tc's BPF may have given
	 * it (bpf_sk_assign()); no protocol of ours looks for one
	 */
	skb_orphan(skb);
	e = kmalloc(sizeof(*e), GFP_ATOMIC);
	if (!e) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return NF_DROP;
	}
	e->skb = skb;
	e->dev = skb->dev;
	e->okfn = st->okfn;
	e->offset = offset;
	e->dropped = false;
	e->hook = st->hook;
	e->family = st->pf == NFPROTO_IPV4 ? AF_INET : AF_INET6;
	e->bucket = source_bucket(skb, e->family);
	netdev_hold(e->dev, &e->tracker, GFP_ATOMIC);

	/* The entry is the worker's once it is queued */
	reason = rxq_push(&iface->rxq, e);
	if (reason) {
		rsvp_count_drop(rn, reason);
		netdev_put(e->dev, &e->tracker);
		kfree(e);
		return NF_DROP;
	}
	rsvp_kick(rn);
	return NF_STOLEN;
}

/* RFC 2209, MESSAGE ARRIVES, with ResvConf as RFC 2205, 3.11.5 adds it */
static bool travels(const struct sk_buff *skb, u32 offset)
{
	struct rsvp_hdr buf;
	const struct rsvp_hdr *hdr;

	hdr = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	return hdr && (hdr->type == RSVP_MSG_PATH ||
		       hdr->type == RSVP_MSG_PATHTEAR ||
		       hdr->type == RSVP_MSG_RESVCONF);
}

/* No message is taken twice: what PRE_ROUTING took and passed on comes by
 * LOCAL_IN again if it is addressed to us.
 */
static bool ours(const struct sk_buff *skb, const struct nf_hook_state *st,
		 u32 offset)
{
	return travels(skb, offset) == (st->hook == NF_INET_PRE_ROUTING);
}

/* Does a bridge show this frame to IP hooks (br_netfilter)? It is not ours then:
 * the bridge has yet to say for whom it is, and would go on in a module that may
 * be gone when the worker has looked at it.
 */
static bool in_bridge(const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	const struct nf_bridge_info *nb = nf_bridge_info_get(skb);

	return nb && nb->in_prerouting;
#else
	return false;
#endif
}

/* Have a message shown to PRE_ROUTING again if it is for the bridge: br_netfilter
 * (ip_sabotage_in()) spares the hooks that, unless it was done.
 */
static void see_again(struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	nf_bridge_info_get(skb)->sabotage_in_done = 1;
#endif
}

/* Hooks run under rcu_read_lock(); iface.c frees after a grace period */
static struct rsvp_iface *hook_iface(struct rsvp_net *rn,
				     const struct sk_buff *skb,
				     const struct nf_hook_state *st)
{
	int ifindex;

	if (!st->in)
		return NULL;
	ifindex = st->in->ifindex;
	if (netif_is_l3_master(st->in)) {
		/* What came by a member of a VRF was seen there already */
		if (st->hook == NF_INET_PRE_ROUTING)
			return NULL;
		ifindex = st->pf == NFPROTO_IPV4 ? IPCB(skb)->iif :
						   IP6CB(skb)->iif;
	}
	return xa_load(&rn->by_ifindex, ifindex);
}

static unsigned int rsvp_hook_v4(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *st)
{
	struct rsvp_net *rn = rsvp_net(st->net);
	struct rsvp_iface *iface;
	int err;

	if (likely(ip_hdr(skb)->protocol != RSVP_IPPROTO))
		return NF_ACCEPT;
	iface = hook_iface(rn, skb, st);
	if (!iface)
		return NF_ACCEPT;
	if (in_bridge(skb)) {
		see_again(skb);
		return NF_ACCEPT;
	}
	if (skb->pkt_type == PACKET_LOOPBACK) {
		rsvp_count_drop(rn, RSVP_DROP_LOOPBACK);
		return NF_DROP;
	}
	if (ip_is_fragment(ip_hdr(skb))) {
		/* Consumes the packet unless it returns 0 */
		err = ip_defrag(st->net, skb, RSVP_DEFRAG_USER);
		if (err) {
			if (err != -EINPROGRESS)
				rsvp_count_drop(rn, RSVP_DROP_FRAGMENT);
			return NF_STOLEN;
		}
		/* It may leave by a link with a smaller MTU again */
		skb->ignore_df = 1;
	}
	if (!ours(skb, st, ip_hdrlen(skb)))
		return NF_ACCEPT;
	return take(rn, iface, skb, st, ip_hdrlen(skb));
}

#if IS_ENABLED(CONFIG_IPV6)
/* What follows the fragment header; -ENOENT: there is none */
static int fragment_of_v6(const struct sk_buff *skb)
{
	struct frag_hdr buf;
	const struct frag_hdr *fh;
	unsigned int off = 0;

	if (ipv6_find_hdr(skb, &off, NEXTHDR_FRAGMENT, NULL, NULL) < 0)
		return -ENOENT;
	fh = skb_header_pointer(skb, off, sizeof(buf), &buf);
	return fh ? fh->nexthdr : -ENOENT;
}

/* RFC 8200, 4.4: a node that its source route still leads on from is not where the
 * packet is addressed to, whatever the IPv6 header says meanwhile.
 */
static bool is_routed_on(const struct sk_buff *skb)
{
	int flags = IP6_FH_F_SKIP_RH;
	unsigned int off = 0;

	return ipv6_find_hdr(skb, &off, NEXTHDR_ROUTING, NULL, &flags) >= 0;
}

/* Is it RSVP, or a fragment of it? One with more headers behind the fragment's
 * is left to the kernel: the others look like anybody's.
 */
static bool is_rsvp_v6(const struct sk_buff *skb, int fragment,
		       unsigned int *off)
{
	bool is = fragment >= 0 ?
		  fragment == RSVP_IPPROTO :
		  ipv6_find_hdr(skb, off, RSVP_IPPROTO, NULL, NULL) >= 0;

	return is && !is_routed_on(skb);
}

static unsigned int rsvp_hook_v6(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *st)
{
	struct rsvp_net *rn = rsvp_net(st->net);
	u8 nexthdr = ipv6_hdr(skb)->nexthdr;
	struct rsvp_iface *iface;
	unsigned int off = 0;
	int fragment, err;

	if (nexthdr != RSVP_IPPROTO && !ipv6_ext_hdr(nexthdr))
		return NF_ACCEPT;
	iface = hook_iface(rn, skb, st);
	if (!iface)
		return NF_ACCEPT;
	fragment = fragment_of_v6(skb);
	if (!is_rsvp_v6(skb, fragment, &off))
		return NF_ACCEPT;
	if (in_bridge(skb)) {
		see_again(skb);
		return NF_ACCEPT;
	}
	if (fragment >= 0) {
		err = nf_ct_frag6_gather(st->net, skb, RSVP_DEFRAG_USER);
		if (err == -EINPROGRESS)
			return NF_STOLEN;
		/* One that breaks the rules (RFC 8200, 4.5) is a success, too,
		 * and comes back as it was
		 */
		if (err || fragment_of_v6(skb) >= 0) {
			rsvp_count_drop(rn, RSVP_DROP_FRAGMENT);
			return NF_DROP;
		}
		skb->ignore_df = 1;
		if (!is_rsvp_v6(skb, -ENOENT, &off))
			return NF_ACCEPT;
	}
	if (skb->pkt_type == PACKET_LOOPBACK) {
		rsvp_count_drop(rn, RSVP_DROP_LOOPBACK);
		return NF_DROP;
	}
	if (!ours(skb, st, off))
		return NF_ACCEPT;
	return take(rn, iface, skb, st, off);
}
#else
/* Never registered: next_hook() has something to compare with */
static unsigned int rsvp_hook_v6(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *st)
{
	return NF_ACCEPT;
}
#endif

/* Last at PRE_ROUTING and LOCAL_IN, so that all other hooks there have their say
 * first and rsvp_pass() leaves none out. What PRE_ROUTING takes never comes to
 * those of LOCAL_IN and FORWARD.
 */
static const struct nf_hook_ops rsvp_hook_ops[] = {
	{
		.hook		= rsvp_hook_v4,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_PRE_ROUTING,
		.priority	= NF_IP_PRI_LAST,
	},
	{
		.hook		= rsvp_hook_v4,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP_PRI_LAST,
	},
#if IS_ENABLED(CONFIG_IPV6)
	{
		.hook		= rsvp_hook_v6,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_PRE_ROUTING,
		.priority	= NF_IP6_PRI_LAST,
	},
	{
		.hook		= rsvp_hook_v6,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP6_PRI_LAST,
	},
#endif
};

/**
 * rsvp_hooks_on() - see the packets of a namespace
 * @rn: the namespace
 *
 * Called with the first interface that is switched on; until then the module
 * touches no packet there.
 *
 * Context: rn->lock held.
 * Return: 0, or a negative errno.
 */
int rsvp_hooks_on(struct rsvp_net *rn)
{
	int err;

	lockdep_assert_held(&rn->lock);

	if (rn->hooks_on)
		return 0;
	while (!rsvp_share_seed)
		rsvp_share_seed = get_random_u32();
	err = nf_register_net_hooks(rn->net, rsvp_hook_ops,
				    ARRAY_SIZE(rsvp_hook_ops));
	rn->hooks_on = !err;
	return err;
}

/**
 * rsvp_hooks_off() - see no more packets
 * @rn: the namespace
 *
 * Context: rn->lock held, or nobody left who could take it.
 */
void rsvp_hooks_off(struct rsvp_net *rn)
{
	if (!rn->hooks_on)
		return;
	nf_unregister_net_hooks(rn->net, rsvp_hook_ops,
				ARRAY_SIZE(rsvp_hook_ops));
	rn->hooks_on = false;
}
