/* The scan for disguised words: reads a text once, knows the places where somebody may have disguised something, and
 * searches from there. Ordinary text has few of them, so this costs little. */
#ifndef TG_GUISE_SCAN_H
#define TG_GUISE_SCAN_H

#include "guise/ahead.h"
#include "guise/search.h"

enum {
    TG_GUISE_BACK = 8,      /* characters before a suspicious place at which a word may begin … */
    TG_GUISE_TOKENS = 5,    /* … or, in scripts with blanks, so many words of a phrase before it */
    TG_GUISE_FARTHEST = 192 /* bytes, at most */
};

typedef struct tg_guise_letter {
    size_t begin;
    uint32_t code_point, trait;
    bool joins; /* it is a Han character, right behind another one */
} tg_guise_letter;

/* The first word of a phrase, and what follows. */
typedef struct tg_guise_phrase {
    size_t begin, second; /* where they begin */
    uint32_t spelling;    /* of the first one */
    uint32_t letter;      /* that the second one begins with; 0: not known */
} tg_guise_phrase;

typedef struct tg_guise_scan {
    tg_search search;
    tg_ahead ahead;
    tg_ahead_fn look_ahead;
    bool one_by_one;         /* nothing is passed over; for tests, what is found is the same */
    uint8_t harmless[128];   /* ASCII signs that may be between plain words; see pass.c */
    uint32_t heard[TG_HAN_SOUNDS]; /* for each syllable the one that stands for all that sound alike to some */
    size_t at;               /* what is before has been read */
    size_t searched;         /* words that begin before this byte have been searched for */
    tg_guise_letter ring[TG_GUISE_BACK]; /* the last letters, Han characters and all */
    size_t letters;          /* how many there were */
    tg_guise_phrase phrases[TG_GUISE_TOKENS]; /* the last runs of letters that may begin a phrase, as a ring */
    size_t phrase_count;
    size_t token;            /* where the last run of letters, digits and signs begins */
    uint32_t spelling;       /* hash of the letters since anything else … */
    size_t spelt_begin;      /* … where they begin … */
    bool spelt_behind_han;   /* … and whether a Han character is just before … */
    unsigned spelt;          /* … and how many they are */
    uint32_t syllable;       /* hash of the last run of letters, if that is the pinyin of a part of a word … */
    size_t syllables_begin;  /* … and where the first of such runs begins */
    unsigned singles;        /* single letters in a row, divided by anything */
    unsigned segment;        /* letters since the last gap */
    unsigned gap;            /* what is since the last letter: TG_GAP_* */
    bool mask;               /* among them a sign that may hide something */
    bool sign_before;        /* a sign that may be a letter is just before */
    uint32_t letter_before;  /* number of the letter before the last one, in one word */
    uint32_t before;         /* trait of the last letter that was another one */
    uint32_t last, trait;    /* the last letter (lower case) and its trait … */
    tg_kind kind;
    bool was_lower;
    bool waits;              /* the last letter is suspicious only if it and the next one fit those before the gap */
    bool is_segment_short;   /* there is but one letter between the last two gaps */
    unsigned run;            /* … and how often it stood there */
    size_t doubled;          /* number of the letter that was last doubled, 0: none */
    bool is_odd;             /* the last Han character does not go with the one before, as in ordinary text */
    bool begins;             /* words begin with the last two Han characters, by sound */
} tg_guise_scan;

/* Makes a scan ready for the tables of a pack; they must outlive it. */
void tg_guise_scan_init(tg_guise_scan *scan, const tg_guises *guises, const tg_fold *fold, const tg_lane *lane,
                        const tg_automaton *automaton, const char *strings);

/* Begins a text. The other members of `scan.search` are set by then. */
void tg_guise_start(tg_guise_scan *scan, const char *text, size_t length);

/* Reads on until byte `until`. What is found begins at or behind tg_guise_settled of before. */
tg_status tg_guise_advance(tg_guise_scan *scan, size_t until);

/* No word that is found from now on begins before this byte. */
size_t tg_guise_settled(const tg_guise_scan *scan);

#endif
