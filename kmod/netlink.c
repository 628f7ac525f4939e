// SPDX-License-Identifier: GPL-2.0
/*
 * Commands that change something. Each is read and checked in the caller's
 * context, against the policy and in its meaning, and then handed to the worker
 * (request.c), which acts on it (the functions called act_*).
 */
#include <net/ip.h>

#include "msgobj.h"
#include "nl.h"
#include "request.h"

/* Settings of an interface: attribute, where its value goes */
static const struct {
	u16 attr;
	u16 offset;
	bool wide;
} iface_settings[] = {
#define SETTING(attr, member, wide) \
	{ RSVP_A_IFACE_##attr, offsetof(struct rsvp_iface_conf, member), wide }
	SETTING(BANDWIDTH, bandwidth_Bps, true),
	SETTING(FLOW_LIMIT, flow_limit_Bps, true),
	SETTING(RESERVABLE, reservable, false),
	SETTING(CLASS_CAP, class_cap, false),
	SETTING(OVERHEAD, overhead, false),
	SETTING(BACKEND, backend, false),
	SETTING(PARENT, parent, false),
	SETTING(REFRESH, refresh_ms, false),
	SETTING(KEEP, keep, false),
	SETTING(SLEW_MAX, slew_max, false),
	SETTING(REPAIR, repair_ms, false),
	SETTING(BLOCKADE, blockade, false),
	SETTING(REPEATS, repeats, false),
#undef SETTING
};

static int refuse(struct rsvp_refusal *why, int err, u16 attr,
		  const char *text)
{
	why->err = err;
	why->attr = attr;
	why->text = text;
	return err;
}

/**
 * rsvp_nl_get_nest() - the attribute that a command is about
 * @info: the command
 * @attr: its type
 *
 * Context: process.
 * Return: it; NULL, and said so, if it is missing.
 */
struct nlattr *rsvp_nl_get_nest(struct genl_info *info, u32 attr)
{
	if (!GENL_REQ_ATTR_CHECK(info, attr))
		return info->attrs[attr];
	NL_SET_ERR_MSG(info->extack,
		       "the attribute that the command is about is missing");
	return NULL;
}

/* --- interfaces --- */

static int act_iface_set(struct rsvp_net *rn, struct rsvp_request *req)
{
	const struct rsvp_iface_change *change = &req->iface;
	struct rsvp_iface_conf conf;
	struct rsvp_iface *iface;
	bool on;
	u32 i;

	lockdep_assert_held(&rn->lock);

	iface = rsvp_iface_find(rn, change->ifindex);
	on = change->on;
	if (!(change->given & BIT(RSVP_A_IFACE_RSVP)))
		on = iface;
	if (!iface && !(change->given & BIT(RSVP_A_IFACE_RSVP)))
		return refuse(&req->why, -ENOENT, RSVP_A_IFACE_IFINDEX,
			      "RSVP is off on this interface; turn it on with the same command");

	if (iface)
		conf = iface->conf;
	else
		rsvp_iface_conf_default(&conf);
	for (i = 0; i < ARRAY_SIZE(iface_settings); i++) {
		u16 offset = iface_settings[i].offset;

		if (change->given & BIT(iface_settings[i].attr))
			memcpy((u8 *)&conf + offset,
			       (const u8 *)&change->conf + offset,
			       iface_settings[i].wide ? sizeof(u64) :
							sizeof(u32));
	}
	return rsvp_iface_set(rn, change->ifindex, on, &conf, &req->why);
}

static int read_iface(struct nlattr **tb, struct nlattr *nest,
		      struct rsvp_iface_change *change,
		      struct netlink_ext_ack *extack)
{
	u32 i;

	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_IFACE_IFINDEX)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the interface's ifindex is missing");
		return -EINVAL;
	}
	change->ifindex = nla_get_u32(tb[RSVP_A_IFACE_IFINDEX]);
	if (tb[RSVP_A_IFACE_RSVP]) {
		change->on = nla_get_u32(tb[RSVP_A_IFACE_RSVP]);
		change->given |= BIT(RSVP_A_IFACE_RSVP);
	}

	for (i = 0; i < ARRAY_SIZE(iface_settings); i++) {
		u16 attr = iface_settings[i].attr;
		u8 *to = (u8 *)&change->conf + iface_settings[i].offset;

		if (!tb[attr])
			continue;
		if (tb[RSVP_A_IFACE_RSVP] && !change->on) {
			NL_SET_ERR_MSG_ATTR(extack, tb[attr],
					    "an interface without RSVP has no settings");
			return -EINVAL;
		}
		if (iface_settings[i].wide)
			*(u64 *)to = nla_get_u64(tb[attr]);
		else
			*(u32 *)to = nla_get_u32(tb[attr]);
		change->given |= BIT(attr);
	}
	if (!change->given) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "nothing to set: neither RSVP on or off nor a setting");
		return -EINVAL;
	}
	return 0;
}

