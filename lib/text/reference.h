/* Character references of HTML: "&amp;", "&#21338;", "&#x535A;". */
#ifndef TG_TEXT_REFERENCE_H
#define TG_TEXT_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

enum { TG_REFERENCE_ROOM = 8 }; /* two code points, the most that one reference stands for */

/* Reads the reference at `text`, whose first byte is '&', as the HTML standard does: the longest name wins, and some need
 * no semicolon; in an attribute's value these are only themselves before "=", a letter or a digit. Returns how many bytes
 * of the source it takes and writes what it stands for (UTF-8) to `out`; or 0 where the '&' is only itself. Linear in the
 * bytes that it takes. */
size_t tg_reference_read(const char *text, size_t length, bool in_attribute, char out[TG_REFERENCE_ROOM],
                         size_t *out_length);

#endif
