// SPDX-License-Identifier: GPL-2.0
/* adspec.c: ADSPECs as of RFC 2210, 3.3. */
#include "flowspec.h"
#include "tap.h"

static const struct rsvp_adspec_hop h1 = {
	.bw_Bps = 1250000, .latency_us = 100, .mtu = 1500, .C = 1514, .D_us = 20,
};

static const struct rsvp_adspec_hop h2 = {
	.bw_Bps = 1000001, .latency_us = 50, .mtu = 1400, .C = 1000, .D_us = 30,
};

/* The words of an ADSPEC, and how many */
struct words {
	u32 w[64];
	u32 n;
};

static size_t put_words(u8 *body, const struct words *a)
{
	u32 i;

	for (i = 0; i < a->n; i++)
		put_unaligned_be32(a->w[i], body + 4 * i);
	return 4 * a->n;
}

/* Says where they differ */
static void words_are(const u8 *body, int len, const struct words *want,
		      const char *what)
{
	int bad = len != (int)(4 * want->n);
	u32 i;

	for (i = 0; !bad && i < want->n; i++)
		bad = get_unaligned_be32(body + 4 * i) != want->w[i];
	tap_ok(!bad, "%s", what);
	if (!bad)
		return;
	printf("# %d bytes for %u\n", len, 4 * want->n);
	for (i = 0; i < want->n && (int)(4 * i) < len; i++)
		if (get_unaligned_be32(body + 4 * i) != want->w[i])
			printf("# word %u: %08x for %08x\n", i + 1,
			       get_unaligned_be32(body + 4 * i), want->w[i]);
}

#define P(n)	((u32)(n) << 24 | 1)
#define BRK	0x00800000u

/* RFC 2210, 3.3.6, word by word */
static const struct words first = {
	{ 19, 0x01000008, P(4), 1, P(6), 0x49989680, P(8), 100, P(10), 1500,
	  0x02000008, P(133), 1514, P(134), 20, P(135), 1514, P(136), 20,
	  0x05000000 }, 20
};

static void test_first(void)
{
	struct rsvp_adspec_hop hop = h1;
	struct words want = first;
	struct rsvp_adspec ad;
	u8 b[128];

	words_are(b, (int)rsvp_adspec_first(b, sizeof(b), &hop, 0), &want,
		  "first: the example of RFC 2210, 3.3.6");
	tap_is(rsvp_adspec_first(b, 79, &hop, 0), 0, "first: no room");
	tap_is(rsvp_adspec_first(b, 80, &hop, 0), 80, "first: just room");
	tap_ok(!rsvp_adspec_get(&ad, b, 80) && ad.bw_Bps == 1250000 &&
	       ad.latency_us == 100 && ad.hops == 1 && ad.mtu == 1500 &&
	       ad.Ctot == 1514 && ad.Dtot_us == 20 && ad.Csum == 1514 &&
	       ad.Dsum_us == 20 && !ad.general_break && ad.has_gs &&
	       !ad.gs_break && ad.has_cl && !ad.cl_break &&
	       ad.gs_mtu == 1500 && ad.cl_mtu == 1500 &&
	       ad.gs_bw_Bps == 1250000 && ad.cl_bw_Bps == 1250000,
	       "first: read back");

	hop.break_general = true;
	hop.no_gs = true;
	hop.no_cl = true;
	want.w[1] |= BRK;
	want.w[10] |= BRK;
	want.w[12] = 0;
	want.w[14] = 0;
	want.w[16] = 0;
	want.w[18] = 0;
	want.w[19] |= BRK;
	words_are(b, (int)rsvp_adspec_first(b, sizeof(b), &hop, 0), &want,
		  "first: all broken");
	tap_ok(!rsvp_adspec_get(&ad, b, 80) && ad.general_break &&
	       ad.gs_break && ad.cl_break, "first: all broken, read back");
}

