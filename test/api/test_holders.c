/* Holders through the header: the gate in force, replaced while scanners follow. With threads: test/threads. */
#include "support.h"

static tg_gate *first, *second;
static tg_holder *holder;

static void make_gates(void)
{
    first = gate_of("甲乙\n", NULL);
    second = gate_of("甲乙\n丙丁\n/戊\\d/\n", NULL);
}

static void free_gates(void)
{
    tg_gate_unref(first);
    tg_gate_unref(second);
}

static void set_up(void)
{
    ck_assert_int_eq(tg_holder_new(first, NULL, &holder), TG_OK);
}

static void tear_down(void)
{
    tg_holder_free(holder);
}

START_TEST(the_gate_in_force_is_the_one_put_in_last)
{
    tg_gate *gate = tg_holder_get(holder);
    ck_assert_ptr_eq(gate, first);
    tg_gate_unref(gate);
    tg_holder_set(holder, second);
    gate = tg_holder_get(holder);
    ck_assert_ptr_eq(gate, second);
    tg_gate_unref(gate);
}
END_TEST

START_TEST(a_following_scanner_uses_the_gate_in_force)
{
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_scanner_new_following(holder, &scanner), TG_OK);
    ck_assert_uint_eq(scan_text(scanner, "甲乙丙丁戊1")->finding_count, 1);
    tg_holder_set(holder, second);
    ck_assert_uint_eq(scan_text(scanner, "甲乙丙丁戊1")->finding_count, 3);
    tg_holder_set(holder, first);
    tg_holder_set(holder, second);
    tg_holder_set(holder, first);
    ck_assert_uint_eq(scan_text(scanner, "甲乙丙丁戊1")->finding_count, 1);
    tg_scanner_free(scanner);
}
END_TEST

START_TEST(a_scanner_of_a_gate_keeps_to_it)
{
    tg_gate *gate = tg_holder_get(holder);
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_gate_unref(gate);
    tg_holder_set(holder, second);
    ck_assert_uint_eq(scan_text(scanner, "甲乙丙丁")->finding_count, 1);
    tg_scanner_free(scanner);
}
END_TEST

START_TEST(settings_of_a_following_scanner_stay)
{
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_scanner_new_following(holder, &scanner), TG_OK);
    ck_assert_int_eq(tg_scanner_set_markup(scanner, TG_MARKUP_HTML), TG_OK);
    tg_holder_set(holder, second);
    ck_assert_uint_eq(scan_text(scanner, "丙<b>丁</b>")->finding_count, 1);
    tg_scanner_free(scanner);
}
END_TEST

START_TEST(a_replaced_gate_goes_with_its_last_user)
{
    tally counted;
    tg_allocator allocator = tally_allocator(&counted);
    tg_gate *gate = gate_of("己庚\n", &allocator);
    tg_scanner *scanner = NULL;
    tg_holder_set(holder, gate);
    tg_gate_unref(gate);
    ck_assert_int_eq(tg_scanner_new_following(holder, &scanner), TG_OK);
    const tg_verdict *verdict = scan_text(scanner, "己庚");
    tg_holder_set(holder, first);
    ck_assert_str_eq(tg_verdict_finding(verdict, 0)->category, "custom"); /* the verdict lives until the next call */
    ck_assert_uint_eq(scan_text(scanner, "己庚")->finding_count, 0);
    tg_scanner_free(scanner);
    ck_assert_int_eq(counted.live, 0);
}
END_TEST

START_TEST(the_same_gate_may_be_put_in_again)
{
    tg_holder_set(holder, first);
    tg_holder_set(holder, first);
    tg_gate *gate = tg_holder_get(holder);
    ck_assert_ptr_eq(gate, first);
    tg_gate_unref(gate);
}
END_TEST

START_TEST(a_holder_of_nothing_is_misuse)
{
    tg_holder *own = NULL;
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_holder_new(NULL, NULL, &own), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_holder_new(first, NULL, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scanner_new_following(NULL, &scanner), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scanner_new_following(holder, NULL), TG_INVALID_ARGUMENT);
    ck_assert_ptr_null(tg_holder_get(NULL));
    tg_holder_set(NULL, first);
    tg_holder_set(holder, NULL); /* there is always a gate in force */
    tg_gate *gate = tg_holder_get(holder);
    ck_assert_ptr_eq(gate, first);
    tg_gate_unref(gate);
    tg_holder_free(NULL);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("holders");
    tcase_add_unchecked_fixture(tests, make_gates, free_gates);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_gate_in_force_is_the_one_put_in_last);
    tcase_add_test(tests, a_following_scanner_uses_the_gate_in_force);
    tcase_add_test(tests, a_scanner_of_a_gate_keeps_to_it);
    tcase_add_test(tests, settings_of_a_following_scanner_stay);
    tcase_add_test(tests, a_replaced_gate_goes_with_its_last_user);
    tcase_add_test(tests, the_same_gate_may_be_put_in_again);
    tcase_add_test(tests, a_holder_of_nothing_is_misuse);
    return run_suite("holders", tests);
}
