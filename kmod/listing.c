// SPDX-License-Identifier: GPL-2.0
/*
 * Objects that userland can list: an id each, never re-used, and an index in
 * the order of ids, so that a dump can go on where its last page ended.
 */
#include "rule.h"

/* Live objects of all namespaces, against RSVP_CAP_GLOBAL_STATE; and of those
 * outside the initial user namespace alone, against RSVP_CAP_GLOBAL_USER, so
 * that no number of them locks the others out
 */
static atomic_t rsvp_objects_global = ATOMIC_INIT(0);
static atomic_t rsvp_objects_user = ATOMIC_INIT(0);

static struct rsvp_object *to_object(struct rb_node *node)
{
	return rb_entry_safe(node, struct rsvp_object, node);
}

static u32 object_cap(const struct rsvp_net *rn, enum rsvp_kind kind)
{
	static const u32 cap[RSVP_KIND_MAX] = {
		[RSVP_KIND_SESSION]	= RSVP_CAP_SESSIONS,
		[RSVP_KIND_PSB]		= RSVP_CAP_PSBS,
		[RSVP_KIND_RSB]		= RSVP_CAP_RSBS,
		[RSVP_KIND_TCSB]	= RSVP_CAP_RSBS,
		[RSVP_KIND_SENDER]	= RSVP_CAP_LOCAL,
		[RSVP_KIND_RESERVATION]	= RSVP_CAP_LOCAL,
		[RSVP_KIND_SOCKET]	= RSVP_CAP_LOCAL,
		[RSVP_KIND_RULE]	= RSVP_CAP_RULES,
	};

	if (!rn->user_caps)
		return cap[kind];
	if (kind == RSVP_KIND_RULE)
		return RSVP_CAP_USER_RULES;
	if (kind == RSVP_KIND_SENDER || kind == RSVP_KIND_RESERVATION ||
	    kind == RSVP_KIND_SOCKET)
		return RSVP_CAP_USER_LOCAL;
	return RSVP_CAP_USER_STATE;
}

/**
 * rsvp_object_cap() - how many objects of a kind this namespace may have
 * @rn: the namespace
 * @kind: which
 *
 * Return: the cap.
 */
u32 rsvp_object_cap(const struct rsvp_net *rn, enum rsvp_kind kind)
{
	return object_cap(rn, kind);
}

/**
 * rsvp_link_share() - how much of what there is may be one link's
 * @cap: how much there is
 *
 * Neighbours on one link can fill three quarters, and lock nobody out who is on
 * another. Per link and not per neighbour: who floods can choose what hop to name.
 *
 * Return: the cap.
 */
u64 rsvp_link_share(u64 cap)
{
	return cap / 4 * 3;
}

/**
 * rsvp_object_share() - how many objects of a kind may have come in by one link
 * @rn: the namespace
 * @kind: which
 *
 * Return: the cap.
 */
u32 rsvp_object_share(const struct rsvp_net *rn, enum rsvp_kind kind)
{
	return rsvp_link_share(object_cap(rn, kind));
}

/**
 * rsvp_object_room() - may one more object of a kind be made?
 * @rn: the namespace
 * @kind: which
 *
 * Context: rn->lock held.
 * Return: true if neither the namespace's nor the global cap is reached.
 */
bool rsvp_object_room(struct rsvp_net *rn, enum rsvp_kind kind)
{
	lockdep_assert_held(&rn->lock);

	if (rn->user_caps &&
	    atomic_read(&rsvp_objects_user) >= RSVP_CAP_GLOBAL_USER)
		return false;
	return rn->count[kind] < object_cap(rn, kind) &&
	       atomic_read(&rsvp_objects_global) < RSVP_CAP_GLOBAL_STATE;
}

/**
 * rsvp_object_add() - give an object its id and list it
 * @rn: the namespace
 * @kind: which kind it is
 * @obj: the object's head
 *
 * Ids only grow, so the new one is always the rightmost.
 *
 * Context: rn->lock held.
 */
void rsvp_object_add(struct rsvp_net *rn, enum rsvp_kind kind,
		     struct rsvp_object *obj)
{
	struct rb_root_cached *root = &rn->objects[kind];
	struct rb_node *parent = rb_last(&root->rb_root);
	struct rb_node **link;

	lockdep_assert_held(&rn->lock);

	obj->id = ++rn->last_id;
	link = parent ? &parent->rb_right : &root->rb_root.rb_node;
	rb_link_node(&obj->node, parent, link);
	rb_insert_color_cached(&obj->node, root, !parent);
	rn->count[kind]++;
	rn->generation++;
	atomic_inc(&rsvp_objects_global);
	if (rn->user_caps)
		atomic_inc(&rsvp_objects_user);
}

