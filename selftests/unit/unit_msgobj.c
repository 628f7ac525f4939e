// SPDX-License-Identifier: GPL-2.0
/* msgobj.c: what the objects say, once a message has been parsed. */
#include "tap.h"
#include "testmsg.h"
#include "words.h"

static const u32 families[] = { AF_INET, AF_INET6 };
static u8 buf[TESTMSG_SIZE];

static const char *v(u32 family)
{
	return family == AF_INET ? "IPv4" : "IPv6";
}

static enum rsvp_drop_reason parse(struct rsvp_msg *msg, u8 type, u32 family,
				   const char *words)
{
	int len = words_build(buf, sizeof(buf), type, family, words);

	return rsvp_msg_parse(msg, buf, (size_t)len);
}

/* Every field of every object, from bytes written by hand */
static void test_bytes_v4(void)
{
	static const u8 path[] = {
		0x10, 1, 0, 0, 63, 0, 0, 128,
		/* SESSION */ 0, 12, 1, 1, 225, 1, 2, 3, 17, 1, 0x13, 0x8c,
		/* RSVP_HOP */ 0, 12, 3, 1, 10, 0, 0, 1, 0x12, 0x34, 0x56, 0x78,
		/* TIME_VALUES */ 0, 8, 5, 1, 0, 0, 0x75, 0x30,
		/* SENDER_TEMPLATE */ 0, 12, 11, 1, 192, 0, 2, 9, 0xff, 0xff,
		0x17, 0x70,
		/* SENDER_TSPEC */ 0, 36, 12, 2, 0, 0, 0, 7, 1, 0, 0, 6,
		127, 0, 0, 5, 0x44, 0x7a, 0, 0, 0x45, 0xbb, 0x80, 0,
		0x7f, 0x80, 0, 0, 0, 0, 0, 64, 0, 0, 5, 0xdc,
		/* RESV would not: unknown, to forward */ 0, 8, 0xc1, 7, 1, 2,
		3, 4,
		/* POLICY_DATA */ 0, 12, 14, 1, 0, 8, 0, 0, 9, 9, 9, 9,
		/* MESSAGE_ID */ 0, 12, 23, 1, 1, 0xab, 0xcd, 0xef, 0, 0, 1, 2,
		/* NULL */ 0, 8, 0, 5, 0xde, 0xad, 0xbe, 0xef,
	};
	struct rsvp_message_id id;
	struct rsvp_msg msg;
	u32 addr;

	tap_is(rsvp_msg_parse(&msg, path, sizeof(path)), RSVP_DROP_NONE,
	       "bytes: parsed");
	memcpy(&addr, &msg.session.dst.v4, 4);
	tap_ok(msg.type == RSVP_MSG_PATH && msg.send_ttl == 63 &&
	       msg.family == AF_INET && msg.raw == path && msg.raw_len == 128,
	       "bytes: header");
	tap_ok(msg.has_session && msg.session.dst.family == AF_INET &&
	       addr == htonl(0xe1010203) && msg.session.proto == 17 &&
	       msg.session_flags == RSVP_SESSION_E_POLICE &&
	       msg.session.dport == htons(5004) && !msg.session.zero,
	       "bytes: SESSION");
	memcpy(&addr, &msg.hop.addr.v4, 4);
	tap_ok(msg.has_hop && addr == htonl(0x0a000001) &&
	       msg.hop.lih == 0x12345678, "bytes: RSVP_HOP");
	tap_ok(msg.has_time && msg.refresh_ms == 30000, "bytes: TIME_VALUES");
	memcpy(&addr, &msg.sender.src.v4, 4);
	tap_ok(msg.has_sender && addr == htonl(0xc0000209) &&
	       msg.sender.sport == htons(6000) && !msg.sender.has_label,
	       "bytes: SENDER_TEMPLATE, unused bytes ignored");
	tap_ok(msg.has_tspec && msg.tspec.r_Bps == 1000 && msg.tspec.b == 6000 &&
	       msg.tspec.p_Bps == RSVP_RATE_INF && msg.tspec.m == 64 &&
	       msg.tspec.M == 1500 && msg.tspec_obj.len == 32,
	       "bytes: SENDER_TSPEC");
	tap_ok(msg.n_unknown == 1 && msg.unknown[0].class == 0xc1 &&
	       msg.unknown[0].ctype == 7 && msg.unknown[0].len == 4 &&
	       msg.unknown[0].body[3] == 4, "bytes: unknown class");
	tap_ok(msg.n_policy == 1 && msg.policy[0].len == 8 &&
	       msg.policy[0].body[7] == 9, "bytes: POLICY_DATA");
	tap_ok(rsvp_message_id_get(&id, &msg.message_id_obj) && id.flags == 1 &&
	       id.epoch == 0xabcdef && id.id == 258, "bytes: MESSAGE_ID");
	tap_ok(!msg.adspec_obj.body && !msg.scope_obj.body &&
	       !msg.integrity_obj.body && !msg.user_error_obj.body &&
	       !msg.has_error && !msg.has_style && !msg.has_confirm && !msg.fd,
	       "bytes: nothing else");
}

