/* Reading dictionary sources: entries, attributes, directives, and problems where they are. Encodings and CSV are
 * test_import.c's, the builder's functions and running out of memory test_builder.c's. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "builder.h"

static tg_status add(const char *source)
{
    return tg_builder_add_memory(builder, "dir/list.txt", source, strlen(source), &error);
}

static const tg_dictionary *dictionary(size_t index)
{
    return &TG_ITEMS(&builder->source.dictionaries, tg_dictionary)[entry(index)->dictionary];
}

static const tg_term *term(size_t index, size_t number)
{
    ck_assert_uint_lt(number, entry(index)->term_count);
    return &TG_ITEMS(&builder->source.terms, tg_term)[entry(index)->first_term + number];
}

static void is_term(size_t index, size_t number, const char *text, bool excluded)
{
    ck_assert_str_eq(term(index, number)->text, text);
    ck_assert_uint_eq(term(index, number)->length, strlen(text));
    ck_assert_int_eq(term(index, number)->excluded, excluded);
}

static void is_entry(size_t index, tg_entry_kind kind, const char *pattern, size_t terms)
{
    ck_assert_int_eq(entry(index)->kind, kind);
    ck_assert_str_eq(entry(index)->pattern, pattern);
    ck_assert_uint_eq(entry(index)->term_count, terms);
}

/* ------------------------------------------------------------------ entries ---- */

START_TEST(a_line_is_a_word_with_the_defaults)
{
    ck_assert_int_eq(add("百家乐\n"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 1);
    is_entry(0, TG_ENTRY_WORD, "百家乐", 1);
    is_term(0, 0, "百家乐", false);
    ck_assert_uint_eq(entry(0)->line, 1);
    ck_assert_uint_eq(entry(0)->column, 1);
    ck_assert_str_eq(attributes(0)->category, "custom");
    ck_assert_int_eq(attributes(0)->severity, TG_SEVERITY_HIGH);
    ck_assert_uint_eq(attributes(0)->match, TG_LANE_FOLD | TG_LANE_LOOSE);
    ck_assert_uint_eq(attributes(0)->within, 40);
    ck_assert_str_eq(attributes(0)->languages, "");
    ck_assert_str_eq(attributes(0)->markets, "");
    ck_assert_str_eq(attributes(0)->note, "");
    ck_assert_str_eq(attributes(0)->id, "");
    ck_assert_str_eq(dictionary(0)->name, "list");
    ck_assert_str_eq(dictionary(0)->version, "");
}
END_TEST

START_TEST(comments_and_blank_lines_are_skipped_and_counted)
{
    ck_assert_int_eq(add("# a\n\n  \t \n  # b\n  a  \t  \nb"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 2);
    is_entry(0, TG_ENTRY_WORD, "a", 1);
    ck_assert_uint_eq(entry(0)->line, 5);
    ck_assert_uint_eq(entry(0)->column, 3);
    is_entry(1, TG_ENTRY_WORD, "b", 1);
    ck_assert_uint_eq(entry(1)->line, 6);
    ck_assert_int_eq(add(""), TG_OK);
}
END_TEST

START_TEST(all_line_ends_end_lines)
{
    ck_assert_int_eq(add("a\r\nb\rc\nd\r\n\r\ne"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 5);
    is_entry(1, TG_ENTRY_WORD, "b", 1);
    ck_assert_uint_eq(entry(2)->line, 3);
    ck_assert_uint_eq(entry(4)->line, 6);
}
END_TEST

static const struct {
    const char *pattern, *text;
} escapes[] = {
    {"\\/etc", "/etc"},   {"\\!x", "!x"},   {"\\#tag", "#tag"}, {"\\&", "&"},      {"a\\~b", "a~b"},
    {"\\%1", "%1"},       {"a\\\\b", "a\\b"}, {"a\\tb", "a\tb"}, {"a\\&b\\&c", "a&b&c"}, {"外/挂", "外/挂"},
    {"yahoo!奇", "yahoo!奇"}, {"99% K粉", "99% K粉"}, {"a#b", "a#b"}, {"\\\\", "\\"},
};

START_TEST(escapes_stand_for_their_characters)
{
    ck_assert_int_eq(tg_builder_add_word(builder, escapes[_i].pattern, strlen(escapes[_i].pattern), NULL, &error), TG_OK);
    is_entry(0, TG_ENTRY_WORD, escapes[_i].pattern, 1);
    is_term(0, 0, escapes[_i].text, false);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 0);
}
END_TEST

START_TEST(other_backslashes_stand_for_themselves_with_a_warning)
{
    ck_assert_int_eq(add("抢\\盐\n八九\\\n"), TG_OK);
    is_term(0, 0, "抢\\盐", false);
    is_term(1, 0, "八九\\", false);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 2);
    const tg_diagnostic *d = tg_builder_diagnostic(builder, 1);
    ck_assert(!d->is_error);
    ck_assert_uint_eq(d->line, 2);
    ck_assert_uint_eq(d->column, 3);
}
END_TEST

START_TEST(combinations_have_required_and_excluded_terms)
{
    ck_assert_int_eq(add("%category a\n赌球&开户\n代开 & 发票 ~ 举报\na&b&c~d~e f\na~b&c\na\\&b & c\\~d\n"), TG_OK);
    is_entry(0, TG_ENTRY_COMBINATION, "赌球&开户", 2);
    is_term(0, 0, "赌球", false);
    is_term(0, 1, "开户", false);
    is_entry(1, TG_ENTRY_COMBINATION, "代开 & 发票 ~ 举报", 3);
    is_term(1, 1, "发票", false);
    is_term(1, 2, "举报", true);
    is_entry(2, TG_ENTRY_COMBINATION, "a&b&c~d~e f", 5);
    is_term(2, 2, "c", false);
    is_term(2, 3, "d", true);
    is_term(2, 4, "e f", true);
    is_term(3, 1, "b", true);
    is_term(3, 2, "c", false);
    is_term(4, 0, "a&b", false);
    is_term(4, 1, "c~d", false);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 0);
}
END_TEST

