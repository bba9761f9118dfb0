/* Scanners through the header: their settings, their memory, and that one serves one call at a time. */
#include "support.h"

static const char rules[] = "赌博\tlang=zh\nboot\tlang=en\n大麻\n赌球&开户\n/vx\\d+/\n/[0-9]{11}/\n!看大麻布\n";

static tg_gate *gate;
static tg_scanner *scanner;
static tally counted;

static void make_gate(void)
{
    tg_allocator allocator = tally_allocator(&counted);
    gate = gate_of(rules, &allocator);
}

static void free_gate(void)
{
    tg_gate_unref(gate);
    ck_assert_int_eq(counted.live, 0);
    ck_assert_uint_eq(counted.bytes, 0);
}

static void set_up(void)
{
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
}

static void tear_down(void)
{
    tg_scanner_free(scanner);
}

START_TEST(a_scanner_of_nothing_is_misuse)
{
    tg_scanner *own = NULL;
    ck_assert_int_eq(tg_scanner_new(NULL, &own), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scanner_new(gate, NULL), TG_INVALID_ARGUMENT);
    ck_assert_ptr_null(own);
    tg_scanner_free(NULL);
}
END_TEST

START_TEST(a_language_lets_entries_of_others_rest)
{
    static const size_t zh[][2] = {{0, 6}, {12, 18}}, en[][2] = {{7, 11}, {12, 18}};
    static const size_t all[][2] = {{0, 6}, {7, 11}, {12, 18}};
    ck_assert_int_eq(tg_scanner_set_language(scanner, "zh"), TG_OK);
    check_ranges(scan_text(scanner, "赌博 boot 大麻"), 2, zh);
    ck_assert_int_eq(tg_scanner_set_language(scanner, "en-GB"), TG_OK);
    check_ranges(scan_text(scanner, "赌博 boot 大麻"), 2, en);
    ck_assert_int_eq(tg_scanner_set_language(scanner, NULL), TG_OK);
    check_ranges(scan_text(scanner, "赌博 boot 大麻"), 3, all);
}
END_TEST

