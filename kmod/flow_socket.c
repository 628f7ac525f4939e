// SPDX-License-Identifier: GPL-2.0
/*
 * What sockets get by rules: a flow that a rule matches belongs to its socket, and
 * all flows of a socket together say what QoS it has. Sockets that their own
 * programs gave QoS are never touched.
 */
#include "rule.h"

enum {
	RECEIVERS_MOST	= 16,	/* sockets that are looked up at a time */
	RECEIVERS_CAP	= 256,	/* that one flow gives QoS */
	/* Received flows are looked at as often, packets aside */
	RECEIVED_MS	= 1000,
	/* A receiver that was not there yet */
	MISSED_MS	= 100,
};

static bool is_group(const struct rsvp_flow_seen *flow)
{
	return rsvp_addr_is_multicast(&flow->id.dst);
}

static bool is_sent(const struct rsvp_flow_seen *flow)
{
	return flow->id.direction == RSVP_DIRECTION_SEND;
}

static void flow_attach(struct rsvp_flow_seen *flow, struct rsvp_socket *s,
			struct rsvp_rule *rule)
{
	flow->socket = s;
	list_add_tail(&flow->by_socket, &s->flows);
	s->n_flows++;
	if (!rule)
		return;
	flow->rule = rule;
	list_add_tail(&flow->by_rule, &rule->attached);
	rule->n_attached++;
	rule->n_flows++;
}

/**
 * rsvp_flow_detach() - a flow belongs to no socket any more
 * @rn: the namespace
 * @flow: the flow; may belong to none
 *
 * The socket still has what it got by it; a sender of another host goes.
 *
 * Context: rn->lock held.
 */
void rsvp_flow_detach(struct rsvp_net *rn, struct rsvp_flow_seen *flow)
{
	if (flow->snd)
		rsvp_transit_end(rn, flow);
	if (flow->rule)
		flow->rule->n_attached--;
	if (flow->socket)
		flow->socket->n_flows--;
	list_del_init(&flow->by_rule);
	list_del_init(&flow->by_socket);
	flow->rule = NULL;
	flow->socket = NULL;
}

/* --- all flows of a socket together --- */

static void clear_qos(struct rsvp_socket_qos *qos)
{
	memset(&qos->send, 0, sizeof(qos->send));
	memset(&qos->receive, 0, sizeof(qos->receive));
	kfree(qos->filters);
	qos->filters = NULL;
	qos->n_filters = 0;
	qos->style = 0;
	qos->confirm = false;
	qos->dscp = RSVP_SOCKET_NO_DSCP;
	qos->nonconforming = 0;
}

/* The senders of style FF or SE are those that sent */
static void give_filter(struct rsvp_socket_qos *qos,
			const struct rsvp_flow_id *id)
{
	struct rsvp_filter f = { .src = id->src, .sport = id->sport };
	struct rsvp_filter *more;
	u32 i;

	for (i = 0; i < qos->n_filters; i++)
		if (rsvp_filter_eq(&qos->filters[i], &f))
			return;
	if (qos->n_filters >= RSVP_QOS_MAX_FILTERS)
		return;
	more = krealloc_array(qos->filters, qos->n_filters + 1, sizeof(f),
			      GFP_KERNEL_ACCOUNT);
	if (!more)
		return;
	more[qos->n_filters++] = f;
	qos->filters = more;
}

static bool names_senders(u32 style)
{
	return style == RSVP_STYLE_FF || style == RSVP_STYLE_SE;
}

/* In the style of the rule that came first: a socket has one */
static void give_style(struct rsvp_socket *s, const struct rsvp_flow_seen *flow)
{
	const struct rsvp_socket_qos *from = &flow->rule->qos;

	if (!s->qos.style)
		s->qos.style = from->style;
	s->qos.confirm |= from->confirm;
	if (names_senders(s->qos.style) && names_senders(from->style))
		give_filter(&s->qos, &flow->id);
}

