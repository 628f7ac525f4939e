/* SPDX-License-Identifier: GPL-2.0 */
/*
 * State blocks: RFC 2209, 1 (PSB, RSB, TCSB), and what surrounds them.
 * All of it is reachable and freed under rn->lock only, but for what is
 * marked RCU.
 */
#ifndef _RSVP_STATE_H
#define _RSVP_STATE_H

#include <linux/if.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/rbtree.h>
#include <linux/rhashtable-types.h>
#include <linux/skbuff.h>
#include <linux/timerqueue.h>

#include "codec.h"
#include "tc.h"

struct rsvp_flow_seen;
struct rsvp_net;
struct rsvp_rule;
struct rsvp_socket;
struct rsvp_timer;

/* Kinds of objects that userland can list, each in order of its id */
enum rsvp_kind {
	RSVP_KIND_SESSION,
	RSVP_KIND_PSB,
	RSVP_KIND_RSB,
	RSVP_KIND_TCSB,
	RSVP_KIND_SENDER,
	RSVP_KIND_RESERVATION,
	RSVP_KIND_SOCKET,
	RSVP_KIND_RULE,
	RSVP_KIND_MAX,
};

/**
 * struct rsvp_object - head of everything that is listed
 * @node: in rn->objects[kind], by @id
 * @id: never re-used in this namespace
 */
struct rsvp_object {
	struct rb_node node;
	u64 id;
};

/**
 * struct rsvp_timer - an entry of the one queue of the namespace
 * @node: in rn->timers; expires is boottime, ns
 * @expire: runs once under rn->lock, may free the timer
 */
struct rsvp_timer {
	struct timerqueue_node node;
	void (*expire)(struct rsvp_net *rn, struct rsvp_timer *timer);
};

/**
 * struct rsvp_iface_conf - what the administrator sets for an interface
 * @bandwidth_Bps: of the link, bytes/s; 0: not given, no reservation fits
 * @reservable: share that may be reserved, 1/100 percent
 * @flow_limit_Bps: most that one reservation may get; 0: no limit
 * @class_cap: most reservations at a time
 * @overhead: link bytes per packet beyond IP; RSVP_OVERHEAD_AUTO: ask the device
 * @backend: enum rsvp_backend
 * @parent: class of the administrator's below which we attach; 0: root
 * @refresh_ms: R (RFC 2205, 3.7)
 * @keep: K
 * @slew_max: Slew.Max, percent
 * @repair_ms: W (RFC 2205, 3.6), of Paths that local repair sends out of it
 * @blockade: Kb (RFC 2205, 3.5), of what previous hops behind it refuse
 * @repeats: early repeats of what tells of a change (RFC 2205, 3.7, item 6)
 */
struct rsvp_iface_conf {
	u64 bandwidth_Bps;
	u64 flow_limit_Bps;
	u32 reservable;
	u32 class_cap;
	u32 overhead;
	u32 backend;
	u32 parent;
	u32 refresh_ms;
	u32 keep;
	u32 slew_max;
	u32 repair_ms;
	u32 blockade;
	u32 repeats;
};

#define RSVP_OVERHEAD_AUTO	U32_MAX

enum {
	RSVP_RXQ_LEN	= 1024,	/* messages waiting per interface */
	RSVP_RXQ_SHARES	= 64,	/* source buckets of a receive queue */
	RSVP_RXQ_BYTES	= 4 << 20,	/* memory of all that wait */
	RSVP_RXQ_BUDGET	= 32,	/* messages per interface and round */
};

/**
 * struct rsvp_rxq - what arrived on an interface and waits for the worker
 * @lock: guards the whole; leaf, softirq
 * @entries: the messages, oldest first; see hooks.c
 * @len: how many
 * @bytes: memory they take
 * @share: how many of them each bucket of source addresses holds
 * @share_bytes: and how much memory
 * @dropped: messages that did not fit
 * @closed: the interface is being switched off; nothing more is queued
 */
struct rsvp_rxq {
	spinlock_t lock;	/* the whole; leaf */
	struct list_head entries;
	u32 len;
	u32 bytes;
	u16 share[RSVP_RXQ_SHARES];
	u32 share_bytes[RSVP_RXQ_SHARES];
	u64 dropped;
	bool closed;
};

