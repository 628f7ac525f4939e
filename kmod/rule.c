// SPDX-License-Identifier: GPL-2.0
/*
 * Rules: which packets give their sockets QoS, and which. They are tried in the
 * order of their priority, and the first that matches is taken. Hooks read them
 * under RCU, everything else is under rn->lock.
 */
#include <net/ipv6.h>

#include "rule.h"

/* An IPv4 address is the first of the bytes of an IPv6 one */
static bool prefix_has(const struct rsvp_prefix *prefix,
		       const struct rsvp_addr *addr)
{
	if (!prefix->addr.family)
		return true;
	return prefix->addr.family == addr->family &&
	       ipv6_prefix_equal(&prefix->addr.v6, &addr->v6, prefix->len);
}

static bool range_has(const struct rsvp_port_range *range, __be16 port)
{
	return ntohs(port) >= range->first && ntohs(port) <= range->last;
}

static bool matches(const struct rsvp_rule *rule, const struct rsvp_flow_id *id,
		    const struct sock *sk)
{
	if (rule->proxy != id->transit ||
	    (id->transit && rule->ifindex && rule->ifindex != id->ifindex) ||
	    !(rule->ways & BIT(id->direction)) ||
	    (rule->proto && rule->proto != id->proto) ||
	    (rule->family && rule->family != id->dst.family) ||
	    !range_has(&rule->dport, id->dport) ||
	    !range_has(&rule->sport, id->sport) ||
	    ((rule->mark ^ id->mark) & rule->mask) ||
	    !prefix_has(&rule->dst, &id->dst) ||
	    !prefix_has(&rule->src, &id->src))
		return false;
	if (!sk)
		return true;
	if (rule->has_uid && !uid_eq(rule->uid, KUIDT_INIT(id->uid)))
		return false;
	return !rule->cgroup || rsvp_sock_in_cgroup(sk, rule->cgroup);
}

/**
 * rsvp_rule_match() - the rule that a flow is for
 * @all: the rules
 * @id: the flow
 * @sk: its socket; NULL: not known, and some rule may match for one
 *
 * Context: rcu_read_lock() or rn->lock held.
 * Return: the first that matches; NULL: none does.
 */
struct rsvp_rule *rsvp_rule_match(const struct rsvp_rules *all,
				  const struct rsvp_flow_id *id,
				  const struct sock *sk)
{
	struct rsvp_rule *rule;

	list_for_each_entry_rcu(rule, &all->list, list, true)
		if (matches(rule, id, sk))
			return rule;
	return NULL;
}

/**
 * rsvp_rule_id() - the id of a rule
 * @rule: the rule; NULL: none
 *
 * Return: its id, 0 of none.
 */
u64 rsvp_rule_id(const struct rsvp_rule *rule)
{
	return rule ? rule->obj.id : 0;
}

static int refuse(struct rsvp_refusal *why, int err, u16 attr,
		  const char *text)
{
	why->err = err;
	why->attr = attr;
	why->text = text;
	return err;
}

static struct rsvp_rules *rules_get(struct rsvp_net *rn)
{
	struct rsvp_rules *all = rn->rules;

	if (all)
		return all;
	all = kvzalloc(sizeof(*all), GFP_KERNEL_ACCOUNT);
	if (!all)
		return NULL;
	INIT_LIST_HEAD(&all->list);
	rsvp_flows_init(all);
	rsvp_proxies_init(all);
	skb_queue_head_init(&all->reports);
	/* Whoever sees it sees it whole */
	smp_store_release(&rn->rules, all);
	return all;
}

/* Behind those of its priority */
static void insert(struct rsvp_rules *all, struct rsvp_rule *rule)
{
	struct rsvp_rule *after;

	list_for_each_entry(after, &all->list, list)
		if (after->priority > rule->priority)
			break;
	list_add_tail_rcu(&rule->list, &after->list);
}

static bool receives(const struct rsvp_rule *rule)
{
	return rule->ways & BIT(RSVP_DIRECTION_RECEIVE);
}

static bool answers(const struct rsvp_rule *rule)
{
	return rule->proxy && receives(rule);
}

static bool has_groups(const struct rsvp_rule *rule, u32 family)
{
	struct rsvp_addr first = { .family = family };

	if (family == AF_INET)
		first.v4 = htonl(INADDR_UNSPEC_GROUP);
	else
		first.v6.s6_addr[0] = 0xff;
	return prefix_has(&rule->dst, &first) ||
	       (rule->dst.addr.family == family &&
		rsvp_addr_is_multicast(&rule->dst.addr));
}

/**
 * rsvp_rules_answer() - may a rule answer for members of groups?
 * @rn: the namespace
 * @ifindex: behind this interface
 * @family: AF_INET or AF_INET6
 *
 * Context: rn->lock held.
 * Return: true if so.
 */
bool rsvp_rules_answer(struct rsvp_net *rn, int ifindex, u32 family)
{
	const struct rsvp_rule *rule;

	lockdep_assert_held(&rn->lock);

	if (!rn->rules || !rn->rules->n_proxies)
		return false;
	list_for_each_entry(rule, &rn->rules->list, list)
		if (answers(rule) &&
		    (!rule->ifindex || rule->ifindex == ifindex) &&
		    (!rule->family || rule->family == family) &&
		    has_groups(rule, family))
			return true;
	return false;
}

static void count(struct rsvp_rules *all, const struct rsvp_rule *rule, int by)
{
	all->n += by;
	all->n_receive += receives(rule) ? by : 0;
	all->n_proxies += answers(rule) ? by : 0;
	WRITE_ONCE(all->n_cgroup, all->n_cgroup + (rule->cgroup ? by : 0));
	WRITE_ONCE(all->generation, all->generation + 1);
}

