// SPDX-License-Identifier: GPL-2.0
/*
 * Dumps of many objects: complete, in ascending order of ids, each once; also
 * while objects come and go, which the kernel has to admit (NLM_F_DUMP_INTR).
 *
 * usage: nldump COUNT	(10.0.1.2, 10.0.3.2, fd00:1::2, fd00:3::2 are local)
 */
#define _GNU_SOURCE
#include <time.h>

#include "nlraw.h"

enum {
	PAGE = 4096,		/* receive buffer: many pages to a dump */
	SE_SENDERS = 256,	/* in one session */
	SE_FILTERS = 64,	/* per reservation */
};

static int tests, failed;

static void result(bool ok, const char *name)
{
	printf("%sok %d %s\n", ok ? "" : "not ", ++tests, name);
	failed += !ok;
}

/**
 * struct dump - a dump under way
 * @sock: socket of its own
 * @seq: of its request
 * @last: id that came last
 * @n: objects so far
 * @pages: datagrams so far
 * @largest: bytes of the largest message
 * @disordered: an id was not larger than the one before
 * @intr: NLM_F_DUMP_INTR was seen
 * @done: NLMSG_DONE came
 * @err: what it says
 * @seen: called with each id
 */
struct dump {
	int sock;
	__u32 seq;
	__u64 last;
	unsigned int n;
	unsigned int pages;
	unsigned int largest;
	bool disordered;
	bool intr;
	bool done;
	int err;
	void (*seen)(__u64 id);
};

static void dump_start(struct dump *d, int cmd, const char *words)
{
	struct msg m;

	memset(d, 0, sizeof(*d));
	d->sock = open_socket();
	start(&m, family, NLM_F_DUMP, cmd);
	m.nlh.nlmsg_flags &= ~NLM_F_ACK;
	spec = words;
	put_attrs(&m, rsvp_set);
	d->seq = m.nlh.nlmsg_seq;
	if (send(d->sock, m.buf, m.nlh.nlmsg_len, 0) < 0)
		die("send");
}

static void dump_message(struct dump *d, const struct nlmsghdr *nlh)
{
	__u64 id;

	d->intr |= nlh->nlmsg_flags & NLM_F_DUMP_INTR;
	if (nlh->nlmsg_type == NLMSG_DONE || nlh->nlmsg_type == NLMSG_ERROR) {
		d->err = -*(int *)NLMSG_DATA(nlh);
		d->done = true;
		return;
	}
	id = object_id(nlh);
	d->disordered |= id <= d->last;
	d->last = id;
	d->n++;
	if (nlh->nlmsg_len > d->largest)
		d->largest = nlh->nlmsg_len;
	if (d->seen)
		d->seen(id);
}

/* Reads a page; a message may be larger than usual pages are. */
static void dump_page(struct dump *d)
{
	static char buf[1 << 20];
	struct nlmsghdr *nlh = (void *)buf;
	ssize_t len, size = PAGE;

	len = recv(d->sock, buf, 0, MSG_PEEK | MSG_TRUNC);
	if (len > size)
		size = len;
	len = recv(d->sock, buf, size, 0);
	if (len < 0)
		die("recv");
	d->pages++;
	for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len))
		if (nlh->nlmsg_seq == d->seq)
			dump_message(d, nlh);
}

static void dump_end(struct dump *d)
{
	while (!d->done)
		dump_page(d);
	close(d->sock);
}

static void dump_all(struct dump *d, int cmd, const char *words)
{
	dump_start(d, cmd, words);
	dump_end(d);
}

static bool dump_ok(const struct dump *d, unsigned int n)
{
	if (d->n == n && !d->disordered && !d->intr && !d->err)
		return true;
	printf("# %u objects, not %u, in %u pages; disordered %d, intr %d, error %d\n",
	       d->n, n, d->pages, d->disordered, d->intr, d->err);
	return false;
}

static __u64 sender_new(int sock, unsigned int dport)
{
	struct answer ans;
	char words[256];

	snprintf(words, sizeof(words),
		 "sender{session{dst4=10.0.3.2 proto=17 dport=%u} "
		 "filter{src4=10.0.1.2 sport=5004} "
		 "tspec{rate=1000 burst=1500 mtu=1500}}", dport);
	request(sock, RSVP_CMD_SENDER_NEW, 0, words, &ans);
	if (ans.err)
		printf("# sender-new: %s: %s\n", strerror(ans.err), ans.text);
	return ans.id;
}

static void sender_del(int sock, __u64 id)
{
	struct answer ans;
	char words[64];

	snprintf(words, sizeof(words), "id=%llu", (unsigned long long)id);
	request(sock, RSVP_CMD_SENDER_DEL, 0, words, &ans);
	if (ans.err)
		printf("# sender-del: %s: %s\n", strerror(ans.err), ans.text);
}

/* Those that stay during the test, ascending, and which of them were seen */
static __u64 *stay;
static unsigned char *stay_seen;
static unsigned int n_stay;
static bool twice;

