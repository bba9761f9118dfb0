/* The values of attributes and directives: which there are, what is valid, how they are kept. Where a value stands in
 * its line is parse.c's business. */
#include "pack/parse.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

static char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static char to_upper(char c)
{
    return is_lower(c) ? (char)(c & ~0x20) : c;
}

const char *tg_find_control(const char *text, size_t length)
{
    const unsigned char *p = (const unsigned char *)text;
    for (size_t i = 0; i < length; i++)
        if (p[i] < 0x20 || p[i] == 0x7F || (p[i] == 0xC2 && i + 1 < length && p[i + 1] < 0xA0))
            return text + i;
    return NULL;
}

static tg_status bad(tg_value_problem *problem, size_t at, const char *message)
{
    *problem = (tg_value_problem){message, at};
    return TG_SYNTAX;
}

static tg_status keep(const char *value, size_t length, tg_arena *arena, const char **out)
{
    const char *copy = length ? tg_arena_copy(arena, value, length) : "";
    if (!copy)
        return TG_NO_MEMORY;
    *out = copy;
    return TG_OK;
}

static tg_status set_category(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                              tg_value_problem *problem)
{
    if (length > TG_CATEGORY_LIMIT)
        return bad(problem, TG_CATEGORY_LIMIT, "a category has at most 64 characters");
    bool part_begins = true;
    for (size_t i = 0; i < length; i++) {
        char c = value[i];
        bool good = is_lower(c) || is_digit(c) || (!part_begins && (c == '-' || c == '_' || c == '.'));
        part_begins = c == '.';
        if (!good || (part_begins && i + 1 == length))
            return bad(problem, i, "a category is made of a-z, 0-9, '-' and '_', its parts divided by '.'");
    }
    return keep(value, length, arena, &attributes->category);
}

static tg_status set_severity(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                              tg_value_problem *problem)
{
    (void)arena;
    char word[16] = "";
    if (length < sizeof word)
        memcpy(word, value, length);
    if (memchr(value, '\0', length) || tg_severity_from_word(word, &attributes->severity) != TG_OK)
        return bad(problem, 0, "severity is low, medium, high or critical");
    return TG_OK;
}

/* Takes the next item of a list divided by commas, without the blanks around it; false behind the last one. */
static bool next_item(const char *value, size_t length, size_t *at, size_t *begin, size_t *item_length)
{
    if (*at > length)
        return false;
    const char *comma = *at < length ? memchr(value + *at, ',', length - *at) : NULL;
    size_t end = comma ? (size_t)(comma - value) : length;
    *begin = *at;
    *at = end + 1;
    while (*begin < end && value[*begin] == ' ')
        (*begin)++;
    while (end > *begin && value[end - 1] == ' ')
        end--;
    *item_length = end - *begin;
    return true;
}

/* Keeps a list in one form: no blanks, each item as `check` likes it. */
static tg_status set_list(const char **out, const char *value, size_t length, tg_arena *arena,
                          tg_value_problem *problem, bool (*check)(char *item, size_t length), const char *message)
{
    if (!length)
        return keep("", 0, arena, out);
    char *list = tg_arena_allocate(arena, length + 1);
    if (!list)
        return TG_NO_MEMORY;
    size_t at = 0, begin, item_length, used = 0;
    while (next_item(value, length, &at, &begin, &item_length)) {
        if (used)
            list[used++] = ',';
        memcpy(list + used, value + begin, item_length);
        if (!check(list + used, item_length))
            return bad(problem, begin, message);
        used += item_length;
    }
    list[used] = '\0';
    *out = list;
    return TG_OK;
}

static bool check_market(char *item, size_t length)
{
    if (length != 2 || !is_letter(item[0]) || !is_letter(item[1]))
        return false;
    item[0] = to_upper(item[0]);
    item[1] = to_upper(item[1]);
    return true;
}

static tg_status set_markets(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                             tg_value_problem *problem)
{
    return set_list(&attributes->markets, value, length, arena, problem, check_market,
                    "a market is two letters (ISO 3166), several are divided by commas");
}

/* The parts of a language tag in their order (RFC 5646, section 2.1). */
typedef enum tag_part {
    PART_LANGUAGE,
    PART_EXTENDED,
    PART_SCRIPT,
    PART_REGION,
    PART_VARIANT,
    PART_EXTENSION,
    PART_PRIVATE
} tag_part;

