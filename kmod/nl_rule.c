// SPDX-License-Identifier: GPL-2.0
/* Commands about rules: what one may ask for, and how it is told. */
#include <linux/user_namespace.h>

#include "msgobj.h"
#include "nl.h"
#include "request.h"
#include "rule.h"

static int refuse(struct netlink_ext_ack *extack, const struct nlattr *attr,
		  int err, const char *text)
{
	NL_SET_BAD_ATTR(extack, attr);
	do_trace_netlink_extack(text);
	extack->_msg = text;
	return err;
}

/* --- attributes in --- */

/* They would never match: the address is not what was meant */
static bool has_host_bits(const struct rsvp_prefix *prefix)
{
	const u8 *bytes = (const u8 *)&prefix->addr.v6;
	u32 size = prefix->addr.family == AF_INET ? 32 : 128, i;

	for (i = prefix->len; i < size; i++)
		if (bytes[i / 8] & (0x80 >> (i % 8)))
			return true;
	return false;
}

static int get_prefix(struct nlattr **tb, int v4, int v6, int len,
		      struct rsvp_prefix *prefix, struct netlink_ext_ack *extack)
{
	struct nlattr *attr = tb[v4] ?: tb[v6];
	u32 most;

	if (!attr)
		return tb[len] ? refuse(extack, tb[len], -EINVAL,
					"there is no address for this prefix") :
				 0;
	if (tb[v4] && tb[v6])
		return refuse(extack, tb[v6], -EINVAL,
			      "addresses of both families exclude each other");
	prefix->addr.family = tb[v4] ? AF_INET : AF_INET6;
	if (tb[v4])
		prefix->addr.v4 = nla_get_in_addr(attr);
	else
		prefix->addr.v6 = nla_get_in6_addr(attr);
	most = tb[v4] ? 32 : 128;
	prefix->len = most;
	if (!tb[len])
		return 0;
	if (nla_get_u32(tb[len]) > most)
		return refuse(extack, tb[len], -ERANGE,
			      "the prefix is longer than the address");
	prefix->len = nla_get_u32(tb[len]);
	if (has_host_bits(prefix))
		return refuse(extack, attr, -EINVAL,
			      "the address has bits behind its prefix");
	return 0;
}

static int get_family(struct nlattr **tb, struct rsvp_rule *rule,
		      struct netlink_ext_ack *extack)
{
	u32 dst = rule->dst.addr.family, src = rule->src.addr.family;

	if (dst && src && dst != src)
		return refuse(extack, tb[RSVP_A_RULE_SRC4] ?:
			      tb[RSVP_A_RULE_SRC6], -EAFNOSUPPORT,
			      "source and destination are of different families");
	rule->family = dst ?: src;
	if (!tb[RSVP_A_RULE_FAMILY])
		return 0;
	if (!rule->family)
		rule->family = nla_get_u32(tb[RSVP_A_RULE_FAMILY]);
	if ((rule->family != AF_INET && rule->family != AF_INET6) ||
	    rule->family != nla_get_u32(tb[RSVP_A_RULE_FAMILY]))
		return refuse(extack, tb[RSVP_A_RULE_FAMILY], -EAFNOSUPPORT,
			      "the family is neither AF_INET nor AF_INET6, or not that of the addresses");
	return 0;
}

static int get_ports(struct nlattr **tb, int first, int last,
		     struct rsvp_port_range *range,
		     struct netlink_ext_ack *extack)
{
	range->last = U16_MAX;
	if (tb[first]) {
		range->first = nla_get_u32(tb[first]);
		range->last = range->first;
	}
	if (!tb[last])
		return 0;
	range->last = nla_get_u32(tb[last]);
	if (!tb[first] || range->last < range->first)
		return refuse(extack, tb[last], -EINVAL,
			      "a range of ports ends before it begins");
	return 0;
}

