/* The scan for disguised words; see scan.h. What makes a place suspicious is told by each letter and what stands between it
 * and the letter before; Han characters, which are disguised by others of their kind, by keys of their classes. */
#include "base/utf8.h"
#include "guise/begin.h"
#include "guise/pass.h"
#include "guise/place.h"
#include "guise/spelling.h"

enum { DOUBLES_APART = 8 };

void tg_guise_scan_init(tg_guise_scan *scan, const tg_guises *guises, const tg_fold *fold, const tg_lane *lane,
                        const tg_automaton *automaton, const char *strings)
{
    tg_search_init(&scan->search, guises, fold, lane, automaton, strings);
    if (guises->flags)
        tg_find_leads(&scan->search);
    tg_find_harmless(scan);
    scan->look_ahead = tg_ahead_best();
    for (size_t i = 0; i < TG_HAN_SOUNDS && guises->flags; i++)
        scan->heard[i] = guises->blurred[TG_FUZZY_ALL * TG_HAN_SOUNDS + i];
}

void tg_guise_start(tg_guise_scan *scan, const char *text, size_t length)
{
    tg_units_open(&scan->search.units, text, length);
    tg_ahead_start(&scan->ahead);
    scan->search.status = TG_OK;
    scan->at = scan->searched = scan->letters = scan->phrase_count = scan->token = scan->doubled = 0;
    scan->segment = scan->singles = scan->run = scan->gap = 0;
    scan->spelt = scan->syllable = scan->spelling = 0;
    scan->mask = false;
    scan->last = scan->before = scan->trait = scan->letter_before = 0;
    scan->kind = TG_KIND_OTHER;
    scan->sign_before = scan->was_lower = scan->begins = scan->waits = false;
    scan->is_odd = true;
}

size_t tg_guise_settled(const tg_guise_scan *scan)
{
    return scan->at > TG_UNITS_SPAN ? scan->at - TG_UNITS_SPAN : 0; /* look-ups go back behind what has been searched */
}

/* Whether the last letter stands there three times, or twice as another one did just before. */
static bool is_repeated_oddly(const tg_guise_scan *scan)
{
    return scan->run == 3 || (scan->run == 2 && scan->doubled && scan->letters - scan->doubled < DOUBLES_APART);
}

/* A letter joins the one before it. */
static bool is_suspicious_pair(const tg_guise_scan *scan, uint32_t code_point, tg_kind kind)
{
    bool was_letter = scan->kind == TG_KIND_LETTER, is_letter = kind == TG_KIND_LETTER;
    if (was_letter && is_letter) {
        uint32_t lower = code_point | 0x20;
        if (lower == scan->last && scan->run > 3)
            return false; /* suspicious already */
        if (!tg_is_trigram(scan->search.guises, scan->letter_before, tg_letter_number((char)scan->last),
                           tg_letter_number((char)lower)))
            return true;
        if (lower != scan->last)
            return code_point == 'I' && scan->was_lower;
        return is_repeated_oddly(scan) || tg_is_never_doubled(lower);
    }
    return (was_letter && kind == TG_KIND_DIGIT) || (scan->kind == TG_KIND_DIGIT && is_letter);
}

/* A letter is behind a gap. */
static bool is_suspicious_gap(const tg_guise_scan *scan, tg_kind kind)
{
    if (scan->kind == TG_KIND_OTHER && kind == TG_KIND_OTHER)
        return scan->gap == TG_GAP_SIGN;
    if (scan->kind == TG_KIND_OTHER || kind == TG_KIND_OTHER || (scan->kind == TG_KIND_DIGIT && kind == TG_KIND_DIGIT))
        return false;
    if (scan->kind == TG_KIND_HAN || kind == TG_KIND_HAN)
        return !(scan->gap & (TG_GAP_SPACE | TG_GAP_BREAK | TG_GAP_STOP)) && scan->segment == 1;
    return !(scan->gap & (TG_GAP_SPACE | TG_GAP_BREAK));
}

/* The last Han character has none behind it. */
static void end_han(tg_guise_scan *scan)
{
    if (scan->kind == TG_KIND_HAN && scan->gap == 0 && scan->is_odd)
        tg_look_around(scan, 0);
    scan->is_odd = true;
    scan->begins = false;
}

