// SPDX-License-Identifier: GPL-2.0
/* rsvpctl session: everything about a session, of four dumps. */

#include <inttypes.h>
#include <stdio.h>

#include <linux/rsvp.h>

#include "rsvpctl.h"

static const struct param show_params[] = {
	{ 0 },
};

/* What stands below a session, under the names of the spec */
static const struct {
	int cmd;
	const char *key;
} parts[] = {
	{ RSVP_CMD_PATH_GET, "path" },
	{ RSVP_CMD_RESV_GET, "resv" },
	{ RSVP_CMD_TC_GET, "tc" },
};

/* The entry of a session in @index; made, at the end of @list, if need be */
static json_t *session_entry(json_t *list, json_t *index, json_t *session,
			     json_t *id)
{
	char key[128];
	json_t *entry;
	size_t i;

	snprintf(key, sizeof(key), "%" PRIu64 " %s %" PRIu64,
		 get_number(session, "proto"), get_string(session, "dst"),
		 get_number(session, "dport"));
	entry = json_object_get(index, key);
	if (entry)
		return entry;
	entry = json_object();
	if (id)
		json_object_set(entry, "id", id);
	json_object_set(entry, "session", session);
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		json_object_set_new(entry, parts[i].key, json_array());
	json_object_set(index, key, entry);
	json_array_append_new(list, entry);
	return entry;
}

/* An object that came after the dump of the sessions brings its session */
static void add_part(json_t *list, json_t *index, const char *key,
		     json_t *objects)
{
	json_t *object, *entry;
	size_t i;

	json_array_foreach(objects, i, object) {
		entry = session_entry(list, index,
				      json_object_get(object, "session"), NULL);
		json_object_del(object, "session");
		json_array_append(json_object_get(entry, key), object);
	}
}

/* Returns: 0, or the exit status after an error was told */
static int collect(struct ctl *ctl, const struct args *args, json_t *list)
{
	json_t *index = json_object(), *objects, *object;
	size_t i;
	int err;

	err = kernel_dump(ctl, RSVP_CMD_SESSION_GET, args, &objects);
	if (err)
		goto out;
	json_array_foreach(objects, i, object)
		session_entry(list, index, json_object_get(object, "session"),
			      json_object_get(object, "id"));
	json_decref(objects);
	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		err = kernel_dump(ctl, parts[i].cmd, args, &objects);
		if (err)
			break;
		add_part(list, index, parts[i].key, objects);
		json_decref(objects);
	}
out:
	json_decref(index);
	return err;
}

static void print_timers(const json_t *object)
{
	if (has(object, "refresh_ms"))
		printf(" refresh %s",
		       format_time_us(get_number(object, "refresh_ms") * 1000));
	if (has(object, "expires_ms"))
		printf(" expires %s",
		       format_time_us(get_number(object, "expires_ms") * 1000));
}

static void print_adspec(const json_t *adspec, int indent)
{
	printf("%*sadspec hops %" PRIu64 " bandwidth %s mtu %s\n", indent, "",
	       get_number(adspec, "hops"),
	       format_rate(get_number(adspec, "bandwidth_Bps")),
	       format_size(get_number(adspec, "mtu_B")));
	printf("%*s  Ctot %s Dtot %s Csum %s Dsum %s", indent, "",
	       format_size(get_number(adspec, "ctot_B")),
	       format_time_us(get_number(adspec, "dtot_us")),
	       format_size(get_number(adspec, "csum_B")),
	       format_time_us(get_number(adspec, "dsum_us")));
	if (has(adspec, "latency_us") &&
	    get_number(adspec, "latency_us") != UINT32_MAX)
		printf(" latency %s",
		       format_time_us(get_number(adspec, "latency_us")));
	printf("%s%s%s\n", has(adspec, "break") ? " break" : "",
	       has(adspec, "gs_break") ? " gs-break" : "",
	       has(adspec, "cl_break") ? " cl-break" : "");
}

/* What the previous hop refused is left out of what it is asked, for a while */
static void print_blockade(const json_t *path, int indent)
{
	printf("%*sblockaded %s", indent, "",
	       format_time_us(get_number(path, "blockaded_ms") * 1000));
	show_flowspec(json_object_get(path, "blockade"));
	putchar('\n');
}

