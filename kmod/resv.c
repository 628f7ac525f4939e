// SPDX-License-Identifier: GPL-2.0
/*
 * Reservation state (RFC 2209): RESV MESSAGE ARRIVES, RTEAR MESSAGE ARRIVES,
 * and what paths and the local API do to reservations.
 */
#include "rsvp.h"
#include "served.h"

/* ResvErrs that one Resv makes: more than there is room for FF descriptors in 1500
 * bytes. Any address may be that of its hop (RFC 2205, 3.1.8).
 */
enum { RSVP_MAX_RESVERRS = 32 };

/* RFC 2210, 2.2: "all receivers within a session are required to choose the same
 * QoS control service". The RSB that is being changed may choose another; what
 * the same next hop reserves for other senders (FF) has chosen already.
 */
static bool service_conflict(const struct rsvp_session *sess,
			     const struct rsvp_resv_ask *ask)
{
	const struct rsvp_rsb *rsb, *own;

	own = rsvp_rsb_find(sess, &ask->nhop, ask->oif, ask->resv,
			    rsvp_distinct_of(ask->style, ask->filters));
	list_for_each_entry(rsb, &sess->rsbs, list)
		if (rsb != own && rsb->fs.service != ask->fs.service)
			return true;
	return false;
}

/* Takes out of Filtss the senders that do not route to OI; how many are left? */
static u32 keep_senders(const struct rsvp_resv_ask *ask, u32 n)
{
	const struct rsvp_psb *psb;
	u32 i, kept = 0;

	if (ask->style == RSVP_STYLE_WF) {
		list_for_each_entry(psb, &ask->sess->psbs, list)
			kept += rsvp_psb_routes_to(psb, ask->oif);
		return kept;
	}
	for (i = 0; i < n; i++)
		if (rsvp_psb_find_via(ask->sess, &ask->filters[i], ask->oif))
			ask->filters[kept++] = ask->filters[i];
	return kept;
}

/* Had the next hop reserved for a sender before it asked now? */
static bool stood_for(const struct rsvp_resv_ask *ask,
		      const struct rsvp_psb *psb)
{
	const struct rsvp_filter *distinct = rsvp_distinct_of(ask->style,
							      ask->filters);
	const struct rsvp_rsb *rsb = rsvp_rsb_find(ask->sess, &ask->nhop,
						   ask->oif, ask->resv,
						   distinct);
	u32 i;

	for (i = 0; rsb && i < min(ask->n_stood, rsb->n_filters); i++)
		if (rsvp_filter_eq(&rsb->filters[i].f, &psb->sender))
			return true;
	return ask->stood && ask->style == RSVP_STYLE_WF;
}

/* RFC 2205, 3.6: what is reserved on a new way lets the old ones go */
static void ways_reserved(struct rsvp_net *rn, const struct rsvp_resv_ask *ask)
{
	struct rsvp_psb *psb;

	list_for_each_entry(psb, &ask->sess->psbs, list)
		if (rsvp_outs_fresh(psb) &&
		    rsvp_psb_selected(psb, ask->filters, ask->n_filters))
			rsvp_outs_reserved(rn, psb, ask->oif, &ask->nhop.addr,
					   stood_for(ask, psb));
}

static int resv_descriptor(struct rsvp_net *rn, struct rsvp_resv_ask *ask,
			   u32 n, struct rsvp_refusal *why, bool *in_place)
{
	int err;

	*in_place = false;
	n = keep_senders(ask, n);
	if (!n) {
		why->err = -ENOENT;
		why->code = RSVP_ERR_NO_SENDER;
		why->text = "no sender matches";
		return why->err;
	}
	ask->n_filters = ask->style == RSVP_STYLE_WF ? 0 : n;
	if (service_conflict(ask->sess, ask)) {
		why->err = -EEXIST;
		why->code = RSVP_ERR_TRAFFIC_CONTROL;
		why->value = RSVP_ERRV_SERVICE_CONFLICT;
		why->text = "another service is in use in this session";
		return why->err;
	}
	err = rsvp_rsb_install(rn, ask, why, in_place);
	if (err >= 0)
		ways_reserved(rn, ask);
	return err;
}

