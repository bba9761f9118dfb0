/* What runs of letters spell; see spelling.h. */
#include "guise/spelling.h"

#include "guise/place.h"

enum { SYLLABLES_LONGEST = 36 /* letters */ };

void tg_begin_spelling(tg_guise_scan *scan, size_t begin, uint32_t letter)
{
    tg_guise_phrase *last = &scan->phrases[(scan->phrase_count - 1) % TG_GUISE_TOKENS];
    if (scan->phrase_count && !last->letter) {
        last->second = begin;
        last->letter = letter;
    }
}

/* A run of letters ends: it may be the pinyin of a word, or of a part of one. */
static void end_pinyin(tg_guise_scan *scan, bool before_han)
{
    const tg_guises *g = scan->search.guises;
    bool is_word = scan->spelt > 3 && tg_has_key(g, tg_han_key(TG_HAN_SPELT, TG_HAN_SAME, scan->spelling, 0, 0));
    bool is_syllable = tg_has_key(g, tg_han_key(TG_HAN_SPELT, TG_HAN_RELATIONS, scan->spelling, 0, 0));
    bool goes_on = is_syllable && tg_has_key(g, tg_han_key(TG_HAN_SPELT, TG_HAN_SOUND, scan->syllable, scan->spelling, 0));
    if (!goes_on)
        scan->syllables_begin = scan->spelt_begin;
    scan->syllable = is_syllable ? scan->spelling : 0;
    if (is_word || goes_on)
        tg_search_spelt(scan, is_word ? scan->spelt_begin : scan->syllables_begin, scan->spelt_begin);
    else if (is_syllable && (scan->spelt_behind_han || before_han)) {
        size_t from = tg_begin_of_chain(scan);
        tg_search_spelt(scan, from < scan->spelt_begin ? from : scan->spelt_begin, scan->spelt_begin);
    }
}

void tg_end_spelling(tg_guise_scan *scan, bool ends_word, bool before_han)
{
    const tg_guises *g = scan->search.guises;
    if (scan->spelt == 0)
        return;
    if (!tg_is_spelt(g, scan->spelling)) {
        scan->spelt = scan->spelling = scan->syllable = 0;
        return;
    }
    if (ends_word && tg_has_key(g, tg_han_key(TG_HAN_PHRASE, TG_HAN_SAME, scan->spelling, 0, 0)))
        scan->phrases[scan->phrase_count++ % TG_GUISE_TOKENS] = (tg_guise_phrase){scan->token, 0, scan->spelling, 0};
    if (g->flags & TG_GUISES_SOUND && scan->spelt <= SYLLABLES_LONGEST)
        end_pinyin(scan, before_han);
    scan->spelt = scan->spelling = 0;
}
