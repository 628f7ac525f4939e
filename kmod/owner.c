// SPDX-License-Identifier: GPL-2.0
/*
 * Netlink sockets that own senders, reservations and rules: what a process asked
 * for goes when its socket does, unless it asked for it to persist.
 *
 * The socket's end is heard from a notifier, which may not take rn->lock, as
 * the worker may hold it and wait for RTNL, and must not fail: it marks the
 * owner, which exists already, and the worker looks for what the marked ones own.
 */
#include <linux/netlink.h>
#include <net/netlink.h>

#include "rsvp.h"

/**
 * rsvp_owner_get() - the owner that stands for a netlink socket
 * @rn: the namespace
 * @portid: the socket's port
 *
 * To be called from a command of that very socket: it cannot be closed
 * meanwhile, so an owner that is found alive is this one. A port may be taken
 * again after a close; the former owner is marked dead by then and not found.
 *
 * Context: process; may sleep.
 * Return: the owner, for rsvp_owner_put(); NULL without memory.
 */
struct rsvp_owner *rsvp_owner_get(struct rsvp_net *rn, u32 portid)
{
	struct rsvp_owner *owner, *fresh;

	fresh = kzalloc(sizeof(*fresh), GFP_KERNEL_ACCOUNT);
	if (!fresh)
		return NULL;
	fresh->portid = portid;
	refcount_set(&fresh->refs, 1);

	spin_lock(&rn->owner_lock);
	list_for_each_entry(owner, &rn->owners, list) {
		if (owner->portid == portid && !owner->dead) {
			refcount_inc(&owner->refs);
			spin_unlock(&rn->owner_lock);
			kfree(fresh);
			return owner;
		}
	}
	list_add(&fresh->list, &rn->owners);
	spin_unlock(&rn->owner_lock);
	return fresh;
}

/**
 * rsvp_owner_share() - another reference to an owner
 * @rn: the namespace
 * @owner: the owner, held; NULL is fine
 *
 * Context: any.
 * Return: @owner.
 */
struct rsvp_owner *rsvp_owner_share(struct rsvp_net *rn,
				    struct rsvp_owner *owner)
{
	if (owner)
		refcount_inc(&owner->refs);
	return owner;
}

/**
 * rsvp_owner_put() - give up a reference to an owner
 * @rn: the namespace
 * @owner: the owner; NULL is fine
 *
 * Context: process.
 */
void rsvp_owner_put(struct rsvp_net *rn, struct rsvp_owner *owner)
{
	bool last;

	if (!owner)
		return;
	/* Under the lock, so that nobody finds it between 0 and list_del(). */
	spin_lock(&rn->owner_lock);
	last = refcount_dec_and_test(&owner->refs);
	if (last)
		list_del(&owner->list);
	spin_unlock(&rn->owner_lock);
	if (last)
		kfree(owner);
}

/**
 * rsvp_owner_dead() - was the owner's socket closed?
 * @rn: the namespace
 * @owner: the owner, held; NULL stands for nobody, who never dies
 *
 * Context: any.
 * Return: true if what it owns is to go.
 */
bool rsvp_owner_dead(struct rsvp_net *rn, const struct rsvp_owner *owner)
{
	bool dead;

	if (!owner)
		return false;
	spin_lock(&rn->owner_lock);
	dead = owner->dead;
	spin_unlock(&rn->owner_lock);
	return dead;
}

/* Called for every netlink socket that is closed, in any namespace. */
static int owner_netlink_event(struct notifier_block *nb, unsigned long event,
			       void *data)
{
	struct netlink_notify *notify = data;
	struct rsvp_owner *owner;
	struct rsvp_net *rn;
	bool found = false;

	if (event != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;

	/* A socket with a port holds its namespace: rn is there. */
	rn = rsvp_net(notify->net);
	spin_lock(&rn->owner_lock);
	list_for_each_entry(owner, &rn->owners, list) {
		if (owner->portid == notify->portid && !owner->dead) {
			owner->dead = true;
			found = true;
			break;
		}
	}
	spin_unlock(&rn->owner_lock);

	if (found) {
		set_bit(RSVP_EV_OWNERS, &rn->events);
		rsvp_kick(rn);
	}
	return NOTIFY_DONE;
}

static struct notifier_block owner_notifier = {
	.notifier_call = owner_netlink_event,
};

/**
 * rsvp_owner_init() - begin to listen for sockets that are closed
 *
 * After the namespaces are set up, before the first command.
 *
 * Context: module init.
 * Return: 0 or a negative errno.
 */
int rsvp_owner_init(void)
{
	return netlink_register_notifier(&owner_notifier);
}

/**
 * rsvp_owner_exit() - stop listening
 *
 * After the last command, before the namespaces go.
 *
 * Context: module exit.
 */
void rsvp_owner_exit(void)
{
	netlink_unregister_notifier(&owner_notifier);
}
