// SPDX-License-Identifier: GPL-2.0
/*
 * Early repeats (RFC 2205, 3.7, item 6) on repeat.c itself: when, how many, the
 * caps, and what makes a kept message void.
 */
#include "../../kmod/rsvp.h"
#include "tap.h"

enum { OIF = 11 };

s64 now_ms;
unsigned long list_steps;

static struct rsvp_net rn;
static struct rsvp_iface iface = { .ifindex = OIF, .conf.repeats = 2 };
static u32 path_seq;
static struct rsvp_timer *armed;
static u64 armed_ms;
static bool stands, asks;
static u32 sent, capped;
static u8 buf[64];

struct rsvp_iface *rsvp_iface_find(struct rsvp_net *net, int ifindex)
{
	(void)net;
	return ifindex == iface.ifindex ? &iface : NULL;
}

void rsvp_timer_init(struct rsvp_timer *t,
		     void (*expire)(struct rsvp_net *, struct rsvp_timer *))
{
	t->expire = expire;
}

void rsvp_timer_in(struct rsvp_net *net, struct rsvp_timer *t, u64 ms)
{
	(void)net;
	armed = t;
	armed_ms = ms;
}

void rsvp_timer_del(struct rsvp_net *net, struct rsvp_timer *t)
{
	(void)net;
	if (armed == t)
		armed = NULL;
}

u32 rsvp_refresh_jitter(u32 period_ms)
{
	return period_ms;
}

void rsvp_count_drop(struct rsvp_net *net, enum rsvp_drop_reason reason)
{
	(void)net;
	capped += reason == RSVP_DROP_CAP_REPEATS;
}

bool rsvp_bytes_take(struct rsvp_net *net, int iif, size_t bytes)
{
	(void)iif;
	net->bytes += bytes;
	return true;
}

void rsvp_bytes_give(struct rsvp_net *net, int iif, size_t bytes)
{
	(void)iif;
	net->bytes -= bytes;
}

u64 rsvp_link_share(u64 cap)
{
	return cap / 4 * 3;
}

bool rsvp_path_stands(struct rsvp_net *net, const struct rsvp_msg *msg,
		      const struct rsvp_out *out, u32 seq)
{
	(void)net;
	(void)out;
	return stands && (msg->type != RSVP_MSG_PATH || seq == path_seq);
}

bool rsvp_upstream_asks(struct rsvp_net *net, const struct rsvp_msg *tear,
			int iif, const struct rsvp_addr *phop)
{
	(void)net;
	(void)tear;
	(void)iif;
	(void)phop;
	return asks;
}

struct dst_entry *rsvp_route_along(struct rsvp_net *net, u32 family,
				   const struct rsvp_out *out)
{
	(void)net;
	(void)family;
	(void)out;
	return NULL;
}

void dst_release(struct dst_entry *dst)
{
	(void)dst;
}

int rsvp_output(struct rsvp_net *net, const struct rsvp_tx *tx,
		struct rsvp_builder *b)
{
	(void)net;
	(void)tx;
	sent += b->buf != buf && !memcmp(b->buf, buf, 8);
	return 0;
}

/* A message of a type, all of it that decides, kept to be repeated */
static void keep(u8 type, u32 seq)
{
	static const struct rsvp_session_key key = {
		.dst = { .family = AF_INET, .v4 = 0x0203000a }, .proto = 17,
	};
	static const struct rsvp_hop hop = {
		.addr = { .family = AF_INET, .v4 = 0x0101000a },
	};
	static const struct rsvp_filter sender = {
		.src = { .family = AF_INET, .v4 = 0x0201000a },
	};
	static u8 wire[512];
	struct rsvp_tx tx = { .oif = OIF };
	struct rsvp_out out = { .ifindex = OIF };
	struct rsvp_flowspec fs = {};
	u8 tspec[RSVP_TSPEC_WIRE_LEN];
	struct rsvp_builder b;

	fs.service = RSVP_SERVICE_CONTROLLED_LOAD;
	fs.ts = (struct rsvp_tspec){
		.r_Bps = 1000, .b = 3000, .p_Bps = 2000, .m = 100, .M = 1500,
	};
	rsvp_tspec_put(tspec, &fs.ts);
	rsvp_build_start(&b, wire, sizeof(wire), type, 63);
	rsvp_build_session(&b, &key, 0);
	rsvp_build_hop(&b, &hop);
	if (type == RSVP_MSG_RESVTEAR) {
		rsvp_build_style(&b, RSVP_STYLE_WF);
		rsvp_build_flowspec(&b, &fs);
	} else {
		if (type == RSVP_MSG_PATH)
			rsvp_build_time(&b, 30000);
		rsvp_build_sender(&b, &sender);
		rsvp_build_obj(&b, RSVP_CLASS_SENDER_TSPEC, RSVP_CTYPE_INTSERV,
			       tspec, sizeof(tspec));
	}
	rsvp_build_finish(&b);
	memcpy(buf, b.buf, sizeof(buf));
	sent = 0;
	armed = NULL;
	rsvp_repeat(&rn, 0, &tx, &b, &out, seq);
}

