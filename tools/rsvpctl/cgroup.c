// SPDX-License-Identifier: GPL-2.0
/* Control groups (version 2): the kernel knows them by id, users by path. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mntent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include "rsvpctl.h"

/* What a handle of a file of kernfs says: its id, and nothing else */
#define HANDLE_TYPE	0xfe

union handle {
	struct file_handle handle;
	char room[sizeof(struct file_handle) + sizeof(uint64_t)];
};

static bool is_cgroup2(const char *path)
{
	struct statfs fs;

	return !statfs(path, &fs) && fs.f_type == CGROUP2_SUPER_MAGIC;
}

/* Where version 2 is mounted, alone or beside version 1; NULL: nowhere */
static const char *mounted(void)
{
	static char where[PATH_MAX];
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	bool found = false;
	struct mntent *mount;

	while (!found && mounts && (mount = getmntent(mounts))) {
		found = !strcmp(mount->mnt_type, "cgroup2") &&
			is_cgroup2(mount->mnt_dir);
		if (found)
			snprintf(where, sizeof(where), "%s", mount->mnt_dir);
	}
	if (mounts)
		endmntent(mounts);
	return found ? where : NULL;
}

static bool id_of(const char *path, uint64_t *id)
{
	union handle h = { .handle.handle_bytes = sizeof(*id) };
	int mount;

	if (!is_cgroup2(path) ||
	    name_to_handle_at(AT_FDCWD, path, &h.handle, &mount, 0) ||
	    h.handle.handle_bytes != sizeof(*id))
		return false;
	memcpy(id, h.handle.f_handle, sizeof(*id));
	return true;
}

/**
 * cgroup_id - the id of a cgroup
 * @word: its path, from the root of the cgroups or of all files, or its id
 * @id: filled in
 *
 * Return: whether there is one.
 */
bool cgroup_id(const char *word, uint64_t *id)
{
	const char *root = mounted();
	char path[PATH_MAX];

	if (parse_number(word, UINT64_MAX, id))
		return *id;
	if (root && snprintf(path, sizeof(path), "%s/%s", root, word) <
	    (int)sizeof(path) && id_of(path, id))
		return true;
	return *word == '/' && id_of(word, id);
}

/**
 * cgroup_path - the path of a cgroup, from the root of the cgroups
 * @id: its id
 * @path: filled in
 * @size: of it
 *
 * Return: whether it is known: only root may ask.
 */
bool cgroup_path(uint64_t id, char *path, size_t size)
{
	union handle h = {
		.handle.handle_bytes = sizeof(id),
		.handle.handle_type = HANDLE_TYPE,
	};
	const char *root = mounted();
	char link[64], target[PATH_MAX];
	ssize_t len = -1;
	int mount, fd;

	if (!root)
		return false;
	memcpy(h.handle.f_handle, &id, sizeof(id));
	mount = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fd = mount < 0 ? -1 : open_by_handle_at(mount, &h.handle, O_PATH);
	if (mount >= 0)
		close(mount);
	if (fd < 0)
		return false;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, target, sizeof(target) - 1);
	close(fd);
	if (len < (ssize_t)strlen(root))
		return false;
	target[len] = '\0';
	snprintf(path, size, "%s", target[strlen(root)] ?
		 target + strlen(root) : "/");
	return true;
}

/* Ours, as it continues the path of their root; false: the kernel has none */
static bool own_path(char *path, size_t size)
{
	FILE *file = fopen("/proc/self/cgroup", "re");
	char line[PATH_MAX];
	bool found = false;

	while (!found && file && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		found = !strncmp(line, "0::/", 4);
		if (found)
			snprintf(path, size, "%s", line[4] ? line + 3 : "");
	}
	if (file)
		fclose(file);
	return found;
}

/* Those whose rsvpctl was killed, and in which nothing lives any more */
static void sweep(const char *parent)
{
	DIR *dir = opendir(parent);
	struct dirent *entry;
	char more;
	int pid;

	while (dir && (entry = readdir(dir))) {
		if (sscanf(entry->d_name, "rsvp-%d%c", &pid, &more) == 1 &&
		    pid > 0 &&
		    (pid == getpid() || (kill(pid, 0) && errno == ESRCH)))
			unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
	}
	if (dir)
		closedir(dir);
}

/**
 * cgroup_make - make a cgroup for what we are about to run
 * @ctl: options
 * @path: its directory is filled in
 * @size: of it
 *
 * It is below our own, whose limits it has, or below all that we see of them.
 *
 * Return: 0, or the exit status after an error was told.
 */
int cgroup_make(struct ctl *ctl, char *path, size_t size)
{
	const char *root = mounted();
	char own[PATH_MAX], parent[PATH_MAX];

	if (!root || !own_path(own, sizeof(own)))
		return fail(ctl, STATUS_KERNEL,
			    "no cgroups of version 2 are mounted here");
	if (snprintf(parent, sizeof(parent), "%s%s", root, own) >=
	    (int)sizeof(parent) || !is_cgroup2(parent))
		snprintf(parent, sizeof(parent), "%s", root);
	sweep(parent);
	if (snprintf(path, size, "%s/rsvp-%d", parent, getpid()) >= (int)size)
		errno = ENAMETOOLONG;
	else if (!mkdir(path, 0755))
		return 0;
	return fail(ctl, STATUS_KERNEL, "cgroup %s: %s", path, strerror(errno));
}

/**
 * cgroup_enter - become a member of a cgroup
 * @path: its directory
 *
 * Return: whether we are; else errno says why not.
 */
bool cgroup_enter(const char *path)
{
	char procs[PATH_MAX];
	bool done;
	int fd;

	snprintf(procs, sizeof(procs), "%s/cgroup.procs", path);
	fd = open(procs, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	done = write(fd, "0", 1) == 1;
	close(fd);
	return done;
}

static bool is_empty(int fd)
{
	char text[256];
	ssize_t len = pread(fd, text, sizeof(text) - 1, 0);

	if (len < 0)
		return true;
	text[len] = '\0';
	return strstr(text, "populated 0");
}

/**
 * cgroup_wait_empty - wait until nothing lives in a cgroup
 * @path: its directory
 *
 * Context: reading what cgroup.events says begins to wait for its next change.
 */
void cgroup_wait_empty(const char *path)
{
	struct pollfd event = { .events = POLLPRI };
	char events[PATH_MAX];

	snprintf(events, sizeof(events), "%s/cgroup.events", path);
	event.fd = open(events, O_RDONLY | O_CLOEXEC);
	while (event.fd >= 0 && !is_empty(event.fd))
		poll(&event, 1, -1);
	if (event.fd >= 0)
		close(event.fd);
}