START_TEST(in_a_plain_list_operators_that_divide_nothing_are_characters)
{
    ck_assert_int_eq(add("&新闻\nAT&\na&&b\n在~家~创\nwww.a.com/b?x=1&y=2\na&b&\n&\n"), TG_OK);
    is_entry(0, TG_ENTRY_WORD, "&新闻", 1);
    is_entry(1, TG_ENTRY_WORD, "AT&", 1);
    is_entry(2, TG_ENTRY_WORD, "a&&b", 1);
    is_entry(3, TG_ENTRY_WORD, "在~家~创", 1);
    is_entry(4, TG_ENTRY_COMBINATION, "www.a.com/b?x=1&y=2", 2);
    is_term(4, 0, "www.a.com/b?x=1", false);
    is_term(4, 1, "y=2", false);
    is_entry(5, TG_ENTRY_COMBINATION, "a&b&", 2);
    is_term(5, 1, "b&", false);
    is_entry(6, TG_ENTRY_WORD, "&", 1);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 6);
    ck_assert_uint_eq(tg_builder_diagnostic(builder, 3)->column, 2);
    ck_assert_uint_eq(tg_builder_diagnostic(builder, 4)->line, 6);
    ck_assert_uint_eq(tg_builder_diagnostic(builder, 4)->column, 4);
}
END_TEST

START_TEST(allowed_texts_are_any_text)
{
    ck_assert_int_eq(add("!赌球新闻\n! a&b~c/ \n!/x/\n!\\!\n"), TG_OK);
    is_entry(0, TG_ENTRY_ALLOWED, "赌球新闻", 1);
    is_entry(1, TG_ENTRY_ALLOWED, "a&b~c/", 1);
    is_term(1, 0, "a&b~c/", false);
    is_entry(2, TG_ENTRY_ALLOWED, "/x/", 1);
    is_term(3, 0, "!", false);
}
END_TEST

