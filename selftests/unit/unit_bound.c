// SPDX-License-Identifier: GPL-2.0
/* bound.c: the delay bound of RFC 2212 and its inverse. The compiler's floats are the oracle. */
#include <math.h>

#include "flowspec.h"
#include "tap.h"

/* The formula of RFC 2212 in long double, over numbers it holds exactly enough */
static long double bound(const struct rsvp_tspec *ts, long double R,
			 long double C, long double D)
{
	long double r = ts->r_Bps, b = ts->b, p = ts->p_Bps, M = ts->M, t;

	if (ts->p_Bps == RSVP_RATE_INF)
		t = (b + C) / R;
	else if (p > R)
		t = (b - M) / R * (p - R) / (p - r) + (M + C) / R;
	else
		t = (M + C) / R;
	return t * 1e6L + D;
}

static void test_bound_table(void)
{
	static const struct {
		struct rsvp_tspec ts;
		u64 R, C, D, us;
		const char *what;
	} t[] = {
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, 2000, 1000, 50,
		  5500050, "p infinite: (b+C)/R+D" },
		{ { 1000, 10000, 4000, 0, 1000 }, 2000, 1000, 50,
		  3000000 + 1000000 + 50, "p>R: 4.5 s * 2/3 + 1 s" },
		{ { 1000, 10000, 1500, 0, 1000 }, 2000, 1000, 50, 1000050,
		  "p<=R: (M+C)/R+D" },
		{ { 1000, 10000, 2000, 0, 1000 }, 2000, 0, 0, 500000, "p=R" },
		{ { 1000, 10000, 1000, 0, 1000 }, 1000, 0, 0, 1000000, "p=r=R" },
		{ { 1000, 10000, 4000, 0, 0 }, 2000, 1000, 0, 5500000,
		  "M unknown: as if p were infinite" },
		{ { 1000, 10000, 1500, 0, 0 }, 2000, 1000, 0, 5500000,
		  "M unknown, p<=R" },
		{ { 1000, 500, 4000, 0, 1000 }, 2000, 0, 0, 500000, "b < M" },
		{ { 1000, 500, RSVP_RATE_INF, 0, 1000 }, 2000, 0, 0, 500000,
		  "b < M, p infinite" },
		{ { 3, 10, RSVP_RATE_INF, 0, 1 }, 3, 0, 0, 3333334,
		  "rounded up" },
		{ { 1000, 10000, 4000, 0, 1000 }, 999, 0, 0, U64_MAX, "R < r" },
		{ { 0, 10000, 4000, 0, 1000 }, 0, 0, 0, U64_MAX, "R = 0" },
		{ { 1, U64_MAX, RSVP_RATE_INF, 0, 1 }, 1, 0, 0, U64_MAX,
		  "saturates" },
		{ { 1, 1, 1, 0, 1 }, 1, U64_MAX, 0, U64_MAX, "C saturates" },
		{ { 1, 1, 1, 0, 1 }, 1, 0, U64_MAX, U64_MAX, "D saturates" },
		{ { 1, U64_MAX - 1, RSVP_RATE_INF, 0, 1 }, U64_MAX, 0, 0,
		  1000000, "128 bits between" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++)
		tap_is(rsvp_gs_bound_us(&t[i].ts, t[i].R, t[i].C, t[i].D),
		       t[i].us, "bound: %s", t[i].what);
}

static void test_bound_random(void)
{
	u64 x = 88172645463325252ULL;
	long double worst = 0;
	u32 low = 0, high = 0;
	int i;

	for (i = 0; i < 1000000; i++) {
		struct rsvp_tspec ts;
		long double want;
		u64 R, got;

		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		ts.r_Bps = 1 + (x >> 8) % (1ULL << (10 + x % 20));
		ts.M = 40 + (x >> 13) % 9000;
		ts.b = ts.M + (x >> 17) % 1000000;
		R = ts.r_Bps + (x >> 21) % ts.r_Bps;
		ts.p_Bps = x & 16 ? RSVP_RATE_INF :
			   ts.r_Bps + 1 + (x >> 23) % (3 * ts.r_Bps);
		ts.m = 0;
		got = rsvp_gs_bound_us(&ts, R, (x >> 30) % 100000, 7);
		want = bound(&ts, R, (x >> 30) % 100000, 7);
		if (got + 1e-3L < want)
			low++;
		if (got >= want + 3)
			high++;
		if (got - want > worst)
			worst = got - want;
	}
	tap_is(low, 0, "bound: never below the formula");
	tap_is(high, 0, "bound: less than 3 us above it (%.3Lf)", worst);
}

