// SPDX-License-Identifier: GPL-2.0
/*
 * A link under traffic control: taken with its interface, changed, let go of, with
 * all that is reserved on it. A back end carries that out: hfsc.c with pool.c, or
 * one of the two below.
 */
#include <linux/if_vlan.h>
#include <linux/pkt_sched.h>
#include <net/sch_generic.h>

#include "rsvp.h"
#include "link.h"
#include "rtnl.h"

enum {
	/* The signalling class: 1 % of the bandwidth, within bounds, and never
	 * more than a tenth
	 */
	RSVP_SIGNAL_SHARE	= 100,
	RSVP_SIGNAL_MIN_Bps	= 1000,
	RSVP_SIGNAL_MAX_Bps	= 1250000,
	RSVP_SIGNAL_MOST	= 10,
};

static int none_install(struct rsvp_tc_link *link, struct rsvp_refusal *why)
{
	return 0;
}

static void none_remove(struct rsvp_tc_link *link)
{
}

static int none_class_set(struct rsvp_tc_link *link, struct rsvp_tc_class *cls,
			  const struct rsvp_curve *curve,
			  struct rsvp_refusal *why)
{
	return 0;
}

static void none_class_put(struct rsvp_tc_link *link,
			   struct rsvp_tc_class *cls)
{
}

/* Admission only: packets are left alone */
static const struct rsvp_tc_ops rsvp_tc_none = {
	.install	= none_install,
	.change		= none_install,
	.remove		= none_remove,
	.class_set	= none_class_set,
	.class_put	= none_class_put,
};

/* Classification and policing too; the administrator owns the qdiscs */
static const struct rsvp_tc_ops rsvp_tc_mark = {
	.install	= none_install,
	.change		= none_install,
	.remove		= none_remove,
	.class_set	= none_class_set,
	.class_put	= none_class_put,
	.marks		= true,
};

/**
 * rsvp_link_mtu() - MTU of a link as it is now
 * @link: the link
 *
 * Context: process.
 * Return: bytes; 0: the device is gone.
 */
u32 rsvp_link_mtu(const struct rsvp_tc_link *link)
{
	struct net_device *dev;
	u32 mtu = 0;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(link->rn->net, link->ifindex);
	if (dev)
		mtu = READ_ONCE(dev->mtu);
	rcu_read_unlock();
	return mtu;
}

/*
 * How large packets get, what the device puts in front of IP, and what of that
 * qdiscs see. The device may still tag them. What the administrator's size table
 * makes of them, at the root above our parent, is not known: twice as much will do.
 * The largest ever may still wait in our tree, where tbf would send neither it nor
 * what is behind it if its bucket were smaller.
 */
static void link_sizes(struct rsvp_tc_link *link)
{
	struct net_device *dev;
	const struct Qdisc *root;
	u32 seen = 0, packet;
	bool sized = false;

	link->mtu = 0;
	link->header = 0;
	rcu_read_lock();
	dev = dev_get_by_index_rcu(link->rn->net, link->ifindex);
	if (dev) {
		link->mtu = READ_ONCE(dev->mtu);
		link->header = dev->hard_header_len;
		/* Without header_ops the driver adds it behind the qdisc. */
		seen = dev->header_ops ? link->header : 0;
		root = rcu_dereference(dev->qdisc);
		sized = link->conf.parent && root &&
			rcu_access_pointer(root->stab);
	}
	rcu_read_unlock();

	link->overhead = link->conf.overhead == RSVP_OVERHEAD_AUTO ?
			 link->header : link->conf.overhead;
	link->stab = (int)link->overhead - (int)seen;
	packet = min_t(u32, link->mtu, RSVP_TC_M_MAX) + link->header +
		 max(link->stab, 0) + 2 * VLAN_HLEN;
	link->largest = max(link->largest, sized ? 2 * packet : packet);
}

