// SPDX-License-Identifier: GPL-2.0
/* The command line: words of a table, and one clear line about a bad one. */

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rsvpctl.h"

#define MAX_FILTERS	1024	/* fit into one request */

__printf(3, 0)
static void say(const struct ctl *ctl, const char *what, const char *format,
		va_list args)
{
	fflush(stdout);
	fprintf(stderr, "%s: ", what);
	if (ctl->line)
		fprintf(stderr, "%s:%u: ", ctl->batch, ctl->line);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

int fail(struct ctl *ctl, int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(ctl, "Error", format, args);
	va_end(args);
	return status;
}

/* It is done as it was said, but may not be what was meant */
void warn(const struct ctl *ctl, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(ctl, "Warning", format, args);
	va_end(args);
}

const char *word_next(struct words *words)
{
	if (!words->n)
		return NULL;
	words->n--;
	return *words->word++;
}

int word_unknown(struct ctl *ctl, const char *word)
{
	return fail(ctl, STATUS_USAGE, "unknown word \"%s\"", word);
}

static int family_check(struct ctl *ctl, const char *word,
			const struct addr *addr)
{
	if (ctl->family == AF_UNSPEC || ctl->family == addr->family)
		return 0;
	return fail(ctl, STATUS_USAGE, "\"%s\" is no IPv%c address", word,
		    ctl->family == AF_INET ? '4' : '6');
}

static int bad_address(struct ctl *ctl, const char *word)
{
	return fail(ctl, STATUS_USAGE,
		    "\"%s\" is no address (10.0.3.2:5004, [fd00:3::2]:5004)",
		    word);
}

/* fd00::2:5004 is an address without a port, but may look to who typed it as if it had
 * one: behind the "::" stand several groups, and the last may be decimal
 */
static bool looks_like_port(const char *word)
{
	const char *gap = strstr(word, "::"), *last = strrchr(word, ':');

	return *word != '[' && gap && last > gap + 1 &&
	       strspn(last + 1, "0123456789") == strlen(last + 1);
}

static bool has_ports(const struct session *session)
{
	return session->proto == IPPROTO_UDP || session->proto == IPPROTO_TCP;
}

static int session_parse(struct ctl *ctl, struct words *words,
			 const char *proto, struct args *args)
{
	struct session *session = &args->session;
	const char *word = word_next(words);

	if (!word)
		return fail(ctl, STATUS_USAGE, "no address follows \"%s\"",
			    proto);
	if (!parse_addr_port(word, &session->dst, &session->dport))
		return bad_address(ctl, word);
	if (has_ports(session) && looks_like_port(word))
		warn(ctl, "\"%s\" has no port: with one it is [ADDRESS]:PORT",
		     word);
	args->has_session = true;
	return family_check(ctl, word, &session->dst);
}

static int filter_parse(struct ctl *ctl, struct words *words,
			const char *word, struct args *args)
{
	const char *number;
	struct filter *filters, *filter;
	uint64_t label;

	if (args->n_filters == MAX_FILTERS)
		return fail(ctl, STATUS_USAGE, "more than %d senders",
			    MAX_FILTERS);
	filters = reallocarray(args->filters, args->n_filters + 1,
			       sizeof(*filters));
	if (!filters)
		return fail(ctl, STATUS_USAGE, "no memory");
	args->filters = filters;
	filter = &filters[args->n_filters++];
	memset(filter, 0, sizeof(*filter));
	if (!parse_addr_port(word, &filter->src, &filter->sport))
		return bad_address(ctl, word);
	filter->has_port = parse_has_port(word);
	if (words->n && !strcmp(words->word[0], "label")) {
		word_next(words);
		number = word_next(words);
		if (!number || !parse_number(number, 0xfffff, &label))
			return fail(ctl, STATUS_USAGE,
				    "\"%s\" is no flow label (0 to 1048575)",
				    number ? number : "");
		if (filter->sport)
			return fail(ctl, STATUS_USAGE,
				    "\"%s\" has a port: a label stands instead of it",
				    word);
		filter->has_label = true;
		filter->label = (uint32_t)label;
	}
	if (args->has_session &&
	    args->session.dst.family != filter->src.family)
		return fail(ctl, STATUS_USAGE,
			    "\"%s\" and the session are of different families",
			    word);
	return family_check(ctl, word, &filter->src);
}

static int place_parse(struct ctl *ctl, const char *word, struct args *args,
		       uint64_t *index)
{
	struct filter *place = &args->places[args->n_places];

	*index = args->n_places++;
	memset(place, 0, sizeof(*place));
	if (!parse_addr_port(word, &place->src, &place->sport))
		return bad_address(ctl, word);
	return family_check(ctl, word, &place->src);
}

static bool parse_name(const struct spec_name *names, const char *word,
		       uint64_t *value)
{
	for (; names->name; names++) {
		if (strcmp(names->name, word))
			continue;
		*value = names->value;
		return true;
	}
	return false;
}

static bool parse_on_off(const char *word, uint64_t *value)
{
	*value = !strcmp(word, "on");
	return *value || !strcmp(word, "off");
}

static bool parse_dev(const char *word, uint64_t *value)
{
	*value = if_nametoindex(word);
	return *value;
}

/* What follows a word of @type: how a good one looks if it is bad, or NULL */
static const char *value_parse(const struct param *param, const char *word,
			       uint64_t *value)
{
	uint64_t max = param->wide ? UINT64_MAX : UINT32_MAX;

	switch (param->type) {
	case PARAM_NUMBER:
		return parse_number(word, max, value) ? NULL : "number";
	case PARAM_ID:
		return parse_number(word, UINT64_MAX, value) ? NULL : "id";
	case PARAM_ON_OFF:
		return parse_on_off(word, value) ? NULL : "\"on\" or \"off\"";
	case PARAM_RATE:
		return parse_rate(word, value) ? NULL : "rate (2mbit, 260kbps)";
	case PARAM_SIZE:
		return parse_size(word, value) && *value <= max ?
			NULL : "size (1500, 15k)";
	case PARAM_TIME_MS:
		if (!parse_time_us(word, value) || *value % 1000 ||
		    (*value /= 1000) > max)
			return "time in ms (30s, 200ms)";
		return NULL;
	case PARAM_TIME_US:
		return parse_time_us(word, value) && *value <= max ?
			NULL : "time (5s, 20ms, 0)";
	case PARAM_PERCENT:
	case PARAM_PERCENT_100:
		if (!parse_percent_100(word, value) || *value > max)
			return "percentage (75%)";
		if (param->type == PARAM_PERCENT && *value % 100)
			return "whole percentage (30%)";
		if (param->type == PARAM_PERCENT)
			*value /= 100;
		return NULL;
	case PARAM_NAME:
		return parse_name(param->names, word, value) ? NULL : "name";
	case PARAM_DEV:
		return parse_dev(word, value) ? NULL : "interface here";
	case PARAM_CLASSID:
		return parse_classid(word, value) ? NULL : "class (1:10)";
	case PARAM_WORD:
		*value = (uintptr_t)word;
		break;
	case PARAM_FLAG:
	case PARAM_FILTER:
	case PARAM_PLACE:
		break;
	}
	return NULL;
}

static int bad_value(struct ctl *ctl, const struct param *param,
		     const char *word, const char *wanted)
{
	const struct spec_name *name = param->names;
	char names[128] = "";
	size_t len = 0;

	if (param->type != PARAM_NAME)
		return fail(ctl, STATUS_USAGE, "%s: \"%s\" is no %s",
			    param->word, word, wanted);
	for (; name->name && len < sizeof(names); name++)
		len += (size_t)snprintf(names + len, sizeof(names) - len,
					"%s%s", len ? ", " : "", name->name);
	return fail(ctl, STATUS_USAGE, "%s: \"%s\" is none of %s",
		    param->word, word, names);
}

static int param_parse(struct ctl *ctl, struct words *words,
		       const struct param *param, struct args *args)
{
	size_t i = (size_t)(param - args->params);
	const char *word, *wanted;

	if (args->seen[i] && param->type != PARAM_FILTER)
		return fail(ctl, STATUS_USAGE, "\"%s\" stands twice",
			    param->word);
	args->seen[i] = true;
	if (param->type == PARAM_FLAG)
		return 0;

	word = word_next(words);
	if (!word)
		return fail(ctl, STATUS_USAGE, "nothing follows \"%s\"",
			    param->word);
	if (param->type == PARAM_FILTER)
		return filter_parse(ctl, words, word, args);
	if (param->type == PARAM_PLACE)
		return place_parse(ctl, word, args, &args->value[i]);
	if (param->alt && !strcmp(word, param->alt)) {
		args->value[i] = param->alt_value;
		return 0;
	}
	wanted = value_parse(param, word, &args->value[i]);
	if (wanted)
		return bad_value(ctl, param, word, wanted);
	if (args->value[i] < param->least)
		return fail(ctl, STATUS_USAGE,
			    "%s: \"%s\" is %s, less than any link has: name the unit (10mbit, 1gbit)",
			    param->word, word, format_rate(args->value[i]));
	return 0;
}

/* Is it this word, behind @under? Most belong to no other, and stand anywhere */
bool param_here(const struct param *param, const char *word,
		const char *under)
{
	return !strcmp(param->word, word) &&
	       (!param->under || (under && !strcmp(param->under, under)));
}

static const struct param *param_find(const struct param *params,
				      const char *word, const char *under)
{
	for (; params->word; params++) {
		if (param_here(params, word, under))
			return params;
	}
	return NULL;
}

/* A good word at the wrong place, or a bad one */
static int param_unknown(struct ctl *ctl, const struct param *params,
			 const char *word)
{
	char owners[64] = "";
	size_t len = 0;

	for (; params->word && len < sizeof(owners); params++) {
		if (params->under && !strcmp(params->word, word))
			len += (size_t)snprintf(owners + len,
						sizeof(owners) - len,
						"%s\"%s\"", len ? " or " : "",
						params->under);
	}
	if (!len)
		return word_unknown(ctl, word);
	return fail(ctl, STATUS_USAGE, "\"%s\" belongs behind %s", word,
		    owners);
}

/* In front of an address stands a protocol */
static int first_unknown(struct ctl *ctl, const struct words *words,
			 const struct param *params, const char *word)
{
	struct addr addr;
	uint32_t port;

	if (!parse_addr_port(word, &addr, &port) &&
	    (!words->n || !parse_addr_port(words->word[0], &addr, &port)))
		return param_unknown(ctl, params, word);
	return fail(ctl, STATUS_USAGE,
		    "\"%s\" is no protocol (udp, tcp, or its number)", word);
}

/* Returns: 0, or the exit status after an error was told */
int args_parse(struct ctl *ctl, struct words *words,
	       const struct param *params, bool session, struct args *args)
{
	const char *word, *under = NULL;
	const struct param *param;
	bool first = true;
	int err;

	memset(args, 0, sizeof(*args));
	args->params = params;
	for (; (word = word_next(words)); first = false) {
		param = param_find(params, word, under);
		if (param && param->opens)
			under = param->word;
		if (param)
			err = param_parse(ctl, words, param, args);
		else if (first && session &&
			 parse_proto(word, &args->session.proto))
			err = session_parse(ctl, words, word, args);
		else if (first && session)
			err = first_unknown(ctl, words, params, word);
		else
			err = param_unknown(ctl, params, word);
		if (err) {
			args_free(args);
			return err;
		}
	}
	return 0;
}

/**
 * args_check_id - an id names one object: nothing else may limit it
 * @ctl: options
 * @args: what the user said, "id" included
 *
 * Return: 0, or the exit status after an error was told.
 */
int args_check_id(struct ctl *ctl, const struct args *args)
{
	const struct param *param;

	if (ctl->family != AF_UNSPEC)
		return fail(ctl, STATUS_USAGE, "\"id\" does not go with -%c",
			    ctl->family == AF_INET ? '4' : '6');
	if (args->has_session)
		return fail(ctl, STATUS_USAGE, "\"id\" goes with nothing else");
	for (param = args->params; param->word; param++) {
		if (args->seen[param - args->params] &&
		    strcmp(param->word, "id"))
			return fail(ctl, STATUS_USAGE,
				    "\"id\" goes with nothing else");
	}
	return 0;
}

/**
 * args_check_ports - are those senders that are to be reserved for named whole?
 * @ctl: options
 * @args: what the user said, of a session or socket of UDP or TCP
 *
 * RFC 2205, 3.2: a zero port is no wildcard. Who means a sender that announces itself
 * without a port says so.
 *
 * Return: 0, or the exit status after an error was told.
 */
int args_check_ports(struct ctl *ctl, const struct args *args)
{
	char word[INET6_ADDRSTRLEN];
	unsigned int i;

	for (i = 0; i < args->n_filters; i++) {
		const struct filter *filter = &args->filters[i];

		if (filter->has_port || filter->has_label)
			continue;
		inet_ntop(filter->src.family, &filter->src.v6, word,
			  sizeof(word));
		return fail(ctl, STATUS_USAGE,
			    "from: \"%s\" has no port, and that matches no sender with one (port 0: one that announces none)",
			    word);
	}
	return 0;
}

void args_free(struct args *args)
{
	free(args->filters);
	args->filters = NULL;
}

bool args_seen(const struct args *args, const char *word)
{
	const struct param *param = param_find(args->params, word, NULL);

	return param && args->seen[param - args->params];
}

uint64_t args_value(const struct args *args, const char *word)
{
	const struct param *param = param_find(args->params, word, NULL);

	return param ? args->value[param - args->params] : 0;
}

/* Of a word that belongs to another; returns: whether it was there */
bool args_under(const struct args *args, const char *under, const char *word,
		uint64_t *value)
{
	const struct param *param = param_find(args->params, word, under);

	if (!param || !args->seen[param - args->params])
		return false;
	*value = args->value[param - args->params];
	return true;
}

/* NULL if it was not given */
const struct filter *args_place(const struct args *args, const char *word)
{
	return args_seen(args, word) ? &args->places[args_value(args, word)] :
				       NULL;
}

/* Likewise */
const char *args_word(const struct args *args, const char *word)
{
	return args_seen(args, word) ?
		(const char *)(uintptr_t)args_value(args, word) : NULL;
}