/**
 * struct rsvp_rx_entry - one message on its way from the hook to the worker
 * @list: in rxq->entries
 * @skb: the packet, at its network header
 * @dev: skb->dev, held until the message is processed
 * @tracker: of that hold
 * @okfn: where the packet goes on if it turns out not to be ours
 * @offset: of the RSVP common header, from skb->data
 * @family: AF_INET or AF_INET6
 * @hook: where it was taken from, NF_INET_*
 * @bucket: share it counts in
 * @dropped: by a reason that was counted
 */
struct rsvp_rx_entry {
	struct list_head list;
	struct sk_buff *skb;
	struct net_device *dev;
	netdevice_tracker tracker;
	int (*okfn)(struct net *net, struct sock *sk, struct sk_buff *skb);
	u32 offset;
	u16 family;
	u8 hook;
	u8 bucket;
	bool dropped;
};

/**
 * struct rsvp_querier - who asks on a link who is a member of groups; rn->lock
 * @iface: of the link
 * @family: AF_INET: by IGMP; AF_INET6: by MLD
 * @next: when this node asks; not armed: no rule wants to know
 * @other_ms: another one asks, and this node as soon as he seems to be gone: Group
 *	Membership Interval by what he says, ms; 0: this node does
 * @startup: queries that this node sends sooner than those that follow
 * @second: boottime, s: in which it asked for groups last
 * @n_asked: how often in that
 */
struct rsvp_querier {
	struct rsvp_iface *iface;
	u32 family;
	struct rsvp_timer next;
	u32 other_ms;
	u8 startup;
	u64 second;
	u32 n_asked;
};

/**
 * struct rsvp_iface - an interface with RSVP on
 * @list: in rn->ifaces; rn->lock
 * @rcu: the hooks find it by rn->by_ifindex under RCU
 * @ifindex: key
 * @name: for messages only
 * @conf: under rn->lock
 * @n_psbs: path states that came in by it
 * @n_rsbs: reservation states that did
 * @bytes: what both keep beyond themselves, see rsvp_bytes_take()
 * @n_repeats: early repeats about senders that come in by it
 * @queriers: who asks there who is a member of groups, by IGMP and by MLD
 * @rxq: receive queue
 * @tc: traffic control of the link; owned by link.c
 */
struct rsvp_iface {
	struct list_head list;
	struct rcu_head rcu;
	int ifindex;
	char name[IFNAMSIZ];
	struct rsvp_iface_conf conf;
	u32 n_psbs;
	u32 n_rsbs;
	u64 bytes;
	u32 n_repeats;
	struct rsvp_querier queriers[2];
	struct rsvp_rxq rxq;
	struct rsvp_tc_link *tc;
};

/**
 * struct rsvp_dest - sessions of one destination and protocol, for the rule
 *	that port 0 and other ports do not go together (RFC 2205, 3.2)
 * @hash: in rn->dests, by @key
 * @key: session key with port 0
 * @sessions: its sessions
 * @n_ports: sessions with a port
 * @n_zero: sessions without
 */
struct rsvp_dest {
	struct rhash_head hash;
	struct rsvp_session_key key;
	struct list_head sessions;
	u32 n_ports;
	u32 n_zero;
};

/**
 * struct rsvp_session - a session and everything that hangs on it
 * @obj: id
 * @hash: in rn->sessions, by @key
 * @key: see rsvp_session_key
 * @dest: its destination
 * @by_dest: in dest->sessions
 * @psbs: its path states, in the order of their senders
 * @rsbs: its reservation states
 * @tcsbs: its traffic control states
 * @upstreams: what was sent to each previous hop (merge.c)
 * @look: in rules->look, or empty: proxies look at it again (proxy.c)
 * @firm: boottime: until then they yield to nobody, for who made them do it last was
 *	refused
 */
struct rsvp_session {
	struct rsvp_object obj;
	struct rhash_head hash;
	struct rsvp_session_key key;
	struct rsvp_dest *dest;
	struct list_head by_dest;
	struct list_head psbs;
	struct list_head rsbs;
	struct list_head tcsbs;
	struct list_head upstreams;
	struct list_head look;
	ktime_t firm;
};

/**
 * struct rsvp_opaque - what a PATH or RESV carries to be forwarded by us
 * @iif: interface it came in by, to which its bytes are charged; 0: none
 * @adspec_len: bytes of the ADSPEC body, first in @data; RESV: 0
 * @objs_len: bytes of POLICY_DATA and unknown objects, with their headers
 * @data: ADSPEC body, then objects as they go on the wire
 */
