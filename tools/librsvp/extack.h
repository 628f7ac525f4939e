/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the kernel says of an error beside its number, for librsvp and for rsvpctl. */
#ifndef _LIBRSVP_EXTACK_H
#define _LIBRSVP_EXTACK_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * struct librsvp_extack - the extended acknowledgment of an answer
 * @message: the sentence, or empty
 * @offset: of the attribute that it is about, in the request; 0: none
 * @missing: attribute that is missing there; 0: none
 * @cookie: status beside the error, or 0
 * @has_range: it says between which numbers the attribute has to be
 * @min: the least
 * @max: the largest
 */
struct librsvp_extack {
	char message[256];
	uint32_t offset;
	uint32_t missing;
	uint32_t cookie;
	bool has_range;
	uint64_t min;
	uint64_t max;
};

void librsvp_extack_get(struct librsvp_extack *said, struct nlmsghdr *nlh,
			uint32_t used);
uint32_t librsvp_extack_at(const struct nlmsghdr *nlh);

#endif /* _LIBRSVP_EXTACK_H */
