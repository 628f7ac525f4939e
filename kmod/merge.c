// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 2209: RESV REFRESH. What the TCSBs of a session come to for one previous
 * hop. The message as last sent is kept: what differs from it is news and goes
 * out at once, or when the one before was large, a little later; what it holds and
 * we no longer ask for is torn down.
 */
#include <linux/bsearch.h>

#include "rsvp.h"
#include "served.h"

/* Bytes that a previous hop is told of changes, in the long run. Each change of FF or
 * SE tells of all that is reserved there: neighbours decide how much that is, and how
 * often it changes.
 */
#define RSVP_NEWS_PER_MS	1024

/**
 * struct asked - what the TCSBs that serve one sender come to
 * @psb: the sender
 * @largest: that which asks for most; NULL: none serves it
 * @b_merge: all of them are blockaded
 * @fs: the LUB of those that are not, or the GLB of all
 */
struct asked {
	const struct rsvp_psb *psb;
	const struct rsvp_tcsb *largest;
	bool b_merge;
	struct rsvp_flowspec fs;
};

/**
 * struct filters - a walk over the filter specs of a Resv or ResvTear of ours,
 *	which are in order, as the senders of a session are
 * @msg: the message; NULL: at the end
 * @fd: its flow descriptor
 * @f: where the walk is
 */
struct filters {
	const struct rsvp_msg *msg;
	struct rsvp_fd fd;
	struct rsvp_filter f;
};

/**
 * struct merged - what one Resv is to say
 * @style: enum rsvp_style
 * @fs: shared styles: the LUB
 * @confirm: RESV_CONFIRM to carry; family 0: none
 * @due: it is a refresh whose time has come
 * @need_scope: a SCOPE must be there (RFC 2205, 3.1.4)
 * @senders: those behind the hop, in order: a session may have as many of them
 *	as TCSBs, and each of these finds those that it serves
 * @n_psbs: how many
 * @n: senders selected
 */
struct merged {
	u32 style;
	struct rsvp_flowspec fs;
	struct rsvp_addr confirm;
	bool due;
	bool need_scope;
	struct asked *senders;
	u32 n_psbs;
	u32 n;
};

/**
 * struct marks - places in a Resv that was built
 * @news: what lies before it (TIME_VALUES, RESV_CONFIRM) changes without news
 * @opaque: objects that are only handed on begin here
 * @opaque_len: bytes of them
 * @hop: our address in it
 */
struct marks {
	size_t news;
	size_t opaque;
	size_t opaque_len;
	struct rsvp_addr hop;
};

static void resv_refresh_due(struct rsvp_net *rn, struct rsvp_timer *t);

static struct rsvp_upstream *upstream_find(const struct rsvp_session *sess,
					   const struct rsvp_hop *phop, int iif)
{
	struct rsvp_upstream *up;

	list_for_each_entry(up, &sess->upstreams, list)
		if (up->iif == iif && rsvp_hop_eq(&up->phop, phop))
			return up;
	return NULL;
}

/**
 * rsvp_upstream_get() - the state towards a previous hop, found or made
 * @rn: the namespace
 * @sess: session
 * @phop: the previous hop
 * @iif: interface towards it
 *
 * Context: rn->lock held.
 * Return: it, with one more PSB counted; NULL: no memory.
 */
struct rsvp_upstream *rsvp_upstream_get(struct rsvp_net *rn,
					struct rsvp_session *sess,
					const struct rsvp_hop *phop, int iif)
{
	struct rsvp_upstream *up;

	lockdep_assert_held(&rn->lock);

	up = upstream_find(sess, phop, iif);
	if (up)
		goto found;
	up = kzalloc(sizeof(*up), GFP_KERNEL_ACCOUNT);
	if (!up)
		return NULL;
	up->sess = sess;
	up->phop = *phop;
	up->iif = iif;
	rsvp_timer_init(&up->refresh, resv_refresh_due);
	list_add_tail(&up->list, &sess->upstreams);
found:
	up->n_psbs++;
	return up;
}

