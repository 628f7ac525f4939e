/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * librsvp: QoS for sockets of programs, by RSVP in the kernel (librsvp.3).
 *
 * What Winsock's QoS RSVP service provider did for WSAIoctl(SIO_SET_QOS),
 * WSAConnect() and WSAJoinLeaf(). The socket stays an ordinary one: it is
 * bound, connected, read and closed as always, and its QoS ends with it.
 *
 * Functions return -1 and set errno unless they say something else;
 * rsvp_strerror() and rsvp_error_status() tell more. A handle is for one thread
 * at a time.
 */
#ifndef _RSVP_H
#define _RSVP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* RSVP_{SERVICE_TYPE,STYLE,DIRECTION,NONCONFORMING,QOS_STATUS}_* */
#include <linux/rsvp.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A member of a flowspec that gets its default */
#define RSVP_NOT_SPECIFIED		UINT64_MAX
/* A peak bandwidth without limit */
#define RSVP_POSITIVE_INFINITY_RATE	(UINT64_MAX - 1)

/* Added to a service type: no class on this host; no Path, or no Resv */
#define RSVP_SERVICE_NO_TRAFFIC_CONTROL	0x81000000u
#define RSVP_SERVICE_NO_QOS_SIGNALING	0x40000000u

/* rsvp_join_leaf(): BOTH is not SENDER_ONLY | RECEIVER_ONLY, as in Winsock */
enum rsvp_join_flags {
	RSVP_JL_SENDER_ONLY = RSVP_DIRECTION_SEND,
	RSVP_JL_RECEIVER_ONLY = RSVP_DIRECTION_RECEIVE,
	RSVP_JL_BOTH = RSVP_DIRECTION_BOTH,
};

/* Status of an event that the kernel did not send: some did not arrive */
#define RSVP_EVENTS_LOST	1

/* Senders that one socket may name */
#define RSVP_MAX_SENDERS	99

/**
 * struct rsvp_flowspec - QoS of one direction (FLOWSPEC)
 * @token_rate: bytes/s
 * @token_bucket_size: bytes
 * @peak_bandwidth: bytes/s; RSVP_POSITIVE_INFINITY_RATE for no limit
 * @latency: us; with @delay_variation a guaranteed receiver may ask for it
 *	instead of a rate
 * @delay_variation: us; of a guaranteed receiver the slack, of which @latency has to
 *	have more
 * @service_type: RSVP_SERVICE_TYPE_*, to which RSVP_SERVICE_NO_* may be added
 * @max_sdu_size: largest packet, bytes
 * @minimum_policed_size: smaller packets count as this, bytes
 *
 * Bytes are those of IP packets. All but @service_type, and the @token_rate of
 * a sender, may be RSVP_NOT_SPECIFIED.
 */
struct rsvp_flowspec {
	uint64_t token_rate;
	uint64_t token_bucket_size;
	uint64_t peak_bandwidth;
	uint64_t latency;
	uint64_t delay_variation;
	uint32_t service_type;
	uint32_t reserved;
	uint64_t max_sdu_size;
	uint64_t minimum_policed_size;
};

/**
 * struct rsvp_qos - QoS of a socket (QOS, with the objects of ProviderSpecific)
 * @sending: what it sends: goes into Path
 * @receiving: what it reserves: goes into Resv
 * @style: RSVP_STYLE_*; 0 leaves it, which is the default for the kind of
 *	socket unless it was set (RSVP_RESERVE_INFO)
 * @n_senders: how many @senders there are; 0 leaves them
 * @senders: for styles FF and SE, whom to reserve for; the caller's. Port 0 is that of
 *	a sender that announces itself without one, and of no other
 * @destination: of a UDP socket that is not connected, what @sending is for, address
 *	and port; family 0 for none (QOS_DESTADDR)
 * @confirm: 1 to ask for a confirmation, 0 not to, -1 leaves it
 * @dscp: of what is reserved, 0 to 63, instead of the service's; -1 leaves it
 *	(QOS_DS_CLASS)
 * @nonconforming: RSVP_NONCONFORMING_SHAPE or RSVP_NONCONFORMING_DISCARD: what is
 *	sent beyond @sending waits or is dropped; 0 leaves it, which is the default
 *	for the service unless it was set (QOS_SD_MODE)
 *
 * rsvp_qos_init() makes one that changes nothing.
 */
struct rsvp_qos {
	struct rsvp_flowspec sending;
	struct rsvp_flowspec receiving;
	uint32_t style;
	uint32_t n_senders;
	const struct sockaddr_storage *senders;
	struct sockaddr_storage destination;
	int32_t confirm;
	int32_t dscp;
	uint32_t nonconforming;
	uint32_t reserved[9];
};

