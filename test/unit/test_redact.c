/* Whether redaction masks what findings say and nothing else, and leaves HTML well formed. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "verdict/verdict.h"

static long left = -1; /* allocations until the one that fails; below 0: none does */
static long live;

static void *failing_reallocate(void *user, void *pointer, size_t old_size, size_t new_size)
{
    (void)user;
    (void)old_size;
    if (left == 0)
        return NULL;
    left -= left > 0;
    void *result = realloc(pointer, new_size);
    live += result && !pointer;
    return result;
}

static void failing_release(void *user, void *pointer, size_t size)
{
    (void)user;
    (void)size;
    live--;
    free(pointer);
}

static const tg_allocator failing = {failing_reallocate, failing_release, NULL};

static tg_markup_map map, again;
static tg_vector ranges, out;

static void open_all(void)
{
    left = -1;
    live = 0;
    tg_markup_map_init(&map, &failing);
    tg_markup_map_init(&again, &failing);
    tg_vector_init(&ranges, &failing, sizeof(tg_redact_range));
    tg_vector_init(&out, &failing, 1);
}

static void close_all(void)
{
    tg_markup_map_free(&map);
    tg_markup_map_free(&again);
    tg_vector_free(&ranges);
    tg_vector_free(&out);
    ck_assert_int_eq(live, 0);
}

static tg_finding at(size_t begin, size_t end)
{
    return (tg_finding){.begin = begin, .end = end, .action = TG_ACTION_BLOCK, .category = "a&b", .rule = "r",
                        .part_count = 1};
}

static const tg_redaction standard = TG_REDACTION_INIT;

static void check(const char *text, size_t length, const tg_markup_map *markup, const tg_finding *findings,
                  size_t count, const tg_redaction *redaction, const char *expected)
{
    out.count = 0;
    char *copy = malloc(length + !length);
    if (length)
        memcpy(copy, text, length);
    ck_assert_int_eq(tg_redact_text(copy, length, markup, findings, count, redaction, &ranges, &out), TG_OK);
    ck_assert_msg(out.count == strlen(expected) && memcmp(out.items, expected, out.count) == 0,
                  "\"%s\" became \"%.*s\", not \"%s\"", text, (int)out.count, (const char *)out.items, expected);
    free(copy);
}

static void check_plain(const char *text, const tg_finding *findings, size_t count, const tg_redaction *redaction,
                        const char *expected)
{
    check(text, strlen(text), NULL, findings, count, redaction, expected);
}

static void check_html(const char *text, size_t begin, size_t end, const tg_redaction *redaction, const char *expected)
{
    tg_finding finding = at(begin, end);
    ck_assert_int_eq(tg_markup_read(&map, text, strlen(text)), TG_OK);
    check(text, strlen(text), &map, &finding, 1, redaction, expected);
}

START_TEST(each_character_is_masked_once)
{
    tg_finding f[] = {at(1, 7), at(8, 9)};
    check_plain("a\xE8\xB5\x8C\xE5\x8D\x9A" "bcd", f, 2, NULL, "a**b*d");
    check_plain("a\xE8\xB5\x8C\xE5\x8D\x9A" "bcd", f, 0, NULL, "a\xE8\xB5\x8C\xE5\x8D\x9A" "bcd");
    tg_finding ill_formed = at(0, 4);
    check_plain("\xE8\xB5\xFF\xC3" "a", &ill_formed, 1, &standard, "***a");
    check("", 0, NULL, f, 2, &standard, "");
    tg_redaction long_mask = standard, no_mask = standard;
    long_mask.mask = "\xE2\x96\x88<";
    no_mask.mask = "";
    check_plain("abcdefgh", f, 1, &long_mask, "a\xE2\x96\x88<\xE2\x96\x88<\xE2\x96\x88<\xE2\x96\x88<\xE2\x96\x88<\xE2\x96\x88<h");
    check_plain("abcdefgh", f, 1, &no_mask, "ah");
}
END_TEST

START_TEST(line_breaks_within_a_finding_stay)
{
    tg_finding f = at(0, 7);
    tg_redaction label = standard;
    label.with_category = true;
    check_plain("a\nb\r\nc\rd", &f, 1, &standard, "*\n*\r\n**d");
    check_plain("\na\nb\r\ncd", &f, 1, &label, "\n[a&b]\n\r\nd");
}
END_TEST

START_TEST(characters_at_the_end_of_a_finding_can_be_kept)
{
    tg_finding f = at(0, 6);
    tg_redaction keep = standard, label = standard;
    keep.keep = 2;
    check_plain("123456x", &f, 1, &keep, "****56x");
    keep.keep = 5;
    check_plain("12345\nx", &f, 1, &keep, "*****\nx"); /* a line feed is no character to keep */
    keep.keep = 6;
    check_plain("123456x", &f, 1, &keep, "******x");
    keep.keep = (size_t)-1;
    check_plain("123456x", &f, 1, &keep, "******x");
    label.with_category = true;
    label.keep = 2;
    check_plain("123456x", &f, 1, &label, "[a&b]56x");
}
END_TEST

