// SPDX-License-Identifier: GPL-2.0
/*
 * codec.c: which messages are refused, by which name, and what a neighbour is
 * told. Every row runs with IPv4 and IPv6.
 */
#include "tap.h"
#include "testmsg.h"
#include "words.h"

#define PATH	RSVP_MSG_PATH
#define RESV	RSVP_MSG_RESV
#define PERR	RSVP_MSG_PATHERR
#define RERR	RSVP_MSG_RESVERR
#define PTEAR	RSVP_MSG_PATHTEAR
#define RTEAR	RSVP_MSG_RESVTEAR
#define CONF	RSVP_MSG_RESVCONF
#define V4	1
#define V6	2
#define D(name)	RSVP_DROP_##name
#define OK	RSVP_DROP_NONE

static u8 buf[TESTMSG_SIZE];

struct row {
	u8 type;
	const char *words;
	enum rsvp_drop_reason reason;
	u8 code;
	u16 value;
	u8 families;
};

/* Mandatory, optional, forbidden objects; order (RFC 2205, 3.1) */
static const struct row structure[] = {
	{ PATH, "S H T t s", OK, 0, 0, 0 },
	{ PATH, "s t T H S", OK, 0, 0, 0 },
	{ PATH, "T a s t H S", OK, 0, 0, 0 },
	{ PATH, "I Ma Mn Mi S H T #14/1/8 t s a", OK, 0, 0, 0 },
	{ PATH, "#0/0/0 #0/9/12 I #0/1/4 S H #0/0/0 T t s #0/0/0", OK, 0, 0, 0 },
	{ PATH, "S H T t s a *8:#14/1/12", OK, 0, 0, 0 },
	{ PATH, "S H T t s *9:#14/1/12", D(OBJ_TOO_MANY), 0, 0, 0 },
	{ PATH, "S H T t s #14/7/0", OK, 0, 0, 0 },
	{ PATH, "H T t s", D(OBJ_MISSING), 0, 0, 0 },
	{ PATH, "S T t s", D(OBJ_MISSING), 0, 0, 0 },
	{ PATH, "S H t s", D(OBJ_MISSING), 0, 0, 0 },
	{ PATH, "S H T s", D(OBJ_MISSING), 0, 0, 0 },
	{ PATH, "S H T t", D(OBJ_MISSING), 0, 0, 0 },
	{ PATH, "", D(OBJ_MISSING), 0, 0, 0 },
	{ PATH, "S S H T t s", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ PATH, "S H H T t s", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ PATH, "S H T T t s", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ PATH, "S H T t t s", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ PATH, "S H T t s s", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ PATH, "S H T t s a a", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ PATH, "I I S H T t s", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ PATH, "Mi Mi S H T t s", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ PATH, "S I H T t s", D(OBJ_ORDER), 0, 0, 0 },
	{ PATH, "S H T t s FF", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PATH, "S H T t s F", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PATH, "S H T t s f", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PATH, "S H T t s E", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PATH, "S H T t s C", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PATH, "S H T t s L", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PATH, "S H T t s U", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PATH, "S H T t s #25/1/8", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PATH, "S H T t s #64/1/8", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PTEAR, "S H", OK, 0, 0, 0 },
	{ PTEAR, "S H t", OK, 0, 0, 0 },
	{ PTEAR, "t a s H S", OK, 0, 0, 0 },
	{ PTEAR, "S t", D(OBJ_MISSING), 0, 0, 0 },
	{ PTEAR, "S H t T", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PTEAR, "S H t #14/1/4", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PERR, "S E", OK, 0, 0, 0 },
	{ PERR, "S E #14/1/4 t s a U", OK, 0, 0, 0 },
	{ PERR, "E t S", OK, 0, 0, 0 },
	{ PERR, "S t s", D(OBJ_MISSING), 0, 0, 0 },
	{ PERR, "E t s", D(OBJ_MISSING), 0, 0, 0 },
	{ PERR, "S E E", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ PERR, "S H E", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ PERR, "S Eu t s", D(OBJ_MISSING), 0, 0, 0 },
	{ PERR, "S Eu t s U9", OK, 0, 0, 0 },
	{ PERR, "S E t s U U9 U", OK, 0, 0, 0 },
	{ PERR, "S E Ux t s", D(OBJ_SIZE), 0, 0, 0 },
	{ RESV, "S H T FF F f", OK, 0, 0, 0 },
	{ RESV, "#14/1/4 T L C H S FF F f", OK, 0, 0, 0 },
	{ RESV, "I Mi S H T C L #14/1/4 SE F f f", OK, 0, 0, 0 },
	{ RESV, "#0/0/0 S H T #0/1/8 FF #0/2/4 F #0/3/0 f #0/4/0", OK, 0, 0, 0 },
	{ RESV, "H T FF F f", D(OBJ_MISSING), 0, 0, 0 },
	{ RESV, "S T FF F f", D(OBJ_MISSING), 0, 0, 0 },
	{ RESV, "S H FF F f", D(OBJ_MISSING), 0, 0, 0 },
	{ RESV, "S H T F f", D(OBJ_MISSING), 0, 0, 0 },
	{ RESV, "S H T F FF f", D(OBJ_ORDER), 0, 0, 0 },
	{ RESV, "S H T F f FF", D(OBJ_ORDER), 0, 0, 0 },
	{ RESV, "S H FF F f T", D(OBJ_ORDER), 0, 0, 0 },
	{ RESV, "S H T FF C F f", D(OBJ_ORDER), 0, 0, 0 },
	{ RESV, "S H T FF F L f", D(OBJ_ORDER), 0, 0, 0 },
	{ RESV, "S H T FF F f #14/1/4", D(OBJ_ORDER), 0, 0, 0 },
	{ RESV, "S H T FF F f H", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ RESV, "S H T FF FF F f", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ RESV, "S H T C C FF F f", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ RESV, "S H T L L FF F f", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ RESV, "S H T FF F f t", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ RESV, "S H T E FF F f", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ RESV, "S H T L= FF F f", OK, 0, 0, 0 },
	{ RESV, "S H T L+ FF F f", D(OBJ_TOO_MANY), 0, 0, 0 },
	{ RTEAR, "S H FF f", OK, 0, 0, 0 },
	{ RTEAR, "S H L FF F f f", OK, 0, 0, 0 },
	{ RTEAR, "S H T FF f", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ RTEAR, "S FF f", D(OBJ_MISSING), 0, 0, 0 },
	{ RTEAR, "S H f", D(OBJ_MISSING), 0, 0, 0 },
	{ RERR, "S H E FF F f", OK, 0, 0, 0 },
	{ RERR, "U #14/1/4 L E H S FF F f", OK, 0, 0, 0 },
	{ RERR, "S H E FF", OK, 0, 0, 0 },
	{ RERR, "S E FF F f", D(OBJ_MISSING), 0, 0, 0 },
	{ RERR, "S H FF F f", D(OBJ_MISSING), 0, 0, 0 },
	{ RERR, "S H E F f", D(OBJ_MISSING), 0, 0, 0 },
	{ RERR, "S H Eu FF F f", D(OBJ_MISSING), 0, 0, 0 },
	{ RERR, "S H E C FF F f", D(OBJ_UNEXPECTED), 0, 0, 0 },
	{ CONF, "S E C FF F f", OK, 0, 0, 0 },
	{ CONF, "C E S SE F f f", OK, 0, 0, 0 },
	{ CONF, "S E C WF", OK, 0, 0, 0 },
	{ CONF, "S E FF F f", D(OBJ_MISSING), 0, 0, 0 },
	{ CONF, "S C FF F f", D(OBJ_MISSING), 0, 0, 0 },
	{ CONF, "S E C F f", D(OBJ_MISSING), 0, 0, 0 },
	{ CONF, "S H E C FF F f", D(OBJ_UNEXPECTED), 0, 0, 0 },
};

