// SPDX-License-Identifier: GPL-2.0
/*
 * PathErr and ResvErr (RFC 2205, 3.1.7, 3.1.8; RFC 2209: PERR and RERR MESSAGE
 * ARRIVES), with the USER_ERROR_SPEC of RFC 5284 by which a refusal names
 * itself.
 */
#include "rsvp.h"
#include "served.h"

/**
 * rsvp_refuse_room() - this node itself has no room for a reservation
 * @why: filled in
 * @err: -ENOMEM, or -ENOSPC beyond a cap
 * @text: what there is no room for
 *
 * RFC 2205, B: code 23, "RSVP System error"; what traffic control has no room
 * for it refuses itself, with code 22.
 *
 * Return: @err.
 */
int rsvp_refuse_room(struct rsvp_refusal *why, int err, const char *text)
{
	memset(why, 0, sizeof(*why));
	why->err = err;
	why->code = RSVP_ERR_SYSTEM;
	why->value = err == -ENOMEM ? RSVP_ERRV_NO_MEMORY : RSVP_ERRV_NO_ROOM;
	why->text = err == -ENOMEM ? "no memory" : text;
	return err;
}

/**
 * rsvp_error_informs() - is an error no refusal?
 * @spec: the error
 *
 * RFC 2205, B, codes 1 and 12: "u = 1: RSVP may use message to update local
 * state and forward the message". It is forwarded and told; nothing is refused.
 *
 * Return: true if it only informs.
 */
bool rsvp_error_informs(const struct rsvp_error_spec *spec)
{
	return (spec->code == RSVP_ERR_ADMISSION ||
		spec->code == RSVP_ERR_PREEMPTED) &&
	       (spec->value & RSVP_ERRV_INFORMS);
}

/**
 * rsvp_refusal_say() - a refusal as a sentence, with its numbers
 * @why: the refusal
 * @buf: where to
 * @size: room there
 *
 * Context: any.
 */
void rsvp_refusal_say(const struct rsvp_refusal *why, char *buf, size_t size)
{
	if (why->wanted_us)
		scnprintf(buf, size, "%s: wanted %u us, least possible %llu us",
			  why->text, why->wanted_us, why->least_us);
	else if (why->asked_Bps)
		scnprintf(buf, size, "%s: asked %llu bytes/s, free %llu bytes/s",
			  why->text, why->asked_Bps, why->free_Bps);
	else
		strscpy(buf, why->text, size);
}

/**
 * rsvp_error_from_refusal() - put a refusal into the words of the protocol
 * @rn: the namespace
 * @err: filled in, but for the Error Node Address
 * @why: the refusal
 *
 * Context: rn->lock held.
 */
void rsvp_error_from_refusal(struct rsvp_net *rn, struct rsvp_error_info *err,
			     const struct rsvp_refusal *why)
{
	struct rsvp_user_error *ue = &err->user;
	const struct rsvp_iface *iface;

	memset(err, 0, sizeof(*err));
	err->spec.code = why->code;
	err->spec.value = why->value;
	if (!why->text)
		return;
	err->has_user = true;
	ue->enterprise = RSVP_USER_ERROR_ENTERPRISE;
	ue->value = why->value;
	iface = why->oif ? rsvp_iface_find(rn, why->oif) : NULL;
	if (iface) {
		ue->has_ifname = true;
		strscpy(ue->ifname, iface->name, sizeof(ue->ifname));
	}
	/* Delays have no sub-objects of their own */
	if (why->wanted_us)
		rsvp_refusal_say(why, ue->text, sizeof(ue->text));
	else
		strscpy(ue->text, why->text, sizeof(ue->text));
	if (why->asked_Bps) {
		ue->has_asked = true;
		ue->asked_Bps = why->asked_Bps;
		ue->has_free = true;
		ue->free_Bps = why->free_Bps;
	}
}

static void build_policy(struct rsvp_builder *b, const struct rsvp_msg *msg)
{
	u32 i;

	for (i = 0; i < msg->n_policy; i++)
		rsvp_build_obj(b, msg->policy[i].class, msg->policy[i].ctype,
			       msg->policy[i].body, msg->policy[i].len);
}

