// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 2209: UPDATE TRAFFIC CONTROL. What all RSBs of one session and outgoing
 * interface ask for together, handed to traffic control, kept in a TCSB.
 */
#include "rsvp.h"
#include "tcsb.h"

static bool rsb_belongs(const struct rsvp_rsb *rsb, int oif,
			const struct rsvp_filter *distinct)
{
	const struct rsvp_filter *own = rsvp_rsb_distinct(rsb);

	if (rsb->oif != oif)
		return false;
	return !distinct || (own && rsvp_filter_eq(own, distinct));
}

/**
 * rsvp_tcsb_find() - look up a TCSB
 * @sess: session
 * @oif: OI; 0: the local API
 * @distinct: of FF, or of a sender that asks itself: the filter; NULL: that which
 *	senders share
 *
 * Context: rn->lock held.
 * Return: it, or NULL.
 */
struct rsvp_tcsb *rsvp_tcsb_find(const struct rsvp_session *sess, int oif,
				 const struct rsvp_filter *distinct)
{
	struct rsvp_tcsb *tcsb;

	list_for_each_entry(tcsb, &sess->tcsbs, list) {
		if (tcsb->oif != oif ||
		    rsvp_style_shares(tcsb->style) == !!distinct)
			continue;
		if (!distinct || (tcsb->n_filters &&
				  rsvp_filter_eq(&tcsb->filters[0], distinct)))
			return tcsb;
	}
	return NULL;
}

/* The union of the Filter_spec_lists; room was made for all of them */
static void want_filters(struct rsvp_tc_want *want, const struct rsvp_rsb *rsb)
{
	u32 i, j;

	for (i = 0; i < rsb->n_filters; i++) {
		for (j = 0; j < want->n_filters; j++)
			if (rsvp_filter_eq(&want->filters[j],
					   &rsb->filters[i].f))
				break;
		if (j == want->n_filters)
			want->filters[want->n_filters++] = rsb->filters[i].f;
	}
}

/* Step 2: LUB, union, Is_Biggest */
static int want_flowspec(struct rsvp_tc_want *want, const struct rsvp_session *sess,
			 int oif, const struct rsvp_filter *distinct,
			 const struct rsvp_rsb *active)
{
	const struct rsvp_rsb *rsb;
	u32 room = 0;

	/* What goes must not need memory: nobody would ask for it again */
	list_for_each_entry(rsb, &sess->rsbs, list)
		if (rsb_belongs(rsb, oif, distinct))
			room += rsb->n_filters;
	if (room) {
		want->filters = kcalloc(room, sizeof(*want->filters),
					GFP_KERNEL_ACCOUNT);
		if (!want->filters)
			return -ENOMEM;
	}

	want->biggest = active;
	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (!rsb_belongs(rsb, oif, distinct))
			continue;
		want->style = rsb->style;
		want_filters(want, rsb);
		if (!want->n_rsbs++)
			want->ask.fs = rsb->fs;
		else if (rsvp_flowspec_lub(&want->ask.fs, &rsb->fs))
			return -EEXIST;
		if (active && rsb != active &&
		    rsvp_flowspec_cmp(&active->fs, &rsb->fs) != RSVP_GREATER)
			want->biggest = false;
	}
	return 0;
}

static bool has_filter(const struct rsvp_filter *list, u32 n,
		       const struct rsvp_filter *f)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (rsvp_filter_eq(&list[i], f))
			return true;
	return false;
}

/* Is any sender both selected by an RSB and among these? @n 0: all senders are */
static bool shares_sender(const struct rsvp_rsb *rsb,
			  const struct rsvp_filter *filters, u32 n)
{
	u32 i;

	for (i = 0; i < rsb->n_filters; i++)
		if (has_filter(filters, n, &rsb->filters[i].f))
			return true;
	return !n;
}

/* RFC 2205, 3.8, B_Police: "smaller than, or incomparable to, a FLOWSPEC in place
 * on any other interface, for the same FILTER_SPEC"
 */
