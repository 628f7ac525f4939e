// SPDX-License-Identifier: GPL-2.0
/*
 * RSVP objects one by one: what each (class, C-Type) must look like, and where
 * it goes in struct rsvp_msg (RFC 2205, 3.10 and appendix A; RFC 2747, RFC 2961,
 * RFC 5284); then the readers of lists. Pure, as codec.c is, which calls it.
 */
#include "msgobj.h"

/* Object bodies that are addresses with something behind them */
#define LEN_V4		4
#define LEN_V6		16
#define LEN_ANY		65528	/* RFC 2205, 3.1.2: maximum content length */

/* Fixed part of INTEGRITY (RFC 2747, 2.1) and USER_ERROR_SPEC (RFC 5284, 3) */
#define INTEGRITY_FIXED		16
#define USER_ERROR_FIXED	8

/* An address of the family of @msg; returns what is behind it */
static const u8 *get_addr(struct rsvp_addr *addr, u32 family, const u8 *p)
{
	memset(addr, 0, sizeof(*addr));
	addr->family = family;
	if (family == AF_INET) {
		memcpy(&addr->v4, p, LEN_V4);
		return p + LEN_V4;
	}
	memcpy(&addr->v6, p, LEN_V6);
	return p + LEN_V6;
}

/* ::/96 with the mapped prefix, and nothing else of it but :: itself */
static bool is_v6_hole(const struct in6_addr *a)
{
	static const struct in6_addr zero;

	if (memcmp(a, &zero, 10))
		return false;
	return (a->s6_addr[10] == 0xff && a->s6_addr[11] == 0xff) ||
	       !memcmp(a, &zero, sizeof(zero));
}

static bool is_unicast(const struct rsvp_addr *addr)
{
	const u8 *v4 = (const u8 *)&addr->v4;

	if (addr->family == AF_INET)
		return v4[0] && v4[0] < 224;
	return addr->v6.s6_addr[0] != 0xff && !is_v6_hole(&addr->v6);
}

/* A refusal that PathErr or ResvErr tells of, if @p is a Path or a Resv: parsing
 * goes on, to know whom to tell. The first one counts.
 */
static void tell(struct rsvp_parse *p, const struct rsvp_obj *obj,
		 enum rsvp_drop_reason reason, u8 code, u16 value)
{
	struct rsvp_msg *msg = p->msg;

	if (p->told)
		return;
	p->told = reason;
	if (msg->type != RSVP_MSG_PATH && msg->type != RSVP_MSG_RESV)
		return;
	msg->bad = *obj;
	msg->err_code = code;
	msg->err_value = value;
}

/* RFC 2205, B, code 21: what traffic control says of a Tspec, a flowspec... */
static u16 tc_refusal(int err, u16 value, enum rsvp_drop_reason *reason)
{
	if (err == -EDOM)
		*reason = RSVP_DROP_FLOAT;
	return err == -EPROTONOSUPPORT ? RSVP_ERRV_SERVICE_UNSUPPORTED : value;
}

static void tell_tc(struct rsvp_parse *p, const struct rsvp_obj *obj, int err,
		    enum rsvp_drop_reason reason, u16 value)
{
	value = tc_refusal(err, value, &reason);
	tell(p, obj, reason, RSVP_ERR_TRAFFIC_CONTROL, value);
}

/* Keep an object to be forwarded "unexamined and unmodified" (RFC 2205, 3.10) */
static enum rsvp_drop_reason keep(struct rsvp_msg *msg,
				  const struct rsvp_obj *obj)
{
	if (msg->n_unknown == RSVP_MAX_UNKNOWN)
		return RSVP_DROP_OBJ_TOO_MANY;
	msg->unknown[msg->n_unknown++] = *obj;
	return RSVP_DROP_NONE;
}

/* A.1: DestAddress and ProtocolId "must be non-zero". Any protocol may have
 * ports (3.2): only API calls are refused for that.
 */
