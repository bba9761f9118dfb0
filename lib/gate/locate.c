/* Where the shipped pack is: ../share/textgate/ seen from the library (or from the program, when linked statically), so that
 * a build tree, an installation and a moved installation all find theirs; else where `make install` put it. */
#define _GNU_SOURCE /* dladdr */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gate/gate.h"

#define PACK_NAME "default.pack"

static bool is_readable(const char *path)
{
    return access(path, R_OK) == 0;
}

bool tg_locate_default_pack(char *path, size_t size)
{
    /* Any address inside the library will do; data, since a function pointer does not convert to void *. */
    static const char here = 0;
    union { const void *in; void *out; } address = {&here};
    Dl_info info;
    char self[4096] = "";
    const char *library = NULL;
    if (dladdr(address.out, &info) && info.dli_fname && strchr(info.dli_fname, '/'))
        library = info.dli_fname;
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (!library && length > 0) {
        self[length] = '\0';
        library = self;
    }
    const char *slash = library ? strrchr(library, '/') : NULL;
    if (slash) {
        snprintf(path, size, "%.*s/../share/textgate/" PACK_NAME, (int)(slash - library), library);
        if (is_readable(path))
            return true;
    }
    snprintf(path, size, "%s", TG_DATADIR "/" PACK_NAME);
    return is_readable(path);
}