static int get_packet(struct nlattr **tb, struct rsvp_rule *rule,
		      struct netlink_ext_ack *extack)
{
	int err;

	if (tb[RSVP_A_RULE_PROTO])
		rule->proto = nla_get_u32(tb[RSVP_A_RULE_PROTO]);
	if (rule->proto && rule->proto != IPPROTO_UDP &&
	    rule->proto != IPPROTO_TCP)
		return refuse(extack, tb[RSVP_A_RULE_PROTO], -EPROTONOSUPPORT,
			      "only UDP and TCP sockets have QoS");
	err = get_prefix(tb, RSVP_A_RULE_SRC4, RSVP_A_RULE_SRC6,
			 RSVP_A_RULE_SRC_LEN, &rule->src, extack);
	if (!err)
		err = get_prefix(tb, RSVP_A_RULE_DST4, RSVP_A_RULE_DST6,
				 RSVP_A_RULE_DST_LEN, &rule->dst, extack);
	if (!err)
		err = get_family(tb, rule, extack);
	if (!err)
		err = get_ports(tb, RSVP_A_RULE_SPORT, RSVP_A_RULE_SPORT_LAST,
				&rule->sport, extack);
	if (!err)
		err = get_ports(tb, RSVP_A_RULE_DPORT, RSVP_A_RULE_DPORT_LAST,
				&rule->dport, extack);
	if (err)
		return err;
	if (tb[RSVP_A_RULE_MASK] && !tb[RSVP_A_RULE_MARK])
		return refuse(extack, tb[RSVP_A_RULE_MASK], -EINVAL,
			      "there is no mark for this mask");
	if (!tb[RSVP_A_RULE_MARK])
		return 0;
	rule->mark = nla_get_u32(tb[RSVP_A_RULE_MARK]);
	rule->mask = tb[RSVP_A_RULE_MASK] ? nla_get_u32(tb[RSVP_A_RULE_MASK]) :
					    U32_MAX;
	/* It would never match */
	if (rule->mark & ~rule->mask)
		return refuse(extack, tb[RSVP_A_RULE_MARK], -EINVAL,
			      "the mark has bits outside of its mask");
	return 0;
}

static int get_socket(struct genl_info *info, struct nlattr **tb,
		      struct rsvp_rule *rule)
{
	struct nlattr *uid = tb[RSVP_A_RULE_UID];

	if (uid) {
		rule->has_uid = true;
		rule->uid = make_kuid(genl_info_net(info)->user_ns,
				      nla_get_u32(uid));
		if (!uid_valid(rule->uid))
			return refuse(info->extack, uid, -EINVAL,
				      "there is no such user in this namespace");
	}
	if (!tb[RSVP_A_RULE_CGROUP])
		return 0;
	if (!IS_ENABLED(CONFIG_SOCK_CGROUP_DATA))
		return refuse(info->extack, tb[RSVP_A_RULE_CGROUP], -EOPNOTSUPP,
			      "this kernel does not know the cgroups of sockets");
	rule->cgroup = nla_get_u64(tb[RSVP_A_RULE_CGROUP]);
	return 0;
}

/* A direction in which nothing is given is none that is matched */
static int get_ways(struct nlattr **tb, struct nlattr *nest,
		    struct rsvp_rule *rule, struct netlink_ext_ack *extack)
{
	u32 direction = RSVP_DIRECTION_BOTH, given = 0;

	if (rsvp_qos_signals(&rule->qos.send))
		given |= BIT(RSVP_DIRECTION_SEND);
	if (rsvp_qos_signals(&rule->qos.receive))
		given |= BIT(RSVP_DIRECTION_RECEIVE);
	if (tb[RSVP_A_RULE_DIRECTION])
		direction = nla_get_u32(tb[RSVP_A_RULE_DIRECTION]);
	rule->ways = given;
	if (direction != RSVP_DIRECTION_BOTH)
		rule->ways &= BIT(direction);
	if (!rule->ways)
		return refuse(extack, tb[RSVP_A_RULE_DIRECTION] ?: nest,
			      -EINVAL,
			      "the rule gives nothing: a flowspec of its direction is missing, or signals nothing");
	return 0;
}

