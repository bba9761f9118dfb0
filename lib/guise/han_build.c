/* What depends on the words' Han characters, made when a pack is compiled: members of classes, characters taken apart, and
 * the keys by which the scan knows where a word may be. */
#include <string.h>

#include "base/sort.h"
#include "base/utf8.h"
#include "guise/build.h"

enum { READINGS = 4 };

static uint32_t class_number(tg_han_relation relation, uint32_t class)
{
    static const uint32_t first[] = {0, TG_HAN_SOUNDS, TG_HAN_SOUNDS + TG_HAN_SHAPES};
    return first[relation] + class;
}

/* The syllables of a character; returns how many. Readings are in order. */
static size_t readings_of(const tg_guise_build *b, uint32_t code_point, uint32_t *out)
{
    size_t count = 0, low = 0, high = b->store->readings.count;
    const uint32_t *readings = b->store->readings.items;
    uint32_t main_reading = tg_han_class(b->traits[code_point], TG_HAN_SOUND);
    if (main_reading)
        out[count++] = main_reading;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (readings[middle] >> 9 < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < b->store->readings.count && readings[low] >> 9 == code_point && count < READINGS; low++)
        out[count++] = readings[low] & 0x1FF;
    return count;
}

static bool is_han(const tg_guise_build *b, uint32_t code_point)
{
    return b->traits[code_point] & TG_TRAIT_HAN;
}

static void add_member(tg_guise_build *b, tg_han_relation relation, uint32_t class, uint16_t symbol)
{
    uint64_t member = (uint64_t)class_number(relation, class) << 32 | symbol;
    if (class && !tg_vector_append(&b->classes, &member, 1))
        b->no_memory = true;
}

static void add_members_of(tg_guise_build *b, const tg_guise_word *word, uint32_t code_point)
{
    uint32_t readings[READINGS];
    uint16_t symbol = tg_symbol_used(b->lane, code_point);
    if (!is_han(b, code_point) || symbol == TG_SYMBOL_OTHER)
        return;
    add_member(b, TG_HAN_SHAPE, tg_han_class(b->traits[code_point], TG_HAN_SHAPE), symbol);
    add_member(b, TG_HAN_CORE, tg_han_class(b->traits[code_point], TG_HAN_CORE), symbol);
    size_t count = word->flags & TG_WORD_SOUND ? readings_of(b, code_point, readings) : 0;
    for (size_t i = 0; i < count; i++)
        add_member(b, TG_HAN_SOUND, readings[i], symbol);
}

static void add_key(tg_guise_build *b, uint32_t key, uint32_t word)
{
    tg_han_word keyed = {key, word};
    if (!tg_vector_append(&b->keyed, &keyed, 1))
        b->no_memory = true;
}

enum { NO_WORD = UINT32_MAX }; /* a key only */

static void add_pair(tg_guise_build *b, tg_han_relation relation, uint32_t first, uint32_t second)
{
    tg_han_pair pair = {relation, first, second};
    if (!tg_vector_append(&b->paired, &pair, 1))
        b->no_memory = true;
}

static void add_word_keys(tg_guise_build *b, tg_han_relation relation, const uint32_t *classes, size_t count, uint32_t word)
{
    if (relation == TG_HAN_SOUND) {
        add_pair(b, relation, classes[0], classes[1]);
        if (count > 2)
            add_key(b, tg_han_key(TG_HAN_BEGIN, relation, classes[0], classes[1], 0), NO_WORD);
    }
    if (count == 2) {
        add_key(b, tg_han_key(TG_HAN_WHOLE, relation, classes[0], classes[1], 0), word);
        return;
    }
    add_key(b, tg_han_key(TG_HAN_WHOLE, relation, classes[0], classes[1], classes[2]), word);
}

static void add_end_key(tg_guise_build *b, tg_han_relation relation, const tg_guise_word *word)
{
    uint32_t classes[3];
    for (size_t i = 0; i < 3; i++) {
        classes[i] = tg_han_class(b->traits[word->code_points[word->length - 3 + i]], relation);
        if (!classes[i])
            return;
    }
    add_key(b, tg_han_key(TG_HAN_END, relation, classes[0], classes[1], classes[2]), word->word);
}

