// SPDX-License-Identifier: GPL-2.0
/* Commands about what users without CAP_NET_ADMIN may ask for, see quota.c */
#include "nl.h"
#include "request.h"

static int act_quota_set(struct rsvp_net *rn, struct rsvp_request *req)
{
	if (req->quota.gave_sockets)
		rn->quota.sockets = req->quota.to.sockets;
	if (req->quota.gave_rate)
		rn->quota.rate_Bps = req->quota.to.rate_Bps;
	return 0;
}

/**
 * rsvp_nl_quota_set_doit() - RSVP_CMD_QUOTA_SET
 * @skb: the command
 * @info: its parts
 *
 * Who has more already keeps it.
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_quota_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *tb[RSVP_A_QUOTA_RATE + 1];
	struct nlattr *nest = rsvp_nl_get_nest(info, RSVP_A_QUOTA);
	struct rsvp_request *req;
	int err;

	if (!nest)
		return -EINVAL;
	err = nla_parse_nested(tb, RSVP_A_QUOTA_RATE, nest,
			       rsvp_quota_nl_policy, info->extack);
	if (err)
		return err;
	req = rsvp_request_alloc(info, act_quota_set);
	if (!req)
		return -ENOMEM;
	if (tb[RSVP_A_QUOTA_SOCKETS]) {
		req->quota.gave_sockets = true;
		req->quota.to.sockets = nla_get_u32(tb[RSVP_A_QUOTA_SOCKETS]);
	}
	if (tb[RSVP_A_QUOTA_RATE]) {
		req->quota.gave_rate = true;
		req->quota.to.rate_Bps = nla_get_u64(tb[RSVP_A_QUOTA_RATE]);
	}
	err = rsvp_request_wait(req, skb, info, nest, tb, RSVP_A_QUOTA_RATE);
	rsvp_request_put(req);
	return err;
}

/**
 * rsvp_nl_quota_get_doit() - RSVP_CMD_QUOTA_GET
 * @skb: the command
 * @info: its parts
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_quota_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct rsvp_net *rn = rsvp_net(genl_info_net(info));
	struct rsvp_quota quota;
	struct sk_buff *reply;
	struct nlattr *nest;
	void *hdr;

	if (mutex_lock_killable(&rn->lock))
		return -EINTR;
	quota = rn->quota;
	mutex_unlock(&rn->lock);
	reply = genlmsg_new(nla_total_size(0) + nla_total_size(4) +
			    nla_total_size_64bit(8), GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	hdr = genlmsg_put_reply(reply, info, &rsvp_nl_family, 0,
				RSVP_CMD_QUOTA_GET);
	nest = hdr ? nla_nest_start(reply, RSVP_A_QUOTA) : NULL;
	if (!nest ||
	    nla_put_u32(reply, RSVP_A_QUOTA_SOCKETS, quota.sockets) ||
	    nla_put_u64_64bit(reply, RSVP_A_QUOTA_RATE, quota.rate_Bps,
			      RSVP_A_QUOTA_PAD)) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}
	nla_nest_end(reply, nest);
	genlmsg_end(reply, hdr);
	return genlmsg_reply(reply, info);
}
