// SPDX-License-Identifier: GPL-2.0
/*
 * Local traffic control (R190): what a sender of this host asks for itself, on each
 * way that its data leaves by, from when it speaks. It has a TCSB of its own for
 * that, with style 0, for as long as no RSB there selects it. A Resv changes that
 * TCSB (FF), or takes its class over into one that is shared (SE, WF); with the last
 * RSB it is the sender's own again. At no time are both in the books, or neither.
 *
 * Who is refused when it speaks is not made. Later, when its way or the link
 * changes, it stays, is told so, and asks again when there may be room.
 */
#include "rsvp.h"
#include "admit.h"
#include "tcsb.h"

enum {
	/* Between room that comes and those who ask for it: much may come at a time */
	RSVP_ROOM_MS	= 100,
	/* Of them, in one hold of rn->lock */
	RSVP_ROOM_ASK	= 64,
};

static bool nobody_waits(const struct rsvp_net *rn)
{
	return list_empty(&rn->waiting) && list_empty(&rn->asking);
}

/* Does data of a sender that asks for something leave by the interface? */
static bool speaks_on(struct rsvp_net *rn, const struct rsvp_psb *psb, int oif)
{
	const struct rsvp_iface *iface = rsvp_iface_find(rn, oif);
	u32 i;

	/* Closed: it is being switched off */
	if (!psb->snd || !psb->snd->service || !iface ||
	    READ_ONCE(iface->rxq.closed))
		return false;
	for (i = 0; i < psb->n_outs; i++)
		if (psb->outs[i].ifindex == oif &&
		    psb->outs[i].state != RSVP_OUT_LEAVING)
			return true;
	return false;
}

/* What stands there that is not the sender's own; NULL: nothing does */
static struct rsvp_tcsb *reserved_for(const struct rsvp_psb *psb, int oif)
{
	struct rsvp_tcsb *tcsb = rsvp_tcsb_find(psb->sess, oif, &psb->sender);

	if (!tcsb || !tcsb->style)
		tcsb = rsvp_tcsb_find(psb->sess, oif, NULL);
	return tcsb && rsvp_style_selects(tcsb->style, tcsb->filters,
					  tcsb->n_filters, psb) ? tcsb : NULL;
}

static void tell(struct rsvp_net *rn, const struct rsvp_psb *psb)
{
	const struct rsvp_sender *snd = psb->snd;
	struct rsvp_error_info info;

	/* While it is made it has no id to be told by */
	if (!snd->obj.id)
		return;
	rsvp_notify_sender(rn, snd, RSVP_EVENT_CHANGE);
	if (!snd->refused.err)
		return;
	rsvp_local_error(rn, snd, &info);
	rsvp_api_path_error(rn, psb, &info);
}

static void refused(struct rsvp_net *rn, const struct rsvp_psb *psb, int oif,
		    const struct rsvp_refusal *why)
{
	struct rsvp_sender *snd = psb->snd;
	bool news = !snd->refused.err || snd->refused.text != why->text;

	/* Of several ways, the first that is told of */
	if (snd->refused.err && snd->refused.oif != oif)
		return;
	snd->refused = *why;
	snd->refused.oif = oif;
	if (list_empty(&snd->waiting))
		list_add_tail(&snd->waiting, &rn->waiting);
	if (news)
		tell(rn, psb);
}

static void served(struct rsvp_net *rn, const struct rsvp_psb *psb)
{
	memset(&psb->snd->refused, 0, sizeof(psb->snd->refused));
	list_del_init(&psb->snd->waiting);
	tell(rn, psb);
}

/* R192: before a reservation, guaranteed service is shaped and controlled load
 * borrows
 */
static int want_own(struct rsvp_tc_want *want, const struct rsvp_psb *psb)
{
	const struct rsvp_sender *snd = psb->snd;

	memset(want, 0, sizeof(*want));
	want->filters = kmemdup(&psb->sender, sizeof(psb->sender),
				GFP_KERNEL_ACCOUNT);
	if (!want->filters)
		return -ENOMEM;
	want->n_filters = 1;
	want->n_psbs = 1;
	want->ask.fs.service = snd->service;
	want->ask.fs.ts = psb->ts;
	want->ask.path_te = psb->ts;
	want->ask.police = RSVP_POLICE_E;
	want->ask.excess = snd->nonconforming;
	if (snd->service != RSVP_SVC_GUARANTEED)
		return 0;
	want->ask.fs.R_Bps = psb->ts.r_Bps;
	want->ask.excess = snd->nonconforming ?: RSVP_NONCONFORMING_SHAPE;
	return 0;
}

/* A sender gets what it asks for: @tcsb becomes its own, or a new one does, to which
 * @from loses its packets
 */
