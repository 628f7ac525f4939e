// SPDX-License-Identifier: GPL-2.0
/*
 * Route_Query for multicast (RFC 2205, 3.11.3): where the kernel's own multicast
 * forwarding sends what a sender sends to a group. It is asked by rtnetlink, so
 * whoever maintains its routes (PIM, smcroute, an administrator), they are
 * followed.
 */
#include <linux/in.h>
#include <linux/inetdevice.h>
#include <linux/mroute.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/l3mdev.h>
#include <net/netlink.h>
#include <net/rtnh.h>

#include "rsvp.h"
#include "rtnl.h"

/* A link's threshold is 1 at least, and what passes it has a TTL above */
#define TTL_OF_A_MISS	1

/**
 * struct mfc - an entry of the kernel's multicast forwarding cache
 * @found: there is one
 * @iif: interface that it expects the sender's packets by; 0: unknown
 * @n_outs: how many
 * @outs: interfaces that it sends them out of
 * @thresholds: TTL that they need more than
 */
struct mfc {
	bool found;
	int iif;
	u32 n_outs;
	int outs[RSVP_MAX_OUTS];
	u8 thresholds[RSVP_MAX_OUTS];
};

static void mfc_outs(struct mfc *mfc, const struct nlattr *attr)
{
	const struct rtnexthop *nh = nla_data(attr);
	int left = nla_len(attr);

	while (rtnh_ok(nh, left) && mfc->n_outs < RSVP_MAX_OUTS) {
		mfc->outs[mfc->n_outs] = nh->rtnh_ifindex;
		mfc->thresholds[mfc->n_outs++] = nh->rtnh_hops;
		nh = rtnh_next(nh, &left);
	}
}

static void mfc_reply(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *attr;
	struct mfc *mfc = arg;
	int left;

	if (nlh->nlmsg_type != RTM_NEWROUTE)
		return;
	mfc->found = true;
	nlmsg_for_each_attr(attr, nlh, sizeof(struct rtmsg), left) {
		switch (nla_type(attr)) {
		case RTA_IIF:
			mfc->iif = nla_get_u32(attr);
			break;
		case RTA_MULTIPATH:
			mfc_outs(mfc, attr);
			break;
		}
	}
}

static int put_addr(struct sk_buff *msg, int type, const struct rsvp_addr *addr)
{
	return addr->family == AF_INET ?
	       nla_put_in_addr(msg, type, addr->v4) :
	       nla_put_in6_addr(msg, type, &addr->v6);
}

/* A VRF has a table of its own; without a number IPv6 looks for that of IPv4 */
static u32 mfc_table(struct rsvp_net *rn, int iif, bool v4)
{
	return l3mdev_fib_table_by_index(rn->net, iif) ?:
	       (v4 ? RT_TABLE_DEFAULT : RT6_TABLE_DFLT);
}

/* One entry, exactly */
static int mfc_get(struct rsvp_net *rn, const struct rsvp_addr *src,
		   const struct rsvp_addr *group, int iif, struct mfc *mfc)
{
	bool v4 = group->family == AF_INET;
	struct sk_buff *msg;
	struct rtmsg *rtm;
	int err;

	memset(mfc, 0, sizeof(*mfc));
	err = rsvp_rtnl_open(rn);
	if (err)
		return err;
	msg = rsvp_rtnl_new(RTM_GETROUTE, 0, sizeof(*rtm));
	if (!msg)
		return -ENOMEM;
	rtm = nlmsg_data(nlmsg_hdr(msg));
	rtm->rtm_family = v4 ? RTNL_FAMILY_IPMR : RTNL_FAMILY_IP6MR;
	rtm->rtm_src_len = v4 ? 32 : 128;
	rtm->rtm_dst_len = rtm->rtm_src_len;
	if (put_addr(msg, RTA_SRC, src) || put_addr(msg, RTA_DST, group) ||
	    nla_put_u32(msg, RTA_TABLE, mfc_table(rn, iif, v4))) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	err = rsvp_rtnl_talk(rn, msg, mfc_reply, mfc);
	if (!err && !mfc->found)
		err = -ENOENT;
	return err;
}

static bool is_out(const struct mfc *mfc, int ifindex)
{
	u32 i;

	for (i = 0; i < mfc->n_outs; i++)
		if (mfc->outs[i] == ifindex)
			return true;
	return false;
}

/* As ip_mr_input() finds it: the sender's own entry, else that of its group, for
 * what comes in by one of the group's interfaces
 */
static int mfc_find(struct rsvp_net *rn, const struct rsvp_addr *src,
		    const struct rsvp_addr *group, int iif, struct mfc *mfc)
{
	struct rsvp_addr any = { .family = group->family };
	int err;

	err = mfc_get(rn, src, group, iif, mfc);
	if (err != -ENOENT)
		return err;
	err = mfc_get(rn, &any, group, iif, mfc);
	if (!err && is_out(mfc, iif))
		mfc->iif = iif;
	return err;
}