static void build_obj(struct rsvp_builder *b, const struct rsvp_obj *obj)
{
	if (obj->body)
		rsvp_build_obj(b, obj->class, obj->ctype, obj->body, obj->len);
}

/* The end of a PathErr (RFC 2205, 3.1.7), as @msg has it */
static void build_sender_descriptor(struct rsvp_builder *b,
				    const struct rsvp_msg *msg)
{
	build_policy(b, msg);
	rsvp_build_sender(b, &msg->sender);
	build_obj(b, &msg->tspec_obj);
	build_obj(b, &msg->adspec_obj);
}

/**
 * rsvp_send_patherr() - tell the previous hop what is wrong with its Path
 * @rn: the namespace
 * @rx: how it came
 * @msg: the Path
 * @err: what is wrong; the Error Node Address is filled in here
 *
 * Context: rn->lock held.
 */
void rsvp_send_patherr(struct rsvp_net *rn, const struct rsvp_rx *rx,
		       const struct rsvp_msg *msg,
		       const struct rsvp_error_info *err)
{
	struct rsvp_error_spec spec = err->spec;
	struct rsvp_tx tx = {
		.dst	= msg->hop.addr,
		.oif	= rx->iface->ifindex,
		.ttl	= RSVP_HOP_TTL,
		.tos	= RSVP_DSCP_CS6_TOS,
	};
	struct rsvp_builder b;

	lockdep_assert_held(&rn->lock);

	if (!rsvp_iface_addr(rn, rx->iface->ifindex, &msg->hop.addr,
			     &spec.node)) {
		rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
		return;
	}
	rsvp_tx_start(rn, &b, RSVP_MSG_PATHERR, RSVP_HOP_TTL);
	rsvp_build_session(&b, &msg->session, 0);
	rsvp_build_error(&b, &spec);
	if (err->has_user)
		rsvp_build_user_error(&b, &err->user);
	rsvp_opaque_forward(&b, msg);
	build_sender_descriptor(&b, msg);
	rsvp_output(rn, &tx, &b);
	rsvp_notify_error(rn, RSVP_EVENT_PATH_ERR, &msg->session, 0, 0,
			  &msg->sender, 1, err);
}

/* What every ResvErr begins with; false: we have no address to send it from.
 * @told: the previous hop that the next one knows, or it would not find the sender
 */
static bool start_resverr(struct rsvp_net *rn, struct rsvp_builder *b,
			  const struct rsvp_session_key *key, int oif,
			  const struct rsvp_addr *nhop,
			  const struct rsvp_addr *told)
{
	struct rsvp_hop hop = { .lih = oif };

	if (told)
		hop.addr = *told;
	else if (!rsvp_iface_addr(rn, oif, nhop, &hop.addr))
		return false;
	rsvp_tx_start(rn, b, RSVP_MSG_RESVERR, RSVP_HOP_TTL);
	rsvp_build_session(b, key, 0);
	rsvp_build_hop(b, &hop);
	return true;
}

static void send_resverr(struct rsvp_net *rn, struct rsvp_builder *b, int oif,
			 const struct rsvp_addr *nhop)
{
	struct rsvp_tx tx = {
		.dst	= *nhop,
		.oif	= oif,
		.ttl	= RSVP_HOP_TTL,
		.tos	= RSVP_DSCP_CS6_TOS,
	};

	rsvp_output(rn, &tx, b);
}

/*
 * A Resv has as many answers as it has descriptors, and any address may be that of
 * its hop: what is only handed on goes with the first of them, if it is not more than
 * this node would keep.
 */
static bool first_says(const struct rsvp_msg *msg, const struct rsvp_obj *fs)
{
	struct rsvp_fd fd = {};

	return rsvp_opaque_fits(msg) && rsvp_msg_next_fd(msg, &fd) &&
	       fd.fs_obj.body == fs->body;
}

