// SPDX-License-Identifier: GPL-2.0
/*
 * OutInterface_list of a PSB (RFC 2209, 1.1): where data of the sender leaves
 * this node, and how the list follows routing. Make before break (RFC 2205,
 * 3.6): while a new way waits for its first Resv, the old one keeps what is
 * reserved on it.
 */
#include "rsvp.h"

/* Ways out of one sender, with those that leave */
#define RSVP_CAP_OUTS	(2 * RSVP_MAX_OUTS)

/**
 * rsvp_psb_routes_to() - is an interface in a PSB's OutInterface_list?
 * @psb: the sender
 * @oif: the interface; 0: the local API
 *
 * Return: true if data of the sender leaves by it, or did until just now, or
 * ends here.
 */
bool rsvp_psb_routes_to(const struct rsvp_psb *psb, int oif)
{
	u32 i;

	if (!oif)
		return psb->deliver;
	for (i = 0; i < psb->n_outs; i++)
		if (psb->outs[i].ifindex == oif)
			return true;
	return false;
}

static bool route_has(const struct rsvp_route *rt, const struct rsvp_out *out)
{
	u32 i;

	for (i = 0; i < rt->n_outs; i++)
		if (rt->outs[i] == out->ifindex)
			return rsvp_addr_eq(&rt->gw, &out->gw);
	return false;
}

/**
 * rsvp_psb_find_via() - the path state of a sender that leaves by an interface
 * @sess: its session
 * @sender: SENDER_TEMPLATE
 * @oif: the interface; 0: the local API
 *
 * Return: the PSB, or NULL.
 */
struct rsvp_psb *rsvp_psb_find_via(const struct rsvp_session *sess,
				   const struct rsvp_filter *sender, int oif)
{
	struct rsvp_psb *psb;

	list_for_each_entry(psb, &sess->psbs, list)
		if (rsvp_psb_routes_to(psb, oif) &&
		    rsvp_filter_eq(&psb->sender, sender))
			return psb;
	return NULL;
}

/**
 * rsvp_out_find() - an entry of a PSB's OutInterface_list
 * @psb: the sender
 * @ifindex: interface of the way
 * @gw: router behind it: two routers on one link are two ways
 *
 * Return: the entry, or NULL.
 */
struct rsvp_out *rsvp_out_find(const struct rsvp_psb *psb, int ifindex,
			       const struct rsvp_addr *gw)
{
	u32 i;

	for (i = 0; i < psb->n_outs; i++)
		if (psb->outs[i].ifindex == ifindex &&
		    rsvp_addr_eq(&psb->outs[i].gw, gw))
			return &psb->outs[i];
	return NULL;
}

/**
 * rsvp_outs_used() - ways out that routing has
 * @psb: the sender
 *
 * Return: how many do not leave.
 */
u32 rsvp_outs_used(const struct rsvp_psb *psb)
{
	u32 i, n = 0;

	for (i = 0; i < psb->n_outs; i++)
		n += psb->outs[i].state != RSVP_OUT_LEAVING;
	return n;
}

/**
 * rsvp_outs_differ() - does routing say something else than a PSB has?
 * @psb: the sender
 * @rt: what routing says
 *
 * Return: true if PATH LOCAL REPAIR has something to do.
 */
bool rsvp_outs_differ(const struct rsvp_psb *psb, const struct rsvp_route *rt)
{
	const struct rsvp_out *out;
	u32 i;

	if (psb->deliver != rt->local || rsvp_outs_used(psb) != rt->n_outs)
		return true;
	for (i = 0; i < rt->n_outs; i++) {
		out = rsvp_out_find(psb, rt->outs[i], &rt->gw);
		if (!out || out->state == RSVP_OUT_LEAVING)
			return true;
	}
	return false;
}

/* @unanswered: another way had its Path meanwhile, and was not reserved */
static void out_is_back(struct rsvp_out *out, bool unanswered)
{
	out->state = RSVP_OUT_STANDS;
	if (unanswered)
		out->back = ktime_get_boottime();
}

/* Has routing come back just now? */
static bool out_flaps(const struct rsvp_out *out)
{
	return out->back &&
	       ktime_before(ktime_get_boottime(),
			    ktime_add_ms(out->back, RSVP_FLAP_MS));
}

