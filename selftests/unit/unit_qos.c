// SPDX-License-Identifier: GPL-2.0
/*
 * qos.c: which FLOWSPECs of Winsock may be asked for, and what they come to. Rn, Cn:
 * Documentation/conformance/winsock.md.
 */
#include "qos.h"
#include "tap.h"

enum {
	NONE		= RSVP_SERVICE_TYPE_NO_TRAFFIC,
	BE		= RSVP_SERVICE_TYPE_BEST_EFFORT,
	CL		= RSVP_SERVICE_TYPE_CONTROLLED_LOAD,
	G		= RSVP_SERVICE_TYPE_GUARANTEED,
	UNAVAILABLE	= 4,
	GI		= RSVP_SERVICE_TYPE_GENERAL_INFORMATION,
	SAME		= RSVP_SERVICE_TYPE_NO_CHANGE,
	NONCONFORMING	= 9,
	NC		= RSVP_SERVICE_TYPE_NETWORK_CONTROL,
	QUALITATIVE	= RSVP_SERVICE_TYPE_QUALITATIVE,
};

/* What was given of a FLOWSPEC, and with which values */
#define TYPE(v)		.service_type = (v)
#define NO_TC		.no_tc = true
#define QUIET		.no_signaling = true
#define RATE(v)		.rate_Bps = (v)
#define BUCKET(v)	.bucket = (v)
#define PEAK(v)		.peak_Bps = (v)
#define LATENCY(v)	.latency_us = (v)
#define VARIATION(v)	.variation_us = (v)
#define SDU(v)		.sdu = (v)
#define POLICED(v)	.policed = (v)

#define ALL		(RSVP_QOS_RATE | RSVP_QOS_BUCKET | RSVP_QOS_PEAK | \
			 RSVP_QOS_LATENCY | RSVP_QOS_VARIATION |	   \
			 RSVP_QOS_SDU | RSVP_QOS_POLICED)

