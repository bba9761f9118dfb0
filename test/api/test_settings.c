/* Options through the header: settings and their bounds, rules from everywhere, markets. */
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static tg_options *options;
static tg_error error;
static char folder[64];

static void set_up(void)
{
    snprintf(folder, sizeof folder, "%s", "/tmp/textgate-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    options = tg_options_new(NULL);
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
    static const char *const names[] = {"a.txt", "b.txt", "c.pack", "renamed", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        remove(path_of(names[i]));
    tg_options_free(options);
}

/* Scans with the options, which are used up. */
static size_t count_findings(const char *text)
{
    tg_gate *gate = gate_from(options);
    tg_scanner *scanner = NULL;
    options = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    size_t count = scan_text(scanner, text)->finding_count;
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    return count;
}

START_TEST(every_setting_tells_its_bounds)
{
    const tg_setting_info *info;
#define TG_X(name, word_of_it, default_of_it, least_of_it, greatest_of_it, meaning_of_it)          \
    info = tg_setting_get_info(TG_SETTING_##name);                                                 \
    ck_assert_str_eq(info->word, word_of_it);                                                      \
    ck_assert_str_eq(info->meaning, meaning_of_it);                                                \
    ck_assert_uint_eq(info->standard, default_of_it);                                              \
    ck_assert_uint_eq(info->least, least_of_it);                                                   \
    ck_assert_uint_eq(info->greatest, greatest_of_it);                                             \
    ck_assert(info->least <= info->standard && info->standard <= info->greatest);
    TG_SETTING_LIST(TG_X)
#undef TG_X
}
END_TEST

START_TEST(there_is_no_info_of_an_unknown_setting)
{
    ck_assert_ptr_null(tg_setting_get_info(TG_SETTING_COUNT));
    ck_assert_ptr_null(tg_setting_get_info((tg_setting)-1));
}
END_TEST

START_TEST(a_setting_takes_its_bounds_and_nothing_beyond)
{
    for (int i = 0; i < TG_SETTING_COUNT; i++) {
        const tg_setting_info *info = tg_setting_get_info((tg_setting)i);
        ck_assert_int_eq(tg_options_set(options, (tg_setting)i, info->least), TG_OK);
        ck_assert_int_eq(tg_options_set(options, (tg_setting)i, info->greatest), TG_OK);
        ck_assert_int_eq(tg_options_set(options, (tg_setting)i, info->greatest + 1), TG_INVALID_ARGUMENT);
        if (info->least)
            ck_assert_int_eq(tg_options_set(options, (tg_setting)i, info->least - 1), TG_INVALID_ARGUMENT);
    }
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_COUNT, 1), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_options_set(NULL, TG_SETTING_MAX_FINDINGS, 1), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(options_are_freed_without_a_gate)
{
    ck_assert_int_eq(tg_options_add_word(options, "a", 1, NULL, &error), TG_OK);
    tg_options_free(NULL);
}
END_TEST

START_TEST(a_word_is_a_rule)
{
    ck_assert_int_eq(tg_options_add_word(options, "赌博", 6, "severity=low", &error), TG_OK);
    ck_assert_uint_eq(count_findings("赌博"), 1);
}
END_TEST

START_TEST(a_bad_word_is_an_error)
{
    ck_assert_int_eq(tg_options_add_word(options, "", 0, NULL, &error), TG_SYNTAX);
    ck_assert_int_eq(tg_options_add_word(options, "a", 1, "x", &error), TG_SYNTAX);
    ck_assert_int_eq(tg_options_add_word(NULL, "a", 1, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_options_add_word(options, NULL, 1, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(count_findings("a"), 0);
}
END_TEST

START_TEST(a_path_is_a_source_a_pack_or_a_folder_of_both)
{
    tg_pack *pack = pack_of("丙丁\n", NULL);
    ck_assert_int_eq(tg_pack_save(pack, path_of("c.pack"), &error), TG_OK);
    ck_assert_int_eq(tg_pack_save(pack, path_of("renamed"), &error), TG_OK);
    tg_pack_unref(pack);
    ck_assert_int_eq(tg_options_add_path(options, path_of("renamed"), &error), TG_OK);
    remove(path_of("renamed"));
    write_file("a.txt", "甲乙\n");
    ck_assert_int_eq(tg_options_add_path(options, folder, &error), TG_OK);
    ck_assert_int_eq(tg_options_add_path(options, write_file("b.txt", "戊己\n"), &error), TG_OK);
    ck_assert_uint_eq(count_findings("甲乙 丙丁 戊己"), 3);
}
END_TEST

START_TEST(a_path_that_is_not_there_is_an_error)
{
    ck_assert_int_eq(tg_options_add_path(options, path_of("none"), &error), TG_IO);
    ck_assert_int_eq(error.status, TG_IO);
    ck_assert_int_eq(tg_options_add_path(options, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_options_add_path(NULL, folder, &error), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(a_bad_source_and_a_bad_pack_are_errors)
{
    ck_assert_int_eq(tg_options_add_path(options, write_file("a.txt", "a\tx\n"), &error), TG_SYNTAX);
    ck_assert_uint_eq(error.line, 1);
    ck_assert_int_eq(tg_options_add_path(options, write_file("c.pack", "a\n"), &error), TG_CORRUPT);
    ck_assert_int_eq(tg_options_add_path(options, folder, &error), TG_CORRUPT);
}
END_TEST

START_TEST(a_pack_is_kept_by_reference)
{
    tg_pack *pack = pack_of("甲乙\n", NULL);
    ck_assert_int_eq(tg_options_add_pack(options, pack), TG_OK);
    tg_pack_unref(pack);
    ck_assert_int_eq(tg_options_add_pack(options, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_options_add_pack(NULL, pack), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(count_findings("甲乙"), 1);
}
END_TEST

START_TEST(the_shipped_pack_loads_or_is_said_to_be_missing)
{
    tg_status status = tg_options_add_default(options, &error);
    if (status != TG_OK) {
        ck_assert_int_eq(status, TG_NOT_FOUND);
        ck_assert_ptr_nonnull(strstr(error.message, "default.pack"));
    }
    ck_assert_int_eq(tg_options_add_default(NULL, &error), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(markets_are_two_letters_each)
{
    static const char *const good[] = {"CN", "CN,TW", "cn,tw", "", NULL};
    static const char *const bad[] = {"C", "CHN", "CN,", ",CN", "CN;TW", "C1", "CN, TW", "中"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_int_eq(tg_options_set_markets(options, good[i], &error), TG_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(tg_options_set_markets(options, bad[i], &error), TG_INVALID_ARGUMENT);
        ck_assert_str_ne(error.message, "");
    }
    ck_assert_int_eq(tg_options_set_markets(NULL, "CN", &error), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(bad_markets_leave_the_ones_before)
{
    ck_assert_int_eq(tg_options_add_word(options, "甲乙", 6, "market=CN", &error), TG_OK);
    ck_assert_int_eq(tg_options_set_markets(options, "CN", NULL), TG_OK);
    ck_assert_int_eq(tg_options_set_markets(options, "XXX", NULL), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(count_findings("甲乙"), 1);
}
END_TEST

START_TEST(a_detector_that_is_not_asked_finds_nothing)
{
    static const char rules[] = "甲乙\n甲&丙\n/丁\\d/\n";
    static const uint64_t sets[] = {0, TG_DETECTOR_BIT(TG_DETECTOR_WORDS), TG_DETECTOR_BIT(TG_DETECTOR_PATTERNS), 3};
    static const size_t counts[] = {0, 2, 1, 3};
    tg_options_free(options);
    options = options_of(rules, NULL);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_DETECTORS, sets[_i]), TG_OK);
    ck_assert_uint_eq(count_findings("甲乙丙丁1"), counts[_i]);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("settings");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, every_setting_tells_its_bounds);
    tcase_add_test(tests, there_is_no_info_of_an_unknown_setting);
    tcase_add_test(tests, a_setting_takes_its_bounds_and_nothing_beyond);
    tcase_add_test(tests, options_are_freed_without_a_gate);
    tcase_add_test(tests, a_word_is_a_rule);
    tcase_add_test(tests, a_bad_word_is_an_error);
    tcase_add_test(tests, a_path_is_a_source_a_pack_or_a_folder_of_both);
    tcase_add_test(tests, a_path_that_is_not_there_is_an_error);
    tcase_add_test(tests, a_bad_source_and_a_bad_pack_are_errors);
    tcase_add_test(tests, a_pack_is_kept_by_reference);
    tcase_add_test(tests, the_shipped_pack_loads_or_is_said_to_be_missing);
    tcase_add_test(tests, markets_are_two_letters_each);
    tcase_add_test(tests, bad_markets_leave_the_ones_before);
    tcase_add_loop_test(tests, a_detector_that_is_not_asked_finds_nothing, 0, 4);
    return run_suite("settings", tests);
}
