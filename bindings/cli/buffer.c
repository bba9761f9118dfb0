/* A growing array of bytes; what it is for stands in buffer.h. */
#include "buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"

char *buffer_room(cli_buffer *buffer, size_t more)
{
    if (more <= buffer->capacity - buffer->length)
        return buffer->data + buffer->length;
    if (more > SIZE_MAX / 2 - buffer->length)
        die("out of memory");
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    while (capacity - buffer->length < more)
        capacity *= 2;
    char *data = realloc(buffer->data, capacity);
    if (!data)
        die("out of memory");
    buffer->data = data;
    buffer->capacity = capacity;
    return data + buffer->length;
}

void buffer_add(cli_buffer *buffer, const char *data, size_t length)
{
    if (length == 0)
        return;
    memcpy(buffer_room(buffer, length), data, length);
    buffer->length += length;
}

void buffer_text(cli_buffer *buffer, const char *string)
{
    buffer_add(buffer, string, strlen(string));
}

/* Every line has a number in its id, and printf would take longer than many a scan. */
void buffer_number(cli_buffer *buffer, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    buffer_add(buffer, digits + at, sizeof digits - at);
}

void buffer_repeat(cli_buffer *buffer, char byte, size_t count)
{
    if (count == 0)
        return;
    memset(buffer_room(buffer, count), byte, count);
    buffer->length += count;
}

void buffer_format(cli_buffer *buffer, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length < 0)
        die("a text could not be formatted");
    vsnprintf(buffer_room(buffer, (size_t)length + 1), (size_t)length + 1, format, again);
    va_end(again);
    buffer->length += (size_t)length;
}

const char *buffer_string(cli_buffer *buffer)
{
    *buffer_room(buffer, 1) = '\0';
    return buffer->data;
}

void buffer_free(cli_buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct cli_buffer){NULL, 0, 0};
}
