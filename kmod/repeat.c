// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 2205, 3.7, item 6: "a node may temporarily send refreshes more often than R
 * after a state change". What tells of a change is told again, so that a message
 * lost on a link costs a fraction of a second and not R. A Resv is made of the
 * state again, as its refreshes are: whether it asks for a confirmation changes. Of
 * a Path the message is kept, for an ADSPEC that changed meanwhile would be news, and
 * of a tear, which leaves no state.
 */
#include <net/dst.h>

#include "rsvp.h"

/* Before the first repeat; each further one waits twice as long. That is the
 * pattern of RFC 2961, 6, with nobody to acknowledge.
 */
#define RSVP_REPEAT_MS		250U

/* What waits is spread over as long as this allows, so that repeats of many, all
 * of whose ways change at once, don't come before their first messages are through
 */
#define RSVP_REPEATS_PER_MS	4

/* What is larger has much that is only handed on, of which neighbours decide, and
 * waits for its refresh, bytes
 */
#define RSVP_REPEAT_MAX		2048

/**
 * struct rsvp_kept - a message that is to be repeated
 * @list: in rn->repeats
 * @timer: the next repeat
 * @iif: interface that its sender comes in by, in whose share it is; 0: none
 * @tx: how it is sent; without a route, which need not be good for that long
 * @out: the way out that a Path or PathTear goes; else only its interface
 * @seq: a Path: path_seq of its PSB
 * @along: it follows @out, whatever routing says
 * @repeat: which repeat comes next, from 1
 * @len: bytes of @msg
 * @msg: the message
 */
struct rsvp_kept {
	struct list_head list;
	struct rsvp_timer timer;
	int iif;
	struct rsvp_tx tx;
	struct rsvp_out out;
	u32 seq;
	bool along;
	u8 repeat;
	u16 len;
	u8 msg[];
};

static u32 repeat_cap(const struct rsvp_net *rn)
{
	return rn->user_caps ? RSVP_CAP_USER_REPEATS : RSVP_CAP_REPEATS;
}

/* Senders of one link leave the others their part, see rsvp_link_share() */
static bool repeat_take(struct rsvp_net *rn, int iif)
{
	struct rsvp_iface *iface = iif ? rsvp_iface_find(rn, iif) : NULL;
	u32 cap = repeat_cap(rn);

	if (rn->n_repeats >= cap ||
	    (iface && iface->n_repeats >= rsvp_link_share(cap)))
		return false;
	rn->n_repeats++;
	if (iface)
		iface->n_repeats++;
	return true;
}

/**
 * rsvp_repeat_next() - a message was sent: when is it sent next?
 * @rn: the namespace
 * @iif: interface that its sender comes in by, in whose share it is; 0: none
 * @repeat: which repeat comes next, from 1; 0: none, an ordinary refresh; set
 * @next: which is to come, as the interface and the cap allow
 * @most: repeats that the interface is set to
 * @R_ms: refresh period
 *
 * Spread as refreshes are (RFC 2205, 3.7, item 1).
 *
 * Context: rn->lock held.
 * Return: ms from now.
 */
u32 rsvp_repeat_next(struct rsvp_net *rn, int iif, u8 *repeat, u8 next,
		     u32 most, u32 R_ms)
{
	u32 wait_ms = R_ms;

	lockdep_assert_held(&rn->lock);

	if (next && next <= most)
		wait_ms = max(RSVP_REPEAT_MS << (next - 1),
			      rn->n_repeats / RSVP_REPEATS_PER_MS);
	if (wait_ms >= R_ms)
		next = 0;
	if (next && !*repeat && !repeat_take(rn, iif)) {
		rsvp_count_drop(rn, RSVP_DROP_CAP_REPEATS);
		next = 0;
	}
	if (!next)
		rsvp_repeat_stop(rn, iif, repeat);
	*repeat = next;
	return rsvp_refresh_jitter(next ? wait_ms : R_ms);
}

/**
 * rsvp_repeat_stop() - no repeat is to come
 * @rn: the namespace
 * @iif: as for rsvp_repeat_next()
 * @repeat: which would have come next; 0: none; set to 0
 *
 * Context: rn->lock held.
 */
void rsvp_repeat_stop(struct rsvp_net *rn, int iif, u8 *repeat)
{
	struct rsvp_iface *iface = iif ? rsvp_iface_find(rn, iif) : NULL;

	lockdep_assert_held(&rn->lock);

	if (*repeat)
		rn->n_repeats--;
	if (*repeat && iface)
		iface->n_repeats--;
	*repeat = 0;
}

static void kept_free(struct rsvp_net *rn, struct rsvp_kept *kept)
{
	rsvp_timer_del(rn, &kept->timer);
	rsvp_repeat_stop(rn, kept->iif, &kept->repeat);
	rsvp_bytes_give(rn, 0, kept->len);
	list_del(&kept->list);
	kfree(kept);
}

/* Does it still hold? A tear that comes after a new Path or Resv would destroy what
 * that made.
 */
