// SPDX-License-Identifier: GPL-2.0
/*
 * The path state block (RFC 2209, 1.1): found or created, what is kept of a
 * Path, the end of it. A sender of the local API is a PSB too.
 */
#include "rsvp.h"

/* Senders of one session; a Path looks at each of them */
#define RSVP_CAP_SESSION_SENDERS	1024

/**
 * rsvp_psb_find() - the path state of a sender
 * @sess: its session
 * @sender: SENDER_TEMPLATE
 *
 * Multicast may have one for each incoming interface: the one that counts is
 * that which is forwarded or delivered (fPSB of RFC 2209).
 *
 * Return: the PSB, or NULL.
 */
struct rsvp_psb *rsvp_psb_find(const struct rsvp_session *sess,
			       const struct rsvp_filter *sender)
{
	struct rsvp_psb *psb, *found = NULL;

	list_for_each_entry(psb, &sess->psbs, list) {
		if (!rsvp_filter_eq(&psb->sender, sender))
			continue;
		if (!psb->local_only || psb->deliver)
			return psb;
		found = found ?: psb;
	}
	return found;
}

/**
 * rsvp_psb_find_in() - the path state of a sender that comes in by an interface
 * @sess: its session
 * @sender: SENDER_TEMPLATE
 * @iif: the interface
 *
 * RFC 2209, PATH MESSAGE ARRIVES: "and whose IncInterface matches InIf". A
 * unicast sender that comes in by another interface has moved: its one PSB
 * follows, and with it what is reserved.
 *
 * Return: the PSB, or NULL.
 */
struct rsvp_psb *rsvp_psb_find_in(const struct rsvp_session *sess,
				  const struct rsvp_filter *sender, int iif)
{
	struct rsvp_psb *psb;

	if (!rsvp_addr_is_multicast(&sess->key.dst))
		return rsvp_psb_find(sess, sender);
	list_for_each_entry(psb, &sess->psbs, list)
		if (psb->iif == iif && rsvp_filter_eq(&psb->sender, sender))
			return psb;
	return NULL;
}

/**
 * rsvp_psb_selected() - do filter specs select a sender?
 * @psb: the sender
 * @filters: Filter_spec_list
 * @n: how many; 0: wildcard, all are selected
 *
 * Return: true if so.
 */
bool rsvp_psb_selected(const struct rsvp_psb *psb,
		       const struct rsvp_filter *filters, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (rsvp_filter_eq(&psb->sender, &filters[i]))
			return true;
	return !n;
}

static void path_refresh_due(struct rsvp_net *rn, struct rsvp_timer *t)
{
	rsvp_path_refresh(rn, container_of(t, struct rsvp_psb, refresh));
}

static void path_timeout(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_psb *psb = container_of(t, struct rsvp_psb, cleanup);

	rsvp_path_teardown(rn, psb, RSVP_EVENT_EXPIRE, NULL);
}

/**
 * rsvp_psb_create() - path state for a sender that has none
 * @rn: the namespace
 * @sess: its session
 * @sender: SENDER_TEMPLATE
 *
 * Context: rn->lock held.
 * Return: the PSB, or NULL: there is no room, or no memory, which is counted.
 */
struct rsvp_psb *rsvp_psb_create(struct rsvp_net *rn,
				 struct rsvp_session *sess,
				 const struct rsvp_filter *sender)
{
	struct list_head *behind = &sess->psbs;
	struct rsvp_psb *psb, *twin = NULL;
	u32 n = 0;

	list_for_each_entry(psb, &sess->psbs, list) {
		if (rsvp_filter_cmp(&psb->sender, sender) <= 0)
			behind = &psb->list;
		if (rsvp_filter_eq(&psb->sender, sender))
			twin = psb;
		n++;
	}
	if (n >= RSVP_CAP_SESSION_SENDERS ||
	    !rsvp_object_room(rn, RSVP_KIND_PSB)) {
		rsvp_count_drop(rn, RSVP_DROP_CAP_PSBS);
		return NULL;
	}
	psb = kzalloc(sizeof(*psb), GFP_KERNEL_ACCOUNT);
	if (!psb) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return NULL;
	}
	psb->sess = sess;
	psb->sender = *sender;
	psb->local_only = true;
	psb->twin = twin;
	if (twin)
		twin->twin = true;
	rsvp_timer_init(&psb->refresh, path_refresh_due);
	rsvp_timer_init(&psb->cleanup, path_timeout);
	list_add(&psb->list, behind);
	rsvp_object_add(rn, RSVP_KIND_PSB, &psb->obj);
	return psb;
}

/**
 * rsvp_psb_set_iif() - the interface that a sender comes in by
 * @rn: the namespace
 * @psb: the sender
 * @iif: the interface; 0: none
 *
 * Each interface has a bounded part of all path states, see rsvp_psb_room(). What this
 * node says for a host (RFC 5945) is none of them: it stays when RSVP is off there.
 *
 * Context: rn->lock held.
 */
