// SPDX-License-Identifier: GPL-2.0
/*
 * ADSPEC: what a path offers, composed hop by hop (RFC 2210, 3.3; RFC 2215).
 * Pure, as flowspec.c is.
 */
#include "flowspec.h"

/* The break bit of a per-service header (RFC 2210, A1.2) */
#define SERVICE_BREAK	0x00800000u

/* RFC 2210, 3.3.2, 3.3.3: the fragments as their makers write them, with their
 * headers
 */
#define GENERAL_LEN	36
#define GS_LEN		36
#define GS_WORDS	8

/* RFC 2215, 3.4: "The distinguished value (2**32)-1 is taken to mean
 * 'indeterminate latency'."
 */
#define LATENCY_UNKNOWN	U32_MAX

/* Where a walk through an ADSPEC stands: offsets into its body */
struct adspec_iter {
	const u8 *body;
	size_t len;
	size_t pos;
	size_t head;		/* of the fragment */
	size_t end;		/* of the fragment */
	size_t value;		/* of the parameter */
	u32 words;		/* of the parameter */
	u8 service;
	u8 param;
	bool bad;
};

static void iter_start(struct adspec_iter *it, const u8 *body, size_t len)
{
	memset(it, 0, sizeof(*it));
	it->body = body;
	it->len = len;
	it->end = 4;
}

/* The next fragment; false at the end, or with @bad where one runs over it */
static bool iter_fragment(struct adspec_iter *it)
{
	u32 head;

	it->head = it->end;
	if (it->head >= it->len)
		return false;
	head = get_unaligned_be32(it->body + it->head);
	it->service = head >> 24;
	it->pos = it->head + 4;
	it->end = it->pos + 4 * (size_t)(head & 0xffff);
	it->bad = it->end > it->len;
	return !it->bad;
}

/* The next parameter of the fragment; ends as iter_fragment() does */
static bool iter_param(struct adspec_iter *it)
{
	u32 head;

	if (it->pos >= it->end)
		return false;
	head = get_unaligned_be32(it->body + it->pos);
	it->param = head >> 24;
	it->words = head & 0xffff;
	it->value = it->pos + 4;
	it->pos = it->value + 4 * (size_t)it->words;
	it->bad = it->pos > it->end;
	return !it->bad;
}

static bool is_known(u8 service)
{
	return service == RSVP_SVC_GENERAL || service == RSVP_SVC_GUARANTEED ||
	       service == RSVP_SVC_CONTROLLED;
}

/* Parameters whose value is one word that we compose */
static bool is_word(u8 service, u8 param)
{
	switch (param) {
	case RSVP_PARAM_IS_HOPS:
	case RSVP_PARAM_PATH_BW:
	case RSVP_PARAM_MIN_LATENCY:
	case RSVP_PARAM_PATH_MTU:
		return true;
	case RSVP_PARAM_GS_CTOT:
	case RSVP_PARAM_GS_DTOT:
	case RSVP_PARAM_GS_CSUM:
	case RSVP_PARAM_GS_DSUM:
		return service == RSVP_SVC_GUARANTEED;
	default:
		return false;
	}
}

/* One fragment of a service that we know, from its header on */
static bool fragment_ok(struct adspec_iter *it)
{
	bool empty = it->pos == it->end;
	u32 terms = 0;

	while (iter_param(it)) {
		if (!is_word(it->service, it->param))
			continue;
		if (it->words != 1)
			return false;
		/* RFC 2215, 3.3: "Negative numbers [...], infinities, and NAN's
		 * are not allowed."
		 */
		if (it->param == RSVP_PARAM_PATH_BW &&
		    !rsvp_f32_valid(get_unaligned_be32(it->body + it->value),
				    false))
			return false;
		if (it->param >= RSVP_PARAM_GS_CTOT)
			terms |= BIT(it->param - RSVP_PARAM_GS_CTOT);
	}
	if (it->bad)
		return false;
	/* RFC 2210, 3.3: "size and structure of the service-specific data is
	 * fixed": all of C and D or, in an empty fragment, nothing.
	 */
	return it->service != RSVP_SVC_GUARANTEED || empty || terms == 0xf;
}

