// SPDX-License-Identifier: GPL-2.0
/*
 * What the hook reads, and who writes it: the table of reserved flows, the
 * managed devices, the majors of our qdiscs. Written under rn->lock, read under
 * RCU.
 */
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/sch_generic.h>

#include "rsvp.h"
#include "classify.h"

static const struct rhashtable_params flow_params = {
	.key_len		= sizeof(struct rsvp_match),
	.key_offset		= offsetof(struct rsvp_flow_filter, match),
	.head_offset		= offsetof(struct rsvp_flow_filter, hash),
	.automatic_shrinking	= true,
};

/* As the hook has a packet, the filter has it: only what its shape looks at. */
static void match_shape(struct rsvp_match *m, const struct rsvp_match *packet,
			u8 shape)
{
	*m = *packet;
	m->shape = shape;
	if (shape & RSVP_SHAPE_NO_DPORT)
		m->dport = 0;
	switch (shape % RSVP_MATCHES) {
	case RSVP_MATCH_PORT:
		m->label = 0;
		break;
	case RSVP_MATCH_ADDR:
		m->label = 0;
		m->sport = 0;
		break;
	case RSVP_MATCH_LABEL:
		m->sport = 0;
		break;
	case RSVP_MATCH_ANY:
		m->label = 0;
		m->sport = 0;
		memset(&m->src, 0, sizeof(m->src));
		break;
	}
}

/* Does a filter of this shape look at a port? */
static bool shape_wants_ports(u8 shape)
{
	return !(shape & RSVP_SHAPE_NO_DPORT) || shape % RSVP_MATCHES ==
	       RSVP_MATCH_PORT;
}

/**
 * rsvp_flow_find() - the flow that a packet belongs to
 * @c: the classifier
 * @match: the packet: all but ->shape
 * @ports: its ports could be read
 *
 * Context: under RCU.
 * Return: the flow, valid as long as RCU is held; NULL: none.
 */
struct rsvp_flow *rsvp_flow_find(struct rsvp_classifier *c,
				 struct rsvp_match *match, bool ports)
{
	const struct rsvp_flow_filter *f;
	struct rsvp_match m;
	unsigned long mask;
	unsigned int shape;
	u32 seen;

	/* A packet whose filter is replaced by another one meanwhile finds that */
	do {
		/* Pairs with shape_count(): filters up to that one are seen */
		seen = smp_load_acquire(&c->published);
		mask = READ_ONCE(c->mask);
		for_each_set_bit(shape, &mask, RSVP_SHAPES) {
			if (!ports && shape_wants_ports(shape))
				continue;
			match_shape(&m, match, shape);
			f = rhashtable_lookup(&c->flows, &m, flow_params);
			if (f)
				return READ_ONCE(f->flow);
		}
		/* Pairs with shape_count(): if one is gone, what came before
		 * it went is known
		 */
		smp_rmb();
	} while (unlikely(READ_ONCE(c->published) != seen));
	return NULL;
}

static void match_filter(struct rsvp_match *m, int ifindex,
			 const struct rsvp_session_key *key,
			 const struct rsvp_filter *filter)
{
	struct rsvp_match all = {
		.oif = ifindex,
		.family = key->dst.family,
		.proto = key->proto,
		.dport = key->dport,
		.dst = key->dst.v6,
	};
	u8 shape;

	if (!filter || !filter->src.family) {
		shape = RSVP_MATCH_ANY;
	} else {
		all.src = filter->src.v6;
		all.sport = filter->sport;
		all.label = filter->label;
		if (filter->has_label)
			shape = RSVP_MATCH_LABEL;
		else
			shape = filter->sport ? RSVP_MATCH_PORT :
						RSVP_MATCH_ADDR;
	}
	if (!key->dport)
		shape |= RSVP_SHAPE_NO_DPORT;
	match_shape(m, &all, shape);
}

static void shape_count(struct rsvp_classifier *c, u8 shape, int n)
{
	u8 mask = c->mask;

	c->shapes[shape] += n;
	if (c->shapes[shape])
		mask |= BIT(shape);
	else
		mask &= ~BIT(shape);
	WRITE_ONCE(c->mask, mask);
	if (n < 0)
		return;
	/* Pairs with rsvp_flow_find(): the filter is there before it is told of */
	smp_store_release(&c->published, c->published + 1);
	/* Pairs with rsvp_flow_find(): and another goes only after that */
	smp_wmb();
}

/**
 * rsvp_flow_publish() - have the hook know a filter
 * @rn: the namespace
 * @ifindex: device that the packets leave by
 * @flow: where they lead
 * @key: session
 * @filter: sender; NULL, or one without an address: every sender
 *
 * Context: process, rn->lock held.
 * Return: 0; -EEXIST if a flow has this filter already, or -ENOMEM.
 */
