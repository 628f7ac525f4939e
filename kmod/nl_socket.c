// SPDX-License-Identifier: GPL-2.0
/*
 * Commands about sockets. Who asks has a descriptor, which is resolved here, in
 * his own context, and nowhere else: that he has it is what permits him to ask.
 */
#include <linux/file.h>
#include <linux/net.h>
#include <net/ipv6.h>

#include "msgobj.h"
#include "nl.h"
#include "request.h"
#include "socket.h"

/* --- attributes in --- */

/* @text is constant */
static int refuse(struct netlink_ext_ack *extack, const struct nlattr *attr,
		  int err, const char *text)
{
	NL_SET_BAD_ATTR(extack, attr);
	do_trace_netlink_extack(text);
	extack->_msg = text;
	return err;
}

/* The number of Winsock for why it is refused goes into the cookie */
static int refuse_qos(struct netlink_ext_ack *extack,
		      const struct rsvp_qos_fault *why,
		      const struct nlattr *attr)
{
	memcpy(extack->cookie, &why->status, sizeof(why->status));
	extack->cookie_len = sizeof(why->status);
	return refuse(extack, attr, why->err, why->text);
}

static u32 get_u32(struct nlattr **tb, int type, u32 bit, u32 *gave)
{
	if (!tb[type])
		return 0;
	*gave |= bit;
	return nla_get_u32(tb[type]);
}

static u64 get_u64(struct nlattr **tb, int type, u32 bit, u32 *gave)
{
	if (!tb[type])
		return 0;
	*gave |= bit;
	return nla_get_u64(tb[type]);
}

/**
 * rsvp_nl_get_qos() - read a FLOWSPEC
 * @nest: attribute of the set "qos"
 * @send: of the sending direction
 * @flow: filled in
 * @extack: says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int rsvp_nl_get_qos(const struct nlattr *nest, bool send,
		    struct rsvp_qos_flow *flow, struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RSVP_A_QOS_MINIMUM_POLICED_SIZE + 1];
	struct rsvp_qos_fault why = {};
	int err;

	err = nla_parse_nested(tb, RSVP_A_QOS_MINIMUM_POLICED_SIZE, nest,
			       rsvp_qos_nl_policy, extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_QOS_SERVICE_TYPE)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the service type is missing");
		return -EINVAL;
	}
	memset(flow, 0, sizeof(*flow));
	flow->service_type = nla_get_u32(tb[RSVP_A_QOS_SERVICE_TYPE]);
	flow->no_tc = tb[RSVP_A_QOS_NO_TRAFFIC_CONTROL];
	flow->no_signaling = tb[RSVP_A_QOS_NO_QOS_SIGNALING];
	flow->rate_Bps = get_u64(tb, RSVP_A_QOS_TOKEN_RATE, RSVP_QOS_RATE,
				 &flow->gave);
	flow->bucket = get_u64(tb, RSVP_A_QOS_TOKEN_BUCKET_SIZE,
			       RSVP_QOS_BUCKET, &flow->gave);
	flow->peak_Bps = get_u64(tb, RSVP_A_QOS_PEAK_BANDWIDTH, RSVP_QOS_PEAK,
				 &flow->gave);
	flow->latency_us = get_u32(tb, RSVP_A_QOS_LATENCY, RSVP_QOS_LATENCY,
				   &flow->gave);
	flow->variation_us = get_u32(tb, RSVP_A_QOS_DELAY_VARIATION,
				     RSVP_QOS_VARIATION, &flow->gave);
	flow->sdu = get_u32(tb, RSVP_A_QOS_MAX_SDU_SIZE, RSVP_QOS_SDU,
			    &flow->gave);
	flow->policed = get_u32(tb, RSVP_A_QOS_MINIMUM_POLICED_SIZE,
				RSVP_QOS_POLICED, &flow->gave);
	err = send ? rsvp_qos_check_send(flow, &why) :
		     rsvp_qos_check_receive(flow, &why);
	if (!err)
		return 0;
	return refuse_qos(extack, &why, why.attr ? tb[why.attr] ?: nest : nest);
}

static int get_flows(struct nlattr **tb, int send, int receive,
		     struct rsvp_qos_flow *to_send,
		     struct rsvp_qos_flow *to_receive, u32 *gave,
		     struct netlink_ext_ack *extack)
{
	int err;

	if (tb[send]) {
		err = rsvp_nl_get_qos(tb[send], true, to_send, extack);
		if (err)
			return err;
		*gave |= RSVP_ASK_SEND;
	}
	if (tb[receive]) {
		err = rsvp_nl_get_qos(tb[receive], false, to_receive, extack);
		if (err)
			return err;
		*gave |= RSVP_ASK_RECEIVE;
	}
	return 0;
}

/* One of IPv6 may be of both */
static int check_family(const struct sock *sk, u32 family,
			const struct nlattr *attr,
			struct netlink_ext_ack *extack)
{
	if (family == sk->sk_family ||
	    (sk->sk_family == AF_INET6 && !ipv6_only_sock(sk)))
		return 0;
	return refuse(extack, attr, -EAFNOSUPPORT,
		      "the socket is of another address family");
}