/* RFC 2210, 2.2: a sender that leaves a service out */
static void test_first_of_one_service(void)
{
	struct rsvp_adspec_hop hop = { .bw_Bps = 1000, .mtu = 1500 };
	u8 b[RSVP_ADSPEC_FIRST_LEN];

	tap_is(rsvp_adspec_first(b, 80, &hop, RSVP_SVC_CONTROLLED), 44,
	       "first: a sender that offers controlled load only");
	tap_is(b[3], 10, "first: its length in words");
	tap_is(b[40], RSVP_SVC_CONTROLLED, "first: its last service");
	tap_is(rsvp_adspec_first(b, 80, &hop, RSVP_SVC_GUARANTEED), 76,
	       "first: a sender that offers guaranteed service only");
	tap_is(b[40], RSVP_SVC_GUARANTEED, "first: its last service");
}

static void update(const struct words *in, const struct rsvp_adspec_hop *hop,
		   const struct words *want, const char *what)
{
	u8 b[512];
	size_t len = put_words(b, in);

	words_are(b, rsvp_adspec_update(b, len, sizeof(b), hop), want, what);
}

static void test_update(void)
{
	struct rsvp_adspec_hop hop = h2;
	struct words in = first, want = first;

	want.w[3] = 2;
	want.w[5] = 0x49742410;		/* 1000001 is a float */
	want.w[7] = 150;
	want.w[9] = 1400;
	want.w[12] = 2514;
	want.w[14] = 50;
	want.w[16] = 2514;
	want.w[18] = 50;
	update(&in, &hop, &want, "update: one hop");

	hop.reshape = true;
	want.w[16] = 1000;
	want.w[18] = 30;
	update(&in, &hop, &want, "update: reshaping restarts Csum and Dsum");
	hop.reshape = false;
	want.w[16] = 2514;
	want.w[18] = 50;

	hop.bw_Bps = 2000000;
	hop.mtu = 9000;
	want.w[5] = first.w[5];
	want.w[9] = 1500;
	update(&in, &hop, &want, "update: minima stay");

	in.w[5]--;			/* 1249999.875 */
	want.w[5]--;
	update(&in, &hop, &want, "update: a fraction stays");

	hop.bw_Bps = 33554435;		/* no float: 33554432 below */
	in.w[5] = 0x7f000000;
	want.w[5] = 0x4c000000;
	update(&in, &hop, &want, "update: bandwidth rounded down");

	hop.bw_Bps = 0;
	want.w[5] = 0;
	update(&in, &hop, &want, "update: unknown bandwidth stays unknown");

	hop.break_general = true;
	want.w[1] |= BRK;
	update(&in, &hop, &want, "update: general break bit");
	in.w[1] |= BRK;
	hop.break_general = false;
	update(&in, &hop, &want, "update: general break bit stays");

	hop.no_cl = true;
	want.w[19] |= BRK;
	update(&in, &hop, &want, "update: no controlled load");
	hop.no_gs = true;
	want.w[10] |= BRK;
	want.w[12] = in.w[12];
	want.w[14] = in.w[14];
	want.w[16] = in.w[16];
	want.w[18] = in.w[18];
	update(&in, &hop, &want, "update: no guaranteed service");
}

static void test_saturation(void)
{
	struct rsvp_adspec_hop hop = h2;
	struct words in = first, want = first;

	hop.bw_Bps = U64_MAX;
	hop.mtu = 0;			/* not known: no say */
	in.w[3] = U32_MAX;
	in.w[7] = U32_MAX - 50;
	in.w[12] = U32_MAX - 999;
	in.w[14] = U32_MAX - 30;
	in.w[16] = U32_MAX;
	in.w[18] = U32_MAX - 29;
	want = in;
	want.w[7] = U32_MAX;
	want.w[12] = U32_MAX;
	want.w[14] = U32_MAX;
	want.w[18] = U32_MAX;
	update(&in, &hop, &want, "sums end at 2^32 - 1");

	in.w[7] = U32_MAX - 51;
	want.w[7] = U32_MAX - 1;
	update(&in, &hop, &want, "the largest latency that is one");
	in.w[7] = U32_MAX;
	want.w[7] = U32_MAX;
	update(&in, &hop, &want, "indeterminate latency stays");
	in.w[7] = 5;
	hop.latency_us = U32_MAX;
	update(&in, &hop, &want, "indeterminate latency of a hop");
}

