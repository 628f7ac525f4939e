// SPDX-License-Identifier: GPL-2.0
/*
 * The merging rules of RFC 2209 (UPDATE TRAFFIC CONTROL, RESV REFRESH) on
 * tcsb.c and merge.c themselves: several next hops on one interface, several
 * interfaces, several previous hops. What they hand to traffic control and what
 * they send is caught here.
 */
#include "../../kmod/rsvp.h"
#include "tap.h"

unsigned long list_steps;

enum { OI_A = 11, OI_B = 12, IIF_1 = 21, IIF_2 = 22 };

/* --- what the two files call --- */

struct rsvp_tc_class {
	struct rsvp_tc_ask ask;
	int filters;
};

static struct rsvp_iface ifaces[2] = {
	{ .ifindex = OI_A }, { .ifindex = OI_B },
};

static u64 link_room_Bps = U64_MAX;	/* a flowspec above it is refused */
static u64 bytes_cap = U64_MAX;
static int tc_mods;
static int resvs, tears, confirms;
static u8 last_resv[65536];
static u8 last_tear[65536];
static struct rsvp_msg resv, tear;

s64 now_ms;

struct rsvp_iface *rsvp_iface_find(struct rsvp_net *rn, int ifindex)
{
	(void)rn;
	return ifindex == OI_A ? &ifaces[0] : ifindex == OI_B ? &ifaces[1] :
	       NULL;
}

static int refuse(struct rsvp_refusal *why)
{
	why->err = -ENOSPC;
	why->code = RSVP_ERR_ADMISSION;
	return why->err;
}

int rsvp_tc_add_flowspec(struct rsvp_net *rn, struct rsvp_iface *iface,
			 const struct rsvp_tc_ask *ask,
			 struct rsvp_tc_class **cls, struct rsvp_refusal *why)
{
	(void)rn;
	(void)iface;
	if (ask->fs.ts.r_Bps > link_room_Bps)
		return refuse(why);
	*cls = calloc(1, sizeof(**cls));
	(*cls)->ask = *ask;
	return 0;
}

int rsvp_tc_mod_flowspec(struct rsvp_net *rn, struct rsvp_tc_class *cls,
			 const struct rsvp_tc_ask *ask,
			 struct rsvp_refusal *why)
{
	(void)rn;
	if (ask->fs.ts.r_Bps > link_room_Bps)
		return refuse(why);
	cls->ask = *ask;
	tc_mods++;
	return 0;
}

bool rsvp_tc_unserved(const struct rsvp_tc_class *cls)
{
	(void)cls;
	return false;
}

void rsvp_tc_del_flowspec(struct rsvp_net *rn, struct rsvp_tc_class *cls)
{
	(void)rn;
	free(cls);
}

int rsvp_tc_add_filter(struct rsvp_net *rn, struct rsvp_tc_class *cls,
		       const struct rsvp_session_key *key,
		       const struct rsvp_filter *filter)
{
	(void)rn;
	(void)key;
	(void)filter;
	cls->filters++;
	return 0;
}

void rsvp_tc_del_filter(struct rsvp_net *rn, struct rsvp_tc_class *cls,
			const struct rsvp_session_key *key,
			const struct rsvp_filter *filter)
{
	(void)rn;
	(void)key;
	(void)filter;
	cls->filters--;
}

bool rsvp_psb_selected(const struct rsvp_psb *psb,
		       const struct rsvp_filter *filters, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (rsvp_filter_eq(&psb->sender, &filters[i]))
			return true;
	return !n;
}

bool rsvp_psb_routes_to(const struct rsvp_psb *psb, int oif)
{
	/* As multicast has it: to both interfaces, and to nobody here */
	(void)psb;
	return oif;
}

bool rsvp_rsb_selects(const struct rsvp_rsb *rsb, const struct rsvp_psb *psb)
{
	u32 i;

	list_steps++;
	for (i = 0; i < rsb->n_filters; i++)
		if (rsvp_filter_eq(&rsb->filters[i].f, &psb->sender))
			return true;
	return rsb->style == RSVP_STYLE_WF;
}

bool rsvp_object_room(struct rsvp_net *rn, enum rsvp_kind kind)
{
	(void)rn;
	(void)kind;
	return true;
}

void rsvp_object_add(struct rsvp_net *rn, enum rsvp_kind kind,
		     struct rsvp_object *obj)
{
	(void)rn;
	(void)kind;
	(void)obj;
}

