// SPDX-License-Identifier: GPL-2.0
/*
 * Path messages (RFC 2209): PATH MESSAGE ARRIVES, PTEAR MESSAGE ARRIVES, PATH
 * REFRESH, and what the local API says of its senders.
 */
#include <net/dst.h>

#include "rsvp.h"
#include "served.h"

/* When routing is asked again that could not be followed for want of memory */
#define RSVP_ROUTE_AGAIN_MS		1000

/*
 * Port rules of RFC 2205, 3.2, and what no neighbour can rightly say. The
 * message is refused if this returns a reason.
 */
static enum rsvp_drop_reason path_check(struct rsvp_net *rn,
					const struct rsvp_rx *rx,
					const struct rsvp_msg *msg,
					const struct rsvp_session *sess)
{
	struct rsvp_error_info err = {};
	const struct rsvp_psb *psb;

	if (rsvp_addr_is_local(rn, &msg->hop.addr))
		return RSVP_DROP_PHOP_SELF;
	if (rsvp_session_port_conflict(rn, &msg->session)) {
		err.spec.code = RSVP_ERR_DST_PORT_CONFLICT;
		rsvp_send_patherr(rn, rx, msg, &err);
		return RSVP_DROP_DST_PORT_CONFLICT;
	}
	if (!sess)
		return RSVP_DROP_NONE;
	list_for_each_entry(psb, &sess->psbs, list) {
		if (!rsvp_addr_eq(&psb->sender.src, &msg->sender.src))
			continue;
		if (!psb->sender.sport != !msg->sender.sport) {
			err.spec.code = RSVP_ERR_SENDER_PORT_CONFLICT;
			rsvp_send_patherr(rn, rx, msg, &err);
			return RSVP_DROP_SRC_PORT_CONFLICT;
		}
		/* Nobody else may speak for a sender that is here */
		if (psb->local && rsvp_filter_eq(&psb->sender, &msg->sender))
			return RSVP_DROP_SENDER_LOCAL;
	}
	return RSVP_DROP_NONE;
}

/**
 * rsvp_path_query() - Route_Query for a sender, less what may not be used
 * @rn: the namespace
 * @psb: the sender
 * @rt: the answer; release with rsvp_route_put()
 *
 * Context: rn->lock held, RTNL not held.
 * Return: why there is no way, or not every way; RSVP_DROP_NONE.
 */
enum rsvp_drop_reason rsvp_path_query(struct rsvp_net *rn,
				      const struct rsvp_psb *psb,
				      struct rsvp_route *rt)
{
	enum rsvp_drop_reason reason = RSVP_DROP_NONE;
	struct rsvp_flow_key flow = {
		.key	= &psb->sess->key,
		.sender	= &psb->sender,
		.iif	= psb->iif,
		.mark	= psb->mark,
		.tos	= psb->dscp,
		.ttl	= psb->ttl,
	};
	u32 i, kept = 0;

	lockdep_assert_held(&rn->lock);

	switch (rsvp_route_flow(rn, &flow, rt)) {
	case 0:
		break;
	case -EXDEV:
		reason = RSVP_DROP_WRONG_IIF;
		break;
	case -ENOMEM:
	case -ENOBUFS:
		reason = RSVP_DROP_NO_MEMORY;
		break;
	default:
		reason = RSVP_DROP_NO_ROUTE;
	}
	for (i = 0; i < rt->n_outs; i++) {
		/* RFC 2205, 2.3: never out of the one that it came in by, so
		 * that no Resv comes in by it, either; 3.11.4: nor out of a
		 * disabled one
		 */
		if (rt->outs[i] == psb->iif)
			reason = RSVP_DROP_ROUTE_BACK;
		else if (!rsvp_iface_find(rn, rt->outs[i]))
			reason = RSVP_DROP_ROUTE_DISABLED;
		else
			rt->outs[kept++] = rt->outs[i];
	}
	rt->n_outs = kept;
	return reason;
}

/* OutInterface_list follows; the route is good for one Path. 1: it is news; 0: it is
 * not; -ENOMEM: it is as before, and the route is not for it
 */
