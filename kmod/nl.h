/* SPDX-License-Identifier: GPL-2.0 */
/* What the netlink files share: attributes in, attributes out. */
#ifndef _RSVP_NL_H
#define _RSVP_NL_H

#include <net/genetlink.h>

#include "netlink_gen.h"
#include "rsvp.h"

#define RSVP_NL_NO_EVENT	(-1)

/* Room for what rsvp_nl_put_qos() puts */
#define RSVP_NL_QOS_SIZE \
	(nla_total_size(0) + 5 * nla_total_size(4) + \
	 3 * nla_total_size_64bit(8) + 2 * nla_total_size(0))

struct rsvp_qos_flow;

/* netlink.c */
struct nlattr *rsvp_nl_get_nest(struct genl_info *info, u32 attr);

/* nl_parse.c */
int rsvp_nl_get_session(const struct nlattr *nest,
			struct rsvp_session_key *key,
			struct netlink_ext_ack *extack);
int rsvp_nl_get_filter(const struct nlattr *nest,
		       const struct rsvp_session_key *key,
		       struct rsvp_filter *filter,
		       struct netlink_ext_ack *extack);
int rsvp_nl_get_tspec(const struct nlattr *nest,
		      const struct rsvp_session_key *key,
		      struct rsvp_tspec *ts, struct netlink_ext_ack *extack);
int rsvp_nl_get_flowspec(const struct nlattr *nest, struct rsvp_flowspec *fs,
			 u32 *gave, struct netlink_ext_ack *extack);

/* nl_put.c */
size_t rsvp_nl_size(enum rsvp_kind kind, const struct rsvp_object *obj);
int rsvp_nl_put(struct sk_buff *skb, struct rsvp_net *rn, enum rsvp_kind kind,
		const struct rsvp_object *obj, int event);
size_t rsvp_nl_iface_size(void);
int rsvp_nl_put_iface(struct sk_buff *skb, struct rsvp_net *rn,
		      const struct rsvp_iface *iface, int event);
int rsvp_nl_put_session(struct sk_buff *skb, int attr,
			const struct rsvp_session_key *key);
int rsvp_nl_put_filters(struct sk_buff *skb, int attr,
			const struct rsvp_filter *filters, u32 n);
size_t rsvp_nl_filters_size(u32 n);
int rsvp_nl_put_tspec(struct sk_buff *skb, int attr,
		      const struct rsvp_tspec *ts);
int rsvp_nl_put_adspec(struct sk_buff *skb, int attr,
		       const struct rsvp_opaque *opaque);
size_t rsvp_nl_offer_size(void);
size_t rsvp_nl_error_size(void);
int rsvp_nl_put_error(struct sk_buff *skb, const struct rsvp_error_info *err);

/* nl_socket.c */
s64 rsvp_nl_sock_id(struct genl_info *info, struct nlattr *nest);
int rsvp_nl_get_qos(const struct nlattr *nest, bool send,
		    struct rsvp_qos_flow *flow, struct netlink_ext_ack *extack);

/* nl_put_socket.c */
size_t rsvp_nl_socket_size(const struct rsvp_object *obj);
int rsvp_nl_put_socket(struct sk_buff *skb, const struct rsvp_object *obj,
		       int event);
int rsvp_nl_put_qos(struct sk_buff *skb, int attr,
		    const struct rsvp_qos_flow *flow);

/* nl_rule.c */
size_t rsvp_nl_rule_size(void);
int rsvp_nl_put_rule(struct sk_buff *skb, const struct rsvp_net *rn,
		     const struct rsvp_object *obj, int event);

/* notify.c */
void rsvp_notify_start(void);
void rsvp_notify_stop(void);

#endif /* _RSVP_NL_H */
