// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for the codec and the arithmetic behind it. Every input is
 * tried as it is, then with a common header that lets it through, then as the body
 * of an ADSPEC. Besides what the sanitizers see:
 * - what was accepted can be written again, is accepted then, and says the same;
 * - a merged flowspec covers both it was made of, and can be sent and read;
 * - an updated ADSPEC is well formed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "testmsg.h"

#define CHECK(cond) do {						\
	if (!(cond)) {							\
		fprintf(stderr, "%s:%d: not so: %s\n", __FILE__,	\
			__LINE__, #cond);				\
		abort();						\
	}								\
} while (0)

static u8 once[TESTMSG_SIZE], twice[TESTMSG_SIZE];

static bool obj_same(const struct rsvp_obj *a, const struct rsvp_obj *b)
{
	if (!a->body || !b->body)
		return !a->body == !b->body;
	return a->class == b->class && a->ctype == b->ctype &&
	       a->len == b->len && !memcmp(a->body, b->body, a->len);
}

static void fd_same(const struct rsvp_msg *a, const struct rsvp_msg *b)
{
	struct rsvp_fd fa = { 0 }, fb = { 0 };
	struct rsvp_filter x, y;
	u32 n = 0, total = 0;

	while (rsvp_msg_next_fd(a, &fa)) {
		CHECK(rsvp_msg_next_fd(b, &fb));
		CHECK(fa.n_filters == fb.n_filters && fa.drop == fb.drop);
		CHECK(obj_same(&fa.fs_obj, &fb.fs_obj));
		CHECK(rsvp_flowspec_same(&fa.fs, &fb.fs));
		for (n = 0; rsvp_fd_next_filter(&fa, &x); n++) {
			CHECK(rsvp_fd_next_filter(&fb, &y));
			CHECK(rsvp_filter_eq(&x, &y));
		}
		CHECK(n == fa.n_filters);
		CHECK(!rsvp_fd_next_filter(&fb, &y));
		total += n;
	}
	CHECK(!rsvp_msg_next_fd(b, &fb));
	CHECK(total == a->n_filters);
}

static void msg_same(const struct rsvp_msg *a, const struct rsvp_msg *b)
{
	u32 i;

	CHECK(a->type == b->type && a->flags == b->flags);
	CHECK(a->send_ttl == b->send_ttl && a->family == b->family);
	CHECK(rsvp_session_key_eq(&a->session, &b->session));
	CHECK(a->session_flags == b->session_flags);
	CHECK(a->has_hop == b->has_hop && rsvp_hop_eq(&a->hop, &b->hop));
	CHECK(a->refresh_ms == b->refresh_ms && a->has_time == b->has_time);
	CHECK(!memcmp(&a->error, &b->error, sizeof(a->error)));
	CHECK(a->has_error == b->has_error);
	CHECK(a->has_user_error == b->has_user_error);
	CHECK(!memcmp(&a->user_error, &b->user_error, sizeof(a->user_error)));
	CHECK(a->has_confirm == b->has_confirm);
	CHECK(rsvp_addr_eq(&a->confirm, &b->confirm));
	CHECK(a->has_style == b->has_style && a->style == b->style);
	CHECK(a->has_sender == b->has_sender);
	CHECK(rsvp_filter_eq(&a->sender, &b->sender));
	CHECK(a->has_tspec == b->has_tspec);
	CHECK(!memcmp(&a->tspec, &b->tspec, sizeof(a->tspec)));
	CHECK(obj_same(&a->adspec_obj, &b->adspec_obj));
	CHECK(obj_same(&a->scope_obj, &b->scope_obj));
	CHECK(obj_same(&a->user_error_obj, &b->user_error_obj));
	CHECK(!a->integrity_obj.body == !b->integrity_obj.body);
	CHECK(!a->message_id_obj.body == !b->message_id_obj.body);
	CHECK(a->n_policy == b->n_policy && a->n_unknown == b->n_unknown);
	for (i = 0; i < a->n_policy; i++)
		CHECK(obj_same(&a->policy[i], &b->policy[i]));
	for (i = 0; i < a->n_unknown; i++)
		CHECK(obj_same(&a->unknown[i], &b->unknown[i]));
	CHECK(a->n_filters == b->n_filters);
	fd_same(a, b);
}

static void covers(const struct rsvp_flowspec *m, const struct rsvp_flowspec *fs)
{
	CHECK(m->ts.r_Bps >= fs->ts.r_Bps && m->ts.b >= fs->ts.b);
	CHECK(m->ts.p_Bps >= fs->ts.p_Bps && m->ts.m <= fs->ts.m);
	CHECK(m->R_Bps >= fs->R_Bps && m->S_us <= fs->S_us);
	CHECK(!fs->ts.M || (m->ts.M && m->ts.M <= fs->ts.M));
}

/* It can be sent, read, and is the same: but for what rounds to infinity */
static void sendable(const struct rsvp_flowspec *fs)
{
	u8 body[RSVP_FLOWSPEC_WIRE_MAX];
	struct rsvp_flowspec back;
	size_t len = rsvp_flowspec_put(body, fs);

	CHECK(!rsvp_flowspec_get(&back, body, len));
	if (fs->wire_len)
		CHECK(rsvp_flowspec_cmp(fs, &back) == RSVP_EQUAL);
}