void rsvp_object_del(struct rsvp_net *rn, enum rsvp_kind kind,
		     struct rsvp_object *obj)
{
	(void)rn;
	(void)kind;
	(void)obj;
}

void rsvp_notify_tc(struct rsvp_net *rn, const struct rsvp_tcsb *tcsb,
		    enum rsvp_event event)
{
	(void)rn;
	(void)tcsb;
	(void)event;
}

void rsvp_notify_resv(struct rsvp_net *rn, const struct rsvp_rsb *rsb,
		      enum rsvp_event event)
{
	(void)rn;
	(void)rsb;
	(void)event;
}

void rsvp_send_resvconf(struct rsvp_net *rn, const struct rsvp_tcsb *tcsb,
			const struct rsvp_addr *to)
{
	(void)rn;
	(void)tcsb;
	(void)to;
	confirms++;
}

bool rsvp_iface_addr(struct rsvp_net *rn, int ifindex,
		     const struct rsvp_addr *towards, struct rsvp_addr *addr)
{
	(void)rn;
	*addr = *towards;
	addr->v4 = htonl(0x0a000000 + ifindex);
	return true;
}

void rsvp_tx_start(struct rsvp_net *rn, struct rsvp_builder *b, u8 type, u8 ttl)
{
	rsvp_build_start(b, rn->tx, rn->tx_size, type, ttl);
}

int rsvp_output(struct rsvp_net *rn, const struct rsvp_tx *tx,
		struct rsvp_builder *b)
{
	(void)rn;
	(void)tx;
	rsvp_build_finish(b);
	if (b->buf[1] == RSVP_MSG_RESV) {
		resvs++;
		memcpy(last_resv, b->buf, b->len);
		rsvp_msg_parse(&resv, last_resv, b->len);
	} else if (b->buf[1] == RSVP_MSG_RESVTEAR) {
		tears++;
		memcpy(last_tear, b->buf, b->len);
		rsvp_msg_parse(&tear, last_tear, b->len);
	}
	return 0;
}

void rsvp_count_drop(struct rsvp_net *rn, enum rsvp_drop_reason reason)
{
	(void)rn;
	(void)reason;
}

bool rsvp_bytes_take(struct rsvp_net *rn, int iif, size_t bytes)
{
	(void)iif;
	if (rn->bytes + bytes > bytes_cap)
		return false;
	rn->bytes += bytes;
	return true;
}

void rsvp_bytes_give(struct rsvp_net *rn, int iif, size_t bytes)
{
	(void)iif;
	rn->bytes -= bytes;
}

bool rsvp_opaque_merge(struct rsvp_builder *b, size_t start,
		       const struct rsvp_opaque *op)
{
	(void)start;
	if (op->objs_len)
		rsvp_build_obj(b, 200, 1, op->data, op->objs_len);
	return true;
}

void rsvp_opaque_forward(struct rsvp_builder *b, const struct rsvp_msg *msg)
{
	(void)b;
	(void)msg;
}

void rsvp_errors_age(struct rsvp_net *rn, struct rsvp_session *sess)
{
	(void)rn;
	(void)sess;
}

void rsvp_timer_init(struct rsvp_timer *t,
		     void (*expire)(struct rsvp_net *, struct rsvp_timer *))
{
	t->expire = expire;
}

void rsvp_timer_in(struct rsvp_net *rn, struct rsvp_timer *t, u64 ms)
{
	(void)rn;
	(void)t;
	(void)ms;
}

void rsvp_timer_del(struct rsvp_net *rn, struct rsvp_timer *t)
{
	(void)rn;
	(void)t;
}

u32 rsvp_refresh_period(struct rsvp_net *rn, int ifindex, u32 last_ms)
{
	(void)rn;
	(void)ifindex;
	(void)last_ms;
	return 30000;
}

u32 rsvp_refresh_jitter(u32 period_ms)
{
	return period_ms;
}

/* --- a node --- */

enum { MANY = 128 };

static struct rsvp_net rn;
static struct rsvp_session sess;
static struct rsvp_psb psbs[MANY];
static struct rsvp_rsb rsbs[MANY];
static int n_psbs, n_rsbs;

static struct rsvp_filter sender(int n)
{
	struct rsvp_filter f = { .src.family = AF_INET, .sport = htons(5004) };