/* Styles and lists (RFC 2205, 3.1.4, 3.1.6, 3.1.8, A.7) */
static const struct row styles[] = {
	{ RESV, "S H T WF F", OK, 0, 0, 0 },
	{ RESV, "S H T WF Fg", OK, 0, 0, 0 },
	{ RESV, "S H T WF F f", D(STYLE_FILTERS), 0, 0, 0 },
	{ RESV, "S H T WF F F", D(STYLE_FILTERS), 0, 0, 0 },
	{ RESV, "S H T WF f", D(STYLE_FILTERS), 0, 0, 0 },
	{ RESV, "S H T WF", D(OBJ_MISSING), 0, 0, 0 },
	{ RESV, "S H T FF F f f f", OK, 0, 0, 0 },
	{ RESV, "S H T FF F f Fg f f F f", OK, 0, 0, 0 },
	{ RESV, "S H T FF", D(OBJ_MISSING), 0, 0, 0 },
	{ RESV, "S H T FF F", D(STYLE_FILTERS), 0, 0, 0 },
	{ RESV, "S H T FF F F f", D(STYLE_FILTERS), 0, 0, 0 },
	{ RESV, "S H T FF F f F", D(STYLE_FILTERS), 0, 0, 0 },
	{ RESV, "S H T FF f", D(OBJ_MISSING), 0, 0, 0 },
	{ RESV, "S H T FF f F f", D(OBJ_ORDER), 0, 0, 0 },
	{ RESV, "S H T SE F f", OK, 0, 0, 0 },
	{ RESV, "S H T SE F f f f f", OK, 0, 0, 0 },
	{ RESV, "S H T SE", D(OBJ_MISSING), 0, 0, 0 },
	{ RESV, "S H T SE F", D(STYLE_FILTERS), 0, 0, 0 },
	{ RESV, "S H T SE F f F f", D(STYLE_FILTERS), 0, 0, 0 },
	{ RESV, "S H T SE F F f", D(STYLE_FILTERS), 0, 0, 0 },
	{ RESV, "S H T SE f f", D(OBJ_MISSING), 0, 0, 0 },
	{ RESV, "S H T SE f F", D(OBJ_ORDER), 0, 0, 0 },
	{ RESV, "S H T SE F *1024:f", OK, 0, 0, 0 },
	{ RESV, "S H T SE F *1025:f", D(OBJ_TOO_MANY), 0, 0, 0 },
	{ RESV, "S H T SEr F f", OK, 0, 0, 0 },
	{ RESV, "S H T Y0 F f", D(STYLE_UNKNOWN), 6, 0, 0 },
	{ RESV, "S H T Y1f F f", D(STYLE_UNKNOWN), 6, 0, 0 },
	{ RESV, "S H T Y09 F f", D(STYLE_UNKNOWN), 6, 0, 0 },
	{ RESV, "S H T Y14 F f F", D(STYLE_UNKNOWN), 6, 0, 0 },
	{ RTEAR, "S H WF", OK, 0, 0, 0 },
	{ RTEAR, "S H WF F", OK, 0, 0, 0 },
	{ RTEAR, "S H WF f", D(STYLE_FILTERS), 0, 0, 0 },
	{ RTEAR, "S H SE f f", OK, 0, 0, 0 },
	{ RTEAR, "S H SE", D(OBJ_MISSING), 0, 0, 0 },
	{ RTEAR, "S H FF", D(OBJ_MISSING), 0, 0, 0 },
	{ RTEAR, "S H FF F f f F f", OK, 0, 0, 0 },
	{ RTEAR, "S H Y1f f", D(STYLE_UNKNOWN), 0, 0, 0 },
	{ RERR, "S H E WF F", OK, 0, 0, 0 },
	{ RERR, "S H E WF", OK, 0, 0, 0 },
	{ RERR, "S H E SE F f f", OK, 0, 0, 0 },
	{ RERR, "S H E FF f", OK, 0, 0, 0 },
	{ RERR, "S H E FF F f f", D(STYLE_FILTERS), 0, 0, 0 },
	{ RERR, "S H E FF F f F f", D(STYLE_FILTERS), 0, 0, 0 },
	{ RERR, "S H E SE f", D(OBJ_MISSING), 0, 0, 0 },
	{ CONF, "S E C FF F f f", OK, 0, 0, 0 },
	{ CONF, "S E C WF F f", D(STYLE_FILTERS), 0, 0, 0 },
};

