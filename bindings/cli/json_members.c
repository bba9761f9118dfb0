/* Where the members of an object stand in its text. Jansson has checked the text before, so nothing is checked here. */
#include "json_members.h"

#include <string.h>

#include <jansson.h>

static size_t skip(const char *line, size_t length, size_t at, const char *characters)
{
    while (at < length && line[at] && strchr(characters, line[at]))
        at++;
    return at;
}

/* Behind the string that begins at `at`. */
static size_t string_end(const char *line, size_t length, size_t at)
{
    for (at++; at < length && line[at] != '"'; at++)
        if (line[at] == '\\')
            at++;
    return at < length ? at + 1 : length;
}

/* Behind the value that begins at `at`. */
static size_t value_end(const char *line, size_t length, size_t at)
{
    size_t depth = 0;
    while (at < length) {
        char c = line[at];
        if (c == '"') {
            at = string_end(line, length, at);
            if (depth == 0)
                return at;
            continue;
        }
        if (depth == 0 && strchr(",} \t\r\n", c))
            return at;
        depth += c == '{' || c == '[';
        at++;
        if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return length;
}

bool json_next_member(const char *line, size_t length, size_t *at, cli_member *member)
{
    size_t key = skip(line, length, *at, *at == 0 ? " \t\r\n{" : " \t\r\n,");
    if (key >= length || line[key] != '"')
        return false;
    member->key = key;
    member->key_end = string_end(line, length, key);
    member->value = skip(line, length, member->key_end, " \t\r\n:");
    member->value_end = *at = value_end(line, length, member->value);
    return true;
}

bool json_member_is(const char *line, const cli_member *member, const char *key)
{
    const char *name = line + member->key;
    size_t length = member->key_end - member->key;
    if (!memchr(name, '\\', length))
        return length - 2 == strlen(key) && memcmp(name + 1, key, length - 2) == 0;
    json_error_t error;
    json_t *decoded = json_loadb(name, length, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    bool same = json_is_string(decoded) && json_string_length(decoded) == strlen(key) &&
                memcmp(json_string_value(decoded), key, strlen(key)) == 0;
    json_decref(decoded);
    return same;
}
