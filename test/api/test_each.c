/* tg_scan_each and tg_is_clean through the header: findings as they become certain, and the short answer. */
#include "support.h"

static const char rules[] = "赌博\n网络赌博\n大麻\tseverity=low\n赌球&开户\n/vx\\d+/\n!看大麻布\n";

static tg_gate *gate;
static tg_scanner *scanner;

static void make_gate(void)
{
    gate = gate_of(rules, NULL);
}

static void free_gate(void)
{
    tg_gate_unref(gate);
}

static void set_up(void)
{
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
}

static void tear_down(void)
{
    tg_scanner_free(scanner);
}

/* The findings of a call, and when to stop. */
typedef struct seen {
    tg_range ranges[64];
    tg_detector detectors[64];
    size_t count, stop;
} seen;

static int remember(const tg_finding *finding, void *user)
{
    seen *s = user;
    ck_assert_uint_lt(s->count, 64);
    ck_assert_ptr_nonnull(finding->rule);
    ck_assert_ptr_nonnull(finding->category);
    s->ranges[s->count] = (tg_range){finding->begin, finding->end};
    s->detectors[s->count++] = finding->detector;
    return s->count == s->stop;
}

static seen each(const char *text, tg_status expected, size_t stop)
{
    seen s = {.stop = stop};
    ck_assert_int_eq(tg_scan_each(scanner, text, strlen(text), remember, &s), expected);
    return s;
}

START_TEST(words_come_in_order_then_combinations_and_patterns)
{
    static const struct {
        size_t begin, end;
        tg_detector detector;
    } expected[] = {{4, 16, TG_DETECTOR_WORDS},  {10, 16, TG_DETECTOR_WORDS}, {27, 33, TG_DETECTOR_WORDS},
                    {0, 3, TG_DETECTOR_PATTERNS}, {17, 39, TG_DETECTOR_WORDS}};
    seen s = each("VX1 网络赌博 赌球快-大麻开户", TG_OK, 0);
    ck_assert_uint_eq(s.count, 5);
    for (size_t i = 0; i < s.count; i++) {
        ck_assert_uint_eq(s.ranges[i].begin, expected[i].begin);
        ck_assert_uint_eq(s.ranges[i].end, expected[i].end);
        ck_assert_int_eq(s.detectors[i], expected[i].detector);
    }
}
END_TEST

START_TEST(an_empty_text_calls_nobody)
{
    ck_assert_uint_eq(each("", TG_OK, 0).count, 0);
    ck_assert_int_eq(tg_scan_each(scanner, NULL, 0, remember, NULL), TG_OK);
}
END_TEST

START_TEST(anything_but_zero_stops_the_scan)
{
    ck_assert_uint_eq(each("赌博 赌博 赌博", TG_STOPPED, 2).count, 2);
    ck_assert_uint_eq(each("赌博 vx1", TG_STOPPED, 1).count, 1);
    ck_assert_uint_eq(each("vx1 vx2", TG_STOPPED, 1).count, 1);
    ck_assert_uint_eq(each("赌博", TG_OK, 0).count, 1); /* and the scanner goes on as new */
}
END_TEST

START_TEST(scanning_each_without_a_callback_is_misuse)
{
    seen s = {.stop = 0};
    ck_assert_int_eq(tg_scan_each(scanner, "a", 1, NULL, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scan_each(scanner, NULL, 1, remember, &s), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scan_each(NULL, "a", 1, remember, &s), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(s.count, 0);
}
END_TEST

static int count_in_order(const tg_finding *finding, void *user)
{
    seen *s = user;
    ck_assert(s->count == 0 || finding->begin >= s->ranges[0].begin);
    s->ranges[0].begin = finding->begin;
    s->count++;
    return 0;
}

START_TEST(words_of_a_long_text_come_while_it_is_read_and_in_order)
{
    enum { COUNT = 20000 };
    char *text = malloc(COUNT * 9);
    seen s = {.stop = 0};
    for (size_t i = 0; i < COUNT; i++)
        memcpy(text + 9 * i, "大麻、", 9);
    ck_assert_int_eq(tg_scan_each(scanner, text, COUNT * 9, count_in_order, &s), TG_OK);
    ck_assert_uint_eq(s.count, COUNT);
    free(text);
}
END_TEST

START_TEST(memory_does_not_grow_with_the_findings_of_words)
{
    enum { COUNT = 20000 };
    tally counted;
    tg_allocator allocator = tally_allocator(&counted);
    tg_scanner *own = scanner_of("大麻\n", &allocator);
    char *text = malloc(COUNT * 6);
    for (size_t i = 0; i < COUNT; i++)
        memcpy(text + 6 * i, "大麻", 6);
    seen s = {.stop = 0};
    ck_assert_int_eq(tg_scan_each(own, text, COUNT * 3, count_in_order, &s), TG_OK);
    size_t bytes = counted.bytes;
    s = (seen){.stop = 0};
    ck_assert_int_eq(tg_scan_each(own, text, COUNT * 6, count_in_order, &s), TG_OK);
    ck_assert_uint_eq(s.count, COUNT);
    ck_assert_uint_eq(counted.bytes, bytes);
    tg_scanner_free(own);
    ck_assert_int_eq(counted.live, 0);
    free(text);
}
END_TEST

START_TEST(clean_is_what_the_policy_lets_pass)
{
    static const struct {
        const char *text;
        bool clean;
    } texts[] = {{"", true}, {"天气好", true}, {"大麻", true}, {"大麻赌博", false}, {"赌球a开户", false},
                 {"vx1", false}, {"看大麻布", true}, {"赌球", true}};
    bool clean = !texts[_i].clean;
    ck_assert_int_eq(tg_is_clean(scanner, texts[_i].text, strlen(texts[_i].text), &clean), TG_OK);
    ck_assert(clean == texts[_i].clean);
}
END_TEST

START_TEST(asking_without_a_place_for_the_answer_is_misuse)
{
    bool clean = true;
    ck_assert_int_eq(tg_is_clean(scanner, "a", 1, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_is_clean(scanner, NULL, 1, &clean), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_is_clean(NULL, "a", 1, &clean), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_is_clean(scanner, NULL, 0, &clean), TG_OK);
    ck_assert(clean);
}
END_TEST

START_TEST(an_allowed_text_across_tiles_still_allows)
{
    enum { LENGTH = 9000 };
    char text[LENGTH];
    for (size_t at = 8150; at < 8210; at++) {
        memset(text, ' ', LENGTH);
        memcpy(text + at, "看大麻布", 12);
        seen s = {.stop = 0};
        ck_assert_int_eq(tg_scan_each(scanner, text, LENGTH, remember, &s), TG_OK);
        ck_assert_uint_eq(s.count, 0);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("each");
    tcase_add_unchecked_fixture(tests, make_gate, free_gate);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, words_come_in_order_then_combinations_and_patterns);
    tcase_add_test(tests, an_empty_text_calls_nobody);
    tcase_add_test(tests, anything_but_zero_stops_the_scan);
    tcase_add_test(tests, scanning_each_without_a_callback_is_misuse);
    tcase_add_test(tests, words_of_a_long_text_come_while_it_is_read_and_in_order);
    tcase_add_test(tests, memory_does_not_grow_with_the_findings_of_words);
    tcase_add_loop_test(tests, clean_is_what_the_policy_lets_pass, 0, 8);
    tcase_add_test(tests, asking_without_a_place_for_the_answer_is_misuse);
    tcase_add_test(tests, an_allowed_text_across_tiles_still_allows);
    return run_suite("each", tests);
}
