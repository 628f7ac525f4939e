// SPDX-License-Identifier: GPL-2.0
/*
 * QoS of sockets, as the QoS RSVP service provider of Windows 2000 gave it (Rn:
 * Documentation/conformance/winsock.md): the only file that knows these semantics.
 * What a socket is and what its program asked for together say which senders and
 * reservations of the local API (api.c) there are to be; whenever one of both
 * changes, or a Path comes or goes, what there is follows what there is to be.
 */
#include <linux/jhash.h>
#include <net/inet_ecn.h>

#include "rule.h"
#include "socket.h"

enum {
	SOCKET_HASH		= 256,
	/* All sockets are seen once in this time: what a close() takes to be
	 * told, less than the 300 ms that are promised
	 */
	SWEEP_MS		= 100,
	SWEEP_MOST		= 512,	/* sockets per hold of rn->lock */
	FOLLOW_MOST		= 64,
	/* What could not be made of a socket is tried again */
	RETRY_MS		= 1000,
	/* Unsent data of a closed TCP socket keeps its class no longer */
	LINGER_MS		= 30000,
};

/**
 * struct rsvp_sockets - the sockets of a namespace
 * @list: all of them; the next of the sweep first
 * @dirty: those that are to be looked at
 * @by_sk: by their struct sock
 * @by_port: unicast receivers, by their port
 * @by_group: leaves, by their group
 * @sweep: when some of them are due to be looked at
 */
struct rsvp_sockets {
	struct list_head list;
	struct list_head dirty;
	struct hlist_head by_sk[SOCKET_HASH];
	struct hlist_head by_port[SOCKET_HASH];
	struct hlist_head by_group[SOCKET_HASH];
	struct rsvp_timer sweep;
};

static struct hlist_head *sk_bucket(struct rsvp_sockets *all,
				    const struct sock *sk)
{
	return &all->by_sk[hash_ptr(sk, 8)];
}

static struct hlist_head *port_bucket(struct rsvp_sockets *all, __be16 port)
{
	return &all->by_port[jhash_1word((__force u32)port, 0) % SOCKET_HASH];
}

static struct hlist_head *group_bucket(struct rsvp_sockets *all,
				       const struct rsvp_addr *group)
{
	return &all->by_group[jhash(group, sizeof(*group), 0) % SOCKET_HASH];
}

/**
 * rsvp_socket_find() - the QoS of a socket
 * @rn: the namespace
 * @sk: the socket
 *
 * Context: rn->lock held.
 * Return: it; NULL: the socket has none.
 */
struct rsvp_socket *rsvp_socket_find(struct rsvp_net *rn, const struct sock *sk)
{
	struct rsvp_socket *s;

	lockdep_assert_held(&rn->lock);

	if (!rn->sockets)
		return NULL;
	hlist_for_each_entry(s, sk_bucket(rn->sockets, sk), by_sk)
		if (s->sk == sk)
			return s;
	return NULL;
}

static void socket_dirty(struct rsvp_net *rn, struct rsvp_socket *s)
{
	if (!list_empty(&s->dirty))
		return;
	list_add_tail(&s->dirty, &rn->sockets->dirty);
	rsvp_kick(rn);
}

/**
 * rsvp_sockets_path() - Paths of a session came, changed or went
 * @rn: the namespace
 * @key: the session, which may be gone
 *
 * R63: "PATH arrives and matches a pre-existing socket". Sockets follow later:
 * who tells of it holds on to the session.
 *
 * Context: rn->lock held.
 */
void rsvp_sockets_path(struct rsvp_net *rn, const struct rsvp_session_key *key)
{
	struct rsvp_sockets *all = rn->sockets;
	struct rsvp_leaf *leaf;
	struct rsvp_socket *s;

	lockdep_assert_held(&rn->lock);

	if (!all)
		return;
	if (rsvp_addr_is_multicast(&key->dst)) {
		hlist_for_each_entry(leaf, group_bucket(all, &key->dst),
				     by_group)
			if (rsvp_match_leaf(&leaf->key, key))
				socket_dirty(rn, leaf->socket);
		return;
	}
	hlist_for_each_entry(s, port_bucket(all, key->dport), by_port)
		if (s->view.st.lport == key->dport)
			socket_dirty(rn, s);
}

/**
 * rsvp_sockets_resv() - reservations of a session came, changed or went
 * @rn: the namespace
 * @sess: the session
 *
 * Context: rn->lock held.
 */
