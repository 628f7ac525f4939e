// SPDX-License-Identifier: LGPL-2.1-or-later
/* Structures of the library to attributes of netlink, and back. */

#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "librsvp.h"

/* The numbers of a flowspec; absent is "not specified" */
static const struct {
	const char *name;
	size_t offset;
	int attr;
	bool wide;
} members[] = {
	{ "token_rate", offsetof(struct rsvp_flowspec, token_rate),
	  RSVP_A_QOS_TOKEN_RATE, true },
	{ "token_bucket_size",
	  offsetof(struct rsvp_flowspec, token_bucket_size),
	  RSVP_A_QOS_TOKEN_BUCKET_SIZE, true },
	{ "peak_bandwidth", offsetof(struct rsvp_flowspec, peak_bandwidth),
	  RSVP_A_QOS_PEAK_BANDWIDTH, true },
	{ "latency", offsetof(struct rsvp_flowspec, latency),
	  RSVP_A_QOS_LATENCY, false },
	{ "delay_variation", offsetof(struct rsvp_flowspec, delay_variation),
	  RSVP_A_QOS_DELAY_VARIATION, false },
	{ "max_sdu_size", offsetof(struct rsvp_flowspec, max_sdu_size),
	  RSVP_A_QOS_MAX_SDU_SIZE, false },
	{ "minimum_policed_size",
	  offsetof(struct rsvp_flowspec, minimum_policed_size),
	  RSVP_A_QOS_MINIMUM_POLICED_SIZE, false },
};

static uint64_t *member(struct rsvp_flowspec *flowspec, size_t i)
{
	return (uint64_t *)((char *)flowspec + members[i].offset);
}

/* Of an attribute of the set "qos", as rsvp.h calls it; NULL: it has none */
const char *librsvp_flowspec_member(int attr)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(members); i++) {
		if (members[i].attr == attr)
			return members[i].name;
	}
	return attr == RSVP_A_QOS_SERVICE_TYPE ? "service_type" : NULL;
}

__printf(4, 5)
static bool bad(struct librsvp_fault *fault, int err, uint32_t status,
		const char *format, ...)
{
	va_list args;

	fault->err = err;
	fault->status = status;
	va_start(args, format);
	vsnprintf(fault->text, sizeof(fault->text), format, args);
	va_end(args);
	return false;
}

static void clear_flowspec(struct rsvp_flowspec *flowspec)
{
	size_t i;

	memset(flowspec, 0, sizeof(*flowspec));
	flowspec->service_type = RSVP_SERVICE_TYPE_NO_CHANGE;
	for (i = 0; i < ARRAY_SIZE(members); i++)
		*member(flowspec, i) = RSVP_NOT_SPECIFIED;
}

void rsvp_qos_init(struct rsvp_qos *qos)
{
	memset(qos, 0, sizeof(*qos));
	clear_flowspec(&qos->sending);
	clear_flowspec(&qos->receiving);
	qos->confirm = -1;
	qos->dscp = -1;
}

static bool has_flag(uint32_t service_type, uint32_t flag)
{
	return (service_type & flag) == flag;
}

/* The kernel's policy would refuse it without a status */
static bool is_service_type(uint32_t type)
{
	switch (type) {
	case RSVP_SERVICE_TYPE_NO_TRAFFIC:
	case RSVP_SERVICE_TYPE_BEST_EFFORT:
	case RSVP_SERVICE_TYPE_CONTROLLED_LOAD:
	case RSVP_SERVICE_TYPE_GUARANTEED:
	case RSVP_SERVICE_TYPE_GENERAL_INFORMATION:
	case RSVP_SERVICE_TYPE_NO_CHANGE:
	case RSVP_SERVICE_TYPE_NETWORK_CONTROL:
	case RSVP_SERVICE_TYPE_QUALITATIVE:
		return true;
	}
	return false;
}

static void put_member(struct nl_msg *msg, size_t i, uint64_t value)
{
	if (!members[i].wide)
		nla_put_u32(msg, members[i].attr, (uint32_t)value);
	else if (value == RSVP_POSITIVE_INFINITY_RATE)
		nla_put_u64(msg, members[i].attr, UINT64_MAX);
	else
		nla_put_u64(msg, members[i].attr, value);
}

/**
 * librsvp_put_flowspec - one direction
 * @msg: where it goes
 * @attr: attribute of the set "qos"
 * @from: what is to be said; nothing, if that is no change
 * @fault: what is wrong with it
 *
 * Return: whether it could be said.
 */
