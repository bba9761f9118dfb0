/* Combinations; see combination.h. */
#include "rule/combination.h"

#include "base/sort.h"

static int compare_hits(const void *left, const void *right)
{
    const tg_part_hit *a = left, *b = right;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->last < b->last ? -1 : a->last > b->last;
}

/* The hits of one part, in order. They are one word's, so they are as long as each other and ordered by end as well. */
typedef struct span {
    const tg_part_hit *hits;
    size_t count;
} span;

/* Index of the first hit that begins at symbol `first` or later. */
static size_t find_first(span s, uint64_t first)
{
    size_t low = 0, high = s.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s.hits[middle].first < first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The nearest hit that does not overlap `anchor` and is at most `within` characters from it, or NULL. */
static const tg_part_hit *nearest(span s, const tg_part_hit *anchor, uint64_t within)
{
    size_t after = find_first(s, anchor->last + 1), before = find_first(s, anchor->first);
    while (before > 0 && s.hits[before - 1].last >= anchor->first)
        before--; /* overlaps; at most as many as a word is long */
    const tg_part_hit *left = before > 0 ? &s.hits[before - 1] : NULL;
    const tg_part_hit *right = after < s.count ? &s.hits[after] : NULL;
    uint64_t left_gap = left ? anchor->first - left->last - 1 : UINT64_MAX;
    uint64_t right_gap = right ? right->first - anchor->last - 1 : UINT64_MAX;
    if (left_gap > within && right_gap > within)
        return NULL;
    return left_gap < right_gap ? left : right;
}

/* Whether a hit overlaps `anchor` or is at most `within` characters from it. */
static bool is_near(span s, const tg_part_hit *anchor, uint64_t within)
{
    if (s.count == 0)
        return false;
    uint64_t length = s.hits[0].last - s.hits[0].first + 1;
    uint64_t reach = within + length;
    size_t at = find_first(s, anchor->first > reach ? anchor->first - reach : 0);
    return at < s.count && s.hits[at].first <= anchor->last + 1 + within;
}

static bool find_one(const tg_combination *c, const span *spans, tg_combination_fn call, void *user)
{
    for (size_t i = 0; i < spans[0].count; i++) {
        const tg_part_hit *found[TG_COMBINATION_PARTS] = {&spans[0].hits[i]};
        uint16_t part = 1;
        while (part < c->required && (found[part] = nearest(spans[part], found[0], c->within)) != NULL)
            part++;
        bool excluded = false;
        for (uint16_t e = 0; e < c->excluded && part == c->required; e++)
            excluded |= is_near(spans[c->required + e], found[0], c->within);
        if (part == c->required && !excluded && !call(c, found, user))
            return false;
    }
    return true;
}

bool tg_combination_find(const tg_combination *combinations, const uint32_t *combination_of, tg_part_hit *hits,
                         size_t count, tg_combination_fn call, void *user)
{
    tg_sort(hits, count, sizeof *hits, compare_hits);
    for (size_t i = 0; i < count;) {
        uint32_t number = combination_of[hits[i].part];
        const tg_combination *c = &combinations[number];
        span spans[TG_COMBINATION_PARTS] = {{NULL, 0}};
        for (; i < count && combination_of[hits[i].part] == number; i++) {
            span *s = &spans[hits[i].part - c->first_part];
            if (s->count++ == 0)
                s->hits = &hits[i];
        }
        if (!find_one(c, spans, call, user))
            return false;
    }
    return true;
}