	f.src.v4 = htonl(0x0a010000 + n);
	return f;
}

static struct rsvp_flowspec cl(u64 r, u64 b)
{
	return (struct rsvp_flowspec){
		.ts = { .r_Bps = r, .b = b, .p_Bps = 2 * r, .m = 64, .M = 1500 },
		.service = RSVP_SVC_CONTROLLED,
	};
}

static void node_up(void)
{
	memset(&sess, 0, sizeof(sess));
	INIT_LIST_HEAD(&sess.psbs);
	INIT_LIST_HEAD(&sess.rsbs);
	INIT_LIST_HEAD(&sess.tcsbs);
	INIT_LIST_HEAD(&sess.upstreams);
	sess.key.dst.family = AF_INET;
	sess.key.dst.v4 = htonl(0xe0010101);
	sess.key.proto = 17;
	sess.key.dport = htons(5004);
	memset(psbs, 0, sizeof(psbs));
	memset(rsbs, 0, sizeof(rsbs));
	n_psbs = 0;
	n_rsbs = 0;
	resvs = 0;
	tears = 0;
	confirms = 0;
	tc_mods = 0;
	link_room_Bps = U64_MAX;
}

static void node_down(void)
{
	while (!list_empty(&sess.tcsbs))
		rsvp_tcsb_free(&rn, list_entry(sess.tcsbs.next,
					       struct rsvp_tcsb, list));
	while (!list_empty(&sess.upstreams))
		rsvp_upstream_free(&rn, list_entry(sess.upstreams.next,
						   struct rsvp_upstream, list));
	while (n_rsbs)
		free(rsbs[--n_rsbs].filters);
}

static void add_psb(int phop, int iif, u64 r)
{
	struct rsvp_psb *psb = &psbs[n_psbs++];

	psb->sess = &sess;
	psb->sender = sender(n_psbs);
	psb->phop.addr.family = AF_INET;
	psb->phop.addr.v4 = htonl(0x0a020000 + phop);
	psb->iif = iif;
	psb->ts = cl(r, 1000).ts;
	psb->up = rsvp_upstream_get(&rn, &sess, &psb->phop, iif);
	list_add_tail(&psb->list, &sess.psbs);
}

/* senders: bits, 1 is the first; 0: wildcard */
static struct rsvp_rsb *add_rsb(int nhop, int oif, u32 style, u32 senders,
				struct rsvp_flowspec fs)
{
	struct rsvp_rsb *rsb = &rsbs[n_rsbs++];
	int i;

	rsb->sess = &sess;
	rsb->nhop.addr.family = AF_INET;
	rsb->nhop.addr.v4 = htonl(0x0a030000 + nhop);
	rsb->oif = oif;
	rsb->style = style;
	rsb->fs = fs;
	rsb->filters = calloc(4, sizeof(*rsb->filters));
	for (i = 0; i < 4; i++)
		if (senders & 1 << i)
			rsb->filters[rsb->n_filters++].f = sender(i + 1);
	list_add_tail(&rsb->list, &sess.rsbs);
	return rsb;
}

static int update(struct rsvp_rsb *rsb)
{
	const struct rsvp_filter *distinct =
		rsb->style == RSVP_STYLE_FF ? &rsb->filters[0].f : NULL;
	struct rsvp_refusal why = {};
	int res;

	res = rsvp_update_traffic_control(&rn, &sess, rsb->oif, distinct, rsb,
					  &why);
	rsvp_session_refresh(&rn, &sess, NULL);
	return res;
}

static void gone(struct rsvp_rsb *rsb)
{
	const struct rsvp_filter *distinct =
		rsb->style == RSVP_STYLE_FF ? &rsb->filters[0].f : NULL;
	struct rsvp_refusal why = {};

	list_del(&rsb->list);
	rsvp_update_traffic_control(&rn, &sess, rsb->oif, distinct, NULL, &why);
	rsvp_session_refresh(&rn, &sess, NULL);
}

static struct rsvp_tcsb *tcsb_on(int oif)
{
	struct rsvp_tcsb *tcsb;

	list_for_each_entry(tcsb, &sess.tcsbs, list)
		if (tcsb->oif == oif)
			return tcsb;
	return NULL;
}

static int n_tcsbs(void)
{
	struct rsvp_tcsb *tcsb;
	int n = 0;

	list_for_each_entry(tcsb, &sess.tcsbs, list)
		n++;
	return n;
}