static void test_check(void)
{
	enum {
		OK = 0,
		SERVICE = RSVP_QOS_STATUS_E_SERVICE_TYPE,
		SPEC = RSVP_QOS_STATUS_E_FLOWSPEC,
	};
	static const struct {
		const char *what;
		struct rsvp_qos_flow flow;
		u32 send, receive;	/* status */
		u32 attr;
	} t[] = {
		{ "R130: a rate", { TYPE(CL), .gave = RSVP_QOS_RATE, RATE(1) }, OK,
		  OK, 0 },
		{ "R130: a rate of 0", { TYPE(CL), .gave = RSVP_QOS_RATE }, SPEC,
		  SPEC, RSVP_A_QOS_TOKEN_RATE },
		{ "R130: a rate of 0, guaranteed", { TYPE(G), .gave = RSVP_QOS_RATE },
		  SPEC, SPEC, RSVP_A_QOS_TOKEN_RATE },
		{ "R130: a rate of 0, best effort",
		  { TYPE(BE), .gave = RSVP_QOS_RATE }, SPEC, SPEC,
		  RSVP_A_QOS_TOKEN_RATE },
		{ "R130, R139, R143: no rate", { TYPE(CL) }, SPEC, OK,
		  RSVP_A_QOS_TOKEN_RATE },
		{ "R130, R139, C9: no rate, guaranteed", { TYPE(G) }, SPEC, OK,
		  RSVP_A_QOS_TOKEN_RATE },
		{ "R130: no rate, general information", { TYPE(GI) }, SPEC, SERVICE,
		  RSVP_A_QOS_TOKEN_RATE },
		{ "R131: a bucket", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_BUCKET, RATE(1), BUCKET(1) }, OK, OK, 0 },
		{ "R131: a bucket of 0", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_BUCKET, RATE(1) }, SPEC, SPEC,
		  RSVP_A_QOS_TOKEN_BUCKET_SIZE },
		{ "R131: a bucket less than a packet",
		  { TYPE(CL), .gave = RSVP_QOS_RATE | RSVP_QOS_BUCKET | RSVP_QOS_SDU,
		    RATE(1), BUCKET(999), SDU(1000) }, SPEC, SPEC,
		  RSVP_A_QOS_TOKEN_BUCKET_SIZE },
		{ "R131: a bucket of a packet",
		  { TYPE(CL), .gave = RSVP_QOS_RATE | RSVP_QOS_BUCKET | RSVP_QOS_SDU,
		    RATE(1), BUCKET(1000), SDU(1000) }, OK, OK, 0 },
		{ "R132: a peak below the rate", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_PEAK, RATE(9), PEAK(8) }, SPEC, SPEC,
		  RSVP_A_QOS_PEAK_BANDWIDTH },
		{ "R132: a peak below the rate, best effort",
		  { TYPE(BE), .gave = RSVP_QOS_RATE | RSVP_QOS_PEAK, RATE(9),
		    PEAK(8) }, SPEC, SPEC, RSVP_A_QOS_PEAK_BANDWIDTH },
		{ "R132: a peak of the rate", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_PEAK, RATE(9), PEAK(9) }, OK, OK, 0 },
		{ "R132, R138: no limit", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_PEAK, RATE(9), PEAK(RSVP_RATE_INF) }, OK, OK, 0 },
		{ "R132: a peak of 0", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_PEAK, RATE(9), PEAK(0) }, SPEC, SPEC,
		  RSVP_A_QOS_PEAK_BANDWIDTH },
		{ "R132: more than any rate", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_PEAK, RATE(9), PEAK(RSVP_RATE_MAX_Bps + 1) }, SPEC,
		  SPEC, RSVP_A_QOS_PEAK_BANDWIDTH },
		{ "R132: the most", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_PEAK, RATE(9), PEAK(RSVP_RATE_MAX_Bps) }, OK, OK,
		  0 },
		{ "R133: latency, controlled load", { TYPE(CL), .gave =
		  RSVP_QOS_RATE | RSVP_QOS_LATENCY, RATE(9) }, OK, OK, 0 },
		{ "R136: packets of 0", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_SDU, RATE(9) }, SPEC, SPEC,
		  RSVP_A_QOS_MAX_SDU_SIZE },
		{ "R136b: policed as 0", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_POLICED, RATE(9) }, SPEC, SPEC,
		  RSVP_A_QOS_MINIMUM_POLICED_SIZE },
		{ "R136b: policed as more than the largest packet",
		  { TYPE(CL), .gave = RSVP_QOS_RATE | RSVP_QOS_SDU | RSVP_QOS_POLICED,
		    RATE(9), SDU(100), POLICED(101) }, SPEC, SPEC,
		  RSVP_A_QOS_MINIMUM_POLICED_SIZE },
		{ "R136b: policed as the largest packet",
		  { TYPE(CL), .gave = RSVP_QOS_RATE | RSVP_QOS_SDU | RSVP_QOS_POLICED,
		    RATE(9), SDU(100), POLICED(100) }, OK, OK, 0 },
		{ "R137, R161: best effort without a rate", { TYPE(BE) }, OK, OK, 0 },
		{ "R148: rate and variation", { TYPE(G), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_VARIATION, RATE(9), VARIATION(5) }, OK, OK, 0 },
		{ "R148: variation and latency", { TYPE(G), .gave = RSVP_QOS_LATENCY |
		  RSVP_QOS_VARIATION, LATENCY(9), VARIATION(5) }, SPEC, OK,
		  RSVP_A_QOS_TOKEN_RATE },
		{ "R148: rate and latency", { TYPE(G), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_LATENCY, RATE(9), LATENCY(5) }, OK, SPEC,
		  RSVP_A_QOS_LATENCY },
		{ "R148: all three", { TYPE(G), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_LATENCY | RSVP_QOS_VARIATION, RATE(9), LATENCY(5) },
		  OK, OK, 0 },
		{ "R149: variation alone", { TYPE(G), .gave = RSVP_QOS_VARIATION,
		  VARIATION(5) }, SPEC, OK, RSVP_A_QOS_TOKEN_RATE },
		{ "R149: latency alone", { TYPE(G), .gave = RSVP_QOS_LATENCY,
		  LATENCY(5) }, SPEC, OK, RSVP_A_QOS_TOKEN_RATE },
		{ "R148: all three, no latency at all", { TYPE(G), .gave =
		  RSVP_QOS_RATE | RSVP_QOS_LATENCY | RSVP_QOS_VARIATION,
		  RATE(9), VARIATION(5) }, OK, OK, 0 },
		{ "R160: no traffic", { TYPE(NONE) }, OK, OK, 0 },
		{ "R160: no traffic, whatever else", { TYPE(NONE), .gave = ALL }, OK,
		  OK, 0 },
		{ "R162: controlled load", { TYPE(CL), .gave = RSVP_QOS_RATE,
		  RATE(9) }, OK, OK, 0 },
		{ "R163: guaranteed", { TYPE(G), .gave = RSVP_QOS_RATE, RATE(9) }, OK,
		  OK, 0 },
		{ "R164: network unavailable", { TYPE(UNAVAILABLE) }, SERVICE,
		  SERVICE, 0 },
		{ "R165: general information", { TYPE(GI), .gave = RSVP_QOS_RATE,
		  RATE(9) }, OK, SERVICE, 0 },
		{ "R166: no change", { TYPE(SAME) }, OK, OK, 0 },
		{ "R166: no change, whatever else", { TYPE(SAME), .gave = ALL }, OK,
		  OK, 0 },
		{ "R167: nonconforming", { TYPE(NONCONFORMING) }, SERVICE, SERVICE,
		  0 },
		{ "R168: network control", { TYPE(NC) }, SERVICE, SERVICE, 0 },
		{ "R169: qualitative", { TYPE(QUALITATIVE) }, SERVICE, SERVICE, 0 },
		{ "R135: no service type", { TYPE(14) }, SERVICE, SERVICE, 0 },
		{ "R172: flags, no traffic", { TYPE(NONE), NO_TC, QUIET },
		  OK, OK, 0 },
		{ "R172: flags, best effort", { TYPE(BE), NO_TC, QUIET }, OK,
		  OK, 0 },
		{ "R172: flags, controlled load", { TYPE(CL), NO_TC, QUIET,
		  .gave = RSVP_QOS_RATE, RATE(9) }, OK, OK, 0 },
		{ "R172: flags, no change", { TYPE(SAME), NO_TC, QUIET },
		  OK, OK, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		int (*check[])(const struct rsvp_qos_flow *,
			       struct rsvp_qos_fault *) = {
			rsvp_qos_check_send, rsvp_qos_check_receive,
		};
		int d;

		for (d = 0; d < 2; d++) {
			u32 status = d ? t[i].receive : t[i].send;
			u32 attr = status == SERVICE ? RSVP_A_QOS_SERVICE_TYPE :
						       t[i].attr;
			struct rsvp_qos_fault why = { 0 };
			int err = check[d](&t[i].flow, &why);

			tap_is(err ? why.status : 0, status, "check: %s: %s",
			       d ? "receive" : "send", t[i].what);
			if (err)
				tap_ok(why.err == err && why.attr == attr &&
				       why.text, "check: %s: %s: says why",
				       d ? "receive" : "send", t[i].what);
		}
	}
}

