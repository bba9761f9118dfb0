/* Passing over ordinary text; see pass.h. */
#include "guise/pass.h"

#include "guise/place.h"
#include "guise/spelling.h"

/* The end of the plain Han characters from number `i` on, of those that were read. */
static inline size_t end_of_han(const tg_guise_scan *scan, size_t i)
{
    const tg_ahead *a = &scan->ahead;
    while (a->plain[i] == TG_PLAIN ||
           (a->plain[i] == TG_PLAIN_ODDLY &&
            tg_stands_for_itself(scan->search.guises, a->traits[i - 2], a->traits[i - 1], a->traits[i])))
        i++;
    return i;
}

/* How many of the next characters are plain and go on as the last one does. */
static inline size_t count_plain(const tg_guise_scan *scan)
{
    const tg_ahead *a = &scan->ahead;
    size_t i = a->next;
    bool is_han = scan->kind == TG_KIND_HAN, is_letter = scan->kind == TG_KIND_LETTER;
    if (scan->gap || (is_han && (scan->begins || scan->spelt)) || (is_letter && scan->waits) || !(is_han || is_letter))
        return 0;
    if (is_han)
        return end_of_han(scan, i) - i;
    while (a->plain[i] == TG_PLAIN)
        i++;
    return i - a->next;
}

/* Passes over them. */
static inline void pass(tg_guise_scan *scan, size_t count)
{
    const tg_ahead *a = &scan->ahead;
    size_t end = a->next + count, from = count > TG_GUISE_BACK ? end - TG_GUISE_BACK : a->next;
    bool is_han = scan->kind == TG_KIND_HAN;
    scan->letters += count;
    for (size_t i = from; i < end; i++)
        scan->ring[(scan->letters - (end - i)) % TG_GUISE_BACK] =
            (tg_guise_letter){a->begins[i], a->code_points[i], a->traits[i], is_han};
    scan->segment += (unsigned)count;
    scan->run = 1;
    scan->trait = a->traits[end - 1];
    if (is_han) {
        scan->before = a->traits[end - 2];
        scan->last = a->code_points[end - 1];
        scan->is_odd = a->odd[end - 1];
    } else {
        for (size_t i = a->next; i < end; i++)
            scan->spelling = tg_spell(scan->spelling, a->code_points[i] | 0x20);
        scan->spelt += (unsigned)count;
        scan->letter_before = tg_letter_number((char)(a->code_points[end - 2] | 0x20));
        scan->was_lower = a->code_points[end - 1] >= 'a';
        scan->last = a->code_points[end - 1] | 0x20;
    }
    scan->ahead.next = end;
    scan->at = a->begins[end];
}

bool tg_pass_plain(tg_guise_scan *scan)
{
    size_t count = count_plain(scan);
    if (count)
        pass(scan, count);
    return count;
}

/* Harmless signs: always, or if no letter may follow at once. */
enum { HARMLESS = 1, HARMLESS_APART = 2 };

void tg_find_harmless(tg_guise_scan *scan)
{
    for (uint32_t c = 0; c < sizeof scan->harmless; c++) {
        const tg_unit *u = &scan->search.units.ascii[c];
        bool is_sign = u->kind == TG_KIND_STOP || u->kind == TG_KIND_JOIN || u->kind == TG_KIND_SIGN;
        bool is_harmless = is_sign && !u->guise && c != '%' && c != '\\' && c != '*';
        scan->harmless[c] = !is_harmless ? 0 : tg_is_mask(c) ? HARMLESS_APART : HARMLESS;
    }
}

static inline bool is_blank(uint32_t trait)
{
    uint32_t kind = trait & (TG_TRAIT_HAN | TG_TRAIT_KIND_MASK);
    return kind == TG_KIND_SPACE || kind == TG_KIND_BREAK;
}

static inline bool is_plain_letter(uint32_t trait)
{
    return (trait & (TG_TRAIT_HAN | TG_TRAIT_KIND_MASK)) == TG_KIND_LETTER;
}

/* Where the word behind a gap begins, of those that were read; 0 if the gap may be more than what divides words. */
static inline size_t next_word(const tg_guise_scan *scan, size_t i)
{
    const tg_ahead *a = &scan->ahead;
    bool has_blank = false;
    for (; i + 1 < a->count; i++) {
        if (is_blank(a->traits[i])) {
            has_blank = true;
            continue;
        }
        if (is_plain_letter(a->traits[i]))
            return has_blank ? i : 0;
        uint32_t c = a->code_points[i];
        if (c >= 0x80 || !scan->harmless[c] || (scan->harmless[c] == HARMLESS_APART && !is_blank(a->traits[i + 1])))
            return 0;
    }
    return 0;
}

