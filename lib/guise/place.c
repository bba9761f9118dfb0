/* From where to search, and how far back; see place.h. */
#include "guise/place.h"

#include "base/utf8.h"
#include "guise/begin.h"

bool tg_joins_letters(tg_kind kind)
{
    return kind == TG_KIND_LETTER || kind == TG_KIND_DIGIT || kind == TG_KIND_LIKE;
}

/* Searches for words that begin, in pinyin, at bytes `from` to `to`. */
void tg_search_spelt(tg_guise_scan *scan, size_t from, size_t to)
{
    tg_search *s = &scan->search;
    tg_units_start(&s->units, from);
    for (size_t i = 0; s->status == TG_OK && from <= to; i++) {
        const tg_unit *u = tg_unit_at(&s->units, i);
        if (!u || u->begin > to)
            break;
        if (i == 0 || u->kind != TG_KIND_LETTER || s->units.items[i - 1].kind != TG_KIND_LETTER)
            tg_search_from(s, i, 0);
    }
}

/* The first of bytes `from` to `to` at which a word may begin, as far as that is told without reading units, or SIZE_MAX. */
static size_t first_hope(const tg_search *s, size_t from, size_t to, bool continues)
{
    const unsigned char *text = (const unsigned char *)s->units.text;
    bool inner = s->guises->flags & TG_GUISES_INNER;
    for (size_t at = from, taken; at <= to && at < s->units.length; at += taken) {
        uint32_t code_point;
        taken = tg_utf8_decode(text + at, s->units.length - at, &code_point);
        tg_kind kind = tg_trait_kind(tg_trait_of(s->guises, code_point));
        bool is_letter = tg_joins_letters(kind);
        if (kind == TG_KIND_BIDI)
            return from;
        if (kind == TG_KIND_HAN ? tg_may_begin_han(s, at)
                                : (!(is_letter && continues) || inner) && tg_may_begin_letters(s, at))
            return at;
        continues = is_letter;
    }
    return SIZE_MAX;
}

/* Searches for words that begin at units from byte `from` to byte `to`, but not twice. */
static void search_between(tg_guise_scan *scan, size_t from, size_t plain_until, size_t to)
{
    tg_search *s = &scan->search;
    bool inner = s->guises->flags & TG_GUISES_INNER;
    if (from < scan->searched)
        from = scan->searched;
    if (to > from && to - from > TG_UNITS_SPAN)
        from = to - TG_UNITS_SPAN; /* no word reaches farther */
    while (from < to && tg_utf8_is_trail((unsigned char)s->units.text[from]))
        from++;
    if (from > to || s->status != TG_OK)
        return;
    scan->searched = to + 1;
    uint32_t before = 0;
    if (from > 0)
        tg_utf8_decode_last((const unsigned char *)s->units.text, from, &before);
    bool continues = tg_joins_letters(tg_trait_kind(tg_trait_of(s->guises, before)));
    size_t hope = first_hope(s, from, to, continues);
    if (hope == SIZE_MAX)
        return;
    tg_units_start(&s->units, from);
    for (size_t i = 0; s->status == TG_OK; i++) {
        const tg_unit *u = tg_unit_at(&s->units, i);
        if (!u || (u->begin > to && !(u->tricks & TG_TRICK_BIDI)))
            break;
        bool is_letter = tg_joins_letters((tg_kind)u->kind), is_read = u->tricks & (TG_TRICK_BIDI | TG_TRICK_MARKUP);
        bool is_first = !(is_letter && continues) || inner || u->tricks & TG_TRICK_BIDI;
        continues = is_letter;
        if (u->end <= hope && !is_read)
            continue;
        bool is_plain_han = u->kind == TG_KIND_HAN && u->repeat == 1 && !is_read;
        bool may_begin = is_plain_han ? u->begin == hope || tg_may_begin_han(s, u->begin)
                         : is_first && (is_read || u->begin == hope || tg_may_begin_letters(s, u->begin)) &&
                               tg_may_begin_word(s, i);
        if (may_begin)
            tg_search_from(s, i, plain_until);
    }
}

