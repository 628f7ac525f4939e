// SPDX-License-Identifier: GPL-2.0
/*
 * Time: the one queue of a namespace, and the arithmetic of RFC 2205, 3.7
 * (R, K, Slew.Max, jitter, lifetime). Boottime throughout, so that state ages
 * while the machine sleeps as it does at its neighbours.
 */
#include <linux/random.h>
#include <linux/sched/mm.h>

#include "rsvp.h"

enum {
	/* Expirations per hold of rn->lock; then others get their turn. No more
	 * messages than what a neighbour takes at once, though all be for the
	 * same
	 */
	RSVP_TICK_BUDGET	= RSVP_RXQ_BUDGET,
	/* Between two such holds, and what is due together is done together */
	RSVP_TICK_NS		= NSEC_PER_MSEC,
	/* Who is so far behind waits no longer */
	RSVP_TICK_LATE_MS	= 100,
};

/**
 * rsvp_timer_init() - prepare a timer
 * @t: the timer
 * @expire: called once when it is due, under rn->lock; may free the timer
 */
void rsvp_timer_init(struct rsvp_timer *t,
		     void (*expire)(struct rsvp_net *, struct rsvp_timer *))
{
	timerqueue_init(&t->node);
	t->expire = expire;
}

/**
 * rsvp_timer_armed() - is it waiting?
 * @t: the timer
 *
 * Return: true if it is in the queue.
 */
bool rsvp_timer_armed(const struct rsvp_timer *t)
{
	return !RB_EMPTY_NODE(&t->node.node);
}

static void arm_tick(struct rsvp_net *rn)
{
	struct timerqueue_node *head = timerqueue_getnext(&rn->timers);

	if (!head || rn->dead)
		return;
	hrtimer_start(&rn->alarm, max(head->expires, rn->tick_next),
		      HRTIMER_MODE_ABS);
}

static enum hrtimer_restart alarm_rings(struct hrtimer *alarm)
{
	struct rsvp_net *rn = container_of(alarm, struct rsvp_net, alarm);

	queue_work(rsvp_wq, &rn->tick);
	return HRTIMER_NORESTART;
}

/**
 * rsvp_timer_del() - stop a timer
 * @rn: the namespace
 * @t: the timer; need not be armed
 *
 * Context: rn->lock held.
 */
void rsvp_timer_del(struct rsvp_net *rn, struct rsvp_timer *t)
{
	lockdep_assert_held(&rn->lock);

	if (rsvp_timer_armed(t))
		timerqueue_del(&rn->timers, &t->node);
}

/**
 * rsvp_timer_set() - start or restart a timer
 * @rn: the namespace
 * @t: the timer
 * @when: boottime
 *
 * Context: rn->lock held.
 */
void rsvp_timer_set(struct rsvp_net *rn, struct rsvp_timer *t, ktime_t when)
{
	lockdep_assert_held(&rn->lock);

	rsvp_timer_del(rn, t);
	t->node.expires = when;
	/* true: it is now the first, and the work must come earlier */
	if (timerqueue_add(&rn->timers, &t->node))
		arm_tick(rn);
}

/**
 * rsvp_timer_in() - start or restart a timer, from now
 * @rn: the namespace
 * @t: the timer
 * @ms: milliseconds from now
 *
 * Context: rn->lock held.
 */
void rsvp_timer_in(struct rsvp_net *rn, struct rsvp_timer *t, u64 ms)
{
	rsvp_timer_set(rn, t, ktime_add_ms(ktime_get_boottime(), ms));
}

/**
 * rsvp_timer_left_ms() - how long a timer still runs
 * @t: the timer
 *
 * Return: ms; 0 if it is due or not armed.
 */
u32 rsvp_timer_left_ms(const struct rsvp_timer *t)
{
	s64 ms;

	if (!rsvp_timer_armed(t))
		return 0;
	ms = ktime_ms_delta(t->node.expires, ktime_get_boottime());
	return clamp_t(s64, ms, 0, U32_MAX);
}

