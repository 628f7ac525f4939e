// SPDX-License-Identifier: GPL-2.0
/* What several objects print: sessions, filters, flowspecs, errors. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "rsvpctl.h"

uint64_t get_number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (json_is_real(value))
		return UINT64_MAX;	/* too large for an integer of JSON */
	return (uint64_t)json_integer_value(value);
}

bool has(const json_t *object, const char *key)
{
	return json_object_get(object, key);
}

const char *get_string(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* Takes @list */
int show_json(const struct ctl *ctl, json_t *list)
{
	json_dumpf(list, stdout, ctl->pretty ? JSON_INDENT(4) : JSON_COMPACT);
	putchar('\n');
	json_decref(list);
	return STATUS_OK;
}

/* One after the other by @print, or as JSON; takes @list */
int show_list(const struct ctl *ctl, json_t *list,
	      void (*print)(const struct ctl *ctl, const json_t *object))
{
	json_t *object;
	size_t i;

	if (ctl->json)
		return show_json(ctl, list);
	json_array_foreach(list, i, object)
		print(ctl, object);
	json_decref(list);
	return STATUS_OK;
}

static void show_addr_port(const char *addr, uint64_t port)
{
	bool brackets = strchr(addr, ':') && port;

	printf("%s%s%s", brackets ? "[" : "", addr, brackets ? "]" : "");
	if (port)
		printf(":%" PRIu64, port);
}

void show_destination(const json_t *session)
{
	show_addr_port(get_string(session, "dst"),
		       get_number(session, "dport"));
}

void show_session(const struct ctl *ctl, const json_t *session)
{
	printf("%s ", format_proto(ctl, get_number(session, "proto")));
	show_destination(session);
}

/* Address, * for any, and port; NULL: no word and no blank in front of them */
void show_place(const char *label, const json_t *filter)
{
	if (label)
		printf(" %s ", label);
	show_addr_port(has(filter, "src") ? get_string(filter, "src") : "*",
		       get_number(filter, "sport"));
}

static void show_filter(const json_t *filter)
{
	printf(" from ");
	show_addr_port(get_string(filter, "src"), get_number(filter, "sport"));
	if (has(filter, "label"))
		printf(" label %" PRIu64, get_number(filter, "label"));
}

/* One, or an array of them */
void show_filters(const json_t *object)
{
	const json_t *filters = json_object_get(object, "filter");
	const json_t *filter;
	size_t i;

	if (json_is_object(filters))
		show_filter(filters);
	json_array_foreach(filters, i, filter)
		show_filter(filter);
}

/* A value of an enum: its name, or the number of an unknown one */
void show_name(const char *label, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (json_is_string(value))
		printf(" %s%s", label, json_string_value(value));
	else if (value)
		printf(" %s%" JSON_INTEGER_FORMAT, label,
		       json_integer_value(value));
}

static void show_size(const char *label, const json_t *object, const char *key)
{
	if (has(object, key))
		printf(" %s %s", label, format_size(get_number(object, key)));
}

static void show_bucket(const json_t *tspec, const char *rate)
{
	if (has(tspec, "rate_Bps"))
		printf(" %s %s", rate,
		       format_rate(get_number(tspec, "rate_Bps")));
	show_size("burst", tspec, "burst_B");
	if (has(tspec, "peak_Bps"))
		printf(" peak %s", format_rate(get_number(tspec, "peak_Bps")));
	show_size("min-unit", tspec, "min_unit_B");
	show_size("mtu", tspec, "mtu_B");
}

void show_tspec(const json_t *tspec)
{
	if (tspec)
		show_bucket(tspec, "rate");
}

static void show_rspec(const json_t *flowspec)
{
	printf(" rate %s slack %s",
	       format_rate(get_number(flowspec, "reserved_rate_Bps")),
	       format_time_us(get_number(flowspec, "slack_us")));
}

/* Service, R and S of a flowspec, and a description of the traffic */
static void show_service(const json_t *flowspec, const json_t *tspec)
{
	show_name("service ", flowspec, "service");
	if (!has(flowspec, "reserved_rate_Bps")) {
		show_bucket(tspec, "rate");
		return;
	}
	show_rspec(flowspec);
	show_bucket(tspec, "tspec-rate");
}

/* In the words that `reservation add` takes */
void show_flowspec(const json_t *flowspec)
{
	if (flowspec)
		show_service(flowspec, flowspec);
}

static bool differ(const json_t *a, const json_t *b, const char *key)
{
	return has(a, key) != has(b, key) ||
	       get_number(a, key) != get_number(b, key);
}

/* What is in force, and what was asked where senders announce less. Without a class: what
 * was asked
 */
void show_installed(const json_t *tc)
{
	const json_t *flowspec = json_object_get(tc, "flowspec");
	const json_t *tspec = json_object_get(tc, "tspec");

	if (!tspec) {
		show_flowspec(flowspec);
		return;
	}
	show_service(flowspec, tspec);
	if (!differ(flowspec, tspec, "rate_Bps") &&
	    !differ(flowspec, tspec, "burst_B") &&
	    !differ(flowspec, tspec, "peak_Bps"))
		return;
	printf(" asked");
	show_bucket(flowspec, has(flowspec, "reserved_rate_Bps") ?
			      "tspec-rate" : "rate");
}

/* What a reservation asks for: with a delay, rate and slack are its answer */
void show_asked(const json_t *reservation)
{
	const json_t *flowspec = json_object_get(reservation, "flowspec");

	if (!has(reservation, "delay_us")) {
		show_flowspec(flowspec);
		return;
	}
	show_name("service ", flowspec, "service");
	printf(" delay %s",
	       format_time_us(get_number(reservation, "delay_us")));
	show_bucket(flowspec, "tspec-rate");
}

void show_bound(const json_t *reservation)
{
	const json_t *flowspec = json_object_get(reservation, "flowspec");

	if (has(reservation, "delay_us") && has(flowspec, "reserved_rate_Bps"))
		show_rspec(flowspec);
	if (has(reservation, "bound_us"))
		printf(" bound %s",
		       format_time_us(get_number(reservation, "bound_us")));
}

/* RFC 2205, appendix B */
const char *error_code_name(uint64_t code, uint64_t value)
{
	static const char *const names[] = {
		[1] = "admission control",
		[2] = "policy control",
		[3] = "no path state",
		[4] = "no sender matches",
		[5] = "conflicting style",
		[6] = "unknown style",
		[7] = "conflicting destination ports",
		[8] = "conflicting source ports",
		[12] = "preempted",
		[13] = "unknown object class",
		[14] = "unknown object C-Type",
		[20] = "API",
		[21] = "traffic control",
		[22] = "traffic control system",
		[23] = "RSVP system",
		[36] = "the receiver's proxy got no reservation",
	};
	static const char *const admission[] = {
		[1] = "admission control: the delay bound cannot be met",
		[2] = "admission control: not enough bandwidth",
		[3] = "admission control: the MTU is too large",
	};
	static const char *const traffic[] = {
		[1] = "traffic control: conflicting service",
		[2] = "traffic control: unsupported service",
		[3] = "traffic control: bad flowspec",
		[4] = "traffic control: bad Tspec",
		[5] = "traffic control: bad ADSPEC",
	};

	if (code == 1 && value < ARRAY_SIZE(admission) && admission[value])
		return admission[value];
	if (code == 21 && value < ARRAY_SIZE(traffic) && traffic[value])
		return traffic[value];
	if (code < ARRAY_SIZE(names) && names[code])
		return names[code];
	return "unknown error";
}

/* One interface or several */
void show_dev(const char *label, const json_t *object, const char *key)
{
	const json_t *devs = json_object_get(object, key), *dev;
	size_t i;

	if (json_is_integer(devs))
		printf(" %s %s", label, format_dev(get_number(object, key)));
	json_array_foreach(devs, i, dev)
		printf(" %s %s", label,
		       format_dev((uint64_t)json_integer_value(dev)));
}

/* What the ERROR_SPEC says and nothing that it does not say */
void show_error(const struct ctl *ctl, const json_t *error)
{
	uint64_t code = get_number(error, "code");
	uint64_t value = get_number(error, "value");

	if (has(error, "hop"))
		printf(" by %s", get_string(error, "hop"));
	if (has(error, "interface"))
		printf(" interface %s", get_string(error, "interface"));
	if (has(error, "asked_Bps"))
		printf(" asked %s",
		       format_rate(get_number(error, "asked_Bps")));
	if (has(error, "free_Bps"))
		printf(" free %s", format_rate(get_number(error, "free_Bps")));
	/* RFC 2205, B: 0 is a confirmation */
	if (code && ctl->numeric)
		printf(" code %" PRIu64 " value %" PRIu64, code, value);
	else if (code)
		printf(" (%s)", error_code_name(code, value));
	if (get_number(error, "flags") & 1)
		printf(" in place");
	if (get_number(error, "flags") & 2)
		printf(" not guilty");
	if (has(error, "text"))
		printf(": %s", get_string(error, "text"));
}
