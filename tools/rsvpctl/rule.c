// SPDX-License-Identifier: GPL-2.0
/* rsvpctl rule: QoS for the sockets of programs that know nothing of it. */

#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>
#include <netlink/attr.h>

#include "../librsvp/librsvp.h"
#include "rsvpctl.h"

enum { LABEL_MAX = 31 };

/* All but whose sockets they are */
#define RULE_PARAMS \
	{ .word = "priority", .type = PARAM_NUMBER, \
	  .attr = RSVP_A_RULE_PRIORITY }, \
	{ .word = "proto", .type = PARAM_WORD }, \
	{ .word = "src", .type = PARAM_WORD }, \
	{ .word = "dst", .type = PARAM_WORD }, \
	{ .word = "sport", .type = PARAM_WORD }, \
	{ .word = "dport", .type = PARAM_WORD }, \
	{ .word = "mark", .type = PARAM_WORD }, \
	{ .word = "direction", .type = PARAM_NAME, \
	  .attr = RSVP_A_RULE_DIRECTION, .names = spec_direction_names }, \
	{ .word = "template", .type = PARAM_WORD }, \
	FLOW_PARAMS("send"), \
	FLOW_PARAMS("receive"), \
	{ .word = "style", .type = PARAM_NAME, .names = spec_style_names }, \
	{ .word = "confirm", .type = PARAM_FLAG }, \
	{ .word = "no-confirm", .type = PARAM_FLAG }, \
	{ .word = "dscp", .type = PARAM_NUMBER }, \
	{ .word = "nonconforming", .type = PARAM_NAME, \
	  .names = spec_nonconforming_names }, \
	{ .word = "idle", .type = PARAM_TIME_MS, .attr = RSVP_A_RULE_IDLE }, \
	{ .word = "label", .type = PARAM_WORD }

static const struct param add_params[] = {
	{ .word = "proxy", .type = PARAM_FLAG, .attr = RSVP_A_RULE_PROXY },
	{ .word = "discover", .type = PARAM_FLAG,
	  .attr = RSVP_A_RULE_DISCOVER },
	{ .word = "dev", .type = PARAM_DEV, .attr = RSVP_A_RULE_IFINDEX },
	{ .word = "match", .type = PARAM_FLAG },
	RULE_PARAMS,
	{ .word = "uid", .type = PARAM_WORD },
	{ .word = "cgroup", .type = PARAM_WORD },
	{ .word = "transient", .type = PARAM_FLAG },
	{ 0 },
};

const struct param rule_run_params[] = {
	RULE_PARAMS,
	{ 0 },
};

static const struct param id_params[] = {
	{ .word = "id", .type = PARAM_ID, .wide = true, .attr = RSVP_A_ID },
	{ 0 },
};

static int bad(struct ctl *ctl, const char *name, const char *word,
	       const char *wanted)
{
	return fail(ctl, STATUS_USAGE, "%s: \"%s\" is no %s", name, word,
		    wanted);
}

/* ADDRESS[/LENGTH] */
static int put_prefix(struct ctl *ctl, struct nl_msg *msg,
		      const struct args *args, const char *name, int v4, int v6,
		      int len)
{
	const char *word = args_word(args, name), *slash;
	char host[64];
	struct addr addr;
	uint64_t bits;
	uint32_t port;

	if (!word)
		return 0;
	slash = strchrnul(word, '/');
	snprintf(host, sizeof(host), "%.*s", (int)(slash - word), word);
	if (!parse_addr_port(host, &addr, &port) || port || host[0] == '[')
		return bad(ctl, name, word, "address (239.0.0.0/8, ff0e::/16)");
	bits = addr.family == AF_INET ? 32 : 128;
	if (*slash && !parse_number(slash + 1, bits, &bits))
		return bad(ctl, name, word, "address (239.0.0.0/8, ff0e::/16)");
	if (ctl->family != AF_UNSPEC && ctl->family != addr.family)
		return fail(ctl, STATUS_USAGE, "\"%s\" is no IPv%c address",
			    word, ctl->family == AF_INET ? '4' : '6');
	if (addr.family == AF_INET)
		nla_put(msg, v4, sizeof(addr.v4), &addr.v4);
	else
		nla_put(msg, v6, sizeof(addr.v6), &addr.v6);
	nla_put_u32(msg, len, (uint32_t)bits);
	return 0;
}

/* FIRST[SEPARATOR SECOND], each a number; @both: the second is there */
static bool parse_two(const char *word, char separator, uint64_t max,
		      uint64_t *first, uint64_t *second, bool *both)
{
	const char *at = strchrnul(word, separator);
	char head[32];

	*both = *at;
	snprintf(head, sizeof(head), "%.*s", (int)(at - word), word);
	return parse_number(head, max, first) &&
	       (!*both || parse_number(at + 1, max, second));
}

