// SPDX-License-Identifier: GPL-2.0
/*
 * SCOPE (RFC 2205, 3.4 and A.6): the senders that a WF reservation speaks for,
 * in ascending order, so that one of them is found without a walk.
 */
#include <linux/bsearch.h>
#include <linux/sort.h>

#include "rsvp.h"

/* SCOPE addresses of one session, as many as it may have filters */
#define RSVP_CAP_SESSION_SCOPE	4096

static int addr_order(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct rsvp_addr));
}

/**
 * rsvp_scope_order() - put addresses into the order of a SCOPE
 * @scope: the addresses
 * @n: how many
 *
 * RFC 2205, A.6: ascending; a host with several senders is there once.
 *
 * Context: any.
 * Return: how many are left.
 */
u32 rsvp_scope_order(struct rsvp_addr *scope, u32 n)
{
	u32 i, kept = 0;

	sort(scope, n, sizeof(*scope), addr_order, NULL);
	for (i = 0; i < n; i++)
		if (!kept || !rsvp_addr_eq(&scope[kept - 1], &scope[i]))
			scope[kept++] = scope[i];
	return kept;
}

/**
 * rsvp_scope_read() - the addresses of a SCOPE
 * @obj: SCOPE; body NULL: none
 * @scope: filled in, in order whatever order they came in; its memory is the
 *	caller's
 *
 * Context: may sleep.
 * Return: 0, or -ENOMEM.
 */
int rsvp_scope_read(const struct rsvp_obj *obj, struct rsvp_scope *scope)
{
	u32 i, n = rsvp_scope_count(obj);

	scope->addrs = NULL;
	scope->n = 0;
	if (!n)
		return 0;
	scope->addrs = kcalloc(n, sizeof(*scope->addrs), GFP_KERNEL_ACCOUNT);
	if (!scope->addrs)
		return -ENOMEM;
	for (i = 0; i < n; i++)
		rsvp_scope_get(obj, i, &scope->addrs[i]);
	scope->n = rsvp_scope_order(scope->addrs, n);
	return 0;
}

/**
 * rsvp_scope_find() - is an address in a SCOPE?
 * @scope: from rsvp_scope_read()
 * @addr: the address
 *
 * Context: any.
 * Return: true if it is.
 */
bool rsvp_scope_find(const struct rsvp_scope *scope,
		     const struct rsvp_addr *addr)
{
	return scope->n && bsearch(addr, scope->addrs, scope->n, sizeof(*addr),
				   addr_order);
}

/**
 * rsvp_scope_has() - is a sender in the SCOPE of a reservation?
 * @rsb: the reservation
 * @addr: the sender's address
 *
 * Context: rn->lock held.
 * Return: true if it is, or if there is no SCOPE.
 */
bool rsvp_scope_has(const struct rsvp_rsb *rsb, const struct rsvp_addr *addr)
{
	return !rsb->n_scope || bsearch(addr, rsb->scope, rsb->n_scope,
					sizeof(*addr), addr_order);
}

/**
 * rsvp_scope_set() - a reservation has another SCOPE from now on
 * @rn: the namespace
 * @rsb: the reservation
 * @scope: from rsvp_scope_prepare(); the RSB's from now on
 *
 * Context: rn->lock held.
 */
void rsvp_scope_set(struct rsvp_net *rn, struct rsvp_rsb *rsb,
		    const struct rsvp_scope *scope)
{
	struct rsvp_scope old = { .addrs = rsb->scope, .n = rsb->n_scope };

	lockdep_assert_held(&rn->lock);

	rsvp_scope_discard(rn, rsb->iif, &old);
	rsb->scope = scope->addrs;
	rsb->n_scope = scope->n;
}

/**
 * rsvp_scope_discard() - forget a SCOPE that was not, or is no longer, needed
 * @rn: the namespace
 * @iif: interface to which it is charged
 * @scope: from rsvp_scope_prepare()
 *
 * Context: rn->lock held.
 */