/* What is not supported is another error than what does not exist */
static void test_errno(void)
{
	static const struct {
		const char *what;
		u32 type;
		int err;
	} t[] = {
		{ "R164: network unavailable", UNAVAILABLE, EINVAL },
		{ "R167: nonconforming", NONCONFORMING, EINVAL },
		{ "R168: network control", NC, EOPNOTSUPP },
		{ "R169: qualitative", QUALITATIVE, EOPNOTSUPP },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		struct rsvp_qos_flow flow = { .service_type = t[i].type };
		struct rsvp_qos_fault why;

		tap_is(-rsvp_qos_check_send(&flow, &why), t[i].err,
		       "errno: %s", t[i].what);
	}
	tap_is(-rsvp_qos_check_receive(&(struct rsvp_qos_flow){ TYPE(GI) },
				       &(struct rsvp_qos_fault){ 0 }), EINVAL,
	       "errno: R165: general information");
}

static void test_no_latency(void)
{
	struct rsvp_qos_flow flow = { TYPE(G), .gave = RSVP_QOS_LATENCY };
	struct rsvp_qos_fault why = { 0 };

	tap_is(-rsvp_qos_check_receive(&flow, &why), EINVAL,
	       "check: receive: R149: a latency of 0");
	tap_is(why.attr, RSVP_A_QOS_LATENCY, "check: receive: R149: says so");
	flow.gave |= RSVP_QOS_VARIATION;
	flow.latency_us = 5;
	flow.variation_us = 5;
	tap_is(-rsvp_qos_check_receive(&flow, &why), EINVAL,
	       "check: receive: R148: a variation of all the latency");
	tap_is(why.attr, RSVP_A_QOS_DELAY_VARIATION,
	       "check: receive: R148: says so");
	flow.variation_us = 4;
	tap_is(rsvp_qos_check_receive(&flow, &why), 0,
	       "check: receive: R148: a variation of less");
}

