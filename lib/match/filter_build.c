/* Building the filter out of sorted words; see filter.h. */
#include <string.h>

#include "match/filter.h"

static void set_bit(uint32_t *set, uint32_t bit)
{
    set[bit / 32] |= 1u << bit % 32;
}

/* log2 of a set's places: sixteen for each item. */
static unsigned bits_for(size_t items)
{
    unsigned bits = TG_FILTER_BITS_LEAST;
    while (bits < TG_FILTER_BITS_MOST && (size_t)1 << bits < items * 16)
        bits++;
    return bits;
}

static uint32_t *new_set(tg_vector *vector, size_t bits)
{
    uint32_t *set = tg_vector_push(vector, bits / 32);
    if (set)
        memset(set, 0, bits / 8);
    return set;
}

/* Whether two words begin with the same `length` symbols. */
static bool begin_alike(const tg_spelling *a, const tg_spelling *b, uint32_t length)
{
    return a->length >= length && b->length >= length && memcmp(a->symbols, b->symbols, length * sizeof *a->symbols) == 0;
}

/* How many beginnings of so many symbols the words have. */
static size_t count_beginnings(const tg_spelling *spellings, size_t count, uint32_t length)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += spellings[i].length >= length && (i == 0 || !begin_alike(&spellings[i - 1], &spellings[i], length));
    return found;
}

/* Notes that a word is or goes on behind its first `length` symbols. */
static void set_begin(uint32_t *set, uint32_t place, const tg_spelling *word, uint32_t length)
{
    if (word->length == length)
        set_bit(set, 2 * place + 1); /* TG_BEGIN_IS_WORD */
    else
        set_bit(set, 2 * place);
}

bool tg_filter_build(tg_automaton_store *store, const tg_spelling *spellings, size_t count, tg_filter *filter)
{
    *filter = (tg_filter){
        .pair_bits = bits_for(count_beginnings(spellings, count, 2)),
        .triple_bits = bits_for(count_beginnings(spellings, count, 3)),
        .quad_bits = bits_for(count_beginnings(spellings, count, 4)),
    };
    bool any_single = false;
    for (size_t i = 0; i < count; i++)
        any_single |= spellings[i].length == 1;
    uint32_t *pairs = new_set(&store->pairs, (size_t)2 << filter->pair_bits);
    uint32_t *triples = new_set(&store->triples, (size_t)2 << filter->triple_bits);
    uint32_t *quads = new_set(&store->quads, (size_t)1 << filter->quad_bits);
    uint32_t *singles = any_single ? new_set(&store->singles, TG_SINGLES_WORDS * 32) : NULL;
    if (!pairs || !triples || !quads || (any_single && !singles))
        return false;
    for (size_t i = 0; i < count; i++) {
        const tg_spelling *word = &spellings[i];
        const uint16_t *symbols = word->symbols;
        if (word->length == 1) {
            set_bit(singles, symbols[0]);
            continue;
        }
        uint32_t hash = symbols[0] * TG_HASH_FIRST + symbols[1] * TG_HASH_SECOND;
        set_begin(pairs, hash >> (32 - filter->pair_bits), word, 2);
        if (word->length < 3)
            continue;
        hash += symbols[2] * TG_HASH_THIRD;
        set_begin(triples, hash >> (32 - filter->triple_bits), word, 3);
        if (word->length < 4)
            continue;
        hash += symbols[3] * TG_HASH_FOURTH;
        set_bit(quads, hash >> (32 - filter->quad_bits));
    }
    filter->pairs = pairs;
    filter->triples = triples;
    filter->quads = quads;
    filter->singles = singles;
    return true;
}
