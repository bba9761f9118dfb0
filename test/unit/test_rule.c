/* Whether expressions are read right before they run, and combinations are found where they stand. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "rule/combination.h"
#include "rule/regex.h"

static tg_fold_store store;
static tg_fold fold;

static void make_fold(void)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    ck_assert_int_eq(tg_fold_build(&store, &allocator, &fold, NULL), TG_OK);
}

static void free_fold(void)
{
    tg_fold_store_free(&store);
}

/* Expression, what its literals are (joined by blanks, "" for none), reach and width. */
static const struct {
    const char *regex, *literals;
    uint32_t reach, width;
} readings[] = {
    {"vx[:]?\\s*[a-z0-9_-]{6,}", "vx", 2, TG_REGEX_UNBOUNDED},
    {"\\d{1,3} free spins\\b", " free spins", 14, 15},
    {"(?:foo|barbaz)qux", "qux", 9, 9},
    {"(?:food|barbaz)qux", "food barbaz", 6, 9},
    {"(?:foo|ba?r)qux", "qux", 6, 6},
    {"colou?r", "colo", 4, 6},
    {"ab+c", "ab", 2, TG_REGEX_UNBOUNDED},
    {"ab{2,5}cd", "ab", 2, 8},
    {"a{0,3}bc", "bc", 5, 5},
    {"one|two|three", "one two three", 5, 5},
    {"one|[a-z]", "", TG_REGEX_UNBOUNDED, TG_REGEX_UNBOUNDED},
    {".*secret", "secret", TG_REGEX_UNBOUNDED, TG_REGEX_UNBOUNDED},
    {".{0,300}secret", "secret", TG_REGEX_UNBOUNDED, 306},
    {"(?<=pre)word", "word", 4, 4},
    {"word(?=after)", "word", 4, 9},
    {"(?!nope)word", "word", 4, 8},
    {"t\\.me\\/", "t\\.me\\/", 7, 5},
    {"(?:word)?tail", "tail", 8, 8},
    {"(?:word)*tail", "tail", TG_REGEX_UNBOUNDED, TG_REGEX_UNBOUNDED},
    {"\\bof\\b", "of", 3, 4},
    {"a", "", TG_REGEX_UNBOUNDED, TG_REGEX_UNBOUNDED},
    {" a ", "", TG_REGEX_UNBOUNDED, TG_REGEX_UNBOUNDED},
    {"\xE8\xB5\x8C\xE5\x8D\x9A", "\xE8\xB5\x8C\xE5\x8D\x9A", 2, 2},
    {"(word)\\1", "", TG_REGEX_UNBOUNDED, TG_REGEX_UNBOUNDED},
    {"(?i)word", "", TG_REGEX_UNBOUNDED, TG_REGEX_UNBOUNDED},
    {"(*UTF)word", "", TG_REGEX_UNBOUNDED, TG_REGEX_UNBOUNDED},
    {"[]ab]word", "word", 5, 5},
    {"[^]ab]word", "word", 5, 5},
    {"[\\]]word", "word", 5, 5},
    {"[[:alpha:]]word", "", TG_REGEX_UNBOUNDED, TG_REGEX_UNBOUNDED},
    {"a{word", "a{word", 6, 6},
    {"\\x{41}word", "word", 5, 5},
};

START_TEST(a_match_contains_one_of_the_literals)
{
    tg_regex_measures m;
    char joined[256] = "";
    tg_regex_measure(readings[_i].regex, strlen(readings[_i].regex), 0, &m);
    for (size_t i = 0; i < m.count; i++) {
        strcat(joined, i ? " " : "");
        strncat(joined, m.literals[i].text, m.literals[i].length);
    }
    ck_assert_msg(strcmp(joined, readings[_i].literals) == 0, "%s: %s", readings[_i].regex, joined);
    ck_assert_msg(m.reach == readings[_i].reach, "%s: reach %u", readings[_i].regex, m.reach);
    ck_assert_msg(m.width == readings[_i].width, "%s: width %u", readings[_i].regex, m.width);
}
END_TEST

START_TEST(an_extended_expression_has_no_literals)
{
    tg_regex_measures m;
    tg_regex_measure("some word", 9, TG_REGEX_EXTENDED, &m);
    ck_assert_uint_eq(m.count, 0);
}
END_TEST

