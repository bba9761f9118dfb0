/* The gate: packs made ready for markets and patterns, with a policy. Immutable once made. */
#include "gate/gate.h"

#include <string.h>

#include "base/error.h"
#include "detect/culture.h"
#include "detect/emotion.h"
#include "detect/models.h"

/* Those of an entry's markets that are asked for, ""; NULL when it names markets and none is. */
static const char *markets_asked(tg_gate *gate, const char *own)
{
    if (!*own)
        return "";
    char *common = tg_arena_allocate(&gate->arena, strlen(own) + 1);
    if (!common)
        return NULL;
    size_t length = 0;
    for (const char *market = own; *market; market += strlen(market) >= 3 ? 3 : strlen(market)) {
        for (const char *asked = gate->markets; *asked; asked += strlen(asked) >= 3 ? 3 : strlen(asked)) {
            if (strncmp(market, asked, 2) != 0)
                continue;
            if (length)
                common[length++] = ',';
            memcpy(common + length, market, 2);
            length += 2;
            break;
        }
    }
    common[length] = '\0';
    return common;
}

/* Looks up what is known of the markets, each once. */
static tg_status take_markets(tg_gate *gate, const char *markets, tg_error *error)
{
    gate->markets = tg_arena_copy(&gate->arena, markets, strlen(markets));
    gate->territories = tg_arena_allocate(&gate->arena, (strlen(markets) / 3 + 1) * sizeof *gate->territories);
    if (!gate->markets || !gate->territories)
        return tg_fail_no_memory(error);
    for (const char *asked = gate->markets; *asked; asked += strlen(asked) >= 3 ? 3 : strlen(asked)) {
        const tg_territory *territory = tg_territory_find(asked);
        size_t i = 0;
        while (i < gate->territory_count && gate->territories[i] != territory)
            i++;
        if (territory && i == gate->territory_count && i < TG_MARKETS_MOST)
            gate->territories[gate->territory_count++] = territory;
    }
    return TG_OK;
}

/* The best kernels that the processor can run and the settings allow. */
static tg_cpu kernels_of(const tg_gate *gate)
{
    tg_cpu most = (tg_cpu)gate->settings[TG_SETTING_KERNELS], level = tg_cpu_level();
    return level < most ? level : most;
}

/* Whether nothing of a volume can be found: it has neither models or tables of languages nor private lists, and no entry
 * whose market is asked for; words of feelings want their detector. */
static bool can_rest(const tg_gate *gate, const tg_rules *rules)
{
    const tg_pack *pack = rules->pack;
    if (pack->bank.head_count || pack->secrets_count || pack->languages.script_count)
        return false;
    for (size_t i = 0; i < pack->attributes_count; i++)
        if (rules->markets[i] &&
            (!rules->tones[i].kind || gate->settings[TG_SETTING_DETECTORS] & TG_DETECTOR_BIT(TG_DETECTOR_EMOTION)))
            return false;
    return true;
}

static tg_status make_rules(tg_gate *gate, tg_rules *rules, tg_pack *pack, tg_error *error)
{
    rules->pack = tg_pack_ref(pack);
    rules->cpu = kernels_of(gate);
    rules->markets = tg_arena_allocate(&gate->arena, pack->attributes_count * sizeof *rules->markets);
    rules->cultural = tg_arena_allocate(&gate->arena, pack->attributes_count);
    rules->patterns = tg_arena_allocate(&gate->arena, pack->patterns_count * sizeof *rules->patterns);
    if (rules->patterns)
        memset(rules->patterns, 0, pack->patterns_count * sizeof *rules->patterns);
    rules->whole = tg_arena_allocate(&gate->arena, pack->patterns_count * sizeof *rules->whole);
    rules->families = tg_arena_allocate(&gate->arena, pack->bank.head_count);
    rules->tones = tg_arena_allocate(&gate->arena, pack->attributes_count * sizeof *rules->tones);
    if (!rules->markets || !rules->cultural || !rules->patterns || !rules->whole || !rules->families || !rules->tones)
        return tg_fail_no_memory(error);
    for (size_t i = 0; i < pack->attributes_count; i++) {
        const char *own = pack->strings + pack->attributes[i].markets;
        rules->markets[i] = markets_asked(gate, own);
        rules->cultural[i] = tg_name_is_of(pack->strings + pack->attributes[i].category, "culture");
        if (!rules->markets[i])
            return tg_fail_no_memory(error);
        if (*own && !*rules->markets[i])
            rules->markets[i] = NULL;
        rules->tones[i] = tg_tone_of_category(pack->strings + pack->attributes[i].category, pack->attributes[i].weight);
    }
    rules->rests = can_rest(gate, rules);
    for (size_t i = 0; i < pack->bank.head_count; i++)
        rules->families[i] = (uint8_t)tg_family_of(pack->bank.strings + pack->bank.heads[i].task);
    for (size_t i = 0; i < pack->patterns_count; i++) {
        const tg_pack_pattern *p = &pack->patterns[i];
        if (!rules->markets[pack->entries[p->entry].attributes]) /* it rests */
            continue;
        tg_status status = tg_pattern_compile(&gate->allocator, pack->strings + p->regex, p->regex_length, p->flags,
                                              &rules->patterns[i], error);
        if (status != TG_OK)
            return status;
        if (p->reach == TG_REGEX_UNBOUNDED)
            rules->whole[rules->whole_count++] = (uint32_t)i;
    }
    return TG_OK;
}

