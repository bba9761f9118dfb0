/* Stores, fingerprints and clusters through the header. */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

static char folder[64];
static tg_error error;

static void remove_store(const char *path)
{
    DIR *directory = opendir(path);
    char name[512];
    for (struct dirent *entry; directory && (entry = readdir(directory)) != NULL;) {
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        unlink(name);
    }
    if (directory)
        closedir(directory);
    rmdir(path);
}

static void set_up(void)
{
    strcpy(folder, "/tmp/textgate-store-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void tear_down(void)
{
    remove_store(folder);
}

static tg_store *open_with(const char *path, const tg_store_options *options)
{
    tg_store *store = NULL;
    ck_assert_msg(tg_store_open(path, options, NULL, &store, &error) == TG_OK, "%s", error.message);
    return store;
}

static void remember(tg_store *store, const char *id, const char *text)
{
    ck_assert_msg(tg_store_remember(store, id, text, strlen(text), &error) == TG_OK, "%s", error.message);
}

/* The texts that one is like; they live until the next call. */
static tg_repeat found[16];

static size_t look_up(tg_store *store, const char *text)
{
    size_t count = 99;
    ck_assert_int_eq(tg_store_look_up(store, text, strlen(text), found, 16, &count), TG_OK);
    return count;
}

static void check_found(tg_store *store, const char *text, const char *id, tg_kinship kinship)
{
    ck_assert_uint_ge(look_up(store, text), 1);
    ck_assert_str_eq(found[0].id, id);
    ck_assert_int_eq(found[0].kinship, kinship);
}

static void close_store(tg_store *store)
{
    ck_assert_msg(tg_store_close(store, &error) == TG_OK, "%s", error.message);
}

static const char advert[] = "本店专业代开各类发票，真实可查，欢迎来电咨询，电话一三八零零";
static const char advert_shown[] = "本店專業代開各類發票,真实可查,欢迎来电咨询,电话一三八零零";
static const char advert_varied[] = "本店专业代开各类发票，真实可查，欢迎来电咨询，电话一三九一一";
static const char weather[] = "今天天气不错，适合出去走走，晚上可能有雨，记得带伞";
static const char english[] = "Congratulations, you have won a free cruise for two; call now to claim your prize";

static void check_kinds(tg_store *store)
{
    remember(store, "a", advert);
    remember(store, "b", weather);
    remember(store, "c", english);
    check_found(store, advert, "a", TG_KINSHIP_SAME);
    check_found(store, advert_shown, "a", TG_KINSHIP_FOLDED);
    ck_assert_double_eq(found[0].similarity, 1);
    check_found(store, advert_varied, "a", TG_KINSHIP_NEAR);
    ck_assert_double_ge(found[0].similarity, .8);
    ck_assert_double_lt(found[0].similarity, 1);
    ck_assert_double_eq(found[0].error, 0);
    ck_assert_uint_eq(found[0].begin, 0);
    ck_assert_uint_eq(found[0].end, strlen(advert_varied));
    ck_assert_uint_eq(look_up(store, "完全不相干的一句话，说的是别的事情"), 0);
    ck_assert_uint_eq(look_up(store, ""), 0);
    check_found(store, "CONGRATULATIONS, you have won a free cruise for two; call now to claim your prize!", "c",
                TG_KINSHIP_NEAR);
}

START_TEST(a_store_in_memory_finds_what_it_remembers)
{
    tg_store *store = open_with(NULL, NULL);
    check_kinds(store);
    close_store(store);
}
END_TEST

START_TEST(a_store_on_disk_does_so_at_once_and_after_it_was_opened_again)
{
    tg_store *store = open_with(folder, NULL);
    check_kinds(store);
    close_store(store);
    store = open_with(folder, NULL);
    check_found(store, advert_varied, "a", TG_KINSHIP_NEAR);
    check_found(store, weather, "b", TG_KINSHIP_SAME);
    tg_store_stats stats;
    ck_assert_int_eq(tg_store_get_stats(store, &stats), TG_OK);
    ck_assert_uint_eq(stats.texts, 3);
    ck_assert_uint_eq(stats.waiting, 0);
    ck_assert_uint_eq(stats.runs, 1);
    close_store(store);
}
END_TEST

/* Texts that are like no other: numbers spelt out. */
static const char *numbered(unsigned number)
{
    static const char *const syllables[] = {"ka", "me", "ti", "so", "nu", "ra", "lo", "wi", "pe", "zu"};
    static char text[256];
    size_t length = 0;
    uint64_t value = (number + 1) * UINT64_C(0x9E3779B97F4A7C15);
    for (int i = 0; i < 24; i++, value = value * 6364136223846793005u + 1442695040888963407u)
        length += (size_t)sprintf(text + length, "%s", syllables[(value >> 33) % 10]);
    return text;
}

START_TEST(many_texts_in_many_batches_are_all_found)
{
    enum { COUNT = 3000 };
    tg_store_options options = TG_STORE_INIT;
    options.batch = 100;
    for (int on_disk = 0; on_disk < 2; on_disk++) {
        tg_store *store = open_with(on_disk ? folder : NULL, &options);
        char id[32];
        for (unsigned i = 0; i < COUNT; i++) {
            sprintf(id, "n%u", i);
            remember(store, id, numbered(i));
        }
        for (unsigned i = 0; i < COUNT; i++) {
            sprintf(id, "n%u", i);
            check_found(store, numbered(i), id, TG_KINSHIP_SAME);
        }
        ck_assert_uint_eq(look_up(store, numbered(COUNT)), 0);
        tg_store_stats stats;
        ck_assert_int_eq(tg_store_get_stats(store, &stats), TG_OK);
        ck_assert_uint_eq(stats.texts, COUNT);
        ck_assert_uint_le(stats.runs, 13);
        ck_assert_int_eq(tg_store_compact(store, &error), TG_OK);
        ck_assert_int_eq(tg_store_get_stats(store, &stats), TG_OK);
        ck_assert_uint_eq(stats.runs, 1);
        check_found(store, numbered(17), "n17", TG_KINSHIP_SAME);
        close_store(store);
    }
}
END_TEST

START_TEST(forgotten_texts_are_gone_for_good)
{
    for (int on_disk = 0; on_disk < 2; on_disk++) {
        tg_store *store = open_with(on_disk ? folder : NULL, NULL);
        remember(store, "a", advert);
        remember(store, "a", weather);
        remember(store, "b", advert_varied);
        ck_assert_int_eq(tg_store_forget(store, "a", &error), TG_OK);
        check_found(store, advert, "b", TG_KINSHIP_NEAR);
        ck_assert_uint_eq(look_up(store, advert), 1);
        ck_assert_uint_eq(look_up(store, weather), 0);
        ck_assert_int_eq(tg_store_forget(store, "a", &error), TG_NOT_FOUND);
        if (on_disk) {
            close_store(store);
            store = open_with(folder, NULL);
            ck_assert_uint_eq(look_up(store, advert), 1);
        }
        ck_assert_int_eq(tg_store_compact(store, &error), TG_OK);
        ck_assert_uint_eq(look_up(store, advert), 1);
        tg_store_stats stats;
        ck_assert_int_eq(tg_store_get_stats(store, &stats), TG_OK);
        ck_assert_uint_eq(stats.texts, 1);
        close_store(store);
    }
}
END_TEST

START_TEST(old_texts_are_forgotten)
{
    tg_store_options options = TG_STORE_INIT;
    options.max_age = 100;
    for (int on_disk = 0; on_disk < 2; on_disk++) {
        tg_store *store = open_with(on_disk ? folder : NULL, &options);
        tg_store_set_time(store, 1000);
        remember(store, "a", advert);
        ck_assert_int_eq(tg_store_commit(store, &error), TG_OK);
        tg_store_set_time(store, 1100);
        check_found(store, advert, "a", TG_KINSHIP_SAME);
        ck_assert_uint_eq(found[0].time, 1000);
        tg_store_set_time(store, 1101);
        ck_assert_uint_eq(look_up(store, advert), 0);
        remember(store, "b", weather);
        ck_assert_int_eq(tg_store_commit(store, &error), TG_OK);
        tg_store_stats stats;
        ck_assert_int_eq(tg_store_get_stats(store, &stats), TG_OK);
        ck_assert_uint_eq(stats.texts, 1);
        close_store(store);
    }
}
END_TEST

START_TEST(the_oldest_make_room)
{
    tg_store_options options = TG_STORE_INIT;
    options.max_texts = 50;
    options.batch = 10;
    for (int on_disk = 0; on_disk < 2; on_disk++) {
        tg_store *store = open_with(on_disk ? folder : NULL, &options);
        char id[32];
        for (unsigned i = 0; i < 500; i++) {
            sprintf(id, "%u", i);
            remember(store, id, numbered(i));
        }
        ck_assert_int_eq(tg_store_commit(store, &error), TG_OK);
        tg_store_stats stats;
        ck_assert_int_eq(tg_store_get_stats(store, &stats), TG_OK);
        ck_assert_uint_eq(stats.texts, 50);
        ck_assert_uint_le(stats.keys, 50 * 3 * 12);
        ck_assert_uint_eq(look_up(store, numbered(449)), 0);
        check_found(store, numbered(450), "450", TG_KINSHIP_SAME);
        close_store(store);
    }
}
END_TEST

START_TEST(remembered_texts_are_found_inside_others_and_parts_of_them)
{
    tg_store_options options = TG_STORE_INIT;
    options.containment = true;
    tg_store *store = open_with(NULL, &options);
    char text[2048];
    remember(store, "advert", advert);
    snprintf(text, sizeof text, "%s。%s。%s%s", weather, english, advert_varied, numbered(3));
    check_found(store, text, "advert", TG_KINSHIP_CONTAINS);
    ck_assert_double_ge(found[0].similarity, .8);
    size_t begin = strlen(weather) + strlen(english) + 6, end = begin + strlen(advert_varied);
    ck_assert_uint_ge(found[0].begin, begin);
    ck_assert_uint_le(found[0].end, end);
    ck_assert_uint_gt(found[0].end, found[0].begin + strlen(advert) / 2);
    remember(store, "long", text);
    check_found(store, weather, "long", TG_KINSHIP_PART);
    close_store(store);
}
END_TEST

START_TEST(normalised_parts_do_not_count)
{
    tg_store_options options = TG_STORE_INIT;
    options.normalise = TG_NORMALISE_DIGITS | TG_NORMALISE_LINKS | TG_NORMALISE_MENTIONS | TG_NORMALISE_SIGNS;
    tg_store *store = open_with(NULL, &options);
    remember(store, "a", "@小王 领取 100 元红包请点 http://a.cn/x1 限时");
    check_found(store, "@李四，领取★88888元红包，请点 www.example.com/y?z=2 限时！！", "a", TG_KINSHIP_FOLDED);
    close_store(store);
}
END_TEST

START_TEST(fingerprints_are_remembered_too)
{
    tg_store *store = open_with(folder, NULL);
    tg_fingerprinter *printer = NULL;
    tg_fingerprint a, b;
    double similarity, deviation, exact;
    ck_assert_int_eq(tg_fingerprinter_new(0, NULL, &printer), TG_OK);
    ck_assert_int_eq(tg_fingerprint_make(printer, advert, strlen(advert), &a), TG_OK);
    ck_assert_int_eq(tg_fingerprint_make(printer, advert_varied, strlen(advert_varied), &b), TG_OK);
    ck_assert_int_eq(tg_fingerprint_compare(&a, &b, &similarity, &deviation), TG_OK);
    ck_assert_int_eq(tg_similarity(printer, advert, strlen(advert), advert_varied, strlen(advert_varied), &exact), TG_OK);
    ck_assert_double_eq_tol(similarity, exact, 4 * deviation + .01);
    ck_assert_int_eq(tg_store_remember_fingerprint(store, "p", &a, &error), TG_OK);
    size_t count;
    ck_assert_int_eq(tg_store_look_up_fingerprint(store, &b, found, 16, &count), TG_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(found[0].id, "p");
    uint32_t keys[TG_FINGERPRINT_KEYS], others[TG_FINGERPRINT_KEYS];
    size_t n = tg_fingerprint_get_keys(&a, .8, keys), common = 0;
    ck_assert_uint_eq(tg_fingerprint_get_keys(&b, .8, others), n);
    for (size_t i = 0; i < n; i++)
        common += keys[i] == others[i];
    ck_assert_uint_ge(common, 1);
    b.normalise = TG_NORMALISE_DIGITS;
    ck_assert_int_eq(tg_fingerprint_compare(&a, &b, &similarity, NULL), TG_INCOMPATIBLE);
    ck_assert_int_eq(tg_store_remember_fingerprint(store, "q", &b, &error), TG_INCOMPATIBLE);
    ck_assert_int_eq(tg_fingerprint_make(printer, NULL, 0, &a), TG_OK);
    ck_assert_uint_eq(a.shingles, 0);
    ck_assert_uint_eq(tg_fingerprint_get_keys(&a, .8, keys), 0);
    tg_fingerprinter_free(printer);
    close_store(store);
}
END_TEST

/* ---- several processes ---- */

/* Runs something in a process of its own, which must not use what this one has open; its exit status. */
static int in_another_process(int (*what)(void))
{
    fflush(NULL);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        _exit(what());
    int status = -1;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

static int open_as_writer(void)
{
    tg_store *store = NULL;
    tg_status status = tg_store_open(folder, NULL, NULL, &store, NULL);
    tg_store_close(store, NULL);
    return -(int)status;
}

/* How many texts of the advert another process sees. */
static int count_as_reader(void)
{
    tg_store_options options = TG_STORE_INIT;
    tg_store *store = NULL;
    options.read_only = true;
    size_t count = 50;
    if (tg_store_open(folder, &options, NULL, &store, NULL) != TG_OK)
        return 60;
    if (tg_store_look_up(store, advert, strlen(advert), found, 16, &count) != TG_OK)
        return 61;
    if (tg_store_remember(store, "r", advert, strlen(advert), NULL) != TG_INVALID_ARGUMENT)
        return 62;
    tg_store_close(store, NULL);
    return (int)count;
}

START_TEST(one_process_writes_and_others_see_what_is_committed)
{
    tg_store *store = open_with(folder, NULL);
    ck_assert_int_eq(in_another_process(open_as_writer), -TG_BUSY);
    ck_assert_int_eq(in_another_process(count_as_reader), 0);
    remember(store, "a", advert);
    ck_assert_int_eq(in_another_process(count_as_reader), 0);
    ck_assert_int_eq(tg_store_commit(store, &error), TG_OK);
    ck_assert_int_eq(in_another_process(count_as_reader), 1);
    close_store(store);
    ck_assert_int_eq(in_another_process(open_as_writer), 0);
}
END_TEST

/* ---- what goes wrong ---- */

START_TEST(options_that_are_not_the_stores_are_refused)
{
    tg_store_options options = TG_STORE_INIT;
    tg_store *store = NULL;
    close_store(open_with(folder, NULL));
    options.threshold = .7;
    ck_assert_int_eq(tg_store_open(folder, &options, NULL, &store, &error), TG_INCOMPATIBLE);
    options.as_made = true;
    close_store(open_with(folder, &options));
    options.threshold = .4;
    ck_assert_int_eq(tg_store_open(folder, &options, NULL, &store, &error), TG_INVALID_ARGUMENT);
    options = (tg_store_options)TG_STORE_INIT;
    options.normalise = 16;
    ck_assert_int_eq(tg_store_open(folder, &options, NULL, &store, &error), TG_INVALID_ARGUMENT);
    options = (tg_store_options)TG_STORE_INIT;
    options.read_only = true;
    ck_assert_int_eq(tg_store_open(NULL, &options, NULL, &store, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_store_open("/tmp/textgate-no-such-store", &options, NULL, &store, &error), TG_NOT_FOUND);
    ck_assert_int_eq(tg_store_open("/tmp/textgate-no-such/store", NULL, NULL, &store, &error), TG_IO);
    ck_assert_ptr_null(store);
}
END_TEST

START_TEST(ids_and_arguments_are_checked)
{
    tg_store *store = open_with(NULL, NULL);
    char id[TG_ID_LENGTH + 2];
    size_t count;
    memset(id, 'x', sizeof id);
    id[TG_ID_LENGTH + 1] = '\0';
    ck_assert_int_eq(tg_store_remember(store, id, "abc", 3, &error), TG_INVALID_ARGUMENT);
    id[TG_ID_LENGTH] = '\0';
    ck_assert_int_eq(tg_store_remember(store, id, "abc", 3, &error), TG_OK);
    ck_assert_int_eq(tg_store_remember(store, "", "abc", 3, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_store_remember(store, NULL, "abc", 3, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_store_remember(store, "a", NULL, 3, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_store_look_up(store, NULL, 1, found, 1, &count), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_store_look_up(NULL, "a", 1, found, 1, &count), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(look_up(store, "ABC"), 1);
    ck_assert_str_eq(found[0].id, id);
    close_store(store);
    ck_assert_int_eq(tg_store_close(NULL, NULL), TG_OK);
}
END_TEST

static void overwrite(const char *path, long offset, const void *data, size_t length)
{
    FILE *file = fopen(path, "r+b");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, offset, SEEK_SET), 0);
    ck_assert_uint_eq(fwrite(data, 1, length, file), length);
    fclose(file);
}

START_TEST(a_damaged_store_is_told_of)
{
    char path[128], zeros[64] = {0};
    snprintf(path, sizeof path, "%s/data.mdb", folder);
    tg_store *store = open_with(folder, NULL);
    for (unsigned i = 0; i < 300; i++)
        remember(store, "x", numbered(i));
    close_store(store);
    struct stat info;
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_int_eq(truncate(path, info.st_size / 2), 0);
    ck_assert_int_eq(tg_store_open(folder, NULL, NULL, &store, &error), TG_CORRUPT);
    ck_assert_int_eq(truncate(path, 100), 0);
    ck_assert_int_ne(tg_store_open(folder, NULL, NULL, &store, &error), TG_OK);
    ck_assert_int_eq(truncate(path, 8192), 0);
    overwrite(path, 0, zeros, sizeof zeros);
    overwrite(path, 4096, zeros, sizeof zeros);
    ck_assert_int_eq(tg_store_open(folder, NULL, NULL, &store, &error), TG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.file, "textgate-store"));
}
END_TEST

/* A record whose bytes are changed is told of when it is looked up; nothing else is lost. */
START_TEST(a_damaged_record_is_told_of)
{
    char path[128], block[65536];
    snprintf(path, sizeof path, "%s/data.mdb", folder);
    tg_store *store = open_with(folder, NULL);
    remember(store, "a", advert);
    remember(store, "b", weather);
    close_store(store);
    static const char folded[] = "适合出去走走";
    FILE *file = fopen(path, "rb");
    size_t length = fread(block, 1, sizeof block, file);
    fclose(file);
    for (size_t i = 0; i + sizeof folded < length; i++)
        if (memcmp(block + i, folded, sizeof folded - 1) == 0)
            overwrite(path, (long)i, "x", 1);
    store = open_with(folder, NULL);
    size_t count;
    ck_assert_int_eq(tg_store_look_up(store, weather, strlen(weather), found, 16, &count), TG_CORRUPT);
    check_found(store, advert, "a", TG_KINSHIP_SAME);
    close_store(store);
}
END_TEST

START_TEST(a_store_that_is_full_says_so_and_loses_nothing)
{
    tg_store_options options = TG_STORE_INIT;
    options.max_bytes = 1 << 20;
    tg_store *store = open_with(folder, &options);
    tg_status status = TG_OK;
    unsigned count = 0;
    char id[32];
    for (; status == TG_OK && count < 100000; count++) {
        sprintf(id, "%u", count);
        status = tg_store_remember(store, id, numbered(count), strlen(numbered(count)), &error);
        if (status == TG_OK && count % 100 == 99)
            status = tg_store_commit(store, &error);
    }
    ck_assert_int_eq(status, TG_LIMIT);
    ck_assert_ptr_nonnull(strstr(error.message, "max_bytes"));
    for (unsigned i = 0; i < count; i += 7) {
        sprintf(id, "%u", i);
        check_found(store, numbered(i), id, TG_KINSHIP_SAME);
    }
    ck_assert_int_eq(tg_store_close(store, &error), TG_LIMIT);
    store = open_with(folder, &options);
    check_found(store, numbered(count - 101), found[0].id, TG_KINSHIP_SAME);
    close_store(store);
}
END_TEST

/* A file that may not grow stands for a disk that is full. */
START_TEST(a_full_disk_is_told_of_and_when_there_is_room_again_all_is_written)
{
    struct rlimit limit, small;
    tg_store *store = open_with(folder, NULL);
    remember(store, "a", advert);
    ck_assert_int_eq(tg_store_commit(store, &error), TG_OK);
    for (unsigned i = 0; i < 2000; i++)
        remember(store, "x", numbered(i));
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = limit;
    small.rlim_cur = 256 * 1024;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    ck_assert_int_eq(tg_store_commit(store, &error), TG_IO);
    check_found(store, advert, "a", TG_KINSHIP_SAME);
    check_found(store, numbered(1999), "x", TG_KINSHIP_SAME);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_msg(tg_store_commit(store, &error) == TG_OK, "%s", error.message);
    close_store(store);
    store = open_with(folder, NULL);
    check_found(store, numbered(1999), "x", TG_KINSHIP_SAME);
    close_store(store);
}
END_TEST

/* ---- scanning ---- */

START_TEST(a_scanner_with_a_store_tells_what_a_text_repeats)
{
    tg_store *store = open_with(NULL, NULL);
    tg_scanner *scanner = scanner_of("发票\n", NULL);
    ck_assert_int_eq(tg_scanner_remember(scanner, "1", &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scanner_set_store(scanner, store), TG_OK);
    const tg_verdict *verdict = scan_text(scanner, advert);
    ck_assert_ptr_null(tg_verdict_duplicate(verdict, NULL, NULL));
    ck_assert_int_eq(tg_scanner_remember(scanner, "1", &error), TG_OK);
    verdict = scan_text(scanner, advert_varied);
    const tg_range *differences;
    size_t count;
    const tg_repeat *repeat = tg_verdict_duplicate(verdict, &differences, &count);
    ck_assert_ptr_nonnull(repeat);
    ck_assert_str_eq(repeat->id, "1");
    ck_assert_int_eq(repeat->kinship, TG_KINSHIP_NEAR);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(differences[0].end, strlen(advert_varied));
    ck_assert_uint_eq(differences[0].begin, strlen(advert_varied) - strlen("九一一"));
    ck_assert_uint_eq(verdict->finding_count, 2);
    const tg_finding *finding = tg_verdict_finding(verdict, 0);
    ck_assert_int_eq(finding->detector, TG_DETECTOR_DUPLICATE);
    ck_assert_str_eq(finding->rule, "duplicate:1");
    ck_assert_str_eq(finding->category, "duplicate");
    ck_assert_uint_eq(finding->entry, SIZE_MAX);
    const char *json;
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, "2", advert_varied, &json, NULL), TG_OK);
    ck_assert_ptr_nonnull(strstr(json, "\"duplicate\":{\"of\":\"1\",\"similarity\":0.8"));
    ck_assert_int_eq(tg_scanner_set_store(scanner, NULL), TG_OK);
    ck_assert_uint_eq(scan_text(scanner, advert)->finding_count, 1);
    tg_scanner_free(scanner);
    close_store(store);
}
END_TEST

START_TEST(of_html_what_a_reader_sees_is_looked_up)
{
    tg_store *store = open_with(NULL, NULL);
    tg_scanner *scanner = scanner_of("发票\n", NULL);
    remember(store, "plain", weather);
    ck_assert_int_eq(tg_scanner_set_store(scanner, store), TG_OK);
    ck_assert_int_eq(tg_scanner_set_markup(scanner, TG_MARKUP_HTML), TG_OK);
    static const char html[] = "<p>今天天气<b>不错</b>，适合出去走走，晚上可能有雨，记得带<i>帽子</i></p>";
    const tg_verdict *verdict = scan_text(scanner, html);
    const tg_range *differences;
    size_t count;
    const tg_repeat *repeat = tg_verdict_duplicate(verdict, &differences, &count);
    ck_assert_ptr_nonnull(repeat);
    ck_assert_str_eq(repeat->id, "plain");
    ck_assert_uint_le(repeat->begin, 3);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(strncmp(&html[differences[0].begin], "帽子", strlen("帽子")), 0);
    tg_scanner_free(scanner);
    close_store(store);
}
END_TEST

START_TEST(what_comes_in_turn_has_the_group_of_the_first)
{
    tg_store *store = open_with(NULL, NULL);
    static const char *const texts[] = {advert, weather, advert_varied, english, advert_shown, weather};
    static const uint64_t groups[] = {0, 1, 0, 3, 0, 1};
    for (size_t i = 0; i < 6; i++) {
        uint64_t group;
        size_t count;
        char id[2] = {(char)('0' + i), 0};
        ck_assert_int_eq(tg_store_look_up_and_remember(store, id, texts[i], strlen(texts[i]), found, 16, &count, &group,
                                                       &error), TG_OK);
        ck_assert_uint_eq(group, groups[i]);
        ck_assert_int_eq(count > 0, groups[i] != i);
    }
    close_store(store);
}
END_TEST

/* ---- clusters ---- */

static const char *const some[] = {advert, weather, advert_varied, "", english, advert_shown, weather, "x", "今天天气", NULL};

static tg_status text_of(void *user, unsigned thread, size_t index, const char **text, size_t *length)
{
    (void)thread;
    const char *const *texts = user;
    *text = texts[index];
    *length = strlen(texts[index]);
    return TG_OK;
}

START_TEST(clusters_are_of_texts_that_are_alike)
{
    union { const char *const *in; void *out; } user = {some};
    static const uint32_t clusters[] = {0, 1, 0, 3, 4, 0, 1, 7, 8}, of[] = {0, 1, 0, 3, 4, 0, 1, 7, 8};
    for (unsigned threads = 1; threads <= 3; threads++) {
        tg_cluster_member members[9];
        tg_clustering c = TG_CLUSTERING_INIT;
        c.threads = threads;
        c.user = user.out;
        ck_assert_int_eq(tg_cluster(9, text_of, &c, NULL, members, &error), TG_OK);
        for (size_t i = 0; i < 9; i++) {
            ck_assert_uint_eq(members[i].cluster, clusters[i]);
            ck_assert_uint_eq(members[i].of, of[i]);
            ck_assert_float_ge(members[i].similarity, .8f);
        }
        ck_assert_float_lt(members[2].similarity, 1);
    }
    ck_assert_int_eq(tg_cluster(0, text_of, NULL, NULL, NULL, &error), TG_OK);
}
END_TEST

static int stop(double done, void *user)
{
    (void)user;
    return done > .5;
}

START_TEST(clustering_can_be_stopped)
{
    union { const char *const *in; void *out; } user = {some};
    tg_cluster_member members[9];
    tg_clustering c = TG_CLUSTERING_INIT;
    c.user = user.out;
    c.progress = stop;
    ck_assert_int_eq(tg_cluster(9, text_of, &c, NULL, members, &error), TG_STOPPED);
    c.threads = 0;
    ck_assert_int_eq(tg_cluster(9, text_of, &c, NULL, members, &error), TG_INVALID_ARGUMENT);
}
END_TEST

/* ---- memory ---- */

static tg_status use_everything(const tg_allocator *allocator, tg_scanner *scanner, tg_store **store)
{
    union { const char *const *in; void *out; } user = {some};
    tg_store_options options = TG_STORE_INIT;
    tg_cluster_member members[9];
    tg_clustering c = TG_CLUSTERING_INIT;
    size_t count;
    c.user = user.out;
    options.containment = true;
    options.batch = 2;
    tg_status status = tg_store_open(*store ? NULL : folder, &options, allocator, store, &error);
    for (size_t i = 0; status == TG_OK && i < 5; i++)
        status = tg_store_remember(*store, "x", some[i], strlen(some[i]), &error);
    if (status == TG_OK)
        status = tg_store_look_up(*store, advert_shown, strlen(advert_shown), found, 16, &count);
    const tg_verdict *verdict;
    if (status == TG_OK)
        status = tg_scanner_set_store(scanner, *store);
    if (status == TG_OK)
        status = tg_scan(scanner, advert_shown, strlen(advert_shown), &verdict);
    if (status == TG_OK)
        status = tg_scanner_remember(scanner, "x", &error);
    if (status == TG_OK)
        status = tg_store_compact(*store, &error);
    if (status == TG_OK)
        status = tg_store_forget(*store, "x", &error);
    return status == TG_OK ? tg_cluster(9, text_of, &c, allocator, members, &error) : status;
}

START_TEST(running_out_of_memory_is_told_and_leaks_nothing)
{
    tg_scanner *scanner = scanner_of("发票\n", NULL);
    for (long allowed = 0;; allowed++) {
        tally t;
        tg_allocator allocator = tally_allocator(&t);
        tg_store *store = NULL;
        t.left = allowed;
        tg_status status = use_everything(&allocator, scanner, &store);
        t.left = -1;
        ck_assert_int_eq(tg_scanner_set_store(scanner, NULL), TG_OK);
        if (store)
            ck_assert_int_eq(tg_store_close(store, NULL), TG_OK);
        ck_assert_int_eq(t.live, 0);
        ck_assert_uint_eq(t.bytes, 0);
        if (status == TG_OK)
            break;
        ck_assert_int_eq(status, TG_NO_MEMORY);
        ck_assert_int_lt(allowed, 5000);
    }
    tg_scanner_free(scanner);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("store");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, a_store_in_memory_finds_what_it_remembers);
    tcase_add_test(tests, a_store_on_disk_does_so_at_once_and_after_it_was_opened_again);
    tcase_add_test(tests, many_texts_in_many_batches_are_all_found);
    tcase_add_test(tests, forgotten_texts_are_gone_for_good);
    tcase_add_test(tests, old_texts_are_forgotten);
    tcase_add_test(tests, the_oldest_make_room);
    tcase_add_test(tests, remembered_texts_are_found_inside_others_and_parts_of_them);
    tcase_add_test(tests, normalised_parts_do_not_count);
    tcase_add_test(tests, fingerprints_are_remembered_too);
    tcase_add_test(tests, one_process_writes_and_others_see_what_is_committed);
    tcase_add_test(tests, options_that_are_not_the_stores_are_refused);
    tcase_add_test(tests, ids_and_arguments_are_checked);
    tcase_add_test(tests, a_damaged_store_is_told_of);
    tcase_add_test(tests, a_damaged_record_is_told_of);
    tcase_add_test(tests, a_store_that_is_full_says_so_and_loses_nothing);
    tcase_add_test(tests, a_full_disk_is_told_of_and_when_there_is_room_again_all_is_written);
    tcase_add_test(tests, a_scanner_with_a_store_tells_what_a_text_repeats);
    tcase_add_test(tests, of_html_what_a_reader_sees_is_looked_up);
    tcase_add_test(tests, what_comes_in_turn_has_the_group_of_the_first);
    tcase_add_test(tests, clusters_are_of_texts_that_are_alike);
    tcase_add_test(tests, clustering_can_be_stopped);
    tcase_add_test(tests, running_out_of_memory_is_told_and_leaks_nothing);
    return run_suite("store", tests);
}
