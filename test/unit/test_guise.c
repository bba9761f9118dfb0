/* Whether the room guise does what its headers say, on small examples; how well words are found in disguise, test/cases tells. */
#include "../api/support.h"
#include "base/utf8.h"
#include "guise/ahead.h"
#include "guise/data.h"
#include "guise/unit.h"
#include "pack/pack.h"

#define COUNT(array) (int)(sizeof(array) / sizeof *(array))

static tg_pack *pack;
static const tg_guises *guises;

static void set_up(void)
{
    pack = pack_of("%match fold,loose,sound\ncasino\nballoon\n赌博\n加微信\n六合彩\n博彩\n", NULL);
    guises = &pack->guises;
}

static void tear_down(void)
{
    tg_pack_unref(pack);
}

/* -------------------------------------------------------------------- data ---- */

static const struct { const char *name, *data; bool has_lists; } tables[] = {
    {"sound", tg_data_sound, true},     {"shape", tg_data_shape, false},   {"core", tg_data_core, false},
    {"parts", tg_data_parts, true},     {"pairs", tg_data_pairs, true},    {"frequent", tg_data_frequent, false},
    {"lookalikes", tg_data_lookalikes, false}, {"signs", tg_data_signs, false}, {"trigrams", tg_data_trigrams, false},
    {"leet", tg_data_leet, false},      {"digraphs", tg_data_digraphs, true}, {"numerals", tg_data_numerals, false},
};

START_TEST(tables_are_lists_of_characters_under_keys)
{
    const char *data = tables[_i].data, *at;
    tg_data_group group = {NULL, NULL, 0, 0, 0};
    size_t groups = 0;
    while (tg_data_next(&data, &group)) {
        ck_assert_msg(group.key_length > 0 && (group.length > 0 || tables[_i].has_lists), "%s: group %zu is empty", tables[_i].name, groups);
        ck_assert_msg(group.list == 0 || tables[_i].has_lists, "%s: %.*s has lists", tables[_i].name, (int)group.key_length, group.key);
        for (at = group.members; at < group.members + group.length;) {
            uint32_t c = tg_data_code_point(&at, group.members + group.length);
            ck_assert_msg(c != TG_REPLACEMENT && c > ' ', "%s: %.*s has %04X", tables[_i].name, (int)group.key_length, group.key,
                          (unsigned)c);
        }
        ck_assert_ptr_eq(at, group.members + group.length);
        groups++;
    }
    ck_assert_uint_gt(groups, 0);
    ck_assert_ptr_eq(data, tables[_i].data + strlen(tables[_i].data));
}
END_TEST

START_TEST(groups_of_a_line_are_numbered)
{
    const char *data = "ab cd ef\ng 赌博\n";
    tg_data_group group = {NULL, NULL, 0, 0, 0};
    ck_assert(tg_data_next(&data, &group));
    ck_assert(group.key_length == 2 && group.length == 2 && group.list == 0 && memcmp(group.members, "cd", 2) == 0);
    ck_assert(tg_data_next(&data, &group));
    ck_assert(memcmp(group.key, "ab", 2) == 0 && group.list == 1 && memcmp(group.members, "ef", 2) == 0);
    ck_assert(tg_data_next(&data, &group));
    ck_assert(*group.key == 'g' && group.list == 0 && group.length == 6);
    const char *at = group.members;
    ck_assert_uint_eq(tg_data_code_point(&at, group.members + group.length), 0x8D4C);
    ck_assert(!tg_data_next(&data, &group));
}
END_TEST

/* ------------------------------------------------------------------ traits ---- */

static const struct { uint32_t code_point; tg_kind kind; } kinds[] = {
    {'a', TG_KIND_LETTER}, {'Z', TG_KIND_LETTER}, {'0', TG_KIND_DIGIT}, {'9', TG_KIND_DIGIT}, {' ', TG_KIND_SPACE},
    {0x3000, TG_KIND_SPACE}, {'\n', TG_KIND_BREAK}, {'-', TG_KIND_JOIN}, {'.', TG_KIND_JOIN}, {'\'', TG_KIND_JOIN},
    {0x3002, TG_KIND_STOP}, {'*', TG_KIND_SIGN}, {'$', TG_KIND_SIGN}, {0x1F600, TG_KIND_SIGN}, {0x200B, TG_KIND_DROPPED},
    {0xFE0F, TG_KIND_DROPPED}, {0xAD, TG_KIND_DROPPED}, {0x301, TG_KIND_MARK}, {0x20E3, TG_KIND_MARK}, {0x202E, TG_KIND_BIDI},
    {0x8D4C, TG_KIND_HAN}, {0x4E00, TG_KIND_HAN}, {0x430, TG_KIND_LIKE}, {0x455, TG_KIND_LIKE}, {0xD55C, TG_KIND_OTHER},
    {0x5D0, TG_KIND_OTHER},
};

