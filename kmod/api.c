// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 2205, 3.11.1: SENDER, RESERVE and RELEASE, for whoever is at the door: netlink,
 * sockets, rules. What a user asks for is kept apart from protocol state: a
 * reservation without a PATH waits. What he is told is in upcall.c.
 */
#include <linux/inetdevice.h>
#include <net/ipv6.h>

#include "rsvp.h"
#include "served.h"

static const struct rhashtable_params reservation_params = {
	.key_len		= sizeof(struct rsvp_session_key),
	.key_offset		= offsetof(struct rsvp_reservation, key),
	.head_offset		= offsetof(struct rsvp_reservation, hash),
	.automatic_shrinking	= true,
};

/* Where a walk over the reservations of a session begins. Who changes the list
 * holds rn->lock as well, so that the walk may sleep.
 */
static struct rhlist_head *
session_reservations(struct rsvp_net *rn, const struct rsvp_session_key *key)
{
	struct rhlist_head *first;

	rcu_read_lock();
	first = rhltable_lookup(&rn->reservations, key, reservation_params);
	rcu_read_unlock();
	return first;
}

/* The next of the walk; NULL: that was all */
static struct rsvp_reservation *next_reservation(struct rsvp_net *rn,
						 struct rhlist_head **pos)
{
	struct rhlist_head *at = *pos;

	if (!at)
		return NULL;
	*pos = rcu_dereference_protected(at->next,
					 lockdep_is_held(&rn->lock));
	return container_of(at, struct rsvp_reservation, hash);
}

static int refuse(struct rsvp_refusal *why, int err, u16 attr, const char *text)
{
	why->err = err;
	why->attr = attr;
	why->text = text;
	return err;
}

static bool addr_is_destination(const struct rsvp_addr *a)
{
	if (a->family == AF_INET)
		return !ipv4_is_lbcast(a->v4) && !ipv4_is_zeronet(a->v4);
	return !ipv6_addr_any(&a->v6);
}

/* What holds for a session of either kind of user; @attr names it */
static int session_check(struct rsvp_net *rn,
			 const struct rsvp_session_key *key, u16 attr,
			 struct rsvp_refusal *why)
{
	if (!addr_is_destination(&key->dst))
		return refuse(why, -EADDRNOTAVAIL, attr,
			      "the session's destination is neither a host nor a group");
	if (rsvp_session_port_conflict(rn, key))
		return refuse(why, -EEXIST, attr,
			      "a session with port 0 and one with a port cannot both exist");
	return 0;
}

static void sender_free(struct rsvp_net *rn, struct rsvp_sender *snd)
{
	rsvp_object_del(rn, RSVP_KIND_SENDER, &snd->obj);
	list_del(&snd->waiting);
	if (snd->owner)
		rsvp_owner_put(rn, snd->owner);
	if (snd->socket)
		list_del(&snd->by_socket);
	kfree(snd);
}

/**
 * rsvp_api_sender_find() - the local sender of a session and address
 * @rn: the namespace
 * @key: session
 * @filter: sender address and port
 *
 * Context: rn->lock held.
 * Return: it, or NULL.
 */
struct rsvp_sender *rsvp_api_sender_find(struct rsvp_net *rn,
					 const struct rsvp_session_key *key,
					 const struct rsvp_filter *filter)
{
	struct rsvp_session *sess = rsvp_session_find(rn, key);
	struct rsvp_psb *psb = sess ? rsvp_psb_find(sess, filter) : NULL;

	return psb ? psb->snd : NULL;
}

/* RFC 2205, 3.2, item 2: source ports 0 and not 0 of one sender host */
static bool sender_port_conflict(struct rsvp_net *rn,
				 const struct rsvp_sender *snd)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &snd->key);
	const struct rsvp_psb *psb;

	if (!sess)
		return false;
	list_for_each_entry(psb, &sess->psbs, list)
		if (rsvp_addr_eq(&psb->sender.src, &snd->filter.src) &&
		    !psb->sender.sport != !snd->filter.sport)
			return true;
	return false;
}

/**
 * rsvp_api_sender() - SENDER (RFC 2205, 3.11.1)
 * @rn: the namespace
 * @snd: the sender; ours if this succeeds, else still the caller's
 * @replace: it may take the place of one of the same session and address
 * @why: filled in on refusal, also by admission of what it asks for itself
 *
 * Context: rn->lock held.
 * Return: 0, or a negative errno: then nothing is left of it, and one that it would have
 * replaced is as before.
 */
