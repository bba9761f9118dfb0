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

/* Compares the text from unit 0 with a word; true if there is a path. */
static bool compare(tg_search *s, const tg_word *word)
{
    const unsigned char *p = (const unsigned char *)s->strings + word->text;
    size_t left = strlen((const char *)p);
    size_t i = 0, times = 0; /* unit, and how often it was taken */
    s->path.count = 0;
    while (left > 0) {
        uint32_t meant;
        size_t taken = tg_utf8_decode(p, left, &meant);
        p += taken;
        left -= taken;
        meant = (meant + tg_fold_entry(s->fold, meant)) & TG_FOLD_VALUE_MASK;
        const tg_unit *u = tg_unit_at(&s->units, i);
        if (!u || meant >= TG_CODE_POINTS || s->path.count == TG_PATH_LONGEST)
            return false;
        uint8_t how = how_it_stands(s, word, u, meant);
        if (how == TG_HOW_BLANK)
            return false;
        s->path.steps[s->path.count++] = (tg_step){.unit = (uint8_t)i, .span = 1, .how = how};
        if (++times == u->repeat) {
            times = 0;
            i++;
        }
    }
    return s->path.count > 0;
}

void tg_search_han(tg_search *s, size_t at, uint32_t key)
{
    const tg_guises *g = s->guises;
    size_t mask = g->han_word_count - 1, number = 0;
    for (size_t i = key & mask; g->han_words[i].key && s->status == TG_OK; i = (i + 1) & mask) {
        if (g->han_words[i].key != key)
            continue;
        const tg_word *word = &s->automaton->words[g->han_words[i].word];
        tg_guise_hit hit = {.word = g->han_words[i].word};
        if (number++ == 0)
            tg_units_start(&s->units, at);
        if (compare(s, word) && tg_judge(s, word, &hit))
            s->status = s->found(&hit, s->user);
    }
}