static int psb_route(struct rsvp_net *rn, struct rsvp_psb *psb,
		     struct rsvp_route *rt)
{
	enum rsvp_drop_reason reason = rsvp_path_query(rn, psb, rt);

	if (reason == RSVP_DROP_NO_MEMORY)
		return -ENOMEM;
	if (reason)
		rsvp_count_drop(rn, reason);
	psb->unrouted = !rt->known &&
			rsvp_addr_is_multicast(&psb->sess->key.dst);
	return rsvp_outs_set(psb, rt);
}

/* RFC 2205, 3.8: does this node police what leaves by the interface? */
static bool can_police(const struct rsvp_iface *out)
{
	return out->conf.bandwidth_Bps &&
	       out->conf.backend != RSVP_BACKEND_NONE;
}

static void build_path(struct rsvp_net *rn, struct rsvp_builder *b,
		       const struct rsvp_psb *psb, u8 type,
		       const struct rsvp_iface *out,
		       const struct rsvp_hop *hop)
{
	u8 flags = 0;

	rsvp_tx_start(rn, b, type, psb->ttl);
	/* The first node that can police does, and turns the flag off */
	if (psb->e_police && !can_police(out))
		flags |= RSVP_SESSION_E_POLICE;
	rsvp_build_session(b, &psb->sess->key, flags);
	rsvp_build_hop(b, hop);
	if (type == RSVP_MSG_PATH) {
		rsvp_build_time(b, psb->period_ms);
		rsvp_opaque_build(b, psb->opaque);
	}
	rsvp_build_sender(b, &psb->sender);
	rsvp_build_obj(b, RSVP_CLASS_SENDER_TSPEC, RSVP_CTYPE_INTSERV,
		       psb->tspec, sizeof(psb->tspec));
}

/**
 * rsvp_path_adspec() - the ADSPEC of a sender as it leaves by an interface
 * @rn: the namespace
 * @psb: the sender
 * @out: the interface
 * @len: set to the bytes of its body; 0 or less: it has none, or it does not fit
 *
 * RFC 2210, 3.3: with what this node adds.
 *
 * Context: rn->lock held.
 * Return: its body, for kfree(); NULL: none, or no memory, which is counted.
 */
u8 *rsvp_path_adspec(struct rsvp_net *rn, const struct rsvp_psb *psb,
		     const struct rsvp_iface *out, int *len)
{
	size_t room = RSVP_ADSPEC_FIRST_LEN;
	struct rsvp_adspec_hop hop = {};
	u8 *body;

	*len = 0;
	if (psb->opaque && psb->opaque->adspec_len)
		room = psb->opaque->adspec_len + RSVP_ADSPEC_GROWTH;
	else if (!psb->local)
		return NULL;
	body = kmalloc(room, GFP_KERNEL);
	if (!body) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return NULL;
	}
	rsvp_tc_advertise(out, &psb->ts, rsvp_tcsb_class(psb, out->ifindex),
			  &hop);
	hop.break_general |= psb->non_rsvp;
	if (psb->local) {
		*len = rsvp_adspec_first(body, room, &hop,
					 psb->snd ? psb->snd->only : 0);
	} else {
		memcpy(body, psb->opaque->data, psb->opaque->adspec_len);
		*len = rsvp_adspec_update(body, psb->opaque->adspec_len, room,
					  &hop);
	}
	return body;
}

static void build_adspec(struct rsvp_net *rn, struct rsvp_builder *b,
			 const struct rsvp_psb *psb,
			 const struct rsvp_iface *out)
{
	int len;
	u8 *body = rsvp_path_adspec(rn, psb, out, &len);

	if (len > 0)
		rsvp_build_obj(b, RSVP_CLASS_ADSPEC, RSVP_CTYPE_INTSERV, body,
			       len);
	kfree(body);
}

/* @tear: the PathTear that a PathTear hands on; else NULL. @news: it tells of a
 * change
 */
