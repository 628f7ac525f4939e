// SPDX-License-Identifier: GPL-2.0
/*
 * Who asks on a link who is a member of groups, by IGMP or MLD (RFC 3376, 6.6.2; RFC 3810,
 * 7.6.2). While a rule answers for members of groups there, this node does, unless a
 * querier with a lower address or a daemon of its own does: members that joined before
 * there was the rule tell of themselves, and go on doing so.
 */
#include <linux/icmpv6.h>
#include <linux/igmp.h>
#include <net/checksum.h>
#include <net/ip6_checksum.h>
#include <net/mld.h>

#include "rule.h"

enum {
	/* RFC 3376, 8.6, 8.7; RFC 3810, 9.6, 9.7 */
	STARTUP_COUNT	= RSVP_MEMBER_ROBUSTNESS,
	STARTUP_MS	= RSVP_MEMBER_QUERY_S * MSEC_PER_SEC / 4,
	/* There was no address, or no link, to ask by */
	RETRY_MS	= 1000,
	ASKED_MOST	= 64,	/* queries for groups, in a second */
};

/* A query with room for one source */
union query {
	struct {
		struct igmpv3_query hdr;
		__be32 src;
	} v4;
	struct {
		struct mld2_query hdr;
		struct in6_addr src;
	} v6;
};

static const struct rsvp_addr all_hosts_v4 = {
	.family = AF_INET,
	.v4 = htonl(INADDR_ALLHOSTS_GROUP),
};

static const struct rsvp_addr all_hosts_v6 = {
	.family = AF_INET6,
	.v6 = IN6ADDR_LINKLOCAL_ALLNODES_INIT,
};

static const struct rsvp_addr *all_hosts(const struct rsvp_querier *q)
{
	return q->family == AF_INET ? &all_hosts_v4 : &all_hosts_v6;
}

/* Times in seconds and milliseconds stand for themselves in their codes: none is so large
 * that it has an exponent. @group: NULL: all. @source: of it, family 0: all.
 */
static void build_igmp(union query *query, struct rsvp_payload *load,
		       const struct rsvp_addr *group,
		       const struct rsvp_addr *source, u32 response_ms)
{
	struct igmpv3_query *hdr = &query->v4.hdr;

	load->proto = IPPROTO_IGMP;
	load->len = sizeof(*hdr);
	hdr->type = IGMP_HOST_MEMBERSHIP_QUERY;
	hdr->code = response_ms / 100;
	hdr->qrv = RSVP_MEMBER_ROBUSTNESS;
	hdr->qqic = RSVP_MEMBER_QUERY_S;
	if (group)
		hdr->group = group->v4;
	if (group && source->family) {
		hdr->nsrcs = htons(1);
		query->v4.src = source->v4;
		load->len = sizeof(query->v4);
	}
	hdr->csum = ip_compute_csum(query, load->len);
}

static void build_mld(union query *query, struct rsvp_payload *load,
		      const struct rsvp_tx *tx, const struct rsvp_addr *group,
		      const struct rsvp_addr *source, u32 response_ms)
{
	struct mld2_query *hdr = &query->v6.hdr;

	load->proto = IPPROTO_ICMPV6;
	load->len = sizeof(*hdr);
	hdr->mld2q_type = ICMPV6_MGM_QUERY;
	hdr->mld2q_mrc = htons(response_ms);
	hdr->mld2q_qrv = RSVP_MEMBER_ROBUSTNESS;
	hdr->mld2q_qqic = RSVP_MEMBER_QUERY_S;
	if (group)
		hdr->mld2q_mca = group->v6;
	if (group && source->family) {
		hdr->mld2q_nsrcs = htons(1);
		query->v6.src = source->v6;
		load->len = sizeof(query->v6);
	}
	hdr->mld2q_cksum = csum_ipv6_magic(&tx->src.v6, &tx->dst.v6, load->len,
					   IPPROTO_ICMPV6,
					   csum_partial(query, load->len, 0));
}

/* The address by which it asks, and stands for election. RFC 3810, 5.1.14: link-local */
static bool own_addr(struct rsvp_net *rn, const struct rsvp_querier *q,
		     struct rsvp_addr *addr)
{
	return rsvp_iface_addr(rn, q->iface->ifindex, all_hosts(q), addr) &&
	       (q->family == AF_INET ||
		ipv6_addr_type(&addr->v6) & IPV6_ADDR_LINKLOCAL);
}

static int ask(struct rsvp_net *rn, const struct rsvp_querier *q,
	       const struct rsvp_addr *group, const struct rsvp_addr *source,
	       u32 response_ms)
{
	union query query = {};
	struct rsvp_payload load = { .data = &query };
	struct rsvp_tx tx = {
		.dst		= group ? *group : *all_hosts(q),
		.oif		= q->iface->ifindex,
		.ttl		= 1,
		.tos		= RSVP_DSCP_CS6_TOS,
		.router_alert	= true,
	};

	if (!own_addr(rn, q, &tx.src))
		return -EADDRNOTAVAIL;
	if (q->family == AF_INET)
		build_igmp(&query, &load, group, source, response_ms);
	else
		build_mld(&query, &load, &tx, group, source, response_ms);
	return rsvp_output_ip(rn, &tx, &load);
}

/* Also when nobody else has asked for too long: then it is this node again */
static void query_due(struct rsvp_net *rn, struct rsvp_timer *t)
{
	struct rsvp_querier *q = container_of(t, struct rsvp_querier, next);
	u32 ms = RSVP_MEMBER_QUERY_S * MSEC_PER_SEC;

	q->other_ms = 0;
	if (ask(rn, q, NULL, NULL, RSVP_MEMBER_RESPONSE_MS))
		ms = RETRY_MS;
	else if (q->startup && --q->startup)
		ms = STARTUP_MS;
	rsvp_timer_in(rn, &q->next, ms);
}

