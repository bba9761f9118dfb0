/* Learning; see learn.h. A multinomial logistic regression over hashed n-grams for each script, by stochastic gradients
 * with steps of their own for each row (AdaGrad, Duchi et al. 2011) that shrink to nothing, so that the last weights are as
 * good as a mean of them. */
#include "language/learn.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "language/words.h"
#include "model/corpus.h"

enum {
    PHRASE = 6,          /* words of a draw, at most */
    UNITS = 16,          /* of a quantised weight, in one of a natural logit */
    PHRASE_FEATURES = PHRASE * TG_LANGUAGE_FEATURES
};

static const float rate = .5f;

/* Examples of one label in one script, as (example, sum of weights so far). */
typedef struct drawn {
    uint32_t example;
    uint64_t until;
} drawn;

typedef struct learner {
    const tg_languages *languages;
    const tg_language_example *examples;
    const tg_language_script *script;
    uint32_t number;               /* of the script */
    tg_vector *pools;              /* drawn, for each label of the script */
    float *weights;                /* rows of `stride` */
    float *squares;                /* of each row: the squares of its slopes so far */
    uint64_t random;
    uint32_t index[PHRASE_FEATURES];
    size_t count, words;
} learner;

/* Adds the features of an example's words. */
static void add_example(learner *l, const tg_language_example *example)
{
    tg_language_reader reader;
    tg_language_word word;
    tg_language_start(&reader, l->languages, example->text, example->length);
    while (l->words < PHRASE && tg_language_next(&reader, &word))
        if (word.script == l->number) {
            l->count += tg_language_features(l->script, &word, !example->is_piece, l->index + l->count);
            l->words++;
        }
}

static uint64_t pool_weight(const tg_vector *pool)
{
    return TG_ITEMS(pool, const drawn)[pool->count - 1].until;
}

static const tg_language_example *draw(learner *l, size_t label)
{
    const drawn *pool = l->pools[label].items;
    size_t low = 0, high = l->pools[label].count - 1;
    uint64_t at = tg_random(&l->random, pool_weight(&l->pools[label]));
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pool[middle].until <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return &l->examples[pool[low].example];
}

/* A language is drawn as often as its examples weigh. */
static size_t draw_label(learner *l, size_t labels)
{
    uint64_t all = 0;
    size_t label = 0;
    for (size_t i = 0; i < labels; i++)
        all += pool_weight(&l->pools[i]);
    uint64_t at = tg_random(&l->random, all);
    while (at >= pool_weight(&l->pools[label]))
        at -= pool_weight(&l->pools[label++]);
    return label;
}

/* Half of the draws are single words, the others phrases of up to PHRASE. */
static void draw_phrase(learner *l, size_t label)
{
    uint64_t dice = tg_random(&l->random, 8);
    size_t words = dice < 4 ? 1 : dice < 6 ? 2 : 3 + (size_t)tg_random(&l->random, PHRASE - 2);
    l->count = l->words = 0;
    for (size_t i = 0; i < words && l->words < words; i++)
        add_example(l, draw(l, label));
}

/* The evidence of a phrase grows with the root of its length, here and when a text is read. */
static float share_of(size_t words)
{
    return 1.0f / sqrtf((float)words);
}

static void predict(const learner *l, size_t labels, float *chances)
{
    float sums[TG_LANGUAGE_COLUMNS] = {0}, share = share_of(l->words);
    int64_t logits[TG_LANGUAGE_COLUMNS];
    uint32_t scores[TG_LANGUAGE_COLUMNS];
    for (size_t i = 0; i < l->count; i++) {
        const float *row = l->weights + (size_t)l->index[i] * l->script->stride;
        for (size_t c = 0; c < l->script->stride; c++)
            sums[c] += row[c];
    }
    for (size_t c = 0; c < labels; c++)
        logits[c] = (int64_t)(sums[c] * share * (TG_MODEL_UNIT * 1.442695f)); /* to base 2 */
    tg_softmax(logits, labels, scores);
    for (size_t c = 0; c < labels; c++)
        chances[c] = (float)scores[c] / 4294967296.0f;
}