int rsvp_api_sender(struct rsvp_net *rn, struct rsvp_sender *snd, bool replace,
		    struct rsvp_refusal *why)
{
	struct rsvp_sender *old = rsvp_api_sender_find(rn, &snd->key,
						       &snd->filter);
	int err;

	lockdep_assert_held(&rn->lock);

	err = session_check(rn, &snd->key, RSVP_A_SENDER_SESSION, why);
	if (err)
		return err;
	if (!snd->iif && !rsvp_addr_is_local(rn, &snd->filter.src))
		return refuse(why, -EADDRNOTAVAIL, RSVP_A_SENDER_FILTER,
			      "the sender's address is not one of this node");
	if (old && (!replace || old->socket != snd->socket))
		return refuse(why, -EEXIST, RSVP_A_SENDER_FILTER,
			      "this sender exists already");
	if (sender_port_conflict(rn, snd))
		return refuse(why, -EEXIST, RSVP_A_SENDER_FILTER,
			      "a sender with port 0 and one with a port cannot both exist");
	if (!old && !rsvp_object_room(rn, RSVP_KIND_SENDER))
		return refuse(why, -ENOSPC, 0, "no room for another sender");
	INIT_LIST_HEAD(&snd->waiting);
	err = rsvp_path_from_api(rn, snd, why);
	if (err)
		return err;
	if (old) {
		/* The same sender with other numbers: it keeps its id */
		rsvp_object_replace(rn, RSVP_KIND_SENDER, &old->obj, &snd->obj);
		list_del(&old->waiting);
		if (old->owner)
			rsvp_owner_put(rn, old->owner);
		if (old->socket)
			list_del(&old->by_socket);
		snd->received = old->received;
		kfree(old);
	} else {
		rsvp_object_add(rn, RSVP_KIND_SENDER, &snd->obj);
	}
	rsvp_notify_sender(rn, snd,
			   old ? RSVP_EVENT_CHANGE : RSVP_EVENT_NEW);
	return 0;
}

/**
 * rsvp_api_sender_release() - RELEASE of a sender
 * @rn: the namespace
 * @snd: freed, its Path torn down
 *
 * Context: rn->lock held.
 */
void rsvp_api_sender_release(struct rsvp_net *rn, struct rsvp_sender *snd)
{
	lockdep_assert_held(&rn->lock);

	rsvp_path_teardown(rn, snd->psb, RSVP_EVENT_DEL, NULL);
	rsvp_notify_sender(rn, snd, RSVP_EVENT_DEL);
	sender_free(rn, snd);
}

/**
 * rsvp_api_same_request() - is a reservation for these senders, and in this style?
 * @resv: the reservation
 * @style: enum rsvp_style
 * @filters: senders, in any order
 * @n_filters: how many
 *
 * Return: true if so.
 */
bool rsvp_api_same_request(const struct rsvp_reservation *resv, u32 style,
			   const struct rsvp_filter *filters, u32 n_filters)
{
	u32 i, j;

	if (resv->style != style || resv->n_filters != n_filters)
		return false;
	for (i = 0; i < n_filters; i++) {
		for (j = 0; j < n_filters; j++)
			if (rsvp_filter_eq(&resv->filters[j], &filters[i]))
				break;
		if (j == n_filters)
			return false;
	}
	return true;
}

/**
 * rsvp_api_reservation_find() - the local reservation that is meant
 * @rn: the namespace
 * @socket: whose it is; NULL: no socket's, nor a rule's
 * @key: session
 * @style: enum rsvp_style
 * @filters: its senders, in any order
 * @n_filters: how many
 *
 * Context: rn->lock held.
 * Return: it, or NULL.
 */
struct rsvp_reservation *
rsvp_api_reservation_find(struct rsvp_net *rn,
			  const struct rsvp_socket *socket,
			  const struct rsvp_session_key *key, u32 style,
			  const struct rsvp_filter *filters, u32 n_filters)
{
	struct rhlist_head *pos = session_reservations(rn, key);
	struct rsvp_reservation *resv;

	lockdep_assert_held(&rn->lock);

	while ((resv = next_reservation(rn, &pos)))
		if (resv->socket == socket && !resv->rule &&
		    rsvp_api_same_request(resv, style, filters, n_filters))
			return resv;
	return NULL;
}

/**
 * rsvp_api_reservation_next() - walk through the local reservations of a session
 * @rn: the namespace
 * @key: the session
 * @resv: the one before; NULL: none
 *
 * Context: rn->lock held; none may go while the walk lasts.
 * Return: the next, or NULL.
 */