static struct rsvp_flowspec first_flowspec(const struct rsvp_msg *msg)
{
	struct rsvp_fd fd = {};

	rsvp_msg_next_fd(msg, &fd);
	return fd.fs;
}

static u32 filters_in(const struct rsvp_msg *msg)
{
	struct rsvp_filter f;
	struct rsvp_fd fd = {};
	u32 n = 0;

	while (rsvp_msg_next_fd(msg, &fd))
		while (rsvp_fd_next_filter(&fd, &f))
			n++;
	return n;
}

/* --- tests --- */

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
	tap_is(first_flowspec(&resv).ts.r_Bps, 3000, "lan: the Resv upstream asks for the LUB");
	tap_is(resvs, 2, "lan: each change went upstream at once");
	tap_is(update(small), 0, "lan: the same again changes nothing");
	tap_is(resvs, 2, "lan: and sends nothing");
	gone(large);
	tap_is(tcsb_on(OI_A)->ask.fs.ts.r_Bps, 1000, "lan: what is left counts when the larger goes");
	tap_is(first_flowspec(&resv).ts.r_Bps, 1000, "lan: upstream too");
	gone(small);
	tap_is(n_tcsbs(), 0, "lan: no reservation, no TCSB");
	tap_is(tears, 1, "lan: the last one is torn down upstream");
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
	tap_is(first_flowspec(&resv).ts.r_Bps, 4000, "branch: LUB of both upstream");
	update(a);
	tap_ok(tcsb_on(OI_A)->ask.police & RSVP_POLICE_B,
	       "branch: the smaller branch is to police (B_Police)");
	tap_ok(!(tcsb_on(OI_B)->ask.police & RSVP_POLICE_B),
	       "branch: the larger is not");
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
	tap_is(filters_in(&resv), 2, "ff: a descriptor for each sender in one Resv");
	tap_is(resv.style, RSVP_STYLE_FF, "ff: style");
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
	tap_is(filters_in(&resv), 1, "se: one sender asked for, one in the Resv");
	two = add_rsb(2, OI_A, RSVP_STYLE_SE, 3, cl(700, 1000));
	update(two);
	tap_is(n_tcsbs(), 1, "se: one TCSB");
	tap_is(tcsb_on(OI_A)->n_filters, 2, "se: with the union of the filters");
	tap_is(tcsb_on(OI_A)->cls->filters, 2, "se: and so has traffic control");
	tap_is(tcsb_on(OI_A)->ask.path_te.r_Bps, 1500, "se: Path_Te is the sum of the senders' Tspecs");
	tap_ok(tcsb_on(OI_A)->ask.police & RSVP_POLICE_M,
	       "se: more than one sender: M_Police");
	tap_is(filters_in(&resv), 2, "se: both in the Resv");
	tap_is(tears, 0, "se: nothing was torn");
	gone(two);
	tap_is(tcsb_on(OI_A)->n_filters, 1, "se: the list shrinks");
	tap_is(tears, 1, "se: what is no longer asked for is torn down");
	tap_is(filters_in(&tear), 1, "se: that sender only");
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
	up = psbs[1].up;
	rsb->confirm.family = AF_INET;
	rsb->confirm.v4 = htonl(0x0a040001);
	resvs = 0;
	list_del(&psbs[1].list);
	rsb->n_filters = 1;
	rsvp_upstream_put(&rn, up, false);
	tap_is(update(rsb), 1, "pathtear: traffic control follows");
	tap_ok(resvs == 1 && resv.has_confirm,
	       "pathtear: a RESV_CONFIRM goes on all the same");
	resvs = 0;
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(resvs + tears, 0, "pathtear: its hop is told nothing");
	up->refresh.expire(&rn, &up->refresh);
	tap_is(filters_in(&resv), 1, "pathtear: until the next refresh");
	tap_is(tears, 0, "pathtear: which tears nothing either");
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
	tap_ok(!resv.scope_obj.body, "wf: one previous hop needs no SCOPE");
	add_psb(1, IIF_1, 1000);
	add_psb(2, IIF_2, 1000);
	resvs = 0;
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(resvs, 2, "wf: a second previous hop: news for both");
	n = rsvp_scope_count(&resv.scope_obj);
	rsvp_scope_get(&resv.scope_obj, 0, &addr);
	tap_is(n, 1, "wf: the second hop's SCOPE has one sender");
	tap_is(ntohl(addr.v4) & 0xff, 3, "wf: its own");
	tap_is(filters_in(&resv), 0, "wf: no filter spec");
	node_down();
}

