/* Exit statuses, error messages and the writing of results. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "textgate.h"

enum { STATUS_CLEAN = 0, STATUS_FOUND = 1, STATUS_ERROR = 2 };

/* Prints `textgate: message` as one line on standard error. Returns STATUS_ERROR, so that a command can return it. */
int fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for an error of the library. */
int fail_error(const tg_error *error);

/* Prints the message and ends the process at once: for lack of memory, and for threads beside the main one, which may
 * be asleep reading a pipe that stays silent. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes all of it, or dies naming `name`. */
void write_all(int fd, const char *name, const char *data, size_t length);

/* Writes results to standard output. */
void print_bytes(const char *data, size_t length);

#endif
