// SPDX-License-Identifier: GPL-2.0
/*
 * Group membership of this node: who is a member of what, and joining groups for
 * reservations that nobody's socket stands behind.
 */
#include <linux/igmp.h>
#include <linux/inetdevice.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ip6_route.h>
#include <net/route.h>

#include "rsvp.h"

static bool member_v4(const struct net_device *dev, __be32 group)
{
	const struct in_device *in_dev = __in_dev_get_rcu(dev);
	const struct ip_mc_list *im;

	if (!in_dev)
		return false;
	for (im = rcu_dereference(in_dev->mc_list); im;
	     im = rcu_dereference(im->next_rcu))
		if (im->multiaddr == group)
			return true;
	return false;
}

#if IS_ENABLED(CONFIG_IPV6)
static bool member_v6(const struct net_device *dev,
		      const struct in6_addr *group)
{
	const struct inet6_dev *idev = __in6_dev_get(dev);
	const struct ifmcaddr6 *mc;

	if (!idev)
		return false;
	for (mc = rcu_dereference(idev->mc_list); mc;
	     mc = rcu_dereference(mc->next))
		if (ipv6_addr_equal(&mc->mca_addr, group))
			return true;
	return false;
}
#else
static bool member_v6(const struct net_device *dev,
		      const struct in6_addr *group)
{
	return false;
}
#endif

/**
 * rsvp_member() - is this node a member of a group on an interface?
 * @rn: the namespace
 * @ifindex: the interface
 * @group: the group; for another address there are no members
 *
 * Context: any.
 * Return: true if so, whoever joined.
 */
bool rsvp_member(struct rsvp_net *rn, int ifindex, const struct rsvp_addr *group)
{
	const struct net_device *dev;
	bool member = false;

	if (!rsvp_addr_is_multicast(group))
		return false;
	rcu_read_lock();
	dev = dev_get_by_index_rcu(rn->net, ifindex);
	if (dev)
		member = group->family == AF_INET ?
			 member_v4(dev, group->v4) : member_v6(dev, &group->v6);
	rcu_read_unlock();
	return member;
}

/**
 * rsvp_member_iface() - the interface to join a group on when none is named
 * @rn: the namespace
 * @group: the group
 *
 * Context: process.
 * Return: ifindex of where a route to the group leads, as for a socket that
 * joins; 0: there is none.
 */
int rsvp_member_iface(struct rsvp_net *rn, const struct rsvp_addr *group)
{
	int ifindex = 0;

	if (group->family == AF_INET) {
		struct flowi4 fl4 = { .daddr = group->v4 };
		struct rtable *rt = ip_route_output_key(rn->net, &fl4);

		if (IS_ERR(rt))
			return 0;
		ifindex = rt->dst.dev->ifindex;
		ip_rt_put(rt);
	}
#if IS_ENABLED(CONFIG_IPV6)
	if (group->family == AF_INET6) {
		struct rt6_info *rt = rt6_lookup(rn->net, &group->v6, NULL, 0,
						 NULL, 0);

		if (!rt)
			return 0;
		ifindex = rt->dst.dev->ifindex;
		ip6_rt_put(rt);
	}
#endif
	return ifindex;
}

static int count_v4(struct net_device *dev, __be32 group, bool join)
{
	struct in_device *in_dev = __in_dev_get_rtnl(dev);

	if (!in_dev)
		return -ENODEV;
	if (join)
		ip_mc_inc_group(in_dev, group);
	else
		ip_mc_dec_group(in_dev, group);
	return 0;
}

#if IS_ENABLED(CONFIG_IPV6)
static int count_v6(struct net_device *dev, const struct in6_addr *group,
		    bool join)
{
	return join ? ipv6_dev_mc_inc(dev, group) : ipv6_dev_mc_dec(dev, group);
}

static bool has_v6(const struct net_device *dev)
{
	return __in6_dev_get(dev);
}
#else
static int count_v6(struct net_device *dev, const struct in6_addr *group,
		    bool join)
{
	return -EAFNOSUPPORT;
}

static bool has_v6(const struct net_device *dev)
{
	return false;
}
#endif

static bool has_ip(const struct net_device *dev, u32 family)
{
	return family == AF_INET ? !!__in_dev_get_rtnl(dev) : has_v6(dev);
}

/* One member more, or one less */
static int member_count(struct rsvp_net *rn, const struct rsvp_membership *m,
			bool join)
{
	struct net_device *dev = __dev_get_by_index(rn->net, m->ifindex);

	if (!dev)
		return -ENODEV;
	return m->group.family == AF_INET ?
	       count_v4(dev, m->group.v4, join) :
	       count_v6(dev, &m->group.v6, join);
}

/**
 * rsvp_member_join() - join a group on an interface
 * @rn: the namespace
 * @m: which, and where; kept until rsvp_member_leave() if this succeeds
 *
 * IGMP or MLD tells the routers.
 *
 * Context: process, rn->lock held, RTNL not held.
 * Return: 0, or a negative errno.
 */
int rsvp_member_join(struct rsvp_net *rn, struct rsvp_membership *m)
{
	int err;

	lockdep_assert_held(&rn->lock);

	rtnl_lock();
	err = member_count(rn, m, true);
	if (!err)
		list_add_tail(&m->list, &rn->memberships);
	rtnl_unlock();
	return err;
}

/**
 * rsvp_member_leave() - leave a group again
 * @rn: the namespace
 * @m: the membership; its interface may be gone
 *
 * One that is lost is not given back: what is there by now is somebody else's.
 *
 * Context: process, rn->lock held, RTNL not held.
 */
void rsvp_member_leave(struct rsvp_net *rn, struct rsvp_membership *m)
{
	lockdep_assert_held(&rn->lock);

	rtnl_lock();
	list_del(&m->list);
	if (!m->lost)
		member_count(rn, m, false);
	rtnl_unlock();
}

/**
 * rsvp_members_lost() - does an interface still have what was joined on it?
 * @rn: the namespace
 * @dev: the interface, of which IP has heard the same event before us
 *
 * IP forgets all memberships with its part of the device: when that goes, or
 * has an MTU too small for the family.
 *
 * Context: netdevice notifier, RTNL held.
 * Return: true if groups wait to be joined again.
 */
bool rsvp_members_lost(struct rsvp_net *rn, struct net_device *dev)
{
	struct rsvp_membership *m;
	bool lost = false;

	ASSERT_RTNL();

	list_for_each_entry(m, &rn->memberships, list) {
		if (m->ifindex == dev->ifindex && !has_ip(dev, m->group.family))
			m->lost = true;
		lost |= m->lost;
	}
	return lost;
}

/**
 * rsvp_members_rejoin() - join again what was lost, where that can be
 * @rn: the namespace
 *
 * What an interface does not take yet is tried again with the next event.
 *
 * Context: worker, rn->lock held, RTNL not held.
 */
void rsvp_members_rejoin(struct rsvp_net *rn)
{
	struct rsvp_membership *m;

	lockdep_assert_held(&rn->lock);

	if (list_empty(&rn->memberships))
		return;
	rtnl_lock();
	list_for_each_entry(m, &rn->memberships, list)
		if (m->lost)
			m->lost = member_count(rn, m, true);
	rtnl_unlock();
}