static void look_for(__u64 id)
{
	unsigned int lo = 0, hi = n_stay;

	while (lo < hi) {
		unsigned int mid = (lo + hi) / 2;

		if (stay[mid] < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == n_stay || stay[lo] != id)
		return;
	twice |= stay_seen[lo];
	stay_seen[lo] = 1;
}

/* Where the ids of a dump go, for note() */
static __u64 *noted;
static unsigned int n_noted, max_noted;

static void note(__u64 id)
{
	if (n_noted < max_noted)
		noted[n_noted] = id;
	n_noted++;
}

/* Ids of the sessions of @n senders, in their order: each has one of its own. */
static bool session_ids(__u64 *ids, unsigned int n)
{
	struct dump d;

	noted = ids;
	n_noted = 0;
	max_noted = n;
	dump_start(&d, RSVP_CMD_SESSION_GET, "");
	d.seen = note;
	dump_end(&d);
	return dump_ok(&d, n);
}

/**
 * churn - one sender in ten goes, one after the other, and a new one comes for it
 * @sock: for the requests
 * @cmd: what is dumped meanwhile
 * @ids: of the senders
 * @dumped: of what is dumped: in the order of @ids, and of the same number
 * @n: how many
 * @first: of those that go
 * @name: of the test
 */
static void churn(int sock, int cmd, __u64 *ids, const __u64 *dumped,
		  unsigned int n, unsigned int first, const char *name)
{
	unsigned int goes = first, i, missing = 0;
	static unsigned int port = 40000;
	struct dump d;

	n_stay = 0;
	twice = false;
	memset(stay_seen, 0, n);
	for (i = 0; i < n; i++)
		if (i % 10 && i % 10 != first)
			stay[n_stay++] = dumped[i];
	dump_start(&d, cmd, "");
	d.seen = look_for;
	while (!d.done) {
		dump_page(&d);
		for (i = 0; i < 3 && goes < n; i++, goes += 10) {
			sender_del(sock, ids[goes]);
			ids[goes] = sender_new(sock, port++);
		}
	}
	close(d.sock);
	for (i = 0; i < n_stay; i++)
		missing += !stay_seen[i];
	if (d.disordered || !d.intr || missing || twice || d.err)
		printf("# %u pages, disordered %d, intr %d, missing %u, twice %d, error %d\n",
		       d.pages, d.disordered, d.intr, missing, twice, d.err);
	result(!d.disordered && d.intr && !missing && !twice && !d.err, name);
}

static void test_resume(unsigned int n)
{
	struct dump d, rest;
	char words[64];

	dump_start(&d, RSVP_CMD_SESSION_GET, "");
	while (d.n < n / 2)
		dump_page(&d);
	close(d.sock);
	snprintf(words, sizeof(words), "after=%llu",
		 (unsigned long long)d.last);
	dump_all(&rest, RSVP_CMD_SESSION_GET, words);
	result(dump_ok(&rest, n - d.n), "a dump goes on after an id");
}

static bool iface_dump(const char *words, unsigned int n)
{
	struct dump d;

	dump_all(&d, RSVP_CMD_IFACE_GET, words);
	if (d.n != n || d.err)
		printf("# interfaces with \"%s\": %u, not %u, error %d\n", words,
		       d.n, n, d.err);
	return d.n == n && !d.err;
}

/* dummy0 is the only one with RSVP, for so long */
static bool iface_dumps(void)
{
	int sock = open_socket();
	struct answer ans;
	bool ok;

	ifindex = if_nametoindex("dummy0");
	request(sock, RSVP_CMD_IFACE_SET, 0, "iface{ifindex=@ rsvp=1}", &ans);
	ok = !ans.err && iface_dump("", 1) && iface_dump("ifindex=@", 1) &&
	     iface_dump("ifindex=4711", 0);
	request(sock, RSVP_CMD_IFACE_SET, 0, "iface{ifindex=@ rsvp=0}", &ans);
	close(sock);
	return ok;
}

static void test_filters(void)
{
	struct dump d;

	dump_all(&d, RSVP_CMD_SESSION_GET,
		 "session{dst4=10.0.3.2 proto=17 dport=7}");
	result(dump_ok(&d, 1), "sessions: limited to one");
	dump_all(&d, RSVP_CMD_PATH_GET,
		 "session{dst4=10.0.3.2 proto=17 dport=7} family=2");
	result(dump_ok(&d, 1), "path states: limited to a session");
	dump_all(&d, RSVP_CMD_PATH_GET, "family=10");
	result(dump_ok(&d, 0), "path states: limited to a family");
	dump_all(&d, RSVP_CMD_PATH_GET, "ifindex=4711");
	result(dump_ok(&d, 0) && iface_dumps(),
	       "path states and interfaces: limited to an interface");
}

/* One session's traffic control state, with more filters than a page holds */
static void test_large(int sock)
{
	static char words[64 * SE_FILTERS + 256];
	struct answer ans;
	struct dump d;
	int i, len = 0;

	for (i = 1; i <= SE_SENDERS; i++) {
		snprintf(words, sizeof(words),
			 "sender{session{dst6=fd00:3::2 proto=17 dport=9} "
			 "filter{src6=fd00:1::2 sport=%d} "
			 "tspec{rate=1000 burst=1500 mtu=1500}}", i);
		request(sock, RSVP_CMD_SENDER_NEW, 0, words, &ans);
		if (ans.err)
			printf("# %s\n", ans.text);
	}
	for (i = 1; i <= SE_SENDERS; i++) {
		if (i % SE_FILTERS == 1)
			len = snprintf(words, sizeof(words),
				       "reservation{session{dst6=fd00:3::2 "
				       "proto=17 dport=9} style=18 "
				       "flowspec{service=5} ");
		len += snprintf(words + len, sizeof(words) - len,
				"filter{src6=fd00:1::2 sport=%d} ", i);
		if (i % SE_FILTERS)
			continue;
		snprintf(words + len, sizeof(words) - len, "}");
		request(sock, RSVP_CMD_RESERVATION_NEW, 0, words, &ans);
		if (ans.err)
			printf("# %s\n", ans.text);
	}
	dump_all(&d, RSVP_CMD_RESERVATION_GET, "");
	result(dump_ok(&d, SE_SENDERS / SE_FILTERS),
	       "reservations with many filters");
	dump_all(&d, RSVP_CMD_TC_GET, "");
	if (d.largest < 2 * PAGE)
		printf("# the largest message has %u bytes\n", d.largest);
	result(dump_ok(&d, 1) && d.largest > 2 * PAGE,
	       "an object that is larger than a page");
}

/* Of each kind, the last one is found by its id, and one that is not is not. */
static void test_by_id(int sock)
{
	static const int kinds[] = {
		RSVP_CMD_SESSION_GET, RSVP_CMD_PATH_GET, RSVP_CMD_RESV_GET,
		RSVP_CMD_TC_GET, RSVP_CMD_SENDER_GET, RSVP_CMD_RESERVATION_GET,
	};
	struct answer ans;
	struct dump d;
	bool ok = true;
	char words[64];
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		dump_all(&d, kinds[i], "");
		snprintf(words, sizeof(words), "id=%llu",
			 (unsigned long long)d.last);
		request(sock, kinds[i], 0, words, &ans);
		ok &= d.last && !ans.err && ans.id == d.last;
		if (!ok)
			printf("# command %d, %s: %s\n", kinds[i], words,
			       ans.text);
		snprintf(words, sizeof(words), "id=%llu",
			 (unsigned long long)d.last + 100000);
		request(sock, kinds[i], 0, words, &ans);
		ok &= ans.err == ENOENT;
	}
	result(ok, "objects are found by their ids");
}

