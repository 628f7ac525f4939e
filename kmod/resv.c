// SPDX-License-Identifier: GPL-2.0
/*
 * Reservation state (RFC 2209): RESV MESSAGE ARRIVES, RTEAR MESSAGE ARRIVES,
 * and the end of an RSB. A receiver of the local API is an RSB too.
 */
#include "rsvp.h"

/* Each Resv, and each Path with news, looks at all RSBs of its session and at
 * all their filters. A unicast session has one next hop, or a few on a LAN.
 */
enum {
	RSVP_CAP_SESSION_RSBS		= 1024,
	RSVP_CAP_SESSION_FILTERS	= 4096,
};

/**
 * struct resv_ask - one flow descriptor on its way to an RSB
 * @sess: session
 * @nhop: who asks; family 0: the local API
 * @oif: interface to reserve on; 0: the local API
 * @style: enum rsvp_style
 * @fs: FLOWSPEC
 * @filters: Filtss; senders that do not exist have been taken out
 * @n_filters: how many
 * @iface: interface it came in by; NULL: the local API
 * @msg: the Resv, for its SCOPE and what is only forwarded; NULL: the local API
 * @confirm: RESV_CONFIRM; family 0: none
 * @R_ms: from TIME_VALUES; 0: the local API, lives until it is released
 * @resv: the local request; NULL: from the network
 * @drop: if it is refused: by what name; RSVP_DROP_NONE: the error code tells
 */
struct resv_ask {
	struct rsvp_session *sess;
	struct rsvp_hop nhop;
	int oif;
	u32 style;
	struct rsvp_flowspec fs;
	struct rsvp_filter *filters;
	u32 n_filters;
	struct rsvp_iface *iface;
	const struct rsvp_msg *msg;
	struct rsvp_addr confirm;
	u32 R_ms;
	struct rsvp_reservation *resv;
	enum rsvp_drop_reason drop;
};

static const struct rsvp_filter *distinct_of(u32 style,
					     const struct rsvp_filter *filters)
{
	return style == RSVP_STYLE_FF ? filters : NULL;
}

/* The filter that tells FF reservations of one next hop apart; else NULL */
static const struct rsvp_filter *rsb_distinct(const struct rsvp_rsb *rsb)
{
	return rsb->style == RSVP_STYLE_FF && rsb->n_filters ?
	       &rsb->filters[0].f : NULL;
}

/**
 * rsvp_rsb_selects() - is a sender among those that an RSB reserves for?
 * @rsb: the reservation
 * @psb: the sender
 *
 * Return: true if its filter specs select it and its data goes that way.
 */
bool rsvp_rsb_selects(const struct rsvp_rsb *rsb, const struct rsvp_psb *psb)
{
	u32 i;

	if (!rsvp_psb_routes_to(psb, rsb->oif))
		return false;
	for (i = 0; i < rsb->n_filters; i++)
		if (rsvp_filter_eq(&rsb->filters[i].f, &psb->sender))
			return true;
	return rsb->style == RSVP_STYLE_WF;
}

/**
 * rsvp_rsb_discharge() - an RSB counts in no interface's share any more
 * @rn: the namespace
 * @rsb: the reservation: it is being freed, or the interface switched off
 *
 * Context: rn->lock held.
 */
void rsvp_rsb_discharge(struct rsvp_net *rn, struct rsvp_rsb *rsb)
{
	struct rsvp_iface *iface = rsb->iif ? rsvp_iface_find(rn, rsb->iif) :
					      NULL;

	lockdep_assert_held(&rn->lock);

	if (iface)
		iface->n_rsbs--;
	rsb->iif = 0;
	if (rsb->opaque)
		rsb->opaque->iif = 0;
}

/**
 * rsvp_rsb_free() - forget an RSB without telling anybody
 * @rn: the namespace
 * @rsb: freed; its session stays, even when empty
 *
 * Context: rn->lock held.
 */
void rsvp_rsb_free(struct rsvp_net *rn, struct rsvp_rsb *rsb)
{
	lockdep_assert_held(&rn->lock);

	rsvp_timer_del(rn, &rsb->cleanup);
	list_del(&rsb->list);
	rsvp_object_del(rn, RSVP_KIND_RSB, &rsb->obj);
	if (rsb->resv)
		rsb->resv->n_rsbs--;
	kfree(rsb->filters);
	rsvp_scope_free(rn, rsb);
	rsvp_opaque_free(rn, &rsb->opaque);
	rsvp_rsb_discharge(rn, rsb);
	kfree(rsb->error);
	kfree(rsb);
}