static bool kept_holds(struct rsvp_net *rn, const struct rsvp_kept *kept)
{
	struct rsvp_msg *msg = rn->sent;
	bool stands;

	if (rsvp_msg_parse(msg, kept->msg, kept->len))
		return false;
	if (msg->type == RSVP_MSG_RESVTEAR)
		return !rsvp_upstream_asks(rn, msg, kept->tx.oif,
					   &kept->tx.dst);
	stands = rsvp_path_stands(rn, msg, &kept->out, kept->seq);
	return msg->type == RSVP_MSG_PATHTEAR ? !stands : stands;
}

static void kept_send(struct rsvp_net *rn, struct rsvp_kept *kept)
{
	struct rsvp_tx tx = kept->tx;
	struct rsvp_builder b = {
		.buf	= kept->msg,
		.size	= kept->len,
		.len	= kept->len,
	};

	if (kept->along)
		tx.along = rsvp_route_along(rn, tx.dst.family, &kept->out);
	if (kept->along && !tx.along)
		rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
	else
		rsvp_output(rn, &tx, &b);
	dst_release(tx.along);
}

static void repeat_due(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_kept *kept = container_of(t, struct rsvp_kept, timer);
	const struct rsvp_iface *iface = rsvp_iface_find(rn, kept->tx.oif);
	u32 ms;

	if (!iface || !kept_holds(rn, kept)) {
		kept_free(rn, kept);
		return;
	}
	kept_send(rn, kept);
	ms = rsvp_repeat_next(rn, kept->iif, &kept->repeat, kept->repeat + 1,
			      iface->conf.repeats, U32_MAX);
	if (kept->repeat)
		rsvp_timer_in(rn, &kept->timer, ms);
	else
		kept_free(rn, kept);
}

/**
 * rsvp_repeat() - a Path or a tear was sent: repeat it
 * @rn: the namespace
 * @iif: interface that its sender comes in by; 0: none
 * @tx: how it was sent
 * @b: the message; copied
 * @out: the way that it went; a ResvTear: its interface
 * @seq: a Path: path_seq of its PSB
 *
 * Context: rn->lock held.
 */
void rsvp_repeat(struct rsvp_net *rn, int iif, const struct rsvp_tx *tx,
		 const struct rsvp_builder *b, const struct rsvp_out *out,
		 u32 seq)
{
	const struct rsvp_iface *iface = rsvp_iface_find(rn, tx->oif);
	const struct rsvp_iface *from = iif ? rsvp_iface_find(rn, iif) : NULL;
	struct rsvp_kept *kept;
	u8 repeat = 0;
	u32 ms;

	lockdep_assert_held(&rn->lock);

	/* Closed: the interface is being switched off, and goes before the time */
	if (!iface || READ_ONCE(iface->rxq.closed) || b->overflow ||
	    b->len > RSVP_REPEAT_MAX)
		return;
	if (!from || READ_ONCE(from->rxq.closed))
		iif = 0;
	ms = rsvp_repeat_next(rn, iif, &repeat, 1, iface->conf.repeats, U32_MAX);
	if (!repeat)
		return;
	if (!rsvp_bytes_take(rn, 0, b->len)) {
		rsvp_count_drop(rn, RSVP_DROP_CAP_BYTES);
		goto err_stop;
	}
	kept = kzalloc(sizeof(*kept) + b->len, GFP_KERNEL_ACCOUNT);
	if (!kept) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		goto err_give;
	}
	kept->iif = iif;
	kept->tx = *tx;
	kept->tx.along = NULL;
	kept->along = tx->along;
	kept->out = *out;
	kept->seq = seq;
	kept->repeat = repeat;
	kept->len = b->len;
	memcpy(kept->msg, b->buf, b->len);
	list_add_tail(&kept->list, &rn->repeats);
	rsvp_timer_init(&kept->timer, repeat_due);
	rsvp_timer_in(rn, &kept->timer, ms);
	return;

err_give:
	rsvp_bytes_give(rn, 0, b->len);
err_stop:
	rsvp_repeat_stop(rn, iif, &repeat);
}

static bool is_tear(const struct rsvp_kept *kept)
{
	const struct rsvp_hdr *hdr = (const struct rsvp_hdr *)kept->msg;

	return hdr->type == RSVP_MSG_PATHTEAR || hdr->type == RSVP_MSG_RESVTEAR;
}

/**
 * rsvp_repeats_close() - an interface is being switched off
 * @rn: the namespace
 * @ifindex: the interface; our qdisc is gone, but not its address
 *
 * A tear may have been waiting in the qdisc: it is told once more, and no longer
 * repeated.
 *
 * Context: rn->lock held.
 */
void rsvp_repeats_close(struct rsvp_net *rn, int ifindex)
{
	struct rsvp_kept *kept, *next;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry_safe(kept, next, &rn->repeats, list) {
		/* The next one of that number counts anew */
		if (kept->iif == ifindex)
			kept->iif = 0;
		if (kept->tx.oif != ifindex)
			continue;
		if (is_tear(kept) && kept_holds(rn, kept))
			kept_send(rn, kept);
		kept_free(rn, kept);
	}
}

/**
 * rsvp_repeats_exit() - forget what a namespace that is going would repeat
 * @rn: the namespace
 *
 * Context: rn->lock held.
 */
void rsvp_repeats_exit(struct rsvp_net *rn)
{
	struct rsvp_kept *kept, *next;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry_safe(kept, next, &rn->repeats, list)
		kept_free(rn, kept);
}