void rsvp_sockets_resv(struct rsvp_net *rn, const struct rsvp_session *sess)
{
	const struct rsvp_psb *psb;

	if (!rn->sockets)
		return;
	list_for_each_entry(psb, &sess->psbs, list)
		if (psb->snd && psb->snd->socket)
			socket_dirty(rn, psb->snd->socket);
}

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
	struct rsvp_error_info info = {};
	bool told = s->wrong.err == why->err && s->wrong.text == why->text;

	s->wrong = *why;
	s->retry = ktime_add_ms(ktime_get_boottime(), RETRY_MS);
	if (told)
		return;
	rsvp_error_from_refusal(&info, why, NULL);
	info.has_user = true;
	rsvp_refusal_say(why, info.user.text, sizeof(info.user.text));
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
	       a->nonconforming == b->nonconforming &&
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
	       a->delay_us == b->delay_us &&
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
	rsvp_qos_flowspec(want->flow, &resv->fs, &resv->gave, &resv->delay_us);
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
	} else if (rsvp_api_reserve(rn, resv, old, &why)) {
		went_wrong(rn, s, RSVP_DIRECTION_RECEIVE, &want->sess->key,
			   &why);
		kfree(resv);
		return;
	} else {
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

/* What there is becomes what there is to be */
static void socket_follow(struct rsvp_net *rn, struct rsvp_socket *s)
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
	want_senders(rn, s, PASS_MAKE);
	want_reservations(rn, s, PASS_MAKE);
	if (!s->retry)
		memset(&s->wrong, 0, sizeof(s->wrong));
	tell_receivers(rn, s);
	if (before.err != s->wrong.err)
		rsvp_notify_socket(rn, s, RSVP_EVENT_CHANGE);
}

static void group_changed(struct rsvp_net *rn, const struct rsvp_leaf *leaf)
{
	if (leaf->direction != RSVP_DIRECTION_SEND)
		rsvp_api_membership(rn, &leaf->key);
}

static void leaf_free(struct rsvp_leaf *leaf)
{
	list_del(&leaf->list);
	hlist_del_init(&leaf->by_group);
	kfree(leaf);
}

static void socket_free(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_leaf *leaf, *next;

	rsvp_flows_let_go(rn, s);
	memset(&s->qos.send, 0, sizeof(s->qos.send));
	memset(&s->qos.receive, 0, sizeof(s->qos.receive));
	list_for_each_entry_safe(leaf, next, &s->dests, list)
		leaf_free(leaf);
	list_for_each_entry_safe(leaf, next, &s->leaves, list)
		leaf_free(leaf);
	socket_follow(rn, s);
	if (s->view.listens)
		rsvp_accepts_unlisten(rn);
	rsvp_notify_socket(rn, s, RSVP_EVENT_DEL);
	list_del(&s->list);
	list_del(&s->dirty);
	hlist_del(&s->by_sk);
	hlist_del_init(&s->by_port);
	rsvp_object_del(rn, RSVP_KIND_SOCKET, &s->obj);
	rsvp_owner_put(rn, s->owner);
	kfree(s->qos.filters);
	/* May be the last that holds the namespace, but does not wait for it */
	sock_put(s->sk);
	kfree(s);
}

static void socket_look(struct rsvp_net *rn, struct rsvp_socket *s)
{
	bool listened = s->view.listens;

	rsvp_sock_look(s->sk, &s->view);
	if (s->view.listens && !listened)
		rsvp_accepts_listen(rn, s->sk);
	if (!s->view.listens && listened)
		rsvp_accepts_unlisten(rn);
	hlist_del_init(&s->by_port);
	if (s->view.st.lport)
		hlist_add_head(&s->by_port,
			       port_bucket(rn->sockets, s->view.st.lport));
}

/* Memberships that the program has dropped itself end their leaves */
static bool leaves_dropped(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_leaf *leaf, *next;
	bool dropped = false;

	list_for_each_entry_safe(leaf, next, &s->leaves, list) {
		if (leaf->direction == RSVP_DIRECTION_SEND ||
		    rsvp_sock_member(s->sk, &leaf->key.dst, leaf->ifindex))
			continue;
		group_changed(rn, leaf);
		leaf_free(leaf);
		dropped = true;
	}
	return dropped;
}

