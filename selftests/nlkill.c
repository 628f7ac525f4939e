// SPDX-License-Identifier: GPL-2.0
/*
 * Callers that are killed while their request waits for the worker. To make it
 * wait, this program and its children run as real-time processes that leave
 * the worker no CPU until work() lets go.
 *
 * usage: nlkill	(10.0.1.2 and 10.0.3.2 are local)
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "nlraw.h"

#define SENDER(more) \
	"sender{session{dst4=10.0.3.2 proto=17 dport=%d} " \
	"filter{src4=10.0.1.2 sport=5004} " \
	"tspec{rate=1000 burst=1500 mtu=1500}" more "}"

enum {
	CAP = 256,	/* RSVP_CAP_REQUESTS */
	RACES = 300,
	YIELDS = 5000,	/* until whoever can do something has done it */
};

static int tests, failed;
static int sock;

static void result(bool ok, const char *name)
{
	printf("%sok %d %s\n", ok ? "" : "not ", ++tests, name);
	fflush(stdout);
	failed += !ok;
}

static void nap(long ns)
{
	const struct timespec ts = { .tv_nsec = ns };

	nanosleep(&ts, NULL);
}

static void real_time(bool on)
{
	const struct sched_param param = { .sched_priority = on ? 10 : 0 };

	if (sched_setscheduler(0, on ? SCHED_FIFO : SCHED_OTHER, &param))
		die("sched_setscheduler");
}

/* Keeps the other CPUs busy; they go with us. */
static pid_t hogs[1024];
static int n_hogs;

static void hog(int cpu)
{
	pid_t pid = fork();
	cpu_set_t set;

	if (pid) {
		hogs[n_hogs++] = pid;
		return;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
	real_time(true);
	for (;;)
		;
}

/* The worker does not run until work() is called. */
static void no_work(void)
{
	int cpu, here = sched_getcpu();
	cpu_set_t set;

	for (cpu = 0; cpu < sysconf(_SC_NPROCESSORS_ONLN); cpu++)
		if (cpu != here)
			hog(cpu);
	CPU_ZERO(&set);
	CPU_SET(here, &set);
	sched_setaffinity(0, sizeof(set), &set);
	nap(10000000);
	real_time(true);
}

static void work(void)
{
	real_time(false);
	while (n_hogs) {
		kill(hogs[--n_hogs], SIGKILL);
		waitpid(hogs[n_hogs], NULL, 0);
	}
}

static unsigned int senders(void)
{
	struct answer ans;

	request(sock, RSVP_CMD_SENDER_GET, NLM_F_DUMP, "", &ans);
	return ans.replies;
}

/* Soon there are @n senders, and still are after a while. */
static bool settles_at(unsigned int n)
{
	int i;

	for (i = 0; i < 500 && senders() != n; i++)
		nap(10000000);
	nap(100000000);
	if (senders() != n)
		printf("# %u senders, not %u\n", senders(), n);
	return senders() == n;
}

/* A process with a socket of its own that makes one request */
static pid_t ask(int cmd, const char *format, int number)
{
	struct answer ans;
	char words[512];
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid)
		return pid;
	snprintf(words, sizeof(words), format, number);
	request(open_socket(), cmd, 0, words, &ans);
	if (ans.err == EBUSY && !strstr(ans.text, "too many requests"))
		_exit(255);
	_exit(ans.err);
}

/* Waits, without ever sleeping, until the process sleeps: killably, in 'D'. */
static bool waits(pid_t pid)
{
	char path[64], buf[256], *state;
	int i, fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	for (i = 0; i < YIELDS; i++) {
		ssize_t len;

		sched_yield();
		fd = open(path, O_RDONLY);
		len = read(fd, buf, sizeof(buf) - 1);
		close(fd);
		if (len <= 0)
			return false;
		buf[len] = '\0';
		state = strrchr(buf, ')') + 2;
		if (*state == 'D')
			return true;
		if (*state == 'Z')
			return false;
	}
	return false;
}

/* Kills the process, and sees it go without having slept. */
static bool dies(pid_t pid)
{
	int i, status;

	kill(pid, SIGKILL);
	for (i = 0; i < YIELDS; i++) {
		sched_yield();
		if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFSIGNALED(status);
	}
	printf("# %d does not die\n", pid);
	return false;
}

static void test_killed(void)
{
	bool ok = true, still;
	struct answer ans;
	char words[512];
	pid_t pid[3];
	int i;

	snprintf(words, sizeof(words), SENDER(" persist"), 3);
	request(sock, RSVP_CMD_SENDER_NEW, 0, words, &ans);
	no_work();
	pid[0] = ask(RSVP_CMD_SENDER_NEW, SENDER(""), 1);
	pid[1] = ask(RSVP_CMD_SENDER_NEW, SENDER(" persist"), 2);
	pid[2] = ask(RSVP_CMD_SENDER_DEL, "id=%d", ans.id);
	for (i = 0; i < 3; i++)
		ok &= waits(pid[i]);
	result(ok, "a caller waits for the worker");
	for (i = 0, ok = true; i < 3; i++)
		ok &= dies(pid[i]);
	still = senders() == 1;
	work();
	result(ok && still, "and can be killed before the worker runs");
	result(settles_at(1),
	       "what was to go or to persist did, what was to be the caller's is not there");
}

static void test_cap(void)
{
	int i, status, busy = 0, odd = 0;
	static pid_t pid[CAP + 4];

	no_work();
	for (i = 0; i < CAP + 4; i++)
		pid[i] = ask(RSVP_CMD_SENDER_NEW, SENDER(""), 100 + i);
	for (i = 0; i < CAP + 4; i++) {
		if (waits(pid[i])) {
			dies(pid[i]);
			continue;
		}
		waitpid(pid[i], &status, 0);
		busy += WIFEXITED(status) && WEXITSTATUS(status) == EBUSY;
		odd += !WIFEXITED(status) || WEXITSTATUS(status) != EBUSY;
	}
	work();
	if (busy != 4 || odd)
		printf("# %d refused, %d otherwise\n", busy, odd);
	result(busy == 4 && !odd, "no more requests wait than the cap allows");
	result(settles_at(1), "and those whose callers are dead make nothing");
}

static void test_race(void)
{
	struct answer ans;
	pid_t pid;
	int i;

	srandom(1);
	for (i = 0; i < RACES; i++) {
		pid = ask(RSVP_CMD_SENDER_NEW, SENDER(""), 1000 + i);
		nap(random() % 2000000);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	result(settles_at(1), "killed at any time, a caller leaves nothing");
	request(sock, RSVP_CMD_SENDER_DEL, 0,
		"sender{session{dst4=10.0.3.2 proto=17 dport=2} "
		"filter{src4=10.0.1.2 sport=5004}}", &ans);
	result(!ans.err && !senders(), "the node goes on");
}

int main(void)
{
	int fd = open("/proc/sys/kernel/sched_rt_runtime_us", O_WRONLY);

	/* Real-time processes may take all there is. */
	if (fd < 0 || write(fd, "-1", 2) != 2)
		die("sched_rt_runtime_us");
	sock = open_socket();
	printf("TAP version 13\n1..7\n");
	test_killed();
	test_cap();
	test_race();
	return failed != 0;
}
