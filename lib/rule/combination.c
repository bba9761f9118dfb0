/* Combinations; see combination.h. Anchors (the hits of the first part) come in order, so that each other part's hits are
 * passed once, by cursors that only move on. */
#include "rule/combination.h"

typedef struct cursor {
    const tg_part_hit *before; /* the last hit that ends before the anchor, or NULL */
    const tg_part_hit *after;  /* the first one not known to begin before the anchor's end, or NULL */
} cursor;

static const tg_part_hit *hit_at(const tg_part_hit *hits, uint32_t number)
{
    return number ? &hits[number - 1] : NULL;
}

/* The nearest hit that does not overlap the anchor and is at most `within` characters from it, or NULL. */
static const tg_part_hit *nearest(const tg_part_hit *hits, cursor *c, uint32_t first, const tg_part_hit *anchor,
                                  uint64_t within)
{
    const tg_part_hit *next = c->before ? hit_at(hits, c->before->next) : hit_at(hits, first);
    for (; next && next->last < anchor->first; next = hit_at(hits, next->next))
        c->before = next;
    while (c->after && c->after->first <= anchor->last)
        c->after = hit_at(hits, c->after->next);
    uint64_t left = c->before ? anchor->first - c->before->last - 1 : UINT64_MAX;
    uint64_t right = c->after ? c->after->first - anchor->last - 1 : UINT64_MAX;
    if (left > within && right > within)
        return NULL;
    return left < right ? c->before : c->after;
}

/* Whether a hit overlaps the anchor or is at most `within` characters from it. */
static bool is_near(const tg_part_hit *hits, cursor *c, const tg_part_hit *anchor, uint64_t within)
{
    while (c->after && c->after->last + within + 1 < anchor->first)
        c->after = hit_at(hits, c->after->next);
    return c->after && c->after->first <= anchor->last + within + 1;
}

bool tg_combination_find(const tg_combination *combination, const tg_part_hit *hits, const tg_part_list *lists,
                         tg_combination_fn call, void *user)
{
    size_t required = combination->required, parts = required + combination->excluded;
    cursor cursors[TG_COMBINATION_PARTS];
    for (size_t i = 0; i < parts; i++) {
        cursors[i] = (cursor){NULL, hit_at(hits, lists[i].first)};
        if (i < required && !lists[i].first)
            return true;
    }
    for (const tg_part_hit *anchor = cursors[0].after; anchor; anchor = hit_at(hits, anchor->next)) {
        const tg_part_hit *found[TG_COMBINATION_PARTS] = {anchor};
        size_t part = 1;
        bool complete = true, excluded = false;
        for (; part < required && complete; part++) {
            found[part] = nearest(hits, &cursors[part], lists[part].first, anchor, combination->within);
            complete = found[part] != NULL;
        }
        for (part = required; part < parts && complete; part++)
            excluded |= is_near(hits, &cursors[part], anchor, combination->within);
        if (complete && !excluded && !call(combination, found, user))
            return false;
    }
    return true;
}
