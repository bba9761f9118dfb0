/* Lists as people bring them: encodings, byte order marks and CSV. */
#include <check.h>
#include <string.h>

#include "builder.h"

/* Of a string literal, which may hold NULs. */
#define ADD(literal) tg_builder_add_memory(builder, "list.csv", literal, sizeof(literal) - 1, &error)

static void is_word(size_t index, const char *text, uint32_t line)
{
    const tg_source_entry *e = entry(index);
    ck_assert_int_eq(e->kind, TG_ENTRY_WORD);
    ck_assert_uint_eq(e->line, line);
    ck_assert_uint_eq(e->term_count, 1);
    ck_assert_str_eq(TG_ITEMS(&builder->source.terms, tg_term)[e->first_term].text, text);
}

static void fails_at(tg_status status, uint32_t line, uint32_t column, const char *says)
{
    ck_assert_int_eq(status, TG_SYNTAX);
    ck_assert_msg(strstr(error.message, says), "%s", error.message);
    ck_assert_uint_eq(error.line, line);
    ck_assert_uint_eq(error.column, column);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
    const tg_diagnostic *last = tg_builder_diagnostic(builder, tg_builder_diagnostic_count(builder) - 1);
    ck_assert_ptr_nonnull(last);
    ck_assert_uint_eq(last->line, line);
    ck_assert_uint_eq(last->column, column);
}

/* ---------------------------------------------------------------- encodings ---- */

