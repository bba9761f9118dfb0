/* The folding tables, made by ICU when a pack is compiled. Only characters that some property says are changed are looked
 * at one by one, so that this takes milliseconds. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/uversion.h>

#include "base/error.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "text/fold.h"

enum { YPOGEGRAMMENI = 0x345, YPOGEGRAMMENI_CLASS = 240, ROOM = 64 };

typedef struct build {
    tg_fold_store *store;
    uint32_t *entries; /* TG_CODE_POINTS */
    const UNormalizer2 *nfc, *nfd, *nfkc_fold;
    UTransliterator *simplify;
    tg_vector variants; /* variant, by `from` */
    bool no_memory;
    UErrorCode code;
} build;

/* UTF-16 to code points; returns how many, or 0 if they do not fit. */
static size_t to_code_points(const UChar *in, int32_t length, uint32_t *out, size_t room)
{
    UChar32 code_points[ROOM];
    int32_t count = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strToUTF32(code_points, ROOM, &count, in, length, &code);
    if (U_FAILURE(code) || (size_t)count > room)
        return 0;
    for (int32_t i = 0; i < count; i++)
        out[i] = (uint32_t)code_points[i];
    return (size_t)count;
}

#pragma GCC diagnostic ignored "-Woverlength-strings" /* every compiler that we know takes them */

/* Variants that ICU's transliterator leaves alone: lines of a simplified character, a blank and its other forms. */
static const char variant_lines[] =
#include "text/variants.inc"
    ;

/* A character and its simplified form. */
typedef struct variant {
    uint32_t from, to;
} variant;

static int compare_variants(const void *left, const void *right)
{
    const variant *a = left, *b = right;
    return a->from < b->from ? -1 : a->from > b->from;
}

static bool read_variants(tg_vector *variants)
{
    const unsigned char *p = (const unsigned char *)variant_lines, *end = p + sizeof variant_lines - 1;
    bool done = true;
    while (p < end && done) {
        variant v;
        p += tg_utf8_decode(p, (size_t)(end - p), &v.to);
        p++; /* the blank */
        while (*p != '\n' && done) {
            p += tg_utf8_decode(p, (size_t)(end - p), &v.from);
            done = tg_vector_append(variants, &v, 1);
        }
        p++;
    }
    tg_sort(variants->items, variants->count, sizeof(variant), compare_variants);
    return done;
}

