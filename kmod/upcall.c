// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 2205, 3.11.1: the upcalls PATH_EVENT, PATH_ERROR, RESV_ERROR and RESV_CONFIRM,
 * and what they make of the reservations of this node.
 */
#include "rsvp.h"
#include "served.h"

static void reservation_set_error(struct rsvp_reservation *resv,
				  const struct rsvp_error_info *err)
{
	kfree(resv->error);
	resv->error = err ? kmemdup(err, sizeof(*err), GFP_KERNEL_ACCOUNT) :
			    NULL;
}

/**
 * rsvp_api_resv_changed() - reservations of a session are gone, or ask for something else
 * @rn: the namespace
 * @key: the session, which may be gone too
 *
 * What another style or service was in the way of may be made now.
 *
 * Context: rn->lock held.
 */
void rsvp_api_resv_changed(struct rsvp_net *rn, const struct rsvp_session_key *key)
{
	struct rsvp_reservation *resv = NULL;

	lockdep_assert_held(&rn->lock);

	while ((resv = rsvp_api_reservation_next(rn, key, resv)))
		if (resv->rejected.err)
			rsvp_api_retry(rn, resv);
}

/**
 * rsvp_api_path_event() - upcall PATH_EVENT: a sender is new or different
 * @rn: the namespace
 * @psb: the sender
 *
 * Context: rn->lock held.
 */
void rsvp_api_path_event(struct rsvp_net *rn, struct rsvp_psb *psb)
{
	struct rsvp_reservation *resv = NULL;

	lockdep_assert_held(&rn->lock);

	rsvp_sockets_path(rn, &psb->sess->key);
	rsvp_flows_path(rn, &psb->sess->key);
	rsvp_proxies_look(rn, psb->sess);
	while ((resv = rsvp_api_reservation_next(rn, &psb->sess->key, resv)))
		if (rsvp_psb_routes_to(psb, resv->oif) &&
		    rsvp_psb_selected(psb, resv->filters, resv->n_filters))
			rsvp_api_retry(rn, resv);
}

/**
 * rsvp_api_path_gone() - senders of a session are gone
 * @rn: the namespace
 * @key: the session, which may be gone too
 *
 * Context: rn->lock held.
 */
void rsvp_api_path_gone(struct rsvp_net *rn,
			const struct rsvp_session_key *key)
{
	struct rsvp_session *sess = rsvp_session_find(rn, key);
	struct rsvp_reservation *resv = NULL;

	lockdep_assert_held(&rn->lock);

	rsvp_sockets_path(rn, key);
	if (sess)
		rsvp_proxies_look(rn, sess);
	while ((resv = rsvp_api_reservation_next(rn, key, resv))) {
		if (resv->n_rsbs) {
			/* R is that of the senders that are left */
			if (resv->delay_us)
				rsvp_api_retry(rn, resv);
			continue;
		}
		if (resv->rule) {
			rsvp_proxy_orphan(rn, resv);
			continue;
		}
		resv->bound_us = 0;
		if (resv->delay_us) {
			resv->fs.R_Bps = 0;
			resv->fs.S_us = 0;
		}
		/* It waits again, and asks again for its confirmation */
		resv->confirmed = false;
		/* Or what was in its way went with them */
		if (resv->rejected.err) {
			rsvp_api_retry(rn, resv);
			continue;
		}
		reservation_set_error(resv, NULL);
		rsvp_notify_reservation(rn, resv, RSVP_EVENT_CHANGE);
	}
}

/**
 * rsvp_api_path_error() - upcall PATH_ERROR
 * @rn: the namespace
 * @psb: the local sender concerned
 * @err: the error
 *
 * Context: rn->lock held.
 */
void rsvp_api_path_error(struct rsvp_net *rn, const struct rsvp_psb *psb,
			 const struct rsvp_error_info *err)
{
	rsvp_notify_error(rn, RSVP_EVENT_PATH_ERR, &psb->sess->key,
			  psb->snd ? psb->snd->obj.id : 0, 0, &psb->sender, 1,
			  err);
	if (psb->snd && psb->snd->socket)
		rsvp_socket_error(rn, psb->snd->socket, RSVP_DIRECTION_SEND,
				  &psb->sess->key, &psb->sender, 1, err);
}

/**
 * rsvp_api_resv_error() - upcall RESV_ERROR
 * @rn: the namespace
 * @rsb: RSB of the local reservation concerned
 * @err: the error; NULL: it is over
 * @filters: senders of the reservation that the error is about
 * @n_filters: how many
 *
 * Context: rn->lock held.
 */
void rsvp_api_resv_error(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			 const struct rsvp_error_info *err,
			 const struct rsvp_filter *filters, u32 n_filters)
{
	struct rsvp_reservation *resv = rsb->resv;

	lockdep_assert_held(&rn->lock);

	/* What failed with others that ask for more goes on without them */
	if (!err || !((err->spec.flags & RSVP_ERR_F_NOTGUILTY) ||
		      rsvp_error_informs(&err->spec))) {
		reservation_set_error(resv, err);
		if (err)
			resv->confirmed = false;
		rsvp_notify_reservation(rn, resv, RSVP_EVENT_CHANGE);
	}
	if (!err)
		return;
	rsvp_notify_error(rn, RSVP_EVENT_RESV_ERR, &resv->key, resv->obj.id,
			  resv->style, filters, n_filters, err);
	if (resv->socket)
		rsvp_socket_error(rn, resv->socket, RSVP_DIRECTION_RECEIVE,
				  &resv->key, filters, n_filters, err);
}

/* Does a confirmation speak of what was asked? */
static bool confirms(const struct rsvp_reservation *resv, u32 style,
		     const struct rsvp_filter *filter)
{
	u32 i;

	if (resv->style != style)
		return false;
	for (i = 0; filter && i < resv->n_filters; i++)
		if (rsvp_filter_eq(&resv->filters[i], filter))
			return true;
	return !filter;
}

/**
 * rsvp_api_resv_confirmed() - upcall RESV_CONFIRM
 * @rn: the namespace
 * @key: session
 * @style: of the reservation that is confirmed
 * @filter: a sender that it is confirmed for; WF: NULL
 * @spec: who confirms
 *
 * Context: rn->lock held.
 * Return: false if nobody here asked for it.
 */
bool rsvp_api_resv_confirmed(struct rsvp_net *rn,
			     const struct rsvp_session_key *key, u32 style,
			     const struct rsvp_filter *filter,
			     const struct rsvp_error_spec *spec)
{
	struct rsvp_error_info info = { .spec = *spec };
	struct rsvp_reservation *resv = NULL;
	bool found = false;

	lockdep_assert_held(&rn->lock);

	while ((resv = rsvp_api_reservation_next(rn, key, resv))) {
		if (!resv->want_confirm || !resv->n_rsbs ||
		    !confirms(resv, style, filter))
			continue;
		found = true;
		if (resv->confirmed)
			continue;
		resv->confirmed = true;
		reservation_set_error(resv, NULL);
		if (!resv->obj.id)
			continue;
		rsvp_notify_reservation(rn, resv, RSVP_EVENT_CHANGE);
		rsvp_api_tell(rn, resv, RSVP_EVENT_RESV_CONF, &info);
	}
	return found;
}
