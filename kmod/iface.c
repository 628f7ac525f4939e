// SPDX-License-Identifier: GPL-2.0
/*
 * Interfaces with RSVP on: their settings, coming and going. Notifiers run
 * under RTNL and only say that something changed; the worker looks again at
 * all interfaces, so that no change can be lost.
 */
#include <linux/inetdevice.h>
#include <net/addrconf.h>

#include "rsvp.h"
#include "served.h"

/**
 * rsvp_iface_find() - the interface, if RSVP is on there
 * @rn: the namespace
 * @ifindex: the interface
 *
 * Context: rn->lock held.
 * Return: it, or NULL.
 */
struct rsvp_iface *rsvp_iface_find(struct rsvp_net *rn, int ifindex)
{
	lockdep_assert_held(&rn->lock);

	return xa_load(&rn->by_ifindex, ifindex);
}

/**
 * rsvp_iface_conf_default() - settings of an interface about which nothing is said
 * @conf: filled in
 */
void rsvp_iface_conf_default(struct rsvp_iface_conf *conf)
{
	*conf = (struct rsvp_iface_conf){
		.reservable	= 7500,		/* Cisco's default, 75 % */
		.class_cap	= RSVP_CLASS_CAP_DEFAULT,
		.overhead	= RSVP_OVERHEAD_AUTO,
		.backend	= RSVP_BACKEND_HFSC,
		.refresh_ms	= RSVP_REFRESH_DEFAULT_MS,
		.keep		= RSVP_KEEP_DEFAULT,
		.slew_max	= RSVP_SLEW_DEFAULT,
		.repair_ms	= RSVP_REPAIR_DEFAULT_MS,
		.blockade	= RSVP_BLOCKADE_DEFAULT,
		.repeats	= RSVP_REPEATS_DEFAULT,
	};
}

static int refuse(struct rsvp_refusal *why, int err, const char *text)
{
	why->err = err;
	why->attr = RSVP_A_IFACE_IFINDEX;
	why->text = text;
	return err;
}

/* Can RSVP be switched on there? Fills in the name */
static int iface_check_device(struct rsvp_net *rn, int ifindex, char *name,
			      struct rsvp_refusal *why)
{
	struct net_device *dev;
	int err = 0;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(rn->net, ifindex);
	if (!dev)
		err = refuse(why, -ENODEV, "no such interface");
	else if (dev->flags & IFF_LOOPBACK)
		err = refuse(why, -EOPNOTSUPP,
			     "RSVP cannot be switched on for a loopback interface");
	else if (netif_is_l3_master(dev))
		err = refuse(why, -EOPNOTSUPP,
			     "RSVP is switched on for the members of a VRF, not for the VRF");
	else
		strscpy(name, dev->name, IFNAMSIZ);
	rcu_read_unlock();
	return err;
}

static int iface_on(struct rsvp_net *rn, int ifindex,
		    const struct rsvp_iface_conf *conf,
		    struct rsvp_refusal *why)
{
	u32 cap = rn->user_caps ? RSVP_CAP_USER_IFACES : RSVP_CAP_IFACES;
	struct rsvp_iface *iface;
	int err;

	if (rn->n_ifaces >= cap)
		return refuse(why, -ENOSPC,
			      "no room for another interface with RSVP on");
	iface = kzalloc(sizeof(*iface), GFP_KERNEL_ACCOUNT);
	if (!iface)
		return refuse(why, -ENOMEM, "no memory");
	iface->ifindex = ifindex;
	iface->conf = *conf;
	rsvp_rxq_init(&iface->rxq);
	rsvp_queriers_init(iface);
	err = iface_check_device(rn, ifindex, iface->name, why);
	if (err)
		goto err_free;
	err = rsvp_tc_attach(rn, iface, why);
	if (err)
		goto err_free;
	err = rsvp_hooks_on(rn);
	if (err) {
		refuse(why, err, "netfilter hooks cannot be registered");
		goto err_detach;
	}
	err = rsvp_repair_on(rn);
	if (err) {
		refuse(why, err, "route changes cannot be heard of");
		goto err_detach;
	}
	err = xa_err(xa_store(&rn->by_ifindex, ifindex, iface,
			      GFP_KERNEL_ACCOUNT));
	if (err) {
		refuse(why, err, "no memory");
		goto err_detach;
	}
	rn->generation++;
	list_add_tail(&iface->list, &rn->ifaces);
	rn->n_ifaces++;
	rsvp_queriers_hook(rn);
	rsvp_notify_iface(rn, iface, RSVP_EVENT_NEW);
	/* Senders may have a way out now (RFC 2205, 3.11.4) */
	rsvp_routes_changed(rn);
	/* Gone meanwhile? With no interface on, notifiers said nothing */
	set_bit(RSVP_EV_RESCAN, &rn->events);
	rsvp_kick(rn);
	return 0;

err_detach:
	if (!rn->n_ifaces) {
		rsvp_repair_off(rn);
		rsvp_hooks_off(rn);
	}
	rsvp_tc_detach(rn, iface);
err_free:
	kfree(iface);
	return err;
}