static void send_path(struct rsvp_net *rn, const struct rsvp_psb *psb, u8 type,
		      const struct rsvp_out *way, struct dst_entry *dst,
		      const struct rsvp_msg *tear, bool news)
{
	int oif = way->ifindex;
	const struct rsvp_iface *out = rsvp_iface_find(rn, oif);
	struct rsvp_hop hop = { .addr = way->hop, .lih = oif };
	struct rsvp_tx tx = {
		.src		= psb->sender.src,
		.dst		= psb->sess->key.dst,
		.along		= dst,
		.oif		= oif,
		.ttl		= psb->ttl,
		.tos		= psb->dscp ?: RSVP_DSCP_CS6_TOS,
		.router_alert	= true,
	};
	struct rsvp_builder b;

	if (!out) {
		rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
		return;
	}
	build_path(rn, &b, psb, type, out, &hop);
	if (type == RSVP_MSG_PATH)
		build_adspec(rn, &b, psb, out);
	rsvp_opaque_forward(&b, tear);
	rsvp_output(rn, &tx, &b);
	if (news)
		rsvp_repeat(rn, psb->iif, &tx, &b, way, psb->path_seq);
}

/* One R for all ways out: the shortest that one of them is set to */
static u32 path_period(struct rsvp_net *rn, const struct rsvp_psb *psb)
{
	u32 i, period = U32_MAX;

	for (i = 0; i < psb->n_outs; i++)
		if (psb->outs[i].state != RSVP_OUT_LEAVING)
			period = min(period,
				     rsvp_refresh_period(rn,
							 psb->outs[i].ifindex,
							 psb->period_ms));
	return period != U32_MAX ? period :
	       rsvp_refresh_period(rn, 0, psb->period_ms);
}

/* All senders of a session have one previous hop here, if they can: by two, of which
 * each had a SCOPE of its own, a next hop would make WF one reservation in turns
 */
static const struct rsvp_addr *told_of_others(const struct rsvp_psb *psb,
					      const struct rsvp_out *out)
{
	const struct rsvp_psb *other;
	u32 i;

	list_for_each_entry(other, &psb->sess->psbs, list)
		for (i = 0; i < other->n_outs; i++)
			if (other->outs[i].ifindex == out->ifindex &&
			    other->outs[i].hop.family)
				return &other->outs[i].hop;
	return &out->hop;
}

/* The link was down, or RSVP_HOP is another: to the next hop either is news */
static void path_send_out(struct rsvp_net *rn, struct rsvp_psb *psb,
			  struct rsvp_out *out, struct dst_entry *dst,
			  bool news)
{
	const struct rsvp_addr *told = &out->hop;
	struct rsvp_addr hop;

	/* Whoever heard of it hears that it ends here now */
	if (rsvp_proxy_sinks(rn, psb, out)) {
		rsvp_path_tear_out(rn, psb, out, NULL);
		memset(&out->hop, 0, sizeof(out->hop));
		return;
	}
	if (!told->family)
		told = told_of_others(psb, out);
	if (!rsvp_hop_addr(rn, out->ifindex, told, &psb->sess->key.dst, &hop)) {
		rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
		return;
	}
	news |= !rsvp_addr_eq(&out->hop, &hop);
	out->hop = hop;
	if (out->cut && !rsvp_iface_down(rn, out->ifindex)) {
		out->cut = false;
		news = true;
	}
	send_path(rn, psb, RSVP_MSG_PATH, out, dst, NULL, news);
}

static void path_send_along(struct rsvp_net *rn, struct rsvp_psb *psb,
			    const struct rsvp_route *rt, bool news)
{
	u32 i;

	psb->path_seq = ++rn->path_seq;
	psb->period_ms = path_period(rn, psb);
	rsvp_timer_in(rn, &psb->refresh, rsvp_refresh_jitter(psb->period_ms));
	if (psb->local_only || psb->cut || (psb->snd && psb->snd->quiet))
		return;
	if (!psb->ttl) {
		rsvp_count_drop(rn, RSVP_DROP_TTL_SCOPE);
		return;
	}
	for (i = 0; i < psb->n_outs; i++)
		if (psb->outs[i].state != RSVP_OUT_LEAVING)
			path_send_out(rn, psb, &psb->outs[i], rt->dst, news);
}