static void merge(const struct rsvp_flowspec *a, const struct rsvp_flowspec *b)
{
	struct rsvp_flowspec ab = *a, ba = *b, lo = *a, ol = *b;
	struct rsvp_tspec sum = a->ts;

	rsvp_tspec_sum(&sum, &b->ts);
	rsvp_tspec_min(&sum, &a->ts);
	rsvp_gs_bound_us(&a->ts, b->R_Bps, a->S_us, b->S_us);
	if (rsvp_flowspec_lub(&ab, b)) {
		CHECK(a->service != b->service);
		CHECK(rsvp_flowspec_glb(&ab, b));
		return;
	}
	CHECK(!rsvp_flowspec_lub(&ba, a));
	CHECK(rsvp_flowspec_cmp(&ab, &ba) == RSVP_EQUAL);
	covers(&ab, a);
	covers(&ab, b);
	sendable(&ab);
	CHECK(!rsvp_flowspec_glb(&lo, b));
	CHECK(!rsvp_flowspec_glb(&ol, a));
	CHECK(rsvp_flowspec_cmp(&lo, &ol) == RSVP_EQUAL);
	CHECK(lo.ts.r_Bps <= a->ts.r_Bps && lo.ts.r_Bps <= b->ts.r_Bps);
	sendable(&lo);
}

/* Also of messages that were refused: what there is must be safe to look at */
static void look(const struct rsvp_msg *msg)
{
	struct rsvp_flowspec last = { 0 };
	struct rsvp_fd fd = { 0 };
	struct rsvp_integrity in;
	struct rsvp_message_id id;
	struct rsvp_filter f;
	struct rsvp_addr addr;
	u32 i;

	while (rsvp_msg_next_fd(msg, &fd)) {
		for (i = 0; rsvp_fd_next_filter(&fd, &f); i++)
			;
		CHECK(i == fd.n_filters);
		if (fd.fs.service && last.service)
			merge(&last, &fd.fs);
		last = fd.fs;
	}
	for (i = 0; rsvp_scope_get(&msg->scope_obj, i, &addr); i++)
		;
	CHECK(i == rsvp_scope_count(&msg->scope_obj));
	rsvp_integrity_get(&in, &msg->integrity_obj);
	rsvp_message_id_get(&id, &msg->message_id_obj);
	if (msg->err_code)
		CHECK(msg->bad.body);
}

static void parse(const u8 *data, size_t size)
{
	struct rsvp_msg msg, back, last;
	enum rsvp_drop_reason reason = rsvp_msg_parse(&msg, data, size);
	int len, len2;

	CHECK((u32)reason < RSVP_DROP_MAX);
	CHECK(reason || !msg.err_code);
	if (msg.foreign) {
		CHECK(!reason && !msg.has_session && !msg.has_hop);
		return;
	}
	if (reason && !msg.err_code)
		return;
	look(&msg);
	len = testmsg_rebuild(&msg, once, sizeof(once));
	if (reason)
		return;
	CHECK(len > 0);
	CHECK(!rsvp_msg_parse(&back, once, (size_t)len));
	msg_same(&msg, &back);
	len2 = testmsg_rebuild(&back, twice, sizeof(twice));
	CHECK(len == len2 && !memcmp(once, twice, (size_t)len));
	CHECK(!rsvp_msg_parse(&last, twice, (size_t)len2));
}

static void adspec(const u8 *data, size_t size)
{
	struct rsvp_adspec_hop hop = {
		.bw_Bps = 1000, .latency_us = 7, .mtu = 1400, .C = 5, .D_us = 6,
		.reshape = size & 4, .no_gs = size & 8, .no_cl = size & 16,
	};
	struct rsvp_adspec before, after;
	u8 *body;
	int len;

	if (size > 4096)
		return;
	body = malloc(size + RSVP_ADSPEC_GROWTH + 1);
	memcpy(body, data, size);
	len = rsvp_adspec_update(body, size, size + RSVP_ADSPEC_GROWTH, &hop);
	if (len < 0) {
		CHECK(!memcmp(body, data, size));
		CHECK(rsvp_adspec_get(&before, data, size));
	} else {
		CHECK(!rsvp_adspec_get(&before, data, size));
		CHECK(!rsvp_adspec_get(&after, body, (size_t)len));
		CHECK(after.bw_Bps <= before.bw_Bps && after.mtu <= before.mtu);
		CHECK(after.hops >= before.hops && after.Ctot >= before.Ctot);
		CHECK(after.latency_us >= before.latency_us);
		CHECK(after.has_gs == before.has_gs);
		CHECK(after.gs_break >= before.gs_break);
	}
	free(body);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	size_t len = size & ~(size_t)3;
	u8 *copy;

	parse(data, size);
	adspec(data, size);
	if (size > 8)
		adspec(data + 8, size - 8);
	if (len < 8 || len > U16_MAX)
		return 0;
	copy = malloc(len);
	memcpy(copy, data, len);
	copy[0] = RSVP_VERSION << 4 | (copy[0] & 0xf);
	copy[1] = copy[1] % 8;
	put_unaligned_be16(0, copy + 2);
	copy[4] |= 1;
	put_unaligned_be16((u16)len, copy + 6);
	parse(copy, len);
	free(copy);
	return 0;
}