bool librsvp_put_flowspec(struct nl_msg *msg, int attr,
			  const struct rsvp_flowspec *from,
			  struct librsvp_fault *fault)
{
	struct rsvp_flowspec flowspec = *from;
	uint32_t type = flowspec.service_type &
		~(RSVP_SERVICE_NO_TRAFFIC_CONTROL |
		  RSVP_SERVICE_NO_QOS_SIGNALING);
	struct nlattr *nest;
	size_t i;

	if (!is_service_type(type))
		return bad(fault, EINVAL, RSVP_QOS_STATUS_E_SERVICE_TYPE,
			   "0x%x is no service type",
			   flowspec.service_type);
	if (flowspec.service_type == RSVP_SERVICE_TYPE_NO_CHANGE)
		return true;
	nest = nla_nest_start(msg, NLA_F_NESTED | attr);
	nla_put_u32(msg, RSVP_A_QOS_SERVICE_TYPE, type);
	if (has_flag(flowspec.service_type, RSVP_SERVICE_NO_TRAFFIC_CONTROL))
		nla_put_flag(msg, RSVP_A_QOS_NO_TRAFFIC_CONTROL);
	if (has_flag(flowspec.service_type, RSVP_SERVICE_NO_QOS_SIGNALING))
		nla_put_flag(msg, RSVP_A_QOS_NO_QOS_SIGNALING);
	for (i = 0; i < ARRAY_SIZE(members); i++) {
		uint64_t value = *member(&flowspec, i);

		if (value == RSVP_NOT_SPECIFIED)
			continue;
		if (!members[i].wide && value > UINT32_MAX)
			return bad(fault, ERANGE, RSVP_QOS_STATUS_E_FLOWSPEC,
				   "%s is larger than 4294967295",
				   members[i].name);
		put_member(msg, i, value);
	}
	nla_nest_end(msg, nest);
	return true;
}

/* Address and port of either family; the numbers of the attributes */
struct place {
	int v4;
	int v6;
	int port;
};

static const struct place in_session = {
	RSVP_A_SESSION_DST4, RSVP_A_SESSION_DST6, RSVP_A_SESSION_DPORT,
};

static const struct place in_filter = {
	RSVP_A_FILTER_SRC4, RSVP_A_FILTER_SRC6, RSVP_A_FILTER_SPORT,
};

/* @addr may not be aligned as its family wants it; @proto of a session, or 0 */
static bool put_addr(struct nl_msg *msg, int attr, const struct place *place,
		     const void *addr, socklen_t len, uint32_t proto,
		     struct librsvp_fault *fault)
{
	struct sockaddr_storage copy = { 0 };
	const struct sockaddr_in *in = (struct sockaddr_in *)&copy;
	const struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&copy;
	struct nlattr *nest;

	memcpy(&copy, addr, len < sizeof(copy) ? len : sizeof(copy));
	if (!(copy.ss_family == AF_INET && len >= sizeof(*in)) &&
	    !(copy.ss_family == AF_INET6 && len >= sizeof(*in6)))
		return bad(fault, EAFNOSUPPORT, 0,
			   "an address is neither of IPv4 nor of IPv6");
	nest = nla_nest_start(msg, NLA_F_NESTED | attr);
	if (proto)
		nla_put_u32(msg, RSVP_A_SESSION_PROTO, proto);
	if (copy.ss_family == AF_INET) {
		nla_put(msg, place->v4, sizeof(in->sin_addr), &in->sin_addr);
		nla_put_u32(msg, place->port, ntohs(in->sin_port));
	} else {
		nla_put(msg, place->v6, sizeof(in6->sin6_addr),
			&in6->sin6_addr);
		nla_put_u32(msg, place->port, ntohs(in6->sin6_port));
	}
	nla_nest_end(msg, nest);
	return true;
}

static bool has_port(const struct sockaddr_storage *addr)
{
	return addr->ss_family == AF_INET ?
	       ((const struct sockaddr_in *)addr)->sin_port :
	       ((const struct sockaddr_in6 *)addr)->sin6_port;
}

/* With it, sending is the destination's */
static bool put_destination(struct nl_msg *msg, uint32_t proto,
			    const struct sockaddr_storage *destination,
			    struct librsvp_fault *fault)
{
	struct nlattr *nest;

