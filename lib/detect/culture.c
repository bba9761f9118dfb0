/* Detector `culture`, second part: what does not fit the markets asked for, by tables. Its dictionaries' words are found on
 * the way (collect.c). Prices and units are gone through twice: one that fits a market speaks for the others beside it, as
 * in "$49 (about 7,000円)". */
#include <stdio.h>
#include <string.h>

#include "detect/culture.h"

/* Markets asked for, as bits by their place in work->markets. */
typedef struct market_set {
    uint64_t bits[TG_MARKETS_MOST / 64];
} market_set;

static void put(market_set *set, size_t i)
{
    set->bits[i / 64] |= UINT64_C(1) << i % 64;
}

static bool has(const market_set *set, size_t i)
{
    return set->bits[i / 64] >> i % 64 & 1;
}

static bool is_empty(const market_set *set)
{
    uint64_t any = 0;
    for (size_t i = 0; i < TG_MARKETS_MOST / 64; i++)
        any |= set->bits[i];
    return !any;
}

/* What the text says as its markets want it. */
typedef struct seen {
    market_set paid;  /* it names a price in the market's money */
    uint32_t units;   /* that it measures in */
} seen;

/* A finding about [range), before it is told. */
typedef struct remark {
    tg_range range;
    const char *category, *rule;
    tg_severity severity;
    const char *note, *advice, *source;
} remark;

static char *list_markets(tg_work *work, const market_set *set)
{
    char *list = tg_arena_allocate(&work->arena, 3 * work->market_count + 1);
    size_t n = 0;
    for (size_t i = 0; list && i < work->market_count; i++)
        if (has(set, i))
            n += (size_t)snprintf(list + n, 4, "%s%.2s", n ? "," : "", work->markets[i]->code);
    if (list)
        list[n] = '\0';
    return list;
}

static tg_status tell(tg_work *work, const market_set *set, const remark *r)
{
    const char *markets = list_markets(work, set);
    if (!markets || !r->note)
        return TG_NO_MEMORY;
    tg_range source = work->map ? tg_markup_source(work->map, r->range.begin, r->range.end) : r->range;
    tg_finding finding = {
        .begin = source.begin,
        .end = source.end,
        .detector = TG_DETECTOR_CULTURE,
        .severity = r->severity,
        .match = TG_MATCH_EXACT,
        .category = r->category,
        .rule = r->rule,
        .note = r->note,
        .markets = markets,
        .advice = r->advice,
        .source = r->source,
        .entry = SIZE_MAX,
    };
    return tg_vector_append(&work->findings, &finding, 1) ? TG_OK : TG_NO_MEMORY;
}

/* A note and, for the first few of the markets, what they have instead: `begin` (Japan: JPY; China: CNY). */
typedef const char *(*own_fn)(const tg_territory *territory, char *buffer, size_t size);

static const char *make_note(tg_work *work, const market_set *set, const char *begin, own_fn own)
{
    enum { SIZE = 800 /* names have 40 bytes, their own 96 */, NAMED = 4 };
    char note[SIZE], buffer[96];
    size_t n = (size_t)snprintf(note, sizeof note, "%s (", begin), named = 0;
    for (size_t i = 0; i < work->market_count; i++) {
        if (!has(set, i))
            continue;
        const tg_territory *t = work->markets[i];
        if (named == NAMED)
            n += (size_t)snprintf(note + n, sizeof note - n, "; ...");
        else if (named < NAMED)
            n += (size_t)snprintf(note + n, sizeof note - n, "%s%s: %s", named ? "; " : "", t->name,
                                  own(t, buffer, sizeof buffer));
        named++;
    }
    n += (size_t)snprintf(note + n, sizeof note - n, ").");
    return tg_arena_copy(&work->arena, note, n);
}

static const char *own_money(const tg_territory *territory, char *buffer, size_t size)
{
    (void)buffer, (void)size;
    return territory->currencies;
}

static tg_status judge_money(tg_work *work, const seen *s, const tg_quantity *q)
{
    market_set set = {{0}};
    for (size_t i = 0; i < work->market_count; i++)
        if (!has(&s->paid, i) && *work->markets[i]->currencies)
            put(&set, i);
    if (is_empty(&set))
        return TG_OK;
    char begin[64];
    const char *money = q->money->currencies[3] ? q->money->word : q->money->currencies;
    snprintf(begin, sizeof begin, "A price in %s is not in the money of the market", money);
    remark r = {q->all, "culture.currency", "culture:currency", TG_SEVERITY_LOW, make_note(work, &set, begin, own_money),
                "Give the price in the money of the market, or beside the other.",
                "ISO 4217; Unicode CLDR, supplemental currency data"};
    return tell(work, &set, &r);
}

static const char *own_units(const tg_territory *territory, char *buffer, size_t size)
{
    snprintf(buffer, size, "%s", tg_measure_fits(TG_MEASURE_MILE, territory->code) ? "US or imperial units" : "metric units");
    return buffer;
}

