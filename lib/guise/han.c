/* Words of Han characters by the classes of their first characters: no search is needed where nothing stands between the
 * characters, only a look into a hash table and a comparison; see search.h. */
#include <string.h>

#include "base/utf8.h"
#include "guise/search.h"

/* How one Han character stands for another, or TG_HOW_BLANK if it does not. */
static uint8_t how_it_stands(const tg_search *s, const tg_word *word, const tg_unit *u, uint32_t meant)
{
    if (u->code_point == meant)
        return TG_HOW_SELF;
    uint32_t trait = tg_trait_of(s->guises, meant);
    if (!(trait & u->trait & TG_TRAIT_HAN))
        return TG_HOW_BLANK;
    unsigned blur = word->flags >> TG_WORD_FUZZY_SHIFT & TG_FUZZY_ALL;
    if (word->flags & TG_WORD_SOUND && tg_sounds_alike(s->guises, u->code_point, u->trait, meant, trait, blur))
        return TG_HOW_SOUND;
    for (tg_han_relation r = TG_HAN_SHAPE; r < TG_HAN_RELATIONS; r++)
        if (tg_han_class(trait, r) && tg_han_class(trait, r) == tg_han_class(u->trait, r))
            return r == TG_HAN_CORE && tg_han_class(trait, r) <= TG_HAN_NUMERALS ? TG_HOW_VARIANT : TG_HOW_SHAPE;
    return TG_HOW_BLANK;
}

bool tg_compare_word(tg_search *s, const tg_word *word, size_t first, tg_how_fn how_of, bool *is_whole)
{
    const unsigned char *p = (const unsigned char *)s->strings + word->text;
    size_t left = strlen((const char *)p), unit = first, times = 0; /* how often the unit was taken */
    s->path.count = 0;
    while (left > 0) {
        uint32_t meant;
        size_t taken = tg_utf8_decode(p, left, &meant);
        p += taken;
        left -= taken;
        meant = tg_fold_of_one(s->fold, meant);
        const tg_unit *u = tg_unit_at(&s->units, unit);
        if (!u || meant >= TG_CODE_POINTS || s->path.count == TG_PATH_LONGEST)
            return false;
        uint8_t how = how_of(s, word, u, meant);
        if (how == TG_HOW_BLANK)
            return false;
        s->path.steps[s->path.count++] = (tg_step){.unit = (uint8_t)unit, .span = 1, .how = how};
        if (++times == u->repeat) {
            times = 0;
            unit++;
        }
    }
    *is_whole = times == 0;
    return s->path.count > 0;
}

static void try_word(tg_search *s, uint32_t number, size_t first)
{
    tg_guise_hit hit = {.word = number};
    bool is_whole;
    if (tg_compare_word(s, &s->automaton->words[number], first, how_it_stands, &is_whole) &&
        tg_judge(s, &s->automaton->words[number], &hit))
        s->status = s->found(&hit, s->user);
}

void tg_search_han(tg_search *s, size_t at, uint32_t key)
{
    const tg_guises *g = s->guises;
    size_t mask = g->han_word_count - 1;
    tg_units_start(&s->units, at);
    size_t tried = 0;
    for (size_t i = key & mask; g->han_words[i].key && tried < TG_CANDIDATES && s->status == TG_OK; i = (i + 1) & mask) {
        if (g->han_words[i].key != key)
            continue;
        tried++;
        try_word(s, g->han_words[i].word, 0);
    }
}

/* A Han character of a stretch of them. */
typedef struct place {
    size_t unit;
    bool is_first; /* of its unit */
} place;

enum { AROUND = 16, BEHIND = 3 };

/* Lists the Han characters from unit 0 on that stand side by side, repetitions one by one, to some behind byte `at`. */
static size_t list_places(tg_search *s, size_t at, place *places)
{
    size_t count = 0, behind = 0;
    for (size_t i = 0; count < AROUND && behind < BEHIND; i++) {
        const tg_unit *u = tg_unit_at(&s->units, i);
        behind += u && u->end > at;
        if (!u || u->kind != TG_KIND_HAN || (i && s->units.items[i - 1].end > u->begin))
            break;
        for (size_t k = 0; k < u->repeat && count < AROUND; k++)
            places[count++] = (place){i, k == 0};
    }
    return count;
}

static uint32_t class_at(const tg_search *s, const place *p, tg_han_relation relation)
{
    return tg_han_class(s->units.items[p->unit].trait, relation);
}

/* The words under a key of which character `at` of the list is number `number`, or, with SIZE_MAX, the last. */
static void try_key(tg_search *s, uint32_t key, const place *places, size_t at, size_t number)
{
    const tg_guises *g = s->guises;
    size_t mask = g->han_word_count - 1;
    if (!tg_has_key(g, key))
        return;
    size_t tried = 0;
    for (size_t i = key & mask; g->han_words[i].key && tried < TG_CANDIDATES && s->status == TG_OK; i = (i + 1) & mask) {
        if (g->han_words[i].key != key)
            continue;
        tried++;
        size_t back = number == SIZE_MAX ? s->automaton->words[g->han_words[i].word].length - (size_t)1 : number;
        if (back <= at && places[at - back].is_first)
            try_word(s, g->han_words[i].word, places[at - back].unit);
    }
}

void tg_search_around(tg_search *s, size_t from, size_t at)
{
    place places[AROUND];
    tg_units_start(&s->units, from);
    size_t count = list_places(s, at, places), x = 0;
    while (x < count && s->units.items[places[x].unit].end <= at)
        x++;
    for (tg_han_relation r = TG_HAN_SHAPE; r < TG_HAN_RELATIONS && x < count; r++) {
        for (size_t i = x < 2 ? 0 : x - 2; i <= x + 2 && i + 1 < count; i++) {
            uint32_t a = class_at(s, &places[i], r), b = class_at(s, &places[i + 1], r), c = 0;
            if (i + 2 < count)
                c = class_at(s, &places[i + 2], r);
            if (a && b && i <= x && i + 1 >= x)
                try_key(s, tg_han_key(TG_HAN_WHOLE, r, a, b, 0), places, i, 0);
            if (!a || !b || !c)
                continue;
            if (i <= x)
                try_key(s, tg_han_key(TG_HAN_WHOLE, r, a, b, c), places, i, 0);
            if (i + 2 >= x)
                try_key(s, tg_han_key(TG_HAN_END, r, a, b, c), places, i + 2, SIZE_MAX);
        }
    }
}
