// SPDX-License-Identifier: GPL-2.0
/*
 * The way out (RFC 2205, 3.11.5): one IP packet around one built message, with
 * a source address that need not be ours (Path), Router Alert where the RFC
 * wants it, Send_TTL equal to the IP TTL. The stack fragments what is too large.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/route.h>

#include "rsvp.h"

/* RFC 2113; and RFC 2711 in a hop-by-hop header, value 0, padded to 8 bytes */
static const u8 router_alert_v4[4] = { IPOPT_RA, 4, 0, 0 };
static const u8 router_alert_v6[8] = {
	RSVP_IPPROTO, 0, IPV6_TLV_ROUTERALERT, 2, 0, 0, IPV6_TLV_PADN, 0,
};

static struct sk_buff *tx_skb(struct dst_entry *dst,
			      const struct rsvp_builder *b, size_t ip_len)
{
	struct sk_buff *skb;

	skb = alloc_skb(LL_RESERVED_SPACE(dst->dev) + ip_len + b->len,
			GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dst->dev));
	skb_reset_network_header(skb);
	skb_put(skb, ip_len);
	skb_set_transport_header(skb, ip_len);
	skb_put_data(skb, b->buf, b->len);
	skb->priority = TC_PRIO_CONTROL;
	skb->ignore_df = 1;
	skb_dst_set(skb, dst_clone(dst));
	return skb;
}

static struct dst_entry *route_v4(struct rsvp_net *rn, const struct rsvp_tx *tx,
				  __be32 *saddr)
{
	struct flowi4 fl4 = {
		.daddr		= tx->dst.v4,
		.saddr		= tx->src.v4,
		.flowi4_oif	= tx->oif,
		.flowi4_proto	= RSVP_IPPROTO,
		.flowi4_tos	= RT_TOS(tx->tos),
		/* RFC 2205, 3.11.5: any source address */
		.flowi4_flags	= FLOWI_FLAG_ANYSRC,
	};
	struct rtable *rt = ip_route_output_key(rn->net, &fl4);

	if (IS_ERR(rt))
		return ERR_CAST(rt);
	*saddr = fl4.saddr;
	return &rt->dst;
}

static int output_v4(struct rsvp_net *rn, const struct rsvp_tx *tx,
		     const struct rsvp_builder *b)
{
	size_t opt_len = tx->router_alert ? sizeof(router_alert_v4) : 0;
	__be32 saddr = tx->src.v4;
	struct dst_entry *dst;
	struct sk_buff *skb;
	struct iphdr *iph;
	int err;

	if (sizeof(*iph) + opt_len + b->len > IP_MAX_MTU)
		return -EMSGSIZE;
	dst = tx->along ? dst_clone(tx->along) : route_v4(rn, tx, &saddr);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	skb = tx_skb(dst, b, sizeof(*iph) + opt_len);
	dst_release(dst);
	if (!skb)
		return -ENOMEM;

	iph = ip_hdr(skb);
	iph->version = 4;
	iph->ihl = (sizeof(*iph) + opt_len) / 4;
	iph->tos = tx->tos;
	iph->frag_off = 0;
	iph->ttl = tx->ttl;
	iph->protocol = RSVP_IPPROTO;
	iph->saddr = saddr;
	iph->daddr = tx->dst.v4;
	iph->tot_len = htons(skb->len);
	ip_select_ident(rn->net, skb, NULL);
	skb->protocol = htons(ETH_P_IP);
	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	/* No copy of a multicast for this node's own multicast routing */
	IPCB(skb)->flags |= IPSKB_FORWARDED;
	if (opt_len) {
		memcpy(iph + 1, router_alert_v4, opt_len);
		IPCB(skb)->opt.optlen = opt_len;
		IPCB(skb)->opt.router_alert = sizeof(*iph);
	}
	err = ip_local_out(rn->net, NULL, skb);
	return net_xmit_eval(err);
}

#if IS_ENABLED(CONFIG_IPV6)
static struct dst_entry *route_v6(struct rsvp_net *rn, const struct rsvp_tx *tx,
				  struct in6_addr *saddr)
{
	struct flowi6 fl6 = {
		.daddr		= tx->dst.v6,
		.saddr		= tx->src.v6,
		.flowi6_oif	= tx->oif,
		.flowi6_proto	= RSVP_IPPROTO,
		.flowlabel	= ip6_make_flowinfo(tx->tos, 0),
		.flowi6_flags	= FLOWI_FLAG_ANYSRC,
	};
	struct dst_entry *dst = ip6_route_output(rn->net, NULL, &fl6);
	int err = dst->error;

