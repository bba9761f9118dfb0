/* Whether words can begin at a place of a text as far as its first characters tell; see begin.h. What the search and the judge
 * would say of these is told by a few bits, so that nearly nothing of clean text is searched. */
#include "guise/begin.h"

#include "base/utf8.h"

/* Sets of relations. */
#define SOUND (1u << TG_HAN_SOUND)
#define ALIKE (1u << TG_HAN_SHAPE | 1u << TG_HAN_CORE)
#define SAME (1u << TG_HAN_SAME)
#define ALL (SOUND | ALIKE | SAME)

/* A character as the text has it. */
typedef struct character {
    size_t end;
    uint32_t code_point, trait, symbol;
    tg_kind kind;
    uint32_t guise; /* 1 + its first; 0: none */
    bool is_plain;  /* what it may stand for is told by these */
} character;

static bool read_character(const tg_search *s, size_t at, character *c)
{
    const tg_units *u = &s->units;
    if (at >= u->length)
        return false;
    c->end = at + tg_utf8_decode((const unsigned char *)u->text + at, u->length - at, &c->code_point);
    c->trait = tg_trait_of(s->guises, c->code_point);
    c->kind = tg_trait_kind(c->trait);
    c->symbol = tg_lane_entry(s->lane, c->code_point);
    c->guise = c->kind != TG_KIND_HAN ? c->trait >> TG_TRAIT_GUISE_SHIFT
               : tg_is_numeral(c->trait) ? tg_han_guise_of(s->guises, tg_fold_of_one(s->fold, c->code_point)) : 0;
    c->is_plain = c->symbol < TG_SYMBOL_DIRECT && c->code_point != '%' && c->kind != TG_KIND_LIKE &&
                  c->kind != TG_KIND_MARK && c->kind != TG_KIND_DROPPED && c->kind != TG_KIND_BIDI;
    return true;
}

static uint32_t class_of(const character *c, tg_han_relation relation)
{
    return relation == TG_HAN_SAME ? c->symbol : tg_han_class(c->trait, relation);
}

static bool may_be_parts(const tg_guises *g, const character *a, const character *b)
{
    return tg_has_begin(g, tg_begin_key(TG_BEGIN_PARTS, TG_HAN_SAME, a->trait, TG_HAN_SAME, b->trait));
}

static const tg_guise *next_guise(const tg_guises *g, const character *c, const tg_guise *guise)
{
    if (!guise)
        return c->guise ? &g->guises[c->guise - 1] : NULL;
    return guise->is_last ? NULL : guise + 1;
}

/* The relations by which words may begin with the character, of those asked for. */
static unsigned relations_of(const tg_guises *g, const character *c, unsigned asked)
{
    unsigned found = 0;
    for (tg_han_relation r = TG_HAN_SOUND; r <= TG_HAN_SAME; r++)
        if (asked >> r & 1 && class_of(c, r) && tg_has_begin(g, tg_begin_key(TG_BEGIN_FIRST, r, class_of(c, r), 0, 0)))
            found |= 1u << r;
    return found;
}

static bool has_pair(const tg_guises *g, tg_begin_use use, const character *a, unsigned first, const character *b,
                     unsigned second)
{
    for (tg_han_relation r = TG_HAN_SOUND; r <= TG_HAN_SAME; r++)
        for (tg_han_relation q = TG_HAN_SOUND; q <= TG_HAN_SAME && first >> r & 1; q++)
            if (second >> q & 1 && class_of(b, q) && tg_has_begin(g, tg_begin_key(use, r, class_of(a, r), q, class_of(b, q))))
                return true;
    return false;
}

static bool has_same_three(const tg_guises *g, const character *a, const character *b, const character *c)
{
    return tg_has_begin(g, tg_begin_key(TG_BEGIN_THREE, TG_HAN_SAME, a->symbol << 16 | b->symbol, TG_HAN_SAME, c->symbol));
}

static bool has_any_pair(const tg_guises *g, const character *a, unsigned first, const character *b)
{
    return has_pair(g, TG_BEGIN_LONG, a, first, b, ALL) || has_pair(g, TG_BEGIN_TWO, a, first, b, ALL);
}