static uint32_t simplify_variant(const tg_vector *variants, uint32_t code_point)
{
    const variant *items = variants->items;
    size_t low = 0, high = variants->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (items[middle].from == code_point)
            return items[middle].to;
        if (items[middle].from < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return code_point;
}

static int32_t to_utf16(uint32_t code_point, UChar *out)
{
    int32_t length = 0;
    U16_APPEND_UNSAFE(out, length, (UChar32)code_point);
    return length;
}

/* Simplified form of one code point, where that is one code point; to the end of a chain of forms, so that folding twice
 * changes nothing. */
static uint32_t simplify(build *b, uint32_t code_point)
{
    for (int step = 0; step < 4; step++) {
        UChar text[ROOM];
        int32_t length = to_utf16(code_point, text), limit = length;
        utrans_transUChars(b->simplify, text, &length, ROOM, 0, &limit, &b->code);
        uint32_t out[2];
        if (U_FAILURE(b->code) || to_code_points(text, length, out, 2) != 1)
            break;
        uint32_t simplified = simplify_variant(&b->variants, out[0]);
        if (simplified == code_point)
            break;
        code_point = simplified;
    }
    return code_point;
}

/* The fold of one code point: that of each character of its canonical decomposition, composed where nothing is in the way.
 * U+0345 folds to an iota that must keep the mark's place among other marks, or canonically equivalent texts would fold
 * apart; its combining class stays with it (see tg_fold.sequences). */
static size_t fold_one(build *b, uint32_t code_point, uint32_t *out)
{
    UChar self[2], apart[ROOM], folded[ROOM];
    int32_t self_length = to_utf16(code_point, self);
    int32_t apart_length = unorm2_normalize(b->nfd, self, self_length, apart, ROOM, &b->code);
    bool iota = false;
    for (int32_t i = 0; i < apart_length; i++)
        iota |= apart[i] == YPOGEGRAMMENI;
    int32_t length = unorm2_normalize(b->nfkc_fold, self, self_length, folded, ROOM, &b->code);
    if (U_FAILURE(b->code))
        return 0;
    size_t count = to_code_points(folded, length, out, TG_FOLD_LONGEST);
    for (size_t i = 0; i < count; i++)
        if (u_hasBinaryProperty((UChar32)out[i], UCHAR_IDEOGRAPHIC))
            out[i] = simplify(b, out[i]);
    if (iota && count > 0)
        out[count - 1] |= (uint32_t)YPOGEGRAMMENI_CLASS << 24;
    return count;
}

/* What a fold took away, for `tricks`. */
static uint32_t kinds_of_change(uint32_t code_point)
{
    int width = u_getIntPropertyValue((UChar32)code_point, UCHAR_EAST_ASIAN_WIDTH);
    uint32_t kinds = width == U_EA_FULLWIDTH || width == U_EA_HALFWIDTH ? TG_FOLD_WIDTH : 0;
    if ((uint32_t)u_tolower((UChar32)code_point) != code_point)
        kinds |= TG_FOLD_CASE;
    return kinds ? kinds : TG_FOLD_VARIANT;
}

static void set_entry(build *b, uint32_t code_point)
{
    uint32_t out[TG_FOLD_LONGEST], entry = b->entries[code_point] & ~(uint32_t)(TG_FOLD_VALUE_MASK | TG_FOLD_KIND_MASK);
    size_t count = fold_one(b, code_point, out);
    if (count == 0) {
        b->entries[code_point] = entry | TG_FOLD_DROPPED;
        return;
    }
    if (!unorm2_hasBoundaryBefore(b->nfc, (UChar32)(out[0] & 0xFFFFFF)) || out[0] >> 24)
        entry |= TG_FOLD_COMBINES;
    if (count == 1 && out[0] == code_point) {
        b->entries[code_point] = entry;
        return;
    }
    entry |= kinds_of_change(code_point);
    if (count == 1 && out[0] >> 24 == 0) {
        b->entries[code_point] = entry | ((out[0] - code_point) & TG_FOLD_VALUE_MASK);
        return;
    }
    tg_vector *sequences = &b->store->sequences;
    uint32_t length = (uint32_t)count;
    b->entries[code_point] = entry | TG_FOLD_SEQUENCE | (uint32_t)sequences->count;
    if (!tg_vector_append(sequences, &length, 1) || !tg_vector_append(sequences, out, count))
        b->no_memory = true;
}

typedef void (*code_point_fn)(build *b, uint32_t code_point);

/* Calls `call` for each code point of a set but surrogates. */
static void each_of(build *b, const USet *set, code_point_fn call)
{
    int32_t ranges = uset_getItemCount(set);
    for (int32_t i = 0; i < ranges && U_SUCCESS(b->code) && !b->no_memory; i++) {
        UChar32 begin, end;
        UErrorCode code = U_ZERO_ERROR;
        if (uset_getItem(set, i, &begin, &end, NULL, 0, &code) != 0)
            continue; /* a string */
        for (UChar32 c = begin; c <= end && !b->no_memory; c++)
            if (c < 0xD800 || c > 0xDFFF)
                call(b, (uint32_t)c);
    }
}

static void each_of_pattern(build *b, const char *pattern, code_point_fn call)
{
    UChar text[128];
    u_uastrncpy(text, pattern, 128);
    USet *set = uset_openPattern(text, -1, &b->code);
    if (U_SUCCESS(b->code))
        each_of(b, set, call);
    uset_close(set);
}

static UBool set_class_by_type(const void *context, UChar32 start, UChar32 limit, UCharCategory type)
{
    union { const void *in; build *out; } b = {context};
    if (U_MASK(type) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK))
        for (UChar32 c = start; c < limit; c++)
            b.out->entries[c] |= (uint32_t)TG_CLASS_SPACED << TG_FOLD_CLASS_SHIFT;
    return true;
}