static enum rsvp_drop_reason take_session(struct rsvp_parse *p,
					  const struct rsvp_obj *obj)
{
	struct rsvp_msg *msg = p->msg;
	const u8 *b;

	b = get_addr(&msg->session.dst, msg->family, obj->body);
	msg->session.proto = b[0];
	msg->session_flags = b[1];
	memcpy(&msg->session.dport, b + 2, 2);
	msg->has_session = true;
	if (!is_unicast(&msg->session.dst) &&
	    !rsvp_addr_is_multicast(&msg->session.dst))
		return RSVP_DROP_SESSION_ADDR;
	return b[0] ? RSVP_DROP_NONE : RSVP_DROP_SESSION_PORT;
}

static enum rsvp_drop_reason take_hop(struct rsvp_parse *p,
				      const struct rsvp_obj *obj)
{
	struct rsvp_hop *hop = &p->msg->hop;
	const u8 *b = get_addr(&hop->addr, p->msg->family, obj->body);

	hop->lih = get_unaligned_be32(b);
	p->msg->has_hop = true;
	return is_unicast(&hop->addr) ? RSVP_DROP_NONE : RSVP_DROP_HOP_ADDR;
}

static enum rsvp_drop_reason take_integrity(struct rsvp_parse *p,
					    const struct rsvp_obj *obj)
{
	/* 3.1.3: "it must immediately follow the common header" */
	if (p->n_objects > 1)
		return RSVP_DROP_OBJ_ORDER;
	p->msg->integrity_obj = *obj;
	return RSVP_DROP_NONE;
}

static enum rsvp_drop_reason take_time(struct rsvp_parse *p,
				       const struct rsvp_obj *obj)
{
	u32 ms = get_unaligned_be32(obj->body);

	p->msg->refresh_ms = ms;
	p->msg->has_time = true;
	return ms && ms <= RSVP_MAX_REFRESH_MS ? RSVP_DROP_NONE :
						 RSVP_DROP_TIME_VALUE;
}

static enum rsvp_drop_reason take_error(struct rsvp_parse *p,
					const struct rsvp_obj *obj)
{
	struct rsvp_error_spec *e = &p->msg->error;
	const u8 *b = get_addr(&e->node, p->msg->family, obj->body);

	e->flags = b[0];
	e->code = b[1];
	e->value = get_unaligned_be16(b + 2);
	p->msg->has_error = true;
	return RSVP_DROP_NONE;
}

static enum rsvp_drop_reason take_scope(struct rsvp_parse *p,
					const struct rsvp_obj *obj)
{
	size_t each = p->msg->family == AF_INET ? LEN_V4 : LEN_V6;

	if (obj->len % each)
		return RSVP_DROP_OBJ_SIZE;
	if (obj->len / each > RSVP_MAX_SCOPE)
		return RSVP_DROP_OBJ_TOO_MANY;
	p->msg->scope_obj = *obj;
	return RSVP_DROP_NONE;
}

/**
 * rsvp_style_known - is this one of the three styles?
 * @style: option vector
 *
 * RFC 2205, A.7.
 *
 * Context: any.
 * Return: true if so.
 */
bool rsvp_style_known(u32 style)
{
	return style == RSVP_STYLE_FF || style == RSVP_STYLE_WF ||
	       style == RSVP_STYLE_SE;
}

/* A.7: a node "may interpret as much of the option vector as it can, ignoring
 * new fields": five bits of it are defined.
 */
static enum rsvp_drop_reason take_style(struct rsvp_parse *p,
					const struct rsvp_obj *obj)
{
	struct rsvp_msg *msg = p->msg;

	msg->style = get_unaligned_be32(obj->body) & 0x1f;
	msg->has_style = true;
	if (!rsvp_style_known(msg->style))
		tell(p, obj, RSVP_DROP_STYLE_UNKNOWN, RSVP_ERR_UNKNOWN_STYLE, 0);
	return RSVP_DROP_NONE;
}