struct rsvp_opaque {
	int iif;
	u16 adspec_len;
	u16 objs_len;
	u8 data[];
};

/**
 * struct rsvp_blockade - blockade state block (RFC 2209, 1.4)
 * @Qb: FLOWSPEC that failed admission upstream
 * @until: end of Tb; boottime, ns
 */
struct rsvp_blockade {
	struct rsvp_flowspec Qb;
	ktime_t until;
};

/* How a way out stands while OutInterface_list follows routing, see out.c */
enum rsvp_out_state {
	RSVP_OUT_STANDS,
	RSVP_OUT_FRESH,		/* new by local repair; no Resv came by it yet */
	RSVP_OUT_LEAVING,	/* no longer routing's; keeps what is reserved */
};

/**
 * struct rsvp_out - an entry of OutInterface_list
 * @ifindex: the interface
 * @state: enum rsvp_out_state
 * @gw: the router behind it, for a tear when routing has another way by then;
 *	family 0: none, or multicast
 * @hop: our address there as the last Path said it, for its RSVP_HOP and for
 *	that of a tear; family 0: none was sent yet
 * @back: when routing came back to it before another way was reserved; boottime,
 *	ns; 0: never
 * @cut: the link went down after the last Path: who is behind it may have
 *	forgotten the sender, or have come after it
 */
struct rsvp_out {
	int ifindex;
	u32 state;
	struct rsvp_addr gw;
	struct rsvp_addr hop;
	ktime_t back;
	bool cut;
};

/**
 * struct rsvp_former - the previous hop that a unicast sender came by before
 * @hop: it; family 0: there is none, it has sent a PathTear, it is the same node, or
 *	the sender is back by it
 * @iif: interface towards it
 * @R_ms: its refresh period
 * @left: when another became the previous hop; boottime, ns
 * @expires: end of life of the path state by it; boottime, ns
 */
struct rsvp_former {
	struct rsvp_hop hop;
	int iif;
	u32 R_ms;
	ktime_t left;
	ktime_t expires;
};

/**
 * struct rsvp_psb - path state block (RFC 2209, 1.1), one per session, sender
 *	and, for multicast, incoming interface
 * @obj: id
 * @list: in session->psbs
 * @sess: its session
 * @sender: SENDER_TEMPLATE
 * @phop: previous hop; family 0 for a sender on this node
 * @iif: interface the PATH came in by, or data of a sender that this node speaks
 *	for; 0: a sender of this node
 * @former: the previous hop before @phop
 * @outs: OutInterface_list, @n_outs of them
 * @n_outs: see @outs
 * @up: upstream it belongs to, see merge.c; NULL for a local sender
 * @snd: the local sender behind it; NULL: it came from the network
 * @ts: SENDER_TSPEC in numbers
 * @tspec: SENDER_TSPEC body as received, forwarded with the same bits
 * @opaque: ADSPEC and what is only forwarded; NULL: none
 * @blockade: FF, SE: of this sender; NULL: none
 * @refresh: PATH REFRESH
 * @cleanup: end of its life; not armed for a local sender
 * @R_ms: refresh period of the previous hop, from TIME_VALUES
 * @period_ms: our own refresh period as it was last announced (slew limit)
 * @mark: skb->mark of the data flow for routing
 * @path_seq: number of the Path last sent, of all that were: an early repeat of
 *	another is void; 0: it was answered, and its repeats are, too
 * @ttl: IP TTL to send with; 0: used up
 * @dscp: DSCP of the data flow for routing, as ToS byte
 * @local: made by the local API
 * @local_only: Local_Only: not forwarded, for the destination is this node, there
 *	is no way out, or multicast expects the sender by another interface
 * @twin: the sender came in by another interface as well, at some time
 * @deliver: the destination is this node, or a group joined by @iif or by a way
 *	out (RFC 2205, 3.9): receivers here may reserve
 * @unrouted: multicast routing does not know the sender yet
 * @cut: no Path has come by @iif since that went down, or since the sender is back
 *	by @former: nobody may refresh it, and it is not refreshed to others
 * @non_rsvp: a hop without RSVP lies before us (RFC 2205, 3.8)
 * @e_police: E_Police flag of the SESSION
 */
