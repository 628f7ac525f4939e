// SPDX-License-Identifier: GPL-2.0
/*
 * Traffic control as RFC 2205, 3.11.2 has it: flowspecs and filters of a link.
 * It asks admission (admit.c), has the link's back end make the class (link.c),
 * and publishes the flow (flowtable.c).
 */
#include "rsvp.h"
#include "link.h"
#include "rtnl.h"

/* Is there anything that could carry a reservation? */
static int link_ready(struct rsvp_tc_link *link, struct rsvp_refusal *why)
{
	if (!link || link->closing)
		return rsvp_refuse(why, -ENODEV, RSVP_ERR_TC_SYSTEM, 0,
				   "RSVP is being switched off for the interface");
	if (!link->conf.bandwidth_Bps) {
		link->books.refused++;
		return rsvp_refuse(why, -ENOSPC, RSVP_ERR_ADMISSION,
				   RSVP_ERRV_BANDWIDTH,
				   "the interface has no bandwidth set");
	}
	if (!rsvp_link_serves(link)) {
		link->books.refused++;
		return rsvp_tc_refuse(link, -ENOLINK, why);
	}
	return 0;
}

/**
 * rsvp_tc_add_flowspec() - TC_AddFlowspec
 * @rn: the namespace
 * @iface: outgoing interface
 * @ask: what is asked
 * @res: receives the class: Rhandle
 * @why: filled in on refusal
 *
 * Context: process, rn->lock held, RTNL not held.
 * Return: 0 or a negative errno.
 */
int rsvp_tc_add_flowspec(struct rsvp_net *rn, struct rsvp_iface *iface,
			 const struct rsvp_tc_ask *ask,
			 struct rsvp_tc_class **res, struct rsvp_refusal *why)
{
	struct rsvp_tc_link *link = iface->tc;
	struct rsvp_tc_class *cls;
	int err;

	lockdep_assert_held(&rn->lock);

	err = link_ready(link, why);
	if (err)
		return err;
	cls = kzalloc(sizeof(*cls), GFP_KERNEL_ACCOUNT);
	if (!cls) {
		link->books.refused++;
		return rsvp_tc_refuse(link, -ENOMEM, why);
	}
	err = rsvp_want_from_ask(&cls->want, ask, rsvp_link_mtu(link), why);
	if (err) {
		link->books.refused++;
		goto err_free;
	}
	rsvp_want_curve(&cls->want, link->overhead, &cls->curve);
	err = rsvp_admit(&link->books, NULL, &cls->curve, why);
	if (err)
		goto err_free;
	cls->link = link;
	rsvp_flow_init(&cls->flow);
	err = link->ops->class_set(link, cls, &cls->curve, why);
	if (err) {
		link->books.refused++;
		goto err_free;
	}
	rsvp_books_charge(&link->books, NULL, &cls->curve);
	list_add_tail(&cls->list, &link->classes);
	rsvp_tc_class_show(cls);
	*res = cls;
	return 0;

err_free:
	kfree(cls);
	return err;
}

/**
 * rsvp_tc_mod_flowspec() - TC_ModFlowspec
 * @rn: the namespace
 * @cls: the class
 * @ask: what is asked now
 * @why: filled in on refusal
 *
 * Context: process, rn->lock held, RTNL not held.
 * Return: 0, or a negative errno: then it has what it had.
 */
int rsvp_tc_mod_flowspec(struct rsvp_net *rn, struct rsvp_tc_class *cls,
			 const struct rsvp_tc_ask *ask,
			 struct rsvp_refusal *why)
{
	struct rsvp_tc_link *link = cls->link;
	struct rsvp_want want, old;
	struct rsvp_curve curve;
	int err;

	lockdep_assert_held(&rn->lock);

	err = link_ready(link, why);
	if (err)
		return err;
	err = rsvp_want_from_ask(&want, ask, rsvp_link_mtu(link), why);
	if (err) {
		link->books.refused++;
		return err;
	}
	rsvp_want_curve(&want, link->overhead, &curve);
	err = rsvp_admit(&link->books, &cls->curve, &curve, why);
	if (err)
		return err;
	old = cls->want;
	cls->want = want;
	err = link->ops->class_set(link, cls, &curve, why);
	if (err) {
		link->books.refused++;
		cls->want = old;
		return err;
	}
	cls->unserved = false;
	rsvp_books_charge(&link->books, &cls->curve, &curve);
	if (curve.m1 < cls->curve.m1)
		rsvp_local_room(rn);
	cls->curve = curve;
	rsvp_tc_class_show(cls);
	return 0;
}

/**
 * rsvp_tc_lend() - what a class has in the books is that of another one
 * @from: the class; it is deleted, or has it back by rsvp_tc_return()
 * @to: class of the same link that takes its place
 *
 * So TC_ModFlowspec of @to admits the change from both to one.
 *
 * Context: process, rn->lock held throughout.
 */
void rsvp_tc_lend(struct rsvp_tc_class *from, struct rsvp_tc_class *to)
{
	if (!from->link || from->link != to->link)
		return;
	to->curve.m1 += from->curve.m1;
	to->curve.m2 += from->curve.m2;
	from->curve.m1 = 0;
	from->curve.m2 = 0;
}

/**
 * rsvp_tc_return() - undo rsvp_tc_lend() when that was of no use
 * @from: the class
 * @to: class that did not take its place
 *
 * Context: process, rn->lock held throughout.
 */
