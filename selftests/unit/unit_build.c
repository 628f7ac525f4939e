// SPDX-License-Identifier: GPL-2.0
/* build.c: what is written can be read, and is written the same way again. */
#include <stdlib.h>

#include "tap.h"
#include "testmsg.h"

static const u32 families[] = { AF_INET, AF_INET6 };
static const u32 style_list[] = {
	RSVP_STYLE_FF, RSVP_STYLE_WF, RSVP_STYLE_SE
};

static u8 buf[TESTMSG_SIZE], again[TESTMSG_SIZE];

static bool has_flows(u8 type)
{
	return type != RSVP_MSG_PATH && type != RSVP_MSG_PATHERR &&
	       type != RSVP_MSG_PATHTEAR;
}

/* Is everything in @msg that testmsg_make() was asked for? */
static bool complete(const struct rsvp_msg *msg, u8 type, u32 family, u32 style,
		     u32 with)
{
	struct rsvp_session_key key = testmsg_session(family);
	struct rsvp_filter sender = testmsg_filter(family, 11,
						   with & TESTMSG_LABEL);
	struct rsvp_addr receiver = testmsg_addr(family, 99);

	if (msg->type != type || !rsvp_session_key_eq(&msg->session, &key))
		return false;
	if (!(with & TESTMSG_ADSPEC) != !msg->adspec_obj.body ||
	    !(with & TESTMSG_SCOPE) != !rsvp_scope_count(&msg->scope_obj) ||
	    !(with & TESTMSG_INTEGRITY) != !msg->integrity_obj.body ||
	    !(with & TESTMSG_MESSAGE_ID) != !msg->message_id_obj.body ||
	    !(with & TESTMSG_USER_ERROR) != !msg->has_user_error)
		return false;
	if (msg->n_policy != (with & TESTMSG_POLICY ? 2 : 0) ||
	    msg->n_unknown != (with & TESTMSG_UNKNOWN ? 2 : 0))
		return false;
	if ((with & TESTMSG_CONFIRM) &&
	    (!msg->has_confirm || !rsvp_addr_eq(&msg->confirm, &receiver)))
		return false;
	if ((with & TESTMSG_USER_ERROR) &&
	    (strcmp(msg->user_error.text, "no room on veth12") ||
	     strcmp(msg->user_error.ifname, "veth12") ||
	     msg->user_error.asked_Bps != 125000 ||
	     msg->user_error.free_Bps != 0x123456789aULL))
		return false;
	if (has_flows(type))
		return msg->has_style && msg->style == style;
	return msg->has_sender && rsvp_filter_eq(&msg->sender, &sender) &&
	       msg->has_tspec &&
	       !memcmp(&msg->tspec, &testmsg_tspec, sizeof(msg->tspec));
}

static void round_trip(u8 type, u32 family, u32 style)
{
	u32 all = testmsg_possible(type, family, style);
	u32 bad = 0, n = 0, with = 0;
	struct rsvp_msg msg;

	/* Every subset of the optional objects */
	do {
		int len = testmsg_make(buf, type, family, style, with);

		n++;
		if (len < 0 || rsvp_msg_parse(&msg, buf, (size_t)len) ||
		    !complete(&msg, type, family, style, with) ||
		    get_unaligned_be16(buf + 2) !=
		    rsvp_checksum(buf, (size_t)len) ||
		    testmsg_rebuild(&msg, again, sizeof(again)) != len ||
		    memcmp(buf, again, (size_t)len))
			bad++;
		with = (with - all) & all;
	} while (with);
	tap_is(bad, 0, "%s %s %s: %u ways there and back",
	       testmsg_type_name(type), family == AF_INET ? "IPv4" : "IPv6",
	       has_flows(type) ? testmsg_style_name(style) : "", n);
}

/* Too little room at any point voids the message, and nothing is written there */
static void test_overflow(void)
{
	struct rsvp_msg msg;
	int len = testmsg_make(buf, RSVP_MSG_RESVERR, AF_INET6, RSVP_STYLE_SE,
			       ~0u);
	int size, bad = 0;

	rsvp_msg_parse(&msg, buf, (size_t)len);
	for (size = 0; size < len; size++) {
		u8 *small = malloc((size_t)size ? (size_t)size : 1);

		if (testmsg_rebuild(&msg, small, (size_t)size) != -EMSGSIZE)
			bad++;
		free(small);
	}
	tap_is(bad, 0, "no room: %d sizes refused", len);
	tap_is(testmsg_rebuild(&msg, again, (size_t)len), len, "just room");
}