void rsvp_psb_set_iif(struct rsvp_net *rn, struct rsvp_psb *psb, int iif)
{
	struct rsvp_iface *iface;

	iface = psb->iif && !psb->local ? rsvp_iface_find(rn, psb->iif) : NULL;
	if (iface)
		iface->n_psbs--;
	psb->iif = iif;
	iface = iif && !psb->local ? rsvp_iface_find(rn, iif) : NULL;
	if (iface)
		iface->n_psbs++;
}

/**
 * rsvp_psb_room() - may another sender come in by an interface?
 * @rn: the namespace
 * @iface: the interface; see rsvp_object_share()
 *
 * Context: rn->lock held.
 * Return: false: no, which is counted.
 */
bool rsvp_psb_room(struct rsvp_net *rn, const struct rsvp_iface *iface)
{
	if (iface->n_psbs < rsvp_object_share(rn, RSVP_KIND_PSB))
		return true;
	rsvp_count_drop(rn, RSVP_DROP_CAP_PSBS);
	return false;
}

/**
 * rsvp_psb_free() - forget a PSB without telling anybody
 * @rn: the namespace
 * @psb: freed; its session stays, even when empty
 *
 * Context: rn->lock held.
 */
void rsvp_psb_free(struct rsvp_net *rn, struct rsvp_psb *psb)
{
	lockdep_assert_held(&rn->lock);

	rsvp_timer_del(rn, &psb->refresh);
	rsvp_timer_del(rn, &psb->cleanup);
	list_del(&psb->list);
	rsvp_psb_set_iif(rn, psb, 0);
	rsvp_object_del(rn, RSVP_KIND_PSB, &psb->obj);
	rsvp_opaque_free(rn, &psb->opaque);
	kfree(psb->outs);
	kfree(psb->blockade);
	kfree(psb);
}

/**
 * rsvp_psb_refreshed() - the previous hop has spoken for a sender
 * @rn: the namespace
 * @psb: the sender
 * @R_ms: its refresh period, from TIME_VALUES
 *
 * Context: rn->lock held.
 */
void rsvp_psb_refreshed(struct rsvp_net *rn, struct rsvp_psb *psb, u32 R_ms)
{
	psb->R_ms = R_ms;
	rsvp_timer_in(rn, &psb->cleanup,
		      rsvp_lifetime_ms(rn, psb->iif, R_ms));
}

/**
 * rsvp_psb_update() - copy what a Path says into its PSB
 * @rn: the namespace
 * @psb: the sender
 * @rx: how the Path came
 * @msg: the Path
 *
 * Context: rn->lock held.
 * Return: true if something is new.
 */
bool rsvp_psb_update(struct rsvp_net *rn, struct rsvp_psb *psb,
		     const struct rsvp_rx *rx, const struct rsvp_msg *msg)
{
	bool e_police = msg->session_flags & RSVP_SESSION_E_POLICE;
	/* RFC 2205, 2.9: an IP hop counted it down that no RSVP hop was */
	bool non_rsvp = rx->ip_ttl != msg->send_ttl;
	/* CS6 is what signalling is sent with when its flow has no DSCP */
	u8 dscp = rx->tos == RSVP_DSCP_CS6_TOS ? 0 : rx->tos;
	u8 ttl = rx->ip_ttl - 1;
	bool news;

	news = psb->cut ||
	       memcmp(psb->tspec, msg->tspec_obj.body, sizeof(psb->tspec)) ||
	       psb->e_police != e_police || psb->non_rsvp != non_rsvp ||
	       psb->ttl != ttl || psb->dscp != dscp || psb->mark != rx->mark;
	memcpy(psb->tspec, msg->tspec_obj.body, sizeof(psb->tspec));
	psb->ts = msg->tspec;
	psb->cut = false;
	psb->e_police = e_police;
	psb->non_rsvp = non_rsvp;
	psb->ttl = ttl;
	psb->dscp = dscp;
	psb->mark = rx->mark;
	rsvp_psb_refreshed(rn, psb, msg->refresh_ms);
	return news;
}

/* It is another node's to say whether the sender comes by it still; by another
 * LIH the same node has said so, and who was cut off could not tell. A group has
 * a PSB for each way in (RFC 2209, 1.1).
 */
static void leave_former(struct rsvp_psb *psb, const struct rsvp_hop *hop)
{
	psb->former.hop = psb->phop;
	psb->former.iif = psb->iif;
	psb->former.R_ms = psb->R_ms;
	psb->former.left = ktime_get_boottime();
	psb->former.expires = psb->cleanup.node.expires;
	if (psb->cut || rsvp_addr_eq(&psb->phop.addr, &hop->addr) ||
	    rsvp_addr_is_multicast(&psb->sess->key.dst))
		psb->former.hop.addr.family = 0;
}

