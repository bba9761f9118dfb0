/* Whether the ground that everything stands on holds: UTF-8, memory, sorting, errors, files. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/sort.h"
#include "base/utf8.h"

/* The code points of a text, U+FFFD for each ill-formed sequence, by the table of Unicode's chapter 3.9. */
static const struct {
    const char *text;
    size_t length;
    uint32_t code_points[8];
    size_t count;
} samples[] = {
    {"a\xC3\xA9\xE8\xB5\x8C\xF0\x9F\x98\x80", 10, {'a', 0xE9, 0x8D4C, 0x1F600}, 4},
    {"\0x", 2, {0, 'x'}, 2},
    {"\xC0\xAF", 2, {0xFFFD, 0xFFFD}, 2},
    {"\xE0\x80\xAF", 3, {0xFFFD, 0xFFFD, 0xFFFD}, 3},
    {"\xED\xA0\x80", 3, {0xFFFD, 0xFFFD, 0xFFFD}, 3},
    {"\xF4\x90\x80\x80", 4, {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}, 4},
    {"\xE8\xB5", 2, {0xFFFD}, 1},
    {"\xF0\x9F\x98" "a", 4, {0xFFFD, 'a'}, 2},
    {"\x80\xBF", 2, {0xFFFD, 0xFFFD}, 2},
    {"\xEF\xBF\xBD", 3, {0xFFFD}, 1},
    {"\xF1\x80\x80\xE1\x80\xC2", 6, {0xFFFD, 0xFFFD, 0xFFFD}, 3},
};

START_TEST(each_ill_formed_sequence_is_one_replacement)
{
    const unsigned char *p = (const unsigned char *)samples[_i].text;
    size_t count = 0, length = samples[_i].length;
    for (size_t at = 0; at < length; count++) {
        uint32_t c;
        at += tg_utf8_decode(p + at, length - at, &c);
        ck_assert_uint_eq(c, samples[_i].code_points[count]);
    }
    ck_assert_uint_eq(count, samples[_i].count);
    ck_assert_uint_eq(tg_utf8_count(samples[_i].text, length), count);
}
END_TEST

START_TEST(reading_backward_agrees_with_reading_forward)
{
    size_t length = samples[_i].length, count = samples[_i].count;
    while (length) {
        uint32_t c;
        length -= tg_utf8_decode_last((const unsigned char *)samples[_i].text, length, &c);
        ck_assert_uint_eq(c, samples[_i].code_points[--count]);
    }
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(validity_tells_where_a_text_first_is_ill_formed)
{
    size_t at = 99;
    ck_assert(tg_utf8_is_valid("a\xE8\xB5\x8C\xEF\xBF\xBD", 7, &at));
    ck_assert(!tg_utf8_is_valid("a\xE8\xB5\x8C\xED\xA0\x80", 7, &at));
    ck_assert_uint_eq(at, 4);
    ck_assert(tg_utf8_is_valid(NULL, 0, &at));
}
END_TEST

START_TEST(what_is_encoded_is_decoded)
{
    for (uint32_t c = 0; c < TG_CODE_POINTS; c += c < 0x3000 ? 1 : 37) {
        char bytes[4];
        uint32_t back;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        size_t length = tg_utf8_encode(c, bytes);
        ck_assert_uint_eq(tg_utf8_decode((unsigned char *)bytes, length, &back), length);
        ck_assert_uint_eq(back, c);
    }
}
END_TEST

static void *no_memory(void *user, void *pointer, size_t old_size, size_t new_size)
{
    (void)user;
    (void)pointer;
    (void)old_size;
    (void)new_size;
    return NULL;
}

static void release_nothing(void *user, void *pointer, size_t size)
{
    (void)user;
    (void)size;
    ck_assert_ptr_null(pointer);
}

START_TEST(sizes_that_overflow_are_refused)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    ck_assert_ptr_null(tg_allocate_zeroed(&allocator, SIZE_MAX / 4, 8));
    tg_vector vector;
    tg_vector_init(&vector, &allocator, 16);
    ck_assert(!tg_vector_reserve(&vector, SIZE_MAX / 16));
    ck_assert(tg_vector_append(&vector, "0123456789abcdef", 1));
    ck_assert(!tg_vector_reserve(&vector, SIZE_MAX));
    ck_assert_uint_eq(vector.count, 1);
    tg_vector_free(&vector);
    tg_arena arena;
    tg_arena_init(&arena, &allocator);
    ck_assert_ptr_null(tg_arena_allocate(&arena, SIZE_MAX - 8));
    tg_arena_free(&arena);
}
END_TEST

START_TEST(without_memory_nothing_changes)
{
    tg_allocator allocator = {no_memory, release_nothing, NULL};
    tg_vector vector;
    tg_vector_init(&vector, &allocator, 1);
    ck_assert(!tg_vector_append(&vector, "a", 1));
    ck_assert_uint_eq(vector.count, 0);
    tg_vector_free(&vector);
    tg_arena arena;
    tg_arena_init(&arena, &allocator);
    ck_assert_ptr_null(tg_arena_copy(&arena, "a", 1));
    tg_arena_free(&arena);
}
END_TEST

