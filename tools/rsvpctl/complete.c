// SPDX-License-Identifier: GPL-2.0
/* What may follow a command line: for the shell's completion. */

#include <dirent.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include <rsvp.h>

#include "rsvpctl.h"

static void list_devs(void)
{
	struct if_nameindex *devs = if_nameindex(), *dev;

	for (dev = devs; dev && dev->if_index; dev++)
		puts(dev->if_name);
	if_freenameindex(devs);
}

static void list_netns(void)
{
	DIR *dir = opendir("/run/netns");
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] != '.')
			puts(entry->d_name);
	}
	if (dir)
		closedir(dir);
}

static void list_names(const struct spec_name *names)
{
	for (; names->name; names++)
		puts(names->name);
}

static int list_template(const char *name, const char *file, void *arg)
{
	(void)file;
	(void)arg;
	puts(name);
	return 0;
}

/* What sockets with QoS are bound to */
static void list_sockets(struct ctl *ctl, uint32_t proto)
{
	json_t *list, *socket;
	size_t i;

	if (kernel_dump(ctl, RSVP_CMD_SOCKET_GET, NULL, &list))
		return;
	json_array_foreach(list, i, socket) {
		const json_t *local = json_object_get(socket, "local");

		if (get_number(socket, "proto") != proto || !has(local, "src"))
			continue;
		show_place(NULL, local);
		putchar('\n');
	}
	json_decref(list);
}

/* What there is in the kernel; without the module: nothing */
static void list_sessions(struct ctl *ctl, uint32_t proto)
{
	json_t *list, *object;
	size_t i;

	if (kernel_dump(ctl, RSVP_CMD_SESSION_GET, NULL, &list))
		return;
	json_array_foreach(list, i, object) {
		const json_t *session = json_object_get(object, "session");

		if (get_number(session, "proto") != proto)
			continue;
		show_destination(session);
		putchar('\n');
	}
	json_decref(list);
}

static void list_ids(struct ctl *ctl, const struct object *object)
{
	int cmd = RSVP_CMD_RESERVATION_GET;
	json_t *list, *entry;
	size_t i;

	if (object->commands == sender_commands)
		cmd = RSVP_CMD_SENDER_GET;
	else if (object->commands == socket_commands)
		cmd = RSVP_CMD_SOCKET_GET;
	else if (object->commands == rule_commands)
		cmd = RSVP_CMD_RULE_GET;
	if (kernel_dump(ctl, cmd, NULL, &list))
		return;
	json_array_foreach(list, i, entry)
		printf("%" PRIu64 "\n", get_number(entry, "id"));
	json_decref(list);
}

static void list_values(struct ctl *ctl, const struct object *object,
			const struct param *param)
{
	if (param->alt)
		puts(param->alt);
	switch (param->type) {
	case PARAM_ON_OFF:
		puts("on\noff");
		break;
	case PARAM_NAME:
		list_names(param->names);
		break;
	case PARAM_DEV:
		list_devs();
		break;
	case PARAM_ID:
		list_ids(ctl, object);
		break;
	case PARAM_WORD:
		if (!strcmp(param->word, "template"))
			rsvp_template_list(list_template, NULL);
		else if (!strcmp(param->word, "proto"))
			puts("udp\ntcp");
		break;
	default:
		break;	/* numbers: nothing to offer */
	}
}

static const struct param *param_at(const struct param *params,
				    const char *word, const char *under,
				    size_t *i)
{
	for (*i = 0; params[*i].word; ++*i) {
		if (param_here(&params[*i], word, under))
			return &params[*i];
	}
	return NULL;
}

static void complete_command(struct ctl *ctl, const struct object *object,
			     const struct command *command,
			     struct words *words)
{
	bool seen[PARAM_MAX] = { false };
	const char *word, *under = NULL;
	bool first = true;
	uint32_t proto;
	size_t i;

	for (; (word = word_next(words)); first = false) {
		const struct param *param = param_at(command->params, word,
						     under, &i);

		/* What follows is a command of somebody else's */
		if (!strcmp(word, "--"))
			return;
		if (param && param->opens)
			under = param->word;
		if (param && param->type != PARAM_FLAG && !words->n) {
			list_values(ctl, object, param);
			return;
		}
		if (param) {
			seen[i] = param->type != PARAM_FILTER;
			if (param->type != PARAM_FLAG)
				word_next(words);
		} else if (first && command->takes_session &&
			   parse_proto(word, &proto) && !words->n) {
			if (object->commands == socket_commands)
				list_sockets(ctl, proto);
			else
				list_sessions(ctl, proto);
			return;
		}
	}
	if (first && command->takes_session)
		puts("udp\ntcp");
	if (first && (object->commands == run_commands ||
		      (object->commands == template_commands &&
		       !strcmp(command->name, "show"))))
		rsvp_template_list(list_template, NULL);
	for (i = 0; command->params[i].word; i++) {
		if (!seen[i] && param_here(&command->params[i],
					   command->params[i].word, under))
			puts(command->params[i].word);
	}
	if (object->commands == run_commands)
		puts("--");
}

/* Options before the object; true if the last wants a word of its own */
static bool skip_options(struct words *words)
{
	while (words->n && words->word[0][0] == '-') {
		const char *option = word_next(words);
		bool netns = !strcmp(option, "-n") ||
			!strcmp(option, "--netns");
		bool batch = !strcmp(option, "-b") ||
			!strcmp(option, "--batch");

		if (!netns && !batch)
			continue;
		if (words->n) {
			word_next(words);
			continue;
		}
		if (netns)
			list_netns();
		return true;
	}
	return false;
}

static void list_commands(const struct object *object)
{
	const struct command *command;

	for (command = object->commands; command->name; command++)
		puts(command->name);
	puts("help");
}

static void list_objects(void)
{
	const struct object *object;

	for (object = all_objects; object->name; object++)
		puts(object->name);
	puts("help\nversion");
	puts("-j\n-p\n-s\n-d\n-N\n-4\n-6\n-n\n-b\n-V");
}

/**
 * complete - print what may come next, one word a line
 * @ctl: options
 * @words: what stands before the word to be completed
 *
 * Return: the exit status.
 */
int complete(struct ctl *ctl, struct words *words)
{
	const struct command *command;
	const struct object *object;
	const char *word;

	if (skip_options(words))
		return STATUS_OK;
	word = word_next(words);
	if (!word) {
		list_objects();
		return STATUS_OK;
	}
	object = object_find(word);
	if (!object)
		return STATUS_OK;
	if (object->is_command) {
		complete_command(ctl, object, object->commands, words);
		return STATUS_OK;
	}
	word = word_next(words);
	command = word ? command_find(object, word) : NULL;
	if (!word)
		list_commands(object);
	else if (command)
		complete_command(ctl, object, command, words);
	return STATUS_OK;
}