/**
 * rsvp_send_resverr_fd() - tell the next hop what is wrong with a descriptor
 * @rn: the namespace
 * @rx: how its Resv came
 * @msg: the Resv
 * @fs: FLOWSPEC of the descriptor, as it came; body NULL: none
 * @filters: its filter specs; WF: none
 * @n_filters: how many
 * @err: what is wrong; the Error Node Address is filled in here
 *
 * RFC 2205, 3.1.8: "The Error Node [...] address of OI", unicast to NHOP.
 *
 * Context: rn->lock held.
 */
void rsvp_send_resverr_fd(struct rsvp_net *rn, const struct rsvp_rx *rx,
			  const struct rsvp_msg *msg,
			  const struct rsvp_obj *fs,
			  const struct rsvp_filter *filters, u32 n_filters,
			  const struct rsvp_error_info *err)
{
	struct rsvp_iface *oi = msg->hop.lih <= INT_MAX ?
				rsvp_iface_find(rn, msg->hop.lih) : NULL;
	int oif = oi ? oi->ifindex : rx->iface->ifindex;
	struct rsvp_error_spec spec = err->spec;
	bool hands_on = first_says(msg, fs);
	struct rsvp_builder b;
	u32 i;

	lockdep_assert_held(&rn->lock);

	/* It names this node as its Resv did, which came to that address */
	if (!rsvp_iface_addr(rn, oif, &msg->hop.addr, &spec.node) ||
	    !start_resverr(rn, &b, &msg->session, oif, &msg->hop.addr,
			   rsvp_addr_is_local(rn, &rx->dst) ? &rx->dst :
							      NULL)) {
		rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
		return;
	}
	rsvp_build_error(&b, &spec);
	if (err->has_user)
		rsvp_build_user_error(&b, &err->user);
	if (hands_on)
		rsvp_opaque_forward(&b, msg);
	build_obj(&b, &msg->scope_obj);
	if (hands_on)
		build_policy(&b, msg);
	rsvp_build_style(&b, msg->style);
	build_obj(&b, fs);
	for (i = 0; i < n_filters; i++)
		rsvp_build_filter(&b, &filters[i]);
	send_resverr(rn, &b, oif, &msg->hop.addr);
}

/**
 * rsvp_send_resverr() - tell the next hop what is wrong with its whole Resv
 * @rn: the namespace
 * @rx: how it came
 * @msg: the Resv
 * @err: what is wrong
 *
 * RFC 2209, RESV MESSAGE ARRIVES: "a RERR message", with the first flow descriptor,
 * for it has room for one (RFC 2205, 3.1.8). Anyone can send such a Resv, with any
 * address as its hop: it is not answered more than once.
 *
 * Context: rn->lock held.
 */
void rsvp_send_resverr(struct rsvp_net *rn, const struct rsvp_rx *rx,
		       const struct rsvp_msg *msg,
		       const struct rsvp_error_info *err)
{
	struct rsvp_filter *filters;
	struct rsvp_fd fd = {};
	u32 n;

	lockdep_assert_held(&rn->lock);

	if (!rsvp_msg_next_fd(msg, &fd))
		return;
	/* One more than there are: next_filter() writes before it ends */
	filters = kcalloc(msg->n_filters + 1, sizeof(*filters), GFP_KERNEL);
	if (!filters) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return;
	}
	for (n = 0; rsvp_fd_next_filter(&fd, &filters[n]); n++)
		;
	rsvp_send_resverr_fd(rn, rx, msg, &fd.fs_obj, filters, n, err);
	rsvp_notify_error(rn, RSVP_EVENT_RESV_ERR, &msg->session, 0, msg->style,
			  filters, n, err);
	kfree(filters);
}

/**
 * rsvp_patherr_arrives() - RFC 2209: PERR MESSAGE ARRIVES
 * @rn: the namespace
 * @rx: how it came
 * @msg: the message
 *
 * Context: worker, rn->lock held.
 */
