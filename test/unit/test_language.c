/* Telling languages apart: words, tables that are learnt, kernels that agree, tables from outside that are refused. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "language/detect.h"
#include "pack/pack.h"

static tg_pack *pack;          /* of three languages that were made up, two of them in one script */
static tg_allocator allocator;

static const tg_language_example examples[] = {
    {"en", "the", 3, 5, false},    {"en", "weather", 7, 5, false},
    {"en", "with", 4, 5, false},   {"en", "thing", 5, 5, false},
    {"fi", "sää", 5, 5, false},    {"fi", "kaikki", 6, 5, false},  {"fi", "joka", 4, 5, false}, {"fi", "tämä", 6, 5, false},
    {"und", "xqzj", 4, 5, false},  {"und", "wvkx", 4, 5, false},   {"el", "καιρός", 12, 5, false},
    {"zh-Hans", "天气", 6, 5, false}, {"zh-Hans", "这个", 6, 5, false}, {"zh-Hant", "天氣", 6, 5, false},
    {"zh-Hant", "這個", 6, 5, false}, {"ja", "これは", 9, 5, false}, {"ja", "天気", 6, 5, false},
};

static void set_up(void)
{
    tg_error error = {.status = TG_OK};
    allocator = tg_allocator_resolve(NULL);
    tg_language_learning learning = {.draws = 400, .seed = 1};
    ck_assert_int_eq(tg_languages_train(&learning, examples, sizeof examples / sizeof *examples, NULL, &pack, &error),
                     TG_OK);
}

static void tear_down(void)
{
    tg_pack_unref(pack);
}

/* The tag of the text's main language. */
static const char *main_language(tg_cpu cpu, const char *text)
{
    tg_language_detector d;
    ck_assert_int_eq(tg_language_detector_init(&d, &allocator, &pack->languages, cpu), TG_OK);
    ck_assert_int_eq(tg_language_detect(&d, text, strlen(text), false), TG_OK);
    const char *tag = d.found_count ? pack->languages.labels[d.found[0].label].tag : "und";
    tg_language_detector_free(&d);
    return tag;
}

