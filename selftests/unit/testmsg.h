/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Messages for tests: well-formed ones of every type, family and style, and a
 * parsed message written again through the builders.
 */
#ifndef _RSVP_TESTMSG_H
#define _RSVP_TESTMSG_H

#include "codec.h"

#define TESTMSG_SIZE	65536

/* What testmsg_make() adds to the mandatory objects */
enum {
	TESTMSG_ADSPEC		= 1,
	TESTMSG_CONFIRM		= 2,
	TESTMSG_SCOPE		= 4,
	TESTMSG_POLICY		= 8,
	TESTMSG_INTEGRITY	= 16,
	TESTMSG_MESSAGE_ID	= 32,
	TESTMSG_USER_ERROR	= 64,
	TESTMSG_LABEL		= 128,	/* C-Type 3 senders; IPv6 only */
	TESTMSG_UNKNOWN		= 256,
	TESTMSG_GUARANTEED	= 512,
};

extern const struct rsvp_tspec testmsg_tspec;

struct rsvp_addr testmsg_addr(u32 family, u32 host);
struct rsvp_session_key testmsg_session(u32 family);
struct rsvp_filter testmsg_filter(u32 family, u32 host, bool label);
struct rsvp_flowspec testmsg_flowspec(u16 service);
int testmsg_make(u8 *buf, u8 type, u32 family, u32 style, u32 with);
int testmsg_rebuild(const struct rsvp_msg *msg, u8 *buf, size_t size);
const char *testmsg_type_name(u8 type);
const char *testmsg_style_name(u32 style);

/* Is this optional object one that such a message may carry? */
u32 testmsg_possible(u8 type, u32 family, u32 style);

#endif /* _RSVP_TESTMSG_H */
