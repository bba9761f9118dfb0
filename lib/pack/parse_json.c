/* Lists in JSON: arrays of words or of objects that tell of one, objects of words by language or category, and objects of
 * what is said of each word. */
#include <string.h>

#include <unicode/uloc.h>

#include "pack/json.h"

/* Allowed texts of an object, each of its words in each of its exceptions, may be so many times as long as it is. */
enum { MOST_EXCEPTIONS = 16 };

bool tg_json_detect(const char *text, size_t length)
{
    tg_json json;
    tg_json_init(&json, NULL, text, length);
    char opening = tg_json_peek(&json);
    if (opening != '[' && opening != '{')
        return false;
    json.at++;
    char next = tg_json_peek(&json);
    return next == '"' || next == (opening == '[' ? ']' : '}') || (opening == '[' && next == '{');
}

/* What was wrong with one entry is told already, and the next one is read. */
static tg_status go_on(tg_status status)
{
    return status == TG_SYNTAX ? TG_OK : status;
}

static bool is_named(const tg_cell *key, const char *name)
{
    return key->length == strlen(name) && memcmp(key->text, name, key->length) == 0;
}

static bool names_words(const tg_cell *key)
{
    return is_named(key, "words") || is_named(key, "terms") || is_named(key, "keywords") || is_named(key, "list") ||
           tg_role_find(key->text, key->length) == TG_ROLE_WORD;
}

static void set_defaults(tg_parser *parser, const tg_attributes *attributes)
{
    parser->defaults = *attributes;
    parser->defaults_index = UINT32_MAX;
}

/* ------------------------------------------------------------------ records ---- */

/* An object that tells of a word, as it is read. */
typedef struct json_record {
    tg_cell cells[TG_ROLE_COUNT];
    bool is_match;             /* the word is a `match` as dsojevic's lists have it: `a|b` are two, `*` repeats a letter */
    tg_json words, exceptions; /* where such an array begins; `at` NULL: there is none */
    size_t budget;             /* bytes that allowed texts may still have */
} json_record;

/* Takes the first string of an array. */
static tg_status read_first(tg_json *json, tg_cell *cell)
{
    tg_json first = *json;
    first.at++;
    tg_status status = tg_json_peek(&first) == '"' ? tg_json_scalar(&first, cell) : TG_OK;
    return status == TG_OK ? tg_json_skip(json) : status;
}

static tg_status read_attribute(tg_json *json, const tg_cell *key, char begins, json_record *record)
{
    bool is_match = is_named(key, "match");
    tg_role role = is_match ? TG_ROLE_WORD : tg_role_find(key->text, key->length);
    if (begins == '[' && is_named(key, "exceptions"))
        record->exceptions = *json;
    else if (begins == '[' && names_words(key))
        record->words = *json;
    else if (begins == '[' && (is_named(key, "tags") || role == TG_ROLE_CATEGORY))
        return read_first(json, &record->cells[TG_ROLE_CATEGORY]);
    if (begins == '[' || begins == '{' || role == TG_ROLE_COUNT)
        return tg_json_skip(json);
    tg_cell value;
    tg_status status = tg_json_scalar(json, &value);
    if (status != TG_OK || tg_json_is_literal(&value, "null"))
        return status;
    record->is_match |= is_match;
    record->cells[role] = value;
    return TG_OK;
}

/* Adds the word without its stars; or, in an exception, which is allowed then: its star is where the word stands. */
static tg_status add_match(tg_parser *parser, const tg_cell *word, const tg_cell *exception)
{
    const char *star = exception ? memchr(exception->text, '*', exception->length) : NULL;
    size_t before = !exception ? 0 : star ? (size_t)(star - exception->text) : exception->length;
    size_t after = star ? exception->length - before - 1 : 0, used = before;
    char *text = tg_arena_allocate(&parser->scratch, before + word->length + after + 1);
    if (!text)
        return TG_NO_MEMORY;
    if (before)
        memcpy(text, exception->text, before);
    for (size_t i = 0; i < word->length && (!exception || star); i++)
        if (word->text[i] != '*')
            text[used++] = word->text[i];
    if (after)
        memcpy(text + used, star + 1, after);
    tg_cell whole = exception ? *exception : *word;
    whole.text = text;
    whole.length = used + after;
    return go_on(tg_cell_add(parser, &whole, exception != NULL));
}

