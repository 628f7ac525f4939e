// SPDX-License-Identifier: GPL-2.0
/* rsvpctl: configure and show the RSVP node of a network namespace. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rsvpctl.h"

static const char usage[] =
	"Usage: rsvpctl [ OPTIONS ] OBJECT { COMMAND | help }\n"
	"       rsvpctl [ OPTIONS ] -b FILE\n"
	"OBJECT  := { interface | sender | reservation | session | socket |\n"
	"             template | quota | rule | run | stats | monitor | help |\n"
	"             version }\n"
	"OPTIONS := -j, --json | -p, --pretty | -s, --statistics |\n"
	"           -d, --details | -N, --Numeric | -4 | -6 |\n"
	"           -n, --netns NETNS | -b, --batch FILE |\n"
	"           -h, --help | -V, --Version\n";

#define SESSION_HELP \
	"SESSION := { udp | tcp | PROTO } ADDRESS[:PORT]\n" \
	"           IPv6 with a port: [ADDRESS]:PORT\n"

const struct object all_objects[] = {
	{ "interface",
	  "Usage: rsvpctl interface set dev DEV [ rsvp { on | off } ]\n"
	  "           [ bandwidth RATE ] [ reservable PERCENT ]\n"
	  "           [ flow-limit { RATE | none } ] [ class-cap NUMBER ]\n"
	  "           [ overhead SIZE ] [ backend { hfsc | mark | none } ]\n"
	  "           [ parent { CLASSID | root } ] [ refresh TIME ]\n"
	  "           [ keep NUMBER ] [ slew-max PERCENT ] [ repair TIME ]\n"
	  "           [ blockade NUMBER ] [ repeats NUMBER ]\n"
	  "       rsvpctl interface show [ dev DEV ]\n",
	  interface_commands },
	{ "sender",
	  "Usage: rsvpctl sender { add | replace } SESSION from SOURCE\n"
	  "           rate RATE burst SIZE mtu SIZE\n"
	  "           [ peak { RATE | unlimited } ] [ min-unit SIZE ]\n"
	  "           [ ttl NUMBER ] [ dscp NUMBER ] [ mark NUMBER ]\n"
	  "           [ service { guaranteed | controlled-load } ]\n"
	  "           [ nonconforming { shape | discard } ] [ transient ]\n"
	  "       rsvpctl sender del { SESSION from SOURCE | id ID }\n"
	  "       rsvpctl sender show [ SESSION | id ID ]\n"
	  SESSION_HELP
	  "SOURCE  := ADDRESS[:PORT] [ label NUMBER ]\n",
	  sender_commands },
	{ "reservation",
	  "Usage: rsvpctl reservation { add | replace } SESSION SENDERS FLOWSPEC\n"
	  "           [ dev DEV ] [ confirm ] [ wait TIME ] [ transient ]\n"
	  "       rsvpctl reservation del { SESSION SENDERS | id ID }\n"
	  "       rsvpctl reservation show [ SESSION | id ID ]\n"
	  SESSION_HELP
	  "SENDERS := { style ff from SOURCE | style se { from SOURCE } ... |\n"
	  "             style wf }\n"
	  "SOURCE  := ADDRESS[:PORT] [ label NUMBER ]\n"
	  "FLOWSPEC := { service guaranteed { rate RATE [ slack TIME ] |\n"
	  "                delay TIME } [ tspec-rate RATE ] |\n"
	  "              service controlled-load rate RATE }\n"
	  "            [ burst SIZE ] [ peak { RATE | unlimited } ]\n"
	  "            [ min-unit SIZE ] [ mtu SIZE ]\n"
	  "What is left out is taken from the sender's Tspec.\n",
	  reservation_commands },
	{ "session",
	  "Usage: rsvpctl session show [ SESSION ]\n"
	  SESSION_HELP,
	  session_commands },
	{ "socket",
	  "Usage: rsvpctl socket set SOCKET [ template NAME ]\n"
	  "           [ send FLOW ] [ to ADDRESS:PORT ] [ receive FLOW ]\n"
	  "           [ style { ff | wf | se } ] [ from ADDRESS[:PORT] ] ...\n"
	  "           [ confirm | no-confirm ] [ dscp NUMBER ]\n"
	  "           [ nonconforming { shape | discard } ]\n"
	  "       rsvpctl socket join SOCKET group ADDRESS[:PORT]\n"
	  "           direction { send | receive | both } [ dev DEV ]\n"
	  "           [ template NAME ] [ send FLOW ] [ receive FLOW ]\n"
	  "       rsvpctl socket leave SOCKET group ADDRESS[:PORT] [ dev DEV ]\n"
	  "       rsvpctl socket show [ SOCKET | id ID ]\n"
	  "SOCKET  := { pid PID fd NUMBER |\n"
	  "             { udp | tcp } ADDRESS:PORT [ peer ADDRESS:PORT ] }\n"
	  "FLOW    := SERVICE [ rate RATE ] [ bucket SIZE ]\n"
	  "           [ peak { RATE | unlimited } ] [ latency TIME ]\n"
	  "           [ variation TIME ] [ mtu SIZE ] [ min SIZE ]\n"
	  "           [ no-tc ] [ no-signaling ]\n"
	  "SERVICE := { guaranteed | controlled-load | best-effort | no-traffic |\n"
	  "             general-information | qualitative | network-control |\n"
	  "             no-change }\n",
	  socket_commands },
	{ "template",
	  "Usage: rsvpctl template list\n"
	  "       rsvpctl template show [ NAME ]\n",
	  template_commands },
	{ "quota",
	  "Usage: rsvpctl quota set [ sockets NUMBER ] [ rate RATE ]\n"
	  "       rsvpctl quota show\n",
	  quota_commands },
	{ "rule",
	  "Usage: rsvpctl rule add [ priority NUMBER ]\n"
	  "           [ proxy [ discover ] [ dev NAME ] ] match\n"
	  "           [ proto { udp | tcp } ] [ src PREFIX ] [ dst PREFIX ]\n"
	  "           [ sport PORTS ] [ dport PORTS ] [ uid USER ]\n"
	  "           [ cgroup PATH ] [ mark NUMBER[/MASK] ]\n"
	  "           [ direction { send | receive | both } ]\n"
	  "           [ template NAME ] [ send FLOW ] [ receive FLOW ]\n"
	  "           [ style { ff | wf | se } ] [ confirm | no-confirm ]\n"
	  "           [ dscp NUMBER ] [ nonconforming { shape | discard } ]\n"
	  "           [ idle TIME ] [ label WORD ] [ transient ]\n"
	  "       rsvpctl rule del id ID\n"
	  "       rsvpctl rule show [ id ID ]\n"
	  "PREFIX  := ADDRESS[/LENGTH]\n"
	  "PORTS   := PORT[-PORT]\n"
	  "FLOW    := as of socket set (rsvpctl socket help)\n",
	  rule_commands },
	{ "run",
	  "Usage: rsvpctl run [ TEMPLATE ] [ WHAT ] ... -- COMMAND [ ARGUMENT ] ...\n"
	  "WHAT    := [ template NAME ] [ send FLOW ] [ receive FLOW ]\n"
	  "           [ direction { send | receive | both } ]\n"
	  "           [ proto { udp | tcp } ] [ src PREFIX ] [ dst PREFIX ]\n"
	  "           [ sport PORTS ] [ dport PORTS ] [ mark NUMBER[/MASK] ]\n"
	  "           [ style { ff | wf | se } ] [ confirm | no-confirm ]\n"
	  "           [ dscp NUMBER ] [ nonconforming { shape | discard } ]\n"
	  "           [ idle TIME ] [ label WORD ]\n"
	  "           [ priority NUMBER ]\n"
	  "           as of rule add (rsvpctl rule help)\n",
	  run_commands, .is_command = true },
	{ "stats",
	  "Usage: rsvpctl stats [ show | explain ]\n",
	  stats_commands },
	{ "monitor",
	  "Usage: rsvpctl monitor [ all | state | errors | config | sockets ]\n",
	  monitor_commands },
	{ 0 },
};

const struct object *object_find(const char *name)
{
	const struct object *object;

	for (object = all_objects; object->name; object++) {
		if (!strcmp(object->name, name))
			return object;
	}
	return NULL;
}

const struct command *command_find(const struct object *object,
				   const char *name)
{
	const struct command *command;

	for (command = object->commands; command->name; command++) {
		if (!strcmp(command->name, name))
			return command;
	}
	return NULL;
}

/* Where nothing is said: what shows most and changes nothing */
static const struct command *command_default(const struct object *object)
{
	const struct command *command = command_find(object, "show");

	return command ? command : command_find(object, "all");
}

