/* Plain runs, 64 bytes at a time with AVX-512; see plain.h. Bytes that lead characters are compressed to the front, each
 * beside the bytes that follow it, and widened to code points, sixteen at a time; two gathers give their symbols. */
#ifdef __x86_64__
#include "base/vector.h"
#include "text/plain.h"

/* The symbols of ASCII, low and high bytes apart, for look-ups within registers. */
typedef struct ascii {
    __m512i low[2], high[2];
    bool plain; /* none of them is dropped or folds slowly */
} ascii;

TG_AVX512 static inline ascii load_ascii(const tg_lane *lane)
{
    const uint16_t *symbols = lane->symbols + (size_t)lane->index[0] * TG_TABLE_BLOCK;
    ascii a = {.plain = true};
    for (size_t half = 0; half < 2; half++) {
        __m512i first = _mm512_loadu_si512(symbols + half * 64), second = _mm512_loadu_si512(symbols + half * 64 + 32);
        __m512i dropped = _mm512_set1_epi16((short)TG_SYMBOL_DROPPED);
        a.plain &= !(_mm512_cmpge_epu16_mask(first, dropped) | _mm512_cmpge_epu16_mask(second, dropped));
        a.low[half] = _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi16_epi8(first)),
                                         _mm512_cvtepi16_epi8(second), 1);
        first = _mm512_srli_epi16(first, 8);
        second = _mm512_srli_epi16(second, 8);
        a.high[half] = _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi16_epi8(first)),
                                          _mm512_cvtepi16_epi8(second), 1);
    }
    return a;
}

/* Writes the symbols of 64 bytes of ASCII at `count` of the output. */
TG_AVX512 static inline void take_ascii(const ascii *a, __m512i bytes, size_t at, const tg_plain_out *out, size_t count)
{
    __m512i low = _mm512_permutex2var_epi8(a->low[0], bytes, a->low[1]);
    __m512i high = _mm512_permutex2var_epi8(a->high[0], bytes, a->high[1]);
    __m512i first = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(low));
    __m512i second = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(low, 1));
    first = _mm512_or_si512(first, _mm512_slli_epi16(_mm512_cvtepu8_epi16(_mm512_castsi512_si256(high)), 8));
    second = _mm512_or_si512(second, _mm512_slli_epi16(_mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(high, 1)), 8));
    _mm512_storeu_si512(out->symbols + count, first);
    _mm512_storeu_si512(out->symbols + count + 32, second);
    __m512i begin = _mm512_add_epi32(_mm512_set1_epi32((int)at),
                                     _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    for (size_t i = 0; i < 64; i += 16) {
        _mm512_storeu_si512(out->begins + count + i, begin);
        _mm512_storeu_si512(out->ends + count + i, _mm512_add_epi32(begin, _mm512_set1_epi32(1)));
        begin = _mm512_add_epi32(begin, _mm512_set1_epi32(16));
    }
}

/* The 16-bit items of a table at 16 indices. Pairs of them are gathered, so that nothing behind the table is read. */
TG_AVX512 static inline __m512i gather(const uint16_t *table, __m512i at, __mmask16 lanes)
{
    __m512i pairs = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, _mm512_srli_epi32(at, 1), table, 4);
    __m512i shift = _mm512_slli_epi32(_mm512_and_si512(at, _mm512_set1_epi32(1)), 4);
    return _mm512_and_si512(_mm512_srlv_epi32(pairs, shift), _mm512_set1_epi32(0xFFFF));
}

/* Writes the symbols of `lanes`, those that are dropped left out; *count is of the output. */
TG_AVX512 static inline void put_sixteen(__m512i symbols, __m512i begins, __m512i ends, __mmask16 lanes,
                                         const tg_plain_out *out, size_t *count)
{
    lanes &= _mm512_cmpneq_epi32_mask(symbols, _mm512_set1_epi32(TG_SYMBOL_DROPPED));
    __m256i packed = _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32(lanes, symbols));
    _mm256_storeu_si256((__m256i *)(void *)(out->symbols + *count), packed);
    _mm512_storeu_si512(out->begins + *count, _mm512_maskz_compress_epi32(lanes, begins));
    _mm512_storeu_si512(out->ends + *count, _mm512_maskz_compress_epi32(lanes, ends));
    *count += (size_t)__builtin_popcount(lanes);
}

