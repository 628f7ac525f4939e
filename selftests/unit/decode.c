// SPDX-License-Identifier: GPL-2.0
/*
 * The codec for scripts. Without arguments: for each message in hex on standard
 * input, a line `REASON CODE VALUE TYPE FOREIGN HEX`, where HEX is the message
 * written again by the builders ("-" if it was refused). With `make`: messages of
 * every type, family and style, a line `NAME FAMILY STYLE WITH HEX` each.
 */
#include <stdio.h>
#include <stdlib.h>

#include "testmsg.h"

static u8 in[TESTMSG_SIZE + 4096], out[TESTMSG_SIZE];

static void put_hex(const u8 *p, int len)
{
	int i;

	for (i = 0; i < len; i++)
		printf("%02x", p[i]);
	printf("\n");
}

static void make_all(void)
{
	static const u32 families[] = { AF_INET, AF_INET6 };
	static const u32 styles[] = {
		RSVP_STYLE_FF, RSVP_STYLE_WF, RSVP_STYLE_SE
	};
	/* One with all but what the oracle cannot read, one with guaranteed */
	static const u32 withs[] = {
		0, TESTMSG_ADSPEC | TESTMSG_CONFIRM | TESTMSG_SCOPE |
		TESTMSG_INTEGRITY | TESTMSG_MESSAGE_ID | TESTMSG_GUARANTEED |
		TESTMSG_POLICY,
		~0u,
	};
	size_t f, s, w;
	u8 type;

	for (type = RSVP_MSG_PATH; type <= RSVP_MSG_RESVCONF; type++)
		for (f = 0; f < ARRAY_SIZE(families); f++)
			for (s = 0; s < ARRAY_SIZE(styles); s++)
				for (w = 0; w < ARRAY_SIZE(withs); w++) {
					int len = testmsg_make(out, type,
							       families[f],
							       styles[s],
							       withs[w]);

					printf("%s %d %s %zu ",
					       testmsg_type_name(type),
					       families[f] == AF_INET ? 4 : 6,
					       testmsg_style_name(styles[s]), w);
					put_hex(out, len);
				}
}

static void decode(const char *line)
{
	struct rsvp_msg msg;
	enum rsvp_drop_reason reason;
	unsigned int byte;
	size_t n = 0;
	u8 *copy;

	while (n < sizeof(in) && sscanf(line + 2 * n, "%2x", &byte) == 1)
		in[n++] = (u8)byte;
	/* Of its own size, so that ASan sees a read behind the end */
	copy = malloc(n ? n : 1);
	memcpy(copy, in, n);
	reason = rsvp_msg_parse(&msg, copy, n);
	printf("%s %u %u %u %d ", rsvp_drop_name(reason), msg.err_code,
	       msg.err_value, msg.type, msg.foreign);
	if (reason || msg.foreign)
		printf("-\n");
	else
		put_hex(out, testmsg_rebuild(&msg, out, sizeof(out)));
	free(copy);
}

int main(int argc, char **argv)
{
	static char line[2 * (TESTMSG_SIZE + 4096) + 2];

	if (argc > 1 && !strcmp(argv[1], "make")) {
		make_all();
		return 0;
	}
	while (fgets(line, sizeof(line), stdin))
		decode(line);
	return 0;
}
