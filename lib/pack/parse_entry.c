/* What the pattern of an entry says: a word, a combination, an expression or an allowed text. Its attributes are not
 * looked at here. */
#include "pack/parse.h"

#include <string.h>

#include "base/utf8.h"
#include "rule/combination.h"
#include "rule/regex.h"

static bool is_blank_between(const char *begin, const char *end)
{
    while (begin < end && *begin == ' ')
        begin++;
    return begin == end;
}

/* Copies a text without its escapes into `out` and returns its length. *unknown is the first backslash that escapes
 * nothing; such a one stands for itself, as in lists where somebody wrote it between the characters of a word. */
static size_t unescape(const char *text, size_t length, char *out, const char **unknown)
{
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        char next = text[i] == '\\' && i + 1 < length ? text[i + 1] : '\0';
        if (text[i] != '\\') {
            out[used++] = text[i];
        } else if (next && strchr("/!#&~%\\t", next)) {
            out[used++] = next == 't' ? '\t' : next;
            i++;
        } else {
            out[used++] = '\\';
            if (!*unknown)
                *unknown = text + i;
        }
    }
    return used;
}

static tg_status add_term(tg_parser *parser, tg_source_entry *entry, const char *text, size_t length, bool excluded)
{
    tg_source *source = parser->source;
    if (source->terms.count >= UINT32_MAX)
        return TG_LIMIT;
    tg_term *term = tg_vector_push(&source->terms, 1);
    if (!term)
        return TG_NO_MEMORY;
    *term = (tg_term){text, (uint32_t)length, excluded};
    if (!entry->term_count++)
        entry->first_term = (uint32_t)(source->terms.count - 1);
    return TG_OK;
}

/* Adds the term that stands between two bytes of the line, unescaped. */
static tg_status add_escaped_term(tg_parser *parser, tg_source_entry *entry, const char *begin, const char *end,
                                  bool excluded)
{
    size_t length = (size_t)(end - begin);
    char *copy = tg_arena_allocate(&parser->source->arena, length + 1);
    if (!copy)
        return TG_NO_MEMORY;
    const char *unknown = NULL;
    length = unescape(begin, length, copy, &unknown);
    copy[length] = '\0';
    tg_status status = !unknown ? TG_OK : tg_parser_warning(parser, unknown, "this backslash stands for itself; "
                                                                             "write '\\\\' to say so");
    return status == TG_OK ? add_term(parser, entry, copy, length, excluded) : status;
}

/* -------------------------------------------------------------- expressions ---- */

static const char *last_slash(const char *begin, const char *end)
{
    const char *last = NULL;
    for (const char *p = begin; p < end; p++) {
        if (*p == '/')
            last = p;
        else if (*p == '\\')
            p++;
    }
    return last;
}

static tg_status read_flags(tg_parser *parser, const char *begin, const char *end, uint32_t *flags)
{
    *flags = 0;
    for (const char *p = begin; p < end; p++) {
        switch (*p) {
        case 'i': break; /* expressions look at folded text: they never tell case */
        case 's': *flags |= TG_REGEX_DOTALL; break;
        case 'm': *flags |= TG_REGEX_MULTILINE; break;
        case 'x': *flags |= TG_REGEX_EXTENDED; break;
        case 'u': *flags |= TG_REGEX_UNICODE; break;
        default:
            return tg_parser_error(parser, p, "an expression's flags are i, s, m, x and u; "
                                              "write '\\/' for a word that begins with a slash");
        }
    }
    return TG_OK;
}

