// SPDX-License-Identifier: GPL-2.0
/*
 * The reservation state block (RFC 2209, 1.2): found or created, what is kept
 * of the message, the end of it. A receiver of the local API is an RSB too.
 */
#include <linux/ip.h>

#include "rsvp.h"
#include "served.h"

/* Each Resv, and each Path with news, looks at all RSBs of its session and at
 * all their filters. A unicast session has one next hop, or a few on a LAN.
 */
enum {
	RSVP_CAP_SESSION_RSBS		= 1024,
	RSVP_CAP_SESSION_DISTINCT	= 840,	/* of them, FF */
	RSVP_CAP_SESSION_FILTERS	= 4096,
};

/* All that is asked of a previous hop goes in one Resv, or none of it would. FF has a
 * FLOWSPEC of 48 bytes and a FILTER_SPEC of 24 for each sender, beside 92 bytes.
 */
static_assert(92 + RSVP_CAP_OPAQUE + RSVP_CAP_SESSION_DISTINCT *
	      (sizeof(struct rsvp_obj_hdr) + RSVP_FLOWSPEC_WIRE_MAX + 24) <=
	      U16_MAX - sizeof(struct iphdr));

/**
 * rsvp_rsb_distinct() - the filter that tells FF reservations of a hop apart
 * @rsb: the reservation
 *
 * Context: rn->lock held.
 * Return: its filter; NULL: it is not FF.
 */
const struct rsvp_filter *rsvp_rsb_distinct(const struct rsvp_rsb *rsb)
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
	else
		rsvp_proxies_look(rn, rsb->sess);
	kfree(rsb->filters);
	rsvp_scope_free(rn, rsb);
	rsvp_opaque_free(rn, &rsb->opaque);
	rsvp_rsb_discharge(rn, rsb);
	kfree(rsb->error);
	kfree(rsb);
}

/**
 * rsvp_rsb_find() - look up the reservation of a next hop
 * @sess: session
 * @nhop: who asked; family 0: the local API
 * @oif: interface it is made on; 0: the local API
 * @resv: the local request; NULL: from the network
 * @distinct: FF: the filter; else NULL
 *
 * Context: rn->lock held.
 * Return: the RSB, or NULL.
 */
struct rsvp_rsb *rsvp_rsb_find(const struct rsvp_session *sess,
			       const struct rsvp_hop *nhop, int oif,
			       const struct rsvp_reservation *resv,
			       const struct rsvp_filter *distinct)
{
	const struct rsvp_filter *own;
	struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (rsb->oif != oif || rsb->resv != resv ||
		    !rsvp_hop_eq(&rsb->nhop, nhop))
			continue;
		own = rsvp_rsb_distinct(rsb);
		if (!distinct || (own && rsvp_filter_eq(own, distinct)))
			return rsb;
	}
	return NULL;
}

/**
 * rsvp_rsb_end_filter() - the time of a sender of a reservation is over
 * @rsb: the reservation
 * @f: the sender; stays until rsvp_rsb_purge()
 *
 * Context: rn->lock held.
 * Return: true if it had that filter.
 */
bool rsvp_rsb_end_filter(struct rsvp_rsb *rsb, const struct rsvp_filter *f)
{
	u32 i;

	for (i = 0; i < rsb->n_filters; i++) {
		if (!rsvp_filter_eq(&rsb->filters[i].f, f))
			continue;
		rsb->filters[i].expires = KTIME_MIN;
		return true;
	}
	return false;
}

/**
 * rsvp_rsb_purge() - take out senders whose time is over
 * @rsb: the reservation, with filters
 * @now: at this time; KTIME_MIN: those of rsvp_rsb_end_filter() only
 *
 * Context: rn->lock held.
 * Return: false if that is all of them: they stay, for who is told that the
 * reservation ends wants to know whose it was.
 */
bool rsvp_rsb_purge(struct rsvp_rsb *rsb, ktime_t now)
{
	u32 i, live = 0;

	for (i = 0; i < rsb->n_filters; i++)
		live += ktime_after(rsb->filters[i].expires, now);
	if (!live)
		return false;
	for (i = 0; i < rsb->n_filters;) {
		if (ktime_after(rsb->filters[i].expires, now))
			i++;
		else
			rsb->filters[i] = rsb->filters[--rsb->n_filters];
	}
	return true;
}

/**
 * rsvp_rsb_arm() - set the cleanup timer to the earliest end of life
 * @rn: the namespace
 * @rsb: the reservation; a local one has no end
 *
 * Context: rn->lock held.
 */