/* Senders are of whatever family they say */
static int get_senders(const struct nlattr *nest, struct rsvp_socket_ask *ask,
		       struct netlink_ext_ack *extack)
{
	static const struct rsvp_qos_fault too_many = {
		.err	= -E2BIG,
		.status	= RSVP_QOS_STATUS_E_FILTERCOUNT,
		.text	= "too many senders in one reservation",
	};
	struct rsvp_session_key key = { .dport = htons(1) };
	struct rsvp_socket_qos *qos = &ask->qos;
	const struct nlattr *attr;
	u32 n = 0;
	int rem, err;

	nla_for_each_nested(attr, nest, rem)
		n += nla_type(attr) == RSVP_A_SOCKET_FILTER;
	if (!n)
		return 0;
	if (n > RSVP_QOS_MAX_FILTERS)
		return refuse_qos(extack, &too_many, nest);
	qos->filters = kcalloc(n, sizeof(*qos->filters), GFP_KERNEL_ACCOUNT);
	if (!qos->filters)
		return -ENOMEM;
	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != RSVP_A_SOCKET_FILTER)
			continue;
		key.dst.family = nla_find_nested(attr, RSVP_A_FILTER_SRC6) ?
				 AF_INET6 : AF_INET;
		err = check_family(ask->sk, key.dst.family, attr, extack) ?:
		      rsvp_nl_get_filter(attr, &key,
					 &qos->filters[qos->n_filters], extack);
		if (err)
			return err;
		qos->n_filters++;
	}
	return 0;
}

static int get_leaf(const struct nlattr *nest, struct rsvp_socket_ask *ask,
		    bool group, struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RSVP_A_LEAF_RECEIVE + 1];
	struct rsvp_leaf *leaf;
	int err;

	err = nla_parse_nested(tb, RSVP_A_LEAF_RECEIVE, nest,
			       rsvp_leaf_nl_policy, extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_LEAF_SESSION)) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "the address is missing");
		return -EINVAL;
	}
	leaf = kzalloc(sizeof(*leaf), GFP_KERNEL_ACCOUNT);
	if (!leaf)
		return -ENOMEM;
	INIT_HLIST_NODE(&leaf->by_group);
	ask->leaf = leaf;
	err = rsvp_nl_get_session(tb[RSVP_A_LEAF_SESSION], &leaf->key, extack);
	if (err)
		return err;
	if (leaf->key.proto != ask->sk->sk_protocol) {
		NL_SET_ERR_MSG_ATTR(extack, tb[RSVP_A_LEAF_SESSION],
				    "the protocol is not that of the socket");
		return -EPROTOTYPE;
	}
	err = check_family(ask->sk, leaf->key.dst.family,
			   tb[RSVP_A_LEAF_SESSION], extack);
	if (err)
		return err;
	if (!group && ask->sk->sk_protocol != IPPROTO_UDP)
		return refuse(extack, nest, -EOPNOTSUPP,
			      "a TCP socket sends to its peer only");
	if (rsvp_addr_is_multicast(&leaf->key.dst) != group)
		return refuse(extack, tb[RSVP_A_LEAF_SESSION], -EADDRNOTAVAIL,
			      group ? "only a multicast group can be joined" :
			      "a group is no destination: join it as a leaf");
	if (!group && (tb[RSVP_A_LEAF_SEND] || tb[RSVP_A_LEAF_RECEIVE] ||
		       tb[RSVP_A_LEAF_DIRECTION] || tb[RSVP_A_LEAF_IFINDEX]))
		return refuse(extack, nest, -EINVAL,
			      "a destination is an address: its flowspec is that which is sent with");
	if (tb[RSVP_A_LEAF_DIRECTION])
		leaf->direction = nla_get_u32(tb[RSVP_A_LEAF_DIRECTION]);
	if (tb[RSVP_A_LEAF_IFINDEX])
		leaf->ifindex = nla_get_u32(tb[RSVP_A_LEAF_IFINDEX]);
	/* R24: what the direction has no use for is ignored */
	if (leaf->direction == RSVP_DIRECTION_RECEIVE)
		tb[RSVP_A_LEAF_SEND] = NULL;
	if (leaf->direction == RSVP_DIRECTION_SEND)
		tb[RSVP_A_LEAF_RECEIVE] = NULL;
	return get_flows(tb, RSVP_A_LEAF_SEND, RSVP_A_LEAF_RECEIVE, &leaf->send,
			 &leaf->receive, &ask->gave, extack);
}

