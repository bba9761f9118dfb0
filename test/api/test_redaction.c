/* tg_redact through the header: its options, its verdict, misuse. What is masked is told by test/cases/redaction.json. */
#include "support.h"

static tg_gate *gate;
static tg_scanner *scanner;
static const char *out;
static size_t length;

static void make_gate(void)
{
    gate = gate_of("赌博\tcategory=gambling\n大麻\tseverity=medium\n加我\tseverity=low\n", NULL);
}

static void free_gate(void)
{
    tg_gate_unref(gate);
}

static void set_up(void)
{
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    out = NULL;
    length = SIZE_MAX;
}

static void tear_down(void)
{
    tg_scanner_free(scanner);
}

static tg_status redact(const char *text, const tg_redaction *redaction)
{
    return tg_redact(scanner, text, strlen(text), redaction, &out, &length, NULL);
}

START_TEST(findings_are_masked_and_the_verdict_is_of_the_text_before)
{
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_redact(scanner, "x赌博y", 8, NULL, &out, &length, &verdict), TG_OK);
    ck_assert_str_eq(out, "x**y");
    ck_assert_uint_eq(length, 4);
    ck_assert_uint_eq(verdict->finding_count, 1);
    ck_assert_uint_eq(tg_verdict_finding(verdict, 0)->begin, 1);
    ck_assert_int_eq(verdict->action, TG_ACTION_BLOCK);
}
END_TEST

START_TEST(an_empty_text_stays_empty)
{
    ck_assert_int_eq(tg_redact(scanner, NULL, 0, NULL, &out, &length, NULL), TG_OK);
    ck_assert_str_eq(out, "");
    ck_assert_uint_eq(length, 0);
}
END_TEST

START_TEST(the_result_ends_with_nul_and_may_contain_it)
{
    ck_assert_int_eq(tg_redact(scanner, "a\0赌博", 8, NULL, &out, &length, NULL), TG_OK);
    ck_assert_uint_eq(length, 4);
    ck_assert_mem_eq(out, "a\0**", 5);
}
END_TEST

START_TEST(the_options_change_what_is_written)
{
    tg_redaction r = TG_REDACTION_INIT;
    ck_assert_int_eq(redact("赌博 大麻 加我", &r), TG_OK);
    ck_assert_str_eq(out, "** ** 加我");
    r.mask = "█";
    r.keep = 1;
    r.threshold = TG_ACTION_BLOCK;
    ck_assert_int_eq(redact("赌博 大麻 加我", &r), TG_OK);
    ck_assert_str_eq(out, "█博 大麻 加我");
    r = (tg_redaction)TG_REDACTION_INIT;
    r.with_category = true;
    r.threshold = TG_ACTION_PASS;
    ck_assert_int_eq(redact("赌博 大麻 加我", &r), TG_OK);
    ck_assert_str_eq(out, "[gambling] [custom] [custom]");
}
END_TEST

START_TEST(options_that_are_not_legal_are_misuse)
{
    tg_redaction bad[4] = {TG_REDACTION_INIT, TG_REDACTION_INIT, TG_REDACTION_INIT, TG_REDACTION_INIT};
    bad[0].size = 0;
    bad[1].mask = NULL;
    bad[2].mask = "\xFF";
    bad[3].threshold = (tg_action)9;
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(redact("赌博", &bad[i]), TG_INVALID_ARGUMENT);
        ck_assert_ptr_null(out);
        ck_assert_int_eq(redact("赌博", NULL), TG_OK);
        ck_assert_str_eq(out, "**");
    }
}
END_TEST

START_TEST(redacting_without_what_it_needs_is_misuse)
{
    ck_assert_int_eq(tg_redact(NULL, "a", 1, NULL, &out, &length, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_redact(scanner, NULL, 1, NULL, &out, &length, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_redact(scanner, "a", 1, NULL, NULL, &length, NULL), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(findings_past_the_most_are_masked_too)
{
    tg_options *options = options_of("赌博\n", NULL);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_MAX_FINDINGS, 1), TG_OK);
    tg_gate *own = gate_from(options);
    tg_scanner *few = NULL;
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scanner_new(own, &few), TG_OK);
    tg_gate_unref(own);
    ck_assert_int_eq(tg_redact(few, "赌博赌博", 12, NULL, &out, &length, &verdict), TG_OK);
    ck_assert_str_eq(out, "****");
    ck_assert_uint_eq(verdict->finding_count, 1);
    ck_assert(verdict->truncated);
    tg_scanner_free(few);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("redaction");
    tcase_add_unchecked_fixture(tests, make_gate, free_gate);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, findings_are_masked_and_the_verdict_is_of_the_text_before);
    tcase_add_test(tests, an_empty_text_stays_empty);
    tcase_add_test(tests, the_result_ends_with_nul_and_may_contain_it);
    tcase_add_test(tests, the_options_change_what_is_written);
    tcase_add_test(tests, options_that_are_not_legal_are_misuse);
    tcase_add_test(tests, redacting_without_what_it_needs_is_misuse);
    tcase_add_test(tests, findings_past_the_most_are_masked_too);
    return run_suite("redaction", tests);
}