static struct rsvp_rsb *rsb_find(const struct rsvp_session *sess,
				 const struct rsvp_hop *nhop, int oif,
				 const struct rsvp_reservation *resv,
				 const struct rsvp_filter *distinct)
{
	struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (rsb->oif != oif || rsb->resv != resv ||
		    !rsvp_hop_eq(&rsb->nhop, nhop))
			continue;
		if (!distinct || (rsb_distinct(rsb) &&
				  rsvp_filter_eq(rsb_distinct(rsb), distinct)))
			return rsb;
	}
	return NULL;
}

static bool rsb_del_filter(struct rsvp_rsb *rsb, const struct rsvp_filter *f)
{
	u32 i;

	for (i = 0; i < rsb->n_filters; i++) {
		if (!rsvp_filter_eq(&rsb->filters[i].f, f))
			continue;
		rsb->n_filters--;
		rsb->filters[i] = rsb->filters[rsb->n_filters];
		return true;
	}
	return false;
}

static void rsb_arm(struct rsvp_net *rn, struct rsvp_rsb *rsb)
{
	ktime_t first = rsb->expires;
	u32 i;

	if (rsb->resv)
		return;
	for (i = 0; i < rsb->n_filters; i++)
		if (ktime_before(rsb->filters[i].expires, first) || !i)
			first = rsb->filters[i].expires;
	rsvp_timer_set(rn, &rsb->cleanup, first);
}

/* The traffic control and the previous hops follow a change of RSBs */
static void rsb_follow(struct rsvp_net *rn, struct rsvp_session *sess, int oif,
		       const struct rsvp_filter *distinct)
{
	struct rsvp_refusal why = {};

	/* Less is asked for than before, which can be refused all the same:
	 * a class that may not share the link is another one, and the link may
	 * be lost. What stays marked as refused asks again.
	 */
	rsvp_update_traffic_control(rn, sess, oif, distinct, NULL, &why);
	rsvp_session_refresh(rn, sess, NULL);
	rsvp_session_put(rn, sess);
}

/**
 * rsvp_resv_teardown() - the end of an RSB, followed upstream
 * @rn: the namespace
 * @rsb: freed, and its session if nothing is left of it
 * @event: why
 *
 * Context: rn->lock held.
 */
void rsvp_resv_teardown(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			enum rsvp_event event)
{
	const struct rsvp_filter *distinct = rsb_distinct(rsb);
	struct rsvp_session *sess = rsb->sess;
	struct rsvp_filter f = {};
	int oif = rsb->oif;

	lockdep_assert_held(&rn->lock);

	if (distinct)
		f = *distinct;
	rsvp_notify_resv(rn, rsb, event);
	rsvp_rsb_free(rn, rsb);
	rsb_follow(rn, sess, oif, distinct ? &f : NULL);
}

/* RFC 2209: the cleanup timer of SE runs per FILTER_SPEC */
static void resv_timeout(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_rsb *rsb = container_of(t, struct rsvp_rsb, cleanup);
	ktime_t now = ktime_get_boottime();
	u32 i = 0;

	while (rsb->style == RSVP_STYLE_SE && i < rsb->n_filters) {
		if (ktime_after(rsb->filters[i].expires, now))
			i++;
		else
			rsb->filters[i] = rsb->filters[--rsb->n_filters];
	}
	if (rsb->style != RSVP_STYLE_SE || !rsb->n_filters) {
		rsvp_resv_teardown(rn, rsb, RSVP_EVENT_EXPIRE);
		return;
	}
	rsb_arm(rn, rsb);
	rsvp_notify_resv(rn, rsb, RSVP_EVENT_CHANGE);
	rsb_follow(rn, rsb->sess, rsb->oif, NULL);
}

static struct rsvp_rsb *rsb_create(struct rsvp_net *rn, struct resv_ask *ask)
{
	struct rsvp_rsb *rsb;
	u32 n = 0;

