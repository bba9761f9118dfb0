/* Does scanning keep its promises for any text? An input is two option bytes, then the text. Of the first, bits 0..1 choose
 * the gate, bit 2 HTML, bit 3 the longest of overlapping findings; the second moves the text against the borders of
 * tiles (see check_shifted).
 *
 * Gates: 0 words of all kinds; 1 words that only depend on themselves, so that a redacted text is clean; 2 patterns, with
 * tight limits; 3 all of that in two packs, with markets, a language, few findings kept. */
#include <string.h>

#include <jansson.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "fuzz.h"

#define DU "\xE8\xB5\x8C"        /* du (bet) */
#define BO "\xE5\x8D\x9A"        /* bo */
#define JIA "\xE5\x8A\xA0"       /* jia (add) */
#define WEIXIN "\xE5\xBE\xAE\xE4\xBF\xA1" /* weixin (a messenger) */
#define KAIHU "\xE5\xBC\x80\xE6\x88\xB7" /* kaihu (open an account) */

static const char words[] =
    "%category gambling\n" DU BO "\n" DU BO KAIHU "\tmarket=CN\n!" DU BO "x\nab\nabc\tmatch=word severity=low\nbc\tmatch=part\n"
    "bcd\tmatch=exact category=x\nca\tmatch=exact,part severity=medium\n!abca\na a\na\tlang=zh severity=critical\n"
    "foo&bar\nfoo&bar~baz\twithin=5\nfoo&" DU "&ab\twithin=9\ncaf\xC3\xA9\nstra\xC3\x9F" "e\n\xEA\xB0\x80\xEB\x82\x98\n"
    "\xF0\x9F\x98\x80\naaaaaaaaaaaaaaaaaaaa\n\\&amp\n\xEF\xB7\xBA\n1,2\n"
    "casino\ncasinos\tmatch=fold,loose,part category=x\nfree spins\nballoon\n138\n"
    WEIXIN "\n" JIA WEIXIN "\tmatch=fold,loose,sound initials=jwx\n" DU BO WEIXIN "\tmatch=fold,loose,sound fuzzy=n,zh category=x\n"
    "6" WEIXIN "\tmatch=fold,loose,sound,part fuzzy=none\ncasino&" WEIXIN "\tmatch=fold,loose,sound within=20\n";
static const char plain[] =
    "%category gambling\n%match fold,part\n" DU BO "\n" DU BO KAIHU "\nab\nabc\nbc\nbcd\ncab\nca\na a\nfo\xC3\xA9\nss\n"
    "\xEA\xB0\x80\xEB\x82\x98\n\xF0\x9F\x98\x80\naaaaaaaaaaaaaaaaaaaa\n\xEF\xB7\xBA\n1,2\nfoo&bar\tcategory=x\n";
static const char patterns[] =
    "%severity medium\n/vx[: ]?\\w{3,}/\n/(a|b|ab)+c/\tcategory=x\n/\\bab\\b/\n/(?<=b)c/\n/^x.*y$/sm\n/" DU "\\s*" BO "/\n"
    "/[^a]{3}z/\n/(\\d)\\1+/u\n/\\p{Han}{4}/\n/a\\Kb(?=c)/\n/(?:a?){20}a{20}/\n/.(?!.)/\n/(x+x+)+y/\n";

static tg_gate *gates[4];
static tg_scanner *scanners[4], *others[4];
static tg_vector expected;

static void must(tg_status status)
{
    if (status != TG_OK)
        fprintf(stderr, "%s\n", tg_status_text(status));
    REQUIRE(status == TG_OK);
}

static void add_pack(tg_options *options, const char *name, const char *source)
{
    tg_builder *builder = tg_builder_new(NULL);
    tg_pack *pack;
    tg_error error = {.message = ""};
    tg_status status = tg_builder_add_memory(builder, name, source, strlen(source), &error);
    if (status != TG_OK)
        fprintf(stderr, "%s:%u:%u: %s\n", name, error.line, error.column, error.message);
    must(status);
    must(tg_builder_compile(builder, &pack, &error));
    must(tg_options_add_pack(options, pack));
    tg_pack_unref(pack);
    tg_builder_free(builder);
}

