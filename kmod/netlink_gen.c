// SPDX-License-Identifier: GPL-2.0
/* Do not edit: scripts/gen-netlink.py makes it of
 * Documentation/netlink/specs/rsvp.yaml
 */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink_gen.h"

#include <linux/rsvp.h>

/* Integer value ranges */
static struct netlink_range_validation rsvp_iface_ifindex_range = {
	.min	= 1ULL,
	.max	= 2147483647ULL,
};

static struct netlink_range_validation rsvp_iface_bandwidth_range = {
	.min	= 1ULL,
	.max	= 40000000000000ULL,
};

static struct netlink_range_validation rsvp_iface_reservable_range = {
	.min	= 1ULL,
	.max	= 100000ULL,
};

static struct netlink_range_validation rsvp_iface_flow_limit_range = {
	.max	= 40000000000000ULL,
};

static struct netlink_range_validation rsvp_iface_class_cap_range = {
	.min	= 1ULL,
	.max	= 65000ULL,
};

static struct netlink_range_validation rsvp_iface_refresh_range = {
	.min	= 100ULL,
	.max	= 86400000ULL,
};

static struct netlink_range_validation rsvp_iface_repair_range = {
	.max	= 60000ULL,
};

static struct netlink_range_validation rsvp_session_dport_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_filter_sport_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_filter_label_range = {
	.max	= 1048575ULL,
};

static struct netlink_range_validation rsvp_flowspec_rate_range = {
	.min	= 1ULL,
	.max	= 40000000000000ULL,
};

static struct netlink_range_validation rsvp_flowspec_burst_range = {
	.min	= 1ULL,
	.max	= 250000000000ULL,
};

static struct netlink_range_validation rsvp_flowspec_min_unit_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_flowspec_mtu_range = {
	.min	= 1ULL,
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_flowspec_reserved_rate_range = {
	.min	= 1ULL,
	.max	= 40000000000000ULL,
};

static struct netlink_range_validation rsvp_qos_token_rate_range = {
	.max	= 40000000000000ULL,
};

static struct netlink_range_validation rsvp_qos_token_bucket_size_range = {
	.max	= 250000000000ULL,
};

static struct netlink_range_validation rsvp_qos_max_sdu_size_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_qos_minimum_policed_size_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_leaf_ifindex_range = {
	.min	= 1ULL,
	.max	= 2147483647ULL,
};

static struct netlink_range_validation rsvp_socket_fd_range = {
	.max	= 2147483647ULL,
};

static struct netlink_range_validation rsvp_rule_priority_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_rule_sport_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_rule_sport_last_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_rule_dport_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_rule_dport_last_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rsvp_rule_idle_range = {
	.min	= 1000ULL,
	.max	= 86400000ULL,
};

static struct netlink_range_validation rsvp_rsvp_ifindex_range = {
	.min	= 1ULL,
	.max	= 2147483647ULL,
};

/* Common nested types */
const struct nla_policy
rsvp_iface_set_input_nl_policy[RSVP_A_IFACE_REPEATS + 1] = {
	[RSVP_A_IFACE_IFINDEX] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_iface_ifindex_range),
	[RSVP_A_IFACE_RSVP] = NLA_POLICY_MAX(NLA_U32, 1),
	[RSVP_A_IFACE_BANDWIDTH] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &rsvp_iface_bandwidth_range),
	[RSVP_A_IFACE_RESERVABLE] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_iface_reservable_range),
	[RSVP_A_IFACE_FLOW_LIMIT] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &rsvp_iface_flow_limit_range),
	[RSVP_A_IFACE_CLASS_CAP] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_iface_class_cap_range),
	[RSVP_A_IFACE_OVERHEAD] = NLA_POLICY_MAX(NLA_U32, 256),
	[RSVP_A_IFACE_BACKEND] = NLA_POLICY_MAX(NLA_U32, 2),
	[RSVP_A_IFACE_PARENT] = { .type = NLA_U32, },
	[RSVP_A_IFACE_REFRESH] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_iface_refresh_range),
	[RSVP_A_IFACE_KEEP] = NLA_POLICY_RANGE(NLA_U32, 1, 255),
	[RSVP_A_IFACE_SLEW_MAX] = NLA_POLICY_RANGE(NLA_U32, 1, 100),
	[RSVP_A_IFACE_REPAIR] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_iface_repair_range),
	[RSVP_A_IFACE_BLOCKADE] = NLA_POLICY_RANGE(NLA_U32, 1, 255),
	[RSVP_A_IFACE_REPEATS] = NLA_POLICY_MAX(NLA_U32, 3),
};

