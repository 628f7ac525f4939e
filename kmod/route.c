// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 2205, 3.11.4: Route Query. The answer is where the data flow goes, asked
 * with all that routing may look at: addresses, protocol, ports, DSCP, mark,
 * incoming interface, multipath hash. A Path is then sent along that very route.
 */
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/route.h>

#include "rsvp.h"

/* The multipath hash of layer 4 is taken from a packet's bytes: make its head */
static struct sk_buff *flow_head_v4(const struct rsvp_flow_key *flow,
				    struct net_device *dev)
{
	struct sk_buff *skb;
	struct udphdr *uh;
	struct iphdr *iph;

	skb = alloc_skb(sizeof(*iph) + sizeof(*uh), GFP_ATOMIC);
	if (!skb)
		return NULL;
	skb_reset_network_header(skb);
	iph = skb_put_zero(skb, sizeof(*iph));
	skb_set_transport_header(skb, sizeof(*iph));
	uh = skb_put_zero(skb, sizeof(*uh));
	iph->version = 4;
	iph->ihl = sizeof(*iph) / 4;
	iph->tot_len = htons(skb->len);
	iph->ttl = 64;
	iph->protocol = flow->key->proto;
	iph->saddr = flow->sender->src.v4;
	iph->daddr = flow->key->dst.v4;
	iph->tos = flow->tos;
	uh->source = flow->sender->sport;
	uh->dest = flow->key->dport;
	skb->dev = dev;
	skb->mark = flow->mark;
	skb->protocol = htons(ETH_P_IP);
	return skb;
}

/* As ip_rcv_finish() would route a packet of the flow that came in by dev */
static int route_transit_v4(struct rsvp_net *rn,
			    const struct rsvp_flow_key *flow,
			    struct rsvp_route *rt)
{
	struct net_device *dev;
	struct sk_buff *skb;
	int err = -ENODEV;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(rn->net, flow->iif);
	if (!dev)
		goto out;
	err = -ENOMEM;
	skb = flow_head_v4(flow, dev);
	if (!skb)
		goto out;
	err = ip_route_input_noref(skb, flow->key->dst.v4,
				   flow->sender->src.v4, flow->tos, dev);
	if (!err) {
		skb_dst_force(skb);
		rt->dst = skb_dst(skb);
		if (rt->dst)
			dst_hold(rt->dst);
		else
			err = -EHOSTUNREACH;
	}
	/* Ours, and never on any wire: no loss, whatever the answer */
	consume_skb(skb);
out:
	rcu_read_unlock();
	return err;
}

static int route_local_v4(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
			  struct rsvp_route *rt)
{
	struct flowi4 fl4 = {
		.daddr		= flow->key->dst.v4,
		.saddr		= flow->sender->src.v4,
		.flowi4_proto	= flow->key->proto,
		.flowi4_tos	= RT_TOS(flow->tos),
		.flowi4_mark	= flow->mark,
		.fl4_sport	= flow->sender->sport,
		.fl4_dport	= flow->key->dport,
	};
	/* Without an IPsec policy, as in IPv6: one that is meant for the data
	 * would take the Path with it, and no router would see it
	 */
	struct rtable *r = __ip_route_output_key(rn->net, &fl4);

	if (IS_ERR(r))
		return PTR_ERR(r);
	rt->dst = &r->dst;
	return 0;
}

static int route_v4(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
		    struct rsvp_route *rt)
{
	const struct rtable *r;
	int err;

	err = flow->iif ? route_transit_v4(rn, flow, rt) :
			  route_local_v4(rn, flow, rt);
	if (err)
		return err;
	r = (const struct rtable *)rt->dst;
	rt->local = r->rt_type == RTN_LOCAL;
	rt->gw.family = r->rt_gw_family;
	if (r->rt_gw_family == AF_INET)
		rt->gw.v4 = r->rt_gw4;
	else if (r->rt_gw_family == AF_INET6)
		rt->gw.v6 = r->rt_gw6;
	/* By a broadcast's route nothing can be sent, and no route is one, too */
	if (r->dst.error || (!rt->local && r->rt_type != RTN_UNICAST)) {
		rsvp_route_put(rt);
		return -EHOSTUNREACH;
	}
	return 0;
}

