/* Packs through the header: saved, opened, loaded, shared, and what they tell of themselves. That damaged ones are refused
 * is fuzzed elsewhere; here are the plain ways to damage one. */
#include <unistd.h>

#include "support.h"

static tg_pack *pack;
static tg_error error;
static char path[64];

static const char source[] = "%name zh-test\n%version 2026.11\n"
                             "赌博\tcategory=gambling severity=medium lang=zh,en market=CN,TW note=\"a b\" id=g1\n"
                             "赌球&开户\n/vx\\d+/\n!赌球新闻\n";

static void make_pack(void)
{
    pack = pack_of(source, NULL);
}

static void free_pack(void)
{
    tg_pack_unref(pack);
}

static void set_up(void)
{
    memset(&error, 0, sizeof error);
    snprintf(path, sizeof path, "/tmp/textgate-test-%ld.pack", (long)getpid());
}

static void tear_down(void)
{
    remove(path);
}

static void check_same(const tg_pack *other)
{
    size_t length, other_length;
    const void *data = tg_pack_data(pack, &length), *other_data = tg_pack_data(other, &other_length);
    ck_assert_uint_eq(length, other_length);
    ck_assert_mem_eq(data, other_data, length);
}

START_TEST(a_saved_pack_opens_as_it_was)
{
    tg_pack *opened = NULL;
    ck_assert_int_eq(tg_pack_save(pack, path, &error), TG_OK);
    ck_assert_int_eq(tg_pack_open(path, NULL, &opened, &error), TG_OK);
    check_same(opened);
    tg_pack_unref(opened);
}
END_TEST

START_TEST(saving_replaces_what_was_there)
{
    FILE *file = fopen(path, "wb");
    fputs("old", file);
    fclose(file);
    tg_pack *opened = NULL;
    ck_assert_int_eq(tg_pack_save(pack, path, NULL), TG_OK);
    ck_assert_int_eq(tg_pack_open(path, NULL, &opened, NULL), TG_OK);
    tg_pack_unref(opened);
}
END_TEST

START_TEST(an_open_pack_outlives_its_file)
{
    tg_pack *opened = NULL;
    tg_entry entry;
    ck_assert_int_eq(tg_pack_save(pack, path, &error), TG_OK);
    ck_assert_int_eq(tg_pack_open(path, NULL, &opened, &error), TG_OK);
    remove(path);
    ck_assert_int_eq(tg_pack_get_entry(opened, 3, &entry), TG_OK);
    ck_assert_str_eq(entry.id, "g1");
    tg_pack_unref(opened);
}
END_TEST

