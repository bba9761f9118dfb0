/* What depends on the words' Han characters, made when a pack is compiled: members of classes, characters taken apart, and
 * the keys by which the scan knows where a word may be. */
#include <string.h>

#include "base/sort.h"
#include "base/utf8.h"
#include "guise/build.h"

static uint32_t class_number(tg_han_relation relation, uint32_t class)
{
    static const uint32_t first[] = {0, TG_HAN_SOUNDS, TG_HAN_SOUNDS + TG_HAN_SHAPES};
    return first[relation] + class;
}

size_t tg_readings_of(const tg_guise_build *b, uint32_t code_point, uint32_t *out)
{
    size_t count = 0, low = 0, high = b->store->readings.count;
    const uint32_t *readings = b->store->readings.items;
    uint32_t main_reading = tg_han_class(b->traits[code_point], TG_HAN_SOUND);
    if (main_reading)
        out[count++] = main_reading;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (readings[middle] >> 9 < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < b->store->readings.count && readings[low] >> 9 == code_point && count < TG_READINGS; low++)
        out[count++] = readings[low] & 0x1FF;
    return count;
}

static bool is_han(const tg_guise_build *b, uint32_t code_point)
{
    return b->traits[code_point] & TG_TRAIT_HAN;
}

static void add_member(tg_guise_build *b, tg_han_relation relation, uint32_t class, uint16_t symbol)
{
    uint64_t member = (uint64_t)class_number(relation, class) << 32 | symbol;
    if (class && !tg_vector_append(&b->classes, &member, 1))
        b->no_memory = true;
}

static void add_members_of(tg_guise_build *b, const tg_guise_word *word, uint32_t code_point)
{
    uint32_t readings[TG_READINGS];
    uint16_t symbol = tg_symbol_used(b->lane, code_point);
    if (!is_han(b, code_point) || symbol == TG_SYMBOL_OTHER)
        return;
    add_member(b, TG_HAN_SHAPE, tg_han_class(b->traits[code_point], TG_HAN_SHAPE), symbol);
    add_member(b, TG_HAN_CORE, tg_han_class(b->traits[code_point], TG_HAN_CORE), symbol);
    size_t count = word->flags & TG_WORD_SOUND ? tg_readings_of(b, code_point, readings) : 0;
    for (size_t i = 0; i < count; i++)
        add_member(b, TG_HAN_SOUND, readings[i], symbol);
}

static int compare_numbers(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static int compare_readings(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static void write_members(tg_guise_build *b)
{
    tg_sort(b->classes.items, b->classes.count, sizeof(uint64_t), compare_numbers);
    const uint64_t *classes = b->classes.items;
    uint32_t *starts = tg_vector_push(&b->store->member_starts, TG_HAN_CLASSES + 1);
    b->no_memory |= !starts;
    size_t at = 0;
    for (uint32_t number = 0; number < TG_HAN_CLASSES && !b->no_memory; number++) {
        starts[number] = (uint32_t)b->store->members.count;
        for (; at < b->classes.count && classes[at] >> 32 == number; at++) {
            uint16_t symbol = (uint16_t)classes[at];
            if (at == 0 || classes[at] != classes[at - 1])
                b->no_memory |= !tg_vector_append(&b->store->members, &symbol, 1);
        }
    }
    if (!b->no_memory)
        starts[TG_HAN_CLASSES] = (uint32_t)b->store->members.count;
}

static int compare_splits(const void *left, const void *right)
{
    const tg_split *a = left, *b = right;
    for (int i = 0; i < 3; i++)
        if (a->parts[i] != b->parts[i])
            return a->parts[i] < b->parts[i] ? -1 : 1;
    return a->symbol < b->symbol ? -1 : a->symbol > b->symbol;
}

static bool is_common_pair(const tg_guise_build *b, uint32_t first, uint32_t second)
{
    tg_guises g = {.common = b->store->common.items};
    return tg_is_common_pair(&g, b->traits[first], b->traits[second]);
}

static bool is_frequent(const tg_guise_build *b, uint32_t trait)
{
    tg_guises g = {.common = b->store->common.items};
    return tg_is_frequent(&g, trait);
}

/* Characters that words use, taken apart, and letters made of signs. */
static void write_splits(tg_guise_build *b, const char *data)
{
    tg_data_group group = {.members = NULL};
    while (tg_data_next(&data, &group) && !b->no_memory) {
        const char *at = group.key, *end = group.key + group.key_length;
        tg_split split = {.symbol = tg_symbol_used(b->lane, tg_fold_of_one(b->fold, tg_data_code_point(&at, end)))};
        if (split.symbol == TG_SYMBOL_OTHER)
            continue;
        at = group.members;
        end = at + group.length;
        for (size_t i = 0; i < 3 && at < end; i++)
            split.parts[i] = tg_fold_of_one(b->fold, tg_data_code_point(&at, end));
        b->no_memory |= !tg_vector_append(&b->store->splits, &split, 1);
        uint32_t first = b->traits[split.parts[0]], second = b->traits[split.parts[1]];
        tg_add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_RELATIONS, first, second, 0), TG_NO_WORD);
        tg_add_begin(b, tg_begin_key(TG_BEGIN_PARTS, TG_HAN_SAME, first, TG_HAN_SAME, second));
        if (!is_common_pair(b, split.parts[0], split.parts[1]) || !is_frequent(b, first) || !is_frequent(b, second))
            tg_add_pair(b, TG_HAN_SAME, first, second);
    }
}

