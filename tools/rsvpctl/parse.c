// SPDX-License-Identifier: GPL-2.0
/* One word to one value, in the units of tc(8). Integers only: no rounding. */

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rsvpctl.h"

#define FRACTION_DIGITS	12

/* A number with its unit is value * multiply / divide */
struct suffix {
	const char *name;
	uint64_t multiply;
	uint64_t divide;
};

#define K	1000ULL
#define Ki	1024ULL

static const struct suffix rate_suffixes[] = {
	{ "", 1, 8 },
	{ "bit", 1, 8 },
	{ "kbit", K, 8 },
	{ "mbit", K * K, 8 },
	{ "gbit", K * K * K, 8 },
	{ "tbit", K * K * K * K, 8 },
	{ "kibit", Ki, 8 },
	{ "mibit", Ki * Ki, 8 },
	{ "gibit", Ki * Ki * Ki, 8 },
	{ "tibit", Ki * Ki * Ki * Ki, 8 },
	{ "bps", 1, 1 },
	{ "kbps", K, 1 },
	{ "mbps", K * K, 1 },
	{ "gbps", K * K * K, 1 },
	{ "tbps", K * K * K * K, 1 },
	{ "kibps", Ki, 1 },
	{ "mibps", Ki * Ki, 1 },
	{ "gibps", Ki * Ki * Ki, 1 },
	{ "tibps", Ki * Ki * Ki * Ki, 1 },
	{ NULL, 0, 0 },
};

static const struct suffix size_suffixes[] = {
	{ "", 1, 1 },
	{ "b", 1, 1 },
	{ "k", Ki, 1 },
	{ "kb", Ki, 1 },
	{ "m", Ki * Ki, 1 },
	{ "mb", Ki * Ki, 1 },
	{ "g", Ki * Ki * Ki, 1 },
	{ "gb", Ki * Ki * Ki, 1 },
	{ "bit", 1, 8 },
	{ "kbit", Ki, 8 },
	{ "mbit", Ki * Ki, 8 },
	{ "gbit", Ki * Ki * Ki, 8 },
	{ NULL, 0, 0 },
};

static const struct suffix time_suffixes[] = {
	{ "", 1, 1 },
	{ "us", 1, 1 },
	{ "usec", 1, 1 },
	{ "usecs", 1, 1 },
	{ "ms", K, 1 },
	{ "msec", K, 1 },
	{ "msecs", K, 1 },
	{ "s", K * K, 1 },
	{ "sec", K * K, 1 },
	{ "secs", K * K, 1 },
	{ NULL, 0, 0 },
};

static const struct suffix percent_suffixes[] = {
	{ "", 100, 1 },
	{ "%", 100, 1 },
	{ NULL, 0, 0 },
};

/* Digits with an optional fraction as *number / *scale; what follows */
static const char *parse_decimal(const char *word, unsigned __int128 *number,
				 uint64_t *scale)
{
	unsigned int digits = 0, fraction = 0;
	const char *p = word;
	bool point = false;

	*number = 0;
	*scale = 1;
	for (; isdigit((unsigned char)*p) || (*p == '.' && !point); p++) {
		if (*p == '.') {
			point = true;
			continue;
		}
		if (++digits > 20 || (point && ++fraction > FRACTION_DIGITS))
			return NULL;
		*number = *number * 10 + (unsigned int)(*p - '0');
		if (point)
			*scale *= 10;
	}
	return digits ? p : NULL;
}

/* A part of a unit is rounded up: nobody asks for less than he needs */
static bool parse_suffixed(const char *word, const struct suffix *suffixes,
			   uint64_t *value)
{
	unsigned __int128 number, divide;
	const struct suffix *suffix;
	const char *rest;
	uint64_t scale;

	rest = parse_decimal(word, &number, &scale);
	if (!rest)
		return false;
	for (suffix = suffixes; suffix->name; suffix++) {
		if (strcasecmp(rest, suffix->name))
			continue;
		divide = (unsigned __int128)suffix->divide * scale;
		/* 20 digits and 2^40 do not reach 2^128 */
		number = (number * suffix->multiply + divide - 1) / divide;
		if (number > UINT64_MAX)
			return false;
		*value = (uint64_t)number;
		return true;
	}
	return false;
}

bool parse_rate(const char *word, uint64_t *rate_Bps)
{
	return parse_suffixed(word, rate_suffixes, rate_Bps);
}