/**
 * rsvp_nl_iface_set_doit() - RSVP_CMD_IFACE_SET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_iface_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *nest = rsvp_nl_get_nest(info, RSVP_A_IFACE);
	struct nlattr *tb[RSVP_A_IFACE_REPEATS + 1];
	struct rsvp_request *req;
	int err;

	BUILD_BUG_ON(RSVP_A_IFACE_REPEATS >= 32);

	if (!nest)
		return -EINVAL;
	err = nla_parse_nested(tb, RSVP_A_IFACE_REPEATS, nest,
			       rsvp_iface_set_input_nl_policy, info->extack);
	if (err)
		return err;
	req = rsvp_request_alloc(info, act_iface_set);
	if (!req)
		return -ENOMEM;
	err = read_iface(tb, nest, &req->iface, info->extack);
	if (!err)
		err = rsvp_request_wait(req, skb, info, nest, tb,
					RSVP_A_IFACE_REPEATS);
	rsvp_request_put(req);
	return err;
}

/* --- senders --- */

static int act_sender_new(struct rsvp_net *rn, struct rsvp_request *req)
{
	struct rsvp_sender *snd;
	int err;

	lockdep_assert_held(&rn->lock);

	snd = rsvp_api_sender_find(rn, &req->key, &req->filter);
	if (snd && req->replace &&
	    (snd->socket || snd->rule || !rsvp_request_may_change(req, snd->owner)))
		return refuse(&req->why, -EPERM, RSVP_A_SENDER_FILTER,
			      "the sender belongs to another process");

	req->snd->owner = req->owner;
	err = rsvp_api_sender(rn, req->snd, req->replace, &req->why);
	if (err)
		return err;
	req->snd = NULL;
	req->owner = NULL;
	snd = rsvp_api_sender_find(rn, &req->key, &req->filter);
	if (!snd)
		return refuse(&req->why, -ENOENT, 0,
			      "the sender went as soon as it was made");
	return rsvp_nl_put(req->reply, rn, RSVP_KIND_SENDER, &snd->obj,
			   RSVP_NL_NO_EVENT);
}

static int read_sender_name(struct nlattr **tb, struct nlattr *nest,
			    struct rsvp_request *req,
			    struct netlink_ext_ack *extack)
{
	int err;

	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_SENDER_SESSION)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the sender's session is missing");
		return -EINVAL;
	}
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_SENDER_FILTER)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the sender's address (filter) is missing");
		return -EINVAL;
	}
	err = rsvp_nl_get_session(tb[RSVP_A_SENDER_SESSION], &req->key, extack);
	if (err)
		return err;
	return rsvp_nl_get_filter(tb[RSVP_A_SENDER_FILTER], &req->key,
				  &req->filter, extack);
}

static int read_sender_service(struct nlattr **tb, struct rsvp_sender *snd,
			       struct netlink_ext_ack *extack)
{
	const struct nlattr *excess = tb[RSVP_A_SENDER_NONCONFORMING];

