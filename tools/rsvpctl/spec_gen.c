// SPDX-License-Identifier: GPL-2.0
/* Do not edit: scripts/gen-netlink.py makes it of
 * Documentation/netlink/specs/rsvp.yaml
 */

#include <linux/rsvp.h>

#include "rsvpctl.h"

const struct spec_name spec_style_names[] = {
	{ RSVP_STYLE_FF, "ff" },
	{ RSVP_STYLE_WF, "wf" },
	{ RSVP_STYLE_SE, "se" },
	{ 0, NULL },
};

const struct spec_name spec_service_names[] = {
	{ RSVP_SERVICE_GUARANTEED, "guaranteed" },
	{ RSVP_SERVICE_CONTROLLED_LOAD, "controlled-load" },
	{ 0, NULL },
};

const struct spec_name spec_nonconforming_names[] = {
	{ RSVP_NONCONFORMING_BORROW, "borrow" },
	{ RSVP_NONCONFORMING_SHAPE, "shape" },
	{ RSVP_NONCONFORMING_DISCARD, "discard" },
	{ 0, NULL },
};

const struct spec_name spec_backend_names[] = {
	{ RSVP_BACKEND_HFSC, "hfsc" },
	{ RSVP_BACKEND_MARK, "mark" },
	{ RSVP_BACKEND_NONE, "none" },
	{ 0, NULL },
};

const struct spec_name spec_event_names[] = {
	{ RSVP_EVENT_NEW, "new" },
	{ RSVP_EVENT_CHANGE, "change" },
	{ RSVP_EVENT_DEL, "del" },
	{ RSVP_EVENT_EXPIRE, "expire" },
	{ RSVP_EVENT_PATH_ERR, "path-err" },
	{ RSVP_EVENT_RESV_ERR, "resv-err" },
	{ RSVP_EVENT_RESV_CONF, "resv-conf" },
	{ 0, NULL },
};

const struct spec_name spec_resv_status_names[] = {
	{ RSVP_RESV_STATUS_WAITING, "waiting" },
	{ RSVP_RESV_STATUS_INSTALLED, "installed" },
	{ RSVP_RESV_STATUS_CONFIRMED, "confirmed" },
	{ RSVP_RESV_STATUS_REFUSED, "refused" },
	{ RSVP_RESV_STATUS_REJECTED, "rejected" },
	{ 0, NULL },
};

const struct spec_name spec_counter_kind_names[] = {
	{ RSVP_COUNTER_KIND_MESSAGE, "message" },
	{ RSVP_COUNTER_KIND_DROP, "drop" },
	{ RSVP_COUNTER_KIND_OBJECT, "object" },
	{ RSVP_COUNTER_KIND_NOTE, "note" },
	{ 0, NULL },
};

const struct spec_name spec_service_type_names[] = {
	{ RSVP_SERVICE_TYPE_NO_TRAFFIC, "no-traffic" },
	{ RSVP_SERVICE_TYPE_BEST_EFFORT, "best-effort" },
	{ RSVP_SERVICE_TYPE_CONTROLLED_LOAD, "controlled-load" },
	{ RSVP_SERVICE_TYPE_GUARANTEED, "guaranteed" },
	{ RSVP_SERVICE_TYPE_GENERAL_INFORMATION, "general-information" },
	{ RSVP_SERVICE_TYPE_NO_CHANGE, "no-change" },
	{ RSVP_SERVICE_TYPE_NETWORK_CONTROL, "network-control" },
	{ RSVP_SERVICE_TYPE_QUALITATIVE, "qualitative" },
	{ 0, NULL },
};

const struct spec_name spec_direction_names[] = {
	{ RSVP_DIRECTION_SEND, "send" },
	{ RSVP_DIRECTION_RECEIVE, "receive" },
	{ RSVP_DIRECTION_BOTH, "both" },
	{ 0, NULL },
};

const struct spec_name spec_qos_status_names[] = {
	{ RSVP_QOS_STATUS_RECEIVERS, "receivers" },
	{ RSVP_QOS_STATUS_SENDERS, "senders" },
	{ RSVP_QOS_STATUS_NO_SENDERS, "no-senders" },
	{ RSVP_QOS_STATUS_NO_RECEIVERS, "no-receivers" },
	{ RSVP_QOS_STATUS_REQUEST_CONFIRMED, "request-confirmed" },
	{ RSVP_QOS_STATUS_ADMISSION_FAILURE, "admission-failure" },
	{ RSVP_QOS_STATUS_POLICY_FAILURE, "policy-failure" },
	{ RSVP_QOS_STATUS_BAD_STYLE, "bad-style" },
	{ RSVP_QOS_STATUS_BAD_OBJECT, "bad-object" },
	{ RSVP_QOS_STATUS_TRAFFIC_CTRL_ERROR, "traffic-ctrl-error" },
	{ RSVP_QOS_STATUS_GENERIC_ERROR, "generic-error" },
	{ RSVP_QOS_STATUS_E_SERVICE_TYPE, "e-service-type" },
	{ RSVP_QOS_STATUS_E_FLOWSPEC, "e-flowspec" },
	{ RSVP_QOS_STATUS_E_PROVSPECBUF, "e-provspecbuf" },
	{ RSVP_QOS_STATUS_E_FILTERSTYLE, "e-filterstyle" },
	{ RSVP_QOS_STATUS_E_FILTERTYPE, "e-filtertype" },
	{ RSVP_QOS_STATUS_E_FILTERCOUNT, "e-filtercount" },
	{ RSVP_QOS_STATUS_E_OBJLENGTH, "e-objlength" },
	{ RSVP_QOS_STATUS_E_FLOWCOUNT, "e-flowcount" },
	{ RSVP_QOS_STATUS_E_UNKNOWNPSOBJ, "e-unknownpsobj" },
	{ RSVP_QOS_STATUS_E_POLICYOBJ, "e-policyobj" },
	{ RSVP_QOS_STATUS_E_FLOWDESC, "e-flowdesc" },
	{ RSVP_QOS_STATUS_E_PSFLOWSPEC, "e-psflowspec" },
	{ RSVP_QOS_STATUS_E_PSFILTERSPEC, "e-psfilterspec" },
	{ RSVP_QOS_STATUS_E_SDMODEOBJ, "e-sdmodeobj" },
	{ RSVP_QOS_STATUS_E_SHAPERATEOBJ, "e-shaperateobj" },
	{ RSVP_QOS_STATUS_RESERVED_PETYPE, "reserved-petype" },
	{ 0, NULL },
};

