// SPDX-License-Identifier: GPL-2.0
/* ResvConf (RFC 2205, 3.1.9; RFC 2209: RESV CONFIRM ARRIVES). */
#include "rsvp.h"

/* What is confirmed: RFC 2205, 3.1.9: "the particular reservations" */
static u32 n_confirmed(const struct rsvp_tcsb *tcsb, const struct rsvp_rsb *rsb)
{
	return rsb ? rsb->n_filters : tcsb->n_filters;
}

static const struct rsvp_filter *confirmed_filter(const struct rsvp_tcsb *tcsb,
						  const struct rsvp_rsb *rsb,
						  u32 i)
{
	return rsb ? &rsb->filters[i].f : &tcsb->filters[i];
}

/* The receiver is on this node: no message goes to oneself */
static void confirm_here(struct rsvp_net *rn, const struct rsvp_tcsb *tcsb,
			 const struct rsvp_rsb *rsb,
			 const struct rsvp_error_spec *spec)
{
	u32 i, n = n_confirmed(tcsb, rsb);

	if (!n)
		rsvp_api_resv_confirmed(rn, &tcsb->sess->key, tcsb->style, NULL,
					spec);
	for (i = 0; i < n; i++)
		rsvp_api_resv_confirmed(rn, &tcsb->sess->key, tcsb->style,
					confirmed_filter(tcsb, rsb, i), spec);
}

/**
 * rsvp_send_resvconf() - answer a RESV_CONFIRM
 * @rn: the namespace
 * @tcsb: the reservation that settles it
 * @rsb: who asked, of those of @tcsb; NULL: the largest of them did
 * @to: the receiver that asked; may be on this node
 *
 * Context: rn->lock held; nothing is being built in the worker's buffer.
 */
void rsvp_send_resvconf(struct rsvp_net *rn, const struct rsvp_tcsb *tcsb,
			const struct rsvp_rsb *rsb, const struct rsvp_addr *to)
{
	struct rsvp_error_spec ok = { .code = RSVP_ERR_CONFIRMATION };
	struct rsvp_tx tx = {
		.dst		= *to,
		.ttl		= RSVP_HOP_TTL,
		.tos		= RSVP_DSCP_CS6_TOS,
		.router_alert	= true,
	};
	struct rsvp_builder b;
	u32 i;

	lockdep_assert_held(&rn->lock);

	if (rsvp_addr_is_local(rn, to)) {
		ok.node = *to;
		confirm_here(rn, tcsb, rsb, &ok);
		return;
	}
	rsvp_iface_addr(rn, tcsb->oif, to, &ok.node);
	rsvp_tx_start(rn, &b, RSVP_MSG_RESVCONF, RSVP_HOP_TTL);
	rsvp_build_session(&b, &tcsb->sess->key, 0);
	rsvp_build_error(&b, &ok);
	rsvp_build_confirm(&b, to);
	rsvp_build_style(&b, tcsb->style);
	rsvp_build_flowspec(&b, rsb ? &rsb->fs : &tcsb->ask.fs);
	for (i = 0; i < n_confirmed(tcsb, rsb); i++)
		rsvp_build_filter(&b, confirmed_filter(tcsb, rsb, i));
	rsvp_output(rn, &tx, &b);
}

/* False if nobody here asked for any of it */
static bool confirmed_here(struct rsvp_net *rn, const struct rsvp_msg *msg)
{
	struct rsvp_filter filter;
	struct rsvp_fd fd = {};
	bool found = false;

	if (msg->style == RSVP_STYLE_WF)
		return rsvp_api_resv_confirmed(rn, &msg->session, msg->style,
					       NULL, &msg->error);
	while (rsvp_msg_next_fd(msg, &fd))
		while (rsvp_fd_next_filter(&fd, &filter))
			found |= rsvp_api_resv_confirmed(rn, &msg->session,
							 msg->style, &filter,
							 &msg->error);
	return found;
}

/**
 * rsvp_resvconf_arrives() - RFC 2209: RESV CONFIRM ARRIVES
 * @rn: the namespace
 * @rx: how it came
 * @msg: the message
 *
 * Context: worker, rn->lock held.
 */
void rsvp_resvconf_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			   const struct rsvp_msg *msg)
{
	lockdep_assert_held(&rn->lock);

	/* RFC 2205, B: "Destination address of ResvConf message does not match
	 * Receiver Address"
	 */
	if (!rsvp_addr_eq(&rx->dst, &msg->confirm)) {
		rsvp_drop(rn, rx, RSVP_DROP_CONFIRM_DST);
		return;
	}
	if (rsvp_addr_is_local(rn, &msg->confirm)) {
		if (!confirmed_here(rn, msg))
			rsvp_drop(rn, rx, RSVP_DROP_NO_LISTENER);
		return;
	}
	/* "forwarded to the receiver": the IP layer does it, Router Alert,
	 * TTL and all
	 */
	rsvp_pass(rn, rx->entry);
	rx->entry = NULL;
}
