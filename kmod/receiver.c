// SPDX-License-Identifier: GPL-2.0
/*
 * What a local receiver reserves: what its user gave, and what he left open, from
 * its senders and their paths (RFC 2210, 2.3.2; RFC 2212, "Exported Information":
 * "the end nodes can compute the maximal datagram queueing delays").
 */
#include "rsvp.h"
#include "admit.h"

/* M to reserve for where neither the user nor the path names one: RFC 1191 */
#define FALLBACK_MTU	576

static bool receives(const struct rsvp_reservation *resv,
		     const struct rsvp_psb *psb)
{
	return rsvp_psb_routes_to(psb, resv->oif) &&
	       rsvp_psb_selected(psb, resv->filters, resv->n_filters);
}

/* As a receiver behind the interface would see it, with what this node adds */
static bool read_adspec_out(struct rsvp_net *rn, int oif,
			    const struct rsvp_psb *psb, struct rsvp_adspec *ad)
{
	const struct rsvp_iface *out = rsvp_iface_find(rn, oif);
	bool found;
	u8 *body;
	int len;

	if (!out)
		return false;
	body = rsvp_path_adspec(rn, psb, out, &len);
	found = len > 0 && !rsvp_adspec_get(ad, body, len);
	kfree(body);
	return found;
}

static bool read_adspec(struct rsvp_net *rn,
			const struct rsvp_reservation *resv,
			const struct rsvp_psb *psb, struct rsvp_adspec *ad)
{
	if (resv->oif)
		return read_adspec_out(rn, resv->oif, psb, ad);
	return psb->opaque && psb->opaque->adspec_len &&
	       !rsvp_adspec_get(ad, psb->opaque->data,
				psb->opaque->adspec_len);
}

/* RFC 2210, 2.3.2: "the minimum of all the PATH_MTU values (for the desired QoS
 * control service)"; 0: none so far
 */
static u32 least_mtu(struct rsvp_net *rn, u32 mtu,
		     const struct rsvp_reservation *resv,
		     const struct rsvp_psb *psb)
{
	struct rsvp_adspec ad;
	u32 own;

	if (!read_adspec(rn, resv, psb, &ad))
		return mtu;
	own = resv->fs.service == RSVP_SVC_GUARANTEED ? ad.gs_mtu : ad.cl_mtu;
	return !mtu || (own && own < mtu) ? own : mtu;
}

/*
 * What the user left open comes from the senders: the LUB of their Tspecs, for
 * shared styles are for senders that take turns (RFC 2205, 1.3).
 */
static void fill_bucket(struct rsvp_net *rn, struct rsvp_flowspec *fs,
			const struct rsvp_reservation *resv,
			const struct rsvp_session *sess)
{
	const struct rsvp_tspec *ask = &resv->fs.ts;
	struct rsvp_tspec *ts = &fs->ts;
	const struct rsvp_psb *psb;
	u32 gave = resv->gave;
	u32 mtu = 0;

	ts->m = U32_MAX;
	list_for_each_entry(psb, &sess->psbs, list) {
		if (!receives(resv, psb))
			continue;
		ts->r_Bps = max(ts->r_Bps, psb->ts.r_Bps);
		ts->b = max(ts->b, psb->ts.b);
		ts->p_Bps = max(ts->p_Bps, psb->ts.p_Bps);
		ts->m = min(ts->m, psb->ts.m);
		ts->M = max(ts->M, psb->ts.M);
		mtu = least_mtu(rn, mtu, resv, psb);
	}
	/* Whatever order the senders came in */
	if (mtu && (!ts->M || mtu < ts->M))
		ts->M = mtu;
	if (gave & RSVP_GAVE_RATE)
		ts->r_Bps = ask->r_Bps;
	if (gave & RSVP_GAVE_BURST)
		ts->b = ask->b;
	if (gave & RSVP_GAVE_PEAK)
		ts->p_Bps = ask->p_Bps;
	if (gave & RSVP_GAVE_MIN)
		ts->m = ask->m;
	if (gave & RSVP_GAVE_MTU)
		ts->M = ask->M;
	if (!ts->M)
		ts->M = FALLBACK_MTU;
	ts->m = min(ts->m, ts->M);
	ts->p_Bps = max(ts->p_Bps, ts->r_Bps);
}