/* One session less by the interface; it may be gone afterwards */
static void session_leave_iface(struct rsvp_net *rn, struct rsvp_session *sess,
				int ifindex)
{
	u64 id = sess->obj.id;
	struct rsvp_psb *psb;
	struct rsvp_rsb *rsb;

again:
	/* A teardown may take the session along: look it up each time */
	if (!rsvp_object_find(rn, RSVP_KIND_SESSION, id))
		return;
	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (rsb->iif == ifindex)
			rsvp_rsb_discharge(rn, rsb);
		if (rsb->oif != ifindex)
			continue;
		rsvp_resv_teardown(rn, rsb, RSVP_EVENT_DEL);
		goto again;
	}
	list_for_each_entry(psb, &sess->psbs, list) {
		/* What it keeps may have come by another way than it does now */
		if (psb->opaque && psb->opaque->iif == ifindex)
			psb->opaque->iif = 0;
		if (psb->former.iif == ifindex)
			psb->former.hop.addr.family = 0;
		if (rsvp_psb_routes_to(psb, ifindex))
			rsvp_path_withdraw(rn, psb, ifindex);
		if (psb->iif != ifindex || psb->local)
			continue;
		rsvp_path_teardown(rn, psb, RSVP_EVENT_DEL, NULL);
		goto again;
	}
}

/*
 * RFC 2205, 3.11.4: logically disable an interface. What stands on it is torn
 * down while messages can still leave by it.
 */
static void iface_off(struct rsvp_net *rn, struct rsvp_iface *iface)
{
	struct rsvp_object *obj;
	u64 id = 0;

	rsvp_rxq_close(&iface->rxq);
	rsvp_tc_close(rn, iface);
	rsvp_repeats_close(rn, iface->ifindex);
	rsvp_queriers_stop(rn, iface);
	while ((obj = rsvp_object_after(rn, RSVP_KIND_SESSION, id))) {
		id = obj->id;
		session_leave_iface(rn, container_of(obj, struct rsvp_session,
						     obj), iface->ifindex);
	}
	xa_erase(&rn->by_ifindex, iface->ifindex);
	list_del(&iface->list);
	rn->n_ifaces--;
	rn->generation++;
	rsvp_notify_iface(rn, iface, RSVP_EVENT_DEL);
	rsvp_tc_detach(rn, iface);
	if (!rn->n_ifaces) {
		rsvp_repair_off(rn);
		rsvp_hooks_off(rn);
	}
	/* A hook may have found it just before */
	kfree_rcu(iface, rcu);
}

static int iface_change(struct rsvp_net *rn, struct rsvp_iface *iface,
			const struct rsvp_iface_conf *conf,
			struct rsvp_refusal *why)
{
	int err;

	err = rsvp_tc_reconf(rn, iface, conf, why);
	if (err)
		return err;
	iface->conf = *conf;
	rn->generation++;
	rsvp_notify_iface(rn, iface, RSVP_EVENT_CHANGE);
	return 0;
}

/**
 * rsvp_iface_set() - switch RSVP on or off for an interface, or change it
 * @rn: the namespace
 * @ifindex: the interface
 * @on: on or off
 * @conf: all settings
 * @why: filled in on refusal
 *
 * Context: worker, rn->lock held, RTNL not held.
 * Return: 0, or a negative errno.
 */