	if (tb[RSVP_A_SENDER_SERVICE])
		snd->service = nla_get_u32(tb[RSVP_A_SENDER_SERVICE]);
	if (!excess)
		return 0;
	if (!snd->service) {
		NL_SET_ERR_MSG_ATTR(extack, excess,
				    "nonconforming goes with a service");
		return -EINVAL;
	}
	snd->nonconforming = nla_get_u32(excess);
	if (snd->nonconforming == RSVP_NONCONFORMING_BORROW) {
		NL_SET_ERR_MSG_ATTR(extack, excess,
				    "borrow cannot be asked for: it is what comes of nothing said");
		return -EOPNOTSUPP;
	}
	return 0;
}

static int read_sender(struct nlattr **tb, struct nlattr *nest,
		       struct rsvp_request *req,
		       struct netlink_ext_ack *extack)
{
	struct rsvp_sender *snd;
	int err;

	err = read_sender_name(tb, nest, req, extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_SENDER_TSPEC)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the sender's traffic (tspec) is missing");
		return -EINVAL;
	}
	snd = kzalloc(sizeof(*snd), GFP_KERNEL_ACCOUNT);
	if (!snd)
		return -ENOMEM;
	req->snd = snd;
	snd->key = req->key;
	snd->filter = req->filter;
	err = rsvp_nl_get_tspec(tb[RSVP_A_SENDER_TSPEC], &snd->key, &snd->ts,
				extack);
	if (err)
		return err;
	snd->ttl = IPDEFTTL;
	if (tb[RSVP_A_SENDER_TTL])
		snd->ttl = nla_get_u32(tb[RSVP_A_SENDER_TTL]);
	if (tb[RSVP_A_SENDER_DSCP])
		snd->dscp = nla_get_u32(tb[RSVP_A_SENDER_DSCP]) << 2;
	if (tb[RSVP_A_SENDER_MARK])
		snd->mark = nla_get_u32(tb[RSVP_A_SENDER_MARK]);
	err = read_sender_service(tb, snd, extack);
	if (err || tb[RSVP_A_SENDER_PERSIST])
		return err;
	return rsvp_request_own(req);
}

/**
 * rsvp_nl_sender_new_doit() - RSVP_CMD_SENDER_NEW
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_sender_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *nest = rsvp_nl_get_nest(info, RSVP_A_SENDER);
	struct nlattr *tb[RSVP_A_SENDER_PERSIST + 1];
	struct rsvp_request *req;
	int err;

	if (!nest)
		return -EINVAL;
	err = nla_parse_nested(tb, RSVP_A_SENDER_PERSIST, nest,
			       rsvp_sender_new_input_nl_policy, info->extack);
	if (err)
		return err;
	req = rsvp_request_alloc(info, act_sender_new);
	if (!req)
		return -ENOMEM;
	req->replace = info->attrs[RSVP_A_REPLACE];
	err = read_sender(tb, nest, req, info->extack);
	if (!err)
		err = rsvp_request_expect_reply(req, info,
						rsvp_nl_size(RSVP_KIND_SENDER,
							     &req->snd->obj));
	if (!err)
		err = rsvp_request_wait(req, skb, info, nest, tb,
					RSVP_A_SENDER_PERSIST);
	rsvp_request_put(req);
	return err;
}

static int act_sender_del(struct rsvp_net *rn, struct rsvp_request *req)
{
	struct rsvp_sender *snd;
	struct rsvp_object *obj;

	lockdep_assert_held(&rn->lock);

	if (req->id) {
		obj = rsvp_object_find(rn, RSVP_KIND_SENDER, req->id);
		snd = obj ? container_of(obj, struct rsvp_sender, obj) : NULL;
	} else {
		snd = rsvp_api_sender_find(rn, &req->key, &req->filter);
	}
	if (!snd)
		return refuse(&req->why, -ENOENT, 0,
			      "there is no such sender");
	if (snd->rule)
		return refuse(&req->why, -EPERM, 0,
			      "the sender is a rule's, and goes with it");
	if (snd->socket || !rsvp_request_may_change(req, snd->owner))
		return refuse(&req->why, -EPERM, 0,
			      "the sender belongs to another process");
	rsvp_api_sender_release(rn, snd);
	return 0;
}

/* An object to delete: by its id, or by what @attr says, but not by both */
static int check_which(struct genl_info *info, u32 attr)
{
	if (info->attrs[RSVP_A_ID] && info->attrs[attr]) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[attr],
				    "an id and a description exclude each other");
		return -EINVAL;
	}
	if (!info->attrs[RSVP_A_ID] && GENL_REQ_ATTR_CHECK(info, attr)) {
		NL_SET_ERR_MSG(info->extack,
			       "what to delete is missing: an id or a description");
		return -EINVAL;
	}
	return 0;
}