static bool others_ask_more(const struct rsvp_session *sess,
			    const struct rsvp_flowspec *fs,
			    const struct rsvp_filter *filters, u32 n)
{
	const struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &sess->rsbs, list) {
		switch (rsvp_flowspec_cmp(fs, &rsb->fs)) {
		case RSVP_LESS:
		case RSVP_INCOMPARABLE:
			if (shares_sender(rsb, filters, n))
				return true;
			break;
		default:
			break;
		}
	}
	return false;
}

/*
 * A multicast sender that came in by two interfaces may leave by one way twice, while
 * the way goes over from one to the other: its data does not. That which goes on counts.
 */
static bool is_second(const struct rsvp_psb *psb, int oif)
{
	const struct rsvp_psb *other;
	bool before = true;

	if (!psb->twin)
		return false;
	list_for_each_entry(other, &psb->sess->psbs, list) {
		if (other == psb)
			before = false;
		else if (rsvp_psb_routes_to(other, oif) &&
			 rsvp_filter_eq(&other->sender, &psb->sender) &&
			 (psb->local_only == other->local_only ?
			  before : psb->local_only))
			return true;
	}
	return false;
}

/* What of it is only for this host's own packets. R194: "TC objects" of the sender
 * hold for what is reserved, too; how excess is treated, where it does not share. Of
 * several that share, the first has its DSCP.
 */
static void want_local(struct rsvp_tc_want *want, const struct rsvp_psb *psb)
{
	const struct rsvp_sender *snd = psb->snd;

	if (!snd || !snd->service)
		return;
	want->ask.excess = snd->nonconforming;
	if (want->ask.marks)
		return;
	want->ask.marks = true;
	if (snd->has_dscp_out)
		want->ask.dscp = snd->dscp_out;
	else
		want->ask.dscp = want->ask.fs.service == RSVP_SVC_GUARANTEED ?
				 RSVP_DSCP_GUARANTEED_TOS :
				 RSVP_DSCP_CONTROLLED_TOS;
}

/* R170: "whatever RSVP does"; who shares with others has what they have */
static bool wants_class(const struct rsvp_tc_want *want, int oif)
{
	return oif && (!want->n_psbs || want->n_bare < want->n_psbs);
}

/* Steps 3 to 6: police flags and Path_Te */
static void want_senders(struct rsvp_tc_want *want, const struct rsvp_session *sess,
			 int oif)
{
	const struct rsvp_psb *psb;
	struct rsvp_adspec ad;

	if (others_ask_more(sess, &want->ask.fs, want->filters,
			    want->n_filters))
		want->ask.police |= RSVP_POLICE_B;
	list_for_each_entry(psb, &sess->psbs, list) {
		if (!rsvp_psb_routes_to(psb, oif) ||
		    !rsvp_psb_selected(psb, want->filters, want->n_filters) ||
		    is_second(psb, oif))
			continue;
		want->n_psbs++;
		want->n_bare += psb->snd && psb->snd->bare;
		want_local(want, psb);
		rsvp_tspec_sum(&want->ask.path_te, &psb->ts);
		if (psb->e_police)
			want->ask.police |= RSVP_POLICE_E;
		if (psb->opaque && psb->opaque->adspec_len &&
		    !rsvp_adspec_get(&ad, psb->opaque->data,
				     psb->opaque->adspec_len)) {
			want->ask.csum = max(want->ask.csum, ad.Csum);
			want->ask.dsum_us = max(want->ask.dsum_us, ad.Dsum_us);
		}
	}
	if (want->n_psbs > 1)
		want->ask.excess = RSVP_NONCONFORMING_BORROW;
	if (want->style != RSVP_STYLE_FF && want->n_psbs > 1)
		want->ask.police |= RSVP_POLICE_M;
}

static bool same_ask(const struct rsvp_tc_ask *a, const struct rsvp_tc_ask *b)
{
	return rsvp_flowspec_same(&a->fs, &b->fs) &&
	       !memcmp(&a->path_te, &b->path_te, sizeof(a->path_te)) &&
	       a->csum == b->csum && a->dsum_us == b->dsum_us &&
	       a->police == b->police && a->excess == b->excess &&
	       a->marks == b->marks && a->dscp == b->dscp;
}