/* What may be promised, from what is configured */
static void link_reckon(struct rsvp_tc_link *link)
{
	const struct rsvp_iface_conf *conf = &link->conf;
	struct rsvp_books *books = &link->books;
	u64 share, signal = 0;

	link_sizes(link);
	if (link->ops && link->ops->signals) {
		signal = clamp_t(u64, div_u64(conf->bandwidth_Bps,
					      RSVP_SIGNAL_SHARE),
				 RSVP_SIGNAL_MIN_Bps, RSVP_SIGNAL_MAX_Bps);
		signal = min(signal, div_u64(conf->bandwidth_Bps,
					     RSVP_SIGNAL_MOST));
	}
	share = mul_u64_u32_div(conf->bandwidth_Bps, conf->reservable, 10000);
	/* Whoever wants no overbooking gets none by the rounding of curves. */
	if (link->ops == &rsvp_tc_hfsc && conf->reservable <= 10000)
		share = min(share, conf->bandwidth_Bps -
				   rsvp_hfsc_excess(conf->bandwidth_Bps));
	link->signal_Bps = signal;
	books->limit = share > signal ? share - signal : 0;
	books->flow_limit = conf->flow_limit_Bps;
	books->class_cap = conf->class_cap;
	if (link->ops == &rsvp_tc_hfsc)
		books->class_cap = min_t(u32, books->class_cap,
					 RSVP_HFSC_CLASSES);
}

static const struct rsvp_tc_ops *conf_ops(const struct rsvp_iface_conf *conf)
{
	if (!conf->bandwidth_Bps)
		return NULL;
	switch (conf->backend) {
	case RSVP_BACKEND_HFSC:
		return &rsvp_tc_hfsc;
	case RSVP_BACKEND_MARK:
		return &rsvp_tc_mark;
	default:
		return &rsvp_tc_none;
	}
}

static u32 class_priority(const struct rsvp_tc_class *cls)
{
	const struct rsvp_tc_link *link = cls->link;

	if (!link || !link->ops)
		return 0;
	/* The class the administrator named, or what a default qdisc prefers */
	if (link->ops == &rsvp_tc_mark)
		return link->conf.parent ?: TC_PRIO_INTERACTIVE;
	return cls->leaf ? rsvp_classid(link, cls->leaf->minor) : 0;
}

static u32 signal_priority(const struct rsvp_tc_link *link)
{
	if (link->ops == &rsvp_tc_mark)
		return TC_PRIO_CONTROL;
	return rsvp_classid(link, RSVP_MINOR_SIGNAL);
}

/**
 * rsvp_tc_class_show() - have the hook see a reservation as it is now
 * @cls: the reservation
 *
 * Context: process, rn->lock held.
 */
void rsvp_tc_class_show(struct rsvp_tc_class *cls)
{
	struct rsvp_police pol;

	rsvp_want_police(&cls->want, &pol);
	rsvp_flow_set(&cls->flow, class_priority(cls), &pol);
}

/* Whose reservation lost its class, or has another one, hears of it. */
static void tell_classes(const struct rsvp_tc_link *link)
{
	struct rsvp_net *rn = link->rn;
	struct rsvp_object *obj;
	struct rsvp_tcsb *tcsb;
	u64 id = 0;

	while ((obj = rsvp_object_after(rn, RSVP_KIND_TCSB, id))) {
		id = obj->id;
		tcsb = container_of(obj, struct rsvp_tcsb, obj);
		if (tcsb->cls && tcsb->cls->link == link)
			rsvp_tcsb_class_changed(rn, tcsb);
	}
}

/* Did someone take our qdisc away? The classes went with it: that is told, once */
static bool link_lost(struct rsvp_tc_link *link)
{
	const struct rsvp_iface *iface;
	struct rsvp_tc_class *cls;

	if (link->lost || link->ops != &rsvp_tc_hfsc || rsvp_hfsc_stands(link))
		return link->lost;
	link->lost = true;
	rsvp_leaves_free(link);
	list_for_each_entry(cls, &link->classes, list) {
		cls->unserved = true;
		rsvp_tc_class_show(cls);
	}
	tell_classes(link);
	iface = rsvp_iface_find(link->rn, link->ifindex);
	if (iface)
		rsvp_notify_iface(link->rn, iface, RSVP_EVENT_CHANGE);
	return true;
}