/**
 * rsvp_nl_sender_del_doit() - RSVP_CMD_SENDER_DEL
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_sender_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *nest = info->attrs[RSVP_A_SENDER];
	struct nlattr *tb[RSVP_A_SENDER_FILTER + 1];
	struct rsvp_request *req;
	int err;

	err = check_which(info, RSVP_A_SENDER);
	if (err)
		return err;
	req = rsvp_request_alloc(info, act_sender_del);
	if (!req)
		return -ENOMEM;
	if (nest) {
		err = nla_parse_nested(tb, RSVP_A_SENDER_FILTER, nest,
				       rsvp_sender_del_input_nl_policy,
				       info->extack);
		if (!err)
			err = read_sender_name(tb, nest, req, info->extack);
	} else {
		req->id = nla_get_u64(info->attrs[RSVP_A_ID]);
	}
	if (!err)
		err = rsvp_request_wait(req, skb, info,
					nest ?: info->attrs[RSVP_A_ID],
					NULL, 0);
	rsvp_request_put(req);
	return err;
}

/* --- reservations --- */

static struct rsvp_reservation *find_named(struct rsvp_net *rn,
					   const struct rsvp_request *req)
{
	const struct rsvp_reservation *named = req->named;

	return rsvp_api_reservation_find(rn, NULL, &named->key, named->style,
					 named->filters, named->n_filters);
}

static int act_reservation_new(struct rsvp_net *rn, struct rsvp_request *req)
{
	struct rsvp_reservation *resv;
	int err;

	lockdep_assert_held(&rn->lock);

	resv = find_named(rn, req);
	if (resv && req->replace && !rsvp_request_may_change(req, resv->owner))
		return refuse(&req->why, -EPERM, RSVP_A_RESERVATION_SESSION,
			      "the reservation belongs to another process");

	req->resv->owner = req->owner;
	err = rsvp_api_reserve(rn, req->resv, req->replace, &req->why);
	if (err)
		return err;
	req->resv = NULL;
	req->owner = NULL;
	resv = find_named(rn, req);
	if (!resv)
		return refuse(&req->why, -ENOENT, 0,
			      "the reservation went as soon as it was made");
	return rsvp_nl_put(req->reply, rn, RSVP_KIND_RESERVATION, &resv->obj,
			   RSVP_NL_NO_EVENT);
}

static int check_style(u32 style, u32 n_filters, struct nlattr *attr,
		       struct netlink_ext_ack *extack)
{
	if (style == RSVP_STYLE_WF && n_filters) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "style WF takes any sender: no filter goes with it");
		return -EINVAL;
	}
	if (style == RSVP_STYLE_FF && n_filters != 1) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "style FF takes exactly one filter");
		return -EINVAL;
	}
	if (style == RSVP_STYLE_SE && !n_filters) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "style SE takes at least one filter");
		return -EINVAL;
	}
	if (n_filters > RSVP_RESERVE_MAX_FILTERS) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "too many filters in one reservation");
		return -E2BIG;
	}
	return 0;
}

static int read_filters(struct nlattr *nest, struct rsvp_reservation *resv,
			struct netlink_ext_ack *extack)
{
	struct rsvp_filter *filter;
	struct nlattr *attr;
	u32 i, n = 0;
	int rem, err;

	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != RSVP_A_RESERVATION_FILTER)
			continue;
		filter = &resv->filters[n];
		err = rsvp_nl_get_filter(attr, &resv->key, filter, extack);
		if (err)
			return err;
		for (i = 0; i < n; i++) {
			if (rsvp_filter_eq(&resv->filters[i], filter)) {
				NL_SET_ERR_MSG_ATTR(extack, attr,
						    "the same filter twice");
				return -EINVAL;
			}
		}
		n++;
	}
	return 0;
}

