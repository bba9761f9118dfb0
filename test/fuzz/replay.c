/* Runs files through a fuzz target: replay FOLDER|FILE... Whatever the target finds wrong aborts; the file's name is the
 * last one printed then. */
#include <dirent.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    if (!file || fstat(fileno(file), &status) != 0) {
        perror(path);
        exit(2);
    }
    size_t size = (size_t)status.st_size;
    uint8_t *data = malloc(size ? size : 1); /* of just this size, so that a sanitizer sees what is read behind it */
    if (!data || fread(data, 1, size, file) != size) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    fclose(file);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static size_t run_folder(const char *path)
{
    struct dirent **names;
    int count = scandir(path, &names, is_visible, alphasort);
    if (count < 0) {
        perror(path);
        exit(2);
    }
    for (int i = 0; i < count; i++) {
        char file[4096];
        snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name);
        run_file(file);
        free(names[i]);
    }
    free(names);
    return (size_t)count;
}

int main(int count, char **paths)
{
    size_t passed = 0;
    for (int i = 1; i < count; i++) {
        struct stat status;
        bool is_folder = stat(paths[i], &status) == 0 && S_ISDIR(status.st_mode);
        if (!is_folder)
            run_file(paths[i]);
        passed += is_folder ? run_folder(paths[i]) : 1;
    }
    printf("%zu passed, 0 failed\n", passed);
    return passed ? 0 : 2; /* an empty corpus is a mistake */
}
