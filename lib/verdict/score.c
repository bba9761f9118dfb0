/* From findings to action and scores, and the parts of a verdict by index. */
#include <string.h>

#include "base/sort.h"
#include "verdict/verdict.h"

/* The best severity gives one finding's score, and each further finding of it halves the way to the end of the band that
 * the default policy treats alike. From MOST_COUNTED on they no longer count: four decimals would show the end itself. */
enum { MOST_COUNTED = 10 };

static const struct { double single, end; } bands[] = {
    [TG_SEVERITY_LOW] = {.2, .5},
    [TG_SEVERITY_MEDIUM] = {.6, .8},
    [TG_SEVERITY_HIGH] = {.9, .95},
    [TG_SEVERITY_CRITICAL] = {.97, 1},
};

/* The best severity seen and how many findings had it, as one number that orders tallies by severity. Until the end it
 * takes the place of the score of its category, so that counting needs no other memory. */
enum { SEVERITY_STEP = 16 };

static unsigned tally_of(tg_severity severity)
{
    return (unsigned)severity * SEVERITY_STEP + 1;
}

static unsigned tally_sum(unsigned a, unsigned b)
{
    if (a / SEVERITY_STEP != b / SEVERITY_STEP)
        return a > b ? a : b;
    unsigned count = a % SEVERITY_STEP + b % SEVERITY_STEP;
    return a / SEVERITY_STEP * SEVERITY_STEP + (count < MOST_COUNTED ? count : MOST_COUNTED);
}

static double tally_score(unsigned tally)
{
    unsigned severity = tally / SEVERITY_STEP, count = tally % SEVERITY_STEP;
    double way = 1 - 1 / (double)(1U << (count - 1));
    return bands[severity].single + (bands[severity].end - bands[severity].single) * way;
}

static int compare_by_name(const void *a, const void *b)
{
    const tg_category_score *x = a, *y = b;
    return x->category == y->category ? 0 : strcmp(x->category, y->category);
}

static int compare_by_score(const void *a, const void *b)
{
    const tg_category_score *x = a, *y = b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return compare_by_name(a, b);
}

/* Adds a finding to the tally of its category where that is among the last few, else begins another one for it:
 * usually that is one for each category, and never more than findings. */
static bool count_finding(tg_vector *categories, const tg_finding *finding)
{
    enum { LAST_FEW = 16 };
    tg_category_score new = {finding->category, tally_of(finding->severity)};
    for (size_t i = categories->count, n = LAST_FEW; i > 0 && n > 0; i--, n--) {
        tg_category_score *old = &TG_ITEMS(categories, tg_category_score)[i - 1];
        if (compare_by_name(old, &new) == 0) {
            old->score = tally_sum((unsigned)old->score, (unsigned)new.score);
            return true;
        }
    }
    return tg_vector_append(categories, &new, 1);
}

/* Makes one tally of those of the same category, and scores of tallies. */
static void finish_categories(tg_vector *categories)
{
    tg_category_score *items = categories->items;
    tg_sort(items, categories->count, sizeof *items, compare_by_name);
    size_t kept = 0;
    for (size_t i = 0; i < categories->count; i++) {
        if (kept && compare_by_name(&items[kept - 1], &items[i]) == 0)
            items[kept - 1].score = tally_sum((unsigned)items[kept - 1].score, (unsigned)items[i].score);
        else
            items[kept++] = items[i];
    }
    for (size_t i = 0; i < kept; i++)
        items[i].score = tally_score((unsigned)items[i].score);
    tg_sort(items, kept, sizeof *items, compare_by_score);
    categories->count = kept;
}

void tg_tally_add(tg_tally *tally, const tg_finding *finding)
{
    tally->best = tally_sum(tally->best, tally_of(finding->severity));
    if (finding->action > tally->action)
        tally->action = finding->action;
    tally->findings++;
}

tg_summary tg_tally_summary(const tg_tally *tally, bool incomplete)
{
    tg_summary summary = {
        .score = tally->best ? tally_score(tally->best) : 0,
        .action = tally->action,
        .finding_count = tally->findings < UINT32_MAX ? (uint32_t)tally->findings : UINT32_MAX,
    };
    if (incomplete && summary.action < TG_ACTION_REVIEW)
        summary.action = TG_ACTION_REVIEW;
    if (incomplete && summary.score < .5)
        summary.score = .5;
    return summary;
}

tg_status tg_verdict_score(tg_verdict_data *data, tg_vector *categories)
{
    tg_tally tally = {.best = 0};
    categories->count = 0;
    for (size_t i = 0; i < data->head.finding_count; i++) {
        tg_tally_add(&tally, &data->findings[i]);
        if (!count_finding(categories, &data->findings[i]))
            return TG_NO_MEMORY;
    }
    finish_categories(categories);
    tg_summary summary = tg_tally_summary(&tally, data->head.incomplete_count != 0);
    data->head.action = summary.action;
    data->head.score = summary.score;
    data->head.category_count = categories->count;
    data->categories = categories->items;
    return TG_OK;
}

/* The public part of a verdict is the first member of what the library sees. */
static const tg_verdict_data *data_of(const tg_verdict *verdict)
{
    return (const tg_verdict_data *)(const void *)verdict;
}

const tg_finding *tg_verdict_finding(const tg_verdict *verdict, size_t index)
{
    return verdict && index < verdict->finding_count ? &data_of(verdict)->findings[index] : NULL;
}

const tg_category_score *tg_verdict_category(const tg_verdict *verdict, size_t index)
{
    return verdict && index < verdict->category_count ? &data_of(verdict)->categories[index] : NULL;
}

const tg_emotion_span *tg_verdict_emotion_span(const tg_verdict *verdict, size_t index)
{
    if (!verdict || !verdict->emotion || index >= verdict->emotion->span_count)
        return NULL;
    return &data_of(verdict)->spans[index];
}

const tg_language *tg_verdict_language(const tg_verdict *verdict, size_t index)
{
    return verdict && index < verdict->language_count ? &data_of(verdict)->languages[index] : NULL;
}

const char *tg_verdict_incomplete(const tg_verdict *verdict, size_t index)
{
    return verdict && index < verdict->incomplete_count ? data_of(verdict)->incomplete[index] : NULL;
}

const tg_repeat *tg_verdict_duplicate(const tg_verdict *verdict, const tg_range **differences, size_t *count)
{
    const tg_verdict_data *data = verdict ? data_of(verdict) : NULL;
    bool is_found = data && data->repeat;
    if (differences)
        *differences = is_found && data->difference_count ? data->differences : NULL;
    if (count)
        *count = is_found ? data->difference_count : 0;
    return is_found ? data->repeat : NULL;
}