/* Whether characters of these traits stand side by side in a word. */
static inline bool are_neighbours(const tg_guise_scan *scan, uint32_t first, uint32_t second)
{
    return tg_has_key(scan->search.guises, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_SAME, first, second, 0));
}

/* Whether two characters may be parts of one. */
static inline bool may_be_parts(const tg_guises *g, uint32_t first, uint32_t second)
{
    return tg_has_key(g, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_RELATIONS, first, second, 0));
}

/* Whether this Han character and the last one are a word's neighbours that were exchanged: then what is beside them is the
 * word's too. */
static bool may_be_exchanged(const tg_guise_scan *scan, uint32_t trait)
{
    const tg_search *s = &scan->search;
    const unsigned char *text = (const unsigned char *)s->units.text;
    uint32_t next = 0;
    if (scan->at < s->units.length)
        tg_utf8_decode(text + scan->at, s->units.length - scan->at, &next);
    uint32_t behind = tg_trait_of(s->guises, next);
    return !(behind & TG_TRAIT_HAN) || tg_has_begin(s->guises, tg_triple_key(trait, scan->trait, behind)) ||
           !(scan->before & TG_TRAIT_HAN) || tg_has_begin(s->guises, tg_triple_key(scan->before, trait, scan->trait));
}

/* A Han character joins a letter before it. */
static bool is_suspicious_beside(const tg_guise_scan *scan, uint32_t trait, tg_kind kind)
{
    const tg_guises *g = scan->search.guises;
    if (scan->kind != TG_KIND_HAN || kind != TG_KIND_HAN) {
        tg_kind other = scan->kind == TG_KIND_HAN ? kind : scan->kind;
        if (other == TG_KIND_DIGIT && (tg_is_numeral(scan->trait) || tg_is_numeral(trait)))
            return g->flags & TG_GUISES_NUMERALS;
        if (other == TG_KIND_DIGIT)
            return are_neighbours(scan, scan->trait, trait);
        return other == TG_KIND_LIKE;
    }
    if (is_repeated_oddly(scan) || (scan->run == 2 && are_neighbours(scan, scan->before, trait)))
        return true;
    if (tg_is_numeral(scan->trait) && tg_is_numeral(trait) && g->flags & TG_GUISES_NUMERALS)
        return true;
    if (!tg_has_han_pair(g, TG_HAN_SAME, scan->trait, trait))
        return false;
    return may_be_parts(g, scan->trait, trait) ||
           (!tg_is_common_pair(g, scan->trait, trait) && may_be_exchanged(scan, trait));
}

/* Whether only a gap makes a letter suspicious that stands between runs of letters: foo.bar, it's. */
static bool is_divided_run(const tg_guise_scan *scan, tg_kind kind)
{
    return scan->gap && !scan->sign_before && kind == TG_KIND_LETTER && scan->kind == TG_KIND_LETTER && scan->singles == 0 &&
           !scan->is_segment_short;
}

/* The letter behind the first one after a gap: the gap is in no word if these two and the two before it are not. */
static void end_waiting(tg_guise_scan *scan)
{
    uint32_t spelling = 0;
    scan->waits = false;
    for (size_t back = 4; back-- > 0 && tg_known_letters(scan) > 3;)
        spelling = tg_spell(spelling, tg_plain_letter(tg_letter_at(scan, back)->code_point | 0x20));
    if (tg_has_key(scan->search.guises, tg_han_key(TG_HAN_INNER, TG_HAN_SAME, spelling, 0, 0)))
        tg_suspect(scan, true, tg_letter_at(scan, 0)->begin);
}