static int tc_add_filter(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
			 const struct rsvp_filter *f)
{
	return tcsb->cls ? rsvp_tc_add_filter(rn, tcsb->cls, &tcsb->sess->key,
					      f) : 0;
}

static void tc_del_filter(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
			  const struct rsvp_filter *f)
{
	if (tcsb->cls)
		rsvp_tc_del_filter(rn, tcsb->cls, &tcsb->sess->key, f);
}

/* Is it there already, or does what the TCSB takes over bring it along? */
static bool comes_along(const struct rsvp_tcsb *tcsb,
			const struct rsvp_tc_want *want,
			const struct rsvp_filter *f)
{
	const struct rsvp_tcsb *own;

	if (has_filter(tcsb->filters, tcsb->n_filters, f))
		return true;
	own = rsvp_tcsb_find(tcsb->sess, tcsb->oif, f);
	return rsvp_style_shares(want->style) && own && own != tcsb;
}

/* Take the first @n filters out again, as far as they are new */
static void tcsb_undo_filters(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
			      const struct rsvp_tc_want *want, u32 n)
{
	while (n--)
		if (!comes_along(tcsb, want, &want->filters[n]))
			tc_del_filter(rn, tcsb, &want->filters[n]);
}

static bool becomes_wf(const struct rsvp_tcsb *tcsb,
		       const struct rsvp_tc_want *want)
{
	return want->style == RSVP_STYLE_WF && tcsb->style != RSVP_STYLE_WF;
}

/* Transform the Filter_spec_list, first part: what is new. 1: something is */
static int tcsb_add_filters(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
			    const struct rsvp_tc_want *want)
{
	int err, news = 0;
	u32 i;

	for (i = 0; i < want->n_filters; i++) {
		if (comes_along(tcsb, want, &want->filters[i]))
			continue;
		err = tc_add_filter(rn, tcsb, &want->filters[i]);
		if (err) {
			tcsb_undo_filters(rn, tcsb, want, i);
			return err;
		}
		news = 1;
	}
	if (!becomes_wf(tcsb, want))
		return news;
	return tc_add_filter(rn, tcsb, NULL) ?: 1;
}

/* Second part, which cannot fail: what goes. true: something does */
static bool tcsb_drop_filters(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
			      const struct rsvp_tc_want *want)
{
	u32 i, kept = 0, n = tcsb->n_filters;

	for (i = 0; i < n; i++) {
		if (has_filter(want->filters, want->n_filters,
			       &tcsb->filters[i]))
			tcsb->filters[kept++] = tcsb->filters[i];
		else
			tc_del_filter(rn, tcsb, &tcsb->filters[i]);
	}
	tcsb->n_filters = kept;
	return kept != n;
}

/* In the order of the RSBs; takes want->filters. true: something goes */
static bool tcsb_set_filters(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
			     struct rsvp_tc_want *want)
{
	bool news = tcsb_drop_filters(rn, tcsb, want);

	kfree(tcsb->filters);
	tcsb->filters = want->filters;
	tcsb->n_filters = want->n_filters;
	want->filters = NULL;
	return news;
}

/**
 * rsvp_tcsb_free() - forget a TCSB and its class
 * @rn: the namespace
 * @tcsb: freed; its session stays, even when empty
 *
 * Context: rn->lock held.
 */
void rsvp_tcsb_free(struct rsvp_net *rn, struct rsvp_tcsb *tcsb)
{
	u32 i;

	lockdep_assert_held(&rn->lock);

	for (i = 0; i < tcsb->n_filters; i++)
		tc_del_filter(rn, tcsb, &tcsb->filters[i]);
	if (tcsb->cls && tcsb->style == RSVP_STYLE_WF)
		tc_del_filter(rn, tcsb, NULL);
	if (tcsb->cls)
		rsvp_tc_del_flowspec(rn, tcsb->cls);
	list_del(&tcsb->list);
	rsvp_object_del(rn, RSVP_KIND_TCSB, &tcsb->obj);
	kfree(tcsb->filters);
	kfree(tcsb);
}

static int no_room(int err, struct rsvp_refusal *why)
{
	return rsvp_refuse_room(why, err,
				"no room for another traffic control state");
}

