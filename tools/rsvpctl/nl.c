// SPDX-License-Identifier: GPL-2.0
/* Requests, dumps and events, and what the kernel says against them. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <linux/netlink.h>
#include <linux/rsvp.h>
#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <sys/socket.h>

#include "../librsvp/extack.h"
#include "rsvpctl.h"

enum {
	REQUEST_SIZE	= 65536,	/* the most filters fit */
	RECEIVE_SIZE	= 65536,
	EVENT_BUFFER	= 4 << 20,
	DUMP_TRIES	= 10,
};

/**
 * struct exchange - a request under way
 * @ctl: options
 * @request: the request, for the names of its attributes
 * @list: objects of the replies
 * @err: errno of the kernel's answer, 0 or negative
 * @done: the answer is complete
 * @interrupted: the state moved during a dump
 * @said: what the kernel says about an error
 */
struct exchange {
	struct ctl *ctl;
	struct nlmsghdr *request;
	json_t *list;
	int err;
	bool done;
	bool interrupted;
	struct librsvp_extack said;
};

static struct nl_sock *open_socket(struct ctl *ctl)
{
	struct nl_sock *sock = nl_socket_alloc();
	int on = 1, err, fd;

	if (!sock) {
		fail(ctl, STATUS_KERNEL, "no memory");
		return NULL;
	}
	err = genl_connect(sock);
	if (err) {
		fail(ctl, STATUS_KERNEL, "no netlink socket: %s",
		     nl_geterror(err));
		nl_socket_free(sock);
		return NULL;
	}
	fd = nl_socket_get_fd(sock);
	/* Without them errors are only shorter */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof(on));
	nl_socket_disable_msg_peek(sock);
	nl_socket_set_msg_buf_size(sock, RECEIVE_SIZE);
	return sock;
}

/* Returns: 0, or the exit status after an error was told */
int kernel_open(struct ctl *ctl)
{
	if (ctl->sock)
		return 0;
	ctl->sock = open_socket(ctl);
	if (!ctl->sock)
		return STATUS_KERNEL;
	ctl->family_id = genl_ctrl_resolve(ctl->sock, RSVP_FAMILY_NAME);
	if (ctl->family_id >= 0)
		return 0;
	kernel_close(ctl);
	return fail(ctl, STATUS_KERNEL, "the module rsvp is not loaded");
}

void kernel_close(struct ctl *ctl)
{
	nl_socket_free(ctl->sock);
	ctl->sock = NULL;
}

struct nl_msg *kernel_message(struct ctl *ctl, int cmd, int flags)
{
	struct nl_msg *msg;

	if (kernel_open(ctl))
		return NULL;
	msg = nlmsg_alloc_size(REQUEST_SIZE);
	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ,
				 ctl->family_id, 0, NLM_F_REQUEST | flags,
				 (uint8_t)cmd, RSVP_FAMILY_VERSION)) {
		nlmsg_free(msg);
		fail(ctl, STATUS_KERNEL, "no memory");
		return NULL;
	}
	return msg;
}

struct nlattr *put_nest(struct nl_msg *msg, int attr)
{
	return nla_nest_start(msg, NLA_F_NESTED | attr);
}

static void put_addr(struct nl_msg *msg, int attr4, int attr6,
		     const struct addr *addr)
{
	if (addr->family == AF_INET)
		nla_put(msg, attr4, sizeof(addr->v4), &addr->v4);
	else
		nla_put(msg, attr6, sizeof(addr->v6), &addr->v6);
}

void put_session(struct nl_msg *msg, int attr,
		 const struct session *session)
{
	struct nlattr *nest = put_nest(msg, attr);

	put_addr(msg, RSVP_A_SESSION_DST4, RSVP_A_SESSION_DST6,
		 &session->dst);
	nla_put_u32(msg, RSVP_A_SESSION_PROTO, session->proto);
	nla_put_u32(msg, RSVP_A_SESSION_DPORT, session->dport);
	nla_nest_end(msg, nest);
}

