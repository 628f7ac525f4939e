/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of rsvpctl share, grouped by file. */
#ifndef _RSVPCTL_H
#define _RSVPCTL_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>
#include <netlink/msg.h>
#include <netlink/socket.h>

#include "spec.h"

struct rsvp_qos;

#define ARRAY_SIZE(x)	(sizeof(x) / sizeof((x)[0]))
#define __printf(a, b)	__attribute__((format(printf, a, b)))

/* Exit status */
enum {
	STATUS_OK	= 0,
	STATUS_USAGE	= 1,
	STATUS_KERNEL	= 2,	/* the kernel refused */
	STATUS_NETWORK	= 3,	/* the network refused or did not answer */
};

/**
 * struct ctl - options and the connection, for all commands
 * @json: JSON instead of text
 * @pretty: indented
 * @stats: more counters
 * @details: more details
 * @numeric: numbers instead of names
 * @family: AF_INET, AF_INET6, or AF_UNSPEC for both
 * @batch: name of the batch file, or NULL
 * @line: line in it
 * @sock: for requests; NULL until the first
 * @family_id: of the netlink family
 */
struct ctl {
	bool json;
	bool pretty;
	bool stats;
	bool details;
	bool numeric;
	int family;
	const char *batch;
	unsigned int line;
	struct nl_sock *sock;
	int family_id;
};

/* Words of the command line that are still to be read */
struct words {
	char **word;
	int n;
};

struct addr {
	int family;
	union {
		struct in_addr v4;
		struct in6_addr v6;
	};
};

struct session {
	struct addr dst;
	uint32_t proto;
	uint32_t dport;
};

struct filter {
	struct addr src;
	uint32_t sport;
	bool has_port;
	bool has_label;
	uint32_t label;
};

enum param_type {
	PARAM_FLAG,
	PARAM_NUMBER,
	PARAM_ID,
	PARAM_ON_OFF,
	PARAM_RATE,
	PARAM_SIZE,
	PARAM_TIME_MS,
	PARAM_TIME_US,
	PARAM_PERCENT,
	PARAM_PERCENT_100,
	PARAM_NAME,
	PARAM_DEV,
	PARAM_CLASSID,
	PARAM_FILTER,
	PARAM_PLACE,
	PARAM_WORD,
};

/**
 * struct param - a word of a command, and what follows it
 * @word: the word
 * @under: it belongs to this word, and stands behind it; NULL: to none
 * @opens: words that are @under this one may follow
 * @type: of what follows
 * @attr: attribute that it becomes; 0: it is not sent as it stands
 * @nest: attribute of the nest in which @attr stands; 0: the object's own
 * @wide: @attr is a u64
 * @least: PARAM_RATE: less than this has lost its unit, in bytes/s
 * @names: PARAM_NAME: what may follow
 * @alt: another word that may follow instead, or NULL
 * @alt_value: and its value
 */
struct param {
	const char *word;
	const char *under;
	bool opens;
	enum param_type type;
	int attr;
	int nest;
	bool wide;
	uint64_t least;
	const struct spec_name *names;
	const char *alt;
	uint64_t alt_value;
};

/* One direction: the words behind "send" or "receive" */
#define FLOW_PARAMS(direction) \
	{ .word = direction, .type = PARAM_NAME, .opens = true, \
	  .names = spec_service_type_names }, \
	{ .word = "rate", .under = direction, .type = PARAM_RATE, \
	  .wide = true }, \
	{ .word = "bucket", .under = direction, .type = PARAM_SIZE, \
	  .wide = true }, \
	{ .word = "peak", .under = direction, .type = PARAM_RATE, \
	  .wide = true, .alt = "unlimited", \
	  .alt_value = RSVP_POSITIVE_INFINITY_RATE }, \
	{ .word = "latency", .under = direction, .type = PARAM_TIME_US }, \
	{ .word = "variation", .under = direction, .type = PARAM_TIME_US }, \
	{ .word = "mtu", .under = direction, .type = PARAM_SIZE }, \
	{ .word = "min", .under = direction, .type = PARAM_SIZE }, \
	{ .word = "no-tc", .under = direction, .type = PARAM_FLAG }, \
	{ .word = "no-signaling", .under = direction, .type = PARAM_FLAG }