START_TEST(an_arena_that_is_reset_gives_the_same_memory_again)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_arena arena;
    tg_arena_init(&arena, &allocator);
    char *first = tg_arena_allocate(&arena, 100);
    for (int i = 0; i < 1000; i++)
        memset(tg_arena_allocate(&arena, 1000), i, 1000);
    char *large = tg_arena_allocate(&arena, 1 << 20);
    memset(large, 1, 1 << 20);
    tg_arena_reset(&arena);
    ck_assert_ptr_eq(tg_arena_allocate(&arena, 100), first);
    ck_assert_uint_eq((uintptr_t)tg_arena_allocate(&arena, 3) % _Alignof(max_align_t), 0);
    ck_assert_uint_eq((uintptr_t)tg_arena_allocate(&arena, 3) % _Alignof(max_align_t), 0);
    tg_arena_free(&arena);
}
END_TEST

static int compare_ints(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return x < y ? -1 : x > y;
}

START_TEST(sorting_agrees_with_the_standard_library)
{
    unsigned state = 1;
    for (size_t count = 0; count < 300; count++) {
        int ours[300], theirs[300];
        for (size_t i = 0; i < count; i++) {
            state = state * 1664525 + 1013904223;
            ours[i] = theirs[i] = (int)(state >> 24);
        }
        tg_sort(ours, count, sizeof *ours, compare_ints);
        if (count)
            qsort(theirs, count, sizeof *theirs, compare_ints);
        ck_assert_mem_eq(ours, theirs, count * sizeof *ours);
    }
}
END_TEST

START_TEST(an_error_reads_as_file_line_column_message)
{
    tg_error error;
    char text[64];
    ck_assert_int_eq(tg_fail_at(&error, TG_SYNTAX, "a.txt", 3, 7, "bad %s", "word"), TG_SYNTAX);
    ck_assert_uint_eq(tg_error_format(&error, text, sizeof text), strlen("a.txt:3:7: bad word"));
    ck_assert_str_eq(text, "a.txt:3:7: bad word");
    ck_assert_uint_eq(tg_error_format(&error, text, 6), strlen("a.txt:3:7: bad word"));
    ck_assert_str_eq(text, "a.txt");
    tg_fail(&error, TG_IO, "no place");
    tg_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "no place");
    ck_assert_int_eq(tg_fail(NULL, TG_IO, "nobody listens"), TG_IO);
}
END_TEST

START_TEST(a_long_file_name_keeps_its_end)
{
    tg_error error;
    char name[2000];
    memset(name, 'x', sizeof name);
    strcpy(name + sizeof name - 10, "words.txt");
    tg_fail_at(&error, TG_IO, name, 1, 1, "m");
    ck_assert_uint_lt(strlen(error.file), sizeof error.file);
    ck_assert_str_eq(error.file + strlen(error.file) - 9, "words.txt");
}
END_TEST

START_TEST(a_file_is_replaced_whole_or_not_at_all)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_error error;
    char folder[] = "/tmp/textgate-test-XXXXXX", path[64], below[80];
    tg_mapping mapping;
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/f", folder);
    ck_assert_int_eq(tg_file_replace(path, "one", 3, &allocator, &error), TG_OK);
    ck_assert_int_eq(tg_file_replace(path, "three", 5, &allocator, &error), TG_OK);
    ck_assert_int_eq(tg_file_map(path, &mapping, &error), TG_OK);
    ck_assert_uint_eq(mapping.length, 5);
    ck_assert_mem_eq(mapping.data, "three", 5);
    tg_file_unmap(&mapping);
    snprintf(below, sizeof below, "%s/none/f", folder);
    ck_assert_int_eq(tg_file_replace(below, "x", 1, &allocator, &error), TG_IO);
    ck_assert_str_eq(error.file, below);
    ck_assert_int_eq(tg_file_map(folder, &mapping, &error), TG_IO);
    ck_assert_int_eq(tg_file_replace("/dev/null", "x", 1, &allocator, &error), TG_OK);
    ck_assert_int_eq(tg_file_map("/dev/null", &mapping, &error), TG_IO); /* a device as before */
    ck_assert_int_eq(tg_file_replace("/dev/full", "x", 1, &allocator, &error), TG_IO);
    tg_arena arena;
    tg_vector paths;
    tg_arena_init(&arena, &allocator);
    tg_vector_init(&paths, &allocator, sizeof(char *));
    ck_assert_int_eq(tg_file_list(folder, &arena, &paths, &error), TG_OK);
    ck_assert_uint_eq(paths.count, 1); /* no temporary file is left */
    ck_assert_str_eq(TG_ITEMS(&paths, char *)[0], path);
    tg_vector_free(&paths);
    tg_arena_free(&arena);
    remove(path);
    rmdir(folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base");
    TCase *cases = tcase_create("base");
    int count = (int)(sizeof samples / sizeof *samples);
    suite_add_tcase(suite, cases);
    tcase_add_loop_test(cases, each_ill_formed_sequence_is_one_replacement, 0, count);
    tcase_add_loop_test(cases, reading_backward_agrees_with_reading_forward, 0, count);
    tcase_add_test(cases, validity_tells_where_a_text_first_is_ill_formed);
    tcase_add_test(cases, what_is_encoded_is_decoded);
    tcase_add_test(cases, sizes_that_overflow_are_refused);
    tcase_add_test(cases, without_memory_nothing_changes);
    tcase_add_test(cases, an_arena_that_is_reset_gives_the_same_memory_again);
    tcase_add_test(cases, sorting_agrees_with_the_standard_library);
    tcase_add_test(cases, an_error_reads_as_file_line_column_message);
    tcase_add_test(cases, a_long_file_name_keeps_its_end);
    tcase_add_test(cases, a_file_is_replaced_whole_or_not_at_all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