/*
 * RFC 2209, PATH MESSAGE ARRIVES: the ways out of a multicast sender go over to
 * that of its PSBs which comes in as routing expects. They follow once, and not each
 * other: what one of them changes, the walk comes by.
 */
static void paths_follow(struct rsvp_net *rn, const struct rsvp_psb *psb)
{
	struct rsvp_psb *other;

	if (rn->paths_follow || !psb->twin)
		return;
	rn->paths_follow = true;
	list_for_each_entry(other, &psb->sess->psbs, list)
		if (other != psb && !other->local &&
		    rsvp_filter_eq(&other->sender, &psb->sender))
			rsvp_path_refresh(rn, other);
	rn->paths_follow = false;
}

/* Asks routing, and sends; true: the way is another than before. Who leaves keeps
 * what is reserved until a new way has its Resv, or for as long as routing knows no
 * way at all. With nothing reserved it goes as soon as the new way has its Path.
 * @news: the sender is new, or says something else.
 */
static bool path_go(struct rsvp_net *rn, struct rsvp_psb *psb, bool news)
{
	bool here = psb->deliver;
	struct rsvp_route rt;
	int moved;

	moved = psb_route(rn, psb, &rt);
	if (moved < 0) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		rsvp_timer_in(rn, &psb->refresh, RSVP_ROUTE_AGAIN_MS);
		rsvp_route_put(&rt);
		return false;
	}
	if (here && !psb->deliver)
		rsvp_resv_not_here(rn, psb);
	/* Another one sends its Path before this one would send a PathTear */
	if (moved && psb->local_only && psb->n_outs)
		paths_follow(rn, psb);
	path_send_along(rn, psb, &rt, news || moved);
	rsvp_outs_settle(rn, psb, rt.known && !rsvp_outs_fresh(psb), NULL);
	rsvp_route_put(&rt);
	return moved;
}

/* What follows from a PSB that is new, or says or does something else */
static void path_changed(struct rsvp_net *rn, struct rsvp_psb *psb,
			 enum rsvp_event event)
{
	rsvp_notify_path(rn, psb, event);
	rsvp_resv_path_changed(rn, psb);
	rsvp_api_path_event(rn, psb);
	/* Its previous hop has been asked for what is reserved: another one, which
	 * had these ways until now, may have that torn down. So may one that was
	 * delivered where this one comes in (RFC 2205, 3.9)
	 */
	if (!psb->local_only || psb->deliver)
		paths_follow(rn, psb);
}

/**
 * rsvp_path_refresh() - RFC 2209: PATH REFRESH
 * @rn: the namespace
 * @psb: the sender
 *
 * Asks routing again, so that a changed route is followed at the latest now.
 *
 * Context: rn->lock held.
 */
void rsvp_path_refresh(struct rsvp_net *rn, struct rsvp_psb *psb)
{
	struct rsvp_refusal why = {};

	lockdep_assert_held(&rn->lock);

	if (path_go(rn, psb, false))
		path_changed(rn, psb, RSVP_EVENT_CHANGE);
	else if (psb->snd && psb->snd->refused.err)
		rsvp_local_follow(rn, psb, &why);
}

/**
 * rsvp_path_arrives() - RFC 2209: PATH MESSAGE ARRIVES
 * @rn: the namespace
 * @rx: how it came
 * @msg: the message
 *
 * Context: worker, rn->lock held.
 */
