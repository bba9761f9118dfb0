/* Guises, made when a pack is compiled: which character stands for which, of those that the words use. */
#include <string.h>

#include "base/error.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "guise/build.h"

uint16_t tg_symbol_used(const tg_lane *lane, uint32_t code_point)
{
    uint16_t symbols[2];
    return tg_lane_spell(lane, code_point, symbols) == 1 ? symbols[0] : TG_SYMBOL_OTHER;
}

static void add_guise(tg_guise_build *b, uint32_t from, uint16_t first, uint16_t second, unsigned trick)
{
    tg_guise_of of = {from, {.symbols = {first, second}, .trick = (uint16_t)trick}};
    if (first != TG_SYMBOL_OTHER && !tg_vector_append(&b->found, &of, 1))
        b->no_memory = true;
}

/* Letters that are told apart by little are meant by each other's look-alikes. */
static uint16_t twin_of(const tg_guise_build *b, const tg_data_group *group)
{
    static const char *const twins[] = {"li", "il", "1i", "o0", "0o"};
    for (size_t i = 0; i < sizeof twins / sizeof *twins && group->key_length == 1; i++)
        if (*group->key == twins[i][0])
            return tg_symbol_used(b->lane, (uint32_t)twins[i][1]);
    return TG_SYMBOL_OTHER;
}

/* Members stand for their key, which is one or two characters. */
static void add_members(tg_guise_build *b, const char *data, unsigned trick)
{
    tg_data_group group = {.members = NULL};
    while (tg_data_next(&data, &group)) {
        const char *at = group.key, *end = group.key + group.key_length;
        uint16_t symbols[2] = {TG_SYMBOL_OTHER, TG_SYMBOL_OTHER};
        size_t count = 0;
        for (; at < end && count < 2; count++)
            symbols[count] = tg_symbol_used(b->lane, tg_data_code_point(&at, end));
        if (at < end || (count == 2 && symbols[1] == TG_SYMBOL_OTHER))
            continue;
        uint16_t twin = trick == TG_HOW_LOOKALIKE ? twin_of(b, &group) : TG_SYMBOL_OTHER;
        for (at = group.members, end = at + group.length; at < end;) {
            uint32_t code_point = tg_data_code_point(&at, end);
            add_guise(b, code_point, symbols[0], symbols[1], trick);
            add_guise(b, code_point, twin, TG_SYMBOL_OTHER, trick);
        }
    }
}

/* Numerals stand for each other: the digit, Han characters, and whatever else has the value. */
static void add_numerals(tg_guise_build *b)
{
    tg_data_group group = {.members = NULL};
    for (const char *data = tg_data_numerals; tg_data_next(&data, &group);) {
        uint32_t others[TG_NUMERALS], digit = (uint32_t)*group.key;
        uint16_t digit_symbol = tg_symbol_used(b->lane, digit);
        size_t count = tg_numerals_of(digit - '0', others);
        for (size_t i = 0; i < count; i++)
            add_guise(b, others[i], digit_symbol, 0, TG_HOW_VARIANT);
        for (const char *at = group.members, *end = at + group.length; at < end;) {
            uint32_t code_point = tg_data_code_point(&at, end);
            uint16_t symbol = tg_symbol_used(b->lane, code_point);
            add_guise(b, digit, symbol, 0, TG_HOW_VARIANT);
            add_guise(b, code_point, digit_symbol, 0, TG_HOW_VARIANT);
            for (size_t i = 0; i < count; i++)
                add_guise(b, others[i], symbol, 0, TG_HOW_VARIANT);
        }
    }
}

/* Letters with marks stand for those without. */
static void add_marked(tg_guise_build *b)
{
    for (size_t i = 0; i < b->fold->pair_count; i++) {
        uint32_t base = b->fold->pairs[i].first, composite = b->fold->pairs[i].composite;
        for (int step = 0; step < 4 && base >= 0x80; step++) { /* ǖ is ü with a mark, ü is u with one */
            size_t k = 0;
            while (k < b->fold->pair_count && b->fold->pairs[k].composite != base)
                k++;
            if (k == b->fold->pair_count)
                break;
            base = b->fold->pairs[k].first;
        }
        if (base < 0x80)
            add_guise(b, composite, tg_symbol_used(b->lane, base | 0x20), 0, TG_HOW_MARKS);
    }
}

static int compare_guises(const void *left, const void *right)
{
    const tg_guise_of *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->guise.symbols[0] != b->guise.symbols[0])
        return a->guise.symbols[0] < b->guise.symbols[0] ? -1 : 1;
    if (a->guise.symbols[1] != b->guise.symbols[1])
        return a->guise.symbols[1] < b->guise.symbols[1] ? -1 : 1;
    return (a->guise.trick > b->guise.trick) - (a->guise.trick < b->guise.trick);
}

