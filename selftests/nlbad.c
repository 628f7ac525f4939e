// SPDX-License-Identifier: GPL-2.0
/*
 * A table of netlink requests that must be refused: with the right errno, a
 * sentence that says why, and a pointer at the attribute at fault. Some that
 * must be accepted stand between, so that a node which refuses everything
 * fails too. Behind it every attribute of the specification, where it is taken
 * with a wrong size, and where it is not taken at all.
 *
 * usage: nlbad IFNAME	(an interface without RSVP, with CAP_NET_ADMIN)
 */
#define _GNU_SOURCE
#include "nlraw.h"

/* What follows a ! is what the kernel must point at; see nlraw.h. */
#define UDP	"session{dst4=10.0.3.2 proto=17 dport=5004} "
#define UDP6	"session{dst6=fd00:3::2 proto=17 dport=5004} "
#define ICMP	"session{dst4=10.0.3.2 proto=1} "
#define FROM	"filter{src4=10.0.1.2 sport=5004} "
#define FROM6	"filter{src6=fd00:1::2 sport=5004} "
#define TSPEC	"tspec{rate=1000 burst=1500 mtu=1500} "
#define CL	"flowspec{service=5} "
#define FF	"style=10 "
#define WF	"style=17 "
#define SE	"style=18 "

#define SENDER(s)	RSVP_CMD_SENDER_NEW, 0, "sender{" s "}"
#define RESV(s)		RSVP_CMD_RESERVATION_NEW, 0, "reservation{" s "}"
#define IFACE(s)	RSVP_CMD_IFACE_SET, 0, "iface{" s "}"
#define RULE(s)		RSVP_CMD_RULE_NEW, 0, "rule{" s "}"
#define GIVES		"send{service-type=2 token-rate=1000} "
#define RANGE		"integer out of range"
#define LENGTH		"invalid attribute length"
#define POLICY		"policy"
#define UNKNOWN		"Unknown attribute type"
#define UNSUPPORTED	"Unsupported attribute"

