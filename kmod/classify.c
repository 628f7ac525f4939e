// SPDX-License-Identifier: GPL-2.0
/*
 * The packet classifier (RFC 2205, 1): the last POST_ROUTING hook, in both
 * families. It finds the flow of a packet, polices it and names its class in
 * skb->priority, which the qdisc goes by. It drops no packet, except for want of
 * memory to segment it, and where a sender of this host wants what does not
 * conform to be discarded.
 *
 * What it leaves alone: every packet of a namespace without a managed device
 * (it is not registered there), packets that no IP hook sees, and frames that a
 * bridge shows to IP hooks (bridge-nf-call-iptables).
 */
#include <linux/igmp.h>
#include <linux/pkt_sched.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/dsfield.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/route.h>

#include "rsvp.h"
#include "bridge.h"
#include "classify.h"

typedef int (*okfn_t)(struct net *net, struct sock *sk, struct sk_buff *skb);

/*
 * How a packet goes on after IPv4's POST_ROUTING when it leaves by a device:
 * ip_finish_output(), which is not exported, so we learn it from ip_output(),
 * which knows no other. A VRF sends packets with such a route through this hook,
 * too, but with itself as the way out. So this is written in any namespace, and
 * always to the same value.
 */
static okfn_t rsvp_leaves;

/* Is it a copy of a multicast or broadcast of ours, on its way back to us? */
static bool loops_back4(const struct sk_buff *skb,
			const struct nf_hook_state *state)
{
	const struct rtable *rt = skb_rtable(skb);
	okfn_t leaves = READ_ONCE(rsvp_leaves);

	if (!rt)
		return false;
	if (!(rt->rt_flags & (RTCF_MULTICAST | RTCF_BROADCAST))) {
		if (!leaves && rt->dst.output == ip_output &&
		    rt->dst.dev == state->out)
			WRITE_ONCE(rsvp_leaves, state->okfn);
		return false;
	}
	if (leaves)
		return state->okfn != leaves;
	/* Not learnt yet: the copy is a clone, and clones have no owner. */
	return state->sk && !skb->sk;
}

static bool loops_back(const struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	if (state->pf == NFPROTO_IPV6)
		return state->okfn == dev_loopback_xmit;
	return loops_back4(skb, state);
}

/* Was it wrapped by IPsec here? Then it has passed us as what it was before. */
static bool was_wrapped(const struct sk_buff *skb,
			const struct nf_hook_state *state)
{
	if (state->pf == NFPROTO_IPV4)
		return IPCB(skb)->flags & IPSKB_XFRM_TRANSFORMED;
	return IP6CB(skb)->flags & IP6SKB_XFRM_TRANSFORMED;
}

/* Is it handed to the device next? What IPsec is about to wrap comes by here,
 * too, and is not that device's yet: skb->dev is the one it came in by, or none.
 * If it has to be segmented, IPsec does that, and its packets come by one by one.
 */
static bool is_leaving(const struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	return skb->dev == state->out;
}

/**
 * struct packet - what the classifier reads of a packet
 * @m: for the flow table
 * @off: where the transport header begins
 * @fragment: not the first fragment of a datagram: no transport header
 * @ports: @m has its ports
 */
struct packet {
	struct rsvp_match m;
	int off;
	bool fragment;
	bool ports;
};

static bool has_ports(u8 proto)
{
	switch (proto) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return true;
	default:
		return false;
	}
}

static void read_ports(struct packet *p, const struct sk_buff *skb)
{
	const __be16 *ports;
	__be16 buf[2];

	if (p->fragment || !has_ports(p->m.proto))
		return;
	ports = skb_header_pointer(skb, p->off, sizeof(buf), buf);
	if (!ports)
		return;
	p->m.sport = ports[0];
	p->m.dport = ports[1];
	p->ports = true;
}

static void read_ipv4(struct packet *p, const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);

	p->m.family = AF_INET;
	p->m.proto = iph->protocol;
	p->m.dst.s6_addr32[0] = iph->daddr;
	p->m.src.s6_addr32[0] = iph->saddr;
	p->off = skb_network_offset(skb) + ip_hdrlen(skb);
	p->fragment = iph->frag_off & htons(IP_OFFSET);
}