static enum rsvp_drop_reason refusal_drop(const struct rsvp_refusal *why)
{
	if (why->code == RSVP_ERR_NO_SENDER)
		return RSVP_DROP_NO_SENDER;
	if (why->err == -ENOMEM)
		return RSVP_DROP_NO_MEMORY;
	if (why->code == RSVP_ERR_TRAFFIC_CONTROL &&
	    why->value == RSVP_ERRV_SERVICE_CONFLICT)
		return RSVP_DROP_SERVICE_CONFLICT;
	return RSVP_DROP_ADMISSION;
}

/* Tells the next hop; @fd is what it asked, @n of @ask's filters are concerned */
static noinline_for_stack void
refuse_descriptor(struct rsvp_net *rn, const struct rsvp_rx *rx,
		  const struct rsvp_msg *msg, struct rsvp_resv_ask *ask,
		  const struct rsvp_fd *fd, u32 n,
		  const struct rsvp_refusal *why, bool in_place)
{
	struct rsvp_refusal here = *why;
	struct rsvp_error_info err;

	rsvp_drop(rn, rx, ask->drop ?: refusal_drop(why));
	if (ask->n_refused++ >= RSVP_MAX_RESVERRS) {
		rsvp_count_drop(rn, RSVP_DROP_CAP_RESVERRS);
		return;
	}
	here.oif = ask->oif;
	rsvp_error_from_refusal(rn, &err, &here);
	/* RFC 2205, 3.1.8: the old reservation is still there */
	if (in_place && why->code == RSVP_ERR_ADMISSION)
		err.spec.flags |= RSVP_ERR_F_INPLACE;
	rsvp_send_resverr_fd(rn, rx, msg, &fd->fs_obj, ask->filters, n, &err);
	/* Who listens is told once for the message, however much of it is wrong */
	if (ask->n_refused > 1)
		return;
	if (!fd->drop)
		err.fs = fd->fs;
	rsvp_notify_error(rn, RSVP_EVENT_RESV_ERR, &msg->session, 0, msg->style,
			  ask->filters, n, &err);
}

static void resv_descriptors(struct rsvp_net *rn, const struct rsvp_rx *rx,
			     const struct rsvp_msg *msg,
			     struct rsvp_resv_ask *ask)
{
	struct rsvp_fd fd = {};
	u32 n;

	while (rsvp_msg_next_fd(msg, &fd)) {
		struct rsvp_refusal why = {
			.code	= RSVP_ERR_TRAFFIC_CONTROL,
			.value	= fd.err_value,
		};
		bool in_place = false;

		for (n = 0; rsvp_fd_next_filter(&fd, &ask->filters[n]); n++)
			;
		ask->fs = fd.fs;
		ask->drop = fd.drop;
		if (!fd.drop) {
			if (resv_descriptor(rn, ask, n, &why, &in_place) >= 0)
				continue;
			/* Senders that are not there were taken out of it */
			if (why.code != RSVP_ERR_NO_SENDER)
				n = ask->n_filters;
		} else {
			rsvp_count_drop(rn, RSVP_DROP_DESCRIPTOR);
		}
		refuse_descriptor(rn, rx, msg, ask, &fd, n, &why, in_place);
	}
}

/* Conditions of RESV MESSAGE ARRIVES that concern the message as a whole */
static enum rsvp_drop_reason resv_check(const struct rsvp_session *sess,
					const struct rsvp_msg *msg,
					struct rsvp_error_info *err)
{
	const struct rsvp_rsb *rsb;

	if (!sess || list_empty(&sess->psbs)) {
		err->spec.code = RSVP_ERR_NO_PATH;
		return RSVP_DROP_NO_PATH;
	}
	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (rsb->style != msg->style) {
			err->spec.code = RSVP_ERR_STYLE_CONFLICT;
			err->spec.value = rsb->style;
			return RSVP_DROP_STYLE_CONFLICT;
		}
	}
	return RSVP_DROP_NONE;
}

/* OI is what the LIH says: it is our own, echoed (RFC 2205, A.2) */
static bool resv_oif(struct rsvp_net *rn, const struct rsvp_rx *rx,
		     const struct rsvp_msg *msg)
{
	if (msg->hop.lih <= INT_MAX && rsvp_iface_find(rn, msg->hop.lih))
		return true;
	rsvp_drop(rn, rx, RSVP_DROP_NOT_FOR_US);
	return false;
}

