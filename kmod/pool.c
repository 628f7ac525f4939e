// SPDX-License-Identifier: GPL-2.0
/*
 * The pool of HFSC classes of a link. To make or delete a class costs O(classes)
 * in the kernel, to change one O(1): so a class that lost its flow is kept and
 * given to another.
 *
 * First it rests: its real-time curve is cut at once, so that what it had can be
 * promised again, and what still waits in it goes by link sharing. It is ready
 * when nobody can still put a packet into it and none is left.
 */
#include <linux/ktime.h>

#include "rsvp.h"
#include "link.h"

enum {
	RSVP_POOL_LOOKS	= 8,	/* resting classes looked at per request */
	RSVP_POOL_TRIES	= 8,	/* minor numbers tried per new class */
	RSVP_POOL_BORROW = 16,	/* weight of controlled load, times its rate */
};

/* What a class at rest has: the least that HFSC takes for a curve */
static const struct rsvp_curve parked = { .m1 = 1, .m2 = 1 };

static u32 leaf_limit(const struct rsvp_tc_link *link,
		      const struct rsvp_want *want)
{
	u64 limit = rsvp_link_bytes(rsvp_want_queue(want),
				    rsvp_want_unit(want), link->overhead);

	/* The packet that is being sent, and the one that is just coming */
	limit += 2 * (rsvp_link_mtu(link) + link->overhead);
	return min_t(u64, limit, U32_MAX);
}

static void pool_reap(struct rsvp_tc_link *link)
{
	u64 now = ktime_get_boottime_ns();
	struct rsvp_leaf *leaf, *next;
	int looks = RSVP_POOL_LOOKS;

	list_for_each_entry_safe(leaf, next, &link->resting, list) {
		if (!looks-- || now - leaf->since < RSVP_LEAF_REST_NS ||
		    !poll_state_synchronize_rcu(leaf->rcu))
			return;
		if (rsvp_hfsc_leaf_empty(link, leaf)) {
			list_move_tail(&leaf->list, &link->idle);
		} else {
			leaf->since = now;
			list_move_tail(&leaf->list, &link->resting);
		}
	}
}

/* Someone else may have made a class in our tree: its number is passed over. */
static int leaf_number(struct rsvp_tc_link *link, struct rsvp_leaf *leaf)
{
	int i, err = -EEXIST;

	for (i = 0; err == -EEXIST && i < RSVP_POOL_TRIES; i++) {
		if (link->next_minor > RSVP_MINOR_LAST)
			return -ENOSPC;
		leaf->minor = link->next_minor++;
		err = rsvp_hfsc_leaf_new(link, leaf);
	}
	/* For want of memory no number is used up. */
	if (err && err != -EEXIST)
		link->next_minor--;
	return err;
}

/* Controlled load has no siblings but controlled load: see leaf_share() */
static u16 leaf_parent(const struct rsvp_want *want)
{
	return want->service == RSVP_SVC_CONTROLLED ? 0 : RSVP_MINOR_LINK;
}

static struct rsvp_leaf *leaf_make(struct rsvp_tc_link *link, bool shares,
				   u16 parent)
{
	struct rsvp_leaf *leaf;
	int err;

	leaf = kzalloc(sizeof(*leaf), GFP_KERNEL_ACCOUNT);
	if (!leaf)
		return ERR_PTR(-ENOMEM);
	INIT_LIST_HEAD(&leaf->list);
	leaf->curve = parked;
	leaf->shares = shares;
	leaf->parent = parent;
	err = leaf_number(link, leaf);
	if (err) {
		kfree(leaf);
		return ERR_PTR(err);
	}
	return leaf;
}

/* A class that shared the link cannot be kept from it, nor moved: it is made anew.
 * If that fails it is idle no more, or every later request would fail on it, too.
 */
static int leaf_renew(struct rsvp_tc_link *link, struct rsvp_leaf *leaf,
		      u16 parent)
{
	int err = rsvp_hfsc_leaf_del(link, leaf);

	if (err && err != -ENOENT) {
		/* In use by a filter of someone else, or no memory */
		leaf->since = ktime_get_boottime_ns();
		list_move_tail(&leaf->list, &link->resting);
		return err;
	}
	/* -ENOENT: someone else deleted it. */
	leaf->shares = false;
	leaf->parent = parent;
	leaf->limit = 0;
	leaf->curve = parked;
	err = rsvp_hfsc_leaf_new(link, leaf);
	if (err) {
		/* Its minor number is lost until the tree is built again. */
		list_del(&leaf->list);
		kfree(leaf);
	}
	return err;
}

static bool leaf_fits(const struct rsvp_leaf *leaf, bool shares, u16 parent)
{
	return leaf->parent == parent && (shares || !leaf->shares);
}

/* One that fits, if it is among the first */
static struct rsvp_leaf *leaf_idle(struct rsvp_tc_link *link, bool shares,
				   u16 parent)
{
	int looks = RSVP_POOL_LOOKS;
	struct rsvp_leaf *leaf;

	list_for_each_entry(leaf, &link->idle, list) {
		if (leaf_fits(leaf, shares, parent))
			return leaf;
		if (!--looks)
			break;
	}
	return list_first_entry_or_null(&link->idle, struct rsvp_leaf, list);
}