void rsvp_path_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
		       const struct rsvp_msg *msg)
{
	struct rsvp_upstream *left = NULL;
	enum rsvp_drop_reason reason;
	struct rsvp_session *sess;
	struct rsvp_psb *psb = NULL;
	bool fresh, says;
	int news;

	lockdep_assert_held(&rn->lock);

	sess = rsvp_session_find(rn, &msg->session);
	reason = path_check(rn, rx, msg, sess);
	if (reason == RSVP_DROP_SENDER_LOCAL && rsvp_opaque_fits(msg) &&
	    rsvp_transit_yield(rn, rx, msg)) {
		/* Which may have been the last of the session */
		sess = rsvp_session_find(rn, &msg->session);
		reason = RSVP_DROP_NONE;
	}
	if (reason) {
		rsvp_drop(rn, rx, reason);
		return;
	}
	if (sess)
		psb = rsvp_psb_find_in(sess, &msg->sender, rx->iface->ifindex);
	if (!psb && !rsvp_psb_room(rn, rx->iface))
		return;
	if (!sess)
		sess = rsvp_session_get(rn, &msg->session);
	if (!sess)
		return;
	fresh = !psb;
	if (fresh)
		psb = rsvp_psb_create(rn, sess, &msg->sender);
	if (!psb) {
		rsvp_session_put(rn, sess);
		return;
	}
	news = rsvp_psb_take(rn, psb, rx, msg, &left);
	if (news < 0) {
		rsvp_drop(rn, rx, rsvp_opaque_drop(news));
		/* It stays as it was, and is refreshed by its hop */
		if (!fresh && psb->iif == rx->iface->ifindex &&
		    rsvp_hop_eq(&psb->phop, &msg->hop))
			rsvp_psb_refreshed(rn, psb, msg->refresh_ms);
		if (!fresh)
			return;
		rsvp_psb_free(rn, psb);
		rsvp_session_put(rn, sess);
		return;
	}
	says = rsvp_psb_update(rn, psb, rx, msg);
	if (fresh || news || says) {
		/* An ADSPEC changes with every reservation of others */
		path_go(rn, psb, fresh || says || left);
		path_changed(rn, psb,
			     fresh ? RSVP_EVENT_NEW : RSVP_EVENT_CHANGE);
	}
	/* The new hop has its answer (RFC 2205, 3.6); the old one may go now */
	if (left)
		rsvp_upstream_put(rn, left, true);
	if (psb->unrouted)
		rsvp_mroute_miss(rn, rx);
}

/**
 * rsvp_path_tear_out() - send a PathTear by one way out
 * @rn: the namespace
 * @psb: the sender
 * @out: the way; need not be in its list
 * @tear: the PathTear that it hands on; NULL: none
 *
 * RFC 2205, 3.1.5: routed like the Path it takes back, whatever routing says by
 * now, and with its PHOP, whatever addresses the interface has by now.
 *
 * Context: rn->lock held.
 */
void rsvp_path_tear_out(struct rsvp_net *rn, const struct rsvp_psb *psb,
			const struct rsvp_out *out, const struct rsvp_msg *tear)
{
	struct dst_entry *dst = NULL;

	lockdep_assert_held(&rn->lock);

	/* Nobody there was told of the sender */
	if (!out->hop.family || !psb->ttl)
		return;
	if (!rsvp_addr_is_multicast(&psb->sess->key.dst)) {
		dst = rsvp_route_along(rn, psb->sess->key.dst.family, out);
		if (!dst) {
			rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
			return;
		}
	}
	send_path(rn, psb, RSVP_MSG_PATHTEAR, out, dst, tear, true);
	dst_release(dst);
}

/* As the message says; @seq: of a Path, which another one sent since makes void */
static bool leaves_as_sent(const struct rsvp_psb *psb, u8 type,
			   const struct rsvp_out *out, u32 seq)
{
	if (type != RSVP_MSG_PATH)
		return rsvp_psb_routes_to(psb, out->ifindex);
	return psb->path_seq == seq &&
	       rsvp_out_find(psb, out->ifindex, &out->gw);
}

/**
 * rsvp_path_stands() - is there still, or again, what a Path or PathTear is about?
 * @rn: the namespace
 * @msg: the message
 * @out: the way that it went
 * @seq: a Path: path_seq that its PSB must have
 *
 * A next hop that is no RSVP node takes a PathTear to whom the Path of another goes,
 * so a tear stands back wherever the sender leaves by the same interface.
 *
 * Context: rn->lock held.
 * Return: true if path state of the sender leaves by that way.
 */
