/* Runs of characters that do not show: between letters, in number, or carrying a message. What scripts, emoji, typesetting
 * and writing from right to left need them for is passed over. */
#include <string.h>

#include "detect/invisible.h"

enum {
    NEAR = 96,        /* runs so many bytes apart in one line are one finding */
    RTL_NEAR = 128,   /* so many bytes behind a letter that is written from right to left, marks of direction are in place */
    DATA_RUN = 4,     /* variation selectors in a row that select nothing */
    FLAG_TAGS = 6,    /* tag characters of a flag, at most: "gbeng" */
    WORD_BYTES = 256, /* of a word with soft hyphens, to either side */
    SPELT = 64        /* characters of what a run spells that its note has */
};

static const tg_message zero_width = {"invisible.zero-width", "invisible:zero-width",
                                      "Characters that do not show stand in the text.", TG_SEVERITY_MEDIUM,
                                      TG_TRICK_INVISIBLE};
static const tg_message tags = {"invisible.tags", "invisible:tags", "Tag characters that do not show hide a message.",
                                TG_SEVERITY_HIGH, TG_TRICK_INVISIBLE};
static const tg_message selectors = {"invisible.selectors", "invisible:selectors",
                                     "Variation selectors that do not show hide a message.", TG_SEVERITY_HIGH,
                                     TG_TRICK_INVISIBLE};

/* Characters that do not show, in a row. */
typedef struct run {
    tg_range range;
    size_t zero, functions, soft, fillers, syllable_fillers, selectors, strays, tags, directions, embeddings;
    bool overrides; /* there are bidirectional overrides */
} run;

tg_status tg_end_runs(tg_look *l)
{
    tg_range range = l->hidden;
    l->hidden = (tg_range){0, 0};
    return range.end > range.begin ? tg_add_look(l, &zero_width, range, zero_width.note) : TG_OK;
}

/* Runs near one another are one finding. */
static tg_status take_hidden(tg_look *l, tg_range range)
{
    tg_range *hidden = &l->hidden;
    if (hidden->end > hidden->begin && range.begin - hidden->end < NEAR &&
        !memchr(l->text + hidden->end, '\n', range.begin - hidden->end)) {
        hidden->end = range.end;
        return TG_OK;
    }
    tg_status status = tg_end_runs(l);
    *hidden = range;
    return status;
}

/* The byte that a tag character or a variation selector stands for; 0: none that shows. */
static char spelt_by(uint32_t c, tg_glyph kind)
{
    uint32_t byte = c;
    if (kind == TG_GLYPH_TAG)
        byte -= 0xE0000;
    else if (c >= 0xE0100)
        byte -= 0xE0100 - 16;
    else if (c >= 0xFE00)
        byte -= 0xFE00;
    return byte >= 0x20 && byte < 0x7F ? (char)byte : 0;
}

/* Adds a finding whose note has what the run spells. */
static tg_status add_spelt(tg_look *l, const tg_message *m, tg_range range, tg_glyph kind)
{
    char spelt[SPELT];
    size_t count = 0;
    bool more = false;
    for (size_t at = range.begin; at < range.end && !more;) {
        uint32_t c;
        at += tg_utf8_decode(l->text + at, range.end - at, &c);
        char shown = tg_glyph_of(c) == kind ? spelt_by(c, kind) : 0;
        more = shown && count == SPELT;
        if (shown && !more)
            spelt[count++] = shown;
    }
    size_t head = strlen(m->note) - 1;
    char *note = count ? tg_arena_allocate(&l->work->arena, head + count + 16) : NULL;
    if (!count)
        return tg_add_look(l, m, range, m->note);
    if (!note)
        return TG_NO_MEMORY;
    memcpy(note, m->note, head);
    memcpy(note + head, ": ", 2);
    memcpy(note + head + 2, spelt, count);
    strcpy(note + head + 2 + count, more ? "…" : "");
    return tg_add_look(l, m, range, note);
}

/* The character before a byte that is no mark; U+0000 at the beginning. */
static uint32_t before(const tg_look *l, size_t at)
{
    uint32_t c = 0;
    for (size_t marks = 0; at > 0 && marks < 32; marks++) {
        at -= tg_utf8_decode_last(l->text, at, &c);
        if (tg_glyph_of(c) != TG_GLYPH_MARK)
            return c;
    }
    return 0;
}

