// SPDX-License-Identifier: GPL-2.0
/*
 * Counters: one set per CPU, and their names, texts and sums as userland
 * reads them. Whatever is dropped or refused passes through here.
 */
#include "rsvp.h"
#include "trace.h"

static const struct {
	const char *name[2];	/* received, sent */
	const char *text[2];
} message[RSVP_MSG_MAX + 1] = {
	[RSVP_MSG_PATH] = {
		{ "rx_path", "tx_path" },
		{ "Path messages received and dispatched",
		  "Path messages sent" },
	},
	[RSVP_MSG_RESV] = {
		{ "rx_resv", "tx_resv" },
		{ "Resv messages received and dispatched",
		  "Resv messages sent" },
	},
	[RSVP_MSG_PATHERR] = {
		{ "rx_patherr", "tx_patherr" },
		{ "PathErr messages received and dispatched",
		  "PathErr messages sent" },
	},
	[RSVP_MSG_RESVERR] = {
		{ "rx_resverr", "tx_resverr" },
		{ "ResvErr messages received and dispatched",
		  "ResvErr messages sent" },
	},
	[RSVP_MSG_PATHTEAR] = {
		{ "rx_pathtear", "tx_pathtear" },
		{ "PathTear messages received and dispatched",
		  "PathTear messages sent" },
	},
	[RSVP_MSG_RESVTEAR] = {
		{ "rx_resvtear", "tx_resvtear" },
		{ "ResvTear messages received and dispatched",
		  "ResvTear messages sent" },
	},
	[RSVP_MSG_RESVCONF] = {
		{ "rx_resvconf", "tx_resvconf" },
		{ "ResvConf messages received and dispatched",
		  "ResvConf messages sent" },
	},
};

static const struct {
	const char *name;
	const char *text;
	const char *cap_name;
	const char *cap_text;
} object_name[RSVP_KIND_MAX] = {
	[RSVP_KIND_SESSION] = {
		"sessions", "sessions",
		"sessions_cap", "sessions that this namespace may have",
	},
	[RSVP_KIND_PSB] = {
		"path_states", "path states",
		"path_states_cap", "path states that this namespace may have",
	},
	[RSVP_KIND_RSB] = {
		"resv_states", "reservation states",
		"resv_states_cap",
		"reservation states that this namespace may have",
	},
	[RSVP_KIND_TCSB] = {
		"tc_states", "traffic control states",
		"tc_states_cap",
		"traffic control states that this namespace may have",
	},
	[RSVP_KIND_SENDER] = {
		"senders", "senders of this host",
		"senders_cap", "senders that this namespace may have",
	},
	[RSVP_KIND_RESERVATION] = {
		"reservations", "reservations of this host",
		"reservations_cap",
		"reservations that this namespace may have",
	},
	[RSVP_KIND_SOCKET] = {
		"sockets", "sockets with QoS",
		"sockets_cap", "sockets with QoS that this namespace may have",
	},
	[RSVP_KIND_RULE] = {
		"rules", "rules for flows of programs",
		"rules_cap", "rules that this namespace may have",
	},
};

/* The type as it stands in a message that may be good for nothing; 0: none */
static u8 type_of(const struct rsvp_rx_entry *e)
{
	if (!e || skb_headlen(e->skb) < e->offset + sizeof(struct rsvp_hdr))
		return 0;
	return ((struct rsvp_hdr *)(e->skb->data + e->offset))->type;
}

/**
 * rsvp_drop() - count a message that is dropped, and trace it
 * @rn: the namespace
 * @rx: how it came in
 * @reason: why
 *
 * Context: worker.
 */
void rsvp_drop(struct rsvp_net *rn, const struct rsvp_rx *rx,
	       enum rsvp_drop_reason reason)
{
	this_cpu_inc(rn->mib->drop[reason]);
	if (rx->entry)
		rx->entry->dropped = true;
	trace_rsvp_msg_drop(rx->iface->ifindex, &rx->src, type_of(rx->entry),
			    reason);
}

/**
 * rsvp_count_drop() - count what is dropped or refused outside of input
 * @rn: the namespace
 * @reason: why
 *
 * Context: any.
 */
void rsvp_count_drop(struct rsvp_net *rn, enum rsvp_drop_reason reason)
{
	static const struct rsvp_addr nowhere;

	this_cpu_inc(rn->mib->drop[reason]);
	trace_rsvp_msg_drop(0, &nowhere, 0, reason);
}

