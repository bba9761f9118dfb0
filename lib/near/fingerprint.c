/* Fingerprints; see fingerprint.h and README.md of this room. */
#include "near/fingerprint.h"

#include <math.h>
#include <string.h>
#include <xxhash.h>

/* Short texts are filed by bands of four minima. Long ones share many shingles by chance ("the", "ing"), so that their
 * bands have eight; texts between have both. */
enum {
    SHORT_ROWS = 4, LONG_ROWS = 8,
    BINS = TG_FINGERPRINT_KEYS * LONG_ROWS,
    SHORT_MOST = 240, LONG_LEAST = 160, /* shingles */
    BETWEEN_SHORT = 12,                 /* keys of a text between that are of short ones */
    FINE_SET = 256                      /* shingles that the fine sketch is good for; larger sets are sampled */
};

void tg_near_probe_init(tg_near_probe *probe, const tg_allocator *allocator)
{
    tg_near_text_init(&probe->text, allocator);
    tg_shingles_init(&probe->shingles, allocator, tg_cpu_level());
    tg_minhash_init(&probe->minhash, tg_cpu_level());
    memset(&probe->print, 0, sizeof probe->print);
}

void tg_near_probe_free(tg_near_probe *probe)
{
    tg_near_text_free(&probe->text);
    tg_shingles_free(&probe->shingles);
}

tg_status tg_near_probe_read(tg_near_probe *probe, uint32_t normalise, const char *text, size_t length)
{
    bool done = tg_near_text_read(&probe->text, normalise, text, length) &&
                tg_shingles_read(&probe->shingles, probe->text.characters.items, probe->text.characters.count);
    return done ? TG_OK : TG_NO_MEMORY;
}

double tg_near_probe_compare(tg_near_probe *probe, const uint32_t *characters, size_t count, size_t distinct)
{
    size_t common = tg_shingles_common(&probe->shingles, characters, count);
    size_t either = tg_shingles_size(&probe->shingles) + distinct - common;
    return either ? (double)common / (double)either : 0;
}

/* ---- making ---- */