/* How many characters of three bytes a block begins with, at most sixteen: lead, trail, trail and so on. */
TG_AVX512 static inline size_t count_threes(__m512i bytes)
{
    const uint64_t leads = UINT64_C(0x249249249249), all = (UINT64_C(1) << 48) - 1;
    uint64_t trails = _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8(-64));
    uint64_t threes = _mm512_cmpeq_epi8_mask(_mm512_and_si512(bytes, _mm512_set1_epi8((char)0xF0)),
                                             _mm512_set1_epi8((char)0xE0));
    uint64_t other = ((trails ^ ~leads) | (threes ^ leads)) & all;
    return other ? (size_t)__builtin_ctzll(other) / 3 : 16;
}

/* Takes `threes` characters of three bytes that begin a block at byte `at`; what it returns is as for take_sixteen. */
TG_AVX512 static inline __mmask16 take_threes(const tg_lane *lane, __m512i bytes, size_t threes, size_t at,
                                              const tg_plain_out *out, size_t *count)
{
    /* Bytes 2, 1, 0 of each character in a lane of 32 bits, which products and sums join. */
    const __m512i order = _mm512_setr_epi32(0x40000102, 0x40030405, 0x40060708, 0x40090A0B, 0x400C0D0E, 0x400F1011, 0x40121314,
                                            0x40151617, 0x4018191A, 0x401B1C1D, 0x401E1F20, 0x40212223, 0x40242526, 0x40272829,
                                            0x402A2B2C, 0x402D2E2F);
    const __m512i places = _mm512_setr_epi32(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45);
    __mmask16 lanes = tg_lanes_below(threes);
    __m512i bits = _mm512_and_si512(_mm512_permutexvar_epi8(order, bytes), _mm512_set1_epi32(0x000F3F3F));
    __m512i pairs = _mm512_maddubs_epi16(bits, _mm512_set1_epi32(0x00014001));
    __m512i code_points = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x10000001));
    __mmask16 slow = _mm512_cmplt_epu32_mask(code_points, _mm512_set1_epi32(0x800)) |
                     _mm512_cmpeq_epi32_mask(_mm512_and_si512(code_points, _mm512_set1_epi32(0xF800)), _mm512_set1_epi32(0xD800));
    __m512i symbols = gather(lane->symbols, code_points, lanes & (__mmask16)~slow);
    slow = lanes & (slow | _mm512_cmpeq_epi32_mask(symbols, _mm512_set1_epi32(TG_SYMBOL_SLOW)));
    if (slow)
        lanes &= tg_lanes_below((size_t)__builtin_ctz(slow));
    __m512i begins = _mm512_add_epi32(_mm512_set1_epi32((int)at), places);
    put_sixteen(symbols, begins, _mm512_add_epi32(begins, _mm512_set1_epi32(3)), lanes, out, count);
    return slow;
}

enum {
    THREES = 8, /* from so many characters of three bytes in a row on they are taken together */
    BATCH = 8 * TG_PLAIN_BLOCK,
    AHEAD = 2048 /* bytes that are fetched before they are read; the processor does not look beyond a page by itself */
};

/* The characters of several blocks: first bytes and those behind them, and where they are, in one row. */
typedef struct leads {
    uint8_t bytes[4][BATCH + TG_PLAIN_BLOCK];
    uint16_t places[BATCH + TG_PLAIN_BLOCK]; /* from the first block */
    size_t count;
    uint64_t four; /* not 0: there are characters of four bytes */
} leads;

static inline TG_AVX512 __m512i widen(const uint8_t *bytes)
{
    return _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)bytes));
}

static inline TG_AVX512 __m512i join(__m512i high, __m512i low)
{
    return _mm512_or_si512(_mm512_slli_epi32(high, 6), _mm512_and_si512(low, _mm512_set1_epi32(0x3F)));
}

/* Takes sixteen characters from the i-th on, to *count of the output. Returns the lanes that are not plain; from the lowest
 * on nothing was taken. */
