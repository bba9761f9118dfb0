/* Functions that answer the same question agree: tg_scan, tg_scan_each and tg_is_clean; a text and its HTML; a scanner
 * that is new and one that is used; and a text redacted has nothing left to redact. */
#include "random.h"

enum { DICTIONARIES = 4, TEXTS = 250 };

static bytes text, other;
static tg_scanner *scanner;
static alphabet letters;

/* What redaction and findings of one dictionary are about. */
typedef enum kind {
    EVERYTHING,   /* combinations, allowed texts, patterns that look around … */
    SELF_CONTAINED /* what does not depend on the text around it, so that masking one cannot uncover another: no disguises
                      either, for what is plausible is told by what stands around */
} rule_kind;

static void put_word(bytes *b)
{
    put_random(b, &letters, 1 + random_below(3));
}

static void put_entry(bytes *b, rule_kind kind)
{
    size_t form = random_below(10);
    if (form == 7) {
        put_word(b);
        put_string(b, "&");
        put_word(b);
        if (kind == EVERYTHING && random_below(2)) {
            put_string(b, "~");
            put_word(b);
        }
    } else if (form == 8 && kind == EVERYTHING) {
        put_string(b, "!");
        put_word(b);
        put_word(b);
    } else if (form == 9) {
        put_string(b, "/\\Q");
        put_word(b);
        put_string(b, random_below(2) ? "\\E[ab1甲赌가]{1,3}/" : "\\E/");
    } else {
        put_word(b);
    }
}

/* A scanner of random rules over random letters. */
static void make_scanner(rule_kind kind)
{
    static const char *const severities[] = {"low", "medium", "high"};
    tg_options *options = tg_options_new(NULL);
    bytes entry = {NULL, 0, 0};
    letters = random_alphabet();
    for (int i = 0; i < 24; i++) {
        char attributes[96];
        snprintf(attributes, sizeof attributes, "category=c%zu severity=%s within=%zu%s", random_below(5),
                 severities[random_below(3)], kind == SELF_CONTAINED ? 1000 : 1 + random_below(9),
                 kind == SELF_CONTAINED ? " match=fold,part" : random_below(2) ? " match=part" : "");
        entry.length = 0;
        put_entry(&entry, kind);
        tg_options_add_word(options, entry.data, entry.length, attributes, NULL); /* some are none, such as blanks */
    }
    free(entry.data);
    if (kind == SELF_CONTAINED) /* what is hidden is told by what stands around */
        tg_options_set(options, TG_SETTING_DETECTORS,
                       TG_DETECTOR_BIT(TG_DETECTOR_WORDS) | TG_DETECTOR_BIT(TG_DETECTOR_PATTERNS));
    tg_gate *gate = gate_from(options);
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_gate_unref(gate);
}

/* The distances of combinations are longer than a text of self-contained rules: a mask makes some shorter. */
static void make_text(rule_kind kind)
{
    text.length = 0;
    put(&text, "", 0);
    put_random_text(&text, &letters, kind == SELF_CONTAINED ? random_below(300) : random_length());
}

/* Calls `check` for many texts of many dictionaries. */
static void each_text(rule_kind kind, void (*check)(void))
{
    for (long round = random_rounds(DICTIONARIES); round > 0; round--) {
        make_scanner(kind);
        for (int i = 0; i < TEXTS; i++) {
            make_text(kind);
            check();
        }
        tg_scanner_free(scanner);
    }
}

static const tg_verdict *scan(const bytes *b)
{
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, b->data, b->length, &verdict), TG_OK);
    return verdict;
}

/* -------------------------------------------------------------------- each ---- */

/* A finding as far as the two ways must agree: of findings of one place and category either may keep another. */
typedef struct place {
    size_t begin, end;
    char category[8];
} place;

typedef struct places {
    place *items;
    size_t count, capacity;
} places;

