/* SPDX-License-Identifier: GPL-2.0 */
/* What a bridge shows to IP hooks (bridge-nf-call-iptables). */
#ifndef _RSVP_BRIDGE_H
#define _RSVP_BRIDGE_H

#include <linux/netfilter_bridge.h>

/**
 * rsvp_is_bridged() - is it a frame on its way through a bridge, that nobody routed?
 * @skb: as FORWARD or POST_ROUTING sees it
 *
 * Its link layer header is not at hand there, and the bridge is not where it waits.
 *
 * Context: any.
 * Return: true if so: it is none of ours.
 */
static inline bool rsvp_is_bridged(const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	return nf_bridge_get_physoutdev(skb);
#else
	return false;
#endif
}

#endif /* _RSVP_BRIDGE_H */
