/* Speed of the models of a pack on files, one thread: features alone, and features with all heads. Time is the processor's.
 *
 *     speed PACK FILE...
 *
 * Each round reads every file once; the best of the rounds counts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "model/features.h"
#include "pack/pack.h"

enum { ROUNDS = 5, LINE = 0, WHOLE = 1 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void score(const tg_bank *bank, tg_features *f, tg_sum_fn sum, const char *text, size_t length, uint64_t *check)
{
    int64_t sums[TG_MODEL_COLUMNS];
    uint32_t scores[TG_MODEL_LABELS];
    memset(sums, 0, bank->stride * sizeof *sums);
    tg_features_start(f);
    while (tg_features_next(f, text, length))
        if (sum)
            sum(bank, f->index, f->count, sums);
        else
            *check += f->count;
    for (size_t i = 0; sum && i < bank->head_count; i++) {
        if (!tg_kinds_prevail(f->seen, bank->heads[i].kinds))
            continue;
        tg_head_scores(bank, &bank->heads[i], sums, f->total, scores);
        *check += scores[0];
    }
}

static double measure(const tg_bank *bank, tg_features *f, tg_sum_fn sum, const tg_mapping *file, int way, uint64_t *check)
{
    const char *text = file->data;
    double begun = now();
    *check = 0;
    for (size_t at = 0, length; at < file->length; at += length + 1) {
        const char *end = way == LINE ? memchr(text + at, '\n', file->length - at) : NULL;
        length = end ? (size_t)(end - text) - at : file->length - at;
        score(bank, f, sum, text + at, length, check);
    }
    return now() - begun;
}

int main(int count, char **arguments)
{
    tg_pack *pack;
    tg_error error;
    tg_features features;
    if (count < 3 || tg_pack_open(arguments[1], NULL, &pack, &error) != TG_OK)
        return 2;
    tg_allocator allocator = tg_allocator_resolve(NULL);
    if (tg_features_init(&features, &allocator, &pack->bank) != TG_OK)
        return 2;
    static const char *const names[] = {"features", "all models", "all models, by line", "scalar sums"};
    const tg_sum_fn sums[] = {NULL, tg_sum_best(), tg_sum_best(), tg_sum_scalar};
    for (int i = 2; i < count; i++) {
        tg_mapping file;
        if (tg_file_map(arguments[i], &file, &error) != TG_OK)
            return 2;
        double best[4] = {1e9, 1e9, 1e9, 1e9};
        uint64_t checks[4] = {0};
        for (int round = 0; round < ROUNDS; round++)
            for (int way = 0; way < 4; way++) {
                double seconds = measure(&pack->bank, &features, sums[way], &file, way == 2 ? LINE : WHOLE, &checks[way]);
                best[way] = seconds < best[way] ? seconds : best[way];
            }
        for (int way = 0; way < 4; way++)
            printf("%-40s %-20s %7.1f MB/s\n", arguments[i], names[way], (double)file.length / best[way] / 1e6);
        if (checks[1] != checks[3]) {
            printf("the vector kernels disagree with the scalar one\n");
            return 1;
        }
        tg_file_unmap(&file);
    }
    tg_features_free(&features);
    tg_pack_unref(pack);
    return 0;
}