void put_filter(struct nl_msg *msg, int attr, const struct filter *filter)
{
	struct nlattr *nest = put_nest(msg, attr);

	put_addr(msg, RSVP_A_FILTER_SRC4, RSVP_A_FILTER_SRC6, &filter->src);
	if (filter->has_label)
		nla_put_u32(msg, RSVP_A_FILTER_LABEL, filter->label);
	else
		nla_put_u32(msg, RSVP_A_FILTER_SPORT, filter->sport);
	nla_nest_end(msg, nest);
}

/* Only what the user said: the kernel knows the defaults */
void put_params(struct nl_msg *msg, const struct args *args, int nest)
{
	const struct param *param = args->params;
	size_t i;

	for (i = 0; param->word; i++, param++) {
		if (!args->seen[i] || param->nest != nest ||
		    !param->attr)
			continue;
		if (param->type == PARAM_FLAG)
			nla_put_flag(msg, param->attr);
		else if (param->wide)
			nla_put_u64(msg, param->attr, args->value[i]);
		else
			nla_put_u32(msg, param->attr,
				    (uint32_t)args->value[i]);
	}
}

static int on_error(struct sockaddr_nl *nla, struct nlmsgerr *nlerr, void *arg)
{
	struct nlmsghdr *nlh =
		(struct nlmsghdr *)((char *)nlerr - NLMSG_HDRLEN);
	struct exchange *ex = arg;

	(void)nla;
	ex->err = nlerr->error;
	ex->done = true;
	librsvp_extack_get(&ex->said, nlh, librsvp_extack_at(nlh));
	return NL_STOP;
}

static int on_ack(struct nl_msg *msg, void *arg)
{
	struct exchange *ex = arg;

	(void)msg;
	ex->done = true;
	return NL_STOP;
}

static int on_finish(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct exchange *ex = arg;
	uint32_t used = NLMSG_HDRLEN + sizeof(int);

	ex->done = true;
	if (nlh->nlmsg_len < used)
		return NL_STOP;
	memcpy(&ex->err, nlmsg_data(nlh), sizeof(int));
	librsvp_extack_get(&ex->said, nlh, used);
	return NL_STOP;
}

/* Who sets the QoS of a socket is told of it, before or behind the answer */
static int on_seq(struct nl_msg *msg, void *arg)
{
	struct exchange *ex = arg;

	return nlmsg_hdr(msg)->nlmsg_seq == ex->request->nlmsg_seq ? NL_OK :
								     NL_SKIP;
}

static int on_interrupted(struct nl_msg *msg, void *arg)
{
	struct exchange *ex = arg;

	(void)msg;
	ex->interrupted = true;
	return NL_OK;
}

/* A message holds one object, or an array of several */
static int on_valid(struct nl_msg *msg, void *arg)
{
	struct exchange *ex = arg;
	const char *key;
	json_t *value, *top;

	if (!ex->list)
		return NL_OK;
	top = decode_message(ex->ctl, nlmsg_hdr(msg));
	json_object_foreach(top, key, value) {
		if (json_is_array(value))
			json_array_extend(ex->list, value);
		else if (json_is_object(value))
			json_array_append(ex->list, value);
	}
	json_decref(top);
	return NL_OK;
}

static int tell_error(struct exchange *ex)
{
	const char *message = ex->said.message;
	char path[128] = "", range[64] = "";
	enum spec_unit unit;
	bool named;

	if (ex->err == -EPERM && !*message)
		message = "not permitted: CAP_NET_ADMIN is needed";
	else if (!*message && ex->said.missing)
		message = "an attribute is missing";
	else if (!*message)
		message = strerror(-ex->err);
	named = attr_path(ex->request, ex->said.offset, (int)ex->said.missing, path,
			  sizeof(path), &unit);
	/* The policy comes with a wrong size as well */
	if (ex->said.has_range && ex->err == -ERANGE)
		snprintf(range, sizeof(range), " (%s to %s)",
			 format_unit(ex->said.min, unit),
			 format_unit(ex->said.max, unit));
	if (named)
		return fail(ex->ctl, STATUS_KERNEL, "%s%s (attribute %s)",
			    message, range, path);
	return fail(ex->ctl, STATUS_KERNEL, "%s%s", message, range);
}