static void replace_class(build *b, uint32_t code_point, tg_class class)
{
    uint32_t *entry = &b->entries[code_point], mask = 3u << TG_FOLD_CLASS_SHIFT;
    if (*entry & mask)
        *entry = (*entry & ~mask) | (uint32_t)class << TG_FOLD_CLASS_SHIFT;
}

static void set_unspaced(build *b, uint32_t code_point)
{
    replace_class(b, code_point, TG_CLASS_UNSPACED);
}

static void set_hangul(build *b, uint32_t code_point)
{
    replace_class(b, code_point, TG_CLASS_HANGUL);
}

static void add_mark(build *b, uint32_t code_point)
{
    uint32_t mark = code_point | (uint32_t)u_getCombiningClass((UChar32)code_point) << 24;
    b->no_memory |= !tg_vector_append(&b->store->marks, &mark, 1);
}

static void add_pair(build *b, uint32_t code_point)
{
    UChar parts[ROOM];
    uint32_t out[3];
    int32_t length = unorm2_getRawDecomposition(b->nfc, (UChar32)code_point, parts, ROOM, &b->code);
    if (length < 0 || to_code_points(parts, length, out, 3) != 2)
        return;
    if ((uint32_t)unorm2_composePair(b->nfc, (UChar32)out[0], (UChar32)out[1]) != code_point)
        return; /* excluded from composition */
    tg_fold_pair pair = {out[0], out[1], code_point};
    b->no_memory |= !tg_vector_append(&b->store->pairs, &pair, 1);
}

static int compare_pairs(const tg_fold_pair *a, const tg_fold_pair *b)
{
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->second < b->second ? -1 : a->second > b->second;
}

/* About a thousand pairs arrive by composite; insertion keeps the order by parts beside the one by composite. */
static void sort_pairs(tg_fold_store *store)
{
    tg_fold_pair *pairs = store->pairs.items;
    uint32_t *by_composite = store->composites.items;
    for (size_t i = 1; i < store->pairs.count; i++) {
        tg_fold_pair pair = pairs[i];
        size_t at = i;
        for (; at > 0 && compare_pairs(&pair, &pairs[at - 1]) < 0; at--)
            pairs[at] = pairs[at - 1];
        pairs[at] = pair;
    }
    for (size_t i = 0; i < store->pairs.count; i++) {
        size_t at = i;
        for (; at > 0 && pairs[i].composite < pairs[by_composite[at - 1]].composite; at--)
            by_composite[at] = by_composite[at - 1];
        by_composite[at] = (uint32_t)i;
    }
}

/* The flat table in two stages. */
static bool share_blocks(build *b)
{
    for (size_t i = 0; i < TG_TABLE_INDEX; i++)
        if (!tg_table_append(&b->store->index, &b->store->values, b->entries + i * TG_TABLE_BLOCK))
            return false;
    return true;
}

