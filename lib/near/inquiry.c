/* Looking up: from keys to candidates, from candidates to kin; see store.h. */
#include <string.h>
#include <xxhash.h>

#include "base/sort.h"
#include "near/anchor.h"
#include "near/store.h"

/* A text with keys in common. */
typedef struct tg_candidate {
    uint32_t number, hits;
} tg_candidate;

tg_inquiry *tg_inquiry_new(tg_store *store)
{
    const tg_allocator *a = &store->allocator;
    tg_inquiry *inquiry = tg_allocate_zeroed(a, 1, sizeof *inquiry);
    if (!inquiry)
        return NULL;
    inquiry->store = store;
    tg_near_probe_init(&inquiry->probe, a);
    tg_disk_view_init(&inquiry->view, a);
    tg_vector_init(&inquiry->keys, a, sizeof(uint32_t));
    tg_vector_init(&inquiry->numbers, a, sizeof(uint32_t));
    tg_vector_init(&inquiry->candidates, a, sizeof(tg_candidate));
    tg_vector_init(&inquiry->kin, a, sizeof(tg_kin));
    tg_vector_init(&inquiry->same, a, sizeof(uint64_t));
    tg_vector_init(&inquiry->characters, a, sizeof(uint32_t));
    tg_shingles_init(&inquiry->others, a, tg_cpu_level());
    tg_vector_init(&inquiry->differences, a, sizeof(tg_range));
    return inquiry;
}

void tg_inquiry_free(tg_inquiry *inquiry)
{
    if (!inquiry)
        return;
    tg_near_probe_free(&inquiry->probe);
    tg_disk_view_free(&inquiry->view);
    tg_vector_free(&inquiry->keys);
    tg_vector_free(&inquiry->numbers);
    tg_vector_free(&inquiry->candidates);
    tg_vector_free(&inquiry->kin);
    tg_vector_free(&inquiry->same);
    tg_vector_free(&inquiry->characters);
    tg_shingles_free(&inquiry->others);
    tg_vector_free(&inquiry->differences);
    tg_allocator allocator = inquiry->store->allocator;
    tg_release(&allocator, inquiry, sizeof *inquiry);
}

tg_inquiry *tg_inquiry_take(tg_store *store)
{
    pthread_mutex_lock(&store->pool_lock);
    tg_inquiry *inquiry = store->pool;
    if (inquiry)
        store->pool = inquiry->next;
    pthread_mutex_unlock(&store->pool_lock);
    return inquiry ? inquiry : tg_inquiry_new(store);
}

void tg_inquiry_give_back(tg_inquiry *inquiry)
{
    pthread_mutex_lock(&inquiry->store->pool_lock);
    inquiry->next = inquiry->store->pool;
    inquiry->store->pool = inquiry;
    pthread_mutex_unlock(&inquiry->store->pool_lock);
}

tg_status tg_inquiry_at_text(tg_inquiry *inquiry, const char *text, size_t length)
{
    tg_status status = tg_near_probe_print(&inquiry->probe, inquiry->store->options.normalise, text, length);
    inquiry->has_text = status == TG_OK;
    inquiry->print = inquiry->probe.print;
    return status;
}

tg_status tg_inquiry_at_print(tg_inquiry *inquiry, const tg_fingerprint *print)
{
    inquiry->has_text = false;
    inquiry->print = *print;
    return print->format == TG_FINGERPRINT_FORMAT && print->normalise == inquiry->store->options.normalise
               ? TG_OK
               : TG_INCOMPATIBLE;
}

bool tg_inquiry_make_keys(tg_inquiry *inquiry)
{
    uint32_t keys[TG_FINGERPRINT_KEYS];
    size_t count = tg_near_keys(&inquiry->print, inquiry->store->options.threshold, keys);
    if (count == 0) { /* nothing is left of it: only the same bytes are like it */
        keys[0] = (uint32_t)inquiry->print.text[0];
        count = 1;
    }
    inquiry->keys.count = 0;
    if (!tg_vector_append(&inquiry->keys, keys, count))
        return false;
    return !inquiry->store->options.containment || !inquiry->has_text ||
           tg_near_anchors(inquiry->probe.text.characters.items, inquiry->probe.text.characters.count, &inquiry->keys);
}

/* ---- candidates ---- */