/*
 * Keeps a copy of what was sent; *@old is the one before, the caller's to free.
 * What is only handed on is there once for each previous hop, of which neighbours
 * make as many as they like, so it is charged to the link towards them. What
 * that does not allow is left out: it is news again each time, but each sender
 * that was asked for is known, and no tear is lost. false: no memory, and all is
 * as it was.
 */
static bool keep_sent(struct rsvp_net *rn, struct rsvp_upstream *up,
		      const struct rsvp_builder *b, const struct marks *at,
		      u8 **old)
{
	bool fits = rsvp_bytes_take(rn, up->iif, at->opaque_len);
	size_t keep = fits ? at->opaque_len : 0;
	size_t rest = at->opaque + at->opaque_len;
	size_t len = at->opaque + keep + b->len - rest;
	u8 *now = kmalloc(len, GFP_KERNEL_ACCOUNT);
	struct rsvp_hdr *hdr;

	if (!fits)
		rsvp_count_drop(rn, RSVP_DROP_CAP_BYTES);
	if (!now) {
		rsvp_bytes_give(rn, up->iif, keep);
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return false;
	}
	memcpy(now, b->buf, at->opaque + keep);
	memcpy(now + at->opaque + keep, b->buf + rest, b->len - rest);
	hdr = (struct rsvp_hdr *)now;
	hdr->length = htons(len);
	hdr->csum = 0;	/* none: it is no longer that of these bytes */
	rsvp_bytes_give(rn, up->iif, up->charged);
	*old = up->msg;
	up->msg = now;
	up->msg_len = len;
	up->charged = keep;
	up->fd_off = at->news;
	return true;
}

static void forget_sent(struct rsvp_net *rn, struct rsvp_upstream *up)
{
	rsvp_timer_del(rn, &up->refresh);
	rsvp_repeat_stop(rn, up->iif, &up->repeat);
	rsvp_bytes_give(rn, up->iif, up->charged);
	kfree(up->msg);
	up->msg = NULL;
	up->msg_len = 0;
	up->later = 0;
	up->untold = false;
	up->charged = 0;
	up->period_ms = 0;
}

/**
 * rsvp_upstream_free() - forget a previous hop without telling it
 * @rn: the namespace
 * @up: freed
 *
 * Context: rn->lock held.
 */
void rsvp_upstream_free(struct rsvp_net *rn, struct rsvp_upstream *up)
{
	lockdep_assert_held(&rn->lock);

	forget_sent(rn, up);
	list_del(&up->list);
	kfree(up->blockade);
	kfree(up);
}

/**
 * rsvp_upstream_hop() - the address by which this node is a previous hop's next one
 * @rn: the namespace
 * @up: the previous hop
 * @addr: the answer, for RSVP_HOP
 *
 * Context: rn->lock held.
 * Return: false if there is none.
 */
bool rsvp_upstream_hop(struct rsvp_net *rn, const struct rsvp_upstream *up,
		       struct rsvp_addr *addr)
{
	return rsvp_hop_addr(rn, up->iif, &up->hop, &up->phop.addr, addr);
}

/* @addr: RFC 2205, 3.1.4: our address towards the hop, with its own LIH */
static void start_upstream_msg(struct rsvp_net *rn, struct rsvp_builder *b,
			       const struct rsvp_upstream *up, u8 type,
			       const struct rsvp_addr *addr)
{
	struct rsvp_hop hop = { .addr = *addr, .lih = up->phop.lih };

	rsvp_tx_start(rn, b, type, RSVP_HOP_TTL);
	rsvp_build_session(b, &up->sess->key, 0);
	rsvp_build_hop(b, &hop);
}

static void send_upstream(struct rsvp_net *rn, const struct rsvp_upstream *up,
			  u8 type, struct rsvp_builder *b)
{
	struct rsvp_out way = { .ifindex = up->iif };
	struct rsvp_tx tx = {
		.dst	= up->phop.addr,
		.oif	= up->iif,
		.ttl	= RSVP_HOP_TTL,
		.tos	= RSVP_DSCP_CS6_TOS,
	};

	rsvp_output(rn, &tx, b);
	if (type == RSVP_MSG_RESVTEAR)
		rsvp_repeat(rn, up->iif, &tx, b, &way, 0);
}

