/* Detector `privacy`: what tells who somebody is, where to reach or how to act as him. One pass: privacy_skip.c finds where
 * something may be, then a token is looked at as an address, a key or a coin, and the digits around as numbers. Nothing is
 * looked at twice but a bounded number of bytes, so that time is linear. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "detect/privacy.h"

enum {
    TOKEN_BACK = 128,   /* bytes that a token may begin before the place that asked for a look */
    TOKEN_AHEAD = 4096, /* bytes that it may go on behind it */
    LONG_TOKEN = 16     /* from which on it may be a key */
};

tg_status tg_privacy_add(tg_privacy *p, tg_range range, const tg_secret *s)
{
    tg_work *work = p->work;
    enum { PERCENT = 8 };
    size_t title = strlen(s->title);
    char *note = tg_arena_allocate(&work->arena, title + PERCENT);
    const char *rule = tg_arena_copy(&work->arena, s->rule, strlen(s->rule));
    if (!note || !rule)
        return TG_NO_MEMORY;
    snprintf(note, title + PERCENT, "%s, %u%%", s->title, s->confidence);
    tg_range source = work->map ? tg_markup_source(work->map, range.begin, range.end) : range;
    tg_finding finding = {
        .begin = source.begin,
        .end = source.end,
        .detector = TG_DETECTOR_PRIVACY,
        .severity = s->open || s->confidence < TG_PRIVACY_SURE ? TG_SEVERITY_LOW : TG_SEVERITY_MEDIUM,
        .match = s->tricks ? TG_MATCH_LOOSE : TG_MATCH_EXACT,
        .tricks = s->tricks,
        .category = s->category,
        .rule = rule,
        .note = note,
        .markets = "",
        .advice = "",
        .source = "",
        .entry = SIZE_MAX,
    };
    if (source.end - source.begin != range.end - range.begin)
        finding.tricks |= TG_TRICK_MARKUP;
    if (range.end > p->found)
        p->found = range.end;
    return tg_vector_append(&work->findings, &finding, 1) ? TG_OK : TG_NO_MEMORY;
}

/* Characters that stand around tokens rather than in them. */
static bool is_token_byte(unsigned char c)
{
    return c > ' ' && c < 0x7F && !strchr("\"'<>(),;|[]{}`", c);
}

/* What a token has in it. */
typedef struct content {
    bool colons;     /* two or more, as addresses have */
    bool web;        /* an @, or a dot before a letter */
    size_t dot;      /* that dot */
    size_t longest;  /* letters and digits in a row, with - and _ */
    size_t periods;
} content;

static content content_of(const tg_privacy *p, tg_range token)
{
    content c = {0};
    size_t row = 0, colons = 0;
    for (size_t i = token.begin; i < token.end; i++) {
        unsigned char b = p->text[i], low = b | 0x20;
        bool word = (low >= 'a' && low <= 'z') || tg_is_digit((char)b) || b == '-' || b == '_';
        row = word ? row + 1 : 0;
        c.longest = row > c.longest ? row : c.longest;
        colons += b == ':';
        c.periods += b == '.';
        unsigned char next = i + 1 < token.end ? p->text[i + 1] | 0x20 : 0;
        if (!c.web && b == '.' && next >= 'a' && next <= 'z') {
            c.web = true;
            c.dot = i;
        }
    }
    c.colons = colons >= 2;
    return c;
}

/* Looks at the token around a byte as a whole. *found: something was added. */
static tg_status look_at_token(tg_privacy *p, size_t at, bool *found)
{
    tg_range token = {at, at};
    size_t least = at > p->found + TOKEN_BACK ? at - TOKEN_BACK : p->found;
    while (token.begin > least && is_token_byte(p->text[token.begin - 1]))
        token.begin--;
    while (token.end < p->length && token.end < at + TOKEN_AHEAD && is_token_byte(p->text[token.end]))
        token.end++;
    content c = content_of(p, token);
    tg_status status = TG_OK;
    *found = false;
    p->token = token;
    if (c.longest >= LONG_TOKEN || p->text[at] == '-' || c.periods >= 2)
        status = tg_privacy_key(p, token, found);
    if (status == TG_OK && !*found && c.longest >= 25)
        status = tg_privacy_coin(p, token, found);
    if (status == TG_OK && !*found && (c.colons || c.periods >= 3 || c.longest >= 12))
        status = tg_privacy_net(p, token, found);
    for (size_t i = c.dot; status == TG_OK && c.web && !*found && i + 1 < token.end; i++)
        if (p->text[i] == '.' && ((p->text[i + 1] | 0x20) >= 'a' && (p->text[i + 1] | 0x20) <= 'z'))
            status = tg_privacy_web(p, i, found);
    return status;
}

