/* Gates and scans through the header: making gates, scanning, what a verdict says, misuse. What is found where is told by
 * test/cases. */
#include "support.h"

static const char rules[] = "%name t\n赌博\tcategory=gambling\n大麻\tcategory=drugs severity=medium\n"
                            "加我\tcategory=contact severity=low note=n\n赌球&开户\tcategory=gambling severity=critical\n"
                            "/vx\\d+/\tcategory=contact severity=medium\n";

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

START_TEST(a_gate_outlives_its_options_and_lives_with_its_scanners)
{
    tg_scanner *own = scanner_of("甲乙\n", NULL);
    ck_assert_uint_eq(scan_text(own, "甲乙")->finding_count, 1);
    tg_scanner_free(own);
}
END_TEST

START_TEST(options_make_several_gates)
{
    tg_options *options = options_of("甲乙\n", NULL);
    tg_gate *first = NULL, *second = NULL;
    tg_scanner *own = NULL;
    ck_assert_int_eq(tg_gate_new(options, &first, NULL), TG_OK);
    ck_assert_int_eq(tg_options_add_word(options, "丙丁", 6, NULL, NULL), TG_OK);
    ck_assert_int_eq(tg_gate_new(options, &second, NULL), TG_OK);
    tg_options_free(options);
    ck_assert_int_eq(tg_scanner_new(first, &own), TG_OK);
    ck_assert_uint_eq(scan_text(own, "甲乙丙丁")->finding_count, 1);
    tg_scanner_free(own);
    ck_assert_int_eq(tg_scanner_new(second, &own), TG_OK);
    ck_assert_uint_eq(scan_text(own, "甲乙丙丁")->finding_count, 2);
    tg_scanner_free(own);
    tg_gate_unref(first);
    tg_gate_unref(second);
}
END_TEST

START_TEST(a_gate_of_nothing_lets_everything_pass)
{
    tg_gate *empty = gate_from(tg_options_new(NULL));
    tg_scanner *own = NULL;
    ck_assert_int_eq(tg_scanner_new(empty, &own), TG_OK);
    const tg_verdict *verdict = scan_text(own, "赌博");
    ck_assert_int_eq(verdict->action, TG_ACTION_PASS);
    ck_assert_uint_eq(verdict->finding_count, 0);
    tg_scanner_free(own);
    tg_gate_unref(empty);
}
END_TEST

START_TEST(making_a_gate_of_no_options_is_misuse)
{
    tg_error error = {0};
    tg_gate *own = NULL;
    tg_options *options = tg_options_new(NULL);
    ck_assert_int_eq(tg_gate_new(NULL, &own, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(error.status, TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_gate_new(options, NULL, NULL), TG_INVALID_ARGUMENT);
    tg_options_free(options);
}
END_TEST

START_TEST(references_are_counted)
{
    tg_gate *own = gate_from(tg_options_new(NULL));
    ck_assert_ptr_eq(tg_gate_ref(own), own);
    tg_gate_unref(own);
    tg_gate_unref(own);
    tg_gate_unref(NULL);
    ck_assert_ptr_null(tg_gate_ref(NULL));
}
END_TEST

START_TEST(a_finding_says_all_of_itself)
{
    const tg_verdict *verdict = scan_text(scanner, "赌球VX1开户");
    ck_assert_uint_eq(verdict->finding_count, 2);
    const tg_finding *f = tg_verdict_finding(verdict, 0);
    ck_assert_uint_eq(f->begin, 0);
    ck_assert_uint_eq(f->end, 15);
    ck_assert_int_eq(f->detector, TG_DETECTOR_WORDS);
    ck_assert_int_eq(f->severity, TG_SEVERITY_CRITICAL);
    ck_assert_int_eq(f->action, TG_ACTION_BLOCK);
    ck_assert_int_eq(f->match, TG_MATCH_EXACT);
    ck_assert_uint_eq(f->tricks, 0);
    ck_assert_str_eq(f->category, "gambling");
    ck_assert_str_eq(f->rule, "t:赌球&开户");
    ck_assert_str_eq(f->note, "");
    ck_assert_str_eq(f->markets, "");
    ck_assert_uint_eq(f->part_count, 2);
    ck_assert_uint_eq(f->parts[1].begin, 9);
    ck_assert_uint_eq(f->entry, 3);
    f = tg_verdict_finding(verdict, 1);
    ck_assert_int_eq(f->detector, TG_DETECTOR_PATTERNS);
    ck_assert_int_eq(f->action, TG_ACTION_REVIEW);
    ck_assert_ptr_null(f->parts);
    ck_assert_uint_eq(f->entry, 4);
}
END_TEST

START_TEST(an_empty_text_is_clean)
{
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, NULL, 0, &verdict), TG_OK);
    ck_assert_int_eq(verdict->action, TG_ACTION_PASS);
    ck_assert(verdict->score <= 0);
    ck_assert_uint_eq(verdict->finding_count, 0);
    ck_assert_uint_eq(verdict->category_count, 0);
    ck_assert_ptr_null(tg_verdict_finding(verdict, 0));
    ck_assert_ptr_null(tg_verdict_category(verdict, 0));
    ck_assert_ptr_null(tg_verdict_incomplete(verdict, 0));
}
END_TEST