static void take_letter(tg_guise_scan *scan, size_t begin, uint32_t code_point, uint32_t trait, tg_kind kind)
{
    if (kind == TG_KIND_HAN)
        code_point = tg_fold_of_one(scan->search.fold, code_point);
    if (kind != TG_KIND_LETTER || scan->gap)
        tg_end_spelling(scan, false, kind == TG_KIND_HAN && !scan->gap);
    if (kind == TG_KIND_LETTER) {
        if (scan->spelt == 0) {
            tg_begin_spelling(scan, begin, code_point | 0x20);
            scan->spelt_begin = begin;
            scan->spelt_behind_han = !scan->gap && scan->kind == TG_KIND_HAN;
        }
        scan->spelling = tg_spell(scan->spelling, code_point | 0x20);
        scan->spelt++;
    }
    bool is_han = kind == TG_KIND_HAN, adjacent = scan->gap == 0 && scan->letters > 0;
    bool joins_han = adjacent && is_han && scan->kind == TG_KIND_HAN;
    if (!joins_han)
        end_han(scan);
    bool is_same = is_han ? trait == scan->trait : (kind == TG_KIND_LETTER ? code_point | 0x20 : code_point) == scan->last;
    scan->ring[scan->letters++ % TG_GUISE_BACK] = (tg_guise_letter){begin, code_point, trait, joins_han};
    if (adjacent) {
        scan->segment++;
        scan->run = is_same ? scan->run + 1 : 1;
    } else {
        scan->singles = scan->segment == 1 ? scan->singles + 1 : 0;
        scan->is_segment_short = scan->segment < 2;
        scan->segment = scan->run = 1;
    }
    if (!adjacent && (scan->gap & (TG_GAP_SPACE | TG_GAP_BREAK) || scan->letters == 1) && !scan->sign_before)
        scan->token = begin;
    bool beside_han = is_han || scan->kind == TG_KIND_HAN;
    bool suspicious = (kind == TG_KIND_LIKE && scan->run <= 3) || scan->sign_before;
    if (adjacent)
        suspicious |= beside_han ? is_suspicious_beside(scan, trait, kind) : is_suspicious_pair(scan, code_point, kind);
    else if (scan->letters > 1)
        suspicious |= is_suspicious_gap(scan, kind) || scan->singles >= 2;
    bool waits = suspicious && is_divided_run(scan, kind); /* for the letter behind this one */
    if (!adjacent && is_han && scan->kind == TG_KIND_HAN && scan->gap & (TG_GAP_SIGN | TG_GAP_JOIN) && scan->mask)
        tg_look_up_masked(scan, code_point);
    if (!adjacent && is_han && scan->kind == TG_KIND_HAN)
        suspicious = tg_may_be_neighbours(scan->search.guises, tg_letter_at(scan, 1), tg_letter_at(scan, 0),
                                       !(scan->gap & (TG_GAP_SPACE | TG_GAP_BREAK | TG_GAP_STOP)));
    if (joins_han) {
        bool is_odd = !tg_is_common_pair(scan->search.guises, scan->trait, trait);
        if (scan->is_odd && is_odd)
            tg_look_around(scan, 1);
        scan->is_odd = is_odd;
        if (scan->search.guises->flags & TG_GUISES_SOUND)
            tg_look_up(scan);
    }
    if (scan->run == 2)
        scan->doubled = scan->letters;
    bool goes_on = adjacent && scan->kind == TG_KIND_LETTER && kind == TG_KIND_LETTER;
    scan->letter_before = goes_on ? tg_letter_number((char)scan->last) : 0;
    if (!is_same)
        scan->before = scan->trait;
    scan->last = kind == TG_KIND_LETTER ? code_point | 0x20 : code_point;
    scan->was_lower = kind == TG_KIND_LETTER && code_point >= 'a';
    scan->trait = trait;
    scan->mask = false;
    scan->gap = 0;
    if (scan->waits && adjacent && kind == TG_KIND_LETTER)
        end_waiting(scan);
    else if (scan->waits)
        tg_suspect(scan, true, tg_letter_at(scan, 1)->begin);
    if (suspicious && !waits)
        tg_suspect(scan, !beside_han && scan->singles < 2, begin);
    scan->waits = waits;
    scan->kind = kind;
    scan->sign_before = false;
}

/* Notes a Han character. */
static inline void note_han(tg_guise_scan *scan, size_t begin, uint32_t code_point, uint32_t trait, bool joins)
{
    scan->ring[scan->letters++ % TG_GUISE_BACK] = (tg_guise_letter){begin, code_point, trait, joins};
    scan->run = 1;
    scan->before = scan->trait;
    scan->last = code_point;
    scan->trait = trait;
}