/* R121: as a socket that asks for it itself would be. A router's rule is for all
 * senders to a port there, which may share
 */
static int get_style(struct nlattr **tb, struct rsvp_rule *rule,
		     struct netlink_ext_ack *extack)
{
	static const u32 status = RSVP_QOS_STATUS_E_FILTERSTYLE;
	struct nlattr *style = tb[RSVP_A_RULE_STYLE];

	if (!style)
		return 0;
	rule->qos.style = nla_get_u32(style);
	if (!rsvp_style_known(rule->qos.style))
		return refuse(extack, style, -EINVAL,
			      "there is no such style");
	if (rule->qos.style != RSVP_STYLE_SE || rule->proto != IPPROTO_TCP ||
	    tb[RSVP_A_RULE_PROXY])
		return 0;
	memcpy(extack->cookie, &status, sizeof(status));
	extack->cookie_len = sizeof(status);
	return refuse(extack, style, -EINVAL,
		      "a TCP socket has one sender: it shares nothing");
}

static int get_excess(struct nlattr **tb, struct rsvp_rule *rule,
		      struct netlink_ext_ack *extack)
{
	struct nlattr *excess = tb[RSVP_A_RULE_NONCONFORMING];

	if (!excess)
		return 0;
	rule->qos.nonconforming = nla_get_u32(excess);
	/* R196, C12 */
	if (rule->qos.nonconforming == RSVP_NONCONFORMING_BORROW)
		return refuse(extack, excess, -EOPNOTSUPP,
			      "borrow cannot be asked for: it is what comes of nothing said");
	/* A router has no queue for what a host sends before somebody reserves */
	if (tb[RSVP_A_RULE_PROXY])
		return refuse(extack, excess, -EINVAL,
			      "a rule for other hosts does not hold back what they send");
	return 0;
}

static int get_given(struct nlattr **tb, struct nlattr *nest,
		     struct rsvp_rule *rule, struct netlink_ext_ack *extack)
{
	int err = 0;

	if (tb[RSVP_A_RULE_SEND])
		err = rsvp_nl_get_qos(tb[RSVP_A_RULE_SEND], true,
				      &rule->qos.send, extack);
	if (!err && tb[RSVP_A_RULE_RECEIVE])
		err = rsvp_nl_get_qos(tb[RSVP_A_RULE_RECEIVE], false,
				      &rule->qos.receive, extack);
	if (!err)
		err = get_ways(tb, nest, rule, extack);
	if (!err)
		err = get_style(tb, rule, extack);
	if (!err)
		err = get_excess(tb, rule, extack);
	if (err)
		return err;
	if (tb[RSVP_A_RULE_CONFIRM])
		rule->qos.confirm = nla_get_u32(tb[RSVP_A_RULE_CONFIRM]);
	rule->idle_ms = tb[RSVP_A_RULE_IDLE] ?
			nla_get_u32(tb[RSVP_A_RULE_IDLE]) : RSVP_RULE_IDLE_MS;
	rule->qos.dscp = tb[RSVP_A_RULE_DSCP] ?
			 nla_get_u32(tb[RSVP_A_RULE_DSCP]) :
			 RSVP_SOCKET_NO_DSCP;
	return 0;
}

/* A router knows the packets of other hosts, and not their sockets */
static int get_proxy(struct nlattr **tb, struct rsvp_rule *rule,
		     struct netlink_ext_ack *extack)
{
	struct nlattr *needs = tb[RSVP_A_RULE_DISCOVER] ?:
			       tb[RSVP_A_RULE_IFINDEX];
	struct nlattr *socket = tb[RSVP_A_RULE_UID] ?: tb[RSVP_A_RULE_CGROUP];