/* Notes the last letters, of those from `first` on, and before `end`, that were read. */
static void note_letters(tg_guise_scan *scan, size_t first, size_t end, size_t count)
{
    const tg_ahead *a = &scan->ahead;
    scan->letters += count;
    size_t back = 0;
    for (size_t i = end; i-- > first && back < TG_GUISE_BACK;)
        if (is_plain_letter(a->traits[i]))
            scan->ring[(scan->letters - ++back) % TG_GUISE_BACK] =
                (tg_guise_letter){a->begins[i], a->code_points[i], a->traits[i], false};
    scan->trait = a->traits[end - 1];
    scan->last = a->code_points[end - 1] | 0x20;
    scan->was_lower = a->code_points[end - 1] >= 'a';
}

bool tg_pass_words(tg_guise_scan *scan)
{
    tg_ahead *a = &scan->ahead;
    size_t i = a->next, letters = 0;
    if (scan->gap || scan->kind != TG_KIND_LETTER || scan->waits || scan->sign_before || scan->segment < 2)
        return false;
    for (size_t begin; (begin = next_word(scan, i)) && a->plain[begin + 1] && scan->search.status == TG_OK;) {
        tg_end_spelling(scan, is_blank(a->traits[i]), false);
        tg_begin_spelling(scan, a->begins[begin], a->code_points[begin] | 0x20);
        scan->token = scan->spelt_begin = a->begins[begin];
        scan->spelt_behind_han = false;
        uint32_t spelling = tg_spell(0, a->code_points[begin] | 0x20);
        for (i = begin + 1; a->plain[i] == TG_PLAIN; i++)
            spelling = tg_spell(spelling, a->code_points[i] | 0x20);
        scan->spelling = spelling;
        scan->spelt = scan->segment = (unsigned)(i - begin);
        letters += i - begin;
    }
    if (!letters)
        return false;
    note_letters(scan, a->next, i, letters);
    scan->letter_before = tg_letter_number((char)(a->code_points[i - 2] | 0x20));
    scan->run = 1;
    scan->singles = 0;
    scan->mask = scan->begins = false;
    scan->is_odd = true;
    a->next = i;
    scan->at = a->begins[i];
    return true;
}

/* Whether a sign does nothing but divide. */
static inline bool is_divider(uint32_t trait, uint32_t code_point)
{
    bool divides = trait == TG_KIND_STOP || trait == TG_KIND_SPACE || trait == TG_KIND_BREAK; /* and it has no guise */
    return divides && code_point != '%' && code_point != '\\';
}

bool tg_pass_clauses(tg_guise_scan *scan)
{
    tg_ahead *a = &scan->ahead;
    const tg_guises *g = scan->search.guises;
    size_t i = a->next, begin = i, letters = 0;
    if (scan->gap || scan->kind != TG_KIND_HAN || scan->spelt || scan->waits || scan->segment < 2 || scan->singles)
        return false;
    for (bool is_odd = scan->is_odd;; is_odd = a->odd[i - 1]) {
        bool has_blank = false;
        size_t token = scan->token, first = i;
        for (; first < a->count && is_divider(a->traits[first], a->code_points[first]); first++) {
            if (has_blank && !is_blank(a->traits[first]))
                token = a->begins[first];
            has_blank |= is_blank(a->traits[first]);
        }
        if (first == i || first + 1 >= a->count || !(a->traits[first] & TG_TRAIT_HAN) || !a->plain[first + 1] ||
            (is_odd && !tg_stands_for_itself(g, a->traits[i - 2], a->traits[i - 1], 0)) ||
            tg_has_key(g, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_SAME, a->traits[i - 1], a->traits[first], 0)))
            break;
        size_t end = end_of_han(scan, first + 1);
        if (end == first + 1)
            break;
        scan->token = token;
        scan->segment = (unsigned)(end - first);
        letters += end - first;
        i = end;
    }
    if (!letters)
        return false;
    scan->letters += letters;
    size_t back = 0;
    for (size_t k = i; k-- > begin && back < TG_GUISE_BACK;)
        if (a->traits[k] & TG_TRAIT_HAN)
            scan->ring[(scan->letters - ++back) % TG_GUISE_BACK] = (tg_guise_letter){
                a->begins[k], a->code_points[k], a->traits[k], a->traits[k - 1] & TG_TRAIT_HAN};
    scan->run = 1;
    scan->before = a->traits[i - 2];
    scan->last = a->code_points[i - 1];
    scan->trait = a->traits[i - 1];
    scan->is_odd = a->odd[i - 1];
    scan->mask = scan->begins = false;
    a->next = i;
    scan->at = a->begins[i];
    return true;
}