/* The tables of the first pack that tells languages apart, and which of them the entries' are. */
static tg_status take_languages(tg_gate *gate, tg_error *error)
{
    const tg_languages *languages = NULL;
    for (size_t i = 0; i < gate->rule_count && !languages; i++)
        if (gate->rules[i].pack->languages.script_count)
            languages = &gate->rules[i].pack->languages;
    gate->languages = languages;
    for (size_t i = 0; i < gate->rule_count; i++) {
        tg_rules *rules = &gate->rules[i];
        const tg_pack *pack = rules->pack;
        size_t size = pack->attributes_count * sizeof *rules->languages;
        rules->has_languages = false;
        rules->languages = tg_arena_allocate(&gate->arena, size);
        if (!rules->languages)
            return tg_fail_no_memory(error);
        memset(rules->languages, 0, size);
        for (size_t k = 0; languages && k < pack->attributes_count; k++) {
            const char *own = pack->strings + pack->attributes[k].languages;
            tg_label_set_of(languages, own, &rules->languages[k]);
            rules->has_languages |= *own && rules->markets[k];
        }
    }
    return TG_OK;
}

static void free_rules(tg_rules *rules)
{
    for (size_t i = 0; rules->patterns && i < rules->pack->patterns_count; i++)
        tg_pattern_free(rules->patterns[i]);
    tg_pack_unref(rules->pack);
}

/* A hashed list is of use only with its key. */
static tg_status take_key(tg_rules *rules, const tg_options *options, tg_error *error)
{
    const tg_pack *pack = rules->pack;
    bool right = false;
    uint64_t own = options->has_key ? tg_secret_hash_of_key(&options->key) : 0;
    for (size_t i = 0; i < pack->secrets_count; i++) {
        const tg_secret_hash *secret = &pack->secrets[i];
        if (secret->tokens)
            rules->token_counts |= UINT32_C(1) << secret->tokens;
        else
            right |= options->has_key && secret->hash == own;
    }
    rules->key = options->key;
    if (pack->secrets_count == 0 || right)
        return TG_OK;
    return tg_fail(error, TG_INVALID_ARGUMENT, options->has_key ? "a hashed list was made with another key"
                                                                 : "a hashed list needs the key that it was made with");
}

static size_t count_volumes(const tg_pack *pack)
{
    size_t count = 0;
    for (; pack; pack = pack->next)
        count++;
    return count;
}

/* Room for the rules of so many volumes. */
static tg_status make_room(tg_gate *gate, size_t count, tg_error *error)
{
    gate->rules = tg_arena_allocate(&gate->arena, count * sizeof *gate->rules);
    if (!gate->rules)
        return tg_fail_no_memory(error);
    memset(gate->rules, 0, count * sizeof *gate->rules);
    return TG_OK;
}

/* Adds the rules of each volume of a pack, or NULL. */
static tg_status add_volumes(tg_gate *gate, tg_pack *pack, const tg_options *options, tg_error *error)
{
    tg_status status = TG_OK;
    for (; pack && status == TG_OK; pack = pack->next) {
        tg_rules *rules = &gate->rules[gate->rule_count++];
        status = make_rules(gate, rules, pack, error);
        if (status == TG_OK && options)
            status = take_key(rules, options, error);
    }
    return status;
}