static int put_ports(struct ctl *ctl, struct nl_msg *msg,
		     const struct args *args, const char *name, int first,
		     int last)
{
	const char *word = args_word(args, name);
	uint64_t from, to;
	bool range;

	if (!word)
		return 0;
	if (!parse_two(word, '-', UINT16_MAX, &from, &to, &range))
		return bad(ctl, name, word, "port (5004, 5000-5099)");
	nla_put_u32(msg, first, (uint32_t)from);
	if (range)
		nla_put_u32(msg, last, (uint32_t)to);
	return 0;
}

static int put_mark(struct ctl *ctl, struct nl_msg *msg,
		    const struct args *args)
{
	const char *word = args_word(args, "mark");
	uint64_t mark, mask;
	bool masked;

	if (!word)
		return 0;
	if (!parse_two(word, '/', UINT32_MAX, &mark, &mask, &masked))
		return bad(ctl, "mark", word, "mark (16, 0x10, 0x10/0xff)");
	nla_put_u32(msg, RSVP_A_RULE_MARK, (uint32_t)mark);
	if (masked)
		nla_put_u32(msg, RSVP_A_RULE_MASK, (uint32_t)mask);
	return 0;
}

static int put_uid(struct ctl *ctl, struct nl_msg *msg, const struct args *args)
{
	const char *word = args_word(args, "uid");
	struct passwd *user;
	uint64_t uid;

	if (!word)
		return 0;
	if (!parse_number(word, UINT32_MAX, &uid)) {
		user = getpwnam(word);
		if (!user)
			return bad(ctl, "uid", word, "user");
		uid = user->pw_uid;
	}
	nla_put_u32(msg, RSVP_A_RULE_UID, (uint32_t)uid);
	return 0;
}

static int put_cgroup(struct ctl *ctl, struct nl_msg *msg,
		      const struct args *args)
{
	const char *word = args_word(args, "cgroup");
	uint64_t id;

	if (!word)
		return 0;
	if (!cgroup_id(word, &id))
		return bad(ctl, "cgroup", word, "cgroup of version 2");
	nla_put_u64(msg, RSVP_A_RULE_CGROUP, id);
	return 0;
}

static int put_match(struct ctl *ctl, struct nl_msg *msg,
		     const struct args *args)
{
	const char *word = args_word(args, "proto");
	uint32_t proto;
	int err;

	if (word && (!parse_proto(word, &proto) ||
		     (proto != IPPROTO_UDP && proto != IPPROTO_TCP)))
		return bad(ctl, "proto", word, "protocol (udp, tcp)");
	if (word)
		nla_put_u32(msg, RSVP_A_RULE_PROTO, proto);
	if (ctl->family != AF_UNSPEC)
		nla_put_u32(msg, RSVP_A_RULE_FAMILY, (uint32_t)ctl->family);
	err = put_prefix(ctl, msg, args, "src", RSVP_A_RULE_SRC4,
			 RSVP_A_RULE_SRC6, RSVP_A_RULE_SRC_LEN);
	if (!err)
		err = put_prefix(ctl, msg, args, "dst", RSVP_A_RULE_DST4,
				 RSVP_A_RULE_DST6, RSVP_A_RULE_DST_LEN);
	if (!err)
		err = put_ports(ctl, msg, args, "sport", RSVP_A_RULE_SPORT,
				RSVP_A_RULE_SPORT_LAST);
	if (!err)
		err = put_ports(ctl, msg, args, "dport", RSVP_A_RULE_DPORT,
				RSVP_A_RULE_DPORT_LAST);
	if (!err)
		err = put_uid(ctl, msg, args);
	if (!err)
		err = put_cgroup(ctl, msg, args);
	return err ? err : put_mark(ctl, msg, args);
}

/* By the name of its template, where it has no other */
static int put_label(struct ctl *ctl, struct nl_msg *msg,
		     const struct args *args)
{
	const char *word = args_word(args, "label");

	if (word && (!*word || strlen(word) > LABEL_MAX))
		return bad(ctl, "label", word, "label (31 characters at most)");
	if (!word)
		word = args_word(args, "template");
	if (word)
		nla_put_string(msg, RSVP_A_RULE_LABEL,
			       strndupa(word, LABEL_MAX));
	return 0;
}

