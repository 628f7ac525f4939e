// SPDX-License-Identifier: GPL-2.0
/*
 * Admission control (RFC 2205, 1): what a flowspec comes to on a link, and the
 * books that say whether it fits. Arithmetic only: no packet, no qdisc.
 *
 * A Tspec counts IP bytes, a link counts frames. All sums are in link bytes:
 * a flow of the smallest packets that its Tspec allows (m) needs
 * (m + overhead) / m times its rate. What is asked and what is free are told in
 * link bytes/s, too, so that they can be compared.
 */
#include "rsvp.h"
#include "admit.h"

/**
 * rsvp_refuse() - fill in a refusal
 * @why: filled in
 * @err: negative errno
 * @code: enum rsvp_error_code
 * @value: error value
 * @text: one sentence, constant
 *
 * Context: any.
 * Return: @err.
 */
int rsvp_refuse(struct rsvp_refusal *why, int err, u8 code, u16 value,
		const char *text)
{
	memset(why, 0, sizeof(*why));
	why->err = err;
	why->code = code;
	why->value = value;
	why->text = text;
	return err;
}

/**
 * rsvp_want_unit() - the smallest packet that a flow is reckoned with
 * @want: the flow
 *
 * Context: any.
 * Return: IP bytes, never 0.
 */
u32 rsvp_want_unit(const struct rsvp_want *want)
{
	u32 m = want->ts.m ?: RSVP_TC_UNIT_DEFAULT;

	return clamp_t(u32, m, RSVP_TC_UNIT_MIN, RSVP_TC_M_MAX);
}

/**
 * rsvp_want_reshape() - is the class a reshaper?
 * @want: the flow
 *
 * RFC 2212, Policing: "Reshaping is done at all heterogeneous source branch
 * points and at all source merge points." A reshaper polices, too: only what
 * overflows its buffer does not conform. So it goes before E_Police.
 *
 * Context: any.
 * Return: true if it is.
 */
bool rsvp_want_reshape(const struct rsvp_want *want)
{
	return want->service == RSVP_SVC_GUARANTEED &&
	       want->police & (RSVP_POLICE_M | RSVP_POLICE_B);
}

/**
 * rsvp_want_holds() - does what is too fast wait in its class?
 * @want: the flow
 *
 * A class without a link-sharing curve gets its real-time curve and no more.
 *
 * Context: any.
 * Return: true if so.
 */
bool rsvp_want_holds(const struct rsvp_want *want)
{
	return want->excess == RSVP_NONCONFORMING_SHAPE ||
	       rsvp_want_reshape(want);
}

/**
 * rsvp_want_buffer() - what of a flow may wait here
 * @want: the flow
 *
 * RFC 2212, Policing: "the amount of buffering required to reshape any
 * conforming traffic back to its original token bucket shape is
 * b+Csum+(Dsum*r)". The same is enough where nothing is reshaped.
 * RFC 2211, 7: inside the network, elements "SHOULD be prepared to accommodate
 * packet bursts somewhat larger than the actual TSpec": a node before us that
 * kept a bucketful waiting may send it together with the next one.
 *
 * Context: any.
 * Return: IP bytes.
 */
u64 rsvp_want_buffer(const struct rsvp_want *want)
{
	u64 buf = want->ts.b;

	if (want->service == RSVP_SVC_GUARANTEED)
		buf += want->csum + mul_u64_u32_div(want->ts.r_Bps,
						    want->dsum_us,
						    USEC_PER_SEC);
	else if (!(want->police & RSVP_POLICE_E))
		buf += want->ts.b;
	return min_t(u64, buf, RSVP_TC_BUFFER_MAX);
}

/**
 * rsvp_want_queue() - what of a flow may wait in its class
 * @want: the flow
 *
 * The class of a reshaper is two queues in one: that of the regulator, and that
 * of the scheduler behind it, in which what conforms (up to b at once) waits for
 * its rate.
 *
 * Context: any.
 * Return: IP bytes.
 */
u64 rsvp_want_queue(const struct rsvp_want *want)
{
	u64 buf = rsvp_want_buffer(want);

	/* R197: "holds packets until enough credit has accrued" */
	if (want->excess == RSVP_NONCONFORMING_SHAPE)
		buf = max_t(u64, buf, RSVP_TC_SHAPE_BUFFER);
	return rsvp_want_holds(want) ? buf + want->ts.b : buf;
}

/**
 * rsvp_link_bytes() - IP bytes (or bytes/s) as the link counts them
 * @ip: IP bytes
 * @unit: in packets of this size
 * @overhead: link bytes per packet beyond IP
 *
 * Context: any.
 * Return: link bytes, rounded up.
 */