/* R240, R245: true: it is closed, and has nothing to send any more */
static bool socket_ended(struct rsvp_net *rn, struct rsvp_socket *s)
{
	ktime_t now = ktime_get_boottime();

	if (!rsvp_sock_closed(s->sk))
		return false;
	if (!rsvp_sock_unsent(s->sk))
		return true;
	if (s->lingers)
		return !ktime_before(now, s->lingers);
	s->lingers = ktime_add_ms(now, LINGER_MS);
	socket_dirty(rn, s);
	return false;
}

static void socket_check(struct rsvp_net *rn, struct rsvp_socket *s)
{
	if (socket_ended(rn, s)) {
		socket_free(rn, s);
		return;
	}
	if (rsvp_owner_dead(rn, s->owner)) {
		rsvp_owner_put(rn, s->owner);
		s->owner = NULL;
	}
	if (s->lingers)
		return;
	if (s->retry && !ktime_before(ktime_get_boottime(), s->retry))
		socket_dirty(rn, s);
	if (rsvp_sock_changed(s->sk, &s->view)) {
		bool connected = s->view.st.peer.family;

		socket_look(rn, s);
		/* R242: connect(AF_UNSPEC) ends QoS */
		if (connected && !s->view.st.peer.family) {
			memset(&s->qos.send, 0, sizeof(s->qos.send));
			memset(&s->qos.receive, 0, sizeof(s->qos.receive));
		}
		socket_dirty(rn, s);
		if (s->by_rule)
			rsvp_flows_apply(rn, s);
	}
	if (s->by_rule)
		rsvp_flows_check(rn, s);
	else if (leaves_dropped(rn, s))
		socket_dirty(rn, s);
}

static void sweep_due(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_sockets *all = rn->sockets;
	u32 n = rn->count[RSVP_KIND_SOCKET], i;

	rsvp_accepts_run(rn);
	for (i = 0; i < min_t(u32, n, SWEEP_MOST); i++) {
		struct rsvp_socket *s = list_first_entry(&all->list,
							 struct rsvp_socket,
							 list);

		list_move_tail(&s->list, &all->list);
		socket_check(rn, s);
	}
	if (!list_empty(&all->list))
		rsvp_timer_in(rn, &all->sweep,
			      n > SWEEP_MOST ? SWEEP_MS * SWEEP_MOST / n :
					       SWEEP_MS);
}

/**
 * rsvp_sockets_run() - let the sockets follow that have a reason to
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 * Return: true if there are more.
 */
bool rsvp_sockets_run(struct rsvp_net *rn)
{
	struct rsvp_sockets *all = rn->sockets;
	struct rsvp_socket *s;
	u32 n = FOLLOW_MOST;

	lockdep_assert_held(&rn->lock);

	while (all && n-- && !list_empty(&all->dirty)) {
		s = list_first_entry(&all->dirty, struct rsvp_socket, dirty);
		list_del_init(&s->dirty);
		socket_follow(rn, s);
	}
	return all && !list_empty(&all->dirty);
}

static int refuse(struct rsvp_refusal *why, int err, u16 attr,
		  const char *text)
{
	why->err = err;
	why->attr = attr;
	why->text = text;
	return err;
}

static struct rsvp_sockets *sockets_get(struct rsvp_net *rn)
{
	struct rsvp_sockets *all = rn->sockets;

	if (all)
		return all;
	all = kzalloc(sizeof(*all), GFP_KERNEL_ACCOUNT);
	if (!all)
		return NULL;
	INIT_LIST_HEAD(&all->list);
	INIT_LIST_HEAD(&all->dirty);
	rsvp_timer_init(&all->sweep, sweep_due);
	rn->sockets = all;
	return all;
}

static struct rsvp_socket *socket_create(struct rsvp_net *rn,
					 struct rsvp_socket_ask *ask,
					 struct rsvp_refusal *why)
{
	struct rsvp_sockets *all = sockets_get(rn);
	struct rsvp_socket *s;

