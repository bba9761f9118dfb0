/* Runner of what no matcher can pass on this machine: the text copied, by memcpy. */
#include <stdlib.h>
#include <string.h>

#include "runner.h"

static void build(const runner_words *words, runner_match match, runner_report report)
{
    (void)words, (void)match, (void)report;
}

static void about(runner_about *about)
{
    about->name = "memcpy";
    about->version = "";
}

/* Where the copy goes. */
typedef struct target {
    char *data;
    size_t room;
} target;

static void *open_worker(void)
{
    return calloc(1, sizeof(target));
}

static void close_worker(void *worker)
{
    target *t = worker;
    free(t->data);
    free(t);
}

static bool scan(void *worker, const runner_texts *texts, runner_calls calls, runner_tally *tally)
{
    target *t = worker;
    (void)calls;
    for (size_t i = 0; i < texts->count; i++) {
        size_t length = texts->ends[i] - texts->starts[i];
        if (length > t->room) {
            t->data = realloc(t->data, length);
            t->room = length;
        }
        if (!t->data)
            runner_fail("memcpy", "out of memory");
        memcpy(t->data, texts->data + texts->starts[i], length);
        tally->ends += (unsigned char)t->data[length / 2]; /* so that it is not optimised away */
    }
    return true;
}

const runner_engine runner_engine_of_program = {build, about, open_worker, close_worker, scan};
