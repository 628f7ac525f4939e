/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Traffic control as RFC 2205, 3.11.2 sees it: admission (admit.c), the
 * scheduler (link.c) and the packet classifier (classify.c) behind one interface.
 * Only tcsb.c, iface.c and netlink.c call it, all under rn->lock.
 */
#ifndef _RSVP_TC_H
#define _RSVP_TC_H

#include "addr.h"
#include "flowspec.h"

struct rsvp_iface;
struct rsvp_iface_conf;
struct rsvp_net;
struct rsvp_tc_class;
struct rsvp_tc_link;

/* Why the node itself is asked to police or reshape (RFC 2205, 3.8) */
enum {
	RSVP_POLICE_E	= 0x01,	/* entry: E_Police of the senders */
	RSVP_POLICE_M	= 0x02,	/* merge point of senders or flowspecs */
	RSVP_POLICE_B	= 0x04,	/* branch point with smaller neighbours */
};

/**
 * struct rsvp_refusal - why something was refused, for every way out:
 *	extack, ResvErr with USER_ERROR_SPEC, events
 * @err: negative errno for netlink
 * @code: enum rsvp_error_code for ERROR_SPEC
 * @value: error value for ERROR_SPEC
 * @status: enum rsvp_qos_status of what a socket asked for; 0: none
 * @attr: netlink attribute type at fault (of the command's nest); 0: none
 * @oif: interface that refused; 0: none
 * @asked_Bps: what was asked of the link, bytes/s; 0: does not apply
 * @free_Bps: what was free, bytes/s
 * @wanted_us: delay bound that was wanted, us; 0: does not apply
 * @least_us: the least that there is, us
 * @text: one constant sentence; rsvp_refusal_say() adds the numbers
 */
struct rsvp_refusal {
	int err;
	u8 code;
	u16 value;
	u32 status;
	u16 attr;
	int oif;
	u64 asked_Bps;
	u64 free_Bps;
	u32 wanted_us;
	u64 least_us;
	const char *text;
};

/**
 * struct rsvp_tc_ask - what a class is to carry
 * @fs: effective flowspec on this interface (TC_Flowspec)
 * @path_te: sum of the Tspecs of the senders it serves (Path_Te)
 * @csum: bytes, @dsum_us: us: composed error terms since the last reshaping
 *	point, for the reshaper's buffer (RFC 2212)
 * @dsum_us: see @csum
 * @police: RSVP_POLICE_*
 * @excess: enum rsvp_nonconforming: what becomes of what does not conform
 * @marks: what this node sends is marked: @dscp if it conforms, else 0
 * @dscp: as ToS byte
 */
struct rsvp_tc_ask {
	struct rsvp_flowspec fs;
	struct rsvp_tspec path_te;
	u32 csum;
	u32 dsum_us;
	u32 police;
	u8 excess;
	bool marks;
	u8 dscp;
};

/**
 * struct rsvp_tc_status - a link's books, for netlink
 * @reserved_Bps: bytes/s of the link promised at the worst breakpoint
 * @free_Bps: what a flow could still get
 * @high_water_Bps: most ever reserved since it was switched on
 * @classes: classes in use
 * @refused: reservations refused here
 * @handle: handle of our hfsc (major << 16); 0: none
 * @overhead: bytes added to each packet
 * @C: rate-dependent error term advertised, bytes
 * @D_us: rate-independent error term advertised, us
 * @mtu: bytes
 * @overbooked: more is reserved than the present bandwidth would admit
 */
struct rsvp_tc_status {
	u64 reserved_Bps;
	u64 free_Bps;
	u64 high_water_Bps;
	u32 classes;
	u64 refused;
	u32 handle;
	u32 overhead;
	u32 C;
	u32 D_us;
	u32 mtu;
	bool overbooked;
};

/**
 * struct rsvp_tc_class_status - one reservation in traffic control
 * @classid: its HFSC class; 0: none
 * @ts: the least of what was asked and what its senders announce; IP bytes
 * @link_rate_Bps: rate of the class in link bytes/s
 * @packets: packets that matched its filters
 * @bytes: their IP bytes
 * @demoted_packets: of those, that did not conform
 * @demoted_bytes: their IP bytes
 * @policed: a token bucket stands before the class
 */
struct rsvp_tc_class_status {
	u32 classid;
	struct rsvp_tspec ts;
	u64 link_rate_Bps;
	u64 packets;
	u64 bytes;
	u64 demoted_packets;
	u64 demoted_bytes;
	bool policed;
};

/* The link: iface.c when an interface is switched on, changed, off */
int rsvp_tc_attach(struct rsvp_net *rn, struct rsvp_iface *iface,
		   struct rsvp_refusal *why);
int rsvp_tc_reconf(struct rsvp_net *rn, struct rsvp_iface *iface,
		   const struct rsvp_iface_conf *conf,
		   struct rsvp_refusal *why);
void rsvp_tc_rescan(struct rsvp_net *rn, struct rsvp_iface *iface);
/* The link is about to be detached: from here on deleting a flowspec only keeps
 * the books and unpublishes its flows, no class is touched one by one
 */
void rsvp_tc_close(struct rsvp_net *rn, struct rsvp_iface *iface);
void rsvp_tc_detach(struct rsvp_net *rn, struct rsvp_iface *iface);
void rsvp_tc_link_status(const struct rsvp_iface *iface,
			 struct rsvp_tc_status *st);

/* RFC 2205, 3.11.2 */
int rsvp_tc_add_flowspec(struct rsvp_net *rn, struct rsvp_iface *iface,
			 const struct rsvp_tc_ask *ask,
			 struct rsvp_tc_class **cls, struct rsvp_refusal *why);
int rsvp_tc_mod_flowspec(struct rsvp_net *rn, struct rsvp_tc_class *cls,
			 const struct rsvp_tc_ask *ask,
			 struct rsvp_refusal *why);
void rsvp_tc_lend(struct rsvp_tc_class *from, struct rsvp_tc_class *to);
void rsvp_tc_return(struct rsvp_tc_class *from, struct rsvp_tc_class *to);
bool rsvp_tc_unserved(const struct rsvp_tc_class *cls);
void rsvp_tc_del_flowspec(struct rsvp_net *rn, struct rsvp_tc_class *cls);
int rsvp_tc_add_filter(struct rsvp_net *rn, struct rsvp_tc_class *cls,
		       const struct rsvp_session_key *key,
		       const struct rsvp_filter *filter);
bool rsvp_tc_move_filter(struct rsvp_net *rn, struct rsvp_tc_class *from,
			 struct rsvp_tc_class *to,
			 const struct rsvp_session_key *key,
			 const struct rsvp_filter *filter);
void rsvp_tc_del_filter(struct rsvp_net *rn, struct rsvp_tc_class *cls,
			const struct rsvp_session_key *key,
			const struct rsvp_filter *filter);
void rsvp_tc_advertise(const struct rsvp_iface *iface,
		       const struct rsvp_tspec *ts,
		       const struct rsvp_tc_class *own,
		       struct rsvp_adspec_hop *hop);
void rsvp_tc_class_status(const struct rsvp_tc_class *cls,
			  struct rsvp_tc_class_status *st);

/* Per namespace and module: main.c */
int rsvp_tc_net_init(struct rsvp_net *rn);
void rsvp_tc_net_exit(struct rsvp_net *rn);
int rsvp_classify_net_init(struct rsvp_net *rn);
void rsvp_classify_net_pre_exit(struct rsvp_net *rn);
void rsvp_classify_net_exit(struct rsvp_net *rn);

#endif /* _RSVP_TC_H */
