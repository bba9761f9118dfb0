/* `textgate compile`: dictionary sources to a pack. */
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "key.h"
#include "message.h"
#include "progress.h"
#include "sources.h"

/* Tells all errors of the sources, or `error` if there are none but it. */
static int tell_errors(const tg_builder *builder, const tg_error *error)
{
    cli_buffer line = {0};
    size_t told = 0;
    for (size_t i = 0; i < tg_builder_diagnostic_count(builder); i++) {
        const tg_diagnostic *diagnostic = tg_builder_diagnostic(builder, i);
        if (!diagnostic->is_error)
            continue;
        line.length = 0;
        buffer_format(&line, "%s:%u:%u: %s\n", diagnostic->file, (unsigned)diagnostic->line,
                      (unsigned)diagnostic->column, diagnostic->message);
        write_all(STDERR_FILENO, "standard error", line.data, line.length);
        told++;
    }
    buffer_free(&line);
    return told ? STATUS_ERROR : fail_error(error);
}

static void add_size(cli_buffer *out, size_t bytes)
{
    bool large = bytes >= 1000000;
    buffer_format(out, "%.1f %s", (double)bytes / (large ? 1e6 : 1e3), large ? "MB" : "kB");
}

static void tell_summary(const tg_pack *pack, const char *path, double seconds)
{
    tg_pack_info info;
    tg_pack_get_info(pack, &info);
    cli_buffer line = {0};
    buffer_format(&line, "%s: ", path);
    buffer_number(&line, info.entries);
    buffer_text(&line, info.entries == 1 ? " entry of " : " entries of ");
    buffer_number(&line, info.dictionaries);
    buffer_text(&line, info.dictionaries == 1 ? " dictionary, " : " dictionaries, ");
    add_size(&line, info.bytes);
    buffer_text(&line, ", of which the automaton is ");
    add_size(&line, info.automaton_bytes);
    buffer_format(&line, ", in %.2f s\n", seconds);
    write_all(STDERR_FILENO, "standard error", line.data, line.length);
    buffer_free(&line);
}

static int compile_sources(const cli_options *options, tg_builder *builder)
{
    double begun = clock_now();
    tg_error error = {0};
    bool bad = false;
    for (size_t i = 0; i < options->operands.length; i++) {
        tg_status status = sources_add(builder, options->operands.items[i], &error);
        if (status != TG_OK && status != TG_SYNTAX)
            return fail_error(&error);
        bad = bad || status != TG_OK;
    }
    if (bad)
        return tell_errors(builder, &error);
    tg_pack *pack;
    cli_buffer key = {0};
    if (options->hashed && !key_read(options->hashed, &key))
        return STATUS_ERROR;
    tg_status compiled = options->hashed ? tg_builder_compile_hashed(builder, key.data, key.length, &pack, &error)
                                         : tg_builder_compile(builder, &pack, &error);
    buffer_free(&key);
    if (compiled != TG_OK)
        return fail_error(&error);
    int status = save_pack(pack, options->output);
    if (status == STATUS_CLEAN)
        tell_summary(pack, options->output, clock_now() - begun);
    tg_pack_unref(pack);
    return status;
}

int compile_command(const cli_options *options)
{
    if (!options->output)
        return fail("-o OUT.pack is needed (see `textgate help compile`)");
    if (options->operands.length == 0)
        return fail("no SOURCE given (see `textgate help compile`)");
    tg_builder *builder = tg_builder_new(NULL);
    if (!builder)
        die("out of memory");
    int status = compile_sources(options, builder);
    tg_builder_free(builder);
    return status;
}
