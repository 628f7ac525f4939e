/* SPDX-License-Identifier: GPL-2.0 */
/* Commands on their way from a netlink socket to the worker and back. */
#ifndef _RSVP_REQUEST_H
#define _RSVP_REQUEST_H

#include <linux/completion.h>
#include <linux/refcount.h>
#include <net/genetlink.h>

#include "rsvp.h"

struct rsvp_rule;
struct rsvp_socket_ask;

/**
 * struct rsvp_iface_change - settings of an interface that are to change
 * @ifindex: which interface
 * @given: bit per RSVP_A_IFACE_* that was given
 * @on: what RSVP_A_IFACE_RSVP says, if given
 * @conf: holds what was given
 */
struct rsvp_iface_change {
	int ifindex;
	u32 given;
	bool on;
	struct rsvp_iface_conf conf;
};

/**
 * struct rsvp_quota_change - what of the quota is to change
 * @to: what it becomes
 * @gave_sockets: the number of sockets was given
 * @gave_rate: the rate was given
 */
struct rsvp_quota_change {
	struct rsvp_quota to;
	bool gave_sockets;
	bool gave_rate;
};

/**
 * struct rsvp_request - a command that the worker carries out
 * @list: in rn->requests; rn->request_lock
 * @refs: the caller, who may be killed while it waits, and the queue
 * @rn: the namespace
 * @done: @err, @why and @reply are final
 * @act: what to do, in the worker, under rn->lock; 0 or a negative errno
 * @err: what came of it
 * @why: of a refusal
 * @portid: who asks
 * @owner: who is to own what is made; held; NULL: it persists, or is made and
 *	has the reference
 * @replace: what exists is changed
 * @id: object to delete; 0: the one that @key and what follows name
 * @key: session
 * @filter: of a sender
 * @iface: RSVP_CMD_IFACE_SET
 * @snd: sender to make; NULL as soon as api.c has it
 * @resv: reservation to make; NULL as soon as api.c has it
 * @socket: RSVP_CMD_SOCKET_*
 * @rule: rule to make; NULL as soon as rule.c has it
 * @quota: RSVP_CMD_QUOTA_SET
 * @named: session, style and filters of the reservation that is meant
 * @reply: answer, written by the worker, sent by the caller
 * @reply_hdr: its header
 *
 * Everything it points to is its own: the caller's skb and attributes may be
 * gone when the worker comes to it.
 */
struct rsvp_request {
	struct list_head list;
	refcount_t refs;
	struct rsvp_net *rn;
	struct completion done;
	int (*act)(struct rsvp_net *rn, struct rsvp_request *req);
	int err;
	struct rsvp_refusal why;
	u32 portid;
	struct rsvp_owner *owner;
	bool replace;
	u64 id;
	struct rsvp_session_key key;
	struct rsvp_filter filter;
	struct rsvp_iface_change iface;
	struct rsvp_sender *snd;
	struct rsvp_reservation *resv;
	struct rsvp_reservation *named;
	struct rsvp_socket_ask *socket;
	struct rsvp_rule *rule;
	struct rsvp_quota_change quota;
	struct sk_buff *reply;
	void *reply_hdr;
};

/* request.c */
struct rsvp_request *
rsvp_request_alloc(struct genl_info *info,
		   int (*act)(struct rsvp_net *rn, struct rsvp_request *req));
void rsvp_request_put(struct rsvp_request *req);
int rsvp_request_own(struct rsvp_request *req);
bool rsvp_request_may_change(const struct rsvp_request *req,
			     const struct rsvp_owner *owner);
int rsvp_request_expect_reply(struct rsvp_request *req, struct genl_info *info,
			      size_t size);
bool rsvp_request_refused(struct rsvp_request *req);
int rsvp_request_wait(struct rsvp_request *req, struct sk_buff *skb,
		      struct genl_info *info, struct nlattr *nest,
		      struct nlattr **tb, u32 maxattr);

#endif /* _RSVP_REQUEST_H */
