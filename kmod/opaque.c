// SPDX-License-Identifier: GPL-2.0
/*
 * What messages carry that this node does not use: objects of unknown class
 * 11bbbbbb (RFC 2205, 3.10), POLICY_DATA (RFC 2750, 4.2) and the ADSPEC as it
 * came. Kept with the state it came with, and handed on.
 */
#include "rsvp.h"

static size_t opaque_size(const struct rsvp_opaque *op)
{
	return struct_size(op, data, op->adspec_len + op->objs_len);
}

static size_t obj_size(const struct rsvp_obj *obj)
{
	return sizeof(struct rsvp_obj_hdr) + obj->len;
}

static size_t objs_size(const struct rsvp_msg *msg)
{
	size_t len = 0;
	u32 i;

	for (i = 0; i < msg->n_policy; i++)
		len += obj_size(&msg->policy[i]);
	for (i = 0; i < msg->n_unknown; i++)
		len += obj_size(&msg->unknown[i]);
	return len;
}

static size_t adspec_size(const struct rsvp_msg *msg)
{
	return msg->adspec_obj.body ? msg->adspec_obj.len : 0;
}

/**
 * rsvp_opaque_fits() - would what a message has to hand on be kept?
 * @msg: the message
 *
 * Context: any.
 * Return: true if it is no more than RSVP_CAP_OPAQUE.
 */
bool rsvp_opaque_fits(const struct rsvp_msg *msg)
{
	return adspec_size(msg) + objs_size(msg) <= RSVP_CAP_OPAQUE;
}

static u8 *obj_copy(u8 *p, const struct rsvp_obj *obj)
{
	struct rsvp_obj_hdr *hdr = (struct rsvp_obj_hdr *)p;

	hdr->length = htons(obj_size(obj));
	hdr->class = obj->class;
	hdr->ctype = obj->ctype;
	memcpy(p + sizeof(*hdr), obj->body, obj->len);
	return p + obj_size(obj);
}

static void opaque_fill(struct rsvp_opaque *op, const struct rsvp_msg *msg)
{
	u8 *p = op->data + op->adspec_len;
	u32 i;

	if (op->adspec_len)
		memcpy(op->data, msg->adspec_obj.body, op->adspec_len);
	for (i = 0; i < msg->n_policy; i++)
		p = obj_copy(p, &msg->policy[i]);
	for (i = 0; i < msg->n_unknown; i++)
		p = obj_copy(p, &msg->unknown[i]);
}

static bool opaque_same(const struct rsvp_opaque *a,
			const struct rsvp_opaque *b)
{
	return a && a->iif == b->iif && a->adspec_len == b->adspec_len &&
	       a->objs_len == b->objs_len &&
	       !memcmp(a->data, b->data, a->adspec_len + a->objs_len);
}

/**
 * rsvp_opaque_set() - keep something else in place of what was kept
 * @rn: the namespace
 * @slot: where it is kept
 * @op: from rsvp_opaque_prepare(); NULL: nothing
 *
 * Context: rn->lock held.
 */
void rsvp_opaque_set(struct rsvp_net *rn, struct rsvp_opaque **slot,
		     struct rsvp_opaque *op)
{
	lockdep_assert_held(&rn->lock);

	if (*slot)
		rsvp_bytes_give(rn, (*slot)->iif, opaque_size(*slot));
	kfree(*slot);
	*slot = op;
}

/**
 * rsvp_opaque_free() - forget what was kept
 * @rn: the namespace
 * @slot: where it is kept; NULL there afterwards
 *
 * Context: rn->lock held.
 */
void rsvp_opaque_free(struct rsvp_net *rn, struct rsvp_opaque **slot)
{
	lockdep_assert_held(&rn->lock);

	rsvp_opaque_set(rn, slot, NULL);
}

/**
 * rsvp_opaque_prepare() - copy what a message carries, for rsvp_opaque_set()
 * @rn: the namespace
 * @old: what is kept so far; NULL: nothing
 * @iif: interface to which it is charged; 0: none
 * @msg: a Path or a Resv
 * @res: the copy, charged beside @old, or NULL for nothing; set if it is news
 *
 * Context: rn->lock held.
 * Return: 1 if it is news, 0 if it is as before; -ENOMEM, -EMSGSIZE beyond
 * RSVP_CAP_OPAQUE, or -ENOSPC beyond what may be kept for the namespace or the
 * interface.
 */
int rsvp_opaque_prepare(struct rsvp_net *rn, const struct rsvp_opaque *old,
			int iif, const struct rsvp_msg *msg,
			struct rsvp_opaque **res)
{
	size_t adspec_len = adspec_size(msg);
	size_t objs_len = objs_size(msg);
	struct rsvp_opaque *op;
	size_t instead = 0;

	lockdep_assert_held(&rn->lock);