static void test_limits(void)
{
	static const u8 body[65536];
	struct rsvp_addr a[2] = { testmsg_addr(AF_INET, 1) };
	struct rsvp_user_error ue;
	struct rsvp_builder b;
	struct rsvp_msg msg;
	u8 *exact;
	int len;

	rsvp_build_start(&b, buf, sizeof(buf), RSVP_MSG_PATH, 1);
	rsvp_build_obj(&b, 200, 1, body, 65520);
	tap_is(rsvp_build_finish(&b), 65532, "the largest message");
	rsvp_build_start(&b, buf, sizeof(buf), RSVP_MSG_PATH, 1);
	rsvp_build_obj(&b, 200, 1, body, 65521);
	tap_is(rsvp_build_finish(&b), -EMSGSIZE, "a byte more");
	rsvp_build_start(&b, buf, sizeof(buf), RSVP_MSG_PATH, 1);
	rsvp_build_obj(&b, 200, 1, body, 65536);
	rsvp_build_time(&b, 1);
	tap_is(rsvp_build_finish(&b), -EMSGSIZE, "what follows does not heal it");
	rsvp_build_start(&b, buf, sizeof(buf), RSVP_MSG_PATH, 1);
	rsvp_build_scope(&b, a, 20000);
	tap_is(rsvp_build_finish(&b), -EMSGSIZE, "a SCOPE too long");

	rsvp_build_start(&b, buf, sizeof(buf), RSVP_MSG_PATH, 1);
	rsvp_build_scope(&b, a, 0x40000001);
	tap_is(rsvp_build_finish(&b), -EMSGSIZE, "a SCOPE that wraps 32 bits");

	/* Padding is zero whatever was there before */
	memset(buf, 0xff, 64);
	rsvp_build_start(&b, buf, sizeof(buf), RSVP_MSG_PATH, 1);
	rsvp_build_obj(&b, 200, 1, (const u8 *)"abcde", 5);
	tap_ok(rsvp_build_finish(&b) == 20 && buf[9] == 12 && buf[16] == 'e' &&
	       !buf[17] && !buf[18] && !buf[19] && !buf[5], "padding is zero");

	rsvp_build_start(&b, buf, sizeof(buf), RSVP_MSG_RESVTEAR, 1);
	rsvp_build_scope(&b, a, 0);
	rsvp_build_flowspec(&b, &(struct rsvp_flowspec){ 0 });
	tap_is(rsvp_build_finish(&b), 8, "nothing to say: no object");

	/* Text and names that fill their arrays, without a NUL */
	memset(&ue, 'x', sizeof(ue));
	ue.enterprise = RSVP_USER_ERROR_ENTERPRISE;
	ue.has_ifname = true;
	ue.has_asked = false;
	ue.has_free = true;
	rsvp_build_start(&b, buf, sizeof(buf), RSVP_MSG_PATHERR, 1);
	rsvp_build_session(&b, &(struct rsvp_session_key){
			   .dst = a[0], .proto = 1 }, 0);
	rsvp_build_error(&b, &(struct rsvp_error_spec){ .node = a[0] });
	rsvp_build_user_error(&b, &ue);
	len = rsvp_build_finish(&b);
	tap_ok(!rsvp_msg_parse(&msg, buf, (size_t)len) &&
	       strlen(msg.user_error.text) == RSVP_USER_ERR_TEXT_MAX - 1 &&
	       strlen(msg.user_error.ifname) == RSVP_USER_ERR_IFNAME_MAX - 1 &&
	       !msg.user_error.has_asked && msg.user_error.has_free,
	       "text and name without a NUL");
	ue.enterprise = 1;
	exact = malloc(8 + 4 + 8 + 120);
	rsvp_build_start(&b, exact, 8 + 4 + 8 + 120, RSVP_MSG_PATHERR, 1);
	rsvp_build_user_error(&b, &ue);
	tap_is(rsvp_build_finish(&b), 8 + 4 + 8 + 120,
	       "no sub-objects under another's number");
	free(exact);
}

/* RFC 1071 by hand, on odd sizes and on sums that carry */
static void test_checksum(void)
{
	static const u8 zero[8];
	u8 m[64];
	size_t len, i;
	u32 bad = 0;

	tap_is(rsvp_checksum(zero, 8), 0xffff, "checksum of zeroes");
	memset(m, 0xff, sizeof(m));
	tap_is(rsvp_checksum(m, 64), 0xffff,
	       "checksum that would be 0 is sent as 0xffff");
	for (i = 0; i < sizeof(m); i++)
		m[i] = (u8)(i * 77 + 13);
	for (len = 8; len <= sizeof(m); len++) {
		u32 sum = 0;

		for (i = 0; i < len; i++)
			if (i != 2 && i != 3)
				sum += i & 1 ? m[i] : (u32)m[i] << 8;
		while (sum >> 16)
			sum = (sum & 0xffff) + (sum >> 16);
		bad += rsvp_checksum(m, len) != (u16)~sum;
	}
	tap_is(bad, 0, "checksum of 8 to 64 bytes");
}

int main(void)
{
	size_t f, s;
	u8 type;

	for (type = RSVP_MSG_PATH; type <= RSVP_MSG_RESVCONF; type++)
		for (f = 0; f < ARRAY_SIZE(families); f++)
			for (s = 0; s < ARRAY_SIZE(style_list); s++)
				if (has_flows(type) || !s)
					round_trip(type, families[f],
						   style_list[s]);
	test_overflow();
	test_limits();
	test_checksum();
	return tap_done();
}
