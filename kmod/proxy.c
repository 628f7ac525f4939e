// SPDX-License-Identifier: GPL-2.0
/*
 * Receiver proxies (RFC 5945, 4.1): a rule says for whom behind its interfaces this
 * router reserves, as they know no RSVP. What makes it do so is a Path, and for a
 * group, members of it (group.c). It answers as if a Resv had come in by that
 * interface, and the Path ends here, unless the rule says that RSVP may be found
 * further down. As soon as somebody there reserves himself it stands back. A refusal
 * is told to the sender by a PathErr (RFC 5946, 3.1): nobody else would hear of it.
 *
 * Such a reservation is one of the local API, with the interface as its @oif. What
 * happens to a session is only noted here; the worker looks at it later, for who
 * tells of it is in the middle of something.
 */
#include "rule.h"

enum {
	LOOK_MOST	= 32,	/* sessions per hold of rn->lock */
	/* A refused reservation is asked for again */
	RETRY_MS	= 1000,
	/* Who was yielded to in vain is not again: ten refreshes, as they are by default */
	FIRM_MS		= 10 * RSVP_REFRESH_DEFAULT_MS,
	/* And its sender told again, whom no Path asks for it */
	TELL_AGAIN_MS	= RSVP_REFRESH_DEFAULT_MS,
};

/* Two looks at what there is to be, see proxy_session() */
enum pass {
	PASS_KEEP,
	PASS_MAKE,
};

static bool is_group(const struct rsvp_session *sess)
{
	return rsvp_addr_is_multicast(&sess->key.dst);
}

/* The rule by which a sender's receivers behind a way out are answered for */
static struct rsvp_rule *rule_of(const struct rsvp_net *rn,
				 const struct rsvp_psb *psb,
				 const struct rsvp_out *out)
{
	const struct rsvp_session_key *key = &psb->sess->key;
	struct rsvp_flow_id id = {
		.src		= psb->sender.src,
		.sport		= psb->sender.sport,
		.dst		= key->dst,
		.dport		= key->dport,
		.proto		= key->proto,
		.direction	= RSVP_DIRECTION_RECEIVE,
		.transit	= true,
		.ifindex	= out->ifindex,
		.mark		= psb->mark,
	};

	if (key->proto != IPPROTO_UDP && key->proto != IPPROTO_TCP)
		return NULL;
	return rsvp_rule_match(rn->rules, &id, NULL);
}

/* Does somebody behind the way speak for himself? */
static bool is_answered(const struct rsvp_psb *psb, const struct rsvp_out *out)
{
	const struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &psb->sess->rsbs, list)
		if (!rsb->resv && rsb->oif == out->ifindex &&
		    rsvp_rsb_selects(rsb, psb))
			return true;
	return false;
}

/* NULL: nobody is answered for there. Without an interface a rule means who is on the
 * link: what lies behind another router is that one's.
 */
static struct rsvp_rule *wanted(struct rsvp_net *rn, const struct rsvp_psb *psb,
				const struct rsvp_out *out)
{
	struct rsvp_rule *rule;

	if (!rn->rules || !rn->rules->n_proxies)
		return NULL;
	rule = rule_of(rn, psb, out);
	if (!rule)
		return NULL;
	if (is_group(psb->sess) ?
	    !rsvp_group_has(rn, out->ifindex, &psb->sess->key.dst,
			    &psb->sender.src) :
	    !rule->ifindex && out->gw.family)
		return NULL;
	return is_answered(psb, out) ? NULL : rule;
}

/**
 * rsvp_proxy_sinks() - does the Path of a sender end here?
 * @rn: the namespace
 * @psb: the sender
 * @out: a way out
 *
 * RFC 5945, 4.1: "sinks the Path message"; 4.1.1.1: unless RSVP is looked for there.
 *
 * Context: rn->lock held.
 * Return: true if none goes that way.
 */
bool rsvp_proxy_sinks(struct rsvp_net *rn, const struct rsvp_psb *psb,
		      const struct rsvp_out *out)
{
	const struct rsvp_rule *rule;

	lockdep_assert_held(&rn->lock);

	rule = wanted(rn, psb, out);
	return rule && !rule->discover;
}

/* --- what there is to be --- */

/**
 * struct proxy_want - a reservation that there is to be
 * @sess: session
 * @rule: by which
 * @oif: for receivers behind it
 * @style: enum rsvp_style
 * @filters: senders
 * @n_filters: how many
 */