	if (!destination->ss_family)
		return true;
	if (!has_port(destination))
		return bad(fault, EINVAL, 0,
			   "destination has no port: nothing is sent to port 0");
	nest = nla_nest_start(msg, NLA_F_NESTED | RSVP_A_SOCKET_DESTINATION);
	if (!put_addr(msg, RSVP_A_LEAF_SESSION, &in_session, destination,
		      sizeof(*destination), proto, fault))
		return false;
	nla_nest_end(msg, nest);
	return true;
}

/* Nothing said is what comes of that: there is no word for it */
static bool put_nonconforming(struct nl_msg *msg, uint32_t nonconforming,
			      struct librsvp_fault *fault)
{
	switch (nonconforming) {
	case 0:
		return true;
	case RSVP_NONCONFORMING_SHAPE:
	case RSVP_NONCONFORMING_DISCARD:
		nla_put_u32(msg, RSVP_A_SOCKET_NONCONFORMING, nonconforming);
		return true;
	default:
		return bad(fault, EINVAL, RSVP_QOS_STATUS_E_SDMODEOBJ,
			   "nonconforming is neither to shape nor to discard");
	}
}

/**
 * librsvp_put_qos - what socket-set has beside the descriptor
 * @msg: where it goes
 * @proto: of the socket
 * @qos: what is to be said
 * @fault: what is wrong with it
 *
 * Return: whether it could be said.
 */
bool librsvp_put_qos(struct nl_msg *msg, uint32_t proto,
		     const struct rsvp_qos *qos, struct librsvp_fault *fault)
{
	uint32_t i;

	if (qos->n_senders > RSVP_MAX_SENDERS)
		return bad(fault, EINVAL, RSVP_QOS_STATUS_E_FILTERCOUNT,
			   "more than %d senders", RSVP_MAX_SENDERS);
	if (!librsvp_put_flowspec(msg, RSVP_A_SOCKET_SEND, &qos->sending, fault) ||
	    !librsvp_put_flowspec(msg, RSVP_A_SOCKET_RECEIVE, &qos->receiving,
			  fault) ||
	    !put_destination(msg, proto, &qos->destination, fault))
		return false;
	if (qos->style)
		nla_put_u32(msg, RSVP_A_SOCKET_STYLE, qos->style);
	for (i = 0; i < qos->n_senders; i++) {
		if (!put_addr(msg, RSVP_A_SOCKET_FILTER, &in_filter,
			      &qos->senders[i], sizeof(qos->senders[i]), 0,
			      fault))
			return false;
	}
	if (qos->confirm >= 0)
		nla_put_u32(msg, RSVP_A_SOCKET_CONFIRM,
			    (uint32_t)qos->confirm);
	if (qos->dscp >= 0)
		nla_put_u32(msg, RSVP_A_SOCKET_DSCP, (uint32_t)qos->dscp);
	return put_nonconforming(msg, qos->nonconforming, fault);
}

static bool only_flowspecs(const struct rsvp_qos *qos)
{
	return !qos->style && !qos->n_senders &&
	       !qos->destination.ss_family && qos->confirm < 0 &&
	       qos->dscp < 0 && !qos->nonconforming;
}

/**
 * librsvp_put_leaf - the leaf of socket-join and socket-leave
 * @msg: where it goes
 * @proto: of the socket
 * @group: address and port
 * @len: of @group
 * @ifindex: interface, or 0
 * @direction: RSVP_DIRECTION_*; 0: none is said
 * @qos: flowspecs for the group, or NULL
 * @fault: what is wrong with all that
 *
 * Return: whether it could be said.
 */
bool librsvp_put_leaf(struct nl_msg *msg, uint32_t proto,
		      const struct sockaddr *group, socklen_t len,
		      unsigned int ifindex, uint32_t direction,
		      const struct rsvp_qos *qos, struct librsvp_fault *fault)
{
	struct nlattr *nest = nla_nest_start(msg, NLA_F_NESTED |
					     RSVP_A_SOCKET_LEAF);

	if (!put_addr(msg, RSVP_A_LEAF_SESSION, &in_session, group, len,
		      proto, fault))
		return false;
	if (direction)
		nla_put_u32(msg, RSVP_A_LEAF_DIRECTION, direction);
	if (ifindex)
		nla_put_u32(msg, RSVP_A_LEAF_IFINDEX, ifindex);
	if (qos && !only_flowspecs(qos))
		return bad(fault, EINVAL, RSVP_QOS_STATUS_E_PROVSPECBUF,
			   "a group has flowspecs only, the rest is the socket's");
	if (qos && (!librsvp_put_flowspec(msg, RSVP_A_LEAF_SEND, &qos->sending,
				  fault) ||
		    !librsvp_put_flowspec(msg, RSVP_A_LEAF_RECEIVE, &qos->receiving,
				  fault)))
		return false;
	nla_nest_end(msg, nest);
	return true;
}