/**
 * rsvp_link_serves() - is there anything that can carry a reservation?
 * @link: the link; NULL: there is none
 *
 * Who finds that someone else took our tree away tells of it.
 *
 * Context: process, rn->lock held, RTNL not held.
 * Return: true if so.
 */
bool rsvp_link_serves(struct rsvp_tc_link *link)
{
	return link && link->ops && !link_lost(link);
}

/**
 * rsvp_tc_refuse() - a refusal because the scheduler failed; counts nothing
 * @link: the link
 * @err: negative errno
 * @why: filled in
 *
 * Context: process, rn->lock held.
 * Return: @err.
 */
int rsvp_tc_refuse(struct rsvp_tc_link *link, int err,
		   struct rsvp_refusal *why)
{
	const char *text;

	if (link_lost(link))
		text = "someone removed or replaced our queueing discipline: repeat interface set";
	else if (err == -ENOSPC)
		text = "no class is left, or those of past reservations still rest: try again";
	else if (err == -ENOMEM)
		text = "no memory for a class";
	else
		text = "the kernel's scheduler refused the class";
	return rsvp_refuse(why, err, RSVP_ERR_TC_SYSTEM, 0, text);
}

static int link_install(struct rsvp_tc_link *link, struct rsvp_refusal *why)
{
	int err;

	link->ops = conf_ops(&link->conf);
	link->largest = 0;
	link_reckon(link);
	if (!link->ops)
		return 0;
	err = link->ops->install(link, why);
	if (err)
		goto err_ops;
	if (!link->ops->marks)
		return 0;
	err = rsvp_port_add(link->rn, link->ifindex, signal_priority(link),
			    link->ops->segments);
	if (err) {
		rsvp_refuse(why, err, RSVP_ERR_TC_SYSTEM, 0,
			    "the packet classifier cannot be registered");
		goto err_remove;
	}
	return 0;

err_remove:
	link->ops->remove(link);
err_ops:
	link->ops = NULL;
	link_reckon(link);
	return err;
}

static void link_uninstall(struct rsvp_tc_link *link)
{
	struct rsvp_tc_class *cls;

	if (!link->ops)
		return;
	rsvp_port_del(link->rn, link->ifindex);
	link->ops->remove(link);
	link->ops = NULL;
	link->lost = false;
	/* The next tree has the same numbers, for whom it likes. */
	list_for_each_entry(cls, &link->classes, list)
		rsvp_tc_class_show(cls);
}

/* All reservations anew, on a tree or with an overhead that is. Admitted they
 * are: what no longer fits makes the link overbooked. Whose class cannot be
 * made is best effort; whose class cannot be changed keeps what it was.
 * false: there are such.
 */
static bool link_refill(struct rsvp_tc_link *link)
{
	struct rsvp_books *books = &link->books;
	struct rsvp_refusal why;
	struct rsvp_tc_class *cls;
	struct rsvp_curve curve;
	bool served = true;

	list_for_each_entry(cls, &link->classes, list) {
		rsvp_want_curve(&cls->want, link->overhead, &curve);
		rsvp_books_charge(books, &cls->curve, &curve);
		cls->curve = curve;
		cls->unserved = !link->ops ||
				link->ops->class_set(link, cls, &curve, &why);
		served &= !cls->unserved;
		rsvp_tc_class_show(cls);
		/* About a millisecond each where there are thousands */
		cond_resched();
	}
	return served;
}

/**
 * rsvp_tc_attach() - take an interface under traffic control
 * @rn: the namespace
 * @iface: interface with its conf; ->tc is set
 * @why: filled in on refusal
 *
 * Without a bandwidth nothing is installed, and every reservation refused.
 *
 * Context: process, rn->lock held, RTNL not held.
 * Return: 0 or a negative errno.
 */
