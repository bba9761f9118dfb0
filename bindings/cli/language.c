/* `textgate detect-language`: which languages each line is written in. */
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "jsonl.h"
#include "message.h"
#include "run.h"

/* A share with three decimals, sooner written so than by printf. */
static void add_share(cli_buffer *out, double share)
{
    unsigned thousandths = (unsigned)(share * 1000 + .5);
    char digits[] = {(char)('0' + thousandths / 1000), '.', (char)('0' + thousandths / 100 % 10),
                     (char)('0' + thousandths / 10 % 10), (char)('0' + thousandths % 10)};
    buffer_add(out, digits, sizeof digits);
}

static void add_line(cli_buffer *out, const tg_language_report *report)
{
    double share = 1;
    if (report->language_count)
        share = report->languages[0].share;
    buffer_text(out, report->language_count ? report->languages[0].code : "und");
    buffer_text(out, "\t");
    add_share(out, share);
    buffer_text(out, "\n");
}

static json_t *languages_of(const tg_language_report *report)
{
    json_t *array = json_array();
    for (size_t i = 0; i < report->language_count; i++) {
        const tg_language *l = &report->languages[i];
        json_array_append_new(array, json_pack("{s:s, s:s, s:f}", "code", l->code, "tag", l->tag, "share", l->share));
    }
    return array;
}

static json_t *spans_of(const tg_language_report *report)
{
    json_t *array = json_array();
    for (size_t i = 0; i < report->span_count; i++) {
        const tg_language_span *s = &report->spans[i];
        json_array_append_new(array, json_pack("{s:I, s:I, s:s, s:s}", "begin", (json_int_t)s->begin, "end",
                                               (json_int_t)s->end, "code", s->code, "tag", s->tag));
    }
    return array;
}

static void add_object(cli_buffer *out, const cli_document *document, const tg_language_report *report, bool spans)
{
    json_t *object = json_pack("{s:o, s:o}", "id", json_text(document->id, strlen(document->id)), "languages",
                               languages_of(report));
    if (!object || (spans && json_object_set_new(object, "spans", spans_of(report)) != 0))
        die("out of memory");
    json_add(out, object, 4);
    buffer_text(out, "\n");
    json_decref(object);
}

static tg_status tell_languages(cli_worker *worker, const cli_document *document, cli_buffer *out)
{
    const cli_options *options = worker->task->options;
    const tg_language_report *report;
    tg_status status = tg_detect_language(worker->scanner, document->text, document->length, options->spans, &report);
    if (status != TG_OK)
        return status;
    worker->tally.documents++;
    worker->tally.bytes += document->length;
    if (options->format == FORMAT_JSON || options->spans)
        add_object(out, document, report, options->spans);
    else
        add_line(out, report);
    return TG_OK;
}

int language_command(const cli_options *options)
{
    cli_tally total = {0};
    cli_options with = *options;
    with.lines = !options->jsonl;
    with.only = "language";
    with.fail_on = FAIL_ON_NEVER;
    int status = run_documents(&with, tell_languages, STDOUT_FILENO, "standard output", false, &total);
    tally_free(&total);
    return status;
}