struct rsvp_reservation *
rsvp_api_reservation_next(struct rsvp_net *rn,
			  const struct rsvp_session_key *key,
			  const struct rsvp_reservation *resv)
{
	struct rhlist_head *pos;

	lockdep_assert_held(&rn->lock);

	if (resv)
		pos = rcu_dereference_protected(resv->hash.next,
						lockdep_is_held(&rn->lock));
	else
		pos = session_reservations(rn, key);
	return next_reservation(rn, &pos);
}

/* The senders that are there already; the others may come later */
static u32 present_senders(const struct rsvp_reservation *resv,
			   const struct rsvp_session *sess,
			   struct rsvp_filter *filters)
{
	const struct rsvp_psb *psb;
	u32 i, n = 0;

	list_for_each_entry(psb, &sess->psbs, list)
		if (rsvp_psb_routes_to(psb, resv->oif) &&
		    resv->style == RSVP_STYLE_WF)
			return 1;
	for (i = 0; i < resv->n_filters; i++) {
		if (rsvp_psb_find_via(sess, &resv->filters[i], resv->oif))
			filters[n++] = resv->filters[i];
	}
	return n;
}

/* Makes RSBs of a request as far as there is a PATH; 0: as far as possible */
static int reservation_apply(struct rsvp_net *rn,
			     struct rsvp_reservation *resv,
			     struct rsvp_refusal *why)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &resv->key);
	struct rsvp_filter *filters;
	struct rsvp_addr confirm = {};
	u64 quota_Bps = resv->quota_Bps;
	struct rsvp_flowspec fs;
	int err = 0;
	u32 n;

	if (!sess)
		return 0;
	filters = kcalloc(resv->n_filters + 1, sizeof(*filters), GFP_KERNEL);
	if (!filters)
		return rsvp_refuse_room(why, -ENOMEM, NULL);
	n = present_senders(resv, sess, filters);
	if (n) {
		if (resv->want_confirm && !resv->confirmed)
			confirm = resv->receiver;
		err = rsvp_receiver_flowspec(rn, resv, sess, &fs, why) ?:
		      rsvp_quota_reserve(rn, resv, &fs, why);
		if (!err)
			err = rsvp_resv_from_api(rn, resv, sess, filters, n,
						 &fs, &confirm, why);
		/* What stands is as it was */
		if (err < 0)
			resv->quota_Bps = quota_Bps;
		if (err >= 0 && resv->delay_us) {
			resv->fs.R_Bps = fs.R_Bps;
			resv->fs.S_us = fs.S_us;
		}
	}
	resv->bound_us = rsvp_receiver_bound_us(rn, resv, sess);
	kfree(filters);
	return min(err, 0);
}

/* Whether Paths of a group are for this node has changed with its membership */
static void paths_follow_membership(struct rsvp_net *rn,
				    const struct rsvp_session_key *key)
{
	struct rsvp_session *sess = rsvp_session_find(rn, key);
	struct rsvp_route rt;
	struct rsvp_psb *psb;
	bool joined;

	if (!sess)
		return;
	list_for_each_entry(psb, &sess->psbs, list) {
		if (psb->local)
			continue;
		rsvp_path_query(rn, psb, &rt);
		joined = rt.local;
		rsvp_route_put(&rt);
		if (psb->deliver != joined)
			rsvp_path_refresh(rn, psb);
	}
}

/**
 * rsvp_api_membership() - who is a member of a group here has changed
 * @rn: the namespace
 * @key: any session of the group
 *
 * Context: rn->lock held.
 */
void rsvp_api_membership(struct rsvp_net *rn,
			 const struct rsvp_session_key *key)
{
	struct rsvp_dest *dest = rsvp_dest_find(rn, key);
	struct rsvp_session *sess;

	if (!dest)
		return;
	list_for_each_entry(sess, &dest->sessions, by_dest)
		paths_follow_membership(rn, &sess->key);
}

/* Where the receiver is: an address of ours, or a group that we join now */
static int receiver_place(struct rsvp_net *rn, struct rsvp_reservation *resv,
			  struct rsvp_refusal *why)
{
	const struct rsvp_addr *dst = &resv->key.dst;
	int err;