/* Adds the word in each exception while the budget lasts. */
static tg_status add_exceptions(json_record *record, const tg_cell *word)
{
    tg_json json = record->exceptions;
    bool more = true;
    tg_status status = tg_json_enter(&json);
    for (bool is_first = true; status == TG_OK && record->budget; is_first = false) {
        const char *before = json.at;
        tg_cell exception;
        status = tg_json_item(&json, is_first, &more);
        if (status != TG_OK || !more)
            break;
        if (tg_json_peek(&json) != '"') {
            status = tg_json_skip(&json);
        } else {
            status = tg_json_scalar(&json, &exception);
            if (status == TG_OK)
                status = add_match(json.parser, word, &exception);
        }
        size_t cost = (size_t)(json.at - before) + word->length;
        if (status == TG_OK && cost >= record->budget) {
            tg_cell_place(json.parser, word);
            status = tg_parser_warning(json.parser, word->begin, "too many exceptions of too many words; the rest are left out");
        }
        record->budget -= cost < record->budget ? cost : record->budget;
    }
    return status;
}

/* Adds the words of a `match`, and what is allowed around each. */
static tg_status add_matches(tg_parser *parser, json_record *record)
{
    tg_cell word = record->cells[TG_ROLE_WORD];
    const char *end = word.text + word.length;
    tg_status status = TG_OK;
    while (status == TG_OK && word.text <= end) {
        const char *bar = word.text < end ? memchr(word.text, '|', (size_t)(end - word.text)) : NULL;
        word.length = (size_t)((bar ? bar : end) - word.text);
        status = add_match(parser, &word, NULL);
        if (status == TG_OK && record->exceptions.at && record->budget)
            status = add_exceptions(record, &word);
        word.text += word.length + 1;
    }
    return status;
}

static tg_status read_array(tg_json *json);

/* Adds what a record tells of, with its attributes. */
static tg_status add_record(tg_parser *parser, json_record *record)
{
    tg_attributes before = parser->defaults;
    tg_status status = TG_OK;
    for (int role = TG_ROLE_CATEGORY; status == TG_OK && role < TG_ROLE_COUNT; role++)
        status = tg_cell_set(parser, (tg_role)role, &record->cells[role], &parser->defaults);
    parser->defaults_index = UINT32_MAX;
    if (status == TG_OK && record->is_match)
        status = add_matches(parser, record);
    else if (status == TG_OK)
        status = go_on(tg_cell_add(parser, &record->cells[TG_ROLE_WORD], false));
    if (status == TG_OK && record->words.at)
        status = read_array(&record->words);
    set_defaults(parser, &before);
    return status;
}

/* Reads an object that tells of a word: its own, or `word` if the object is what a key stands for. */
static tg_status read_record(tg_json *json, const tg_cell *word)
{
    json_record record = {.is_match = false};
    for (int role = 0; role < TG_ROLE_COUNT; role++)
        record.cells[role] = (tg_cell){.text = ""};
    const char *begin = json->at;
    bool more = true;
    tg_status status = tg_json_enter(json);
    for (bool is_first = true; status == TG_OK; is_first = false) {
        tg_cell key;
        char begins;
        status = tg_json_member(json, is_first, &more, &key, &begins);
        if (status != TG_OK || !more)
            break;
        status = read_attribute(json, &key, begins, &record);
    }
    if (word)
        record.cells[TG_ROLE_WORD] = *word;
    record.budget = MOST_EXCEPTIONS * (size_t)(json->at - begin);
    return status == TG_OK ? add_record(json->parser, &record) : status;
}

/* -------------------------------------------------------------------- lists ---- */

static tg_status read_array(tg_json *json)
{
    bool more = true;
    tg_status status = tg_json_enter(json);
    for (bool is_first = true; status == TG_OK; is_first = false) {
        status = tg_json_item(json, is_first, &more);
        if (status != TG_OK || !more)
            break;
        char begins = tg_json_peek(json);
        tg_cell word;
        if (begins == '{') {
            status = read_record(json, NULL);
        } else if (begins == '[') {
            status = read_array(json);
        } else {
            status = tg_json_scalar(json, &word);
            if (status == TG_OK && !tg_json_is_literal(&word, "null"))
                status = go_on(tg_cell_add(json->parser, &word, false));
        }
    }
    return status;
}