START_TEST(characters_are_of_kinds)
{
    tg_kind kind = tg_trait_kind(tg_trait_of(guises, kinds[_i].code_point));
    ck_assert_msg(kind == kinds[_i].kind, "%04X is of kind %d, not %d", (unsigned)kinds[_i].code_point, (int)kind, (int)kinds[_i].kind);
}
END_TEST

START_TEST(letters_are_ascii)
{
    for (uint32_t c = 0; c < TG_CODE_POINTS; c++) {
        tg_kind kind = tg_trait_kind(tg_trait_of(guises, c));
        ck_assert_msg((kind == TG_KIND_LETTER) == ((c | 0x20) - 'a' < 26), "%04X is of kind %d", (unsigned)c, (int)kind);
    }
}
END_TEST

static bool have_same(uint32_t a, uint32_t b, tg_han_relation relation)
{
    uint32_t class = tg_han_class(tg_trait_of(guises, a), relation);
    return class && class == tg_han_class(tg_trait_of(guises, b), relation);
}

START_TEST(han_characters_have_classes)
{
    ck_assert(have_same(0x83E0, 0x535A, TG_HAN_SOUND));  /* 菠 博: bo */
    ck_assert(have_same(0x83DC, 0x5F69, TG_HAN_SOUND));  /* 菜 彩: cai */
    ck_assert(!have_same(0x83DC, 0x535A, TG_HAN_SOUND));
    ck_assert(have_same(0x5FAE, 0x5FBD, TG_HAN_SHAPE) || have_same(0x5FAE, 0x5FBD, TG_HAN_CORE)); /* 微 徽 */
    ck_assert(have_same(0x8D4C, 0x7779, TG_HAN_SHAPE) || have_same(0x8D4C, 0x7779, TG_HAN_CORE)); /* 赌 睹 */
    ck_assert(have_same(0x4E00, 0x58F9, TG_HAN_CORE));   /* 一 壹 */
    ck_assert(!have_same(0x4E00, 0x4E8C, TG_HAN_CORE));
    ck_assert_uint_eq(tg_han_class(tg_trait_of(guises, 0x8D4C), TG_HAN_SAME), 0);
}
END_TEST

static bool alike(uint32_t a, uint32_t b, unsigned blur)
{
    return tg_sounds_alike(guises, a, tg_trait_of(guises, a), b, tg_trait_of(guises, b), blur);
}

START_TEST(characters_sound_alike)
{
    ck_assert(alike(0x83E0, 0x535A, 0));
    ck_assert(alike(0x4E86, 0x4E86, 0));
    ck_assert(!alike(0x5976, 0x6765, 0) && alike(0x5976, 0x6765, TG_FUZZY_N)); /* 奶 nai, 来 lai */
    ck_assert(!alike(0x4E2D, 0x5B97, 0) && alike(0x4E2D, 0x5B97, TG_FUZZY_ZH)); /* 中 zhong, 宗 zong */
    ck_assert(!alike(0x5FC3, 0x661F, 0) && alike(0x5FC3, 0x661F, TG_FUZZY_NG)); /* 心 xin, 星 xing */
    ck_assert(!alike(0x5FC3, 0x661F, TG_FUZZY_N | TG_FUZZY_ZH));
    ck_assert(alike(0x5FC3, 0x661F, TG_FUZZY_ALL));
    ck_assert(!alike(0x5FC3, 0x535A, TG_FUZZY_ALL));
    ck_assert(alike(0x884C, 0x822A, 0) && alike(0x884C, 0x661F, 0)); /* 行 is hang, as 航, and xing */
}
END_TEST

START_TEST(syllables_are_found)
{
    static const char *const some[] = {"a", "zuo", "zhuang", "bo", "cai", "xin", "wei"};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        uint32_t syllable = tg_syllable_find(guises, some[i], strlen(some[i]));
        ck_assert_msg(syllable > 0 && syllable < TG_HAN_SOUNDS, "%s", some[i]);
        ck_assert_str_eq(guises->syllables + syllable * TG_SYLLABLE_ROOM, some[i]);
    }
    ck_assert_uint_eq(tg_syllable_find(guises, "zhuangx", 6), tg_syllable_find(guises, "zhuang", 6));
    ck_assert_uint_eq(tg_syllable_find(guises, "xyz", 3), 0);
    ck_assert_uint_eq(tg_syllable_find(guises, "zhuax", 5), 0);
    ck_assert_uint_eq(tg_syllable_find(guises, "", 0), 0);
    ck_assert_uint_eq(tg_syllable_find(guises, "zzzzzzzzzzzz", 12), 0);
}
END_TEST

