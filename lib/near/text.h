/* A text as it is compared: its fold, blanks as one, and without what the normalisation takes away. The folding tables are
 * compiled in, so that they are the same everywhere (data/README.md). */
#ifndef TG_NEAR_TEXT_H
#define TG_NEAR_TEXT_H

#include "base/memory.h"

enum {
    TG_NORMALISE_ALL = TG_NORMALISE_DIGITS | TG_NORMALISE_LINKS | TG_NORMALISE_MENTIONS | TG_NORMALISE_SIGNS,
    TG_LINK_MARK = 1,   /* stand for a link and a mention: no fold of a text has them, as controls are blanks */
    TG_MENTION_MARK = 2
};

typedef struct tg_near_text {
    tg_vector characters; /* uint32_t */
    tg_vector begins;     /* uint32_t: the byte of the text where each begins; one more for the end */
} tg_near_text;

void tg_near_text_init(tg_near_text *text, const tg_allocator *allocator);
void tg_near_text_free(tg_near_text *text);

/* Reads a text of at most UINT32_MAX - 1 bytes. False without memory. */
bool tg_near_text_read(tg_near_text *out, uint32_t normalise, const char *text, size_t length);

/* Links and mentions become marks. In place; see link.c. */
void tg_near_text_mark_links(tg_near_text *text, uint32_t normalise);

/* Whether a folded character is neither letter, mark nor digit. */
bool tg_near_is_sign(uint32_t character);

#endif
