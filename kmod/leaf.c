// SPDX-License-Identifier: GPL-2.0
/*
 * Leaves of a socket: the groups that it joined, and the destinations that it
 * named, by its program (ask.c) or by the rules that its flows match.
 */
#include "socket.h"

/**
 * rsvp_leaf_changed() - the socket has joined the group of a leaf, or left it
 * @rn: the namespace
 * @leaf: the leaf
 *
 * Context: rn->lock held.
 */
void rsvp_leaf_changed(struct rsvp_net *rn, const struct rsvp_leaf *leaf)
{
	if (leaf->direction != RSVP_DIRECTION_SEND)
		rsvp_api_membership(rn, &leaf->key);
}

/**
 * rsvp_leaf_free() - forget a leaf or a destination
 * @leaf: freed
 *
 * Context: rn->lock held.
 */
void rsvp_leaf_free(struct rsvp_leaf *leaf)
{
	list_del(&leaf->list);
	hlist_del_init(&leaf->by_group);
	kfree(leaf);
}

/**
 * rsvp_leaf_find() - the leaf of a group, or a destination
 * @list: leaves, or destinations, of a socket
 * @key: group or destination
 * @port: its port has to be the same
 *
 * Context: rn->lock held.
 * Return: it, or NULL.
 */
struct rsvp_leaf *rsvp_leaf_find(const struct list_head *list,
				 const struct rsvp_session_key *key,
				 bool port)
{
	struct rsvp_leaf *leaf;

	list_for_each_entry(leaf, list, list)
		if (rsvp_addr_eq(&leaf->key.dst, &key->dst) &&
		    (!port || leaf->key.dport == key->dport))
			return leaf;
	return NULL;
}

/**
 * rsvp_leaves_count() - how many leaves, or destinations
 * @list: of a socket
 *
 * Context: rn->lock held.
 * Return: the number.
 */
u32 rsvp_leaves_count(const struct list_head *list)
{
	struct list_head *pos;
	u32 n = 0;

	list_for_each(pos, list)
		n++;
	return n;
}

/**
 * rsvp_socket_leaves_begin() - no rule asks for a leaf or destination any more
 * @s: a socket that has QoS by rules
 *
 * Unless rsvp_socket_leaf() asks for it again.
 *
 * Context: rn->lock held.
 */
void rsvp_socket_leaves_begin(struct rsvp_socket *s)
{
	struct rsvp_leaf *leaf;

	list_for_each_entry(leaf, &s->dests, list)
		leaf->stale = true;
	list_for_each_entry(leaf, &s->leaves, list)
		leaf->stale = true;
}

static struct rsvp_leaf *leaf_create(struct rsvp_net *rn, struct rsvp_socket *s,
				     const struct rsvp_session_key *key,
				     int ifindex)
{
	bool group = rsvp_addr_is_multicast(&key->dst);
	struct list_head *list = group ? &s->leaves : &s->dests;
	struct rsvp_leaf *leaf;

	if (rsvp_leaves_count(list) >= RSVP_CAP_LEAVES)
		return NULL;
	leaf = kzalloc(sizeof(*leaf), GFP_KERNEL_ACCOUNT);
	if (!leaf)
		return NULL;
	INIT_HLIST_NODE(&leaf->by_group);
	leaf->key = *key;
	leaf->ifindex = ifindex;
	leaf->socket = s;
	leaf->stale = true;
	list_add_tail(&leaf->list, list);
	if (group)
		rsvp_leaf_hash(rn, leaf);
	return leaf;
}

/**
 * rsvp_socket_leaf() - a rule asks for a leaf, or a destination
 * @rn: the namespace
 * @s: a socket that has QoS by rules
 * @key: group or destination
 * @ifindex: of a group
 * @direction: RSVP_DIRECTION_SEND or RSVP_DIRECTION_RECEIVE
 *
 * Context: rn->lock held.
 * Return: it, without FLOWSPECs if this is the first to ask for it since
 * rsvp_socket_leaves_begin(); NULL if there is no room.
 */
struct rsvp_leaf *rsvp_socket_leaf(struct rsvp_net *rn, struct rsvp_socket *s,
				   const struct rsvp_session_key *key,
				   int ifindex, u32 direction)
{
	bool group = rsvp_addr_is_multicast(&key->dst);
	struct rsvp_leaf *leaf;
	u32 before;

	leaf = rsvp_leaf_find(group ? &s->leaves : &s->dests, key, true) ?:
	       leaf_create(rn, s, key, ifindex);
	if (!leaf)
		return NULL;
	before = leaf->direction;
	if (leaf->stale) {
		leaf->stale = false;
		leaf->direction = direction;
		memset(&leaf->send, 0, sizeof(leaf->send));
		memset(&leaf->receive, 0, sizeof(leaf->receive));
	} else if (leaf->direction != direction) {
		leaf->direction = RSVP_DIRECTION_BOTH;
	}
	/* Where it is a member counts for both */
	if (direction == RSVP_DIRECTION_RECEIVE)
		leaf->ifindex = ifindex;
	if (group && direction == RSVP_DIRECTION_RECEIVE &&
	    (!before || before == RSVP_DIRECTION_SEND))
		rsvp_leaf_changed(rn, leaf);
	return leaf;
}

static void free_stale(struct rsvp_net *rn, struct list_head *leaves)
{
	struct rsvp_leaf *leaf, *next;

	list_for_each_entry_safe(leaf, next, leaves, list) {
		if (!leaf->stale)
			continue;
		if (rsvp_addr_is_multicast(&leaf->key.dst))
			rsvp_leaf_changed(rn, leaf);
		rsvp_leaf_free(leaf);
	}
}

/**
 * rsvp_socket_leaves_end() - all that rules ask for is asked for
 * @rn: the namespace
 * @s: a socket that has QoS by rules; freed if it has no flow
 *
 * Context: rn->lock held.
 */
void rsvp_socket_leaves_end(struct rsvp_net *rn, struct rsvp_socket *s)
{
	lockdep_assert_held(&rn->lock);

	free_stale(rn, &s->leaves);
	free_stale(rn, &s->dests);
	if (list_empty(&s->flows)) {
		rsvp_socket_free(rn, s);
		return;
	}
	rsvp_socket_dirty(rn, s);
	rsvp_notify_socket(rn, s, RSVP_EVENT_CHANGE);
}
