/* One document as a part of a page: its verdict, its text with the findings highlighted, and a table of them. */
#include <stdlib.h>
#include <string.h>

#include "display.h"
#include "message.h"
#include "render.h"
#include "topics.h"

#define LARGE 16384   /* bytes of a document from which on long stretches without findings are left out */
#define STRETCH 1200  /* bytes that make a stretch long */
#define CONTEXT 300   /* bytes of it that are shown at either end */
#define EXCERPT 90    /* bytes of a finding shown in the table */
#define RULE 100      /* bytes of a rule's name shown there: it may be a long pattern */
#define MAX_PLACES 12 /* places of a finding, or of those of a topic, in the table */
#define MAX_TITLES 6  /* findings named in one tooltip */
#define ELLIPSIS "\xE2\x80\xA6"

static void add_string(cli_buffer *out, const char *string)
{
    add_html(out, string, strlen(string), false);
}

/* A range of the text that a finding covers. */
typedef struct cli_span {
    size_t begin, end;
    const tg_finding *finding;
} cli_span;

typedef struct cli_spans {
    cli_span *items;
    size_t length;
} cli_spans;

static int compare_spans(const void *left, const void *right)
{
    const cli_span *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return a->end == b->end ? 0 : a->end > b->end ? -1 : 1;
}

/* All ranges of all findings by their begin. */
static cli_spans collect_spans(const tg_verdict *verdict)
{
    cli_spans spans = {NULL, 0};
    size_t total = 0, count;
    tg_range whole;
    const tg_finding *finding;
    for (size_t i = 0; (finding = tg_verdict_finding(verdict, i)); i++, total += count)
        finding_parts(finding, &whole, &count);
    if (total == 0)
        return spans;
    spans.items = malloc(total * sizeof *spans.items);
    if (!spans.items)
        die("out of memory");
    for (size_t i = 0; (finding = tg_verdict_finding(verdict, i)); i++) {
        const tg_range *parts = finding_parts(finding, &whole, &count);
        for (size_t k = 0; k < count; k++)
            if (parts[k].begin < parts[k].end)
                spans.items[spans.length++] = (cli_span){parts[k].begin, parts[k].end, finding};
    }
    if (spans.length)
        qsort(spans.items, spans.length, sizeof *spans.items, compare_spans);
    return spans;
}