TG_AVX512 static inline __mmask16 take_sixteen(const tg_lane *lane, const leads *l, size_t i, size_t at,
                                            const tg_plain_out *out, size_t *count)
{
    __mmask16 lanes = tg_lanes_below(l->count - i);
    __m512i first = widen(l->bytes[0] + i), second = widen(l->bytes[1] + i), third = widen(l->bytes[2] + i);
    __mmask16 two = _mm512_cmpge_epu32_mask(first, _mm512_set1_epi32(0xC0));
    __mmask16 three = _mm512_cmpge_epu32_mask(first, _mm512_set1_epi32(0xE0));
    __m512i of_two = join(_mm512_and_si512(first, _mm512_set1_epi32(0x1F)), second);
    __m512i of_three = join(join(_mm512_and_si512(first, _mm512_set1_epi32(0x0F)), second), third);
    __m512i code_points = _mm512_mask_mov_epi32(_mm512_mask_mov_epi32(first, two, of_two), three, of_three);
    __m512i length = _mm512_mask_add_epi32(_mm512_set1_epi32(1), two, _mm512_set1_epi32(1), _mm512_set1_epi32(1));
    length = _mm512_mask_add_epi32(length, three, length, _mm512_set1_epi32(1));
    /* Over-long sequences and surrogates. */
    __mmask16 slow = three & (_mm512_cmplt_epu32_mask(of_three, _mm512_set1_epi32(0x800)) |
                              _mm512_cmpeq_epi32_mask(_mm512_and_si512(of_three, _mm512_set1_epi32(0xF800)),
                                                      _mm512_set1_epi32(0xD800)));
    if (l->four) {
        __mmask16 four = _mm512_cmpge_epu32_mask(first, _mm512_set1_epi32(0xF0));
        __m512i of_four = join(_mm512_and_si512(of_three, _mm512_set1_epi32(0x7FFF)), widen(l->bytes[3] + i));
        code_points = _mm512_mask_mov_epi32(code_points, four, of_four);
        length = _mm512_mask_add_epi32(length, four, length, _mm512_set1_epi32(1));
        __m512i over = _mm512_sub_epi32(of_four, _mm512_set1_epi32(0x10000));
        slow = (slow & (__mmask16)~four) | (four & _mm512_cmpge_epu32_mask(over, _mm512_set1_epi32(0x100000)));
    }
    __mmask16 known = lanes & (__mmask16)~slow;
    __m512i item = code_points;
    if (!lane->flat || l->four) {
        __m512i block = gather(lane->index, _mm512_srli_epi32(code_points, 7), known);
        item = _mm512_add_epi32(_mm512_slli_epi32(block, 7), _mm512_and_si512(code_points, _mm512_set1_epi32(127)));
    }
    __m512i symbols = gather(lane->symbols, item, known);
    slow = lanes & (slow | _mm512_cmpeq_epi32_mask(symbols, _mm512_set1_epi32(TG_SYMBOL_SLOW)));
    if (slow)
        lanes &= tg_lanes_below((size_t)__builtin_ctz(slow));
    __m512i begins = _mm512_add_epi32(
        _mm512_set1_epi32((int)at), _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)(l->places + i))));
    put_sixteen(symbols, begins, _mm512_add_epi32(begins, length), lanes, out, count);
    return slow;
}

/* The bytes that lead a block's characters, up to where it is ill-formed or one is cut off; *end is behind the last. */
TG_AVX512 static inline uint64_t find_leads(__m512i bytes, size_t count, size_t *end, uint64_t *four)
{
    uint64_t present = tg_bytes_below(count);
    uint64_t trails = _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8(-64)) & present;
    uint64_t two = _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)0xC0));
    uint64_t three = _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)0xE0));
    *four = _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)0xF0));
    uint64_t bad = _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)0xF5));
    bad |= two & ~_mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)0xC2));
    uint64_t cut = (two & ~tg_bytes_below(count - 1)) | (three & ~tg_bytes_below(count < 2 ? 0 : count - 2)) |
                   (*four & ~tg_bytes_below(count < 3 ? 0 : count - 3));
    *end = cut & present ? (size_t)__builtin_ctzll(cut & present) : count;
    uint64_t wrong = ((trails ^ (two << 1 | three << 2 | *four << 3)) | bad) & tg_bytes_below(*end + 1) & present;
    uint64_t found = ~trails & present;
    if (wrong) {
        /* Up to the last character that begins before the wrong byte, which may be the broken one. */
        uint64_t before = found & tg_bytes_below((size_t)__builtin_ctzll(wrong));
        *end = before ? 63 - (size_t)__builtin_clzll(before) : 0;
    }
    return found & tg_bytes_below(*end);
}