/* Receivers that joined before there was the rule, and may wait for data */
static void look_at_paths(struct rsvp_net *rn, const struct rsvp_rule *rule)
{
	const struct rsvp_session *sess;
	struct rsvp_object *obj;
	u64 id = 0;

	if (rule->proxy || !receives(rule))
		return;
	while ((obj = rsvp_object_after(rn, RSVP_KIND_SESSION, id))) {
		id = obj->id;
		sess = container_of(obj, struct rsvp_session, obj);
		if (prefix_has(&rule->dst, &sess->key.dst) &&
		    range_has(&rule->dport, sess->key.dport))
			rsvp_flows_path(rn, &sess->key);
	}
}

/* What is to be seen and heard for the rules that there are */
static int listen(struct rsvp_net *rn)
{
	rsvp_proxies_hook(rn);
	rsvp_queriers_hook(rn);
	return rsvp_flows_hook(rn) ?:
	       rsvp_reports_hook(rn, rn->rules->n_receive);
}

/**
 * rsvp_rule_add() - there is another rule
 * @rn: the namespace
 * @rule: the rule; ours if this succeeds, else still the caller's
 * @why: filled in on refusal
 *
 * Context: worker, rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_rule_add(struct rsvp_net *rn, struct rsvp_rule *rule,
		  struct rsvp_refusal *why)
{
	struct rsvp_rules *all;
	int err;

	lockdep_assert_held(&rn->lock);

	if (!rsvp_object_room(rn, RSVP_KIND_RULE))
		return refuse(why, -ENOSPC, 0, "no room for another rule");
	all = rules_get(rn);
	if (!all)
		return refuse(why, -ENOMEM, 0, "no memory");
	INIT_LIST_HEAD(&rule->attached);
	INIT_LIST_HEAD(&rule->proxies);
	insert(all, rule);
	count(all, rule, 1);
	err = listen(rn);
	if (err) {
		list_del_rcu(&rule->list);
		count(all, rule, -1);
		listen(rn);
		/* Hooks may look at it, and the caller frees it */
		synchronize_rcu();
		return refuse(why, err, 0,
			      "the netfilter hooks cannot be registered");
	}
	rsvp_object_add(rn, RSVP_KIND_RULE, &rule->obj);
	rsvp_notify_rule(rn, rule, RSVP_EVENT_NEW);
	look_at_paths(rn, rule);
	if (answers(rule))
		rsvp_proxies_rule(rn);
	return 0;
}

/**
 * rsvp_rule_del() - there is a rule less, and what sockets have by it goes
 * @rn: the namespace
 * @rule: the rule
 *
 * Flows that another one matches have it with their next packet.
 *
 * Context: worker, rn->lock held.
 */
void rsvp_rule_del(struct rsvp_net *rn, struct rsvp_rule *rule)
{
	struct rsvp_rules *all = rn->rules;

	lockdep_assert_held(&rn->lock);

	list_del_rcu(&rule->list);
	count(all, rule, -1);
	rsvp_flows_of_rule_end(rn, rule);
	rsvp_proxies_end(rn, rule);
	if (answers(rule))
		rsvp_proxies_rule(rn);
	listen(rn);
	rsvp_notify_rule(rn, rule, RSVP_EVENT_DEL);
	rsvp_object_del(rn, RSVP_KIND_RULE, &rule->obj);
	rsvp_owner_put(rn, rule->owner);
	kfree_rcu(rule, rcu);
}

/**
 * rsvp_rules_owners_gone() - delete what closed netlink sockets owned
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 */
void rsvp_rules_owners_gone(struct rsvp_net *rn)
{
	struct rsvp_rule *rule, *next;

	lockdep_assert_held(&rn->lock);

	if (!rn->rules)
		return;
	list_for_each_entry_safe(rule, next, &rn->rules->list, list)
		if (rsvp_owner_dead(rn, rule->owner))
			rsvp_rule_del(rn, rule);
}

/**
 * rsvp_rules_flush() - no rules any more: the module is being unloaded
 * @rn: the namespace
 *
 * Context: worker, rn->lock held.
 */
void rsvp_rules_flush(struct rsvp_net *rn)
{
	struct rsvp_rule *rule, *next;

	lockdep_assert_held(&rn->lock);

	if (!rn->rules)
		return;
	list_for_each_entry_safe(rule, next, &rn->rules->list, list)
		rsvp_rule_del(rn, rule);
}

/**
 * rsvp_rules_pre_exit() - the namespace goes: no packet is seen any more
 * @rn: the namespace
 *
 * Context: rn->lock held.
 */
void rsvp_rules_pre_exit(struct rsvp_net *rn)
{
	if (!rn->rules)
		return;
	rsvp_flows_unhook(rn);
	rsvp_reports_hook(rn, false);
	rsvp_timer_del(rn, &rn->rules->retry);
}

/**
 * rsvp_rules_exit() - the end of the rules of a namespace
 * @rn: the namespace
 *
 * No flow has a socket: that would hold the namespace.
 *
 * Context: rn->lock held; a grace period after rsvp_rules_pre_exit().
 */
void rsvp_rules_exit(struct rsvp_net *rn)
{
	struct rsvp_rules *all = rn->rules;
	struct rsvp_rule *rule, *next;

	if (!all)
		return;
	list_for_each_entry_safe(rule, next, &all->list, list) {
		list_del(&rule->list);
		rsvp_object_del(rn, RSVP_KIND_RULE, &rule->obj);
		rsvp_owner_put(rn, rule->owner);
		kfree(rule);
	}
	kvfree(all);
	rn->rules = NULL;
}
