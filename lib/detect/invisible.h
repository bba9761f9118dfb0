/* The detector `invisible` inside: what its files share while they go through a text. */
#ifndef TG_DETECT_INVISIBLE_H
#define TG_DETECT_INVISIBLE_H

#include "detect/detect.h"
#include "detect/lookalike.h"

/* Letters and digits between which nothing has to stand. */
#define TG_GLYPHS_PLAIN (TG_GLYPHS_CONFUSED | TG_GLYPHS_EASTERN | TG_GLYPH_BIT(TG_GLYPH_DIGIT))

/* What does not show. */
#define TG_GLYPHS_HIDDEN                                                                                               \
    (TG_GLYPH_BIT(TG_GLYPH_ZERO) | TG_GLYPH_BIT(TG_GLYPH_FUNCTION) | TG_GLYPH_BIT(TG_GLYPH_SOFT) |                     \
     TG_GLYPH_BIT(TG_GLYPH_FILLER) | TG_GLYPH_BIT(TG_GLYPH_SELECTOR) | TG_GLYPH_BIT(TG_GLYPH_TAG) |                    \
     TG_GLYPH_BIT(TG_GLYPH_DIRECTION) | TG_GLYPH_BIT(TG_GLYPH_BIDI))

/* A scan under way. */
typedef struct tg_look {
    tg_work *work;
    const unsigned char *text;
    size_t length;
    size_t words_done, hosts_done, soft_done, overrides_done; /* bytes that were looked through for these */
    size_t rtl_end;  /* of the last letter that is written from right to left; 0: none */
    tg_range hidden; /* a finding of characters that do not show which may grow; empty: none */
} tg_look;

/* What can be found. */
typedef struct tg_message {
    const char *category, *rule, *note;
    tg_severity severity;
    uint32_t tricks;
} tg_message;

/* The detector. */
tg_status tg_detect_invisible(tg_work *work);

/* Adds a finding in a range of the scanned text. The note is the message's own or lives in the arena. */
tg_status tg_add_look(tg_look *look, const tg_message *message, tg_range range, const char *note);

/* Looks at the run of characters that do not show which begins at a byte; *end: where it ends. */
tg_status tg_look_at_run(tg_look *look, size_t begin, size_t *end);

/* Adds the finding that was to grow. */
tg_status tg_end_runs(tg_look *look);

/* Follows the bidirectional override at a byte to its end. */
tg_status tg_look_at_override(tg_look *look, size_t begin);

#endif