static int no_filter(int err, struct rsvp_refusal *why)
{
	if (err != -EEXIST)
		return no_room(err, why);
	why->err = err;
	why->code = RSVP_ERR_TC_SYSTEM;
	why->text = "another reservation on the interface has the same filter";
	return err;
}

/**
 * rsvp_tcsb_new() - make a TCSB, and have it served
 * @rn: the namespace
 * @sess: session
 * @oif: OI; 0: the local API
 * @want: what it is to be; its filters are taken
 * @from: TCSB there that loses the filters to it; NULL: none has them
 * @res: receives it
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 1, or a negative errno: then there is none.
 */
int rsvp_tcsb_new(struct rsvp_net *rn, struct rsvp_session *sess, int oif,
		  struct rsvp_tc_want *want, struct rsvp_tcsb *from,
		  struct rsvp_tcsb **res, struct rsvp_refusal *why)
{
	struct rsvp_iface *iface = wants_class(want, oif) ?
				   rsvp_iface_find(rn, oif) : NULL;
	struct rsvp_tcsb *tcsb;
	int err;

	if (!rsvp_object_room(rn, RSVP_KIND_TCSB))
		return no_room(-ENOSPC, why);
	tcsb = kzalloc(sizeof(*tcsb), GFP_KERNEL_ACCOUNT);
	if (!tcsb)
		return no_room(-ENOMEM, why);
	tcsb->sess = sess;
	tcsb->oif = oif;
	tcsb->ask = want->ask;
	if (iface) {
		err = rsvp_tc_add_flowspec(rn, iface, &want->ask, &tcsb->cls,
					   why);
		if (err) {
			kfree(tcsb);
			return err;
		}
	}
	list_add_tail(&tcsb->list, &sess->tcsbs);
	rsvp_object_add(rn, RSVP_KIND_TCSB, &tcsb->obj);
	if (from && from->cls && tcsb->cls &&
	    rsvp_tc_move_filter(rn, from->cls, tcsb->cls, &sess->key,
				want->filters))
		err = 0;
	else
		err = tcsb_add_filters(rn, tcsb, want);
	if (err < 0) {
		rsvp_tcsb_free(rn, tcsb);
		return no_filter(err, why);
	}
	tcsb->style = want->style;
	tcsb_set_filters(rn, tcsb, want);
	*res = tcsb;
	rsvp_notify_tc(rn, tcsb, RSVP_EVENT_NEW);
	return 1;
}

/* Does what senders share take the place of what one of them asked for itself? */
static bool takes(const struct rsvp_tc_want *want, int oif,
		  const struct rsvp_tcsb *own)
{
	return !own->style && own->oif == oif &&
	       (want->style == RSVP_STYLE_WF ||
		(want->style == RSVP_STYLE_SE &&
		 has_filter(want->filters, want->n_filters, own->filters)));
}

/* The first of these becomes what is shared, so that its packets keep their class */
static struct rsvp_tcsb *tcsb_adopted(const struct rsvp_session *sess, int oif,
				      const struct rsvp_tc_want *want)
{
	struct rsvp_tcsb *own;

	list_for_each_entry(own, &sess->tcsbs, list)
		if (takes(want, oif, own))
			return own;
	return NULL;
}

/* What the others have that it takes the place of is its own while it asks for room */
static int tcsb_mod_flowspec(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
			     const struct rsvp_tc_want *want,
			     struct rsvp_refusal *why)
{
	struct rsvp_tcsb *own;
	int err;

	list_for_each_entry(own, &tcsb->sess->tcsbs, list)
		if (own != tcsb && takes(want, tcsb->oif, own))
			rsvp_tc_lend(own->cls, tcsb->cls);
	err = rsvp_tc_mod_flowspec(rn, tcsb->cls, &want->ask, why);
	if (!err)
		return 0;
	list_for_each_entry(own, &tcsb->sess->tcsbs, list)
		if (own != tcsb && takes(want, tcsb->oif, own))
			rsvp_tc_return(own->cls, tcsb->cls);
	return err;
}

