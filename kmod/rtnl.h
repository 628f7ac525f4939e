/* SPDX-License-Identifier: GPL-2.0 */
/* rtnetlink, spoken by the kernel to itself. */
#ifndef _RSVP_RTNL_H
#define _RSVP_RTNL_H

#include <linux/netlink.h>
#include <linux/types.h>

struct rsvp_net;
struct sk_buff;

int rsvp_rtnl_open(struct rsvp_net *rn);
void rsvp_rtnl_close(struct rsvp_net *rn);
struct sk_buff *rsvp_rtnl_new(u16 type, u16 flags, size_t len);
struct sk_buff *rsvp_rtnl_tc(u16 type, u16 flags, int ifindex, u32 parent,
			     u32 handle, const char *kind);
int rsvp_rtnl_talk(struct rsvp_net *rn, struct sk_buff *msg,
		   void (*reply)(const struct nlmsghdr *nlh, void *arg),
		   void *arg);

#endif /* _RSVP_RTNL_H */