static void test_bytes_v6(void)
{
	static const u8 rerr[] = {
		0x10, 4, 0, 0, 1, 0, 0, 184,
		/* SESSION */ 0, 24, 1, 2, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 9, 6, 0, 0, 80,
		/* RSVP_HOP */ 0, 24, 3, 2, 0xfe, 0x80, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3,
		/* ERROR_SPEC */ 0, 24, 6, 2, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 7, 3, 1, 0, 2,
		/* SCOPE */ 0, 36, 7, 2, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 1, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 2,
		/* STYLE */ 0, 8, 8, 1, 0, 0, 0, 0x12,
		/* FLOWSPEC of a service we do not know */ 0, 12, 9, 2,
		0, 0, 0, 1, 6, 0, 0, 0,
		/* FILTER_SPEC, port */ 0, 24, 10, 2, 0x20, 1, 0x0d, 0xb8, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0xff, 0xff, 0x17, 0x70,
		/* FILTER_SPEC, flow label */ 0, 24, 10, 3, 0x20, 1, 0x0d, 0xb8,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0xff, 0xfa, 0xbc, 0xde,
	};
	struct rsvp_fd fd = { 0 };
	struct rsvp_filter f;
	struct rsvp_addr a;
	struct rsvp_msg msg;

	tap_is(rsvp_msg_parse(&msg, rerr, sizeof(rerr)), RSVP_DROP_NONE,
	       "bytes v6: parsed");
	tap_ok(msg.family == AF_INET6 && msg.session.proto == 6 &&
	       msg.session.dport == htons(80) &&
	       msg.session.dst.v6.s6_addr[15] == 9 &&
	       msg.session.dst.family == AF_INET6, "bytes v6: SESSION");
	tap_ok(msg.hop.lih == 3 && msg.hop.addr.v6.s6_addr[0] == 0xfe,
	       "bytes v6: RSVP_HOP");
	tap_ok(msg.has_error && msg.error.code == 1 && msg.error.value == 2 &&
	       msg.error.flags == (RSVP_ERR_F_INPLACE | RSVP_ERR_F_NOTGUILTY) &&
	       msg.error.node.v6.s6_addr[15] == 7, "bytes v6: ERROR_SPEC");
	tap_ok(rsvp_scope_count(&msg.scope_obj) == 2 &&
	       rsvp_scope_get(&msg.scope_obj, 0, &a) &&
	       a.v6.s6_addr[15] == 1 && rsvp_scope_get(&msg.scope_obj, 1, &a) &&
	       a.v6.s6_addr[15] == 2 && a.family == AF_INET6 &&
	       !rsvp_scope_get(&msg.scope_obj, 2, &a) &&
	       !rsvp_scope_get(&msg.scope_obj, U32_MAX, &a), "bytes v6: SCOPE");
	tap_ok(msg.style == RSVP_STYLE_SE && msg.n_filters == 2,
	       "bytes v6: STYLE");
	tap_ok(rsvp_msg_next_fd(&msg, &fd) && fd.n_filters == 2 &&
	       !fd.fs.service && fd.fs.wire_len == 8 && !fd.drop &&
	       fd.fs_obj.len == 8, "bytes v6: a FLOWSPEC that is only carried");
	tap_ok(rsvp_fd_next_filter(&fd, &f) && f.src.v6.s6_addr[15] == 5 &&
	       f.sport == htons(6000) && !f.has_label && !f.label,
	       "bytes v6: FILTER_SPEC with port");
	tap_ok(rsvp_fd_next_filter(&fd, &f) && f.src.v6.s6_addr[15] == 6 &&
	       !f.sport && f.has_label && f.label == 0xabcde,
	       "bytes v6: FILTER_SPEC with flow label, 20 bits");
	tap_ok(!rsvp_fd_next_filter(&fd, &f) && !rsvp_msg_next_fd(&msg, &fd),
	       "bytes v6: end");
}

