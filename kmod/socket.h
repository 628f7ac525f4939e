/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sockets with QoS: what is known of each (socket.c), what a struct sock says
 * (sock.c), and what a program asks for (nl_socket.c).
 */
#ifndef _RSVP_SOCKET_H
#define _RSVP_SOCKET_H

#include <net/sock.h>

#include "qos.h"
#include "served.h"

enum {
	RSVP_CAP_LEAVES		= 64,		/* groups, and destinations, each */
	RSVP_SOCKET_NO_DSCP	= -1,
};

/**
 * struct rsvp_sock_view - what a socket is, by its struct sock
 * @st: what sessions depend on
 * @ttl: of its unicast packets
 * @mc_ttl: of its multicast packets (R261)
 * @tos: ToS byte or traffic class of its packets
 * @mark: of its packets
 * @oif: interface it is bound to; 0: none
 * @mc_oif: interface its multicast leaves by (IP_MULTICAST_IF); 0: none is named
 * @listens: TCP: it waits for connections
 *
 * All of it is compared by its bytes.
 */
struct rsvp_sock_view {
	struct rsvp_sock_state st;
	u8 ttl;
	u8 mc_ttl;
	u8 tos;
	u32 mark;
	int oif;
	int mc_oif;
	bool listens;
};

/**
 * struct rsvp_socket_qos - what the program set for the whole socket
 * @send: sending FLOWSPEC
 * @receive: receiving FLOWSPEC
 * @style: enum rsvp_style; 0: the default of the socket (R111 to R114)
 * @confirm: ConfirmRequest (R123)
 * @dscp: of what is reserved (R199); RSVP_SOCKET_NO_DSCP: the service's
 * @nonconforming: QOS_SD_MODE: enum rsvp_nonconforming; 0: the default (R192)
 * @n_filters: senders that @style is for
 * @filters: they; allocated
 */
struct rsvp_socket_qos {
	struct rsvp_qos_flow send;
	struct rsvp_qos_flow receive;
	u32 style;
	bool confirm;
	int dscp;
	u32 nonconforming;
	u32 n_filters;
	struct rsvp_filter *filters;
};

/**
 * struct rsvp_leaf - a group that a socket joined, or a destination that it named
 * @list: in socket->leaves or socket->dests
 * @by_group: a group: in rn->sockets, by its address
 * @socket: whose it is
 * @key: group or destination, and port
 * @direction: enum rsvp_direction
 * @ifindex: where the group is joined, and where what is sent to it leaves
 * @ours: the membership was made for the leaf, and ends with it
 * @stale: rules no longer ask for it
 * @send: its own sending FLOWSPEC (R98)
 * @receive: its own receiving FLOWSPEC
 */
struct rsvp_leaf {
	struct list_head list;
	struct hlist_node by_group;
	struct rsvp_socket *socket;
	struct rsvp_session_key key;
	u32 direction;
	int ifindex;
	bool ours;
	bool stale;
	struct rsvp_qos_flow send;
	struct rsvp_qos_flow receive;
};

/**
 * struct rsvp_socket - a socket with QoS
 * @obj: id
 * @list: in rn->sockets, in the order of the sweep
 * @by_sk: in rn->sockets, by @sk
 * @by_port: in rn->sockets, by its port; while it is bound
 * @by_uid: in rn->sockets, by its user; unless @admin
 * @dirty: in rn->sockets while it is to be looked at
 * @sk: the socket, held; never dereferenced but by sock.c
 * @uid: whose quota it counts in
 * @admin: no quota holds for who set it
 * @owner: who set its QoS last, and is told; NULL: he is gone
 * @view: as it was last
 * @unsettled: its program was in the middle of something then: it is as it was before
 * @qos: what was set
 * @leaves: groups
 * @dests: destinations of an unconnected sender (R45)
 * @senders: local senders that it makes
 * @reservations: local reservations that it makes
 * @by_rule: it has its QoS by rules, and not by its program
 * @flows: those of rules, struct rsvp_flow_seen
 * @n_flows: how many
 * @wrong: what could not be made of it; @wrong.err 0: nothing
 * @said: what was wrong when it was tried last, with what it receives and with what
 *	it sends; NULL: nothing
 * @said_before: and the time before
 * @retry: boottime: when it is tried again
 * @lingers: boottime: until when its unsent data keeps its class; 0: it is open
 */
struct rsvp_socket {
	struct rsvp_object obj;
	struct list_head list;
	struct hlist_node by_sk;
	struct hlist_node by_port;
	struct hlist_node by_uid;
	struct list_head dirty;
	struct sock *sk;
	kuid_t uid;
	bool admin;
	struct rsvp_owner *owner;
	struct rsvp_sock_view view;
	bool unsettled;
	struct rsvp_socket_qos qos;
	struct list_head leaves;
	struct list_head dests;
	struct list_head senders;
	struct list_head reservations;
	bool by_rule;
	struct list_head flows;
	u32 n_flows;
	struct rsvp_refusal wrong;
	const char *said[2];
	const char *said_before[2];
	ktime_t retry;
	ktime_t lingers;
};

/* Which members of struct rsvp_socket_ask were given */
enum {
	RSVP_ASK_SEND		= 0x01,
	RSVP_ASK_RECEIVE	= 0x02,
	RSVP_ASK_STYLE		= 0x04,
	RSVP_ASK_CONFIRM	= 0x08,
	RSVP_ASK_DSCP		= 0x10,
	RSVP_ASK_LEAF		= 0x20,
	RSVP_ASK_NONCONFORMING	= 0x40,
};

