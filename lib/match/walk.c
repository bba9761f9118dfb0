/* The walk, scalar; see walk.h. This is the reference for any other kernel. */
#include "match/walk.h"

static inline bool begins_word(const tg_automaton *a, uint32_t first, uint32_t second)
{
    uint32_t bit = tg_pair_bit(first, second, a->pair_bits);
    return a->pairs[bit / 64] >> bit % 64 & 1;
}

static inline bool is_single(const tg_automaton *a, uint32_t symbol)
{
    return a->singles && (a->singles[symbol / 64] >> symbol % 64 & 1);
}

/* The first position from `at` on where a word may begin. The last one always may: its pair is not known yet. */
static size_t skip(const tg_automaton *a, const uint16_t *symbols, size_t at, size_t end)
{
    if (a->singles) {
        while (at + 1 < end && !begins_word(a, symbols[at], symbols[at + 1]) && !is_single(a, symbols[at]))
            at++;
        return at;
    }
    while (at + 1 < end && !begins_word(a, symbols[at], symbols[at + 1]))
        at++;
    return at;
}

static inline uint32_t successor(const tg_slot *slots, uint32_t state, uint16_t label)
{
    uint32_t to = slots[state].base + label;
    return slots[to].label == label ? to : 0;
}

size_t tg_walk(const tg_automaton *a, uint32_t *in_out, const uint16_t *symbols, size_t begin, size_t end,
               tg_walk_hit *hits)
{
    const tg_slot *slots = a->slots;
    uint32_t state = *in_out;
    size_t count = 0;
    for (size_t at = begin; at < end; at++) {
        if (state == 0)
            at = skip(a, symbols, at, end);
        uint32_t to;
        while (!(to = successor(slots, state, symbols[at])) && state)
            state = slots[state].failure;
        state = to;
        if (slots[state].output)
            hits[count++] = (tg_walk_hit){(uint32_t)at, slots[state].output};
        /* Back at the first symbol of a word that does not go on: the filter knows, and is quicker. */
        else if (slots[state].depth == 1 && at + 1 < end && !begins_word(a, symbols[at], symbols[at + 1]))
            state = 0;
    }
    *in_out = state;
    return count;
}
