// SPDX-License-Identifier: GPL-2.0
/*
 * IntServ arithmetic: floats of the wire, Tspecs, flowspecs (RFC 2210 to 2212,
 * RFC 2215). No kernel service and no floating point; what RSVP does with the
 * results is not decided here. ADSPECs are in adspec.c, delay bounds in bound.c.
 */
#include "flowspec.h"

#define F32_SIGN	0x80000000u
#define F32_INF		0x7f800000u
#define F32_MANTISSA	0x007fffffu
#define F32_BIAS	127
#define F32_ONE		0x3f800000u

/* Offsets in the body of a SENDER_TSPEC or FLOWSPEC (RFC 2210, 3.1, 3.2) */
enum {
	OFF_R		= 12,		/* [r] */
	OFF_B		= 16,
	OFF_P		= 20,
	OFF_MIN		= 24,
	OFF_MAX		= 28,
	OFF_RSPEC	= 32,		/* header of parameter 130 */
	OFF_RATE	= 36,		/* [R] */
	OFF_SLACK	= 40,
};

/**
 * rsvp_f32_valid - may this float stand in a Tspec, RSpec or ADSPEC?
 * @bits: an IEEE-754 single, host byte order
 * @inf_ok: positive infinity may stand there: peak rates only
 *
 * RFC 2215, 3.6: "Negative numbers (including "negative zero"), infinities,
 * and NAN's are not allowed." Values below 1 are numbers here: what a flowspec
 * may say of them is in below_one() and has_fractions().
 *
 * Context: any.
 * Return: true if so.
 */
bool rsvp_f32_valid(u32 bits, bool inf_ok)
{
	/* As a number, a set sign bit is larger than what infinity is */
	return bits < F32_INF || (inf_ok && bits == F32_INF);
}

/* Value of valid @bits; *@lost tells of a fraction that was cut off */
static u64 f32_to_u64(u32 bits, bool *lost)
{
	int exp = (int)((bits & ~F32_SIGN) >> 23) - F32_BIAS;
	u64 mant = (bits & F32_MANTISSA) | (F32_MANTISSA + 1);

	*lost = false;
	if (exp < 0) {
		/* Below 1; subnormals too, and they are not 0 */
		*lost = bits & ~F32_SIGN;
		return 0;
	}
	if (exp > 63)
		return U64_MAX;
	if (exp >= 23)
		return mant << (exp - 23);
	*lost = mant & ((1u << (23 - exp)) - 1);
	return mant >> (23 - exp);
}

/**
 * rsvp_f32_to_u64_up - a float as an integer, fractions rounded up
 * @bits: an IEEE-754 single for which rsvp_f32_valid() holds, host byte order
 *
 * For what is asked for: admission never counts less than the wire says.
 *
 * Context: any.
 * Return: the number; U64_MAX for infinity and whatever does not fit.
 */
u64 rsvp_f32_to_u64_up(u32 bits)
{
	bool lost;
	u64 v = f32_to_u64(bits, &lost);

	return v + lost;
}

/**
 * rsvp_f32_to_u64_down - a float as an integer, fractions cut off
 * @bits: an IEEE-754 single for which rsvp_f32_valid() holds, host byte order
 *
 * For what is on offer: never more than the wire says.
 *
 * Context: any.
 * Return: the number; U64_MAX for infinity and whatever does not fit.
 */
u64 rsvp_f32_to_u64_down(u32 bits)
{
	bool lost;

	return f32_to_u64(bits, &lost);
}

static u32 u64_to_f32(u64 v, bool up)
{
	int exp = fls64(v) - 1;
	u64 mant;

	if (!v)
		return 0;
	if (exp <= 23) {
		mant = v << (23 - exp);
	} else {
		mant = v >> (exp - 23);
		if (up && (v & ((1ULL << (exp - 23)) - 1)))
			mant++;
	}
	/* Rounding up may carry into the exponent: that is what + does here */
	return ((u32)(exp + F32_BIAS - 1) << 23) + (u32)mant;
}

/**
 * rsvp_u64_to_f32_up - the smallest float that is not below a number
 * @v: the number
 *
 * Context: any.
 * Return: bits of an IEEE-754 single, host byte order; always finite.
 */
