// SPDX-License-Identifier: GPL-2.0
/*
 * From structures to bytes: writing messages (RFC 2205, 3.1 and appendix A). Pure,
 * as codec.c is. The caller puts the objects in the order of the BNF; what does
 * not fit voids the message, which rsvp_build_finish() tells.
 */
#include "codec.h"

/**
 * rsvp_build_start - begin a message
 * @b: set up
 * @buf: where it goes
 * @size: bytes of @buf
 * @type: enum rsvp_msg_type
 * @send_ttl: Send_TTL: the IP TTL with which it will be sent
 *
 * RFC 2205, 3.1.1.
 *
 * Context: any.
 */
void rsvp_build_start(struct rsvp_builder *b, u8 *buf, size_t size, u8 type,
		      u8 send_ttl)
{
	memset(b, 0, sizeof(*b));
	b->buf = buf;
	b->size = min_t(size_t, size, U16_MAX);
	if (b->size < sizeof(struct rsvp_hdr)) {
		b->overflow = true;
		return;
	}
	memset(buf, 0, sizeof(struct rsvp_hdr));
	buf[offsetof(struct rsvp_hdr, ver_flags)] = RSVP_VERSION << 4;
	buf[offsetof(struct rsvp_hdr, type)] = type;
	buf[offsetof(struct rsvp_hdr, send_ttl)] = send_ttl;
	b->len = sizeof(struct rsvp_hdr);
}

/* Room for an object with @len bytes of body, zeroed, its header written; NULL if
 * there is none
 */
static u8 *add(struct rsvp_builder *b, u8 class, u8 ctype, size_t len)
{
	size_t whole = sizeof(struct rsvp_obj_hdr) + ALIGN(len, 4);
	u8 *p;

	if (b->overflow || len > U16_MAX || whole > b->size - b->len) {
		b->overflow = true;
		return NULL;
	}
	p = b->buf + b->len;
	memset(p, 0, whole);
	put_unaligned_be16((u16)whole, p);
	p[offsetof(struct rsvp_obj_hdr, class)] = class;
	p[offsetof(struct rsvp_obj_hdr, ctype)] = ctype;
	b->len += whole;
	return p + sizeof(struct rsvp_obj_hdr);
}

static size_t addr_len(const struct rsvp_addr *addr)
{
	return addr->family == AF_INET6 ? 16 : 4;
}

static u8 family_ctype(const struct rsvp_addr *addr)
{
	return addr->family == AF_INET6 ? RSVP_CTYPE_V6 : RSVP_CTYPE_V4;
}

/* Returns what is behind the address */
static u8 *put_addr(u8 *p, const struct rsvp_addr *addr)
{
	if (addr->family == AF_INET6)
		memcpy(p, &addr->v6, 16);
	else
		memcpy(p, &addr->v4, 4);
	return p + addr_len(addr);
}

/* An object that is an address with @more bytes behind it; returns those */
static u8 *add_addr(struct rsvp_builder *b, u8 class,
		    const struct rsvp_addr *addr, size_t more)
{
	u8 *p = add(b, class, family_ctype(addr), addr_len(addr) + more);

	return p ? put_addr(p, addr) : NULL;
}

/**
 * rsvp_build_session - add a SESSION
 * @b: message
 * @key: session
 * @flags: RSVP_SESSION_*
 *
 * RFC 2205, A.1.
 *
 * Context: any.
 */
void rsvp_build_session(struct rsvp_builder *b,
			const struct rsvp_session_key *key, u8 flags)
{
	u8 *p = add_addr(b, RSVP_CLASS_SESSION, &key->dst, 4);

	if (!p)
		return;
	p[0] = key->proto;
	p[1] = flags;
	memcpy(p + 2, &key->dport, 2);
}

/**
 * rsvp_build_hop - add a RSVP_HOP
 * @b: message
 * @hop: address and logical interface handle
 *
 * RFC 2205, A.2.
 *
 * Context: any.
 */
void rsvp_build_hop(struct rsvp_builder *b, const struct rsvp_hop *hop)
{
	u8 *p = add_addr(b, RSVP_CLASS_HOP, &hop->addr, 4);

	if (p)
		put_unaligned_be32(hop->lih, p);
}

/**
 * rsvp_build_time - add TIME_VALUES
 * @b: message
 * @refresh_ms: refresh period R, ms
 *
 * RFC 2205, A.4.
 *
 * Context: any.
 */
void rsvp_build_time(struct rsvp_builder *b, u32 refresh_ms)
{
	u8 *p = add(b, RSVP_CLASS_TIME_VALUES, RSVP_CTYPE_ONE, 4);

	if (p)
		put_unaligned_be32(refresh_ms, p);
}

/**
 * rsvp_build_error - add an ERROR_SPEC
 * @b: message
 * @e: error
 *
 * RFC 2205, A.5.
 *
 * Context: any.
 */