/* Which part a subtag is, behind one that was `before`; false where none may stand. */
static bool next_part(const char *subtag, size_t length, tag_part before, tag_part *part)
{
    size_t letters = 0, digits = 0;
    for (size_t i = 0; i < length; i++) {
        letters += is_letter(subtag[i]);
        digits += is_digit(subtag[i]);
    }
    if (length < 1 || length > 8 || letters + digits != length)
        return false;
    *part = before;
    if (before == PART_PRIVATE)
        return true;
    if (length == 1)
        *part = to_lower(*subtag) == 'x' ? PART_PRIVATE : PART_EXTENSION;
    else if (before == PART_EXTENSION)
        return true;
    else if (letters == 3 && length == 3 && before <= PART_EXTENDED)
        *part = PART_EXTENDED;
    else if (letters == 4 && length == 4 && before < PART_SCRIPT)
        *part = PART_SCRIPT;
    else if (((letters == 2 && length == 2) || (digits == 3 && length == 3)) && before < PART_REGION)
        *part = PART_REGION;
    else if ((length >= 5 || (length == 4 && is_digit(*subtag))) && before <= PART_VARIANT)
        *part = PART_VARIANT;
    else
        return false;
    return true;
}

static void recase(char *subtag, size_t length, tag_part part)
{
    for (size_t i = 0; i < length; i++)
        subtag[i] = part == PART_REGION || (part == PART_SCRIPT && i == 0) ? to_upper(subtag[i]) : to_lower(subtag[i]);
}

/* The syntax of RFC 5646 but for its list of grandfathered tags; gives the tag the case that is recommended there. */
static bool check_language(char *tag, size_t length)
{
    size_t begin = 0;
    while (begin < length && is_letter(tag[begin]))
        begin++;
    bool is_private = begin == 1 && to_lower(tag[0]) == 'x';
    if ((begin < 2 && !is_private) || begin > 8 || (begin < length && tag[begin] != '-'))
        return false;
    recase(tag, begin, PART_LANGUAGE);
    tag_part part = is_private ? PART_PRIVATE : PART_LANGUAGE;
    bool open = is_private; /* a singleton stands before, which needs something behind it */
    int extended = begin > 3 ? 3 : 0;
    while (begin < length) {
        const char *dash = memchr(tag + begin + 1, '-', length - begin - 1);
        size_t end = dash ? (size_t)(dash - tag) : length;
        char *subtag = tag + begin + 1;
        size_t subtag_length = end - begin - 1;
        bool was_private = part == PART_PRIVATE;
        if (!next_part(subtag, subtag_length, part, &part) || (part == PART_EXTENDED && ++extended > 3))
            return false;
        bool singleton = subtag_length == 1 && !was_private;
        if (open && singleton)
            return false;
        open = singleton;
        recase(subtag, subtag_length, part);
        begin = end;
    }
    return !open;
}

static tg_status set_languages(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                               tg_value_problem *problem)
{
    return set_list(&attributes->languages, value, length, arena, problem, check_language,
                    "a language is a BCP 47 tag such as zh or zh-Hant, several are divided by commas");
}

static uint32_t match_bit(const char *word, size_t length)
{
    static const struct {
        const char *word;
        uint32_t bit;
    } bits[] = {{"exact", TG_LANE_EXACT}, {"fold", TG_LANE_FOLD}, {"loose", TG_LANE_LOOSE},
                {"sound", TG_LANE_SOUND}, {"word", TG_EDGE_WORD}, {"part", TG_EDGE_PART}};
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (strlen(bits[i].word) == length && memcmp(bits[i].word, word, length) == 0)
            return bits[i].bit;
    return 0;
}

static tg_status set_match(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                           tg_value_problem *problem)
{
    (void)arena;
    const uint32_t edges = TG_EDGE_WORD | TG_EDGE_PART;
    uint32_t set = 0;
    size_t at = 0, begin, item_length;
    while (next_item(value, length, &at, &begin, &item_length)) {
        uint32_t bit = match_bit(value + begin, item_length);
        if (!bit)
            return bad(problem, begin, "match is any of exact, fold, loose, sound, word and part, divided by commas");
        set |= bit;
        if ((set & edges) == edges)
            return bad(problem, begin, "match cannot be both word and part");
    }
    /* `match=word` alone says where, not how. */
    attributes->match = set & ~edges ? set : set | TG_LANE_FOLD | TG_LANE_LOOSE;
    return TG_OK;
}