/* RFC 2209, PATH MESSAGE ARRIVES: a local sender leaves by "the single interface
 * whose address matches the sender address"; the kernel sends its data so, too
 */
static int sender_iface(struct rsvp_net *rn, const struct rsvp_addr *src)
{
	struct net_device *dev = NULL;
	int ifindex = 0;

	rcu_read_lock();
	if (src->family == AF_INET)
		dev = __ip_dev_find(rn->net, src->v4, false);
#if IS_ENABLED(CONFIG_IPV6)
	else
		dev = ipv6_dev_find(rn->net, &src->v6, NULL);
#endif
	if (dev)
		ifindex = dev->ifindex;
	rcu_read_unlock();
	return ifindex;
}

/* Is there path state of the sender by this interface, too? */
static bool comes_in_by(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
			int ifindex)
{
	const struct rsvp_session *sess = rsvp_session_find(rn, flow->key);
	const struct rsvp_psb *psb;

	if (!sess)
		return false;
	list_for_each_entry(psb, &sess->psbs, list)
		if (psb->iif == ifindex &&
		    rsvp_filter_eq(&psb->sender, flow->sender))
			return true;
	return false;
}

/* RFC 2205, 3.9, case 2: "may forward data within the router from Isp to Iapp":
 * the kernel gives what it forwards to who has joined where it leaves. In case 1
 * it comes in there as well, and is that PSB's.
 */
static bool delivers(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
		     int oif)
{
	return rsvp_member(rn, oif, &flow->key->dst) &&
	       !comes_in_by(rn, flow, oif);
}

/**
 * rsvp_route_multicast() - where does what a sender sends to a group leave?
 * @rn: the namespace
 * @flow: the flow
 * @rt: the answer, zeroed before
 *
 * A sender that comes in by another interface than multicast forwarding expects
 * has no way out: its PSB is Local_Only.
 *
 * Context: process, rn->lock held, RTNL not held.
 * Return: 0; -EXDEV when multicast forwarding expects it by another interface,
 * or another negative errno when it does not know it. Either way @rt->local is
 * what it is.
 */
int rsvp_route_multicast(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
			 struct rsvp_route *rt)
{
	const struct rsvp_addr *group = &flow->key->dst;
	const struct rsvp_addr *src = &flow->sender->src;
	int iif = flow->iif ?: sender_iface(rn, src);
	struct mfc mfc;
	int err;
	u32 i;

	lockdep_assert_held(&rn->lock);

	if (!flow->iif) {
		rt->known = true;
		if (iif)
			rt->outs[rt->n_outs++] = iif;
	} else {
		rt->local = rsvp_member(rn, iif, group);
	}
	err = mfc_find(rn, src, group, iif, &mfc);
	if (err)
		return flow->iif ? err : 0;
	rt->known = true;
	if (mfc.iif != iif)
		return flow->iif ? -EXDEV : 0;
	for (i = 0; i < mfc.n_outs && rt->n_outs < RSVP_MAX_OUTS; i++) {
		if (mfc.outs[i] == iif || flow->ttl < mfc.thresholds[i])
			continue;
		rt->outs[rt->n_outs++] = mfc.outs[i];
		if (flow->iif)
			rt->local |= delivers(rn, flow, mfc.outs[i]);
	}
	return 0;
}

static bool forwards_multicast(const struct rsvp_rx *rx)
{
	const struct net_device *dev = rx->entry->dev;
	bool forwards = false;

	rcu_read_lock();
	if (rx->src.family == AF_INET) {
		struct in_device *in_dev = __in_dev_get_rcu(dev);

		forwards = in_dev && IN_DEV_MFORWARD(in_dev);
#if IS_ENABLED(CONFIG_IPV6)
	} else {
		const struct inet6_dev *idev = __in6_dev_get(dev);

		forwards = idev &&
			   atomic_read(&dev_net(dev)->ipv6.devconf_all->mc_forwarding) &&
			   atomic_read(&idev->cnf.mc_forwarding);
#endif
	}
	rcu_read_unlock();
	return forwards;
}

/**
 * rsvp_mroute_miss() - have whoever routes multicast asked about a sender
 * @rn: the namespace
 * @rx: its Path
 *
 * Without data the kernel would never ask (IGMPMSG_NOCACHE, MRT6MSG_NOCACHE). A
 * copy of the Path makes it, which by its TTL goes nowhere when the answer comes.
 *
 * Context: process, rn->lock held.
 */
void rsvp_mroute_miss(struct rsvp_net *rn, const struct rsvp_rx *rx)
{
	if (rx->entry && forwards_multicast(rx))
		rsvp_pass_copy(rn, rx->entry, TTL_OF_A_MISS);
}
