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

/* RFC 2113; and RFC 2711 in a hop-by-hop header, 8 bytes: what follows it, and the
 * value are that of the protocol
 */
static const u8 router_alert_v4[4] = { IPOPT_RA, 4, 0, 0 };
enum { ROUTER_ALERT_V6_LEN = 8 };

static struct sk_buff *tx_skb(struct dst_entry *dst,
			      const struct rsvp_payload *load, size_t ip_len)
{
	struct sk_buff *skb;

	skb = alloc_skb(LL_RESERVED_SPACE(dst->dev) + ip_len + load->len,
			GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dst->dev));
	skb_reset_network_header(skb);
	skb_put(skb, ip_len);
	skb_set_transport_header(skb, ip_len);
	skb_put_data(skb, load->data, load->len);
	skb->priority = TC_PRIO_CONTROL;
	skb->ignore_df = 1;
	skb_dst_set(skb, dst_clone(dst));
	return skb;
}

static struct dst_entry *route_v4(struct rsvp_net *rn, const struct rsvp_tx *tx,
				  u8 proto, __be32 *saddr)
{
	struct flowi4 fl4 = {
		.daddr		= tx->dst.v4,
		.saddr		= tx->src.v4,
		.flowi4_oif	= tx->oif,
		.flowi4_proto	= proto,
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
		     const struct rsvp_payload *load)
{
	size_t opt_len = tx->router_alert ? sizeof(router_alert_v4) : 0;
	__be32 saddr = tx->src.v4;
	struct dst_entry *dst;
	struct sk_buff *skb;
	struct iphdr *iph;
	int err;

	if (sizeof(*iph) + opt_len + load->len > IP_MAX_MTU)
		return -EMSGSIZE;
	dst = tx->along ? dst_clone(tx->along) : route_v4(rn, tx, load->proto, &saddr);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	skb = tx_skb(dst, load, sizeof(*iph) + opt_len);
	dst_release(dst);
	if (!skb)
		return -ENOMEM;

	iph = ip_hdr(skb);
	iph->version = 4;
	iph->ihl = (sizeof(*iph) + opt_len) / 4;
	iph->tos = tx->tos;
	iph->frag_off = 0;
	iph->ttl = tx->ttl;
	iph->protocol = load->proto;
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
				  u8 proto, struct in6_addr *saddr)
{
	struct flowi6 fl6 = {
		.daddr		= tx->dst.v6,
		.saddr		= tx->src.v6,
		.flowi6_oif	= tx->oif,
		.flowi6_proto	= proto,
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

static void router_alert_v6(u8 *hop, u8 proto)
{
	hop[0] = proto;
	hop[2] = IPV6_TLV_ROUTERALERT;
	hop[3] = 2;
	/* RFC 2711, 2.1: 0 is MLD's */
	hop[5] = proto == RSVP_IPPROTO;
	hop[6] = IPV6_TLV_PADN;
	hop[1] = 0;
	hop[4] = 0;
	hop[7] = 0;
}

static int output_v6(struct rsvp_net *rn, const struct rsvp_tx *tx,
		     const struct rsvp_payload *load)
{
	size_t opt_len = tx->router_alert ? ROUTER_ALERT_V6_LEN : 0;
	struct in6_addr saddr = tx->src.v6;
	struct ipv6hdr *ip6h;
	struct dst_entry *dst;
	struct sk_buff *skb;
	int err;

	if (opt_len + load->len > IPV6_MAXPLEN)
		return -EMSGSIZE;
	dst = tx->along ? dst_clone(tx->along) : route_v6(rn, tx, load->proto, &saddr);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	skb = tx_skb(dst, load, sizeof(*ip6h) + opt_len);
	dst_release(dst);
	if (!skb)
		return -ENOMEM;

	ip6h = ipv6_hdr(skb);
	ip6_flow_hdr(ip6h, tx->tos, 0);
	ip6h->payload_len = htons(opt_len + load->len);
	ip6h->nexthdr = opt_len ? NEXTHDR_HOP : load->proto;
	ip6h->hop_limit = tx->ttl;
	ip6h->saddr = saddr;
	ip6h->daddr = tx->dst.v6;
	if (opt_len)
		router_alert_v6((u8 *)(ip6h + 1), load->proto);
	skb->protocol = htons(ETH_P_IPV6);
	memset(IP6CB(skb), 0, sizeof(*IP6CB(skb)));
	IP6CB(skb)->flags |= IP6SKB_FORWARDED;
	err = ip6_local_out(rn->net, NULL, skb);
	return net_xmit_eval(err);
}
#else
static int output_v6(struct rsvp_net *rn, const struct rsvp_tx *tx,
		     const struct rsvp_payload *load)
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
 * rsvp_output_ip() - send an IP packet
 * @rn: the namespace
 * @tx: from, to, how
 * @load: what is in it
 *
 * Context: rn->lock held, BH enabled.
 * Return: 0, or a negative errno; above 0: dropped on the way out.
 */
int rsvp_output_ip(struct rsvp_net *rn, const struct rsvp_tx *tx,
		   const struct rsvp_payload *load)
{
	lockdep_assert_held(&rn->lock);

	return tx->dst.family == AF_INET ? output_v4(rn, tx, load) :
					   output_v6(rn, tx, load);
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
	struct rsvp_payload load = { .proto = RSVP_IPPROTO };
	int err;

	lockdep_assert_held(&rn->lock);

	if (rn->dead)
		return -ENODEV;
	err = rsvp_build_finish(b);
	load.data = b->buf;
	load.len = b->len;
	if (err > 0)
		err = rsvp_output_ip(rn, tx, &load);
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
