/* tg_verdict_json through the header: one line of legal JSON that says what the verdict says. */
#include <jansson.h>

#include "support.h"

static const char rules[] = "%name t\n赌博\tcategory=gambling note=\"a \\\"b\\\"\" market=CN\n赌球&开户\n大麻\tseverity=low\n";

static tg_gate *gate;
static tg_scanner *scanner;
static const char *line;
static size_t length;

static void make_gate(void)
{
    tg_options *options = options_of(rules, NULL);
    ck_assert_int_eq(tg_options_set_markets(options, "CN", NULL), TG_OK);
    gate = gate_from(options);
}

static void free_gate(void)
{
    tg_gate_unref(gate);
}

static void set_up(void)
{
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    line = NULL;
}

static void tear_down(void)
{
    tg_scanner_free(scanner);
}

/* Scans, and reads the report. To be released. */
static json_t *report(const char *id, const char *text, size_t text_length)
{
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, text, text_length, &verdict), TG_OK);
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, id, text, &line, &length), TG_OK);
    ck_assert_uint_eq(length, strlen(line));
    ck_assert_ptr_null(strchr(line, '\n'));
    json_error_t error;
    json_t *read = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(json_is_object(read), "%s: %s", error.text, line);
    return read;
}

static const char *string_at(json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

START_TEST(the_report_says_what_the_verdict_says)
{
    json_t *read = report("7", "赌\xE2\x80\x8B博!", 10), *f = json_array_get(json_object_get(read, "findings"), 0);
    ck_assert_str_eq(string_at(read, "id"), "7");
    ck_assert_str_eq(string_at(read, "action"), "block");
    double score = json_number_value(json_object_get(read, "score"));
    ck_assert(score > .8 && score < 1);
    ck_assert_uint_eq(json_array_size(json_object_get(read, "findings")), 2); /* the word, and what is hidden in it */
    ck_assert_int_eq(json_integer_value(json_object_get(f, "begin")), 0);
    ck_assert_int_eq(json_integer_value(json_object_get(f, "end")), 9);
    ck_assert_str_eq(string_at(f, "text"), "赌\xE2\x80\x8B博");
    ck_assert_str_eq(string_at(f, "detector"), "words");
    ck_assert_str_eq(string_at(f, "category"), "gambling");
    ck_assert_str_eq(string_at(f, "severity"), "high");
    ck_assert_str_eq(string_at(f, "rule"), "t:赌博");
    ck_assert_str_eq(string_at(f, "match"), "fold");
    ck_assert_str_eq(string_at(f, "note"), "a \"b\"");
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(f, "tricks"), 0)), "invisible");
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(f, "markets"), 0)), "CN");
    ck_assert(json_number_value(json_object_get(json_object_get(read, "categories"), "gambling")) > .8);
    json_decref(read);
}
END_TEST

START_TEST(a_clean_text_has_an_empty_list_of_findings_and_no_more)
{
    json_t *read = report(NULL, NULL, 0);
    ck_assert_ptr_null(json_object_get(read, "id"));
    ck_assert_ptr_null(json_object_get(read, "categories"));
    ck_assert(json_is_array(json_object_get(read, "findings")));
    ck_assert_str_eq(string_at(read, "action"), "pass");
    json_decref(read);
}
END_TEST

START_TEST(ill_formed_text_and_ids_are_repaired)
{
    static const char text[] = "赌球\xFF\"\\\x01开户";
    json_t *read = report("\xE4\xBD\"", text, sizeof text - 1), *f = json_array_get(json_object_get(read, "findings"), 0);
    ck_assert_str_eq(string_at(read, "id"), "\xEF\xBF\xBD\"");
    ck_assert_str_eq(string_at(f, "text"), "赌球\xEF\xBF\xBD\"\\\x01开户");
    json_decref(read);
}
END_TEST

START_TEST(a_nul_in_a_finding_is_written)
{
    static const char text[] = "赌球\0开户";
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, text, sizeof text - 1, &verdict), TG_OK);
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, NULL, text, &line, NULL), TG_OK);
    ck_assert_ptr_nonnull(strstr(line, "赌球\\u0000开户"));
}
END_TEST

START_TEST(the_report_of_a_redaction_is_that_of_the_text_before)
{
    const tg_verdict *verdict = NULL;
    const char *out = NULL;
    size_t out_length;
    ck_assert_int_eq(tg_redact(scanner, "赌博", 6, NULL, &out, &out_length, &verdict), TG_OK);
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, NULL, "赌博", &line, &length), TG_OK);
    ck_assert_ptr_nonnull(strstr(line, "\"text\":\"赌博\""));
}
END_TEST

START_TEST(reporting_another_verdict_is_misuse)
{
    tg_scanner *other = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &other), TG_OK);
    const tg_verdict *verdict = scan_text(scanner, "赌博"), *others = scan_text(other, "赌博");
    ck_assert_int_eq(tg_verdict_json(scanner, others, NULL, "赌博", &line, &length), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_verdict_json(scanner, NULL, NULL, "赌博", &line, &length), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_verdict_json(NULL, verdict, NULL, "赌博", &line, &length), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, NULL, NULL, &line, &length), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, NULL, "赌博", NULL, &length), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, NULL, "赌博", &line, &length), TG_OK);
    tg_scanner_free(other);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("report");
    tcase_add_unchecked_fixture(tests, make_gate, free_gate);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_report_says_what_the_verdict_says);
    tcase_add_test(tests, a_clean_text_has_an_empty_list_of_findings_and_no_more);
    tcase_add_test(tests, ill_formed_text_and_ids_are_repaired);
    tcase_add_test(tests, a_nul_in_a_finding_is_written);
    tcase_add_test(tests, the_report_of_a_redaction_is_that_of_the_text_before);
    tcase_add_test(tests, reporting_another_verdict_is_misuse);
    return run_suite("report", tests);
}
