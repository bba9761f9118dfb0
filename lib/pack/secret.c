/* Tokens of folded text and their keyed hashes; see secret.h. */
#include "pack/secret.h"

#include <string.h>

#include "base/utf8.h"

void tg_secret_start(tg_secret_reader *r, const tg_fold *fold, const char *text, size_t length)
{
    r->fold = fold;
    r->text = text;
    r->length = length;
    r->at = r->gap = r->used = r->count = 0;
    r->breaks = false;
}

/* Forgets the older half of what is kept. */
static void make_room(tg_secret_reader *r)
{
    enum { KEPT = TG_SECRET_TOKENS };
    bool full = r->count == sizeof r->tokens / sizeof *r->tokens || r->used > sizeof r->bytes - TG_SECRET_BYTES;
    if (!full)
        return;
    size_t drop = r->count > KEPT ? r->count - KEPT : 0;
    while (drop < r->count && r->used - r->tokens[drop].first > sizeof r->bytes - 2 * TG_SECRET_BYTES)
        drop++;
    size_t from = drop < r->count ? r->tokens[drop].first : r->used;
    memmove(r->bytes, r->bytes + from, r->used - from);
    memmove(r->tokens, r->tokens + drop, (r->count - drop) * sizeof *r->tokens);
    r->used -= from;
    r->count -= drop;
    for (size_t i = 0; i < r->count; i++)
        r->tokens[i].first = (uint16_t)(r->tokens[i].first - from);
}

static tg_class class_of(const tg_secret_reader *r, const tg_fold_unit *unit)
{
    return unit->count ? tg_fold_class(tg_fold_entry(r->fold, unit->code_points[0])) : TG_CLASS_NONE;
}

/* Adds what a unit folds to; what is too long is cut, and so is like nothing in a list. */
static void add_unit(tg_secret_reader *r, tg_secret_token *token, const tg_fold_unit *unit)
{
    for (size_t i = 0; i < unit->count; i++) {
        char encoded[4];
        size_t n = tg_utf8_encode(unit->code_points[i], encoded);
        token->digits &= unit->code_points[i] >= '0' && unit->code_points[i] <= '9';
        if (token->length + n > TG_SECRET_BYTES - 4)
            continue;
        memcpy(r->bytes + r->used, encoded, n);
        r->used += n;
        token->length = (uint16_t)(token->length + n);
    }
    token->end = (uint32_t)unit->end;
}

bool tg_secret_next(tg_secret_reader *r)
{
    tg_fold_unit unit;
    make_room(r);
    for (size_t next; r->at < r->length; r->at = next) {
        next = tg_fold_next_unit(r->fold, r->text, r->length, r->at, &unit);
        tg_class class = class_of(r, &unit);
        if (class == TG_CLASS_NONE) {
            r->gap += unit.count > 0;
            r->breaks |= unit.count && unit.code_points[0] == '\n';
            continue;
        }
        tg_secret_token *token = &r->tokens[r->count++];
        *token = (tg_secret_token){.begin = (uint32_t)unit.begin, .first = (uint16_t)r->used, .digits = true,
                                   .follows = r->count > 1 && r->gap <= TG_SECRET_GAP && !r->breaks};
        r->gap = 0;
        r->breaks = false;
        add_unit(r, token, &unit);
        for (r->at = next; class != TG_CLASS_UNSPACED && r->at < r->length; r->at = next) {
            next = tg_fold_next_unit(r->fold, r->text, r->length, r->at, &unit);
            if (unit.count && class_of(r, &unit) != class)
                break;
            if (unit.count)
                add_unit(r, token, &unit);
        }
        return true;
    }
    return false;
}

static uint64_t sip(const void *bytes, size_t length, const tg_key *key)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t hash = 0;
    crypto_shorthash(out, bytes, length, key->bytes);
    for (size_t i = 0; i < sizeof out; i++)
        hash |= (uint64_t)out[i] << 8 * i;
    return hash;
}

uint64_t tg_secret_hash_of(const tg_secret_reader *r, size_t count, const tg_key *key)
{
    char bytes[TG_SECRET_BYTES];
    size_t length = 0;
    for (size_t i = r->count - count; i < r->count; i++) {
        const tg_secret_token *token = &r->tokens[i];
        bool divided = i > r->count - count && !(token->digits && token[-1].digits);
        if (length + token->length + divided > sizeof bytes)
            return sip(bytes, 0, key);
        if (divided)
            bytes[length++] = 0x1F;
        memcpy(bytes + length, r->bytes + token->first, token->length);
        length += token->length;
    }
    return sip(bytes, length, key);
}

uint64_t tg_secret_hash_of_key(const tg_key *key)
{
    static const char own[] = "\x1F" "textgate";
    return sip(own, sizeof own, key);
}