START_TEST(expressions_have_flags_behind_the_last_slash)
{
    ck_assert_int_eq(add("/vx[:：]?\\s*[a-z0-9_-]{6,}/\n/a/b\\/c/ismxu\tseverity=low\n/[&~#%!]/\n"), TG_OK);
    is_entry(0, TG_ENTRY_PATTERN, "/vx[:：]?\\s*[a-z0-9_-]{6,}/", 1);
    is_term(0, 0, "vx[:：]?\\s*[a-z0-9_-]{6,}", false);
    ck_assert_uint_eq(entry(0)->regex_flags, 0);
    is_term(1, 0, "a/b\\/c", false);
    ck_assert_uint_eq(entry(1)->regex_flags,
                      TG_REGEX_DOTALL | TG_REGEX_MULTILINE | TG_REGEX_EXTENDED | TG_REGEX_UNICODE);
    is_term(2, 0, "[&~#%!]", false);
}
END_TEST

/* ----------------------------------------------- attributes and directives ---- */

START_TEST(attributes_follow_the_tab)
{
    ck_assert_int_eq(add("a \tcategory=x.y-z_1  severity=critical\tlang=ZH-hant-tw,en market=cn,Tw match=exact,sound,word "
                         "within=1000 note=\"two \\\"words\\\" \\\\\" id=A-1\n"), TG_OK);
    is_entry(0, TG_ENTRY_WORD, "a", 1);
    const tg_attributes *a = attributes(0);
    ck_assert_str_eq(a->category, "x.y-z_1");
    ck_assert_int_eq(a->severity, TG_SEVERITY_CRITICAL);
    ck_assert_str_eq(a->languages, "zh-Hant-TW,en");
    ck_assert_str_eq(a->markets, "CN,TW");
    ck_assert_uint_eq(a->match, TG_LANE_EXACT | TG_LANE_SOUND | TG_EDGE_WORD);
    ck_assert_uint_eq(a->within, 1000);
    ck_assert_str_eq(a->note, "two \"words\" \\");
    ck_assert_str_eq(a->id, "A-1");
}
END_TEST

START_TEST(a_weight_is_kept_in_thousandths)
{
    ck_assert_int_eq(add("%weight -2.5\na\nb\tweight=8\nc\tweight=0.001\n%weight 0\nd\n"), TG_OK);
    ck_assert_int_eq(attributes(0)->weight, -2500);
    ck_assert_int_eq(attributes(1)->weight, 8000);
    ck_assert_int_eq(attributes(2)->weight, 1);
    ck_assert_int_eq(attributes(3)->weight, 0);
}
END_TEST

START_TEST(texts_may_be_defaults_until_they_are_ended)
{
    ck_assert_int_eq(add("%id x-1\n%note Why it matters.\n%advice \"Say it otherwise\"\n%source A law, art. 9\na\n"
                         "b\tnote=\"\" id=x-2\n%advice\n%id\n%source \nc\n"), TG_OK);
    ck_assert_str_eq(attributes(0)->id, "x-1");
    ck_assert_str_eq(attributes(0)->note, "Why it matters.");
    ck_assert_str_eq(attributes(0)->advice, "Say it otherwise");
    ck_assert_str_eq(attributes(0)->source, "A law, art. 9");
    ck_assert_str_eq(attributes(1)->id, "x-2");
    ck_assert_str_eq(attributes(1)->note, "");
    ck_assert_str_eq(attributes(1)->advice, "Say it otherwise");
    ck_assert_str_eq(attributes(2)->id, "");
    ck_assert_str_eq(attributes(2)->note, "Why it matters.");
    ck_assert_str_eq(attributes(2)->advice, "");
    ck_assert_str_eq(attributes(2)->source, "");
}
END_TEST

START_TEST(equal_attributes_are_shared)
{
    ck_assert_int_eq(add("a\tcategory=x market=CN\nb\tmarket=\"cn\" category=x\nc\nd\n"), TG_OK);
    ck_assert_uint_eq(entry(0)->attributes, entry(1)->attributes);
    ck_assert_uint_eq(entry(2)->attributes, entry(3)->attributes);
    ck_assert_uint_eq(builder->source.attributes.count, 2);
}
END_TEST