static tg_status set_within(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                            tg_value_problem *problem)
{
    (void)arena;
    uint32_t number = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(value[i]) || number > TG_WITHIN_LIMIT)
            return bad(problem, 0, "within is a number of characters from 1 to 1000");
        number = number * 10 + (uint32_t)(value[i] - '0');
    }
    if (number < 1 || number > TG_WITHIN_LIMIT)
        return bad(problem, 0, "within is a number of characters from 1 to 1000");
    attributes->within = number;
    return TG_OK;
}

static tg_status set_text(const char **out, const char *value, size_t length, tg_arena *arena,
                          tg_value_problem *problem)
{
    const char *control = tg_find_control(value, length);
    if (control)
        return bad(problem, (size_t)(control - value), "a control character");
    return keep(value, length, arena, out);
}

static tg_status set_note(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                          tg_value_problem *problem)
{
    return set_text(&attributes->note, value, length, arena, problem);
}

static tg_status set_advice(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                            tg_value_problem *problem)
{
    return set_text(&attributes->advice, value, length, arena, problem);
}

static tg_status set_source(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                            tg_value_problem *problem)
{
    return set_text(&attributes->source, value, length, arena, problem);
}

static tg_status set_weight(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                            tg_value_problem *problem)
{
    (void)arena;
    const size_t sign = length > 0 && value[0] == '-';
    size_t digits = 0, decimals = 0;
    bool point = false;
    int32_t thousandths = 0;
    for (size_t i = sign; i < length && decimals <= 3 && digits <= 1; i++) {
        if (value[i] == '.' && digits && !point) {
            point = true;
            continue;
        }
        if (!is_digit(value[i])) {
            digits = 0;
            break;
        }
        thousandths = thousandths * 10 + (value[i] - '0');
        *(point ? &decimals : &digits) += 1;
    }
    bool good = digits == 1 && decimals <= 3 && point == (decimals > 0);
    for (; decimals < 3; decimals++)
        thousandths *= 10;
    if (!good || thousandths > TG_WEIGHT_LIMIT)
        return bad(problem, 0, "weight is a number from -8 to 8 with at most three decimals");
    attributes->weight = sign ? -thousandths : thousandths;
    return TG_OK;
}

static tg_status set_id(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                        tg_value_problem *problem)
{
    return set_text(&attributes->id, value, length, arena, problem);
}

static tg_status set_fuzzy(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                           tg_value_problem *problem)
{
    (void)arena;
    static const char *const words[] = {"n", "zh", "ng", "none"};
    static const uint32_t bits[] = {TG_FUZZY_N, TG_FUZZY_ZH, TG_FUZZY_NG, 0};
    size_t at = 0, begin, item_length;
    attributes->fuzzy = 0;
    while (next_item(value, length, &at, &begin, &item_length)) {
        size_t i = 0;
        while (i < 4 && (strlen(words[i]) != item_length || memcmp(words[i], value + begin, item_length) != 0))
            i++;
        if (i == 4)
            return bad(problem, begin, "fuzzy is none or any of n, zh and ng, divided by commas");
        attributes->fuzzy |= bits[i];
    }
    return TG_OK;
}

static tg_status set_initials(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                              tg_value_problem *problem)
{
    for (size_t i = 0; i < length; i++)
        if (!is_lower(value[i]))
            return bad(problem, i, "initials are letters from a to z");
    if (length == 1)
        return bad(problem, 0, "one initial stands for too much");
    return keep(value, length, arena, &attributes->initials);
}

static const tg_attribute_key keys[] = {
    {"category", true, false, set_category}, {"severity", true, false, set_severity},
    {"lang", true, true, set_languages},     {"market", true, true, set_markets},
    {"match", true, false, set_match},       {"within", true, false, set_within},
    {"note", true, true, set_note},          {"id", true, true, set_id},
    {"fuzzy", true, false, set_fuzzy},       {"initials", false, true, set_initials},
    {"advice", true, true, set_advice},      {"source", true, true, set_source},
    {"weight", true, false, set_weight},
};

const tg_attribute_key *tg_attribute_find(const char *name, size_t length, uint32_t *number)
{
    for (uint32_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strlen(keys[i].name) != length || memcmp(keys[i].name, name, length) != 0)
            continue;
        *number = i;
        return &keys[i];
    }
    return NULL;
}

tg_status tg_attribute_set(tg_attributes *attributes, const tg_attribute_key *key, const char *value, size_t length,
                           tg_arena *arena, tg_value_problem *problem)
{
    if (!length && !key->may_be_empty)
        return bad(problem, 0, "the value is missing");
    return key->set(attributes, value, length, arena, problem);
}