#if IS_ENABLED(CONFIG_IPV6)
static int route_v6(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
		    struct rsvp_route *rt)
{
	struct flowi6 fl6 = {
		.daddr		= flow->key->dst.v6,
		.saddr		= flow->sender->src.v6,
		.flowi6_proto	= flow->key->proto,
		.flowi6_iif	= flow->iif,
		.flowi6_mark	= flow->mark,
		.flowlabel	= ip6_make_flowinfo(flow->tos,
						    htonl(flow->sender->label)),
		.fl6_sport	= flow->sender->sport,
		.fl6_dport	= flow->key->dport,
	};
	const struct rt6_info *r;
	struct net_device *dev;
	int err = 0;

	if (flow->iif) {
		rcu_read_lock();
		dev = dev_get_by_index_rcu(rn->net, flow->iif);
		rt->dst = dev ? ip6_route_input_lookup(rn->net, dev, &fl6, NULL,
						       RT6_LOOKUP_F_HAS_SADDR) :
				NULL;
		/* A router forwards by what the interface allows */
		if (dev && rt->dst && !rt->dst->error) {
			const struct inet6_dev *idev = __in6_dev_get(dev);

			r = (const struct rt6_info *)rt->dst;
			if (!(r->rt6i_flags & RTF_LOCAL) &&
			    (!idev || !READ_ONCE(idev->cnf.forwarding)))
				err = -EHOSTUNREACH;
		}
		rcu_read_unlock();
	} else {
		rt->dst = ip6_route_output(rn->net, NULL, &fl6);
	}
	if (!rt->dst)
		return -ENODEV;
	if (!err)
		err = rt->dst->error;
	if (err) {
		dst_release(rt->dst);
		rt->dst = NULL;
		return err;
	}
	r = (const struct rt6_info *)rt->dst;
	rt->local = r->rt6i_flags & RTF_LOCAL;
	if (!ipv6_addr_any(&r->rt6i_gateway)) {
		rt->gw.family = AF_INET6;
		rt->gw.v6 = r->rt6i_gateway;
	}
	return 0;
}

static struct dst_entry *along_v6(struct rsvp_net *rn, struct net_device *dev,
				  const struct rsvp_out *out)
{
	struct inet6_dev *idev = in6_dev_get(dev);
	struct rt6_info *r;

	if (!idev)
		return NULL;
	r = ip6_dst_alloc(rn->net, dev, 0);
	if (!r) {
		in6_dev_put(idev);
		return NULL;
	}
	r->dst.output = ip6_output;
	r->rt6i_idev = idev;
	if (out->gw.family == AF_INET6) {
		r->rt6i_flags |= RTF_GATEWAY;
		r->rt6i_gateway = out->gw.v6;
	}
	return &r->dst;
}
#else
static int route_v6(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
		    struct rsvp_route *rt)
{
	return -EAFNOSUPPORT;
}

static struct dst_entry *along_v6(struct rsvp_net *rn, struct net_device *dev,
				  const struct rsvp_out *out)
{
	return NULL;
}
#endif

static struct dst_entry *along_v4(struct net_device *dev,
				  const struct rsvp_out *out)
{
	struct rtable *r = rt_dst_alloc(dev, 0, RTN_UNICAST, true);

	if (!r)
		return NULL;
	r->rt_gw_family = out->gw.family;
	r->rt_uses_gateway = !!out->gw.family;
	if (out->gw.family == AF_INET)
		r->rt_gw4 = out->gw.v4;
	else if (out->gw.family == AF_INET6)
		r->rt_gw6 = out->gw.v6;
	return &r->dst;
}

