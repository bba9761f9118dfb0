/* Reading words; see words.h. */
#include "language/words.h"

#include <string.h>

#include "base/utf8.h"

enum { BEGIN = 1, END = 2 }; /* what stands for the ends of a word among its letters */

/* What a letter and the mark behind it compose to; the letter if they do not. */
static uint32_t compose(const tg_fold *fold, uint32_t letter, uint32_t mark)
{
    size_t low = 0, high = fold->pair_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const tg_fold_pair *p = &fold->pairs[middle];
        if (p->first < letter || (p->first == letter && p->second < mark))
            low = middle + 1;
        else
            high = middle;
    }
    const tg_fold_pair *p = &fold->pairs[low];
    return low < fold->pair_count && p->first == letter && p->second == mark ? p->composite : letter;
}

/* Whether an address goes on at a sign behind a word: "://" or '@'. */
static bool begins_address(const unsigned char *p, size_t length)
{
    return *p == '@' || (length >= 3 && memcmp(p, "://", 3) == 0);
}

static bool is_blank(unsigned char c)
{
    return c <= ' ';
}

static void skip_address(tg_language_reader *r)
{
    while (r->at < r->length && !is_blank(r->text[r->at]))
        r->at++;
}

/* The character at `at`, its value in the table, and how many bytes it takes. */
static inline size_t read_letter(const tg_language_reader *r, uint32_t *code_point, uint32_t *value)
{
    unsigned char first = r->text[r->at];
    if (first < 0x80) {
        *code_point = first;
        *value = r->ascii[first];
        return 1;
    }
    if (first >= 0xC2 && first < 0xE0 && r->at + 1 < r->length && tg_utf8_is_trail(r->text[r->at + 1])) {
        *code_point = (uint32_t)(first & 0x1F) << 6 | (r->text[r->at + 1] & 0x3F);
        *value = tg_letter_of(r->languages, *code_point);
        return 2;
    }
    size_t bytes = tg_utf8_decode(r->text + r->at, r->length - r->at, code_point);
    *value = tg_letter_of(r->languages, *code_point);
    return bytes;
}

/* Reads letters of the script at `at` into the word; whether it stands by itself. */
static bool read_word(tg_language_reader *r, tg_language_word *word, uint32_t kind)
{
    const tg_languages *l = r->languages;
    uint32_t count = 0;
    word->script = kind - TG_LETTER_SCRIPT;
    word->begin = word->end = r->at;
    while (r->at < r->length) {
        uint32_t c, value;
        size_t bytes = read_letter(r, &c, &value);
        uint32_t of = value >> TG_LETTER_SHIFT;
        if (of == kind) {
            if (count == TG_LANGUAGE_LETTERS)
                break;
            word->letters[count++] = (c + value) & TG_LETTER_VALUE_MASK;
        } else if (of == TG_LETTER_MARK && count) {
            word->letters[count - 1] = compose(l->fold, word->letters[count - 1], c);
        } else if (of != TG_LETTER_SKIPPED && of != TG_LETTER_MARK) {
            break;
        }
        word->end = r->at += bytes;
    }
    word->count = count;
    if (!l->scripts[word->script].is_spaced || r->at >= r->length)
        return true;
    if (begins_address(r->text + r->at, r->length - r->at)) {
        skip_address(r);
        return false;
    }
    uint32_t c, value;
    read_letter(r, &c, &value);
    return value >> TG_LETTER_SHIFT != TG_LETTER_DIGIT;
}

bool tg_language_next(tg_language_reader *r, tg_language_word *word)
{
    while (r->at < r->length) {
        uint32_t c, value;
        size_t bytes = read_letter(r, &c, &value);
        uint32_t of = value >> TG_LETTER_SHIFT;
        if (of >= TG_LETTER_SCRIPT) {
            bool is_open = r->is_open;
            r->is_open = false;
            if (read_word(r, word, of) && !(is_open && r->languages->scripts[word->script].is_spaced))
                return true;
            continue;
        }
        if (c == '@') {
            skip_address(r);
            continue;
        }
        r->is_open = of == TG_LETTER_DIGIT;
        r->at += bytes;
    }
    return false;
}

/* Each order has a multiplier of its own, so that an n-gram's hash is no part of a longer one's. */
static const uint32_t multipliers[TG_LANGUAGE_ORDER] = {0x9E3779B1u, 0x85EBCA77u, 0xC2B2AE3Du, 0x27D4EB2Fu, 0x165667B1u};

/* Rows of the n-grams of at most `order` letters that end with letter `i`. */
static size_t add_grams(const uint32_t *letters, size_t i, size_t order, unsigned shift, uint32_t *index)
{
    size_t most = i + 1 < order ? i + 1 : order;
    uint32_t hash = 0;
    for (size_t k = 0; k < most; k++) {
        hash = (hash + letters[i - k]) * multipliers[k];
        index[k] = hash >> shift;
    }
    return most;
}

static uint32_t hash_word(const tg_language_word *word)
{
    uint32_t hash = 0x811C9DC5u;
    for (size_t i = 0; i < word->count; i++)
        hash = (hash ^ word->letters[i]) * 0x01000193u;
    return (hash ^ hash >> 15) * 0x2545F491u;
}

size_t tg_language_features(const tg_language_script *script, const tg_language_word *word, bool whole, uint32_t *index)
{
    uint32_t stretched[TG_LANGUAGE_LETTERS + 2];
    const uint32_t *letters = word->letters;
    size_t length = word->count, order = script->is_spaced ? TG_LANGUAGE_ORDER : 2, count = 0;
    unsigned shift = 32 - script->bits;
    bool has_ends = script->is_spaced && whole;
    if (has_ends) {
        stretched[0] = BEGIN;
        memcpy(stretched + 1, letters, length * sizeof *letters);
        stretched[length + 1] = END;
        letters = stretched;
        length += 2;
    }
    for (size_t i = has_ends; i < length; i++)
        count += add_grams(letters, i, order, shift, index + count);
    if (has_ends && word->count > TG_LANGUAGE_ORDER - 2)
        index[count++] = hash_word(word) >> shift;
    return count;
}