/* Reads what names a reservation: session, style, filters. */
static struct rsvp_reservation *
read_reservation_name(struct nlattr **tb, struct nlattr *nest,
		      struct netlink_ext_ack *extack)
{
	struct rsvp_reservation *resv;
	struct nlattr *attr;
	u32 style, n = 0;
	int rem, err;

	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_RESERVATION_SESSION)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the reservation's session is missing");
		return ERR_PTR(-EINVAL);
	}
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_RESERVATION_STYLE)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the reservation's style is missing");
		return ERR_PTR(-EINVAL);
	}
	style = nla_get_u32(tb[RSVP_A_RESERVATION_STYLE]);
	if (!rsvp_style_known(style)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[RSVP_A_RESERVATION_STYLE],
				    "there is no such style");
		return ERR_PTR(-EINVAL);
	}
	nla_for_each_nested(attr, nest, rem)
		n += nla_type(attr) == RSVP_A_RESERVATION_FILTER;
	err = check_style(style, n,
			  tb[RSVP_A_RESERVATION_FILTER] ?:
			  tb[RSVP_A_RESERVATION_STYLE], extack);
	if (err)
		return ERR_PTR(err);

	resv = kzalloc(struct_size(resv, filters, n), GFP_KERNEL_ACCOUNT);
	if (!resv)
		return ERR_PTR(-ENOMEM);
	resv->style = style;
	resv->n_filters = n;
	err = rsvp_nl_get_session(tb[RSVP_A_RESERVATION_SESSION], &resv->key,
				  extack);
	if (!err)
		err = read_filters(nest, resv, extack);
	if (err) {
		kfree(resv);
		return ERR_PTR(err);
	}
	return resv;
}

/* R and S come from a delay bound, or are given */
static int read_delay(struct nlattr **tb, struct rsvp_reservation *resv,
		      struct netlink_ext_ack *extack)
{
	const struct nlattr *delay = tb[RSVP_A_RESERVATION_DELAY];

	if (!delay)
		return 0;
	if (resv->fs.service != RSVP_SVC_GUARANTEED) {
		NL_SET_ERR_MSG_ATTR(extack, delay,
				    "only guaranteed service bounds the delay");
		return -EINVAL;
	}
	if ((resv->gave & RSVP_GAVE_R) || resv->fs.S_us) {
		NL_SET_ERR_MSG_ATTR(extack, delay,
				    "reserved rate and slack are computed from a delay bound: give either");
		return -EINVAL;
	}
	resv->delay_us = nla_get_u32(delay);
	return 0;
}

static int read_reservation(struct nlattr **tb, struct nlattr *nest,
			    struct rsvp_request *req,
			    struct netlink_ext_ack *extack)
{
	struct rsvp_reservation *resv;
	int err;

	resv = read_reservation_name(tb, nest, extack);
	if (IS_ERR(resv))
		return PTR_ERR(resv);
	req->resv = resv;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_RESERVATION_FLOWSPEC)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "what is asked for (flowspec) is missing");
		return -EINVAL;
	}
	err = rsvp_nl_get_flowspec(tb[RSVP_A_RESERVATION_FLOWSPEC], &resv->fs,
				   &resv->gave, extack);
	if (err)
		return err;
	err = read_delay(tb, resv, extack);
	if (err)
		return err;
	resv->want_confirm = tb[RSVP_A_RESERVATION_CONFIRM];
	if (tb[RSVP_A_RESERVATION_IFINDEX])
		resv->ifindex = nla_get_u32(tb[RSVP_A_RESERVATION_IFINDEX]);

	req->named = kmemdup(resv, struct_size(resv, filters, resv->n_filters),
			     GFP_KERNEL_ACCOUNT);
	if (!req->named)
		return -ENOMEM;
	if (tb[RSVP_A_RESERVATION_PERSIST])
		return 0;
	return rsvp_request_own(req);
}

