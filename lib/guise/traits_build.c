/* Traits of code points, made when a pack is compiled: kinds by ICU's properties, classes of Han characters by the character
 * data. */
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/utf8.h"
#include "guise/build.h"

static bool is_any_of(uint32_t code_point, const uint32_t *list)
{
    while (*list && *list != code_point)
        list++;
    return *list != 0;
}

/* Signs are what neither ends sentences nor stands inside words of itself. */
static tg_kind kind_of_sign(uint32_t c)
{
    static const uint32_t joins[] = {'-', '_', '.', '/', '\'', 0xB7, 0x2019, 0x2010, 0x2011, 0x2012, 0x2013, 0x30FB, 0};
    static const uint32_t stops[] = {',', '!', '?', ';', ':', '(', ')', '[', ']', '{', '}', '"', 0x2018, 0x201C, 0x201D,
                                     0x2014, 0x2026, 0xAB, 0xBB, 0x2039, 0x203A, 0};
    if (is_any_of(c, joins))
        return TG_KIND_JOIN;
    bool is_east_asian = (c >= 0x3001 && c <= 0x303F) || (c >= 0xFE10 && c <= 0xFE6B) || (c >= 0xFF01 && c <= 0xFF65);
    if (is_any_of(c, stops) || (is_east_asian && u_ispunct((UChar32)c) && u_charType((UChar32)c) != U_OTHER_SYMBOL))
        return TG_KIND_STOP;
    return TG_KIND_SIGN;
}

static tg_kind kind_of(uint32_t c, UCharCategory type)
{
    if (c < 0x80 && u_isalpha((UChar32)c))
        return TG_KIND_LETTER;
    if (c >= '0' && c <= '9')
        return TG_KIND_DIGIT;
    UErrorCode code = U_ZERO_ERROR;
    uint32_t mask = U_MASK(type);
    if (mask & U_GC_Z_MASK)
        return type == U_SPACE_SEPARATOR ? TG_KIND_SPACE : TG_KIND_BREAK;
    if (c == '\t')
        return TG_KIND_SPACE;
    if (c >= '\n' && c <= '\r')
        return TG_KIND_BREAK;
    if (mask & U_GC_M_MASK && (type == U_ENCLOSING_MARK || uscript_getScript((UChar32)c, &code) == USCRIPT_INHERITED))
        return TG_KIND_MARK;
    return mask & (U_GC_P_MASK | U_GC_S_MASK) ? kind_of_sign(c) : TG_KIND_OTHER;
}

static UBool set_kinds(const void *context, UChar32 start, UChar32 limit, UCharCategory type)
{
    union { const void *in; tg_guise_build *out; } b = {context};
    if (U_MASK(type) & (U_GC_CN_MASK | U_GC_CO_MASK | U_GC_CS_MASK))
        return true;
    for (UChar32 c = start; c < limit; c++)
        b.out->traits[c] = kind_of((uint32_t)c, type);
    return true;
}

static void set_class(tg_guise_build *b, uint32_t code_point, tg_han_relation relation, uint32_t class)
{
    static const unsigned shifts[] = {0, 9, 21};
    if (!tg_han_class(b->traits[code_point], relation) || !(b->traits[code_point] & TG_TRAIT_HAN))
        b->traits[code_point] = (b->traits[code_point] & TG_TRAIT_HAN ? b->traits[code_point] : TG_TRAIT_HAN) |
                                class << shifts[relation];
}

static bool is_han(uint32_t code_point)
{
    return u_hasBinaryProperty((UChar32)code_point, UCHAR_IDEOGRAPHIC) && code_point != 0x3006;
}

/* Numbers the groups by their keys, which are in order, from `class` on; members get the number. */
static uint32_t set_classes(tg_guise_build *b, const char *data, tg_han_relation relation, uint32_t class)
{
    tg_data_group group = {.members = NULL}, before = {.members = NULL};
    while (tg_data_next(&data, &group)) {
        bool is_new = group.key_length != before.key_length || memcmp(group.key, before.key, group.key_length) != 0;
        class += is_new && before.members;
        before = group;
        const char *at = group.members, *end = at + group.length;
        while (at < end)
            set_class(b, tg_data_code_point(&at, end), relation, class);
    }
    return class + 1;
}

static void add_reading(tg_guise_build *b, uint32_t code_point, uint32_t syllable)
{
    uint32_t reading = code_point << 9 | syllable;
    b->no_memory |= !tg_vector_append(&b->store->readings, &reading, 1);
}

/* Syllables are numbered from 1; the first list of a group has its main readings, the second one the others. */
static void set_sounds(tg_guise_build *b)
{
    char *syllables = tg_vector_push(&b->store->syllables, (size_t)TG_HAN_SOUNDS * TG_SYLLABLE_ROOM);
    b->no_memory |= !syllables;
    if (b->no_memory)
        return;
    memset(syllables, 0, (size_t)TG_HAN_SOUNDS * TG_SYLLABLE_ROOM);
    uint32_t number = 0;
    tg_data_group group = {.members = NULL};
    for (const char *data = tg_data_sound; tg_data_next(&data, &group);) {
        char *last = syllables + number * TG_SYLLABLE_ROOM;
        if (strlen(last) != group.key_length || memcmp(last, group.key, group.key_length) != 0)
            memcpy(syllables + ++number * TG_SYLLABLE_ROOM, group.key, group.key_length);
        const char *at = group.members, *end = at + group.length;
        while (at < end) {
            uint32_t code_point = tg_data_code_point(&at, end);
            if (group.list == 0)
                set_class(b, code_point, TG_HAN_SOUND, number);
            else
                add_reading(b, code_point, number);
        }
    }
}

