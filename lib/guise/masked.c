/* Words of which signs hide characters, looked up by what still shows: of letters the first, the last and how many there
 * are; of Han characters the two beside a hidden one. See search.h. */
#include <string.h>

#include "base/utf8.h"
#include "guise/search.h"

bool tg_is_mask(uint32_t code_point)
{
    switch (code_point) {
    case '*': case '#': case '_': case '-': case '.': case '?': case '%': case '@': case 0xB7: case 0xD7: case 0x2013:
    case 0x2014: case 0x2022: case 0x2217: case 0x2588: case 0x25A0: case 0x25A1: case 0x25CB: case 0x25CF: case 0x25EF:
    case 0x2605: case 0x2606: case 0x2715: case 0x2716:
        return true;
    default:
        return false;
    }
}

/* How a character stands where signs may hide others, or TG_HOW_BLANK. */
static uint8_t how_it_stands(const tg_search *s, const tg_word *word, const tg_unit *u, uint32_t meant)
{
    (void)s;
    (void)word;
    if (u->code_point == meant)
        return TG_HOW_SELF;
    return tg_is_mask(u->code_point) ? TG_HOW_MASK : TG_HOW_BLANK;
}

/* Tries the words under a key; `at` is where the text of each would begin, or asks for that by word. */
static void try_words(tg_search *s, uint32_t key, size_t (*find_begin)(const tg_search *, const tg_word *, const void *),
                      const void *place)
{
    const tg_guises *g = s->guises;
    size_t mask = g->han_word_count - 1, tried = 0;
    for (size_t i = key & mask; g->han_words[i].key && tried < TG_CANDIDATES && s->status == TG_OK; i = (i + 1) & mask) {
        if (g->han_words[i].key != key)
            continue;
        tried++;
        const tg_word *word = &s->automaton->words[g->han_words[i].word];
        tg_guise_hit hit = {.word = g->han_words[i].word};
        size_t begin = find_begin(s, word, place);
        if (begin == SIZE_MAX)
            continue;
        tg_units_start(&s->units, begin);
        bool is_whole; /* as many letters as signs */
        if (tg_compare_word(s, word, 0, how_it_stands, &is_whole) && is_whole && tg_judge(s, word, &hit))
            s->status = s->found(&hit, s->user);
    }
}

static size_t begin_of_letters(const tg_search *s, const tg_word *word, const void *place)
{
    (void)s;
    (void)word;
    return *(const size_t *)place;
}

void tg_search_masked_letters(tg_search *s, size_t at)
{
    size_t count = 0, shown = 0;
    uint32_t first = 0, last = 0;
    tg_units_start(&s->units, at);
    for (size_t i = 0; count <= TG_PATH_LONGEST; i++) {
        const tg_unit *u = tg_unit_at(&s->units, i);
        if (!u || !(u->kind == TG_KIND_LETTER || tg_is_mask(u->code_point)))
            break;
        if (u->kind == TG_KIND_LETTER) {
            last = u->code_point;
            shown = count + u->repeat; /* what is behind the last letter is not counted */
        }
        first = i ? first : u->code_point;
        count += u->repeat;
    }
    uint32_t key = tg_han_key(TG_HAN_MASKED, TG_HAN_SAME, first, last, (uint32_t)shown);
    if (tg_has_key(s->guises, key))
        try_words(s, key, begin_of_letters, &at);
}

/* Where the word begins whose hidden character is between the last two Han characters. */
static size_t begin_of_han(const tg_search *s, const tg_word *word, const void *place)
{
    const tg_masked_han *p = place;
    const unsigned char *text = (const unsigned char *)s->strings + word->text;
    size_t left = strlen((const char *)text);
    uint32_t two_before = 0, before = 0;
    for (size_t i = 0; left > 0; i++) {
        uint32_t code_point;
        size_t taken = tg_utf8_decode(text, left, &code_point);
        text += taken;
        left -= taken;
        code_point = (code_point + tg_fold_entry(s->fold, code_point)) & TG_FOLD_VALUE_MASK;
        if (i >= 2 && i - 2 < p->known && two_before == p->left && code_point == p->right)
            return p->begins[i - 2];
        two_before = before;
        before = code_point;
    }
    return SIZE_MAX;
}

void tg_search_masked_han(tg_search *s, const tg_masked_han *place)
{
    uint32_t key = tg_han_key(TG_HAN_MASKED, TG_HAN_RELATIONS, place->left, place->right, 0);
    if (tg_has_key(s->guises, key))
        try_words(s, key, begin_of_han, place);
}
