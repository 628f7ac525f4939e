// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Templates that need no file. The names are Winsock's; its numbers were never
 * published, and these are ours. They count bytes of IP packets, with 60 of
 * IPv6, UDP and RTP around what the codec makes, so that they hold for IPv4 as
 * well; minimum_policed_size has the 40 of IPv4.
 *
 * Speech: one packet after the other, at its peak two at a time. Video: the
 * rate is a usual one, payloads of 1000 bytes; the bucket takes the largest
 * picture that the recommendation allows.
 */

#include <string.h>

#include "librsvp.h"

const char *const librsvp_builtin_names[] = {
	"G711", "G723.1", "G729", "GSM6.10", "H261CIF", "H261QCIF", "H263CIF",
	"H263QCIF", NULL
};

/* By the same index */
static const struct {
	uint64_t rate;
	uint64_t bucket;
	uint64_t peak;
	uint64_t largest;
	uint64_t least;
} numbers[] = {
	/* 64 kbit/s, 160 bytes each 20 ms */
	{ 11000, 440, 22000, 220, 200 },
	/* 6.3 kbit/s, 24 bytes each 30 ms; or 5.3 kbit/s, 20 bytes */
	{ 2800, 168, 5600, 84, 60 },
	/* 8 kbit/s, 20 bytes each 20 ms */
	{ 4000, 160, 8000, 80, 60 },
	/* 13 kbit/s, 33 bytes each 20 ms */
	{ 4650, 186, 9300, 93, 73 },
	/* 384 kbit/s, pictures up to 32768 bytes */
	{ 50880, 34748, RSVP_POSITIVE_INFINITY_RATE, 1500, 128 },
	/* 128 kbit/s, pictures up to 8192 bytes */
	{ 16960, 8732, RSVP_POSITIVE_INFINITY_RATE, 1500, 128 },
	/* 256 kbit/s, pictures up to 32768 bytes */
	{ 33920, 34748, RSVP_POSITIVE_INFINITY_RATE, 1500, 128 },
	/* 64 kbit/s, pictures up to 8192 bytes */
	{ 8480, 8732, RSVP_POSITIVE_INFINITY_RATE, 1500, 128 },
};

bool librsvp_builtin_get(const char *name, struct rsvp_qos *qos)
{
	size_t i;

	for (i = 0; librsvp_builtin_names[i]; i++) {
		if (!strcmp(librsvp_builtin_names[i], name))
			break;
	}
	if (!librsvp_builtin_names[i])
		return false;
	rsvp_qos_init(qos);
	qos->sending.service_type = RSVP_SERVICE_TYPE_CONTROLLED_LOAD;
	qos->sending.token_rate = numbers[i].rate;
	qos->sending.token_bucket_size = numbers[i].bucket;
	qos->sending.peak_bandwidth = numbers[i].peak;
	qos->sending.max_sdu_size = numbers[i].largest;
	qos->sending.minimum_policed_size = numbers[i].least;
	/* The rest is what the sender says */
	qos->receiving.service_type = RSVP_SERVICE_TYPE_CONTROLLED_LOAD;
	return true;
}