void rsvp_patherr_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			  const struct rsvp_msg *msg)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &msg->session);
	struct rsvp_error_info err = {
		.spec		= msg->error,
		.user		= msg->user_error,
		.has_user	= msg->has_user_error,
	};
	struct rsvp_builder b;
	struct rsvp_psb *psb;

	lockdep_assert_held(&rn->lock);

	psb = sess ? rsvp_psb_find(sess, &msg->sender) : NULL;
	if (!psb) {
		rsvp_drop(rn, rx, RSVP_DROP_NO_PATH);
		return;
	}
	/* The Path was heard: early repeats of it are void. Of a group's, another
	 * copy of it may have been lost.
	 */
	if (!rsvp_addr_is_multicast(&sess->key.dst))
		psb->path_seq = 0;
	if (psb->local) {
		rsvp_api_path_error(rn, psb, &err);
		return;
	}
	/* "send a copy" */
	rsvp_tx_start(rn, &b, RSVP_MSG_PATHERR, RSVP_HOP_TTL);
	rsvp_build_session(&b, &msg->session, msg->session_flags);
	rsvp_build_error(&b, &msg->error);
	build_obj(&b, &msg->user_error_obj);
	rsvp_opaque_forward(&b, msg);
	build_sender_descriptor(&b, msg);
	send_resverr(rn, &b, psb->iif, &psb->phop.addr);
	rsvp_notify_error(rn, RSVP_EVENT_PATH_ERR, &sess->key, 0, 0,
			  &psb->sender, 1, &err);
}

static bool has_filter(const struct rsvp_rsb *rsb, const struct rsvp_filter *f)
{
	u32 i;

	for (i = 0; i < rsb->n_filters; i++)
		if (rsvp_filter_eq(&rsb->filters[i].f, f))
			return true;
	return false;
}

static bool error_concerns(const struct rsvp_rsb *rsb,
			   const struct rsvp_msg *msg)
{
	struct rsvp_filter f;
	struct rsvp_fd fd = {};

	if (rsb->style != msg->style)
		return false;
	if (msg->style == RSVP_STYLE_WF)
		return true;
	while (rsvp_msg_next_fd(msg, &fd))
		while (rsvp_fd_next_filter(&fd, &f))
			if (has_filter(rsb, &f))
				return true;
	return false;
}

/* RFC 2205, 3.1.8: forwarded with "the FILTER_SPEC(s) from the corresponding
 * reservation state": a next hop hears of no sender that others asked for
 */
static void build_errors(struct rsvp_builder *b, const struct rsvp_rsb *rsb,
			 const struct rsvp_msg *msg)
{
	struct rsvp_filter f;
	struct rsvp_fd fd = {};

	while (rsvp_msg_next_fd(msg, &fd)) {
		bool begun = msg->style == RSVP_STYLE_WF;

		if (begun)
			rsvp_build_flowspec(b, &fd.fs);
		while (rsvp_fd_next_filter(&fd, &f)) {
			if (!has_filter(rsb, &f))
				continue;
			if (!begun)
				rsvp_build_flowspec(b, &fd.fs);
			begun = true;
			rsvp_build_filter(b, &f);
		}
	}
}

/*
 * RFC 2209, RERR, step 3: senders of SC.In that route to OI, in ascending order
 * (RFC 2205, A.6). For each RSB: its senders are looked up, not its addresses.
 */
static u32 scope_out(struct rsvp_net *rn, struct rsvp_builder *b,
		     const struct rsvp_rsb *rsb, const struct rsvp_scope *in)
{
	const struct rsvp_psb *psb;
	struct rsvp_addr *out;
	u32 n = 0;

	list_for_each_entry(psb, &rsb->sess->psbs, list)
		n++;
	out = kcalloc(n, sizeof(*out), GFP_KERNEL);
	if (!out) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return 0;
	}
	n = 0;
	list_for_each_entry(psb, &rsb->sess->psbs, list)
		if (rsvp_psb_routes_to(psb, rsb->oif) &&
		    rsvp_scope_find(in, &psb->sender.src))
			out[n++] = psb->sender.src;
	n = rsvp_scope_order(out, n);
	if (n)
		rsvp_build_scope(b, out, n);
	kfree(out);
	return n;
}

