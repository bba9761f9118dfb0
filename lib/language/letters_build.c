/* What each character is to the readers of words, by ICU, when a model is made. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "base/utf8.h"
#include "language/language.h"

/* Scripts of languages that a model may have, in the order of tg_scripts_known. */
static const UScriptCode codes[] = {
    USCRIPT_LATIN, USCRIPT_CYRILLIC, USCRIPT_ARABIC, USCRIPT_HAN, USCRIPT_DEVANAGARI, USCRIPT_ETHIOPIC, USCRIPT_HEBREW,
    USCRIPT_HANGUL, USCRIPT_GREEK, USCRIPT_THAI, USCRIPT_GEORGIAN, USCRIPT_ARMENIAN, USCRIPT_BENGALI, USCRIPT_GURMUKHI,
    USCRIPT_GUJARATI, USCRIPT_ORIYA, USCRIPT_TAMIL, USCRIPT_TELUGU, USCRIPT_KANNADA, USCRIPT_MALAYALAM, USCRIPT_SINHALA,
    USCRIPT_LAO, USCRIPT_TIBETAN, USCRIPT_MYANMAR, USCRIPT_KHMER, USCRIPT_THAANA,
};

enum { SPACED = 1, COUNT = sizeof codes / sizeof *codes };

/* Rows for as many n-grams as tell the script's languages apart. */
const tg_language_script tg_scripts_known[] = {
#define SCRIPT(row_bits, letter_weight, spaced) {.bits = row_bits, .weight = letter_weight, .is_spaced = spaced}
    SCRIPT(15, 1, SPACED), SCRIPT(13, 1, SPACED), SCRIPT(12, 1, SPACED), SCRIPT(13, 3, 0), SCRIPT(12, 1, SPACED),
    SCRIPT(11, 2, SPACED), SCRIPT(11, 1, SPACED), SCRIPT(11, 2, SPACED), SCRIPT(11, 1, SPACED), SCRIPT(11, 1, 0),
    SCRIPT(11, 1, SPACED), SCRIPT(11, 1, SPACED), SCRIPT(11, 1, SPACED), SCRIPT(11, 1, SPACED), SCRIPT(11, 1, SPACED),
    SCRIPT(11, 1, SPACED), SCRIPT(11, 1, SPACED), SCRIPT(11, 1, SPACED), SCRIPT(11, 1, SPACED), SCRIPT(11, 1, SPACED),
    SCRIPT(11, 1, SPACED), SCRIPT(11, 1, 0), SCRIPT(11, 1, 0), SCRIPT(11, 1, 0), SCRIPT(11, 1, 0), SCRIPT(11, 1, SPACED),
#undef SCRIPT
};
const size_t tg_scripts_known_count = COUNT;

_Static_assert(sizeof tg_scripts_known / sizeof *tg_scripts_known == COUNT, "a row for each script");

/* The character without its case and width, if that is one. */
static uint32_t plain_letter(const UNormalizer2 *fold, uint32_t code_point)
{
    UChar in[2], out[8];
    int32_t length = 0;
    UErrorCode code = U_ZERO_ERROR;
    U16_APPEND_UNSAFE(in, length, code_point);
    length = unorm2_normalize(fold, in, length, out, 8, &code);
    int32_t count = 0;
    UChar32 one = 0;
    u_strToUTF32(&one, 1, &count, out, length, &code);
    return U_SUCCESS(code) && count == 1 ? (uint32_t)one : (uint32_t)u_tolower((UChar32)code_point);
}

static UScriptCode script_of(uint32_t letter)
{
    UErrorCode code = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)letter, &code);
    if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_BOPOMOFO || letter == 0x30FC)
        return USCRIPT_HAN;
    return script;
}

/* Points that are left out as often as not, and what joins or stretches letters. */
static bool is_skipped(uint32_t code_point, UScriptCode script)
{
    bool is_mark = u_charType((UChar32)code_point) == U_NON_SPACING_MARK;
    return code_point == 0x0640 || code_point == 0x00AD || (code_point >= 0x200B && code_point <= 0x200D) ||
           (code_point >= 0xFE00 && code_point <= 0xFE0F) || (code_point >= 0x064B && code_point <= 0x065F) ||
           (is_mark && (script == USCRIPT_ARABIC || script == USCRIPT_HEBREW || script == USCRIPT_HAN));
}

static uint32_t value_of(const UNormalizer2 *fold, uint32_t code_point)
{
    uint32_t letter = plain_letter(fold, code_point);
    UScriptCode script = script_of(letter);
    int8_t type = u_charType((UChar32)letter);
    uint32_t kind = TG_LETTER_NONE, delta = (letter - code_point) & TG_LETTER_VALUE_MASK;
    bool is_letter = u_isalpha((UChar32)letter) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
    if (is_skipped(code_point, script))
        kind = TG_LETTER_SKIPPED;
    else if (u_isdigit((UChar32)letter))
        kind = TG_LETTER_DIGIT;
    else if (script == USCRIPT_INHERITED && type == U_NON_SPACING_MARK)
        kind = TG_LETTER_MARK;
    else if (is_letter)
        kind = TG_LETTER_OTHER;
    for (uint32_t i = 0; kind == TG_LETTER_OTHER && i < COUNT; i++)
        if (codes[i] == script)
            kind = TG_LETTER_SCRIPT + i;
    return kind << TG_LETTER_SHIFT | (kind >= TG_LETTER_SCRIPT ? delta : 0);
}

tg_status tg_letters_build(tg_vector *index, tg_vector *letters, tg_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&code);
    if (U_FAILURE(code))
        return tg_fail(error, TG_INTERNAL, "ICU cannot make the table of letters: %s", u_errorName(code));
    for (uint32_t first = 0; first < TG_CODE_POINTS; first += TG_TABLE_BLOCK) {
        uint32_t block[TG_TABLE_BLOCK];
        for (uint32_t i = 0; i < TG_TABLE_BLOCK; i++)
            block[i] = first >= 0xD800 && first < 0xE000 ? 0 : value_of(fold, first + i);
        if (!tg_table_append(index, letters, block))
            return tg_fail_no_memory(error);
    }
    return TG_OK;
}
