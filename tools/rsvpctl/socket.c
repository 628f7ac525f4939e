// SPDX-License-Identifier: GPL-2.0
/* rsvpctl socket: the QoS of sockets of programs (librsvp.3). */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <netlink/attr.h>

#include "../librsvp/librsvp.h"
#include "rsvpctl.h"

/* Whose socket it is */
#define SOCKET_PARAMS \
	{ .word = "pid", .type = PARAM_NUMBER }, \
	{ .word = "fd", .type = PARAM_NUMBER }, \
	{ .word = "peer", .type = PARAM_PLACE }

static const struct param show_params[] = {
	SOCKET_PARAMS,
	{ .word = "id", .type = PARAM_ID, .wide = true, .attr = RSVP_A_ID },
	{ 0 },
};

static const struct param set_params[] = {
	SOCKET_PARAMS,
	{ .word = "template", .type = PARAM_WORD },
	FLOW_PARAMS("send"),
	FLOW_PARAMS("receive"),
	{ .word = "style", .type = PARAM_NAME, .names = spec_style_names },
	{ .word = "from", .type = PARAM_FILTER },
	{ .word = "to", .type = PARAM_PLACE },
	{ .word = "confirm", .type = PARAM_FLAG },
	{ .word = "no-confirm", .type = PARAM_FLAG },
	{ .word = "dscp", .type = PARAM_NUMBER },
	{ .word = "nonconforming", .type = PARAM_NAME,
	  .names = spec_nonconforming_names },
	{ 0 },
};

static const struct param join_params[] = {
	SOCKET_PARAMS,
	{ .word = "group", .type = PARAM_PLACE },
	{ .word = "dev", .type = PARAM_DEV },
	{ .word = "direction", .type = PARAM_NAME,
	  .names = spec_direction_names },
	{ .word = "template", .type = PARAM_WORD },
	FLOW_PARAMS("send"),
	FLOW_PARAMS("receive"),
	{ 0 },
};

static const struct param leave_params[] = {
	SOCKET_PARAMS,
	{ .word = "group", .type = PARAM_PLACE },
	{ .word = "dev", .type = PARAM_DEV },
	{ 0 },
};

/* The numbers behind a service */
static const struct {
	const char *word;
	size_t offset;
} members[] = {
	{ "rate", offsetof(struct rsvp_flowspec, token_rate) },
	{ "bucket", offsetof(struct rsvp_flowspec, token_bucket_size) },
	{ "peak", offsetof(struct rsvp_flowspec, peak_bandwidth) },
	{ "latency", offsetof(struct rsvp_flowspec, latency) },
	{ "variation", offsetof(struct rsvp_flowspec, delay_variation) },
	{ "mtu", offsetof(struct rsvp_flowspec, max_sdu_size) },
	{ "min", offsetof(struct rsvp_flowspec, minimum_policed_size) },
};

static void read_flow(const struct args *args, const char *direction,
		      struct rsvp_flowspec *flowspec)
{
	uint64_t value;
	size_t i;

	if (!args_seen(args, direction))
		return;
	flowspec->service_type = (uint32_t)args_value(args, direction);
	if (args_under(args, direction, "no-tc", &value))
		flowspec->service_type |= RSVP_SERVICE_NO_TRAFFIC_CONTROL;
	if (args_under(args, direction, "no-signaling", &value))
		flowspec->service_type |= RSVP_SERVICE_NO_QOS_SIGNALING;
	for (i = 0; i < ARRAY_SIZE(members); i++) {
		if (args_under(args, direction, members[i].word, &value))
			*(uint64_t *)((char *)flowspec + members[i].offset) =
				value;
	}
}

static void write_addr(const struct filter *place,
		       struct sockaddr_storage *addr)
{
	struct sockaddr_in *in = (struct sockaddr_in *)addr;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)addr;

	memset(addr, 0, sizeof(*addr));
	addr->ss_family = (sa_family_t)place->src.family;
	if (place->src.family == AF_INET) {
		in->sin_addr = place->src.v4;
		in->sin_port = htons((uint16_t)place->sport);
	} else {
		in6->sin6_addr = place->src.v6;
		in6->sin6_port = htons((uint16_t)place->sport);
	}
}

