// SPDX-License-Identifier: GPL-2.0
/*
 * What a socket is to have: the senders and reservations of the local API that
 * follow from what it is, what was asked for it, and which Paths there are (Rn:
 * Documentation/conformance/winsock.md), and what its program is told of them.
 */
#include <net/inet_ecn.h>

#include "socket.h"

/* What could not be made of a socket is tried again */
#define RETRY_MS	1000

/* R235 */
static u32 status_of(const struct rsvp_error_spec *spec)
{
	switch (spec->code) {
	case RSVP_ERR_ADMISSION:
		return RSVP_QOS_STATUS_ADMISSION_FAILURE;
	case RSVP_ERR_POLICY:
		return RSVP_QOS_STATUS_POLICY_FAILURE;
	case RSVP_ERR_STYLE_CONFLICT:
	case RSVP_ERR_UNKNOWN_STYLE:
		return RSVP_QOS_STATUS_BAD_STYLE;
	case RSVP_ERR_UNKNOWN_CLASS:
	case RSVP_ERR_UNKNOWN_CTYPE:
		return RSVP_QOS_STATUS_BAD_OBJECT;
	case RSVP_ERR_TRAFFIC_CONTROL:
	case RSVP_ERR_TC_SYSTEM:
		return RSVP_QOS_STATUS_TRAFFIC_CTRL_ERROR;
	default:
		return RSVP_QOS_STATUS_GENERIC_ERROR;
	}
}

/**
 * rsvp_socket_error() - an error came for a sender or receiver of a socket
 * @rn: the namespace
 * @s: the socket
 * @direction: RSVP_DIRECTION_SEND or RSVP_DIRECTION_RECEIVE
 * @key: session
 * @filters: senders that it is about
 * @n_filters: how many
 * @err: the error
 *
 * Context: rn->lock held.
 */
void rsvp_socket_error(struct rsvp_net *rn, struct rsvp_socket *s,
		       u32 direction, const struct rsvp_session_key *key,
		       const struct rsvp_filter *filters, u32 n_filters,
		       const struct rsvp_error_info *err)
{
	struct rsvp_notice notice = {
		.status		= status_of(&err->spec),
		.direction	= direction,
		.key		= key,
		.filters	= filters,
		.n_filters	= n_filters,
		.err		= err,
	};

	rsvp_notify_notice(rn, s, &notice);
}

/**
 * rsvp_socket_confirmed() - a reservation of a socket is confirmed (R232)
 * @rn: the namespace
 * @resv: the reservation
 *
 * Context: rn->lock held.
 */
void rsvp_socket_confirmed(struct rsvp_net *rn,
			   const struct rsvp_reservation *resv)
{
	struct rsvp_notice notice = {
		.status		= RSVP_QOS_STATUS_REQUEST_CONFIRMED,
		.direction	= RSVP_DIRECTION_RECEIVE,
		.key		= &resv->key,
		.filters	= resv->filters,
		.n_filters	= resv->n_filters,
	};

	rsvp_notify_notice(rn, resv->socket, &notice);
}

/* Two looks at what there is to be. What is no longer wanted goes in between: a
 * session has one style (RFC 2205, 3.1.2), so WF goes before FF comes (R81)
 */
enum pass {
	PASS_KEEP,	/* what is wanted is not stale */
	PASS_MAKE,	/* what is wanted and is not there, or is different */
};

static void went_wrong(struct rsvp_net *rn, struct rsvp_socket *s,
		       u32 direction, const struct rsvp_session_key *key,
		       const struct rsvp_refusal *why)
{
	bool sends = direction == RSVP_DIRECTION_SEND;
	struct rsvp_error_info info = {};

	if (!s->retry)
		s->wrong = *why;
	s->retry = ktime_add_ms(ktime_get_boottime(), RETRY_MS);
	/* The first of a direction stands for all that are like it, or follow it */
	if (s->said[sends])
		return;
	s->said[sends] = why->text;
	if (s->said_before[sends] == why->text)
		return;
	rsvp_error_from_refusal(rn, &info, why);
	rsvp_socket_error(rn, s, direction, key, NULL, 0, &info);
}

