/* `textgate lint`: what is wrong or risky in dictionary sources. */
#include <string.h>

#include "command.h"
#include "display.h"
#include "input.h"
#include "jsonl.h"
#include "message.h"
#include "render.h"
#include "sources.h"

static void add_text(cli_buffer *out, const tg_diagnostic *diagnostic)
{
    add_safe(out, diagnostic->file);
    buffer_format(out, ":%u:%u: %s: ", (unsigned)diagnostic->line, (unsigned)diagnostic->column,
                  diagnostic->is_error ? "error" : "warning");
    add_safe(out, diagnostic->message);
    buffer_text(out, "\n");
}

static void add_json(cli_buffer *out, const tg_diagnostic *diagnostic)
{
    json_t *object = json_pack("{s:o, s:I, s:I, s:s, s:o}", "file", json_text(diagnostic->file, strlen(diagnostic->file)),
                               "line", (json_int_t)diagnostic->line, "column", (json_int_t)diagnostic->column, "kind",
                               diagnostic->is_error ? "error" : "warning", "message",
                               json_text(diagnostic->message, strlen(diagnostic->message)));
    if (!object)
        die("out of memory");
    json_add(out, object, 0);
    json_decref(object);
    buffer_text(out, "\n");
}

/* Prints all diagnostics and the summary. */
static int tell(const cli_options *options, const tg_builder *builder)
{
    cli_buffer out = {0};
    size_t count = tg_builder_diagnostic_count(builder), errors = 0;
    for (size_t i = 0; i < count; i++) {
        const tg_diagnostic *diagnostic = tg_builder_diagnostic(builder, i);
        errors += diagnostic->is_error;
        if (options->format == FORMAT_JSON)
            add_json(&out, diagnostic);
        else
            add_text(&out, diagnostic);
    }
    if (options->format != FORMAT_JSON) {
        buffer_format(&out, "%zu %s: ", tg_builder_entry_count(builder),
                      tg_builder_entry_count(builder) == 1 ? "entry" : "entries");
        add_count(&out, errors, "error");
        buffer_text(&out, ", ");
        add_count(&out, count - errors, "warning");
        buffer_text(&out, "\n");
    }
    print_bytes(out.data, out.length);
    buffer_free(&out);
    return count ? STATUS_FOUND : STATUS_CLEAN;
}

static int lint_sources(const cli_options *options, tg_builder *builder, const cli_buffer *clean)
{
    for (size_t i = 0; i < options->operands.length; i++) {
        tg_error error = {0};
        tg_status status = sources_add(builder, options->operands.items[i], &error);
        if (status != TG_OK && status != TG_SYNTAX)
            return fail_error(&error);
    }
    tg_status status = tg_builder_lint(builder, clean->data, clean->length);
    if (status != TG_OK)
        return fail("%s", tg_status_text(status));
    return tell(options, builder);
}

int lint_command(const cli_options *options)
{
    if (options->operands.length == 0)
        return fail("no SOURCE given (see `textgate help lint`)");
    cli_buffer clean = {0}, problem = {0};
    if (options->clean && !input_read(options->clean, &clean, &problem)) {
        int status = fail("%s: %s", options->clean, buffer_string(&problem));
        buffer_free(&problem);
        buffer_free(&clean);
        return status;
    }
    tg_builder *builder = tg_builder_new(NULL);
    if (!builder)
        die("out of memory");
    int status = lint_sources(options, builder, &clean);
    tg_builder_free(builder);
    buffer_free(&clean);
    return status;
}
