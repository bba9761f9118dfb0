/* Files with keys. */
#ifndef CLI_KEY_H
#define CLI_KEY_H

#include <stdbool.h>

#include "buffer.h"

/* Reads a key of at least 16 bytes; a line end at its end is no part of it. false: a message was printed. */
bool key_read(const char *path, cli_buffer *key);

#endif
