/* Keyed hashes, as keyed.h tells. The purpose is BLAKE2b's personal string. */
#include "base/keyed.h"

#include <string.h>

void tg_key_derive(tg_key *key, const void *secret, size_t length, const char *purpose)
{
    unsigned char personal[crypto_generichash_blake2b_PERSONALBYTES] = {0};
    size_t n = strlen(purpose);
    memcpy(personal, purpose, n < sizeof personal ? n : sizeof personal);
    crypto_generichash_blake2b_salt_personal(key->bytes, sizeof key->bytes, secret, length, NULL, 0, NULL, personal);
}

void tg_keyed_begin(tg_keyed *keyed, const tg_key *key)
{
    crypto_generichash_init(&keyed->state, key->bytes, sizeof key->bytes, 16);
}

void tg_keyed_add(tg_keyed *keyed, const void *bytes, size_t length)
{
    crypto_generichash_update(&keyed->state, bytes, length);
}

void tg_keyed_end(tg_keyed *keyed, unsigned char out[16])
{
    crypto_generichash_final(&keyed->state, out, 16);
}