static uint32_t after(const tg_look *l, size_t at)
{
    uint32_t c = 0;
    if (at < l->length)
        tg_utf8_decode(l->text + at, l->length - at, &c);
    return c;
}

/* Whether a character may be part of a Korean syllable that is written in parts. */
static bool is_jamo(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0xA960 && c <= 0xA97F) || (c >= 0xAC00 && c <= 0xD7FF);
}

static void add_to_run(run *r, uint32_t c, tg_glyph kind)
{
    r->zero += kind == TG_GLYPH_ZERO;
    r->functions += kind == TG_GLYPH_FUNCTION;
    r->soft += kind == TG_GLYPH_SOFT;
    r->fillers += kind == TG_GLYPH_FILLER;
    r->syllable_fillers += c == 0x115F || c == 0x1160;
    r->tags += kind == TG_GLYPH_TAG;
    r->directions += kind == TG_GLYPH_DIRECTION;
    r->selectors += kind == TG_GLYPH_SELECTOR;
    r->strays += kind == TG_GLYPH_SELECTOR && c < 0xE0100 && (c < 0xFE00 || c > 0xFE02); /* those are for Han */
    r->embeddings += c == 0x202A || c == 0x202B || c == 0x202C;
    r->overrides |= c == 0x202D || c == 0x202E;
}

static run read_run(const tg_look *l, size_t at)
{
    run r = {.range = {at, at}};
    while (r.range.end < l->length) {
        uint32_t c;
        size_t n = tg_utf8_decode(l->text + r.range.end, l->length - r.range.end, &c);
        tg_glyph kind = tg_glyph_of(c);
        if (!tg_glyph_in(kind, TG_GLYPHS_HIDDEN))
            break;
        add_to_run(&r, c, kind);
        r.range.end += n;
    }
    return r;
}

/* A black flag with its region in tag characters: the flags of England, Scotland, Texas … A text may be cut off inside. */
static bool is_flag(const tg_look *l, const run *r)
{
    if (before(l, r->range.begin) != 0x1F3F4)
        return false;
    size_t count = 0;
    uint32_t c = 0;
    for (size_t at = r->range.begin; at < r->range.end && count <= FLAG_TAGS; count++) {
        at += tg_utf8_decode(l->text + at, r->range.end - at, &c);
        if (c == 0xE007F)
            return count > 0 && at == r->range.end;
        if (!(c >= 0xE0061 && c <= 0xE007A) && !(c >= 0xE0030 && c <= 0xE0039))
            return false;
    }
    return count <= FLAG_TAGS && r->range.end == l->length;
}

/* Whether a word was cut up by soft hyphens: a piece of one letter, or many short ones. Hyphenation leaves more. `at` is
 * one of the hyphens; *word becomes the range from the first to the last one. */
static bool is_cut_up(const tg_look *l, size_t at, tg_range *word)
{
    const uint32_t within = TG_GLYPHS_CONFUSED | TG_GLYPH_BIT(TG_GLYPH_SOFT) | TG_GLYPH_BIT(TG_GLYPH_MARK);
    size_t begin = at, limit = at > WORD_BYTES ? at - WORD_BYTES : 0, count = 0, piece = 0, hyphens = 0, n;
    bool single = false;
    uint32_t c;
    if (limit < l->soft_done)
        limit = l->soft_done;
    for (; begin > limit; begin -= n) {
        n = tg_utf8_decode_last(l->text + limit, begin - limit, &c);
        if (!tg_glyph_in(tg_glyph_of(c), within))
            break;
    }
    *word = (tg_range){begin, begin};
    for (; begin < l->length && begin < at + WORD_BYTES; begin += n) {
        n = tg_utf8_decode(l->text + begin, l->length - begin, &c);
        tg_glyph kind = tg_glyph_of(c);
        if (kind == TG_GLYPH_SOFT) {
            single |= piece == 1;
            piece = 0;
            word->begin = hyphens++ ? word->begin : begin;
            word->end = begin + n;
        } else if (tg_glyph_in(kind, TG_GLYPHS_CONFUSED)) {
            piece++;
            count++;
        } else if (kind != TG_GLYPH_MARK) {
            break;
        }
    }
    return single || piece == 1 || 2 * count < 5 * (hyphens + 1);
}

