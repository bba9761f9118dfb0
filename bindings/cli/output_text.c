/* Verdicts for people on a terminal: the line that a finding is in, carets beneath it, and what it is. */
#include <string.h>

#include "display.h"
#include "render.h"
#include "topics.h"

#define COLUMNS 76      /* of a text line that is shown */
#define BEFORE 24       /* of these, at most so many before the finding */
#define CHARACTERS 400  /* marks that take no column could be any number */
#define RULE 60         /* characters of a rule's name, which may be a long pattern */
#define MAX_PLACES 4    /* lines shown for a finding with words far apart */
#define GUTTER "      | "
#define ELLIPSIS "\xE2\x80\xA6"

#define BOLD "\033[1m"
#define RED "\033[31m"
#define YELLOW "\033[33m"
#define GREEN "\033[32m"
#define RESET "\033[0m"

static const char *action_colour(tg_action action)
{
    switch (action) {
    case TG_ACTION_BLOCK: return BOLD RED;
    case TG_ACTION_REVIEW: return BOLD YELLOW;
    case TG_ACTION_PASS: return GREEN;
    }
    return "";
}

static void add_coloured(cli_buffer *out, const char *colour, const char *string, bool in_colour)
{
    if (in_colour)
        buffer_text(out, colour);
    buffer_text(out, string);
    if (in_colour)
        buffer_text(out, RESET);
}

void add_tricks(cli_buffer *out, uint32_t tricks)
{
    const char *separator = "";
    for (uint32_t bit = 1; bit && bit <= tricks; bit <<= 1) {
        if (!(tricks & bit))
            continue;
        buffer_text(out, separator);
        buffer_text(out, tg_trick_word((tg_trick)bit));
        separator = ", ";
    }
}

void add_count(cli_buffer *out, uint64_t count, const char *noun)
{
    buffer_number(out, count);
    buffer_format(out, " %s%s", noun, count == 1 ? "" : "s");
}

/* A place in the text and the line it is in. It only moves on, so that all findings together take one pass. */
typedef struct cli_place {
    size_t offset, line, line_begin;
} cli_place;

static void move_to(cli_place *place, const char *text, size_t offset)
{
    while (place->offset < offset) {
        const char *end = memchr(text + place->offset, '\n', offset - place->offset);
        if (!end) {
            place->offset = offset;
            return;
        }
        place->offset = place->line_begin = (size_t)(end - text) + 1;
        place->line++;
    }
}

/* Columns of a text, or more than `most` if it has more. */
static int columns_of(const char *text, size_t begin, size_t end, int most)
{
    int columns = 0;
    for (size_t at = begin; at < end && columns <= most;) {
        uint32_t character;
        at = utf8_next(text, end, at, &character);
        columns += is_hidden(character) ? 1 : column_width(character);
    }
    return columns;
}

/* Where to begin showing a line: at its own begin if the first part is seen then, else a little before that part. */
static size_t window_begin(const char *text, size_t line_begin, const tg_range *part)
{
    if (part->begin - line_begin < CHARACTERS && columns_of(text, line_begin, part->end, COLUMNS) <= COLUMNS)
        return line_begin;
    size_t at = part->begin;
    int columns = 0;
    for (int i = 0; at > line_begin && i < CHARACTERS / 2; i++) {
        uint32_t character;
        size_t before = utf8_previous(text, line_begin, at);
        utf8_next(text, at, before, &character);
        columns += is_hidden(character) ? 1 : column_width(character);
        if (columns > BEFORE)
            break;
        at = before;
    }
    return at;
}

static bool is_in(const tg_range *parts, size_t count, size_t offset)
{
    for (size_t i = 0; i < count; i++)
        if (offset >= parts[i].begin && offset < parts[i].end)
            return true;
    return false;
}

static bool is_line_end(const char *text, size_t length, size_t at)
{
    return at >= length || text[at] == '\n' || (text[at] == '\r' && at + 1 < length && text[at + 1] == '\n');
}

