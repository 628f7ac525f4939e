// SPDX-License-Identifier: GPL-2.0
/* rsvpctl monitor: events as they happen; with -j one object a line. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/rsvp.h>
#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "rsvpctl.h"

struct monitor {
	struct ctl *ctl;
	bool gone;	/* the module was removed */
};

static void print_iface(const struct ctl *ctl, const json_t *object)
{
	interface_print(ctl, object);
}

static void print_path(const struct ctl *ctl, const json_t *object)
{
	show_session(ctl, json_object_get(object, "session"));
	path_print(ctl, object, 1);
}

static void print_resv(const struct ctl *ctl, const json_t *object)
{
	show_session(ctl, json_object_get(object, "session"));
	resv_print(ctl, object, 1);
}

static void print_tc(const struct ctl *ctl, const json_t *object)
{
	show_session(ctl, json_object_get(object, "session"));
	tc_print(ctl, object, 1);
}

static void print_error(const struct ctl *ctl, const json_t *object)
{
	show_session(ctl, json_object_get(object, "session"));
	show_filters(object);
	show_error(ctl, object);
	putchar('\n');
}

static void print_notice(const struct ctl *ctl, const json_t *object)
{
	const json_t *error = json_object_get(object, "error");

	printf("socket %" PRIu64, get_number(object, "id"));
	show_name("", object, "status");
	show_name("", object, "direction");
	putchar(' ');
	show_session(ctl, json_object_get(object, "session"));
	show_filters(object);
	show_tspec(json_object_get(object, "tspec"));
	if (error)
		show_error(ctl, error);
	putchar('\n');
}

static const struct {
	int cmd;
	const char *name;
	const char *key;
	void (*print)(const struct ctl *ctl, const json_t *object);
} events[] = {
	{ RSVP_CMD_IFACE_NTF, "iface-ntf", "iface", print_iface },
	{ RSVP_CMD_SENDER_NTF, "sender-ntf", "sender", sender_print },
	{ RSVP_CMD_RESERVATION_NTF, "reservation-ntf", "reservation",
	  reservation_print },
	{ RSVP_CMD_PATH_NTF, "path-ntf", "path", print_path },
	{ RSVP_CMD_RESV_NTF, "resv-ntf", "resv", print_resv },
	{ RSVP_CMD_TC_NTF, "tc-ntf", "tc", print_tc },
	{ RSVP_CMD_ERROR_NTF, "error-ntf", "error", print_error },
	{ RSVP_CMD_SOCKET_NTF, "socket-ntf", "socket", socket_print },
	{ RSVP_CMD_NOTICE_NTF, "notice-ntf", "notice", print_notice },
	{ RSVP_CMD_RULE_NTF, "rule-ntf", "rule", rule_print },
};

/* -4 and -6; an interface has both families */
static bool wanted(const struct ctl *ctl, const json_t *object)
{
	const json_t *session = json_object_get(object, "session");
	bool v6 = strchr(get_string(session, "dst"), ':');

	return ctl->family == AF_UNSPEC || !session ||
	       v6 == (ctl->family == AF_INET6);
}