const struct nla_policy rsvp_session_nl_policy[RSVP_A_SESSION_DPORT + 1] = {
	[RSVP_A_SESSION_DST4] = { .type = NLA_BE32, },
	[RSVP_A_SESSION_DST6] = NLA_POLICY_EXACT_LEN(16),
	[RSVP_A_SESSION_PROTO] = NLA_POLICY_MAX(NLA_U32, 255),
	[RSVP_A_SESSION_DPORT] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_session_dport_range),
};

const struct nla_policy rsvp_filter_nl_policy[RSVP_A_FILTER_LABEL + 1] = {
	[RSVP_A_FILTER_SRC4] = { .type = NLA_BE32, },
	[RSVP_A_FILTER_SRC6] = NLA_POLICY_EXACT_LEN(16),
	[RSVP_A_FILTER_SPORT] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_filter_sport_range),
	[RSVP_A_FILTER_LABEL] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_filter_label_range),
};

const struct nla_policy rsvp_tspec_nl_policy[RSVP_A_FLOWSPEC_MTU + 1] = {
	[RSVP_A_FLOWSPEC_RATE] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &rsvp_flowspec_rate_range),
	[RSVP_A_FLOWSPEC_BURST] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &rsvp_flowspec_burst_range),
	[RSVP_A_FLOWSPEC_PEAK] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_FLOWSPEC_MIN_UNIT] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_flowspec_min_unit_range),
	[RSVP_A_FLOWSPEC_MTU] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_flowspec_mtu_range),
};

const struct nla_policy
rsvp_sender_new_input_nl_policy[RSVP_A_SENDER_PERSIST + 1] = {
	[RSVP_A_SENDER_SESSION] = NLA_POLICY_NESTED(rsvp_session_nl_policy),
	[RSVP_A_SENDER_FILTER] = NLA_POLICY_NESTED(rsvp_filter_nl_policy),
	[RSVP_A_SENDER_TSPEC] = NLA_POLICY_NESTED(rsvp_tspec_nl_policy),
	[RSVP_A_SENDER_TTL] = NLA_POLICY_RANGE(NLA_U32, 1, 255),
	[RSVP_A_SENDER_DSCP] = NLA_POLICY_MAX(NLA_U32, 63),
	[RSVP_A_SENDER_MARK] = { .type = NLA_U32, },
	[RSVP_A_SENDER_SERVICE] = NLA_POLICY_RANGE(NLA_U32, 2, 5),
	[RSVP_A_SENDER_NONCONFORMING] = NLA_POLICY_MAX(NLA_U32, 2),
	[RSVP_A_SENDER_PERSIST] = { .type = NLA_FLAG, },
};

const struct nla_policy
rsvp_sender_del_input_nl_policy[RSVP_A_SENDER_FILTER + 1] = {
	[RSVP_A_SENDER_SESSION] = NLA_POLICY_NESTED(rsvp_session_nl_policy),
	[RSVP_A_SENDER_FILTER] = NLA_POLICY_NESTED(rsvp_filter_nl_policy),
};

const struct nla_policy rsvp_flowspec_nl_policy[RSVP_A_FLOWSPEC_SLACK + 1] = {
	[RSVP_A_FLOWSPEC_SERVICE] = NLA_POLICY_RANGE(NLA_U32, 2, 5),
	[RSVP_A_FLOWSPEC_RATE] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &rsvp_flowspec_rate_range),
	[RSVP_A_FLOWSPEC_BURST] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &rsvp_flowspec_burst_range),
	[RSVP_A_FLOWSPEC_PEAK] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_FLOWSPEC_MIN_UNIT] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_flowspec_min_unit_range),
	[RSVP_A_FLOWSPEC_MTU] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_flowspec_mtu_range),
	[RSVP_A_FLOWSPEC_RESERVED_RATE] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &rsvp_flowspec_reserved_rate_range),
	[RSVP_A_FLOWSPEC_SLACK] = { .type = NLA_U32, },
};