/* Absent, or of another size: @none */
static uint64_t number(struct nlattr *nla, uint64_t none)
{
	if (nla && nla_len(nla) == sizeof(uint64_t))
		return nla_get_u64(nla);
	if (nla && nla_len(nla) == sizeof(uint32_t))
		return nla_get_u32(nla);
	return none;
}

static uint32_t number32(struct nlattr *nla)
{
	return (uint32_t)number(nla, 0);
}

void librsvp_get_flowspec(struct nlattr *nest, struct rsvp_flowspec *flowspec)
{
	struct nlattr *tb[RSVP_A_QOS_MAX + 1];
	size_t i;

	clear_flowspec(flowspec);
	if (!nest || nla_parse_nested(tb, RSVP_A_QOS_MAX, nest, NULL))
		return;
	for (i = 0; i < ARRAY_SIZE(members); i++)
		*member(flowspec, i) = number(tb[members[i].attr],
					      RSVP_NOT_SPECIFIED);
	if (tb[RSVP_A_QOS_PEAK_BANDWIDTH] &&
	    flowspec->peak_bandwidth == UINT64_MAX)
		flowspec->peak_bandwidth = RSVP_POSITIVE_INFINITY_RATE;
	flowspec->service_type =
		(uint32_t)number(tb[RSVP_A_QOS_SERVICE_TYPE],
				 RSVP_SERVICE_TYPE_NO_CHANGE);
	if (tb[RSVP_A_QOS_NO_TRAFFIC_CONTROL])
		flowspec->service_type |= RSVP_SERVICE_NO_TRAFFIC_CONTROL;
	if (tb[RSVP_A_QOS_NO_QOS_SIGNALING])
		flowspec->service_type |= RSVP_SERVICE_NO_QOS_SIGNALING;
}

/* What a Path announces, as a flowspec; it names no service */
void librsvp_get_tspec(struct nlattr *nest, struct rsvp_flowspec *flowspec)
{
	struct nlattr *tb[RSVP_A_FLOWSPEC_MAX + 1];

	clear_flowspec(flowspec);
	if (nla_parse_nested(tb, RSVP_A_FLOWSPEC_MAX, nest, NULL))
		return;
	flowspec->token_rate = number(tb[RSVP_A_FLOWSPEC_RATE],
				      RSVP_NOT_SPECIFIED);
	flowspec->token_bucket_size = number(tb[RSVP_A_FLOWSPEC_BURST],
					     RSVP_NOT_SPECIFIED);
	flowspec->peak_bandwidth = number(tb[RSVP_A_FLOWSPEC_PEAK],
					  UINT64_MAX);
	if (flowspec->peak_bandwidth == UINT64_MAX)
		flowspec->peak_bandwidth = RSVP_POSITIVE_INFINITY_RATE;
	flowspec->minimum_policed_size = number(tb[RSVP_A_FLOWSPEC_MIN_UNIT],
						RSVP_NOT_SPECIFIED);
	flowspec->max_sdu_size = number(tb[RSVP_A_FLOWSPEC_MTU],
					RSVP_NOT_SPECIFIED);
}

void librsvp_get_adspec(struct nlattr *nest, struct rsvp_adspec *adspec)
{
	struct nlattr *tb[RSVP_A_ADSPEC_MAX + 1];

	memset(adspec, 0, sizeof(*adspec));
	adspec->latency = RSVP_NOT_SPECIFIED;
	if (nla_parse_nested(tb, RSVP_A_ADSPEC_MAX, nest, NULL))
		return;
	adspec->hops = number32(tb[RSVP_A_ADSPEC_HOPS]);
	adspec->bandwidth = number(tb[RSVP_A_ADSPEC_BANDWIDTH], 0);
	adspec->latency = number(tb[RSVP_A_ADSPEC_LATENCY], UINT32_MAX);
	if (adspec->latency == UINT32_MAX)
		adspec->latency = RSVP_NOT_SPECIFIED;
	adspec->mtu = number32(tb[RSVP_A_ADSPEC_MTU]);
	adspec->c_total = number32(tb[RSVP_A_ADSPEC_CTOT]);
	adspec->d_total = number32(tb[RSVP_A_ADSPEC_DTOT]);
	adspec->c_sum = number32(tb[RSVP_A_ADSPEC_CSUM]);
	adspec->d_sum = number32(tb[RSVP_A_ADSPEC_DSUM]);
	adspec->flags =
		(tb[RSVP_A_ADSPEC_BREAK] ? RSVP_ADSPEC_BREAK : 0) |
		(tb[RSVP_A_ADSPEC_GS_BREAK] ? RSVP_ADSPEC_GUARANTEED_BREAK :
		 0) |
		(tb[RSVP_A_ADSPEC_CL_BREAK] ?
		 RSVP_ADSPEC_CONTROLLED_LOAD_BREAK : 0) |
		(tb[RSVP_A_ADSPEC_CTOT] ? 0 : RSVP_ADSPEC_NO_GUARANTEED);
}

