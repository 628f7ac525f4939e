// SPDX-License-Identifier: GPL-2.0
/* Netlink messages to JSON, by the tables of the spec: the only decoder. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rsvp.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "rsvpctl.h"

static bool payload_number(const struct nlattr *nla, uint64_t *value)
{
	switch (nla_len(nla)) {
	case 4:
		*value = nla_get_u32(nla);
		return true;
	case 8:
		*value = nla_get_u64(nla);
		return true;
	}
	return false;
}

static json_t *decode_hex(const struct nlattr *nla)
{
	const unsigned char *p = nla_data(nla);
	int len = nla_len(nla);
	json_t *value;
	char *text;
	int i;

	text = calloc((size_t)len + 1, 2);
	if (!text)
		return NULL;
	for (i = 0; i < len; i++)
		sprintf(text + 2 * i, "%02x", p[i]);
	value = json_string(text);
	free(text);
	return value;
}

/* The name of an interface may be any bytes, but JSON is UTF-8 */
static json_t *decode_string(const struct nlattr *nla)
{
	const char *text = nla_data(nla);
	json_t *value;

	value = json_stringn(text, strnlen(text, (size_t)nla_len(nla)));
	return value ? value : decode_hex(nla);
}

static json_t *decode_addr(const struct nlattr *nla)
{
	char text[INET6_ADDRSTRLEN];
	int family = nla_len(nla) == 4 ? AF_INET : AF_INET6;

	if (nla_len(nla) != 4 && nla_len(nla) != 16)
		return decode_hex(nla);
	return json_string(inet_ntop(family, nla_data(nla), text,
				     sizeof(text)));
}

static json_t *decode_number(const struct ctl *ctl,
			     const struct spec_attr *attr,
			     const struct nlattr *nla)
{
	const struct spec_name *name = attr->names;
	uint64_t value;

	if (!payload_number(nla, &value))
		return decode_hex(nla);
	for (; name && name->name && !ctl->numeric; name++) {
		if (name->value == value)
			return json_string(name->name);
	}
	if (attr->unit == SPEC_PERCENT_100)
		return json_real((double)value / 100);
	if (value > INT64_MAX)
		return json_real((double)value);
	return json_integer((json_int_t)value);
}

static json_t *decode_attr(const struct ctl *ctl, const struct spec_attr *attr,
			   struct nlattr *nla)
{
	switch (attr->type) {
	case SPEC_FLAG:
		return json_true();
	case SPEC_STRING:
		return decode_string(nla);
	case SPEC_ADDR:
		return decode_addr(nla);
	case SPEC_NEST:
		return decode_nest(ctl, attr->nest, nla_data(nla),
				   nla_len(nla));
	case SPEC_NUMBER:
		return decode_number(ctl, attr, nla);
	case SPEC_NONE:
	case SPEC_PAD:
		break;
	}
	return NULL;
}

/* What a newer kernel says is shown as it stands */
static void decode_unknown(json_t *object, const struct nlattr *nla)
{
	char key[32];

	snprintf(key, sizeof(key), "unknown_%d", nla_type(nla));
	json_object_set_new(object, key, decode_hex(nla));
}

/* An absent peak is the unlimited one, and has no number in JSON */
static bool unlimited(const struct spec_attr *attr, const struct nlattr *nla)
{
	uint64_t value;

	return attr->unit == SPEC_BYTES_PER_S && payload_number(nla, &value) &&
	       value == UINT64_MAX;
}

/**
 * decode_nest - decode attributes to a JSON object
 * @ctl: options
 * @set: what the attributes are
 * @first: the first of them
 * @len: bytes of all
 *
 * Return: the object, to be put by the caller.
 */
json_t *decode_nest(const struct ctl *ctl, const struct spec_set *set,
		    struct nlattr *first, int len)
{
	json_t *object = json_object(), *array, *value;
	const struct spec_attr *attr;
	struct nlattr *nla;
	int rem;

	nla_for_each_attr(nla, first, len, rem) {
		attr = nla_type(nla) <= set->max ?
			&set->attrs[nla_type(nla)] : NULL;
		if (!attr || attr->type == SPEC_NONE) {
			decode_unknown(object, nla);
			continue;
		}
		if (attr->type == SPEC_PAD || unlimited(attr, nla))
			continue;
		value = decode_attr(ctl, attr, nla);
		if (!attr->multi) {
			json_object_set_new(object, attr->key, value);
			continue;
		}
		array = json_object_get(object, attr->key);
		if (!array) {
			array = json_array();
			json_object_set_new(object, attr->key, array);
		}
		json_array_append_new(array, value);
	}
	return object;
}

json_t *decode_message(const struct ctl *ctl, struct nlmsghdr *nlh)
{
	struct genlmsghdr *genlh = genlmsg_hdr(nlh);

	return decode_nest(ctl, &spec_rsvp, genlmsg_attrdata(genlh, 0),
			   genlmsg_attrlen(genlh, 0));
}

static size_t path_append(char *path, size_t size, size_t used,
			  const char *name)
{
	int len;

	if (used >= size)
		return used;
	len = snprintf(path + used, size - used, ".%s", name);
	return used + (size_t)len;
}

/**
 * attr_path - name the attribute that the kernel points at
 * @nlh: the request
 * @offset: of the attribute in it; 0: the top level
 * @missing: attribute that is missing in it; 0: it is the attribute itself
 * @path: where the name goes, like "rsvp.sender.tspec"
 * @size: of @path
 * @unit: of its number; SPEC_PLAIN: it has none
 *
 * Return: whether there is such an attribute.
 */
bool attr_path(struct nlmsghdr *nlh, uint32_t offset, int missing,
	       char *path, size_t size, enum spec_unit *unit)
{
	struct genlmsghdr *genlh = genlmsg_hdr(nlh);
	struct nlattr *nla = genlmsg_attrdata(genlh, 0);
	const struct spec_set *set = &spec_rsvp;
	int rem = genlmsg_attrlen(genlh, 0);
	bool found = false;
	size_t used;

	*unit = SPEC_PLAIN;
	used = (size_t)snprintf(path, size, "%s", spec_rsvp.name);
	while (offset && set && nla_ok(nla, rem)) {
		uint32_t start = (uint32_t)((char *)nla - (char *)nlh);
		uint32_t len = (uint32_t)NLA_ALIGN(nla->nla_len);
		const struct spec_attr *attr;

		if (offset >= start + len) {
			nla = nla_next(nla, &rem);
			continue;
		}
		if (nla_type(nla) > set->max ||
		    !set->attrs[nla_type(nla)].name)
			return false;
		attr = &set->attrs[nla_type(nla)];
		used = path_append(path, size, used, attr->name);
		found = true;
		*unit = attr->unit;
		set = attr->nest;
		if (offset <= start)
			break;
		rem = nla_len(nla);
		nla = nla_data(nla);
	}
	if (!missing || (offset && !found))
		return found;
	if (!set || missing > set->max || !set->attrs[missing].name)
		return false;
	path_append(path, size, used, set->attrs[missing].name);
	return true;
}
