// SPDX-License-Identifier: GPL-2.0
/* A descriptor of a socket of another process: what the kernel is asked by. */

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "rsvpctl.h"

/**
 * struct wanted - the socket that is looked for in /proc/net
 * @local: what it is bound to
 * @peer: what it is connected to, or NULL for either
 * @inode: of the one that was found
 * @n: how many were found
 */
struct wanted {
	const struct session *local;
	const struct filter *peer;
	unsigned long inode;
	unsigned int n;
};

static int take_fd(struct ctl *ctl, pid_t pid, int number, int *fd)
{
	int process = pidfd_open(pid, 0);

	if (process < 0)
		return fail(ctl, STATUS_USAGE, "pid \"%d\": %s", (int)pid,
			    strerror(errno));
	*fd = pidfd_getfd(process, number, 0);
	if (*fd < 0)
		fail(ctl, STATUS_USAGE, "fd \"%d\" of pid %d: %s", number,
		     (int)pid, strerror(errno));
	close(process);
	return *fd < 0 ? STATUS_USAGE : 0;
}

/* Words of 32 bits in hex, each as the host has it; returns: whether it is one */
static bool read_addr(const char *hex, int family, struct addr *addr)
{
	size_t words = family == AF_INET ? 1 : 4, i;

	memset(addr, 0, sizeof(*addr));
	addr->family = family;
	if (strlen(hex) != words * 8)
		return false;
	for (i = 0; i < words; i++) {
		char word[9] = "";
		uint32_t value;

		memcpy(word, hex + i * 8, 8);
		value = (uint32_t)strtoul(word, NULL, 16);
		memcpy((char *)&addr->v6 + i * 4, &value, sizeof(value));
	}
	return true;
}

static bool same(const struct addr *a, uint32_t aport, const struct addr *b,
		 uint32_t bport)
{
	return a->family == b->family && aport == bport &&
	       !memcmp(&a->v6, &b->v6, a->family == AF_INET ? 4 : 16);
}

static void read_line(const char *line, int family, struct wanted *wanted)
{
	char local_hex[33], peer_hex[33];
	unsigned int lport, pport;
	struct addr local, peer;
	unsigned long inode;

	if (sscanf(line, " %*u: %32[0-9A-F]:%x %32[0-9A-F]:%x %*x %*x:%*x "
		   "%*x:%*x %*x %*u %*u %lu", local_hex, &lport, peer_hex,
		   &pport, &inode) != 5 || !inode ||
	    !read_addr(local_hex, family, &local) ||
	    !read_addr(peer_hex, family, &peer))
		return;
	if (!same(&local, lport, &wanted->local->dst, wanted->local->dport))
		return;
	if (wanted->peer && !same(&peer, pport, &wanted->peer->src,
				  wanted->peer->sport))
		return;
	wanted->inode = inode;
	wanted->n++;
}

static int read_proc_net(struct ctl *ctl, struct wanted *wanted)
{
	int family = wanted->local->dst.family;
	size_t line_size = 0;
	char path[32], *line = NULL;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/net/%s%s",
		 format_proto(&(struct ctl){ 0 }, wanted->local->proto),
		 family == AF_INET6 ? "6" : "");
	file = fopen(path, "re");
	if (!file)
		return fail(ctl, STATUS_USAGE, "%s: %s", path,
			    strerror(errno));
	while (getline(&line, &line_size, file) >= 0)
		read_line(line, family, wanted);
	free(line);
	fclose(file);
	return 0;
}

/* The descriptor of process @pid that is the socket; -1 if it has none */
static int number_of(const char *pid, const char *name)
{
	char path[64], target[64];
	struct dirent *entry;
	int number = -1;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%.20s/fd", pid);
	dir = opendir(path);
	while (dir && number < 0 && (entry = readdir(dir))) {
		ssize_t len = readlinkat(dirfd(dir), entry->d_name, target,
					 sizeof(target) - 1);

		if (len < 0)
			continue;
		target[len] = '\0';
		if (!strcmp(target, name))
			number = atoi(entry->d_name);
	}
	if (dir)
		closedir(dir);
	return number;
}

/* Of the first process that has it: it is the same socket in all of them */
static int take_inode(struct ctl *ctl, unsigned long inode, int *fd)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	int number = -1, pid = 0;
	char name[64];

	snprintf(name, sizeof(name), "socket:[%lu]", inode);
	while (dir && number < 0 && (entry = readdir(dir))) {
		pid = atoi(entry->d_name);
		if (pid > 0)
			number = number_of(entry->d_name, name);
	}
	if (dir)
		closedir(dir);
	if (number < 0)
		return fail(ctl, STATUS_USAGE,
			    "no process is seen that has the socket (inode %lu)",
			    inode);
	return take_fd(ctl, pid, number, fd);
}

static int find_by_address(struct ctl *ctl, const struct args *args, int *fd)
{
	struct wanted wanted = { &args->session, args_place(args, "peer") };
	int err;

	if (args->session.proto != IPPROTO_UDP &&
	    args->session.proto != IPPROTO_TCP)
		return fail(ctl, STATUS_USAGE,
			    "sockets of \"udp\" and \"tcp\" only");
	err = read_proc_net(ctl, &wanted);
	if (err)
		return err;
	if (!wanted.n)
		return fail(ctl, STATUS_USAGE, "there is no such socket here");
	if (wanted.n > 1)
		return fail(ctl, STATUS_USAGE,
			    "%u sockets are like that: name %s\"pid\" and \"fd\"",
			    wanted.n, wanted.peer ? "" : "\"peer\", or ");
	return take_inode(ctl, wanted.inode, fd);
}

/**
 * find_fd - get a descriptor of the socket that the user named
 * @ctl: options
 * @args: "pid" and "fd", or its addresses
 * @fd: the descriptor, to be closed
 *
 * Return: 0, or the exit status after an error was told.
 */
int find_fd(struct ctl *ctl, const struct args *args, int *fd)
{
	bool pid = args_seen(args, "pid"), number = args_seen(args, "fd");

	if (args->has_session && (pid || number))
		return fail(ctl, STATUS_USAGE,
			    "\"%s\" does not go with an address",
			    pid ? "pid" : "fd");
	if (args->has_session)
		return find_by_address(ctl, args, fd);
	if (args_seen(args, "peer"))
		return fail(ctl, STATUS_USAGE,
			    "\"peer\" goes with the socket's own address");
	if (!pid && !number)
		return fail(ctl, STATUS_USAGE,
			    "the socket is missing (pid 4711 fd 5, or udp 10.0.1.2:5004)");
	if (!pid || !number)
		return fail(ctl, STATUS_USAGE, "\"%s\" is missing",
			    pid ? "fd" : "pid");
	if (args_value(args, "pid") > INT_MAX ||
	    args_value(args, "fd") > INT_MAX)
		return fail(ctl, STATUS_USAGE, "\"%" PRIu64 "\" is too large",
			    args_value(args, "pid") > INT_MAX ?
			    args_value(args, "pid") : args_value(args, "fd"));
	return take_fd(ctl, (pid_t)args_value(args, "pid"),
		       (int)args_value(args, "fd"), fd);
}
