/* What each layer of the detector `emotion` says of texts, for fit.py: a line of integers for each line of standard input.
 *     layers PACK... < texts
 * Model or not, then for each of the labels (feelings in their order, neutral) log2 of the model's score in parts of 4096,
 * the sum of words, the sum of faces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detect/emotion.h"
#include "detect/models.h"
#include "gate/gate.h"

static const char *const labels[TG_EMOTION_LABELS] = {
#define TG_X(name, word, polarity) word,
    TG_FEELING_LIST(TG_X)
#undef TG_X
    "neutral",
};

static tg_scanner *open_scanner(int count, char **paths)
{
    tg_options *options = tg_options_new(NULL);
    tg_error error;
    tg_gate *gate;
    tg_scanner *scanner;
    bool ok = tg_options_set(options, TG_SETTING_DETECTORS, TG_DETECTOR_BIT(TG_DETECTOR_EMOTION)) == TG_OK;
    for (int i = 0; i < count && ok; i++)
        ok = tg_options_add_path(options, paths[i], &error) == TG_OK;
    if (!ok || tg_gate_new(options, &gate, &error) != TG_OK || tg_scanner_new(gate, &scanner) != TG_OK) {
        fprintf(stderr, "layers: %s\n", error.message);
        exit(2);
    }
    tg_options_free(options);
    tg_gate_unref(gate);
    return scanner;
}

/* log2 of the scores of the first head that has something to say. */
static bool read_odds(tg_work *work, long *odds)
{
    bool known = false;
    tg_read_models(work);
    for (size_t i = 0; i < work->reading_count && !known; i++) {
        const tg_bank *bank = &work->readings[i].rules->pack->bank;
        for (size_t h = 0; h < bank->head_count && !known; h++) {
            const tg_head *head = &bank->heads[h];
            bool told[TG_EMOTION_LABELS] = {false};
            if (!tg_task_is_of(bank->strings + head->task, "emotion"))
                continue;
            for (size_t k = head->first_label; k < (size_t)head->first_label + head->label_count; k++) {
                uint32_t score = work->readings[i].scores[k];
                known |= score != 0;
                for (size_t l = 0; l < TG_EMOTION_LABELS; l++)
                    if (strcmp(labels[l], bank->strings + bank->labels[k].name) == 0) {
                        odds[l] = (long)(tg_log2((uint64_t)score + 1) - 32 * TG_MODEL_UNIT);
                        told[l] = true;
                    }
            }
            for (size_t l = 0; l < TG_EMOTION_LABELS; l++)
                if (!told[l])
                    odds[l] = odds[TG_FEELING_COUNT];
        }
    }
    return known;
}

int main(int count, char **arguments)
{
    tg_scanner *scanner = open_scanner(count - 1, arguments + 1);
    tg_work *work = &scanner->work;
    char *line = NULL;
    size_t room = 0;
    for (ssize_t length; (length = getline(&line, &room, stdin)) > 0;) {
        long odds[TG_EMOTION_LABELS] = {0};
        tg_sums sums;
        work->text = line;
        work->length = (size_t)length - (line[length - 1] == '\n');
        work->signs.count = 0;
        work->models_read = false;
        if (tg_collect(work, NULL, NULL) != TG_OK || tg_read_faces(work) != TG_OK)
            return 2;
        printf("%d", read_odds(work, odds));
        tg_weigh_signs(work, &sums);
        for (size_t i = 0; i < TG_EMOTION_LABELS; i++)
            printf(" %ld %d %d", odds[i], (int)sums.words[i], (int)sums.faces[i]);
        putchar('\n');
    }
    free(line);
    tg_scanner_free(scanner);
    return 0;
}
