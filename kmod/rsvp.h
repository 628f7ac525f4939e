/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The namespace's instance, and what the files call of one another, grouped
 * by file. Lock order: rn->lock -> RTNL -> leaf spinlocks. Code that runs with
 * RTNL held (notifiers) or in softirq (hooks) never takes rn->lock: it sets a
 * bit or queues, and the worker does the rest. Documentation/locking.rst.
 */
#ifndef _RSVP_RSVP_H
#define _RSVP_RSVP_H

#include <linux/hrtimer.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <linux/percpu.h>
#include <linux/rhashtable.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <net/net_namespace.h>

#include "state.h"

struct rsvp_classifier;
struct rsvp_rule;
struct rsvp_rules;
struct rsvp_sockets;

/* Caps of one namespace; the second figure outside the initial user ns */
enum {
	RSVP_CAP_SESSIONS	= 400000,
	RSVP_CAP_PSBS		= 400000,
	RSVP_CAP_RSBS		= 400000,
	RSVP_CAP_LOCAL		= 100000,	/* senders, reservations, sockets, each */
	RSVP_CAP_IFACES		= 4096,
	RSVP_CAP_USER_STATE	= 10000,
	RSVP_CAP_USER_LOCAL	= 1000,		/* sockets with QoS, too */
	RSVP_CAP_USER_IFACES	= 64,
	RSVP_CAP_REQUESTS	= 256,		/* waiting for the worker */
	RSVP_CAP_REPEATS	= 10000,	/* that are to come */
	RSVP_CAP_USER_REPEATS	= 1000,
	RSVP_CAP_GLOBAL_STATE	= 2000000,	/* all namespaces, all kinds */
	RSVP_CAP_GLOBAL_USER	= 500000,	/* of them, outside of init_user_ns */
	RSVP_CAP_BYTES		= 256 << 20,	/* opaque objects, SCOPEs, copies */
	RSVP_CAP_USER_BYTES	= 8 << 20,
	RSVP_CAP_OPAQUE		= 4096,		/* of one PSB, RSB or Resv */
	RSVP_CAP_RSB_FILTERS	= 256,
	RSVP_CLASS_CAP_DEFAULT	= 16384,
};

/* What the worker has to look at; bits of rn->events */
enum {
	RSVP_EV_RESCAN,		/* devices or addresses changed */
	RSVP_EV_ROUTES,		/* routing, unicast or multicast, changed */
	RSVP_EV_OWNERS,		/* a netlink socket was closed */
	RSVP_EV_SHUTDOWN,	/* the module is being unloaded */
};

/**
 * struct rsvp_mib - counters of a namespace, one set per CPU
 * @rx: messages dispatched, by type
 * @tx: messages sent, by type
 * @drop: dropped or refused, by enum rsvp_drop_reason
 */
struct rsvp_mib {
	unsigned long rx[RSVP_MSG_MAX + 1];
	unsigned long tx[RSVP_MSG_MAX + 1];
	unsigned long drop[RSVP_DROP_MAX];
};

/**
 * struct rsvp_counter - a counter as userland reads it
 * @name: never changes its meaning
 * @text: what it counts
 * @kind: enum rsvp_counter_kind
 * @value: sum over the CPUs
 */
struct rsvp_counter {
	const char *name;
	const char *text;
	u32 kind;
	u64 value;
};

/**
 * struct rsvp_quota - what one user may ask for with all his sockets
 * @sockets: that have QoS
 * @rate_Bps: sum of what they ask for, bytes/s
 */
struct rsvp_quota {
	u32 sockets;
	u64 rate_Bps;
};

#define RSVP_LISTENERS_LOG	8

/**
 * struct rsvp_accepts - connections of listeners with QoS, see accept.c
 * @n_listeners: how many listeners there are
 * @on: the hooks are registered
 * @listeners: bit by the hash of each listener; read by the hooks
 * @lock: guards @list and @n; leaf, softirq
 * @list: connections to be looked up
 * @n: how many
 */
struct rsvp_accepts {
	u32 n_listeners;
	bool on;
	DECLARE_BITMAP(listeners, 1 << RSVP_LISTENERS_LOG);
	spinlock_t lock;	/* list, n */
	struct list_head list;
	u32 n;
};

#define RSVP_QUOTA_SOCKETS	64
#define RSVP_QUOTA_RATE_Bps	1250000		/* 10 Mbit/s */

