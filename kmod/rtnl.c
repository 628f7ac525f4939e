// SPDX-License-Identifier: GPL-2.0
/*
 * rtnetlink from a kernel socket: one request, its replies, its
 * acknowledgment. The kernel handles a request within sendmsg(), so all
 * answers are there when that returns.
 *
 * It takes RTNL, so never call it with RTNL held. Who may change qdiscs is
 * decided by the credentials of the calling task: only rn->work and rn->tick
 * call it.
 */
#include <linux/net.h>
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include <net/sock.h>

#include "rsvp.h"
#include "rtnl.h"

enum {
	RSVP_RTNL_TX	= 512,	/* the longest request */
	RSVP_RTNL_RX	= 4096,	/* the longest reply */
};

static atomic_t rsvp_rtnl_seq = ATOMIC_INIT(0);

/**
 * rsvp_rtnl_open() - make the socket of a namespace, unless it is there
 * @rn: the namespace
 *
 * The socket does not hold the namespace: rsvp_rtnl_close() must come before
 * that goes.
 *
 * Context: process, rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_rtnl_open(struct rsvp_net *rn)
{
	struct socket *sock;
	int err;

	lockdep_assert_held(&rn->lock);

	if (rn->rtnl)
		return 0;
	err = sock_create_kern(rn->net, PF_NETLINK, SOCK_RAW, NETLINK_ROUTE,
			       &sock);
	if (!err)
		rn->rtnl = sock;
	return err;
}

/**
 * rsvp_rtnl_close() - give the socket up
 * @rn: the namespace
 *
 * Context: process; rn->lock held, or nobody else left.
 */
void rsvp_rtnl_close(struct rsvp_net *rn)
{
	if (rn->rtnl)
		sock_release(rn->rtnl);
	rn->rtnl = NULL;
}

/**
 * rsvp_rtnl_new() - begin a request
 * @type: RTM_*
 * @flags: NLM_F_*; NLM_F_REQUEST and NLM_F_ACK come by themselves
 * @len: length of the header that all its kind begin with; zeroed
 *
 * Context: process.
 * Return: the message, for attributes and then rsvp_rtnl_talk(); NULL if there
 * is no memory.
 */
struct sk_buff *rsvp_rtnl_new(u16 type, u16 flags, size_t len)
{
	struct sk_buff *msg = nlmsg_new(RSVP_RTNL_TX, GFP_KERNEL);
	struct nlmsghdr *nlh;

	if (!msg)
		return NULL;
	nlh = nlmsg_put(msg, 0, atomic_inc_return(&rsvp_rtnl_seq), type, len,
			flags | NLM_F_REQUEST | NLM_F_ACK);
	memset(nlmsg_data(nlh), 0, len);
	return msg;
}

/**
 * rsvp_rtnl_tc() - begin a request about a qdisc, class or filter
 * @type: RTM_*
 * @flags: NLM_F_*; NLM_F_REQUEST and NLM_F_ACK come by themselves
 * @ifindex: device
 * @parent: tcm_parent
 * @handle: tcm_handle
 * @kind: TCA_KIND; NULL: none
 *
 * Context: process.
 * Return: the message, for attributes and then rsvp_rtnl_talk(); NULL if there
 * is no memory.
 */
struct sk_buff *rsvp_rtnl_tc(u16 type, u16 flags, int ifindex, u32 parent,
			     u32 handle, const char *kind)
{
	struct sk_buff *msg = rsvp_rtnl_new(type, flags, sizeof(struct tcmsg));
	struct tcmsg *tcm;

	if (!msg)
		return NULL;
	tcm = nlmsg_data(nlmsg_hdr(msg));
	tcm->tcm_family = AF_UNSPEC;
	tcm->tcm_ifindex = ifindex;
	tcm->tcm_parent = parent;
	tcm->tcm_handle = handle;
	if (kind && nla_put_string(msg, TCA_KIND, kind)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static int rtnl_read(struct socket *sock, u32 seq, void *buf,
		     void (*reply)(const struct nlmsghdr *nlh, void *arg),
		     void *arg)
{
	const struct nlmsghdr *nlh;
	struct msghdr m = {};
	struct kvec v;
	int len;

	for (;;) {
		v.iov_base = buf;
		v.iov_len = RSVP_RTNL_RX;
		len = kernel_recvmsg(sock, &m, &v, 1, v.iov_len, MSG_DONTWAIT);
		if (len < 0)
			return len == -EAGAIN ? -EPROTO : len;
		for (nlh = buf; nlmsg_ok(nlh, len);
		     nlh = nlmsg_next(nlh, &len)) {
			/* What a killed predecessor left behind, if ever */
			if (nlh->nlmsg_seq != seq)
				continue;
			if (nlh->nlmsg_type == NLMSG_ERROR)
				return ((struct nlmsgerr *)
					nlmsg_data(nlh))->error;
			if (reply)
				reply(nlh, arg);
		}
	}
}

/**
 * rsvp_rtnl_talk() - send a request and wait for what comes of it
 * @rn: the namespace
 * @msg: from rsvp_rtnl_new() or rsvp_rtnl_tc(), consumed; NULL: there was no memory for it
 * @reply: called for each reply before the acknowledgment; NULL: not wanted
 * @arg: for @reply
 *
 * Context: process, rn->lock held, RTNL not held. Takes RTNL.
 * Return: what rtnetlink acknowledged with: 0 or a negative errno.
 */
int rsvp_rtnl_talk(struct rsvp_net *rn, struct sk_buff *msg,
		   void (*reply)(const struct nlmsghdr *nlh, void *arg),
		   void *arg)
{
	/* An address is mandatory: without one the kernel asks for the
	 * credentials of the socket's file, and there is none.
	 */
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	struct msghdr m = {
		.msg_name = &to,
		.msg_namelen = sizeof(to),
		.msg_flags = MSG_DONTWAIT,
	};
	struct nlmsghdr *nlh;
	struct kvec v;
	void *buf;
	int err;

	lockdep_assert_held(&rn->lock);

	if (!msg)
		return -ENOMEM;
	buf = kmalloc(RSVP_RTNL_RX, GFP_KERNEL);
	if (!buf) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	nlh = nlmsg_hdr(msg);
	nlmsg_end(msg, nlh);
	v.iov_base = nlh;
	v.iov_len = nlh->nlmsg_len;
	err = kernel_sendmsg(rn->rtnl, &m, &v, 1, v.iov_len);
	if (err >= 0)
		err = rtnl_read(rn->rtnl, nlh->nlmsg_seq, buf, reply, arg);
	kfree(buf);
	nlmsg_free(msg);
	return err;
}