static struct rsvp_sender *find_sender(const struct rsvp_socket *s,
				       const struct rsvp_session_key *key)
{
	struct rsvp_sender *snd;

	list_for_each_entry(snd, &s->senders, by_socket)
		if (rsvp_session_key_eq(&snd->key, key))
			return snd;
	return NULL;
}

/* R32, R37, R38: what the socket is bound to, or what routing has it send from */
static bool sender_template(struct rsvp_net *rn, const struct rsvp_socket *s,
			    const struct rsvp_session_key *key, int ifindex,
			    struct rsvp_filter *f)
{
	const struct rsvp_sock_state *st = &s->view.st;

	f->sport = st->lport;
	f->src = st->local;
	if (rsvp_addr_is_multicast(&key->dst) &&
	    rsvp_addr_is_multicast(&f->src))
		f->src.family = 0;
	if (f->src.family)
		return f->src.family == key->dst.family;
	memset(&f->src, 0, sizeof(f->src));
	if (ifindex)
		return rsvp_iface_addr(rn, ifindex, &key->dst, &f->src);
	return rsvp_route_source(rn, &key->dst, s->view.oif, s->view.mark,
				 s->view.tos, &f->src);
}

static bool same_sender(const struct rsvp_sender *a,
			const struct rsvp_sender *b)
{
	return rsvp_filter_eq(&a->filter, &b->filter) &&
	       !memcmp(&a->ts, &b->ts, sizeof(a->ts)) &&
	       a->service == b->service && a->dscp_out == b->dscp_out &&
	       a->has_dscp_out == b->has_dscp_out &&
	       a->nonconforming == b->nonconforming && a->bare == b->bare &&
	       a->only == b->only && a->ttl == b->ttl && a->dscp == b->dscp && a->mark == b->mark;
}

/* What the sender is to be, but for its template */
static struct rsvp_sender *make_sender(struct rsvp_socket *s,
				       const struct rsvp_session_key *key,
				       const struct rsvp_qos_flow *flow)
{
	const struct rsvp_sock_view *v = &s->view;
	struct rsvp_sender *snd;

	snd = kzalloc(sizeof(*snd), GFP_KERNEL_ACCOUNT);
	if (!snd)
		return NULL;
	snd->key = *key;
	snd->ttl = rsvp_addr_is_multicast(&key->dst) ? v->mc_ttl : v->ttl;
	snd->dscp = v->tos & ~INET_ECN_MASK;
	snd->mark = v->mark;
	snd->socket = s;
	snd->quiet = !rsvp_qos_signals(flow);
	snd->bare = flow->no_tc;
	rsvp_qos_tspec(flow, &snd->ts);
	snd->only = rsvp_qos_offers(flow);
	snd->service = rsvp_qos_service(flow);
	if (snd->service)
		snd->nonconforming = s->qos.nonconforming;
	snd->has_dscp_out = s->qos.dscp != RSVP_SOCKET_NO_DSCP;
	if (snd->has_dscp_out)
		snd->dscp_out = s->qos.dscp << 2;
	return snd;
}

/* R30: SenderTspec, SenderTemplate and Session; without one of them no PATH */
static void want_sender(struct rsvp_net *rn, struct rsvp_socket *s,
			enum pass pass, const struct rsvp_session_key *key,
			const struct rsvp_qos_flow *flow, int ifindex)
{
	struct rsvp_sender *old = find_sender(s, key), *snd;
	struct rsvp_refusal why = {};

	if ((!rsvp_qos_signals(flow) && !rsvp_qos_service(flow)) ||
	    !key->dport || !s->view.st.lport)
		return;
	snd = make_sender(s, key, flow);
	if (!snd)
		return;
	if (!sender_template(rn, s, key, ifindex, &snd->filter))
		goto out_free;
	/* Another template is another sender, and one that falls silent is none to
	 * others: the old one is torn
	 */
	if (old && (!rsvp_filter_eq(&old->filter, &snd->filter) ||
		    old->quiet != snd->quiet))
		old = NULL;
	if (pass == PASS_KEEP) {
		if (old)
			old->stale = false;
		goto out_free;
	}
	if (old && same_sender(old, snd))
		goto out_free;
	if (rsvp_api_sender(rn, snd, old, &why)) {
		went_wrong(rn, s, RSVP_DIRECTION_SEND, key, &why);
		goto out_free;
	}
	list_add_tail(&snd->by_socket, &s->senders);
	return;

out_free:
	kfree(snd);
}