	rule->proxy = tb[RSVP_A_RULE_PROXY];
	if (!rule->proxy)
		return needs ? refuse(extack, needs, -EINVAL,
				      "this goes with a rule for other hosts (proxy) only") :
			       0;
	if (socket)
		return refuse(extack, socket, -EINVAL,
			      "a rule for other hosts knows nothing of their sockets");
	rule->discover = tb[RSVP_A_RULE_DISCOVER];
	if (rule->discover && !(rule->ways & BIT(RSVP_DIRECTION_RECEIVE)))
		return refuse(extack, tb[RSVP_A_RULE_DISCOVER], -EINVAL,
			      "there are no receivers to discover: the rule is for senders");
	if (tb[RSVP_A_RULE_IFINDEX])
		rule->ifindex = nla_get_u32(tb[RSVP_A_RULE_IFINDEX]);
	return 0;
}

static int read_rule(struct genl_info *info, struct nlattr **tb,
		     struct nlattr *nest, struct rsvp_request *req)
{
	struct rsvp_rule *rule;
	int err;

	rule = kzalloc(sizeof(*rule), GFP_KERNEL_ACCOUNT);
	if (!rule)
		return -ENOMEM;
	req->rule = rule;

	if (tb[RSVP_A_RULE_PRIORITY])
		rule->priority = nla_get_u32(tb[RSVP_A_RULE_PRIORITY]);
	if (tb[RSVP_A_RULE_LABEL])
		nla_strscpy(rule->label, tb[RSVP_A_RULE_LABEL],
			    sizeof(rule->label));
	err = get_packet(tb, rule, info->extack);
	if (!err)
		err = get_socket(info, tb, rule);
	if (!err)
		err = get_given(tb, nest, rule, info->extack);
	if (!err)
		err = get_proxy(tb, rule, info->extack);
	if (err || tb[RSVP_A_RULE_PERSIST])
		return err;
	return rsvp_request_own(req);
}

/* --- commands --- */

static int act_rule_new(struct rsvp_net *rn, struct rsvp_request *req)
{
	struct rsvp_rule *rule = req->rule;
	int err;

	rule->owner = req->owner;
	err = rsvp_rule_add(rn, rule, &req->why);
	if (err)
		return err;
	req->rule = NULL;
	req->owner = NULL;
	return rsvp_nl_put(req->reply, rn, RSVP_KIND_RULE, &rule->obj,
			   RSVP_NL_NO_EVENT);
}

/**
 * rsvp_nl_rule_new_doit() - RSVP_CMD_RULE_NEW
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_rule_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *tb[RSVP_A_RULE_PERSIST + 1];
	struct nlattr *nest = info->attrs[RSVP_A_RULE];
	struct rsvp_request *req;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, RSVP_A_RULE)) {
		NL_SET_ERR_MSG(info->extack, "the rule is missing");
		return -EINVAL;
	}
	err = nla_parse_nested(tb, RSVP_A_RULE_PERSIST, nest,
			       rsvp_rule_new_input_nl_policy, info->extack);
	if (err)
		return err;
	req = rsvp_request_alloc(info, act_rule_new);
	if (!req)
		return -ENOMEM;
	err = read_rule(info, tb, nest, req);
	if (!err)
		err = rsvp_request_expect_reply(req, info,
						rsvp_nl_rule_size());
	if (!err)
		err = rsvp_request_wait(req, skb, info, nest, tb,
					RSVP_A_RULE_PERSIST);
	rsvp_request_put(req);
	return err;
}

static int act_rule_del(struct rsvp_net *rn, struct rsvp_request *req)
{
	struct rsvp_object *obj = rsvp_object_find(rn, RSVP_KIND_RULE, req->id);
	struct rsvp_rule *rule;

	if (!obj) {
		req->why.err = -ENOENT;
		req->why.text = "there is no such rule";
		return -ENOENT;
	}
	rule = container_of(obj, struct rsvp_rule, obj);
	if (!rsvp_request_may_change(req, rule->owner)) {
		req->why.err = -EPERM;
		req->why.text = "the rule belongs to another process";
		return -EPERM;
	}
	rsvp_rule_del(rn, rule);
	return 0;
}

/**
 * rsvp_nl_rule_del_doit() - RSVP_CMD_RULE_DEL
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_rule_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *id = info->attrs[RSVP_A_ID];
	struct rsvp_request *req;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, RSVP_A_ID)) {
		NL_SET_ERR_MSG(info->extack, "the id of the rule is missing");
		return -EINVAL;
	}
	req = rsvp_request_alloc(info, act_rule_del);
	if (!req)
		return -ENOMEM;
	req->id = nla_get_u64(id);
	err = rsvp_request_wait(req, skb, info, id, NULL, 0);
	rsvp_request_put(req);
	return err;
}

/* --- attributes out --- */