void path_print(const struct ctl *ctl, const json_t *path, int indent)
{
	const json_t *phop = json_object_get(path, "phop");
	const json_t *adspec = json_object_get(path, "adspec");

	printf("%*ssender", indent, "");
	show_filters(path);
	show_tspec(json_object_get(path, "tspec"));
	printf("\n%*s ", indent, "");
	if (has(path, "local"))
		printf(" local");
	else if (phop)
		printf(" phop %s", get_string(phop, "addr"));
	show_dev("iif", path, "iif");
	show_dev("oif", path, "oif");
	printf("%s%s%s", has(path, "local_only") ? " local-only" : "",
	       has(path, "non_rsvp") ? " non-rsvp" : "",
	       has(path, "e_police") ? " e-police" : "");
	if (ctl->details) {
		printf(" id %" PRIu64, get_number(path, "id"));
		if (has(path, "ttl"))
			printf(" ttl %" PRIu64, get_number(path, "ttl"));
		print_timers(path);
	}
	putchar('\n');
	if (ctl->details && adspec)
		print_adspec(adspec, indent + 2);
	if (ctl->details && has(path, "blockaded_ms"))
		print_blockade(path, indent + 2);
}

void resv_print(const struct ctl *ctl, const json_t *resv, int indent)
{
	const json_t *nhop = json_object_get(resv, "nhop");
	const json_t *error = json_object_get(resv, "error");

	printf("%*sreservation", indent, "");
	show_name("style ", resv, "style");
	show_filters(resv);
	show_flowspec(json_object_get(resv, "flowspec"));
	printf("\n%*s ", indent, "");
	if (has(resv, "local"))
		printf(" local");
	else if (nhop)
		printf(" nhop %s", get_string(nhop, "addr"));
	show_dev("oif", resv, "oif");
	show_name("", resv, "status");
	if (error)
		show_error(ctl, error);
	if (ctl->details) {
		printf(" id %" PRIu64, get_number(resv, "id"));
		print_timers(resv);
	}
	putchar('\n');
}

void tc_print(const struct ctl *ctl, const json_t *tc, int indent)
{
	printf("%*sinstalled%s", indent, "", has(tc, "oif") ? "" : " local");
	show_dev("oif", tc, "oif");
	if (has(tc, "classid"))
		printf(" class %s", format_classid(get_number(tc, "classid")));
	show_name("style ", tc, "style");
	show_filters(tc);
	show_installed(tc);
	if (get_number(tc, "link_rate_Bps"))
		printf(" link-rate %s",
		       format_rate(get_number(tc, "link_rate_Bps")));
	if (has(tc, "policed"))
		printf(" policed");
	if (ctl->details)
		printf(" id %" PRIu64, get_number(tc, "id"));
	putchar('\n');
	if (!ctl->stats)
		return;
	printf("%*s  sent %" PRIu64 " packets %" PRIu64 " bytes, demoted %"
	       PRIu64 " packets %" PRIu64 " bytes\n", indent, "",
	       get_number(tc, "packets"), get_number(tc, "bytes"),
	       get_number(tc, "demoted_packets"),
	       get_number(tc, "demoted_bytes"));
}

static void session_print(const struct ctl *ctl, const json_t *entry)
{
	const json_t *object;
	size_t i;

	show_session(ctl, json_object_get(entry, "session"));
	if (ctl->details && has(entry, "id"))
		printf(" id %" PRIu64, get_number(entry, "id"));
	putchar('\n');
	json_array_foreach(json_object_get(entry, "path"), i, object)
		path_print(ctl, object, 2);
	json_array_foreach(json_object_get(entry, "resv"), i, object)
		resv_print(ctl, object, 2);
	json_array_foreach(json_object_get(entry, "tc"), i, object)
		tc_print(ctl, object, 2);
}

static int session_show(struct ctl *ctl, struct words *words)
{
	json_t *list;
	struct args args;
	int err;

	err = args_parse(ctl, words, show_params, true, &args);
	if (err)
		return err;
	list = json_array();
	err = collect(ctl, &args, list);
	if (!err)
		return show_list(ctl, list, session_print);
	json_decref(list);
	return err;
}

const struct command session_commands[] = {
	{ "show", session_show, show_params, true },
	{ 0 },
};