int rsvp_iface_set(struct rsvp_net *rn, int ifindex, bool on,
		   const struct rsvp_iface_conf *conf,
		   struct rsvp_refusal *why)
{
	struct rsvp_iface *iface = rsvp_iface_find(rn, ifindex);

	lockdep_assert_held(&rn->lock);

	if (on && iface)
		return iface_change(rn, iface, conf, why);
	if (on)
		return iface_on(rn, ifindex, conf, why);
	if (!iface)
		return refuse(why, -ENOENT,
			      "RSVP is not on for this interface");
	iface_off(rn, iface);
	return 0;
}

/**
 * rsvp_ifaces_rescan() - look again at all devices, and at what is joined there
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 */
void rsvp_ifaces_rescan(struct rsvp_net *rn)
{
	struct rsvp_iface *iface, *next;
	struct net_device *dev;

	lockdep_assert_held(&rn->lock);

	rsvp_members_rejoin(rn);
	list_for_each_entry_safe(iface, next, &rn->ifaces, list) {
		rcu_read_lock();
		dev = dev_get_by_index_rcu(rn->net, iface->ifindex);
		if (dev)
			strscpy(iface->name, dev->name, sizeof(iface->name));
		rcu_read_unlock();
		/* A closed queue: it went, and another took its ifindex */
		if (!dev || READ_ONCE(iface->rxq.closed))
			iface_off(rn, iface);
		else
			rsvp_tc_rescan(rn, iface);
	}
}

/**
 * rsvp_ifaces_flush() - switch RSVP off everywhere
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 */
void rsvp_ifaces_flush(struct rsvp_net *rn)
{
	struct rsvp_iface *iface, *next;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry_safe(iface, next, &rn->ifaces, list)
		iface_off(rn, iface);
}

/**
 * rsvp_ifaces_exit() - forget all interfaces of a namespace that is going
 * @rn: the namespace; no hook runs any more, no state is left
 *
 * Context: rn->lock held.
 */
void rsvp_ifaces_exit(struct rsvp_net *rn)
{
	struct rsvp_iface *iface, *next;

	list_for_each_entry_safe(iface, next, &rn->ifaces, list) {
		rsvp_rxq_close(&iface->rxq);
		rsvp_queriers_stop(rn, iface);
		rsvp_tc_detach(rn, iface);
		list_del(&iface->list);
		rn->n_ifaces--;
		kfree_rcu(iface, rcu);
	}
	xa_destroy(&rn->by_ifindex);
}

static void rescan(struct net_device *dev)
{
	struct rsvp_net *rn = rsvp_net(dev_net(dev));

	/* Unlocked: an interface just being switched on looks for itself */
	if (!rsvp_members_lost(rn, dev) && !READ_ONCE(rn->n_ifaces))
		return;
	set_bit(RSVP_EV_RESCAN, &rn->events);
	rsvp_routes_changed(rn);
}

static int rsvp_netdev_event(struct notifier_block *nb, unsigned long event,
			     void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct rsvp_iface *iface;

	switch (event) {
	case NETDEV_UNREGISTER:
		/* Messages that wait hold the device; let go of it at once */
		rcu_read_lock();
		iface = xa_load(&rsvp_net(dev_net(dev))->by_ifindex,
				dev->ifindex);
		if (iface)
			rsvp_rxq_close(&iface->rxq);
		rcu_read_unlock();
		fallthrough;
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
	case NETDEV_CHANGENAME:
	case NETDEV_CHANGEMTU:
		rescan(dev);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block rsvp_netdev_notifier = {
	.notifier_call = rsvp_netdev_event,
};

/**
 * rsvp_iface_init() - watch devices
 *
 * Return: 0, or a negative errno.
 */
int rsvp_iface_init(void)
{
	return register_netdevice_notifier(&rsvp_netdev_notifier);
}

/**
 * rsvp_iface_exit() - stop watching devices
 */
void rsvp_iface_exit(void)
{
	unregister_netdevice_notifier(&rsvp_netdev_notifier);
}