/* What the words say beyond the template, if one is named */
int socket_read_qos(struct ctl *ctl, const struct args *args,
		    struct rsvp_qos *qos)
{
	const char *template = args_word(args, "template");
	char why[256];

	rsvp_qos_init(qos);
	if (args_seen(args, "confirm") && args_seen(args, "no-confirm"))
		return fail(ctl, STATUS_USAGE,
			    "\"confirm\" does not go with \"no-confirm\"");
	if (template && rsvp_template_get(template, qos, why, sizeof(why)))
		return fail(ctl, STATUS_USAGE, "%s", why);
	read_flow(args, "send", &qos->sending);
	read_flow(args, "receive", &qos->receiving);
	if (args_seen(args, "style"))
		qos->style = (uint32_t)args_value(args, "style");
	if (args_seen(args, "confirm") || args_seen(args, "no-confirm"))
		qos->confirm = args_seen(args, "confirm");
	if (args_seen(args, "dscp") && args_value(args, "dscp") > 63)
		return fail(ctl, STATUS_USAGE,
			    "dscp: \"%" PRIu64 "\" is above 63",
			    args_value(args, "dscp"));
	if (args_seen(args, "dscp"))
		qos->dscp = (int32_t)args_value(args, "dscp");
	if (args_seen(args, "nonconforming")) {
		qos->nonconforming =
			(uint32_t)args_value(args, "nonconforming");
		if (qos->nonconforming == RSVP_NONCONFORMING_BORROW)
			return fail(ctl, STATUS_USAGE,
				    "nonconforming: \"borrow\" cannot be asked for: it is what comes of nothing said");
	}
	if (!args_seen(args, "to"))
		return 0;
	if (!args_place(args, "to")->sport)
		return fail(ctl, STATUS_USAGE,
			    "to: the port is missing (10.0.3.2:5004, [fd00:3::2]:5004)");
	write_addr(args_place(args, "to"), &qos->destination);
	return 0;
}

/* @fd is closed: the kernel has answered */
static int send_about(struct ctl *ctl, struct nl_msg *msg, struct nlattr *nest,
		      int fd)
{
	int err;

	nla_nest_end(msg, nest);
	err = kernel_talk(ctl, msg, NULL);
	close(fd);
	return err;
}

/* The nest is begun with @fd, which is closed if that fails */
static struct nl_msg *about(struct ctl *ctl, int cmd, int fd,
			    struct nlattr **nest)
{
	struct nl_msg *msg = kernel_message(ctl, cmd, 0);

	if (!msg) {
		close(fd);
		return NULL;
	}
	*nest = put_nest(msg, RSVP_A_SOCKET);
	nla_put_u32(msg, RSVP_A_SOCKET_FD, (uint32_t)fd);
	return msg;
}

static int refused(struct ctl *ctl, struct nl_msg *msg, int fd,
		   const struct librsvp_fault *fault)
{
	nlmsg_free(msg);
	close(fd);
	return fail(ctl, STATUS_USAGE, "%s", fault->text);
}

static int send_set(struct ctl *ctl, int fd, const struct rsvp_qos *qos)
{
	struct librsvp_fault fault;
	struct nlattr *nest;
	struct nl_msg *msg;

	msg = about(ctl, RSVP_CMD_SOCKET_SET, fd, &nest);
	if (!msg)
		return STATUS_KERNEL;
	if (!librsvp_put_qos(msg, librsvp_protocol(fd), qos, &fault))
		return refused(ctl, msg, fd, &fault);
	return send_about(ctl, msg, nest, fd);
}

