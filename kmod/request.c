// SPDX-License-Identifier: GPL-2.0
/*
 * Commands are carried out by the worker, where the capabilities are ours and
 * rtnetlink may be used; whoever asked waits, and may be killed while doing so.
 *
 * A request is alive as long as the caller or the queue refers to it, and it
 * owns all that it needs. When its caller is killed it is still carried out,
 * unless what it would make was to belong to the caller's socket and that is
 * closed already. If the socket is closed later, its state goes with it.
 *
 * A request never outlives its namespace: a caller's socket holds the
 * namespace for as long as the system call lasts, so when a namespace goes,
 * only requests of killed callers can be left, and rsvp_requests_cancel()
 * drops those. When the module goes, the family is unregistered first, which
 * waits for all callers while the worker still runs.
 *
 * While a caller waits, genetlink holds its cb_lock for reading: the worker must
 * not register or unregister a family, nor wait for somebody who does. It
 * does not hold genl_mutex (parallel_ops), and of ours it holds no lock.
 */
#include "request.h"
#include "netlink_gen.h"
#include "socket.h"

/**
 * rsvp_request_alloc() - make a request
 * @info: the command
 * @act: what the worker is to do
 *
 * Context: process, in the caller's system call.
 * Return: the request, for rsvp_request_put(); NULL without memory.
 */
struct rsvp_request *
rsvp_request_alloc(struct genl_info *info,
		   int (*act)(struct rsvp_net *rn, struct rsvp_request *req))
{
	struct rsvp_request *req;

	req = kzalloc(sizeof(*req), GFP_KERNEL_ACCOUNT);
	if (!req)
		return NULL;
	refcount_set(&req->refs, 1);
	init_completion(&req->done);
	req->rn = rsvp_net(genl_info_net(info));
	rsvp_charge_to_caller(req->rn);
	req->act = act;
	req->portid = info->snd_portid;
	return req;
}

/**
 * rsvp_request_put() - give up a reference to a request
 * @req: the request; NULL is fine
 *
 * Context: process.
 */
void rsvp_request_put(struct rsvp_request *req)
{
	if (!req || !refcount_dec_and_test(&req->refs))
		return;
	rsvp_owner_put(req->rn, req->owner);
	kfree(req->snd);
	kfree(req->resv);
	kfree(req->named);
	rsvp_socket_ask_free(req->socket);
	kfree(req->rule);
	nlmsg_free(req->reply);
	kfree(req);
}

/**
 * rsvp_request_own() - let what the request makes belong to its socket
 * @req: the request
 *
 * Context: process, in the caller's system call, before the request is queued.
 * Return: 0 or -ENOMEM.
 */
int rsvp_request_own(struct rsvp_request *req)
{
	req->owner = rsvp_owner_get(req->rn, req->portid);
	return req->owner ? 0 : -ENOMEM;
}

/**
 * rsvp_request_may_change() - is what exists the request's to change?
 * @req: the request
 * @owner: of what exists; NULL: it persists
 *
 * What one user asked for another cannot change, unless it persists.
 *
 * Context: worker, rn->lock held.
 * Return: true if it is.
 */
bool rsvp_request_may_change(const struct rsvp_request *req,
			     const struct rsvp_owner *owner)
{
	return !owner || owner->portid == req->portid;
}

/**
 * rsvp_request_expect_reply() - make room for an answer
 * @req: the request
 * @info: the command
 * @size: bytes of attributes
 *
 * Context: process; before the request is queued.
 * Return: 0 or -ENOMEM.
 */
int rsvp_request_expect_reply(struct rsvp_request *req, struct genl_info *info,
			      size_t size)
{
	req->reply = genlmsg_new(size, GFP_KERNEL);
	if (!req->reply)
		return -ENOMEM;
	req->reply_hdr = genlmsg_put_reply(req->reply, info, &rsvp_nl_family,
					   0, info->genlhdr->cmd);
	return req->reply_hdr ? 0 : -ENOMEM;
}

static int request_queue(struct rsvp_request *req)
{
	struct rsvp_net *rn = req->rn;

	spin_lock(&rn->request_lock);
	if (rn->n_requests >= RSVP_CAP_REQUESTS) {
		spin_unlock(&rn->request_lock);
		return -EBUSY;
	}
	refcount_inc(&req->refs);
	list_add_tail(&req->list, &rn->requests);
	rn->n_requests++;
	spin_unlock(&rn->request_lock);
	rsvp_kick(rn);
	return 0;
}

/* Returns the oldest request; the queue's reference is the caller's now. */
static struct rsvp_request *request_dequeue(struct rsvp_net *rn)
{
	struct rsvp_request *req;

