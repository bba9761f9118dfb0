/* Whether the text that HTML shows, and the way back to its source, are those of the HTML standard. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/markup.h"

typedef struct failing {
    long left; /* allocations until the one that fails; below 0: none does */
    long live, made;
} failing;

static void *failing_reallocate(void *user, void *pointer, size_t old_size, size_t new_size)
{
    failing *f = user;
    (void)old_size;
    f->made++;
    if (f->left == 0)
        return NULL;
    f->left--;
    void *result = realloc(pointer, new_size);
    f->live += result && !pointer;
    return result;
}

static void failing_release(void *user, void *pointer, size_t size)
{
    (void)size;
    ((failing *)user)->live--;
    free(pointer);
}

static tg_markup_map map;

static void open_map(void)
{
    tg_allocator standard = tg_allocator_resolve(NULL);
    tg_markup_map_init(&map, &standard);
}

static void close_map(void)
{
    tg_markup_map_free(&map);
}

static const tg_markup_piece *piece(size_t index)
{
    ck_assert_uint_lt(index, map.pieces.count);
    return &TG_ITEMS(&map.pieces, const tg_markup_piece)[index];
}

/* That the pieces are in order, cover the visible text and say where it is from. */
static void check_pieces(const char *html, size_t length)
{
    size_t visible = 0, source = 0;
    for (size_t i = 0; i < map.pieces.count; i++) {
        const tg_markup_piece *p = piece(i);
        ck_assert_uint_gt(p->length, 0);
        ck_assert_uint_eq(p->visible, visible);
        ck_assert_uint_ge(p->source, source);
        visible += p->length;
        source = (size_t)p->source + p->source_length;
        ck_assert_uint_le(source, length);
        const char *text = TG_ITEMS(&map.visible, const char) + p->visible;
        if (p->verbatim) {
            ck_assert_uint_eq(p->source_length, p->length);
            ck_assert_mem_eq(text, html + p->source, p->length);
        } else {
            ck_assert_int_eq(html[p->source], p->source_length ? '&' : '<');
        }
        tg_range range = tg_markup_source(&map, p->visible, p->visible + p->length);
        ck_assert_uint_eq(range.begin, p->source);
        ck_assert_uint_eq(range.end, source);
    }
    ck_assert_uint_eq(visible, map.visible.count);
}

/* Reads from a copy of exactly its size, so that a sanitizer sees what is read beyond. */
static void read_html(const char *html, size_t length)
{
    char *copy = malloc(length + !length);
    if (length)
        memcpy(copy, html, length);
    ck_assert_int_eq(tg_markup_read(&map, copy, length), TG_OK);
    check_pieces(copy, length);
    free(copy);
}

static void check_visible(const char *html, size_t length, const char *expected, size_t expected_length)
{
    read_html(html, length);
    ck_assert_msg(map.visible.count == expected_length &&
                      (expected_length == 0 || memcmp(map.visible.items, expected, expected_length) == 0),
                  "\"%s\" shows \"%.*s\", not \"%s\"", html, (int)map.visible.count,
                  map.visible.count ? (const char *)map.visible.items : "", expected);
}

typedef struct shown {
    const char *html, *visible;
} shown;

static void check_cases(const shown *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_visible(cases[i].html, strlen(cases[i].html), cases[i].visible, strlen(cases[i].visible));
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof *(cases))

