/* See topics.h. */
#include "topics.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "message.h"
#include "render.h"

bool is_explained(const tg_finding *finding)
{
    return finding->advice[0] || finding->detector == TG_DETECTOR_CULTURE;
}

typedef struct row {
    const tg_finding *finding;
    size_t index;
} row;

static int compare_words(const char *a, const char *b)
{
    return a == b ? 0 : strcmp(a, b);
}

static int compare_reasons(const tg_finding *a, const tg_finding *b)
{
    int order = compare_words(a->category, b->category);
    if (order == 0)
        order = compare_words(a->note, b->note);
    if (order == 0)
        order = compare_words(a->advice, b->advice);
    return order != 0 ? order : compare_words(a->markets, b->markets);
}

static int compare_rows(const void *left, const void *right)
{
    const row *a = left, *b = right;
    int order = compare_reasons(a->finding, b->finding);
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static int compare_topics(const void *left, const void *right)
{
    const cli_topic *a = left, *b = right;
    return (a->index > b->index) - (a->index < b->index);
}

static int compare_places(const void *left, const void *right)
{
    const tg_range *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return (a->end < b->end) - (a->end > b->end);
}

/* Puts places in order and drops those that lie in others. */
static size_t tidy(tg_range *places, size_t count)
{
    size_t kept = 0;
    qsort(places, count, sizeof *places, compare_places);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || places[i].end > places[kept - 1].end)
            places[kept++] = places[i];
    return kept;
}

/* The topics of findings in the order of their reasons, whose places go to topics->places. */
static void gather(cli_topics *topics, const row *rows, size_t count)
{
    size_t used = 0, own;
    tg_range whole;
    for (size_t i = 0; i < count; i++) {
        const tg_finding *f = rows[i].finding;
        cli_topic *topic = topics->count ? &topics->items[topics->count - 1] : NULL;
        if (!topic || compare_reasons(topic->finding, f) != 0) {
            topic = &topics->items[topics->count++];
            *topic = (cli_topic){f, rows[i].index, f->severity, f->action, topics->places + used, 0};
        }
        topic->severity = f->severity > topic->severity ? f->severity : topic->severity;
        topic->action = f->action > topic->action ? f->action : topic->action;
        const tg_range *parts = finding_parts(f, &whole, &own);
        memcpy(topics->places + used, parts, own * sizeof *parts);
        topic->count += own;
        used += own;
    }
}

cli_topics topics_of(const tg_verdict *verdict)
{
    cli_topics topics = {NULL, 0, NULL};
    size_t count = 0, places = 0, own;
    const tg_finding *finding;
    tg_range whole;
    for (size_t i = 0; (finding = tg_verdict_finding(verdict, i)); i++) {
        if (!is_explained(finding))
            continue;
        finding_parts(finding, &whole, &own);
        count++;
        places += own;
    }
    if (count == 0)
        return topics;
    row *rows = malloc(count * sizeof *rows);
    topics.items = malloc(count * sizeof *topics.items);
    topics.places = malloc(places * sizeof *topics.places);
    if (!rows || !topics.items || !topics.places)
        die("out of memory");
    count = 0;
    for (size_t i = 0; (finding = tg_verdict_finding(verdict, i)); i++)
        if (is_explained(finding))
            rows[count++] = (row){finding, i};
    qsort(rows, count, sizeof *rows, compare_rows);
    gather(&topics, rows, count);
    free(rows);
    for (size_t i = 0; i < topics.count; i++)
        topics.items[i].count = tidy(topics.items[i].places, topics.items[i].count);
    qsort(topics.items, topics.count, sizeof *topics.items, compare_topics);
    return topics;
}

void topics_free(cli_topics *topics)
{
    free(topics->items);
    free(topics->places);
}

/* Parts of categories that say less than a reader wants to know. */
static const struct {
    const char *part, *words;
} names[] = {
    {"adlaw", "advertising law"},
    {"food", "food and drink"},
    {"gestures", "gestures and emoji"},
    {"mourning", "dates and mourning"},
    {"history", "history and war"},
    {"places", "maps and names of places"},
    {"symbols", "flags and national symbols"},
    {"royalty", "royalty and persons under special law"},
    {"people", "words for people"},
    {"family", "gender and family"},
    {"body", "body and dress"},
    {"language", "language of the market"},
    {"currency", "money of the market"},
    {"units", "units of the market"},
};

void add_topic_name(cli_buffer *out, const char *category)
{
    const char *at = strncmp(category, "culture.", 8) == 0 ? category + 8 : category;
    size_t begin = out->length;
    while (*at) {
        size_t length = strcspn(at, "."), i = 0;
        while (i < sizeof names / sizeof *names && (strlen(names[i].part) != length || memcmp(names[i].part, at, length) != 0))
            i++;
        if (i < sizeof names / sizeof *names)
            buffer_text(out, names[i].words);
        else
            buffer_add(out, at, length);
        at += length;
        if (*at == '.') {
            buffer_text(out, ": ");
            at++;
        }
    }
    for (size_t i = begin; i < out->length; i++)
        if (out->data[i] == '-' || out->data[i] == '_')
            out->data[i] = ' ';
    if (out->length > begin && out->data[begin] >= 'a' && out->data[begin] <= 'z')
        out->data[begin] = (char)(out->data[begin] - 'a' + 'A');
}

/* The English name of a territory by its code; the code where there is none. */
static void add_market_name(cli_buffer *out, const char *code)
{
    enum { MOST = 80 };
    char locale[] = {'u', 'n', 'd', '_', code[0], code[1], '\0'}, name[MOST * 3];
    UChar wide[MOST];
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = uloc_getDisplayCountry(locale, "en", wide, MOST, &error);
    u_strToUTF8(name, sizeof name, NULL, wide, U_SUCCESS(error) ? length : 0, &error);
    if (U_FAILURE(error) || length == 0)
        buffer_add(out, code, 2);
    else
        buffer_text(out, name);
}

void add_market_names(cli_buffer *out, const char *markets)
{
    enum { NAMED = 8 };
    size_t count = (strlen(markets) + 1) / 3;
    for (size_t i = 0; i < count; i++) {
        if (i == NAMED && count > NAMED + 1) {
            buffer_format(out, " and %zu more", count - i);
            return;
        }
        buffer_text(out, i == 0 ? "" : i + 1 == count ? " and " : ", ");
        add_market_name(out, markets + 3 * i);
    }
}
