// SPDX-License-Identifier: GPL-2.0
/*
 * QoS of sockets, as the QoS RSVP service provider of Windows 2000 gave it (Rn:
 * Documentation/conformance/winsock.md): which sockets have it, and for
 * how long. What a program asks for is taken in ask.c, the groups of a socket are
 * kept in leaf.c; what a socket is and what was asked for it together say which
 * senders and reservations of the local API (api.c) there are to be (want.c), and
 * whenever one of both changes, or a Path comes or goes, what there is follows.
 */
#include <linux/jhash.h>

#include "rule.h"
#include "socket.h"

enum {
	/* All sockets are seen once in this time: what a close() takes to be
	 * told, less than the 300 ms that are promised
	 */
	SWEEP_MS		= 100,
	SWEEP_MOST		= 512,	/* sockets per hold of rn->lock */
	FOLLOW_MOST		= 64,
	/* Unsent data of a closed TCP socket keeps its class no longer */
	LINGER_MS		= 30000,
};

static struct hlist_head *sk_bucket(struct rsvp_sockets *all,
				    const struct sock *sk)
{
	return &all->by_sk[hash_ptr(sk, ilog2(RSVP_SOCKET_HASH))];
}

static struct hlist_head *port_bucket(struct rsvp_sockets *all, __be16 port)
{
	return &all->by_port[jhash_1word((__force u32)port, 0) % RSVP_SOCKET_HASH];
}

static struct hlist_head *group_bucket(struct rsvp_sockets *all,
				       const struct rsvp_addr *group)
{
	return &all->by_group[jhash(group, sizeof(*group), 0) % RSVP_SOCKET_HASH];
}

/**
 * rsvp_leaf_hash() - let Paths of a leaf's group find it
 * @rn: the namespace
 * @leaf: the leaf, with its group
 *
 * Context: rn->lock held.
 */
void rsvp_leaf_hash(struct rsvp_net *rn, struct rsvp_leaf *leaf)
{
	hlist_add_head(&leaf->by_group,
		       group_bucket(rn->sockets, &leaf->key.dst));
}

/**
 * rsvp_socket_find() - the QoS of a socket
 * @rn: the namespace
 * @sk: the socket
 *
 * Context: rn->lock held.
 * Return: it; NULL: the socket has none.
 */
struct rsvp_socket *rsvp_socket_find(struct rsvp_net *rn, const struct sock *sk)
{
	struct rsvp_socket *s;

	lockdep_assert_held(&rn->lock);

	if (!rn->sockets)
		return NULL;
	hlist_for_each_entry(s, sk_bucket(rn->sockets, sk), by_sk)
		if (s->sk == sk)
			return s;
	return NULL;
}

/**
 * rsvp_socket_dirty() - a socket has a reason to follow
 * @rn: the namespace
 * @s: the socket
 *
 * Context: rn->lock held.
 */
void rsvp_socket_dirty(struct rsvp_net *rn, struct rsvp_socket *s)
{
	if (!list_empty(&s->dirty))
		return;
	list_add_tail(&s->dirty, &rn->sockets->dirty);
	rsvp_kick(rn);
}

/**
 * rsvp_sockets_path() - Paths of a session came, changed or went
 * @rn: the namespace
 * @key: the session, which may be gone
 *
 * R63: "PATH arrives and matches a pre-existing socket". Sockets follow later:
 * who tells of it holds on to the session.
 *
 * Context: rn->lock held.
 */
void rsvp_sockets_path(struct rsvp_net *rn, const struct rsvp_session_key *key)
{
	struct rsvp_sockets *all = rn->sockets;
	struct rsvp_leaf *leaf;
	struct rsvp_socket *s;

	lockdep_assert_held(&rn->lock);

	if (!all)
		return;
	if (rsvp_addr_is_multicast(&key->dst)) {
		hlist_for_each_entry(leaf, group_bucket(all, &key->dst),
				     by_group)
			if (rsvp_match_leaf(&leaf->key, key))
				rsvp_socket_dirty(rn, leaf->socket);
		return;
	}
	hlist_for_each_entry(s, port_bucket(all, key->dport), by_port)
		if (s->view.st.lport == key->dport)
			rsvp_socket_dirty(rn, s);
}