struct proxy_want {
	struct rsvp_session *sess;
	struct rsvp_rule *rule;
	int oif;
	u32 style;
	struct rsvp_filter *filters;
	u32 n_filters;
};

static bool is_own(const struct rsvp_rsb *rsb)
{
	return rsb->resv && rsb->resv->rule;
}

/* That of who reserves himself, for a session has one (RFC 2205, 3.1.2). Else as a
 * socket without a style of its own: who receives from a group shares it, and a host
 * has each of its senders for itself
 */
static u32 style_of(const struct rsvp_rule *rule, const struct rsvp_session *sess)
{
	const struct rsvp_rsb *rsb;

	if (rule->qos.style)
		return rule->qos.style;
	list_for_each_entry(rsb, &sess->rsbs, list)
		if (!is_own(rsb))
			return rsb->style;
	return is_group(sess) ? RSVP_STYLE_WF : RSVP_STYLE_FF;
}

static struct rsvp_reservation *find(struct rsvp_net *rn,
				     const struct proxy_want *want)
{
	const struct rsvp_session_key *key = &want->sess->key;
	struct rsvp_reservation *resv = NULL;

	while ((resv = rsvp_api_reservation_next(rn, key, resv)))
		if (resv->rule == want->rule && resv->oif == want->oif &&
		    rsvp_api_same_request(resv, want->style, want->filters,
					  want->n_filters))
			return resv;
	return NULL;
}

static void make(struct rsvp_net *rn, const struct proxy_want *want)
{
	struct rsvp_rule *rule = want->rule;
	struct rsvp_reservation *resv;
	struct rsvp_refusal why = {};

	resv = kzalloc(struct_size(resv, filters, want->n_filters),
		       GFP_KERNEL_ACCOUNT);
	if (!resv) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return;
	}
	resv->key = want->sess->key;
	resv->style = want->style;
	resv->oif = want->oif;
	resv->rule = rule;
	resv->want_confirm = rule->qos.confirm;
	rsvp_qos_flowspec(&rule->qos.receive, &resv->fs, &resv->gave,
			  &resv->delay_us, &resv->slack_us);
	resv->n_filters = want->n_filters;
	memcpy(resv->filters, want->filters,
	       want->n_filters * sizeof(*want->filters));
	INIT_LIST_HEAD(&resv->look);
	list_add_tail(&resv->by_rule, &rule->proxies);
	rule->n_attached++;
	rule->n_flows++;
	if (!rsvp_api_reserve(rn, resv, false, &why))
		return;
	list_del(&resv->by_rule);
	rule->n_attached--;
	rule->n_refused++;
	kfree(resv);
}

static void want(struct rsvp_net *rn, enum pass pass,
		 const struct proxy_want *want)
{
	struct rsvp_reservation *resv = find(rn, want);

	if (resv)
		resv->stale = false;
	else if (pass == PASS_MAKE)
		make(rn, want);
}

/* A way that leaves keeps what it has until the new one has it, too */
static struct rsvp_rule *wanted_now(struct rsvp_net *rn, enum pass pass,
				    const struct rsvp_psb *psb,
				    const struct rsvp_out *out)
{
	if (pass == PASS_MAKE && out->state == RSVP_OUT_LEAVING)
		return NULL;
	return wanted(rn, psb, out);
}

/* SE: all senders for which the rule answers there, in one */
static void want_shared(struct rsvp_net *rn, enum pass pass,
			struct proxy_want *w)
{
	const struct rsvp_psb *psb;
	u32 i;

	w->filters = kcalloc(RSVP_RESERVE_MAX_FILTERS, sizeof(*w->filters),
			     GFP_KERNEL);
	if (!w->filters) {
		rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
		return;
	}
	list_for_each_entry(psb, &w->sess->psbs, list)
		for (i = 0; i < psb->n_outs; i++)
			if (psb->outs[i].ifindex == w->oif &&
			    w->n_filters < RSVP_RESERVE_MAX_FILTERS &&
			    wanted_now(rn, pass, psb, &psb->outs[i]) == w->rule)
				w->filters[w->n_filters++] = psb->sender;
	want(rn, pass, w);
	kfree(w->filters);
}

static void want_out(struct rsvp_net *rn, enum pass pass, struct rsvp_psb *psb,
		     const struct rsvp_out *out)
{
	struct rsvp_filter sender = psb->sender;
	struct proxy_want w = {
		.sess	= psb->sess,
		.rule	= wanted_now(rn, pass, psb, out),
		.oif	= out->ifindex,
	};

	if (!w.rule)
		return;
	w.style = style_of(w.rule, w.sess);
	if (w.style == RSVP_STYLE_SE) {
		want_shared(rn, pass, &w);
		return;
	}
	if (w.style == RSVP_STYLE_FF) {
		w.filters = &sender;
		w.n_filters = 1;
	}
	want(rn, pass, &w);
}