/* Unknown classes and C-Types (RFC 2205, 3.10), foreign sessions */
static const struct row unknown[] = {
	{ PATH, "S H T t s #2/1/4", D(UNKNOWN_CLASS), 13, 0x0201, 0 },
	{ PATH, "#20/1/4 S H T t s", D(UNKNOWN_CLASS), 13, 0x1401, 0 },
	{ PATH, "S #127/255/40 H T t s", D(UNKNOWN_CLASS), 13, 0x7fff, 0 },
	{ PATH, "S #127/1/0 #126/1/0 H T t s", D(UNKNOWN_CLASS), 13, 0x7f01, 0 },
	{ PATH, "S H T t s #128/1/4 #191/255/0", OK, 0, 0, 0 },
	{ PATH, "S H T t s *8:#192/1/4", OK, 0, 0, 0 },
	{ PATH, "S H T t s *9:#255/1/4", D(OBJ_TOO_MANY), 0, 0, 0 },
	{ PATH, "S #3/3/8 #127/1/0 t", D(OBJ_MISSING), 0, 0, 0 },
	{ PATH, "S H T0 t s #127/1/0", D(TIME_VALUE), 0, 0, 0 },
	{ PATH, "S H T t s #127/1/0 H", D(OBJ_DUPLICATE), 0, 0, 0 },
	{ RESV, "S H T #100/1/8 FF F f", D(UNKNOWN_CLASS), 13, 0x6401, 0 },
	{ RESV, "S H T FF F #100/1/8 f", D(UNKNOWN_CLASS), 13, 0x6401, 0 },
	{ RESV, "S H T FF #200/1/8 F #130/1/0 f #255/0/0", OK, 0, 0, 0 },
	{ PTEAR, "S H t #127/1/0", D(UNKNOWN_CLASS), 0, 0, 0 },
	{ RTEAR, "S H FF f #127/1/0", D(UNKNOWN_CLASS), 0, 0, 0 },
	{ PERR, "S E t s #127/1/0", D(UNKNOWN_CLASS), 0, 0, 0 },
	{ RERR, "S H E FF F f #127/1/0", D(UNKNOWN_CLASS), 0, 0, 0 },
	{ CONF, "S E C FF F f #127/1/0", D(UNKNOWN_CLASS), 0, 0, 0 },
	{ PATH, "S #3/3/8 T t s", D(UNKNOWN_CTYPE), 14, 0x0303, 0 },
	{ PATH, "#4/2/20 S H T t s", D(UNKNOWN_CTYPE), 14, 0x0402, 0 },
	{ PATH, "S H #5/2/4 t s", D(UNKNOWN_CTYPE), 14, 0x0502, 0 },
	{ PATH, "S H T #11/4/20 s", D(UNKNOWN_CTYPE), 14, 0x0b04, 0 },
	{ PATH, "S H T #11/0/20 s", D(UNKNOWN_CTYPE), 14, 0x0b00, 0 },
	{ PATH, "S H T t #12/1/32", D(UNKNOWN_CTYPE), 14, 0x0c01, 0 },
	{ PATH, "S H T t s #13/1/32", D(UNKNOWN_CTYPE), 14, 0x0d01, 0 },
	{ PATH, "#23/2/8 S H T t s", D(UNKNOWN_CTYPE), 14, 0x1702, 0 },
	{ RESV, "S H T FF #9/1/8 f", D(UNKNOWN_CTYPE), 14, 0x0901, 0 },
	{ RESV, "S H T FF F #10/4/20", D(UNKNOWN_CTYPE), 14, 0x0a04, 0 },
	{ RESV, "S H T SE F f #10/9/20 f", D(UNKNOWN_CTYPE), 14, 0x0a09, 0 },
	{ RESV, "S H T #8/2/4 F f", D(UNKNOWN_CTYPE), 14, 0x0802, 0 },
	{ RESV, "S H T #7/3/8 FF F f", D(UNKNOWN_CTYPE), 14, 0x0703, 0 },
	{ RESV, "S H T #15/3/8 FF F f", D(UNKNOWN_CTYPE), 14, 0x0f03, 0 },
	{ PERR, "S #6/3/8", D(UNKNOWN_CTYPE), 0, 0, 0 },
	{ PERR, "S E U #194/2/8", OK, 0, 0, 0 },
	{ PATH, "S H #194/2/8 T t s", D(OBJ_UNEXPECTED), 0, 0, 0 },
};