/* The time comes as often as it is waited for: how many messages went? */
static u32 time_comes(void)
{
	struct rsvp_timer *t;

	while ((t = armed)) {
		armed = NULL;
		t->expire(&rn, t);
	}
	return sent;
}

static void spacing(void)
{
	u8 repeat = 0;

	tap_is(rsvp_repeat_next(&rn, 0, &repeat, 1, 3, 30000), 250,
	       "the first repeat comes after 1/4 s");
	tap_is(rsvp_repeat_next(&rn, 0, &repeat, 2, 3, 30000), 500,
	       "the second 1/2 s later");
	tap_is(rsvp_repeat_next(&rn, 0, &repeat, 3, 3, 30000), 1000,
	       "the third 1 s later");
	tap_is(rn.n_repeats, 1, "one is to come");
	tap_is(rsvp_repeat_next(&rn, 0, &repeat, 4, 3, 30000), 30000,
	       "then an ordinary refresh");
	tap_ok(!repeat && !rn.n_repeats, "and no repeat");
	tap_is(rsvp_repeat_next(&rn, 0, &repeat, 1, 0, 30000), 30000,
	       "no repeats, no first");
	tap_is(rsvp_repeat_next(&rn, 0, &repeat, 1, 3, 250), 250,
	       "a refresh that is due by then");
	tap_ok(!repeat, "is no repeat");
}

static void caps(bool user, u32 cap)
{
	static u8 repeat[RSVP_CAP_REPEATS + 1];
	u32 i;

	memset(repeat, 0, sizeof(repeat));
	rn.user_caps = user;
	capped = 0;
	for (i = 0; i < cap; i++)
		rsvp_repeat_next(&rn, 0, &repeat[i], 1, 2, 30000);
	tap_ok(rn.n_repeats == cap && !capped, "%u repeats may wait", cap);
	tap_is(rsvp_repeat_next(&rn, 0, &repeat[cap], 1, 2, 30000), 30000,
	       "one more is left to the refresh");
	tap_ok(!repeat[cap] && capped == 1, "and counted");
	tap_is(rsvp_repeat_next(&rn, 0, &repeat[0], 2, 2, 30000),
	       max(500U, cap / 4), "who waits already goes on, 4 a millisecond");
	for (i = 0; i <= cap; i++)
		rsvp_repeat_stop(&rn, 0, &repeat[i]);
	tap_is(rn.n_repeats, 0, "all stopped");
	rn.user_caps = false;
}

/* Three quarters for the senders of one link */
static void share(void)
{
	static u8 repeat[RSVP_CAP_REPEATS + 1];
	u32 i, most = RSVP_CAP_REPEATS / 4 * 3;

	capped = 0;
	for (i = 0; i < most; i++)
		rsvp_repeat_next(&rn, OIF, &repeat[i], 1, 2, 30000);
	tap_ok(rn.n_repeats == most && !capped, "%u repeats are one link's", most);
	rsvp_repeat_next(&rn, OIF, &repeat[i], 1, 2, 30000);
	tap_ok(!repeat[i] && capped == 1, "one more is left to the refresh");
	rsvp_repeat_next(&rn, 0, &repeat[i], 1, 2, 30000);
	tap_ok(repeat[i] && capped == 1, "another link's is not");
	rsvp_repeat_stop(&rn, 0, &repeat[i]);
	rsvp_repeat_next(&rn, OIF, &repeat[0], 3, 2, 30000);
	rsvp_repeat_next(&rn, OIF, &repeat[i], 1, 2, 30000);
	tap_ok(!repeat[0] && repeat[i], "who is through leaves his place");
	for (i = 0; i <= most; i++)
		rsvp_repeat_stop(&rn, OIF, &repeat[i]);
	tap_ok(!rn.n_repeats && !iface.n_repeats, "all places are free again");
}

