/* Keys from files, as they are made by `head -c 32 /dev/urandom` or written by hand. */
#include "key.h"

#include "input.h"
#include "message.h"

enum { LEAST = 16 };

bool key_read(const char *path, cli_buffer *key)
{
    cli_buffer problem = {0};
    bool ok = input_read(path, key, &problem);
    if (!ok)
        fail("%s: %s", path, buffer_string(&problem));
    buffer_free(&problem);
    while (ok && key->length && (key->data[key->length - 1] == '\n' || key->data[key->length - 1] == '\r'))
        key->length--;
    if (ok && key->length < LEAST) {
        fail("%s: a key has at least %d bytes", path, LEAST);
        return false;
    }
    return ok;
}