/* May the walks below trust the lengths? */
static bool adspec_ok(const u8 *body, size_t len)
{
	struct adspec_iter it;
	u8 last = 0;
	u32 head;

	if (len < 8 || len % 4)
		return false;
	head = get_unaligned_be32(body);
	if (head >> 28 || (head & 0xffff) != len / 4 - 1)
		return false;

	iter_start(&it, body, len);
	while (iter_fragment(&it)) {
		/* RFC 2210, 3.3: "always appear in an ADSPEC in service_number
		 * order"; "service_number 1 always comes first".
		 */
		if (it.service <= last)
			return false;
		if (!last && it.service != RSVP_SVC_GENERAL)
			return false;
		last = it.service;
		if (is_known(it.service) && !fragment_ok(&it))
			return false;
	}
	return !it.bad;
}

static u8 *put_word(u8 *p, u8 param, u32 value)
{
	put_unaligned_be32((u32)param << 24 | 1, p);
	put_unaligned_be32(value, p + 4);
	return p + 8;
}

/**
 * rsvp_adspec_first - write the ADSPEC that a sender's own node begins with
 * @body: where; network byte order
 * @room: bytes there
 * @hop: what this node and its outgoing link contribute
 * @only: the one service that the sender offers; 0: all
 *
 * RFC 2210, 3.3.6: general parameters, guaranteed and controlled load. "The
 * parameter values are set to the local values"; C and D are zero and the break
 * bit is set for a guaranteed service that is not here (3.3.3). A sender may leave
 * a service out (RFC 2210, 2.2), so that no receiver chooses it.
 *
 * Context: any.
 * Return: bytes written, RSVP_ADSPEC_FIRST_LEN at most; 0 if there is no room.
 */
size_t rsvp_adspec_first(u8 *body, size_t room,
			 const struct rsvp_adspec_hop *hop, u32 only)
{
	u32 general = RSVP_SVC_GENERAL << 24 | (GENERAL_LEN / 4 - 1);
	u32 gs = RSVP_SVC_GUARANTEED << 24 | GS_WORDS;
	u32 cl = RSVP_SVC_CONTROLLED << 24;
	u32 C = hop->no_gs ? 0 : hop->C;
	u32 D = hop->no_gs ? 0 : hop->D_us;
	u8 *p = body + 4;

	if (room < RSVP_ADSPEC_FIRST_LEN)
		return 0;
	if (hop->break_general)
		general |= SERVICE_BREAK;
	if (hop->no_gs)
		gs |= SERVICE_BREAK;
	if (hop->no_cl)
		cl |= SERVICE_BREAK;

	put_unaligned_be32(general, p);
	p = put_word(p + 4, RSVP_PARAM_IS_HOPS, 1);
	p = put_word(p, RSVP_PARAM_PATH_BW, rsvp_u64_to_f32_down(hop->bw_Bps));
	p = put_word(p, RSVP_PARAM_MIN_LATENCY, hop->latency_us);
	p = put_word(p, RSVP_PARAM_PATH_MTU, hop->mtu);
	if (only != RSVP_SVC_CONTROLLED) {
		put_unaligned_be32(gs, p);
		p = put_word(p + 4, RSVP_PARAM_GS_CTOT, C);
		p = put_word(p, RSVP_PARAM_GS_DTOT, D);
		p = put_word(p, RSVP_PARAM_GS_CSUM, C);
		p = put_word(p, RSVP_PARAM_GS_DSUM, D);
	}
	if (only != RSVP_SVC_GUARANTEED) {
		put_unaligned_be32(cl, p);
		p += 4;
	}
	put_unaligned_be32((p - body) / 4 - 1, body);
	return p - body;
}

static u32 sat_add_u32(u32 a, u32 b)
{
	return a > U32_MAX - b ? U32_MAX : a + b;
}