static tg_status read_expression(tg_parser *parser, const char *begin, const char *end, tg_source_entry *entry)
{
    const char *close = last_slash(begin + 1, end);
    if (!close)
        return tg_parser_error(parser, begin, "an expression needs a closing slash; "
                                              "write '\\/' for a word that begins with a slash");
    const char *expression = begin + 1;
    size_t length = (size_t)(close - expression), offset = 0;
    if (!length)
        return tg_parser_error(parser, close, "the expression is empty; "
                                              "write '\\/' for a word that begins with a slash");
    tg_status status = read_flags(parser, close + 1, end, &entry->regex_flags);
    if (status != TG_OK)
        return status;
    char message[256] = "";
    if (!tg_regex_check(expression, length, entry->regex_flags, &offset, message, sizeof message))
        return tg_parser_error(parser, expression + (offset < length ? offset : length), message);
    const char *copy = tg_arena_copy(&parser->source->arena, expression, length);
    if (!copy)
        return TG_NO_MEMORY;
    entry->kind = TG_ENTRY_PATTERN;
    return add_term(parser, entry, copy, length, false);
}

/* ------------------------------------------------------------- combinations ---- */

/* The operators of a pattern in their order, escaped ones left out. */
static size_t find_operators(const char *begin, const char *end, const char **operators)
{
    size_t count = 0;
    for (const char *p = begin; p < end; p++) {
        if (*p == '&' || *p == '~')
            operators[count++] = p;
        else if (*p == '\\')
            p++;
    }
    return count;
}

/* Of the operators of a plain list keeps those that divide the pattern: `&` with something on both sides, and `~` in
 * company of such a one. So `a&`, `&b` and the `在~家` of people's lists are words. *literal is the first operator
 * that divides nothing. */
static size_t keep_dividing(const char *begin, const char *end, const char **operators, size_t count,
                            const char **literal)
{
    size_t kept = 0, required = 0;
    const char *before = begin;
    for (size_t i = 0; i < count; i++) {
        const char *operator = operators[i], *after = i + 1 < count ? operators[i + 1] : end;
        bool divides = *operator == '~' ||
                       (!is_blank_between(before, operator) && !is_blank_between(operator + 1, after));
        before = operator + 1;
        required += divides && *operator == '&';
        if (divides)
            operators[kept++] = operator;
        else if (!*literal)
            *literal = operator;
    }
    if (required)
        return kept;
    if (kept && (!*literal || operators[0] < *literal))
        *literal = operators[0];
    return 0;
}

static tg_status choose_operators(tg_parser *parser, const char *begin, const char *end, const char **operators,
                                  size_t *count)
{
    const char *literal = NULL;
    if (parser->is_plain_list)
        *count = keep_dividing(begin, end, operators, *count, &literal);
    if (*count >= TG_COMBINATION_PARTS)
        return tg_parser_error(parser, operators[TG_COMBINATION_PARTS - 1], "a combination has at most 16 terms");
    if (!literal)
        return TG_OK;
    return tg_parser_warning(parser, literal, *literal == '&'
        ? "this '&' has nothing on one side and stands for itself; write '\\&' to say so"
        : "this '~' is in no combination and stands for itself; write '\\~' to say so");
}

static tg_status read_words(tg_parser *parser, const char *begin, const char *end, tg_source_entry *entry)
{
    const char *operators[TG_PATTERN_LIMIT];
    size_t count = find_operators(begin, end, operators);
    tg_status chosen = choose_operators(parser, begin, end, operators, &count);
    if (chosen != TG_OK)
        return chosen;
    if (!count)
        return add_escaped_term(parser, entry, begin, end, false);
    entry->kind = TG_ENTRY_COMBINATION;
    for (size_t i = 0; i <= count; i++) {
        const char *first = i ? operators[i - 1] + 1 : begin, *last = i < count ? operators[i] : end;
        bool excluded = i && *operators[i - 1] == '~';
        if (is_blank_between(first, last))
            return tg_parser_error(parser, i ? operators[i - 1] : begin, "a term is empty; "
                                   "write '\\~' or '\\&' for the characters themselves");
        while (*first == ' ')
            first++;
        while (last > first && last[-1] == ' ')
            last--;
        tg_status status = add_escaped_term(parser, entry, first, last, excluded);
        if (status != TG_OK)
            return status;
    }
    return TG_OK;
}

