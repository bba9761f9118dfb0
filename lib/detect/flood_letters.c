/* How unusual the letters of a text are: its words by tables of three letters in a row, which are learnt from word
 * lists of many languages, so that words of any of them, and names, are usual, and what hands do on a keyboard is not. */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "detect/flood.h"
#include "detect/data/letters.inc"

enum { LATIN = 26, CYRILLIC = 32, LEAST = 2, ABBREVIATION = 5 };

typedef struct word {
    unsigned script;  /* LATIN or CYRILLIC; 0: none */
    unsigned a, b;    /* the last two letters, from 1 */
    size_t letters, capitals, digits, turns; /* turns from letters to digits and back */
    bool digit;       /* was the last character */
    uint32_t kinds;   /* of letters, as bits */
    double bits;
    bool spoilt;      /* a code, an address, a word of other letters too */
} word;

static unsigned letter_of(uint32_t c, unsigned *script)
{
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
        *script = LATIN;
        return (c | 0x20) - 'a' + 1;
    }
    if (c >= 0x410 && c <= 0x44F) {
        *script = CYRILLIC;
        return (c - 0x410) % 32 + 1;
    }
    if (c == 0x401 || c == 0x451) { /* ё */
        *script = CYRILLIC;
        return 6;
    }
    *script = 0;
    return 0;
}

static double cost(unsigned script, unsigned a, unsigned b, unsigned c)
{
    unsigned size = script + 1;
    const char *row = script == LATIN ? latin_letters[a] : cyrillic_letters[a];
    return (row[b * size + c] - '@') / 4.0;
}

/* Letters and digits by turns may be meant: a code, a name of an account; long ones with many turns are not. */
static bool is_code(const word *w)
{
    const uint32_t hexadecimal = 0x7E; /* a to f */
    return w->digits > 0 && (w->turns < 3 || w->letters + w->digits < 10 || (w->kinds & ~hexadecimal) == 0);
}

static void end_word(word *w, tg_unusual *out)
{
    bool abbreviation = w->capitals == w->letters && w->letters <= ABBREVIATION;
    uint32_t others = w->kinds & (w->kinds - 1); /* but one */
    bool laughter = w->letters > 1 && (others == 0 || (w->letters > 3 && (others & (others - 1)) == 0)); /* kkkk, haha */
    if (w->script && !w->spoilt && !laughter) {
        out->words++;
        if (w->letters >= LEAST && !abbreviation && !is_code(w)) {
            out->bits += w->bits + cost(w->script, w->a, w->b, 0);
            out->letters += w->letters + 1;
            out->longest = w->letters > out->longest ? w->letters : out->longest;
        }
    }
    *w = (word){0};
}

static void add_letter(word *w, unsigned script, unsigned letter, bool capital)
{
    w->spoilt |= w->script && w->script != script;
    w->script = script;
    w->turns += w->digit;
    w->digit = false;
    if (w->a == letter && w->b == letter) /* sooooo */
        return;
    if (!w->spoilt)
        w->bits += cost(script, w->a, w->b, letter);
    w->a = w->b;
    w->b = letter;
    w->letters++;
    w->kinds |= UINT32_C(1) << (letter & 31);
    w->capitals += capital;
}

static void add_digit(word *w)
{
    w->turns += !w->digit;
    w->digit = true;
    w->digits++;
    w->a = w->b = 0;
}

/* What stands inside of addresses and codes, between letters. */
static bool joins(uint32_t c, unsigned char next)
{
    bool letter = ((next | 0x20) >= 'a' && (next | 0x20) <= 'z') || next == '/' || (next >= '0' && next <= '9');
    return c == '_' || c == '@' || c == '\\' || (letter && (c == '.' || c == '/' || c == ':' || c == '='));
}

void tg_flood_letters(const char *text, size_t length, tg_unusual *out)
{
    const unsigned char *p = (const unsigned char *)text;
    word w = {0};
    memset(out, 0, sizeof *out);
    for (size_t at = 0, n; at < length; at += n) {
        uint32_t c;
        unsigned script;
        n = tg_utf8_decode(p + at, length - at, &c);
        unsigned letter = letter_of(c, &script);
        if (letter)
            add_letter(&w, script, letter, script == LATIN ? !(c & 0x20) : c < 0x430);
        else if (c >= '0' && c <= '9')
            add_digit(&w);
        else if (joins(c, at + n < length ? p[at + n] : ' '))
            w.spoilt = true; /* and what is joined behind it */
        else if ((c >= 0xC0 && c < 0x250) || (c >= 0x400 && c < 0x530) || c == '\'' || c == 0x2019 || (c >= 0x300 &&
            c < 0x370)) {
            w.a = w.b = 0; /* a letter that the tables do not have: as if a word began behind it */
            w.spoilt |= c >= 0x400 && c < 0x530;
        } else {
            end_word(&w, out);
        }
    }
    end_word(&w, out);
    if (out->letters)
        out->bits /= (double)out->letters;
}
