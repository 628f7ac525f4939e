// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 2209: ROUTE CHANGE NOTIFICATION and PATH LOCAL REPAIR (RFC 2205, 3.6).
 * Notifiers of unicast routes, rules, next hops, multicast routes and devices only
 * say that something changed. The worker asks Route_Query for every PSB again, a
 * slice at a time: no change is lost, and however often routes flap, there is
 * one walk at a time.
 */
#include <net/fib_notifier.h>
#include <net/nexthop.h>

#include "rsvp.h"

enum {
	RSVP_REPAIR_SLICE	= 128,		/* PSBs per hold of rn->lock */
	/* Between the Paths of two senders, so that no queue of a next hop
	 * overflows, and that 10,000 senders are through in less than a second
	 */
	RSVP_REPAIR_SPACE_NS	= 80 * NSEC_PER_USEC,
	/* How far the walk may be ahead of the Paths that leave: it would take
	 * their time, and they would pile up
	 */
	RSVP_REPAIR_AHEAD_NS	= 10 * NSEC_PER_MSEC,
};

/**
 * rsvp_routes_changed() - routing changed, somehow
 * @rn: the namespace
 *
 * Context: any.
 */
void rsvp_routes_changed(struct rsvp_net *rn)
{
	set_bit(RSVP_EV_ROUTES, &rn->events);
	rsvp_kick(rn);
}

static void walk_on(struct rsvp_net *rn, struct rsvp_timer *t)
{
	rsvp_kick(rn);
}

/**
 * rsvp_repair_init() - the walk of a namespace
 * @rn: the namespace
 */
void rsvp_repair_init(struct rsvp_net *rn)
{
	rsvp_timer_init(&rn->repair_timer, walk_on);
}

static int rsvp_fib_event(struct notifier_block *nb, unsigned long event,
			  void *ptr)
{
	rsvp_routes_changed(container_of(nb, struct rsvp_net, fib_nb));
	return NOTIFY_DONE;
}

static int rsvp_nexthop_event(struct notifier_block *nb, unsigned long event,
			      void *ptr)
{
	rsvp_routes_changed(container_of(nb, struct rsvp_net, nexthop_nb));
	return NOTIFY_DONE;
}

/**
 * rsvp_repair_on() - hear of route changes in a namespace
 * @rn: the namespace
 *
 * Called with the first interface that is switched on.
 *
 * Context: worker, rn->lock held, RTNL not held. Takes RTNL.
 * Return: 0, or a negative errno.
 */
int rsvp_repair_on(struct rsvp_net *rn)
{
	int err;

	lockdep_assert_held(&rn->lock);

	if (rn->repair_on)
		return 0;
	rn->fib_nb.notifier_call = rsvp_fib_event;
	err = register_fib_notifier(rn->net, &rn->fib_nb, NULL, NULL);
	if (err)
		return err;
	/* `ip nexthop replace` moves routes without any event of theirs */
	rn->nexthop_nb.notifier_call = rsvp_nexthop_event;
	err = register_nexthop_notifier(rn->net, &rn->nexthop_nb, NULL);
	if (err)
		unregister_fib_notifier(rn->net, &rn->fib_nb);
	rn->repair_on = !err;
	return err;
}

/**
 * rsvp_repair_off() - hear no more of route changes
 * @rn: the namespace
 *
 * Context: process, rn->lock held, RTNL not held. Takes RTNL.
 */
void rsvp_repair_off(struct rsvp_net *rn)
{
	if (!rn->repair_on)
		return;
	unregister_nexthop_notifier(rn->net, &rn->nexthop_nb);
	unregister_fib_notifier(rn->net, &rn->fib_nb);
	rn->repair_on = false;
}

/* RFC 2205, 3.6: W, "configurable per interface": the one that data takes now */
static u32 repair_wait_ms(struct rsvp_net *rn, const struct rsvp_psb *psb,
			  const struct rsvp_route *rt)
{
	const struct rsvp_iface *out;
	u32 i, W = 0;

	/* A first way is no change that routing might think better of */
	if (!psb->n_outs)
		return 0;
	for (i = 0; i < rt->n_outs; i++) {
		out = rsvp_iface_find(rn, rt->outs[i]);
		W = max(W, out->conf.repair_ms);
	}
	for (i = 0; !rt->n_outs && i < psb->n_outs; i++) {
		out = rsvp_iface_find(rn, psb->outs[i].ifindex);
		W = max(W, out ? out->conf.repair_ms : 0);
	}
	return W;
}

/* RFC 2209, PATH LOCAL REPAIR: "Wait for a delay time of W seconds", then PATH
 * REFRESH, which asks routing once more, or the RESV REFRESH of a hop
 */
