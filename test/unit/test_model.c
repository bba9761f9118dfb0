/* The parts of models: kernels that agree, scores that add up, features that do not depend on what tells nothing, clusters,
 * and tables that are refused. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/corpus.h"
#include "model/features.h"

static tg_allocator allocator;
static tg_fold_store fold_store;
static tg_fold fold;
static tg_lane_store lane_store;
static tg_vector kinds;
static tg_bank bank; /* its lane and kinds only */

static void set_up(void)
{
    allocator = tg_allocator_resolve(NULL);
    ck_assert_int_eq(tg_fold_build(&fold_store, &allocator, &fold, NULL), TG_OK);
    tg_vector_init(&kinds, &allocator, 1);
    bank = (tg_bank){.bits = 0};
    ck_assert_int_eq(tg_model_lane_build(&lane_store, &kinds, &allocator, &fold, &bank.lane), TG_OK);
    bank.kinds = kinds.items;
    bank.kind_count = kinds.count;
}

static void tear_down(void)
{
    tg_fold_store_free(&fold_store);
    tg_lane_store_free(&lane_store);
    tg_vector_free(&kinds);
}

/* ---- sums ---- */

static const uint32_t shapes[][2] = {{16, 16}, {16, 32}, {10, 48}, {12, 80}, {4, 96}}; /* bits, stride */

START_TEST(kernels_give_the_same_sums)
{
    enum { COUNT = 1777 };
    uint32_t bits = shapes[_i][0], stride = shapes[_i][1];
    uint64_t state = (uint64_t)_i + 1;
    size_t bytes = (size_t)stride << bits;
    int8_t *rows = malloc(bytes);
    uint16_t index[COUNT];
    for (size_t i = 0; i < bytes; i++)
        rows[i] = (int8_t)((int)tg_random(&state, 256) - 128);
    for (size_t i = 0; i < COUNT; i++)
        index[i] = (uint16_t)tg_random(&state, 65536);
    tg_bank b = {.rows = rows, .bits = bits, .stride = stride};
    static const size_t counts[] = {0, 1, 2, 255, 256, 257, COUNT};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        int64_t wanted[TG_MODEL_COLUMNS] = {7}, got[TG_MODEL_COLUMNS];
        tg_sum_scalar(&b, index, counts[c], wanted);
        for (enum tg_cpu cpu = TG_CPU_SCALAR; cpu <= tg_cpu_level(); cpu++) {
            memset(got, 0, sizeof got);
            got[0] = 7;
            tg_sum_for(cpu)(&b, index, counts[c], got);
            ck_assert_mem_eq(got, wanted, sizeof got);
        }
    }
    free(rows);
}
END_TEST

START_TEST(the_worst_rows_do_not_overflow)
{
    enum { COUNT = 1024 };
    static int8_t rows[32];
    static uint16_t index[COUNT];
    memset(rows, -128, sizeof rows);
    tg_bank b = {.rows = rows, .bits = 0, .stride = 32};
    for (enum tg_cpu cpu = TG_CPU_SCALAR; cpu <= tg_cpu_level(); cpu++) {
        int64_t sums[32] = {0};
        tg_sum_for(cpu)(&b, index, COUNT, sums);
        for (size_t i = 0; i < 32; i++)
            ck_assert_int_eq(sums[i], -128 * COUNT);
    }
}
END_TEST

START_TEST(scores_add_up_and_follow_the_logits)
{
    uint64_t state = 3;
    for (size_t round = 0; round < 1000; round++) {
        int64_t logits[6];
        uint32_t scores[6];
        uint64_t total = 0;
        for (size_t i = 0; i < 6; i++)
            logits[i] = (int64_t)tg_random(&state, 16 * TG_MODEL_UNIT) - 8 * TG_MODEL_UNIT;
        tg_softmax(logits, 6, scores);
        for (size_t i = 0; i < 6; i++) {
            total += scores[i];
            for (size_t k = 0; k < 6; k++)
                ck_assert(logits[i] <= logits[k] || scores[i] >= scores[k]);
        }
        ck_assert_uint_le(total, UINT64_C(1) << 32);
        ck_assert_uint_ge(total, (UINT64_C(1) << 32) - 64);
    }
}
END_TEST

