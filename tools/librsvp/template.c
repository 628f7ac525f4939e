// SPDX-License-Identifier: LGPL-2.1-or-later
/* QoS by name: a file of "key = value" lines, or built in (librsvp.3). */

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "librsvp.h"

#define SUFFIX	".conf"

struct name {
	const char *name;
	uint32_t value;
};

static const struct name service_types[] = {
	{ "no-traffic", RSVP_SERVICE_TYPE_NO_TRAFFIC },
	{ "best-effort", RSVP_SERVICE_TYPE_BEST_EFFORT },
	{ "controlled-load", RSVP_SERVICE_TYPE_CONTROLLED_LOAD },
	{ "guaranteed", RSVP_SERVICE_TYPE_GUARANTEED },
	{ "general-information", RSVP_SERVICE_TYPE_GENERAL_INFORMATION },
	{ "network-control", RSVP_SERVICE_TYPE_NETWORK_CONTROL },
	{ "qualitative", RSVP_SERVICE_TYPE_QUALITATIVE },
	{ 0 },
};

static const struct name styles[] = {
	{ "ff", RSVP_STYLE_FF },
	{ "wf", RSVP_STYLE_WF },
	{ "se", RSVP_STYLE_SE },
	{ 0 },
};

static const struct name excesses[] = {
	{ "shape", RSVP_NONCONFORMING_SHAPE },
	{ "discard", RSVP_NONCONFORMING_DISCARD },
	{ 0 },
};

/* Keys of one direction, behind "send." or "receive." */
static const struct {
	const char *key;
	size_t offset;
} numbers[] = {
	{ "token-rate", offsetof(struct rsvp_flowspec, token_rate) },
	{ "token-bucket-size",
	  offsetof(struct rsvp_flowspec, token_bucket_size) },
	{ "peak-bandwidth", offsetof(struct rsvp_flowspec, peak_bandwidth) },
	{ "latency", offsetof(struct rsvp_flowspec, latency) },
	{ "delay-variation", offsetof(struct rsvp_flowspec, delay_variation) },
	{ "max-sdu-size", offsetof(struct rsvp_flowspec, max_sdu_size) },
	{ "minimum-policed-size",
	  offsetof(struct rsvp_flowspec, minimum_policed_size) },
};

/* And those of the socket */
static const struct {
	const char *key;
	size_t offset;
	uint64_t max;
} settings[] = {
	{ "confirm", offsetof(struct rsvp_qos, confirm), 1 },
	{ "dscp", offsetof(struct rsvp_qos, dscp), 63 },
};

/**
 * struct reading - a file that is being read
 * @path: its name
 * @line: in it
 * @qos: what it says
 * @flags: RSVP_SERVICE_NO_* of sending, of receiving
 * @text: where the reason of an error goes, or NULL
 * @size: of @text
 */
struct reading {
	const char *path;
	unsigned int line;
	struct rsvp_qos *qos;
	uint32_t flags[2];
	char *text;
	size_t size;
};

__printf(4, 5)
static int bad(char *text, size_t size, int err, const char *format, ...)
{
	va_list args;

	if (text && size) {
		va_start(args, format);
		vsnprintf(text, size, format, args);
		va_end(args);
	}
	errno = err;
	return -1;
}

static int bad_line(struct reading *in, const char *what, const char *word)
{
	return bad(in->text, in->size, EINVAL, "%s:%u: \"%s\" %s", in->path,
		   in->line, word, what);
}

static bool find_name(const struct name *names, const char *word,
		      uint32_t *value)
{
	for (; names->name; names++) {
		if (strcmp(names->name, word))
			continue;
		*value = names->value;
		return true;
	}
	return false;
}

/* Digits only; the two largest numbers are not numbers of a flowspec */
static bool find_number(const char *word, uint64_t *value)
{
	uint64_t number = 0;

	if (!*word)
		return false;
	for (; *word; word++) {
		if (!isdigit((unsigned char)*word) ||
		    __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *word - '0', &number))
			return false;
	}
	*value = number;
	return number < RSVP_POSITIVE_INFINITY_RATE;
}

static int set_service(struct reading *in, struct rsvp_flowspec *flowspec,
		       const char *value)
{
	if (flowspec->service_type != RSVP_SERVICE_TYPE_NO_CHANGE)
		return bad_line(in, "stands twice", "service-type");
	if (!find_name(service_types, value, &flowspec->service_type))
		return bad_line(in, "is no service type", value);
	return 0;
}

