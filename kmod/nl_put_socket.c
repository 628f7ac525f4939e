// SPDX-License-Identifier: GPL-2.0
/* Sockets and their FLOWSPECs in answers and notifications */
#include "nl.h"
#include "rule.h"
#include "socket.h"

#define LEAF_SIZE	(2 * nla_total_size(0) + nla_total_size(16) + \
			 4 * nla_total_size(4) + 2 * RSVP_NL_QOS_SIZE)

static int put_u64(struct sk_buff *skb, int attr, u64 value, bool given)
{
	return given ? nla_put_u64_64bit(skb, attr, value, RSVP_A_QOS_PAD) : 0;
}

static int put_u32(struct sk_buff *skb, int attr, u32 value, bool given)
{
	return given ? nla_put_u32(skb, attr, value) : 0;
}

/**
 * rsvp_nl_put_qos() - put a FLOWSPEC
 * @skb: message
 * @attr: attribute of the set "qos"
 * @flow: the FLOWSPEC
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int rsvp_nl_put_qos(struct sk_buff *skb, int attr,
		    const struct rsvp_qos_flow *flow)
{
	struct nlattr *nest = nla_nest_start(skb, attr);
	u32 gave = flow->gave;

	if (!nest ||
	    nla_put_u32(skb, RSVP_A_QOS_SERVICE_TYPE, flow->service_type) ||
	    (flow->no_tc &&
	     nla_put_flag(skb, RSVP_A_QOS_NO_TRAFFIC_CONTROL)) ||
	    (flow->no_signaling &&
	     nla_put_flag(skb, RSVP_A_QOS_NO_QOS_SIGNALING)) ||
	    put_u64(skb, RSVP_A_QOS_TOKEN_RATE, flow->rate_Bps,
		    gave & RSVP_QOS_RATE) ||
	    put_u64(skb, RSVP_A_QOS_TOKEN_BUCKET_SIZE, flow->bucket,
		    gave & RSVP_QOS_BUCKET) ||
	    put_u64(skb, RSVP_A_QOS_PEAK_BANDWIDTH, flow->peak_Bps,
		    gave & RSVP_QOS_PEAK) ||
	    put_u32(skb, RSVP_A_QOS_LATENCY, flow->latency_us,
		    gave & RSVP_QOS_LATENCY) ||
	    put_u32(skb, RSVP_A_QOS_DELAY_VARIATION, flow->variation_us,
		    gave & RSVP_QOS_VARIATION) ||
	    put_u32(skb, RSVP_A_QOS_MAX_SDU_SIZE, flow->sdu,
		    gave & RSVP_QOS_SDU) ||
	    put_u32(skb, RSVP_A_QOS_MINIMUM_POLICED_SIZE, flow->policed,
		    gave & RSVP_QOS_POLICED))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_leaf(struct sk_buff *skb, int attr, const struct rsvp_leaf *leaf)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest ||
	    rsvp_nl_put_session(skb, RSVP_A_LEAF_SESSION, &leaf->key) ||
	    put_u32(skb, RSVP_A_LEAF_DIRECTION, leaf->direction,
		    leaf->direction) ||
	    put_u32(skb, RSVP_A_LEAF_IFINDEX, leaf->ifindex, leaf->ifindex) ||
	    rsvp_nl_put_qos(skb, RSVP_A_LEAF_SEND, &leaf->send) ||
	    rsvp_nl_put_qos(skb, RSVP_A_LEAF_RECEIVE, &leaf->receive))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_end(struct sk_buff *skb, int attr, const struct rsvp_addr *addr,
		   __be16 port)
{
	struct rsvp_filter end = { .src = *addr, .sport = port };

	return addr->family || port ?
	       rsvp_nl_put_filters(skb, attr, &end, 1) : 0;
}

static u32 list_len(const struct list_head *head)
{
	const struct list_head *pos;
	u32 n = 0;

	list_for_each(pos, head)
		n++;
	return n;
}

static u64 inode_of(const struct sock *sk)
{
	return sock_i_ino((struct sock *)sk);
}

static int put_set(struct sk_buff *skb, const struct rsvp_socket *s)
{
	const struct rsvp_socket_qos *qos = &s->qos;

	if (rsvp_nl_put_qos(skb, RSVP_A_SOCKET_SEND, &qos->send) ||
	    rsvp_nl_put_qos(skb, RSVP_A_SOCKET_RECEIVE, &qos->receive) ||
	    put_u32(skb, RSVP_A_SOCKET_STYLE, qos->style, qos->style) ||
	    rsvp_nl_put_filters(skb, RSVP_A_SOCKET_FILTER, qos->filters,
				qos->n_filters) ||
	    put_u32(skb, RSVP_A_SOCKET_CONFIRM, 1, qos->confirm) ||
	    put_u32(skb, RSVP_A_SOCKET_DSCP, qos->dscp,
		    qos->dscp != RSVP_SOCKET_NO_DSCP) ||
	    put_u32(skb, RSVP_A_SOCKET_NONCONFORMING, qos->nonconforming,
		    qos->nonconforming))
		return -EMSGSIZE;
	return 0;
}

/* What could not be made of it, or of what was made is refused, here or elsewhere */
static const struct rsvp_error_info *wrong_with(struct rsvp_net *rn,
						const struct rsvp_socket *s,
						struct rsvp_error_info *room)
{
	const struct rsvp_reservation *resv;
	const struct rsvp_error_info *err;
	const struct rsvp_sender *snd;

