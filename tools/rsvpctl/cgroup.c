// SPDX-License-Identifier: GPL-2.0
/* Control groups (version 2): the kernel knows them by id, users by path. */

#include <fcntl.h>
#include <limits.h>
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

/* Where version 2 is mounted, alone or beside version 1 */
static const char *const mounts[] = {
	"/sys/fs/cgroup", "/sys/fs/cgroup/unified",
};

static bool is_cgroup2(const char *path)
{
	struct statfs fs;

	return !statfs(path, &fs) && fs.f_type == CGROUP2_SUPER_MAGIC;
}

static const char *mounted(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mounts); i++) {
		if (is_cgroup2(mounts[i]))
			return mounts[i];
	}
	return NULL;
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