static int own_set(struct rsvp_net *rn, const struct rsvp_psb *psb, int oif,
		   struct rsvp_tcsb *tcsb, struct rsvp_tcsb *from,
		   struct rsvp_refusal *why)
{
	struct rsvp_tc_want want;
	int err;

	if (want_own(&want, psb))
		err = rsvp_refuse_room(why, -ENOMEM, NULL);
	else if (tcsb)
		err = rsvp_tcsb_change(rn, tcsb, &want, why);
	else
		err = rsvp_tcsb_new(rn, psb->sess, oif, &want, from, &tcsb,
				    why);
	kfree(want.filters);
	if (err < 0)
		refused(rn, psb, oif, why);
	else
		memset(&tcsb->confirm, 0, sizeof(tcsb->confirm));
	return err;
}

/**
 * rsvp_local_speaks() - no RSB is left of a TCSB, or none has come
 * @rn: the namespace
 * @sess: session
 * @oif: OI; 0: the local API
 * @distinct: FF: the filter spec; else NULL
 * @tcsb: what stands; NULL: nothing does
 * @why: filled in on refusal
 *
 * What senders of this host ask for themselves takes its place.
 *
 * Context: rn->lock held.
 * Return: 1 if something changed, 0 if not, or a negative errno: then nothing stands
 * but what was a sender's own before.
 */
int rsvp_local_speaks(struct rsvp_net *rn, struct rsvp_session *sess, int oif,
		      const struct rsvp_filter *distinct,
		      struct rsvp_tcsb *tcsb, struct rsvp_refusal *why)
{
	const struct rsvp_tcsb *by;
	const struct rsvp_psb *psb;
	int err = 0;

	list_for_each_entry(psb, &sess->psbs, list) {
		if (!speaks_on(rn, psb, oif) ||
		    (distinct && !rsvp_filter_eq(&psb->sender, distinct)))
			continue;
		by = reserved_for(psb, oif);
		if (by ? by != tcsb : !distinct)
			continue;
		/* The others that shared go by rsvp_local_split() */
		err = own_set(rn, psb, oif, tcsb, NULL, why);
		/* What it has itself stands, as with an RSB */
		if (err >= 0 || (tcsb && !tcsb->style))
			return err;
	}
	if (!tcsb)
		return err;
	rsvp_notify_tc(rn, tcsb, RSVP_EVENT_DEL);
	rsvp_tcsb_free(rn, tcsb);
	return err ?: 1;
}

/**
 * rsvp_local_split() - senders are no longer among those that share
 * @rn: the namespace
 * @tcsb: what they shared; it has given up what it no longer needs, but has their
 *	filters still
 * @want: what it is to be
 *
 * Context: rn->lock held.
 */
void rsvp_local_split(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
		      const struct rsvp_tc_want *want)
{
	const struct rsvp_psb *psb;

	if (!rsvp_style_shares(tcsb->style))
		return;
	list_for_each_entry(psb, &tcsb->sess->psbs, list) {
		struct rsvp_refusal why = {};

		if (speaks_on(rn, psb, tcsb->oif) &&
		    rsvp_style_selects(tcsb->style, tcsb->filters,
				       tcsb->n_filters, psb) &&
		    !rsvp_style_selects(want->style, want->filters,
					want->n_filters, psb))
			own_set(rn, psb, tcsb->oif, NULL, tcsb, &why);
	}
}

/**
 * rsvp_local_serve() - who was refused may have what it asked for by now
 * @rn: the namespace
 * @sess: session
 * @oif: where
 * @distinct: this sender; NULL: those that share
 *
 * That somebody has reserved for it will do as well.
 *
 * Context: rn->lock held.
 */
void rsvp_local_serve(struct rsvp_net *rn, struct rsvp_session *sess, int oif,
		      const struct rsvp_filter *distinct)
{
	const struct rsvp_psb *psb;

	if (nobody_waits(rn))
		return;
	list_for_each_entry(psb, &sess->psbs, list) {
		if (!psb->snd || !psb->snd->refused.err ||
		    psb->snd->refused.oif != oif ||
		    (distinct && !rsvp_filter_eq(&psb->sender, distinct)))
			continue;
		if (reserved_for(psb, oif) ||
		    rsvp_tcsb_find(sess, oif, &psb->sender))
			served(rn, psb);
	}
}

/**
 * rsvp_local_class_changed() - traffic control lost a class, or has it again
 * @rn: the namespace
 * @tcsb: whose class it is: a sender's own
 *
 * It keeps what it has in the books; asking again brings the class back.
 *
 * Context: rn->lock held.
 */
