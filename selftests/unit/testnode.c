// SPDX-License-Identifier: GPL-2.0
/* See testnode.h: what the files under test call, and a session to try them on. */
#include "testnode.h"
#include "../../kmod/tcsb.h"

unsigned long list_steps;
s64 now_ms;
struct testnode node;

static struct rsvp_iface ifaces[2] = {
	{ .ifindex = OI_A }, { .ifindex = OI_B },
};

static u8 last_resv[65536];
static u8 last_tear[65536];

/* --- what the files under test call --- */

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
	if (ask->fs.ts.r_Bps > node.link_room_Bps)
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
	if (ask->fs.ts.r_Bps > node.link_room_Bps)
		return refuse(why);
	cls->ask = *ask;
	node.tc_mods++;
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

/* No sender of this node asks for anything itself: nothing is taken over. */
void rsvp_tc_lend(struct rsvp_tc_class *from, struct rsvp_tc_class *to)
{
	(void)from;
	(void)to;
}

void rsvp_tc_return(struct rsvp_tc_class *from, struct rsvp_tc_class *to)
{
	(void)from;
	(void)to;
}

bool rsvp_tc_move_filter(struct rsvp_net *rn, struct rsvp_tc_class *from,
			 struct rsvp_tc_class *to,
			 const struct rsvp_session_key *key,
			 const struct rsvp_filter *filter)
{
	(void)rn;
	(void)from;
	(void)to;
	(void)key;
	(void)filter;
	return false;
}

int rsvp_local_speaks(struct rsvp_net *rn, struct rsvp_session *sess, int oif,
		      const struct rsvp_filter *distinct,
		      struct rsvp_tcsb *tcsb, struct rsvp_refusal *why)
{
	(void)sess;
	(void)oif;
	(void)distinct;
	(void)why;
	if (!tcsb)
		return 0;
	rsvp_tcsb_free(rn, tcsb);
	return 1;
}

void rsvp_local_split(struct rsvp_net *rn, struct rsvp_tcsb *tcsb,
		      const struct rsvp_tc_want *want)
{
	(void)rn;
	(void)tcsb;
	(void)want;
}

void rsvp_local_serve(struct rsvp_net *rn, struct rsvp_session *sess, int oif,
		      const struct rsvp_filter *distinct)
{
	(void)rn;
	(void)sess;
	(void)oif;
	(void)distinct;
}

void rsvp_local_class_changed(struct rsvp_net *rn, struct rsvp_tcsb *tcsb)
{
	(void)rn;
	(void)tcsb;
}

