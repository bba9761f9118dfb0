/* A file of documents, one a line; see corpus.h. */
#include "corpus.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input.h"
#include "message.h"

#define BLOCK ((size_t)1 << 18)

static void add_line(cli_corpus *corpus, uint64_t begin)
{
    if (corpus->count == corpus->capacity) {
        corpus->capacity = corpus->capacity ? corpus->capacity * 2 : 1024;
        corpus->begins = realloc(corpus->begins, corpus->capacity * sizeof *corpus->begins);
        if (!corpus->begins)
            die("out of memory");
    }
    corpus->begins[corpus->count++] = begin;
}

static void find_lines(cli_corpus *corpus, const char *text, size_t length, uint64_t offset)
{
    for (const char *at = text, *end = text + length; at < end; at++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (!at)
            break;
        add_line(corpus, offset + (uint64_t)(at - text) + 1);
    }
}

static bool index_file(cli_corpus *corpus)
{
    char *block = malloc(BLOCK);
    uint64_t offset = 0;
    ssize_t count;
    if (!block)
        die("out of memory");
    while ((count = pread(corpus->fd, block, BLOCK, (off_t)offset)) > 0 || (count < 0 && errno == EINTR)) {
        if (count < 0)
            continue;
        find_lines(corpus, block, (size_t)count, offset);
        offset += (uint64_t)count;
    }
    free(block);
    if (count < 0)
        fail("%s: %s", corpus->name, strerror(errno));
    else if (corpus->begins[corpus->count - 1] < offset)
        add_line(corpus, offset);
    return count == 0;
}

static bool read_memory(cli_corpus *corpus)
{
    cli_buffer problem = {0};
    bool read = input_read(corpus->name, &corpus->memory, &problem);
    if (!read)
        fail("%s: %s", corpus->name, buffer_string(&problem));
    buffer_free(&problem);
    if (!read)
        return false;
    find_lines(corpus, corpus->memory.data, corpus->memory.length, 0);
    if (corpus->begins[corpus->count - 1] < corpus->memory.length)
        add_line(corpus, corpus->memory.length);
    return true;
}

bool corpus_open(cli_corpus *corpus, const char *name, const char *field)
{
    struct stat info;
    *corpus = (cli_corpus){.name = name, .field = field, .fd = -1};
    pthread_mutex_init(&corpus->lock, NULL);
    add_line(corpus, 0);
    if (strcmp(name, "-") != 0 && stat(name, &info) == 0 && S_ISREG(info.st_mode))
        corpus->fd = open(name, O_RDONLY | O_CLOEXEC);
    bool opened = corpus->fd >= 0 ? index_file(corpus) : read_memory(corpus);
    corpus->count--; /* the last one is where the file ends */
    if (!opened)
        corpus_close(corpus);
    return opened;
}

void corpus_close(cli_corpus *corpus)
{
    for (size_t i = 0; i <= CORPUS_THREADS; i++) {
        if (corpus->pages[i].is_parsed)
            jsonl_free(&corpus->pages[i].parsed);
        buffer_free(&corpus->pages[i].line);
    }
    if (corpus->fd >= 0)
        close(corpus->fd);
    buffer_free(&corpus->memory);
    buffer_free(&corpus->problem);
    free(corpus->begins);
    pthread_mutex_destroy(&corpus->lock);
}

static tg_status fail_line(cli_corpus *corpus, size_t index, tg_status status, const char *problem)
{
    pthread_mutex_lock(&corpus->lock);
    if (corpus->problem.length == 0)
        buffer_format(&corpus->problem, "%s:%zu:%s", corpus->name, index + 1, problem);
    pthread_mutex_unlock(&corpus->lock);
    return status;
}

/* The bytes of a line without its end. */
static tg_status read_line(cli_corpus *corpus, cli_page *page, size_t index)
{
    uint64_t begin = corpus->begins[index];
    size_t length = (size_t)(corpus->begins[index + 1] - begin), read = 0;
    page->line.length = 0;
    char *to = buffer_room(&page->line, length + 1);
    if (corpus->fd < 0) {
        memcpy(to, corpus->memory.data + begin, length);
        read = length;
    }
    while (read < length) {
        ssize_t count = pread(corpus->fd, to + read, length - read, (off_t)(begin + read));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return fail_line(corpus, index, TG_IO, count < 0 ? strerror(errno) : "the file was shortened");
        read += (size_t)count;
    }
    if (length && to[length - 1] == '\n')
        length--;
    if (length && to[length - 1] == '\r')
        length--;
    page->line.length = length;
    return TG_OK;
}

static bool is_blank(const cli_buffer *line)
{
    for (size_t i = 0; i < line->length; i++)
        if (line->data[i] != ' ' && line->data[i] != '\t' && line->data[i] != '\r')
            return false;
    return true;
}

tg_status corpus_text(void *user, unsigned thread, size_t index, const char **text, size_t *length)
{
    cli_corpus *corpus = user;
    cli_page *page = &corpus->pages[thread];
    tg_status status = read_line(corpus, page, index);
    if (page->is_parsed)
        jsonl_free(&page->parsed);
    page->is_parsed = false;
    if (status != TG_OK)
        return status;
    *text = page->line.length ? page->line.data : "";
    *length = page->line.length;
    if (!corpus->field || is_blank(&page->line)) {
        *length = corpus->field ? 0 : *length;
        return TG_OK;
    }
    size_t mark = index == 0 && *length >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    cli_buffer problem = {0};
    page->is_parsed = jsonl_parse(&page->parsed, *text + mark, *length - mark, corpus->field, &problem);
    if (page->is_parsed) {
        *text = json_string_value(page->parsed.text);
        *length = json_string_length(page->parsed.text);
    } else {
        status = fail_line(corpus, index, TG_SYNTAX, buffer_string(&problem));
    }
    buffer_free(&problem);
    return status;
}

void corpus_add_id(const cli_corpus *corpus, unsigned thread, size_t index, cli_buffer *out)
{
    const cli_page *page = &corpus->pages[thread];
    if (page->is_parsed && jsonl_has_id(&page->parsed))
        jsonl_add_id(&page->parsed, out);
    else
        buffer_number(out, index + 1);
}

bool corpus_is_blank(const cli_corpus *corpus, unsigned thread)
{
    return corpus->field && !corpus->pages[thread].is_parsed;
}