START_TEST(a_logit_of_one_is_odds_of_two_to_one)
{
    uint32_t scores[2];
    tg_softmax((int64_t[]){TG_MODEL_UNIT, 0}, 2, scores);
    ck_assert_double_eq_tol(tg_score_of(scores[0]), 2. / 3, 1e-4);
    tg_softmax((int64_t[]){TG_MODEL_UNIT / 2, 0}, 2, scores);
    ck_assert_double_eq_tol(tg_score_of(scores[0]), .585786, 1e-3);
    tg_softmax((int64_t[]){TG_MODEL_LOGIT, -TG_MODEL_LOGIT}, 2, scores);
    ck_assert_uint_eq(scores[0], UINT32_MAX);
    ck_assert_uint_eq(scores[1], 0);
}
END_TEST

START_TEST(a_text_twice_as_long_counts_with_the_root_of_two_and_a_very_long_one_by_its_mean)
{
    tg_label label = {.column = 0, .scale = 65536 * 16, .bias = 0};
    tg_weight one = tg_weight_of(100), two = tg_weight_of(200), very = tg_weight_of(1 << 20), longer = tg_weight_of(1 << 22);
    int64_t a = tg_label_logit(&label, (int64_t[]){1000}, &one), b = tg_label_logit(&label, (int64_t[]){2000}, &two);
    ck_assert_int_eq(a, 1600);
    ck_assert_int_eq(b, 2262); /* times 1.414 */
    ck_assert_int_eq(tg_label_logit(&label, (int64_t[]){1 << 20}, &very),
                     tg_label_logit(&label, (int64_t[]){1 << 22}, &longer));
}
END_TEST

/* ---- features ---- */

typedef struct found {
    uint16_t index[200000];
    size_t count;
} found;

static void features_by(enum tg_cpu cpu, const char *text, size_t length, found *out)
{
    tg_features f;
    ck_assert_int_eq(tg_features_init(&f, &allocator, &bank, cpu), TG_OK);
    tg_features_start(&f);
    out->count = 0;
    while (tg_features_next(&f, text, length)) {
        ck_assert_uint_le(f.count, TG_FEATURES_ROOM);
        memcpy(out->index + out->count, f.index, f.count * sizeof *f.index);
        out->count += f.count;
    }
    ck_assert_uint_eq(out->count, f.total);
    tg_features_free(&f);
}

static void features_of(const char *text, size_t length, found *out)
{
    features_by(tg_cpu_level(), text, length, out);
}

static int compare_indices(const void *a, const void *b)
{
    return *(const uint16_t *)a - *(const uint16_t *)b;
}

static const char *const same[][2] = {
    {"加微信领红包", "加 微 信 领 红 包"},        {"網絡賭博", "网络赌博"},
    {"Free ENTRY now", "free entry now"},           {"Ｆｒｅｅ", "free"},
    {"call 0800 123", "call 0845 987"},             {"free,  entry - now", "free entry now"},
    {"哈哈哈哈哈哈哈", "哈哈哈"},                       {"a\u200Bb", "ab"},
    {"电话13800138000", "电话13912345678"},           {"", ""},
};

static const char *const different[][2] = {
    {"free entry", "entry free"}, {"加微信", "加徵信"}, {"free entry", "freeentry"}, {"号码12", "号码123"},
};

START_TEST(what_tells_nothing_changes_no_feature)
{
    static found a, b;
    features_of(same[_i][0], strlen(same[_i][0]), &a);
    features_of(same[_i][1], strlen(same[_i][1]), &b);
    ck_assert_uint_eq(a.count, b.count);
    qsort(a.index, a.count, sizeof *a.index, compare_indices);
    qsort(b.index, b.count, sizeof *b.index, compare_indices);
    ck_assert(a.count == 0 || memcmp(a.index, b.index, a.count * sizeof *a.index) == 0);
}
END_TEST