/**
 * struct rsvp_net - RSVP in one network namespace
 * @net: the namespace
 * @lock: owns the control plane: everything below without another note
 * @ifaces: interfaces with RSVP on
 * @by_ifindex: the same by ifindex; written under @lock, read under RCU
 * @n_ifaces: how many
 * @memberships: groups joined for reservations, see member.c
 * @hooks_on: netfilter hooks are registered
 * @sessions: all sessions by key
 * @dests: their destinations, see struct rsvp_dest
 * @reservations: local reservations by session key
 * @sockets: sockets with QoS; NULL: there were none yet
 * @accepts: their connections
 * @rules: which flows give sockets QoS; NULL: there was none yet. Read by hooks
 * @quota: what a user without CAP_NET_ADMIN may ask for with all his sockets
 * @objects: by kind, each ordered by id
 * @count: live objects by kind
 * @bytes: what opaque objects and SCOPEs take, and copies of such objects
 * @fib_nb: hears of unicast and multicast routes and of rules
 * @nexthop_nb: hears of nexthop objects
 * @repair_on: both are registered
 * @repairing: a walk over the PSBs is under way, see repair.c
 * @repair_id: how far it is
 * @repair_slot: boottime: when the Path repaired last is due, W aside
 * @repair_timer: when the walk goes on
 * @waiting: senders of this host that have not what they ask for, see local.c
 * @asking: those of them that have not asked yet in this round
 * @room: room has come since the round began
 * @room_timer: they ask again
 * @repeats: messages of which an early repeat is to come, see repeat.c
 * @n_repeats: they, and previous hops whose Resv is to be repeated
 * @path_seq: number of the Path sent last, see struct rsvp_psb
 * @paths_follow: PSBs of one multicast sender follow a change of another
 * @last_id: the id given last
 * @generation: moves with every object that comes or goes
 * @timers: the only timers
 * @alarm: rings when the first of them is due, and starts @tick
 * @tick: runs them
 * @tick_next: boottime: no earlier than this, see RSVP_TICK_NS
 * @work: receive queues, requests, events
 * @events: RSVP_EV_*, set from anywhere
 * @request_lock: guards @requests and @n_requests; leaf
 * @requests: commands waiting for the worker
 * @n_requests: how many
 * @owner_lock: guards @owners; leaf
 * @owners: netlink sockets that own state
 * @mib: counters
 * @memcg: what the worker allocates is charged to: that of the first who gave
 *	a command here; NULL in namespaces of the initial user namespace
 * @dead: the namespace is going; nothing is sent, nothing new begins
 * @user_caps: outside the initial user namespace: the smaller caps hold
 * @msg: the message being parsed; worker only
 * @sent: a Resv sent earlier, parsed again by merge.c; worker only
 * @sent_now: and the one that replaces it
 * @tx: the message being built; worker only
 * @tx_size: its size
 * @rtnl: kernel rtnetlink socket; owned by tc.c
 * @classifier: flow table; owned by classify.c
 */
struct rsvp_net {
	struct net *net;
	struct mutex lock;	/* owns the control plane */
	struct list_head ifaces;
	struct xarray by_ifindex;
	u32 n_ifaces;
	struct list_head memberships;
	bool hooks_on;
	struct rhashtable sessions;
	struct rhashtable dests;
	struct rhltable reservations;
	struct rsvp_sockets *sockets;
	struct rsvp_accepts accepts;
	struct rsvp_rules *rules;
	struct rsvp_quota quota;
	struct rb_root_cached objects[RSVP_KIND_MAX];
	u32 count[RSVP_KIND_MAX];
	u64 bytes;
	struct notifier_block fib_nb;
	struct notifier_block nexthop_nb;
	bool repair_on;
	bool repairing;
	u64 repair_id;
	ktime_t repair_slot;
	struct rsvp_timer repair_timer;
	struct list_head waiting;
	struct list_head asking;
	bool room;
	struct rsvp_timer room_timer;
	struct list_head repeats;
	u32 n_repeats;
	u32 path_seq;
	bool paths_follow;
	u64 last_id;
	u32 generation;
	struct timerqueue_head timers;
	struct hrtimer alarm;
	struct work_struct tick;
	ktime_t tick_next;
	struct work_struct work;
	unsigned long events;
	spinlock_t request_lock;	/* requests, n_requests */
	struct list_head requests;
	u32 n_requests;
	spinlock_t owner_lock;		/* owners */
	struct list_head owners;
	struct rsvp_mib __percpu *mib;
	struct mem_cgroup *memcg;
	bool dead;
	bool user_caps;
	struct rsvp_msg *msg;
	struct rsvp_msg *sent;
	struct rsvp_msg *sent_now;
	u8 *tx;
	size_t tx_size;
	struct socket *rtnl;
	struct rsvp_classifier *classifier;
};

/**
 * struct rsvp_rx - how a message came in
 * @iface: interface it arrived on
 * @src: IP source
 * @dst: IP destination
 * @mark: skb->mark
 * @ip_ttl: TTL or hop limit
 * @tos: ToS byte or traffic class
 * @entry: the packet, for what passes on untouched; NULL once it has
 */
struct rsvp_rx {
	struct rsvp_iface *iface;
	struct rsvp_addr src;
	struct rsvp_addr dst;
	u32 mark;
	u8 ip_ttl;
	u8 tos;
	struct rsvp_rx_entry *entry;
};

/**
 * struct rsvp_resv_ask - one flow descriptor on its way to an RSB
 * @sess: session
 * @nhop: who asks; family 0: the local API
 * @oif: interface to reserve on; 0: the local API
 * @style: enum rsvp_style
 * @fs: FLOWSPEC
 * @filters: Filtss; senders that do not exist have been taken out
 * @n_filters: how many
 * @iface: interface it came in by; NULL: the local API
 * @msg: the Resv, for its SCOPE and what is only forwarded; NULL: the local API
 * @confirm: RESV_CONFIRM; family 0: none
 * @R_ms: from TIME_VALUES; 0: the local API, lives until it is released
 * @resv: the local request; NULL: from the network
 * @drop: if it is refused: by what name; RSVP_DROP_NONE: the error code tells
 * @news: set if the previous hops may have to hear of it (Resv_Refresh_Needed)
 * @stood: set if the next hop had the RSB before
 * @n_stood: set to how many of its filters, the first, it had with it
 * @n_refused: flow descriptors of @msg that were refused so far
 */
