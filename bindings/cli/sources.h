/* Dictionary sources of the command line, put into a builder. */
#ifndef CLI_SOURCES_H
#define CLI_SOURCES_H

#include <stdbool.h>

#include "buffer.h"
#include "textgate.h"

/* Adds a file, a folder's files, or standard input for "-". Every file is tried, also when one before it is bad, so
 * that the builder's diagnostics tell of all.
 * Returns TG_OK, TG_SYNTAX when some were bad, else what failed, as *error tells. */
tg_status sources_add(tg_builder *builder, const char *path, tg_error *error);

/* Writes a pack to a file, or to standard output for "-". Returns the command's status. */
int save_pack(const tg_pack *pack, const char *path);

/* Whether the path is a folder. */
bool is_folder(const char *path);

#endif
