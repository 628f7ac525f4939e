// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into a program that dumps sessions (LD_PRELOAD, with CHURN=N and
 * CHURN_PORT=PORT): the state moves during the first N of its dumps. When the
 * first page of one has been read, the sender to PORT goes, whose session was on
 * it, and one to 50000 + PORT comes, whose session is yet to be dumped: both are
 * never there at a time. The next dump takes the next port.
 */
#define _GNU_SOURCE
#include <dlfcn.h>

#include "nlraw.h"

#define SENDER	"sender{session{dst4=10.0.3.2 proto=17 dport=%d} " \
		"filter{src4=10.0.1.2 sport=5004}"

static void ask(int sock, int cmd, const char *format, int port)
{
	struct answer ans;
	char words[256];

	snprintf(words, sizeof(words), format, port);
	request(sock, cmd, 0, words, &ans);
	if (ans.err)
		exit(fprintf(stderr, "nlchurn: %s: %s\n", words, ans.text));
}

static int number(const char *name)
{
	const char *value = getenv(name);

	return value ? atoi(value) : 0;
}

static void churn(void)
{
	static int moved;
	int sock, port;

	if (moved == number("CHURN"))
		return;
	port = number("CHURN_PORT") + moved++;
	sock = open_socket();
	ask(sock, RSVP_CMD_SENDER_DEL, SENDER "}", port);
	ask(sock, RSVP_CMD_SENDER_NEW, SENDER
	    " tspec{rate=1000 burst=1500 mtu=1500} persist}", 50000 + port);
	close(sock);
}

/* The first page of a dump of sessions? Dumps of a program have other numbers. */
static bool first_page(const struct nlmsghdr *nlh, ssize_t len)
{
	const struct genlmsghdr *genlh = NLMSG_DATA(nlh);
	static __u32 seq;

	if (len < (ssize_t)(NLMSG_HDRLEN + GENL_HDRLEN) ||
	    nlh->nlmsg_type < NLMSG_MIN_TYPE ||
	    !(nlh->nlmsg_flags & NLM_F_MULTI) || nlh->nlmsg_seq == seq ||
	    genlh->cmd != RSVP_CMD_SESSION_GET)
		return false;
	seq = nlh->nlmsg_seq;
	return true;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	ssize_t (*real)(int, struct msghdr *, int) = dlsym(RTLD_NEXT, "recvmsg");
	ssize_t len = real(fd, msg, flags);

	if (msg->msg_iovlen && first_page(msg->msg_iov[0].iov_base, len))
		churn();
	return len;
}
