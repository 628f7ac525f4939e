// SPDX-License-Identifier: GPL-2.0
/*
 * From bytes to struct rsvp_msg: common header, checksum, objects, flow
 * descriptors (RFC 2205, 3.1, 3.10, appendix A). Pure: no kernel service, no
 * allocation, and no state: whether a message fits what we know is decided by
 * path.c and resv.c. Messages are built in build.c.
 */
#include "msgobj.h"

#define IN_EVERY_MESSAGE	(RSVP_BIT(SESSION) | RSVP_BIT(INTEGRITY) | \
				 RSVP_BIT(MESSAGE_ID) | \
				 RSVP_BIT(MESSAGE_ID_ACK))
#define SENDER_DESCRIPTOR	(RSVP_BIT(SENDER_TEMPLATE) | \
				 RSVP_BIT(SENDER_TSPEC) | RSVP_BIT(ADSPEC))
#define FLOW_DESCRIPTORS	(RSVP_BIT(STYLE) | RSVP_BIT(FLOWSPEC) | \
				 RSVP_BIT(FILTER_SPEC))

/* What must and what may stand in a message (RFC 2205, 3.1.3 to 3.1.9) */
static const struct msg_rule {
	u32 required;
	u32 allowed;
} msg_rules[] = {
	/* 3.1.2: "Required in a Path message", of template and Tspec, although
	 * the BNF in 3.1.3 has the sender descriptor in brackets.
	 */
	[RSVP_MSG_PATH] = {
		.required = RSVP_BIT(SESSION) | RSVP_BIT(HOP) |
			    RSVP_BIT(TIME_VALUES) | RSVP_BIT(SENDER_TEMPLATE) |
			    RSVP_BIT(SENDER_TSPEC),
		.allowed = RSVP_BIT(POLICY_DATA) | SENDER_DESCRIPTOR,
	},
	[RSVP_MSG_RESV] = {
		.required = RSVP_BIT(SESSION) | RSVP_BIT(HOP) |
			    RSVP_BIT(TIME_VALUES) | RSVP_BIT(STYLE),
		.allowed = RSVP_BIT(RESV_CONFIRM) | RSVP_BIT(SCOPE) |
			   RSVP_BIT(POLICY_DATA) | FLOW_DESCRIPTORS,
	},
	[RSVP_MSG_PATHERR] = {
		.required = RSVP_BIT(SESSION) | RSVP_BIT(ERROR_SPEC),
		.allowed = RSVP_BIT(POLICY_DATA) | SENDER_DESCRIPTOR |
			   RSVP_BIT_USER_ERROR,
	},
	[RSVP_MSG_RESVERR] = {
		.required = RSVP_BIT(SESSION) | RSVP_BIT(HOP) |
			    RSVP_BIT(ERROR_SPEC) | RSVP_BIT(STYLE),
		.allowed = RSVP_BIT(SCOPE) | RSVP_BIT(POLICY_DATA) |
			   FLOW_DESCRIPTORS | RSVP_BIT_USER_ERROR,
	},
	[RSVP_MSG_PATHTEAR] = {
		.required = RSVP_BIT(SESSION) | RSVP_BIT(HOP),
		.allowed = SENDER_DESCRIPTOR,
	},
	[RSVP_MSG_RESVTEAR] = {
		.required = RSVP_BIT(SESSION) | RSVP_BIT(HOP) |
			    RSVP_BIT(STYLE),
		.allowed = RSVP_BIT(SCOPE) | FLOW_DESCRIPTORS,
	},
	[RSVP_MSG_RESVCONF] = {
		.required = RSVP_BIT(SESSION) | RSVP_BIT(ERROR_SPEC) |
			    RSVP_BIT(RESV_CONFIRM) | RSVP_BIT(STYLE),
		.allowed = FLOW_DESCRIPTORS,
	},
};

/* In the order of the enum, which is made of the same list */
static const char * const drop_names[RSVP_DROP_MAX] = {
	"none",
#define RSVP_DROP(id, name, text) name,
#define RSVP_NOTE RSVP_DROP
#include "drop_reasons.h"
#undef RSVP_NOTE
#undef RSVP_DROP
};

static const char * const drop_texts[RSVP_DROP_MAX] = {
	"not dropped",
#define RSVP_DROP(id, name, text) text,
#define RSVP_NOTE RSVP_DROP
#include "drop_reasons.h"
#undef RSVP_NOTE
#undef RSVP_DROP
};