/* Returns: 0 if no word is left, or the exit status after one was named */
static int expect_end(struct ctl *ctl, struct words *words)
{
	const char *word = word_next(words);

	return word ? word_unknown(ctl, word) : 0;
}

static bool is_help(const char *word)
{
	return !strcmp(word, "help") || !strcmp(word, "-h") ||
	       !strcmp(word, "--help");
}

/* "help" is the next word, and the last? */
static bool help_wanted(const struct words *words)
{
	return words->n == 1 && is_help(words->word[0]);
}

static int help_say(const char *text)
{
	fputs(text, stdout);
	return STATUS_OK;
}

/* help, help help, help OBJECT, help OBJECT COMMAND */
static int help(struct ctl *ctl, struct words *words)
{
	const char *text = usage, *word;
	const struct object *object;
	int err;

	word = word_next(words);
	if (word && strcmp(word, "help") && strcmp(word, "version")) {
		object = object_find(word);
		if (!object)
			return word_unknown(ctl, word);
		text = object->help;
		if (words->n && command_find(object, words->word[0]))
			word_next(words);
	}
	err = expect_end(ctl, words);
	return err ? err : help_say(text);
}

static int version(struct ctl *ctl, struct words *words)
{
	int err;

	if (help_wanted(words))
		return help_say(usage);
	err = expect_end(ctl, words);
	if (err)
		return err;
	if (ctl->json)
		return show_json(ctl, json_pack("[{ss}]", "version", VERSION));
	puts("rsvpctl " VERSION);
	return STATUS_OK;
}

