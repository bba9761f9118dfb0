/* A writer that is killed loses nothing that it was told is committed, and what it leaves can be read and written. The
 * writer is a process of its own, killed within one of its calls to the system: before it, or with half of its bytes
 * written. Each call of a short run has its turn; of long runs calls are drawn at random, TEXTGATE_ROUNDS times as many. */
#define _GNU_SOURCE
#include <dirent.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support.h"

/* ---- calls to the system: these stand in for the C library's, for LMDB too ---- */

static long calls, fatal_call = -1; /* the writer dies in call number `fatal_call` */
static bool half;                   /* with half of it done */

static bool is_fatal(void)
{
    return ++calls == fatal_call;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{
    if (is_fatal()) {
        if (half)
            syscall(SYS_pwrite64, fd, data, length / 2, offset);
        raise(SIGKILL);
    }
    return syscall(SYS_pwrite64, fd, data, length, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset)
{
    ssize_t total = 0;
    for (int i = 0; i < count; i++) { /* one by one, so that the writer can die between them */
        ssize_t written = pwrite(fd, parts[i].iov_base, parts[i].iov_len, offset + total);
        if (written < 0)
            return total ? total : written;
        total += written;
        if ((size_t)written < parts[i].iov_len)
            break;
    }
    return total;
}

int fdatasync(int fd)
{
    if (is_fatal())
        raise(SIGKILL);
    return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
    if (is_fatal())
        raise(SIGKILL);
    return (int)syscall(SYS_fsync, fd);
}

/* ---- the writer ---- */

static char folder[64];
static uint64_t random_state;

static uint64_t next_random(void)
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static const char *text_of(unsigned number)
{
    static char text[256];
    uint64_t value = (number + 1) * UINT64_C(0xD6E8FEB86659FD93);
    size_t length = 0;
    for (int i = 0; i < 40; i++, value = value * 6364136223846793005u + 1442695040888963407u)
        text[length++] = (char)('a' + (value >> 40) % 26);
    text[length] = '\0';
    return text;
}

/* What the writer tells: after each commit how many texts there are, and which one was forgotten last. */
typedef struct message {
    unsigned committed;
    int forgotten;
} message;

/* Remembers, commits and at times forgets, and tells of it. */
static _Noreturn void write_texts(int pipe, unsigned from, unsigned batches)
{
    tg_store_options options = TG_STORE_INIT;
    tg_store *store = NULL;
    message m = {from, -1};
    char id[32];
    options.containment = true;
    if (tg_store_open(folder, &options, NULL, &store, NULL) != TG_OK)
        _exit(1);
    for (unsigned batch = 0; batch < batches; batch++) {
        unsigned count = 1 + (from * 7 + batch * 13) % 9;
        for (unsigned i = 0; i < count; i++) {
            const char *text = text_of(m.committed + i);
            sprintf(id, "%u", m.committed + i);
            if (tg_store_remember(store, id, text, strlen(text), NULL) != TG_OK)
                _exit(2);
        }
        if (tg_store_commit(store, NULL) != TG_OK)
            _exit(3);
        m.committed += count;
        if (write(pipe, &m, sizeof m) != sizeof m)
            _exit(4);
        if (batch % 5 == 4) {
            sprintf(id, "%u", m.committed - 1);
            if (tg_store_forget(store, id, NULL) != TG_OK)
                _exit(5);
            m.forgotten = (int)m.committed - 1;
            if (write(pipe, &m, sizeof m) != sizeof m)
                _exit(6);
        }
    }
    if (tg_store_compact(store, NULL) != TG_OK || tg_store_close(store, NULL) != TG_OK)
        _exit(7);
    _exit(calls > 250 ? 250 : (int)calls);
}

/* Runs a writer until it ends or dies in call `call`; what it told last. Its exit status, or -1 if it was killed. */
static int run_writer(long call, bool with_half, unsigned from, unsigned batches, message *last)
{
    int ends[2], status;
    message m;
    ck_assert_int_eq(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        calls = 0;
        fatal_call = call;
        half = with_half;
        close(ends[0]);
        write_texts(ends[1], from, batches);
    }
    close(ends[1]);
    while (read(ends[0], &m, sizeof m) == (ssize_t)sizeof m)
        *last = m;
    close(ends[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) || WTERMSIG(status) == SIGKILL);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void remove_store(void)
{
    DIR *directory = opendir(folder);
    char name[512];
    for (struct dirent *entry; directory && (entry = readdir(directory)) != NULL;) {
        snprintf(name, sizeof name, "%s/%s", folder, entry->d_name);
        unlink(name);
    }
    if (directory)
        closedir(directory);
    rmdir(folder);
}

/* All that was acknowledged is there; what was not may be, from the batch under way, whole or not at all. */
static unsigned check_store(const message *last)
{
    tg_store_options options = TG_STORE_INIT;
    tg_store *store = NULL;
    tg_error error;
    tg_store_stats stats;
    options.containment = true;
    ck_assert_msg(tg_store_open(folder, &options, NULL, &store, &error) == TG_OK, "%s", error.message);
    ck_assert_int_eq(tg_store_get_stats(store, &stats), TG_OK);
    for (unsigned i = 0; i < last->committed; i++) {
        tg_repeat repeat;
        size_t count;
        const char *text = text_of(i);
        ck_assert_int_eq(tg_store_look_up(store, text, strlen(text), &repeat, 1, &count), TG_OK);
        bool may_be_gone = (int)i == last->forgotten || i + 1 == last->committed;
        ck_assert_msg(count == 1 || may_be_gone, "text %u of %u is lost", i, last->committed);
        ck_assert(!count || strtoul(repeat.id, NULL, 10) == i);
    }
    ck_assert_uint_le(stats.texts, last->committed + 9);
    ck_assert_int_eq(tg_store_compact(store, &error), TG_OK);
    ck_assert_int_eq(tg_store_close(store, &error), TG_OK);
    return last->committed + 10; /* numbers that no text has had */
}

static void set_up(void)
{
    strcpy(folder, "/tmp/textgate-crash-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void tear_down(void)
{
    remove_store();
}

START_TEST(a_writer_may_die_in_each_of_its_calls)
{
    enum { BATCHES = 5 };
    message last = {0, -1};
    int total = run_writer(-1, false, 0, BATCHES, &last);
    ck_assert_int_ge(total, 20);
    check_store(&last);
    for (long call = 1; call <= total; call++)
        for (int with_half = 0; with_half < 2; with_half++) {
            remove_store();
            last = (message){0, -1};
            ck_assert_int_eq(run_writer(call, with_half, 0, BATCHES, &last), -1);
            check_store(&last);
        }
}
END_TEST

/* The same store goes from crash to crash. */
START_TEST(a_store_outlives_many_crashes)
{
    const char *rounds = getenv("TEXTGATE_ROUNDS"), *seed = getenv("TEXTGATE_SEED");
    long count = 20 * (rounds && atol(rounds) > 0 ? atol(rounds) : 1);
    random_state = seed ? strtoull(seed, NULL, 0) : (uint64_t)time(NULL);
    printf("TEXTGATE_SEED=%llu\n", (unsigned long long)random_state);
    message last = {0, -1};
    unsigned lost = 0;
    for (long round = 0; round < count; round++) {
        unsigned from = last.committed + (round > 0 ? 10 : 0);
        message next = {from, -1};
        long call = 1 + (long)(next_random() % 150);
        run_writer(call, next_random() % 2, from, 15, &next);
        /* all texts of this round */
        tg_store_options options = TG_STORE_INIT;
        tg_store *store = NULL;
        options.containment = true;
        ck_assert_int_eq(tg_store_open(folder, &options, NULL, &store, NULL), TG_OK);
        for (unsigned i = from; i < next.committed; i++) {
            tg_repeat repeat;
            size_t found;
            ck_assert_int_eq(tg_store_look_up(store, text_of(i), 40, &repeat, 1, &found), TG_OK);
            lost += !found;
        }
        ck_assert_int_eq(tg_store_close(store, NULL), TG_OK);
        ck_assert_msg(lost <= 3u * (unsigned)(round + 1), "more is gone than was forgotten: %u in round %ld", lost, round);
        last = next;
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("store_crash");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, a_writer_may_die_in_each_of_its_calls);
    tcase_add_test(tests, a_store_outlives_many_crashes);
    return run_suite("store_crash", tests);
}