/* Keys are looked for in groups, so that the processor waits for several at once. */
static bool gather(tg_inquiry *inquiry, const tg_run *run)
{
    enum { GROUP = 16 };
    const uint32_t *keys = inquiry->keys.items;
    size_t most = inquiry->wanted > TG_BUCKET_MOST ? inquiry->wanted : TG_BUCKET_MOST;
    for (size_t first = 0; first < inquiry->keys.count; first += GROUP) {
        size_t end = first + GROUP < inquiry->keys.count ? first + GROUP : inquiry->keys.count;
        for (size_t i = first; i < end; i++)
            tg_run_fetch_directory(run, keys[i]);
        for (size_t i = first; i < end; i++)
            tg_run_fetch_entries(run, keys[i]);
        for (size_t i = first; i < end; i++) {
            size_t count;
            const unsigned char *entries = tg_run_find(run, keys[i], &count);
            if (count > most)
                count = most;
            if (count == 0)
                continue;
            uint32_t *to = tg_vector_push(&inquiry->numbers, count);
            if (!to)
                return false;
            for (size_t k = 0; k < count; k++)
                to[k] = (uint32_t)tg_entry_at(entries, k);
        }
    }
    return true;
}

static bool gather_all(tg_inquiry *inquiry, const tg_vector *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        if (!gather(inquiry, &TG_ITEMS(runs, tg_run)[i]))
            return false;
    return true;
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static int compare_candidates(const void *left, const void *right)
{
    const tg_candidate *a = left, *b = right;
    if (a->hits != b->hits)
        return a->hits > b->hits ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

/* The texts that have most keys in common. */
static bool choose(tg_inquiry *inquiry)
{
    uint32_t *numbers = inquiry->numbers.items;
    size_t count = inquiry->numbers.count;
    inquiry->candidates.count = 0;
    if (count)
        tg_sort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && numbers[next] == numbers[i];)
            next++;
        tg_candidate candidate = {numbers[i], (uint32_t)(next - i)};
        if (!tg_vector_append(&inquiry->candidates, &candidate, 1))
            return false;
    }
    size_t most = inquiry->wanted > TG_CANDIDATES_MOST ? inquiry->wanted : TG_CANDIDATES_MOST;
    if (inquiry->candidates.count > most) {
        tg_sort(inquiry->candidates.items, inquiry->candidates.count, sizeof(tg_candidate), compare_candidates);
        inquiry->candidates.count = most;
    }
    return true;
}

/* ---- kin ---- */

/* The record of a number, wherever it is. TG_NOT_FOUND: it was forgotten. */
static tg_status get_record(tg_inquiry *inquiry, tg_kin *kin)
{
    tg_store *store = inquiry->store;
    if (kin->number >= store->tail.first || !store->on_disk) {
        const tg_record *record = tg_tail_get(&store->tail, kin->number);
        if (!record)
            return TG_NOT_FOUND;
        kin->head = *record;
        kin->id = tg_record_id(record);
        return TG_OK;
    }
    return tg_disk_get(&store->disk, inquiry->view.transaction, kin->number, &kin->head, &kin->id);
}

/* Whether the text is part of the other or has it within, where they are not alike as a whole. */
static bool judge_parts(tg_inquiry *inquiry, tg_kin *kin, size_t common)
{
    double threshold = inquiry->store->options.threshold;
    double of_other = (double)common / kin->head.print.shingles, of_own = (double)common / inquiry->print.shingles;
    size_t least = TG_ANCHOR_RUN - TG_SHINGLE + 1;
    if (of_other >= threshold && kin->head.print.shingles >= least) {
        kin->kinship = TG_KINSHIP_CONTAINS;
        kin->similarity = of_other;
    } else if (of_own >= threshold && inquiry->print.shingles >= least) {
        kin->kinship = TG_KINSHIP_PART;
        kin->similarity = of_own;
    } else {
        return false;
    }
    return true;
}

/* Whether so many keys in common let one be part of the other: a fifth of the anchors that the smaller one has, about. */
static bool may_be_part(const tg_fingerprint *a, const tg_fingerprint *b, uint32_t hits)
{
    uint32_t smaller = a->shingles < b->shingles ? a->shingles : b->shingles;
    return hits * (uint64_t)(5 * (TG_ANCHOR_WINDOW + 1)) >= 2 * (uint64_t)smaller;
}

/* Whether it is kin, and how. The estimate spares most candidates' reading; what is not far below the threshold is compared
 * exactly if both texts are there. */
