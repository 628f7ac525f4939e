// SPDX-License-Identifier: GPL-2.0
/* rsvpctl template: QoS by name, of files and built in. */

#include <stdio.h>

#include <linux/netlink.h>
#include <netlink/attr.h>

#include "../librsvp/librsvp.h"
#include "rsvpctl.h"

static const struct param no_params[] = {
	{ 0 },
};

/* What is wrong with a file is in "error" */
static int add_name(const char *name, const char *file, void *arg)
{
	json_t *object = json_pack("{ss}", "name", name);
	struct rsvp_qos qos;
	char why[256];

	if (file)
		json_object_set_new(object, "file", json_string(file));
	if (file && rsvp_template_get(name, &qos, why, sizeof(why)))
		json_object_set_new(object, "error", json_string(why));
	return json_array_append_new(arg, object);
}

static void print_name(const struct ctl *ctl, const json_t *object)
{
	(void)ctl;
	printf("%s %s%s\n", get_string(object, "name"),
	       has(object, "file") ? get_string(object, "file") : "(built in)",
	       has(object, "error") ? " (bad)" : "");
}

static int template_list(struct ctl *ctl, struct words *words)
{
	const char *word = word_next(words);
	json_t *list = json_array();

	if (word) {
		json_decref(list);
		return word_unknown(ctl, word);
	}
	if (rsvp_template_list(add_name, list)) {
		json_decref(list);
		return fail(ctl, STATUS_USAGE, LIBRSVP_TEMPLATES
			    " cannot be read");
	}
	return show_list(ctl, list, print_name);
}

/* As the kernel would be told, and would show it */
static json_t *to_json(const struct ctl *ctl, const struct rsvp_qos *qos)
{
	struct nl_msg *msg = nlmsg_alloc_size(65536);
	struct librsvp_fault fault;
	json_t *object = NULL;

	if (msg && nlmsg_put(msg, 0, 0, 0, 0, 0) &&
	    librsvp_put_qos(msg, 0, qos, &fault))
		object = decode_nest(ctl, &spec_socket,
				     nlmsg_data(nlmsg_hdr(msg)),
				     nlmsg_datalen(nlmsg_hdr(msg)));
	nlmsg_free(msg);
	return object;
}

static void print_template(const struct ctl *ctl, const json_t *object)
{
	(void)ctl;
	printf("%s:", get_string(object, "name"));
	socket_print_qos(object);
	putchar('\n');
}

static int show_one(struct ctl *ctl, const char *name, int status, json_t *list)
{
	struct rsvp_qos qos;
	json_t *object, *says;
	char why[256];

	if (rsvp_template_get(name, &qos, why, sizeof(why)))
		return fail(ctl, status, "%s", why);
	object = json_pack("{ss}", "name", name);
	says = to_json(ctl, &qos);
	json_object_update(object, says);
	json_decref(says);
	json_array_append_new(list, object);
	return 0;
}

/* Good ones are shown whatever the others are like */
static int show_all(struct ctl *ctl, json_t *list)
{
	json_t *names = json_array(), *entry;
	int err = 0;
	size_t i;

	if (rsvp_template_list(add_name, names)) {
		json_decref(names);
		return fail(ctl, STATUS_USAGE, LIBRSVP_TEMPLATES
			    " cannot be read");
	}
	json_array_foreach(names, i, entry)
		err |= show_one(ctl, get_string(entry, "name"), STATUS_KERNEL,
				list);
	json_decref(names);
	return err;
}

static int template_show(struct ctl *ctl, struct words *words)
{
	const char *name = word_next(words), *more = word_next(words);
	json_t *list;
	int err, shown;

	if (more)
		return word_unknown(ctl, more);
	list = json_array();
	err = name ? show_one(ctl, name, STATUS_USAGE, list) :
		     show_all(ctl, list);
	if (err == STATUS_USAGE) {
		json_decref(list);
		return err;
	}
	shown = show_list(ctl, list, print_template);
	return err ? err : shown;
}

const struct command template_commands[] = {
	{ "list", template_list, no_params, false },
	{ "show", template_show, no_params, false },
	{ 0 },
};
