// SPDX-License-Identifier: GPL-2.0
/*
 * Which groups have members behind an interface, as their reports say (report.c): any
 * source of a group, or one source of it. As in RFC 5790, nobody is kept who wants a
 * group but for some of its sources. What is not reported again in time is forgotten
 * (RFC 3376, 6.2.2; RFC 3810, 7.2.2), and what is left, unless somebody else says at
 * once that he still wants it (RFC 3376, 6.4.2).
 */
#include <linux/jhash.h>

#include "rule.h"

enum {
	GROUP_BUCKETS	= 256,
	/* RFC 3376, 8.9, 8.10: Last Member Query Count and Time */
	LAST_COUNT	= RSVP_MEMBER_ROBUSTNESS,
	LAST_MS		= LAST_COUNT * RSVP_MEMBER_LAST_MS,
};

/**
 * struct rsvp_group - members of a group
 * @hash: in groups->buckets
 * @ifindex: they are behind that interface
 * @group: the group
 * @source: what they want of it; family 0: all
 * @timer: they are forgotten, or asked again whether they are there
 * @asks: how often they are still to be asked
 */
struct rsvp_group {
	struct hlist_node hash;
	int ifindex;
	struct rsvp_addr group;
	struct rsvp_addr source;
	struct rsvp_timer timer;
	u8 asks;
};

/**
 * struct rsvp_groups - all members that are known; rn->lock
 * @buckets: by group
 * @n: how many
 * @n_behind: and of them, behind each interface, by ifindex
 * @seed: of the hash
 */
struct rsvp_groups {
	struct hlist_head buckets[GROUP_BUCKETS];
	u32 n;
	struct xarray n_behind;
	u32 seed;
};

static struct hlist_head *bucket_of(struct rsvp_groups *groups,
				    const struct rsvp_addr *group)
{
	return &groups->buckets[jhash(group, sizeof(*group), groups->seed) %
				GROUP_BUCKETS];
}

static struct rsvp_group *find(struct rsvp_groups *groups, int ifindex,
			       const struct rsvp_addr *group,
			       const struct rsvp_addr *source)
{
	struct rsvp_group *g;

	hlist_for_each_entry(g, bucket_of(groups, group), hash)
		if (g->ifindex == ifindex && rsvp_addr_eq(&g->group, group) &&
		    rsvp_addr_eq(&g->source, source))
			return g;
	return NULL;
}

/**
 * rsvp_group_has() - does anybody behind an interface want a sender's data?
 * @rn: the namespace; has rules
 * @ifindex: the interface
 * @group: where they go
 * @source: whose they are
 *
 * Context: rn->lock held.
 * Return: true if so.
 */
bool rsvp_group_has(struct rsvp_net *rn, int ifindex,
		    const struct rsvp_addr *group,
		    const struct rsvp_addr *source)
{
	static const struct rsvp_addr any;
	struct rsvp_groups *groups = rn->rules->groups;

	lockdep_assert_held(&rn->lock);

	return groups && (find(groups, ifindex, group, &any) ||
			  find(groups, ifindex, group, source));
}

static u32 count_behind(struct rsvp_groups *groups, int ifindex)
{
	return xa_to_value(xa_load(&groups->n_behind, ifindex));
}

/* An interface may be off by the time that its members are forgotten */
static int set_behind(struct rsvp_groups *groups, int ifindex, u32 n)
{
	return xa_err(xa_store(&groups->n_behind, ifindex,
			       n ? xa_mk_value(n) : NULL, GFP_KERNEL_ACCOUNT));
}

static void group_free(struct rsvp_net *rn, struct rsvp_group *g)
{
	struct rsvp_groups *groups = rn->rules->groups;

	rsvp_timer_del(rn, &g->timer);
	hlist_del(&g->hash);
	groups->n--;
	set_behind(groups, g->ifindex, count_behind(groups, g->ifindex) - 1);
	kfree(g);
}

static int ask(struct rsvp_net *rn, const struct rsvp_group *g)
{
	struct rsvp_iface *iface = rsvp_iface_find(rn, g->ifindex);

	return iface ? rsvp_querier_ask(rn, iface, &g->group, &g->source) : 0;
}

static void group_timeout(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_group *g = container_of(t, struct rsvp_group, timer);
	struct rsvp_addr group = g->group;

	if (g->asks) {
		g->asks--;
		ask(rn, g);
		rsvp_timer_in(rn, &g->timer, RSVP_MEMBER_LAST_MS);
		return;
	}
	group_free(rn, g);
	rsvp_proxies_group(rn, &group);
}

/* No interface has more than it leaves to others: who is on it says what he likes */
static bool has_room(const struct rsvp_net *rn, struct rsvp_groups *groups,
		     int ifindex)
{
	u32 cap = rn->user_caps ? RSVP_CAP_USER_GROUPS : RSVP_CAP_GROUPS;

	return count_behind(groups, ifindex) + groups->n < cap;
}