u32 rsvp_u64_to_f32_up(u64 v)
{
	return u64_to_f32(v, true);
}

/**
 * rsvp_u64_to_f32_down - the largest float that is not above a number
 * @v: the number
 *
 * Context: any.
 * Return: bits of an IEEE-754 single, host byte order; always finite.
 */
u32 rsvp_u64_to_f32_down(u64 v)
{
	return u64_to_f32(v, false);
}

/**
 * rsvp_sat_add - a sum that stops at the largest number
 * @a: any
 * @b: any, of the same unit
 *
 * Context: any.
 * Return: @a + @b, or U64_MAX.
 */
u64 rsvp_sat_add(u64 a, u64 b)
{
	return a > U64_MAX - b ? U64_MAX : a + b;
}

/* M = 0, as IOS sends it, sets no limit: it is the largest of all */
static bool size_ge(u32 a, u32 b)
{
	return !a || (b && a >= b);
}

static u32 size_min(u32 a, u32 b)
{
	return size_ge(a, b) ? b : a;
}

static u32 size_max(u32 a, u32 b)
{
	return size_ge(a, b) ? a : b;
}

/*
 * The three headers before a token bucket: overall, service, parameter 127.
 * Flags and reserved bits are "ignored on receipt" (RFC 2205, A).
 */
static int tspec_framing(const u8 *body, size_t len, u8 service, u32 words)
{
	u32 overall = get_unaligned_be32(body);
	u32 svc = get_unaligned_be32(body + 4);
	u32 param = get_unaligned_be32(body + 8);

	if (len != 4 * words + 4)
		return -EBADMSG;
	if (overall >> 28 || (overall & 0xffff) != words)
		return -EBADMSG;
	if (svc >> 24 != service || (svc & 0xffff) != words - 1)
		return -EBADMSG;
	if (param >> 24 != RSVP_PARAM_TOKEN_BUCKET || (param & 0xffff) != 5)
		return -EBADMSG;
	return 0;
}

/* The token bucket behind its headers; the numbers must make sense */
static int token_bucket_get(struct rsvp_tspec *ts, const u8 *body)
{
	u32 r = get_unaligned_be32(body + OFF_R);
	u32 b = get_unaligned_be32(body + OFF_B);
	u32 p = get_unaligned_be32(body + OFF_P);
	u32 m = get_unaligned_be32(body + OFF_MIN);
	u32 M = get_unaligned_be32(body + OFF_MAX);

	if (!rsvp_f32_valid(r, false) || !rsvp_f32_valid(b, false) ||
	    !rsvp_f32_valid(p, true))
		return -EDOM;

	/* RFC 2215, 3.6: "Both [r] and [b] must be positive."; RFC 2212: "p
	 * MUST be greater than or equal to the token bucket rate, r". Floats
	 * without a sign are ordered as their bits are.
	 */
	if (!r || !b || p < r)
		return -ERANGE;

	/* RFC 2215, 3.6: "[m] must be less then or equal to [M]". Not from it:
	 * m = 0 and M = 0 pass, because IOS sends both.
	 */
	if (M && m > M)
		return -ERANGE;

	ts->r_Bps = rsvp_f32_to_u64_up(r);
	ts->b = rsvp_f32_to_u64_up(b);
	ts->p_Bps = rsvp_f32_to_u64_up(p);
	ts->m = m;
	ts->M = M;
	return 0;
}

/**
 * rsvp_tspec_get - read a SENDER_TSPEC
 * @ts: filled; untouched on error
 * @body: body of a SENDER_TSPEC object, network byte order
 * @len: bytes of @body
 *
 * RFC 2210, 3.1. Rates beyond 40 terabytes/s pass: the Tspec of a sender asks
 * for nothing, and 64 bits hold them or saturate.
 *
 * Context: any.
 * Return: 0; -EBADMSG when it is not framed as it should be, -EPROTONOSUPPORT
 * when it is no Tspec of the default service (as in RFC 2997), -EDOM for a
 * forbidden float, -ERANGE when the numbers contradict each other.
 */
