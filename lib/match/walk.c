/* The walk, scalar; see walk.h. This is the reference for any other kernel. */
#include "match/walk.h"

static inline uint32_t has_bit(const uint64_t *set, uint32_t bit)
{
    return (uint32_t)(set[bit / 64] >> bit % 64) & 1;
}

/* Lists the positions at which a word may begin, without a branch. Of the last two it is not known: what follows is in the
 * next tile. The list ends with `end`. */
static void find_candidates(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end, uint32_t *candidates)
{
    size_t count = 0, at = begin;
    for (; at + 2 < end; at++) {
        uint32_t first = symbols[at], second = symbols[at + 1], pair = tg_pair_bit(first, second, f->pair_bits);
        uint32_t longer = has_bit(f->triples, tg_triple_bit(first, second, symbols[at + 2], f->triple_bits));
        candidates[count] = (uint32_t)at;
        count += has_bit(f->pairs, pair) & (longer | has_bit(f->doubles, pair));
    }
    for (; at < end; at++)
        candidates[count++] = (uint32_t)at;
    candidates[count] = (uint32_t)end;
}

/* The same where words of one symbol are among the words. */
static void find_candidates_and_singles(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end,
                                        uint32_t *candidates)
{
    size_t count = 0, at = begin;
    for (; at + 2 < end; at++) {
        uint32_t first = symbols[at], second = symbols[at + 1], pair = tg_pair_bit(first, second, f->pair_bits);
        uint32_t longer = has_bit(f->triples, tg_triple_bit(first, second, symbols[at + 2], f->triple_bits));
        candidates[count] = (uint32_t)at;
        count += has_bit(f->singles, first) | (has_bit(f->pairs, pair) & (longer | has_bit(f->doubles, pair)));
    }
    for (; at < end; at++)
        candidates[count++] = (uint32_t)at;
    candidates[count] = (uint32_t)end;
}

static inline uint32_t successor(const tg_slot *slots, uint32_t state, uint16_t label)
{
    uint32_t to = slots[state].base + label;
    return slots[to].label == label ? to : 0;
}

/* How many candidates ahead the state after two symbols is fetched into the cache; slots lie all over a large array. */
enum { AHEAD = 8 };

static inline void prefetch(const tg_slot *slots, const uint16_t *symbols, size_t at, size_t end)
{
    if (at + 1 < end)
        __builtin_prefetch(&slots[slots[slots[0].base + symbols[at]].base + symbols[at + 1]]);
}

size_t tg_walk(const tg_automaton *a, uint32_t *in_out, const uint16_t *symbols, size_t begin, size_t end,
               uint32_t *candidates, tg_walk_hit *hits)
{
    const tg_slot *slots = a->slots;
    uint32_t state = *in_out;
    size_t count = 0, ahead = 0;
    (a->filter.singles ? find_candidates_and_singles : find_candidates)(&a->filter, symbols, begin, end, candidates);
    const uint32_t *next = candidates; /* the first candidate not before `at` */
    for (size_t at = begin; at < end; at++) {
        while (*next < at)
            next++;
        if (state == 0)
            at = *next;
        if (at == end)
            break;
        for (size_t stop = (size_t)(next - candidates) + AHEAD; ahead < stop && candidates[ahead] != end; ahead++)
            prefetch(slots, symbols, candidates[ahead], end);
        uint32_t to;
        while (!(to = successor(slots, state, symbols[at])) && state)
            state = slots[state].failure;
        state = to;
        if (slots[state].output)
            hits[count++] = (tg_walk_hit){(uint32_t)at, slots[state].output};
        /* Back at the first symbol of a word that does not go on. */
        else if (slots[state].depth == 1 && *next != at)
            state = 0;
    }
    *in_out = state;
    return count;
}
