/* The builder's functions: files, folders, memory and single words, the order of diagnostics, arguments, and running out
 * of memory. What sources may say is test_source.c's. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "builder.h"

static tg_status add(const char *source)
{
    return tg_builder_add_memory(builder, "dir/list.txt", source, strlen(source), &error);
}

static const tg_dictionary *dictionary(size_t index)
{
    return &TG_ITEMS(&builder->source.dictionaries, tg_dictionary)[entry(index)->dictionary];
}

static void is_entry(size_t index, tg_entry_kind kind, const char *pattern, size_t terms)
{
    ck_assert_int_eq(entry(index)->kind, kind);
    ck_assert_str_eq(entry(index)->pattern, pattern);
    ck_assert_uint_eq(entry(index)->term_count, terms);
}

START_TEST(a_word_is_an_entry_of_the_dictionary_words)
{
    ck_assert_int_eq(tg_builder_add_word(builder, " 百家乐 ", 11, "category=gambling severity=low", &error), TG_OK);
    ck_assert_int_eq(add("x\n"), TG_OK);
    ck_assert_int_eq(tg_builder_add_word(builder, "a&b", 3, NULL, NULL), TG_OK);
    is_entry(0, TG_ENTRY_WORD, "百家乐", 1);
    ck_assert_str_eq(attributes(0)->category, "gambling");
    ck_assert_int_eq(attributes(0)->severity, TG_SEVERITY_LOW);
    ck_assert_str_eq(dictionary(0)->name, "words");
    is_entry(2, TG_ENTRY_COMBINATION, "a&b", 2);
    ck_assert_uint_eq(entry(0)->dictionary, entry(2)->dictionary);
    ck_assert_uint_eq(entry(0)->file, entry(2)->file);
    ck_assert_uint_eq(entry(2)->line, 2);
}
END_TEST

static const struct {
    const char *word, *attributes;
    uint32_t column;
} bad_words[] = {
    {"", NULL, 1},        {"  ", NULL, 1},           {"#a", NULL, 1},   {"%a", NULL, 1},       {"a\tb", NULL, 0},
    {"好\xff", NULL, 2},  {"百家乐", "colour=x", 5}, {"a", "id=\xff", 6}, {"a", "severity=x", 12}, {"/(/", NULL, 3},
};

START_TEST(a_bad_word_is_reported_as_a_line_would_be)
{
    tg_status status = tg_builder_add_word(builder, bad_words[_i].word, strlen(bad_words[_i].word),
                                           bad_words[_i].attributes, &error);
    if (!bad_words[_i].column) {
        ck_assert_int_eq(status, TG_OK);
        return;
    }
    ck_assert_int_eq(status, TG_SYNTAX);
    ck_assert_str_eq(error.file, "words");
    ck_assert_uint_eq(error.line, 1);
    ck_assert_uint_eq(error.column, bad_words[_i].column);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 0);
    ck_assert_int_eq(tg_builder_add_word(builder, "ok", 2, NULL, &error), TG_OK);
    ck_assert_uint_eq(entry(0)->line, 2);
    ck_assert_str_eq(dictionary(0)->name, "words");
}
END_TEST

START_TEST(diagnostics_are_ordered_by_file_and_line)
{
    ck_assert_int_eq(tg_builder_add_word(builder, "!", 1, NULL, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_memory(builder, "b", "!\n!\n", 4, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_memory(builder, "a", "!\n", 2, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_word(builder, "!", 1, NULL, &error), TG_SYNTAX);
    ck_assert_uint_eq(error.line, 2);
    static const char *const files[] = {"words", "words", "b", "b", "a"};
    static const uint32_t lines[] = {1, 2, 1, 2, 1};
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_str_eq(tg_builder_diagnostic(builder, i)->file, files[i]);
        ck_assert_uint_eq(tg_builder_diagnostic(builder, i)->line, lines[i]);
    }
}
END_TEST

START_TEST(bad_words_are_told_a_thousand_times)
{
    for (int i = 0; i < 1500; i++)
        ck_assert_int_eq(tg_builder_add_word(builder, "!", 1, NULL, &error), TG_SYNTAX);
    ck_assert_uint_eq(error.line, 1500);
    ck_assert_uint_eq(tg_builder_diagnostic_count(builder), 1001);
}
END_TEST

START_TEST(arguments_are_checked)
{
    ck_assert_int_eq(tg_builder_add_memory(NULL, "n", "a", 1, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(error.status, TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_memory(builder, NULL, "a", 1, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", NULL, 1, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", NULL, 0, &error), TG_OK);
    ck_assert_int_eq(tg_builder_add_word(NULL, "a", 1, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_word(builder, NULL, 1, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_word(builder, NULL, 0, NULL, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_file(NULL, "x", &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_file(builder, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_folder(NULL, "x", &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_builder_add_folder(builder, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(tg_builder_entry_count(NULL), 0);
    ck_assert_uint_eq(tg_builder_diagnostic_count(NULL), 0);
    ck_assert_ptr_null(tg_builder_diagnostic(NULL, 0));
    tg_builder_free(NULL);
    ck_assert_int_eq(tg_builder_add_memory(builder, "n", "a", ((size_t)1 << 30) + 1, &error), TG_LIMIT);
    ck_assert_str_eq(error.file, "n");
}
END_TEST

static void write_file(const char *folder, const char *name, const char *text, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

START_TEST(files_and_folders_are_read)
{
    char folder[] = "/tmp/textgate-source-XXXXXX", below[64], a[128], b[128], c[128], d[128];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(below, sizeof below, "%s/a", folder);
    ck_assert_int_eq(mkdir(below, 0700), 0);
    write_file(folder, "b.txt", "b1\nb2\n", b, sizeof b);
    write_file(below, "a.csv", "word,id\na1,7\n", a, sizeof a);
    write_file(folder, "c.md", "!\n", c, sizeof c);
    ck_assert_int_eq(tg_builder_add_folder(builder, folder, &error), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 3);
    is_entry(0, TG_ENTRY_WORD, "a1", 1);
    ck_assert_str_eq(attributes(0)->id, "7");
    ck_assert_str_eq(dictionary(0)->name, "a");
    ck_assert_str_eq(dictionary(1)->name, "b");
    write_file(folder, "d.txt", "ok\n!\n", d, sizeof d);
    ck_assert_int_eq(tg_builder_add_folder(builder, folder, &error), TG_SYNTAX);
    ck_assert_str_eq(error.file, d);
    ck_assert_uint_eq(error.line, 2);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 6);
    ck_assert_int_eq(tg_builder_add_file(builder, c, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_builder_add_file(builder, b, &error), TG_OK);
    unlink(a), unlink(b), unlink(c), unlink(d), rmdir(below), rmdir(folder);
    ck_assert_int_eq(tg_builder_add_file(builder, b, &error), TG_IO);
    ck_assert_str_eq(error.file, b);
    ck_assert_int_eq(tg_builder_add_folder(builder, folder, &error), TG_IO);
}
END_TEST

/* ------------------------------------------------------------------- memory ---- */