static void kept(void)
{
	path_seq = 7;
	stands = true;
	keep(RSVP_MSG_PATH, 7);
	tap_is(time_comes(), 2, "a Path is repeated as it was, twice");
	keep(RSVP_MSG_PATH, 6);
	tap_is(time_comes(), 0, "not when another was sent since");
	keep(RSVP_MSG_PATHTEAR, 7);
	tap_is(time_comes(), 0, "a PathTear is not when the Path is back");
	stands = false;
	keep(RSVP_MSG_PATH, 7);
	tap_is(time_comes(), 0, "a Path is not when its state has gone");
	keep(RSVP_MSG_PATHTEAR, 7);
	tap_is(time_comes(), 2, "but the PathTear is");
	keep(RSVP_MSG_RESVTEAR, 0);
	tap_is(time_comes(), 2, "a ResvTear is");
	asks = true;
	keep(RSVP_MSG_RESVTEAR, 0);
	tap_is(time_comes(), 0, "but not when it is asked for again");
	asks = false;
	keep(RSVP_MSG_RESVTEAR, 0);
	iface.ifindex = 0;
	tap_is(time_comes(), 0, "nothing leaves by an interface that is off");
	keep(RSVP_MSG_RESVTEAR, 0);
	tap_ok(!armed, "or is kept for it");
	iface.ifindex = OIF;
	keep(RSVP_MSG_RESVTEAR, 0);
	iface.conf.repeats = 1;
	tap_is(time_comes(), 1, "an interface may be set to less meanwhile");
	iface.conf.repeats = 2;
	keep(RSVP_MSG_PATHTEAR, 7);
	tap_ok(rn.bytes && rn.n_repeats == 1, "what waits is charged");
	rsvp_repeats_exit(&rn);
	tap_ok(!armed && !rn.bytes && !rn.n_repeats, "and goes at the end");
}

/* Of what waits, tears go at once when an interface is switched off */
static void closed(void)
{
	stands = false;
	keep(RSVP_MSG_PATHTEAR, 7);
	rsvp_repeats_close(&rn, OIF + 1);
	tap_ok(!sent && armed, "another interface is switched off");
	rsvp_repeats_close(&rn, OIF);
	tap_ok(sent == 1 && !armed, "this one: a PathTear goes again, once");
	keep(RSVP_MSG_RESVTEAR, 0);
	rsvp_repeats_close(&rn, OIF);
	tap_ok(sent == 1 && !armed, "so does a ResvTear");
	stands = true;
	keep(RSVP_MSG_PATHTEAR, 7);
	rsvp_repeats_close(&rn, OIF);
	tap_ok(!sent && !armed, "unless the Path is back");
	keep(RSVP_MSG_PATH, 7);
	rsvp_repeats_close(&rn, OIF);
	tap_ok(!sent && !armed && !rn.bytes, "a Path does not");
	stands = false;
	iface.rxq.closed = true;
	keep(RSVP_MSG_PATHTEAR, 7);
	tap_ok(!armed, "nothing more is kept for it");
	iface.rxq.closed = false;
}

/* Of what is handed on with a tear, neighbours decide */
static void large(void)
{
	static u8 wire[4096];
	struct rsvp_tx tx = { .oif = OIF };
	struct rsvp_out out = { .ifindex = OIF };
	struct rsvp_builder b = {
		.buf = wire, .size = sizeof(wire), .len = sizeof(wire),
	};

	armed = NULL;
	rsvp_repeat(&rn, 0, &tx, &b, &out, 0);
	tap_ok(!armed && !rn.bytes, "what is larger than 2 kB is not kept");
	b.len = 2048;
	rsvp_repeat(&rn, 0, &tx, &b, &out, 0);
	tap_ok(armed && rn.bytes == 2048, "2 kB are");
	rsvp_repeats_exit(&rn);
}

int main(void)
{
	INIT_LIST_HEAD(&rn.repeats);
	rn.sent = malloc(sizeof(*rn.sent));
	spacing();
	caps(false, RSVP_CAP_REPEATS);
	caps(true, RSVP_CAP_USER_REPEATS);
	share();
	kept();
	closed();
	large();
	free(rn.sent);
	return tap_done();
}