u64 rsvp_link_bytes(u64 ip, u32 unit, u32 overhead)
{
	u32 rest;
	u64 n = div_u64_rem(ip, unit, &rest);

	return n * (unit + overhead) +
	       DIV_ROUND_UP_ULL((u64)rest * (unit + overhead), unit);
}

/**
 * rsvp_ip_bytes() - link bytes (or bytes/s) as IP counts them
 * @link: link bytes
 * @unit: in packets of this size
 * @overhead: link bytes per packet beyond IP
 *
 * Context: any.
 * Return: IP bytes, rounded down.
 */
u64 rsvp_ip_bytes(u64 link, u32 unit, u32 overhead)
{
	return mul_u64_u32_div(link, unit, unit + overhead);
}

/*
 * A reshaper's curve: min(R, p) until the burst is through, r from then on. A
 * class without a link-sharing curve sends no more than its curve and one
 * packet, so what leaves it is M + min(pT, rT + b - M): it conforms again, and
 * nothing that conformed waits longer than R would have made it wait.
 */
static void reshaper_curve(const struct rsvp_want *want, u64 R, u32 overhead,
			   struct rsvp_curve *curve)
{
	u32 unit = rsvp_want_unit(want);
	u64 r = want->ts.r_Bps;
	u64 d_us;

	R = min(R, want->ts.p_Bps);
	R = max(R, r);
	curve->m1 = rsvp_link_bytes(R, unit, overhead);
	if (r == R)
		return;
	/* At least one packet goes at R: the bound counts on it */
	d_us = DIV64_U64_ROUND_UP((u64)want->ts.M * USEC_PER_SEC, R);
	if (want->ts.b > want->ts.M)
		d_us = max(d_us, div64_u64((want->ts.b - want->ts.M) *
					   USEC_PER_SEC, R - r));
	curve->d_us = min_t(u64, d_us, U32_MAX);
}

/**
 * rsvp_want_curve() - the real-time curve that a flow needs
 * @want: the flow
 * @overhead: link bytes per packet beyond IP
 * @curve: result
 *
 * Guaranteed service gets m1 = m2 = R, controlled load r.
 *
 * Context: any.
 */
void rsvp_want_curve(const struct rsvp_want *want, u32 overhead,
		     struct rsvp_curve *curve)
{
	u32 unit = rsvp_want_unit(want);
	u64 R = max(want->R_Bps, want->ts.r_Bps);

	memset(curve, 0, sizeof(*curve));
	curve->m2 = rsvp_link_bytes(want->ts.r_Bps, unit, overhead);
	if (rsvp_want_holds(want)) {
		reshaper_curve(want, R, overhead, curve);
		return;
	}
	if (want->service == RSVP_SVC_GUARANTEED)
		curve->m2 = rsvp_link_bytes(R, unit, overhead);
	curve->m1 = curve->m2;
}

/**
 * rsvp_want_from_ask() - take a request in, as far as this node can serve it
 * @want: result
 * @ask: the request
 * @mtu: of the link
 * @why: filled in on refusal
 *
 * Context: any.
 * Return: 0 or a negative errno.
 */
int rsvp_want_from_ask(struct rsvp_want *want, const struct rsvp_tc_ask *ask,
		       u32 mtu, struct rsvp_refusal *why)
{
	memset(want, 0, sizeof(*want));
	if (ask->fs.service != RSVP_SVC_GUARANTEED &&
	    ask->fs.service != RSVP_SVC_CONTROLLED)
		return rsvp_refuse(why, -EOPNOTSUPP, RSVP_ERR_TRAFFIC_CONTROL,
				   RSVP_ERRV_SERVICE_UNSUPPORTED,
				   "this node offers guaranteed service and controlled load only");
	/* RFC 2211, 5: "Network elements MUST reject a service request if the
	 * requested maximum packet size is larger than the MTU of the link."
	 * M = 0 and an M that no datagram has come from real routers and set
	 * no limit.
	 */
	if (ask->fs.ts.M > mtu && ask->fs.ts.M <= RSVP_TC_M_MAX)
		return rsvp_refuse(why, -EMSGSIZE, RSVP_ERR_ADMISSION,
				   RSVP_ERRV_MTU,
				   "the maximum packet size is larger than the MTU of the interface");
	/* RFC 2205, 2.2: traffic control takes the minimum of Path_Te and
	 * Resv_Te
	 */
	want->ts = ask->fs.ts;
	if (ask->path_te.r_Bps)
		rsvp_tspec_min(&want->ts, &ask->path_te);
	if (!want->ts.M || want->ts.M > mtu)
		want->ts.M = mtu;
	if (want->ts.b > RSVP_TC_BUFFER_MAX)
		return rsvp_refuse(why, -E2BIG, RSVP_ERR_TRAFFIC_CONTROL,
				   RSVP_ERRV_BAD_FLOWSPEC,
				   "the token bucket is larger than the 64 MiB that may wait here");
	if (want->ts.r_Bps > RSVP_RATE_MAX_Bps ||
	    ask->fs.R_Bps > RSVP_RATE_MAX_Bps)
		return rsvp_refuse(why, -ERANGE, RSVP_ERR_TRAFFIC_CONTROL,
				   RSVP_ERRV_BAD_FLOWSPEC,
				   "the rate is above 40 terabytes/s");
	if (ask->fs.service == RSVP_SVC_GUARANTEED)
		want->R_Bps = ask->fs.R_Bps;
	want->csum = ask->csum;
	want->dsum_us = ask->dsum_us;
	want->service = ask->fs.service;
	want->police = ask->police;
	want->excess = ask->excess;
	want->marks = ask->marks;
	want->dscp = ask->dscp;
	return 0;
}

