/* The text that a reader of HTML sees, with the way back to the source. A tokenizer after the HTML standard's states: tags,
 * comments, declarations, raw text elements (script, style …) and character references. Linear in the source.
 *
 * Each tag of a block-level element, <br> and the like gives a line feed, so that words do not join across it; other tags
 * give nothing, so that a word with a tag inside is whole. Ill-formed UTF-8 stays as it is; a NUL is not shown. */
#ifndef TG_TEXT_MARKUP_H
#define TG_TEXT_MARKUP_H

#include "base/memory.h"

/* A stretch of visible text and where it comes from. Within a verbatim piece offsets run in step; otherwise the whole
 * source range (a character reference) stands for the whole visible range. The line feed of a tag has an empty source
 * range, where the tag begins. Pieces are in order, do not overlap and have every byte of the visible text. */
typedef struct tg_markup_piece {
    uint32_t visible;        /* where the piece begins in the visible text */
    uint32_t length;         /* its bytes there; never 0 */
    uint32_t source;         /* where it begins in the source */
    uint32_t source_length;  /* equal to `length` if verbatim */
    bool verbatim;
} tg_markup_piece;

typedef struct tg_markup_map {
    tg_vector visible; /* char: the text */
    tg_vector pieces;  /* tg_markup_piece */
} tg_markup_map;

void tg_markup_map_init(tg_markup_map *map, const tg_allocator *allocator);
void tg_markup_map_free(tg_markup_map *map);

/* Replaces what is in the map by the visible text of `html`. Allocates nothing once the map is large enough. Returns
 * TG_OK, TG_NO_MEMORY or TG_LIMIT (more than 2^32 - 1 bytes of source or visible text). */
tg_status tg_markup_read(tg_markup_map *map, const char *html, size_t length);

/* The source range of a range of visible text (begin < end): from the first byte of what stands for its first one to the
 * last byte of what stands for its last one, with the tags between. Binary search. */
tg_range tg_markup_source(const tg_markup_map *map, size_t begin, size_t end);

#endif
