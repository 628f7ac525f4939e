/* SPDX-License-Identifier: GPL-2.0 */
/* The netlink spec as tables (spec_gen.c): names, types, units. */
#ifndef _RSVPCTL_SPEC_H
#define _RSVPCTL_SPEC_H

#include <stdbool.h>
#include <stddef.h>

enum spec_type {
	SPEC_NONE,
	SPEC_PAD,
	SPEC_FLAG,
	SPEC_NUMBER,
	SPEC_STRING,
	SPEC_ADDR,
	SPEC_NEST,
};

enum spec_unit {
	SPEC_PLAIN,
	SPEC_BYTES_PER_S,
	SPEC_BYTES,
	SPEC_MS,
	SPEC_US,
	SPEC_PERCENT,
	SPEC_PERCENT_100,
};

/* Names of an enum's values; the last has no name */
struct spec_name {
	unsigned int value;
	const char *name;
};

struct spec_set;

/**
 * struct spec_attr - an attribute
 * @name: as the spec has it
 * @key: in JSON: underscores, the unit at the end, one for both families
 * @type: of its payload
 * @unit: of a number
 * @multi: may stand several times: an array in JSON
 * @nest: what a SPEC_NEST contains
 * @names: of an enum's values, or NULL
 */
struct spec_attr {
	const char *name;
	const char *key;
	enum spec_type type;
	enum spec_unit unit;
	bool multi;
	const struct spec_set *nest;
	const struct spec_name *names;
};

/**
 * struct spec_set - an attribute set
 * @name: as the spec has it
 * @attrs: by attribute number
 * @max: the largest number
 */
struct spec_set {
	const char *name;
	const struct spec_attr *attrs;
	int max;
};

extern const struct spec_name spec_style_names[];
extern const struct spec_name spec_service_names[];
extern const struct spec_name spec_nonconforming_names[];
extern const struct spec_name spec_backend_names[];
extern const struct spec_name spec_event_names[];
extern const struct spec_name spec_resv_status_names[];
extern const struct spec_name spec_counter_kind_names[];
extern const struct spec_name spec_service_type_names[];
extern const struct spec_name spec_direction_names[];
extern const struct spec_name spec_qos_status_names[];

extern const struct spec_set spec_session;
extern const struct spec_set spec_filter;
extern const struct spec_set spec_hop;
extern const struct spec_set spec_flowspec;
extern const struct spec_set spec_tspec;
extern const struct spec_set spec_adspec;
extern const struct spec_set spec_iface;
extern const struct spec_set spec_sender;
extern const struct spec_set spec_reservation;
extern const struct spec_set spec_state;
extern const struct spec_set spec_path;
extern const struct spec_set spec_resv;
extern const struct spec_set spec_tc;
extern const struct spec_set spec_counter;
extern const struct spec_set spec_error;
extern const struct spec_set spec_qos;
extern const struct spec_set spec_leaf;
extern const struct spec_set spec_socket;
extern const struct spec_set spec_quota;
extern const struct spec_set spec_notice;
extern const struct spec_set spec_rule;
extern const struct spec_set spec_rsvp;

#endif /* _RSVPCTL_SPEC_H */