	if (resv->oif)
		return rsvp_iface_addr(rn, resv->oif, dst, &resv->receiver) ?
		       0 : refuse(why, -EADDRNOTAVAIL, 0,
				  "the interface to the receivers has no address");
	if (!rsvp_addr_is_multicast(dst)) {
		if (resv->ifindex)
			return refuse(why, -EINVAL, RSVP_A_RESERVATION_IFINDEX,
				      "a unicast session joins no group on an interface");
		if (!rsvp_addr_is_local(rn, dst))
			return refuse(why, -EADDRNOTAVAIL,
				      RSVP_A_RESERVATION_SESSION,
				      "the session's destination is not an address of this node");
		resv->receiver = *dst;
		return 0;
	}
	if (!resv->ifindex)
		resv->ifindex = rsvp_member_iface(rn, dst);
	if (!resv->ifindex)
		return refuse(why, -ENETUNREACH, RSVP_A_RESERVATION_SESSION,
			      "no route leads to the group: name the interface to join it on");
	if (!rsvp_iface_addr(rn, resv->ifindex, dst, &resv->receiver))
		return refuse(why, -EADDRNOTAVAIL, RSVP_A_RESERVATION_IFINDEX,
			      "the interface to join the group on has no address");
	/* Its socket has joined the group */
	if (resv->socket)
		return 0;
	resv->membership.ifindex = resv->ifindex;
	resv->membership.group = *dst;
	err = rsvp_member_join(rn, &resv->membership);
	if (err)
		return refuse(why, err, RSVP_A_RESERVATION_IFINDEX,
			      "the group cannot be joined on the interface");
	resv->joined = true;
	paths_follow_membership(rn, &resv->key);
	return 0;
}

static void receiver_leave(struct rsvp_net *rn, struct rsvp_reservation *resv)
{
	if (!resv->joined)
		return;
	resv->joined = false;
	rsvp_member_leave(rn, &resv->membership);
	paths_follow_membership(rn, &resv->key);
}

/* No Error Node: whoever reads it is on it */
static void error_here(struct rsvp_net *rn, struct rsvp_error_info *info,
		       const struct rsvp_reservation *resv)
{
	rsvp_error_from_refusal(rn, info, &resv->rejected);
	/* RFC 2205, 3.1.8: the old reservation is still there */
	if (resv->n_rsbs)
		info->spec.flags |= RSVP_ERR_F_INPLACE;
}

/**
 * rsvp_api_tell() - upcall RESV_ERROR or RESV_CONFIRM
 * @rn: the namespace
 * @resv: the reservation
 * @event: RSVP_EVENT_RESV_ERR or RSVP_EVENT_RESV_CONF
 * @info: what is told
 *
 * Context: rn->lock held.
 */
void rsvp_api_tell(struct rsvp_net *rn, struct rsvp_reservation *resv,
		   enum rsvp_event event, const struct rsvp_error_info *info)
{
	rsvp_notify_error(rn, event, &resv->key, resv->obj.id, resv->style,
			  resv->filters, resv->n_filters, info);
	if (resv->rule && event == RSVP_EVENT_RESV_ERR)
		rsvp_proxy_refused(rn, resv, resv->filters, resv->n_filters,
				   info);
	if (!resv->socket)
		return;
	if (event == RSVP_EVENT_RESV_CONF)
		rsvp_socket_confirmed(rn, resv);
	else
		rsvp_socket_error(rn, resv->socket, RSVP_DIRECTION_RECEIVE,
				  &resv->key, resv->filters, resv->n_filters,
				  info);
}

static void reservation_free(struct rsvp_net *rn,
			     struct rsvp_reservation *resv)
{
	rsvp_object_del(rn, RSVP_KIND_RESERVATION, &resv->obj);
	if (resv->owner)
		rsvp_owner_put(rn, resv->owner);
	if (resv->socket)
		list_del(&resv->by_socket);
	if (resv->rule)
		rsvp_proxy_gone(resv);
	kfree(resv->error);
	kfree(resv);
}

/**
 * rsvp_api_reserve() - RESERVE (RFC 2205, 3.11.1)
 * @rn: the namespace
 * @resv: the request; ours if this succeeds, else still the caller's
 * @replace: it may take the place of one of the same session and senders
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0: reserved, or waiting for a PATH; or a negative errno.
 */
