/* The walk; see walk.h. */
#include "match/walk.h"

#include <string.h>

void tg_walk_init(tg_walk *walk, const tg_automaton *automaton, tg_cpu cpu)
{
    walk->filter = tg_filter_kernel(&automaton->filter, cpu);
    walk->walk = tg_walk_scalar;
#ifdef __x86_64__
    if (cpu == TG_CPU_AVX512)
        walk->walk = tg_walk_avx512;
#endif
    tg_walk_start(walk);
}

void tg_walk_start(tg_walk *walk)
{
    walk->from = walk->until = 0;
    walk->state = 0;
    walk->dense = 0;
}

static inline uint32_t successor(const tg_slot *slots, uint32_t state, uint16_t label)
{
    uint32_t to = slots[state].base + label;
    return slots[to].label == label ? to : 0;
}

enum {
    STEPS_A_SYMBOL = 8,  /* of a tile, from all positions together, before it is taken for dense */
    DENSE_TILES = 8      /* that follow a dense one before positions are tried again */
};

bool tg_walk_scalar(const tg_slot *slots, const uint16_t *symbols, tg_walk_group *g)
{
    /* Where the next symbol leads from each position that is left, if the label there is that symbol. */
    uint32_t to[TG_WALK_GROUP];
    uint8_t from[TG_WALK_GROUP];
    size_t count = g->count;
    for (size_t i = 0; i < count; i++) {
        from[i] = (uint8_t)i;
        to[i] = slots[0].base + symbols[g->candidates[i]];
        __builtin_prefetch(&slots[to[i]]);
    }
    for (uint32_t depth = 1; count; depth++) {
        size_t left = 0;
        if (g->steps < count || g->found + count > TG_WALK_FOUND)
            return false;
        g->steps -= count;
        for (size_t i = 0; i < count; i++) {
            const uint16_t *symbol = symbols + g->candidates[from[i]] + depth - 1;
            const tg_slot *slot = &slots[to[i]];
            if (slot->label != *symbol)
                continue;
            if (slot->depth & TG_SLOT_ENDS) {
                g->states[g->found] = to[i];
                g->depths[g->found] = depth;
                g->from[g->found++] = from[i];
            }
            to[left] = slot->base + symbol[1];
            from[left] = from[i];
            __builtin_prefetch(&slots[to[left++]]);
        }
        count = left;
    }
    return true;
}

/* What is found in a tile. */
typedef struct result {
    tg_walk_hit *hits;
    size_t count;
    size_t known; /* hits before this index are not new */
} result;

/* Hits of a group, in the order of the candidates and of each the longest first. */
static void take_found(const tg_walk_group *g, const tg_slot_link *links, result *r)
{
    uint16_t first[TG_WALK_GROUP], next[TG_WALK_FOUND]; /* 1 + number; 0: none */
    memset(first, 0, g->count * sizeof *first);
    for (size_t i = 0; i < g->found; i++) {
        next[i] = first[g->from[i]];
        first[g->from[i]] = (uint16_t)(i + 1);
        __builtin_prefetch(&links[g->states[i]]);
    }
    for (size_t k = 0; k < g->count; k++)
        for (size_t i = first[k]; i; i = next[i - 1]) {
            uint32_t length = g->depths[i - 1], last = g->candidates[k] + length - 1;
            if (last >= r->known)
                r->hits[r->count++] = (tg_walk_hit){last, links[g->states[i - 1]].output, length};
        }
}

/* Looks from every position at which a word may begin. False if the text is too dense; *from is the position from which on
 * it was not looked. */
static bool walk_sparse(const tg_automaton *a, tg_walk_fn walk, const tg_walk_tile *tile, const uint32_t *candidates,
                        size_t count, size_t *from, result *r)
{
    tg_walk_group g;
    g.steps = STEPS_A_SYMBOL * tile->count + TG_WALK_GROUP;
    for (size_t i = 0; i < count; i += TG_WALK_GROUP) {
        g.count = count - i < TG_WALK_GROUP ? count - i : TG_WALK_GROUP;
        g.found = 0;
        memcpy(g.candidates, candidates + i, g.count * sizeof *candidates);
        if (!walk(a->slots, tile->symbols, &g) || r->count + g.found > 2 * tile->count) {
            *from = candidates[i];
            return false;
        }
        take_found(&g, a->links, r);
    }
    return true;
}

/* Walks symbols[at, count) by failure links from *state. */
static void walk_dense(const tg_automaton *a, const tg_walk_tile *tile, size_t at, uint32_t *in_out, result *r)
{
    uint32_t state = *in_out;
    for (; at < tile->count; at++) {
        uint32_t to;
        while (!(to = successor(a->slots, state, tile->symbols[at])) && state)
            state = a->links[state].failure;
        state = to;
        if (a->links[state].output && at >= r->known)
            r->hits[r->count++] = (tg_walk_hit){(uint32_t)at, a->links[state].output, 0};
    }
    *in_out = state;
}

size_t tg_walk_read(const tg_automaton *a, tg_walk *walk, const tg_walk_tile *tile, uint32_t *candidates, tg_walk_hit *hits)
{
    result r = {.hits = hits};
    size_t from = (size_t)(walk->from - tile->first), stop = tile->count;
    r.known = walk->until > tile->first ? (size_t)(walk->until - tile->first) : 0;
    if (!tile->last)
        stop = tile->count > tile->history ? tile->count - tile->history : 0;
    if (walk->dense == 0) {
        if (from >= stop)
            return 0;
        size_t count = walk->filter(&a->filter, tile->symbols, from, stop, candidates);
        if (walk_sparse(a, walk->walk, tile, candidates, count, &from, &r)) {
            walk->from = tile->first + stop;
            return r.count;
        }
        walk->dense = 1 + DENSE_TILES;
        walk->state = 0;
    }
    walk_dense(a, tile, from, &walk->state, &r);
    walk->until = tile->first + tile->count;
    walk->from = walk->until;
    if (--walk->dense == 0) {
        /* Words that are under way are found from their beginnings; the state knows the longest. */
        uint64_t back = tg_slot_depth(&a->slots[walk->state]);
        if (back > tile->history) /* in a hostile pack only */
            back = tile->history;
        walk->from = walk->until > back ? walk->until - back : 0;
    }
    return r.count;
}