/* @text: part of what the kernel says; "": it says nothing, as EOPNOTSUPP */
static const struct test {
	const char *name;
	int cmd;
	int flags;
	const char *attrs;
	int err;
	const char *text;
} tests[] = {
	/* Attributes missing */
	{ "iface-set: empty", RSVP_CMD_IFACE_SET, 0, "", EINVAL, "missing" },
	{ "iface-set: no ifindex",
	  RSVP_CMD_IFACE_SET, 0, "!iface{rsvp=1}", EINVAL, "ifindex is missing" },
	{ "iface-set: nothing to set",
	  RSVP_CMD_IFACE_SET, 0, "!iface{ifindex=@}", EINVAL, "nothing to set" },
	{ "sender-new: empty", RSVP_CMD_SENDER_NEW, 0, "", EINVAL, "missing" },
	{ "sender-new: no session",
	  RSVP_CMD_SENDER_NEW, 0, "!sender{" FROM TSPEC "}", EINVAL,
	  "session is missing" },
	{ "sender-new: no filter",
	  RSVP_CMD_SENDER_NEW, 0, "!sender{" UDP TSPEC "}", EINVAL,
	  "filter) is missing" },
	{ "sender-new: no tspec",
	  RSVP_CMD_SENDER_NEW, 0, "!sender{" UDP FROM "}", EINVAL,
	  "tspec) is missing" },
	{ "session: no address",
	  SENDER("!session{proto=17 dport=1} " FROM TSPEC), EINVAL,
	  "address is missing" },
	{ "session: no protocol",
	  SENDER("!session{dst4=10.0.3.2 dport=1} " FROM TSPEC), EINVAL,
	  "protocol is missing" },
	{ "session: UDP without port",
	  SENDER("!session{dst4=10.0.3.2 proto=17} " FROM TSPEC), EINVAL,
	  "destination port is missing" },
	{ "session: TCP without port",
	  SENDER("!session{dst4=10.0.3.2 proto=6} " FROM TSPEC), EINVAL,
	  "destination port is missing" },
	{ "filter: no address",
	  SENDER(UDP "!filter{sport=5004} " TSPEC), EINVAL,
	  "address is missing" },
	{ "tspec: no rate",
	  SENDER(UDP FROM "!tspec{burst=1500 mtu=1500}"), EINVAL,
	  "rate is missing" },
	{ "tspec: no burst",
	  SENDER(UDP FROM "!tspec{rate=1000 mtu=1500}"), EINVAL,
	  "burst is missing" },
	{ "tspec: no mtu",
	  SENDER(UDP FROM "!tspec{rate=1000 burst=1500}"), EINVAL,
	  "mtu) is missing" },
	{ "reservation-new: empty",
	  RSVP_CMD_RESERVATION_NEW, 0, "", EINVAL, "missing" },
	{ "reservation-new: no session",
	  RSVP_CMD_RESERVATION_NEW, 0, "!reservation{" WF CL "}", EINVAL,
	  "session is missing" },
	{ "reservation-new: no style",
	  RSVP_CMD_RESERVATION_NEW, 0, "!reservation{" UDP CL "}", EINVAL,
	  "style is missing" },
	{ "reservation-new: no flowspec",
	  RSVP_CMD_RESERVATION_NEW, 0, "!reservation{" UDP WF "}", EINVAL,
	  "flowspec) is missing" },
	{ "flowspec: no service",
	  RESV(UDP WF "!flowspec{rate=1000}"), EINVAL, "service is missing" },
	{ "sender-del: empty", RSVP_CMD_SENDER_DEL, 0, "", EINVAL, "missing" },
	{ "sender-del: no filter",
	  RSVP_CMD_SENDER_DEL, 0, "!sender{" UDP "}", EINVAL,
	  "filter) is missing" },
	{ "sender-del: no session",
	  RSVP_CMD_SENDER_DEL, 0, "!sender{" FROM "}", EINVAL,
	  "session is missing" },
	{ "reservation-del: empty",
	  RSVP_CMD_RESERVATION_DEL, 0, "", EINVAL, "missing" },
	{ "reservation-del: no style",
	  RSVP_CMD_RESERVATION_DEL, 0, "!reservation{" UDP "}", EINVAL,
	  "style is missing" },
	{ "reservation-del: no session",
	  RSVP_CMD_RESERVATION_DEL, 0, "!reservation{" WF "}", EINVAL,
	  "session is missing" },
	{ "session-get: no id", RSVP_CMD_SESSION_GET, 0, "", EINVAL, "name one" },
	{ "path-get: no id", RSVP_CMD_PATH_GET, 0, "", EINVAL, "name one" },
	{ "resv-get: no id", RSVP_CMD_RESV_GET, 0, "", EINVAL, "name one" },
	{ "tc-get: no id", RSVP_CMD_TC_GET, 0, "", EINVAL, "name one" },
	{ "sender-get: no id", RSVP_CMD_SENDER_GET, 0, "", EINVAL, "name one" },
	{ "reservation-get: no id",
	  RSVP_CMD_RESERVATION_GET, 0, "", EINVAL, "name one" },
	{ "iface-get: no ifindex",
	  RSVP_CMD_IFACE_GET, 0, "", EINVAL, "name one" },

	/* Out of range */
	{ "ifindex 0", IFACE("!ifindex=0 rsvp=1"), ERANGE, RANGE },
	{ "ifindex 2^31", IFACE("!ifindex=2147483648 rsvp=1"), ERANGE, RANGE },
	{ "rsvp 2", IFACE("ifindex=@ !rsvp=2"), ERANGE, RANGE },
	{ "bandwidth 0", IFACE("ifindex=@ rsvp=1 !bandwidth=0"), ERANGE, RANGE },
	{ "bandwidth above 40 TB/s",
	  IFACE("ifindex=@ rsvp=1 !bandwidth=40000000000001"), ERANGE, RANGE },
	{ "flow-limit above 40 TB/s",
	  IFACE("ifindex=@ rsvp=1 !flow-limit=40000000000001"), ERANGE, RANGE },
	{ "reservable 0", IFACE("ifindex=@ rsvp=1 !reservable=0"), ERANGE, RANGE },
	{ "reservable 1000.01 %",
	  IFACE("ifindex=@ rsvp=1 !reservable=100001"), ERANGE, RANGE },
	{ "class-cap 0", IFACE("ifindex=@ rsvp=1 !class-cap=0"), ERANGE, RANGE },
	{ "class-cap 65001",
	  IFACE("ifindex=@ rsvp=1 !class-cap=65001"), ERANGE, RANGE },
	{ "overhead 257", IFACE("ifindex=@ rsvp=1 !overhead=257"), ERANGE, RANGE },
	{ "backend 3", IFACE("ifindex=@ rsvp=1 !backend=3"), ERANGE, RANGE },
	{ "refresh 99 ms", IFACE("ifindex=@ rsvp=1 !refresh=99"), ERANGE, RANGE },
	{ "refresh over a day",
	  IFACE("ifindex=@ rsvp=1 !refresh=86400001"), ERANGE, RANGE },
	{ "keep 0", IFACE("ifindex=@ rsvp=1 !keep=0"), ERANGE, RANGE },
	{ "keep 256", IFACE("ifindex=@ rsvp=1 !keep=256"), ERANGE, RANGE },
	{ "slew-max 0", IFACE("ifindex=@ rsvp=1 !slew-max=0"), ERANGE, RANGE },
	{ "slew-max 101 %",
	  IFACE("ifindex=@ rsvp=1 !slew-max=101"), ERANGE, RANGE },
	{ "protocol 256",
	  SENDER("session{dst4=10.0.3.2 !proto=256 dport=1} " FROM TSPEC),
	  ERANGE, RANGE },
	{ "destination port 65536",
	  SENDER("session{dst4=10.0.3.2 proto=17 !dport=65536} " FROM TSPEC),
	  ERANGE, RANGE },
	{ "source port 65536",
	  SENDER(UDP "filter{src4=10.0.1.2 !sport=65536} " TSPEC), ERANGE, RANGE },
	{ "flow label 2^20",
	  SENDER(UDP6 "filter{src6=fd00:1::2 !label=1048576} " TSPEC),
	  ERANGE, RANGE },
	{ "rate 0",
	  SENDER(UDP FROM "tspec{!rate=0 burst=1500 mtu=1500}"), ERANGE, RANGE },
	{ "rate above 40 TB/s",
	  SENDER(UDP FROM "tspec{!rate=40000000000001 burst=1500 mtu=1500}"),
	  ERANGE, RANGE },
	{ "burst 0",
	  SENDER(UDP FROM "tspec{rate=1000 !burst=0 mtu=1500}"), ERANGE, RANGE },
	{ "burst above 250 GB",
	  SENDER(UDP FROM "tspec{rate=1000 !burst=250000000001 mtu=1500}"),
	  ERANGE, RANGE },
	{ "peak 0",
	  SENDER(UDP FROM "tspec{rate=1000 burst=1500 !peak=0 mtu=1500}"),
	  ERANGE, RANGE },
	{ "peak above 40 TB/s",
	  SENDER(UDP FROM
		 "tspec{rate=1000 burst=1500 !peak=40000000000001 mtu=1500}"),
	  ERANGE, "above 40 TB/s" },
	{ "mtu 0",
	  SENDER(UDP FROM "tspec{rate=1000 burst=1500 !mtu=0}"), ERANGE, RANGE },
	{ "mtu 65536",
	  SENDER(UDP FROM "tspec{rate=1000 burst=1500 !mtu=65536}"),
	  ERANGE, RANGE },
	{ "min-unit 65536",
	  SENDER(UDP FROM "tspec{rate=1000 burst=1500 !min-unit=65536 mtu=1500}"),
	  ERANGE, RANGE },
	{ "reserved-rate 0",
	  RESV(UDP WF "flowspec{service=2 !reserved-rate=0}"), ERANGE, RANGE },
	{ "reserved-rate above 40 TB/s",
	  RESV(UDP WF "flowspec{service=2 !reserved-rate=40000000000001}"),
	  ERANGE, RANGE },
	{ "delay 0", RESV(UDP WF "flowspec{service=2} !delay=0"), ERANGE, RANGE },
	{ "ttl 0", SENDER(UDP FROM TSPEC "!ttl=0"), ERANGE, RANGE },
	{ "ttl 256", SENDER(UDP FROM TSPEC "!ttl=256"), ERANGE, RANGE },
	{ "dscp 64", SENDER(UDP FROM TSPEC "!dscp=64"), ERANGE, RANGE },
	{ "service 1", RESV(UDP WF "flowspec{!service=1}"), ERANGE, RANGE },
	{ "service 3", RESV(UDP WF "flowspec{!service=3}"), EINVAL,
	  "no such service" },
	{ "service 6", RESV(UDP WF "flowspec{!service=6}"), ERANGE, RANGE },
	{ "style 9", RESV(UDP "!style=9 " CL), ERANGE, RANGE },
	{ "style 11", RESV(UDP "!style=11 " CL), EINVAL, "no such style" },
	{ "style 19", RESV(UDP "!style=19 " CL), ERANGE, RANGE },
	{ "id 0", RSVP_CMD_SESSION_GET, 0, "!id=0", ERANGE, RANGE },
	{ "sender-del: id 0", RSVP_CMD_SENDER_DEL, 0, "!id=0", ERANGE, RANGE },
	{ "family 1", RSVP_CMD_PATH_GET, NLM_F_DUMP, "!family=1", ERANGE, RANGE },
	{ "family 11", RSVP_CMD_PATH_GET, NLM_F_DUMP, "!family=11", ERANGE, RANGE },
	{ "family 3", RSVP_CMD_PATH_GET, NLM_F_DUMP, "family=3", EAFNOSUPPORT,
	  "neither AF_INET nor AF_INET6" },

	/* Of the wrong kind; for sizes see wrong_sizes() */
	{ "session without nest flag",
	  SENDER("!session:0=0 " FROM TSPEC), EINVAL, "NLA_F_NESTED is missing" },

	/* In the wrong command, or in none; for most of it see not_taken() */
	{ "session-get: id in a dump",
	  RSVP_CMD_SESSION_GET, NLM_F_DUMP, "id=1", EINVAL, "NLM_F_DUMP" },
	{ "session-get: after without dump",
	  RSVP_CMD_SESSION_GET, 0, "id=1 !after=1", EINVAL, "limits dumps" },
	{ "stats-get without dump",
	  RSVP_CMD_STATS_GET, 0, "", EOPNOTSUPP, "" },
	{ "a notification as command",
	  RSVP_CMD_PATH_NTF, 0, "", EOPNOTSUPP, "" },
	{ "an unknown command", RSVP_CMD_MAX + 1, 0, "", EOPNOTSUPP, "" },
	{ "command 0", 0, 0, "", EOPNOTSUPP, "" },
	{ "an unknown attribute",
	  RSVP_CMD_SESSION_GET, 0, "id=1 !#200:4", EINVAL, UNKNOWN },
	{ "an unknown attribute in a nest",
	  SENDER(UDP FROM TSPEC "!#200:4"), EINVAL, UNKNOWN },

	/* What attributes mean for each other */
	{ "session: both families",
	  SENDER("session{dst4=10.0.3.2 !dst6=2001:db8::1 proto=17 dport=1} "
		 FROM TSPEC), EINVAL, "exclude each other" },
	{ "session: 0.0.0.0",
	  SENDER("session{!dst4=0.0.0.0 proto=17 dport=1} " FROM TSPEC),
	  EADDRNOTAVAIL, "no address that a session" },
	{ "session: broadcast",
	  SENDER("session{!dst4=255.255.255.255 proto=17 dport=1} " FROM TSPEC),
	  EADDRNOTAVAIL, "no address that a session" },
	{ "session: ::",
	  SENDER("session{!dst6=:: proto=17 dport=1} " FROM6 TSPEC),
	  EADDRNOTAVAIL, "no address that a session" },
	{ "session: mapped",
	  SENDER("session{!dst6=::ffff:10.0.3.2 proto=17 dport=1} " FROM6 TSPEC),
	  EINVAL, "form of IPv6" },
	{ "a host is joined nowhere", RESV(UDP WF CL "!ifindex=@"), EINVAL,
	  "joins no group" },
	{ "a group on no interface",
	  RESV("!session{dst4=239.1.2.3 proto=17 dport=1} " WF CL),
	  ENETUNREACH, "name the interface" },
	{ "a group on an interface that is not there",
	  RESV("session{dst4=239.1.2.3 proto=17 dport=1} " WF CL
	       "!ifindex=99999"), EADDRNOTAVAIL, "no address" },
	{ "interface 0", RESV(UDP WF CL "!ifindex=0"), ERANGE, RANGE },
	{ "repair too long", IFACE("ifindex=@ rsvp=1 !repair=60001"), ERANGE,
	  RANGE },
	{ "blockade 0", IFACE("ifindex=@ rsvp=1 !blockade=0"), ERANGE, RANGE },
	{ "repeats 4", IFACE("ifindex=@ rsvp=1 !repeats=4"), ERANGE, RANGE },
	{ "blockade 256", IFACE("ifindex=@ rsvp=1 !blockade=256"), ERANGE,
	  RANGE },
	{ "session: protocol 0",
	  SENDER("session{dst4=10.0.3.2 !proto=0} " FROM TSPEC),
	  EINVAL, "protocol 0" },
	{ "session: ICMP with port",
	  SENDER("session{dst4=10.0.3.2 proto=1 !dport=5} " FROM TSPEC),
	  EINVAL, "only UDP and TCP" },
	{ "filter: both families",
	  SENDER(UDP "filter{src4=10.0.1.2 !src6=fd00:1::2} " TSPEC),
	  EINVAL, "exclude each other" },
	{ "filter: other family",
	  SENDER(UDP "filter{!src6=fd00:1::2} " TSPEC),
	  EINVAL, "another family" },
	{ "filter: other family, IPv6",
	  SENDER(UDP6 "filter{!src4=10.0.1.2} " TSPEC),
	  EINVAL, "another family" },
	{ "filter: multicast",
	  SENDER(UDP "filter{!src4=224.1.2.3} " TSPEC),
	  EINVAL, "no unicast" },
	{ "filter: IPv6 multicast",
	  SENDER(UDP6 "filter{!src6=ff0e::1} " TSPEC),
	  EINVAL, "no unicast" },
	{ "filter: unspecified",
	  SENDER(UDP "filter{!src4=0.0.0.0} " TSPEC),
	  EINVAL, "no unicast" },
	{ "filter: label and port",
	  SENDER(UDP6 "filter{src6=fd00:1::2 sport=1 !label=7} " TSPEC),
	  EINVAL, "exclude each other" },
	{ "filter: label in IPv4",
	  SENDER(UDP "filter{src4=10.0.1.2 !label=7} " TSPEC),
	  EINVAL, "only IPv6" },
	{ "filter: label 0",
	  SENDER(UDP6 "filter{src6=fd00:1::2 !label=0} " TSPEC),
	  EINVAL, "flow label 0" },
	{ "filter: port without destination port",
	  SENDER("session{dst4=10.0.3.2 proto=17 dport=0} filter{src4=10.0.1.2 "
		 "!sport=1} " TSPEC), EINVAL, "without destination port" },
	{ "filter: port of ICMP",
	  SENDER(ICMP "filter{src4=10.0.1.2 !sport=1} " TSPEC), EINVAL,
	  "without destination port" },
	{ "tspec: peak below rate",
	  SENDER(UDP FROM "tspec{rate=1000 burst=1500 !peak=999 mtu=1500}"),
	  EINVAL, "peak rate is below" },
	{ "tspec: mtu below min-unit",
	  SENDER(UDP FROM "tspec{rate=1000 burst=1500 min-unit=101 !mtu=100}"),
	  EINVAL, "smaller than the minimum" },
	{ "flowspec: peak below rate",
	  RESV(UDP WF "flowspec{service=5 rate=1000 !peak=999}"), EINVAL,
	  "peak rate is below" },
	{ "flowspec: mtu below min-unit",
	  RESV(UDP WF "flowspec{service=5 min-unit=101 !mtu=100}"), EINVAL,
	  "smaller than the minimum" },
	{ "flowspec: reserved-rate below rate",
	  RESV(UDP WF "flowspec{service=2 rate=1000 !reserved-rate=999}"), EINVAL,
	  "reserved rate is below" },
	{ "flowspec: controlled load with R",
	  RESV(UDP WF "flowspec{service=5 !reserved-rate=999}"), EINVAL,
	  "belong to guaranteed" },
	{ "flowspec: controlled load with S",
	  RESV(UDP WF "flowspec{service=5 !slack=0}"), EINVAL,
	  "belong to guaranteed" },
	{ "reservation: controlled load with a delay",
	  RESV(UDP WF CL "!delay=20000"), EINVAL, "only guaranteed service" },
	{ "reservation: R and a delay",
	  RESV(UDP WF "flowspec{service=2 reserved-rate=1000} !delay=20000"),
	  EINVAL, "give either" },
	{ "reservation: S and a delay",
	  RESV(UDP WF "flowspec{service=2 slack=1} !delay=20000"), EINVAL,
	  "give either" },
	{ "style WF with a filter",
	  RESV(UDP WF "!" FROM CL), EINVAL, "WF takes any sender" },
	{ "style FF without filter",
	  RESV(UDP "!" FF CL), EINVAL, "FF takes exactly one" },
	{ "style FF with two filters",
	  RESV(UDP FF FROM "!filter{src4=10.0.1.3} " CL), EINVAL,
	  "FF takes exactly one" },
	{ "style SE without filter",
	  RESV(UDP "!" SE CL), EINVAL, "SE takes at least one" },
	{ "style SE, the same filter twice",
	  RESV(UDP SE FROM "!" FROM CL), EINVAL, "same filter twice" },
	{ "style SE, second filter of another family",
	  RESV(UDP SE FROM "filter{!src6=fd00:1::2} " CL), EINVAL,
	  "another family" },
	{ "iface-set: settings and off",
	  IFACE("ifindex=@ rsvp=0 !keep=3"), EINVAL, "no settings" },
	{ "iface-set: settings while off",
	  IFACE("!ifindex=@ keep=3"), ENOENT, "RSVP is off" },
	{ "iface-set: no such interface",
	  IFACE("!ifindex=123456 rsvp=1"), ENODEV, "no such" },
	{ "iface-get: RSVP is off",
	  RSVP_CMD_IFACE_GET, 0, "!ifindex=@", ENOENT, "RSVP is off" },
	{ "session-get: no such id",
	  RSVP_CMD_SESSION_GET, 0, "!id=18446744073709551615", ENOENT,
	  "no such object" },
	{ "sender-del: no such id",
	  RSVP_CMD_SENDER_DEL, 0, "!id=4711", ENOENT, "no such sender" },
	{ "sender-del: no such sender",
	  RSVP_CMD_SENDER_DEL, 0, "!sender{" UDP FROM "}", ENOENT,
	  "no such sender" },
	{ "sender-del: id and description",
	  RSVP_CMD_SENDER_DEL, 0, "id=1 !sender{" UDP FROM "}", EINVAL,
	  "exclude each other" },
	{ "reservation-del: no such id",
	  RSVP_CMD_RESERVATION_DEL, 0, "!id=4711", ENOENT,
	  "no such reservation" },
	{ "reservation-del: no such reservation",
	  RSVP_CMD_RESERVATION_DEL, 0, "!reservation{" UDP WF "}", ENOENT,
	  "no such reservation" },
	{ "reservation-del: id and description",
	  RSVP_CMD_RESERVATION_DEL, 0, "id=1 !reservation{" UDP WF "}", EINVAL,
	  "exclude each other" },

	/* What must be accepted; and refused the second time */
	{ "iface-set on", IFACE("ifindex=@ rsvp=1 bandwidth=1250000"), 0, "" },
	{ "iface-set again", IFACE("ifindex=@ keep=5"), 0, "" },
	{ "iface-get", RSVP_CMD_IFACE_GET, 0, "ifindex=@", 0, "" },
	{ "iface-get all", RSVP_CMD_IFACE_GET, NLM_F_DUMP, "", 0, "" },
	{ "rule-new: empty", RSVP_CMD_RULE_NEW, 0, "", EINVAL, "rule is missing" },
	{ "rule-new: it gives nothing", RULE("dport=5"), EINVAL,
	  "gives nothing" },
	{ "rule-new: best effort is nothing", RULE("send{service-type=1}"),
	  EINVAL, "gives nothing" },
	{ "rule-new: nothing in its direction", RULE(GIVES "!direction=2"),
	  EINVAL, "gives nothing" },
	{ "rule-new: a sender without a rate",
	  RULE("!send{service-type=2}"), EINVAL, "token rate" },
	{ "rule-new: a protocol without ports", RULE(GIVES "!proto=7"),
	  EPROTONOSUPPORT, "only UDP and TCP" },
	{ "rule-new: two families", RULE(GIVES "dst4=10.0.0.1 !src6=fd00::1"),
	  EAFNOSUPPORT, "different families" },
	{ "rule-new: two destinations", RULE(GIVES "dst4=10.0.0.1 !dst6=fd00::1"),
	  EINVAL, "exclude each other" },
	{ "rule-new: another family", RULE(GIVES "dst4=10.0.0.1 !family=10"),
	  EAFNOSUPPORT, "not that of the addresses" },
	{ "rule-new: no family", RULE(GIVES "!family=5"), EAFNOSUPPORT,
	  "neither AF_INET" },
	{ "rule-new: a long prefix", RULE(GIVES "dst4=10.0.0.1 !dst-len=33"),
	  ERANGE, "longer than the address" },
	{ "rule-new: bits behind the prefix",
	  RULE(GIVES "!dst4=10.0.0.1 dst-len=24"), EINVAL,
	  "bits behind its prefix" },
	{ "rule-new: a prefix of nothing", RULE(GIVES "!dst-len=24"), EINVAL,
	  "no address for this prefix" },
	{ "rule-new: ports from behind", RULE(GIVES "sport=9 !sport-last=8"),
	  EINVAL, "ends before it begins" },
	{ "rule-new: a range without a begin", RULE(GIVES "!dport-last=8"),
	  EINVAL, "ends before it begins" },
	{ "rule-new: a mask without a mark", RULE(GIVES "!mask=8"), EINVAL,
	  "no mark for this mask" },
	{ "rule-new: no style", RULE(GIVES "!style=11"), EINVAL, "no such style" },
	{ "rule-new: idle at once", RULE(GIVES "!idle=999"), ERANGE, RANGE },
	{ "rule-del: empty", RSVP_CMD_RULE_DEL, 0, "", EINVAL, "missing" },
	{ "rule-del: unknown", RSVP_CMD_RULE_DEL, 0, "!id=4711", ENOENT,
	  "no such rule" },
	{ "sender-new", SENDER(UDP FROM TSPEC "ttl=255 dscp=46 mark=1"), 0, "" },
	{ "sender-new: exists", SENDER(UDP FROM TSPEC), EEXIST, "exists" },
	{ "sender-new: replace",
	  RSVP_CMD_SENDER_NEW, 0, "replace sender{" UDP FROM TSPEC "}", 0, "" },
	{ "sender-new: IPv6, flow label",
	  SENDER(UDP6 "filter{src6=fd00:1::2 label=7} " TSPEC), 0, "" },
	{ "sender-new: port 0 beside ports",
	  SENDER("session{dst4=10.0.3.2 proto=17 dport=0} filter{src4=10.0.1.2} "
		 TSPEC), EEXIST, "port 0" },
	{ "sender-new: no port", SENDER(ICMP "filter{src4=10.0.1.2} " TSPEC),
	  0, "" },
	{ "sender-new: peak without limit",
	  SENDER(UDP "filter{src4=10.0.1.3 sport=1} tspec{rate=40000000000000 "
		 "burst=250000000000 peak=18446744073709551615 mtu=65535}"),
	  0, "" },
	{ "reservation-new: WF", RESV(UDP WF CL), 0, "" },
	{ "reservation-new: exists", RESV(UDP WF CL), EEXIST, "exists" },
	{ "reservation-new: replace",
	  RSVP_CMD_RESERVATION_NEW, 0, "replace reservation{" UDP WF CL "}", 0,
	  "" },
	{ "sender-new: a flag of netlink that means nothing here",
	  RSVP_CMD_SENDER_NEW, NLM_F_REPLACE, "sender{" UDP FROM TSPEC "}", EINVAL,
	  "reserved bits" },
	{ "reservation-new: another style",
	  RESV(UDP SE FROM CL), EEXIST, "style" },
	{ "reservation-new: FF, IPv6",
	  RESV(UDP6 FF FROM6 "flowspec{service=2 reserved-rate=1000 slack=0}"),
	  0, "" },
	{ "sender-get all", RSVP_CMD_SENDER_GET, NLM_F_DUMP, "family=2", 0, "" },
	{ "sender-get of a session",
	  RSVP_CMD_SENDER_GET, NLM_F_DUMP, "after=1 " UDP, 0, "" },
	{ "reservation-get all", RSVP_CMD_RESERVATION_GET, NLM_F_DUMP, "", 0, "" },
	{ "session-get all", RSVP_CMD_SESSION_GET, NLM_F_DUMP, "", 0, "" },
	{ "path-get on an interface",
	  RSVP_CMD_PATH_GET, NLM_F_DUMP, "ifindex=@ family=10", 0, "" },
	{ "resv-get all", RSVP_CMD_RESV_GET, NLM_F_DUMP, "", 0, "" },
	{ "tc-get all", RSVP_CMD_TC_GET, NLM_F_DUMP, "", 0, "" },
	{ "stats-get", RSVP_CMD_STATS_GET, NLM_F_DUMP, "", 0, "" },
	{ "reservation-del", RSVP_CMD_RESERVATION_DEL, 0,
	  "reservation{" UDP WF "}", 0, "" },
	{ "sender-del", RSVP_CMD_SENDER_DEL, 0, "sender{" UDP FROM "}", 0, "" },
	{ "iface-set off", IFACE("ifindex=@ rsvp=0"), 0, "" },
};