static int put_qos(struct ctl *ctl, struct nl_msg *msg, const struct args *args)
{
	struct librsvp_fault fault;
	struct rsvp_qos qos;
	int err;

	err = socket_read_qos(ctl, args, &qos);
	if (err)
		return err;
	if (!librsvp_put_flowspec(msg, RSVP_A_RULE_SEND, &qos.sending,
				  &fault) ||
	    !librsvp_put_flowspec(msg, RSVP_A_RULE_RECEIVE, &qos.receiving,
				  &fault))
		return fail(ctl, STATUS_USAGE, "%s", fault.text);
	if (qos.style)
		nla_put_u32(msg, RSVP_A_RULE_STYLE, qos.style);
	if (qos.confirm >= 0)
		nla_put_u32(msg, RSVP_A_RULE_CONFIRM, (uint32_t)qos.confirm);
	if (qos.dscp >= 0)
		nla_put_u32(msg, RSVP_A_RULE_DSCP, (uint32_t)qos.dscp);
	if (qos.nonconforming)
		nla_put_u32(msg, RSVP_A_RULE_NONCONFORMING, qos.nonconforming);
	return 0;
}

static int put_rule(struct ctl *ctl, struct nl_msg *msg,
		    const struct args *args)
{
	int err;

	if (!args_seen(args, "template") && !args_seen(args, "send") &&
	    !args_seen(args, "receive"))
		return fail(ctl, STATUS_USAGE,
			    "\"template\", \"send\" or \"receive\" is missing");
	err = put_match(ctl, msg, args);
	if (!err)
		err = put_qos(ctl, msg, args);
	if (!err)
		err = put_label(ctl, msg, args);
	put_params(msg, args, 0);
	return err;
}

/**
 * rule_check - is what the user said of a rule right?
 * @ctl: options
 * @args: what was said
 *
 * A word that is wrong is told before the kernel is asked for.
 *
 * Return: 0, or the exit status after an error was told.
 */
int rule_check(struct ctl *ctl, const struct args *args)
{
	struct nl_msg *msg = nlmsg_alloc();
	int err;

	err = msg && nlmsg_put(msg, 0, 0, 0, 0, 0) ?
		put_rule(ctl, msg, args) : STATUS_KERNEL;
	nlmsg_free(msg);
	return err;
}

/**
 * rule_new - make a rule
 * @ctl: options
 * @args: what was said of it, and rule_check() found to be right
 * @cgroup: whose sockets it is for; it goes with our netlink socket then. 0: as
 *	was said
 * @list: the rule, alone in a list
 *
 * Return: 0, or the exit status after an error was told.
 */
int rule_new(struct ctl *ctl, const struct args *args, uint64_t cgroup,
	     json_t **list)
{
	struct nlattr *nest;
	struct nl_msg *msg;

	msg = kernel_message(ctl, RSVP_CMD_RULE_NEW, 0);
	if (!msg)
		return STATUS_KERNEL;
	nest = put_nest(msg, RSVP_A_RULE);
	put_rule(ctl, msg, args);
	if (cgroup)
		nla_put_u64(msg, RSVP_A_RULE_CGROUP, cgroup);
	else if (!args_seen(args, "transient"))
		nla_put_flag(msg, RSVP_A_RULE_PERSIST);
	nla_nest_end(msg, nest);
	return kernel_talk(ctl, msg, list);
}

static int rule_add(struct ctl *ctl, struct words *words)
{
	struct args args;
	json_t *list;
	int err;

	err = args_parse(ctl, words, add_params, false, &args);
	if (!err && !args_seen(&args, "match"))
		err = fail(ctl, STATUS_USAGE, "\"match\" is missing");
	if (!err)
		err = rule_check(ctl, &args);
	if (!err)
		err = rule_new(ctl, &args, 0, &list);
	if (err)
		return err;
	if (ctl->json) {
		err = show_json(ctl, list);
	} else {
		printf("rule id %" PRIu64 "\n",
		       get_number(json_array_get(list, 0), "id"));
		json_decref(list);
	}
	return err || !args_seen(&args, "transient") ? err : stay(ctl);
}

static int rule_del(struct ctl *ctl, struct words *words)
{
	struct nl_msg *msg;
	struct args args;
	int err;

	err = args_parse(ctl, words, id_params, false, &args);
	if (!err && !args_seen(&args, "id"))
		err = fail(ctl, STATUS_USAGE, "\"id\" is missing");
	if (!err)
		err = args_check_id(ctl, &args);
	if (err)
		return err;
	msg = kernel_message(ctl, RSVP_CMD_RULE_DEL, 0);
	if (!msg)
		return STATUS_KERNEL;
	put_params(msg, &args, 0);
	return kernel_talk(ctl, msg, NULL);
}

