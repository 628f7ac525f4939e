// SPDX-License-Identifier: GPL-2.0
/* flowspec.c: floats, Tspecs, flowspecs. The compiler's floats are the oracle. */
#include <math.h>

#include "flowspec.h"
#include "tap.h"

#define INF	0x7f800000u

static float f32(u32 bits)
{
	float f;

	memcpy(&f, &bits, sizeof(f));
	return f;
}

static u32 bits_of(float f)
{
	u32 bits;

	memcpy(&bits, &f, sizeof(bits));
	return bits;
}

static void test_valid(void)
{
	static const struct {
		u32 bits;
		bool ok;
		bool ok_inf;
		const char *what;
	} t[] = {
		{ 0x00000000, true, true, "zero" },
		{ 0x80000000, false, false, "negative zero" },
		{ 0x00000001, true, true, "smallest subnormal" },
		{ 0x80000001, false, false, "negative subnormal" },
		{ 0x007fffff, true, true, "largest subnormal" },
		{ 0x3f800000, true, true, "1" },
		{ 0xbf800000, false, false, "-1" },
		{ 0x7f7fffff, true, true, "FLT_MAX" },
		{ 0x7f800000, false, true, "infinity" },
		{ 0xff800000, false, false, "negative infinity" },
		{ 0x7f800001, false, false, "signalling NaN" },
		{ 0x7fc00000, false, false, "quiet NaN" },
		{ 0x7fffffff, false, false, "NaN, all ones" },
		{ 0xffffffff, false, false, "negative NaN" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		tap_is(rsvp_f32_valid(t[i].bits, false), t[i].ok,
		       "valid: %s", t[i].what);
		tap_is(rsvp_f32_valid(t[i].bits, true), t[i].ok_inf,
		       "valid where infinity is: %s", t[i].what);
	}
}

static void test_to_u64(void)
{
	static const struct {
		u32 bits;
		u64 up;
		u64 down;
		const char *what;
	} t[] = {
		{ 0x00000000, 0, 0, "zero" },
		{ 0x00000001, 1, 0, "smallest subnormal" },
		{ 0x007fffff, 1, 0, "largest subnormal" },
		{ 0x00800000, 1, 0, "smallest normal" },
		{ 0x3f000000, 1, 0, "0.5" },
		{ 0x3f7fffff, 1, 0, "just below 1" },
		{ 0x3f800000, 1, 1, "1" },
		{ 0x3f800001, 2, 1, "just above 1" },
		{ 0x3fc00000, 2, 1, "1.5" },
		{ 0x3fffffff, 2, 1, "just below 2" },
		{ 0x4afffffe, 8388607, 8388607, "2^23 - 1" },
		{ 0x4affffff, 8388608, 8388607, "2^23 - 0.5" },
		{ 0x4b000000, 8388608, 8388608, "2^23" },
		{ 0x4b7fffff, 16777215, 16777215, "2^24 - 1" },
		{ 0x4b800000, 16777216, 16777216, "2^24" },
		{ 0x5f000000, 1ULL << 63, 1ULL << 63, "2^63" },
		{ 0x5f7fffff, 0xffffff0000000000ULL, 0xffffff0000000000ULL,
		  "largest below 2^64" },
		{ 0x5f800000, U64_MAX, U64_MAX, "2^64 saturates" },
		{ 0x7f7fffff, U64_MAX, U64_MAX, "FLT_MAX saturates" },
		{ 0x7f800000, U64_MAX, U64_MAX, "infinity saturates" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		tap_is(rsvp_f32_to_u64_up(t[i].bits), t[i].up, "up: %s",
		       t[i].what);
		tap_is(rsvp_f32_to_u64_down(t[i].bits), t[i].down, "down: %s",
		       t[i].what);
	}
}

/* Every integer-valued float from 1 to 40e12 there and back */
static void test_round_trip(void)
{
	u32 last = bits_of(40e12f);
	u32 bits, bad = 0, bad_bits = 0;
	u64 n = 0;

	if ((double)f32(last) > 40e12)
		last--;
	for (bits = 0x3f800000; bits <= last; bits++) {
		u32 exp = (bits >> 23) - 127;
		u64 v;

		/* Skip to the next one without a fraction */
		if (exp < 23 && (bits & ((1u << (23 - exp)) - 1))) {
			bits |= (1u << (23 - exp)) - 1;
			continue;
		}
		n++;
		v = (u64)f32(bits);
		if (rsvp_f32_to_u64_up(bits) != v ||
		    rsvp_f32_to_u64_down(bits) != v ||
		    rsvp_u64_to_f32_up(v) != bits ||
		    rsvp_u64_to_f32_down(v) != bits) {
			bad++;
			bad_bits = bits;
		}
	}
	if (!tap_ok(!bad, "all %llu integer-valued floats from 1 to 40e12 round-trip",
		    (unsigned long long)n))
		printf("# %u bad, last 0x%08x\n", bad, bad_bits);
	tap_is(n, 8388608ULL - 1 + 22 * 8388608ULL + (last - 0x56000000u + 1),
	       "none was skipped");
}

static void test_fractions(void)
{
	u32 bits, bad = 0;

	/* All floats below 2^24, a prime apart */
	for (bits = 0; bits < 0x4b800000; bits += 251) {
		if (rsvp_f32_to_u64_up(bits) != (u64)ceilf(f32(bits)) ||
		    rsvp_f32_to_u64_down(bits) != (u64)floorf(f32(bits)))
			bad++;
	}
	tap_is(bad, 0, "fractions go up and down as ceil and floor");
}

static void check_u64(u64 v, u32 *bad)
{
	u32 up = rsvp_u64_to_f32_up(v);
	u32 down = rsvp_u64_to_f32_down(v);
	long double exact = v;

	if ((long double)f32(up) < exact ||
	    (long double)f32(down) > exact)
		(*bad)++;
	/* Tight: equal if exact, else neighbours */
	if (up != down && up != down + 1)
		(*bad)++;
	if ((long double)f32(down) == exact && up != down)
		(*bad)++;
	if (up == down && (long double)f32(up) != exact)
		(*bad)++;
}

static void test_from_u64(void)
{
	u64 x = 88172645463325252ULL;
	u32 bad = 0;
	int i, j;

	for (i = 0; i < 64; i++)
		for (j = -300; j <= 300; j++)
			check_u64((1ULL << i) + (u64)j, &bad);
	for (i = 0; i < 3000000; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		check_u64(x >> (i % 64), &bad);
	}
	tap_is(bad, 0, "numbers become the next float above and below");
	tap_is(rsvp_u64_to_f32_up(0), 0, "0 up");
	tap_is(rsvp_u64_to_f32_down(0), 0, "0 down");
	tap_is(rsvp_u64_to_f32_up(U64_MAX), 0x5f800000, "U64_MAX up is 2^64");
	tap_is(rsvp_u64_to_f32_down(U64_MAX), 0x5f7fffff, "U64_MAX down");
	tap_is(rsvp_u64_to_f32_up(16777217), 0x4b800001, "2^24 + 1 up");
	tap_is(rsvp_u64_to_f32_down(16777217), 0x4b800000, "2^24 + 1 down");
	tap_is(rsvp_u64_to_f32_up(33554431), 0x4c000000, "carry into exponent");
}

static void test_sat_add(void)
{
	tap_is(rsvp_sat_add(1, 2), 3, "1 + 2");
	tap_is(rsvp_sat_add(U64_MAX - 1, 1), U64_MAX, "up to the largest");
	tap_is(rsvp_sat_add(U64_MAX, 1), U64_MAX, "saturates");
	tap_is(rsvp_sat_add(U64_MAX, U64_MAX), U64_MAX, "saturates twice");
	tap_is(rsvp_sat_add(1ULL << 63, 1ULL << 63), U64_MAX, "saturates at 2^64");
}

/* A Tspec or flowspec as on the wire, from bits */
struct wire {
	u32 r, b, p, m, M, R, S;
};

static size_t put_wire(u8 *w, u8 service, const struct wire *v)
{
	u32 words = service == RSVP_SVC_GUARANTEED ? 10 : 7;
	const u32 out[] = {
		words, (u32)service << 24 | (words - 1), 127u << 24 | 5,
		v->r, v->b, v->p, v->m, v->M, 130u << 24 | 2, v->R, v->S,
	};
	size_t i;

	for (i = 0; i <= words; i++)
		put_unaligned_be32(out[i], w + 4 * i);
	return 4 * (words + 1);
}

#define F(x)	bits_of(x)

static void test_tspec_get(void)
{
	static const u32 neg0 = 0x80000000, nan = 0x7fc00000, sub = 1;
	const u32 k = F(1000);
	const struct {
		struct wire w;
		int err;
		const char *what;
	} t[] = {
		{ { k, k, k, 64, 1500, 0, 0 }, 0, "plain" },
		{ { k, k, INF, 64, 1500, 0, 0 }, 0, "p infinite" },
		{ { k, k, k, 0, 0, 0, 0 }, 0, "m = 0, M = 0 (IOS)" },
		{ { k, k, k, 0, 2147483647, 0, 0 }, 0, "M huge (IOS)" },
		{ { k, k, k, 64, 0, 0, 0 }, 0, "M = 0, m = 64" },
		{ { k, k, k, U32_MAX, U32_MAX, 0, 0 }, 0, "m = M = 2^32 - 1" },
		{ { sub, sub, sub, 1, 1, 0, 0 }, 0, "subnormals" },
		{ { F(0.25f), F(0.5f), F(0.75f), 1, 2, 0, 0 }, 0, "below 1" },
		{ { F(1e30f), F(1e30f), F(1e30f), 1, 2, 0, 0 }, 0,
		  "a sender's rate beyond 64 bits" },
		{ { k, k, F(999), 1, 2, 0, 0 }, -ERANGE, "p < r" },
		{ { F(1.75f), k, F(1.5f), 1, 2, 0, 0 }, -ERANGE,
		  "p < r by a fraction" },
		{ { k, k, 0, 1, 2, 0, 0 }, -ERANGE, "p = 0" },
		{ { 0, k, k, 1, 2, 0, 0 }, -ERANGE, "r = 0" },
		{ { k, 0, k, 1, 2, 0, 0 }, -ERANGE, "b = 0" },
		{ { k, k, k, 3, 2, 0, 0 }, -ERANGE, "m > M" },
		{ { neg0, k, k, 1, 2, 0, 0 }, -EDOM, "r = -0" },
		{ { k, neg0, k, 1, 2, 0, 0 }, -EDOM, "b = -0" },
		{ { k, k, neg0, 1, 2, 0, 0 }, -EDOM, "p = -0" },
		{ { F(-5), k, k, 1, 2, 0, 0 }, -EDOM, "r < 0" },
		{ { k, F(-5), k, 1, 2, 0, 0 }, -EDOM, "b < 0" },
		{ { k, k, F(-5), 1, 2, 0, 0 }, -EDOM, "p < 0" },
		{ { nan, k, k, 1, 2, 0, 0 }, -EDOM, "r NaN" },
		{ { k, nan, k, 1, 2, 0, 0 }, -EDOM, "b NaN" },
		{ { k, k, nan, 1, 2, 0, 0 }, -EDOM, "p NaN" },
		{ { INF, k, INF, 1, 2, 0, 0 }, -EDOM, "r infinite" },
		{ { k, INF, k, 1, 2, 0, 0 }, -EDOM, "b infinite" },
		{ { k, k, INF | neg0, 1, 2, 0, 0 }, -EDOM, "p -infinite" },
	};
	struct rsvp_tspec ts;
	u8 w[64];
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		len = put_wire(w, RSVP_SVC_GENERAL, &t[i].w);
		tap_is(rsvp_tspec_get(&ts, w, len), t[i].err, "Tspec: %s",
		       t[i].what);
		if (t[i].err)
			continue;
		/* No more and no less than the wire says, rounded up */
		tap_ok(ts.r_Bps == rsvp_f32_to_u64_up(t[i].w.r) &&
		       ts.b == rsvp_f32_to_u64_up(t[i].w.b) &&
		       ts.p_Bps == rsvp_f32_to_u64_up(t[i].w.p) &&
		       ts.m == t[i].w.m && ts.M == t[i].w.M,
		       "Tspec: %s: numbers", t[i].what);
	}
}

/* Every header field of a Tspec or flowspec wrong once */
static void test_framing(void)
{
	static const struct {
		u8 service;
		u8 at;
		u8 value;
		int err;
		const char *what;
	} t[] = {
		{ 1, 0, 0x10, -EBADMSG, "Tspec: version 1" },
		{ 1, 0, 0x0f, 0, "Tspec: reserved bits" },
		{ 1, 3, 6, -EBADMSG, "Tspec: overall length 6" },
		{ 1, 2, 1, -EBADMSG, "Tspec: overall length 263" },
		{ 1, 4, 5, -EPROTONOSUPPORT, "Tspec: service 5" },
		{ 1, 4, 6, -EPROTONOSUPPORT, "Tspec: null service" },
		{ 1, 5, 0xff, 0, "Tspec: service flags" },
		{ 1, 7, 7, -EBADMSG, "Tspec: service length 7" },
		{ 1, 8, 126, -EBADMSG, "Tspec: parameter 126" },
		{ 1, 9, 0x80, 0, "Tspec: parameter flags" },
		{ 1, 11, 4, -EBADMSG, "Tspec: parameter length 4" },
		{ 5, 0, 0x10, -EBADMSG, "CL: version 1" },
		{ 5, 3, 10, -EBADMSG, "CL: overall length 10" },
		{ 5, 4, 2, -EBADMSG, "CL: service 2, length of CL" },
		{ 5, 4, 1, -EPROTONOSUPPORT, "CL: service 1" },
		{ 5, 4, 6, -EPROTONOSUPPORT, "CL: null service" },
		{ 5, 7, 5, -EBADMSG, "CL: service length 5" },
		{ 5, 8, 130, -EBADMSG, "CL: parameter 130" },
		{ 5, 11, 6, -EBADMSG, "CL: parameter length 6" },
		{ 2, 0, 0x80, -EBADMSG, "GS: version 8" },
		{ 2, 3, 7, -EBADMSG, "GS: overall length 7" },
		{ 2, 4, 5, -EBADMSG, "GS: service 5, length of GS" },
		{ 2, 7, 6, -EBADMSG, "GS: service length 6" },
		{ 2, 32, 129, -EBADMSG, "GS: parameter 129 for 130" },
		{ 2, 33, 0xff, 0, "GS: RSpec flags" },
		{ 2, 35, 3, -EBADMSG, "GS: RSpec length 3" },
	};
	const struct wire v = { F(10), F(10), F(10), 1, 2, F(10), 0 };
	struct rsvp_flowspec fs;
	struct rsvp_tspec ts;
	u8 w[64];
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		len = put_wire(w, t[i].service, &v);
		w[t[i].at] = t[i].value;
		tap_is(t[i].service == 1 ? rsvp_tspec_get(&ts, w, len) :
		       rsvp_flowspec_get(&fs, w, len), t[i].err, "%s",
		       t[i].what);
	}
	for (len = 0; len <= 48; len += 4) {
		put_wire(w, RSVP_SVC_GENERAL, &v);
		tap_is(!rsvp_tspec_get(&ts, w, len), len == 32,
		       "Tspec of %zu bytes", len);
		put_wire(w, RSVP_SVC_CONTROLLED, &v);
		tap_is(!rsvp_flowspec_get(&fs, w, len), len == 32,
		       "CL of %zu bytes", len);
		put_wire(w, RSVP_SVC_GUARANTEED, &v);
		tap_is(!rsvp_flowspec_get(&fs, w, len), len == 44,
		       "GS of %zu bytes", len);
	}
}