/* Under every reading of its first characters, as those hear it who do not tell some sounds apart. */
static void add_sound_keys(tg_guise_build *b, const tg_guise_word *word, size_t count)
{
    const uint16_t *blurred = TG_ITEMS(&b->store->blurred, uint16_t) + (size_t)TG_FUZZY_ALL * TG_HAN_SOUNDS;
    uint32_t readings[3][READINGS], classes[3];
    size_t counts[3] = {1, 1, 1};
    for (size_t i = 0; i < count; i++)
        counts[i] = readings_of(b, word->code_points[i], readings[i]);
    for (size_t n = 0; n < counts[0] * counts[1] * counts[2]; n++) {
        size_t rest = n;
        for (size_t i = 0; i < count; i++) {
            classes[i] = blurred[readings[i][rest % counts[i]]];
            rest /= counts[i];
        }
        add_word_keys(b, TG_HAN_SOUND, classes, count, word->word);
    }
}

static void add_keys(tg_guise_build *b, const tg_guise_word *word)
{
    size_t count = word->length < 3 ? word->length : 3;
    for (size_t i = 0; i < word->length; i++)
        if (!is_han(b, word->code_points[i]))
            return;
    if (count < 2)
        return;
    for (tg_han_relation r = TG_HAN_SHAPE; r < TG_HAN_RELATIONS; r++) {
        uint32_t classes[3] = {0};
        bool have_all = true;
        for (size_t i = 0; i < count; i++) {
            classes[i] = tg_han_class(b->traits[word->code_points[i]], r);
            have_all &= classes[i] != 0;
        }
        if (have_all)
            add_word_keys(b, r, classes, count, word->word);
        if (word->length >= 4)
            add_end_key(b, r, word);
    }
    if (word->flags & TG_WORD_SOUND)
        add_sound_keys(b, word, count);
}

/* The digit that has the value of a numeral; otherwise the character itself. */
static uint32_t digit_of(const tg_guise_build *b, uint32_t code_point)
{
    uint32_t trait = b->traits[code_point];
    return tg_is_numeral(trait) ? '0' + tg_han_class(trait, TG_HAN_CORE) - 1 : code_point;
}

static uint32_t digit_trait(const tg_guise_build *b, uint32_t code_point)
{
    return b->traits[digit_of(b, code_point)];
}

static bool is_numeral(const tg_guise_build *b, uint32_t code_point)
{
    return tg_is_numeral(b->traits[code_point]) || tg_trait_kind(b->traits[code_point]) == TG_KIND_DIGIT;
}

/* And a digit as any numeral. */
static void add_numeral_pair(tg_guise_build *b, uint32_t first, uint32_t second)
{
    bool at_first = is_numeral(b, first);
    uint32_t digit = digit_of(b, at_first ? first : second), other = b->traits[at_first ? second : first];
    tg_data_group group = {.members = NULL};
    for (const char *data = tg_data_numerals; tg_data_next(&data, &group);) {
        const char *at = group.members, *end = at + group.length;
        while (at < end && (uint32_t)*group.key == digit) {
            uint32_t trait = b->traits[tg_data_code_point(&at, end)];
            add_pair(b, TG_HAN_SAME, at_first ? trait : other, at_first ? other : trait);
            add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_RELATIONS, at_first ? trait : other, at_first ? other : trait, 0),
                    NO_WORD);
        }
    }
}

/* A numeral beside a Han character may be written as a digit. */
static void add_numeral_neighbours(tg_guise_build *b, uint32_t first, uint32_t second)
{
    if (!(is_numeral(b, first) && is_han(b, second)) && !(is_han(b, first) && is_numeral(b, second)))
        return;
    add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_SAME, digit_trait(b, first), digit_trait(b, second), 0), NO_WORD);
    add_numeral_pair(b, first, second);
}

static void add_neighbours(tg_guise_build *b, const tg_guise_word *word, size_t at)
{
    uint32_t first = word->code_points[at], second = word->code_points[at + 1], a[READINGS], c[READINGS];
    add_numeral_neighbours(b, first, second);
    if (!is_han(b, first) || !is_han(b, second))
        return;
    add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_SAME, b->traits[first], b->traits[second], 0), NO_WORD);
    add_pair(b, TG_HAN_SAME, b->traits[second], b->traits[first]);
    for (tg_han_relation r = TG_HAN_SHAPE; r < TG_HAN_RELATIONS; r++)
        add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, r, tg_han_class(b->traits[first], r), tg_han_class(b->traits[second], r), 0),
                NO_WORD);
    if (!(word->flags & TG_WORD_SOUND))
        return;
    size_t a_count = readings_of(b, first, a), c_count = readings_of(b, second, c);
    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < c_count; k++)
            add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_SOUND, a[i], c[k], 0), NO_WORD);
}

