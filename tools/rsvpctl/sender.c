// SPDX-License-Identifier: GPL-2.0
/* rsvpctl sender: what this host sends (SENDER of RFC 2205, 3.11.1). */

#include <inttypes.h>
#include <stdio.h>

#include <linux/netlink.h>
#include <linux/rsvp.h>
#include <netlink/attr.h>

#include "rsvpctl.h"

#define TSPEC	RSVP_A_SENDER_TSPEC

static const struct param add_params[] = {
	{ .word = "from", .type = PARAM_FILTER },
	{ .word = "rate", .type = PARAM_RATE, .wide = true,
	  .attr = RSVP_A_FLOWSPEC_RATE, .nest = TSPEC },
	{ .word = "burst", .type = PARAM_SIZE, .wide = true,
	  .attr = RSVP_A_FLOWSPEC_BURST, .nest = TSPEC },
	{ .word = "peak", .type = PARAM_RATE, .wide = true,
	  .attr = RSVP_A_FLOWSPEC_PEAK, .nest = TSPEC,
	  .alt = "unlimited", .alt_value = UINT64_MAX },
	{ .word = "min-unit", .type = PARAM_SIZE,
	  .attr = RSVP_A_FLOWSPEC_MIN_UNIT, .nest = TSPEC },
	{ .word = "mtu", .type = PARAM_SIZE,
	  .attr = RSVP_A_FLOWSPEC_MTU, .nest = TSPEC },
	{ .word = "ttl", .type = PARAM_NUMBER, .attr = RSVP_A_SENDER_TTL },
	{ .word = "dscp", .type = PARAM_NUMBER, .attr = RSVP_A_SENDER_DSCP },
	{ .word = "mark", .type = PARAM_NUMBER, .attr = RSVP_A_SENDER_MARK },
	{ .word = "service", .type = PARAM_NAME, .names = spec_service_names,
	  .attr = RSVP_A_SENDER_SERVICE },
	{ .word = "nonconforming", .type = PARAM_NAME,
	  .names = spec_nonconforming_names,
	  .attr = RSVP_A_SENDER_NONCONFORMING },
	{ .word = "transient", .type = PARAM_FLAG },
	{ 0 },
};

static const struct param del_params[] = {
	{ .word = "from", .type = PARAM_FILTER },
	{ .word = "id", .type = PARAM_ID, .wide = true, .attr = RSVP_A_ID },
	{ 0 },
};

static const struct param show_params[] = {
	{ .word = "id", .type = PARAM_ID, .wide = true, .attr = RSVP_A_ID },
	{ 0 },
};

static int check_args(struct ctl *ctl, const struct args *args)
{
	if (!args->has_session)
		return fail(ctl, STATUS_USAGE,
			    "the session is missing (udp 10.0.3.2:5004)");
	if (!args->n_filters)
		return fail(ctl, STATUS_USAGE, "\"from\" is missing");
	if (args->n_filters > 1)
		return fail(ctl, STATUS_USAGE, "\"from\" stands twice");
	if (args->session.dst.family != args->filters[0].src.family)
		return fail(ctl, STATUS_USAGE,
			    "session and sender are of different families");
	return 0;
}

/* What every Tspec has; the rest of it has defaults */
static int check_tspec(struct ctl *ctl, const struct args *args)
{
	static const char *const needed[] = { "rate", "burst", "mtu" };
	unsigned int i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!args_seen(args, needed[i]))
			return fail(ctl, STATUS_USAGE, "\"%s\" is missing",
				    needed[i]);
	return 0;
}

