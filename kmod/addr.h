/* SPDX-License-Identifier: GPL-2.0 */
/* Addresses of either family, and the keys built from them. */
#ifndef _RSVP_ADDR_H
#define _RSVP_ADDR_H

#include "pure.h"

#ifdef __KERNEL__
#include <linux/socket.h>
#endif

/**
 * struct rsvp_addr - an IPv4 or IPv6 address
 * @family: AF_INET or AF_INET6; 0 when there is none
 * @v4: the address, network byte order; the bytes behind it are zero
 * @v6: the address
 *
 * Every user zeroes the whole before filling it, so that two addresses are
 * equal exactly if their bytes are.
 */
struct rsvp_addr {
	u32 family;
	union {
		__be32 v4;
		struct in6_addr v6;
	};
};

/**
 * struct rsvp_session_key - what names a session (RFC 2205, A.1)
 * @dst: destination address
 * @dport: UDP/TCP destination port, or 0
 * @proto: IP protocol
 * @zero: padding; the key is hashed by its bytes
 */
struct rsvp_session_key {
	struct rsvp_addr dst;
	__be16 dport;
	u8 proto;
	u8 zero;
};

/**
 * struct rsvp_hop - RSVP_HOP (RFC 2205, A.2)
 * @addr: address of the interface through which the hop sent the message
 * @lih: logical interface handle, host byte order; opaque but to its maker
 */
struct rsvp_hop {
	struct rsvp_addr addr;
	u32 lih;
};

/**
 * struct rsvp_filter - FILTER_SPEC or SENDER_TEMPLATE (RFC 2205, A.9, A.10)
 * @src: sender address
 * @sport: UDP/TCP source port, or 0
 * @has_label: C-Type 3: @label names the packets, @sport is 0
 * @zero: padding
 * @label: IPv6 flow label, host byte order, 20 bits
 */
struct rsvp_filter {
	struct rsvp_addr src;
	__be16 sport;
	u8 has_label;
	u8 zero;
	u32 label;
};

static inline bool rsvp_addr_eq(const struct rsvp_addr *a,
				const struct rsvp_addr *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static inline bool rsvp_addr_is_multicast(const struct rsvp_addr *addr)
{
	if (addr->family == AF_INET)
		return (*(const u8 *)&addr->v4 & 0xf0) == 0xe0;
	return addr->v6.s6_addr[0] == 0xff;
}

static inline bool rsvp_hop_eq(const struct rsvp_hop *a,
			       const struct rsvp_hop *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static inline bool rsvp_filter_eq(const struct rsvp_filter *a,
				  const struct rsvp_filter *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* An order for lists of them, none that says anything */
static inline int rsvp_filter_cmp(const struct rsvp_filter *a,
				  const struct rsvp_filter *b)
{
	return memcmp(a, b, sizeof(*a));
}

static inline bool rsvp_session_key_eq(const struct rsvp_session_key *a,
				       const struct rsvp_session_key *b)
{
	return !memcmp(a, b, sizeof(*a));
}

#endif /* _RSVP_ADDR_H */
