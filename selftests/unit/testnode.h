/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A node without a kernel: one session on tcsb.c, merge.c, scope.c and
 * blockade.c themselves. What they hand to traffic control and what they send is
 * caught here.
 */
#ifndef _RSVP_TESTNODE_H
#define _RSVP_TESTNODE_H

#include "../../kmod/rsvp.h"

enum { OI_A = 11, OI_B = 12, IIF_1 = 21, IIF_2 = 22, MANY = 128 };

/* What traffic control was asked for */
struct rsvp_tc_class {
	struct rsvp_tc_ask ask;
	int filters;
};

/**
 * struct testnode - the node
 * @rn: its namespace
 * @sess: its session
 * @psbs: senders, @n_psbs of them; each by add_psb()
 * @rsbs: reservations, @n_rsbs of them; each by add_rsb()
 * @n_psbs: see @psbs
 * @n_rsbs: see @rsbs
 * @link_room_Bps: a flowspec above it is refused
 * @bytes_cap: what may be charged
 * @no_address: its interfaces have none
 * @tc_mods: changes of classes
 * @resvs: Resv messages sent
 * @tears: ResvTear messages sent
 * @confirms: confirmations answered here
 * @resv: the Resv sent last
 * @tear: the ResvTear sent last
 */
struct testnode {
	struct rsvp_net rn;
	struct rsvp_session sess;
	struct rsvp_psb psbs[MANY];
	struct rsvp_rsb rsbs[MANY];
	int n_psbs;
	int n_rsbs;
	u64 link_room_Bps;
	u64 bytes_cap;
	bool no_address;
	int tc_mods;
	int resvs;
	int tears;
	int confirms;
	struct rsvp_msg resv;
	struct rsvp_msg tear;
};

extern struct testnode node;

void node_make(void);
void node_free(void);
void node_up(void);
void node_down(void);
void time_comes(struct rsvp_timer *t);
struct rsvp_filter sender(int n);
struct rsvp_flowspec cl(u64 r, u64 b);
void add_psb(int phop, int iif, u64 r);
struct rsvp_rsb *add_rsb(int nhop, int oif, u32 style, u32 senders,
			 struct rsvp_flowspec fs);
int update(struct rsvp_rsb *rsb);
void gone(struct rsvp_rsb *rsb);
struct rsvp_tcsb *tcsb_on(int oif);
int n_tcsbs(void);
struct rsvp_flowspec first_flowspec(const struct rsvp_msg *msg);
u32 filters_in(const struct rsvp_msg *msg);

#endif /* _RSVP_TESTNODE_H */
