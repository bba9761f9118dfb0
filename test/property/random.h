/* Random texts for property tests. The seed is printed; TEXTGATE_SEED overrides it and TEXTGATE_ROUNDS multiplies the
 * rounds. Included by one .c file a program. */
#ifndef TEST_RANDOM_H
#define TEST_RANDOM_H

#include <inttypes.h>
#include <time.h>

#include "../api/support.h"
#include "base/utf8.h"

static uint64_t random_state;

/* Called once by main(). */
static inline void random_begin(void)
{
    const char *seed = getenv("TEXTGATE_SEED");
    random_state = seed ? strtoull(seed, NULL, 0) : (uint64_t)time(NULL);
    printf("TEXTGATE_SEED=%" PRIu64 "\n", random_state);
    fflush(stdout);
}

/* Splitmix64. */
static inline uint64_t random_next(void)
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* A number less than `bound`, which is not 0. */
static inline size_t random_below(size_t bound)
{
    return (size_t)(random_next() % bound);
}

static inline long random_rounds(long standard)
{
    const char *factor = getenv("TEXTGATE_ROUNDS");
    return standard * (factor && atol(factor) > 0 ? atol(factor) : 1);
}

/* Bytes under way. */
typedef struct bytes {
    char *data;
    size_t length, capacity;
} bytes;

static inline void put(bytes *b, const char *data, size_t length)
{
    if (b->capacity - b->length <= length) {
        b->capacity = (b->length + length) * 2 + 64;
        b->data = realloc(b->data, b->capacity);
        ck_assert_ptr_nonnull(b->data);
    }
    memcpy(b->data + b->length, data, length);
    b->length += length;
    b->data[b->length] = '\0';
}

static inline void put_string(bytes *b, const char *text)
{
    put(b, text, strlen(text));
}

static inline void put_code_point(bytes *b, uint32_t code_point)
{
    char encoded[4];
    put(b, encoded, tg_utf8_encode(code_point, encoded));
}

/* Characters of many kinds, few enough of each that words meet again. */
static const char *const random_pieces[] = {
    "a", "b", "A", "\xEF\xBD\x81", "\xEF\xBC\xA2", "e", "\xC3\xA9", "\xC3\x9F", "s", "S", "\xEF\xAC\x81", "f", "i",
    "\xC4\xB0", "\xCC\x81", "\xCC\xA3", "\xCC\x87", "\xCD\x85", "\xCF\x89", "\xCE\xA9", "\xE1\xBF\xB3",
    "甲", "乙", "赌", "賭", "博", "開", "开", "\xEF\xA4\x80", "豈", "岂", "か", "が", "カ", "ガ", "\xEF\xBD\xB6", "\xEF\xBE\x9E",
    "\xE3\x82\x99", "가", "각", "\xE1\x84\x80", "\xE1\x85\xA1", "\xE1\x86\xA8", "ㄱ", "바", "박", "1", "①", "\xEF\xBC\x91",
    " ", "\xE3\x80\x80", ".", "\xE2\x80\x8B", "\xE2\x80\x8D", "\xC2\xAD", "\xEF\xB8\x8F", "\xE2\x80\xAE", "\xCD\x8F",
    "\xF0\x9D\x90\x9A", "\xF0\xA0\x80\x80", "ก", "\xE0\xB8\xB1", "\xE0\xB8\x99",
};
enum { PIECES = sizeof random_pieces / sizeof *random_pieces };

/* What stands in texts alone: line feeds and ill-formed sequences. */
static const char *const wild_pieces[] = {"\n", "\xFF", "\xE4\xBD", "\x80", "\xF0\x9F\x98", "\xC0\xAF", "\xED\xA0\x80"};

/* Some of the pieces, so that a text of them has words of them. */
typedef struct alphabet {
    const char *pieces[12];
    size_t count;
} alphabet;

static inline alphabet random_alphabet(void)
{
    alphabet a = {.count = 3 + random_below(10)};
    for (size_t i = 0; i < a.count; i++)
        a.pieces[i] = random_pieces[random_below(PIECES)];
    return a;
}

static inline void put_random(bytes *b, const alphabet *a, size_t count)
{
    while (count--)
        put_string(b, a->pieces[random_below(a->count)]);
}

/* A text of the alphabet, with ill-formed bytes and a NUL at times. */
static inline void put_random_text(bytes *b, const alphabet *a, size_t count)
{
    bool wild = random_below(4) == 0;
    for (size_t i = 0; i < count; i++) {
        if (!wild || random_below(10))
            put_random(b, a, 1);
        else if (random_below(3))
            put_string(b, wild_pieces[random_below(sizeof wild_pieces / sizeof *wild_pieces)]);
        else
            put(b, "", 1);
    }
}

/* Lengths: mostly short, seldom some tiles long. */
static inline size_t random_length(void)
{
    size_t kind = random_below(100);
    return kind < 90 ? random_below(40) : kind < 99 ? random_below(400) : 2000 + random_below(9000);
}

/* Whether every range of a verdict lies within the text and on borders of its code points. */
static inline bool ranges_are_sound(const tg_verdict *verdict, const char *text, size_t length)
{
    char *border = calloc(length + 1, 1);
    uint32_t c;
    for (size_t at = 0; at < length; at += tg_utf8_decode((const unsigned char *)text + at, length - at, &c))
        border[at] = 1;
    border[length] = 1;
    bool sound = true;
    const tg_finding *f;
    for (size_t i = 0; (f = tg_verdict_finding(verdict, i)) != NULL; i++) {
        sound &= f->begin < f->end && f->end <= length && border[f->begin] && border[f->end];
        for (size_t k = 0; k < f->part_count; k++)
            sound &= f->parts[k].begin >= f->begin && f->parts[k].end <= f->end && border[f->parts[k].begin] &&
                     border[f->parts[k].end];
    }
    free(border);
    return sound;
}

/* A text as hexadecimal bytes, for messages. To be freed. */
static inline char *hex_of(const char *text, size_t length)
{
    size_t shown = length < 400 ? length : 400;
    char *hex = malloc(2 * shown + 1);
    for (size_t i = 0; i < shown; i++)
        snprintf(hex + 2 * i, 3, "%02x", (unsigned char)text[i]);
    hex[2 * shown] = '\0';
    return hex;
}

#endif