static void filters_next(struct filters *at)
{
	while (at->msg && !rsvp_fd_next_filter(&at->fd, &at->f))
		if (!rsvp_msg_next_fd(at->msg, &at->fd))
			at->msg = NULL;
}

/*
 * Does the Resv last sent stand for a sender? It is asked about one after the
 * other, in order, and read once.
 */
static bool still_asked(struct filters *now, const struct rsvp_filter *f)
{
	while (now->msg && rsvp_filter_cmp(&now->f, f) < 0)
		filters_next(now);
	return now->msg && rsvp_filter_eq(&now->f, f);
}

/*
 * ResvTear for what @old asked and @now does not (NULL: does not exist). WF is
 * torn down as a whole; FF and SE by filter specs. @hop: by whom it was asked.
 * @tear: the ResvTear that it hands on; NULL: none.
 */
static void tear_difference(struct rsvp_net *rn, struct rsvp_upstream *up,
			    const struct rsvp_addr *hop,
			    const struct rsvp_msg *old,
			    const struct rsvp_msg *now,
			    const struct rsvp_msg *tear)
{
	struct filters asked = { .msg = now };
	struct rsvp_builder b;
	struct rsvp_filter f;
	struct rsvp_fd fd = {};
	u32 n = 0;

	if (now && now->style == old->style && now->style == RSVP_STYLE_WF)
		return;
	start_upstream_msg(rn, &b, up, RSVP_MSG_RESVTEAR, hop);
	if (old->scope_obj.body)
		rsvp_build_obj(&b, RSVP_CLASS_SCOPE, old->scope_obj.ctype,
			       old->scope_obj.body, old->scope_obj.len);
	rsvp_opaque_forward(&b, tear);
	rsvp_build_style(&b, old->style);
	filters_next(&asked);
	while (rsvp_msg_next_fd(old, &fd)) {
		bool shared = old->style != RSVP_STYLE_FF;

		if (shared) {
			rsvp_build_flowspec(&b, &fd.fs);
			n += old->style == RSVP_STYLE_WF;
		}
		while (rsvp_fd_next_filter(&fd, &f)) {
			if (still_asked(&asked, &f))
				continue;
			if (!shared)
				rsvp_build_flowspec(&b, &fd.fs);
			rsvp_build_filter(&b, &f);
			n++;
		}
	}
	if (n)
		send_upstream(rn, up, RSVP_MSG_RESVTEAR, &b);
}

/* The Resv last sent, parsed; false: there is none */
static bool last_sent(const struct rsvp_upstream *up, struct rsvp_msg *msg)
{
	return up->msg_len &&
	       rsvp_msg_parse(msg, up->msg, up->msg_len) == RSVP_DROP_NONE;
}

static bool tcsb_serves(const struct rsvp_tcsb *tcsb,
			const struct rsvp_psb *psb)
{
	return rsvp_psb_routes_to(psb, tcsb->oif) &&
	       rsvp_psb_selected(psb, tcsb->filters, tcsb->n_filters);
}

static int sender_order(const void *f, const void *asked)
{
	return rsvp_filter_cmp(f, &((const struct asked *)asked)->psb->sender);
}

static struct asked *find_sender(const struct merged *m,
				 const struct rsvp_filter *f)
{
	return bsearch(f, m->senders, m->n_psbs, sizeof(*m->senders),
		       sender_order);
}

/* The next sender behind the hop that a TCSB serves; *@i is 0 for the first */
static struct asked *next_served(const struct merged *m,
				 const struct rsvp_tcsb *tcsb, u32 *i)
{
	struct asked *asked;

	while (*i < (tcsb->n_filters ?: m->n_psbs)) {
		asked = tcsb->n_filters ?
			find_sender(m, &tcsb->filters[*i]) : &m->senders[*i];
		++*i;
		if (asked && rsvp_psb_routes_to(asked->psb, tcsb->oif))
			return asked;
	}
	return NULL;
}