static void test_flowspec_get(void)
{
	const u32 k = F(1000), max = F(40e12f);
	const struct {
		struct wire w;
		int cl;
		int gs;
		const char *what;
	} t[] = {
		{ { k, k, k, 0, 0, k, 0 }, 0, 0, "m = 0, M = 0 (IOS)" },
		{ { k, k, INF, 1, 2, k, 9 }, 0, 0, "p infinite" },
		{ { k, k, k, 1, 2, F(999), 0 }, 0, -ERANGE, "R < r" },
		{ { F(1.75f), k, k, 1, 2, F(1.5f), 0 }, 0, -ERANGE,
		  "R < r by a fraction" },
		{ { k, k, k, 1, 2, 0, 0 }, 0, -ERANGE, "R = 0" },
		{ { k, k, k, 1, 2, INF, 0 }, 0, -EDOM, "R infinite" },
		{ { k, k, k, 1, 2, 0x7fc00000, 0 }, 0, -EDOM, "R NaN" },
		{ { k, k, k, 1, 2, 0xc0000000, 0 }, 0, -EDOM, "R < 0" },
		{ { k, k, k, 1, 2, F(2000), U32_MAX }, 0, 0, "S = 2^32 - 1" },
		{ { max, k, max, 1, 2, max, 0 }, 0, 0, "40e12 B/s" },
		{ { F(41e12f), k, INF, 1, 2, F(41e12f), 0 }, -ERANGE, -ERANGE,
		  "r beyond 40e12" },
		{ { k, k, INF, 1, 2, F(41e12f), 0 }, 0, -ERANGE,
		  "R beyond 40e12" },
		{ { k, k, F(1e15f), 1, 2, k, 0 }, 0, 0, "p beyond 40e12" },
		{ { k, F(250e9f), k, 1, 2, k, 0 }, 0, 0, "b 250 gigabytes" },
		{ { k, F(251e9f), k, 1, 2, k, 0 }, -ERANGE, -ERANGE,
		  "b beyond 250 gigabytes" },
		{ { k, k, k, 9, 8, k, 0 }, -ERANGE, -ERANGE, "m > M" },
		{ { 0, k, k, 1, 2, k, 0 }, -ERANGE, -ERANGE, "r = 0" },
		{ { k, k, F(10), 1, 2, k, 0 }, -ERANGE, -ERANGE, "p < r" },
		{ { F(1), F(1), F(1), 1, 2, F(1), 0 }, 0, 0, "all 1" },
		{ { F(0.5f), k, k, 1, 2, k, 0 }, -ERANGE, -EDOM, "r below 1" },
		{ { k, F(0.5f), k, 1, 2, k, 0 }, -ERANGE, -EDOM, "b below 1" },
	};
	struct rsvp_flowspec fs;
	u8 w[64], back[64];
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		len = put_wire(w, RSVP_SVC_CONTROLLED, &t[i].w);
		tap_is(rsvp_flowspec_get(&fs, w, len), t[i].cl, "CL: %s",
		       t[i].what);
		len = put_wire(w, RSVP_SVC_GUARANTEED, &t[i].w);
		tap_is(rsvp_flowspec_get(&fs, w, len), t[i].gs, "GS: %s",
		       t[i].what);
		if (t[i].gs)
			continue;
		tap_ok(fs.R_Bps == rsvp_f32_to_u64_up(t[i].w.R) &&
		       fs.S_us == t[i].w.S && fs.service == 2,
		       "GS: %s: numbers", t[i].what);
		tap_ok(rsvp_flowspec_put(back, &fs) == len &&
		       !memcmp(back, w, len), "GS: %s: bits kept", t[i].what);
		fs.wire_len = 0;
		tap_ok(rsvp_flowspec_put(back, &fs) == len &&
		       !memcmp(back, w, len), "GS: %s: from numbers",
		       t[i].what);
	}
	memset(&fs, 0, sizeof(fs));
	tap_is(rsvp_flowspec_put(back, &fs), 0, "no service, no bits: nothing");
}

