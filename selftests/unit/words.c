// SPDX-License-Identifier: GPL-2.0
/* Messages spelled in words. `S H T t s` is a Path; a `-` before a word turns the
 * object into one of the other family.
 */
#include <stdio.h>
#include <stdlib.h>

#include "testmsg.h"
#include "words.h"

struct spell {
	struct rsvp_builder *b;
	u32 family;
	u8 type;
	u8 arg;			/* of the table */
};

static void put_last(struct rsvp_builder *b, size_t back, u32 v)
{
	put_unaligned_be32(v, b->buf + b->len - back);
}

/* An address that is not unicast, by kind */
static struct rsvp_addr odd_addr(u32 family, u8 kind)
{
	struct rsvp_addr a = testmsg_addr(family, 1);
	u8 *p = family == AF_INET ? (u8 *)&a.v4 : a.v6.s6_addr;
	size_t len = family == AF_INET ? 4 : 16;

	switch (kind) {
	case '0':
		memset(p, 0, len);
		break;
	case 'm':
		p[0] = family == AF_INET ? 224 : 0xff;
		p[1] = family == AF_INET ? 0 : 0x0e;
		break;
	case 'b':	/* broadcast, or an IPv4 address in IPv6 */
		if (family == AF_INET) {
			memset(p, 0xff, len);
			break;
		}
		memset(p, 0, 10);
		p[10] = 0xff;
		p[11] = 0xff;
		break;
	}
	return a;
}

static void w_session(struct spell *s)
{
	struct rsvp_session_key key = testmsg_session(s->family);

	if (s->arg == '0' || s->arg == 'b' || s->arg == 'm')
		key.dst = odd_addr(s->family, s->arg);
	if (s->arg == 'p')
		key.proto = 0;
	if (s->arg == 'q')
		key.dport = 0;
	rsvp_build_session(s->b, &key, 0);
}

static void w_hop(struct spell *s)
{
	struct rsvp_hop hop = { .addr = testmsg_addr(s->family, 1), .lih = 5 };

	if (s->arg)
		hop.addr = odd_addr(s->family, s->arg);
	rsvp_build_hop(s->b, &hop);
}

static void w_time(struct spell *s)
{
	rsvp_build_time(s->b, s->arg == '0' ? 0 :
			s->arg == '+' ? RSVP_MAX_REFRESH_MS + 1 :
			s->arg == '=' ? RSVP_MAX_REFRESH_MS : 30000);
}

static void w_error(struct spell *s)
{
	struct rsvp_error_spec e = {
		.node = testmsg_addr(s->family, 2),
		.code = s->type == RSVP_MSG_RESVCONF ? 0 : 1, .value = 2,
	};

	if (s->arg == 'u')
		e.code = RSVP_ERR_USER;
	rsvp_build_error(s->b, &e);
}

static void w_user_error(struct spell *s)
{
	struct rsvp_user_error ue = {
		.enterprise = s->arg ? 9 : RSVP_USER_ERROR_ENTERPRISE,
		.text = "why",
	};

	rsvp_build_user_error(s->b, &ue);
	if (s->arg == 'x')	/* a description that runs over the end */
		s->b->buf[s->b->len - 7] = 5;
}

static void w_style(struct spell *s)
{
	rsvp_build_style(s->b, s->arg == 'F' ? RSVP_STYLE_FF :
			 s->arg == 'W' ? RSVP_STYLE_WF :
			 s->arg == 'S' ? RSVP_STYLE_SE :
			 s->arg == 'r' ? 0xabcd00 | RSVP_STYLE_SE :
			 s->arg == '0' ? 0 : s->arg);
}

static void w_flowspec(struct spell *s)
{
	bool gs = s->arg == 'g' || s->arg == 'R' || s->arg == 'i';
	struct rsvp_flowspec fs = testmsg_flowspec(gs ? 2 : 5);
	size_t len = gs ? 44 : 32;

	rsvp_build_flowspec(s->b, &fs);
	switch (s->arg) {
	case 'n':		/* NaN in r */
		put_last(s->b, len - 12, 0x7fc00000);
		break;
	case 'z':		/* null service, RFC 2997 */
		put_last(s->b, len - 4, 0x06000006);
		break;
	case 'm':		/* m > M */
		put_last(s->b, 8, 1501);
		break;
	case 'M':		/* a wrong length inside */
		put_last(s->b, len, 8);
		break;
	case 'R':		/* R < r */
		put_last(s->b, 8, 0x3f800000);
		break;
	case 'i':		/* R infinite */
		put_last(s->b, 8, 0x7f800000);
		break;
	}
}