struct rsvp_psb {
	struct rsvp_object obj;
	struct list_head list;
	struct rsvp_session *sess;
	struct rsvp_filter sender;
	struct rsvp_hop phop;
	int iif;
	struct rsvp_former former;
	u32 n_outs;
	struct rsvp_out *outs;
	struct rsvp_upstream *up;
	struct rsvp_sender *snd;
	struct rsvp_tspec ts;
	u8 tspec[RSVP_TSPEC_WIRE_LEN];
	struct rsvp_opaque *opaque;
	struct rsvp_blockade *blockade;
	struct rsvp_timer refresh;
	struct rsvp_timer cleanup;
	u32 R_ms;
	u32 period_ms;
	u32 mark;
	u32 path_seq;
	u8 ttl;
	u8 dscp;
	bool local;
	bool local_only;
	bool twin;
	bool deliver;
	bool unrouted;
	bool cut;
	bool non_rsvp;
	bool e_police;
};

/**
 * struct rsvp_error_info - an error as told, kept for those who ask later
 * @spec: ERROR_SPEC
 * @user: USER_ERROR_SPEC; @has_user
 * @has_user: the message carried one
 * @fs: ResvErr: FLOWSPEC that failed; service 0: none that can be read
 */
struct rsvp_error_info {
	struct rsvp_error_spec spec;
	struct rsvp_user_error user;
	bool has_user;
	struct rsvp_flowspec fs;
};

/**
 * struct rsvp_scope - SCOPE of a Resv that is not yet that of its RSB
 * @addrs: in order, without repetition; NULL: none
 * @n: how many
 */
struct rsvp_scope {
	struct rsvp_addr *addrs;
	u32 n;
};

/**
 * struct rsvp_rsb_filter - one filter spec of an RSB
 * @f: the filter
 * @expires: its own end of life; boottime, ns (SE: RFC 2209, RESV ARRIVES)
 */
struct rsvp_rsb_filter {
	struct rsvp_filter f;
	ktime_t expires;
};

/**
 * struct rsvp_rsb - reservation state block (RFC 2209, 1.2)
 * @obj: id
 * @list: in session->rsbs
 * @sess: its session
 * @nhop: next hop; family 0: a receiver on this node
 * @oif: interface the reservation is made on; 0: the local API
 * @iif: interface its first RESV came in by, to which it is charged, whatever
 *	@oif that named; 0: the local API, or it is off by now
 * @style: enum rsvp_style
 * @fs: FLOWSPEC
 * @filters: Filter_spec_list, @n_filters of them; WF: none
 * @n_filters: see @filters
 * @opaque: what is only forwarded; NULL: none
 * @scope: SCOPE in order, @n_scope addresses; NULL: none (WF only)
 * @n_scope: see @scope
 * @confirm: RESV_CONFIRM to be answered; family 0: none
 * @expires: WF: end of life; boottime, ns
 * @cleanup: fires at the earliest end of life; not armed for a local receiver
 * @R_ms: refresh period of the next hop, from TIME_VALUES
 * @error: refused further upstream; NULL: not, as far as we know
 * @error_until: boottime, ns: forget @error when not heard again by then
 * @resv: the local request behind it; NULL: came from the network
 * @rejected: admitted once, but this node could not follow a change of the
 *	senders or of other RSBs since, and why; each refresh asks again.
 *	@rejected.err 0: it has what it asks for
 */
struct rsvp_rsb {
	struct rsvp_object obj;
	struct list_head list;
	struct rsvp_session *sess;
	struct rsvp_hop nhop;
	int oif;
	int iif;
	u32 style;
	struct rsvp_flowspec fs;
	struct rsvp_rsb_filter *filters;
	u32 n_filters;
	struct rsvp_opaque *opaque;
	u32 n_scope;
	struct rsvp_addr *scope;
	struct rsvp_addr confirm;
	ktime_t expires;
	struct rsvp_timer cleanup;
	u32 R_ms;
	struct rsvp_error_info *error;
	ktime_t error_until;
	struct rsvp_reservation *resv;
	struct rsvp_refusal rejected;
};

