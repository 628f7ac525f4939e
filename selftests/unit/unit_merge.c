// SPDX-License-Identifier: GPL-2.0
/*
 * The merging rules of RFC 2209 (UPDATE TRAFFIC CONTROL, RESV REFRESH) on
 * tcsb.c and merge.c themselves: several next hops on one interface, several
 * interfaces, several previous hops.
 */
#include "tap.h"
#include "testnode.h"

/* After that long no news waits, however much was told */
enum { QUIET_MS = 100 };

/* What a walk over flow descriptors costs: the linker has all calls come here */
static unsigned long fd_steps;

bool __real_rsvp_msg_next_fd(const struct rsvp_msg *msg, struct rsvp_fd *fd);
bool __wrap_rsvp_msg_next_fd(const struct rsvp_msg *msg, struct rsvp_fd *fd);

bool __wrap_rsvp_msg_next_fd(const struct rsvp_msg *msg, struct rsvp_fd *fd)
{
	fd_steps++;
	return __real_rsvp_msg_next_fd(msg, fd);
}

static void two_next_hops_on_a_lan(void)
{
	struct rsvp_rsb *small, *large;

	node_up();
	add_psb(1, IIF_1, 1000);
	small = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 9000));
	tap_is(update(small), 1, "lan: the first reservation changes traffic control");
	large = add_rsb(2, OI_A, RSVP_STYLE_FF, 1, cl(3000, 2000));
	tap_is(update(large), 1, "lan: a larger one of another next hop too");
	tap_is(n_tcsbs(), 1, "lan: one TCSB for both next hops");
	tap_is(tcsb_on(OI_A)->ask.fs.ts.r_Bps, 3000, "lan: LUB takes the larger rate");
	tap_is(tcsb_on(OI_A)->ask.fs.ts.b, 9000, "lan: and the larger bucket, of the other");
	tap_is(first_flowspec(&node.resv).ts.r_Bps, 3000, "lan: the Resv upstream asks for the LUB");
	tap_is(node.resvs, 2, "lan: each change went upstream at once");
	tap_is(update(small), 0, "lan: the same again changes nothing");
	tap_is(node.resvs, 2, "lan: and sends nothing");
	gone(large);
	tap_is(tcsb_on(OI_A)->ask.fs.ts.r_Bps, 1000, "lan: what is left counts when the larger goes");
	tap_is(first_flowspec(&node.resv).ts.r_Bps, 1000, "lan: upstream too");
	gone(small);
	tap_is(n_tcsbs(), 0, "lan: no reservation, no TCSB");
	tap_is(node.tears, 1, "lan: the last one is torn down upstream");
	node_down();
}

static void two_interfaces(void)
{
	struct rsvp_rsb *a, *b;

	node_up();
	add_psb(1, IIF_1, 1000);
	a = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000));
	update(a);
	b = add_rsb(2, OI_B, RSVP_STYLE_FF, 1, cl(4000, 1000));
	update(b);
	tap_is(n_tcsbs(), 2, "branch: a TCSB on each interface");
	tap_is(tcsb_on(OI_A)->ask.fs.ts.r_Bps, 1000, "branch: each with its own flowspec");
	tap_is(first_flowspec(&node.resv).ts.r_Bps, 4000, "branch: LUB of both upstream");
	tap_ok(tcsb_on(OI_A)->ask.police & RSVP_POLICE_B,
	       "branch: the smaller branch is to police (B_Police), at once");
	tap_ok(tcsb_on(OI_A)->cls->ask.police & RSVP_POLICE_B,
	       "branch: and so traffic control knows");
	tap_ok(!(tcsb_on(OI_B)->ask.police & RSVP_POLICE_B),
	       "branch: the larger is not");
	gone(b);
	tap_ok(!(tcsb_on(OI_A)->ask.police & RSVP_POLICE_B),
	       "branch: alone it is to police no more");
	node_down();
}

