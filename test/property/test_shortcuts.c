/* What the search for words in disguise does not look at holds none: passing over ordinary text changes nothing of what is
 * found, and where words cannot begin, as far as their first characters tell, no search finds one. */
#include "random.h"

#include "guise/begin.h"
#include "guise/scan.h"
#include "pack/pack.h"

enum { TEXTS = 400, HITS = 4096 };

static const char dictionary[] = "%match fold,loose,sound\ncasino\nviagra\nshitty\nbastard\nfree spins\nbuy pills now\npoker\nclick\n"
                                 "赌博\n博彩\n加微信\n六合彩\n网络赌博平台\n代开发票\n枪支弹药\n138\nqq号\n买k粉\n"
                                 "%match fold,loose,part\nxanax\ntramadol\n";

static tg_pack *pack;
static bytes text;

static void set_up(void)
{
    pack = pack_of(dictionary, NULL);
}

static void tear_down(void)
{
    tg_pack_unref(pack);
    free(text.data);
    text = (bytes){0};
}

/* Mostly ordinary text, with words, letters of words, signs and disguises among it. */
static const char *const pieces[] = {
    "the ", "of it ", "please ", "now", " ", ", ", ". ", "\n", "a ", "I ", "b i t ", "reads (as ", "said) ", "\"so\" ", "well-known ",
    "it's ", "success ", "committee ", "free ", "buy ", "pills ", "shit", "cas1no ", "c-a-s-i-n-o ", "p0ker", "vi@gra ", "b*stard ",
    "cassino ", "xanaxx", "tram@dol", "pinyin ", "du bo ", "dubo ", "jia wei xin ", "Click ", "foo.bar ", "x_y ", "20,000 ", "4 ", "7th ",
    "请", "在网上", "的", "平台", "，", "。", "、", "：", "我们的", "简单", "一个", "他说", "时间", "博采", "堵搏", "睹博", "加薇信", "加，微信",
    "加 微 信", "徽信", "代开发", "票", "网络", "赌", "博", "六", "合", "一三八", "①③8", "枪*弹药", "贝者博", "微", "信号", "轻", "QQ 号", "好好",
    "é", "ж", "😀", "\xE2\x80\x8B", "\xCC\x81", "\xE2\x80\xAE", "%61", "\\", "|<", "()", "#", "$", "!", "!!", "*", "**", "..", "-", "\xFF",
};

static void make_text(void)
{
    text.length = 0;
    for (size_t i = random_below(120); i > 0; i--)
        put_string(&text, pieces[random_below(sizeof pieces / sizeof *pieces)]);
    if (!text.length)
        put_string(&text, "a");
}

typedef struct hits {
    tg_guise_hit items[HITS];
    size_t count;
} hits;

static tg_status take(const tg_guise_hit *hit, void *user)
{
    hits *h = user;
    ck_assert_uint_lt(h->count, HITS);
    tg_guise_hit *kept = &h->items[h->count++];
    memset(kept, 0, sizeof *kept); /* what is between the members too */
    kept->word = hit->word;
    kept->range = hit->range;
    kept->match = hit->match;
    kept->tricks = hit->tricks;
    return TG_OK;
}

static int compare_hits(const void *left, const void *right)
{
    return memcmp(left, right, sizeof(tg_guise_hit));
}

/* What is found twice is one finding. */
static void sort_hits(hits *h)
{
    size_t kept = 0;
    qsort(h->items, h->count, sizeof *h->items, compare_hits);
    for (size_t i = 0; i < h->count; i++)
        if (i == 0 || compare_hits(&h->items[i], &h->items[kept - 1]) != 0)
            h->items[kept++] = h->items[i];
    h->count = kept;
}

static tg_guise_scan *new_scan(hits *found)
{
    tg_guise_scan *scan = calloc(1, sizeof *scan);
    tg_guise_scan_init(scan, &pack->guises, &pack->fold, &pack->lane, &pack->automaton, pack->strings);
    scan->search.found = take;
    scan->search.user = found;
    return scan;
}

static void scan_in_steps(tg_guise_scan *scan, size_t step)
{
    tg_guise_start(scan, text.data, text.length);
    for (size_t until = step; until < text.length; until += step)
        ck_assert_int_eq(tg_guise_advance(scan, until), TG_OK);
    ck_assert_int_eq(tg_guise_advance(scan, text.length), TG_OK);
}

START_TEST(passing_over_ordinary_text_changes_nothing)
{
    static hits passing, all;
    tg_guise_scan *passed = new_scan(&passing), *each = new_scan(&all);
    each->one_by_one = true;
    size_t found = 0;
    for (long round = random_rounds(TEXTS); round > 0; round--) {
        make_text();
        passing.count = all.count = 0;
        scan_in_steps(passed, text.length);
        scan_in_steps(each, 1 + random_below(text.length));
        sort_hits(&passing);
        sort_hits(&all);
        ck_assert_msg(passing.count == all.count && memcmp(passing.items, all.items, all.count * sizeof *all.items) == 0,
                      "%zu hits, but %zu one by one: %.*s", passing.count, all.count, (int)text.length, text.data);
        found += all.count;
    }
    ck_assert_uint_gt(found, TEXTS / 4);
    free(passed);
    free(each);
}
END_TEST

/* Pinyin is looked up by what runs of letters spell. */
static bool is_told_by_its_beginning(const hits *h)
{
    for (size_t i = 0; i < h->count; i++)
        if (!(h->items[i].tricks & TG_TRICK_PINYIN))
            return true;
    return false;
}

START_TEST(no_word_begins_where_none_may)
{
    static hits found;
    tg_guise_scan *scan = new_scan(&found);
    tg_search *s = &scan->search;
    size_t begun = 0;
    for (long round = random_rounds(TEXTS); round > 0; round--) {
        make_text();
        tg_guise_start(scan, text.data, text.length);
        for (size_t at = 0, n; at < text.length; at += n) {
            uint32_t c;
            n = tg_utf8_decode((const unsigned char *)text.data + at, text.length - at, &c);
            bool is_han = tg_trait_of(s->guises, c) & TG_TRAIT_HAN;
            if ((c >= 0x80 && !is_han) || (at > 0 && text.data[at - 1] == text.data[at]))
                continue;
            found.count = 0;
            tg_units_open(&s->units, text.data, text.length);
            tg_units_start(&s->units, at);
            tg_search_from(s, 0, 0);
            if (!is_told_by_its_beginning(&found))
                continue;
            begun++;
            ck_assert_msg(is_han ? tg_may_begin_han(s, at) : tg_may_begin_letters(s, at), "byte %zu, word %u, tricks %x: %.*s", at,
                          found.items[0].word, found.items[0].tricks, (int)text.length, text.data);
        }
    }
    ck_assert_uint_gt(begun, TEXTS / 4);
    free(scan);
}
END_TEST

int main(void)
{
    random_begin();
    TCase *tcase = tcase_create("shortcuts");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 300);
    tcase_add_test(tcase, passing_over_ordinary_text_changes_nothing);
    tcase_add_test(tcase, no_word_begins_where_none_may);
    return run_suite("shortcuts", tcase);
}