void rsvp_build_error(struct rsvp_builder *b, const struct rsvp_error_spec *e)
{
	u8 *p = add_addr(b, RSVP_CLASS_ERROR_SPEC, &e->node, 4);

	if (!p)
		return;
	p[0] = e->flags;
	p[1] = e->code;
	put_unaligned_be16(e->value, p + 2);
}

/* Bytes before a NUL, at most @size */
static size_t text_len(const char *s, size_t size)
{
	size_t n = 0;

	while (n < size && s[n])
		n++;
	return n;
}

/* A sub-object with a rate: two bytes of padding align it */
static u8 *put_sub_rate(u8 *p, u8 type, u64 rate)
{
	p[0] = type;
	p[1] = RSVP_USER_ERR_SUB_RATE_LEN;
	put_unaligned_be64(rate, p + 4);
	return p + RSVP_USER_ERR_SUB_RATE_LEN;
}

/**
 * rsvp_build_user_error - add a USER_ERROR_SPEC
 * @b: message
 * @ue: text and, under our own enterprise number, what goes into sub-objects.
 *	One that is only forwarded goes through rsvp_build_obj().
 *
 * RFC 5284, 3 and 3.1.
 *
 * Context: any.
 */
void rsvp_build_user_error(struct rsvp_builder *b,
			   const struct rsvp_user_error *ue)
{
	bool ours = ue->enterprise == RSVP_USER_ERROR_ENTERPRISE;
	size_t text = text_len(ue->text, sizeof(ue->text));
	size_t name = text_len(ue->ifname, sizeof(ue->ifname));
	size_t len = 8 + ALIGN(text, 4);
	size_t name_len = ALIGN(2 + name, 4);
	u8 *p;

	if (ours)
		len += (ue->has_ifname ? name_len : 0) +
		       (ue->has_asked ? RSVP_USER_ERR_SUB_RATE_LEN : 0) +
		       (ue->has_free ? RSVP_USER_ERR_SUB_RATE_LEN : 0);
	p = add(b, RSVP_CLASS_USER_ERROR_SPEC, RSVP_CTYPE_ONE, len);
	if (!p)
		return;

	put_unaligned_be32(ue->enterprise, p);
	p[4] = ue->sub_org;
	p[5] = (u8)text;
	put_unaligned_be16(ue->value, p + 6);
	memcpy(p + 8, ue->text, text);
	if (!ours)
		return;

	p += 8 + ALIGN(text, 4);
	if (ue->has_ifname) {
		p[0] = RSVP_USER_ERR_SUB_IFNAME;
		p[1] = (u8)name_len;
		memcpy(p + 2, ue->ifname, name);
		p += name_len;
	}
	if (ue->has_asked)
		p = put_sub_rate(p, RSVP_USER_ERR_SUB_ASKED, ue->asked_Bps);
	if (ue->has_free)
		put_sub_rate(p, RSVP_USER_ERR_SUB_FREE, ue->free_Bps);
}

/**
 * rsvp_build_confirm - add a RESV_CONFIRM
 * @b: message
 * @addr: receiver to which the ResvConf should be sent
 *
 * RFC 2205, A.14.
 *
 * Context: any.
 */
void rsvp_build_confirm(struct rsvp_builder *b, const struct rsvp_addr *addr)
{
	add_addr(b, RSVP_CLASS_RESV_CONFIRM, addr, 0);
}

/**
 * rsvp_build_scope - add a SCOPE
 * @b: message
 * @addrs: sender addresses of one family, in ascending order
 * @n: how many; with 0 there is no SCOPE
 *
 * RFC 2205, A.6: "The addresses must be listed in ascending numerical order."
 *
 * Context: any.
 */
void rsvp_build_scope(struct rsvp_builder *b, const struct rsvp_addr *addrs,
		      u32 n)
{
	u8 *p;
	u32 i;

	if (!n)
		return;
	if (n > U16_MAX / addr_len(addrs)) {
		b->overflow = true;
		return;
	}
	p = add(b, RSVP_CLASS_SCOPE, family_ctype(addrs), n * addr_len(addrs));
	for (i = 0; p && i < n; i++)
		p = put_addr(p, &addrs[i]);
}

/**
 * rsvp_build_style - add a STYLE
 * @b: message
 * @style: enum rsvp_style
 *
 * RFC 2205, A.7. The flow descriptor list follows, and nothing else.
 *
 * Context: any.
 */
void rsvp_build_style(struct rsvp_builder *b, u32 style)
{
	u8 *p = add(b, RSVP_CLASS_STYLE, RSVP_CTYPE_ONE, 4);

	if (p)
		put_unaligned_be32(style & 0xffffff, p);
}

/**
 * rsvp_build_flowspec - add a FLOWSPEC
 * @b: message
 * @fs: what; of service 0 and without wire bits: nothing is added
 *
 * RFC 2205, A.8; RFC 2210, 3.2.
 *
 * Context: any.
 */
void rsvp_build_flowspec(struct rsvp_builder *b,
			 const struct rsvp_flowspec *fs)
{
	u8 body[RSVP_FLOWSPEC_WIRE_MAX];
	size_t len = rsvp_flowspec_put(body, fs);

	if (len)
		rsvp_build_obj(b, RSVP_CLASS_FLOWSPEC, RSVP_CTYPE_INTSERV, body,
			       len);
}