static int get_filter(struct rsvp_filter *f, const struct rsvp_obj *obj)
{
	u32 family = obj->ctype == RSVP_CTYPE_V4 ? AF_INET : AF_INET6;
	const u8 *b;

	memset(f, 0, sizeof(*f));
	b = get_addr(&f->src, family, obj->body);
	if (obj->ctype == RSVP_CTYPE_V6_LABEL) {
		f->has_label = 1;
		f->label = get_unaligned_be32(b) & 0xfffff;
	} else {
		memcpy(&f->sport, b + 2, 2);
	}
	return is_unicast(&f->src) ? 0 : -EADDRNOTAVAIL;
}

/* A.9: SrcAddress "must be non-zero"; 3.2: "If DstPort in a session definition is
 * zero, all SrcPort fields used for that session must also be zero."
 */
static enum rsvp_drop_reason check_filter(struct rsvp_parse *p, struct rsvp_filter *f,
					  const struct rsvp_obj *obj)
{
	if (get_filter(f, obj))
		return RSVP_DROP_SENDER_ADDR;
	if (f->sport && !p->msg->session.dport)
		return RSVP_DROP_SESSION_PORT;
	return RSVP_DROP_NONE;
}

static enum rsvp_drop_reason take_template(struct rsvp_parse *p,
					   const struct rsvp_obj *obj)
{
	p->msg->has_sender = true;
	return check_filter(p, &p->msg->sender, obj);
}

static void fd_object(struct rsvp_parse *p, const struct rsvp_obj *obj)
{
	if (!p->msg->fd) {
		p->msg->fd = obj->body - sizeof(struct rsvp_obj_hdr);
		p->first_fd = obj->class;
	}
	if (obj->class == RSVP_CLASS_FLOWSPEC) {
		p->n_flowspecs++;
		if (p->last_fd == RSVP_CLASS_FLOWSPEC)
			p->doubled = true;
	} else {
		p->msg->n_filters++;
	}
	p->last_fd = obj->class;
}

static enum rsvp_drop_reason take_filter(struct rsvp_parse *p,
					 const struct rsvp_obj *obj)
{
	struct rsvp_filter f;

	fd_object(p, obj);
	if (p->msg->n_filters > RSVP_MAX_FILTERS)
		return RSVP_DROP_OBJ_TOO_MANY;
	return check_filter(p, &f, obj);
}

/* Only a Resv asks for something. In a ResvTear FLOWSPECs "will be ignored"
 * (3.1.6), a ResvErr must be able to carry the bad one back.
 */
static enum rsvp_drop_reason take_flowspec(struct rsvp_parse *p,
					   const struct rsvp_obj *obj)
{
	struct rsvp_flowspec fs;
	int err;

	fd_object(p, obj);
	if (p->msg->type != RSVP_MSG_RESV)
		return RSVP_DROP_NONE;
	err = rsvp_flowspec_get(&fs, obj->body, obj->len);
	if (err && !p->bad_fs.body) {
		p->bad_fs = *obj;
		p->bad_fs_err = err;
	}
	return RSVP_DROP_NONE;
}

/**
 * rsvp_object_tell_flowspec - refuse a message for a FLOWSPEC in it
 * @p: the message, complete
 *
 * RFC 2205, 3.1.8: "Each flow descriptor in a FF-style Resv message must be
 * processed independently": of several, each tells by itself in struct rsvp_fd.
 *
 * Context: any.
 */
void rsvp_object_tell_flowspec(struct rsvp_parse *p)
{
	const struct rsvp_msg *msg = p->msg;

	if (!p->bad_fs.body)
		return;
	if (msg->style == RSVP_STYLE_FF && msg->n_filters > 1)
		return;
	tell_tc(p, &p->bad_fs, p->bad_fs_err, RSVP_DROP_FLOWSPEC,
		RSVP_ERRV_BAD_FLOWSPEC);
}