/**
 * rsvp_resv_arrives() - RFC 2209: RESV MESSAGE ARRIVES
 * @rn: the namespace
 * @rx: how it came
 * @msg: the message
 *
 * Context: worker, rn->lock held.
 */
void rsvp_resv_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
		       const struct rsvp_msg *msg)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &msg->session);
	struct rsvp_error_info err = {};
	enum rsvp_drop_reason reason;
	bool yielded = false;
	struct rsvp_resv_ask ask = {
		.sess		= sess,
		.nhop		= msg->hop,
		.oif		= msg->hop.lih,
		.style		= msg->style,
		.iface		= rx->iface,
		.msg		= msg,
		.R_ms		= msg->refresh_ms,
	};

	lockdep_assert_held(&rn->lock);

	if (!resv_oif(rn, rx, msg))
		return;
	if (sess && !list_empty(&sess->psbs))
		yielded = rsvp_proxies_yield(rn, sess, msg->style);
	reason = resv_check(sess, msg, &err);
	if (reason) {
		rsvp_drop(rn, rx, reason);
		rsvp_send_resverr(rn, rx, msg, &err);
		return;
	}
	if (msg->has_confirm)
		ask.confirm = msg->confirm;
	/* One more than there are: next_filter() writes before it ends */
	ask.filters = kcalloc(msg->n_filters + 1, sizeof(*ask.filters),
			      GFP_KERNEL);
	if (!ask.filters) {
		rsvp_drop(rn, rx, RSVP_DROP_NO_MEMORY);
		return;
	}
	resv_descriptors(rn, rx, msg, &ask);
	kfree(ask.filters);
	if (yielded)
		rsvp_proxies_yielded(sess);
	/* What is as before needs no look at all previous hops */
	if (!ask.news)
		return;
	rsvp_session_refresh(rn, sess, NULL);
	rsvp_api_resv_changed(rn, &sess->key);
}

/* Who is told of another RSVP_HOP reserves there, and then tears where it had
 * reserved before (RFC 2205, 3.6): that may still be an address of this node, but
 * it is no previous hop of the sender any more. @f: NULL: of none of them
 */
static bool to_old_hop(const struct rsvp_session *sess,
		       const struct rsvp_filter *f, int oif,
		       const struct rsvp_addr *dst)
{
	const struct rsvp_psb *psb;
	bool told = false;
	u32 i;

	list_for_each_entry(psb, &sess->psbs, list) {
		if (f && !rsvp_filter_eq(&psb->sender, f))
			continue;
		for (i = 0; i < psb->n_outs; i++) {
			const struct rsvp_out *out = &psb->outs[i];

			if (out->ifindex != oif || !out->hop.family)
				continue;
			if (rsvp_addr_eq(&out->hop, dst))
				return false;
			told = true;
		}
	}
	return told;
}

/* What a ResvTear does to a sender of an RSB, from less to more */
enum tear_took {
	TEAR_NOTHING,		/* none such is in it */
	TEAR_OLD_HOP,		/* it is for a previous hop that is none now */
	TEAR_WAITS,		/* it stays until the new way is reserved */
	TEAR_ENDS,
};

/* @f: SE, FF: the sender; NULL: WF, all of them */
static enum tear_took tear_takes(struct rsvp_net *rn, struct rsvp_rsb *rsb,
				 const struct rsvp_filter *f,
				 const struct rsvp_addr *dst)
{
	if (to_old_hop(rsb->sess, f, rsb->oif, dst))
		return TEAR_OLD_HOP;
	if (rsvp_outs_hold(rsb, f)) {
		/* Long enough for a Resv by the new way */
		rsvp_rsb_hasten(rn, rsb, f, rsb->R_ms);
		return TEAR_WAITS;
	}
	return rsb->style != RSVP_STYLE_SE || rsvp_rsb_end_filter(rsb, f) ?
	       TEAR_ENDS : TEAR_NOTHING;
}