/* RFC 2205, 3.8, B_Police: "for the same FILTER_SPEC" */
static void se_branches(void)
{
	struct rsvp_rsb *other;

	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(1, IIF_1, 1000);
	update(add_rsb(1, OI_A, RSVP_STYLE_SE, 1, cl(1000, 1000)));
	other = add_rsb(2, OI_B, RSVP_STYLE_SE, 2, cl(4000, 1000));
	update(other);
	tap_ok(!(tcsb_on(OI_A)->ask.police & RSVP_POLICE_B),
	       "se: a larger branch for other senders polices nobody");
	other->filters[other->n_filters++].f = sender(1);
	update(other);
	tap_ok(tcsb_on(OI_A)->ask.police & RSVP_POLICE_B,
	       "se: one for a sender of both does");
	node_down();
}

static void ff_stays_distinct(void)
{
	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(1, IIF_1, 1000);
	update(add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000)));
	update(add_rsb(1, OI_A, RSVP_STYLE_FF, 2, cl(2000, 1000)));
	tap_is(n_tcsbs(), 2, "ff: a TCSB for each sender");
	tap_is(filters_in(&node.resv), 2, "ff: a descriptor for each sender in one Resv");
	tap_is(node.resv.style, RSVP_STYLE_FF, "ff: style");
	tap_ok(!(tcsb_on(OI_A)->ask.police & RSVP_POLICE_M),
	       "ff: nothing is merged, nothing is to be policed for it");
	node_down();
}

static void se_unites_filters(void)
{
	struct rsvp_rsb *one, *two;

	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(1, IIF_1, 500);
	add_psb(2, IIF_2, 250);
	one = add_rsb(1, OI_A, RSVP_STYLE_SE, 1, cl(1000, 1000));
	update(one);
	tap_is(filters_in(&node.resv), 1, "se: one sender asked for, one in the Resv");
	two = add_rsb(2, OI_A, RSVP_STYLE_SE, 3, cl(700, 1000));
	update(two);
	tap_is(n_tcsbs(), 1, "se: one TCSB");
	tap_is(tcsb_on(OI_A)->n_filters, 2, "se: with the union of the filters");
	tap_is(tcsb_on(OI_A)->cls->filters, 2, "se: and so has traffic control");
	tap_is(tcsb_on(OI_A)->ask.path_te.r_Bps, 1500, "se: Path_Te is the sum of the senders' Tspecs");
	tap_ok(tcsb_on(OI_A)->ask.police & RSVP_POLICE_M,
	       "se: more than one sender: M_Police");
	tap_is(filters_in(&node.resv), 2, "se: both in the Resv");
	tap_is(node.tears, 0, "se: nothing was torn");
	gone(two);
	tap_is(tcsb_on(OI_A)->n_filters, 1, "se: the list shrinks");
	tap_is(node.tears, 1, "se: what is no longer asked for is torn down");
	tap_is(filters_in(&node.tear), 1, "se: that sender only");
	node_down();
}

/* RFC 2205, B: "the node that creates an RSVP message is responsible for its
 * correct construction": none goes out with an RSVP_HOP of zero
 */
static void no_address(void)
{
	struct rsvp_rsb *rsb;

	node_up();
	add_psb(1, IIF_1, 1000);
	rsb = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000));
	rsb->confirm.family = AF_INET;
	rsb->confirm.v4 = htonl(0x0a040001);
	node.no_address = true;
	update(rsb);
	tap_is(node.resvs, 0, "no address: no Resv");
	node.no_address = false;
	node.psbs[0].up->refresh.expire(&node.rn, &node.psbs[0].up->refresh);
	tap_is(node.resvs, 1, "no address: until there is one");
	tap_ok(node.resv.has_confirm, "no address: which asks for the confirmation");
	node.no_address = true;
	gone(rsb);
	tap_is(node.tears, 1, "no address: a tear by that which was told");
	node_down();
}