static void get_addr(struct nlattr *v4, struct nlattr *v6, uint32_t port,
		     struct sockaddr_storage *addr)
{
	struct sockaddr_in *in = (struct sockaddr_in *)addr;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)addr;

	memset(addr, 0, sizeof(*addr));
	if (v4 && nla_len(v4) == sizeof(in->sin_addr)) {
		in->sin_family = AF_INET;
		in->sin_port = htons((uint16_t)port);
		memcpy(&in->sin_addr, nla_data(v4), sizeof(in->sin_addr));
	} else if (v6 && nla_len(v6) == sizeof(in6->sin6_addr)) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons((uint16_t)port);
		memcpy(&in6->sin6_addr, nla_data(v6),
		       sizeof(in6->sin6_addr));
	}
}

void librsvp_get_session(struct nlattr *nest, struct sockaddr_storage *addr,
			 uint32_t *proto)
{
	struct nlattr *tb[RSVP_A_SESSION_MAX + 1];

	if (nla_parse_nested(tb, RSVP_A_SESSION_MAX, nest, NULL))
		return;
	get_addr(tb[RSVP_A_SESSION_DST4], tb[RSVP_A_SESSION_DST6],
		 number32(tb[RSVP_A_SESSION_DPORT]), addr);
	*proto = number32(tb[RSVP_A_SESSION_PROTO]);
}

void librsvp_get_filter(struct nlattr *nest, struct sockaddr_storage *addr)
{
	struct nlattr *tb[RSVP_A_FILTER_MAX + 1];

	if (nla_parse_nested(tb, RSVP_A_FILTER_MAX, nest, NULL))
		return;
	get_addr(tb[RSVP_A_FILTER_SRC4], tb[RSVP_A_FILTER_SRC6],
		 number32(tb[RSVP_A_FILTER_SPORT]), addr);
}

/**
 * librsvp_get_filters - all filters of a nest
 * @nest: socket or notice
 * @type: of the attribute that is a filter
 * @list: array of them, to be freed; NULL if there are none, or no memory
 *
 * Return: how many.
 */
unsigned int librsvp_get_filters(struct nlattr *nest, int type,
				 struct sockaddr_storage **list)
{
	unsigned int n = 0;
	struct nlattr *nla;
	int rem;

	nla_for_each_nested(nla, nest, rem)
		n += nla_type(nla) == type;
	*list = n ? calloc(n, sizeof(**list)) : NULL;
	if (!*list)
		return 0;
	n = 0;
	nla_for_each_nested(nla, nest, rem) {
		if (nla_type(nla) == type)
			librsvp_get_filter(nla, &(*list)[n++]);
	}
	return n;
}

void librsvp_get_error(struct nlattr *nest, struct rsvp_error *error)
{
	struct nlattr *tb[RSVP_A_ERROR_MAX + 1];

	memset(error, 0, sizeof(*error));
	if (!nest || nla_parse_nested(tb, RSVP_A_ERROR_MAX, nest, NULL))
		return;
	error->code = number32(tb[RSVP_A_ERROR_CODE]);
	error->value = number32(tb[RSVP_A_ERROR_VALUE]);
	error->asked = number(tb[RSVP_A_ERROR_ASKED], 0);
	error->available = number(tb[RSVP_A_ERROR_FREE], 0);
	get_addr(tb[RSVP_A_ERROR_NODE4], tb[RSVP_A_ERROR_NODE6], 0,
		 &error->node);
	if (tb[RSVP_A_ERROR_INTERFACE])
		nla_strlcpy(error->interface, tb[RSVP_A_ERROR_INTERFACE],
			    sizeof(error->interface));
	if (tb[RSVP_A_ERROR_TEXT])
		nla_strlcpy(error->text, tb[RSVP_A_ERROR_TEXT],
			    sizeof(error->text));
}