static bool read_ipv6(struct packet *p, const struct sk_buff *skb)
{
	const struct ipv6hdr *iph = ipv6_hdr(skb);
	u8 nexthdr = iph->nexthdr;
	__be16 frag_off = 0;

	p->m.family = AF_INET6;
	p->m.dst = iph->daddr;
	p->m.src = iph->saddr;
	p->m.label = ntohl(ip6_flowlabel(iph));
	p->off = ipv6_skip_exthdr(skb, skb_network_offset(skb) + sizeof(*iph),
				  &nexthdr, &frag_off);
	if (p->off < 0)
		return false;
	p->m.proto = nexthdr;
	p->fragment = frag_off & htons(~0x7);
	return true;
}

static bool icmpv6_signals(const struct packet *p, const struct sk_buff *skb)
{
	const u8 *type;
	u8 buf;

	if (p->fragment)
		return false;
	type = skb_header_pointer(skb, p->off, sizeof(buf), &buf);
	if (!type)
		return false;
	switch (*type) {
	case ICMPV6_MGM_QUERY:
	case ICMPV6_MGM_REPORT:
	case ICMPV6_MGM_REDUCTION:
	case ICMPV6_MLD2_REPORT:
	case NDISC_ROUTER_SOLICITATION:
	case NDISC_ROUTER_ADVERTISEMENT:
	case NDISC_NEIGHBOUR_SOLICITATION:
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
		return true;
	default:
		return false;
	}
}

/* RFC 4594, 3.2: routing protocols mark what they send. Others may mark what they
 * like: it counts where it is sent, for the class is fair.
 */
static bool is_network_control(const struct packet *p,
			       const struct sk_buff *skb)
{
	u8 tos = p->m.family == AF_INET ? ipv4_get_dsfield(ip_hdr(skb)) :
					  ipv6_get_dsfield(ipv6_hdr(skb));

	return !skb->skb_iif && tos >= RSVP_DSCP_CS6_TOS;
}

/* What a link cannot do without: RSVP itself, joins, neighbours, routing, and what
 * the host itself calls control.
 */
static bool signals(const struct packet *p, const struct sk_buff *skb)
{
	if (skb->priority == TC_PRIO_CONTROL || is_network_control(p, skb))
		return true;
	switch (p->m.proto) {
	case RSVP_IPPROTO:
		return true;
	case IPPROTO_IGMP:
		return p->m.family == AF_INET;
	case IPPROTO_ICMPV6:
		return p->m.family == AF_INET6 && icmpv6_signals(p, skb);
	default:
		return false;
	}
}

/* What every segment of a super-packet begins with. Where its transport header
 * is we have found out ourselves: that of the skb may be anywhere, as a guest
 * behind a tap has it. Within a tunnel of our own, the inner one is right.
 */
static u32 gso_header(const struct packet *p, const struct sk_buff *skb)
{
	int off = skb->encapsulation ? skb_inner_transport_offset(skb) : p->off;
	const struct tcphdr *th;
	struct tcphdr buf;

	if (!(skb_shinfo(skb)->gso_type & (SKB_GSO_TCPV4 | SKB_GSO_TCPV6)))
		return off - skb_network_offset(skb) + sizeof(struct udphdr);
	th = skb_header_pointer(skb, off, sizeof(buf), &buf);
	if (!th)
		return skb->len;
	return off - skb_network_offset(skb) + __tcp_hdrlen(th);
}

/* SCTP hands down a bundle of packets: a header for all, and a list of what each
 * has behind its own
 */
static void measure_list(const struct sk_buff *skb, u32 *len, u32 *largest,
			 u32 *packets)
{
	u32 header = skb_headlen(skb);
	const struct sk_buff *frag;

	*len = 0;
	*largest = 0;
	*packets = 0;
	skb_walk_frags(skb, frag) {
		*len += header + frag->len;
		*largest = max(*largest, header + frag->len);
		++*packets;
	}
}

/* IP bytes of all segments of a super-packet, of the largest, and how many */
static void measure(const struct packet *p, const struct sk_buff *skb, u32 *len,
		    u32 *largest, u32 *packets)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);
	u32 header;

	*len = skb->len;
	*largest = skb->len;
	*packets = 1;
	if (!skb_is_gso(skb) || !shinfo->gso_size)
		return;
	if (shinfo->gso_size == GSO_BY_FRAGS) {
		if (skb_has_frag_list(skb))
			measure_list(skb, len, largest, packets);
		return;
	}
	header = gso_header(p, skb);
	if (header >= skb->len)
		return;
	*packets = DIV_ROUND_UP(skb->len - header, shinfo->gso_size);
	*len = skb->len + (*packets - 1) * header;
	*largest = min(skb->len, shinfo->gso_size + header);
}