static void build_filter(struct rsvp_builder *b, u8 class,
			 const struct rsvp_filter *f)
{
	u8 *p;

	if (f->has_label) {
		p = add(b, class, RSVP_CTYPE_V6_LABEL, 20);
		if (p)
			put_unaligned_be32(f->label & 0xfffff,
					   put_addr(p, &f->src));
		return;
	}
	p = add_addr(b, class, &f->src, 4);
	if (p)
		memcpy(p + 2, &f->sport, 2);
}

/**
 * rsvp_build_filter - add a FILTER_SPEC
 * @b: message
 * @f: sender; with a flow label it is of IPv6
 *
 * RFC 2205, A.9.
 *
 * Context: any.
 */
void rsvp_build_filter(struct rsvp_builder *b, const struct rsvp_filter *f)
{
	build_filter(b, RSVP_CLASS_FILTER_SPEC, f);
}

/**
 * rsvp_build_sender - add a SENDER_TEMPLATE
 * @b: message
 * @f: sender; with a flow label it is of IPv6
 *
 * RFC 2205, A.10.
 *
 * Context: any.
 */
void rsvp_build_sender(struct rsvp_builder *b, const struct rsvp_filter *f)
{
	build_filter(b, RSVP_CLASS_SENDER_TEMPLATE, f);
}

/**
 * rsvp_build_tspec - add a SENDER_TSPEC
 * @b: message
 * @ts: our own sender's; one that is forwarded goes through rsvp_build_obj()
 *
 * RFC 2205, A.11; RFC 2210, 3.1.
 *
 * Context: any.
 */
void rsvp_build_tspec(struct rsvp_builder *b, const struct rsvp_tspec *ts)
{
	u8 *p = add(b, RSVP_CLASS_SENDER_TSPEC, RSVP_CTYPE_INTSERV,
		    RSVP_TSPEC_WIRE_LEN);

	if (p)
		rsvp_tspec_put(p, ts);
}

/**
 * rsvp_build_integrity - add an INTEGRITY
 * @b: message, still without objects
 * @in: without a digest, zeroes stand for it: it is computed over them
 *
 * RFC 2747, 2.1 and 4.1.
 *
 * Context: any.
 */
void rsvp_build_integrity(struct rsvp_builder *b,
			  const struct rsvp_integrity *in)
{
	u8 *p = add(b, RSVP_CLASS_INTEGRITY, RSVP_CTYPE_ONE,
		    16 + in->digest_len);

	if (!p)
		return;
	put_unaligned_be64(in->key_id & 0xffffffffffffULL, p);
	p[0] = in->flags;
	put_unaligned_be64(in->seq, p + 8);
	if (in->digest)
		memcpy(p + 16, in->digest, in->digest_len);
}

/**
 * rsvp_build_message_id - add a MESSAGE_ID, MESSAGE_ID_ACK or MESSAGE_ID_NACK
 * @b: message
 * @class: RSVP_CLASS_MESSAGE_ID or RSVP_CLASS_MESSAGE_ID_ACK
 * @ctype: of it
 * @id: flags, epoch, identifier
 *
 * RFC 2961, 4.2, 4.3.
 *
 * Context: any.
 */
void rsvp_build_message_id(struct rsvp_builder *b, u8 class, u8 ctype,
			   const struct rsvp_message_id *id)
{
	u8 *p = add(b, class, ctype, 8);

	if (!p)
		return;
	put_unaligned_be32((u32)id->flags << 24 | (id->epoch & 0xffffff), p);
	put_unaligned_be32(id->id, p + 4);
}

/**
 * rsvp_build_obj - add an object as it stands
 * @b: message
 * @class: Class-Num
 * @ctype: C-Type
 * @body: behind its header, network byte order
 * @len: bytes of @body; padded with zeroes to a multiple of 4
 *
 * RFC 2205, 3.1.2; 3.10 for what is forwarded unmodified.
 *
 * Context: any.
 */
void rsvp_build_obj(struct rsvp_builder *b, u8 class, u8 ctype,
		    const u8 *body, size_t len)
{
	u8 *p = add(b, class, ctype, len);

	if (p && len)
		memcpy(p, body, len);
}

/**
 * rsvp_build_finish - complete a message: length, checksum
 * @b: message
 *
 * RFC 2205, 3.1.1.
 *
 * Context: any.
 * Return: bytes of the message; -EMSGSIZE if something did not fit.
 */
int rsvp_build_finish(struct rsvp_builder *b)
{
	if (b->overflow)
		return -EMSGSIZE;
	put_unaligned_be16((u16)b->len,
			   b->buf + offsetof(struct rsvp_hdr, length));
	put_unaligned_be16(0, b->buf + offsetof(struct rsvp_hdr, csum));
	put_unaligned_be16(rsvp_checksum(b->buf, b->len),
			   b->buf + offsetof(struct rsvp_hdr, csum));
	return (int)b->len;
}
