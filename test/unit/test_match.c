/* Whether folding, views and the automaton do what their headers say, on small examples; on random texts see test/property. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "match/walk.h"
#include "text/boundary.h"
#include "text/view.h"

static tg_allocator allocator;
static tg_fold_store fold_store;
static tg_fold fold;

static void set_up(void)
{
    allocator = tg_allocator_resolve(NULL);
    ck_assert_int_eq(tg_fold_build(&fold_store, &allocator, &fold, NULL), TG_OK);
}

static void tear_down(void)
{
    tg_fold_store_free(&fold_store);
}

static const struct { const char *text, *folded; } foldings[] = {
    {"ＡＢＣ", "abc"}, {"賭博臺灣", "赌博台湾"}, {"ﬁ㎏ß", "fikgss"}, {"a\u200B\u00ADb\u202Ec\uFE0F", "abc"},
    {"e\u0301", "é"}, {"q\u0316\u0301", "q\u0316\u0301"}, {"q\u0301\u0316", "q\u0316\u0301"},
    {"\u1112\u1161\u11AB", "한"}, {"ｶﾞ", "ガ"}, {"\u1FB3\u0301", "άι"}, {"\u03B1\u0345\u0301", "άι"}, {"İ", "i\u0307"},
    {"Ǆ", "dž"}, {"ſ", "s"}, {"", ""}, {"\u0301", "\u0301"}, {"\u3000", " "}, {"羅\uF914", "罗乐"},
};

START_TEST(texts_fold)
{
    tg_vector out;
    char bytes[64] = "";
    size_t length = 0;
    tg_vector_init(&out, &allocator, sizeof(uint32_t));
    ck_assert(tg_fold_text(&fold, foldings[_i].text, strlen(foldings[_i].text), &out));
    for (size_t i = 0; i < out.count; i++)
        length += tg_utf8_encode(TG_ITEMS(&out, uint32_t)[i], bytes + length);
    bytes[length] = '\0';
    ck_assert_str_eq(bytes, foldings[_i].folded);
    tg_vector_free(&out);
}
END_TEST

START_TEST(damaged_tables_are_not_valid)
{
    ck_assert(tg_fold_is_valid(&fold));
    uint16_t *index = fold_store.index.items;
    uint32_t *values = fold_store.values.items, *sequences = fold_store.sequences.items;
    tg_fold_pair *pairs = fold_store.pairs.items;
    uint16_t was = index[3];
    index[3] = (uint16_t)(fold.values_count / TG_TABLE_BLOCK);
    ck_assert(!tg_fold_is_valid(&fold));
    index[3] = was;
    uint32_t value = values[7];
    values[7] = TG_FOLD_SEQUENCE | (uint32_t)fold.sequence_count;
    ck_assert(!tg_fold_is_valid(&fold));
    values[7] = value;
    value = sequences[0];
    sequences[0] = TG_FOLD_LONGEST + 1;
    ck_assert(!tg_fold_is_valid(&fold));
    sequences[0] = value;
    value = pairs[5].composite;
    pairs[5].composite = 0xD800;
    ck_assert(!tg_fold_is_valid(&fold));
    pairs[5].composite = value;
    ck_assert(tg_fold_is_valid(&fold));
}
END_TEST

START_TEST(words_join_letters_of_their_class)
{
    const char *text = "ab\u200Bc,中文한d_1é";
    size_t c = strlen("ab\u200B"), comma = c + 1, han = comma + 1, hangul = han + 6, d = hangul + 3, line = d + 1;
    ck_assert(tg_joins_before(&fold, text, c, TG_CLASS_SPACED)); /* the invisible one is passed over */
    ck_assert(tg_joins_after(&fold, text, strlen(text), 2, TG_CLASS_SPACED));
    ck_assert(!tg_joins_after(&fold, text, strlen(text), comma, TG_CLASS_SPACED));
    ck_assert(tg_joins_before(&fold, text, han + 3, TG_CLASS_UNSPACED));
    ck_assert(!tg_joins_before(&fold, text, hangul, TG_CLASS_SPACED));
    ck_assert(!tg_joins_before(&fold, text, d, TG_CLASS_SPACED));
    ck_assert(tg_joins_before(&fold, text, d, TG_CLASS_HANGUL));
    ck_assert(!tg_joins_after(&fold, text, strlen(text), line, TG_CLASS_SPACED));
    ck_assert(!tg_joins_before(&fold, text, 0, TG_CLASS_SPACED));
    ck_assert(!tg_joins_after(&fold, text, strlen(text), strlen(text), TG_CLASS_SPACED));
}
END_TEST