static void set_common_bits(uint32_t *common, uint32_t first, uint32_t second)
{
    uint32_t words[2], bits[2];
    tg_common_bits(first, second, words, bits);
    common[words[0]] |= bits[0];
    common[words[1]] |= bits[1];
}

static void write_common(tg_guise_build *b)
{
    size_t words = ((size_t)1 << TG_COMMON_BITS) / 32;
    uint32_t *common = tg_vector_push(&b->store->common, words);
    b->no_memory |= !common;
    if (b->no_memory)
        return;
    memset(common, 0, words * sizeof *common);
    const char *tables[] = {tg_data_pairs, tg_data_frequent};
    for (int i = 0; i < 2; i++) {
        tg_data_group group = {.members = NULL};
        for (const char *data = tables[i]; tg_data_next(&data, &group);) {
            const char *at = group.key, *end = group.key + group.key_length;
            uint32_t key = b->traits[tg_data_code_point(&at, end)];
            for (at = group.members, end = at + group.length; at < end;) {
                uint32_t member = b->traits[tg_data_code_point(&at, end)];
                set_common_bits(common, i == 0 ? key : member, i == 0 ? member : 0);
            }
        }
    }
}

static bool write_pairs(tg_guise_build *b)
{
    tg_guises g = {.pair_bits = TG_KEY_BITS_LEAST};
    while (g.pair_bits < TG_KEY_BITS_MOST && (size_t)1 << g.pair_bits < b->paired.count * 32)
        g.pair_bits++;
    uint32_t *pairs = tg_vector_push(&b->store->pairs, ((size_t)1 << g.pair_bits) / 32);
    if (!pairs)
        return false;
    memset(pairs, 0, ((size_t)1 << g.pair_bits) / 8);
    for (size_t i = 0; i < b->paired.count; i++) {
        const tg_han_pair *pair = &TG_ITEMS(&b->paired, tg_han_pair)[i];
        uint32_t bit = tg_han_pair_bit(&g, (tg_han_relation)pair->relation, pair->first, pair->second);
        pairs[bit / 32] |= UINT32_C(1) << bit % 32;
    }
    return true;
}

/* A place of the hash table for each key that has a word, half of them empty; and sixteen bits for every key. */
static void write_keys(tg_guise_build *b)
{
    const tg_han_word *keyed = b->keyed.items;
    size_t places = 2, words = 0;
    unsigned bits = TG_KEY_BITS_LEAST;
    for (size_t i = 0; i < b->keyed.count; i++)
        words += keyed[i].word != TG_NO_WORD;
    while (places < 2 * words)
        places *= 2;
    while (bits < TG_KEY_BITS_MOST && (size_t)1 << bits < b->keyed.count * 16)
        bits++;
    tg_han_word *table = tg_vector_push(&b->store->han_words, places);
    uint64_t *keys = tg_vector_push(&b->store->keys, ((size_t)1 << bits) / 64);
    b->no_memory |= !table || !keys;
    if (b->no_memory)
        return;
    memset(table, 0, places * sizeof *table);
    memset(keys, 0, ((size_t)1 << bits) / 8);
    for (size_t i = 0; i < b->keyed.count; i++) {
        keys[keyed[i].key >> (38 - bits)] |= tg_key_bits(keyed[i].key);
        if (keyed[i].word == TG_NO_WORD)
            continue;
        size_t place = keyed[i].key & (places - 1);
        while (table[place].key)
            place = (place + 1) & (places - 1);
        table[place] = keyed[i];
    }
}

void tg_build_han(tg_guise_build *b)
{
    tg_sort(b->store->readings.items, b->store->readings.count, sizeof(uint32_t), compare_readings);
    for (size_t i = 0; i < b->word_count && !b->no_memory; i++) {
        for (size_t k = 0; k < b->words[i].length; k++)
            add_members_of(b, &b->words[i], b->words[i].code_points[k]);
        tg_add_keys_of(b, &b->words[i]);
        tg_add_begins_of(b, &b->words[i]);
    }
    write_members(b);
    write_common(b);
    if (b->no_memory)
        return;
    write_splits(b, tg_data_parts);
    write_splits(b, tg_data_digraphs);
    tg_sort(b->store->splits.items, b->store->splits.count, sizeof(tg_split), compare_splits);
    write_keys(b);
    tg_write_begins(b);
    b->no_memory = b->no_memory || !write_pairs(b);
}