struct rsvp_resv_ask {
	struct rsvp_session *sess;
	struct rsvp_hop nhop;
	int oif;
	u32 style;
	struct rsvp_flowspec fs;
	struct rsvp_filter *filters;
	u32 n_filters;
	struct rsvp_iface *iface;
	const struct rsvp_msg *msg;
	struct rsvp_addr confirm;
	u32 R_ms;
	struct rsvp_reservation *resv;
	enum rsvp_drop_reason drop;
	bool news;
	bool stood;
	u32 n_stood;
	u32 n_refused;
};

/**
 * struct rsvp_notice - what a socket is told
 * @status: enum rsvp_qos_status
 * @direction: enum rsvp_direction
 * @key: session
 * @filters: senders that it is about, @n_filters of them
 * @n_filters: see @filters
 * @psb: the Path that it is about; NULL: none
 * @err: the error that it is about; NULL: none
 */
struct rsvp_notice {
	u32 status;
	u32 direction;
	const struct rsvp_session_key *key;
	const struct rsvp_filter *filters;
	u32 n_filters;
	const struct rsvp_psb *psb;
	const struct rsvp_error_info *err;
};

/**
 * struct rsvp_flow_key - a data flow, as routing sees it
 * @key: its session
 * @sender: its sender
 * @iif: interface it comes in by; 0: from this node
 * @mark: skb->mark
 * @tos: ToS byte or traffic class
 * @ttl: multicast: the TTL it would leave with
 */
struct rsvp_flow_key {
	const struct rsvp_session_key *key;
	const struct rsvp_filter *sender;
	int iif;
	u32 mark;
	u8 tos;
	u8 ttl;
};

/* Ways out of one flow: as many as the kernel has multicast interfaces */
#define RSVP_MAX_OUTS	32

/**
 * struct rsvp_route - where a data flow leaves this node (Route_Query)
 * @dst: unicast: the route itself, held; a PATH is sent along it; NULL: none
 * @gw: unicast: the next router; family 0: none
 * @local: it ends here (too)
 * @known: routing knows the flow, so that what is not in @outs is not wanted
 * @n_outs: how many
 * @outs: outgoing interfaces
 */
struct rsvp_route {
	struct dst_entry *dst;
	struct rsvp_addr gw;
	bool local;
	bool known;
	u32 n_outs;
	int outs[RSVP_MAX_OUTS];
};

/**
 * struct rsvp_tx - how a message goes out
 * @src: IP source; family 0: the address of @oif
 * @dst: IP destination
 * @along: by this route; NULL: look one up for @dst
 * @oif: interface, when there is no route; 0: as routing says
 * @ttl: IP TTL and Send_TTL
 * @tos: ToS byte
 * @router_alert: with Router Alert (RFC 2113, RFC 2711)
 */
struct rsvp_tx {
	struct rsvp_addr src;
	struct rsvp_addr dst;
	struct dst_entry *along;
	int oif;
	u8 ttl;
	u8 tos;
	bool router_alert;
};

/**
 * struct rsvp_payload - what an IP packet carries
 * @proto: IP protocol
 * @data: from behind the IP header
 * @len: bytes of @data
 */
struct rsvp_payload {
	u8 proto;
	const void *data;
	size_t len;
};

/* What goes to the next RSVP hop goes with a full TTL: no cloud is too wide */
#define RSVP_HOP_TTL		255

/* RFC 2205, 3.7: defaults */
#define RSVP_REFRESH_DEFAULT_MS	30000
#define RSVP_KEEP_DEFAULT	3
#define RSVP_SLEW_DEFAULT	30	/* percent */

/* RFC 2205, 3.5: Kb. A refused request is made again every two or three R */
#define RSVP_BLOCKADE_DEFAULT	2

/* RFC 2205, 3.7, item 6: early repeats */
#define RSVP_REPEATS_DEFAULT	2

/* RFC 2205, 3.6: W */
#define RSVP_REPAIR_DEFAULT_MS	2000

/* Routing that is back within this time has changed its mind, and what it said in
 * between is on its way still; lost messages and their early repeats included, but
 * no W of this length
 */
#define RSVP_FLAP_MS		5000

/* main.c */
extern struct workqueue_struct *rsvp_wq;
struct rsvp_net *rsvp_net(const struct net *net);
void rsvp_kick(struct rsvp_net *rn);
void rsvp_charge_to_caller(struct rsvp_net *rn);
int rsvp_net_buffers(struct rsvp_net *rn);

/* mib.c */
void rsvp_drop(struct rsvp_net *rn, const struct rsvp_rx *rx,
	       enum rsvp_drop_reason reason);
void rsvp_count_drop(struct rsvp_net *rn, enum rsvp_drop_reason reason);
void rsvp_count_rx(struct rsvp_net *rn, u8 type);
void rsvp_count_tx(struct rsvp_net *rn, u8 type);
bool rsvp_counter_next(const struct rsvp_net *rn, u32 *index,
		       struct rsvp_counter *c);

/* hooks.c */
int rsvp_hooks_on(struct rsvp_net *rn);
void rsvp_hooks_off(struct rsvp_net *rn);
void rsvp_rxq_init(struct rsvp_rxq *q);
struct rsvp_rx_entry *rsvp_rxq_pop(struct rsvp_rxq *q);
void rsvp_rxq_close(struct rsvp_rxq *q);
void rsvp_rx_entry_free(struct rsvp_rx_entry *e);
void rsvp_pass(struct rsvp_net *rn, struct rsvp_rx_entry *e);
void rsvp_pass_copy(struct rsvp_net *rn, const struct rsvp_rx_entry *e,
		    u8 ttl);

