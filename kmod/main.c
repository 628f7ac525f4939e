// SPDX-License-Identifier: GPL-2.0
/*
 * The module, its namespaces, and the worker in which everything meets:
 * messages, commands, events (timers have their own work, under the same lock).
 */
#include <linux/genetlink.h>
#include <linux/memcontrol.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <net/netns/generic.h>

#include "rsvp.h"
#include "served.h"

/* The largest message there can be: an IPv4 packet without options */
#define TX_SIZE		(65535 - 20)

struct workqueue_struct *rsvp_wq;
static unsigned int rsvp_net_id __read_mostly;

/**
 * rsvp_net() - RSVP of a network namespace
 * @net: the namespace
 *
 * Return: the instance; every namespace has one while the module is loaded.
 */
struct rsvp_net *rsvp_net(const struct net *net)
{
	return net_generic(net, rsvp_net_id);
}

/**
 * rsvp_kick() - there is work
 * @rn: the namespace
 *
 * Nothing once the namespace is going: the grace period between pre_exit, which
 * sets @dead, and exit, which cancels the work, waits for us.
 *
 * Context: any.
 */
void rsvp_kick(struct rsvp_net *rn)
{
	rcu_read_lock();
	if (!READ_ONCE(rn->dead))
		queue_work(rsvp_wq, &rn->work);
	rcu_read_unlock();
}

/**
 * rsvp_charge_to_caller() - who pays for what the worker allocates?
 * @rn: the namespace
 *
 * A kernel thread is charged for nothing. Outside the initial user namespace
 * the memory cgroup of the first who gives a command pays, from now on.
 *
 * Context: process, in the caller's system call.
 */
void rsvp_charge_to_caller(struct rsvp_net *rn)
{
	struct mem_cgroup *memcg;

	if (!rn->user_caps || READ_ONCE(rn->memcg))
		return;
	memcg = get_mem_cgroup_from_mm(current->mm);
	if (cmpxchg(&rn->memcg, NULL, memcg))
		mem_cgroup_put(memcg);
}

static void rsvp_work(struct work_struct *work)
{
	struct rsvp_net *rn = container_of(work, struct rsvp_net, work);
	struct mem_cgroup *memcg;
	bool more = false;

	mutex_lock(&rn->lock);
	memcg = set_active_memcg(rn->memcg);
	if (!rn->dead) {
		if (test_and_clear_bit(RSVP_EV_SHUTDOWN, &rn->events)) {
			/* Nobody waits for these; none may switch on again */
			rsvp_requests_cancel(rn);
			rsvp_rules_flush(rn);
			rsvp_sockets_flush(rn);
			rsvp_ifaces_flush(rn);
			rsvp_api_leave(rn);
		}
		if (test_and_clear_bit(RSVP_EV_RESCAN, &rn->events))
			rsvp_ifaces_rescan(rn);
		if (test_and_clear_bit(RSVP_EV_OWNERS, &rn->events)) {
			rsvp_rules_owners_gone(rn);
			rsvp_api_owners_gone(rn);
		}
		rsvp_requests_run(rn);
		more = rsvp_repair(rn);
		more |= rsvp_input(rn);
		more |= rsvp_flows_run(rn);
		more |= rsvp_reports_run(rn);
		more |= rsvp_proxies_run(rn);
		more |= rsvp_sockets_run(rn);
	}
	set_active_memcg(memcg);
	mutex_unlock(&rn->lock);
	if (more)
		rsvp_kick(rn);
}

static int rsvp_net_alloc(struct rsvp_net *rn)
{
	rn->mib = alloc_percpu_gfp(struct rsvp_mib, GFP_KERNEL_ACCOUNT);
	return rn->mib ? 0 : -ENOMEM;
}

/**
 * rsvp_net_buffers() - have what messages are read and written with
 * @rn: the namespace
 *
 * Not before there is a command that may need it: most namespaces never have
 * RSVP, and who may make them may make many.
 *
 * Context: worker, rn->lock held.
 * Return: 0 or -ENOMEM.
 */
int rsvp_net_buffers(struct rsvp_net *rn)
{
	lockdep_assert_held(&rn->lock);

	if (!rn->msg)
		rn->msg = kmalloc(sizeof(*rn->msg), GFP_KERNEL_ACCOUNT);
	if (!rn->sent)
		rn->sent = kmalloc(sizeof(*rn->sent), GFP_KERNEL_ACCOUNT);
	if (!rn->sent_now)
		rn->sent_now = kmalloc(sizeof(*rn->sent_now),
				       GFP_KERNEL_ACCOUNT);
	if (!rn->tx)
		rn->tx = kvmalloc(TX_SIZE, GFP_KERNEL_ACCOUNT);
	rn->tx_size = TX_SIZE;
	return rn->msg && rn->sent && rn->sent_now && rn->tx ? 0 : -ENOMEM;
}

static void rsvp_net_free(struct rsvp_net *rn)
{
	mem_cgroup_put(rn->memcg);
	kvfree(rn->tx);
	kfree(rn->sent_now);
	kfree(rn->sent);
	kfree(rn->msg);
	free_percpu(rn->mib);
	mutex_destroy(&rn->lock);
}