	if (!rsvp_object_room(rn, RSVP_KIND_SOCKET)) {
		refuse(why, -ENOSPC, 0, "no room for another socket with QoS");
		return NULL;
	}
	s = all ? kzalloc(sizeof(*s), GFP_KERNEL_ACCOUNT) : NULL;
	if (!s) {
		refuse(why, -ENOMEM, 0, "no memory");
		return NULL;
	}
	INIT_LIST_HEAD(&s->dirty);
	INIT_LIST_HEAD(&s->leaves);
	INIT_LIST_HEAD(&s->dests);
	INIT_LIST_HEAD(&s->senders);
	INIT_LIST_HEAD(&s->reservations);
	INIT_LIST_HEAD(&s->flows);
	INIT_HLIST_NODE(&s->by_port);
	s->qos.dscp = RSVP_SOCKET_NO_DSCP;
	s->uid = ask->uid;
	s->admin = ask->admin;
	s->sk = ask->sk;
	ask->sk = NULL;
	hlist_add_head(&s->by_sk, sk_bucket(all, s->sk));
	list_add_tail(&s->list, &all->list);
	rsvp_object_add(rn, RSVP_KIND_SOCKET, &s->obj);
	if (!rsvp_timer_armed(&all->sweep))
		rsvp_timer_in(rn, &all->sweep, SWEEP_MS);
	return s;
}

static u64 leaf_rate(const struct rsvp_leaf *leaf)
{
	return rsvp_qos_rate(&leaf->send) + rsvp_qos_rate(&leaf->receive);
}

static u64 socket_rate(const struct rsvp_socket *s)
{
	const struct rsvp_leaf *leaf;
	u64 Bps = rsvp_qos_rate(&s->qos.send) + rsvp_qos_rate(&s->qos.receive);

	list_for_each_entry(leaf, &s->leaves, list)
		Bps += leaf_rate(leaf);
	list_for_each_entry(leaf, &s->dests, list)
		Bps += leaf_rate(leaf);
	return Bps;
}

/* What a socket asks for once it has what it is to have */
static u64 rate_with(const struct rsvp_socket *s,
		     const struct rsvp_socket_ask *ask)
{
	u64 send_Bps = rsvp_qos_rate(&ask->qos.send);
	u64 receive_Bps = rsvp_qos_rate(&ask->qos.receive);
	const struct rsvp_leaf *leaf;
	u64 Bps = s ? socket_rate(s) : 0;

	if (ask->leaf) {
		/* One leaf more, or one destination, or another rate of it */
		Bps += ask->gave & RSVP_ASK_LEAF ? send_Bps :
		       leaf_rate(ask->leaf);
		if (s && !(ask->gave & RSVP_ASK_LEAF))
			Bps += rsvp_qos_rate(&s->qos.send) +
			       rsvp_qos_rate(&s->qos.receive);
		return Bps;
	}
	Bps += send_Bps + receive_Bps;
	if (!s)
		return Bps;
	if (ask->gave & RSVP_ASK_SEND)
		Bps -= rsvp_qos_rate(&s->qos.send);
	if (ask->gave & RSVP_ASK_RECEIVE)
		Bps -= rsvp_qos_rate(&s->qos.receive);
	list_for_each_entry(leaf, &s->leaves, list) {
		if (ask->gave & RSVP_ASK_SEND)
			Bps += send_Bps - rsvp_qos_rate(&leaf->send);
		if (ask->gave & RSVP_ASK_RECEIVE)
			Bps += receive_Bps - rsvp_qos_rate(&leaf->receive);
	}
	return Bps;
}

/* What the user has with what is asked for now */
static int quota_check(struct rsvp_net *rn, const struct rsvp_socket_ask *ask,
		       struct rsvp_refusal *why)
{
	u64 Bps = rate_with(rsvp_socket_find(rn, ask->sk), ask);
	const struct rsvp_socket *s;
	u32 n = 1;

	if (ask->admin)
		return 0;
	if (rn->sockets) {
		list_for_each_entry(s, &rn->sockets->list, list) {
			if (!uid_eq(s->uid, ask->uid) || s->sk == ask->sk ||
			    s->by_rule)
				continue;
			Bps += socket_rate(s);
			n++;
		}
	}
	if (n > rn->quota.sockets)
		return refuse(why, -EDQUOT, 0,
			      "the quota of sockets with QoS is used up");
	if (Bps > rn->quota.rate_Bps) {
		why->asked_Bps = Bps;
		why->free_Bps = rn->quota.rate_Bps;
		return refuse(why, -EDQUOT, 0,
			      "the sum of what the user's sockets ask for is above the quota");
	}
	return 0;
}

/* What rules gave a socket goes when its program asks for QoS itself */
static void take_over(struct rsvp_net *rn, struct rsvp_socket *s,
		      const struct rsvp_socket_ask *ask)
{
	struct rsvp_leaf *leaf, *next;

	rsvp_flows_let_go(rn, s);
	list_for_each_entry_safe(leaf, next, &s->dests, list)
		leaf_free(leaf);
	list_for_each_entry_safe(leaf, next, &s->leaves, list) {
		group_changed(rn, leaf);
		leaf_free(leaf);
	}
	kfree(s->qos.filters);
	memset(&s->qos, 0, sizeof(s->qos));
	s->qos.dscp = RSVP_SOCKET_NO_DSCP;
	s->uid = ask->uid;
	s->by_rule = false;
	socket_dirty(rn, s);
}

