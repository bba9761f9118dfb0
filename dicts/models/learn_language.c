/* Learns languages from lines `tag TAB weight TAB kind TAB words` and writes a pack that tells them apart: what make_language.py
 * runs. `kind` is `piece` for parts of words, whose ends are unknown, else `word`.
 *
 *     learn_language DRAWS OUT < LINES
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/pack.h"

static char *read_all(size_t *length)
{
    size_t room = 1 << 20;
    char *text = malloc(room);
    *length = 0;
    while (text) {
        *length += fread(text + *length, 1, room - *length - 1, stdin);
        if (*length < room - 1)
            break;
        text = realloc(text, room *= 2);
    }
    if (text)
        text[*length] = '\0';
    return text;
}

int main(int argc, char **argv)
{
    tg_vector examples;
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_pack *pack = NULL;
    tg_error error = {.status = TG_OK};
    size_t length;
    char *text = argc == 3 ? read_all(&length) : NULL;
    if (!text) {
        fprintf(stderr, "usage: learn_language DRAWS OUT < LINES\n");
        return 2;
    }
    tg_vector_init(&examples, &allocator, sizeof(tg_language_example));
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char *fields[3], *at = line;
        for (int i = 0; i < 3 && at; i++) {
            fields[i] = at = strchr(at, '\t');
            if (at)
                *at++ = '\0';
        }
        if (!at)
            continue;
        tg_language_example example = {line, at, strlen(at), (uint32_t)strtoul(fields[0] + 1, NULL, 10),
                                       strcmp(fields[1] + 1, "piece") == 0};
        tg_vector_append(&examples, &example, 1);
    }
    tg_language_learning learning = {.draws = strtoull(argv[1], NULL, 10), .seed = 1};
    tg_status status = tg_languages_train(&learning, examples.items, examples.count, NULL, &pack, &error);
    if (status == TG_OK)
        status = tg_pack_save(pack, argv[2], &error);
    if (status != TG_OK)
        fprintf(stderr, "language: %s\n", error.message);
    tg_pack_unref(pack);
    tg_vector_free(&examples);
    free(text);
    return status == TG_OK ? 0 : 2;
}