static void give_leaf(struct rsvp_net *rn, struct rsvp_socket *s,
		      const struct rsvp_flow_seen *flow)
{
	const struct rsvp_socket_qos *qos = &flow->rule->qos;
	const struct rsvp_session_key key = {
		.dst	= flow->id.dst,
		.dport	= flow->id.dport,
		.proto	= flow->id.proto,
	};
	struct rsvp_leaf *leaf;

	leaf = rsvp_socket_leaf(rn, s, &key, flow->id.ifindex,
				flow->id.direction);
	if (!leaf)
		return;
	if (is_sent(flow) && !leaf->send.service_type)
		leaf->send = qos->send;
	if (!is_sent(flow) && !leaf->receive.service_type)
		leaf->receive = qos->receive;
}

/* Of all that the socket sends, by the rule that said it first */
static void give_sent(struct rsvp_socket_qos *to,
		      const struct rsvp_socket_qos *from)
{
	if (to->dscp == RSVP_SOCKET_NO_DSCP)
		to->dscp = from->dscp;
	if (!to->nonconforming)
		to->nonconforming = from->nonconforming;
}

static void give(struct rsvp_net *rn, struct rsvp_socket *s,
		 const struct rsvp_flow_seen *flow)
{
	const struct rsvp_sock_state *st = &s->view.st;
	const struct rsvp_socket_qos *qos = &flow->rule->qos;

	if (!is_sent(flow))
		give_style(s, flow);
	else
		give_sent(&s->qos, qos);
	if (is_group(flow)) {
		give_leaf(rn, s, flow);
	} else if (!is_sent(flow)) {
		if (!s->qos.receive.service_type)
			s->qos.receive = qos->receive;
	} else if (rsvp_addr_eq(&st->peer, &flow->id.dst) &&
		   st->pport == flow->id.dport) {
		s->qos.send = qos->send;
	} else if (st->proto == IPPROTO_UDP) {
		give_leaf(rn, s, flow);
	}
}

/**
 * rsvp_flows_apply() - a socket gets what its flows say
 * @rn: the namespace
 * @s: a socket that has QoS by rules; freed if it has no flow any more
 *
 * Context: rn->lock held.
 */
void rsvp_flows_apply(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_qos_fault fault;
	struct rsvp_flow_seen *flow;

	lockdep_assert_held(&rn->lock);

	clear_qos(&s->qos);
	rsvp_socket_leaves_begin(s);
	list_for_each_entry(flow, &s->flows, by_socket)
		give(rn, s, flow);
	/* The style of a rule may be none that such a socket can have */
	if (rsvp_match_check_style(&s->view.st, !list_empty(&s->leaves),
				   s->qos.style, s->qos.n_filters, &fault)) {
		kfree(s->qos.filters);
		s->qos.filters = NULL;
		s->qos.n_filters = 0;
		s->qos.style = 0;
	}
	rsvp_socket_leaves_end(rn, s);
}

/* --- one flow --- */

static void no_room(struct rsvp_net *rn, struct rsvp_rule *rule)
{
	rule->n_refused++;
	rsvp_count_drop(rn, RSVP_DROP_CAP_FLOWS);
}

/* @rule: NULL: it is for none any more */
static void flow_set(struct rsvp_net *rn, struct rsvp_flow_seen *flow,
		     struct sock *sk, struct rsvp_rule *rule)
{
	struct rsvp_socket *s = rsvp_socket_find(rn, sk);

	if (rule == flow->rule)
		return;
	if (rule && !s)
		s = rsvp_socket_adopt(rn, sk);
	if (rule && (!s || (!flow->socket &&
			    s->n_flows >= RSVP_CAP_SOCKET_FLOWS))) {
		no_room(rn, rule);
		return;
	}
	rsvp_flow_detach(rn, flow);
	if (rule)
		flow_attach(flow, s, rule);
	if (s)
		rsvp_flows_apply(rn, s);
}

static void judge_sent(struct rsvp_net *rn, struct rsvp_flow_seen *flow,
		       struct sock *sk)
{
	struct rsvp_socket *s = rsvp_socket_find(rn, sk);