static int send_new(struct ctl *ctl, const struct args *args, bool replace)
{
	struct nlattr *nest, *tspec;
	json_t *list, *sender;
	struct nl_msg *msg;
	int err;

	msg = kernel_message(ctl, RSVP_CMD_SENDER_NEW, 0);
	if (!msg)
		return STATUS_KERNEL;
	if (replace)
		nla_put_flag(msg, RSVP_A_REPLACE);
	nest = put_nest(msg, RSVP_A_SENDER);
	put_session(msg, RSVP_A_SENDER_SESSION, &args->session);
	put_filter(msg, RSVP_A_SENDER_FILTER, &args->filters[0]);
	tspec = put_nest(msg, TSPEC);
	put_params(msg, args, TSPEC);
	nla_nest_end(msg, tspec);
	put_params(msg, args, 0);
	if (!args_seen(args, "transient"))
		nla_put_flag(msg, RSVP_A_SENDER_PERSIST);
	nla_nest_end(msg, nest);
	err = kernel_talk(ctl, msg, &list);
	if (err)
		return err;
	sender = json_array_get(list, 0);
	if (ctl->json)
		return show_json(ctl, list);
	printf("sender id %" PRIu64 "\n", get_number(sender, "id"));
	json_decref(list);
	return 0;
}

static int sender_new(struct ctl *ctl, struct words *words, bool replace)
{
	struct args args;
	int err;

	err = args_parse(ctl, words, add_params, true, &args);
	if (err)
		return err;
	err = check_args(ctl, &args);
	if (!err)
		err = check_tspec(ctl, &args);
	if (!err)
		err = send_new(ctl, &args, replace);
	if (!err && args_seen(&args, "transient"))
		err = stay(ctl);
	args_free(&args);
	return err;
}

static int sender_add(struct ctl *ctl, struct words *words)
{
	return sender_new(ctl, words, false);
}

static int sender_replace(struct ctl *ctl, struct words *words)
{
	return sender_new(ctl, words, true);
}

static int sender_del(struct ctl *ctl, struct words *words)
{
	struct nlattr *nest;
	struct nl_msg *msg;
	struct args args;
	int err;

	err = args_parse(ctl, words, del_params, true, &args);
	if (err)
		return err;
	err = args_seen(&args, "id") ? args_check_id(ctl, &args) :
		check_args(ctl, &args);
	msg = err ? NULL : kernel_message(ctl, RSVP_CMD_SENDER_DEL, 0);
	if (!msg) {
		args_free(&args);
		return err ? err : STATUS_KERNEL;
	}
	if (args_seen(&args, "id")) {
		put_params(msg, &args, 0);
	} else {
		nest = put_nest(msg, RSVP_A_SENDER);
		put_session(msg, RSVP_A_SENDER_SESSION, &args.session);
		put_filter(msg, RSVP_A_SENDER_FILTER, &args.filters[0]);
		nla_nest_end(msg, nest);
	}
	args_free(&args);
	return kernel_talk(ctl, msg, NULL);
}

void sender_print(const struct ctl *ctl, const json_t *sender)
{
	const json_t *error = json_object_get(sender, "error");

	printf("%" PRIu64 ": ", get_number(sender, "id"));
	show_session(ctl, json_object_get(sender, "session"));
	show_filters(sender);
	show_tspec(json_object_get(sender, "tspec"));
	if (has(sender, "ttl"))
		printf(" ttl %" PRIu64, get_number(sender, "ttl"));
	if (get_number(sender, "dscp"))
		printf(" dscp %" PRIu64, get_number(sender, "dscp"));
	if (get_number(sender, "mark"))
		printf(" mark 0x%" PRIx64, get_number(sender, "mark"));
	show_name("service ", sender, "service");
	show_name("nonconforming ", sender, "nonconforming");
	show_dev("behind", sender, "iif");
	if (has(sender, "rule"))
		printf(" rule %" PRIu64, get_number(sender, "rule"));
	else if (!has(sender, "persist"))
		printf(" transient");
	if (ctl->details && has(sender, "owner"))
		printf(" owner %" PRIu64, get_number(sender, "owner"));
	putchar('\n');
	if (!error)
		return;
	printf("    refused");
	show_error(ctl, error);
	putchar('\n');
}

static int sender_show(struct ctl *ctl, struct words *words)
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
		err = kernel_dump(ctl, RSVP_CMD_SENDER_GET, &args, &list);
	return err ?: show_list(ctl, list, sender_print);
}

const struct command sender_commands[] = {
	{ "add", sender_add, add_params, true },
	{ "replace", sender_replace, add_params, true },
	{ "del", sender_del, del_params, true },
	{ "show", sender_show, show_params, true },
	{ 0 },
};