/* What shows of a word when some of its letters are hidden, or one of its Han characters. */
static void add_masked_keys(tg_guise_build *b, const tg_guise_word *word)
{
    bool letters = word->length >= 4;
    for (size_t i = 0; i < word->length; i++)
        letters &= tg_trait_kind(b->traits[word->code_points[i]]) == TG_KIND_LETTER;
    if (letters)
        add_key(b, tg_han_key(TG_HAN_MASKED, TG_HAN_SAME, word->code_points[0], word->code_points[word->length - 1],
                              word->length), word->word);
    for (size_t i = 1; i + 1 < word->length; i++)
        if (is_han(b, word->code_points[i - 1]) && is_han(b, word->code_points[i]) && is_han(b, word->code_points[i + 1]))
            add_key(b, tg_han_key(TG_HAN_MASKED, TG_HAN_RELATIONS, word->code_points[i - 1], word->code_points[i + 1], 0),
                    word->word);
}

/* The first of several words, if it is of letters. */
static void add_phrase_key(tg_guise_build *b, const tg_guise_word *word)
{
    uint32_t spelling = 0;
    size_t i = 0;
    for (; i < word->length && tg_trait_kind(b->traits[word->code_points[i]]) == TG_KIND_LETTER; i++)
        spelling = tg_spell(spelling, word->code_points[i]);
    if (i && i < word->length && word->code_points[i] == ' ')
        add_key(b, tg_han_key(TG_HAN_PHRASE, TG_HAN_SAME, spelling, 0, 0), NO_WORD);
}

static void add_letters_key(tg_guise_build *b, const uint32_t *letters, size_t count)
{
    uint32_t spelling = 0;
    for (size_t i = 0; i < count; i++)
        spelling = tg_spell(spelling, letters[i]);
    add_key(b, tg_han_key(TG_HAN_LETTERS, TG_HAN_SAME, spelling, (uint32_t)count, 0), NO_WORD);
}

/* Four letters in a row, wherever they are in the word, blanks left out. */
static void add_inner_keys(tg_guise_build *b, const tg_guise_word *word)
{
    uint32_t letters[4] = {0};
    size_t count = 0;
    for (size_t i = 0; i < word->length; i++) {
        uint32_t c = word->code_points[i], spelling = 0;
        if (c == ' ')
            continue;
        if (tg_trait_kind(b->traits[c]) != TG_KIND_LETTER) {
            count = 0;
            continue;
        }
        for (size_t k = 0; k < 3; k++)
            letters[k] = letters[k + 1];
        letters[3] = tg_plain_letter(c);
        for (size_t k = 0; k < 4; k++)
            spelling = tg_spell(spelling, letters[k]);
        if (++count >= 4)
            add_key(b, tg_han_key(TG_HAN_INNER, TG_HAN_SAME, spelling, 0, 0), NO_WORD);
    }
}

/* What a word of letters begins with: its first four letters, repetitions as one, and so if two are exchanged; or fewer, if
 * other characters follow. */
static void add_letters_keys(tg_guise_build *b, const tg_guise_word *word)
{
    uint32_t letters[5], swapped[4];
    size_t count = 0;
    for (size_t i = 0; i < word->length && count < 5; i++) {
        uint32_t c = word->code_points[i];
        if (tg_trait_kind(b->traits[c]) == TG_KIND_LETTER) {
            if (count == 0 || letters[count - 1] != tg_plain_letter(c))
                letters[count++] = tg_plain_letter(c);
        } else if (c != ' ') {
            break;
        }
    }
    if (count < 3)
        return;
    size_t first = count < 4 ? count : 4;
    add_letters_key(b, letters, first);
    for (size_t i = 0; i + 1 < count; i++) {
        for (size_t k = 0; k < first; k++)
            swapped[k] = letters[k == i ? i + 1 : k == i + 1 ? i : k];
        add_letters_key(b, swapped, first);
    }
}

static uint32_t spell_syllable(const tg_guise_build *b, uint32_t number)
{
    uint32_t spelling = 0;
    for (const char *p = TG_ITEMS(&b->store->syllables, const char) + number * TG_SYLLABLE_ROOM; *p; p++)
        spelling = tg_spell(spelling, (uint32_t)*p);
    return spelling;
}