int rsvp_tspec_get(struct rsvp_tspec *ts, const u8 *body, size_t len)
{
	int err;

	if (len < 8)
		return -EBADMSG;
	if (body[4] != RSVP_SVC_GENERAL)
		return -EPROTONOSUPPORT;
	if (len < RSVP_TSPEC_WIRE_LEN)
		return -EBADMSG;
	err = tspec_framing(body, len, RSVP_SVC_GENERAL, 7);
	if (err)
		return err;
	return token_bucket_get(ts, body);
}

static void token_bucket_put(u8 *body, const struct rsvp_tspec *ts, u8 service,
			     u32 words)
{
	u32 p = F32_INF;

	if (ts->p_Bps != RSVP_RATE_INF)
		p = rsvp_u64_to_f32_up(ts->p_Bps);

	put_unaligned_be32(words, body);
	put_unaligned_be32((u32)service << 24 | (words - 1), body + 4);
	put_unaligned_be32(RSVP_PARAM_TOKEN_BUCKET << 24 | 5, body + 8);
	put_unaligned_be32(rsvp_u64_to_f32_up(ts->r_Bps), body + OFF_R);
	put_unaligned_be32(rsvp_u64_to_f32_up(ts->b), body + OFF_B);
	put_unaligned_be32(p, body + OFF_P);
	put_unaligned_be32(ts->m, body + OFF_MIN);
	put_unaligned_be32(ts->M, body + OFF_MAX);
}

/**
 * rsvp_tspec_put - write the body of a SENDER_TSPEC
 * @body: where, RSVP_TSPEC_WIRE_LEN bytes; network byte order
 * @ts: rates in bytes/s, sizes in bytes
 *
 * RFC 2210, 3.1. What no float holds is rounded up: a sender never sends more
 * than its Tspec says.
 *
 * Context: any.
 */
void rsvp_tspec_put(u8 body[RSVP_TSPEC_WIRE_LEN], const struct rsvp_tspec *ts)
{
	token_bucket_put(body, ts, RSVP_SVC_GENERAL, 7);
}

/**
 * rsvp_tspec_sum - add a sender's Tspec to a sum
 * @acc: sum so far; all zero: of nothing
 * @ts: to be added
 *
 * Sum_Tspecs of RFC 2205, 3.11.6, for Path_Te. RFC 2211, 8: r, b and p are
 * added, "the minimum across all TSpecs of the minimum policed unit", "the
 * maximum across all TSpecs of the maximum packet size". Saturates.
 *
 * Context: any.
 */
void rsvp_tspec_sum(struct rsvp_tspec *acc, const struct rsvp_tspec *ts)
{
	if (!acc->r_Bps && !acc->b) {
		*acc = *ts;
		return;
	}
	acc->r_Bps = rsvp_sat_add(acc->r_Bps, ts->r_Bps);
	acc->b = rsvp_sat_add(acc->b, ts->b);
	acc->p_Bps = rsvp_sat_add(acc->p_Bps, ts->p_Bps);
	acc->m = min(acc->m, ts->m);
	acc->M = size_max(acc->M, ts->M);
}

/**
 * rsvp_tspec_min - the minimum of two Tspecs
 * @acc: one; receives the result
 * @ts: the other
 *
 * RFC 2211, 8 and RFC 2212, "Ordering and Merging": "If one TSpec is less than
 * the other TSpec, the smaller TSpec is the minimum." Otherwise the smaller r,
 * "the *larger* token bucket size b", and the smaller p, m and M. TC takes it
 * of Path_Te and Resv_Te (RFC 2205, 2.2).
 *
 * Context: any.
 */
void rsvp_tspec_min(struct rsvp_tspec *acc, const struct rsvp_tspec *ts)
{
	switch (rsvp_tspec_cmp(acc, ts)) {
	case RSVP_LESS:
	case RSVP_EQUAL:
		return;
	case RSVP_GREATER:
		*acc = *ts;
		return;
	case RSVP_INCOMPARABLE:
		break;
	}
	acc->r_Bps = min(acc->r_Bps, ts->r_Bps);
	acc->b = max(acc->b, ts->b);
	acc->p_Bps = min(acc->p_Bps, ts->p_Bps);
	acc->m = min(acc->m, ts->m);
	acc->M = size_min(acc->M, ts->M);
}

