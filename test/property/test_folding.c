/* Folding is what ICU says: without default ignorable characters NFKC_Casefold of the canonical decomposition, then
 * traditional characters to simplified ones, of which text/variants.inc knows more; and canonically equivalent texts fold alike.
 *
 * Half-width voiced marks (U+FF9E, U+FF9F) are left out, since ICU's own composition of case folding is not closed where
 * they stand beside marks of another class. Marks in a row are fewer than the thirty of the Stream-Safe format. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "random.h"

#include "text/fold.h"

enum { TEXTS = 40000, LONGEST = 14, ROOM = 1024, EQUIVALENT_TEXTS = 1500 };

static tg_fold_store store;
static tg_fold fold;
static const UNormalizer2 *nfc, *nfd, *nfkc_fold;
static UTransliterator *simplify;
static tg_vector folded;
static uint32_t *interesting; /* code points that some folding rule is about */
static size_t interesting_count;

#pragma GCC diagnostic ignored "-Woverlength-strings" /* every compiler that we know takes them */
static const char variant_lines[] =
#include "text/variants.inc"
    ;
static uint32_t *variants; /* by code point; 0: it is none */

static void read_variants(void)
{
    const unsigned char *p = (const unsigned char *)variant_lines, *end = p + sizeof variant_lines - 1;
    uint32_t to, from;
    variants = calloc(TG_CODE_POINTS, sizeof *variants);
    while (p < end) {
        p += tg_utf8_decode(p, (size_t)(end - p), &to);
        ck_assert_int_eq(*p++, ' ');
        while (*p != '\n') {
            p += tg_utf8_decode(p, (size_t)(end - p), &from);
            ck_assert_msg(!variants[from] && from != to, "%04X is twice in variants.inc", (unsigned)from);
            variants[from] = to;
        }
        p++;
    }
}

/* Whether ICU's folding of texts with this character is not closed. */
static bool is_left_out(uint32_t c)
{
    return c == 0xFF9E || c == 0xFF9F || (c >= 0xD800 && c <= 0xDFFF);
}

static void set_up(void)
{
    static const UChar name[] = u"Traditional-Simplified";
    tg_allocator allocator = tg_allocator_resolve(NULL);
    UErrorCode code = U_ZERO_ERROR;
    ck_assert_int_eq(tg_fold_build(&store, &allocator, &fold, NULL), TG_OK);
    nfc = unorm2_getNFCInstance(&code);
    nfd = unorm2_getNFDInstance(&code);
    nfkc_fold = unorm2_getNFKCCasefoldInstance(&code);
    simplify = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
    ck_assert(U_SUCCESS(code));
    tg_vector_init(&folded, &allocator, sizeof(uint32_t));
    read_variants();
    interesting = malloc(TG_CODE_POINTS * sizeof *interesting);
    for (uint32_t c = 1; c < TG_CODE_POINTS; c++)
        if (!is_left_out(c) && (variants[c] || u_hasBinaryProperty((UChar32)c, UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED) ||
                                u_getCombiningClass((UChar32)c) || !unorm2_isInert(nfc, (UChar32)c)))
            interesting[interesting_count++] = c;
}

static void tear_down(void)
{
    tg_fold_store_free(&store);
    utrans_close(simplify);
    tg_vector_free(&folded);
    free(interesting);
    free(variants);
}

/* The simplified form of one ideograph where that is one character, to the end of the chain. */
static UChar32 simplified(UChar32 c)
{
    for (int step = 0; step < 4 && u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC); step++) {
        UChar text[64];
        UErrorCode code = U_ZERO_ERROR;
        int32_t length = 0, limit;
        U16_APPEND_UNSAFE(text, length, c);
        limit = length;
        utrans_transUChars(simplify, text, &length, 64, 0, &limit, &code);
        ck_assert(U_SUCCESS(code));
        UChar32 next[2] = {0, 0};
        int32_t count = 0;
        u_strToUTF32(next, 2, &count, text, length, &code);
        if (U_FAILURE(code) || count != 1)
            break;
        next[0] = variants[next[0]] ? (UChar32)variants[next[0]] : next[0];
        if (next[0] == c)
            break;
        c = next[0];
    }
    return c;
}

