/* Folding of one character and what combines with it; see fold.h. Whole texts go through view.c, which comes here only
 * for characters that are not folded one to one. */
#include "text/fold.h"

#include "base/utf8.h"

enum {
    HANGUL_S = 0xAC00, HANGUL_L = 0x1100, HANGUL_V = 0x1161, HANGUL_T = 0x11A7,
    HANGUL_L_COUNT = 19, HANGUL_V_COUNT = 21, HANGUL_T_COUNT = 28,
    HANGUL_S_COUNT = HANGUL_L_COUNT * HANGUL_V_COUNT * HANGUL_T_COUNT
};

static uint32_t combining_class(const tg_fold *fold, uint32_t code_point)
{
    size_t low = 0, high = fold->mark_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        uint32_t mark = fold->marks[middle];
        if ((mark & 0xFFFFFF) == code_point)
            return mark >> 24;
        if ((mark & 0xFFFFFF) < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* What two code points compose to, or 0. */
static uint32_t compose(const tg_fold *fold, uint32_t first, uint32_t second)
{
    if (first - HANGUL_L < HANGUL_L_COUNT && second - HANGUL_V < HANGUL_V_COUNT)
        return HANGUL_S + ((first - HANGUL_L) * HANGUL_V_COUNT + (second - HANGUL_V)) * HANGUL_T_COUNT;
    if (first - HANGUL_S < HANGUL_S_COUNT && (first - HANGUL_S) % HANGUL_T_COUNT == 0 &&
        second - HANGUL_T - 1 < HANGUL_T_COUNT - 1)
        return first + (second - HANGUL_T);
    size_t low = 0, high = fold->pair_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const tg_fold_pair *pair = &fold->pairs[middle];
        if (pair->first == first && pair->second == second)
            return pair->composite;
        if (pair->first < first || (pair->first == first && pair->second < second))
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static const tg_fold_pair *find_composite(const tg_fold *fold, uint32_t code_point)
{
    size_t low = 0, high = fold->pair_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const tg_fold_pair *pair = &fold->pairs[fold->composites[middle]];
        if (pair->composite == code_point)
            return pair;
        if (pair->composite < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* A unit while it is put in order: code point | combining class << 24. */
typedef struct sequence {
    uint32_t items[TG_FOLD_UNIT];
    size_t count;
} sequence;

static void push(sequence *out, uint32_t code_point, uint32_t class)
{
    if (out->count < TG_FOLD_UNIT)
        out->items[out->count++] = code_point | class << 24;
}

/* Appends the full canonical decomposition of a folded code point. Pairs nest at most four deep in Unicode; the bound
 * keeps a hostile table from nesting for ever. */
static void decompose(const tg_fold *fold, uint32_t code_point, sequence *out)
{
    uint32_t behind[8];
    size_t depth = 0;
    const tg_fold_pair *pair;
    while (depth < 8 && (pair = find_composite(fold, code_point)) != NULL) {
        behind[depth++] = pair->second;
        code_point = pair->first;
    }
    push(out, code_point, combining_class(fold, code_point));
    while (depth--)
        push(out, behind[depth], combining_class(fold, behind[depth]));
}

static bool is_scalar(uint32_t code_point)
{
    return code_point < TG_CODE_POINTS && !(code_point >= 0xD800 && code_point <= 0xDFFF);
}

/* A code point with its entry in the table. */
typedef struct source {
    uint32_t code_point, entry;
} source;

/* Appends what a code point folds to; decomposed if `apart`. */
static void append_fold(const tg_fold *fold, source from, bool apart, sequence *out)
{
    uint32_t value = from.entry & TG_FOLD_VALUE_MASK;
    if ((from.entry & TG_FOLD_KIND_MASK) == TG_FOLD_ONE) {
        uint32_t code_point = (from.code_point + value) & TG_FOLD_VALUE_MASK;
        if (!is_scalar(code_point)) /* by a hostile table only */
            code_point = TG_REPLACEMENT;
        if (apart)
            decompose(fold, code_point, out);
        else
            push(out, code_point, 0);
        return;
    }
    uint32_t count = fold->sequences[value++];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t item = fold->sequences[value + i];
        if (!apart)
            push(out, item & 0xFFFFFF, 0);
        else if (item >> 24)
            push(out, item & 0xFFFFFF, item >> 24);
        else
            decompose(fold, item, out);
    }
}

/* Canonical ordering: a stable sort of each run of marks by class. Runs are short (TG_FOLD_UNIT_MARKS). */
static void order_marks(sequence *s)
{
    for (size_t i = 1; i < s->count; i++) {
        uint32_t item = s->items[i];
        size_t at = i;
        while (item >> 24 && at > 0 && s->items[at - 1] >> 24 > item >> 24) {
            s->items[at] = s->items[at - 1];
            at--;
        }
        s->items[at] = item;
    }
}

/* Canonical composition (UAX #15): each character joins the last starter unless one between them is in the way. */
static size_t compose_all(const tg_fold *fold, const sequence *s, uint32_t *out)
{
    size_t count = 0, starter = SIZE_MAX;
    uint32_t before = 0; /* class of the last character that was kept after the starter; 0: none or a starter */
    for (size_t i = 0; i < s->count; i++) {
        uint32_t code_point = s->items[i] & 0xFFFFFF, class = s->items[i] >> 24;
        bool adjacent = starter != SIZE_MAX && count == starter + 1;
        if (starter != SIZE_MAX && (adjacent || (before != 0 && before < class))) {
            uint32_t composite = compose(fold, out[starter], code_point);
            if (composite) {
                out[starter] = composite;
                continue;
            }
        }
        if (class == 0)
            starter = count;
        before = class;
        out[count++] = code_point;
    }
    return count;
}

/* A character that folds to one and that nothing combines with, as most are: true, and *next is behind it. */
static bool read_simple(const tg_fold *fold, const char *text, size_t length, size_t at, tg_fold_unit *unit, size_t *next)
{
    const unsigned char *p = (const unsigned char *)text;
    uint32_t code_point, following;
    *next = at + tg_utf8_decode(p + at, length - at, &code_point);
    uint32_t entry = tg_fold_entry(fold, code_point);
    if ((entry & TG_FOLD_KIND_MASK) != TG_FOLD_ONE)
        return false;
    if (*next < length) {
        tg_utf8_decode(p + *next, length - *next, &following);
        if (tg_fold_entry(fold, following) & (TG_FOLD_KIND_MASK | TG_FOLD_COMBINES))
            return false;
    }
    unit->begin = at;
    unit->end = *next;
    unit->count = 1;
    unit->code_points[0] = (code_point + entry) & TG_FOLD_VALUE_MASK;
    return is_scalar(unit->code_points[0]);
}

size_t tg_fold_next_unit(const tg_fold *fold, const char *text, size_t length, size_t at, tg_fold_unit *unit)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t next;
    if (read_simple(fold, text, length, at, unit, &next))
        return next;
    source sources[1 + TG_FOLD_UNIT_MARKS];
    size_t count = 0;
    unit->begin = unit->end = at;
    while (at < length) {
        uint32_t code_point;
        size_t n = tg_utf8_decode(p + at, length - at, &code_point);
        uint32_t entry = tg_fold_entry(fold, code_point);
        if ((entry & TG_FOLD_KIND_MASK) != TG_FOLD_DROPPED) {
            if (count > 0 && (!(entry & TG_FOLD_COMBINES) || count > TG_FOLD_UNIT_MARKS))
                break;
            if (count == 0)
                unit->begin = at;
            sources[count++] = (source){code_point, entry};
            unit->end = at + n;
        }
        at += n;
    }
    sequence s; /* not initialised: it is large, and most units are small */
    s.count = 0;
    for (size_t i = 0; i < count; i++)
        append_fold(fold, sources[i], count > 1, &s);
    if (count > 1) {
        order_marks(&s);
        unit->count = compose_all(fold, &s, unit->code_points);
        return at;
    }
    for (size_t i = 0; i < s.count; i++)
        unit->code_points[i] = s.items[i];
    unit->count = s.count;
    return at;
}

bool tg_fold_text(const tg_fold *fold, const char *text, size_t length, tg_vector *out)
{
    tg_fold_unit unit;
    for (size_t at = 0; at < length;) {
        at = tg_fold_next_unit(fold, text, length, at, &unit);
        if (!tg_vector_append(out, unit.code_points, unit.count))
            return false;
    }
    return true;
}

static bool entry_is_valid(const tg_fold *fold, uint32_t entry)
{
    if ((entry & TG_FOLD_KIND_MASK) <= TG_FOLD_DROPPED)
        return true;
    uint32_t value = entry & TG_FOLD_VALUE_MASK;
    if ((entry & TG_FOLD_KIND_MASK) != TG_FOLD_SEQUENCE || value >= fold->sequence_count)
        return false;
    uint32_t count = fold->sequences[value++];
    if (count < 1 || count > TG_FOLD_LONGEST || count > fold->sequence_count - value)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!is_scalar(fold->sequences[value + i] & 0xFFFFFF))
            return false;
    return true;
}

bool tg_fold_is_valid(const tg_fold *fold)
{
    for (size_t i = 0; i < TG_TABLE_INDEX; i++)
        if (fold->index[i] >= fold->values_count / TG_TABLE_BLOCK)
            return false;
    for (size_t i = 0; i < fold->values_count; i++)
        if (!entry_is_valid(fold, fold->values[i]))
            return false;
    for (size_t i = 0; i < fold->pair_count; i++)
        if (!is_scalar(fold->pairs[i].first) || !is_scalar(fold->pairs[i].second) ||
            !is_scalar(fold->pairs[i].composite) || fold->composites[i] >= fold->pair_count)
            return false;
    for (size_t i = 0; i < fold->mark_count; i++)
        if (!is_scalar(fold->marks[i] & 0xFFFFFF))
            return false;
    return true;
}
