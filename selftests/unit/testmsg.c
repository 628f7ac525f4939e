// SPDX-License-Identifier: GPL-2.0
/* Well-formed messages for tests, and parsed ones written again. */
#include "testmsg.h"

const struct rsvp_tspec testmsg_tspec = {
	.r_Bps = 125000, .b = 20000, .p_Bps = 250000, .m = 100, .M = 1500,
};

/* 10.0.0.x or 2001:db8::x */
struct rsvp_addr testmsg_addr(u32 family, u32 host)
{
	struct rsvp_addr a = { .family = family };
	u8 *p = family == AF_INET ? (u8 *)&a.v4 : a.v6.s6_addr;

	if (family == AF_INET) {
		put_unaligned_be32(0x0a000000 | host, p);
	} else {
		put_unaligned_be32(0x20010db8, p);
		put_unaligned_be32(host, p + 12);
	}
	return a;
}

struct rsvp_session_key testmsg_session(u32 family)
{
	struct rsvp_session_key key = { .proto = 17 };

	key.dst = testmsg_addr(family, 99);
	put_unaligned_be16(5004, &key.dport);
	return key;
}

struct rsvp_filter testmsg_filter(u32 family, u32 host, bool label)
{
	struct rsvp_filter f = { .src = testmsg_addr(family, host) };

	if (label) {
		f.has_label = 1;
		f.label = 0xabcd0 + host;
	} else {
		put_unaligned_be16((u16)(6000 + host), &f.sport);
	}
	return f;
}

struct rsvp_flowspec testmsg_flowspec(u16 service)
{
	struct rsvp_flowspec fs = { .ts = testmsg_tspec, .service = service };

	if (service == RSVP_SVC_GUARANTEED) {
		fs.R_Bps = 200000;
		fs.S_us = 1234;
	}
	return fs;
}

u32 testmsg_possible(u8 type, u32 family, u32 style)
{
	u32 res = TESTMSG_INTEGRITY | TESTMSG_MESSAGE_ID | TESTMSG_UNKNOWN;
	bool senders = type == RSVP_MSG_PATH || type == RSVP_MSG_PATHERR ||
		       type == RSVP_MSG_PATHTEAR;

	if (senders)
		res |= TESTMSG_ADSPEC;
	else
		res |= TESTMSG_GUARANTEED;
	if (family == AF_INET6 && (senders || style != RSVP_STYLE_WF))
		res |= TESTMSG_LABEL;
	if (type == RSVP_MSG_RESV)
		res |= TESTMSG_CONFIRM;
	if (type == RSVP_MSG_RESV || type == RSVP_MSG_RESVERR ||
	    type == RSVP_MSG_RESVTEAR)
		res |= TESTMSG_SCOPE;
	if (type <= RSVP_MSG_RESVERR)
		res |= TESTMSG_POLICY;
	if (type == RSVP_MSG_PATHERR || type == RSVP_MSG_RESVERR)
		res |= TESTMSG_USER_ERROR;
	return res;
}

