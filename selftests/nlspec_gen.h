/* SPDX-License-Identifier: GPL-2.0 */
/* Do not edit: scripts/gen-netlink.py makes it of
 * Documentation/netlink/specs/rsvp.yaml
 */
#ifndef _RSVP_NLSPEC_GEN_H
#define _RSVP_NLSPEC_GEN_H

static const struct attr session_set[] = {
	{ "pad", RSVP_A_SESSION_PAD, PAD, NULL },
	{ "dst4", RSVP_A_SESSION_DST4, IP4, NULL },
	{ "dst6", RSVP_A_SESSION_DST6, IP6, NULL },
	{ "proto", RSVP_A_SESSION_PROTO, U32, NULL },
	{ "dport", RSVP_A_SESSION_DPORT, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr iface_set[] = {
	{ "pad", RSVP_A_IFACE_PAD, PAD, NULL },
	{ "ifindex", RSVP_A_IFACE_IFINDEX, U32, NULL },
	{ "ifname", RSVP_A_IFACE_IFNAME, STRING, NULL },
	{ "rsvp", RSVP_A_IFACE_RSVP, U32, NULL },
	{ "bandwidth", RSVP_A_IFACE_BANDWIDTH, U64, NULL },
	{ "reservable", RSVP_A_IFACE_RESERVABLE, U32, NULL },
	{ "flow-limit", RSVP_A_IFACE_FLOW_LIMIT, U64, NULL },
	{ "class-cap", RSVP_A_IFACE_CLASS_CAP, U32, NULL },
	{ "overhead", RSVP_A_IFACE_OVERHEAD, U32, NULL },
	{ "backend", RSVP_A_IFACE_BACKEND, U32, NULL },
	{ "parent", RSVP_A_IFACE_PARENT, U32, NULL },
	{ "refresh", RSVP_A_IFACE_REFRESH, U32, NULL },
	{ "keep", RSVP_A_IFACE_KEEP, U32, NULL },
	{ "slew-max", RSVP_A_IFACE_SLEW_MAX, U32, NULL },
	{ "repair", RSVP_A_IFACE_REPAIR, U32, NULL },
	{ "blockade", RSVP_A_IFACE_BLOCKADE, U32, NULL },
	{ "repeats", RSVP_A_IFACE_REPEATS, U32, NULL },
	{ "handle", RSVP_A_IFACE_HANDLE, U32, NULL },
	{ "reserved", RSVP_A_IFACE_RESERVED, U64, NULL },
	{ "free", RSVP_A_IFACE_FREE, U64, NULL },
	{ "high-water", RSVP_A_IFACE_HIGH_WATER, U64, NULL },
	{ "classes", RSVP_A_IFACE_CLASSES, U32, NULL },
	{ "refused", RSVP_A_IFACE_REFUSED, U64, NULL },
	{ "term-c", RSVP_A_IFACE_TERM_C, U32, NULL },
	{ "term-d", RSVP_A_IFACE_TERM_D, U32, NULL },
	{ "mtu", RSVP_A_IFACE_MTU, U32, NULL },
	{ "queue-len", RSVP_A_IFACE_QUEUE_LEN, U32, NULL },
	{ "queue-drops", RSVP_A_IFACE_QUEUE_DROPS, U64, NULL },
	{ "overbooked", RSVP_A_IFACE_OVERBOOKED, FLAG, NULL },
	{ "event", RSVP_A_IFACE_EVENT, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr filter_set[] = {
	{ "src4", RSVP_A_FILTER_SRC4, IP4, NULL },
	{ "src6", RSVP_A_FILTER_SRC6, IP6, NULL },
	{ "sport", RSVP_A_FILTER_SPORT, U32, NULL },
	{ "label", RSVP_A_FILTER_LABEL, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr flowspec_set[] = {
	{ "pad", RSVP_A_FLOWSPEC_PAD, PAD, NULL },
	{ "service", RSVP_A_FLOWSPEC_SERVICE, U32, NULL },
	{ "rate", RSVP_A_FLOWSPEC_RATE, U64, NULL },
	{ "burst", RSVP_A_FLOWSPEC_BURST, U64, NULL },
	{ "peak", RSVP_A_FLOWSPEC_PEAK, U64, NULL },
	{ "min-unit", RSVP_A_FLOWSPEC_MIN_UNIT, U32, NULL },
	{ "mtu", RSVP_A_FLOWSPEC_MTU, U32, NULL },
	{ "reserved-rate", RSVP_A_FLOWSPEC_RESERVED_RATE, U64, NULL },
	{ "slack", RSVP_A_FLOWSPEC_SLACK, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr error_set[] = {
	{ "pad", RSVP_A_ERROR_PAD, PAD, NULL },
	{ "session", RSVP_A_ERROR_SESSION, NEST, session_set },
	{ "style", RSVP_A_ERROR_STYLE, U32, NULL },
	{ "filter", RSVP_A_ERROR_FILTER, NEST, filter_set },
	{ "flowspec", RSVP_A_ERROR_FLOWSPEC, NEST, flowspec_set },
	{ "code", RSVP_A_ERROR_CODE, U32, NULL },
	{ "value", RSVP_A_ERROR_VALUE, U32, NULL },
	{ "flags", RSVP_A_ERROR_FLAGS, U32, NULL },
	{ "node4", RSVP_A_ERROR_NODE4, IP4, NULL },
	{ "node6", RSVP_A_ERROR_NODE6, IP6, NULL },
	{ "interface", RSVP_A_ERROR_INTERFACE, STRING, NULL },
	{ "asked", RSVP_A_ERROR_ASKED, U64, NULL },
	{ "free", RSVP_A_ERROR_FREE, U64, NULL },
	{ "text", RSVP_A_ERROR_TEXT, STRING, NULL },
	{ "id", RSVP_A_ERROR_ID, U64, NULL },
	{ "event", RSVP_A_ERROR_EVENT, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr sender_set[] = {
	{ "pad", RSVP_A_SENDER_PAD, PAD, NULL },
	{ "id", RSVP_A_SENDER_ID, U64, NULL },
	{ "session", RSVP_A_SENDER_SESSION, NEST, session_set },
	{ "filter", RSVP_A_SENDER_FILTER, NEST, filter_set },
	{ "tspec", RSVP_A_SENDER_TSPEC, NEST, flowspec_set },
	{ "ttl", RSVP_A_SENDER_TTL, U32, NULL },
	{ "dscp", RSVP_A_SENDER_DSCP, U32, NULL },
	{ "mark", RSVP_A_SENDER_MARK, U32, NULL },
	{ "service", RSVP_A_SENDER_SERVICE, U32, NULL },
	{ "nonconforming", RSVP_A_SENDER_NONCONFORMING, U32, NULL },
	{ "persist", RSVP_A_SENDER_PERSIST, FLAG, NULL },
	{ "owner", RSVP_A_SENDER_OWNER, U32, NULL },
	{ "iif", RSVP_A_SENDER_IIF, U32, NULL },
	{ "rule", RSVP_A_SENDER_RULE, U64, NULL },
	{ "error", RSVP_A_SENDER_ERROR, NEST, error_set },
	{ "event", RSVP_A_SENDER_EVENT, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr reservation_set[] = {
	{ "pad", RSVP_A_RESERVATION_PAD, PAD, NULL },
	{ "id", RSVP_A_RESERVATION_ID, U64, NULL },
	{ "session", RSVP_A_RESERVATION_SESSION, NEST, session_set },
	{ "style", RSVP_A_RESERVATION_STYLE, U32, NULL },
	{ "filter", RSVP_A_RESERVATION_FILTER, NEST, filter_set },
	{ "flowspec", RSVP_A_RESERVATION_FLOWSPEC, NEST, flowspec_set },
	{ "delay", RSVP_A_RESERVATION_DELAY, U32, NULL },
	{ "ifindex", RSVP_A_RESERVATION_IFINDEX, U32, NULL },
	{ "confirm", RSVP_A_RESERVATION_CONFIRM, FLAG, NULL },
	{ "persist", RSVP_A_RESERVATION_PERSIST, FLAG, NULL },
	{ "owner", RSVP_A_RESERVATION_OWNER, U32, NULL },
	{ "oif", RSVP_A_RESERVATION_OIF, U32, NULL },
	{ "rule", RSVP_A_RESERVATION_RULE, U64, NULL },
	{ "status", RSVP_A_RESERVATION_STATUS, U32, NULL },
	{ "bound", RSVP_A_RESERVATION_BOUND, U64, NULL },
	{ "error", RSVP_A_RESERVATION_ERROR, NEST, error_set },
	{ "event", RSVP_A_RESERVATION_EVENT, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr state_set[] = {
	{ "pad", RSVP_A_STATE_PAD, PAD, NULL },
	{ "id", RSVP_A_STATE_ID, U64, NULL },
	{ "session", RSVP_A_STATE_SESSION, NEST, session_set },
	{ "paths", RSVP_A_STATE_PATHS, U32, NULL },
	{ "resvs", RSVP_A_STATE_RESVS, U32, NULL },
	{ "classes", RSVP_A_STATE_CLASSES, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr adspec_set[] = {
	{ "pad", RSVP_A_ADSPEC_PAD, PAD, NULL },
	{ "hops", RSVP_A_ADSPEC_HOPS, U32, NULL },
	{ "bandwidth", RSVP_A_ADSPEC_BANDWIDTH, U64, NULL },
	{ "latency", RSVP_A_ADSPEC_LATENCY, U32, NULL },
	{ "mtu", RSVP_A_ADSPEC_MTU, U32, NULL },
	{ "ctot", RSVP_A_ADSPEC_CTOT, U32, NULL },
	{ "dtot", RSVP_A_ADSPEC_DTOT, U32, NULL },
	{ "csum", RSVP_A_ADSPEC_CSUM, U32, NULL },
	{ "dsum", RSVP_A_ADSPEC_DSUM, U32, NULL },
	{ "break", RSVP_A_ADSPEC_BREAK, FLAG, NULL },
	{ "gs-break", RSVP_A_ADSPEC_GS_BREAK, FLAG, NULL },
	{ "cl-break", RSVP_A_ADSPEC_CL_BREAK, FLAG, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr hop_set[] = {
	{ "addr4", RSVP_A_HOP_ADDR4, IP4, NULL },
	{ "addr6", RSVP_A_HOP_ADDR6, IP6, NULL },
	{ "lih", RSVP_A_HOP_LIH, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr path_set[] = {
	{ "pad", RSVP_A_PATH_PAD, PAD, NULL },
	{ "id", RSVP_A_PATH_ID, U64, NULL },
	{ "session", RSVP_A_PATH_SESSION, NEST, session_set },
	{ "filter", RSVP_A_PATH_FILTER, NEST, filter_set },
	{ "tspec", RSVP_A_PATH_TSPEC, NEST, flowspec_set },
	{ "adspec", RSVP_A_PATH_ADSPEC, NEST, adspec_set },
	{ "phop", RSVP_A_PATH_PHOP, NEST, hop_set },
	{ "iif", RSVP_A_PATH_IIF, U32, NULL },
	{ "oif", RSVP_A_PATH_OIF, U32, NULL },
	{ "ttl", RSVP_A_PATH_TTL, U32, NULL },
	{ "refresh", RSVP_A_PATH_REFRESH, U32, NULL },
	{ "expires", RSVP_A_PATH_EXPIRES, U32, NULL },
	{ "local", RSVP_A_PATH_LOCAL, FLAG, NULL },
	{ "local-only", RSVP_A_PATH_LOCAL_ONLY, FLAG, NULL },
	{ "non-rsvp", RSVP_A_PATH_NON_RSVP, FLAG, NULL },
	{ "e-police", RSVP_A_PATH_E_POLICE, FLAG, NULL },
	{ "event", RSVP_A_PATH_EVENT, U32, NULL },
	{ "blockaded", RSVP_A_PATH_BLOCKADED, U32, NULL },
	{ "blockade", RSVP_A_PATH_BLOCKADE, NEST, flowspec_set },
	{ NULL, 0, END, NULL }
};

static const struct attr resv_set[] = {
	{ "pad", RSVP_A_RESV_PAD, PAD, NULL },
	{ "id", RSVP_A_RESV_ID, U64, NULL },
	{ "session", RSVP_A_RESV_SESSION, NEST, session_set },
	{ "style", RSVP_A_RESV_STYLE, U32, NULL },
	{ "filter", RSVP_A_RESV_FILTER, NEST, filter_set },
	{ "flowspec", RSVP_A_RESV_FLOWSPEC, NEST, flowspec_set },
	{ "nhop", RSVP_A_RESV_NHOP, NEST, hop_set },
	{ "oif", RSVP_A_RESV_OIF, U32, NULL },
	{ "refresh", RSVP_A_RESV_REFRESH, U32, NULL },
	{ "expires", RSVP_A_RESV_EXPIRES, U32, NULL },
	{ "local", RSVP_A_RESV_LOCAL, FLAG, NULL },
	{ "status", RSVP_A_RESV_STATUS, U32, NULL },
	{ "error", RSVP_A_RESV_ERROR, NEST, error_set },
	{ "event", RSVP_A_RESV_EVENT, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr tc_set[] = {
	{ "pad", RSVP_A_TC_PAD, PAD, NULL },
	{ "id", RSVP_A_TC_ID, U64, NULL },
	{ "session", RSVP_A_TC_SESSION, NEST, session_set },
	{ "style", RSVP_A_TC_STYLE, U32, NULL },
	{ "filter", RSVP_A_TC_FILTER, NEST, filter_set },
	{ "oif", RSVP_A_TC_OIF, U32, NULL },
	{ "flowspec", RSVP_A_TC_FLOWSPEC, NEST, flowspec_set },
	{ "classid", RSVP_A_TC_CLASSID, U32, NULL },
	{ "policed", RSVP_A_TC_POLICED, FLAG, NULL },
	{ "packets", RSVP_A_TC_PACKETS, U64, NULL },
	{ "bytes", RSVP_A_TC_BYTES, U64, NULL },
	{ "demoted-packets", RSVP_A_TC_DEMOTED_PACKETS, U64, NULL },
	{ "demoted-bytes", RSVP_A_TC_DEMOTED_BYTES, U64, NULL },
	{ "link-rate", RSVP_A_TC_LINK_RATE, U64, NULL },
	{ "event", RSVP_A_TC_EVENT, U32, NULL },
	{ "tspec", RSVP_A_TC_TSPEC, NEST, flowspec_set },
	{ NULL, 0, END, NULL }
};

static const struct attr counter_set[] = {
	{ "pad", RSVP_A_COUNTER_PAD, PAD, NULL },
	{ "name", RSVP_A_COUNTER_NAME, STRING, NULL },
	{ "value", RSVP_A_COUNTER_VALUE, U64, NULL },
	{ "text", RSVP_A_COUNTER_TEXT, STRING, NULL },
	{ "kind", RSVP_A_COUNTER_KIND, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr qos_set[] = {
	{ "pad", RSVP_A_QOS_PAD, PAD, NULL },
	{ "service-type", RSVP_A_QOS_SERVICE_TYPE, U32, NULL },
	{ "no-traffic-control", RSVP_A_QOS_NO_TRAFFIC_CONTROL, FLAG, NULL },
	{ "no-qos-signaling", RSVP_A_QOS_NO_QOS_SIGNALING, FLAG, NULL },
	{ "token-rate", RSVP_A_QOS_TOKEN_RATE, U64, NULL },
	{ "token-bucket-size", RSVP_A_QOS_TOKEN_BUCKET_SIZE, U64, NULL },
	{ "peak-bandwidth", RSVP_A_QOS_PEAK_BANDWIDTH, U64, NULL },
	{ "latency", RSVP_A_QOS_LATENCY, U32, NULL },
	{ "delay-variation", RSVP_A_QOS_DELAY_VARIATION, U32, NULL },
	{ "max-sdu-size", RSVP_A_QOS_MAX_SDU_SIZE, U32, NULL },
	{ "minimum-policed-size", RSVP_A_QOS_MINIMUM_POLICED_SIZE, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr leaf_set[] = {
	{ "session", RSVP_A_LEAF_SESSION, NEST, session_set },
	{ "direction", RSVP_A_LEAF_DIRECTION, U32, NULL },
	{ "ifindex", RSVP_A_LEAF_IFINDEX, U32, NULL },
	{ "send", RSVP_A_LEAF_SEND, NEST, qos_set },
	{ "receive", RSVP_A_LEAF_RECEIVE, NEST, qos_set },
	{ NULL, 0, END, NULL }
};

static const struct attr socket_set[] = {
	{ "pad", RSVP_A_SOCKET_PAD, PAD, NULL },
	{ "id", RSVP_A_SOCKET_ID, U64, NULL },
	{ "fd", RSVP_A_SOCKET_FD, U32, NULL },
	{ "inode", RSVP_A_SOCKET_INODE, U64, NULL },
	{ "uid", RSVP_A_SOCKET_UID, U32, NULL },
	{ "proto", RSVP_A_SOCKET_PROTO, U32, NULL },
	{ "local", RSVP_A_SOCKET_LOCAL, NEST, filter_set },
	{ "peer", RSVP_A_SOCKET_PEER, NEST, filter_set },
	{ "send", RSVP_A_SOCKET_SEND, NEST, qos_set },
	{ "receive", RSVP_A_SOCKET_RECEIVE, NEST, qos_set },
	{ "style", RSVP_A_SOCKET_STYLE, U32, NULL },
	{ "filter", RSVP_A_SOCKET_FILTER, NEST, filter_set },
	{ "confirm", RSVP_A_SOCKET_CONFIRM, U32, NULL },
	{ "dscp", RSVP_A_SOCKET_DSCP, U32, NULL },
	{ "nonconforming", RSVP_A_SOCKET_NONCONFORMING, U32, NULL },
	{ "destination", RSVP_A_SOCKET_DESTINATION, NEST, leaf_set },
	{ "leaf", RSVP_A_SOCKET_LEAF, NEST, leaf_set },
	{ "senders", RSVP_A_SOCKET_SENDERS, U32, NULL },
	{ "reservations", RSVP_A_SOCKET_RESERVATIONS, U32, NULL },
	{ "receivers", RSVP_A_SOCKET_RECEIVERS, U32, NULL },
	{ "error", RSVP_A_SOCKET_ERROR, NEST, error_set },
	{ "event", RSVP_A_SOCKET_EVENT, U32, NULL },
	{ "rule", RSVP_A_SOCKET_RULE, U64, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr notice_set[] = {
	{ "pad", RSVP_A_NOTICE_PAD, PAD, NULL },
	{ "id", RSVP_A_NOTICE_ID, U64, NULL },
	{ "status", RSVP_A_NOTICE_STATUS, U32, NULL },
	{ "direction", RSVP_A_NOTICE_DIRECTION, U32, NULL },
	{ "session", RSVP_A_NOTICE_SESSION, NEST, session_set },
	{ "filter", RSVP_A_NOTICE_FILTER, NEST, filter_set },
	{ "tspec", RSVP_A_NOTICE_TSPEC, NEST, flowspec_set },
	{ "adspec", RSVP_A_NOTICE_ADSPEC, NEST, adspec_set },
	{ "error", RSVP_A_NOTICE_ERROR, NEST, error_set },
	{ NULL, 0, END, NULL }
};

static const struct attr quota_set[] = {
	{ "pad", RSVP_A_QUOTA_PAD, PAD, NULL },
	{ "sockets", RSVP_A_QUOTA_SOCKETS, U32, NULL },
	{ "rate", RSVP_A_QUOTA_RATE, U64, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr rule_set[] = {
	{ "pad", RSVP_A_RULE_PAD, PAD, NULL },
	{ "id", RSVP_A_RULE_ID, U64, NULL },
	{ "priority", RSVP_A_RULE_PRIORITY, U32, NULL },
	{ "label", RSVP_A_RULE_LABEL, STRING, NULL },
	{ "direction", RSVP_A_RULE_DIRECTION, U32, NULL },
	{ "family", RSVP_A_RULE_FAMILY, U32, NULL },
	{ "proto", RSVP_A_RULE_PROTO, U32, NULL },
	{ "src4", RSVP_A_RULE_SRC4, IP4, NULL },
	{ "src6", RSVP_A_RULE_SRC6, IP6, NULL },
	{ "src-len", RSVP_A_RULE_SRC_LEN, U32, NULL },
	{ "dst4", RSVP_A_RULE_DST4, IP4, NULL },
	{ "dst6", RSVP_A_RULE_DST6, IP6, NULL },
	{ "dst-len", RSVP_A_RULE_DST_LEN, U32, NULL },
	{ "sport", RSVP_A_RULE_SPORT, U32, NULL },
	{ "sport-last", RSVP_A_RULE_SPORT_LAST, U32, NULL },
	{ "dport", RSVP_A_RULE_DPORT, U32, NULL },
	{ "dport-last", RSVP_A_RULE_DPORT_LAST, U32, NULL },
	{ "uid", RSVP_A_RULE_UID, U32, NULL },
	{ "cgroup", RSVP_A_RULE_CGROUP, U64, NULL },
	{ "mark", RSVP_A_RULE_MARK, U32, NULL },
	{ "mask", RSVP_A_RULE_MASK, U32, NULL },
	{ "send", RSVP_A_RULE_SEND, NEST, qos_set },
	{ "receive", RSVP_A_RULE_RECEIVE, NEST, qos_set },
	{ "style", RSVP_A_RULE_STYLE, U32, NULL },
	{ "confirm", RSVP_A_RULE_CONFIRM, U32, NULL },
	{ "idle", RSVP_A_RULE_IDLE, U32, NULL },
	{ "proxy", RSVP_A_RULE_PROXY, FLAG, NULL },
	{ "discover", RSVP_A_RULE_DISCOVER, FLAG, NULL },
	{ "ifindex", RSVP_A_RULE_IFINDEX, U32, NULL },
	{ "dscp", RSVP_A_RULE_DSCP, U32, NULL },
	{ "nonconforming", RSVP_A_RULE_NONCONFORMING, U32, NULL },
	{ "persist", RSVP_A_RULE_PERSIST, FLAG, NULL },
	{ "owner", RSVP_A_RULE_OWNER, U32, NULL },
	{ "flows", RSVP_A_RULE_FLOWS, U64, NULL },
	{ "active", RSVP_A_RULE_ACTIVE, U32, NULL },
	{ "refused", RSVP_A_RULE_REFUSED, U64, NULL },
	{ "event", RSVP_A_RULE_EVENT, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr rsvp_set[] = {
	{ "pad", RSVP_A_PAD, PAD, NULL },
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ "family", RSVP_A_FAMILY, U32, NULL },
	{ "ifindex", RSVP_A_IFINDEX, U32, NULL },
	{ "session", RSVP_A_SESSION, NEST, session_set },
	{ "iface", RSVP_A_IFACE, NEST, iface_set },
	{ "sender", RSVP_A_SENDER, NEST, sender_set },
	{ "reservation", RSVP_A_RESERVATION, NEST, reservation_set },
	{ "state", RSVP_A_STATE, NEST, state_set },
	{ "path", RSVP_A_PATH, NEST, path_set },
	{ "resv", RSVP_A_RESV, NEST, resv_set },
	{ "tc", RSVP_A_TC, NEST, tc_set },
	{ "counter", RSVP_A_COUNTER, NEST, counter_set },
	{ "error", RSVP_A_ERROR, NEST, error_set },
	{ "replace", RSVP_A_REPLACE, FLAG, NULL },
	{ "socket", RSVP_A_SOCKET, NEST, socket_set },
	{ "notice", RSVP_A_NOTICE, NEST, notice_set },
	{ "quota", RSVP_A_QUOTA, NEST, quota_set },
	{ "rule", RSVP_A_RULE, NEST, rule_set },
	{ NULL, 0, END, NULL }
};

static const struct attr iface_get_request_takes[] = {
	{ "ifindex", RSVP_A_IFINDEX, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr iface_set_input_takes[] = {
	{ "ifindex", RSVP_A_IFACE_IFINDEX, U32, NULL },
	{ "rsvp", RSVP_A_IFACE_RSVP, U32, NULL },
	{ "bandwidth", RSVP_A_IFACE_BANDWIDTH, U64, NULL },
	{ "reservable", RSVP_A_IFACE_RESERVABLE, U32, NULL },
	{ "flow-limit", RSVP_A_IFACE_FLOW_LIMIT, U64, NULL },
	{ "class-cap", RSVP_A_IFACE_CLASS_CAP, U32, NULL },
	{ "overhead", RSVP_A_IFACE_OVERHEAD, U32, NULL },
	{ "backend", RSVP_A_IFACE_BACKEND, U32, NULL },
	{ "parent", RSVP_A_IFACE_PARENT, U32, NULL },
	{ "refresh", RSVP_A_IFACE_REFRESH, U32, NULL },
	{ "keep", RSVP_A_IFACE_KEEP, U32, NULL },
	{ "slew-max", RSVP_A_IFACE_SLEW_MAX, U32, NULL },
	{ "repair", RSVP_A_IFACE_REPAIR, U32, NULL },
	{ "blockade", RSVP_A_IFACE_BLOCKADE, U32, NULL },
	{ "repeats", RSVP_A_IFACE_REPEATS, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr iface_set_request_takes[] = {
	{ "iface", RSVP_A_IFACE, NEST, iface_set_input_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr session_takes[] = {
	{ "dst4", RSVP_A_SESSION_DST4, IP4, NULL },
	{ "dst6", RSVP_A_SESSION_DST6, IP6, NULL },
	{ "proto", RSVP_A_SESSION_PROTO, U32, NULL },
	{ "dport", RSVP_A_SESSION_DPORT, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr filter_takes[] = {
	{ "src4", RSVP_A_FILTER_SRC4, IP4, NULL },
	{ "src6", RSVP_A_FILTER_SRC6, IP6, NULL },
	{ "sport", RSVP_A_FILTER_SPORT, U32, NULL },
	{ "label", RSVP_A_FILTER_LABEL, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr tspec_takes[] = {
	{ "rate", RSVP_A_FLOWSPEC_RATE, U64, NULL },
	{ "burst", RSVP_A_FLOWSPEC_BURST, U64, NULL },
	{ "peak", RSVP_A_FLOWSPEC_PEAK, U64, NULL },
	{ "min-unit", RSVP_A_FLOWSPEC_MIN_UNIT, U32, NULL },
	{ "mtu", RSVP_A_FLOWSPEC_MTU, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr sender_new_input_takes[] = {
	{ "session", RSVP_A_SENDER_SESSION, NEST, session_takes },
	{ "filter", RSVP_A_SENDER_FILTER, NEST, filter_takes },
	{ "tspec", RSVP_A_SENDER_TSPEC, NEST, tspec_takes },
	{ "ttl", RSVP_A_SENDER_TTL, U32, NULL },
	{ "dscp", RSVP_A_SENDER_DSCP, U32, NULL },
	{ "mark", RSVP_A_SENDER_MARK, U32, NULL },
	{ "service", RSVP_A_SENDER_SERVICE, U32, NULL },
	{ "nonconforming", RSVP_A_SENDER_NONCONFORMING, U32, NULL },
	{ "persist", RSVP_A_SENDER_PERSIST, FLAG, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr sender_new_request_takes[] = {
	{ "sender", RSVP_A_SENDER, NEST, sender_new_input_takes },
	{ "replace", RSVP_A_REPLACE, FLAG, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr sender_del_input_takes[] = {
	{ "session", RSVP_A_SENDER_SESSION, NEST, session_takes },
	{ "filter", RSVP_A_SENDER_FILTER, NEST, filter_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr sender_del_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "sender", RSVP_A_SENDER, NEST, sender_del_input_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr sender_get_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ "family", RSVP_A_FAMILY, U32, NULL },
	{ "session", RSVP_A_SESSION, NEST, session_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr flowspec_takes[] = {
	{ "service", RSVP_A_FLOWSPEC_SERVICE, U32, NULL },
	{ "rate", RSVP_A_FLOWSPEC_RATE, U64, NULL },
	{ "burst", RSVP_A_FLOWSPEC_BURST, U64, NULL },
	{ "peak", RSVP_A_FLOWSPEC_PEAK, U64, NULL },
	{ "min-unit", RSVP_A_FLOWSPEC_MIN_UNIT, U32, NULL },
	{ "mtu", RSVP_A_FLOWSPEC_MTU, U32, NULL },
	{ "reserved-rate", RSVP_A_FLOWSPEC_RESERVED_RATE, U64, NULL },
	{ "slack", RSVP_A_FLOWSPEC_SLACK, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr reservation_new_input_takes[] = {
	{ "session", RSVP_A_RESERVATION_SESSION, NEST, session_takes },
	{ "style", RSVP_A_RESERVATION_STYLE, U32, NULL },
	{ "filter", RSVP_A_RESERVATION_FILTER, NEST, filter_takes },
	{ "flowspec", RSVP_A_RESERVATION_FLOWSPEC, NEST, flowspec_takes },
	{ "delay", RSVP_A_RESERVATION_DELAY, U32, NULL },
	{ "ifindex", RSVP_A_RESERVATION_IFINDEX, U32, NULL },
	{ "confirm", RSVP_A_RESERVATION_CONFIRM, FLAG, NULL },
	{ "persist", RSVP_A_RESERVATION_PERSIST, FLAG, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr reservation_new_request_takes[] = {
	{ "reservation", RSVP_A_RESERVATION,
	  NEST, reservation_new_input_takes },
	{ "replace", RSVP_A_REPLACE, FLAG, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr reservation_del_input_takes[] = {
	{ "session", RSVP_A_RESERVATION_SESSION, NEST, session_takes },
	{ "style", RSVP_A_RESERVATION_STYLE, U32, NULL },
	{ "filter", RSVP_A_RESERVATION_FILTER, NEST, filter_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr reservation_del_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "reservation", RSVP_A_RESERVATION,
	  NEST, reservation_del_input_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr reservation_get_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ "family", RSVP_A_FAMILY, U32, NULL },
	{ "session", RSVP_A_SESSION, NEST, session_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr session_get_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ "family", RSVP_A_FAMILY, U32, NULL },
	{ "session", RSVP_A_SESSION, NEST, session_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr path_get_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ "family", RSVP_A_FAMILY, U32, NULL },
	{ "ifindex", RSVP_A_IFINDEX, U32, NULL },
	{ "session", RSVP_A_SESSION, NEST, session_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr resv_get_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ "family", RSVP_A_FAMILY, U32, NULL },
	{ "ifindex", RSVP_A_IFINDEX, U32, NULL },
	{ "session", RSVP_A_SESSION, NEST, session_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr tc_get_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ "family", RSVP_A_FAMILY, U32, NULL },
	{ "ifindex", RSVP_A_IFINDEX, U32, NULL },
	{ "session", RSVP_A_SESSION, NEST, session_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr stats_get_request_takes[] = {
	{ NULL, 0, END, NULL }
};

static const struct attr qos_takes[] = {
	{ "service-type", RSVP_A_QOS_SERVICE_TYPE, U32, NULL },
	{ "no-traffic-control", RSVP_A_QOS_NO_TRAFFIC_CONTROL, FLAG, NULL },
	{ "no-qos-signaling", RSVP_A_QOS_NO_QOS_SIGNALING, FLAG, NULL },
	{ "token-rate", RSVP_A_QOS_TOKEN_RATE, U64, NULL },
	{ "token-bucket-size", RSVP_A_QOS_TOKEN_BUCKET_SIZE, U64, NULL },
	{ "peak-bandwidth", RSVP_A_QOS_PEAK_BANDWIDTH, U64, NULL },
	{ "latency", RSVP_A_QOS_LATENCY, U32, NULL },
	{ "delay-variation", RSVP_A_QOS_DELAY_VARIATION, U32, NULL },
	{ "max-sdu-size", RSVP_A_QOS_MAX_SDU_SIZE, U32, NULL },
	{ "minimum-policed-size", RSVP_A_QOS_MINIMUM_POLICED_SIZE, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr leaf_takes[] = {
	{ "session", RSVP_A_LEAF_SESSION, NEST, session_takes },
	{ "direction", RSVP_A_LEAF_DIRECTION, U32, NULL },
	{ "ifindex", RSVP_A_LEAF_IFINDEX, U32, NULL },
	{ "send", RSVP_A_LEAF_SEND, NEST, qos_takes },
	{ "receive", RSVP_A_LEAF_RECEIVE, NEST, qos_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr socket_set_input_takes[] = {
	{ "fd", RSVP_A_SOCKET_FD, U32, NULL },
	{ "send", RSVP_A_SOCKET_SEND, NEST, qos_takes },
	{ "receive", RSVP_A_SOCKET_RECEIVE, NEST, qos_takes },
	{ "style", RSVP_A_SOCKET_STYLE, U32, NULL },
	{ "filter", RSVP_A_SOCKET_FILTER, NEST, filter_takes },
	{ "confirm", RSVP_A_SOCKET_CONFIRM, U32, NULL },
	{ "dscp", RSVP_A_SOCKET_DSCP, U32, NULL },
	{ "nonconforming", RSVP_A_SOCKET_NONCONFORMING, U32, NULL },
	{ "destination", RSVP_A_SOCKET_DESTINATION, NEST, leaf_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr socket_set_request_takes[] = {
	{ "socket", RSVP_A_SOCKET, NEST, socket_set_input_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr socket_join_input_takes[] = {
	{ "fd", RSVP_A_SOCKET_FD, U32, NULL },
	{ "leaf", RSVP_A_SOCKET_LEAF, NEST, leaf_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr socket_join_request_takes[] = {
	{ "socket", RSVP_A_SOCKET, NEST, socket_join_input_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr socket_leave_input_takes[] = {
	{ "fd", RSVP_A_SOCKET_FD, U32, NULL },
	{ "leaf", RSVP_A_SOCKET_LEAF, NEST, leaf_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr socket_leave_request_takes[] = {
	{ "socket", RSVP_A_SOCKET, NEST, socket_leave_input_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr socket_get_input_takes[] = {
	{ "fd", RSVP_A_SOCKET_FD, U32, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr socket_get_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ "family", RSVP_A_FAMILY, U32, NULL },
	{ "socket", RSVP_A_SOCKET, NEST, socket_get_input_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr quota_takes[] = {
	{ "sockets", RSVP_A_QUOTA_SOCKETS, U32, NULL },
	{ "rate", RSVP_A_QUOTA_RATE, U64, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr quota_set_request_takes[] = {
	{ "quota", RSVP_A_QUOTA, NEST, quota_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr quota_get_request_takes[] = {
	{ NULL, 0, END, NULL }
};

static const struct attr rule_new_input_takes[] = {
	{ "priority", RSVP_A_RULE_PRIORITY, U32, NULL },
	{ "label", RSVP_A_RULE_LABEL, STRING, NULL },
	{ "direction", RSVP_A_RULE_DIRECTION, U32, NULL },
	{ "family", RSVP_A_RULE_FAMILY, U32, NULL },
	{ "proto", RSVP_A_RULE_PROTO, U32, NULL },
	{ "src4", RSVP_A_RULE_SRC4, IP4, NULL },
	{ "src6", RSVP_A_RULE_SRC6, IP6, NULL },
	{ "src-len", RSVP_A_RULE_SRC_LEN, U32, NULL },
	{ "dst4", RSVP_A_RULE_DST4, IP4, NULL },
	{ "dst6", RSVP_A_RULE_DST6, IP6, NULL },
	{ "dst-len", RSVP_A_RULE_DST_LEN, U32, NULL },
	{ "sport", RSVP_A_RULE_SPORT, U32, NULL },
	{ "sport-last", RSVP_A_RULE_SPORT_LAST, U32, NULL },
	{ "dport", RSVP_A_RULE_DPORT, U32, NULL },
	{ "dport-last", RSVP_A_RULE_DPORT_LAST, U32, NULL },
	{ "uid", RSVP_A_RULE_UID, U32, NULL },
	{ "cgroup", RSVP_A_RULE_CGROUP, U64, NULL },
	{ "mark", RSVP_A_RULE_MARK, U32, NULL },
	{ "mask", RSVP_A_RULE_MASK, U32, NULL },
	{ "send", RSVP_A_RULE_SEND, NEST, qos_takes },
	{ "receive", RSVP_A_RULE_RECEIVE, NEST, qos_takes },
	{ "style", RSVP_A_RULE_STYLE, U32, NULL },
	{ "confirm", RSVP_A_RULE_CONFIRM, U32, NULL },
	{ "idle", RSVP_A_RULE_IDLE, U32, NULL },
	{ "proxy", RSVP_A_RULE_PROXY, FLAG, NULL },
	{ "discover", RSVP_A_RULE_DISCOVER, FLAG, NULL },
	{ "ifindex", RSVP_A_RULE_IFINDEX, U32, NULL },
	{ "dscp", RSVP_A_RULE_DSCP, U32, NULL },
	{ "nonconforming", RSVP_A_RULE_NONCONFORMING, U32, NULL },
	{ "persist", RSVP_A_RULE_PERSIST, FLAG, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr rule_new_request_takes[] = {
	{ "rule", RSVP_A_RULE, NEST, rule_new_input_takes },
	{ NULL, 0, END, NULL }
};

static const struct attr rule_del_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ NULL, 0, END, NULL }
};

static const struct attr rule_get_request_takes[] = {
	{ "id", RSVP_A_ID, U64, NULL },
	{ "after", RSVP_A_AFTER, U64, NULL },
	{ NULL, 0, END, NULL }
};

static const struct command commands[] = {
	{ "iface-get", RSVP_CMD_IFACE_GET, DO | DUMP, iface_get_request_takes },
	{ "iface-set", RSVP_CMD_IFACE_SET, DO, iface_set_request_takes },
	{ "sender-new", RSVP_CMD_SENDER_NEW, DO, sender_new_request_takes },
	{ "sender-del", RSVP_CMD_SENDER_DEL, DO, sender_del_request_takes },
	{ "sender-get", RSVP_CMD_SENDER_GET,
	  DO | DUMP, sender_get_request_takes },
	{ "reservation-new", RSVP_CMD_RESERVATION_NEW,
	  DO, reservation_new_request_takes },
	{ "reservation-del", RSVP_CMD_RESERVATION_DEL,
	  DO, reservation_del_request_takes },
	{ "reservation-get", RSVP_CMD_RESERVATION_GET,
	  DO | DUMP, reservation_get_request_takes },
	{ "session-get", RSVP_CMD_SESSION_GET,
	  DO | DUMP, session_get_request_takes },
	{ "path-get", RSVP_CMD_PATH_GET, DO | DUMP, path_get_request_takes },
	{ "resv-get", RSVP_CMD_RESV_GET, DO | DUMP, resv_get_request_takes },
	{ "tc-get", RSVP_CMD_TC_GET, DO | DUMP, tc_get_request_takes },
	{ "stats-get", RSVP_CMD_STATS_GET, DUMP, stats_get_request_takes },
	{ "socket-set", RSVP_CMD_SOCKET_SET, DO, socket_set_request_takes },
	{ "socket-join", RSVP_CMD_SOCKET_JOIN, DO, socket_join_request_takes },
	{ "socket-leave", RSVP_CMD_SOCKET_LEAVE,
	  DO, socket_leave_request_takes },
	{ "socket-get", RSVP_CMD_SOCKET_GET,
	  DO | DUMP, socket_get_request_takes },
	{ "quota-set", RSVP_CMD_QUOTA_SET, DO, quota_set_request_takes },
	{ "quota-get", RSVP_CMD_QUOTA_GET, DO, quota_get_request_takes },
	{ "rule-new", RSVP_CMD_RULE_NEW, DO, rule_new_request_takes },
	{ "rule-del", RSVP_CMD_RULE_DEL, DO, rule_del_request_takes },
	{ "rule-get", RSVP_CMD_RULE_GET, DO | DUMP, rule_get_request_takes },
};

#endif /* _RSVP_NLSPEC_GEN_H */
