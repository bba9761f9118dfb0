/* `textgate scan`: a verdict for each document. */
#include <stdio.h>
#include <unistd.h>

#include "command.h"
#include "message.h"
#include "progress.h"
#include "render.h"
#include "run.h"
#include "store.h"

static tg_status scan_document(cli_worker *worker, const cli_document *document, cli_buffer *out)
{
    const tg_verdict *verdict;
    bool timed = worker->task->options->stats;
    double begun = timed ? clock_thread() : 0;
    tg_status status = tg_scan(worker->scanner, document->text, document->length, &verdict);
    worker->tally.scanning += timed ? clock_thread() - begun : 0;
    if (status == TG_OK && worker->task->store)
        status = tg_scanner_remember(worker->scanner, store_id(document->id), NULL);
    if (status != TG_OK)
        return status;
    tally_verdict(&worker->tally, verdict, document->length);
    switch (worker->task->options->format) {
    case FORMAT_TEXT:
        text_add_document(out, document, verdict, worker->task->colour);
        return TG_OK;
    case FORMAT_HTML:
        html_add_document(out, document, verdict);
        return TG_OK;
    default:
        break;
    }
    const char *json;
    size_t length;
    status = tg_verdict_json(worker->scanner, verdict, document->id, document->text, &json, &length);
    if (status != TG_OK)
        return status;
    buffer_add(out, json, length);
    buffer_text(out, "\n");
    return TG_OK;
}

static void print_page(FILE *parts, const cli_tally *total)
{
    cli_buffer out = {0};
    html_add_head(&out, total);
    print_bytes(out.data, out.length);
    rewind(parts);
    char block[65536];
    size_t length;
    while ((length = fread(block, 1, sizeof block, parts)) > 0)
        print_bytes(block, length);
    if (ferror(parts))
        die("a temporary file could not be read");
    out.length = 0;
    html_add_end(&out);
    print_bytes(out.data, out.length);
    buffer_free(&out);
}

/* A page begins with its summary, which is known last, so the documents wait in a temporary file. */
static int scan_to_page(const cli_options *options)
{
    FILE *parts = tmpfile();
    if (!parts)
        return fail("a temporary file could not be made");
    cli_tally total = {0};
    int status = run_documents(options, scan_document, fileno(parts), "temporary file", false, &total);
    if (status != STATUS_ERROR)
        print_page(parts, &total);
    fclose(parts);
    tally_free(&total);
    return status;
}

int scan_command(const cli_options *options)
{
    if (options->format == FORMAT_HTML)
        return scan_to_page(options);
    cli_tally total = {0};
    int status = run_documents(options, scan_document, STDOUT_FILENO, "standard output", run_in_colour(), &total);
    if (status != STATUS_ERROR && options->format == FORMAT_TEXT) {
        cli_buffer out = {0};
        text_add_summary(&out, &total);
        print_bytes(out.data, out.length);
        buffer_free(&out);
    }
    tally_free(&total);
    return status;
}