static const bool drop_notes[RSVP_DROP_MAX] = {
	true,
#define RSVP_DROP(id, name, text) false,
#define RSVP_NOTE(id, name, text) true,
#include "drop_reasons.h"
#undef RSVP_NOTE
#undef RSVP_DROP
};

/**
 * rsvp_drop_name - name of a drop reason, as in counters and traces
 * @reason: which
 *
 * Context: any.
 * Return: a static string; "unknown" for no drop reason.
 */
const char *rsvp_drop_name(enum rsvp_drop_reason reason)
{
	return (u32)reason < RSVP_DROP_MAX ? drop_names[reason] : "unknown";
}

/**
 * rsvp_drop_text - a drop reason in one sentence
 * @reason: which
 *
 * Context: any.
 * Return: a static string; "unknown" for no drop reason.
 */
const char *rsvp_drop_text(enum rsvp_drop_reason reason)
{
	return (u32)reason < RSVP_DROP_MAX ? drop_texts[reason] : "unknown";
}

/**
 * rsvp_drop_is_note - is nothing dropped or refused for it?
 * @reason: which
 *
 * Context: any.
 * Return: true if what is counted went on.
 */
bool rsvp_drop_is_note(enum rsvp_drop_reason reason)
{
	return (u32)reason < RSVP_DROP_MAX && drop_notes[reason];
}

/**
 * rsvp_checksum - the checksum that a message should carry
 * @msg: from its common header on; what its checksum field holds is ignored
 * @len: bytes of @msg, at least those of a common header
 *
 * RFC 2205, 3.1.1: "the one's complement of the one's complement sum of the
 * message, with the checksum field replaced by zero".
 *
 * Context: any.
 * Return: the checksum, host byte order; never 0, which means none: 0xffff is
 * the other zero of that arithmetic.
 */