static int set(struct ctl *ctl, const struct args *args)
{
	struct sockaddr_storage senders[RSVP_MAX_SENDERS];
	struct rsvp_qos qos;
	unsigned int i;
	int fd, err;

	if (args->n_filters > RSVP_MAX_SENDERS)
		return fail(ctl, STATUS_USAGE, "\"from\" stands %u times: %d at most",
			    args->n_filters, RSVP_MAX_SENDERS);
	for (i = 0; i < args->n_filters; i++) {
		if (args->filters[i].has_label)
			return fail(ctl, STATUS_USAGE,
				    "\"label\" does not go with a socket");
		write_addr(&args->filters[i], &senders[i]);
	}
	err = args_check_ports(ctl, args);
	if (!err)
		err = socket_read_qos(ctl, args, &qos);
	if (err)
		return err;
	qos.senders = senders;
	qos.n_senders = args->n_filters;
	err = find_fd(ctl, args, &fd);
	return err ? err : send_set(ctl, fd, &qos);
}

static int socket_set(struct ctl *ctl, struct words *words)
{
	struct args args;
	int err;

	err = args_parse(ctl, words, set_params, true, &args);
	if (err)
		return err;
	err = set(ctl, &args);
	args_free(&args);
	return err;
}

/* To join, with @direction, or to leave */
static int leaf(struct ctl *ctl, int cmd, const struct args *args,
		uint32_t direction, const struct rsvp_qos *qos)
{
	struct librsvp_fault fault;
	struct sockaddr_storage group;
	struct nlattr *nest;
	struct nl_msg *msg;
	int fd, err;

	if (!args_seen(args, "group"))
		return fail(ctl, STATUS_USAGE, "\"group\" is missing");
	write_addr(args_place(args, "group"), &group);
	err = find_fd(ctl, args, &fd);
	if (err)
		return err;
	msg = about(ctl, cmd, fd, &nest);
	if (!msg)
		return STATUS_KERNEL;
	if (!librsvp_put_leaf(msg, librsvp_protocol(fd),
			      (struct sockaddr *)&group, sizeof(group),
			      (unsigned int)args_value(args, "dev"), direction,
			      qos, &fault))
		return refused(ctl, msg, fd, &fault);
	return send_about(ctl, msg, nest, fd);
}

static int socket_join(struct ctl *ctl, struct words *words)
{
	struct rsvp_qos qos;
	struct args args;
	int err;

	err = args_parse(ctl, words, join_params, true, &args);
	if (err)
		return err;
	if (!args_seen(&args, "direction"))
		return fail(ctl, STATUS_USAGE, "\"direction\" is missing");
	err = socket_read_qos(ctl, &args, &qos);
	if (err)
		return err;
	return leaf(ctl, RSVP_CMD_SOCKET_JOIN, &args,
		    (uint32_t)args_value(&args, "direction"), &qos);
}

static int socket_leave(struct ctl *ctl, struct words *words)
{
	struct args args;
	int err;

	err = args_parse(ctl, words, leave_params, true, &args);
	if (err)
		return err;
	return leaf(ctl, RSVP_CMD_SOCKET_LEAVE, &args, 0, NULL);
}

static void print_flow(const char *direction, const json_t *flow)
{
	static const struct {
		const char *word;
		const char *key;
		const char *(*format)(uint64_t value);
	} numbers[] = {
		{ "rate", "token_rate_Bps", format_rate },
		{ "bucket", "token_bucket_size_B", format_size },
		{ "peak", "peak_bandwidth_Bps", format_rate },
		{ "latency", "latency_us", format_time_us },
		{ "variation", "delay_variation_us", format_time_us },
		{ "mtu", "max_sdu_size_B", format_size },
		{ "min", "minimum_policed_size_B", format_size },
	};
	size_t i;

	printf(" %s", direction);
	show_name("", flow, "service_type");
	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		if (has(flow, numbers[i].key))
			printf(" %s %s", numbers[i].word,
			       numbers[i].format(get_number(flow,
							    numbers[i].key)));
	}
	printf("%s%s", has(flow, "no_traffic_control") ? " no-tc" : "",
	       has(flow, "no_qos_signaling") ? " no-signaling" : "");
}