START_TEST(the_text_need_not_end_with_nul_and_may_contain_it)
{
    static const size_t ranges[][2] = {{0, 6}, {7, 13}};
    const tg_verdict *verdict = NULL;
    const char text[] = "赌博\0赌博赌博";
    ck_assert_int_eq(tg_scan(scanner, text, 13, &verdict), TG_OK);
    check_ranges(verdict, 2, ranges);
}
END_TEST

START_TEST(scanning_without_what_it_needs_is_misuse)
{
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(NULL, "a", 1, &verdict), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scan(scanner, NULL, 1, &verdict), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scan(scanner, "a", 1, NULL), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(scan_text(scanner, "赌博")->finding_count, 1); /* it is not left in use */
}
END_TEST

START_TEST(a_text_that_is_too_long_is_refused)
{
    const tg_verdict *verdict = NULL;
    if (SIZE_MAX > UINT32_MAX) { /* refused before it is looked at */
        ck_assert_int_eq(tg_scan(scanner, "a", (size_t)UINT32_MAX, &verdict), TG_LIMIT);
        ck_assert_ptr_null(verdict);
    }
    ck_assert_uint_eq(scan_text(scanner, "赌博")->finding_count, 1);
}
END_TEST

START_TEST(categories_come_best_score_first)
{
    const tg_verdict *verdict = scan_text(scanner, "加我 大麻 赌博 赌博");
    ck_assert_int_eq(verdict->action, TG_ACTION_BLOCK);
    ck_assert_uint_eq(verdict->category_count, 3);
    static const char *const categories[] = {"gambling", "drugs", "contact"};
    double before = verdict->score;
    for (size_t i = 0; i < 3; i++) {
        const tg_category_score *c = tg_verdict_category(verdict, i);
        ck_assert_str_eq(c->category, categories[i]);
        ck_assert(c->score <= before && c->score > 0 && c->score <= 1);
        before = c->score;
    }
    ck_assert_ptr_null(tg_verdict_category(verdict, 3));
    ck_assert_ptr_null(tg_verdict_category(NULL, 0));
    ck_assert_ptr_null(tg_verdict_finding(NULL, 0));
    ck_assert_ptr_null(tg_verdict_incomplete(NULL, 0));
}
END_TEST

START_TEST(the_score_agrees_with_the_default_policy)
{
    static const struct {
        const char *text;
        double least, below;
    } texts[] = {{"加我 加我 加我 加我", 0, .5}, {"大麻", .5, .8}, {"大麻 大麻 大麻 大麻", .5, .8}, {"赌博", .8, 1.01}};
    double score = scan_text(scanner, texts[_i].text)->score;
    ck_assert(score >= texts[_i].least && score < texts[_i].below);
}
END_TEST

START_TEST(findings_past_the_most_are_left_out_and_said_to_be)
{
    tg_options *options = options_of("甲\tseverity=low\n乙\n", NULL);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_MAX_FINDINGS, 2), TG_OK);
    tg_gate *own = gate_from(options);
    tg_scanner *few = NULL;
    ck_assert_int_eq(tg_scanner_new(own, &few), TG_OK);
    tg_gate_unref(own);
    const tg_verdict *verdict = scan_text(few, "甲甲甲乙");
    ck_assert_uint_eq(verdict->finding_count, 2);
    ck_assert(verdict->truncated);
    ck_assert_int_eq(verdict->action, TG_ACTION_BLOCK); /* of all findings, whichever are kept */
    ck_assert(!scan_text(few, "甲甲")->truncated);
    tg_scanner_free(few);
}
END_TEST

