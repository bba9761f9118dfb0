/* Whether words of letters can begin at a place of a text, by the letters that its first characters may be; see begin.h. */
#include "guise/begin.h"

/* The first letters of what may be a word. */
typedef struct beginning {
    uint32_t spelling, count, last;
    uint32_t first[3]; /* numbers of letters */
} beginning;

enum { GUISES_TRIED = 2, PLACES_TRIED = 64 };

typedef enum answer { NO, MAYBE, YES } answer;

static bool has_letters(const tg_guises *g, const beginning *b, tg_letters_use use)
{
    return tg_has_begin(g, tg_letters_key(b->spelling, b->count, use));
}

/* Whether words begin with these letters; MAYBE if that is told by the next ones. */
static answer ask(const tg_guises *g, const beginning *b)
{
    if (!has_letters(g, b, TG_LETTERS_BEGIN))
        return NO;
    return has_letters(g, b, TG_LETTERS_ALL) ? YES : MAYBE;
}

static void add_letter(beginning *b, uint32_t letter)
{
    letter = tg_plain_letter(letter);
    if (letter == b->last)
        return;
    b->last = letter;
    b->spelling = tg_spell(b->spelling, letter);
    if (b->count < 3)
        b->first[b->count] = tg_letter_number((char)letter);
    b->count++;
}

/* The state behind a symbol, if words that are looked for go on so; or 0. */
static uint32_t state_behind(const tg_search *s, uint32_t state, uint16_t symbol)
{
    const tg_slot *slots = s->automaton->slots;
    uint32_t to = slots[state].base + symbol;
    return symbol != TG_SYMBOL_OTHER && symbol < s->automaton->label_count && slots[to].label == symbol &&
                   slots[to].depth & TG_SLOT_LOOSE
               ? to : 0;
}

/* The letter that a symbol is; 0: none. */
static uint32_t letter_of(const tg_search *s, uint16_t symbol)
{
    for (uint32_t i = 0; i < 26; i++)
        if (s->letters[i] == symbol)
            return 'a' + i;
    return 0;
}

/* Whether a sign may be the first of several that are a letter: |<, (), \/ */
static bool may_be_digraph(tg_search *s, size_t at)
{
    const tg_unit *next = tg_unit_at(&s->units, at + 1), *u = &s->units.items[at];
    return u->code_point == '|' || u->code_point == '\\' || (u->code_point == '(' && next && next->code_point == ')');
}

/* Whether the sign right behind the letters of `b` may hide some that words have there. */
static bool may_hide(tg_search *s, size_t at, const beginning *b)
{
    const tg_unit *next = tg_unit_at(&s->units, at + 1), *u = &s->units.items[at];
    if (u->repeat > TG_HIDDEN)
        return false;
    bool is_letter = next && next->kind == TG_KIND_LETTER;
    if (next && !is_letter && (next->guise || tg_is_mask(next->code_point) || next->kind < TG_KIND_SPACE))
        return true;
    uint32_t letter = is_letter ? tg_plain_letter(next->code_point) : 0;
    return tg_has_begin(s->guises, tg_hidden_key(b->spelling, u->repeat, letter));
}

/* Whether words begin with the letters from unit `at` on, behind those of `b`. Where that is not told by letters and a few
 * signs that stand for letters, they may. */
static bool may_begin_word(tg_search *s, size_t at, beginning b, unsigned tries)
{
    for (bool gap = b.count == 0;; at++) {
        const tg_unit *u = tg_unit_at(&s->units, at);
        if (!u)
            return false;
        if (u->kind == TG_KIND_LETTER && u->end - u->begin != u->repeat && u->guise)
            return true; /* styled, it may be another one: ſ is an f */
        if (u->kind == TG_KIND_LETTER) {
            add_letter(&b, u->code_point);
            answer told = ask(s->guises, &b);
            if (told != MAYBE)
                return told == YES;
            gap = false;
            continue;
        }
        if (b.count == 0 && state_behind(s, 0, u->symbol))
            return true;
        if (b.count == 0 && may_be_digraph(s, at))
            return true;
        if (u->kind < TG_KIND_DIGIT || u->kind > TG_KIND_SIGN || u->kind == TG_KIND_MARK ||
            u->tricks & (TG_TRICK_BIDI | TG_TRICK_MARKUP) || (u->guise && tries == 0))
            return true;
        if (!gap && tg_is_mask(u->code_point) && may_hide(s, at, &b))
            return true;
        for (const tg_guise *g = u->guise ? &s->guises->guises[u->guise - 1] : NULL; g; g = g->is_last ? NULL : g + 1) {
            uint32_t letter = letter_of(s, g->symbols[0]);
            beginning other = b;
            add_letter(&other, letter);
            if (!letter || g->symbols[1])
                return true;
            answer told = ask(s->guises, &other);
            if (told == YES || (told == MAYBE && may_begin_word(s, at + 1, other, tries - 1)))
                return true;
        }
        if (u->kind < TG_KIND_SPACE || !b.count)
            return b.count && u->kind != TG_KIND_DIGIT && !u->guise;
        gap = true;
    }
}

