/* Policies through the header: read from files and memory, shared, and at work in a gate. What their lines mean is told by
 * test/cases/policy.json. */
#include <unistd.h>

#include "support.h"

static tg_error error;
static tg_policy *policy;
static char path[64];

static void set_up(void)
{
    memset(&error, 0, sizeof error);
    policy = NULL;
    snprintf(path, sizeof path, "/tmp/textgate-test-%ld.policy", (long)getpid());
}

static void tear_down(void)
{
    tg_policy_unref(policy);
    remove(path);
}

static tg_status load(const char *source)
{
    return tg_policy_load("my.policy", source, strlen(source), NULL, &policy, &error);
}

START_TEST(a_policy_is_read_from_a_file)
{
    FILE *file = fopen(path, "wb");
    fputs("* * * pass\n", file);
    fclose(file);
    ck_assert_int_eq(tg_policy_open(path, NULL, &policy, &error), TG_OK);
    ck_assert_ptr_nonnull(policy);
}
END_TEST

START_TEST(a_policy_that_is_not_there_is_an_error)
{
    ck_assert_int_eq(tg_policy_open(path, NULL, &policy, &error), TG_IO);
    ck_assert_int_eq(error.status, TG_IO);
    ck_assert_int_eq(tg_policy_open(NULL, NULL, &policy, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_policy_open(path, NULL, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_ptr_null(policy);
}
END_TEST

START_TEST(a_bad_line_is_told_with_its_place)
{
    ck_assert_int_eq(load("* * * pass\ngambling worst * block\n"), TG_SYNTAX);
    ck_assert_ptr_null(policy);
    ck_assert_str_eq(error.file, "my.policy");
    ck_assert_uint_eq(error.line, 2);
    ck_assert_uint_eq(error.column, 10);
    ck_assert_ptr_nonnull(strstr(error.message, "worst"));
}
END_TEST

static const char *const bad[] = {
    "a b * c\n",        "* * * stop\n",   "* * *\n",          "* * * pass x\n", "* * cn block\n",
    "* * CHN block\n",  "* high- * pass\n", "gam* * * block\n", "* + * block\n",  "* * * pass\xff\n",
};

START_TEST(a_line_that_says_nothing_legal_is_an_error)
{
    ck_assert_int_eq(load(bad[_i]), TG_SYNTAX);
    ck_assert_uint_eq(error.line, 1);
    ck_assert_uint_ge(error.column, 1);
    ck_assert_str_ne(error.message, "");
}
END_TEST

START_TEST(an_empty_policy_is_one)
{
    ck_assert_int_eq(tg_policy_load(NULL, NULL, 0, NULL, &policy, &error), TG_OK);
    ck_assert_ptr_nonnull(policy);
}
END_TEST

START_TEST(no_source_is_misuse)
{
    ck_assert_int_eq(tg_policy_load("x", NULL, 1, NULL, &policy, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_policy_load("x", "", 0, NULL, NULL, &error), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(references_are_counted)
{
    ck_assert_int_eq(load("gambling * * pass\n"), TG_OK);
    ck_assert_ptr_eq(tg_policy_ref(policy), policy);
    tg_policy_unref(policy);
    tg_options *options = options_of("百家乐\tcategory=gambling\n", NULL);
    ck_assert_int_eq(tg_options_set_policy(options, policy), TG_OK);
    tg_policy_unref(policy);
    policy = NULL;
    tg_gate *gate = gate_from(options); /* the gate alone keeps the policy now */
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_gate_unref(gate);
    const tg_verdict *verdict = scan_text(scanner, "百家乐");
    ck_assert_int_eq(verdict->action, TG_ACTION_PASS);
    ck_assert_int_eq(tg_verdict_finding(verdict, 0)->action, TG_ACTION_PASS);
    tg_scanner_free(scanner);
    tg_policy_unref(NULL);
    ck_assert_ptr_null(tg_policy_ref(NULL));
}
END_TEST

START_TEST(no_policy_in_the_options_is_the_default_one)
{
    ck_assert_int_eq(load("* * * pass\n"), TG_OK);
    tg_options *options = options_of("百家乐\n", NULL);
    ck_assert_int_eq(tg_options_set_policy(options, policy), TG_OK);
    ck_assert_int_eq(tg_options_set_policy(options, NULL), TG_OK);
    ck_assert_int_eq(tg_options_set_policy(NULL, policy), TG_INVALID_ARGUMENT);
    tg_gate *gate = gate_from(options);
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    ck_assert_int_eq(scan_text(scanner, "百家乐")->action, TG_ACTION_BLOCK);
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("policies");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_policy_is_read_from_a_file);
    tcase_add_test(tests, a_policy_that_is_not_there_is_an_error);
    tcase_add_test(tests, a_bad_line_is_told_with_its_place);
    tcase_add_loop_test(tests, a_line_that_says_nothing_legal_is_an_error, 0, sizeof bad / sizeof *bad);
    tcase_add_test(tests, an_empty_policy_is_one);
    tcase_add_test(tests, no_source_is_misuse);
    tcase_add_test(tests, references_are_counted);
    tcase_add_test(tests, no_policy_in_the_options_is_the_default_one);
    return run_suite("policies", tests);
}
