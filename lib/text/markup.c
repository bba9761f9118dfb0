/* The text that a reader of HTML sees, with the way back to the source: the HTML standard's tokenizer, without its tree.
 *
 * No library does this: libxml2 knows lines but no offsets, gumbo is no longer maintained, and lexbor and the others give
 * decoded text without a map to its source. What needs the tree is left out: SVG and MathML are read as HTML. Where
 * readers of different kinds see different text (<noscript>), all of it counts as seen. */
#include "text/markup.h"

#include <string.h>

#include "text/element.h"
#include "text/reference.h"

typedef struct reader {
    const char *html;
    size_t at;  /* what is before has been read */
    size_t end; /* of the content being read: the source's, or that of a fallback's content */
    bool in_fallback;
    tg_markup_map *map;
    tg_status status;
} reader;

void tg_markup_map_init(tg_markup_map *map, const tg_allocator *allocator)
{
    tg_vector_init(&map->visible, allocator, 1);
    tg_vector_init(&map->pieces, allocator, sizeof(tg_markup_piece));
}

void tg_markup_map_free(tg_markup_map *map)
{
    tg_vector_free(&map->visible);
    tg_vector_free(&map->pieces);
}

/* Adds visible bytes that come from `source_length` bytes at `source`. Verbatim pieces that touch become one. */
static void emit(reader *r, const char *bytes, size_t length, size_t source, size_t source_length, bool verbatim)
{
    tg_vector *pieces = &r->map->pieces;
    size_t visible = r->map->visible.count;
    if (r->status != TG_OK || length == 0)
        return;
    if (length > UINT32_MAX - visible) { /* references can stand for more bytes than they have */
        r->status = TG_LIMIT;
        return;
    }
    if (!tg_vector_append(&r->map->visible, bytes, length)) {
        r->status = TG_NO_MEMORY;
        return;
    }
    tg_markup_piece *last = pieces->count ? &TG_ITEMS(pieces, tg_markup_piece)[pieces->count - 1] : NULL;
    if (verbatim && last && last->verbatim && last->source + last->source_length == source) {
        last->length += (uint32_t)length;
        last->source_length += (uint32_t)length;
        return;
    }
    tg_markup_piece piece = {(uint32_t)visible, (uint32_t)length, (uint32_t)source, (uint32_t)source_length, verbatim};
    if (!tg_vector_append(pieces, &piece, 1))
        r->status = TG_NO_MEMORY;
}

/* Where `c` next is, or `end`. */
static size_t find(const reader *r, char c, size_t from, size_t end)
{
    const char *found = from < end ? memchr(r->html + from, c, end - from) : NULL;
    return found ? (size_t)(found - r->html) : end;
}

static bool has(const reader *r, size_t at, const char *what)
{
    size_t length = strlen(what);
    return at <= r->end && r->end - at >= length && memcmp(r->html + at, what, length) == 0;
}

static void read_raw(reader *r, size_t end)
{
    emit(r, r->html + r->at, end - r->at, r->at, end - r->at, true);
    r->at = end;
}