/* Takes the packs of the options, and the one that their sources compile to. */
static tg_status take_packs(tg_gate *gate, const tg_options *options, tg_error *error)
{
    tg_pack *compiled = NULL, *const *packs = TG_ITEMS(&options->packs, tg_pack *);
    tg_status status = TG_OK;
    if (tg_builder_entry_count(options->sources) || options->sources->models ||
        options->sources->languages)
        status = tg_builder_compile(options->sources, &compiled, error);
    size_t count = count_volumes(compiled);
    for (size_t i = 0; i < options->packs.count; i++)
        count += count_volumes(packs[i]);
    if (status == TG_OK)
        status = make_room(gate, count, error);
    for (size_t i = 0; i < options->packs.count && status == TG_OK; i++)
        status = add_volumes(gate, packs[i], options, error);
    if (status == TG_OK)
        status = add_volumes(gate, compiled, options, error);
    tg_pack_unref(compiled);
    return status == TG_OK ? take_languages(gate, error) : status;
}

tg_status tg_gate_new(const tg_options *options, tg_gate **out, tg_error *error)
{
    if (!options || !out)
        return tg_fail(error, TG_INVALID_ARGUMENT, "options and a place for the gate are needed");
    tg_gate *gate = tg_allocate_zeroed(&options->allocator, 1, sizeof *gate);
    if (!gate)
        return tg_fail_no_memory(error);
    gate->allocator = options->allocator;
    atomic_init(&gate->references, 1);
    tg_arena_init(&gate->arena, &gate->allocator);
    memcpy(gate->settings, options->settings, sizeof gate->settings);
    gate->policy = tg_policy_ref(options->policy);
    tg_status status = take_markets(gate, options->markets ? options->markets : "", error);
    if (status == TG_OK)
        status = take_packs(gate, options, error);
    if (status != TG_OK) {
        tg_gate_unref(gate);
        return status;
    }
    *out = gate;
    return TG_OK;
}

static tg_status take_rules(tg_gate *gate, uint64_t *const *removed, tg_pack *pack, tg_error *error)
{
    tg_status status = make_room(gate, gate->base->rule_count + count_volumes(pack), error);
    if (status != TG_OK)
        return status;
    for (size_t i = 0; i < gate->base->rule_count; i++) {
        gate->rules[i] = gate->base->rules[i];
        gate->rule_count = i + 1;
        if (!removed[i])
            continue;
        size_t size = TG_SET_WORDS(gate->rules[i].pack->entries_count) * sizeof **removed;
        uint64_t *copy = tg_arena_allocate(&gate->arena, size);
        if (!copy)
            return tg_fail_no_memory(error);
        gate->rules[i].removed = memcpy(copy, removed[i], size);
    }
    status = add_volumes(gate, pack, NULL, error);
    return status == TG_OK ? take_languages(gate, error) : status;
}

tg_status tg_gate_derive(tg_gate *base, uint64_t *const *removed, tg_pack *pack, tg_gate **out, tg_error *error)
{
    tg_gate *gate = tg_allocate_zeroed(&base->allocator, 1, sizeof *gate);
    if (!gate)
        return tg_fail_no_memory(error);
    gate->allocator = base->allocator;
    atomic_init(&gate->references, 1);
    gate->base = tg_gate_ref(base);
    tg_arena_init(&gate->arena, &gate->allocator);
    memcpy(gate->settings, base->settings, sizeof gate->settings);
    gate->policy = tg_policy_ref(base->policy);
    gate->markets = base->markets;
    gate->territories = base->territories;
    gate->territory_count = base->territory_count;
    tg_status status = take_rules(gate, removed, pack, error);
    if (status != TG_OK) {
        tg_gate_unref(gate);
        return status;
    }
    *out = gate;
    return TG_OK;
}

tg_gate *tg_gate_ref(tg_gate *gate)
{
    if (gate)
        atomic_fetch_add_explicit(&gate->references, 1, memory_order_relaxed);
    return gate;
}

void tg_gate_unref(tg_gate *gate)
{
    if (!gate || atomic_fetch_sub_explicit(&gate->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = gate->base ? gate->base->rule_count : 0; i < gate->rule_count; i++)
        free_rules(&gate->rules[i]);
    tg_gate_unref(gate->base);
    tg_policy_unref(gate->policy);
    tg_arena_free(&gate->arena);
    tg_allocator allocator = gate->allocator;
    tg_release(&allocator, gate, sizeof *gate);
}