static void resvtear_descriptor(struct rsvp_net *rn, struct rsvp_session *sess,
				const struct rsvp_rx *rx,
				const struct rsvp_msg *msg, struct rsvp_fd *fd)
{
	struct rsvp_refusal why = {};
	struct rsvp_filter f = {};
	enum tear_took took = TEAR_NOTHING;
	struct rsvp_rsb *rsb;
	bool gone;
	int oif;

	rsvp_fd_next_filter(fd, &f);
	rsb = rsvp_rsb_find(sess, &msg->hop, msg->hop.lih, NULL,
			    rsvp_distinct_of(msg->style, &f));
	if (!rsb) {
		rsvp_drop(rn, rx, RSVP_DROP_NO_RESV);
		return;
	}
	oif = rsb->oif;
	gone = rsb->style != RSVP_STYLE_SE;
	if (gone) {
		const struct rsvp_filter *distinct =
			rsvp_distinct_of(msg->style, &f);

		took = tear_takes(rn, rsb, distinct, &rx->dst);
	} else {
		do {
			took = max(took, tear_takes(rn, rsb, &f, &rx->dst));
		} while (rsvp_fd_next_filter(fd, &f));
		gone = took == TEAR_ENDS && !rsvp_rsb_purge(rsb, KTIME_MIN);
	}
	if (took != TEAR_ENDS) {
		if (took != TEAR_WAITS)
			rsvp_drop(rn, rx, took == TEAR_OLD_HOP ?
					  RSVP_DROP_OLD_HOP :
					  RSVP_DROP_NO_RESV);
		return;
	}
	rsvp_notify_resv(rn, rsb, gone ? RSVP_EVENT_DEL : RSVP_EVENT_CHANGE);
	if (gone)
		rsvp_rsb_free(rn, rsb);
	else
		rsvp_rsb_arm(rn, rsb);
	rsvp_update_traffic_control(rn, sess, oif,
				    rsvp_distinct_of(msg->style, &f), NULL,
				    &why);
}

/**
 * rsvp_resvtear_arrives() - RFC 2209: RTEAR MESSAGE ARRIVES
 * @rn: the namespace
 * @rx: how it came
 * @msg: the message
 *
 * What goes on upstream follows from what is left: rsvp_session_refresh() tears
 * down what it no longer asks for.
 *
 * Context: worker, rn->lock held.
 */
void rsvp_resvtear_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			   const struct rsvp_msg *msg)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &msg->session);
	const struct rsvp_rsb *first;
	struct rsvp_fd fd = {};

	lockdep_assert_held(&rn->lock);

	if (!resv_oif(rn, rx, msg))
		return;
	if (!sess) {
		rsvp_drop(rn, rx, RSVP_DROP_NO_SESSION);
		return;
	}
	first = list_first_entry_or_null(&sess->rsbs, struct rsvp_rsb, list);
	if (!first || first->style != msg->style) {
		rsvp_drop(rn, rx, first ? RSVP_DROP_STYLE_CONFLICT :
					  RSVP_DROP_NO_RESV);
		return;
	}
	while (rsvp_msg_next_fd(msg, &fd))
		resvtear_descriptor(rn, sess, rx, msg, &fd);
	rsvp_session_refresh(rn, sess, msg);
	if (list_empty(&sess->rsbs))
		rsvp_api_resv_changed(rn, &sess->key);
	rsvp_session_put(rn, sess);
}

/* Once for each TCSB that a sender concerns, not for each RSB. One may take others
 * over, or leave some behind: they are in the order of their ids.
 */
static void traffic_control_follows(struct rsvp_net *rn,
				    struct rsvp_session *sess,
				    const struct rsvp_psb *psb)
{
	struct rsvp_tcsb *tcsb;
	u64 id = 0;

again:
	list_for_each_entry(tcsb, &sess->tcsbs, list) {
		bool shared = tcsb->style && tcsb->style != RSVP_STYLE_FF;
		struct rsvp_refusal why = {};

		if (tcsb->obj.id <= id ||
		    !rsvp_psb_selected(psb, tcsb->filters, tcsb->n_filters))
			continue;
		id = tcsb->obj.id;
		/* A refusal leaves the class as it was, which stands; the next
		 * hops hear of it when they refresh
		 */
		rsvp_update_traffic_control(rn, sess, tcsb->oif,
					    shared ? NULL : &psb->sender,
					    NULL, &why);
		goto again;
	}
}