/* What is made changes no list that this walks through, but ways out that leave go
 * with a reservation on the new one
 */
static void want_all(struct rsvp_net *rn, enum pass pass,
		     struct rsvp_session *sess)
{
	struct rsvp_out out;
	struct rsvp_psb *psb;
	u32 i;

	list_for_each_entry(psb, &sess->psbs, list)
		for (i = 0; i < psb->n_outs; i++) {
			out = psb->outs[i];
			want_out(rn, pass, psb, &out);
		}
}

/* A Path that goes out now, or ends here now */
static void paths_follow(struct rsvp_net *rn, struct rsvp_session *sess)
{
	struct rsvp_psb *psb;
	u32 i;

	list_for_each_entry(psb, &sess->psbs, list)
		for (i = 0; i < psb->n_outs; i++) {
			const struct rsvp_out *out = &psb->outs[i];

			if (out->state == RSVP_OUT_LEAVING ||
			    rsvp_proxy_sinks(rn, psb, out) !=
			    !!out->hop.family)
				continue;
			rsvp_path_refresh(rn, psb);
			break;
		}
}

/* The next reservation of a rule's in a session; it starts over when one is gone */
static struct rsvp_reservation *next_stale(struct rsvp_net *rn,
					   const struct rsvp_session_key *key,
					   bool shared)
{
	struct rsvp_reservation *resv = NULL;

	while ((resv = rsvp_api_reservation_next(rn, key, resv)))
		if (resv->rule && resv->stale &&
		    (shared || resv->style != RSVP_STYLE_SE))
			return resv;
	return NULL;
}

static void drop_stale(struct rsvp_net *rn, const struct rsvp_session_key *key,
		       bool shared)
{
	struct rsvp_reservation *resv;

	while ((resv = next_stale(rn, key, shared)))
		rsvp_api_release(rn, resv);
}

/*
 * What is no longer wanted goes first, for a session has one style; but of SE the new
 * list of senders comes before the old one goes, so that there is always one.
 */
static void proxy_session(struct rsvp_net *rn, struct rsvp_session *sess)
{
	const struct rsvp_session_key key = sess->key;
	struct rsvp_reservation *resv = NULL;

	while ((resv = rsvp_api_reservation_next(rn, &key, resv)))
		resv->stale = resv->rule;
	want_all(rn, PASS_KEEP, sess);
	drop_stale(rn, &key, false);
	want_all(rn, PASS_MAKE, sess);
	drop_stale(rn, &key, true);
	paths_follow(rn, sess);
}

static struct rsvp_reservation *
next_of_other_style(struct rsvp_net *rn, const struct rsvp_session_key *key,
		    u32 style)
{
	struct rsvp_reservation *resv = NULL;

	while ((resv = rsvp_api_reservation_next(rn, key, resv)))
		if (resv->rule && resv->style != style)
			return resv;
	return NULL;
}

static bool others_reserve(const struct rsvp_session *sess)
{
	const struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &sess->rsbs, list)
		if (!is_own(rsb))
			return true;
	return false;
}

/**
 * rsvp_proxies_yield() - who reserves himself chooses the style
 * @rn: the namespace
 * @sess: has senders
 * @style: that of his Resv
 *
 * What stands by rules in another one goes, unless he would be refused for the sake
 * of somebody else all the same, or made it go in vain before.
 *
 * Context: rn->lock held.
 * Return: true if something went: see rsvp_proxies_yielded().
 */
bool rsvp_proxies_yield(struct rsvp_net *rn, struct rsvp_session *sess,
			u32 style)
{
	struct rsvp_reservation *resv;
	bool yielded = false;

	lockdep_assert_held(&rn->lock);

	if (!rn->rules || !rn->rules->n_proxies || others_reserve(sess) ||
	    ktime_before(ktime_get_boottime(), sess->firm))
		return false;
	while ((resv = next_of_other_style(rn, &sess->key, style))) {
		rsvp_api_release(rn, resv);
		yielded = true;
	}
	if (yielded)
		rsvp_proxies_look(rn, sess);
	return yielded;
}

/**
 * rsvp_proxies_yielded() - was it for somebody who reserves now?
 * @sess: the session
 *
 * If not he is not yielded to again so soon, though his Resv comes with each refresh.
 *
 * Context: rn->lock held.
 */
