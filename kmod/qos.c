// SPDX-License-Identifier: GPL-2.0
/*
 * FLOWSPECs of Winsock: what may be asked, and what it comes to in terms of RFC
 * 2210 (Rn: Documentation/conformance/winsock.md). Pure: the same file builds in
 * userspace.
 */
#include "qos.h"

/* R140, R141: what a sender does not say */
#define DEFAULT_SDU		1500
#define DEFAULT_POLICED		128

static int fault(struct rsvp_qos_fault *why, int err, u32 status, u32 attr,
		 const char *text)
{
	why->err = err;
	why->status = status;
	why->attr = attr;
	why->text = text;
	return err;
}

static int bad_flowspec(struct rsvp_qos_fault *why, u32 attr, const char *text)
{
	return fault(why, -EINVAL, RSVP_QOS_STATUS_E_FLOWSPEC, attr, text);
}

static int bad_service(struct rsvp_qos_fault *why, int err, const char *text)
{
	return fault(why, err, RSVP_QOS_STATUS_E_SERVICE_TYPE,
		     RSVP_A_QOS_SERVICE_TYPE, text);
}

/* Services that RSVP knows (R12) */
static bool is_signaled(const struct rsvp_qos_flow *flow)
{
	return flow->service_type == RSVP_SERVICE_TYPE_CONTROLLED_LOAD ||
	       flow->service_type == RSVP_SERVICE_TYPE_GUARANTEED ||
	       flow->service_type == RSVP_SERVICE_TYPE_GENERAL_INFORMATION;
}

/* Numbers are looked at, also where none is needed (R137); R160, R166: or ignored */
static bool has_numbers(const struct rsvp_qos_flow *flow)
{
	return is_signaled(flow) ||
	       flow->service_type == RSVP_SERVICE_TYPE_BEST_EFFORT;
}

/* What holds in both directions */
static int check_service(const struct rsvp_qos_flow *flow,
			 struct rsvp_qos_fault *why)
{
	switch (flow->service_type) {
	case RSVP_SERVICE_TYPE_NO_TRAFFIC:
	case RSVP_SERVICE_TYPE_BEST_EFFORT:
	case RSVP_SERVICE_TYPE_CONTROLLED_LOAD:
	case RSVP_SERVICE_TYPE_GUARANTEED:
	case RSVP_SERVICE_TYPE_GENERAL_INFORMATION:
	case RSVP_SERVICE_TYPE_NO_CHANGE:
		return 0;
	case RSVP_SERVICE_TYPE_NETWORK_CONTROL:
		return bad_service(why, -EOPNOTSUPP,
				   "network control is for control packets only");
	case RSVP_SERVICE_TYPE_QUALITATIVE:
		return bad_service(why, -EOPNOTSUPP,
				   "the qualitative service is not supported");
	default:
		return bad_service(why, -EINVAL, "there is no such service type");
	}
}

/* R130 to R136, as far as the numbers were given */
static int check_numbers(const struct rsvp_qos_flow *flow,
			 struct rsvp_qos_fault *why)
{
	u32 gave = flow->gave;

	if ((gave & RSVP_QOS_RATE) && !flow->rate_Bps)
		return bad_flowspec(why, RSVP_A_QOS_TOKEN_RATE,
				    "a token rate of 0 passes nothing");
	if ((gave & RSVP_QOS_BUCKET) && !flow->bucket)
		return bad_flowspec(why, RSVP_A_QOS_TOKEN_BUCKET_SIZE,
				    "a token bucket of 0 bytes passes nothing");
	if ((gave & RSVP_QOS_PEAK) && flow->peak_Bps != RSVP_RATE_INF &&
	    (!flow->peak_Bps || flow->peak_Bps > RSVP_RATE_MAX_Bps))
		return bad_flowspec(why, RSVP_A_QOS_PEAK_BANDWIDTH,
				    "the peak bandwidth is none that can be told");
	if ((gave & RSVP_QOS_PEAK) && (gave & RSVP_QOS_RATE) &&
	    flow->peak_Bps < flow->rate_Bps)
		return bad_flowspec(why, RSVP_A_QOS_PEAK_BANDWIDTH,
				    "the peak bandwidth is below the token rate");
	if ((gave & RSVP_QOS_SDU) && !flow->sdu)
		return bad_flowspec(why, RSVP_A_QOS_MAX_SDU_SIZE,
				    "no packet is as small as 0 bytes");
	if ((gave & RSVP_QOS_POLICED) && !flow->policed)
		return bad_flowspec(why, RSVP_A_QOS_MINIMUM_POLICED_SIZE,
				    "a minimum policed size of 0 is none");
	if ((gave & RSVP_QOS_POLICED) && (gave & RSVP_QOS_SDU) &&
	    flow->policed > flow->sdu)
		return bad_flowspec(why, RSVP_A_QOS_MINIMUM_POLICED_SIZE,
				    "the minimum policed size is above the largest packet");
	/* RFC 2215, 3.6: the largest packet would never conform */
	if ((gave & RSVP_QOS_BUCKET) && (gave & RSVP_QOS_SDU) &&
	    flow->bucket < flow->sdu)
		return bad_flowspec(why, RSVP_A_QOS_TOKEN_BUCKET_SIZE,
				    "the token bucket is smaller than the largest packet");
	return 0;
}