/* input.c */
bool rsvp_input(struct rsvp_net *rn);

/* output.c */
int rsvp_output_ip(struct rsvp_net *rn, const struct rsvp_tx *tx,
		   const struct rsvp_payload *load);
int rsvp_output(struct rsvp_net *rn, const struct rsvp_tx *tx,
		struct rsvp_builder *b);
void rsvp_tx_start(struct rsvp_net *rn, struct rsvp_builder *b, u8 type,
		   u8 ttl);

/* route.c */
int rsvp_route_flow(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
		    struct rsvp_route *rt);
void rsvp_route_put(struct rsvp_route *rt);
struct dst_entry *rsvp_route_along(struct rsvp_net *rn, u32 family,
				   const struct rsvp_out *out);
bool rsvp_addr_is_local(struct rsvp_net *rn, const struct rsvp_addr *addr);
bool rsvp_route_source(struct rsvp_net *rn, const struct rsvp_addr *dst,
		       int oif, u32 mark, u8 tos, struct rsvp_addr *src);
bool rsvp_iface_down(struct rsvp_net *rn, int ifindex);
bool rsvp_iface_addr(struct rsvp_net *rn, int ifindex,
		     const struct rsvp_addr *towards, struct rsvp_addr *addr);
bool rsvp_hop_addr(struct rsvp_net *rn, int ifindex,
		   const struct rsvp_addr *told,
		   const struct rsvp_addr *towards, struct rsvp_addr *addr);

/* mroute.c: Route_Query for multicast */
int rsvp_route_multicast(struct rsvp_net *rn, const struct rsvp_flow_key *flow,
			 struct rsvp_route *rt);
void rsvp_mroute_miss(struct rsvp_net *rn, const struct rsvp_rx *rx);

/* member.c: group membership */
bool rsvp_member(struct rsvp_net *rn, int ifindex, const struct rsvp_addr *group);
int rsvp_member_iface(struct rsvp_net *rn, const struct rsvp_addr *group);
int rsvp_member_join(struct rsvp_net *rn, struct rsvp_membership *m);
void rsvp_member_leave(struct rsvp_net *rn, struct rsvp_membership *m);
bool rsvp_members_lost(struct rsvp_net *rn, struct net_device *dev);
void rsvp_members_rejoin(struct rsvp_net *rn);

/* repair.c: ROUTE CHANGE NOTIFICATION, PATH LOCAL REPAIR */
void rsvp_repair_init(struct rsvp_net *rn);
int rsvp_repair_on(struct rsvp_net *rn);
void rsvp_repair_off(struct rsvp_net *rn);
void rsvp_routes_changed(struct rsvp_net *rn);
bool rsvp_repair(struct rsvp_net *rn);

/* repeat.c: what tells of a change is told again */
u32 rsvp_repeat_next(struct rsvp_net *rn, int iif, u8 *repeat, u8 next,
		     u32 most, u32 R_ms);
void rsvp_repeat_stop(struct rsvp_net *rn, int iif, u8 *repeat);
void rsvp_repeat(struct rsvp_net *rn, int iif, const struct rsvp_tx *tx,
		 const struct rsvp_builder *b, const struct rsvp_out *out,
		 u32 seq);
void rsvp_repeats_close(struct rsvp_net *rn, int ifindex);
void rsvp_repeats_exit(struct rsvp_net *rn);

/* iface.c */
struct rsvp_iface *rsvp_iface_find(struct rsvp_net *rn, int ifindex);
int rsvp_iface_set(struct rsvp_net *rn, int ifindex, bool on,
		   const struct rsvp_iface_conf *conf,
		   struct rsvp_refusal *why);
void rsvp_iface_conf_default(struct rsvp_iface_conf *conf);
void rsvp_ifaces_rescan(struct rsvp_net *rn);
void rsvp_ifaces_flush(struct rsvp_net *rn);
void rsvp_ifaces_exit(struct rsvp_net *rn);
int rsvp_iface_init(void);
void rsvp_iface_exit(void);

/* listing.c */
void rsvp_object_add(struct rsvp_net *rn, enum rsvp_kind kind,
		     struct rsvp_object *obj);
void rsvp_object_replace(struct rsvp_net *rn, enum rsvp_kind kind,
			 struct rsvp_object *old, struct rsvp_object *obj);
void rsvp_object_del(struct rsvp_net *rn, enum rsvp_kind kind,
		     struct rsvp_object *obj);
bool rsvp_bytes_take(struct rsvp_net *rn, int iif, size_t bytes);
bool rsvp_bytes_take_for(struct rsvp_net *rn, int iif, size_t bytes,
			 size_t instead);
void rsvp_bytes_give(struct rsvp_net *rn, int iif, size_t bytes);
struct rsvp_object *rsvp_object_after(struct rsvp_net *rn, enum rsvp_kind kind,
				      u64 after);
struct rsvp_object *rsvp_object_find(struct rsvp_net *rn, enum rsvp_kind kind,
				     u64 id);
u32 rsvp_object_cap(const struct rsvp_net *rn, enum rsvp_kind kind);
u64 rsvp_link_share(u64 cap);
u32 rsvp_object_share(const struct rsvp_net *rn, enum rsvp_kind kind);
bool rsvp_object_room(struct rsvp_net *rn, enum rsvp_kind kind);

