/* The search for a word in disguise: from one place of the text down the trie of the automaton, trying at each character
 * what it may stand for. Each way to a word is judged; what passes is handed over. */
#ifndef TG_GUISE_SEARCH_H
#define TG_GUISE_SEARCH_H

#include "guise/unit.h"

enum {
    TG_PATH_LONGEST = 64,    /* symbols of a word that can be found in disguise */
    TG_CANDIDATES = 64,      /* words with the same key that are compared */
    TG_PATH_GAP = 6          /* units of noise between two characters of a word, at most */
};

/* What stands between two characters of a word, as a set. */
enum {
    TG_GAP_SPACE = 1,
    TG_GAP_BREAK = 2,
    TG_GAP_STOP = 4,
    TG_GAP_JOIN = 8,
    TG_GAP_SIGN = 16
};

/* What a character that is no letter adds to a gap. */
static inline uint8_t tg_gap_of(tg_kind kind)
{
    if (kind < TG_KIND_SPACE || kind > TG_KIND_SIGN)
        return 0;
    return (uint8_t)(TG_GAP_SPACE << (kind - TG_KIND_SPACE));
}

/* One symbol of a word and what stands for it. */
typedef struct tg_step {
    uint8_t unit, span; /* units [unit, unit + span) */
    uint8_t how;        /* TG_HOW_* */
    uint8_t gap;        /* before them */
    uint8_t seen;       /* of the path up to here: what bars some ways to go on (search.c) */
} tg_step;

typedef struct tg_path {
    tg_step steps[TG_PATH_LONGEST];
    size_t count;
} tg_path;

typedef struct tg_guise_hit {
    uint32_t word;
    tg_range range;
    tg_match match;  /* LOOSE or SOUND */
    uint32_t tricks;
} tg_guise_hit;

typedef tg_status (*tg_guise_fn)(const tg_guise_hit *hit, void *user);

typedef struct tg_search {
    const tg_fold *fold;
    const tg_lane *lane;
    const tg_guises *guises;
    const tg_automaton *automaton;
    const char *strings;  /* that the words' texts are in */
    tg_units units;
    tg_path path;
    unsigned steps_left;
    size_t plain_until;   /* units that begin before this byte stand for themselves only */
    uint16_t letters[26]; /* symbols of a to z … */
    uint16_t blank;       /* … and of the blank */
    uint8_t leads[128];   /* what words may begin with an ASCII character; see letters.c */
    tg_status status;
    tg_guise_fn found;
    void *user;
} tg_search;

/* Makes a search ready for the tables of a pack; they must outlive it. */
void tg_search_init(tg_search *search, const tg_guises *guises, const tg_fold *fold, const tg_lane *lane,
                    const tg_automaton *automaton, const char *strings);

/* Finds the words whose first character is the unit of that number; what begins before byte `plain_until` is not taken for
 * anything else than it is. Time and stack are bounded by constants. */
void tg_search_from(tg_search *search, size_t unit, size_t plain_until);

/* Finds the words of Han characters, without noise between them, that have this key, at a byte of the text. */
void tg_search_han(tg_search *search, size_t at, uint32_t key);

/* Finds the words of Han characters, without noise between them, in which the one at byte `at` stands for one that looks like
 * it, and which begin at byte `from` or behind it. */
void tg_search_around(tg_search *search, size_t from, size_t at);

/* Finds the words of letters, of which signs hide some, that begin at a byte of the text. */
void tg_search_masked_letters(tg_search *search, size_t at);

/* Two Han characters with a sign between, and where the characters up to the left one begin: that one, the one before … */
typedef struct tg_masked_han {
    uint32_t left, right;
    size_t begins[8], known;
} tg_masked_han;

/* Finds the words of Han characters of which the sign hides one. */
void tg_search_masked_han(tg_search *search, const tg_masked_han *place);

/* Whether a sign is one that people hide characters with. */
bool tg_is_mask(uint32_t code_point);

/* Whether it is one that is common inside words. */
static inline bool tg_is_weak_mask(uint32_t code_point)
{
    return code_point == '-' || code_point == '_' || code_point == '.' || code_point == '?' || code_point == '%' ||
           code_point == '@';
}

/* How a unit stands for a character of a word: TG_HOW_*, or TG_HOW_BLANK if it does not. */
typedef uint8_t (*tg_how_fn)(const tg_search *search, const tg_word *word, const tg_unit *unit, uint32_t meant);

/* Compares the units from number `first` on with a word, character by character; true if they stand for it, and there is a
 * path then. *is_whole: the last unit does not stand there more often than the word has it. */
bool tg_compare_word(tg_search *search, const tg_word *word, size_t first, tg_how_fn how_of, bool *is_whole);

/* Whether a path to a word is a disguise that somebody meant; fills range, match and tricks. See judge.c. */
bool tg_judge(tg_search *search, const tg_word *word, tg_guise_hit *hit);

#endif