/* The socket that a command is about, as it is now; made if it has no QoS yet */
static struct rsvp_socket *socket_of(struct rsvp_net *rn,
				     struct rsvp_socket_ask *ask,
				     struct rsvp_owner **owner,
				     struct rsvp_refusal *why)
{
	struct rsvp_socket *s = rsvp_socket_find(rn, ask->sk);

	if (!s)
		s = socket_create(rn, ask, why);
	if (!s)
		return NULL;
	if (s->by_rule)
		take_over(rn, s, ask);
	socket_look(rn, s);
	rsvp_owner_put(rn, s->owner);
	s->owner = *owner;
	*owner = NULL;
	return s;
}

static struct rsvp_leaf *find_leaf(const struct list_head *list,
				   const struct rsvp_session_key *key,
				   bool port)
{
	struct rsvp_leaf *leaf;

	list_for_each_entry(leaf, list, list)
		if (rsvp_addr_eq(&leaf->key.dst, &key->dst) &&
		    (!port || leaf->key.dport == key->dport))
			return leaf;
	return NULL;
}

static u32 count_leaves(const struct list_head *list)
{
	struct list_head *pos;
	u32 n = 0;

	list_for_each(pos, list)
		n++;
	return n;
}

/* R45: the destination, with its own sending FLOWSPEC, of an unconnected sender */
static int set_destination(struct rsvp_socket *s, struct rsvp_socket_ask *ask,
			   struct rsvp_refusal *why)
{
	struct rsvp_leaf *leaf = find_leaf(&s->dests, &ask->leaf->key, true);

	if (s->view.st.peer.family)
		return refuse(why, -EISCONN, RSVP_A_SOCKET_DESTINATION,
			      "a connected socket sends to its peer");
	if (!leaf && count_leaves(&s->dests) >= RSVP_CAP_LEAVES)
		return refuse(why, -ENOSPC, RSVP_A_SOCKET_DESTINATION,
			      "no room for another destination of this socket");
	if (!leaf) {
		leaf = ask->leaf;
		ask->leaf = NULL;
		leaf->socket = s;
		list_add_tail(&leaf->list, &s->dests);
	}
	rsvp_qos_change(&leaf->send, &ask->qos.send);
	if (!leaf->send.service_type)
		leaf_free(leaf);
	return 0;
}

static int check_style(const struct rsvp_socket *s,
		       const struct rsvp_socket_ask *ask,
		       struct rsvp_refusal *why)
{
	struct rsvp_qos_fault fault = {};
	bool given = ask->gave & RSVP_ASK_STYLE;

	if (!given)
		return 0;
	if (!rsvp_match_check_style(&s->view.st, !list_empty(&s->leaves),
				    ask->qos.style, ask->qos.n_filters, &fault))
		return 0;
	why->status = fault.status;
	return refuse(why, fault.err, RSVP_A_SOCKET_STYLE, fault.text);
}

/* What is there already may be left without anything that it was made for */
static void free_if_unused(struct rsvp_net *rn, struct rsvp_socket *s)
{
	if (s->qos.send.service_type || s->qos.receive.service_type ||
	    !list_empty(&s->leaves) || !list_empty(&s->dests))
		return;
	socket_free(rn, s);
}

static void take_qos(struct rsvp_socket *s, struct rsvp_socket_ask *ask)
{
	struct rsvp_socket_qos *qos = &s->qos;
	struct rsvp_leaf *leaf;

	if (ask->gave & RSVP_ASK_SEND)
		rsvp_qos_change(&qos->send, &ask->qos.send);
	if (ask->gave & RSVP_ASK_RECEIVE)
		rsvp_qos_change(&qos->receive, &ask->qos.receive);
	/* R99: "all groups joined at that time" */
	list_for_each_entry(leaf, &s->leaves, list) {
		if (ask->gave & RSVP_ASK_SEND)
			rsvp_qos_change(&leaf->send, &ask->qos.send);
		if (ask->gave & RSVP_ASK_RECEIVE)
			rsvp_qos_change(&leaf->receive, &ask->qos.receive);
	}
	if (ask->gave & RSVP_ASK_CONFIRM)
		qos->confirm = ask->qos.confirm;
	if (ask->gave & RSVP_ASK_DSCP)
		qos->dscp = ask->qos.dscp;
	if (ask->gave & RSVP_ASK_NONCONFORMING)
		qos->nonconforming = ask->qos.nonconforming;
	if (ask->gave & RSVP_ASK_STYLE) {
		kfree(qos->filters);
		qos->style = ask->qos.style;
		qos->n_filters = ask->qos.n_filters;
		qos->filters = ask->qos.filters;
		ask->qos.filters = NULL;
	}
}