static void want_senders(struct rsvp_net *rn, struct rsvp_socket *s,
			 enum pass pass)
{
	const struct rsvp_sock_state *st = &s->view.st;
	struct rsvp_session_key key = { .proto = st->proto };
	struct rsvp_leaf *leaf;

	if (st->shut_wr && !s->lingers)
		return;
	/* R34, R36: unicast; what is sent to a group needs a leaf (R19, R93) */
	if (st->peer.family && !rsvp_addr_is_multicast(&st->peer)) {
		key.dst = st->peer;
		key.dport = st->pport;
		want_sender(rn, s, pass, &key, &s->qos.send, 0);
	}
	/* R45, R46; a rule has seen where a connected one sends, too */
	if (!st->peer.family || s->by_rule)
		list_for_each_entry(leaf, &s->dests, list)
			want_sender(rn, s, pass, &leaf->key, &leaf->send, 0);
	/* R35, R94 */
	list_for_each_entry(leaf, &s->leaves, list)
		if (leaf->direction != RSVP_DIRECTION_RECEIVE)
			want_sender(rn, s, pass, &leaf->key, &leaf->send,
				    leaf->ifindex);
}

static bool same_request(const struct rsvp_reservation *a,
			 const struct rsvp_reservation *b)
{
	return a->fs.service == b->fs.service && a->gave == b->gave &&
	       !memcmp(&a->fs.ts, &b->fs.ts, sizeof(a->fs.ts)) &&
	       a->delay_us == b->delay_us && a->slack_us == b->slack_us &&
	       (a->delay_us || (a->fs.R_Bps == b->fs.R_Bps &&
				a->fs.S_us == b->fs.S_us)) &&
	       a->want_confirm == b->want_confirm;
}

/**
 * struct want_resv - a reservation that there is to be
 * @sess: session; has a Path that the socket matches
 * @flow: receiving FLOWSPEC
 * @style: enum rsvp_style
 * @filters: senders
 * @n_filters: how many
 * @ifindex: multicast: where the group is joined
 */
struct want_resv {
	struct rsvp_session *sess;
	const struct rsvp_qos_flow *flow;
	u32 style;
	const struct rsvp_filter *filters;
	u32 n_filters;
	int ifindex;
};

static struct rsvp_reservation *make_request(struct rsvp_socket *s,
					     const struct want_resv *want)
{
	struct rsvp_reservation *resv;

	resv = kzalloc(struct_size(resv, filters, want->n_filters),
		       GFP_KERNEL_ACCOUNT);
	if (!resv)
		return NULL;
	resv->key = want->sess->key;
	resv->style = want->style;
	resv->ifindex = want->ifindex;
	resv->want_confirm = s->qos.confirm;
	resv->socket = s;
	rsvp_qos_flowspec(want->flow, &resv->fs, &resv->gave, &resv->delay_us,
			  &resv->slack_us);
	resv->n_filters = want->n_filters;
	memcpy(resv->filters, want->filters,
	       want->n_filters * sizeof(*resv->filters));
	return resv;
}

/* A Path of those that the reservation is for */
static const struct rsvp_psb *
sender_of(const struct rsvp_reservation *resv, const struct rsvp_session *sess)
{
	const struct rsvp_psb *psb;

	list_for_each_entry(psb, &sess->psbs, list)
		if (psb->deliver &&
		    rsvp_psb_selected(psb, resv->filters, resv->n_filters))
			return psb;
	return NULL;
}

/* R229 to R231: told once, with what the Path says (R226) */
static void tell_senders(struct rsvp_net *rn, struct rsvp_socket *s,
			 const struct rsvp_reservation *resv,
			 const struct rsvp_psb *psb)
{
	struct rsvp_notice notice = {
		.status		= psb ? RSVP_QOS_STATUS_SENDERS :
					RSVP_QOS_STATUS_NO_SENDERS,
		.direction	= RSVP_DIRECTION_RECEIVE,
		.key		= &resv->key,
		.filters	= psb ? &psb->sender : resv->filters,
		.n_filters	= psb ? 1 : resv->n_filters,
		.psb		= psb,
	};

	rsvp_notify_notice(rn, s, &notice);
}

