/* What a style attribute says of whether text is seen; see style.h. After CSS Syntax Level 3, for the few properties that
 * hide text. A browser ignores a declaration that is not valid, so hiding needs a value that surely is. */
#include "text/style.h"

#include <stdint.h>
#include <string.h>

#include "text/element.h"

enum { LONGEST_NAME = 31, DEEPEST = 64 };

typedef struct parser {
    const char *at, *end;
    bool in_doubt; /* browsers differ in where a declaration ends */
} parser;

typedef struct name {
    char text[LONGEST_NAME + 1]; /* in lower case; empty if there is none, cut off if it is too long to be known */
} name;

/* More than a word or a number are WORDS, or with brackets, of functions such as var() and calc(), OTHER. */
typedef enum kind { KEYWORD, NUMBER, WORDS, OTHER } kind;

typedef struct value {
    kind kind;
    name word; /* of a number: its unit */
    double number;
    bool is_important;
} value;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_byte(char c)
{
    return tg_is_letter(c) || is_digit(c) || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static bool starts_with(const parser *p, const char *what)
{
    size_t length = strlen(what);
    return (size_t)(p->end - p->at) >= length && memcmp(p->at, what, length) == 0;
}

/* Passes a comment at p->at, if there is one. */
static bool skip_comment(parser *p)
{
    if (!starts_with(p, "/*"))
        return false;
    for (p->at += 2; p->at < p->end && !starts_with(p, "*/");)
        p->at++;
    p->at += p->at < p->end ? 2 : 0;
    return true;
}

static void skip_blank(parser *p)
{
    while (p->at < p->end && (is_space(*p->at) || skip_comment(p)))
        if (p->at < p->end && is_space(*p->at))
            p->at++;
}

static int hex_value(char c)
{
    char lower = tg_lower(c);
    return is_digit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Whether there is an escape; a backslash before a line's end is none. */
static bool is_escape(const parser *p)
{
    return p->end - p->at >= 2 && *p->at == '\\' && p->at[1] != '\n' && p->at[1] != '\r' && p->at[1] != '\f';
}

/* The character of an escape; one beyond ASCII, which no known name has, as a byte that none has either. */
static char read_escape(parser *p)
{
    uint32_t number = 0;
    p->at++;
    if (hex_value(*p->at) < 0)
        return *p->at++;
    for (int i = 0; i < 6 && p->at < p->end && hex_value(*p->at) >= 0; i++)
        number = number * 16 + (uint32_t)hex_value(*p->at++);
    if (p->end - p->at >= 2 && p->at[0] == '\r' && p->at[1] == '\n')
        p->at += 2;
    else if (p->at < p->end && is_space(*p->at))
        p->at++;
    return number > 0 && number < 0x80 ? (char)number : '\x7F';
}

static name read_name(parser *p)
{
    name n;
    size_t length = 0;
    while (p->at < p->end && (is_name_byte(*p->at) || is_escape(p))) {
        char c = *p->at == '\\' ? read_escape(p) : *p->at++;
        if (length < LONGEST_NAME)
            n.text[length++] = tg_lower(c);
    }
    n.text[length] = '\0';
    return n;
}

/* Passes a string; one that is not closed ends with its line. */
static void skip_string(parser *p)
{
    char quote = *p->at++;
    for (; p->at < p->end && *p->at != quote && *p->at != '\n' && *p->at != '\r' && *p->at != '\f'; p->at++)
        if (*p->at == '\\' && p->at + 1 < p->end)
            p->at++;
    p->at += p->at < p->end;
}

/* Passes the rest of url( where its content has no quotes around it. */
static void skip_url(parser *p)
{
    parser ahead = *p;
    ahead.at++;
    while (ahead.at < ahead.end && is_space(*ahead.at))
        ahead.at++;
    if (ahead.at < ahead.end && (*ahead.at == '"' || *ahead.at == '\''))
        return;
    for (; ahead.at < ahead.end && *ahead.at != ')'; ahead.at++)
        if (*ahead.at == '\\' && ahead.at + 1 < ahead.end)
            ahead.at++;
    p->at = ahead.at + (ahead.at < ahead.end);
}

/* Behind a {} some browsers take what follows for the next declaration. */
static void check_block(parser *p)
{
    parser ahead = *p;
    skip_blank(&ahead);
    p->in_doubt |= ahead.at < ahead.end && *ahead.at != ';';
}

/* Passes one token and keeps `open`, the closing brackets that are due. */
static void skip_token(parser *p, char open[DEEPEST], size_t *depth)
{
    char c = *p->at;
    if (skip_comment(p))
        return;
    if (is_name_byte(c) || is_escape(p)) {
        name n = read_name(p);
        if (strcmp(n.text, "url") == 0 && p->at < p->end && *p->at == '(')
            skip_url(p);
        return;
    }
    if (c == '"' || c == '\'') {
        skip_string(p);
        return;
    }
    p->at++;
    char close = c == '(' ? ')' : c == '[' ? ']' : c == '{' ? '}' : '\0';
    if (close && *depth < DEEPEST) {
        open[(*depth)++] = close;
    } else if (close) {
        p->in_doubt = true;
    } else if (*depth && c == open[*depth - 1]) {
        --*depth;
        if (c == '}' && *depth == 0)
            check_block(p);
    }
}

/* Passes what is left of a declaration, with its ";". */
static void skip_declaration(parser *p)
{
    char open[DEEPEST];
    size_t depth = 0;
    while (p->at < p->end && (depth || *p->at != ';'))
        skip_token(p, open, &depth);
    p->at += p->at < p->end;
}

/* Digits at p->at, added to *number, each worth a tenth of `scale` if that is not 0; how many. */
static size_t read_digits(parser *p, double *number, double scale)
{
    const char *from = p->at;
    for (; p->at < p->end && is_digit(*p->at); p->at++) {
        scale /= 10;
        *number = scale > 0 ? *number + scale * (*p->at - '0') : *number * 10 + (*p->at - '0');
    }
    return (size_t)(p->at - from);
}

static void read_exponent(parser *p, double *number)
{
    parser ahead = *p;
    if (ahead.at == ahead.end || tg_lower(*ahead.at) != 'e')
        return;
    ahead.at++;
    bool is_negative = ahead.at < ahead.end && *ahead.at == '-';
    ahead.at += is_negative || (ahead.at < ahead.end && *ahead.at == '+');
    double exponent = 0;
    if (read_digits(&ahead, &exponent, 0) == 0)
        return;
    *p = ahead;
    for (int i = 0; i < exponent && i < 400; i++)
        *number = is_negative ? *number / 10 : *number * 10;
}

/* A number with its unit, if there is one at p->at. */
static bool read_number(parser *p, value *v)
{
    parser ahead = *p;
    double number = 0;
    bool is_negative = ahead.at < ahead.end && *ahead.at == '-';
    ahead.at += is_negative || (ahead.at < ahead.end && *ahead.at == '+');
    size_t digits = read_digits(&ahead, &number, 0);
    if (ahead.end - ahead.at >= 2 && *ahead.at == '.' && is_digit(ahead.at[1])) {
        ahead.at++;
        digits += read_digits(&ahead, &number, 1);
    }
    if (digits == 0)
        return false;
    read_exponent(&ahead, &number);
    *p = ahead;
    *v = (value){.kind = NUMBER, .number = is_negative ? -number : number};
    if (p->at < p->end && *p->at == '%') {
        memcpy(v->word.text, "%", 2);
        p->at++;
    } else {
        v->word = read_name(p);
    }
    return true;
}

static bool read_important(parser *p)
{
    parser ahead = *p;
    if (ahead.at == ahead.end || *ahead.at != '!')
        return false;
    ahead.at++;
    skip_blank(&ahead);
    name n = read_name(&ahead);
    if (strcmp(n.text, "important") != 0)
        return false;
    *p = ahead;
    skip_blank(p);
    return true;
}

/* A value and its ";". What has more than a word or a number counts as important in doubt. */
static value read_value(parser *p)
{
    value v = {.kind = KEYWORD};
    skip_blank(p);
    const char *from = p->at;
    parser ahead = *p;
    if (!read_number(&ahead, &v))
        v.word = read_name(&ahead);
    skip_blank(&ahead);
    v.is_important = read_important(&ahead);
    if (ahead.at == ahead.end || *ahead.at == ';') {
        p->at = ahead.at + (ahead.at < ahead.end);
        return v;
    }
    skip_declaration(p);
    size_t length = (size_t)(p->at - from);
    v.kind = memchr(from, '(', length) ? OTHER : WORDS;
    v.is_important = memchr(from, '!', length) != NULL;
    return v;
}

/* Whether a word is in a list, in which each has a blank on both sides. */
static bool is_in(const char *list, const name *word)
{
    char key[LONGEST_NAME + 3];
    size_t length = strlen(word->text);
    if (length == 0 || memchr(word->text, ' ', length)) /* of an escape */
        return false;
    key[0] = key[length + 1] = ' ';
    memcpy(key + 1, word->text, length);
    key[length + 2] = '\0';
    return strstr(list, key) != NULL;
}

static const char wide[] = " inherit initial unset revert revert-layer ";

static bool is_of_vendor(const name *word)
{
    return strncmp(word->text, "-webkit-", 8) == 0 || strncmp(word->text, "-moz-", 5) == 0 ||
           strncmp(word->text, "-ms-", 4) == 0;
}

static tg_style_says display_says(const value *v)
{
    static const char shows[] =
        " block inline inline-block flex inline-flex grid inline-grid table inline-table table-row table-cell table-column "
        "table-caption table-row-group table-header-group table-footer-group table-column-group list-item contents flow "
        "flow-root run-in ruby ruby-base ruby-text ruby-base-container ruby-text-container math ";
    if (v->kind == OTHER)
        return TG_STYLE_SHOWS;
    if (v->kind == NUMBER)
        return TG_STYLE_NOTHING;
    if (v->kind == KEYWORD && is_in(" none ", &v->word))
        return TG_STYLE_HIDES;
    return is_in(shows, &v->word) || is_in(wide, &v->word) || is_of_vendor(&v->word) ? TG_STYLE_SHOWS : TG_STYLE_NOTHING;
}

static tg_style_says visibility_says(const value *v)
{
    if (v->kind != KEYWORD)
        return v->kind == OTHER ? TG_STYLE_SHOWS : TG_STYLE_NOTHING;
    if (is_in(" visible initial ", &v->word))
        return TG_STYLE_SHOWS;
    if (is_in(" hidden collapse ", &v->word))
        return TG_STYLE_HIDES;
    return is_in(wide, &v->word) ? TG_STYLE_INHERITS : TG_STYLE_NOTHING;
}

/* Below a twentieth nothing is read either. */
static tg_style_says opacity_says(const value *v)
{
    if (v->kind == OTHER || (v->kind == KEYWORD && is_in(wide, &v->word)))
        return TG_STYLE_SHOWS;
    bool is_percent = v->word.text[0] == '%';
    if (v->kind != NUMBER || (v->word.text[0] && !is_percent))
        return TG_STYLE_NOTHING;
    return v->number < (is_percent ? 5 : 0.05) ? TG_STYLE_HIDES : TG_STYLE_SHOWS;
}

/* Nobody reads what is lower than a pixel, or a twentieth of what is around it. */
static tg_style_says size_says(const value *v)
{
    static const char relative[] = " em % ex ch ic cap lh ", absolute[] =
        " px pt pc in cm mm q rem rex rch rcap ric rlh vw vh vi vb vmin vmax svw svh lvw lvh dvw dvh cqw cqh ";
    if (v->kind == OTHER)
        return TG_STYLE_SHOWS;
    if (v->kind == KEYWORD) {
        if (is_in(" xx-small x-small small medium large x-large xx-large xxx-large math initial ", &v->word))
            return TG_STYLE_SHOWS;
        return is_in(" smaller larger ", &v->word) || is_in(wide, &v->word) ? TG_STYLE_INHERITS : TG_STYLE_NOTHING;
    }
    if (v->kind != NUMBER || v->number < 0)
        return TG_STYLE_NOTHING;
    if (is_in(relative, &v->word))
        return v->number < (v->word.text[0] == '%' ? 5 : 0.05) ? TG_STYLE_HIDES : TG_STYLE_INHERITS;
    if (v->word.text[0] && !is_in(absolute, &v->word))
        return TG_STYLE_NOTHING;
    return v->number < (is_in(" px pt ", &v->word) ? 1 : 1e-9) ? TG_STYLE_HIDES : TG_STYLE_SHOWS;
}

static tg_style_says word_says(const value *v, const char *hides, const char *shows)
{
    if (v->kind != KEYWORD)
        return TG_STYLE_NOTHING;
    if (is_in(hides, &v->word))
        return TG_STYLE_HIDES;
    return is_in(shows, &v->word) ? TG_STYLE_SHOWS : TG_STYLE_NOTHING;
}

/* A font has a size and a family at least, or it is one of the system's. */
static tg_style_says font_says(const value *v)
{
    static const char system[] = " caption icon menu message-box small-caption status-bar ";
    bool is_valid = v->kind == OTHER || v->kind == WORDS || is_in(system, &v->word) || is_in(wide, &v->word);
    return is_valid ? TG_STYLE_SHOWS : TG_STYLE_NOTHING;
}

typedef enum property { DISPLAY, VISIBILITY, SIZE, OPACITY, ORDER, DIRECTION, PROPERTIES } property;

typedef struct cascade {
    tg_style_says says[PROPERTIES];
    bool is_important[PROPERTIES];
} cascade;

static void set(cascade *c, property which, tg_style_says says, const value *v)
{
    if (says == TG_STYLE_NOTHING || (c->is_important[which] && !v->is_important))
        return;
    c->says[which] = says;
    c->is_important[which] = v->is_important;
}

static void declare(cascade *c, const name *written, const value *v)
{
    const char *n = written->text;
    if (strcmp(n, "display") == 0)
        set(c, DISPLAY, display_says(v), v);
    else if (strcmp(n, "visibility") == 0)
        set(c, VISIBILITY, visibility_says(v), v);
    else if (strcmp(n, "font-size") == 0)
        set(c, SIZE, size_says(v), v);
    else if (strcmp(n, "font") == 0)
        set(c, SIZE, font_says(v), v);
    else if (strcmp(n, "opacity") == 0)
        set(c, OPACITY, opacity_says(v), v);
    else if (strcmp(n, "unicode-bidi") == 0)
        set(c, ORDER, word_says(v, " bidi-override isolate-override ", " normal embed isolate plaintext "), v);
    else if (strcmp(n, "direction") == 0)
        set(c, DIRECTION, word_says(v, " rtl ", " ltr "), v);
    bool is_all = strcmp(n, "all") == 0 && (v->kind == OTHER || is_in(wide, &v->word));
    for (int i = 0; i <= OPACITY && is_all; i++)
        set(c, (property)i, TG_STYLE_SHOWS, v);
}

tg_style tg_style_read(const char *css, size_t length)
{
    parser p = {css, css + length, false};
    cascade c = {0};
    for (skip_blank(&p); p.at < p.end; skip_blank(&p)) {
        name written = read_name(&p);
        skip_blank(&p);
        if (written.text[0] == '\0' || p.at == p.end || *p.at != ':') {
            skip_declaration(&p);
            continue;
        }
        p.at++;
        value v = read_value(&p);
        declare(&c, &written, &v);
    }
    for (int i = 0; i <= OPACITY && p.in_doubt; i++)
        c.says[i] = c.says[i] == TG_STYLE_HIDES ? TG_STYLE_SHOWS : c.says[i];
    return (tg_style){c.says[DISPLAY], c.says[VISIBILITY], c.says[SIZE], c.says[OPACITY], c.says[ORDER],
                      c.says[DIRECTION]};
}