static noinline_for_stack void
forward_resverr(struct rsvp_net *rn, const struct rsvp_rsb *rsb,
		const struct rsvp_msg *msg, const struct rsvp_scope *scope)
{
	struct rsvp_error_spec spec = msg->error;
	struct rsvp_builder b;

	if (!start_resverr(rn, &b, &msg->session, rsb->oif, &rsb->nhop.addr,
			   rsvp_outs_told(rsb))) {
		rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
		return;
	}
	/* RFC 2205, A.5: NotGuilty is for the interface to the application */
	spec.flags &= ~RSVP_ERR_F_NOTGUILTY;
	rsvp_build_error(&b, &spec);
	build_obj(&b, &msg->user_error_obj);
	rsvp_opaque_forward(&b, msg);
	if (scope->n && !scope_out(rn, &b, rsb, scope))
		return;
	build_policy(&b, msg);
	rsvp_build_style(&b, msg->style);
	build_errors(&b, rsb, msg);
	send_resverr(rn, &b, rsb->oif, &rsb->nhop.addr);
}

static bool same_error(const struct rsvp_error_info *a,
		       const struct rsvp_error_info *b)
{
	return rsvp_addr_eq(&a->spec.node, &b->spec.node) &&
	       a->spec.code == b->spec.code && a->spec.value == b->spec.value &&
	       a->has_user == b->has_user &&
	       a->user.asked_Bps == b->user.asked_Bps &&
	       a->user.free_Bps == b->user.free_Bps &&
	       rsvp_flowspec_same(&a->fs, &b->fs);
}

/*
 * A refusal is repeated with every refresh that reaches who refuses: with ours,
 * or with those of a node between, whose R is taken to be that of its Paths.
 */
static u64 refusal_ms(struct rsvp_net *rn, const struct rsvp_session *sess,
		      const struct rsvp_iface *in)
{
	u32 R_ms = in->conf.refresh_ms;
	const struct rsvp_psb *psb;

	list_for_each_entry(psb, &sess->psbs, list)
		if (psb->iif == in->ifindex)
			R_ms = max(R_ms, psb->R_ms);
	return rsvp_lifetime_ms(rn, in->ifindex, R_ms);
}

/* RFC 2205, 2.5: the reservation stays, and is known to be refused; news? */
static bool rsb_refused(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			const struct rsvp_iface *in,
			const struct rsvp_error_info *err)
{
	bool news = !rsb->error || !same_error(rsb->error, err);

	rsb->error_until = ktime_add_ms(ktime_get_boottime(),
					refusal_ms(rn, rsb->sess, in));
	if (!rsb->error)
		rsb->error = kmalloc(sizeof(*rsb->error), GFP_KERNEL_ACCOUNT);
	if (rsb->error)
		*rsb->error = *err;
	return news;
}

/**
 * rsvp_errors_age() - forget refusals that were not repeated
 * @rn: the namespace
 * @sess: session
 *
 * A refusing hop repeats itself with every refresh; there is no message that
 * says it no longer refuses.
 *
 * Context: rn->lock held.
 */
void rsvp_errors_age(struct rsvp_net *rn, struct rsvp_session *sess)
{
	ktime_t now = ktime_get_boottime();
	struct rsvp_rsb *rsb;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (!rsb->error || ktime_before(now, rsb->error_until))
			continue;
		kfree(rsb->error);
		rsb->error = NULL;
		if (rsb->resv)
			rsvp_api_resv_error(rn, rsb, NULL, NULL, 0);
		rsvp_notify_resv(rn, rsb, RSVP_EVENT_CHANGE);
	}
}

