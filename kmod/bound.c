// SPDX-License-Identifier: GPL-2.0
/*
 * The delay bound of RFC 2212, and the rate that a bound takes. Pure, as
 * flowspec.c is.
 */
#include "flowspec.h"

/* @a * @b / @c rounded up, by way of 128 bits; saturates, also for @c = 0 */
static u64 muldiv_up(u64 a, u64 b, u64 c)
{
	u64 al = (u32)a, ah = a >> 32, bl = (u32)b, bh = b >> 32;
	u64 mid = ah * bl + (al * bl >> 32);
	u64 lo = a * b;
	u64 hi = ah * bh + (mid >> 32) + ((al * bh + (u32)mid) >> 32);
	u64 q = 0;
	int i;

	/* The quotient has more than 64 bits exactly if hi >= c */
	if (hi >= c)
		return U64_MAX;
	for (i = 63; i >= 0; i--) {
		bool carry = hi >> 63;

		hi = hi << 1 | (lo >> i & 1);
		if (carry || hi >= c) {
			hi -= c;
			q |= 1ULL << i;
		}
	}
	return hi && q != U64_MAX ? q + 1 : q;
}

/**
 * rsvp_gs_bound_us - end-to-end queueing delay bound of a guaranteed flow
 * @ts: its traffic
 * @R_Bps: rate reserved for it at every hop, bytes/s, at least @ts->r_Bps
 * @Ctot: sum of the rate-dependent error terms of the path, bytes
 * @Dtot_us: sum of the rate-independent ones, us
 *
 * RFC 2212, "End-to-End Behavior": "[(b-M)/R*(p-R)/(p-r)]+(M+Ctot)/R+Dtot for
 * p>R>=r, and (M+Ctot)/R+Dtot for r<=p<=R". With p infinite that is "b/R +
 * Ctot/R + Dtot", which holds for any p, and for an M that is not known.
 *
 * Context: any.
 * Return: us, rounded up: never below the exact bound, and less than 3 above it;
 * U64_MAX if there is no bound.
 */
u64 rsvp_gs_bound_us(const struct rsvp_tspec *ts, u64 R_Bps, u64 Ctot,
		     u64 Dtot_us)
{
	u64 burst, fixed;

	if (!R_Bps || R_Bps < ts->r_Bps)
		return U64_MAX;

	if (ts->p_Bps == RSVP_RATE_INF || !ts->M) {
		fixed = rsvp_sat_add(max_t(u64, ts->b, ts->M), Ctot);
		return rsvp_sat_add(muldiv_up(fixed, 1000000, R_Bps), Dtot_us);
	}

	burst = 0;
	if (ts->p_Bps > R_Bps && ts->b > ts->M) {
		burst = muldiv_up(ts->b - ts->M, 1000000, R_Bps);
		if (burst != U64_MAX)
			burst = muldiv_up(burst, ts->p_Bps - R_Bps,
					  ts->p_Bps - ts->r_Bps);
	}
	fixed = muldiv_up(rsvp_sat_add(ts->M, Ctot), 1000000, R_Bps);
	return rsvp_sat_add(rsvp_sat_add(burst, fixed), Dtot_us);
}

/**
 * rsvp_gs_rate_Bps - the rate that a delay bound takes
 * @ts: traffic of the guaranteed flow
 * @Ctot: as for rsvp_gs_bound_us()
 * @Dtot_us: likewise
 * @bound_us: what the queueing delay must not exceed
 * @limit_Bps: most that may be reserved; r always may
 *
 * The inverse of rsvp_gs_bound_us(), which never rises with the rate: neither of
 * its branches does, nor does the way they are rounded. So halving finds the
 * rate, among those that a FLOWSPEC can carry (RFC 2210, 3.2.2): floats without a
 * sign are ordered as their bits are.
 *
 * Context: any.
 * Return: the least such rate from r to @limit_Bps, bytes/s; 0: there is none.
 */
u64 rsvp_gs_rate_Bps(const struct rsvp_tspec *ts, u64 Ctot, u64 Dtot_us,
		     u64 bound_us, u64 limit_Bps)
{
	u32 low = rsvp_u64_to_f32_up(ts->r_Bps);
	u32 high = max(low, rsvp_u64_to_f32_down(limit_Bps));

	if (rsvp_gs_bound_us(ts, rsvp_f32_to_u64_up(high), Ctot, Dtot_us) >
	    bound_us)
		return 0;
	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (rsvp_gs_bound_us(ts, rsvp_f32_to_u64_up(mid), Ctot,
				     Dtot_us) <= bound_us)
			high = mid;
		else
			low = mid + 1;
	}
	return rsvp_f32_to_u64_up(high);
}