/* The list as "flowspec's r / number of filters", descriptor by descriptor */
static void list(char *out, size_t size, const struct rsvp_msg *msg)
{
	struct rsvp_fd fd = { 0 };
	struct rsvp_filter f;
	size_t used = 0;

	out[0] = 0;
	while (rsvp_msg_next_fd(msg, &fd) && used + 64 < size) {
		u32 n = 0;

		while (rsvp_fd_next_filter(&fd, &f))
			n++;
		used += (size_t)snprintf(out + used, size - used, "%s%s%s%u",
					 used ? " " : "",
					 fd.fs.service == 5 ? "cl" :
					 fd.fs.service == 2 ? "gs" : "no",
					 fd.drop ? "!" : "", n);
		if (n != fd.n_filters)
			used += (size_t)snprintf(out + used, size - used, "?");
	}
}

static void test_lists(void)
{
	static const struct {
		u8 type;
		const char *words;
		const char *list;
	} t[] = {
		{ RSVP_MSG_RESV, "S H T WF F", "cl0" },
		{ RSVP_MSG_RESV, "S H T WF #0/0/8 F #0/0/0", "cl0" },
		{ RSVP_MSG_RESV, "S H T SE F f f f", "cl3" },
		{ RSVP_MSG_RESV, "S H T SE F #0/0/0 f #200/1/4 f", "cl2" },
		{ RSVP_MSG_RESV, "S H T FF F f", "cl1" },
		{ RSVP_MSG_RESV, "S H T FF F f f f", "cl1 cl1 cl1" },
		{ RSVP_MSG_RESV, "S H T FF F f Fg f f F f",
		  "cl1 gs1 gs1 cl1" },
		{ RSVP_MSG_RESV, "S H T FF #0/0/4 F #0/0/4 f #0/0/4 Fg f #0/0/4",
		  "cl1 gs1" },
		{ RSVP_MSG_RESV, "S H T FF F f Fn f f Fg f", "cl1 no!1 no!1 gs1" },
		{ RSVP_MSG_RESV, "S H T FF F f #9/1/8 f", "cl1 no!1" },
		{ RSVP_MSG_RESV, "S H T SE F f #10/9/8 f", "cl2" },
		{ RSVP_MSG_RESV, "S H T Y1f F f f Fg f F", "cl2 gs1 cl0" },
		{ RSVP_MSG_RESV, "S H T Y1f F Fg f", "cl0 gs1" },
		{ RSVP_MSG_RESVTEAR, "S H WF", "no0" },
		{ RSVP_MSG_RESVTEAR, "S H WF F", "cl0" },
		{ RSVP_MSG_RESVTEAR, "S H SE f f", "no2" },
		{ RSVP_MSG_RESVTEAR, "S H FF f f", "no1 no1" },
		{ RSVP_MSG_RESVTEAR, "S H FF f F f", "no1 cl1" },
		{ RSVP_MSG_RESVERR, "S H E FF", "" },
		{ RSVP_MSG_RESVERR, "S H E WF", "no0" },
		{ RSVP_MSG_RESVERR, "S H E FF f", "no1" },
		{ RSVP_MSG_RESVERR, "S H E SE Fn f f", "no2" },
		{ RSVP_MSG_RESVCONF, "S E C FF F f f", "cl1 cl1" },
	};
	struct rsvp_msg msg;
	char out[256];
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		for (j = 0; j < ARRAY_SIZE(families); j++) {
			parse(&msg, t[i].type, families[j], t[i].words);
			list(out, sizeof(out), &msg);
			if (!tap_ok(!strcmp(out, t[i].list), "%s list: %s: %s",
				    v(families[j]), t[i].words, t[i].list))
				printf("# got %s\n", out);
		}
	}
	parse(&msg, RSVP_MSG_PATH, AF_INET, "S H T t s");
	list(out, sizeof(out), &msg);
	tap_ok(!out[0], "a Path has no list");
}

