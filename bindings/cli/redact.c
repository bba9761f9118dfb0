/* `textgate redact`: the documents with their findings masked. */
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "jsonl.h"
#include "key.h"
#include "message.h"
#include "run.h"
#include "store.h"

static tg_redaction redaction_of(const cli_options *options)
{
    tg_redaction redaction = TG_REDACTION_INIT;
    if (options->mask)
        redaction.mask = options->mask;
    redaction.with_category = options->mask_with == MASK_WITH_CATEGORY;
    redaction.keep = (size_t)options->keep;
    redaction.threshold = (tg_action)options->redact_from;
    if (options->pseudonym) {
        redaction.key = options->token_key.data;
        redaction.key_length = options->token_key.length;
    }
    return redaction;
}

static void add_object(cli_buffer *out, const cli_document *document, const tg_verdict *verdict, const char *text,
                       size_t length)
{
    json_t *object = json_pack("{s:o, s:s, s:f, s:o}", "id", json_text(document->id, strlen(document->id)), "action",
                               tg_action_word(verdict->action), "score", verdict->score, "text",
                               json_text(text, length));
    if (!object)
        die("out of memory");
    json_add(out, object, 4); /* as many digits as the library prints of a score */
    json_decref(object);
}

static tg_status redact_document(cli_worker *worker, const cli_document *document, cli_buffer *out)
{
    const cli_options *options = worker->task->options;
    tg_redaction redaction = redaction_of(options);
    const tg_verdict *verdict;
    const char *text;
    size_t length;
    tg_status status = tg_redact(worker->scanner, document->text, document->length, &redaction, &text, &length, &verdict);
    if (status == TG_OK && worker->task->store)
        status = tg_scanner_remember(worker->scanner, store_id(document->id), NULL);
    if (status != TG_OK)
        return status;
    tally_verdict(&worker->tally, verdict, document->length);
    if (!document->object && options->format == FORMAT_JSON) {
        add_object(out, document, verdict, text, length);
        buffer_text(out, "\n");
        return TG_OK;
    }
    if (document->object)
        jsonl_add_replaced(document->object, options->jsonl, text, length, out);
    else
        buffer_add(out, text, length);
    buffer_add(out, document->line_end, document->line_end_length);
    return TG_OK;
}

int redact_command(const cli_options *options)
{
    cli_tally total = {0};
    cli_options with = *options;
    if (options->pseudonym && !key_read(options->pseudonym, &with.token_key)) {
        buffer_free(&with.token_key);
        return STATUS_ERROR;
    }
    int status = run_documents(&with, redact_document, STDOUT_FILENO, "standard output", false, &total);
    tally_free(&total);
    buffer_free(&with.token_key);
    return status;
}