/* ------------------------------------------------------------------ entries ---- */

static bool has_byte(const char *text, size_t length, char byte)
{
    return memchr(text, byte, length) != NULL;
}

/* Control characters are errors, but in plain word lists, which have them from scanners and mobile phones: one bad byte
 * in a hundred thousand lines would make such a list useless. A NUL is one everywhere, and so is the end of a line, which
 * a single word may be passed with. */
static tg_status check_controls(tg_parser *parser, const char *text, size_t length)
{
    const char *control = tg_find_control(text, length);
    if (!control)
        return TG_OK;
    size_t left = length - (size_t)(control - text);
    if (parser->is_plain_list && !has_byte(control, left, '\0') && !has_byte(control, left, '\n') &&
        !has_byte(control, left, '\r'))
        return tg_parser_warning(parser, control, "a control character in a pattern");
    return tg_parser_error(parser, control, "a control character in a pattern");
}

/* Finds what no pattern may hold; *has_special tells whether there is anything in it to interpret. */
static tg_status check_characters(tg_parser *parser, const char *text, size_t length, bool *has_special)
{
    tg_status status = check_controls(parser, text, length);
    if (status != TG_OK)
        return status;
    *has_special = memchr(text, '\\', length) || memchr(text, '&', length) || memchr(text, '~', length);
    if (length <= TG_PATTERN_LIMIT || tg_utf8_count(text, length) <= TG_PATTERN_LIMIT)
        return TG_OK;
    const char *at = text;
    uint32_t c;
    for (size_t i = 0; i < TG_PATTERN_LIMIT; i++)
        at += tg_utf8_decode((const unsigned char *)at, length - (size_t)(at - text), &c);
    return tg_parser_error(parser, at, "a pattern has at most 1024 characters");
}

tg_status tg_parser_pattern(tg_parser *parser, const char *text, size_t length, tg_source_entry *entry)
{
    *entry = (tg_source_entry){.kind = TG_ENTRY_WORD, .dictionary = parser->dictionary, .file = parser->file,
                               .line = parser->line, .column = tg_parser_column(parser, text)};
    const char *end = text + length;
    bool has_special = false, is_allowed = *text == '!';
    tg_status status = check_characters(parser, text, length, &has_special);
    if (status != TG_OK)
        return status;
    if (is_allowed) {
        entry->kind = TG_ENTRY_ALLOWED;
        text++;
        if (is_blank_between(text, end))
            return tg_parser_error(parser, text - 1, "no text behind the '!'; write '\\!' for the character itself");
        while (*text == ' ')
            text++;
    }
    entry->pattern = tg_arena_copy(&parser->source->arena, text, (size_t)(end - text));
    if (!entry->pattern)
        return TG_NO_MEMORY;
    if (*text == '/' && !is_allowed)
        return read_expression(parser, text, end, entry);
    if (!has_special)
        return add_term(parser, entry, entry->pattern, (size_t)(end - text), false);
    if (is_allowed)
        return add_escaped_term(parser, entry, text, end, false);
    return read_words(parser, text, end, entry);
}

tg_status tg_parser_add(tg_parser *parser, tg_source_entry *entry, const tg_attributes *attributes)
{
    tg_source *source = parser->source;
    if (attributes)
        entry->attributes = tg_source_intern(source, attributes);
    else if (parser->defaults_index != UINT32_MAX)
        entry->attributes = parser->defaults_index;
    else
        entry->attributes = parser->defaults_index = tg_source_intern(source, &parser->defaults);
    if (entry->attributes == UINT32_MAX)
        return TG_NO_MEMORY;
    if (source->entries.count >= UINT32_MAX)
        return TG_LIMIT;
    return tg_vector_append(&source->entries, entry, 1) ? TG_OK : TG_NO_MEMORY;
}