/* The pinyin of a word of Han characters, and of each stretch of it, by the main readings. */
static void add_spelt_keys(tg_guise_build *b, const tg_guise_word *word)
{
    enum { STRETCH = 6 };
    for (size_t first = 0; first < word->length; first++) {
        uint32_t spelling = 0, syllable = 0;
        for (size_t i = first; i < word->length && (first == 0 || i < first + STRETCH); i++) {
            uint32_t trait = b->traits[word->code_points[i]];
            uint32_t number = trait & TG_TRAIT_HAN ? tg_han_class(trait, TG_HAN_SOUND) : 0;
            if (!number)
                break;
            const char *letters = TG_ITEMS(&b->store->syllables, const char) + number * TG_SYLLABLE_ROOM;
            for (; *letters; letters++)
                spelling = tg_spell(spelling, (uint32_t)*letters);
            bool is_whole = first == 0 && i + 1 == word->length;
            if (i == first + 1)
                add_key(b, tg_han_key(TG_HAN_SPELT, TG_HAN_SOUND, syllable, spell_syllable(b, number), 0), NO_WORD);
            add_key(b, tg_han_key(TG_HAN_SPELT, is_whole ? TG_HAN_SAME : TG_HAN_RELATIONS, spelling, 0, 0), NO_WORD);
            if (i > first)
                continue;
            syllable = spelling;
            add_key(b, tg_han_key(TG_HAN_SPELT, TG_HAN_RELATIONS, spelling, 0, 0), NO_WORD);
        }
    }
}

static int compare_numbers(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static int compare_readings(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static void write_members(tg_guise_build *b)
{
    tg_sort(b->classes.items, b->classes.count, sizeof(uint64_t), compare_numbers);
    const uint64_t *classes = b->classes.items;
    uint32_t *starts = tg_vector_push(&b->store->member_starts, TG_HAN_CLASSES + 1);
    b->no_memory |= !starts;
    size_t at = 0;
    for (uint32_t number = 0; number < TG_HAN_CLASSES && !b->no_memory; number++) {
        starts[number] = (uint32_t)b->store->members.count;
        for (; at < b->classes.count && classes[at] >> 32 == number; at++) {
            uint16_t symbol = (uint16_t)classes[at];
            if (at == 0 || classes[at] != classes[at - 1])
                b->no_memory |= !tg_vector_append(&b->store->members, &symbol, 1);
        }
    }
    if (!b->no_memory)
        starts[TG_HAN_CLASSES] = (uint32_t)b->store->members.count;
}

static int compare_splits(const void *left, const void *right)
{
    const tg_split *a = left, *b = right;
    for (int i = 0; i < 3; i++)
        if (a->parts[i] != b->parts[i])
            return a->parts[i] < b->parts[i] ? -1 : 1;
    return a->symbol < b->symbol ? -1 : a->symbol > b->symbol;
}

static bool is_common_pair(const tg_guise_build *b, uint32_t first, uint32_t second)
{
    tg_guises g = {.common = b->store->common.items};
    return tg_is_common_pair(&g, b->traits[first], b->traits[second]);
}

static bool is_frequent(const tg_guise_build *b, uint32_t trait)
{
    tg_guises g = {.common = b->store->common.items};
    return tg_is_frequent(&g, trait);
}

/* Characters that words use, taken apart, and letters made of signs. */
static void write_splits(tg_guise_build *b, const char *data)
{
    tg_data_group group = {.members = NULL};
    while (tg_data_next(&data, &group) && !b->no_memory) {
        const char *at = group.key, *end = group.key + group.key_length;
        tg_split split = {.symbol = tg_symbol_used(b->lane, tg_fold_of_one(b->fold, tg_data_code_point(&at, end)))};
        if (split.symbol == TG_SYMBOL_OTHER)
            continue;
        at = group.members;
        end = at + group.length;
        for (size_t i = 0; i < 3 && at < end; i++)
            split.parts[i] = tg_fold_of_one(b->fold, tg_data_code_point(&at, end));
        b->no_memory |= !tg_vector_append(&b->store->splits, &split, 1);
        uint32_t first = b->traits[split.parts[0]], second = b->traits[split.parts[1]];
        add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_RELATIONS, first, second, 0), NO_WORD);
        if (!is_common_pair(b, split.parts[0], split.parts[1]) || !is_frequent(b, first) || !is_frequent(b, second))
            add_pair(b, TG_HAN_SAME, first, second);
    }
}

static void set_common_bits(uint64_t *common, uint32_t first, uint32_t second)
{
    uint32_t bits[2];
    tg_common_bits(first, second, bits);
    common[bits[0] / 64] |= UINT64_C(1) << bits[0] % 64;
    common[bits[1] / 64] |= UINT64_C(1) << bits[1] % 64;
}