/* As with flowspecs: "these must be ignored" in a PathTear (3.1.5) */
static enum rsvp_drop_reason take_tspec(struct rsvp_parse *p,
					const struct rsvp_obj *obj)
{
	struct rsvp_msg *msg = p->msg;
	int err = rsvp_tspec_get(&msg->tspec, obj->body, obj->len);

	msg->tspec_obj = *obj;
	msg->has_tspec = !err;
	if (err && msg->type == RSVP_MSG_PATH)
		tell_tc(p, obj, err, RSVP_DROP_TSPEC, RSVP_ERRV_BAD_TSPEC);
	return RSVP_DROP_NONE;
}

static enum rsvp_drop_reason take_adspec(struct rsvp_parse *p,
					 const struct rsvp_obj *obj)
{
	struct rsvp_adspec ad;
	int err;

	p->msg->adspec_obj = *obj;
	if (p->msg->type != RSVP_MSG_PATH)
		return RSVP_DROP_NONE;
	err = rsvp_adspec_get(&ad, obj->body, obj->len);
	if (err)
		tell_tc(p, obj, err, RSVP_DROP_ADSPEC, RSVP_ERRV_BAD_ADSPEC);
	return RSVP_DROP_NONE;
}

static enum rsvp_drop_reason take_policy(struct rsvp_parse *p,
					 const struct rsvp_obj *obj)
{
	struct rsvp_msg *msg = p->msg;

	if (msg->n_policy == RSVP_MAX_POLICY)
		return RSVP_DROP_OBJ_TOO_MANY;
	msg->policy[msg->n_policy++] = *obj;
	return RSVP_DROP_NONE;
}

static enum rsvp_drop_reason take_confirm(struct rsvp_parse *p,
					  const struct rsvp_obj *obj)
{
	struct rsvp_msg *msg = p->msg;

	get_addr(&msg->confirm, msg->family, obj->body);
	msg->has_confirm = true;
	return is_unicast(&msg->confirm) ? RSVP_DROP_NONE :
					   RSVP_DROP_CONFIRM_ADDR;
}

static enum rsvp_drop_reason take_message_id(struct rsvp_parse *p,
					     const struct rsvp_obj *obj)
{
	p->msg->message_id_obj = *obj;
	return RSVP_DROP_NONE;
}

/* Text for a terminal: RFC 5284, 6, "take precautions against [...] embedded
 * control characters".
 */
static void printable(char *to, size_t size, const u8 *from, size_t len)
{
	size_t i;

	for (i = 0; i < len && i + 1 < size && from[i]; i++)
		to[i] = from[i] >= 0x20 && from[i] < 0x7f ? (char)from[i] : '?';
	to[i] = 0;
}

/* Our own sub-objects: Documentation/user-error.rst. Others' are not looked at */
static void user_error_subs(struct rsvp_user_error *ue, const u8 *p,
			    const u8 *end)
{
	for (; end - p >= 4 && p[1] >= 4 && p[1] <= end - p; p += p[1]) {
		const u8 *v = p + 2;
		size_t len = p[1] - 2;

		if (p[0] == RSVP_USER_ERR_SUB_IFNAME) {
			printable(ue->ifname, sizeof(ue->ifname), v, len);
			ue->has_ifname = true;
		} else if (p[1] != RSVP_USER_ERR_SUB_RATE_LEN) {
			continue;
		} else if (p[0] == RSVP_USER_ERR_SUB_ASKED) {
			ue->asked_Bps = get_unaligned_be64(v + 2);
			ue->has_asked = true;
		} else if (p[0] == RSVP_USER_ERR_SUB_FREE) {
			ue->free_Bps = get_unaligned_be64(v + 2);
			ue->has_free = true;
		}
	}
}