static u64 books_worst(const struct rsvp_books *books)
{
	return max(books->m1, books->m2);
}

/**
 * rsvp_books_free() - what one more flow could get
 * @books: of the link
 *
 * Context: rn->lock held.
 * Return: link bytes/s.
 */
u64 rsvp_books_free(const struct rsvp_books *books)
{
	u64 worst = books_worst(books);
	u64 room = books->limit > worst ? books->limit - worst : 0;

	return books->flow_limit ? min(room, books->flow_limit) : room;
}

/**
 * rsvp_books_room() - what a flow could get in place of what it has
 * @books: of the link
 * @old: what it has
 *
 * Context: rn->lock held.
 * Return: link bytes/s.
 */
u64 rsvp_books_room(const struct rsvp_books *books,
		    const struct rsvp_curve *old)
{
	struct rsvp_books without = *books;

	without.m1 -= old->m1;
	without.m2 -= old->m2;
	return rsvp_books_free(&without);
}

/**
 * rsvp_books_overbooked() - is more promised than would be admitted now?
 * @books: of the link
 *
 * Context: rn->lock held.
 * Return: true if so.
 */
bool rsvp_books_overbooked(const struct rsvp_books *books)
{
	return books_worst(books) > books->limit;
}

static int refuse_rate(struct rsvp_books *books, const struct rsvp_curve *old,
		       const struct rsvp_curve *curve, const char *text,
		       struct rsvp_refusal *why)
{
	books->refused++;
	rsvp_refuse(why, -ENOSPC, RSVP_ERR_ADMISSION, RSVP_ERRV_BANDWIDTH,
		    text);
	why->asked_Bps = curve->m1;
	why->free_Bps = rsvp_books_room(books, old);
	return why->err;
}

/**
 * rsvp_admit() - does it fit?
 * @books: of the link
 * @old: what the same reservation has already; NULL: it is new
 * @curve: what it is to have
 * @why: filled in on refusal: asked and free in link bytes/s, the latter with
 *	what the reservation has already
 *
 * RFC 2211, 5: "Requests that reduce the TSpec for an existing flow ... should
 * never be denied service": not even on a link that is overbooked.
 *
 * Context: rn->lock held.
 * Return: 0; -ENOSPC if not. The books are not touched but for the count of
 * refusals.
 */
int rsvp_admit(struct rsvp_books *books, const struct rsvp_curve *old,
	       const struct rsvp_curve *curve, struct rsvp_refusal *why)
{
	static const struct rsvp_curve none;

	if (!old && books->classes >= books->class_cap) {
		books->refused++;
		return rsvp_refuse(why, -ENOSPC, RSVP_ERR_TC_SYSTEM, 0,
				   "the interface carries as many reservations as its class cap allows");
	}
	if (!old)
		old = &none;
	if (curve->m1 <= old->m1 && curve->m2 <= old->m2)
		return 0;
	if (books->flow_limit && curve->m1 > books->flow_limit)
		return refuse_rate(books, old, curve,
				   "more than one reservation may get on this interface",
				   why);
	if (books->m1 - old->m1 + curve->m1 > books->limit ||
	    books->m2 - old->m2 + curve->m2 > books->limit)
		return refuse_rate(books, old, curve,
				   "the interface has not that much reservable bandwidth free",
				   why);
	return 0;
}

/**
 * rsvp_books_charge() - put a reservation into the books, change it, strike it
 * @books: of the link
 * @old: what it had; NULL: it is new
 * @curve: what it has; NULL: it is gone
 *
 * Context: rn->lock held.
 */
void rsvp_books_charge(struct rsvp_books *books, const struct rsvp_curve *old,
		       const struct rsvp_curve *curve)
{
	if (old) {
		books->m1 -= old->m1;
		books->m2 -= old->m2;
		books->classes--;
	}
	if (curve) {
		books->m1 += curve->m1;
		books->m2 += curve->m2;
		books->classes++;
	}
	books->high = max(books->high, books_worst(books));
}