static void prepare(void)
{
    if (gates[0])
        return;
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_vector_init(&expected, &allocator, 1);
    for (int i = 0; i < 4; i++) {
        tg_options *options = tg_options_new(NULL);
        if (i == 0 || i == 3)
            add_pack(options, "words.txt", words);
        if (i == 1)
            add_pack(options, "plain.txt", plain);
        if (i >= 2)
            add_pack(options, "patterns.txt", patterns);
        must(tg_options_set(options, TG_SETTING_MATCH_LIMIT, 500));
        if (i < 2) /* of which more is checked than holds of texts as a whole */
            must(tg_options_set(options, TG_SETTING_DETECTORS, TG_DETECTOR_BIT(TG_DETECTOR_PRIVACY) - 1));
        if (i == 3) {
            must(tg_options_set(options, TG_SETTING_MAX_FINDINGS, 3));
            must(tg_options_set_markets(options, "CN,US", NULL));
        }
        must(tg_gate_new(options, &gates[i], NULL));
        must(tg_scanner_new(gates[i], &scanners[i]));
        must(tg_scanner_new(gates[i], &others[i]));
        if (i == 3) {
            must(tg_scanner_set_language(scanners[i], "en"));
            must(tg_scanner_set_language(others[i], "en"));
        }
        tg_options_free(options);
    }
}

/* What a case is about. */
typedef struct subject {
    unsigned gate;
    bool is_html, longest;
    tg_scanner *scanner, *other;
    const char *text;
    size_t length;
} subject;

static void check_finding(const tg_finding *f, size_t length)
{
    REQUIRE(f->begin < f->end && f->end <= length);
    REQUIRE(f->severity <= TG_SEVERITY_CRITICAL && f->action <= TG_ACTION_BLOCK && f->detector < TG_DETECTOR_COUNT);
    REQUIRE(*f->category && *f->rule && f->note && f->markets);
    REQUIRE(!f->part_count == !f->parts);
    for (size_t i = 0; i < f->part_count; i++) {
        REQUIRE(f->parts[i].begin < f->parts[i].end);
        REQUIRE(f->parts[i].begin >= f->begin && f->parts[i].end <= f->end);
        REQUIRE(i == 0 || f->parts[i].begin >= f->parts[i - 1].begin);
    }
}

/* Whether a finding stands beside others though only the longest are asked for: it is of the text as a whole, or of a market. */
static bool may_overlap(const tg_finding *f)
{
    return f->detector == TG_DETECTOR_FLOOD || f->detector == TG_DETECTOR_CULTURE || *f->markets;
}

static void check_verdict(const subject *s, const tg_verdict *verdict)
{
    REQUIRE(verdict->score >= 0 && verdict->score <= 1 && verdict->action <= TG_ACTION_BLOCK);
    REQUIRE((verdict->action == TG_ACTION_PASS) == (verdict->score < .5));
    REQUIRE((verdict->action == TG_ACTION_BLOCK) == (verdict->score >= .8));
    const tg_finding *before = NULL;
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *f = tg_verdict_finding(verdict, i);
        REQUIRE(f);
        check_finding(f, s->length);
        REQUIRE(f->action <= verdict->action);
        REQUIRE(!before || before->begin < f->begin || (before->begin == f->begin && before->end >= f->end));
        REQUIRE(!before || !s->longest || before->end <= f->begin || may_overlap(before) || may_overlap(f));
        before = f;
    }
    REQUIRE(!tg_verdict_finding(verdict, verdict->finding_count));
    for (size_t i = 0; i < verdict->category_count; i++) {
        const tg_category_score *c = tg_verdict_category(verdict, i);
        REQUIRE(c && *c->category && c->score > 0 && c->score <= verdict->score);
    }
    for (size_t i = 0; i < verdict->incomplete_count; i++)
        REQUIRE(*tg_verdict_incomplete(verdict, i));
    REQUIRE(verdict->finding_count || verdict->incomplete_count || verdict->action == TG_ACTION_PASS);
    REQUIRE(!verdict->incomplete_count || verdict->action != TG_ACTION_PASS);
}