/* A Han character that joins another one: what there is to do about most. False if it is suspicious. */
static inline bool pass_han(tg_guise_scan *scan, size_t begin, uint32_t code_point, uint32_t trait)
{
    const tg_guises *g = scan->search.guises;
    uint32_t last = scan->trait;
    if (scan->kind != TG_KIND_HAN || scan->gap || scan->spelt || last == trait || (tg_is_numeral(last) && tg_is_numeral(trait)))
        return false;
    bool is_odd = !tg_is_common_pair(g, last, trait), was_odd = scan->is_odd;
    if (tg_has_han_pair(g, TG_HAN_SAME, last, trait) &&
        ((is_odd && may_be_exchanged(scan, trait)) || may_be_parts(g, last, trait)))
        return false;
    scan->is_odd = is_odd;
    scan->segment++;
    note_han(scan, begin, code_point, trait, true);
    if (is_odd && was_odd)
        tg_look_around(scan, 1);
    if (g->flags & TG_GUISES_SOUND)
        tg_look_up(scan);
    return true;
}

/* The first Han character behind punctuation or a blank: likewise. */
static inline bool pass_first_han(tg_guise_scan *scan, size_t begin, uint32_t code_point, uint32_t trait)
{
    if (scan->kind != TG_KIND_HAN || !scan->gap || scan->gap & (TG_GAP_SIGN | TG_GAP_JOIN) || scan->sign_before ||
        scan->waits ||
        scan->segment < 2 || scan->singles || are_neighbours(scan, scan->trait, trait))
        return false;
    scan->is_odd = true;
    scan->mask = scan->begins = false;
    scan->segment = 1;
    scan->gap = 0;
    note_han(scan, begin, code_point, trait, false);
    return true;
}

/* A letter that joins another one, as most do: true if there is nothing about it. */
static inline bool pass_letter(tg_guise_scan *scan, size_t begin, uint32_t code_point, uint32_t trait)
{
    uint32_t lower = code_point | 0x20, last = scan->last, number = lower - 'a' + 1;
    if (scan->kind != TG_KIND_LETTER || scan->gap || lower == last || (code_point == 'I' && scan->was_lower) || scan->waits ||
        !tg_is_trigram(scan->search.guises, scan->letter_before, last - 'a' + 1, number))
        return false;
    scan->ring[scan->letters++ % TG_GUISE_BACK] = (tg_guise_letter){begin, code_point, trait, false};
    scan->spelling = tg_spell(scan->spelling, lower);
    scan->spelt++;
    scan->segment++;
    scan->run = 1;
    scan->letter_before = last - 'a' + 1;
    scan->was_lower = code_point >= 'a';
    scan->last = lower;
    scan->trait = trait;
    return true;
}

/* The first letter of a word behind a blank: likewise. */
static inline bool pass_first_letter(tg_guise_scan *scan, size_t begin, uint32_t code_point, uint32_t trait)
{
    if (!(scan->gap & (TG_GAP_SPACE | TG_GAP_BREAK)) || scan->sign_before || scan->waits || scan->segment < 2 ||
        scan->spelt || scan->kind == TG_KIND_HAN)
        return false;
    scan->ring[scan->letters++ % TG_GUISE_BACK] = (tg_guise_letter){begin, code_point, trait, false};
    scan->spelling = tg_spell(0, code_point | 0x20);
    scan->spelt = scan->segment = scan->run = 1;
    scan->spelt_begin = scan->token = begin;
    tg_begin_spelling(scan, begin, code_point | 0x20);
    scan->spelt_behind_han = scan->mask = scan->waits = false;
    scan->singles = scan->letter_before = 0;
    scan->gap = 0;
    scan->was_lower = code_point >= 'a';
    scan->last = code_point | 0x20;
    scan->trait = trait;
    scan->kind = TG_KIND_LETTER;
    return true;
}

/* Whether letters follow behind the signs that begin here. */
static bool hides_letters(const tg_guise_scan *scan)
{
    const tg_units *units = &scan->search.units;
    size_t at = scan->at;
    while (at < units->length && tg_is_mask((unsigned char)units->text[at]))
        at++;
    return at < units->length && (tg_letter_number((char)(units->text[at] | 0x20)) || (unsigned char)units->text[at] >= 0x80);
}