/* Rows: (r, b, p, m, M) and their relation. RFC 2211, 8; RFC 2212, Ordering */
static void test_order(void)
{
	static const struct rsvp_tspec base = { 100, 200, 300, 40, 500 };
	static const struct {
		struct rsvp_tspec ts;
		enum rsvp_order order;
		const char *what;
	} t[] = {
		{ { 100, 200, 300, 40, 500 }, RSVP_EQUAL, "equal" },
		{ { 101, 200, 300, 40, 500 }, RSVP_GREATER, "larger r" },
		{ { 99, 200, 300, 40, 500 }, RSVP_LESS, "smaller r" },
		{ { 100, 201, 300, 40, 500 }, RSVP_GREATER, "larger b" },
		{ { 100, 199, 300, 40, 500 }, RSVP_LESS, "smaller b" },
		{ { 100, 200, 301, 40, 500 }, RSVP_GREATER, "larger p" },
		{ { 100, 200, RSVP_RATE_INF, 40, 500 }, RSVP_GREATER, "p inf" },
		{ { 100, 200, 299, 40, 500 }, RSVP_LESS, "smaller p" },
		{ { 100, 200, 300, 39, 500 }, RSVP_GREATER, "smaller m" },
		{ { 100, 200, 300, 41, 500 }, RSVP_LESS, "larger m" },
		{ { 100, 200, 300, 40, 501 }, RSVP_GREATER, "larger M" },
		{ { 100, 200, 300, 40, 499 }, RSVP_LESS, "smaller M" },
		{ { 100, 200, 300, 40, 0 }, RSVP_GREATER, "M without limit" },
		{ { 101, 201, 301, 39, 501 }, RSVP_GREATER, "better in all" },
		{ { 99, 199, 299, 41, 499 }, RSVP_LESS, "worse in all" },
		{ { 101, 199, 300, 40, 500 }, RSVP_INCOMPARABLE, "r up, b down" },
		{ { 101, 200, 300, 41, 500 }, RSVP_INCOMPARABLE, "r up, m up" },
		{ { 100, 200, 299, 40, 501 }, RSVP_INCOMPARABLE, "p down, M up" },
		{ { 100, 200, 300, 39, 499 }, RSVP_INCOMPARABLE, "m down, M down" },
	};
	static const enum rsvp_order swap[] = {
		[RSVP_LESS] = RSVP_GREATER, [RSVP_EQUAL] = RSVP_EQUAL,
		[RSVP_GREATER] = RSVP_LESS,
		[RSVP_INCOMPARABLE] = RSVP_INCOMPARABLE,
	};
	struct rsvp_flowspec a = { .service = 2, .R_Bps = 300, .S_us = 10 };
	struct rsvp_flowspec b = a;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		tap_is(rsvp_tspec_cmp(&t[i].ts, &base), t[i].order,
		       "order: %s", t[i].what);
		tap_is(rsvp_tspec_cmp(&base, &t[i].ts), swap[t[i].order],
		       "order: %s, swapped", t[i].what);
		a.ts = t[i].ts;
		b.ts = base;
		tap_is(rsvp_flowspec_cmp(&a, &b), t[i].order,
		       "order of flowspecs: %s", t[i].what);
	}

	a.ts = base;
	a.R_Bps = 301;
	tap_is(rsvp_flowspec_cmp(&a, &b), RSVP_GREATER, "larger R");
	a.S_us = 9;
	tap_is(rsvp_flowspec_cmp(&a, &b), RSVP_GREATER, "larger R, smaller S");
	a.S_us = 11;
	tap_is(rsvp_flowspec_cmp(&a, &b), RSVP_INCOMPARABLE,
	       "larger R, larger S");
	a.R_Bps = 300;
	tap_is(rsvp_flowspec_cmp(&a, &b), RSVP_LESS, "larger S");
	a = b;
	a.service = 5;
	tap_is(rsvp_flowspec_cmp(&a, &b), RSVP_INCOMPARABLE, "CL and GS");
}