static tg_status judge(tg_inquiry *inquiry, tg_kin *kin, uint32_t hits, bool *is_kin)
{
    const tg_fingerprint *own = &inquiry->print, *other = &kin->head.print;
    const tg_store_options *options = &inquiry->store->options;
    *is_kin = false;
    if (!tg_near_agree(own, other))
        return TG_OK;
    kin->similarity = tg_near_estimate(own, other, &kin->error);
    kin->kinship = TG_KINSHIP_NEAR;
    if (own->text[0] == other->text[0] && own->text[1] == other->text[1]) {
        kin->kinship = TG_KINSHIP_SAME;
        kin->similarity = 1;
        kin->error = 0;
    } else if (tg_near_is_same(own, other)) {
        kin->kinship = TG_KINSHIP_FOLDED;
    } else if (inquiry->has_text && kin->head.fold_length) {
        bool may_be_near = kin->similarity + 6 * kin->error + .02 >= options->threshold;
        if (!may_be_near && !(options->containment && may_be_part(own, other, hits)))
            return TG_OK;
        if (!tg_record_decode(kin->id + kin->head.id_length, kin->head.fold_length, &inquiry->characters))
            return TG_NO_MEMORY;
        size_t common = tg_shingles_common(&inquiry->probe.shingles, inquiry->characters.items, inquiry->characters.count);
        kin->error = 0;
        kin->similarity = (double)common / ((double)own->shingles + other->shingles - (double)common);
        if (kin->similarity < options->threshold && options->containment) {
            *is_kin = judge_parts(inquiry, kin, common);
            return TG_OK;
        }
    }
    *is_kin = kin->similarity >= options->threshold;
    return TG_OK;
}

static bool is_before(const tg_kin *a, const tg_kin *b)
{
    if (a->similarity < b->similarity || a->similarity > b->similarity)
        return a->similarity > b->similarity;
    return a->kinship != b->kinship ? a->kinship < b->kinship : a->number < b->number;
}

/* There are few, and they are large. */
static void put_in_order(tg_kin *kin, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        tg_kin item = kin[i];
        size_t at = i;
        for (; at > 0 && is_before(&item, &kin[at - 1]); at--)
            kin[at] = kin[at - 1];
        kin[at] = item;
    }
}

/* Notes under which ids the same text is there: their hashes, as the ids may be gone when they are asked for. */
static bool note_same(tg_inquiry *inquiry)
{
    const tg_kin *kin = inquiry->kin.items;
    inquiry->same.count = 0;
    for (size_t i = 0; i < inquiry->kin.count && kin[i].kinship == TG_KINSHIP_SAME; i++) {
        uint64_t hash = XXH3_64bits(kin[i].id, kin[i].head.id_length);
        if (!tg_vector_append(&inquiry->same, &hash, 1))
            return false;
    }
    return true;
}

static tg_status find(tg_inquiry *inquiry)
{
    tg_store *store = inquiry->store;
    inquiry->numbers.count = inquiry->kin.count = 0;
    bool gathered = gather_all(inquiry, &store->tail.runs) &&
                    (!store->on_disk || gather_all(inquiry, &inquiry->view.runs));
    if (!gathered || !choose(inquiry))
        return TG_NO_MEMORY;
    uint64_t oldest = tg_near_oldest(store);
    for (size_t i = 0; i < inquiry->candidates.count; i++) {
        tg_candidate candidate = TG_ITEMS(&inquiry->candidates, tg_candidate)[i];
        tg_kin kin = {.number = candidate.number};
        tg_status status = get_record(inquiry, &kin);
        bool is_kin = false;
        if (status == TG_OK && kin.head.time >= oldest)
            status = judge(inquiry, &kin, candidate.hits, &is_kin);
        if (status != TG_OK && status != TG_NOT_FOUND)
            return status;
        if (is_kin && !tg_vector_append(&inquiry->kin, &kin, 1))
            return TG_NO_MEMORY;
    }
    put_in_order(inquiry->kin.items, inquiry->kin.count);
    return note_same(inquiry) ? TG_OK : TG_NO_MEMORY;
}

bool tg_inquiry_has_same(const tg_inquiry *inquiry, const char *id)
{
    uint64_t hash = XXH3_64bits(id, strlen(id));
    for (size_t i = 0; i < inquiry->same.count; i++)
        if (TG_ITEMS(&inquiry->same, uint64_t)[i] == hash)
            return true;
    return false;
}

tg_status tg_inquiry_find(tg_inquiry *inquiry, size_t wanted)
{
    tg_store *store = inquiry->store;
    inquiry->wanted = wanted;
    if (!tg_inquiry_make_keys(inquiry))
        return TG_NO_MEMORY;
    pthread_rwlock_rdlock(&store->lock);
    tg_status status = store->on_disk ? tg_disk_view_begin(&store->disk, &inquiry->view) : TG_OK;
    if (status != TG_OK) {
        pthread_rwlock_unlock(&store->lock);
        return status;
    }
    status = find(inquiry);
    if (status != TG_OK)
        tg_inquiry_release(inquiry);
    return status;
}

void tg_inquiry_release(tg_inquiry *inquiry)
{
    if (inquiry->store->on_disk)
        tg_disk_view_end(&inquiry->view);
    pthread_rwlock_unlock(&inquiry->store->lock);
}
