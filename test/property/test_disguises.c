/* Words disguised at random, in random texts: whatever is found, its ranges are sound, detection and redaction agree, and
 * tg_scan, tg_scan_each and tg_is_clean do. How much is found is not the point; bench/evasion measures that. But a word
 * disguised in one way by itself is found, or else the rest would prove nothing. */
#include "random.h"

#include "text/markup.h"

enum { ROUNDS = 12, TEXTS = 150 };

static const char *const words[] = {
    "casino", "viagra", "shitty", "bastard", "free spins", "buy pills now", "poker", "xanax",
    "赌博", "博彩", "加微信", "六合彩", "网络赌博平台", "代开发票", "枪支弹药", "138", "办证&微信", "casino&加微信",
};
enum { WORDS = sizeof words / sizeof *words };

static tg_scanner *scanner;
static bytes text, other, redacted;

/* A rule of its own for each word; half of them by sound too, some wherever they stand. */
static void make_scanner(void)
{
    static const char *const lanes[] = {"fold,loose", "fold,loose,sound", "fold,loose,part", "fold,loose,sound,part"};
    static const char *const severities[] = {"low", "medium", "high"};
    tg_options *options = tg_options_new(NULL);
    for (size_t i = 0; i < WORDS; i++) {
        char attributes[96];
        snprintf(attributes, sizeof attributes, "category=c%zu severity=%s match=%s within=1000", random_below(5),
                 severities[random_below(3)], lanes[random_below(4)]);
        ck_assert_int_eq(tg_options_add_word(options, words[i], strlen(words[i]), attributes, NULL), TG_OK);
    }
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_DETECTORS, TG_DETECTOR_BIT(TG_DETECTOR_WORDS)), TG_OK);
    tg_gate *gate = gate_from(options);
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_gate_unref(gate);
}

/* --------------------------------------------------------------- disguises ---- */

/* Ways to write a character otherwise; each is one bit of a set. */
enum { LOOKALIKE = 1, LEET = 2, MASK = 4, NOISE = 8, STRETCH = 16, MARKS = 32, PERCENT = 64, INVISIBLE = 128, HAN = 256, WAYS = 9 };

/* A character and what is put for it. */
typedef struct exchange {
    const char *from, *to;
} exchange;

static const exchange lookalikes[] = {{"a", "\xD0\xB0"}, {"c", "\xD1\x81"}, {"o", "\xCE\xBF"}, {"e", "\xD0\xB5"}, {"p", "\xD1\x80"},
                                      {"x", "\xD1\x85"}, {"s", "\xD1\x95"}, {"i", "\xD1\x96"}, {"b", "🅑"}, {"n", "🅝"}, {NULL, NULL}};
static const exchange leet[] = {{"a", "4"}, {"a", "@"}, {"i", "1"}, {"s", "$"}, {"s", "5"}, {"o", "0"}, {"e", "3"}, {"t", "7"}, {NULL, NULL}};
static const exchange han[] = {{"赌", "贝者"}, {"赌", "睹"}, {"博", "搏"}, {"博", "波"}, {"微", "徽"}, {"微", "薇"}, {"加", "➕"}, {"加", "jia"},
                               {"六", "6"}, {"代", "亻弋"}, {"枪", "木仓"}, {"彩", "采"}, {"赌", "賭"}, {"1", "一"}, {"8", "捌"}, {NULL, NULL}};
static const char *const noises[] = {".", " ", "-", "_", "/", "😀", "\xE3\x80\x80", "\n", "*", "~", "、", "。", "'"};
static const char *const marks[] = {"\xCC\x81", "\xCC\xB6", "\xCD\x9B", "\xE2\x83\x9D"};
static const char *const hidden[] = {"\xE2\x80\x8B", "\xC2\xAD", "\xE2\x81\xA0", "\xEF\xB8\x8F"};

/* Writes what one of the exchanges puts for a character; false if none does. */
static bool put_exchanged(bytes *b, const exchange *list, const char *character)
{
    const exchange *fit[8];
    size_t count = 0;
    for (; list->from; list++)
        if (strcmp(list->from, character) == 0)
            fit[count++] = list;
    if (count)
        put_string(b, fit[random_below(count)]->to);
    return count > 0;
}