	list_for_each_entry(rsb, &ask->sess->rsbs, list)
		n++;
	if (n >= RSVP_CAP_SESSION_RSBS || !rsvp_object_room(rn, RSVP_KIND_RSB) ||
	    (ask->iface &&
	     ask->iface->n_rsbs >= rsvp_object_share(rn, RSVP_KIND_RSB))) {
		ask->drop = RSVP_DROP_CAP_RSBS;
		return NULL;
	}
	rsb = kzalloc(sizeof(*rsb), GFP_KERNEL_ACCOUNT);
	if (!rsb) {
		ask->drop = RSVP_DROP_NO_MEMORY;
		return NULL;
	}
	rsb->sess = ask->sess;
	rsb->nhop = ask->nhop;
	rsb->oif = ask->oif;
	rsb->style = ask->style;
	rsb->resv = ask->resv;
	if (rsb->resv)
		rsb->resv->n_rsbs++;
	if (ask->iface) {
		rsb->iif = ask->iface->ifindex;
		ask->iface->n_rsbs++;
	}
	rsvp_timer_init(&rsb->cleanup, resv_timeout);
	list_add_tail(&rsb->list, &ask->sess->rsbs);
	rsvp_object_add(rn, RSVP_KIND_RSB, &rsb->obj);
	return rsb;
}

static u32 session_filters(const struct rsvp_session *sess)
{
	const struct rsvp_rsb *rsb;
	u32 n = 0;

	list_for_each_entry(rsb, &sess->rsbs, list)
		n += rsb->n_filters;
	return n;
}

/* Filters of the message join those of the RSB, behind them, as far as there is
 * room (a local request: all or none), and live from now on
 */
static int rsb_merge_filters(struct rsvp_rsb *rsb, struct resv_ask *ask,
			     ktime_t expires)
{
	struct rsvp_rsb_filter *grown;
	u32 i, j, n = rsb->n_filters;
	bool news = false;
	u32 room;

	if (!ask->n_filters)
		return 0;
	room = RSVP_CAP_SESSION_FILTERS - session_filters(rsb->sess) + n;
	room = min_t(u32, room, RSVP_CAP_RSB_FILTERS);
	grown = kcalloc(n + ask->n_filters, sizeof(*grown), GFP_KERNEL_ACCOUNT);
	if (!grown)
		return -ENOMEM;
	if (n)
		memcpy(grown, rsb->filters, n * sizeof(*grown));
	for (i = 0; i < ask->n_filters; i++) {
		for (j = 0; j < n; j++)
			if (rsvp_filter_eq(&grown[j].f, &ask->filters[i]))
				break;
		if (j == n) {
			if (n >= room) {
				ask->drop = RSVP_DROP_CAP_FILTERS;
				if (ask->resv)
					goto err_free;
				continue;
			}
			grown[n++].f = ask->filters[i];
			news = true;
		}
		grown[j].expires = expires;
	}
	if (!n)
		goto err_free;
	kfree(rsb->filters);
	rsb->filters = grown;
	rsb->n_filters = n;
	return news;

err_free:
	kfree(grown);
	return -ENOSPC;
}

/* What a Resv says beside its flow descriptors; 1: it concerns traffic control */
static int rsb_update_msg(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			  struct resv_ask *ask)
{
	int err, scope;

	if (!ask->msg)
		return 0;
	scope = rsvp_scope_update(rn, rsb, &ask->msg->scope_obj);
	err = scope < 0 ? scope :
			  rsvp_opaque_update(rn, &rsb->opaque, rsb->iif,
					     ask->msg);
	if (err < 0) {
		ask->drop = rsvp_opaque_drop(err);
		return err;
	}
	return scope;
}

static int no_room(struct rsvp_refusal *why)
{
	why->err = -ENOSPC;
	why->code = RSVP_ERR_TC_SYSTEM;
	why->text = "no room for another reservation";
	return why->err;
}

/*
 * The part of RESV MESSAGE ARRIVES from "Find or create a reservation state
 * block" on. A failed change leaves the RSB as it was, refreshed; a failed new
 * one is gone.
 */
static int rsb_install(struct rsvp_net *rn, struct resv_ask *ask,
		       struct rsvp_refusal *why, bool *in_place)
{
	const struct rsvp_filter *distinct = distinct_of(ask->style,
							 ask->filters);
	struct rsvp_flowspec old_fs;
	struct rsvp_rsb *rsb;
	int err, filters, scope;
	bool fresh, news;
	u32 n_filters;