/* An RSB loses a sender, and ends if it was the last */
static void rsb_without(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			const struct rsvp_psb *psb)
{
	struct rsvp_resv_ask ask = {
		.sess	= rsb->sess,
		.oif	= rsb->oif,
		.style	= RSVP_STYLE_WF,
	};
	bool gone;

	if (rsb->style == RSVP_STYLE_WF) {
		gone = !keep_senders(&ask, 0);
	} else {
		if (!rsvp_rsb_end_filter(rsb, &psb->sender))
			return;
		gone = !rsvp_rsb_purge(rsb, KTIME_MIN);
	}
	rsvp_notify_resv(rn, rsb, gone ? RSVP_EVENT_DEL : RSVP_EVENT_CHANGE);
	if (gone)
		rsvp_rsb_free(rn, rsb);
}

/**
 * rsvp_resv_path_gone() - RFC 2209, PTEAR: RSBs lose a sender
 * @rn: the namespace
 * @sess: its session; stays, even when empty
 * @psb: the sender, already out of the session's list
 *
 * Context: rn->lock held.
 */
void rsvp_resv_path_gone(struct rsvp_net *rn, struct rsvp_session *sess,
			 const struct rsvp_psb *psb)
{
	struct rsvp_rsb *rsb, *next;

	lockdep_assert_held(&rn->lock);

	/* Wherever it was routed: a filter for it selects nobody any more,
	 * unless it is a multicast sender with another PSB
	 */
	list_for_each_entry_safe(rsb, next, &sess->rsbs, list)
		if (!rsvp_psb_find_via(sess, &psb->sender, rsb->oif))
			rsb_without(rn, rsb, psb);
	traffic_control_follows(rn, sess, psb);
}

/**
 * rsvp_resv_out_gone() - RSBs lose a sender that no longer leaves by their way
 * @rn: the namespace
 * @psb: the sender; the way is no longer in its list
 * @out: the way
 * @nhop: who has reserved on the new way; NULL: nobody so far
 *
 * Where the new way leaves by the same interface, all is the old one's that is
 * not @nhop's: see rsvp_outs_reserved() for why @out->gw does not tell.
 *
 * Context: rn->lock held.
 */
void rsvp_resv_out_gone(struct rsvp_net *rn, const struct rsvp_psb *psb,
			const struct rsvp_out *out,
			const struct rsvp_addr *nhop)
{
	bool others = rsvp_psb_routes_to(psb, out->ifindex);
	struct rsvp_session *sess = psb->sess;
	struct rsvp_rsb *rsb, *next;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry_safe(rsb, next, &sess->rsbs, list)
		if (rsb->oif == out->ifindex &&
		    (!others || rsvp_addr_eq(&rsb->nhop.addr, &out->gw) ||
		     (nhop && !rsvp_addr_eq(&rsb->nhop.addr, nhop))))
			rsb_without(rn, rsb, psb);
	traffic_control_follows(rn, sess, psb);
	rsvp_session_refresh(rn, sess, NULL);
}

/**
 * rsvp_resv_not_here() - receivers of this node lose a sender that goes elsewhere
 * @rn: the namespace
 * @psb: the sender; it is not delivered here any more
 *
 * They wait for it again, and are in nobody's way.
 *
 * Context: rn->lock held.
 */
void rsvp_resv_not_here(struct rsvp_net *rn, const struct rsvp_psb *psb)
{
	struct rsvp_session *sess = psb->sess;
	struct rsvp_rsb *rsb, *next;

	lockdep_assert_held(&rn->lock);

	if (rsvp_psb_find_via(sess, &psb->sender, 0))
		return;
	list_for_each_entry_safe(rsb, next, &sess->rsbs, list)
		if (!rsb->oif)
			rsb_without(rn, rsb, psb);
	traffic_control_follows(rn, sess, psb);
	rsvp_session_refresh(rn, sess, NULL);
	rsvp_api_path_gone(rn, &sess->key);
}

/**
 * rsvp_resv_path_changed() - a sender is new, or says something else
 * @rn: the namespace
 * @psb: the sender
 *
 * RFC 2209, PATH MESSAGE ARRIVES: traffic control and previous hops of the
 * RSBs that select it follow.
 *
 * Context: rn->lock held.
 */
void rsvp_resv_path_changed(struct rsvp_net *rn, struct rsvp_psb *psb)
{
	struct rsvp_refusal why = {};

	lockdep_assert_held(&rn->lock);

	traffic_control_follows(rn, psb->sess, psb);
	rsvp_local_follow(rn, psb, &why);
	rsvp_session_refresh(rn, psb->sess, NULL);
}

