// SPDX-License-Identifier: GPL-2.0
/*
 * Which RSVP sessions a socket joins as a receiver, and in which style (Rn:
 * Documentation/conformance/winsock.md). Pure: the same file builds in userspace.
 */
#include "qos.h"

/**
 * rsvp_match_unicast() - does a socket join a session by its Path?
 * @st: the socket
 * @key: the session
 * @sender: SENDER_TEMPLATE of the Path
 *
 * R70 to R78, C20. C29: a group is no matter of these rules, whatever port it has.
 * R75, R77: no address is compared, but what cannot come in is not reserved for.
 *
 * Return: true if so.
 */
bool rsvp_match_unicast(const struct rsvp_sock_state *st,
			const struct rsvp_session_key *key,
			const struct rsvp_filter *sender)
{
	struct rsvp_filter peer = { .src = st->peer, .sport = st->pport };

	if (st->shut_rd || !st->lport || key->proto != st->proto ||
	    key->dport != st->lport || rsvp_addr_is_multicast(&key->dst))
		return false;
	if (st->local.family && !rsvp_addr_eq(&st->local, &key->dst))
		return false;
	if (st->family && st->family != key->dst.family)
		return false;
	/* R70: TCP needs its peer; UDP takes whoever sends (R75, R76) */
	if (!st->peer.family)
		return st->proto == IPPROTO_UDP;
	return rsvp_filter_eq(&peer, sender);
}

/**
 * rsvp_match_leaf() - does a leaf join a session?
 * @leaf: the group that was joined
 * @key: the session
 *
 * R92, C3: "any UDP session" of the group; the port of a join is where its sender
 * sends to.
 *
 * Return: true if so.
 */
bool rsvp_match_leaf(const struct rsvp_session_key *leaf,
		     const struct rsvp_session_key *key)
{
	return key->proto == IPPROTO_UDP &&
	       rsvp_addr_eq(&leaf->dst, &key->dst);
}

static bool is_connected(const struct rsvp_sock_state *st, bool multicast)
{
	return !multicast && (st->peer.family || st->proto == IPPROTO_TCP);
}

/**
 * rsvp_match_style() - the style of a socket's reservations
 * @st: the socket
 * @multicast: of those for its groups
 * @style: enum rsvp_style that was asked for; 0: none
 *
 * Return: enum rsvp_style; the default is that of R111 to R114.
 */
u32 rsvp_match_style(const struct rsvp_sock_state *st, bool multicast,
		     u32 style)
{
	if (style)
		return style;
	return is_connected(st, multicast) ? RSVP_STYLE_FF : RSVP_STYLE_WF;
}

static int fault(struct rsvp_qos_fault *why, u32 status, const char *text)
{
	why->err = -EINVAL;
	why->status = status;
	why->attr = 0;
	why->text = text;
	return why->err;
}

/**
 * rsvp_match_check_style() - may a socket reserve in a style?
 * @st: the socket
 * @multicast: it is a leaf of groups
 * @style: enum rsvp_style that is asked for; 0: the default
 * @n_filters: senders that are named
 * @why: filled in on refusal
 *
 * Return: 0 or a negative errno.
 */
int rsvp_match_check_style(const struct rsvp_sock_state *st, bool multicast,
			   u32 style, u32 n_filters,
			   struct rsvp_qos_fault *why)
{
	bool connected = is_connected(st, multicast);

	if (n_filters > RSVP_QOS_MAX_FILTERS)
		return fault(why, RSVP_QOS_STATUS_E_FILTERCOUNT,
			     "no more than 99 senders can be named");
	switch (style) {
	case 0:
		/* R116: that is WF, or FF of the peer: neither names any */
		if (n_filters)
			return fault(why, RSVP_QOS_STATUS_E_FLOWCOUNT,
				     "senders are named for style FF or SE");
		return 0;
	case RSVP_STYLE_WF:
		/* R117 */
		if (n_filters)
			return fault(why, RSVP_QOS_STATUS_E_FLOWCOUNT,
				     "style WF takes any sender: none is named");
		return 0;
	case RSVP_STYLE_FF:
		/* R118, R119, C17: a connected socket names its sender itself */
		if (connected && n_filters)
			return fault(why, RSVP_QOS_STATUS_E_FLOWCOUNT,
				     "a connected socket has its peer for a sender");
		if (!connected && !n_filters)
			return fault(why, RSVP_QOS_STATUS_E_FLOWCOUNT,
				     "style FF takes the senders, one reservation for each");
		return 0;
	case RSVP_STYLE_SE:
		/* R120, R121 */
		if (connected)
			return fault(why, RSVP_QOS_STATUS_E_FILTERSTYLE,
				     "a connected socket has one sender: it shares nothing");
		if (!n_filters)
			return fault(why, RSVP_QOS_STATUS_E_FILTERCOUNT,
				     "style SE takes at least one sender");
		return 0;
	default:
		return fault(why, RSVP_QOS_STATUS_E_FILTERSTYLE,
			     "there is no such style");
	}
}