/* RFC 2211, 8: is A "as good or better than" B? */
static bool tspec_ge(const struct rsvp_tspec *a, const struct rsvp_tspec *b)
{
	return a->r_Bps >= b->r_Bps && a->b >= b->b && a->p_Bps >= b->p_Bps &&
	       a->m <= b->m && size_ge(a->M, b->M);
}

static enum rsvp_order order(bool ge, bool le)
{
	if (ge && le)
		return RSVP_EQUAL;
	if (ge)
		return RSVP_GREATER;
	return le ? RSVP_LESS : RSVP_INCOMPARABLE;
}

/**
 * rsvp_tspec_cmp - order two Tspecs
 * @a: one
 * @b: the other
 *
 * RFC 2211, 8 and RFC 2212, "Ordering and Merging", which agree: larger r, b, p
 * and M and smaller m are better; all of them or "the TSpecs are unordered".
 *
 * Context: any.
 * Return: RSVP_GREATER if @a is a substitute for @b, and so on.
 */
enum rsvp_order rsvp_tspec_cmp(const struct rsvp_tspec *a,
			       const struct rsvp_tspec *b)
{
	return order(tspec_ge(a, b), tspec_ge(b, a));
}

/* RFC 2211, 5: "Network elements MUST return an error for requests containing
 * values outside this range." Not for p, which may always be ignored.
 */
static bool tspec_in_range(const struct rsvp_tspec *ts)
{
	return ts->r_Bps <= RSVP_RATE_MAX_Bps && ts->b <= RSVP_BUCKET_MAX;
}

/* RFC 2211, 5: r "may range from 1 byte per second", b "from 1 byte" */
static bool below_one(const u8 *body)
{
	return get_unaligned_be32(body + OFF_R) < F32_ONE ||
	       get_unaligned_be32(body + OFF_B) < F32_ONE;
}

/* RFC 2212: "Exponents less than 127 (i.e., 0) are prohibited": of r, b, p and R */
static bool has_fractions(const u8 *body)
{
	static const u8 offsets[] = { OFF_R, OFF_B, OFF_P, OFF_RATE };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		if (get_unaligned_be32(body + offsets[i]) < F32_ONE)
			return true;
	return false;
}

/* Behind the Tspec of a guaranteed flowspec: R and S (RFC 2210, 3.2.2) */
static int rspec_get(struct rsvp_flowspec *fs, const u8 *body)
{
	u32 head = get_unaligned_be32(body + OFF_RSPEC);
	u32 rate = get_unaligned_be32(body + OFF_RATE);

	if (head >> 24 != RSVP_PARAM_GS_RSPEC || (head & 0xffff) != 2)
		return -EBADMSG;
	if (!rsvp_f32_valid(rate, false))
		return -EDOM;

	/* RFC 2212: "R MUST be greater than or equal to r" */
	if (rate < get_unaligned_be32(body + OFF_R))
		return -ERANGE;
	if (has_fractions(body))
		return -EDOM;

	fs->R_Bps = rsvp_f32_to_u64_up(rate);
	fs->S_us = get_unaligned_be32(body + OFF_SLACK);
	return fs->R_Bps <= RSVP_RATE_MAX_Bps ? 0 : -ERANGE;
}

/**
 * rsvp_flowspec_get - read a FLOWSPEC
 * @fs: filled, wire bits included; undefined on error
 * @body: body of a FLOWSPEC object, network byte order
 * @len: bytes of @body
 *
 * RFC 2210, 3.2. "Use of a FLOWSPEC [...] containing fragments for more than
 * one QoS control service is not supported" (2.2).
 *
 * Context: any.
 * Return: 0; -EBADMSG when it is not framed as it should be, -EPROTONOSUPPORT
 * for another service than controlled load or guaranteed, -EDOM for a forbidden
 * float, -ERANGE when numbers contradict each other or leave their range.
 */