/* RFC 2205, 3.1.5: the PathTear has made the changes upstream already */
static void pathtear_is_no_news(void)
{
	struct rsvp_upstream *up;
	struct rsvp_rsb *rsb;

	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(1, IIF_1, 1000);
	rsb = add_rsb(1, OI_A, RSVP_STYLE_SE, 3, cl(1000, 1000));
	update(rsb);
	up = node.psbs[1].up;
	rsb->confirm.family = AF_INET;
	rsb->confirm.v4 = htonl(0x0a040001);
	node.resvs = 0;
	list_del(&node.psbs[1].list);
	rsb->n_filters = 1;
	rsvp_upstream_put(&node.rn, up, false);
	tap_is(update(rsb), 1, "pathtear: traffic control follows");
	tap_ok(node.resvs == 1 && node.resv.has_confirm,
	       "pathtear: a RESV_CONFIRM goes on all the same");
	node.resvs = 0;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(node.resvs + node.tears, 0, "pathtear: its hop is told nothing");
	up->refresh.expire(&node.rn, &up->refresh);
	tap_is(filters_in(&node.resv), 1, "pathtear: until the next refresh");
	tap_is(node.tears, 0, "pathtear: which tears nothing either");
	node_down();
}

static void wf_has_a_scope_per_hop(void)
{
	struct rsvp_addr addr;
	struct rsvp_rsb *rsb;
	u32 n;

	node_up();
	add_psb(1, IIF_1, 1000);
	rsb = add_rsb(1, OI_A, RSVP_STYLE_WF, 0, cl(1000, 1000));
	update(rsb);
	tap_ok(!node.resv.scope_obj.body, "wf: one previous hop needs no SCOPE");
	add_psb(1, IIF_1, 1000);
	add_psb(2, IIF_2, 1000);
	node.resvs = 0;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(node.resvs, 2, "wf: a second previous hop: news for both");
	n = rsvp_scope_count(&node.resv.scope_obj);
	rsvp_scope_get(&node.resv.scope_obj, 0, &addr);
	tap_is(n, 1, "wf: the second hop's SCOPE has one sender");
	tap_is(ntohl(addr.v4) & 0xff, 3, "wf: its own");
	tap_is(filters_in(&node.resv), 0, "wf: no filter spec");
	node_down();
}

static int scope_update(struct rsvp_rsb *rsb, const struct rsvp_obj *obj)
{
	struct rsvp_scope scope;
	int news = rsvp_scope_prepare(&node.rn, rsb, obj, &scope);

	if (news > 0)
		rsvp_scope_set(&node.rn, rsb, &scope);
	return news;
}

/* RFC 2205, 3.4: what came with a SCOPE goes on with one, also to a single hop;
 * of several, the union
 */
static void wf_scope_goes_on(void)
{
	struct rsvp_obj obj = { .class = RSVP_CLASS_SCOPE,
				.ctype = RSVP_CTYPE_V4, .len = 4 };
	struct rsvp_rsb *one, *two;
	u32 i;

	node_up();
	for (i = 0; i < 3; i++)
		add_psb(1, IIF_1, 1000);
	one = add_rsb(1, OI_A, RSVP_STYLE_WF, 0, cl(1000, 1000));
	two = add_rsb(2, OI_B, RSVP_STYLE_WF, 0, cl(1000, 1000));
	obj.body = (const u8 *)&node.psbs[0].sender.src.v4;
	scope_update(one, &obj);
	obj.body = (const u8 *)&node.psbs[2].sender.src.v4;
	scope_update(two, &obj);
	update(one);
	update(two);
	tap_is(rsvp_scope_count(&node.resv.scope_obj), 2, "scope: the union of two, to one hop");
	rsvp_scope_free(&node.rn, two);
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(rsvp_scope_count(&node.resv.scope_obj), 3, "scope: who has none stands for all senders");
	rsvp_scope_free(&node.rn, one);
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_ok(!node.resv.scope_obj.body, "scope: none came, none goes on");
	node_down();
}