static tg_status judge_soft(tg_look *l, const run *r)
{
    tg_range word;
    if (r->range.begin < l->soft_done || !tg_glyph_in(tg_glyph_of(before(l, r->range.begin)), TG_GLYPHS_CONFUSED) ||
        !tg_glyph_in(tg_glyph_of(after(l, r->range.end)), TG_GLYPHS_CONFUSED))
        return TG_OK;
    bool cut = is_cut_up(l, r->range.begin, &word);
    l->soft_done = word.end > r->range.end ? word.end : r->range.end;
    return cut ? take_hidden(l, (tg_range){word.begin, l->soft_done}) : TG_OK;
}

/* How many of a run's characters have no business between two letters or digits. */
static size_t count_between(const tg_look *l, const run *r, uint32_t left, uint32_t right)
{
    tg_glyph a = tg_glyph_of(left), b = tg_glyph_of(right);
    size_t count = r->zero;
    bool western = tg_glyph_in(a, TG_GLYPHS_CONFUSED) && tg_glyph_in(b, TG_GLYPHS_CONFUSED);
    bool rtl = l->rtl_end && r->range.begin - l->rtl_end < RTL_NEAR;
    if (!western || r->functions > 1)
        count += r->functions;
    if (!western)
        count += r->soft;
    count += r->fillers - (is_jamo(left) || is_jamo(right) ? r->syllable_fillers : 0);
    if (a != TG_GLYPH_DIGIT)
        count += a == TG_GLYPH_HAN ? r->strays : r->selectors;
    if (western && a == b && !r->overrides && r->range.begin >= l->overrides_done)
        count += r->embeddings;
    return count + r->tags + (rtl ? 0 : r->directions);
}

/* How many do not show at all, where other characters stand to either side: one or two of them are what scripts and emoji
 * need, or slips. */
static bool is_hidden(const tg_look *l, const run *r)
{
    uint32_t left = before(l, r->range.begin), right = after(l, r->range.end);
    tg_glyph a = tg_glyph_of(left), b = tg_glyph_of(right);
    const uint32_t joining = TG_GLYPH_BIT(TG_GLYPH_RTL) | TG_GLYPH_BIT(TG_GLYPH_OTHER) | TG_GLYPH_BIT(TG_GLYPH_EMOJI) |
                             TG_GLYPH_BIT(TG_GLYPH_MARK);
    if (tg_glyph_in(a, TG_GLYPHS_PLAIN) && tg_glyph_in(b, TG_GLYPHS_PLAIN))
        return count_between(l, r, left, right) > 0;
    size_t mark = r->range.begin == 0 && after(l, 0) == 0xFEFF;
    return r->zero + r->tags - mark >= (tg_glyph_in(a, joining) || tg_glyph_in(b, joining) ? 3u : 2u);
}

static tg_status judge_overrides(tg_look *l, const run *r)
{
    tg_status status = TG_OK;
    size_t n;
    for (size_t at = r->range.begin; at < r->range.end && status == TG_OK; at += n) {
        uint32_t c;
        n = tg_utf8_decode(l->text + at, r->range.end - at, &c);
        if (c == 0x202D || c == 0x202E)
            status = tg_look_at_override(l, at);
    }
    return status;
}

static tg_status judge_run(tg_look *l, const run *r)
{
    if (r->tags >= 2 && !is_flag(l, r))
        return add_spelt(l, &tags, r->range, TG_GLYPH_TAG);
    if (r->selectors >= DATA_RUN)
        return add_spelt(l, &selectors, r->range, TG_GLYPH_SELECTOR);
    tg_status status = r->overrides ? judge_overrides(l, r) : TG_OK;
    if (status == TG_OK && r->tags == 0 && r->soft && !r->zero)
        status = judge_soft(l, r);
    if (status == TG_OK && !(r->tags && is_flag(l, r)) && is_hidden(l, r))
        status = take_hidden(l, r->range);
    return status;
}

tg_status tg_look_at_run(tg_look *l, size_t begin, size_t *end)
{
    run r = read_run(l, begin);
    *end = r.range.end;
    return judge_run(l, &r);
}
