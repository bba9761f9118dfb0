/* Files: mapped for reading, replaced whole for writing, listed below a folder. */
#ifndef TG_BASE_FILE_H
#define TG_BASE_FILE_H

#include "base/memory.h"

/* A file's bytes, read-only. An empty file has length 0 and any data pointer. */
typedef struct tg_mapping {
    const void *data;
    size_t length;
} tg_mapping;

tg_status tg_file_map(const char *path, tg_mapping *mapping, tg_error *error);
void tg_file_unmap(tg_mapping *mapping);

/* Writes a temporary file beside `path`, syncs and renames it: afterwards there is the new file or the old one. A device or
 * a pipe is written to. */
tg_status tg_file_replace(const char *path, const void *data, size_t length, const tg_allocator *allocator,
                          tg_error *error);

bool tg_file_is_folder(const char *path);

/* The paths of all regular files below a folder whose names do not begin with a dot, in byte order: `paths` (a vector of
 * char *) gets them, each copied into the arena. */
tg_status tg_file_list(const char *folder, tg_arena *arena, tg_vector *paths, tg_error *error);

/* The last component of a path without its ending ("dicts/zh/abuse.txt" -> "abuse"), copied into the arena. */
char *tg_file_stem(const char *path, tg_arena *arena);

#endif