static void w_filter(struct spell *s)
{
	struct rsvp_filter f = testmsg_filter(s->family, 11, s->arg == 'l');

	if (s->arg == '0' || s->arg == 'b' || s->arg == 'm')
		f.src = odd_addr(s->family, s->arg);
	if (s->arg == 'q')
		f.sport = 0;
	rsvp_build_filter(s->b, &f);
}

static void w_template(struct spell *s)
{
	struct rsvp_filter f = testmsg_filter(s->family, 11, s->arg == 'l');

	if (s->arg == '0' || s->arg == 'b' || s->arg == 'm')
		f.src = odd_addr(s->family, s->arg);
	if (s->arg == 'q')
		f.sport = 0;
	rsvp_build_sender(s->b, &f);
}

static void w_tspec(struct spell *s)
{
	rsvp_build_tspec(s->b, &testmsg_tspec);
	if (s->arg == 'n')
		put_last(s->b, 20, 0x7fc00000);
	if (s->arg == '-')
		put_last(s->b, 20, 0x80000000);
	if (s->arg == '0')
		put_last(s->b, 20, 0);
	if (s->arg == 'p')		/* p < r */
		put_last(s->b, 12, 0x3f800000);
	if (s->arg == 'z')
		put_last(s->b, 28, 0x06000006);
	if (s->arg == 'M')
		put_last(s->b, 32, 8);
}

static void w_adspec(struct spell *s)
{
	struct rsvp_adspec_hop hop = { .bw_Bps = 1000, .mtu = 1500 };
	u8 ad[RSVP_ADSPEC_FIRST_LEN];

	rsvp_build_obj(s->b, RSVP_CLASS_ADSPEC, 2, ad,
		       rsvp_adspec_first(ad, sizeof(ad), &hop, 0));
	if (s->arg == 'M')
		put_last(s->b, 80, 20);
}

static void w_confirm(struct spell *s)
{
	struct rsvp_addr a = testmsg_addr(s->family, 99);

	if (s->arg)
		a = odd_addr(s->family, s->arg);
	rsvp_build_confirm(s->b, &a);
}

static void w_scope(struct spell *s)
{
	static struct rsvp_addr a[RSVP_MAX_SCOPE + 1];
	u32 n = s->arg == '+' ? RSVP_MAX_SCOPE + 1 :
		s->arg == '=' ? RSVP_MAX_SCOPE : 2;
	u32 i;

	for (i = 0; i < n; i++)
		a[i] = testmsg_addr(s->family, 11 + i);
	rsvp_build_scope(s->b, a, n);
}

static void w_integrity(struct spell *s)
{
	static const u8 digest[16];
	struct rsvp_integrity in = { .key_id = 1, .seq = 2, .digest = digest };

	in.digest_len = s->arg == '0' ? 0 : 16;
	rsvp_build_integrity(s->b, &in);
}

static void w_message_id(struct spell *s)
{
	struct rsvp_message_id id = { .id = 1 };

	rsvp_build_message_id(s->b, s->arg == 'i' ? 23 : 24,
			      s->arg == 'n' ? 2 : 1, &id);
}

/* Objects by number: class, C-Type, bytes of body */
static void raw(struct spell *s, u8 class, u8 ctype, size_t len)
{
	static const u8 zero[65536];

	rsvp_build_obj(s->b, class, ctype, zero, len);
}