static void put_percent(bytes *b, const char *character)
{
    for (; *character; character++) {
        char encoded[8];
        snprintf(encoded, sizeof encoded, "%%%02X", (unsigned char)*character);
        put_string(b, encoded);
    }
}

static void put_character(bytes *b, const char *character, unsigned ways, bool is_inner)
{
    bool often = random_below(3) > 0;
    bool done = (ways & LOOKALIKE && often && put_exchanged(b, lookalikes, character)) ||
                (ways & LEET && often && put_exchanged(b, leet, character)) ||
                (ways & HAN && often && put_exchanged(b, han, character));
    if (!done && ways & MASK && is_inner && random_below(3) == 0)
        put_string(b, "*");
    else if (!done && ways & PERCENT && often)
        put_percent(b, character);
    else if (!done)
        put_string(b, character);
    for (size_t i = ways & STRETCH && random_below(2) ? 1 + random_below(3) : 0; i > 0 && !done; i--)
        put_string(b, character);
    for (size_t i = ways & MARKS ? random_below(4) : 0; i > 0; i--)
        put_string(b, marks[random_below(sizeof marks / sizeof *marks)]);
    if (ways & INVISIBLE && often)
        put_string(b, hidden[random_below(sizeof hidden / sizeof *hidden)]);
}

/* Writes a word in these ways; now and then turned round by an override. */
static void put_disguised(bytes *b, const char *word, unsigned ways)
{
    const char *noise = noises[random_below(sizeof noises / sizeof *noises)];
    char character[5];
    size_t length = strlen(word);
    for (size_t at = 0, n; at < length; at += n) {
        uint32_t c;
        n = tg_utf8_decode((const unsigned char *)word + at, length - at, &c);
        memcpy(character, word + at, n);
        character[n] = '\0';
        put_character(b, character, ways, at > 0 && at + n < length);
        if (ways & NOISE && at + n < length && random_below(4))
            put_string(b, noise);
    }
}

static void put_turned(bytes *b, const char *word)
{
    size_t length = strlen(word);
    put_string(b, "\xE2\x80\xAE");
    for (size_t at = length; at > 0;) {
        uint32_t c;
        size_t n = tg_utf8_decode_last((const unsigned char *)word, at, &c);
        at -= n;
        put(b, word + at, n);
    }
    put_string(b, random_below(4) ? "\xE2\x80\xAC" : "");
}

/* ------------------------------------------------------------------- texts ---- */

static const char *const carriers[] = {
    "the ", "of it ", "please ", "now", " ", ", ", ". ", "\n", "请", "在网上", "的", "平台", "，", "。", "号：", "12", "(", ")",
    "\"", "*", "**", "$", "a", "x", "😀", "'s ", "http://x.example/", "%", "%4", "&", ";", "\xFF", "\xE4\xBD", "\xE2\x80\xAE",
    "\xE2\x80\xAC", "\xCC\x81", "\xE2\x80\x8B", "/", "@", "!", "\r\n", "\t", "è", "ж",
};
static const char *const elements[] = {"<b>", "</b>", "<p>", "</p>", "<br>", "<!-- . -->", "<i class='c4s1n0'>", "</i>", "&nbsp;",
                                       "&#8203;", "&#46;", "<a title=\"c4s1n0\">", "</a>", "<s", "&amp;", "&#x202E;"};

static void put_carrier(bytes *b, bool is_html)
{
    for (size_t i = random_below(6); i > 0; i--)
        if (is_html && random_below(3) == 0)
            put_string(b, elements[random_below(sizeof elements / sizeof *elements)]);
        else
            put_string(b, carriers[random_below(sizeof carriers / sizeof *carriers)]);
}

/* A word with elements between its bytes, where these are characters. */
static void put_marked_up(bytes *b, const bytes *word)
{
    for (size_t at = 0, n; at < word->length; at += n) {
        uint32_t c;
        char reference[16];
        n = tg_utf8_decode((const unsigned char *)word->data + at, word->length - at, &c);
        snprintf(reference, sizeof reference, "&#%u;", (unsigned)c);
        if (random_below(5) == 0)
            put_string(b, reference);
        else
            put(b, word->data + at, n);
        if (random_below(6) == 0)
            put_string(b, elements[random_below(sizeof elements / sizeof *elements)]);
    }
}

