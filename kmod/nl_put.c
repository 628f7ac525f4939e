// SPDX-License-Identifier: GPL-2.0
/*
 * State blocks turned into attributes, for answers, dumps and notifications.
 * Each object has a size that its attributes never exceed, so that room can be
 * made before.
 */
#include "nl.h"
#include "served.h"

/* A filter with its nest: an IPv6 address, and a port or a label */
#define FILTER_SIZE	(nla_total_size(0) + nla_total_size(16) + \
			 nla_total_size(4))
#define SESSION_SIZE	(nla_total_size(0) + nla_total_size(16) + \
			 2 * nla_total_size(4))
#define HOP_SIZE	(nla_total_size(0) + nla_total_size(16) + \
			 nla_total_size(4))
#define U64_SIZE	nla_total_size_64bit(8)
#define FLOWSPEC_SIZE	(nla_total_size(0) + 4 * U64_SIZE + \
			 4 * nla_total_size(4))
#define ADSPEC_SIZE	(nla_total_size(0) + U64_SIZE + \
			 7 * nla_total_size(4) + 3 * nla_total_size(0))
/* The scalars of any one object, generously: 16 u32, 10 u64, 8 flags, nest */
#define SCALARS_SIZE	(16 * nla_total_size(4) + 10 * U64_SIZE + \
			 9 * nla_total_size(0))

/* A nest cannot hold more; nla_nest_end() does not check. */
#define NEST_MAX	(U16_MAX - NLA_HDRLEN)

/**
 * rsvp_nl_filters_size() - room for filters
 * @n: how many
 *
 * Context: any.
 * Return: bytes.
 */
size_t rsvp_nl_filters_size(u32 n)
{
	return size_mul(n, FILTER_SIZE);
}

/**
 * rsvp_nl_error_size() - room for what rsvp_nl_put_error() puts
 *
 * Context: any.
 * Return: bytes.
 */
size_t rsvp_nl_error_size(void)
{
	return 3 * nla_total_size(4) + nla_total_size(16) + FLOWSPEC_SIZE +
	       nla_total_size(RSVP_USER_ERR_IFNAME_MAX) + 2 * U64_SIZE +
	       nla_total_size(RSVP_USER_ERR_TEXT_MAX);
}

/**
 * rsvp_nl_offer_size() - room for the Tspec and the ADSPEC of a Path
 *
 * Context: any.
 * Return: bytes.
 */
size_t rsvp_nl_offer_size(void)
{
	return FLOWSPEC_SIZE + ADSPEC_SIZE;
}

static int put_addr(struct sk_buff *skb, int type4, int type6,
		    const struct rsvp_addr *addr)
{
	switch (addr->family) {
	case AF_INET:
		return nla_put_in_addr(skb, type4, addr->v4);
	case AF_INET6:
		return nla_put_in6_addr(skb, type6, &addr->v6);
	}
	return 0;
}

static int put_flag(struct sk_buff *skb, int attr, bool set)
{
	return set ? nla_put_flag(skb, attr) : 0;
}

static int put_u32_if(struct sk_buff *skb, int attr, u32 value)
{
	return value ? nla_put_u32(skb, attr, value) : 0;
}

static int put_u64_if(struct sk_buff *skb, int attr, u64 value, int pad)
{
	return value ? nla_put_u64_64bit(skb, attr, value, pad) : 0;
}

static int put_event(struct sk_buff *skb, int attr, int event)
{
	return event == RSVP_NL_NO_EVENT ? 0 : nla_put_u32(skb, attr, event);
}

