/* Dictionary sources of the command line, put into a builder, and the packs that come of them. */
#include "sources.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "command.h"
#include "input.h"
#include "message.h"

bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static tg_status add_stdin(tg_builder *builder, tg_error *error)
{
    cli_buffer source = {0}, problem = {0};
    tg_status status;
    if (input_read("-", &source, &problem)) {
        status = tg_builder_add_memory(builder, "stdin", source.data, source.length, error);
    } else {
        status = TG_IO;
        *error = (tg_error){.status = status, .file = "-"};
        snprintf(error->message, sizeof error->message, "%s", buffer_string(&problem));
    }
    buffer_free(&source);
    buffer_free(&problem);
    return status;
}

tg_status sources_add(tg_builder *builder, const char *path, tg_error *error)
{
    if (strcmp(path, "-") == 0)
        return add_stdin(builder, error);
    if (is_folder(path))
        return tg_builder_add_folder(builder, path, error);
    return tg_builder_add_file(builder, path, error);
}

int save_pack(const tg_pack *pack, const char *path)
{
    if (strcmp(path, "-") == 0) {
        size_t length;
        const char *data = tg_pack_data(pack, &length);
        print_bytes(data, length);
        return STATUS_CLEAN;
    }
    tg_error error = {0};
    return tg_pack_save(pack, path, &error) == TG_OK ? STATUS_CLEAN : fail_error(&error);
}
