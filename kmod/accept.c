// SPDX-License-Identifier: GPL-2.0
/*
 * Accepted TCP sockets have the QoS of their listener (R40). The kernel tells
 * nobody of a connection, so the packet that completes it is looked for, while
 * there is a listener with QoS: LOCAL_IN sees it with its request socket (early
 * demultiplexing; without that nothing is inherited). The socket itself is made
 * after the hook, so it is looked up with the next sweep.
 */
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/tcp.h>

#include "socket.h"

enum { CAP_ACCEPTS = 1024 };	/* connections that wait for the sweep */

/**
 * struct connection - one that a listener is about to have
 * @list: in rn->accepts
 * @listener: held
 * @local: our end
 * @peer: the other end
 * @lport: our port
 * @pport: the other port
 * @iif: interface, as lookups want it
 */
struct connection {
	struct list_head list;
	struct sock *listener;
	struct rsvp_addr local;
	struct rsvp_addr peer;
	__be16 lport;
	__be16 pport;
	int iif;
};

static void connection_free(struct connection *c)
{
	sock_put(c->listener);
	kfree(c);
}

/* @family: of the packet: the request has that of its listener, which may take both */
static void ends_of(struct connection *c, const struct request_sock *req,
		    u32 family)
{
	const struct inet_request_sock *ireq = inet_rsk(req);

	c->lport = htons(ireq->ir_num);
	c->pport = ireq->ir_rmt_port;
	c->iif = ireq->ir_iif;
	c->local.family = family;
	c->peer.family = family;
	if (family == AF_INET) {
		c->local.v4 = ireq->ir_loc_addr;
		c->peer.v4 = ireq->ir_rmt_addr;
#if IS_ENABLED(CONFIG_IPV6)
	} else {
		c->local.v6 = ireq->ir_v6_loc_addr;
		c->peer.v6 = ireq->ir_v6_rmt_addr;
#endif
	}
}

/* Of all connections those of listeners with QoS, and a few that look like them */
static bool may_be_ours(const struct rsvp_net *rn, const struct sock *listener)
{
	return test_bit(hash_ptr(listener, RSVP_LISTENERS_LOG),
			rn->accepts.listeners);
}

/* May it complete the handshake? Of the rest a peer sends as much as it likes */
static bool may_complete(const struct sk_buff *skb,
			 const struct request_sock *req)
{
	struct tcphdr buf;
	const struct tcphdr *th;

	th = skb_header_pointer(skb, skb_transport_offset(skb), sizeof(buf),
				&buf);
	return th && th->ack && !th->syn && !th->rst &&
	       ntohl(th->ack_seq) == tcp_rsk(req)->snt_isn + 1;
}

static unsigned int accept_in(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	struct rsvp_net *rn = rsvp_net(state->net);
	const struct request_sock *req;
	struct connection *c;

	if (!skb->sk || skb->sk->sk_state != TCP_NEW_SYN_RECV)
		return NF_ACCEPT;
	req = inet_reqsk(skb->sk);
	if (!may_be_ours(rn, req->rsk_listener) || !may_complete(skb, req))
		return NF_ACCEPT;
	c = kzalloc(sizeof(*c), GFP_ATOMIC);
	if (!c)
		goto missed;
	/* The request holds it, and early demultiplexing the request */
	c->listener = req->rsk_listener;
	sock_hold(c->listener);
	ends_of(c, req, state->pf == NFPROTO_IPV4 ? AF_INET : AF_INET6);
	spin_lock_bh(&rn->accepts.lock);
	if (rn->accepts.n >= CAP_ACCEPTS) {
		spin_unlock_bh(&rn->accepts.lock);
		connection_free(c);
		goto missed;
	}
	list_add_tail(&c->list, &rn->accepts.list);
	rn->accepts.n++;
	spin_unlock_bh(&rn->accepts.lock);
	return NF_ACCEPT;

missed:
	rsvp_count_drop(rn, RSVP_DROP_ACCEPT_MISSED);
	return NF_ACCEPT;
}