/* The sender of a filter spec, if the error comes from where its Path came */
static struct rsvp_psb *refused_sender(const struct rsvp_session *sess,
				       const struct rsvp_rx *rx,
				       const struct rsvp_msg *msg,
				       const struct rsvp_filter *f)
{
	struct rsvp_psb *psb;

	list_for_each_entry(psb, &sess->psbs, list)
		if (psb->up && psb->iif == rx->iface->ifindex &&
		    rsvp_addr_eq(&psb->phop.addr, &msg->hop.addr) &&
		    (!f || rsvp_filter_eq(&psb->sender, f)))
			return psb;
	return NULL;
}

/*
 * Steps 1 to 3: blockade state per sender (FF, SE) or previous hop (WF), and what
 * can be asked there all the same. A FLOWSPEC that failed; NULL: none did.
 */
static const struct rsvp_flowspec *
blockade(struct rsvp_net *rn, struct rsvp_session *sess,
	 const struct rsvp_rx *rx, const struct rsvp_msg *msg,
	 struct rsvp_fd *fd)
{
	struct rsvp_psb *psb = NULL, *refused = NULL;
	struct rsvp_filter f;

	if (msg->error.code != RSVP_ERR_ADMISSION ||
	    rsvp_error_informs(&msg->error) || !rsvp_msg_next_fd(msg, fd))
		return NULL;
	if (msg->style == RSVP_STYLE_WF) {
		refused = refused_sender(sess, rx, msg, NULL);
		if (refused)
			rsvp_blockade_set(rn, refused, msg->style, &fd->fs);
	} else {
		while (rsvp_fd_next_filter(fd, &f)) {
			psb = refused_sender(sess, rx, msg, &f);
			if (!psb)
				continue;
			rsvp_blockade_set(rn, psb, msg->style, &fd->fs);
			refused = psb;
		}
	}
	if (!refused)
		return NULL;
	rsvp_upstream_refused(rn, refused->up);
	return &fd->fs;
}

/* Was what failed more than the RSB asks? RFC 2209, RERR, steps 1 and 2 */
static bool is_less(const struct rsvp_rsb *rsb, const struct rsvp_flowspec *Qe)
{
	return Qe && rsvp_flowspec_cmp(Qe, &rsb->fs) == RSVP_GREATER;
}

/* Senders that an error is about, of an RSB's (NULL: all), to be freed; NULL: none */
static struct rsvp_filter *named_by(struct rsvp_net *rn,
				    const struct rsvp_msg *msg,
				    const struct rsvp_rsb *rsb, u32 *n)
{
	struct rsvp_filter *named, f;
	struct rsvp_fd fd = {};

	*n = 0;
	named = kcalloc(msg->n_filters + 1, sizeof(*named), GFP_KERNEL);
	if (!named)
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
	while (named && rsvp_msg_next_fd(msg, &fd))
		while (rsvp_fd_next_filter(&fd, &f))
			if (!rsb || has_filter(rsb, &f))
				named[(*n)++] = f;
	return named;
}

/* RFC 2205, 3.11.1, RESV_ERROR: "Flowspec, Filter_spec_list": those of the
 * application's that the error is about
 */
static void tell_receiver(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			  const struct rsvp_msg *msg,
			  const struct rsvp_error_info *err)
{
	struct rsvp_filter *named;
	u32 n;

	named = named_by(rn, msg, rsb, &n);
	rsvp_api_resv_error(rn, rsb, err, named, n);
	kfree(named);
}

/* Whoever listens to errors on the way, once for the message */
static void tell_passed_on(struct rsvp_net *rn, const struct rsvp_msg *msg)
{
	struct rsvp_error_info err = {
		.spec		= msg->error,
		.user		= msg->user_error,
		.has_user	= msg->has_user_error,
	};
	struct rsvp_filter *named;
	struct rsvp_fd fd = {};
	u32 n;

	if (rsvp_msg_next_fd(msg, &fd))
		err.fs = fd.fs;
	named = named_by(rn, msg, NULL, &n);
	rsvp_notify_error(rn, RSVP_EVENT_RESV_ERR, &msg->session, 0, msg->style,
			  named, n, &err);
	kfree(named);
}