static void fill(build *b)
{
    u_enumCharTypes(set_class_by_type, b);
    each_of_pattern(b, "[[:Hani:][:Hira:][:Kana:][:Bopo:][:Thai:][:Laoo:][:Khmr:][:Mymr:][:Tibt:][:Yiii:][:Talu:][:Tale:]"
                       "[:Lana:][:Nshu:][:Tang:]]", set_unspaced);
    each_of_pattern(b, "[:Hang:]", set_hangul);
    each_of_pattern(b, "[[:Changes_When_NFKC_Casefolded:][:NFC_QC=M:][:^ccc=0:]]", set_entry);
    USet *traditional = uset_openEmpty();
    utrans_getSourceSet(b->simplify, false, traditional, &b->code);
    each_of(b, traditional, set_entry);
    uset_close(traditional);
    for (size_t i = 0; i < b->variants.count; i++)
        set_entry(b, TG_ITEMS(&b->variants, variant)[i].from);
    each_of_pattern(b, "[:^ccc=0:]", add_mark);
    each_of_pattern(b, "[[:NFD_QC=N:]-[:Hang:]]", add_pair);
}

static void open_icu(build *b)
{
    static const UChar name[] = u"Traditional-Simplified";
    b->nfc = unorm2_getNFCInstance(&b->code);
    b->nfd = unorm2_getNFDInstance(&b->code);
    b->nfkc_fold = unorm2_getNFKCCasefoldInstance(&b->code);
    b->simplify = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &b->code);
}

static void init_store(tg_fold_store *store, const tg_allocator *allocator)
{
    tg_vector_init(&store->index, allocator, sizeof(uint16_t));
    tg_vector_init(&store->values, allocator, sizeof(uint32_t));
    tg_vector_init(&store->sequences, allocator, sizeof(uint32_t));
    tg_vector_init(&store->pairs, allocator, sizeof(tg_fold_pair));
    tg_vector_init(&store->composites, allocator, sizeof(uint32_t));
    tg_vector_init(&store->marks, allocator, sizeof(uint32_t));
}

void tg_fold_store_free(tg_fold_store *store)
{
    tg_vector_free(&store->index);
    tg_vector_free(&store->values);
    tg_vector_free(&store->sequences);
    tg_vector_free(&store->pairs);
    tg_vector_free(&store->composites);
    tg_vector_free(&store->marks);
}

static tg_fold tables_of(const tg_fold_store *store)
{
    return (tg_fold){
        .index = store->index.items,
        .values = store->values.items,
        .sequences = store->sequences.items,
        .pairs = store->pairs.items,
        .composites = store->composites.items,
        .marks = store->marks.items,
        .values_count = store->values.count,
        .sequence_count = store->sequences.count,
        .pair_count = store->pairs.count,
        .mark_count = store->marks.count,
    };
}

tg_status tg_fold_build(tg_fold_store *store, const tg_allocator *allocator, tg_fold *fold, tg_error *error)
{
    init_store(store, allocator);
    build b = {.store = store, .code = U_ZERO_ERROR};
    b.entries = tg_allocate_zeroed(allocator, TG_CODE_POINTS, sizeof *b.entries);
    tg_vector_init(&b.variants, allocator, sizeof(variant));
    b.no_memory = !read_variants(&b.variants);
    if (b.entries && !b.no_memory) {
        open_icu(&b);
        if (U_SUCCESS(b.code))
            fill(&b);
        if (U_SUCCESS(b.code) && !b.no_memory)
            b.no_memory = !tg_vector_push(&store->composites, store->pairs.count) || !share_blocks(&b);
        utrans_close(b.simplify);
    }
    tg_vector_free(&b.variants);
    tg_release(allocator, b.entries, TG_CODE_POINTS * sizeof *b.entries);
    tg_status status = TG_OK;
    if (!b.entries || b.no_memory || b.code == U_MEMORY_ALLOCATION_ERROR)
        status = tg_fail_no_memory(error);
    else if (U_FAILURE(b.code))
        status = tg_fail(error, TG_INTERNAL, "ICU cannot make the folding tables: %s", u_errorName(b.code));
    if (status != TG_OK) {
        tg_fold_store_free(store);
        return status;
    }
    sort_pairs(store);
    *fold = tables_of(store);
    return TG_OK;
}

void tg_fold_unicode_version(char *out)
{
    UVersionInfo version;
    u_getUnicodeVersion(version);
    u_versionToString(version, out);
}
