/* SPDX-License-Identifier: GPL-2.0 */
/* Messages and objects: parse, build, checksum. Pure (no kernel service). */
#ifndef _RSVP_CODEC_H
#define _RSVP_CODEC_H

#include "addr.h"
#include "flowspec.h"
#include "proto.h"

enum rsvp_drop_reason {
	RSVP_DROP_NONE,
#define RSVP_DROP(id, name, text) RSVP_DROP_##id,
#define RSVP_NOTE RSVP_DROP
#include "drop_reasons.h"
#undef RSVP_NOTE
#undef RSVP_DROP
	RSVP_DROP_MAX,
};

/* Caps of one message; beyond them RSVP_DROP_OBJ_TOO_MANY */
enum {
	RSVP_MAX_OBJECTS	= 4096,	/* of any class */
	RSVP_MAX_POLICY		= 8,	/* POLICY_DATA objects kept */
	RSVP_MAX_UNKNOWN	= 8,	/* unknown objects kept to be forwarded */
	RSVP_MAX_SCOPE		= 1024,	/* addresses of a SCOPE */
	RSVP_MAX_FILTERS	= 1024,	/* filter specs of a message */
	RSVP_MAX_REFRESH_MS	= 86400000,
};

/**
 * struct rsvp_obj - an object where it stands in a message
 * @body: behind the object header
 * @len: bytes of @body
 * @class: Class-Num
 * @ctype: C-Type
 */
struct rsvp_obj {
	const u8 *body;
	u16 len;
	u8 class;
	u8 ctype;
};

/**
 * struct rsvp_cursor - the only thing that walks objects
 * @p: the next object header
 * @end: behind the last byte
 * @err: why rsvp_obj_next() ended before @end; RSVP_DROP_NONE: it did not
 */
struct rsvp_cursor {
	const u8 *p;
	const u8 *end;
	enum rsvp_drop_reason err;
};

/**
 * struct rsvp_error_spec - ERROR_SPEC (RFC 2205, A.5)
 * @node: Error Node Address
 * @flags: RSVP_ERR_F_*
 * @code: enum rsvp_error_code
 * @value: host byte order
 */
struct rsvp_error_spec {
	struct rsvp_addr node;
	u8 flags;
	u8 code;
	u16 value;
};

/* Enterprise number in our USER_ERROR_SPEC, from the range for documentation
 * (RFC 5612); and the sub-objects in it: see Documentation/user-error.rst
 */
#define RSVP_USER_ERROR_ENTERPRISE	32473

enum {
	RSVP_USER_ERR_SUB_IFNAME	= 1,	/* bytes, padded with 0 */
	RSVP_USER_ERR_SUB_ASKED		= 2,	/* two 0, be64 in bytes/s */
	RSVP_USER_ERR_SUB_FREE		= 3,	/* likewise */
};

#define RSVP_USER_ERR_SUB_RATE_LEN	12	/* with its header */
#define RSVP_USER_ERR_IFNAME_MAX	16
#define RSVP_USER_ERR_TEXT_MAX		120

/**
 * struct rsvp_user_error - USER_ERROR_SPEC (RFC 5284)
 * @enterprise: organisation that defined the rest
 * @sub_org: its sub-organisation
 * @value: user error value
 * @text: description, not more than is printable; NUL-terminated
 * @has_ifname: @ifname is known (our own enterprise number only)
 * @has_asked: @asked_Bps is known
 * @has_free: @free_Bps is known
 * @ifname: name of the interface that refused
 * @asked_Bps: what the refused reservation asked for, bytes/s
 * @free_Bps: what was free there, bytes/s
 */
struct rsvp_user_error {
	u32 enterprise;
	u8 sub_org;
	u16 value;
	bool has_ifname;
	bool has_asked;
	bool has_free;
	char ifname[RSVP_USER_ERR_IFNAME_MAX];
	char text[RSVP_USER_ERR_TEXT_MAX];
	u64 asked_Bps;
	u64 free_Bps;
};

/**
 * struct rsvp_integrity - INTEGRITY (RFC 2747, 2)
 * @flags: RSVP_INTEGRITY_F_*
 * @key_id: Key Identifier, 48 bits, host byte order
 * @seq: Sequence Number, host byte order
 * @digest: Keyed Message Digest, where it stands
 * @digest_len: bytes of @digest, a multiple of 4
 */