static bool run(int sock, const struct test *t, char *why, size_t size)
{
	struct answer ans;
	struct msg m;

	start(&m, family, t->flags, t->cmd);
	spec = t->attrs;
	put_attrs(&m, rsvp_set);
	talk(sock, &m, &ans);

	if (ans.err != t->err)
		snprintf(why, size, "errno %d, not %d: %s", ans.err, t->err,
			 ans.text);
	else if (t->text[0] ? !strcasestr(ans.text, t->text) : ans.text[0])
		snprintf(why, size, "says \"%s\", not \"%s\"", ans.text,
			 t->text);
	else if (t->err && t->err != EOPNOTSUPP && !ans.text[0])
		snprintf(why, size, "says nothing");
	else if (m.bad && ans.offset != (long)m.bad)
		snprintf(why, size, "points at %ld, not at %zu: %s", ans.offset,
			 m.bad, ans.text);
	else
		return true;
	return false;
}

static int count, failed;

static void result(bool good, const char *name)
{
	printf("%sok %d %s\n", good ? "" : "not ", ++count, name);
	failed += !good;
}

/**
 * struct walk - through all attributes of a command
 * @sock: for the requests
 * @command: the command
 * @flags: of its requests
 * @nests: around the attribute, in words
 * @depth: how many
 * @sizes: wrong sizes tried
 * @others: attributes tried that the command does not take
 * @bad_sizes: of them, not refused as they should
 * @bad_others: likewise
 */