START_TEST(saving_where_nothing_can_be_written_is_an_error)
{
    ck_assert_int_eq(tg_pack_save(pack, "/nowhere/x.pack", &error), TG_IO);
    ck_assert_int_eq(error.status, TG_IO);
    ck_assert_int_eq(tg_pack_save(pack, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_pack_save(NULL, path, &error), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(opening_what_is_not_there_is_an_error)
{
    tg_pack *opened = NULL;
    ck_assert_int_eq(tg_pack_open(path, NULL, &opened, &error), TG_IO);
    ck_assert_int_eq(tg_pack_open(path, NULL, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_pack_open(NULL, NULL, &opened, &error), TG_INVALID_ARGUMENT);
    ck_assert_ptr_null(opened);
}
END_TEST

START_TEST(a_file_that_is_no_pack_is_an_error_of_its_name)
{
    tg_pack *opened = NULL;
    static const char *const contents[] = {"", "textgate", "赌博\n"};
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        FILE *file = fopen(path, "wb");
        fputs(contents[i], file);
        fclose(file);
        ck_assert_int_eq(tg_pack_open(path, NULL, &opened, &error), TG_CORRUPT);
        ck_assert_str_eq(error.file, path);
    }
}
END_TEST

START_TEST(a_pack_from_memory_is_a_copy)
{
    size_t length;
    const void *data = tg_pack_data(pack, &length);
    void *copy = malloc(length);
    memcpy(copy, data, length);
    tg_pack *loaded = NULL;
    ck_assert_int_eq(tg_pack_load(copy, length, NULL, &loaded, &error), TG_OK);
    memset(copy, 0, length);
    free(copy);
    check_same(loaded);
    tg_pack_unref(loaded);
}
END_TEST

START_TEST(a_damaged_pack_is_refused)
{
    size_t length;
    const void *data = tg_pack_data(pack, &length);
    unsigned char *copy = malloc(length);
    tg_pack *loaded = NULL;
    for (size_t at = 0; at < length; at += at < 256 ? 1 : length / 16) {
        memcpy(copy, data, length);
        copy[at] ^= 0x40;
        tg_status status = tg_pack_load(copy, length, NULL, &loaded, &error);
        ck_assert_msg(status == TG_CORRUPT || status == TG_INCOMPATIBLE, "byte %zu: %s", at, tg_status_name(status));
    }
    memcpy(copy, data, length);
    for (size_t shorter = 0; shorter < length; shorter += shorter < 256 ? 1 : length / 16)
        ck_assert_int_eq(tg_pack_load(copy, shorter, NULL, &loaded, NULL), TG_CORRUPT);
    ck_assert_int_eq(tg_pack_load(copy, length - 1, NULL, &loaded, NULL), TG_CORRUPT);
    ck_assert_ptr_null(loaded);
    free(copy);
}
END_TEST

START_TEST(a_pack_from_no_memory_is_refused)
{
    tg_pack *loaded = NULL;
    ck_assert_int_eq(tg_pack_load(NULL, 0, NULL, &loaded, &error), TG_CORRUPT);
    ck_assert_int_eq(tg_pack_load(NULL, 1, NULL, &loaded, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_pack_load("x", 1, NULL, NULL, &error), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(a_pack_has_data_and_nothing_has_none)
{
    size_t length = 1;
    ck_assert_ptr_nonnull(tg_pack_data(pack, &length));
    ck_assert_uint_gt(length, 1000);
    ck_assert_ptr_nonnull(tg_pack_data(pack, NULL));
    ck_assert_ptr_null(tg_pack_data(NULL, &length));
    ck_assert_uint_eq(length, 0);
}
END_TEST

START_TEST(references_are_counted)
{
    tg_pack *own = pack_of("甲\n", NULL);
    ck_assert_ptr_eq(tg_pack_ref(own), own);
    tg_pack_unref(own);
    tg_entry entry;
    ck_assert_int_eq(tg_pack_get_entry(own, 0, &entry), TG_OK);
    tg_pack_unref(own);
    tg_pack_unref(NULL);
    ck_assert_ptr_null(tg_pack_ref(NULL));
}
END_TEST

START_TEST(the_info_counts_entries_by_kind)
{
    tg_pack_info info;
    size_t length;
    tg_pack_data(pack, &length);
    tg_pack_get_info(pack, &info);
    ck_assert_uint_eq(info.bytes, length);
    ck_assert_uint_eq(info.entries, 4);
    ck_assert_uint_eq(info.words, 1);
    ck_assert_uint_eq(info.combinations, 1);
    ck_assert_uint_eq(info.patterns, 1);
    ck_assert_uint_eq(info.allowed, 1);
    ck_assert_uint_eq(info.dictionaries, 1);
    ck_assert_uint_eq(info.format, 3);
    ck_assert_uint_gt(info.states, 8);
    ck_assert_uint_ge(info.symbols, 7); /* 赌博球开户新闻 at least */
    ck_assert_uint_gt(info.automaton_bytes, 0);
    ck_assert_uint_lt(info.automaton_bytes, info.bytes);
    ck_assert_ptr_nonnull(strchr(info.unicode, '.'));
}
END_TEST

START_TEST(the_info_of_nothing_is_left_alone)
{
    tg_pack_info info = {.entries = 17};
    tg_pack_get_info(NULL, &info);
    tg_pack_get_info(pack, NULL);
    ck_assert_uint_eq(info.entries, 17);
}
END_TEST

START_TEST(entries_say_what_the_source_said)
{
    tg_entry e;
    ck_assert_int_eq(tg_pack_get_entry(pack, 3, &e), TG_OK); /* those with markets come last */
    ck_assert_str_eq(e.pattern, "赌博");
    ck_assert_str_eq(e.dictionary, "zh-test");
    ck_assert_str_eq(e.version, "2026.11");
    ck_assert_str_eq(e.category, "gambling");
    ck_assert_int_eq(e.severity, TG_SEVERITY_MEDIUM);
    ck_assert_str_eq(e.languages, "zh,en");
    ck_assert_str_eq(e.markets, "CN,TW");
    ck_assert_str_eq(e.note, "a b");
    ck_assert_str_eq(e.id, "g1");
    ck_assert(!e.allowed);
    ck_assert_int_eq(tg_pack_get_entry(pack, 1, &e), TG_OK);
    ck_assert_str_eq(e.pattern, "/vx\\d+/");
    ck_assert_str_eq(e.markets, "");
    ck_assert_str_eq(e.id, "");
    ck_assert_int_eq(tg_pack_get_entry(pack, 2, &e), TG_OK);
    ck_assert_str_eq(e.pattern, "赌球新闻");
    ck_assert(e.allowed);
}
END_TEST

START_TEST(there_is_no_entry_past_the_last)
{
    tg_entry entry;
    ck_assert_int_eq(tg_pack_get_entry(pack, 4, &entry), TG_NOT_FOUND);
    ck_assert_int_eq(tg_pack_get_entry(pack, SIZE_MAX, &entry), TG_NOT_FOUND);
    ck_assert_int_eq(tg_pack_get_entry(NULL, 0, &entry), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_pack_get_entry(pack, 0, NULL), TG_INVALID_ARGUMENT);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("packs");
    tcase_add_unchecked_fixture(tests, make_pack, free_pack);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_saved_pack_opens_as_it_was);
    tcase_add_test(tests, saving_replaces_what_was_there);
    tcase_add_test(tests, an_open_pack_outlives_its_file);
    tcase_add_test(tests, saving_where_nothing_can_be_written_is_an_error);
    tcase_add_test(tests, opening_what_is_not_there_is_an_error);
    tcase_add_test(tests, a_file_that_is_no_pack_is_an_error_of_its_name);
    tcase_add_test(tests, a_pack_from_memory_is_a_copy);
    tcase_add_test(tests, a_damaged_pack_is_refused);
    tcase_add_test(tests, a_pack_from_no_memory_is_refused);
    tcase_add_test(tests, a_pack_has_data_and_nothing_has_none);
    tcase_add_test(tests, references_are_counted);
    tcase_add_test(tests, the_info_counts_entries_by_kind);
    tcase_add_test(tests, the_info_of_nothing_is_left_alone);
    tcase_add_test(tests, entries_say_what_the_source_said);
    tcase_add_test(tests, there_is_no_entry_past_the_last);
    return run_suite("packs", tests);
}