/* What is wrong with each flow descriptor, by itself (RFC 2205, 3.1.8) */
static void test_fd_errors(void)
{
	struct rsvp_fd fd = { 0 };
	struct rsvp_msg msg;

	parse(&msg, RSVP_MSG_RESV, AF_INET, "S H T FF F f Fn f Fz f Fm f");
	tap_ok(rsvp_msg_next_fd(&msg, &fd) && !fd.drop && !fd.err_value &&
	       fd.fs.service == 5, "descriptor 1: fine");
	tap_ok(rsvp_msg_next_fd(&msg, &fd) && fd.drop == RSVP_DROP_FLOAT &&
	       fd.err_value == RSVP_ERRV_BAD_FLOWSPEC && !fd.fs.service &&
	       fd.fs.wire_len == 32, "descriptor 2: NaN, its bits are kept");
	tap_ok(rsvp_msg_next_fd(&msg, &fd) && fd.drop == RSVP_DROP_FLOWSPEC &&
	       fd.err_value == RSVP_ERRV_SERVICE_UNSUPPORTED,
	       "descriptor 3: service");
	tap_ok(rsvp_msg_next_fd(&msg, &fd) && fd.drop == RSVP_DROP_FLOWSPEC &&
	       fd.err_value == RSVP_ERRV_BAD_FLOWSPEC, "descriptor 4: m > M");
	tap_ok(!rsvp_msg_next_fd(&msg, &fd), "no descriptor 5");
}

static void test_integrity(void)
{
	struct rsvp_integrity in;
	struct rsvp_obj none = { 0 };
	struct rsvp_msg msg;
	int len;

	len = testmsg_make(buf, RSVP_MSG_PATH, AF_INET, 0, TESTMSG_INTEGRITY);
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), RSVP_DROP_NONE,
	       "INTEGRITY: parsed");
	tap_ok(rsvp_integrity_get(&in, &msg.integrity_obj) && in.flags == 1 &&
	       in.key_id == 0x0102030405ULL && in.digest_len == 16 &&
	       in.seq == 0x1122334455667788ULL && in.digest[8] == 9,
	       "INTEGRITY: fields");
	/* The object follows the common header and is 4 + 16 + 16 bytes */
	tap_ok(get_unaligned_be16(buf + 8) == 36 && buf[10] == 4 && buf[12] == 1,
	       "INTEGRITY: as on the wire");
	tap_ok(!rsvp_integrity_get(&in, &none), "INTEGRITY: none");
	msg.integrity_obj.len = 16;
	tap_ok(!rsvp_integrity_get(&in, &msg.integrity_obj),
	       "INTEGRITY: too short");
}

