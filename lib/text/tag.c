/* What tags of HTML show themselves (line feeds, attributes) and what they say of the text within. */
#include <string.h>

#include "text/markup_reader.h"
#include "text/reference.h"
#include "text/style.h"

/* Adds what a tag gives. */
static void give(tg_markup_reader *r, tg_markup_area area, const char *bytes, size_t at)
{
    tg_markup_piece piece = {.source = (uint32_t)at};
    if (r->status == TG_OK)
        r->status = tg_markup_map_add(r->map, area, bytes, strlen(bytes), piece);
}

/* A box that is there but not seen breaks the line all the same. */
static void break_line(tg_markup_reader *r, const tg_seen *seen, size_t at)
{
    tg_markup_area area = tg_area_of(seen);
    give(r, area, "\n", at);
    if (area == TG_AREA_HIDDEN && !seen->is_gone)
        give(r, seen->is_annotation ? TG_AREA_ANNOTATION : TG_AREA_TEXT, "\n", at);
}

/* -------------------------------------------------------------- attributes ---- */

/* The decoded value of an attribute, in the map's scratch. */
static bool decode(tg_markup_reader *r, const tg_attribute *a)
{
    tg_vector *out = &r->map->scratch;
    out->count = 0;
    for (size_t at = a->value; at < a->value_end;) {
        char decoded[TG_REFERENCE_ROOM];
        const char *bytes = r->html + at;
        size_t length = 1, taken = 0;
        if (*bytes == '&')
            taken = tg_reference_read(bytes, a->value_end - at, true, decoded, &length);
        if (taken)
            bytes = decoded;
        else if (*bytes == '\0') /* not one more letter of a word */
            bytes = "\x7F";
        if (!tg_vector_append(out, bytes, taken ? length : 1)) {
            r->status = TG_NO_MEMORY;
            return false;
        }
        at += taken ? taken : 1;
    }
    return true;
}

/* Whether the tag has an attribute with one of these values, which have a blank on both sides, in any letter case. */
static bool has_value(tg_markup_reader *r, const tg_tag *tag, tg_attribute_name name, const char *values)
{
    char key[32] = " ";
    const tg_attribute *a = tg_attribute_of(&tag->attributes, name);
    if (!a || !decode(r, a))
        return false;
    const tg_vector *value = &r->map->scratch;
    if (value->count == 0 || value->count > sizeof key - 3)
        return false;
    for (size_t i = 0; i < value->count; i++) {
        char c = tg_lower(TG_ITEMS(value, const char)[i]);
        key[i + 1] = c == ' ' || c == '\0' ? '\x7F' : c;
    }
    memcpy(key + value->count + 1, " ", 2);
    return strstr(values, key) != NULL;
}

static bool is_named(const tg_tag *tag, const char *name)
{
    return strcmp(tag->element.name, name) == 0;
}

/* Whether the value of this attribute is read: as a tooltip, instead of an image, in a field, by a search engine. */
static bool is_read(tg_markup_reader *r, const tg_tag *tag, tg_attribute_name name)
{
    static const char unseen[] = " hidden checkbox radio password file image color range ";
    static const char about[] = " description keywords title og:title og:description twitter:title twitter:description ";
    if (name == TG_ATTRIBUTE_ALT)
        return is_named(tag, "img") || is_named(tag, "input") || is_named(tag, "area");
    if (name == TG_ATTRIBUTE_LABEL)
        return is_named(tag, "option") || is_named(tag, "optgroup") || is_named(tag, "track");
    if (name == TG_ATTRIBUTE_VALUE)
        return is_named(tag, "input") && !has_value(r, tag, TG_ATTRIBUTE_TYPE, unseen);
    if (name == TG_ATTRIBUTE_CONTENT)
        return is_named(tag, "meta") && (has_value(r, tag, TG_ATTRIBUTE_NAME, about) ||
                                         has_value(r, tag, TG_ATTRIBUTE_PROPERTY, about));
    return name == TG_ATTRIBUTE_ARIA_LABEL || name == TG_ATTRIBUTE_PLACEHOLDER || name == TG_ATTRIBUTE_TITLE;
}

/* A line for an empty value too: redaction that empties one changes nothing else. */
static void show_attributes(tg_markup_reader *r, const tg_tag *tag)
{
    for (size_t i = 0; i < tag->attributes.count; i++) {
        const tg_attribute *a = &tag->attributes.items[i];
        if (!is_read(r, tag, a->name))
            continue;
        give(r, TG_AREA_ATTRIBUTE, "\n", a->begin);
        tg_markup_show(r, a->value, a->value_end, TG_AREA_ATTRIBUTE, a->is_quoted ? TG_PLACE_QUOTED : TG_PLACE_UNQUOTED);
    }
}

/* ------------------------------------------------------------------ hiding ---- */

static tg_style style_of(tg_markup_reader *r, const tg_tag *tag)
{
    const tg_attribute *a = tg_attribute_of(&tag->attributes, TG_ATTRIBUTE_STYLE);
    if (!a || !decode(r, a) || r->map->scratch.count == 0)
        return (tg_style){0};
    return tg_style_read(r->map->scratch.items, r->map->scratch.count);
}