/* Object sizes, addresses, values (RFC 2205, appendix A; 3.2) */
static const struct row values[] = {
	{ PATH, "S0 H T t s", D(SESSION_ADDR), 0, 0, 0 },
	{ PATH, "Sb H T t s", D(SESSION_ADDR), 0, 0, 0 },
	{ PATH, "Sm H T t s", OK, 0, 0, 0 },
	{ PATH, "Sp H T t s", D(SESSION_PORT), 0, 0, 0 },
	{ PATH, "Sq H T t s", D(SESSION_PORT), 0, 0, 0 },
	{ PATH, "t Sq H T s", D(SESSION_PORT), 0, 0, 0 },
	{ PATH, "Sq H T tq s", OK, 0, 0, 0 },
	{ PATH, "S H T tq s", OK, 0, 0, 0 },
	{ PATH, "Sq H T tl s", OK, 0, 0, V6 },
	{ RESV, "Sq H T FF F f", D(SESSION_PORT), 0, 0, 0 },
	{ RESV, "Sq H T SE F fq fq", OK, 0, 0, 0 },
	{ RESV, "S H T FF F fl", OK, 0, 0, V6 },
	{ PATH, "S H0 T t s", D(HOP_ADDR), 0, 0, 0 },
	{ PATH, "S Hm T t s", D(HOP_ADDR), 0, 0, 0 },
	{ PATH, "S Hb T t s", D(HOP_ADDR), 0, 0, 0 },
	{ PATH, "S H T t0 s", D(SENDER_ADDR), 0, 0, 0 },
	{ PATH, "S H T tm s", D(SENDER_ADDR), 0, 0, 0 },
	{ PATH, "S H T tb s", D(SENDER_ADDR), 0, 0, 0 },
	{ RESV, "S H T FF F f0", D(SENDER_ADDR), 0, 0, 0 },
	{ RESV, "S H T SE F f fm", D(SENDER_ADDR), 0, 0, 0 },
	{ RESV, "S H T SE F f fb", D(SENDER_ADDR), 0, 0, 0 },
	{ RESV, "S H T C0 FF F f", D(CONFIRM_ADDR), 0, 0, 0 },
	{ RESV, "S H T Cm FF F f", D(CONFIRM_ADDR), 0, 0, 0 },
	{ PATH, "S H T0 t s", D(TIME_VALUE), 0, 0, 0 },
	{ PATH, "S H T+ t s", D(TIME_VALUE), 0, 0, 0 },
	{ PATH, "S H T= t s", OK, 0, 0, 0 },
	{ PATH, "S -H T t s", D(FAMILY_MIX), 0, 0, 0 },
	{ PATH, "S H T -t s", D(FAMILY_MIX), 0, 0, 0 },
	{ PATH, "S H T tl s", D(FAMILY_MIX), 0, 0, V4 },
	{ RESV, "S H T FF F -f", D(FAMILY_MIX), 0, 0, 0 },
	{ RESV, "S H T -C FF F f", D(FAMILY_MIX), 0, 0, 0 },
	{ RESV, "S H T -L FF F f", D(FAMILY_MIX), 0, 0, 0 },
	{ PERR, "S -E t s", D(FAMILY_MIX), 0, 0, 0 },
	{ PATH, "#1/1/4 H T t s", D(OBJ_SIZE), 0, 0, V4 },
	{ PATH, "#1/1/12 H T t s", D(OBJ_SIZE), 0, 0, V4 },
	{ PATH, "#1/2/8 H T t s", D(OBJ_SIZE), 0, 0, V6 },
	{ PATH, "#1/2/24 H T t s", D(OBJ_SIZE), 0, 0, V6 },
	{ PATH, "#1/1/0 H T t s", D(OBJ_SIZE), 0, 0, V4 },
	{ PATH, "S #3/1/4 T t s", D(OBJ_SIZE), 0, 0, V4 },
	{ PATH, "S #3/1/12 T t s", D(OBJ_SIZE), 0, 0, V4 },
	{ PATH, "S #3/2/16 T t s", D(OBJ_SIZE), 0, 0, V6 },
	{ PATH, "I0 S H T t s", D(OBJ_SIZE), 0, 0, 0 },
	{ PATH, "#4/1/12 S H T t s", D(OBJ_SIZE), 0, 0, 0 },
	{ PATH, "S H #5/1/0 t s", D(OBJ_SIZE), 0, 0, 0 },
	{ PATH, "S H #5/1/8 t s", D(OBJ_SIZE), 0, 0, 0 },
	{ PATH, "S H T #11/1/4 s", D(OBJ_SIZE), 0, 0, V4 },
	{ PATH, "S H T #11/2/16 s", D(OBJ_SIZE), 0, 0, V6 },
	{ PATH, "S H T #11/3/24 s", D(OBJ_SIZE), 0, 0, V6 },
	{ PATH, "S H T t #12/2/0", D(OBJ_SIZE), 0, 0, 0 },
	{ PATH, "S H T t s #13/2/0", D(OBJ_SIZE), 0, 0, 0 },
	{ PATH, "#23/1/4 S H T t s", D(OBJ_SIZE), 0, 0, 0 },
	{ PATH, "#24/1/12 S H T t s", D(OBJ_SIZE), 0, 0, 0 },
	{ PERR, "S #6/1/4", D(OBJ_SIZE), 0, 0, V4 },
	{ PERR, "S #6/2/8", D(OBJ_SIZE), 0, 0, V6 },
	{ PERR, "S E #194/1/4", D(OBJ_SIZE), 0, 0, 0 },
	{ RESV, "S H T #7/1/0 FF F f", OK, 0, 0, V4 },
	{ RESV, "S H T #7/2/8 FF F f", D(OBJ_SIZE), 0, 0, V6 },
	{ RESV, "S H T #8/1/0 F f", D(OBJ_SIZE), 0, 0, 0 },
	{ RESV, "S H T #8/1/8 F f", D(OBJ_SIZE), 0, 0, 0 },
	{ RESV, "S H T FF #9/2/0 f", D(OBJ_SIZE), 0, 0, 0 },
	{ RESV, "S H T FF F #10/1/12", D(OBJ_SIZE), 0, 0, V4 },
	{ RESV, "S H T FF F #10/2/8", D(OBJ_SIZE), 0, 0, V6 },
	{ RESV, "S H T #15/1/8 FF F f", D(OBJ_SIZE), 0, 0, V4 },
	{ RESV, "S H T #15/2/4 FF F f", D(OBJ_SIZE), 0, 0, V6 },
};

