/* How far a run has come, and what it did. */
#include "progress.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "buffer.h"
#include "message.h"

#define FIRST_AFTER 1.0 /* seconds: shorter runs need no progress */
#define REDRAW_EVERY 0.2

/* There is one terminal, and errors from anywhere must take the line off it, hence one state for the process. */
static struct {
    bool on, drawn;
    uint64_t total, done;
    double begun, next;
} state;

static double read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double clock_now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

double clock_thread(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

void progress_begin(uint64_t total)
{
    state.on = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
    state.total = total;
    state.begun = clock_now();
    state.next = state.begun + FIRST_AFTER;
}

void progress_add(uint64_t more)
{
    state.done += more;
    if (!state.on)
        return;
    double now = clock_now();
    if (now < state.next)
        return;
    double done = (double)state.done;
    fputs("\r\033[K", stderr);
    if (state.total)
        fprintf(stderr, "%3.0f %%  ", 100 * done / (double)(state.total > state.done ? state.total : state.done));
    fprintf(stderr, "%.1f MB, %.1f MB/s", done / 1e6, done / 1e6 / (now - state.begun));
    fflush(stderr);
    state.drawn = true;
    state.next = now + REDRAW_EVERY;
}

void progress_set(uint64_t done)
{
    state.done = done;
    double now = clock_now();
    if (!state.on || now < state.next || state.total == 0)
        return;
    fprintf(stderr, "\r\033[K%3.0f %%", 100 * (double)done / (double)state.total);
    fflush(stderr);
    state.drawn = true;
    state.next = now + REDRAW_EVERY;
}

void progress_clear(void)
{
    if (!state.drawn)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    state.drawn = false;
}

void stats_print(const cli_tally *tally, double seconds)
{
    cli_buffer out = {0};
    buffer_format(&out, "documents  %" PRIu64 " (", tally->documents);
    for (int action = TG_ACTION_BLOCK; action >= TG_ACTION_PASS; action--)
        buffer_format(&out, "%s %" PRIu64 "%s", tg_action_word((tg_action)action), tally->actions[action],
                      action == TG_ACTION_PASS ? ")\n" : ", ");
    buffer_format(&out, "bytes      %" PRIu64 "\n", tally->bytes);
    buffer_format(&out, "seconds    %.3f\n", seconds);
    buffer_format(&out, "MB/s       %.1f\n", seconds > 0 ? (double)tally->bytes / 1e6 / seconds : 0.0);
    if (tally->scanning > 0) /* the rest is reading, counting and writing results */
        buffer_format(&out, "scanning   %.3f s, %.1f MB/s a processor\n", tally->scanning,
                      (double)tally->bytes / 1e6 / tally->scanning);
    buffer_format(&out, "findings   %" PRIu64 "\n", tally->findings);
    for (size_t i = 0; i < tally->categories.length; i++)
        buffer_format(&out, "  %-20s %" PRIu64 "\n", tally->categories.rows[i].name, tally->categories.rows[i].count);
    write_all(STDERR_FILENO, "standard error", out.data, out.length);
    buffer_free(&out);
}