static struct rsvp_group *group_new(struct rsvp_net *rn, int ifindex,
				    const struct rsvp_addr *group,
				    const struct rsvp_addr *source)
{
	struct rsvp_groups *groups = rn->rules->groups;
	struct rsvp_group *g = NULL;

	if (has_room(rn, groups, ifindex))
		g = kzalloc(sizeof(*g), GFP_KERNEL_ACCOUNT);
	if (g && set_behind(groups, ifindex,
			    count_behind(groups, ifindex) + 1)) {
		kfree(g);
		g = NULL;
	}
	if (!g) {
		rsvp_count_drop(rn, RSVP_DROP_CAP_GROUPS);
		return NULL;
	}
	g->ifindex = ifindex;
	g->group = *group;
	g->source = *source;
	rsvp_timer_init(&g->timer, group_timeout);
	hlist_add_head(&g->hash, bucket_of(groups, group));
	groups->n++;
	return g;
}

/**
 * rsvp_group_joined() - somebody says that he is a member
 * @rn: the namespace
 * @iface: behind this interface
 * @group: of this group
 * @source: for data of this source; family 0: of any
 *
 * Context: rn->lock held.
 */
void rsvp_group_joined(struct rsvp_net *rn, struct rsvp_iface *iface,
		       const struct rsvp_addr *group,
		       const struct rsvp_addr *source)
{
	struct rsvp_group *g;
	bool fresh;

	lockdep_assert_held(&rn->lock);

	g = find(rn->rules->groups, iface->ifindex, group, source);
	fresh = !g;
	if (fresh)
		g = group_new(rn, iface->ifindex, group, source);
	if (!g)
		return;
	g->asks = 0;
	rsvp_timer_in(rn, &g->timer,
		      rsvp_querier_member_ms(iface, group->family));
	if (fresh)
		rsvp_proxies_group(rn, group);
}

/* Somebody else may want it: he has as long to say so, when he is asked. Another querier
 * does that by himself. Nobody is forgotten sooner who could not be asked.
 */
static void hasten(struct rsvp_net *rn, struct rsvp_group *g)
{
	int asked;

	if (rsvp_timer_left_ms(&g->timer) <= LAST_MS)
		return;
	asked = ask(rn, g);
	if (asked < 0)
		return;
	g->asks = asked ? LAST_COUNT - 1 : 0;
	rsvp_timer_in(rn, &g->timer, asked ? RSVP_MEMBER_LAST_MS : LAST_MS);
}

/**
 * rsvp_group_left() - somebody says that he is no member any more
 * @rn: the namespace
 * @iface: behind this interface
 * @group: of this group
 * @source: for data of this source; family 0: for those of any. NULL: he wants
 *	nothing of the group
 *
 * Context: rn->lock held.
 */
void rsvp_group_left(struct rsvp_net *rn, struct rsvp_iface *iface,
		     const struct rsvp_addr *group,
		     const struct rsvp_addr *source)
{
	struct rsvp_group *g;

	lockdep_assert_held(&rn->lock);

	hlist_for_each_entry(g, bucket_of(rn->rules->groups, group), hash)
		if (g->ifindex == iface->ifindex &&
		    rsvp_addr_eq(&g->group, group) &&
		    (!source || rsvp_addr_eq(&g->source, source)))
			hasten(rn, g);
}

/**
 * rsvp_groups_open() - have room for what reports say
 * @rn: the namespace; has rules
 *
 * Context: rn->lock held.
 * Return: 0 or -ENOMEM.
 */
int rsvp_groups_open(struct rsvp_net *rn)
{
	struct rsvp_groups *groups = rn->rules->groups;

	lockdep_assert_held(&rn->lock);

	if (groups)
		return 0;
	groups = kzalloc(sizeof(*groups), GFP_KERNEL_ACCOUNT);
	if (!groups)
		return -ENOMEM;
	groups->seed = get_random_u32();
	xa_init(&groups->n_behind);
	rn->rules->groups = groups;
	return 0;
}

/**
 * rsvp_groups_close() - forget all members
 * @rn: the namespace; has rules
 *
 * Context: rn->lock held.
 */
void rsvp_groups_close(struct rsvp_net *rn)
{
	struct rsvp_groups *groups = rn->rules->groups;
	struct hlist_node *next;
	struct rsvp_group *g;
	u32 i;

	lockdep_assert_held(&rn->lock);

	if (!groups)
		return;
	for (i = 0; i < GROUP_BUCKETS; i++)
		hlist_for_each_entry_safe(g, next, &groups->buckets[i], hash)
			group_free(rn, g);
	xa_destroy(&groups->n_behind);
	kfree(groups);
	rn->rules->groups = NULL;
}