/*
 * Steps 1 to 4 for one sender and one TCSB more that serves it. RFC 2205, 3.5:
 * what is blockaded is left out, unless "all local requests Qi are blockaded":
 * then it is their GLB.
 */
static void merge_sender(struct asked *asked, const struct rsvp_tcsb *tcsb)
{
	bool blockaded = rsvp_blockaded(asked->psb, tcsb->style, &tcsb->ask.fs);

	if (!asked->largest || (asked->b_merge && !blockaded)) {
		asked->fs = tcsb->ask.fs;
		asked->largest = tcsb;
		asked->b_merge = blockaded;
	} else if (asked->b_merge) {
		rsvp_flowspec_glb(&asked->fs, &tcsb->ask.fs);
	} else if (!blockaded) {
		if (rsvp_flowspec_cmp(&tcsb->ask.fs, &asked->fs) ==
		    RSVP_GREATER)
			asked->largest = tcsb;
		rsvp_flowspec_lub(&asked->fs, &tcsb->ask.fs);
	}
}

/*
 * Step 4: the RESV_CONFIRM of the largest goes on, the others are answered. A
 * message has room for one: who else asks for the largest is not answered, for
 * nothing upstream has admitted it, but waits for the next message. What is
 * blockaded is neither; when it is what is asked for all the same it goes with
 * the next refresh: it is refused again no more often than that. Only a user
 * here, who has just asked, need not wait.
 */
static void settle_confirm(struct rsvp_net *rn, struct merged *m,
			   const struct asked *sender, struct rsvp_tcsb *tcsb)
{
	const struct rsvp_tcsb *largest = sender->largest;
	bool asked, blockaded, goes;

	asked = tcsb == largest && rsvp_flowspec_same(&sender->fs, &tcsb->ask.fs);
	blockaded = rsvp_blockaded(sender->psb, tcsb->style, &tcsb->ask.fs);
	if (blockaded && asked && !m->due && tcsb->oif)
		return;
	goes = tcsb == largest && (asked || !blockaded);
	tcsb->turn = goes && m->confirm.family &&
		     !rsvp_addr_eq(&m->confirm, &tcsb->confirm);
	if (tcsb->turn)
		return;
	if (goes)
		m->confirm = tcsb->confirm;
	else if (!blockaded)
		rsvp_send_resvconf(rn, tcsb, NULL, &tcsb->confirm);
	memset(&tcsb->confirm, 0, sizeof(tcsb->confirm));
}

static void settle_confirms(struct rsvp_net *rn, struct merged *m,
			    const struct rsvp_session *sess)
{
	const struct asked *asked;
	struct rsvp_tcsb *tcsb;
	u32 i;

	list_for_each_entry(tcsb, &sess->tcsbs, list) {
		i = 0;
		while (tcsb->confirm.family &&
		       (asked = next_served(m, tcsb, &i)))
			if (asked->largest)
				settle_confirm(rn, m, asked, tcsb);
	}
}

/* All senders behind the hop, and what is asked for each */
static int find_senders(const struct rsvp_upstream *up, struct merged *m)
{
	const struct rsvp_tcsb *tcsb;
	const struct rsvp_psb *psb;
	struct asked *asked;
	u32 i;

	m->senders = kvcalloc(up->n_psbs, sizeof(*m->senders), GFP_KERNEL);
	if (!m->senders)
		return -ENOMEM;
	list_for_each_entry(psb, &up->sess->psbs, list)
		if (psb->up == up)
			m->senders[m->n_psbs++].psb = psb;
	list_for_each_entry(tcsb, &up->sess->tcsbs, list) {
		i = 0;
		while ((asked = next_served(m, tcsb, &i)))
			merge_sender(asked, tcsb);
	}
	return 0;
}