/* Whether a key is a language that Unicode's data know, `pt-BR` and `pt_br` included: others are categories. */
static bool is_language(const tg_cell *key)
{
    char code[4] = "";
    size_t length = 0;
    while (length < key->length && key->text[length] != '-' && key->text[length] != '_')
        length++;
    if (length < 2 || length > 3)
        return false;
    memcpy(code, key->text, length);
    for (const char *const *known = uloc_getISOLanguages(); *known; known++)
        if (strcmp(*known, code) == 0)
            return true;
    return false;
}

/* A key as a language tag: with hyphens. */
static tg_status set_language(tg_parser *parser, const tg_cell *key)
{
    tg_cell tag = *key;
    char *copy = tg_arena_copy(&parser->scratch, key->text, key->length);
    if (!copy)
        return TG_NO_MEMORY;
    for (size_t i = 0; i < key->length; i++)
        if (copy[i] == '_')
            copy[i] = '-';
    tag.text = copy;
    return tg_cell_set(parser, TG_ROLE_LANG, &tag, &parser->defaults);
}

/* Adds the word that a key is; a number behind it is its severity, a text may be anything. */
static tg_status read_rated(tg_json *json, const tg_cell *key)
{
    tg_cell value;
    tg_status status = tg_json_scalar(json, &value);
    if (status == TG_OK && strchr("0123456789", *value.begin))
        status = tg_cell_set(json->parser, TG_ROLE_SEVERITY, &value, &json->parser->defaults);
    if (status != TG_OK || tg_json_is_literal(&value, "false"))
        return status;
    return go_on(tg_cell_add(json->parser, key, false));
}

static tg_status read_map(tg_json *json);

/* Reads what stands behind a key of a map. */
static tg_status read_entry(tg_json *json, const tg_cell *key, char begins)
{
    tg_parser *parser = json->parser;
    bool is_list = begins == '[', language = (is_list || begins == '{') && is_language(key);
    if (begins == '{' && !language)
        return read_record(json, key);
    tg_attributes before = parser->defaults;
    tg_status status = TG_OK;
    if (language)
        status = set_language(parser, key);
    else if (is_list && !names_words(key))
        status = tg_cell_set(parser, TG_ROLE_CATEGORY, key, &parser->defaults);
    parser->defaults_index = UINT32_MAX;
    if (status == TG_OK)
        status = is_list ? read_array(json) : begins == '{' ? read_map(json) : read_rated(json, key);
    set_defaults(parser, &before);
    return status;
}

static tg_status read_map(tg_json *json)
{
    bool more = true;
    tg_status status = tg_json_enter(json);
    for (bool is_first = true; status == TG_OK; is_first = false) {
        tg_cell key;
        char begins;
        status = tg_json_member(json, is_first, &more, &key, &begins);
        if (status != TG_OK || !more)
            break;
        status = read_entry(json, &key, begins);
    }
    return status;
}

/* Whether an object has an array of words, so that it is one record and its other keys are no words. */
static tg_status find_words(tg_json json, bool *found)
{
    bool more = true;
    tg_status status = tg_json_enter(&json);
    for (bool is_first = true; status == TG_OK && !*found; is_first = false) {
        tg_cell key;
        char begins;
        status = tg_json_member(&json, is_first, &more, &key, &begins);
        if (status != TG_OK || !more)
            break;
        *found = begins == '[' && names_words(&key);
        status = tg_json_skip(&json);
    }
    return status;
}

tg_status tg_parser_json(tg_parser *parser, const char *text, size_t length)
{
    tg_json json;
    tg_json_init(&json, parser, text, length);
    tg_status status = TG_OK;
    bool is_record = false;
    if (tg_json_peek(&json) == '[')
        status = read_array(&json);
    else if ((status = find_words(json, &is_record)) == TG_OK)
        status = is_record ? read_record(&json, NULL) : read_map(&json);
    if (status == TG_OK && (tg_json_peek(&json) || json.at < json.end))
        return tg_json_fail(&json, "text behind the end of the list");
    return status;
}