/* Adds the characters of the block of `count` bytes at `text`. Returns how many bytes they are. */
TG_AVX512 static inline size_t add_leads(leads *l, __m512i bytes, const unsigned char *text, size_t count, size_t place)
{
    static const uint8_t numbers[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    size_t end;
    uint64_t four, found = find_leads(bytes, count, &end, &four);
    __m512i second = _mm512_maskz_loadu_epi8(tg_bytes_below(count - 1), text + 1);
    __m512i third = _mm512_maskz_loadu_epi8(tg_bytes_below(count < 2 ? 0 : count - 2), text + 2);
    _mm512_storeu_si512(l->bytes[0] + l->count, _mm512_maskz_compress_epi8(found, bytes));
    _mm512_storeu_si512(l->bytes[1] + l->count, _mm512_maskz_compress_epi8(found, second));
    _mm512_storeu_si512(l->bytes[2] + l->count, _mm512_maskz_compress_epi8(found, third));
    if (four & found) {
        __m512i fourth = _mm512_maskz_loadu_epi8(tg_bytes_below(count < 3 ? 0 : count - 3), text + 3);
        _mm512_storeu_si512(l->bytes[3] + l->count, _mm512_maskz_compress_epi8(found, fourth));
        l->four |= four & found;
    }
    __m512i places = _mm512_maskz_compress_epi8(found, _mm512_loadu_si512(numbers));
    __m512i base = _mm512_set1_epi16((short)place);
    _mm512_storeu_si512(l->places + l->count,
                        _mm512_add_epi16(base, _mm512_cvtepu8_epi16(_mm512_castsi512_si256(places))));
    _mm512_storeu_si512(l->places + l->count + 32,
                        _mm512_add_epi16(base, _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(places, 1))));
    l->count += (size_t)__builtin_popcountll(found);
    return end;
}

TG_AVX512 size_t tg_plain_avx512(const tg_lane *lane, const unsigned char *text, size_t at, size_t limit, size_t full,
                                 tg_plain_out *out)
{
    ascii a = load_ascii(lane);
    leads l;
    size_t done = out->count;
    while (at < limit && done + TG_PLAIN_BLOCK <= full) {
        /* ASCII and rows of characters of three bytes are taken at once, others collected until there are many. */
        size_t begin = at;
        bool stuck = false;
        l.count = 0;
        l.four = 0;
        while (at < limit && at - begin < BATCH && done + l.count + TG_PLAIN_BLOCK <= full) {
            size_t count = limit - at < TG_PLAIN_BLOCK ? limit - at : TG_PLAIN_BLOCK;
            __m512i bytes = _mm512_maskz_loadu_epi8(tg_bytes_below(count), text + at);
            __builtin_prefetch(text + at + AHEAD);
            if (a.plain && !_mm512_movepi8_mask(bytes)) {
                if (l.count)
                    break;
                take_ascii(&a, bytes, at, out, done);
                done += count;
                at += count;
                begin = at;
                continue;
            }
            size_t threes = lane->flat ? count_threes(bytes) : 0;
            if (threes >= THREES) {
                if (l.count)
                    break;
                __mmask16 slow = take_threes(lane, bytes, threes, at, out, &done);
                if (slow) {
                    out->count = done;
                    return at + 3 * (size_t)__builtin_ctz(slow);
                }
                at += 3 * threes;
                begin = at;
                continue;
            }
            size_t taken = add_leads(&l, bytes, text + at, count, at - begin);
            stuck = taken == 0;
            if (stuck)
                break;
            at += taken;
        }
        for (size_t i = 0; i < l.count; i += 16) {
            __mmask16 slow = take_sixteen(lane, &l, i, begin, out, &done);
            if (slow) {
                out->count = done;
                return begin + l.places[i + (size_t)__builtin_ctz(slow)];
            }
        }
        if (stuck)
            break;
    }
    out->count = done;
    return at;
}
#else
typedef int tg_no_avx512;
#endif
