/* Words that mix scripts. A word of one script is what it is, and so is a word with a foreign part that nobody could take
 * for its own ("SMSка"); a word with a letter of another script that looks like its own hides something. The letters are
 * those that most fonts draw alike, chosen by hand; see Unicode's UTS #39 for the idea. */
#include "detect/lookalike.h"

#include <string.h>

#include "detect/scripts.inc"

/* Letters and the Latin ones that they look like, in the same order; `vague` are those that need a second look, which count
 * only between letters of the other script: mathematicians and phoneticians use them alone. */
typedef struct imitation {
    tg_glyph kind;
    const char *letters, *latin;
    const char *vague;
} imitation;

static const imitation imitations[] = {
    {TG_GLYPH_CYRILLIC, "АВЕЅІЈКМНОРСТУХҮԌԚԜӀѴаеосрухѕіјһԁԛԝӏѵү",
     "ABESIJKMHOPCTYXYGQWIVaeocpyxsijhdqwlvy", ""},
    {TG_GLYPH_GREEK, "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρυικωη", "ABEZHIKMNOPTYXoavpuikwn", "ανρυικωη"},
    {TG_GLYPH_ARMENIAN, "ՕՍօսոհցզ", "OUounhgq", "ոհցզ"},
    {TG_GLYPH_CHEROKEE, "ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎽᏀᏃᏏᏒᏔᏚᏙᏕᏞᏟᏢᏦᏧᏴ", "DRTiAJEWMHYGZbRWSVSLCPKdB", ""},
    {TG_GLYPH_COPTIC, "ⲀⲂⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬⲟⲣⲥⲭ", "ABHIKMNOPCTYXopcx", ""},
    {TG_GLYPH_LISU, "ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU", ""},
};

static const imitation *imitation_of(tg_glyph kind)
{
    for (size_t i = 0; i < sizeof imitations / sizeof *imitations; i++)
        if (imitations[i].kind == kind)
            return &imitations[i];
    return NULL;
}

/* The place of a code point among letters, or -1. */
static int find_letter(const char *letters, uint32_t wanted)
{
    size_t length = strlen(letters);
    for (int i = 0; length; i++) {
        uint32_t c;
        size_t n = tg_utf8_decode((const unsigned char *)letters, length, &c);
        if (c == wanted)
            return i;
        letters += n;
        length -= n;
    }
    return -1;
}

/* One letter of a word. */
typedef struct letter {
    tg_glyph kind;
    char looks; /* the ASCII letter that it looks like or is; 0: none */
    bool vague;
    bool capital;
} letter;

/* Of letters without marks. */
static bool is_capital(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0x391 && c <= 0x3A9) || (c >= 0x531 && c <= 0x556) ||
           (c >= 0x410 && c <= 0x42F && c != 0x419);
}

static letter look_at(tg_glyph kind, uint32_t c)
{
    letter l = {.kind = kind, .capital = is_capital(c)};
    const imitation *row = imitation_of(kind);
    if (!row) {
        l.looks = c < 0x80 ? (char)c : 0;
        return l;
    }
    int place = find_letter(row->letters, c);
    if (place >= 0) {
        l.looks = row->latin[place];
        l.vague = find_letter(row->vague, c) >= 0;
    }
    return l;
}

/* Reads the next letter of a script that is told from others; false at the word's end. A letter with marks looks like none,
 * whether they are written with it or behind it. */
static bool read_letter(const char *word, size_t length, size_t *at, letter *l)
{
    while (*at < length) {
        uint32_t c, next = 0;
        *at += tg_utf8_decode((const unsigned char *)word + *at, length - *at, &c);
        tg_glyph kind = tg_glyph_of(c);
        if (!tg_glyph_in(kind, TG_GLYPHS_CONFUSED))
            continue;
        if (*at < length)
            tg_utf8_decode((const unsigned char *)word + *at, length - *at, &next);
        *l = tg_glyph_of(next) == TG_GLYPH_MARK ? (letter){.kind = kind} : look_at(kind, c);
        return true;
    }
    return false;
}

/* A maximal stretch of one script in a word. */
typedef struct stretch {
    tg_glyph kind;
    size_t count, capitals;
    size_t alike;  /* letters that look like one of the other script */
    size_t vague;  /* of them */
    char first;    /* what its first letter looks like */
} stretch;

/* Whether some letter of a script looks like `looks`. */
static bool has_likeness(tg_glyph kind, char looks)
{
    const imitation *row = imitation_of(kind);
    return looks && (!row || strchr(row->latin, looks));
}

static void add_letter(stretch *s, const letter *l, tg_glyph main)
{
    if (s->count == 0)
        s->first = l->looks;
    s->kind = l->kind;
    s->count++;
    s->capitals += l->capital;
    if (l->kind != main && has_likeness(main, l->looks)) {
        s->alike++;
        s->vague += l->vague;
    }
}

/* "SMS" before "ка": capitals that end where small letters of another script begin are an abbreviation. */
static bool is_abbreviated(const stretch *a, const stretch *b)
{
    return (a->count >= 2 && a->capitals == a->count && b->capitals == 0) ||
           (b->count >= 2 && b->capitals == b->count && a->capitals == 0);
}

/* Whether a stretch stands for letters of the main script. At an edge of the word it has to look alike wholly, between
 * letters of the main script half of it is enough. A Latin I in Cyrillic is how many write the palochka. */
static bool pretends(const stretch *s, tg_glyph main, bool edge)
{
    if (s->kind == main || s->alike == 0)
        return false;
    if (s->kind == TG_GLYPH_LATIN && s->count == 1 && s->first == 'I')
        return false;
    return edge ? s->alike == s->count && s->vague < s->count : 2 * s->alike >= s->count;
}

static bool is_disguised_in(const char *word, size_t length, tg_glyph main)
{
    stretch before = {.count = 0}, now = {.count = 0};
    letter l;
    bool natural = true, pretending = false;
    for (size_t at = 0; read_letter(word, length, &at, &l);) {
        if (now.count && l.kind != now.kind) {
            natural &= !before.count || is_abbreviated(&before, &now);
            pretending |= pretends(&now, main, !before.count);
            before = now;
            now = (stretch){.count = 0};
        }
        add_letter(&now, &l, main);
    }
    natural &= !before.count || is_abbreviated(&before, &now);
    return (pretending || pretends(&now, main, true)) && !natural;
}

bool tg_is_disguised(const char *word, size_t length)
{
    size_t counts['Z' + 1] = {0}, total = 0, most = 0;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        at += tg_utf8_decode((const unsigned char *)word + at, length - at, &c);
        tg_glyph kind = tg_glyph_of(c);
        if (!tg_glyph_in(kind, TG_GLYPHS_CONFUSED))
            continue;
        total++;
        if (++counts[kind] > most)
            most = counts[kind];
    }
    if (most == total || total < 3)
        return false;
    if (total < 4)
        counts[TG_GLYPH_GREEK] = 0; /* a quantity with its indices */
    for (int kind = 'A'; kind <= 'Z'; kind++)
        if (counts[kind] == most && is_disguised_in(word, length, (tg_glyph)kind))
            return true;
    return false;
}

bool tg_looks_latin(const char *word, size_t length)
{
    size_t count = 0;
    tg_glyph kind = TG_GLYPH_NONE;
    letter l;
    for (size_t at = 0; read_letter(word, length, &at, &l); count++) {
        if (l.kind == TG_GLYPH_LATIN || !l.looks || l.vague || (count && l.kind != kind))
            return false;
        kind = l.kind;
    }
    return count >= 2;
}