/* RFC 2212, "R, must be greater than or equal to r"; RFC 2205, B: code 21 */
static int refuse_rate(struct rsvp_refusal *why)
{
	rsvp_refuse(why, -ERANGE, RSVP_ERR_TRAFFIC_CONTROL,
		    RSVP_ERRV_BAD_FLOWSPEC,
		    "the reserved rate is below the token bucket rate");
	why->attr = RSVP_A_RESERVATION_FLOWSPEC;
	return why->err;
}

static int refuse_unbounded(struct rsvp_refusal *why, const char *text)
{
	rsvp_refuse(why, -EOPNOTSUPP, RSVP_ERR_TRAFFIC_CONTROL,
		    RSVP_ERRV_SERVICE_UNSUPPORTED, text);
	why->attr = RSVP_A_RESERVATION_DELAY;
	return why->err;
}

/*
 * What a sender's path adds to the delay, in Ctot and Dtot of @ad; refused where
 * nobody can say, or somebody on the path bounds no delay at all.
 */
static int path_terms(struct rsvp_net *rn, const struct rsvp_reservation *resv,
		      const struct rsvp_psb *psb, struct rsvp_adspec *ad,
		      struct rsvp_refusal *why)
{
	/* From this node to itself: it crosses no link */
	if (psb->local && !resv->oif) {
		memset(ad, 0, sizeof(*ad));
		return 0;
	}
	if (!read_adspec(rn, resv, psb, ad))
		return refuse_unbounded(why,
					"no ADSPEC came with the Path: what delay the path bounds is not known");
	/* RFC 2210, 2.2: "complete absence of an ADSPEC fragment for a specific
	 * service" means as much as its break bit
	 */
	if (!ad->has_gs || ad->gs_break)
		return refuse_unbounded(why,
					"guaranteed service is not offered on the whole path");
	if (ad->general_break || psb->non_rsvp)
		return refuse_unbounded(why,
					"a router on the path knows no RSVP: no delay is bounded there");
	/* RFC 2212: so is the sum set that no longer fits */
	if (ad->Ctot == U32_MAX || ad->Dtot_us == U32_MAX)
		return refuse_unbounded(why,
					"the error terms of the path are too large to be told");
	return 0;
}

/* What stands for the request now; NULL: nothing */
static const struct rsvp_rsb *standing(const struct rsvp_reservation *resv,
				       const struct rsvp_session *sess)
{
	const struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &sess->rsbs, list)
		if (rsb->resv == resv)
			return rsb;
	return NULL;
}

/*
 * RFC 2212: the smallest R with which every selected sender's path keeps the
 * bound, less the slack that was asked for. Where that is r, all that the bound
 * leaves is the slack: "the difference between the desired delay and the delay
 * obtained by using a reservation level R". A path's bandwidth may be told less
 * what stands already, which can stay.
 */
static int fill_rspec(struct rsvp_net *rn, struct rsvp_flowspec *fs,
		      const struct rsvp_reservation *resv,
		      const struct rsvp_session *sess,
		      struct rsvp_refusal *why)
{
	u64 least_Bps = rsvp_f32_to_u64_up(rsvp_u64_to_f32_up(fs->ts.r_Bps));
	const struct rsvp_rsb *rsb = standing(resv, sess);
	u32 delay_us = resv->delay_us - resv->slack_us;
	const struct rsvp_psb *psb;
	u64 bound_us = 0;

