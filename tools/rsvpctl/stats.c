// SPDX-License-Identifier: GPL-2.0
/* rsvpctl stats: the counters, and what each of them means. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <linux/rsvp.h>

#include "rsvpctl.h"

static const struct param no_params[] = {
	{ 0 },
};

static int stats_dump(struct ctl *ctl, struct words *words, json_t **list)
{
	struct args args;
	int err;

	err = args_parse(ctl, words, no_params, false, &args);
	if (err)
		return err;
	return kernel_dump(ctl, RSVP_CMD_STATS_GET, NULL, list);
}

/* Those that are not 0; all with -s */
static int stats_show(struct ctl *ctl, struct words *words)
{
	json_t *list, *counter;
	size_t i;
	int err;

	err = stats_dump(ctl, words, &list);
	if (err)
		return err;
	if (ctl->json)
		return show_json(ctl, list);
	json_array_foreach(list, i, counter) {
		uint64_t value = get_number(counter, "value");

		if (!value && !ctl->stats)
			continue;
		printf("%-28s %12" PRIu64, get_string(counter, "name"), value);
		if (ctl->details)
			printf("  %s", get_string(counter, "text"));
		putchar('\n');
	}
	json_decref(list);
	return STATUS_OK;
}

static bool explained_before(const json_t *list, size_t i)
{
	const char *kind = get_string(json_array_get(list, i), "kind");

	while (i--)
		if (!strcmp(kind, get_string(json_array_get(list, i), "kind")))
			return true;
	return false;
}

static void explain_kind(const json_t *list, const char *kind)
{
	json_t *counter;
	size_t i;

	printf("%s:\n", kind);
	json_array_foreach(list, i, counter)
		if (!strcmp(kind, get_string(counter, "kind")))
			printf("  %-26s %s\n", get_string(counter, "name"),
			       get_string(counter, "text"));
}

static int stats_explain(struct ctl *ctl, struct words *words)
{
	json_t *list, *counter;
	size_t i;
	int err;

	err = stats_dump(ctl, words, &list);
	if (err)
		return err;
	json_array_foreach(list, i, counter) {
		if (ctl->json) {
			json_object_del(counter, "value");
			continue;
		}
		if (explained_before(list, i))
			continue;
		if (i)
			putchar('\n');
		explain_kind(list, get_string(counter, "kind"));
	}
	if (ctl->json)
		return show_json(ctl, list);
	json_decref(list);
	return STATUS_OK;
}

const struct command stats_commands[] = {
	{ "show", stats_show, no_params, false },
	{ "explain", stats_explain, no_params, false },
	{ 0 },
};
