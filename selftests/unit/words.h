/* SPDX-License-Identifier: GPL-2.0 */
/* Messages spelled in words, an object a word: see the table in words.c. */
#ifndef _RSVP_WORDS_H
#define _RSVP_WORDS_H

#include "codec.h"

/* Returns the length of the message; aborts on a word that it does not know */
int words_build(u8 *buf, size_t size, u8 type, u32 family, const char *words);

#endif /* _RSVP_WORDS_H */