START_TEST(a_utf8_byte_order_mark_is_skipped)
{
    ck_assert_int_eq(ADD("\xEF\xBB\xBF" "赌博\n"), TG_OK);
    is_word(0, "赌博", 1);
    ck_assert_uint_eq(entry(0)->column, 1);
    ck_assert_int_eq(ADD("\xEF\xBB\xBF"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 1);
}
END_TEST

START_TEST(utf16_is_told_by_its_byte_order_mark)
{
    ck_assert_int_eq(ADD("\xFF\xFE\x4C\x8D\x5A\x53\r\0\n\0\x3D\xD8\x00\xDE\n\0"), TG_OK);
    ck_assert_int_eq(ADD("\xFE\xFF\x8D\x4C\x53\x5A\0\r\0\n\xD8\x3D\xDE\x00"), TG_OK);
    is_word(0, "赌博", 1);
    is_word(1, "😀", 2);
    is_word(2, "赌博", 1);
    is_word(3, "😀", 2);
    ck_assert_int_eq(ADD("\xFF\xFE"), TG_OK);
}
END_TEST

START_TEST(ill_formed_utf16_is_an_error)
{
    fails_at(ADD("\xFF\xFE" "a\0\n\0b\0\x00\xDE"), 2, 2, "UTF-16");
    fails_at(ADD("\xFF\xFE" "a\0\x3D\xD8" "b\0"), 1, 2, "UTF-16");
    fails_at(ADD("\xFE\xFF\0a\xD8\x3D"), 1, 2, "UTF-16");
    fails_at(ADD("\xFE\xFF\0a\n"), 1, 2, "UTF-16");
}
END_TEST

START_TEST(gb18030_is_taken_where_utf8_is_ill_formed)
{
    /* 赌博 in two bytes each, 㐂 (U+3402) in four: 81 39 EF 31. */
    ck_assert_int_eq(ADD("\xB6\xC4\xB2\xA9\r\n\x81\x39\xEF\x31\n"), TG_OK);
    is_word(0, "赌博", 1);
    is_word(1, "㐂", 2);
    ck_assert_int_eq(ADD("\x84\x31\x95\x33\xB6\xC4\n"), TG_OK);
    is_word(2, "赌", 1);
}
END_TEST

START_TEST(gb18030_in_csv_keeps_its_attributes)
{
    /* 敏感词,note / 赌博,博 */
    ck_assert_int_eq(ADD("\xC3\xF4\xB8\xD0\xB4\xCA,note\n\xB6\xC4\xB2\xA9,\xB2\xA9\n"), TG_OK);
    is_word(0, "赌博", 2);
    ck_assert_str_eq(attributes(0)->note, "博");
}
END_TEST

START_TEST(bytes_of_no_encoding_are_an_error)
{
    fails_at(ADD("ok\n好a\xFF\n"), 2, 3, "neither UTF-8 nor GB18030");
    fails_at(ADD("a\r\rb\r\n\xC0"), 4, 1, "neither");
    fails_at(ADD("\xEF\xBB\xBFok\na\xB6\xC4"), 2, 2, "ill-formed UTF-8");
}
END_TEST

START_TEST(damaged_utf8_is_not_read_as_gb18030)
{
    fails_at(ADD("百家乐\n赌博机\n\xE8\xB5\n"), 3, 1, "ill-formed UTF-8");
}
END_TEST

/* ---------------------------------------------------------------------- CSV ---- */

START_TEST(a_header_makes_a_csv)
{
    ck_assert_int_eq(ADD("id,Word,severity,category,lang,market,note,extra\r\n"
                         "7,百家乐,Critical,Gambling,zh-hant,\"cn,tw\",a \"b\" c,zzz\r\n"
                         ",second\r\n"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 2);
    is_word(0, "百家乐", 2);
    ck_assert_uint_eq(entry(0)->column, 3);
    const tg_attributes *a = attributes(0);
    ck_assert_str_eq(a->id, "7");
    ck_assert_int_eq(a->severity, TG_SEVERITY_CRITICAL);
    ck_assert_str_eq(a->category, "gambling");
    ck_assert_str_eq(a->languages, "zh-Hant");
    ck_assert_str_eq(a->markets, "CN,TW");
    ck_assert_str_eq(a->note, "a \"b\" c");
    is_word(1, "second", 3);
    ck_assert_str_eq(attributes(1)->category, "custom");
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 0);
}
END_TEST

static const char *const headers[] = {"word,x",   "x,TEXT",       "Term;x",  "x\tpattern", "keyword,",   "词,x",
                                      "敏感词;x", "x\t关键词",    "\"word\",x", ",word",  " word ; x", "word,text"};
static const char *const not_headers[] = {"word",        "words,x",  "word\tid=1", "word\t", "a,b",
                                          "note,id",     "#word,x",  "敏感词"};

START_TEST(headers_name_a_column_of_words)
{
    char source[64] = "";
    strcat(strcat(source, headers[_i]), "\na,a\n");
    const char *delimiter = strpbrk(headers[_i], ",;\t");
    source[strlen(source) - 3] = *delimiter;
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", source, strlen(source), &error), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 1);
    is_word(0, "a", 2);
}
END_TEST

START_TEST(other_first_lines_are_entries)
{
    char source[64] = "";
    strcat(strcat(source, not_headers[_i]), "\na,a\n");
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", source, strlen(source), &error), TG_OK);
    is_word(tg_builder_entry_count(builder) - 1, "a,a", 2);
}
END_TEST

START_TEST(quoted_cells_may_hold_anything)
{
    ck_assert_int_eq(ADD("word,note,id\n\"a,\"\"b\"\"\",\"line one\r\nline two\",1\n\"\n c \n\"  ,x,\"\"\n\nd,\"\"\"\"\ne,f,g"),
                     TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 4);
    is_word(0, "a,\"b\"", 2);
    ck_assert_str_eq(attributes(0)->note, "line one  line two");
    ck_assert_str_eq(attributes(0)->id, "1");
    is_word(1, "c", 4);
    is_word(2, "d", 8);
    ck_assert_str_eq(attributes(2)->note, "\"");
    is_word(3, "e", 9);
    ck_assert_str_eq(attributes(3)->id, "g");
}
END_TEST

static const struct {
    const char *cell, *text, *pattern;
} literals[] = {
    {"a&b~c", "a&b~c", "a\\&b\\~c"}, {"/x/", "/x/", "\\/x/"},   {"!x", "!x", "\\!x"},      {"#x!", "#x!", "\\#x!"},
    {"%x", "%x", "\\%x"},            {"a\\b", "a\\b", "a\\\\b"}, {"a\tb", "a\tb", "a\\tb"}, {"a\\tb", "a\\tb", "a\\\\tb"},
    {" x y ", "x y", "x y"},
};

START_TEST(a_cell_is_a_literal_word)
{
    char source[64] = "word,x\n";
    strcat(source, literals[_i].cell);
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", source, strlen(source), &error), TG_OK);
    is_word(0, literals[_i].text, 2);
    ck_assert_str_eq(entry(0)->pattern, literals[_i].pattern);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 0);
    ck_assert_int_eq(tg_builder_add_word(builder, entry(0)->pattern, strlen(entry(0)->pattern), NULL, &error), TG_OK);
    is_word(1, literals[_i].text, 1);
}
END_TEST

