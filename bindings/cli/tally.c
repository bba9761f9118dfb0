/* Counting: by name, and what a run saw. */
#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "message.h"

static char *copy(const char *string)
{
    size_t size = strlen(string) + 1;
    char *result = malloc(size);
    if (!result)
        die("out of memory");
    return memcpy(result, string, size);
}

static bool row_is(const cli_counter_row *row, const char *name, const char *detail)
{
    return strcmp(row->name, name) == 0 && strcmp(row->detail, detail) == 0;
}

void counter_add(cli_counter *counter, const char *name, const char *detail, uint64_t count)
{
    size_t at = counter->last;
    if (at >= counter->length || !row_is(&counter->rows[at], name, detail))
        for (at = 0; at < counter->length; at++)
            if (row_is(&counter->rows[at], name, detail))
                break;
    if (at == counter->length) {
        if (counter->length == counter->capacity) {
            counter->capacity = counter->capacity ? counter->capacity * 2 : 16;
            counter->rows = realloc(counter->rows, counter->capacity * sizeof *counter->rows);
            if (!counter->rows)
                die("out of memory");
        }
        counter->rows[counter->length++] = (cli_counter_row){copy(name), copy(detail), 0};
    }
    counter->rows[at].count += count;
    counter->last = at;
}

static int compare_rows(const void *left, const void *right)
{
    const cli_counter_row *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    int order = strcmp(a->name, b->name);
    return order ? order : strcmp(a->detail, b->detail);
}

void counter_sort(cli_counter *counter)
{
    if (counter->length > 1)
        qsort(counter->rows, counter->length, sizeof *counter->rows, compare_rows);
}

uint64_t counter_greatest(const cli_counter *counter)
{
    uint64_t greatest = 0;
    for (size_t i = 0; i < counter->length; i++)
        if (counter->rows[i].count > greatest)
            greatest = counter->rows[i].count;
    return greatest;
}

void counter_free(cli_counter *counter)
{
    for (size_t i = 0; i < counter->length; i++) {
        free(counter->rows[i].name);
        free(counter->rows[i].detail);
    }
    free(counter->rows);
    *counter = (struct cli_counter){NULL, 0, 0, 0};
}

void tally_verdict(cli_tally *tally, const tg_verdict *verdict, size_t bytes)
{
    tally->documents++;
    tally->bytes += bytes;
    tally->actions[verdict->action]++;
    tally->findings += verdict->finding_count;
    const tg_finding *finding;
    for (size_t i = 0; (finding = tg_verdict_finding(verdict, i)); i++)
        counter_add(&tally->categories, finding->category, "", 1);
}

void tally_merge(cli_tally *into, const cli_tally *from)
{
    into->documents += from->documents;
    into->bytes += from->bytes;
    into->findings += from->findings;
    into->scanning += from->scanning;
    for (int action = TG_ACTION_PASS; action <= TG_ACTION_BLOCK; action++)
        into->actions[action] += from->actions[action];
    for (size_t i = 0; i < from->categories.length; i++)
        counter_add(&into->categories, from->categories.rows[i].name, "", from->categories.rows[i].count);
}

void tally_free(cli_tally *tally)
{
    counter_free(&tally->categories);
}
