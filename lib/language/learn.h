/* Learning languages from words: a table for each script that several languages share; see README.md of this room. */
#ifndef TG_LANGUAGE_LEARN_H
#define TG_LANGUAGE_LEARN_H

#include "language/language.h"

typedef struct tg_language_example {
    const char *tag;   /* BCP 47, or "und" */
    const char *text;  /* words */
    size_t length;
    uint32_t weight;   /* how often it is drawn, in comparison with others of its script */
    bool is_piece;     /* of a word, whose ends are unknown */
} tg_language_example;

typedef struct tg_language_learning {
    uint64_t draws;    /* of words or phrases, for each column of a table on the average */
    uint64_t seed;
} tg_language_learning;

/* The tables learnt, each a section of a pack. */
typedef struct tg_languages_learnt {
    tg_vector index, letters, scripts, labels, rows;
} tg_languages_learnt;

void tg_languages_learnt_init(tg_languages_learnt *learnt, const tg_allocator *allocator);
void tg_languages_learnt_free(tg_languages_learnt *learnt);

/* Deterministic: nothing but the four operations and square roots on numbers whose order is given. */
tg_status tg_languages_learn(tg_languages_learnt *learnt, const tg_allocator *allocator, const tg_fold *fold,
                             const tg_language_learning *learning, const tg_language_example *examples, size_t count,
                             tg_error *error);

#endif
