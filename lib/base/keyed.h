/* Keyed hashes: nobody without the key can tell what was hashed, nor make one. BLAKE2b, of libsodium. */
#ifndef TG_BASE_KEYED_H
#define TG_BASE_KEYED_H

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TG_KEY_LEAST = 16 /* bytes */ };

/* A key for one purpose, made of a secret. */
typedef struct tg_key {
    unsigned char bytes[32];
} tg_key;

/* Makes a key of a secret of any length from TG_KEY_LEAST bytes; another purpose gives another key. */
void tg_key_derive(tg_key *key, const void *secret, size_t length, const char *purpose);

/* A hash under way. */
typedef struct tg_keyed {
    crypto_generichash_state state;
} tg_keyed;

void tg_keyed_begin(tg_keyed *keyed, const tg_key *key);
void tg_keyed_add(tg_keyed *keyed, const void *bytes, size_t length);
void tg_keyed_end(tg_keyed *keyed, unsigned char out[16]);

#endif