void rsvp_rsb_arm(struct rsvp_net *rn, struct rsvp_rsb *rsb)
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

/**
 * rsvp_rsb_hasten() - let a reservation end soon, unless it is refreshed
 * @rn: the namespace
 * @rsb: the reservation; not a local one
 * @f: for this sender only; NULL: as a whole
 * @ms: time that it has left
 *
 * Context: rn->lock held.
 */
void rsvp_rsb_hasten(struct rsvp_net *rn, struct rsvp_rsb *rsb,
		     const struct rsvp_filter *f, u32 ms)
{
	ktime_t when = ktime_add_ms(ktime_get_boottime(), ms);
	u32 i;

	if (!f)
		rsb->expires = min(rsb->expires, when);
	for (i = 0; i < rsb->n_filters; i++)
		if (!f || rsvp_filter_eq(&rsb->filters[i].f, f))
			rsb->filters[i].expires = min(rsb->filters[i].expires,
						      when);
	rsvp_rsb_arm(rn, rsb);
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
	if (list_empty(&sess->rsbs))
		rsvp_api_resv_changed(rn, &sess->key);
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
	const struct rsvp_filter *distinct = rsvp_rsb_distinct(rsb);
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

	if (rsb->style != RSVP_STYLE_SE ||
	    !rsvp_rsb_purge(rsb, ktime_get_boottime())) {
		rsvp_resv_teardown(rn, rsb, RSVP_EVENT_EXPIRE);
		return;
	}
	rsvp_rsb_arm(rn, rsb);
	rsvp_notify_resv(rn, rsb, RSVP_EVENT_CHANGE);
	rsb_follow(rn, rsb->sess, rsb->oif, NULL);
}

