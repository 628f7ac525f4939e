// SPDX-License-Identifier: GPL-2.0
/*
 * What a user without CAP_NET_ADMIN may ask for with all his sockets (R305): how many
 * of them, each of their groups and destinations being one, and at which rate together.
 */
#include <linux/uidgid.h>

#include "socket.h"

static struct hlist_head *uid_bucket(struct rsvp_sockets *all, kuid_t uid)
{
	return &all->by_uid[hash_32(__kuid_val(uid), ilog2(RSVP_SOCKET_HASH))];
}

/**
 * rsvp_quota_owner() - a socket counts in somebody's quota
 * @rn: the namespace
 * @s: the socket
 * @uid: who set its QoS last
 * @admin: in nobody's: he may administer the namespace
 *
 * Context: rn->lock held.
 */
void rsvp_quota_owner(struct rsvp_net *rn, struct rsvp_socket *s, kuid_t uid,
		      bool admin)
{
	s->uid = uid;
	s->admin = admin;
	hlist_del_init(&s->by_uid);
	if (!admin)
		hlist_add_head(&s->by_uid, uid_bucket(rn->sockets, uid));
}

/**
 * struct rates - what a socket, or a user, asks for, bytes/s
 * @send: by FLOWSPECs
 * @receive: by FLOWSPECs; 0 of those that leave it to the Paths
 * @reserved: by reservations: of each sender (FF), and of each session
 */
struct rates {
	u64 send;
	u64 receive;
	u64 reserved;
};

static void add_flows(struct rates *rates, const struct rsvp_qos_flow *send,
		      const struct rsvp_qos_flow *receive)
{
	rates->send += rsvp_qos_rate(send);
	rates->receive += rsvp_qos_rate(receive);
}

/* Who is to receive has it counted before there is a Path; who does, as what it is */
static u64 sum(const struct rates *rates)
{
	return rates->send + max(rates->receive, rates->reserved);
}

static u64 reserved(const struct rsvp_socket *s)
{
	const struct rsvp_reservation *resv;
	u64 Bps = 0;

	list_for_each_entry(resv, &s->reservations, by_socket)
		Bps += resv->quota_Bps;
	return Bps;
}

static struct rates socket_rates(const struct rsvp_socket *s)
{
	struct rates rates = { .reserved = reserved(s) };
	const struct rsvp_leaf *leaf;

	add_flows(&rates, &s->qos.send, &s->qos.receive);
	list_for_each_entry(leaf, &s->leaves, list)
		add_flows(&rates, &leaf->send, &leaf->receive);
	list_for_each_entry(leaf, &s->dests, list)
		add_flows(&rates, &leaf->send, &leaf->receive);
	return rates;
}

/* @more: groups and destinations that it is to have beside those that it has */
static u32 socket_count(const struct rsvp_socket *s, u32 more)
{
	u32 n = rsvp_leaves_count(&s->leaves) + rsvp_leaves_count(&s->dests);

	return max(n + more, 1U);
}

/* Flowspecs that are changed, as far as @gave says so (RSVP_ASK_*) */
static void add_changed(struct rates *rates, u32 gave,
			struct rsvp_qos_flow send,
			const struct rsvp_qos_flow *asked_send,
			struct rsvp_qos_flow receive,
			const struct rsvp_qos_flow *asked_receive)
{
	if (gave & RSVP_ASK_SEND)
		rsvp_qos_change(&send, asked_send);
	if (gave & RSVP_ASK_RECEIVE)
		rsvp_qos_change(&receive, asked_receive);
	add_flows(rates, &send, &receive);
}

static const struct rsvp_socket_qos nothing;

/* R97: a leaf takes from the socket what is not said of it */
static u64 rate_joined(const struct rsvp_socket *s,
		       const struct rsvp_socket_ask *ask)
{
	const struct rsvp_socket_qos *qos = s ? &s->qos : &nothing;
	struct rates rates = {};

	if (s)
		rates = socket_rates(s);
	add_changed(&rates, ask->gave, qos->send, &ask->leaf->send,
		    qos->receive, &ask->leaf->receive);
	return sum(&rates);
}

/* What a socket asks for once it has what it is to have. @s: NULL: it is new */
static u64 rate_set(const struct rsvp_socket *s,
		    const struct rsvp_socket_ask *ask)
{
	const struct rsvp_socket_qos *qos = s ? &s->qos : &nothing;
	const struct rsvp_qos_flow *send = &ask->qos.send;
	const struct rsvp_qos_flow *receive = &ask->qos.receive;
	const struct rsvp_leaf *leaf, *of = NULL;
	u32 gave = ask->gave;
	struct rates rates = {};

	if (gave & RSVP_ASK_LEAF) {
		if (s)
			of = rsvp_leaf_find(&s->dests, &ask->leaf->key, true);
		/* R45: one destination more, or another rate of it */
		add_changed(&rates, RSVP_ASK_SEND,
			    of ? of->send : nothing.send, send,
			    nothing.receive, NULL);
		gave &= ~RSVP_ASK_SEND;
	}
	add_changed(&rates, gave, qos->send, send, qos->receive, receive);
	if (!s)
		return sum(&rates);
	list_for_each_entry(leaf, &s->dests, list)
		if (leaf != of)
			add_flows(&rates, &leaf->send, &leaf->receive);
	list_for_each_entry(leaf, &s->leaves, list)
		add_changed(&rates, gave, leaf->send, send, leaf->receive,
			    receive);
	/* What receives anew is asked about again, see rsvp_quota_reserve() */
	if (!(gave & RSVP_ASK_RECEIVE))
		rates.reserved = reserved(s);
	return sum(&rates);
}

