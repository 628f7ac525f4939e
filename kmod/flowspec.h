/* SPDX-License-Identifier: GPL-2.0 */
/* IntServ arithmetic (RFC 2210 to 2215) without floating point. Pure. */
#ifndef _RSVP_FLOWSPEC_H
#define _RSVP_FLOWSPEC_H

#include "pure.h"
#include "proto.h"

#define RSVP_RATE_INF	U64_MAX		/* p only: unlimited (RFC 2210, 3.1) */

/* Body of a controlled-load / guaranteed FLOWSPEC, and of a SENDER_TSPEC */
#define RSVP_TSPEC_WIRE_LEN	32
#define RSVP_FLOWSPEC_WIRE_MAX	44

/* What rsvp_adspec_first() writes; what rsvp_adspec_update() can add at most */
#define RSVP_ADSPEC_FIRST_LEN	80
#define RSVP_ADSPEC_GROWTH	32

/* RFC 2211, 5: r and R up to 40 terabytes/s, b up to 250 gigabytes */
#define RSVP_RATE_MAX_Bps	40000000000000ULL
#define RSVP_BUCKET_MAX		250000000000ULL

/**
 * struct rsvp_tspec - a token bucket Tspec (RFC 2215, 3.6)
 * @r_Bps: token bucket rate, bytes/s
 * @b: token bucket size, bytes
 * @p_Bps: peak data rate, bytes/s; RSVP_RATE_INF is unlimited
 * @m: minimum policed unit, bytes; 0 is legal from the wire
 * @M: maximum packet size, bytes; 0, legal from the wire, sets no limit
 *
 * All zero is no Tspec: r and b are positive (RFC 2215, 3.6). A sum starts
 * with it.
 */
struct rsvp_tspec {
	u64 r_Bps;
	u64 b;
	u64 p_Bps;
	u32 m;
	u32 M;
};

/**
 * struct rsvp_flowspec - what a reservation asks for (RFC 2210, 3.2)
 * @ts: traffic, TSpec
 * @R_Bps: guaranteed service only: reserved rate, bytes/s; else 0
 * @S_us: guaranteed service only: slack term, us; else 0
 * @service: RSVP_SVC_CONTROLLED or RSVP_SVC_GUARANTEED; 0: none
 * @wire_len: bytes in @wire; 0: built from the numbers when sent
 * @wire: the object's body as it was received. A flowspec that is forwarded
 *	unchanged keeps its bits (fractions of a byte among them).
 */
struct rsvp_flowspec {
	struct rsvp_tspec ts;
	u64 R_Bps;
	u32 S_us;
	u16 service;
	u16 wire_len;
	u8 wire[RSVP_FLOWSPEC_WIRE_MAX];
};

/* Which numbers of a local request's flowspec the user gave */
enum {
	RSVP_GAVE_RATE	= 0x01,
	RSVP_GAVE_BURST	= 0x02,
	RSVP_GAVE_PEAK	= 0x04,
	RSVP_GAVE_MIN	= 0x08,
	RSVP_GAVE_MTU	= 0x10,
	RSVP_GAVE_R	= 0x20,
};

/**
 * struct rsvp_adspec_hop - what one hop contributes to an ADSPEC
 * @bw_Bps: bandwidth available to one flow on the outgoing link, bytes/s; 0:
 *	not known, which makes it unknown for the path (RFC 2215, 3.3)
 * @latency_us: minimum path latency of the link, us; U32_MAX: indeterminate
 * @mtu: MTU of the outgoing link, bytes, without link headers
 * @C: rate-dependent error term, bytes (RFC 2212)
 * @D_us: rate-independent error term, us
 * @break_general: a hop without RSVP lies before this one (RFC 2205, 3.8)
 * @reshape: this node reshapes: Csum and Dsum restart (RFC 2212)
 * @no_gs: this hop does not offer guaranteed service: its break bit is set
 * @no_cl: likewise controlled load
 */
struct rsvp_adspec_hop {
	u64 bw_Bps;
	u32 latency_us;
	u32 mtu;
	u32 C;
	u32 D_us;
	bool break_general;
	bool reshape;
	bool no_gs;
	bool no_cl;
};