START_TEST(a_pattern_that_reaches_a_limit_holds_the_text_for_review)
{
    tg_options *options = options_of("%name t\n/(a+)+$/\tid=slow severity=low\n", NULL);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_MATCH_LIMIT, 100), TG_OK);
    tg_gate *own = gate_from(options);
    tg_scanner *limited = NULL;
    ck_assert_int_eq(tg_scanner_new(own, &limited), TG_OK);
    tg_gate_unref(own);
    const tg_verdict *verdict = scan_text(limited, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    ck_assert_uint_eq(verdict->incomplete_count, 1);
    ck_assert_str_eq(tg_verdict_incomplete(verdict, 0), "t:slow");
    ck_assert_ptr_null(tg_verdict_incomplete(verdict, 1));
    ck_assert_int_eq(verdict->action, TG_ACTION_REVIEW);
    ck_assert(verdict->score >= .5);
    bool clean = true;
    ck_assert_int_eq(tg_is_clean(limited, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", 36, &clean), TG_OK);
    ck_assert(!clean);
    ck_assert_uint_eq(scan_text(limited, "b")->incomplete_count, 0); /* it rested for that text only */
    tg_scanner_free(limited);
}
END_TEST

START_TEST(several_packs_work_side_by_side)
{
    static const size_t ranges[][2] = {{0, 6}, {3, 9}};
    tg_options *options = options_of("甲乙\n", NULL);
    tg_pack *other = pack_of("乙丙\n!甲乙丙丁\n", NULL);
    ck_assert_int_eq(tg_options_add_pack(options, other), TG_OK);
    tg_pack_unref(other);
    tg_gate *own = gate_from(options);
    tg_scanner *both = NULL;
    ck_assert_int_eq(tg_scanner_new(own, &both), TG_OK);
    tg_gate_unref(own);
    check_ranges(scan_text(both, "甲乙丙"), 2, ranges);
    check_ranges(scan_text(both, "甲乙丙丁"), 0, NULL); /* what one allows is allowed to the other */
    tg_scanner_free(both);
}
END_TEST

/* Offsets of words that lie across the borders of the tiles in which a text is read. */
START_TEST(words_are_found_anywhere_in_a_long_text)
{
    enum { LENGTH = 40000 };
    char *text = malloc(LENGTH);
    memset(text, ' ', LENGTH);
    size_t count = 0;
    for (size_t at = (size_t)_i; at + 6 <= LENGTH; at += 31, count++)
        memcpy(text + at, "赌博", 6);
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, text, LENGTH, &verdict), TG_OK);
    ck_assert_uint_eq(verdict->finding_count, count);
    for (size_t i = 0; i < count; i++)
        ck_assert_uint_eq(tg_verdict_finding(verdict, i)->begin, (size_t)_i + 31 * i);
    free(text);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("gates");
    tcase_add_unchecked_fixture(tests, make_gate, free_gate);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_gate_outlives_its_options_and_lives_with_its_scanners);
    tcase_add_test(tests, options_make_several_gates);
    tcase_add_test(tests, a_gate_of_nothing_lets_everything_pass);
    tcase_add_test(tests, making_a_gate_of_no_options_is_misuse);
    tcase_add_test(tests, references_are_counted);
    tcase_add_test(tests, a_finding_says_all_of_itself);
    tcase_add_test(tests, an_empty_text_is_clean);
    tcase_add_test(tests, the_text_need_not_end_with_nul_and_may_contain_it);
    tcase_add_test(tests, scanning_without_what_it_needs_is_misuse);
    tcase_add_test(tests, a_text_that_is_too_long_is_refused);
    tcase_add_test(tests, categories_come_best_score_first);
    tcase_add_loop_test(tests, the_score_agrees_with_the_default_policy, 0, 4);
    tcase_add_test(tests, findings_past_the_most_are_left_out_and_said_to_be);
    tcase_add_test(tests, a_pattern_that_reaches_a_limit_holds_the_text_for_review);
    tcase_add_test(tests, several_packs_work_side_by_side);
    tcase_add_loop_test(tests, words_are_found_anywhere_in_a_long_text, 0, 31);
    return run_suite("gates", tests);
}
