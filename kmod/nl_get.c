// SPDX-License-Identifier: GPL-2.0
/*
 * Commands that read. They are open to everybody, take rn->lock for one object
 * or one page at a time, and send no rtnetlink, so they need no worker.
 *
 * A dump goes by ascending id, and remembers the last one only: objects that
 * come and go meanwhile make no object that stays appear twice or not at all.
 */
#include <net/sock.h>

#include "nl.h"
#include "socket.h"

enum { RSVP_DUMP_LOOKS = 1024 };	/* objects seen per hold of rn->lock */

/**
 * struct rsvp_dump - where a dump is; in cb->ctx
 * @after: last id, ifindex or counter that was sent
 * @key: only objects of this session, if @has_key
 * @family: only objects of this family; 0: of any
 * @ifindex: only objects of this interface; 0: of any
 * @ready: the request was read
 * @has_key: see @key
 */
struct rsvp_dump {
	u64 after;
	struct rsvp_session_key key;
	u32 family;
	int ifindex;
	bool ready;
	bool has_key;
};

static struct rsvp_dump *dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct rsvp_dump) > sizeof(cb->ctx));
	return (struct rsvp_dump *)cb->ctx;
}

static u32 generation(const struct rsvp_net *rn)
{
	/* 0 would mean to netlink that we do not know */
	return rn->generation << 1 | 1;
}

/* Reads what the dump is to be limited to, for its first page. */
static int dump_start(struct netlink_callback *cb, u32 maxattr)
{
	struct nlattr **attrs = genl_dumpit_info(cb)->attrs;
	struct netlink_ext_ack *extack = cb->extack;
	struct rsvp_dump *dump = dump_of(cb);
	int err;

	if (dump->ready)
		return 0;
	if (attrs && maxattr >= RSVP_A_ID && attrs[RSVP_A_ID]) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[RSVP_A_ID],
				    "an id names one object: ask without NLM_F_DUMP");
		return -EINVAL;
	}
	if (attrs && maxattr >= RSVP_A_AFTER && attrs[RSVP_A_AFTER])
		dump->after = nla_get_u64(attrs[RSVP_A_AFTER]);
	if (attrs && maxattr >= RSVP_A_FAMILY && attrs[RSVP_A_FAMILY]) {
		dump->family = nla_get_u32(attrs[RSVP_A_FAMILY]);
		if (dump->family != AF_INET && dump->family != AF_INET6) {
			NL_SET_ERR_MSG_ATTR(extack, attrs[RSVP_A_FAMILY],
					    "the family is neither AF_INET nor AF_INET6");
			return -EAFNOSUPPORT;
		}
	}
	if (attrs && maxattr >= RSVP_A_IFINDEX && attrs[RSVP_A_IFINDEX])
		dump->ifindex = nla_get_u32(attrs[RSVP_A_IFINDEX]);
	if (attrs && maxattr >= RSVP_A_SESSION && attrs[RSVP_A_SESSION]) {
		err = rsvp_nl_get_session(attrs[RSVP_A_SESSION], &dump->key,
					  extack);
		if (err)
			return err;
		dump->has_key = true;
	}
	dump->ready = true;
	return 0;
}

/* A socket has no session, but a family */
static bool dump_wants_socket(const struct rsvp_dump *dump,
			      const struct rsvp_object *obj)
{
	const struct rsvp_socket *s = container_of(obj, struct rsvp_socket,
						   obj);

	return !dump->family || dump->family == s->sk->sk_family;
}

static const struct rsvp_session_key *key_of(enum rsvp_kind kind,
					     const struct rsvp_object *obj)
{
	switch (kind) {
	case RSVP_KIND_SESSION:
		return &container_of(obj, struct rsvp_session, obj)->key;
	case RSVP_KIND_PSB:
		return &container_of(obj, struct rsvp_psb, obj)->sess->key;
	case RSVP_KIND_RSB:
		return &container_of(obj, struct rsvp_rsb, obj)->sess->key;
	case RSVP_KIND_TCSB:
		return &container_of(obj, struct rsvp_tcsb, obj)->sess->key;
	case RSVP_KIND_SENDER:
		return &container_of(obj, struct rsvp_sender, obj)->key;
	case RSVP_KIND_RESERVATION:
	default:
		return &container_of(obj, struct rsvp_reservation, obj)->key;
	}
}

