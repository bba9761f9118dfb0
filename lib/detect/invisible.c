/* Detector `invisible`: texts that hide something, though no word of a dictionary was found. It looks for runs of characters
 * that do not show (runs.c), bidirectional overrides (override.c), words that mix scripts (lookalike.c) and host names that
 * imitate others (hostname.c). Most of a text is skipped: only what is not ASCII, Han and the like is looked at, by one
 * table. No look-up goes back twice over the same bytes, so that time is linear. */
#include <string.h>

#include "detect/invisible.h"
#include "detect/spam.h"

enum {
    FEW = 16,  /* bytes that are skipped one by one before a chunk is tried */
    CHUNK = 32 /* bytes that are skipped at once */
};

static const tg_message mixed_script = {"invisible.mixed-script", "invisible:mixed-script",
                                        "The word mixes letters of several scripts that look alike.", TG_SEVERITY_MEDIUM,
                                        TG_TRICK_LOOKALIKE};
static const tg_message domain = {"invisible.domain", "invisible:domain",
                                  "The host name imitates another with letters that look alike.", TG_SEVERITY_HIGH,
                                  TG_TRICK_LOOKALIKE};

tg_status tg_add_look(tg_look *l, const tg_message *m, tg_range range, const char *note)
{
    const tg_markup_map *map = l->work->map;
    tg_range source = map ? tg_markup_source(map, range.begin, range.end) : range;
    tg_finding finding = {
        .begin = source.begin,
        .end = source.end,
        .detector = TG_DETECTOR_INVISIBLE,
        .severity = m->severity,
        .match = TG_MATCH_EXACT,
        .tricks = m->tricks,
        .category = m->category,
        .rule = m->rule,
        .note = note,
        .markets = "",
        .advice = "",
        .source = "",
        .entry = SIZE_MAX,
    };
    if (source.end - source.begin != range.end - range.begin)
        finding.tricks |= TG_TRICK_MARKUP;
    if (l->work->wants_signals)
        l->work->signals |= tg_spam_signals_of(&finding);
    return tg_vector_append(&l->work->findings, &finding, 1) ? TG_OK : TG_NO_MEMORY;
}

/* ---- words ---- */

/* The letters of these scripts around a byte, with their marks; invisible characters within are part of the word. */
typedef struct word {
    tg_range range;
    uint32_t kinds; /* of its characters */
} word;