/**
 * rsvp_resv_from_api() - a local receiver reserves (RFC 2205, 3.11.1: RESERVE)
 * @rn: the namespace
 * @resv: the request it belongs to
 * @sess: session; has path state
 * @filters: senders to reserve for; reordered; WF: none
 * @n_filters: how many
 * @fs: flowspec, complete
 * @confirm: where a ResvConf is to go; family 0: none is wanted
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0 or more, or a negative errno.
 */
int rsvp_resv_from_api(struct rsvp_net *rn, struct rsvp_reservation *resv,
		       struct rsvp_session *sess,
		       struct rsvp_filter *filters, u32 n_filters,
		       const struct rsvp_flowspec *fs,
		       const struct rsvp_addr *confirm,
		       struct rsvp_refusal *why)
{
	struct rsvp_resv_ask ask = {
		.sess		= sess,
		.oif		= resv->oif,
		.style		= resv->style,
		.fs		= *fs,
		.filters	= filters,
		.n_filters	= n_filters,
		.confirm	= *confirm,
		.resv		= resv,
	};
	const struct rsvp_rsb *first;
	bool in_place;
	int err;

	lockdep_assert_held(&rn->lock);

	first = list_first_entry_or_null(&sess->rsbs, struct rsvp_rsb, list);
	if (first && first->style != resv->style) {
		why->err = -EEXIST;
		why->code = RSVP_ERR_STYLE_CONFLICT;
		why->value = first->style;
		why->attr = RSVP_A_RESERVATION_STYLE;
		why->text = "another style is in use in this session";
		return why->err;
	}
	err = resv_descriptor(rn, &ask, n_filters, why, &in_place);
	if (err >= 0)
		rsvp_session_refresh(rn, sess, NULL);
	return err;
}

/**
 * rsvp_resv_move() - RSBs of one local request become those of another
 * @rn: the namespace
 * @from: the request that is replaced
 * @to: the one that replaces it
 *
 * Context: rn->lock held.
 */
void rsvp_resv_move(struct rsvp_net *rn, struct rsvp_reservation *from,
		    struct rsvp_reservation *to)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &from->key);
	struct rsvp_rsb *rsb;

	lockdep_assert_held(&rn->lock);

	if (!sess)
		return;
	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (rsb->resv != from)
			continue;
		rsb->resv = to;
		from->n_rsbs--;
		to->n_rsbs++;
	}
}

/**
 * rsvp_resv_asked_anew() - a request has taken the place of another
 * @rn: the namespace
 * @resv: the new one, which has the RSBs of the old
 *
 * RFC 2205, 3.11.1: RESV_ERROR is told to who asked. What was refused so far
 * was the old request, so the next ResvErr is news, also in the same words.
 *
 * Context: rn->lock held.
 */
void rsvp_resv_asked_anew(struct rsvp_net *rn,
			  const struct rsvp_reservation *resv)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &resv->key);
	struct rsvp_rsb *rsb;

	lockdep_assert_held(&rn->lock);

	if (!sess)
		return;
	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (rsb->resv != resv)
			continue;
		kfree(rsb->error);
		rsb->error = NULL;
	}
}

/**
 * rsvp_resv_release() - a local receiver lets go (RFC 2205, 3.11.1: RELEASE)
 * @rn: the namespace
 * @resv: the request
 * @sess: its session; may be freed
 *
 * Context: rn->lock held.
 */
void rsvp_resv_release(struct rsvp_net *rn, struct rsvp_reservation *resv,
		       struct rsvp_session *sess)
{
	struct rsvp_rsb *rsb, *next;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry_safe(rsb, next, &sess->rsbs, list) {
		const struct rsvp_filter *distinct = rsvp_rsb_distinct(rsb);
		struct rsvp_filter f = {};
		struct rsvp_refusal why = {};

		if (rsb->resv != resv)
			continue;
		if (distinct)
			f = *distinct;
		rsvp_notify_resv(rn, rsb, RSVP_EVENT_DEL);
		rsvp_rsb_free(rn, rsb);
		rsvp_update_traffic_control(rn, sess, resv->oif,
					    distinct ? &f : NULL, NULL, &why);
	}
	rsvp_session_refresh(rn, sess, NULL);
	rsvp_session_put(rn, sess);
}