int rsvp_tc_attach(struct rsvp_net *rn, struct rsvp_iface *iface,
		   struct rsvp_refusal *why)
{
	struct rsvp_tc_link *link;
	int err;

	lockdep_assert_held(&rn->lock);

	err = rsvp_rtnl_open(rn);
	if (err)
		return rsvp_refuse(why, err, RSVP_ERR_TC_SYSTEM, 0,
				   "no rtnetlink socket");
	link = kzalloc(sizeof(*link), GFP_KERNEL_ACCOUNT);
	if (!link)
		return rsvp_refuse(why, -ENOMEM, RSVP_ERR_TC_SYSTEM, 0,
				   "no memory");
	link->rn = rn;
	link->ifindex = iface->ifindex;
	link->conf = iface->conf;
	INIT_LIST_HEAD(&link->classes);
	INIT_LIST_HEAD(&link->idle);
	INIT_LIST_HEAD(&link->resting);
	err = link_install(link, why);
	if (err) {
		kfree(link);
		return err;
	}
	iface->tc = link;
	return 0;
}

/* Does a conf need another tree, or can the one that stands be changed? */
static bool conf_rebuilds(const struct rsvp_tc_link *link,
			  const struct rsvp_iface_conf *conf)
{
	return conf_ops(conf) != link->ops || link->lost ||
	       conf->parent != link->conf.parent;
}

/* What the kernel would refuse is found before the tree that stands is taken
 * down; it may fail all the same, for want of memory.
 */
static int conf_check(struct rsvp_tc_link *link,
		      const struct rsvp_iface_conf *conf,
		      struct rsvp_refusal *why)
{
	const struct rsvp_tc_ops *ops = conf_ops(conf);

	return ops && ops->check ? ops->check(link, conf, why) : 0;
}

static int link_rebuild(struct rsvp_tc_link *link,
			const struct rsvp_iface_conf *conf,
			struct rsvp_refusal *why)
{
	struct rsvp_iface_conf old = link->conf;
	struct rsvp_refusal again;
	int err;

	link_uninstall(link);
	link->conf = *conf;
	err = link_install(link, why);
	if (err) {
		link->conf = old;
		link_install(link, &again);
	}
	return err;
}

static int link_change(struct rsvp_tc_link *link,
		       const struct rsvp_iface_conf *conf,
		       struct rsvp_refusal *why)
{
	struct rsvp_iface_conf old = link->conf;
	struct rsvp_refusal again;
	int err = 0;

	link->conf = *conf;
	link_reckon(link);
	if (link->ops)
		err = link->ops->change(link, why);
	if (err) {
		link->conf = old;
		link_reckon(link);
		link->ops->change(link, &again);
	}
	return err;
}

/**
 * rsvp_tc_reconf() - an interface's conf changes
 * @rn: the namespace
 * @iface: the interface
 * @conf: what it is to be; the caller stores it
 * @why: filled in on refusal
 *
 * What is reserved stands, even if it no longer fits: then the link is
 * overbooked, and admits nothing until it does.
 *
 * Context: process, rn->lock held, RTNL not held.
 * Return: 0, or a negative errno: then all is as it was, except if the kernel
 * began to refuse in the midst of it. Events tell of an interface that was left
 * without traffic control, and of every reservation that was.
 */
int rsvp_tc_reconf(struct rsvp_net *rn, struct rsvp_iface *iface,
		   const struct rsvp_iface_conf *conf,
		   struct rsvp_refusal *why)
{
	struct rsvp_tc_link *link = iface->tc;
	bool served, lost;
	int err;

	lockdep_assert_held(&rn->lock);