/**
 * struct rsvp_adspec - an ADSPEC in numbers, for display and for receivers
 * @bw_Bps: path bandwidth estimate, bytes/s; 0: unknown (RFC 2215, 3.3)
 * @latency_us: minimum path latency; U32_MAX: indeterminate (RFC 2215, 3.4)
 * @hops: IntServ hops
 * @mtu: composed path MTU; 0: the ADSPEC tells none
 * @gs_bw_Bps: @bw_Bps, or what the guaranteed fragment says instead
 * @gs_mtu: likewise @mtu
 * @cl_bw_Bps: @bw_Bps, or what the controlled-load fragment says instead
 * @cl_mtu: likewise @mtu
 * @Ctot: bytes
 * @Dtot_us: us
 * @Csum: bytes
 * @Dsum_us: us
 * @general_break: global break bit
 * @has_gs: guaranteed service fragment present
 * @gs_break: its break bit
 * @has_cl: controlled-load fragment present
 * @cl_break: its break bit
 */
struct rsvp_adspec {
	u64 bw_Bps;
	u32 latency_us;
	u32 hops;
	u32 mtu;
	u64 gs_bw_Bps;
	u32 gs_mtu;
	u64 cl_bw_Bps;
	u32 cl_mtu;
	u32 Ctot;
	u32 Dtot_us;
	u32 Csum;
	u32 Dsum_us;
	bool general_break;
	bool has_gs;
	bool gs_break;
	bool has_cl;
	bool cl_break;
};

/* Outcome of comparing two flowspecs or Tspecs (RFC 2210, 3.3; RFC 2211/2212) */
enum rsvp_order {
	RSVP_LESS,
	RSVP_EQUAL,
	RSVP_GREATER,
	RSVP_INCOMPARABLE,
};

/* IEEE-754 singles as their bits, host byte order */
bool rsvp_f32_valid(u32 bits, bool inf_ok);
u64 rsvp_f32_to_u64_up(u32 bits);
u64 rsvp_f32_to_u64_down(u32 bits);
u32 rsvp_u64_to_f32_up(u64 v);
u32 rsvp_u64_to_f32_down(u64 v);

/* Saturating sum, as all sums of rates here: never wraps */
u64 rsvp_sat_add(u64 a, u64 b);

int rsvp_tspec_get(struct rsvp_tspec *ts, const u8 *body, size_t len);
void rsvp_tspec_put(u8 body[RSVP_TSPEC_WIRE_LEN], const struct rsvp_tspec *ts);
void rsvp_tspec_sum(struct rsvp_tspec *acc, const struct rsvp_tspec *ts);
void rsvp_tspec_min(struct rsvp_tspec *acc, const struct rsvp_tspec *ts);
enum rsvp_order rsvp_tspec_cmp(const struct rsvp_tspec *a,
			       const struct rsvp_tspec *b);

int rsvp_flowspec_get(struct rsvp_flowspec *fs, const u8 *body, size_t len);
size_t rsvp_flowspec_put(u8 body[RSVP_FLOWSPEC_WIRE_MAX],
			 const struct rsvp_flowspec *fs);
enum rsvp_order rsvp_flowspec_cmp(const struct rsvp_flowspec *a,
				  const struct rsvp_flowspec *b);
bool rsvp_flowspec_same(const struct rsvp_flowspec *a,
			const struct rsvp_flowspec *b);
int rsvp_flowspec_lub(struct rsvp_flowspec *acc, const struct rsvp_flowspec *fs);
int rsvp_flowspec_glb(struct rsvp_flowspec *acc, const struct rsvp_flowspec *fs);

/* adspec.c */
size_t rsvp_adspec_first(u8 *body, size_t room,
			 const struct rsvp_adspec_hop *hop, u32 only);
int rsvp_adspec_update(u8 *body, size_t len, size_t room,
		       const struct rsvp_adspec_hop *hop);
int rsvp_adspec_get(struct rsvp_adspec *ad, const u8 *body, size_t len);

/* bound.c */
u64 rsvp_gs_bound_us(const struct rsvp_tspec *ts, u64 R_Bps, u64 Ctot,
		     u64 Dtot_us);
u64 rsvp_gs_rate_Bps(const struct rsvp_tspec *ts, u64 Ctot, u64 Dtot_us,
		     u64 bound_us, u64 limit_Bps);

#endif /* _RSVP_FLOWSPEC_H */