static enum rsvp_drop_reason take_user_error(struct rsvp_parse *p,
					     const struct rsvp_obj *obj)
{
	struct rsvp_user_error *ue = &p->msg->user_error;
	const u8 *b = obj->body;
	size_t text = b[5];

	/* RFC 5284, 4.2: "SHOULD ignore repeated occurrences [...] and SHOULD
	 * forward them unchanged"
	 */
	if (p->msg->has_user_error)
		return keep(p->msg, obj);
	if (USER_ERROR_FIXED + ALIGN(text, 4) > obj->len)
		return RSVP_DROP_OBJ_SIZE;

	ue->enterprise = get_unaligned_be32(b);
	ue->sub_org = b[4];
	ue->value = get_unaligned_be16(b + 6);
	printable(ue->text, sizeof(ue->text), b + USER_ERROR_FIXED, text);
	if (ue->enterprise == RSVP_USER_ERROR_ENTERPRISE)
		user_error_subs(ue, b + USER_ERROR_FIXED + ALIGN(text, 4),
				b + obj->len);
	p->msg->user_error_obj = *obj;
	p->msg->has_user_error = true;
	return RSVP_DROP_NONE;
}

/*
 * Every (class, C-Type) that we know. Family 0: of no family. C-Type 0: any. A
 * take of NULL: known so that it is not refused as unknown, nothing to keep.
 */
static const struct obj_rule {
	u8 class;
	u8 ctype;
	u16 min;		/* bytes of the body */
	u16 max;
	u32 family;
	bool many;		/* may stand more than once */
	enum rsvp_drop_reason (*take)(struct rsvp_parse *p,
				      const struct rsvp_obj *obj);
} obj_rules[] = {
	{ RSVP_CLASS_SESSION, 1, 8, 8, AF_INET, false, take_session },
	{ RSVP_CLASS_SESSION, 2, 20, 20, AF_INET6, false, take_session },
	{ RSVP_CLASS_HOP, 1, 8, 8, AF_INET, false, take_hop },
	{ RSVP_CLASS_HOP, 2, 20, 20, AF_INET6, false, take_hop },
	{ RSVP_CLASS_INTEGRITY, 1, INTEGRITY_FIXED + 4, LEN_ANY, 0, false,
	  take_integrity },
	{ RSVP_CLASS_TIME_VALUES, 1, 4, 4, 0, false, take_time },
	{ RSVP_CLASS_ERROR_SPEC, 1, 8, 8, AF_INET, false, take_error },
	{ RSVP_CLASS_ERROR_SPEC, 2, 20, 20, AF_INET6, false, take_error },
	{ RSVP_CLASS_SCOPE, 1, 0, LEN_ANY, AF_INET, false, take_scope },
	{ RSVP_CLASS_SCOPE, 2, 0, LEN_ANY, AF_INET6, false, take_scope },
	{ RSVP_CLASS_STYLE, 1, 4, 4, 0, false, take_style },
	{ RSVP_CLASS_FLOWSPEC, 2, 4, LEN_ANY, 0, true, take_flowspec },
	{ RSVP_CLASS_FILTER_SPEC, 1, 8, 8, AF_INET, true, take_filter },
	{ RSVP_CLASS_FILTER_SPEC, 2, 20, 20, AF_INET6, true, take_filter },
	{ RSVP_CLASS_FILTER_SPEC, 3, 20, 20, AF_INET6, true, take_filter },
	{ RSVP_CLASS_SENDER_TEMPLATE, 1, 8, 8, AF_INET, false, take_template },
	{ RSVP_CLASS_SENDER_TEMPLATE, 2, 20, 20, AF_INET6, false,
	  take_template },
	{ RSVP_CLASS_SENDER_TEMPLATE, 3, 20, 20, AF_INET6, false,
	  take_template },
	{ RSVP_CLASS_SENDER_TSPEC, 2, 4, LEN_ANY, 0, false, take_tspec },
	{ RSVP_CLASS_ADSPEC, 2, 4, LEN_ANY, 0, false, take_adspec },
	/* 3.10: opaque to RSVP; there is no policy module to refuse a C-Type */
	{ RSVP_CLASS_POLICY_DATA, 0, 0, LEN_ANY, 0, true, take_policy },
	{ RSVP_CLASS_RESV_CONFIRM, 1, 4, 4, AF_INET, false, take_confirm },
	{ RSVP_CLASS_RESV_CONFIRM, 2, 16, 16, AF_INET6, false, take_confirm },
	{ RSVP_CLASS_MESSAGE_ID, 1, 8, 8, 0, false, take_message_id },
	{ RSVP_CLASS_MESSAGE_ID_ACK, 1, 8, 8, 0, true, NULL },
	{ RSVP_CLASS_MESSAGE_ID_ACK, 2, 8, 8, 0, true, NULL },
	{ RSVP_CLASS_MESSAGE_ID_LIST, 0, 0, LEN_ANY, 0, true, NULL },
	{ RSVP_CLASS_CHALLENGE, 0, 0, LEN_ANY, 0, true, NULL },
	{ RSVP_CLASS_USER_ERROR_SPEC, 1, USER_ERROR_FIXED, LEN_ANY, 0, true,
	  take_user_error },
};