static bool ts_eq(const struct rsvp_tspec *a, const struct rsvp_tspec *b)
{
	return a->r_Bps == b->r_Bps && a->b == b->b && a->p_Bps == b->p_Bps &&
	       a->m == b->m && a->M == b->M;
}

#define INFP	RSVP_RATE_INF

/* RFC 2211, 8: merged, sum, minimum, row by row */
static void test_merge(void)
{
	static const struct {
		struct rsvp_tspec a, b, lub, glb, sum;
		const char *what;
	} t[] = {
		{ { 10, 20, 30, 4, 50 }, { 11, 21, 31, 3, 60 },
		  { 11, 21, 31, 3, 50 }, { 10, 20, 30, 4, 50 },
		  { 21, 41, 61, 3, 60 }, "ordered" },
		{ { 10, 20, 30, 4, 50 }, { 9, 25, 40, 5, 40 },
		  { 10, 25, 40, 4, 40 }, { 9, 25, 30, 4, 40 },
		  { 19, 45, 70, 4, 50 }, "unordered: larger b, smaller m" },
		{ { 10, 20, 30, 4, 50 }, { 10, 20, 30, 4, 50 },
		  { 10, 20, 30, 4, 50 }, { 10, 20, 30, 4, 50 },
		  { 20, 40, 60, 4, 50 }, "equal" },
		{ { 10, 20, INFP, 4, 50 }, { 11, 19, 30, 5, 0 },
		  { 11, 20, INFP, 4, 50 }, { 10, 20, 30, 4, 50 },
		  { 21, 39, INFP, 4, 0 }, "p infinite, M without limit" },
		{ { U64_MAX - 5, U64_MAX - 5, U64_MAX - 5, 0, 0 },
		  { 10, 10, 10, 0, 0 },
		  { U64_MAX - 5, U64_MAX - 5, U64_MAX - 5, 0, 0 },
		  { 10, 10, 10, 0, 0 },
		  { U64_MAX, U64_MAX, U64_MAX, 0, 0 }, "saturation" },
	};
	size_t i;
	int swap;

	for (i = 0; i < 2 * ARRAY_SIZE(t); i++) {
		struct rsvp_flowspec a = { .service = 5 }, b = a, c;
		struct rsvp_tspec s;

		swap = i & 1;
		a.ts = swap ? t[i / 2].b : t[i / 2].a;
		b.ts = swap ? t[i / 2].a : t[i / 2].b;

		c = a;
		tap_ok(!rsvp_flowspec_lub(&c, &b) && ts_eq(&c.ts, &t[i / 2].lub),
		       "LUB: %s%s", t[i / 2].what, swap ? ", swapped" : "");
		c = a;
		tap_ok(!rsvp_flowspec_glb(&c, &b) && ts_eq(&c.ts, &t[i / 2].glb),
		       "GLB: %s%s", t[i / 2].what, swap ? ", swapped" : "");
		s = a.ts;
		rsvp_tspec_sum(&s, &b.ts);
		tap_ok(ts_eq(&s, &t[i / 2].sum), "sum: %s%s", t[i / 2].what,
		       swap ? ", swapped" : "");
		s = a.ts;
		rsvp_tspec_min(&s, &b.ts);
		tap_ok(ts_eq(&s, &t[i / 2].glb), "minimum: %s%s",
		       t[i / 2].what, swap ? ", swapped" : "");
	}
}

