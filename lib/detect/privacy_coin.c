/* Addresses of crypto currencies: Base58Check, Bech32, and the mixed case of EIP-55. */
#include <sodium.h>
#include <string.h>

#include "detect/privacy.h"

static bool is_word(unsigned char c)
{
    return tg_is_digit((char)c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* ---- Base58Check: a version, twenty bytes, and the first four of their double SHA-256 ---- */

enum { PAYLOAD = 21, CHECKED = 25 };

static bool decode_base58(const unsigned char *s, size_t length, unsigned char *out)
{
    static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    memset(out, 0, CHECKED);
    for (size_t i = 0; i < length; i++) {
        const char *at = s[i] ? strchr(alphabet, s[i]) : NULL;
        if (!at)
            return false;
        unsigned carry = (unsigned)(at - alphabet);
        for (size_t k = CHECKED; k-- > 0; carry >>= 8) {
            carry += out[k] * 58u;
            out[k] = (unsigned char)carry;
        }
        if (carry)
            return false;
    }
    return true;
}

static const char *base58_coin(const unsigned char *s, size_t length)
{
    static const struct { uint8_t version; const char *title; } coins[] = {
        {0x00, "Bitcoin address"}, {0x05, "Bitcoin address"}, {0x30, "Litecoin address"}, {0x32, "Litecoin address"},
        {0x1E, "Dogecoin address"}, {0x16, "Dogecoin address"}, {0x41, "Tron address"}, {0x4C, "Dash address"}};
    unsigned char bytes[CHECKED], once[crypto_hash_sha256_BYTES], twice[crypto_hash_sha256_BYTES];
    if (length < 26 || length > 34 || !decode_base58(s, length, bytes))
        return NULL;
    crypto_hash_sha256(once, bytes, PAYLOAD);
    crypto_hash_sha256(twice, once, sizeof once);
    if (memcmp(twice, bytes + PAYLOAD, CHECKED - PAYLOAD) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof coins / sizeof *coins; i++)
        if (coins[i].version == bytes[0])
            return coins[i].title;
    return NULL;
}

/* ---- Bech32 (BIP 173) and Bech32m (BIP 350) ---- */

static uint32_t polymod(uint32_t state, unsigned value)
{
    static const uint32_t generator[] = {0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3};
    uint32_t top = state >> 25;
    state = (state & 0x1FFFFFF) << 5 ^ value;
    for (size_t i = 0; i < 5; i++)
        state ^= top >> i & 1 ? generator[i] : 0;
    return state;
}

static const char *bech32_coin(const unsigned char *s, size_t length)
{
    static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    static const struct { const char *prefix, *title; } coins[] = {
        {"bc", "Bitcoin address"}, {"tb", "Bitcoin test address"}, {"ltc", "Litecoin address"}};
    char low[91];
    bool lower = false, upper = false;
    if (length < 14 || length > 90)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        upper |= s[i] >= 'A' && s[i] <= 'Z';
        lower |= s[i] >= 'a' && s[i] <= 'z';
        low[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 'a' - 'A' : s[i]);
    }
    for (size_t k = 0; k < sizeof coins / sizeof *coins && lower != upper; k++) {
        size_t prefix = strlen(coins[k].prefix);
        if (memcmp(low, coins[k].prefix, prefix) != 0 || low[prefix] != '1')
            continue;
        uint32_t state = 1;
        for (size_t i = 0; i < prefix; i++)
            state = polymod(state, (unsigned)low[i] >> 5);
        state = polymod(state, 0);
        for (size_t i = 0; i < prefix; i++)
            state = polymod(state, (unsigned)low[i] & 31);
        for (size_t i = prefix + 1; i < length; i++) {
            const char *at = strchr(alphabet, low[i]);
            if (!at)
                return NULL;
            state = polymod(state, (unsigned)(at - alphabet));
        }
        return state == 1 || state == 0x2BC830A3 ? coins[k].title : NULL;
    }
    return NULL;
}

/* ---- EIP-55: the case of a letter is a bit of the Keccak-256 of the address in lower case ---- */

static uint64_t turn(uint64_t x, unsigned by)
{
    return by ? x << by | x >> (64 - by) : x;
}

static void keccak(uint64_t a[25])
{
    uint64_t constant = 1;
    for (unsigned round = 0; round < 24; round++) {
        uint64_t c[5], d, b[25];
        for (unsigned x = 0; x < 5; x++)
            c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (unsigned x = 0; x < 5; x++) {
            d = c[(x + 4) % 5] ^ turn(c[(x + 1) % 5], 1);
            for (unsigned y = 0; y < 25; y += 5)
                a[x + y] ^= d;
        }
        b[0] = a[0];
        for (unsigned x = 1, y = 0, t = 0; t < 24; t++) {
            unsigned next = (2 * x + 3 * y) % 5;
            b[y + 5 * next] = turn(a[x + 5 * y], (t + 1) * (t + 2) / 2 % 64);
            x = y;
            y = next;
        }
        for (unsigned y = 0; y < 25; y += 5)
            for (unsigned x = 0; x < 5; x++)
                a[x + y] = b[x + y] ^ (~b[(x + 1) % 5 + y] & b[(x + 2) % 5 + y]);
        uint64_t iota = 0; /* seven bits of a shift register a round, at places one less than powers of two */
        for (unsigned j = 0; j < 7; j++) {
            iota |= (constant & 1) << ((1u << j) - 1);
            constant = (constant << 1) ^ (constant >> 7 & 1 ? 0x171 : 0);
        }
        a[0] ^= iota;
    }
}

/* Of at most 135 bytes. */
static void keccak_256(const unsigned char *text, size_t length, unsigned char out[32])
{
    unsigned char block[136] = {0};
    uint64_t state[25] = {0};
    memcpy(block, text, length);
    block[length] ^= 1;
    block[135] ^= 0x80;
    for (size_t i = 0; i < 17 * 8; i++)
        state[i / 8] |= (uint64_t)block[i] << 8 * (i % 8);
    keccak(state);
    for (size_t i = 0; i < 32; i++)
        out[i] = (unsigned char)(state[i / 8] >> 8 * (i % 8));
}

static bool is_ethereum(const unsigned char *s, size_t length)
{
    unsigned char low[40], hash[32];
    bool upper = false, lower = false;
    if (length != 42 || s[0] != '0' || (s[1] | 0x20) != 'x')
        return false;
    for (size_t i = 0; i < 40; i++) {
        unsigned char c = s[2 + i], small = c | 0x20;
        if (!tg_is_digit((char)c) && !(small >= 'a' && small <= 'f'))
            return false;
        upper |= c >= 'A' && c <= 'F';
        lower |= c >= 'a' && c <= 'f';
        low[i] = tg_is_digit((char)c) ? c : small;
    }
    if (!upper || !lower)
        return upper || lower;
    keccak_256(low, sizeof low, hash);
    for (size_t i = 0; i < 40; i++)
        if (!tg_is_digit((char)s[2 + i]) && (hash[i / 2] >> (i % 2 ? 0 : 4) & 8) != (s[2 + i] & 0x20 ? 0 : 8))
            return false;
    return true;
}

tg_status tg_privacy_coin(tg_privacy *p, tg_range token, bool *found)
{
    tg_status status = TG_OK;
    for (size_t at = token.begin, end; at < token.end && status == TG_OK; at = end + 1) {
        const char *title = NULL;
        for (end = at; end < token.end && is_word(p->text[end]);)
            end++;
        if (end - at < 14)
            continue;
        if (is_ethereum(p->text + at, end - at))
            title = "Ethereum address";
        else
            title = base58_coin(p->text + at, end - at);
        if (!title)
            title = bech32_coin(p->text + at, end - at);
        if (!title)
            continue;
        *found = true;
        status = tg_privacy_add(p, (tg_range){at, end}, &(tg_secret){"privacy:coin", "privacy.coin", title, 98, 0, false});
    }
    return status;
}
