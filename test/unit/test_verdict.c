/* Whether policy, order, scores and the JSON report of findings are what verdict.h and textgate.h say. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verdict/verdict.h"

static long left = -1; /* allocations until the one that fails; below 0: none does */
static long live;

static bool fails(void)
{
    if (left == 0)
        return true;
    left -= left > 0;
    return false;
}

static void *counting_malloc(size_t size)
{
    void *pointer = fails() ? NULL : malloc(size);
    live += pointer != NULL;
    return pointer;
}

static void counting_free(void *pointer)
{
    live -= pointer != NULL;
    free(pointer);
}

static void *failing_reallocate(void *user, void *pointer, size_t old_size, size_t new_size)
{
    (void)user;
    (void)old_size;
    void *result = fails() ? NULL : realloc(pointer, new_size);
    live += result && !pointer;
    return result;
}

static void failing_release(void *user, void *pointer, size_t size)
{
    (void)user;
    (void)size;
    counting_free(pointer);
}

static const tg_allocator failing = {failing_reallocate, failing_release, NULL};

static tg_finding finding(size_t begin, size_t end, tg_severity severity, const char *category, const char *rule)
{
    return (tg_finding){.begin = begin, .end = end, .severity = severity, .category = category, .rule = rule,
                        .action = tg_policy_decide(NULL, category, severity, ""), .note = "", .markets = "", .advice = "", .source = "",
                        .part_count = 1};
}

#define LOW TG_SEVERITY_LOW
#define MEDIUM TG_SEVERITY_MEDIUM
#define HIGH TG_SEVERITY_HIGH
#define CRITICAL TG_SEVERITY_CRITICAL
enum { PASS = TG_ACTION_PASS, REVIEW = TG_ACTION_REVIEW, BLOCK = TG_ACTION_BLOCK };

/* ---- policy ---- */

static tg_policy *load(const char *source)
{
    tg_policy *policy;
    tg_error error;
    ck_assert_msg(tg_policy_load("p", source, strlen(source), NULL, &policy, &error) == TG_OK, "%s", error.message);
    return policy;
}

START_TEST(without_a_fitting_line_the_default_policy_decides)
{
    tg_policy *empty = load("\xEF\xBB\xBF# nothing\r\n\n  \t \r\n"), *other = load("spam * * block");
    const tg_policy *policies[] = {NULL, empty, other};
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(tg_policy_decide(policies[i], "drugs", TG_SEVERITY_LOW, ""), PASS);
        ck_assert_int_eq(tg_policy_decide(policies[i], "drugs", TG_SEVERITY_MEDIUM, ""), REVIEW);
        ck_assert_int_eq(tg_policy_decide(policies[i], "drugs", TG_SEVERITY_HIGH, "CN"), BLOCK);
        ck_assert_int_eq(tg_policy_decide(policies[i], "drugs", TG_SEVERITY_CRITICAL, ""), BLOCK);
    }
    tg_policy_unref(empty);
    tg_policy_unref(other);
}
END_TEST

