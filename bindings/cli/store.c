/* The store of --store, and the options about duplicates. */
#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "message.h"

bool store_threshold(const cli_options *options, double *threshold)
{
    *threshold = 0.8;
    if (!options->threshold)
        return true;
    char *end;
    *threshold = strtod(options->threshold, &end);
    bool legal = end != options->threshold && !*end && *threshold >= 0.5 && *threshold <= 1;
    if (!legal)
        fail("--threshold: \"%s\" is not a number from 0.5 to 1", options->threshold);
    return legal;
}

bool store_normalise(const cli_options *options, uint32_t *normalise)
{
    *normalise = 0;
    for (const char *name = options->normalise; name;) {
        char word[32] = "";
        size_t length = strcspn(name, ",");
        tg_normalise bit;
        if (length < sizeof word)
            memcpy(word, name, length);
        if (tg_normalise_from_word(word, &bit) != TG_OK) {
#define TG_X(id, shift, known) " " known
            fail("--normalise: unknown word \"%.*s\"; there are:" TG_NORMALISE_LIST(TG_X), (int)length, name);
#undef TG_X
            return false;
        }
        *normalise |= (uint32_t)bit;
        name = name[length] ? name + length + 1 : NULL;
    }
    return true;
}

tg_store *store_open(const cli_options *options)
{
    tg_store_options wanted = TG_STORE_INIT;
    tg_store *store = NULL;
    tg_error error;
    wanted.containment = options->containment;
    wanted.as_made = !options->threshold && !options->normalise && !options->containment;
    if (!store_threshold(options, &wanted.threshold) || !store_normalise(options, &wanted.normalise))
        return NULL;
    if (tg_store_open(options->store, &wanted, NULL, &store, &error) == TG_OK)
        return store;
    fail_error(&error);
    return NULL;
}

bool store_close(tg_store *store)
{
    tg_error error;
    if (tg_store_close(store, &error) == TG_OK)
        return true;
    fail_error(&error);
    return false;
}

const char *store_id(const char *id)
{
    size_t length = strlen(id);
    return length > TG_ID_LENGTH ? id + (length - TG_ID_LENGTH) : id;
}
