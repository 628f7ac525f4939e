// SPDX-License-Identifier: GPL-2.0
/*
 * What a program asks for a socket: SIO_SET_QOS, WSAJoinLeaf and its end (Rn:
 * Documentation/conformance/winsock.md), within the quota of its user (quota.c).
 */
#include "rule.h"
#include "socket.h"

/* What rules gave a socket goes when its program asks for QoS itself */
static void take_over(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_leaf *leaf, *next;

	rsvp_flows_let_go(rn, s);
	list_for_each_entry_safe(leaf, next, &s->dests, list)
		rsvp_leaf_free(leaf);
	list_for_each_entry_safe(leaf, next, &s->leaves, list) {
		rsvp_leaf_changed(rn, leaf);
		rsvp_leaf_free(leaf);
	}
	kfree(s->qos.filters);
	memset(&s->qos, 0, sizeof(s->qos));
	s->qos.dscp = RSVP_SOCKET_NO_DSCP;
	s->by_rule = false;
	rsvp_socket_dirty(rn, s);
}

/* The socket that a command is about, as it is now; made if it has no QoS yet */
static struct rsvp_socket *socket_of(struct rsvp_net *rn,
				     struct rsvp_socket_ask *ask,
				     struct rsvp_owner **owner,
				     struct rsvp_refusal *why)
{
	struct rsvp_socket *s = rsvp_socket_find(rn, ask->sk);

	if (!s)
		s = rsvp_socket_create(rn, ask, why);
	if (!s)
		return NULL;
	if (s->by_rule)
		take_over(rn, s);
	rsvp_socket_look(rn, s, true);
	rsvp_owner_put(rn, s->owner);
	s->owner = *owner;
	*owner = NULL;
	return s;
}

/* R45: the destination, with its own sending FLOWSPEC, of an unconnected sender */
static int set_destination(struct rsvp_socket *s, struct rsvp_socket_ask *ask,
			   struct rsvp_refusal *why)
{
	struct rsvp_leaf *leaf = rsvp_leaf_find(&s->dests, &ask->leaf->key, true);

	if (s->view.st.peer.family)
		return rsvp_socket_refuse(why, -EISCONN, RSVP_A_SOCKET_DESTINATION,
					  "a connected socket sends to its peer");
	if (!leaf && rsvp_leaves_count(&s->dests) >= RSVP_CAP_LEAVES)
		return rsvp_socket_refuse(why, -ENOSPC, RSVP_A_SOCKET_DESTINATION,
					  "no room for another destination of this socket");
	if (!leaf) {
		leaf = ask->leaf;
		ask->leaf = NULL;
		leaf->socket = s;
		list_add_tail(&leaf->list, &s->dests);
	}
	rsvp_qos_change(&leaf->send, &ask->qos.send);
	if (!leaf->send.service_type)
		rsvp_leaf_free(leaf);
	return 0;
}

static int check_style(const struct rsvp_socket *s,
		       const struct rsvp_socket_ask *ask,
		       struct rsvp_refusal *why)
{
	struct rsvp_qos_fault fault = {};
	bool given = ask->gave & RSVP_ASK_STYLE;

	if (!given)
		return 0;
	if (!rsvp_match_check_style(&s->view.st, !list_empty(&s->leaves),
				    ask->qos.style, ask->qos.n_filters, &fault))
		return 0;
	why->status = fault.status;
	return rsvp_socket_refuse(why, fault.err, RSVP_A_SOCKET_STYLE, fault.text);
}

/* How, for what may be joined or set later (R97) */
static bool says_how(const struct rsvp_socket_qos *qos)
{
	return qos->style || qos->confirm || qos->nonconforming ||
	       qos->dscp != RSVP_SOCKET_NO_DSCP;
}

/* What is there already may be left without anything that it was made for.
 * @ended: it had something until now
 */
static void free_if_unused(struct rsvp_net *rn, struct rsvp_socket *s,
			   bool ended)
{
	if (s->qos.send.service_type || s->qos.receive.service_type ||
	    !list_empty(&s->leaves) || !list_empty(&s->dests))
		return;
	if (ended || !says_how(&s->qos))
		rsvp_socket_free(rn, s);
}

static void take_qos(struct rsvp_socket *s, struct rsvp_socket_ask *ask)
{
	struct rsvp_socket_qos *qos = &s->qos;
	struct rsvp_leaf *leaf;

	if (ask->gave & RSVP_ASK_SEND)
		rsvp_qos_change(&qos->send, &ask->qos.send);
	if (ask->gave & RSVP_ASK_RECEIVE)
		rsvp_qos_change(&qos->receive, &ask->qos.receive);
	/* R99: "all groups joined at that time" */
	list_for_each_entry(leaf, &s->leaves, list) {
		if (ask->gave & RSVP_ASK_SEND)
			rsvp_qos_change(&leaf->send, &ask->qos.send);
		if (ask->gave & RSVP_ASK_RECEIVE)
			rsvp_qos_change(&leaf->receive, &ask->qos.receive);
	}
	if (ask->gave & RSVP_ASK_CONFIRM)
		qos->confirm = ask->qos.confirm;
	if (ask->gave & RSVP_ASK_DSCP)
		qos->dscp = ask->qos.dscp;
	if (ask->gave & RSVP_ASK_NONCONFORMING)
		qos->nonconforming = ask->qos.nonconforming;
	if (ask->gave & RSVP_ASK_STYLE) {
		kfree(qos->filters);
		qos->style = ask->qos.style;
		qos->n_filters = ask->qos.n_filters;
		qos->filters = ask->qos.filters;
		ask->qos.filters = NULL;
	}
}