static struct rsvp_leaf *leaf_get(struct rsvp_tc_link *link, bool shares,
				  u16 parent)
{
	struct rsvp_leaf *leaf;

	pool_reap(link);
	leaf = leaf_idle(link, shares, parent);
	if (leaf && !leaf_fits(leaf, shares, parent) &&
	    leaf_renew(link, leaf, parent))
		leaf = NULL;
	if (!leaf)
		return leaf_make(link, shares, parent);
	list_del_init(&leaf->list);
	return leaf;
}

static void leaf_rest(struct rsvp_tc_link *link, struct rsvp_leaf *leaf)
{
	/* What has no share of the link gets one, or it would never be empty. */
	u64 share = leaf->shares ? 0 : leaf->curve.m2;

	if (!link->lost &&
	    !rsvp_hfsc_leaf_curve(link, leaf, &parked, share)) {
		leaf->curve = parked;
		leaf->shares = true;
	}
	leaf->since = ktime_get_boottime_ns();
	leaf->rcu = start_poll_synchronize_rcu();
	list_add_tail(&leaf->list, &link->resting);
}

/*
 * What a class weighs beyond its curve. RFC 2211, 4: of a flow that gets exactly
 * r while best effort has the rest, "queueing caused by an over-rate burst ...
 * may never clear", so there must be "a mechanism ... to "borrow" bandwidth
 * needed to clear bursts". Controlled load borrows from best effort until its
 * queue is empty, and gives it back, for what comes into its class keeps to
 * rT + b at every node. It weighs by r, which was admitted: b, which is not in
 * the books, would let a flow that reserves next to nothing take all.
 *
 * A guaranteed flow is not policed inside the network: it borrows by what it
 * reserved. If it sends more, its curve takes it ahead of what it weighs, and
 * HFSC puts a sibling that wakes up in the middle between that one and the one
 * that is last: so controlled load is none.
 */
static u64 leaf_share(const struct rsvp_want *want,
		      const struct rsvp_curve *curve)
{
	if (rsvp_want_holds(want))
		return 0;
	if (want->service == RSVP_SVC_CONTROLLED)
		return curve->m2 * RSVP_POOL_BORROW;
	return curve->m2;
}

static int leaf_program(struct rsvp_tc_link *link, struct rsvp_leaf *leaf,
			const struct rsvp_want *want,
			const struct rsvp_curve *curve)
{
	u64 share = leaf_share(want, curve);
	u32 limit = leaf_limit(link, want);
	int err;

	if (limit != leaf->limit) {
		err = rsvp_hfsc_leaf_limit(link, leaf, limit);
		if (err)
			return err;
		leaf->limit = limit;
	}
	/* A change begins the first piece anew: only if it is one. */
	if (!memcmp(curve, &leaf->curve, sizeof(*curve)) &&
	    leaf->shares == !!share)
		return 0;
	err = rsvp_hfsc_leaf_curve(link, leaf, curve, share);
	if (err)
		return err;
	leaf->curve = *curve;
	leaf->shares |= !!share;
	return 0;
}

/**
 * rsvp_leaf_set() - give a reservation its class, or change it
 * @link: the link
 * @cls: the reservation, with ->want as it is to be
 * @curve: what it is to get
 * @why: filled in on failure
 *
 * Context: process, rn->lock held.
 * Return: 0, or a negative errno: then it keeps what it had.
 */
int rsvp_leaf_set(struct rsvp_tc_link *link, struct rsvp_tc_class *cls,
		  const struct rsvp_curve *curve, struct rsvp_refusal *why)
{
	bool shares = !rsvp_want_holds(&cls->want);
	u16 parent = leaf_parent(&cls->want);
	struct rsvp_leaf *leaf = cls->leaf;
	int err;

	lockdep_assert_held(&link->rn->lock);

	/* One that held its packets and need no longer keeps them */
	if (!leaf || !leaf_fits(leaf, shares, parent)) {
		leaf = leaf_get(link, shares, parent);
		if (IS_ERR(leaf))
			return rsvp_tc_refuse(link, PTR_ERR(leaf), why);
	}
	err = leaf_program(link, leaf, &cls->want, curve);
	if (err) {
		if (leaf != cls->leaf)
			leaf_rest(link, leaf);
		return rsvp_tc_refuse(link, err, why);
	}
	if (leaf == cls->leaf)
		return 0;
	swap(cls->leaf, leaf);
	/* The grace period of the old one begins when no hook names it any more. */
	rsvp_tc_class_show(cls);
	if (leaf)
		leaf_rest(link, leaf);
	return 0;
}

/**
 * rsvp_leaf_put() - take the class of a reservation back
 * @link: the link
 * @cls: the reservation; no packet is given its class any more
 *
 * Context: process, rn->lock held.
 */
void rsvp_leaf_put(struct rsvp_tc_link *link, struct rsvp_tc_class *cls)
{
	lockdep_assert_held(&link->rn->lock);

	if (cls->leaf)
		leaf_rest(link, cls->leaf);
	cls->leaf = NULL;
}

static void list_free(struct list_head *head)
{
	struct rsvp_leaf *leaf, *next;

	list_for_each_entry_safe(leaf, next, head, list)
		kfree(leaf);
	INIT_LIST_HEAD(head);
}

/**
 * rsvp_leaves_free() - forget all classes: the tree they are in is going
 * @link: the link
 *
 * Context: process, rn->lock held.
 */
void rsvp_leaves_free(struct rsvp_tc_link *link)
{
	struct rsvp_tc_class *cls;

	list_for_each_entry(cls, &link->classes, list) {
		kfree(cls->leaf);
		cls->leaf = NULL;
	}
	list_free(&link->idle);
	list_free(&link->resting);
}
