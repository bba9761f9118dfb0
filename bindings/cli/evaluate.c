/* `textgate evaluate`: how well a model does on labelled texts. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "examples.h"
#include "message.h"

/* A name as JSON or XML has it: both need the same few characters spelt otherwise. */
static void add_escaped(cli_buffer *out, const char *name, bool json)
{
    for (const unsigned char *p = (const unsigned char *)name; *p; p++) {
        if (json && (*p == '"' || *p == '\\'))
            buffer_format(out, "\\%c", *p);
        else if (json && *p < 0x20)
            buffer_format(out, "\\u%04x", *p);
        else if (!json && strchr("<>&\"", *p))
            buffer_format(out, "&#%d;", *p);
        else
            buffer_add(out, (const char *)p, 1);
    }
}

static void add_text(cli_buffer *out, const tg_evaluation *e)
{
    buffer_format(out, "accuracy  %.4f\nmacro F1  %.4f\n", e->accuracy, e->macro_f1);
    buffer_format(out, "surely    %.1f %% of the answers, %.1f %% of them right\n", 100 * e->sure, 100 * e->sure_right);
    buffer_format(out, "\n%-24s %10s %10s %10s %10s\n", "label", "examples", "precision", "recall", "F1");
    for (size_t i = 0; i < e->label_count; i++) {
        const tg_label_figures *l = &e->labels[i];
        buffer_format(out, "%-24s %10zu %10.4f %10.4f %10.4f\n", l->label, l->examples, l->precision, l->recall, l->f1);
    }
}

static void add_json(cli_buffer *out, const tg_evaluation *e)
{
    buffer_format(out, "{\"examples\":%zu,\"accuracy\":%.6f,\"macro_f1\":%.6f,\"sure\":%.6f,\"sure_right\":%.6f,\"labels\":[",
                  e->example_count, e->accuracy, e->macro_f1, e->sure, e->sure_right);
    for (size_t i = 0; i < e->label_count; i++) {
        const tg_label_figures *l = &e->labels[i];
        buffer_text(out, i ? ",{\"label\":\"" : "{\"label\":\"");
        add_escaped(out, l->label, true);
        buffer_format(out, "\",\"examples\":%zu,\"precision\":%.6f,\"recall\":%.6f,\"f1\":%.6f}", l->examples,
                      l->precision, l->recall, l->f1);
    }
    buffer_text(out, "],\"confusion\":[");
    for (size_t i = 0; i < e->label_count * e->label_count; i++)
        buffer_format(out, "%s%zu%s", i % e->label_count ? "," : i ? ",[" : "[", e->confusion[i],
                      i % e->label_count == e->label_count - 1 ? "]" : "");
    buffer_text(out, "]}\n");
}

static void print_evaluation(const tg_evaluation *evaluation, bool json)
{
    cli_buffer out = {0};
    if (json)
        add_json(&out, evaluation);
    else
        add_text(&out, evaluation);
    print_bytes(out.data, out.length);
    buffer_free(&out);
}

static int write_file(const char *path, cli_buffer *out)
{
    FILE *file = fopen(path, "w");
    bool done = file && fwrite(out->data, 1, out->length, file) == out->length;
    done = file && fclose(file) == 0 && done;
    buffer_free(out);
    return done ? STATUS_CLEAN : fail("%s: could not be written", path);
}

/* ---- the picture ---- */

enum { CELL = 44, MARGIN = 170, TOP = 150 };

static void add_label(cli_buffer *out, const char *name, size_t at, bool column)
{
    size_t middle = at * CELL + CELL / 2;
    if (column)
        buffer_format(out, "<text transform=\"translate(%zu %d) rotate(-45)\">", MARGIN + middle, TOP - 8);
    else
        buffer_format(out, "<text x=\"%d\" y=\"%zu\" text-anchor=\"end\">", MARGIN - 8, TOP + middle + 4);
    add_escaped(out, name, false);
    buffer_text(out, "</text>\n");
}

/* The darker a cell, the greater its share of the examples of its row. */
static void add_cell(cli_buffer *out, const tg_evaluation *e, size_t row, size_t column)
{
    size_t count = e->confusion[row * e->label_count + column], all = e->labels[row].examples;
    double share = all ? (double)count / (double)all : 0;
    size_t x = MARGIN + column * CELL, y = TOP + row * CELL;
    const char *colour = row == column ? "#1b6e4b" : "#b03a2e";
    buffer_format(out, "<rect x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" fill=\"%s\" fill-opacity=\"%.3f\"/>", x, y,
                  CELL - 1, CELL - 1, colour, .06 + .94 * share);
    buffer_format(out, "<text x=\"%zu\" y=\"%zu\" text-anchor=\"middle\"%s>%zu</text>\n", x + CELL / 2, y + CELL / 2 + 4,
                  share > .5 ? " fill=\"#fff\"" : "", count);
}

static int write_confusion(const tg_evaluation *e, const char *path)
{
    size_t side = e->label_count * CELL;
    cli_buffer out = {0};
    buffer_format(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" height=\"%zu\" "
                        "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" "
                        "fill=\"#fff\"/>\n", MARGIN + side + 120, TOP + side + 20);
    buffer_format(&out, "<text x=\"8\" y=\"20\" font-size=\"14\">rows: truth, columns: answer; accuracy %.4f, macro F1 "
                        "%.4f</text>\n", e->accuracy, e->macro_f1);
    for (size_t i = 0; i < e->label_count; i++) {
        add_label(&out, e->labels[i].label, i, false);
        add_label(&out, e->labels[i].label, i, true);
        for (size_t k = 0; k < e->label_count; k++)
            add_cell(&out, e, i, k);
    }
    buffer_text(&out, "</svg>\n");
    return write_file(path, &out);
}

static int write_answers(const tg_evaluation *e, const cli_examples *examples, const char *path)
{
    cli_buffer out = {0};
    for (size_t i = 0; i < e->example_count; i++)
        buffer_format(&out, "%s\t%s\t%.6f\n", examples->items[i].label, e->labels[e->answers[i]].label, e->scores[i]);
    return write_file(path, &out);
}

int show_evaluation(const tg_evaluation *evaluation, const cli_examples *examples, const cli_options *options)
{
    print_evaluation(evaluation, options->format == FORMAT_JSON);
    int status = options->svg ? write_confusion(evaluation, options->svg) : STATUS_CLEAN;
    if (status == STATUS_CLEAN && options->answers)
        status = write_answers(evaluation, examples, options->answers);
    return status;
}

/* ---- the command ---- */

static int evaluate(const cli_options *options, const cli_examples *examples, tg_model *model)
{
    tg_evaluation *evaluation;
    tg_status status = tg_model_evaluate(model, examples->items, examples->count, &evaluation);
    if (status != TG_OK)
        return fail("%s", tg_status_text(status));
    int result = show_evaluation(evaluation, examples, options);
    tg_evaluation_free(evaluation);
    return result;
}

int evaluate_command(const cli_options *options)
{
    tg_pack *pack = NULL;
    tg_model *model = NULL;
    tg_error error = {0};
    if (!options->model)
        return fail("--model MODEL is needed (see `textgate help evaluate`)");
    if (tg_pack_open(options->model, NULL, &pack, &error) != TG_OK)
        return fail_error(&error);
    int status = STATUS_ERROR;
    if (tg_model_new(pack, options->task, &model, &error) == TG_OK) {
        cli_examples examples;
        if (examples_read(&examples, options))
            status = evaluate(options, &examples, model);
        examples_free(&examples);
    } else {
        status = fail_error(&error);
    }
    tg_model_free(model);
    tg_pack_unref(pack);
    return status;
}