	rsb = rsb_find(ask->sess, &ask->nhop, ask->oif, ask->resv, distinct);
	fresh = !rsb;
	*in_place = !fresh;
	if (fresh)
		rsb = rsb_create(rn, ask);
	if (!rsb)
		return no_room(why);
	rsb->R_ms = ask->R_ms;
	rsb->expires = ktime_add_ms(ktime_get_boottime(),
				    rsvp_lifetime_ms(rn, ask->oif, ask->R_ms));
	n_filters = rsb->n_filters;
	scope = rsb_update_msg(rn, rsb, ask);
	filters = scope < 0 ? scope : rsb_merge_filters(rsb, ask, rsb->expires);
	if (filters < 0) {
		if (filters == -ENOMEM)
			ask->drop = RSVP_DROP_NO_MEMORY;
		if (fresh)
			rsvp_rsb_free(rn, rsb);
		return no_room(why);
	}
	rsb_arm(rn, rsb);
	old_fs = rsb->fs;
	news = fresh || filters || scope ||
	       !rsvp_flowspec_same(&rsb->fs, &ask->fs);
	rsb->fs = ask->fs;
	rsb->confirm = ask->confirm;
	if (!news && !rsb->confirm.family && !rsb->rejected)
		return ask->drop ? no_room(why) : 0;

	err = rsvp_update_traffic_control(rn, ask->sess, ask->oif, distinct,
					  rsb, why);
	if (err < 0 && fresh) {
		rsvp_rsb_free(rn, rsb);
		return err;
	}
	if (err < 0) {
		rsb->fs = old_fs;
		rsb->n_filters = n_filters;
		return err;
	}
	if (news)
		rsvp_notify_resv(rn, rsb,
				 fresh ? RSVP_EVENT_NEW : RSVP_EVENT_CHANGE);
	return ask->drop ? no_room(why) : 1;
}

/* RFC 2210, 3.2.1 with 2205, 2.4: one session, one service */
static bool service_conflict(const struct rsvp_session *sess,
			     const struct resv_ask *ask)
{
	const struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &sess->rsbs, list)
		if (rsb->fs.service != ask->fs.service &&
		    !(rsb->oif == ask->oif && rsb->resv == ask->resv &&
		      rsvp_hop_eq(&rsb->nhop, &ask->nhop)))
			return true;
	return false;
}

/* Takes out of Filtss the senders that do not route to OI; how many are left? */
static u32 keep_senders(const struct resv_ask *ask, u32 n)
{
	const struct rsvp_psb *psb;
	u32 i, kept = 0;

	if (ask->style == RSVP_STYLE_WF) {
		list_for_each_entry(psb, &ask->sess->psbs, list)
			kept += rsvp_psb_routes_to(psb, ask->oif);
		return kept;
	}
	for (i = 0; i < n; i++) {
		psb = rsvp_psb_find(ask->sess, &ask->filters[i]);
		if (psb && rsvp_psb_routes_to(psb, ask->oif))
			ask->filters[kept++] = ask->filters[i];
	}
	return kept;
}

static int resv_descriptor(struct rsvp_net *rn, struct resv_ask *ask, u32 n,
			   struct rsvp_refusal *why, bool *in_place)
{
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
	return rsb_install(rn, ask, why, in_place);
}

static enum rsvp_drop_reason refusal_drop(const struct rsvp_refusal *why)
{
	if (why->code == RSVP_ERR_NO_SENDER)
		return RSVP_DROP_NO_SENDER;
	if (why->code == RSVP_ERR_TRAFFIC_CONTROL &&
	    why->value == RSVP_ERRV_SERVICE_CONFLICT)
		return RSVP_DROP_SERVICE_CONFLICT;
	return RSVP_DROP_ADMISSION;
}

/* Tells the next hop; @fd is what it asked, @n of @ask's filters are concerned */
static void refuse_descriptor(struct rsvp_net *rn, const struct rsvp_rx *rx,
			      const struct rsvp_msg *msg,
			      const struct resv_ask *ask,
			      const struct rsvp_fd *fd, u32 n,
			      const struct rsvp_refusal *why, bool in_place)
{
	struct rsvp_error_info err;

	rsvp_drop(rn, rx, ask->drop ?: refusal_drop(why));
	rsvp_error_from_refusal(&err, why, rsvp_iface_find(rn, ask->oif));
	/* RFC 2205, 3.1.8: the old reservation is still there */
	if (in_place && why->code == RSVP_ERR_ADMISSION)
		err.spec.flags |= RSVP_ERR_F_INPLACE;
	rsvp_send_resverr_fd(rn, rx, msg, &fd->fs_obj, ask->filters, n, &err);
}

