// SPDX-License-Identifier: GPL-2.0
/*
 * What users write about sessions, senders and traffic, turned into the node's
 * own terms. The policies have seen sizes and ranges; here is what one
 * attribute means for another. Every refusal says what is wrong and where.
 */
#include <linux/inetdevice.h>
#include <net/ipv6.h>

#include "nl.h"

/* Protocols whose ports mean what RFC 2205 wants them to */
static bool proto_has_ports(u8 proto)
{
	return proto == IPPROTO_UDP || proto == IPPROTO_TCP;
}

/* Fills @addr from one of two attributes, of which exactly one is there. */
static int get_addr(const struct nlattr *nest, struct nlattr **tb, int type4,
		    int type6, struct rsvp_addr *addr,
		    struct netlink_ext_ack *extack)
{
	if (tb[type4] && tb[type6]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[type6],
				    "an IPv4 and an IPv6 address exclude each other");
		return -EINVAL;
	}
	if (tb[type4]) {
		addr->family = AF_INET;
		addr->v4 = nla_get_in_addr(tb[type4]);
		return 0;
	}
	if (tb[type6]) {
		addr->family = AF_INET6;
		addr->v6 = nla_get_in6_addr(tb[type6]);
		if (!ipv6_addr_v4mapped(&addr->v6))
			return 0;
		NL_SET_ERR_MSG_ATTR(extack, tb[type6],
				    "an IPv4 address in the form of IPv6");
		return -EINVAL;
	}
	NL_SET_ERR_MSG_ATTR(extack, nest, "an address is missing");
	NL_SET_ERR_ATTR_MISS(extack, nest, type4);
	return -EINVAL;
}

/* Neither "this network", nor broadcast, nor unspecified */
static bool addr_is_usable(const struct rsvp_addr *addr)
{
	if (addr->family == AF_INET)
		return !ipv4_is_zeronet(addr->v4) &&
		       (ipv4_is_multicast(addr->v4) ||
			!IN_BADCLASS(ntohl(addr->v4)));
	return !ipv6_addr_any(&addr->v6);
}

/**
 * rsvp_nl_get_session() - read a session
 * @nest: attribute of the set "session"
 * @key: filled in
 * @extack: says what is wrong
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_get_session(const struct nlattr *nest,
			struct rsvp_session_key *key,
			struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RSVP_A_SESSION_DPORT + 1], *dst;
	int err;

	err = nla_parse_nested(tb, RSVP_A_SESSION_DPORT, nest,
			       rsvp_session_nl_policy, extack);
	if (err)
		return err;

	memset(key, 0, sizeof(*key));
	err = get_addr(nest, tb, RSVP_A_SESSION_DST4, RSVP_A_SESSION_DST6,
		       &key->dst, extack);
	if (err)
		return err;
	dst = tb[RSVP_A_SESSION_DST4] ?: tb[RSVP_A_SESSION_DST6];
	if (!addr_is_usable(&key->dst)) {
		NL_SET_ERR_MSG_ATTR(extack, dst,
				    "the destination is no address that a session can have");
		return -EADDRNOTAVAIL;
	}

	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_SESSION_PROTO)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the session's protocol is missing");
		return -EINVAL;
	}
	key->proto = nla_get_u32(tb[RSVP_A_SESSION_PROTO]);
	if (!key->proto) {
		NL_SET_ERR_MSG_ATTR(extack, tb[RSVP_A_SESSION_PROTO],
				    "protocol 0 names no data flow");
		return -EINVAL;
	}

	if (tb[RSVP_A_SESSION_DPORT]) {
		key->dport = htons(nla_get_u32(tb[RSVP_A_SESSION_DPORT]));
		if (key->dport && !proto_has_ports(key->proto)) {
			NL_SET_ERR_MSG_ATTR(extack, tb[RSVP_A_SESSION_DPORT],
					    "only UDP and TCP sessions have a destination port");
			return -EINVAL;
		}
	} else if (proto_has_ports(key->proto)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the session's destination port is missing");
		NL_SET_ERR_ATTR_MISS(extack, nest, RSVP_A_SESSION_DPORT);
		return -EINVAL;
	}
	return 0;
}

static int get_filter_ports(struct nlattr **tb,
			    const struct rsvp_session_key *key,
			    struct rsvp_filter *filter,
			    struct netlink_ext_ack *extack)
{
	struct nlattr *sport = tb[RSVP_A_FILTER_SPORT];
	struct nlattr *label = tb[RSVP_A_FILTER_LABEL];

	if (sport && label) {
		NL_SET_ERR_MSG_ATTR(extack, label,
				    "a flow label and a source port exclude each other");
		return -EINVAL;
	}
	if (label) {
		if (filter->src.family != AF_INET6) {
			NL_SET_ERR_MSG_ATTR(extack, label,
					    "only IPv6 has flow labels");
			return -EINVAL;
		}
		filter->label = nla_get_u32(label);
		filter->has_label = 1;
		if (!filter->label) {
			NL_SET_ERR_MSG_ATTR(extack, label,
					    "flow label 0 marks packets that have none");
			return -EINVAL;
		}
	}
	if (sport) {
		filter->sport = htons(nla_get_u32(sport));
		/* RFC 2205, 3.2: DstPort zero requires SrcPort zero */
		if (filter->sport && !key->dport) {
			NL_SET_ERR_MSG_ATTR(extack, sport,
					    "a source port in a session without destination port");
			return -EINVAL;
		}
	}
	return 0;
}