static void want_reservation(struct rsvp_net *rn, struct rsvp_socket *s,
			     enum pass pass, const struct want_resv *want)
{
	struct rsvp_reservation *old, *resv;
	struct rsvp_refusal why = {};

	old = rsvp_api_reservation_find(rn, s, &want->sess->key, want->style,
					want->filters, want->n_filters);
	if (pass == PASS_KEEP) {
		if (old)
			old->stale = false;
		return;
	}
	resv = make_request(s, want);
	if (!resv)
		return;
	if (old && same_request(old, resv)) {
		kfree(resv);
		resv = old;
	} else {
		if (rsvp_api_reserve(rn, resv, old, &why)) {
			went_wrong(rn, s, RSVP_DIRECTION_RECEIVE,
				   &want->sess->key, &why);
			kfree(resv);
			return;
		}
		list_add_tail(&resv->by_socket, &s->reservations);
	}
	if (resv->told || !sender_of(resv, want->sess))
		return;
	resv->told = true;
	tell_senders(rn, s, resv, sender_of(resv, want->sess));
}

/* Of a session that the socket joins: one reservation, or one per sender (FF) */
static void want_style(struct rsvp_net *rn, struct rsvp_socket *s,
		       enum pass pass, struct want_resv *want, bool multicast)
{
	const struct rsvp_sock_state *st = &s->view.st;
	struct rsvp_filter peer = { .src = st->peer, .sport = st->pport };
	struct rsvp_qos_fault fault;
	u32 i, n = s->qos.n_filters;

	/* What was right when it was set may not be since connect() */
	if (rsvp_match_check_style(st, multicast, s->qos.style, n, &fault)) {
		struct rsvp_refusal why = {
			.err	= fault.err,
			.code	= RSVP_ERR_UNKNOWN_STYLE,
			.text	= fault.text,
		};

		if (pass == PASS_MAKE)
			went_wrong(rn, s, RSVP_DIRECTION_RECEIVE,
				   &want->sess->key, &why);
		return;
	}
	want->style = rsvp_match_style(st, multicast, s->qos.style);
	want->filters = s->qos.filters;
	want->n_filters = 0;
	if (want->style == RSVP_STYLE_SE)
		want->n_filters = n;
	if (want->style != RSVP_STYLE_FF) {
		want_reservation(rn, s, pass, want);
		return;
	}
	want->n_filters = 1;
	if (!n) {
		want->filters = &peer;
		want_reservation(rn, s, pass, want);
	}
	for (i = 0; i < n; i++, want->filters++)
		want_reservation(rn, s, pass, want);
}

/* A rule has seen the port that is received, and so means no other */
static bool leaf_joins(const struct rsvp_leaf *leaf,
		       const struct rsvp_session_key *key)
{
	return rsvp_match_leaf(&leaf->key, key) &&
	       (!leaf->socket->by_rule || leaf->key.dport == key->dport);
}

static void want_session(struct rsvp_net *rn, struct rsvp_socket *s,
			 enum pass pass, struct rsvp_session *sess,
			 const struct rsvp_leaf *leaf)
{
	const struct rsvp_psb *psb;
	struct want_resv want = {
		.sess		= sess,
		.flow		= leaf ? &leaf->receive : &s->qos.receive,
		.ifindex	= leaf ? leaf->ifindex : 0,
	};

	list_for_each_entry(psb, &sess->psbs, list) {
		if (!psb->deliver ||
		    !(leaf ? leaf_joins(leaf, &sess->key) :
		      rsvp_match_unicast(&s->view.st, &sess->key,
					 &psb->sender)))
			continue;
		want_style(rn, s, pass, &want, leaf);
		return;
	}
}

/* R75, R77: bound to no address, so that those of the Paths are not known */
static void want_any_session(struct rsvp_net *rn, struct rsvp_socket *s,
			     enum pass pass)
{
	struct rsvp_object *obj = NULL;
	u64 id = 0;

	while ((obj = rsvp_object_after(rn, RSVP_KIND_SESSION, id))) {
		id = obj->id;
		want_session(rn, s, pass,
			     container_of(obj, struct rsvp_session, obj), NULL);
	}
}

