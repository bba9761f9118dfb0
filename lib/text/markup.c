/* The text that a reader of HTML sees, with the way back to the source: the HTML standard's tokenizer, without its tree.
 *
 * No library does this: libxml2 knows lines but no offsets, gumbo is no longer maintained, and lexbor and the others give
 * decoded text without a map to its source. What needs the tree is left out: SVG and MathML are read as HTML. Where
 * readers of different kinds see different text (<noscript>), all of it counts as seen. */
#include "text/markup.h"

#include <string.h>

#include "text/markup_reader.h"
#include "text/reference.h"

typedef tg_markup_reader reader;

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

static void show_raw(reader *r, size_t begin, size_t end, tg_markup_area area, tg_markup_place place)
{
    size_t length = end - begin;
    tg_markup_piece piece = {
        .source = (uint32_t)begin, .source_length = (uint32_t)length, .verbatim = true, .place = (uint8_t)place,
    };
    if (r->status == TG_OK)
        r->status = tg_markup_map_add(r->map, area, r->html + begin, length, piece);
}

/* Shows the reference at `at`; returns how many bytes it takes, 0 if there is none. */
static size_t show_reference(reader *r, size_t at, size_t end, tg_markup_area area, tg_markup_place place)
{
    char decoded[TG_REFERENCE_ROOM];
    size_t length = 0, taken = tg_reference_read(r->html + at, end - at, place != TG_PLACE_CONTENT, decoded, &length);
    tg_markup_piece piece = {.source = (uint32_t)at, .source_length = (uint32_t)taken, .place = (uint8_t)place};
    if (taken && r->status == TG_OK)
        r->status = tg_markup_map_add(r->map, area, decoded, length, piece);
    return taken;
}

void tg_markup_show(reader *r, size_t begin, size_t end, tg_markup_area area, tg_markup_place place)
{
    size_t at = begin;
    while (at < end && r->status == TG_OK) {
        size_t stop = at;
        while (stop < end && r->html[stop] != '&' && r->html[stop] != '\0')
            stop++;
        show_raw(r, at, stop, area, place);
        at = stop;
        if (at == end)
            return;
        size_t taken = r->html[at] == '&' ? show_reference(r, at, end, area, place) : 1;
        if (taken == 0)
            show_raw(r, at, at + 1, area, place);
        at += taken ? taken : 1;
    }
}

static tg_markup_area current_area(const reader *r)
{
    tg_seen seen = tg_open_seen(&r->open);
    return tg_area_of(&seen);
}

static void read_raw(reader *r, size_t end)
{
    show_raw(r, r->at, end, current_area(r), TG_PLACE_CONTENT);
    r->at = end;
}

/* Text up to `end` without tags. */
static void read_text(reader *r, size_t end)
{
    tg_markup_show(r, r->at, end, current_area(r), TG_PLACE_CONTENT);
    r->at = end;
}

static bool ends_name(char c)
{
    return tg_is_html_space(c) || c == '/' || c == '>';
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
        if (r->in_fallback)
            return;
        r->end = find_end_tag(r, r->at, element->name);
        r->in_fallback = true;
        r->open.floor = r->open.count;
        return;
    case TG_CONTENT_STYLE: r->at = find_end_tag(r, r->at, element->name); return;
    case TG_CONTENT_SCRIPT: r->at = find_script_end(r, r->at); return;
    }
}

/* A start or end tag; `name` is where its name begins. One that the text ends in is not shown. */
static void read_tag(reader *r, size_t name)
{
    tg_tag tag;
    size_t end = name;
    while (end < r->end && !ends_name(r->html[end]))
        end++;
    tag.at = r->at;
    tag.name = name;
    tag.name_end = r->at = end;
    tag.element = tg_element_find(r->html + name, end - name);
    if (!tg_attributes_read(&tag.attributes, r->html, r->end, &r->at))
        return;
    if (name == tag.at + 1) {
        tg_markup_start_tag(r, &tag);
        read_content(r, &tag.element);
    } else {
        tg_markup_end_tag(r, &tag);
    }
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

/* What a fallback's content has opened ends with it. */
static void end_fallback(reader *r, size_t length)
{
    tg_markup_close(r, r->open.floor, r->at);
    r->open.floor = 0;
    r->end = length;
    r->in_fallback = false;
}

tg_status tg_markup_read(tg_markup_map *map, const char *html, size_t length)
{
    tg_markup_map_reset(map);
    if (length > UINT32_MAX)
        return TG_LIMIT;
    reader r;
    r.html = html;
    r.at = 0;
    r.end = length;
    r.in_fallback = false;
    r.map = map;
    r.status = TG_OK;
    tg_open_init(&r.open, html);
    while (r.at < length && r.status == TG_OK) {
        if (r.at == r.end)
            end_fallback(&r, length);
        read_text(&r, find(&r, '<', r.at, r.end));
        if (r.at < r.end)
            read_markup(&r);
    }
    return r.status == TG_OK ? tg_markup_map_finish(map) : r.status;
}
