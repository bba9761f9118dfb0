/* The verdicts on a column of texts, as a column of structs. It is built row by row, then handed over any number of times:
 * each array that goes out keeps a reference to the table, whose buffers are read only from then on. */
#include "arrow.h"

#include <stdlib.h>
#include <string.h>

/* A column's type: what Arrow calls it, and the bytes of an item. */
typedef struct field {
    const char *name, *format;
    size_t size;                  /* of an item; 0: it has offsets, or children only */
    bool nullable;
    const struct field *children;
    size_t child_count;
} field;

#define CHILDREN(fields) (fields), COUNT(fields)

static const field finding_fields[] = {
    {"begin", "l", 8, false, NULL, 0},    {"end", "l", 8, false, NULL, 0},      {"detector", "u", 0, false, NULL, 0},
    {"category", "u", 0, false, NULL, 0}, {"severity", "u", 0, false, NULL, 0}, {"rule", "u", 0, false, NULL, 0},
};
static const field category_item[] = {{"item", "u", 0, false, NULL, 0}};
static const field finding_item[] = {{"item", "+s", 0, false, CHILDREN(finding_fields)}};

/* Without findings the last one is left out. */
static const field verdict_fields[] = {
    {"action", "u", 0, true, NULL, 0},
    {"score", "g", 8, true, NULL, 0},
    {"finding_count", "i", 4, true, NULL, 0},
    {"categories", "+l", 0, true, CHILDREN(category_item)},
    {"spam", "g", 8, true, NULL, 0},
    {"findings", "+l", 0, true, CHILDREN(finding_item)},
};

enum { ACTION, SCORE, FINDING_COUNT, CATEGORIES, SPAM, FINDINGS };
enum { BEGIN, END, DETECTOR, CATEGORY, SEVERITY, RULE };

static const field with_findings = {"", "+s", 0, false, verdict_fields, COUNT(verdict_fields)};
static const field without_findings = {"", "+s", 0, false, verdict_fields, FINDINGS};

/* A column while it is built. Texts and lists have offsets, one more than rows. */
typedef struct column {
    const field *type;
    size_t length, null_count;
    py_array valid; /* bits, in bytes */
    py_array offsets, data;
    const void *buffers[3];
    struct column *children;
} column;

struct py_table {
    atomic_size_t references;
    tg_status status;
    column root;
};

static bool has_offsets(const field *type)
{
    return strcmp(type->format, "u") == 0 || strcmp(type->format, "+l") == 0;
}

/* Room for `size` bytes at the end, or NULL: then the table has failed. */
static void *extend(py_table *table, py_array *array, size_t size)
{
    if (table->status == TG_OK && !py_reserve(array, size, 1))
        table->status = TG_NO_MEMORY;
    if (table->status != TG_OK)
        return NULL;
    array->count += size;
    return (char *)array->items + array->count - size;
}

/* Ends a row of a column with offsets there. */
static void put_offset(py_table *table, column *c, size_t end)
{
    int32_t offset = (int32_t)end;
    if (end > INT32_MAX && table->status == TG_OK)
        table->status = TG_LIMIT;
    void *to = extend(table, &c->offsets, sizeof offset);
    if (to)
        memcpy(to, &offset, sizeof offset);
}

static size_t end_of(const column *c)
{
    return c->type->children ? c->children->length : c->data.count;
}

/* Ends a row. */
static void close_row(py_table *table, column *c, bool is_valid)
{
    size_t bit = c->length % 8;
    uint8_t *byte = bit == 0 ? extend(table, &c->valid, 1) : (uint8_t *)c->valid.items + c->valid.count - 1;
    if (!byte || table->status != TG_OK)
        return;
    *byte = (uint8_t)((bit == 0 ? 0 : *byte) | is_valid << bit);
    if (has_offsets(c->type))
        put_offset(table, c, end_of(c));
    c->null_count += !is_valid;
    c->length++;
}

static void put_bytes(py_table *table, column *c, const void *bytes, size_t size)
{
    void *to = extend(table, &c->data, size);
    if (to && size)
        memcpy(to, bytes, size);
}

static void put(py_table *table, column *c, const void *item)
{
    put_bytes(table, c, item, c->type->size);
    close_row(table, c, true);
}

static void put_string(py_table *table, column *c, const char *string)
{
    put_bytes(table, c, string, strlen(string));
    close_row(table, c, true);
}

static void put_null(py_table *table, column *c)
{
    static const char zeros[8];
    put_bytes(table, c, zeros, c->type->size);
    close_row(table, c, false);
}

static bool init_column(py_table *table, column *c, const field *type)
{
    *c = (column){.type = type};
    if (has_offsets(type))
        put_offset(table, c, 0);
    if (!type->child_count)
        return table->status == TG_OK;
    c->children = calloc(type->child_count, sizeof *c->children);
    bool ok = c->children != NULL;
    for (size_t i = 0; ok && i < type->child_count; i++)
        ok = init_column(table, &c->children[i], &type->children[i]);
    return ok;
}

static void free_column(column *c)
{
    for (size_t i = 0; c->children && i < c->type->child_count; i++)
        if (c->children[i].type)
            free_column(&c->children[i]);
    free(c->children);
    free(c->valid.items);
    free(c->offsets.items);
    free(c->data.items);
}

