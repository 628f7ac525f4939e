// SPDX-License-Identifier: GPL-2.0
/*
 * Blockade state (RFC 2205, 3.5; RFC 2209, 1: BSB): what failed admission
 * upstream is left out of the merge for a while, so that a smaller request has
 * its chance. The state of a sender (FF, SE) is kept with its PSB, that of a
 * previous hop (WF) with the hop, and goes with them.
 */
#include "rsvp.h"

/* The state of a sender or of its previous hop; NULL: there is none, or it is over */
static const struct rsvp_blockade *bsb_of(const struct rsvp_psb *psb, u32 style)
{
	const struct rsvp_blockade *bsb = psb->blockade;

	if (style == RSVP_STYLE_WF)
		bsb = psb->up ? psb->up->blockade : NULL;
	return bsb && ktime_before(ktime_get_boottime(), bsb->until) ? bsb :
								       NULL;
}

/**
 * rsvp_blockaded() - is a reservation to be left out of a merge?
 * @psb: the sender that it is merged for
 * @style: enum rsvp_style
 * @fs: its flowspec, Qi
 *
 * RFC 2205, 3.5: "Qb is said to blockade a reservation with flowspec Qi if Qb is
 * not (strictly) greater than Qi". Flowspecs are ordered as RFC 2210 and its
 * services order them: one that is as large in some number, and larger in
 * another, is strictly greater. Another service is no matter of admission.
 *
 * Context: rn->lock held.
 * Return: true if so.
 */
bool rsvp_blockaded(const struct rsvp_psb *psb, u32 style,
		    const struct rsvp_flowspec *fs)
{
	const struct rsvp_blockade *bsb = bsb_of(psb, style);

	return bsb && bsb->Qb.service == fs->service &&
	       rsvp_flowspec_cmp(&bsb->Qb, fs) != RSVP_GREATER;
}

/**
 * rsvp_blockade_of() - what is not asked for a sender for a while
 * @psb: the sender
 *
 * A session has one style at a time (RFC 2205, 1.3).
 *
 * Context: rn->lock held.
 * Return: the state; NULL: there is none.
 */
const struct rsvp_blockade *rsvp_blockade_of(const struct rsvp_psb *psb)
{
	const struct rsvp_rsb *first =
		list_first_entry_or_null(&psb->sess->rsbs, struct rsvp_rsb,
					 list);

	return first ? bsb_of(psb, first->style) : NULL;
}

/**
 * rsvp_blockade_set() - create or replace blockade state
 * @rn: the namespace
 * @psb: a sender whose reservation failed admission upstream; not a local one
 * @style: enum rsvp_style
 * @Qe: FLOWSPEC that failed
 *
 * Tb is Kb * R (RFC 2205, 3.5, item 3).
 *
 * Context: rn->lock held.
 */
void rsvp_blockade_set(struct rsvp_net *rn, struct rsvp_psb *psb, u32 style,
		       const struct rsvp_flowspec *Qe)
{
	const struct rsvp_iface *iface = rsvp_iface_find(rn, psb->iif);
	u32 Kb = iface ? iface->conf.blockade : RSVP_BLOCKADE_DEFAULT;
	struct rsvp_blockade **slot = style == RSVP_STYLE_WF ?
				      &psb->up->blockade : &psb->blockade;

	lockdep_assert_held(&rn->lock);

	if (!*slot)
		*slot = kmalloc(sizeof(**slot), GFP_KERNEL_ACCOUNT);
	if (!*slot) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return;
	}
	(*slot)->Qb = *Qe;
	(*slot)->until = ktime_add_ms(ktime_get_boottime(),
				      (u64)Kb * psb->up->period_ms);
}