/* session.c */
int rsvp_sessions_init(struct rsvp_net *rn);
void rsvp_sessions_flush(struct rsvp_net *rn);
void rsvp_sessions_exit(struct rsvp_net *rn);
struct rsvp_session *rsvp_session_find(struct rsvp_net *rn,
				       const struct rsvp_session_key *key);
struct rsvp_session *rsvp_session_get(struct rsvp_net *rn,
				      const struct rsvp_session_key *key);
struct rsvp_dest *rsvp_dest_find(struct rsvp_net *rn,
				 const struct rsvp_session_key *key);
bool rsvp_session_port_conflict(struct rsvp_net *rn,
				const struct rsvp_session_key *key);
void rsvp_session_put(struct rsvp_net *rn, struct rsvp_session *sess);

/* timers.c */
void rsvp_timers_init(struct rsvp_net *rn);
void rsvp_timers_exit(struct rsvp_net *rn);
void rsvp_timer_init(struct rsvp_timer *t,
		     void (*expire)(struct rsvp_net *, struct rsvp_timer *));
void rsvp_timer_set(struct rsvp_net *rn, struct rsvp_timer *t, ktime_t when);
void rsvp_timer_in(struct rsvp_net *rn, struct rsvp_timer *t, u64 ms);
void rsvp_timer_del(struct rsvp_net *rn, struct rsvp_timer *t);
bool rsvp_timer_armed(const struct rsvp_timer *t);
u32 rsvp_timer_left_ms(const struct rsvp_timer *t);
u64 rsvp_lifetime_ms(struct rsvp_net *rn, int ifindex, u32 R_ms);
u32 rsvp_refresh_period(struct rsvp_net *rn, int ifindex, u32 last_ms);
u32 rsvp_refresh_jitter(u32 period_ms);

/* scope.c */
u32 rsvp_scope_order(struct rsvp_addr *scope, u32 n);
bool rsvp_scope_needed(const struct rsvp_session *sess, u32 style);
bool rsvp_scope_speaks(const struct rsvp_psb *psb);
bool rsvp_scope_has(const struct rsvp_rsb *rsb, const struct rsvp_addr *addr);
int rsvp_scope_read(const struct rsvp_obj *obj, struct rsvp_scope *scope);
bool rsvp_scope_find(const struct rsvp_scope *scope,
		     const struct rsvp_addr *addr);
int rsvp_scope_prepare(struct rsvp_net *rn, const struct rsvp_rsb *rsb,
		       const struct rsvp_obj *obj, struct rsvp_scope *res);
void rsvp_scope_set(struct rsvp_net *rn, struct rsvp_rsb *rsb,
		    const struct rsvp_scope *scope);
void rsvp_scope_discard(struct rsvp_net *rn, int iif,
			const struct rsvp_scope *scope);
void rsvp_scope_free(struct rsvp_net *rn, struct rsvp_rsb *rsb);

/* opaque.c */
int rsvp_opaque_prepare(struct rsvp_net *rn, const struct rsvp_opaque *old,
			int iif, const struct rsvp_msg *msg,
			struct rsvp_opaque **res);
void rsvp_opaque_set(struct rsvp_net *rn, struct rsvp_opaque **slot,
		     struct rsvp_opaque *op);
int rsvp_opaque_update(struct rsvp_net *rn, struct rsvp_opaque **slot,
		       int iif, const struct rsvp_msg *msg);
void rsvp_opaque_free(struct rsvp_net *rn, struct rsvp_opaque **slot);
enum rsvp_drop_reason rsvp_opaque_drop(int err);
void rsvp_opaque_build(struct rsvp_builder *b, const struct rsvp_opaque *op);
bool rsvp_opaque_merge(struct rsvp_builder *b, size_t start,
		       const struct rsvp_opaque *op);
bool rsvp_opaque_fits(const struct rsvp_msg *msg);
void rsvp_opaque_forward(struct rsvp_builder *b, const struct rsvp_msg *msg);

/* out.c: OutInterface_list */
bool rsvp_psb_routes_to(const struct rsvp_psb *psb, int oif);
struct rsvp_psb *rsvp_psb_find_via(const struct rsvp_session *sess,
				   const struct rsvp_filter *sender, int oif);
struct rsvp_out *rsvp_out_find(const struct rsvp_psb *psb, int ifindex,
			       const struct rsvp_addr *gw);
u32 rsvp_outs_used(const struct rsvp_psb *psb);
bool rsvp_outs_differ(const struct rsvp_psb *psb, const struct rsvp_route *rt);
int rsvp_outs_set(struct rsvp_psb *psb, const struct rsvp_route *rt);
void rsvp_outs_reserved(struct rsvp_net *rn, struct rsvp_psb *psb, int oif,
			const struct rsvp_addr *nhop, bool stood);
bool rsvp_outs_fresh(const struct rsvp_psb *psb);
bool rsvp_out_shared(const struct rsvp_psb *psb, int oif);
bool rsvp_outs_hold(const struct rsvp_rsb *rsb, const struct rsvp_filter *f);
const struct rsvp_addr *rsvp_outs_told(const struct rsvp_rsb *rsb);
void rsvp_outs_settle(struct rsvp_net *rn, struct rsvp_psb *psb, bool all,
		      const struct rsvp_addr *nhop);

/* psb.c */
struct rsvp_psb *rsvp_psb_find(const struct rsvp_session *sess,
			       const struct rsvp_filter *sender);
