/* Words to keyed hashes: what a pack of a private list has of its entries. */
#include <string.h>

#include "base/error.h"
#include "base/sort.h"
#include "pack/compile.h"

static int compare(const void *a, const void *b)
{
    const tg_secret_hash *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static bool add(tg_compile *c, uint64_t hash, uint32_t entry, uint32_t tokens)
{
    tg_secret_hash secret = {hash, entry, tokens};
    return tg_vector_append(&c->secrets, &secret, 1);
}

/* The reader is too large for the stack of small threads, yet compiling is no scan. */
tg_status tg_compile_secret(tg_compile *c, const char *text, size_t length, uint32_t entry)
{
    tg_secret_reader reader;
    size_t tokens = 0, bytes = 0, counted = 0;
    tg_secret_start(&reader, &c->fold, text, length);
    while (tg_secret_next(&reader)) {
        const tg_secret_token *last = &reader.tokens[reader.count - 1];
        bytes += last->length + 1u;
        counted += tokens == 0 || !(last->digits && last[-1].digits);
        if (++tokens > TG_SECRET_TOKENS || bytes > TG_SECRET_BYTES)
            return tg_fail(c->error, TG_LIMIT, "an entry of a hashed list has more than %d words or %d bytes",
                TG_SECRET_TOKENS,
                           TG_SECRET_BYTES);
    }
    if (tokens == 0)
        return TG_OK;
    return add(c, tg_secret_hash_of(&reader, tokens, c->with->key), entry, (uint32_t)counted) ? TG_OK : TG_NO_MEMORY;
}

tg_status tg_compile_finish_secrets(tg_compile *c)
{
    if (!c->with->key || c->entries.count == 0)
        return TG_OK;
    if (!add(c, tg_secret_hash_of_key(c->with->key), 0, 0))
        return TG_NO_MEMORY;
    for (uint32_t number = 0; c->secrets.count % TG_SECRET_PADDING; number++) {
        unsigned char hash[16];
        tg_keyed keyed;
        uint64_t first;
        tg_keyed_begin(&keyed, c->with->key);
        tg_keyed_add(&keyed, &number, sizeof number);
        tg_keyed_end(&keyed, hash);
        memcpy(&first, hash, sizeof first);
        const tg_secret_hash *like = &TG_ITEMS(&c->secrets, tg_secret_hash)[number % c->secrets.count];
        if (!add(c, first, like->entry, like->tokens ? like->tokens : 1))
            return TG_NO_MEMORY;
    }
    tg_sort(c->secrets.items, c->secrets.count, sizeof(tg_secret_hash), compare);
    return TG_OK;
}