static void make_head(struct rsvp_builder *b, u32 with)
{
	static const u8 digest[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	struct rsvp_integrity in = {
		.flags = RSVP_INTEGRITY_F_HANDSHAKE,
		.key_id = 0x0102030405ULL, .seq = 0x1122334455667788ULL,
		.digest = digest, .digest_len = sizeof(digest),
	};
	struct rsvp_message_id id = {
		.flags = RSVP_MESSAGE_ID_F_ACK_DESIRED,
		.epoch = 0xabcdef, .id = 77,
	};

	if (with & TESTMSG_INTEGRITY)
		rsvp_build_integrity(b, &in);
	if (with & TESTMSG_MESSAGE_ID)
		rsvp_build_message_id(b, RSVP_CLASS_MESSAGE_ID, 1, &id);
}

static void make_middle(struct rsvp_builder *b, u8 type, u32 family, u32 with)
{
	static const u8 opaque[8] = { 0, 8, 0, 0, 0xde, 0xad, 0xbe, 0xef };
	struct rsvp_error_spec e = { .node = testmsg_addr(family, 7) };
	struct rsvp_hop hop = { .addr = testmsg_addr(family, 1), .lih = 42 };
	struct rsvp_user_error ue = {
		.enterprise = RSVP_USER_ERROR_ENTERPRISE, .value = 3,
		.has_ifname = true, .has_asked = true, .has_free = true,
		.ifname = "veth12", .text = "no room on veth12",
		.asked_Bps = 125000, .free_Bps = 0x123456789aULL,
	};
	struct rsvp_addr scope[2];

	if (type != RSVP_MSG_PATHERR && type != RSVP_MSG_RESVCONF)
		rsvp_build_hop(b, &hop);
	if (type == RSVP_MSG_PATH || type == RSVP_MSG_RESV)
		rsvp_build_time(b, 30000);
	if (type == RSVP_MSG_PATHERR || type == RSVP_MSG_RESVERR) {
		e.code = RSVP_ERR_ADMISSION;
		e.value = RSVP_ERRV_BANDWIDTH;
		e.flags = RSVP_ERR_F_INPLACE;
	}
	if (e.code || type == RSVP_MSG_RESVCONF)
		rsvp_build_error(b, &e);
	if ((with & TESTMSG_CONFIRM) || type == RSVP_MSG_RESVCONF) {
		struct rsvp_addr receiver = testmsg_addr(family, 99);

		rsvp_build_confirm(b, &receiver);
	}
	if (with & TESTMSG_SCOPE) {
		scope[0] = testmsg_addr(family, 11);
		scope[1] = testmsg_addr(family, 12);
		rsvp_build_scope(b, scope, 2);
	}
	if (with & TESTMSG_POLICY) {
		rsvp_build_obj(b, RSVP_CLASS_POLICY_DATA, 1, opaque, 8);
		rsvp_build_obj(b, RSVP_CLASS_POLICY_DATA, 1, opaque, 4);
	}
	if (with & TESTMSG_USER_ERROR)
		rsvp_build_user_error(b, &ue);
	if (with & TESTMSG_UNKNOWN) {
		rsvp_build_obj(b, 0xc8, 9, opaque, 8);
		rsvp_build_obj(b, 0xff, 0, opaque, 4);
	}
}

static void make_senders(struct rsvp_builder *b, u32 family, u32 with)
{
	struct rsvp_filter f = testmsg_filter(family, 11, with & TESTMSG_LABEL);
	struct rsvp_adspec_hop hop = {
		.bw_Bps = 12500000, .latency_us = 50, .mtu = 1500, .C = 1514,
		.D_us = 1300,
	};
	u8 ad[RSVP_ADSPEC_FIRST_LEN];

	rsvp_build_sender(b, &f);
	rsvp_build_tspec(b, &testmsg_tspec);
	if (with & TESTMSG_ADSPEC)
		rsvp_build_obj(b, RSVP_CLASS_ADSPEC, RSVP_CTYPE_INTSERV, ad,
			       rsvp_adspec_first(ad, sizeof(ad), &hop, 0));
}

static void make_flows(struct rsvp_builder *b, u8 type, u32 family, u32 style,
		       u32 with)
{
	bool gs = with & TESTMSG_GUARANTEED;
	struct rsvp_flowspec fs = testmsg_flowspec(gs ? RSVP_SVC_GUARANTEED :
						   RSVP_SVC_CONTROLLED);
	struct rsvp_filter f = testmsg_filter(family, 11, with & TESTMSG_LABEL);
	struct rsvp_filter g = testmsg_filter(family, 12, with & TESTMSG_LABEL);

	rsvp_build_style(b, style);
	if (type != RSVP_MSG_RESVTEAR)
		rsvp_build_flowspec(b, &fs);
	if (style == RSVP_STYLE_WF)
		return;
	rsvp_build_filter(b, &f);
	if (style == RSVP_STYLE_SE) {
		rsvp_build_filter(b, &g);
	} else if (type == RSVP_MSG_RESV) {
		/* Two more: with a flowspec of its own, with that of the last */
		fs.ts.r_Bps /= 2;
		rsvp_build_flowspec(b, &fs);
		rsvp_build_filter(b, &g);
		g = testmsg_filter(family, 13, with & TESTMSG_LABEL);
		rsvp_build_filter(b, &g);
	}
}

/* A message with all that it must have and, of @with, what it may have */
int testmsg_make(u8 *buf, u8 type, u32 family, u32 style, u32 with)
{
	struct rsvp_session_key key = testmsg_session(family);
	struct rsvp_builder b;

	with &= testmsg_possible(type, family, style);
	rsvp_build_start(&b, buf, TESTMSG_SIZE, type, 63);
	make_head(&b, with);
	rsvp_build_session(&b, &key,
			   type == RSVP_MSG_PATH ? RSVP_SESSION_E_POLICE : 0);
	make_middle(&b, type, family, with);
	if (type == RSVP_MSG_PATH || type == RSVP_MSG_PATHERR ||
	    type == RSVP_MSG_PATHTEAR)
		make_senders(&b, family, with);
	else
		make_flows(&b, type, family, style, with);
	return rsvp_build_finish(&b);
}

static void rebuild_obj(struct rsvp_builder *b, const struct rsvp_obj *obj)
{
	if (obj->body)
		rsvp_build_obj(b, obj->class, obj->ctype, obj->body, obj->len);
}

static void rebuild_head(struct rsvp_builder *b, const struct rsvp_msg *msg)
{
	struct rsvp_message_id id;
	struct rsvp_integrity in;

	if (rsvp_integrity_get(&in, &msg->integrity_obj))
		rsvp_build_integrity(b, &in);
	if (rsvp_message_id_get(&id, &msg->message_id_obj))
		rsvp_build_message_id(b, RSVP_CLASS_MESSAGE_ID, 1, &id);
	if (msg->has_session)
		rsvp_build_session(b, &msg->session, msg->session_flags);
	if (msg->has_hop)
		rsvp_build_hop(b, &msg->hop);
	if (msg->has_time)
		rsvp_build_time(b, msg->refresh_ms);
	if (msg->has_error)
		rsvp_build_error(b, &msg->error);
	if (msg->has_confirm)
		rsvp_build_confirm(b, &msg->confirm);
}

static void rebuild_scope(struct rsvp_builder *b, const struct rsvp_obj *scope)
{
	struct rsvp_addr addrs[RSVP_MAX_SCOPE];
	u32 n = rsvp_scope_count(scope);
	u32 i;

	for (i = 0; i < n; i++)
		rsvp_scope_get(scope, i, &addrs[i]);
	if (n)
		rsvp_build_scope(b, addrs, n);
	else
		rebuild_obj(b, scope);
}

static void rebuild_flows(struct rsvp_builder *b, const struct rsvp_msg *msg)
{
	struct rsvp_obj last = { 0 };
	struct rsvp_fd fd = { 0 };
	struct rsvp_filter f;

	rsvp_build_style(b, msg->style);
	while (rsvp_msg_next_fd(msg, &fd)) {
		/* RFC 2205, 3.1.4: "can be omitted if it is identical" */
		if (fd.fs_obj.body != last.body) {
			if (fd.fs.service)
				rsvp_build_flowspec(b, &fd.fs);
			else
				rebuild_obj(b, &fd.fs_obj);
		}
		last = fd.fs_obj;
		while (rsvp_fd_next_filter(&fd, &f))
			rsvp_build_filter(b, &f);
	}
}

/*
 * Write @msg again, in the order of the BNF, from its fields where the builders
 * can express them. What a node does not forward (NULL, 10bbbbbb) is lost.
 */
int testmsg_rebuild(const struct rsvp_msg *msg, u8 *buf, size_t size)
{
	u8 body[RSVP_TSPEC_WIRE_LEN];
	struct rsvp_builder b;
	u32 i;

	rsvp_build_start(&b, buf, size, msg->type, msg->send_ttl);
	if (!b.overflow)
		buf[0] |= msg->flags;
	rebuild_head(&b, msg);
	rebuild_scope(&b, &msg->scope_obj);
	for (i = 0; i < msg->n_policy; i++)
		rebuild_obj(&b, &msg->policy[i]);
	rebuild_obj(&b, &msg->user_error_obj);
	for (i = 0; i < msg->n_unknown; i++)
		rebuild_obj(&b, &msg->unknown[i]);
	if (msg->has_sender)
		rsvp_build_sender(&b, &msg->sender);
	if (msg->has_tspec)
		rsvp_tspec_put(body, &msg->tspec);
	if (msg->has_tspec && !memcmp(body, msg->tspec_obj.body, sizeof(body)))
		rsvp_build_tspec(&b, &msg->tspec);
	else
		rebuild_obj(&b, &msg->tspec_obj);
	rebuild_obj(&b, &msg->adspec_obj);
	if (msg->has_style)
		rebuild_flows(&b, msg);
	return rsvp_build_finish(&b);
}

const char *testmsg_type_name(u8 type)
{
	static const char * const names[] = {
		"none", "Path", "Resv", "PathErr", "ResvErr", "PathTear",
		"ResvTear", "ResvConf",
	};

	return type < ARRAY_SIZE(names) ? names[type] : "other";
}

const char *testmsg_style_name(u32 style)
{
	return style == RSVP_STYLE_FF ? "FF" :
	       style == RSVP_STYLE_WF ? "WF" :
	       style == RSVP_STYLE_SE ? "SE" : "-";
}