/* RFC 5946, 3.1.1: "for each ResvErr received towards the corresponding sender" */
static void tell_senders(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			 const struct rsvp_msg *msg,
			 const struct rsvp_error_info *err)
{
	struct rsvp_fd fd = {};
	struct rsvp_filter f;

	if (msg->style == RSVP_STYLE_WF) {
		rsvp_proxy_refused(rn, rsb->resv, NULL, 0, err);
		return;
	}
	while (rsvp_msg_next_fd(msg, &fd))
		while (rsvp_fd_next_filter(&fd, &f))
			if (has_filter(rsb, &f))
				rsvp_proxy_refused(rn, rsb->resv, &f, 1, err);
}

/* One RSB that an error concerns. true: it is passed on, and is news */
static bool rsb_error(struct rsvp_net *rn, const struct rsvp_rx *rx,
		      const struct rsvp_msg *msg, struct rsvp_rsb *rsb,
		      const struct rsvp_flowspec *Qe,
		      const struct rsvp_scope *scope)
{
	bool informs = rsvp_error_informs(&msg->error);
	bool innocent = is_less(rsb, Qe);
	struct rsvp_error_info err = {
		.spec		= msg->error,
		.user		= msg->user_error,
		.has_user	= msg->has_user_error,
	};
	struct rsvp_fd fd = {};
	bool news = true;

	/* RFC 2205, 3.5, item 5: what stands concerns the guilty only */
	if (innocent && (msg->error.flags & RSVP_ERR_F_INPLACE))
		return false;
	if (rsvp_msg_next_fd(msg, &fd))
		err.fs = fd.fs;
	err.spec.flags &= ~RSVP_ERR_F_NOTGUILTY;
	if (innocent)
		err.spec.flags |= RSVP_ERR_F_NOTGUILTY;
	if (!innocent && !informs)
		news = rsb_refused(rn, rsb, rx->iface, &err);
	if (news && rsb->resv)
		tell_receiver(rn, rsb, msg, &err);
	if (news && !innocent && !informs)
		rsvp_notify_resv(rn, rsb, RSVP_EVENT_RESV_ERR);
	if (!rsb->resv)
		forward_resverr(rn, rsb, msg, scope);
	else if (rsb->resv->rule && !innocent && !informs)
		tell_senders(rn, rsb, msg, &err);
	return news && !rsb->resv;
}

/**
 * rsvp_resverr_arrives() - RFC 2209: RERR MESSAGE ARRIVES
 * @rn: the namespace
 * @rx: how it came
 * @msg: the message
 *
 * Context: worker, rn->lock held.
 */
void rsvp_resverr_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			  const struct rsvp_msg *msg)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &msg->session);
	const struct rsvp_flowspec *Qe;
	struct rsvp_scope scope;
	struct rsvp_fd fd = {};
	bool found = false, passed_on = false;
	struct rsvp_rsb *rsb;

	lockdep_assert_held(&rn->lock);

	if (!sess || list_empty(&sess->psbs)) {
		rsvp_drop(rn, rx, RSVP_DROP_NO_PATH);
		return;
	}
	if (rsvp_scope_read(&msg->scope_obj, &scope)) {
		rsvp_drop(rn, rx, RSVP_DROP_NO_MEMORY);
		return;
	}
	if (!rsvp_error_informs(&msg->error) &&
	    msg->error.code != RSVP_ERR_STYLE_CONFLICT)
		rsvp_upstream_answered(rn, sess, rx->iface->ifindex, msg);
	Qe = blockade(rn, sess, rx, msg, &fd);
	list_for_each_entry(rsb, &sess->rsbs, list) {
		if (rsb->oif == rx->iface->ifindex ||
		    !error_concerns(rsb, msg))
			continue;
		found = true;
		passed_on |= rsb_error(rn, rx, msg, rsb, Qe, &scope);
	}
	kfree(scope.addrs);
	if (passed_on)
		tell_passed_on(rn, msg);
	if (!found)
		rsvp_drop(rn, rx, RSVP_DROP_NO_RESV);
}
