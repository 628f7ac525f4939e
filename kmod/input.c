// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 2209, MESSAGE ARRIVES, in the worker: receive queues round robin, common
 * header, parse, dispatch. Errors in a Path or Resv that the RFC wants told
 * are told from here.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/dsfield.h>

#include "rsvp.h"

enum {
	/* Messages are taken from the queues for so long at a time: neighbours
	 * decide what one of them costs
	 */
	RSVP_INPUT_NS	= NSEC_PER_MSEC,
};

static void fill_rx(struct rsvp_rx *rx, struct rsvp_iface *iface,
		    struct rsvp_rx_entry *e)
{
	memset(rx, 0, sizeof(*rx));
	rx->iface = iface;
	rx->entry = e;
	rx->mark = e->skb->mark;
	rx->src.family = e->family;
	rx->dst.family = e->family;
	if (e->family == AF_INET) {
		const struct iphdr *iph = ip_hdr(e->skb);

		rx->src.v4 = iph->saddr;
		rx->dst.v4 = iph->daddr;
		rx->ip_ttl = iph->ttl;
		rx->tos = iph->tos;
	} else {
		const struct ipv6hdr *ip6h = ipv6_hdr(e->skb);

		rx->src.v6 = ip6h->saddr;
		rx->dst.v6 = ip6h->daddr;
		rx->ip_ttl = ip6h->hop_limit;
		rx->tos = ipv6_get_dsfield(ip6h);
	}
}

/* What is wrong with a Path goes up, with a Resv down (RFC 2205, 3.1.7, 3.1.8) */
static void tell_bad_message(struct rsvp_net *rn, const struct rsvp_rx *rx,
			     const struct rsvp_msg *msg)
{
	struct rsvp_error_info err = {
		.spec.code = msg->err_code,
		.spec.value = msg->err_value,
	};

	if (!msg->err_code || !msg->has_session || !msg->has_hop)
		return;
	if (msg->type == RSVP_MSG_PATH && msg->has_sender)
		rsvp_send_patherr(rn, rx, msg, &err);
	else if (msg->type == RSVP_MSG_RESV && msg->has_style)
		rsvp_send_resverr(rn, rx, msg, &err);
}

static void dispatch(struct rsvp_net *rn, struct rsvp_rx *rx,
		     const struct rsvp_msg *msg)
{
	static void (*const arrives[])(struct rsvp_net *, struct rsvp_rx *,
				       const struct rsvp_msg *) = {
		[RSVP_MSG_PATH]		= rsvp_path_arrives,
		[RSVP_MSG_RESV]		= rsvp_resv_arrives,
		[RSVP_MSG_PATHERR]	= rsvp_patherr_arrives,
		[RSVP_MSG_RESVERR]	= rsvp_resverr_arrives,
		[RSVP_MSG_PATHTEAR]	= rsvp_pathtear_arrives,
		[RSVP_MSG_RESVTEAR]	= rsvp_resvtear_arrives,
		[RSVP_MSG_RESVCONF]	= rsvp_resvconf_arrives,
	};

	rsvp_count_rx(rn, msg->type);
	arrives[msg->type](rn, rx, msg);
}

/* Goes on as if we were not here, for whoever understands it: RSVP-TE and its kin
 * share the protocol number, not the node.
 */
static bool goes_on(enum rsvp_drop_reason reason)
{
	return reason == RSVP_DROP_FOREIGN_SESSION ||
	       reason == RSVP_DROP_MSG_UNSUPPORTED;
}

/* RFC 2209: MESSAGE ARRIVES */
static void message_arrives(struct rsvp_net *rn, struct rsvp_iface *iface,
			    struct rsvp_rx_entry *e)
{
	struct rsvp_msg *msg = rn->msg;
	enum rsvp_drop_reason reason;
	struct rsvp_rx rx;
	const u8 *buf;
	size_t len;

	/* The hook saw headers only; the parser wants all bytes in one piece */
	if (skb_linearize(e->skb)) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		e->dropped = true;
		rsvp_rx_entry_free(e);
		return;
	}
	fill_rx(&rx, iface, e);
	buf = e->skb->data + e->offset;
	len = e->skb->len - e->offset;

	reason = rsvp_msg_parse(msg, buf, len);
	if (!reason && !rx.ip_ttl)
		reason = RSVP_DROP_TTL_ZERO;
	if (!reason && msg->foreign)
		reason = RSVP_DROP_FOREIGN_SESSION;
	if (goes_on(reason)) {
		rsvp_drop(rn, &rx, reason);
		rsvp_pass(rn, e);
		rx.entry = NULL;
	} else if (reason) {
		rsvp_drop(rn, &rx, reason);
		tell_bad_message(rn, &rx, msg);
	} else {
		dispatch(rn, &rx, msg);
	}
	if (rx.entry)
		rsvp_rx_entry_free(rx.entry);
}

/**
 * rsvp_input() - process what waits in the receive queues
 * @rn: the namespace
 *
 * Round robin over the interfaces, a budget for each, so that a flood on one
 * does not starve another; and a time for all. When that is over, the next hold
 * begins with the interfaces that had no turn.
 *
 * Context: worker, rn->lock held.
 * Return: true if something still waits.
 */
bool rsvp_input(struct rsvp_net *rn)
{
	ktime_t end = ktime_add_ns(ktime_get(), RSVP_INPUT_NS);
	struct rsvp_iface *iface, *last = NULL;
	struct rsvp_rx_entry *e;
	bool more = false;
	u32 budget;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry(iface, &rn->ifaces, list) {
		budget = RSVP_RXQ_BUDGET;
		while (!last && budget-- && (e = rsvp_rxq_pop(&iface->rxq))) {
			message_arrives(rn, iface, e);
			cond_resched();
			if (ktime_after(ktime_get(), end))
				last = iface;
		}
		more |= READ_ONCE(iface->rxq.len) != 0;
	}
	/* The head of the list goes behind it, so that the next one is first */
	if (last)
		list_move(&rn->ifaces, &last->list);
	return more;
}