/* --- the descriptor --- */

/* Not what the kernel has for itself, nor what has no ports of its own */
static int check_sock(const struct net *net, const struct sock *sk,
		      const struct nlattr *attr, struct netlink_ext_ack *extack)
{
	if (sk->sk_family != AF_INET && sk->sk_family != AF_INET6)
		return refuse(extack, attr, -EAFNOSUPPORT,
			      "the socket is not one of IPv4 or IPv6");
	if (!net_eq(sock_net(sk), net))
		return refuse(extack, attr, -EXDEV,
			      "the socket is in another network namespace");
	if (!sk_fullsock(sk) || !sk->sk_net_refcnt)
		return refuse(extack, attr, -EOPNOTSUPP,
			      "the socket is the kernel's own");
	if (sk->sk_protocol == IPPROTO_MPTCP)
		return refuse(extack, attr, -EOPNOTSUPP,
			      "MPTCP has several flows in one socket: no QoS for it");
	if ((sk->sk_type != SOCK_DGRAM || sk->sk_protocol != IPPROTO_UDP) &&
	    (sk->sk_type != SOCK_STREAM || sk->sk_protocol != IPPROTO_TCP))
		return refuse(extack, attr, -EOPNOTSUPP,
			      "only UDP and TCP sockets have QoS");
	return 0;
}

/* The socket that a descriptor of the caller is; its file is held */
static struct socket *get_socket(struct genl_info *info,
				 const struct nlattr *attr)
{
	struct socket *sock;
	int err;

	sock = sockfd_lookup(nla_get_u32(attr), &err);
	if (!sock)
		return ERR_PTR(refuse(info->extack, attr, err, err == -EBADF ?
				      "the descriptor is not open" :
				      "the descriptor is no socket"));
	err = check_sock(genl_info_net(info), sock->sk, attr, info->extack);
	if (!err)
		return sock;
	sockfd_put(sock);
	return ERR_PTR(err);
}

/* A request about the socket of @tb's descriptor, which is held in it */
static struct rsvp_request *
socket_request(struct sk_buff *skb, struct genl_info *info,
	       struct nlattr *nest, struct nlattr **tb,
	       int (*act)(struct rsvp_net *rn, struct rsvp_request *req),
	       struct socket **sock)
{
	struct rsvp_socket_ask *ask;
	struct rsvp_request *req;

	if (NL_REQ_ATTR_CHECK(info->extack, nest, tb, RSVP_A_SOCKET_FD)) {
		NL_SET_ERR_MSG_ATTR(info->extack, nest,
				    "the socket's descriptor is missing");
		return ERR_PTR(-EINVAL);
	}
	*sock = get_socket(info, tb[RSVP_A_SOCKET_FD]);
	if (IS_ERR(*sock))
		return ERR_CAST(*sock);
	req = rsvp_request_alloc(info, act);
	ask = req ? kzalloc(sizeof(*ask), GFP_KERNEL_ACCOUNT) : NULL;
	if (!ask) {
		rsvp_request_put(req);
		fput((*sock)->file);
		return ERR_PTR(-ENOMEM);
	}
	req->socket = ask;
	sock_hold((*sock)->sk);
	ask->sk = (*sock)->sk;
	ask->uid = current_euid();
	ask->admin = netlink_ns_capable(skb, genl_info_net(info)->user_ns,
					CAP_NET_ADMIN);
	return req;
}