struct rsvp_psb *rsvp_psb_find_in(const struct rsvp_session *sess,
				  const struct rsvp_filter *sender, int iif);
bool rsvp_psb_selected(const struct rsvp_psb *psb,
		       const struct rsvp_filter *filters, u32 n);
struct rsvp_psb *rsvp_psb_create(struct rsvp_net *rn,
				 struct rsvp_session *sess,
				 const struct rsvp_filter *sender);
bool rsvp_psb_room(struct rsvp_net *rn, const struct rsvp_iface *iface);
int rsvp_psb_take(struct rsvp_net *rn, struct rsvp_psb *psb,
		  const struct rsvp_rx *rx, const struct rsvp_msg *msg,
		  struct rsvp_upstream **left);
bool rsvp_psb_left(struct rsvp_psb *psb, const struct rsvp_hop *hop);
bool rsvp_psb_back(struct rsvp_net *rn, struct rsvp_psb *psb,
		   struct rsvp_upstream **left);
bool rsvp_psb_update(struct rsvp_net *rn, struct rsvp_psb *psb,
		     const struct rsvp_rx *rx, const struct rsvp_msg *msg);
void rsvp_psb_refreshed(struct rsvp_net *rn, struct rsvp_psb *psb, u32 R_ms);
void rsvp_psb_set_iif(struct rsvp_net *rn, struct rsvp_psb *psb, int iif);
void rsvp_psb_free(struct rsvp_net *rn, struct rsvp_psb *psb);

/* path.c */
void rsvp_path_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
		       const struct rsvp_msg *msg);
void rsvp_pathtear_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			   const struct rsvp_msg *msg);
int rsvp_path_from_api(struct rsvp_net *rn, struct rsvp_sender *snd,
		       struct rsvp_refusal *why);
void rsvp_path_refresh(struct rsvp_net *rn, struct rsvp_psb *psb);
u8 *rsvp_path_adspec(struct rsvp_net *rn, const struct rsvp_psb *psb,
		     const struct rsvp_iface *out, int *len);
enum rsvp_drop_reason rsvp_path_query(struct rsvp_net *rn,
				      const struct rsvp_psb *psb,
				      struct rsvp_route *rt);
void rsvp_path_tear_out(struct rsvp_net *rn, const struct rsvp_psb *psb,
			const struct rsvp_out *out,
			const struct rsvp_msg *tear);
bool rsvp_path_stands(struct rsvp_net *rn, const struct rsvp_msg *msg,
		      const struct rsvp_out *out, u32 seq);
void rsvp_path_withdraw(struct rsvp_net *rn, struct rsvp_psb *psb, int oif);
void rsvp_path_teardown(struct rsvp_net *rn, struct rsvp_psb *psb,
			enum rsvp_event event, const struct rsvp_msg *tear);

/* rsb.c */

/**
 * rsvp_distinct_of() - the filter that tells FF reservations of a hop apart
 * @style: enum rsvp_style
 * @filters: those of a flow descriptor
 *
 * Return: the first of them; NULL: not FF.
 */
static inline const struct rsvp_filter *
rsvp_distinct_of(u32 style, const struct rsvp_filter *filters)
{
	return style == RSVP_STYLE_FF ? filters : NULL;
}

const struct rsvp_filter *rsvp_rsb_distinct(const struct rsvp_rsb *rsb);
struct rsvp_rsb *rsvp_rsb_find(const struct rsvp_session *sess,
			       const struct rsvp_hop *nhop, int oif,
			       const struct rsvp_reservation *resv,
			       const struct rsvp_filter *distinct);
int rsvp_rsb_install(struct rsvp_net *rn, struct rsvp_resv_ask *ask,
		     struct rsvp_refusal *why, bool *in_place);
bool rsvp_rsb_end_filter(struct rsvp_rsb *rsb, const struct rsvp_filter *f);
bool rsvp_rsb_purge(struct rsvp_rsb *rsb, ktime_t now);
void rsvp_rsb_arm(struct rsvp_net *rn, struct rsvp_rsb *rsb);
void rsvp_rsb_hasten(struct rsvp_net *rn, struct rsvp_rsb *rsb,
		     const struct rsvp_filter *f, u32 ms);
void rsvp_resv_teardown(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			enum rsvp_event event);
void rsvp_rsb_free(struct rsvp_net *rn, struct rsvp_rsb *rsb);
void rsvp_rsb_discharge(struct rsvp_net *rn, struct rsvp_rsb *rsb);
bool rsvp_rsb_selects(const struct rsvp_rsb *rsb, const struct rsvp_psb *psb);

/* resv.c */
void rsvp_resv_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
		       const struct rsvp_msg *msg);
void rsvp_resvtear_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			   const struct rsvp_msg *msg);
int rsvp_resv_from_api(struct rsvp_net *rn, struct rsvp_reservation *resv,
		       struct rsvp_session *sess,
		       struct rsvp_filter *filters, u32 n_filters,
		       const struct rsvp_flowspec *fs,
		       const struct rsvp_addr *confirm,
		       struct rsvp_refusal *why);
void rsvp_resv_release(struct rsvp_net *rn, struct rsvp_reservation *resv,
		       struct rsvp_session *sess);
void rsvp_resv_move(struct rsvp_net *rn, struct rsvp_reservation *from,
		    struct rsvp_reservation *to);