int rsvp_api_reserve(struct rsvp_net *rn, struct rsvp_reservation *resv,
		     bool replace, struct rsvp_refusal *why)
{
	struct rsvp_error_info info = {};
	struct rsvp_reservation *old = NULL;
	int err;

	lockdep_assert_held(&rn->lock);

	err = session_check(rn, &resv->key, RSVP_A_RESERVATION_SESSION, why);
	if (err)
		return err;
	if (!resv->rule)
		old = rsvp_api_reservation_find(rn, resv->socket, &resv->key,
						resv->style, resv->filters,
						resv->n_filters);
	if (old && !replace)
		return refuse(why, -EEXIST, RSVP_A_RESERVATION_SESSION,
			      "this reservation exists already");
	if (!old && !rsvp_object_room(rn, RSVP_KIND_RESERVATION))
		return refuse(why, -ENOSPC, 0,
			      "no room for another reservation");
	err = receiver_place(rn, resv, why);
	if (err)
		return err;
	if (rhltable_insert(&rn->reservations, &resv->hash,
			    reservation_params)) {
		err = refuse(why, -ENOMEM, 0, "no memory");
		goto err_leave;
	}
	if (old)
		rsvp_resv_move(rn, old, resv);
	err = reservation_apply(rn, resv, why);
	if (err && !resv->rule)
		goto err_remove;
	/* Nobody asked who could ask again: it waits for better times */
	if (err)
		resv->rejected = *why;
	if (old) {
		rsvp_resv_asked_anew(rn, resv);
		rsvp_object_replace(rn, RSVP_KIND_RESERVATION, &old->obj,
				    &resv->obj);
		rhltable_remove(&rn->reservations, &old->hash,
				reservation_params);
		if (old->owner)
			rsvp_owner_put(rn, old->owner);
		if (old->socket)
			list_del(&old->by_socket);
		resv->told = old->told;
		receiver_leave(rn, old);
		kfree(old->error);
		kfree(old);
	} else {
		rsvp_object_add(rn, RSVP_KIND_RESERVATION, &resv->obj);
	}
	rsvp_notify_reservation(rn, resv,
				old ? RSVP_EVENT_CHANGE : RSVP_EVENT_NEW);
	/* While it was made it had no id to be told by */
	if (resv->confirmed) {
		info.spec.node = resv->receiver;
		rsvp_api_tell(rn, resv, RSVP_EVENT_RESV_CONF, &info);
	}
	if (resv->rejected.err) {
		error_here(rn, &info, resv);
		rsvp_api_tell(rn, resv, RSVP_EVENT_RESV_ERR, &info);
	}
	return 0;

err_remove:
	if (old)
		rsvp_resv_move(rn, resv, old);
	rhltable_remove(&rn->reservations, &resv->hash, reservation_params);
err_leave:
	receiver_leave(rn, resv);
	return err;
}

/**
 * rsvp_api_status() - how a local reservation stands
 * @resv: the reservation
 *
 * What it has keeps its status, also when this node cannot follow its senders.
 *
 * Return: enum rsvp_resv_status.
 */
enum rsvp_resv_status rsvp_api_status(const struct rsvp_reservation *resv)
{
	if (!resv->n_rsbs)
		return resv->rejected.err ? RSVP_RESV_STATUS_REJECTED :
					    RSVP_RESV_STATUS_WAITING;
	if (resv->error)
		return RSVP_RESV_STATUS_REFUSED;
	if (resv->confirmed)
		return RSVP_RESV_STATUS_CONFIRMED;
	return RSVP_RESV_STATUS_INSTALLED;
}

/**
 * rsvp_api_error() - what is wrong with a local reservation
 * @rn: the namespace
 * @resv: the reservation
 * @local: room for a refusal of this node itself
 *
 * Context: rn->lock held.
 * Return: what was refused upstream, or else here; NULL: nothing.
 */
const struct rsvp_error_info *
rsvp_api_error(struct rsvp_net *rn, const struct rsvp_reservation *resv,
	       struct rsvp_error_info *local)
{
	if (resv->error || !resv->rejected.err)
		return resv->error;
	error_here(rn, local, resv);
	return local;
}

/* The senders' PathErr may be lost, and no Path of theirs asks for another */
static bool tells_again(const struct rsvp_reservation *resv)
{
	return resv->rule &&
	       !ktime_before(ktime_get_boottime(), resv->tell_again);
}

/**
 * rsvp_api_retry() - ask again for a local reservation
 * @rn: the namespace
 * @resv: the reservation
 *
 * A refusal comes too late for who asked: it is told (upcall RESV_ERROR).
 *
 * Context: rn->lock held.
 */