static void want_reservations(struct rsvp_net *rn, struct rsvp_socket *s,
			      enum pass pass)
{
	const struct rsvp_sock_state *st = &s->view.st;
	struct rsvp_session_key key = { .proto = st->proto };
	struct rsvp_session *sess;
	struct rsvp_dest *dest;
	struct rsvp_leaf *leaf;

	if (st->shut_rd || s->lingers)
		return;
	list_for_each_entry(leaf, &s->leaves, list) {
		dest = rsvp_dest_find(rn, &leaf->key);
		if (!dest || leaf->direction == RSVP_DIRECTION_SEND ||
		    !rsvp_qos_signals(&leaf->receive))
			continue;
		list_for_each_entry(sess, &dest->sessions, by_dest)
			want_session(rn, s, pass, sess, leaf);
	}
	/* R90: a socket with leaves is a multipoint one, which the rules of unicast
	 * are not for; no program has said so of what it got by a rule
	 */
	if ((!list_empty(&s->leaves) && !s->by_rule) || !st->lport ||
	    !rsvp_qos_signals(&s->qos.receive))
		return;
	if (!st->local.family) {
		want_any_session(rn, s, pass);
		return;
	}
	key.dst = st->local;
	key.dport = st->lport;
	sess = rsvp_session_find(rn, &key);
	if (sess)
		want_session(rn, s, pass, sess, NULL);
}

static void drop_stale(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_reservation *resv, *next_resv;
	struct rsvp_sender *snd, *next_snd;

	list_for_each_entry_safe(resv, next_resv, &s->reservations, by_socket) {
		if (!resv->stale)
			continue;
		if (!resv->n_rsbs && resv->told)
			tell_senders(rn, s, resv, NULL);
		rsvp_api_release(rn, resv);
	}
	list_for_each_entry_safe(snd, next_snd, &s->senders, by_socket)
		if (snd->stale)
			rsvp_api_sender_release(rn, snd);
}

static bool is_received(const struct rsvp_sender *snd)
{
	const struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &snd->psb->sess->rsbs, list)
		if (rsvp_rsb_selects(rsb, snd->psb))
			return true;
	return false;
}

/**
 * rsvp_socket_receivers() - senders of a socket that somebody has reserved for
 * @s: the socket
 *
 * Context: rn->lock held.
 * Return: how many.
 */
u32 rsvp_socket_receivers(const struct rsvp_socket *s)
{
	const struct rsvp_sender *snd;
	u32 n = 0;

	list_for_each_entry(snd, &s->senders, by_socket)
		n += is_received(snd);
	return n;
}

/* R229, R230 */
static void tell_receivers(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_sender *snd;

	list_for_each_entry(snd, &s->senders, by_socket) {
		bool received = is_received(snd);
		struct rsvp_notice notice = {
			.status		= received ?
					  RSVP_QOS_STATUS_RECEIVERS :
					  RSVP_QOS_STATUS_NO_RECEIVERS,
			.direction	= RSVP_DIRECTION_SEND,
			.key		= &snd->key,
			.filters	= &snd->filter,
			.n_filters	= 1,
		};

		if (received == snd->received)
			continue;
		snd->received = received;
		rsvp_notify_notice(rn, s, &notice);
	}
}

/**
 * rsvp_socket_follow() - what there is becomes what there is to be
 * @rn: the namespace
 * @s: the socket
 *
 * Context: rn->lock held.
 */
void rsvp_socket_follow(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_reservation *resv;
	struct rsvp_sender *snd;
	struct rsvp_refusal before = s->wrong;

	list_for_each_entry(snd, &s->senders, by_socket)
		snd->stale = true;
	list_for_each_entry(resv, &s->reservations, by_socket)
		resv->stale = true;
	want_senders(rn, s, PASS_KEEP);
	want_reservations(rn, s, PASS_KEEP);
	drop_stale(rn, s);
	s->retry = 0;
	memcpy(s->said_before, s->said, sizeof(s->said));
	memset(s->said, 0, sizeof(s->said));
	want_senders(rn, s, PASS_MAKE);
	want_reservations(rn, s, PASS_MAKE);
	if (!s->retry)
		memset(&s->wrong, 0, sizeof(s->wrong));
	tell_receivers(rn, s);
	if (before.err != s->wrong.err)
		rsvp_notify_socket(rn, s, RSVP_EVENT_CHANGE);
}