static int remember(const tg_finding *finding, void *user)
{
    places *p = user;
    if (p->count == p->capacity)
        p->items = realloc(p->items, (p->capacity = p->capacity * 2 + 64) * sizeof *p->items);
    place *new = &p->items[p->count++];
    memset(new, 0, sizeof *new);
    new->begin = finding->begin;
    new->end = finding->end;
    snprintf(new->category, sizeof new->category, "%s", finding->category);
    return 0;
}

static int compare_places(const void *left, const void *right)
{
    const place *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return strcmp(a->category, b->category);
}

static void make_set(places *p)
{
    size_t kept = 0;
    if (p->count)
        qsort(p->items, p->count, sizeof *p->items, compare_places);
    for (size_t i = 0; i < p->count; i++)
        if (i == 0 || compare_places(&p->items[i], &p->items[kept - 1]) != 0)
            p->items[kept++] = p->items[i];
    p->count = kept;
}

static void check_each(void)
{
    static places each, all;
    bool clean = false;
    each.count = all.count = 0;
    ck_assert_int_eq(tg_scan_each(scanner, text.data, text.length, remember, &each), TG_OK);
    ck_assert_int_eq(tg_is_clean(scanner, text.data, text.length, &clean), TG_OK);
    const tg_verdict *verdict = scan(&text);
    ck_assert(ranges_are_sound(verdict, text.data, text.length));
    ck_assert(clean == (verdict->action == TG_ACTION_PASS));
    for (size_t i = 0; i < verdict->finding_count; i++)
        remember(tg_verdict_finding(verdict, i), &all);
    make_set(&each);
    make_set(&all);
    char *hex = hex_of(text.data, text.length);
    for (size_t i = 0; i < each.count && i < all.count; i++)
        ck_assert_msg(compare_places(&each.items[i], &all.items[i]) == 0, "each %zu-%zu %s, scan %zu-%zu %s in %s",
                      each.items[i].begin, each.items[i].end, each.items[i].category, all.items[i].begin,
                      all.items[i].end, all.items[i].category, hex);
    ck_assert_msg(each.count == all.count, "each finds %zu, scan %zu in %zu bytes %s", each.count, all.count, text.length, hex);
    free(hex);
}

START_TEST(scan_each_and_is_clean_agree_with_scan)
{
    each_text(EVERYTHING, check_each);
}
END_TEST

/* -------------------------------------------------------------------- html ---- */

/* Where each character of the text is in its HTML: begin and end by offset in the text. */
static size_t *begins, *ends;

/* Writes the text as HTML would have it: references, tags and comments at random. */
static void write_html(void)
{
    static const char *const between[] = {"<b>", "</b>", "<i class=\"a>b\">", "<!-- x -->", "<span class='甲'>", "</span >"};
    begins = realloc(begins, (text.length + 1) * sizeof *begins);
    ends = realloc(ends, (text.length + 1) * sizeof *ends);
    other.length = 0;
    put(&other, "", 0);
    for (size_t at = 0, n; at < text.length; at += n) {
        uint32_t c;
        char reference[16];
        n = tg_utf8_decode((const unsigned char *)text.data + at, text.length - at, &c);
        if (random_below(6) == 0)
            put_string(&other, between[random_below(sizeof between / sizeof *between)]);
        begins[at] = other.length;
        snprintf(reference, sizeof reference, random_below(2) ? "&#%u;" : "&#x%X;", (unsigned)c);
        if (random_below(5) == 0 && c != 0xFFFD && c > ' ' && !(c >= 0x80 && c < 0xA0))
            put_string(&other, reference);
        else
            put(&other, text.data + at, n);
        ends[at + n] = other.length;
    }
}