int rsvp_flow_publish(struct rsvp_net *rn, int ifindex, struct rsvp_flow *flow,
		      const struct rsvp_session_key *key,
		      const struct rsvp_filter *filter)
{
	struct rsvp_classifier *c = rn->classifier;
	struct rsvp_flow_filter *f;
	int err;

	lockdep_assert_held(&rn->lock);

	f = kzalloc(sizeof(*f), GFP_KERNEL_ACCOUNT);
	if (!f)
		return -ENOMEM;
	match_filter(&f->match, ifindex, key, filter);
	f->flow = flow;
	err = rhashtable_lookup_insert_fast(&c->flows, &f->hash, flow_params);
	if (err) {
		kfree(f);
		return err;
	}
	hlist_add_head(&f->list, &flow->filters);
	shape_count(c, f->match.shape, 1);
	return 0;
}

/**
 * rsvp_flow_move() - a filter leads to another flow from now on
 * @rn: the namespace
 * @ifindex: as it was published
 * @from: as it was published; may be read until a grace period has passed
 * @to: where it leads
 * @key: as it was published
 * @filter: as it was published
 *
 * Context: process, rn->lock held.
 * Return: false if @from has no such filter.
 */
bool rsvp_flow_move(struct rsvp_net *rn, int ifindex, struct rsvp_flow *from,
		    struct rsvp_flow *to, const struct rsvp_session_key *key,
		    const struct rsvp_filter *filter)
{
	struct rsvp_flow_filter *f;
	struct rsvp_match m;

	lockdep_assert_held(&rn->lock);

	match_filter(&m, ifindex, key, filter);
	f = rhashtable_lookup_fast(&rn->classifier->flows, &m, flow_params);
	if (!f || f->flow != from)
		return false;
	WRITE_ONCE(f->flow, to);
	hlist_del(&f->list);
	hlist_add_head(&f->list, &to->filters);
	return true;
}

static void filter_remove(struct rsvp_classifier *c, struct rsvp_flow_filter *f)
{
	rhashtable_remove_fast(&c->flows, &f->hash, flow_params);
	shape_count(c, f->match.shape, -1);
	hlist_del(&f->list);
	kfree_rcu(f, rcu);
}

/**
 * rsvp_flow_unpublish() - have the hook forget a filter
 * @rn: the namespace
 * @ifindex: as it was published
 * @flow: as it was published
 * @key: as it was published
 * @filter: as it was published
 *
 * The flow may be read until a grace period has passed.
 *
 * Context: process, rn->lock held.
 */
void rsvp_flow_unpublish(struct rsvp_net *rn, int ifindex,
			 struct rsvp_flow *flow,
			 const struct rsvp_session_key *key,
			 const struct rsvp_filter *filter)
{
	struct rsvp_classifier *c = rn->classifier;
	struct rsvp_flow_filter *f;
	struct rsvp_match m;

	lockdep_assert_held(&rn->lock);

	match_filter(&m, ifindex, key, filter);
	f = rhashtable_lookup_fast(&c->flows, &m, flow_params);
	if (f && f->flow == flow)
		filter_remove(c, f);
}

/**
 * rsvp_flow_unpublish_all() - have the hook forget a flow
 * @rn: the namespace
 * @flow: it; may be read until a grace period has passed
 *
 * Context: process, rn->lock held.
 */
void rsvp_flow_unpublish_all(struct rsvp_net *rn, struct rsvp_flow *flow)
{
	struct rsvp_flow_filter *f;
	struct hlist_node *next;

	lockdep_assert_held(&rn->lock);

	hlist_for_each_entry_safe(f, next, &flow->filters, list)
		filter_remove(rn->classifier, f);
}

/**
 * rsvp_port_add() - a device is managed from now on
 * @rn: the namespace
 * @ifindex: the device
 * @signal: skb->priority of signalling; 0: left alone
 * @segment: super-packets are segmented before its qdisc
 *
 * With the first one the hooks are registered, so that a namespace that manages
 * nothing pays nothing.
 *
 * Context: process, rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_port_add(struct rsvp_net *rn, int ifindex, u32 signal, bool segment)
{
	struct rsvp_classifier *c = rn->classifier;
	struct rsvp_port *port;
	int err;

	lockdep_assert_held(&rn->lock);

	port = kzalloc(sizeof(*port), GFP_KERNEL_ACCOUNT);
	if (!port)
		return -ENOMEM;
	port->signal = signal;
	port->segment = segment;
	err = xa_insert(&c->ports, ifindex, port, GFP_KERNEL_ACCOUNT);
	if (err)
		goto err_free;
	if (!c->n_ports) {
		err = nf_register_net_hooks(rn->net, c->ops,
					    ARRAY_SIZE(c->ops));
		if (err)
			goto err_erase;
		c->hooked = true;
	}
	c->n_ports++;
	return 0;

err_erase:
	xa_erase(&c->ports, ifindex);
err_free:
	kfree_rcu(port, rcu);
	return err;
}

static void hooks_off(struct rsvp_classifier *c)
{
	if (c->hooked)
		nf_unregister_net_hooks(c->rn->net, c->ops, ARRAY_SIZE(c->ops));
	c->hooked = false;
}

/**
 * rsvp_port_del() - a device is managed no longer
 * @rn: the namespace
 * @ifindex: the device
 *
 * Context: process, rn->lock held.
 */