/* Header-only guaranteed fragment, unknown parameters and services, overrides */
static void test_fragments(void)
{
	static const struct words empty = {
		{ 10, 0x01000008, P(4), 1, P(6), 0x49989680, P(8), 100, P(10),
		  1500, 0x02800000 }, 11
	};
	static const struct words expanded = {
		{ 18, 0x01000008, P(4), 2, P(6), 0x49742410, P(8), 150, P(10),
		  1400, 0x02800008, P(133), 1000, P(134), 30, P(135), 1000,
		  P(136), 30 }, 19
	};
	static const struct words odd = {
		{ 26, 0x0100000c, P(4), 1, P(6), 0x49989680, 0x08800001, 100,
		  P(10), 1500, 0x1e000001, 0xdeadbeef, 0x1f000000, 0x20000000,
		  0x05000008, P(4), 7, P(6), 0x3f800000, P(8), 1, P(10), 9000,
		  0x78120003, 0x99000001, 2, 3 }, 27
	};
	static const struct words odd2 = {
		{ 26, 0x0100000c, P(4), 2, P(6), 0x49742410, 0x08800001, 150,
		  P(10), 1400, 0x1e000001, 0xdeadbeef, 0x1f000000, 0x20000000,
		  0x05000008, P(4), 8, P(6), 0x3f800000, P(8), 51, P(10), 1400,
		  0x78920003, 0x99000001, 2, 3 }, 27
	};
	struct rsvp_adspec_hop hop = h2;
	struct words want = empty;
	struct rsvp_adspec ad;
	u8 b[128];
	size_t len;

	update(&empty, &hop, &expanded, "empty guaranteed fragment expanded");
	hop.no_gs = true;
	want.w[3] = 2;
	want.w[5] = 0x49742410;
	want.w[7] = 150;
	want.w[9] = 1400;
	update(&empty, &hop, &want, "but not by a node without the service");
	hop.no_gs = false;

	len = put_words(b, &empty);
	tap_is(rsvp_adspec_update(b, len, len + 31, &hop), -ENOSPC,
	       "no room to expand");
	words_are(b, (int)len, &empty, "no room to expand: unchanged");
	tap_is(rsvp_adspec_update(b, len, len + RSVP_ADSPEC_GROWTH, &hop),
	       len + 32, "just room to expand");
	tap_ok(!rsvp_adspec_get(&ad, b, len + 32) && ad.gs_break && ad.has_gs &&
	       !ad.has_cl && ad.Ctot == 1000, "expanded: read back");

	update(&odd, &hop, &odd2, "overrides composed, unknown ones kept");
	len = put_words(b, &odd);
	tap_ok(!rsvp_adspec_get(&ad, b, len) && ad.cl_bw_Bps == 1 &&
	       ad.bw_Bps == 1250000 && ad.gs_bw_Bps == 1250000 &&
	       ad.cl_mtu == 9000 && ad.mtu == 1500 && ad.gs_mtu == 1500 &&
	       ad.hops == 1 && ad.latency_us == 100 && !ad.has_gs && ad.has_cl,
	       "overrides read");
}

