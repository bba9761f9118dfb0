/* Guises in a pack: looking up, and checking what came from a file; see guise.h. */
#include "guise/guise.h"

#include <string.h>

#include "base/utf8.h"

/* The first reading of a code point beside its main one, or the count. */
static size_t first_reading(const tg_guises *g, uint32_t code_point)
{
    size_t low = 0, high = g->reading_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (g->readings[middle] >> 9 < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether a character has a reading that sounds like the syllable. */
static bool has_reading(const tg_guises *g, uint32_t code_point, uint32_t trait, const uint16_t *blurred, uint32_t syllable)
{
    uint32_t main_reading = tg_han_class(trait, TG_HAN_SOUND);
    if (main_reading && blurred[main_reading] == blurred[syllable])
        return true;
    for (size_t i = first_reading(g, code_point); i < g->reading_count && g->readings[i] >> 9 == code_point; i++)
        if (blurred[g->readings[i] & 0x1FF] == blurred[syllable])
            return true;
    return false;
}

bool tg_sounds_alike(const tg_guises *g, uint32_t a, uint32_t a_trait, uint32_t b, uint32_t b_trait, unsigned blur)
{
    const uint16_t *blurred = g->blurred + (size_t)blur * TG_HAN_SOUNDS;
    uint32_t main_reading = tg_han_class(a_trait, TG_HAN_SOUND);
    if (main_reading && has_reading(g, b, b_trait, blurred, main_reading))
        return true;
    for (size_t i = first_reading(g, a); i < g->reading_count && g->readings[i] >> 9 == a; i++)
        if (has_reading(g, b, b_trait, blurred, g->readings[i] & 0x1FF))
            return true;
    return false;
}

uint32_t tg_syllable_find(const tg_guises *g, const char *letters, size_t length)
{
    if (length >= TG_SYLLABLE_ROOM)
        return 0;
    uint32_t low = 1, high = TG_HAN_SOUNDS;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const char *syllable = g->syllables + (size_t)middle * TG_SYLLABLE_ROOM;
        int order = *syllable ? strncmp(syllable, letters, length) : 1; /* those not in use are behind the others */
        if (order == 0 && syllable[length])
            order = 1;
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

uint32_t tg_han_guise_of(const tg_guises *g, uint32_t code_point)
{
    size_t low = 0, high = g->han_guise_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (g->han_guises[middle].code_point == code_point)
            return g->han_guises[middle].guise;
        if (g->han_guises[middle].code_point < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* Whether only a to z and A to Z are letters: the scan counts on it. */
static bool letters_are_valid(const tg_guises *g)
{
    for (uint32_t c = 0; c < TG_TABLE_BLOCK; c++)
        if (tg_trait_kind(tg_trait_of(g, c)) == TG_KIND_LETTER && tg_letter_number((char)(c | 0x20)) == 0)
            return false;
    for (size_t i = 1; i < TG_TABLE_INDEX; i++) {
        const uint32_t *block = g->values + (size_t)g->index[i] * TG_TABLE_BLOCK;
        bool has_letter = false;
        if (i > 1 && g->index[i] == g->index[i - 1])
            continue;
        for (size_t k = 0; k < TG_TABLE_BLOCK; k++)
            has_letter |= tg_trait_kind(block[k]) == TG_KIND_LETTER;
        if (has_letter)
            return false;
    }
    return true;
}

static bool traits_are_valid(const tg_guises *g)
{
    for (size_t i = 0; i < TG_TABLE_INDEX; i++)
        if (g->index[i] >= g->values_count / TG_TABLE_BLOCK)
            return false;
    for (size_t i = 0; i < g->values_count; i++) {
        uint32_t trait = g->values[i];
        if (!(trait & TG_TRAIT_HAN) &&
            ((trait & TG_TRAIT_KIND_MASK) >= TG_KIND_HAN || trait >> TG_TRAIT_GUISE_SHIFT > g->guise_count))
            return false;
    }
    return letters_are_valid(g);
}

bool tg_guises_are_valid(const tg_guises *g)
{
    if (!traits_are_valid(g) || (g->guise_count && !g->guises[g->guise_count - 1].is_last))
        return false;
    for (size_t i = 0; i < g->guise_count; i++)
        if (g->guises[i].trick >= 32)
            return false;
    for (size_t i = 0; i < g->han_guise_count; i++)
        if (g->han_guises[i].guise > g->guise_count)
            return false;
    for (size_t i = 0; i < TG_HAN_SOUNDS; i++)
        if (g->syllables[i * TG_SYLLABLE_ROOM + TG_SYLLABLE_ROOM - 1])
            return false;
    if (g->member_starts[0] != 0 || g->member_starts[TG_HAN_CLASSES] != g->member_count)
        return false;
    for (size_t i = 0; i < TG_HAN_CLASSES; i++)
        if (g->member_starts[i] > g->member_starts[i + 1])
            return false;
    size_t empty = 0;
    for (size_t i = 0; i < g->han_word_count; i++)
        empty += g->han_words[i].key == 0;
    return g->han_word_count == 0 || empty > 0; /* or a search would go round for ever */
}
