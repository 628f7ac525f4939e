/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The QoS of a socket as its program states it: a FLOWSPEC of Winsock for each
 * direction, a reservation style. What may be asked, what it comes to, and which
 * sessions the socket joins (Rn: Documentation/conformance/winsock.md). No
 * kernel service is used: the files build in userspace as well.
 */
#ifndef _RSVP_QOS_H
#define _RSVP_QOS_H

#include <linux/rsvp.h>

#include "addr.h"
#include "flowspec.h"

/* Senders of one SE reservation: R122 honours no more than 99 */
#define RSVP_QOS_MAX_FILTERS	99

/* Which numbers of a FLOWSPEC were given; the others are "not specified" */
enum {
	RSVP_QOS_RATE		= 0x01,
	RSVP_QOS_BUCKET		= 0x02,
	RSVP_QOS_PEAK		= 0x04,
	RSVP_QOS_LATENCY	= 0x08,
	RSVP_QOS_VARIATION	= 0x10,
	RSVP_QOS_SDU		= 0x20,
	RSVP_QOS_POLICED	= 0x40,
};

/**
 * struct rsvp_qos_flow - FLOWSPEC of one direction (R130 to R137)
 * @service_type: enum rsvp_service_type
 * @no_tc: SERVICE_NO_TRAFFIC_CONTROL
 * @no_signaling: SERVICE_NO_QOS_SIGNALING
 * @gave: RSVP_QOS_*
 * @rate_Bps: TokenRate, bytes/s
 * @bucket: TokenBucketSize, bytes
 * @peak_Bps: PeakBandwidth, bytes/s; RSVP_RATE_INF: unlimited
 * @latency_us: Latency, us
 * @variation_us: DelayVariation, us
 * @sdu: MaxSduSize, bytes
 * @policed: MinimumPolicedSize, bytes
 */
struct rsvp_qos_flow {
	u32 service_type;
	bool no_tc;
	bool no_signaling;
	u32 gave;
	u64 rate_Bps;
	u64 bucket;
	u64 peak_Bps;
	u32 latency_us;
	u32 variation_us;
	u32 sdu;
	u32 policed;
};

/**
 * struct rsvp_sock_state - what a socket is, as far as sessions depend on it
 * @proto: IPPROTO_UDP or IPPROTO_TCP
 * @family: of the packets that it takes; 0: of both
 * @local: bound address; family 0: any
 * @lport: bound port; 0: not bound
 * @peer: connected address; family 0: not connected. TCP: only once established
 * @pport: connected port
 * @shut_rd: shutdown(SHUT_RD)
 * @shut_wr: shutdown(SHUT_WR)
 */
struct rsvp_sock_state {
	u8 proto;
	u32 family;
	struct rsvp_addr local;
	__be16 lport;
	struct rsvp_addr peer;
	__be16 pport;
	bool shut_rd;
	bool shut_wr;
};

/**
 * struct rsvp_qos_fault - why QoS is refused
 * @err: negative errno
 * @status: enum rsvp_qos_status, from RSVP_QOS_STATUS_E_SERVICE_TYPE on
 * @attr: RSVP_A_QOS_* at fault; 0: none
 * @text: one sentence
 */
struct rsvp_qos_fault {
	int err;
	u32 status;
	u32 attr;
	const char *text;
};

/* qos.c: what may be asked, and what it comes to */
int rsvp_qos_check_send(const struct rsvp_qos_flow *flow,
			struct rsvp_qos_fault *why);
int rsvp_qos_check_receive(const struct rsvp_qos_flow *flow,
			   struct rsvp_qos_fault *why);
void rsvp_qos_change(struct rsvp_qos_flow *flow,
		     const struct rsvp_qos_flow *asked);
bool rsvp_qos_signals(const struct rsvp_qos_flow *flow);
u64 rsvp_qos_rate(const struct rsvp_qos_flow *flow);
void rsvp_qos_tspec(const struct rsvp_qos_flow *flow, struct rsvp_tspec *ts);
u32 rsvp_qos_offers(const struct rsvp_qos_flow *flow);
u32 rsvp_qos_service(const struct rsvp_qos_flow *flow);
void rsvp_qos_flowspec(const struct rsvp_qos_flow *flow,
		       struct rsvp_flowspec *fs, u32 *gave, u32 *delay_us,
		       u32 *slack_us);

/* match.c: which sessions a socket joins, and how */
bool rsvp_match_unicast(const struct rsvp_sock_state *st,
			const struct rsvp_session_key *key,
			const struct rsvp_filter *sender);
bool rsvp_match_leaf(const struct rsvp_session_key *leaf,
		     const struct rsvp_session_key *key);
u32 rsvp_match_style(const struct rsvp_sock_state *st, bool multicast,
		     u32 style);
int rsvp_match_check_style(const struct rsvp_sock_state *st, bool multicast,
			   u32 style, u32 n_filters,
			   struct rsvp_qos_fault *why);

#endif /* _RSVP_QOS_H */
