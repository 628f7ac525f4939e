// SPDX-License-Identifier: GPL-2.0
/*
 * Events: the object, whole, and what happened to it, to whoever listens. Without
 * listeners nothing is built. When memory is short, listeners are told that
 * they missed something (ENOBUFS), as when they read too slowly.
 */
#include <linux/rwsem.h>

#include "nl.h"
#include "rule.h"
#include "socket.h"

/* Set while the groups are ours; a namespace may still be busy at rmmod. Held
 * for reading while something is told: the numbers of the groups go to others.
 */
static bool notify_on;
static DECLARE_RWSEM(notify_sem);

/**
 * rsvp_notify_start() - the family is registered
 *
 * Context: module init.
 */
void rsvp_notify_start(void)
{
	WRITE_ONCE(notify_on, true);
}

/**
 * rsvp_notify_stop() - the family is about to be unregistered
 *
 * Nothing is told any more when it returns.
 *
 * Context: module exit. May sleep.
 */
void rsvp_notify_stop(void)
{
	down_write(&notify_sem);
	WRITE_ONCE(notify_on, false);
	up_write(&notify_sem);
}

static bool wanted(const struct rsvp_net *rn, u32 group)
{
	lockdep_assert_held(&rn->lock);

	return READ_ONCE(notify_on) && !rn->dead &&
	       genl_has_listeners(&rsvp_nl_family, rn->net, group);
}

static void missed(const struct rsvp_net *rn, u32 group)
{
	down_read(&notify_sem);
	if (notify_on)
		genl_set_err(&rsvp_nl_family, rn->net, 0, group, -ENOBUFS);
	up_read(&notify_sem);
}

static void send(const struct rsvp_net *rn, struct sk_buff *skb, void *hdr,
		 u32 group)
{
	genlmsg_end(skb, hdr);
	down_read(&notify_sem);
	if (notify_on)
		genlmsg_multicast_netns(&rsvp_nl_family, rn->net, skb, 0,
					group, GFP_KERNEL);
	else
		nlmsg_free(skb);
	up_read(&notify_sem);
}

static struct sk_buff *start(size_t size, u8 cmd, void **hdr)
{
	struct sk_buff *skb = genlmsg_new(size, GFP_KERNEL);

