/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The wire: headers and numbers of RFC 2205 (3.1, appendix A and B), RFC 2210,
 * RFC 2747, RFC 2961, RFC 5284. Nothing else; fuzzers include it too.
 */
#ifndef _RSVP_PROTO_H
#define _RSVP_PROTO_H

#include <linux/rsvp.h>		/* styles (RFC 2205, A.7) and services */

#include "pure.h"

#define RSVP_VERSION		1
#define RSVP_IPPROTO		46
#define RSVP_DSCP_CS6_TOS	0xc0	/* signalling traffic: RFC 4594, 3.1 */
#define RSVP_DSCP_CONTROLLED_TOS 0x60	/* R199: 24, what controlled load reserved */
#define RSVP_DSCP_GUARANTEED_TOS 0xa0	/* R199: 40, what guaranteed service did */

/* RFC 2205, 3.1.1 */
struct rsvp_hdr {
	u8	ver_flags;		/* version << 4 | flags */
	u8	type;
	__be16	csum;
	u8	send_ttl;
	u8	rsvd;
	__be16	length;
};

static_assert(sizeof(struct rsvp_hdr) == 8);

/* RFC 2205, 3.1.2 */
struct rsvp_obj_hdr {
	__be16	length;
	u8	class;
	u8	ctype;
};

static_assert(sizeof(struct rsvp_obj_hdr) == 4);

enum rsvp_msg_type {
	RSVP_MSG_PATH		= 1,
	RSVP_MSG_RESV		= 2,
	RSVP_MSG_PATHERR	= 3,
	RSVP_MSG_RESVERR	= 4,
	RSVP_MSG_PATHTEAR	= 5,
	RSVP_MSG_RESVTEAR	= 6,
	RSVP_MSG_RESVCONF	= 7,
	RSVP_MSG_BUNDLE		= 12,	/* RFC 2961 */
	RSVP_MSG_ACK		= 13,
	RSVP_MSG_SREFRESH	= 15,
	RSVP_MSG_HELLO		= 20,	/* RFC 3209 */
	RSVP_MSG_CHALLENGE	= 25,	/* RFC 2747 */
	RSVP_MSG_RESPONSE	= 26,
	RSVP_MSG_MAX		= 31,
};

enum rsvp_class {
	RSVP_CLASS_NULL			= 0,
	RSVP_CLASS_SESSION		= 1,
	RSVP_CLASS_HOP			= 3,
	RSVP_CLASS_INTEGRITY		= 4,
	RSVP_CLASS_TIME_VALUES		= 5,
	RSVP_CLASS_ERROR_SPEC		= 6,
	RSVP_CLASS_SCOPE		= 7,
	RSVP_CLASS_STYLE		= 8,
	RSVP_CLASS_FLOWSPEC		= 9,
	RSVP_CLASS_FILTER_SPEC		= 10,
	RSVP_CLASS_SENDER_TEMPLATE	= 11,
	RSVP_CLASS_SENDER_TSPEC		= 12,
	RSVP_CLASS_ADSPEC		= 13,
	RSVP_CLASS_POLICY_DATA		= 14,
	RSVP_CLASS_RESV_CONFIRM		= 15,
	RSVP_CLASS_MESSAGE_ID		= 23,	/* RFC 2961 */
	RSVP_CLASS_MESSAGE_ID_ACK	= 24,
	RSVP_CLASS_MESSAGE_ID_LIST	= 25,
	RSVP_CLASS_CHALLENGE		= 64,	/* RFC 2747 */
	RSVP_CLASS_USER_ERROR_SPEC	= 194,	/* RFC 5284 */
};

/* C-Types: 1 and 2 are the families, for every class that carries addresses */
enum {
	RSVP_CTYPE_V4		= 1,
	RSVP_CTYPE_V6		= 2,
	RSVP_CTYPE_V6_LABEL	= 3,	/* FILTER_SPEC, SENDER_TEMPLATE */
	RSVP_CTYPE_ONE		= 1,	/* classes with one C-Type only */
	RSVP_CTYPE_INTSERV	= 2,	/* FLOWSPEC, SENDER_TSPEC, ADSPEC */
};