START_TEST(trigrams_are_those_of_words)
{
    ck_assert(tg_is_trigram(guises, tg_letter_number('t'), tg_letter_number('h'), tg_letter_number('e')));
    ck_assert(tg_is_trigram(guises, 0, tg_letter_number('t'), tg_letter_number('h')));
    ck_assert(!tg_is_trigram(guises, tg_letter_number('q'), tg_letter_number('x'), tg_letter_number('z')));
}
END_TEST

/* ------------------------------------------------------------------- units ---- */

/* Each unit as its character, how often it stands there, and its place: "a1@0-1 b2@1-3". */
static const char *units_of(const char *text, uint32_t *tricks)
{
    static char shown[512];
    tg_units units;
    size_t used = 0;
    tg_units_init(&units, guises, &pack->fold, &pack->lane);
    tg_units_open(&units, text, strlen(text));
    tg_units_start(&units, 0);
    *shown = '\0';
    *tricks = 0;
    for (size_t i = 0; tg_unit_at(&units, i); i++) {
        const tg_unit *u = tg_unit_at(&units, i);
        char encoded[5] = "";
        encoded[tg_utf8_encode(u->code_point, encoded)] = '\0';
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%s%u@%u-%u", i ? " " : "", encoded, (unsigned)u->repeat,
                                 (unsigned)u->begin, (unsigned)u->end);
        *tricks |= u->tricks;
    }
    return shown;
}

static const struct { const char *text, *units; uint32_t tricks; } stretches[] = {
    {"abc", "a1@0-1 b1@1-2 c1@2-3", 0},
    {"", "", 0},
    {"aabbbc", "a2@0-2 b3@2-5 c1@5-6", 0},
    {"a\u0301\u0323b", "a1@0-5 b1@5-6", TG_TRICK_MARKS},
    {"a\u0301a\u0301", "a2@0-6", TG_TRICK_MARKS},
    {"a\u200Bb", "a1@0-1 b1@4-5", TG_TRICK_INVISIBLE},
    {"a\u200Ba", "a2@0-5", TG_TRICK_INVISIBLE},
    {"\u200Ba", "a1@3-4", 0},
    {"%61b", "a1@0-3 b1@3-4", TG_TRICK_MARKUP},
    {"%E8%B5%8C", "赌1@0-9", TG_TRICK_MARKUP},
    {"%E8%B5", "%1@0-1 e1@1-2 81@2-3 %1@3-4 b1@4-5 51@5-6", 0},
    {"%6", "%1@0-1 61@1-2", 0},
    {"%0Aa", "%1@0-1 01@1-2 a2@2-4", 0},
    {"x\u202Ecba\u202C", "x1@0-1 a1@6-7 b1@5-6 c1@4-5", TG_TRICK_BIDI},
    {"\u202Ecba", "a1@5-6 b1@4-5 c1@3-4", TG_TRICK_BIDI},
    {"\u202Eba\u0301", "a1@4-7 b1@3-4", TG_TRICK_BIDI | TG_TRICK_MARKS},
    {"赌賭", "赌2@0-6", TG_TRICK_VARIANT},
    {"ａ", "a1@0-3", TG_TRICK_WIDTH},
    {"\xFFz", "\uFFFD1@0-1 z1@1-2", 0},
};

START_TEST(a_text_is_read_as_units)
{
    uint32_t tricks;
    ck_assert_str_eq(units_of(stretches[_i].text, &tricks), stretches[_i].units);
    ck_assert_msg(tricks == stretches[_i].tricks, "%s: tricks %X, not %X", stretches[_i].text, (unsigned)tricks,
                  (unsigned)stretches[_i].tricks);
}
END_TEST

START_TEST(percent_encoding_is_of_what_shows)
{
    ck_assert(tg_is_percent_encoded("%61", 3, 0));
    ck_assert(tg_is_percent_encoded("x%eF", 4, 1));
    ck_assert(!tg_is_percent_encoded("%61", 2, 0));
    ck_assert(!tg_is_percent_encoded("%1F", 3, 0));
    ck_assert(!tg_is_percent_encoded("%G1", 3, 0));
    ck_assert(!tg_is_percent_encoded("%6G", 3, 0));
    ck_assert(!tg_is_percent_encoded("%6", 2, 0));
}
END_TEST

/* ---------------------------------------------------------------- validity ---- */