/**
 * struct rsvp_socket_ask - what a program asks for a socket
 * @sk: the socket, held; NULL as soon as a struct rsvp_socket has it
 * @gave: RSVP_ASK_*
 * @admin: no quota holds for who asks
 * @uid: who asks
 * @qos: what was given of it; its filters are the ask's until they are taken
 * @leaf: the group or destination that it is about; NULL: none, or taken
 */
struct rsvp_socket_ask {
	struct sock *sk;
	u32 gave;
	bool admin;
	kuid_t uid;
	struct rsvp_socket_qos qos;
	struct rsvp_leaf *leaf;
};

#define RSVP_SOCKET_HASH	256

/**
 * struct rsvp_sockets - the sockets of a namespace
 * @list: all of them; the next of the sweep first
 * @dirty: those that are to be looked at
 * @by_sk: by their struct sock
 * @by_port: unicast receivers, by their port
 * @by_group: leaves, by their group
 * @by_uid: those that count in a quota, by their user
 * @sweep: when some of them are due to be looked at
 */
struct rsvp_sockets {
	struct list_head list;
	struct list_head dirty;
	struct hlist_head by_sk[RSVP_SOCKET_HASH];
	struct hlist_head by_port[RSVP_SOCKET_HASH];
	struct hlist_head by_group[RSVP_SOCKET_HASH];
	struct hlist_head by_uid[RSVP_SOCKET_HASH];
	struct rsvp_timer sweep;
};

/**
 * rsvp_socket_refuse() - say why a socket does not get what is asked for it
 * @why: filled in
 * @err: negative errno
 * @attr: RSVP_A_SOCKET_* at fault; 0: none
 * @text: one constant sentence
 *
 * Return: @err.
 */
static inline int rsvp_socket_refuse(struct rsvp_refusal *why, int err,
				     u16 attr, const char *text)
{
	why->err = err;
	why->attr = attr;
	why->text = text;
	return err;
}

/* sock.c: what a struct sock says */
bool rsvp_sock_look(struct sock *sk, struct rsvp_sock_view *view);
bool rsvp_sock_changed(struct sock *sk, const struct rsvp_sock_view *view);
bool rsvp_sock_closed(const struct sock *sk);
bool rsvp_sock_unsent(const struct sock *sk);
bool rsvp_sock_member(const struct sock *sk, const struct rsvp_addr *group,
		      int ifindex);

/* want.c */
void rsvp_socket_follow(struct rsvp_net *rn, struct rsvp_socket *s);
u32 rsvp_socket_receivers(const struct rsvp_socket *s);

/* leaf.c */
void rsvp_leaf_changed(struct rsvp_net *rn, const struct rsvp_leaf *leaf);
void rsvp_leaf_free(struct rsvp_leaf *leaf);
struct rsvp_leaf *rsvp_leaf_find(const struct list_head *list,
				 const struct rsvp_session_key *key, bool port);
u32 rsvp_leaves_count(const struct list_head *list);

/* quota.c */
void rsvp_quota_owner(struct rsvp_net *rn, struct rsvp_socket *s, kuid_t uid,
		      bool admin);
int rsvp_quota_check(struct rsvp_net *rn, const struct rsvp_socket_ask *ask,
		     struct rsvp_refusal *why);

/* socket.c */
void rsvp_leaf_hash(struct rsvp_net *rn, struct rsvp_leaf *leaf);
void rsvp_socket_dirty(struct rsvp_net *rn, struct rsvp_socket *s);
void rsvp_socket_free(struct rsvp_net *rn, struct rsvp_socket *s);
bool rsvp_socket_look(struct rsvp_net *rn, struct rsvp_socket *s, bool now);
struct rsvp_socket *rsvp_socket_create(struct rsvp_net *rn,
				       struct rsvp_socket_ask *ask,
				       struct rsvp_refusal *why);
struct rsvp_socket *rsvp_socket_find(struct rsvp_net *rn,
				     const struct sock *sk);
int rsvp_socket_set(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		    struct rsvp_owner **owner, struct rsvp_refusal *why);
int rsvp_socket_join(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		     struct rsvp_owner **owner, struct rsvp_refusal *why);
int rsvp_socket_leave(struct rsvp_net *rn, struct rsvp_socket_ask *ask,
		      struct rsvp_refusal *why);
void rsvp_socket_ask_free(struct rsvp_socket_ask *ask);
void rsvp_socket_inherit(struct rsvp_net *rn, const struct sock *listener,
			 struct sock *child);
struct rsvp_socket *rsvp_socket_adopt(struct rsvp_net *rn, struct sock *sk);
struct rsvp_leaf *rsvp_socket_leaf(struct rsvp_net *rn, struct rsvp_socket *s,
				   const struct rsvp_session_key *key,
				   int ifindex, u32 direction);
void rsvp_socket_leaves_begin(struct rsvp_socket *s);
void rsvp_socket_leaves_end(struct rsvp_net *rn, struct rsvp_socket *s);
/* accept.c */
void rsvp_accepts_listen(struct rsvp_net *rn, const struct sock *sk);
void rsvp_accepts_unlisten(struct rsvp_net *rn);
void rsvp_accepts_run(struct rsvp_net *rn);

#endif /* _RSVP_SOCKET_H */
