/* Packs of other versions: sections that are missing, unknown, or of other items. That hostile ones are refused is fuzzed. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "pack/builder.h"
#include "pack/pack.h"

static unsigned char *bytes;
static size_t length;
static tg_error error;

static tg_pack_header *header(void)
{
    return (tg_pack_header *)(void *)bytes;
}

static tg_pack_section *section(size_t id)
{
    return (tg_pack_section *)(void *)(bytes + sizeof(tg_pack_header)) + id;
}

static void set_up(void)
{
    tg_builder *builder = tg_builder_new(NULL);
    tg_pack *pack;
    ck_assert_int_eq(tg_builder_add_word(builder, "赌博", strlen("赌博"), "category=gambling weight=2", &error), TG_OK);
    ck_assert_int_eq(tg_builder_compile(builder, &pack, &error), TG_OK);
    const void *data = tg_pack_data(pack, &length);
    bytes = malloc(length);
    memcpy(bytes, data, length);
    tg_pack_unref(pack);
    tg_builder_free(builder);
}

static void tear_down(void)
{
    free(bytes);
}

/* Loads the bytes as they are now, with a right checksum. */
static tg_status load(void)
{
    size_t behind = offsetof(tg_pack_header, sections);
    header()->checksum = XXH3_64bits(bytes + behind, length - behind);
    tg_pack *pack = NULL;
    tg_status status = tg_pack_load(bytes, length, NULL, &pack, &error);
    tg_entry entry;
    if (status == TG_OK) {
        ck_assert_int_eq(tg_pack_get_entry(pack, 0, &entry), TG_OK);
        ck_assert_str_eq(entry.pattern, "赌博");
        ck_assert(entry.weight > 1.99 && entry.weight < 2.01);
    }
    tg_pack_unref(pack);
    return status;
}

START_TEST(a_pack_from_before_a_section_has_it_empty)
{
    ck_assert_uint_eq(section(TG_SECTION_MODEL_STRINGS)->count, 0);
    header()->sections = TG_SECTION_MODEL_LANE_INDEX;
    ck_assert_int_eq(load(), TG_OK);
}
END_TEST

START_TEST(a_pack_with_unknown_sections_is_refused)
{
    header()->sections = TG_SECTION_COUNT + 1;
    ck_assert_int_eq(load(), TG_INCOMPATIBLE);
    ck_assert(strstr(error.message, "later version"));
}
END_TEST

START_TEST(items_of_another_size_are_refused)
{
    section(TG_SECTION_ATTRIBUTES)->item_size -= 4;
    ck_assert_int_eq(load(), TG_INCOMPATIBLE);
    ck_assert(strstr(error.message, "compile it again"));
}
END_TEST

START_TEST(the_size_of_no_items_does_not_matter)
{
    section(TG_SECTION_MODEL_HEADS)->item_size -= 4;
    ck_assert_int_eq(load(), TG_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("layout");
    TCase *tests = tcase_create("layout");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_pack_from_before_a_section_has_it_empty);
    tcase_add_test(tests, a_pack_with_unknown_sections_is_refused);
    tcase_add_test(tests, items_of_another_size_are_refused);
    tcase_add_test(tests, the_size_of_no_items_does_not_matter);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
