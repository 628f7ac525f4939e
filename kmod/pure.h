/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files without kernel services (codec.c, flowspec.c, merge rules)
 * need of C: integer types, byte order, errno. The same files build in the
 * kernel and in userspace, for unit tests and fuzzing.
 */
#ifndef _RSVP_PURE_H
#define _RSVP_PURE_H

#ifdef __KERNEL__
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/byteorder.h>
#include <asm/unaligned.h>
#include <linux/math64.h>
#else
#include "pure_user.h"
#endif

#endif /* _RSVP_PURE_H */