START_TEST(many_attributes_are_found_again)
{
    char *source = malloc(200000);
    size_t length = 0;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 3000; i++)
            length += (size_t)sprintf(source + length, "w\tid=%d\n", i);
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", source, length, &error), TG_OK);
    free(source);
    ck_assert_uint_eq(builder->source.attributes.count, 3000);
    ck_assert_uint_eq(entry(17)->attributes, entry(3017)->attributes);
    ck_assert_str_eq(attributes(5999)->id, "2999");
}
END_TEST

static const struct {
    const char *value;
    uint32_t match;
} matches[] = {
    {"word", TG_LANE_FOLD | TG_LANE_LOOSE | TG_EDGE_WORD}, {"part", TG_LANE_FOLD | TG_LANE_LOOSE | TG_EDGE_PART},
    {"exact", TG_LANE_EXACT},                              {"fold", TG_LANE_FOLD},
    {"loose,part", TG_LANE_LOOSE | TG_EDGE_PART},          {"\"fold, sound\"", TG_LANE_FOLD | TG_LANE_SOUND},
};

START_TEST(match_is_a_set)
{
    char line[64];
    snprintf(line, sizeof line, "a\tmatch=%s\n", matches[_i].value);
    ck_assert_int_eq(add(line), TG_OK);
    ck_assert_uint_eq(attributes(0)->match, matches[_i].match);
}
END_TEST

static const char *const languages[] = {"zh",         "en-US",     "zh-Hans-CN", "de-CH-1996", "sl-rozaj-biske", "x-own",
                                        "zh-yue-Hant", "es-419",   "en-u-ca-buddhist", "fil",   "de-1901-x-a-b"};
static const char *const not_languages[] = {"z",   "english-", "en_US",  "zh--CN", "x",     "en-u",  "123",
                                            "abcdefghi", "zh-abcdefghi", "en-US-Latn", "de-a-x", "zh,", "中"};

START_TEST(languages_follow_bcp47)
{
    char line[64];
    snprintf(line, sizeof line, "a\tlang=%s\n", languages[_i]);
    ck_assert_int_eq(add(line), TG_OK);
    ck_assert_str_eq(attributes(0)->languages, languages[_i]);
}
END_TEST

START_TEST(what_is_no_language_is_an_error)
{
    char line[64];
    snprintf(line, sizeof line, "a\tlang=%s\n", not_languages[_i]);
    ck_assert_int_eq(add(line), TG_SYNTAX);
    ck_assert_uint_eq(error.column, strcmp(not_languages[_i], "zh,") == 0 ? 11 : 8);
}
END_TEST

START_TEST(directives_set_defaults_for_the_lines_after_them)
{
    ck_assert_int_eq(add("a\n%category gambling\n  %severity low  \n%lang \"zh, en\"\n%market CN, tw\n%match\tword\n%within 7\n"
                         "%version \"2026 11\"\nb\nc\tcategory=x market=\"\"\n%severity critical\nd\n"), TG_OK);
    ck_assert_str_eq(attributes(0)->category, "custom");
    ck_assert_str_eq(attributes(1)->category, "gambling");
    ck_assert_int_eq(attributes(1)->severity, TG_SEVERITY_LOW);
    ck_assert_str_eq(attributes(1)->languages, "zh,en");
    ck_assert_str_eq(attributes(1)->markets, "CN,TW");
    ck_assert_uint_eq(attributes(1)->match, TG_LANE_FOLD | TG_LANE_LOOSE | TG_EDGE_WORD);
    ck_assert_uint_eq(attributes(1)->within, 7);
    ck_assert_str_eq(attributes(2)->category, "x");
    ck_assert_str_eq(attributes(2)->markets, "");
    ck_assert_str_eq(attributes(2)->languages, "zh,en");
    ck_assert_str_eq(attributes(3)->category, "gambling");
    ck_assert_int_eq(attributes(3)->severity, TG_SEVERITY_CRITICAL);
}
END_TEST

START_TEST(a_name_in_the_middle_begins_another_dictionary)
{
    ck_assert_int_eq(add("%name one\n%version 1\na\n%name two\nb\n"), TG_OK);
    ck_assert_str_eq(dictionary(0)->name, "one");
    ck_assert_str_eq(dictionary(0)->version, "1");
    ck_assert_str_eq(dictionary(1)->name, "two");
    ck_assert_str_eq(dictionary(1)->version, "1");
    ck_assert_uint_eq(builder->source.dictionaries.count, 2);
    ck_assert_int_eq(add("c\n"), TG_OK);
    ck_assert_str_eq(dictionary(2)->name, "list");
    ck_assert_str_eq(attributes(2)->category, "custom");
}
END_TEST

