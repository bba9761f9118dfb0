/* Reading ahead; see ahead.h. The kernels are one loop without branches, over tables of 32 bits, that compilers make vectors
 * of for each kind of processor. */
#include "guise/ahead.h"

#include <string.h>

#include "base/cpu.h"
#include "base/utf8.h"

/* Nothing that a loop writes is what it reads. */
#if defined(__clang__)
#define INDEPENDENT
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

void tg_ahead_start(tg_ahead *a)
{
    a->next = a->count = TG_AHEAD_BEFORE;
    for (size_t i = 0; i < TG_AHEAD_BEFORE; i++) {
        a->code_points[i] = 0;
        a->traits[i] = TG_KIND_BREAK;
        a->odd[i] = 1;
    }
}

void tg_ahead_read(tg_ahead *a, const tg_guises *g, const char *text, size_t length, size_t at, size_t until)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t count = TG_AHEAD_BEFORE;
    for (size_t i = 0; i < TG_AHEAD_BEFORE; i++) {
        size_t last = a->count - TG_AHEAD_BEFORE + i;
        a->code_points[i] = a->code_points[last];
        a->traits[i] = a->traits[last];
        a->odd[i] = a->odd[last];
    }
    while (at < until && count < TG_AHEAD_BEFORE + TG_AHEAD) {
        uint32_t code_point;
        a->begins[count] = (uint32_t)at;
        at += tg_utf8_decode(p + at, length - at, &code_point);
        a->code_points[count] = code_point;
        a->traits[count++] = tg_trait_of(g, code_point);
    }
    a->begins[count] = (uint32_t)at;
    a->next = TG_AHEAD_BEFORE;
    a->count = count;
}

static inline __attribute__((always_inline)) uint32_t is_letter(uint32_t trait)
{
    return (trait & (TG_TRAIT_HAN | TG_TRAIT_KIND_MASK)) == TG_KIND_LETTER;
}

/* Han characters behind Han characters. */
static inline __attribute__((always_inline)) void look_at_han(const tg_guises *g, const uint32_t *heard, tg_ahead *a)
{
    const uint32_t *restrict traits = a->traits, *restrict pairs = g->pairs, *restrict common = g->common;
    const uint32_t *restrict sounds = heard;
    uint8_t plain[TG_AHEAD_BEFORE + TG_AHEAD], odd[TG_AHEAD_BEFORE + TG_AHEAD]; /* which nothing else can be */
    unsigned shift = 32 - g->pair_bits;
    uint32_t by_sound = g->flags & TG_GUISES_SOUND ? 1 : 0;
    int count = (int)a->count;
    INDEPENDENT
    for (int i = TG_AHEAD_BEFORE; i < count; i++) {
        uint32_t t = traits[i], before = traits[i - 1], are_han = (t & before) >> 31;
        uint32_t one = before * TG_COMMON_A + t * TG_COMMON_B, two = before * TG_COMMON_C + t * TG_COMMON_D;
        uint32_t first = common[one >> (37 - TG_COMMON_BITS)], second = common[two >> (37 - TG_COMMON_BITS)];
        uint32_t is_common = first >> (two >> 11 & 31) & first >> (two >> 6 & 31) & second >> (one >> 11 & 31) &
                             second >> (one >> 6 & 31) & 1;
        odd[i] = (uint8_t)((is_common & are_han) ^ 1);
        uint32_t same = (before * TG_PAIR_A + t * TG_PAIR_B + TG_HAN_SAME * TG_PAIR_C) >> shift;
        uint32_t alike = (sounds[before & 511] * TG_PAIR_A + sounds[t & 511] * TG_PAIR_B + TG_HAN_SOUND * TG_PAIR_C) >> shift;
        uint32_t is_pair = (pairs[same / 32] >> same % 32 & 1) | (pairs[alike / 32] >> alike % 32 & by_sound);
        uint32_t are_numerals = ((t >> 21 & 0x3FF) - 1 < TG_HAN_NUMERALS) & ((before >> 21 & 0x3FF) - 1 < TG_HAN_NUMERALS);
        plain[i] = (uint8_t)(are_han & (t != before) & (is_pair ^ 1) & (are_numerals ^ 1));
    }
    odd[TG_AHEAD_BEFORE - 1] = a->odd[TG_AHEAD_BEFORE - 1];
    for (int i = TG_AHEAD_BEFORE; i < count; i++) {
        a->odd[i] = odd[i];
        a->plain[i] = (uint8_t)(plain[i] << (odd[i] & odd[i - 1]));
    }
}

/* Letters behind letters. What does not show may be between them and those before. */
static inline __attribute__((always_inline)) void look_at_letters(const tg_guises *g, tg_ahead *a)
{
    const uint32_t *restrict traits = a->traits, *restrict characters = a->code_points, *restrict trigrams = g->trigrams;
    uint8_t plain[TG_AHEAD_BEFORE + TG_AHEAD];
    int count = (int)a->count;
    INDEPENDENT
    for (int i = TG_AHEAD_BEFORE; i < count; i++) {
        uint32_t kind = traits[i - 2] & TG_TRAIT_KIND_MASK, is_han = traits[i - 2] >> 31;
        uint32_t is_hidden = ((kind == TG_KIND_MARK) | (kind >= TG_KIND_DROPPED)) & (is_han ^ 1);
        uint32_t c = characters[i] | 0x20, before = characters[i - 1] | 0x20;
        uint32_t first = (0 - is_letter(traits[i - 2])) & ((characters[i - 2] | 0x20) - 'a' + 1);
        uint32_t are_letters = is_letter(traits[i]) & is_letter(traits[i - 1]);
        uint32_t bit = (0 - are_letters) & tg_trigram_bit(first, before - 'a' + 1, c - 'a' + 1);
        uint32_t is_capital_i = (characters[i] == 'I') & (characters[i - 1] >= 'a');
        plain[i] = (uint8_t)(are_letters & (is_hidden ^ 1) & (c != before) & (is_capital_i ^ 1) &
                             (trigrams[bit / 32] >> bit % 32));
    }
    for (int i = TG_AHEAD_BEFORE; i < count; i++)
        a->plain[i] |= plain[i];
}

static inline __attribute__((always_inline)) void look(const tg_guises *g, const uint32_t *heard, tg_ahead *a)
{
    uint32_t any = 0;
    for (size_t i = TG_AHEAD_BEFORE; i < a->count; i++)
        any |= a->traits[i];
    if (any & TG_TRAIT_HAN) {
        look_at_han(g, heard, a);
    } else {
        memset(a->plain, 0, a->count);
        memset(a->odd, 1, a->count);
    }
    look_at_letters(g, a);
    a->plain[a->count] = 0;
}

void tg_ahead_scalar(const tg_guises *g, const uint32_t *heard, tg_ahead *a)
{
    look(g, heard, a);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) void tg_ahead_avx2(const tg_guises *g, const uint32_t *heard, tg_ahead *a)
{
    look(g, heard, a);
}
#else
void tg_ahead_avx2(const tg_guises *g, const uint32_t *heard, tg_ahead *a)
{
    look(g, heard, a);
}
#endif

tg_ahead_fn tg_ahead_best(void)
{
    return tg_cpu_level() >= TG_CPU_AVX2 ? tg_ahead_avx2 : tg_ahead_scalar; /* AVX-512 has nothing faster for look-ups */
}
