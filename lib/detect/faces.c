/* One pass over a text for what no dictionary lists: emoji sequences, and places where a face drawn with characters may be
 * (kaomoji.c knows them). Most bytes are passed over eight at a time. */
#include "base/utf8.h"
#include "detect/emotion.h"
#include "detect/lookalike.h"

/* Bytes at which something may be. */
static const uint8_t telling[256] = {
    ['('] = 1, [')'] = 1, [':'] = 1, [';'] = 1, ['='] = 1, ['<'] = 1, ['^'] = 1, ['_'] = 1, ['\\'] = 1,
    [0xC2] = 1, [0xCA] = 1, [0xE2] = 1, [0xE3] = 1, [0xEF] = 1, [0xF0] = 1,
};

/* ---- emoji ---- */

enum {
    JOINER = 0x200D,
    KEYCAP = 0x20E3,
    FIRST_INDICATOR = 0x1F1E6, LAST_INDICATOR = 0x1F1FF,
    FIRST_TONE = 0x1F3FB, LAST_TONE = 0x1F3FF
};

static size_t decode(const char *text, size_t length, size_t at, uint32_t *c)
{
    *c = 0;
    return at < length ? tg_utf8_decode((const unsigned char *)text + at, length - at, c) : 0;
}

static bool is_emoji(uint32_t c)
{
    return tg_glyph_of(c) == TG_GLYPH_EMOJI;
}

/* Skips what belongs to the character before: variation selectors, skin tones, tags. */
static size_t skip_extending(const char *text, size_t length, size_t at)
{
    for (size_t n;; at += n) {
        uint32_t c;
        n = decode(text, length, at, &c);
        bool extends = c == 0xFE0F || c == 0xFE0E || (c >= FIRST_TONE && c <= LAST_TONE) || (c >= 0xE0020 && c <= 0xE007F);
        if (!n || !extends)
            return at;
    }
}

size_t tg_emoji_at(const char *text, size_t length, size_t at)
{
    uint32_t c;
    size_t n = decode(text, length, at, &c), end = at + n;
    if (!n || !is_emoji(c))
        return 0;
    if (c >= FIRST_INDICATOR && c <= LAST_INDICATOR) {
        n = decode(text, length, end, &c);
        return end - at + (c >= FIRST_INDICATOR && c <= LAST_INDICATOR ? n : 0);
    }
    for (;;) {
        end = skip_extending(text, length, end);
        size_t joiner = decode(text, length, end, &c);
        if (c != JOINER)
            return end - at;
        n = decode(text, length, end + joiner, &c);
        if (!n || !is_emoji(c))
            return end - at;
        end += joiner + n;
    }
}

/* Where a keycap whose last character is at a byte begins: digit, selector, keycap. */
static size_t keycap_begin(const char *text, size_t from, size_t at)
{
    size_t begin = at;
    if (begin >= from + 3 && (unsigned char)text[begin - 3] == 0xEF)
        begin -= 3;
    char c = begin > from ? text[begin - 1] : 0;
    return (c >= '0' && c <= '9') || c == '#' || c == '*' ? begin - 1 : at;
}

/* ---- the pass ---- */

typedef struct pass {
    tg_work *work;
    const char *text;
    size_t length;
    size_t from; /* what is before it belongs to something already */
    size_t open; /* 1 + byte of a bracket that was not closed; 0: none */
} pass;

/* A bracket further back says nothing. */
static bool is_open(const pass *p, size_t at)
{
    enum { FAR = 200 };
    return p->open && at - p->open < FAR;
}

static tg_status take_emoji(pass *p, size_t at)
{
    size_t size = tg_emoji_at(p->text, p->length, at), begin = at;
    if (size == 0)
        return TG_OK;
    if ((unsigned char)p->text[at] == 0xE2 && size == 3 && (unsigned char)p->text[at + 1] == 0x83)
        begin = keycap_begin(p->text, p->from, at);
    p->from = at + size;
    tg_sign sign = {.begin = (uint32_t)begin, .end = (uint32_t)p->from, .tone = TG_TONE_NEUTRAL, .layer = TG_LAYER_EMOJI,
                    .bare = true};
    return tg_vector_append(&p->work->signs, &sign, 1) ? TG_OK : TG_NO_MEMORY;
}

/* Looks for a face at a telling byte. */
static bool find_face(pass *p, size_t at, tg_face *face)
{
    unsigned char c = (unsigned char)p->text[at], next = at + 1 < p->length ? (unsigned char)p->text[at + 1] : 0,
                  last = at + 2 < p->length ? (unsigned char)p->text[at + 2] : 0;
    bool wide = c == 0xEF && next == 0xBC;
    if (c == '(' || (wide && last == 0x88) || (c == 0xCA && next == 0x95)) {
        if (tg_face_in_brackets(p->text, p->length, p->from, at, face))
            return true;
        return c == '(' && tg_face_lying(p->text, p->length, p->from, at, is_open(p, at), face);
    }
    bool mouth = (c == 0xEF && next == 0xB9 && last == 0x8F) || (c == 0xE2 && (next == 0x80 || next == 0x96));
    if (c == '_' || c == '^' || mouth)
        return tg_face_around(p->text, p->length, p->from, at, face);
    if (c < 0x80)
        return tg_face_lying(p->text, p->length, p->from, at, is_open(p, at), face) ||
               (c == ';' && tg_face_around(p->text, p->length, p->from, at, face));
    return false;
}

static tg_status look_at(pass *p, size_t at)
{
    unsigned char c = (unsigned char)p->text[at];
    tg_face face;
    if (find_face(p, at, &face)) {
        p->from = face.end;
        return tg_add_sign(p->work, face.tone, TG_LAYER_KAOMOJI, face.weight, face.begin, face.end);
    }
    if (c == '(')
        p->open = at + 1;
    else if (c == ')')
        p->open = 0;
    return c >= 0x80 ? take_emoji(p, at) : TG_OK;
}

/* Whether none of eight bytes tells anything; of those that Chinese is full of, the ordinary ones do not either. */
static inline bool is_dull(const unsigned char *b)
{
    return !(telling[b[0]] | telling[b[1]] | telling[b[2]] | telling[b[3]] | telling[b[4]] | telling[b[5]] | telling[b[6]] |
             telling[b[7]]);
}

/* Punctuation of Chinese: 、。《》「」 and the like, and ，！？：； */
static inline bool is_punctuation(const unsigned char *b)
{
    if (b[0] == 0xE3)
        return !(b[1] == 0x80 && b[2] >= 0xB0) && b[1] != 0x8A;
    return b[0] == 0xEF && !(b[1] == 0xBC && b[2] == 0x88) && b[1] != 0xB9;
}

tg_status tg_read_faces(tg_work *work)
{
    enum { STEP = 8 };
    pass p = {.work = work, .text = work->text, .length = work->length};
    const unsigned char *bytes = (const unsigned char *)work->text;
    tg_status status = TG_OK;
    for (size_t at = 0; at < p.length && status == TG_OK;) {
        if (p.length - at >= STEP && is_dull(bytes + at)) {
            at += STEP;
            continue;
        }
        size_t end = p.length - at >= STEP ? at + STEP : p.length;
        while (at < end && status == TG_OK) {
            if (telling[bytes[at]] && !(p.length - at >= 3 && is_punctuation(bytes + at)))
                status = look_at(&p, at);
            at = p.from > at ? p.from : at + 1;
        }
    }
    return status;
}