static int run_object(struct ctl *ctl, const struct object *object,
		      struct words *words)
{
	const struct command *command;
	const char *word;
	int err;

	if (object->is_command)
		return help_wanted(words) ? help_say(object->help) :
					    object->commands->run(ctl, words);
	word = word_next(words);
	if (word && is_help(word)) {
		err = expect_end(ctl, words);
		return err ? err : help_say(object->help);
	}
	command = word ? command_find(object, word) : command_default(object);
	if (!command)
		return fail(ctl, STATUS_USAGE,
			    "unknown command \"%s\" (rsvpctl %s help)",
			    word ? word : "", object->name);
	if (help_wanted(words))
		return help_say(object->help);
	return command->run(ctl, words);
}

static int run(struct ctl *ctl, struct words *words)
{
	const struct object *object;
	const char *word = word_next(words);

	if (!word) {
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	if (!strcmp(word, "help"))
		return help(ctl, words);
	if (!strcmp(word, "version"))
		return version(ctl, words);
	if (!strcmp(word, "__complete"))
		return complete(ctl, words);
	object = object_find(word);
	if (!object)
		return fail(ctl, STATUS_USAGE,
			    "unknown object \"%s\" (rsvpctl help)", word);
	return run_object(ctl, object, words);
}

/* Words of a line up to a '#'; their number, or -1 */
static int split(char *line, char ***words, size_t *size)
{
	char *word, *next = line;
	int n = 0;

	while ((word = strsep(&next, " \t\r\n"))) {
		if (*word == '#')
			break;
		if (!*word)
			continue;
		if ((size_t)n == *size) {
			size_t more = *size ? *size * 2 : 64;
			char **larger = reallocarray(*words, more,
						     sizeof(*larger));

			if (!larger)
				return -1;
			*words = larger;
			*size = more;
		}
		(*words)[n++] = word;
	}
	return n;
}

/* One socket for all lines; ends at the first that fails */
static int run_batch(struct ctl *ctl)
{
	FILE *file = strcmp(ctl->batch, "-") ? fopen(ctl->batch, "re") : stdin;
	size_t line_size = 0, n_words = 0;
	char *line = NULL, **list = NULL;
	int status = STATUS_OK;

	if (!file) {
		fprintf(stderr, "Error: %s: %s\n", ctl->batch,
			strerror(errno));
		return STATUS_USAGE;
	}
	while (status == STATUS_OK && getline(&line, &line_size, file) >= 0) {
		struct words words;

		ctl->line++;
		words.n = split(line, &list, &n_words);
		words.word = list;
		if (words.n < 0)
			status = fail(ctl, STATUS_USAGE, "no memory");
		else if (words.n)
			status = run(ctl, &words);
		fflush(stdout);
	}
	if (ferror(file))
		status = fail(ctl, STATUS_USAGE, "\"%s\": %s", ctl->batch,
			      strerror(errno));
	if (file != stdin)
		fclose(file);
	free(line);
	free(list);
	return status;
}

/* A name below /run/netns, or a path */
static int enter_netns(const char *name)
{
	char path[4096];
	int fd, err = -1;

	snprintf(path, sizeof(path), "%s%s",
		 strchr(name, '/') ? "" : "/run/netns/", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		err = setns(fd, CLONE_NEWNET);
	if (err)
		fprintf(stderr, "Error: network namespace \"%s\": %s\n", name,
			strerror(errno));
	if (fd >= 0)
		close(fd);
	return err;
}

static const struct option options[] = {
	{ "json", no_argument, NULL, 'j' },
	{ "pretty", no_argument, NULL, 'p' },
	{ "statistics", no_argument, NULL, 's' },
	{ "details", no_argument, NULL, 'd' },
	{ "Numeric", no_argument, NULL, 'N' },
	{ "netns", required_argument, NULL, 'n' },
	{ "batch", required_argument, NULL, 'b' },
	{ "help", no_argument, NULL, 'h' },
	{ "Version", no_argument, NULL, 'V' },
	{ 0 },
};

/* getopt_long() takes the beginning of an option for it; words are full here */
static bool is_whole(const char *word, const struct option *option)
{
	return strcspn(word + strlen("--"), "=") == strlen(option->name);
}

static int option_unknown(struct ctl *ctl, const char *word)
{
	if (strncmp(word, "--", strlen("--")))
		return fail(ctl, STATUS_USAGE, "unknown option \"-%c\"", optopt);
	/* Of a long one getopt says what it is only if it knows it */
	return fail(ctl, STATUS_USAGE, optopt ? "\"%s\" takes no value" :
						"unknown option \"%s\"", word);
}

static int only_family(struct ctl *ctl, int family)
{
	if (ctl->family && ctl->family != family)
		return fail(ctl, STATUS_USAGE, "-4 and -6 do not go together");
	ctl->family = family;
	return STATUS_OK;
}

static int parse_options(struct ctl *ctl, int argc, char **argv,
			 const char **netns, const char **instead)
{
	int at = optind, index = -1, c;

	opterr = 0;
	for (; (c = getopt_long(argc, argv, "+:jpsdNn:b:46hV", options,
				&index)) != -1; at = optind, index = -1) {
		if (index >= 0 && !is_whole(argv[at], &options[index]))
			return fail(ctl, STATUS_USAGE, "unknown option \"%s\"",
				    argv[at]);
		switch (c) {
		case 'j':
			ctl->json = true;
			break;
		case 'p':
			ctl->pretty = true;
			break;
		case 's':
			ctl->stats = true;
			break;
		case 'd':
			ctl->details = true;
			break;
		case 'N':
			ctl->numeric = true;
			break;
		case 'n':
			*netns = optarg;
			break;
		case 'b':
			ctl->batch = optarg;
			break;
		case '4':
			if (only_family(ctl, AF_INET))
				return STATUS_USAGE;
			break;
		case '6':
			if (only_family(ctl, AF_INET6))
				return STATUS_USAGE;
			break;
		case 'h':
			*instead = "help";
			break;
		case 'V':
			*instead = "version";
			break;
		case ':':
			return fail(ctl, STATUS_USAGE,
				    "nothing follows \"%s\"", argv[at]);
		default:
			return option_unknown(ctl, argv[at]);
		}
	}
	return STATUS_OK;
}

int main(int argc, char **argv)
{
	const char *netns = NULL, *instead = NULL;
	struct ctl ctl = { 0 };
	struct words words;
	int status;

	status = parse_options(&ctl, argc, argv, &netns, &instead);
	if (status)
		return status;
	if (netns && enter_netns(netns))
		return STATUS_USAGE;

	words = (struct words){ argv + optind, argc - optind };
	if (instead && !strcmp(instead, "help"))
		status = help(&ctl, &words);
	else if (instead && words.n)
		status = word_unknown(&ctl, words.word[0]);
	else if (instead)
		status = run(&ctl, &(struct words){ (char **)&instead, 1 });
	else if (!ctl.batch)
		status = run(&ctl, &words);
	else if (words.n)
		status = fail(&ctl, STATUS_USAGE,
			      "-b and \"%s\" do not go together",
			      words.word[0]);
	else
		status = run_batch(&ctl);
	kernel_close(&ctl);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "Error: output: %s\n", strerror(errno));
		return STATUS_USAGE;
	}
	return status;
}