static void test_change(void)
{
	static const struct rsvp_qos_flow was = {
		TYPE(CL), QUIET, .gave = RSVP_QOS_RATE, RATE(9),
	};
	static const struct {
		const char *what;
		struct rsvp_qos_flow asked, want;
	} t[] = {
		{ "R17: other numbers", { TYPE(G), .gave = RSVP_QOS_RATE, RATE(7) },
		  { TYPE(G), .gave = RSVP_QOS_RATE, RATE(7) } },
		{ "R160: no traffic", { TYPE(NONE) }, { TYPE(NONE) } },
		{ "R166, R175: no change", { TYPE(SAME), .gave = RSVP_QOS_RATE,
		  RATE(1) }, { TYPE(CL), QUIET, .gave = RSVP_QOS_RATE, RATE(9) } },
		{ "R172: no change but a flag", { TYPE(SAME), NO_TC },
		  { TYPE(CL), NO_TC, QUIET, RSVP_QOS_RATE, RATE(9) } },
		{ "R174: without the flag", { TYPE(CL), .gave = RSVP_QOS_RATE,
		  RATE(9) }, { TYPE(CL), .gave = RSVP_QOS_RATE, RATE(9) } },
	};
	struct rsvp_qos_flow quiet = { TYPE(SAME), QUIET };
	struct rsvp_qos_flow flow = { TYPE(G) };
	size_t i;

	rsvp_qos_change(&flow, &quiet);
	tap_ok(flow.service_type == G && flow.no_signaling,
	       "change: R172: no change but no signalling");
	for (i = 0; i < ARRAY_SIZE(t); i++) {
		flow = was;
		rsvp_qos_change(&flow, &t[i].asked);
		tap_ok(flow.service_type == t[i].want.service_type &&
		       flow.no_tc == t[i].want.no_tc &&
		       flow.no_signaling == t[i].want.no_signaling &&
		       flow.gave == t[i].want.gave &&
		       flow.rate_Bps == t[i].want.rate_Bps, "change: %s",
		       t[i].what);
	}
}

