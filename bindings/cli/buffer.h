/* A growing array of bytes. Where there is no memory the command ends with a message, so nothing here can fail. */
#ifndef CLI_BUFFER_H
#define CLI_BUFFER_H

#include <stddef.h>
#include <stdint.h>

typedef struct cli_buffer {
    char *data; /* NULL while nothing was ever added; not NUL-terminated, see buffer_string */
    size_t length, capacity;
} cli_buffer;

void buffer_add(cli_buffer *buffer, const char *data, size_t length);
void buffer_text(cli_buffer *buffer, const char *string);
void buffer_number(cli_buffer *buffer, uint64_t number);
void buffer_repeat(cli_buffer *buffer, char byte, size_t count);
void buffer_format(cli_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));

/* Makes room for `more` bytes behind the end and gives its place. */
char *buffer_room(cli_buffer *buffer, size_t more);

/* The bytes as a string; valid until the buffer changes. */
const char *buffer_string(cli_buffer *buffer);
void buffer_free(cli_buffer *buffer);

#endif