static struct rsvp_querier *querier_of(struct rsvp_iface *iface, u32 family)
{
	return &iface->queriers[family == AF_INET6];
}

static void init(struct rsvp_iface *iface, u32 family)
{
	struct rsvp_querier *q = querier_of(iface, family);

	q->iface = iface;
	q->family = family;
	rsvp_timer_init(&q->next, query_due);
}

/**
 * rsvp_queriers_init() - an interface about whose members nobody wants to know
 * @iface: the interface
 */
void rsvp_queriers_init(struct rsvp_iface *iface)
{
	init(iface, AF_INET);
	init(iface, AF_INET6);
}

/**
 * rsvp_queriers_stop() - ask no more
 * @rn: the namespace
 * @iface: the interface
 *
 * Context: rn->lock held.
 */
void rsvp_queriers_stop(struct rsvp_net *rn, struct rsvp_iface *iface)
{
	lockdep_assert_held(&rn->lock);

	rsvp_timer_del(rn, &querier_of(iface, AF_INET)->next);
	rsvp_timer_del(rn, &querier_of(iface, AF_INET6)->next);
}

static void hook(struct rsvp_net *rn, struct rsvp_querier *q)
{
	if (!rsvp_rules_answer(rn, q->iface->ifindex, q->family)) {
		rsvp_timer_del(rn, &q->next);
		q->other_ms = 0;
	} else if (!rsvp_timer_armed(&q->next)) {
		q->other_ms = 0;
		q->startup = STARTUP_COUNT;
		rsvp_timer_in(rn, &q->next, 0);
	}
}

/**
 * rsvp_queriers_hook() - ask where rules answer for members of groups, and nowhere else
 * @rn: the namespace
 *
 * Context: rn->lock held.
 */
void rsvp_queriers_hook(struct rsvp_net *rn)
{
	struct rsvp_iface *iface;

	lockdep_assert_held(&rn->lock);

	list_for_each_entry(iface, &rn->ifaces, list) {
		hook(rn, querier_of(iface, AF_INET));
		hook(rn, querier_of(iface, AF_INET6));
	}
}

/* RFC 3376, 6.6.2: "the lower IP address". A query by 0.0.0.0 is of a switch, which says by
 * it that it is none (RFC 4541, 2.1.1).
 */
static bool is_elected(struct rsvp_net *rn, const struct rsvp_querier *q,
		       const struct rsvp_addr *from)
{
	struct rsvp_addr own;

	if (q->family == AF_INET && !from->v4)
		return false;
	if (!own_addr(rn, q, &own))
		return true;
	return q->family == AF_INET ? ntohl(from->v4) < ntohl(own.v4) :
	       memcmp(&from->v6, &own.v6, sizeof(own.v6)) < 0;
}

/**
 * rsvp_querier_heard() - somebody asks who is a member
 * @rn: the namespace
 * @iface: on the link of this interface
 * @from: his address
 * @own: a daemon on this host does
 * @membership_ms: Group Membership Interval by what he says (RFC 3376, 8.4)
 * @present_ms: Other Querier Present Interval (RFC 3376, 8.5)
 *
 * Context: rn->lock held.
 */
void rsvp_querier_heard(struct rsvp_net *rn, struct rsvp_iface *iface,
			const struct rsvp_addr *from, bool own,
			u32 membership_ms, u32 present_ms)
{
	struct rsvp_querier *q = querier_of(iface, from->family);

	lockdep_assert_held(&rn->lock);

	if (!rsvp_timer_armed(&q->next) ||
	    (!own && !is_elected(rn, q, from)))
		return;
	q->other_ms = membership_ms;
	q->startup = 0;
	rsvp_timer_in(rn, &q->next, present_ms);
}

/**
 * rsvp_querier_member_ms() - how long a report of a member holds
 * @iface: he is behind this interface
 * @family: AF_INET: by IGMP; AF_INET6: by MLD
 *
 * Context: rn->lock held.
 * Return: Group Membership Interval, ms.
 */
u32 rsvp_querier_member_ms(struct rsvp_iface *iface, u32 family)
{
	return querier_of(iface, family)->other_ms ?:
	       RSVP_MEMBER_ROBUSTNESS * RSVP_MEMBER_QUERY_S * MSEC_PER_SEC +
	       RSVP_MEMBER_RESPONSE_MS;
}

/**
 * rsvp_querier_ask() - does anybody still want a group (RFC 3376, 6.6.3.1)?
 * @rn: the namespace
 * @iface: behind this interface
 * @group: the group
 * @source: its data from there; family 0: from anywhere
 *
 * Whoever leaves makes it ask, so that it asks no more than that in a second.
 *
 * Context: rn->lock held.
 * Return: 1; 0: it is another one's to ask; or a negative errno.
 */
int rsvp_querier_ask(struct rsvp_net *rn, struct rsvp_iface *iface,
		     const struct rsvp_addr *group,
		     const struct rsvp_addr *source)
{
	struct rsvp_querier *q = querier_of(iface, group->family);
	u64 now = ktime_get_boottime_seconds();

	lockdep_assert_held(&rn->lock);

	if (!rsvp_timer_armed(&q->next) || q->other_ms)
		return 0;
	if (q->second != now) {
		q->second = now;
		q->n_asked = 0;
	}
	if (q->n_asked >= ASKED_MOST)
		return -EAGAIN;
	q->n_asked++;
	return ask(rn, q, group, source, RSVP_MEMBER_LAST_MS) ? -EIO : 1;
}
