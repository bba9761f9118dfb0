/* Detector `words`, third part: the entries of private lists, of which a pack has keyed hashes alone. Every token of
 * the text is the last one of as many sequences as the list has lengths; their hashes are looked up. */
#include "detect/detect.h"

static const tg_secret_hash *find(const tg_pack *pack, uint64_t hash, uint32_t tokens)
{
    const tg_secret_hash *s = pack->secrets;
    size_t low = 0, high = pack->secrets_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < pack->secrets_count && s[low].hash == hash && s[low].tokens == tokens ? &s[low] : NULL;
}

static tg_status look_up(tg_work *work, const tg_rules *rules, const tg_secret_reader *r, size_t count, uint32_t tokens)
{
    const tg_secret_hash *secret = find(rules->pack, tg_secret_hash_of(r, count, &rules->key), tokens);
    if (!secret || !tg_entry_works(work, rules, secret->entry))
        return TG_OK;
    const tg_secret_token *last = &r->tokens[r->count - 1];
    tg_sighting s = {.detector = TG_DETECTOR_WORDS, .entry = secret->entry, .match = TG_MATCH_FOLD};
    s.range = (tg_range){last[1 - (ptrdiff_t)count].begin, last->end};
    return tg_add_finding(work, rules, &s);
}

/* All sequences that end with the last token. Digits that follow digits make one number, however it is divided. */
static tg_status look_back(tg_work *work, const tg_rules *rules, const tg_secret_reader *r)
{
    tg_status status = TG_OK;
    uint32_t tokens = 0;
    for (size_t count = 1; count <= r->count && count <= TG_SECRET_TOKENS && status == TG_OK; count++) {
        const tg_secret_token *first = &r->tokens[r->count - count];
        if (count > 1 && !first[1].follows)
            break;
        tokens += count == 1 || !(first->digits && first[1].digits);
        if (tokens > TG_SECRET_TOKENS)
            break;
        if (rules->token_counts >> tokens & 1)
            status = look_up(work, rules, r, count, tokens);
    }
    return status;
}

tg_status tg_detect_secrets(tg_work *work)
{
    tg_status status = TG_OK;
    for (size_t i = 0; i < work->reading_count && status == TG_OK; i++) {
        const tg_rules *rules = work->readings[i].rules;
        tg_secret_reader reader;
        if (!rules->token_counts)
            continue;
        tg_secret_start(&reader, &rules->pack->fold, work->text, work->length);
        while (status == TG_OK && tg_secret_next(&reader))
            status = look_back(work, rules, &reader);
    }
    return status;
}