	if (s->wrong.err) {
		rsvp_error_from_refusal(rn, room, &s->wrong);
		return room;
	}
	list_for_each_entry(snd, &s->senders, by_socket) {
		err = rsvp_local_error(rn, snd, room);
		if (err)
			return err;
	}
	list_for_each_entry(resv, &s->reservations, by_socket) {
		err = rsvp_api_error(rn, resv, room);
		if (err)
			return err;
	}
	return NULL;
}

static int put_wrong(struct sk_buff *skb, const struct rsvp_socket *s)
{
	struct rsvp_net *rn = rsvp_net(sock_net(s->sk));
	const struct rsvp_error_info *err;
	struct rsvp_error_info room;
	struct nlattr *nest;

	err = wrong_with(rn, s, &room);
	if (!err)
		return 0;
	nest = nla_nest_start(skb, RSVP_A_SOCKET_ERROR);
	if (!nest || rsvp_nl_put_error(skb, err))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Each of its rules once */
static int put_rules(struct sk_buff *skb, const struct rsvp_socket *s)
{
	const struct rsvp_flow_seen *flow, *before;

	list_for_each_entry(flow, &s->flows, by_socket) {
		list_for_each_entry(before, &s->flows, by_socket)
			if (before->rule == flow->rule)
				break;
		if (before == flow && flow->rule &&
		    nla_put_u64_64bit(skb, RSVP_A_SOCKET_RULE,
				      flow->rule->obj.id, RSVP_A_SOCKET_PAD))
			return -EMSGSIZE;
	}
	return 0;
}

/**
 * rsvp_nl_socket_size() - room for what rsvp_nl_put_socket() puts
 * @obj: the socket
 *
 * Context: rn->lock held.
 * Return: bytes.
 */
size_t rsvp_nl_socket_size(const struct rsvp_object *obj)
{
	const struct rsvp_socket *s = container_of(obj, struct rsvp_socket,
						   obj);

	return nla_total_size(0) +
	       (2 + s->n_flows) * nla_total_size_64bit(8) +
	       12 * nla_total_size(4) + 2 * RSVP_NL_QOS_SIZE +
	       rsvp_nl_filters_size(s->qos.n_filters + 2) +
	       (list_len(&s->leaves) + list_len(&s->dests)) * LEAF_SIZE +
	       nla_total_size(0) + rsvp_nl_error_size();
}

/**
 * rsvp_nl_put_socket() - put a socket, within its nest
 * @skb: message
 * @obj: the socket
 * @event: why a notification is sent; RSVP_NL_NO_EVENT: it is none
 *
 * Context: rn->lock held.
 * Return: 0 or -EMSGSIZE.
 */
int rsvp_nl_put_socket(struct sk_buff *skb, const struct rsvp_object *obj,
		       int event)
{
	const struct rsvp_socket *s = container_of(obj, struct rsvp_socket,
						   obj);
	const struct rsvp_sock_state *st = &s->view.st;
	const struct rsvp_leaf *leaf;

	if (nla_put_u64_64bit(skb, RSVP_A_SOCKET_ID, obj->id,
			      RSVP_A_SOCKET_PAD) ||
	    nla_put_u64_64bit(skb, RSVP_A_SOCKET_INODE, inode_of(s->sk),
			      RSVP_A_SOCKET_PAD) ||
	    nla_put_u32(skb, RSVP_A_SOCKET_UID,
			from_kuid_munged(sock_net(s->sk)->user_ns, s->uid)) ||
	    nla_put_u32(skb, RSVP_A_SOCKET_PROTO, st->proto) ||
	    put_end(skb, RSVP_A_SOCKET_LOCAL, &st->local, st->lport) ||
	    put_end(skb, RSVP_A_SOCKET_PEER, &st->peer, st->pport) ||
	    put_set(skb, s))
		return -EMSGSIZE;
	list_for_each_entry(leaf, &s->dests, list)
		if (put_leaf(skb, RSVP_A_SOCKET_DESTINATION, leaf))
			return -EMSGSIZE;
	list_for_each_entry(leaf, &s->leaves, list)
		if (put_leaf(skb, RSVP_A_SOCKET_LEAF, leaf))
			return -EMSGSIZE;
	if (nla_put_u32(skb, RSVP_A_SOCKET_SENDERS, list_len(&s->senders)) ||
	    nla_put_u32(skb, RSVP_A_SOCKET_RESERVATIONS,
			list_len(&s->reservations)) ||
	    nla_put_u32(skb, RSVP_A_SOCKET_RECEIVERS,
			rsvp_socket_receivers(s)) ||
	    put_wrong(skb, s) || put_rules(skb, s))
		return -EMSGSIZE;
	return event == RSVP_NL_NO_EVENT ? 0 :
	       nla_put_u32(skb, RSVP_A_SOCKET_EVENT, event);
}
