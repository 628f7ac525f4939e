// SPDX-License-Identifier: LGPL-2.1-or-later
/* What sockets are told: a queue, since it may come before an answer. */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <sys/eventfd.h>

#include "librsvp.h"

/* More than that nobody reads */
#define MAX_EVENTS	4096

struct librsvp_event {
	struct librsvp_event *next;
	struct rsvp_qos_event event;
	struct sockaddr_storage *senders;
};

static void event_free(struct librsvp_event *entry)
{
	if (!entry)
		return;
	free(entry->senders);
	free(entry);
}

void librsvp_events_free(struct rsvp *rsvp)
{
	struct librsvp_event *entry;

	while ((entry = rsvp->events)) {
		rsvp->events = entry->next;
		event_free(entry);
	}
	event_free(rsvp->current);
}

/* What is in the queue makes rsvp_fd() readable */
static void ring(struct rsvp *rsvp)
{
	eventfd_write(rsvp->ready, 1);
}

void librsvp_event_lost(struct rsvp *rsvp)
{
	rsvp->lost = true;
	ring(rsvp);
}

static uint64_t number(struct nlattr *nla)
{
	if (nla && nla_len(nla) == sizeof(uint64_t))
		return nla_get_u64(nla);
	return nla && nla_len(nla) == sizeof(uint32_t) ? nla_get_u32(nla) : 0;
}

static void parse(struct librsvp_event *entry, struct nlattr *notice,
		  struct nlattr **tb)
{
	struct rsvp_qos_event *event = &entry->event;

	event->id = number(tb[RSVP_A_NOTICE_ID]);
	event->status = (uint32_t)number(tb[RSVP_A_NOTICE_STATUS]);
	event->direction = (uint32_t)number(tb[RSVP_A_NOTICE_DIRECTION]);
	if (tb[RSVP_A_NOTICE_SESSION])
		librsvp_get_session(tb[RSVP_A_NOTICE_SESSION],
				    &event->session, &event->proto);
	event->n_senders = librsvp_get_filters(notice, RSVP_A_NOTICE_FILTER,
					       &entry->senders);
	event->senders = entry->senders;
	event->has_flowspec = tb[RSVP_A_NOTICE_TSPEC];
	if (event->has_flowspec)
		librsvp_get_tspec(tb[RSVP_A_NOTICE_TSPEC], &event->flowspec);
	event->has_adspec = tb[RSVP_A_NOTICE_ADSPEC];
	if (event->has_adspec)
		librsvp_get_adspec(tb[RSVP_A_NOTICE_ADSPEC], &event->adspec);
	librsvp_get_error(tb[RSVP_A_NOTICE_ERROR], &event->error);
}

void librsvp_event_add(struct rsvp *rsvp, struct nlattr *notice)
{
	struct nlattr *tb[RSVP_A_NOTICE_MAX + 1];
	struct librsvp_event *entry;

	if (nla_parse_nested(tb, RSVP_A_NOTICE_MAX, notice, NULL))
		return;
	entry = rsvp->n_events < MAX_EVENTS ? calloc(1, sizeof(*entry)) : NULL;
	if (!entry) {
		librsvp_event_lost(rsvp);
		return;
	}
	parse(entry, notice, tb);
	if (rsvp->events)
		rsvp->last->next = entry;
	else
		rsvp->events = entry;
	rsvp->last = entry;
	rsvp->n_events++;
	ring(rsvp);
}

int rsvp_next_event(struct rsvp *rsvp, struct rsvp_qos_event *event)
{
	struct librsvp_event *entry;
	eventfd_t rings;
	int err;

	err = librsvp_receive(rsvp);
	event_free(rsvp->current);
	entry = rsvp->events;
	rsvp->current = entry;
	if (entry) {
		rsvp->events = entry->next;
		rsvp->n_events--;
		*event = entry->event;
		err = 1;
	} else if (rsvp->lost) {
		/* Those that did arrive came before it */
		rsvp->lost = false;
		*event = (struct rsvp_qos_event){ .status = RSVP_EVENTS_LOST };
		err = 1;
	}
	if (!rsvp->events && !rsvp->lost)
		eventfd_read(rsvp->ready, &rings);
	return err;
}