/**
 * rsvp_sockets_resv() - reservations of a session came, changed or went
 * @rn: the namespace
 * @sess: the session
 *
 * Context: rn->lock held.
 */
void rsvp_sockets_resv(struct rsvp_net *rn, const struct rsvp_session *sess)
{
	const struct rsvp_psb *psb;

	if (!rn->sockets)
		return;
	list_for_each_entry(psb, &sess->psbs, list)
		if (psb->snd && psb->snd->socket)
			rsvp_socket_dirty(rn, psb->snd->socket);
}

/**
 * rsvp_socket_free() - a socket has no QoS any more
 * @rn: the namespace
 * @s: freed; what it makes is torn down
 *
 * Context: rn->lock held.
 */
void rsvp_socket_free(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_leaf *leaf, *next;

	rsvp_flows_let_go(rn, s);
	memset(&s->qos.send, 0, sizeof(s->qos.send));
	memset(&s->qos.receive, 0, sizeof(s->qos.receive));
	list_for_each_entry_safe(leaf, next, &s->dests, list)
		rsvp_leaf_free(leaf);
	list_for_each_entry_safe(leaf, next, &s->leaves, list)
		rsvp_leaf_free(leaf);
	rsvp_socket_follow(rn, s);
	if (s->view.listens)
		rsvp_accepts_unlisten(rn);
	rsvp_notify_socket(rn, s, RSVP_EVENT_DEL);
	list_del(&s->list);
	list_del(&s->dirty);
	hlist_del(&s->by_sk);
	hlist_del_init(&s->by_port);
	hlist_del_init(&s->by_uid);
	rsvp_object_del(rn, RSVP_KIND_SOCKET, &s->obj);
	rsvp_owner_put(rn, s->owner);
	kfree(s->qos.filters);
	/* May be the last that holds the namespace, but does not wait for it */
	sock_put(s->sk);
	kfree(s);
}

/**
 * rsvp_socket_look() - read what a socket is now
 * @rn: the namespace
 * @s: the socket
 * @now: also if its program is in the middle of something
 *
 * Context: process, rn->lock held, RTNL not held. Takes the socket's spinlock.
 * Return: false if it was, and @s is as before.
 */
bool rsvp_socket_look(struct rsvp_net *rn, struct rsvp_socket *s, bool now)
{
	bool listened = s->view.listens;
	struct rsvp_sock_view view;

	if (!rsvp_sock_look(s->sk, &view) && !now)
		return false;
	s->view = view;
	if (s->view.listens && !listened)
		rsvp_accepts_listen(rn, s->sk);
	if (!s->view.listens && listened)
		rsvp_accepts_unlisten(rn);
	hlist_del_init(&s->by_port);
	if (s->view.st.lport)
		hlist_add_head(&s->by_port,
			       port_bucket(rn->sockets, s->view.st.lport));
	return true;
}

/* Memberships that the program has dropped itself end their leaves */
static bool leaves_dropped(struct rsvp_net *rn, struct rsvp_socket *s)
{
	struct rsvp_leaf *leaf, *next;
	bool dropped = false;

	list_for_each_entry_safe(leaf, next, &s->leaves, list) {
		if (leaf->direction == RSVP_DIRECTION_SEND ||
		    rsvp_sock_member(s->sk, &leaf->key.dst, leaf->ifindex))
			continue;
		rsvp_leaf_changed(rn, leaf);
		rsvp_leaf_free(leaf);
		dropped = true;
	}
	return dropped;
}

/* R240, R245: true: it is closed, and has nothing to send any more */
static bool socket_ended(struct rsvp_net *rn, struct rsvp_socket *s)
{
	ktime_t now = ktime_get_boottime();

	if (!rsvp_sock_closed(s->sk))
		return false;
	if (!rsvp_sock_unsent(s->sk))
		return true;
	if (s->lingers)
		return !ktime_before(now, s->lingers);
	s->lingers = ktime_add_ms(now, LINGER_MS);
	rsvp_socket_dirty(rn, s);
	return false;
}

/* A connect() is over with the next sweep; what keeps the lock for longer is none */
static void socket_changed(struct rsvp_net *rn, struct rsvp_socket *s)
{
	bool connected = s->view.st.peer.family;

	s->unsettled = !rsvp_socket_look(rn, s, s->unsettled);
	if (s->unsettled)
		return;
	/* R242: connect(AF_UNSPEC) ends QoS */
	if (connected && !s->view.st.peer.family) {
		memset(&s->qos.send, 0, sizeof(s->qos.send));
		memset(&s->qos.receive, 0, sizeof(s->qos.receive));
	}
	rsvp_socket_dirty(rn, s);
	if (s->by_rule)
		rsvp_flows_apply(rn, s);
}