/* A.6 wants them in ascending order; who sends them so is not relied on */
static void wf_scope_in_any_order(void)
{
	struct rsvp_obj obj = { .class = RSVP_CLASS_SCOPE,
				.ctype = RSVP_CTYPE_V4, .len = 20 };
	struct rsvp_rsb *rsb;
	__be32 body[5];
	u32 i;

	node_up();
	rsb = add_rsb(1, OI_A, RSVP_STYLE_WF, 0, cl(1000, 1000));
	for (i = 0; i < 5; i++) {
		add_psb(1, IIF_1, 1000);
		body[i] = sender(5 - i).src.v4;
	}
	add_psb(2, IIF_2, 1000);
	obj.body = (const u8 *)body;
	tap_is(scope_update(rsb, &obj), 1, "scope: descending");
	tap_is(scope_update(rsb, &obj), 0, "scope: again, no news");
	for (i = 0; i < 5; i++)
		tap_ok(rsvp_scope_has(rsb, &node.psbs[i].sender.src), "scope: has it");
	node.resvs = 0;
	update(rsb);
	tap_is(node.resvs, 1, "scope: nobody in it is behind the second hop");
	tap_is(rsvp_scope_count(&node.resv.scope_obj), 5, "scope: all are asked for");
	rsvp_scope_free(&node.rn, rsb);
	tap_is(node.rn.bytes, 0, "scope: all is given back");
	node_down();
}

/* Everybody comes from a hop of its own and says something of its own: the
 * worker holds the lock meanwhile, and neighbours say how many there are.
 */
static void cost_of_many(void)
{
	struct rsvp_opaque opaque = {};
	int i;

	node_up();
	for (i = 0; i < MANY; i++)
		add_psb(1 + i, IIF_1, 1000);
	for (i = 0; i < MANY; i++) {
		struct rsvp_rsb *rsb = add_rsb(1 + i, OI_A, RSVP_STYLE_SE, 1,
					       cl(1000, 1000));

		rsb->filters[0].f = sender(1 + i);
		rsb->opaque = &opaque;
	}
	update(&node.rsbs[0]);
	tap_is(node.resvs, MANY, "many: each hop has its Resv");
	list_steps = 0;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_ok(list_steps < 4 * MANY * MANY,
	       "many: %d senders, hops and reservations are no cube", MANY);
	printf("# %lu steps of lists for %d\n", list_steps, MANY);
	node_down();
}

/* One hop has all the senders, and one neighbour reserves for each of them: it
 * takes one back and asks for it again as often as it likes.
 */
static void cost_of_many_distinct(void)
{
	struct rsvp_rsb *one;
	int i;

	node_up();
	for (i = 0; i < MANY; i++)
		add_psb(1, IIF_1, 1000);
	for (i = 0; i < MANY; i++) {
		one = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000));
		one->filters[0].f = sender(1 + i);
		now_ms += QUIET_MS;
		update(one);
	}
	tap_is(filters_in(&node.resv), MANY, "distinct: all are asked for");
	list_steps = 0;
	fd_steps = 0;
	now_ms += QUIET_MS;
	gone(one);
	tap_is(filters_in(&node.resv), MANY - 1, "distinct: one less");
	tap_ok(node.tears == 1 && filters_in(&node.tear) == 1,
	       "distinct: that one is torn down");
	list_add_tail(&one->list, &node.sess.rsbs);
	now_ms += QUIET_MS;
	update(one);
	tap_is(filters_in(&node.resv), MANY, "distinct: and asked for again");
	tap_is(node.tears, 1, "distinct: which tears nothing");
	tap_ok(list_steps < 32 * MANY, "distinct: %d senders and reservations are no square",
	       MANY);
	tap_ok(fd_steps < 16 * MANY, "distinct: nor are the descriptors of two Resvs");
	printf("# %lu steps of lists, %lu of descriptors for %d\n", list_steps, fd_steps, MANY);
	node_down();
}

/* Who is asked for so much that each change would cost: a tear goes at once, one
 * Resv tells of all the rest
 */