START_TEST(what_tells_something_does)
{
    static found a, b;
    features_of(different[_i][0], strlen(different[_i][0]), &a);
    features_of(different[_i][1], strlen(different[_i][1]), &b);
    ck_assert(a.count != b.count || memcmp(a.index, b.index, a.count * sizeof *a.index) != 0);
}
END_TEST

/* The way through the featuriser, one symbol after the other and without batches: n-grams as they are defined. */
START_TEST(features_do_not_depend_on_where_batches_and_tiles_end)
{
    static char text[24001];
    static found whole, part;
    uint64_t state = 11;
    size_t length = 0;
    static const char *const pieces[] = {"赌", "博", "w", "in ", "7", "😀", "，", "한", "か", " ", "!", "é", "e\u0301"};
    while (length < 24000 - 8) {
        const char *piece = pieces[tg_random(&state, sizeof pieces / sizeof *pieces)];
        length += (size_t)snprintf(text + length, 9, "%s", piece);
    }
    features_of(text, length, &whole);
    /* Behind a blank in a script with blanks only the features before it are settled; all of a prefix are in the whole. */
    static uint32_t counts[65536];
    for (size_t i = 0; i < whole.count; i++)
        counts[whole.index[i]]++;
    for (size_t cut = 900; cut < length; cut += 4177) {
        size_t at = cut;
        while (at < length && text[at] != ' ')
            at++;
        features_of(text, at, &part);
        static uint32_t own[65536];
        memset(own, 0, sizeof own);
        size_t missing = 0;
        for (size_t i = 0; i < part.count; i++)
            missing += ++own[part.index[i]] > counts[part.index[i]];
        ck_assert_uint_le(missing, 6); /* those of the end of the text */
    }
}
END_TEST

START_TEST(kernels_give_the_same_features)
{
    static char text[40000];
    static found wanted, got;
    static const char *const pieces[] = {"赌", "博", "哈", "w", "o", "ing ", "7", "7", "😀", "，", "한", "か", " ", "!", "é", "ж"};
    uint64_t state = (uint64_t)_i + 20;
    size_t length = 0, kinds_used = 1 + (size_t)_i % 16; /* few kinds: long runs and repetition */
    while (length < 20000 + 97 * (size_t)_i) {
        const char *piece = pieces[(tg_random(&state, kinds_used) + (size_t)_i) % 16];
        length += (size_t)snprintf(text + length, 9, "%s", piece);
    }
    features_by(TG_CPU_SCALAR, text, length, &wanted);
    for (enum tg_cpu cpu = TG_CPU_SCALAR; cpu <= tg_cpu_level(); cpu++) {
        features_by(cpu, text, length, &got);
        ck_assert_uint_eq(got.count, wanted.count);
        ck_assert_mem_eq(got.index, wanted.index, wanted.count * sizeof *wanted.index);
    }
}
END_TEST

START_TEST(the_script_of_a_text_prevails)
{
    uint64_t seen[TG_FEATURE_COUNT] = {[TG_FEATURE_HAN] = 10, [TG_FEATURE_LATIN] = 20};
    ck_assert(tg_kinds_prevail(seen, 1 << TG_FEATURE_HAN));
    ck_assert(!tg_kinds_prevail(seen, 1 << TG_FEATURE_LATIN));
    seen[TG_FEATURE_UNSPACED] = 3; /* kana: Japanese */
    ck_assert(!tg_kinds_prevail(seen, 1 << TG_FEATURE_HAN));
    memset(seen, 0, sizeof seen);
    ck_assert(!tg_kinds_prevail(seen, UINT32_MAX));
}
END_TEST

/* ---- clusters ---- */