static const struct nf_hook_ops accept_ops[] = {
	{
		.hook		= accept_in,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP_PRI_LAST,
	},
#if IS_ENABLED(CONFIG_IPV6)
	{
		.hook		= accept_in,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP6_PRI_LAST,
	},
#endif
};

static struct sock *child_of(struct rsvp_net *rn, const struct connection *c)
{
	struct sock *sk = NULL;

	if (c->local.family == AF_INET)
		sk = __inet_lookup_established(rn->net, &tcp_hashinfo,
					       c->peer.v4, c->pport,
					       c->local.v4, ntohs(c->lport),
					       c->iif, 0);
#if IS_ENABLED(CONFIG_IPV6)
	else
		sk = __inet6_lookup_established(rn->net, &tcp_hashinfo,
						&c->peer.v6, c->pport,
						&c->local.v6, ntohs(c->lport),
						c->iif, 0);
#endif
	if (!sk || sk_fullsock(sk))
		return sk;
	/* It did not come so far: its listener has no room */
	sock_gen_put(sk);
	return NULL;
}

static struct connection *next_connection(struct rsvp_net *rn)
{
	struct connection *c;

	spin_lock_bh(&rn->accepts.lock);
	c = list_first_entry_or_null(&rn->accepts.list, struct connection,
				     list);
	if (c) {
		list_del(&c->list);
		rn->accepts.n--;
	}
	spin_unlock_bh(&rn->accepts.lock);
	return c;
}

/**
 * rsvp_accepts_run() - connections of listeners get their QoS
 * @rn: the namespace
 *
 * Context: process, rn->lock held.
 */
void rsvp_accepts_run(struct rsvp_net *rn)
{
	struct connection *c;
	struct sock *child;

	lockdep_assert_held(&rn->lock);

	while ((c = next_connection(rn))) {
		child = child_of(rn, c);
		if (child)
			rsvp_socket_inherit(rn, c->listener, child);
		connection_free(c);
	}
}

/**
 * rsvp_accepts_listen() - a socket with QoS listens for connections
 * @rn: the namespace
 * @sk: the socket
 *
 * Without memory for the hooks nothing is inherited, which is counted.
 *
 * Context: process, rn->lock held, RTNL not held.
 */
void rsvp_accepts_listen(struct rsvp_net *rn, const struct sock *sk)
{
	lockdep_assert_held(&rn->lock);

	set_bit(hash_ptr(sk, RSVP_LISTENERS_LOG), rn->accepts.listeners);
	if (rn->accepts.n_listeners++ || rn->accepts.on)
		return;
	rn->accepts.on = !nf_register_net_hooks(rn->net, accept_ops,
						ARRAY_SIZE(accept_ops));
	if (!rn->accepts.on)
		rsvp_count_drop(rn, RSVP_DROP_ACCEPT_MISSED);
}

/**
 * rsvp_accepts_unlisten() - a socket with QoS listens no more
 * @rn: the namespace
 *
 * Context: process, rn->lock held, RTNL not held. Sleeps for the last of them.
 */
void rsvp_accepts_unlisten(struct rsvp_net *rn)
{
	struct connection *c;

	lockdep_assert_held(&rn->lock);

	if (--rn->accepts.n_listeners || !rn->accepts.on)
		return;
	nf_unregister_net_hooks(rn->net, accept_ops, ARRAY_SIZE(accept_ops));
	rn->accepts.on = false;
	bitmap_zero(rn->accepts.listeners, 1 << RSVP_LISTENERS_LOG);
	/* Packets that were in the hook may have left some */
	synchronize_net();
	while ((c = next_connection(rn)))
		connection_free(c);
}

/**
 * rsvp_accepts_init() - the connections of a namespace
 * @rn: the namespace
 */
void rsvp_accepts_init(struct rsvp_net *rn)
{
	spin_lock_init(&rn->accepts.lock);
	INIT_LIST_HEAD(&rn->accepts.list);
}