/* For the hop: fills @m; @scope has room for each of its senders */
static void merge_upstream(struct merged *m, struct rsvp_addr *scope)
{
	struct asked *asked;

	for (asked = m->senders; asked < m->senders + m->n_psbs; asked++) {
		if (m->need_scope && !rsvp_scope_speaks(asked->psb))
			asked->largest = NULL;
		if (!asked->largest)
			continue;
		if (m->need_scope)
			scope[m->n] = asked->psb->sender.src;
		if (!m->n++)
			m->fs = asked->fs;
		else
			rsvp_flowspec_lub(&m->fs, &asked->fs);
	}
}

/* Step 5 and the end of RESV REFRESH: from the STYLE on */
static void build_descriptors(struct rsvp_builder *b, const struct merged *m)
{
	const struct asked *asked;

	rsvp_build_style(b, m->style);
	if (m->style != RSVP_STYLE_FF)
		rsvp_build_flowspec(b, &m->fs);
	if (m->style == RSVP_STYLE_WF)
		return;
	for (asked = m->senders; asked < m->senders + m->n_psbs; asked++) {
		if (!asked->largest)
			continue;
		if (m->style == RSVP_STYLE_FF)
			rsvp_build_flowspec(b, &asked->fs);
		rsvp_build_filter(b, &asked->psb->sender);
	}
}

/* Is the RSB one of those that a Resv to this hop is merged of? */
static bool rsb_concerns(const struct rsvp_rsb *rsb, const struct merged *m)
{
	const struct asked *asked;
	u32 i;

	for (i = 0; i < rsb->n_filters; i++) {
		asked = find_sender(m, &rsb->filters[i].f);
		if (asked && rsvp_psb_routes_to(asked->psb, rsb->oif))
			return true;
	}
	for (i = 0; rsb->style == RSVP_STYLE_WF && i < m->n_psbs; i++)
		if (rsvp_psb_routes_to(m->senders[i].psb, rsb->oif))
			return true;
	return false;
}

/* RFC 2205, 3.10, rule 3; RFC 2750, 4.2: "concatenate all of them" */
static void build_opaque(struct rsvp_net *rn, struct rsvp_builder *b,
			 const struct rsvp_session *sess,
			 const struct merged *m)
{
	const struct rsvp_rsb *rsb;
	size_t start = b->len;
	bool fits = true;

	list_for_each_entry(rsb, &sess->rsbs, list)
		if (rsb->opaque && rsb_concerns(rsb, m))
			fits &= rsvp_opaque_merge(b, start, rsb->opaque);
	if (!fits)
		rsvp_count_drop(rn, RSVP_DROP_CAP_BYTES);
}

/*
 * Builds the Resv: > 0; 0: nothing is to be asked of this hop; or a negative
 * errno. @due: a refresh. @confirm: it carries a RESV_CONFIRM; NULL: it is not
 * to be sent, and carries none
 */
static int build_resv(struct rsvp_net *rn, struct rsvp_upstream *up, bool due,
		      struct rsvp_builder *b, struct marks *at, bool *confirm)
{
	const struct rsvp_rsb *first;
	struct rsvp_addr *scope = NULL;
	struct merged m = { .due = due };
	int err;

	first = list_first_entry_or_null(&up->sess->rsbs, struct rsvp_rsb,
					 list);
	if (!first)
		return 0;
	m.style = first->style;
	m.need_scope = rsvp_scope_needed(up->sess, m.style);
	err = find_senders(up, &m);
	if (!err && m.need_scope) {
		scope = kcalloc(up->n_psbs, sizeof(*scope), GFP_KERNEL);
		err = scope ? 0 : -ENOMEM;
	}
	if (!err)
		merge_upstream(&m, scope);
	if (m.n && !rsvp_upstream_hop(rn, up, &at->hop)) {
		rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
		err = -EADDRNOTAVAIL;
	} else if (m.n) {
		/* It goes out now: it fits (rsb.c) */
		if (confirm)
			settle_confirms(rn, &m, up->sess);
		start_upstream_msg(rn, b, up, RSVP_MSG_RESV, &at->hop);
		rsvp_build_time(b, up->period_ms);
		if (m.confirm.family)
			rsvp_build_confirm(b, &m.confirm);
		if (confirm)
			*confirm = m.confirm.family;
		at->news = b->len;
		if (m.need_scope)
			rsvp_build_scope(b, scope, rsvp_scope_order(scope, m.n));
		at->opaque = b->len;
		build_opaque(rn, b, up->sess, &m);
		at->opaque_len = b->len - at->opaque;
		build_descriptors(b, &m);
		err = rsvp_build_finish(b);
	}
	kfree(scope);
	kvfree(m.senders);
	return err;
}

