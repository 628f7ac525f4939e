// SPDX-License-Identifier: LGPL-2.1-or-later
/* The QoS of a socket: set, get, join, leave. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>

#include "librsvp.h"

static int told(struct rsvp *rsvp, const struct librsvp_fault *fault)
{
	return librsvp_fail(rsvp, fault->err, fault->status, "%s",
			    fault->text);
}

/* Of what is no socket, 0: the kernel says what it is not. Likewise of what is no
 * protocol of IP, as MPTCP
 */
uint32_t librsvp_protocol(int fd)
{
	uint32_t proto = 0;
	socklen_t len = sizeof(proto);

	getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &proto, &len);
	return proto <= UINT8_MAX ? proto : 0;
}

/* A request about @fd; the nest that is to be ended goes to @nest */
struct nl_msg *librsvp_about(struct rsvp *rsvp, int cmd, int fd,
			     struct nlattr **nest)
{
	struct nl_msg *msg;

	if (fd < 0) {
		librsvp_fail(rsvp, EBADF, 0, "%d is no descriptor", fd);
		return NULL;
	}
	msg = librsvp_request(rsvp, cmd);
	if (!msg)
		return NULL;
	*nest = nla_nest_start(msg, NLA_F_NESTED | RSVP_A_SOCKET);
	nla_put_u32(msg, RSVP_A_SOCKET_FD, (uint32_t)fd);
	return msg;
}

int rsvp_set_qos(struct rsvp *rsvp, int fd, const struct rsvp_qos *qos)
{
	struct librsvp_fault fault;
	struct nlattr *nest;
	struct nl_msg *msg;

	msg = librsvp_about(rsvp, RSVP_CMD_SOCKET_SET, fd, &nest);
	if (!msg)
		return -1;
	if (!librsvp_put_qos(msg, librsvp_protocol(fd), qos, &fault)) {
		nlmsg_free(msg);
		return told(rsvp, &fault);
	}
	nla_nest_end(msg, nest);
	return librsvp_talk(rsvp, msg, NULL, NULL);
}

static int leaf(struct rsvp *rsvp, int cmd, int fd,
		const struct sockaddr *group, socklen_t len,
		unsigned int ifindex, uint32_t direction,
		const struct rsvp_qos *qos)
{
	struct librsvp_fault fault;
	struct nlattr *nest;
	struct nl_msg *msg;

	msg = librsvp_about(rsvp, cmd, fd, &nest);
	if (!msg)
		return -1;
	if (!librsvp_put_leaf(msg, librsvp_protocol(fd), group, len, ifindex,
			      direction, qos, &fault)) {
		nlmsg_free(msg);
		return told(rsvp, &fault);
	}
	nla_nest_end(msg, nest);
	return librsvp_talk(rsvp, msg, NULL, NULL);
}

int rsvp_join_leaf(struct rsvp *rsvp, int fd, const struct sockaddr *group,
		   socklen_t len, unsigned int ifindex,
		   const struct rsvp_qos *qos, uint32_t flags)
{
	if (flags != RSVP_JL_SENDER_ONLY && flags != RSVP_JL_RECEIVER_ONLY &&
	    flags != RSVP_JL_BOTH)
		return librsvp_fail(rsvp, EINVAL, 0,
				    "%u is none of the three directions",
				    flags);
	return leaf(rsvp, RSVP_CMD_SOCKET_JOIN, fd, group, len, ifindex, flags,
		    qos);
}

int rsvp_leave_leaf(struct rsvp *rsvp, int fd, const struct sockaddr *group,
		    socklen_t len, unsigned int ifindex)
{
	return leaf(rsvp, RSVP_CMD_SOCKET_LEAVE, fd, group, len, ifindex, 0,
		    NULL);
}

struct got {
	struct rsvp *rsvp;
	struct rsvp_qos *qos;
	struct rsvp_state *state;
};

static int32_t get_int(struct nlattr *nla)
{
	return nla && nla_len(nla) == sizeof(uint32_t) ?
		(int32_t)nla_get_u32(nla) : -1;
}

static uint32_t get_count(struct nlattr *nla)
{
	return nla && nla_len(nla) == sizeof(uint32_t) ? nla_get_u32(nla) : 0;
}

static void get_qos(struct rsvp *rsvp, struct nlattr *nest, struct nlattr **tb,
		    struct rsvp_qos *qos)
{
	rsvp_qos_init(qos);
	librsvp_get_flowspec(tb[RSVP_A_SOCKET_SEND], &qos->sending);
	librsvp_get_flowspec(tb[RSVP_A_SOCKET_RECEIVE], &qos->receiving);
	qos->style = get_count(tb[RSVP_A_SOCKET_STYLE]);
	qos->confirm = get_int(tb[RSVP_A_SOCKET_CONFIRM]) == 1;
	qos->dscp = get_int(tb[RSVP_A_SOCKET_DSCP]);
	qos->nonconforming = get_count(tb[RSVP_A_SOCKET_NONCONFORMING]);
	free(rsvp->senders);
	qos->n_senders = librsvp_get_filters(nest, RSVP_A_SOCKET_FILTER,
					     &rsvp->senders);
	qos->senders = rsvp->senders;
}

static void get_state(struct nlattr **tb, struct rsvp_state *state)
{
	memset(state, 0, sizeof(*state));
	if (tb[RSVP_A_SOCKET_ID] &&
	    nla_len(tb[RSVP_A_SOCKET_ID]) == sizeof(uint64_t))
		state->id = nla_get_u64(tb[RSVP_A_SOCKET_ID]);
	state->senders = get_count(tb[RSVP_A_SOCKET_SENDERS]);
	state->reservations = get_count(tb[RSVP_A_SOCKET_RESERVATIONS]);
	state->receivers = get_count(tb[RSVP_A_SOCKET_RECEIVERS]);
	librsvp_get_error(tb[RSVP_A_SOCKET_ERROR], &state->error);
}

static void on_socket(struct nlattr **tb, void *arg)
{
	struct nlattr *socket[RSVP_A_SOCKET_MAX + 1];
	struct nlattr *nest = tb[RSVP_A_SOCKET];
	struct got *got = arg;

	if (!nest || nla_parse_nested(socket, RSVP_A_SOCKET_MAX, nest, NULL))
		return;
	if (got->qos)
		get_qos(got->rsvp, nest, socket, got->qos);
	if (got->state)
		get_state(socket, got->state);
}

int rsvp_get_qos(struct rsvp *rsvp, int fd, struct rsvp_qos *qos,
		 struct rsvp_state *state)
{
	struct got got = { rsvp, qos, state };
	struct nlattr *nest;
	struct nl_msg *msg;

	msg = librsvp_about(rsvp, RSVP_CMD_SOCKET_GET, fd, &nest);
	if (!msg)
		return -1;
	nla_nest_end(msg, nest);
	return librsvp_talk(rsvp, msg, on_socket, &got);
}