void rsvp_scope_discard(struct rsvp_net *rn, int iif,
			const struct rsvp_scope *scope)
{
	lockdep_assert_held(&rn->lock);

	rsvp_bytes_give(rn, iif, scope->n * sizeof(*scope->addrs));
	kfree(scope->addrs);
}

/**
 * rsvp_scope_free() - forget the SCOPE of a reservation
 * @rn: the namespace
 * @rsb: the reservation
 *
 * Context: rn->lock held.
 */
void rsvp_scope_free(struct rsvp_net *rn, struct rsvp_rsb *rsb)
{
	static const struct rsvp_scope none;

	lockdep_assert_held(&rn->lock);

	rsvp_scope_set(rn, rsb, &none);
}

/* Is there room in the session for @n addresses in place of the RSB's own? */
static bool scope_room(const struct rsvp_rsb *rsb, u32 n)
{
	const struct rsvp_rsb *other;

	list_for_each_entry(other, &rsb->sess->rsbs, list)
		if (other != rsb)
			n += other->n_scope;
	return n <= RSVP_CAP_SESSION_SCOPE;
}

/**
 * rsvp_scope_prepare() - read the SCOPE of a Resv, for rsvp_scope_set()
 * @rn: the namespace
 * @rsb: the reservation; as it was, and the new one charged beside its own
 * @obj: SCOPE; body NULL: none
 * @res: the SCOPE, if it is news; else as it was
 *
 * Context: rn->lock held.
 * Return: 1 if it is news, 0 if it is as before; -ENOMEM, or -ENOSPC beyond what
 * may be kept for the session, the namespace or the interface.
 */
int rsvp_scope_prepare(struct rsvp_net *rn, const struct rsvp_rsb *rsb,
		       const struct rsvp_obj *obj, struct rsvp_scope *res)
{
	struct rsvp_scope scope;
	int err;

	lockdep_assert_held(&rn->lock);

	err = rsvp_scope_read(obj, &scope);
	if (err)
		return err;
	if (scope.n == rsb->n_scope &&
	    (!scope.n || !memcmp(scope.addrs, rsb->scope,
				 scope.n * sizeof(*scope.addrs)))) {
		kfree(scope.addrs);
		return 0;
	}
	if (!scope_room(rsb, scope.n) ||
	    !rsvp_bytes_take(rn, rsb->iif, scope.n * sizeof(*scope.addrs))) {
		kfree(scope.addrs);
		return -ENOSPC;
	}
	*res = scope;
	return 1;
}

/**
 * rsvp_scope_needed() - does a Resv that is merged here need a SCOPE?
 * @sess: its session
 * @style: enum rsvp_style
 *
 * RFC 2205, 3.1.4: WF towards more than one previous hop; and 3.4: what came with a
 * SCOPE goes on with one. RFC 2209 has it without where there is one hop, which would
 * open the loop again that the SCOPE has closed.
 *
 * Context: rn->lock held.
 * Return: true if so.
 */
bool rsvp_scope_needed(const struct rsvp_session *sess, u32 style)
{
	const struct rsvp_rsb *rsb;

	if (style != RSVP_STYLE_WF || list_empty(&sess->upstreams))
		return false;
	if (!list_is_singular(&sess->upstreams))
		return true;
	list_for_each_entry(rsb, &sess->rsbs, list)
		if (rsb->n_scope)
			return true;
	return false;
}

/**
 * rsvp_scope_speaks() - does some RSB speak for a sender?
 * @psb: the sender
 *
 * RFC 2209, RESV REFRESH, step 6.
 *
 * Context: rn->lock held.
 * Return: true if so.
 */
bool rsvp_scope_speaks(const struct rsvp_psb *psb)
{
	const struct rsvp_rsb *rsb;

	list_for_each_entry(rsb, &psb->sess->rsbs, list)
		if (rsvp_rsb_selects(rsb, psb) &&
		    rsvp_scope_has(rsb, &psb->sender.src))
			return true;
	return false;
}