static void print_prefix(const json_t *rule, const char *name, const char *len)
{
	const char *addr = get_string(rule, name);
	uint64_t all = strchr(addr, ':') ? 128 : 32;

	if (!*addr)
		return;
	printf(" %s %s", name, addr);
	if (get_number(rule, len) != all)
		printf("/%" PRIu64, get_number(rule, len));
}

static void print_ports(const json_t *rule, const char *name, const char *last)
{
	if (has(rule, name))
		printf(" %s %" PRIu64, name, get_number(rule, name));
	if (has(rule, last))
		printf("-%" PRIu64, get_number(rule, last));
}

static void print_match(const struct ctl *ctl, const json_t *rule)
{
	char path[4096];

	printf(" match");
	if (has(rule, "proto"))
		printf(" proto %s", format_proto(ctl, get_number(rule,
								 "proto")));
	if (has(rule, "family") && !has(rule, "src") && !has(rule, "dst"))
		printf(" ipv%c", get_number(rule, "family") == AF_INET ?
		       '4' : '6');
	print_prefix(rule, "src", "src_len");
	print_prefix(rule, "dst", "dst_len");
	print_ports(rule, "sport", "sport_last");
	print_ports(rule, "dport", "dport_last");
	if (has(rule, "uid"))
		printf(" uid %" PRIu64, get_number(rule, "uid"));
	if (has(rule, "cgroup") && !ctl->numeric &&
	    cgroup_path(get_number(rule, "cgroup"), path, sizeof(path)))
		printf(" cgroup %s", path);
	else if (has(rule, "cgroup"))
		printf(" cgroup %" PRIu64, get_number(rule, "cgroup"));
	if (has(rule, "mark"))
		printf(" mark 0x%" PRIx64, get_number(rule, "mark"));
	if (has(rule, "mask"))
		printf("/0x%" PRIx64, get_number(rule, "mask"));
}

void rule_print(const struct ctl *ctl, const json_t *rule)
{
	printf("%" PRIu64 ": priority %" PRIu64, get_number(rule, "id"),
	       get_number(rule, "priority"));
	if (has(rule, "proxy"))
		printf(" proxy");
	if (has(rule, "discover"))
		printf(" discover");
	show_dev("dev", rule, "ifindex");
	print_match(ctl, rule);
	printf("\n   ");
	if (has(rule, "label"))
		printf(" label %s", get_string(rule, "label"));
	show_name("direction ", rule, "direction");
	socket_print_qos(rule);
	printf(" idle %s", format_time_us(get_number(rule, "idle_ms") * 1000));
	if (!has(rule, "persist"))
		printf(" transient");
	if (ctl->details && has(rule, "owner"))
		printf(" owner %" PRIu64, get_number(rule, "owner"));
	printf("\n    flows %" PRIu64 " active %" PRIu64,
	       get_number(rule, "flows"), get_number(rule, "active"));
	if (get_number(rule, "refused"))
		printf(" refused %" PRIu64, get_number(rule, "refused"));
	putchar('\n');
}

static int by_priority(const void *a, const void *b)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	uint64_t first = get_number(x, "priority");
	uint64_t second = get_number(y, "priority");

	if (first == second) {
		first = get_number(x, "id");
		second = get_number(y, "id");
	}
	return (first > second) - (first < second);
}

/* In the order in which they are tried; takes @list */
static json_t *sorted(json_t *list)
{
	size_t n = json_array_size(list), i;
	json_t **rules = calloc(n + 1, sizeof(json_t *)), *result;

	if (!rules)
		return list;
	for (i = 0; i < n; i++)
		rules[i] = json_array_get(list, i);
	qsort(rules, n, sizeof(json_t *), by_priority);
	result = json_array();
	for (i = 0; i < n; i++)
		json_array_append(result, rules[i]);
	free(rules);
	json_decref(list);
	return result;
}

static int rule_show(struct ctl *ctl, struct words *words)
{
	struct args args;
	json_t *list;
	int err;

	err = args_parse(ctl, words, id_params, false, &args);
	if (!err && ctl->family != AF_UNSPEC)
		err = fail(ctl, STATUS_USAGE, "-%c does not go with rules",
			   ctl->family == AF_INET ? '4' : '6');
	if (!err && args_seen(&args, "id"))
		err = args_check_id(ctl, &args);
	if (!err)
		err = kernel_dump(ctl, RSVP_CMD_RULE_GET, &args, &list);
	return err ? err : show_list(ctl, sorted(list), rule_print);
}

const struct command rule_commands[] = {
	{ "show", rule_show, id_params, false },
	{ "add", rule_add, add_params, false },
	{ "del", rule_del, id_params, false },
	{ 0 },
};