/* RFC 2215, 3.3: "The composition rule for this parameter is the MIN function";
 * 0, unknown, wins. Bits that stay below ours stay as they are.
 */
static u32 compose_bw(u32 bits, const struct rsvp_adspec_hop *hop)
{
	u32 local = rsvp_u64_to_f32_down(hop->bw_Bps);

	return min(bits, local);
}

/* The composed value of one parameter at this hop */
static u32 compose(u8 param, u32 v, const struct rsvp_adspec_hop *hop)
{
	switch (param) {
	case RSVP_PARAM_IS_HOPS:
		return sat_add_u32(v, 1);
	case RSVP_PARAM_PATH_BW:
		return compose_bw(v, hop);
	case RSVP_PARAM_MIN_LATENCY:
		/* RFC 2215, 3.4: beyond (2**32)-2 "the end-to-end advertised
		 * delay should be reported as indeterminate": the sum ends there
		 */
		return sat_add_u32(v, hop->latency_us);
	case RSVP_PARAM_PATH_MTU:
		return hop->mtu ? min(v, hop->mtu) : v;
	case RSVP_PARAM_GS_CTOT:
		return sat_add_u32(v, hop->C);
	case RSVP_PARAM_GS_DTOT:
		return sat_add_u32(v, hop->D_us);
	case RSVP_PARAM_GS_CSUM:
		return hop->reshape ? hop->C : sat_add_u32(v, hop->C);
	case RSVP_PARAM_GS_DSUM:
		return hop->reshape ? hop->D_us : sat_add_u32(v, hop->D_us);
	default:
		return v;
	}
}

/*
 * RFC 2210, 3.3.3: a "header-only fragment must first be expanded into the
 * complete data fragment", with zeroes; "the value of the break bit in the header
 * is preserved".
 */
static int expand_gs(u8 *body, size_t len, size_t room)
{
	struct adspec_iter it;
	u8 *p;

	iter_start(&it, body, len);
	while (iter_fragment(&it))
		if (it.service == RSVP_SVC_GUARANTEED)
			break;
	if (it.head >= len || it.pos != it.end)
		return (int)len;
	if (room < len + 4 * GS_WORDS)
		return -ENOSPC;

	p = body + it.pos;
	memmove(p + 4 * GS_WORDS, p, len - it.pos);
	p = put_word(p, RSVP_PARAM_GS_CTOT, 0);
	p = put_word(p, RSVP_PARAM_GS_DTOT, 0);
	p = put_word(p, RSVP_PARAM_GS_CSUM, 0);
	put_word(p, RSVP_PARAM_GS_DSUM, 0);
	len += 4 * GS_WORDS;
	put_unaligned_be16((u16)(len / 4 - 1), body + 2);
	put_unaligned_be16(GS_WORDS, body + it.head + 2);
	return (int)len;
}

/* Does this hop break the chain of the service (RFC 2210, 3.3)? */
static bool is_broken(u8 service, const struct rsvp_adspec_hop *hop)
{
	switch (service) {
	case RSVP_SVC_GENERAL:
		return hop->break_general;
	case RSVP_SVC_GUARANTEED:
		return hop->no_gs;
	case RSVP_SVC_CONTROLLED:
		return hop->no_cl;
	default:
		/* 3.3: "a network element encountering a per-service data
		 * header it does not understand simply sets bit 23"
		 */
		return true;
	}
}

/**
 * rsvp_adspec_update - compose this hop into an ADSPEC that is forwarded
 * @body: body of an ADSPEC object, network byte order; changed in place
 * @len: bytes of @body
 * @room: bytes that it may grow to: @len + RSVP_ADSPEC_GROWTH is enough
 * @hop: what this node and its outgoing link contribute
 *
 * RFC 2210, 3.3.5 with the composition rules of RFC 2215, 3 and RFC 2212.
 * Service-specific values of general parameters are composed with this node's
 * general ones. Parameters and services that we do not know keep their bits, the
 * services but for their break bit. Absent fragments stay absent.
 *
 * Context: any.
 * Return: bytes of the result, > 0; -EBADMSG if it is not well formed, -ENOSPC
 * if it does not fit; @body is unchanged then.
 */