static void test_message_id(void)
{
	struct rsvp_obj none = { 0 };
	struct rsvp_message_id id;
	struct rsvp_msg msg;

	parse(&msg, RSVP_MSG_PATH, AF_INET, "S H T t s");
	tap_ok(!rsvp_message_id_get(&id, &msg.message_id_obj) &&
	       !rsvp_message_id_get(&id, &none), "MESSAGE_ID: none");
	parse(&msg, RSVP_MSG_PATH, AF_INET, "Mi S H T t s");
	msg.message_id_obj.len = 4;
	tap_ok(!rsvp_message_id_get(&id, &msg.message_id_obj),
	       "MESSAGE_ID: too short");
}

static void user_error(const u8 *body, size_t len, struct rsvp_msg *msg)
{
	struct rsvp_session_key key = testmsg_session(AF_INET);
	struct rsvp_error_spec e = { .node = testmsg_addr(AF_INET, 2) };
	struct rsvp_builder b;
	int n;

	rsvp_build_start(&b, buf, sizeof(buf), RSVP_MSG_PATHERR, 1);
	rsvp_build_session(&b, &key, 0);
	rsvp_build_error(&b, &e);
	rsvp_build_obj(&b, RSVP_CLASS_USER_ERROR_SPEC, 1, body, len);
	n = rsvp_build_finish(&b);
	tap_is(rsvp_msg_parse(msg, buf, (size_t)n), RSVP_DROP_NONE,
	       "USER_ERROR_SPEC: parsed");
}

static void test_user_error(void)
{
	static const u8 ours[] = {
		0, 0, 0x7e, 0xd9, 2, 7, 0, 3, 'n', 'o', 27, 'r', 0x80, 'o', 'm',
		0, 1, 8, 'e', 't', 'h', '\n', 0, 0,
		2, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0,
		99, 4, 0, 0,
		3, 12, 0, 0, 0xff, 0, 0, 0, 0, 0, 0, 1,
	};
	struct rsvp_msg msg;
	u8 b[8 + 256 + 64];

	user_error(ours, sizeof(ours), &msg);
	tap_ok(msg.user_error.enterprise == 32473 &&
	       msg.user_error.sub_org == 2 && msg.user_error.value == 3,
	       "USER_ERROR_SPEC: numbers");
	tap_ok(!strcmp(msg.user_error.text, "no?r?om"),
	       "USER_ERROR_SPEC: text without control characters");
	tap_ok(msg.user_error.has_ifname &&
	       !strcmp(msg.user_error.ifname, "eth?"),
	       "USER_ERROR_SPEC: interface");
	tap_ok(msg.user_error.has_asked && msg.user_error.asked_Bps == 4096 &&
	       msg.user_error.has_free &&
	       msg.user_error.free_Bps == 0xff00000000000001ULL,
	       "USER_ERROR_SPEC: rates, past an unknown sub-object");
	tap_ok(msg.user_error_obj.len == sizeof(ours) &&
	       !memcmp(msg.user_error_obj.body, ours, sizeof(ours)),
	       "USER_ERROR_SPEC: as it stands");

	memcpy(b, ours, sizeof(ours));
	b[3] = 1;
	user_error(b, sizeof(ours), &msg);
	tap_ok(!msg.user_error.has_ifname && !msg.user_error.has_asked &&
	       !strcmp(msg.user_error.text, "no?r?om"),
	       "USER_ERROR_SPEC: others' sub-objects are theirs");

	/* Sub-objects that are nonsense end the reading of them */
	memcpy(b, ours, sizeof(ours));
	b[17] = 0;
	user_error(b, sizeof(ours), &msg);
	tap_ok(!msg.user_error.has_ifname && !msg.user_error.has_free,
	       "USER_ERROR_SPEC: sub-object of length 0");
	b[17] = 255;
	user_error(b, sizeof(ours), &msg);
	tap_ok(!msg.user_error.has_ifname, "USER_ERROR_SPEC: sub-object too long");
	b[17] = 8;
	b[25] = 4;
	user_error(b, sizeof(ours), &msg);
	tap_ok(msg.user_error.has_ifname && !msg.user_error.has_asked,
	       "USER_ERROR_SPEC: rate of 2 bytes");

	memset(b, 'x', sizeof(b));
	put_unaligned_be32(RSVP_USER_ERROR_ENTERPRISE, b);
	b[5] = 255;
	put_unaligned_be32(0x01400000, b + 8 + 256);
	memset(b + 8 + 256 + 2, 'y', 62);
	user_error(b, sizeof(b), &msg);
	tap_ok(strlen(msg.user_error.text) == RSVP_USER_ERR_TEXT_MAX - 1 &&
	       strlen(msg.user_error.ifname) == RSVP_USER_ERR_IFNAME_MAX - 1,
	       "USER_ERROR_SPEC: long text and name cut");

	/* RFC 5284, 4.2: repeated ones are forwarded, the first is read */
	parse(&msg, RSVP_MSG_PATHERR, AF_INET, "S E U U9 #194/2/8");
	tap_ok(msg.user_error.enterprise == 32473 && msg.n_unknown == 2 &&
	       msg.unknown[0].class == 194 && msg.unknown[1].ctype == 2,
	       "USER_ERROR_SPEC: repeated");
}