/**
 * rsvp_nl_reservation_new_doit() - RSVP_CMD_RESERVATION_NEW
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_reservation_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *nest = rsvp_nl_get_nest(info, RSVP_A_RESERVATION);
	struct nlattr *tb[RSVP_A_RESERVATION_PERSIST + 1];
	struct rsvp_request *req;
	int err;

	if (!nest)
		return -EINVAL;
	err = nla_parse_nested(tb, RSVP_A_RESERVATION_PERSIST, nest,
			       rsvp_reservation_new_input_nl_policy,
			       info->extack);
	if (err)
		return err;
	req = rsvp_request_alloc(info, act_reservation_new);
	if (!req)
		return -ENOMEM;
	req->replace = info->attrs[RSVP_A_REPLACE];
	err = read_reservation(tb, nest, req, info->extack);
	if (!err)
		err = rsvp_request_expect_reply(req, info,
						rsvp_nl_size(RSVP_KIND_RESERVATION,
							     &req->resv->obj));
	if (!err)
		err = rsvp_request_wait(req, skb, info, nest, tb,
					RSVP_A_RESERVATION_PERSIST);
	rsvp_request_put(req);
	return err;
}

static int act_reservation_del(struct rsvp_net *rn, struct rsvp_request *req)
{
	struct rsvp_reservation *resv = NULL;
	struct rsvp_object *obj;

	lockdep_assert_held(&rn->lock);

	if (req->named) {
		resv = find_named(rn, req);
	} else {
		obj = rsvp_object_find(rn, RSVP_KIND_RESERVATION, req->id);
		if (obj)
			resv = container_of(obj, struct rsvp_reservation, obj);
	}
	if (!resv)
		return refuse(&req->why, -ENOENT, 0,
			      "there is no such reservation");
	if (resv->rule)
		return refuse(&req->why, -EPERM, 0,
			      "the reservation is a rule's, and goes with it");
	if (resv->socket || !rsvp_request_may_change(req, resv->owner))
		return refuse(&req->why, -EPERM, 0,
			      "the reservation belongs to another process");
	rsvp_api_release(rn, resv);
	return 0;
}

/**
 * rsvp_nl_reservation_del_doit() - RSVP_CMD_RESERVATION_DEL
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_reservation_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *nest = info->attrs[RSVP_A_RESERVATION];
	struct nlattr *tb[RSVP_A_RESERVATION_FILTER + 1];
	struct rsvp_reservation *named;
	struct rsvp_request *req;
	int err;

	err = check_which(info, RSVP_A_RESERVATION);
	if (err)
		return err;
	req = rsvp_request_alloc(info, act_reservation_del);
	if (!req)
		return -ENOMEM;
	if (nest) {
		err = nla_parse_nested(tb, RSVP_A_RESERVATION_FILTER, nest,
				       rsvp_reservation_del_input_nl_policy,
				       info->extack);
		if (err)
			goto out_put;
		named = read_reservation_name(tb, nest, info->extack);
		if (IS_ERR(named)) {
			err = PTR_ERR(named);
			goto out_put;
		}
		req->named = named;
	} else {
		req->id = nla_get_u64(info->attrs[RSVP_A_ID]);
	}
	err = rsvp_request_wait(req, skb, info,
				nest ?: info->attrs[RSVP_A_ID], NULL, 0);
out_put:
	rsvp_request_put(req);
	return err;
}

/**
 * rsvp_nl_init() - register the family
 *
 * The last step of module init: commands may come at once.
 *
 * Context: module init.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_init(void)
{
	int err = genl_register_family(&rsvp_nl_family);

	if (!err)
		rsvp_notify_start();
	return err;
}

/**
 * rsvp_nl_exit() - unregister the family
 *
 * The first step of module exit: it waits for commands under way, which need
 * the worker.
 *
 * Context: module exit.
 */
void rsvp_nl_exit(void)
{
	rsvp_notify_stop();
	genl_unregister_family(&rsvp_nl_family);
}