static const struct obj_rule *find_rule(const struct rsvp_obj *obj)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(obj_rules); i++) {
		const struct obj_rule *rule = &obj_rules[i];

		if (rule->class == obj->class &&
		    (!rule->ctype || rule->ctype == obj->ctype))
			return rule;
	}
	return NULL;
}

/**
 * rsvp_class_bit - a class as a bit for sets of classes
 * @class: Class-Num
 *
 * Context: any.
 * Return: the bit; 0 for a class that we do not know.
 */
u32 rsvp_class_bit(u8 class)
{
	size_t i;

	if (class == RSVP_CLASS_CHALLENGE)
		return RSVP_BIT_CHALLENGE;
	if (class == RSVP_CLASS_USER_ERROR_SPEC)
		return RSVP_BIT_USER_ERROR;
	for (i = 0; i < ARRAY_SIZE(obj_rules); i++)
		if (obj_rules[i].class == class)
			return BIT(class);
	return 0;
}

/**
 * rsvp_object_take_unknown - treat an object of an unknown class
 * @p: the message so far
 * @obj: the object
 *
 * RFC 2205, 3.10, 1.: "determined by the two high-order bits": refuse the
 * message, ignore the object, or forward it "unexamined and unmodified".
 *
 * Context: any.
 * Return: RSVP_DROP_NONE, or why the message is refused at once.
 */
enum rsvp_drop_reason rsvp_object_take_unknown(struct rsvp_parse *p,
					       const struct rsvp_obj *obj)
{
	if ((obj->class & 0xc0) == 0xc0)
		return keep(p->msg, obj);
	if (!(obj->class & 0x80))
		tell(p, obj, RSVP_DROP_UNKNOWN_CLASS, RSVP_ERR_UNKNOWN_CLASS,
		     (u16)(obj->class << 8 | obj->ctype));
	return RSVP_DROP_NONE;
}

/* RFC 2205, 3.10, 2.: "rejection of the entire message and generation of an error
 * message". But 11bbbbbb was unknown when it was defined: it is forwarded.
 */
static enum rsvp_drop_reason unknown_ctype(struct rsvp_parse *p,
					   const struct rsvp_obj *obj)
{
	if (obj->class == RSVP_CLASS_USER_ERROR_SPEC)
		return keep(p->msg, obj);
	if (obj->class == RSVP_CLASS_FLOWSPEC ||
	    obj->class == RSVP_CLASS_FILTER_SPEC) {
		if (!p->msg->fd)
			p->msg->fd = obj->body - sizeof(struct rsvp_obj_hdr);
		p->fd_unknown = true;
	}
	tell(p, obj, RSVP_DROP_UNKNOWN_CTYPE, RSVP_ERR_UNKNOWN_CTYPE,
	     (u16)(obj->class << 8 | obj->ctype));
	return RSVP_DROP_NONE;
}

