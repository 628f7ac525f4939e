// SPDX-License-Identifier: GPL-2.0
/*
 * The HFSC back end: what the tree of a link looks like, and the rtnetlink
 * messages that make it. It decides nothing.
 *
 *	PACE:	tbf, in place of the kernel's default or below the parent
 *	  MAJ:	hfsc
 *	    MAJ:1	link sharing: the bandwidth of the link
 *	      MAJ:2	best effort, the default: link sharing; cake or fq_codel
 *	      MAJ:3	signalling: real time and link sharing; fq_codel
 *	      MAJ:10...	one for each guaranteed reservation: real time; bfifo
 *	    MAJ:10...	one for each controlled load: the same, before MAJ:1
 *
 * tbf is the link. A deadline of HFSC means something only to whoever takes one
 * packet when the one before is through. An upper limit of HFSC does not hold
 * for real-time curves: a packet of each class that is due would leave at once,
 * and wait behind the others' where it is slower, first come, first served.
 */
#include <linux/if_ether.h>
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include <net/pkt_sched.h>

#include "rsvp.h"
#include "link.h"
#include "rtnl.h"

enum {
	RSVP_SIGNAL_FLOWS	= 64,		/* queues of the signalling class */
	RSVP_SIGNAL_LIMIT	= 4096,		/* packets waiting there */
	RSVP_SIGNAL_TARGET_US	= 100 * USEC_PER_MSEC,
	RSVP_SIGNAL_INTERVAL_US	= USEC_PER_SEC,
	RSVP_PACE_LIMIT		= 256 << 10,	/* bytes, while hfsc is loaded */
};

/* HFSC divides by multiplying with an inverse slope: this over the rate */
#define HFSC_SCALE	((u64)PSCHED_TICKS_PER_SEC << (8 + PSCHED_SHIFT))

/*
 * HFSC rounds an inverse slope up: the class comes out slower than asked. A
 * real-time rate is chosen so that it does not, but then it comes out faster: by
 * up to 0.5 % at 10 Gbit/s, and 1.7 % at the most that HFSC counts.
 */
static u32 real_time_rate(u64 Bps)
{
	if (!Bps)
		return 0;
	Bps = DIV64_U64_ROUND_UP(HFSC_SCALE,
				 max_t(u64, div64_u64(HFSC_SCALE, Bps), 1));
	return min_t(u64, Bps, U32_MAX);
}

/**
 * rsvp_hfsc_excess() - what real-time classes may get beyond what they asked for
 * @Bps: what all of them asked for, link bytes/s
 *
 * One that asks for x gets less than x / (1 - x / HFSC_SCALE) + 1: most if one
 * asks for everything.
 *
 * Context: any.
 * Return: link bytes/s.
 */
u64 rsvp_hfsc_excess(u64 Bps)
{
	Bps = min_t(u64, Bps, U32_MAX);
	return div64_u64(Bps * Bps, HFSC_SCALE - Bps) + 1;
}

static int put_curve(struct sk_buff *msg, int attr, u64 m1, u32 d_us, u64 m2)
{
	struct tc_service_curve sc = {
		.m1 = min_t(u64, m1, U32_MAX),
		.d = d_us,
		.m2 = min_t(u64, m2, U32_MAX),
	};

	return nla_put(msg, attr, sizeof(sc), &sc);
}

static int put_rate(struct sk_buff *msg, int attr, u64 Bps)
{
	return Bps ? put_curve(msg, attr, Bps, 0, Bps) : 0;
}

static int put_real_time(struct sk_buff *msg, const struct rsvp_curve *curve)
{
	/* An empty curve is taken for none given, and the old one stays. */
	return put_curve(msg, TCA_HFSC_RSC,
			 max(real_time_rate(curve->m1), 1u), curve->d_us,
			 max(real_time_rate(curve->m2), 1u));
}

static int talk(struct rsvp_tc_link *link, struct sk_buff *msg)
{
	return rsvp_rtnl_talk(link->rn, msg, NULL, NULL);
}