static int put_u32_if(struct sk_buff *skb, int attr, u32 value, bool given)
{
	return given ? nla_put_u32(skb, attr, value) : 0;
}

static int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, RSVP_A_RULE_PAD);
}

static int put_prefix(struct sk_buff *skb, int v4, int v6, int len,
		      const struct rsvp_prefix *prefix)
{
	const struct rsvp_addr *addr = &prefix->addr;

	if (!addr->family)
		return 0;
	return (addr->family == AF_INET ? nla_put_in_addr(skb, v4, addr->v4) :
		nla_put_in6_addr(skb, v6, &addr->v6)) ?:
	       nla_put_u32(skb, len, prefix->len);
}

static int put_ports(struct sk_buff *skb, int first, int last,
		     const struct rsvp_port_range *range)
{
	if (!range->first && range->last == U16_MAX)
		return 0;
	return nla_put_u32(skb, first, range->first) ?:
	       put_u32_if(skb, last, range->last, range->last != range->first);
}

static int put_matched(struct sk_buff *skb, const struct rsvp_net *rn,
		       const struct rsvp_rule *rule)
{
	if (put_u32_if(skb, RSVP_A_RULE_FAMILY, rule->family, rule->family) ||
	    put_u32_if(skb, RSVP_A_RULE_PROTO, rule->proto, rule->proto) ||
	    put_prefix(skb, RSVP_A_RULE_SRC4, RSVP_A_RULE_SRC6,
		       RSVP_A_RULE_SRC_LEN, &rule->src) ||
	    put_prefix(skb, RSVP_A_RULE_DST4, RSVP_A_RULE_DST6,
		       RSVP_A_RULE_DST_LEN, &rule->dst) ||
	    put_ports(skb, RSVP_A_RULE_SPORT, RSVP_A_RULE_SPORT_LAST,
		      &rule->sport) ||
	    put_ports(skb, RSVP_A_RULE_DPORT, RSVP_A_RULE_DPORT_LAST,
		      &rule->dport) ||
	    put_u32_if(skb, RSVP_A_RULE_UID,
		       from_kuid_munged(rn->net->user_ns, rule->uid),
		       rule->has_uid) ||
	    (rule->cgroup && put_u64(skb, RSVP_A_RULE_CGROUP, rule->cgroup)) ||
	    put_u32_if(skb, RSVP_A_RULE_MARK, rule->mark, rule->mask) ||
	    put_u32_if(skb, RSVP_A_RULE_MASK, rule->mask,
		       rule->mask && rule->mask != U32_MAX))
		return -EMSGSIZE;
	return 0;
}

static u32 direction_of(const struct rsvp_rule *rule)
{
	switch (rule->ways) {
	case BIT(RSVP_DIRECTION_SEND):
		return RSVP_DIRECTION_SEND;
	case BIT(RSVP_DIRECTION_RECEIVE):
		return RSVP_DIRECTION_RECEIVE;
	default:
		return RSVP_DIRECTION_BOTH;
	}
}

