/* A file of documents, one a line, of which any can be read at any time. Of a line there is kept where it begins; its
 * text is read again when it is asked for, so that memory does not grow with the text. */
#ifndef CLI_CORPUS_H
#define CLI_CORPUS_H

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>

#include "jsonl.h"
#include "textgate.h"

enum { CORPUS_THREADS = 256 };

/* What a thread read last. */
typedef struct cli_page {
    cli_buffer line;
    cli_jsonl parsed;
    bool is_parsed;
} cli_page;

typedef struct cli_corpus {
    const char *name, *field; /* of --jsonl, or NULL */
    int fd;                   /* -1: all of it is in `memory` */
    cli_buffer memory;
    uint64_t *begins;         /* of each line, and of what would follow the last */
    size_t count, capacity;
    cli_page pages[CORPUS_THREADS + 1];
    pthread_mutex_t lock;     /* of the problem */
    cli_buffer problem;       /* why a line could not be read */
} cli_corpus;

/* Opens a file, or standard input for "-", and finds its lines. false: a message was printed. */
bool corpus_open(cli_corpus *corpus, const char *name, const char *field);
void corpus_close(cli_corpus *corpus);

/* As tg_text_fn, `user` being the corpus. A blank line of --jsonl is an empty text. */
tg_status corpus_text(void *user, unsigned thread, size_t index, const char **text, size_t *length);

/* Appends the id of the document that the thread read last, or its line number where it has none. */
void corpus_add_id(const cli_corpus *corpus, unsigned thread, size_t index, cli_buffer *out);

/* Whether a line is blank, of --jsonl: nothing is said of it. */
bool corpus_is_blank(const cli_corpus *corpus, unsigned thread);

#endif