/* Appends the line around the first part to `out`, and to `carets` what goes beneath it. Returns where it ends. */
static size_t show_line(cli_buffer *out, cli_buffer *carets, const cli_document *document, const cli_place *place,
                        const tg_range *parts, size_t count)
{
    const char *text = document->text;
    size_t at = window_begin(text, place->line_begin, parts);
    int columns = 0;
    if (at > place->line_begin) {
        buffer_text(out, ELLIPSIS);
        buffer_text(carets, " ");
        columns++;
    }
    for (int i = 0; i < CHARACTERS && columns < COLUMNS && !is_line_end(text, document->length, at); i++) {
        uint32_t character;
        size_t next = utf8_next(text, document->length, at, &character);
        int width = add_shown(out, text + at, next - at, character);
        buffer_repeat(carets, is_in(parts, count, at) ? '^' : ' ', (size_t)width);
        columns += width;
        at = next;
    }
    if (!is_line_end(text, document->length, at))
        buffer_text(out, ELLIPSIS);
    while (carets->length && carets->data[carets->length - 1] == ' ')
        carets->length--;
    if (carets->length == 0 || !memchr(carets->data, '^', carets->length)) /* a finding without width, or a line end */
        buffer_text(carets, "^");
    return at;
}

static void add_shortened(cli_buffer *out, const char *string, size_t most)
{
    size_t length = strlen(string), at = 0;
    for (size_t i = 0; i < most && at < length; i++) {
        uint32_t character;
        size_t next = utf8_next(string, length, at, &character);
        add_shown(out, string + at, next - at, character);
        at = next;
    }
    if (at < length)
        buffer_text(out, ELLIPSIS);
}

static void add_label(cli_buffer *out, const tg_finding *finding)
{
    buffer_text(out, " ");
    add_safe(out, finding->category);
    buffer_format(out, ", %s, ", tg_severity_word(finding->severity));
    add_shortened(out, finding->rule, RULE);
    if (finding->tricks) {
        buffer_text(out, " (");
        add_tricks(out, finding->tricks);
        buffer_text(out, ")");
    }
    if (finding->markets[0]) {
        buffer_text(out, " [");
        add_safe(out, finding->markets);
        buffer_text(out, "]");
    }
    buffer_text(out, "\n");
    if (!finding->note[0])
        return;
    buffer_text(out, GUTTER "note: ");
    add_safe(out, finding->note);
    buffer_text(out, "\n");
}

/* Whether a finding is of the text as a whole, so that there is no place to show. */
static bool is_of_text(const tg_finding *finding)
{
    return finding->detector == TG_DETECTOR_SPAM || finding->detector == TG_DETECTOR_ABUSE ||
           finding->detector == TG_DETECTOR_MODELS || strcmp(finding->category, "culture.language") == 0;
}

/* The lines that the places are in, with carets beneath them; the last line is left open. */
static void add_places(cli_buffer *out, const cli_document *document, const tg_range *parts, size_t count, cli_place place,
                       const char *shade)
{
    cli_buffer carets = {0};
    size_t index = 0;
    for (int shown = 0; index < count && shown < MAX_PLACES; shown++) {
        if (shown)
            buffer_text(out, "\n");
        move_to(&place, document->text, parts[index].begin);
        if (document->is_line)
            buffer_text(out, GUTTER);
        else
            buffer_format(out, "%5zu | ", place.line);
        carets.length = 0;
        size_t end = show_line(out, &carets, document, &place, parts + index, count - index);
        buffer_text(out, "\n" GUTTER);
        add_coloured(out, shade ? shade : "", buffer_string(&carets), shade != NULL);
        index++;
        while (index < count && parts[index].begin < end)
            index++;
    }
    buffer_free(&carets);
}

static void add_finding(cli_buffer *out, const cli_document *document, const tg_finding *finding, cli_place place,
                        bool colour)
{
    tg_range whole;
    size_t count;
    const tg_range *parts = finding_parts(finding, &whole, &count);
    if (is_of_text(finding)) {
        buffer_text(out, GUTTER);
        add_coloured(out, action_colour(finding->action), "all of it:", colour);
    } else {
        add_places(out, document, parts, count, place, colour ? action_colour(finding->action) : NULL);
    }
    add_label(out, finding);
}

