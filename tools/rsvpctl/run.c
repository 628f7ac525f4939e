// SPDX-License-Identifier: GPL-2.0
/* rsvpctl run: a program that knows nothing of QoS, and has it by a rule for its
 * own cgroup. The rule belongs to our netlink socket, and so goes however we end.
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rsvp.h>
#include <netlink/attr.h>

#include "rsvpctl.h"

/* As of env(1), and of shells */
enum {
	STATUS_NO_EXEC	= 126,
	STATUS_NO_FILE	= 127,
	STATUS_SIGNAL	= 128,	/* and its number */
};

/* What is sent to us is meant for the program */
static const int forwarded[] = {
	SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2,
};

/**
 * struct program - what is run
 * @ctl: options
 * @argv: its words
 * @cgroup: the directory of its cgroup
 * @rule: id of its rule
 * @waited: signals that we wait for
 * @mask: signals that were blocked before
 * @chld: what was done about SIGCHLD before
 */
struct program {
	struct ctl *ctl;
	char **argv;
	char cgroup[PATH_MAX];
	uint64_t rule;
	sigset_t waited;
	sigset_t mask;
	struct sigaction chld;
};

static bool is_param(const char *word)
{
	const struct param *param = rule_run_params;

	for (; param->word; param++) {
		if (param_here(param, word, NULL))
			return true;
	}
	return false;
}

/* A first word that is none of a rule is the name of a template */
static int read_what(struct ctl *ctl, const struct words *words,
		     struct args *args)
{
	char **all = calloc((size_t)words->n + 1, sizeof(*all));
	struct words what = { all, words->n };
	char template[] = "template";
	int err;

	if (!all)
		return fail(ctl, STATUS_USAGE, "no memory");
	if (words->n && !is_param(words->word[0])) {
		*all = template;
		what.n++;
	}
	memcpy(all + what.n - words->n, words->word,
	       (size_t)words->n * sizeof(*all));
	err = args_parse(ctl, &what, rule_run_params, false, args);
	free(all);
	return err;
}

/* WHAT -- COMMAND; the list of words ends with NULL, as of main() */
static int read_words(struct ctl *ctl, struct words *words, struct args *args,
		      struct program *program)
{
	struct words what = *words;

	for (what.n = 0; what.n < words->n; what.n++) {
		if (!strcmp(what.word[what.n], "--"))
			break;
	}
	if (what.n == words->n)
		return fail(ctl, STATUS_USAGE,
			    "\"--\" is missing, behind which the command stands");
	program->argv = what.word + what.n + 1;
	if (!*program->argv)
		return fail(ctl, STATUS_USAGE, "no command follows \"--\"");
	return read_what(ctl, &what, args);
}

/* Those that are ignored stay so, for us and for the program */
static void signals_block(struct program *program)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	size_t i;

	sigemptyset(&program->waited);
	sigaddset(&program->waited, SIGCHLD);
	for (i = 0; i < ARRAY_SIZE(forwarded); i++) {
		struct sigaction now;

		if (!sigaction(forwarded[i], NULL, &now) &&
		    now.sa_handler != SIG_IGN)
			sigaddset(&program->waited, forwarded[i]);
	}
	/* Were it ignored, there would be no status to wait for */
	sigaction(SIGCHLD, &action, &program->chld);
	sigprocmask(SIG_BLOCK, &program->waited, &program->mask);
}

static void signals_restore(const struct program *program)
{
	sigaction(SIGCHLD, &program->chld, NULL);
	sigprocmask(SIG_SETMASK, &program->mask, NULL);
}

/* One that came before there was a program; 0: none did */
static int signal_came(const struct program *program)
{
	sigset_t pending;
	size_t i;

	sigpending(&pending);
	for (i = 0; i < ARRAY_SIZE(forwarded); i++) {
		if (sigismember(&pending, forwarded[i]) &&
		    sigismember(&program->waited, forwarded[i]))
			return forwarded[i];
	}
	return 0;
}

