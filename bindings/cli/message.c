/* How the command speaks: one line for an error, and results that are written whole or not passed over in silence. */
#include "message.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "progress.h"

/* One write, so that lines of several processes do not mix. File names and texts from outside may hold control
 * characters, which a terminal would obey. */
__attribute__((format(printf, 1, 0))) static void print_line(const char *format, va_list list)
{
    char line[2048] = "textgate: ";
    size_t start = strlen(line);
    vsnprintf(line + start, sizeof line - start - 1, format, list);
    size_t length = strlen(line);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[length++] = '\n';
    progress_clear();
    ssize_t ignored = write(STDERR_FILENO, line, length);
    (void)ignored;
}

int fail(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    print_line(format, list);
    va_end(list);
    return STATUS_ERROR;
}

int fail_error(const tg_error *error)
{
    char text[1700];
    tg_error_format(error, text, sizeof text);
    return fail("%s", text[0] ? text : tg_status_text(error->status));
}

void die(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    print_line(format, list);
    va_end(list);
    _exit(STATUS_ERROR);
}

void write_all(int fd, const char *name, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, data, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            die("%s: %s", name, strerror(errno));
        data += written;
        length -= (size_t)written;
    }
}

void print_bytes(const char *data, size_t length)
{
    write_all(STDOUT_FILENO, "standard output", data, length);
}