/* The rest of those that are taken over. true: there are such */
static bool tcsb_take_over(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
			   const struct rsvp_tc_want *want)
{
	struct rsvp_tcsb *own, *next;
	bool news = false;

	list_for_each_entry_safe(own, next, &tcsb->sess->tcsbs, list) {
		if (own == tcsb || !takes(want, tcsb->oif, own))
			continue;
		if (want->style == RSVP_STYLE_SE)
			rsvp_tc_move_filter(rn, own->cls, tcsb->cls,
					    &own->sess->key, own->filters);
		rsvp_notify_tc(rn, own, RSVP_EVENT_DEL);
		rsvp_tcsb_free(rn, own);
		news = true;
	}
	return news;
}

/**
 * rsvp_tcsb_change() - have a TCSB become what it is to be
 * @rn: the namespace
 * @tcsb: it; those of senders that ask themselves are freed if it takes their place
 * @want: what it is to be; its filters are taken
 * @why: filled in on refusal
 *
 * What can be undone comes first, what cannot fail last. What a sender had that no
 * longer shares goes over to its own before it is dropped.
 *
 * Context: rn->lock held.
 * Return: 1 if something changed, 0 if not, or a negative errno: then it is as it
 * was, but for filters of who is gone.
 */
int rsvp_tcsb_change(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
		     struct rsvp_tc_want *want, struct rsvp_refusal *why)
{
	u32 style = tcsb->style;
	bool news;
	int err;

	err = tcsb_add_filters(rn, tcsb, want);
	if (err < 0)
		return no_filter(err, why);
	news = err || style != want->style;
	if (!same_ask(&tcsb->ask, &want->ask) ||
	    (tcsb->cls && rsvp_tc_unserved(tcsb->cls))) {
		if (tcsb->cls) {
			err = tcsb_mod_flowspec(rn, tcsb, want, why);
			if (err)
				goto err_undo;
		}
		tcsb->ask = want->ask;
		news = true;
	}
	news |= tcsb_take_over(rn, tcsb, want);
	rsvp_local_split(rn, tcsb, want);
	tcsb->style = want->style;
	news |= tcsb_set_filters(rn, tcsb, want);
	if (style == RSVP_STYLE_WF && tcsb->style != RSVP_STYLE_WF)
		tc_del_filter(rn, tcsb, NULL);
	if (news)
		rsvp_notify_tc(rn, tcsb, RSVP_EVENT_CHANGE);
	return news;

err_undo:
	tcsb_undo_filters(rn, tcsb, want, want->n_filters);
	if (becomes_wf(tcsb, want))
		tc_del_filter(rn, tcsb, NULL);
	if (style != want->style)
		return err;
	/* Who is gone has no part in the class, whatever it carries */
	rsvp_local_split(rn, tcsb, want);
	if (tcsb_drop_filters(rn, tcsb, want))
		rsvp_notify_tc(rn, tcsb, RSVP_EVENT_CHANGE);
	return err;
}

/* RESV_CONFIRM goes on with the biggest request, or is answered here */
static void tcsb_confirm(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
			 struct rsvp_rsb *active, bool biggest)
{
	if (!active || !active->confirm.family)
		return;
	if (biggest)
		tcsb->confirm = active->confirm;
	else
		rsvp_send_resvconf(rn, tcsb, active, &active->confirm);
	memset(&active->confirm, 0, sizeof(active->confirm));
}

/**
 * rsvp_tcsb_confirm_again() - ask again for confirmations that are missing here
 * @sess: session
 *
 * What asked for one may be lost, or the answer (RFC 2205, 2.6), or the request
 * was refused and may not be any more. So the refreshes ask, until it comes. A
 * RESV_CONFIRM for which the last message had no room has its turn first; one that
 * cannot go on at all, for nothing is asked for its senders, is in nobody's way.
 *
 * Context: rn->lock held.
 */