static void test_effects(void)
{
	static const struct {
		const char *what;
		struct rsvp_qos_flow flow;
		bool signals;
		u32 service;
		u64 rate_Bps;
	} t[] = {
		{ "R160: no traffic", { TYPE(NONE), RATE(9) }, false, 0, 0 },
		{ "R12, R161: best effort", { TYPE(BE), RATE(9) }, false, 0, 0 },
		{ "R13, R162: controlled load", { TYPE(CL), RATE(9) }, true,
		  RSVP_SERVICE_CONTROLLED_LOAD, 9 },
		{ "R13, R163: guaranteed", { TYPE(G), RATE(9) }, true,
		  RSVP_SERVICE_GUARANTEED, 9 },
		{ "R12, R165, R179: general information", { TYPE(GI), RATE(9) }, true,
		  RSVP_SERVICE_CONTROLLED_LOAD, 9 },
		{ "R166: no change of nothing", { TYPE(SAME), RATE(9) }, false, 0,
		  0 },
		{ "R170: no traffic control", { TYPE(G), NO_TC, RATE(9) },
		  true, 0, 9 },
		{ "R171: no signalling", { TYPE(CL), QUIET, RATE(9) }, false,
		  RSVP_SERVICE_CONTROLLED_LOAD, 9 },
		{ "R172, R179: no signalling, general information",
		  { TYPE(GI), QUIET, RATE(9) }, false,
		  RSVP_SERVICE_CONTROLLED_LOAD, 9 },
		{ "R172: neither", { TYPE(CL), NO_TC, QUIET, RATE(9) }, false, 0,
		  9 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		tap_is(rsvp_qos_signals(&t[i].flow), t[i].signals,
		       "signals: %s", t[i].what);
		tap_is(rsvp_qos_service(&t[i].flow), t[i].service,
		       "service: %s", t[i].what);
		tap_is(rsvp_qos_rate(&t[i].flow), t[i].rate_Bps, "rate: %s",
		       t[i].what);
	}
}

static void test_tspec(void)
{
	static const struct {
		const char *what;
		struct rsvp_qos_flow flow;
		struct rsvp_tspec ts;	/* r, b, p, m, M */
	} t[] = {
		{ "R140, R141, R142: a rate alone", { TYPE(CL), .gave =
		  RSVP_QOS_RATE, RATE(9) },
		  { 9, 1500, RSVP_RATE_INF, 128, 1500 } },
		{ "R150: all", { TYPE(CL), .gave = ALL, RATE(9), BUCKET(8000),
		  PEAK(70), LATENCY(6), VARIATION(5), SDU(4000), POLICED(30) },
		  { 9, 8000, 70, 30, 4000 } },
		{ "R138: no limit", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_PEAK, RATE(9), PEAK(RSVP_RATE_INF) },
		  { 9, 1500, RSVP_RATE_INF, 128, 1500 } },
		{ "R142: the bucket is a packet", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_SDU, RATE(9), SDU(4000) },
		  { 9, 4000, RSVP_RATE_INF, 128, 4000 } },
		{ "R141: no packet is as large", { TYPE(CL), .gave = RSVP_QOS_RATE |
		  RSVP_QOS_SDU, RATE(9), SDU(100) },
		  { 9, 100, RSVP_RATE_INF, 100, 100 } },
		{ "R140: policed as a packet at most", { TYPE(CL), .gave =
		  RSVP_QOS_RATE | RSVP_QOS_POLICED, RATE(9), POLICED(2000) },
		  { 9, 1500, RSVP_RATE_INF, 1500, 1500 } },
		{ "R139: numbers that were not given", { TYPE(G), .gave =
		  RSVP_QOS_RATE, RATE(9), BUCKET(1), PEAK(2), SDU(3),
		  POLICED(4) }, { 9, 1500, RSVP_RATE_INF, 128, 1500 } },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		struct rsvp_tspec ts;

		memset(&ts, 0xee, sizeof(ts));
		rsvp_qos_tspec(&t[i].flow, &ts);
		tap_is(ts.r_Bps, t[i].ts.r_Bps, "tspec: %s: r", t[i].what);
		tap_is(ts.b, t[i].ts.b, "tspec: %s: b", t[i].what);
		tap_is(ts.p_Bps, t[i].ts.p_Bps, "tspec: %s: p", t[i].what);
		tap_is(ts.m, t[i].ts.m, "tspec: %s: m", t[i].what);
		tap_is(ts.M, t[i].ts.M, "tspec: %s: M", t[i].what);
	}
}