/* Whether what begins with the digit at a byte is too little for anything: a year, a price, a count. *end: where it
 * ends. */
static bool is_little(const tg_privacy *p, size_t at, size_t *end)
{
    enum { DIGITS = 5, LETTERS = 8, WORD = 6 };
    size_t digits = 0, dots = 0, letters = 0, gap = 0, colons = 0, i = at;
    while (i > p->found && at - i < LETTERS && (p->text[i - 1] | 0x20) >= 'a' && (p->text[i - 1] | 0x20) <= 'z')
        i--;
    letters = at - i;
    for (i = at; i < p->length; i++) {
        unsigned char c = p->text[i];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (tg_is_digit((char)c)) {
            digits++;
            gap = 0;
        } else if (letter || c == '_') {
            if (gap && letter && p->text[i - 1] == ' ') {
                if (letters == 2 && digits == 2) /* GB45 WEST … */
                    return false;
                break;
            }
            letters++;
        } else if (c == '.' || c == ' ' || c == '-' || c == '/' || c == ':' || c == '(' || c == ')') {
            dots += c == '.';
            colons += c == ':';
            if (++gap > 3)
                break;
        } else if (c == '+' || c == '@') {
            return false;
        } else {
            break;
        }
        if (digits >= DIGITS || letters >= LETTERS || dots >= 3 || colons >= 2 || (letters && digits + letters >= WORD))
            return false;
    }
    char glyph = 0;
    uint32_t tricks = 0;
    if (i < p->length && p->text[i] >= 0x80)
        tg_privacy_glyph(p->text + i, p->length - i, &glyph, &tricks);
    *end = i;
    return !glyph;
}

/* Looks at a place and says where to go on. */
static tg_status look_at(tg_privacy *p, size_t at, size_t *next)
{
    unsigned char c = p->text[at];
    uint32_t tricks = 0;
    char glyph;
    bool found = false;
    tg_status status = TG_OK;
    if (tg_is_digit((char)c) && is_little(p, at, next))
        return TG_OK;
    *next = at + tg_privacy_glyph(p->text + at, p->length - at, &glyph, &tricks);
    if (c < 0x80 && at >= p->token.end) {
        status = look_at_token(p, at, &found);
        if (status != TG_OK || (found && p->found > at)) {
            *next = p->found > *next ? p->found : *next;
            return status;
        }
    }
    if (tg_is_digit(glyph)) {
        if (at >= p->judged) {
            tg_field_read(p, at);
            p->judged = p->field.next;
            if (p->field.word_count)
                status = tg_field_judge(p);
        }
        while (*next < p->length && tg_is_digit((char)p->text[*next]))
            ++*next;
    } else if (c == 0xE5 || c == 0xE8 || (c | 0x20) == 'v' || (c | 0x20) == 'w' || (c | 0x20) == 's' || (c | 0x20) == 'b') {
        status = tg_privacy_handle(p, at, next);
    } else if (c >= 0x80 || (c | 0x20) == 'd' || c == '.') {
        status = tg_privacy_web(p, at, &found);
    }
    if (p->found > *next)
        *next = p->found;
    return status;
}

tg_status tg_detect_privacy(tg_work *work)
{
    tg_privacy p = {.work = work, .text = (const unsigned char *)work->text, .length = work->length};
    tg_status status = TG_OK;
    bool wide = tg_privacy_is_wide();
    for (size_t at = tg_privacy_next(p.text, p.length, 0, wide), next; at < p.length && status == TG_OK;
         at = tg_privacy_next(p.text, p.length, next, wide))
        status = look_at(&p, at, &next);
    return status;
}