static void resv_descriptors(struct rsvp_net *rn, const struct rsvp_rx *rx,
			     const struct rsvp_msg *msg, struct resv_ask *ask)
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
	struct resv_ask ask = {
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
	rsvp_session_refresh(rn, sess, NULL);
}

static void resvtear_descriptor(struct rsvp_net *rn, struct rsvp_session *sess,
				const struct rsvp_rx *rx,
				const struct rsvp_msg *msg, struct rsvp_fd *fd)
{
	struct rsvp_refusal why = {};
	struct rsvp_filter f = {};
	struct rsvp_rsb *rsb;
	int oif;

	rsvp_fd_next_filter(fd, &f);
	rsb = rsb_find(sess, &msg->hop, msg->hop.lih, NULL,
		       distinct_of(msg->style, &f));
	if (!rsb) {
		rsvp_drop(rn, rx, RSVP_DROP_NO_RESV);
		return;
	}
	oif = rsb->oif;
	if (rsb->style == RSVP_STYLE_SE) {
		do {
			rsb_del_filter(rsb, &f);
		} while (rsvp_fd_next_filter(fd, &f));
	}
	if (rsb->style == RSVP_STYLE_SE && rsb->n_filters) {
		rsb_arm(rn, rsb);
		rsvp_notify_resv(rn, rsb, RSVP_EVENT_CHANGE);
	} else {
		rsvp_notify_resv(rn, rsb, RSVP_EVENT_DEL);
		rsvp_rsb_free(rn, rsb);
	}
	rsvp_update_traffic_control(rn, sess, oif, distinct_of(msg->style, &f),
				    NULL, &why);
}

/**
 * rsvp_resvtear_arrives() - RFC 2209: RTEAR MESSAGE ARRIVES
 * @rn: the namespace
 * @rx: how it came
 * @msg: the message
 *
 * What goes on upstream follows from what is left: rsvp_resv_refresh() tears
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
	rsvp_session_put(rn, sess);
}

/* Once for each TCSB that a sender concerns, not for each RSB */
static void traffic_control_follows(struct rsvp_net *rn,
				    struct rsvp_session *sess,
				    const struct rsvp_psb *psb)
{
	struct rsvp_tcsb *tcsb, *next;

	list_for_each_entry_safe(tcsb, next, &sess->tcsbs, list) {
		struct rsvp_refusal why = {};

		if (!rsvp_psb_selected(psb, tcsb->filters, tcsb->n_filters))
			continue;
		/* A refusal leaves the class as it was, which stands; the next
		 * hops hear of it when they refresh
		 */
		rsvp_update_traffic_control(rn, sess, tcsb->oif,
					    tcsb->style == RSVP_STYLE_FF ?
					    &psb->sender : NULL, NULL, &why);
	}
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

	/* Wherever it was routed: a filter for it selects nobody any more */
	list_for_each_entry_safe(rsb, next, &sess->rsbs, list) {
		struct resv_ask ask = {
			.sess	= sess,
			.oif	= rsb->oif,
			.style	= RSVP_STYLE_WF,
		};
		bool gone;

		if (rsb->style == RSVP_STYLE_WF) {
			gone = !keep_senders(&ask, 0);
		} else {
			if (!rsb_del_filter(rsb, &psb->sender))
				continue;
			gone = !rsb->n_filters;
		}
		if (gone) {
			rsvp_notify_resv(rn, rsb, RSVP_EVENT_DEL);
			rsvp_rsb_free(rn, rsb);
		} else {
			rsvp_notify_resv(rn, rsb, RSVP_EVENT_CHANGE);
		}
	}
	traffic_control_follows(rn, sess, psb);
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
void rsvp_resv_path_changed(struct rsvp_net *rn, const struct rsvp_psb *psb)
{
	lockdep_assert_held(&rn->lock);

	traffic_control_follows(rn, psb->sess, psb);
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
	struct resv_ask ask = {
		.sess		= sess,
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
		const struct rsvp_filter *distinct = rsb_distinct(rsb);
		struct rsvp_filter f = {};
		struct rsvp_refusal why = {};

		if (rsb->resv != resv)
			continue;
		if (distinct)
			f = *distinct;
		rsvp_notify_resv(rn, rsb, RSVP_EVENT_DEL);
		rsvp_rsb_free(rn, rsb);
		rsvp_update_traffic_control(rn, sess, 0, distinct ? &f : NULL,
					    NULL, &why);
	}
	rsvp_session_refresh(rn, sess, NULL);
	rsvp_session_put(rn, sess);
}