static void changes_of_many(void)
{
	const struct rsvp_addr receiver = {
		.family = AF_INET, .v4 = htonl(0x0a040001),
	};
	struct rsvp_upstream *up;
	struct rsvp_tcsb *tcsb;
	ktime_t refresh;
	int i;

	node_up();
	for (i = 0; i < MANY; i++)
		add_psb(1, IIF_1, 1000);
	up = node.psbs[0].up;
	now_ms += QUIET_MS;
	for (i = 0; i < MANY; i++) {
		add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000));
		node.rsbs[i].filters[0].f = sender(1 + i);
		update(&node.rsbs[i]);
	}
	tap_ok(node.resvs < MANY / 4, "changes: %d Resvs for %d reservations",
	       node.resvs, MANY);
	time_comes(&up->refresh);
	tap_is(filters_in(&node.resv), MANY, "changes: all are asked for");
	node.resvs = 0;
	for (i = 0; i < 10; i++)
		gone(&node.rsbs[i]);
	tap_ok(!node.resvs && node.tears == 10, "changes: each is torn down at once");
	tap_is(filters_in(&node.tear), 1, "changes: and nobody else");
	node.rsbs[MANY - 1].confirm = receiver;
	update(&node.rsbs[MANY - 1]);
	time_comes(&up->refresh);
	tap_ok(node.resvs == 1 && node.tears == 10, "changes: one Resv for the rest");
	tap_is(filters_in(&node.resv), MANY - 10, "changes: of them");
	tap_ok(node.resv.has_confirm, "changes: and who asked for a confirmation");
	refresh = up->refresh.node.expires;
	node.rsbs[MANY - 1].confirm = receiver;
	update(&node.rsbs[MANY - 1]);
	tap_ok(node.resvs == 1 && up->refresh.node.expires < refresh,
	       "changes: who asks again waits, too");
	list_for_each_entry(tcsb, &node.sess.tcsbs, list)
		tcsb->confirm.family = 0;
	time_comes(&up->refresh);
	tap_ok(node.resvs == 1 && up->refresh.node.expires == refresh,
	       "changes: without news the next refresh is when it was to be");
	node_down();
}

/* What next hops want handed on is kept for each previous hop, and charged */
static void copies_are_charged(void)
{
	static struct { struct rsvp_opaque op; u8 more[96]; } kept;
	struct rsvp_rsb *rsb;
	int i;

	node_up();
	for (i = 0; i < 3; i++)
		add_psb(1 + i, IIF_1, 1000);
	rsb = add_rsb(1, OI_A, RSVP_STYLE_SE, 7, cl(1000, 1000));
	rsb->opaque = &kept.op;
	kept.op.objs_len = sizeof(kept.more);
	node.bytes_cap = 250;
	update(rsb);
	tap_is(node.rn.bytes, 200, "copies: as many as fit are charged");
	tap_is(node.resvs, 3, "copies: the third Resv is sent all the same");
	tap_is(node.resv.n_unknown, 1, "copies: and whole");
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(node.resvs, 4, "copies: without one it is news again");
	tap_is(node.tears, 0, "copies: and nothing is torn");
	node.bytes_cap = 300;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(node.resvs, 5, "copies: until there is room");
	node.bytes_cap = 0;
	kept.op.objs_len = 8;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(node.rn.bytes, 0, "copies: the new one does not fit, the old one goes");
	gone(rsb);
	tap_is(node.tears, 3, "copies: all three are torn down");
	node.bytes_cap = U64_MAX;
	node_down();
	tap_is(node.rn.bytes, 0, "copies: all is given back");
}

/* RFC 2205, 3.7, item 6: "temporarily". What does not fit is news each time */
static void no_copy_no_repeats(void)
{
	static struct { struct rsvp_opaque op; u8 more[96]; } kept;
	struct rsvp_upstream *up;
	struct rsvp_rsb *rsb;
	int i;

	node_up();
	rsvp_iface_find(&node.rn, OI_B)->conf.repeats = 2;
	add_psb(1, OI_B, 1000);
	up = node.psbs[0].up;
	rsb = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000));
	rsb->opaque = &kept.op;
	kept.op.objs_len = sizeof(kept.more);
	node.bytes_cap = 0;
	update(rsb);
	tap_is(up->repeat, 1, "no copy: the Resv is repeated");
	for (i = 0; i < 3; i++)
		up->refresh.expire(&node.rn, &up->refresh);
	tap_ok(!up->repeat && node.resvs == 4, "no copy: twice, not for ever");
	node.bytes_cap = U64_MAX;
	rsvp_iface_find(&node.rn, OI_B)->conf.repeats = 0;
	node_down();
}