/**
 * rsvp_route_along() - the route by a way out that need not be routing's any more
 * @rn: the namespace
 * @family: AF_INET or AF_INET6, of what is to be sent
 * @out: interface and next router
 *
 * Context: process, rn->lock held.
 * Return: the route, to be released by dst_release(); NULL if there is none.
 */
struct dst_entry *rsvp_route_along(struct rsvp_net *rn, u32 family,
				   const struct rsvp_out *out)
{
	struct dst_entry *dst = NULL;
	struct net_device *dev;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(rn->net, out->ifindex);
	if (dev && (dev->flags & IFF_UP))
		dst = family == AF_INET ? along_v4(dev, out) :
					  along_v6(rn, dev, out);
	rcu_read_unlock();
	return dst;
}

/**
 * rsvp_route_flow() - where does a data flow leave this node?
 * @rn: the namespace
 * @flow: the flow
 * @rt: the answer; release with rsvp_route_put()
 *
 * Context: process, rn->lock held.
 * Return: 0, or a negative errno when there is no way.
 */
int rsvp_route_flow(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
		    struct rsvp_route *rt)
{
	int err;

	memset(rt, 0, sizeof(*rt));
	if (rsvp_addr_is_multicast(&flow->key->dst))
		return rsvp_route_multicast(rn, flow, rt);
	if (flow->key->dst.family == AF_INET)
		err = route_v4(rn, flow, rt);
	else
		err = route_v6(rn, flow, rt);
	if (err)
		memset(&rt->gw, 0, sizeof(rt->gw));
	else if (!rt->local)
		rt->outs[rt->n_outs++] = rt->dst->dev->ifindex;
	return err;
}

/**
 * rsvp_route_put() - release what rsvp_route_flow() answered
 * @rt: the answer
 */
void rsvp_route_put(struct rsvp_route *rt)
{
	dst_release(rt->dst);
	rt->dst = NULL;
}

/**
 * rsvp_addr_is_local() - is this an address of the node?
 * @rn: the namespace
 * @addr: the address
 *
 * Return: true if packets to it end here.
 */
bool rsvp_addr_is_local(struct rsvp_net *rn, const struct rsvp_addr *addr)
{
	bool local = false;

	/* By address, not by route: a VRF has a local table of its own */
	rcu_read_lock();
	if (addr->family == AF_INET)
		local = __ip_dev_find(rn->net, addr->v4, false);
#if IS_ENABLED(CONFIG_IPV6)
	else
		local = ipv6_chk_addr(rn->net, &addr->v6, NULL, 0);
#endif
	rcu_read_unlock();
	return local;
}

/**
 * rsvp_route_source() - the address that a socket bound to none sends from
 * @rn: the namespace
 * @dst: to this destination
 * @oif: interface that it is bound to; 0: none
 * @mark: of its packets
 * @tos: ToS byte or traffic class of its packets
 * @src: the answer
 *
 * Context: process.
 * Return: false if there is no route.
 */
bool rsvp_route_source(struct rsvp_net *rn, const struct rsvp_addr *dst,
		       int oif, u32 mark, u8 tos, struct rsvp_addr *src)
{
	struct rsvp_addr found = { .family = dst->family };

	if (dst->family == AF_INET) {
		struct flowi4 fl4 = {
			.daddr		= dst->v4,
			.flowi4_oif	= oif,
			.flowi4_mark	= mark,
			.flowi4_tos	= RT_TOS(tos),
		};
		struct rtable *r = __ip_route_output_key(rn->net, &fl4);

		if (IS_ERR(r))
			return false;
		ip_rt_put(r);
		found.v4 = fl4.saddr;
	}
#if IS_ENABLED(CONFIG_IPV6)
	if (dst->family == AF_INET6) {
		struct flowi6 fl6 = {
			.daddr		= dst->v6,
			.flowi6_oif	= oif,
			.flowi6_mark	= mark,
		};
		struct dst_entry *r = ip6_route_output(rn->net, NULL, &fl6);
		int err = r->error;

		err = err ?: ipv6_dev_get_saddr(rn->net, r->dev, &dst->v6, 0,
						&found.v6);
		dst_release(r);
		if (err)
			return false;
	}
#endif
	*src = found;
	return true;
}

