/* The open elements of HTML; see open.h. */
#include "text/open.h"

#include <string.h>

void tg_open_init(tg_open *open, const char *html)
{
    open->html = html;
    open->count = open->floor = 0;
    open->is_lost = false;
}

tg_seen tg_open_seen(const tg_open *open)
{
    return open->count && !open->is_lost ? open->elements[open->count - 1].seen : (tg_seen){0};
}

/* The index of the nearest element of a group that no element of `holder` is around; `count` if there is none. */
static size_t nearest(const tg_open *open, tg_group group, tg_group holder)
{
    for (size_t i = open->is_lost ? 0 : open->count; i > open->floor; i--) {
        if (open->elements[i - 1].group == group)
            return i - 1;
        if (holder != TG_GROUP_NONE && open->elements[i - 1].group == holder)
            break;
    }
    return open->count;
}

/* A part of a table ends all that is open in the table. */
static size_t left_in_table(const tg_open *open)
{
    size_t table = nearest(open, TG_GROUP_TABLE, TG_GROUP_NONE);
    return table < open->count ? table + 1 : table;
}

static size_t left_by_group(const tg_open *open, tg_group group)
{
    switch (group) {
    case TG_GROUP_NONE:
    case TG_GROUP_LIST:
    case TG_GROUP_TABLE:
    case TG_GROUP_RUBY: return open->count;
    case TG_GROUP_ITEM:
    case TG_GROUP_TERM: return nearest(open, group, TG_GROUP_LIST);
    case TG_GROUP_TABLE_PART: return left_in_table(open);
    case TG_GROUP_RUBY_PART: return nearest(open, group, TG_GROUP_RUBY);
    case TG_GROUP_PARAGRAPH:
    case TG_GROUP_HEADING:
    case TG_GROUP_ANCHOR:
    case TG_GROUP_BUTTON:
    case TG_GROUP_NOBR: return nearest(open, group, TG_GROUP_NONE);
    }
    return open->count;
}

size_t tg_open_left_by_start(const tg_open *open, const tg_element *element)
{
    size_t left = left_by_group(open, element->group);
    if (element->flags & TG_ELEMENT_ENDS_P) {
        size_t paragraph = nearest(open, TG_GROUP_PARAGRAPH, TG_GROUP_NONE);
        left = paragraph < left ? paragraph : left;
    }
    return left;
}

static bool has_name(const tg_open *open, const tg_open_element *element, size_t name, size_t length)
{
    if (element->length != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (tg_lower(open->html[element->name + i]) != tg_lower(open->html[name + i]))
            return false;
    return true;
}

size_t tg_open_left_by_end(const tg_open *open, const tg_element *element, size_t name, size_t length)
{
    if (element->group == TG_GROUP_TABLE_PART)
        return left_in_table(open);
    for (size_t i = open->is_lost ? 0 : open->count; i > open->floor; i--)
        if (has_name(open, &open->elements[i - 1], name, length))
            return i - 1;
    return open->count;
}

void tg_open_push(tg_open *open, const tg_open_element *element)
{
    if (open->count == TG_OPEN_MOST)
        open->is_lost = true;
    else
        open->elements[open->count++] = *element;
}
