/* Text to features; see features.h. */
#include "model/features.h"

#include <string.h>

enum {
    DIGIT = 0xFFFE,     /* any digit, in the stream */
    BREAK = 0xFFFF,     /* the end of a word of a script with spaces */
    MOST_DIGITS = 8     /* of a run that count; a number that is longer is like one of these */
};

static const uint32_t word_multiplier = 0x9E3779B1, pair_multiplier = 0xCC9E2D51, word_salt = 0x510E527F;

/* The longest row of symbols of each kind. */
static void find_ranges(tg_features *f)
{
    const tg_bank *bank = f->bank;
    for (size_t kind = 0; kind < TG_FEATURE_COUNT; kind++)
        f->ranges[kind] = (tg_run_range){1, 0};
    for (size_t i = 0, end; i < bank->kind_count; i = end) {
        tg_run_range *range = &f->ranges[bank->kinds[i]];
        for (end = i; end < bank->kind_count && bank->kinds[end] == bank->kinds[i];)
            end++;
        if (range->first > range->last || end - i > (size_t)range->last - range->first + 1)
            *range = (tg_run_range){(uint16_t)i, (uint16_t)(end - 1)};
    }
    f->ranges[TG_FEATURE_DIGIT] = f->ranges[TG_FEATURE_MARK] = (tg_run_range){1, 0}; /* which are not taken as they are */
}

tg_status tg_features_init(tg_features *f, const tg_allocator *allocator, const tg_bank *bank, enum tg_cpu cpu)
{
    *f = (tg_features){.bank = bank, .allocator = *allocator, .kernels = tg_run_kernels_for(cpu)};
    tg_status status = tg_view_init(&f->view, allocator, 0, cpu);
    f->stream = tg_allocate_zeroed(allocator, TG_FEATURES_BEFORE + TG_FEATURES_STREAM, sizeof *f->stream);
    f->index = tg_allocate(allocator, TG_FEATURES_ROOM * sizeof *f->index);
    find_ranges(f);
    if (status == TG_OK && f->stream && f->index)
        return TG_OK;
    tg_features_free(f);
    return TG_NO_MEMORY;
}

void tg_features_free(tg_features *f)
{
    if (!f->bank)
        return;
    tg_view_free(&f->view);
    tg_release(&f->allocator, f->stream, (TG_FEATURES_BEFORE + TG_FEATURES_STREAM) * sizeof *f->stream);
    tg_release(&f->allocator, f->index, TG_FEATURES_ROOM * sizeof *f->index);
    f->bank = NULL;
}

void tg_features_start(tg_features *f)
{
    tg_view_start(&f->view);
    f->at = f->length = f->count = f->run_begin = 0;
    f->ended = f->gap = false;
    f->kind = TG_FEATURE_GAP;
    f->run = f->word = f->word_length = f->before = f->last = 0;
    f->total = 0;
    memset(f->stream, 0, TG_FEATURES_BEFORE * sizeof *f->stream);
    memset(f->seen, 0, sizeof f->seen);
}

static inline bool is_spaced(tg_feature_kind kind)
{
    return TG_FEATURES_SPACED >> kind & 1;
}

/* Hashes the symbols of the stream that were not yet; all are of one sort. */
static void end_run(tg_features *f, bool spaced)
{
    size_t count = f->length - f->run_begin;
    const uint16_t *s = f->stream + TG_FEATURES_BEFORE + f->run_begin;
    f->kernels->hash_run(s, count, spaced ? 2 : 1, f->index + f->count);
    f->count += count * TG_FEATURES_ORDERS;
    f->run_begin = f->length;
}

static inline void put(tg_features *f, uint16_t symbol)
{
    f->stream[TG_FEATURES_BEFORE + f->length++] = symbol;
}

/* The word under way is over: it and its pair with the one before are features. */
static void end_word(tg_features *f)
{
    put(f, BREAK);
    if (!f->word_length)
        return;
    f->index[f->count++] = (uint16_t)((f->word * word_multiplier + word_salt) >> 16);
    f->index[f->count++] = (uint16_t)((f->before * pair_multiplier + f->word * word_multiplier) >> 16);
    f->before = f->word;
    f->word = f->word_length = 0;
}

/* Between the last symbol and one of another kind, or behind a gap. */
static void begin_kind(tg_features *f, tg_feature_kind kind)
{
    bool was = is_spaced(f->kind), is = is_spaced(kind);
    if (was || is)
        end_word(f);
    if (was != is)
        end_run(f, was);
    f->kind = kind;
    f->gap = false;
    f->run = 0;
    f->last = 0;
}