/* R199: what is reserved tells the network so, by the DSCP of its service. Only this
 * host's own packets: others marked theirs. A packet without memory for that goes
 * on as it is.
 */
static void mark(struct sk_buff *skb, const struct nf_hook_state *state, u8 dscp)
{
	int end = skb_network_offset(skb);

	end += state->pf == NFPROTO_IPV4 ? sizeof(struct iphdr) :
					   sizeof(struct ipv6hdr);
	if (skb->skb_iif || skb_ensure_writable(skb, end))
		return;
	if (state->pf == NFPROTO_IPV4)
		ipv4_change_dsfield(ip_hdr(skb), INET_ECN_MASK, dscp);
	else
		ipv6_change_dsfield(ipv6_hdr(skb), INET_ECN_MASK, dscp);
}

/* What the flow table says of a packet */
enum lookup {
	NO_FLOW,
	TO_CLASS,	/* its flow's, or best effort if it does not conform */
	DISCARD,
};

static enum lookup to_class(struct rsvp_classifier *c, struct packet *p,
			    struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	u32 len, largest, packets;
	struct rsvp_taken taken;
	struct rsvp_flow *flow;

	p->m.oif = state->out->ifindex;
	read_ports(p, skb);
	flow = rsvp_flow_find(c, &p->m, p->ports);
	if (!flow) {
		if (p->fragment && has_ports(p->m.proto))
			rsvp_count_drop(c->rn, RSVP_DROP_PORTLESS);
		return NO_FLOW;
	}
	measure(p, skb, &len, &largest, &packets);
	taken = rsvp_flow_take(flow, len, largest, packets);
	if (taken.drop) {
		rsvp_count_drop(c->rn, RSVP_DROP_DISCARDED);
		return DISCARD;
	}
	if (!taken.conforms)
		rsvp_count_drop(c->rn, RSVP_DROP_DEMOTED);
	if (taken.marks)
		mark(skb, state, taken.dscp);
	skb->priority = taken.priority;
	return TO_CLASS;
}

/* Does a priority name a class in the tree of this device? */
static bool names_class_of(const struct rsvp_port *port,
			   const struct sk_buff *skb)
{
	return port && !TC_H_MAJ(skb->priority ^ port->signal);
}

/* A priority that names a class of ours may only come from us. One of another
 * device does, where that is a tunnel and this the device below, unless the
 * socket itself says so: it is undone, but no abuse.
 */
static void undo_foreign(struct rsvp_classifier *c,
			 const struct rsvp_port *port, struct sk_buff *skb)
{
	u32 major = TC_H_MAJ(skb->priority) >> 16;
	const struct sock *sk = skb_to_full_sk(skb);
	bool foreign;

	if (likely(major < RSVP_MAJOR_FIRST || major > RSVP_MAJOR_LAST) ||
	    !test_bit(major - RSVP_MAJOR_FIRST, c->majors))
		return;
	foreign = names_class_of(port, skb) ||
		  (sk && sk_fullsock(sk) &&
		   READ_ONCE(sk->sk_priority) == skb->priority);
	skb->priority = 0;
	if (foreign)
		rsvp_count_drop(c->rn, RSVP_DROP_FOREIGN_CLASS);
}

/* false: the packet goes no further */
static bool classify_one(struct rsvp_classifier *c,
			 const struct rsvp_port *port, struct sk_buff *skb,
			 const struct nf_hook_state *state)
{
	enum lookup found = NO_FLOW;
	struct packet p = {};

	if (state->pf == NFPROTO_IPV4)
		read_ipv4(&p, skb);
	else if (!read_ipv6(&p, skb))
		goto best_effort;

	/* No static key: a Resv that comes and goes would patch the kernel's
	 * text, for all namespaces.
	 */
	if (READ_ONCE(c->mask))
		found = to_class(c, &p, skb, state);
	if (found != NO_FLOW)
		return found == TO_CLASS;
	/* Wrapped, a flow can no longer be told: it keeps what it was given. */
	if (was_wrapped(skb, state) && names_class_of(port, skb))
		return true;
	if (port->signal && signals(&p, skb)) {
		skb->priority = port->signal;
		return true;
	}
best_effort:
	undo_foreign(c, port, skb);
	return true;
}

