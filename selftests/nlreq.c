// SPDX-License-Identifier: GPL-2.0
/*
 * Requests in words (nlraw.h) from the command line, one after the other over
 * one socket; of each, one line: the errno's name or 0, the number of replies,
 * the id of the last, and what the kernel says.
 *
 * usage: nlreq [-u] [-w] [-i IFNAME] COMMAND[+FLAG] WORDS ...
 *	-u  enter a new user namespace after opening the socket
 *	-w  close the socket only when standard input ends
 *	-i  what @ stands for
 *	flag: dump; COMMAND as in the specification
 */
#define _GNU_SOURCE
#include <sched.h>

#include "nlraw.h"

static int command(const char *word, int *flags)
{
	size_t len = strcspn(word, "+");
	size_t i;

	*flags = 0;
	if (!strcmp(word + len, "+dump"))
		*flags = NLM_F_DUMP;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strlen(commands[i].name) == len &&
		    !strncmp(commands[i].name, word, len))
			return commands[i].cmd;
	exit(fprintf(stderr, "no command %s\n", word));
}

int main(int argc, char **argv)
{
	bool unshared = false, wait = false;
	int sock, opt, failed = 0;
	char c;

	while ((opt = getopt(argc, argv, "uwi:")) != -1) {
		if (opt == 'u')
			unshared = true;
		else if (opt == 'w')
			wait = true;
		else if (opt == 'i')
			ifindex = if_nametoindex(optarg);
		else
			return 2;
	}
	sock = open_socket();
	if (unshared && unshare(CLONE_NEWUSER))
		die("unshare");

	for (; optind + 1 < argc; optind += 2) {
		struct answer ans;
		int cmd, flags;

		cmd = command(argv[optind], &flags);
		request(sock, cmd, flags, argv[optind + 1], &ans);
		printf("%s %d %llu %s\n",
		       ans.err ? strerrorname_np(ans.err) : "0", ans.replies,
		       (unsigned long long)ans.id, ans.text);
		failed |= ans.err;
	}
	fflush(stdout);
	while (wait && read(STDIN_FILENO, &c, 1) > 0)
		;
	return failed != 0;
}