/* The report is JSON and says the same as the verdict. */
static char *check_json(tg_scanner *scanner, const tg_verdict *verdict, const char *text, size_t text_length)
{
    const char *json;
    size_t length;
    json_error_t error;
    must(tg_verdict_json(scanner, verdict, "\xFF\"id", text, &json, &length));
    REQUIRE(json[length] == '\0' && strlen(json) == length && !strchr(json, '\n'));
    json_t *root = json_loadb(json, length, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
    REQUIRE(json_is_object(root));
    json_t *findings = json_object_get(root, "findings");
    REQUIRE(json_is_array(findings) && json_array_size(findings) == verdict->finding_count);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        json_t *object = json_array_get(findings, i);
        REQUIRE((size_t)json_integer_value(json_object_get(object, "begin")) == tg_verdict_finding(verdict, i)->begin);
        REQUIRE((size_t)json_integer_value(json_object_get(object, "end")) == tg_verdict_finding(verdict, i)->end);
    }
    REQUIRE(text_length == 0 || verdict->finding_count <= text_length * 64);
    json_decref(root);
    char *copy = malloc(length + 1);
    REQUIRE(copy);
    memcpy(copy, json, length + 1);
    return copy;
}

/* What a finding says that does not depend on how one asks. */
typedef struct said {
    size_t begin, end;
    const char *category;
    tg_action action;
} said;

enum { MOST = 512 };

typedef struct heard {
    said items[MOST];
    size_t count, text_length;
} heard;

static said said_of(const tg_finding *f)
{
    return (said){f->begin, f->end, f->category, f->action};
}

static int hear(const tg_finding *f, void *user)
{
    heard *h = user;
    check_finding(f, h->text_length);
    if (h->count < MOST)
        h->items[h->count] = said_of(f);
    h->count++;
    return 0;
}

static bool has(const said *items, size_t count, const said *what)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].begin == what->begin && items[i].end == what->end && items[i].action >= what->action &&
            strcmp(items[i].category, what->category) == 0)
            return true;
    return false;
}

/* tg_scan_each tells the same as tg_scan, but that the latter leaves out repetitions. */
static void check_each(const subject *s, const tg_verdict *verdict)
{
    static heard each, scan;
    each.count = scan.count = 0;
    each.text_length = scan.text_length = s->length;
    must(tg_scan_each(s->other, s->text, s->length, hear, &each));
    if (s->longest || verdict->truncated || each.count > MOST || verdict->finding_count > MOST)
        return;
    for (size_t i = 0; i < verdict->finding_count; i++)
        hear(tg_verdict_finding(verdict, i), &scan);
    for (size_t i = 0; i < scan.count; i++)
        REQUIRE(has(each.items, each.count, &scan.items[i]));
    for (size_t i = 0; i < each.count; i++)
        REQUIRE(has(scan.items, scan.count, &each.items[i]));
}

static int stop_third(const tg_finding *f, void *user)
{
    (void)f;
    return ++*(int *)user == 3;
}

static void check_stopping(const subject *s)
{
    int count = 0;
    tg_status status = tg_scan_each(s->other, s->text, s->length, stop_third, &count);
    REQUIRE(status == (count == 3 ? TG_STOPPED : TG_OK) && count <= 3);
}

/* Marks what redaction must replace, and builds the text that must come of it. */
static void expect_redacted(const subject *s, const tg_verdict *verdict)
{
    unsigned char *marks = calloc(s->length + 1, 1);
    REQUIRE(marks);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *f = tg_verdict_finding(verdict, i);
        for (size_t k = 0; k < f->part_count; k++)
            memset(marks + f->parts[k].begin, 1, f->parts[k].end - f->parts[k].begin);
        if (!f->parts)
            memset(marks + f->begin, 1, f->end - f->begin);
    }
    expected.count = 0;
    for (size_t at = 0, n; at < s->length; at += n) {
        uint32_t c;
        n = tg_utf8_decode((const unsigned char *)s->text + at, s->length - at, &c);
        bool breaks = c == '\n' || (c == '\r' && at + 1 < s->length && s->text[at + 1] == '\n');
        bool masked = marks[at] && !breaks;
        REQUIRE(marks[at] == marks[at + n - 1]);
        REQUIRE(tg_vector_append(&expected, masked ? "*" : s->text + at, masked ? 1 : n));
    }
    free(marks);
}

/* Whether all findings are of words, patterns and what is hidden: just they are masked. What is private is looked for again in
 * the result, and what is said of the text as a whole is no place. */