START_TEST(the_last_line_that_fits_decides)
{
    tg_policy *policy = load("* * * review\ngambling medium+ * block\ngambling medium CN pass # comment\r\n"
                             "privacy\tlow\t*\tblock\nprivacy.phone * TW pass\n\xE8\xB5\x8C * * pass");
    static const struct {
        const char *category;
        int severity;
        const char *markets;
        int action;
    } cases[] = {
        {"spam", CRITICAL, "", REVIEW},        {"gambling", LOW, "", REVIEW},       {"gambling", MEDIUM, "", BLOCK},
        {"gambling", HIGH, "", BLOCK},         {"gambling", CRITICAL, "CN", BLOCK}, {"gambling", MEDIUM, "CN", PASS},
        {"gambling", MEDIUM, "TW,CN", PASS},   {"gambling", MEDIUM, "TW", BLOCK},   {"gambling.cn", HIGH, "", BLOCK},
        {"gamblings", HIGH, "", REVIEW},       {"gamblin", HIGH, "", REVIEW},       {"privacy", LOW, "", BLOCK},
        {"privacy.phone", LOW, "", BLOCK},     {"privacy.phone", LOW, "TW", PASS},  {"privacy.phone.x", LOW, "TW", PASS},
        {"privacy.phones", LOW, "TW", BLOCK},  {"\xE8\xB5\x8C", HIGH, "", PASS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg((int)tg_policy_decide(policy, cases[i].category, (tg_severity)cases[i].severity,
                                            cases[i].markets) == cases[i].action, "case %zu", i);
    tg_policy_unref(policy);
}
END_TEST

START_TEST(errors_in_a_policy_tell_line_and_column_and_the_legal_words)
{
    static const struct {
        const char *source;
        uint32_t line, column;
        const char *says;
    } cases[] = {
        {"* * * block\n\ndrugs hgh * block", 3, 7, "'hgh'; legal: *, low, medium, high, critical"},
        {"drugs high * bock", 1, 14, "'bock'; legal: pass, review, block"},
        {"\xE8\xB5\x8C\xE5\x8D\x9A high  CHN block", 1, 10, "'CHN'"},
        {"drugs high cn block", 1, 12, "two capital letters"},
        {"drugs + * block", 1, 7, "severity"},
        {"drugs *+ * block", 1, 7, "severity"},
        {"drugs.* high * block", 1, 1, "dotted"},
        {"drugs", 1, 6, "missing severity"},
        {"drugs high \t # x", 1, 11, "missing market"},
        {"drugs high * # block", 1, 13, "missing action"},
        {"drugs high * block now", 1, 20, "'now'"},
        {"* * * *", 1, 7, "pass, review, block"},
        {"* high * a\xFF", 1, 11, "ill-formed"},
        {"* high * aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xE8\xB5\x8C", 1, 10, "aaa...'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tg_policy *policy = (tg_policy *)&left;
        tg_error error;
        const char *source = cases[i].source;
        ck_assert_int_eq(tg_policy_load("my.policy", source, strlen(source), NULL, &policy, &error), TG_SYNTAX);
        ck_assert_ptr_null(policy);
        ck_assert_str_eq(error.file, "my.policy");
        ck_assert_msg(error.line == cases[i].line && error.column == cases[i].column, "%s: %u:%u: %s", source,
                      error.line, error.column, error.message);
        ck_assert_msg(strstr(error.message, cases[i].says) != NULL, "%s", error.message);
        ck_assert_int_eq(tg_policy_load("my.policy", source, strlen(source), NULL, &policy, NULL), TG_SYNTAX);
    }
    tg_policy *policy;
    tg_error error;
    ck_assert_int_eq(tg_policy_load(NULL, "a\0b * * block", 13, NULL, &policy, &error), TG_SYNTAX);
    ck_assert_uint_eq(error.column, 2);
}
END_TEST

START_TEST(a_policy_opens_from_a_file_and_counts_references)
{
    char path[] = "/tmp/textgate-policy-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, "* low * block\n", 14), 14);
    close(fd);
    tg_policy *policy;
    tg_error error;
    ck_assert_int_eq(tg_policy_open(path, NULL, &policy, &error), TG_OK);
    ck_assert_ptr_eq(tg_policy_ref(policy), policy);
    tg_policy_unref(policy);
    ck_assert_int_eq(tg_policy_decide(policy, "x", TG_SEVERITY_LOW, ""), BLOCK);
    tg_policy_unref(policy);
    unlink(path);
    ck_assert_int_eq(tg_policy_open(path, NULL, &policy, &error), TG_IO);
    ck_assert_str_eq(error.file, path);
    ck_assert_ptr_null(policy);
    ck_assert_int_eq(tg_policy_open(NULL, NULL, &policy, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_policy_load("p", NULL, 0, NULL, &policy, &error), TG_OK);
    tg_policy_unref(policy);
    tg_policy_unref(NULL);
    ck_assert_ptr_null(tg_policy_ref(NULL));
}
END_TEST

START_TEST(a_policy_survives_every_failed_allocation)
{
    static const char source[] = "gambling medium CN block\ndrugs * * pass\n";
    live = 0;
    for (long n = 0;; n++) {
        tg_policy *policy;
        left = n;
        tg_status status = tg_policy_load("p", source, sizeof source - 1, &failing, &policy, NULL);
        left = -1;
        tg_policy_unref(policy);
        ck_assert_int_eq(live, 0);
        if (status == TG_OK)
            break;
        ck_assert_int_eq(status, TG_NO_MEMORY);
    }
}
END_TEST

/* ---- order ---- */

START_TEST(findings_are_ordered_and_repeated_ones_dropped)
{
    tg_finding f[] = {
        finding(5, 9, HIGH, "a", "r1"), finding(0, 3, LOW, "b", "r2"),    finding(0, 6, LOW, "b", "r3"),
        finding(0, 6, HIGH, "c", "r5"), finding(0, 6, HIGH, "c", "r4"),   finding(0, 6, MEDIUM, "b", "r0"),
        finding(5, 9, HIGH, "a", "r1"), finding(5, 9, CRITICAL, "d", "r"),
    };
    size_t n = tg_findings_merge(f, 8);
    static const char *const rules[] = {"r4", "r0", "r2", "r", "r1"};
    ck_assert_uint_eq(n, 5);
    for (size_t i = 0; i < n; i++)
        ck_assert_str_eq(f[i].rule, rules[i]);
    ck_assert_uint_eq(tg_findings_merge(f, 0), 0);
    n = tg_findings_longest(f, n);
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(f[0].rule, "r4");
}
END_TEST

START_TEST(a_milder_finding_does_not_hide_a_stricter_action)
{
    tg_finding f[] = {finding(0, 6, HIGH, "c", "r1"), finding(0, 6, MEDIUM, "c", "r2"), finding(0, 6, LOW, "c", "r3")};
    f[0].action = TG_ACTION_PASS;
    f[1].action = TG_ACTION_BLOCK;
    f[2].action = TG_ACTION_REVIEW;
    ck_assert_uint_eq(tg_findings_merge(f, 3), 2);
    ck_assert_int_eq(f[1].action, BLOCK);
}
END_TEST

START_TEST(the_longest_are_the_leftmost_and_do_not_overlap)
{
    tg_finding f[] = {finding(0, 3, HIGH, "a", "r"), finding(2, 9, HIGH, "a", "r"), finding(3, 5, HIGH, "a", "r"),
                      finding(3, 8, HIGH, "a", "r"), finding(8, 9, HIGH, "a", "r")};
    size_t n = tg_findings_longest(f, tg_findings_merge(f, 5));
    static const size_t begins[] = {0, 3, 8};
    ck_assert_uint_eq(n, 3);
    for (size_t i = 0; i < n; i++)
        ck_assert_uint_eq(f[i].begin, begins[i]);
    ck_assert_uint_eq(f[1].end, 8);
}
END_TEST

static uint64_t random_state = 7;

static unsigned random_below(unsigned limit)
{
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(random_state >> 33) % limit;
}

/* By the definition: none is before another, and a finding is kept unless a weightier one repeats it. */
START_TEST(random_findings_are_merged_as_defined_whatever_their_order)
{
    static const char *const names[] = {"a", "b", "c"};
    for (int round = 0; round < 3000; round++) {
        tg_finding f[40], g[40];
        size_t count = random_below(40) + 1;
        for (size_t i = 0; i < count; i++) {
            size_t begin = random_below(round % 3 ? 6 : 1), length = random_below(round % 3 ? 4 : 1) + 1;
            f[i] = g[count - 1 - i] = finding(begin, begin + length, (tg_severity)random_below(4),
                                              names[random_below(3)], names[random_below(3)]);
        }
        size_t distinct = 0;
        for (size_t i = 0; i < count; i++) {
            bool again = false;
            for (size_t k = 0; k < i; k++)
                again |= f[k].begin == f[i].begin && f[k].end == f[i].end && strcmp(f[k].category, f[i].category) == 0;
            distinct += !again;
        }
        size_t n = tg_findings_merge(f, count);
        ck_assert_uint_eq(n, distinct);
        ck_assert_uint_eq(tg_findings_merge(g, count), n);
        for (size_t i = 0; i < n; i++) {
            ck_assert(f[i].begin == g[i].begin && f[i].end == g[i].end && f[i].severity == g[i].severity &&
                      strcmp(f[i].rule, g[i].rule) == 0 && strcmp(f[i].category, g[i].category) == 0);
            if (i == 0)
                continue;
            const tg_finding *a = &f[i - 1], *b = &f[i];
            ck_assert(a->begin <= b->begin);
            ck_assert(a->begin < b->begin || a->end >= b->end);
            ck_assert(a->begin < b->begin || a->end > b->end || a->severity > b->severity ||
                      (a->severity == b->severity && strcmp(a->rule, b->rule) <= 0));
        }
    }
}
END_TEST

/* ---- scores ---- */

static tg_vector categories;

static tg_verdict_data score(const tg_finding *findings, size_t count, size_t incomplete)
{
    tg_verdict_data data = {.findings = findings};
    data.head.finding_count = count;
    data.head.incomplete_count = incomplete;
    ck_assert_int_eq(tg_verdict_score(&data, &categories), TG_OK);
    return data;
}

static void open_categories(void)
{
    tg_allocator standard = tg_allocator_resolve(NULL);
    tg_vector_init(&categories, &standard, sizeof(tg_category_score));
}

static void close_categories(void)
{
    tg_vector_free(&categories);
}

START_TEST(the_score_is_of_the_band_of_the_worst_finding)
{
    static const struct {
        tg_severity severity;
        double one, two, end;
        int action;
    } bands[] = {
        {TG_SEVERITY_LOW, .2, .35, .5, PASS}, {TG_SEVERITY_MEDIUM, .6, .7, .8, REVIEW},
        {TG_SEVERITY_HIGH, .9, .925, .95, BLOCK}, {TG_SEVERITY_CRITICAL, .97, .985, 1, BLOCK},
    };
    tg_finding many[100];
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 100; k++) /* milder ones change nothing */
            many[k] = finding(k, k + 1, k % 2 && i ? LOW : bands[i].severity, "a", "r");
        tg_verdict_data data = score(many, 1, 0);
        ck_assert_double_eq_tol(data.head.score, bands[i].one, 1e-9);
        ck_assert_int_eq((int)data.head.action, bands[i].action);
        data = score(many, i ? 4 : 2, 0);
        ck_assert_double_eq_tol(data.head.score, bands[i].two, 1e-9);
        data = score(many, 100, 0);
        ck_assert_double_lt(data.head.score, bands[i].end - .00005);
        ck_assert_double_gt(data.head.score, bands[i].end - .001);
    }
    ck_assert_double_eq(score(NULL, 0, 0).head.score, 0);
    ck_assert_int_eq(score(NULL, 0, 0).head.action, PASS);
}
END_TEST

START_TEST(a_text_not_wholly_checked_is_reviewed_at_least)
{
    tg_finding low = finding(0, 1, LOW, "a", "r"), high = finding(0, 1, HIGH, "a", "r");
    tg_verdict_data data = score(&low, 1, 1);
    ck_assert_int_eq(data.head.action, REVIEW);
    ck_assert_double_eq(data.head.score, .5);
    data = score(&high, 1, 1);
    ck_assert_int_eq(data.head.action, BLOCK);
    ck_assert_double_eq_tol(data.head.score, .9, 1e-9);
}
END_TEST

START_TEST(categories_come_best_first_then_by_name)
{
    char same[] = "b"; /* another pointer */
    tg_finding f[] = {finding(0, 1, LOW, "b", "r"), finding(1, 2, HIGH, "c", "r"), finding(2, 3, MEDIUM, same, "r"),
                      finding(3, 4, HIGH, "a", "r"), finding(4, 5, MEDIUM, "b", "r")};
    tg_verdict_data data = score(f, 5, 0);
    ck_assert_uint_eq(data.head.category_count, 3);
    static const char *const names[] = {"a", "c", "b"};
    static const double scores[] = {.9, .9, .7};
    for (size_t i = 0; i < 3; i++) {
        const tg_category_score *category = tg_verdict_category(&data.head, i);
        ck_assert_str_eq(category->category, names[i]);
        ck_assert_double_eq_tol(category->score, scores[i], 1e-9);
    }
    ck_assert_ptr_null(tg_verdict_category(&data.head, 3));
    ck_assert_ptr_eq(tg_verdict_finding(&data.head, 4), &f[4]);
    ck_assert_ptr_null(tg_verdict_finding(&data.head, 5));
    ck_assert_ptr_null(tg_verdict_incomplete(&data.head, 0));
}
END_TEST

START_TEST(a_hundred_thousand_categories_of_one_range_are_told_apart)
{
    enum { COUNT = 100000 };
    static char names[COUNT][8];
    tg_finding *f = malloc(2 * COUNT * sizeof *f);
    for (unsigned i = 0; i < 2 * COUNT; i++) {
        unsigned name = i * 7919U % COUNT;
        snprintf(names[name], sizeof names[name], "%u", name);
        f[i] = finding(0, 6, i < COUNT ? LOW : HIGH, names[name], names[name]);
    }
    tg_verdict_data data = score(f, 2 * COUNT, 0);
    ck_assert_uint_eq(data.head.category_count, COUNT);
    ck_assert_double_eq_tol(data.categories[COUNT - 1].score, .9, 1e-9);
    ck_assert_uint_eq(tg_findings_merge(f, 2 * COUNT), COUNT);
    ck_assert_int_eq(f[COUNT - 1].severity, HIGH);
    free(f);
}
END_TEST

START_TEST(scoring_survives_a_failed_allocation)
{
    tg_finding f = finding(0, 1, LOW, "b", "r");
    tg_verdict_data data = {.head.finding_count = 1, .findings = &f};
    tg_vector mine;
    tg_vector_init(&mine, &failing, sizeof(tg_category_score));
    left = 0;
    ck_assert_int_eq(tg_verdict_score(&data, &mine), TG_NO_MEMORY);
    left = -1;
    tg_vector_free(&mine);
}
END_TEST

/* ---- report ---- */

static void check_report(const tg_verdict_data *data, const char *id, const char *text, size_t length,
                         const char *expected)
{
    tg_vector out;
    tg_vector_init(&out, &failing, 1);
    ck_assert_int_eq(tg_verdict_report(data, id, text, length, &out), TG_OK);
    ck_assert_msg(out.count == strlen(expected) && memcmp(out.items, expected, out.count) == 0, "%.*s",
                  (int)out.count, (const char *)out.items);
    tg_vector_free(&out);
}

START_TEST(a_clean_text_is_reported_without_what_has_nothing_to_say)
{
    tg_verdict_data data = {0};
    check_report(&data, NULL, NULL, 0, "{\"action\":\"pass\",\"score\":0.0,\"findings\":[]}");
    check_report(&data, "1", "a", 1, "{\"id\":\"1\",\"action\":\"pass\",\"score\":0.0,\"findings\":[]}");
    check_report(&data, "\"\xFF\n", "a", 1,
                 "{\"id\":\"\\\"\xEF\xBF\xBD\\n\",\"action\":\"pass\",\"score\":0.0,\"findings\":[]}");
    data.head.truncated = true;
    check_report(&data, NULL, "", 0, "{\"action\":\"pass\",\"score\":0.0,\"findings\":[],\"truncated\":true}");
}
END_TEST

static const char sample[] = "\xE8\xB5\x8C\0\xFF\xE5\x8D\x9A";
static const tg_range sample_parts[] = {{0, 3}, {5, 8}};
static const char *const sample_incomplete[] = {"x:/a+/"};

static tg_verdict_data sample_verdict(tg_finding f[2])
{
    f[0] = finding(0, 8, CRITICAL, "gambling", "zh:\xE8\xB5\x8C");
    f[0].tricks = TG_TRICK_CASE | TG_TRICK_MARKUP;
    f[0].markets = "CN,TW";
    f[0].match = TG_MATCH_FOLD;
    f[0].note = "n";
    f[0].parts = sample_parts;
    f[0].part_count = 2;
    f[1] = finding(5, 8, LOW, "spam", "zh:x");
    f[1].detector = TG_DETECTOR_PATTERNS;
    tg_verdict_data data = score(f, 2, 1);
    data.incomplete = sample_incomplete;
    return data;
}

static const char sample_report[] =
    "{\"id\":\"7\",\"action\":\"block\",\"score\":0.97,\"findings\":["
    "{\"begin\":0,\"end\":8,\"text\":\"\xE8\xB5\x8C\\u0000\xEF\xBF\xBD\xE5\x8D\x9A\",\"detector\":\"words\","
    "\"category\":\"gambling\",\"severity\":\"critical\",\"rule\":\"zh:\xE8\xB5\x8C\",\"match\":\"fold\","
    "\"tricks\":[\"case\",\"markup\"],\"markets\":[\"CN\",\"TW\"],\"note\":\"n\",\"parts\":[[0,3],[5,8]]},"
    "{\"begin\":5,\"end\":8,\"text\":\"\xE5\x8D\x9A\",\"detector\":\"patterns\",\"category\":\"spam\","
    "\"severity\":\"low\",\"rule\":\"zh:x\",\"match\":\"exact\",\"tricks\":[],\"markets\":[]}],"
    "\"categories\":{\"gambling\":0.97,\"spam\":0.2},\"incomplete\":[\"x:/a+/\"]}";

START_TEST(a_report_has_all_of_the_verdict_in_the_order_of_the_contract)
{
    tg_finding f[2];
    tg_verdict_data data = sample_verdict(f);
    ck_assert_str_eq(tg_verdict_incomplete(&data.head, 0), "x:/a+/");
    check_report(&data, "7", sample, 8, sample_report);
}
END_TEST

START_TEST(scores_are_reported_with_four_decimals)
{
    tg_verdict_data data = {.head.score = .123456};
    check_report(&data, NULL, "", 0, "{\"action\":\"pass\",\"score\":0.1235,\"findings\":[]}");
    data.head.score = .97 + .03 * (1 - 1 / 512.);
    check_report(&data, NULL, "", 0, "{\"action\":\"pass\",\"score\":0.9999,\"findings\":[]}");
}
END_TEST

START_TEST(a_report_survives_every_failed_allocation)
{
    tg_finding f[2];
    tg_verdict_data data = sample_verdict(f);
    json_malloc_t old_malloc;
    json_free_t old_free;
    json_get_alloc_funcs(&old_malloc, &old_free);
    json_set_alloc_funcs(counting_malloc, counting_free);
    live = 0;
    tg_status status = TG_NO_MEMORY;
    for (long n = 0; status != TG_OK; n++) {
        tg_vector out;
        tg_vector_init(&out, &failing, 1);
        left = n;
        status = tg_verdict_report(&data, "7", sample, 8, &out);
        left = -1;
        if (status == TG_OK)
            ck_assert_mem_eq(out.items, sample_report, out.count);
        else
            ck_assert_int_eq(status, TG_NO_MEMORY);
        tg_vector_free(&out);
        ck_assert_int_eq(live, 0);
    }
    json_set_alloc_funcs(old_malloc, old_free);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict");
    TCase *cases = tcase_create("verdict");
    suite_add_tcase(suite, cases);
    tcase_add_checked_fixture(cases, open_categories, close_categories);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, without_a_fitting_line_the_default_policy_decides);
    tcase_add_test(cases, the_last_line_that_fits_decides);
    tcase_add_test(cases, errors_in_a_policy_tell_line_and_column_and_the_legal_words);
    tcase_add_test(cases, a_policy_opens_from_a_file_and_counts_references);
    tcase_add_test(cases, a_policy_survives_every_failed_allocation);
    tcase_add_test(cases, findings_are_ordered_and_repeated_ones_dropped);
    tcase_add_test(cases, a_milder_finding_does_not_hide_a_stricter_action);
    tcase_add_test(cases, the_longest_are_the_leftmost_and_do_not_overlap);
    tcase_add_test(cases, random_findings_are_merged_as_defined_whatever_their_order);
    tcase_add_test(cases, the_score_is_of_the_band_of_the_worst_finding);
    tcase_add_test(cases, a_text_not_wholly_checked_is_reviewed_at_least);
    tcase_add_test(cases, categories_come_best_first_then_by_name);
    tcase_add_test(cases, a_hundred_thousand_categories_of_one_range_are_told_apart);
    tcase_add_test(cases, scoring_survives_a_failed_allocation);
    tcase_add_test(cases, a_clean_text_is_reported_without_what_has_nothing_to_say);
    tcase_add_test(cases, a_report_has_all_of_the_verdict_in_the_order_of_the_contract);
    tcase_add_test(cases, scores_are_reported_with_four_decimals);
    tcase_add_test(cases, a_report_survives_every_failed_allocation);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