static void confirmation(void)
{
	struct rsvp_rsb *large, *small;

	node_up();
	add_psb(1, IIF_1, 1000);
	large = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(3000, 3000));
	large->confirm.family = AF_INET;
	update(large);
	tap_ok(node.resv.has_confirm && !node.confirms,
	       "confirm: the largest goes on upstream");
	small = add_rsb(2, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000));
	small->confirm.family = AF_INET;
	node.resv.has_confirm = false;
	update(small);
	tap_ok(!node.resv.has_confirm && node.confirms == 1,
	       "confirm: a smaller one is answered here");
	tap_is(small->confirm.family, 0, "confirm: once");
	node_down();
}

/* An RSB and its class, without a Resv upstream; @from: who wants to know */
static struct rsvp_rsb *ask_confirm(u32 sender, int from)
{
	struct rsvp_rsb *rsb = add_rsb(1, OI_A, RSVP_STYLE_FF, sender,
				       cl(1000, 1000));
	struct rsvp_refusal why = {};

	rsb->confirm.family = AF_INET;
	rsb->confirm.v4 = htonl(0x0a040000 + from);
	rsvp_update_traffic_control(&node.rn, &node.sess, OI_A,
				    &rsb->filters[0].f, rsb, &why);
	return rsb;
}

static void confirmation_of_several_senders(void)
{
	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(1, IIF_1, 1000);
	ask_confirm(1, 1);
	ask_confirm(2, 1);
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(filters_in(&node.resv), 2, "confirm: two senders in one Resv");
	tap_ok(node.resv.has_confirm && ntohl(node.resv.confirm.v4) == 0x0a040001,
	       "confirm: which asks for both");
	tap_is(node.confirms, 0, "confirm: neither is answered here");
	node.resvs = 0;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	tap_is(node.resvs, 0, "confirm: it is asked for once");
	node_down();
}

static void confirmation_takes_turns(void)
{
	struct rsvp_reservation here[2] = {};
	u32 i, turn[4];

	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(1, IIF_1, 1000);
	for (i = 0; i < 2; i++) {
		here[i].want_confirm = true;
		here[i].receiver.family = AF_INET;
		here[i].receiver.v4 = htonl(0x0a040001 + i);
		ask_confirm(1 + i, 1 + i)->resv = &here[i];
	}
	for (i = 0; i < 4; i++) {
		struct rsvp_upstream *up = node.psbs[0].up;

		up->refresh.expire(&node.rn, &up->refresh);
		turn[i] = node.resv.has_confirm ? ntohl(node.resv.confirm.v4) & 0xff : 0;
	}
	tap_is(turn[0], 1, "confirm: a message has room for one receiver");
	tap_is(turn[1], 2, "confirm: the next is for the other");
	tap_is(turn[2], 1, "confirm: and so on");
	tap_is(turn[3], 2, "confirm: by turns");
	tap_is(node.confirms, 0, "confirm: nothing is answered that nobody admitted");
	node_down();
}

/* What asks for a sender that nobody has a hop for keeps nobody else waiting */
static void stuck_confirmation(void)
{
	struct rsvp_reservation here = {
		.want_confirm = true,
		.receiver = { .family = AF_INET, .v4 = htonl(0x0a040001) },
	};
	struct rsvp_upstream *up;

	node_up();
	add_psb(1, IIF_1, 1000);
	up = node.psbs[0].up;
	ask_confirm(4, 9);
	ask_confirm(1, 1)->resv = &here;
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	node.resv.has_confirm = false;
	up->refresh.expire(&node.rn, &up->refresh);
	tap_ok(node.resv.has_confirm && ntohl(node.resv.confirm.v4) == 0x0a040001,
	       "confirm: one that cannot go on is in nobody's way");
	node_down();
}