/* What ICU folds code points to; returns how many. */
static int32_t fold_by_icu(const UChar32 *code_points, int32_t count, UChar32 *out)
{
    UChar text[ROOM], apart[ROOM], result[ROOM];
    UChar32 shown[ROOM];
    UErrorCode code = U_ZERO_ERROR;
    int32_t length = 0, shown_count = 0, folded_count = 0;
    for (int32_t i = 0; i < count; i++)
        if (!u_hasBinaryProperty(code_points[i], UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
            shown[shown_count++] = code_points[i];
    u_strFromUTF32(text, ROOM, &length, shown, shown_count, &code);
    length = unorm2_normalize(nfd, text, length, apart, ROOM, &code);
    length = unorm2_normalize(nfkc_fold, apart, length, result, ROOM, &code);
    u_strToUTF32(out, ROOM, &folded_count, result, length, &code);
    ck_assert(U_SUCCESS(code));
    for (int32_t i = 0; i < folded_count; i++)
        out[i] = simplified(out[i]);
    return folded_count;
}

static const uint32_t *fold_by_table(const char *text, size_t length, size_t *count)
{
    folded.count = 0;
    ck_assert(tg_fold_text(&fold, text, length, &folded));
    *count = folded.count;
    return folded.items;
}

/* "0041 0301 -> 00E1" */
static const char *list(const UChar32 *items, size_t count)
{
    static char text[4][512];
    static int which;
    char *out = text[which++ % 4];
    size_t used = 0;
    *out = '\0';
    for (size_t i = 0; i < count && used + 8 < sizeof text[0]; i++)
        used += (size_t)snprintf(out + used, sizeof text[0] - used, " %04X", (unsigned)items[i]);
    return out;
}

static void check(const UChar32 *code_points, int32_t count)
{
    static bytes text;
    UChar32 expected[ROOM];
    size_t found_count;
    text.length = 0;
    put(&text, "", 0);
    for (int32_t i = 0; i < count; i++)
        put_code_point(&text, (uint32_t)code_points[i]);
    size_t expected_count = (size_t)fold_by_icu(code_points, count, expected);
    const uint32_t *found = fold_by_table(text.data, text.length, &found_count);
    if (found_count == expected_count && (!found_count || memcmp(found, expected, found_count * sizeof *found) == 0))
        return;
    ck_abort_msg("%s folds to%s, not to%s", list(code_points, (size_t)count),
                 list((const UChar32 *)found, found_count), list(expected, expected_count));
}

START_TEST(every_character_folds_as_icu_says)
{
    for (UChar32 c = 1; c < TG_CODE_POINTS; c++)
        if (!(c >= 0xD800 && c <= 0xDFFF) && u_charType(c) != U_UNASSIGNED && u_charType(c) != U_PRIVATE_USE_CHAR)
            check(&c, 1);
}
END_TEST

static UChar32 random_code_point(bool any)
{
    static const uint32_t blocks[] = {0x41, 0xC0, 0x300, 0x323, 0x340, 0x370, 0x399, 0x5B0, 0x900, 0xE30, 0xF70, 0x1100,
                                      0x1160, 0x11A8, 0x1E00, 0x1F80, 0x1FF0, 0x3040, 0x3099, 0x3130, 0xAC00, 0xF900,
                                      0xFB00, 0xFF60, 0x1D160, 0x11100};
    for (;;) {
        size_t kind = random_below(10);
        uint32_t c = kind < 5 ? blocks[random_below(sizeof blocks / sizeof *blocks)] + (uint32_t)random_below(40)
                   : kind < 9 ? interesting[random_below(interesting_count)]
                              : 1 + (uint32_t)random_below(TG_CODE_POINTS - 1);
        if (!is_left_out(c) || (any && c > 0xDFFF))
            return (UChar32)c;
    }
}

START_TEST(every_text_folds_as_icu_says)
{
    for (long round = random_rounds(TEXTS); round > 0; round--) {
        UChar32 text[LONGEST];
        int32_t count = 1 + (int32_t)random_below(LONGEST);
        for (int32_t i = 0; i < count; i++)
            text[i] = random_code_point(false);
        check(text, count);
    }
}
END_TEST

/* Appends a text in a normalisation form. */
static void put_normalized(bytes *out, const UNormalizer2 *form, const UChar32 *code_points, int32_t count)
{
    UChar text[ROOM], result[ROOM];
    UErrorCode code = U_ZERO_ERROR;
    int32_t length = 0;
    u_strFromUTF32(text, ROOM, &length, code_points, count, &code);
    length = unorm2_normalize(form, text, length, result, ROOM, &code);
    UChar32 normalized[ROOM];
    int32_t normalized_count = 0;
    u_strToUTF32(normalized, ROOM, &normalized_count, result, length, &code);
    ck_assert(U_SUCCESS(code));
    for (int32_t i = 0; i < normalized_count; i++)
        put_code_point(out, (uint32_t)normalized[i]);
}

enum { WORDS = 60 };

/* Which words were found. Their places differ, and with them the order of findings. */
static uint64_t find_words(tg_scanner *scanner, const bytes *text)
{
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, text->data, text->length, &verdict), TG_OK);
    ck_assert(ranges_are_sound(verdict, text->data, text->length));
    uint64_t found = 0;
    for (size_t i = 0; i < verdict->finding_count; i++)
        found |= UINT64_C(1) << atoi(tg_verdict_finding(verdict, i)->category + 1);
    return found;
}