/* Returns: the exit status, if it cannot be executed */
static int execute(const struct program *program)
{
	int err;

	signals_restore(program);
	if (!cgroup_enter(program->cgroup))
		return fail(program->ctl, STATUS_KERNEL, "cgroup %s: %s",
			    program->cgroup, strerror(errno));
	execvp(*program->argv, program->argv);
	err = errno;
	return fail(program->ctl, err == ENOENT ? STATUS_NO_FILE :
						  STATUS_NO_EXEC,
		    "%s: %s", *program->argv, strerror(err));
}

/* Until the program ends; returns: its exit status */
static int follow(const struct program *program, pid_t pid)
{
	siginfo_t info;
	int status;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		/* Or we were stopped, and continued */
		if (sigwaitinfo(&program->waited, &info) < 0)
			continue;
		/* What the terminal sends the program has as well as we have,
		 * and what it sends itself is not for it
		 */
		if (info.si_signo != SIGCHLD && info.si_code <= 0 &&
		    info.si_pid != pid)
			kill(pid, info.si_signo);
	}
	return WIFSIGNALED(status) ? STATUS_SIGNAL + WTERMSIG(status) :
				     WEXITSTATUS(status);
}

static int start(const struct program *program)
{
	int signal = signal_came(program);
	pid_t pid;

	if (signal)
		return STATUS_SIGNAL + signal;
	pid = fork();
	if (pid < 0)
		return fail(program->ctl, STATUS_KERNEL, "fork: %s",
			    strerror(errno));
	if (!pid)
		_exit(execute(program));
	return follow(program, pid);
}

/*
 * Others of the cgroup outlive the program, as a daemon that it started: a process
 * in the background keeps their rule, and nothing else.
 */
static void keep(const struct program *program)
{
	pid_t pid = fork();
	int null, i;

	if (pid < 0)
		fail(program->ctl, STATUS_KERNEL, "fork: %s: what goes on in the background has no QoS",
		     strerror(errno));
	if (pid)
		return;
	signals_restore(program);
	setsid();
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (i = 0; i < 3; i++)
		dup2(null, i);
	if (!chdir("/"))
		cgroup_wait_empty(program->cgroup);
	rmdir(program->cgroup);
	_exit(0);
}

static void rule_delete(const struct program *program)
{
	struct nl_msg *msg = kernel_message(program->ctl, RSVP_CMD_RULE_DEL, 0);

	if (!msg)
		return;
	nla_put_u64(msg, RSVP_A_ID, program->rule);
	kernel_talk(program->ctl, msg, NULL);
}

static int with_rule(struct program *program, const struct args *args)
{
	uint64_t cgroup;
	json_t *list;
	int status;

	if (!cgroup_id(program->cgroup, &cgroup))
		return fail(program->ctl, STATUS_KERNEL, "cgroup %s: %s",
			    program->cgroup, strerror(errno));
	status = rule_new(program->ctl, args, cgroup, &list);
	if (status)
		return status;
	program->rule = get_number(json_array_get(list, 0), "id");
	json_decref(list);
	return start(program);
}

static int run(struct ctl *ctl, struct words *words)
{
	struct program program = { .ctl = ctl };
	struct args args;
	int status;

	if (ctl->batch)
		return fail(ctl, STATUS_USAGE, "\"run\" does not go with -b");
	status = read_words(ctl, words, &args, &program);
	if (!status)
		status = rule_check(ctl, &args);
	if (!status)
		status = kernel_open(ctl);
	if (status)
		return status;
	signals_block(&program);
	status = cgroup_make(ctl, program.cgroup, sizeof(program.cgroup));
	if (status)
		return status;
	status = with_rule(&program, &args);
	if (rmdir(program.cgroup) && errno == EBUSY)
		keep(&program);
	else if (program.rule)
		rule_delete(&program);
	return status;
}

const struct command run_commands[] = {
	{ "run", run, rule_run_params, false },
	{ 0 },
};