const struct nla_policy
rsvp_reservation_new_input_nl_policy[RSVP_A_RESERVATION_PERSIST + 1] = {
	[RSVP_A_RESERVATION_SESSION] =
		NLA_POLICY_NESTED(rsvp_session_nl_policy),
	[RSVP_A_RESERVATION_STYLE] = NLA_POLICY_RANGE(NLA_U32, 10, 18),
	[RSVP_A_RESERVATION_FILTER] = NLA_POLICY_NESTED(rsvp_filter_nl_policy),
	[RSVP_A_RESERVATION_FLOWSPEC] =
		NLA_POLICY_NESTED(rsvp_flowspec_nl_policy),
	[RSVP_A_RESERVATION_DELAY] = NLA_POLICY_MIN(NLA_U32, 1),
	[RSVP_A_RESERVATION_IFINDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[RSVP_A_RESERVATION_CONFIRM] = { .type = NLA_FLAG, },
	[RSVP_A_RESERVATION_PERSIST] = { .type = NLA_FLAG, },
};

const struct nla_policy
rsvp_reservation_del_input_nl_policy[RSVP_A_RESERVATION_FILTER + 1] = {
	[RSVP_A_RESERVATION_SESSION] =
		NLA_POLICY_NESTED(rsvp_session_nl_policy),
	[RSVP_A_RESERVATION_STYLE] = NLA_POLICY_RANGE(NLA_U32, 10, 18),
	[RSVP_A_RESERVATION_FILTER] = NLA_POLICY_NESTED(rsvp_filter_nl_policy),
};

const struct nla_policy
rsvp_qos_nl_policy[RSVP_A_QOS_MINIMUM_POLICED_SIZE + 1] = {
	[RSVP_A_QOS_SERVICE_TYPE] = NLA_POLICY_MAX(NLA_U32, 13),
	[RSVP_A_QOS_NO_TRAFFIC_CONTROL] = { .type = NLA_FLAG, },
	[RSVP_A_QOS_NO_QOS_SIGNALING] = { .type = NLA_FLAG, },
	[RSVP_A_QOS_TOKEN_RATE] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &rsvp_qos_token_rate_range),
	[RSVP_A_QOS_TOKEN_BUCKET_SIZE] =
		NLA_POLICY_FULL_RANGE(NLA_U64, &rsvp_qos_token_bucket_size_range),
	[RSVP_A_QOS_PEAK_BANDWIDTH] = { .type = NLA_U64, },
	[RSVP_A_QOS_LATENCY] = { .type = NLA_U32, },
	[RSVP_A_QOS_DELAY_VARIATION] = { .type = NLA_U32, },
	[RSVP_A_QOS_MAX_SDU_SIZE] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_qos_max_sdu_size_range),
	[RSVP_A_QOS_MINIMUM_POLICED_SIZE] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_qos_minimum_policed_size_range),
};

const struct nla_policy rsvp_leaf_nl_policy[RSVP_A_LEAF_RECEIVE + 1] = {
	[RSVP_A_LEAF_SESSION] = NLA_POLICY_NESTED(rsvp_session_nl_policy),
	[RSVP_A_LEAF_DIRECTION] = NLA_POLICY_RANGE(NLA_U32, 1, 4),
	[RSVP_A_LEAF_IFINDEX] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_leaf_ifindex_range),
	[RSVP_A_LEAF_SEND] = NLA_POLICY_NESTED(rsvp_qos_nl_policy),
	[RSVP_A_LEAF_RECEIVE] = NLA_POLICY_NESTED(rsvp_qos_nl_policy),
};

const struct nla_policy
rsvp_socket_set_input_nl_policy[RSVP_A_SOCKET_DESTINATION + 1] = {
	[RSVP_A_SOCKET_FD] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_socket_fd_range),
	[RSVP_A_SOCKET_SEND] = NLA_POLICY_NESTED(rsvp_qos_nl_policy),
	[RSVP_A_SOCKET_RECEIVE] = NLA_POLICY_NESTED(rsvp_qos_nl_policy),
	[RSVP_A_SOCKET_STYLE] = NLA_POLICY_RANGE(NLA_U32, 10, 18),
	[RSVP_A_SOCKET_FILTER] = NLA_POLICY_NESTED(rsvp_filter_nl_policy),
	[RSVP_A_SOCKET_CONFIRM] = NLA_POLICY_MAX(NLA_U32, 1),
	[RSVP_A_SOCKET_DSCP] = NLA_POLICY_MAX(NLA_U32, 63),
	[RSVP_A_SOCKET_NONCONFORMING] = NLA_POLICY_MAX(NLA_U32, 2),
	[RSVP_A_SOCKET_DESTINATION] = NLA_POLICY_NESTED(rsvp_leaf_nl_policy),
};

