// SPDX-License-Identifier: GPL-2.0
/* rsvpctl reservation: what this host asks for (RESERVE, RELEASE). */

#include <inttypes.h>
#include <stdio.h>

#include <linux/netlink.h>
#include <linux/rsvp.h>
#include <netlink/attr.h>

#include "rsvpctl.h"

#define FLOWSPEC	RSVP_A_RESERVATION_FLOWSPEC

static const struct param add_params[] = {
	{ .word = "style", .type = PARAM_NAME, .names = spec_style_names,
	  .attr = RSVP_A_RESERVATION_STYLE },
	{ .word = "from", .type = PARAM_FILTER },
	{ .word = "dev", .type = PARAM_DEV,
	  .attr = RSVP_A_RESERVATION_IFINDEX },
	{ .word = "service", .type = PARAM_NAME, .names = spec_service_names,
	  .attr = RSVP_A_FLOWSPEC_SERVICE, .nest = FLOWSPEC },
	{ .word = "rate", .type = PARAM_RATE },
	{ .word = "delay", .type = PARAM_TIME_US,
	  .attr = RSVP_A_RESERVATION_DELAY },
	{ .word = "slack", .type = PARAM_TIME_US,
	  .attr = RSVP_A_FLOWSPEC_SLACK, .nest = FLOWSPEC },
	{ .word = "tspec-rate", .type = PARAM_RATE },
	{ .word = "burst", .type = PARAM_SIZE, .wide = true,
	  .attr = RSVP_A_FLOWSPEC_BURST, .nest = FLOWSPEC },
	{ .word = "peak", .type = PARAM_RATE, .wide = true,
	  .attr = RSVP_A_FLOWSPEC_PEAK, .nest = FLOWSPEC,
	  .alt = "unlimited", .alt_value = UINT64_MAX },
	{ .word = "min-unit", .type = PARAM_SIZE,
	  .attr = RSVP_A_FLOWSPEC_MIN_UNIT, .nest = FLOWSPEC },
	{ .word = "mtu", .type = PARAM_SIZE,
	  .attr = RSVP_A_FLOWSPEC_MTU, .nest = FLOWSPEC },
	{ .word = "confirm", .type = PARAM_FLAG },
	{ .word = "wait", .type = PARAM_TIME_US, .wide = true },
	{ .word = "transient", .type = PARAM_FLAG },
	{ 0 },
};

static const struct param del_params[] = {
	{ .word = "style", .type = PARAM_NAME, .names = spec_style_names,
	  .attr = RSVP_A_RESERVATION_STYLE },
	{ .word = "from", .type = PARAM_FILTER },
	{ .word = "id", .type = PARAM_ID, .wide = true },
	{ 0 },
};

static const struct param show_params[] = {
	{ .word = "id", .type = PARAM_ID, .wide = true, .attr = RSVP_A_ID },
	{ 0 },
};

/* What add and del have in common: session, style, senders */
static int check_args(struct ctl *ctl, const struct args *args)
{
	uint64_t style = args_value(args, "style");
	unsigned int i;

	if (!args->has_session)
		return fail(ctl, STATUS_USAGE,
			    "the session is missing (udp 10.0.3.2:5004)");
	if (!args_seen(args, "style"))
		return fail(ctl, STATUS_USAGE, "\"style\" is missing");
	if (style == RSVP_STYLE_WF && args->n_filters)
		return fail(ctl, STATUS_USAGE,
			    "\"from\" does not go with style wf");
	if (style != RSVP_STYLE_WF && !args->n_filters)
		return fail(ctl, STATUS_USAGE, "\"from\" is missing");
	if (style == RSVP_STYLE_FF && args->n_filters > 1)
		return fail(ctl, STATUS_USAGE,
			    "style ff takes one \"from\"; se takes several");
	for (i = 0; i < args->n_filters; i++) {
		if (args->filters[i].src.family != args->session.dst.family)
			return fail(ctl, STATUS_USAGE,
				    "session and sender are of different families");
	}
	return 0;
}