	if (!err && ipv6_addr_any(&fl6.saddr))
		err = ipv6_dev_get_saddr(rn->net, dst->dev, &fl6.daddr, 0,
					 &fl6.saddr);
	if (err) {
		dst_release(dst);
		return ERR_PTR(err);
	}
	*saddr = fl6.saddr;
	return dst;
}

static int output_v6(struct rsvp_net *rn, const struct rsvp_tx *tx,
		     const struct rsvp_builder *b)
{
	size_t opt_len = tx->router_alert ? sizeof(router_alert_v6) : 0;
	struct in6_addr saddr = tx->src.v6;
	struct ipv6hdr *ip6h;
	struct dst_entry *dst;
	struct sk_buff *skb;
	int err;

	if (opt_len + b->len > IPV6_MAXPLEN)
		return -EMSGSIZE;
	dst = tx->along ? dst_clone(tx->along) : route_v6(rn, tx, &saddr);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	skb = tx_skb(dst, b, sizeof(*ip6h) + opt_len);
	dst_release(dst);
	if (!skb)
		return -ENOMEM;

	ip6h = ipv6_hdr(skb);
	ip6_flow_hdr(ip6h, tx->tos, 0);
	ip6h->payload_len = htons(opt_len + b->len);
	ip6h->nexthdr = opt_len ? NEXTHDR_HOP : RSVP_IPPROTO;
	ip6h->hop_limit = tx->ttl;
	ip6h->saddr = saddr;
	ip6h->daddr = tx->dst.v6;
	memcpy(ip6h + 1, router_alert_v6, opt_len);
	skb->protocol = htons(ETH_P_IPV6);
	memset(IP6CB(skb), 0, sizeof(*IP6CB(skb)));
	IP6CB(skb)->flags |= IP6SKB_FORWARDED;
	err = ip6_local_out(rn->net, NULL, skb);
	return net_xmit_eval(err);
}
#else
static int output_v6(struct rsvp_net *rn, const struct rsvp_tx *tx,
		     const struct rsvp_builder *b)
{
	return -EAFNOSUPPORT;
}
#endif

/**
 * rsvp_tx_start() - begin a message in the worker's buffer
 * @rn: the namespace
 * @b: builder to set up
 * @type: enum rsvp_msg_type
 * @ttl: Send_TTL; the same must be given to rsvp_output()
 *
 * There is one buffer: build and send before the next is begun.
 *
 * Context: rn->lock held.
 */
void rsvp_tx_start(struct rsvp_net *rn, struct rsvp_builder *b, u8 type, u8 ttl)
{
	lockdep_assert_held(&rn->lock);

	rsvp_build_start(b, rn->tx, rn->tx_size, type, ttl);
}

/**
 * rsvp_output() - finish a message and send it
 * @rn: the namespace
 * @tx: from, to, how
 * @b: the message; its length and checksum are filled in here
 *
 * Context: rn->lock held, BH enabled.
 * Return: 0, or a negative errno, counted.
 */
int rsvp_output(struct rsvp_net *rn, const struct rsvp_tx *tx,
		struct rsvp_builder *b)
{
	int err;

	lockdep_assert_held(&rn->lock);

	if (rn->dead)
		return -ENODEV;
	err = rsvp_build_finish(b);
	if (err > 0)
		err = tx->dst.family == AF_INET ? output_v4(rn, tx, b) :
						  output_v6(rn, tx, b);
	switch (err) {
	case 0:
		rsvp_count_tx(rn, ((struct rsvp_hdr *)b->buf)->type);
		return 0;
	case -EMSGSIZE:
		rsvp_count_drop(rn, RSVP_DROP_TX_SIZE);
		break;
	case -ENETUNREACH:
	case -EHOSTUNREACH:
		rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
		break;
	case -ENOMEM:
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		break;
	default:
		rsvp_count_drop(rn, RSVP_DROP_TX_ERROR);
	}
	return err;
}