static int __net_init rsvp_net_init(struct net *net)
{
	struct rsvp_net *rn = rsvp_net(net);
	int err, i;

	rn->net = net;
	mutex_init(&rn->lock);
	INIT_LIST_HEAD(&rn->ifaces);
	INIT_LIST_HEAD(&rn->memberships);
	INIT_LIST_HEAD(&rn->requests);
	INIT_LIST_HEAD(&rn->owners);
	INIT_LIST_HEAD(&rn->repeats);
	spin_lock_init(&rn->request_lock);
	spin_lock_init(&rn->owner_lock);
	xa_init(&rn->by_ifindex);
	INIT_WORK(&rn->work, rsvp_work);
	for (i = 0; i < RSVP_KIND_MAX; i++)
		rn->objects[i] = RB_ROOT_CACHED;
	rn->user_caps = net->user_ns != &init_user_ns;
	rn->quota.sockets = RSVP_QUOTA_SOCKETS;
	rn->quota.rate_Bps = RSVP_QUOTA_RATE_Bps;
	rsvp_timers_init(rn);
	rsvp_repair_init(rn);
	rsvp_accepts_init(rn);
	rsvp_local_init(rn);

	err = rsvp_net_alloc(rn);
	if (err)
		goto err_free;
	err = rsvp_sessions_init(rn);
	if (err)
		goto err_free;
	err = rsvp_api_init(rn);
	if (err)
		goto err_sessions;
	err = rsvp_tc_net_init(rn);
	if (err)
		goto err_api;
	err = rsvp_classify_net_init(rn);
	if (err)
		goto err_tc;
	return 0;

err_tc:
	rsvp_tc_net_exit(rn);
err_api:
	rsvp_api_exit(rn);
err_sessions:
	rsvp_sessions_exit(rn);
err_free:
	rsvp_net_free(rn);
	return err;
}

/*
 * Two reasons to come here. The module is being unloaded and the namespace
 * lives on: the worker takes everything down, in the open, and restores the
 * qdiscs. Or the namespace dies: its devices and qdiscs go with it, and nobody
 * can be told any more.
 */
static void __net_exit rsvp_net_pre_exit(struct net *net)
{
	struct rsvp_net *rn = rsvp_net(net);

	if (check_net(net)) {
		set_bit(RSVP_EV_SHUTDOWN, &rn->events);
		rsvp_kick(rn);
		flush_work(&rn->work);
	}
	mutex_lock(&rn->lock);
	/* From here on no work does anything, and no timer is armed */
	WRITE_ONCE(rn->dead, true);
	rsvp_hooks_off(rn);
	rsvp_repair_off(rn);
	rsvp_rules_pre_exit(rn);
	rsvp_classify_net_pre_exit(rn);
	mutex_unlock(&rn->lock);
}

/* After a grace period: no hook, no notifier, no netlink request comes in */
static void __net_exit rsvp_net_exit(struct net *net)
{
	struct rsvp_net *rn = rsvp_net(net);

	rsvp_timers_exit(rn);
	cancel_work_sync(&rn->work);
	rsvp_requests_cancel(rn);

	mutex_lock(&rn->lock);
	rsvp_repeats_exit(rn);
	rsvp_sessions_flush(rn);
	rsvp_api_exit(rn);
	rsvp_sockets_exit(rn);
	rsvp_rules_exit(rn);
	rsvp_ifaces_exit(rn);
	mutex_unlock(&rn->lock);

	rsvp_classify_net_exit(rn);
	rsvp_tc_net_exit(rn);
	rsvp_sessions_exit(rn);
	rsvp_net_free(rn);
}

static struct pernet_operations rsvp_net_ops = {
	.init		= rsvp_net_init,
	.pre_exit	= rsvp_net_pre_exit,
	.exit		= rsvp_net_exit,
	.id		= &rsvp_net_id,
	.size		= sizeof(struct rsvp_net),
};

static int __init rsvp_init(void)
{
	int err;

	/* Unbound: a flood keeps no CPU busy that others are bound to */
	rsvp_wq = alloc_workqueue("rsvp", WQ_UNBOUND, 0);
	if (!rsvp_wq)
		return -ENOMEM;
	err = register_pernet_subsys(&rsvp_net_ops);
	if (err)
		goto err_wq;
	err = rsvp_owner_init();
	if (err)
		goto err_pernet;
	err = rsvp_iface_init();
	if (err)
		goto err_owner;
	err = rsvp_nl_init();
	if (err)
		goto err_iface;
	return 0;

err_iface:
	rsvp_iface_exit();
err_owner:
	rsvp_owner_exit();
err_pernet:
	unregister_pernet_subsys(&rsvp_net_ops);
err_wq:
	destroy_workqueue(rsvp_wq);
	return err;
}

static void __exit rsvp_exit(void)
{
	/* No command comes in; those that wait have been answered */
	rsvp_nl_exit();
	rsvp_iface_exit();
	rsvp_owner_exit();
	unregister_pernet_subsys(&rsvp_net_ops);
	destroy_workqueue(rsvp_wq);
	/* Flows and interfaces are freed by RCU callbacks */
	rcu_barrier();
}

module_init(rsvp_init);
module_exit(rsvp_exit);

MODULE_DESCRIPTION("Resource ReSerVation Protocol (RFC 2205)");
MODULE_AUTHOR("The rsvp authors");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
/* Else they are loaded when a link is managed, by which they may have to come */
MODULE_SOFTDEP("pre: sch_tbf sch_hfsc");
MODULE_ALIAS_GENL_FAMILY(RSVP_FAMILY_NAME);