	spin_lock(&rn->request_lock);
	req = list_first_entry_or_null(&rn->requests, struct rsvp_request,
				       list);
	if (req) {
		list_del_init(&req->list);
		rn->n_requests--;
	}
	spin_unlock(&rn->request_lock);
	return req;
}

/* Tells the caller why, and points at the attribute of its own message. */
static void request_explain(const struct rsvp_request *req,
			    struct netlink_ext_ack *extack,
			    struct nlattr *nest, struct nlattr **tb,
			    u32 maxattr)
{
	u32 attr = req->why.attr;

	if (!extack || !req->why.text)
		return;
	do_trace_netlink_extack(req->why.text);
	extack->_msg = req->why.text;
	if (req->why.status) {
		memcpy(extack->cookie, &req->why.status,
		       sizeof(req->why.status));
		extack->cookie_len = sizeof(req->why.status);
	}
	if (attr && tb && attr <= maxattr && tb[attr])
		NL_SET_BAD_ATTR(extack, tb[attr]);
	else if (nest)
		NL_SET_BAD_ATTR(extack, nest);
}

/*
 * A sentence with numbers in it has no place that outlives the command, as extack
 * wants it. So it is answered here and now: after -EINTR netlink_rcv_skb() sends
 * no answer of its own.
 */
static int request_refuse(const struct rsvp_request *req, struct sk_buff *skb,
			  struct netlink_ext_ack *extack)
{
	char said[RSVP_USER_ERR_TEXT_MAX];

	if (!extack || (!req->why.wanted_us && !req->why.asked_Bps))
		return req->err;
	rsvp_refusal_say(&req->why, said, sizeof(said));
	extack->_msg = said;
	netlink_ack(skb, nlmsg_hdr(skb), req->err, extack);
	extack->_msg = NULL;
	return -EINTR;
}

/**
 * rsvp_request_wait() - have a request carried out, and answer the caller
 * @req: the request; the caller keeps its reference
 * @skb: the command
 * @info: its parts
 * @nest: the attribute that the command is about
 * @tb: what is in @nest, by attribute type; NULL: not parsed
 * @maxattr: highest type in @tb
 *
 * Context: process, in the caller's system call; no lock of ours held.
 * Return: 0 or a negative errno; -EINTR if the caller is being killed, with
 * the outcome open, or has its answer.
 */
int rsvp_request_wait(struct rsvp_request *req, struct sk_buff *skb,
		      struct genl_info *info, struct nlattr *nest,
		      struct nlattr **tb, u32 maxattr)
{
	struct sk_buff *reply;
	int err;

	err = request_queue(req);
	if (err) {
		NL_SET_ERR_MSG(info->extack,
			       "too many requests are waiting in this namespace; try again");
		return err;
	}
	if (wait_for_completion_killable(&req->done))
		return -EINTR;

	if (req->err) {
		request_explain(req, info->extack, nest, tb, maxattr);
		return request_refuse(req, skb, info->extack);
	}
	reply = req->reply;
	if (!reply)
		return 0;
	req->reply = NULL;
	genlmsg_end(reply, req->reply_hdr);
	return genlmsg_reply(reply, info);
}

/**
 * rsvp_request_refused() - was a request carried out in vain?
 * @req: the request, for which its caller may wait no longer
 *
 * Context: process, in the caller's system call.
 * Return: true if it was refused; false: it was not, or is not carried out yet.
 */
bool rsvp_request_refused(struct rsvp_request *req)
{
	return completion_done(&req->done) && req->err;
}

static void request_finish(struct rsvp_request *req, int err)
{
	req->err = err;
	complete_all(&req->done);
	rsvp_request_put(req);
}

/**
 * rsvp_requests_run() - carry out the requests that wait
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 */
void rsvp_requests_run(struct rsvp_net *rn)
{
	struct rsvp_request *req;
	u32 n = RSVP_CAP_REQUESTS;
	int err;

	lockdep_assert_held(&rn->lock);

	/* Those that come meanwhile have kicked the worker again. */
	while (n-- && (req = request_dequeue(rn))) {
		/*
		 * Had the owner died after the sweep for it was done, nobody
		 * would sweep again. If it dies from here on, a sweep follows.
		 */
		if (rsvp_owner_dead(rn, req->owner))
			err = -EINTR;
		else
			err = rsvp_net_buffers(rn) ?: req->act(rn, req);
		request_finish(req, err);
	}
}

/**
 * rsvp_requests_cancel() - drop what waits; the namespace is going
 * @rn: the namespace
 *
 * Nobody waits for these any more (see the head of this file), but they hold
 * owners and memory.
 *
 * Context: process; the worker is stopped.
 */
void rsvp_requests_cancel(struct rsvp_net *rn)
{
	struct rsvp_request *req;

	while ((req = request_dequeue(rn)))
		request_finish(req, -ENODEV);
}