START_TEST(a_language_that_is_no_tag_is_refused)
{
    static const char *const bad[] = {"a-language-tag-that-is-much-too-long-to-be-one", "a-language-tag-that-is-much-too-lon-x"};
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(tg_scanner_set_language(scanner, bad[i]), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scanner_set_language(scanner, ""), TG_OK);
    ck_assert_int_eq(tg_scanner_set_language(NULL, "zh"), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(markup_is_plain_until_it_is_said_to_be_html)
{
    static const size_t html[][2] = {{0, 9}};
    static const char text[] = "大<b>麻</b>";
    ck_assert_uint_eq(scan_text(scanner, text)->finding_count, 0);
    ck_assert_int_eq(tg_scanner_set_markup(scanner, TG_MARKUP_HTML), TG_OK);
    check_ranges(scan_text(scanner, text), 1, html);
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, NULL, 0, &verdict), TG_OK);
    ck_assert_int_eq(tg_scanner_set_markup(scanner, TG_MARKUP_PLAIN), TG_OK);
    ck_assert_uint_eq(scan_text(scanner, text)->finding_count, 0);
    ck_assert_int_eq(tg_scanner_set_markup(scanner, (tg_markup)7), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scanner_set_markup(NULL, TG_MARKUP_HTML), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(overlapping_findings_are_all_there_until_the_longest_are_wanted)
{
    tg_scanner *own = scanner_of("甲乙\n乙丙\n", NULL);
    static const size_t all[][2] = {{0, 6}, {3, 9}}, longest[][2] = {{0, 6}};
    check_ranges(scan_text(own, "甲乙丙"), 2, all);
    ck_assert_int_eq(tg_scanner_set_overlap(own, TG_OVERLAP_LONGEST), TG_OK);
    check_ranges(scan_text(own, "甲乙丙"), 1, longest);
    ck_assert_int_eq(tg_scanner_set_overlap(own, TG_OVERLAP_ALL), TG_OK);
    check_ranges(scan_text(own, "甲乙丙"), 2, all);
    ck_assert_int_eq(tg_scanner_set_overlap(own, (tg_overlap)7), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scanner_set_overlap(NULL, TG_OVERLAP_ALL), TG_INVALID_ARGUMENT);
    tg_scanner_free(own);
}
END_TEST

/* What a callback that misuses its scanner got. */
typedef struct misuse {
    tg_scanner *scanner;
    tg_status scan, each, clean, redact;
    size_t calls;
} misuse;

static int ignore(const tg_finding *finding, void *user)
{
    (void)finding;
    (void)user;
    return 0;
}

static int use_the_scanner(const tg_finding *finding, void *user)
{
    misuse *m = user;
    const tg_verdict *verdict = NULL;
    const char *out = NULL;
    size_t length;
    bool clean;
    ck_assert_uint_eq(finding->end - finding->begin, 6);
    m->scan = tg_scan(m->scanner, "x", 1, &verdict);
    m->each = tg_scan_each(m->scanner, "x", 1, ignore, NULL);
    m->clean = tg_is_clean(m->scanner, "x", 1, &clean);
    m->redact = tg_redact(m->scanner, "x", 1, NULL, &out, &length, NULL);
    m->calls++;
    return 0;
}

START_TEST(a_scanner_in_use_says_so_and_goes_on)
{
    misuse m = {.scanner = scanner};
    ck_assert_int_eq(tg_scan_each(scanner, "大麻 大麻", 13, use_the_scanner, &m), TG_OK);
    ck_assert_uint_eq(m.calls, 2);
    ck_assert_int_eq(m.scan, TG_BUSY);
    ck_assert_int_eq(m.each, TG_BUSY);
    ck_assert_int_eq(m.clean, TG_BUSY);
    ck_assert_int_eq(m.redact, TG_BUSY);
    ck_assert_uint_eq(scan_text(scanner, "大麻")->finding_count, 1);
}
END_TEST

/* A text of everything there is, some tiles long. */
static char *long_text(size_t *length)
{
    static const char piece[] = "赌博、boot 和大麻 CaSiNo ｖｘ１２ e\xCC\x81 赌球快来\xE2\x80\x8B开户 13800138000 看大麻布 \xFF <b>&amp;</b>\n";
    *length = 400 * strlen(piece);
    char *text = malloc(*length);
    for (size_t i = 0; i < 400; i++)
        memcpy(text + i * strlen(piece), piece, strlen(piece));
    return text;
}

static void use_all(const char *text, size_t length)
{
    const tg_verdict *verdict = NULL;
    const char *out = NULL;
    size_t out_length;
    bool clean;
    ck_assert_int_eq(tg_scan(scanner, text, length, &verdict), TG_OK);
    ck_assert_uint_ge(verdict->finding_count, 4 * 400);
    ck_assert_int_eq(tg_scan_each(scanner, text, length, ignore, NULL), TG_OK);
    ck_assert_int_eq(tg_is_clean(scanner, text, length, &clean), TG_OK);
    ck_assert_int_eq(tg_redact(scanner, text, length, NULL, &out, &out_length, NULL), TG_OK);
}

START_TEST(scanning_a_text_again_allocates_nothing)
{
    size_t length;
    char *text = long_text(&length);
    ck_assert_int_eq(tg_scanner_set_markup(scanner, _i ? TG_MARKUP_HTML : TG_MARKUP_PLAIN), TG_OK);
    use_all(text, length);
    size_t calls = counted.calls;
    for (int again = 0; again < 3; again++) {
        use_all(text, length);
        ck_assert_uint_eq(counted.calls, calls);
    }
    const tg_verdict *verdict = NULL;
    for (size_t shorter = 0; shorter < length; shorter += length / 7 + 1)
        ck_assert_int_eq(tg_scan(scanner, text + shorter, length - shorter, &verdict), TG_OK);
    ck_assert_uint_eq(counted.calls, calls);
    free(text);
}
END_TEST

START_TEST(a_scanner_uses_the_allocator_of_its_gate)
{
    size_t before = counted.calls;
    long live = counted.live;
    tg_scanner *own = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &own), TG_OK);
    ck_assert_uint_gt(counted.calls, before);
    tg_scanner_free(own);
    ck_assert_int_eq(counted.live, live);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("scanners");
    tcase_add_unchecked_fixture(tests, make_gate, free_gate);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_scanner_of_nothing_is_misuse);
    tcase_add_test(tests, a_language_lets_entries_of_others_rest);
    tcase_add_test(tests, a_language_that_is_no_tag_is_refused);
    tcase_add_test(tests, markup_is_plain_until_it_is_said_to_be_html);
    tcase_add_test(tests, overlapping_findings_are_all_there_until_the_longest_are_wanted);
    tcase_add_test(tests, a_scanner_in_use_says_so_and_goes_on);
    tcase_add_loop_test(tests, scanning_a_text_again_allocates_nothing, 0, 2);
    tcase_add_test(tests, a_scanner_uses_the_allocator_of_its_gate);
    return run_suite("scanners", tests);
}
