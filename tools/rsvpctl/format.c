// SPDX-License-Identifier: GPL-2.0
/* Values to words, in the units of tc(8), exact: rsvpctl reads them back. */

#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>

#include "rsvpctl.h"

/* Enough for all that one printf() takes */
static char *buffer(void)
{
	static char buffers[16][64];
	static unsigned int next;

	return buffers[next++ % ARRAY_SIZE(buffers)];
}

#define BUFFER_SIZE	64

/* The largest unit that leaves no remainder */
static const char *format_exact(uint64_t value, unsigned int base,
				const char *const *units)
{
	char *text = buffer();
	unsigned int i;

	for (i = 0; units[i + 1] && value && value % base == 0; i++)
		value /= base;
	snprintf(text, BUFFER_SIZE, "%" PRIu64 "%s", value, units[i]);
	return text;
}

const char *format_rate(uint64_t rate_Bps)
{
	static const char *const bits[] = {
		"bit", "kbit", "mbit", "gbit", "tbit", NULL
	};
	static const char *const bytes[] = {
		"bps", "kbps", "mbps", "gbps", "tbps", NULL
	};

	if (rate_Bps == UINT64_MAX)
		return "unlimited";
	if (rate_Bps > UINT64_MAX / 8)
		return format_exact(rate_Bps, 1000, bytes);
	return format_exact(rate_Bps * 8, 1000, bits);
}

const char *format_size(uint64_t bytes)
{
	static const char *const units[] = { "b", "k", "m", "g", NULL };

	return format_exact(bytes, 1024, units);
}

const char *format_time_us(uint64_t us)
{
	char *text = buffer();

	if (us % 1000000 == 0)
		snprintf(text, BUFFER_SIZE, "%" PRIu64 "s", us / 1000000);
	else if (us % 1000 == 0 && us > 1000000)
		snprintf(text, BUFFER_SIZE, "%" PRIu64 ".%03us", us / 1000000,
			 (unsigned int)(us / 1000 % 1000));
	else if (us % 1000 == 0)
		snprintf(text, BUFFER_SIZE, "%" PRIu64 "ms", us / 1000);
	else
		snprintf(text, BUFFER_SIZE, "%" PRIu64 "us", us);
	return text;
}

/* A number of an attribute, as the command line has it */
const char *format_unit(uint64_t value, enum spec_unit unit)
{
	char *text;

	switch (unit) {
	case SPEC_BYTES_PER_S:
		return format_rate(value);
	case SPEC_BYTES:
		return format_size(value);
	case SPEC_MS:
		return format_time_us(value * 1000);
	case SPEC_US:
		return format_time_us(value);
	case SPEC_PLAIN:
	case SPEC_PERCENT:
	case SPEC_PERCENT_100:
		break;
	}
	text = buffer();
	if (unit == SPEC_PERCENT_100)
		snprintf(text, BUFFER_SIZE, "%g%%", (double)value / 100);
	else
		snprintf(text, BUFFER_SIZE, "%" PRIu64 "%s", value,
			 unit == SPEC_PERCENT ? "%" : "");
	return text;
}

const char *format_classid(uint64_t classid)
{
	char *text = buffer();

	snprintf(text, BUFFER_SIZE, "%" PRIx64 ":%" PRIx64, classid >> 16,
		 classid & 0xffff);
	return text;
}

const char *format_dev(uint64_t ifindex)
{
	char *text = buffer();

	if (!if_indextoname((unsigned int)ifindex, text))
		snprintf(text, BUFFER_SIZE, "if%" PRIu64, ifindex);
	return text;
}

const char *format_proto(const struct ctl *ctl, uint64_t proto)
{
	char *text = buffer();

	if (!ctl->numeric && proto == IPPROTO_UDP)
		return "udp";
	if (!ctl->numeric && proto == IPPROTO_TCP)
		return "tcp";
	snprintf(text, BUFFER_SIZE, "%" PRIu64, proto);
	return text;
}
