// SPDX-License-Identifier: LGPL-2.1-or-later
/* Statuses in words. */

#include "librsvp.h"

static const struct {
	uint32_t status;
	const char *name;
} names[] = {
	{ RSVP_EVENTS_LOST, "events were lost" },
	{ RSVP_QOS_STATUS_RECEIVERS, "somebody has reserved" },
	{ RSVP_QOS_STATUS_SENDERS, "somebody sends" },
	{ RSVP_QOS_STATUS_NO_SENDERS, "nobody sends" },
	{ RSVP_QOS_STATUS_NO_RECEIVERS, "nobody has reserved" },
	{ RSVP_QOS_STATUS_REQUEST_CONFIRMED, "the reservation is confirmed" },
	{ RSVP_QOS_STATUS_ADMISSION_FAILURE, "admission failure" },
	{ RSVP_QOS_STATUS_POLICY_FAILURE, "policy failure" },
	{ RSVP_QOS_STATUS_BAD_STYLE, "bad or conflicting style" },
	{ RSVP_QOS_STATUS_BAD_OBJECT, "bad object" },
	{ RSVP_QOS_STATUS_TRAFFIC_CTRL_ERROR, "traffic control error" },
	{ RSVP_QOS_STATUS_GENERIC_ERROR, "other error" },
	{ RSVP_QOS_STATUS_E_SERVICE_TYPE, "bad service type" },
	{ RSVP_QOS_STATUS_E_FLOWSPEC, "bad flowspec" },
	{ RSVP_QOS_STATUS_E_PROVSPECBUF, "what does not belong there" },
	{ RSVP_QOS_STATUS_E_FILTERSTYLE, "bad style for this socket" },
	{ RSVP_QOS_STATUS_E_FILTERTYPE, "bad kind of sender" },
	{ RSVP_QOS_STATUS_E_FILTERCOUNT, "bad number of senders" },
	{ RSVP_QOS_STATUS_E_OBJLENGTH, "bad length" },
	{ RSVP_QOS_STATUS_E_FLOWCOUNT, "bad number of flows" },
	{ RSVP_QOS_STATUS_E_UNKNOWNPSOBJ, "unknown object" },
	{ RSVP_QOS_STATUS_E_POLICYOBJ, "bad policy element" },
	{ RSVP_QOS_STATUS_E_FLOWDESC, "bad flow descriptor" },
	{ RSVP_QOS_STATUS_E_PSFLOWSPEC, "bad flowspec of a sender" },
	{ RSVP_QOS_STATUS_E_PSFILTERSPEC, "bad address of a sender" },
	{ RSVP_QOS_STATUS_E_SDMODEOBJ, "bad shape or discard mode" },
	{ RSVP_QOS_STATUS_E_SHAPERATEOBJ, "bad shaping rate" },
	{ RSVP_QOS_STATUS_RESERVED_PETYPE, "reserved policy element" },
};

const char *rsvp_status_name(uint32_t status)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i].status == status)
			return names[i].name;
	}
	return "unknown status";
}