void rsvp_tc_return(struct rsvp_tc_class *from, struct rsvp_tc_class *to)
{
	if (!from->link || from->link != to->link)
		return;
	rsvp_want_curve(&from->want, from->link->overhead, &from->curve);
	to->curve.m1 -= from->curve.m1;
	to->curve.m2 -= from->curve.m2;
}

/**
 * rsvp_tc_unserved() - has a reservation lost its class?
 * @cls: the reservation
 *
 * Context: process, rn->lock held.
 * Return: true if TC_ModFlowspec may bring it back, with the same flowspec, too.
 */
bool rsvp_tc_unserved(const struct rsvp_tc_class *cls)
{
	return cls->unserved;
}

/**
 * rsvp_tc_del_flowspec() - TC_DelFlowspec
 * @rn: the namespace
 * @cls: the class, freed; its filters go, too
 *
 * Context: process, rn->lock held, RTNL not held.
 */
void rsvp_tc_del_flowspec(struct rsvp_net *rn, struct rsvp_tc_class *cls)
{
	struct rsvp_tc_link *link = cls->link;

	lockdep_assert_held(&rn->lock);

	rsvp_flow_unpublish_all(rn, &cls->flow);
	if (link) {
		rsvp_books_charge(&link->books, &cls->curve, NULL);
		/* One that was never in use leaves no more room than there was: who
		 * cannot have it would ask for ever
		 */
		if (cls->published)
			rsvp_local_room(rn);
		list_del(&cls->list);
		if (link->ops && !link->closing && !rn->dead)
			link->ops->class_put(link, cls);
		else
			kfree(cls->leaf);
	}
	kfree_rcu(cls, flow.rcu);
}

/**
 * rsvp_tc_add_filter() - TC_AddFilter
 * @rn: the namespace
 * @cls: the class
 * @key: session
 * @filter: sender; NULL: all of them (WF)
 *
 * Context: process, rn->lock held.
 * Return: 0; -EEXIST if a class of this interface has it; -ENOMEM; -ENODEV.
 */
int rsvp_tc_add_filter(struct rsvp_net *rn, struct rsvp_tc_class *cls,
		       const struct rsvp_session_key *key,
		       const struct rsvp_filter *filter)
{
	int err;

	lockdep_assert_held(&rn->lock);

	if (!cls->link)
		return -ENODEV;
	err = rsvp_flow_publish(rn, cls->link->ifindex, &cls->flow, key,
				filter);
	cls->published |= !err;
	return err;
}

/**
 * rsvp_tc_move_filter() - a filter goes over to another class
 * @rn: the namespace
 * @from: class that has it
 * @to: class of the same link
 * @key: session
 * @filter: as it was added
 *
 * No packet is without a class meanwhile, and no memory is needed.
 *
 * Context: process, rn->lock held.
 * Return: false if @from does not have it.
 */
bool rsvp_tc_move_filter(struct rsvp_net *rn, struct rsvp_tc_class *from,
			 struct rsvp_tc_class *to,
			 const struct rsvp_session_key *key,
			 const struct rsvp_filter *filter)
{
	lockdep_assert_held(&rn->lock);

	if (!from->link || from->link != to->link ||
	    !rsvp_flow_move(rn, from->link->ifindex, &from->flow, &to->flow,
			    key, filter))
		return false;
	to->published = true;
	return true;
}

/**
 * rsvp_tc_del_filter() - TC_DelFilter
 * @rn: the namespace
 * @cls: the class
 * @key: session
 * @filter: as it was added
 *
 * Context: process, rn->lock held.
 */
void rsvp_tc_del_filter(struct rsvp_net *rn, struct rsvp_tc_class *cls,
			const struct rsvp_session_key *key,
			const struct rsvp_filter *filter)
{
	lockdep_assert_held(&rn->lock);

	if (cls->link)
		rsvp_flow_unpublish(rn, cls->link->ifindex, &cls->flow, key,
				    filter);
}

/**
 * rsvp_tc_class_status() - one reservation in traffic control
 * @cls: the class
 * @st: result
 *
 * Context: process, rn->lock held.
 */
void rsvp_tc_class_status(const struct rsvp_tc_class *cls,
			  struct rsvp_tc_class_status *st)
{
	/* The counters move under the flow's lock, whoever reads them. */
	struct rsvp_flow *flow = (struct rsvp_flow *)&cls->flow;

	memset(st, 0, sizeof(*st));
	if (cls->link && cls->leaf)
		st->classid = rsvp_classid(cls->link, cls->leaf->minor);
	st->ts = cls->want.ts;
	st->link_rate_Bps = cls->curve.m2;
	spin_lock_bh(&flow->lock);
	st->packets = flow->packets;
	st->bytes = flow->bytes;
	st->demoted_packets = flow->demoted_packets;
	st->demoted_bytes = flow->demoted_bytes;
	st->policed = flow->police.n;
	spin_unlock_bh(&flow->lock);
}

/**
 * rsvp_tc_net_init() - traffic control of a new namespace: nothing yet
 * @rn: the namespace
 *
 * Context: process.
 * Return: 0.
 */
int rsvp_tc_net_init(struct rsvp_net *rn)
{
	rn->rtnl = NULL;
	return 0;
}

/**
 * rsvp_tc_net_exit() - traffic control of a namespace that goes
 * @rn: the namespace; its interfaces are detached, nobody else is left
 *
 * Context: process.
 */
void rsvp_tc_net_exit(struct rsvp_net *rn)
{
	rsvp_rtnl_close(rn);
}
