// SPDX-License-Identifier: GPL-2.0
/* What the network says to a reservation: ResvConf, ResvErr, or nothing. Or our
 * own node, when the sender that was waited for comes.
 */

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <linux/rsvp.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "rsvpctl.h"

/* RFC 2205, A.5 */
#define NOT_GUILTY	0x02

/* RFC 2205, B */
enum {
	ADMISSION = 1,
	PREEMPTED = 12,
	INFORMS = 0x2000,
};

/**
 * struct answer - what is waited for
 * @ctl: options
 * @id: of the reservation
 * @event: RSVP_EVENT_RESV_CONF, RSVP_EVENT_RESV_ERR; 0: nothing yet
 * @error: the error or confirmation
 */
struct answer {
	struct ctl *ctl;
	uint64_t id;
	uint32_t event;
	json_t *error;
};

static bool only_informs(struct nlattr **attrs)
{
	uint32_t code = attrs[RSVP_A_ERROR_CODE] ?
			nla_get_u32(attrs[RSVP_A_ERROR_CODE]) : 0;

	return (code == ADMISSION || code == PREEMPTED) &&
	       attrs[RSVP_A_ERROR_VALUE] &&
	       (nla_get_u32(attrs[RSVP_A_ERROR_VALUE]) & INFORMS);
}

static int on_event(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct nlattr *attrs[RSVP_A_ERROR_MAX + 1];
	struct answer *answer = arg;
	struct nlattr *nest;
	uint32_t event;

	if (genlmsg_hdr(nlh)->cmd != RSVP_CMD_ERROR_NTF)
		return NL_OK;
	nest = nla_find(genlmsg_attrdata(genlmsg_hdr(nlh), 0),
			genlmsg_attrlen(genlmsg_hdr(nlh), 0), RSVP_A_ERROR);
	if (!nest || nla_parse_nested(attrs, RSVP_A_ERROR_MAX, nest, NULL) ||
	    !attrs[RSVP_A_ERROR_ID] || !attrs[RSVP_A_ERROR_EVENT] ||
	    nla_get_u64(attrs[RSVP_A_ERROR_ID]) != answer->id)
		return NL_OK;
	event = nla_get_u32(attrs[RSVP_A_ERROR_EVENT]);
	if (answer->event || (event != RSVP_EVENT_RESV_CONF &&
			      event != RSVP_EVENT_RESV_ERR))
		return NL_OK;
	/* It failed with others that ask for more, and goes on without them */
	if (attrs[RSVP_A_ERROR_FLAGS] &&
	    (nla_get_u32(attrs[RSVP_A_ERROR_FLAGS]) & NOT_GUILTY))
		return NL_OK;
	/* RFC 2205, B: u = 1, "the message is informational" */
	if (only_informs(attrs))
		return NL_OK;
	answer->event = event;
	answer->error = decode_nest(answer->ctl, &spec_error, nla_data(nest),
				    nla_len(nest));
	return NL_OK;
}

static int64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Until the answer is there, or the time is up */
static void receive(struct nl_sock *events, struct answer *answer, uint64_t us)
{
	struct pollfd fd = { nl_socket_get_fd(events), POLLIN, 0 };
	int64_t end, left;

	end = now_us() + (int64_t)(us > INT64_MAX / 2 ? INT64_MAX / 2 : us);
	nl_socket_modify_cb(events, NL_CB_VALID, NL_CB_CUSTOM, on_event,
			    answer);
	nl_socket_set_nonblocking(events);
	while (!answer->event && (left = end - now_us()) >= 0) {
		int ms = left > 3600000000LL ? 3600000 :
			 (int)((left + 999) / 1000);

		if (poll(&fd, 1, ms) < 0 && errno != EINTR)
			break;
		/* A lost event is made good by the status at the end */
		if (fd.revents)
			nl_recvmsgs_default(events);
		if (!ms)
			break;
	}
}