static tg_status judge_unit(tg_work *work, const seen *s, const tg_quantity *q)
{
    market_set set = {{0}};
    tg_measure unit = (tg_measure)q->unit->unit;
    uint32_t beside = tg_measures_beside(unit) & s->units;
    for (size_t i = 0; i < work->market_count; i++) {
        bool fits = false;
        for (unsigned u = 1; u < TG_MEASURE_COUNT && !fits; u++)
            fits = beside >> u & 1 && tg_measure_fits((tg_measure)u, work->markets[i]->code);
        if (!fits)
            put(&set, i);
    }
    if (is_empty(&set))
        return TG_OK;
    char begin[96];
    snprintf(begin, sizeof begin, "Readers of the market do not reckon in %s", tg_measure_name(unit));
    remark r = {q->all, "culture.units", "culture:units", TG_SEVERITY_LOW, make_note(work, &set, begin, own_units),
                "Convert it, or give the other unit beside it.",
                "Unicode CLDR, supplemental measurement data; NIST Handbook 44; UK Units of Measurement Regulations 1995"};
    return tell(work, &set, &r);
}

static tg_status judge_number(tg_work *work, const tg_quantity *q)
{
    tg_status status = TG_OK;
    for (size_t k = 0; k < tg_number_row_count && status == TG_OK; k++) {
        const tg_number_row *row = &tg_number_rows[k];
        size_t length = strlen(row->digits);
        if (q->count < length || q->digits[q->count - 1] != row->digits[length - 1])
            continue;
        market_set set = {{0}};
        for (size_t i = 0; i < work->market_count; i++)
            if (tg_lists_meet(row->markets, work->markets[i]->code, 2))
                put(&set, i);
        if (is_empty(&set))
            continue;
        unsigned ways = tg_number_ways(row, work->text, work->length, q);
        if (!ways)
            continue;
        char rule[40];
        size_t n = (size_t)snprintf(rule, sizeof rule, "culture:number-%s", row->digits);
        remark r = {ways & TG_NUMBER_PRICE ? q->all : q->number, "culture.numbers", tg_arena_copy(&work->arena, rule, n),
                    row->severity, row->note, row->advice, row->source};
        status = r.rule ? tell(work, &set, &r) : TG_NO_MEMORY;
    }
    return status;
}

static void note_fitting(const tg_work *work, seen *s, const tg_quantity *q)
{
    if (q->unit)
        s->units |= UINT32_C(1) << q->unit->unit;
    for (size_t i = 0; q->money && i < work->market_count; i++)
        if (tg_lists_meet(q->money->currencies, work->markets[i]->currencies, 3))
            put(&s->paid, i);
}

static tg_status judge_quantities(tg_work *work)
{
    seen s = {.units = 0};
    tg_quantity q;
    tg_status status = TG_OK;
    bool marked = false;
    for (size_t at = 0; tg_quantity_next(work->text, work->length, &at, &q) && status == TG_OK;) {
        note_fitting(work, &s, &q);
        marked |= q.money || q.unit;
        if (q.count)
            status = judge_number(work, &q);
    }
    for (size_t at = 0; marked && status == TG_OK && tg_quantity_next(work->text, work->length, &at, &q);) {
        if (q.money)
            status = judge_money(work, &s, &q);
        else if (q.unit)
            status = judge_unit(work, &s, &q);
    }
    return status;
}

static bool tags_fit(const char *list, const char *tag)
{
    size_t length = strlen(tag);
    while (*list) {
        size_t n = strcspn(list, ","), shorter = n < length ? n : length, i = 0;
        while (i < shorter && (list[i] | 0x20) == (tag[i] | 0x20))
            i++;
        if (i == shorter && (n == length || (n < length ? tag[n] : list[length]) == '-'))
            return true;
        list += n + (list[n] == ',');
    }
    return false;
}

static const char *own_languages(const tg_territory *territory, char *buffer, size_t size)
{
    size_t n = 0, named = 0;
    for (const char *at = territory->languages; *at && named < 3; named++) {
        size_t length = strcspn(at, ","), base = strcspn(at, ",-");
        char tag[12];
        snprintf(tag, sizeof tag, "%.*s", (int)base, at);
        n += (size_t)snprintf(buffer + n, size - n, "%s%s", named ? ", " : "", tg_language_name(tag));
        if (n >= size)
            break;
        at += length + (at[length] == ',');
    }
    return buffer;
}

/* Of the text as a whole. */
static tg_status judge_language(tg_work *work)
{
    const char *language = tg_language_of(work);
    market_set set = {{0}};
    if (!*language || strcmp(language, "und") == 0)
        return TG_OK;
    for (size_t i = 0; i < work->market_count; i++)
        if (!tags_fit(work->markets[i]->languages, language))
            put(&set, i);
    if (is_empty(&set))
        return TG_OK;
    char begin[96], tag[12];
    snprintf(tag, sizeof tag, "%.*s", (int)strcspn(language, "-"), language);
    snprintf(begin, sizeof begin, "The text is in %.40s, which few people of the market read", tg_language_name(tag));
    remark r = {{0, work->length}, "culture.language", "culture:language", TG_SEVERITY_LOW,
                make_note(work, &set, begin, own_languages), "Translate it, or leave the market out.",
                "Unicode CLDR, supplemental territory information"};
    return tell(work, &set, &r);
}

tg_status tg_detect_culture(tg_work *work)
{
    if (work->market_count == 0 || work->length == 0)
        return TG_OK;
    tg_status status = judge_quantities(work);
    return status == TG_OK ? judge_language(work) : status;
}