static void socket_check(struct rsvp_net *rn, struct rsvp_socket *s)
{
	if (socket_ended(rn, s)) {
		rsvp_socket_free(rn, s);
		return;
	}
	if (rsvp_owner_dead(rn, s->owner)) {
		rsvp_owner_put(rn, s->owner);
		s->owner = NULL;
	}
	if (s->lingers)
		return;
	if (s->retry && !ktime_before(ktime_get_boottime(), s->retry))
		rsvp_socket_dirty(rn, s);
	if (rsvp_sock_changed(s->sk, &s->view))
		socket_changed(rn, s);
	else
		s->unsettled = false;
	if (s->by_rule)
		rsvp_flows_check(rn, s);
	else if (leaves_dropped(rn, s))
		rsvp_socket_dirty(rn, s);
}

static void sweep_due(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_sockets *all = rn->sockets;
	u32 n = rn->count[RSVP_KIND_SOCKET], i;

	rsvp_accepts_run(rn);
	for (i = 0; i < min_t(u32, n, SWEEP_MOST); i++) {
		struct rsvp_socket *s = list_first_entry(&all->list,
							 struct rsvp_socket,
							 list);

		list_move_tail(&s->list, &all->list);
		socket_check(rn, s);
	}
	if (!list_empty(&all->list))
		rsvp_timer_in(rn, &all->sweep,
			      n > SWEEP_MOST ? SWEEP_MS * SWEEP_MOST / n :
					       SWEEP_MS);
}

/**
 * rsvp_sockets_run() - let the sockets follow that have a reason to
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 * Return: true if there are more.
 */
bool rsvp_sockets_run(struct rsvp_net *rn)
{
	struct rsvp_sockets *all = rn->sockets;
	struct rsvp_socket *s;
	u32 n = FOLLOW_MOST;

	lockdep_assert_held(&rn->lock);

	while (all && n-- && !list_empty(&all->dirty)) {
		s = list_first_entry(&all->dirty, struct rsvp_socket, dirty);
		list_del_init(&s->dirty);
		rsvp_socket_follow(rn, s);
	}
	return all && !list_empty(&all->dirty);
}

static struct rsvp_sockets *sockets_get(struct rsvp_net *rn)
{
	struct rsvp_sockets *all = rn->sockets;

	if (all)
		return all;
	all = kzalloc(sizeof(*all), GFP_KERNEL_ACCOUNT);
	if (!all)
		return NULL;
	INIT_LIST_HEAD(&all->list);
	INIT_LIST_HEAD(&all->dirty);
	rsvp_timer_init(&all->sweep, sweep_due);
	rn->sockets = all;
	return all;
}

/**
 * rsvp_socket_create() - a socket gets QoS
 * @rn: the namespace
 * @ask: whose reference to the socket is taken over
 * @why: filled in on refusal
 *
 * Context: rn->lock held.
 * Return: it, not looked at yet; NULL: refused.
 */
struct rsvp_socket *rsvp_socket_create(struct rsvp_net *rn,
				       struct rsvp_socket_ask *ask,
				       struct rsvp_refusal *why)
{
	struct rsvp_sockets *all = sockets_get(rn);
	struct rsvp_socket *s;

	if (!rsvp_object_room(rn, RSVP_KIND_SOCKET)) {
		rsvp_socket_refuse(why, -ENOSPC, 0, "no room for another socket with QoS");
		return NULL;
	}
	s = all ? kzalloc(sizeof(*s), GFP_KERNEL_ACCOUNT) : NULL;
	if (!s) {
		rsvp_socket_refuse(why, -ENOMEM, 0, "no memory");
		return NULL;
	}
	INIT_LIST_HEAD(&s->dirty);
	INIT_LIST_HEAD(&s->leaves);
	INIT_LIST_HEAD(&s->dests);
	INIT_LIST_HEAD(&s->senders);
	INIT_LIST_HEAD(&s->reservations);
	INIT_LIST_HEAD(&s->flows);
	INIT_HLIST_NODE(&s->by_port);
	INIT_HLIST_NODE(&s->by_uid);
	s->qos.dscp = RSVP_SOCKET_NO_DSCP;
	rsvp_quota_owner(rn, s, ask->uid, ask->admin);
	s->sk = ask->sk;
	ask->sk = NULL;
	hlist_add_head(&s->by_sk, sk_bucket(all, s->sk));
	list_add_tail(&s->list, &all->list);
	rsvp_object_add(rn, RSVP_KIND_SOCKET, &s->obj);
	if (!rsvp_timer_armed(&all->sweep))
		rsvp_timer_in(rn, &all->sweep, SWEEP_MS);
	return s;
}