/**
 * rsvp_outs_set() - OutInterface_list becomes what routing says
 * @psb: the sender
 * @rt: what routing says
 *
 * What routing no longer says stays in the list, as leaving, until
 * rsvp_outs_settle() takes it out.
 *
 * Context: rn->lock held.
 * Return: 1 if it is another list than before, 0 if not, or -ENOMEM: then the
 * list is as it was.
 */
int rsvp_outs_set(struct rsvp_psb *psb, const struct rsvp_route *rt)
{
	/* The first ways of a sender have nothing to wait for */
	bool fresh = psb->n_outs;
	bool unanswered = rsvp_outs_fresh(psb);
	struct rsvp_out *outs = NULL, *old;
	u32 i, n = 0;

	if (!rsvp_outs_differ(psb, rt))
		return 0;
	if (rt->n_outs + psb->n_outs) {
		outs = kcalloc(rt->n_outs + psb->n_outs, sizeof(*outs),
			       GFP_KERNEL_ACCOUNT);
		if (!outs)
			return -ENOMEM;
	}
	for (i = 0; i < rt->n_outs; i++) {
		old = rsvp_out_find(psb, rt->outs[i], &rt->gw);
		if (old)
			outs[n] = *old;
		outs[n].ifindex = rt->outs[i];
		outs[n].gw = rt->gw;
		if (!old)
			outs[n].state = fresh ? RSVP_OUT_FRESH : RSVP_OUT_STANDS;
		else if (old->state == RSVP_OUT_LEAVING)
			out_is_back(&outs[n], unanswered);
		n++;
	}
	/* What is beyond the cap is forgotten, and ends with its own refreshes */
	for (i = 0; i < psb->n_outs && n < RSVP_CAP_OUTS; i++) {
		if (route_has(rt, &psb->outs[i]))
			continue;
		outs[n] = psb->outs[i];
		outs[n++].state = RSVP_OUT_LEAVING;
	}
	kfree(psb->outs);
	psb->outs = outs;
	psb->n_outs = n;
	psb->deliver = rt->local;
	psb->local_only = !rt->n_outs;
	return 1;
}

/**
 * rsvp_outs_reserved() - a Resv came in by one of a sender's ways out
 * @rn: the namespace
 * @psb: the sender
 * @oif: interface of the way
 * @nhop: who sent it: its RSVP_HOP
 * @stood: it had reserved for the sender before
 *
 * One answer from the new ways is enough for the old ones to go: multicast may
 * have many new ones, and nobody who reserves behind some of them.
 *
 * RFC 2205, 3.6: the old reservation stands until the new one is made. Where
 * both ways leave by one interface, the gateways tell whose a Resv is if one of
 * them is @nhop. They need not be: RFC 2209, 1.2 knows a next hop by its
 * RSVP_HOP, while routing knows it by a link-local or a virtual address. Then
 * who stood there is the old way's, and who had not reserved the new one's.
 *
 * Context: rn->lock held. Other RSBs of the session may be freed.
 */
void rsvp_outs_reserved(struct rsvp_net *rn, struct rsvp_psb *psb, int oif,
			const struct rsvp_addr *nhop, bool stood)
{
	bool fresh = false, leaving = false;
	u32 i;

	lockdep_assert_held(&rn->lock);

	for (i = 0; i < psb->n_outs; i++) {
		const struct rsvp_out *out = &psb->outs[i];

		if (out->ifindex != oif)
			continue;
		if (rsvp_addr_eq(&out->gw, nhop)) {
			if (out->state == RSVP_OUT_LEAVING)
				return;
			stood = false;
		}
		leaving |= out->state == RSVP_OUT_LEAVING;
		fresh |= out->state == RSVP_OUT_FRESH;
	}
	if (!fresh || (leaving && stood))
		return;
	rsvp_outs_settle(rn, psb, true, nhop);
}

/**
 * rsvp_outs_hold() - does a reservation stand in for one that is to come?
 * @rsb: a reservation of the old way
 * @f: for this sender; NULL: for any of those that it selects
 *
 * Make before break: a ResvTear that overtakes the Resv of the new way must not
 * break what is reserved further upstream. Nor must that of a node which moved to
 * another way, and is called back.
 *
 * Context: rn->lock held.
 * Return: true if the sender has a new way, not reserved yet, or is back on the old.
 */