/**
 * rsvp_qos_check_send() - may a sending FLOWSPEC be asked for?
 * @flow: the FLOWSPEC
 * @why: filled in on refusal
 *
 * R137, R139: all may be left to its default but the service type and the rate.
 *
 * Return: 0 or a negative errno.
 */
int rsvp_qos_check_send(const struct rsvp_qos_flow *flow,
			struct rsvp_qos_fault *why)
{
	int err = check_service(flow, why);

	if (err || !has_numbers(flow))
		return err;
	if (is_signaled(flow) && !(flow->gave & RSVP_QOS_RATE))
		return bad_flowspec(why, RSVP_A_QOS_TOKEN_RATE,
				    "who sends says his token rate");
	return check_numbers(flow, why);
}

/* R148: what guaranteed service is asked for by */
static int check_delay(const struct rsvp_qos_flow *flow,
		       struct rsvp_qos_fault *why)
{
	u32 gave = flow->gave;

	if (!(gave & RSVP_QOS_LATENCY))
		return 0;
	if ((gave & RSVP_QOS_RATE) && !(gave & RSVP_QOS_VARIATION))
		return bad_flowspec(why, RSVP_A_QOS_LATENCY,
				    "token rate and latency do not go together without delay variation");
	if (gave & RSVP_QOS_RATE)
		return 0;
	if (!flow->latency_us)
		return bad_flowspec(why, RSVP_A_QOS_LATENCY,
				    "no rate bounds a delay of 0");
	if ((gave & RSVP_QOS_VARIATION) &&
	    flow->variation_us >= flow->latency_us)
		return bad_flowspec(why, RSVP_A_QOS_DELAY_VARIATION,
				    "the delay variation leaves nothing of the latency to bound by a rate");
	return 0;
}

/**
 * rsvp_qos_check_receive() - may a receiving FLOWSPEC be asked for?
 * @flow: the FLOWSPEC
 * @why: filled in on refusal
 *
 * R143, R148, R165.
 *
 * Return: 0 or a negative errno.
 */
int rsvp_qos_check_receive(const struct rsvp_qos_flow *flow,
			   struct rsvp_qos_fault *why)
{
	int err = check_service(flow, why);

	if (err || !has_numbers(flow))
		return err;
	if (flow->service_type == RSVP_SERVICE_TYPE_GENERAL_INFORMATION)
		return bad_service(why, -EINVAL,
				   "general information is for senders: a receiver chooses a service");
	if (flow->service_type == RSVP_SERVICE_TYPE_GUARANTEED) {
		err = check_delay(flow, why);
		if (err)
			return err;
	}
	return check_numbers(flow, why);
}

/**
 * rsvp_qos_change() - a FLOWSPEC becomes what is asked for
 * @flow: as it stands
 * @asked: what is asked for; NO_CHANGE leaves it as it is (R175)
 *
 * R172: flags may come with NO_CHANGE, and are then set; none is cleared by it.
 */
void rsvp_qos_change(struct rsvp_qos_flow *flow,
		     const struct rsvp_qos_flow *asked)
{
	if (asked->service_type != RSVP_SERVICE_TYPE_NO_CHANGE) {
		*flow = *asked;
		return;
	}
	flow->no_tc |= asked->no_tc;
	flow->no_signaling |= asked->no_signaling;
}

/**
 * rsvp_qos_signals() - does a direction take part in RSVP?
 * @flow: its FLOWSPEC
 *
 * Return: true if it makes Paths, or Resvs (R12, R13, R171).
 */
bool rsvp_qos_signals(const struct rsvp_qos_flow *flow)
{
	return is_signaled(flow) && !flow->no_signaling;
}

/**
 * rsvp_qos_rate() - what a FLOWSPEC takes of its user's quota
 * @flow: the FLOWSPEC
 *
 * Return: bytes/s; 0: it says none.
 */
u64 rsvp_qos_rate(const struct rsvp_qos_flow *flow)
{
	return is_signaled(flow) ? flow->rate_Bps : 0;
}