static void print_flows(const json_t *object)
{
	static const char *const directions[] = { "send", "receive" };
	const json_t *flow;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(directions); i++) {
		flow = json_object_get(object, directions[i]);
		/* Nothing was ever said of the other */
		if (flow && strcmp(get_string(flow, "service_type"),
				   "no-change"))
			print_flow(directions[i], flow);
	}
}

/* In the words that `socket set` takes */
void socket_print_qos(const json_t *socket)
{
	print_flows(socket);
	show_name("style ", socket, "style");
	show_filters(socket);
	if (get_number(socket, "confirm"))
		printf(" confirm");
	if (has(socket, "dscp"))
		printf(" dscp %" PRIu64, get_number(socket, "dscp"));
	show_name("nonconforming ", socket, "nonconforming");
}

static void print_leaf(const char *label, const json_t *object)
{
	printf("\n    %s ", label);
	show_destination(json_object_get(object, "session"));
	show_dev("dev", object, "ifindex");
	show_name("direction ", object, "direction");
	print_flows(object);
}

void socket_print(const struct ctl *ctl, const json_t *socket)
{
	const json_t *error = json_object_get(socket, "error"), *object;
	size_t i;

	printf("%" PRIu64 ": %s", get_number(socket, "id"),
	       format_proto(ctl, get_number(socket, "proto")));
	putchar(' ');
	show_place(NULL, json_object_get(socket, "local"));
	if (has(socket, "peer"))
		show_place("peer", json_object_get(socket, "peer"));
	printf(" uid %" PRIu64, get_number(socket, "uid"));
	/* Until that is noticed, or while TCP has something to send */
	if (get_number(socket, "inode"))
		printf(" inode %" PRIu64 "\n   ",
		       get_number(socket, "inode"));
	else
		printf(" closed\n   ");
	socket_print_qos(socket);
	json_array_foreach(json_object_get(socket, "destination"), i, object)
		print_leaf("to", object);
	json_array_foreach(json_object_get(socket, "leaf"), i, object)
		print_leaf("group", object);
	printf("\n    senders %" PRIu64 " receivers %" PRIu64
	       " reservations %" PRIu64, get_number(socket, "senders"),
	       get_number(socket, "receivers"),
	       get_number(socket, "reservations"));
	json_array_foreach(json_object_get(socket, "rule"), i, object)
		printf("%s %" JSON_INTEGER_FORMAT, i ? "" : "\n    rule",
		       json_integer_value(object));
	if (error) {
		printf("\n    refused");
		show_error(ctl, error);
	}
	putchar('\n');
}

/* One socket, by a descriptor of it */
static int get_by_fd(struct ctl *ctl, const struct args *args, json_t **list)
{
	struct nlattr *nest;
	struct nl_msg *msg;
	int fd, err;

	err = find_fd(ctl, args, &fd);
	if (err)
		return err;
	msg = about(ctl, RSVP_CMD_SOCKET_GET, fd, &nest);
	if (!msg)
		return STATUS_KERNEL;
	nla_nest_end(msg, nest);
	err = kernel_talk(ctl, msg, list);
	close(fd);
	return err;
}

static int socket_show(struct ctl *ctl, struct words *words)
{
	struct args args;
	json_t *list;
	int err = 0;

	err = args_parse(ctl, words, show_params, true, &args);
	if (err)
		return err;
	if (args_seen(&args, "id"))
		err = args_check_id(ctl, &args);
	if (err)
		return err;
	if (args.has_session || args_seen(&args, "pid") ||
	    args_seen(&args, "fd") || args_seen(&args, "peer"))
		err = get_by_fd(ctl, &args, &list);
	else
		err = kernel_dump(ctl, RSVP_CMD_SOCKET_GET, &args, &list);
	return err ? err : show_list(ctl, list, socket_print);
}

const struct command socket_commands[] = {
	{ "show", socket_show, show_params, true },
	{ "set", socket_set, set_params, true },
	{ "join", socket_join, join_params, true },
	{ "leave", socket_leave, leave_params, true },
	{ 0 },
};
