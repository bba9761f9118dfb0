/* What a worker does with a job: takes it apart into documents and has each handled. */
#include <string.h>

#include "display.h"
#include "jsonl.h"
#include "pipeline.h"

static void set_id(cli_worker *worker, const cli_job *job, size_t line)
{
    worker->id.length = 0;
    if (line == 0 || worker->task->options->operands.length > 1)
        add_valid_utf8(&worker->id, job->file, strlen(job->file));
    if (line == 0)
        return;
    if (worker->id.length)
        buffer_text(&worker->id, ":");
    buffer_number(&worker->id, line);
}

static void job_fail(cli_job *job, size_t line, tg_status status)
{
    buffer_text(&job->error, job->file);
    if (line)
        buffer_format(&job->error, ":%zu", line);
    buffer_format(&job->error, ": %s", tg_status_text(status));
}

/* One document; false when it could not be handled, which job->error then tells. */
static bool handle(cli_worker *worker, cli_job *job, cli_document *document, size_t line)
{
    document->id = buffer_string(&worker->id);
    tg_status status = worker->task->handle(worker, document, &job->output);
    if (status == TG_OK)
        return true;
    job_fail(job, line, status);
    return false;
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!strchr(" \t\r", text[i]) || text[i] == '\0')
            return false;
    return true;
}

static bool handle_jsonl(cli_worker *worker, cli_job *job, cli_document *document, size_t line)
{
    if (line == 1 && document->length >= 3 && memcmp(document->text, "\xEF\xBB\xBF", 3) == 0) {
        document->text += 3;
        document->length -= 3;
    }
    if (is_blank(document->text, document->length))
        return true;
    cli_buffer problem = {0};
    cli_jsonl parsed;
    if (!jsonl_parse(&parsed, document->text, document->length, worker->task->options->jsonl, &problem)) {
        buffer_format(&job->error, "%s:%zu:%s", job->file, line, buffer_string(&problem));
        buffer_free(&problem);
        return false;
    }
    if (jsonl_has_id(&parsed)) {
        worker->id.length = 0;
        jsonl_add_id(&parsed, &worker->id);
    }
    document->object = &parsed;
    document->text = json_string_value(parsed.text);
    document->length = json_string_length(parsed.text);
    bool handled = handle(worker, job, document, line);
    jsonl_free(&parsed);
    return handled;
}

/* The line that begins at `text`, of which `length` bytes are left in the job. Returns the bytes it takes there. */
static size_t split_line(const char *text, size_t length, cli_document *document)
{
    const char *end = memchr(text, '\n', length);
    size_t whole = end ? (size_t)(end - text) + 1 : length;
    size_t line_end = !end ? 0 : whole > 1 && end[-1] == '\r' ? 2 : 1;
    *document = (cli_document){.text = text, .length = whole - line_end, .line_end = text + whole - line_end,
                               .line_end_length = line_end, .is_line = true};
    return whole;
}

static void work_lines(cli_worker *worker, cli_job *job)
{
    size_t line = job->first_line;
    for (size_t at = 0; at < job->length; line++) {
        cli_document document;
        at += split_line(job->text + at, job->length - at, &document);
        set_id(worker, job, line);
        bool handled = worker->task->options->jsonl ? handle_jsonl(worker, job, &document, line)
                                                    : handle(worker, job, &document, line);
        if (!handled)
            return;
    }
}

void job_work(cli_worker *worker, cli_job *job)
{
    if (job->error.length)
        return;
    if (job->first_line) {
        work_lines(worker, job);
        return;
    }
    cli_document document = {.text = job->text, .length = job->length, .line_end = ""};
    set_id(worker, job, 0);
    handle(worker, job, &document, 0);
}