static const struct {
	const char *word;
	void (*fn)(struct spell *s);
	u8 arg;
} vocabulary[] = {
	{ "S", w_session, 0 }, { "S0", w_session, '0' },
	{ "Sm", w_session, 'm' }, { "Sb", w_session, 'b' },
	{ "Sp", w_session, 'p' }, { "Sq", w_session, 'q' },
	{ "H", w_hop, 0 }, { "H0", w_hop, '0' }, { "Hm", w_hop, 'm' },
	{ "Hb", w_hop, 'b' },
	{ "T", w_time, 0 }, { "T0", w_time, '0' }, { "T+", w_time, '+' },
	{ "T=", w_time, '=' },
	{ "E", w_error, 0 }, { "Eu", w_error, 'u' },
	{ "U", w_user_error, 0 }, { "U9", w_user_error, '9' },
	{ "Ux", w_user_error, 'x' },
	{ "FF", w_style, 'F' }, { "WF", w_style, 'W' }, { "SE", w_style, 'S' },
	{ "SEr", w_style, 'r' }, { "Y0", w_style, '0' }, { "Y1f", w_style, 0x1f },
	{ "Y09", w_style, 0x09 }, { "Y14", w_style, 0x14 },
	{ "F", w_flowspec, 0 }, { "Fg", w_flowspec, 'g' },
	{ "Fn", w_flowspec, 'n' }, { "Fz", w_flowspec, 'z' },
	{ "Fm", w_flowspec, 'm' }, { "FM", w_flowspec, 'M' },
	{ "FR", w_flowspec, 'R' }, { "Fi", w_flowspec, 'i' },
	{ "f", w_filter, 0 }, { "f0", w_filter, '0' }, { "fm", w_filter, 'm' },
	{ "fb", w_filter, 'b' }, { "fl", w_filter, 'l' }, { "fq", w_filter, 'q' },
	{ "t", w_template, 0 }, { "t0", w_template, '0' },
	{ "tm", w_template, 'm' }, { "tb", w_template, 'b' },
	{ "tl", w_template, 'l' }, { "tq", w_template, 'q' },
	{ "s", w_tspec, 0 }, { "sn", w_tspec, 'n' }, { "s-", w_tspec, '-' },
	{ "s0", w_tspec, '0' }, { "sp", w_tspec, 'p' }, { "sz", w_tspec, 'z' },
	{ "sM", w_tspec, 'M' },
	{ "a", w_adspec, 0 }, { "aM", w_adspec, 'M' },
	{ "C", w_confirm, 0 }, { "C0", w_confirm, '0' },
	{ "Cm", w_confirm, 'm' },
	{ "L", w_scope, 0 }, { "L+", w_scope, '+' }, { "L=", w_scope, '=' },
	{ "I", w_integrity, 0 }, { "I0", w_integrity, '0' },
	{ "Mi", w_message_id, 'i' }, { "Ma", w_message_id, 'a' },
	{ "Mn", w_message_id, 'n' },
};

static void one_word(struct spell *s, const char *word)
{
	unsigned int class, ctype, len, n, i;
	struct spell other = *s;
	int end = 0;

	/* `*N:word`: N times */
	if (sscanf(word, "*%u:%n", &n, &end) == 1 && end) {
		for (i = 0; i < n; i++)
			one_word(s, word + end);
		return;
	}
	/* `#class/ctype/len`: any object, zeroed */
	if (sscanf(word, "#%u/%u/%u", &class, &ctype, &len) == 3) {
		raw(s, (u8)class, (u8)ctype, len);
		return;
	}
	if (word[0] == '-') {
		other.family = s->family == AF_INET ? AF_INET6 : AF_INET;
		one_word(&other, word + 1);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(vocabulary); i++) {
		if (strcmp(vocabulary[i].word, word))
			continue;
		s->arg = vocabulary[i].arg;
		vocabulary[i].fn(s);
		return;
	}
	fprintf(stderr, "unknown word %s\n", word);
	abort();
}

int words_build(u8 *buf, size_t size, u8 type, u32 family, const char *words)
{
	struct rsvp_builder b;
	struct spell s = { .b = &b, .family = family, .type = type };
	char copy[256], *word, *save = NULL;

	snprintf(copy, sizeof(copy), "%s", words);
	rsvp_build_start(&b, buf, size, type, 63);
	for (word = strtok_r(copy, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		one_word(&s, word);
	return rsvp_build_finish(&b);
}