static void check_html(void)
{
    static places plain, html;
    if (memchr(text.data, '\0', text.length)) /* HTML shows none */
        return;
    plain.count = html.count = 0;
    const tg_verdict *verdict = scan(&text);
    for (size_t i = 0; i < verdict->finding_count; i++)
        remember(tg_verdict_finding(verdict, i), &plain);
    write_html();
    ck_assert_int_eq(tg_scanner_set_markup(scanner, TG_MARKUP_HTML), TG_OK);
    verdict = scan(&other);
    ck_assert_int_eq(tg_scanner_set_markup(scanner, TG_MARKUP_PLAIN), TG_OK);
    for (size_t i = 0; i < verdict->finding_count; i++)
        remember(tg_verdict_finding(verdict, i), &html);
    ck_assert(ranges_are_sound(verdict, other.data, other.length));
    for (size_t i = 0; i < plain.count; i++) {
        plain.items[i].begin = begins[plain.items[i].begin];
        plain.items[i].end = ends[plain.items[i].end];
    }
    make_set(&plain);
    make_set(&html);
    ck_assert_msg(plain.count == html.count, "%zu findings in the text, %zu in %s", plain.count, html.count, other.data);
    for (size_t i = 0; i < plain.count; i++)
        ck_assert_msg(compare_places(&plain.items[i], &html.items[i]) == 0, "%zu-%zu in the text, %zu-%zu in %s",
                      plain.items[i].begin, plain.items[i].end, html.items[i].begin, html.items[i].end, other.data);
}

START_TEST(a_text_written_in_html_has_the_same_findings)
{
    each_text(EVERYTHING, check_html);
    free(begins);
    free(ends);
}
END_TEST

/* --------------------------------------------------------------- redaction ---- */

static void check_redacted(void)
{
    tg_redaction redaction = TG_REDACTION_INIT;
    const tg_verdict *verdict = NULL;
    const char *out = NULL;
    size_t length;
    redaction.threshold = (tg_action)random_below(3);
    redaction.mask = random_below(2) ? "#" : "\xE2\x96\x88"; /* of no rule */
    ck_assert_int_eq(tg_redact(scanner, text.data, text.length, &redaction, &out, &length, &verdict), TG_OK);
    ck_assert(ranges_are_sound(verdict, text.data, text.length));
    other.length = 0;
    put(&other, out, length);
    verdict = scan(&other);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *f = tg_verdict_finding(verdict, i);
        if (f->action < redaction.threshold)
            continue;
        char *before = hex_of(text.data, text.length), *after = hex_of(other.data, other.length);
        ck_abort_msg("%s is left at %zu-%zu of %s, redacted %s", f->rule, f->begin, f->end, before, after);
    }
}

START_TEST(a_redacted_text_has_nothing_left_to_redact)
{
    each_text(SELF_CONTAINED, check_redacted);
}
END_TEST

/* ------------------------------------------------------------------- again ---- */

/* The report of a scan, to be freed. */
static char *report_of(const bytes *b)
{
    const char *line = NULL;
    const tg_verdict *verdict = scan(b);
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, NULL, b->data, &line, NULL), TG_OK);
    return strdup(line);
}

/* Scans the text, another one in each way, and the text again. */
static void check_again(void)
{
    bool clean;
    char *first = report_of(&text);
    other.length = 0;
    put(&other, "", 0);
    put_random_text(&other, &letters, random_length());
    ck_assert_int_eq(tg_is_clean(scanner, other.data, other.length, &clean), TG_OK); /* it may end half-way */
    free(report_of(&other));
    char *second = report_of(&text);
    ck_assert_str_eq(first, second);
    free(first);
    free(second);
}

START_TEST(a_scan_does_not_depend_on_the_one_before)
{
    each_text(EVERYTHING, check_again);
}
END_TEST

/* -------------------------------------------------------------------- main ---- */

int main(void)
{
    random_begin();
    TCase *tests = tcase_create("agreement");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, scan_each_and_is_clean_agree_with_scan);
    tcase_add_test(tests, a_text_written_in_html_has_the_same_findings);
    tcase_add_test(tests, a_redacted_text_has_nothing_left_to_redact);
    tcase_add_test(tests, a_scan_does_not_depend_on_the_one_before);
    int status = run_suite("agreement", tests);
    free(text.data);
    free(other.data);
    return status;
}
