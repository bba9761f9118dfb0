/* `textgate dedupe`: which lines of a file repeat each other. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "corpus.h"
#include "message.h"
#include "progress.h"
#include "store.h"

/* What is told of a line. `of` is NULL of the first of its cluster. */
typedef struct row {
    size_t line;
    const char *id, *of;
    uint64_t cluster;
    double similarity;
} row;

static void add_string(cli_buffer *out, const char *text)
{
    json_t *value = json_text(text, strlen(text));
    if (!value)
        die("out of memory");
    json_add(out, value, 0);
    json_decref(value);
}

static void add_row(cli_buffer *out, const row *r)
{
    buffer_format(out, "{\"line\":%zu,\"id\":", r->line);
    add_string(out, r->id);
    buffer_format(out, ",\"cluster\":%" PRIu64 ",\"of\":", r->cluster);
    if (r->of) {
        add_string(out, r->of);
        buffer_format(out, ",\"similarity\":%.4g}\n", r->similarity);
    } else {
        buffer_text(out, "null,\"similarity\":null}\n");
    }
}

static void print_some(cli_buffer *out, size_t least)
{
    if (out->length < least)
        return;
    print_bytes(out->data, out->length);
    out->length = 0;
}

static int fail_at_line(cli_corpus *corpus, tg_status status)
{
    progress_clear();
    return corpus->problem.length ? fail("%s", buffer_string(&corpus->problem))
                                  : fail("%s: %s", corpus->name, tg_status_text(status));
}

/* ---- all at once ---- */

typedef struct batch {
    cli_corpus *corpus;
    tg_cluster_member *members;
} batch;

static tg_status text_of(void *user, unsigned thread, size_t index, const char **text, size_t *length)
{
    return corpus_text(((batch *)user)->corpus, thread, index, text, length);
}

static int show(double done, void *user)
{
    (void)user;
    if (done > 0)
        progress_set((size_t)(done * 100));
    return 0;
}

/* Another thread's page is used to read the text that a line is like, so that its own stays. */
static tg_status print_clusters(batch *b)
{
    cli_buffer out = {0}, id = {0}, of = {0};
    const char *text;
    size_t length;
    tg_status status = TG_OK;
    for (size_t i = 0; i < b->corpus->count && status == TG_OK; i++) {
        const tg_cluster_member *m = &b->members[i];
        row r = {.line = i + 1, .cluster = (uint64_t)m->cluster + 1, .similarity = (double)m->similarity};
        id.length = of.length = 0;
        if (b->corpus->field)
            status = corpus_text(b->corpus, 0, i, &text, &length);
        if (status == TG_OK && corpus_is_blank(b->corpus, 0))
            continue;
        corpus_add_id(b->corpus, 0, i, &id);
        if (status == TG_OK && m->of != i && b->corpus->field)
            status = corpus_text(b->corpus, 1, m->of, &text, &length);
        corpus_add_id(b->corpus, 1, m->of, &of);
        r.id = buffer_string(&id);
        r.of = m->of != i ? buffer_string(&of) : NULL;
        if (status == TG_OK)
            add_row(&out, &r);
        print_some(&out, 1 << 16);
    }
    print_some(&out, 1);
    buffer_free(&out);
    buffer_free(&id);
    buffer_free(&of);
    return status;
}

static int dedupe_batch(const cli_options *options, cli_corpus *corpus)
{
    tg_clustering c = TG_CLUSTERING_INIT;
    if (!store_threshold(options, &c.threshold) || !store_normalise(options, &c.normalise))
        return STATUS_ERROR;
    batch b = {corpus, malloc((corpus->count + 1) * sizeof *b.members)};
    if (!b.members)
        die("out of memory");
    tg_error error;
    c.threads = (unsigned)options->threads;
    c.progress = show;
    c.user = &b;
    progress_begin(100);
    tg_status status = tg_cluster(corpus->count, text_of, &c, NULL, b.members, &error);
    progress_clear();
    if (status == TG_OK)
        status = print_clusters(&b);
    free(b.members);
    return status == TG_OK ? STATUS_CLEAN : fail_at_line(corpus, status);
}

/* ---- in turn ---- */

static tg_status dedupe_line(cli_corpus *corpus, tg_store *store, size_t index, cli_buffer *out, tg_error *error)
{
    const char *text;
    size_t length, count;
    uint64_t group;
    tg_repeat repeat;
    cli_buffer id = {0};
    tg_status status = corpus_text(corpus, 0, index, &text, &length);
    if (status != TG_OK || corpus_is_blank(corpus, 0))
        return status;
    corpus_add_id(corpus, 0, index, &id);
    const char *own = buffer_string(&id);
    status = tg_store_look_up_and_remember(store, store_id(own), text, length, &repeat, 1, &count, &group, error);
    if (status == TG_OK) {
        row r = {.line = index + 1, .id = own, .of = count ? repeat.id : NULL, .cluster = group + 1,
                 .similarity = count ? repeat.similarity : 0};
        add_row(out, &r);
    }
    buffer_free(&id);
    return status;
}

static int dedupe_in_turn(const cli_options *options, cli_corpus *corpus)
{
    tg_store *store = store_open(options);
    if (!store)
        return STATUS_ERROR;
    cli_buffer out = {0};
    tg_error error = {0};
    tg_status status = TG_OK;
    progress_begin(corpus->count);
    for (size_t i = 0; i < corpus->count && status == TG_OK; i++) {
        status = dedupe_line(corpus, store, i, &out, &error);
        print_some(&out, 1 << 16);
        progress_set(i);
    }
    progress_clear();
    print_some(&out, 1);
    buffer_free(&out);
    int result = STATUS_CLEAN;
    if (status != TG_OK)
        result = error.message[0] ? fail_error(&error) : fail_at_line(corpus, status);
    return store_close(store) ? result : STATUS_ERROR;
}

int dedupe_command(const cli_options *options)
{
    if (options->operands.length > 1)
        return fail("one FILE at a time (see `textgate help dedupe`)");
    const char *name = options->operands.length ? options->operands.items[0] : "-";
    cli_corpus *corpus = malloc(sizeof *corpus);
    if (!corpus)
        die("out of memory");
    json_object_seed(0); /* which Jansson asks for before there are threads */
    int status = STATUS_ERROR;
    if (corpus_open(corpus, name, options->jsonl)) {
        status = options->store ? dedupe_in_turn(options, corpus) : dedupe_batch(options, corpus);
        corpus_close(corpus);
    }
    free(corpus);
    return status;
}