struct walk {
	int sock;
	const struct command *command;
	int flags;
	char nests[64];
	int depth;
	int sizes, others;
	int bad_sizes, bad_others;
};

/* Nothing but this attribute, of that many bytes: policies are asked first */
static bool refused(const struct walk *w, const struct attr *a, int size,
		    int err, const char *text)
{
	char words[128], why[512];
	const struct test t = {
		.cmd = w->command->cmd, .flags = w->flags, .attrs = words,
		.err = err, .text = text,
	};

	snprintf(words, sizeof(words), "%s!%s:%d%.*s", w->nests, a->name, size,
		 w->depth, "}}}}");
	if (run(w->sock, &t, why, sizeof(why)))
		return true;
	printf("# %s%s %s: %s\n", w->command->name,
	       w->flags & NLM_F_DUMP ? "+dump" : "", words, why);
	return false;
}

static void wrong_size(struct walk *w, const struct attr *a, int size)
{
	bool exact = a->kind != IP6 && a->kind != FLAG && a->kind != NEST &&
		     a->kind != STRING;

	w->sizes++;
	w->bad_sizes += !refused(w, a, size, exact ? EINVAL : ERANGE,
				 exact ? LENGTH : a->kind == IP6 ?
				 "size out of range" : POLICY);
}

static void wrong_sizes(struct walk *w, const struct attr *a)
{
	int size = kind_size[a->kind];

	/* Longer than any that is taken; each has a length of its own */
	if (a->kind == STRING) {
		wrong_size(w, a, 256);
		return;
	}
	if (a->kind != FLAG)
		wrong_size(w, a, size ? size / 2 : NLA_HDRLEN / 2);
	if (a->kind != NEST)
		wrong_size(w, a, size ? size * 2 : 4);
}