/**
 * rsvp_socket_inherit() - an accepted socket has the QoS of its listener (R40)
 * @rn: the namespace
 * @listener: the listener; may have no QoS
 * @child: the accepted socket; the reference is taken over
 *
 * Not where its user has no room for another one: it has what others have.
 *
 * Context: rn->lock held.
 */
void rsvp_socket_inherit(struct rsvp_net *rn, const struct sock *listener,
			 struct sock *child)
{
	struct rsvp_socket *from = rsvp_socket_find(rn, listener), *s = NULL;
	struct rsvp_refusal why = {};
	struct rsvp_socket_ask ask = { .sk = child };

	lockdep_assert_held(&rn->lock);

	/* What rules give, they give to connections by their own flows */
	if (from && !from->by_rule && !rsvp_socket_find(rn, child)) {
		ask.uid = from->uid;
		ask.admin = from->admin;
		ask.qos = from->qos;
		ask.gave = RSVP_ASK_SEND | RSVP_ASK_RECEIVE;
		if (!rsvp_quota_check(rn, &ask, &why))
			s = rsvp_socket_create(rn, &ask, &why);
	}
	if (!s) {
		sock_put(child);
		return;
	}
	s->qos = from->qos;
	/* R119: an accepted socket has one sender, whatever its listener named */
	s->qos.filters = NULL;
	s->qos.n_filters = 0;
	s->owner = rsvp_owner_share(rn, from->owner);
	rsvp_socket_look(rn, s, true);
	rsvp_socket_follow(rn, s);
	rsvp_notify_socket(rn, s, RSVP_EVENT_NEW);
}

/**
 * rsvp_socket_adopt() - a rule is to give a socket QoS
 * @rn: the namespace
 * @sk: the socket, which has none
 *
 * Context: rn->lock held.
 * Return: it, for rsvp_flows_apply(); NULL if there is no room for it.
 */
struct rsvp_socket *rsvp_socket_adopt(struct rsvp_net *rn, struct sock *sk)
{
	struct rsvp_socket_ask ask = {
		.sk	= sk,
		.uid	= sock_net_uid(rn->net, sk),
		/* It is the administrator's rule */
		.admin	= true,
	};
	struct rsvp_refusal why = {};
	struct rsvp_socket *s;

	lockdep_assert_held(&rn->lock);

	sock_hold(sk);
	s = rsvp_socket_create(rn, &ask, &why);
	if (!s) {
		sock_put(sk);
		return NULL;
	}
	s->by_rule = true;
	rsvp_socket_look(rn, s, true);
	rsvp_notify_socket(rn, s, RSVP_EVENT_NEW);
	return s;
}

/**
 * rsvp_sockets_flush() - sockets lose their QoS: the module is being unloaded
 * @rn: the namespace
 *
 * Never when a namespace goes: a socket with QoS holds it.
 *
 * Context: worker, rn->lock held.
 */
void rsvp_sockets_flush(struct rsvp_net *rn)
{
	struct rsvp_socket *s, *next;

	lockdep_assert_held(&rn->lock);

	if (!rn->sockets)
		return;
	list_for_each_entry_safe(s, next, &rn->sockets->list, list)
		rsvp_socket_free(rn, s);
}

/**
 * rsvp_sockets_exit() - the end of the tables of a namespace
 * @rn: the namespace
 *
 * Context: rn->lock held; no timer runs any more.
 */
void rsvp_sockets_exit(struct rsvp_net *rn)
{
	WARN_ON_ONCE(rn->sockets && !list_empty(&rn->sockets->list));
	kfree(rn->sockets);
	rn->sockets = NULL;
}
