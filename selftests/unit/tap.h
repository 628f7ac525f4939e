/* SPDX-License-Identifier: GPL-2.0 */
/* TAP for the unit tests: a line per test, the plan at the end. */
#ifndef _RSVP_TAP_H
#define _RSVP_TAP_H

#include <stdarg.h>
#include <stdio.h>

static int tap_run;
static int tap_failed;

__attribute__((format(printf, 2, 3)))
static int tap_ok(int cond, const char *fmt, ...)
{
	va_list ap;

	tap_run++;
	if (!cond)
		tap_failed++;
	printf("%sok %d - ", cond ? "" : "not ", tap_run);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	return cond;
}

/* A number that must be another: says both when it is not */
#define tap_is(got, want, ...) do {					\
	unsigned long long _got = (unsigned long long)(got);		\
	unsigned long long _want = (unsigned long long)(want);		\
	if (!tap_ok(_got == _want, __VA_ARGS__))			\
		printf("# %s:%d: got %llu (0x%llx), want %llu (0x%llx)\n", \
		       __FILE__, __LINE__, _got, _got, _want, _want);	\
} while (0)

static inline int tap_done(void)
{
	printf("1..%d\n", tap_run);
	if (tap_failed)
		printf("# failed: %d\n", tap_failed);
	return tap_failed ? 1 : 0;
}

#endif /* _RSVP_TAP_H */