struct rsvp_integrity {
	u8 flags;
	u64 key_id;
	u64 seq;
	const u8 *digest;
	u16 digest_len;
};

/**
 * struct rsvp_message_id - MESSAGE_ID, its ACK and NACK (RFC 2961, 4.2, 4.3)
 * @flags: RSVP_MESSAGE_ID_F_*
 * @epoch: 24 bits, host byte order
 * @id: Message_Identifier, host byte order
 */
struct rsvp_message_id {
	u8 flags;
	u32 epoch;
	u32 id;
};

/**
 * struct rsvp_msg - one parsed message; points into the buffer it came from
 * @type: enum rsvp_msg_type
 * @flags: common header flags
 * @send_ttl: Send_TTL
 * @family: AF_INET or AF_INET6, as of the SESSION
 * @foreign: the SESSION is of another C-Type (RSVP-TE, aggregate, GPI...):
 *	nothing else was looked at; the message is to pass untouched
 * @raw: the message, from its common header
 * @raw_len: bytes of @raw
 * @has_session: the fields of each object class are valid only if set
 * @has_hop: likewise
 * @has_time: likewise
 * @has_error: likewise
 * @has_user_error: likewise
 * @has_confirm: likewise
 * @has_style: likewise
 * @has_sender: SENDER_TEMPLATE present
 * @has_tspec: SENDER_TSPEC present
 * @session: SESSION
 * @session_flags: RSVP_SESSION_*
 * @hop: RSVP_HOP
 * @refresh_ms: TIME_VALUES
 * @error: ERROR_SPEC
 * @user_error: USER_ERROR_SPEC
 * @confirm: RESV_CONFIRM: receiver address
 * @style: enum rsvp_style
 * @sender: SENDER_TEMPLATE
 * @tspec: SENDER_TSPEC in numbers
 * @tspec_obj: SENDER_TSPEC as it stands (body NULL: absent)
 * @adspec_obj: ADSPEC as it stands (body NULL: absent)
 * @scope_obj: SCOPE as it stands (body NULL: absent)
 * @user_error_obj: USER_ERROR_SPEC as it stands (body NULL: absent), to be
 *	forwarded unchanged (RFC 5284, 4.2)
 * @integrity_obj: INTEGRITY as it stands (body NULL: absent)
 * @message_id_obj: MESSAGE_ID as it stands (body NULL: absent)
 * @policy: POLICY_DATA objects, opaque
 * @n_policy: how many
 * @unknown: objects of unknown class 11bbbbbb, to be forwarded; further
 *	USER_ERROR_SPECs too
 * @n_unknown: how many
 * @fd: first object of the flow descriptor list (NULL: none)
 * @n_filters: filter specs in the list
 * @bad: the object that made a message to be refused; set with @err_code
 * @err_code: if the refusal is to be told by PathErr/ResvErr: its code; else 0.
 *	Then every other field is as good as in a message that was accepted.
 * @err_value: and value
 */
struct rsvp_msg {
	u8 type;
	u8 flags;
	u8 send_ttl;
	u32 family;
	bool foreign;
	const u8 *raw;
	size_t raw_len;

	bool has_session;
	bool has_hop;
	bool has_time;
	bool has_error;
	bool has_user_error;
	bool has_confirm;
	bool has_style;
	bool has_sender;
	bool has_tspec;

	struct rsvp_session_key session;
	u8 session_flags;
	struct rsvp_hop hop;
	u32 refresh_ms;
	struct rsvp_error_spec error;
	struct rsvp_user_error user_error;
	struct rsvp_addr confirm;
	u32 style;
	struct rsvp_filter sender;
	struct rsvp_tspec tspec;
	struct rsvp_obj tspec_obj;
	struct rsvp_obj adspec_obj;
	struct rsvp_obj scope_obj;
	struct rsvp_obj user_error_obj;
	struct rsvp_obj integrity_obj;
	struct rsvp_obj message_id_obj;
	struct rsvp_obj policy[RSVP_MAX_POLICY];
	u32 n_policy;
	struct rsvp_obj unknown[RSVP_MAX_UNKNOWN];
	u32 n_unknown;
	const u8 *fd;
	u32 n_filters;
	struct rsvp_obj bad;
	u8 err_code;
	u16 err_value;
};