static const struct spec_attr spec_session_attrs[] = {
	[RSVP_A_SESSION_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_SESSION_DST4] = {
		.name = "dst4", .key = "dst", .type = SPEC_ADDR,
	},
	[RSVP_A_SESSION_DST6] = {
		.name = "dst6", .key = "dst", .type = SPEC_ADDR,
	},
	[RSVP_A_SESSION_PROTO] = {
		.name = "proto", .key = "proto", .type = SPEC_NUMBER,
	},
	[RSVP_A_SESSION_DPORT] = {
		.name = "dport", .key = "dport", .type = SPEC_NUMBER,
	},
};

const struct spec_set spec_session = {
	.name = "session",
	.attrs = spec_session_attrs,
	.max = ARRAY_SIZE(spec_session_attrs) - 1,
};

static const struct spec_attr spec_filter_attrs[] = {
	[RSVP_A_FILTER_SRC4] = {
		.name = "src4", .key = "src", .type = SPEC_ADDR,
	},
	[RSVP_A_FILTER_SRC6] = {
		.name = "src6", .key = "src", .type = SPEC_ADDR,
	},
	[RSVP_A_FILTER_SPORT] = {
		.name = "sport", .key = "sport", .type = SPEC_NUMBER,
	},
	[RSVP_A_FILTER_LABEL] = {
		.name = "label", .key = "label", .type = SPEC_NUMBER,
	},
};

const struct spec_set spec_filter = {
	.name = "filter",
	.attrs = spec_filter_attrs,
	.max = ARRAY_SIZE(spec_filter_attrs) - 1,
};

static const struct spec_attr spec_hop_attrs[] = {
	[RSVP_A_HOP_ADDR4] = {
		.name = "addr4", .key = "addr", .type = SPEC_ADDR,
	},
	[RSVP_A_HOP_ADDR6] = {
		.name = "addr6", .key = "addr", .type = SPEC_ADDR,
	},
	[RSVP_A_HOP_LIH] = {
		.name = "lih", .key = "lih", .type = SPEC_NUMBER,
	},
};

const struct spec_set spec_hop = {
	.name = "hop",
	.attrs = spec_hop_attrs,
	.max = ARRAY_SIZE(spec_hop_attrs) - 1,
};

static const struct spec_attr spec_flowspec_attrs[] = {
	[RSVP_A_FLOWSPEC_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_FLOWSPEC_SERVICE] = {
		.name = "service", .key = "service", .type = SPEC_NUMBER,
		.names = spec_service_names,
	},
	[RSVP_A_FLOWSPEC_RATE] = {
		.name = "rate", .key = "rate_Bps", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_FLOWSPEC_BURST] = {
		.name = "burst", .key = "burst_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_FLOWSPEC_PEAK] = {
		.name = "peak", .key = "peak_Bps", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_FLOWSPEC_MIN_UNIT] = {
		.name = "min-unit", .key = "min_unit_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_FLOWSPEC_MTU] = {
		.name = "mtu", .key = "mtu_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_FLOWSPEC_RESERVED_RATE] = {
		.name = "reserved-rate", .key = "reserved_rate_Bps",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_FLOWSPEC_SLACK] = {
		.name = "slack", .key = "slack_us", .type = SPEC_NUMBER,
		.unit = SPEC_US,
	},
};

const struct spec_set spec_flowspec = {
	.name = "flowspec",
	.attrs = spec_flowspec_attrs,
	.max = ARRAY_SIZE(spec_flowspec_attrs) - 1,
};

