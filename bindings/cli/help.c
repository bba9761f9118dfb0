/* What `textgate help` prints. Texts are in the rows of commands and options; here is only their layout. */
#include <stdio.h>
#include <string.h>

#include "buffer.h"
#include "command.h"
#include "message.h"
#include "option_rows.h"

#define COLUMN 32 /* where the explanations of options begin */

static void print_and_free(cli_buffer *out)
{
    print_bytes(out->data, out->length);
    buffer_free(out);
}

/* Adds `text`, each line after the first indented. */
static void add_indented(cli_buffer *out, const char *text, size_t indent)
{
    for (;;) {
        size_t length = strcspn(text, "\n");
        buffer_add(out, text, length);
        buffer_text(out, "\n");
        if (!text[length] || !text[length + 1])
            return;
        text += length + 1;
        buffer_repeat(out, ' ', indent);
    }
}

static void add_option(cli_buffer *out, const cli_option_row *row)
{
    size_t start = out->length;
    if (row->letter)
        buffer_format(out, "  -%c, --%s", row->letter, row->name);
    else
        buffer_format(out, "      --%s", row->name);
    if (row->argument)
        buffer_format(out, " %s", row->argument);
    size_t width = out->length - start;
    if (width + 2 > COLUMN) {
        buffer_text(out, "\n");
        width = 0;
    }
    buffer_repeat(out, ' ', COLUMN - width);
    add_indented(out, row->help, COLUMN);
}

static void add_options(cli_buffer *out, const cli_command *command)
{
    for (const cli_option_row *row = option_rows; row->commands; row++) {
        if (!(row->commands & command->bit))
            continue;
        if (row->name)
            add_option(out, row);
        else
            buffer_format(out, "\n%s:\n", row->help);
    }
}

void help_command(const cli_command *command)
{
    cli_buffer out = {0};
    buffer_format(&out, "Usage: textgate %s %s\n\n%s\n", command->name, command->operands, command->about);
    add_options(&out, command);
    buffer_text(&out, "\nExamples:\n  ");
    add_indented(&out, command->examples, 2);
    buffer_text(&out, "\nExit status: ");
    add_indented(&out, command->status, 13);
    print_and_free(&out);
}

void help_overview(void)
{
    cli_buffer out = {0};
    buffer_text(&out, "Usage: textgate COMMAND [OPTION]... [FILE]...\n\n"
                      "Decides what may be published: finds what is in a text, where, and what to do\n"
                      "with it - pass, review (hold it for a person) or block.\n\nCommands:\n");
    for (const cli_command *command = commands; command->name; command++)
        buffer_format(&out, "  %-16s %s\n", command->name, command->summary);
    buffer_text(&out, "\n`textgate help COMMAND` tells of one command and its options, `textgate --version`\n"
                      "which version this is. No FILE, or -, reads standard input.\n\nExamples:\n"
                      "  textgate scan post.txt\n"
                      "  textgate scan --lines --format json < comments.txt\n"
                      "  textgate redact --mask-with category post.txt\n");
    print_and_free(&out);
}