void rsvp_local_class_changed(struct rsvp_net *rn, struct rsvp_tcsb *tcsb)
{
	const struct rsvp_psb *psb = rsvp_psb_find(tcsb->sess, tcsb->filters);
	struct rsvp_refusal why;

	if (!psb || !psb->snd)
		return;
	if (!rsvp_tc_unserved(tcsb->cls)) {
		rsvp_local_serve(rn, tcsb->sess, tcsb->oif, tcsb->filters);
		return;
	}
	rsvp_refuse(&why, -ENOLINK, RSVP_ERR_TC_SYSTEM, 0,
		    "the interface has lost its class: repeat interface set");
	refused(rn, psb, tcsb->oif, &why);
}

/* One way that it does not leave by any more */
static struct rsvp_tcsb *own_left(struct rsvp_net *rn,
				  const struct rsvp_psb *psb)
{
	struct rsvp_tcsb *tcsb;

	list_for_each_entry(tcsb, &psb->sess->tcsbs, list)
		if (!tcsb->style &&
		    rsvp_filter_eq(tcsb->filters, &psb->sender) &&
		    !speaks_on(rn, psb, tcsb->oif))
			return tcsb;
	return NULL;
}

/**
 * rsvp_local_follow() - a sender speaks, or has other ways out
 * @rn: the namespace
 * @psb: the sender; may be of another node, and of one that asks for nothing
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0, or the negative errno of one way where it is refused.
 */
int rsvp_local_follow(struct rsvp_net *rn, struct rsvp_psb *psb,
		      struct rsvp_refusal *why)
{
	struct rsvp_tcsb *left;
	int ret = 0, oif = 0;
	u32 i;

	lockdep_assert_held(&rn->lock);

	if (!psb->local)
		return 0;
	while ((left = own_left(rn, psb)))
		rsvp_update_traffic_control(rn, psb->sess, left->oif,
					    &psb->sender, NULL, why);
	for (i = 0; i < psb->n_outs; i++) {
		struct rsvp_refusal no = {};
		int way = psb->outs[i].ifindex, err;

		if (!speaks_on(rn, psb, way) || reserved_for(psb, way))
			continue;
		err = rsvp_update_traffic_control(rn, psb->sess, way,
						  &psb->sender, NULL, &no);
		if (err < 0) {
			ret = err;
			oif = way;
			*why = no;
		}
	}
	if (psb->snd && psb->snd->refused.err &&
	    !speaks_on(rn, psb, psb->snd->refused.oif))
		served(rn, psb);
	/* It may have been told of another way that is served by now */
	if (ret < 0)
		refused(rn, psb, oif, why);
	return ret;
}

/* Room may have come; each looks for itself, as many at a time as others can wait for */
static void ask_again(struct rsvp_net *rn, struct rsvp_timer *t)
{
	u32 budget = RSVP_ROOM_ASK;
	struct rsvp_sender *snd;

	if (list_empty(&rn->asking)) {
		list_splice_init(&rn->waiting, &rn->asking);
		rn->room = false;
	}
	while (budget-- && !list_empty(&rn->asking)) {
		struct rsvp_refusal why = {};

		snd = list_first_entry(&rn->asking, struct rsvp_sender,
				       waiting);
		list_move_tail(&snd->waiting, &rn->waiting);
		rsvp_local_follow(rn, snd->psb, &why);
	}
	if (!list_empty(&rn->asking))
		rsvp_timer_in(rn, &rn->room_timer, 0);
	else if (rn->room && !nobody_waits(rn))
		rsvp_timer_in(rn, &rn->room_timer, RSVP_ROOM_MS);
}

/**
 * rsvp_local_room() - there may be room on a link that was not there before
 * @rn: the namespace
 *
 * Context: rn->lock held.
 */
void rsvp_local_room(struct rsvp_net *rn)
{
	/* Those of a round that have asked already ask once more after it */
	rn->room = true;
	if (!nobody_waits(rn) && !rsvp_timer_armed(&rn->room_timer))
		rsvp_timer_in(rn, &rn->room_timer, RSVP_ROOM_MS);
}

/**
 * rsvp_local_init() - nobody waits in a new namespace
 * @rn: the namespace
 */
void rsvp_local_init(struct rsvp_net *rn)
{
	INIT_LIST_HEAD(&rn->waiting);
	INIT_LIST_HEAD(&rn->asking);
	rsvp_timer_init(&rn->room_timer, ask_again);
}

/**
 * rsvp_local_error() - why a sender has not what it asks for, to be told
 * @rn: the namespace
 * @snd: the sender
 * @info: filled in
 *
 * Context: rn->lock held.
 * Return: @info; NULL: it has.
 */
const struct rsvp_error_info *
rsvp_local_error(struct rsvp_net *rn, const struct rsvp_sender *snd,
		 struct rsvp_error_info *info)
{
	const struct rsvp_refusal *why = &snd->refused;

	if (!why->err)
		return NULL;
	/* No Error Node: whoever reads it is on it */
	rsvp_error_from_refusal(rn, info, why);
	return info;
}