static void write_common(tg_guise_build *b)
{
    size_t words = ((size_t)1 << TG_COMMON_BITS) / 64;
    uint64_t *common = tg_vector_push(&b->store->common, words);
    b->no_memory |= !common;
    if (b->no_memory)
        return;
    memset(common, 0, words * sizeof *common);
    const char *tables[] = {tg_data_pairs, tg_data_frequent};
    for (int i = 0; i < 2; i++) {
        tg_data_group group = {.members = NULL};
        for (const char *data = tables[i]; tg_data_next(&data, &group);) {
            const char *at = group.key, *end = group.key + group.key_length;
            uint32_t key = b->traits[tg_data_code_point(&at, end)];
            for (at = group.members, end = at + group.length; at < end;) {
                uint32_t member = b->traits[tg_data_code_point(&at, end)];
                set_common_bits(common, i == 0 ? key : member, i == 0 ? member : 0);
            }
        }
    }
}

static bool write_pairs(tg_guise_build *b)
{
    tg_guises g = {.pair_bits = TG_KEY_BITS_LEAST};
    while (g.pair_bits < TG_KEY_BITS_MOST && (size_t)1 << g.pair_bits < b->paired.count * 32)
        g.pair_bits++;
    uint64_t *pairs = tg_vector_push(&b->store->pairs, ((size_t)1 << g.pair_bits) / 64);
    if (!pairs)
        return false;
    memset(pairs, 0, ((size_t)1 << g.pair_bits) / 8);
    for (size_t i = 0; i < b->paired.count; i++) {
        const tg_han_pair *pair = &TG_ITEMS(&b->paired, tg_han_pair)[i];
        uint32_t bit = tg_han_pair_bit(&g, (tg_han_relation)pair->relation, pair->first, pair->second);
        pairs[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    return true;
}

/* A place of the hash table for each key that has a word, half of them empty; and sixteen bits for every key. */
static void write_keys(tg_guise_build *b)
{
    const tg_han_word *keyed = b->keyed.items;
    size_t places = 2, words = 0;
    unsigned bits = TG_KEY_BITS_LEAST;
    for (size_t i = 0; i < b->keyed.count; i++)
        words += keyed[i].word != NO_WORD;
    while (places < 2 * words)
        places *= 2;
    while (bits < TG_KEY_BITS_MOST && (size_t)1 << bits < b->keyed.count * 16)
        bits++;
    tg_han_word *table = tg_vector_push(&b->store->han_words, places);
    uint64_t *keys = tg_vector_push(&b->store->keys, ((size_t)1 << bits) / 64);
    b->no_memory |= !table || !keys;
    if (b->no_memory)
        return;
    memset(table, 0, places * sizeof *table);
    memset(keys, 0, ((size_t)1 << bits) / 8);
    for (size_t i = 0; i < b->keyed.count; i++) {
        uint32_t bit = keyed[i].key >> (32 - bits);
        keys[bit / 64] |= UINT64_C(1) << bit % 64;
        if (keyed[i].word == NO_WORD)
            continue;
        size_t place = keyed[i].key & (places - 1);
        while (table[place].key)
            place = (place + 1) & (places - 1);
        table[place] = keyed[i];
    }
}

void tg_build_han(tg_guise_build *b)
{
    tg_sort(b->store->readings.items, b->store->readings.count, sizeof(uint32_t), compare_readings);
    for (size_t i = 0; i < b->word_count && !b->no_memory; i++) {
        const tg_guise_word *word = &b->words[i];
        bool has_numeral = false;
        for (size_t k = 0; k < word->length; k++) {
            add_members_of(b, word, word->code_points[k]);
            if (k + 1 < word->length)
                add_neighbours(b, word, k);
            has_numeral |= is_numeral(b, word->code_points[k]);
        }
        add_keys(b, word);
        add_masked_keys(b, word);
        add_phrase_key(b, word);
        add_letters_keys(b, word);
        add_inner_keys(b, word);
        if (word->flags & TG_WORD_SOUND)
            add_spelt_keys(b, word);
        if (has_numeral)
            b->flags |= TG_GUISES_NUMERALS;
    }
    write_members(b);
    write_common(b);
    if (b->no_memory)
        return;
    write_splits(b, tg_data_parts);
    write_splits(b, tg_data_digraphs);
    tg_sort(b->store->splits.items, b->store->splits.count, sizeof(tg_split), compare_splits);
    write_keys(b);
    b->no_memory = b->no_memory || !write_pairs(b);
}
