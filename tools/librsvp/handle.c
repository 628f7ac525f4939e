// SPDX-License-Identifier: LGPL-2.1-or-later
/* A handle: requests, their answers, and the events between them. */

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "extack.h"
#include "librsvp.h"

enum {
	REQUEST_SIZE	= 16384,	/* the most senders fit */
	RECEIVE_SIZE	= 65536,
	EVENT_BUFFER	= 1 << 20,
};

/**
 * struct exchange - an answer that is waited for
 * @seq: of the request
 * @reply: what its objects go to, or NULL
 * @arg: for @reply
 * @err: errno of the kernel, 0 or negative
 * @done: the answer is complete
 * @said: what the kernel says about an error
 */
struct exchange {
	uint32_t seq;
	void (*reply)(struct nlattr **tb, void *arg);
	void *arg;
	int err;
	bool done;
	struct librsvp_extack said;
};

int librsvp_fail(struct rsvp *rsvp, int err, uint32_t status,
		 const char *format, ...)
{
	va_list args;

	rsvp->status = status;
	va_start(args, format);
	vsnprintf(rsvp->text, sizeof(rsvp->text), format, args);
	va_end(args);
	errno = err;
	return -1;
}

const char *rsvp_strerror(const struct rsvp *rsvp)
{
	return rsvp->text;
}

uint32_t rsvp_error_status(const struct rsvp *rsvp)
{
	return rsvp->status;
}

int rsvp_fd(const struct rsvp *rsvp)
{
	return rsvp->poll;
}

static bool poll_add(struct rsvp *rsvp, int fd)
{
	struct epoll_event event = { .events = EPOLLIN };

	return !epoll_ctl(rsvp->poll, EPOLL_CTL_ADD, fd, &event);
}

/* Returns: 0, or negative errno */
static int open_all(struct rsvp *rsvp)
{
	int on = 1, fd;

	rsvp->buffer = malloc(RECEIVE_SIZE);
	rsvp->sock = nl_socket_alloc();
	if (!rsvp->buffer || !rsvp->sock)
		return -ENOMEM;
	rsvp->ready = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rsvp->poll = epoll_create1(EPOLL_CLOEXEC);
	if (rsvp->ready < 0 || rsvp->poll < 0)
		return -errno;
	if (genl_connect(rsvp->sock))
		return -EPROTONOSUPPORT;
	rsvp->family = genl_ctrl_resolve(rsvp->sock, RSVP_FAMILY_NAME);
	if (rsvp->family < 0)
		return rsvp->family == -NLE_NOMEM ? -ENOMEM : -ENOENT;
	fd = nl_socket_get_fd(rsvp->sock);
	/* Without it there is only the errno */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	/* As much as there may be */
	nl_socket_set_buffer_size(rsvp->sock, EVENT_BUFFER, 0);
	return poll_add(rsvp, fd) && poll_add(rsvp, rsvp->ready) ? 0 : -errno;
}

struct rsvp *rsvp_open(void)
{
	struct rsvp *rsvp = calloc(1, sizeof(*rsvp));
	int err;

	if (!rsvp)
		return NULL;
	rsvp->ready = -1;
	rsvp->poll = -1;
	err = open_all(rsvp);
	if (!err)
		return rsvp;
	rsvp_close(rsvp);
	errno = -err;
	return NULL;
}

void rsvp_close(struct rsvp *rsvp)
{
	if (!rsvp)
		return;
	librsvp_events_free(rsvp);
	nl_socket_free(rsvp->sock);
	if (rsvp->poll >= 0)
		close(rsvp->poll);
	if (rsvp->ready >= 0)
		close(rsvp->ready);
	free(rsvp->senders);
	free(rsvp->buffer);
	free(rsvp);
}

/* NULL after the error was noted */
struct nl_msg *librsvp_request(struct rsvp *rsvp, int cmd)
{
	struct nl_msg *msg = nlmsg_alloc_size(REQUEST_SIZE);

	if (msg && genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, rsvp->family,
			       0, NLM_F_REQUEST | NLM_F_ACK, (uint8_t)cmd,
			       RSVP_FAMILY_VERSION))
		return msg;
	nlmsg_free(msg);
	librsvp_fail(rsvp, ENOMEM, 0, "no memory");
	return NULL;
}

/* An error, or 0 for success */
static void end_of_answer(struct exchange *ex, struct nlmsghdr *nlh)
{
	struct nlmsgerr *err = nlmsg_data(nlh);

	ex->done = true;
	if (nlh->nlmsg_len < NLMSG_HDRLEN + sizeof(*err)) {
		ex->err = -EBADMSG;
		return;
	}
	ex->err = err->error;
	librsvp_extack_get(&ex->said, nlh, librsvp_extack_at(nlh));
}