const struct rsvp_filter *rsvp_rsb_distinct(const struct rsvp_rsb *rsb)
{
	return rsb->style == RSVP_STYLE_FF && rsb->n_filters ?
	       &rsb->filters[0].f : NULL;
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

void rsvp_sockets_resv(struct rsvp_net *rn, const struct rsvp_session *sess)
{
	(void)rn;
	(void)sess;
}

void rsvp_send_resvconf(struct rsvp_net *rn, const struct rsvp_tcsb *tcsb,
			const struct rsvp_rsb *rsb, const struct rsvp_addr *to)
{
	(void)rn;
	(void)tcsb;
	(void)rsb;
	(void)to;
	node.confirms++;
}

bool rsvp_hop_addr(struct rsvp_net *rn, int ifindex,
		   const struct rsvp_addr *told,
		   const struct rsvp_addr *towards, struct rsvp_addr *addr)
{
	(void)rn;
	*addr = *towards;
	addr->v4 = node.no_address ? 0 : htonl(0x0a000000 + ifindex);
	return !node.no_address;
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
		node.resvs++;
		memcpy(last_resv, b->buf, b->len);
		rsvp_msg_parse(&node.resv, last_resv, b->len);
	} else if (b->buf[1] == RSVP_MSG_RESVTEAR) {
		node.tears++;
		memcpy(last_tear, b->buf, b->len);
		rsvp_msg_parse(&node.tear, last_tear, b->len);
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
	if (rn->bytes + bytes > node.bytes_cap)
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

int rsvp_refuse_room(struct rsvp_refusal *why, int err, const char *text)
{
	why->err = err;
	why->code = RSVP_ERR_SYSTEM;
	why->text = text;
	return err;
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

/* One that is not armed expires never */
void rsvp_timer_set(struct rsvp_net *rn, struct rsvp_timer *t, ktime_t when)
{
	(void)rn;
	t->node.expires = when;
}

void rsvp_timer_in(struct rsvp_net *rn, struct rsvp_timer *t, u64 ms)
{
	rsvp_timer_set(rn, t, ktime_add_ms(ktime_get_boottime(), ms));
}

void rsvp_timer_del(struct rsvp_net *rn, struct rsvp_timer *t)
{
	rsvp_timer_set(rn, t, 0);
}

bool rsvp_timer_armed(const struct rsvp_timer *t)
{
	return t->node.expires;
}

u32 rsvp_refresh_period(struct rsvp_net *rn, int ifindex, u32 last_ms)
{
	(void)rn;
	(void)ifindex;
	(void)last_ms;
	return 30000;
}

u32 rsvp_repeat_next(struct rsvp_net *rn, int iif, u8 *repeat, u8 next,
		     u32 most, u32 R_ms)
{
	(void)rn;
	(void)iif;
	*repeat = next <= most ? next : 0;
	return R_ms;
}

void rsvp_repeat_stop(struct rsvp_net *rn, int iif, u8 *repeat)
{
	(void)rn;
	(void)iif;
	*repeat = 0;
}

void rsvp_repeat(struct rsvp_net *rn, int iif, const struct rsvp_tx *tx,
		 const struct rsvp_builder *b, const struct rsvp_out *out,
		 u32 seq)
{
	(void)rn;
	(void)iif;
	(void)tx;
	(void)b;
	(void)out;
	(void)seq;
}

struct rsvp_session *rsvp_session_find(struct rsvp_net *rn,
				       const struct rsvp_session_key *key)
{
	(void)rn;
	(void)key;
	return NULL;
}

/* --- a session --- */

/* Time comes to a timer */
void time_comes(struct rsvp_timer *t)
{
	now_ms = t->node.expires / 1000000;
	t->node.expires = 0;
	t->expire(&node.rn, t);
}

struct rsvp_filter sender(int n)
{
	struct rsvp_filter f = { .src.family = AF_INET, .sport = htons(5004) };

	f.src.v4 = htonl(0x0a010000 + n);
	return f;
}

struct rsvp_flowspec cl(u64 r, u64 b)
{
	return (struct rsvp_flowspec){
		.ts = { .r_Bps = r, .b = b, .p_Bps = 2 * r, .m = 64, .M = 1500 },
		.service = RSVP_SVC_CONTROLLED,
	};
}

/* Buffers of the worker, for all tests */
void node_make(void)
{
	node.rn.tx_size = 65515;
	node.rn.tx = malloc(node.rn.tx_size);
	node.rn.sent = malloc(sizeof(*node.rn.sent));
	node.rn.sent_now = malloc(sizeof(*node.rn.sent_now));
	node.bytes_cap = U64_MAX;
}

void node_free(void)
{
	free(node.rn.sent_now);
	free(node.rn.sent);
	free(node.rn.tx);
}

void node_up(void)
{
	memset(&node.sess, 0, sizeof(node.sess));
	INIT_LIST_HEAD(&node.sess.psbs);
	INIT_LIST_HEAD(&node.sess.rsbs);
	INIT_LIST_HEAD(&node.sess.tcsbs);
	INIT_LIST_HEAD(&node.sess.upstreams);
	node.sess.key.dst.family = AF_INET;
	node.sess.key.dst.v4 = htonl(0xe0010101);
	node.sess.key.proto = 17;
	node.sess.key.dport = htons(5004);
	memset(node.psbs, 0, sizeof(node.psbs));
	memset(node.rsbs, 0, sizeof(node.rsbs));
	node.n_psbs = 0;
	node.n_rsbs = 0;
	node.resvs = 0;
	node.tears = 0;
	node.confirms = 0;
	node.tc_mods = 0;
	node.link_room_Bps = U64_MAX;
	node.no_address = false;
}

void node_down(void)
{
	while (!list_empty(&node.sess.tcsbs))
		rsvp_tcsb_free(&node.rn, list_entry(node.sess.tcsbs.next,
					       struct rsvp_tcsb, list));
	while (!list_empty(&node.sess.upstreams))
		rsvp_upstream_free(&node.rn, list_entry(node.sess.upstreams.next,
						   struct rsvp_upstream, list));
	while (node.n_rsbs)
		free(node.rsbs[--node.n_rsbs].filters);
}

void add_psb(int phop, int iif, u64 r)
{
	struct rsvp_psb *psb = &node.psbs[node.n_psbs++];

	psb->sess = &node.sess;
	psb->sender = sender(node.n_psbs);
	psb->phop.addr.family = AF_INET;
	psb->phop.addr.v4 = htonl(0x0a020000 + phop);
	psb->iif = iif;
	psb->ts = cl(r, 1000).ts;
	psb->up = rsvp_upstream_get(&node.rn, &node.sess, &psb->phop, iif);
	list_add_tail(&psb->list, &node.sess.psbs);
}

/* senders: bits, 1 is the first; 0: wildcard */
struct rsvp_rsb *add_rsb(int nhop, int oif, u32 style, u32 senders,
				struct rsvp_flowspec fs)
{
	struct rsvp_rsb *rsb = &node.rsbs[node.n_rsbs++];
	int i;

	rsb->sess = &node.sess;
	rsb->nhop.addr.family = AF_INET;
	rsb->nhop.addr.v4 = htonl(0x0a030000 + nhop);
	rsb->oif = oif;
	rsb->style = style;
	rsb->fs = fs;
	rsb->filters = calloc(4, sizeof(*rsb->filters));
	for (i = 0; i < 4; i++)
		if (senders & 1 << i)
			rsb->filters[rsb->n_filters++].f = sender(i + 1);
	list_add_tail(&rsb->list, &node.sess.rsbs);
	return rsb;
}

int update(struct rsvp_rsb *rsb)
{
	const struct rsvp_filter *distinct =
		rsb->style == RSVP_STYLE_FF ? &rsb->filters[0].f : NULL;
	struct rsvp_refusal why = {};
	int res;

	res = rsvp_update_traffic_control(&node.rn, &node.sess, rsb->oif,
					  distinct, rsb, &why);
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
	return res;
}

void gone(struct rsvp_rsb *rsb)
{
	const struct rsvp_filter *distinct =
		rsb->style == RSVP_STYLE_FF ? &rsb->filters[0].f : NULL;
	struct rsvp_refusal why = {};

	list_del(&rsb->list);
	rsvp_update_traffic_control(&node.rn, &node.sess, rsb->oif, distinct,
				    NULL, &why);
	rsvp_session_refresh(&node.rn, &node.sess, NULL);
}

struct rsvp_tcsb *tcsb_on(int oif)
{
	struct rsvp_tcsb *tcsb;

	list_for_each_entry(tcsb, &node.sess.tcsbs, list)
		if (tcsb->oif == oif)
			return tcsb;
	return NULL;
}

int n_tcsbs(void)
{
	struct rsvp_tcsb *tcsb;
	int n = 0;

	list_for_each_entry(tcsb, &node.sess.tcsbs, list)
		n++;
	return n;
}

struct rsvp_flowspec first_flowspec(const struct rsvp_msg *msg)
{
	struct rsvp_fd fd = {};

	rsvp_msg_next_fd(msg, &fd);
	return fd.fs;
}

u32 filters_in(const struct rsvp_msg *msg)
{
	struct rsvp_filter f;
	struct rsvp_fd fd = {};
	u32 n = 0;

	while (rsvp_msg_next_fd(msg, &fd))
		while (rsvp_fd_next_filter(&fd, &f))
			n++;
	return n;
}