int rsvp_adspec_update(u8 *body, size_t len, size_t room,
		       const struct rsvp_adspec_hop *hop)
{
	struct adspec_iter it;
	int res = (int)len;

	if (!adspec_ok(body, len))
		return -EBADMSG;
	if (!hop->no_gs) {
		res = expand_gs(body, len, room);
		if (res < 0)
			return res;
	}

	iter_start(&it, body, (size_t)res);
	while (iter_fragment(&it)) {
		bool broken = is_broken(it.service, hop);

		if (broken)
			body[it.head + 1] |= SERVICE_BREAK >> 16;
		if (broken && it.service != RSVP_SVC_GENERAL)
			continue;
		while (iter_param(&it)) {
			u8 *v = body + it.value;

			if (is_word(it.service, it.param))
				put_unaligned_be32(compose(it.param,
							   get_unaligned_be32(v),
							   hop), v);
		}
	}
	return res;
}

static void adspec_word(struct rsvp_adspec *ad, u8 service, u8 param, u32 v)
{
	bool gs = service == RSVP_SVC_GUARANTEED;
	u64 bw = rsvp_f32_to_u64_down(v);

	switch (param) {
	case RSVP_PARAM_IS_HOPS:
		if (service == RSVP_SVC_GENERAL)
			ad->hops = v;
		break;
	case RSVP_PARAM_PATH_BW:
		if (service == RSVP_SVC_GENERAL)
			ad->bw_Bps = bw;
		if (service != RSVP_SVC_CONTROLLED)
			ad->gs_bw_Bps = bw;
		if (!gs)
			ad->cl_bw_Bps = bw;
		break;
	case RSVP_PARAM_MIN_LATENCY:
		if (service == RSVP_SVC_GENERAL)
			ad->latency_us = v;
		break;
	case RSVP_PARAM_PATH_MTU:
		if (service == RSVP_SVC_GENERAL)
			ad->mtu = v;
		if (service != RSVP_SVC_CONTROLLED)
			ad->gs_mtu = v;
		if (!gs)
			ad->cl_mtu = v;
		break;
	case RSVP_PARAM_GS_CTOT:
		ad->Ctot = v;
		break;
	case RSVP_PARAM_GS_DTOT:
		ad->Dtot_us = v;
		break;
	case RSVP_PARAM_GS_CSUM:
		ad->Csum = v;
		break;
	case RSVP_PARAM_GS_DSUM:
		ad->Dsum_us = v;
		break;
	}
}

/**
 * rsvp_adspec_get - read an ADSPEC
 * @ad: filled; undefined on error
 * @body: body of an ADSPEC object, network byte order
 * @len: bytes of @body
 *
 * RFC 2210, 3.3. Service-specific values override general ones; services come
 * in ascending order, so they do by being read later.
 *
 * Context: any.
 * Return: 0; -EBADMSG if it is not well formed.
 */
int rsvp_adspec_get(struct rsvp_adspec *ad, const u8 *body, size_t len)
{
	struct adspec_iter it;

	if (!adspec_ok(body, len))
		return -EBADMSG;

	memset(ad, 0, sizeof(*ad));
	ad->latency_us = LATENCY_UNKNOWN;
	iter_start(&it, body, len);
	while (iter_fragment(&it)) {
		bool broken = body[it.head + 1] & (SERVICE_BREAK >> 16);

		if (it.service == RSVP_SVC_GENERAL) {
			ad->general_break = broken;
		} else if (it.service == RSVP_SVC_GUARANTEED) {
			ad->has_gs = true;
			ad->gs_break = broken;
		} else if (it.service == RSVP_SVC_CONTROLLED) {
			ad->has_cl = true;
			ad->cl_break = broken;
		} else {
			continue;
		}
		while (iter_param(&it))
			if (is_word(it.service, it.param))
				adspec_word(ad, it.service, it.param,
					    get_unaligned_be32(body + it.value));
	}
	return 0;
}