/**
 * rsvp_qos_tspec() - SENDER_TSPEC of a sending FLOWSPEC (R139 to R142, R150)
 * @flow: the FLOWSPEC
 * @ts: filled in
 */
void rsvp_qos_tspec(const struct rsvp_qos_flow *flow, struct rsvp_tspec *ts)
{
	u32 gave = flow->gave;

	memset(ts, 0, sizeof(*ts));
	ts->r_Bps = flow->rate_Bps;
	ts->M = gave & RSVP_QOS_SDU ? flow->sdu : DEFAULT_SDU;
	ts->m = gave & RSVP_QOS_POLICED ? flow->policed : DEFAULT_POLICED;
	ts->m = min(ts->m, ts->M);
	ts->b = gave & RSVP_QOS_BUCKET ? flow->bucket : ts->M;
	ts->p_Bps = gave & RSVP_QOS_PEAK ? flow->peak_Bps : RSVP_RATE_INF;
}

/**
 * rsvp_qos_offers() - the service that a sender leaves receivers to choose
 * @flow: its FLOWSPEC
 *
 * Return: RSVP_SVC_*; 0: any (R49, R50).
 */
u32 rsvp_qos_offers(const struct rsvp_qos_flow *flow)
{
	switch (flow->service_type) {
	case RSVP_SERVICE_TYPE_CONTROLLED_LOAD:
		return RSVP_SVC_CONTROLLED;
	case RSVP_SERVICE_TYPE_GUARANTEED:
		return RSVP_SVC_GUARANTEED;
	default:
		return 0;
	}
}

/**
 * rsvp_qos_service() - what a sender's own traffic control gives it (R190)
 * @flow: its FLOWSPEC
 *
 * Return: enum rsvp_service; 0: nothing.
 */
u32 rsvp_qos_service(const struct rsvp_qos_flow *flow)
{
	if (flow->no_tc)
		return 0;
	switch (flow->service_type) {
	case RSVP_SERVICE_TYPE_GUARANTEED:
		return RSVP_SERVICE_GUARANTEED;
	case RSVP_SERVICE_TYPE_CONTROLLED_LOAD:
	/* R179 */
	case RSVP_SERVICE_TYPE_GENERAL_INFORMATION:
		return RSVP_SERVICE_CONTROLLED_LOAD;
	default:
		return 0;
	}
}

/**
 * rsvp_qos_flowspec() - what a receiving FLOWSPEC reserves
 * @flow: the FLOWSPEC
 * @fs: filled in; what it does not say comes from the Path (R144, R149)
 * @gave: RSVP_GAVE_*: what it says
 * @delay_us: bound that R and S are computed from; 0: none
 * @slack_us: as much of that bound is slack
 *
 * R145: guaranteed service takes the token bucket of the sender.
 */
void rsvp_qos_flowspec(const struct rsvp_qos_flow *flow,
		       struct rsvp_flowspec *fs, u32 *gave, u32 *delay_us,
		       u32 *slack_us)
{
	memset(fs, 0, sizeof(*fs));
	*gave = 0;
	*delay_us = 0;
	*slack_us = 0;
	if (flow->service_type == RSVP_SERVICE_TYPE_GUARANTEED) {
		u32 variation_us = flow->gave & RSVP_QOS_VARIATION ?
				   flow->variation_us : 0;

		fs->service = RSVP_SVC_GUARANTEED;
		/* R148: by rate, else by delay; R147: the slack is the variation */
		if (flow->gave & RSVP_QOS_RATE) {
			fs->R_Bps = flow->rate_Bps;
			*gave = RSVP_GAVE_R;
		} else if (flow->gave & RSVP_QOS_LATENCY) {
			*delay_us = flow->latency_us;
			*slack_us = variation_us;
			return;
		}
		fs->S_us = variation_us;
		return;
	}
	fs->service = RSVP_SVC_CONTROLLED;
	fs->ts.r_Bps = flow->rate_Bps;
	fs->ts.b = flow->bucket;
	fs->ts.p_Bps = flow->peak_Bps;
	fs->ts.m = flow->policed;
	fs->ts.M = flow->sdu;
	if (flow->gave & RSVP_QOS_RATE)
		*gave |= RSVP_GAVE_RATE;
	if (flow->gave & RSVP_QOS_BUCKET)
		*gave |= RSVP_GAVE_BURST;
	if (flow->gave & RSVP_QOS_PEAK)
		*gave |= RSVP_GAVE_PEAK;
	if (flow->gave & RSVP_QOS_POLICED)
		*gave |= RSVP_GAVE_MIN;
	if (flow->gave & RSVP_QOS_SDU)
		*gave |= RSVP_GAVE_MTU;
}