START_TEST(near_duplicates_share_a_cluster)
{
    const tg_example examples[] = {
        {"1", "free entry in a weekly competition to win final tickets text now", 64},
        {"0", "the meeting is moved to four o'clock, please bring the report", 61},
        {"1", "FREE entry in a weekly competition to win final tickets, text now!", 66},
        {"0", "are you coming home for dinner tonight or later", 47},
    };
    tg_corpus corpus;
    tg_teller teller = {.call = NULL};
    tg_corpus_init(&corpus, &allocator);
    ck_assert_int_eq(tg_corpus_read(&corpus, &bank, examples, 4, &teller, NULL), TG_OK);
    ck_assert_int_eq(tg_corpus_cluster(&corpus), TG_OK);
    ck_assert_uint_eq(tg_corpus_sample(&corpus, 0)->cluster, tg_corpus_sample(&corpus, 2)->cluster);
    ck_assert_uint_ne(tg_corpus_sample(&corpus, 0)->cluster, tg_corpus_sample(&corpus, 1)->cluster);
    ck_assert_uint_ne(tg_corpus_sample(&corpus, 1)->cluster, tg_corpus_sample(&corpus, 3)->cluster);
    ck_assert_uint_eq(corpus.labels.count, 2);
    tg_corpus_free(&corpus);
}
END_TEST

/* ---- damaged tables ---- */

START_TEST(damaged_tables_are_not_valid)
{
    static const int8_t rows[16 * 16];
    static const char strings[] = "spam\0ham\0";
    static uint8_t some_kinds[4];
    tg_label labels[2] = {{.name = 0, .category = 0, .column = 0}, {.name = 5, .category = 9, .column = TG_MODEL_NO_COLUMN}};
    tg_head head = {.task = 0, .first_label = 0, .label_count = 2};
    tg_bank b = {.kinds = some_kinds, .rows = rows, .heads = &head, .labels = labels, .strings = strings, .kind_count = 4,
                 .row_bytes = sizeof rows, .head_count = 1, .label_count = 2, .string_bytes = sizeof strings, .bits = 4,
                 .stride = 16};
    ck_assert(tg_bank_is_valid(&b));
#define REFUSED(field, value)                                                                      \
    do {                                                                                           \
        __typeof__(field) was = field;                                                             \
        field = value;                                                                             \
        ck_assert_msg(!tg_bank_is_valid(&b), "%s", #field);                                        \
        field = was;                                                                               \
    } while (0)
    REFUSED(b.bits, 5);
    REFUSED(b.bits, 17);
    REFUSED(b.stride, 17);
    REFUSED(b.stride, 0);
    REFUSED(b.string_bytes, 4);
    REFUSED(labels[0].column, 16);
    REFUSED(labels[0].name, sizeof strings);
    REFUSED(labels[1].category, 1000);
    REFUSED(labels[0].scale, INT32_MAX);
    REFUSED(labels[0].bias, INT32_MIN);
    REFUSED(head.task, 100);
    REFUSED(head.label_count, 1);
    REFUSED(head.label_count, 3);
    REFUSED(head.first_label, 1);
    REFUSED(head.first_label, UINT32_MAX);
    REFUSED(some_kinds[3], TG_FEATURE_COUNT);
    ck_assert(tg_bank_is_valid(&b));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("model");
    TCase *tests = tcase_create("model");
    tcase_set_timeout(tests, 120);
    tcase_add_unchecked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, kernels_give_the_same_sums, 0, sizeof shapes / sizeof *shapes);
    tcase_add_test(tests, the_worst_rows_do_not_overflow);
    tcase_add_test(tests, scores_add_up_and_follow_the_logits);
    tcase_add_test(tests, a_logit_of_one_is_odds_of_two_to_one);
    tcase_add_test(tests, a_text_twice_as_long_counts_with_the_root_of_two_and_a_very_long_one_by_its_mean);
    tcase_add_loop_test(tests, what_tells_nothing_changes_no_feature, 0, sizeof same / sizeof *same);
    tcase_add_loop_test(tests, what_tells_something_does, 0, sizeof different / sizeof *different);
    tcase_add_test(tests, features_do_not_depend_on_where_batches_and_tiles_end);
    tcase_add_loop_test(tests, kernels_give_the_same_features, 0, 32);
    tcase_add_test(tests, the_script_of_a_text_prevails);
    tcase_add_test(tests, near_duplicates_share_a_cluster);
    tcase_add_test(tests, damaged_tables_are_not_valid);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