/* A sentence in lines of at most COLUMNS columns, the first behind its heading. */
static void add_wrapped(cli_buffer *out, const char *heading, const char *text)
{
    size_t length = strlen(text), at = 0;
    if (length == 0)
        return;
    buffer_format(out, GUTTER "  %-9s", heading);
    while (at < length) {
        size_t end = at, fit = at;
        int columns = 0;
        while (end < length) {
            uint32_t character;
            size_t next = utf8_next(text, length, end, &character);
            columns += is_hidden(character) ? 1 : column_width(character);
            if (columns > COLUMNS && fit > at)
                break;
            end = next;
            if (character == ' ' || end == length || column_width(character) > 1)
                fit = end;
        }
        end = end < length ? fit : length;
        size_t shown = end - (end < length && text[end - 1] == ' ');
        for (size_t i = at; i < shown;) {
            uint32_t character;
            size_t next = utf8_next(text, length, i, &character);
            add_shown(out, text + i, next - i, character);
            i = next;
        }
        at = end;
        buffer_text(out, at < length ? "\n" GUTTER "           " : "\n");
    }
}

/* What findings of one topic say, once. */
static void add_topic(cli_buffer *out, const cli_document *document, const cli_topic *topic, cli_place place, bool colour)
{
    const tg_finding *finding = topic->finding;
    const char *shade = colour ? action_colour(topic->action) : NULL;
    if (is_of_text(finding)) {
        buffer_text(out, GUTTER);
        add_coloured(out, action_colour(topic->action), "all of it", colour);
    } else {
        add_places(out, document, topic->places, topic->count, place, shade);
    }
    cli_buffer title = {0};
    add_topic_name(&title, finding->category);
    if (finding->markets[0]) {
        buffer_text(&title, ": ");
        add_market_names(&title, finding->markets);
    }
    buffer_text(out, "\n" GUTTER);
    add_coloured(out, BOLD, buffer_string(&title), colour);
    buffer_text(out, " (");
    add_safe(out, finding->category);
    buffer_format(out, ", %s)\n", tg_severity_word(topic->severity));
    add_wrapped(out, "why", finding->note);
    add_wrapped(out, "instead", finding->advice);
    add_wrapped(out, "source", finding->source);
    buffer_free(&title);
}

static void add_limits(cli_buffer *out, const tg_verdict *verdict)
{
    if (verdict->truncated)
        buffer_text(out, GUTTER "there are more findings, which were not kept\n");
    const char *rule;
    for (size_t i = 0; (rule = tg_verdict_incomplete(verdict, i)); i++) {
        buffer_text(out, GUTTER "not wholly checked: a limit was reached by ");
        add_safe(out, rule);
        buffer_text(out, "\n");
    }
}

void text_add_document(cli_buffer *out, const cli_document *document, const tg_verdict *verdict, bool colour)
{
    add_safe(out, document->id);
    buffer_text(out, "  ");
    add_coloured(out, action_colour(verdict->action), tg_action_word(verdict->action), colour);
    if (verdict->finding_count || verdict->action != TG_ACTION_PASS)
        buffer_format(out, "  %.2f", verdict->score);
    buffer_text(out, "\n");
    cli_place place = {0, 1, 0};
    cli_topics topics = topics_of(verdict);
    const tg_finding *finding;
    for (size_t i = 0, next = 0; (finding = tg_verdict_finding(verdict, i)); i++) {
        move_to(&place, document->text, finding->begin);
        if (!is_explained(finding))
            add_finding(out, document, finding, place, colour);
        else if (next < topics.count && topics.items[next].index == i)
            add_topic(out, document, &topics.items[next++], place, colour);
    }
    topics_free(&topics);
    add_limits(out, verdict);
}

void text_add_summary(cli_buffer *out, const cli_tally *total)
{
    add_count(out, total->documents, "document");
    static const struct { tg_action action; const char *word; } rows[] = {
        {TG_ACTION_BLOCK, "blocked"}, {TG_ACTION_REVIEW, "held"}, {TG_ACTION_PASS, "passed"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buffer_text(out, i ? ", " : ": ");
        buffer_number(out, total->actions[rows[i].action]);
        buffer_format(out, " %s", rows[i].word);
    }
    buffer_text(out, "\n");
}