/**
 * rsvp_object_take - check an object of a known class, put it in its place
 * @p: the message so far; its family is known
 * @obj: the object, which may stand where it stands
 *
 * Context: any.
 * Return: RSVP_DROP_NONE, or why the message is refused at once.
 */
enum rsvp_drop_reason rsvp_object_take(struct rsvp_parse *p,
				       const struct rsvp_obj *obj)
{
	const struct obj_rule *rule = find_rule(obj);

	if (rule && !rule->many && (p->seen & rsvp_class_bit(obj->class)))
		return RSVP_DROP_OBJ_DUPLICATE;
	p->seen |= rsvp_class_bit(obj->class);
	if (!rule)
		return unknown_ctype(p, obj);

	if (obj->len < rule->min || obj->len > rule->max)
		return RSVP_DROP_OBJ_SIZE;
	if (rule->family && rule->family != p->msg->family)
		return RSVP_DROP_FAMILY_MIX;
	return rule->take ? rule->take(p, obj) : RSVP_DROP_NONE;
}

/* The FLOWSPEC of a flow descriptor; one that cannot be used keeps its bits, so
 * that a ResvErr can carry it back
 */
static void fd_flowspec(struct rsvp_fd *fd, const struct rsvp_msg *msg,
			const struct rsvp_obj *obj)
{
	int err;

	fd->fs_obj = *obj;
	fd->drop = RSVP_DROP_NONE;
	fd->err_value = 0;
	err = obj->ctype == RSVP_CTYPE_INTSERV ?
	      rsvp_flowspec_get(&fd->fs, obj->body, obj->len) : -EBADMSG;
	if (!err)
		return;

	/* Elsewhere nothing is asked for: see take_flowspec() */
	if (msg->type == RSVP_MSG_RESV) {
		fd->drop = RSVP_DROP_FLOWSPEC;
		fd->err_value = tc_refusal(err, RSVP_ERRV_BAD_FLOWSPEC,
					   &fd->drop);
	}
	memset(&fd->fs, 0, sizeof(fd->fs));
	if (obj->len <= RSVP_FLOWSPEC_WIRE_MAX) {
		fd->fs.wire_len = obj->len;
		memcpy(fd->fs.wire, obj->body, obj->len);
	}
}

static bool is_filter(const struct rsvp_msg *msg, const struct rsvp_obj *obj)
{
	size_t len = msg->family == AF_INET ? 8 : 20;
	u8 ctype = msg->family == AF_INET ? RSVP_CTYPE_V4 : RSVP_CTYPE_V6;

	if (obj->class != RSVP_CLASS_FILTER_SPEC || obj->len != len)
		return false;
	return obj->ctype == ctype ||
	       (ctype == RSVP_CTYPE_V6 && obj->ctype == RSVP_CTYPE_V6_LABEL);
}

/**
 * rsvp_msg_next_fd - the next flow descriptor of a message
 * @msg: parsed; may have been refused with an error code
 * @fd: all zero for the first; the one before for the next
 *
 * RFC 2205, 3.1.4. A list under a style that is not known is cut before every
 * FLOWSPEC. WF has one flow descriptor even where its FLOWSPEC was left out.
 *
 * Context: any.
 * Return: true if there is one.
 */
bool rsvp_msg_next_fd(const struct rsvp_msg *msg, struct rsvp_fd *fd)
{
	const u8 *end = msg->raw + msg->raw_len;
	const u8 *start = fd->next ? fd->next : msg->fd;
	struct rsvp_cursor cur = { .p = start ? start : end, .end = end };
	bool some = !fd->next && msg->style == RSVP_STYLE_WF;
	struct rsvp_obj obj;
	const u8 *at;

	fd->n_filters = 0;
	fd->filters = (struct rsvp_cursor){ .p = end, .end = end };
	for (at = cur.p; rsvp_obj_next(&cur, &obj); at = cur.p) {
		if (obj.class == RSVP_CLASS_FLOWSPEC) {
			if (some && (fd->n_filters || at != start))
				break;
			fd_flowspec(fd, msg, &obj);
			some = true;
		} else if (is_filter(msg, &obj)) {
			if (!fd->n_filters++)
				fd->filters.p = at;
			fd->filters.end = cur.p;
			some = true;
			if (msg->style == RSVP_STYLE_FF) {
				at = cur.p;
				break;
			}
		}
	}
	fd->next = at;
	return some;
}

