/* The map from what a reader of HTML sees to its source: areas that are filled side by side and then follow each other. */
#include "text/markup_map.h"

void tg_markup_map_init(tg_markup_map *map, const tg_allocator *allocator)
{
    tg_vector_init(&map->visible, allocator, 1);
    tg_vector_init(&map->pieces, allocator, sizeof(tg_markup_piece));
    tg_vector_init(&map->by_source, allocator, sizeof(uint32_t));
    tg_vector_init(&map->scratch, allocator, 1);
    for (int area = 0; area < TG_MARKUP_AREAS; area++) {
        tg_vector_init(&map->aside[area].text, allocator, 1);
        tg_vector_init(&map->aside[area].pieces, allocator, sizeof(tg_markup_piece));
    }
    tg_markup_map_reset(map);
}

void tg_markup_map_free(tg_markup_map *map)
{
    tg_vector_free(&map->visible);
    tg_vector_free(&map->pieces);
    tg_vector_free(&map->by_source);
    tg_vector_free(&map->scratch);
    for (int area = 0; area < TG_MARKUP_AREAS; area++) {
        tg_vector_free(&map->aside[area].text);
        tg_vector_free(&map->aside[area].pieces);
    }
}

void tg_markup_map_reset(tg_markup_map *map)
{
    map->visible.count = map->pieces.count = map->by_source.count = 0;
    for (int area = 0; area < TG_MARKUP_AREAS; area++) {
        map->begins[area] = 0;
        map->aside[area].text.count = map->aside[area].pieces.count = 0;
    }
}

tg_status tg_markup_map_add(tg_markup_map *map, tg_markup_area area, const char *bytes, size_t length,
                            tg_markup_piece piece)
{
    tg_vector *text = area == TG_AREA_TEXT ? &map->visible : &map->aside[area].text;
    tg_vector *pieces = area == TG_AREA_TEXT ? &map->pieces : &map->aside[area].pieces;
    if (length == 0)
        return TG_OK;
    if (length > UINT32_MAX - text->count) /* references can stand for more bytes than they have */
        return TG_LIMIT;
    piece.visible = (uint32_t)text->count;
    piece.length = (uint32_t)length;
    if (!tg_vector_append(text, bytes, length))
        return TG_NO_MEMORY;
    tg_markup_piece *last = pieces->count ? &TG_ITEMS(pieces, tg_markup_piece)[pieces->count - 1] : NULL;
    if (piece.verbatim && last && last->verbatim && last->source + last->source_length == piece.source) {
        last->length += piece.length;
        last->source_length += piece.length;
        return TG_OK;
    }
    return tg_vector_append(pieces, &piece, 1) ? TG_OK : TG_NO_MEMORY;
}

/* Puts an area behind what there is. */
static tg_status append_area(tg_markup_map *map, const tg_markup_lines *lines)
{
    if (lines->pieces.count == 0)
        return TG_OK;
    if (lines->text.count > UINT32_MAX - map->visible.count)
        return TG_LIMIT;
    uint32_t before = (uint32_t)map->visible.count;
    size_t first = map->pieces.count;
    if (!tg_vector_append(&map->visible, lines->text.items, lines->text.count) ||
        !tg_vector_append(&map->pieces, lines->pieces.items, lines->pieces.count))
        return TG_NO_MEMORY;
    tg_markup_piece *pieces = map->pieces.items;
    for (size_t i = first; i < map->pieces.count; i++)
        pieces[i].visible += before;
    return TG_OK;
}

/* Merges the areas, which begin at these pieces, by their place in the source. */
static tg_status sort_by_source(tg_markup_map *map, const size_t firsts[TG_MARKUP_AREAS + 1])
{
    size_t next[TG_MARKUP_AREAS], count = map->pieces.count;
    const tg_markup_piece *pieces = map->pieces.items;
    uint32_t *order = tg_vector_push(&map->by_source, count);
    if (!order)
        return TG_NO_MEMORY;
    for (int area = 0; area < TG_MARKUP_AREAS; area++)
        next[area] = firsts[area];
    for (size_t i = 0; i < count; i++) {
        int best = -1;
        for (int area = 0; area < TG_MARKUP_AREAS; area++)
            if (next[area] < firsts[area + 1] &&
                (best < 0 || pieces[next[area]].source < pieces[next[best]].source))
                best = area;
        order[i] = (uint32_t)next[best]++;
    }
    return TG_OK;
}

tg_status tg_markup_map_finish(tg_markup_map *map)
{
    size_t firsts[TG_MARKUP_AREAS + 1] = {0}, shown = map->pieces.count;
    for (int area = 1; area < TG_MARKUP_AREAS; area++) {
        firsts[area] = map->pieces.count;
        map->begins[area] = (uint32_t)map->visible.count;
        tg_status status = append_area(map, &map->aside[area]);
        if (status != TG_OK)
            return status;
    }
    firsts[TG_MARKUP_AREAS] = map->pieces.count;
    if (map->pieces.count > UINT32_MAX)
        return TG_LIMIT;
    return map->pieces.count > shown ? sort_by_source(map, firsts) : TG_OK;
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

/* Of a range within one area. */
static tg_range source_in_area(const tg_markup_map *map, size_t begin, size_t end)
{
    const tg_markup_piece *first = piece_of(map, begin), *last = piece_of(map, end - 1);
    return (tg_range){
        first->source + (first->verbatim ? begin - first->visible : 0),
        last->source + (last->verbatim ? end - last->visible : last->source_length),
    };
}

static size_t end_of_area(const tg_markup_map *map, int area)
{
    return area + 1 < TG_MARKUP_AREAS ? map->begins[area + 1] : map->visible.count;
}

tg_range tg_markup_source(const tg_markup_map *map, size_t begin, size_t end)
{
    tg_range all = {SIZE_MAX, 0};
    for (int area = 0; area < TG_MARKUP_AREAS; area++) {
        size_t from = map->begins[area], to = end_of_area(map, area);
        from = from > begin ? from : begin;
        to = to < end ? to : end;
        if (from >= to)
            continue;
        from += area > TG_AREA_TEXT && from == map->begins[area] && from + 1 < to; /* the line feed is of a tag before it */
        tg_range part = source_in_area(map, from, to);
        all.begin = part.begin < all.begin ? part.begin : all.begin;
        all.end = part.end > all.end ? part.end : all.end;
    }
    return all;
}

size_t tg_markup_settled(const tg_markup_map *map, size_t visible)
{
    size_t least = SIZE_MAX;
    for (int area = 0; area < TG_MARKUP_AREAS; area++) {
        size_t from = map->begins[area], to = end_of_area(map, area);
        from = from > visible ? from : visible;
        if (from >= to)
            continue;
        size_t begin = source_in_area(map, from, from + 1).begin;
        least = begin < least ? begin : least;
    }
    return least;
}