static uint32_t band_key(const uint32_t *minima, size_t rows, uint64_t salt)
{
    uint64_t hash = (salt + 1) * UINT64_C(0xA0761D6478BD642F);
    for (size_t i = 0; i < rows; i += 2) {
        hash ^= (uint64_t)minima[i] << 32 | minima[i + 1];
        hash *= UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return (uint32_t)(hash >> 16);
}

/* Minima of a large set in one pass or a few: in each every shingle falls into one bin, and what falls there in a later
 * pass is greater than all of an earlier one, until no bin is empty (Dahlgaard, Knudsen, Thorup: Fast similarity
 * sketching, 2017). Two sets agree in a bin as often as they are similar. */
static void fill_bins(const uint64_t *hashes, size_t count, uint64_t *bins)
{
    size_t empty = BINS;
    memset(bins, 0xFF, BINS * sizeof *bins);
    for (uint64_t pass = 0; empty; pass++) {
        for (size_t i = 0; i < count; i++) {
            uint64_t hash = (hashes[i] + pass) * UINT64_C(0xA0761D6478BD642F);
            hash ^= hash >> 32;
            uint64_t value = hash >> 8 | pass << 56, *bin = &bins[hash % BINS];
            *bin = value < *bin ? value : *bin;
        }
        empty = 0;
        for (size_t i = 0; i < BINS; i++)
            empty += bins[i] == UINT64_MAX;
    }
}

/* The short texts' keys come first. */
static void make_keys(tg_near_probe *probe)
{
    tg_fingerprint *print = &probe->print;
    const uint64_t *hashes = probe->shingles.hashes.items;
    size_t count = probe->shingles.hashes.count, keys = 0, bands = 0;
    if (count > 0 && count <= SHORT_MOST) {
        uint32_t minima[TG_MINHASH];
        probe->minhash.compute(&probe->minhash, hashes, count, minima);
        for (bands = count < LONG_LEAST ? TG_FINGERPRINT_KEYS : BETWEEN_SHORT; keys < bands; keys++)
            print->keys[keys] = band_key(minima + keys * SHORT_ROWS, SHORT_ROWS, keys);
    }
    if (count >= LONG_LEAST) {
        uint64_t bins[BINS];
        uint32_t minima[BINS];
        fill_bins(hashes, count, bins);
        for (size_t i = 0; i < BINS; i++)
            minima[i] = (uint32_t)bins[i] ^ (uint32_t)(bins[i] >> 32);
        for (size_t band = 0; keys < TG_FINGERPRINT_KEYS; band++, keys++)
            print->keys[keys] = band_key(minima + band * LONG_ROWS, LONG_ROWS, TG_FINGERPRINT_KEYS + band);
    }
}

/* How often the fine sketch halves the set: it takes the shingles whose hash begins with so many zeros. */
static unsigned level_of(size_t shingles)
{
    unsigned level = 0;
    while (shingles > (size_t)FINE_SET << level)
        level++;
    return level;
}

/* Sketches of parity (Mitzenmacher, Pagh, Pham: Efficient estimation for high similarities using odd sketches, 2014):
 * each shingle flips a bit, so that the bits in which two sketches differ tell how many shingles only one of them has. */
static void make_sketches(tg_near_probe *probe)
{
    tg_fingerprint *print = &probe->print;
    const uint64_t *hashes = probe->shingles.hashes.items;
    unsigned level = level_of(probe->shingles.hashes.count);
    uint64_t fine = UINT64_MAX >> level, coarse = fine >> 1;
    for (size_t i = 0; i < probe->shingles.hashes.count; i++) {
        /* the lower half is the minima's, so this is hashed again */
        uint64_t hash = hashes[i] * UINT64_C(0x8CB92BA72F3D8DD7);
        hash ^= hash >> 29;
        print->fine[hash >> 6 & 7] ^= (uint64_t)(hash <= fine) << (hash & 63);
        print->coarse[hash >> 6 & 3] ^= (uint64_t)(hash <= coarse) << (hash & 63);
    }
}

tg_status tg_near_probe_print(tg_near_probe *probe, uint32_t normalise, const char *text, size_t length)
{
    tg_status status = tg_near_probe_read(probe, normalise, text, length);
    if (status != TG_OK)
        return status;
    tg_fingerprint *print = &probe->print;
    memset(print, 0, sizeof *print);
    print->format = TG_FINGERPRINT_FORMAT;
    print->normalise = normalise;
    XXH128_hash_t hash = XXH3_128bits(text, length);
    print->text[0] = hash.high64;
    print->text[1] = hash.low64;
    hash = XXH3_128bits(probe->text.characters.items, probe->text.characters.count * sizeof(uint32_t));
    print->fold[0] = hash.high64;
    print->fold[1] = hash.low64;
    print->shingles = (uint32_t)tg_shingles_size(&probe->shingles);
    make_keys(probe);
    make_sketches(probe);
    return TG_OK;
}

/* ---- comparing ---- */

static unsigned difference(const uint64_t *a, const uint64_t *b, size_t words)
{
    unsigned bits = 0;
    for (size_t i = 0; i < words; i++)
        bits += (unsigned)__builtin_popcountll(a[i] ^ b[i]);
    return bits;
}

/* How many shingles only one text has, from the bits in which sketches of every 2^level-th shingle differ. */
static double estimate_difference(unsigned differing, double size, unsigned level, double *variance)
{
    double rest = 1 - 2 * differing / size;
    if (rest < 2 / size)
        rest = 2 / size; /* more than can be told */
    double sampled = -size / 2 * log(rest), scale = (double)(UINT64_C(1) << level);
    double of_bits = size / 4 * (1 - rest * rest) - sampled * rest * rest; /* which bits the shingles hit */
    double of_sample = sampled * (scale - 1) / scale;
    *variance = scale * scale * ((of_bits > 0 ? of_bits : 0) / (rest * rest) + of_sample);
    return sampled * scale;
}

double tg_near_estimate(const tg_fingerprint *a, const tg_fingerprint *b, double *error)
{
    double none;
    error = error ? error : &none;
    *error = 0;
    if (tg_near_is_same(a, b))
        return a->shingles || (a->text[0] == b->text[0] && a->text[1] == b->text[1]);
    if (a->shingles > b->shingles) {
        const tg_fingerprint *larger = a;
        a = b;
        b = larger;
    }
    double both = (double)a->shingles + (double)b->shingles, variance = 0, apart = both;
    unsigned level = level_of(a->shingles), other = level_of(b->shingles);
    if (a->shingles == 0 || other > level + 1)
        return 0; /* more than twice as large, or nearly so */
    if (level == other)
        apart = estimate_difference(difference(a->fine, b->fine, 8), 512, level, &variance);
    else { /* the smaller one's coarse sketch has the sample that the larger one's fine sketch has */
        uint64_t folded[4];
        for (size_t i = 0; i < 4; i++)
            folded[i] = b->fine[i] ^ b->fine[i + 4];
        apart = estimate_difference(difference(a->coarse, folded, 4), 256, other, &variance);
    }
    double least = (double)b->shingles - (double)a->shingles;
    apart = apart < least ? least : apart > both ? both : apart;
    *error = 2 * both * sqrt(variance) / ((both + apart) * (both + apart));
    double similarity = (both - apart) / (both + apart);
    return similarity < 1 - 1 / both ? similarity : 1 - 1 / both; /* they are not the same */
}

/* How many bands of `rows` it takes that of pairs at the threshold .6 % are missed at most; more similar ones hardly ever
 * are. */
static size_t bands_for(double threshold, int rows, size_t most)
{
    double hit = 1, missed = 1;
    size_t bands = 0;
    while (rows-- > 0)
        hit *= threshold;
    while (bands < most && missed > .006) {
        missed *= 1 - hit;
        bands++;
    }
    return bands;
}

size_t tg_near_keys(const tg_fingerprint *print, double threshold, uint32_t *keys)
{
    if (print->shingles == 0)
        return 0;
    size_t shorts = print->shingles < LONG_LEAST ? TG_FINGERPRINT_KEYS : print->shingles <= SHORT_MOST ? BETWEEN_SHORT : 0;
    size_t first = bands_for(threshold, SHORT_ROWS, shorts);
    size_t second = bands_for(threshold, LONG_ROWS, TG_FINGERPRINT_KEYS - shorts);
    memcpy(keys, print->keys, first * sizeof *keys);
    memcpy(keys + first, print->keys + shorts, second * sizeof *keys);
    return first + second;
}
