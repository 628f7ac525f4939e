// SPDX-License-Identifier: GPL-2.0
/*
 * Sender proxies (RFC 5945, 4.3, "Inspection-Triggered"): a flow of another host that
 * passes and that a rule matches has a sender here, which sends its Paths, until the
 * flow ends or the host speaks for itself.
 */
#include <net/inet_ecn.h>

#include "rule.h"

/* A sender that could not be made is tried again with the next packet then */
#define AGAIN_MS	1000

static struct rsvp_sender *make_sender(struct rsvp_flow_seen *flow,
				       struct rsvp_rule *rule)
{
	const struct rsvp_flow_id *id = &flow->id;
	struct rsvp_sender *snd;

	snd = kzalloc(sizeof(*snd), GFP_KERNEL_ACCOUNT);
	if (!snd)
		return NULL;
	snd->key.dst = id->dst;
	snd->key.dport = id->dport;
	snd->key.proto = id->proto;
	snd->filter.src = id->src;
	snd->filter.sport = id->sport;
	snd->iif = id->ifindex;
	snd->flow = flow;
	snd->rule = rule;
	snd->mark = id->mark;
	snd->ttl = flow->ttl;
	snd->dscp = flow->tos & ~INET_ECN_MASK;
	rsvp_qos_tspec(&rule->qos.send, &snd->ts);
	snd->only = rsvp_qos_offers(&rule->qos.send);
	snd->has_dscp_out = rule->qos.dscp != RSVP_SOCKET_NO_DSCP;
	if (snd->has_dscp_out)
		snd->dscp_out = rule->qos.dscp << 2;
	return snd;
}

/* The host is to be found elsewhere, or its packets are marked otherwise */
static void old_flow_ends(struct rsvp_net *rn, const struct rsvp_sender *snd)
{
	struct rsvp_sender *old = rsvp_api_sender_find(rn, &snd->key,
						       &snd->filter);

	if (old && old->flow && old->flow != snd->flow)
		rsvp_flow_free(rn, old->flow);
}

/* False: that is to be tried again, as its host may speak for itself by now */
static bool speak(struct rsvp_net *rn, struct rsvp_flow_seen *flow,
		  struct rsvp_rule *rule)
{
	struct rsvp_sender *snd = make_sender(flow, rule);
	struct rsvp_refusal why = {};

	if (!snd)
		return false;
	old_flow_ends(rn, snd);
	if (rsvp_api_sender(rn, snd, false, &why)) {
		kfree(snd);
		if (why.err != -EEXIST)
			rule->n_refused++;
		return false;
	}
	WRITE_ONCE(flow->snd, snd);
	flow->rule = rule;
	list_add_tail(&flow->by_rule, &rule->attached);
	rule->n_attached++;
	rule->n_flows++;
	return true;
}

/**
 * rsvp_transit_judge() - have a sender for a flow that passes, if a rule says so
 * @rn: the namespace
 * @flow: the flow
 *
 * Context: worker, rn->lock held.
 */
void rsvp_transit_judge(struct rsvp_net *rn, struct rsvp_flow_seen *flow)
{
	struct rsvp_rule *rule;

	lockdep_assert_held(&rn->lock);

	rule = rsvp_rule_match(rn->rules, &flow->id, NULL);
	if (flow->snd && rule == flow->rule)
		return;
	rsvp_flow_detach(rn, flow);
	if (rule && !speak(rn, flow, rule))
		WRITE_ONCE(flow->again, jiffies + msecs_to_jiffies(AGAIN_MS));
}

/**
 * rsvp_transit_end() - a flow has no sender any more
 * @rn: the namespace
 * @flow: the flow
 *
 * Nobody hears of it when the namespace goes: the sender goes with the others.
 *
 * Context: rn->lock held.
 */
void rsvp_transit_end(struct rsvp_net *rn, struct rsvp_flow_seen *flow)
{
	struct rsvp_sender *snd = flow->snd;

	lockdep_assert_held(&rn->lock);

	WRITE_ONCE(flow->snd, NULL);
	snd->flow = NULL;
	snd->rule = NULL;
	if (!rn->dead)
		rsvp_api_sender_release(rn, snd);
}

/**
 * rsvp_transit_yield() - a host speaks for itself: nobody else need to
 * @rn: the namespace
 * @rx: how its Path came
 * @msg: the Path; nothing else is wrong with it
 *
 * It comes from where the data come, or it is not that host's. The sender that was here
 * for it is gone then, and its session if nothing else is left of that.
 *
 * Context: rn->lock held.
 * Return: false: this node does not speak for it, or there is no room for its Path.
 */
bool rsvp_transit_yield(struct rsvp_net *rn, const struct rsvp_rx *rx,
			const struct rsvp_msg *msg)
{
	struct rsvp_sender *snd;

	lockdep_assert_held(&rn->lock);

	snd = rsvp_api_sender_find(rn, &msg->session, &msg->sender);
	if (!snd || !snd->flow || snd->iif != rx->iface->ifindex ||
	    !rsvp_psb_room(rn, rx->iface))
		return false;
	rsvp_flow_detach(rn, snd->flow);
	return true;
}