static void rsvp_tick(struct work_struct *work)
{
	struct rsvp_net *rn = container_of(work, struct rsvp_net, tick);
	u32 budget = RSVP_TICK_BUDGET;
	struct timerqueue_node *node;
	struct mem_cgroup *memcg;
	struct rsvp_timer *t;
	ktime_t now;

	mutex_lock(&rn->lock);
	memcg = set_active_memcg(rn->memcg);
	now = ktime_get_boottime();
	while (!rn->dead && budget-- && (node = timerqueue_getnext(&rn->timers))) {
		if (ktime_after(node->expires, now))
			break;
		timerqueue_del(&rn->timers, node);
		t = container_of(node, struct rsvp_timer, node);
		t->expire(rn, t);
	}
	now = ktime_get_boottime();
	node = timerqueue_getnext(&rn->timers);
	if (!node || ktime_ms_delta(now, node->expires) < RSVP_TICK_LATE_MS)
		now = ktime_add_ns(now, RSVP_TICK_NS);
	rn->tick_next = now;
	arm_tick(rn);
	set_active_memcg(memcg);
	mutex_unlock(&rn->lock);
}

/**
 * rsvp_timers_init() - the queue of a namespace
 * @rn: the namespace
 */
void rsvp_timers_init(struct rsvp_net *rn)
{
	timerqueue_init_head(&rn->timers);
	INIT_WORK(&rn->tick, rsvp_tick);
	hrtimer_init(&rn->alarm, CLOCK_BOOTTIME, HRTIMER_MODE_ABS);
	rn->alarm.function = alarm_rings;
}

/**
 * rsvp_timers_exit() - no timer fires any more
 * @rn: the namespace, dead
 *
 * Context: process, rn->lock not held.
 */
void rsvp_timers_exit(struct rsvp_net *rn)
{
	hrtimer_cancel(&rn->alarm);
	cancel_work_sync(&rn->tick);
}

/**
 * rsvp_lifetime_ms() - L, how long state outlives its last refresh
 * @rn: the namespace
 * @ifindex: interface the refreshes come in by; its K counts
 * @R_ms: the refresh period that the neighbour announced, ms
 *
 * RFC 2205, 3.7, item 2: L >= (K + 0.5) * 1.5 * R.
 *
 * Context: rn->lock held.
 * Return: ms.
 */
u64 rsvp_lifetime_ms(struct rsvp_net *rn, int ifindex, u32 R_ms)
{
	const struct rsvp_iface *iface = rsvp_iface_find(rn, ifindex);
	u64 keep = iface ? iface->conf.keep : RSVP_KEEP_DEFAULT;

	return (2 * keep + 1) * 3 * R_ms / 4;
}

/**
 * rsvp_refresh_period() - R to announce in the next refresh
 * @rn: the namespace
 * @ifindex: interface it goes out by
 * @last_ms: R announced before; 0: none
 *
 * RFC 2205, 3.7, item 5: R grows by no more than Slew.Max at a time.
 *
 * Context: rn->lock held.
 * Return: ms.
 */
u32 rsvp_refresh_period(struct rsvp_net *rn, int ifindex, u32 last_ms)
{
	const struct rsvp_iface *iface = rsvp_iface_find(rn, ifindex);
	u64 most;

	if (!iface)
		return last_ms ?: RSVP_REFRESH_DEFAULT_MS;
	if (!last_ms)
		return iface->conf.refresh_ms;
	most = div_u64((u64)last_ms * (100 + iface->conf.slew_max), 100);
	/* A tiny R must still be able to grow */
	return min_t(u64, iface->conf.refresh_ms, max_t(u64, most, last_ms + 1));
}

/**
 * rsvp_refresh_jitter() - when the next refresh is due
 * @period_ms: R
 *
 * RFC 2205, 3.7, item 1: uniform in [0.5R, 1.5R].
 *
 * Return: ms from now.
 */
u32 rsvp_refresh_jitter(u32 period_ms)
{
	return period_ms / 2 +
	       (u32)(((u64)get_random_u32() * ((u64)period_ms + 1)) >> 32);
}
