/* Where the members of an object stand in its text, so that one can be replaced and all else left as it was: a number
 * read and written again would not always look the same. */
#ifndef CLI_JSON_MEMBERS_H
#define CLI_JSON_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct cli_member {
    size_t key, key_end;     /* with the quotes */
    size_t value, value_end;
} cli_member;

/* The next member of the object that `line`, which must be valid JSON, is. `*at` begins as 0. false: no more. */
bool json_next_member(const char *line, size_t length, size_t *at, cli_member *member);

/* Whether the member's key is `key`. */
bool json_member_is(const char *line, const cli_member *member, const char *key);

#endif