/* Beyond the last attribute that is taken all are unknown alike. */
static void not_taken(struct walk *w, const struct attr *takes,
		      const struct attr *a)
{
	const char *text = UNSUPPORTED;
	int last = 0;

	for (; takes->name; takes++)
		last = takes->type;
	if (a->type > last)
		text = UNKNOWN;
	/* A command without any has a policy of the core, which rejects the first */
	if (!last && a->type == 1)
		text = POLICY;
	w->others++;
	w->bad_others += !refused(w, a, 4, EINVAL, text);
}

static const struct attr *find(const struct attr *set, int type)
{
	for (; set->name; set++)
		if (set->type == type)
			return set;
	return NULL;
}

/* @takes: what the command takes here; @set: all that there is here */
static void walk_set(struct walk *w, const struct attr *takes,
		     const struct attr *set)
{
	size_t len = strlen(w->nests);

	for (; set->name; set++) {
		const struct attr *a = find(takes, set->type);

		if (!a) {
			not_taken(w, takes, set);
			continue;
		}
		wrong_sizes(w, a);
		if (a->kind != NEST)
			continue;
		snprintf(w->nests + len, sizeof(w->nests) - len, "%s{", a->name);
		w->depth++;
		walk_set(w, a->set, set->set);
		w->depth--;
		w->nests[len] = 0;
	}
}

