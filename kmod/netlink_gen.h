/* SPDX-License-Identifier: GPL-2.0 */
/* Do not edit: scripts/gen-netlink.py makes it of
 * Documentation/netlink/specs/rsvp.yaml
 */
#ifndef _RSVP_NETLINK_GEN_H
#define _RSVP_NETLINK_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <linux/rsvp.h>

/* Common nested types */
extern const struct nla_policy
rsvp_iface_set_input_nl_policy[RSVP_A_IFACE_REPEATS + 1];
extern const struct nla_policy rsvp_session_nl_policy[RSVP_A_SESSION_DPORT + 1];
extern const struct nla_policy rsvp_filter_nl_policy[RSVP_A_FILTER_LABEL + 1];
extern const struct nla_policy rsvp_tspec_nl_policy[RSVP_A_FLOWSPEC_MTU + 1];
extern const struct nla_policy
rsvp_sender_new_input_nl_policy[RSVP_A_SENDER_PERSIST + 1];
extern const struct nla_policy
rsvp_sender_del_input_nl_policy[RSVP_A_SENDER_FILTER + 1];
extern const struct nla_policy
rsvp_flowspec_nl_policy[RSVP_A_FLOWSPEC_SLACK + 1];
extern const struct nla_policy
rsvp_reservation_new_input_nl_policy[RSVP_A_RESERVATION_PERSIST + 1];
extern const struct nla_policy
rsvp_reservation_del_input_nl_policy[RSVP_A_RESERVATION_FILTER + 1];
extern const struct nla_policy
rsvp_qos_nl_policy[RSVP_A_QOS_MINIMUM_POLICED_SIZE + 1];
extern const struct nla_policy rsvp_leaf_nl_policy[RSVP_A_LEAF_RECEIVE + 1];
extern const struct nla_policy
rsvp_socket_set_input_nl_policy[RSVP_A_SOCKET_DESTINATION + 1];
extern const struct nla_policy
rsvp_socket_join_input_nl_policy[RSVP_A_SOCKET_LEAF + 1];
extern const struct nla_policy
rsvp_socket_leave_input_nl_policy[RSVP_A_SOCKET_LEAF + 1];
extern const struct nla_policy
rsvp_socket_get_input_nl_policy[RSVP_A_SOCKET_FD + 1];
extern const struct nla_policy rsvp_quota_nl_policy[RSVP_A_QUOTA_RATE + 1];
extern const struct nla_policy
rsvp_rule_new_input_nl_policy[RSVP_A_RULE_PERSIST + 1];

int rsvp_nl_iface_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_iface_get_dumpit(struct sk_buff *skb,
			     struct netlink_callback *cb);
int rsvp_nl_iface_set_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_sender_new_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_sender_del_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_sender_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_sender_get_dumpit(struct sk_buff *skb,
			      struct netlink_callback *cb);
int rsvp_nl_reservation_new_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_reservation_del_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_reservation_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_reservation_get_dumpit(struct sk_buff *skb,
				   struct netlink_callback *cb);
int rsvp_nl_session_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_session_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int rsvp_nl_path_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_path_get_dumpit(struct sk_buff *skb,
			    struct netlink_callback *cb);
int rsvp_nl_resv_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_resv_get_dumpit(struct sk_buff *skb,
			    struct netlink_callback *cb);
int rsvp_nl_tc_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_tc_get_dumpit(struct sk_buff *skb,
			  struct netlink_callback *cb);
int rsvp_nl_stats_get_dumpit(struct sk_buff *skb,
			     struct netlink_callback *cb);
int rsvp_nl_socket_set_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_socket_join_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_socket_leave_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_socket_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_socket_get_dumpit(struct sk_buff *skb,
			      struct netlink_callback *cb);
int rsvp_nl_quota_set_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_quota_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_rule_new_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_rule_del_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_rule_get_doit(struct sk_buff *skb, struct genl_info *info);
int rsvp_nl_rule_get_dumpit(struct sk_buff *skb,
			    struct netlink_callback *cb);

enum {
	RSVP_NLGRP_STATE,
	RSVP_NLGRP_ERRORS,
	RSVP_NLGRP_CONFIG,
	RSVP_NLGRP_SOCKETS,
};

extern struct genl_family rsvp_nl_family;

#endif /* _RSVP_NETLINK_GEN_H */
