// SPDX-License-Identifier: GPL-2.0
/*
 * Policing: does a packet conform to what its flow reserved? RFC 2211, 7 and
 * RFC 2212, Policing. Runs in the hook for every packet of a reserved flow.
 *
 * A bucket counts in bytes * 10^9, so a nanosecond is worth rate tokens, a
 * whole number: nothing is rounded, nothing drifts, nothing is divided.
 */
#include <linux/ktime.h>
#include <linux/overflow.h>

#include "rsvp.h"
#include "admit.h"
#include "classify.h"

static void bucket(struct rsvp_bucket *b, u64 rate_Bps, u64 depth)
{
	b->rate_Bps = rate_Bps;
	b->depth = depth * NSEC_PER_SEC;
}

/**
 * rsvp_want_police() - what of a flow conforms
 * @want: the flow
 * @pol: result
 *
 * Context: any.
 */
void rsvp_want_police(const struct rsvp_want *want, struct rsvp_police *pol)
{
	const struct rsvp_tspec *ts = &want->ts;
	u64 buffer = rsvp_want_buffer(want);
	u64 more = 0;

	memset(pol, 0, sizeof(*pol));
	pol->unit = rsvp_want_unit(want);
	pol->max = ts->M;
	pol->discard = want->excess == RSVP_NONCONFORMING_DISCARD;
	pol->marks = want->marks;
	pol->dscp = want->dscp;
	/* What is too fast waits, and then conforms */
	if (want->excess == RSVP_NONCONFORMING_SHAPE)
		return;
	if (want->service == RSVP_SVC_CONTROLLED) {
		/* rT + b at every node; no peak. RFC 2211, 7 calls all beyond
		 * that nonconformant, and goes on: elements in the interior
		 * "SHOULD be prepared to accommodate packet bursts somewhat
		 * larger than the actual TSpec". Where nobody before us bunched
		 * packets together (E_Police), b it is; elsewhere what the
		 * buffer has beyond b, or that room would be for nobody.
		 */
		pol->n = 1;
		bucket(&pol->r, ts->r_Bps, buffer);
		return;
	}
	/* A reshaper polices, too: what conforms but for its buffer may wait,
	 * what is beyond that overflows.
	 */
	if (rsvp_want_reshape(want))
		more = buffer;
	else if (!(want->police & RSVP_POLICE_E) && !pol->discard)
		return;
	/* M + min(pT, rT + b - M) */
	pol->n = ts->p_Bps == RSVP_RATE_INF ? 1 : 2;
	bucket(&pol->r, ts->r_Bps, ts->b + more);
	if (pol->n > 1)
		bucket(&pol->p, ts->p_Bps, ts->M + more);
}

static void bucket_fill(struct rsvp_bucket *b, u64 ns)
{
	u64 more;

	if (check_mul_overflow(ns, b->rate_Bps, &more) ||
	    more > b->depth - b->tokens)
		b->tokens = b->depth;
	else
		b->tokens += more;
}

/* RFC 2212, Policing: "The token bucket regulator MUST start with its token
 * bucket full of tokens". One that changes keeps what was taken from it.
 */
static void bucket_change(struct rsvp_bucket *b, const struct rsvp_bucket *to)
{
	u64 taken = b->depth - b->tokens;

	b->rate_Bps = to->rate_Bps;
	b->depth = to->depth;
	b->tokens = to->depth > taken ? to->depth - taken : 0;
}

/**
 * rsvp_flow_init() - a flow before anything is known of it: best effort
 * @flow: zeroed
 *
 * Context: any.
 */
void rsvp_flow_init(struct rsvp_flow *flow)
{
	INIT_HLIST_HEAD(&flow->filters);
	spin_lock_init(&flow->lock);
	flow->police.max = U32_MAX;
	flow->last = ktime_get_ns();
}

/**
 * rsvp_flow_set() - what becomes of a flow's packets from now on
 * @flow: may be published
 * @priority: skb->priority of what conforms; 0: best effort
 * @police: what conforms; tokens are not looked at
 *
 * Context: process.
 */
void rsvp_flow_set(struct rsvp_flow *flow, u32 priority,
		   const struct rsvp_police *police)
{
	u64 now;

	spin_lock_bh(&flow->lock);
	now = ktime_get_ns();
	bucket_fill(&flow->police.r, now - flow->last);
	bucket_fill(&flow->police.p, now - flow->last);
	flow->last = now;
	flow->priority = priority;
	flow->police.unit = police->unit;
	flow->police.max = police->max;
	flow->police.n = police->n;
	flow->police.discard = police->discard;
	flow->police.marks = police->marks;
	flow->police.dscp = police->dscp;
	bucket_change(&flow->police.r, &police->r);
	bucket_change(&flow->police.p, &police->p);
	spin_unlock_bh(&flow->lock);
}

static bool conforms(struct rsvp_flow *flow, u32 len, u32 largest, u32 packets)
{
	struct rsvp_police *police = &flow->police;
	u64 cost, now;

	/* RFC 2212, Policing: "datagrams bigger than the MTU of the network
	 * element MUST be considered non-conformant"; likewise RFC 2211, 7
	 */
	if (largest > police->max)
		return false;
	if (!police->n)
		return true;

	now = ktime_get_ns();
	bucket_fill(&police->r, now - flow->last);
	if (police->n > 1)
		bucket_fill(&police->p, now - flow->last);
	flow->last = now;

	/* RFC 2212, Policing: "links MUST count datagrams which are smaller
	 * than the minimum policing unit to be of size m"
	 */
	cost = max_t(u64, len, (u64)police->unit * packets) * NSEC_PER_SEC;
	if (cost > police->r.tokens ||
	    (police->n > 1 && cost > police->p.tokens))
		return false;
	police->r.tokens -= cost;
	if (police->n > 1)
		police->p.tokens -= cost;
	return true;
}

/**
 * rsvp_flow_take() - count a packet and police it
 * @flow: its flow
 * @len: its IP bytes; of a super-packet, those of all its segments
 * @largest: IP bytes of the largest of them
 * @packets: how many they are
 *
 * Context: softirq or BH enabled, under RCU.
 * Return: what becomes of it.
 */
struct rsvp_taken rsvp_flow_take(struct rsvp_flow *flow, u32 len, u32 largest,
				 u32 packets)
{
	struct rsvp_taken taken = {};

	spin_lock_bh(&flow->lock);
	flow->packets += packets;
	flow->bytes += len;
	taken.conforms = conforms(flow, len, largest, packets);
	taken.marks = flow->police.marks;
	if (taken.conforms) {
		taken.priority = flow->priority;
		taken.dscp = flow->police.dscp;
	} else {
		taken.drop = flow->police.discard;
		flow->demoted_packets += packets;
		flow->demoted_bytes += len;
	}
	spin_unlock_bh(&flow->lock);
	return taken;
}