static void step(learner *l, size_t label, size_t labels, float pace)
{
    float slope[TG_LANGUAGE_COLUMNS] = {0}, share = share_of(l->words);
    predict(l, labels, slope);
    slope[label] -= 1;
    float square = 0;
    for (size_t c = 0; c < labels; c++) {
        slope[c] *= share;
        square += slope[c] * slope[c];
    }
    for (size_t i = 0; i < l->count; i++) {
        float *row = l->weights + (size_t)l->index[i] * l->script->stride, *squares = &l->squares[l->index[i]];
        *squares += square;
        float length = pace / sqrtf(*squares);
        for (size_t c = 0; c < l->script->stride; c++)
            row[c] -= length * slope[c];
    }
}

static int8_t quantise(float weight)
{
    float units = weight * UNITS;
    if (units > 127)
        return 127;
    if (units < -127)
        return -127;
    return (int8_t)(units < 0 ? units - .5f : units + .5f);
}

static tg_status learn_script(learner *l, const tg_language_learning *learning, int8_t *rows)
{
    const tg_language_script *script = l->script;
    size_t cells = (size_t)script->stride << script->bits, labels = script->label_count;
    const tg_allocator *allocator = &l->pools[0].allocator;
    l->weights = tg_allocate_zeroed(allocator, cells, sizeof *l->weights);
    l->squares = tg_allocate_zeroed(allocator, (size_t)1 << script->bits, sizeof *l->squares);
    bool done = l->weights && l->squares;
    if (done) {
        for (size_t i = 0; i < (size_t)1 << script->bits; i++)
            l->squares[i] = .1f;
        uint64_t draws = learning->draws * labels;

        for (uint64_t n = 0; n < draws; n++) {
            size_t label = draw_label(l, labels);
            draw_phrase(l, label);
            if (l->words)
                step(l, label, labels, rate * (1.0f - (float)n / (float)draws));
        }
        for (size_t i = 0; i < cells; i++)
            rows[i] = quantise(l->weights[i]);
    }
    tg_release(allocator, l->weights, cells * sizeof *l->weights);
    tg_release(allocator, l->squares, ((size_t)1 << script->bits) * sizeof *l->squares);
    return done ? TG_OK : TG_NO_MEMORY;
}

/* The script that most of an example's letters are of; SCRIPTS if there is none. */
static uint32_t main_script(const tg_languages *languages, const tg_language_example *example)
{
    uint32_t letters[TG_LANGUAGE_SCRIPTS] = {0}, best = 0;
    tg_language_reader reader;
    tg_language_word word;
    tg_language_start(&reader, languages, example->text, example->length);
    while (tg_language_next(&reader, &word))
        letters[word.script] += word.count;
    for (uint32_t i = 1; i < TG_LANGUAGE_SCRIPTS; i++)
        best = letters[i] > letters[best] ? i : best;
    return letters[best] ? best : TG_LANGUAGE_SCRIPTS;
}

/* The place of a tag among a script's labels, which come last; a new one if there is room. */
static size_t place_of(tg_vector *labels, uint32_t first, const char *tag)
{
    size_t at = first;
    while (at < labels->count && strcmp(TG_ITEMS(labels, tg_language_label)[at].tag, tag) != 0)
        at++;
    if (at == labels->count) {
        tg_language_label label = {.tag = ""};
        memcpy(label.tag, tag, strlen(tag));
        memcpy(label.code, tag, strcspn(tag, "-"));
        if (!tg_vector_append(labels, &label, 1))
            return SIZE_MAX;
    }
    return at - first;
}

/* Sorts the examples of a script into pools, one for each label. */
static tg_status fill_pools(learner *l, tg_languages_learnt *learnt, uint32_t first, const uint8_t *scripts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (scripts[i] != l->number)
            continue;
        size_t label = place_of(&learnt->labels, first, l->examples[i].tag);
        if (label == SIZE_MAX)
            return TG_NO_MEMORY;
        if (label >= TG_LANGUAGE_COLUMNS)
            return TG_LIMIT;
        tg_vector *pool = &l->pools[label];
        uint64_t before = pool->count ? TG_ITEMS(pool, drawn)[pool->count - 1].until : 0;
        drawn one = {(uint32_t)i, before + l->examples[i].weight};
        if (!tg_vector_append(pool, &one, 1))
            return TG_NO_MEMORY;
    }
    return TG_OK;
}