py_table *py_table_new(bool findings)
{
    py_table *table = calloc(1, sizeof *table);
    if (!table)
        return NULL;
    atomic_init(&table->references, 1);
    if (init_column(table, &table->root, findings ? &with_findings : &without_findings))
        return table;
    py_table_release(table);
    return NULL;
}

py_table *py_table_share(py_table *table)
{
    atomic_fetch_add(&table->references, 1);
    return table;
}

void py_table_release(py_table *table)
{
    if (!table || atomic_fetch_sub(&table->references, 1) != 1)
        return;
    free_column(&table->root);
    free(table);
}

tg_status py_table_status(const py_table *table)
{
    return table->status;
}

size_t py_table_length(const py_table *table)
{
    return table->root.length;
}

void py_table_add_null(py_table *table)
{
    for (size_t i = 0; i < table->root.type->child_count; i++)
        put_null(table, &table->root.children[i]);
    close_row(table, &table->root, true);
}

static void put_categories(py_table *table, column *c, const py_report *report, const py_record *record)
{
    size_t at = record ? record->categories : 0;
    for (uint32_t i = 0; record && i < record->category_count; i++) {
        const char *name;
        double score;
        at = py_report_category(report, at, &name, &score);
        put_string(table, c->children, name);
    }
    close_row(table, c, true);
}

static void put_finding(py_table *table, column *c, const py_report *report, const py_row *row)
{
    int64_t begin = (int64_t)row->begin, end = (int64_t)row->end;
    put(table, &c->children[BEGIN], &begin);
    put(table, &c->children[END], &end);
    put_string(table, &c->children[DETECTOR], tg_detector_word((tg_detector)row->detector));
    put_string(table, &c->children[CATEGORY], py_report_string(report, row->strings, PY_CATEGORY));
    put_string(table, &c->children[SEVERITY], tg_severity_word((tg_severity)row->severity));
    put_string(table, &c->children[RULE], py_report_string(report, row->strings, PY_RULE));
    close_row(table, c, true);
}

static void put_findings(py_table *table, column *c, const py_report *report, const py_record *record)
{
    for (size_t i = 0; record && i < record->row_count; i++)
        put_finding(table, c->children, report, &report->rows[record->first_row + i]);
    close_row(table, c, true);
}

void py_table_add(py_table *table, const py_report *report, const py_record *record)
{
    column *columns = table->root.children;
    double score = record ? record->score : 0;
    size_t findings = record ? record->row_count : 0;
    int32_t finding_count = findings < INT32_MAX ? (int32_t)findings : INT32_MAX;
    put_string(table, &columns[ACTION], tg_action_word(record ? (tg_action)record->action : TG_ACTION_PASS));
    put(table, &columns[SCORE], &score);
    put(table, &columns[FINDING_COUNT], &finding_count);
    put_categories(table, &columns[CATEGORIES], report, record);
    if (record && record->spam.score >= 0)
        put(table, &columns[SPAM], &record->spam.score);
    else
        put_null(table, &columns[SPAM]);
    if (table->root.type->child_count > FINDINGS)
        put_findings(table, &columns[FINDINGS], report, record);
    close_row(table, &table->root, true);
}

/* ---------------------------------------------------------- handing over ---- */

static void release_schema(ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    free(schema->children);
    schema->release = NULL;
}

static bool export_schema(const field *type, ArrowSchema *out)
{
    *out = (ArrowSchema){.format = type->format,
                         .name = type->name,
                         .flags = type->nullable ? ARROW_NULLABLE : 0,
                         .release = release_schema};
    bool ok = !type->child_count || (out->children = calloc(type->child_count, sizeof *out->children)) != NULL;
    for (size_t i = 0; ok && i < type->child_count; i++) {
        ArrowSchema *child = calloc(1, sizeof *child);
        ok = child && export_schema(&type->children[i], child);
        if (child)
            out->children[out->n_children++] = child;
    }
    if (!ok)
        release_schema(out);
    return ok;
}

bool py_table_export_schema(const py_table *table, ArrowSchema *out)
{
    return export_schema(table->root.type, out);
}

/* Children may be taken out by the receiver and live on, so each has a reference of its own. */
static void release_array(ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    py_table_release(array->private_data);
    array->release = NULL;
}

/* Which buffers a column has depends on its type: which are there, and numbers, or offsets, or offsets and texts. */
static int64_t list_buffers(column *c)
{
    static const char none[8];
    size_t count = 0;
    c->buffers[count++] = c->null_count ? c->valid.items : NULL;
    if (has_offsets(c->type))
        c->buffers[count++] = c->offsets.items;
    if (!c->type->children)
        c->buffers[count++] = c->data.items ? c->data.items : none;
    return (int64_t)count;
}

static bool export_array(py_table *table, column *c, ArrowArray *out)
{
    size_t children = c->type->child_count;
    *out = (ArrowArray){.length = (int64_t)c->length,
                        .null_count = (int64_t)c->null_count,
                        .n_buffers = list_buffers(c),
                        .buffers = c->buffers,
                        .release = release_array,
                        .private_data = py_table_share(table)};
    bool ok = !children || (out->children = calloc(children, sizeof *out->children)) != NULL;
    for (size_t i = 0; ok && i < children; i++) {
        ArrowArray *child = calloc(1, sizeof *child);
        ok = child && export_array(table, &c->children[i], child);
        if (child)
            out->children[out->n_children++] = child;
    }
    if (!ok)
        release_array(out);
    return ok;
}

bool py_table_export_array(py_table *table, ArrowArray *out)
{
    return export_array(table, &table->root, out);
}