START_TEST(of_a_combination_only_its_parts_are_masked)
{
    static const tg_range parts[] = {{6, 8}, {0, 2}};
    tg_finding f[] = {at(0, 8), at(3, 4)};
    f[0].parts = parts;
    f[0].part_count = 2;
    check_plain("abcdefghi", f, 2, NULL, "**c*ef**i");
    tg_redaction label = standard;
    label.with_category = true;
    check_plain("abcdefghi", f, 1, &label, "[a&b]cdef[a&b]i");
}
END_TEST

START_TEST(overlapping_findings_are_all_masked_leftmost_longest_first)
{
    tg_finding f[] = {at(0, 4), at(0, 2), at(1, 3), at(3, 6)};
    f[0].category = "x";
    f[3].category = "y";
    check_plain("abcdefg", f, 4, NULL, "******g");
    tg_redaction label = standard;
    label.with_category = true;
    check_plain("abcdefg", f, 4, &label, "[x][y]g");
}
END_TEST

START_TEST(findings_below_the_threshold_are_left_and_hide_no_others)
{
    tg_finding f[] = {at(0, 4), at(1, 2)};
    f[0].action = TG_ACTION_PASS;
    check_plain("abcd", f, 2, NULL, "a*cd");
    tg_redaction all = standard, block = standard;
    all.threshold = TG_ACTION_PASS;
    check_plain("abcd", f, 2, &all, "****");
    block.threshold = TG_ACTION_BLOCK;
    f[1].action = TG_ACTION_REVIEW;
    check_plain("abcd", f, 2, &block, "abcd");
}
END_TEST