#define PARAM_MAX	48	/* of one command */
#define PLACE_MAX	2	/* likewise */

/**
 * struct args - what the user said, in the terms of a param table
 * @params: the table; ends with an empty word
 * @value: by index into it
 * @seen: likewise
 * @has_session: @session was given
 * @session: positional
 * @filters: every "from"
 * @n_filters: how many
 * @places: every other address
 * @n_places: how many
 */
struct args {
	const struct param *params;
	uint64_t value[PARAM_MAX];
	bool seen[PARAM_MAX];
	bool has_session;
	struct session session;
	struct filter *filters;
	unsigned int n_filters;
	struct filter places[PLACE_MAX];
	unsigned int n_places;
};

struct command {
	const char *name;
	int (*run)(struct ctl *ctl, struct words *words);
	const struct param *params;
	bool takes_session;
};

/**
 * struct object - the first word of a command line, and what may follow
 * @name: the word
 * @help: its synopsis
 * @commands: what can be done with it
 * @is_command: it is a command itself: the only one of @commands
 */
struct object {
	const char *name;
	const char *help;
	const struct command *commands;
	bool is_command;
};

extern const struct object all_objects[];

/* main.c */
const struct object *object_find(const char *name);
const struct command *command_find(const struct object *object,
				   const char *name);

/* words.c: the command line */
__printf(3, 4)
int fail(struct ctl *ctl, int status, const char *format, ...);
const char *word_next(struct words *words);
__printf(2, 3)
void warn(const struct ctl *ctl, const char *format, ...);
int word_unknown(struct ctl *ctl, const char *word);
int args_parse(struct ctl *ctl, struct words *words,
	       const struct param *params, bool session, struct args *args);
int args_check_id(struct ctl *ctl, const struct args *args);
int args_check_ports(struct ctl *ctl, const struct args *args);
void args_free(struct args *args);
bool args_seen(const struct args *args, const char *word);
uint64_t args_value(const struct args *args, const char *word);
bool args_under(const struct args *args, const char *under, const char *word,
		uint64_t *value);
const struct filter *args_place(const struct args *args, const char *word);
const char *args_word(const struct args *args, const char *word);
bool param_here(const struct param *param, const char *word,
		const char *under);

/* parse.c: one word to one value; true if it was good */
bool parse_rate(const char *word, uint64_t *rate_Bps);
bool parse_size(const char *word, uint64_t *bytes);
bool parse_time_us(const char *word, uint64_t *us);
bool parse_percent_100(const char *word, uint64_t *value);
bool parse_number(const char *word, uint64_t max, uint64_t *value);
bool parse_classid(const char *word, uint64_t *classid);
bool parse_proto(const char *word, uint32_t *proto);
bool parse_addr_port(const char *word, struct addr *addr, uint32_t *port);
bool parse_has_port(const char *word);

/* format.c: values to words of the same units; a buffer of a few */
const char *format_rate(uint64_t rate_Bps);
const char *format_size(uint64_t bytes);
const char *format_time_us(uint64_t us);
const char *format_unit(uint64_t value, enum spec_unit unit);
const char *format_classid(uint64_t classid);
const char *format_dev(uint64_t ifindex);
const char *format_proto(const struct ctl *ctl, uint64_t proto);

/* nl.c: requests, dumps, errors */
int kernel_open(struct ctl *ctl);
void kernel_close(struct ctl *ctl);
struct nl_msg *kernel_message(struct ctl *ctl, int cmd, int flags);
struct nlattr *put_nest(struct nl_msg *msg, int attr);
void put_session(struct nl_msg *msg, int attr,
		 const struct session *session);