/**
 * rsvp_nl_put_session() - put a session's key
 * @skb: message
 * @attr: attribute of the set "session"
 * @key: the session
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int rsvp_nl_put_session(struct sk_buff *skb, int attr,
			const struct rsvp_session_key *key)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest ||
	    put_addr(skb, RSVP_A_SESSION_DST4, RSVP_A_SESSION_DST6,
		     &key->dst) ||
	    nla_put_u32(skb, RSVP_A_SESSION_PROTO, key->proto) ||
	    nla_put_u32(skb, RSVP_A_SESSION_DPORT, ntohs(key->dport)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_filter(struct sk_buff *skb, int attr,
		      const struct rsvp_filter *filter)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest ||
	    put_addr(skb, RSVP_A_FILTER_SRC4, RSVP_A_FILTER_SRC6,
		     &filter->src))
		return -EMSGSIZE;
	if (filter->has_label ?
	    nla_put_u32(skb, RSVP_A_FILTER_LABEL, filter->label) :
	    nla_put_u32(skb, RSVP_A_FILTER_SPORT, ntohs(filter->sport)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * rsvp_nl_put_filters() - put filters, one attribute each
 * @skb: message
 * @attr: attribute of the set "filter"
 * @filters: the filters
 * @n: how many
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int rsvp_nl_put_filters(struct sk_buff *skb, int attr,
			const struct rsvp_filter *filters, u32 n)
{
	while (n--) {
		if (put_filter(skb, attr, filters++))
			return -EMSGSIZE;
	}
	return 0;
}

static int put_hop(struct sk_buff *skb, int attr, const struct rsvp_hop *hop)
{
	struct nlattr *nest;

	if (!hop->addr.family)
		return 0;
	nest = nla_nest_start(skb, attr);
	if (!nest ||
	    put_addr(skb, RSVP_A_HOP_ADDR4, RSVP_A_HOP_ADDR6, &hop->addr) ||
	    nla_put_u32(skb, RSVP_A_HOP_LIH, hop->lih))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_bucket(struct sk_buff *skb, const struct rsvp_tspec *ts,
		      u32 gave)
{
	if ((gave & RSVP_GAVE_RATE) &&
	    nla_put_u64_64bit(skb, RSVP_A_FLOWSPEC_RATE, ts->r_Bps,
			      RSVP_A_FLOWSPEC_PAD))
		return -EMSGSIZE;
	if ((gave & RSVP_GAVE_BURST) &&
	    nla_put_u64_64bit(skb, RSVP_A_FLOWSPEC_BURST, ts->b,
			      RSVP_A_FLOWSPEC_PAD))
		return -EMSGSIZE;
	if ((gave & RSVP_GAVE_PEAK) && ts->p_Bps != RSVP_RATE_INF &&
	    nla_put_u64_64bit(skb, RSVP_A_FLOWSPEC_PEAK, ts->p_Bps,
			      RSVP_A_FLOWSPEC_PAD))
		return -EMSGSIZE;
	if ((gave & RSVP_GAVE_MIN) &&
	    nla_put_u32(skb, RSVP_A_FLOWSPEC_MIN_UNIT, ts->m))
		return -EMSGSIZE;
	if ((gave & RSVP_GAVE_MTU) &&
	    nla_put_u32(skb, RSVP_A_FLOWSPEC_MTU, ts->M))
		return -EMSGSIZE;
	return 0;
}

/**
 * rsvp_nl_put_tspec() - put a Tspec
 * @skb: message
 * @attr: attribute of the set "tspec"
 * @ts: the Tspec
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int rsvp_nl_put_tspec(struct sk_buff *skb, int attr,
		      const struct rsvp_tspec *ts)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest || put_bucket(skb, ts, ~0))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_flowspec(struct sk_buff *skb, int attr,
			const struct rsvp_flowspec *fs, u32 gave)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest ||
	    nla_put_u32(skb, RSVP_A_FLOWSPEC_SERVICE, fs->service) ||
	    put_bucket(skb, &fs->ts, gave))
		return -EMSGSIZE;
	if (fs->service == RSVP_SERVICE_GUARANTEED) {
		if ((gave & RSVP_GAVE_R) &&
		    nla_put_u64_64bit(skb, RSVP_A_FLOWSPEC_RESERVED_RATE,
				      fs->R_Bps, RSVP_A_FLOWSPEC_PAD))
			return -EMSGSIZE;
		if (nla_put_u32(skb, RSVP_A_FLOWSPEC_SLACK, fs->S_us))
			return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * rsvp_nl_put_adspec() - put what a path offers
 * @skb: message
 * @attr: attribute of the set "adspec"
 * @opaque: of the Path; NULL is fine
 *
 * Context: any.
 * Return: 0, also if there is no ADSPEC, or -EMSGSIZE.
 */