/* ----------------------------------------------------------------- problems ---- */

static const struct {
    const char *source;
    uint32_t line, column;
    const char *says;
} bad[] = {
    {"赌\tcolour=x", 1, 3, "unknown attribute"},
    {"赌\tnote=博 severity=hig", 1, 19, "severity is"},
    {"赌\tseverity=HIGH", 1, 12, "severity is"},
    {"赌\tseverity=", 1, 12, "missing"},
    {"赌\tseverity=\"\"", 1, 13, "missing"},
    {"赌\tcategory=\"no good\"", 1, 15, "category is"},
    {"赌\tcategory=赌", 1, 12, "category is"},
    {"赌\tcategory=a..b", 1, 14, "category is"},
    {"赌\tcategory=a.", 1, 13, "category is"},
    {"赌\tcategory=A", 1, 12, "category is"},
    {"赌\tcategory=-a", 1, 12, "category is"},
    {"a\tcategory=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg", 1, 76, "at most 64"},
    {"赌\tmarket=CN,CHN", 1, 13, "a market is"},
    {"赌\tmarket=CN,", 1, 13, "a market is"},
    {"赌\tmarket=\"CN, 1A\"", 1, 15, "a market is"},
    {"赌\tmatch=fold,weird", 1, 14, "match is"},
    {"赌\tmatch=word,part", 1, 14, "both word and part"},
    {"赌\twithin=0", 1, 10, "within is"},
    {"赌\twithin=1001", 1, 10, "within is"},
    {"赌\twithin=99999999999999999999", 1, 10, "within is"},
    {"赌\twithin=4x", 1, 10, "within is"},
    {"赌\tid=a id=b", 1, 8, "twice"},
    {"赌\tgambling", 1, 3, "key=value"},
    {"赌\tid=a =b", 1, 8, "unknown attribute"},
    {"赌\tnote=\"abc", 1, 8, "not closed"},
    {"赌\tnote=\"abc\\\"", 1, 8, "not closed"},
    {"赌\tnote=\"abc\"d", 1, 13, "closing quote"},
    {"赌\tnote=a\x01", 1, 9, "control"},
    {"  \tcategory=x", 1, 3, "no pattern"},
    {"好\n%colour red", 2, 1, "unknown directive"},
    {"%", 1, 1, "unknown directive"},
    {"%initials x", 1, 1, "unknown directive"},
    {"赌\tweight=9", 1, 10, "weight is"},
    {"赌\tweight=-8.001", 1, 10, "weight is"},
    {"赌\tweight=1.", 1, 10, "weight is"},
    {"赌\tweight=.5", 1, 10, "weight is"},
    {"赌\tweight=-", 1, 10, "weight is"},
    {"赌\tweight=0.1234", 1, 10, "weight is"},
    {"赌\tweight=10", 1, 10, "weight is"},
    {"%weight", 1, 8, "missing"},
    {"%severity", 1, 10, "missing"},
    {"%severity  bad", 1, 12, "severity is"},
    {"%severity \"low\" x", 1, 16, "closing quote"},
    {"%market CN,X", 1, 12, "a market is"},
    {"%name \"\"", 1, 8, "missing"},
    {"%name \"a", 1, 7, "not closed"},
    {"%name a\x02", 1, 7, "control"},
    {"/abc", 1, 1, "\\/"},
    {"/abc\\/", 1, 1, "closing slash"},
    {"/etc/passwd", 1, 6, "\\/"},
    {"//", 1, 2, "empty"},
    {"  /好(/", 1, 6, "parenthes"},
    {"!", 1, 1, "no text"},
    {" ! ", 1, 2, "no text"},
    {"%lang zh\na\x01" "b", 2, 2, "control"},
    {"%lang zh\n好\x7f", 2, 2, "control"},
    {"%lang zh\n好\xC2\x85", 2, 2, "control"},
    {"%lang zh\na&", 2, 2, "term is empty"},
    {"%lang zh\n&b", 2, 1, "term is empty"},
    {"%lang zh\na& &b", 2, 2, "term is empty"},
    {"%lang zh\na&b~", 2, 4, "term is empty"},
    {"a&b~", 1, 4, "term is empty"},
    {"a\xff", 1, 2, "UTF-8"},
};