/* The reservation as it stands now; NULL: it is gone */
static json_t *look_again(struct ctl *ctl, uint64_t id)
{
	struct nl_msg *msg;
	json_t *list, *object;

	msg = kernel_message(ctl, RSVP_CMD_RESERVATION_GET, 0);
	if (!msg)
		return NULL;
	nla_put_u64(msg, RSVP_A_ID, id);
	if (kernel_talk(ctl, msg, &list))
		return NULL;
	object = json_incref(json_array_get(list, 0));
	json_decref(list);
	return object;
}

static bool status_is(const json_t *reservation, uint32_t status)
{
	const json_t *value = json_object_get(reservation, "status");
	const struct spec_name *name = spec_resv_status_names;

	if (json_is_integer(value))
		return json_integer_value(value) == status;
	for (; name->name; name++) {
		if (name->value == status)
			return !strcmp(name->name,
				       get_string(reservation, "status"));
	}
	return false;
}

/* An answer that came with the reply, or that was lost on the way */
static uint32_t event_of_status(const json_t *reservation)
{
	if (status_is(reservation, RSVP_RESV_STATUS_CONFIRMED))
		return RSVP_EVENT_RESV_CONF;
	if (status_is(reservation, RSVP_RESV_STATUS_REFUSED) ||
	    status_is(reservation, RSVP_RESV_STATUS_REJECTED))
		return RSVP_EVENT_RESV_ERR;
	return 0;
}

/* An error without the node that reported it is our own node's */
static int status_of(const struct answer *answer, const json_t *error)
{
	if (answer->event == RSVP_EVENT_RESV_CONF)
		return STATUS_OK;
	return answer->event && error && !has(error, "hop") ? STATUS_KERNEL :
							      STATUS_NETWORK;
}

static int tell(struct ctl *ctl, const struct answer *answer, uint64_t us,
		json_t *reservation)
{
	static const char *const words[] = {
		[STATUS_OK]		= "confirmed",
		[STATUS_KERNEL]		= "rejected",
		[STATUS_NETWORK]	= "refused",
	};
	const char *key = answer->event == RSVP_EVENT_RESV_CONF ?
			  "confirmation" : "error";
	const json_t *error;
	int status;

	if (answer->error)
		json_object_set(reservation, key, answer->error);
	error = json_object_get(reservation, key);
	status = status_of(answer, error);
	if (ctl->json) {
		show_json(ctl, json_pack("[O]", reservation));
	} else {
		printf("reservation id %" PRIu64 " ", answer->id);
		if (answer->event) {
			printf("%s", words[status]);
			show_error(ctl, error);
		} else {
			printf("unanswered after %s:", format_time_us(us));
			show_name("it is ", reservation, "status");
		}
		putchar('\n');
	}
	if (status == STATUS_KERNEL)
		fail(ctl, status, "%s", get_string(error, "text"));
	return status;
}

/**
 * wait_for_answer - wait for ResvConf or ResvErr and say which
 * @ctl: options
 * @events: socket that listened to errors since before the request
 * @reservation: as the kernel made it
 * @us: how long
 *
 * Return: the exit status.
 */
int wait_for_answer(struct ctl *ctl, struct nl_sock *events,
		    const json_t *reservation, uint64_t us)
{
	struct answer answer = {
		.ctl = ctl,
		.id = get_number(reservation, "id"),
	};
	json_t *object;
	int status;

	receive(events, &answer, us);
	object = look_again(ctl, answer.id);
	if (!object)
		object = json_deep_copy(reservation);
	if (!answer.event)
		answer.event = event_of_status(object);
	status = tell(ctl, &answer, us, object);
	json_decref(object);
	json_decref(answer.error);
	return status;
}

/* What is transient lives as long as we do. In a batch: to its end. */
int stay(struct ctl *ctl)
{
	sigset_t set;
	int number;

	if (ctl->batch)
		return 0;
	fflush(stdout);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigwait(&set, &number);
	return 0;
}