/* Text up to `end` without tags. A NUL is not shown, as browsers drop it. */
static void read_text(reader *r, size_t end)
{
    while (r->at < end && r->status == TG_OK) {
        size_t stop = r->at;
        while (stop < end && r->html[stop] != '&' && r->html[stop] != '\0')
            stop++;
        read_raw(r, stop);
        if (stop == end)
            return;
        if (r->html[stop] == '\0') {
            r->at++;
            continue;
        }
        char decoded[TG_REFERENCE_ROOM];
        size_t decoded_length = 0, taken = tg_reference_read(r->html + stop, end - stop, decoded, &decoded_length);
        if (taken == 0) {
            read_raw(r, stop + 1);
            continue;
        }
        emit(r, decoded, decoded_length, stop, taken, false);
        r->at = stop + taken;
    }
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool ends_name(char c)
{
    return is_space(c) || c == '/' || c == '>';
}

static size_t skip_space(const reader *r, size_t at)
{
    while (at < r->end && is_space(r->html[at]))
        at++;
    return at;
}

/* The end of an attribute's value, which begins at or after `at`. */
static size_t skip_value(const reader *r, size_t at)
{
    at = skip_space(r, at);
    if (at == r->end)
        return at;
    char quote = r->html[at];
    if (quote == '"' || quote == '\'') {
        size_t close = find(r, quote, at + 1, r->end);
        return close < r->end ? close + 1 : r->end;
    }
    while (at < r->end && !is_space(r->html[at]) && r->html[at] != '>')
        at++;
    return at;
}

/* Moves from the end of a tag's name past its ">"; false if there is none. */
static bool skip_attributes(reader *r, size_t at)
{
    while (at < r->end && r->html[at] != '>') {
        if (is_space(r->html[at]) || r->html[at] == '/') {
            at++;
            continue;
        }
        at++; /* a name may begin with "=" */
        while (at < r->end && !ends_name(r->html[at]) && r->html[at] != '=')
            at++;
        at = skip_space(r, at);
        if (at < r->end && r->html[at] == '=')
            at = skip_value(r, at + 1);
    }
    r->at = at < r->end ? at + 1 : r->end;
    return at < r->end;
}

/* Whether there is, at "<" or "</", a tag of this name. */
static bool has_name(const reader *r, size_t at, const char *name)
{
    size_t length = strlen(name), left = r->end - at;
    return left > length && tg_element_name_matches(r->html + at, left, name, length) && ends_name(r->html[at + length]);
}

/* Where the end tag of raw text begins, or the end of all. */
static size_t find_end_tag(const reader *r, size_t at, const char *name)
{
    for (at = find(r, '<', at, r->end); at < r->end; at = find(r, '<', at + 1, r->end))
        if (has(r, at, "</") && has_name(r, at + 2, name))
            return at;
    return r->end;
}

/* The same for a script, where "<!--" begins a stretch in which "<script>" hides the next end tag, until "-->". */
static size_t find_script_end(const reader *r, size_t at)
{
    enum { PLAIN, ESCAPED, DOUBLE } state = PLAIN;
    for (; at < r->end; at++) {
        char c = r->html[at];
        if (c == '-' && state != PLAIN && has(r, at, "-->")) {
            state = PLAIN;
        } else if (c == '<' && has(r, at, "</") && has_name(r, at + 2, "script")) {
            if (state != DOUBLE)
                return at;
            state = ESCAPED;
        } else if (c == '<' && state == PLAIN && has(r, at, "<!--")) {
            state = ESCAPED;
            at++; /* its dashes may be those of "-->" too */
        } else if (c == '<' && state == ESCAPED && has_name(r, at + 1, "script")) {
            state = DOUBLE;
        }
    }
    return r->end;
}

static void read_content(reader *r, const tg_element *element)
{
    switch (element->content) {
    case TG_CONTENT_MARKUP: return;
    case TG_CONTENT_REFERENCES: read_text(r, find_end_tag(r, r->at, element->name)); return;
    case TG_CONTENT_RAW: read_raw(r, find_end_tag(r, r->at, element->name)); return;
    case TG_CONTENT_REST: read_raw(r, r->end); return;
    case TG_CONTENT_FALLBACK:
        /* Read as markup, but whatever it opens ends with it. One within another is nothing special. */
        if (!r->in_fallback)
            r->end = find_end_tag(r, r->at, element->name);
        r->in_fallback = true;
        return;
    case TG_CONTENT_STYLE: r->at = find_end_tag(r, r->at, element->name); return;
    case TG_CONTENT_SCRIPT: r->at = find_script_end(r, r->at); return;
    }
}

/* A start or end tag; `name` is where its name begins. One that the text ends in is not shown. */
static void read_tag(reader *r, size_t name)
{
    size_t tag = r->at, end = name;
    while (end < r->end && !ends_name(r->html[end]))
        end++;
    tg_element element = tg_element_find(r->html + name, end - name);
    if (!skip_attributes(r, end))
        return;
    if (element.is_block)
        emit(r, "\n", 1, tag, 0, false);
    if (name == tag + 1)
        read_content(r, &element);
}

static size_t skip_comment(const reader *r, size_t at)
{
    at += 4;
    if (has(r, at, ">"))
        return at + 1;
    if (has(r, at, "->"))
        return at + 2;
    for (at = find(r, '-', at, r->end); at < r->end; at = find(r, '-', at + 1, r->end)) {
        if (has(r, at, "-->"))
            return at + 3;
        if (has(r, at, "--!>"))
            return at + 4;
    }
    return r->end;
}

/* What the "<" at r->at begins. Comments, declarations, "<?" and "</" before anything but a letter end with ">". */
static void read_markup(reader *r)
{
    size_t at = r->at;
    char next = at + 1 < r->end ? r->html[at + 1] : '\0';
    if (tg_is_letter(next)) {
        read_tag(r, at + 1);
    } else if (has(r, at, "<!--")) {
        r->at = skip_comment(r, at);
    } else if (next == '/' && at + 2 < r->end && tg_is_letter(r->html[at + 2])) {
        read_tag(r, at + 2);
    } else if (next == '!' || next == '?' || (next == '/' && at + 2 < r->end)) {
        size_t close = find(r, '>', at + 2, r->end);
        r->at = close < r->end ? close + 1 : r->end;
    } else {
        read_raw(r, at + 1);
    }
}

tg_status tg_markup_read(tg_markup_map *map, const char *html, size_t length)
{
    map->visible.count = map->pieces.count = 0;
    if (length > UINT32_MAX)
        return TG_LIMIT;
    reader r = {html, 0, length, false, map, TG_OK};
    while (r.at < length && r.status == TG_OK) {
        if (r.at == r.end) { /* of a fallback's content */
            r.end = length;
            r.in_fallback = false;
        }
        read_text(&r, find(&r, '<', r.at, r.end));
        if (r.at < r.end)
            read_markup(&r);
    }
    return r.status;
}

/* The piece that has a byte of the visible text. */
static const tg_markup_piece *piece_of(const tg_markup_map *map, size_t visible)
{
    const tg_markup_piece *pieces = map->pieces.items;
    size_t low = 0, high = map->pieces.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (pieces[middle].visible <= visible)
            low = middle;
        else
            high = middle;
    }
    return &pieces[low];
}

tg_range tg_markup_source(const tg_markup_map *map, size_t begin, size_t end)
{
    const tg_markup_piece *first = piece_of(map, begin), *last = piece_of(map, end - 1);
    return (tg_range){
        first->source + (first->verbatim ? begin - first->visible : 0),
        last->source + (last->verbatim ? end - last->visible : last->source_length),
    };
}