/* --- SIO_SET_QOS --- */

static int act_socket_set(struct rsvp_net *rn, struct rsvp_request *req)
{
	return rsvp_socket_set(rn, req->socket, &req->owner, &req->why);
}

static int read_set(struct nlattr **tb, struct nlattr *nest,
		    struct rsvp_socket_ask *ask,
		    struct netlink_ext_ack *extack)
{
	static const struct rsvp_qos_fault no_borrow = {
		.err	= -EOPNOTSUPP,
		.status	= RSVP_QOS_STATUS_E_SDMODEOBJ,
		.text	= "borrow cannot be asked for: it is what comes of nothing said",
	};
	struct nlattr *dest = tb[RSVP_A_SOCKET_DESTINATION];
	int err;

	err = get_flows(tb, RSVP_A_SOCKET_SEND, RSVP_A_SOCKET_RECEIVE,
			&ask->qos.send, &ask->qos.receive, &ask->gave, extack);
	if (err)
		return err;
	if (tb[RSVP_A_SOCKET_STYLE] || tb[RSVP_A_SOCKET_FILTER]) {
		ask->gave |= RSVP_ASK_STYLE;
		if (tb[RSVP_A_SOCKET_STYLE])
			ask->qos.style = nla_get_u32(tb[RSVP_A_SOCKET_STYLE]);
		if (ask->qos.style && !rsvp_style_known(ask->qos.style)) {
			NL_SET_ERR_MSG_ATTR(extack, tb[RSVP_A_SOCKET_STYLE],
					    "there is no such style");
			return -EINVAL;
		}
		err = get_senders(nest, ask, extack);
		if (err)
			return err;
	}
	if (tb[RSVP_A_SOCKET_CONFIRM]) {
		ask->gave |= RSVP_ASK_CONFIRM;
		ask->qos.confirm = nla_get_u32(tb[RSVP_A_SOCKET_CONFIRM]);
	}
	if (tb[RSVP_A_SOCKET_DSCP]) {
		ask->gave |= RSVP_ASK_DSCP;
		ask->qos.dscp = nla_get_u32(tb[RSVP_A_SOCKET_DSCP]);
	}
	if (tb[RSVP_A_SOCKET_NONCONFORMING]) {
		ask->gave |= RSVP_ASK_NONCONFORMING;
		ask->qos.nonconforming =
			nla_get_u32(tb[RSVP_A_SOCKET_NONCONFORMING]);
		/* R196, C12 */
		if (ask->qos.nonconforming == RSVP_NONCONFORMING_BORROW)
			return refuse_qos(extack, &no_borrow,
					  tb[RSVP_A_SOCKET_NONCONFORMING]);
	}
	if (!dest)
		return 0;
	if (!(ask->gave & RSVP_ASK_SEND)) {
		NL_SET_ERR_MSG_ATTR(extack, dest,
				    "a destination goes with a sending flowspec");
		return -EINVAL;
	}
	err = get_leaf(dest, ask, false, extack);
	if (!err)
		ask->gave |= RSVP_ASK_LEAF;
	return err;
}

/**
 * rsvp_nl_socket_set_doit() - RSVP_CMD_SOCKET_SET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_socket_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *tb[RSVP_A_SOCKET_MAX + 1];
	struct nlattr *nest = rsvp_nl_get_nest(info, RSVP_A_SOCKET);
	struct rsvp_request *req;
	struct socket *sock;
	int err;

	if (!nest)
		return -EINVAL;
	err = nla_parse_nested(tb, RSVP_A_SOCKET_MAX, nest,
			       rsvp_socket_set_input_nl_policy, info->extack);
	if (err)
		return err;
	req = socket_request(skb, info, nest, tb, act_socket_set, &sock);
	if (IS_ERR(req))
		return PTR_ERR(req);
	err = read_set(tb, nest, req->socket, info->extack);
	if (!err)
		err = rsvp_request_own(req);
	if (!err)
		err = rsvp_request_wait(req, skb, info, nest, tb,
					RSVP_A_SOCKET_MAX);
	rsvp_request_put(req);
	sockfd_put(sock);
	return err;
}

/* --- WSAJoinLeaf --- */

static int act_socket_join(struct rsvp_net *rn, struct rsvp_request *req)
{
	return rsvp_socket_join(rn, req->socket, &req->owner, &req->why);
}