static int scope_update(struct rsvp_rsb *rsb, const struct rsvp_obj *obj)
{
	struct rsvp_scope scope;
	int news = rsvp_scope_prepare(&rn, rsb, obj, &scope);

	if (news > 0)
		rsvp_scope_set(&rn, rsb, &scope);
	return news;
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
		tap_ok(rsvp_scope_has(rsb, &psbs[i].sender.src), "scope: has it");
	resvs = 0;
	update(rsb);
	tap_is(resvs, 1, "scope: nobody in it is behind the second hop");
	tap_is(rsvp_scope_count(&resv.scope_obj), 5, "scope: all are asked for");
	rsvp_scope_free(&rn, rsb);
	tap_is(rn.bytes, 0, "scope: all is given back");
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
	update(&rsbs[0]);
	tap_is(resvs, MANY, "many: each hop has its Resv");
	list_steps = 0;
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_ok(list_steps < 4 * MANY * MANY,
	       "many: %d senders, hops and reservations are no cube", MANY);
	printf("# %lu steps of lists for %d\n", list_steps, MANY);
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
	bytes_cap = 250;
	update(rsb);
	tap_is(rn.bytes, 200, "copies: as many as fit are charged");
	tap_is(resvs, 3, "copies: the third Resv is sent all the same");
	tap_is(resv.n_unknown, 1, "copies: and whole");
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(resvs, 4, "copies: without one it is news again");
	tap_is(tears, 0, "copies: and nothing is torn");
	bytes_cap = 300;
	rsvp_session_refresh(&rn, &sess, NULL);
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(resvs, 5, "copies: until there is room");
	bytes_cap = 0;
	kept.op.objs_len = 8;
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(rn.bytes, 0, "copies: the new one does not fit, the old one goes");
	gone(rsb);
	tap_is(tears, 3, "copies: all three are torn down");
	bytes_cap = U64_MAX;
	node_down();
	tap_is(rn.bytes, 0, "copies: all is given back");
}

static void confirmation(void)
{
	struct rsvp_rsb *large, *small;

	node_up();
	add_psb(1, IIF_1, 1000);
	large = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(3000, 3000));
	large->confirm.family = AF_INET;
	update(large);
	tap_ok(resv.has_confirm && !confirms,
	       "confirm: the largest goes on upstream");
	small = add_rsb(2, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000));
	small->confirm.family = AF_INET;
	resv.has_confirm = false;
	update(small);
	tap_ok(!resv.has_confirm && confirms == 1,
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
	rsvp_update_traffic_control(&rn, &sess, OI_A, &rsb->filters[0].f, rsb,
				    &why);
	return rsb;
}

static void confirmation_of_several_senders(void)
{
	node_up();
	add_psb(1, IIF_1, 1000);
	add_psb(1, IIF_1, 1000);
	ask_confirm(1, 1);
	ask_confirm(2, 1);
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(filters_in(&resv), 2, "confirm: two senders in one Resv");
	tap_ok(resv.has_confirm && ntohl(resv.confirm.v4) == 0x0a040001,
	       "confirm: which asks for both");
	tap_is(confirms, 0, "confirm: neither is answered here");
	resvs = 0;
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(resvs, 0, "confirm: it is asked for once");
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
		struct rsvp_upstream *up = psbs[0].up;

		up->refresh.expire(&rn, &up->refresh);
		turn[i] = resv.has_confirm ? ntohl(resv.confirm.v4) & 0xff : 0;
	}
	tap_is(turn[0], 1, "confirm: a message has room for one receiver");
	tap_is(turn[1], 2, "confirm: the next is for the other");
	tap_is(turn[2], 1, "confirm: and so on");
	tap_is(turn[3], 2, "confirm: by turns");
	tap_is(confirms, 0, "confirm: nothing is answered that nobody admitted");
	node_down();
}