const struct nla_policy
rsvp_socket_join_input_nl_policy[RSVP_A_SOCKET_LEAF + 1] = {
	[RSVP_A_SOCKET_FD] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_socket_fd_range),
	[RSVP_A_SOCKET_LEAF] = NLA_POLICY_NESTED(rsvp_leaf_nl_policy),
};

const struct nla_policy
rsvp_socket_leave_input_nl_policy[RSVP_A_SOCKET_LEAF + 1] = {
	[RSVP_A_SOCKET_FD] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_socket_fd_range),
	[RSVP_A_SOCKET_LEAF] = NLA_POLICY_NESTED(rsvp_leaf_nl_policy),
};

const struct nla_policy
rsvp_socket_get_input_nl_policy[RSVP_A_SOCKET_FD + 1] = {
	[RSVP_A_SOCKET_FD] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_socket_fd_range),
};

const struct nla_policy rsvp_quota_nl_policy[RSVP_A_QUOTA_RATE + 1] = {
	[RSVP_A_QUOTA_SOCKETS] = { .type = NLA_U32, },
	[RSVP_A_QUOTA_RATE] = { .type = NLA_U64, },
};

const struct nla_policy
rsvp_rule_new_input_nl_policy[RSVP_A_RULE_PERSIST + 1] = {
	[RSVP_A_RULE_PRIORITY] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rule_priority_range),
	[RSVP_A_RULE_LABEL] = { .type = NLA_NUL_STRING, .len = 31, },
	[RSVP_A_RULE_DIRECTION] = NLA_POLICY_RANGE(NLA_U32, 1, 4),
	[RSVP_A_RULE_FAMILY] = NLA_POLICY_RANGE(NLA_U32, 2, 10),
	[RSVP_A_RULE_PROTO] = NLA_POLICY_RANGE(NLA_U32, 6, 17),
	[RSVP_A_RULE_SRC4] = { .type = NLA_BE32, },
	[RSVP_A_RULE_SRC6] = NLA_POLICY_EXACT_LEN(16),
	[RSVP_A_RULE_SRC_LEN] = NLA_POLICY_MAX(NLA_U32, 128),
	[RSVP_A_RULE_DST4] = { .type = NLA_BE32, },
	[RSVP_A_RULE_DST6] = NLA_POLICY_EXACT_LEN(16),
	[RSVP_A_RULE_DST_LEN] = NLA_POLICY_MAX(NLA_U32, 128),
	[RSVP_A_RULE_SPORT] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rule_sport_range),
	[RSVP_A_RULE_SPORT_LAST] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rule_sport_last_range),
	[RSVP_A_RULE_DPORT] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rule_dport_range),
	[RSVP_A_RULE_DPORT_LAST] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rule_dport_last_range),
	[RSVP_A_RULE_UID] = { .type = NLA_U32, },
	[RSVP_A_RULE_CGROUP] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_RULE_MARK] = { .type = NLA_U32, },
	[RSVP_A_RULE_MASK] = NLA_POLICY_MIN(NLA_U32, 1),
	[RSVP_A_RULE_SEND] = NLA_POLICY_NESTED(rsvp_qos_nl_policy),
	[RSVP_A_RULE_RECEIVE] = NLA_POLICY_NESTED(rsvp_qos_nl_policy),
	[RSVP_A_RULE_STYLE] = NLA_POLICY_RANGE(NLA_U32, 10, 18),
	[RSVP_A_RULE_CONFIRM] = NLA_POLICY_MAX(NLA_U32, 1),
	[RSVP_A_RULE_IDLE] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rule_idle_range),
	[RSVP_A_RULE_PROXY] = { .type = NLA_FLAG, },
	[RSVP_A_RULE_DISCOVER] = { .type = NLA_FLAG, },
	[RSVP_A_RULE_IFINDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[RSVP_A_RULE_DSCP] = NLA_POLICY_MAX(NLA_U32, 63),
	[RSVP_A_RULE_NONCONFORMING] = NLA_POLICY_MAX(NLA_U32, 2),
	[RSVP_A_RULE_PERSIST] = { .type = NLA_FLAG, },
};

/* RSVP_CMD_IFACE_GET */
static const struct nla_policy rsvp_iface_get_nl_policy[RSVP_A_IFINDEX + 1] = {
	[RSVP_A_IFINDEX] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rsvp_ifindex_range),
};