void rsvp_proxies_yielded(struct rsvp_session *sess)
{
	if (!others_reserve(sess))
		sess->firm = ktime_add_ms(ktime_get_boottime(), FIRM_MS);
}

/* --- when to look --- */

/**
 * rsvp_proxies_look() - something about a session has changed
 * @rn: the namespace
 * @sess: its senders, their ways or who reserves
 *
 * Context: rn->lock held.
 */
void rsvp_proxies_look(struct rsvp_net *rn, struct rsvp_session *sess)
{
	lockdep_assert_held(&rn->lock);

	if (!rn->rules || !rn->rules->n_proxies || !list_empty(&sess->look))
		return;
	list_add_tail(&sess->look, &rn->rules->look);
	rsvp_kick(rn);
}

/**
 * rsvp_proxy_orphan() - the senders of a reservation are gone
 * @rn: the namespace
 * @resv: a reservation by a rule, with its session or without
 *
 * Context: rn->lock held.
 */
void rsvp_proxy_orphan(struct rsvp_net *rn, struct rsvp_reservation *resv)
{
	lockdep_assert_held(&rn->lock);

	if (list_empty(&resv->look))
		list_add_tail(&resv->look, &rn->rules->orphans);
	rsvp_kick(rn);
}

/**
 * rsvp_proxy_gone() - a reservation by a rule is gone
 * @resv: the reservation
 *
 * Context: rn->lock held.
 */
void rsvp_proxy_gone(struct rsvp_reservation *resv)
{
	list_del(&resv->look);
	list_del(&resv->by_rule);
	resv->rule->n_attached--;
}

/**
 * rsvp_proxies_group() - members of a group have come or gone
 * @rn: the namespace
 * @group: the group
 *
 * Context: rn->lock held.
 */
void rsvp_proxies_group(struct rsvp_net *rn, const struct rsvp_addr *group)
{
	static const u8 protos[] = { IPPROTO_UDP, IPPROTO_TCP };
	struct rsvp_session_key key = { .dst = *group };
	struct rsvp_session *sess;
	struct rsvp_dest *dest;
	u32 i;

	lockdep_assert_held(&rn->lock);

	for (i = 0; i < ARRAY_SIZE(protos); i++) {
		key.proto = protos[i];
		dest = rsvp_dest_find(rn, &key);
		if (!dest)
			continue;
		list_for_each_entry(sess, &dest->sessions, by_dest)
			rsvp_proxies_look(rn, sess);
	}
}

/**
 * rsvp_proxies_rule() - a rule for receivers has come, or one is going
 * @rn: the namespace
 *
 * Context: rn->lock held.
 */
void rsvp_proxies_rule(struct rsvp_net *rn)
{
	struct rsvp_rules *all = rn->rules;
	struct rsvp_session *sess;
	struct rsvp_object *obj;
	u64 id = 0;

	lockdep_assert_held(&rn->lock);

	while ((obj = rsvp_object_after(rn, RSVP_KIND_SESSION, id))) {
		id = obj->id;
		sess = container_of(obj, struct rsvp_session, obj);
		if (list_empty(&sess->look))
			list_add_tail(&sess->look, &all->look);
	}
	rsvp_kick(rn);
}

/**
 * rsvp_proxies_end() - the reservations of a rule go, as it does
 * @rn: the namespace
 * @rule: the rule
 *
 * Context: rn->lock held.
 */
void rsvp_proxies_end(struct rsvp_net *rn, struct rsvp_rule *rule)
{
	struct rsvp_reservation *resv;

	lockdep_assert_held(&rn->lock);

	while ((resv = list_first_entry_or_null(&rule->proxies,
						struct rsvp_reservation,
						by_rule))) {
		cond_resched();
		rsvp_api_release(rn, resv);
	}
}

/**
 * rsvp_proxies_run() - look at sessions that wait for it
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 * Return: true if there are more.
 */
bool rsvp_proxies_run(struct rsvp_net *rn)
{
	struct rsvp_rules *all = rn->rules;
	struct rsvp_reservation *resv;
	struct rsvp_session *sess;
	u32 n = LOOK_MOST;

	lockdep_assert_held(&rn->lock);

	if (!all)
		return false;
	while (n && (resv = list_first_entry_or_null(&all->orphans,
						     struct rsvp_reservation,
						     look))) {
		n--;
		list_del_init(&resv->look);
		if (!rsvp_session_find(rn, &resv->key))
			rsvp_api_release(rn, resv);
	}
	while (n && (sess = list_first_entry_or_null(&all->look,
						     struct rsvp_session,
						     look))) {
		n--;
		list_del_init(&sess->look);
		proxy_session(rn, sess);
	}
	return !list_empty(&all->orphans) || !list_empty(&all->look);
}