/**
 * rsvp_socket_set() - SIO_SET_QOS (R16, R17)
 * @rn: the namespace
 * @ask: what is asked for, checked as far as that needs no look at the socket
 * @owner: who asks; NULL when the socket has it
 * @why: filled in on refusal
 *
 * What cannot be had now is no refusal: it is told (R233), and tried again.
 *
 * Context: rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_socket_set(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		    struct rsvp_owner **owner, struct rsvp_refusal *why)
{
	bool flows = ask->gave & (RSVP_ASK_SEND | RSVP_ASK_RECEIVE);
	struct rsvp_socket *s;
	bool fresh;
	int err;

	lockdep_assert_held(&rn->lock);

	fresh = !rsvp_socket_find(rn, ask->sk);
	err = rsvp_quota_check(rn, ask, why);
	if (err)
		return err;
	s = socket_of(rn, ask, owner, why);
	if (!s)
		return why->err;
	err = check_style(s, ask, why);
	if (!err && (ask->gave & RSVP_ASK_LEAF))
		err = set_destination(s, ask, why);
	if (err) {
		free_if_unused(rn, s, false);
		return err;
	}
	rsvp_quota_owner(rn, s, ask->uid, ask->admin);
	if (ask->gave & RSVP_ASK_LEAF)
		ask->gave &= ~RSVP_ASK_SEND;
	take_qos(s, ask);
	rsvp_socket_follow(rn, s);
	rsvp_notify_socket(rn, s, fresh ? RSVP_EVENT_NEW : RSVP_EVENT_CHANGE);
	free_if_unused(rn, s, flows);
	return 0;
}

/* R97: what the join does not say, the socket has said, or will */
static void leaf_takes(struct rsvp_leaf *leaf, const struct rsvp_socket *s,
		       const struct rsvp_socket_ask *ask)
{
	struct rsvp_qos_flow send = s->qos.send, receive = s->qos.receive;

	if (ask->gave & RSVP_ASK_SEND)
		rsvp_qos_change(&send, &leaf->send);
	if (ask->gave & RSVP_ASK_RECEIVE)
		rsvp_qos_change(&receive, &leaf->receive);
	leaf->send = send;
	leaf->receive = receive;
}

/**
 * rsvp_socket_join() - WSAJoinLeaf (R93 to R99, R250 to R260)
 * @rn: the namespace
 * @ask: the leaf, of which the socket is a member already if it is to receive
 * @owner: who asks; NULL when the socket has it
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_socket_join(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		     struct rsvp_owner **owner, struct rsvp_refusal *why)
{
	struct rsvp_leaf *leaf = ask->leaf;
	struct rsvp_socket *s;
	bool fresh;
	int err;

	lockdep_assert_held(&rn->lock);

	fresh = !rsvp_socket_find(rn, ask->sk);
	err = rsvp_quota_check(rn, ask, why);
	if (err)
		return err;
	s = socket_of(rn, ask, owner, why);
	if (!s)
		return why->err;
	if (rsvp_leaf_find(&s->leaves, &leaf->key, false))
		return rsvp_socket_refuse(why, -EISCONN, RSVP_A_SOCKET_LEAF,
					  "the socket is a leaf of this group already");
	if (rsvp_leaves_count(&s->leaves) >= RSVP_CAP_LEAVES)
		return rsvp_socket_refuse(why, -ENOSPC, RSVP_A_SOCKET_LEAF,
					  "no room for another group of this socket");
	rsvp_quota_owner(rn, s, ask->uid, ask->admin);
	leaf_takes(leaf, s, ask);
	leaf->socket = s;
	list_add_tail(&leaf->list, &s->leaves);
	rsvp_leaf_hash(rn, leaf);
	ask->leaf = NULL;
	rsvp_leaf_changed(rn, leaf);
	rsvp_socket_follow(rn, s);
	rsvp_notify_socket(rn, s, fresh ? RSVP_EVENT_NEW : RSVP_EVENT_CHANGE);
	return 0;
}

/**
 * rsvp_socket_leave() - the socket is no leaf of a group any more
 * @rn: the namespace
 * @ask: the group; set to where and how it was joined, for the caller to leave it
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_socket_leave(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		      struct rsvp_refusal *why)
{
	struct rsvp_socket *s = rsvp_socket_find(rn, ask->sk);
	struct rsvp_leaf *leaf;

	lockdep_assert_held(&rn->lock);

	leaf = s && !s->by_rule ? rsvp_leaf_find(&s->leaves, &ask->leaf->key, false) :
				  NULL;
	if (!leaf)
		return rsvp_socket_refuse(why, -ENOTCONN, RSVP_A_SOCKET_LEAF,
					  "the socket is no leaf of this group");
	ask->leaf->ours = leaf->ours;
	ask->leaf->ifindex = leaf->ifindex;
	rsvp_leaf_free(leaf);
	rsvp_socket_follow(rn, s);
	rsvp_notify_socket(rn, s, RSVP_EVENT_CHANGE);
	free_if_unused(rn, s, true);
	return 0;
}

/**
 * rsvp_socket_ask_free() - free what was asked for
 * @ask: it, with what nobody took; NULL is fine
 *
 * Context: process.
 */
void rsvp_socket_ask_free(struct rsvp_socket_ask *ask)
{
	if (!ask)
		return;
	if (ask->sk)
		sock_put(ask->sk);
	kfree(ask->qos.filters);
	kfree(ask->leaf);
	kfree(ask);
}