void rsvp_port_del(struct rsvp_net *rn, int ifindex)
{
	struct rsvp_classifier *c = rn->classifier;
	struct rsvp_port *port;

	lockdep_assert_held(&rn->lock);

	port = xa_erase(&c->ports, ifindex);
	if (!port)
		return;
	kfree_rcu(port, rcu);
	if (!--c->n_ports)
		hooks_off(c);
}

static void major_used(unsigned long *used, u32 handle)
{
	u32 major = TC_H_MAJ(handle) >> 16;

	if (major >= RSVP_MAJOR_FIRST && major <= RSVP_MAJOR_LAST)
		__set_bit(major - RSVP_MAJOR_FIRST, used);
}

/* All handles of all devices: priorities set for one must name a class of no
 * other, whether the qdisc there is ours or not.
 */
static void majors_used(struct net *net, unsigned long *used)
{
	struct net_device *dev;
	struct Qdisc *q;
	int i;

	rcu_read_lock();
	for_each_netdev_rcu(net, dev) {
		q = rcu_dereference(dev->qdisc);
		if (q)
			major_used(used, q->handle);
		hash_for_each_rcu(dev->qdisc_hash, i, q, hash)
			major_used(used, q->handle);
	}
	rcu_read_unlock();
}

/**
 * rsvp_major_get() - a major number that no qdisc of the namespace has
 * @rn: the namespace
 *
 * Context: process, rn->lock held.
 * Return: the major; 0: none is left, or no memory.
 */
u16 rsvp_major_get(struct rsvp_net *rn)
{
	struct rsvp_classifier *c = rn->classifier;
	unsigned long *used;
	unsigned long i;

	lockdep_assert_held(&rn->lock);

	used = bitmap_alloc(RSVP_MAJORS, GFP_KERNEL);
	if (!used)
		return 0;
	bitmap_copy(used, c->majors, RSVP_MAJORS);
	majors_used(rn->net, used);
	i = find_first_zero_bit(used, RSVP_MAJORS);
	bitmap_free(used);
	if (i == RSVP_MAJORS)
		return 0;
	set_bit(i, c->majors);
	return RSVP_MAJOR_FIRST + i;
}

/**
 * rsvp_major_put() - a major number is free again
 * @rn: the namespace
 * @major: from rsvp_major_get()
 *
 * Context: process, rn->lock held.
 */
void rsvp_major_put(struct rsvp_net *rn, u16 major)
{
	lockdep_assert_held(&rn->lock);

	clear_bit(major - RSVP_MAJOR_FIRST, rn->classifier->majors);
}

/**
 * rsvp_classify_net_init() - the classifier of a new namespace
 * @rn: the namespace
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_classify_net_init(struct rsvp_net *rn)
{
	struct rsvp_classifier *c;
	int err;

	c = kzalloc(sizeof(*c), GFP_KERNEL);
	if (!c)
		return -ENOMEM;
	err = rhashtable_init(&c->flows, &flow_params);
	if (err) {
		kfree(c);
		return err;
	}
	c->rn = rn;
	xa_init(&c->ports);

	/* Last: what others do to a packet or its priority is done by then. */
	c->ops[0].hook = rsvp_classify;
	c->ops[0].priv = c;
	c->ops[0].pf = NFPROTO_IPV4;
	c->ops[0].hooknum = NF_INET_POST_ROUTING;
	c->ops[0].priority = NF_IP_PRI_LAST;
	c->ops[1] = c->ops[0];
	c->ops[1].pf = NFPROTO_IPV6;
	c->ops[1].priority = NF_IP6_PRI_LAST;
	rn->classifier = c;
	return 0;
}

/**
 * rsvp_classify_net_pre_exit() - see no packets of a namespace that goes
 * @rn: the namespace
 *
 * A grace period lies between this and rsvp_classify_net_exit().
 *
 * Context: process, rn->lock held.
 */
void rsvp_classify_net_pre_exit(struct rsvp_net *rn)
{
	lockdep_assert_held(&rn->lock);

	hooks_off(rn->classifier);
}

/**
 * rsvp_classify_net_exit() - the classifier of a namespace that goes
 * @rn: the namespace; its ports and flows are gone
 *
 * Context: process.
 */
void rsvp_classify_net_exit(struct rsvp_net *rn)
{
	struct rsvp_classifier *c = rn->classifier;

	if (!c)
		return;
	rhashtable_destroy(&c->flows);
	xa_destroy(&c->ports);
	kfree(c);
	rn->classifier = NULL;
}
