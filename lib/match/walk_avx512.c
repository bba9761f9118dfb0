/* Walking down the trie from many positions with AVX-512, sixteen at a time; see walk.h. */
#ifdef __x86_64__
#include "base/vector.h"
#include "match/walk.h"

/* Slots, eight bytes each: bases to the one, labels and depths to the other. */
TG_AVX512 static inline __m512i gather_slots(const tg_slot *slots, __m512i at, __mmask16 lanes, __m512i *labels)
{
    const __m512i zero = _mm512_setzero_si512();
    __m512i low = _mm512_mask_i32gather_epi64(zero, (__mmask8)lanes, _mm512_castsi512_si256(at), slots, 8);
    __m512i high = _mm512_mask_i32gather_epi64(zero, (__mmask8)(lanes >> 8), _mm512_extracti64x4_epi64(at, 1), slots, 8);
    const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    *labels = _mm512_permutex2var_epi32(low, _mm512_or_si512(even, _mm512_set1_epi32(1)), high);
    return _mm512_permutex2var_epi32(low, even, high);
}

/* The symbol at each place and the one behind it. */
TG_AVX512 static inline __m512i gather_symbols(const uint16_t *symbols, __m512i at, __mmask16 lanes)
{
    return _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, at, symbols, 2);
}

/* Positions that are left: place | number of the candidate << 24, and the slot where the next symbol leads. */
typedef struct branches {
    uint32_t places[TG_WALK_GROUP + 16], slots[TG_WALK_GROUP + 16];
    size_t count;
} branches;

TG_AVX512 static inline void add_branches(branches *b, __m512i places, __m512i to, __mmask16 lanes)
{
    _mm512_storeu_si512(b->places + b->count, _mm512_maskz_compress_epi32(lanes, places));
    _mm512_storeu_si512(b->slots + b->count, _mm512_maskz_compress_epi32(lanes, to));
    b->count += (size_t)__builtin_popcount(lanes);
}

static inline void prefetch(const tg_slot *slots, const branches *b, size_t from)
{
    for (size_t i = from; i < b->count; i++)
        __builtin_prefetch(&slots[b->slots[i]]);
}

TG_AVX512 bool tg_walk_avx512(const tg_slot *slots, const uint16_t *symbols, tg_walk_group *g)
{
    const __m512i low_half = _mm512_set1_epi32(0xFFFF), place = _mm512_set1_epi32(TG_WALK_SYMBOLS - 1);
    const __m512i root = _mm512_set1_epi32((int)slots[0].base);
    __m512i numbers = _mm512_slli_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), 24);
    branches b;
    b.count = 0;
    for (size_t i = 0; i < g->count; i += 16) {
        __mmask16 lanes = tg_lanes_below(g->count - i);
        __m512i at = _mm512_maskz_loadu_epi32(lanes, g->candidates + i);
        __m512i symbol = _mm512_and_si512(gather_symbols(symbols, at, lanes), low_half);
        add_branches(&b, _mm512_or_si512(at, numbers), _mm512_add_epi32(root, symbol), lanes);
        numbers = _mm512_add_epi32(numbers, _mm512_set1_epi32(16 << 24));
    }
    prefetch(slots, &b, 0);
    for (uint32_t depth = 1; b.count; depth++) {
        size_t count = b.count;
        if (g->steps < count || g->found + count > TG_WALK_FOUND)
            return false;
        g->steps -= count;
        b.count = 0;
        for (size_t i = 0; i < count; i += 16) {
            __mmask16 lanes = tg_lanes_below(count - i);
            __m512i places = _mm512_loadu_si512(b.places + i), at = _mm512_loadu_si512(b.slots + i), labels;
            __m512i base = gather_slots(slots, at, lanes, &labels);
            __m512i both = gather_symbols(symbols + depth - 1, _mm512_and_si512(places, place), lanes);
            lanes = _mm512_mask_cmpeq_epi32_mask(lanes, _mm512_and_si512(both, low_half), _mm512_and_si512(labels, low_half));
            __mmask16 ends = _mm512_movepi32_mask(labels) & lanes; /* TG_SLOT_ENDS is the sign */
            for (unsigned left = ends; left; left &= left - 1) {
                size_t k = i + (size_t)__builtin_ctz(left);
                g->states[g->found] = b.slots[k];
                g->depths[g->found] = depth;
                g->from[g->found++] = (uint8_t)(b.places[k] >> 24);
            }
            size_t from = b.count;
            add_branches(&b, places, _mm512_add_epi32(base, _mm512_srli_epi32(both, 16)), lanes);
            prefetch(slots, &b, from);
        }
    }
    return true;
}
#else
typedef int tg_no_avx512;
#endif