bool tg_may_begin_word(tg_search *s, size_t unit)
{
    return may_begin_word(s, unit, (beginning){.count = 0}, GUISES_TRIED);
}

/* A place in a text of ASCII characters, and what was read before. */
typedef struct place {
    size_t at;
    beginning b;
    unsigned gap; /* units since the last letter */
} place;

/* How often the character stands there. Capitals are the same ones. */
static size_t run_of(const tg_search *s, size_t at)
{
    const char *text = s->units.text;
    size_t end = at + 1;
    while (end < s->units.length && end - at < TG_UNIT_REPEAT && text[end] == text[at])
        end++;
    return end - at;
}

static bool is_ascii_alphanumeric(const tg_search *s, size_t at)
{
    uint32_t c = at < s->units.length ? (unsigned char)s->units.text[at] : 0;
    return (c | 0x20) - 'a' < 26 || c - '0' < 10;
}

/* Whether what follows, noise aside, may stand for what is no letter. */
static bool may_be_other(const tg_search *s, size_t at)
{
    for (unsigned gap = 0; at < s->units.length && gap <= TG_PATH_GAP; gap++) {
        unsigned char c = (unsigned char)s->units.text[at];
        const tg_unit *u = &s->units.ascii[c & 0x7F];
        if (c < 0x80 && u->kind == TG_KIND_LETTER)
            return false;
        if (c >= 0x80 || u->guise || u->kind > TG_KIND_SIGN || u->kind < TG_KIND_SPACE || c == '%')
            return true;
        at += run_of(s, at);
    }
    return false;
}

/* Takes a letter that ends before byte `end`. NO: no words begin so; YES: one may be all there. */
static answer take(const tg_search *s, place *p, uint32_t letter, size_t end)
{
    const tg_guises *g = s->guises;
    add_letter(&p->b, letter);
    p->at = end;
    p->gap = 0;
    if (p->b.count <= 3 && !tg_opens(g, p->b.first[0], p->b.first[1], p->b.first[2]))
        return p->b.count < 3 ? MAYBE : NO;
    if (!has_letters(g, &p->b, TG_LETTERS_BEGIN))
        return NO;
    if (!has_letters(g, &p->b, TG_LETTERS_ALL))
        return MAYBE;
    bool is_whole = p->b.count == TG_LETTERS || has_letters(g, &p->b, TG_LETTERS_INNER) ||
                    (!is_ascii_alphanumeric(s, end) && has_letters(g, &p->b, TG_LETTERS_WHOLE)) ||
                    (has_letters(g, &p->b, TG_LETTERS_OTHER) && may_be_other(s, end));
    return is_whole ? YES : MAYBE;
}

/* Whether the `count` signs right behind letters may hide some that words have there. */
static bool may_hide_plain(const tg_search *s, const place *p, size_t count)
{
    if (count > TG_HIDDEN)
        return false;
    size_t behind = p->at + count;
    unsigned char c = behind < s->units.length ? (unsigned char)s->units.text[behind] : ' ';
    const tg_unit *next = &s->units.ascii[c & 0x7F];
    bool is_letter = next->kind == TG_KIND_LETTER;
    if (c >= 0x80 || (!is_letter && (next->guise || tg_is_mask(c) || next->kind < TG_KIND_SPACE)))
        return true;
    if (!is_letter && tg_is_weak_mask((unsigned char)s->units.text[p->at]))
        return false;
    uint32_t letter = is_letter ? tg_plain_letter(next->code_point) : 0;
    return tg_has_begin(s->guises, tg_hidden_key(p->b.spelling, (uint32_t)count, letter));
}

/* Whether signs at a place may together be one letter. */
static bool may_be_several(const tg_search *s, size_t at)
{
    const char *text = s->units.text;
    char next = at + 1 < s->units.length ? text[at + 1] : 0;
    switch (text[at]) {
    case '|': return next == '3' || next == ')' || next == '-' || next == '<' || next == '\\';
    case '(': return next == ')';
    case '\\': return next == '/';
    default: return false;
    }
}

static answer follow(const tg_search *s, place p, unsigned *left);

/* A word may begin with what has the unit as a sign or digit, and go on with what is behind it. */
static bool may_go_on_behind(const tg_search *s, const tg_unit *u, uint16_t symbol, size_t at)
{
    uint32_t state = state_behind(s, 0, symbol);
    unsigned char c = at < s->units.length ? (unsigned char)s->units.text[at] : 0;
    const tg_unit *next = &s->units.ascii[c & 0x7F];
    if (!state)
        return false;
    if (c >= 0x80 || next->kind == u->kind || next->guise || next->kind >= TG_KIND_SPACE ||
        s->automaton->links[state].output)
        return true;
    return state_behind(s, state, next->symbol) || state_behind(s, 0, next->symbol);
}

