/* Compiled words to a pack: numbers, automaton, guises, sections; see compile.h. */
#include "base/error.h"
#include "base/utf8.h"
#include "pack/compile.h"

static tg_status number_symbols(tg_compile *c)
{
    uint32_t *used = tg_allocate_zeroed(c->allocator, TG_CODE_POINTS, sizeof *used);
    if (!used)
        return TG_NO_MEMORY;
    for (size_t i = 0; i < c->code_points.count; i++)
        c->symbols_used += used[TG_ITEMS(&c->code_points, uint32_t)[i]]++ == 0;
    tg_status status = tg_lane_build(&c->lane_store, c->allocator, &c->fold, used, &c->lane);
    tg_release(c->allocator, used, TG_CODE_POINTS * sizeof *used);
    return status;
}

/* Spells the words in symbols and builds the automaton. */
static tg_status build_automaton(tg_compile *c)
{
    size_t count = c->folded.count;
    tg_spelling *spellings = tg_allocate(c->allocator, count * sizeof *spellings);
    bool done = spellings && tg_vector_reserve(&c->symbols, 2 * c->code_points.count);
    tg_status status = done ? TG_OK : TG_NO_MEMORY;
    for (size_t i = 0; i < count && status == TG_OK; i++) {
        const tg_folded_word *folded = &TG_ITEMS(&c->folded, tg_folded_word)[i];
        uint16_t *symbols = TG_ITEMS(&c->symbols, uint16_t) + c->symbols.count;
        uint32_t length = 0;
        for (uint32_t k = 0; k < folded->length; k++)
            length += (uint32_t)tg_lane_spell(&c->lane, TG_ITEMS(&c->code_points, uint32_t)[folded->first + k],
                                              symbols + length);
        tg_word *word = &TG_ITEMS(&c->words, tg_word)[folded->word];
        if (length > TG_WORD_LONGEST)
            status = tg_fail(c->error, TG_LIMIT, "an entry has more than %d characters after folding: %.60s…",
                             TG_WORD_LONGEST, TG_ITEMS(&c->strings, char) + word->text);
        c->symbols.count += length;
        word->length = (uint16_t)length;
        spellings[i] = (tg_spelling){symbols, length, folded->word};
        if (length > c->longest)
            c->longest = length;
    }
    if (status == TG_OK)
        status = tg_automaton_build(&c->automaton_store, c->allocator, spellings, count, c->words.items, &c->automaton);
    tg_release(c->allocator, spellings, count * sizeof *spellings);
    return status;
}

/* The guises of the words that are looked for in disguise. */
static tg_status build_guises(tg_compile *c)
{
    tg_guise_word *words = tg_allocate(c->allocator, c->folded.count * sizeof *words);
    size_t count = 0;
    if (!words)
        return TG_NO_MEMORY;
    for (size_t i = 0; i < c->folded.count; i++) {
        const tg_folded_word *folded = &TG_ITEMS(&c->folded, tg_folded_word)[i];
        uint16_t flags = TG_ITEMS(&c->words, tg_word)[folded->word].flags;
        if (flags & TG_WORD_LOOSE)
            words[count++] = (tg_guise_word){TG_ITEMS(&c->code_points, uint32_t) + folded->first, folded->length,
                                             folded->word, flags};
    }
    tg_status status = tg_guises_build(&c->guise_store, c->allocator, &c->fold, &c->lane, words, count, &c->guises, c->error);
    tg_release(c->allocator, words, c->folded.count * sizeof *words);
    return status;
}

/* The longest word, or what the patterns look back from their literals. Characters may be spelt with two symbols. */
static uint32_t history_needed(const tg_compile *c)
{
    uint32_t symbols = c->automaton.label_count > TG_SYMBOL_DIRECT ? 2 : 1, longest = c->longest;
    for (size_t i = 0; i < c->patterns.count; i++) {
        uint32_t reach = TG_ITEMS(&c->patterns, tg_pack_pattern)[i].reach;
        uint32_t history = reach == TG_REGEX_UNBOUNDED ? 0 : symbols * (reach + TG_REGEX_BEHIND);
        if (history > longest)
            longest = history;
    }
    return longest;
}

static tg_status write_pack(tg_compile *c, tg_pack **pack)
{
    tg_vector *vectors[] = { /* in the order of the sections; models are added elsewhere */
        &c->fold_store.index, &c->fold_store.values, &c->fold_store.sequences, &c->fold_store.pairs,
        &c->fold_store.composites, &c->fold_store.marks,
        &c->lane_store.index, &c->lane_store.symbols, &c->lane_store.extras,
        &c->automaton_store.slots, &c->automaton_store.links, &c->automaton_store.pairs, &c->automaton_store.triples, &c->automaton_store.quads,
        &c->automaton_store.singles,
        &c->guise_store.index, &c->guise_store.values, &c->guise_store.guises, &c->guise_store.han_guises,
        &c->guise_store.readings, &c->guise_store.syllables, &c->guise_store.blurred, &c->guise_store.member_starts,
        &c->guise_store.members, &c->guise_store.splits, &c->guise_store.han_words, &c->guise_store.keys,
        &c->guise_store.pairs, &c->guise_store.trigrams,
        &c->guise_store.common, &c->guise_store.begins, &c->guise_store.spelt,
        &c->words, &c->parts, &c->combinations, &c->patterns, &c->secrets,
        &c->entries, &c->attributes, &c->dictionaries, &c->strings,
    };
    tg_pack_items items[TG_SECTION_COUNT] = {{NULL, 0, NULL}};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        items[i] = (tg_pack_items){vectors[i]->items, vectors[i]->count, vectors[i]};
    tg_pack_header header = {
        .pair_bits = c->automaton.filter.pair_bits,
        .triple_bits = c->automaton.filter.triple_bits,
        .quad_bits = c->automaton.filter.quad_bits,
        .label_count = c->automaton.label_count,
        .states = (uint32_t)c->automaton_store.states,
        .symbols = c->symbols_used,
        .key_bits = c->guises.key_bits,
        .han_pair_bits = c->guises.pair_bits,
        .begin_bits = c->guises.begin_bits,
        .guise_flags = c->guises.flags,
        .history = history_needed(c),
    };
    if (c->with->tables)
        tg_pack_take_tables(c->with->tables, items, &header);
    if (c->with->with_models)
        tg_pack_take_models(c->with->tables, items, &header);
    if (c->with->languages)
        tg_pack_take_languages(c->with->languages, items);
    if (!c->with->tables)
        tg_fold_unicode_version(header.unicode);
    return tg_pack_write(&header, items, c->allocator, pack, c->error);
}

tg_status tg_compile_assemble(tg_compile *c, tg_pack **pack)
{
    tg_status status = number_symbols(c);
    if (status == TG_OK)
        status = build_automaton(c);
    if (status == TG_OK)
        status = build_guises(c);
    tg_vector_free(&c->code_points);
    tg_vector_free(&c->folded);
    tg_vector_free(&c->symbols);
    return status == TG_OK ? write_pack(c, pack) : status;
}