/**
 * struct rsvp_fd - one (FLOWSPEC, filter specs) of a flow descriptor list
 * @fs: the flowspec that holds for it (FF may leave it out and mean the one
 *	before: RFC 2205, 3.1.4); service 0 in a ResvTear that has none
 * @fs_obj: its FLOWSPEC as it stands (body NULL: absent)
 * @drop: why @fs cannot be used; RSVP_DROP_NONE: it can. Several FF descriptors
 *	are processed independently (RFC 2205, 3.1.8), so the message was accepted
 * @err_value: with @drop: value of error code 21
 * @filters: where its filter specs start
 * @n_filters: how many: WF 0, FF 1, SE all
 * @next: for rsvp_msg_next_fd(); start with a zeroed struct
 */
struct rsvp_fd {
	struct rsvp_flowspec fs;
	struct rsvp_obj fs_obj;
	enum rsvp_drop_reason drop;
	u16 err_value;
	struct rsvp_cursor filters;
	u32 n_filters;
	const u8 *next;
};

/**
 * struct rsvp_builder - a message being written
 * @buf: where
 * @size: bytes of @buf
 * @len: written so far
 * @overflow: something did not fit; the message is void
 */
struct rsvp_builder {
	u8 *buf;
	size_t size;
	size_t len;
	bool overflow;
};

u16 rsvp_checksum(const u8 *msg, size_t len);
enum rsvp_drop_reason rsvp_hdr_check(const u8 *msg, size_t len);
enum rsvp_drop_reason rsvp_msg_parse(struct rsvp_msg *msg, const u8 *buf,
				     size_t len);
const char *rsvp_drop_name(enum rsvp_drop_reason reason);
const char *rsvp_drop_text(enum rsvp_drop_reason reason);
bool rsvp_drop_is_note(enum rsvp_drop_reason reason);

bool rsvp_obj_next(struct rsvp_cursor *cur, struct rsvp_obj *obj);
bool rsvp_msg_next_fd(const struct rsvp_msg *msg, struct rsvp_fd *fd);
bool rsvp_fd_next_filter(struct rsvp_fd *fd, struct rsvp_filter *filter);
u32 rsvp_scope_count(const struct rsvp_obj *scope);
bool rsvp_scope_get(const struct rsvp_obj *scope, u32 i,
		    struct rsvp_addr *addr);

/* msgobj.c */
bool rsvp_integrity_get(struct rsvp_integrity *in, const struct rsvp_obj *obj);
bool rsvp_message_id_get(struct rsvp_message_id *id,
			 const struct rsvp_obj *obj);

/* build.c */
void rsvp_build_start(struct rsvp_builder *b, u8 *buf, size_t size, u8 type,
		      u8 send_ttl);
void rsvp_build_session(struct rsvp_builder *b,
			const struct rsvp_session_key *key, u8 flags);
void rsvp_build_hop(struct rsvp_builder *b, const struct rsvp_hop *hop);
void rsvp_build_time(struct rsvp_builder *b, u32 refresh_ms);
void rsvp_build_error(struct rsvp_builder *b, const struct rsvp_error_spec *e);
void rsvp_build_user_error(struct rsvp_builder *b,
			   const struct rsvp_user_error *ue);
void rsvp_build_confirm(struct rsvp_builder *b, const struct rsvp_addr *addr);
void rsvp_build_scope(struct rsvp_builder *b, const struct rsvp_addr *addrs,
		      u32 n);
void rsvp_build_style(struct rsvp_builder *b, u32 style);
void rsvp_build_flowspec(struct rsvp_builder *b,
			 const struct rsvp_flowspec *fs);
void rsvp_build_filter(struct rsvp_builder *b, const struct rsvp_filter *f);
void rsvp_build_sender(struct rsvp_builder *b, const struct rsvp_filter *f);
void rsvp_build_tspec(struct rsvp_builder *b, const struct rsvp_tspec *ts);
void rsvp_build_integrity(struct rsvp_builder *b,
			  const struct rsvp_integrity *in);
void rsvp_build_message_id(struct rsvp_builder *b, u8 class, u8 ctype,
			   const struct rsvp_message_id *id);
void rsvp_build_obj(struct rsvp_builder *b, u8 class, u8 ctype,
		    const u8 *body, size_t len);
int rsvp_build_finish(struct rsvp_builder *b);

#endif /* _RSVP_CODEC_H */