	lost = link_lost(link);
	if (conf_rebuilds(link, conf)) {
		err = conf_check(link, conf, why);
		if (err)
			return err;
		err = link_rebuild(link, conf, why);
	} else {
		err = link_change(link, conf, why);
	}
	served = link_refill(link);
	rsvp_local_room(rn);
	if (lost || !served)
		tell_classes(link);
	/* After a change that succeeded the caller tells. */
	if (err && (!served || (!link->ops && link->conf.bandwidth_Bps)))
		rsvp_notify_iface(rn, iface, RSVP_EVENT_CHANGE);
	return err;
}

/**
 * rsvp_tc_rescan() - the device may have another MTU
 * @rn: the namespace
 * @iface: the interface
 *
 * The back end is told, which drops what is larger than it was told. If that fails
 * it is tried again when devices are looked at again.
 *
 * Context: worker, rn->lock held, RTNL not held.
 */
void rsvp_tc_rescan(struct rsvp_net *rn, struct rsvp_iface *iface)
{
	struct rsvp_tc_link *link = iface->tc;
	struct rsvp_refusal why;

	lockdep_assert_held(&rn->lock);

	if (!link || !link->ops || rsvp_link_mtu(link) == link->mtu)
		return;
	link_reckon(link);
	rsvp_local_room(rn);
	if (link->ops->change(link, &why))
		link->mtu = 0;
	else
		rsvp_notify_iface(rn, iface, RSVP_EVENT_CHANGE);
}

/**
 * rsvp_tc_close() - an interface is about to be detached
 * @rn: the namespace
 * @iface: the interface
 *
 * Our tree goes at once, with one request, not class by class: a flowspec that
 * is deleted from now on only leaves the books and the flow table. What is
 * torn down then is told by way of the kernel's default qdisc; in ours, the
 * messages would still wait for their turn when it goes.
 *
 * Context: process, rn->lock held, RTNL not held.
 */
void rsvp_tc_close(struct rsvp_net *rn, struct rsvp_iface *iface)
{
	lockdep_assert_held(&rn->lock);

	if (!iface->tc)
		return;
	iface->tc->closing = true;
	link_uninstall(iface->tc);
}

/**
 * rsvp_tc_detach() - let go of an interface
 * @rn: the namespace
 * @iface: the interface; reservations that are left there lose their link
 *
 * One request deletes our tree, and the kernel's default is back. In a
 * namespace that is going, nothing is asked of the kernel at all.
 *
 * Context: process, rn->lock held, RTNL not held.
 */
void rsvp_tc_detach(struct rsvp_net *rn, struct rsvp_iface *iface)
{
	struct rsvp_tc_link *link = iface->tc;
	struct rsvp_tc_class *cls, *next;

	lockdep_assert_held(&rn->lock);

	if (!link)
		return;
	link_uninstall(link);
	list_for_each_entry_safe(cls, next, &link->classes, list) {
		rsvp_flow_unpublish_all(rn, &cls->flow);
		list_del_init(&cls->list);
		cls->link = NULL;
	}
	iface->tc = NULL;
	kfree(link);
}

/**
 * rsvp_tc_link_status() - a link's books
 * @iface: interface with ->tc
 * @st: result
 *
 * What is free is what the books say, even after someone removed our qdisc;
 * then @st has no handle.
 *
 * Context: process, rn->lock held.
 */
void rsvp_tc_link_status(const struct rsvp_iface *iface,
			 struct rsvp_tc_status *st)
{
	const struct rsvp_tc_link *link = iface->tc;
	const struct rsvp_books *books = &link->books;

	memset(st, 0, sizeof(*st));
	st->mtu = rsvp_link_mtu(link);
	st->reserved_Bps = max(books->m1, books->m2);
	st->free_Bps = rsvp_books_free(books);
	st->high_water_Bps = books->high;
	st->classes = books->classes;
	st->refused = books->refused;
	if (link->major && rsvp_hfsc_stands(link))
		st->handle = rsvp_classid(link, 0);
	st->overhead = link->overhead;
	st->C = rsvp_link_C(link, 0, st->mtu);
	st->D_us = rsvp_link_D_us(link, st->mtu);
	st->overbooked = rsvp_books_overbooked(books);
}