/* A lane and an automaton over some words. */
typedef struct machine {
    tg_lane_store lane_store;
    tg_lane lane;
    tg_automaton_store store;
    tg_automaton automaton;
    tg_word words[32];
    uint16_t symbols[32][64];
} machine;

static machine *build(const char *const *words, size_t count)
{
    machine *m = calloc(1, sizeof *m);
    uint32_t *used = calloc(TG_CODE_POINTS, sizeof *used);
    tg_vector folded[32];
    tg_spelling spellings[32];
    for (size_t i = 0; i < count; i++) {
        tg_vector_init(&folded[i], &allocator, sizeof(uint32_t));
        ck_assert(tg_fold_text(&fold, words[i], strlen(words[i]), &folded[i]));
        for (size_t k = 0; k < folded[i].count; k++)
            used[TG_ITEMS(&folded[i], uint32_t)[k]]++;
    }
    ck_assert_int_eq(tg_lane_build(&m->lane_store, &allocator, &fold, used, &m->lane), TG_OK);
    ck_assert(tg_lane_check(&m->lane));
    for (size_t i = 0; i < count; i++) {
        uint32_t length = 0;
        for (size_t k = 0; k < folded[i].count; k++)
            length += (uint32_t)tg_lane_spell(&m->lane, TG_ITEMS(&folded[i], uint32_t)[k], m->symbols[i] + length);
        m->words[i].length = (uint16_t)length;
        spellings[i] = (tg_spelling){m->symbols[i], length, (uint32_t)i};
        tg_vector_free(&folded[i]);
    }
    ck_assert_int_eq(tg_automaton_build(&m->store, &allocator, spellings, count, m->words, &m->automaton), TG_OK);
    m->automaton.word_count = count;
    ck_assert(tg_automaton_is_valid(&m->automaton));
    free(used);
    return m;
}

static void discard(machine *m)
{
    tg_lane_store_free(&m->lane_store);
    tg_automaton_store_free(&m->store);
    free(m);
}

/* Appends "word@begin-end " for every match in a text, in order of their beginnings, the longest first. */
static void list_matches(const machine *m, const char *const *words, const char *text, size_t length, char *out)
{
    tg_view view;
    tg_walk walk;
    ck_assert_int_eq(tg_view_init(&view, &allocator, 32, tg_cpu_level()), TG_OK);
    tg_walk_init(&walk, &m->automaton, tg_cpu_level());
    tg_walk_hit *hits = malloc(2 * view.capacity * sizeof *hits);
    uint32_t *candidates = malloc(2 * view.capacity * sizeof *candidates);
    tg_view_start(&view);
    while (tg_view_read(&view, &m->lane, text, length)) {
        tg_walk_tile tile = {view.symbols, view.count, 16, view.first, view.next >= length};
        size_t count = tg_walk_read(&m->automaton, &walk, &tile, candidates, hits);
        for (size_t i = 0; i < count; i++)
            for (uint32_t word = hits[i].output; word; word = m->words[word - 1].next)
                if (!hits[i].length || m->words[word - 1].length == hits[i].length)
                    out += sprintf(out, "%s@%u-%u ", words[word - 1],
                                   view.begins[hits[i].at + 1 - m->words[word - 1].length], view.ends[hits[i].at]);
    }
    free(hits);
    free(candidates);
    tg_view_free(&view);
}

START_TEST(all_words_are_found_with_the_bytes_they_come_from)
{
    static const char *const words[] = {"he", "she", "his", "hers", "赌博", "博", "é", "한국", "he"};
    static const struct { const char *text, *matches; } cases[] = {
        {"ushers", "she@1-4 hers@2-6 he@2-4 he@2-4 "},
        {"ＳＨＥ", "she@0-9 he@3-9 he@3-9 "},
        {"賭\u200B博", "赌博@0-9 博@6-9 "},
        {"caf\u00E9 cafe\u0301", "é@3-5 é@9-12 "},
        {"e\u0301\u0301", "é@0-5 "},
        {"\u1112\u1161\u11AB국", "한국@0-12 "},
        {"", ""},
        {"xyz", ""},
    };
    machine *m = build(words, sizeof words / sizeof *words);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[512] = "";
        list_matches(m, words, cases[i].text, strlen(cases[i].text), out);
        ck_assert_str_eq(out, cases[i].matches);
    }
    discard(m);
}
END_TEST

