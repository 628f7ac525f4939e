// SPDX-License-Identifier: GPL-2.0
/* rsvpctl interface: RSVP on a device, and what may be reserved there. */

#include <inttypes.h>
#include <stdio.h>

#include <linux/rsvp.h>
#include <netlink/attr.h>

#include "rsvpctl.h"

static const struct param set_params[] = {
	{ .word = "dev", .type = PARAM_DEV, .attr = RSVP_A_IFACE_IFINDEX },
	{ .word = "rsvp", .type = PARAM_ON_OFF, .attr = RSVP_A_IFACE_RSVP },
	{ .word = "bandwidth", .type = PARAM_RATE, .wide = true,
	  .least = 1000, .attr = RSVP_A_IFACE_BANDWIDTH },
	{ .word = "reservable", .type = PARAM_PERCENT_100,
	  .attr = RSVP_A_IFACE_RESERVABLE },
	{ .word = "flow-limit", .type = PARAM_RATE, .wide = true,
	  .attr = RSVP_A_IFACE_FLOW_LIMIT, .alt = "none" },
	{ .word = "class-cap", .type = PARAM_NUMBER,
	  .attr = RSVP_A_IFACE_CLASS_CAP },
	{ .word = "overhead", .type = PARAM_SIZE,
	  .attr = RSVP_A_IFACE_OVERHEAD },
	{ .word = "backend", .type = PARAM_NAME, .attr = RSVP_A_IFACE_BACKEND,
	  .names = spec_backend_names },
	{ .word = "parent", .type = PARAM_CLASSID,
	  .attr = RSVP_A_IFACE_PARENT, .alt = "root" },
	{ .word = "refresh", .type = PARAM_TIME_MS,
	  .attr = RSVP_A_IFACE_REFRESH },
	{ .word = "keep", .type = PARAM_NUMBER, .attr = RSVP_A_IFACE_KEEP },
	{ .word = "slew-max", .type = PARAM_PERCENT,
	  .attr = RSVP_A_IFACE_SLEW_MAX },
	{ .word = "repair", .type = PARAM_TIME_MS,
	  .attr = RSVP_A_IFACE_REPAIR },
	{ .word = "blockade", .type = PARAM_NUMBER,
	  .attr = RSVP_A_IFACE_BLOCKADE },
	{ .word = "repeats", .type = PARAM_NUMBER,
	  .attr = RSVP_A_IFACE_REPEATS },
	{ 0 },
};

static const struct param show_params[] = {
	{ .word = "dev", .type = PARAM_DEV, .attr = RSVP_A_IFINDEX },
	{ 0 },
};

static json_t *get_one(struct ctl *ctl, uint64_t ifindex)
{
	struct nl_msg *msg = kernel_message(ctl, RSVP_CMD_IFACE_GET, 0);
	json_t *list = NULL;

	if (!msg)
		return NULL;
	nla_put_u32(msg, RSVP_A_IFINDEX, (uint32_t)ifindex);
	return kernel_talk(ctl, msg, &list) ? NULL : list;
}

/* What is reserved is more than what may be now: that is done, but has to be known */
static int warn_overbooked(struct ctl *ctl, uint64_t ifindex)
{
	json_t *list = get_one(ctl, ifindex);
	const json_t *iface = json_array_get(list, 0);

	if (!list)
		return STATUS_KERNEL;
	if (has(iface, "overbooked"))
		warn(ctl, "%s is overbooked: %s are reserved and stay, and nothing is admitted until less is",
		     format_dev(ifindex),
		     format_rate(get_number(iface, "reserved_Bps")));
	json_decref(list);
	return 0;
}