/* --- refusals --- */

static void retry_due(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_rules *all = container_of(t, struct rsvp_rules, retry);
	struct rsvp_reservation *resv;
	struct rsvp_rule *rule;

	list_for_each_entry(rule, &all->list, list)
		list_for_each_entry(resv, &rule->proxies, by_rule)
			if (resv->rejected.err)
				rsvp_api_retry(rn, resv);
	rsvp_timer_in(rn, &all->retry, RETRY_MS);
}

/**
 * rsvp_proxies_init() - there are no proxies yet
 * @all: the rules
 */
void rsvp_proxies_init(struct rsvp_rules *all)
{
	INIT_LIST_HEAD(&all->look);
	INIT_LIST_HEAD(&all->orphans);
	rsvp_timer_init(&all->retry, retry_due);
}

/**
 * rsvp_proxies_hook() - as many rules for receivers as there are
 * @rn: the namespace; has had a rule
 *
 * Context: rn->lock held.
 */
void rsvp_proxies_hook(struct rsvp_net *rn)
{
	struct rsvp_rules *all = rn->rules;

	lockdep_assert_held(&rn->lock);

	if (!all->n_proxies)
		rsvp_timer_del(rn, &all->retry);
	else if (!rsvp_timer_armed(&all->retry))
		rsvp_timer_in(rn, &all->retry, RETRY_MS);
}

/* RFC 5946, 3.1.2: a sender can do something about the first two */
static void map_error(struct rsvp_error_spec *spec)
{
	spec->flags &= RSVP_ERR_F_INPLACE;
	if (spec->code == RSVP_ERR_ADMISSION || spec->code == RSVP_ERR_POLICY)
		return;
	spec->value = RSVP_ERRV_PROXY_CAUSE | spec->code;
	spec->code = RSVP_ERR_PROXY;
}

static void send_patherr(struct rsvp_net *rn, struct rsvp_psb *psb,
			 const struct rsvp_error_info *err)
{
	struct rsvp_error_info said = *err;
	struct rsvp_tx tx = {
		.dst	= psb->phop.addr,
		.oif	= psb->iif,
		.ttl	= RSVP_HOP_TTL,
		.tos	= RSVP_DSCP_CS6_TOS,
	};
	struct rsvp_builder b;

	map_error(&said.spec);
	if (psb->local) {
		rsvp_api_path_error(rn, psb, &said);
		return;
	}
	if (!rsvp_iface_addr(rn, psb->iif, &psb->phop.addr, &said.spec.node)) {
		rsvp_count_drop(rn, RSVP_DROP_TX_ROUTE);
		return;
	}
	rsvp_tx_start(rn, &b, RSVP_MSG_PATHERR, RSVP_HOP_TTL);
	rsvp_build_session(&b, &psb->sess->key, 0);
	rsvp_build_error(&b, &said.spec);
	if (said.has_user)
		rsvp_build_user_error(&b, &said.user);
	rsvp_build_sender(&b, &psb->sender);
	rsvp_build_obj(&b, RSVP_CLASS_SENDER_TSPEC, RSVP_CTYPE_INTSERV,
		       psb->tspec, sizeof(psb->tspec));
	rsvp_output(rn, &tx, &b);
}

/**
 * rsvp_proxy_refused() - tell senders that nothing is reserved for them
 * @rn: the namespace
 * @resv: the reservation that was refused, here or further up
 * @filters: of its senders, those that it is about
 * @n_filters: how many; 0: all of them (WF)
 * @err: the refusal
 *
 * Context: rn->lock held.
 */
void rsvp_proxy_refused(struct rsvp_net *rn, struct rsvp_reservation *resv,
			const struct rsvp_filter *filters, u32 n_filters,
			const struct rsvp_error_info *err)
{
	struct rsvp_session *sess = rsvp_session_find(rn, &resv->key);
	struct rsvp_psb *psb;

	lockdep_assert_held(&rn->lock);

	resv->tell_again = ktime_add_ms(ktime_get_boottime(), TELL_AGAIN_MS);
	if (!sess)
		return;
	list_for_each_entry(psb, &sess->psbs, list)
		if (rsvp_psb_routes_to(psb, resv->oif) &&
		    rsvp_psb_selected(psb, filters, n_filters))
			send_patherr(rn, psb, err);
}
