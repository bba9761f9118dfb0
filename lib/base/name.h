/* Names of categories and tasks, whose parts are divided by dots: `privacy.phone` is of the family `privacy`. */
#ifndef TG_BASE_NAME_H
#define TG_BASE_NAME_H

#include <stdbool.h>
#include <string.h>

/* Whether a name is a family's or begins with it and a dot. */
static inline bool tg_name_is_of(const char *name, const char *family)
{
    size_t length = strlen(family);
    return strncmp(name, family, length) == 0 && (name[length] == '\0' || name[length] == '.');
}

#endif