static void test_merge_services(void)
{
	struct rsvp_flowspec a = { .ts = { 10, 20, 30, 4, 50 }, .service = 2,
				   .R_Bps = 15, .S_us = 100 };
	struct rsvp_flowspec b = { .ts = { 10, 20, 30, 4, 50 }, .service = 2,
				   .R_Bps = 12, .S_us = 50 };
	struct rsvp_flowspec cl = { .ts = { 10, 20, 30, 4, 50 }, .service = 5 };
	struct rsvp_flowspec none = { 0 }, c;
	struct rsvp_tspec s = { 0 };

	c = a;
	tap_ok(!rsvp_flowspec_lub(&c, &b) && c.R_Bps == 15 && c.S_us == 50,
	       "LUB: largest R, smallest S");
	c = a;
	tap_ok(!rsvp_flowspec_glb(&c, &b) && c.R_Bps == 12 && c.S_us == 100,
	       "GLB: smallest R, largest S");
	c = a;
	tap_is(rsvp_flowspec_lub(&c, &cl), -EINVAL, "LUB of GS and CL");
	tap_ok(!memcmp(&c, &a, sizeof(c)), "LUB of GS and CL: untouched");
	tap_is(rsvp_flowspec_glb(&c, &cl), -EINVAL, "GLB of GS and CL");
	tap_ok(!memcmp(&c, &a, sizeof(c)), "GLB of GS and CL: untouched");
	c = none;
	tap_ok(!rsvp_flowspec_lub(&c, &a) && !memcmp(&c, &a, sizeof(c)),
	       "LUB begins with nothing");
	tap_ok(!rsvp_flowspec_lub(&c, &none) && !memcmp(&c, &a, sizeof(c)),
	       "LUB with nothing");
	c = none;
	tap_ok(!rsvp_flowspec_glb(&c, &a) && !memcmp(&c, &a, sizeof(c)),
	       "GLB begins with nothing");
	tap_ok(!rsvp_flowspec_glb(&c, &none) && !memcmp(&c, &a, sizeof(c)),
	       "GLB with nothing");
	rsvp_tspec_sum(&s, &a.ts);
	tap_ok(ts_eq(&s, &a.ts), "sum begins with nothing");
}