/* Notes that a code point's guises begin at the last one written. */
static void set_first_guise(tg_guise_build *b, uint32_t code_point)
{
    uint32_t first = (uint32_t)b->store->guises.count, *trait = &b->traits[code_point];
    if (*trait & TG_TRAIT_HAN) {
        tg_han_guise of = {code_point, first};
        b->no_memory |= !tg_vector_append(&b->store->han_guises, &of, 1);
        return;
    }
    *trait |= first << TG_TRAIT_GUISE_SHIFT;
    tg_kind kind = tg_trait_kind(*trait);
    if (code_point >= 0x80 && TG_ITEMS(&b->store->guises, tg_guise)[first - 1].trick != TG_HOW_EMOJI &&
        (kind == TG_KIND_OTHER || kind == TG_KIND_DIGIT))
        *trait = (*trait & ~(uint32_t)TG_TRAIT_KIND_MASK) | TG_KIND_LIKE;
}

/* The guises of each code point in a row. */
static void write_guises(tg_guise_build *b)
{
    tg_sort(b->found.items, b->found.count, sizeof(tg_guise_of), compare_guises);
    const tg_guise_of *found = b->found.items;
    tg_vector *guises = &b->store->guises;
    for (size_t i = 0; i < b->found.count && !b->no_memory; i++) {
        bool is_first = i == 0 || found[i - 1].from != found[i].from;
        if (!is_first && found[i - 1].guise.symbols[0] == found[i].guise.symbols[0] &&
            found[i - 1].guise.symbols[1] == found[i].guise.symbols[1])
            continue;
        if (is_first && guises->count)
            TG_ITEMS(guises, tg_guise)[guises->count - 1].is_last = 1;
        b->no_memory |= !tg_vector_append(guises, &found[i].guise, 1);
        if (is_first && !b->no_memory)
            set_first_guise(b, found[i].from);
    }
    if (guises->count)
        TG_ITEMS(guises, tg_guise)[guises->count - 1].is_last = 1;
}

/* Characters that fold to one with guises have the same; letters that are styled are like letters. */
static void inherit_guises(tg_guise_build *b)
{
    for (uint32_t c = 0x80; c < TG_CODE_POINTS; c++) {
        uint32_t folded = tg_fold_of_one(b->fold, c), trait = b->traits[folded];
        if (folded == c || (b->traits[c] | trait) & TG_TRAIT_HAN || b->traits[c] >> TG_TRAIT_GUISE_SHIFT)
            continue;
        tg_kind kind = tg_trait_kind(trait);
        if (kind == TG_KIND_DIGIT)
            b->traits[c] = trait;
        if (kind == TG_KIND_LETTER || kind == TG_KIND_LIKE)
            b->traits[c] = (trait & ~(uint32_t)TG_TRAIT_KIND_MASK) | TG_KIND_LIKE;
    }
}

static bool init_spelt(tg_guise_build *b)
{
    const size_t words = (1u << TG_SPELT_BITS) / 32;
    b->spelt = tg_vector_push(&b->store->spelt, words);
    b->trigrams = tg_vector_push(&b->store->trigrams, 2 * TG_TRIGRAM_WORDS);
    if (!b->spelt || !b->trigrams)
        return false;
    memset(b->spelt, 0, words * sizeof *b->spelt);
    memset(b->trigrams, 0, 2 * TG_TRIGRAM_WORDS * sizeof *b->trigrams);
    return true;
}

static void write_trigrams(tg_guise_build *b)
{
    tg_data_group group = {.members = NULL};
    for (const char *data = tg_data_trigrams; tg_data_next(&data, &group);) {
        for (size_t i = 0; i < group.length; i++) {
            uint32_t bit = tg_trigram_bit(tg_letter_number(group.key[0]), tg_letter_number(group.key[1]),
                                          tg_letter_number(group.members[i]));
            b->trigrams[bit / 32] |= UINT32_C(1) << bit % 32;
        }
    }
}

/* What the words need at all. */
static void look_at_words(tg_guise_build *b)
{
    for (size_t i = 0; i < b->word_count; i++) {
        const tg_guise_word *word = &b->words[i];
        b->flags |= TG_GUISES_LOOSE | (word->flags & TG_WORD_SOUND ? (uint32_t)TG_GUISES_SOUND : 0);
        if (!(word->flags & TG_WORD_LEFT) && (word->flags >> TG_WORD_LEFT_SHIFT & 3) == TG_CLASS_SPACED)
            b->flags |= TG_GUISES_INNER;
    }
}

static bool share_blocks(tg_guise_build *b)
{
    for (size_t i = 0; i < TG_TABLE_INDEX; i++)
        if (!tg_table_append(&b->store->index, &b->store->values, b->traits + i * TG_TABLE_BLOCK))
            return false;
    return true;
}