int rsvp_nl_put_adspec(struct sk_buff *skb, int attr,
		       const struct rsvp_opaque *opaque)
{
	struct rsvp_adspec ad;
	struct nlattr *nest;

	if (!opaque || !opaque->adspec_len ||
	    rsvp_adspec_get(&ad, opaque->data, opaque->adspec_len))
		return 0;
	nest = nla_nest_start(skb, attr);
	if (!nest ||
	    nla_put_u32(skb, RSVP_A_ADSPEC_HOPS, ad.hops) ||
	    nla_put_u64_64bit(skb, RSVP_A_ADSPEC_BANDWIDTH, ad.bw_Bps,
			      RSVP_A_ADSPEC_PAD) ||
	    nla_put_u32(skb, RSVP_A_ADSPEC_LATENCY, ad.latency_us) ||
	    nla_put_u32(skb, RSVP_A_ADSPEC_MTU, ad.mtu) ||
	    put_flag(skb, RSVP_A_ADSPEC_BREAK, ad.general_break) ||
	    put_flag(skb, RSVP_A_ADSPEC_GS_BREAK, ad.has_gs && ad.gs_break) ||
	    put_flag(skb, RSVP_A_ADSPEC_CL_BREAK, ad.has_cl && ad.cl_break))
		return -EMSGSIZE;
	if (ad.has_gs &&
	    (nla_put_u32(skb, RSVP_A_ADSPEC_CTOT, ad.Ctot) ||
	     nla_put_u32(skb, RSVP_A_ADSPEC_DTOT, ad.Dtot_us) ||
	     nla_put_u32(skb, RSVP_A_ADSPEC_CSUM, ad.Csum) ||
	     nla_put_u32(skb, RSVP_A_ADSPEC_DSUM, ad.Dsum_us)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * rsvp_nl_put_error() - put what is known of an error
 * @skb: message, within an attribute of the set "error"
 * @err: the error
 *
 * What the node that refused did not tell is absent, never guessed.
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int rsvp_nl_put_error(struct sk_buff *skb, const struct rsvp_error_info *err)
{
	const struct rsvp_user_error *user = &err->user;

	if (nla_put_u32(skb, RSVP_A_ERROR_CODE, err->spec.code) ||
	    nla_put_u32(skb, RSVP_A_ERROR_VALUE, err->spec.value) ||
	    nla_put_u32(skb, RSVP_A_ERROR_FLAGS, err->spec.flags) ||
	    put_addr(skb, RSVP_A_ERROR_NODE4, RSVP_A_ERROR_NODE6,
		     &err->spec.node))
		return -EMSGSIZE;
	if (err->fs.service &&
	    put_flowspec(skb, RSVP_A_ERROR_FLOWSPEC, &err->fs, ~0))
		return -EMSGSIZE;
	if (!err->has_user)
		return 0;
	if (user->has_ifname &&
	    nla_put_string(skb, RSVP_A_ERROR_INTERFACE, user->ifname))
		return -EMSGSIZE;
	if (user->has_asked &&
	    nla_put_u64_64bit(skb, RSVP_A_ERROR_ASKED, user->asked_Bps,
			      RSVP_A_ERROR_PAD))
		return -EMSGSIZE;
	if (user->has_free &&
	    nla_put_u64_64bit(skb, RSVP_A_ERROR_FREE, user->free_Bps,
			      RSVP_A_ERROR_PAD))
		return -EMSGSIZE;
	if (user->text[0] &&
	    nla_put_string(skb, RSVP_A_ERROR_TEXT, user->text))
		return -EMSGSIZE;
	return 0;
}

static int put_error_nest(struct sk_buff *skb, int attr,
			  const struct rsvp_error_info *err)
{
	struct nlattr *nest;

	if (!err)
		return 0;
	nest = nla_nest_start(skb, attr);
	if (!nest || rsvp_nl_put_error(skb, err))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static u32 list_len(const struct list_head *head)
{
	const struct list_head *pos;
	u32 n = 0;

	list_for_each(pos, head)
		n++;
	return n;
}

static int put_state(struct sk_buff *skb, const struct rsvp_session *sess)
{
	if (nla_put_u64_64bit(skb, RSVP_A_STATE_ID, sess->obj.id,
			      RSVP_A_STATE_PAD) ||
	    rsvp_nl_put_session(skb, RSVP_A_STATE_SESSION, &sess->key) ||
	    nla_put_u32(skb, RSVP_A_STATE_PATHS, list_len(&sess->psbs)) ||
	    nla_put_u32(skb, RSVP_A_STATE_RESVS, list_len(&sess->rsbs)) ||
	    nla_put_u32(skb, RSVP_A_STATE_CLASSES, list_len(&sess->tcsbs)))
		return -EMSGSIZE;
	return 0;
}

static int put_outs(struct sk_buff *skb, const struct rsvp_psb *psb)
{
	u32 i;

	for (i = 0; i < psb->n_outs; i++)
		if (psb->outs[i].state != RSVP_OUT_LEAVING &&
		    nla_put_u32(skb, RSVP_A_PATH_OIF, psb->outs[i].ifindex))
			return -EMSGSIZE;
	return 0;
}

static int put_blockade(struct sk_buff *skb, const struct rsvp_blockade *bsb)
{
	s64 left_ms;

	if (!bsb)
		return 0;
	left_ms = ktime_ms_delta(bsb->until, ktime_get_boottime());
	if (nla_put_u32(skb, RSVP_A_PATH_BLOCKADED,
			clamp_t(s64, left_ms, 0, U32_MAX)) ||
	    put_flowspec(skb, RSVP_A_PATH_BLOCKADE, &bsb->Qb, ~0))
		return -EMSGSIZE;
	return 0;
}

static int put_psb(struct sk_buff *skb, const struct rsvp_psb *psb, int event)
{
	if (nla_put_u64_64bit(skb, RSVP_A_PATH_ID, psb->obj.id,
			      RSVP_A_PATH_PAD) ||
	    rsvp_nl_put_session(skb, RSVP_A_PATH_SESSION, &psb->sess->key) ||
	    put_filter(skb, RSVP_A_PATH_FILTER, &psb->sender) ||
	    rsvp_nl_put_tspec(skb, RSVP_A_PATH_TSPEC, &psb->ts) ||
	    rsvp_nl_put_adspec(skb, RSVP_A_PATH_ADSPEC, psb->opaque) ||
	    put_hop(skb, RSVP_A_PATH_PHOP, &psb->phop) ||
	    put_u32_if(skb, RSVP_A_PATH_IIF, psb->iif) ||
	    put_outs(skb, psb) ||
	    /* What it goes on with is one less than what it came with */
	    nla_put_u32(skb, RSVP_A_PATH_TTL, psb->ttl + !psb->local) ||
	    put_u32_if(skb, RSVP_A_PATH_REFRESH, psb->R_ms))
		return -EMSGSIZE;
	if (rsvp_timer_armed(&psb->cleanup) &&
	    nla_put_u32(skb, RSVP_A_PATH_EXPIRES,
			rsvp_timer_left_ms(&psb->cleanup)))
		return -EMSGSIZE;
	if (put_flag(skb, RSVP_A_PATH_LOCAL, psb->local) ||
	    put_flag(skb, RSVP_A_PATH_LOCAL_ONLY, psb->local_only) ||
	    put_flag(skb, RSVP_A_PATH_NON_RSVP, psb->non_rsvp) ||
	    put_flag(skb, RSVP_A_PATH_E_POLICE, psb->e_police) ||
	    put_event(skb, RSVP_A_PATH_EVENT, event) ||
	    put_blockade(skb, rsvp_blockade_of(psb)))
		return -EMSGSIZE;
	return 0;
}

static enum rsvp_resv_status rsb_status(const struct rsvp_rsb *rsb)
{
	if (rsb->resv)
		return rsvp_api_status(rsb->resv);
	if (rsb->rejected.err)
		return RSVP_RESV_STATUS_REJECTED;
	return rsb->error ? RSVP_RESV_STATUS_REFUSED :
			    RSVP_RESV_STATUS_INSTALLED;
}

/* Of a local one the request knows: it may have been confirmed since. What this node
 * refuses comes before what others do: no Error Node
 */
static const struct rsvp_error_info *rsb_error(struct rsvp_net *rn,
					       const struct rsvp_rsb *rsb,
					       struct rsvp_error_info *local)
{
	if (rsb->resv)
		return rsvp_api_error(rn, rsb->resv, local);
	if (!rsb->rejected.err)
		return rsb->error;
	rsvp_error_from_refusal(rn, local, &rsb->rejected);
	return local;
}

static int put_rsb(struct sk_buff *skb, struct rsvp_net *rn,
		   const struct rsvp_rsb *rsb, int event)
{
	struct rsvp_error_info local;
	u32 i;

	if (nla_put_u64_64bit(skb, RSVP_A_RESV_ID, rsb->obj.id,
			      RSVP_A_RESV_PAD) ||
	    rsvp_nl_put_session(skb, RSVP_A_RESV_SESSION, &rsb->sess->key) ||
	    nla_put_u32(skb, RSVP_A_RESV_STYLE, rsb->style))
		return -EMSGSIZE;
	for (i = 0; i < rsb->n_filters; i++) {
		if (put_filter(skb, RSVP_A_RESV_FILTER, &rsb->filters[i].f))
			return -EMSGSIZE;
	}
	if (put_flowspec(skb, RSVP_A_RESV_FLOWSPEC, &rsb->fs, ~0) ||
	    put_hop(skb, RSVP_A_RESV_NHOP, &rsb->nhop) ||
	    put_u32_if(skb, RSVP_A_RESV_OIF, rsb->oif) ||
	    put_u32_if(skb, RSVP_A_RESV_REFRESH, rsb->R_ms))
		return -EMSGSIZE;
	if (rsvp_timer_armed(&rsb->cleanup) &&
	    nla_put_u32(skb, RSVP_A_RESV_EXPIRES,
			rsvp_timer_left_ms(&rsb->cleanup)))
		return -EMSGSIZE;
	if (put_flag(skb, RSVP_A_RESV_LOCAL, rsb->resv) ||
	    nla_put_u32(skb, RSVP_A_RESV_STATUS, rsb_status(rsb)) ||
	    put_error_nest(skb, RSVP_A_RESV_ERROR, rsb_error(rn, rsb, &local)) ||
	    put_event(skb, RSVP_A_RESV_EVENT, event))
		return -EMSGSIZE;
	return 0;
}

static int put_tcsb(struct sk_buff *skb, const struct rsvp_tcsb *tcsb,
		    int event)
{
	struct rsvp_tc_class_status st = {};

	if (tcsb->cls)
		rsvp_tc_class_status(tcsb->cls, &st);
	if (nla_put_u64_64bit(skb, RSVP_A_TC_ID, tcsb->obj.id,
			      RSVP_A_TC_PAD) ||
	    rsvp_nl_put_session(skb, RSVP_A_TC_SESSION, &tcsb->sess->key) ||
	    put_u32_if(skb, RSVP_A_TC_STYLE, tcsb->style) ||
	    rsvp_nl_put_filters(skb, RSVP_A_TC_FILTER, tcsb->filters,
				tcsb->n_filters) ||
	    put_u32_if(skb, RSVP_A_TC_OIF, tcsb->oif) ||
	    put_flowspec(skb, RSVP_A_TC_FLOWSPEC, &tcsb->ask.fs, ~0) ||
	    put_u32_if(skb, RSVP_A_TC_CLASSID, st.classid) ||
	    put_flag(skb, RSVP_A_TC_POLICED, st.policed) ||
	    nla_put_u64_64bit(skb, RSVP_A_TC_PACKETS, st.packets,
			      RSVP_A_TC_PAD) ||
	    nla_put_u64_64bit(skb, RSVP_A_TC_BYTES, st.bytes, RSVP_A_TC_PAD) ||
	    nla_put_u64_64bit(skb, RSVP_A_TC_DEMOTED_PACKETS,
			      st.demoted_packets, RSVP_A_TC_PAD) ||
	    nla_put_u64_64bit(skb, RSVP_A_TC_DEMOTED_BYTES, st.demoted_bytes,
			      RSVP_A_TC_PAD) ||
	    nla_put_u64_64bit(skb, RSVP_A_TC_LINK_RATE, st.link_rate_Bps,
			      RSVP_A_TC_PAD) ||
	    put_event(skb, RSVP_A_TC_EVENT, event) ||
	    (tcsb->cls && rsvp_nl_put_tspec(skb, RSVP_A_TC_TSPEC, &st.ts)))
		return -EMSGSIZE;
	return 0;
}

static int put_sender(struct sk_buff *skb, struct rsvp_net *rn,
		      const struct rsvp_sender *snd, int event)
{
	struct rsvp_error_info info;

	if (nla_put_u64_64bit(skb, RSVP_A_SENDER_ID, snd->obj.id,
			      RSVP_A_SENDER_PAD) ||
	    rsvp_nl_put_session(skb, RSVP_A_SENDER_SESSION, &snd->key) ||
	    put_filter(skb, RSVP_A_SENDER_FILTER, &snd->filter) ||
	    rsvp_nl_put_tspec(skb, RSVP_A_SENDER_TSPEC, &snd->ts) ||
	    nla_put_u32(skb, RSVP_A_SENDER_TTL, snd->ttl) ||
	    nla_put_u32(skb, RSVP_A_SENDER_DSCP, snd->dscp >> 2) ||
	    put_u32_if(skb, RSVP_A_SENDER_MARK, snd->mark) ||
	    put_u32_if(skb, RSVP_A_SENDER_SERVICE, snd->service) ||
	    put_u32_if(skb, RSVP_A_SENDER_NONCONFORMING, snd->nonconforming) ||
	    put_flag(skb, RSVP_A_SENDER_PERSIST, !snd->owner && !snd->rule) ||
	    put_u32_if(skb, RSVP_A_SENDER_OWNER,
		       snd->owner ? snd->owner->portid : 0) ||
	    put_u32_if(skb, RSVP_A_SENDER_IIF, snd->iif) ||
	    put_u64_if(skb, RSVP_A_SENDER_RULE, rsvp_rule_id(snd->rule),
		       RSVP_A_SENDER_PAD) ||
	    put_error_nest(skb, RSVP_A_SENDER_ERROR,
			   rsvp_local_error(rn, snd, &info)) ||
	    put_event(skb, RSVP_A_SENDER_EVENT, event))
		return -EMSGSIZE;
	return 0;
}

static int put_reservation(struct sk_buff *skb, struct rsvp_net *rn,
			   const struct rsvp_reservation *resv, int event)
{
	struct rsvp_error_info local;
	u32 gave = resv->gave;

	/* What the delay came to */
	if (resv->delay_us && resv->fs.R_Bps)
		gave |= RSVP_GAVE_R;
	if (nla_put_u64_64bit(skb, RSVP_A_RESERVATION_ID, resv->obj.id,
			      RSVP_A_RESERVATION_PAD) ||
	    rsvp_nl_put_session(skb, RSVP_A_RESERVATION_SESSION,
				&resv->key) ||
	    nla_put_u32(skb, RSVP_A_RESERVATION_STYLE, resv->style) ||
	    rsvp_nl_put_filters(skb, RSVP_A_RESERVATION_FILTER, resv->filters,
				resv->n_filters) ||
	    put_flowspec(skb, RSVP_A_RESERVATION_FLOWSPEC, &resv->fs, gave) ||
	    put_u32_if(skb, RSVP_A_RESERVATION_DELAY, resv->delay_us) ||
	    put_u32_if(skb, RSVP_A_RESERVATION_IFINDEX, resv->ifindex) ||
	    put_flag(skb, RSVP_A_RESERVATION_CONFIRM, resv->want_confirm) ||
	    put_flag(skb, RSVP_A_RESERVATION_PERSIST,
		     !resv->owner && !resv->rule) ||
	    put_u32_if(skb, RSVP_A_RESERVATION_OWNER,
		       resv->owner ? resv->owner->portid : 0) ||
	    put_u32_if(skb, RSVP_A_RESERVATION_OIF, resv->oif) ||
	    put_u64_if(skb, RSVP_A_RESERVATION_RULE, rsvp_rule_id(resv->rule),
		       RSVP_A_RESERVATION_PAD) ||
	    nla_put_u32(skb, RSVP_A_RESERVATION_STATUS,
			rsvp_api_status(resv)) ||
	    put_u64_if(skb, RSVP_A_RESERVATION_BOUND,
		       resv->error ? 0 : resv->bound_us,
		       RSVP_A_RESERVATION_PAD) ||
	    put_error_nest(skb, RSVP_A_RESERVATION_ERROR,
			   rsvp_api_error(rn, resv, &local)) ||
	    put_event(skb, RSVP_A_RESERVATION_EVENT, event))
		return -EMSGSIZE;
	return 0;
}

static const u16 kind_attr[RSVP_KIND_MAX] = {
	[RSVP_KIND_SESSION]	= RSVP_A_STATE,
	[RSVP_KIND_PSB]		= RSVP_A_PATH,
	[RSVP_KIND_RSB]		= RSVP_A_RESV,
	[RSVP_KIND_TCSB]	= RSVP_A_TC,
	[RSVP_KIND_SENDER]	= RSVP_A_SENDER,
	[RSVP_KIND_RESERVATION]	= RSVP_A_RESERVATION,
	[RSVP_KIND_SOCKET]	= RSVP_A_SOCKET,
	[RSVP_KIND_RULE]	= RSVP_A_RULE,
};

static u32 n_filters(enum rsvp_kind kind, const struct rsvp_object *obj)
{
	switch (kind) {
	case RSVP_KIND_RSB:
		return container_of(obj, struct rsvp_rsb, obj)->n_filters;
	case RSVP_KIND_TCSB:
		return container_of(obj, struct rsvp_tcsb, obj)->n_filters;
	case RSVP_KIND_RESERVATION:
		return container_of(obj, struct rsvp_reservation,
				    obj)->n_filters;
	default:
		return 1;
	}
}

/**
 * rsvp_nl_size() - room for what rsvp_nl_put() puts
 * @kind: kind of the object
 * @obj: the object
 *
 * Context: as rsvp_nl_put().
 * Return: bytes, never too few.
 */
size_t rsvp_nl_size(enum rsvp_kind kind, const struct rsvp_object *obj)
{
	size_t outs = 0;

	if (kind == RSVP_KIND_SOCKET)
		return rsvp_nl_socket_size(obj);
	if (kind == RSVP_KIND_RULE)
		return rsvp_nl_rule_size();
	if (kind == RSVP_KIND_PSB)
		outs = container_of(obj, struct rsvp_psb, obj)->n_outs *
		       nla_total_size(4);
	return rsvp_nl_filters_size(n_filters(kind, obj)) + outs + SESSION_SIZE +
	       FLOWSPEC_SIZE + ADSPEC_SIZE + HOP_SIZE + nla_total_size(0) +
	       rsvp_nl_error_size() + SCALARS_SIZE;
}

static int put_members(struct sk_buff *skb, struct rsvp_net *rn,
		       enum rsvp_kind kind, const struct rsvp_object *obj,
		       int event)
{
	switch (kind) {
	case RSVP_KIND_SESSION:
		return put_state(skb, container_of(obj, struct rsvp_session,
						   obj));
	case RSVP_KIND_PSB:
		return put_psb(skb, container_of(obj, struct rsvp_psb, obj),
			       event);
	case RSVP_KIND_RSB:
		return put_rsb(skb, rn, container_of(obj, struct rsvp_rsb, obj),
			       event);
	case RSVP_KIND_TCSB:
		return put_tcsb(skb, container_of(obj, struct rsvp_tcsb, obj),
				event);
	case RSVP_KIND_SENDER:
		return put_sender(skb, rn, container_of(obj, struct rsvp_sender,
							obj), event);
	case RSVP_KIND_RESERVATION:
		return put_reservation(skb, rn,
				       container_of(obj,
						    struct rsvp_reservation,
						    obj), event);
	case RSVP_KIND_SOCKET:
		return rsvp_nl_put_socket(skb, obj, event);
	case RSVP_KIND_RULE:
		return rsvp_nl_put_rule(skb, rn, obj, event);
	default:
		return -EOPNOTSUPP;
	}
}

/**
 * rsvp_nl_put() - put an object, whole
 * @skb: message
 * @rn: the namespace
 * @kind: kind of the object
 * @obj: the object
 * @event: why a notification is sent; RSVP_NL_NO_EVENT: it is none
 *
 * Context: rn->lock held.
 * Return: 0; -EMSGSIZE if it does not fit, with @skb as it was.
 */
int rsvp_nl_put(struct sk_buff *skb, struct rsvp_net *rn, enum rsvp_kind kind,
		const struct rsvp_object *obj, int event)
{
	struct nlattr *nest;

	lockdep_assert_held(&rn->lock);

	if (rsvp_nl_size(kind, obj) > NEST_MAX)
		return -EMSGSIZE;
	nest = nla_nest_start(skb, kind_attr[kind]);
	if (!nest)
		return -EMSGSIZE;
	if (put_members(skb, rn, kind, obj, event)) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * rsvp_nl_iface_size() - room for what rsvp_nl_put_iface() puts
 *
 * Context: any.
 * Return: bytes.
 */
size_t rsvp_nl_iface_size(void)
{
	return nla_total_size(0) + nla_total_size(IFNAMSIZ) +
	       22 * nla_total_size(4) + 8 * U64_SIZE;
}

static int put_iface_conf(struct sk_buff *skb,
			  const struct rsvp_iface_conf *conf)
{
	if (conf->bandwidth_Bps &&
	    nla_put_u64_64bit(skb, RSVP_A_IFACE_BANDWIDTH,
			      conf->bandwidth_Bps, RSVP_A_IFACE_PAD))
		return -EMSGSIZE;
	if (nla_put_u32(skb, RSVP_A_IFACE_RESERVABLE, conf->reservable) ||
	    nla_put_u64_64bit(skb, RSVP_A_IFACE_FLOW_LIMIT,
			      conf->flow_limit_Bps, RSVP_A_IFACE_PAD) ||
	    nla_put_u32(skb, RSVP_A_IFACE_CLASS_CAP, conf->class_cap) ||
	    nla_put_u32(skb, RSVP_A_IFACE_BACKEND, conf->backend) ||
	    nla_put_u32(skb, RSVP_A_IFACE_PARENT, conf->parent) ||
	    nla_put_u32(skb, RSVP_A_IFACE_REFRESH, conf->refresh_ms) ||
	    nla_put_u32(skb, RSVP_A_IFACE_KEEP, conf->keep) ||
	    nla_put_u32(skb, RSVP_A_IFACE_SLEW_MAX, conf->slew_max) ||
	    nla_put_u32(skb, RSVP_A_IFACE_REPAIR, conf->repair_ms) ||
	    nla_put_u32(skb, RSVP_A_IFACE_BLOCKADE, conf->blockade) ||
	    nla_put_u32(skb, RSVP_A_IFACE_REPEATS, conf->repeats))
		return -EMSGSIZE;
	return 0;
}

static int put_iface_status(struct sk_buff *skb,
			    const struct rsvp_iface *iface)
{
	struct rsvp_tc_status st = {};

	if (!iface->tc)
		return 0;
	rsvp_tc_link_status(iface, &st);
	if (nla_put_u32(skb, RSVP_A_IFACE_OVERHEAD, st.overhead) ||
	    put_u32_if(skb, RSVP_A_IFACE_HANDLE, st.handle) ||
	    nla_put_u64_64bit(skb, RSVP_A_IFACE_RESERVED, st.reserved_Bps,
			      RSVP_A_IFACE_PAD) ||
	    nla_put_u64_64bit(skb, RSVP_A_IFACE_FREE, st.free_Bps,
			      RSVP_A_IFACE_PAD) ||
	    nla_put_u64_64bit(skb, RSVP_A_IFACE_HIGH_WATER, st.high_water_Bps,
			      RSVP_A_IFACE_PAD) ||
	    nla_put_u32(skb, RSVP_A_IFACE_CLASSES, st.classes) ||
	    nla_put_u64_64bit(skb, RSVP_A_IFACE_REFUSED, st.refused,
			      RSVP_A_IFACE_PAD) ||
	    nla_put_u32(skb, RSVP_A_IFACE_TERM_C, st.C) ||
	    nla_put_u32(skb, RSVP_A_IFACE_TERM_D, st.D_us) ||
	    nla_put_u32(skb, RSVP_A_IFACE_MTU, st.mtu) ||
	    put_flag(skb, RSVP_A_IFACE_OVERBOOKED, st.overbooked))
		return -EMSGSIZE;
	return 0;
}

static int put_iface_queue(struct sk_buff *skb,
			   const struct rsvp_iface *iface)
{
	const struct rsvp_rxq *q = &iface->rxq;

	/* One look without the queue's lock: the hooks go on anyway. */
	if (nla_put_u32(skb, RSVP_A_IFACE_QUEUE_LEN,
			READ_ONCE(q->len)) ||
	    nla_put_u64_64bit(skb, RSVP_A_IFACE_QUEUE_DROPS,
			      READ_ONCE(q->dropped), RSVP_A_IFACE_PAD))
		return -EMSGSIZE;
	return 0;
}

/**
 * rsvp_nl_put_iface() - put an interface, whole
 * @skb: message
 * @rn: the namespace
 * @iface: the interface
 * @event: why a notification is sent; RSVP_NL_NO_EVENT: it is none
 *
 * Context: rn->lock held.
 * Return: 0; -EMSGSIZE if it does not fit, with @skb as it was.
 */
int rsvp_nl_put_iface(struct sk_buff *skb, struct rsvp_net *rn,
		      const struct rsvp_iface *iface, int event)
{
	struct nlattr *nest;

	lockdep_assert_held(&rn->lock);

	nest = nla_nest_start(skb, RSVP_A_IFACE);
	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u32(skb, RSVP_A_IFACE_IFINDEX, iface->ifindex) ||
	    nla_put_string(skb, RSVP_A_IFACE_IFNAME, iface->name) ||
	    nla_put_u32(skb, RSVP_A_IFACE_RSVP, event != RSVP_EVENT_DEL) ||
	    put_iface_conf(skb, &iface->conf) ||
	    put_iface_status(skb, iface) ||
	    put_iface_queue(skb, iface) ||
	    put_event(skb, RSVP_A_IFACE_EVENT, event)) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}