static bool is_on(enum rsvp_kind kind, const struct rsvp_object *obj,
		  int ifindex)
{
	const struct rsvp_psb *psb;

	switch (kind) {
	case RSVP_KIND_PSB:
		psb = container_of(obj, struct rsvp_psb, obj);
		return psb->iif == ifindex || rsvp_psb_routes_to(psb, ifindex);
	case RSVP_KIND_RSB:
		return container_of(obj, struct rsvp_rsb, obj)->oif == ifindex;
	case RSVP_KIND_TCSB:
		return container_of(obj, struct rsvp_tcsb,
				    obj)->oif == ifindex;
	default:
		return false;
	}
}

static bool dump_wants(const struct rsvp_dump *dump, enum rsvp_kind kind,
		       const struct rsvp_object *obj)
{
	const struct rsvp_session_key *key;

	if (kind == RSVP_KIND_SOCKET)
		return dump_wants_socket(dump, obj);
	if (kind == RSVP_KIND_RULE)
		return true;
	key = key_of(kind, obj);
	if (dump->has_key && !rsvp_session_key_eq(&dump->key, key))
		return false;
	if (dump->family && dump->family != key->dst.family)
		return false;
	return !dump->ifindex || is_on(kind, obj, dump->ifindex);
}

/* Returns the header for one more message of the page; NULL if it is full. */
static void *dump_put_header(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct genl_dumpit_info *info = genl_dumpit_info(cb);
	void *hdr;

	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			  &rsvp_nl_family, NLM_F_MULTI, info->op.cmd);
	if (hdr)
		genl_dump_check_consistent(cb, hdr);
	return hdr;
}

/*
 * Makes an empty page large enough for an object that no usual page holds. The
 * socket goes on being charged for the original size, as in netlink_trim().
 */
static int dump_make_room(struct sk_buff *skb, size_t size)
{
	size_t need = nlmsg_total_size(GENL_HDRLEN + size);

	if (skb->len || need <= skb_tailroom(skb))
		return -EMSGSIZE;
	return pskb_expand_head(skb, 0, need - skb_tailroom(skb), GFP_KERNEL);
}

