/* The builder through the header: sources from everywhere, what is wrong with them, lint, compiling. What sources may say
 * is told by test/cases/dictionaries.json. */
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static char folder[64];
static tg_builder *builder;
static tg_error error;

static void set_up(void)
{
    snprintf(folder, sizeof folder, "%s", "/tmp/textgate-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    builder = tg_builder_new(NULL);
    memset(&error, 0, sizeof error);
}

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char *write_file(const char *name, const char *content)
{
    FILE *file = fopen(path_of(name), "wb");
    ck_assert_ptr_nonnull(file);
    fputs(content, file);
    fclose(file);
    return path_of(name);
}

static void tear_down(void)
{
    static const char *const names[] = {"a.txt", "b.csv", "c.md", "sub/d.txt", "sub", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        remove(path_of(names[i]));
    tg_builder_free(builder);
}

static tg_status add(const char *source)
{
    return tg_builder_add_memory(builder, "list.txt", source, strlen(source), &error);
}

START_TEST(a_file_is_added_under_its_name)
{
    ck_assert_int_eq(tg_builder_add_file(builder, write_file("a.txt", "赌博\n开户\n"), &error), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 2);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 0);
}
END_TEST

START_TEST(an_empty_file_has_no_entries)
{
    ck_assert_int_eq(tg_builder_add_file(builder, write_file("a.txt", ""), &error), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_an_error_of_its_name)
{
    ck_assert_int_eq(tg_builder_add_file(builder, path_of("none.txt"), &error), TG_IO);
    ck_assert_int_eq(error.status, TG_IO);
    ck_assert_ptr_nonnull(strstr(error.file[0] ? error.file : error.message, "none.txt"));
    ck_assert_int_eq(tg_builder_add_file(builder, path_of("none.txt"), NULL), TG_IO);
    ck_assert_int_eq(tg_builder_add_file(builder, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_file(NULL, path_of("none.txt"), &error), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(a_bad_file_is_not_used_and_the_builder_stays_usable)
{
    ck_assert_int_eq(tg_builder_add_file(builder, write_file("a.txt", "ok\nbad\tx\n!\n"), &error), TG_SYNTAX);
    ck_assert_uint_eq(error.line, 2);
    ck_assert_str_eq(error.file, path_of("a.txt"));
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 2);
    ck_assert_int_eq(add("ok\n"), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 1);
}
END_TEST

START_TEST(a_folder_gives_all_its_sources_and_passes_over_bad_ones)
{
    mkdir(path_of("sub"), 0700);
    write_file("a.txt", "甲\n");
    write_file("b.csv", "word\n!\n");
    write_file("c.md", "not a source\n");
    write_file("sub/d.txt", "乙\n丙\n");
    ck_assert_int_eq(tg_builder_add_folder(builder, folder, &error), TG_SYNTAX);
    ck_assert_ptr_nonnull(strstr(error.file, "b.csv"));
    ck_assert_uint_eq(tg_builder_entry_count(builder), 3);
}
END_TEST

START_TEST(an_empty_folder_is_no_error_and_a_missing_one_is)
{
    ck_assert_int_eq(tg_builder_add_folder(builder, folder, &error), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
    ck_assert_int_eq(tg_builder_add_folder(builder, path_of("none"), &error), TG_IO);
    ck_assert_int_eq(tg_builder_add_folder(builder, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_folder(NULL, folder, NULL), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(memory_is_copied)
{
    char source[] = "甲乙\n";
    tg_pack *pack = NULL;
    tg_entry entry;
    ck_assert_int_eq(tg_builder_add_memory(builder, "dir/own.txt", source, strlen(source), NULL), TG_OK);
    memset(source, 'x', sizeof source);
    ck_assert_int_eq(tg_builder_compile(builder, &pack, &error), TG_OK);
    ck_assert_int_eq(tg_pack_get_entry(pack, 0, &entry), TG_OK);
    ck_assert_str_eq(entry.pattern, "甲乙");
    ck_assert_str_eq(entry.dictionary, "own");
    tg_pack_unref(pack);
}
END_TEST

START_TEST(no_memory_at_all_is_an_empty_source)
{
    ck_assert_int_eq(tg_builder_add_memory(builder, "a", NULL, 0, &error), TG_OK);
    ck_assert_int_eq(tg_builder_add_memory(builder, "a", NULL, 1, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_memory(builder, NULL, "a", 1, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_memory(NULL, "a", "a", 1, &error), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
    ck_assert_uint_eq(tg_builder_entry_count(NULL), 0);
}
END_TEST

START_TEST(words_are_entries_with_attributes)
{
    tg_pack *pack = NULL;
    tg_entry entry;
    ck_assert_int_eq(tg_builder_add_word(builder, "甲乙丙", 6, "category=x note=\"a b\" severity=low", &error), TG_OK);
    ck_assert_int_eq(tg_builder_add_word(builder, "!甲", 4, NULL, NULL), TG_OK);
    ck_assert_int_eq(tg_builder_compile(builder, &pack, &error), TG_OK);
    ck_assert_int_eq(tg_pack_get_entry(pack, 0, &entry), TG_OK);
    ck_assert_str_eq(entry.pattern, "甲乙");
    ck_assert_str_eq(entry.dictionary, "words");
    ck_assert_str_eq(entry.category, "x");
    ck_assert_str_eq(entry.note, "a b");
    ck_assert_int_eq(tg_pack_get_entry(pack, 1, &entry), TG_OK);
    ck_assert(entry.allowed);
    tg_pack_unref(pack);
}
END_TEST

START_TEST(bad_words_are_errors)
{
    ck_assert_int_eq(tg_builder_add_word(builder, "", 0, NULL, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_word(builder, NULL, 0, NULL, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_word(builder, "a", 1, "colour=red", &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_word(builder, "/(/", 3, NULL, NULL), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_word(builder, NULL, 1, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_word(NULL, "a", 1, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
}
END_TEST

static bool is_told(const char *part, uint32_t line)
{
    for (size_t i = 0; i < tg_builder_diagnostic_count(builder); i++) {
        const tg_diagnostic *d = tg_builder_diagnostic(builder, i);
        if (d->line == line && strstr(d->message, part))
            return !d->is_error && strcmp(d->file, "list.txt") == 0;
    }
    return false;
}

START_TEST(lint_tells_what_is_risky_and_changes_nothing)
{
    ck_assert_int_eq(add("赌博\n賭博\n\xE2\x80\x8B\n的\n开户\n!开户\n优惠券\n"), TG_OK);
    ck_assert_int_eq(tg_builder_lint(builder, "送优惠券", strlen("送优惠券")), TG_OK);
    ck_assert(is_told("list.txt:1", 2));
    ck_assert(is_told("never", 3));
    ck_assert(is_told("single", 4));
    ck_assert(is_told("allowed", 5));
    ck_assert(is_told("clean", 7));
    ck_assert_uint_eq(tg_builder_entry_count(builder), 7);
}
END_TEST

START_TEST(lint_has_nothing_to_say_of_a_good_list)
{
    ck_assert_int_eq(add("赌博网站\n代开&发票~举报\n/vx\\d{6}/\n!反赌博网站\n"), TG_OK);
    ck_assert_int_eq(tg_builder_lint(builder, "今天天气好", strlen("今天天气好")), TG_OK);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 0);
    ck_assert_ptr_null(tg_builder_diagnostic(builder, 0));
}
END_TEST

START_TEST(lint_of_nothing_is_fine_and_misuse_is_not)
{
    ck_assert_int_eq(tg_builder_lint(builder, NULL, 0), TG_OK);
    ck_assert_int_eq(tg_builder_lint(builder, NULL, 1), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_lint(NULL, "", 0), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(tg_builder_diagnostic_count(NULL), 0);
    ck_assert_ptr_null(tg_builder_diagnostic(NULL, 0));
}
END_TEST

START_TEST(diagnostics_come_in_order_of_line_lint_included)
{
    ck_assert_int_eq(add("的\n开\\户\n!赌\\博\n赌博\n"), TG_OK); /* a backslash that escapes nothing is a warning */
    size_t before = tg_builder_diagnostic_count(builder);
    ck_assert_uint_eq(before, 2);
    ck_assert_int_eq(tg_builder_lint(builder, NULL, 0), TG_OK);
    ck_assert_uint_gt(tg_builder_diagnostic_count(builder), before);
    for (size_t i = 1; i < tg_builder_diagnostic_count(builder); i++)
        ck_assert_uint_le(tg_builder_diagnostic(builder, i - 1)->line, tg_builder_diagnostic(builder, i)->line);
}
END_TEST

START_TEST(a_builder_compiles_again_after_more_was_added)
{
    tg_pack *first = NULL, *second = NULL;
    tg_pack_info info;
    ck_assert_int_eq(add("甲\n"), TG_OK);
    ck_assert_int_eq(tg_builder_compile(builder, &first, &error), TG_OK);
    ck_assert_int_eq(add("乙\n"), TG_OK);
    ck_assert_int_eq(tg_builder_compile(builder, &second, &error), TG_OK);
    tg_pack_get_info(first, &info);
    ck_assert_uint_eq(info.entries, 1);
    tg_pack_get_info(second, &info);
    ck_assert_uint_eq(info.entries, 2);
    tg_pack_unref(first);
    tg_pack_unref(second);
}
END_TEST

START_TEST(an_empty_builder_compiles_to_a_pack_that_finds_nothing)
{
    tg_pack *pack = NULL;
    tg_pack_info info;
    ck_assert_int_eq(tg_builder_compile(builder, &pack, &error), TG_OK);
    tg_pack_get_info(pack, &info);
    ck_assert_uint_eq(info.entries, 0);
    tg_pack_unref(pack);
    ck_assert_int_eq(tg_builder_compile(NULL, &pack, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_compile(builder, NULL, NULL), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(compiling_is_deterministic)
{
    tg_pack *first = NULL, *second = NULL;
    size_t length, other_length;
    ck_assert_int_eq(add("甲乙\n乙&丙\n/a\\d+bcd/\n!丙\n"), TG_OK);
    ck_assert_int_eq(tg_builder_compile(builder, &first, &error), TG_OK);
    ck_assert_int_eq(tg_builder_compile(builder, &second, &error), TG_OK);
    const void *data = tg_pack_data(first, &length), *other = tg_pack_data(second, &other_length);
    ck_assert_uint_eq(length, other_length);
    ck_assert_mem_eq(data, other, length);
    tg_pack_unref(first);
    tg_pack_unref(second);
}
END_TEST

START_TEST(an_entry_of_a_thousand_characters_is_found_and_a_longer_one_is_an_error)
{
    char word[3 * 1025 + 1];
    for (size_t i = 0; i < 1025; i++)
        memcpy(word + 3 * i, "赌", 3);
    ck_assert_int_eq(tg_builder_add_word(builder, word, sizeof word - 1, NULL, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_word(builder, word, sizeof word - 4, NULL, &error), TG_OK);
}
END_TEST

START_TEST(freeing_nothing_is_fine)
{
    tg_builder_free(NULL);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("dictionaries");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_file_is_added_under_its_name);
    tcase_add_test(tests, an_empty_file_has_no_entries);
    tcase_add_test(tests, a_file_that_is_not_there_is_an_error_of_its_name);
    tcase_add_test(tests, a_bad_file_is_not_used_and_the_builder_stays_usable);
    tcase_add_test(tests, a_folder_gives_all_its_sources_and_passes_over_bad_ones);
    tcase_add_test(tests, an_empty_folder_is_no_error_and_a_missing_one_is);
    tcase_add_test(tests, memory_is_copied);
    tcase_add_test(tests, no_memory_at_all_is_an_empty_source);
    tcase_add_test(tests, words_are_entries_with_attributes);
    tcase_add_test(tests, bad_words_are_errors);
    tcase_add_test(tests, lint_tells_what_is_risky_and_changes_nothing);
    tcase_add_test(tests, lint_has_nothing_to_say_of_a_good_list);
    tcase_add_test(tests, lint_of_nothing_is_fine_and_misuse_is_not);
    tcase_add_test(tests, diagnostics_come_in_order_of_line_lint_included);
    tcase_add_test(tests, a_builder_compiles_again_after_more_was_added);
    tcase_add_test(tests, an_empty_builder_compiles_to_a_pack_that_finds_nothing);
    tcase_add_test(tests, compiling_is_deterministic);
    tcase_add_test(tests, an_entry_of_a_thousand_characters_is_found_and_a_longer_one_is_an_error);
    tcase_add_test(tests, freeing_nothing_is_fine);
    return run_suite("dictionaries", tests);
}