static struct rsvp_rsb *rsb_create(struct rsvp_net *rn,
				   struct rsvp_resv_ask *ask)
{
	u32 n = 0, cap = ask->style == RSVP_STYLE_FF ?
			 RSVP_CAP_SESSION_DISTINCT : RSVP_CAP_SESSION_RSBS;
	struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &ask->sess->rsbs, list)
		n++;
	if (n >= cap || !rsvp_object_room(rn, RSVP_KIND_RSB) ||
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
	else
		rsvp_proxies_look(rn, rsb->sess);
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

/* Those that the message names, of those that there are */
static void rsb_live_on(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			const struct rsvp_resv_ask *ask)
{
	u32 i, j;

	for (i = 0; i < rsb->n_filters; i++)
		for (j = 0; j < ask->n_filters; j++)
			if (rsvp_filter_eq(&rsb->filters[i].f,
					   &ask->filters[j]))
				rsb->filters[i].expires = rsb->expires;
	rsvp_rsb_arm(rn, rsb);
}

/* Filters of the message join those of the RSB, behind them, as far as there is
 * room (a local request: all or none), and live from now on
 */
static int rsb_merge_filters(struct rsvp_rsb *rsb, struct rsvp_resv_ask *ask,
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

/**
 * struct resv_more - what a Resv says beside its flow descriptors
 * @scope: its SCOPE; @scope_news
 * @scope_news: it is another one than before
 * @opaque: what is only forwarded; @opaque_news
 * @opaque_news: it is something else than before
 *
 * RFC 2209, RESV MESSAGE ARRIVES: "restore the original reservation in an old
 * RSB": it becomes the RSB's when nothing can fail any more.
 */
struct resv_more {
	struct rsvp_scope scope;
	struct rsvp_opaque *opaque;
	bool scope_news;
	bool opaque_news;
};

static void more_discard(struct rsvp_net *rn, const struct rsvp_rsb *rsb,
			 struct resv_more *more)
{
	if (more->scope_news)
		rsvp_scope_discard(rn, rsb->iif, &more->scope);
	if (more->opaque_news)
		rsvp_opaque_free(rn, &more->opaque);
}

static void more_take(struct rsvp_net *rn, struct rsvp_rsb *rsb,
		      const struct resv_more *more)
{
	if (more->scope_news)
		rsvp_scope_set(rn, rsb, &more->scope);
	if (more->opaque_news)
		rsvp_opaque_set(rn, &rsb->opaque, more->opaque);
}

static int more_prepare(struct rsvp_net *rn, const struct rsvp_rsb *rsb,
			struct rsvp_resv_ask *ask, struct resv_more *more)
{
	int news;

	if (!ask->msg)
		return 0;
	news = rsvp_scope_prepare(rn, rsb, &ask->msg->scope_obj, &more->scope);
	if (news < 0)
		goto err_drop;
	more->scope_news = news;
	news = rsvp_opaque_prepare(rn, rsb->opaque, rsb->iif, ask->msg,
				   &more->opaque);
	if (news < 0)
		goto err_drop;
	more->opaque_news = news;
	return 0;

err_drop:
	ask->drop = rsvp_opaque_drop(news);
	return news;
}

static int no_room(const struct rsvp_resv_ask *ask, struct rsvp_refusal *why)
{
	int err = ask->drop == RSVP_DROP_NO_MEMORY ? -ENOMEM : -ENOSPC;

	return rsvp_refuse_room(why, err, "no room for another reservation");
}

/**
 * rsvp_rsb_install() - find or create an RSB, and have it served
 * @rn: the namespace
 * @ask: what is asked for; @ask->drop is set where the error code does not
 *	tell, @ask->news where it is to be followed upstream, @ask->stood and
 *	@ask->n_stood to what there was before
 * @why: filled in on refusal
 * @in_place: set to whether something is reserved there, by whomever (RFC 2209,
 *	UPDATE TRAFFIC CONTROL: "with the InPlace bit on")
 *
 * The part of RESV MESSAGE ARRIVES from "Find or create a reservation state
 * block" on. A failed change leaves the RSB as it was, refreshed; a failed new
 * one is gone.
 *
 * Context: rn->lock held.
 * Return: 1 if it is news, 0 if it is as before, or a negative errno.
 */
int rsvp_rsb_install(struct rsvp_net *rn, struct rsvp_resv_ask *ask,
		     struct rsvp_refusal *why, bool *in_place)
{
	const struct rsvp_filter *distinct = rsvp_distinct_of(ask->style,
							      ask->filters);
	struct rsvp_flowspec old_fs;
	struct resv_more more = {};
	struct rsvp_rsb *rsb;
	bool fresh, news;
	int err, filters;
	u32 n_filters;

	rsb = rsvp_rsb_find(ask->sess, &ask->nhop, ask->oif, ask->resv,
			    distinct);
	fresh = !rsb;
	*in_place = rsvp_tcsb_stands(ask->sess, ask->oif, distinct);
	if (fresh)
		rsb = rsb_create(rn, ask);
	if (!rsb)
		return no_room(ask, why);
	rsb->R_ms = ask->R_ms;
	rsb->expires = ktime_add_ms(ktime_get_boottime(),
				    rsvp_lifetime_ms(rn, ask->oif, ask->R_ms));
	n_filters = rsb->n_filters;
	ask->stood = !fresh;
	ask->n_stood = n_filters;
	err = more_prepare(rn, rsb, ask, &more);
	filters = err < 0 ? err : rsb_merge_filters(rsb, ask, rsb->expires);
	if (filters < 0) {
		if (filters == -ENOMEM)
			ask->drop = RSVP_DROP_NO_MEMORY;
		more_discard(rn, rsb, &more);
		if (fresh)
			rsvp_rsb_free(rn, rsb);
		else
			rsb_live_on(rn, rsb, ask);
		return no_room(ask, why);
	}
	rsvp_rsb_arm(rn, rsb);
	old_fs = rsb->fs;
	news = fresh || filters || more.scope_news ||
	       !rsvp_flowspec_same(&rsb->fs, &ask->fs);
	rsb->fs = ask->fs;
	rsb->confirm = ask->confirm;
	if (!news && !rsb->confirm.family && !rsb->rejected.err) {
		ask->news |= more.opaque_news;
		more_take(rn, rsb, &more);
		return ask->drop ? no_room(ask, why) : 0;
	}

	ask->news = true;
	err = rsvp_update_traffic_control(rn, ask->sess, ask->oif, distinct,
					  rsb, why);
	if (err < 0)
		more_discard(rn, rsb, &more);
	if (err < 0 && fresh) {
		rsvp_rsb_free(rn, rsb);
		return err;
	}
	if (err < 0) {
		rsb->fs = old_fs;
		rsb->n_filters = n_filters;
		return err;
	}
	more_take(rn, rsb, &more);
	if (news)
		rsvp_notify_resv(rn, rsb,
				 fresh ? RSVP_EVENT_NEW : RSVP_EVENT_CHANGE);
	return ask->drop ? no_room(ask, why) : 1;
}