START_TEST(tags_are_not_shown)
{
    static const shown cases[] = {
        {"", ""}, {"ab", "ab"}, {"a<b>b</b>c", "abc"}, {"a<b class=x id='>' title=\">\">b", "ab"},
        {"a<wbr>b", "ab"}, {"a<x-y>b</x-y>", "ab"}, {"a<b/>c", "ac"}, {"a<b / = x>c", "ac"},
        {"<a =>>x", ">x"}, {"<a b=>x", "x"}, {"<a b='c'd>x", "x"}, {"<a b=c/>x", "x"}, {"<a b='c>d", ""},
        {"<a title=\"x>", ""}, {"x<a", "x"}, {"x<a ", "x"}, {"x</a", "x"}, {"x</b >y", "xy"}, {"x</>y", "xy"},
        {"a < b", "a < b"}, {"a<1>", "a<1>"}, {"<<<<", "<<<<"}, {"a<<b>c", "a<c"}, {"</", "</"}, {"<", "<"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(comments_and_declarations_are_not_shown)
{
    static const shown cases[] = {
        {"a<!--b-->c", "ac"}, {"a<!-->c", "ac"}, {"a<!--->c", "ac"}, {"a<!---->c", "ac"}, {"a<!--b--!>c", "ac"},
        {"a<!---!>b-->c", "ac"}, {"a<!----!>c", "ac"}, {"a<!--b--->c", "ac"}, {"a<!--b- ->c", "a"},
        {"a<!--<!--b-->c", "ac"}, {"a<!-- <!-->c", "ac"}, {"a<!--b--!-->c", "ac"}, {"a<!--", "a"}, {"a<!-", "a"},
        {"a<!", "a"}, {"a<!x>b", "ab"}, {"<!DOCTYPE html>b", "b"}, {"<!doctype html PUBLIC \"a>b\">c", "b\">c"},
        {"a<![CDATA[b]]>c", "ac"}, {"a<![CDATA[b>c]]>", "ac]]>"}, {"a<?php b?>c", "ac"}, {"a</ b>c", "ac"},
        {"a</1>c", "ac"}, {"a<!b", "a"}, {"a<?b", "a"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(block_elements_break_the_line_and_inline_ones_do_not)
{
    static const shown cases[] = {
        {"<p>a</p>b", "\na\nb"}, {"a<br>b<BR/>c", "a\nb\nc"}, {"<ul><li>a<li>b</ul>", "\n\na\nb\n"},
        {"<td>a</td><TD>b", "\na\n\nb"}, {"a<hr>b", "a\nb"}, {"<h1>a</h1>", "\na\n"},
        {"a<span>b</span><font>c</font><em>d", "abcd"}, {"<option>a<option>b", "\na\nb"}, {"a<pb>b", "ab"},
        {"a<p\0>b", "a"},
    };
    CHECK_CASES(cases);
    check_visible("a<p\0>b", 7, "ab", 2); /* another name than p */
}
END_TEST

START_TEST(raw_text_ends_at_its_own_end_tag_only)
{
    static const shown cases[] = {
        {"a<style>b<p></styl></stylex></STYLE >c", "ac"}, {"a<style>b", "a"}, {"a<style/>b", "a"},
        {"<title>a<b>&amp;</title>c", "\na<b>&\nc"}, {"<title>a</title", "\na</title"}, {"<title>a</title ", "\na"},
        {"<textarea><p>&lt;</textarea>x", "\n<p><\nx"}, {"<xmp>a<b>&amp;</xmp>c", "\na<b>&amp;\nc"},
        {"<plaintext>a<b></plaintext>&amp;", "\na<b></plaintext>&amp;"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(scripts_end_where_browsers_end_them)
{
    static const shown cases[] = {
        {"a<script>b</script>c", "ac"}, {"a<script>'</scripty>'</script\n>c", "ac"}, {"a<script>b", "a"},
        {"a<script><!-- </script>c", "ac"}, {"a<script><!--<script></script>b--></script>c", "ac"},
        {"a<script><!--<script></script><!-- </script>c", "ac"}, {"a<script><!--<script>--></script>c", "ac"},
        {"a<script><!--><script></script>c", "ac"}, {"a<script><!---><script></script>c", "ac"},
        {"a<script><!--<scripts></script>c", "ac"}, {"a<script><!--<script>b</script>c", "a"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(content_for_lesser_browsers_is_shown_but_ends_with_its_element)
{
    static const shown cases[] = {
        {"a<noscript>b<p>c</noscript>d", "ab\ncd"}, {"a<noscript><!--b</noscript>c", "ac"},
        {"a<noscript><style>b</noscript>c", "ac"}, {"a<noscript><a href=\"</noscript>c", "ac"},
        {"a<iframe>b</iframe>c", "abc"}, {"a<noframes>b", "ab"}, {"<noscript><iframe><b>x</noscript>y", "xy"},
        {"<noscript>a</noscript><!--<noscript>--><noscript>b<!--</noscript>c", "abc"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(character_references_are_decoded_as_python_decodes_them)
{
    static const shown cases[] = { /* made with html.unescape of Python 3.11 */
        {"&amp;", "&"}, {"&amp", "&"}, {"&AMP", "&"}, {"&ampx", "&x"}, {"&am", "&am"}, {"&;", "&;"}, {"&", "&"},
        {"&&", "&&"}, {"&a", "&a"}, {"&lt;b&gt;", "<b>"}, {"&ltb", "<b"}, {"&nbsp;", "\302\240"}, {"&not",
        "\302\254"}, {"&notit;", "\302\254it;"}, {"&notin;", "\342\210\211"}, {"&notin", "\302\254in"},
        {"&NotEqualTilde;", "\342\211\202\314\270"}, {"&nGt;", "\342\211\253\342\203\222"}, {"&nvlt;",
        "<\342\203\222"}, {"&copy", "\302\251"}, {"&copycat", "\302\251cat"}, {"&COPY;", "\302\251"},
        {"&CounterClockwiseContourIntegral;", "\342\210\263"}, {"&CounterClockwiseContourIntegral",
        "&CounterClockwiseContourIntegral"}, {"&CounterClockwiseContourIntegralx;",
        "&CounterClockwiseContourIntegralx;"}, {"&aacute", "\303\241"}, {"&Aacute;x", "\303\201x"}, {"&zwnj;",
        "\342\200\214"}, {"&zwj;", "\342\200\215"}, {"&apos;", "'"}, {"&apos", "&apos"}, {"&quot", "\042"},
        {"&QUOT;", "\042"}, {"&b.alpha;", "&b.alpha;"}, {"&there4;", "\342\210\264"}, {"&frac12", "\302\275"},
        {"&sup1x", "\302\271x"}, {"&fjlig;", "fj"}, {"&bne;", "=\342\203\245"}, {"&acE;", "\342\210\276\314\263"},
        {"&#0;", "\357\277\275"}, {"&#65", "A"}, {"&#65x", "Ax"}, {"&#x41;", "A"}, {"&#X41",
        "A"}, {"&#x41g", "Ag"}, {"&#", "&#"}, {"&#;", "&#;"}, {"&#x", "&#x"}, {"&#x;", "&#x;"}, {"&#xg", "&#xg"},
        {"&#128;", "\342\202\254"}, {"&#x80", "\342\202\254"}, {"&#x9F;", "\305\270"}, {"&#x81;", "\302\201"},
        {"&#150;", "\342\200\223"}, {"&#xD800;", "\357\277\275"}, {"&#xDFFF", "\357\277\275"}, {"&#x10FFFF0;",
        "\357\277\275"}, {"&#1114112;", "\357\277\275"}, {"&#99999999999999999999;", "\357\277\275"}, {"&#21338;",
        "\345\215\232"}, {"&#x535A;", "\345\215\232"}, {"&#x1F600;", "\360\237\230\200"},
        {"&#00000000000000000000065;", "A"}, {"&#-5;", "&#-5;"}, {"&#10;", "\012"}, {"&#13;", "\015"}, {"&#12288;",
        "\343\200\200"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(bytes_that_are_not_text_pass_or_vanish)
{
    check_visible("\xE8\x3C" "b\xFF>\xC0", 6, "\xE8\xC0", 2); /* a cut-off character does not swallow the tag */
    check_visible("a\0b", 3, "ab", 2);
    check_visible("\0", 1, "", 0);
    ck_assert_int_eq(tg_markup_read(&map, NULL, 0), TG_OK);
    ck_assert_uint_eq(map.visible.count, 0);
}
END_TEST

START_TEST(ranges_lead_back_to_the_source)
{
    /*                  0123456789012345678901234567890 */
    const char *html = "x<b>ab</b>&#21338;c<p>d&amp;";
    read_html(html, strlen(html)); /* xab博c\nd& */
    static const size_t cases[][4] = {
        {0, 1, 0, 1},   {0, 2, 0, 5},   {1, 3, 4, 6},   {2, 6, 5, 18},  {3, 6, 10, 18}, {3, 4, 10, 18},
        {5, 7, 10, 19}, {6, 8, 18, 19}, {7, 8, 19, 19}, {7, 9, 19, 23}, {9, 10, 23, 28}, {0, 10, 0, 28},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tg_range range = tg_markup_source(&map, cases[i][0], cases[i][1]);
        ck_assert_uint_eq(range.begin, cases[i][2]);
        ck_assert_uint_eq(range.end, cases[i][3]);
    }
    ck_assert_uint_eq(map.pieces.count, 7);
    ck_assert(piece(0)->verbatim && piece(1)->verbatim && !piece(2)->verbatim && piece(3)->verbatim);
    ck_assert_uint_eq(piece(4)->source_length, 0);
}
END_TEST

START_TEST(a_failed_allocation_is_reported_and_a_large_map_allocates_no_more)
{
    const char html[] = "a<b>b</b>&amp;&lt;<p>c</p><p>dddddddddddddddddddddddddddddddddd<br><br><br><br><br><br><br><br>e";
    failing f = {0};
    tg_allocator allocator = {failing_reallocate, failing_release, &f};
    for (long n = 0;; n++) {
        tg_markup_map mine;
        tg_markup_map_init(&mine, &allocator);
        f.left = n;
        tg_status status = tg_markup_read(&mine, html, sizeof html - 1);
        f.left = -1;
        if (status == TG_OK) {
            f.left = 0;
            ck_assert_int_eq(tg_markup_read(&mine, html, sizeof html - 1), TG_OK);
        } else {
            ck_assert_int_eq(status, TG_NO_MEMORY);
        }
        tg_markup_map_free(&mine);
        ck_assert_int_eq(f.live, 0);
        if (status == TG_OK)
            break;
        ck_assert_int_lt(n, 100);
    }
}
END_TEST

START_TEST(random_html_keeps_its_pieces_in_order)
{
    static const char *const words[] = {
        "<", ">", "</", "<!--", "-->", "-", "!", "\"", "'", "=", " ", "/", "a", "<p>", "<b>", "</b>", "<script>",
        "</script>", "<title>", "</title>", "<noscript>", "</noscript>", "<iframe>", "<xmp>", "</xmp>", "<style ", "&",
        "&amp;", "&am", "&#x", "&#21338;", "&nGt;", ";", "\xE8\xB5\x8C", "\xE8", "\xFF", "<?", "<!", "<![CDATA[",
    };
    uint64_t state = 20240611;
    for (int round = 0; round < 20000; round++) {
        char html[400];
        size_t length = 0;
        for (int n = round % 40; n > 0; n--) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            unsigned pick = (unsigned)(state >> 33);
            const char *word = words[pick % (sizeof words / sizeof *words)];
            if (pick % 13 == 0) {
                html[length++] = (char)(pick >> 8);
            } else {
                memcpy(html + length, word, strlen(word));
                length += strlen(word);
            }
        }
        read_html(html, length);
    }
}
END_TEST

/* Each is quadratic for a reader that looks ahead again and again, which would not come to the end of 2 MB. */
START_TEST(hostile_html_is_read_to_its_end)
{
    static const char *const units[] = {
        "<", "&", "<a ", "<!--", "<!", "<b><p>", "</script", "<script><!--", "<script>", "<title>", "</title", "<noscript>",
        "<noscript><iframe>", "<iframe></noscript>", "&#", "&#0", "&CounterClockwiseContourIntegra", "<a b='", "<a b=\"'>",
        "<?", "--!", "<xmp></xm", "<a/=", "</noscript><noscript>", "<!---", "<script><!--<script></script>",
    };
    enum { SIZE = 2 << 20 };
    char *html = malloc(SIZE);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t unit = strlen(units[i]), length = 0;
        for (; length + unit <= SIZE; length += unit)
            memcpy(html + length, units[i], unit);
        ck_assert_int_eq(tg_markup_read(&map, html, length), TG_OK);
    }
    free(html);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("markup");
    TCase *cases = tcase_create("markup");
    suite_add_tcase(suite, cases);
    tcase_add_checked_fixture(cases, open_map, close_map);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, tags_are_not_shown);
    tcase_add_test(cases, comments_and_declarations_are_not_shown);
    tcase_add_test(cases, block_elements_break_the_line_and_inline_ones_do_not);
    tcase_add_test(cases, raw_text_ends_at_its_own_end_tag_only);
    tcase_add_test(cases, scripts_end_where_browsers_end_them);
    tcase_add_test(cases, content_for_lesser_browsers_is_shown_but_ends_with_its_element);
    tcase_add_test(cases, character_references_are_decoded_as_python_decodes_them);
    tcase_add_test(cases, bytes_that_are_not_text_pass_or_vanish);
    tcase_add_test(cases, ranges_lead_back_to_the_source);
    tcase_add_test(cases, a_failed_allocation_is_reported_and_a_large_map_allocates_no_more);
    tcase_add_test(cases, random_html_keeps_its_pieces_in_order);
    tcase_add_test(cases, hostile_html_is_read_to_its_end);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