static u32 count_with(const struct rsvp_socket *s,
		      const struct rsvp_socket_ask *ask)
{
	bool dest = ask->gave & RSVP_ASK_LEAF;

	if (!s)
		return 1;
	if (!ask->leaf || rsvp_leaf_find(dest ? &s->dests : &s->leaves,
					 &ask->leaf->key, dest))
		return socket_count(s, 0);
	return socket_count(s, 1);
}

static int refuse_rate(const struct rsvp_net *rn, u64 Bps,
		       struct rsvp_refusal *why)
{
	why->asked_Bps = Bps;
	why->free_Bps = rn->quota.rate_Bps;
	return rsvp_socket_refuse(why, -EDQUOT, 0,
				  "the sum of what the user's sockets ask for is above the quota");
}

/**
 * rsvp_quota_check() - has a user room for what he asks for?
 * @rn: the namespace
 * @ask: what he asks for, on top of what he has
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: 0 or -EDQUOT.
 */
int rsvp_quota_check(struct rsvp_net *rn, const struct rsvp_socket_ask *ask,
		     struct rsvp_refusal *why)
{
	const struct rsvp_socket *own = rsvp_socket_find(rn, ask->sk), *s;
	struct rates rates;
	u64 Bps;
	u32 n;

	lockdep_assert_held(&rn->lock);

	if (ask->admin)
		return 0;
	/* What rules gave goes as soon as its program asks for QoS itself */
	if (own && own->by_rule)
		own = NULL;
	n = count_with(own, ask);
	Bps = ask->leaf && !(ask->gave & RSVP_ASK_LEAF) ?
	      rate_joined(own, ask) : rate_set(own, ask);
	if (rn->sockets) {
		hlist_for_each_entry(s, uid_bucket(rn->sockets, ask->uid),
				     by_uid) {
			if (!uid_eq(s->uid, ask->uid) || s == own)
				continue;
			rates = socket_rates(s);
			Bps += sum(&rates);
			n += socket_count(s, 0);
		}
	}
	if (n > rn->quota.sockets)
		return rsvp_socket_refuse(why, -EDQUOT, 0,
					  "the quota of sockets with QoS is used up");
	return Bps > rn->quota.rate_Bps ? refuse_rate(rn, Bps, why) : 0;
}

/* What the same request takes already: it stands, or is replaced */
static u64 taken_for(const struct rsvp_reservation *resv)
{
	const struct rsvp_reservation *other;
	u64 Bps = 0;

	list_for_each_entry(other, &resv->socket->reservations, by_socket)
		if (rsvp_session_key_eq(&other->key, &resv->key) &&
		    rsvp_api_same_request(other, resv->style, resv->filters,
					  resv->n_filters))
			Bps += other->quota_Bps;
	return Bps;
}

/**
 * rsvp_quota_reserve() - has a user room for what a Path makes of a reservation?
 * @rn: the namespace
 * @resv: the reservation
 * @fs: what it is to reserve
 * @why: filled in on refusal
 *
 * Whoever receives need not say at which rate; whoever sends does it for him.
 *
 * Context: rn->lock held.
 * Return: 0 or -EDQUOT.
 */
int rsvp_quota_reserve(struct rsvp_net *rn, struct rsvp_reservation *resv,
		       const struct rsvp_flowspec *fs, struct rsvp_refusal *why)
{
	const struct rsvp_socket *own = resv->socket, *s;
	u64 rate_Bps, Bps = 0;
	struct rates rates;

	lockdep_assert_held(&rn->lock);

	if (!own || own->admin) {
		resv->quota_Bps = 0;
		return 0;
	}
	rate_Bps = fs->service == RSVP_SVC_GUARANTEED ? fs->R_Bps : fs->ts.r_Bps;
	hlist_for_each_entry(s, uid_bucket(rn->sockets, own->uid), by_uid) {
		if (!uid_eq(s->uid, own->uid))
			continue;
		rates = socket_rates(s);
		if (s == own)
			rates.reserved += rate_Bps - taken_for(resv);
		Bps += sum(&rates);
	}
	if (Bps > rn->quota.rate_Bps) {
		refuse_rate(rn, Bps, why);
		why->code = RSVP_ERR_POLICY;
		return why->err;
	}
	resv->quota_Bps = rate_Bps;
	return 0;
}
