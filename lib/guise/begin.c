/* Whether words can begin at a place of a text as far as its first Han characters tell; see begin.h. What the search and the
 * judge would say of these is told by a few bits, so that nearly nothing of clean text is searched. */
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

static bool has_pair(const tg_guises *g, tg_begin_use use, const character *a, unsigned first, const character *b, unsigned second)
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

/* Whether words begin with the first one and, behind it, what has a guise as the second one. */
static bool has_pair_by_guise(const tg_guises *g, const character *a, unsigned first, const character *b)
{
    if (!b->guise)
        return false;
    for (tg_han_relation r = TG_HAN_SOUND; r <= TG_HAN_SAME; r++) {
        if (!(first >> r & 1))
            continue;
        if (tg_has_begin(g, tg_begin_key(TG_BEGIN_OTHER, r, class_of(a, r), 0, 0)))
            return true;
        for (const tg_guise *guise = next_guise(g, b, NULL); guise; guise = next_guise(g, b, guise))
            if (tg_has_begin(g, tg_begin_key(TG_BEGIN_LONG, r, class_of(a, r), TG_HAN_SAME, guise->symbols[0])) ||
                tg_has_begin(g, tg_begin_key(TG_BEGIN_TWO, r, class_of(a, r), TG_HAN_SAME, guise->symbols[0])))
                return true;
    }
    return false;
}

/* Two Han characters side by side, and what is before and behind them. */
static bool may_begin_with(const tg_guises *g, const character *before, const character *a, const character *b,
                           const character *c)
{
    unsigned first = relations_of(g, a, ALL), second = ALL, alike_only = 0;
    if (may_be_parts(g, a, b) || has_same_three(g, b, a, c) || has_same_three(g, a, c, b)) /* exchanged */
        return true;
    if (!first)
        return false;
    if (may_be_parts(g, b, c))
        return true;
    bool joins = tg_is_common_pair(g, a->trait, b->trait);
    bool goes_on = c->kind == TG_KIND_HAN && tg_is_common_pair(g, b->trait, c->trait);
    bool is_tied = before->kind == TG_KIND_DIGIT ||
                   (before->kind == TG_KIND_HAN && tg_is_common_pair(g, before->trait, a->trait));
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
    return has_pair(g, TG_BEGIN_LONG, a, first, b, second) || has_pair(g, TG_BEGIN_LONG, a, alike_only, b, SAME) ||
           has_pair(g, TG_BEGIN_TWO, a, first & ~SAME, b, last) || has_pair(g, TG_BEGIN_TWO, a, first & SAME, b, last & ~SAME) ||
           has_pair_by_guise(g, a, first, b);
}

/* A Han character and something else behind it. */
static bool may_begin_alone(const tg_search *s, const character *a, character b)
{
    const tg_guises *g = s->guises;
    unsigned first = relations_of(g, a, ALL);
    for (unsigned gap = 0; first && gap <= TG_PATH_GAP;) {
        if (!b.is_plain || (b.kind == TG_KIND_LETTER && g->flags & TG_GUISES_SOUND) || has_pair_by_guise(g, a, first, &b))
            return true;
        if (b.kind == TG_KIND_HAN)
            return has_pair(g, TG_BEGIN_LONG, a, first, &b, ALL) || has_pair(g, TG_BEGIN_TWO, a, first, &b, ALL);
        bool is_noise = b.kind >= TG_KIND_SPACE && b.kind <= TG_KIND_SIGN;
        for (tg_han_relation r = TG_HAN_SOUND; r <= TG_HAN_SAME && (b.symbol || !is_noise); r++)
            if (first >> r & 1 && tg_has_begin(g, tg_begin_key(TG_BEGIN_OTHER, r, class_of(a, r), 0, 0)))
                return true;
        uint32_t noise = b.code_point;
        if (!is_noise || !read_character(s, b.end, &b))
            return false;
        gap += b.code_point != noise; /* repetitions are one */
    }
    return false;
}

bool tg_may_begin_han(const tg_search *s, size_t at)
{
    character a, b, c, before = {.kind = TG_KIND_OTHER};
    if (!read_character(s, at, &a) || !a.is_plain || a.kind != TG_KIND_HAN)
        return true;
    for (const tg_guise *guise = next_guise(s->guises, &a, NULL); guise; guise = next_guise(s->guises, &a, guise))
        if (tg_has_begin(s->guises, tg_begin_key(TG_BEGIN_FIRST, TG_HAN_SAME, guise->symbols[0], 0, 0)))
            return true;
    if (!read_character(s, a.end, &b))
        return false;
    if (b.code_point == a.code_point)
        return true;
    if (b.kind != TG_KIND_HAN || !b.is_plain)
        return may_begin_alone(s, &a, b);
    if (!read_character(s, b.end, &c))
        c = (character){.kind = TG_KIND_BREAK, .symbol = TG_SYMBOL_OTHER};
    else if (c.kind == TG_KIND_MARK || c.kind == TG_KIND_DROPPED || c.kind == TG_KIND_BIDI || c.code_point == '%' ||
             c.code_point == b.code_point || c.symbol >= TG_SYMBOL_DIRECT)
        return true;
    if (at > 0) {
        tg_utf8_decode_last((const unsigned char *)s->units.text, at, &before.code_point);
        before.trait = tg_trait_of(s->guises, before.code_point);
        before.kind = tg_trait_kind(before.trait);
    }
    return may_begin_with(s->guises, &before, &a, &b, &c);
}