void rsvp_resv_asked_anew(struct rsvp_net *rn,
			  const struct rsvp_reservation *resv);
void rsvp_resv_path_gone(struct rsvp_net *rn, struct rsvp_session *sess,
			 const struct rsvp_psb *psb);
void rsvp_resv_not_here(struct rsvp_net *rn, const struct rsvp_psb *psb);
void rsvp_resv_path_changed(struct rsvp_net *rn, struct rsvp_psb *psb);
void rsvp_resv_out_gone(struct rsvp_net *rn, const struct rsvp_psb *psb,
			const struct rsvp_out *out,
			const struct rsvp_addr *nhop);

/* error.c: PathErr and ResvErr */
void rsvp_patherr_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			  const struct rsvp_msg *msg);
void rsvp_resverr_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			  const struct rsvp_msg *msg);
void rsvp_send_patherr(struct rsvp_net *rn, const struct rsvp_rx *rx,
		       const struct rsvp_msg *msg,
		       const struct rsvp_error_info *err);
void rsvp_send_resverr(struct rsvp_net *rn, const struct rsvp_rx *rx,
		       const struct rsvp_msg *msg,
		       const struct rsvp_error_info *err);
void rsvp_send_resverr_fd(struct rsvp_net *rn, const struct rsvp_rx *rx,
			  const struct rsvp_msg *msg,
			  const struct rsvp_obj *fs,
			  const struct rsvp_filter *filters, u32 n_filters,
			  const struct rsvp_error_info *err);
void rsvp_errors_age(struct rsvp_net *rn, struct rsvp_session *sess);
bool rsvp_error_informs(const struct rsvp_error_spec *spec);
int rsvp_refuse_room(struct rsvp_refusal *why, int err, const char *text);
void rsvp_refusal_say(const struct rsvp_refusal *why, char *buf, size_t size);
void rsvp_error_from_refusal(struct rsvp_net *rn, struct rsvp_error_info *err,
			     const struct rsvp_refusal *why);

/* confirm.c: ResvConf */
void rsvp_resvconf_arrives(struct rsvp_net *rn, struct rsvp_rx *rx,
			   const struct rsvp_msg *msg);
void rsvp_send_resvconf(struct rsvp_net *rn, const struct rsvp_tcsb *tcsb,
			const struct rsvp_rsb *rsb, const struct rsvp_addr *to);

/* tcsb.c: UPDATE TRAFFIC CONTROL */
void rsvp_tcsb_confirm_again(struct rsvp_session *sess);
int rsvp_update_traffic_control(struct rsvp_net *rn, struct rsvp_session *sess,
				int oif, const struct rsvp_filter *distinct,
				struct rsvp_rsb *active,
				struct rsvp_refusal *why);
void rsvp_tcsb_class_changed(struct rsvp_net *rn, struct rsvp_tcsb *tcsb);
bool rsvp_tcsb_stands(const struct rsvp_session *sess, int oif,
		      const struct rsvp_filter *distinct);
const struct rsvp_tc_class *rsvp_tcsb_class(const struct rsvp_psb *psb,
					    int oif);
void rsvp_tcsb_free(struct rsvp_net *rn, struct rsvp_tcsb *tcsb);

/* local.c: what senders of this host ask for themselves */
void rsvp_local_init(struct rsvp_net *rn);
void rsvp_local_room(struct rsvp_net *rn);
int rsvp_local_follow(struct rsvp_net *rn, struct rsvp_psb *psb,
		      struct rsvp_refusal *why);
const struct rsvp_error_info *
rsvp_local_error(struct rsvp_net *rn, const struct rsvp_sender *snd,
		 struct rsvp_error_info *info);

/* blockade.c */
bool rsvp_blockaded(const struct rsvp_psb *psb, u32 style,
		    const struct rsvp_flowspec *fs);
const struct rsvp_blockade *rsvp_blockade_of(const struct rsvp_psb *psb);
void rsvp_blockade_set(struct rsvp_net *rn, struct rsvp_psb *psb, u32 style,
		       const struct rsvp_flowspec *Qe);

/* merge.c: RESV REFRESH */
struct rsvp_upstream *rsvp_upstream_get(struct rsvp_net *rn,
					struct rsvp_session *sess,
					const struct rsvp_hop *phop, int iif);
void rsvp_upstream_put(struct rsvp_net *rn, struct rsvp_upstream *up,
		       bool tell);
void rsvp_upstream_free(struct rsvp_net *rn, struct rsvp_upstream *up);
void rsvp_session_refresh(struct rsvp_net *rn, struct rsvp_session *sess,
			  const struct rsvp_msg *tear);
void rsvp_upstream_answered(struct rsvp_net *rn,
			    const struct rsvp_session *sess, int iif,
			    const struct rsvp_msg *err);
bool rsvp_upstream_hop(struct rsvp_net *rn, const struct rsvp_upstream *up,
		       struct rsvp_addr *addr);
void rsvp_upstream_refused(struct rsvp_net *rn, struct rsvp_upstream *up);
bool rsvp_upstream_asks(struct rsvp_net *rn, const struct rsvp_msg *tear,
			int iif, const struct rsvp_addr *phop);

/* receiver.c */
int rsvp_receiver_flowspec(struct rsvp_net *rn,
			   const struct rsvp_reservation *resv,
			   const struct rsvp_session *sess,
			   struct rsvp_flowspec *fs, struct rsvp_refusal *why);