/* What traffic control refuses (RFC 2205, B, code 21), and where it does not */
static const struct row traffic[] = {
	{ PATH, "S H T t sn", D(FLOAT), 21, 4, 0 },
	{ PATH, "S H T t s-", D(FLOAT), 21, 4, 0 },
	{ PATH, "S H T t s0", D(TSPEC), 21, 4, 0 },
	{ PATH, "S H T t sp", D(TSPEC), 21, 4, 0 },
	{ PATH, "S H T t sM", D(TSPEC), 21, 4, 0 },
	{ PATH, "S H T t #12/2/4", D(TSPEC), 21, 4, 0 },
	{ PATH, "S H T t #12/2/64", D(TSPEC), 21, 2, 0 },
	{ PATH, "S H T t sz", D(TSPEC), 21, 2, 0 },
	{ PATH, "S H T t s aM", D(ADSPEC), 21, 5, 0 },
	{ PATH, "S H T t s #13/2/4", D(ADSPEC), 21, 5, 0 },
	{ PATH, "aM sn S H T t", D(ADSPEC), 21, 5, 0 },
	{ PTEAR, "S H t sn aM", OK, 0, 0, 0 },
	{ PERR, "S E t sn aM", OK, 0, 0, 0 },
	{ RESV, "S H T FF Fn f", D(FLOAT), 21, 3, 0 },
	{ RESV, "S H T FF Fi f", D(FLOAT), 21, 3, 0 },
	{ RESV, "S H T FF Fm f", D(FLOWSPEC), 21, 3, 0 },
	{ RESV, "S H T WF FM", D(FLOWSPEC), 21, 3, 0 },
	{ RESV, "S H T SE FR f f", D(FLOWSPEC), 21, 3, 0 },
	{ RESV, "S H T FF F f Fm f", OK, 0, 0, 0 },
	{ RESV, "S H T FF Fn f Fm f", OK, 0, 0, 0 },
	{ RESV, "S H T FF Fn f #127/1/0 f", D(UNKNOWN_CLASS), 13, 0x7f01, 0 },
	{ RESV, "S H T SE Fn f #127/1/0 f", D(UNKNOWN_CLASS), 13, 0x7f01, 0 },
	{ RESV, "S H T FF Fz f", D(FLOWSPEC), 21, 2, 0 },
	{ RESV, "S H T FF #9/2/4 f", D(FLOWSPEC), 21, 3, 0 },
	{ RESV, "S H T Y1f Fn f", D(STYLE_UNKNOWN), 6, 0, 0 },
	{ RESV, "S H T FF Fn", D(STYLE_FILTERS), 0, 0, 0 },
	{ RTEAR, "S H FF Fn f", OK, 0, 0, 0 },
	{ RERR, "S H E FF Fn f", OK, 0, 0, 0 },
	{ RERR, "S H E WF Fz", OK, 0, 0, 0 },
	{ CONF, "S E C FF Fn f", OK, 0, 0, 0 },
};

