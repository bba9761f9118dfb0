/* The bytes of a source as UTF-8: byte order marks, UTF-16, GB18030. Lines stay what they are. */
#ifndef TG_PACK_IMPORT_H
#define TG_PACK_IMPORT_H

#include "base/memory.h"

typedef struct tg_import {
    const char *text; /* well-formed UTF-8 without byte order mark: a part of the data, or of `converted` */
    size_t length;
    tg_vector converted;
    uint32_t line, column; /* where the data is ill-formed, and how */
    const char *message;
} tg_import;

/* TG_OK; TG_SYNTAX with line, column and message; TG_NO_MEMORY; or TG_INTERNAL when ICU has no GB18030. */
tg_status tg_import_text(const char *data, size_t length, const tg_allocator *allocator, tg_import *import);
void tg_import_free(tg_import *import);

#endif