/**
 * rsvp_socket_set() - SIO_SET_QOS (R16, R17)
 * @rn: the namespace
 * @ask: what is asked for, checked as far as that needs no look at the socket
 * @owner: who asks; NULL when the socket has it
 * @why: filled in on refusal
 *
 * What cannot be had now is no refusal: it is told (R233), and tried again.
 *
 * Context: rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_socket_set(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		    struct rsvp_owner **owner, struct rsvp_refusal *why)
{
	struct rsvp_socket *s;
	bool fresh;
	int err;

	lockdep_assert_held(&rn->lock);

	fresh = !rsvp_socket_find(rn, ask->sk);
	err = quota_check(rn, ask, why);
	if (err)
		return err;
	s = socket_of(rn, ask, owner, why);
	if (!s)
		return why->err;
	err = check_style(s, ask, why);
	if (!err && (ask->gave & RSVP_ASK_LEAF))
		err = set_destination(s, ask, why);
	if (err) {
		free_if_unused(rn, s);
		return err;
	}
	if (ask->gave & RSVP_ASK_LEAF)
		ask->gave &= ~RSVP_ASK_SEND;
	take_qos(s, ask);
	socket_follow(rn, s);
	rsvp_notify_socket(rn, s, fresh ? RSVP_EVENT_NEW : RSVP_EVENT_CHANGE);
	free_if_unused(rn, s);
	return 0;
}

/* R97: what the join does not say, the socket has said, or will */
static void leaf_takes(struct rsvp_leaf *leaf, const struct rsvp_socket *s,
		       const struct rsvp_socket_ask *ask)
{
	struct rsvp_qos_flow send = s->qos.send, receive = s->qos.receive;

	if (ask->gave & RSVP_ASK_SEND)
		rsvp_qos_change(&send, &leaf->send);
	if (ask->gave & RSVP_ASK_RECEIVE)
		rsvp_qos_change(&receive, &leaf->receive);
	leaf->send = send;
	leaf->receive = receive;
}

/**
 * rsvp_socket_join() - WSAJoinLeaf (R93 to R99, R250 to R260)
 * @rn: the namespace
 * @ask: the leaf, of which the socket is a member already if it is to receive
 * @owner: who asks; NULL when the socket has it
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_socket_join(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		     struct rsvp_owner **owner, struct rsvp_refusal *why)
{
	struct rsvp_leaf *leaf = ask->leaf;
	struct rsvp_socket *s;
	bool fresh;
	int err;

	lockdep_assert_held(&rn->lock);

	fresh = !rsvp_socket_find(rn, ask->sk);
	err = quota_check(rn, ask, why);
	if (err)
		return err;
	s = socket_of(rn, ask, owner, why);
	if (!s)
		return why->err;
	if (find_leaf(&s->leaves, &leaf->key, false))
		return refuse(why, -EISCONN, RSVP_A_SOCKET_LEAF,
			      "the socket is a leaf of this group already");
	if (count_leaves(&s->leaves) >= RSVP_CAP_LEAVES)
		return refuse(why, -ENOSPC, RSVP_A_SOCKET_LEAF,
			      "no room for another group of this socket");
	leaf_takes(leaf, s, ask);
	leaf->socket = s;
	list_add_tail(&leaf->list, &s->leaves);
	hlist_add_head(&leaf->by_group,
		       group_bucket(rn->sockets, &leaf->key.dst));
	ask->leaf = NULL;
	group_changed(rn, leaf);
	socket_follow(rn, s);
	rsvp_notify_socket(rn, s, fresh ? RSVP_EVENT_NEW : RSVP_EVENT_CHANGE);
	return 0;
}

/**
 * rsvp_socket_leave() - the socket is no leaf of a group any more
 * @rn: the namespace
 * @ask: the group; set to where and how it was joined, for the caller to leave it
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_socket_leave(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		      struct rsvp_refusal *why)
{
	struct rsvp_socket *s = rsvp_socket_find(rn, ask->sk);
	struct rsvp_leaf *leaf;

	lockdep_assert_held(&rn->lock);

	leaf = s && !s->by_rule ? find_leaf(&s->leaves, &ask->leaf->key, false) :
				  NULL;
	if (!leaf)
		return refuse(why, -ENOTCONN, RSVP_A_SOCKET_LEAF,
			      "the socket is no leaf of this group");
	ask->leaf->ours = leaf->ours;
	ask->leaf->ifindex = leaf->ifindex;
	leaf_free(leaf);
	socket_follow(rn, s);
	rsvp_notify_socket(rn, s, RSVP_EVENT_CHANGE);
	free_if_unused(rn, s);
	return 0;
}

/**
 * rsvp_socket_inherit() - an accepted socket has the QoS of its listener (R40)
 * @rn: the namespace
 * @listener: the listener; may have no QoS
 * @child: the accepted socket; the reference is taken over
 *
 * Not where its user has no room for another one: it has what others have.
 *
 * Context: rn->lock held.
 */
