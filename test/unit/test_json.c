/* Lists in JSON, in the forms that people publish them in. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "builder.h"

static tg_status add(const char *json)
{
    return tg_builder_add_memory(builder, "list.json", json, strlen(json), &error);
}

static void is_entry(size_t index, tg_entry_kind kind, const char *text, uint32_t line, uint32_t column)
{
    const tg_source_entry *e = entry(index);
    ck_assert_int_eq(e->kind, kind);
    ck_assert_uint_eq(e->term_count, 1);
    ck_assert_str_eq(TG_ITEMS(&builder->source.terms, tg_term)[e->first_term].text, text);
    ck_assert_uint_eq(e->line, line);
    ck_assert_uint_eq(e->column, column);
}

static void has(size_t index, const char *category, const char *languages, tg_severity severity)
{
    ck_assert_str_eq(attributes(index)->category, category);
    ck_assert_str_eq(attributes(index)->languages, languages);
    ck_assert_int_eq(attributes(index)->severity, severity);
}

static void fails_at(const char *json, uint32_t line, uint32_t column, const char *says)
{
    ck_assert_int_eq(add(json), TG_SYNTAX);
    ck_assert_msg(strstr(error.message, says), "%s: %s", json, error.message);
    ck_assert_msg(error.line == line && error.column == column, "%s: %u:%u", json, error.line, error.column);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
}

START_TEST(an_array_holds_words)
{
    ck_assert_int_eq(add(" [\"赌博\", \"b & c\",\r\n\t\"#d\", 69, null, [\"e\"]]\n"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 5);
    is_entry(0, TG_ENTRY_WORD, "赌博", 1, 3);
    is_entry(1, TG_ENTRY_WORD, "b & c", 1, 9);
    is_entry(2, TG_ENTRY_WORD, "#d", 2, 2);
    is_entry(3, TG_ENTRY_WORD, "69", 2, 8);
    is_entry(4, TG_ENTRY_WORD, "e", 2, 19);
    has(0, "custom", "", TG_SEVERITY_HIGH);
}
END_TEST

START_TEST(escapes_of_strings_are_undone)
{
    ck_assert_int_eq(add("[\"\\u8d4c\\u535A\", \"\\uD83D\\ude00\", \"a\\/\\\\\\\"b\"]"), TG_OK);
    is_entry(0, TG_ENTRY_WORD, "赌博", 1, 2);
    is_entry(1, TG_ENTRY_WORD, "😀", 1, 18);
    is_entry(2, TG_ENTRY_WORD, "a/\\\"b", 1, 34);
}
END_TEST

START_TEST(keys_of_an_object_are_languages_or_categories)
{
    ck_assert_int_eq(add("{\"de\": [\"eins\"], \"pt_br\": [\"dois\"], \"fr-CA-u-sd-caqc\": [\"trois\"], \"fil\": [\"apat\"],\n"
                         " \"Gambling\": [\"five\"], \"sex\": [\"six\"], \"nl\": {\"zeven\": 2}}"), TG_OK);
    has(0, "custom", "de", TG_SEVERITY_HIGH);
    has(1, "custom", "pt-BR", TG_SEVERITY_HIGH);
    ck_assert_str_eq(attributes(2)->languages, "fr-CA-u-sd-caqc");
    has(3, "custom", "fil", TG_SEVERITY_HIGH);
    has(4, "gambling", "", TG_SEVERITY_HIGH);
    has(5, "sex", "", TG_SEVERITY_HIGH);
    has(6, "custom", "nl", TG_SEVERITY_MEDIUM);
    is_entry(6, TG_ENTRY_WORD, "zeven", 2, 47);
}
END_TEST

START_TEST(keys_may_be_words_with_a_rating)
{
    ck_assert_int_eq(add("{\"beaver\": 0, \"addict\": 1, \"asshat\": 2, \"gone\": false, \"kept\": true, \"masked\": \"***\",\n"
                         " \"told\": {\"severity\": \"critical\", \"category\": \"hate\"}}"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 6);
    has(0, "custom", "", TG_SEVERITY_LOW);
    has(1, "custom", "", TG_SEVERITY_LOW);
    has(2, "custom", "", TG_SEVERITY_MEDIUM);
    is_entry(3, TG_ENTRY_WORD, "kept", 1, 56);
    has(4, "custom", "", TG_SEVERITY_HIGH);
    is_entry(5, TG_ENTRY_WORD, "told", 2, 2);
    has(5, "hate", "", TG_SEVERITY_CRITICAL);
}
END_TEST

START_TEST(objects_tell_of_words)
{
    ck_assert_int_eq(add("[{\"word\": \"one\", \"category\": \"Fraud\", \"severity\": 1, \"language\": \"en\", \"id\": \"x\", \"more\": {}},\n"
                         "{\"tags\": [\"sexual\", \"shock\"], \"terms\": [\"two\", \"three\"], \"note\": \"a\\nb\"}, {\"other\": 1}, \"four\"]"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 4);
    has(0, "fraud", "en", TG_SEVERITY_LOW);
    ck_assert_str_eq(attributes(0)->id, "x");
    has(2, "sexual", "", TG_SEVERITY_HIGH);
    is_entry(2, TG_ENTRY_WORD, "three", 2, 48);
    ck_assert_str_eq(attributes(2)->note, "a b");
    has(3, "custom", "", TG_SEVERITY_HIGH);
}
END_TEST

START_TEST(an_object_with_words_is_one_record)
{
    ck_assert_int_eq(add("{\"name\": \"a list\", \"version\": 3, \"words\": [\"one\", \"two\"], \"category\": \"spam\"}"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 2);
    has(1, "spam", "", TG_SEVERITY_HIGH);
}
END_TEST

START_TEST(a_match_has_alternatives_stars_and_exceptions)
{
    ck_assert_int_eq(add("[{\"id\": \"n\", \"match\": \"nu*t|nut case\", \"tags\": [\"general\"], \"severity\": 2,\n"
                         "  \"exceptions\": [\"do*\", \"*s and bolts\", \"nuthatch\"]}, {\"match\": \"a|b\"}]"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 10);
    is_entry(0, TG_ENTRY_WORD, "nut", 1, 23);
    has(0, "general", "", TG_SEVERITY_MEDIUM);
    is_entry(1, TG_ENTRY_ALLOWED, "donut", 2, 18);
    is_entry(2, TG_ENTRY_ALLOWED, "nuts and bolts", 2, 25);
    is_entry(3, TG_ENTRY_ALLOWED, "nuthatch", 2, 41);
    is_entry(4, TG_ENTRY_WORD, "nut case", 1, 23);
    is_entry(5, TG_ENTRY_ALLOWED, "donut case", 2, 18);
    is_entry(8, TG_ENTRY_WORD, "a", 2, 65);
    has(9, "custom", "", TG_SEVERITY_HIGH);
}
END_TEST

/* Each of n words in each of n exceptions would be far more than there was to read. */
START_TEST(exceptions_of_many_words_are_bounded)
{
    enum { N = 4000 };
    char *json = malloc(16 * N), *at = json;
    at += sprintf(at, "[{\"match\": \"a");
    for (int i = 0; i < N; i++)
        at += sprintf(at, "|w%d", i);
    at += sprintf(at, "\", \"exceptions\": [\"x\"");
    for (int i = 0; i < N; i++)
        at += sprintf(at, ",\"*%d\"", i);
    strcpy(at, "]}]");
    ck_assert_int_eq(add(json), TG_OK);
    ck_assert_uint_gt(tg_builder_entry_count(builder), 2 * N);
    ck_assert_uint_lt(tg_builder_entry_count(builder), 40 * N);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 1);
    free(json);
}
END_TEST