/**
 * rsvp_nl_get_filter() - read what tells a sender's packets
 * @nest: attribute of the set "filter"
 * @key: the session that it belongs to
 * @filter: filled in
 * @extack: says what is wrong
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_get_filter(const struct nlattr *nest,
		       const struct rsvp_session_key *key,
		       struct rsvp_filter *filter,
		       struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RSVP_A_FILTER_LABEL + 1], *src;
	int err;

	err = nla_parse_nested(tb, RSVP_A_FILTER_LABEL, nest,
			       rsvp_filter_nl_policy, extack);
	if (err)
		return err;

	memset(filter, 0, sizeof(*filter));
	err = get_addr(nest, tb, RSVP_A_FILTER_SRC4, RSVP_A_FILTER_SRC6,
		       &filter->src, extack);
	if (err)
		return err;
	src = tb[RSVP_A_FILTER_SRC4] ?: tb[RSVP_A_FILTER_SRC6];
	if (filter->src.family != key->dst.family) {
		NL_SET_ERR_MSG_ATTR(extack, src,
				    "the sender's address is of another family than the session's");
		return -EINVAL;
	}
	if (!addr_is_usable(&filter->src) || rsvp_addr_is_multicast(&filter->src)) {
		NL_SET_ERR_MSG_ATTR(extack, src,
				    "the sender's address is no unicast address");
		return -EINVAL;
	}
	return get_filter_ports(tb, key, filter, extack);
}

/* What the numbers of a token bucket mean for one another, where given */
static int check_bucket(struct nlattr **tb, const struct rsvp_tspec *ts,
			struct netlink_ext_ack *extack)
{
	struct nlattr *peak = tb[RSVP_A_FLOWSPEC_PEAK];
	struct nlattr *mtu = tb[RSVP_A_FLOWSPEC_MTU];

	if (peak && ts->p_Bps != RSVP_RATE_INF) {
		if (ts->p_Bps > RSVP_RATE_MAX_Bps) {
			NL_SET_ERR_MSG_ATTR(extack, peak,
					    "a peak rate above 40 TB/s; leave it out for unlimited");
			return -ERANGE;
		}
		if (tb[RSVP_A_FLOWSPEC_RATE] && ts->p_Bps < ts->r_Bps) {
			NL_SET_ERR_MSG_ATTR(extack, peak,
					    "the peak rate is below the token bucket rate");
			return -EINVAL;
		}
	}
	if (mtu && tb[RSVP_A_FLOWSPEC_MIN_UNIT] && ts->M < ts->m) {
		NL_SET_ERR_MSG_ATTR(extack, mtu,
				    "the largest packet is smaller than the minimum policed unit");
		return -EINVAL;
	}
	return 0;
}

/* Reads the numbers that @tb has, says which in RSVP_GAVE_*. */
static u32 get_bucket(struct nlattr **tb, struct rsvp_tspec *ts)
{
	u32 gave = 0;

	if (tb[RSVP_A_FLOWSPEC_RATE]) {
		ts->r_Bps = nla_get_u64(tb[RSVP_A_FLOWSPEC_RATE]);
		gave |= RSVP_GAVE_RATE;
	}
	if (tb[RSVP_A_FLOWSPEC_BURST]) {
		ts->b = nla_get_u64(tb[RSVP_A_FLOWSPEC_BURST]);
		gave |= RSVP_GAVE_BURST;
	}
	if (tb[RSVP_A_FLOWSPEC_PEAK]) {
		ts->p_Bps = nla_get_u64(tb[RSVP_A_FLOWSPEC_PEAK]);
		gave |= RSVP_GAVE_PEAK;
	}
	if (tb[RSVP_A_FLOWSPEC_MIN_UNIT]) {
		ts->m = nla_get_u32(tb[RSVP_A_FLOWSPEC_MIN_UNIT]);
		gave |= RSVP_GAVE_MIN;
	}
	if (tb[RSVP_A_FLOWSPEC_MTU]) {
		ts->M = nla_get_u32(tb[RSVP_A_FLOWSPEC_MTU]);
		gave |= RSVP_GAVE_MTU;
	}
	return gave;
}