/* A sign, punctuation, a blank: what is between letters, and now and then a letter itself. */
static void take_sign(tg_guise_scan *scan, size_t begin, uint32_t code_point, uint32_t trait, tg_kind kind)
{
    bool is_behind_letter = scan->gap == 0 && scan->letters && tg_joins_letters(scan->kind);
    if (!is_behind_letter && !scan->sign_before && kind != TG_KIND_SPACE && kind != TG_KIND_BREAK &&
        (scan->gap & (TG_GAP_SPACE | TG_GAP_BREAK) || !scan->letters))
        scan->token = begin;
    tg_end_spelling(scan, kind == TG_KIND_SPACE || kind == TG_KIND_BREAK, false);
    end_han(scan);
    if (scan->waits)
        tg_suspect(scan, true, tg_letter_at(scan, 0)->begin);
    scan->waits = false;
    scan->gap |= tg_gap_of(kind);
    scan->mask = scan->mask || tg_is_mask(code_point);
    bool has_guise = trait >> TG_TRAIT_GUISE_SHIFT;
    bool ends_line = kind == TG_KIND_SPACE || kind == TG_KIND_BREAK;
    scan->sign_before = !ends_line && (scan->sign_before || has_guise || code_point == '%' || code_point == '\\');
    bool is_letter_like = kind == TG_KIND_SIGN && has_guise && code_point >= 0x80;
    if (is_letter_like || (is_behind_letter && (has_guise || code_point == '*') && code_point != '!' && code_point != '('))
        tg_suspect(scan, scan->kind != TG_KIND_HAN, begin);
    if (is_behind_letter && tg_is_mask(code_point) && hides_letters(scan))
        tg_search_masked_letters(&scan->search, scan->token);
}

/* A bidirectional override: what stands in it is read from its end, so that words begin anywhere in it. */
static void take_override(tg_guise_scan *scan, size_t begin)
{
    tg_suspect(scan, scan->kind != TG_KIND_HAN, begin);
}

static void take_mark(tg_guise_scan *scan)
{
    if (scan->letters && scan->gap == 0)
        tg_suspect(scan, scan->kind != TG_KIND_HAN, tg_letter_at(scan, 0)->begin);
}

static void take_one(tg_guise_scan *scan)
{
    tg_ahead *a = &scan->ahead;
    size_t i = a->next++, begin = a->begins[i];
    uint32_t code_point = a->code_points[i], trait = a->traits[i];
    tg_kind kind = tg_trait_kind(trait);
    scan->at = a->begins[i + 1];
    switch (kind) {
    case TG_KIND_HAN:
        if (!pass_han(scan, begin, code_point, trait) && !pass_first_han(scan, begin, code_point, trait))
            take_letter(scan, begin, code_point, trait, kind);
        break;
    case TG_KIND_LETTER:
        if (!pass_letter(scan, begin, code_point, trait) && !pass_first_letter(scan, begin, code_point, trait))
            take_letter(scan, begin, code_point, trait, kind);
        break;
    case TG_KIND_DIGIT: case TG_KIND_LIKE: case TG_KIND_OTHER:
        take_letter(scan, begin, code_point, trait, kind);
        break;
    case TG_KIND_SPACE: case TG_KIND_BREAK: case TG_KIND_STOP: case TG_KIND_JOIN: case TG_KIND_SIGN:
        take_sign(scan, begin, code_point, trait, kind);
        break;
    case TG_KIND_MARK:
        take_mark(scan);
        break;
    case TG_KIND_BIDI:
        take_override(scan, begin);
        break;
    case TG_KIND_DROPPED: case TG_KIND_COUNT:
        break;
    }
}

tg_status tg_guise_advance(tg_guise_scan *scan, size_t until)
{
    const tg_search *s = &scan->search;
    while (scan->at < until && s->status == TG_OK) {
        if (scan->ahead.next == scan->ahead.count) {
            tg_ahead_read(&scan->ahead, s->guises, s->units.text, s->units.length, scan->at, until);
            scan->look_ahead(s->guises, scan->heard, &scan->ahead);
        }
        while (scan->ahead.next < scan->ahead.count && s->status == TG_OK) {
            if (scan->one_by_one || !(tg_pass_plain(scan) || tg_pass_words(scan) || tg_pass_clauses(scan)))
                take_one(scan);
        }
    }
    if (scan->at >= s->units.length) {
        tg_end_spelling(scan, true, false);
        end_han(scan);
    }
    return s->status;
}