/**
 * rsvp_iface_down() - does nothing get through an interface?
 * @rn: the namespace
 * @ifindex: the interface
 *
 * Context: any.
 * Return: true if it is not there, is down or has no carrier.
 */
bool rsvp_iface_down(struct rsvp_net *rn, int ifindex)
{
	const struct net_device *dev;
	bool down;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(rn->net, ifindex);
	down = !dev || !netif_running(dev) || !netif_carrier_ok(dev);
	rcu_read_unlock();
	return down;
}

/* An address of family 0 is none, which no interface has */
static bool iface_has(struct rsvp_net *rn, int ifindex,
		      const struct rsvp_addr *addr)
{
	const struct in_ifaddr *ifa;
	struct in_device *in_dev;
	struct net_device *dev;
	bool has = false;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(rn->net, ifindex);
	in_dev = dev && addr->family == AF_INET ? __in_dev_get_rcu(dev) : NULL;
	if (in_dev)
		in_dev_for_each_ifa_rcu(ifa, in_dev)
			has |= ifa->ifa_local == addr->v4;
#if IS_ENABLED(CONFIG_IPV6)
	if (dev && addr->family == AF_INET6)
		has = ipv6_chk_addr(rn->net, &addr->v6, dev, 1);
#endif
	rcu_read_unlock();
	return has;
}

/**
 * rsvp_iface_addr() - the address by which an interface names itself
 * @rn: the namespace
 * @ifindex: the interface
 * @towards: whom it talks to: sets the family, and the subnet if it has several
 * @addr: the answer, for RSVP_HOP and Error Node Address
 *
 * An interface without an address of its own has that of another one.
 *
 * Return: false if there is none of that family.
 */
bool rsvp_iface_addr(struct rsvp_net *rn, int ifindex,
		     const struct rsvp_addr *towards, struct rsvp_addr *addr)
{
	struct net_device *dev;
	bool found = false;

	memset(addr, 0, sizeof(*addr));
	addr->family = towards->family;
	rcu_read_lock();
	dev = dev_get_by_index_rcu(rn->net, ifindex);
	if (dev && addr->family == AF_INET) {
		addr->v4 = inet_select_addr(dev, towards->v4,
					    RT_SCOPE_UNIVERSE);
		found = addr->v4;
	}
#if IS_ENABLED(CONFIG_IPV6)
	if (dev && addr->family == AF_INET6)
		found = !ipv6_dev_get_saddr(rn->net, dev, &towards->v6, 0,
					    &addr->v6);
#endif
	rcu_read_unlock();
	return found;
}

/**
 * rsvp_hop_addr() - the address by which a neighbour knows this node
 * @rn: the namespace
 * @ifindex: the interface towards it
 * @told: what RSVP_HOP said so far; family 0: nothing
 * @towards: see rsvp_iface_addr()
 * @addr: the answer, for RSVP_HOP
 *
 * What was told stands for as long as the interface has it or is down, and what
 * another one has lent it, for as long as the node has that: to the neighbour
 * another hop is another node.
 *
 * Context: any.
 * Return: false if there is none.
 */
bool rsvp_hop_addr(struct rsvp_net *rn, int ifindex,
		   const struct rsvp_addr *told,
		   const struct rsvp_addr *towards, struct rsvp_addr *addr)
{
	if (iface_has(rn, ifindex, told) ||
	    (told->family && rsvp_iface_down(rn, ifindex))) {
		*addr = *told;
		return true;
	}
	if (!rsvp_iface_addr(rn, ifindex, towards, addr))
		return false;
	if (told->family && !iface_has(rn, ifindex, addr) &&
	    rsvp_addr_is_local(rn, told))
		*addr = *told;
	return true;
}