/* Returns: 0 once the kernel answered, even if with an error in @ex */
static int exchange(struct ctl *ctl, struct nl_msg *msg,
		    struct exchange *ex)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	int err;

	ex->ctl = ctl;
	ex->request = nlmsg_hdr(msg);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, ex);
	nl_cb_set(cb, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, on_seq, ex);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_ack, ex);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_finish, ex);
	nl_cb_set(cb, NL_CB_DUMP_INTR, NL_CB_CUSTOM, on_interrupted, ex);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, ex);
	err = nl_send_auto(ctl->sock, msg);
	while (err >= 0 && !ex->done)
		err = nl_recvmsgs(ctl->sock, cb);
	nl_cb_put(cb);
	if (!ex->done)
		return fail(ctl, STATUS_KERNEL, "netlink: %s",
			    nl_geterror(err));
	return 0;
}

/**
 * kernel_talk - one request and its answer
 * @ctl: options
 * @msg: the request; freed
 * @reply: list of the objects in the answer; NULL: of no interest
 *
 * Return: 0, or the exit status after an error was told.
 */
int kernel_talk(struct ctl *ctl, struct nl_msg *msg, json_t **reply)
{
	struct exchange ex = { .list = reply ? json_array() : NULL };
	int status;

	status = exchange(ctl, msg, &ex);
	if (!status && ex.err)
		status = tell_error(&ex);
	nlmsg_free(msg);
	if (status)
		json_decref(ex.list);
	else if (reply)
		*reply = ex.list;
	return status;
}

static struct nl_msg *dump_message(struct ctl *ctl, int cmd,
				   const struct args *args)
{
	struct nl_msg *msg;

	msg = kernel_message(ctl, cmd, NLM_F_DUMP);
	if (!msg || !args)
		return msg;
	if (ctl->family != AF_UNSPEC)
		nla_put_u32(msg, RSVP_A_FAMILY, (uint32_t)ctl->family);
	if (args->has_session)
		put_session(msg, RSVP_A_SESSION, &args->session);
	return msg;
}

/**
 * kernel_dump - all objects of a kind
 * @ctl: options
 * @cmd: RSVP_CMD_*_GET
 * @args: which of them (id, session); NULL: this kind has no filters
 * @list: where they go
 *
 * A dump during which the state moved is repeated. If it never stands still,
 * the last answer is good enough: every object in it was there, none twice.
 *
 * Return: 0, or the exit status after an error was told.
 */
int kernel_dump(struct ctl *ctl, int cmd, const struct args *args,
		json_t **list)
{
	struct exchange ex;
	struct nl_msg *msg;
	int tries, status;

	if (args && args_seen(args, "id")) {
		msg = kernel_message(ctl, cmd, 0);
		if (!msg)
			return STATUS_KERNEL;
		nla_put_u64(msg, RSVP_A_ID, args_value(args, "id"));
		return kernel_talk(ctl, msg, list);
	}
	for (tries = 1;; tries++) {
		bool last = tries == DUMP_TRIES;

		msg = dump_message(ctl, cmd, args);
		if (!msg)
			return STATUS_KERNEL;
		ex = (struct exchange){ .list = json_array() };
		status = exchange(ctl, msg, &ex);
		if (!status && !last && ex.err == -EINTR)
			ex.interrupted = true;
		else if (!status && ex.err)
			status = tell_error(&ex);
		nlmsg_free(msg);
		if (!status && (!ex.interrupted || last))
			break;
		json_decref(ex.list);
		if (status)
			return status;
	}
	*list = ex.list;
	return 0;
}

/* A socket that hears the groups; NULL after an error was told */
struct nl_sock *kernel_events(struct ctl *ctl, const char *const *groups)
{
	struct nl_sock *sock;
	int group;

	if (kernel_open(ctl))
		return NULL;
	sock = open_socket(ctl);
	if (!sock)
		return NULL;
	nl_socket_disable_seq_check(sock);
	nl_socket_set_buffer_size(sock, EVENT_BUFFER, 0);
	for (; *groups; groups++) {
		group = genl_ctrl_resolve_grp(sock, RSVP_FAMILY_NAME, *groups);
		if (group < 0 || nl_socket_add_membership(sock, group)) {
			fail(ctl, STATUS_KERNEL, "no events of group %s",
			     *groups);
			nl_socket_free(sock);
			return NULL;
		}
	}
	return sock;
}
