/* Sources on their way to a pack: what the steps of compiling share. */
#ifndef TG_PACK_COMPILE_H
#define TG_PACK_COMPILE_H

#include "pack/builder.h"
#include "pack/pack.h"

/* A word before the symbols are numbered. */
typedef struct tg_folded_word {
    size_t first;    /* in `code_points` */
    uint32_t length; /* code points */
    uint32_t word;
} tg_folded_word;

typedef struct tg_compile {
    const tg_source *source;
    const tg_compiling *with;
    const tg_allocator *allocator;
    tg_error *error;
    tg_fold_store fold_store;
    tg_fold fold;
    tg_lane_store lane_store;
    tg_lane lane;
    tg_automaton_store automaton_store;
    tg_automaton automaton;
    tg_guise_store guise_store;
    tg_guises guises;
    tg_vector code_points;   /* uint32_t: of all the words */
    tg_vector folded;        /* tg_folded_word */
    tg_vector symbols;       /* uint16_t: of all the words */
    tg_vector words;         /* tg_word */
    tg_vector parts;         /* uint32_t */
    tg_vector combinations;  /* tg_combination */
    tg_vector patterns;      /* tg_pack_pattern */
    tg_vector entries;       /* tg_pack_entry */
    tg_vector attributes;    /* tg_pack_attributes */
    tg_vector dictionaries;  /* tg_pack_dictionary */
    tg_vector strings;       /* char */
    tg_vector secrets;       /* tg_secret_hash */
    uint32_t empty;          /* offset of "" */
    uint32_t longest;        /* symbols */
    uint32_t symbols_used;   /* distinct folded code points */
} tg_compile;

/* The second half: symbols are numbered, the automaton and the guises are built, and the sections written out. */
tg_status tg_compile_assemble(tg_compile *c, tg_pack **pack);

/* Of a hashed list (compile_secrets.c): adds a word's hash; adds the key's own, fills up and sorts. */
tg_status tg_compile_secret(tg_compile *c, const char *text, size_t length, uint32_t entry);
tg_status tg_compile_finish_secrets(tg_compile *c);

#endif
