/* Texts made to be slow: nothing but what disguises are made of. Each must be done long before somebody loses patience, which
 * an algorithm that is not linear would not be. Nothing is timed: an alarm ends the program if a text takes a hundred times
 * as long as it may. 64 KiB of each; with TEXTGATE_ROUNDS 2 MiB. */
#include <signal.h>
#include <unistd.h>

#include "random.h"

enum { SHORT = 64 << 10, LONG = 2 << 20, PATIENCE = 60 /* seconds for SHORT */ };

static const char dictionary[] = "%category gambling\n%match fold,loose,sound\n"
                                 "casino\nviagra\nfuck\nass\tmatch=fold,loose,part\naaaaaaaa\tmatch=fold,loose,part\n"
                                 "free spins bonus\nbuy viagra now\nxxx\nbb\tmatch=fold,loose,part\n"
                                 "赌博\n博彩\n微信\n加微信\n加微信号\n六合彩\n138\n贝博\n办证\n一一一一\n加加\n赌博&微信\n"
                                 "%match fold\n%category emotion.joy\nlol\n乐\n%category emotion.negation\nno\n不\n"
                                 "%category emotion.intensifier\n%weight 8\n很\n%category emotion.contrast\nbut\n但\n"
                                 "%category emotion.joy.emoji\n%match fold,part\n😀\n";

/* A text is `first`, then `again` and again, then `last`. */
typedef struct worst {
    const char *name, *first, *again, *last;
    bool is_html;
} worst;

static const worst cases[] = {
    {"one letter", "", "a", "", false},
    {"one letter that no word has", "", "x", "", false},
    {"one letter behind a word's beginning", "cas", "i", "no", false},
    {"one capital", "", "A", "", false},
    {"two letters", "", "as", "", false},
    {"letters of one word", "", "casin", "", false},
    {"doubled letters", "", "ccaassiinn", "", false},
    {"one Han character", "", "加", "", false},
    {"Han characters doubled", "", "加加微微", "", false},
    {"a word's beginning of Han characters", "", "加微", "", false},
    {"Han characters of the same sound", "", "薇嘉渡波", "", false},
    {"Han characters of a similar shape", "", "睹徽搏", "", false},
    {"parts of Han characters", "", "贝者", "", false},
    {"half of a Han character taken apart", "", "贝", "", false},
    {"numerals", "", "一三八", "", false},
    {"the numeral one", "", "一", "", false},
    {"circled digits", "", "①③", "", false},
    {"digits", "", "138", "", false},
    {"masks", "", "f*", "", false},
    {"nothing but asterisks", "", "*", "", false},
    {"letters behind asterisks", "", "c*****", "", false},
    {"masks of one word", "", "c*****", "", false},
    {"Han characters and masks", "", "加*", "", false},
    {"letters and stops", "", "a.", "", false},
    {"letters and blanks", "", "c a s i n ", "", false},
    {"letters on lines", "", "c\n", "", false},
    {"blanks", "c", " ", "asino", false},
    {"line feeds", "c", "\n", "asino", false},
    {"stops", "c", ".", "asino", false},
    {"hyphens", "加", "-", "微信", false},
    {"Han characters and blanks", "", "加 微 ", "", false},
    {"marks upon one letter", "c", "\xCC\x81", "asino", false},
    {"different marks upon one letter", "c", "\xCC\x81\xCC\xA3\xCC\x87\xCD\x85", "asino", false},
    {"letters with a tower of marks each", "", "a\xCC\x81\xCC\xA3\xCC\x87\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86", "", false},
    {"marks upon a Han character", "加", "\xCC\x81", "微信", false},
    {"zero-width characters", "c", "\xE2\x80\x8B", "asino", false},
    {"zero-width characters and marks", "c", "\xE2\x80\x8B\xCC\x81", "asino", false},
    {"zero-width characters between letters", "", "c\xE2\x80\x8B", "", false},
    {"zero-width characters in Han text", "加", "\xE2\x80\x8B", "微信", false},
    {"invisible letters and marks", "加", "\xCD\x8F\xEF\xB8\x8F", "微信", false},
    {"opening brackets", "", "(", "", false},
    {"brackets", "", "()", "", false},
    {"signs that may be letters", "", "$@!(", "", false},
    {"dollars", "", "$", "", false},
    {"leet", "", "c4$1n", "", false},
    {"ones", "", "1", "", false},
    {"strokes that may be letters", "", "|-|", "", false},
    {"slashes", "", "\\/", "", false},
    {"percent-encoding", "", "%61", "", false},
    {"percent-encoding of a word", "", "%63%61%73%69%6E", "", false},
    {"percent-encoding of Han characters", "", "%E5%8A%A0", "", false},
    {"half of a percent-encoding", "", "%E5%8A", "", false},
    {"percent signs", "", "%", "", false},
    {"overrides", "", "\xE2\x80\xAE", "", false},
    {"overrides with letters", "", "\xE2\x80\xAE" "a", "", false},
    {"overrides that end", "", "\xE2\x80\xAEonisac\xE2\x80\xAC", "", false},
    {"overrides that end at once", "", "\xE2\x80\xAE\xE2\x80\xAC", "", false},
    {"one override", "\xE2\x80\xAE", "onisac", "", false},
    {"one override, one letter", "\xE2\x80\xAE", "a", "", false},
    {"one override, nothing that shows", "\xE2\x80\xAE", "\xE2\x80\x8B", "", false},
    {"one override, marks", "\xE2\x80\xAE" "a", "\xCC\x81", "", false},
    {"emoji", "", "😀", "", false},
    {"emoji that stand for characters", "", "➕", "", false},
    {"emoji between Han characters", "", "加😀微", "", false},
    {"eyes", "", "^", "", false},
    {"eyes and mouths", "", "^_", "", false},
    {"faces that never close", "", "(^_", "", false},
    {"faces in faces", "", "((^_^)", "", false},
    {"nothing but eyes in brackets", "", "(^^^^^^^^^^^^^^^^^^^^^", "", false},
    {"eyes of smileys", "", ":", "", false},
    {"smileys", "", ":(", "", false},
    {"one smiley with a wide mouth", ":", "(", "", false},
    {"hearts", "<", "3", "", false},
    {"tables", "(°□°)", "┻━┻", "", false},
    {"sweat", "-_-", "|", "", false},
    {"feelings", "", "乐", "", false},
    {"negations", "", "不", "", false},
    {"negations of feelings", "", "不乐", "", false},
    {"what raises feelings", "", "很", "乐", false},
    {"contrasts", "", "乐但", "", false},
    {"emoji that feel", "", "😀", "", false},
    {"an emoji that is joined on and on", "😀", "\xE2\x80\x8D😀", "", false},
    {"an emoji of many selectors", "😀", "\xEF\xB8\x8F", "", false},
    {"keycaps", "", "1\xEF\xB8\x8F\xE2\x83\xA3", "", false},
    {"flags", "", "🇨🇦", "", false},
    {"joined emoji", "加", "\xE2\x80\x8D👨", "微信", false},
    {"look-alikes", "", "с\xD0\xB0ѕ", "", false},
    {"look-alikes of one letter", "", "\xD0\xB0", "", false},
    {"circled letters", "", "🅒🅐", "", false},
    {"ligatures and other long foldings", "", "ﷺ", "", false},
    {"signs of many letters", "", "㏂", "", false},
    {"pinyin", "", "jiaweixin", "", false},
    {"pinyin and blanks", "", "jia wei ", "", false},
    {"pinyin and Han characters", "", "jia微", "", false},
    {"initials", "", "jwx ", "", false},
    {"words of phrases", "", "free spins ", "", false},
    {"beginnings of phrases", "", "buy ", "", false},
    {"ill-formed bytes", "c", "\xE5\x8A", "asino", false},
    {"stray continuation bytes", "加", "\x80", "微信", false},
    {"zeroes", "", "0", "", false},
    {"nested elements", "", "<b>", "", true},
    {"elements that end at once", "c", "<b></b>", "asino", true},
    {"letters in elements", "", "<b>c</b>", "", true},
    {"letters in blocks", "", "<p>加</p>", "", true},
    {"references", "", "&#97;", "", true},
    {"references to what does not show", "c", "&#8203;", "asino", true},
    {"percent-encoding by references", "", "&#37;61", "", true},
    {"comments between letters", "", "c<!-- -->", "", true},
    {"one letter in HTML", "", "a", "", true},
    {"marks in HTML", "c", "&#769;", "asino", true},
    {"digits and stops", "", "1.", "", false},
    {"digits and blanks", "", "12 ", "", false},
    {"digits and hyphens", "", "138-0013-", "", false},
    {"digits and colons", "", "1f:", "", false},
    {"a number that goes on", "", "13800138000", "", false},
    {"signs of mail", "", "@", "", false},
    {"mail addresses", "", "a@b.com ", "", false},
    {"labels", "", "a.com.", "", false},
    {"paths", "", "a.com/", "", false},
    {"schemes", "", "http://", "", false},
    {"dots spelt", "", " dot a", "", false},
    {"keys that begin", "", "sk-eyJ.", "", false},
    {"private keys that begin", "", "-----BEGIN PRIVATE KEY", "", false},
    {"names that begin", "", "微信号", "", false},
    {"digits of many kinds", "", "①一1１", "", false},
    {"base58", "", "1A1zP1eP", "", false},
    {"addresses", "", "<a href='%61?c=a.s'>", "", true},
};

