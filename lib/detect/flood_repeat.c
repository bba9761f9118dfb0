/* How much of a text stood there before: characters in a row, three and eight characters, lines. A set of bits tells
 * what was seen; it has sixteen for each character, so that it is rarely wrong. Nothing is allocated. */
#include <string.h>

#include "base/utf8.h"
#include "detect/flood.h"

enum {
    SET_BITS = 1 << 18, /* for texts of 16 KiB */
    NEAR = 8            /* characters that the longer sequence has */
};

typedef struct seen {
    uint64_t bits[SET_BITS / 64];
    uint32_t mask;
} seen;

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 31) * UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
    return x ^ x >> 32;
}

/* Whether it is there already; it is, afterwards. */
static bool put(seen *s, uint64_t hash)
{
    uint32_t bit = (uint32_t)hash & s->mask;
    uint64_t *word = &s->bits[bit / 64], one = UINT64_C(1) << bit % 64;
    bool was = *word & one;
    *word |= one;
    return was;
}

static void clear(seen *s, size_t length)
{
    uint32_t bits = 1024;
    while (bits < SET_BITS && bits < length * 16)
        bits *= 2;
    s->mask = bits - 1;
    memset(s->bits, 0, bits / 8);
}

static uint32_t lower(uint32_t c)
{
    if (c < 0x80)
        return c + ((uint32_t)(c - 'A' < 26) << 5);
    if (c >= 0xFF01 && c <= 0xFF5E)
        return lower(c - 0xFEE0);
    return c >= 0x410 && c <= 0x42F ? c + 0x20 : c;
}

static bool is_blank(uint32_t c)
{
    if (c < 0x80)
        return c <= ' ';
    return c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) || c == 0xFEFF || (c >= 0xFE00 &&
        c <= 0xFE0F);
}

/* Letters, digits, ideographs: not punctuation, not pictures. */
static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (uint32_t)(c - '0' < 10) | (uint32_t)((c | 0x20) - 'a' < 26);
    return !(c < 0xC0 || (c >= 0x2000 && c < 0x2C00) || (c >= 0x3000 && c < 0x3040) || (c >= 0xFF00 && c < 0xFF10) ||
        c == 0xFFFD ||
             (c >= 0x1F000 && c < 0x20000));
}

/* What is left of text that was read in a wrong encoding: 锟斤拷, 烫烫烫, Ã©. */
static bool is_wrong(uint32_t before, uint32_t c)
{
    return c == 0xFFFD || (before == 0x951F && c == 0x65A4) || (before == 0x65A4 && c == 0x62F7) || (before == 0x70EB &&
        c == 0x70EB) ||
           (before == 0x5C6F && c == 0x5C6F) || ((before == 0xC3 || before == 0xC2) && c >= 0x80 && c < 0xC0) ||
           (before == 0xE2 && c == 0x20AC);
}

/* All of it stays in registers. */
typedef struct measuring {
    uint64_t line, kinds, three, near; /* hashes of the line, and of the last characters; kinds as a set */
    size_t at, run, in_runs, letters, replaced, line_length, lines, repeated_lines, before3, before8;
    uint32_t before;
} measuring;

/* The hash of a sequence is a polynomial of its characters: the next one's is told by what enters and what leaves. */
static const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15), factor_of_first = UINT64_C(0x06D4B2611BEB6861);

static inline void end_line(measuring *m, seen *set)
{
    if (m->line_length >= 2) {
        m->lines++;
        m->repeated_lines += put(set, mix(m->line ^ 0xA5A5));
    }
    m->line = m->line_length = 0;
}

static inline void add(measuring *m, seen *set, uint32_t *last, uint32_t c)
{
    uint32_t first = last[m->at % NEAR];
    last[m->at++ % NEAR] = c;
    if (c >= 0x80)
        m->replaced += is_wrong(m->before, c);
    m->run = c == m->before ? m->run + 1 : 1;
    m->in_runs += m->run == 4 ? 4 : m->run > 4;
    m->letters += is_letter(c);
    m->before = c;
    m->kinds |= UINT64_C(1) << (c * factor >> 58);
    m->line = (m->line ^ c) * factor;
    m->line_length++;
    m->three = (m->three << 21 | c) & ((UINT64_C(1) << 63) - 1);
    if (m->at >= 3)
        m->before3 += put(set, mix(m->three));
    m->near = m->near * factor + c - first * factor_of_first;
    if (m->at >= NEAR)
        m->before8 += put(set, mix(m->near + NEAR));
}

void tg_flood_measure(const char *text, size_t length, tg_repetition *out)
{
    seen set;
    uint32_t last[NEAR] = {0};
    measuring m = {0};
    clear(&set, length);
    for (size_t at = 0, n; at < length; at += n) {
        uint32_t c;
        n = tg_utf8_decode((const unsigned char *)text + at, length - at, &c);
        if (c == '\n')
            end_line(&m, &set);
        else if (!is_blank(c))
            add(&m, &set, last, lower(c));
    }
    end_line(&m, &set);
    *out = (tg_repetition){
        .characters = m.at,
        .letters = m.letters,
        .in_runs = m.in_runs,
        .replaced = m.replaced,
        .lines = m.lines,
        .repeated_lines = m.repeated_lines,
        .trigrams = m.at > 2 ? (double)m.before3 / (double)(m.at - 2) : 0,
        .octagrams = m.at > NEAR ? (double)m.before8 / (double)(m.at - NEAR + 1) : 0,
    };
    for (; m.kinds; m.kinds &= m.kinds - 1)
        out->kinds++;
}