bool rsvp_path_stands(struct rsvp_net *rn, const struct rsvp_msg *msg,
		      const struct rsvp_out *out, u32 seq)
{
	const struct rsvp_session *sess = rsvp_session_find(rn, &msg->session);
	const struct rsvp_psb *psb;

	lockdep_assert_held(&rn->lock);

	if (!sess)
		return false;
	list_for_each_entry(psb, &sess->psbs, list)
		if (rsvp_filter_eq(&psb->sender, &msg->sender) &&
		    leaves_as_sent(psb, msg->type, out, seq))
			return true;
	return false;
}

static void tear_outs(struct rsvp_net *rn, const struct rsvp_psb *psb,
		      const struct rsvp_msg *tear)
{
	u32 i;

	for (i = 0; i < psb->n_outs; i++)
		if (!rsvp_out_shared(psb, psb->outs[i].ifindex))
			rsvp_path_tear_out(rn, psb, &psb->outs[i], tear);
}

/**
 * rsvp_path_withdraw() - a sender's way out is being closed
 * @rn: the namespace
 * @psb: the sender; it stays, and looks for a way with its next refresh
 * @oif: interface of the way
 *
 * Context: rn->lock held; nothing is reserved on the interface any more.
 */
void rsvp_path_withdraw(struct rsvp_net *rn, struct rsvp_psb *psb, int oif)
{
	struct rsvp_refusal why = {};
	u32 i = 0;

	lockdep_assert_held(&rn->lock);

	while (i < psb->n_outs) {
		if (psb->outs[i].ifindex != oif) {
			i++;
			continue;
		}
		rsvp_path_tear_out(rn, psb, &psb->outs[i], NULL);
		psb->outs[i] = psb->outs[--psb->n_outs];
	}
	psb->local_only = !rsvp_outs_used(psb);
	rsvp_notify_path(rn, psb, RSVP_EVENT_CHANGE);
	rsvp_local_follow(rn, psb, &why);
	rsvp_proxies_look(rn, psb->sess);
}

/**
 * rsvp_path_teardown() - the end of a sender: told, and followed
 * @rn: the namespace
 * @psb: the sender; freed, and its session if nothing is left of it
 * @event: why
 * @tear: the PathTear that ends it; NULL: none did, and what was reserved for
 *	it is torn down upstream as well
 *
 * Context: rn->lock held.
 */
void rsvp_path_teardown(struct rsvp_net *rn, struct rsvp_psb *psb,
			enum rsvp_event event, const struct rsvp_msg *tear)
{
	struct rsvp_session *sess = psb->sess;
	struct rsvp_upstream *up = psb->up;

	lockdep_assert_held(&rn->lock);

	tear_outs(rn, psb, tear);
	rsvp_notify_path(rn, psb, event);
	list_del_init(&psb->list);
	if (up)
		up->torn = tear;
	/* One that comes in elsewhere may be delivered now (RFC 2205, 3.9) */
	if (psb->deliver)
		paths_follow(rn, psb);
	rsvp_resv_path_gone(rn, sess, psb);
	rsvp_psb_free(rn, psb);
	if (up)
		rsvp_upstream_put(rn, up, !tear);
	rsvp_session_refresh(rn, sess, NULL);
	rsvp_api_path_gone(rn, &sess->key);
	rsvp_session_put(rn, sess);
}

/**
 * rsvp_pathtear_arrives() - RFC 2209: PTEAR MESSAGE ARRIVES
 * @rn: the namespace
 * @rx: how it came
 * @msg: the message
 *
 * RFC 2205, 3.1.5: it must match the PHOP too, which RFC 2209 forgets. The sender
 * may come by the hop before that still.
 *
 * Context: worker, rn->lock held.
 */