static tg_scanner *scanner;

static void begin(void)
{
    tg_gate *gate = gate_from(options_of(dictionary, NULL));
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_gate_unref(gate);
}

static void end(void)
{
    tg_scanner_free(scanner);
}

static const char *current;

/* Ends this program alone, where check would end all of its group. */
static void give_up(int number)
{
    (void)number;
    static const char said[] = "1 failed, for it took too long: ";
    bool written = write(STDOUT_FILENO, "0 passed, ", 10) > 0 && write(STDOUT_FILENO, said, sizeof said - 1) > 0 &&
                   write(STDOUT_FILENO, current, strlen(current)) > 0 && write(STDOUT_FILENO, "\n", 1) > 0;
    _exit(written ? 1 : 2);
}

START_TEST(a_text_made_to_be_slow_is_done)
{
    const worst *w = &cases[_i];
    const char *out;
    size_t length = random_rounds(1) > 1 ? LONG : SHORT, out_length;
    const tg_verdict *verdict = NULL;
    bytes text = {NULL, 0, 0};
    put_string(&text, w->first);
    while (text.length < length)
        put_string(&text, w->again);
    put_string(&text, w->last);
    current = w->name;
    signal(SIGALRM, give_up);
    alarm((unsigned)(PATIENCE * (length / SHORT)));
    ck_assert_int_eq(tg_scanner_set_markup(scanner, w->is_html ? TG_MARKUP_HTML : TG_MARKUP_PLAIN), TG_OK);
    ck_assert_int_eq(tg_redact(scanner, text.data, text.length, NULL, &out, &out_length, &verdict), TG_OK);
    ck_assert_msg(ranges_are_sound(verdict, text.data, text.length), "%s", w->name);
    alarm(0);
    free(text.data);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("worst cases");
    tcase_set_timeout(tests, 0);
    tcase_add_unchecked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, a_text_made_to_be_slow_is_done, 0, (int)(sizeof cases / sizeof *cases));
    return run_suite("worst cases", tests);
}