START_TEST(words_across_tiles_are_found)
{
    static const char *const words[] = {"赌博", "abcdefghij"};
    machine *m = build(words, 2);
    enum { SIZE = 3 * TG_VIEW_TILE };
    char *text = malloc(SIZE), out[256], expected[256];
    for (size_t at = TG_VIEW_TILE - 16; at < TG_VIEW_TILE + 16; at++) {
        memset(text, '.', SIZE);
        memcpy(text + at, "abc\xE2\x80\x8B" "defghij", 13);
        memcpy(text + 2 * at, "賭\xCC\xB6博", 8);
        out[0] = '\0';
        list_matches(m, words, text, SIZE, out);
        snprintf(expected, sizeof expected, "abcdefghij@%zu-%zu ", at, at + 13);
        ck_assert_str_eq(out, expected); /* a mark that does not compose keeps 赌 and 博 apart */
    }
    free(text);
    discard(m);
}
END_TEST

START_TEST(towers_of_marks_and_long_expansions_fit_any_tile)
{
    static const char *const words[] = {"صلى", "z"};
    machine *m = build(words, 2);
    enum { SIZE = 5 * TG_VIEW_TILE };
    char *text = malloc(SIZE), *out = malloc(1 << 20);
    for (size_t i = 0; i + 2 <= SIZE; i += 2)
        memcpy(text + i, "\xCC\x81", 2);
    out[0] = '\0';
    list_matches(m, words, text, SIZE, out);
    ck_assert_str_eq(out, "");
    size_t count = 0;
    for (size_t i = 0; i + 3 <= SIZE; i += 3, count++)
        memcpy(text + i, "\xEF\xB7\xBA", 3); /* U+FDFA, eighteen characters */
    list_matches(m, words, text, count * 3, out);
    size_t found = 0;
    for (const char *p = out; (p = strchr(p, '@')); p++)
        found++;
    ck_assert_uint_eq(found, count);
    free(text);
    free(out);
    discard(m);
}
END_TEST

START_TEST(damaged_automata_are_not_valid)
{
    static const char *const words[] = {"he", "she", "his", "hers"};
    machine *m = build(words, 4);
    tg_slot *slots = m->store.slots.items;
    tg_slot_link *links = m->store.links.items;
    size_t state = 1;
    while (slots[state].label == TG_LABEL_NONE || slots[state].depth < 2)
        state++;
    tg_slot was = slots[state];
    tg_slot_link link = links[state];
    links[state].failure = (uint32_t)state; /* round and round */
    ck_assert(!tg_automaton_is_valid(&m->automaton));
    links[state] = link;
    slots[state].base = (uint32_t)m->automaton.slot_count;
    ck_assert(!tg_automaton_is_valid(&m->automaton));
    slots[state] = was;
    slots[state].label = TG_SYMBOL_OTHER;
    ck_assert(!tg_automaton_is_valid(&m->automaton));
    slots[state] = was;
    links[state].output = 5;
    ck_assert(!tg_automaton_is_valid(&m->automaton));
    links[state] = link;
    m->words[0].next = 1;
    ck_assert(!tg_automaton_is_valid(&m->automaton));
    discard(m);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match");
    TCase *cases = tcase_create("match");
    suite_add_tcase(suite, cases);
    tcase_add_unchecked_fixture(cases, set_up, tear_down);
    tcase_add_loop_test(cases, texts_fold, 0, (int)(sizeof foldings / sizeof *foldings));
    tcase_add_test(cases, damaged_tables_are_not_valid);
    tcase_add_test(cases, words_join_letters_of_their_class);
    tcase_add_test(cases, all_words_are_found_with_the_bytes_they_come_from);
    tcase_add_test(cases, words_across_tiles_are_found);
    tcase_add_test(cases, towers_of_marks_and_long_expansions_fit_any_tile);
    tcase_add_test(cases, damaged_automata_are_not_valid);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