	fs->R_Bps = least_Bps;
	list_for_each_entry(psb, &sess->psbs, list) {
		u64 limit = RSVP_RATE_MAX_Bps, R_Bps;
		struct rsvp_adspec ad;
		int err;

		if (!receives(resv, psb))
			continue;
		err = path_terms(rn, resv, psb, &ad, why);
		if (err)
			return err;
		/* RFC 2215, 3.3: 0 is unknown */
		if (ad.gs_bw_Bps)
			limit = min(limit, ad.gs_bw_Bps);
		if (rsb)
			limit = max(limit, rsb->fs.R_Bps);
		limit = max(limit, least_Bps);
		R_Bps = rsvp_gs_rate_Bps(&fs->ts, ad.Ctot, ad.Dtot_us,
					 delay_us, limit);
		if (!R_Bps) {
			rsvp_refuse(why, -ERANGE, RSVP_ERR_ADMISSION,
				    RSVP_ERRV_DELAY,
				    ad.Dtot_us >= delay_us ?
				    "no rate bounds the queueing delay that low" :
				    "the path has not the bandwidth to bound the queueing delay that low");
			why->attr = RSVP_A_RESERVATION_DELAY;
			why->wanted_us = delay_us;
			why->least_us = rsvp_gs_bound_us(&fs->ts, limit,
							 ad.Ctot, ad.Dtot_us);
			return why->err;
		}
		fs->R_Bps = max(fs->R_Bps, R_Bps);
		bound_us = max(bound_us,
			       rsvp_gs_bound_us(&fs->ts, least_Bps, ad.Ctot,
						ad.Dtot_us));
	}
	fs->S_us = fs->R_Bps == least_Bps ? resv->delay_us - bound_us :
					    resv->slack_us;
	return 0;
}

/**
 * rsvp_receiver_flowspec() - what a local receiver reserves now
 * @rn: the namespace
 * @resv: what was asked
 * @sess: its session; has at least one sender that is selected
 * @fs: result, complete
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_receiver_flowspec(struct rsvp_net *rn,
			   const struct rsvp_reservation *resv,
			   const struct rsvp_session *sess,
			   struct rsvp_flowspec *fs, struct rsvp_refusal *why)
{
	memset(fs, 0, sizeof(*fs));
	fs->service = resv->fs.service;
	fill_bucket(rn, fs, resv, sess);
	if (fs->service != RSVP_SVC_GUARANTEED)
		return 0;
	if (resv->delay_us)
		return fill_rspec(rn, fs, resv, sess, why);
	fs->R_Bps = resv->gave & RSVP_GAVE_R ? resv->fs.R_Bps : fs->ts.r_Bps;
	fs->S_us = resv->fs.S_us;
	return fs->R_Bps < fs->ts.r_Bps ? refuse_rate(why) : 0;
}

/**
 * rsvp_receiver_bound_us() - what a local receiver may rely on
 * @rn: the namespace
 * @resv: the reservation
 * @sess: its session
 *
 * By what stands for it and by what its senders' paths tell now, the worst of
 * them. Slack that somebody upstream uses is not in it.
 *
 * Context: rn->lock held.
 * Return: bound of the queueing delay, us; 0: none is known.
 */
u64 rsvp_receiver_bound_us(struct rsvp_net *rn,
			   const struct rsvp_reservation *resv,
			   const struct rsvp_session *sess)
{
	const struct rsvp_rsb *rsb = standing(resv, sess);
	const struct rsvp_psb *psb;
	struct rsvp_refusal why;
	struct rsvp_adspec ad;
	u64 bound_us = 0;

	if (!rsb || rsb->fs.service != RSVP_SVC_GUARANTEED)
		return 0;
	list_for_each_entry(psb, &sess->psbs, list) {
		if (!receives(resv, psb))
			continue;
		if (path_terms(rn, resv, psb, &ad, &why))
			return 0;
		bound_us = max(bound_us,
			       rsvp_gs_bound_us(&rsb->fs.ts, rsb->fs.R_Bps,
						ad.Ctot, ad.Dtot_us));
	}
	return bound_us == U64_MAX ? 0 : bound_us;
}