static const struct {
    const char *cell;
    tg_severity severity;
} severities[] = {
    {"low", TG_SEVERITY_LOW},      {"MEDIUM", TG_SEVERITY_MEDIUM}, {"0", TG_SEVERITY_LOW},    {"0.7", TG_SEVERITY_LOW},
    {"1", TG_SEVERITY_LOW},        {"1.4", TG_SEVERITY_LOW},       {"1.5", TG_SEVERITY_MEDIUM}, {"2", TG_SEVERITY_MEDIUM},
    {"2.49", TG_SEVERITY_MEDIUM},  {"2.6", TG_SEVERITY_HIGH},      {"3.0", TG_SEVERITY_HIGH}, {"3.6", TG_SEVERITY_CRITICAL},
    {"4", TG_SEVERITY_CRITICAL},   {"\"3\"", TG_SEVERITY_HIGH},    {"", TG_SEVERITY_HIGH},
};

START_TEST(severities_are_words_or_numbers)
{
    char source[64] = "severity,word\n";
    strcat(strcat(source, severities[_i].cell), ",a\n");
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", source, strlen(source), &error), TG_OK);
    ck_assert_int_eq(attributes(0)->severity, severities[_i].severity);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 0);
}
END_TEST

START_TEST(invalid_values_are_left_out_with_a_warning)
{
    ck_assert_int_eq(ADD("word,severity,category,lang,market\n好,4.2,色情,en_US,CHN\nb,1.x,a b,,\n"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 2);
    ck_assert_str_eq(attributes(0)->category, "custom");
    ck_assert_int_eq(attributes(1)->severity, TG_SEVERITY_HIGH);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 6);
    static const uint32_t columns[] = {7, 3, 10, 16, 7, 3};
    for (size_t i = 0; i < 6; i++) {
        ck_assert(!tg_builder_diagnostic(builder, i)->is_error);
        ck_assert_uint_eq(tg_builder_diagnostic(builder, i)->line, i < 4 ? 2 : 3);
        ck_assert_uint_eq(tg_builder_diagnostic(builder, i)->column, columns[i]);
    }
}
END_TEST

START_TEST(bad_cells_are_errors_at_their_place)
{
    fails_at(ADD("id,word\n\"1\n2\",\"a\nb\"\n"), 3, 4, "control");
    fails_at(ADD("id,word\n1,\"a\"b\nx,y\n"), 2, 3, "behind a closing quote");
    fails_at(ADD("id,word\n1,ok\n好,\"a\n\n"), 3, 3, "not closed");
    fails_at(tg_builder_add_memory(builder, "n", "word,x\na\0b,", 11, &error), 2, 1, "control");
}
END_TEST

START_TEST(a_csv_may_be_empty)
{
    ck_assert_int_eq(ADD("word,note"), TG_OK);
    ck_assert_int_eq(ADD("word,note\n\n,\n , x\n"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

static Suite *make_suite(void)
{
    Suite *suite = suite_create("import");
    TCase *tests = tcase_create("import");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_utf8_byte_order_mark_is_skipped);
    tcase_add_test(tests, utf16_is_told_by_its_byte_order_mark);
    tcase_add_test(tests, ill_formed_utf16_is_an_error);
    tcase_add_test(tests, gb18030_is_taken_where_utf8_is_ill_formed);
    tcase_add_test(tests, gb18030_in_csv_keeps_its_attributes);
    tcase_add_test(tests, bytes_of_no_encoding_are_an_error);
    tcase_add_test(tests, damaged_utf8_is_not_read_as_gb18030);
    tcase_add_test(tests, a_header_makes_a_csv);
    tcase_add_loop_test(tests, headers_name_a_column_of_words, 0, COUNT(headers));
    tcase_add_loop_test(tests, other_first_lines_are_entries, 0, COUNT(not_headers));
    tcase_add_test(tests, quoted_cells_may_hold_anything);
    tcase_add_loop_test(tests, a_cell_is_a_literal_word, 0, COUNT(literals));
    tcase_add_loop_test(tests, severities_are_words_or_numbers, 0, COUNT(severities));
    tcase_add_test(tests, invalid_values_are_left_out_with_a_warning);
    tcase_add_test(tests, bad_cells_are_errors_at_their_place);
    tcase_add_test(tests, a_csv_may_be_empty);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(make_suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
