// SPDX-License-Identifier: GPL-2.0
/* rsvpctl quota: what users without CAP_NET_ADMIN may ask for their sockets. */

#include <inttypes.h>
#include <stdio.h>

#include <linux/netlink.h>
#include <linux/rsvp.h>
#include <netlink/attr.h>

#include "rsvpctl.h"

static const struct param no_params[] = {
	{ 0 },
};

static const struct param set_params[] = {
	{ .word = "sockets", .type = PARAM_NUMBER,
	  .attr = RSVP_A_QUOTA_SOCKETS },
	{ .word = "rate", .type = PARAM_RATE, .wide = true,
	  .attr = RSVP_A_QUOTA_RATE },
	{ 0 },
};

static int quota_set(struct ctl *ctl, struct words *words)
{
	struct nlattr *nest;
	struct nl_msg *msg;
	struct args args;
	int err;

	err = args_parse(ctl, words, set_params, false, &args);
	if (err)
		return err;
	if (!args_seen(&args, "sockets") && !args_seen(&args, "rate"))
		return fail(ctl, STATUS_USAGE,
			    "\"sockets\" or \"rate\" is missing");
	msg = kernel_message(ctl, RSVP_CMD_QUOTA_SET, 0);
	if (!msg)
		return STATUS_KERNEL;
	nest = put_nest(msg, RSVP_A_QUOTA);
	put_params(msg, &args, 0);
	nla_nest_end(msg, nest);
	return kernel_talk(ctl, msg, NULL);
}

static void quota_print(const struct ctl *ctl, const json_t *quota)
{
	(void)ctl;
	printf("sockets %" PRIu64 " rate %s\n", get_number(quota, "sockets"),
	       format_rate(get_number(quota, "rate_Bps")));
}

static int quota_show(struct ctl *ctl, struct words *words)
{
	struct nl_msg *msg;
	struct args args;
	json_t *list;
	int err;

	err = args_parse(ctl, words, no_params, false, &args);
	if (err)
		return err;
	msg = kernel_message(ctl, RSVP_CMD_QUOTA_GET, 0);
	if (!msg)
		return STATUS_KERNEL;
	err = kernel_talk(ctl, msg, &list);
	return err ? err : show_list(ctl, list, quota_print);
}

const struct command quota_commands[] = {
	{ "show", quota_show, no_params, false },
	{ "set", quota_set, set_params, false },
	{ 0 },
};