static void print_json(const char *name, json_t *message)
{
	json_t *line = json_pack("{ss}", "name", name);

	if (message)
		json_object_update(line, message);
	json_dumpf(line, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(line);
}

/* RFC 2205, B: code 0 is a ResvConf, which has no attribute of its own */
static const char *tag(int cmd, const char *key, const json_t *object)
{
	return cmd == RSVP_CMD_ERROR_NTF && !get_number(object, "code") ?
	       "confirm" : key;
}

static void print_event(struct ctl *ctl, size_t i, json_t *message)
{
	const json_t *object = json_object_get(message, events[i].key);

	if (!wanted(ctl, object))
		return;
	if (ctl->json) {
		print_json(events[i].name, message);
		return;
	}
	printf("[%s]", tag(events[i].cmd, events[i].key, object));
	show_name("", object, "event");
	putchar(' ');
	events[i].print(ctl, object);
}

/* An event of the controller: our family goes */
static bool is_removal(const struct ctl *ctl, struct nlmsghdr *nlh)
{
	struct genlmsghdr *genlh = genlmsg_hdr(nlh);
	struct nlattr *id;

	id = nla_find(genlmsg_attrdata(genlh, 0), genlmsg_attrlen(genlh, 0),
		      CTRL_ATTR_FAMILY_ID);
	return nlh->nlmsg_type == GENL_ID_CTRL &&
	       genlh->cmd == CTRL_CMD_DELFAMILY && id &&
	       nla_get_u16(id) == ctl->family_id;
}

static int on_event(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct monitor *monitor = arg;
	json_t *message;
	size_t i;

	monitor->gone |= is_removal(monitor->ctl, nlh);
	if (nlh->nlmsg_type != monitor->ctl->family_id)
		return NL_OK;
	message = decode_message(monitor->ctl, nlh);
	for (i = 0; i < ARRAY_SIZE(events); i++) {
		if (events[i].cmd == genlmsg_hdr(nlh)->cmd)
			print_event(monitor->ctl, i, message);
	}
	json_decref(message);
	fflush(stdout);
	return NL_OK;
}

static int follow(struct ctl *ctl, struct nl_sock *sock)
{
	struct monitor monitor = { .ctl = ctl };
	int err = 0, group;

	/* Nobody else tells that the module goes */
	group = genl_ctrl_resolve_grp(sock, "nlctrl", "notify");
	if (group >= 0)
		nl_socket_add_membership(sock, group);
	nl_socket_modify_cb(sock, NL_CB_VALID, NL_CB_CUSTOM, on_event,
			    &monitor);
	while (!monitor.gone) {
		err = nl_recvmsgs_default(sock);
		if (err == -NLE_NOMEM && ctl->json) {
			print_json("overrun", NULL);
			fflush(stdout);
		} else if (err == -NLE_NOMEM) {
			fail(ctl, 0, "events were lost: too many at once");
		} else if (err < 0) {
			break;
		}
	}
	if (monitor.gone)
		return fail(ctl, STATUS_KERNEL, "the module rsvp was removed");
	return fail(ctl, STATUS_KERNEL, "netlink: %s", nl_geterror(err));
}

static int run(struct ctl *ctl, struct words *words,
	       const char *const *groups)
{
	const char *word = word_next(words);
	struct nl_sock *sock;
	int status;

	if (word)
		return word_unknown(ctl, word);
	sock = kernel_events(ctl, groups);
	if (!sock)
		return STATUS_KERNEL;
	status = follow(ctl, sock);
	nl_socket_free(sock);
	return status;
}

static int monitor_state(struct ctl *ctl, struct words *words)
{
	static const char *const groups[] = { RSVP_MCGRP_STATE, NULL };

	return run(ctl, words, groups);
}

static int monitor_errors(struct ctl *ctl, struct words *words)
{
	static const char *const groups[] = { RSVP_MCGRP_ERRORS, NULL };

	return run(ctl, words, groups);
}

static int monitor_config(struct ctl *ctl, struct words *words)
{
	static const char *const groups[] = { RSVP_MCGRP_CONFIG, NULL };

	return run(ctl, words, groups);
}

static int monitor_sockets(struct ctl *ctl, struct words *words)
{
	static const char *const groups[] = { RSVP_MCGRP_SOCKETS, NULL };

	return run(ctl, words, groups);
}

static int monitor_all(struct ctl *ctl, struct words *words)
{
	static const char *const groups[] = {
		RSVP_MCGRP_STATE, RSVP_MCGRP_ERRORS, RSVP_MCGRP_CONFIG,
		RSVP_MCGRP_SOCKETS, NULL
	};

	return run(ctl, words, groups);
}

static const struct param no_params[] = {
	{ 0 },
};

const struct command monitor_commands[] = {
	{ "all", monitor_all, no_params, false },
	{ "state", monitor_state, no_params, false },
	{ "errors", monitor_errors, no_params, false },
	{ "config", monitor_config, no_params, false },
	{ "sockets", monitor_sockets, no_params, false },
	{ 0 },
};