/* Whether words begin with the first one and, behind it, one that is no Han character; or that is spelt. */
static bool has_other(const tg_guises *g, const character *a, unsigned first, tg_han_relation how, uint32_t letter)
{
    for (tg_han_relation r = TG_HAN_SOUND; r <= TG_HAN_SAME; r++)
        if (first >> r & 1 && tg_has_begin(g, tg_begin_key(TG_BEGIN_OTHER, r, class_of(a, r), how, letter)))
            return true;
    return false;
}

/* Whether words begin with the first one and, behind it, what has a guise as the second one. */
static bool has_pair_by_guise(const tg_guises *g, const character *a, unsigned first, const character *b)
{
    for (const tg_guise *guise = next_guise(g, b, NULL); guise; guise = next_guise(g, b, guise)) {
        character meant = {.symbol = guise->symbols[0]};
        if (has_any_pair(g, a, first, &meant))
            return true;
    }
    return b->guise && has_other(g, a, first, 0, 0);
}

/* The first of the characters that have these two as their first parts, by its place among `splits`. */
static size_t first_split(const tg_guises *g, uint32_t first, uint32_t second)
{
    size_t low = 0, high = g->split_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const uint32_t *parts = g->splits[middle].parts;
        if (parts[0] < first || (parts[0] == first && parts[1] < second))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether words begin with a character that is in parts here: the first one, or, behind that, the second one. */
static bool may_begin_in_parts(const tg_search *s, const character *a, unsigned first, const character *b, const character *c)
{
    const tg_guises *g = s->guises;
    bool is_first = !first;
    const character *one = is_first ? a : b, *two = is_first ? b : c;
    if (!may_be_parts(g, one, two))
        return false;
    uint32_t parts[] = {tg_fold_of_one(s->fold, one->code_point), tg_fold_of_one(s->fold, two->code_point)};
    for (size_t i = first_split(g, parts[0], parts[1]); i < g->split_count; i++) {
        const tg_split *split = &g->splits[i];
        if (split->parts[0] != parts[0] || split->parts[1] != parts[1])
            break;
        character whole = {.symbol = split->symbol}, d;
        if (!is_first ? has_any_pair(g, a, first, &whole)
                      : relations_of(g, &whole, SAME) &&
                            (split->parts[2] || c->kind != TG_KIND_HAN || c->guise || has_any_pair(g, &whole, SAME, c) ||
                             !read_character(s, c->end, &d) || !d.is_plain || d.code_point == c->code_point ||
                             may_be_parts(g, c, &d)))
            return true;
    }
    return false;
}

/* Whether a word that begins with these two may go on with the third one. */
static bool may_go_on(const tg_search *s, const character *a, const character *b, const character *c)
{
    const tg_guises *g = s->guises;
    uint32_t two = a->symbol << 16 | b->symbol;
    character d;
    if (c->kind != TG_KIND_HAN || c->guise || !c->is_plain || !read_character(s, c->end, &d) || d.kind != TG_KIND_HAN ||
        !d.is_plain || d.code_point == c->code_point)
        return true;
    for (tg_han_relation r = TG_HAN_SOUND; r <= TG_HAN_SAME; r++)
        if (class_of(c, r) && tg_has_begin(g, tg_begin_key(TG_BEGIN_THREE, TG_HAN_SAME, two, r, class_of(c, r))))
            return true;
    return may_be_parts(g, c, &d) || has_same_three(g, a, b, &d); /* in parts, or exchanged */
}

/* Two Han characters side by side, and what is before and behind them. */
static bool may_begin_with(const tg_search *s, bool is_tied, const character *a, const character *b, const character *c)
{
    const tg_guises *g = s->guises;
    unsigned first = relations_of(g, a, ALL), second = ALL, alike_only = 0;
    if (has_same_three(g, b, a, c) || may_begin_in_parts(s, a, 0, b, c)) /* exchanged … */
        return true;
    if (!first)
        return false;
    if (has_same_three(g, a, c, b) || may_begin_in_parts(s, a, first, b, c))
        return true;
    bool joins = tg_is_common_pair(g, a->trait, b->trait);
    bool goes_on = c->kind == TG_KIND_HAN && tg_is_common_pair(g, b->trait, c->trait);
    if ((joins || goes_on) && !b->guise)
        second &= ~ALIKE;
    if (joins && !a->guise)
        first &= ~ALIKE;
    if (first & ALIKE && !a->guise && (is_tied || tg_is_frequent(g, a->trait))) {
        alike_only = first & ALIKE;
        first &= ~ALIKE;
    }
    if (is_tied)
        first &= ~SOUND;
    unsigned last = goes_on ? second & ~SOUND : second; /* of words of two characters */
    return has_pair(g, TG_BEGIN_LONG, a, first & ~SAME, b, second) ||
           has_pair(g, TG_BEGIN_LONG, a, first & SAME, b, second & ~SAME) ||
           (has_pair(g, TG_BEGIN_LONG, a, first & SAME, b, SAME) && may_go_on(s, a, b, c)) ||
           has_pair(g, TG_BEGIN_LONG, a, alike_only, b, SAME) ||
           has_pair(g, TG_BEGIN_TWO, a, first & ~SAME, b, last) ||
           has_pair(g, TG_BEGIN_TWO, a, first & SAME, b, last & ~SAME) || has_pair_by_guise(g, a, first, b);
}

/* A Han character and, behind signs, another one. The text may be well divided there. */
static bool may_begin_divided(const tg_search *s, const character *a, unsigned first, const character *b, bool is_divided)
{
    const tg_guises *g = s->guises;
    character c;
    if (read_character(s, b->end, &c)) {
        if (!c.is_plain || c.code_point == b->code_point || may_be_parts(g, b, &c) || has_same_three(g, a, &c, b))
            return true;
        if (is_divided && c.kind == TG_KIND_HAN)
            return false;
    }
    return has_any_pair(g, a, first, b);
}

/* A Han character and something else behind it. */
static bool may_begin_alone(const tg_search *s, bool is_tied, bool joins_before, const character *a, unsigned first,
                            character b)
{
    const tg_guises *g = s->guises;
    bool ends = false; /* a sentence, or what is between its parts */
    if (is_tied)
        first &= ~SOUND;
    for (unsigned gap = 0; first && gap <= TG_PATH_GAP;) {
        if (!b.is_plain || has_pair_by_guise(g, a, first, &b) ||
            (b.kind == TG_KIND_LETTER && has_other(g, a, first, TG_HAN_SOUND, b.code_point | 0x20)))
            return true;
        bool is_noise = b.kind >= TG_KIND_SPACE && b.kind <= TG_KIND_SIGN;
        if (b.kind == TG_KIND_HAN)
            return may_begin_divided(s, a, first, &b, joins_before && ends);
        if ((b.symbol || !is_noise) && has_other(g, a, first, 0, 0))
            return true;
        ends |= b.kind == TG_KIND_STOP || b.kind == TG_KIND_BREAK;
        uint32_t noise = b.code_point;
        if (!is_noise || !read_character(s, b.end, &b))
            return false;
        gap += b.code_point != noise; /* repetitions are one */
    }
    return false;
}

bool tg_may_begin_han(const tg_search *s, size_t at)
{
    const tg_guises *g = s->guises;
    character a, b, c, before = {.kind = TG_KIND_OTHER};
    if (!read_character(s, at, &a) || !a.is_plain || a.kind != TG_KIND_HAN)
        return true;
    if (!read_character(s, a.end, &b))
        return false;
    if (b.code_point == a.code_point)
        return true;
    if (at > 0) {
        tg_utf8_decode_last((const unsigned char *)s->units.text, at, &before.code_point);
        before.trait = tg_trait_of(g, before.code_point);
        before.kind = tg_trait_kind(before.trait);
    }
    bool joins_before = before.kind == TG_KIND_HAN && tg_is_common_pair(g, before.trait, a.trait);
    bool is_tied = joins_before || before.kind == TG_KIND_DIGIT;
    for (const tg_guise *guise = next_guise(g, &a, NULL); guise; guise = next_guise(g, &a, guise)) {
        character meant = {.symbol = guise->symbols[0]};
        if (relations_of(g, &meant, SAME) && (guise->symbols[1] || may_begin_alone(s, false, false, &meant, SAME, b)))
            return true;
    }
    if (b.kind != TG_KIND_HAN || !b.is_plain)
        return may_begin_alone(s, is_tied, joins_before, &a, relations_of(g, &a, ALL), b);
    if (!read_character(s, b.end, &c))
        c = (character){.end = s->units.length, .kind = TG_KIND_BREAK};
    else if (c.kind == TG_KIND_MARK || c.kind == TG_KIND_DROPPED || c.kind == TG_KIND_BIDI || c.code_point == '%' ||
             c.code_point == b.code_point || c.symbol >= TG_SYMBOL_DIRECT)
        return true;
    return may_begin_with(s, is_tied, &a, &b, &c);
}