static void make_text(bool is_html)
{
    static bytes word;
    text.length = 0;
    put(&text, "", 0);
    for (size_t i = 1 + random_below(4); i > 0; i--) {
        const char *chosen = words[random_below(WORDS)];
        unsigned ways = 1u << random_below(WAYS) | (random_below(2) ? 1u << random_below(WAYS) : 0);
        put_carrier(&text, is_html);
        word.length = 0;
        put(&word, "", 0);
        if (random_below(12) == 0)
            put_turned(&word, chosen);
        else
            put_disguised(&word, chosen, ways);
        if (is_html)
            put_marked_up(&text, &word);
        else
            put(&text, word.data, word.length);
    }
    put_carrier(&text, is_html);
}

/* Calls `check` for many texts. */
static void each_text(bool is_html, void (*check)(bool))
{
    for (long round = random_rounds(ROUNDS); round > 0; round--) {
        make_scanner();
        ck_assert_int_eq(tg_scanner_set_markup(scanner, is_html ? TG_MARKUP_HTML : TG_MARKUP_PLAIN), TG_OK);
        for (int i = 0; i < TEXTS; i++) {
            make_text(is_html);
            check(is_html);
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

/* ------------------------------------------------------------------ checks ---- */

static int add_up(const tg_finding *f, void *user)
{
    uint64_t *sum = user;
    uint64_t place = f->begin * UINT64_C(0x9E3779B97F4A7C15) ^ f->end * UINT64_C(0xC2B2AE3D27D4EB4F) ^ (uint64_t)f->category[1];
    *sum |= UINT64_C(1) << (place * UINT64_C(0xD6E8FEB86659FD93) >> 58); /* as a set, for each may tell of one twice */
    return 0;
}

static void check_ways(bool is_html)
{
    (void)is_html;
    uint64_t each = 0, all = 0;
    bool clean = false;
    ck_assert_int_eq(tg_scan_each(scanner, text.data, text.length, add_up, &each), TG_OK);
    ck_assert_int_eq(tg_is_clean(scanner, text.data, text.length, &clean), TG_OK);
    const tg_verdict *verdict = scan(&text);
    char *hex = hex_of(text.data, text.length);
    ck_assert_msg(ranges_are_sound(verdict, text.data, text.length), "%s", hex);
    const tg_finding *f;
    for (size_t i = 0; (f = tg_verdict_finding(verdict, i)) != NULL; i++) {
        add_up(f, &all);
        ck_assert_msg(f->match < TG_MATCH_LOOSE || f->tricks, "%s without a trick in %s", f->rule, hex);
    }
    ck_assert_msg(each == all, "tg_scan_each differs in %s", hex);
    ck_assert_msg(clean == (verdict->action == TG_ACTION_PASS), "tg_is_clean differs in %s", hex);
    free(hex);
}

START_TEST(ranges_are_sound_and_all_ways_to_scan_agree)
{
    each_text(false, check_ways);
    each_text(true, check_ways);
}
END_TEST

/* What must come of a plain text: each character of a finding is a mask, but for line breaks. */
static void expect_redacted(const tg_verdict *verdict, const char *mask)
{
    char *found = calloc(text.length + 1, 1);
    const tg_finding *f;
    for (size_t i = 0; (f = tg_verdict_finding(verdict, i)) != NULL; i++) {
        for (size_t k = 0; k < f->part_count; k++)
            memset(found + f->parts[k].begin, 1, f->parts[k].end - f->parts[k].begin);
        if (!f->parts)
            memset(found + f->begin, 1, f->end - f->begin);
    }
    other.length = 0;
    put(&other, "", 0);
    for (size_t at = 0, n; at < text.length; at += n) {
        uint32_t c;
        n = tg_utf8_decode((const unsigned char *)text.data + at, text.length - at, &c);
        bool breaks = c == '\n' || (c == '\r' && at + 1 < text.length && text.data[at + 1] == '\n');
        if (found[at] && !breaks)
            put_string(&other, mask);
        else
            put(&other, text.data + at, n);
    }
    free(found);
}

/* A redacted page shows no more than before, so what was markup still is. */
static void check_shown(const char *hex)
{
    tg_markup_map before, after;
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_markup_map_init(&before, &allocator);
    tg_markup_map_init(&after, &allocator);
    ck_assert_int_eq(tg_markup_read(&before, text.data, text.length), TG_OK);
    ck_assert_int_eq(tg_markup_read(&after, redacted.data, redacted.length), TG_OK);
    ck_assert_msg(after.visible.count <= before.visible.count, "shows more when redacted: %s", hex);
    tg_markup_map_free(&before);
    tg_markup_map_free(&after);
}

/* Nothing that was masked is found again. The mask is of a script that disguises nothing: signs would hide letters of what
 * is around, or be noise between them. What is around may be found now, for it may read otherwise without its neighbour; of
 * HTML that is not looked at, where an attribute that was redacted may stand in the middle of it. */
static void check_redacted(bool is_html)
{
    tg_redaction redaction = TG_REDACTION_INIT;
    const tg_verdict *verdict = NULL;
    const char *out = NULL;
    size_t length;
    bool is_sign = random_below(2);
    redaction.threshold = TG_ACTION_PASS;
    redaction.mask = is_sign ? "*" : "한";
    ck_assert_int_eq(tg_redact(scanner, text.data, text.length, &redaction, &out, &length, &verdict), TG_OK);
    redacted.length = 0;
    put(&redacted, out, length);
    char *hex = hex_of(text.data, text.length);
    ck_assert_msg(ranges_are_sound(verdict, text.data, text.length), "%s", hex);
    if (is_html) {
        if (is_sign)
            check_shown(hex);
    } else {
        expect_redacted(verdict, redaction.mask);
        ck_assert_msg(other.length == redacted.length && memcmp(other.data, redacted.data, length) == 0,
                      "not redacted as found: %s", hex);
    }
    verdict = scan(&redacted);
    ck_assert_msg(ranges_are_sound(verdict, redacted.data, redacted.length), "%s", hex);
    const tg_finding *f;
    for (size_t i = 0; !is_sign && !is_html && (f = tg_verdict_finding(verdict, i)) != NULL; i++)
        for (size_t at = f->parts ? f->end : f->begin; at + 3 <= f->end; at++)
            ck_assert_msg(memcmp(redacted.data + at, redaction.mask, 3) != 0, "%s is found at %zu-%zu of %s redacted", f->rule,
                          f->begin, f->end, hex);
    free(hex);
}

START_TEST(detection_and_redaction_agree)
{
    each_text(false, check_redacted);
    each_text(true, check_redacted);
}
END_TEST

/* Each word of the list in one disguise by itself that is beyond doubt. */
static const struct { const char *word, *disguised; } sober[] = {
    {"casino", "c4s1n0"}, {"casino", "с\xD0\xB0sino"}, {"casino", "c.a.s.i.n.o"}, {"casino", "caaasinooo"}, {"viagra", "v**gra"},
    {"赌博", "贝者博"}, {"赌博", "睹博"}, {"赌博", "赌😀博"}, {"加微信", "➕微信"}, {"六合彩", "6合彩"},
};

START_TEST(words_in_disguise_are_found)
{
    tg_gate *gate = gate_from(options_of(sober[_i].word, NULL));
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_gate_unref(gate);
    text.length = 0;
    put_string(&text, sober[_i].disguised);
    const tg_verdict *verdict = scan(&text);
    const tg_finding *f = tg_verdict_finding(verdict, 0);
    ck_assert_msg(f && f->begin == 0 && f->end == text.length && f->match == TG_MATCH_LOOSE, "%s", sober[_i].disguised);
    tg_scanner_free(scanner);
}
END_TEST

int main(void)
{
    random_begin();
    TCase *tests = tcase_create("disguises");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, ranges_are_sound_and_all_ways_to_scan_agree);
    tcase_add_test(tests, detection_and_redaction_agree);
    tcase_add_loop_test(tests, words_in_disguise_are_found, 0, (int)(sizeof sober / sizeof *sober));
    int status = run_suite("disguises", tests);
    free(text.data);
    free(other.data);
    free(redacted.data);
    return status;
}