static bool is_displayed(tg_markup_reader *r, const tg_tag *tag, const tg_style *style)
{
    unsigned flags = tag->element.flags;
    bool is_shadow = is_named(tag, "template") && tg_attribute_of(&tag->attributes, TG_ATTRIBUTE_SHADOW);
    bool is_open = is_named(tag, "dialog") && tg_attribute_of(&tag->attributes, TG_ATTRIBUTE_OPEN);
    if ((flags & TG_ELEMENT_NEVER && !is_shadow) || style->display == TG_STYLE_HIDES)
        return false;
    if (style->display == TG_STYLE_SHOWS)
        return true;
    return !(flags & TG_ELEMENT_UNDISPLAYED && !is_open) &&
           (!tg_attribute_of(&tag->attributes, TG_ATTRIBUTE_HIDDEN) ||
            has_value(r, tag, TG_ATTRIBUTE_HIDDEN, " until-found "));
}

static bool inherit(bool hidden, tg_style_says says)
{
    return says == TG_STYLE_HIDES || (hidden && says != TG_STYLE_SHOWS);
}

/* How the content of an element is seen. */
static tg_seen seen_within(tg_markup_reader *r, const tg_tag *tag, const tg_style *style)
{
    const tg_seen around = tg_open_seen(&r->open);
    tg_seen seen = around;
    unsigned flags = tag->element.flags;
    bool in_foreign = around.in_foreign || flags & TG_ELEMENT_FOREIGN;
    seen.is_gone |= !is_displayed(r, tag, style) && (!in_foreign || style->display == TG_STYLE_HIDES);
    seen.is_clear |= style->opacity == TG_STYLE_HIDES;
    seen.is_invisible = inherit(seen.is_invisible, style->visibility);
    seen.is_tiny = inherit(seen.is_tiny, style->size);
    if (flags & TG_ELEMENT_SHOWS) {
        seen.is_gone = around.is_gone;
        seen.is_clear = around.is_clear;
        seen.is_invisible &= around.is_invisible;
        seen.is_tiny &= around.is_tiny;
    }
    seen.in_foreign = in_foreign;
    seen.in_ruby |= tag->element.group == TG_GROUP_RUBY;
    seen.is_annotation |= around.in_ruby && flags & TG_ELEMENT_ANNOTATION;
    if (style->direction != TG_STYLE_NOTHING)
        seen.is_right_to_left = style->direction == TG_STYLE_HIDES;
    else if (tg_attribute_of(&tag->attributes, TG_ATTRIBUTE_DIR))
        seen.is_right_to_left = has_value(r, tag, TG_ATTRIBUTE_DIR, " rtl ");
    return seen;
}

/* -------------------------------------------------------------------- tags ---- */

void tg_markup_close(tg_markup_reader *r, size_t left, size_t at)
{
    for (; r->open.count > left; r->open.count--) {
        const tg_open_element *top = &r->open.elements[r->open.count - 1];
        if (top->is_reversed)
            give(r, tg_area_of(&top->seen), "\xE2\x80\xAC", at);
    }
}

static void open_element(tg_markup_reader *r, const tg_tag *tag, const tg_seen *seen, const tg_style *style)
{
    bool overrides = style->order == TG_STYLE_HIDES ||
                     (tag->element.flags & TG_ELEMENT_OVERRIDES && style->order != TG_STYLE_SHOWS);
    tg_seen around = tg_open_seen(&r->open);
    tg_open_element element = {
        .name = (uint32_t)tag->name,
        .length = (uint32_t)(tag->name_end - tag->name),
        .group = tag->element.group,
        .seen = *seen,
        .is_reversed = overrides && seen->is_right_to_left,
    };
    tg_markup_area area = tg_area_of(seen);
    tg_open_push(&r->open, &element);
    if (r->open.is_lost)
        return;
    if (area != TG_AREA_TEXT && area != tg_area_of(&around))
        give(r, area, "\n", tag->at);
    if (element.is_reversed)
        give(r, area, "\xE2\x80\xAE", tag->at);
}

/* Browsers ignore the parts of a table outside of one. */
static bool is_stray(const tg_markup_reader *r, const tg_tag *tag)
{
    size_t count = r->open.count;
    return tag->element.group == TG_GROUP_TABLE_PART &&
           !(count && r->open.elements[count - 1].group == TG_GROUP_TABLE);
}

void tg_markup_start_tag(tg_markup_reader *r, const tg_tag *tag)
{
    unsigned flags = tag->element.flags;
    size_t left = tg_open_left_by_start(&r->open, &tag->element);
    bool has_ended = left < r->open.count;
    tg_seen ended = has_ended ? r->open.elements[left].seen : (tg_seen){0};
    tg_markup_close(r, left, tag->at);
    tg_style style = style_of(r, tag);
    tg_seen seen = seen_within(r, tag, &style);
    if (seen.is_gone && has_ended && !ended.is_gone && flags & TG_ELEMENT_LINE)
        break_line(r, &ended, tag->at);
    if (flags & TG_ELEMENT_LINE)
        break_line(r, &seen, tag->at);
    show_attributes(r, tag);
    bool is_closed = tag->attributes.is_closed && seen.in_foreign;
    if (!(flags & TG_ELEMENT_VOID) && !is_closed && !is_stray(r, tag))
        open_element(r, tag, &seen, &style);
}

void tg_markup_end_tag(tg_markup_reader *r, const tg_tag *tag)
{
    size_t left = tg_open_left_by_end(&r->open, &tag->element, tag->name, tag->name_end - tag->name);
    tg_seen seen = left < r->open.count ? r->open.elements[left].seen : tg_open_seen(&r->open);
    tg_markup_close(r, left, tag->at);
    if (tag->element.flags & TG_ELEMENT_LINE)
        break_line(r, &seen, tag->at);
}