static void refusal_leaves_what_stands(void)
{
	struct rsvp_rsb *first, *second;

	node_up();
	add_psb(1, IIF_1, 1000);
	node.link_room_Bps = 2000;
	first = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000));
	update(first);
	second = add_rsb(2, OI_A, RSVP_STYLE_FF, 1, cl(5000, 1000));
	tap_is(update(second), -ENOSPC, "refusal: more than there is");
	tap_is(tcsb_on(OI_A)->ask.fs.ts.r_Bps, 1000, "refusal: what stood stands");
	tap_is(first_flowspec(&node.resv).ts.r_Bps, 1000, "refusal: nothing more is asked upstream");
	node_down();
}

/* Nobody waits for an answer when a receiver goes: who is left asks again */
static void refusal_without_a_resv(void)
{
	struct rsvp_rsb *first, *second;

	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(2, IIF_1, 1000);
	first = add_rsb(1, OI_A, RSVP_STYLE_SE, 3, cl(5000, 1000));
	update(first);
	second = add_rsb(2, OI_A, RSVP_STYLE_SE, 1, cl(1000, 1000));
	update(second);
	tap_ok(!second->rejected.err, "refusal: an admitted RSB is not rejected");
	node.link_room_Bps = 500;
	gone(first);
	tap_ok(second->rejected.err, "refusal: who is left is rejected");
	tap_is(tcsb_on(OI_A)->n_filters, 1, "refusal: who is gone is served no more");
	tap_is(tcsb_on(OI_A)->ask.fs.ts.r_Bps, 5000, "refusal: what was admitted stands");
	tap_is(update(second), -ENOSPC, "refusal: and is refused again");
	tap_ok(second->rejected.err, "refusal: as long as it is");
	node.link_room_Bps = 1000;
	tap_is(update(second), 1, "refusal: it asks again");
	tap_ok(!second->rejected.err, "refusal: until it is served");
	node_down();
}

static void services_do_not_mix(void)
{
	struct rsvp_flowspec gs = cl(1000, 1000);
	struct rsvp_rsb *rsb;

	node_up();
	add_psb(1, IIF_1, 1000);
	update(add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000)));
	gs.service = RSVP_SVC_GUARANTEED;
	gs.R_Bps = 2000;
	rsb = add_rsb(2, OI_A, RSVP_STYLE_FF, 1, gs);
	tap_is(update(rsb), -EEXIST, "services: no LUB of two services (RFC 2210)");
	tap_is(tcsb_on(OI_A)->ask.fs.service, RSVP_SVC_CONTROLLED, "services: the first stays");
	node_down();
}

/* RFC 2209, UPDATE TRAFFIC CONTROL: Path_Te is the sum over senders. One that came in
 * by two interfaces is one, while its way goes over from one to the other.
 */
static void way_goes_over(void)
{
	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(2, IIF_2, 1000);
	node.psbs[1].sender = node.psbs[0].sender;
	node.psbs[0].twin = true;
	node.psbs[1].twin = true;
	update(add_rsb(1, OI_A, RSVP_STYLE_WF, 0, cl(4000, 1000)));
	tap_is(tcsb_on(OI_A)->ask.path_te.r_Bps, 1000, "twins: one sender");
	tap_ok(!(tcsb_on(OI_A)->ask.police & RSVP_POLICE_M),
	       "twins: nothing to merge");
	node_down();
}

int main(void)
{
	node_make();

	two_next_hops_on_a_lan();
	two_interfaces();
	se_branches();
	ff_stays_distinct();
	se_unites_filters();
	no_address();
	pathtear_is_no_news();
	wf_has_a_scope_per_hop();
	wf_scope_in_any_order();
	wf_scope_goes_on();
	cost_of_many();
	cost_of_many_distinct();
	changes_of_many();
	copies_are_charged();
	no_copy_no_repeats();
	confirmation();
	confirmation_of_several_senders();
	confirmation_takes_turns();
	stuck_confirmation();
	refusal_leaves_what_stands();
	refusal_without_a_resv();
	services_do_not_mix();
	way_goes_over();

	node_free();
	return tap_done();
}
