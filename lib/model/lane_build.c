/* The lane of models, made by ICU when a model is trained and kept in its pack: which characters the features know, and of
 * what kind each is. It does not depend on what is trained, so that models of one Unicode version have one lane. */
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/utf8.h"
#include "model/model.h"

/* How early a character is numbered; there are more than a lane has symbols of one unit. */
enum { NEVER, RARE, COMMON };

static tg_feature_kind letter_kind(UChar32 c, const tg_fold *fold)
{
    UErrorCode code = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &code);
    tg_class class = tg_fold_class(tg_fold_entry(fold, (uint32_t)c));
    if (script == USCRIPT_LATIN)
        return TG_FEATURE_LATIN;
    if (script == USCRIPT_CYRILLIC)
        return TG_FEATURE_CYRILLIC;
    if (script == USCRIPT_HAN)
        return TG_FEATURE_HAN;
    return class == TG_CLASS_HANGUL ? TG_FEATURE_HANGUL : class == TG_CLASS_UNSPACED ? TG_FEATURE_UNSPACED : TG_FEATURE_SPACED;
}

static tg_feature_kind kind_of(UChar32 c, const tg_fold *fold)
{
    static const char signs[] = "!?#@%+~";
    for (const char *sign = signs; *sign; sign++)
        if (c == *sign)
            return TG_FEATURE_SIGN;
    if (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) || u_charType(c) == U_CURRENCY_SYMBOL)
        return TG_FEATURE_SIGN;
    uint32_t mask = U_GET_GC_MASK(c);
    if (mask & U_GC_ND_MASK)
        return TG_FEATURE_DIGIT;
    if (mask & U_GC_P_MASK)
        return TG_FEATURE_MARK;
    return mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_NL_MASK) ? letter_kind(c, fold) : TG_FEATURE_GAP;
}

static uint32_t use_of(UChar32 c, tg_feature_kind kind)
{
    if (kind == TG_FEATURE_GAP)
        return NEVER;
    return kind == TG_FEATURE_SIGN || c < 0x10000 ? COMMON : kind == TG_FEATURE_HAN || kind == TG_FEATURE_MARK ? NEVER : RARE;
}

/* Rare characters that would not have a symbol of one unit are not numbered. */
static void limit(uint32_t *used)
{
    size_t count = 1;
    for (uint32_t c = 0; c < TG_CODE_POINTS; c++)
        count += used[c] == COMMON;
    for (uint32_t c = 0; c < TG_CODE_POINTS; c++)
        if (used[c] == RARE && count++ >= TG_SYMBOL_DIRECT)
            used[c] = NEVER;
}

/* Numbers are given by use, then by code point, as tg_lane_build does it. */
static bool list_kinds(const uint32_t *used, const tg_fold *fold, tg_vector *kinds)
{
    bool done = tg_vector_append(kinds, &(uint8_t){TG_FEATURE_GAP}, 1);
    for (uint32_t use = COMMON; use >= RARE; use--)
        for (uint32_t c = 0; c < TG_CODE_POINTS && done; c++)
            if (used[c] == use)
                done = tg_vector_append(kinds, &(uint8_t){(uint8_t)kind_of((UChar32)c, fold)}, 1);
    return done;
}

tg_status tg_model_lane_build(tg_lane_store *store, tg_vector *kinds, const tg_allocator *allocator, const tg_fold *fold,
                              tg_lane *lane)
{
    uint32_t *used = tg_allocate_zeroed(allocator, TG_CODE_POINTS, sizeof *used);
    if (!used)
        return TG_NO_MEMORY;
    for (uint32_t c = 0; c < TG_CODE_POINTS; c++)
        if ((tg_fold_entry(fold, c) & (TG_FOLD_KIND_MASK | TG_FOLD_VALUE_MASK)) == TG_FOLD_ONE) /* to itself */
            used[c] = use_of((UChar32)c, kind_of((UChar32)c, fold));
    limit(used);
    tg_status status = list_kinds(used, fold, kinds) ? tg_lane_build(store, allocator, fold, used, lane) : TG_NO_MEMORY;
    tg_release(allocator, used, TG_CODE_POINTS * sizeof *used);
    return status;
}