START_TEST(what_is_wrong_is_told_where_it_is)
{
    fails_at("[\"a\", \"b\" \"c\"]", 1, 11, "',' or ']' is missing");
    fails_at("[\"a\",\n \"b]", 2, 2, "a string that is not closed");
    fails_at("[\"a\\q\"]", 1, 4, "no escape");
    fails_at("[\"\\ud800\"]", 1, 3, "no escape");
    fails_at("[\"\\u12", 1, 2, "not closed");
    fails_at("[\"a\\", 1, 2, "not closed");
    fails_at("[\"赌\", x]", 1, 7, "a value is missing");
    fails_at("[\"a\",]", 1, 6, "a value is missing");
    fails_at("[\"a\tb\"]", 1, 4, "a control character");
    fails_at("{\"a\" 1}", 1, 6, "':' is missing");
    fails_at("{\"a\": 1, b}", 1, 10, "a key is missing");
    fails_at("{\"a\": 1", 1, 8, "',' or '}' is missing");
    fails_at("[\"a\"] \"b\"", 1, 7, "text behind the end");
    fails_at("[\"a\\u0000b\"]", 1, 2, "a control character");
}
END_TEST

START_TEST(depth_is_bounded)
{
    enum { DEEP = 100000 };
    char *json = malloc(DEEP + 8);
    strcpy(json, "[\"a\",");
    memset(json + 5, '[', DEEP);
    json[DEEP + 5] = '\0';
    fails_at(json, 1, 69, "nested too deeply");
    free(json);
}
END_TEST

START_TEST(values_that_are_not_valid_are_left_out)
{
    ck_assert_int_eq(add("[{\"word\": \"a\", \"severity\": \"loud\",\n \"lang\": \"?\"}]"), TG_OK);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 2);
    const tg_diagnostic *second = tg_builder_diagnostic(builder, 1);
    ck_assert_uint_eq(second->line, 2);
    ck_assert_uint_eq(second->column, 10);
    has(0, "custom", "", TG_SEVERITY_HIGH);
}
END_TEST

START_TEST(lists_of_other_forms_are_none)
{
    ck_assert_int_eq(add("[link]\n{a}\n"), TG_OK);
    is_entry(0, TG_ENTRY_WORD, "[link]", 1, 1);
    is_entry(1, TG_ENTRY_WORD, "{a}", 2, 1);
    ck_assert_int_eq(add("[]"), TG_OK);
    ck_assert_int_eq(add("{}\n"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 2);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("lists");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, an_array_holds_words);
    tcase_add_test(tests, escapes_of_strings_are_undone);
    tcase_add_test(tests, keys_of_an_object_are_languages_or_categories);
    tcase_add_test(tests, keys_may_be_words_with_a_rating);
    tcase_add_test(tests, objects_tell_of_words);
    tcase_add_test(tests, an_object_with_words_is_one_record);
    tcase_add_test(tests, a_match_has_alternatives_stars_and_exceptions);
    tcase_add_test(tests, exceptions_of_many_words_are_bounded);
    tcase_add_test(tests, what_is_wrong_is_told_where_it_is);
    tcase_add_test(tests, depth_is_bounded);
    tcase_add_test(tests, values_that_are_not_valid_are_left_out);
    tcase_add_test(tests, lists_of_other_forms_are_none);
    Suite *suite = suite_create("json");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