static void *copy_of(const void *items, size_t size)
{
    void *copy = malloc(size ? size : 1);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, items, size);
    return copy;
}

/* The tables with one changed, of which `change` sets an item. */
#define REFUSED(member, count, change)                                                                                  \
    do {                                                                                                                \
        tg_guises damaged = *guises;                                                                                    \
        void *copy = copy_of(guises->member, (count) * sizeof *guises->member);                                         \
        damaged.member = copy;                                                                                          \
        ck_assert(tg_guises_are_valid(&damaged));                                                                       \
        change;                                                                                                         \
        ck_assert_msg(!tg_guises_are_valid(&damaged), "%s is accepted", #change);                                       \
        free(copy);                                                                                                     \
    } while (0)

/* ------------------------------------------------------------- reading ahead ---- */

enum { SYLLABLE_ALL = TG_FUZZY_ALL * TG_HAN_SOUNDS };

static const char *const ordinary[] = {"casino ", "words, and ", "赌博", "加微信", "今天天气很好。", "三六九", "Iota", "\u0301", "\u200B",
                                       "aab", "xqzj", "é", "１", "\n", "😀", "\xE4\xB8"};

/* A text of pieces of `ordinary` in a fixed disorder. */
static size_t write_text(char *text, size_t room, uint32_t seed)
{
    size_t length = 0;
    for (;; seed = seed * 1664525 + 1013904223) {
        const char *piece = ordinary[(seed >> 16) % (uint32_t)COUNT(ordinary)];
        if (length + strlen(piece) > room)
            return length;
        memcpy(text + length, piece, strlen(piece));
        length += strlen(piece);
    }
}

START_TEST(kernels_tell_the_same)
{
    static char text[8192];
    static tg_ahead scalar, vector;
    size_t length = write_text(text, sizeof text, (uint32_t)_i), plain = 0, at = 0;
    uint32_t heard[TG_HAN_SOUNDS];
    for (size_t i = 0; i < TG_HAN_SOUNDS; i++)
        heard[i] = guises->blurred[SYLLABLE_ALL + i];
    tg_ahead_start(&scalar);
    tg_ahead_start(&vector);
    while (at < length) {
        tg_ahead_read(&scalar, guises, text, length, at, length);
        tg_ahead_read(&vector, guises, text, length, at, length);
        tg_ahead_scalar(guises, heard, &scalar);
        tg_ahead_best()(guises, heard, &vector);
        ck_assert_uint_eq(scalar.count, vector.count);
        for (size_t i = TG_AHEAD_BEFORE; i < scalar.count; i++) {
            ck_assert_msg(scalar.plain[i] == vector.plain[i] && scalar.odd[i] == vector.odd[i], "byte %u", (unsigned)scalar.begins[i]);
            ck_assert_uint_le(scalar.plain[i], TG_PLAIN_ODDLY);
            plain += scalar.plain[i];
        }
        at = scalar.begins[scalar.count];
    }
    ck_assert_uint_gt(plain, 0);
}
END_TEST

START_TEST(plain_characters_go_on_as_ordinary_text_does)
{
    static const struct { const char *text, *plain; } texts[] = {
        {"words", "01111"}, {"wxqrds", "000001"}, {"hell", "0110"}, {"heIl", "0101"}, {"a b", "000"}, {"ab1c", "0100"},
        {"天气", "01"}, {"天天", "00"}, {"天a", "00"},
    };
    static tg_ahead ahead;
    uint32_t heard[TG_HAN_SOUNDS];
    for (size_t i = 0; i < TG_HAN_SOUNDS; i++)
        heard[i] = guises->blurred[SYLLABLE_ALL + i];
    for (int i = 0; i < COUNT(texts); i++) {
        size_t length = strlen(texts[i].text);
        char told[16] = "";
        tg_ahead_start(&ahead);
        tg_ahead_read(&ahead, guises, texts[i].text, length, 0, length);
        tg_ahead_scalar(guises, heard, &ahead);
        for (size_t k = TG_AHEAD_BEFORE; k < ahead.count; k++)
            told[k - TG_AHEAD_BEFORE] = (char)('0' + ahead.plain[k]);
        ck_assert_msg(strcmp(told, texts[i].plain) == 0, "%s: %s", texts[i].text, told);
    }
}
END_TEST

START_TEST(units_that_were_read_are_not_read_again)
{
    static const char text[] = "ab\u0301cc赌\u200B博d\u202Efe\u202Cg";
    static tg_units kept, anew;
    tg_units_init(&kept, guises, &pack->fold, &pack->lane);
    tg_units_open(&kept, text, strlen(text));
    for (size_t round = 0; round < 3; round++) {
        for (size_t at = 0; at < strlen(text); at++) {
            size_t from = round == 1 ? strlen(text) - 1 - at : at;
            if (tg_utf8_is_trail((unsigned char)text[from]))
                continue;
            tg_units_init(&anew, guises, &pack->fold, &pack->lane);
            tg_units_open(&anew, text, strlen(text));
            tg_units_start(&kept, from);
            tg_units_start(&anew, from);
            for (size_t i = 0; tg_unit_at(&anew, i); i++) {
                const tg_unit *a = tg_unit_at(&kept, i), *b = tg_unit_at(&anew, i);
                ck_assert_ptr_nonnull(a);
                ck_assert_msg(a->begin == b->begin && a->end == b->end && a->tricks == b->tricks && a->repeat == b->repeat,
                              "from %zu, unit %zu", from, i);
            }
        }
    }
}
END_TEST


START_TEST(damaged_tables_are_not_valid)
{
    const tg_guises *g = guises;
    ck_assert(tg_guises_are_valid(g));
    REFUSED(index, TG_TABLE_INDEX, ((uint16_t *)copy)[7] = (uint16_t)(g->values_count / TG_TABLE_BLOCK));
    REFUSED(index, TG_TABLE_INDEX, ((uint16_t *)copy)[TG_TABLE_INDEX - 1] = UINT16_MAX);
    REFUSED(values, g->values_count, ((uint32_t *)copy)[3] = TG_KIND_HAN);
    REFUSED(values, g->values_count, ((uint32_t *)copy)[3] = TG_KIND_COUNT);
    REFUSED(values, g->values_count, ((uint32_t *)copy)[3] = (uint32_t)(g->guise_count + 1) << TG_TRAIT_GUISE_SHIFT);
    REFUSED(guises, g->guise_count, ((tg_guise *)copy)[g->guise_count - 1].is_last = 0);
    REFUSED(guises, g->guise_count, ((tg_guise *)copy)[0].trick = TG_HOW_SELF);
    REFUSED(han_guises, g->han_guise_count, ((tg_han_guise *)copy)[0].guise = (uint32_t)g->guise_count + 1);
    REFUSED(syllables, TG_HAN_SOUNDS * TG_SYLLABLE_ROOM, memset((char *)copy + TG_SYLLABLE_ROOM, 'a', TG_SYLLABLE_ROOM));
    REFUSED(member_starts, TG_HAN_CLASSES + 1, ((uint32_t *)copy)[0] = 1);
    REFUSED(member_starts, TG_HAN_CLASSES + 1, ((uint32_t *)copy)[9] = (uint32_t)g->member_count + 1);
    REFUSED(member_starts, TG_HAN_CLASSES + 1, ((uint32_t *)copy)[TG_HAN_CLASSES]++);
    REFUSED(han_words, g->han_word_count, for (size_t i = 0; i < g->han_word_count; i++)((tg_han_word *)copy)[i].key |= 1);
}
END_TEST

/* The scan takes it for granted that a letter is one of A to Z. */
START_TEST(a_letter_that_is_none_is_refused)
{
    static const uint32_t places[] = {0, '0', '@', '[', '{', 0x80, 0x430, 0x8D4C, 0x10FFFF};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        REFUSED(values, guises->values_count,
                ((uint32_t *)copy)[(size_t)guises->index[places[i] / TG_TABLE_BLOCK] * TG_TABLE_BLOCK + places[i] % TG_TABLE_BLOCK] =
                    TG_KIND_LETTER);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("guise");
    tcase_add_unchecked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, tables_are_lists_of_characters_under_keys, 0, COUNT(tables));
    tcase_add_test(tests, groups_of_a_line_are_numbered);
    tcase_add_loop_test(tests, characters_are_of_kinds, 0, COUNT(kinds));
    tcase_add_test(tests, letters_are_ascii);
    tcase_add_test(tests, han_characters_have_classes);
    tcase_add_test(tests, characters_sound_alike);
    tcase_add_test(tests, syllables_are_found);
    tcase_add_test(tests, trigrams_are_those_of_words);
    tcase_add_loop_test(tests, kernels_tell_the_same, 0, 8);
    tcase_add_test(tests, plain_characters_go_on_as_ordinary_text_does);
    tcase_add_test(tests, units_that_were_read_are_not_read_again);
    tcase_add_loop_test(tests, a_text_is_read_as_units, 0, COUNT(stretches));
    tcase_add_test(tests, percent_encoding_is_of_what_shows);
    tcase_add_test(tests, damaged_tables_are_not_valid);
    tcase_add_test(tests, a_letter_that_is_none_is_refused);
    return run_suite("guise", tests);
}