static const struct spec_attr spec_tspec_attrs[] = {
	[RSVP_A_FLOWSPEC_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_FLOWSPEC_RATE] = {
		.name = "rate", .key = "rate_Bps", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_FLOWSPEC_BURST] = {
		.name = "burst", .key = "burst_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_FLOWSPEC_PEAK] = {
		.name = "peak", .key = "peak_Bps", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_FLOWSPEC_MIN_UNIT] = {
		.name = "min-unit", .key = "min_unit_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_FLOWSPEC_MTU] = {
		.name = "mtu", .key = "mtu_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
};

const struct spec_set spec_tspec = {
	.name = "tspec",
	.attrs = spec_tspec_attrs,
	.max = ARRAY_SIZE(spec_tspec_attrs) - 1,
};

static const struct spec_attr spec_adspec_attrs[] = {
	[RSVP_A_ADSPEC_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_ADSPEC_HOPS] = {
		.name = "hops", .key = "hops", .type = SPEC_NUMBER,
	},
	[RSVP_A_ADSPEC_BANDWIDTH] = {
		.name = "bandwidth", .key = "bandwidth_Bps",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_ADSPEC_LATENCY] = {
		.name = "latency", .key = "latency_us", .type = SPEC_NUMBER,
		.unit = SPEC_US,
	},
	[RSVP_A_ADSPEC_MTU] = {
		.name = "mtu", .key = "mtu_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_ADSPEC_CTOT] = {
		.name = "ctot", .key = "ctot_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_ADSPEC_DTOT] = {
		.name = "dtot", .key = "dtot_us", .type = SPEC_NUMBER,
		.unit = SPEC_US,
	},
	[RSVP_A_ADSPEC_CSUM] = {
		.name = "csum", .key = "csum_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_ADSPEC_DSUM] = {
		.name = "dsum", .key = "dsum_us", .type = SPEC_NUMBER,
		.unit = SPEC_US,
	},
	[RSVP_A_ADSPEC_BREAK] = {
		.name = "break", .key = "break", .type = SPEC_FLAG,
	},
	[RSVP_A_ADSPEC_GS_BREAK] = {
		.name = "gs-break", .key = "gs_break", .type = SPEC_FLAG,
	},
	[RSVP_A_ADSPEC_CL_BREAK] = {
		.name = "cl-break", .key = "cl_break", .type = SPEC_FLAG,
	},
};

const struct spec_set spec_adspec = {
	.name = "adspec",
	.attrs = spec_adspec_attrs,
	.max = ARRAY_SIZE(spec_adspec_attrs) - 1,
};

static const struct spec_attr spec_iface_attrs[] = {
	[RSVP_A_IFACE_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_IFACE_IFINDEX] = {
		.name = "ifindex", .key = "ifindex", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_IFNAME] = {
		.name = "ifname", .key = "ifname", .type = SPEC_STRING,
	},
	[RSVP_A_IFACE_RSVP] = {
		.name = "rsvp", .key = "rsvp", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_BANDWIDTH] = {
		.name = "bandwidth", .key = "bandwidth_Bps",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_IFACE_RESERVABLE] = {
		.name = "reservable", .key = "reservable_pct",
		.type = SPEC_NUMBER, .unit = SPEC_PERCENT_100,
	},
	[RSVP_A_IFACE_FLOW_LIMIT] = {
		.name = "flow-limit", .key = "flow_limit_Bps",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_IFACE_CLASS_CAP] = {
		.name = "class-cap", .key = "class_cap", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_OVERHEAD] = {
		.name = "overhead", .key = "overhead_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_IFACE_BACKEND] = {
		.name = "backend", .key = "backend", .type = SPEC_NUMBER,
		.names = spec_backend_names,
	},
	[RSVP_A_IFACE_PARENT] = {
		.name = "parent", .key = "parent", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_REFRESH] = {
		.name = "refresh", .key = "refresh_ms", .type = SPEC_NUMBER,
		.unit = SPEC_MS,
	},
	[RSVP_A_IFACE_KEEP] = {
		.name = "keep", .key = "keep", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_SLEW_MAX] = {
		.name = "slew-max", .key = "slew_max_pct", .type = SPEC_NUMBER,
		.unit = SPEC_PERCENT,
	},
	[RSVP_A_IFACE_REPAIR] = {
		.name = "repair", .key = "repair_ms", .type = SPEC_NUMBER,
		.unit = SPEC_MS,
	},
	[RSVP_A_IFACE_BLOCKADE] = {
		.name = "blockade", .key = "blockade", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_REPEATS] = {
		.name = "repeats", .key = "repeats", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_HANDLE] = {
		.name = "handle", .key = "handle", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_RESERVED] = {
		.name = "reserved", .key = "reserved_Bps", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_IFACE_FREE] = {
		.name = "free", .key = "free_Bps", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_IFACE_HIGH_WATER] = {
		.name = "high-water", .key = "high_water_Bps",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_IFACE_CLASSES] = {
		.name = "classes", .key = "classes", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_REFUSED] = {
		.name = "refused", .key = "refused", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_TERM_C] = {
		.name = "term-c", .key = "term_c_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_IFACE_TERM_D] = {
		.name = "term-d", .key = "term_d_us", .type = SPEC_NUMBER,
		.unit = SPEC_US,
	},
	[RSVP_A_IFACE_MTU] = {
		.name = "mtu", .key = "mtu_B", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES,
	},
	[RSVP_A_IFACE_QUEUE_LEN] = {
		.name = "queue-len", .key = "queue_len", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_QUEUE_DROPS] = {
		.name = "queue-drops", .key = "queue_drops",
		.type = SPEC_NUMBER,
	},
	[RSVP_A_IFACE_OVERBOOKED] = {
		.name = "overbooked", .key = "overbooked", .type = SPEC_FLAG,
	},
	[RSVP_A_IFACE_EVENT] = {
		.name = "event", .key = "event", .type = SPEC_NUMBER,
		.names = spec_event_names,
	},
};

const struct spec_set spec_iface = {
	.name = "iface",
	.attrs = spec_iface_attrs,
	.max = ARRAY_SIZE(spec_iface_attrs) - 1,
};

static const struct spec_attr spec_sender_attrs[] = {
	[RSVP_A_SENDER_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_SENDER_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_SENDER_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_SENDER_FILTER] = {
		.name = "filter", .key = "filter", .type = SPEC_NEST,
		.nest = &spec_filter,
	},
	[RSVP_A_SENDER_TSPEC] = {
		.name = "tspec", .key = "tspec", .type = SPEC_NEST,
		.nest = &spec_tspec,
	},
	[RSVP_A_SENDER_TTL] = {
		.name = "ttl", .key = "ttl", .type = SPEC_NUMBER,
	},
	[RSVP_A_SENDER_DSCP] = {
		.name = "dscp", .key = "dscp", .type = SPEC_NUMBER,
	},
	[RSVP_A_SENDER_MARK] = {
		.name = "mark", .key = "mark", .type = SPEC_NUMBER,
	},
	[RSVP_A_SENDER_SERVICE] = {
		.name = "service", .key = "service", .type = SPEC_NUMBER,
		.names = spec_service_names,
	},
	[RSVP_A_SENDER_NONCONFORMING] = {
		.name = "nonconforming", .key = "nonconforming",
		.type = SPEC_NUMBER, .names = spec_nonconforming_names,
	},
	[RSVP_A_SENDER_PERSIST] = {
		.name = "persist", .key = "persist", .type = SPEC_FLAG,
	},
	[RSVP_A_SENDER_OWNER] = {
		.name = "owner", .key = "owner", .type = SPEC_NUMBER,
	},
	[RSVP_A_SENDER_IIF] = {
		.name = "iif", .key = "iif", .type = SPEC_NUMBER,
	},
	[RSVP_A_SENDER_RULE] = {
		.name = "rule", .key = "rule", .type = SPEC_NUMBER,
	},
	[RSVP_A_SENDER_ERROR] = {
		.name = "error", .key = "error", .type = SPEC_NEST,
		.nest = &spec_error,
	},
	[RSVP_A_SENDER_EVENT] = {
		.name = "event", .key = "event", .type = SPEC_NUMBER,
		.names = spec_event_names,
	},
};

const struct spec_set spec_sender = {
	.name = "sender",
	.attrs = spec_sender_attrs,
	.max = ARRAY_SIZE(spec_sender_attrs) - 1,
};

static const struct spec_attr spec_reservation_attrs[] = {
	[RSVP_A_RESERVATION_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_RESERVATION_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_RESERVATION_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_RESERVATION_STYLE] = {
		.name = "style", .key = "style", .type = SPEC_NUMBER,
		.names = spec_style_names,
	},
	[RSVP_A_RESERVATION_FILTER] = {
		.name = "filter", .key = "filter", .type = SPEC_NEST,
		.multi = true, .nest = &spec_filter,
	},
	[RSVP_A_RESERVATION_FLOWSPEC] = {
		.name = "flowspec", .key = "flowspec", .type = SPEC_NEST,
		.nest = &spec_flowspec,
	},
	[RSVP_A_RESERVATION_DELAY] = {
		.name = "delay", .key = "delay_us", .type = SPEC_NUMBER,
		.unit = SPEC_US,
	},
	[RSVP_A_RESERVATION_IFINDEX] = {
		.name = "ifindex", .key = "ifindex", .type = SPEC_NUMBER,
	},
	[RSVP_A_RESERVATION_CONFIRM] = {
		.name = "confirm", .key = "confirm", .type = SPEC_FLAG,
	},
	[RSVP_A_RESERVATION_PERSIST] = {
		.name = "persist", .key = "persist", .type = SPEC_FLAG,
	},
	[RSVP_A_RESERVATION_OWNER] = {
		.name = "owner", .key = "owner", .type = SPEC_NUMBER,
	},
	[RSVP_A_RESERVATION_OIF] = {
		.name = "oif", .key = "oif", .type = SPEC_NUMBER,
	},
	[RSVP_A_RESERVATION_RULE] = {
		.name = "rule", .key = "rule", .type = SPEC_NUMBER,
	},
	[RSVP_A_RESERVATION_STATUS] = {
		.name = "status", .key = "status", .type = SPEC_NUMBER,
		.names = spec_resv_status_names,
	},
	[RSVP_A_RESERVATION_BOUND] = {
		.name = "bound", .key = "bound_us", .type = SPEC_NUMBER,
		.unit = SPEC_US,
	},
	[RSVP_A_RESERVATION_ERROR] = {
		.name = "error", .key = "error", .type = SPEC_NEST,
		.nest = &spec_error,
	},
	[RSVP_A_RESERVATION_EVENT] = {
		.name = "event", .key = "event", .type = SPEC_NUMBER,
		.names = spec_event_names,
	},
};

const struct spec_set spec_reservation = {
	.name = "reservation",
	.attrs = spec_reservation_attrs,
	.max = ARRAY_SIZE(spec_reservation_attrs) - 1,
};

static const struct spec_attr spec_state_attrs[] = {
	[RSVP_A_STATE_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_STATE_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_STATE_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_STATE_PATHS] = {
		.name = "paths", .key = "paths", .type = SPEC_NUMBER,
	},
	[RSVP_A_STATE_RESVS] = {
		.name = "resvs", .key = "resvs", .type = SPEC_NUMBER,
	},
	[RSVP_A_STATE_CLASSES] = {
		.name = "classes", .key = "classes", .type = SPEC_NUMBER,
	},
};

const struct spec_set spec_state = {
	.name = "state",
	.attrs = spec_state_attrs,
	.max = ARRAY_SIZE(spec_state_attrs) - 1,
};

static const struct spec_attr spec_path_attrs[] = {
	[RSVP_A_PATH_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_PATH_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_PATH_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_PATH_FILTER] = {
		.name = "filter", .key = "filter", .type = SPEC_NEST,
		.nest = &spec_filter,
	},
	[RSVP_A_PATH_TSPEC] = {
		.name = "tspec", .key = "tspec", .type = SPEC_NEST,
		.nest = &spec_tspec,
	},
	[RSVP_A_PATH_ADSPEC] = {
		.name = "adspec", .key = "adspec", .type = SPEC_NEST,
		.nest = &spec_adspec,
	},
	[RSVP_A_PATH_PHOP] = {
		.name = "phop", .key = "phop", .type = SPEC_NEST,
		.nest = &spec_hop,
	},
	[RSVP_A_PATH_IIF] = {
		.name = "iif", .key = "iif", .type = SPEC_NUMBER,
	},
	[RSVP_A_PATH_OIF] = {
		.name = "oif", .key = "oif", .type = SPEC_NUMBER, .multi = true,
	},
	[RSVP_A_PATH_TTL] = {
		.name = "ttl", .key = "ttl", .type = SPEC_NUMBER,
	},
	[RSVP_A_PATH_REFRESH] = {
		.name = "refresh", .key = "refresh_ms", .type = SPEC_NUMBER,
		.unit = SPEC_MS,
	},
	[RSVP_A_PATH_EXPIRES] = {
		.name = "expires", .key = "expires_ms", .type = SPEC_NUMBER,
		.unit = SPEC_MS,
	},
	[RSVP_A_PATH_LOCAL] = {
		.name = "local", .key = "local", .type = SPEC_FLAG,
	},
	[RSVP_A_PATH_LOCAL_ONLY] = {
		.name = "local-only", .key = "local_only", .type = SPEC_FLAG,
	},
	[RSVP_A_PATH_NON_RSVP] = {
		.name = "non-rsvp", .key = "non_rsvp", .type = SPEC_FLAG,
	},
	[RSVP_A_PATH_E_POLICE] = {
		.name = "e-police", .key = "e_police", .type = SPEC_FLAG,
	},
	[RSVP_A_PATH_EVENT] = {
		.name = "event", .key = "event", .type = SPEC_NUMBER,
		.names = spec_event_names,
	},
	[RSVP_A_PATH_BLOCKADED] = {
		.name = "blockaded", .key = "blockaded_ms", .type = SPEC_NUMBER,
		.unit = SPEC_MS,
	},
	[RSVP_A_PATH_BLOCKADE] = {
		.name = "blockade", .key = "blockade", .type = SPEC_NEST,
		.nest = &spec_flowspec,
	},
};

const struct spec_set spec_path = {
	.name = "path",
	.attrs = spec_path_attrs,
	.max = ARRAY_SIZE(spec_path_attrs) - 1,
};

static const struct spec_attr spec_resv_attrs[] = {
	[RSVP_A_RESV_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_RESV_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_RESV_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_RESV_STYLE] = {
		.name = "style", .key = "style", .type = SPEC_NUMBER,
		.names = spec_style_names,
	},
	[RSVP_A_RESV_FILTER] = {
		.name = "filter", .key = "filter", .type = SPEC_NEST,
		.multi = true, .nest = &spec_filter,
	},
	[RSVP_A_RESV_FLOWSPEC] = {
		.name = "flowspec", .key = "flowspec", .type = SPEC_NEST,
		.nest = &spec_flowspec,
	},
	[RSVP_A_RESV_NHOP] = {
		.name = "nhop", .key = "nhop", .type = SPEC_NEST,
		.nest = &spec_hop,
	},
	[RSVP_A_RESV_OIF] = {
		.name = "oif", .key = "oif", .type = SPEC_NUMBER,
	},
	[RSVP_A_RESV_REFRESH] = {
		.name = "refresh", .key = "refresh_ms", .type = SPEC_NUMBER,
		.unit = SPEC_MS,
	},
	[RSVP_A_RESV_EXPIRES] = {
		.name = "expires", .key = "expires_ms", .type = SPEC_NUMBER,
		.unit = SPEC_MS,
	},
	[RSVP_A_RESV_LOCAL] = {
		.name = "local", .key = "local", .type = SPEC_FLAG,
	},
	[RSVP_A_RESV_STATUS] = {
		.name = "status", .key = "status", .type = SPEC_NUMBER,
		.names = spec_resv_status_names,
	},
	[RSVP_A_RESV_ERROR] = {
		.name = "error", .key = "error", .type = SPEC_NEST,
		.nest = &spec_error,
	},
	[RSVP_A_RESV_EVENT] = {
		.name = "event", .key = "event", .type = SPEC_NUMBER,
		.names = spec_event_names,
	},
};

const struct spec_set spec_resv = {
	.name = "resv",
	.attrs = spec_resv_attrs,
	.max = ARRAY_SIZE(spec_resv_attrs) - 1,
};

static const struct spec_attr spec_tc_attrs[] = {
	[RSVP_A_TC_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_TC_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_TC_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_TC_STYLE] = {
		.name = "style", .key = "style", .type = SPEC_NUMBER,
		.names = spec_style_names,
	},
	[RSVP_A_TC_FILTER] = {
		.name = "filter", .key = "filter", .type = SPEC_NEST,
		.multi = true, .nest = &spec_filter,
	},
	[RSVP_A_TC_OIF] = {
		.name = "oif", .key = "oif", .type = SPEC_NUMBER,
	},
	[RSVP_A_TC_FLOWSPEC] = {
		.name = "flowspec", .key = "flowspec", .type = SPEC_NEST,
		.nest = &spec_flowspec,
	},
	[RSVP_A_TC_CLASSID] = {
		.name = "classid", .key = "classid", .type = SPEC_NUMBER,
	},
	[RSVP_A_TC_POLICED] = {
		.name = "policed", .key = "policed", .type = SPEC_FLAG,
	},
	[RSVP_A_TC_PACKETS] = {
		.name = "packets", .key = "packets", .type = SPEC_NUMBER,
	},
	[RSVP_A_TC_BYTES] = {
		.name = "bytes", .key = "bytes", .type = SPEC_NUMBER,
	},
	[RSVP_A_TC_DEMOTED_PACKETS] = {
		.name = "demoted-packets", .key = "demoted_packets",
		.type = SPEC_NUMBER,
	},
	[RSVP_A_TC_DEMOTED_BYTES] = {
		.name = "demoted-bytes", .key = "demoted_bytes",
		.type = SPEC_NUMBER,
	},
	[RSVP_A_TC_LINK_RATE] = {
		.name = "link-rate", .key = "link_rate_Bps",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_TC_EVENT] = {
		.name = "event", .key = "event", .type = SPEC_NUMBER,
		.names = spec_event_names,
	},
	[RSVP_A_TC_TSPEC] = {
		.name = "tspec", .key = "tspec", .type = SPEC_NEST,
		.nest = &spec_tspec,
	},
};

const struct spec_set spec_tc = {
	.name = "tc",
	.attrs = spec_tc_attrs,
	.max = ARRAY_SIZE(spec_tc_attrs) - 1,
};

static const struct spec_attr spec_counter_attrs[] = {
	[RSVP_A_COUNTER_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_COUNTER_NAME] = {
		.name = "name", .key = "name", .type = SPEC_STRING,
	},
	[RSVP_A_COUNTER_VALUE] = {
		.name = "value", .key = "value", .type = SPEC_NUMBER,
	},
	[RSVP_A_COUNTER_TEXT] = {
		.name = "text", .key = "text", .type = SPEC_STRING,
	},
	[RSVP_A_COUNTER_KIND] = {
		.name = "kind", .key = "kind", .type = SPEC_NUMBER,
		.names = spec_counter_kind_names,
	},
};

const struct spec_set spec_counter = {
	.name = "counter",
	.attrs = spec_counter_attrs,
	.max = ARRAY_SIZE(spec_counter_attrs) - 1,
};

static const struct spec_attr spec_error_attrs[] = {
	[RSVP_A_ERROR_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_ERROR_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_ERROR_STYLE] = {
		.name = "style", .key = "style", .type = SPEC_NUMBER,
		.names = spec_style_names,
	},
	[RSVP_A_ERROR_FILTER] = {
		.name = "filter", .key = "filter", .type = SPEC_NEST,
		.multi = true, .nest = &spec_filter,
	},
	[RSVP_A_ERROR_FLOWSPEC] = {
		.name = "flowspec", .key = "flowspec", .type = SPEC_NEST,
		.nest = &spec_flowspec,
	},
	[RSVP_A_ERROR_CODE] = {
		.name = "code", .key = "code", .type = SPEC_NUMBER,
	},
	[RSVP_A_ERROR_VALUE] = {
		.name = "value", .key = "value", .type = SPEC_NUMBER,
	},
	[RSVP_A_ERROR_FLAGS] = {
		.name = "flags", .key = "flags", .type = SPEC_NUMBER,
	},
	[RSVP_A_ERROR_NODE4] = {
		.name = "node4", .key = "hop", .type = SPEC_ADDR,
	},
	[RSVP_A_ERROR_NODE6] = {
		.name = "node6", .key = "hop", .type = SPEC_ADDR,
	},
	[RSVP_A_ERROR_INTERFACE] = {
		.name = "interface", .key = "interface", .type = SPEC_STRING,
	},
	[RSVP_A_ERROR_ASKED] = {
		.name = "asked", .key = "asked_Bps", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_ERROR_FREE] = {
		.name = "free", .key = "free_Bps", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_ERROR_TEXT] = {
		.name = "text", .key = "text", .type = SPEC_STRING,
	},
	[RSVP_A_ERROR_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_ERROR_EVENT] = {
		.name = "event", .key = "event", .type = SPEC_NUMBER,
		.names = spec_event_names,
	},
};

const struct spec_set spec_error = {
	.name = "error",
	.attrs = spec_error_attrs,
	.max = ARRAY_SIZE(spec_error_attrs) - 1,
};

static const struct spec_attr spec_qos_attrs[] = {
	[RSVP_A_QOS_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_QOS_SERVICE_TYPE] = {
		.name = "service-type", .key = "service_type",
		.type = SPEC_NUMBER, .names = spec_service_type_names,
	},
	[RSVP_A_QOS_NO_TRAFFIC_CONTROL] = {
		.name = "no-traffic-control", .key = "no_traffic_control",
		.type = SPEC_FLAG,
	},
	[RSVP_A_QOS_NO_QOS_SIGNALING] = {
		.name = "no-qos-signaling", .key = "no_qos_signaling",
		.type = SPEC_FLAG,
	},
	[RSVP_A_QOS_TOKEN_RATE] = {
		.name = "token-rate", .key = "token_rate_Bps",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_QOS_TOKEN_BUCKET_SIZE] = {
		.name = "token-bucket-size", .key = "token_bucket_size_B",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES,
	},
	[RSVP_A_QOS_PEAK_BANDWIDTH] = {
		.name = "peak-bandwidth", .key = "peak_bandwidth_Bps",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES_PER_S,
	},
	[RSVP_A_QOS_LATENCY] = {
		.name = "latency", .key = "latency_us", .type = SPEC_NUMBER,
		.unit = SPEC_US,
	},
	[RSVP_A_QOS_DELAY_VARIATION] = {
		.name = "delay-variation", .key = "delay_variation_us",
		.type = SPEC_NUMBER, .unit = SPEC_US,
	},
	[RSVP_A_QOS_MAX_SDU_SIZE] = {
		.name = "max-sdu-size", .key = "max_sdu_size_B",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES,
	},
	[RSVP_A_QOS_MINIMUM_POLICED_SIZE] = {
		.name = "minimum-policed-size", .key = "minimum_policed_size_B",
		.type = SPEC_NUMBER, .unit = SPEC_BYTES,
	},
};

const struct spec_set spec_qos = {
	.name = "qos",
	.attrs = spec_qos_attrs,
	.max = ARRAY_SIZE(spec_qos_attrs) - 1,
};

static const struct spec_attr spec_leaf_attrs[] = {
	[RSVP_A_LEAF_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_LEAF_DIRECTION] = {
		.name = "direction", .key = "direction", .type = SPEC_NUMBER,
		.names = spec_direction_names,
	},
	[RSVP_A_LEAF_IFINDEX] = {
		.name = "ifindex", .key = "ifindex", .type = SPEC_NUMBER,
	},
	[RSVP_A_LEAF_SEND] = {
		.name = "send", .key = "send", .type = SPEC_NEST,
		.nest = &spec_qos,
	},
	[RSVP_A_LEAF_RECEIVE] = {
		.name = "receive", .key = "receive", .type = SPEC_NEST,
		.nest = &spec_qos,
	},
};

const struct spec_set spec_leaf = {
	.name = "leaf",
	.attrs = spec_leaf_attrs,
	.max = ARRAY_SIZE(spec_leaf_attrs) - 1,
};

static const struct spec_attr spec_socket_attrs[] = {
	[RSVP_A_SOCKET_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_SOCKET_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_FD] = {
		.name = "fd", .key = "fd", .type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_INODE] = {
		.name = "inode", .key = "inode", .type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_UID] = {
		.name = "uid", .key = "uid", .type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_PROTO] = {
		.name = "proto", .key = "proto", .type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_LOCAL] = {
		.name = "local", .key = "local", .type = SPEC_NEST,
		.nest = &spec_filter,
	},
	[RSVP_A_SOCKET_PEER] = {
		.name = "peer", .key = "peer", .type = SPEC_NEST,
		.nest = &spec_filter,
	},
	[RSVP_A_SOCKET_SEND] = {
		.name = "send", .key = "send", .type = SPEC_NEST,
		.nest = &spec_qos,
	},
	[RSVP_A_SOCKET_RECEIVE] = {
		.name = "receive", .key = "receive", .type = SPEC_NEST,
		.nest = &spec_qos,
	},
	[RSVP_A_SOCKET_STYLE] = {
		.name = "style", .key = "style", .type = SPEC_NUMBER,
		.names = spec_style_names,
	},
	[RSVP_A_SOCKET_FILTER] = {
		.name = "filter", .key = "filter", .type = SPEC_NEST,
		.multi = true, .nest = &spec_filter,
	},
	[RSVP_A_SOCKET_CONFIRM] = {
		.name = "confirm", .key = "confirm", .type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_DSCP] = {
		.name = "dscp", .key = "dscp", .type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_NONCONFORMING] = {
		.name = "nonconforming", .key = "nonconforming",
		.type = SPEC_NUMBER, .names = spec_nonconforming_names,
	},
	[RSVP_A_SOCKET_DESTINATION] = {
		.name = "destination", .key = "destination", .type = SPEC_NEST,
		.multi = true, .nest = &spec_leaf,
	},
	[RSVP_A_SOCKET_LEAF] = {
		.name = "leaf", .key = "leaf", .type = SPEC_NEST, .multi = true,
		.nest = &spec_leaf,
	},
	[RSVP_A_SOCKET_SENDERS] = {
		.name = "senders", .key = "senders", .type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_RESERVATIONS] = {
		.name = "reservations", .key = "reservations",
		.type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_RECEIVERS] = {
		.name = "receivers", .key = "receivers", .type = SPEC_NUMBER,
	},
	[RSVP_A_SOCKET_ERROR] = {
		.name = "error", .key = "error", .type = SPEC_NEST,
		.nest = &spec_error,
	},
	[RSVP_A_SOCKET_EVENT] = {
		.name = "event", .key = "event", .type = SPEC_NUMBER,
		.names = spec_event_names,
	},
	[RSVP_A_SOCKET_RULE] = {
		.name = "rule", .key = "rule", .type = SPEC_NUMBER,
		.multi = true,
	},
};

const struct spec_set spec_socket = {
	.name = "socket",
	.attrs = spec_socket_attrs,
	.max = ARRAY_SIZE(spec_socket_attrs) - 1,
};

static const struct spec_attr spec_quota_attrs[] = {
	[RSVP_A_QUOTA_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_QUOTA_SOCKETS] = {
		.name = "sockets", .key = "sockets", .type = SPEC_NUMBER,
	},
	[RSVP_A_QUOTA_RATE] = {
		.name = "rate", .key = "rate_Bps", .type = SPEC_NUMBER,
		.unit = SPEC_BYTES_PER_S,
	},
};

const struct spec_set spec_quota = {
	.name = "quota",
	.attrs = spec_quota_attrs,
	.max = ARRAY_SIZE(spec_quota_attrs) - 1,
};

static const struct spec_attr spec_notice_attrs[] = {
	[RSVP_A_NOTICE_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_NOTICE_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_NOTICE_STATUS] = {
		.name = "status", .key = "status", .type = SPEC_NUMBER,
		.names = spec_qos_status_names,
	},
	[RSVP_A_NOTICE_DIRECTION] = {
		.name = "direction", .key = "direction", .type = SPEC_NUMBER,
		.names = spec_direction_names,
	},
	[RSVP_A_NOTICE_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_NOTICE_FILTER] = {
		.name = "filter", .key = "filter", .type = SPEC_NEST,
		.multi = true, .nest = &spec_filter,
	},
	[RSVP_A_NOTICE_TSPEC] = {
		.name = "tspec", .key = "tspec", .type = SPEC_NEST,
		.nest = &spec_tspec,
	},
	[RSVP_A_NOTICE_ADSPEC] = {
		.name = "adspec", .key = "adspec", .type = SPEC_NEST,
		.nest = &spec_adspec,
	},
	[RSVP_A_NOTICE_ERROR] = {
		.name = "error", .key = "error", .type = SPEC_NEST,
		.nest = &spec_error,
	},
};

const struct spec_set spec_notice = {
	.name = "notice",
	.attrs = spec_notice_attrs,
	.max = ARRAY_SIZE(spec_notice_attrs) - 1,
};

static const struct spec_attr spec_rule_attrs[] = {
	[RSVP_A_RULE_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_RULE_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_PRIORITY] = {
		.name = "priority", .key = "priority", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_LABEL] = {
		.name = "label", .key = "label", .type = SPEC_STRING,
	},
	[RSVP_A_RULE_DIRECTION] = {
		.name = "direction", .key = "direction", .type = SPEC_NUMBER,
		.names = spec_direction_names,
	},
	[RSVP_A_RULE_FAMILY] = {
		.name = "family", .key = "family", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_PROTO] = {
		.name = "proto", .key = "proto", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_SRC4] = {
		.name = "src4", .key = "src", .type = SPEC_ADDR,
	},
	[RSVP_A_RULE_SRC6] = {
		.name = "src6", .key = "src", .type = SPEC_ADDR,
	},
	[RSVP_A_RULE_SRC_LEN] = {
		.name = "src-len", .key = "src_len", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_DST4] = {
		.name = "dst4", .key = "dst", .type = SPEC_ADDR,
	},
	[RSVP_A_RULE_DST6] = {
		.name = "dst6", .key = "dst", .type = SPEC_ADDR,
	},
	[RSVP_A_RULE_DST_LEN] = {
		.name = "dst-len", .key = "dst_len", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_SPORT] = {
		.name = "sport", .key = "sport", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_SPORT_LAST] = {
		.name = "sport-last", .key = "sport_last", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_DPORT] = {
		.name = "dport", .key = "dport", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_DPORT_LAST] = {
		.name = "dport-last", .key = "dport_last", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_UID] = {
		.name = "uid", .key = "uid", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_CGROUP] = {
		.name = "cgroup", .key = "cgroup", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_MARK] = {
		.name = "mark", .key = "mark", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_MASK] = {
		.name = "mask", .key = "mask", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_SEND] = {
		.name = "send", .key = "send", .type = SPEC_NEST,
		.nest = &spec_qos,
	},
	[RSVP_A_RULE_RECEIVE] = {
		.name = "receive", .key = "receive", .type = SPEC_NEST,
		.nest = &spec_qos,
	},
	[RSVP_A_RULE_STYLE] = {
		.name = "style", .key = "style", .type = SPEC_NUMBER,
		.names = spec_style_names,
	},
	[RSVP_A_RULE_CONFIRM] = {
		.name = "confirm", .key = "confirm", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_IDLE] = {
		.name = "idle", .key = "idle_ms", .type = SPEC_NUMBER,
		.unit = SPEC_MS,
	},
	[RSVP_A_RULE_PROXY] = {
		.name = "proxy", .key = "proxy", .type = SPEC_FLAG,
	},
	[RSVP_A_RULE_DISCOVER] = {
		.name = "discover", .key = "discover", .type = SPEC_FLAG,
	},
	[RSVP_A_RULE_IFINDEX] = {
		.name = "ifindex", .key = "ifindex", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_DSCP] = {
		.name = "dscp", .key = "dscp", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_NONCONFORMING] = {
		.name = "nonconforming", .key = "nonconforming",
		.type = SPEC_NUMBER, .names = spec_nonconforming_names,
	},
	[RSVP_A_RULE_PERSIST] = {
		.name = "persist", .key = "persist", .type = SPEC_FLAG,
	},
	[RSVP_A_RULE_OWNER] = {
		.name = "owner", .key = "owner", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_FLOWS] = {
		.name = "flows", .key = "flows", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_ACTIVE] = {
		.name = "active", .key = "active", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_REFUSED] = {
		.name = "refused", .key = "refused", .type = SPEC_NUMBER,
	},
	[RSVP_A_RULE_EVENT] = {
		.name = "event", .key = "event", .type = SPEC_NUMBER,
		.names = spec_event_names,
	},
};

const struct spec_set spec_rule = {
	.name = "rule",
	.attrs = spec_rule_attrs,
	.max = ARRAY_SIZE(spec_rule_attrs) - 1,
};

static const struct spec_attr spec_rsvp_attrs[] = {
	[RSVP_A_PAD] = {
		.name = "pad", .key = "pad", .type = SPEC_PAD,
	},
	[RSVP_A_ID] = {
		.name = "id", .key = "id", .type = SPEC_NUMBER,
	},
	[RSVP_A_AFTER] = {
		.name = "after", .key = "after", .type = SPEC_NUMBER,
	},
	[RSVP_A_FAMILY] = {
		.name = "family", .key = "family", .type = SPEC_NUMBER,
	},
	[RSVP_A_IFINDEX] = {
		.name = "ifindex", .key = "ifindex", .type = SPEC_NUMBER,
	},
	[RSVP_A_SESSION] = {
		.name = "session", .key = "session", .type = SPEC_NEST,
		.nest = &spec_session,
	},
	[RSVP_A_IFACE] = {
		.name = "iface", .key = "iface", .type = SPEC_NEST,
		.nest = &spec_iface,
	},
	[RSVP_A_SENDER] = {
		.name = "sender", .key = "sender", .type = SPEC_NEST,
		.nest = &spec_sender,
	},
	[RSVP_A_RESERVATION] = {
		.name = "reservation", .key = "reservation", .type = SPEC_NEST,
		.nest = &spec_reservation,
	},
	[RSVP_A_STATE] = {
		.name = "state", .key = "state", .type = SPEC_NEST,
		.nest = &spec_state,
	},
	[RSVP_A_PATH] = {
		.name = "path", .key = "path", .type = SPEC_NEST,
		.nest = &spec_path,
	},
	[RSVP_A_RESV] = {
		.name = "resv", .key = "resv", .type = SPEC_NEST,
		.nest = &spec_resv,
	},
	[RSVP_A_TC] = {
		.name = "tc", .key = "tc", .type = SPEC_NEST, .nest = &spec_tc,
	},
	[RSVP_A_COUNTER] = {
		.name = "counter", .key = "counter", .type = SPEC_NEST,
		.multi = true, .nest = &spec_counter,
	},
	[RSVP_A_ERROR] = {
		.name = "error", .key = "error", .type = SPEC_NEST,
		.nest = &spec_error,
	},
	[RSVP_A_REPLACE] = {
		.name = "replace", .key = "replace", .type = SPEC_FLAG,
	},
	[RSVP_A_SOCKET] = {
		.name = "socket", .key = "socket", .type = SPEC_NEST,
		.nest = &spec_socket,
	},
	[RSVP_A_NOTICE] = {
		.name = "notice", .key = "notice", .type = SPEC_NEST,
		.nest = &spec_notice,
	},
	[RSVP_A_QUOTA] = {
		.name = "quota", .key = "quota", .type = SPEC_NEST,
		.nest = &spec_quota,
	},
	[RSVP_A_RULE] = {
		.name = "rule", .key = "rule", .type = SPEC_NEST,
		.nest = &spec_rule,
	},
};

const struct spec_set spec_rsvp = {
	.name = "rsvp",
	.attrs = spec_rsvp_attrs,
	.max = ARRAY_SIZE(spec_rsvp_attrs) - 1,
};