static void run_row(const struct row *r, u32 family)
{
	const char *v = family == AF_INET ? "IPv4" : "IPv6";
	enum rsvp_drop_reason reason;
	struct rsvp_msg msg;
	int len;

	len = words_build(buf, sizeof(buf), r->type, family, r->words);
	if (!tap_ok(len > 0, "%s %s: %s: built", v, testmsg_type_name(r->type),
		    r->words))
		return;
	reason = rsvp_msg_parse(&msg, buf, (size_t)len);
	if (!tap_ok(reason == r->reason && msg.err_code == r->code &&
		    msg.err_value == r->value && !msg.foreign,
		    "%s %s: %s: %s", v, testmsg_type_name(r->type), r->words,
		    rsvp_drop_name(r->reason)))
		printf("# got %s, %u/0x%x\n", rsvp_drop_name(reason),
		       msg.err_code, msg.err_value);
	if (r->code && !msg.bad.body)
		tap_ok(0, "... names the bad object");
}

static void run_rows(const struct row *r, size_t n)
{
	for (; n; n--, r++) {
		if (!r->families || (r->families & V4))
			run_row(r, AF_INET);
		if (!r->families || (r->families & V6))
			run_row(r, AF_INET6);
	}
}

/* Sessions of other protocols: the rest is not looked at (RFC 3209, 3175...) */
static void test_foreign(void)
{
	static const char * const rest[] = {
		"", "-H #20/1/3 H0", "#127/1/0 *20:#14/1/0 t t", "#4/9/0",
	};
	struct rsvp_msg msg;
	char words[64];
	int ctype, i, len;

	for (ctype = 0; ctype < 256; ctype++) {
		bool ok = true;

		if (ctype == 1 || ctype == 2)
			continue;
		for (i = 0; i < (int)ARRAY_SIZE(rest); i++) {
			snprintf(words, sizeof(words), "%s #1/%d/12 %s",
				 i & 1 ? "H0 #127/1/0" : "", ctype, rest[i]);
			len = words_build(buf, sizeof(buf), PATH + i, AF_INET,
					  words);
			if (rsvp_msg_parse(&msg, buf, (size_t)len) ||
			    !msg.foreign || msg.has_hop || msg.err_code)
				ok = false;
		}
		tap_ok(ok, "SESSION C-Type %d: foreign", ctype);
	}
}