static bool is_news(const struct rsvp_upstream *up,
		    const struct rsvp_builder *b, const struct marks *at)
{
	return up->untold || !up->msg_len || !rsvp_addr_eq(&up->hop, &at->hop) ||
	       up->msg_len + at->news != up->fd_off + b->len ||
	       memcmp(up->msg + up->fd_off, b->buf + at->news,
		      b->len - at->news);
}

/* @next: the early repeat that is to follow; 0: an ordinary refresh */
static void resv_next(struct rsvp_net *rn, struct rsvp_upstream *up, u8 next)
{
	const struct rsvp_iface *iface = rsvp_iface_find(rn, up->iif);

	up->later = 0;
	rsvp_timer_in(rn, &up->refresh,
		      rsvp_repeat_next(rn, up->iif, &up->repeat, next,
				       iface ? iface->conf.repeats : 0,
				       up->period_ms));
}

static void send_resv(struct rsvp_net *rn, struct rsvp_upstream *up,
		      struct rsvp_builder *b, u8 next)
{
	send_upstream(rn, up, RSVP_MSG_RESV, b);
	up->untold = false;
	up->quiet = ktime_add_ms(ktime_get_boottime(),
				 b->len / RSVP_NEWS_PER_MS);
	resv_next(rn, up, next);
}

/* One Resv tells of all that changes until then */
static void resv_waits(struct rsvp_net *rn, struct rsvp_upstream *up)
{
	if (!up->later)
		up->later = max(up->refresh.node.expires, up->quiet);
	rsvp_timer_set(rn, &up->refresh, up->quiet);
}

/*
 * RFC 2205, 3.1.5: what goes with a path "should not trigger an immediate Resv
 * refresh message, since the PathTear message has already made the required
 * changes upstream". What is asked of that hop now counts as sent.
 */
static void resv_adopt(struct rsvp_net *rn, struct rsvp_upstream *up)
{
	struct rsvp_builder b;
	struct marks at;
	u8 *old;
	int res;

	if (!up->msg_len)
		return;
	res = build_resv(rn, up, false, &b, &at, NULL);
	if (!res)
		forget_sent(rn, up);
	if (res > 0 && keep_sent(rn, up, &b, &at, &old))
		kfree(old);
}

/**
 * rsvp_upstream_put() - a PSB no longer has this previous hop
 * @rn: the namespace
 * @up: freed with its last PSB
 * @tell: tear down there what was reserved; false: the hop itself sent the
 *	PathTear, and is told nothing
 *
 * Context: rn->lock held.
 */
void rsvp_upstream_put(struct rsvp_net *rn, struct rsvp_upstream *up, bool tell)
{
	lockdep_assert_held(&rn->lock);

	up->torn = false;
	if (--up->n_psbs) {
		if (!tell)
			resv_adopt(rn, up);
		return;
	}
	if (tell && last_sent(up, rn->sent))
		tear_difference(rn, up, &up->hop, rn->sent, NULL, NULL);
	rsvp_upstream_free(rn, up);
}

/* Send what is new, then tear down what it no longer asks for; the tear does not
 * wait. @next: see resv_next()
 */