/* RFC 2205, A.1: SESSION flags */
#define RSVP_SESSION_E_POLICE	0x01

/* RFC 2205, A.5: ERROR_SPEC flags */
#define RSVP_ERR_F_INPLACE	0x01
#define RSVP_ERR_F_NOTGUILTY	0x02

/* RFC 2747, 2.1 */
#define RSVP_INTEGRITY_F_HANDSHAKE	0x01	/* "bit 0", sent as 0x01 by IOS */

/* RFC 2961, 4.2 */
#define RSVP_MESSAGE_ID_F_ACK_DESIRED	0x01

/* RFC 2205, appendix B */
enum rsvp_error_code {
	RSVP_ERR_CONFIRMATION		= 0,
	RSVP_ERR_ADMISSION		= 1,
	RSVP_ERR_POLICY			= 2,
	RSVP_ERR_NO_PATH		= 3,
	RSVP_ERR_NO_SENDER		= 4,
	RSVP_ERR_STYLE_CONFLICT		= 5,
	RSVP_ERR_UNKNOWN_STYLE		= 6,
	RSVP_ERR_DST_PORT_CONFLICT	= 7,
	RSVP_ERR_SENDER_PORT_CONFLICT	= 8,
	RSVP_ERR_PREEMPTED		= 12,
	RSVP_ERR_UNKNOWN_CLASS		= 13,
	RSVP_ERR_UNKNOWN_CTYPE		= 14,
	RSVP_ERR_API			= 20,
	RSVP_ERR_TRAFFIC_CONTROL	= 21,
	RSVP_ERR_TC_SYSTEM		= 22,
	RSVP_ERR_SYSTEM			= 23,
	RSVP_ERR_USER			= 33,	/* RFC 5284, 2 */
	RSVP_ERR_PROXY			= 36,	/* RFC 5946, 3.1.2 */
};

/* RFC 5946, 3.1.2: values of code 36: the code that the refusal has, below */
#define RSVP_ERRV_PROXY_CAUSE	0x0100

/* RFC 2205, B: values of code 1 */
enum {
	RSVP_ERRV_DELAY		= 1,
	RSVP_ERRV_BANDWIDTH	= 2,
	RSVP_ERRV_MTU		= 3,
};

/* RFC 2205, B: "ssur" of codes 1 and 12: "the message is informational" */
#define RSVP_ERRV_INFORMS	0x2000

/* RFC 2205, B: values of code 21 */
enum {
	RSVP_ERRV_SERVICE_CONFLICT	= 1,
	RSVP_ERRV_SERVICE_UNSUPPORTED	= 2,
	RSVP_ERRV_BAD_FLOWSPEC		= 3,
	RSVP_ERRV_BAD_TSPEC		= 4,
	RSVP_ERRV_BAD_ADSPEC		= 5,
};

/* Values of code 23, which RFC 2205, B leaves to the implementation */
enum {
	RSVP_ERRV_NO_ROOM	= 1,	/* beyond a cap of this node */
	RSVP_ERRV_NO_MEMORY	= 2,
};

/* RFC 2210, RFC 2215: service and parameter numbers */
enum {
	RSVP_SVC_GENERAL	= 1,
	RSVP_SVC_GUARANTEED	= RSVP_SERVICE_GUARANTEED,
	RSVP_SVC_CONTROLLED	= RSVP_SERVICE_CONTROLLED_LOAD,
};

enum {
	RSVP_PARAM_IS_HOPS	= 4,
	RSVP_PARAM_PATH_BW	= 6,
	RSVP_PARAM_MIN_LATENCY	= 8,
	RSVP_PARAM_PATH_MTU	= 10,
	RSVP_PARAM_TOKEN_BUCKET	= 127,
	RSVP_PARAM_GS_RSPEC	= 130,
	RSVP_PARAM_GS_CTOT	= 133,
	RSVP_PARAM_GS_DTOT	= 134,
	RSVP_PARAM_GS_CSUM	= 135,
	RSVP_PARAM_GS_DSUM	= 136,
};

#endif /* _RSVP_PROTO_H */