/**
 * struct rsvp_tcsb - traffic control state block (RFC 2209, 1.3)
 * @obj: id
 * @list: in session->tcsbs
 * @sess: its session
 * @oif: OI; 0: the local API, where there is no traffic control
 * @style: of the RSBs it stands for; 0: there are none, and it is what a sender of
 *	this host asks for itself (local.c)
 * @ask: TC_Flowspec, Path_Te and police flags as last handed over
 * @filters: TC_Filter_Spec*, @n_filters of them; WF: none
 * @n_filters: see @filters
 * @cls: Rhandle; NULL with @oif 0, and if its senders are to have none (R170)
 * @confirm: RESV_CONFIRM to be forwarded; family 0: none
 * @turn: the last Resv had no room for it: the next one has
 */
struct rsvp_tcsb {
	struct rsvp_object obj;
	struct list_head list;
	struct rsvp_session *sess;
	int oif;
	u32 style;
	struct rsvp_tc_ask ask;
	struct rsvp_filter *filters;
	u32 n_filters;
	struct rsvp_tc_class *cls;
	struct rsvp_addr confirm;
	bool turn;
};

/**
 * struct rsvp_upstream - a session's previous hop, and what we asked of it
 * @list: in session->upstreams
 * @sess: its session
 * @phop: the previous hop
 * @iif: interface towards it
 * @hop: our address there as the last Resv said it, for its RSVP_HOP and for that
 *	of a tear; family 0: none was sent yet
 * @blockade: WF: of this hop; NULL: none
 * @refresh: RESV REFRESH; armed while something is to be asked there
 * @period_ms: own refresh period as last announced (slew limit)
 * @n_psbs: PSBs that have this PHOP; the last one takes it along
 * @msg_len: bytes of @msg; 0: nothing is reserved there
 * @fd_off: where in @msg the STYLE object starts; what lies before it
 *	(TIME_VALUES, RESV_CONFIRM) changes without being news
 * @charged: bytes in @msg that are only handed on, charged to @iif
 * @repeat: which early repeat @refresh sends, from 1; 0: an ordinary refresh
 * @torn: it has sent a PathTear that is being followed: it is told nothing
 * @quiet: no news before, after a large Resv; boottime
 * @later: while @refresh waits for that, when it is due otherwise; 0: it does not
 * @untold: @msg is news that waits
 * @msg: the RESV as last sent, but for what could not be charged
 */
struct rsvp_upstream {
	struct list_head list;
	struct rsvp_session *sess;
	struct rsvp_hop phop;
	int iif;
	struct rsvp_addr hop;
	struct rsvp_blockade *blockade;
	struct rsvp_timer refresh;
	u32 period_ms;
	u32 n_psbs;
	u16 msg_len;
	u16 fd_off;
	u16 charged;
	u8 repeat;
	bool torn;
	ktime_t quiet;
	ktime_t later;
	bool untold;
	u8 *msg;
};

/**
 * struct rsvp_owner - a netlink socket that state belongs to
 * @list: in rn->owners; rn->owner_lock
 * @portid: the socket
 * @refs: senders, reservations, rules and requests that name it
 * @dead: the socket is closed; what it owns is to go
 */
struct rsvp_owner {
	struct list_head list;
	u32 portid;
	refcount_t refs;
	bool dead;
};

/**
 * struct rsvp_sender - a sender of the local API (RFC 2205, 3.11.1: SENDER)
 * @obj: id
 * @key: session
 * @filter: the sender's address and port
 * @ts: its Tspec
 * @ttl: IP TTL of its data
 * @dscp: of its data, as ToS byte
 * @mark: of its data
 * @service: enum rsvp_service that it asks for itself on its ways out, from now
 *	on (local.c); 0: none
 * @nonconforming: enum rsvp_nonconforming; RSVP_NONCONFORMING_BORROW: the default of
 *	the service
 * @dscp_out: of what is reserved, if @has_dscp_out, as ToS byte
 * @has_dscp_out: it has not that of the service
 * @refused: why it has not what it asks for; @refused.err 0: it has
 * @waiting: in rn->waiting, or rn->asking, while it is refused
 * @owner: whose it is; NULL: persistent
 * @psb: its path state
 * @only: RSVP_SVC_* that receivers may choose; 0: any
 * @socket: whose it is, and nobody else's; NULL: no socket's
 * @by_socket: in socket->senders
 * @iif: its data come in by that interface, from a host for which this node speaks
 *	(RFC 5945, 4.3); 0: they are sent here
 * @flow: the flow that was seen of such a host; NULL: it is none's
 * @rule: the rule by which this node speaks for it; NULL: none
 * @quiet: no Path tells of it (R171); what it asks for here it has
 * @bare: it has no class on this node, whoever reserves (R170)
 * @stale: the socket makes another one instead, or none
 * @received: somebody has reserved for it, and the socket was told
 */