void rsvp_tcsb_confirm_again(struct rsvp_session *sess)
{
	const struct rsvp_filter *distinct;
	const struct rsvp_rsb *rsb;
	struct rsvp_tcsb *tcsb;
	bool turn = false;

	list_for_each_entry(tcsb, &sess->tcsbs, list) {
		turn |= tcsb->turn && tcsb->confirm.family;
		tcsb->turn = false;
	}
	if (turn)
		return;
	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (!rsb->resv || !rsb->resv->want_confirm ||
		    rsb->resv->confirmed)
			continue;
		distinct = rsb->style == RSVP_STYLE_FF ? &rsb->filters[0].f :
							 NULL;
		tcsb = rsvp_tcsb_find(sess, rsb->oif, distinct);
		if (tcsb && !tcsb->confirm.family)
			tcsb->confirm = rsb->resv->receiver;
	}
}

/**
 * rsvp_tcsb_stands() - is anything reserved that a change would be a change of?
 * @sess: session
 * @oif: OI; 0: the local API
 * @distinct: FF: the filter spec; else NULL
 *
 * Context: rn->lock held.
 * Return: true if so, whichever next hop asked for it.
 */
bool rsvp_tcsb_stands(const struct rsvp_session *sess, int oif,
		      const struct rsvp_filter *distinct)
{
	const struct rsvp_tcsb *tcsb = rsvp_tcsb_find(sess, oif, distinct);

	return tcsb && tcsb->style;
}

/**
 * rsvp_tcsb_class() - what carries a sender's data where it leaves this node
 * @psb: the sender
 * @oif: interface it leaves by
 *
 * Its ADSPEC depends on it, so that of the next PATH REFRESH has news when a
 * reservation comes or goes.
 *
 * Context: rn->lock held.
 * Return: the class; NULL: nothing is reserved for it there.
 */
const struct rsvp_tc_class *rsvp_tcsb_class(const struct rsvp_psb *psb, int oif)
{
	const struct rsvp_tcsb *tcsb;

	list_for_each_entry(tcsb, &psb->sess->tcsbs, list)
		if (tcsb->oif == oif && tcsb->cls &&
		    rsvp_psb_selected(psb, tcsb->filters, tcsb->n_filters))
			return tcsb->cls;
	return NULL;
}

/* What was admitted is no longer served as its RSBs have it, or is again */
static void rsbs_settle(struct rsvp_net *rn, const struct rsvp_session *sess,
			int oif, const struct rsvp_filter *distinct,
			const struct rsvp_refusal *why)
{
	static const struct rsvp_refusal served;
	struct rsvp_rsb *rsb;
	bool news;

	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (!rsb_belongs(rsb, oif, distinct))
			continue;
		news = !rsb->rejected.err != !why;
		rsb->rejected = why ? *why : served;
		if (news)
			rsvp_notify_resv(rn, rsb, RSVP_EVENT_CHANGE);
	}
}

/**
 * rsvp_tcsb_class_changed() - traffic control lost a class, or has it again
 * @rn: the namespace
 * @tcsb: whose class it is
 *
 * The next refreshes of its RSBs ask for a lost one, and are answered.
 *
 * Context: rn->lock held.
 */
void rsvp_tcsb_class_changed(struct rsvp_net *rn, struct rsvp_tcsb *tcsb)
{
	static const struct rsvp_refusal lost = {
		.err	= -ENETDOWN,
		.code	= RSVP_ERR_TC_SYSTEM,
		.text	= "the class was lost with the qdisc of the interface",
	};
	const struct rsvp_filter *distinct;

	rsvp_notify_tc(rn, tcsb, RSVP_EVENT_CHANGE);
	distinct = rsvp_style_shares(tcsb->style) ? NULL : tcsb->filters;
	if (!tcsb->style)
		rsvp_local_class_changed(rn, tcsb);
	else if (rsvp_tc_unserved(tcsb->cls))
		rsbs_settle(rn, tcsb->sess, tcsb->oif, distinct, &lost);
}

/*
 * RFC 2205, 3.8: whether an interface is to police by B_Police, the others have a
 * say in. All else there is as it was; what cannot be changed stays as it is.
 */