static void test_gone(void)
{
	const struct timespec nap = { .tv_nsec = 20000000 };
	struct dump d;
	int i;

	for (i = 0; i < 500; i++) {
		dump_all(&d, RSVP_CMD_SESSION_GET, "");
		if (!d.n)
			break;
		nanosleep(&nap, NULL);
	}
	result(!d.n, "all of it goes with the socket that made it");
}

int main(int argc, char **argv)
{
	static const int kinds[] = {
		RSVP_CMD_SESSION_GET, RSVP_CMD_PATH_GET, RSVP_CMD_SENDER_GET,
	};
	unsigned int i, n = argc == 2 ? atoi(argv[1]) : 0;
	bool ok = true;
	struct dump d;
	__u64 *ids, *sessions;
	int sock;

	if (!n || n > 39999)
		exit(fprintf(stderr, "usage: nldump COUNT\n"));
	ids = calloc(n, sizeof(*ids));
	sessions = calloc(n, sizeof(*sessions));
	stay = calloc(n, sizeof(*stay));
	stay_seen = calloc(n, 1);
	if (!ids || !sessions || !stay || !stay_seen)
		die("calloc");
	sock = open_socket();

	printf("TAP version 13\n1..16\n");
	for (i = 0; i < n; i++) {
		ids[i] = sender_new(sock, i + 1);
		ok &= ids[i] != 0 && (!i || ids[i] > ids[i - 1]);
	}
	result(ok, "senders made, ids ascend");
	for (i = 0; i < 3; i++) {
		dump_all(&d, kinds[i], "");
		result(dump_ok(&d, n) && d.pages > 1,
		       "a quiet dump is complete and ascends");
	}
	test_resume(n);
	test_filters();
	result(session_ids(sessions, n), "every sender has a session");
	churn(sock, RSVP_CMD_SESSION_GET, ids, sessions, n, 0,
	      "sessions come and go during a dump");
	churn(sock, RSVP_CMD_SENDER_GET, ids, ids, n, 5,
	      "senders come and go during a dump");
	test_large(sock);
	test_by_id(sock);
	close(sock);
	test_gone();
	return failed != 0;
}
