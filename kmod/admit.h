/* SPDX-License-Identifier: GPL-2.0 */
/* Admission: what a reservation comes to on a link, and whether it fits. */
#ifndef _RSVP_ADMIT_H
#define _RSVP_ADMIT_H

#include "tc.h"

enum {
	/* The smallest packet that has ports: IPv4 and UDP headers. An m below
	 * it is counted as this.
	 */
	RSVP_TC_UNIT_MIN	= 28,
	/* What m = 0 is taken for, which real routers send: IPv4, UDP and RTP
	 * headers, or a TCP acknowledgment
	 */
	RSVP_TC_UNIT_DEFAULT	= 40,
	/* No IP datagram is larger: a larger M sets no limit */
	RSVP_TC_M_MAX		= 65535,
	/* Most bytes that one reservation may have waiting */
	RSVP_TC_BUFFER_MAX	= 64 << 20,
	/* What may wait to conform: more than a socket has on its way, so that it
	 * is the sender who waits
	 */
	RSVP_TC_SHAPE_BUFFER	= 1 << 20,
	/* What lies between the time at which a packet may go and the time at
	 * which it goes: timer interrupt, softirq; us. selftests/tc_bound.sh
	 * measures it.
	 */
	RSVP_TC_SLACK_US	= 100,
};

/**
 * struct rsvp_want - what was asked of a class, as far as it is needed again
 * @ts: what is to conform: the smaller of flowspec and senders
 * @R_Bps: guaranteed service: reserved rate; else 0
 * @csum: see struct rsvp_tc_ask
 * @dsum_us: see struct rsvp_tc_ask
 * @service: RSVP_SVC_*
 * @police: RSVP_POLICE_*
 * @excess: see struct rsvp_tc_ask
 * @marks: see struct rsvp_tc_ask
 * @dscp: see struct rsvp_tc_ask
 */
struct rsvp_want {
	struct rsvp_tspec ts;
	u64 R_Bps;
	u32 csum;
	u32 dsum_us;
	u16 service;
	u8 police;
	u8 excess;
	bool marks;
	u8 dscp;
};

/**
 * struct rsvp_curve - a real-time service curve in link bytes
 * @m1: bytes/s up to @d_us; never below @m2
 * @m2: bytes/s from then on
 * @d_us: us
 */
struct rsvp_curve {
	u64 m1;
	u64 m2;
	u32 d_us;
};

/**
 * struct rsvp_books - what of a link is promised, in link bytes/s
 * @limit: what may be promised to reservations: the reservable share of the
 *	bandwidth less what the signalling class has
 * @flow_limit: most that one reservation may get; 0: no limit
 * @m1: sum of the first pieces
 * @m2: sum of the second pieces
 * @high: the highest sum there ever was
 * @refused: how many were refused
 * @classes: how many were admitted and stand
 * @class_cap: most that may stand
 *
 * Every curve here is concave: m1 is never below m2. So at any time after a
 * class began to be backlogged its rate is at most m1, whenever that was, and
 * the sum of m1 is the worst of all breakpoints, whether they fall together or
 * not. The sum of m2 is checked as well and cannot be worse.
 */
struct rsvp_books {
	u64 limit;
	u64 flow_limit;
	u64 m1;
	u64 m2;
	u64 high;
	u64 refused;
	u32 classes;
	u32 class_cap;
};

u32 rsvp_want_unit(const struct rsvp_want *want);
bool rsvp_want_reshape(const struct rsvp_want *want);
bool rsvp_want_holds(const struct rsvp_want *want);
u64 rsvp_want_buffer(const struct rsvp_want *want);
u64 rsvp_want_queue(const struct rsvp_want *want);
u64 rsvp_link_bytes(u64 ip, u32 unit, u32 overhead);
u64 rsvp_ip_bytes(u64 link, u32 unit, u32 overhead);
void rsvp_want_curve(const struct rsvp_want *want, u32 overhead,
		     struct rsvp_curve *curve);

int rsvp_refuse(struct rsvp_refusal *why, int err, u8 code, u16 value,
		const char *text);
int rsvp_want_from_ask(struct rsvp_want *want, const struct rsvp_tc_ask *ask,
		       u32 mtu, struct rsvp_refusal *why);
u64 rsvp_books_free(const struct rsvp_books *books);
u64 rsvp_books_room(const struct rsvp_books *books,
		    const struct rsvp_curve *old);
bool rsvp_books_overbooked(const struct rsvp_books *books);
int rsvp_admit(struct rsvp_books *books, const struct rsvp_curve *old,
	       const struct rsvp_curve *curve, struct rsvp_refusal *why);
void rsvp_books_charge(struct rsvp_books *books, const struct rsvp_curve *old,
		       const struct rsvp_curve *curve);

#endif /* _RSVP_ADMIT_H */