/**
 * rsvp_count_rx() - count a message that is dispatched
 * @rn: the namespace
 * @type: its type
 *
 * Context: any.
 */
void rsvp_count_rx(struct rsvp_net *rn, u8 type)
{
	if (type <= RSVP_MSG_MAX)
		this_cpu_inc(rn->mib->rx[type]);
}

/**
 * rsvp_count_tx() - count a message that is sent
 * @rn: the namespace
 * @type: its type
 *
 * Context: any.
 */
void rsvp_count_tx(struct rsvp_net *rn, u8 type)
{
	if (type <= RSVP_MSG_MAX)
		this_cpu_inc(rn->mib->tx[type]);
}

/* Sums of single words that other CPUs go on counting: no lock, no order. */
static u64 mib_sum(const struct rsvp_net *rn, size_t offset)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const u8 *mib = (const u8 *)per_cpu_ptr(rn->mib, cpu);

		sum += READ_ONCE(*(const unsigned long *)(mib + offset));
	}
	return sum;
}

static bool message_counter(const struct rsvp_net *rn, u32 index,
			    struct rsvp_counter *c)
{
	u32 type = index / 2, tx = index % 2;
	size_t offset;

	c->name = message[type].name[tx];
	if (!c->name)
		return false;
	offset = tx ? offsetof(struct rsvp_mib, tx[type]) :
		      offsetof(struct rsvp_mib, rx[type]);
	c->text = message[type].text[tx];
	c->kind = RSVP_COUNTER_KIND_MESSAGE;
	c->value = mib_sum(rn, offset);
	return true;
}

static bool drop_counter(const struct rsvp_net *rn, u32 index,
			 struct rsvp_counter *c)
{
	if (index == RSVP_DROP_NONE)
		return false;
	c->name = rsvp_drop_name(index);
	c->text = rsvp_drop_text(index);
	c->kind = rsvp_drop_is_note(index) ? RSVP_COUNTER_KIND_NOTE :
					     RSVP_COUNTER_KIND_DROP;
	c->value = mib_sum(rn, offsetof(struct rsvp_mib, drop[index]));
	return true;
}

static bool object_counter(const struct rsvp_net *rn, u32 index,
			   struct rsvp_counter *c)
{
	u32 kind = index / 2;

	c->kind = RSVP_COUNTER_KIND_OBJECT;
	if (kind == RSVP_KIND_MAX) {
		if (index % 2) {
			c->name = "interfaces_cap";
			c->text = "interfaces that may have RSVP on";
			c->value = rn->user_caps ? RSVP_CAP_USER_IFACES :
						   RSVP_CAP_IFACES;
		} else {
			c->name = "interfaces";
			c->text = "interfaces with RSVP on";
			c->value = rn->n_ifaces;
		}
		return true;
	}
	if (index % 2) {
		c->name = object_name[kind].cap_name;
		c->text = object_name[kind].cap_text;
		c->value = rsvp_object_cap(rn, kind);
	} else {
		c->name = object_name[kind].name;
		c->text = object_name[kind].text;
		c->value = rn->count[kind];
	}
	return true;
}

/**
 * rsvp_counter_next() - the counters of a namespace, one after the other
 * @rn: the namespace
 * @index: which; 0 for the first; set to where to go on
 * @c: filled in
 *
 * Context: rn->lock held, for the sake of the live objects.
 * Return: false if there are no more.
 */
bool rsvp_counter_next(const struct rsvp_net *rn, u32 *index,
		       struct rsvp_counter *c)
{
	const u32 n_msg = 2 * (RSVP_MSG_MAX + 1);
	const u32 n_object = 2 * (RSVP_KIND_MAX + 1);
	bool got = false;

	lockdep_assert_held(&rn->lock);

	while (!got) {
		u32 i = *index;

		if (i < n_msg)
			got = message_counter(rn, i, c);
		else if (i < n_msg + RSVP_DROP_MAX)
			got = drop_counter(rn, i - n_msg, c);
		else if (i < n_msg + RSVP_DROP_MAX + n_object)
			got = object_counter(rn, i - n_msg - RSVP_DROP_MAX, c);
		else
			return false;
		(*index)++;
	}
	return true;
}