/* A scanner of words that are made of these characters. */
static tg_scanner *make_scanner(const UChar32 *characters, size_t count)
{
    tg_options *options = tg_options_new(NULL);
    bytes word = {NULL, 0, 0};
    for (size_t i = 0; i < WORDS; i++) {
        char attributes[64];
        word.length = 0;
        for (size_t k = 1 + random_below(3); k > 0; k--)
            put_code_point(&word, (uint32_t)characters[random_below(count)]);
        snprintf(attributes, sizeof attributes, "match=fold,part category=c%zu", i);
        tg_options_add_word(options, word.data, word.length, attributes, NULL); /* some are none, such as blanks */
    }
    free(word.data);
    tg_options_set(options, TG_SETTING_DETECTORS, TG_DETECTOR_BIT(TG_DETECTOR_WORDS));
    tg_gate *gate = gate_from(options);
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_gate_unref(gate);
    return scanner;
}

START_TEST(canonically_equivalent_texts_give_the_same_findings)
{
    UChar32 characters[10], text[40];
    bytes forms[3] = {{NULL, 0, 0}};
    for (int dictionary = 0; dictionary < 6; dictionary++) {
        for (size_t i = 0; i < 10; i++)
            characters[i] = random_code_point(true);
        tg_scanner *scanner = make_scanner(characters, 10);
        for (long round = random_rounds(EQUIVALENT_TEXTS); round > 0; round--) {
            int32_t count = (int32_t)random_below(26);
            for (int32_t i = 0; i < count; i++)
                text[i] = characters[random_below(10)];
            for (int i = 0; i < 3; i++) {
                forms[i].length = 0;
                put(&forms[i], "", 0);
            }
            for (int32_t i = 0; i < count; i++)
                put_code_point(&forms[0], (uint32_t)text[i]);
            put_normalized(&forms[1], nfc, text, count);
            put_normalized(&forms[2], nfd, text, count);
            uint64_t found = find_words(scanner, &forms[0]);
            for (int i = 1; i < 3; i++) {
                uint64_t other = find_words(scanner, &forms[i]);
                ck_assert_msg(other == found, "%s: words %" PRIX64 ", in %s %" PRIX64, list(text, (size_t)count), found,
                              i == 1 ? "NFC" : "NFD", other);
            }
        }
        tg_scanner_free(scanner);
    }
    for (int i = 0; i < 3; i++)
        free(forms[i].data);
}
END_TEST

int main(void)
{
    random_begin();
    TCase *tests = tcase_create("folding");
    tcase_set_timeout(tests, 0);
    tcase_add_unchecked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, every_character_folds_as_icu_says);
    tcase_add_test(tests, every_text_folds_as_icu_says);
    tcase_add_test(tests, canonically_equivalent_texts_give_the_same_findings);
    return run_suite("folding", tests);
}