static int act_socket_leave(struct rsvp_net *rn, struct rsvp_request *req)
{
	return rsvp_socket_leave(rn, req->socket, &req->why);
}

/* As a program does it itself: the membership is the socket's, and goes with it */
static int socket_member(struct socket *sock, const struct rsvp_leaf *leaf,
			 bool join)
{
	struct group_req greq = { .gr_interface = leaf->ifindex };
	bool v4 = leaf->key.dst.family == AF_INET;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&greq.gr_group;
	struct sockaddr_in *in = (struct sockaddr_in *)&greq.gr_group;

	greq.gr_group.ss_family = leaf->key.dst.family;
	if (v4)
		in->sin_addr.s_addr = leaf->key.dst.v4;
	else
		in6->sin6_addr = leaf->key.dst.v6;
	return sock->ops->setsockopt(sock, v4 ? SOL_IP : SOL_IPV6,
				     join ? MCAST_JOIN_GROUP : MCAST_LEAVE_GROUP,
				     KERNEL_SOCKPTR(&greq), sizeof(greq));
}

/* R39, R258: an unbound socket is bound, to a port that the system chooses */
static int socket_bind(struct socket *sock)
{
	struct sockaddr_storage any = { .ss_family = sock->sk->sk_family };

	if (READ_ONCE(inet_sk(sock->sk)->inet_num))
		return 0;
	return kernel_bind(sock, (struct sockaddr *)&any,
			   any.ss_family == AF_INET ?
			   sizeof(struct sockaddr_in) :
			   sizeof(struct sockaddr_in6));
}

static int read_group(struct nlattr **tb, struct nlattr *nest,
		      struct genl_info *info, struct rsvp_socket_ask *ask)
{
	if (NL_REQ_ATTR_CHECK(info->extack, nest, tb, RSVP_A_SOCKET_LEAF)) {
		NL_SET_ERR_MSG_ATTR(info->extack, nest,
				    "the group is missing");
		return -EINVAL;
	}
	if (ask->sk->sk_protocol != IPPROTO_UDP)
		return refuse(info->extack, tb[RSVP_A_SOCKET_FD], -EOPNOTSUPP,
			      "only UDP sockets join groups");
	return get_leaf(tb[RSVP_A_SOCKET_LEAF], ask, true, info->extack);
}

/* R254: where a group is joined when nobody says it */
static int leaf_iface(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		      struct nlattr *attr, struct netlink_ext_ack *extack)
{
	struct rsvp_leaf *leaf = ask->leaf;
	struct rsvp_sock_view view;

	if (leaf->ifindex)
		return 0;
	/* Nobody else's connect() has to do with where groups are joined */
	rsvp_sock_look(ask->sk, &view);
	leaf->ifindex = view.mc_oif ?: view.oif ?:
			rsvp_member_iface(rn, &leaf->key.dst);
	if (leaf->ifindex)
		return 0;
	return refuse(extack, attr, -ENETUNREACH,
		      "no route leads to the group: name the interface");
}

/* R255, R256: who only sends joins nothing */
static int join_group(struct socket *sock, struct rsvp_leaf *leaf,
		      struct nlattr *attr, struct netlink_ext_ack *extack)
{
	int err = socket_bind(sock);

	if (err) {
		NL_SET_ERR_MSG(extack, "the socket cannot be bound to a port");
		return err;
	}
	if (leaf->direction == RSVP_DIRECTION_SEND)
		return 0;
	err = socket_member(sock, leaf, true);
	/* Its program has joined already: it is not ours to leave */
	if (err == -EADDRINUSE)
		return 0;
	if (err) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "the socket cannot join the group there");
		return err;
	}
	leaf->ours = true;
	return 0;
}

static int check_direction(const struct rsvp_leaf *leaf, struct nlattr *attr,
			   struct netlink_ext_ack *extack)
{
	switch (leaf->direction) {
	case RSVP_DIRECTION_SEND:
	case RSVP_DIRECTION_BOTH:
		if (leaf->key.dport)
			return 0;
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "who sends to a group names its port");
		return -EINVAL;
	case RSVP_DIRECTION_RECEIVE:
		return 0;
	default:
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "the direction is missing: send, receive or both");
		return -EINVAL;
	}
}

