/* Whether the text that HTML shows, and the way back to its source, are those of the HTML standard. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/markup.h"
#include "text/open.h"

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

/* That in the order of the source each piece comes once, and none overlaps with another. */
static void check_order(size_t length)
{
    size_t source = 0, sum = 0;
    ck_assert(map.by_source.count == 0 || map.by_source.count == map.pieces.count);
    for (size_t i = 0; i < map.pieces.count; i++) {
        const tg_markup_piece *p = tg_markup_piece_by_source(&map, i);
        ck_assert_uint_ge(p->source, source);
        source = (size_t)p->source + p->source_length;
        ck_assert_uint_le(source, length);
        sum += p->length;
    }
    ck_assert_uint_eq(sum, map.visible.count);
}

/* That the pieces are in order, cover the visible text and say where it is from. */
static void check_pieces(const char *html, size_t length)
{
    size_t visible = 0, settled = 0;
    check_order(length);
    for (size_t i = 0; i < map.pieces.count; i++) {
        const tg_markup_piece *p = piece(i);
        ck_assert_uint_gt(p->length, 0);
        ck_assert_uint_eq(p->visible, visible);
        visible += p->length;
        const char *text = TG_ITEMS(&map.visible, const char) + p->visible;
        if (p->verbatim) {
            ck_assert_uint_eq(p->source_length, p->length);
            ck_assert_mem_eq(text, html + p->source, p->length);
        } else if (p->source_length) {
            ck_assert_int_eq(html[p->source], '&');
        } else if (html[p->source] != '<') {
            ck_assert_uint_ge(p->visible, map.begins[TG_AREA_ATTRIBUTE]);
        }
        tg_range range = tg_markup_source(&map, p->visible, p->visible + p->length);
        ck_assert_uint_eq(range.begin, p->source);
        ck_assert_uint_eq(range.end, (size_t)p->source + p->source_length);
        size_t next = tg_markup_settled(&map, p->visible);
        ck_assert(settled <= next && next <= p->source);
        settled = next;
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
        {"", ""}, {"ab", "ab"}, {"a<b>b</b>c", "abc"}, {"a<b class=x id='>' lang=\">\">b", "ab"},
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

START_TEST(hidden_elements_follow_the_text_in_lines_of_their_own)
{
    static const shown cases[] = {
        {"a<i hidden>x</i>b", "ab\nx"}, {"a<i HIDDEN=''>x</i>b<i hidden>y</i>c", "abc\nx\ny"},
        {"a<i hidden=until-found>x</i>b", "axb"}, {"a<i hidden=Until&#45;found>x</i>b", "axb"},
        {"a<i aria-hidden=true>x</i>b", "axb"}, {"a<i hidden style=display:inline>x</i>b", "axb"},
        {"a<i hidden>x<i>y</i>z</i>b", "ab\nxyz"}, {"a<i hidden>x<b>y</i>z</b>b", "azb\nxy"},
        {"a<i hidden/>x</i>b", "ab\nx"}, {"a<i hidden>x<br>y<img>z</i>b", "ab\nx\nyz"}, {"a<i hidden>x", "a\nx"},
        {"a<i hidden>x</b>y</i>b", "ab\nxy"}, {"<u>a<i hidden>x</u>b", "ab\nx"}, {"<b hidden=''hidden=no>x</b>a", "a\nx"},
        {"a<template>x<p>y</template>b", "ab\nx\ny"}, {"a<template shadowrootmode=open>x</template>b", "axb"},
        {"a<dialog>x</dialog>b", "ab\n\nx\n"}, {"a<dialog open>x</dialog>b", "a\nx\nb"},
        {"a<dialog style='display:block'>x</dialog>b", "a\nx\nb"}, {"a<video hidden>x</video>b", "ab\nx"},
        {"a<datalist><option>x</datalist>b", "ab\n\nx"}, {"a<x-y hidden>x</X-Y>b", "ab\nx"},
        {"a<textarea hidden><i></textarea>b", "ab\n\n<i>\n"}, {"a<noscript><i hidden>x</noscript>b", "ab\nx"},
        {"a<noscript></i></noscript>b", "ab"}, {"a<i hidden><noscript></i>x</noscript>y</i>b", "ab\nxy"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(hidden_elements_end_where_browsers_end_them)
{
    static const shown cases[] = {
        {"<p hidden>x<p>a", "\na\n\nx"}, {"<p hidden>x<div>a", "\na\n\nx"}, {"<p hidden>x<b>y<ul>a", "\na\n\nxy"},
        {"<p>a<p hidden>x</p>b", "\na\nb\n\nx\n"}, {"a<p hidden>x</p>b", "ab\n\nx\n"},
        {"<p hidden>x<br>y</p>a", "a\n\nx\ny\n"},
        {"<div><i hidden>x</div>a", "\n\na\nx"}, {"<ul><li hidden>x<li>a</ul>", "\n\na\n\n\nx"},
        {"<li hidden>x<ul><li>y</ul>z</li>a", "a\n\nx\n\ny\nz\n"}, {"<dl><dt hidden>x<dd>a", "\n\na\n\nx"},
        {"<table><td><i hidden>x<td>a", "\n\n\na\nx"}, {"<table><tr><td><i hidden>x</tr>a", "\n\n\n\na\nx"},
        {"<i hidden>x<td>y</i>a", "a\nx\ny"}, {"<a hidden>x<a>b", "b\nx"}, {"<button hidden>x<button>b", "b\nx"},
        {"<h1 hidden>x<h2>b", "\nb\n\nx"}, {"a</p></td></i>b", "a\n\nb"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(what_may_be_seen_counts_as_seen)
{
    static const shown cases[] = {
        {"<table hidden>a<tr hidden><td hidden>b</table>", "\na\n\nb\n"}, {"<td hidden>a", "\na"},
        {"<form hidden>a", "\na"},
        {"<body hidden>a", "\na"}, {"<svg hidden><text hidden>a</svg>", "a"}, {"<svg><g style=display:none />a", "a"},
        {"<svg style=display:none><text>x</svg>a", "a\nx"}, {"<math hidden>a", "a"}, {"<font color=white>a", "a"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(deeper_elements_than_are_looked_at_hide_nothing)
{
    static char html[4096];
    size_t length = 0;
    for (int i = 0; i < TG_OPEN_MOST - 1; i++, length += 3)
        memcpy(html + length, "<b>", 3);
    memcpy(html + length, "<i hidden>x</i>y", 17);
    check_visible(html, length + 16, "y\nx", 3);
    memcpy(html + length, "<i><i hidden>x</i>y", 20);
    check_visible(html, length + 19, "xy", 2);
}
END_TEST

/* Whether "x" is seen in an element with this style. */
static void check_styles(const char *const *styles, bool seen)
{
    for (; *styles; styles++) {
        char html[256];
        int length = snprintf(html, sizeof html, "a<i style=\"%s\">x</i>b", *styles);
        check_visible(html, (size_t)length, seen ? "axb" : "ab\nx", seen ? 3 : 4);
    }
}

START_TEST(styles_hide_as_css_says)
{
    static const char *const hiding[] = {
        "display:none", " DISPLAY : None ; ", "color:red;display:none", "display:none!important;display:block",
        "display:none ! /**/ IMPORTANT", "display:block;display:none", "display&#58;none", "d\\69splay:n\\6F ne",
        "/*;*/display/**/:/**/none/**/", "display:none;/*display:block", "display:none;display:foo",
        "display:none;display:",
        "display:none;display:'block'", "display:none;display:none block", "display:none;dis play:block", ";;display:none",
        "display:none;display:3", "display:none;visibility:visible", "x;display:none", ":;display:none",
        "a:'\\';display:block';display:none", "a:(;display:block);display:none", "a:url(x');display:none",
        "a:[{;}];display:none", "a:{};display:none", "@x;display:none", "a:);display:none", "visibility:hidden",
        "visibility:collapse", "visibility:hidden;visibility:foo", "visibility:hidden;visibility:1",
        "font-size:0", "font-size:0px", "font-size:.0em", "font-size:0%", "font-size:+0.00e7Rem", "font-size:0.5px",
        "font-size:1e-9px", "font-size:0;font-size:12foo", "font-size:0;font-size:-1px",
        "font-size:0;font:bold", "opacity:0", "opacity:0%", "opacity:-1", "opacity:.01", "opacity:0;opacity:1px",
        "display:n\\one", "all:initial;display:none", "display:none;all:x", NULL,
    };
    static const char *const showing[] = {
        "", "display:none;display:block", "display:none;display:-webkit-box", "display:none;display:inline flow-root",
        "display:none;display:var(--x)", "display:none;display:block!important", "display:none;all:unset",
        "display:none none",
        "display:none;all:var(--x)", "dis/**/play:none", "display:/*none", "display none", "0display:none",
        "--display:none",
        "display:&#0;none", "display:none&#0;", "display:n\\6fone", "display:\\\\none",
        "display:'none'", "a:(;display:none",
        "a:';display:none", "a:url(;display:none", "a:url(';display:none", "x{}display:none",
        "display:none;x{}display:block", "display:none}",
        "{display:none}", "display:none !x", "display:nonee", "visibility:hidden;visibility:visible", "visibility:'hidden'",
        "font-size:0foo", "font-size:1px", "font-size:0 px", "font-size:0;font-size:12", "font-size:0;font-size:1px",
        "font-size:0;font-size:2em",
        "font-size:0;font-size:calc(9px)", "font-size:0;font:9px x", "font-size:0;font:menu", "font-size:0.",
        "font-size:-0.1px",
        "font-size:zero", "opacity:0px", "opacity:0;opacity:1", "opacity:0;opacity:inherit", "opacity:50%", "opacity:1e0",
        "opacity:5e400", "opacity:e", "opacity:00.5", "x-display:none", "display:nonenonenonenonenonenonenonenone", NULL,
    };
    check_styles(hiding, false);
    check_styles(showing, true);
}
END_TEST

START_TEST(an_element_within_a_hidden_one_can_be_seen)
{
    static const shown cases[] = {
        {"a<b style=visibility:hidden>x<i style=visibility:visible>y</i>z</b>b", "ayb\nxz"},
        {"a<b style=visibility:hidden>x<i style=visibility:inherit>y</i></b>b", "ab\nxy"},
        {"a<b style=font-size:0>x<i style=font-size:9px>y</i><i style=font-size:9em>z</i></b>b", "ayb\nxz"},
        {"a<b hidden>x<i style=display:block;visibility:visible>y</i></b>b", "ab\nxy"},
        {"a<b style=opacity:0>x<i style=opacity:1>y</i></b>b", "ab\nxy"},
        {"a<p style=visibility:hidden>x</p>b", "a\n\nb\n\nx\n"}, {"a<p style=display:none>x</p>b", "ab\n\nx\n"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(attributes_that_are_read_follow_the_text)
{
    static const shown cases[] = {
        {"a<img alt=x>b", "ab\nx"}, {"a<img ALT='x y' title=\"z\">b", "ab\nx y\nz"}, {"a<b alt=x>b", "ab"},
        {"<b title='x'title=y>a", "a\nx"}, {"<input placeholder=x value=y>", "\nx\ny"}, {"<input value=x type=hidden>", ""},
        {"<input type=SUBMIT value=x>", "\nx"}, {"<input type=check&#98;ox value=x>", ""}, {"<b value=x>a", "a"},
        {"<b aria-label=x>a", "a\nx"}, {"<meta name=Description content=x>", "\nx"}, {"<meta content=x>", ""},
        {"<meta property=og:title content=x>", "\nx"}, {"<meta name=viewport content=x>", ""},
        {"<b title=''>a", "a\n"}, {"<b title>a", "a\n"}, {"<b title=x", ""}, {"</b title=x>a", "a"}, {"<b title=>a", "a\n"},
        {"<b title='&amp;&ampx&amp=&not;&am'>", "\n&&ampx&amp=\302\254&am"}, {"<b title=&#65>", "\nA"},
        {"<b title=a/>", "\na/"}, {"<b title='x<p>'>a", "a\nx<p>"}, {"<option label=x>a", "\na\nx"}, {"<b label=x>a", "a"},
        {"<i hidden title=x>y</i>", "\nx\ny"}, {"<b title='x'><b title='y'>", "\nx\ny"},
    };
    CHECK_CASES(cases);
    check_visible("<b title='x\0y'>", 15, "\nxy", 3);
}
END_TEST

START_TEST(annotations_of_ruby_follow_the_text)
{
    static const shown cases[] = {
        {"<ruby>a<rt>x</rt>b<rt>y</rt></ruby>c", "abc\nx\ny"}, {"<ruby>a<rp>(<rt>x<rp>)</ruby>b", "ab\nx\n(\n)"},
        {"<ruby>a<rt>x<i hidden>z</i>y</ruby>b", "ab\nxy\nz"}, {"a<rt>x</rt>b", "axb"}, {"a<rp>x</rp>b", "ab\nx"},
        {"<ruby>a<rb>b<rtc>x</ruby>c", "abc\nx"}, {"<ruby>a<rt title=z>x</ruby>", "a\nx\nz"}, {"a<wbr>b&shy;&zwnj;c",
        "ab\302\255\342\200\214c"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(a_reversed_order_is_marked)
{
    static const shown cases[] = {
        {"a<bdo dir=rtl>b</bdo>c", "a\342\200\256b\342\200\254c"}, {"a<bdo dir=RT&#76;>b", "a\342\200\256b"},
        {"a<bdo>b</bdo>c", "abc"}, {"a<bdo dir=ltr>b</bdo>c", "abc"}, {"a<b dir=rtl>b</b>c", "abc"},
        {"<div dir=rtl><bdo>b</div>c", "\n\342\200\256b\342\200\254\nc"},
        {"<b style='unicode-bidi:bidi-override;direction:rtl'>b</b>", "\342\200\256b\342\200\254"},
        {"<bdo dir=rtl style=direction:ltr>b", "b"}, {"<bdo dir=rtl style=unicode-bidi:normal>b", "b"},
        {"<bdo dir=rtl hidden>b</bdo>c", "c\n\342\200\256b\342\200\254"},
        {"<noscript><bdo dir=rtl>b</noscript>c", "\342\200\256b\342\200\254c"},
    };
    CHECK_CASES(cases);
    read_html("a<bdo dir=rtl>b</bdo>c", 22);
    ck_assert_uint_eq(piece(1)->source_length, 0);
    ck_assert_uint_eq(piece(1)->source, 1);
    ck_assert_uint_eq(piece(3)->source, 15);
}
END_TEST

START_TEST(ranges_of_what_follows_the_text_lead_back_too)
{
    /*                  0123456789012345678901234567890123456789 */
    const char *html = "a<i hidden>xy</i>b<b title='t&amp;u'>c";
    read_html(html, strlen(html)); /* abc, t&u, xy */
    static const size_t cases[][4] = {
        {0, 2, 0, 18}, {0, 3, 0, 38}, {4, 5, 28, 29}, {5, 6, 29, 34}, {4, 7, 28, 35}, {8, 10, 11, 13}, {2, 5, 28, 38},
        {2, 10, 11, 38}, {6, 9, 11, 35},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tg_range range = tg_markup_source(&map, cases[i][0], cases[i][1]);
        ck_assert_uint_eq(range.begin, cases[i][2]);
        ck_assert_uint_eq(range.end, cases[i][3]);
    }
    static const size_t settled[] = {0, 1, 1, 1, 1, 1, 1, 1, 11, 12};
    for (size_t i = 0; i < sizeof settled / sizeof *settled; i++)
        ck_assert_uint_eq(tg_markup_settled(&map, i), settled[i]);
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
    const char html[] = "a<b title='&amp;x' style=display:none>b</b><ruby><rt>x</ruby>&amp;&lt;"
                        "<p>c</p><p>dddddddddddddddddddddddddddddddddd<br><br><br><br><br><br><br><br>e";
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
        "&amp;", "&am", "&#x", "&#21338;", "&nGt;", ";", "<i hidden>", "</i>", "<bdo dir=rtl>",
        "<b title=", "<ruby>", "<rt>", "<i style='", "font-size:0", "display:none", "</p>", "<table>", "<td>", "</table>",
        "\xE8\xB5\x8C", "\xE8", "\xFF", "<?", "<!", "<![CDATA[",
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
        "<i hidden>", "<i hidden>x</i>", "<b title=x>", "<b title=&amp", "<b style='", "<b style='(", "<p hidden>x", "<li>",
        "<b style=/*>", "<bdo dir=rtl>", "<b></b></c>", "<ruby><rt>", "<b style=a:b;>", "<table><td>", "<b =", "</p>",
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
    tcase_add_test(cases, hidden_elements_follow_the_text_in_lines_of_their_own);
    tcase_add_test(cases, hidden_elements_end_where_browsers_end_them);
    tcase_add_test(cases, what_may_be_seen_counts_as_seen);
    tcase_add_test(cases, deeper_elements_than_are_looked_at_hide_nothing);
    tcase_add_test(cases, styles_hide_as_css_says);
    tcase_add_test(cases, an_element_within_a_hidden_one_can_be_seen);
    tcase_add_test(cases, attributes_that_are_read_follow_the_text);
    tcase_add_test(cases, annotations_of_ruby_follow_the_text);
    tcase_add_test(cases, a_reversed_order_is_marked);
    tcase_add_test(cases, ranges_of_what_follows_the_text_lead_back_too);
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