static int dump_put(struct sk_buff *skb, struct netlink_callback *cb,
		    struct rsvp_net *rn, enum rsvp_kind kind,
		    const struct rsvp_object *obj)
{
	void *hdr = dump_put_header(skb, cb);

	if (!hdr)
		return -EMSGSIZE;
	if (rsvp_nl_put(skb, rn, kind, obj, RSVP_NL_NO_EVENT)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/*
 * Puts objects until the page is full, all are seen, or the lock was held long
 * enough. Returns 1 if there may be more for this page, 0 if there are no
 * more at all, or a negative errno: -EMSGSIZE if the page is full.
 */
static int dump_stretch(struct sk_buff *skb, struct netlink_callback *cb,
			struct rsvp_net *rn, enum rsvp_kind kind)
{
	struct rsvp_dump *dump = dump_of(cb);
	struct rsvp_object *obj;
	u32 n = RSVP_DUMP_LOOKS;
	int err;

	lockdep_assert_held(&rn->lock);

	cb->seq = generation(rn);
	obj = rsvp_object_after(rn, kind, dump->after);
	while (obj && n--) {
		if (dump_wants(dump, kind, obj)) {
			err = dump_put(skb, cb, rn, kind, obj);
			if (err && !dump_make_room(skb,
						   rsvp_nl_size(kind, obj)))
				err = dump_put(skb, cb, rn, kind, obj);
			if (err)
				return err;
		}
		dump->after = obj->id;
		obj = rb_entry_safe(rb_next(&obj->node), struct rsvp_object,
				    node);
	}
	return obj ? 1 : 0;
}

static int rsvp_nl_dump(struct sk_buff *skb, struct netlink_callback *cb,
			enum rsvp_kind kind, u32 maxattr)
{
	struct rsvp_net *rn = rsvp_net(sock_net(skb->sk));
	int err;

	err = dump_start(cb, maxattr);
	if (err)
		return err;

	do {
		cond_resched();
		if (mutex_lock_killable(&rn->lock))
			return -EINTR;
		err = dump_stretch(skb, cb, rn, kind);
		mutex_unlock(&rn->lock);
	} while (err > 0);

	if (err == -EMSGSIZE && !skb->len)
		NL_SET_ERR_MSG(cb->extack,
			       "the next object is too large for a message; go on after it");
	return skb->len ?: err;
}

/* Refuses what only dumps understand, and asks for what names one object. */
static int check_one(struct genl_info *info, u32 attr, u32 maxattr)
{
	u32 type;

	for (type = 1; type <= maxattr; type++) {
		if (type == attr || !info->attrs[type])
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[type],
				    "this attribute limits dumps; without NLM_F_DUMP name one object");
		return -EINVAL;
	}
	if (GENL_REQ_ATTR_CHECK(info, attr)) {
		NL_SET_ERR_MSG(info->extack,
			       "name one object, or ask with NLM_F_DUMP for all");
		return -EINVAL;
	}
	return 0;
}

/* Answers with the object of an id, which @attr of the command names */
static int reply_with(struct genl_info *info, enum rsvp_kind kind, u64 id,
		      const struct nlattr *attr)
{
	struct rsvp_net *rn = rsvp_net(genl_info_net(info));
	struct rsvp_object *obj;
	struct sk_buff *skb;
	void *hdr;
	int err;

	if (mutex_lock_killable(&rn->lock))
		return -EINTR;
	obj = rsvp_object_find(rn, kind, id);
	if (!obj) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "there is no such object");
		err = -ENOENT;
		goto err_unlock;
	}
	skb = genlmsg_new(rsvp_nl_size(kind, obj), GFP_KERNEL);
	if (!skb) {
		err = -ENOMEM;
		goto err_unlock;
	}
	hdr = genlmsg_put_reply(skb, info, &rsvp_nl_family, 0,
				info->genlhdr->cmd);
	if (!hdr || rsvp_nl_put(skb, rn, kind, obj, RSVP_NL_NO_EVENT)) {
		NL_SET_ERR_MSG(info->extack,
			       "the object is too large for a message");
		err = -EMSGSIZE;
		goto err_free;
	}
	mutex_unlock(&rn->lock);
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, info);

err_free:
	nlmsg_free(skb);
err_unlock:
	mutex_unlock(&rn->lock);
	return err;
}

static int rsvp_nl_get(struct genl_info *info, enum rsvp_kind kind,
		       u32 maxattr)
{
	int err = check_one(info, RSVP_A_ID, maxattr);

	return err ?: reply_with(info, kind,
				 nla_get_u64(info->attrs[RSVP_A_ID]),
				 info->attrs[RSVP_A_ID]);
}