/* No packet of the session can be smaller than its headers. */
static u32 smallest_packet(const struct rsvp_session_key *key)
{
	u32 len = key->dst.family == AF_INET ? 20 : 40;

	if (key->proto == IPPROTO_UDP)
		len += 8;
	else if (key->proto == IPPROTO_TCP)
		len += 20;
	return len;
}

/**
 * rsvp_nl_get_tspec() - read a sender's Tspec
 * @nest: attribute of the set "tspec"
 * @key: the session that it sends to
 * @ts: filled in
 * @extack: says what is wrong
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_get_tspec(const struct nlattr *nest,
		      const struct rsvp_session_key *key,
		      struct rsvp_tspec *ts, struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RSVP_A_FLOWSPEC_MTU + 1];
	u32 gave;
	int err;

	err = nla_parse_nested(tb, RSVP_A_FLOWSPEC_MTU, nest,
			       rsvp_tspec_nl_policy, extack);
	if (err)
		return err;

	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_FLOWSPEC_RATE)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the Tspec's rate is missing");
		return -EINVAL;
	}
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_FLOWSPEC_BURST)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the Tspec's burst is missing");
		return -EINVAL;
	}
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_FLOWSPEC_MTU)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "the Tspec's largest packet (mtu) is missing");
		return -EINVAL;
	}

	memset(ts, 0, sizeof(*ts));
	gave = get_bucket(tb, ts);
	err = check_bucket(tb, ts, extack);
	if (err)
		return err;
	if (!(gave & RSVP_GAVE_PEAK))
		ts->p_Bps = RSVP_RATE_INF;
	if (!(gave & RSVP_GAVE_MIN))
		ts->m = min(smallest_packet(key), ts->M);
	return 0;
}

/**
 * rsvp_nl_get_flowspec() - read what a receiver asks for
 * @nest: attribute of the set "flowspec"
 * @fs: filled in; what was not given is 0
 * @gave: RSVP_GAVE_*: what was given
 * @extack: says what is wrong
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int rsvp_nl_get_flowspec(const struct nlattr *nest, struct rsvp_flowspec *fs,
			 u32 *gave, struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RSVP_A_FLOWSPEC_SLACK + 1], *rate;
	int err;

	err = nla_parse_nested(tb, RSVP_A_FLOWSPEC_SLACK, nest,
			       rsvp_flowspec_nl_policy, extack);
	if (err)
		return err;

	if (NL_REQ_ATTR_CHECK(extack, nest, tb, RSVP_A_FLOWSPEC_SERVICE)) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "the service is missing");
		return -EINVAL;
	}
	memset(fs, 0, sizeof(*fs));
	fs->service = nla_get_u32(tb[RSVP_A_FLOWSPEC_SERVICE]);
	if (fs->service != RSVP_SERVICE_GUARANTEED &&
	    fs->service != RSVP_SERVICE_CONTROLLED_LOAD) {
		NL_SET_ERR_MSG_ATTR(extack, tb[RSVP_A_FLOWSPEC_SERVICE],
				    "there is no such service");
		return -EINVAL;
	}
	*gave = get_bucket(tb, &fs->ts);
	err = check_bucket(tb, &fs->ts, extack);
	if (err)
		return err;

	rate = tb[RSVP_A_FLOWSPEC_RESERVED_RATE];
	if (fs->service != RSVP_SERVICE_GUARANTEED &&
	    (rate || tb[RSVP_A_FLOWSPEC_SLACK])) {
		NL_SET_ERR_MSG_ATTR(extack,
				    rate ?: tb[RSVP_A_FLOWSPEC_SLACK],
				    "reserved rate and slack belong to guaranteed service");
		return -EINVAL;
	}
	if (rate) {
		fs->R_Bps = nla_get_u64(rate);
		*gave |= RSVP_GAVE_R;
		/* RFC 2212: "R MUST be greater than or equal to r" */
		if ((*gave & RSVP_GAVE_RATE) && fs->R_Bps < fs->ts.r_Bps) {
			NL_SET_ERR_MSG_ATTR(extack, rate,
					    "the reserved rate is below the token bucket rate");
			return -EINVAL;
		}
	}
	if (tb[RSVP_A_FLOWSPEC_SLACK])
		fs->S_us = nla_get_u32(tb[RSVP_A_FLOWSPEC_SLACK]);
	return 0;
}