static void follow_hop(struct rsvp_net *rn, struct rsvp_psb *psb,
		       struct rsvp_upstream *up, int iif)
{
	/* RFC 2205, 3.6: the new hop is asked before the old one is torn */
	if (psb->up)
		list_move_tail(&up->list, &psb->up->list);
	psb->up = up;
	psb->phop = up->phop;
	rsvp_psb_set_iif(rn, psb, iif);
	/* RFC 2205, 2.5: what one hop refused is no reason not to ask another */
	kfree(psb->blockade);
	psb->blockade = NULL;
}

/**
 * rsvp_psb_take() - what can fail of a Path that is taken
 * @rn: the namespace
 * @psb: the sender: it follows its previous hop, and keeps what the Path carries
 * @rx: how the Path came
 * @msg: the Path
 * @left: the hop that it had before, to be put when the new one has its answer
 *
 * Context: rn->lock held.
 * Return: 1: it is another hop than before, or other objects; 0: it is not; or
 * a negative errno, and nothing has changed.
 */
int rsvp_psb_take(struct rsvp_net *rn, struct rsvp_psb *psb,
		  const struct rsvp_rx *rx, const struct rsvp_msg *msg,
		  struct rsvp_upstream **left)
{
	struct rsvp_upstream *old = psb->up, *up = old;
	int iif = rx->iface->ifindex;
	int news;

	if (!old || psb->iif != iif || !rsvp_hop_eq(&psb->phop, &msg->hop))
		up = rsvp_upstream_get(rn, psb->sess, &msg->hop, iif);
	if (!up)
		return -ENOMEM;
	news = rsvp_opaque_update(rn, &psb->opaque, iif, msg);
	if (news < 0 && (!old || news != -ENOSPC)) {
		if (up != old)
			rsvp_upstream_put(rn, up, false);
		return news;
	}
	/* Others fill the link: that is no reason to lose what is reserved. It goes
	 * on with the objects that it had
	 */
	if (news < 0) {
		rsvp_count_drop(rn, rsvp_opaque_drop(news));
		news = 0;
	}
	if (up == old)
		return news;
	leave_former(psb, &msg->hop);
	*left = old;
	follow_hop(rn, psb, up, iif);
	return 1;
}

static bool former_counts(const struct rsvp_former *former)
{
	ktime_t now = ktime_get_boottime();

	return former->hop.addr.family &&
	       ktime_before(now, ktime_add_ms(former->left, RSVP_FLAP_MS)) &&
	       ktime_before(now, former->expires);
}

/**
 * rsvp_psb_left() - the previous hop before this one has sent a PathTear
 * @psb: the sender
 * @hop: RSVP_HOP of the PathTear
 *
 * Context: rn->lock held.
 * Return: true if it is that one's: the sender does not come by it any more.
 */
bool rsvp_psb_left(struct rsvp_psb *psb, const struct rsvp_hop *hop)
{
	if (!former_counts(&psb->former) ||
	    !rsvp_hop_eq(&psb->former.hop, hop))
		return false;
	psb->former.hop.addr.family = 0;
	return true;
}

/**
 * rsvp_psb_back() - the previous hop before this one is that again
 * @rn: the namespace
 * @psb: the sender; its previous hop has sent a PathTear
 * @left: that hop, to be put when the former one has its answer
 *
 * RFC 2205, 3.1.5: a PathTear ends the path state by its own PHOP, and no other.
 * Where routing upstream goes to another way and back, the Path by that one comes
 * last, and then its PathTear: the first one has nothing new to say. If it is gone
 * in fact, one refresh of its does not come, and until then nobody is told that the
 * sender comes this way.
 *
 * Context: rn->lock held.
 * Return: false: there is none, or not just before, or it expires, or no memory.
 */
bool rsvp_psb_back(struct rsvp_net *rn, struct rsvp_psb *psb,
		   struct rsvp_upstream **left)
{
	struct rsvp_former *former = &psb->former;
	ktime_t missing = ktime_add_ms(ktime_get_boottime(),
				       3 * (u64)former->R_ms / 2);
	struct rsvp_upstream *up;

	if (!former_counts(former) ||
	    !rsvp_iface_find(rn, former->iif) ||
	    rsvp_iface_down(rn, former->iif) ||
	    rsvp_psb_routes_to(psb, former->iif))
		return false;
	up = rsvp_upstream_get(rn, psb->sess, &former->hop, former->iif);
	if (!up)
		return false;
	*left = psb->up;
	follow_hop(rn, psb, up, former->iif);
	psb->R_ms = former->R_ms;
	psb->cut = true;
	rsvp_timer_set(rn, &psb->cleanup, min(missing, former->expires));
	former->hop.addr.family = 0;
	return true;
}