	/* Another one may have it with the next packet */
	if (rsvp_sock_closed(sk)) {
		if (!flow->socket)
			rsvp_flow_free(rn, flow);
		return;
	}
	if (!s || s->by_rule) {
		flow_set(rn, flow, sk, rsvp_rule_match(rn->rules, &flow->id,
						       sk));
		return;
	}
	/* Its program's: known until it has no QoS any more */
	if (!flow->socket && s->n_flows < RSVP_CAP_SOCKET_FLOWS)
		flow_attach(flow, s, NULL);
}

static struct rsvp_flow_seen *find_received(const struct rsvp_socket *s,
					    const struct rsvp_flow_id *id)
{
	struct rsvp_flow_seen *flow;

	list_for_each_entry(flow, &s->flows, by_socket)
		if (!memcmp(&flow->id, id, sizeof(*id)))
			return flow;
	return NULL;
}

/* Rules before had a flow for each sender where there is one for all now, or the other
 * way round. A sender that is for them still has it again with its next packet.
 */
static void end_outdated(struct rsvp_net *rn, struct rsvp_socket *s,
			 const struct rsvp_flow_id *id)
{
	struct rsvp_flow_seen *flow, *next;

	list_for_each_entry_safe(flow, next, &s->flows, by_socket)
		if (!is_sent(flow) &&
		    flow->generation != rn->rules->generation &&
		    rsvp_addr_eq(&flow->id.dst, &id->dst) &&
		    !flow->id.src.family != !id->src.family)
			rsvp_flow_free(rn, flow);
}

static struct rsvp_flow_seen *make_received(const struct rsvp_flow_id *id)
{
	struct rsvp_flow_seen *flow = kzalloc(sizeof(*flow),
					      GFP_KERNEL_ACCOUNT);

	if (!flow)
		return NULL;
	flow->id = *id;
	INIT_LIST_HEAD(&flow->fresh);
	INIT_LIST_HEAD(&flow->by_socket);
	INIT_LIST_HEAD(&flow->by_rule);
	return flow;
}

/* A socket receives flow @from, whose last packet came at @last (jiffies) */
static void judge_receiver(struct rsvp_net *rn, const struct rsvp_flow_id *from,
			   struct sock *sk, unsigned long last)
{
	struct rsvp_socket *s = rsvp_socket_find(rn, sk);
	u32 generation = rn->rules->generation;
	struct rsvp_flow_id id = *from;
	struct rsvp_flow_seen *flow;
	struct rsvp_rule *rule;

	if (s && !s->by_rule)
		return;
	id.sk = sk;
	rsvp_sock_owner(sk, rn->rules->n_cgroup, &id);
	rule = rsvp_rule_match(rn->rules, &id, sk);
	if (!rule)
		return;
	/* One for all senders, where they share what is reserved */
	id.mark = 0;
	if (!names_senders(rule->qos.style)) {
		memset(&id.src, 0, sizeof(id.src));
		id.sport = 0;
	}
	flow = s ? find_received(s, &id) : NULL;
	if (flow)
		flow->last = last;
	/* Of several senders that different rules match, the first says it */
	if (flow && flow->generation == generation)
		return;
	if (!flow)
		flow = make_received(&id);
	if (!flow) {
		no_room(rn, rule);
		return;
	}
	flow->last = last;
	flow->generation = generation;
	if (s && !flow->socket)
		end_outdated(rn, s, &id);
	flow_set(rn, flow, sk, rule);
	if (!flow->socket)
		kfree(flow);
}

static u32 judge_receivers(struct rsvp_net *rn, const struct rsvp_flow_id *id,
			   unsigned long last)
{
	struct sock *found[RECEIVERS_MOST];
	u32 all = 0, n, i;

	/* A rule may have gone, or be for other senders */
	if (!rsvp_rule_match(rn->rules, id, NULL))
		return 0;
	do {
		n = rsvp_sock_receivers(rn->net, id, all, found,
					RECEIVERS_MOST);
		for (i = 0; i < n; i++) {
			if (!rsvp_sock_closed(found[i]))
				judge_receiver(rn, id, found[i], last);
			sock_put(found[i]);
		}
		all += n;
	} while (n == RECEIVERS_MOST && all < RECEIVERS_CAP);
	return all;
}