/* RSVP_CMD_IFACE_SET */
static const struct nla_policy rsvp_iface_set_nl_policy[RSVP_A_IFACE + 1] = {
	[RSVP_A_IFACE] = NLA_POLICY_NESTED(rsvp_iface_set_input_nl_policy),
};

/* RSVP_CMD_SENDER_NEW */
static const struct nla_policy rsvp_sender_new_nl_policy[RSVP_A_REPLACE + 1] = {
	[RSVP_A_SENDER] = NLA_POLICY_NESTED(rsvp_sender_new_input_nl_policy),
	[RSVP_A_REPLACE] = { .type = NLA_FLAG, },
};

/* RSVP_CMD_SENDER_DEL */
static const struct nla_policy rsvp_sender_del_nl_policy[RSVP_A_SENDER + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_SENDER] = NLA_POLICY_NESTED(rsvp_sender_del_input_nl_policy),
};

/* RSVP_CMD_SENDER_GET */
static const struct nla_policy rsvp_sender_get_nl_policy[RSVP_A_SESSION + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_AFTER] = { .type = NLA_U64, },
	[RSVP_A_FAMILY] = NLA_POLICY_RANGE(NLA_U32, 2, 10),
	[RSVP_A_SESSION] = NLA_POLICY_NESTED(rsvp_session_nl_policy),
};

/* RSVP_CMD_RESERVATION_NEW */
static const struct nla_policy
rsvp_reservation_new_nl_policy[RSVP_A_REPLACE + 1] = {
	[RSVP_A_RESERVATION] =
		NLA_POLICY_NESTED(rsvp_reservation_new_input_nl_policy),
	[RSVP_A_REPLACE] = { .type = NLA_FLAG, },
};

/* RSVP_CMD_RESERVATION_DEL */
static const struct nla_policy
rsvp_reservation_del_nl_policy[RSVP_A_RESERVATION + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_RESERVATION] =
		NLA_POLICY_NESTED(rsvp_reservation_del_input_nl_policy),
};

/* RSVP_CMD_RESERVATION_GET */
static const struct nla_policy
rsvp_reservation_get_nl_policy[RSVP_A_SESSION + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_AFTER] = { .type = NLA_U64, },
	[RSVP_A_FAMILY] = NLA_POLICY_RANGE(NLA_U32, 2, 10),
	[RSVP_A_SESSION] = NLA_POLICY_NESTED(rsvp_session_nl_policy),
};

/* RSVP_CMD_SESSION_GET */
static const struct nla_policy
rsvp_session_get_nl_policy[RSVP_A_SESSION + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_AFTER] = { .type = NLA_U64, },
	[RSVP_A_FAMILY] = NLA_POLICY_RANGE(NLA_U32, 2, 10),
	[RSVP_A_SESSION] = NLA_POLICY_NESTED(rsvp_session_nl_policy),
};

/* RSVP_CMD_PATH_GET */
static const struct nla_policy rsvp_path_get_nl_policy[RSVP_A_SESSION + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_AFTER] = { .type = NLA_U64, },
	[RSVP_A_FAMILY] = NLA_POLICY_RANGE(NLA_U32, 2, 10),
	[RSVP_A_IFINDEX] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rsvp_ifindex_range),
	[RSVP_A_SESSION] = NLA_POLICY_NESTED(rsvp_session_nl_policy),
};

/* RSVP_CMD_RESV_GET */
static const struct nla_policy rsvp_resv_get_nl_policy[RSVP_A_SESSION + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_AFTER] = { .type = NLA_U64, },
	[RSVP_A_FAMILY] = NLA_POLICY_RANGE(NLA_U32, 2, 10),
	[RSVP_A_IFINDEX] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rsvp_ifindex_range),
	[RSVP_A_SESSION] = NLA_POLICY_NESTED(rsvp_session_nl_policy),
};

/* RSVP_CMD_TC_GET */
static const struct nla_policy rsvp_tc_get_nl_policy[RSVP_A_SESSION + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_AFTER] = { .type = NLA_U64, },
	[RSVP_A_FAMILY] = NLA_POLICY_RANGE(NLA_U32, 2, 10),
	[RSVP_A_IFINDEX] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &rsvp_rsvp_ifindex_range),
	[RSVP_A_SESSION] = NLA_POLICY_NESTED(rsvp_session_nl_policy),
};