void rsvp_socket_inherit(struct rsvp_net *rn, const struct sock *listener,
			 struct sock *child)
{
	struct rsvp_socket *from = rsvp_socket_find(rn, listener), *s = NULL;
	struct rsvp_refusal why = {};
	struct rsvp_socket_ask ask = { .sk = child };

	lockdep_assert_held(&rn->lock);

	if (from && !rsvp_socket_find(rn, child)) {
		ask.uid = from->uid;
		ask.admin = from->admin;
		ask.qos = from->qos;
		if (!quota_check(rn, &ask, &why))
			s = socket_create(rn, &ask, &why);
	}
	if (!s) {
		sock_put(child);
		return;
	}
	s->qos = from->qos;
	/* R119: an accepted socket has one sender, whatever its listener named */
	s->qos.filters = NULL;
	s->qos.n_filters = 0;
	s->owner = rsvp_owner_share(rn, from->owner);
	socket_look(rn, s);
	socket_follow(rn, s);
	rsvp_notify_socket(rn, s, RSVP_EVENT_NEW);
}

/**
 * rsvp_socket_adopt() - a rule is to give a socket QoS
 * @rn: the namespace
 * @sk: the socket, which has none
 *
 * Context: rn->lock held.
 * Return: it, for rsvp_flows_apply(); NULL if there is no room for it.
 */
struct rsvp_socket *rsvp_socket_adopt(struct rsvp_net *rn, struct sock *sk)
{
	struct rsvp_socket_ask ask = {
		.sk	= sk,
		.uid	= sock_net_uid(rn->net, sk),
	};
	struct rsvp_refusal why = {};
	struct rsvp_socket *s;

	lockdep_assert_held(&rn->lock);

	sock_hold(sk);
	s = socket_create(rn, &ask, &why);
	if (!s) {
		sock_put(sk);
		return NULL;
	}
	s->by_rule = true;
	socket_look(rn, s);
	rsvp_notify_socket(rn, s, RSVP_EVENT_NEW);
	return s;
}

/**
 * rsvp_socket_leaves_begin() - no rule asks for a leaf or destination any more
 * @s: a socket that has QoS by rules
 *
 * Unless rsvp_socket_leaf() asks for it again.
 *
 * Context: rn->lock held.
 */
void rsvp_socket_leaves_begin(struct rsvp_socket *s)
{
	struct rsvp_leaf *leaf;

	list_for_each_entry(leaf, &s->dests, list)
		leaf->stale = true;
	list_for_each_entry(leaf, &s->leaves, list)
		leaf->stale = true;
}

static struct rsvp_leaf *leaf_create(struct rsvp_net *rn, struct rsvp_socket *s,
				     const struct rsvp_session_key *key,
				     int ifindex)
{
	bool group = rsvp_addr_is_multicast(&key->dst);
	struct list_head *list = group ? &s->leaves : &s->dests;
	struct rsvp_leaf *leaf;

	if (count_leaves(list) >= RSVP_CAP_LEAVES)
		return NULL;
	leaf = kzalloc(sizeof(*leaf), GFP_KERNEL_ACCOUNT);
	if (!leaf)
		return NULL;
	INIT_HLIST_NODE(&leaf->by_group);
	leaf->key = *key;
	leaf->ifindex = ifindex;
	leaf->socket = s;
	leaf->stale = true;
	list_add_tail(&leaf->list, list);
	if (group)
		hlist_add_head(&leaf->by_group,
			       group_bucket(rn->sockets, &key->dst));
	return leaf;
}