/* No packet has come: whom the Paths are from stands in them */
static void judge_paths(struct rsvp_net *rn, const struct rsvp_flow_id *from)
{
	const struct rsvp_session_key key = {
		.dst	= from->dst,
		.dport	= from->dport,
		.proto	= from->proto,
	};
	struct rsvp_session *sess = rsvp_session_find(rn, &key);
	struct rsvp_flow_id id = *from;
	const struct rsvp_psb *psb;

	if (!sess)
		return;
	/* What sockets get makes none of these go: they follow later */
	list_for_each_entry(psb, &sess->psbs, list) {
		cond_resched();
		if (!psb->iif)
			continue;
		id.src = psb->sender.src;
		id.sport = psb->sender.sport;
		id.ifindex = psb->iif;
		judge_receivers(rn, &id, jiffies);
	}
}

/**
 * rsvp_flow_judge() - give the sockets of a flow what is for them
 * @rn: the namespace
 * @flow: the flow; may be freed
 * @sk: that sends it, held; NULL: it is received
 *
 * Context: worker, rn->lock held.
 */
void rsvp_flow_judge(struct rsvp_net *rn, struct rsvp_flow_seen *flow,
		     struct sock *sk)
{
	bool found;

	lockdep_assert_held(&rn->lock);

	if (flow->id.transit) {
		rsvp_transit_judge(rn, flow);
	} else if (is_sent(flow)) {
		judge_sent(rn, flow, sk);
	} else if (!flow->id.src.family) {
		judge_paths(rn, &flow->id);
		rsvp_flow_free(rn, flow);
	} else {
		found = judge_receivers(rn, &flow->id, READ_ONCE(flow->last));
		WRITE_ONCE(flow->again, jiffies +
			   msecs_to_jiffies(found ? RECEIVED_MS : MISSED_MS));
	}
}

/* --- the ends of flows --- */

/**
 * rsvp_flows_of_rule_end() - a rule goes
 * @rn: the namespace
 * @rule: the rule
 *
 * Context: rn->lock held.
 */
void rsvp_flows_of_rule_end(struct rsvp_net *rn, struct rsvp_rule *rule)
{
	struct rsvp_flow_seen *flow;
	struct rsvp_socket *s;

	lockdep_assert_held(&rn->lock);

	while ((flow = list_first_entry_or_null(&rule->attached,
						struct rsvp_flow_seen,
						by_rule))) {
		cond_resched();
		s = flow->socket;
		rsvp_flow_free(rn, flow);
		if (s)
			rsvp_flows_apply(rn, s);
	}
}

/* A socket that leaves a group has ended what it receives; one that is a member
 * may wait for data as long as it likes
 */
static bool flow_ended(const struct rsvp_socket *s,
		       const struct rsvp_flow_seen *flow)
{
	unsigned long idle = msecs_to_jiffies(flow->rule->idle_ms);

	if (!is_sent(flow) && is_group(flow))
		return !rsvp_sock_member(s->sk, &flow->id.dst,
					 flow->id.ifindex);
	/* That packets still come is heard of no more often */
	if (!is_sent(flow))
		idle += msecs_to_jiffies(2 * RECEIVED_MS);
	return time_after_eq(jiffies, READ_ONCE(flow->last) + idle);
}

/**
 * rsvp_flows_check() - have flows of a socket ended?
 * @rn: the namespace
 * @s: a socket that has QoS by rules; freed if none is left
 *
 * Context: rn->lock held.
 */
void rsvp_flows_check(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_flow_seen *flow, *next;
	bool ended = false;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry_safe(flow, next, &s->flows, by_socket) {
		if (!flow_ended(s, flow))
			continue;
		rsvp_flow_free(rn, flow);
		ended = true;
	}
	if (ended)
		rsvp_flows_apply(rn, s);
}

/**
 * rsvp_flows_let_go() - a socket has nothing by rules any more
 * @rn: the namespace
 * @s: the socket, which is closed, or its program has asked for QoS
 *
 * Context: rn->lock held.
 */
void rsvp_flows_let_go(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_flow_seen *flow, *next;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry_safe(flow, next, &s->flows, by_socket)
		rsvp_flow_free(rn, flow);
}