typedef struct budget {
    size_t left, bytes;
} budget;

static void *budget_reallocate(void *user, void *pointer, size_t old_size, size_t new_size)
{
    budget *b = user;
    if (b->left == 0)
        return NULL;
    b->left--;
    b->bytes += new_size - old_size;
    return realloc(pointer, new_size);
}

static void budget_release(void *user, void *pointer, size_t size)
{
    ((budget *)user)->bytes -= size;
    free(pointer);
}

/* Everything a builder does; the first status that is not the expected one. */
static tg_status use_all(tg_builder *b)
{
    static const char source[] = "%name x\n%category c\na\tid=1 note=\"q\\\"q\"\nb&c~d\n/x+/i\n!ok\n%version 2\ne\\&\n";
    static const char broken[] = "f\tid=9\n&x\n!\n/(/\n";
    static const char csv[] = "word,note,severity\n\"a\"\"b\",\"x\ny\",9\n";
    static const char gb18030[] = "\xB6\xC4\xB2\xA9\n", utf16[] = "\xFF\xFE\x4C\x8D\n";
    tg_status status = tg_builder_add_memory(b, "s", source, sizeof source - 1, NULL);
    for (int i = 0; status == TG_OK && i < 200; i++) {
        char attributes_text[32];
        snprintf(attributes_text, sizeof attributes_text, "id=%d", i);
        status = tg_builder_add_word(b, "w", 1, attributes_text, NULL);
    }
    if (status == TG_OK)
        status = tg_builder_add_memory(b, "c", csv, sizeof csv - 1, NULL);
    if (status == TG_OK)
        status = tg_builder_add_memory(b, "g", gb18030, sizeof gb18030 - 1, NULL);
    if (status == TG_OK)
        status = tg_builder_add_memory(b, "u", utf16, sizeof utf16, NULL);
    if (status == TG_OK && (status = tg_builder_add_memory(b, "b", broken, sizeof broken - 1, NULL)) == TG_SYNTAX)
        status = tg_builder_add_word(b, "!", 1, NULL, NULL) == TG_SYNTAX ? TG_OK : TG_NO_MEMORY;
    return status;
}

START_TEST(every_allocation_may_fail)
{
    for (size_t allowed = 0;; allowed++) {
        budget b = {allowed, 0};
        tg_allocator allocator = {budget_reallocate, budget_release, &b};
        tg_builder *own = tg_builder_new(&allocator);
        ck_assert(own || allowed == 0);
        tg_status status = own ? use_all(own) : TG_NO_MEMORY;
        size_t entries = tg_builder_entry_count(own);
        if (own && status != TG_OK) {
            ck_assert_int_eq(status, TG_NO_MEMORY);
            b.left = SIZE_MAX;
            ck_assert_int_eq(tg_builder_add_memory(own, "s", "a\tid=1\n", 7, NULL), TG_OK);
            ck_assert_uint_eq(tg_builder_entry_count(own), entries + 1);
        }
        tg_builder_free(own);
        ck_assert_uint_eq(b.bytes, 0);
        if (status == TG_OK)
            break;
        ck_assert_uint_lt(allowed, 10000);
    }
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

static Suite *make_suite(void)
{
    Suite *suite = suite_create("builder");
    TCase *tests = tcase_create("builder");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_word_is_an_entry_of_the_dictionary_words);
    tcase_add_loop_test(tests, a_bad_word_is_reported_as_a_line_would_be, 0, COUNT(bad_words));
    tcase_add_test(tests, diagnostics_are_ordered_by_file_and_line);
    tcase_add_test(tests, bad_words_are_told_a_thousand_times);
    tcase_add_test(tests, arguments_are_checked);
    tcase_add_test(tests, files_and_folders_are_read);
    tcase_add_test(tests, every_allocation_may_fail);
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
