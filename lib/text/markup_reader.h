/* What the files that read HTML share. */
#ifndef TG_TEXT_MARKUP_READER_H
#define TG_TEXT_MARKUP_READER_H

#include "text/attribute.h"
#include "text/markup_map.h"
#include "text/open.h"

typedef struct tg_markup_reader {
    const char *html;
    size_t at;  /* what is before has been read */
    size_t end; /* of the content being read: the source's, or that of a fallback's content */
    bool in_fallback;
    tg_markup_map *map;
    tg_status status;
    tg_open open;
} tg_markup_reader;

/* A tag whose ">" has been read. */
typedef struct tg_tag {
    size_t at;         /* of its "<" */
    size_t name, name_end;
    tg_element element;
    tg_attributes attributes;
} tg_tag;

/* Adds text of the source that has no tags to an area. A NUL is not shown, as browsers drop it. */
void tg_markup_show(tg_markup_reader *r, size_t begin, size_t end, tg_markup_area area, tg_markup_place place);

/* What a tag shows itself, and what it says of the text behind it. */
void tg_markup_start_tag(tg_markup_reader *r, const tg_tag *tag);
void tg_markup_end_tag(tg_markup_reader *r, const tg_tag *tag);

/* Closes the open elements but for `left`, at a place of the source. */
void tg_markup_close(tg_markup_reader *r, size_t left, size_t at);

/* Where text of this kind goes. */
static inline tg_markup_area tg_area_of(const tg_seen *seen)
{
    return !tg_is_shown(seen) ? TG_AREA_HIDDEN : seen->is_annotation ? TG_AREA_ANNOTATION : TG_AREA_TEXT;
}

#endif
