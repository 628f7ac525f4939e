// SPDX-License-Identifier: GPL-2.0
/*
 * What a struct sock says: what it is bound and connected to, how its packets
 * leave, whether its program still has it. Programs call bind(), connect() and
 * close() without a word to this module, so it is looked at again and again; the
 * reference that socket.c holds keeps it there to be looked at.
 */
#include <linux/igmp.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <net/if_inet6.h>
#include <net/inet_sock.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "socket.h"

/* States in which a TCP socket has, or just had, a peer that answered (R36) */
#define TCPF_HAD_PEER	(TCPF_ESTABLISHED | TCPF_FIN_WAIT1 | TCPF_FIN_WAIT2 | \
			 TCPF_CLOSE_WAIT | TCPF_CLOSING | TCPF_LAST_ACK)

static bool is_connected(const struct sock *sk)
{
	return (1 << READ_ONCE(sk->sk_state)) & TCPF_HAD_PEER;
}

static void look_v4(const struct sock *sk, struct rsvp_sock_view *view)
{
	const struct inet_sock *inet = inet_sk(sk);
	struct rsvp_sock_state *st = &view->st;

	st->local.v4 = READ_ONCE(inet->inet_rcv_saddr);
	if (st->local.v4)
		st->local.family = AF_INET;
	if (!is_connected(sk))
		return;
	st->peer.v4 = READ_ONCE(inet->inet_daddr);
	st->peer.family = AF_INET;
}

#if IS_ENABLED(CONFIG_IPV6)
/* A dual-stack socket has IPv4 addresses in the form of IPv6 */
static void addr_of_v6(struct rsvp_addr *addr, const struct in6_addr *v6)
{
	if (ipv6_addr_any(v6))
		return;
	if (ipv6_addr_v4mapped(v6)) {
		addr->v4 = v6->s6_addr32[3];
		addr->family = addr->v4 ? AF_INET : 0;
		return;
	}
	addr->family = AF_INET6;
	addr->v6 = *v6;
}

static void look_v6(struct sock *sk, struct rsvp_sock_view *view)
{
	const struct ipv6_pinfo *np = inet6_sk(sk);
	struct rsvp_sock_state *st = &view->st;
	int hops = np->hop_limit;

	addr_of_v6(&st->local, &sk->sk_v6_rcv_saddr);
	if (is_connected(sk))
		addr_of_v6(&st->peer, &sk->sk_v6_daddr);
	if (st->peer.family == AF_INET || st->local.family == AF_INET)
		return;
	view->ttl = hops < 0 ? IPDEFTTL : hops;
	hops = np->mcast_hops;
	view->mc_ttl = hops < 0 ? IPV6_DEFAULT_MCASTHOPS : hops;
	view->tos = READ_ONCE(np->tclass);
	view->mc_oif = READ_ONCE(np->mcast_oif);
}
#else
static void look_v6(struct sock *sk, struct rsvp_sock_view *view)
{
}
#endif

static void look(struct sock *sk, struct rsvp_sock_view *view)
{
	const struct inet_sock *inet = inet_sk(sk);
	int ttl = READ_ONCE(inet->uc_ttl);
	u8 shutdown = READ_ONCE(sk->sk_shutdown);

	memset(view, 0, sizeof(*view));
	view->ttl = ttl < 0 ?
		    READ_ONCE(sock_net(sk)->ipv4.sysctl_ip_default_ttl) : ttl;
	view->mc_ttl = READ_ONCE(inet->mc_ttl);
	view->tos = READ_ONCE(inet->tos);
	view->mc_oif = READ_ONCE(inet->mc_index);
	view->mark = READ_ONCE(sk->sk_mark);
	view->oif = READ_ONCE(sk->sk_bound_dev_if);
	view->listens = READ_ONCE(sk->sk_state) == TCP_LISTEN;
	view->st.proto = sk->sk_protocol;
	if (sk->sk_family == AF_INET || ipv6_only_sock(sk))
		view->st.family = sk->sk_family;
	view->st.lport = htons(READ_ONCE(inet->inet_num));
	view->st.shut_rd = shutdown & RCV_SHUTDOWN;
	view->st.shut_wr = shutdown & SEND_SHUTDOWN;
	if (sk->sk_family == AF_INET6)
		look_v6(sk, view);
	else
		look_v4(sk, view);
	if (view->st.peer.family)
		view->st.pport = READ_ONCE(inet->inet_dport);
}