/* RSVP_CMD_SOCKET_SET */
static const struct nla_policy rsvp_socket_set_nl_policy[RSVP_A_SOCKET + 1] = {
	[RSVP_A_SOCKET] = NLA_POLICY_NESTED(rsvp_socket_set_input_nl_policy),
};

/* RSVP_CMD_SOCKET_JOIN */
static const struct nla_policy rsvp_socket_join_nl_policy[RSVP_A_SOCKET + 1] = {
	[RSVP_A_SOCKET] = NLA_POLICY_NESTED(rsvp_socket_join_input_nl_policy),
};

/* RSVP_CMD_SOCKET_LEAVE */
static const struct nla_policy
rsvp_socket_leave_nl_policy[RSVP_A_SOCKET + 1] = {
	[RSVP_A_SOCKET] = NLA_POLICY_NESTED(rsvp_socket_leave_input_nl_policy),
};

/* RSVP_CMD_SOCKET_GET */
static const struct nla_policy rsvp_socket_get_nl_policy[RSVP_A_SOCKET + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_AFTER] = { .type = NLA_U64, },
	[RSVP_A_FAMILY] = NLA_POLICY_RANGE(NLA_U32, 2, 10),
	[RSVP_A_SOCKET] = NLA_POLICY_NESTED(rsvp_socket_get_input_nl_policy),
};

/* RSVP_CMD_QUOTA_SET */
static const struct nla_policy rsvp_quota_set_nl_policy[RSVP_A_QUOTA + 1] = {
	[RSVP_A_QUOTA] = NLA_POLICY_NESTED(rsvp_quota_nl_policy),
};

/* RSVP_CMD_RULE_NEW */
static const struct nla_policy rsvp_rule_new_nl_policy[RSVP_A_RULE + 1] = {
	[RSVP_A_RULE] = NLA_POLICY_NESTED(rsvp_rule_new_input_nl_policy),
};

/* RSVP_CMD_RULE_DEL */
static const struct nla_policy rsvp_rule_del_nl_policy[RSVP_A_ID + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
};

