/* The text that a reader of HTML sees, with the way back to the source. A tokenizer after the HTML standard's states: tags,
 * comments, declarations, raw text elements (script, style …) and character references. Linear in the source.
 *
 * Each tag of a block-level element, <br> and the like gives a line feed, so that words do not join across it; other tags
 * give nothing, so that a word with a tag inside is whole. Ill-formed UTF-8 stays as it is; a NUL is not shown.
 *
 * What stands inside a word but is not read there must not break the word, and yet be found: it follows the text, in lines
 * of its own. First the annotations of <ruby>, then the attributes that are read (`title`, `alt`, `placeholder` …), then
 * what is hidden: by `hidden`, <template> or the like, or a style of display: none, visibility: hidden, opacity: 0 or
 * font-size: 0. In doubt text counts as seen; what counts as hidden by mistake is scanned nevertheless.
 *
 * <bdo dir=rtl>, and a style like it, gives U+202E, and its end U+202C: what is within is seen in reverse. */
#ifndef TG_TEXT_MARKUP_H
#define TG_TEXT_MARKUP_H

#include "base/memory.h"

/* Where the text comes from. Areas follow each other in the visible text; each but the first has a line feed before each of
 * its stretches. */
typedef enum tg_markup_area {
    TG_AREA_TEXT,
    TG_AREA_ANNOTATION,
    TG_AREA_ATTRIBUTE,
    TG_AREA_HIDDEN,
    TG_MARKUP_AREAS
} tg_markup_area;

/* What of HTML is not itself in the source there. */
typedef enum tg_markup_place { TG_PLACE_CONTENT, TG_PLACE_QUOTED, TG_PLACE_UNQUOTED } tg_markup_place;

/* A stretch of visible text and where it comes from. Within a verbatim piece offsets run in step; otherwise the whole
 * source range (a character reference) stands for the whole visible range. What a tag gives (a line feed, U+202E or U+202C)
 * has an empty source range, where the tag or the attribute begins. Pieces are in the order of the visible text, do not
 * overlap and have every byte of it. Within an area they are in the order of the source too. */
typedef struct tg_markup_piece {
    uint32_t visible;        /* where the piece begins in the visible text */
    uint32_t length;         /* its bytes there; never 0 */
    uint32_t source;         /* where it begins in the source */
    uint32_t source_length;  /* equal to `length` if verbatim */
    bool verbatim;
    uint8_t place;
} tg_markup_piece;

/* The text and the pieces of one area. */
typedef struct tg_markup_lines {
    tg_vector text;   /* char */
    tg_vector pieces; /* tg_markup_piece, `visible` being an offset in the area */
} tg_markup_lines;

typedef struct tg_markup_map {
    tg_vector visible;   /* char: the text */
    tg_vector pieces;    /* tg_markup_piece */
    tg_vector by_source; /* uint32_t: the pieces in the order of the source; empty if that is how they are anyway */
    uint32_t begins[TG_MARKUP_AREAS]; /* of the areas, in `visible` */
    tg_markup_lines aside[TG_MARKUP_AREAS]; /* of the areas that follow the text, while it is read */
    tg_vector scratch;   /* char: an attribute's value */
} tg_markup_map;

void tg_markup_map_init(tg_markup_map *map, const tg_allocator *allocator);
void tg_markup_map_free(tg_markup_map *map);

/* Replaces what is in the map by the visible text of `html`. Allocates nothing once the map is large enough. Returns
 * TG_OK, TG_NO_MEMORY or TG_LIMIT (more than 2^32 - 1 bytes of source or visible text). */
tg_status tg_markup_read(tg_markup_map *map, const char *html, size_t length);

/* The source range of a range of visible text (begin < end): from the first byte of what stands for its first one to the
 * last byte of what stands for its last one, with the tags between. Of one that reaches across areas the whole of what it
 * has in each. Binary search. */
tg_range tg_markup_source(const tg_markup_map *map, size_t begin, size_t end);

/* Nothing that begins in the visible text at or after `visible` is in the source before the result, which does not fall as
 * `visible` rises. */
size_t tg_markup_settled(const tg_markup_map *map, size_t visible);

/* The piece that comes `index`-th in the source. */
static inline const tg_markup_piece *tg_markup_piece_by_source(const tg_markup_map *map, size_t index)
{
    const uint32_t *order = TG_ITEMS(&map->by_source, const uint32_t);
    return &TG_ITEMS(&map->pieces, const tg_markup_piece)[map->by_source.count ? order[index] : index];
}

#endif
