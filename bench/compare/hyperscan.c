/* Runner of Hyperscan's and Vectorscan's literal matchers, which have the same interface. Bytes, all matches, ends only. */
#include <hs.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

static hs_database_t *database;

static void build(const runner_words *words, runner_match match, runner_report report)
{
    if (match != RUNNER_EXACT && match != RUNNER_CASELESS)
        runner_unsupported("does not fold");
    if (report == RUNNER_LONGEST)
        runner_unsupported("reports all matches only");
    unsigned *flags = calloc(words->count, sizeof *flags), *ids = calloc(words->count, sizeof *ids);
    if (!flags || !ids)
        runner_fail("runner", "out of memory");
    for (size_t i = 0; i < words->count; i++) {
        flags[i] = match == RUNNER_CASELESS ? HS_FLAG_CASELESS : 0;
        ids[i] = (unsigned)i;
    }
    hs_compile_error_t *error = NULL;
    if (hs_compile_lit_multi(words->text, flags, ids, words->length, (unsigned)words->count, HS_MODE_BLOCK, NULL,
                             &database, &error) != HS_SUCCESS)
        runner_fail("compile", error->message);
    free(flags);
    free(ids);
}

static void about(runner_about *about)
{
    static char version[64];
    strncpy(version, hs_version(), sizeof version - 1);
    version[strcspn(version, " ")] = '\0';
    about->name = RUNNER_NAME;
    about->version = version;
    hs_database_size(database, &about->automaton_bytes);
}

static void *open_worker(void)
{
    hs_scratch_t *scratch = NULL;
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
        runner_fail("scratch", "cannot be allocated");
    return scratch;
}

static void close_worker(void *worker)
{
    hs_free_scratch(worker);
}

static int count_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *user)
{
    runner_tally *tally = user;
    (void)id, (void)from, (void)flags;
    tally->matches++;
    tally->ends += to;
    return 0;
}

static bool scan(void *worker, const runner_texts *texts, runner_calls calls, runner_tally *tally)
{
    if (calls == RUNNER_PACKED)
        return false;
    for (size_t i = 0; i < texts->count; i++)
        hs_scan(database, texts->data + texts->starts[i], (unsigned)(texts->ends[i] - texts->starts[i]), 0, worker,
                count_match, tally);
    return true;
}

const runner_engine runner_engine_of_program = {build, about, open_worker, close_worker, scan};
