/* The command `textgate`: which commands there are, and the way into them. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <jansson.h>
#include <pcre2.h>
#include <unicode/uversion.h>

#include "buffer.h"
#include "command.h"
#include "message.h"

#define STATUS_OF_TEXTS                                                                            \
    "0 nothing at or above --fail-on, 1 something was,\n2 an error, told on standard error"

const cli_command commands[] = {
    {"scan", IN_SCAN, scan_command, "[OPTION]... [FILE]...", "say of each document whether it may be published, and why",
     "Says of each document whether it may be published, and shows what was found in it\n"
     "and where. Each FILE is a document, or with --lines or --jsonl each of its lines.\n"
     "No FILE, or -, reads standard input; with --lines and --jsonl it is a stream, and\n"
     "each result is printed as soon as its line has come.",
     "textgate scan post.txt\n"
     "textgate scan -d my-words.txt --market CN,TW --lines comments.txt\n"
     "tail -f comments.jsonl | textgate scan --jsonl text --format json\n"
     "textgate scan --html --format html article.html > report.html\n",
     STATUS_OF_TEXTS},
    {"redact", IN_REDACT, redact_command, "[OPTION]... [FILE]...", "print the text with findings masked",
     "Prints each document with its findings masked; all else stays as it is, line ends\n"
     "included. With --jsonl prints each object with FIELD redacted.",
     "textgate redact post.txt > clean.txt\n"
     "textgate redact --mask-with category --lines comments.txt\n"
     "textgate redact --mask '#' --keep 1 --fail-on never --jsonl text comments.jsonl\n",
     STATUS_OF_TEXTS},
    {"compile", IN_COMPILE, compile_command, "-o OUT.pack SOURCE...", "make a pack of dictionary sources",
     "Compiles dictionary sources, files and folders of them, and what other packs were\n"
     "compiled from, into one pack, which loads at once. If a line is bad, all that is\n"
     "wrong is told and no pack is made.",
     "textgate compile -o rules.pack rules/\n"
     "textgate compile -o both.pack rules.pack more.txt\n"
     "textgate compile -o all.pack gambling.txt brands.csv\n"
     "textgate compile -o rules.pack rules/ && textgate scan -d rules.pack post.txt\n",
     "0 the pack was written, 2 an error"},
    {"inspect", IN_INSPECT, inspect_command, "[OPTION]... PACK", "tell what is in a pack",
     "Tells the sizes of a pack, the dictionaries in it, and its entries by category and\n"
     "severity. PACK may also be a source or a folder of sources.",
     "textgate inspect rules.pack\n"
     "textgate inspect --entries rules.pack | grep gambling\n"
     "textgate inspect --format json rules/\n",
     "0, or 2 for an error"},
    {"lint", IN_LINT, lint_command, "[OPTION]... SOURCE...", "tell what is wrong or risky in dictionary sources",
     "Tells all that is wrong in dictionary sources, and what no parser rejects but is\n"
     "likely a mistake: duplicates, entries that can never match, entries that would flag\n"
     "clean text.",
     "textgate lint rules/\n"
     "textgate lint --clean news.txt gambling.txt brands.csv\n"
     "textgate lint --format json rules/ > findings.jsonl\n",
     "0 nothing to tell, 1 something, 2 a file could not be read"},
    {"dedupe", IN_DEDUPE, dedupe_command, "[OPTION]... FILE", "tell which lines repeat each other",
     "Each line of FILE is a document. Prints for each of them one JSON object with its\n"
     "line, id and cluster, and for all but the first of a cluster the line that it is\n"
     "most like and how similar they are. With --store the documents are looked up among\n"
     "those remembered before, in turn, and remembered.",
     "textgate dedupe comments.txt > clusters.jsonl\n"
     "textgate dedupe --threshold 0.9 --normalise digits,links --threads 2 mail.txt\n"
     "textgate dedupe --store seen/ --jsonl body today.jsonl\n",
     "0, or 2 for an error"},
    {"train", IN_TRAIN, train_command, "--task NAME -o MODEL [FILE]...", "learn a model from labelled texts",
     "Learns to tell labels from texts and writes a model that loads beside the shipped\n"
     "ones. Each line of FILE is a label, a TAB and a text; a first line whose text is\n"
     "`text` is a header. A label is the category of what the model finds; 1 stands for\n"
     "the task's name. Prints how well it does on texts that were held back in turn.",
     "textgate train --task spam -o spam.model messages.tsv\n"
     "textgate scan -d spam.model --lines comments.txt\n"
     "textgate train --task mood --with spam.model -o both.model moods.tsv\n",
     "0 the model was written, 2 an error"},
    {"evaluate", IN_EVALUATE, evaluate_command, "--model MODEL [OPTION]... [FILE]...", "tell how well a model does",
     "Tells how well a model does on labelled texts: accuracy, macro F1, precision and\n"
     "recall of each label. Lines of FILE are as for `textgate train`.",
     "textgate evaluate --model spam.model held-back.tsv\n"
     "textgate evaluate --model both.model --task mood --svg confusion.svg moods.tsv\n",
     "0, or 2 for an error"},
    {"detect-language", IN_LANGUAGE, language_command, "[OPTION]... [FILE]...", "tell which language each line is in",
     "Each line is a document. Prints for each of them the code of its main language (ISO\n"
     "639-1 where there is one, else 639-3), a TAB, and the share that it has; `und` where\n"
     "it cannot be told. No FILE, or -, reads standard input.",
     "textgate detect-language comments.txt\n"
     "textgate detect-language --format json --jsonl body comments.jsonl\n"
     "textgate detect-language --spans mixed.txt\n",
     "0, or 2 for an error"},
    {.name = NULL},
};

static const cli_command *find_command(const char *name)
{
    for (const cli_command *command = commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

static int print_version(void)
{
    char pcre2[64] = "?", icu[U_MAX_VERSION_STRING_LENGTH] = "?";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    pcre2[strcspn(pcre2, " ")] = '\0';
    UVersionInfo version;
    u_getVersion(version);
    u_versionToString(version, icu);
    cli_buffer out = {0};
    buffer_format(&out, "textgate %s\nPCRE2 %s, ICU %s, Jansson %s\n", tg_version(), pcre2, icu, jansson_version_str());
    print_bytes(out.data, out.length);
    buffer_free(&out);
    return STATUS_CLEAN;
}

static int print_help(const char *name)
{
    if (!name) {
        help_overview();
        return STATUS_CLEAN;
    }
    const cli_command *command = find_command(name);
    if (!command)
        return fail("unknown command %s (see `textgate help`)", name);
    help_command(command);
    return STATUS_CLEAN;
}

/* A file that is opened while a standard one is closed would take its number, and get what is meant for it. So the
 * number is taken, by something that cannot be read or written, which is an error then as it should be. */
static void keep_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _exit(STATUS_ERROR);
}

static int run_command(const cli_command *command, int count, char **arguments)
{
    cli_options options;
    int status = STATUS_ERROR;
    if (options_parse(&options, command, count, arguments)) {
        if (options.help)
            help_command(command);
        status = options.help ? STATUS_CLEAN : command->run(&options);
    }
    options_free(&options);
    /* Some file systems tell only now that something could not be written. */
    if (close(STDOUT_FILENO) < 0)
        return fail("standard output could not be written");
    return status;
}

int main(int count, char **arguments)
{
    keep_standard_files();
    signal(SIGPIPE, SIG_IGN); /* a reader that left is a failing write, told as any other */
    const char *name = count > 1 ? arguments[1] : NULL;
    if (!name)
        return fail("no command given (see `textgate help`)");
    if (strcmp(name, "--version") == 0)
        return print_version();
    if (strcmp(name, "help") == 0)
        return print_help(count > 2 ? arguments[2] : NULL);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return print_help(NULL);
    const cli_command *command = find_command(name);
    if (!command)
        return fail("unknown command %s (see `textgate help`)", name);
    return run_command(command, count - 2, arguments + 2);
}