static void walk_command(int sock, const struct command *command)
{
	struct walk w = { .sock = sock, .command = command };
	char name[128];

	if (command->modes & DO)
		walk_set(&w, command->takes, rsvp_set);
	w.flags = NLM_F_DUMP;
	if (command->modes & DUMP)
		walk_set(&w, command->takes, rsvp_set);
	if (w.sizes) {
		snprintf(name, sizeof(name), "%s: %d attributes of a wrong size",
			 command->name, w.sizes);
		result(!w.bad_sizes, name);
	}
	snprintf(name, sizeof(name), "%s: %d attributes that it does not take",
		 command->name, w.others);
	result(!w.bad_others, name);
}

int main(int argc, char **argv)
{
	size_t i;
	int sock;

	if (argc != 2)
		exit(fprintf(stderr, "usage: nlbad IFNAME\n"));
	ifindex = if_nametoindex(argv[1]);
	if (!ifindex)
		die(argv[1]);
	sock = open_socket();

	printf("TAP version 13\n");
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		char why[512];
		bool good = run(sock, &tests[i], why, sizeof(why));

		if (!good)
			printf("# %s\n", why);
		result(good, tests[i].name);
	}
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		walk_command(sock, &commands[i]);
	printf("1..%d\n", count);
	return failed != 0;
}
