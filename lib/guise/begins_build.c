/* How words of Han characters begin, as bits, made when a pack is compiled; see tg_begin_use. */
#include <string.h>

#include "base/sort.h"
#include "guise/build.h"

/* The classes of a character by all relations. */
typedef struct classes {
    tg_han_relation relations[TG_READINGS + 3];
    uint32_t values[TG_READINGS + 3];
    size_t count;
} classes;

void tg_add_begin(tg_guise_build *b, uint64_t key)
{
    b->no_memory |= !tg_vector_append(&b->begun, &key, 1);
}

static void add_class(classes *c, tg_han_relation relation, uint32_t value)
{
    c->relations[c->count] = relation;
    c->values[c->count] = value;
    c->count += value != 0;
}

static classes classes_of(const tg_guise_build *b, const tg_guise_word *word, uint32_t code_point)
{
    classes c = {.count = 0};
    uint32_t readings[TG_READINGS];
    bool is_sound = word->flags & TG_WORD_SOUND && b->traits[code_point] & TG_TRAIT_HAN;
    size_t count = is_sound ? tg_readings_of(b, code_point, readings) : 0;
    add_class(&c, TG_HAN_SAME, tg_symbol_used(b->lane, code_point));
    if (!(b->traits[code_point] & TG_TRAIT_HAN))
        return c;
    add_class(&c, TG_HAN_SHAPE, tg_han_class(b->traits[code_point], TG_HAN_SHAPE));
    add_class(&c, TG_HAN_CORE, tg_han_class(b->traits[code_point], TG_HAN_CORE));
    for (size_t i = 0; i < count; i++)
        add_class(&c, TG_HAN_SOUND, readings[i]);
    return c;
}

static uint32_t first_letter(const tg_guise_build *b, uint32_t syllable)
{
    return (uint32_t)TG_ITEMS(&b->store->syllables, const char)[syllable * TG_SYLLABLE_ROOM];
}

void tg_add_begins_of(tg_guise_build *b, const tg_guise_word *word)
{
    uint32_t first[3];
    size_t length = 0;
    for (size_t i = 0; i < word->length; i++)
        if (word->code_points[i] != ' ' && length++ < 3)
            first[length - 1] = word->code_points[i];
    if (length < 2)
        return;
    classes a = classes_of(b, word, first[0]), c = classes_of(b, word, first[1]);
    bool is_han = b->traits[first[1]] & TG_TRAIT_HAN;
    for (size_t i = 0; i < a.count; i++) {
        tg_add_begin(b, tg_begin_key(TG_BEGIN_FIRST, a.relations[i], a.values[i], 0, 0));
        if (!is_han)
            tg_add_begin(b, tg_begin_key(TG_BEGIN_OTHER, a.relations[i], a.values[i], 0, 0));
        for (size_t k = 0; k < c.count && is_han; k++)
            if (c.relations[k] == TG_HAN_SOUND) /* it may be spelt */
                tg_add_begin(b, tg_begin_key(TG_BEGIN_OTHER, a.relations[i], a.values[i], TG_HAN_SOUND,
                                             first_letter(b, c.values[k])));
    }
    if (!is_han)
        return;
    tg_begin_use use = length == 2 ? TG_BEGIN_TWO : TG_BEGIN_LONG;
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < c.count; k++)
            tg_add_begin(b, tg_begin_key(use, a.relations[i], a.values[i], c.relations[k], c.values[k]));
    if (length < 3)
        return;
    uint32_t two = (uint32_t)tg_symbol_used(b->lane, first[0]) << 16 | tg_symbol_used(b->lane, first[1]);
    classes third = classes_of(b, word, first[2]);
    for (size_t i = 0; i < third.count; i++)
        tg_add_begin(b, tg_begin_key(TG_BEGIN_THREE, TG_HAN_SAME, two, third.relations[i], third.values[i]));
    if (!(b->traits[first[2]] & TG_TRAIT_HAN))
        tg_add_begin(b, tg_begin_key(TG_BEGIN_THREE, TG_HAN_SAME, two, 0, 0));
}

static int compare_keys(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Twelve bits for each key or more, four of them set. */
void tg_write_begins(tg_guise_build *b)
{
    uint64_t *keys = b->begun.items;
    size_t count = 0;
    unsigned bits = TG_BEGIN_BITS_LEAST;
    tg_sort(keys, b->begun.count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < b->begun.count; i++)
        if (i == 0 || keys[i] != keys[i - 1])
            count++;
    while (bits < TG_BEGIN_BITS_MOST && (size_t)64 << bits < count * 12)
        bits++;
    uint64_t *begins = tg_vector_push(&b->store->begins, (size_t)1 << bits);
    b->no_memory |= !begins;
    if (!begins)
        return;
    memset(begins, 0, sizeof *begins << bits);
    for (size_t i = 0; i < b->begun.count; i++)
        begins[keys[i] >> (64 - bits)] |= tg_begin_bits(keys[i]);
}
