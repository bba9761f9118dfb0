/* The order of findings, and which of those that repeat or overlap one another stay. */
#include <string.h>

#include "base/sort.h"
#include "verdict/verdict.h"

enum {
    SMALL_GROUP = 16,
    STEPS_A_FINDING = 8 /* what insertion may cost on average */
};

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_words(const char *a, const char *b)
{
    return a == b ? 0 : strcmp(a, b);
}

static int compare_parts(const tg_finding *a, const tg_finding *b)
{
    int order = compare_sizes(a->part_count, b->part_count);
    for (size_t i = 0; order == 0 && a->part_count > 1 && i < a->part_count; i++) { /* a single one is the whole */
        order = compare_sizes(a->parts[i].begin, b->parts[i].begin);
        if (order == 0)
            order = compare_sizes(a->parts[i].end, b->parts[i].end);
    }
    return order;
}

/* Of findings with one range. The last steps make the order total: what a scan says must not depend on who found what
 * first. */
static int compare_weight(const tg_finding *a, const tg_finding *b)
{
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (a->match != b->match)
        return a->match < b->match ? -1 : 1;
    int order = compare_words(a->rule, b->rule);
    if (order == 0)
        order = compare_words(a->category, b->category);
    if (order != 0)
        return order;
    if (a->action != b->action)
        return a->action > b->action ? -1 : 1;
    if (a->detector != b->detector)
        return a->detector < b->detector ? -1 : 1;
    if (a->tricks != b->tricks)
        return a->tricks < b->tricks ? -1 : 1;
    return compare_parts(a, b);
}

static int compare_findings(const void *first, const void *second)
{
    const tg_finding *a = first, *b = second;
    int order = compare_sizes(a->begin, b->begin);
    if (order == 0)
        order = compare_sizes(b->end, a->end);
    return order != 0 ? order : compare_weight(a, b);
}

static int compare_by_category(const void *first, const void *second)
{
    const tg_finding *a = first, *b = second;
    int order = compare_words(a->category, b->category);
    if (order == 0)
        order = compare_words(a->markets, b->markets);
    return order != 0 ? order : compare_weight(a, b);
}

/* Findings come nearly in order, as they are found by their ends: insertion is linear then. Where it is not, it gives up
 * and leaves them to heap sort. */
static void sort_findings(tg_finding *findings, size_t count)
{
    size_t steps = 0;
    for (size_t i = 1; i < count; i++) {
        size_t to = i;
        while (to > 0 && compare_findings(&findings[to - 1], &findings[i]) > 0)
            to--;
        if (to == i)
            continue;
        tg_finding held = findings[i];
        memmove(&findings[to + 1], &findings[to], (i - to) * sizeof held);
        findings[to] = held;
        steps += i - to;
        if (steps / STEPS_A_FINDING > count) {
            tg_sort(findings, count, sizeof *findings, compare_findings);
            return;
        }
    }
}

/* A milder finding never hides a stricter action, so that the verdict is that of all the findings. Each market has its own
 * reasons. */
static bool repeats(const tg_finding *finding, const tg_finding *earlier)
{
    return earlier->action >= finding->action && compare_words(earlier->category, finding->category) == 0 &&
           compare_words(earlier->markets, finding->markets) == 0;
}

static size_t drop_from_small_group(tg_finding *group, size_t count)
{
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        size_t k = 0;
        while (k < kept && !repeats(&group[i], &group[k]))
            k++;
        if (k < kept)
            continue;
        if (kept != i)
            group[kept] = group[i];
        kept++;
    }
    return kept;
}

/* The same by way of sorting, since a hostile dictionary may have one word in any number of categories. */
static size_t drop_from_group(tg_finding *group, size_t count)
{
    if (count <= SMALL_GROUP)
        return drop_from_small_group(group, count);
    tg_sort(group, count, sizeof *group, compare_by_category);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++)
        if (!repeats(&group[i], &group[kept - 1]))
            group[kept++] = group[i];
    tg_sort(group, kept, sizeof *group, compare_findings);
    return kept;
}

size_t tg_findings_merge(tg_finding *findings, size_t count)
{
    sort_findings(findings, count);
    size_t kept = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && findings[end].begin == findings[begin].begin && findings[end].end == findings[begin].end)
            end++;
        size_t left = end - begin == 1 ? 1 : drop_from_group(findings + begin, end - begin);
        if (kept != begin)
            memmove(findings + kept, findings + begin, left * sizeof *findings);
        kept += left;
    }
    return kept;
}

/* Whether a finding says what some markets mind. */
static bool is_of_market(const tg_finding *finding)
{
    return finding->detector == TG_DETECTOR_CULTURE || finding->markets[0];
}

/* Whether such a finding lies over one of its topic and markets among the last of those that are kept. */
static bool is_told_of_topic(const tg_finding *kept, size_t count, const tg_finding *finding)
{
    for (size_t i = 0; i < SMALL_GROUP && i < count; i++) {
        const tg_finding *earlier = &kept[count - 1 - i];
        if (is_of_market(earlier) && earlier->end > finding->begin &&
            compare_words(earlier->category, finding->category) == 0 && compare_words(earlier->markets, finding->markets) == 0)
            return true;
    }
    return false;
}

size_t tg_findings_longest(tg_finding *findings, size_t count)
{
    size_t kept = 0, reached = 0;
    for (size_t i = 0; i < count; i++) {
        bool of_market = is_of_market(&findings[i]), of_text = tg_finding_is_of_text(&findings[i]);
        if (of_market ? !of_text && is_told_of_topic(findings, kept, &findings[i]) : findings[i].begin < reached && !of_text)
            continue;
        if (!of_text && !of_market)
            reached = findings[i].end;
        if (kept != i)
            findings[kept] = findings[i];
        kept++;
    }
    return kept;
}