static struct sk_buff *class_msg(struct rsvp_tc_link *link, u16 flags,
				 u16 parent, u16 minor)
{
	return rsvp_rtnl_tc(RTM_NEWTCLASS, flags, link->ifindex,
			    rsvp_classid(link, parent),
			    rsvp_classid(link, minor), "hfsc");
}

static int class_send(struct rsvp_tc_link *link, u16 flags, u16 parent,
		      u16 minor, const struct rsvp_curve *rt, u64 share)
{
	struct sk_buff *msg = class_msg(link, flags, parent, minor);
	struct nlattr *nest;

	if (!msg)
		return -ENOMEM;
	nest = nla_nest_start_noflag(msg, TCA_OPTIONS);
	if (!nest || (rt && put_real_time(msg, rt)) ||
	    put_rate(msg, TCA_HFSC_FSC, share)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return talk(link, msg);
}

/* A qdisc whose options are one structure */
static int send_options(struct rsvp_tc_link *link, struct sk_buff *msg,
			const void *opt, size_t len)
{
	if (!msg)
		return -ENOMEM;
	if (nla_put(msg, TCA_OPTIONS, len, opt)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return talk(link, msg);
}

/* A qdisc in place of the leaf of one of our classes */
static struct sk_buff *queue_msg(struct rsvp_tc_link *link, u16 minor,
				 const char *kind)
{
	return rsvp_rtnl_tc(RTM_NEWQDISC, NLM_F_CREATE, link->ifindex,
			    rsvp_classid(link, minor), 0, kind);
}

static int send_cake(struct rsvp_tc_link *link)
{
	struct sk_buff *msg = queue_msg(link, RSVP_MINOR_BEST_EFFORT, "cake");
	struct nlattr *nest;

	if (!msg)
		return -ENOMEM;
	nest = nla_nest_start_noflag(msg, TCA_OPTIONS);
	if (!nest ||
	    nla_put_u32(msg, TCA_CAKE_DIFFSERV_MODE,
			CAKE_DIFFSERV_BESTEFFORT) ||
	    nla_put_u32(msg, TCA_CAKE_SPLIT_GSO, 1)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return talk(link, msg);
}

/*
 * Fair among flows, so that nobody who sends much of what counts as signalling
 * keeps the others from it; slow to drop, because a burst of refreshes is no
 * congestion.
 */
static int send_signal_queue(struct rsvp_tc_link *link)
{
	struct sk_buff *msg = queue_msg(link, RSVP_MINOR_SIGNAL, "fq_codel");
	struct nlattr *nest;

	if (!msg)
		return -ENOMEM;
	nest = nla_nest_start_noflag(msg, TCA_OPTIONS);
	if (!nest ||
	    nla_put_u32(msg, TCA_FQ_CODEL_FLOWS, RSVP_SIGNAL_FLOWS) ||
	    nla_put_u32(msg, TCA_FQ_CODEL_LIMIT, RSVP_SIGNAL_LIMIT) ||
	    nla_put_u32(msg, TCA_FQ_CODEL_TARGET, RSVP_SIGNAL_TARGET_US) ||
	    nla_put_u32(msg, TCA_FQ_CODEL_INTERVAL, RSVP_SIGNAL_INTERVAL_US)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return talk(link, msg);
}

/* ARP passes no hook that could name its class. */
static int send_arp_filter(struct rsvp_tc_link *link, const char *kind)
{
	struct sk_buff *msg = rsvp_rtnl_tc(RTM_NEWTFILTER,
					   NLM_F_CREATE | NLM_F_EXCL,
					   link->ifindex,
					   rsvp_classid(link, 0), 0, kind);
	struct nlattr *nest;
	struct tcmsg *tcm;

	if (!msg)
		return -ENOMEM;
	tcm = nlmsg_data(nlmsg_hdr(msg));
	tcm->tcm_info = TC_H_MAKE(1 << 16, (__force u32)htons(ETH_P_ARP));
	nest = nla_nest_start_noflag(msg, TCA_OPTIONS);
	BUILD_BUG_ON((int)TCA_MATCHALL_CLASSID != (int)TCA_BASIC_CLASSID);
	if (!nest ||
	    nla_put_u32(msg, TCA_MATCHALL_CLASSID,
			rsvp_classid(link, RSVP_MINOR_SIGNAL))) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return talk(link, msg);
}

static u32 pace_handle(const struct rsvp_tc_link *link)
{
	return (u32)link->pace << 16;
}

/**
 * rsvp_hfsc_burst() - what the tree may send ahead of its link
 * @link: the link
 *
 * The largest packet, and what the link takes until a timer that is late has run
 * out: with less, each late one would cost that much of the rate.
 *
 * Context: any.
 * Return: link bytes.
 */
u32 rsvp_hfsc_burst(const struct rsvp_tc_link *link)
{
	u64 late = mul_u64_u32_div(link->conf.bandwidth_Bps, rsvp_tc_slack_us(),
				   USEC_PER_SEC);

	return min_t(u64, link->largest + late, U32_MAX);
}

static struct rsvp_pace pace_of(const struct rsvp_tc_link *link)
{
	return (struct rsvp_pace) {
		.Bps	= link->conf.bandwidth_Bps,
		.burst	= rsvp_hfsc_burst(link),
		/* Below a class packets were counted already */
		.stab	= link->conf.parent ? 0 : link->stab,
	};
}

static bool pace_is(const struct rsvp_tc_link *link)
{
	const struct rsvp_pace pace = pace_of(link);

	return !memcmp(&pace, &link->paced, sizeof(pace));
}

static int put_pace(struct sk_buff *msg, const struct rsvp_pace *pace)
{
	/* The limit is that of a queue until hfsc is there */
	struct tc_tbf_qopt opt = {
		.rate.rate = pace->Bps,
		.rate.linklayer = TC_LINKLAYER_ETHERNET,
		.limit = RSVP_PACE_LIMIT,
	};
	struct nlattr *nest = nla_nest_start_noflag(msg, TCA_OPTIONS);

	if (!nest || nla_put(msg, TCA_TBF_PARMS, sizeof(opt), &opt) ||
	    nla_put_u32(msg, TCA_TBF_BURST, pace->burst))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int put_size(struct sk_buff *msg, int stab)
{
	struct tc_sizespec size = {
		.overhead = stab,
		.linklayer = TC_LINKLAYER_ETHERNET,
	};
	struct nlattr *nest;

	if (!stab)
		return 0;
	nest = nla_nest_start_noflag(msg, TCA_STAB);
	if (!nest || nla_put(msg, TCA_STAB_BASE, sizeof(size), &size))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/* The link, or a change of it */
static int send_pace(struct rsvp_tc_link *link, u16 flags)
{
	const struct rsvp_pace pace = pace_of(link);
	u32 parent = link->conf.parent ?: TC_H_ROOT;
	struct sk_buff *msg;
	int err;

	msg = rsvp_rtnl_tc(RTM_NEWQDISC, flags, link->ifindex, parent,
			   pace_handle(link), "tbf");
	if (!msg)
		return -ENOMEM;
	if (put_pace(msg, &pace) || put_size(msg, pace.stab)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	err = talk(link, msg);
	if (!err)
		link->paced = pace;
	return err;
}

static int send_hfsc(struct rsvp_tc_link *link)
{
	struct tc_hfsc_qopt opt = { .defcls = RSVP_MINOR_BEST_EFFORT };

	return send_options(link,
			    rsvp_rtnl_tc(RTM_NEWQDISC,
					 NLM_F_CREATE | NLM_F_EXCL,
					 link->ifindex, pace_handle(link) | 1,
					 rsvp_classid(link, 0), "hfsc"),
			    &opt, sizeof(opt));
}

/* What stands in HFSC before the first reservation */
static int send_classes(struct rsvp_tc_link *link, u16 flags)
{
	struct rsvp_curve signal = {
		.m1 = link->signal_Bps,
		.m2 = link->signal_Bps,
	};
	u64 all = link->conf.bandwidth_Bps;
	int err;

	err = class_send(link, flags, 0, RSVP_MINOR_LINK, NULL, all);
	if (!err)
		err = class_send(link, flags, RSVP_MINOR_LINK,
				 RSVP_MINOR_BEST_EFFORT, NULL, all);
	if (!err)
		err = class_send(link, flags, RSVP_MINOR_LINK,
				 RSVP_MINOR_SIGNAL, &signal, all / 16 + 1);
	return err;
}

/*
 * cake splits super-packets that come past the hook, too (from VLANs above,
 * from a bridge). A kernel without it, or without a classifier for ARP, does
 * with less.
 */
static void send_queues(struct rsvp_tc_link *link)
{
	link->splits = !send_cake(link);
	if (!link->splits)
		talk(link, queue_msg(link, RSVP_MINOR_BEST_EFFORT, "fq_codel"));
	send_signal_queue(link);
	if (send_arp_filter(link, "matchall"))
		send_arp_filter(link, "basic");
}

static void send_del(struct rsvp_tc_link *link)
{
	u32 parent = link->conf.parent ?: TC_H_ROOT;

	rsvp_rtnl_talk(link->rn,
		       rsvp_rtnl_tc(RTM_DELQDISC, 0, link->ifindex, parent,
				    pace_handle(link), NULL), NULL, NULL);
}

static int refuse_seat(const struct rsvp_iface_conf *conf, int err,
		       struct rsvp_refusal *why)
{
	u16 attr = conf->parent ? RSVP_A_IFACE_PARENT : RSVP_A_IFACE_BACKEND;
	const char *text;

	switch (err) {
	case -EEXIST:
		text = conf->parent ?
		       "something other than the default is attached to the parent class" :
		       "the administrator's qdisc is there: delete it or name a class as parent";
		break;
	case -ENOENT:
		text = conf->parent ?
		       "there is no such parent class, or the kernel has no TBF" :
		       "the kernel has no TBF (CONFIG_NET_SCH_TBF)";
		break;
	case -ENODEV:
		text = "the interface is gone";
		attr = RSVP_A_IFACE_IFINDEX;
		break;
	default:
		text = "TBF cannot be attached to the interface";
		break;
	}
	rsvp_refuse(why, err, RSVP_ERR_TC_SYSTEM, 0, text);
	why->attr = attr;
	return err;
}

static int check_bandwidth(const struct rsvp_iface_conf *conf,
			   struct rsvp_refusal *why)
{
	if (conf->bandwidth_Bps <= U32_MAX)
		return 0;
	rsvp_refuse(why, -ERANGE, RSVP_ERR_TC_SYSTEM, 0,
		    "HFSC counts up to 4294967295 bytes/s: take the back end mark or none");
	why->attr = RSVP_A_IFACE_BANDWIDTH;
	return why->err;
}

static void read_leaf(const struct nlmsghdr *nlh, void *arg)
{
	const struct tcmsg *tcm = nlmsg_data(nlh);
	u32 *leaf = arg;

	if (nlh->nlmsg_type == RTM_NEWTCLASS)
		*leaf = tcm->tcm_info;
}

/* The handle of what is where our qdisc is to be; 0: the kernel's default */
static int seat_handle(const struct rsvp_tc_link *link, u32 parent, u32 *handle)
{
	struct net_device *dev;
	struct Qdisc *q;

	*handle = 0;
	if (parent)
		return rsvp_rtnl_talk(link->rn,
				      rsvp_rtnl_tc(RTM_GETTCLASS, NLM_F_ECHO,
						   link->ifindex, 0, parent,
						   NULL), read_leaf, handle);
	rcu_read_lock();
	dev = dev_get_by_index_rcu(link->rn->net, link->ifindex);
	q = dev ? rcu_dereference(dev->qdisc) : NULL;
	if (q)
		*handle = q->handle;
	rcu_read_unlock();
	return dev ? 0 : -ENODEV;
}

/* What the kernel would say of a new tree, asked while the old one stands */
static int hfsc_check(struct rsvp_tc_link *link,
		      const struct rsvp_iface_conf *conf,
		      struct rsvp_refusal *why)
{
	u32 ours = pace_handle(link);
	u32 handle;
	int err;

	err = check_bandwidth(conf, why);
	if (err)
		return err;
	/* A class of the tree that is about to go is none. */
	if (ours && (TC_H_MAJ(conf->parent) == ours ||
		     TC_H_MAJ(conf->parent) == rsvp_classid(link, 0)))
		return refuse_seat(conf, -ENOENT, why);
	err = seat_handle(link, conf->parent, &handle);
	if (!err && handle && handle != ours)
		err = -EEXIST;
	return err ? refuse_seat(conf, err, why) : 0;
}

static void majors_put(struct rsvp_tc_link *link)
{
	if (link->major)
		rsvp_major_put(link->rn, link->major);
	if (link->pace)
		rsvp_major_put(link->rn, link->pace);
	link->major = 0;
	link->pace = 0;
}

static int majors_get(struct rsvp_tc_link *link, struct rsvp_refusal *why)
{
	link->major = rsvp_major_get(link->rn);
	link->pace = rsvp_major_get(link->rn);
	if (link->pace && link->major)
		return 0;
	majors_put(link);
	return rsvp_refuse(why, -ENOSPC, RSVP_ERR_TC_SYSTEM, 0,
			   "no handle is left for a queueing discipline");
}

static int hfsc_install(struct rsvp_tc_link *link, struct rsvp_refusal *why)
{
	int err;

	err = check_bandwidth(&link->conf, why);
	if (err)
		return err;
	err = majors_get(link, why);
	if (err)
		return err;
	/* Refused by the kernel itself if anything but its default is there */
	err = send_pace(link, NLM_F_CREATE | NLM_F_EXCL);
	if (err) {
		refuse_seat(&link->conf, err, why);
		goto err_majors;
	}
	err = send_hfsc(link);
	if (err) {
		rsvp_refuse(why, err, RSVP_ERR_TC_SYSTEM, 0, err == -ENOENT ?
			    "the kernel has no HFSC (CONFIG_NET_SCH_HFSC)" :
			    "HFSC cannot be attached to the interface");
		goto err_pace;
	}
	err = send_classes(link, NLM_F_CREATE | NLM_F_EXCL);
	if (err) {
		rsvp_refuse(why, err, RSVP_ERR_TC_SYSTEM, 0,
			    "the classes of the interface cannot be made");
		goto err_pace;
	}
	send_queues(link);
	link->next_minor = RSVP_MINOR_FIRST;
	link->lost = false;
	return 0;

err_pace:
	send_del(link);
err_majors:
	majors_put(link);
	return err;
}

static int hfsc_change(struct rsvp_tc_link *link, struct rsvp_refusal *why)
{
	int err;

	err = check_bandwidth(&link->conf, why);
	if (err)
		return err;
	/* The bucket is full again after each change of it */
	err = pace_is(link) ? 0 : send_pace(link, 0);
	if (!err)
		err = send_classes(link, 0);
	return err ? rsvp_tc_refuse(link, err, why) : 0;
}

/* One message takes the whole tree. The kernel puts its default back. */
static void hfsc_remove(struct rsvp_tc_link *link)
{
	rsvp_leaves_free(link);
	if (!link->major)
		return;
	if (!link->rn->dead)
		send_del(link);
	majors_put(link);
}

/**
 * rsvp_hfsc_stands() - are our qdiscs still where we put them?
 * @link: the link
 *
 * Context: process.
 * Return: false if someone removed or replaced one, or the device is gone.
 */
bool rsvp_hfsc_stands(const struct rsvp_tc_link *link)
{
	u32 handle = rsvp_classid(link, 0);
	struct net_device *dev;
	struct Qdisc *q;
	bool is = false;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(link->rn->net, link->ifindex);
	q = dev ? rcu_dereference(dev->qdisc) : NULL;
	if (!q || (!link->conf.parent && q->handle != pace_handle(link)))
		goto out;
	/* hfsc goes with tbf. The queue of each class is in that table, too; it goes
	 * by handles.
	 */
	hash_for_each_possible_rcu(dev->qdisc_hash, q, hash, handle) {
		is = q->handle == handle;
		if (is)
			break;
	}
out:
	rcu_read_unlock();
	return is;
}

/**
 * rsvp_hfsc_leaf_new() - make a class; it carries nothing yet
 * @link: the link
 * @leaf: the class
 *
 * O(classes), like all that makes or deletes one.
 *
 * Context: process, rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_hfsc_leaf_new(struct rsvp_tc_link *link, const struct rsvp_leaf *leaf)
{
	return class_send(link, NLM_F_CREATE | NLM_F_EXCL, leaf->parent,
			  leaf->minor, &leaf->curve, leaf->shares ? 1 : 0);
}

/**
 * rsvp_hfsc_leaf_del() - delete a class
 * @link: the link
 * @leaf: the class
 *
 * Context: process, rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_hfsc_leaf_del(struct rsvp_tc_link *link, const struct rsvp_leaf *leaf)
{
	return talk(link, rsvp_rtnl_tc(RTM_DELTCLASS, 0, link->ifindex, 0,
				       rsvp_classid(link, leaf->minor), NULL));
}

/**
 * rsvp_hfsc_leaf_curve() - change what a class gets; O(1)
 * @link: the link
 * @leaf: the class
 * @curve: real time
 * @share: weight in link sharing, bytes/s; 0: as it was
 *
 * Context: process, rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_hfsc_leaf_curve(struct rsvp_tc_link *link,
			 const struct rsvp_leaf *leaf,
			 const struct rsvp_curve *curve, u64 share)
{
	return class_send(link, 0, leaf->parent, leaf->minor, curve, share);
}

/**
 * rsvp_hfsc_leaf_limit() - how much may wait in a class
 * @link: the link
 * @leaf: the class
 * @limit: link bytes
 *
 * Context: process, rn->lock held.
 * Return: 0 or a negative errno.
 */
int rsvp_hfsc_leaf_limit(struct rsvp_tc_link *link,
			 const struct rsvp_leaf *leaf, u32 limit)
{
	struct tc_fifo_qopt opt = { .limit = limit };

	return send_options(link, queue_msg(link, leaf->minor, "bfifo"), &opt,
			    sizeof(opt));
}

static void read_qlen(const struct nlmsghdr *nlh, void *arg)
{
	const struct gnet_stats_queue *queue;
	const struct nlattr *stats, *attr;
	u32 *qlen = arg;

	if (nlh->nlmsg_type != RTM_NEWTCLASS)
		return;
	stats = nlmsg_find_attr(nlh, sizeof(struct tcmsg), TCA_STATS2);
	if (!stats)
		return;
	attr = nla_find_nested(stats, TCA_STATS_QUEUE);
	if (!attr || nla_len(attr) < sizeof(*queue))
		return;
	queue = nla_data(attr);
	*qlen = queue->qlen;
}

/**
 * rsvp_hfsc_leaf_empty() - has a class sent all that it had?
 * @link: the link
 * @leaf: the class
 *
 * Context: process, rn->lock held.
 * Return: true if so; false also if that cannot be known.
 */
bool rsvp_hfsc_leaf_empty(struct rsvp_tc_link *link,
			  const struct rsvp_leaf *leaf)
{
	u32 qlen = U32_MAX;

	rsvp_rtnl_talk(link->rn,
		       rsvp_rtnl_tc(RTM_GETTCLASS, NLM_F_ECHO, link->ifindex, 0,
				    rsvp_classid(link, leaf->minor), NULL),
		       read_qlen, &qlen);
	return !qlen;
}

const struct rsvp_tc_ops rsvp_tc_hfsc = {
	.check		= hfsc_check,
	.install	= hfsc_install,
	.change		= hfsc_change,
	.remove		= hfsc_remove,
	.class_set	= rsvp_leaf_set,
	.class_put	= rsvp_leaf_put,
	.signals	= true,
	.segments	= true,
	.marks		= true,
};
