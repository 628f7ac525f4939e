// SPDX-License-Identifier: GPL-2.0
/*
 * Sessions by key, and the rule on ports that spans the sessions of one
 * destination (RFC 2205, 3.2). A session lives as long as something hangs on it.
 */
#include "rsvp.h"

static const struct rhashtable_params session_params = {
	.key_len		= sizeof(struct rsvp_session_key),
	.key_offset		= offsetof(struct rsvp_session, key),
	.head_offset		= offsetof(struct rsvp_session, hash),
	.automatic_shrinking	= true,
};

static const struct rhashtable_params dest_params = {
	.key_len		= sizeof(struct rsvp_session_key),
	.key_offset		= offsetof(struct rsvp_dest, key),
	.head_offset		= offsetof(struct rsvp_dest, hash),
	.automatic_shrinking	= true,
};

/**
 * rsvp_dest_find() - the sessions of one destination and protocol
 * @rn: the namespace
 * @key: of any of them
 *
 * Context: rn->lock held.
 * Return: what they have in common; NULL: there is none.
 */
struct rsvp_dest *rsvp_dest_find(struct rsvp_net *rn,
				 const struct rsvp_session_key *key)
{
	struct rsvp_session_key portless = *key;

	lockdep_assert_held(&rn->lock);

	portless.dport = 0;
	return rhashtable_lookup_fast(&rn->dests, &portless, dest_params);
}

static struct rsvp_dest *dest_get(struct rsvp_net *rn,
				  const struct rsvp_session_key *key)
{
	struct rsvp_dest *dest = rsvp_dest_find(rn, key);

	if (!dest) {
		dest = kzalloc(sizeof(*dest), GFP_KERNEL_ACCOUNT);
		if (!dest)
			return NULL;
		dest->key = *key;
		dest->key.dport = 0;
		INIT_LIST_HEAD(&dest->sessions);
		if (rhashtable_insert_fast(&rn->dests, &dest->hash,
					   dest_params)) {
			kfree(dest);
			return NULL;
		}
	}
	if (key->dport)
		dest->n_ports++;
	else
		dest->n_zero++;
	return dest;
}

static void dest_put(struct rsvp_net *rn, struct rsvp_dest *dest, bool port)
{
	if (port)
		dest->n_ports--;
	else
		dest->n_zero--;
	if (dest->n_ports || dest->n_zero)
		return;
	rhashtable_remove_fast(&rn->dests, &dest->hash, dest_params);
	kfree(dest);
}

/**
 * rsvp_session_port_conflict() - would a session break the rule on ports?
 * @rn: the namespace
 * @key: the session that is to be
 *
 * RFC 2205, 3.2, item 1: two sessions to one destination, one with DstPort 0
 * and one without, must not both exist.
 *
 * Context: rn->lock held.
 * Return: true if they would.
 */
bool rsvp_session_port_conflict(struct rsvp_net *rn,
				const struct rsvp_session_key *key)
{
	const struct rsvp_dest *dest = rsvp_dest_find(rn, key);

	lockdep_assert_held(&rn->lock);

	return dest && (key->dport ? dest->n_zero : dest->n_ports);
}

/**
 * rsvp_session_find() - look a session up
 * @rn: the namespace
 * @key: its key
 *
 * Context: rn->lock held.
 * Return: the session, or NULL.
 */
struct rsvp_session *rsvp_session_find(struct rsvp_net *rn,
				       const struct rsvp_session_key *key)
{
	lockdep_assert_held(&rn->lock);

	return rhashtable_lookup_fast(&rn->sessions, key, session_params);
}

/**
 * rsvp_session_get() - look a session up, or make it
 * @rn: the namespace
 * @key: its key
 *
 * The caller hangs something on it, or calls rsvp_session_put().
 *
 * Context: rn->lock held.
 * Return: the session; NULL when the cap is reached or there is no memory, which
 * is counted.
 */