/**
 * rsvp_nl_socket_join_doit() - RSVP_CMD_SOCKET_JOIN
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_socket_join_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *tb[RSVP_A_SOCKET_LEAF + 1];
	struct nlattr *nest = rsvp_nl_get_nest(info, RSVP_A_SOCKET);
	struct rsvp_leaf leaf = {};
	struct rsvp_request *req;
	struct socket *sock;
	int err;

	if (!nest)
		return -EINVAL;
	err = nla_parse_nested(tb, RSVP_A_SOCKET_LEAF, nest,
			       rsvp_socket_join_input_nl_policy, info->extack);
	if (err)
		return err;
	req = socket_request(skb, info, nest, tb, act_socket_join, &sock);
	if (IS_ERR(req))
		return PTR_ERR(req);
	err = read_group(tb, nest, info, req->socket);
	if (!err)
		err = leaf_iface(req->rn, req->socket, tb[RSVP_A_SOCKET_LEAF],
				 info->extack);
	if (!err)
		err = check_direction(req->socket->leaf, tb[RSVP_A_SOCKET_LEAF],
				      info->extack);
	if (!err)
		err = rsvp_request_own(req);
	if (!err)
		err = join_group(sock, req->socket->leaf,
				 tb[RSVP_A_SOCKET_LEAF], info->extack);
	if (!err) {
		leaf = *req->socket->leaf;
		err = rsvp_request_wait(req, skb, info, nest, tb,
					RSVP_A_SOCKET_LEAF);
	}
	/* Killed, it may be a leaf all the same, and is closed soon */
	if (err && leaf.ours &&
	    (err != -EINTR || rsvp_request_refused(req)))
		socket_member(sock, &leaf, false);
	rsvp_request_put(req);
	sockfd_put(sock);
	return err;
}

/**
 * rsvp_nl_socket_leave_doit() - RSVP_CMD_SOCKET_LEAVE
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_socket_leave_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *tb[RSVP_A_SOCKET_LEAF + 1];
	struct nlattr *nest = rsvp_nl_get_nest(info, RSVP_A_SOCKET);
	struct rsvp_request *req;
	struct rsvp_leaf *leaf;
	struct socket *sock;
	int err;

	if (!nest)
		return -EINVAL;
	err = nla_parse_nested(tb, RSVP_A_SOCKET_LEAF, nest,
			       rsvp_socket_leave_input_nl_policy, info->extack);
	if (err)
		return err;
	req = socket_request(skb, info, nest, tb, act_socket_leave, &sock);
	if (IS_ERR(req))
		return PTR_ERR(req);
	err = read_group(tb, nest, info, req->socket);
	if (!err)
		err = rsvp_request_wait(req, skb, info, nest, tb,
					RSVP_A_SOCKET_LEAF);
	leaf = req->socket->leaf;
	if (!err && leaf->ours)
		socket_member(sock, leaf, false);
	rsvp_request_put(req);
	sockfd_put(sock);
	return err;
}

/**
 * rsvp_nl_sock_id() - the id of the socket that a descriptor is
 * @info: the command
 * @nest: attribute of the set "socket", with the descriptor
 *
 * Context: process, in the caller's system call. Takes rn->lock.
 * Return: the id; 0: the socket has no QoS; or a negative errno.
 */
s64 rsvp_nl_sock_id(struct genl_info *info, struct nlattr *nest)
{
	struct rsvp_net *rn = rsvp_net(genl_info_net(info));
	struct nlattr *tb[RSVP_A_SOCKET_FD + 1];
	const struct rsvp_socket *s;
	struct socket *sock;
	u64 id;
	int err;

	err = nla_parse_nested(tb, RSVP_A_SOCKET_FD, nest,
			       rsvp_socket_get_input_nl_policy, info->extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(info->extack, nest, tb, RSVP_A_SOCKET_FD)) {
		NL_SET_ERR_MSG_ATTR(info->extack, nest,
				    "the socket's descriptor is missing");
		return -EINVAL;
	}
	sock = get_socket(info, tb[RSVP_A_SOCKET_FD]);
	if (IS_ERR(sock))
		return PTR_ERR(sock);
	if (mutex_lock_killable(&rn->lock)) {
		sockfd_put(sock);
		return -EINTR;
	}
	s = rsvp_socket_find(rn, sock->sk);
	id = s ? s->obj.id : 0;
	mutex_unlock(&rn->lock);
	sockfd_put(sock);
	return id;
}