static void one_message(struct rsvp *rsvp, struct nlmsghdr *nlh,
			struct exchange *ex)
{
	struct nlattr *tb[RSVP_A_MAX + 1];
	bool ours = ex && nlh->nlmsg_seq == ex->seq;

	if (nlh->nlmsg_type == NLMSG_ERROR) {
		if (ours)
			end_of_answer(ex, nlh);
		return;
	}
	if (nlh->nlmsg_type != rsvp->family ||
	    genlmsg_parse(nlh, 0, tb, RSVP_A_MAX, NULL))
		return;
	if (genlmsg_hdr(nlh)->cmd == RSVP_CMD_NOTICE_NTF) {
		if (tb[RSVP_A_NOTICE])
			librsvp_event_add(rsvp, tb[RSVP_A_NOTICE]);
	} else if (ours && ex->reply) {
		ex->reply(tb, ex->arg);
	}
}

/*
 * Whatever is there, without waiting. The kernel answers a request before
 * sendmsg() returns: an answer that is not there does not come.
 */
static int receive(struct rsvp *rsvp, struct exchange *ex)
{
	int fd = nl_socket_get_fd(rsvp->sock);

	for (;;) {
		struct sockaddr_nl from = { 0 };
		socklen_t from_len = sizeof(from);
		struct nlmsghdr *nlh = (struct nlmsghdr *)rsvp->buffer;
		ssize_t len;
		int rest;

		len = recvfrom(fd, rsvp->buffer, RECEIVE_SIZE,
			       MSG_DONTWAIT | MSG_TRUNC,
			       (struct sockaddr *)&from, &from_len);
		if (len < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return 0;
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0 && errno == ENOBUFS) {
			librsvp_event_lost(rsvp);
			continue;
		}
		if (len < 0)
			return librsvp_fail(rsvp, errno, 0, "netlink: %s",
					    strerror(errno));
		if (from.nl_pid)
			continue;	/* not from the kernel */
		rest = len > RECEIVE_SIZE ? RECEIVE_SIZE : (int)len;
		for (; nlmsg_ok(nlh, rest); nlh = nlmsg_next(nlh, &rest))
			one_message(rsvp, nlh, ex);
	}
}

int librsvp_receive(struct rsvp *rsvp)
{
	return receive(rsvp, NULL);
}

static int refused(struct rsvp *rsvp, struct nlmsghdr *nlh, struct exchange *ex)
{
	char name[64] = "", range[64] = "";
	bool flowspec, named;

	named = librsvp_member_at(nlh, ex->said.offset, name, sizeof(name),
				  &flowspec);
	/* The policy comes with a wrong size as well */
	if (ex->said.has_range && ex->err == -ERANGE)
		snprintf(range, sizeof(range), " (%" PRIu64 " to %" PRIu64 ")",
			 ex->said.min, ex->said.max);
	/* Nobody has seen the number who would know that of Winsock */
	if (flowspec && ex->err == -ERANGE && !ex->said.cookie)
		ex->said.cookie = RSVP_QOS_STATUS_E_FLOWSPEC;
	return librsvp_fail(rsvp, -ex->err, ex->said.cookie, "%s%s%s%s", name,
			    named ? ": " : "", *ex->said.message ? ex->said.message :
			    strerror(-ex->err), range);
}

/**
 * librsvp_talk - one request and its answer
 * @rsvp: handle
 * @msg: the request; freed
 * @reply: called with each object of the answer, or NULL
 * @arg: for @reply
 *
 * Return: 0, or -1 after the error was noted.
 */
int librsvp_talk(struct rsvp *rsvp, struct nl_msg *msg,
		 void (*reply)(struct nlattr **tb, void *arg), void *arg)
{
	struct exchange ex = { .reply = reply, .arg = arg };
	int err;

	/* Events that fill the buffer would leave the answer no room */
	err = receive(rsvp, NULL);
	if (!err) {
		err = nl_send_auto(rsvp->sock, msg);
		err = err < 0 ? librsvp_fail(rsvp, EIO, 0, "netlink: %s",
					     nl_geterror(err)) : 0;
	}
	if (!err) {
		ex.seq = nlmsg_hdr(msg)->nlmsg_seq;
		err = receive(rsvp, &ex);
	}
	if (!err && !ex.done)
		err = librsvp_fail(rsvp, ENOBUFS, 0,
				   "the kernel's answer was lost");
	if (!err && ex.err)
		err = refused(rsvp, nlmsg_hdr(msg), &ex);
	nlmsg_free(msg);
	return err;
}
