/* Reading labelled texts; see examples.h. */
#include "examples.h"

#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "message.h"

static void add(cli_examples *e, tg_example example)
{
    if (e->count == e->capacity) {
        e->capacity = e->capacity ? 2 * e->capacity : 1024;
        e->items = realloc(e->items, e->capacity * sizeof *e->items);
        if (!e->items)
            die("out of memory");
    }
    e->items[e->count++] = example;
}

/* One line; its label is ended where the TAB was. */
static bool read_line(cli_examples *e, const char *name, size_t number, char *line, size_t length)
{
    if (length && line[length - 1] == '\r')
        length--;
    if (length == 0)
        return true;
    char *tab = memchr(line, '\t', length);
    if (!tab || tab == line) {
        fail("%s:%zu: a line is a label, a TAB and a text", name, number);
        return false;
    }
    *tab = '\0';
    tg_example example = {line, tab + 1, length - (size_t)(tab + 1 - line)};
    bool header = number == 1 && example.length == 4 && memcmp(example.text, "text", 4) == 0;
    if (!header)
        add(e, example);
    return true;
}

static bool read_file(cli_examples *e, const char *name)
{
    cli_buffer *file = &e->files[e->file_count++], problem = {0};
    if (!input_read(name, file, &problem)) {
        fail("%s: %s", name, buffer_string(&problem));
        buffer_free(&problem);
        return false;
    }
    buffer_free(&problem);
    size_t number = 1;
    static const char mark[] = "\xEF\xBB\xBF";
    for (size_t at = file->length >= 3 && memcmp(file->data, mark, 3) == 0 ? 3 : 0, length; at < file->length;
         at += length + 1, number++) {
        char *line = file->data + at, *end = memchr(line, '\n', file->length - at);
        length = end ? (size_t)(end - line) : file->length - at;
        if (!read_line(e, name, number, line, length))
            return false;
    }
    return true;
}

bool examples_read(cli_examples *e, const cli_options *options)
{
    static const char *const standard_input[] = {"-"};
    size_t count = options->operands.length ? options->operands.length : 1;
    const char *const *names = options->operands.length ? options->operands.items : standard_input;
    *e = (cli_examples){.files = calloc(count, sizeof *e->files)};
    if (!e->files)
        die("out of memory");
    for (size_t i = 0; i < count; i++)
        if (!read_file(e, names[i]))
            return false;
    return true;
}

void examples_free(cli_examples *e)
{
    for (size_t i = 0; i < e->file_count; i++)
        buffer_free(&e->files[i]);
    free(e->files);
    free(e->items);
}