bool rsvp_outs_hold(const struct rsvp_rsb *rsb, const struct rsvp_filter *f)
{
	const struct rsvp_psb *psb;
	bool leaving, fresh, back;
	u32 i;

	list_for_each_entry(psb, &rsb->sess->psbs, list) {
		if (f && !rsvp_filter_eq(&psb->sender, f))
			continue;
		leaving = false;
		fresh = false;
		back = false;
		for (i = 0; i < psb->n_outs; i++) {
			const struct rsvp_out *out = &psb->outs[i];

			fresh |= out->state == RSVP_OUT_FRESH;
			if (out->ifindex != rsb->oif)
				continue;
			leaving |= out->state == RSVP_OUT_LEAVING;
			back |= out_flaps(out);
		}
		if ((back || (leaving && fresh)) && rsvp_rsb_selects(rsb, psb))
			return true;
	}
	return false;
}

/**
 * rsvp_outs_told() - the previous hop that a next hop reserves at
 * @rsb: its reservation
 *
 * Context: rn->lock held.
 * Return: our address as Paths told it; NULL: none has.
 */
const struct rsvp_addr *rsvp_outs_told(const struct rsvp_rsb *rsb)
{
	const struct rsvp_addr *told = NULL;
	const struct rsvp_psb *psb;
	u32 i;

	list_for_each_entry(psb, &rsb->sess->psbs, list) {
		if (!rsvp_rsb_selects(rsb, psb))
			continue;
		for (i = 0; i < psb->n_outs; i++) {
			const struct rsvp_out *out = &psb->outs[i];

			if (out->ifindex != rsb->oif || !out->hop.family)
				continue;
			if (rsvp_addr_eq(&out->gw, &rsb->nhop.addr))
				return &out->hop;
			told = told ?: &out->hop;
		}
	}
	return told;
}

static bool reserved_on(const struct rsvp_psb *psb, int oif)
{
	const struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &psb->sess->rsbs, list)
		if (rsb->oif == oif && rsvp_rsb_selects(rsb, psb))
			return true;
	return false;
}

/**
 * rsvp_outs_fresh() - does a new way wait for its first Resv?
 * @psb: the sender
 *
 * Context: rn->lock held.
 */
bool rsvp_outs_fresh(const struct rsvp_psb *psb)
{
	u32 i;

	for (i = 0; i < psb->n_outs; i++)
		if (psb->outs[i].state == RSVP_OUT_FRESH)
			return true;
	return false;
}

/**
 * rsvp_out_shared() - does a sender leave by an interface, having come in by another?
 * @psb: the sender, as it came in by one
 * @oif: interface of the way
 *
 * Context: rn->lock held.
 * Return: true if another of its PSBs has the way: no PathTear may go there, for
 * the next hop cannot tell of which of them it is.
 */
bool rsvp_out_shared(const struct rsvp_psb *psb, int oif)
{
	const struct rsvp_psb *other;

	if (!psb->twin)
		return false;
	list_for_each_entry(other, &psb->sess->psbs, list)
		if (other != psb && rsvp_psb_routes_to(other, oif) &&
		    rsvp_filter_eq(&other->sender, &psb->sender))
			return true;
	return false;
}

/**
 * rsvp_outs_settle() - let old ways out go
 * @rn: the namespace
 * @psb: the sender
 * @all: even those on which something is reserved
 * @nhop: who has reserved on the new way; NULL: nobody so far
 *
 * Each is told by a PathTear, and what is reserved there for the sender ends;
 * unless the sender still leaves by it, coming in by another interface by now.
 *
 * Context: rn->lock held. RSBs of the session may be freed, the session stays.
 */
void rsvp_outs_settle(struct rsvp_net *rn, struct rsvp_psb *psb, bool all,
		      const struct rsvp_addr *nhop)
{
	bool leaving = false;
	struct rsvp_out out;
	u32 i = 0;

	lockdep_assert_held(&rn->lock);

	while (i < psb->n_outs) {
		out = psb->outs[i];
		if (out.state != RSVP_OUT_LEAVING ||
		    (!all && reserved_on(psb, out.ifindex))) {
			leaving |= out.state == RSVP_OUT_LEAVING;
			i++;
			continue;
		}
		psb->outs[i] = psb->outs[--psb->n_outs];
		if (rsvp_out_shared(psb, out.ifindex)) {
			rsvp_resv_path_changed(rn, psb);
			continue;
		}
		rsvp_path_tear_out(rn, psb, &out, NULL);
		rsvp_resv_out_gone(rn, psb, &out, nhop);
	}
	/* Nothing is left that a new way is waited for with */
	for (i = 0; !leaving && i < psb->n_outs; i++)
		psb->outs[i].state = RSVP_OUT_STANDS;
}