u64 rsvp_receiver_bound_us(struct rsvp_net *rn,
			   const struct rsvp_reservation *resv,
			   const struct rsvp_session *sess);

/* api.c: RFC 2205, 3.11.1 */
int rsvp_api_sender(struct rsvp_net *rn, struct rsvp_sender *snd, bool replace,
		    struct rsvp_refusal *why);
void rsvp_api_sender_release(struct rsvp_net *rn, struct rsvp_sender *snd);
struct rsvp_sender *rsvp_api_sender_find(struct rsvp_net *rn,
					 const struct rsvp_session_key *key,
					 const struct rsvp_filter *filter);
int rsvp_api_reserve(struct rsvp_net *rn, struct rsvp_reservation *resv,
		     bool replace, struct rsvp_refusal *why);
void rsvp_api_release(struct rsvp_net *rn, struct rsvp_reservation *resv);
void rsvp_api_membership(struct rsvp_net *rn,
			 const struct rsvp_session_key *key);
struct rsvp_reservation *
rsvp_api_reservation_find(struct rsvp_net *rn,
			  const struct rsvp_socket *socket,
			  const struct rsvp_session_key *key, u32 style,
			  const struct rsvp_filter *filters, u32 n_filters);
struct rsvp_reservation *
rsvp_api_reservation_next(struct rsvp_net *rn,
			  const struct rsvp_session_key *key,
			  const struct rsvp_reservation *resv);
bool rsvp_api_same_request(const struct rsvp_reservation *resv, u32 style,
			   const struct rsvp_filter *filters, u32 n_filters);
void rsvp_api_retry(struct rsvp_net *rn, struct rsvp_reservation *resv);
void rsvp_api_tell(struct rsvp_net *rn, struct rsvp_reservation *resv,
		   enum rsvp_event event, const struct rsvp_error_info *info);
void rsvp_api_path_event(struct rsvp_net *rn, struct rsvp_psb *psb);
void rsvp_api_resv_changed(struct rsvp_net *rn,
			   const struct rsvp_session_key *key);
void rsvp_api_path_gone(struct rsvp_net *rn,
			const struct rsvp_session_key *key);
void rsvp_api_path_error(struct rsvp_net *rn, const struct rsvp_psb *psb,
			 const struct rsvp_error_info *err);
void rsvp_api_resv_error(struct rsvp_net *rn, struct rsvp_rsb *rsb,
			 const struct rsvp_error_info *err,
			 const struct rsvp_filter *filters, u32 n_filters);
bool rsvp_api_resv_confirmed(struct rsvp_net *rn,
			     const struct rsvp_session_key *key, u32 style,
			     const struct rsvp_filter *filter,
			     const struct rsvp_error_spec *spec);
void rsvp_api_leave(struct rsvp_net *rn);
void rsvp_api_owners_gone(struct rsvp_net *rn);
int rsvp_api_init(struct rsvp_net *rn);
void rsvp_api_exit(struct rsvp_net *rn);
enum rsvp_resv_status rsvp_api_status(const struct rsvp_reservation *resv);
const struct rsvp_error_info *
rsvp_api_error(struct rsvp_net *rn, const struct rsvp_reservation *resv,
	       struct rsvp_error_info *local);

/* owner.c */
struct rsvp_owner *rsvp_owner_share(struct rsvp_net *rn,
				    struct rsvp_owner *owner);
struct rsvp_owner *rsvp_owner_get(struct rsvp_net *rn, u32 portid);
void rsvp_owner_put(struct rsvp_net *rn, struct rsvp_owner *owner);
bool rsvp_owner_dead(struct rsvp_net *rn, const struct rsvp_owner *owner);
int rsvp_owner_init(void);
void rsvp_owner_exit(void);

/* netlink.c, request.c, notify.c */
int rsvp_nl_init(void);
void rsvp_nl_exit(void);
void rsvp_requests_run(struct rsvp_net *rn);
void rsvp_requests_cancel(struct rsvp_net *rn);
void rsvp_notify_iface(struct rsvp_net *rn, const struct rsvp_iface *iface,
		       enum rsvp_event event);
void rsvp_notify_sender(struct rsvp_net *rn, const struct rsvp_sender *snd,
			enum rsvp_event event);
void rsvp_notify_reservation(struct rsvp_net *rn,
			     const struct rsvp_reservation *resv,
			     enum rsvp_event event);
void rsvp_notify_path(struct rsvp_net *rn, const struct rsvp_psb *psb,
		      enum rsvp_event event);
void rsvp_notify_resv(struct rsvp_net *rn, const struct rsvp_rsb *rsb,
		      enum rsvp_event event);
void rsvp_notify_tc(struct rsvp_net *rn, const struct rsvp_tcsb *tcsb,
		    enum rsvp_event event);
void rsvp_notify_error(struct rsvp_net *rn, enum rsvp_event event,
		       const struct rsvp_session_key *key, u64 id,
		       u32 style, const struct rsvp_filter *filters,
		       u32 n_filters, const struct rsvp_error_info *err);
void rsvp_notify_socket(struct rsvp_net *rn, const struct rsvp_socket *s,
			enum rsvp_event event);
void rsvp_notify_rule(struct rsvp_net *rn, const struct rsvp_rule *rule,
		      enum rsvp_event event);
void rsvp_notify_notice(struct rsvp_net *rn, const struct rsvp_socket *s,
			const struct rsvp_notice *notice);

#endif /* _RSVP_RSVP_H */