/* RFC 2205, 3.10: 10bbbbbb is ignored, 11bbbbbb kept, for every such class */
static void test_unknown(void)
{
	u32 ignored = 0, kept = 0, refused = 0, class;
	struct rsvp_msg msg;
	char words[64];

	for (class = 1; class < 256; class++) {
		enum rsvp_drop_reason reason;

		snprintf(words, sizeof(words), "S H T t s #%u/5/4", class);
		reason = parse(&msg, RSVP_MSG_PATH, AF_INET6, words);
		if (reason == RSVP_DROP_UNKNOWN_CLASS && class < 128)
			refused++;
		if (!reason && class >= 128 && class < 192 && !msg.n_unknown)
			ignored++;
		if (!reason && class >= 192 && msg.n_unknown == 1 &&
		    msg.unknown[0].class == class)
			kept++;
	}
	/* Known: 1, 3 to 15, 23 to 25, 64; USER_ERROR_SPEC is not for a Path */
	tap_is(refused, 127 - 18, "unknown classes refused");
	tap_is(ignored, 64, "unknown classes ignored");
	tap_is(kept, 63, "unknown classes kept");
}

static void test_scope(void)
{
	struct rsvp_obj none = { 0 };
	struct rsvp_addr a;
	struct rsvp_msg msg;
	size_t i;
	u32 n, bad;

	tap_is(rsvp_scope_count(&none), 0, "SCOPE: none");
	tap_ok(!rsvp_scope_get(&none, 0, &a), "SCOPE: nothing in none");
	for (i = 0; i < ARRAY_SIZE(families); i++) {
		parse(&msg, RSVP_MSG_RESV, families[i], "S H T L= WF F");
		bad = 0;
		for (n = 0; rsvp_scope_get(&msg.scope_obj, n, &a); n++) {
			struct rsvp_addr want = testmsg_addr(families[i],
							     11 + n);

			bad += !rsvp_addr_eq(&a, &want);
		}
		tap_ok(n == RSVP_MAX_SCOPE && !bad &&
		       rsvp_scope_count(&msg.scope_obj) == n,
		       "%s SCOPE: 1024 addresses", v(families[i]));
	}
}

int main(void)
{
	test_bytes_v4();
	test_bytes_v6();
	test_lists();
	test_fd_errors();
	test_integrity();
	test_message_id();
	test_user_error();
	test_unknown();
	test_scope();
	return tap_done();
}