void put_filter(struct nl_msg *msg, int attr, const struct filter *filter);
void put_params(struct nl_msg *msg, const struct args *args, int nest);
int kernel_talk(struct ctl *ctl, struct nl_msg *msg, json_t **reply);
int kernel_dump(struct ctl *ctl, int cmd, const struct args *args,
		json_t **list);
struct nl_sock *kernel_events(struct ctl *ctl, const char *const *groups);

/* decode.c: messages to JSON, by the tables of the spec */
json_t *decode_nest(const struct ctl *ctl, const struct spec_set *set,
		    struct nlattr *first, int len);
json_t *decode_message(const struct ctl *ctl, struct nlmsghdr *nlh);
bool attr_path(struct nlmsghdr *nlh, uint32_t offset, int missing,
	       char *path, size_t size, enum spec_unit *unit);

/* show.c: what several objects print */
uint64_t get_number(const json_t *object, const char *key);
bool has(const json_t *object, const char *key);
const char *get_string(const json_t *object, const char *key);
int show_json(const struct ctl *ctl, json_t *list);
int show_list(const struct ctl *ctl, json_t *list,
	      void (*print)(const struct ctl *ctl, const json_t *object));
void show_destination(const json_t *session);
void show_session(const struct ctl *ctl, const json_t *session);
void show_filters(const json_t *object);
void show_place(const char *label, const json_t *filter);
void show_tspec(const json_t *tspec);
void show_flowspec(const json_t *flowspec);
void show_installed(const json_t *tc);
void show_asked(const json_t *reservation);
void show_bound(const json_t *reservation);
void show_name(const char *label, const json_t *object, const char *key);
void show_dev(const char *label, const json_t *object, const char *key);
void show_error(const struct ctl *ctl, const json_t *error);
const char *error_code_name(uint64_t code, uint64_t value);

/* One per object */
extern const struct command interface_commands[];
extern const struct command sender_commands[];
extern const struct command reservation_commands[];
extern const struct command session_commands[];
extern const struct command stats_commands[];
extern const struct command monitor_commands[];
extern const struct command socket_commands[];
extern const struct command template_commands[];
extern const struct command quota_commands[];
extern const struct command rule_commands[];
extern const struct command run_commands[];
void interface_print(const struct ctl *ctl, const json_t *iface);
void sender_print(const struct ctl *ctl, const json_t *sender);
void reservation_print(const struct ctl *ctl, const json_t *reservation);
void path_print(const struct ctl *ctl, const json_t *path, int indent);
void resv_print(const struct ctl *ctl, const json_t *resv, int indent);
void tc_print(const struct ctl *ctl, const json_t *tc, int indent);
void socket_print(const struct ctl *ctl, const json_t *socket);
void socket_print_qos(const json_t *socket);
int socket_read_qos(struct ctl *ctl, const struct args *args,
		    struct rsvp_qos *qos);
void rule_print(const struct ctl *ctl, const json_t *rule);

/* rule.c: a rule for the sockets of one program */
extern const struct param rule_run_params[];
int rule_check(struct ctl *ctl, const struct args *args);
int rule_new(struct ctl *ctl, const struct args *args, uint64_t cgroup,
	     json_t **list);

/* cgroup.c */
bool cgroup_id(const char *word, uint64_t *id);
bool cgroup_path(uint64_t id, char *path, size_t size);
int cgroup_make(struct ctl *ctl, char *path, size_t size);
bool cgroup_enter(const char *path);
void cgroup_wait_empty(const char *path);

/* find.c: a descriptor of somebody's socket */
int find_fd(struct ctl *ctl, const struct args *args, int *fd);

/* wait.c */
int wait_for_answer(struct ctl *ctl, struct nl_sock *events,
		    const json_t *reservation, uint64_t us);
int stay(struct ctl *ctl);

/* complete.c */
int complete(struct ctl *ctl, struct words *words);

#endif /* _RSVPCTL_H */
