// SPDX-License-Identifier: GPL-2.0
/*
 * TC_Advertise (RFC 2205, 3.11.2): what a link adds to an ADSPEC, from what its
 * scheduler really does (RFC 2212, 2215).
 */
#include <linux/hrtimer.h>

#include "rsvp.h"
#include "link.h"

/**
 * rsvp_link_C() - error term C of a link (RFC 2212)
 * @link: the link
 * @M: largest datagram of a flow, IP bytes; 0: unknown
 * @mtu: of the link
 *
 * A packet goes on when it has come in whole.
 *
 * Context: any.
 * Return: link bytes.
 */
u32 rsvp_link_C(const struct rsvp_tc_link *link, u32 M, u32 mtu)
{
	return (M && M < mtu ? M : mtu) + link->overhead;
}

/**
 * rsvp_tc_slack_us() - how late a timer may send what may go
 *
 * Context: any.
 * Return: us.
 */
u32 rsvp_tc_slack_us(void)
{
	return RSVP_TC_SLACK_US + hrtimer_resolution / NSEC_PER_USEC;
}

/**
 * rsvp_link_D_us() - error term D of a link (RFC 2212)
 * @link: the link
 * @mtu: of the link
 *
 * What was sent ahead of the link, with what a late timer costs, and the packet of
 * someone else that was chosen to be the next: that of a scheduler that segments,
 * else a bucketful. Where the scheduler is not ours: a packet of someone else.
 *
 * Context: any.
 * Return: us.
 */
u32 rsvp_link_D_us(const struct rsvp_tc_link *link, u32 mtu)
{
	u64 bandwidth = link->conf.bandwidth_Bps;
	u64 ahead = mtu + link->overhead, us = rsvp_tc_slack_us();

	if (link->ops == &rsvp_tc_hfsc) {
		ahead = rsvp_hfsc_burst(link);
		ahead += link->splits ? link->largest : ahead;
		us = 0;
	}
	if (bandwidth)
		us += DIV64_U64_ROUND_UP(ahead * USEC_PER_SEC, bandwidth);
	return min_t(u64, us, U32_MAX - 1);
}

/* RFC 2212: Csum and Dsum are "the partial sums [...] from the most recent
 * reshaping point": what leaves the class has its sender's shape again. Only the
 * scheduler does that: back ends without one have policers at most.
 */
static bool class_reshapes(const struct rsvp_tc_class *cls)
{
	return cls->leaf && rsvp_want_reshape(&cls->want);
}

/* What a flow could get, IP bytes/s, what it has included. With nothing left it is
 * the least that can be said, for 0 is unknown (RFC 2215, 3.3).
 */
static u64 flow_room(const struct rsvp_tc_link *link, u32 unit,
		     const struct rsvp_tc_class *own)
{
	struct rsvp_curve none = {};
	u64 room = rsvp_books_room(&link->books, own ? &own->curve : &none);

	return max_t(u64, rsvp_ip_bytes(room, unit, link->overhead), 1);
}

/**
 * rsvp_tc_advertise() - TC_Advertise: what this hop adds to an ADSPEC
 * @iface: the outgoing interface
 * @ts: Tspec of the sender
 * @own: what carries its data there; NULL: nothing is reserved for it
 * @hop: all but @hop->break_general is set
 *
 * Where nothing carries reservations, both services are broken (RFC 2210, 3.3.3).
 *
 * Context: process, rn->lock held.
 */
void rsvp_tc_advertise(const struct rsvp_iface *iface,
		       const struct rsvp_tspec *ts,
		       const struct rsvp_tc_class *own,
		       struct rsvp_adspec_hop *hop)
{
	struct rsvp_tc_link *link = iface->tc;
	struct rsvp_want want = { .ts = *ts };
	u32 unit = rsvp_want_unit(&want);
	u64 us;

	hop->no_gs = !rsvp_link_serves(link);
	hop->no_cl = hop->no_gs;
	if (!link)
		return;
	hop->mtu = rsvp_link_mtu(link);
	/* Where no flow gets any: unknown */
	if (!hop->no_gs)
		hop->bw_Bps = flow_room(link, unit, own);
	hop->reshape = own && class_reshapes(own);
	hop->C = rsvp_link_C(link, ts->M, hop->mtu);
	hop->D_us = rsvp_link_D_us(link, hop->mtu);
	/* RFC 2215, 3.4: the smallest delay there can be, at least 1 us: that
	 * of the smallest packet at the rate of the link
	 */
	us = link->conf.bandwidth_Bps ?
	     div64_u64((u64)(unit + link->overhead) * USEC_PER_SEC,
		       link->conf.bandwidth_Bps) : 0;
	hop->latency_us = clamp_t(u64, us, 1, 1 << 28);
}