int rsvp_flowspec_get(struct rsvp_flowspec *fs, const u8 *body, size_t len)
{
	u32 words;
	int err;

	if (len < 8)
		return -EBADMSG;
	if (body[4] != RSVP_SVC_CONTROLLED && body[4] != RSVP_SVC_GUARANTEED)
		return -EPROTONOSUPPORT;

	memset(fs, 0, sizeof(*fs));
	fs->service = body[4];
	words = fs->service == RSVP_SVC_CONTROLLED ? 7 : 10;
	if (len != 4 * words + 4)
		return -EBADMSG;
	err = tspec_framing(body, len, fs->service, words);
	if (!err)
		err = token_bucket_get(&fs->ts, body);
	if (!err && !tspec_in_range(&fs->ts))
		err = -ERANGE;
	if (!err && fs->service == RSVP_SVC_GUARANTEED)
		err = rspec_get(fs, body);
	else if (!err && below_one(body))
		err = -ERANGE;
	if (err)
		return err;

	fs->wire_len = (u16)len;
	memcpy(fs->wire, body, len);
	return 0;
}

/**
 * rsvp_flowspec_put - write the body of a FLOWSPEC
 * @body: where; network byte order
 * @fs: what; its wire bits if it has any (whoever changes a number sets
 *	wire_len to 0), else its numbers, rounded up
 *
 * RFC 2210, 3.2.
 *
 * Context: any.
 * Return: bytes written; 0 if @fs is of no service and has no bits.
 */
size_t rsvp_flowspec_put(u8 body[RSVP_FLOWSPEC_WIRE_MAX],
			 const struct rsvp_flowspec *fs)
{
	if (fs->wire_len) {
		size_t len = min_t(size_t, fs->wire_len,
				   RSVP_FLOWSPEC_WIRE_MAX);

		memcpy(body, fs->wire, len);
		return len;
	}
	switch (fs->service) {
	case RSVP_SVC_CONTROLLED:
		token_bucket_put(body, &fs->ts, RSVP_SVC_CONTROLLED, 7);
		return RSVP_TSPEC_WIRE_LEN;
	case RSVP_SVC_GUARANTEED:
		token_bucket_put(body, &fs->ts, RSVP_SVC_GUARANTEED, 10);
		put_unaligned_be32((u32)RSVP_PARAM_GS_RSPEC << 24 | 2,
				   body + OFF_RSPEC);
		put_unaligned_be32(rsvp_u64_to_f32_up(fs->R_Bps),
				   body + OFF_RATE);
		put_unaligned_be32(fs->S_us, body + OFF_SLACK);
		return RSVP_FLOWSPEC_WIRE_MAX;
	default:
		return 0;
	}
}

/* RFC 2212: RSpec A is a substitute for B if its R is greater or equal and its
 * S smaller or equal. Controlled load has 0 in both.
 */
static bool flowspec_ge(const struct rsvp_flowspec *a,
			const struct rsvp_flowspec *b)
{
	return tspec_ge(&a->ts, &b->ts) && a->R_Bps >= b->R_Bps &&
	       a->S_us <= b->S_us;
}

/**
 * rsvp_flowspec_cmp - order two flowspecs
 * @a: one
 * @b: the other
 *
 * Compare_Flowspecs of RFC 2205, 3.11.6, by RFC 2211, 8 and RFC 2212.
 *
 * Context: any.
 * Return: RSVP_GREATER if @a is a substitute for @b, and so on;
 * RSVP_INCOMPARABLE too for different services, which have no LUB either.
 */
enum rsvp_order rsvp_flowspec_cmp(const struct rsvp_flowspec *a,
				  const struct rsvp_flowspec *b)
{
	if (a->service != b->service)
		return RSVP_INCOMPARABLE;
	return order(flowspec_ge(a, b), flowspec_ge(b, a));
}

/**
 * rsvp_flowspec_same - would both be sent as the same bits?
 * @a: one
 * @b: the other
 *
 * Context: any.
 * Return: true if so: nothing to tell a neighbour.
 */
bool rsvp_flowspec_same(const struct rsvp_flowspec *a,
			const struct rsvp_flowspec *b)
{
	u8 wa[RSVP_FLOWSPEC_WIRE_MAX];
	u8 wb[RSVP_FLOWSPEC_WIRE_MAX];
	size_t la = rsvp_flowspec_put(wa, a);
	size_t lb = rsvp_flowspec_put(wb, b);

	return la == lb && !memcmp(wa, wb, la);
}