/**
 * rsvp_socket_leaf() - a rule asks for a leaf, or a destination
 * @rn: the namespace
 * @s: a socket that has QoS by rules
 * @key: group or destination
 * @ifindex: of a group
 * @direction: RSVP_DIRECTION_SEND or RSVP_DIRECTION_RECEIVE
 *
 * Context: rn->lock held.
 * Return: it, without FLOWSPECs if this is the first to ask for it since
 * rsvp_socket_leaves_begin(); NULL if there is no room.
 */
struct rsvp_leaf *rsvp_socket_leaf(struct rsvp_net *rn, struct rsvp_socket *s,
				   const struct rsvp_session_key *key,
				   int ifindex, u32 direction)
{
	bool group = rsvp_addr_is_multicast(&key->dst);
	struct rsvp_leaf *leaf;
	u32 before;

	leaf = find_leaf(group ? &s->leaves : &s->dests, key, true) ?:
	       leaf_create(rn, s, key, ifindex);
	if (!leaf)
		return NULL;
	before = leaf->direction;
	if (leaf->stale) {
		leaf->stale = false;
		leaf->direction = direction;
		memset(&leaf->send, 0, sizeof(leaf->send));
		memset(&leaf->receive, 0, sizeof(leaf->receive));
	} else if (leaf->direction != direction) {
		leaf->direction = RSVP_DIRECTION_BOTH;
	}
	/* Where it is a member counts for both */
	if (direction == RSVP_DIRECTION_RECEIVE)
		leaf->ifindex = ifindex;
	if (group && direction == RSVP_DIRECTION_RECEIVE &&
	    (!before || before == RSVP_DIRECTION_SEND))
		group_changed(rn, leaf);
	return leaf;
}

static void free_stale(struct rsvp_net *rn, struct list_head *leaves)
{
	struct rsvp_leaf *leaf, *next;

	list_for_each_entry_safe(leaf, next, leaves, list) {
		if (!leaf->stale)
			continue;
		if (rsvp_addr_is_multicast(&leaf->key.dst))
			group_changed(rn, leaf);
		leaf_free(leaf);
	}
}

/**
 * rsvp_socket_leaves_end() - all that rules ask for is asked for
 * @rn: the namespace
 * @s: a socket that has QoS by rules; freed if it has no flow
 *
 * Context: rn->lock held.
 */
void rsvp_socket_leaves_end(struct rsvp_net *rn, struct rsvp_socket *s)
{
	lockdep_assert_held(&rn->lock);

	free_stale(rn, &s->leaves);
	free_stale(rn, &s->dests);
	if (list_empty(&s->flows)) {
		socket_free(rn, s);
		return;
	}
	socket_dirty(rn, s);
	rsvp_notify_socket(rn, s, RSVP_EVENT_CHANGE);
}

/**
 * rsvp_socket_ask_free() - free what was asked for
 * @ask: it, with what nobody took; NULL is fine
 *
 * Context: process.
 */
void rsvp_socket_ask_free(struct rsvp_socket_ask *ask)
{
	if (!ask)
		return;
	if (ask->sk)
		sock_put(ask->sk);
	kfree(ask->qos.filters);
	kfree(ask->leaf);
	kfree(ask);
}

/**
 * rsvp_sockets_flush() - sockets lose their QoS: the module is being unloaded
 * @rn: the namespace
 *
 * Never when a namespace goes: a socket with QoS holds it.
 *
 * Context: worker, rn->lock held.
 */
void rsvp_sockets_flush(struct rsvp_net *rn)
{
	struct rsvp_socket *s, *next;

	lockdep_assert_held(&rn->lock);

	if (!rn->sockets)
		return;
	list_for_each_entry_safe(s, next, &rn->sockets->list, list)
		socket_free(rn, s);
}

/**
 * rsvp_sockets_exit() - the end of the tables of a namespace
 * @rn: the namespace
 *
 * Context: rn->lock held; no timer runs any more.
 */
void rsvp_sockets_exit(struct rsvp_net *rn)
{
	WARN_ON_ONCE(rn->sockets && !list_empty(&rn->sockets->list));
	kfree(rn->sockets);
	rn->sockets = NULL;
}
