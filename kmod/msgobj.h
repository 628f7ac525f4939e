/* SPDX-License-Identifier: GPL-2.0 */
/* Between codec.c, which knows messages, and msgobj.c, which knows objects. */
#ifndef _RSVP_MSGOBJ_H
#define _RSVP_MSGOBJ_H

#include "codec.h"

/* A known class as a bit. The few above 25 take what is free up there. */
#define RSVP_BIT_CHALLENGE	BIT(30)
#define RSVP_BIT_USER_ERROR	BIT(31)
#define RSVP_BIT(name)		BIT(RSVP_CLASS_##name)

/**
 * struct rsvp_parse - a message while it is parsed
 * @msg: what it becomes
 * @seen: classes so far, as bits
 * @told: a refusal that the neighbour may learn of; parsing goes on
 * @n_objects: objects so far, without NULL
 * @n_flowspecs: FLOWSPECs so far
 * @first_fd: class of the first object in the flow descriptor list
 * @last_fd: of the last
 * @doubled: two FLOWSPECs followed each other
 * @fd_unknown: an object of unknown C-Type stands in the list
 * @bad_fs: the first FLOWSPEC that traffic control would refuse (body NULL: none)
 * @bad_fs_err: why, as rsvp_flowspec_get() says it
 */
struct rsvp_parse {
	struct rsvp_msg *msg;
	u32 seen;
	enum rsvp_drop_reason told;
	u32 n_objects;
	u32 n_flowspecs;
	u8 first_fd;
	u8 last_fd;
	bool doubled;
	bool fd_unknown;
	struct rsvp_obj bad_fs;
	int bad_fs_err;
};

u32 rsvp_class_bit(u8 class);
bool rsvp_style_known(u32 style);
enum rsvp_drop_reason rsvp_object_take(struct rsvp_parse *p,
				       const struct rsvp_obj *obj);
void rsvp_object_tell_flowspec(struct rsvp_parse *p);
enum rsvp_drop_reason rsvp_object_take_unknown(struct rsvp_parse *p,
					       const struct rsvp_obj *obj);

#endif /* _RSVP_MSGOBJ_H */
