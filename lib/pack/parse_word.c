/* One entry that comes alone, not as a line of a file: tg_source_parse_word. */
#include "pack/parse.h"

#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

static tg_status read_pattern(tg_parser *parser, const char *text, size_t length, tg_source_entry *entry)
{
    size_t at;
    const char *end = text + length;
    parser->line_begin = text;
    if (!tg_utf8_is_valid(text, length, &at))
        return tg_parser_error(parser, text + at, "ill-formed UTF-8");
    while (end > text && end[-1] == ' ')
        end--;
    while (text < end && *text == ' ')
        text++;
    if (text == end)
        return tg_parser_error(parser, text, "the entry is empty");
    if (*text == '#' || *text == '%')
        return tg_parser_error(parser, text, "an entry begins with neither '#' nor '%'; write '\\#' or '\\%'");
    return tg_parser_pattern(parser, text, (size_t)(end - text), entry);
}

/* The columns of attributes are those they would have in a line, with a TAB before them. */
static tg_status read_entry(tg_parser *parser, const char *text, size_t length, const char *attributes)
{
    tg_source_entry entry;
    tg_status status = read_pattern(parser, text, length, &entry);
    if (status != TG_OK)
        return status;
    if (!attributes)
        return tg_parser_add(parser, &entry, NULL);
    size_t at, attributes_length = strlen(attributes);
    parser->columns_before = (uint32_t)tg_utf8_count(text, length) + 1;
    parser->line_begin = attributes;
    if (!tg_utf8_is_valid(attributes, attributes_length, &at))
        return tg_parser_error(parser, attributes + at, "ill-formed UTF-8");
    tg_attributes own = parser->defaults;
    status = tg_parser_attributes(parser, attributes, attributes + attributes_length, &own);
    return status == TG_OK ? tg_parser_add(parser, &entry, &own) : status;
}

/* The file and the dictionary called "words", made when the first entry comes. */
static tg_status find_words(tg_parser *parser, tg_source_index *index)
{
    if (index->words_file == UINT32_MAX)
        index->words_file = tg_source_add_file(parser->source, "words");
    if (index->words_file != UINT32_MAX && index->words_dictionary == UINT32_MAX)
        index->words_dictionary = tg_source_add_dictionary(parser->source, "words");
    parser->file = index->words_file;
    parser->dictionary = index->words_dictionary;
    return parser->dictionary == UINT32_MAX ? TG_NO_MEMORY : TG_OK;
}

/* Words may come before, between and after files; their diagnostics stay together. */
static tg_status sort_diagnostics(tg_source *source, size_t count_before)
{
    size_t count = source->diagnostics.count;
    const tg_diagnostic *diagnostics = TG_ITEMS(&source->diagnostics, const tg_diagnostic);
    if (count == count_before || !count_before || diagnostics[count_before - 1].file == diagnostics[count - 1].file)
        return TG_OK;
    return tg_source_sort_diagnostics(source);
}

tg_status tg_source_parse_word(tg_source *source, const char *entry, size_t length, const char *attributes,
                               tg_error *error)
{
    tg_parser parser;
    tg_parser_init(&parser, source, error);
    size_t diagnostics = source->diagnostics.count;
    tg_source_mark mark = tg_source_get_mark(source);
    tg_source_index *index = tg_source_get_index(source);
    if (!index || find_words(&parser, index) != TG_OK)
        return tg_parser_finish(&parser, TG_NO_MEMORY, mark);
    if (length > TG_SOURCE_LIMIT)
        return tg_parser_finish(&parser, TG_LIMIT, mark);
    parser.line = ++index->words;
    parser.is_plain_list = true;
    parser.errors_before = index->words_errors;
    parser.warnings = index->words_warnings;
    tg_status status = read_entry(&parser, entry ? entry : "", length, attributes);
    index->words_errors += parser.errors;
    index->words_warnings = parser.warnings;
    if (status != TG_NO_MEMORY && sort_diagnostics(source, diagnostics) != TG_OK)
        status = TG_NO_MEMORY;
    return tg_parser_finish(&parser, status, mark);
}
