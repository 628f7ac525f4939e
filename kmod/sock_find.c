// SPDX-License-Identifier: GPL-2.0
/*
 * The sockets of packets: which of them may have QoS at all, whose they are, and
 * which ones a packet that arrives is for.
 */
#include <linux/cgroup.h>
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/ipv6.h>
#include <net/l3mdev.h>
#include <net/mptcp.h>
#include <net/tcp.h>
#include <net/udp.h>

#include "rule.h"

/* Sockets of one port that are looked at for one packet: a hold of a spinlock */
enum { LOOKS_MOST = 1024 };

/**
 * rsvp_sock_suits() - is it a socket that can have QoS?
 * @sk: of a packet; may be a request, or what is left of a connection
 *
 * Not the kernel's own, which holds no namespace; MPTCP has several flows.
 *
 * Context: any.
 * Return: true if it is a program's UDP or TCP socket.
 */
bool rsvp_sock_suits(const struct sock *sk)
{
	if (!sk_fullsock(sk) || !sk->sk_net_refcnt ||
	    (sk->sk_family != AF_INET && sk->sk_family != AF_INET6))
		return false;
	if (sk->sk_protocol == IPPROTO_UDP)
		return sk->sk_type == SOCK_DGRAM;
	return sk->sk_protocol == IPPROTO_TCP && sk->sk_type == SOCK_STREAM &&
	       !sk_is_mptcp(sk);
}

#ifdef CONFIG_SOCK_CGROUP_DATA
static struct cgroup *cgroup_of(const struct sock *sk)
{
	return sock_cgroup_ptr(&((struct sock *)sk)->sk_cgrp_data);
}

static u64 cgroup_id_of(const struct sock *sk)
{
	return cgroup_id(cgroup_of(sk));
}

/**
 * rsvp_sock_in_cgroup() - was a socket made in a cgroup, or below it?
 * @sk: the socket
 * @cgroup: id of the cgroup
 *
 * Context: any. The socket holds its cgroup, and that the ones above.
 * Return: true if so.
 */
bool rsvp_sock_in_cgroup(const struct sock *sk, u64 cgroup)
{
	struct cgroup *at;

	for (at = cgroup_of(sk); at; at = cgroup_parent(at))
		if (cgroup_id(at) == cgroup)
			return true;
	return false;
}
#else
static u64 cgroup_id_of(const struct sock *sk)
{
	return 0;
}

bool rsvp_sock_in_cgroup(const struct sock *sk, u64 cgroup)
{
	return false;
}
#endif

/**
 * rsvp_sock_owner() - whose is a socket?
 * @sk: the socket
 * @cgroup: its cgroup matters
 * @id: user and cgroup of it are filled in
 *
 * Context: any.
 */
void rsvp_sock_owner(const struct sock *sk, bool cgroup,
		     struct rsvp_flow_id *id)
{
	id->uid = __kuid_val(READ_ONCE(sk->sk_uid));
	if (cgroup)
		id->cgroup = cgroup_id_of(sk);
}

static bool is_at_v4(const struct sock *sk, const struct rsvp_flow_id *id)
{
	const struct inet_sock *inet = inet_sk(sk);
	__be32 local = READ_ONCE(inet->inet_rcv_saddr);
	__be32 peer = READ_ONCE(inet->inet_daddr);

	if (ipv6_only_sock(sk) || (local && local != id->dst.v4))
		return false;
	return !peer || (peer == id->src.v4 &&
			 READ_ONCE(inet->inet_dport) == id->sport);
}

#if IS_ENABLED(CONFIG_IPV6)
static bool is_at_v6(const struct sock *sk, const struct rsvp_flow_id *id)
{
	const struct in6_addr *local = &sk->sk_v6_rcv_saddr;
	const struct in6_addr *peer = &sk->sk_v6_daddr;

	if (sk->sk_family != AF_INET6 ||
	    (!ipv6_addr_any(local) && !ipv6_addr_equal(local, &id->dst.v6)))
		return false;
	return ipv6_addr_any(peer) ||
	       (ipv6_addr_equal(peer, &id->src.v6) &&
		READ_ONCE(inet_sk(sk)->inet_dport) == id->sport);
}
#else
static bool is_at_v6(const struct sock *sk, const struct rsvp_flow_id *id)
{
	return false;
}
#endif