static void test_rate_table(void)
{
	static const struct {
		struct rsvp_tspec ts;
		u64 C, D, us, limit, R;
		const char *what;
	} t[] = {
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, 1000, 50, 5500050,
		  RSVP_RATE_MAX_Bps, 2000, "p infinite: R = (b+C)/(t-D)" },
		{ { 1000, 10000, 4000, 0, 1000 }, 1000, 50, 4000050,
		  RSVP_RATE_MAX_Bps, 2000, "p>R" },
		{ { 1000, 10000, 1500, 0, 1000 }, 1000, 50, 1000050,
		  RSVP_RATE_MAX_Bps, 2000, "R>p: R = (M+C)/(t-D)" },
		{ { 1000, 10000, 2000, 0, 1000 }, 0, 0, 500000,
		  RSVP_RATE_MAX_Bps, 2000, "R=p" },
		{ { 1000, 10000, 4000, 0, 1000 }, 1000, 50, 4000049,
		  RSVP_RATE_MAX_Bps, 2001, "rounded up" },
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, 1000, 50, 5500050,
		  2000, 2000, "the limit will do" },
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, 1000, 50, 5500050,
		  1999, 0, "the limit is below" },
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, 1000, 50, 50,
		  RSVP_RATE_MAX_Bps, 0, "D alone is as much" },
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, 1000, 50, 51,
		  RSVP_RATE_MAX_Bps, 11000000512ULL,
		  "1 us beyond D; only every 1024th rate is a float" },
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, 1000, 50, 11000050,
		  RSVP_RATE_MAX_Bps, 1000, "r is just enough" },
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, 1000, 50, U32_MAX,
		  RSVP_RATE_MAX_Bps, 1000, "r is more than enough" },
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, 1000, 50, U32_MAX,
		  10, 1000, "never below r, whatever the limit" },
		{ { 16777217, 10000, RSVP_RATE_INF, 0, 1000 }, 1000, 50,
		  U32_MAX, 10, 16777218, "an r that no float holds" },
		{ { 1000, 10000, RSVP_RATE_INF, 0, 1000 }, U32_MAX, U32_MAX,
		  U32_MAX, RSVP_RATE_MAX_Bps, 0, "terms beyond any number" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++)
		tap_is(rsvp_gs_rate_Bps(&t[i].ts, t[i].C, t[i].D, t[i].us,
					t[i].limit), t[i].R, "rate: %s",
		       t[i].what);
}

/* RFC 2212 solved for R in long double; which branch it is in @over_p */
static long double rate(const struct rsvp_tspec *ts, long double C,
			long double t_us, bool *over_p)
{
	long double r = ts->r_Bps, b = ts->b, p = ts->p_Bps, M = ts->M;
	long double t = t_us / 1e6L, R;

	*over_p = false;
	if (ts->p_Bps == RSVP_RATE_INF)
		return fmaxl((b + C) / t, r);
	*over_p = (M + C) / p >= t;
	if (*over_p)
		return fmaxl((M + C) / t, r);
	R = ((b - M) * p / (p - r) + M + C) / (t + (b - M) / (p - r));
	return fmaxl(R, r);
}

static void test_rate_random(void)
{
	u32 loose = 0, low = 0, odd = 0, above = 0, far = 0, missed = 0;
	u32 below_p = 0, over_p = 0, at_r = 0, none = 0;
	u64 x = 88172645463325252ULL;
	int i;

	for (i = 0; i < 1000000; i++) {
		struct rsvp_tspec ts = { 0 };
		u64 C, D, t, limit, R;
		u32 bits, least;
		long double want;
		bool over;

		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		ts.r_Bps = 1 + (x >> 8) % (1ULL << (1 + x % 40));
		ts.M = 40 + (x >> 13) % 9000;
		ts.b = ts.M + (x >> 17) % 1000000;
		ts.p_Bps = x & 16 ? RSVP_RATE_INF :
			   ts.r_Bps + 1 + (x >> 23) % (3 * ts.r_Bps);
		C = (x >> 30) % 100000;
		D = (x >> 33) % 50000;
		t = 1 + (x >> 27) % (1ULL << (10 + (x >> 7) % 22));
		limit = x & 32 ? RSVP_RATE_MAX_Bps :
			ts.r_Bps + (x >> 19) % (4 * ts.r_Bps);

		R = rsvp_gs_rate_Bps(&ts, C, D, t, limit);
		least = rsvp_u64_to_f32_up(ts.r_Bps);
		if (!R) {
			u64 most = max(rsvp_f32_to_u64_up(least),
				       rsvp_f32_to_u64_up(rsvp_u64_to_f32_down(limit)));

			none++;
			missed += rsvp_gs_bound_us(&ts, most, C, D) <= t;
			continue;
		}
		bits = rsvp_u64_to_f32_up(R);
		loose += rsvp_gs_bound_us(&ts, R, C, D) > t ||
			 bound(&ts, R, C, D) > t + 1e-3L;
		low += R < ts.r_Bps;
		odd += rsvp_f32_to_u64_up(bits) != R;
		above += R > limit && bits != least;
		/* The next lower one will not do */
		if (bits > least)
			missed += rsvp_gs_bound_us(&ts,
						   rsvp_f32_to_u64_up(bits - 1),
						   C, D) <= t &&
				  rsvp_f32_to_u64_up(bits - 1) != R;
		/* The formula has three roundings of 1 us, R that to a float */
		want = rate(&ts, C, (long double)t - D, &over);
		if (t > D + 3 && R > rate(&ts, C, (long double)t - D - 3, &over) *
				     1.0000002L + 1)
			far++;
		if (R < want * 0.9999999L - 1)
			far++;
		at_r += bits == least;
		over_p += bits != least && R >= ts.p_Bps;
		below_p += bits != least && R < ts.p_Bps;
	}
	tap_is(loose, 0, "rate: its bound is not above what is wanted");
	tap_is(low, 0, "rate: never below r");
	tap_is(odd, 0, "rate: a float");
	tap_is(above, 0, "rate: not above the limit");
	tap_is(missed, 0, "rate: no smaller one would do");
	tap_is(far, 0, "rate: that of the formula solved for R");
	tap_ok(at_r > 10000 && below_p > 10000 && over_p > 10000 && none > 10000,
	       "rate: r %u times, below p %u, p or more %u, none %u", at_r,
	       below_p, over_p, none);
}

int main(void)
{
	test_bound_table();
	test_bound_random();
	test_rate_table();
	test_rate_random();
	return tap_done();
}