static void test_malformed(void)
{
	static const struct {
		u32 word;
		u32 value;
		bool ok;
		const char *what;
	} t[] = {
		{ 0, 0x0fff0013, true, "unused bits" },
		{ 0, 0x10000013, false, "version 1" },
		{ 0, 18, false, "message length short" },
		{ 0, 20, false, "message length long" },
		{ 1, 0x01000007, false, "general fragment short" },
		{ 1, 0x01000009, false, "general fragment long" },
		{ 1, 0x0100ffff, false, "general fragment beyond the end" },
		{ 1, 0x01000000, false, "general fragment empty, junk behind" },
		{ 1, 0x00000008, false, "service 0 first" },
		{ 1, 0x03000008, false, "service 3 first" },
		{ 1, 0x017f0008, true, "reserved bits of a service" },
		{ 2, P(4) + 1, false, "hop count of two words" },
		{ 2, P(4) - 1, false, "hop count of none" },
		{ 2, 0x7b000007, true, "one parameter that fills the rest" },
		{ 2, 0x7b000008, false, "one parameter beyond the fragment" },
		{ 5, 0x7fc00000, false, "bandwidth NaN" },
		{ 5, 0x7f800000, false, "bandwidth infinite" },
		{ 5, 0x80000000, false, "bandwidth -0" },
		{ 5, 0xbf800000, false, "bandwidth -1" },
		{ 5, 0, true, "bandwidth 0" },
		{ 10, 0x01000008, false, "general fragment twice" },
		{ 10, 0x03000008, true, "service 3 for 2" },
		{ 10, 0x06000008, false, "service 6 before 5" },
		{ 11, P(137), false, "no Ctot" },
		{ 13, P(133), false, "no Dtot" },
		{ 15, P(7), false, "no Csum" },
		{ 17, P(135), false, "no Dsum" },
		{ 19, 0x05000001, false, "last fragment beyond the end" },
		{ 19, 0x02000000, false, "service 2 twice" },
		{ 19, 0xff800000, true, "service 255 last" },
	};
	static const struct {
		struct words a;
		bool ok;
		const char *what;
	} u[] = {
		{ { { 4, 0x01000003, 0x04000002, 1, 2 }, 5 }, false,
		  "two words of hops, well framed" },
		{ { { 2, 0x01000001, 0x04000000 }, 3 }, false,
		  "no word of hops, well framed" },
		{ { { 4, 0x01000003, 0x07000002, 1, 2 }, 5 }, true,
		  "two words of an unknown parameter" },
		{ { { 1, 0x05000000 }, 2 }, false, "controlled load alone" },
		{ { { 2, 0x01000000, 0x05000000 }, 3 }, true,
		  "controlled load behind an empty general fragment" },
		{ { { 0 }, 1 }, false, "no fragment" },
	};
	static const struct words minimal = { { 1, 0x01000000 }, 2 };
	struct rsvp_adspec ad;
	u8 b[128], copy[128];
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		struct words in = first;
		int res;

		in.w[t[i].word] = t[i].value;
		len = put_words(b, &in);
		memcpy(copy, b, len);
		tap_is(rsvp_adspec_get(&ad, b, len), t[i].ok ? 0 : -EBADMSG,
		       "framing: %s", t[i].what);
		res = rsvp_adspec_update(b, len, sizeof(b), &h2);
		tap_is(res, t[i].ok ? (int)len : -EBADMSG, "update: %s",
		       t[i].what);
		if (!t[i].ok)
			tap_ok(!memcmp(b, copy, len), "update: %s: unchanged",
			       t[i].what);
	}
	for (i = 0; i < ARRAY_SIZE(u); i++) {
		len = put_words(b, &u[i].a);
		tap_is(rsvp_adspec_get(&ad, b, len), u[i].ok ? 0 : -EBADMSG,
		       "framing: %s", u[i].what);
	}
	for (i = 0; i <= 84; i++) {
		put_words(b, &first);
		if (i != 80 && !rsvp_adspec_get(&ad, b, i))
			break;
	}
	tap_is(i, 85, "no other length than its own");
	len = put_words(b, &minimal);
	tap_ok(!rsvp_adspec_get(&ad, b, len) && ad.latency_us == U32_MAX &&
	       !ad.bw_Bps && !ad.mtu && !ad.has_gs && !ad.has_cl,
	       "nothing told: latency indeterminate, bandwidth unknown");
}

int main(void)
{
	test_first();
	test_first_of_one_service();
	test_update();
	test_saturation();
	test_fragments();
	test_malformed();
	return tap_done();
}