START_TEST(words_are_told_by_their_letters)
{
    static const char *const texts[][2] = {
        {"the weather", "en"}, {"THE WEATHER", "en"},    {"sää on tämä", "fi"},
        {"s\x61\xCC\x88\x61\xCC\x88 t\x61\xCC\x88m\x61\xCC\x88", "fi"},
        {"ο καιρός", "el"},    {"天气", "zh-Hans"},      {"天氣", "zh-Hant"},   {"これは", "ja"},
        {"xqzj wvkx", "und"},  {"1234 5678", "und"},     {"", "und"},           {"😀 👍 !!!", "und"},
        {"a4the 5weather6", "und"}, {"https://the.weather/with/thing", "und"},  {"@weather", "und"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(strcmp(main_language(TG_CPU_SCALAR, texts[i][0]), texts[i][1]) == 0, "\"%s\" is %s", texts[i][0],
                      main_language(TG_CPU_SCALAR, texts[i][0]));
}
END_TEST

START_TEST(learning_gives_the_same_tables_each_time)
{
    tg_pack *other;
    tg_error error;
    size_t length, other_length;
    tg_language_learning learning = {.draws = 400, .seed = 1};
    ck_assert_int_eq(tg_languages_train(&learning, examples, sizeof examples / sizeof *examples, NULL, &other, &error),
                     TG_OK);
    const void *data = tg_pack_data(pack, &length), *other_data = tg_pack_data(other, &other_length);
    ck_assert_uint_eq(length, other_length);
    ck_assert_mem_eq(data, other_data, length);
    tg_pack_unref(other);
}
END_TEST

START_TEST(examples_without_a_tag_or_weight_are_refused)
{
    static const tg_language_example bad[] = {
        {"", "the", 3, 5, false}, {"e", "the", 3, 5, false}, {"engl", "the", 3, 5, false},
        {"en-much-too-long", "the", 3, 5, false}, {"en", "the", 3, 0, false},
    };
    tg_pack *other = NULL;
    tg_error error;
    tg_language_learning learning = {.draws = 1, .seed = 1};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_int_eq(tg_languages_train(&learning, &bad[i], 1, NULL, &other, &error), TG_INVALID_ARGUMENT);
    ck_assert_ptr_null(other);
}
END_TEST

static uint32_t next(uint32_t *state)
{
    return *state = *state * 1664525u + 1013904223u;
}

START_TEST(kernels_agree)
{
    enum { ROWS = 64 };
    static int8_t rows[ROWS * TG_LANGUAGE_COLUMNS];
    static int16_t sums[2][TG_LANGUAGE_WINDOW][TG_LANGUAGE_COLUMNS];
    uint32_t index[TG_LANGUAGE_FEATURES], state = 7;
    const tg_language_kernels *scalar = tg_language_kernels_for(TG_CPU_SCALAR);
    for (tg_cpu cpu = TG_CPU_AVX2; cpu <= tg_cpu_level(); cpu++) {
        const tg_language_kernels *kernels = tg_language_kernels_for(cpu);
        for (size_t round = 0; round < 300; round++) {
            size_t stride = TG_LANGUAGE_BLOCK * (1 + next(&state) / 65536 % 4), words = 1 + next(&state) / 65536 % 20;
            for (size_t i = 0; i < sizeof rows; i++)
                rows[i] = (int8_t)(next(&state) >> 24);
            for (size_t w = 0; w < words; w++) {
                size_t count = next(&state) / 65536 % TG_LANGUAGE_FEATURES;
                for (size_t i = 0; i < count; i++)
                    index[i] = round % 3 ? next(&state) / 65536 % ROWS : (uint32_t)w % ROWS;
                scalar->sum(rows, stride, index, count, sums[0][w]);
                kernels->sum(rows, stride, index, count, sums[1][w]);
                ck_assert_mem_eq(sums[0][w], sums[1][w], stride * sizeof(int16_t));
            }
            size_t best = next(&state) / 65536 % stride;
            for (int limit = 0; limit < INT16_MAX; limit += 1009)
                ck_assert_int_eq(scalar->is_mixed(sums[0][0], stride, words, best, (int16_t)limit),
                                 kernels->is_mixed(sums[0][0], stride, words, best, (int16_t)limit));
        }
    }
}
END_TEST

START_TEST(places_are_in_order_and_apart)
{
    static const char text[] = "the weather with the thing, sää joka tämä kaikki. ο καιρός 天气";
    tg_language_detector d;
    ck_assert_int_eq(tg_language_detector_init(&d, &allocator, &pack->languages, tg_cpu_level()), TG_OK);
    ck_assert_int_eq(tg_language_detect(&d, text, strlen(text), true), TG_OK);
    ck_assert_uint_ge(d.places.count, 4);
    size_t end = 0;
    for (size_t i = 0; i < d.places.count; i++) {
        const tg_language_place *place = &TG_ITEMS(&d.places, tg_language_place)[i];
        ck_assert_uint_ge(place->begin, end);
        ck_assert_uint_gt(place->end, place->begin);
        end = place->end;
    }
    ck_assert_uint_eq(end, strlen(text));
    tg_language_detector_free(&d);
}
END_TEST

START_TEST(long_texts_are_looked_at_in_pieces)
{
    enum { LENGTH = 1 << 20 };
    char *text = malloc(LENGTH);
    for (size_t i = 0; i < LENGTH; i += 8)
        memcpy(text + i, i < LENGTH / 4 ? "joka t\xC3\xA4" : "weather ", 8);
    tg_language_detector d;
    ck_assert_int_eq(tg_language_detector_init(&d, &allocator, &pack->languages, tg_cpu_level()), TG_OK);
    ck_assert_int_eq(tg_language_detect(&d, text, LENGTH, false), TG_OK);
    ck_assert_uint_le(d.letters, TG_LANGUAGE_PIECES * (TG_LANGUAGE_PIECE + 32));
    ck_assert_uint_eq(d.found_count, 2);
    ck_assert_str_eq(pack->languages.labels[d.found[0].label].tag, "en");
    ck_assert_double_eq_tol(d.found[0].share, .75, .1);
    tg_language_detector_free(&d);
    free(text);
}
END_TEST

/* Random changes to each table: refused, or harmless (the address sanitizer looks on). */
START_TEST(hostile_tables_are_refused_or_harmless)
{
    static const char text[] = "the weather sää ο καιρός 天气 xqzj";
    uint32_t state = 11;
    size_t refused = 0;
    const tg_languages *from = &pack->languages;
    for (size_t round = 0; round < 2000; round++) {
        tg_languages l = *from;
        tg_language_script *scripts = malloc(l.script_count * sizeof *scripts);
        tg_language_label *labels = malloc(l.label_count * sizeof *labels);
        uint16_t *index = malloc(TG_TABLE_INDEX * sizeof *index);
        uint32_t *letters = malloc(l.letter_count * sizeof *letters);
        memcpy(scripts, l.scripts, l.script_count * sizeof *scripts);
        memcpy(labels, l.labels, l.label_count * sizeof *labels);
        memcpy(index, l.index, TG_TABLE_INDEX * sizeof *index);
        memcpy(letters, l.letters, l.letter_count * sizeof *letters);
        struct { void *bytes; size_t size; } parts[] = {
            {scripts, l.script_count * sizeof *scripts}, {labels, l.label_count * sizeof *labels},
            {index, TG_TABLE_INDEX * sizeof *index}, {letters, l.letter_count * sizeof *letters}};
        size_t part = round % 4;
        unsigned char *byte = (unsigned char *)parts[part].bytes + next(&state) / 256 % parts[part].size;
        *byte ^= (unsigned char)(1u << next(&state) / 65536 % 8);
        l.scripts = scripts, l.labels = labels, l.index = index, l.letters = letters;
        if (tg_languages_are_valid(&l)) {
            tg_language_detector d;
            ck_assert_int_eq(tg_language_detector_init(&d, &allocator, &l, tg_cpu_level()), TG_OK);
            ck_assert_int_eq(tg_language_detect(&d, text, strlen(text), true), TG_OK);
            tg_language_detector_free(&d);
        } else {
            refused++;
        }
        free(scripts), free(labels), free(index), free(letters);
    }
    ck_assert_uint_gt(refused, 100);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("language");
    TCase *tests = tcase_create("language");
    tcase_set_timeout(tests, 300);
    tcase_add_unchecked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, words_are_told_by_their_letters);
    tcase_add_test(tests, learning_gives_the_same_tables_each_time);
    tcase_add_test(tests, examples_without_a_tag_or_weight_are_refused);
    tcase_add_test(tests, kernels_agree);
    tcase_add_test(tests, places_are_in_order_and_apart);
    tcase_add_test(tests, long_texts_are_looked_at_in_pieces);
    tcase_add_test(tests, hostile_tables_are_refused_or_harmless);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