static size_t to_character(const char *text, size_t length, size_t at)
{
    while (at < length && ((unsigned char)text[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* Text without findings; of a long stretch in a large document only its ends. */
static void add_plain(cli_buffer *out, const cli_document *document, size_t begin, size_t end)
{
    const char *text = document->text;
    if (document->length < LARGE || end - begin < STRETCH) {
        add_html(out, text + begin, end - begin, true);
        return;
    }
    size_t head = to_character(text, document->length, begin + CONTEXT);
    size_t tail = to_character(text, document->length, end - CONTEXT);
    add_html(out, text + begin, head - begin, true);
    buffer_format(out, "<em>" ELLIPSIS " %zu bytes without findings " ELLIPSIS "</em>", tail - head);
    add_html(out, text + tail, end - tail, true);
}

static void add_title(cli_buffer *out, const tg_finding *finding)
{
    add_string(out, finding->rule);
    buffer_text(out, ": ");
    add_string(out, finding->category);
    buffer_format(out, ", %s", tg_severity_word(finding->severity));
    if (!finding->note[0])
        return;
    buffer_text(out, ", ");
    add_string(out, finding->note);
}

/* Text that one or more findings cover. It has the colour of the most severe, and of those of the innermost. */
static void add_marked(cli_buffer *out, const char *text, size_t length, const cli_span *active, size_t count)
{
    const tg_finding *top = active[0].finding;
    for (size_t i = 1; i < count; i++)
        if (active[i].finding->severity >= top->severity)
            top = active[i].finding;
    buffer_format(out, "<mark style=\"--h:%d\"%s title=\"", html_category_hue(top->category),
                  count > 1 ? " class=\"several\"" : "");
    for (size_t i = 0; i < count && i < MAX_TITLES; i++) {
        if (i)
            buffer_text(out, "\n");
        add_title(out, active[i].finding);
    }
    if (count > MAX_TITLES)
        buffer_format(out, "\nand %zu more", count - MAX_TITLES);
    buffer_text(out, "\">");
    add_html(out, text, length, true);
    buffer_text(out, "</mark>");
}

/* Drops the spans that end at `at`; the order of the others stays. Returns how many are left. */
static size_t drop_ended(cli_span *active, size_t count, size_t at)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        if (active[i].end > at)
            active[left++] = active[i];
    return left;
}

/* The text in segments, each covered by the same findings all through, so that overlapping ones need no nesting.
 * The spans that are under way are kept at the front of the array, over those that are done with. */
static void add_text(cli_buffer *out, const cli_document *document, cli_spans spans)
{
    size_t at = 0, next = 0, active = 0;
    while (at < document->length) {
        active = drop_ended(spans.items, active, at);
        while (next < spans.length && spans.items[next].begin <= at)
            spans.items[active++] = spans.items[next++];
        size_t end = next < spans.length ? spans.items[next].begin : document->length;
        for (size_t i = 0; i < active; i++)
            if (spans.items[i].end < end)
                end = spans.items[i].end;
        if (active)
            add_marked(out, document->text + at, end - at, spans.items, active);
        else
            add_plain(out, document, at, end);
        at = end;
    }
}

/* Text between two offsets, cut behind `most` bytes. */
static void add_excerpt(cli_buffer *out, const char *text, size_t begin, size_t end, size_t most)
{
    size_t cut = end - begin <= most ? end : to_character(text, end, begin + most);
    add_html(out, text + begin, cut - begin, true);
    if (cut < end)
        buffer_text(out, ELLIPSIS);
}

/* What a reader is told of a topic: where it matters, why, what to write instead, who says so. */
static void add_reason(cli_buffer *out, const tg_finding *finding)
{
    cli_buffer title = {0};
    add_topic_name(&title, finding->category);
    if (finding->markets[0]) {
        buffer_text(&title, ": ");
        add_market_names(&title, finding->markets);
    }
    buffer_text(out, "<b>");
    add_string(out, buffer_string(&title));
    buffer_text(out, "</b><br>");
    buffer_free(&title);
    add_string(out, finding->note);
    if (finding->advice[0]) {
        buffer_text(out, "<br><b>Instead:</b> ");
        add_string(out, finding->advice);
    }
    if (finding->source[0]) {
        buffer_text(out, "<br><small>");
        add_string(out, finding->source);
        buffer_text(out, "</small>");
    }
}

static void add_note(cli_buffer *out, const tg_finding *finding)
{
    add_string(out, finding->note);
    if (finding->markets[0]) {
        buffer_text(out, " [");
        add_string(out, finding->markets);
        buffer_text(out, "]");
    }
}

/* A finding, or those of a topic. */
static void add_row(cli_buffer *out, const cli_document *document, const tg_finding *finding, const cli_topic *topic)
{
    buffer_text(out, "<tr><td class=\"found\" dir=\"auto\">");
    tg_range whole;
    size_t count;
    const tg_range *parts = finding_parts(finding, &whole, &count);
    if (topic) {
        parts = topic->places;
        count = topic->count;
    }
    for (size_t i = 0; i < count && i < MAX_PLACES; i++) {
        if (i)
            buffer_text(out, " " ELLIPSIS " ");
        add_excerpt(out, document->text, parts[i].begin, parts[i].end, EXCERPT);
    }
    if (count > MAX_PLACES)
        buffer_format(out, " and %zu more", count - MAX_PLACES);
    buffer_format(out, "</td><td><span class=\"chip\" style=\"--h:%d\">", html_category_hue(finding->category));
    add_string(out, finding->category);
    const char *severity = tg_severity_word(topic ? topic->severity : finding->severity);
    buffer_format(out, "</span></td><td class=\"%s\">%s</td><td><code title=\"", severity, severity);
    add_string(out, finding->rule);
    buffer_text(out, "\">");
    add_excerpt(out, finding->rule, 0, strlen(finding->rule), RULE);
    buffer_format(out, "</code></td><td>%s", finding->tricks ? "" : tg_match_word(finding->match));
    add_tricks(out, finding->tricks);
    buffer_text(out, "</td><td>");
    if (topic)
        add_reason(out, finding);
    else
        add_note(out, finding);
    buffer_text(out, "</td></tr>\n");
}

static void add_table(cli_buffer *out, const cli_document *document, const tg_verdict *verdict)
{
    const tg_finding *finding = tg_verdict_finding(verdict, 0);
    if (!finding)
        return;
    buffer_text(out, "<div class=\"scroll\"><table class=\"findings\"><thead><tr><th>Found</th><th>Category</th>"
                     "<th>Severity</th><th>Rule</th><th>How</th><th>Note</th></tr></thead><tbody>\n");
    cli_topics topics = topics_of(verdict);
    for (size_t i = 0, next = 0; finding; finding = tg_verdict_finding(verdict, ++i)) {
        if (!is_explained(finding))
            add_row(out, document, finding, NULL);
        else if (next < topics.count && topics.items[next].index == i)
            add_row(out, document, finding, &topics.items[next++]);
    }
    topics_free(&topics);
    buffer_text(out, "</tbody></table></div>\n");
}

static void add_limits(cli_buffer *out, const tg_verdict *verdict)
{
    if (verdict->truncated)
        buffer_text(out, "<p class=\"limit\">There are more findings, which were not kept.</p>\n");
    const char *rule;
    for (size_t i = 0; (rule = tg_verdict_incomplete(verdict, i)); i++) {
        buffer_text(out, "<p class=\"limit\">Not wholly checked: a limit was reached by <code>");
        add_string(out, rule);
        buffer_text(out, "</code>.</p>\n");
    }
}

void html_add_document(cli_buffer *out, const cli_document *document, const tg_verdict *verdict)
{
    static const char *const words[] = {"Passed", "Held for review", "Blocked"};
    const char *action = tg_action_word(verdict->action);
    buffer_format(out, "<details class=\"%s\"%s><summary><span class=\"badge\">%s</span> <b dir=\"auto\">", action,
                  verdict->action == TG_ACTION_PASS ? "" : " open", words[verdict->action]);
    add_string(out, document->id);
    buffer_format(out, "</b> <span class=\"score\">score %.2f", verdict->score);
    if (verdict->finding_count) {
        buffer_text(out, ", ");
        add_count(out, verdict->finding_count, "finding");
    }
    buffer_text(out, "</span></summary>\n<pre dir=\"auto\">");
    cli_spans spans = collect_spans(verdict);
    if (document->length && document->text[0] == '\n') /* HTML drops a line end right behind <pre> */
        buffer_text(out, "\n");
    add_text(out, document, spans);
    free(spans.items);
    buffer_text(out, "</pre>\n");
    add_table(out, document, verdict);
    add_limits(out, verdict);
    buffer_text(out, "</details>\n");
}