/**
 * rsvp_fd_next_filter - the next filter spec of a flow descriptor
 * @fd: from rsvp_msg_next_fd()
 * @filter: filled
 *
 * Context: any.
 * Return: true if there is one; @fd->n_filters times.
 */
bool rsvp_fd_next_filter(struct rsvp_fd *fd, struct rsvp_filter *filter)
{
	struct rsvp_obj obj;

	while (rsvp_obj_next(&fd->filters, &obj)) {
		if (obj.class != RSVP_CLASS_FILTER_SPEC)
			continue;
		if (obj.len != (obj.ctype == RSVP_CTYPE_V4 ? 8 : 20) ||
		    !obj.ctype || obj.ctype > RSVP_CTYPE_V6_LABEL)
			continue;
		get_filter(filter, &obj);
		return true;
	}
	return false;
}

/**
 * rsvp_scope_count - how many addresses a SCOPE lists
 * @scope: SCOPE as parsed; with body NULL it lists none
 *
 * Context: any.
 * Return: their number, up to RSVP_MAX_SCOPE.
 */
u32 rsvp_scope_count(const struct rsvp_obj *scope)
{
	if (!scope->body)
		return 0;
	return scope->len / (scope->ctype == RSVP_CTYPE_V4 ? LEN_V4 : LEN_V6);
}

/**
 * rsvp_scope_get - an address of a SCOPE
 * @scope: SCOPE as parsed
 * @i: which, from 0
 * @addr: filled
 *
 * RFC 2205, A.6: they "must be listed in ascending numerical order"; nothing
 * here relies on it.
 *
 * Context: any.
 * Return: true if there are more than @i.
 */
bool rsvp_scope_get(const struct rsvp_obj *scope, u32 i, struct rsvp_addr *addr)
{
	bool v4 = scope->ctype == RSVP_CTYPE_V4;

	if (i >= rsvp_scope_count(scope))
		return false;
	get_addr(addr, v4 ? AF_INET : AF_INET6,
		 scope->body + (size_t)i * (v4 ? LEN_V4 : LEN_V6));
	return true;
}

/**
 * rsvp_integrity_get - read an INTEGRITY object
 * @in: filled; points into the message
 * @obj: the object
 *
 * RFC 2747, 2.1: "The digest MUST be a multiple of 4 octets long."
 *
 * Context: any.
 * Return: false if there is none or it is too short for a digest.
 */
bool rsvp_integrity_get(struct rsvp_integrity *in, const struct rsvp_obj *obj)
{
	if (!obj->body || obj->len < INTEGRITY_FIXED + 4)
		return false;
	in->flags = obj->body[0];
	in->key_id = get_unaligned_be64(obj->body) & 0xffffffffffffULL;
	in->seq = get_unaligned_be64(obj->body + 8);
	in->digest = obj->body + INTEGRITY_FIXED;
	in->digest_len = obj->len - INTEGRITY_FIXED;
	return true;
}

/**
 * rsvp_message_id_get - read a MESSAGE_ID, MESSAGE_ID_ACK or MESSAGE_ID_NACK
 * @id: filled
 * @obj: the object
 *
 * RFC 2961, 4.2, 4.3.
 *
 * Context: any.
 * Return: false if there is none or its size is wrong.
 */
bool rsvp_message_id_get(struct rsvp_message_id *id, const struct rsvp_obj *obj)
{
	if (!obj->body || obj->len != 8)
		return false;
	id->flags = obj->body[0];
	id->epoch = get_unaligned_be32(obj->body) & 0xffffff;
	id->id = get_unaligned_be32(obj->body + 4);
	return true;
}
