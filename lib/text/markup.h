/* The text that a reader of HTML sees, with the way back to the source. A tokenizer after the HTML standard's states: tags,
 * comments, declarations, raw text elements (script, style …) and character references. Linear in the source. */
#ifndef TG_TEXT_MARKUP_H
#define TG_TEXT_MARKUP_H

#include "base/memory.h"

/* A stretch of visible text and where it comes from. Within a verbatim piece offsets run in step; otherwise the whole
 * source range (a character reference) stands for the whole visible range. Pieces are in order and do not overlap. */
typedef struct tg_markup_piece {
    uint32_t visible;        /* where the piece begins in the visible text */
    uint32_t length;         /* its bytes there; never 0 */
    uint32_t source;         /* where it begins in the source */
    uint32_t source_length;  /* equal to `length` if verbatim */
    bool verbatim;
} tg_markup_piece;

typedef struct tg_markup_map {
    tg_vector visible; /* char: the text; block elements and <br> give a line feed, whose piece is the tag with source_length 0 */
    tg_vector pieces;  /* tg_markup_piece */
} tg_markup_map;

void tg_markup_map_init(tg_markup_map *map, const tg_allocator *allocator);
void tg_markup_map_free(tg_markup_map *map);

/* Replaces what is in the map by the visible text of `html`. Returns TG_OK or TG_NO_MEMORY. */
tg_status tg_markup_read(tg_markup_map *map, const char *html, size_t length);

/* The source range of a range of visible text (begin < end). */
tg_range tg_markup_source(const tg_markup_map *map, size_t begin, size_t end);

#endif