static void resv_replace(struct rsvp_net *rn, struct rsvp_upstream *up,
			 struct rsvp_builder *b, const struct marks *at,
			 bool waits, u8 next, const struct rsvp_msg *tear)
{
	bool had = last_sent(up, rn->sent);
	struct rsvp_addr before = up->hop;
	u8 *old;

	/* As another next hop it reserves before it tears as the old one */
	waits &= rsvp_addr_eq(&before, &at->hop);
	if (waits)
		resv_waits(rn, up);
	else
		send_resv(rn, up, b, next);
	if (!keep_sent(rn, up, b, at, &old))
		return;
	up->untold = waits;
	up->hop = at->hop;
	/* To the previous hop that was another next one */
	if (had && !rsvp_addr_eq(&before, &up->hop))
		tear_difference(rn, up, &before, rn->sent, NULL, tear);
	else if (had && last_sent(up, rn->sent_now))
		tear_difference(rn, up, &up->hop, rn->sent, rn->sent_now, tear);
	kfree(old);
}

/*
 * Which early repeat follows on what is news? What could not be kept as it was sent
 * is news for ever: to the timer it is a refresh like others.
 */
static u8 first_repeat(const struct rsvp_upstream *up, const struct marks *at,
		       bool due)
{
	if (due && up->msg_len && at->opaque_len && !up->charged)
		return up->repeat ? up->repeat + 1 : 0;
	return 1;
}

static bool confirm_asked(const struct rsvp_session *sess)
{
	const struct rsvp_tcsb *tcsb;

	list_for_each_entry(tcsb, &sess->tcsbs, list)
		if (tcsb->confirm.family)
			return true;
	return false;
}

/* @due: the timer has run out, for an ordinary refresh or an early repeat */
static void resv_refresh(struct rsvp_net *rn, struct rsvp_upstream *up,
			 bool due, const struct rsvp_msg *tear)
{
	bool waits = !due && ktime_before(ktime_get_boottime(), up->quiet);
	struct rsvp_builder b;
	bool confirm = false;
	struct marks at;
	int res;

	/* A repeat says the same again, R included */
	if ((due && !up->repeat) || !up->period_ms)
		up->period_ms = rsvp_refresh_period(rn, up->iif, up->period_ms);
	res = build_resv(rn, up, due && !up->repeat, &b, &at,
			 waits ? NULL : &confirm);
	if (res < 0) {
		if (res == -ENOMEM)
			rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		else if (res != -EADDRNOTAVAIL)
			rsvp_count_drop(rn, RSVP_DROP_TX_SIZE);
		/* What was asked before stands, and we try again */
		resv_next(rn, up, 0);
		return;
	}
	if (!res) {
		if (last_sent(up, rn->sent))
			tear_difference(rn, up, &up->hop, rn->sent, NULL, tear);
		forget_sent(rn, up);
	} else if (is_news(up, &b, &at)) {
		resv_replace(rn, up, &b, &at, waits,
			     first_repeat(up, &at, due), tear);
	} else if (due || confirm) {
		send_resv(rn, up, &b, up->repeat ? up->repeat + due : 0);
	} else if (waits && confirm_asked(up->sess)) {
		resv_waits(rn, up);
	}
}

static void resv_refresh_due(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_upstream *up = container_of(t, struct rsvp_upstream,
						refresh);
	ktime_t later = up->later;

	up->later = 0;
	if (!later) {
		rsvp_errors_age(rn, up->sess);
		rsvp_tcsb_confirm_again(up->sess);
	}
	resv_refresh(rn, up, !later, NULL);
	/* There was no news in the end */
	if (up->msg_len && !rsvp_timer_armed(&up->refresh))
		rsvp_timer_set(rn, &up->refresh, later);
}

/**
 * rsvp_session_refresh() - RFC 2209: RESV REFRESH, for every previous hop
 * @rn: the namespace
 * @sess: session
 * @tear: the ResvTear that caused it; NULL: none
 *
 * Sends only what is news, and that not more often than a large Resv permits. A
 * sender on this node is the end of the way: it answers the RESV_CONFIRMs that got as
 * far (RFC 2209, RESV REFRESH, step 2).
 *
 * Context: rn->lock held.
 */