START_TEST(an_illegal_redaction_is_refused)
{
    tg_redaction bad[4] = {standard, standard, standard, standard};
    bad[0].size = 0;
    bad[1].mask = NULL;
    bad[2].mask = "\xFF";
    bad[3].threshold = (tg_action)7;
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(tg_redact_text("a", 1, NULL, NULL, 0, &bad[i], &ranges, &out), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(out.count, 0);
}
END_TEST

START_TEST(of_html_only_what_is_seen_is_replaced)
{
    tg_redaction label = standard, keep = standard, sign = standard;
    label.with_category = true;
    keep.keep = 1;
    sign.mask = "<&>";
    /*                  0         1         2         3 */
    /*                  0123456789012345678901234567890123456789 */
    const char *html = "x<b>a</b>&#21338;<p title=a>c</p><!--a-->d";
    check_html(html, 4, 42, NULL, "x<b>*</b>*<p title=*>*</p><!--a-->*");
    check_html(html, 4, 42, &label, "x<b>[a&amp;b]</b><p title=&shy;></p><!--a-->");
    check_html(html, 4, 17, &keep, "x<b>*</b>&#21338;<p title=a>c</p><!--a-->d");
    check_html(html, 4, 17, &sign, "x<b>&lt;&amp;&gt;</b>&lt;&amp;&gt;<p title=a>c</p><!--a-->d");
    check_html("a&#10;b", 0, 7, NULL, "*&#10;*");
    check_html("<style>a</style>", 0, 16, NULL, "<style>a</style>");
}
END_TEST

START_TEST(a_mask_makes_no_markup_with_what_is_before_it)
{
    tg_redaction none = standard, letter = standard;
    none.mask = "";
    letter.mask = "b";
    check_html("<1b>", 1, 2, &none, "&lt;b>");
    check_html("<1>", 1, 2, &letter, "&lt;b>");
    check_html("&am1p;", 3, 4, &none, "&amp;amp;");
    check_html("&#;65;", 2, 3, &none, "&amp;#65;");
    check_html("&lt1", 3, 4, &letter, "&lt;b");
    check_html("&#49&#50;", 4, 9, &letter, "&#49;b");
    check_html("<title></tit1le>", 12, 13, &none, "<title>&lt;/title>");
    check_html("<&#49;b>", 1, 6, &none, "&lt;b>");
    check_html("<b>1b>", 3, 4, &none, "<b>b>");
    check_html("a 1", 2, 3, NULL, "a *");
}
END_TEST

static uint64_t random_state = 11;

static unsigned random_below(unsigned limit)
{
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(random_state >> 33) % limit;
}

static size_t random_html(char *html)
{
    static const char *const words[] = {
        "<", ">", "</", "<!--", "-->", "a", "b", "l", "t", "1", "#", "\n", "<p>", "<b>", "</b>", "<b title='a&lt;'>", "<title>",
        "</title>", "</tit", "le>", "&", "&amp;", "&am", "p;", "&lt", "&#4", "&#21338;", "&nGt;", ";", "\xE8\xB5\x8C",
        "<style>", "</style>", "/", "x",
    };
    size_t length = 0;
    for (unsigned n = random_below(20) + 1; n > 0; n--) {
        const char *word = words[random_below(sizeof words / sizeof *words)];
        memcpy(html + length, word, strlen(word));
        length += strlen(word);
    }
    return length;
}

/* Masks a random part of the characters of the visible text, one finding each, and writes what should be seen then. */
static size_t mask_visible(tg_finding *findings, const char *mask, tg_vector *expected)
{
    size_t count = 0;
    for (size_t i = 0; i < map.pieces.count; i++) {
        const tg_markup_piece *p = &TG_ITEMS(&map.pieces, const tg_markup_piece)[i];
        const char *text = TG_ITEMS(&map.visible, const char) + p->visible;
        for (size_t from = 0, n; from < p->length; from += n) {
            uint32_t c;
            n = p->verbatim ? tg_utf8_decode((const unsigned char *)text + from, p->length - from, &c) : p->length;
            bool masked = random_below(3) == 0;
            if (masked) {
                tg_range source = tg_markup_source(&map, p->visible + from, p->visible + from + n);
                findings[count++] = at(source.begin, source.end);
            }
            bool replaced = masked && text[from] != '\n';
            tg_vector_append(expected, replaced ? mask : text + from, replaced ? strlen(mask) : n);
        }
    }
    return count;
}

/* Reading the redacted HTML must show the text as masked: no tag is lost, none comes to be. */
START_TEST(redacted_html_shows_the_masked_text)
{
    static const char *const masks[] = {"", "*", "b", "<", "&", "p;", "/", "b>", "#", "1", "\xE2\x96\x88"};
    tg_vector expected;
    tg_vector_init(&expected, &failing, 1);
    for (int round = 0; round < 50000; round++) {
        char html[400];
        size_t length = random_html(html);
        ck_assert_int_eq(tg_markup_read(&map, html, length), TG_OK);
        tg_finding findings[400];
        tg_redaction redaction = standard;
        redaction.mask = masks[random_below(sizeof masks / sizeof *masks)];
        expected.count = out.count = 0;
        size_t count = mask_visible(findings, redaction.mask, &expected);
        ck_assert_int_eq(tg_redact_text(html, length, &map, findings, count, &redaction, &ranges, &out), TG_OK);
        ck_assert_int_eq(tg_markup_read(&again, out.items, out.count), TG_OK);
        ck_assert_msg(again.visible.count == expected.count &&
                          (!expected.count || memcmp(again.visible.items, expected.items, expected.count) == 0),
                      "\"%.*s\" became \"%.*s\", which shows \"%.*s\"; mask \"%s\"", (int)length, html, (int)out.count,
                      (const char *)out.items, (int)again.visible.count, (const char *)again.visible.items,
                      redaction.mask);
    }
    tg_vector_free(&expected);
}
END_TEST

START_TEST(redaction_survives_every_failed_allocation)
{
    const char *html = "x<1>2&am3p;<b>4</b>5";
    tg_finding f[] = {at(2, 3), at(4, 9), at(10, 19)};
    tg_redaction label = standard;
    label.with_category = true;
    label.mask = "b";
    ck_assert_int_eq(tg_markup_read(&map, html, strlen(html)), TG_OK);
    for (long n = 0;; n++) {
        tg_vector_free(&ranges);
        tg_vector_free(&out);
        left = n;
        tg_status status = tg_redact_text(html, strlen(html), &map, f, 3, &label, &ranges, &out);
        left = -1;
        if (status == TG_OK)
            break;
        ck_assert_int_eq(status, TG_NO_MEMORY);
    }
    out.count = 0;
    left = 0; /* what has grown enough allocates no more */
    ck_assert_int_eq(tg_redact_text(html, strlen(html), &map, f, 3, &label, &ranges, &out), TG_OK);
    left = -1;
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("redact");
    TCase *cases = tcase_create("redact");
    suite_add_tcase(suite, cases);
    tcase_add_checked_fixture(cases, open_all, close_all);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, each_character_is_masked_once);
    tcase_add_test(cases, line_breaks_within_a_finding_stay);
    tcase_add_test(cases, characters_at_the_end_of_a_finding_can_be_kept);
    tcase_add_test(cases, of_a_combination_only_its_parts_are_masked);
    tcase_add_test(cases, overlapping_findings_are_all_masked_leftmost_longest_first);
    tcase_add_test(cases, findings_below_the_threshold_are_left_and_hide_no_others);
    tcase_add_test(cases, an_illegal_redaction_is_refused);
    tcase_add_test(cases, of_html_only_what_is_seen_is_replaced);
    tcase_add_test(cases, a_mask_makes_no_markup_with_what_is_before_it);
    tcase_add_test(cases, redacted_html_shows_the_masked_text);
    tcase_add_test(cases, redaction_survives_every_failed_allocation);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