	if (!rsvp_opaque_fits(msg))
		return -EMSGSIZE;
	if (!adspec_len && !objs_len) {
		*res = NULL;
		return !!old;
	}
	op = kzalloc(struct_size(op, data, adspec_len + objs_len),
		     GFP_KERNEL_ACCOUNT);
	if (!op)
		return -ENOMEM;
	op->iif = iif;
	op->adspec_len = adspec_len;
	op->objs_len = objs_len;
	opaque_fill(op, msg);
	if (opaque_same(old, op)) {
		kfree(op);
		return 0;
	}
	/* It is to be there in place of the old one */
	if (old && old->iif == iif)
		instead = opaque_size(old);
	if (!rsvp_bytes_take_for(rn, iif, opaque_size(op), instead)) {
		kfree(op);
		return -ENOSPC;
	}
	*res = op;
	return 1;
}

/**
 * rsvp_opaque_update() - keep what a message carries, in place of what was kept
 * @rn: the namespace
 * @slot: where it is kept; as it was on failure
 * @iif: interface to which it is charged; 0: none
 * @msg: a Path or a Resv
 *
 * RFC 2205, 3.10, rule 2: "saved with the corresponding state".
 *
 * Context: rn->lock held.
 * Return: as rsvp_opaque_prepare().
 */
int rsvp_opaque_update(struct rsvp_net *rn, struct rsvp_opaque **slot,
		       int iif, const struct rsvp_msg *msg)
{
	struct rsvp_opaque *op;
	int news = rsvp_opaque_prepare(rn, *slot, iif, msg, &op);

	if (news > 0)
		rsvp_opaque_set(rn, slot, op);
	return news;
}

/**
 * rsvp_opaque_drop() - why a message is dropped that cannot be kept whole
 * @err: from rsvp_opaque_update(), negative
 *
 * Context: any.
 * Return: the drop reason.
 */
enum rsvp_drop_reason rsvp_opaque_drop(int err)
{
	return err == -ENOMEM ? RSVP_DROP_NO_MEMORY : RSVP_DROP_CAP_BYTES;
}

/**
 * rsvp_opaque_build() - add the objects that are kept to a message
 * @b: message
 * @op: what is kept; NULL: nothing
 *
 * Context: any.
 */
void rsvp_opaque_build(struct rsvp_builder *b, const struct rsvp_opaque *op)
{
	struct rsvp_cursor cur = {};
	struct rsvp_obj obj;

	if (!op)
		return;
	cur.p = op->data + op->adspec_len;
	cur.end = cur.p + op->objs_len;
	while (rsvp_obj_next(&cur, &obj))
		rsvp_build_obj(b, obj.class, obj.ctype, obj.body, obj.len);
}

/* Is the object there already? If not: how many of its kind, and bytes of all */
static bool built_already(const struct rsvp_builder *b, size_t start,
			  const struct rsvp_obj *obj, u32 *n, size_t *len)
{
	bool policy = obj->class == RSVP_CLASS_POLICY_DATA;
	struct rsvp_cursor cur = { .p = b->buf + start,
				   .end = b->buf + b->len };
	struct rsvp_obj have;

	*n = 0;
	*len = b->len - start;
	while (rsvp_obj_next(&cur, &have)) {
		if (have.class == obj->class && have.ctype == obj->ctype &&
		    have.len == obj->len &&
		    !memcmp(have.body, obj->body, obj->len))
			return true;
		*n += (have.class == RSVP_CLASS_POLICY_DATA) == policy;
	}
	return false;
}

/**
 * rsvp_opaque_merge() - add those that a message does not have yet
 * @b: message
 * @start: where in it such objects begin
 * @op: what is kept; NULL: nothing
 *
 * RFC 2205, 3.10, rule 3: "the union of unknown-class objects from the
 * component requests. Only one copy of each unique unknown-class object should
 * be included". Not more than this node itself would take of one message.
 *
 * Context: any.
 * Return: false if some did not fit.
 */
bool rsvp_opaque_merge(struct rsvp_builder *b, size_t start,
		       const struct rsvp_opaque *op)
{
	struct rsvp_cursor cur = {};
	struct rsvp_obj obj;
	bool fits = true;
	size_t len;
	u32 n, cap;

	if (!op)
		return true;
	cur.p = op->data + op->adspec_len;
	cur.end = cur.p + op->objs_len;
	while (rsvp_obj_next(&cur, &obj)) {
		if (built_already(b, start, &obj, &n, &len))
			continue;
		cap = obj.class == RSVP_CLASS_POLICY_DATA ? RSVP_MAX_POLICY :
							    RSVP_MAX_UNKNOWN;
		if (n < cap && len + obj_size(&obj) <= RSVP_CAP_OPAQUE)
			rsvp_build_obj(b, obj.class, obj.ctype, obj.body,
				       obj.len);
		else
			fits = false;
	}
	return fits;
}

/**
 * rsvp_opaque_forward() - hand unknown objects on in the message that results
 * @b: message
 * @msg: PathTear, ResvTear, PathErr or ResvErr that came; NULL: none
 *
 * RFC 2205, 3.10, rule 1: "forwarded immediately in the same messages".
 *
 * Context: any.
 */
void rsvp_opaque_forward(struct rsvp_builder *b, const struct rsvp_msg *msg)
{
	u32 i;

	for (i = 0; msg && i < msg->n_unknown; i++)
		rsvp_build_obj(b, msg->unknown[i].class, msg->unknown[i].ctype,
			       msg->unknown[i].body, msg->unknown[i].len);
}