/* The first 16 symbols of a run, or of what is left of it, at once; 0 where they need a closer look. */
static size_t take_run(tg_features *f, const uint16_t *symbols, size_t count, tg_feature_kind kind)
{
    if (count <= TG_RUN_STEP || symbols[0] == f->last || f->word_length % TG_RUN_STEP)
        return 0;
    uint16_t *out = f->stream + TG_FEATURES_BEFORE + f->length;
    uint32_t word = f->word;
    size_t n = f->kernels->take_run(symbols, f->ranges[kind], out, &word);
    if (n == 0)
        return 0;
    f->length += n;
    f->last = out[n - 1];
    f->run = 1;
    while (f->run < n && out[n - 1 - f->run] == f->last)
        f->run++;
    if (is_spaced(kind)) {
        f->word = word;
        f->word_length += (uint32_t)n;
    }
    return n;
}

/* The same one after the other, up to the end of the run. Locals, as what is written may not alias what is read. */
static size_t take_rest(tg_features *f, const uint16_t *symbols, size_t count, tg_feature_kind kind)
{
    const uint8_t *kinds = f->bank->kinds;
    uint16_t *stream = f->stream + TG_FEATURES_BEFORE + f->length, *out = stream;
    uint32_t last = f->last, run = f->run, word = f->word, length = f->word_length;
    uint32_t most = kind == TG_FEATURE_DIGIT ? MOST_DIGITS : TG_RUN_REPEATS;
    size_t i = 0;
    for (; i < count && kinds[symbols[i]] == kind; i++) {
        uint32_t symbol = kind == TG_FEATURE_DIGIT ? DIGIT : symbols[i];
        run = symbol == last ? run + 1 : 1;
        last = symbol;
        if (run <= most) {
            *out++ = (uint16_t)symbol;
            word += (uint32_t)((int16_t)symbol * tg_word_multipliers[length++ % TG_RUN_STEP]);
        }
    }
    f->length += (size_t)(out - stream);
    f->last = (uint16_t)last;
    f->run = run;
    f->word = is_spaced(kind) ? word : 0;
    f->word_length = is_spaced(kind) ? length : 0;
    return i;
}

/* Symbols of one kind; returns how many. */
static size_t read_kind(tg_features *f, const uint16_t *symbols, size_t count, tg_feature_kind kind)
{
    size_t i = 0, n = TG_RUN_STEP;
    while (n == TG_RUN_STEP && i < count) {
        n = take_run(f, symbols + i, count - i, kind);
        i += n;
    }
    if (n == 0 || (i < count && f->bank->kinds[symbols[i]] == kind)) /* too few are left, or others of the kind follow */
        i += take_rest(f, symbols + i, count - i, kind);
    f->seen[kind] += i;
    return i;
}

static void read_symbols(tg_features *f, const uint16_t *symbols, size_t count)
{
    const uint8_t *kinds = f->bank->kinds;
    for (size_t i = 0; i < count;) {
        tg_feature_kind kind = (tg_feature_kind)kinds[symbols[i]];
        if (kind == TG_FEATURE_GAP || (kind == TG_FEATURE_MARK && (is_spaced(f->kind) || f->kind == TG_FEATURE_GAP))) {
            f->gap = true;
            i++;
            continue;
        }
        if (f->gap || kind != f->kind)
            begin_kind(f, kind);
        i += read_kind(f, symbols + i, count - i, kind);
    }
}

/* The last symbols of the batch before become those before this one. */
static void begin_batch(tg_features *f)
{
    memmove(f->stream, f->stream + f->length, TG_FEATURES_BEFORE * sizeof *f->stream);
    f->length = f->run_begin = f->count = 0;
}

bool tg_features_next(tg_features *f, const char *text, size_t length)
{
    if (f->ended)
        return false;
    begin_batch(f);
    if (f->at == f->view.count) {
        if (tg_view_read(&f->view, &f->bank->lane, text, length))
            f->at = f->view.history;
        else
            f->ended = true;
    }
    size_t left = f->view.count - f->at, count = left < TG_FEATURES_BATCH ? left : TG_FEATURES_BATCH;
    if (!f->ended)
        read_symbols(f, f->view.symbols + f->at, count);
    else if (is_spaced(f->kind))
        end_word(f);
    f->at += f->ended ? 0 : count;
    end_run(f, is_spaced(f->kind));
    f->total += f->count;
    return true;
}