static void replace(char *syllable, const char *from, const char *to, bool at_end)
{
    size_t length = strlen(syllable), from_length = strlen(from);
    if (length < from_length)
        return;
    char *at = at_end ? syllable + length - from_length : syllable;
    if (memcmp(at, from, from_length) != 0)
        return;
    memmove(at + strlen(to), at + from_length, strlen(at + from_length) + 1);
    memcpy(at, to, strlen(to));
}

/* The syllable as those hear it who do not tell some sounds apart. */
static void blur(const char *syllable, unsigned flags, char *out)
{
    memcpy(out, syllable, TG_SYLLABLE_ROOM);
    if (flags & TG_FUZZY_N) {
        replace(out, "l", "n", false);
        replace(out, "r", "n", false);
    }
    if (flags & TG_FUZZY_ZH) {
        replace(out, "zh", "z", false);
        replace(out, "ch", "c", false);
        replace(out, "sh", "s", false);
    }
    if (flags & TG_FUZZY_NG)
        replace(out, "ng", "n", true);
}

static void set_blurred(tg_guise_build *b)
{
    uint16_t *blurred = tg_vector_push(&b->store->blurred, (size_t)(TG_FUZZY_ALL + 1) * TG_HAN_SOUNDS);
    const char *syllables = b->store->syllables.items;
    b->no_memory |= !blurred;
    for (unsigned flags = 0; flags <= TG_FUZZY_ALL && !b->no_memory; flags++) {
        char heard[TG_HAN_SOUNDS][TG_SYLLABLE_ROOM];
        for (uint16_t i = 0; i < TG_HAN_SOUNDS; i++) {
            uint16_t first = 0;
            blur(syllables + (size_t)i * TG_SYLLABLE_ROOM, flags, heard[i]);
            while (first < i && memcmp(heard[first], heard[i], TG_SYLLABLE_ROOM) != 0)
                first++;
            blurred[flags * TG_HAN_SOUNDS + i] = first;
        }
    }
}

/* Characters have the trait of what they fold to, where they have none of their own. */
static void inherit(tg_guise_build *b)
{
    for (uint32_t c = 0x80; c < TG_CODE_POINTS; c++) {
        uint32_t entry = tg_fold_entry(b->fold, c);
        if ((entry & TG_FOLD_KIND_MASK) == TG_FOLD_DROPPED)
            b->traits[c] = TG_KIND_DROPPED;
        uint32_t folded = tg_fold_of_one(b->fold, c), trait = b->traits[folded];
        if (folded == c)
            continue;
        bool is_sign = tg_trait_kind(b->traits[c]) == TG_KIND_SIGN;
        if (trait & TG_TRAIT_HAN ? !is_sign : folded < 0x80) /* letters in circles are letters; characters in circles adorn */
            b->traits[c] = tg_trait_kind(trait) == TG_KIND_LETTER ? (uint32_t)TG_KIND_LIKE : trait;
    }
    b->traits[0x202E] = TG_KIND_BIDI;
}

bool tg_build_traits(tg_guise_build *b)
{
    u_enumCharTypes(set_kinds, b);
    for (uint32_t c = 0x3005; c < TG_CODE_POINTS; c++)
        if (tg_fold_class(tg_fold_entry(b->fold, c)) == TG_CLASS_UNSPACED && is_han(c))
            b->traits[c] = TG_TRAIT_HAN;
    set_sounds(b);
    if (b->no_memory)
        return true;
    set_blurred(b);
    set_classes(b, tg_data_shape, TG_HAN_SHAPE, 1);
    set_classes(b, tg_data_numerals, TG_HAN_CORE, 1);
    set_classes(b, tg_data_core, TG_HAN_CORE, TG_HAN_NUMERALS + 1);
    inherit(b);
    return true;
}

size_t tg_numerals_of(uint32_t value, uint32_t *out)
{
    static const UChar32 ranges[][2] = {{0x660, 0x669}, {0x6F0, 0x6F9}, {0x966, 0x96F}, {0x2150, 0x218F}, {0x2460, 0x24FF},
                                        {0x2776, 0x2793}, {0x3192, 0x319F}, {0x3220, 0x3249}, {0x3280, 0x3289},
                                        {0x1F100, 0x1F10C}};
    size_t count = 0;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (UChar32 c = ranges[i][0]; c <= ranges[i][1] && count < TG_NUMERALS; c++)
            if (u_getNumericValue(c) == (double)value)
                out[count++] = (uint32_t)c;
    return count;
}