size_t tg_known_letters(const tg_guise_scan *scan)
{
    return scan->letters < TG_GUISE_BACK ? scan->letters : TG_GUISE_BACK;
}

/* The letter so many before the last one, which is known. */
const tg_guise_letter *tg_letter_at(const tg_guise_scan *scan, size_t back)
{
    return &scan->ring[(scan->letters - 1 - back) % TG_GUISE_BACK];
}

/* Whether two letters, whatever stands between them, may be neighbours in a word that is looked for, as they are; or, if
 * `disguised`, as Han characters that are like them. */
bool tg_may_be_neighbours(const tg_guises *g, const tg_guise_letter *a, const tg_guise_letter *b, bool disguised)
{
    if (!(a->trait & b->trait & TG_TRAIT_HAN))
        return true;
    if (tg_has_key(g, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_SAME, a->trait, b->trait, 0)))
        return true;
    for (tg_han_relation r = TG_HAN_SOUND; r < TG_HAN_RELATIONS && disguised; r++)
        if (tg_has_key(g, tg_han_key(TG_HAN_NEIGHBOURS, r, tg_han_class(a->trait, r), tg_han_class(b->trait, r), 0)))
            return true;
    return false;
}

/* Where words begin that have the last letters in them: a word goes on from neighbour to neighbour. */
size_t tg_begin_of_chain(const tg_guise_scan *scan)
{
    const tg_guises *g = scan->search.guises;
    size_t known = tg_known_letters(scan), back = known > 2 ? 2 : known - 1; /* the last two are suspicious, one is before */
    while (back + 1 < known && (tg_letter_at(scan, back + 1)->trait == tg_letter_at(scan, back)->trait ||
                                tg_may_be_neighbours(g, tg_letter_at(scan, back + 1), tg_letter_at(scan, back), true)))
        back++;
    return tg_letter_at(scan, back)->begin;
}

/* Whether a phrase goes on with the word that follows; a word that is suspicious itself may be any. */
static bool goes_on(const tg_guise_scan *scan, const tg_guise_phrase *phrase)
{
    return !phrase->letter || phrase->second >= scan->token ||
           tg_has_key(scan->search.guises, tg_han_key(TG_HAN_PHRASE, TG_HAN_SAME, phrase->spelling, phrase->letter, 0));
}

/* Searches behind a suspicious place at byte `here`, from where words that it is in begin. */
void tg_suspect(tg_guise_scan *scan, bool is_spaced, size_t here)
{
    if (!is_spaced) {
        search_between(scan, scan->letters ? tg_begin_of_chain(scan) : here, 0, here);
        return;
    }
    size_t known = scan->phrase_count < TG_GUISE_TOKENS ? scan->phrase_count : TG_GUISE_TOKENS;
    for (size_t i = known; i > 0; i--) { /* what is before the place is as it is */
        const tg_guise_phrase *phrase = &scan->phrases[(scan->phrase_count - i) % TG_GUISE_TOKENS];
        if (phrase->begin >= scan->searched && here - phrase->begin < TG_GUISE_FARTHEST && phrase->begin < scan->token &&
            goes_on(scan, phrase))
            search_between(scan, phrase->begin, scan->token, phrase->begin);
    }
    search_between(scan, here - scan->token < TG_GUISE_FARTHEST ? scan->token : here - TG_GUISE_FARTHEST, 0, here);
}

/* The sound of the Han character so many letters before the last one, as those hear it who do not tell some apart. */
static uint32_t sound_at(const tg_guise_scan *scan, size_t back)
{
    const tg_guises *g = scan->search.guises;
    return g->blurred[TG_FUZZY_ALL * TG_HAN_SOUNDS + tg_han_class(tg_letter_at(scan, back)->trait, TG_HAN_SOUND)];
}

