/* What was redacted is clean: private things of all kinds in random sentences, masked in every way and scanned again. And a
 * pseudonym is the same for the same number, however it is written. */
#include "random.h"

static const char *const things[] = {
    "13800138000", "138-0013-8000", "①③⑧⓪⓪①③⑧⓪⓪⓪", "一三八零零一三八零零零", "+86 138 0013 8000", "010-65543210",
    "11010519491231002X", "110105 19491231 002X", "6222021234567890128", "4111 1111 1111 1111", "someone@example.com",
    "abc(at)qq点com", "someone at gmail dot com", "203.0.113.77", "2001:db8::ff00:42:8329", "00:1B:44:11:3A:B7",
    "GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "AB 12 34 56 C", "529.982.247-25", "A123456(3)", "S1234567D",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "AKIAIOSFODNN7EXAMPLE",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "京A12345", "粤B·D12345", "(415) 555-2671", "+44 20 7946 0958",
        "FR40303265045",
    "QQ12345678", "微信号：abc_def88", "SSN 536-22-1234", "护照E12345678", "统一社会信用代码91350100M000100Y43",
};
static const char *const words[] = {"电话", "联系 ", "，", "and ", "身份证：", " my number is ", "QQ", "。", "\n", "/", " ", "微信",
    "card ",
                                    "邮箱", "(", "）", "IBAN ", "订单", "的", "、"};

static const char *const behind[] = {" ", "，", "。", "\n", "、", "; ", ", ", " 或 ", "）"};

static tg_gate *gate;
static tg_scanner *scanner;

static void set_up(void)
{
    tg_options *options = tg_options_new(NULL);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_DETECTORS, TG_DETECTOR_BIT(TG_DETECTOR_PRIVACY)), TG_OK);
    ck_assert_int_eq(tg_gate_new(options, &gate, NULL), TG_OK);
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_options_free(options);
}

static void tear_down(void)
{
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
}

static void check_clean(const char *text, const tg_redaction *redaction)
{
    const char *out;
    size_t length;
    bool clean = false;
    ck_assert_int_eq(tg_redact(scanner, text, strlen(text), redaction, &out, &length, NULL), TG_OK);
    char *copy = strdup(out);
    ck_assert_int_eq(tg_is_clean(scanner, copy, length, &clean), TG_OK);
    ck_assert_msg(clean, "%s -> %s", text, copy);
    free(copy);
}

START_TEST(what_was_redacted_is_clean)
{
    for (long round = random_rounds(2000); round > 0; round--) {
        char text[1024] = "";
        for (size_t n = 1 + random_below(5); n > 0; n--) {
            strcat(text, words[random_below(sizeof words / sizeof *words)]);
            strcat(text, things[random_below(sizeof things / sizeof *things)]);
            strcat(text, behind[random_below(sizeof behind / sizeof *behind)]);
        }
        tg_redaction mask = TG_REDACTION_INIT, category = mask, keep = mask, pseudonym = mask;
        category.with_category = true;
        keep.keep = 4;
        pseudonym.key = "sixteen bytes or more";
        pseudonym.key_length = strlen(pseudonym.key);
        check_clean(text, &mask);
        check_clean(text, &category);
        check_clean(text, &keep);
        check_clean(text, &pseudonym);
    }
}
END_TEST

static void pseudonym_of(const char *text, const char *key, char *out, size_t size)
{
    tg_redaction redaction = TG_REDACTION_INIT;
    const char *redacted;
    size_t length;
    redaction.key = key;
    redaction.key_length = strlen(key);
    ck_assert_int_eq(tg_redact(scanner, text, strlen(text), &redaction, &redacted, &length, NULL), TG_OK);
    ck_assert_uint_lt(length, size);
    memcpy(out, redacted, length + 1);
}

START_TEST(a_number_has_one_pseudonym_however_it_is_written)
{
    static const char key[] = "0123456789abcdef";
    char a[128], b[128];
    pseudonym_of("13800138000", key, a, sizeof a);
    ck_assert_int_eq(strncmp(a, "[privacy.phone#", 15), 0);
    pseudonym_of("138-0013-8000", key, b, sizeof b);
    ck_assert_str_eq(a, b);
    pseudonym_of("①③⑧⓪⓪①③⑧⓪⓪⓪", key, b, sizeof b);
    ck_assert_str_eq(a, b);
    pseudonym_of("13800138001", key, b, sizeof b);
    ck_assert_str_ne(a, b);
    pseudonym_of("13800138000", "another key of 16", b, sizeof b);
    ck_assert_str_ne(a, b);
}
END_TEST

START_TEST(a_short_key_is_refused)
{
    tg_redaction redaction = TG_REDACTION_INIT;
    const char *out;
    size_t length;
    redaction.key = "short";
    redaction.key_length = 5;
    ck_assert_int_eq(tg_redact(scanner, "x", 1, &redaction, &out, &length, NULL), TG_INVALID_ARGUMENT);
}
END_TEST

int main(void)
{
    random_begin();
    TCase *tests = tcase_create("redacted");
    tcase_set_timeout(tests, 0);
    tcase_add_unchecked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_was_redacted_is_clean);
    tcase_add_test(tests, a_number_has_one_pseudonym_however_it_is_written);
    tcase_add_test(tests, a_short_key_is_refused);
    return run_suite("redacted", tests);
}