/* As tg_utf8_decode; most letters looked at here take two bytes. */
static inline size_t decode(const tg_look *l, size_t at, uint32_t *c)
{
    const unsigned char *p = l->text + at;
    if (p[0] < 0xC2 || p[0] > 0xDF || at + 1 >= l->length || !tg_utf8_is_trail(p[1]))
        return tg_utf8_decode(p, l->length - at, c);
    *c = (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    return 2;
}

static word word_around(const tg_look *l, size_t at)
{
    const uint32_t between = TG_GLYPH_BIT(TG_GLYPH_MARK) | TG_GLYPH_BIT(TG_GLYPH_ZERO) | TG_GLYPH_BIT(TG_GLYPH_SOFT);
    const uint32_t wanted = between | TG_GLYPHS_CONFUSED;
    word w = {.range = {at, at}};
    size_t n, from = l->words_done;
    uint32_t c;
    for (size_t i = at; i > from; i -= n) {
        n = tg_utf8_decode_last(l->text + from, i - from, &c);
        tg_glyph kind = tg_glyph_of(c);
        if (!tg_glyph_in(kind, wanted))
            break;
        w.kinds |= TG_GLYPH_BIT(kind);
        if (tg_glyph_in(kind, TG_GLYPHS_CONFUSED))
            w.range.begin = i - n;
    }
    for (size_t i = at; i < l->length; i += n) {
        n = decode(l, i, &c);
        tg_glyph kind = tg_glyph_of(c);
        if (!tg_glyph_in(kind, wanted))
            break;
        w.kinds |= TG_GLYPH_BIT(kind);
        if (tg_glyph_in(kind, TG_GLYPHS_CONFUSED) || (kind == TG_GLYPH_MARK && w.range.end == i))
            w.range.end = i + n;
    }
    return w;
}

static bool may_be_in_host(const tg_look *l, tg_range r)
{
    unsigned char left = r.begin ? l->text[r.begin - 1] : ' ', right = r.end < l->length ? l->text[r.end] : ' ';
    return strchr(".-/0123456789", left) || strchr(".-0123456789", right);
}

/* A word with letters of an imitating script, or "xn--". */
static tg_status judge_word(tg_look *l, const word *w)
{
    const char *text = (const char *)l->text;
    tg_range range = w->range;
    uint32_t scripts = w->kinds & TG_GLYPHS_CONFUSED;
    if (range.end > l->words_done)
        l->words_done = range.end;
    if (range.begin >= l->hosts_done && (!scripts || may_be_in_host(l, range))) {
        tg_range host;
        if (tg_find_disguised_host(text, l->length, l->hosts_done, range, &host, &l->hosts_done)) {
            if (host.end > l->words_done)
                l->words_done = host.end;
            return tg_add_look(l, &domain, host, domain.note);
        }
    }
    bool disguised = scripts & (scripts - 1) && tg_is_disguised(text + range.begin, range.end - range.begin);
    return disguised ? tg_add_look(l, &mixed_script, range, mixed_script.note) : TG_OK;
}

/* ---- the way through the text ---- */

static bool is_punycode(const tg_look *l, size_t at)
{
    return at >= 2 && at + 1 < l->length && l->text[at + 1] == '-' && (l->text[at - 1] | 0x20) == 'n' &&
           (l->text[at - 2] | 0x20) == 'x';
}

/* The bytes of a character that is of no interest: ASCII, common Han, kana, Hangul and their punctuation, full-width forms,
 * Latin with marks. 0: it has to be looked at. */
static inline size_t plain_bytes(const tg_look *l, size_t at)
{
    const unsigned char *p = l->text + at;
    if (p[0] < 0x80)
        return p[0] != '-' || !is_punycode(l, at);
    if (at + 3 > l->length)
        return 0;
    if (p[0] >= 0xC3 && p[0] <= 0xC9)
        return tg_utf8_is_trail(p[1]) ? 2 : 0; /* U+00C0 to U+027F */
    bool plain = (p[0] >= 0xE4 && p[0] <= 0xE9) || (p[0] == 0xE3 && p[1] < 0x85) || /* U+3000 to U+313F, U+4000 to U+9FFF */
                 (p[0] == 0xEF && (p[1] | 1) == 0xBD) ||                            /* U+FF00 to U+FF7F */
                 p[0] == 0xEB || p[0] == 0xEC ||                                    /* U+B000 to U+CFFF */
                 (p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0xA7);    /* U+2010 to U+2027 */
    return plain && tg_utf8_is_trail(p[1]) && tg_utf8_is_trail(p[2]) ? 3 : 0;
}

/* Whether eight bytes are ASCII without a hyphen. */
static inline bool is_plain_ascii(const unsigned char *p)
{
    uint64_t bytes, other;
    memcpy(&bytes, p, 8);
    other = bytes ^ UINT64_C(0x2D2D2D2D2D2D2D2D);
    other = (other - UINT64_C(0x0101010101010101)) & ~other; /* a high bit where there is a hyphen */
    return !((bytes | other) & UINT64_C(0x8080808080808080));
}

/* Whether p[0] begins what has to be looked at, as 0 or 1: the same without a branch, so that compilers make vectors of the
 * loop over it. Of ill-formed text nothing is said. */
static inline unsigned char is_special(const unsigned char *p)
{
    unsigned char a = p[0], b = p[1], c = p[2];
    unsigned char letters = ((a >= 0xCA) & (a <= 0xE1)) | ((a >= 0xEA) & (a != 0xEF));
    unsigned char soft_hyphen = (a == 0xC2) & (b == 0xAD);
    unsigned char punctuation = (a == 0xE2) & ((b != 0x80) | (c < 0x90) | (c > 0xA7));
    unsigned char filler = (a == 0xE3) & (b >= 0x85), form = (a == 0xEF) & ((b | 1) != 0xBD);
    unsigned char hyphens = (a == '-') & (b == '-');
    return letters | soft_hyphen | punctuation | filler | form | hyphens;
}

static bool is_plain_chunk(const unsigned char *p)
{
    unsigned char special = 0;
    for (size_t i = 0; i < CHUNK; i++)
        special |= is_special(p + i);
    return !special;
}

/* The next byte that is of interest: that of a character that is not plain, or of the hyphens of an "xn--". */
static size_t skip_plain(const tg_look *l, size_t at)
{
    for (size_t few = FEW; at < l->length; few = CHUNK) {
        while (at + 8 <= l->length && is_plain_ascii(l->text + at))
            at += 8;
        for (size_t stop = at + few, n; at < stop && at < l->length; at += n) {
            n = plain_bytes(l, at);
            if (n == 0)
                return at;
        }
        size_t begin = at;
        while (at + CHUNK + 2 <= l->length && is_plain_chunk(l->text + at))
            at += CHUNK;
        while (at > begin && at < l->length && tg_utf8_is_trail(l->text[at]))
            at++; /* the rest of a plain character */
    }
    return at;
}

static tg_status look_through(tg_look *l)
{
    tg_status status = TG_OK;
    for (size_t at = skip_plain(l, 0), end; at < l->length && status == TG_OK; at = skip_plain(l, end)) {
        uint32_t c;
        end = at + decode(l, at, &c);
        tg_glyph kind = tg_glyph_of(c);
        if (tg_glyph_in(kind, TG_GLYPHS_HIDDEN)) {
            status = tg_look_at_run(l, at, &end);
        } else if (tg_glyph_in(kind, TG_GLYPHS_IMITATING) && at >= l->words_done) {
            word w = word_around(l, at);
            status = judge_word(l, &w);
            if (!(w.kinds & TG_GLYPHS_HIDDEN))
                end = w.range.end;
        } else if (kind == TG_GLYPH_RTL) {
            l->rtl_end = end;
        } else if (c == '-') {
            status = judge_word(l, &(word){.range = {at - 2, at + 2}});
        }
    }
    return status == TG_OK ? tg_end_runs(l) : status;
}

tg_status tg_detect_invisible(tg_work *work)
{
    tg_look look = {.work = work, .text = (const unsigned char *)work->text, .length = work->length};
    return look_through(&look);
}
