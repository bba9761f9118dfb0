/* What the detector `invisible` knows of letters: the kind of each code point, which letters of other scripts look like
 * Latin ones, and which words and host names are spelt with them. */
#ifndef TG_DETECT_LOOKALIKE_H
#define TG_DETECT_LOOKALIKE_H

#include "base/utf8.h"
#include "text/table.h"

/* The kind of a code point; the letters of scripts.inc. */
typedef enum tg_glyph {
    TG_GLYPH_NONE = 'N', /* blanks, punctuation, symbols */
    TG_GLYPH_DIGIT = 'D',
    TG_GLYPH_MARK = 'M',
    TG_GLYPH_EMOJI = 'E',
    TG_GLYPH_LATIN = 'L',
    TG_GLYPH_CYRILLIC = 'C',
    TG_GLYPH_GREEK = 'G',
    TG_GLYPH_ARMENIAN = 'A',
    TG_GLYPH_CHEROKEE = 'K',
    TG_GLYPH_COPTIC = 'P',
    TG_GLYPH_LISU = 'I',
    TG_GLYPH_HAN = 'H',
    TG_GLYPH_KANA = 'J',
    TG_GLYPH_HANGUL = 'O',
    TG_GLYPH_BOPOMOFO = 'B',
    TG_GLYPH_RTL = 'R',   /* letters and marks of scripts that are written from right to left */
    TG_GLYPH_OTHER = 'S', /* of other scripts: many of them need joiners */
    /* what does not show: */
    TG_GLYPH_ZERO = 'Z',     /* no width: U+200B and so on */
    TG_GLYPH_FUNCTION = 'F', /* invisible operators of mathematics */
    TG_GLYPH_SOFT = 'Y',     /* the soft hyphen */
    TG_GLYPH_FILLER = 'U',   /* Hangul fillers, blank braille: blank, but no blanks */
    TG_GLYPH_SELECTOR = 'V', /* variation selectors */
    TG_GLYPH_TAG = 'T',
    TG_GLYPH_DIRECTION = 'W', /* marks of direction: U+200E, U+200F, U+061C */
    TG_GLYPH_BIDI = 'X'       /* embeddings, overrides, isolates and their ends */
} tg_glyph;

/* A set of kinds is an integer with these bits. */
#define TG_GLYPH_BIT(kind) (UINT32_C(1) << ((kind) - '@'))

enum {
    TG_GLYPHS_IMITATING = TG_GLYPH_BIT(TG_GLYPH_CYRILLIC) | TG_GLYPH_BIT(TG_GLYPH_GREEK) | TG_GLYPH_BIT(TG_GLYPH_ARMENIAN) |
                         TG_GLYPH_BIT(TG_GLYPH_CHEROKEE) | TG_GLYPH_BIT(TG_GLYPH_COPTIC) | TG_GLYPH_BIT(TG_GLYPH_LISU),
    TG_GLYPHS_CONFUSED = TG_GLYPHS_IMITATING | TG_GLYPH_BIT(TG_GLYPH_LATIN), /* scripts with letters that look alike */
    TG_GLYPHS_EASTERN = TG_GLYPH_BIT(TG_GLYPH_HAN) | TG_GLYPH_BIT(TG_GLYPH_KANA) | TG_GLYPH_BIT(TG_GLYPH_HANGUL) |
                       TG_GLYPH_BIT(TG_GLYPH_BOPOMOFO)
};

extern const char tg_glyph_blocks[][TG_TABLE_BLOCK + 1];
extern const unsigned char tg_glyph_index[];

static inline tg_glyph tg_glyph_of(uint32_t code_point)
{
    return (tg_glyph)tg_glyph_blocks[tg_glyph_index[code_point / TG_TABLE_BLOCK]][code_point % TG_TABLE_BLOCK];
}

static inline bool tg_glyph_in(tg_glyph kind, uint32_t kinds)
{
    return kinds >> (kind - '@') & 1;
}

/* Whether a word (or the label of a host name) of several scripts has letters that stand for those of its main script. */
bool tg_is_disguised(const char *word, size_t length);

/* The host name around [word.begin, word.end), if there is one that is spelt with look-alikes, in Unicode or in Punycode.
 * *seen: the byte up to which the text was looked through; nothing before `from` is looked at. Looks at no more than
 * a fixed number of bytes. */
bool tg_find_disguised_host(const char *text, size_t length, size_t from, tg_range word, tg_range *host, size_t *seen);

/* Whether every letter of a word is of one other script and looks like a Latin one. */
bool tg_looks_latin(const char *word, size_t length);

#endif
