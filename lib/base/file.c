/* Files; see file.h. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

/* strerror is not thread-safe by the standard, but in glibc and musl known numbers give constant strings. */
static tg_status fail_io(tg_error *error, const char *path, const char *what)
{
    return tg_fail_at(error, errno == ENOMEM ? TG_NO_MEMORY : TG_IO, path, 0, 0, "%s: %s", what, strerror(errno));
}

tg_status tg_file_map(const char *path, tg_mapping *mapping, tg_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_io(error, path, "cannot open");
    tg_status status = TG_OK;
    struct stat info;
    *mapping = (tg_mapping){"", 0};
    if (fstat(fd, &info) != 0) {
        status = fail_io(error, path, "cannot read");
    } else if (!S_ISREG(info.st_mode)) {
        status = tg_fail_at(error, TG_IO, path, 0, 0, "not a regular file");
    } else if (info.st_size > 0) {
        void *data = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (data == MAP_FAILED)
            status = fail_io(error, path, "cannot map");
        else
            *mapping = (tg_mapping){data, (size_t)info.st_size};
    }
    close(fd);
    return status;
}

void tg_file_unmap(tg_mapping *mapping)
{
    if (mapping->length) {
        union { const void *in; void *out; } data = {mapping->data};
        munmap(data.out, mapping->length);
    }
    *mapping = (tg_mapping){NULL, 0};
}

/* Writes everything; and to the disk, where there is one. */
static bool write_all(int fd, const char *data, size_t length)
{
    while (length) {
        ssize_t n = write(fd, data, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        length -= (size_t)n;
    }
    return fsync(fd) == 0 || errno == EINVAL || errno == EROFS;
}

/* A new file beside `path`; its name is left in `temporary`. */
static int create_beside(const char *path, char *temporary, size_t size)
{
    int fd = -1;
    for (int attempt = 0; attempt < 100; attempt++) {
        snprintf(temporary, size, "%s.%ld-%d.tmp", path, (long)getpid(), attempt);
        fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            break;
    }
    return fd;
}

/* Writes to what is open already, and closes it. */
static tg_status write_and_close(int fd, const char *path, const void *data, size_t length, tg_error *error)
{
    tg_status status = write_all(fd, data, length) ? TG_OK : fail_io(error, path, "cannot write");
    if (close(fd) != 0 && status == TG_OK)
        status = fail_io(error, path, "cannot write");
    return status;
}

static bool is_device(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

tg_status tg_file_replace(const char *path, const void *data, size_t length, const tg_allocator *allocator,
                          tg_error *error)
{
    if (is_device(path)) { /* or a pipe: there is nothing to replace */
        int device = open(path, O_WRONLY | O_CLOEXEC);
        return device < 0 ? fail_io(error, path, "cannot open") : write_and_close(device, path, data, length, error);
    }
    size_t size = strlen(path) + 48;
    char *temporary = tg_allocate(allocator, size);
    if (!temporary)
        return tg_fail_no_memory(error);
    int fd = create_beside(path, temporary, size);
    tg_status status = fd < 0 ? fail_io(error, path, "cannot create")
                              : write_and_close(fd, path, data, length, error);
    if (status == TG_OK && rename(temporary, path) != 0)
        status = fail_io(error, path, "cannot replace");
    if (status != TG_OK && fd >= 0)
        unlink(temporary);
    tg_release(allocator, temporary, size);
    return status;
}

bool tg_file_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Folders nest at most this deep, so that a loop of links ends. */
enum { DEEPEST_FOLDER = 16 };

static tg_status list_below(const char *folder, int depth, tg_arena *arena, tg_vector *paths, tg_error *error)
{
    DIR *directory = opendir(folder);
    if (!directory)
        return fail_io(error, folder, "cannot open");
    tg_status status = TG_OK;
    for (struct dirent *entry; status == TG_OK && (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        size_t size = strlen(folder) + strlen(entry->d_name) + 2;
        char *path = tg_arena_allocate(arena, size);
        if (!path) {
            status = tg_fail_no_memory(error);
            break;
        }
        snprintf(path, size, "%s/%s", folder, entry->d_name);
        if (!tg_file_is_folder(path))
            status = tg_vector_append(paths, &path, 1) ? TG_OK : tg_fail_no_memory(error);
        else if (depth < DEEPEST_FOLDER)
            status = list_below(path, depth + 1, arena, paths, error);
        else
            status = tg_fail_at(error, TG_LIMIT, path, 0, 0, "folders nest deeper than %d", DEEPEST_FOLDER);
    }
    closedir(directory);
    return status;
}

tg_status tg_file_list(const char *folder, tg_arena *arena, tg_vector *paths, tg_error *error)
{
    tg_status status = list_below(folder, 0, arena, paths, error);
    if (status == TG_OK && paths->count)
        qsort(paths->items, paths->count, sizeof(char *), compare_paths);
    return status;
}

char *tg_file_stem(const char *path, tg_arena *arena)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    return tg_arena_copy(arena, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}
