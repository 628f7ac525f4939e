// SPDX-License-Identifier: LGPL-2.1-or-later
/* What the kernel says of an attribute, said of the member that it was made of. */

#include <stdio.h>
#include <string.h>

#include <linux/netlink.h>
#include <netlink/genl/genl.h>

#include "librsvp.h"

struct name {
	int attr;
	const char *name;
};

static const struct name of_socket[] = {
	{ RSVP_A_SOCKET_SEND, "sending" },
	{ RSVP_A_SOCKET_RECEIVE, "receiving" },
	{ RSVP_A_SOCKET_STYLE, "style" },
	{ RSVP_A_SOCKET_FILTER, "senders" },
	{ RSVP_A_SOCKET_CONFIRM, "confirm" },
	{ RSVP_A_SOCKET_DSCP, "dscp" },
	{ RSVP_A_SOCKET_NONCONFORMING, "nonconforming" },
	{ RSVP_A_SOCKET_DESTINATION, "destination" },
	{ 0 },
};

/* The arguments of rsvp_join_leaf() */
static const struct name of_leaf[] = {
	{ RSVP_A_LEAF_SEND, "sending" },
	{ RSVP_A_LEAF_RECEIVE, "receiving" },
	{ RSVP_A_LEAF_SESSION, "group" },
	{ RSVP_A_LEAF_DIRECTION, "flags" },
	{ RSVP_A_LEAF_IFINDEX, "ifindex" },
	{ 0 },
};

static const char *name_of(const struct name *names, int attr)
{
	for (; names->name; names++) {
		if (names->attr == attr)
			return names->name;
	}
	return NULL;
}

/* The attribute that has the byte */
static struct nlattr *attr_at(struct nlattr *first, int len, const char *at)
{
	struct nlattr *nla;
	int rem;

	nla_for_each_attr(nla, first, len, rem) {
		if (at >= (char *)nla && at < (char *)nla + nla->nla_len)
			return nla;
	}
	return NULL;
}

/* Likewise, of those in a nest; NULL if it is the nest itself */
static struct nlattr *inner_at(struct nlattr *nest, const char *at)
{
	return at == (char *)nest ? NULL :
	       attr_at(nla_data(nest), nla_len(nest), at);
}

/**
 * librsvp_member_at - which member is it that the kernel complains of?
 * @nlh: the request
 * @offset: of the attribute, from @nlh
 * @text: its name
 * @size: of @text
 * @flowspec: it is one of a flowspec
 *
 * Return: whether it is one.
 */
bool librsvp_member_at(struct nlmsghdr *nlh, uint32_t offset, char *text,
		       size_t size, bool *flowspec)
{
	const struct name *names = of_socket;
	struct genlmsghdr *ghdr = genlmsg_hdr(nlh);
	const char *at = (char *)nlh + offset;
	const char *name, *inner = NULL;
	struct nlattr *nla;

	*flowspec = false;
	nla = attr_at(genlmsg_attrdata(ghdr, 0), genlmsg_attrlen(ghdr, 0), at);
	nla = nla && nla_type(nla) == RSVP_A_SOCKET ? inner_at(nla, at) : NULL;
	if (nla && nla_type(nla) == RSVP_A_SOCKET_LEAF) {
		nla = inner_at(nla, at);
		names = of_leaf;
	}
	name = nla ? name_of(names, nla_type(nla)) : NULL;
	if (!name)
		return false;
	/* Both begin with these two */
	*flowspec = name == names[0].name || name == names[1].name;
	if (*flowspec)
		nla = inner_at(nla, at);
	if (*flowspec && nla)
		inner = librsvp_flowspec_member(nla_type(nla));
	snprintf(text, size, "%s%s%s", name, inner ? "." : "",
		 inner ? inner : "");
	return true;
}