void rsvp_pathtear_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			   const struct rsvp_msg *msg)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &msg->session);
	struct rsvp_upstream *left;
	struct rsvp_psb *psb;

	lockdep_assert_held(&rn->lock);

	psb = sess ? rsvp_psb_find_in(sess, &msg->sender, rx->iface->ifindex) :
		     NULL;
	if (psb && rsvp_psb_left(psb, &msg->hop))
		return;
	if (!psb || psb->local || !rsvp_hop_eq(&psb->phop, &msg->hop)) {
		rsvp_drop(rn, rx, RSVP_DROP_NO_PATH);
		return;
	}
	if (!rsvp_psb_back(rn, psb, &left)) {
		rsvp_path_teardown(rn, psb, RSVP_EVENT_DEL, msg);
		return;
	}
	left->torn = true;
	path_go(rn, psb, false);
	path_changed(rn, psb, RSVP_EVENT_CHANGE);
	rsvp_upstream_put(rn, left, false);
}

static void local_says(struct rsvp_net *rn, struct rsvp_psb *psb,
		       struct rsvp_sender *snd)
{
	psb->local = true;
	rsvp_psb_set_iif(rn, psb, snd->iif);
	psb->e_police = true;
	psb->ts = snd->ts;
	rsvp_tspec_put(psb->tspec, &snd->ts);
	psb->ttl = snd->ttl;
	psb->dscp = snd->dscp;
	psb->mark = snd->mark;
	snd->psb = psb;
	psb->snd = snd;
}

/* R190: what it asks for on its ways out it has before anybody hears of it, or nobody
 * does
 */
static int local_served(struct rsvp_net *rn, struct rsvp_psb *psb,
			struct rsvp_refusal *why)
{
	struct rsvp_route rt;

	if (!psb->snd->service)
		return 0;
	if (!psb->n_outs) {
		rsvp_path_query(rn, psb, &rt);
		rsvp_outs_set(psb, &rt);
		rsvp_route_put(&rt);
	}
	return rsvp_local_follow(rn, psb, why);
}

/* The one that is left of it is @old; NULL: none is */
static void local_unsays(struct rsvp_net *rn, struct rsvp_psb *psb,
			 struct rsvp_sender *old)
{
	struct rsvp_session *sess = psb->sess;
	struct rsvp_refusal no = {};

	list_del_init(&psb->snd->waiting);
	psb->snd->psb = NULL;
	psb->snd = NULL;
	if (old)
		local_says(rn, psb, old);
	rsvp_local_follow(rn, psb, &no);
	if (old)
		return;
	rsvp_psb_free(rn, psb);
	rsvp_session_put(rn, sess);
}

/**
 * rsvp_path_from_api() - a local sender speaks up (RFC 2205, 3.11.1: SENDER)
 * @rn: the namespace
 * @snd: the sender; its PSB is made, or changed to its new Tspec
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0, or a negative errno.
 */
int rsvp_path_from_api(struct rsvp_net *rn, struct rsvp_sender *snd,
		       struct rsvp_refusal *why)
{
	struct rsvp_session *sess;
	struct rsvp_sender *old;
	struct rsvp_psb *psb;
	bool fresh;
	int err;

	lockdep_assert_held(&rn->lock);

	sess = rsvp_session_get(rn, &snd->key);
	if (!sess) {
		why->err = -ENOSPC;
		why->text = "no room for another session";
		return why->err;
	}
	psb = rsvp_psb_find(sess, &snd->filter);
	if (psb && !psb->local) {
		why->err = -EEXIST;
		why->text = "another node sends Path messages for this sender";
		return why->err;
	}
	fresh = !psb;
	if (fresh)
		psb = rsvp_psb_create(rn, sess, &snd->filter);
	if (!psb) {
		rsvp_session_put(rn, sess);
		why->err = -ENOSPC;
		why->text = "no room for another path state";
		return why->err;
	}
	old = psb->snd;
	local_says(rn, psb, snd);
	err = local_served(rn, psb, why);
	if (err) {
		why->attr = RSVP_A_SENDER_SERVICE;
		local_unsays(rn, psb, old);
		return err;
	}

	path_go(rn, psb, true);
	path_changed(rn, psb, fresh ? RSVP_EVENT_NEW : RSVP_EVENT_CHANGE);
	return 0;
}
