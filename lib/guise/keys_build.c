/* The keys under which words are found, made when a pack is compiled: for each way of disguising a word, what of it shows. */
#include "guise/build.h"

static bool is_han(const tg_guise_build *b, uint32_t code_point)
{
    return b->traits[code_point] & TG_TRAIT_HAN;
}

void tg_add_key(tg_guise_build *b, uint32_t key, uint32_t word)
{
    tg_han_word keyed = {key, word};
    if (!tg_vector_append(&b->keyed, &keyed, 1))
        b->no_memory = true;
}

void tg_add_pair(tg_guise_build *b, tg_han_relation relation, uint32_t first, uint32_t second)
{
    tg_han_pair pair = {relation, first, second};
    if (!tg_vector_append(&b->paired, &pair, 1))
        b->no_memory = true;
}

static void add_word_keys(tg_guise_build *b, tg_han_relation relation, const uint32_t *classes, size_t count, uint32_t word)
{
    if (relation == TG_HAN_SOUND) {
        tg_add_pair(b, relation, classes[0], classes[1]);
        if (count > 2)
            tg_add_key(b, tg_han_key(TG_HAN_BEGIN, relation, classes[0], classes[1], 0), TG_NO_WORD);
    }
    if (count == 2) {
        tg_add_key(b, tg_han_key(TG_HAN_WHOLE, relation, classes[0], classes[1], 0), word);
        return;
    }
    tg_add_key(b, tg_han_key(TG_HAN_WHOLE, relation, classes[0], classes[1], classes[2]), word);
}

static void add_end_key(tg_guise_build *b, tg_han_relation relation, const tg_guise_word *word)
{
    uint32_t classes[3];
    for (size_t i = 0; i < 3; i++) {
        classes[i] = tg_han_class(b->traits[word->code_points[word->length - 3 + i]], relation);
        if (!classes[i])
            return;
    }
    tg_add_key(b, tg_han_key(TG_HAN_END, relation, classes[0], classes[1], classes[2]), word->word);
}

/* Under every reading of its first characters, as those hear it who do not tell some sounds apart. */
static void add_sound_keys(tg_guise_build *b, const tg_guise_word *word, size_t count)
{
    const uint16_t *blurred = TG_ITEMS(&b->store->blurred, uint16_t) + (size_t)TG_FUZZY_ALL * TG_HAN_SOUNDS;
    uint32_t readings[3][TG_READINGS], classes[3];
    size_t counts[3] = {1, 1, 1};
    for (size_t i = 0; i < count; i++)
        counts[i] = tg_readings_of(b, word->code_points[i], readings[i]);
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
            tg_add_pair(b, TG_HAN_SAME, at_first ? trait : other, at_first ? other : trait);
            tg_add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_RELATIONS, at_first ? trait : other, at_first ? other : trait, 0),
                    TG_NO_WORD);
        }
    }
}

/* A numeral beside a Han character may be written as a digit. */
static void add_numeral_neighbours(tg_guise_build *b, uint32_t first, uint32_t second)
{
    if (!(is_numeral(b, first) && is_han(b, second)) && !(is_han(b, first) && is_numeral(b, second)))
        return;
    tg_add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_SAME, digit_trait(b, first), digit_trait(b, second), 0), TG_NO_WORD);
    add_numeral_pair(b, first, second);
}

static void add_neighbours(tg_guise_build *b, const tg_guise_word *word, size_t at)
{
    uint32_t first = word->code_points[at], second = word->code_points[at + 1], a[TG_READINGS], c[TG_READINGS];
    add_numeral_neighbours(b, first, second);
    if (!is_han(b, first) || !is_han(b, second))
        return;
    tg_add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_SAME, b->traits[first], b->traits[second], 0), TG_NO_WORD);
    if (at + 2 < word->length)
        tg_add_begin(b, tg_triple_key(b->traits[first], b->traits[second], b->traits[word->code_points[at + 2]]));
    if (word->length > 2)
        tg_add_pair(b, TG_HAN_SAME, b->traits[second], b->traits[first]);
    for (tg_han_relation r = TG_HAN_SHAPE; r < TG_HAN_RELATIONS; r++)
        tg_add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, r, tg_han_class(b->traits[first], r), tg_han_class(b->traits[second], r), 0),
                TG_NO_WORD);
    if (!(word->flags & TG_WORD_SOUND))
        return;
    size_t a_count = tg_readings_of(b, first, a), c_count = tg_readings_of(b, second, c);
    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < c_count; k++)
            tg_add_key(b, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_SOUND, a[i], c[k], 0), TG_NO_WORD);
}

/* What shows of a word when some of its letters are hidden, or one of its Han characters. */
static void add_masked_keys(tg_guise_build *b, const tg_guise_word *word)
{
    bool letters = word->length >= 4;
    for (size_t i = 0; i < word->length; i++)
        letters &= tg_trait_kind(b->traits[word->code_points[i]]) == TG_KIND_LETTER;
    if (letters)
        tg_add_key(b, tg_han_key(TG_HAN_MASKED, TG_HAN_SAME, word->code_points[0], word->code_points[word->length - 1],
                              word->length), word->word);
    for (size_t i = 1; i + 1 < word->length; i++)
        if (is_han(b, word->code_points[i - 1]) && is_han(b, word->code_points[i]) && is_han(b, word->code_points[i + 1]))
            tg_add_key(b, tg_han_key(TG_HAN_MASKED, TG_HAN_RELATIONS, word->code_points[i - 1], word->code_points[i + 1], 0),
                    word->word);
}

