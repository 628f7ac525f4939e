// SPDX-License-Identifier: GPL-2.0
/* Units in and out, addresses, and the decoder: what needs no kernel. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rsvp.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "../../selftests/unit/tap.h"
#include "../rsvpctl/rsvpctl.h"

typedef bool (*parse_fn)(const char *word, uint64_t *value);

static void good(const char *name, parse_fn parse, const char *word,
		 uint64_t want)
{
	uint64_t got = ~want;
	bool ok = parse(word, &got);

	if (!tap_ok(ok && got == want, "%s %s", name, word))
		printf("# %s %" PRIu64 " want %" PRIu64 "\n",
		       ok ? "got" : "refused,", got, want);
}

static void bad(const char *name, parse_fn parse, const char *word)
{
	uint64_t value;

	tap_ok(!parse(word, &value), "%s \"%s\" is refused", name, word);
}

static void test_rates(void)
{
	static const char *const words[] = {
		"", "x", "10x", "bps", "-1", "-1bps", "1 bps", "1e3", ".",
		"1..2bps", "1.2.3bps", "0x10", "10kb", "+5", "inf", "nan",
		"18446744073709551616bps", "99999999999999999999tbps",
		"123456789012345678901", "1.0000000000001bps",
	};
	size_t i;

	good("rate", parse_rate, "260kbps", 260000);
	good("rate", parse_rate, "10mbit", 1250000);
	good("rate", parse_rate, "10Mbit", 1250000);
	good("rate", parse_rate, "8", 1);
	good("rate", parse_rate, "9", 2);
	good("rate", parse_rate, "0", 0);
	good("rate", parse_rate, "1.5mbit", 187500);
	good("rate", parse_rate, ".5kbps", 500);
	good("rate", parse_rate, "1kibit", 128);
	good("rate", parse_rate, "1mibps", 1048576);
	good("rate", parse_rate, "40tbps", 40000000000000);
	good("rate", parse_rate, "40000000000001bps", 40000000000001);
	good("rate", parse_rate, "18446744073709551615bps", UINT64_MAX);
	for (i = 0; i < ARRAY_SIZE(words); i++)
		bad("rate", parse_rate, words[i]);
}

static void test_other_units(void)
{
	good("size", parse_size, "15k", 15360);
	good("size", parse_size, "1500", 1500);
	good("size", parse_size, "1500b", 1500);
	good("size", parse_size, "1.5k", 1536);
	good("size", parse_size, "2mb", 2097152);
	good("size", parse_size, "16kbit", 2048);
	bad("size", parse_size, "15kbps");
	good("time", parse_time_us, "5s", 5000000);
	good("time", parse_time_us, "20ms", 20000);
	good("time", parse_time_us, "0.2s", 200000);
	good("time", parse_time_us, "0", 0);
	bad("time", parse_time_us, "17");
	bad("time", parse_time_us, "3.");
	bad("time", parse_time_us, "5m");
	good("percent", parse_percent_100, "75%", 7500);
	good("percent", parse_percent_100, "7.25%", 725);
	good("percent", parse_percent_100, "100", 10000);
	good("percent", parse_percent_100, "0.75%", 75);
	bad("percent", parse_percent_100, "0.75");
	bad("percent", parse_percent_100, "75%%");
	good("class", parse_classid, "1:10", 0x10010);
	good("class", parse_classid, "ffff:", 0xffff0000);
	bad("class", parse_classid, "10");
	bad("class", parse_classid, "10000:1");
	bad("class", parse_classid, ":1");
	bad("class", parse_classid, "1:-1");
}

static void test_output(void)
{
	static const uint64_t rates[] = {
		0, 1, 125, 260000, 1250000, 933333, 40000000000000,
		UINT64_MAX / 8, UINT64_MAX / 8 + 1, UINT64_MAX - 1,
	};
	static const uint64_t sizes[] = { 0, 1, 1500, 15360, 1048576, 250000000000 };
	static const uint64_t times[] = {
		0, 1, 999, 1000, 20000, 1000000, 1500000, 117532000, 1500001,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rates); i++)
		good("rate, as printed,", parse_rate, format_rate(rates[i]),
		     rates[i]);
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		good("size, as printed,", parse_size, format_size(sizes[i]),
		     sizes[i]);
	for (i = 0; i < ARRAY_SIZE(times); i++)
		good("time, as printed,", parse_time_us,
		     format_time_us(times[i]), times[i]);
	tap_ok(!strcmp(format_rate(1250000), "10mbit"), "10mbit");
	tap_ok(!strcmp(format_rate(UINT64_MAX), "unlimited"), "unlimited");
	tap_ok(!strcmp(format_size(15360), "15k"), "15k");
	tap_ok(!strcmp(format_time_us(117532000), "117.532s"), "117.532s");
	tap_ok(!strcmp(format_classid(0x80010002), "8001:2"), "8001:2");
}

/* Ends of ranges, in the words of the command line */
static void test_units(void)
{
	static const struct {
		enum spec_unit unit;
		uint64_t value;
		const char *want;
	} cases[] = {
		{ SPEC_MS, 100, "100ms" },
		{ SPEC_MS, 86400000, "86400s" },
		{ SPEC_US, 0, "0s" },
		{ SPEC_PERCENT, 200, "200%" },
		{ SPEC_PERCENT_100, 1, "0.01%" },
		{ SPEC_PERCENT_100, 100000, "1000%" },
		{ SPEC_BYTES_PER_S, 40000000000000, "320tbit" },
		{ SPEC_BYTES, 65535, "65535b" },
		{ SPEC_PLAIN, 255, "255" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *got = format_unit(cases[i].value, cases[i].unit);

		if (!tap_ok(!strcmp(got, cases[i].want), "%s in its unit",
			    cases[i].want))
			printf("# got %s\n", got);
	}
}

static void test_addresses(void)
{
	static const char *const words[] = {
		"", "10.0.3", "10.0.3.2:", "10.0.3.2:65536", "10.0.3.2:x",
		"[10.0.3.2]:5", "[::1", "[::1]5", "[::1]:", "::1]:5",
		"host:5", "10.0.3.256", "fe80::1%eth0", "[]:5", "10.0.3.2:-1",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc",
	};
	struct addr addr;
	uint32_t port;
	size_t i;

	tap_ok(parse_addr_port("10.0.3.2:5004", &addr, &port) &&
	       addr.family == AF_INET && port == 5004 &&
	       addr.v4.s_addr == htonl(0x0a000302), "IPv4 with a port");
	tap_ok(parse_addr_port("10.0.3.2", &addr, &port) && !port,
	       "IPv4 without");
	tap_ok(parse_addr_port("[fd00:3::2]:5004", &addr, &port) &&
	       addr.family == AF_INET6 && port == 5004 &&
	       addr.v6.s6_addr[1] == 0x00 && addr.v6.s6_addr[3] == 3,
	       "IPv6 with a port");
	tap_ok(parse_addr_port("fd00:3::2", &addr, &port) && !port &&
	       addr.family == AF_INET6, "IPv6 without");
	tap_ok(parse_addr_port("[::1]", &addr, &port) && !port,
	       "IPv6 in brackets without");
	for (i = 0; i < ARRAY_SIZE(words); i++)
		tap_ok(!parse_addr_port(words[i], &addr, &port),
		       "address \"%s\" is refused", words[i]);
}

/* A reservation as a kernel would send it, with what none has sent yet */
static struct nl_msg *make_reservation(void)
{
	struct session session = {
		.dst = { .family = AF_INET6 }, .proto = 17, .dport = 5004,
	};
	struct filter filter = { .src = { .family = AF_INET }, .sport = 7 };
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *nest, *flowspec;

	session.dst.v6.s6_addr[15] = 1;
	genlmsg_put(msg, 1, 1, 0x20, 0, 0, RSVP_CMD_RESERVATION_GET, 1);
	nla_put_u32(msg, RSVP_A_IFINDEX, 5);
	nest = put_nest(msg, RSVP_A_RESERVATION);
	nla_put_u64(msg, RSVP_A_RESERVATION_ID, 9);
	put_session(msg, RSVP_A_RESERVATION_SESSION, &session);
	nla_put_u32(msg, RSVP_A_RESERVATION_STYLE, RSVP_STYLE_SE);
	put_filter(msg, RSVP_A_RESERVATION_FILTER, &filter);
	flowspec = put_nest(msg, RSVP_A_RESERVATION_FLOWSPEC);
	nla_put(msg, RSVP_A_FLOWSPEC_PAD, 0, NULL);
	nla_put_u64(msg, RSVP_A_FLOWSPEC_RATE, 260000);
	nla_put_u64(msg, RSVP_A_FLOWSPEC_PEAK, UINT64_MAX);
	nla_put_u32(msg, RSVP_A_FLOWSPEC_SLACK, 20);
	nla_nest_end(msg, flowspec);
	nla_put_flag(msg, RSVP_A_RESERVATION_CONFIRM);
	nla_put_u32(msg, RSVP_A_RESERVATION_STATUS, 77);
	nla_put_u32(msg, RSVP_A_RESERVATION_MAX + 1, 0x01020304);
	nla_nest_end(msg, nest);
	return msg;
}

static void test_decoder(void)
{
	static const char want[] =
		"{\"ifindex\":5,\"reservation\":{\"id\":9,"
		"\"session\":{\"dst\":\"::1\",\"proto\":17,\"dport\":5004},"
		"\"style\":\"se\",\"filter\":[{\"src\":\"0.0.0.0\",\"sport\":7}],"
		"\"flowspec\":{\"rate_Bps\":260000,\"slack_us\":20},"
		"\"confirm\":true,\"status\":77,\"unknown_18\":\"04030201\"}}";
	struct nl_msg *msg = make_reservation();
	struct ctl ctl = { 0 };
	json_t *object;
	char *text;

	object = decode_message(&ctl, nlmsg_hdr(msg));
	text = json_dumps(object, JSON_COMPACT);
	if (!tap_ok(!strcmp(text, want), "a message becomes JSON"))
		printf("# got  %s\n# want %s\n", text, want);
	free(text);
	json_decref(object);
	nlmsg_free(msg);
}

/* The attribute @type within @nest; its offset in the message */
static uint32_t offset_of(struct nl_msg *msg, int outer, int nest, int type)
{
	struct genlmsghdr *genlh = genlmsg_hdr(nlmsg_hdr(msg));
	struct nlattr *nla;

	nla = nla_find(genlmsg_attrdata(genlh, 0), genlmsg_attrlen(genlh, 0),
		       outer);
	if (nest)
		nla = nla_find(nla_data(nla), nla_len(nla), nest);
	if (type)
		nla = nla_find(nla_data(nla), nla_len(nla), type);
	return (uint32_t)((char *)nla - (char *)nlmsg_hdr(msg));
}

static void path_is(struct nl_msg *msg, uint32_t offset, int missing,
		    const char *want)
{
	char path[128] = "";
	enum spec_unit unit;
	bool ok;

	ok = attr_path(nlmsg_hdr(msg), offset, missing, path, sizeof(path),
		       &unit);
	if (!tap_ok(want ? ok && !strcmp(path, want) : !ok,
		    "attribute %s", want ? want : "(none)"))
		printf("# got %s\n", path);
}

static void unit_is(struct nl_msg *msg, uint32_t offset, enum spec_unit want)
{
	enum spec_unit unit = ~want;
	char path[128];

	attr_path(nlmsg_hdr(msg), offset, 0, path, sizeof(path), &unit);
	tap_is(unit, want, "unit of %s", path);
}

static void test_attribute_names(void)
{
	struct nl_msg *msg = make_reservation();
	uint32_t outer = offset_of(msg, RSVP_A_RESERVATION, 0, 0);
	uint32_t flowspec = offset_of(msg, RSVP_A_RESERVATION,
				      RSVP_A_RESERVATION_FLOWSPEC, 0);

	unit_is(msg, outer, SPEC_PLAIN);
	unit_is(msg, offset_of(msg, RSVP_A_RESERVATION,
			       RSVP_A_RESERVATION_FLOWSPEC,
			       RSVP_A_FLOWSPEC_PEAK), SPEC_BYTES_PER_S);
	unit_is(msg, offset_of(msg, RSVP_A_RESERVATION,
			       RSVP_A_RESERVATION_FLOWSPEC,
			       RSVP_A_FLOWSPEC_SLACK), SPEC_US);
	path_is(msg, outer, 0, "rsvp.reservation");
	path_is(msg, flowspec, 0, "rsvp.reservation.flowspec");
	path_is(msg, offset_of(msg, RSVP_A_RESERVATION,
			       RSVP_A_RESERVATION_FLOWSPEC,
			       RSVP_A_FLOWSPEC_PEAK), 0,
		"rsvp.reservation.flowspec.peak");
	path_is(msg, offset_of(msg, RSVP_A_RESERVATION,
			       RSVP_A_RESERVATION_SESSION,
			       RSVP_A_SESSION_DPORT), 0,
		"rsvp.reservation.session.dport");
	path_is(msg, offset_of(msg, RSVP_A_IFINDEX, 0, 0), 0, "rsvp.ifindex");
	path_is(msg, flowspec, RSVP_A_FLOWSPEC_BURST,
		"rsvp.reservation.flowspec.burst");
	path_is(msg, 0, RSVP_A_SENDER, "rsvp.sender");
	path_is(msg, 0, 0, NULL);
	path_is(msg, 0, RSVP_A_MAX + 1, NULL);
	path_is(msg, 60000, 0, NULL);
	nlmsg_free(msg);
}

/* What is printed of a socket: its first line */
static void socket_is(const char *words, const char *want)
{
	json_t *socket = json_loads(words, 0, NULL);
	const struct ctl ctl = { 0 };
	FILE *old = stdout;
	char *got = NULL;
	size_t size;

	stdout = open_memstream(&got, &size);
	socket_print(&ctl, socket);
	fclose(stdout);
	stdout = old;
	got[strcspn(got, "\n")] = '\0';
	if (!tap_ok(!strcmp(got, want), "socket %s", want))
		printf("# got %s\n", got);
	free(got);
	json_decref(socket);
}

static void test_socket(void)
{
	socket_is("{\"id\": 4, \"proto\": 17, \"uid\": 1000, \"inode\": 48111,"
		  " \"local\": {\"src\": \"10.0.1.2\", \"sport\": 5005}}",
		  "4: udp 10.0.1.2:5005 uid 1000 inode 48111");
	socket_is("{\"id\": 5, \"proto\": 6, \"uid\": 0, \"inode\": 0,"
		  " \"local\": {\"src\": \"fd00::1\", \"sport\": 5005}}",
		  "5: tcp [fd00::1]:5005 uid 0 closed");
}

int main(void)
{
	test_rates();
	test_other_units();
	test_output();
	test_units();
	test_addresses();
	test_decoder();
	test_attribute_names();
	test_socket();
	return tap_done();
}
