/* What the runners written in C share: the words, the texts, the clock, and the protocol that README.md describes. A runner
 * gives an engine; runner.c is its main program. */
#ifndef RUNNER_H
#define RUNNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct runner_words {
    const char **text; /* each ends with NUL as well */
    size_t *length;
    size_t count;
} runner_words;

/* How words are compared with the text: byte for byte, with ASCII letters of either case, folded, or with disguises
 * undone. */
typedef enum runner_match { RUNNER_EXACT, RUNNER_CASELESS, RUNNER_FOLD, RUNNER_LOOSE, RUNNER_MATCHES } runner_match;

/* Which matches are told: all of them, or the leftmost and of those the longest, none overlapping another. */
typedef enum runner_report { RUNNER_ALL, RUNNER_LONGEST, RUNNER_REPORTS } runner_report;

/* How the texts are handed over: the file as one text, a call for each line, or all lines in one call. */
typedef enum runner_calls { RUNNER_WHOLE, RUNNER_LINES, RUNNER_PACKED, RUNNER_CALLS } runner_calls;

/* Texts back to back; text i begins at starts[i], where the one before it ends, and ends at ends[i]. */
typedef struct runner_texts {
    const char *data;
    const size_t *starts, *ends;
    size_t count;
} runner_texts;

/* What a pass over the texts found. `ends` is the sum of the ends of the matches within their texts: two engines that agree
 * in both found the same places. */
typedef struct runner_tally {
    uint64_t matches, ends;
    uint64_t allocations; /* calls of the allocator in the pass, where the engine lets us count them */
} runner_tally;

/* What a runner tells of itself once it is built; 0 is not known. */
typedef struct runner_about {
    const char *name, *version;
    size_t automaton_bytes, bytes, states;
    double open_seconds; /* to open the saved automaton, checked */
} runner_about;

typedef struct runner_engine {
    /* Builds the engine; what it cannot do it tells by runner_unsupported. */
    void (*build)(const runner_words *words, runner_match match, runner_report report);
    void (*about)(runner_about *about);
    /* One thread's working memory. */
    void *(*open)(void);
    void (*close)(void *worker);
    /* A pass over the texts. False: it has no such kind of call. */
    bool (*scan)(void *worker, const runner_texts *texts, runner_calls calls, runner_tally *tally);
} runner_engine;

extern const runner_engine runner_engine_of_program;

/* Tells that the engine cannot do what is asked of it, and ends the program in good order. */
_Noreturn void runner_unsupported(const char *why);

/* Tells what went wrong, and ends the program. */
_Noreturn void runner_fail(const char *what, const char *why);

/* Processor time of the process, in seconds. */
double runner_seconds(void);

#endif