static void test_flowspec(void)
{
	static const struct {
		const char *what;
		struct rsvp_qos_flow flow;
		u16 service;
		u32 gave;
		struct rsvp_tspec ts;	/* as far as @gave says */
		u64 R_Bps;
		u32 S_us;
		u32 delay_us;
		u32 slack_us;
	} t[] = {
		{ "R144, R151: the type alone", { TYPE(CL) },
		  RSVP_SVC_CONTROLLED, 0, { 0 }, 0, 0, 0 },
		{ "R144, R150: all; R133: no delays",
		  { TYPE(CL), .gave = ALL, RATE(9), BUCKET(8000), PEAK(70),
		    LATENCY(6), VARIATION(5), SDU(4000), POLICED(30) },
		  RSVP_SVC_CONTROLLED, RSVP_GAVE_RATE | RSVP_GAVE_BURST |
		  RSVP_GAVE_PEAK | RSVP_GAVE_MIN | RSVP_GAVE_MTU,
		  { 9, 8000, 70, 30, 4000 }, 0, 0, 0 },
		{ "R144: r", { TYPE(CL), .gave = RSVP_QOS_RATE, RATE(9) },
		  RSVP_SVC_CONTROLLED, RSVP_GAVE_RATE, { .r_Bps = 9 }, 0, 0,
		  0 },
		{ "R144: b", { TYPE(CL), .gave = RSVP_QOS_BUCKET, BUCKET(9) },
		  RSVP_SVC_CONTROLLED, RSVP_GAVE_BURST, { .b = 9 }, 0, 0, 0 },
		{ "R144: p", { TYPE(CL), .gave = RSVP_QOS_PEAK, PEAK(9) },
		  RSVP_SVC_CONTROLLED, RSVP_GAVE_PEAK, { .p_Bps = 9 }, 0, 0,
		  0 },
		{ "R144: m", { TYPE(CL), .gave = RSVP_QOS_POLICED, POLICED(9) },
		  RSVP_SVC_CONTROLLED, RSVP_GAVE_MIN, { .m = 9 }, 0, 0, 0 },
		{ "R144: M", { TYPE(CL), .gave = RSVP_QOS_SDU, SDU(9) },
		  RSVP_SVC_CONTROLLED, RSVP_GAVE_MTU, { .M = 9 }, 0, 0, 0 },
		{ "R145, C10: the bucket is the sender's",
		  { TYPE(G), .gave = ALL & ~RSVP_QOS_LATENCY, RATE(9), BUCKET(8000),
		    PEAK(70), VARIATION(5), SDU(4000), POLICED(30) },
		  RSVP_SVC_GUARANTEED, RSVP_GAVE_R, { 0 }, 9, 5, 0 },
		{ "R147: no variation, no slack", { TYPE(G), .gave = RSVP_QOS_RATE,
		  RATE(9), VARIATION(5) }, RSVP_SVC_GUARANTEED, RSVP_GAVE_R,
		  { 0 }, 9, 0, 0 },
		{ "R148: rate and variation: latency is ignored",
		  { TYPE(G), .gave = RSVP_QOS_RATE | RSVP_QOS_VARIATION |
		    RSVP_QOS_LATENCY, RATE(9), VARIATION(5), LATENCY(6) },
		  RSVP_SVC_GUARANTEED, RSVP_GAVE_R, { 0 }, 9, 5, 0 },
		{ "R146, R149, C9: the type alone", { TYPE(G) },
		  RSVP_SVC_GUARANTEED, 0, { 0 }, 0, 0, 0 },
		{ "R147, R149: variation alone", { TYPE(G), .gave =
		  RSVP_QOS_VARIATION, VARIATION(5) }, RSVP_SVC_GUARANTEED, 0,
		  { 0 }, 0, 5, 0 },
		{ "R149: latency alone", { TYPE(G), .gave = RSVP_QOS_LATENCY,
		  LATENCY(6), VARIATION(5) }, RSVP_SVC_GUARANTEED, 0, { 0 }, 0, 0,
		  6, 0 },
		{ "R147, R148: latency and variation", { TYPE(G), .gave =
		  RSVP_QOS_LATENCY | RSVP_QOS_VARIATION, LATENCY(6),
		  VARIATION(5) }, RSVP_SVC_GUARANTEED, 0, { 0 }, 0, 0, 6, 5 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		struct rsvp_flowspec fs;
		u32 gave = 0xee, delay_us = 0xee, slack_us = 0xee;

		memset(&fs, 0xee, sizeof(fs));
		rsvp_qos_flowspec(&t[i].flow, &fs, &gave, &delay_us, &slack_us);
		tap_is(fs.service, t[i].service, "flowspec: %s: service",
		       t[i].what);
		tap_is(gave, t[i].gave, "flowspec: %s: what is given",
		       t[i].what);
		tap_ok(!memcmp(&fs.ts, &t[i].ts, sizeof(fs.ts)),
		       "flowspec: %s: the bucket", t[i].what);
		tap_is(fs.R_Bps, t[i].R_Bps, "flowspec: %s: R", t[i].what);
		tap_is(fs.S_us, t[i].S_us, "flowspec: %s: S", t[i].what);
		tap_is(delay_us, t[i].delay_us, "flowspec: %s: delay",
		       t[i].what);
		tap_is(slack_us, t[i].slack_us, "flowspec: %s: slack of it",
		       t[i].what);
		tap_is(fs.wire_len, 0, "flowspec: %s: from numbers",
		       t[i].what);
	}
}

int main(void)
{
	test_check();
	test_errno();
	test_no_latency();
	test_change();
	test_effects();
	test_tspec();
	test_flowspec();
	return tap_done();
}