struct rsvp_session *rsvp_session_get(struct rsvp_net *rn,
				      const struct rsvp_session_key *key)
{
	struct rsvp_session *sess = rsvp_session_find(rn, key);

	if (sess)
		return sess;
	if (!rsvp_object_room(rn, RSVP_KIND_SESSION)) {
		rsvp_count_drop(rn, RSVP_DROP_CAP_SESSIONS);
		return NULL;
	}
	sess = kzalloc(sizeof(*sess), GFP_KERNEL_ACCOUNT);
	if (!sess)
		goto err_count;
	sess->key = *key;
	INIT_LIST_HEAD(&sess->psbs);
	INIT_LIST_HEAD(&sess->rsbs);
	INIT_LIST_HEAD(&sess->tcsbs);
	INIT_LIST_HEAD(&sess->upstreams);
	INIT_LIST_HEAD(&sess->look);
	sess->dest = dest_get(rn, key);
	if (!sess->dest)
		goto err_free;
	if (rhashtable_insert_fast(&rn->sessions, &sess->hash, session_params))
		goto err_dest;
	list_add_tail(&sess->by_dest, &sess->dest->sessions);
	rsvp_object_add(rn, RSVP_KIND_SESSION, &sess->obj);
	return sess;

err_dest:
	dest_put(rn, sess->dest, key->dport);
err_free:
	kfree(sess);
err_count:
	rsvp_count_drop(rn, RSVP_DROP_NO_MEMORY);
	return NULL;
}

/**
 * rsvp_session_put() - free a session on which nothing hangs any more
 * @rn: the namespace
 * @sess: the session; gone afterwards if it was empty
 *
 * Context: rn->lock held.
 */
void rsvp_session_put(struct rsvp_net *rn, struct rsvp_session *sess)
{
	lockdep_assert_held(&rn->lock);

	if (!list_empty(&sess->psbs) || !list_empty(&sess->rsbs) ||
	    !list_empty(&sess->tcsbs) || !list_empty(&sess->upstreams))
		return;
	rhashtable_remove_fast(&rn->sessions, &sess->hash, session_params);
	rsvp_object_del(rn, RSVP_KIND_SESSION, &sess->obj);
	list_del(&sess->by_dest);
	list_del(&sess->look);
	dest_put(rn, sess->dest, sess->key.dport);
	kfree(sess);
}

static void session_free(struct rsvp_net *rn, struct rsvp_session *sess)
{
	struct rsvp_upstream *up, *next_up;
	struct rsvp_tcsb *tcsb, *next_tcsb;
	struct rsvp_psb *psb, *next_psb;
	struct rsvp_rsb *rsb, *next_rsb;

	list_for_each_entry_safe(tcsb, next_tcsb, &sess->tcsbs, list)
		rsvp_tcsb_free(rn, tcsb);
	list_for_each_entry_safe(rsb, next_rsb, &sess->rsbs, list)
		rsvp_rsb_free(rn, rsb);
	list_for_each_entry_safe(psb, next_psb, &sess->psbs, list)
		rsvp_psb_free(rn, psb);
	list_for_each_entry_safe(up, next_up, &sess->upstreams, list)
		rsvp_upstream_free(rn, up);
	rsvp_session_put(rn, sess);
}

/**
 * rsvp_sessions_flush() - forget all protocol state without telling anybody
 * @rn: the namespace, which is going
 *
 * Context: rn->lock held.
 */
void rsvp_sessions_flush(struct rsvp_net *rn)
{
	struct rsvp_object *obj;

	lockdep_assert_held(&rn->lock);

	while ((obj = rsvp_object_after(rn, RSVP_KIND_SESSION, 0)))
		session_free(rn, container_of(obj, struct rsvp_session, obj));
}

/**
 * rsvp_sessions_init() - the tables of a namespace
 * @rn: the namespace
 *
 * Return: 0, or a negative errno.
 */
int rsvp_sessions_init(struct rsvp_net *rn)
{
	int err;

	err = rhashtable_init(&rn->sessions, &session_params);
	if (err)
		return err;
	err = rhashtable_init(&rn->dests, &dest_params);
	if (err)
		rhashtable_destroy(&rn->sessions);
	return err;
}

/**
 * rsvp_sessions_exit() - undo rsvp_sessions_init()
 * @rn: the namespace; all sessions are gone
 */
void rsvp_sessions_exit(struct rsvp_net *rn)
{
	rhashtable_destroy(&rn->dests);
	rhashtable_destroy(&rn->sessions);
}
