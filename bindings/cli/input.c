/* The files of the command line. A file that is one document is mapped; lines are read block by block, from files as
 * from pipes, so that memory stays the same however many there are. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"

#define BLOCK ((size_t)256 * 1024)

static bool is_stdin(const char *name)
{
    return strcmp(name, "-") == 0;
}

static size_t file_count(const cli_options *options)
{
    return options->operands.length ? options->operands.length : 1;
}

static const char *file_name(const cli_options *options, size_t index)
{
    return options->operands.length ? options->operands.items[index] : "-";
}

/* Opens a file for reading, or gives standard input. -1: `problem` gets the reason. */
static int open_input(const char *name, struct stat *info, cli_buffer *problem)
{
    int fd = is_stdin(name) ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    bool is_folder = false;
    if (fd >= 0 && fstat(fd, info) == 0) {
        is_folder = S_ISDIR(info->st_mode);
        if (!is_folder)
            return fd;
    }
    buffer_text(problem, is_folder ? "is a folder" : strerror(errno));
    if (fd > STDIN_FILENO)
        close(fd);
    return -1;
}

bool input_check(const cli_options *options, uint64_t *total)
{
    bool known = true;
    *total = 0;
    for (size_t i = 0; i < file_count(options); i++) {
        const char *name = file_name(options, i);
        struct stat info;
        int found = is_stdin(name) ? fstat(STDIN_FILENO, &info) : stat(name, &info);
        if (found < 0 || (!is_stdin(name) && access(name, R_OK) < 0)) {
            fail("%s: %s", name, strerror(errno));
            return false;
        }
        if (S_ISDIR(info.st_mode)) {
            fail("%s: is a folder", name);
            return false;
        }
        known = known && S_ISREG(info.st_mode);
        *total += S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
    }
    if (!known)
        *total = 0;
    return true;
}

/* Reads more, up to `most` bytes. Returns how many, 0 at the end, -1 with errno. */
static ssize_t read_more(int fd, cli_buffer *in, size_t most)
{
    for (;;) {
        ssize_t count = read(fd, buffer_room(in, most), most);
        if (count < 0 && errno == EINTR)
            continue;
        if (count > 0)
            in->length += (size_t)count;
        return count;
    }
}

static bool read_all(int fd, cli_buffer *in)
{
    ssize_t count;
    while ((count = read_more(fd, in, in->length > BLOCK ? in->length : BLOCK)) > 0)
        ;
    return count == 0;
}

/* A mapped file that gets shorter meanwhile raises this signal. */
static void on_bus_error(int number)
{
    static const char message[] = "textgate: a file was shortened while it was read\n";
    (void)number;
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(STATUS_ERROR);
}

static void feed_whole(cli_pipeline *pipeline, cli_job *job, int fd, const struct stat *info)
{
    job->first_line = 0;
    if (S_ISREG(info->st_mode) && info->st_size > 0 && lseek(fd, 0, SEEK_CUR) == 0) {
        void *map = mmap(NULL, (size_t)info->st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map != MAP_FAILED) {
            job->map = map;
            job->text = map;
            job->length = (size_t)info->st_size;
            pipeline_submit(pipeline);
            return;
        }
    }
    if (!read_all(fd, &job->input))
        buffer_format(&job->error, "%s: %s", job->file, strerror(errno));
    job->text = job->input.data;
    job->length = job->input.length;
    pipeline_submit(pipeline);
}

/* Where the last line that ends at or behind `from` ends; 0: there is none. */
static size_t last_line_end(const cli_buffer *in, size_t from)
{
    for (size_t at = in->length; at > from; at--)
        if (in->data[at - 1] == '\n')
            return at;
    return 0;
}

/* Reads until there is a whole line: of a pipe no more than has come, of a file a whole block. Returns the bytes of
 * whole lines, all of them at the end of the input, which sets *end; *failed on an error. */
static size_t read_lines(int fd, bool whole_blocks, cli_buffer *in, bool *end, bool *failed)
{
    size_t lines = 0;
    while (lines == 0 || (whole_blocks && in->length < BLOCK)) {
        size_t before = in->length;
        ssize_t count = read_more(fd, in, BLOCK);
        *failed = count < 0;
        *end = count <= 0;
        if (*end)
            return in->length;
        size_t more = last_line_end(in, before);
        lines = more ? more : lines;
    }
    return lines;
}

static size_t count_line_ends(const char *text, size_t length)
{
    size_t count = 0;
    const char *end = text + length;
    while (text < end && (text = memchr(text, '\n', (size_t)(end - text)))) {
        count++;
        text++;
    }
    return count;
}

static void feed_lines(cli_pipeline *pipeline, cli_job *job, int fd, const struct stat *info)
{
    const char *file = job->file;
    cli_buffer rest = {0};
    size_t line = 1;
    bool end = false, failed = false;
    while (!end) {
        job->file = file;
        buffer_add(&job->input, rest.data, rest.length);
        size_t length = read_lines(fd, S_ISREG(info->st_mode), &job->input, &end, &failed);
        rest.length = 0;
        buffer_add(&rest, job->input.data + length, job->input.length - length);
        if (failed)
            buffer_format(&job->error, "%s: %s", file, strerror(errno));
        job->text = job->input.data;
        job->length = length;
        job->first_line = line;
        line += count_line_ends(job->text, length);
        pipeline_submit(pipeline);
        if (!end)
            job = pipeline_take(pipeline);
    }
    buffer_free(&rest);
}

static void feed_file(const cli_options *options, cli_pipeline *pipeline, const char *name)
{
    struct stat info;
    cli_job *job = pipeline_take(pipeline);
    job->file = name;
    int fd = open_input(name, &info, &job->error);
    if (fd < 0) {
        cli_buffer reason = job->error;
        job->error = (cli_buffer){0};
        buffer_format(&job->error, "%s: %s", name, buffer_string(&reason));
        buffer_free(&reason);
        pipeline_submit(pipeline);
        return;
    }
    if (options_by_line(options))
        feed_lines(pipeline, job, fd, &info);
    else
        feed_whole(pipeline, job, fd, &info);
    if (fd != STDIN_FILENO)
        close(fd);
}

void input_feed(const cli_options *options, cli_pipeline *pipeline)
{
    signal(SIGBUS, on_bus_error);
    for (size_t i = 0; i < file_count(options); i++)
        feed_file(options, pipeline, file_name(options, i));
}

bool input_read(const char *name, cli_buffer *out, cli_buffer *problem)
{
    struct stat info;
    int fd = open_input(name, &info, problem);
    if (fd < 0)
        return false;
    bool read = read_all(fd, out);
    if (!read)
        buffer_text(problem, strerror(errno));
    if (fd != STDIN_FILENO)
        close(fd);
    return read;
}