static void police_elsewhere(struct rsvp_net *rn, struct rsvp_session *sess,
			     int oif, const struct rsvp_filter *distinct)
{
	struct rsvp_tcsb *tcsb;

	list_for_each_entry(tcsb, &sess->tcsbs, list) {
		struct rsvp_tc_ask ask = tcsb->ask;
		struct rsvp_refusal why = {};

		if (tcsb->oif == oif || !tcsb->cls || !tcsb->style ||
		    rsvp_tc_unserved(tcsb->cls) ||
		    (distinct && !has_filter(tcsb->filters, tcsb->n_filters,
					     distinct)))
			continue;
		ask.police &= ~RSVP_POLICE_B;
		if (others_ask_more(sess, &ask.fs, tcsb->filters,
				    tcsb->n_filters))
			ask.police |= RSVP_POLICE_B;
		if (ask.police == tcsb->ask.police ||
		    rsvp_tc_mod_flowspec(rn, tcsb->cls, &ask, &why))
			continue;
		tcsb->ask = ask;
		rsvp_notify_tc(rn, tcsb, RSVP_EVENT_CHANGE);
	}
}

/* One with a class by one without, or the other way round (R170) */
static void tcsb_replaced(struct rsvp_net *rn, struct rsvp_tcsb *old,
			  struct rsvp_tcsb *by)
{
	if (!by->confirm.family)
		by->confirm = old->confirm;
	rsvp_notify_tc(rn, old, RSVP_EVENT_DEL);
	rsvp_tcsb_free(rn, old);
}

/**
 * rsvp_update_traffic_control() - RFC 2209: UPDATE TRAFFIC CONTROL
 * @rn: the namespace
 * @sess: session
 * @oif: OI; 0: the local API
 * @distinct: FF: the filter spec; else NULL
 * @active: the RSB that caused it; NULL: one that is gone, or a path
 * @why: filled in on refusal
 *
 * "If this call fails, build and send a RERR message": with @active that is the
 * caller's. Without, no Resv is there to be answered: the RSBs are marked, and
 * their next refreshes ask again and are answered.
 *
 * Context: rn->lock held.
 * Return: 1 if something changed (Resv_Refresh_Needed), 0 if not, or a negative
 * errno: then traffic control is as it was, but for filters of who is gone.
 */
int rsvp_update_traffic_control(struct rsvp_net *rn, struct rsvp_session *sess,
				int oif, const struct rsvp_filter *distinct,
				struct rsvp_rsb *active,
				struct rsvp_refusal *why)
{
	struct rsvp_tcsb *tcsb = rsvp_tcsb_find(sess, oif, distinct);
	struct rsvp_tcsb *other = NULL;
	struct rsvp_tc_want want = {};
	int err;

	lockdep_assert_held(&rn->lock);

	err = want_flowspec(&want, sess, oif, distinct, active);
	if (err == -EEXIST) {
		why->err = err;
		why->code = RSVP_ERR_TRAFFIC_CONTROL;
		why->value = RSVP_ERRV_SERVICE_CONFLICT;
		why->text = "another service is in use in this session";
	} else if (err) {
		no_room(err, why);
	} else if (!want.n_rsbs) {
		err = rsvp_local_speaks(rn, sess, oif, distinct, tcsb, why);
	} else {
		want_senders(&want, sess, oif);
		if (tcsb && !tcsb->cls == wants_class(&want, oif)) {
			other = tcsb;
			tcsb = NULL;
		}
		tcsb = tcsb ?: tcsb_adopted(sess, oif, &want);
		if (other && other->cls)
			rsvp_local_split(rn, other, &want);
		err = tcsb ? rsvp_tcsb_change(rn, tcsb, &want, why) :
			     rsvp_tcsb_new(rn, sess, oif, &want, NULL, &tcsb,
					   why);
		if (err >= 0 && other)
			tcsb_replaced(rn, other, tcsb);
		if (err >= 0)
			tcsb_confirm(rn, tcsb, active, want.biggest);
		else if (active)
			memset(&active->confirm, 0, sizeof(active->confirm));
	}
	if (err < 0)
		why->oif = oif;
	/* A refused @active is put back by the caller to what it was */
	if (err >= 0 || !active)
		rsbs_settle(rn, sess, oif, distinct, err < 0 ? why : NULL);
	kfree(want.filters);
	if (err >= 0)
		rsvp_local_serve(rn, sess, oif, distinct);
	if (err > 0)
		police_elsewhere(rn, sess, oif, distinct);
	return err;
}
