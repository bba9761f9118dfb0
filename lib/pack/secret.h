/* Lists that give nothing away: of each entry a pack has a keyed hash (SipHash-2-4) of its folded tokens. What the
 * hash is of is the same for the compiler and the scanner, and stands here. */
#ifndef TG_PACK_SECRET_H
#define TG_PACK_SECRET_H

#include "base/keyed.h"
#include "text/fold.h"

enum {
    TG_SECRET_TOKENS = 16,  /* of an entry, at most */
    TG_SECRET_BYTES = 256,  /* of its folded text */
    TG_SECRET_GAP = 3,      /* characters between two tokens of one entry, at most */
    TG_SECRET_PADDING = 256 /* entries are filled up with others that nothing has, to a multiple of this */
};

/* Sorted by hash. The one with no tokens is the key's own: it tells whether a key is the right one. */
typedef struct tg_secret_hash {
    uint64_t hash;
    uint32_t entry, tokens;
} tg_secret_hash;

/* A word of a script that writes spaces, or one character of a script that does not. */
typedef struct tg_secret_token {
    uint32_t begin, end; /* bytes of the source */
    uint16_t first, length; /* folded, in the tokenizer's bytes */
    bool digits;
    bool follows;        /* close enough to the token before */
} tg_secret_token;

/* Tokens of a text one after another, with the last ones kept. */
typedef struct tg_secret_reader {
    const tg_fold *fold;
    const char *text;
    size_t length, at;
    size_t gap;          /* characters since the last token */
    bool breaks;         /* a line feed among them */
    char bytes[TG_SECRET_BYTES * 4];
    size_t used;
    tg_secret_token tokens[TG_SECRET_TOKENS * 4];
    size_t count;
} tg_secret_reader;

void tg_secret_start(tg_secret_reader *reader, const tg_fold *fold, const char *text, size_t length);

/* Reads the next token, which becomes the last one; false at the end. */
bool tg_secret_next(tg_secret_reader *reader);

/* The hash of the last `count` tokens; between digits nothing stands, so that a number has one hash however it is
 * divided. */
uint64_t tg_secret_hash_of(const tg_secret_reader *reader, size_t count, const tg_key *key);

/* The hash that tells a key. */
uint64_t tg_secret_hash_of_key(const tg_key *key);

#endif