/**
 * struct rsvp_error - who refused what, and why (RSVP_STATUS_INFO)
 * @code: error code of RFC 2205, appendix B; 0 if there is none
 * @value: error value
 * @asked: bytes/s that were asked, 0 if it was not told
 * @available: bytes/s that were left there, 0 if it was not told
 * @node: address of the node; family 0 if it is this one
 * @interface: of that node, empty if it was not told
 * @text: a sentence, empty if there is none
 */
struct rsvp_error {
	uint32_t code;
	uint32_t value;
	uint64_t asked;
	uint64_t available;
	struct sockaddr_storage node;
	char interface[64];
	char text[256];
};

/**
 * struct rsvp_adspec - what a path offers (RSVP_ADSPEC)
 * @hops: IntServ hops
 * @flags: RSVP_ADSPEC_*
 * @bandwidth: smallest of the path, bytes/s
 * @latency: least, us; RSVP_NOT_SPECIFIED if it is unknown
 * @mtu: of the path, bytes
 * @c_total: CTotal, bytes; 0 as the three behind it with RSVP_ADSPEC_NO_GUARANTEED
 * @d_total: DTotal, us
 * @c_sum: CSum, bytes
 * @d_sum: DSum, us
 */
struct rsvp_adspec {
	uint32_t hops;
	uint32_t flags;
	uint64_t bandwidth;
	uint64_t latency;
	uint32_t mtu;
	uint32_t c_total;
	uint32_t d_total;
	uint32_t c_sum;
	uint32_t d_sum;
	uint32_t reserved;
};

/* A hop without RSVP; without guaranteed service; without controlled load; and a sender
 * that does not offer guaranteed service, so that nobody can reserve it
 */
#define RSVP_ADSPEC_BREAK			0x1
#define RSVP_ADSPEC_GUARANTEED_BREAK		0x2
#define RSVP_ADSPEC_CONTROLLED_LOAD_BREAK	0x4
#define RSVP_ADSPEC_NO_GUARANTEED		0x8

/**
 * struct rsvp_state - what became of the QoS of a socket
 * @id: of the socket, as in events
 * @senders: that it makes
 * @reservations: that it makes
 * @receivers: of its senders, those that somebody has reserved for
 * @error: what was refused to it last
 */
struct rsvp_state {
	uint64_t id;
	uint32_t senders;
	uint32_t reservations;
	uint32_t receivers;
	uint32_t reserved;
	struct rsvp_error error;
};

/**
 * struct rsvp_qos_event - what a socket is told (FD_QOS and SIO_GET_QOS)
 * @status: RSVP_QOS_STATUS_*, or RSVP_EVENTS_LOST, and then nothing else is set
 * @direction: RSVP_DIRECTION_SEND or RSVP_DIRECTION_RECEIVE
 * @id: of the socket, as in struct rsvp_state
 * @session: destination of the data
 * @proto: IPPROTO_UDP or IPPROTO_TCP
 * @n_senders: how many @senders there are
 * @senders: that it is about; until the next rsvp_next_event()
 * @has_flowspec: @flowspec is set: status RSVP_QOS_STATUS_SENDERS
 * @has_adspec: @adspec is set: likewise
 * @flowspec: what the sender announced
 * @adspec: what the path offers
 * @error: of a refusal
 */
struct rsvp_qos_event {
	uint32_t status;
	uint32_t direction;
	uint64_t id;
	struct sockaddr_storage session;
	uint32_t proto;
	uint32_t n_senders;
	const struct sockaddr_storage *senders;
	bool has_flowspec;
	bool has_adspec;
	struct rsvp_flowspec flowspec;
	struct rsvp_adspec adspec;
	struct rsvp_error error;
};

/* rsvp_check_qos(): what is asked (SIO_CHK_QOS), and no answer */
enum rsvp_query {
	RSVP_ALLOWED_TO_SEND_DATA = 50001,
	RSVP_ABLE_TO_RECV_RSVP = 50002,
	RSVP_LINE_RATE = 50003,
	RSVP_LOCAL_TRAFFIC_CONTROL = 50004,
	RSVP_LOCAL_QOSABILITY = 50005,
	RSVP_END_TO_END_QOSABILITY = 50006,
};

#define RSVP_INFO_NOT_AVAILABLE		RSVP_NOT_SPECIFIED

struct rsvp;

/**
 * rsvp_open - a handle, for the network namespace of the caller
 *
 * Return: the handle, or NULL with errno: ENOENT if the module is not loaded.
 */
struct rsvp *rsvp_open(void);

/* rsvp_close - end a handle; sockets keep their QoS */
void rsvp_close(struct rsvp *rsvp);

