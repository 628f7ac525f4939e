/* SPDX-License-Identifier: GPL-2.0 */
/* A managed link from the inside: link.c, tc.c, advertise.c, pool.c, hfsc.c, and
 * no one else.
 */
#ifndef _RSVP_LINK_H
#define _RSVP_LINK_H

#include "admit.h"
#include "classify.h"
#include "state.h"

struct rsvp_leaf;
struct rsvp_net;

/* The kernel has 32,767 handles per device for qdiscs that come without one, as
 * the queue of each class of a reservation does. More classes than reservations: what rests, and
 * what a reservation changes to, needs one, too.
 */
enum {
	RSVP_HFSC_CLASSES	= 32000,
	RSVP_HFSC_LEAVES	= 32500,
};

/* Minor numbers of our classes */
enum {
	RSVP_MINOR_LINK		= 1,	/* all but controlled load */
	RSVP_MINOR_BEST_EFFORT	= 2,
	RSVP_MINOR_SIGNAL	= 3,
	RSVP_MINOR_FIRST	= 0x10,	/* reservations from here on */
	RSVP_MINOR_LAST		= RSVP_MINOR_FIRST + RSVP_HFSC_LEAVES - 1,
};

/* How long a class rests before another flow gets it: packets of the flow that
 * had it may still wait for an address (ARP, ND), until the last of 3
 * probes (mcast_solicit) has been without an answer for 1 s (retrans_time), as
 * the kernel has it by default. 1 s more for timers.
 */
#define RSVP_LEAF_REST_NS	(4 * NSEC_PER_SEC)

/**
 * struct rsvp_tc_class - Rhandle: a reservation in traffic control
 * @flow: what the hook sees of it
 * @list: in link->classes
 * @link: its link; NULL: that was switched off before it
 * @want: what was asked
 * @curve: what it has in the books
 * @leaf: its class in the scheduler; NULL: none, as the back end has it
 * @unserved: the scheduler refused what it has in the books
 * @published: it has had a filter
 */
struct rsvp_tc_class {
	struct rsvp_flow flow;
	struct list_head list;
	struct rsvp_tc_link *link;
	struct rsvp_want want;
	struct rsvp_curve curve;
	struct rsvp_leaf *leaf;
	bool unserved;
	bool published;
};

/**
 * struct rsvp_pace - the token bucket that is the link
 * @Bps: rate, link bytes/s
 * @burst: link bytes
 * @stab: link bytes per packet that its size table adds
 */
struct rsvp_pace {
	u64 Bps;
	u32 burst;
	int stab;
};

/**
 * struct rsvp_tc_link - traffic control of one interface
 * @rn: the namespace
 * @ifindex: the device
 * @conf: as it is in force
 * @ops: of the back end; NULL: nothing is installed (no bandwidth)
 * @lost: someone else removed our qdisc, and that was told
 * @closing: it is about to be detached: classes go with the tree
 * @books: what is promised
 * @classes: all reservations
 * @mtu: of the device when the back end was told
 * @header: what the device puts in front of IP, bytes
 * @largest: packet that our tree had to take since it was built, link bytes
 * @paced: what tbf was told last
 * @splits: super-packets that come past the hook are segmented in the tree
 * @overhead: link bytes per packet beyond IP
 * @stab: of them, what the qdisc does not see by itself; may be negative
 * @signal_Bps: real-time rate of the signalling class, link bytes/s
 * @pace: major of our tbf; 0: none
 * @major: of our hfsc below it; 0: none
 * @next_minor: the next class to be made
 * @idle: classes without a flow and a packet, ready
 * @resting: classes that lost their flow, oldest first
 */
struct rsvp_tc_link {
	struct rsvp_net *rn;
	int ifindex;
	struct rsvp_iface_conf conf;
	const struct rsvp_tc_ops *ops;
	bool lost;
	bool closing;
	struct rsvp_books books;
	struct list_head classes;
	u32 mtu;
	u32 header;
	u32 largest;
	struct rsvp_pace paced;
	bool splits;
	u32 overhead;
	int stab;
	u64 signal_Bps;
	u16 pace;
	u16 major;
	u32 next_minor;
	struct list_head idle;
	struct list_head resting;
};