/**
 * rsvp_nl_socket_get_doit() - RSVP_CMD_SOCKET_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_socket_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *nest = info->attrs[RSVP_A_SOCKET];
	s64 id;

	if (!nest)
		return rsvp_nl_get(info, RSVP_KIND_SOCKET, RSVP_A_FAMILY);
	if (info->attrs[RSVP_A_ID]) {
		NL_SET_ERR_MSG_ATTR(info->extack, nest,
				    "an id and a descriptor exclude each other");
		return -EINVAL;
	}
	id = rsvp_nl_sock_id(info, nest);
	if (id < 0)
		return id;
	if (!id) {
		NL_SET_ERR_MSG_ATTR(info->extack, nest,
				    "the socket has no QoS");
		return -ENOENT;
	}
	return reply_with(info, RSVP_KIND_SOCKET, id, nest);
}

/**
 * rsvp_nl_socket_get_dumpit() - RSVP_CMD_SOCKET_GET, a page of all
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_socket_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nlattr **attrs = genl_dumpit_info(cb)->attrs;

	if (attrs && attrs[RSVP_A_SOCKET]) {
		NL_SET_ERR_MSG_ATTR(cb->extack, attrs[RSVP_A_SOCKET],
				    "a descriptor names one socket: ask without NLM_F_DUMP");
		return -EINVAL;
	}
	return rsvp_nl_dump(skb, cb, RSVP_KIND_SOCKET, RSVP_A_FAMILY);
}

/**
 * rsvp_nl_rule_get_doit() - RSVP_CMD_RULE_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_rule_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return rsvp_nl_get(info, RSVP_KIND_RULE, RSVP_A_AFTER);
}

/**
 * rsvp_nl_rule_get_dumpit() - RSVP_CMD_RULE_GET, a page of all
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_rule_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return rsvp_nl_dump(skb, cb, RSVP_KIND_RULE, RSVP_A_AFTER);
}

/**
 * rsvp_nl_session_get_doit() - RSVP_CMD_SESSION_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_session_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return rsvp_nl_get(info, RSVP_KIND_SESSION, RSVP_A_SESSION);
}

/**
 * rsvp_nl_session_get_dumpit() - RSVP_CMD_SESSION_GET, a page of all
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_session_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb)
{
	return rsvp_nl_dump(skb, cb, RSVP_KIND_SESSION, RSVP_A_SESSION);
}

/**
 * rsvp_nl_path_get_doit() - RSVP_CMD_PATH_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_path_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return rsvp_nl_get(info, RSVP_KIND_PSB, RSVP_A_SESSION);
}

/**
 * rsvp_nl_path_get_dumpit() - RSVP_CMD_PATH_GET, a page of all
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_path_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return rsvp_nl_dump(skb, cb, RSVP_KIND_PSB, RSVP_A_SESSION);
}

/**
 * rsvp_nl_resv_get_doit() - RSVP_CMD_RESV_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_resv_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return rsvp_nl_get(info, RSVP_KIND_RSB, RSVP_A_SESSION);
}

/**
 * rsvp_nl_resv_get_dumpit() - RSVP_CMD_RESV_GET, a page of all
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_resv_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return rsvp_nl_dump(skb, cb, RSVP_KIND_RSB, RSVP_A_SESSION);
}

/**
 * rsvp_nl_tc_get_doit() - RSVP_CMD_TC_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_tc_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return rsvp_nl_get(info, RSVP_KIND_TCSB, RSVP_A_SESSION);
}

/**
 * rsvp_nl_tc_get_dumpit() - RSVP_CMD_TC_GET, a page of all
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_tc_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return rsvp_nl_dump(skb, cb, RSVP_KIND_TCSB, RSVP_A_SESSION);
}

/**
 * rsvp_nl_sender_get_doit() - RSVP_CMD_SENDER_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_sender_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return rsvp_nl_get(info, RSVP_KIND_SENDER, RSVP_A_SESSION);
}

/**
 * rsvp_nl_sender_get_dumpit() - RSVP_CMD_SENDER_GET, a page of all
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_sender_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return rsvp_nl_dump(skb, cb, RSVP_KIND_SENDER, RSVP_A_SESSION);
}

/**
 * rsvp_nl_reservation_get_doit() - RSVP_CMD_RESERVATION_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_reservation_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return rsvp_nl_get(info, RSVP_KIND_RESERVATION, RSVP_A_SESSION);
}

/**
 * rsvp_nl_reservation_get_dumpit() - RSVP_CMD_RESERVATION_GET, a page of all
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_reservation_get_dumpit(struct sk_buff *skb,
				   struct netlink_callback *cb)
{
	return rsvp_nl_dump(skb, cb, RSVP_KIND_RESERVATION, RSVP_A_SESSION);
}

/**
 * rsvp_nl_iface_get_doit() - RSVP_CMD_IFACE_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_iface_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct rsvp_net *rn = rsvp_net(genl_info_net(info));
	struct rsvp_iface *iface;
	struct sk_buff *reply;
	void *hdr;
	int err;

	err = check_one(info, RSVP_A_IFINDEX, RSVP_A_IFINDEX);
	if (err)
		return err;

	reply = genlmsg_new(rsvp_nl_iface_size(), GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	hdr = genlmsg_put_reply(reply, info, &rsvp_nl_family, 0,
				RSVP_CMD_IFACE_GET);
	if (!hdr) {
		nlmsg_free(reply);
		return -ENOMEM;
	}

	if (mutex_lock_killable(&rn->lock)) {
		nlmsg_free(reply);
		return -EINTR;
	}
	iface = rsvp_iface_find(rn, nla_get_u32(info->attrs[RSVP_A_IFINDEX]));
	if (iface) {
		err = rsvp_nl_put_iface(reply, rn, iface, RSVP_NL_NO_EVENT);
	} else {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[RSVP_A_IFINDEX],
				    "RSVP is off on this interface");
		err = -ENOENT;
	}
	mutex_unlock(&rn->lock);

	if (err) {
		nlmsg_free(reply);
		return err;
	}
	genlmsg_end(reply, hdr);
	return genlmsg_reply(reply, info);
}

static int iface_dump_put(struct sk_buff *skb, struct netlink_callback *cb,
			  struct rsvp_net *rn, const struct rsvp_iface *iface)
{
	void *hdr = dump_put_header(skb, cb);

	if (!hdr)
		return -EMSGSIZE;
	if (rsvp_nl_put_iface(skb, rn, iface, RSVP_NL_NO_EVENT)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/**
 * rsvp_nl_iface_get_dumpit() - RSVP_CMD_IFACE_GET, a page of all
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_iface_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rsvp_net *rn = rsvp_net(sock_net(skb->sk));
	struct rsvp_dump *dump = dump_of(cb);
	struct rsvp_iface *iface;
	unsigned long ifindex;
	int err;

	err = dump_start(cb, RSVP_A_IFINDEX);
	if (err)
		return err;

	if (mutex_lock_killable(&rn->lock))
		return -EINTR;
	cb->seq = generation(rn);
	xa_for_each_start(&rn->by_ifindex, ifindex, iface, dump->after + 1) {
		if (!dump->ifindex || dump->ifindex == iface->ifindex) {
			err = iface_dump_put(skb, cb, rn, iface);
			if (err)
				break;
		}
		dump->after = ifindex;
	}
	mutex_unlock(&rn->lock);
	return skb->len ?: err;
}

static int put_counter(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct rsvp_counter *c)
{
	void *hdr = dump_put_header(skb, cb);
	struct nlattr *nest;

	if (!hdr)
		return -EMSGSIZE;
	nest = nla_nest_start(skb, RSVP_A_COUNTER);
	if (!nest ||
	    nla_put_string(skb, RSVP_A_COUNTER_NAME, c->name) ||
	    nla_put_u64_64bit(skb, RSVP_A_COUNTER_VALUE, c->value,
			      RSVP_A_COUNTER_PAD) ||
	    nla_put_string(skb, RSVP_A_COUNTER_TEXT, c->text) ||
	    nla_put_u32(skb, RSVP_A_COUNTER_KIND, c->kind)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;
}

/**
 * rsvp_nl_stats_get_dumpit() - RSVP_CMD_STATS_GET, a page of the counters
 * @skb: the page
 * @cb: the dump
 *
 * Context: process.
 * Return: bytes put, 0 at the end, or a negative errno.
 */
int rsvp_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rsvp_net *rn = rsvp_net(sock_net(skb->sk));
	struct rsvp_dump *dump = dump_of(cb);
	u32 next = dump->after;
	struct rsvp_counter c;

	if (mutex_lock_killable(&rn->lock))
		return -EINTR;
	while (rsvp_counter_next(rn, &next, &c)) {
		if (put_counter(skb, cb, &c))
			break;
		dump->after = next;
	}
	mutex_unlock(&rn->lock);
	return skb->len;
}