void rsvp_session_refresh(struct rsvp_net *rn, struct rsvp_session *sess,
			  const struct rsvp_msg *tear)
{
	struct rsvp_upstream *up;
	struct rsvp_tcsb *tcsb;
	struct rsvp_psb *psb;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry(up, &sess->upstreams, list)
		if (!up->torn)
			resv_refresh(rn, up, false, tear);
	list_for_each_entry(psb, &sess->psbs, list) {
		if (!psb->local)
			continue;
		list_for_each_entry(tcsb, &sess->tcsbs, list) {
			if (!tcsb->confirm.family || !tcsb_serves(tcsb, psb))
				continue;
			rsvp_send_resvconf(rn, tcsb, NULL, &tcsb->confirm);
			memset(&tcsb->confirm, 0, sizeof(tcsb->confirm));
		}
	}
	rsvp_sockets_resv(rn, sess);
}

/**
 * rsvp_upstream_asks() - is asked for again what a ResvTear took back?
 * @rn: the namespace
 * @tear: the ResvTear, one that was sent from here
 * @iif: interface it went out by
 * @phop: previous hop it went to
 *
 * Context: rn->lock held.
 * Return: true if the Resv last sent there stands for a sender of it.
 */
bool rsvp_upstream_asks(struct rsvp_net *rn, const struct rsvp_msg *tear,
			int iif, const struct rsvp_addr *phop)
{
	const struct rsvp_session *sess = rsvp_session_find(rn, &tear->session);
	struct rsvp_hop hop = { .addr = *phop, .lih = tear->hop.lih };
	const struct rsvp_msg *now = rn->sent_now;
	const struct rsvp_upstream *up;
	struct filters asked = { .msg = now };
	struct rsvp_filter f;
	struct rsvp_fd fd = {};

	lockdep_assert_held(&rn->lock);

	up = sess ? upstream_find(sess, &hop, iif) : NULL;
	/* By another next hop it is asked for nothing else */
	if (!up || !rsvp_addr_eq(&up->hop, &tear->hop.addr) ||
	    !last_sent(up, rn->sent_now) || now->style != tear->style)
		return false;
	filters_next(&asked);
	while (rsvp_msg_next_fd(tear, &fd))
		while (rsvp_fd_next_filter(&fd, &f))
			if (still_asked(&asked, &f))
				return true;
	return now->style == RSVP_STYLE_WF;
}

/**
 * rsvp_upstream_answered() - a previous hop has heard the Resv, and refused it
 * @rn: the namespace
 * @sess: session
 * @iif: interface towards the hop
 * @err: its ResvErr. If that is about all that was asked of the hop last, no early
 *	repeat is needed there any more
 *
 * Context: rn->lock held.
 */
void rsvp_upstream_answered(struct rsvp_net *rn,
			    const struct rsvp_session *sess, int iif,
			    const struct rsvp_msg *err)
{
	struct rsvp_upstream *up;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry(up, &sess->upstreams, list)
		if (up->repeat && !up->later && up->iif == iif &&
		    rsvp_addr_eq(&up->phop.addr, &err->hop.addr) &&
		    last_sent(up, rn->sent_now) &&
		    rn->sent_now->n_filters <= err->n_filters)
			resv_next(rn, up, 0);
}

/**
 * rsvp_upstream_refused() - a previous hop refused what was asked of it
 * @rn: the namespace
 * @up: the hop; its blockade state is set
 *
 * RFC 2209, RERR MESSAGE ARRIVES, step 3: RESV REFRESH, "but only with the
 * B_Merge flag off": something smaller may succeed, and is asked for at once.
 *
 * Context: rn->lock held.
 */
void rsvp_upstream_refused(struct rsvp_net *rn, struct rsvp_upstream *up)
{
	struct merged m = {};
	bool b_merge = false;
	u32 i;

	lockdep_assert_held(&rn->lock);

	/* Without memory none is found, and RESV REFRESH is tried again */
	find_senders(up, &m);
	for (i = 0; i < m.n_psbs; i++)
		b_merge |= m.senders[i].b_merge;
	kvfree(m.senders);
	if (!b_merge)
		resv_refresh(rn, up, false, NULL);
}