/**
 * struct rsvp_tc_ops - a back end
 * @check: could a tree with @conf be installed in place of what stands? NULL: yes
 * @install: put up what stands before the first reservation
 * @change: bandwidth or overhead changed in link->conf
 * @remove: take everything away, reservations' classes included
 * @class_set: make or change the class of a reservation: cls->want and @curve
 * @class_put: the reservation is gone
 * @signals: there is a signalling class, to be reckoned with
 * @segments: packets go in one by one: super-packets are segmented before
 * @marks: the hook has something to do
 */
struct rsvp_tc_ops {
	int (*check)(struct rsvp_tc_link *link,
		     const struct rsvp_iface_conf *conf,
		     struct rsvp_refusal *why);
	int (*install)(struct rsvp_tc_link *link, struct rsvp_refusal *why);
	int (*change)(struct rsvp_tc_link *link, struct rsvp_refusal *why);
	void (*remove)(struct rsvp_tc_link *link);
	int (*class_set)(struct rsvp_tc_link *link, struct rsvp_tc_class *cls,
			 const struct rsvp_curve *curve,
			 struct rsvp_refusal *why);
	void (*class_put)(struct rsvp_tc_link *link,
			  struct rsvp_tc_class *cls);
	bool signals;
	bool segments;
	bool marks;
};

extern const struct rsvp_tc_ops rsvp_tc_hfsc;

/**
 * struct rsvp_leaf - one HFSC class for reservations
 * @list: in link->idle or link->resting, or in none while it has a flow
 * @since: when it lost its flow; boottime, ns
 * @rcu: grace period after which no hook can still read that flow
 * @curve: as it was last sent
 * @limit: of its queue, as last sent, link bytes
 * @minor: of its class
 * @parent: minor number of the class above it; 0: the qdisc
 * @shares: it has a link-sharing curve, too: it sends more than its curve when
 *	the link is free. HFSC can add one to a class, but not take it away.
 */
struct rsvp_leaf {
	struct list_head list;
	u64 since;
	unsigned long rcu;
	struct rsvp_curve curve;
	u32 limit;
	u16 minor;
	u16 parent;
	bool shares;
};

/* pool.c */
int rsvp_leaf_set(struct rsvp_tc_link *link, struct rsvp_tc_class *cls,
		  const struct rsvp_curve *curve, struct rsvp_refusal *why);
void rsvp_leaf_put(struct rsvp_tc_link *link, struct rsvp_tc_class *cls);
void rsvp_leaves_free(struct rsvp_tc_link *link);

/* hfsc.c */
int rsvp_hfsc_leaf_new(struct rsvp_tc_link *link, const struct rsvp_leaf *leaf);
int rsvp_hfsc_leaf_del(struct rsvp_tc_link *link, const struct rsvp_leaf *leaf);
int rsvp_hfsc_leaf_curve(struct rsvp_tc_link *link,
			 const struct rsvp_leaf *leaf,
			 const struct rsvp_curve *curve, u64 share);
int rsvp_hfsc_leaf_limit(struct rsvp_tc_link *link,
			 const struct rsvp_leaf *leaf, u32 limit);
bool rsvp_hfsc_leaf_empty(struct rsvp_tc_link *link,
			  const struct rsvp_leaf *leaf);
u64 rsvp_hfsc_excess(u64 Bps);
u32 rsvp_hfsc_burst(const struct rsvp_tc_link *link);
bool rsvp_hfsc_stands(const struct rsvp_tc_link *link);

/* advertise.c */
u32 rsvp_tc_slack_us(void);
u32 rsvp_link_C(const struct rsvp_tc_link *link, u32 M, u32 mtu);
u32 rsvp_link_D_us(const struct rsvp_tc_link *link, u32 mtu);

/* link.c */
bool rsvp_link_serves(struct rsvp_tc_link *link);
int rsvp_tc_refuse(struct rsvp_tc_link *link, int err,
		   struct rsvp_refusal *why);
void rsvp_tc_class_show(struct rsvp_tc_class *cls);
u32 rsvp_link_mtu(const struct rsvp_tc_link *link);

static inline u32 rsvp_classid(const struct rsvp_tc_link *link, u16 minor)
{
	return link->major ? (u32)link->major << 16 | minor : 0;
}

#endif /* _RSVP_LINK_H */
