// SPDX-License-Identifier: LGPL-2.1-or-later
/* What the kernel says of an error beside its number */
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "extack.h"

/* What the policy of the attribute says about numbers */
static void get_range(struct librsvp_extack *said, struct nlattr *policy)
{
	struct nlattr *tb[NL_POLICY_TYPE_ATTR_MAX + 1], *min, *max;

	if (nla_parse_nested(tb, NL_POLICY_TYPE_ATTR_MAX, policy, NULL))
		return;
	min = tb[NL_POLICY_TYPE_ATTR_MIN_VALUE_U];
	max = tb[NL_POLICY_TYPE_ATTR_MAX_VALUE_U];
	if (!min || !max || nla_len(min) != sizeof(uint64_t) ||
	    nla_len(max) != sizeof(uint64_t))
		return;
	said->has_range = true;
	said->min = nla_get_u64(min);
	said->max = nla_get_u64(max);
}

static void get_u32(struct nlattr *nla, uint32_t *value)
{
	if (nla_len(nla) == sizeof(*value))
		*value = nla_get_u32(nla);
}

/* The TLVs of an answer, behind @used bytes of it; filled in as far as they say it */
void librsvp_extack_get(struct librsvp_extack *said, struct nlmsghdr *nlh,
			uint32_t used)
{
	struct nlattr *nla;
	int rem;

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS) || used >= nlh->nlmsg_len)
		return;
	nla_for_each_attr(nla, (struct nlattr *)((char *)nlh + used),
			  (int)(nlh->nlmsg_len - used), rem) {
		switch (nla_type(nla)) {
		case NLMSGERR_ATTR_MSG:
			nla_strlcpy(said->message, nla, sizeof(said->message));
			break;
		case NLMSGERR_ATTR_OFFS:
		case NLMSGERR_ATTR_MISS_NEST:
			get_u32(nla, &said->offset);
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			get_u32(nla, &said->missing);
			break;
		case NLMSGERR_ATTR_COOKIE:
			get_u32(nla, &said->cookie);
			break;
		case NLMSGERR_ATTR_POLICY:
			get_range(said, nla);
			break;
		}
	}
}

/* Where they begin in an error, behind as much of the request as it brings back */
uint32_t librsvp_extack_at(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = nlmsg_data(nlh);
	uint32_t at = NLMSG_HDRLEN + sizeof(*err);

	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		at += NLMSG_ALIGN(err->msg.nlmsg_len) - NLMSG_HDRLEN;
	return at;
}