u16 rsvp_checksum(const u8 *msg, size_t len)
{
	u64 sum = get_unaligned_be16(msg);
	size_t i;

	for (i = 4; i + 4 <= len; i += 4)
		sum += get_unaligned_be32(msg + i);
	for (; i < len; i++)
		sum += i & 1 ? msg[i] : msg[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum == 0xffff ? 0xffff : (u16)~sum;
}

/**
 * rsvp_hdr_check - check the common header of a message, and its checksum
 * @msg: the message, linear
 * @len: bytes that arrived as this message; all of them are read
 *
 * RFC 2205, 3.1.1. A checksum of 0 means that none was sent; IOS does so
 * whenever INTEGRITY is present.
 *
 * Context: any.
 * Return: RSVP_DROP_NONE, or why the message must be dropped.
 */
enum rsvp_drop_reason rsvp_hdr_check(const u8 *msg, size_t len)
{
	u16 csum;

	if (len < sizeof(struct rsvp_hdr))
		return RSVP_DROP_SHORT;
	if (msg[offsetof(struct rsvp_hdr, ver_flags)] >> 4 != RSVP_VERSION)
		return RSVP_DROP_VERSION;
	if (len % 4 ||
	    get_unaligned_be16(msg + offsetof(struct rsvp_hdr, length)) != len)
		return RSVP_DROP_LENGTH;
	csum = get_unaligned_be16(msg + offsetof(struct rsvp_hdr, csum));
	if (csum && csum != rsvp_checksum(msg, len))
		return RSVP_DROP_CHECKSUM;
	if (!msg[offsetof(struct rsvp_hdr, send_ttl)])
		return RSVP_DROP_TTL_ZERO;
	return RSVP_DROP_NONE;
}

/**
 * rsvp_obj_next - the next object; the only place that believes a length
 * @cur: where the walk stands; advanced
 * @obj: filled
 *
 * RFC 2205, 3.1.2: the length "must always be a multiple of 4, and at least 4".
 *
 * Context: any.
 * Return: true with an object, whose body lies before the end; false at the end
 * or, with @cur->err set, where there is no object.
 */
bool rsvp_obj_next(struct rsvp_cursor *cur, struct rsvp_obj *obj)
{
	size_t left = cur->end - cur->p;
	u16 len;

	if (!left)
		return false;
	if (left < sizeof(struct rsvp_obj_hdr)) {
		cur->err = RSVP_DROP_OBJ_OVERRUN;
		return false;
	}
	len = get_unaligned_be16(cur->p);
	if (!len)
		cur->err = RSVP_DROP_OBJ_LENGTH_ZERO;
	else if (len < sizeof(struct rsvp_obj_hdr) || len % 4)
		cur->err = RSVP_DROP_OBJ_LENGTH;
	else if (len > left)
		cur->err = RSVP_DROP_OBJ_OVERRUN;
	else
		cur->err = RSVP_DROP_NONE;
	if (cur->err)
		return false;

	obj->body = cur->p + sizeof(struct rsvp_obj_hdr);
	obj->len = len - sizeof(struct rsvp_obj_hdr);
	obj->class = cur->p[offsetof(struct rsvp_obj_hdr, class)];
	obj->ctype = cur->p[offsetof(struct rsvp_obj_hdr, ctype)];
	cur->p += len;
	return true;
}

/* 3.1.4: "The STYLE object followed by the flow descriptor list must occur at the
 * end of the message". Order means nothing else to a receiver (3.1).
 */
static bool in_order(const struct rsvp_parse *p, u8 class)
{
	bool fd = class == RSVP_CLASS_FLOWSPEC ||
		  class == RSVP_CLASS_FILTER_SPEC;

	return fd == !!(p->seen & RSVP_BIT(STYLE)) || class == RSVP_CLASS_STYLE;
}

static enum rsvp_drop_reason take_object(struct rsvp_parse *p,
					 const struct rsvp_obj *obj)
{
	const struct msg_rule *rule = &msg_rules[p->msg->type];
	u32 bit = rsvp_class_bit(obj->class);

	/* 3.1.2: a NULL object's "contents will be ignored by the receiver" */
	if (obj->class == RSVP_CLASS_NULL)
		return RSVP_DROP_NONE;
	p->n_objects++;
	if (!bit)
		return rsvp_object_take_unknown(p, obj);

	if (!((rule->required | rule->allowed | IN_EVERY_MESSAGE) & bit))
		return RSVP_DROP_OBJ_UNEXPECTED;
	if (!in_order(p, obj->class))
		return p->seen & bit ? RSVP_DROP_OBJ_DUPLICATE :
				       RSVP_DROP_OBJ_ORDER;
	return rsvp_object_take(p, obj);
}

/* The family of a session, and its port, which must be known before any filter is
 * looked at; false for a foreign C-Type
 */
static bool peek_session(struct rsvp_msg *msg, const struct rsvp_obj *obj)
{
	if (obj->ctype == RSVP_CTYPE_V4)
		msg->family = AF_INET;
	else if (obj->ctype == RSVP_CTYPE_V6)
		msg->family = AF_INET6;
	else
		return false;
	if (obj->len >= 4)
		memcpy(&msg->session.dport, obj->body + obj->len - 2, 2);
	return true;
}

/*
 * First walk: is the framing sound, does anything lack, and whose session is it?
 * A SESSION of a foreign C-Type ends it: such a message is not ours to judge.
 */
static enum rsvp_drop_reason survey(struct rsvp_msg *msg,
				    struct rsvp_cursor cur)
{
	struct rsvp_obj obj;
	u32 present = 0;
	u32 n = 0;

	while (rsvp_obj_next(&cur, &obj)) {
		if (++n > RSVP_MAX_OBJECTS)
			return RSVP_DROP_OBJ_TOO_MANY;
		present |= rsvp_class_bit(obj.class);
		if (obj.class != RSVP_CLASS_SESSION || msg->family)
			continue;
		if (!peek_session(msg, &obj)) {
			msg->foreign = true;
			return RSVP_DROP_NONE;
		}
	}
	if (cur.err)
		return cur.err;
	return msg_rules[msg->type].required & ~present ?
	       RSVP_DROP_OBJ_MISSING : RSVP_DROP_NONE;
}

/* RFC 2205, 3.1.4, 3.1.6, 3.1.8: which lists go with which style */
static enum rsvp_drop_reason check_style(const struct rsvp_parse *p)
{
	const struct rsvp_msg *msg = p->msg;
	bool tear = msg->type == RSVP_MSG_RESVTEAR;
	bool err = msg->type == RSVP_MSG_RESVERR;

	if (!msg->has_style || !rsvp_style_known(msg->style) || p->fd_unknown)
		return RSVP_DROP_NONE;

	if (!p->n_flowspecs && !msg->n_filters) {
		/* "[ <error flow descriptor> ]"; nothing follows a ResvConf's
		 * <empty> list, but a Resv would ask for nothing
		 */
		if (err || msg->type == RSVP_MSG_RESVCONF)
			return RSVP_DROP_NONE;
		return tear && msg->style == RSVP_STYLE_WF ?
		       RSVP_DROP_NONE : RSVP_DROP_OBJ_MISSING;
	}

	if (msg->style == RSVP_STYLE_WF)
		return msg->n_filters || p->n_flowspecs > 1 ?
		       RSVP_DROP_STYLE_FILTERS : RSVP_DROP_NONE;

	if (!msg->n_filters)
		return RSVP_DROP_STYLE_FILTERS;
	/* "FLOWSPEC objects in [...] a ResvTear [...] may be omitted"; the one
	 * flow descriptor of an FF ResvErr may omit it too
	 */
	if (!p->n_flowspecs && !tear && !(err && msg->style == RSVP_STYLE_FF))
		return RSVP_DROP_OBJ_MISSING;
	if (p->n_flowspecs && p->first_fd != RSVP_CLASS_FLOWSPEC && !tear)
		return RSVP_DROP_OBJ_ORDER;
	if (p->doubled || p->last_fd == RSVP_CLASS_FLOWSPEC)
		return RSVP_DROP_STYLE_FILTERS;
	if (msg->style == RSVP_STYLE_SE && p->n_flowspecs > 1)
		return RSVP_DROP_STYLE_FILTERS;
	/* 3.1.8: "a ResvErr message contains only one flow descriptor" */
	if (msg->style == RSVP_STYLE_FF && err && msg->n_filters > 1)
		return RSVP_DROP_STYLE_FILTERS;
	return RSVP_DROP_NONE;
}

/* Second walk: every object into its place */
static enum rsvp_drop_reason take_objects(struct rsvp_parse *p,
					  struct rsvp_cursor cur)
{
	enum rsvp_drop_reason reason;
	struct rsvp_obj obj;

	while (rsvp_obj_next(&cur, &obj)) {
		reason = take_object(p, &obj);
		if (reason)
			return reason;
	}
	/* RFC 5284, 4.2: code 33 without the object "MUST be treated as
	 * malformed"
	 */
	if (p->msg->has_error && p->msg->error.code == RSVP_ERR_USER &&
	    !(p->seen & RSVP_BIT_USER_ERROR))
		return RSVP_DROP_OBJ_MISSING;
	reason = check_style(p);
	if (!reason)
		rsvp_object_tell_flowspec(p);
	return reason;
}

/**
 * rsvp_msg_parse - read a message
 * @msg: filled; points into @buf
 * @buf: the message from its common header on, linear
 * @len: bytes of @buf
 *
 * RFC 2205, 3.1: "accept the objects in any permissible order". A message that
 * is refused with @msg->err_code set is well formed but for what the code tells:
 * the has_* fields say what there is to answer with. A message with
 * @msg->foreign is not ours to judge: nothing else of it was looked at. Both
 * walks are linear in @len. In an FF Resv with several flow descriptors each of
 * them tells by itself what is wrong with its flowspec: see struct rsvp_fd.
 *
 * Context: any.
 * Return: RSVP_DROP_NONE, or why the message is refused.
 */
enum rsvp_drop_reason rsvp_msg_parse(struct rsvp_msg *msg, const u8 *buf,
				     size_t len)
{
	struct rsvp_cursor cur = { .p = buf + sizeof(struct rsvp_hdr),
				   .end = buf + len };
	struct rsvp_parse p = { .msg = msg };
	enum rsvp_drop_reason reason;

	memset(msg, 0, sizeof(*msg));
	msg->raw = buf;
	msg->raw_len = len;
	reason = rsvp_hdr_check(buf, len);
	if (reason)
		return reason;

	msg->type = buf[offsetof(struct rsvp_hdr, type)];
	msg->flags = buf[offsetof(struct rsvp_hdr, ver_flags)] & 0xf;
	msg->send_ttl = buf[offsetof(struct rsvp_hdr, send_ttl)];
	switch (msg->type) {
	case RSVP_MSG_PATH ... RSVP_MSG_RESVCONF:
		break;
	case RSVP_MSG_BUNDLE:
	case RSVP_MSG_ACK:
	case RSVP_MSG_SREFRESH:
	case RSVP_MSG_HELLO:
	case RSVP_MSG_CHALLENGE:
	case RSVP_MSG_RESPONSE:
		return RSVP_DROP_MSG_UNSUPPORTED;
	default:
		return RSVP_DROP_MSG_TYPE;
	}

	reason = survey(msg, cur);
	if (reason || msg->foreign)
		return reason;
	reason = take_objects(&p, cur);
	if (!reason)
		return p.told;

	/* A programming error is not "reported to end systems" (appendix B) */
	memset(&msg->bad, 0, sizeof(msg->bad));
	msg->err_code = 0;
	msg->err_value = 0;
	return reason;
}