/* The kernel computes rate and slack from a delay */
static int check_rspec(struct ctl *ctl, const struct args *args)
{
	if (!args_seen(args, "delay"))
		return args_seen(args, "rate") ? 0 :
		       fail(ctl, STATUS_USAGE,
			    "\"rate\" is missing (or \"delay\")");
	if (args_seen(args, "rate"))
		return fail(ctl, STATUS_USAGE,
			    "\"rate\" does not go with \"delay\"");
	if (args_seen(args, "slack"))
		return fail(ctl, STATUS_USAGE,
			    "\"slack\" does not go with \"delay\"");
	return 0;
}

static int check_flowspec(struct ctl *ctl, const struct args *args)
{
	if (!args_seen(args, "service"))
		return fail(ctl, STATUS_USAGE, "\"service\" is missing");
	if (args_value(args, "service") == RSVP_SERVICE_GUARANTEED)
		return check_rspec(ctl, args);
	if (args_seen(args, "delay"))
		return fail(ctl, STATUS_USAGE,
			    "\"delay\" goes with service guaranteed only");
	if (args_seen(args, "slack"))
		return fail(ctl, STATUS_USAGE,
			    "\"slack\" goes with service guaranteed only");
	if (args_seen(args, "tspec-rate"))
		return fail(ctl, STATUS_USAGE,
			    "\"tspec-rate\" goes with service guaranteed only");
	if (!args_seen(args, "rate"))
		return fail(ctl, STATUS_USAGE, "\"rate\" is missing");
	return 0;
}

static void put_names(struct nl_msg *msg, const struct args *args)
{
	unsigned int i;

	put_session(msg, RSVP_A_RESERVATION_SESSION, &args->session);
	put_params(msg, args, 0);
	for (i = 0; i < args->n_filters; i++)
		put_filter(msg, RSVP_A_RESERVATION_FILTER, &args->filters[i]);
}

/* "rate" is R of guaranteed service unless a delay asks for it, and r of
 * controlled load
 */
static void put_flowspec(struct nl_msg *msg, const struct args *args)
{
	bool guaranteed =
		args_value(args, "service") == RSVP_SERVICE_GUARANTEED;
	struct nlattr *nest = put_nest(msg, FLOWSPEC);

	put_params(msg, args, FLOWSPEC);
	if (args_seen(args, "rate"))
		nla_put_u64(msg, guaranteed ? RSVP_A_FLOWSPEC_RESERVED_RATE :
			    RSVP_A_FLOWSPEC_RATE, args_value(args, "rate"));
	if (args_seen(args, "tspec-rate"))
		nla_put_u64(msg, RSVP_A_FLOWSPEC_RATE,
			    args_value(args, "tspec-rate"));
	nla_nest_end(msg, nest);
}

static int send_new(struct ctl *ctl, const struct args *args, bool replace,
		    json_t **list)
{
	struct nlattr *nest;
	struct nl_msg *msg;

	msg = kernel_message(ctl, RSVP_CMD_RESERVATION_NEW, 0);
	if (!msg)
		return STATUS_KERNEL;
	if (replace)
		nla_put_flag(msg, RSVP_A_REPLACE);
	nest = put_nest(msg, RSVP_A_RESERVATION);
	put_names(msg, args);
	put_flowspec(msg, args);
	if (args_seen(args, "confirm") || args_seen(args, "wait"))
		nla_put_flag(msg, RSVP_A_RESERVATION_CONFIRM);
	if (!args_seen(args, "transient"))
		nla_put_flag(msg, RSVP_A_RESERVATION_PERSIST);
	nla_nest_end(msg, nest);
	return kernel_talk(ctl, msg, list);
}

static int add_and_wait(struct ctl *ctl, const struct args *args, bool replace)
{
	static const char *const groups[] = { RSVP_MCGRP_ERRORS, NULL };
	struct nl_sock *events;
	json_t *list;
	int err;

	/* Before the request: the answer may come before its reply */
	events = kernel_events(ctl, groups);
	if (!events)
		return STATUS_KERNEL;
	err = send_new(ctl, args, replace, &list);
	if (!err) {
		err = wait_for_answer(ctl, events, json_array_get(list, 0),
				      args_value(args, "wait"));
		json_decref(list);
	}
	nl_socket_free(events);
	return err;
}

