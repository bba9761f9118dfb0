/* Text from outside made fit to be shown: on a terminal, in a page, in JSON. */
#ifndef CLI_DISPLAY_H
#define CLI_DISPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"

/* The character at `at` < `length`, U+FFFD for an ill-formed sequence. Returns where the next one begins. */
size_t utf8_next(const char *text, size_t length, size_t at, uint32_t *character);

/* Where the character before `at` begins; `at` > `least`. */
size_t utf8_previous(const char *text, size_t least, size_t at);

/* Appends the text with U+FFFD for each ill-formed sequence. */
void add_valid_utf8(cli_buffer *out, const char *text, size_t length);

/* Whether a character is not to be sent to a screen as it is: controls, which a terminal obeys, and those that show
 * nothing or turn the direction of writing, which deceive a reader. */
bool is_hidden(uint32_t character);

/* Columns that a terminal takes for a character that is not hidden: 0, 1 or 2. */
int column_width(uint32_t character);

/* Appends one character as a terminal may have it, a dot for a hidden one. Returns its columns. */
int add_shown(cli_buffer *out, const char *bytes, size_t length, uint32_t character);

/* Appends a string as a terminal may have it. */
void add_safe(cli_buffer *out, const char *string);

/* Appends text for HTML: `&<>"'` escaped, hidden characters as marked dots if `marked`, else as plain dots (for
 * attributes, which cannot hold elements). */
void add_html(cli_buffer *out, const char *text, size_t length, bool marked);

#endif
