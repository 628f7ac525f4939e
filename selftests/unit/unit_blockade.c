// SPDX-License-Identifier: GPL-2.0
/*
 * Blockade state (RFC 2205, 2.5 and 3.5) on blockade.c and merge.c themselves:
 * what a previous hop refused, and what it is asked for then.
 */
#include "tap.h"
#include "testnode.h"

/* Rate that a sender's previous hop was asked for last */
static u64 asked_Bps(const struct rsvp_psb *psb)
{
	static struct rsvp_msg msg;

	if (rsvp_msg_parse(&msg, psb->up->msg, psb->up->msg_len))
		return 0;
	return first_flowspec(&msg).ts.r_Bps;
}

/* As a ResvErr for admission does that came from a sender's previous hop */
static void refused(struct rsvp_psb *psb, u32 style, struct rsvp_flowspec Qe)
{
	rsvp_blockade_set(&node.rn, psb, style, &Qe);
	rsvp_upstream_refused(&node.rn, psb->up);
}

/* RFC 2205, figure 12: PHOPs (a) and (b), next hops (c) with 4B and (d) with 2B */
static void blockade_of_figure_12(void)
{
	struct rsvp_rsb *c, *d;

	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(2, IIF_2, 1000);
	c = add_rsb(1, OI_A, RSVP_STYLE_WF, 0, cl(4000, 1000));
	update(c);
	node.resvs = 0;
	refused(&node.psbs[0], RSVP_STYLE_WF, cl(4000, 1000));
	tap_is(rsvp_blockade_of(&node.psbs[0])->Qb.ts.r_Bps, 4000, "figure 12: Qb of (a) is 4B");
	tap_ok(!rsvp_blockade_of(&node.psbs[1]), "figure 12: (b) has none");
	tap_is(node.resvs, 0, "figure 12: nothing smaller is there to be asked at once");
	d = add_rsb(2, OI_B, RSVP_STYLE_WF, 0, cl(2000, 1000));
	update(d);
	tap_is(asked_Bps(&node.psbs[0]), 2000, "figure 12: (a) <- WF(*{2B})");
	tap_is(asked_Bps(&node.psbs[1]), 4000, "figure 12: (b) <- WF(*{4B})");
	now_ms += 30000;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(asked_Bps(&node.psbs[0]), 2000, "figure 12: for less than Kb * R");
	now_ms += 31000;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_ok(!rsvp_blockade_of(&node.psbs[0]), "figure 12: then it is over");
	tap_is(asked_Bps(&node.psbs[0]), 4000, "figure 12: then 4B is tried again");
	node.resvs = 0;
	refused(&node.psbs[0], RSVP_STYLE_WF, cl(4000, 1000));
	tap_is(node.resvs, 1, "figure 12: its refusal has 2B asked for at once");
	tap_is(asked_Bps(&node.psbs[0]), 2000, "figure 12: and all is as before");
	node_down();
}

/* RFC 2205, 2.5, KR-II, the smaller request being there already */
static void blockade_per_sender(void)
{
	struct rsvp_rsb *large;

	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(1, IIF_1, 1000);
	large = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(4000, 1000));
	update(add_rsb(2, OI_B, RSVP_STYLE_FF, 1, cl(2000, 1000)));
	update(add_rsb(2, OI_B, RSVP_STYLE_FF, 2, cl(3000, 1000)));
	large->confirm.family = AF_INET;
	large->confirm.v4 = htonl(0x0a040009);
	update(large);
	tap_is(asked_Bps(&node.psbs[0]), 4000, "blockade: first the larger one goes on");
	refused(&node.psbs[0], RSVP_STYLE_FF, cl(4000, 1000));
	tap_is(asked_Bps(&node.psbs[0]), 2000, "blockade: refused, it is left out");
	tap_is(filters_in(&node.resv), 2, "blockade: of one sender; the other stays asked for");
	tcsb_on(OI_A)->confirm = large->confirm;
	node.confirms = 0;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_ok(!tcsb_on(OI_A)->confirm.family && !node.confirms && !node.resv.has_confirm,
	       "blockade: what is left out is not confirmed");
	node.resvs = 0;
	refused(&node.psbs[0], RSVP_STYLE_FF, cl(2000, 1000));
	tap_is(node.resvs, 0, "blockade: all refused: nothing more at once");
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(asked_Bps(&node.psbs[0]), 2000, "blockade: then the GLB");
	gone(large);
	tap_is(asked_Bps(&node.psbs[0]), 2000, "blockade: who goes leaves the other");
	free(node.psbs[0].blockade);
	node_down();
}

/* RFC 2209, RERR: "for each filter_spec": a sender behind another hop has none */
static void blockade_of_se(void)
{
	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(2, IIF_2, 1000);
	update(add_rsb(1, OI_A, RSVP_STYLE_SE, 3, cl(4000, 1000)));
	update(add_rsb(2, OI_B, RSVP_STYLE_SE, 3, cl(2000, 1000)));
	refused(&node.psbs[0], RSVP_STYLE_SE, cl(4000, 1000));
	tap_is(asked_Bps(&node.psbs[0]), 2000, "se: of the sender that is blockaded less is asked");
	tap_is(asked_Bps(&node.psbs[1]), 4000, "se: of the other as before");
	tap_ok(rsvp_blockade_of(&node.psbs[0]) && !rsvp_blockade_of(&node.psbs[1]),
	       "se: which of them is blockaded can be seen");
	free(node.psbs[0].blockade);
	node_down();
}

int main(void)
{
	node_make();

	blockade_of_figure_12();
	blockade_per_sender();
	blockade_of_se();

	node_free();
	return tap_done();
}