/**
 * rsvp_sock_look() - read what a socket is
 * @sk: the socket, held
 * @view: filled in
 *
 * Its lock is not waited for: a program holds that while its memory is being fetched,
 * which takes as long as who serves it likes.
 *
 * Context: process.
 * Return: false if its program has the lock: a connect() may be seen half done.
 */
bool rsvp_sock_look(struct sock *sk, struct rsvp_sock_view *view)
{
	bool settled;

	local_bh_disable();
	bh_lock_sock(sk);
	settled = !sock_owned_by_user(sk);
	look(sk, view);
	bh_unlock_sock(sk);
	local_bh_enable();
	return settled;
}

/**
 * rsvp_sock_changed() - is a socket something else than before?
 * @sk: the socket, held
 * @view: what it was
 *
 * Without its lock: what is seen half done now is whole when it is looked at.
 *
 * Context: any.
 * Return: true if rsvp_sock_look() may have news.
 */
bool rsvp_sock_changed(struct sock *sk, const struct rsvp_sock_view *view)
{
	struct rsvp_sock_view now;

	look(sk, &now);
	return memcmp(&now, view, sizeof(now));
}

/**
 * rsvp_sock_closed() - has the last descriptor of a socket gone?
 * @sk: the socket, held
 *
 * Whoever had it (dup, fork, another process). One that nobody has accepted yet has had
 * none, and is open.
 *
 * Context: any.
 * Return: true if so.
 */
bool rsvp_sock_closed(const struct sock *sk)
{
	return sock_flag(sk, SOCK_DEAD);
}

/**
 * rsvp_sock_unsent() - does a closed socket still send?
 * @sk: the socket, held
 *
 * Context: any.
 * Return: true if TCP has data that its peer has not acknowledged.
 */
bool rsvp_sock_unsent(const struct sock *sk)
{
	return sk->sk_protocol == IPPROTO_TCP && is_connected(sk) &&
	       READ_ONCE(tcp_sk(sk)->write_seq) !=
	       READ_ONCE(tcp_sk(sk)->snd_una);
}

static bool member_v4(const struct sock *sk, __be32 group, int ifindex)
{
	const struct ip_mc_socklist *mc;

	for (mc = rcu_dereference(inet_sk(sk)->mc_list); mc;
	     mc = rcu_dereference(mc->next_rcu))
		if (mc->multi.imr_multiaddr.s_addr == group &&
		    mc->multi.imr_ifindex == ifindex)
			return true;
	return false;
}

#if IS_ENABLED(CONFIG_IPV6)
static bool member_v6(const struct sock *sk, const struct in6_addr *group,
		      int ifindex)
{
	const struct ipv6_mc_socklist *mc;

	if (sk->sk_family != AF_INET6)
		return false;
	for (mc = rcu_dereference(inet6_sk(sk)->ipv6_mc_list); mc;
	     mc = rcu_dereference(mc->next))
		if (mc->ifindex == ifindex &&
		    ipv6_addr_equal(&mc->addr, group))
			return true;
	return false;
}
#else
static bool member_v6(const struct sock *sk, const struct in6_addr *group,
		      int ifindex)
{
	return false;
}
#endif

/**
 * rsvp_sock_member() - is a socket a member of a group?
 * @sk: the socket, held
 * @group: the group
 * @ifindex: where
 *
 * Context: any.
 * Return: false if its program has dropped the membership.
 */
bool rsvp_sock_member(const struct sock *sk, const struct rsvp_addr *group,
		      int ifindex)
{
	bool member;

	rcu_read_lock();
	member = group->family == AF_INET ?
		 member_v4(sk, group->v4, ifindex) :
		 member_v6(sk, &group->v6, ifindex);
	rcu_read_unlock();
	return member;
}