/* Who sends hears of a packet that is discarded as of one that a queue drops */
static unsigned int verdict(bool goes)
{
	return goes ? NF_ACCEPT : NF_DROP_ERR(-ENOBUFS);
}

static const struct nf_hook_entries *
hook_entries(const struct nf_hook_state *state)
{
	struct netns_nf *nf = &state->net->nf;

	if (state->pf == NFPROTO_IPV4)
		return rcu_dereference(nf->hooks_ipv4[state->hook]);
	return rcu_dereference(nf->hooks_ipv6[state->hook]);
}

/* Where the hooks behind us begin: another one may be last, too. */
static unsigned int next_hook(const struct nf_hook_entries *e, const void *priv)
{
	unsigned int i;

	for (i = 0; i < e->num_hook_entries; i++)
		if (e->hooks[i].hook == rsvp_classify &&
		    e->hooks[i].priv == priv)
			return i + 1;
	return e->num_hook_entries;
}

/*
 * A super-packet ahead of a reserved packet breaks any bound: it goes on in
 * segments, each through the hooks behind us and on its own way out, as after
 * nf_queue. The sender is told of a drop if no segment got through, as by qdiscs
 * that segment: TCP would send again all of what it is told was dropped.
 */
static unsigned int segment(struct rsvp_classifier *c,
			    const struct rsvp_port *port, struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	const struct nf_hook_entries *e = hook_entries(state);
	netdev_features_t features = netif_skb_features(skb);
	struct sk_buff *segs, *next;
	int err = -ENOBUFS, ret;

	segs = e ? skb_gso_segment(skb, features & ~NETIF_F_GSO_MASK) : NULL;
	if (IS_ERR(segs)) {
		rsvp_count_drop(c->rn, RSVP_DROP_NO_MEMORY);
		return NF_DROP_ERR(-ENOBUFS);
	}
	if (!segs)
		return verdict(classify_one(c, port, skb, state));
	consume_skb(skb);
	skb_list_walk_safe(segs, segs, next) {
		struct nf_hook_state st = *state;

		skb_mark_not_on_list(segs);
		if (!classify_one(c, port, segs, state)) {
			kfree_skb(segs);
			continue;
		}
		ret = nf_hook_slow(segs, &st, e, next_hook(e, c));
		if (ret == 1) {
			ret = state->okfn(state->net, state->sk, segs);
			ret = ret > 0 ? net_xmit_errno(ret) : ret;
		}
		err = err ? ret : 0;
	}
	/* The error goes with a verdict that leaves the skb alone, too. */
	return NF_DROP_ERR(err) | NF_STOLEN;
}

/**
 * rsvp_classify() - POST_ROUTING hook
 * @priv: struct rsvp_classifier
 * @skb: packet
 * @state: where it comes from and goes to
 *
 * A packet may pass twice: by a VRF and the device behind it, by a tunnel and
 * the device below. Each time it is looked up for that device; what a device
 * set before is no class of the next, because each has its own major. It may
 * pass one device twice, too: before IPsec wraps it, and after.
 *
 * Context: softirq, or process with BH enabled; under RCU.
 * Return: NF_ACCEPT, or NF_STOLEN for what went on in segments, with an errno if
 * none got through; NF_DROP for what is discarded.
 */
unsigned int rsvp_classify(void *priv, struct sk_buff *skb,
			   const struct nf_hook_state *state)
{
	struct rsvp_classifier *c = priv;
	const struct rsvp_port *port;

	if (rsvp_is_bridged(skb))
		return NF_ACCEPT;
	port = xa_load(&c->ports, state->out->ifindex);
	if (!port) {
		/* It may come to a managed device from below a VLAN. */
		undo_foreign(c, NULL, skb);
		return NF_ACCEPT;
	}
	if (loops_back(skb, state))
		return NF_ACCEPT;
	if (skb_is_gso(skb) && port->segment && is_leaving(skb, state))
		return segment(c, port, skb, state);
	return verdict(classify_one(c, port, skb, state));
}