/* A key that is looked for where letters spell this. */
static void add_spelt_key(tg_guise_build *b, tg_han_use use, tg_han_relation relation, uint32_t spelling)
{
    uint32_t bit = spelling & ((1u << TG_SPELT_BITS) - 1);
    b->spelt[bit / 32] |= UINT32_C(1) << bit % 32;
    tg_add_key(b, tg_han_key(use, relation, spelling, 0, 0), TG_NO_WORD);
}

/* The first of several words, if it is of letters, and with the letter that the second one begins with. */
static void add_phrase_key(tg_guise_build *b, const tg_guise_word *word)
{
    uint32_t spelling = 0;
    size_t i = 0;
    for (; i < word->length && tg_trait_kind(b->traits[word->code_points[i]]) == TG_KIND_LETTER; i++)
        spelling = tg_spell(spelling, word->code_points[i]);
    if (i && i < word->length && word->code_points[i] == ' ')
        add_spelt_key(b, TG_HAN_PHRASE, TG_HAN_SAME, spelling);
    while (i && i < word->length && word->code_points[i] == ' ')
        i++;
    if (i && i < word->length)
        tg_add_key(b, tg_han_key(TG_HAN_PHRASE, TG_HAN_SAME, spelling, word->code_points[i], 0), TG_NO_WORD);
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
            tg_add_key(b, tg_han_key(TG_HAN_INNER, TG_HAN_SAME, spelling, 0, 0), TG_NO_WORD);
    }
}

enum { OPENING = 3 };

/* Keys of a word that begins with these letters, repetitions as one, TG_LETTERS at most. */
static void add_letters(tg_guise_build *b, const uint32_t *letters, size_t length, tg_letters_use end)
{
    uint32_t spelling = 0, count = 0, first[OPENING] = {0};
    for (size_t i = 0; i < length && count < TG_LETTERS; i++)
        if (i == 0 || letters[i] != letters[i - 1]) {
            first[count < OPENING ? count : OPENING - 1] = count < OPENING ? tg_letter_number((char)letters[i]) : first[OPENING - 1];
            spelling = tg_spell(spelling, letters[i]);
            tg_add_begin(b, tg_letters_key(spelling, ++count, TG_LETTERS_BEGIN));
        }
    if (count == 0)
        return;
    uint32_t opening = tg_trigram_bit(first[0], first[1], first[2]);
    b->trigrams[TG_TRIGRAM_WORDS + opening / 32] |= UINT32_C(1) << opening % 32;
    tg_add_begin(b, tg_letters_key(spelling, count, TG_LETTERS_ALL));
    tg_add_begin(b, tg_letters_key(spelling, count, end));
}

/* What a word of letters begins with, before anything else; and so if two neighbours are exchanged. */
static void add_letters_keys(tg_guise_build *b, const tg_guise_word *word)
{
    uint32_t letters[2 * TG_LETTERS] = {0};
    size_t length = 0, i = 0;
    for (; i < word->length && length < 2 * TG_LETTERS; i++) {
        uint32_t c = word->code_points[i];
        if (tg_trait_kind(b->traits[c]) == TG_KIND_LETTER)
            letters[length++] = tg_plain_letter(c);
        else if (c != ' ')
            break;
    }
    tg_letters_use end = i < word->length ? TG_LETTERS_OTHER
                         : word->flags & TG_WORD_RIGHT ? TG_LETTERS_WHOLE : TG_LETTERS_INNER;
    add_letters(b, letters, length, end);
    for (i = 0; i + 1 < length; i++) {
        uint32_t first = letters[i];
        letters[i] = letters[i + 1];
        letters[i + 1] = first;
        add_letters(b, letters, length, end);
        letters[i + 1] = letters[i];
        letters[i] = first;
    }
}

/* What is left of a word's beginning when signs hide letters: those before them, repetitions as one, and the next one. */
static void add_hidden_keys(tg_guise_build *b, const tg_guise_word *word)
{
    uint32_t spelling = 0, count = 0, last = 0;
    for (size_t i = 0; i < word->length && count < TG_LETTERS; i++) {
        uint32_t letter = tg_plain_letter(word->code_points[i]);
        if (letter == ' ')
            continue;
        if (tg_trait_kind(b->traits[letter]) != TG_KIND_LETTER)
            return;
        if (letter != last) {
            spelling = tg_spell(spelling, letter);
            count++;
        }
        last = letter;
        for (uint32_t hidden = 1; hidden <= TG_HIDDEN && i + hidden < word->length; hidden++) {
            uint32_t behind = i + hidden + 1 < word->length ? word->code_points[i + hidden + 1] : 0;
            uint32_t next = tg_trait_kind(b->traits[behind]) == TG_KIND_LETTER ? tg_plain_letter(behind) : 0;
            tg_add_begin(b, tg_hidden_key(spelling, hidden, next));
        }
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
                tg_add_key(b, tg_han_key(TG_HAN_SPELT, TG_HAN_SOUND, syllable, spell_syllable(b, number), 0), TG_NO_WORD);
            add_spelt_key(b, TG_HAN_SPELT, is_whole ? TG_HAN_SAME : TG_HAN_RELATIONS, spelling);
            if (i > first)
                continue;
            syllable = spelling;
            add_spelt_key(b, TG_HAN_SPELT, TG_HAN_RELATIONS, spelling);
        }
    }
}

void tg_add_keys_of(tg_guise_build *b, const tg_guise_word *word)
{
    for (size_t i = 0; i < word->length; i++) {
        if (i + 1 < word->length)
            add_neighbours(b, word, i);
        if (is_numeral(b, word->code_points[i]))
            b->flags |= TG_GUISES_NUMERALS;
    }
    add_keys(b, word);
    add_masked_keys(b, word);
    add_phrase_key(b, word);
    add_letters_keys(b, word);
    add_hidden_keys(b, word);
    add_inner_keys(b, word);
    if (word->flags & TG_WORD_SOUND)
        add_spelt_keys(b, word);
}