struct rsvp_sender {
	struct rsvp_object obj;
	struct rsvp_session_key key;
	struct rsvp_filter filter;
	struct rsvp_tspec ts;
	u8 ttl;
	u8 dscp;
	u32 mark;
	u32 service;
	u32 nonconforming;
	u8 dscp_out;
	bool has_dscp_out;
	struct rsvp_refusal refused;
	struct list_head waiting;
	struct rsvp_owner *owner;
	struct rsvp_psb *psb;
	u32 only;
	struct rsvp_socket *socket;
	struct list_head by_socket;
	int iif;
	struct rsvp_flow_seen *flow;
	struct rsvp_rule *rule;
	bool quiet;
	bool bare;
	bool stale;
	bool received;
};

enum { RSVP_RESERVE_MAX_FILTERS = 64 };

/**
 * struct rsvp_membership - a group that is joined on an interface
 * @list: in rn->memberships; written under rn->lock and RTNL, read under either
 * @ifindex: the interface
 * @group: the group
 * @lost: RTNL: the interface has forgotten it, and may have it again
 */
struct rsvp_membership {
	struct list_head list;
	int ifindex;
	struct rsvp_addr group;
	bool lost;
};

/**
 * struct rsvp_reservation - a receiver of the local API (RFC 2205, 3.11.1:
 *	RESERVE). It becomes RSBs as soon as there is a PATH, never before.
 * @obj: id
 * @hash: in rn->reservations, by @key
 * @key: session
 * @style: enum rsvp_style
 * @fs: flowspec as asked; what was not given comes from the path. With @delay_us
 *	R and S are what was reserved last, 0: nothing so far
 * @gave: RSVP_GAVE_*
 * @delay_us: bound of the queueing delay to compute R and S from (receiver.c);
 *	0: they were given
 * @slack_us: with @delay_us: as much of it is to be slack (R147)
 * @bound_us: bound with what stands; 0: none is known
 * @ifindex: multicast: interface that the group was asked to be joined on
 * @joined: it is, by @membership
 * @membership: of the group
 * @receiver: this node as a receiver: where a ResvConf goes
 * @want_confirm: ask for a ResvConf
 * @confirmed: it came
 * @owner: whose it is; NULL: persistent
 * @rejected: why this node itself cannot reserve it as its senders are now;
 *	what it has reserved so far stands. @rejected.err 0: it can
 * @n_rsbs: RSBs it has; 0: it waits for a PATH
 * @error: refused further upstream; NULL: not, as far as we know
 * @socket: whose it is, and nobody else's; NULL: no socket's
 * @by_socket: in socket->reservations
 * @told: the socket was told of a sender
 * @quota_Bps: what it takes of its user's quota, see quota.c
 * @oif: it is for receivers behind that interface, for which this node answers
 *	(RFC 5945, 4.1); 0: for one that is here
 * @rule: the rule by which it does; NULL: none
 * @by_rule: in rule->proxies
 * @look: in rules->orphans, or empty: its senders are gone
 * @tell_again: boottime, ns: senders hear of a refusal again from then on
 * @stale: the socket, or the rule, makes another one instead, or none
 * @n_filters: senders asked for; WF: 0
 * @filters: they
 */
struct rsvp_reservation {
	struct rsvp_object obj;
	struct rhlist_head hash;
	struct rsvp_session_key key;
	u32 style;
	struct rsvp_flowspec fs;
	u32 gave;
	u32 delay_us;
	u32 slack_us;
	u64 bound_us;
	int ifindex;
	bool joined;
	struct rsvp_membership membership;
	struct rsvp_addr receiver;
	bool want_confirm;
	bool confirmed;
	struct rsvp_refusal rejected;
	u32 n_rsbs;
	struct rsvp_owner *owner;
	struct rsvp_error_info *error;
	struct rsvp_socket *socket;
	struct list_head by_socket;
	bool told;
	u64 quota_Bps;
	int oif;
	struct rsvp_rule *rule;
	struct list_head by_rule;
	struct list_head look;
	ktime_t tell_again;
	bool stale;
	u32 n_filters;
	struct rsvp_filter filters[];
};

#endif /* _RSVP_STATE_H */