/* Equal numbers may hide different fractions: is every float of @a as large as
 * that of @b, as sent?
 */
static bool wire_covers(const struct rsvp_flowspec *a,
			const struct rsvp_flowspec *b)
{
	static const u8 offs[] = { OFF_R, OFF_B, OFF_P, OFF_RATE };
	u8 wa[RSVP_FLOWSPEC_WIRE_MAX];
	u8 wb[RSVP_FLOWSPEC_WIRE_MAX];
	size_t len = rsvp_flowspec_put(wa, a);
	size_t i;

	if (rsvp_flowspec_put(wb, b) != len)
		return false;
	for (i = 0; i < ARRAY_SIZE(offs) && offs[i] < len; i++)
		if (get_unaligned_be32(wa + offs[i]) <
		    get_unaligned_be32(wb + offs[i]))
			return false;
	return true;
}

/* Keep the wire bits of the input that the result equals */
static void keep_wire(struct rsvp_flowspec *acc, const struct rsvp_flowspec *old,
		      const struct rsvp_flowspec *fs, bool exact)
{
	acc->wire_len = 0;
	if (rsvp_flowspec_cmp(acc, old) == RSVP_EQUAL &&
	    (!exact || wire_covers(old, fs)))
		*acc = *old;
	else if (rsvp_flowspec_cmp(acc, fs) == RSVP_EQUAL &&
		 (!exact || wire_covers(fs, old)))
		*acc = *fs;
}

/**
 * rsvp_flowspec_lub - merge a flowspec into another
 * @acc: one, or of service 0: none yet; receives the result
 * @fs: the other; of service 0: nothing happens
 *
 * LUB_of_Flowspecs of RFC 2205, 3.11.6: the merged TSpec of RFC 2211, 8 and RFC
 * 2212, that is the largest r, b and p, the smallest m and "the *smallest*
 * maximum packet size M" (see RFC 2210, 2.3.2); the largest R, the smallest S.
 *
 * Context: any.
 * Return: 0; -EINVAL for different services (error 21, value 1), @acc untouched.
 */
int rsvp_flowspec_lub(struct rsvp_flowspec *acc, const struct rsvp_flowspec *fs)
{
	struct rsvp_flowspec old = *acc;

	if (!fs->service)
		return 0;
	if (!acc->service) {
		*acc = *fs;
		return 0;
	}
	if (acc->service != fs->service)
		return -EINVAL;

	acc->ts.r_Bps = max(old.ts.r_Bps, fs->ts.r_Bps);
	acc->ts.b = max(old.ts.b, fs->ts.b);
	acc->ts.p_Bps = max(old.ts.p_Bps, fs->ts.p_Bps);
	acc->ts.m = min(old.ts.m, fs->ts.m);
	acc->ts.M = size_min(old.ts.M, fs->ts.M);
	acc->R_Bps = max(old.R_Bps, fs->R_Bps);
	acc->S_us = min(old.S_us, fs->S_us);
	keep_wire(acc, &old, fs, true);
	return 0;
}

/**
 * rsvp_flowspec_glb - the smaller of two flowspecs
 * @acc: one, or of service 0: none yet; receives the result
 * @fs: the other; of service 0: nothing happens
 *
 * GLB_of_Flowspecs of RFC 2205, 3.11.6: the minimum of the TSpecs as
 * rsvp_tspec_min() has it, the smaller R, the larger S.
 *
 * Context: any.
 * Return: 0; -EINVAL for different services, @acc untouched.
 */
int rsvp_flowspec_glb(struct rsvp_flowspec *acc, const struct rsvp_flowspec *fs)
{
	struct rsvp_flowspec old = *acc;

	if (!fs->service)
		return 0;
	if (!acc->service) {
		*acc = *fs;
		return 0;
	}
	if (acc->service != fs->service)
		return -EINVAL;

	rsvp_tspec_min(&acc->ts, &fs->ts);
	acc->R_Bps = min(old.R_Bps, fs->R_Bps);
	acc->S_us = max(old.S_us, fs->S_us);
	keep_wire(acc, &old, fs, false);
	return 0;
}