bool parse_size(const char *word, uint64_t *bytes)
{
	return parse_suffixed(word, size_suffixes, bytes);
}

static bool has_unit(const char *word)
{
	char last = word[strlen(word) - 1];

	return !isdigit((unsigned char)last) && last != '.';
}

/* A number alone would be microseconds, as in tc(8), which nobody means here */
bool parse_time_us(const char *word, uint64_t *us)
{
	return parse_suffixed(word, time_suffixes, us) &&
	       (!*us || has_unit(word));
}

/* 0.75 may be 75% to who types it */
bool parse_percent_100(const char *word, uint64_t *value)
{
	return parse_suffixed(word, percent_suffixes, value) &&
	       (!strchr(word, '.') || has_unit(word));
}

bool parse_number(const char *word, uint64_t max, uint64_t *value)
{
	uint64_t number = 0;
	int base = 10;

	if (word[0] == '0' && (word[1] == 'x' || word[1] == 'X')) {
		base = 16;
		word += 2;
	}
	if (!*word)
		return false;
	for (; *word; word++) {
		unsigned int digit;

		if (isdigit((unsigned char)*word))
			digit = (unsigned int)(*word - '0');
		else if (base == 16 && isxdigit((unsigned char)*word))
			digit = (unsigned int)(tolower(*word) - 'a') + 10;
		else
			return false;
		if (__builtin_mul_overflow(number, base, &number) ||
		    __builtin_add_overflow(number, digit, &number))
			return false;
	}
	*value = number;
	return number <= max;
}

/* MAJOR:MINOR in hexadecimal, as tc writes it; the minor may be left out */
bool parse_classid(const char *word, uint64_t *classid)
{
	unsigned long major, minor = 0;
	char *end;

	if (!isxdigit((unsigned char)*word))
		return false;
	major = strtoul(word, &end, 16);
	if (*end++ != ':')
		return false;
	if (*end) {
		if (!isxdigit((unsigned char)*end))
			return false;
		minor = strtoul(end, &end, 16);
	}
	*classid = (uint64_t)major << 16 | minor;
	return !*end && major <= 0xffff && minor <= 0xffff;
}

bool parse_proto(const char *word, uint32_t *proto)
{
	uint64_t number;

	if (!strcmp(word, "udp")) {
		*proto = IPPROTO_UDP;
		return true;
	}
	if (!strcmp(word, "tcp")) {
		*proto = IPPROTO_TCP;
		return true;
	}
	if (!parse_number(word, UINT8_MAX, &number))
		return false;
	*proto = (uint32_t)number;
	return true;
}

static bool parse_addr(const char *word, struct addr *addr)
{
	memset(addr, 0, sizeof(*addr));
	if (inet_pton(AF_INET, word, &addr->v4) == 1)
		addr->family = AF_INET;
	else if (inet_pton(AF_INET6, word, &addr->v6) == 1)
		addr->family = AF_INET6;
	return addr->family;
}

/* A.B.C.D, A.B.C.D:PORT, X::Y, [X::Y], [X::Y]:PORT */
bool parse_addr_port(const char *word, struct addr *addr, uint32_t *port)
{
	char host[INET6_ADDRSTRLEN];
	const char *end, *colon;
	uint64_t number = 0;
	bool brackets;

	brackets = *word == '[';
	if (brackets) {
		end = strchr(++word, ']');
		if (!end)
			return false;
		colon = end[1] ? end + 1 : NULL;
	} else {
		colon = strchr(word, ':');
		if (colon && strchr(colon + 1, ':'))
			colon = NULL;	/* a bare IPv6 address */
		end = colon ? colon : word + strlen(word);
	}
	if ((size_t)(end - word) >= sizeof(host))
		return false;
	memcpy(host, word, (size_t)(end - word));
	host[end - word] = '\0';
	if (!parse_addr(host, addr) || (brackets && addr->family != AF_INET6))
		return false;
	if (colon && (*colon != ':' ||
		      !parse_number(colon + 1, UINT16_MAX, &number)))
		return false;
	*port = (uint32_t)number;
	return true;
}

/* Of what parse_addr_port() took: port 0 may be said, too */
bool parse_has_port(const char *word)
{
	const char *colon = strchr(word, ':');

	if (*word == '[')
		return strstr(word, "]:");
	return colon && !strchr(colon + 1, ':');
}