/* The common header (RFC 2205, 3.1.1) */
static void test_header(void)
{
	static const struct {
		u8 at;
		u8 value;
		bool fix;
		enum rsvp_drop_reason reason;
		const char *what;
	} t[] = {
		{ 0, 0x1f, true, OK, "flags" },
		{ 0, 0x00, true, D(VERSION), "version 0" },
		{ 0, 0x20, true, D(VERSION), "version 2" },
		{ 5, 0xff, true, OK, "reserved byte" },
		{ 4, 0, true, D(TTL_ZERO), "Send_TTL 0" },
		{ 4, 1, true, OK, "Send_TTL 1" },
		{ 4, 64, false, D(CHECKSUM), "a bit flipped" },
		{ 6, 1, true, D(LENGTH), "length too long" },
		{ 7, 8, true, D(LENGTH), "length too short" },
		{ 7, 0, true, D(LENGTH), "length 0" },
		{ 1, 0, true, D(MSG_TYPE), "type 0" },
		{ 1, 8, true, D(MSG_TYPE), "type 8" },
		{ 1, 11, true, D(MSG_TYPE), "type 11" },
		{ 1, 12, true, D(MSG_UNSUPPORTED), "Bundle" },
		{ 1, 13, true, D(MSG_UNSUPPORTED), "Ack" },
		{ 1, 14, true, D(MSG_TYPE), "type 14" },
		{ 1, 15, true, D(MSG_UNSUPPORTED), "Srefresh" },
		{ 1, 20, true, D(MSG_UNSUPPORTED), "Hello" },
		{ 1, 25, true, D(MSG_UNSUPPORTED), "Challenge" },
		{ 1, 26, true, D(MSG_UNSUPPORTED), "Response" },
		{ 1, 255, true, D(MSG_TYPE), "type 255" },
	};
	struct rsvp_msg msg;
	size_t i, n;
	int len;

	len = words_build(buf, sizeof(buf), PATH, AF_INET, "S H T t s");
	for (n = 0; n < 8; n++)
		tap_is(rsvp_msg_parse(&msg, buf, n), D(SHORT), "%zu bytes", n);
	for (; n < (size_t)len; n++)
		if (rsvp_msg_parse(&msg, buf, n) != D(LENGTH))
			break;
	tap_is(n, len, "cut anywhere");
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len + 4), D(LENGTH),
	       "trailing bytes");
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), OK, "whole");

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		len = words_build(buf, sizeof(buf), PATH, AF_INET, "S H T t s");
		buf[t[i].at] = t[i].value;
		if (t[i].fix)
			put_unaligned_be16(rsvp_checksum(buf, (size_t)len),
					   buf + 2);
		tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), t[i].reason,
		       "header: %s", t[i].what);
	}
	buf[0] = 0x11;
	buf[1] = PATH;
	put_unaligned_be16(0, buf + 2);
	tap_ok(!rsvp_msg_parse(&msg, buf, (size_t)len) && msg.flags == 1 &&
	       msg.send_ttl == 63, "no checksum is no wrong checksum");
	put_unaligned_be16(1, buf + 2);
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), D(CHECKSUM),
	       "checksum 1");
}

/* Object headers, at each object of a message (RFC 2205, 3.1.2) */
static void test_framing(void)
{
	static const struct {
		u16 len;
		enum rsvp_drop_reason reason;
	} t[] = {
		{ 0, D(OBJ_LENGTH_ZERO) }, { 1, D(OBJ_LENGTH) },
		{ 2, D(OBJ_LENGTH) }, { 3, D(OBJ_LENGTH) },
		{ 5, D(OBJ_LENGTH) }, { 10, D(OBJ_LENGTH) },
		{ 13, D(OBJ_LENGTH) }, { 65535, D(OBJ_LENGTH) },
		{ 65532, D(OBJ_OVERRUN) }, { 1000, D(OBJ_OVERRUN) },
	};
	struct rsvp_msg msg;
	size_t at, i;
	int len;

	len = words_build(buf, sizeof(buf), PATH, AF_INET6, "S H T t s a");
	for (at = 8; at < (size_t)len;) {
		u16 own = get_unaligned_be16(buf + at);

		for (i = 0; i < ARRAY_SIZE(t); i++) {
			put_unaligned_be16(t[i].len, buf + at);
			put_unaligned_be16(0, buf + 2);
			tap_is(rsvp_msg_parse(&msg, buf, (size_t)len),
			       t[i].reason, "object of class %u, length %u",
			       buf[at + 2], t[i].len);
		}
		put_unaligned_be16(own, buf + at);
		at += own;
	}
	/* The last one a word too long: it would end behind the message */
	put_unaligned_be16(88, buf + len - 84);
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), D(OBJ_OVERRUN),
	       "a word beyond the end");
}