START_TEST(a_bad_line_is_reported_with_file_line_and_column)
{
    ck_assert_int_eq(add(bad[_i].source), TG_SYNTAX);
    ck_assert_msg(strstr(error.message, bad[_i].says), "%s: %s", bad[_i].source, error.message);
    ck_assert_str_eq(error.file, "dir/list.txt");
    ck_assert_int_eq(error.status, TG_SYNTAX);
    ck_assert_uint_eq(error.line, bad[_i].line);
    ck_assert_msg(error.column == bad[_i].column, "%s: column %u: %s", bad[_i].source, error.column, error.message);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 1);
    const tg_diagnostic *d = tg_builder_diagnostic(builder, 0);
    ck_assert(d->is_error);
    ck_assert_uint_eq(d->line, bad[_i].line);
    ck_assert_uint_eq(d->column, bad[_i].column);
    ck_assert_str_eq(d->message, error.message);
    ck_assert_str_eq(d->file, "dir/list.txt");
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
}
END_TEST

START_TEST(a_pattern_has_at_most_1024_characters)
{
    char line[4000] = " ";
    for (int i = 0; i < 1024; i++)
        strcat(line, "好");
    ck_assert_int_eq(add(line), TG_OK);
    strcat(line, "好");
    ck_assert_int_eq(add(line), TG_SYNTAX);
    ck_assert_uint_eq(error.column, 1026);
    memset(line, '&', 1024);
    line[1024] = '\0';
    ck_assert_int_eq(add(line), TG_OK);
}
END_TEST

START_TEST(a_combination_has_at_most_16_terms)
{
    char line[64] = "a";
    for (int i = 1; i < 16; i++)
        strcat(line, "&a");
    ck_assert_int_eq(add(line), TG_OK);
    ck_assert_uint_eq(entry(0)->term_count, 16);
    strcat(line, "&a");
    ck_assert_int_eq(add(line), TG_SYNTAX);
    ck_assert_ptr_nonnull(strstr(error.message, "at most 16 terms"));
}
END_TEST

START_TEST(one_term_may_exclude_another)
{
    ck_assert_int_eq(add("%lang zh\n口罩~批发"), TG_OK);
    ck_assert_int_eq(entry(0)->kind, TG_ENTRY_COMBINATION);
    ck_assert_uint_eq(entry(0)->term_count, 2);
    is_term(0, 1, "批发", true);
}
END_TEST

START_TEST(control_characters_are_tolerated_in_plain_lists_but_for_nul)
{
    ck_assert_int_eq(add("a\x14" "b\n50 %x\n"), TG_OK);
    is_term(0, 0, "a\x14" "b", false);
    ck_assert(!tg_builder_diagnostic(builder, 0)->is_error);
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", "a\x01\0b", 4, &error), TG_SYNTAX);
    ck_assert_uint_eq(error.column, 2);
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", "a\0b", 3, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", "x\n  %lang zh\na\x01", 15, &error), TG_SYNTAX);
    ck_assert_uint_eq(error.line, 3);
}
END_TEST

