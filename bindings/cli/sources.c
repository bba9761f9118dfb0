/* Dictionary sources of the command line, put into a builder. The library would stop at the first bad file of a folder;
 * people who mend dictionaries want to hear of all. */
#include "sources.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "input.h"
#include "message.h"

#define MAX_DEPTH 64 /* of folders, which links could make endless */

typedef struct cli_paths {
    char **items;
    size_t length, capacity;
} cli_paths;

bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool is_source(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && (strcmp(name + length - 4, ".txt") == 0 || strcmp(name + length - 4, ".csv") == 0);
}

/* Keeps `path`, which becomes the list's. */
static void keep_path(cli_paths *paths, char *path)
{
    if (paths->length == paths->capacity) {
        paths->capacity = paths->capacity ? paths->capacity * 2 : 64;
        paths->items = realloc(paths->items, paths->capacity * sizeof *paths->items);
        if (!paths->items)
            die("out of memory");
    }
    paths->items[paths->length++] = path;
}

static bool collect(cli_paths *paths, const char *folder, int depth)
{
    DIR *stream = depth < MAX_DEPTH ? opendir(folder) : NULL;
    if (!stream)
        return depth >= MAX_DEPTH;
    bool read = true;
    struct dirent *entry;
    while (read && (errno = 0, entry = readdir(stream))) {
        if (entry->d_name[0] == '.')
            continue;
        cli_buffer path = {0};
        buffer_format(&path, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", entry->d_name);
        buffer_string(&path);
        if (is_folder(path.data))
            read = collect(paths, path.data, depth + 1);
        else if (is_source(path.data)) {
            keep_path(paths, path.data);
            continue;
        }
        buffer_free(&path);
    }
    read = read && errno == 0;
    closedir(stream);
    return read;
}

static int compare_paths(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static tg_status add_folder(tg_builder *builder, const char *folder, tg_error *error)
{
    cli_paths paths = {0};
    tg_status status = TG_OK;
    if (!collect(&paths, folder, 0)) {
        *error = (tg_error){.status = TG_IO};
        snprintf(error->file, sizeof error->file, "%s", folder);
        snprintf(error->message, sizeof error->message, "%s", strerror(errno));
        status = TG_IO;
    }
    if (paths.length > 1)
        qsort(paths.items, paths.length, sizeof *paths.items, compare_paths);
    for (size_t i = 0; i < paths.length && (status == TG_OK || status == TG_SYNTAX); i++) {
        tg_status added = tg_builder_add_file(builder, paths.items[i], error);
        status = added == TG_OK ? status : added;
    }
    for (size_t i = 0; i < paths.length; i++)
        free(paths.items[i]);
    free(paths.items);
    return status;
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
        return add_folder(builder, path, error);
    return tg_builder_add_file(builder, path, error);
}