static int set_flag(struct reading *in, unsigned int direction, uint32_t flag,
		    const char *value)
{
	if (strcmp(value, "0") && strcmp(value, "1"))
		return bad_line(in, "is neither 0 nor 1", value);
	if (*value == '1')
		in->flags[direction] |= flag;
	return 0;
}

static int set_number(struct reading *in, uint64_t *member, const char *key,
		      const char *value)
{
	if (*member != RSVP_NOT_SPECIFIED)
		return bad_line(in, "stands twice", key);
	if (!strcmp(key, "peak-bandwidth") && !strcmp(value, "unlimited"))
		*member = RSVP_POSITIVE_INFINITY_RATE;
	else if (!find_number(value, member))
		return bad_line(in, "is no number", value);
	return 0;
}

static int set_flowspec(struct reading *in, unsigned int direction,
			const char *key, const char *value)
{
	struct rsvp_flowspec *flowspec = direction ? &in->qos->receiving :
						     &in->qos->sending;
	size_t i;

	if (!strcmp(key, "service-type"))
		return set_service(in, flowspec, value);
	if (!strcmp(key, "no-traffic-control"))
		return set_flag(in, direction, RSVP_SERVICE_NO_TRAFFIC_CONTROL,
				value);
	if (!strcmp(key, "no-qos-signaling"))
		return set_flag(in, direction, RSVP_SERVICE_NO_QOS_SIGNALING,
				value);
	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		if (strcmp(numbers[i].key, key))
			continue;
		return set_number(in, (uint64_t *)((char *)flowspec +
						   numbers[i].offset),
				  key, value);
	}
	return bad_line(in, "is no key of a direction", key);
}

static int set_setting(struct reading *in, const char *key, const char *value)
{
	uint64_t number;
	int32_t *member;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		if (strcmp(settings[i].key, key))
			continue;
		member = (int32_t *)((char *)in->qos + settings[i].offset);
		if (*member >= 0)
			return bad_line(in, "stands twice", key);
		if (!find_number(value, &number) || number > settings[i].max)
			return bad_line(in, "is out of range", value);
		*member = (int32_t)number;
		return 0;
	}
	return bad_line(in, "is no key", key);
}

/* One of @names; 0 of @member: nothing was said so far */
static int set_name(struct reading *in, uint32_t *member,
		    const struct name *names, const char *wanted,
		    const char *key, const char *value)
{
	if (*member)
		return bad_line(in, "stands twice", key);
	if (!find_name(names, value, member))
		return bad_line(in, wanted, value);
	return 0;
}

static int set(struct reading *in, const char *key, const char *value)
{
	if (!strncmp(key, "send.", 5))
		return set_flowspec(in, 0, key + 5, value);
	if (!strncmp(key, "receive.", 8))
		return set_flowspec(in, 1, key + 8, value);
	if (!strcmp(key, "style"))
		return set_name(in, &in->qos->style, styles,
				"is no style (ff, wf, se)", key, value);
	if (!strcmp(key, "nonconforming"))
		return set_name(in, &in->qos->nonconforming, excesses,
				"is neither shape nor discard", key, value);
	return set_setting(in, key, value);
}