static struct rsvp_flowspec from_wire(const struct wire *v)
{
	struct rsvp_flowspec fs;
	u8 w[64];
	size_t len = put_wire(w, RSVP_SVC_GUARANTEED, v);

	memset(&fs, 0, sizeof(fs));
	if (rsvp_flowspec_get(&fs, w, len))
		tap_ok(0, "bits that were refused");
	return fs;
}

/* "When the result equals one of the inputs its bits are kept" */
static void test_bits(void)
{
	const struct wire small = { F(10.5f), F(20.5f), F(30.5f), 4, 50,
				    F(11.5f), 9 };
	const struct wire large = { F(12.5f), F(22.5f), F(32.5f), 4, 50,
				    F(13.5f), 9 };
	const struct wire other = { F(9.5f), F(25.5f), F(32.5f), 4, 50,
				    F(13.5f), 9 };
	const struct wire low = { F(10.25f), F(20.5f), F(30.5f), 4, 50,
				  F(11.5f), 9 };
	const struct wire deep = { F(10.25f), F(90.5f), F(30.5f), 4, 50,
				   F(11.5f), 9 };
	struct rsvp_flowspec s = from_wire(&small), l = from_wire(&large);
	struct rsvp_flowspec o = from_wire(&other), w = from_wire(&low), c;
	struct rsvp_flowspec d = from_wire(&deep);

	c = s;
	tap_ok(!rsvp_flowspec_lub(&c, &l) && !memcmp(&c, &l, sizeof(c)),
	       "LUB is the second: bits kept");
	c = l;
	tap_ok(!rsvp_flowspec_lub(&c, &s) && !memcmp(&c, &l, sizeof(c)),
	       "LUB is the first: bits kept");
	c = s;
	tap_ok(!rsvp_flowspec_glb(&c, &l) && !memcmp(&c, &s, sizeof(c)),
	       "GLB is the first: bits kept");
	c = l;
	tap_ok(!rsvp_flowspec_glb(&c, &s) && !memcmp(&c, &s, sizeof(c)),
	       "GLB is the second: bits kept");
	c = l;
	tap_ok(!rsvp_flowspec_lub(&c, &o) && !c.wire_len,
	       "LUB is neither: from numbers");
	tap_ok(c.ts.r_Bps == 13 && c.ts.b == 26, "LUB is neither: rounded up");

	/* 10.25 and 10.5 are 11 both, yet only one of them covers the other */
	c = w;
	tap_ok(!rsvp_flowspec_lub(&c, &s) && !memcmp(&c, &s, sizeof(c)),
	       "LUB sees fractions");
	c = s;
	tap_ok(!rsvp_flowspec_lub(&c, &w) && !memcmp(&c, &s, sizeof(c)),
	       "LUB sees fractions, swapped");
	c = s;
	tap_ok(!rsvp_flowspec_lub(&c, &d) && !c.wire_len && c.ts.r_Bps == 11 &&
	       c.ts.b == 91, "LUB equals the second but for a fraction");
	c = d;
	tap_ok(!rsvp_flowspec_lub(&c, &s) && !c.wire_len && c.ts.r_Bps == 11 &&
	       c.ts.b == 91, "LUB equals the first but for a fraction");

	tap_ok(rsvp_flowspec_same(&s, &s), "same as itself");
	tap_ok(!rsvp_flowspec_same(&s, &w), "a fraction apart: not the same");
	tap_is(rsvp_flowspec_cmp(&s, &w), RSVP_EQUAL,
	       "a fraction apart: equal for admission");
	c = s;
	c.wire_len = 0;
	tap_ok(!rsvp_flowspec_same(&s, &c), "rounded: not the same");
	w = c;
	tap_ok(rsvp_flowspec_same(&w, &c), "same numbers: the same");
}

static void test_tspec_put(void)
{
	struct rsvp_tspec ts = { 16777217, 33554433, 16777219, 1, 2 }, back;
	u8 w[RSVP_TSPEC_WIRE_LEN];

	rsvp_tspec_put(w, &ts);
	tap_ok(!rsvp_tspec_get(&back, w, sizeof(w)) &&
	       back.r_Bps == 16777218 && back.b == 33554436 &&
	       back.p_Bps == 16777220, "Tspec: rounded up when written");
	ts.p_Bps = RSVP_RATE_INF;
	rsvp_tspec_put(w, &ts);
	tap_is(get_unaligned_be32(w + 20), INF, "Tspec: p without limit");
	tap_ok(!rsvp_tspec_get(&back, w, sizeof(w)) &&
	       back.p_Bps == RSVP_RATE_INF, "Tspec: p without limit and back");
}

int main(void)
{
	test_valid();
	test_to_u64();
	test_round_trip();
	test_fractions();
	test_from_u64();
	test_sat_add();
	test_tspec_get();
	test_framing();
	test_flowspec_get();
	test_order();
	test_merge();
	test_merge_services();
	test_bits();
	test_tspec_put();
	return tap_done();
}