void rsvp_api_retry(struct rsvp_net *rn, struct rsvp_reservation *resv)
{
	enum rsvp_resv_status before = rsvp_api_status(resv);
	const struct rsvp_refusal wrong = resv->rejected;
	u64 R_Bps = resv->fs.R_Bps, bound_us = resv->bound_us;
	struct rsvp_refusal why = {};
	struct rsvp_error_info info;
	bool other;

	lockdep_assert_held(&rn->lock);

	if (reservation_apply(rn, resv, &why) < 0)
		resv->rejected = why;
	else
		memset(&resv->rejected, 0, sizeof(resv->rejected));
	other = resv->rejected.text != wrong.text ||
		resv->rejected.least_us != wrong.least_us;
	if (rsvp_api_status(resv) != before || other ||
	    resv->fs.R_Bps != R_Bps || resv->bound_us != bound_us)
		rsvp_notify_reservation(rn, resv, RSVP_EVENT_CHANGE);
	if (!resv->rejected.err || (!other && !tells_again(resv)))
		return;
	error_here(rn, &info, resv);
	rsvp_api_tell(rn, resv, RSVP_EVENT_RESV_ERR, &info);
}

/**
 * rsvp_api_release() - RELEASE of a reservation
 * @rn: the namespace
 * @resv: freed, what it reserved torn down
 *
 * Context: rn->lock held.
 */
void rsvp_api_release(struct rsvp_net *rn, struct rsvp_reservation *resv)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &resv->key);
	struct rsvp_session_key key = resv->key;

	lockdep_assert_held(&rn->lock);

	/* No Path that follows its membership may find it any more */
	rhltable_remove(&rn->reservations, &resv->hash, reservation_params);
	if (sess)
		rsvp_resv_release(rn, resv, sess);
	rsvp_notify_reservation(rn, resv, RSVP_EVENT_DEL);
	receiver_leave(rn, resv);
	reservation_free(rn, resv);
	rsvp_api_resv_changed(rn, &key);
}

/**
 * rsvp_api_leave() - leave all groups: the module is being unloaded
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 */
void rsvp_api_leave(struct rsvp_net *rn)
{
	struct rsvp_object *obj;
	u64 id = 0;

	lockdep_assert_held(&rn->lock);

	while ((obj = rsvp_object_after(rn, RSVP_KIND_RESERVATION, id))) {
		id = obj->id;
		receiver_leave(rn, container_of(obj, struct rsvp_reservation,
						obj));
	}
}

/**
 * rsvp_api_owners_gone() - release what closed netlink sockets owned
 * @rn: the namespace
 *
 * Context: rn->lock held.
 */
void rsvp_api_owners_gone(struct rsvp_net *rn)
{
	struct rsvp_reservation *resv;
	struct rsvp_object *obj;
	struct rsvp_sender *snd;
	u64 id = 0;

	lockdep_assert_held(&rn->lock);

	while ((obj = rsvp_object_after(rn, RSVP_KIND_RESERVATION, id))) {
		id = obj->id;
		resv = container_of(obj, struct rsvp_reservation, obj);
		if (resv->owner && rsvp_owner_dead(rn, resv->owner))
			rsvp_api_release(rn, resv);
	}
	id = 0;
	while ((obj = rsvp_object_after(rn, RSVP_KIND_SENDER, id))) {
		id = obj->id;
		snd = container_of(obj, struct rsvp_sender, obj);
		if (snd->owner && rsvp_owner_dead(rn, snd->owner))
			rsvp_api_sender_release(rn, snd);
	}
}

/**
 * rsvp_api_init() - the table of a namespace
 * @rn: the namespace
 *
 * Return: 0, or a negative errno.
 */
int rsvp_api_init(struct rsvp_net *rn)
{
	return rhltable_init(&rn->reservations, &reservation_params);
}

/**
 * rsvp_api_exit() - forget all local senders and reservations, silently
 * @rn: the namespace; its protocol state is gone
 *
 * Context: rn->lock held.
 */
void rsvp_api_exit(struct rsvp_net *rn)
{
	struct rsvp_reservation *resv;
	struct rsvp_object *obj;

	while ((obj = rsvp_object_after(rn, RSVP_KIND_RESERVATION, 0))) {
		resv = container_of(obj, struct rsvp_reservation, obj);
		rhltable_remove(&rn->reservations, &resv->hash,
				reservation_params);
		reservation_free(rn, resv);
	}
	while ((obj = rsvp_object_after(rn, RSVP_KIND_SENDER, 0)))
		sender_free(rn, container_of(obj, struct rsvp_sender, obj));
	rhltable_destroy(&rn->reservations);
}