/* What a sign or digit at a place may be; MAYBE: words may go on behind it, as noise. */
static answer follow_guises(const tg_search *s, const place *p, const tg_unit *u, size_t end, unsigned *left)
{
    uint32_t tried = 0;
    for (const tg_guise *g = u->guise ? &s->guises->guises[u->guise - 1] : NULL; g; g = g->is_last ? NULL : g + 1) {
        uint32_t letter = tg_plain_letter(letter_of(s, g->symbols[0]));
        if (g->symbols[1])
            return YES;
        if (!letter && (p->b.count || may_go_on_behind(s, u, g->symbols[0], end)))
            return YES;
        if (!letter || tried >> (letter - 'a') & 1)
            continue;
        tried |= UINT32_C(1) << (letter - 'a');
        place next = *p;
        answer told = take(s, &next, letter, end);
        if (told == YES || (told == MAYBE && follow(s, next, left) == YES))
            return YES;
    }
    return p->b.count && u->kind != TG_KIND_DIGIT ? MAYBE : NO;
}

/* Whether words begin with what was read and go on at the place: YES if they may, or if it cannot be told here. */
static answer follow(const tg_search *s, place p, unsigned *left)
{
    while (p.at < s->units.length) {
        unsigned char c = (unsigned char)s->units.text[p.at];
        const tg_unit *u = &s->units.ascii[c & 0x7F];
        if (c >= 0x80 || u->kind > TG_KIND_SIGN || u->kind == TG_KIND_OTHER || u->kind == TG_KIND_LIKE ||
            u->kind == TG_KIND_MARK || *left == 0 ||
            (c == '%' && tg_is_percent_encoded(s->units.text, s->units.length, p.at)))
            return YES;
        --*left;
        if (u->kind == TG_KIND_LETTER) {
            answer told = take(s, &p, u->code_point, p.at + 1);
            if (told != MAYBE)
                return told;
            continue;
        }
        size_t end = p.at + run_of(s, p.at);
        if (may_be_several(s, p.at) || (!p.b.count && may_go_on_behind(s, u, u->symbol, end)))
            return YES;
        if (p.b.count && !p.gap && tg_is_mask(c) && may_hide_plain(s, &p, end - p.at))
            return YES;
        if (follow_guises(s, &p, u, end, left) == YES)
            return YES;
        if (!p.b.count || u->kind == TG_KIND_DIGIT || p.gap++ == TG_PATH_GAP)
            return NO;
        p.at = end;
    }
    return NO;
}

/* What a word may begin with that has this ASCII character first: LEAD_NONE, LEAD_ANY, or the number of the only letter. */
enum { LEAD_NONE = 0, LEAD_ANY = 255 };

static uint8_t lead_of(const tg_search *s, uint32_t c)
{
    const tg_unit *u = &s->units.ascii[c];
    uint32_t only = 0;
    if (u->kind == TG_KIND_LETTER)
        return (uint8_t)tg_letter_number((char)tg_plain_letter(u->code_point));
    if (!u->guise && (u->kind == TG_KIND_SPACE || u->kind == TG_KIND_BREAK || u->kind == TG_KIND_STOP))
        return LEAD_NONE;
    if (u->kind < TG_KIND_SPACE || u->kind > TG_KIND_SIGN || c == '%' || c == '\\' || c == '|' ||
        state_behind(s, 0, u->symbol))
        return LEAD_ANY;
    for (const tg_guise *g = u->guise ? &s->guises->guises[u->guise - 1] : NULL; g; g = g->is_last ? NULL : g + 1) {
        uint32_t letter = tg_letter_number((char)tg_plain_letter(letter_of(s, g->symbols[0])));
        if (!letter || g->symbols[1] || (only && only != letter))
            return LEAD_ANY;
        only = letter;
    }
    return (uint8_t)only;
}

void tg_find_leads(tg_search *s)
{
    for (uint32_t c = 0; c < sizeof s->leads; c++)
        s->leads[c] = lead_of(s, c);
}

/* The number of a plain letter at a place; 0: there is none. */
static inline uint32_t letter_at(const tg_search *s, size_t at)
{
    unsigned char c = (unsigned char)s->units.text[at];
    return (c | 0x20u) - 'a' < 26 ? s->leads[c] : 0;
}

bool tg_may_begin_letters(const tg_search *s, size_t at)
{
    unsigned char c = (unsigned char)s->units.text[at];
    uint32_t first = c < 0x80 ? s->leads[c] : LEAD_ANY;
    if (first == LEAD_NONE)
        return false;
    if (first != LEAD_ANY && at + 2 < s->units.length) { /* most by three letters */
        uint32_t second = letter_at(s, at + 1), third = letter_at(s, at + 2);
        if (second && third && first != second && second != third && !tg_opens(s->guises, first, second, third))
            return false;
    }
    unsigned left = PLACES_TRIED;
    return follow(s, (place){.at = at}, &left) == YES;
}