static bool is_on(struct net *net, const struct sock *sk, int ifindex)
{
	int bound = READ_ONCE(sk->sk_bound_dev_if);

	return !bound || bound == ifindex ||
	       bound == l3mdev_master_ifindex_by_index(net, ifindex);
}

static bool receives(struct net *net, const struct sock *sk,
		     const struct rsvp_flow_id *id)
{
	if (!net_eq(sock_net(sk), net) || !rsvp_sock_suits(sk) ||
	    htons(READ_ONCE(inet_sk(sk)->inet_num)) != id->dport ||
	    !is_on(net, sk, id->ifindex))
		return false;
	if (!(id->dst.family == AF_INET ? is_at_v4(sk, id) : is_at_v6(sk, id)))
		return false;
	/* Linux gives a group to others, too, but they have not asked for it */
	return !rsvp_addr_is_multicast(&id->dst) ||
	       rsvp_sock_member(sk, &id->dst, id->ifindex);
}

static bool is_connected(const struct sock *sk)
{
	return READ_ONCE(sk->sk_state) == TCP_ESTABLISHED;
}

/* One that is connected gets what its peer sends, and the others do not */
static u32 only_connected(struct sock **found, u32 n)
{
	u32 i, kept = 0;

	for (i = 0; i < n; i++)
		kept += is_connected(found[i]);
	if (!kept)
		return n;
	kept = 0;
	for (i = 0; i < n; i++) {
		if (is_connected(found[i]))
			found[kept++] = found[i];
		else
			sock_put(found[i]);
	}
	return kept;
}

static u32 udp_receivers(struct net *net, const struct rsvp_flow_id *id,
			 u32 skip, struct sock **found, u32 most)
{
	struct udp_hslot *slot = udp_hashslot(&udp_table, net,
					      ntohs(id->dport));
	u32 n = 0, looks = LOOKS_MOST;
	struct sock *sk;

	spin_lock_bh(&slot->lock);
	sk_for_each(sk, &slot->head) {
		if (n == most || !looks--)
			break;
		if (!receives(net, sk, id))
			continue;
		if (skip) {
			skip--;
			continue;
		}
		sock_hold(sk);
		found[n++] = sk;
	}
	spin_unlock_bh(&slot->lock);
	return n;
}

static struct sock *tcp_receiver(struct net *net, const struct rsvp_flow_id *id)
{
	struct sock *sk = NULL;

	if (id->dst.family == AF_INET)
		sk = __inet_lookup_established(net, &tcp_hashinfo, id->src.v4,
					       id->sport, id->dst.v4,
					       ntohs(id->dport), id->ifindex, 0);
#if IS_ENABLED(CONFIG_IPV6)
	else
		sk = __inet6_lookup_established(net, &tcp_hashinfo,
						&id->src.v6, id->sport,
						&id->dst.v6, ntohs(id->dport),
						id->ifindex, 0);
#endif
	if (!sk || rsvp_sock_suits(sk))
		return sk;
	sock_gen_put(sk);
	return NULL;
}

/**
 * rsvp_sock_receivers() - the sockets that a packet which arrives is for
 * @net: the namespace
 * @id: the packet
 * @skip: how many were found already
 * @found: filled in; each held
 * @most: room in there
 *
 * Of a group those that are members where it arrives.
 *
 * Context: process.
 * Return: how many; @most: there may be more.
 */
u32 rsvp_sock_receivers(struct net *net, const struct rsvp_flow_id *id,
			u32 skip, struct sock **found, u32 most)
{
	u32 n;

	if (id->proto == IPPROTO_TCP) {
		found[0] = skip ? NULL : tcp_receiver(net, id);
		return found[0] ? 1 : 0;
	}
	n = udp_receivers(net, id, skip, found, most);
	return rsvp_addr_is_multicast(&id->dst) ? n : only_connected(found, n);
}