static void path_local_repair(struct rsvp_net *rn, struct rsvp_timer *refresh,
			      u32 W_ms)
{
	ktime_t slot = max(ktime_add_ns(rn->repair_slot, RSVP_REPAIR_SPACE_NS),
			   ktime_get_boottime());
	ktime_t when = ktime_add_ms(slot, W_ms);

	/* A walk that finds it waiting already takes no other's turn: routing
	 * changes routes one by one, and each may begin a walk
	 */
	if (rsvp_timer_armed(refresh) &&
	    !ktime_before(when, refresh->node.expires))
		return;
	rn->repair_slot = slot;
	rsvp_timer_set(rn, refresh, when);
}

/* RFC 2205, 3.6, asks for a Path where routes change. Where none does, a next hop
 * needs one too when it knows this node by an address that is gone, for its Resvs
 * go astray, and when its link is back, for routes may stay meanwhile.
 */
static bool tell_again(struct rsvp_net *rn, struct rsvp_psb *psb)
{
	struct rsvp_addr hop;
	bool tell = false;
	u32 i;

	for (i = 0; i < psb->n_outs; i++) {
		struct rsvp_out *out = &psb->outs[i];

		if (out->state == RSVP_OUT_LEAVING)
			continue;
		if (rsvp_iface_down(rn, out->ifindex))
			out->cut = true;
		else if (rsvp_hop_addr(rn, out->ifindex, &out->hop,
				       &psb->sess->key.dst, &hop))
			tell |= out->cut || !rsvp_addr_eq(&out->hop, &hop);
	}
	return tell && psb->ttl && !psb->cut;
}

/* A previous hop tells next hops apart by their address, too */
static void next_hop_change(struct rsvp_net *rn, struct rsvp_upstream *up)
{
	const struct rsvp_iface *iface = rsvp_iface_find(rn, up->iif);
	struct rsvp_addr hop;

	if (iface && rsvp_upstream_hop(rn, up, &hop) &&
	    !rsvp_addr_eq(&up->hop, &hop))
		path_local_repair(rn, &up->refresh, iface->conf.repair_ms);
}

/* Where the interface is down that a sender came in by, its previous hop has found
 * another way, if there is one. This node would draw it back: to who converges, a
 * refresh by the old way is a new previous hop. When the sender is back here, it
 * has to hear of it at once.
 */
static void route_change(struct rsvp_net *rn, struct rsvp_psb *psb)
{
	struct rsvp_route rt;

	psb->cut |= psb->iif && rsvp_iface_down(rn, psb->iif);
	rsvp_path_query(rn, psb, &rt);
	if (tell_again(rn, psb) || rsvp_outs_differ(psb, &rt))
		path_local_repair(rn, &psb->refresh,
				  repair_wait_ms(rn, psb, &rt));
	rsvp_route_put(&rt);
	if (psb->up && psb->up->msg_len)
		next_hop_change(rn, psb->up);
}

/* Waits for the Paths to leave, if it is */
static bool is_ahead(struct rsvp_net *rn)
{
	s64 ahead = ktime_to_ns(ktime_sub(rn->repair_slot,
					  ktime_get_boottime()));

	if (ahead < RSVP_REPAIR_AHEAD_NS)
		return false;
	if (!rsvp_timer_armed(&rn->repair_timer))
		rsvp_timer_set(rn, &rn->repair_timer,
			       ktime_sub_ns(rn->repair_slot,
					    RSVP_REPAIR_AHEAD_NS / 2));
	return true;
}

/**
 * rsvp_repair() - RFC 2209: ROUTE CHANGE NOTIFICATION, a slice of it
 * @rn: the namespace
 *
 * Context: worker, rn->lock held, RTNL not held.
 * Return: true if the walk can go on.
 */
bool rsvp_repair(struct rsvp_net *rn)
{
	u32 budget = RSVP_REPAIR_SLICE;
	struct rsvp_object *obj;

	lockdep_assert_held(&rn->lock);

	if (!rn->repairing) {
		if (!test_and_clear_bit(RSVP_EV_ROUTES, &rn->events))
			return false;
		rn->repairing = true;
		rn->repair_id = 0;
	}
	while (budget--) {
		if (is_ahead(rn))
			return false;
		obj = rsvp_object_after(rn, RSVP_KIND_PSB, rn->repair_id);
		if (!obj) {
			rn->repairing = false;
			break;
		}
		rn->repair_id = obj->id;
		route_change(rn, container_of(obj, struct rsvp_psb, obj));
	}
	return rn->repairing || test_bit(RSVP_EV_ROUTES, &rn->events);
}