static int add(struct ctl *ctl, const struct args *args, bool replace)
{
	json_t *list;
	int err;

	if (args_seen(args, "wait"))
		return add_and_wait(ctl, args, replace);
	err = send_new(ctl, args, replace, &list);
	if (err)
		return err;
	if (ctl->json)
		return show_json(ctl, list);
	printf("reservation id %" PRIu64 "\n",
	       get_number(json_array_get(list, 0), "id"));
	json_decref(list);
	return 0;
}

static int reservation_new(struct ctl *ctl, struct words *words, bool replace)
{
	struct args args;
	int err;

	err = args_parse(ctl, words, add_params, true, &args);
	if (err)
		return err;
	err = check_args(ctl, &args);
	if (!err && args.session.dport)
		err = args_check_ports(ctl, &args);
	if (!err)
		err = check_flowspec(ctl, &args);
	if (!err)
		err = add(ctl, &args, replace);
	if (!err && args_seen(&args, "transient"))
		err = stay(ctl);
	args_free(&args);
	return err;
}

static int reservation_add(struct ctl *ctl, struct words *words)
{
	return reservation_new(ctl, words, false);
}

static int reservation_replace(struct ctl *ctl, struct words *words)
{
	return reservation_new(ctl, words, true);
}

static int send_del(struct ctl *ctl, const struct args *args)
{
	struct nlattr *nest;
	struct nl_msg *msg;

	msg = kernel_message(ctl, RSVP_CMD_RESERVATION_DEL, 0);
	if (!msg)
		return STATUS_KERNEL;
	if (args_seen(args, "id")) {
		nla_put_u64(msg, RSVP_A_ID, args_value(args, "id"));
		return kernel_talk(ctl, msg, NULL);
	}
	nest = put_nest(msg, RSVP_A_RESERVATION);
	put_names(msg, args);
	nla_nest_end(msg, nest);
	return kernel_talk(ctl, msg, NULL);
}

static int reservation_del(struct ctl *ctl, struct words *words)
{
	struct args args;
	int err;

	err = args_parse(ctl, words, del_params, true, &args);
	if (err)
		return err;
	err = args_seen(&args, "id") ? args_check_id(ctl, &args) :
		check_args(ctl, &args);
	if (!err)
		err = send_del(ctl, &args);
	args_free(&args);
	return err;
}

void reservation_print(const struct ctl *ctl, const json_t *reservation)
{
	const json_t *error = json_object_get(reservation, "error");

	printf("%" PRIu64 ": ", get_number(reservation, "id"));
	show_session(ctl, json_object_get(reservation, "session"));
	show_name("style ", reservation, "style");
	show_filters(reservation);
	show_dev("dev", reservation, "ifindex");
	show_asked(reservation);
	if (has(reservation, "confirm"))
		printf(" confirm");
	show_dev("behind", reservation, "oif");
	if (has(reservation, "rule"))
		printf(" rule %" PRIu64, get_number(reservation, "rule"));
	else if (!has(reservation, "persist"))
		printf(" transient");
	if (ctl->details && has(reservation, "owner"))
		printf(" owner %" PRIu64, get_number(reservation, "owner"));
	putchar('\n');
	show_name("   ", reservation, "status");
	show_bound(reservation);
	if (error)
		show_error(ctl, error);
	if (has(reservation, "status"))
		putchar('\n');
}

static int reservation_show(struct ctl *ctl, struct words *words)
{
	json_t *list;
	struct args args;
	int err;

	err = args_parse(ctl, words, show_params, true, &args);
	if (err)
		return err;
	if (args_seen(&args, "id"))
		err = args_check_id(ctl, &args);
	if (!err)
		err = kernel_dump(ctl, RSVP_CMD_RESERVATION_GET, &args, &list);
	return err ?: show_list(ctl, list, reservation_print);
}

const struct command reservation_commands[] = {
	{ "add", reservation_add, add_params, true },
	{ "replace", reservation_replace, add_params, true },
	{ "del", reservation_del, del_params, true },
	{ "show", reservation_show, show_params, true },
	{ 0 },
};