static void refusal_leaves_what_stands(void)
{
	struct rsvp_rsb *first, *second;

	node_up();
	add_psb(1, IIF_1, 1000);
	link_room_Bps = 2000;
	first = add_rsb(1, OI_A, RSVP_STYLE_FF, 1, cl(1000, 1000));
	update(first);
	second = add_rsb(2, OI_A, RSVP_STYLE_FF, 1, cl(5000, 1000));
	tap_is(update(second), -ENOSPC, "refusal: more than there is");
	tap_is(tcsb_on(OI_A)->ask.fs.ts.r_Bps, 1000, "refusal: what stood stands");
	tap_is(first_flowspec(&resv).ts.r_Bps, 1000, "refusal: nothing more is asked upstream");
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
	tap_ok(!second->rejected, "refusal: an admitted RSB is not rejected");
	link_room_Bps = 500;
	gone(first);
	tap_ok(second->rejected, "refusal: who is left is rejected");
	tap_is(tcsb_on(OI_A)->n_filters, 1, "refusal: who is gone is served no more");
	tap_is(tcsb_on(OI_A)->ask.fs.ts.r_Bps, 5000, "refusal: what was admitted stands");
	tap_is(update(second), -ENOSPC, "refusal: and is refused again");
	tap_ok(second->rejected, "refusal: as long as it is");
	link_room_Bps = 1000;
	tap_is(update(second), 1, "refusal: it asks again");
	tap_ok(!second->rejected, "refusal: until it is served");
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
	rsvp_blockade_set(&rn, psb, style, &Qe);
	rsvp_upstream_refused(&rn, psb->up);
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
	resvs = 0;
	refused(&psbs[0], RSVP_STYLE_WF, cl(4000, 1000));
	tap_is(resvs, 0, "figure 12: nothing smaller is there to be asked at once");
	d = add_rsb(2, OI_B, RSVP_STYLE_WF, 0, cl(2000, 1000));
	update(d);
	tap_is(asked_Bps(&psbs[0]), 2000, "figure 12: (a) <- WF(*{2B})");
	tap_is(asked_Bps(&psbs[1]), 4000, "figure 12: (b) <- WF(*{4B})");
	now_ms += 30000;
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(asked_Bps(&psbs[0]), 2000, "figure 12: for less than Kb * R");
	now_ms += 31000;
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(asked_Bps(&psbs[0]), 4000, "figure 12: then 4B is tried again");
	resvs = 0;
	refused(&psbs[0], RSVP_STYLE_WF, cl(4000, 1000));
	tap_is(resvs, 1, "figure 12: its refusal has 2B asked for at once");
	tap_is(asked_Bps(&psbs[0]), 2000, "figure 12: and all is as before");
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
	tap_is(asked_Bps(&psbs[0]), 4000, "blockade: first the larger one goes on");
	refused(&psbs[0], RSVP_STYLE_FF, cl(4000, 1000));
	tap_is(asked_Bps(&psbs[0]), 2000, "blockade: refused, it is left out");
	tap_is(filters_in(&resv), 2, "blockade: of one sender; the other stays asked for");
	tcsb_on(OI_A)->confirm = large->confirm;
	confirms = 0;
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_ok(!tcsb_on(OI_A)->confirm.family && !confirms && !resv.has_confirm,
	       "blockade: what is left out is not confirmed");
	resvs = 0;
	refused(&psbs[0], RSVP_STYLE_FF, cl(2000, 1000));
	tap_is(resvs, 0, "blockade: all refused: nothing more at once");
	rsvp_session_refresh(&rn, &sess, NULL);
	tap_is(asked_Bps(&psbs[0]), 2000, "blockade: then the GLB");
	gone(large);
	tap_is(asked_Bps(&psbs[0]), 2000, "blockade: who goes leaves the other");
	free(psbs[0].blockade);
	node_down();
}

int main(void)
{
	rn.tx_size = 65515;
	rn.tx = malloc(rn.tx_size);
	rn.sent = malloc(sizeof(*rn.sent));
	rn.sent_now = malloc(sizeof(*rn.sent_now));

	two_next_hops_on_a_lan();
	two_interfaces();
	ff_stays_distinct();
	se_unites_filters();
	pathtear_is_no_news();
	wf_has_a_scope_per_hop();
	wf_scope_in_any_order();
	cost_of_many();
	copies_are_charged();
	confirmation();
	confirmation_of_several_senders();
	confirmation_takes_turns();
	refusal_leaves_what_stands();
	refusal_without_a_resv();
	services_do_not_mix();
	blockade_of_figure_12();
	blockade_per_sender();

	free(rn.sent_now);
	free(rn.sent);
	free(rn.tx);
	return tap_done();
}
