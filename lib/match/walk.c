/* The walk; see walk.h. */
#include "match/walk.h"

#include <string.h>

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
    GROUP = 16,          /* positions that are walked from at once */
    STEPS_A_SYMBOL = 8,  /* of a tile, from all positions together, before it is taken for dense … */
    HITS_A_GROUP = 64,   /* … as it is with more hits than these from a group */
    DENSE_TILES = 8      /* that follow a dense one before positions are tried again */
};

/* A walk under way down the trie: from a position, the slot where the next symbol leads if its label is that symbol. */
typedef struct branch {
    uint32_t at, slot;
} branch;

/* What is found in a tile. */
typedef struct result {
    tg_walk_hit *hits;
    size_t count;
    size_t known; /* hits before this index are not new */
    size_t steps; /* left */
} result;

/* Walks from a group of positions, a symbol deeper each round. False when there are too many steps or hits. */
static bool walk_group(const tg_slot *slots, const uint16_t *symbols, const uint32_t *candidates, size_t count, result *r)
{
    branch live[GROUP];
    size_t most = r->count + HITS_A_GROUP;
    for (size_t i = 0; i < count; i++) {
        live[i] = (branch){candidates[i], slots[0].base + symbols[candidates[i]]};
        __builtin_prefetch(&slots[live[i].slot]);
    }
    for (uint32_t depth = 1; count; depth++) {
        size_t left = 0;
        if (r->steps < count || r->count + count > most)
            return false;
        r->steps -= count;
        for (size_t i = 0; i < count; i++) {
            uint32_t last = live[i].at + depth - 1;
            const tg_slot *slot = &slots[live[i].slot];
            if (slot->label != symbols[last])
                continue;
            if (slot->depth & TG_SLOT_ENDS && last >= r->known)
                r->hits[r->count++] = (tg_walk_hit){last, slot->output, depth};
            uint32_t next = slot->base + symbols[last + 1];
            __builtin_prefetch(&slots[next]);
            live[left++] = (branch){live[i].at, next};
        }
        count = left;
    }
    return true;
}

/* Puts hits[from, count) in the order of their ends with those before, which are. They nearly are, too. */
static void order_hits(tg_walk_hit *hits, size_t from, size_t count)
{
    for (size_t i = from; i < count; i++) {
        tg_walk_hit hit = hits[i];
        size_t at = i;
        for (; at > 0 && hits[at - 1].at > hit.at; at--)
            hits[at] = hits[at - 1];
        hits[at] = hit;
    }
}

/* Looks from every position at which a word may begin. False if the text is too dense; *from is the position from which on
 * it was not looked. */
static bool walk_sparse(const tg_automaton *a, const tg_walk_tile *tile, const uint32_t *candidates, size_t count,
                        size_t *from, result *r)
{
    for (size_t i = 0; i < count; i += GROUP) {
        size_t group = count - i < GROUP ? count - i : GROUP, had = r->count;
        if (had + HITS_A_GROUP > 2 * tile->count || !walk_group(a->slots, tile->symbols, candidates + i, group, r)) {
            r->count = had;
            *from = candidates[i];
            return false;
        }
        order_hits(r->hits, had, r->count);
    }
    return true;
}

/* Walks symbols[at, count) by failure links from *state. */
static void walk_dense(const tg_slot *slots, const tg_walk_tile *tile, size_t at, uint32_t *in_out, result *r)
{
    uint32_t state = *in_out;
    size_t had = r->count;
    for (; at < tile->count; at++) {
        uint32_t to;
        while (!(to = successor(slots, state, tile->symbols[at])) && state)
            state = slots[state].failure;
        state = to;
        if (slots[state].output && at >= r->known)
            r->hits[r->count++] = (tg_walk_hit){(uint32_t)at, slots[state].output, 0};
    }
    order_hits(r->hits, had, r->count);
    *in_out = state;
}

size_t tg_walk_read(const tg_automaton *a, tg_walk *walk, const tg_walk_tile *tile, uint32_t *candidates, tg_walk_hit *hits)
{
    result r = {.hits = hits, .steps = STEPS_A_SYMBOL * tile->count + GROUP};
    size_t from = (size_t)(walk->from - tile->first), stop = tile->count;
    r.known = walk->until > tile->first ? (size_t)(walk->until - tile->first) : 0;
    if (!tile->last)
        stop = tile->count > tile->history ? tile->count - tile->history : 0;
    if (walk->dense == 0) {
        if (from >= stop)
            return 0;
        size_t count = walk->filter(&a->filter, tile->symbols, from, stop, candidates);
        if (walk_sparse(a, tile, candidates, count, &from, &r)) {
            walk->from = tile->first + stop;
            return r.count;
        }
        walk->dense = 1 + DENSE_TILES;
        walk->state = 0;
    }
    walk_dense(a->slots, tile, from, &walk->state, &r);
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