/* RSVP_CMD_RULE_GET */
static const struct nla_policy rsvp_rule_get_nl_policy[RSVP_A_AFTER + 1] = {
	[RSVP_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[RSVP_A_AFTER] = { .type = NLA_U64, },
};

/* Ops table for rsvp */
static const struct genl_ops rsvp_nl_ops[] = {
	{
		.cmd	= RSVP_CMD_IFACE_GET,
		.doit	= rsvp_nl_iface_get_doit,
		.dumpit	= rsvp_nl_iface_get_dumpit,
		.policy	= rsvp_iface_get_nl_policy,
		.maxattr = RSVP_A_IFINDEX,
	},
	{
		.cmd	= RSVP_CMD_IFACE_SET,
		.doit	= rsvp_nl_iface_set_doit,
		.policy	= rsvp_iface_set_nl_policy,
		.maxattr = RSVP_A_IFACE,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= RSVP_CMD_SENDER_NEW,
		.doit	= rsvp_nl_sender_new_doit,
		.policy	= rsvp_sender_new_nl_policy,
		.maxattr = RSVP_A_REPLACE,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= RSVP_CMD_SENDER_DEL,
		.doit	= rsvp_nl_sender_del_doit,
		.policy	= rsvp_sender_del_nl_policy,
		.maxattr = RSVP_A_SENDER,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= RSVP_CMD_SENDER_GET,
		.doit	= rsvp_nl_sender_get_doit,
		.dumpit	= rsvp_nl_sender_get_dumpit,
		.policy	= rsvp_sender_get_nl_policy,
		.maxattr = RSVP_A_SESSION,
	},
	{
		.cmd	= RSVP_CMD_RESERVATION_NEW,
		.doit	= rsvp_nl_reservation_new_doit,
		.policy	= rsvp_reservation_new_nl_policy,
		.maxattr = RSVP_A_REPLACE,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= RSVP_CMD_RESERVATION_DEL,
		.doit	= rsvp_nl_reservation_del_doit,
		.policy	= rsvp_reservation_del_nl_policy,
		.maxattr = RSVP_A_RESERVATION,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= RSVP_CMD_RESERVATION_GET,
		.doit	= rsvp_nl_reservation_get_doit,
		.dumpit	= rsvp_nl_reservation_get_dumpit,
		.policy	= rsvp_reservation_get_nl_policy,
		.maxattr = RSVP_A_SESSION,
	},
	{
		.cmd	= RSVP_CMD_SESSION_GET,
		.doit	= rsvp_nl_session_get_doit,
		.dumpit	= rsvp_nl_session_get_dumpit,
		.policy	= rsvp_session_get_nl_policy,
		.maxattr = RSVP_A_SESSION,
	},
	{
		.cmd	= RSVP_CMD_PATH_GET,
		.doit	= rsvp_nl_path_get_doit,
		.dumpit	= rsvp_nl_path_get_dumpit,
		.policy	= rsvp_path_get_nl_policy,
		.maxattr = RSVP_A_SESSION,
	},
	{
		.cmd	= RSVP_CMD_RESV_GET,
		.doit	= rsvp_nl_resv_get_doit,
		.dumpit	= rsvp_nl_resv_get_dumpit,
		.policy	= rsvp_resv_get_nl_policy,
		.maxattr = RSVP_A_SESSION,
	},
	{
		.cmd	= RSVP_CMD_TC_GET,
		.doit	= rsvp_nl_tc_get_doit,
		.dumpit	= rsvp_nl_tc_get_dumpit,
		.policy	= rsvp_tc_get_nl_policy,
		.maxattr = RSVP_A_SESSION,
	},
	{
		.cmd	= RSVP_CMD_STATS_GET,
		.dumpit	= rsvp_nl_stats_get_dumpit,
	},
	{
		.cmd	= RSVP_CMD_SOCKET_SET,
		.doit	= rsvp_nl_socket_set_doit,
		.policy	= rsvp_socket_set_nl_policy,
		.maxattr = RSVP_A_SOCKET,
	},
	{
		.cmd	= RSVP_CMD_SOCKET_JOIN,
		.doit	= rsvp_nl_socket_join_doit,
		.policy	= rsvp_socket_join_nl_policy,
		.maxattr = RSVP_A_SOCKET,
	},
	{
		.cmd	= RSVP_CMD_SOCKET_LEAVE,
		.doit	= rsvp_nl_socket_leave_doit,
		.policy	= rsvp_socket_leave_nl_policy,
		.maxattr = RSVP_A_SOCKET,
	},
	{
		.cmd	= RSVP_CMD_SOCKET_GET,
		.doit	= rsvp_nl_socket_get_doit,
		.dumpit	= rsvp_nl_socket_get_dumpit,
		.policy	= rsvp_socket_get_nl_policy,
		.maxattr = RSVP_A_SOCKET,
	},
	{
		.cmd	= RSVP_CMD_QUOTA_SET,
		.doit	= rsvp_nl_quota_set_doit,
		.policy	= rsvp_quota_set_nl_policy,
		.maxattr = RSVP_A_QUOTA,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= RSVP_CMD_QUOTA_GET,
		.doit	= rsvp_nl_quota_get_doit,
	},
	{
		.cmd	= RSVP_CMD_RULE_NEW,
		.doit	= rsvp_nl_rule_new_doit,
		.policy	= rsvp_rule_new_nl_policy,
		.maxattr = RSVP_A_RULE,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= RSVP_CMD_RULE_DEL,
		.doit	= rsvp_nl_rule_del_doit,
		.policy	= rsvp_rule_del_nl_policy,
		.maxattr = RSVP_A_ID,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= RSVP_CMD_RULE_GET,
		.doit	= rsvp_nl_rule_get_doit,
		.dumpit	= rsvp_nl_rule_get_dumpit,
		.policy	= rsvp_rule_get_nl_policy,
		.maxattr = RSVP_A_AFTER,
	},
};

static const struct genl_multicast_group rsvp_nl_mcgrps[] = {
	[RSVP_NLGRP_STATE] = { .name = RSVP_MCGRP_STATE, },
	[RSVP_NLGRP_ERRORS] = { .name = RSVP_MCGRP_ERRORS, },
	[RSVP_NLGRP_CONFIG] = { .name = RSVP_MCGRP_CONFIG, },
	[RSVP_NLGRP_SOCKETS] = { .name = RSVP_MCGRP_SOCKETS, },
};

struct genl_family rsvp_nl_family __ro_after_init = {
	.name		= RSVP_FAMILY_NAME,
	.version	= RSVP_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.ops		= rsvp_nl_ops,
	.n_ops		= ARRAY_SIZE(rsvp_nl_ops),
	.mcgrps		= rsvp_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(rsvp_nl_mcgrps),
};