	if (!skb)
		return NULL;
	*hdr = genlmsg_put(skb, 0, 0, &rsvp_nl_family, 0, cmd);
	if (*hdr)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

static void notify(struct rsvp_net *rn, u32 group, u8 cmd, enum rsvp_kind kind,
		   const struct rsvp_object *obj, enum rsvp_event event)
{
	struct sk_buff *skb;
	void *hdr;

	if (!wanted(rn, group))
		return;
	skb = start(rsvp_nl_size(kind, obj), cmd, &hdr);
	if (!skb || rsvp_nl_put(skb, rn, kind, obj, event)) {
		nlmsg_free(skb);
		missed(rn, group);
		return;
	}
	send(rn, skb, hdr, group);
}

/**
 * rsvp_notify_iface() - an interface was switched on, changed, switched off
 * @rn: the namespace
 * @iface: the interface
 * @event: what happened
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_iface(struct rsvp_net *rn, const struct rsvp_iface *iface,
		       enum rsvp_event event)
{
	struct sk_buff *skb;
	void *hdr;

	if (!wanted(rn, RSVP_NLGRP_CONFIG))
		return;
	skb = start(rsvp_nl_iface_size(), RSVP_CMD_IFACE_NTF, &hdr);
	if (!skb || rsvp_nl_put_iface(skb, rn, iface, event)) {
		nlmsg_free(skb);
		missed(rn, RSVP_NLGRP_CONFIG);
		return;
	}
	send(rn, skb, hdr, RSVP_NLGRP_CONFIG);
}

/**
 * rsvp_notify_sender() - a sender of this host came, changed or went
 * @rn: the namespace
 * @snd: the sender
 * @event: what happened
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_sender(struct rsvp_net *rn, const struct rsvp_sender *snd,
			enum rsvp_event event)
{
	notify(rn, RSVP_NLGRP_CONFIG, RSVP_CMD_SENDER_NTF, RSVP_KIND_SENDER,
	       &snd->obj, event);
}

/**
 * rsvp_notify_reservation() - a reservation of this host came, changed or went
 * @rn: the namespace
 * @resv: the reservation
 * @event: what happened
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_reservation(struct rsvp_net *rn,
			     const struct rsvp_reservation *resv,
			     enum rsvp_event event)
{
	notify(rn, RSVP_NLGRP_CONFIG, RSVP_CMD_RESERVATION_NTF,
	       RSVP_KIND_RESERVATION, &resv->obj, event);
}

/**
 * rsvp_notify_path() - path state came, changed or went
 * @rn: the namespace
 * @psb: the path state
 * @event: what happened
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_path(struct rsvp_net *rn, const struct rsvp_psb *psb,
		      enum rsvp_event event)
{
	notify(rn, RSVP_NLGRP_STATE, RSVP_CMD_PATH_NTF, RSVP_KIND_PSB,
	       &psb->obj, event);
}

/**
 * rsvp_notify_resv() - reservation state came, changed or went
 * @rn: the namespace
 * @rsb: the reservation state
 * @event: what happened
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_resv(struct rsvp_net *rn, const struct rsvp_rsb *rsb,
		      enum rsvp_event event)
{
	notify(rn, RSVP_NLGRP_STATE, RSVP_CMD_RESV_NTF, RSVP_KIND_RSB,
	       &rsb->obj, event);
}

/**
 * rsvp_notify_tc() - traffic control state came, changed or went
 * @rn: the namespace
 * @tcsb: the traffic control state
 * @event: what happened
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_tc(struct rsvp_net *rn, const struct rsvp_tcsb *tcsb,
		    enum rsvp_event event)
{
	notify(rn, RSVP_NLGRP_STATE, RSVP_CMD_TC_NTF, RSVP_KIND_TCSB,
	       &tcsb->obj, event);
}

/**
 * rsvp_notify_error() - an error or a confirmation came, or an error is made here
 * @rn: the namespace
 * @event: RSVP_EVENT_PATH_ERR, RSVP_EVENT_RESV_ERR or RSVP_EVENT_RESV_CONF
 * @key: session
 * @id: sender or reservation of this host that it is about; 0: none, others are told
 * @style: style; 0: none
 * @filters: senders that it is about
 * @n_filters: how many; no more are told than one reservation may have
 * @err: the error, without Error Node if that is this one; NULL: none
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_error(struct rsvp_net *rn, enum rsvp_event event,
		       const struct rsvp_session_key *key, u64 id,
		       u32 style, const struct rsvp_filter *filters,
		       u32 n_filters, const struct rsvp_error_info *err)
{
	struct nlattr *nest;
	struct sk_buff *skb;
	void *hdr;

	if (!wanted(rn, RSVP_NLGRP_ERRORS))
		return;
	n_filters = min_t(u32, n_filters, RSVP_CAP_RSB_FILTERS);
	skb = start(rsvp_nl_filters_size(n_filters + 1) +
		    rsvp_nl_error_size() + 4 * nla_total_size(4) +
		    2 * nla_total_size_64bit(8) + nla_total_size(16),
		    RSVP_CMD_ERROR_NTF, &hdr);
	nest = skb ? nla_nest_start(skb, RSVP_A_ERROR) : NULL;
	if (!nest ||
	    rsvp_nl_put_session(skb, RSVP_A_ERROR_SESSION, key) ||
	    (style && nla_put_u32(skb, RSVP_A_ERROR_STYLE, style)) ||
	    rsvp_nl_put_filters(skb, RSVP_A_ERROR_FILTER, filters,
				n_filters) ||
	    (err && rsvp_nl_put_error(skb, err)) ||
	    (id && nla_put_u64_64bit(skb, RSVP_A_ERROR_ID, id,
				     RSVP_A_ERROR_PAD)) ||
	    nla_put_u32(skb, RSVP_A_ERROR_EVENT, event)) {
		nlmsg_free(skb);
		missed(rn, RSVP_NLGRP_ERRORS);
		return;
	}
	nla_nest_end(skb, nest);
	send(rn, skb, hdr, RSVP_NLGRP_ERRORS);
}

/**
 * rsvp_notify_socket() - a socket got QoS, or other QoS, or was closed
 * @rn: the namespace
 * @s: the socket
 * @event: what happened
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_socket(struct rsvp_net *rn, const struct rsvp_socket *s,
			enum rsvp_event event)
{
	notify(rn, RSVP_NLGRP_CONFIG, RSVP_CMD_SOCKET_NTF, RSVP_KIND_SOCKET,
	       &s->obj, event);
}

/**
 * rsvp_notify_rule() - a rule came or went
 * @rn: the namespace
 * @rule: the rule
 * @event: what happened
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_rule(struct rsvp_net *rn, const struct rsvp_rule *rule,
		      enum rsvp_event event)
{
	notify(rn, RSVP_NLGRP_CONFIG, RSVP_CMD_RULE_NTF, RSVP_KIND_RULE,
	       &rule->obj, event);
}

static int put_notice(struct sk_buff *skb, const struct rsvp_socket *s,
		      const struct rsvp_notice *n)
{
	struct nlattr *nest = nla_nest_start(skb, RSVP_A_NOTICE), *error;

	if (!nest ||
	    nla_put_u64_64bit(skb, RSVP_A_NOTICE_ID, s->obj.id,
			      RSVP_A_NOTICE_PAD) ||
	    nla_put_u32(skb, RSVP_A_NOTICE_STATUS, n->status) ||
	    nla_put_u32(skb, RSVP_A_NOTICE_DIRECTION, n->direction) ||
	    rsvp_nl_put_session(skb, RSVP_A_NOTICE_SESSION, n->key) ||
	    rsvp_nl_put_filters(skb, RSVP_A_NOTICE_FILTER, n->filters,
				n->n_filters))
		return -EMSGSIZE;
	if (n->psb &&
	    (rsvp_nl_put_tspec(skb, RSVP_A_NOTICE_TSPEC, &n->psb->ts) ||
	     rsvp_nl_put_adspec(skb, RSVP_A_NOTICE_ADSPEC, n->psb->opaque)))
		return -EMSGSIZE;
	if (n->err) {
		error = nla_nest_start(skb, RSVP_A_NOTICE_ERROR);
		if (!error || rsvp_nl_put_error(skb, n->err))
			return -EMSGSIZE;
		nla_nest_end(skb, error);
	}
	nla_nest_end(skb, nest);
	return 0;
}

static struct sk_buff *notice_skb(const struct rsvp_socket *s,
				  const struct rsvp_notice *notice, void **hdr)
{
	struct sk_buff *skb;

	skb = start(rsvp_nl_filters_size(notice->n_filters + 1) +
		    rsvp_nl_offer_size() + rsvp_nl_error_size() +
		    6 * nla_total_size(4) + nla_total_size(16) +
		    nla_total_size_64bit(8), RSVP_CMD_NOTICE_NTF, hdr);
	if (!skb || !put_notice(skb, s, notice))
		return skb;
	nlmsg_free(skb);
	return NULL;
}

/* To who set the QoS last: when he does not read, he is told that he missed some */
static void notify_owner(struct rsvp_net *rn, const struct rsvp_socket *s,
			 const struct rsvp_notice *notice)
{
	struct sk_buff *skb;
	void *hdr;

	if (rn->dead || !s->owner || rsvp_owner_dead(rn, s->owner))
		return;
	skb = notice_skb(s, notice, &hdr);
	if (!skb)
		return;
	genlmsg_end(skb, hdr);
	genlmsg_unicast(rn->net, skb, s->owner->portid);
}

/**
 * rsvp_notify_notice() - a socket is told something
 * @rn: the namespace
 * @s: the socket
 * @notice: what
 *
 * Context: process, rn->lock held.
 */
void rsvp_notify_notice(struct rsvp_net *rn, const struct rsvp_socket *s,
			const struct rsvp_notice *notice)
{
	struct sk_buff *skb;
	void *hdr;

	notify_owner(rn, s, notice);
	if (!wanted(rn, RSVP_NLGRP_SOCKETS))
		return;
	skb = notice_skb(s, notice, &hdr);
	if (skb)
		send(rn, skb, hdr, RSVP_NLGRP_SOCKETS);
	else
		missed(rn, RSVP_NLGRP_SOCKETS);
}
