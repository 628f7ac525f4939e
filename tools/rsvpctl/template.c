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

static int add_name(const char *name, const char *file, void *arg)
{
	json_t *object = json_pack("{ss}", "name", name);

	if (file)
		json_object_set_new(object, "file", json_string(file));
	return json_array_append_new(arg, object);
}

static void print_name(const struct ctl *ctl, const json_t *object)
{
	(void)ctl;
	printf("%s %s\n", get_string(object, "name"),
	       has(object, "file") ? get_string(object, "file") : "(built in)");
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

static int show_one(struct ctl *ctl, const char *name, json_t *list)
{
	struct rsvp_qos qos;
	json_t *object, *says;
	char why[256];

	if (rsvp_template_get(name, &qos, why, sizeof(why)))
		return fail(ctl, STATUS_USAGE, "%s", why);
	object = json_pack("{ss}", "name", name);
	says = to_json(ctl, &qos);
	json_object_update(object, says);
	json_decref(says);
	json_array_append_new(list, object);
	return 0;
}

static int template_show(struct ctl *ctl, struct words *words)
{
	const char *name = word_next(words), *more = word_next(words);
	json_t *list, *names, *entry;
	int err = 0;
	size_t i;

	if (more)
		return word_unknown(ctl, more);
	names = json_array();
	if (name)
		add_name(name, NULL, names);
	else if (rsvp_template_list(add_name, names))
		err = fail(ctl, STATUS_USAGE, LIBRSVP_TEMPLATES
			   " cannot be read");
	list = json_array();
	json_array_foreach(names, i, entry) {
		if (!err)
			err = show_one(ctl, get_string(entry, "name"), list);
	}
	json_decref(names);
	if (!err)
		return show_list(ctl, list, print_template);
	json_decref(list);
	return err;
}

const struct command template_commands[] = {
	{ "list", template_list, no_params, false },
	{ "show", template_show, no_params, false },
	{ 0 },
};