static void init_store(tg_guise_store *store, const tg_allocator *allocator)
{
    const struct { tg_vector *vector; size_t size; } vectors[] = {
        {&store->index, sizeof(uint16_t)},     {&store->values, sizeof(uint32_t)},   {&store->guises, sizeof(tg_guise)},
        {&store->han_guises, sizeof(tg_han_guise)}, {&store->readings, sizeof(uint32_t)}, {&store->syllables, 1},
        {&store->blurred, sizeof(uint16_t)},   {&store->member_starts, sizeof(uint32_t)}, {&store->members, sizeof(uint16_t)},
        {&store->splits, sizeof(tg_split)},    {&store->han_words, sizeof(tg_han_word)},  {&store->keys, sizeof(uint64_t)},
        {&store->pairs, sizeof(uint32_t)},     {&store->trigrams, sizeof(uint32_t)},  {&store->common, sizeof(uint32_t)},
        {&store->begins, sizeof(uint64_t)},    {&store->spelt, sizeof(uint32_t)},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        tg_vector_init(vectors[i].vector, allocator, vectors[i].size);
}

void tg_guise_store_free(tg_guise_store *store)
{
    tg_vector *vectors[] = {&store->index, &store->values, &store->guises, &store->han_guises, &store->readings,
                            &store->syllables, &store->blurred, &store->member_starts, &store->members, &store->splits,
                            &store->han_words, &store->keys, &store->pairs, &store->trigrams, &store->common,
                            &store->begins, &store->spelt};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        tg_vector_free(vectors[i]);
}

static unsigned log2_of(size_t bits)
{
    unsigned log = 0;
    while (((size_t)1 << log) < bits)
        log++;
    return log;
}

static tg_guises tables_of(const tg_guise_build *b)
{
    const tg_guise_store *s = b->store;
    return (tg_guises){
        .index = s->index.items, .values = s->values.items, .guises = s->guises.items, .han_guises = s->han_guises.items,
        .readings = s->readings.items, .syllables = s->syllables.items, .blurred = s->blurred.items,
        .member_starts = s->member_starts.items, .members = s->members.items, .splits = s->splits.items,
        .han_words = s->han_words.items, .keys = s->keys.items, .pairs = s->pairs.items,
        .trigrams = s->trigrams.items, .common = s->common.items, .begins = s->begins.items, .spelt = s->spelt.items,
        .values_count = s->values.count, .guise_count = s->guises.count, .han_guise_count = s->han_guises.count,
        .reading_count = s->readings.count, .member_count = s->members.count, .split_count = s->splits.count,
        .han_word_count = s->han_words.count, .key_bits = log2_of(s->keys.count * 64),
        .pair_bits = log2_of(s->pairs.count * 32), .begin_bits = log2_of(s->begins.count), .flags = b->flags,
    };
}

tg_status tg_guises_build(tg_guise_store *store, const tg_allocator *allocator, const tg_fold *fold, const tg_lane *lane,
                          const tg_guise_word *words, size_t count, tg_guises *guises, tg_error *error)
{
    tg_guise_build b = {.store = store, .allocator = allocator, .fold = fold, .lane = lane, .words = words,
                        .word_count = count};
    init_store(store, allocator);
    tg_vector_init(&b.found, allocator, sizeof(tg_guise_of));
    tg_vector_init(&b.classes, allocator, sizeof(uint64_t));
    tg_vector_init(&b.keyed, allocator, sizeof(tg_han_word));
    tg_vector_init(&b.paired, allocator, sizeof(tg_han_pair));
    tg_vector_init(&b.begun, allocator, sizeof(uint64_t));
    look_at_words(&b);
    bool done = true;
    if (b.flags & TG_GUISES_LOOSE) {
        b.traits = tg_allocate_zeroed(allocator, TG_CODE_POINTS, sizeof *b.traits);
        b.no_memory = !b.traits || !init_spelt(&b);
        done = b.no_memory || tg_build_traits(&b);
        if (done && !b.no_memory) {
            add_members(&b, tg_data_lookalikes, TG_HOW_LOOKALIKE);
            add_members(&b, tg_data_similar, TG_HOW_LOOKALIKE);
            add_members(&b, tg_data_leet, TG_HOW_LEET);
            add_members(&b, tg_data_signs, TG_HOW_EMOJI);
            add_numerals(&b);
            add_marked(&b);
            write_guises(&b);
            inherit_guises(&b);
            tg_build_han(&b);
            write_trigrams(&b);
            b.no_memory |= !share_blocks(&b);
        }
        tg_release(allocator, b.traits, TG_CODE_POINTS * sizeof *b.traits);
    }
    tg_vector_free(&b.found);
    tg_vector_free(&b.classes);
    tg_vector_free(&b.keyed);
    tg_vector_free(&b.paired);
    tg_vector_free(&b.begun);
    tg_status status = TG_OK;
    if (b.no_memory)
        status = tg_fail_no_memory(error);
    else if (!done)
        status = tg_fail(error, TG_INTERNAL, "ICU cannot tell what kinds of characters there are");
    if (status != TG_OK) {
        tg_guise_store_free(store);
        return status;
    }
    *guises = tables_of(&b);
    return TG_OK;
}