/* One script: its labels, and its table if it has several. */
static tg_status add_script(learner *l, tg_languages_learnt *learnt, const tg_language_learning *learning,
                            const uint8_t *scripts, size_t count)
{
    tg_language_script *script = &TG_ITEMS(&learnt->scripts, tg_language_script)[l->number];
    l->script = script;
    script->first_label = (uint32_t)learnt->labels.count;
    tg_status status = fill_pools(l, learnt, script->first_label, scripts, count);
    script->label_count = (uint32_t)learnt->labels.count - script->first_label;
    if (status != TG_OK || script->label_count < 2)
        return status;
    script->stride = (script->label_count + TG_LANGUAGE_BLOCK - 1) / TG_LANGUAGE_BLOCK * TG_LANGUAGE_BLOCK;
    script->rows = (uint32_t)learnt->rows.count;
    script->scale = (uint32_t)(TG_MODEL_UNIT * 1.442695 * 65536 / UNITS);
    int8_t *rows = tg_vector_push(&learnt->rows, (size_t)script->stride << script->bits);
    return rows ? learn_script(l, learning, rows) : TG_NO_MEMORY;
}

void tg_languages_learnt_init(tg_languages_learnt *learnt, const tg_allocator *allocator)
{
    tg_vector_init(&learnt->index, allocator, sizeof(uint16_t));
    tg_vector_init(&learnt->letters, allocator, sizeof(uint32_t));
    tg_vector_init(&learnt->scripts, allocator, sizeof(tg_language_script));
    tg_vector_init(&learnt->labels, allocator, sizeof(tg_language_label));
    tg_vector_init(&learnt->rows, allocator, sizeof(int8_t));
}

void tg_languages_learnt_free(tg_languages_learnt *learnt)
{
    tg_vector_free(&learnt->index);
    tg_vector_free(&learnt->letters);
    tg_vector_free(&learnt->scripts);
    tg_vector_free(&learnt->labels);
    tg_vector_free(&learnt->rows);
}

static tg_status learn_all(tg_languages_learnt *learnt, const tg_allocator *allocator, const tg_languages *languages,
                           const tg_language_learning *learning, const tg_language_example *examples, size_t count)
{
    tg_vector pools[TG_LANGUAGE_COLUMNS];
    uint8_t *scripts = tg_allocate(allocator, count);
    learner *l = tg_allocate_zeroed(allocator, 1, sizeof *l);
    tg_status status = scripts && l ? TG_OK : TG_NO_MEMORY;
    for (size_t i = 0; i < TG_LANGUAGE_COLUMNS; i++)
        tg_vector_init(&pools[i], allocator, sizeof(drawn));
    for (size_t i = 0; status == TG_OK && i < count; i++)
        scripts[i] = (uint8_t)main_script(languages, &examples[i]);
    for (uint32_t i = 0; status == TG_OK && i < languages->script_count; i++) {
        for (size_t k = 0; k < TG_LANGUAGE_COLUMNS; k++)
            pools[k].count = 0;
        *l = (learner){.languages = languages, .examples = examples, .number = i, .pools = pools,
                       .random = learning->seed + i};
        status = add_script(l, learnt, learning, scripts, count);
    }
    for (size_t i = 0; i < TG_LANGUAGE_COLUMNS; i++)
        tg_vector_free(&pools[i]);
    tg_release(allocator, scripts, count);
    tg_release(allocator, l, sizeof *l);
    return status;
}

static bool is_tag(const char *tag)
{
    size_t code = strcspn(tag, "-");
    return code > 1 && code < TG_LANGUAGE_CODE && strlen(tag) < TG_LANGUAGE_TAG;
}

tg_status tg_languages_learn(tg_languages_learnt *learnt, const tg_allocator *allocator, const tg_fold *fold,
                             const tg_language_learning *learning, const tg_language_example *examples, size_t count,
                             tg_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!is_tag(examples[i].tag) || !examples[i].weight)
            return tg_fail(error, TG_INVALID_ARGUMENT, "example %zu has no tag that fits, or no weight", i);
    tg_status status = tg_letters_build(&learnt->index, &learnt->letters, error);
    if (status != TG_OK)
        return status;
    if (!tg_vector_append(&learnt->scripts, tg_scripts_known, tg_scripts_known_count))
        return tg_fail_no_memory(error);
    tg_languages languages = {
        .fold = fold,
        .index = learnt->index.items,
        .letters = learnt->letters.items,
        .scripts = learnt->scripts.items,
        .letter_count = learnt->letters.count,
        .script_count = learnt->scripts.count,
    };
    status = learn_all(learnt, allocator, &languages, learning, examples, count);
    return status == TG_OK ? TG_OK : tg_fail(error, status, status == TG_LIMIT ? "a script has too many languages"
                                                                               : "out of memory");
}