static void test_many(void)
{
	struct rsvp_msg msg;
	int len;

	len = words_build(buf, sizeof(buf), PATH, AF_INET,
			  "S H T t s *4091:#0/0/0");
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), OK, "4096 objects");
	len = words_build(buf, sizeof(buf), PATH, AF_INET,
			  "S H T t s *4092:#0/0/0");
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), D(OBJ_TOO_MANY),
	       "4097 objects");
	len = words_build(buf, sizeof(buf), PATH, AF_INET, "S H T t s #0/0/65400");
	tap_is(len, 8 + 12 + 12 + 8 + 12 + 36 + 65404, "largest message");
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), OK, "largest message");
	len = words_build(buf, sizeof(buf), PATH, AF_INET, "S H T t s #0/0/65500");
	tap_is(len, -EMSGSIZE, "larger than the largest");
}

/* What is there to answer with, when a message is refused with a code */
static void test_answer(void)
{
	struct rsvp_fd fd = { 0 };
	struct rsvp_filter f;
	struct rsvp_msg msg;
	int len, n = 0;

	len = words_build(buf, sizeof(buf), RESV, AF_INET6,
			  "#127/3/8 S H T C SE F f f");
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), D(UNKNOWN_CLASS),
	       "answer: refused");
	tap_ok(msg.has_session && msg.has_hop && msg.has_time && msg.has_style &&
	       msg.has_confirm && msg.n_filters == 2 && msg.hop.lih == 5 &&
	       msg.bad.class == 127 && msg.bad.ctype == 3 && msg.bad.len == 8,
	       "answer: all else is there");
	while (rsvp_msg_next_fd(&msg, &fd))
		while (rsvp_fd_next_filter(&fd, &f))
			n++;
	tap_is(n, 2, "answer: filters");

	len = words_build(buf, sizeof(buf), PATH, AF_INET, "S H T t s #127/3/8");
	tap_is(rsvp_msg_parse(&msg, buf, (size_t)len), D(UNKNOWN_CLASS),
	       "answer: Path refused");
	tap_ok(msg.has_sender && msg.has_tspec && msg.tspec_obj.body &&
	       msg.tspec.r_Bps == testmsg_tspec.r_Bps, "answer: sender");

	len = words_build(buf, sizeof(buf), PATH, AF_INET, "S H T t sn");
	rsvp_msg_parse(&msg, buf, (size_t)len);
	tap_ok(msg.has_sender && !msg.has_tspec && msg.tspec_obj.body,
	       "answer: a bad Tspec is there as it stands");
}

static void test_names(void)
{
	bool ok = true;
	int i, j;

	for (i = 0; i < RSVP_DROP_MAX; i++) {
		const char *name = rsvp_drop_name((enum rsvp_drop_reason)i);

		if (!name[0] || !rsvp_drop_text((enum rsvp_drop_reason)i)[0])
			ok = false;
		for (j = 0; j < i; j++)
			if (!strcmp(name,
				    rsvp_drop_name((enum rsvp_drop_reason)j)))
				ok = false;
	}
	tap_ok(ok, "drop reasons have names of their own, and texts");
	tap_ok(!strcmp(rsvp_drop_name(D(OBJ_ORDER)), "obj_order"), "obj_order");
	tap_ok(!strcmp(rsvp_drop_name(RSVP_DROP_MAX), "unknown"), "no name");
	tap_ok(!strcmp(rsvp_drop_text((enum rsvp_drop_reason)-1), "unknown"),
	       "no text");
}

int main(void)
{
	run_rows(structure, ARRAY_SIZE(structure));
	run_rows(styles, ARRAY_SIZE(styles));
	run_rows(unknown, ARRAY_SIZE(unknown));
	run_rows(values, ARRAY_SIZE(values));
	run_rows(traffic, ARRAY_SIZE(traffic));
	test_foreign();
	test_header();
	test_framing();
	test_many();
	test_answer();
	test_names();
	return tap_done();
}
