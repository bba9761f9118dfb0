/* Text to features; see features.h. */
#include "model/features.h"

#include <string.h>

#include "model/runs.h"

enum {
    DIGIT = 0xFFFE,     /* any digit, in the stream */
    MOST_DIGITS = 8,    /* of a run that count; a number that is longer is like one of these */
    MOST_REPEATS = 3    /* of any other symbol */
};

static const uint32_t word_multiplier = 0x9E3779B1, pair_multiplier = 0xCC9E2D51, word_salt = 0x510E527F;

/* What many symbols can be told by at once. */
static void find_ranges(tg_features *f)
{
    const tg_bank *bank = f->bank;
    memset(f->low_kinds, TG_FEATURE_COUNT, sizeof f->low_kinds);
    memcpy(f->low_kinds, bank->kinds, bank->kind_count < TG_FEATURES_LOW ? bank->kind_count : TG_FEATURES_LOW);
    f->han_first = 1;
    f->han_last = 0;
    for (size_t i = TG_FEATURES_LOW, end; i < bank->kind_count; i = end) {
        for (end = i + 1; end < bank->kind_count && bank->kinds[end] == bank->kinds[i];)
            end++;
        if (bank->kinds[i] != TG_FEATURE_HAN || end - i <= (size_t)f->han_last - f->han_first + 1)
            continue;
        f->han_first = (uint16_t)i;
        f->han_last = (uint16_t)(end - 1);
    }
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
    f->kernels->hash(s, count, spaced ? 2 : 1, f->index + f->count);
    f->count += count * TG_FEATURES_ORDERS;
    f->run_begin = f->length;
}

static inline void put(tg_features *f, uint16_t symbol)
{
    f->stream[TG_FEATURES_BEFORE + f->length++] = symbol;
}

void tg_features_end_word(tg_features *f)
{
    put(f, TG_BREAK);
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
        tg_features_end_word(f);
    if (was != is)
        end_run(f, was);
    f->kind = kind;
    f->gap = false;
    f->run = 0;
    f->last = 0;
}

/* Symbols of one kind, from the first on; returns how many. Locals, as what is written may not alias what is read. */
static size_t read_kind(tg_features *f, const uint16_t *symbols, size_t count, tg_feature_kind kind)
{
    const uint8_t *kinds = f->bank->kinds;
    uint16_t *stream = f->stream + TG_FEATURES_BEFORE + f->length, *out = stream;
    uint32_t last = f->last, run = f->run, word = f->word, length = f->word_length;
    uint32_t most = kind == TG_FEATURE_DIGIT ? MOST_DIGITS : MOST_REPEATS;
    size_t i = 0;
    for (; i < count && kinds[symbols[i]] == kind; i++) {
        uint32_t symbol = kind == TG_FEATURE_DIGIT ? DIGIT : symbols[i];
        run = symbol == last ? run + 1 : 1;
        last = symbol;
        if (run <= most) {
            *out++ = (uint16_t)symbol;
            word += tg_word_part(symbol, length++);
        }
    }
    f->length += (size_t)(out - stream);
    f->last = (uint16_t)last;
    f->run = run;
    f->word = is_spaced(kind) ? word : 0;
    f->word_length = is_spaced(kind) ? length : 0;
    f->seen[kind] += i;
    return i;
}

static void read_symbols(tg_features *f, const uint16_t *symbols, size_t count)
{
    const uint8_t *kinds = f->bank->kinds;
    for (size_t i = 0, n; i < count; i += n) {
        n = f->kernels->read && count - i > 32 ? f->kernels->read(f, symbols + i) : 0;
        if (n)
            continue;
        tg_feature_kind kind = (tg_feature_kind)kinds[symbols[i]];
        if (kind == TG_FEATURE_GAP || (kind == TG_FEATURE_MARK && (is_spaced(f->kind) || f->kind == TG_FEATURE_GAP))) {
            f->gap = true;
            n = 1;
            continue;
        }
        if (f->gap || kind != f->kind)
            begin_kind(f, kind);
        n = read_kind(f, symbols + i, count - i, kind);
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
        tg_features_end_word(f);
    f->at += f->ended ? 0 : count;
    end_run(f, is_spaced(f->kind));
    f->total += f->count;
    return true;
}
