/* Where the shipped pack is: ../share/textgate/ seen from the library (or from the program, when linked statically), so
 * that a build tree, an installation and a moved installation all find theirs; else where `make install` put it. */
#define _GNU_SOURCE /* dladdr, realpath */
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gate/gate.h"

#define PACK_NAME "default.pack"

static bool is_readable(const char *path)
{
    return access(path, R_OK) == 0;
}

/* Writes the pack's path as seen from a library or program, links followed. */
static bool find_beside(const char *binary, char *path, size_t size)
{
    char real[PATH_MAX];
    if (!realpath(binary, real))
        return false;
    const char *slash = strrchr(real, '/');
    int length = snprintf(path, size, "%.*s/../share/textgate/" PACK_NAME, (int)(slash - real), real);
    return length > 0 && (size_t)length < size && is_readable(path);
}

bool tg_locate_default_pack(char *path, size_t size)
{
    /* Any address inside the library will do; data, since a function pointer does not convert to void *. */
    static const char here = 0;
    union { const void *in; void *out; } address = {&here};
    Dl_info info = {.dli_fname = NULL};
    if (dladdr(address.out, &info) && info.dli_fname && find_beside(info.dli_fname, path, size))
        return true;
    /* What dladdr says of a program is how it was called, perhaps without its folder. */
    if (find_beside("/proc/self/exe", path, size))
        return true;
    snprintf(path, size, "%s", TG_DATADIR "/" PACK_NAME);
    return is_readable(path);
}