START_TEST(all_bad_lines_are_diagnosed_and_nothing_is_kept)
{
    ck_assert_int_eq(add("%name keep\na\tid=1\n"), TG_OK);
    tg_source *s = &builder->source;
    size_t attributes_before = s->attributes.count, terms_before = s->terms.count;
    ck_assert_int_eq(add("b\tid=2\nc\tid=3\nx&y\n!\n/(/\nd\tid=1\n%name other\ne\tid=4\n%bad\n"), TG_SYNTAX);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 3);
    ck_assert_uint_eq(tg_builder_diagnostic(builder, 0)->line, 4);
    ck_assert_uint_eq(tg_builder_diagnostic(builder, 1)->line, 5);
    ck_assert_uint_eq(tg_builder_diagnostic(builder, 2)->line, 9);
    ck_assert_ptr_null(tg_builder_diagnostic(builder, 3));
    ck_assert_uint_eq(error.line, 4);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 1);
    ck_assert_uint_eq(s->attributes.count, attributes_before);
    ck_assert_uint_eq(s->terms.count, terms_before);
    ck_assert_uint_eq(s->dictionaries.count, 1);
    ck_assert_int_eq(add("c\tid=3\nd\tid=1\n"), TG_OK);
    ck_assert_str_eq(attributes(1)->id, "3");
    ck_assert_uint_eq(entry(2)->attributes, entry(0)->attributes);
    ck_assert_str_eq(dictionary(1)->name, "list");
}
END_TEST

START_TEST(at_most_1000_bad_lines_are_told)
{
    char source[6001] = "";
    for (int i = 0; i < 2000; i++)
        memcpy(source + 2 * i, "!\n", 3);
    ck_assert_int_eq(add(source), TG_SYNTAX);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 1001);
    ck_assert_uint_eq(tg_builder_diagnostic(builder, 999)->line, 1000);
    ck_assert_uint_eq(tg_builder_diagnostic(builder, 1000)->line, 1001);
    ck_assert_ptr_nonnull(strstr(tg_builder_diagnostic(builder, 1000)->message, "more than 1000"));
    ck_assert_uint_eq(error.line, 1);
    for (int i = 0; i < 2000; i++)
        memcpy(source + 3 * i, "a&\n", 4 - (i == 1999));
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", source, 6000, &error), TG_OK);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 2002);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 2000);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *tests = tcase_create(name);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    return tests;
}

static Suite *make_suite(void)
{
    Suite *suite = suite_create("source");
    TCase *tests = new_case(suite, "entries");
    tcase_add_test(tests, a_line_is_a_word_with_the_defaults);
    tcase_add_test(tests, comments_and_blank_lines_are_skipped_and_counted);
    tcase_add_test(tests, all_line_ends_end_lines);
    tcase_add_loop_test(tests, escapes_stand_for_their_characters, 0, COUNT(escapes));
    tcase_add_test(tests, other_backslashes_stand_for_themselves_with_a_warning);
    tcase_add_test(tests, combinations_have_required_and_excluded_terms);
    tcase_add_test(tests, in_a_plain_list_operators_that_divide_nothing_are_characters);
    tcase_add_test(tests, allowed_texts_are_any_text);
    tcase_add_test(tests, expressions_have_flags_behind_the_last_slash);
    tests = new_case(suite, "attributes");
    tcase_add_test(tests, attributes_follow_the_tab);
    tcase_add_test(tests, a_weight_is_kept_in_thousandths);
    tcase_add_test(tests, texts_may_be_defaults_until_they_are_ended);
    tcase_add_test(tests, equal_attributes_are_shared);
    tcase_add_test(tests, many_attributes_are_found_again);
    tcase_add_loop_test(tests, match_is_a_set, 0, COUNT(matches));
    tcase_add_loop_test(tests, languages_follow_bcp47, 0, COUNT(languages));
    tcase_add_loop_test(tests, what_is_no_language_is_an_error, 0, COUNT(not_languages));
    tcase_add_test(tests, directives_set_defaults_for_the_lines_after_them);
    tcase_add_test(tests, a_name_in_the_middle_begins_another_dictionary);
    tests = new_case(suite, "problems");
    tcase_add_loop_test(tests, a_bad_line_is_reported_with_file_line_and_column, 0, COUNT(bad));
    tcase_add_test(tests, a_pattern_has_at_most_1024_characters);
    tcase_add_test(tests, a_combination_has_at_most_16_terms);
    tcase_add_test(tests, one_term_may_exclude_another);
    tcase_add_test(tests, control_characters_are_tolerated_in_plain_lists_but_for_nul);
    tcase_add_test(tests, all_bad_lines_are_diagnosed_and_nothing_is_kept);
    tcase_add_test(tests, at_most_1000_bad_lines_are_told);
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
