/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel names that rsvp.h, tcsb.c, merge.c, scope.c, blockade.c and repeat.c
 * use, for userspace: the merging rules of RFC 2209 are tested without a kernel. The
 * Makefile gives every <linux/...> header that rsvp.h asks for to this one.
 */
#ifndef _RSVP_KERNEL_USER_H
#define _RSVP_KERNEL_USER_H

#include <stdlib.h>

#include "pure_user.h"

#define __percpu
#define __rcu
#define IFNAMSIZ		16
#define GFP_KERNEL		0
#define GFP_KERNEL_ACCOUNT	0

#define container_of(p, type, member) \
	((type *)((char *)(p) - offsetof(type, member)))
#define READ_ONCE(x)		(x)
#define lockdep_assert_held(lock)	((void)(lock))

struct rb_node { int unused; };
struct rb_root_cached { int unused; };
struct rhash_head { int unused; };
struct rhlist_head { int unused; };
struct rhashtable { int unused; };
struct rhltable { int unused; };
struct rcu_head { int unused; };
struct xarray { int unused; };
struct mutex { int unused; };
struct notifier_block { int unused; };
struct work_struct { int unused; };
struct hrtimer { int unused; };
struct timerqueue_head { int unused; };
struct sk_buff;
struct sock;
struct dst_entry;
struct net;
struct net_device;
struct workqueue_struct;
typedef int spinlock_t;
typedef int refcount_t;
typedef int netdevice_tracker;
typedef s64 ktime_t;
typedef unsigned int gfp_t;

struct timerqueue_node {
	struct rb_node node;
	ktime_t expires;
};

/* Time that the test makes pass */
extern s64 now_ms;

static inline ktime_t ktime_get_boottime(void)
{
	return now_ms * 1000000;
}

static inline ktime_t ktime_add_ms(ktime_t t, u64 ms)
{
	return t + (s64)ms * 1000000;
}

static inline bool ktime_before(ktime_t a, ktime_t b)
{
	return a < b;
}

static inline void *kzalloc(size_t size, gfp_t gfp)
{
	(void)gfp;
	return calloc(1, size);
}

static inline void *kcalloc(size_t n, size_t size, gfp_t gfp)
{
	(void)gfp;
	return calloc(n, size);
}

static inline void *kmalloc(size_t size, gfp_t gfp)
{
	(void)gfp;
	return malloc(size);
}

static inline void kfree(const void *p)
{
	free((void *)p);
}

static inline void *kvcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kcalloc(n, size, gfp);
}

static inline void kvfree(const void *p)
{
	kfree(p);
}

static inline void sort(void *base, size_t n, size_t size,
			int (*cmp)(const void *, const void *), void *swap)
{
	(void)swap;
	qsort(base, n, size, cmp);
}

/* Doubly linked lists, as <linux/list.h> has them */
struct list_head {
	struct list_head *next, *prev;
};

static inline void INIT_LIST_HEAD(struct list_head *head)
{
	head->next = head;
	head->prev = head;
}

static inline void list_add_tail(struct list_head *item, struct list_head *head)
{
	item->prev = head->prev;
	item->next = head;
	head->prev->next = item;
	head->prev = item;
}

static inline void list_del(struct list_head *item)
{
	item->prev->next = item->next;
	item->next->prev = item->prev;
}

static inline int list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline int list_is_singular(const struct list_head *head)
{
	return !list_empty(head) && head->next == head->prev;
}

#define list_entry(p, type, member)	container_of(p, type, member)
#define list_first_entry_or_null(head, type, member) \
	(list_empty(head) ? NULL : list_entry((head)->next, type, member))
/* What a walk of lists within lists costs */
extern unsigned long list_steps;

#define list_for_each_entry(pos, head, member)				\
	for (pos = list_entry((head)->next, __typeof__(*pos), member);	\
	     list_steps++, &pos->member != (head);			\
	     pos = list_entry(pos->member.next, __typeof__(*pos), member))

#define list_for_each_entry_safe(pos, n, head, member)			\
	for (pos = list_entry((head)->next, __typeof__(*pos), member),	\
	     n = list_entry(pos->member.next, __typeof__(*pos), member); \
	     &pos->member != (head);					\
	     pos = n,							\
	     n = list_entry(n->member.next, __typeof__(*n), member))

void dst_release(struct dst_entry *dst);

#define DECLARE_BITMAP(name, bits) \
	unsigned long name[((bits) + 8 * sizeof(long) - 1) / (8 * sizeof(long))]

#endif /* _RSVP_KERNEL_USER_H */