/* Blanks around a word; it is cut at its end */
static char *trim(char *word)
{
	char *end = word + strlen(word);

	while (isspace((unsigned char)*word))
		word++;
	while (end > word && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return word;
}

static int read_line(struct reading *in, char *line)
{
	char *key, *value;

	line[strcspn(line, "#")] = '\0';
	key = trim(line);
	if (!*key)
		return 0;
	value = strchr(key, '=');
	if (!value)
		return bad_line(in, "has no \"=\"", key);
	*value++ = '\0';
	return set(in, trim(key), trim(value));
}

/* Numbers without a service would be of no effect */
static bool is_complete(const struct rsvp_flowspec *flowspec, uint32_t flags)
{
	struct rsvp_qos none;

	rsvp_qos_init(&none);
	return flowspec->service_type != RSVP_SERVICE_TYPE_NO_CHANGE ||
	       (!flags && !memcmp(flowspec, &none.sending, sizeof(*flowspec)));
}

static int check(struct reading *in)
{
	struct rsvp_qos *qos = in->qos;

	if (!is_complete(&qos->sending, in->flags[0]))
		return bad(in->text, in->size, EINVAL,
			   "%s: \"send.service-type\" is missing", in->path);
	if (!is_complete(&qos->receiving, in->flags[1]))
		return bad(in->text, in->size, EINVAL,
			   "%s: \"receive.service-type\" is missing",
			   in->path);
	qos->sending.service_type |= in->flags[0];
	qos->receiving.service_type |= in->flags[1];
	return 0;
}

static int read_file(struct reading *in, FILE *file)
{
	size_t line_size = 0;
	char *line = NULL;
	int err = 0;

	rsvp_qos_init(in->qos);
	errno = 0;
	while (!err && getline(&line, &line_size, file) >= 0) {
		in->line++;
		err = read_line(in, line);
	}
	free(line);
	if (err)
		return err;
	if (ferror(file))
		return bad(in->text, in->size, errno, "%s: %s", in->path,
			   strerror(errno));
	return check(in);
}

/* What may be a file of its own, in that directory */
static bool is_name(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

int librsvp_template_get(const char *dir, const char *name,
			 struct rsvp_qos *qos, char *text, size_t size)
{
	struct reading in = { .qos = qos, .text = text, .size = size };
	char *path = NULL;
	FILE *file;
	int err;

	if (!is_name(name))
		return bad(text, size, EINVAL, "\"%s\" is no name", name);
	if (asprintf(&path, "%s/%s" SUFFIX, dir, name) < 0)
		return bad(text, size, ENOMEM, "no memory");
	in.path = path;
	file = fopen(path, "re");
	if (file) {
		err = read_file(&in, file);
		fclose(file);
	} else if (errno != ENOENT && errno != ENOTDIR) {
		err = bad(text, size, errno, "%s: %s", path, strerror(errno));
	} else if (librsvp_builtin_get(name, qos)) {
		err = 0;
	} else {
		err = bad(text, size, ENOENT, "there is no template \"%s\"",
			  name);
	}
	free(path);
	return err;
}

int rsvp_template_get(const char *name, struct rsvp_qos *qos, char *text,
		      size_t size)
{
	return librsvp_template_get(LIBRSVP_TEMPLATES, name, qos, text, size);
}

static int is_template(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return is_name(entry->d_name) && len > strlen(SUFFIX) &&
	       !strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int list_file(const char *dir, const char *file_name,
		     int (*each)(const char *name, const char *file,
				 void *arg), void *arg)
{
	char *name, *path = NULL;
	int err = -1;

	name = strndup(file_name, strlen(file_name) - strlen(SUFFIX));
	if (name && asprintf(&path, "%s/%s", dir, file_name) >= 0)
		err = each(name, path, arg);
	free(path);
	free(name);
	return err;
}

/* A file goes before what is built in, under the same name in its place */
static int merge(const char *dir, struct dirent **files, int n,
		 int (*each)(const char *name, const char *file, void *arg),
		 void *arg)
{
	const char *const *name = librsvp_builtin_names;
	int err = 0, i = 0;

	while (!err && (i < n || *name)) {
		char file[sizeof(files[0]->d_name) + sizeof(SUFFIX)] = "";
		int order = i < n ? -1 : 1;

		if (*name)
			snprintf(file, sizeof(file), "%s" SUFFIX, *name);
		if (*name && i < n)
			order = strcmp(files[i]->d_name, file);
		if (order <= 0)
			err = list_file(dir, files[i++]->d_name, each, arg);
		else
			err = each(*name, NULL, arg);
		name += order >= 0;
	}
	return err;
}

int librsvp_template_list(const char *dir,
			  int (*each)(const char *name, const char *file,
				      void *arg), void *arg)
{
	struct dirent **files = NULL;
	int n, err, i;

	n = scandir(dir, &files, is_template, by_name);
	if (n < 0 && errno != ENOENT && errno != ENOTDIR)
		return -1;
	err = merge(dir, files, n < 0 ? 0 : n, each, arg);
	for (i = 0; i < n; i++)
		free(files[i]);
	free(files);
	return err;
}

int rsvp_template_list(int (*each)(const char *name, const char *file,
				   void *arg), void *arg)
{
	return librsvp_template_list(LIBRSVP_TEMPLATES, each, arg);
}
