/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the engine tells those whom it serves, and asks of them: sockets with QoS
 * (socket.h), and rules for programs and hosts that know nothing of it (rule.h).
 */
#ifndef _RSVP_SERVED_H
#define _RSVP_SERVED_H

#include "rsvp.h"

/* socket.c */
void rsvp_sockets_path(struct rsvp_net *rn, const struct rsvp_session_key *key);
void rsvp_sockets_resv(struct rsvp_net *rn, const struct rsvp_session *sess);
void rsvp_socket_error(struct rsvp_net *rn, struct rsvp_socket *s,
		       u32 direction, const struct rsvp_session_key *key,
		       const struct rsvp_filter *filters, u32 n_filters,
		       const struct rsvp_error_info *err);
void rsvp_socket_confirmed(struct rsvp_net *rn,
			   const struct rsvp_reservation *resv);
bool rsvp_sockets_run(struct rsvp_net *rn);
void rsvp_sockets_flush(struct rsvp_net *rn);
void rsvp_sockets_exit(struct rsvp_net *rn);

/* quota.c */
int rsvp_quota_reserve(struct rsvp_net *rn, struct rsvp_reservation *resv,
		       const struct rsvp_flowspec *fs,
		       struct rsvp_refusal *why);

/* accept.c */
void rsvp_accepts_init(struct rsvp_net *rn);

/* rule.c, flows.c */
u64 rsvp_rule_id(const struct rsvp_rule *rule);
void rsvp_rules_owners_gone(struct rsvp_net *rn);
void rsvp_rules_flush(struct rsvp_net *rn);
void rsvp_rules_pre_exit(struct rsvp_net *rn);
void rsvp_rules_exit(struct rsvp_net *rn);
void rsvp_flows_path(struct rsvp_net *rn, const struct rsvp_session_key *key);
bool rsvp_flows_run(struct rsvp_net *rn);

/* proxy.c, transit.c, report.c: hosts that know no RSVP (RFC 5945) */
bool rsvp_proxy_sinks(struct rsvp_net *rn, const struct rsvp_psb *psb,
		      const struct rsvp_out *out);
void rsvp_proxies_look(struct rsvp_net *rn, struct rsvp_session *sess);
bool rsvp_proxies_yield(struct rsvp_net *rn, struct rsvp_session *sess,
			u32 style);
void rsvp_proxies_yielded(struct rsvp_session *sess);
void rsvp_proxy_orphan(struct rsvp_net *rn, struct rsvp_reservation *resv);
void rsvp_proxy_gone(struct rsvp_reservation *resv);
bool rsvp_proxies_run(struct rsvp_net *rn);
void rsvp_proxy_refused(struct rsvp_net *rn, struct rsvp_reservation *resv,
			const struct rsvp_filter *filters, u32 n_filters,
			const struct rsvp_error_info *err);
bool rsvp_transit_yield(struct rsvp_net *rn, const struct rsvp_rx *rx,
			const struct rsvp_msg *msg);
bool rsvp_reports_run(struct rsvp_net *rn);

/* querier.c */
void rsvp_queriers_init(struct rsvp_iface *iface);
void rsvp_queriers_hook(struct rsvp_net *rn);
void rsvp_queriers_stop(struct rsvp_net *rn, struct rsvp_iface *iface);

#endif /* _RSVP_SERVED_H */
