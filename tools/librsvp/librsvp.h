/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of librsvp share, grouped by file. */
#ifndef _LIBRSVP_H
#define _LIBRSVP_H

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/socket.h>

#include "rsvp.h"

#define ARRAY_SIZE(x)	(sizeof(x) / sizeof((x)[0]))
#define __printf(a, b)	__attribute__((format(printf, a, b)))

#define LIBRSVP_TEMPLATES	"/etc/rsvp/templates.d"

struct librsvp_event;

/**
 * struct rsvp - a handle
 * @sock: requests, their answers, and events: the kernel sends those to the
 *	port that the QoS was set from
 * @family: number of the family
 * @ready: an eventfd, readable while there are @events
 * @poll: an epoll of both
 * @buffer: what was received
 * @events: that came while an answer was waited for, oldest first
 * @last: of @events
 * @n_events: how many
 * @lost: some did not arrive
 * @current: the event that the caller looks at
 * @senders: of the last rsvp_get_qos()
 * @status: RSVP_QOS_STATUS_E_* of the last error, or 0
 * @text: its reason
 */
struct rsvp {
	struct nl_sock *sock;
	int family;
	int ready;
	int poll;
	char *buffer;
	struct librsvp_event *events;
	struct librsvp_event *last;
	unsigned int n_events;
	bool lost;
	struct librsvp_event *current;
	struct sockaddr_storage *senders;
	uint32_t status;
	char text[256];
};

/* handle.c: requests and answers */
__printf(4, 5)
int librsvp_fail(struct rsvp *rsvp, int err, uint32_t status,
		 const char *format, ...);
struct nl_msg *librsvp_request(struct rsvp *rsvp, int cmd);
int librsvp_talk(struct rsvp *rsvp, struct nl_msg *msg,
		 void (*reply)(struct nlattr **tb, void *arg), void *arg);
int librsvp_receive(struct rsvp *rsvp);

/* attr.c: structures to attributes and back */

/**
 * struct librsvp_fault - what of a structure cannot be said to the kernel
 * @err: errno
 * @status: RSVP_QOS_STATUS_E_*, or 0
 * @text: one sentence
 */
struct librsvp_fault {
	int err;
	uint32_t status;
	char text[128];
};

bool librsvp_put_flowspec(struct nl_msg *msg, int attr,
			  const struct rsvp_flowspec *from,
			  struct librsvp_fault *fault);
bool librsvp_put_qos(struct nl_msg *msg, uint32_t proto,
		     const struct rsvp_qos *qos, struct librsvp_fault *fault);
bool librsvp_put_leaf(struct nl_msg *msg, uint32_t proto,
		      const struct sockaddr *group, socklen_t len,
		      unsigned int ifindex, uint32_t direction,
		      const struct rsvp_qos *qos, struct librsvp_fault *fault);
const char *librsvp_flowspec_member(int attr);
void librsvp_get_flowspec(struct nlattr *nest, struct rsvp_flowspec *flowspec);
void librsvp_get_tspec(struct nlattr *nest, struct rsvp_flowspec *flowspec);
void librsvp_get_adspec(struct nlattr *nest, struct rsvp_adspec *adspec);
void librsvp_get_session(struct nlattr *nest, struct sockaddr_storage *addr,
			 uint32_t *proto);
void librsvp_get_filter(struct nlattr *nest, struct sockaddr_storage *addr);
void librsvp_get_error(struct nlattr *nest, struct rsvp_error *error);
unsigned int librsvp_get_filters(struct nlattr *nest, int type,
				 struct sockaddr_storage **list);

/* member.c: what an error of the kernel is about */
bool librsvp_member_at(struct nlmsghdr *nlh, uint32_t offset, char *text,
		       size_t size, bool *flowspec);

/* socket.c */
uint32_t librsvp_protocol(int fd);
struct nl_msg *librsvp_about(struct rsvp *rsvp, int cmd, int fd,
			     struct nlattr **nest);

/* event.c: what sockets are told */
void librsvp_event_add(struct rsvp *rsvp, struct nlattr *notice);
void librsvp_event_lost(struct rsvp *rsvp);
void librsvp_events_free(struct rsvp *rsvp);

/* template.c: by directory, for tests and for rsvpctl */
int librsvp_template_get(const char *dir, const char *name,
			 struct rsvp_qos *qos, char *text, size_t size);
int librsvp_template_list(const char *dir,
			  int (*each)(const char *name, const char *file,
				      void *arg), void *arg);

/* builtin.c: the templates that need no file */
extern const char *const librsvp_builtin_names[];
bool librsvp_builtin_get(const char *name, struct rsvp_qos *qos);

#endif /* _LIBRSVP_H */