void tg_look_up(tg_guise_scan *scan)
{
    const tg_guises *g = scan->search.guises;
    uint32_t a = sound_at(scan, 1), b = sound_at(scan, 0);
    bool has_begun = scan->begins;
    scan->begins = false;
    if (tg_has_han_pair(g, TG_HAN_SOUND, a, b)) {
        uint32_t whole = tg_han_key(TG_HAN_WHOLE, TG_HAN_SOUND, a, b, 0);
        if (tg_has_key(g, whole))
            tg_search_han(&scan->search, tg_letter_at(scan, 1)->begin, whole);
        scan->begins = tg_has_key(g, tg_han_key(TG_HAN_BEGIN, TG_HAN_SOUND, a, b, 0));
    }
    if (has_begun) {
        uint32_t whole = tg_han_key(TG_HAN_WHOLE, TG_HAN_SOUND, sound_at(scan, 2), a, b);
        if (tg_has_key(g, whole))
            tg_search_han(&scan->search, tg_letter_at(scan, 2)->begin, whole);
    }
}

/* Whether words use characters that look like this one. */
static bool may_be_another(const tg_guises *g, uint32_t trait)
{
    const uint32_t *shapes = g->member_starts + TG_HAN_SOUNDS + tg_han_class(trait, TG_HAN_SHAPE);
    const uint32_t *cores = g->member_starts + TG_HAN_SOUNDS + TG_HAN_SHAPES + tg_han_class(trait, TG_HAN_CORE);
    return shapes[0] < shapes[1] || cores[0] < cores[1];
}

/* Whether words have characters side by side that look like these. */
static bool may_look_alike(const tg_guises *g, uint32_t first, uint32_t second)
{
    for (tg_han_relation r = TG_HAN_SHAPE; r < TG_HAN_RELATIONS; r++) {
        uint32_t a = tg_han_class(first, r), b = tg_han_class(second, r);
        if (a && b && tg_has_key(g, tg_han_key(TG_HAN_NEIGHBOURS, r, a, b, 0)))
            return true;
    }
    return false;
}

bool tg_stands_for_itself(const tg_guises *g, uint32_t before, uint32_t odd, uint32_t behind)
{
    return tg_is_frequent(g, odd) || !may_be_another(g, odd) ||
           (!(before & TG_TRAIT_HAN && may_look_alike(g, before, odd)) &&
            !(behind & TG_TRAIT_HAN && may_look_alike(g, odd, behind)));
}

void tg_look_around(tg_guise_scan *scan, size_t back)
{
    enum { BEFORE = 5 };
    const tg_guises *g = scan->search.guises;
    const tg_guise_letter *odd = tg_letter_at(scan, back);
    size_t known = tg_known_letters(scan), from = back;
    if (tg_is_frequent(g, odd->trait) || !may_be_another(g, odd->trait))
        return;
    bool joins = odd->joins && back + 1 < known && may_look_alike(g, tg_letter_at(scan, back + 1)->trait, odd->trait);
    if (!joins && (back == 0 || !may_look_alike(g, odd->trait, tg_letter_at(scan, back - 1)->trait)))
        return;
    while (from + 1 < known && from < back + BEFORE && tg_letter_at(scan, from)->joins)
        from++;
    tg_search_around(&scan->search, tg_letter_at(scan, from)->begin, odd->begin);
}

/* A Han character behind another one and a sign that may hide a third. */
void tg_look_up_masked(tg_guise_scan *scan, uint32_t code_point)
{
    tg_masked_han place = {.left = tg_fold_of_one(scan->search.fold, scan->last), .right = code_point};
    size_t known = tg_known_letters(scan);
    for (; place.known + 1 < known; place.known++)
        place.begins[place.known] = tg_letter_at(scan, place.known + 1)->begin;
    tg_search_masked_han(&scan->search, &place);
}