static bool of_places(const tg_verdict *verdict)
{
    for (size_t i = 0; i < verdict->finding_count; i++)
        if (tg_verdict_finding(verdict, i)->detector >= TG_DETECTOR_PRIVACY)
            return false;
    return true;
}

static void check_redaction(const subject *s)
{
    tg_redaction redaction = TG_REDACTION_INIT;
    const char *out;
    size_t length;
    const tg_verdict *verdict;
    redaction.threshold = TG_ACTION_PASS;
    must(tg_redact(s->other, s->text, s->length, &redaction, &out, &length, &verdict));
    REQUIRE(out[length] == '\0');
    if (!s->is_html && !s->longest && !verdict->truncated && of_places(verdict)) {
        expect_redacted(s, verdict);
        REQUIRE(expected.count == length && (length == 0 || memcmp(expected.items, out, length) == 0));
    }
    if (s->gate == 1) {
        expected.count = 0;
        REQUIRE(tg_vector_append(&expected, out, length));
        must(tg_scan(s->other, expected.items, length, &verdict));
        REQUIRE(verdict->finding_count == 0);
    }
    redaction = (tg_redaction)TG_REDACTION_INIT;
    redaction.mask = "<&>";
    redaction.with_category = true;
    redaction.keep = 1;
    redaction.threshold = TG_ACTION_BLOCK;
    must(tg_redact(s->other, s->text, s->length, &redaction, &out, &length, NULL));
}

/* Line feeds before a text move its findings and change none, wherever the borders of tiles fall. Patterns can see them,
 * and so can a mark that the text begins with. */
static void check_shifted(const subject *s, unsigned back, const tg_verdict *verdict)
{
    enum { TILE = 8192 };
    if (s->gate > 1 || s->is_html || s->length == 0 || (unsigned char)*s->text >= 0x80 || *s->text == '\n')
        return;
    size_t pad = TILE - back, length = pad + s->length;
    char *text = malloc(length);
    REQUIRE(text);
    memset(text, '\n', pad);
    memcpy(text + pad, s->text, s->length);
    const tg_verdict *shifted;
    must(tg_scan(s->other, text, length, &shifted));
    REQUIRE(shifted->finding_count == verdict->finding_count && shifted->action == verdict->action);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *a = tg_verdict_finding(verdict, i), *b = tg_verdict_finding(shifted, i);
        REQUIRE(b->begin == a->begin + pad && b->end == a->end + pad && b->tricks == a->tricks && b->match == a->match);
        REQUIRE(strcmp(a->rule, b->rule) == 0 && a->part_count == b->part_count);
    }
    free(text);
}

static void check(const subject *s, unsigned back)
{
    const tg_verdict *verdict, *again;
    bool clean;
    must(tg_scan(s->scanner, s->text, s->length, &verdict));
    check_verdict(s, verdict);
    must(tg_is_clean(s->other, s->text, s->length, &clean));
    REQUIRE(clean == (verdict->action == TG_ACTION_PASS));
    check_each(s, verdict);
    check_stopping(s);
    check_redaction(s);
    check_shifted(s, back, verdict);
    char *first = check_json(s->scanner, verdict, s->text, s->length);
    must(tg_scan(s->other, s->text, s->length, &again)); /* what was scanned before leaves no trace */
    char *second = check_json(s->other, again, s->text, s->length);
    REQUIRE(strcmp(first, second) == 0);
    free(first);
    free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    prepare();
    if (size < 2)
        return 0;
    subject s = {.gate = data[0] & 3u, .is_html = data[0] & 4, .longest = data[0] & 8, .length = size - 2,
                 .text = (const char *)data + 2};
    s.scanner = scanners[s.gate];
    s.other = others[s.gate];
    tg_scanner *const both[] = {s.scanner, s.other};
    for (int i = 0; i < 2; i++) {
        must(tg_scanner_set_markup(both[i], s.is_html ? TG_MARKUP_HTML : TG_MARKUP_PLAIN));
        must(tg_scanner_set_overlap(both[i], s.longest ? TG_OVERLAP_LONGEST : TG_OVERLAP_ALL));
    }
    check(&s, data[1]);
    return 0;
}
