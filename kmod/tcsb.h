/* SPDX-License-Identifier: GPL-2.0 */
/* A TCSB and what it is to become: tcsb.c, local.c, and no one else. */
#ifndef _RSVP_TCSB_H
#define _RSVP_TCSB_H

#include "rsvp.h"

/**
 * struct rsvp_tc_want - what a TCSB is to be
 * @ask: TC_Flowspec, Path_Te, police flags
 * @filters: TC_Filter_Spec*; allocated
 * @n_filters: how many; WF: 0
 * @style: of the RSBs; 0: there are none
 * @n_rsbs: how many RSBs there are
 * @n_psbs: how many senders they select
 * @n_bare: of them, those that are to have no class on this node (R170)
 * @biggest: the active RSB asks for more than all others (Is_Biggest)
 */
struct rsvp_tc_want {
	struct rsvp_tc_ask ask;
	struct rsvp_filter *filters;
	u32 n_filters;
	u32 style;
	u32 n_rsbs;
	u32 n_psbs;
	u32 n_bare;
	bool biggest;
};

/**
 * rsvp_style_shares() - do several senders share what is reserved?
 * @style: enum rsvp_style, or 0
 *
 * Return: true: SE, WF.
 */
static inline bool rsvp_style_shares(u32 style)
{
	return style == RSVP_STYLE_WF || style == RSVP_STYLE_SE;
}

/**
 * rsvp_style_selects() - is a sender one of those that something is reserved for?
 * @style: enum rsvp_style, or 0
 * @filters: its filters
 * @n: how many
 * @psb: the sender
 *
 * Return: true if so.
 */
static inline bool rsvp_style_selects(u32 style,
				      const struct rsvp_filter *filters, u32 n,
				      const struct rsvp_psb *psb)
{
	return style == RSVP_STYLE_WF ||
	       (n && rsvp_psb_selected(psb, filters, n));
}

/* tcsb.c */
struct rsvp_tcsb *rsvp_tcsb_find(const struct rsvp_session *sess, int oif,
				 const struct rsvp_filter *distinct);
int rsvp_tcsb_new(struct rsvp_net *rn, struct rsvp_session *sess, int oif,
		  struct rsvp_tc_want *want, struct rsvp_tcsb *from,
		  struct rsvp_tcsb **res, struct rsvp_refusal *why);
int rsvp_tcsb_change(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
		     struct rsvp_tc_want *want, struct rsvp_refusal *why);

/* local.c */
int rsvp_local_speaks(struct rsvp_net *rn, struct rsvp_session *sess, int oif,
		      const struct rsvp_filter *distinct,
		      struct rsvp_tcsb *tcsb, struct rsvp_refusal *why);
void rsvp_local_split(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
		      const struct rsvp_tc_want *want);
void rsvp_local_serve(struct rsvp_net *rn, struct rsvp_session *sess, int oif,
		      const struct rsvp_filter *distinct);
void rsvp_local_class_changed(struct rsvp_net *rn, struct rsvp_tcsb *tcsb);

#endif /* _RSVP_TCSB_H */