START_TEST(expressions_are_folded_without_touching_their_syntax)
{
    static const struct { const char *regex, *folded; } cases[] = {
        {"賭[：a]", "赌[\\x{3a}a]"}, {"Ｖx（a）", "vx\\x{28}a\\x{29}"}, {"[一-龥]", "[一-龥]"}, {"[㐀-䶿]國", "[㐀-䶿]国"},
        {"a\\d+", "a\\d+"}, {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tg_allocator allocator = tg_allocator_resolve(NULL);
        tg_vector out;
        tg_vector_init(&out, &allocator, 1);
        ck_assert(tg_regex_fold(&fold, cases[i].regex, strlen(cases[i].regex), &out));
        ck_assert(tg_vector_append(&out, "", 1));
        ck_assert_str_eq(out.items, cases[i].folded);
        tg_vector_free(&out);
    }
}
END_TEST

START_TEST(a_bad_expression_is_told_with_its_place)
{
    size_t offset = 0;
    char message[128];
    ck_assert(tg_regex_check("a(b|c)+", 7, 0, &offset, message, sizeof message));
    ck_assert(!tg_regex_check("ab(c", 4, 0, &offset, message, sizeof message));
    ck_assert_uint_eq(offset, 4);
    ck_assert_uint_gt(strlen(message), 5);
}
END_TEST

/* Where the first parts of the combinations found stand. */
typedef struct anchors {
    size_t at[8], count;
} anchors;

static bool note_anchor(const tg_combination *combination, const tg_part_hit *const *parts, void *user)
{
    anchors *found = user;
    ck_assert_uint_ge(combination->required, 1);
    found->at[found->count++] = parts[0]->begin;
    return true;
}

/* Finds a combination whose parts are single letters. */
static anchors find(const char *text, const char *required, const char *excluded, uint32_t within)
{
    tg_part_hit hits[64];
    tg_part_list lists[TG_COMBINATION_PARTS] = {{0, 0}};
    tg_combination c = {.required = (uint16_t)strlen(required), .excluded = (uint16_t)strlen(excluded), .within = within};
    char parts[32];
    strcat(strcpy(parts, required), excluded);
    size_t count = 0;
    for (size_t at = 0; text[at]; at++) {
        const char *part = strchr(parts, text[at]);
        if (!part)
            continue;
        hits[count] = (tg_part_hit){.begin = (uint32_t)at, .end = (uint32_t)at + 1, .first = at, .last = at};
        tg_part_list *list = &lists[part - parts];
        if (list->last)
            hits[list->last - 1].next = (uint32_t)count + 1;
        else
            list->first = (uint32_t)count + 1;
        list->last = (uint32_t)++count;
    }
    anchors found = {.count = 0};
    tg_combination_find(&c, hits, lists, note_anchor, &found);
    return found;
}

START_TEST(combinations_are_found_in_any_order_within_their_distance)
{
    ck_assert_uint_eq(find("a..b", "ab", "", 2).count, 1);
    ck_assert_uint_eq(find("a..b", "ab", "", 1).count, 0);
    ck_assert_uint_eq(find("b..a", "ab", "", 2).at[0], 3);
    ck_assert_uint_eq(find("a.b.a....a", "ab", "", 1).count, 2);
    ck_assert_uint_eq(find("a.b.a....a", "ab", "", 1).at[1], 4);
    ck_assert_uint_eq(find("b.....b.a.......b", "ab", "", 1).count, 1);
    ck_assert_uint_eq(find("c.a.b", "abc", "", 1).count, 1);
    ck_assert_uint_eq(find("c..a.b", "abc", "", 1).count, 0);
    ck_assert_uint_eq(find("....", "ab", "", 9).count, 0);
}
END_TEST

START_TEST(an_excluded_word_nearby_rules_a_combination_out)
{
    ck_assert_uint_eq(find("ab.x", "ab", "x", 2).count, 0);
    ck_assert_uint_eq(find("ab..x", "ab", "x", 2).count, 1);
    ck_assert_uint_eq(find("x..ab", "ab", "x", 2).count, 0);
    ck_assert_uint_eq(find("x...ab", "ab", "x", 2).count, 1);
    ck_assert_uint_eq(find("xa........a", "a", "x", 2).count, 1);
    ck_assert_uint_eq(find("xa........a", "a", "x", 2).at[0], 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rule");
    TCase *cases = tcase_create("rule");
    suite_add_tcase(suite, cases);
    tcase_add_checked_fixture(cases, make_fold, free_fold);
    tcase_add_loop_test(cases, a_match_contains_one_of_the_literals, 0, (int)(sizeof readings / sizeof *readings));
    tcase_add_test(cases, an_extended_expression_has_no_literals);
    tcase_add_test(cases, expressions_are_folded_without_touching_their_syntax);
    tcase_add_test(cases, a_bad_expression_is_told_with_its_place);
    tcase_add_test(cases, combinations_are_found_in_any_order_within_their_distance);
    tcase_add_test(cases, an_excluded_word_nearby_rules_a_combination_out);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