/**
 * rsvp_object_del() - take an object off the list
 * @rn: the namespace
 * @kind: which kind it is
 * @obj: the object's head
 *
 * Context: rn->lock held.
 */
void rsvp_object_del(struct rsvp_net *rn, enum rsvp_kind kind,
		     struct rsvp_object *obj)
{
	lockdep_assert_held(&rn->lock);

	rb_erase_cached(&obj->node, &rn->objects[kind]);
	rn->count[kind]--;
	rn->generation++;
	atomic_dec(&rsvp_objects_global);
	if (rn->user_caps)
		atomic_dec(&rsvp_objects_user);
}

/**
 * rsvp_bytes_take_for() - charge what takes the place of something
 * @rn: the namespace
 * @iif: interface by which the neighbour is reached; 0: none
 * @bytes: how much
 * @instead: of what is charged to it already, so much is given back for them
 *
 * Context: rn->lock held.
 * Return: false if the cap of the namespace or the interface's share of it does
 * not allow it; nothing is charged.
 */
bool rsvp_bytes_take_for(struct rsvp_net *rn, int iif, size_t bytes,
			 size_t instead)
{
	u64 cap = rn->user_caps ? RSVP_CAP_USER_BYTES : RSVP_CAP_BYTES;
	struct rsvp_iface *iface = iif ? rsvp_iface_find(rn, iif) : NULL;

	lockdep_assert_held(&rn->lock);

	if (rn->bytes + bytes > cap + instead ||
	    (iface && iface->bytes + bytes > rsvp_link_share(cap) + instead))
		return false;
	rn->bytes += bytes;
	if (iface)
		iface->bytes += bytes;
	return true;
}

/**
 * rsvp_bytes_take() - charge what a neighbour makes us keep beyond state blocks
 * @rn: the namespace
 * @iif: interface by which the neighbour is reached; 0: none
 * @bytes: how much
 *
 * Context: rn->lock held.
 * Return: as rsvp_bytes_take_for().
 */
bool rsvp_bytes_take(struct rsvp_net *rn, int iif, size_t bytes)
{
	return rsvp_bytes_take_for(rn, iif, bytes, 0);
}

/**
 * rsvp_bytes_give() - give back what rsvp_bytes_take() charged
 * @rn: the namespace
 * @iif: the interface it was charged to; 0: none, or that is off by now
 * @bytes: how much
 *
 * Context: rn->lock held.
 */
void rsvp_bytes_give(struct rsvp_net *rn, int iif, size_t bytes)
{
	struct rsvp_iface *iface = iif ? rsvp_iface_find(rn, iif) : NULL;

	lockdep_assert_held(&rn->lock);

	rn->bytes -= bytes;
	if (iface)
		iface->bytes -= bytes;
}

/**
 * rsvp_object_replace() - let an object take over another one's id
 * @rn: the namespace
 * @kind: which kind they are
 * @old: listed so far
 * @obj: listed from now on
 *
 * Context: rn->lock held.
 */
void rsvp_object_replace(struct rsvp_net *rn, enum rsvp_kind kind,
			 struct rsvp_object *old, struct rsvp_object *obj)
{
	lockdep_assert_held(&rn->lock);

	obj->id = old->id;
	rb_replace_node_cached(&old->node, &obj->node, &rn->objects[kind]);
	rn->generation++;
}

/**
 * rsvp_object_after() - the next object of a kind
 * @rn: the namespace
 * @kind: which
 * @after: id after which to look; 0 for the first
 *
 * A walk by it may meet hundreds of thousands: it does not keep the CPU.
 *
 * Context: process, rn->lock held; may sleep.
 * Return: the object with the lowest id above @after, or NULL.
 */
struct rsvp_object *rsvp_object_after(struct rsvp_net *rn, enum rsvp_kind kind,
				      u64 after)
{
	struct rb_node *node = rn->objects[kind].rb_root.rb_node;
	struct rsvp_object *best = NULL;

	lockdep_assert_held(&rn->lock);

	cond_resched();
	while (node) {
		struct rsvp_object *obj = to_object(node);

		if (obj->id > after) {
			best = obj;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return best;
}

/**
 * rsvp_object_find() - the object with an id
 * @rn: the namespace
 * @kind: which kind
 * @id: its id
 *
 * Context: process, rn->lock held; may sleep.
 * Return: the object, or NULL.
 */
struct rsvp_object *rsvp_object_find(struct rsvp_net *rn, enum rsvp_kind kind,
				     u64 id)
{
	struct rsvp_object *obj;

	if (!id)
		return NULL;
	obj = rsvp_object_after(rn, kind, id - 1);
	return obj && obj->id == id ? obj : NULL;
}
