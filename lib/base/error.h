/* Filling a tg_error. All functions accept a NULL error and return the status they were given, so that failing reads
 * `return tg_fail(error, TG_IO, "cannot open: %s", reason);`. */
#ifndef TG_BASE_ERROR_H
#define TG_BASE_ERROR_H

#include "textgate.h"

tg_status tg_fail(tg_error *error, tg_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));
tg_status tg_fail_at(tg_error *error, tg_status status, const char *file, uint32_t line, uint32_t column,
                     const char *format, ...) __attribute__((format(printf, 6, 7)));
tg_status tg_fail_no_memory(tg_error *error);

#endif