/* rsvp_fd - a descriptor that is readable while there are events */
int rsvp_fd(const struct rsvp *rsvp);

/* rsvp_qos_init - QoS that changes nothing */
void rsvp_qos_init(struct rsvp_qos *qos);

/**
 * rsvp_set_qos - set the QoS of a socket, before or after connect()
 * @rsvp: handle; it gets the events of the socket from now on
 * @fd: a UDP or TCP socket
 * @qos: what is to be; what says nothing leaves what there is
 *
 * Return: 0, or -1.
 */
int rsvp_set_qos(struct rsvp *rsvp, int fd, const struct rsvp_qos *qos);

/**
 * rsvp_get_qos - what was set, and what became of it
 * @rsvp: handle
 * @fd: a socket
 * @qos: what was set; its senders stay until the next rsvp_get_qos(); or NULL
 * @state: what became of it, or NULL
 *
 * Return: 0, or -1: errno ENOENT if it has no QoS.
 */
int rsvp_get_qos(struct rsvp *rsvp, int fd, struct rsvp_qos *qos,
		 struct rsvp_state *state);

/**
 * rsvp_join_leaf - join a group to send, to receive, or both (WSAJoinLeaf)
 * @rsvp: handle; it gets the events of the socket from now on
 * @fd: a UDP socket
 * @group: address and port; port 0 receives for all ports
 * @len: of @group
 * @ifindex: interface; 0 for the one of IP_MULTICAST_IF, or of the route
 * @qos: @sending and @receiving for this group, or NULL for the socket's
 * @flags: RSVP_JL_*
 *
 * Receivers need no IP_ADD_MEMBERSHIP: this is one.
 *
 * Return: 0, or -1.
 */
int rsvp_join_leaf(struct rsvp *rsvp, int fd, const struct sockaddr *group,
		   socklen_t len, unsigned int ifindex,
		   const struct rsvp_qos *qos, uint32_t flags);

/* rsvp_leave_leaf - leave a group; closing the socket leaves all */
int rsvp_leave_leaf(struct rsvp *rsvp, int fd, const struct sockaddr *group,
		    socklen_t len, unsigned int ifindex);

/**
 * rsvp_set_receive_loop - does a socket get what its own host sends to groups?
 *	(IP_MULTICAST_LOOP of Winsock)
 * @fd: a socket
 * @on: true, as of every socket, or false, whatever the IP_MULTICAST_LOOP of who sends
 *
 * Needs neither a handle nor the module. Off is a filter of the socket
 * (SO_ATTACH_FILTER): it replaces the program's own, and that replaces it. On takes away
 * this one, and no other.
 *
 * Return: 0, or -1: errno EPERM if its filter is locked (SO_LOCK_FILTER).
 */
int rsvp_set_receive_loop(int fd, bool on);

/**
 * rsvp_check_qos - ask one thing about a socket (SIO_CHK_QOS)
 * @rsvp: handle
 * @fd: a socket
 * @query: enum rsvp_query
 * @value: the answer, or RSVP_INFO_NOT_AVAILABLE
 *
 * Return: 0, or -1.
 */
int rsvp_check_qos(struct rsvp *rsvp, int fd, uint32_t query, uint64_t *value);

/**
 * rsvp_next_event - take the next event; never blocks
 * @rsvp: handle
 * @event: the event
 *
 * Return: 1, 0 if there is none, or -1.
 */
int rsvp_next_event(struct rsvp *rsvp, struct rsvp_qos_event *event);

/* rsvp_strerror - the reason of the handle's last error, one sentence */
const char *rsvp_strerror(const struct rsvp *rsvp);

/* rsvp_error_status - its RSVP_QOS_STATUS_E_*; 0 if errno says it all */
uint32_t rsvp_error_status(const struct rsvp *rsvp);

/* rsvp_status_name - a status in words, "admission failure" */
const char *rsvp_status_name(uint32_t status);

/**
 * rsvp_template_get - QoS by name (WSAGetQOSByName)
 * @name: a file of /etc/rsvp/templates.d without its ".conf", or built in
 * @qos: what it says
 * @text: where the reason of an error goes, or NULL
 * @size: of @text
 *
 * Return: 0, or -1: errno ENOENT if there is none of that name.
 */
int rsvp_template_get(const char *name, struct rsvp_qos *qos, char *text,
		      size_t size);

/**
 * rsvp_template_list - names of templates, in order
 * @each: called with each, and the file that has it or NULL; what it returns
 *	ends the list unless it is 0
 * @arg: its third argument
 *
 * Return: what @each returned last, or -1.
 */
int rsvp_template_list(int (*each)(const char *name, const char *file,
				   void *arg), void *arg);

#ifdef __cplusplus
}
#endif

#endif /* _RSVP_H */