static int put_given(struct sk_buff *skb, const struct rsvp_rule *rule)
{
	const struct rsvp_socket_qos *qos = &rule->qos;

	if (((rule->ways & BIT(RSVP_DIRECTION_SEND)) &&
	     rsvp_nl_put_qos(skb, RSVP_A_RULE_SEND, &qos->send)) ||
	    ((rule->ways & BIT(RSVP_DIRECTION_RECEIVE)) &&
	     rsvp_nl_put_qos(skb, RSVP_A_RULE_RECEIVE, &qos->receive)) ||
	    put_u32_if(skb, RSVP_A_RULE_STYLE, qos->style, qos->style) ||
	    put_u32_if(skb, RSVP_A_RULE_CONFIRM, 1, qos->confirm) ||
	    nla_put_u32(skb, RSVP_A_RULE_IDLE, rule->idle_ms) ||
	    (rule->proxy && nla_put_flag(skb, RSVP_A_RULE_PROXY)) ||
	    (rule->discover && nla_put_flag(skb, RSVP_A_RULE_DISCOVER)) ||
	    put_u32_if(skb, RSVP_A_RULE_IFINDEX, rule->ifindex, rule->ifindex) ||
	    put_u32_if(skb, RSVP_A_RULE_DSCP, qos->dscp,
		       qos->dscp != RSVP_SOCKET_NO_DSCP) ||
	    put_u32_if(skb, RSVP_A_RULE_NONCONFORMING, qos->nonconforming,
		       qos->nonconforming))
		return -EMSGSIZE;
	return 0;
}

/**
 * rsvp_nl_rule_size() - room for what rsvp_nl_put_rule() puts
 *
 * Context: any.
 * Return: bytes.
 */
size_t rsvp_nl_rule_size(void)
{
	return 4 * nla_total_size(0) + 4 * nla_total_size_64bit(8) +
	       23 * nla_total_size(4) + 2 * nla_total_size(16) +
	       nla_total_size(RSVP_RULE_LABEL) + 2 * RSVP_NL_QOS_SIZE;
}

/**
 * rsvp_nl_put_rule() - put a rule, within its nest
 * @skb: message
 * @rn: the namespace
 * @obj: the rule
 * @event: why a notification is sent; RSVP_NL_NO_EVENT: it is none
 *
 * Context: rn->lock held.
 * Return: 0 or -EMSGSIZE.
 */
int rsvp_nl_put_rule(struct sk_buff *skb, const struct rsvp_net *rn,
		     const struct rsvp_object *obj, int event)
{
	const struct rsvp_rule *rule = container_of(obj, struct rsvp_rule, obj);

	if (put_u64(skb, RSVP_A_RULE_ID, obj->id) ||
	    nla_put_u32(skb, RSVP_A_RULE_PRIORITY, rule->priority) ||
	    (rule->label[0] &&
	     nla_put_string(skb, RSVP_A_RULE_LABEL, rule->label)) ||
	    nla_put_u32(skb, RSVP_A_RULE_DIRECTION, direction_of(rule)) ||
	    put_matched(skb, rn, rule) || put_given(skb, rule) ||
	    (!rule->owner && nla_put_flag(skb, RSVP_A_RULE_PERSIST)) ||
	    (rule->owner &&
	     nla_put_u32(skb, RSVP_A_RULE_OWNER, rule->owner->portid)) ||
	    put_u64(skb, RSVP_A_RULE_FLOWS, rule->n_flows) ||
	    nla_put_u32(skb, RSVP_A_RULE_ACTIVE, rule->n_attached) ||
	    put_u64(skb, RSVP_A_RULE_REFUSED, rule->n_refused))
		return -EMSGSIZE;
	return event == RSVP_NL_NO_EVENT ? 0 :
	       nla_put_u32(skb, RSVP_A_RULE_EVENT, event);
}
