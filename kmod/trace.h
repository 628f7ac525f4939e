/* SPDX-License-Identifier: GPL-2.0 */
/* Tracepoints. The names of the reasons are those of drop_reasons.h. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM rsvp

#if !defined(_RSVP_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _RSVP_TRACE_H

#include <linux/in6.h>
#include <linux/tracepoint.h>
#include <net/ipv6.h>

#include "codec.h"

TRACE_EVENT(rsvp_msg_drop,

	TP_PROTO(int ifindex, const struct rsvp_addr *src, u8 type,
		 enum rsvp_drop_reason reason),

	TP_ARGS(ifindex, src, type, reason),

	TP_STRUCT__entry(
		__field(int, ifindex)
		__array(__u8, src, sizeof(struct in6_addr))
		__field(u8, type)
		__field(u32, reason)
		__string(name, rsvp_drop_name(reason))
	),

	TP_fast_assign(
		struct in6_addr *in6 = (struct in6_addr *)__entry->src;

		__entry->ifindex = ifindex;
		__entry->type = type;
		__entry->reason = reason;
		if (src->family == AF_INET6)
			*in6 = src->v6;
		else
			ipv6_addr_set_v4mapped(src->v4, in6);
		__assign_str(name, rsvp_drop_name(reason));
	),

	TP_printk("ifindex=%d src=%pI6c type=%u reason=%s",
		  __entry->ifindex, __entry->src, __entry->type,
		  __get_str(name))
);

#endif /* _RSVP_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace

/* This part must be outside protection */
#include <trace/define_trace.h>