static int interface_set(struct ctl *ctl, struct words *words)
{
	struct nlattr *nest;
	struct nl_msg *msg;
	struct args args;
	bool off;
	int err;

	err = args_parse(ctl, words, set_params, false, &args);
	if (err)
		return err;
	if (!args_seen(&args, "dev"))
		return fail(ctl, STATUS_USAGE, "\"dev\" is missing");
	msg = kernel_message(ctl, RSVP_CMD_IFACE_SET, 0);
	if (!msg)
		return STATUS_KERNEL;
	nest = put_nest(msg, RSVP_A_IFACE);
	put_params(msg, &args, 0);
	nla_nest_end(msg, nest);
	err = kernel_talk(ctl, msg, NULL);
	off = args_seen(&args, "rsvp") && !args_value(&args, "rsvp");
	if (err || off || (!args_seen(&args, "bandwidth") &&
			   !args_seen(&args, "reservable")))
		return err;
	return warn_overbooked(ctl, args_value(&args, "dev"));
}

static void print_counters(const json_t *iface)
{
	printf("  classes %" PRIu64 " refused %" PRIu64 " high-water %s\n",
	       get_number(iface, "classes"), get_number(iface, "refused"),
	       format_rate(get_number(iface, "high_water_Bps")));
	printf("  queue %" PRIu64 " dropped %" PRIu64 "\n",
	       get_number(iface, "queue_len"),
	       get_number(iface, "queue_drops"));
}

static void print_details(const json_t *iface)
{
	printf("  refresh %s keep %" PRIu64 " slew-max %" PRIu64 "%%",
	       format_time_us(get_number(iface, "refresh_ms") * 1000),
	       get_number(iface, "keep"), get_number(iface, "slew_max_pct"));
	printf(" repair %s blockade %" PRIu64 " repeats %" PRIu64 "\n",
	       format_time_us(get_number(iface, "repair_ms") * 1000),
	       get_number(iface, "blockade"), get_number(iface, "repeats"));
	printf("  class-cap %" PRIu64 " overhead %s mtu %s C %s D %s\n",
	       get_number(iface, "class_cap"),
	       format_size(get_number(iface, "overhead_B")),
	       format_size(get_number(iface, "mtu_B")),
	       format_size(get_number(iface, "term_c_B")),
	       format_time_us(get_number(iface, "term_d_us")));
}

void interface_print(const struct ctl *ctl, const json_t *iface)
{
	const json_t *reservable = json_object_get(iface, "reservable_pct");
	const char *name = get_string(iface, "ifname");

	printf("%s rsvp %s",
	       *name ? name : format_dev(get_number(iface, "ifindex")),
	       get_number(iface, "rsvp") ? "on" : "off");
	if (has(iface, "bandwidth_Bps"))
		printf(" bandwidth %s",
		       format_rate(get_number(iface, "bandwidth_Bps")));
	if (reservable)
		printf(" reservable %g%%", json_real_value(reservable));
	if (get_number(iface, "flow_limit_Bps"))
		printf(" flow-limit %s",
		       format_rate(get_number(iface, "flow_limit_Bps")));
	show_name("backend ", iface, "backend");
	if (get_number(iface, "parent"))
		printf(" parent %s",
		       format_classid(get_number(iface, "parent")));
	if (get_number(iface, "handle"))
		printf(" handle %" PRIx64 ":",
		       get_number(iface, "handle") >> 16);
	putchar('\n');
	if (has(iface, "reserved_Bps"))
		printf("  reserved %s free %s%s\n",
		       format_rate(get_number(iface, "reserved_Bps")),
		       format_rate(get_number(iface, "free_Bps")),
		       has(iface, "overbooked") ? " overbooked" : "");
	if (ctl->details)
		print_details(iface);
	if (ctl->stats)
		print_counters(iface);
}

static int interface_show(struct ctl *ctl, struct words *words)
{
	json_t *list = NULL;
	struct args args;
	int err;

	err = args_parse(ctl, words, show_params, false, &args);
	if (err)
		return err;
	if (!args_seen(&args, "dev")) {
		err = kernel_dump(ctl, RSVP_CMD_IFACE_GET, NULL, &list);
		return err ?: show_list(ctl, list, interface_print);
	}
	list = get_one(ctl, args_value(&args, "dev"));
	return list ? show_list(ctl, list, interface_print) : STATUS_KERNEL;
}

const struct command interface_commands[] = {
	{ "set", interface_set, set_params, false },
	{ "show", interface_show, show_params, false },
	{ 0 },
};
