/* The page around the documents: its style, and the summary on top. */
#include <inttypes.h>
#include <string.h>

#include "display.h"
#include "render.h"

/* Hues keep the great topics apart; categories of one kind are near each other. */
static const struct {
    const char *category;
    int hue;
} hues[] = {
    {"sexual", 330},  {"gambling", 268}, {"violence", 8},   {"drugs", 140},  {"weapons", 22},
    {"fraud", 38},    {"illegal", 52},   {"abuse", 300},    {"hate", 350},   {"selfharm", 225},
    {"minors", 315},  {"adlaw", 190},    {"contact", 172},  {"spam", 85},    {"flood", 70},
    {"privacy", 205}, {"culture", 245},  {"invisible", 95}, {"custom", 155},
};

int html_category_hue(const char *category)
{
    size_t length = strcspn(category, ".");
    for (size_t i = 0; i < sizeof hues / sizeof *hues; i++)
        if (strlen(hues[i].category) == length && memcmp(hues[i].category, category, length) == 0)
            return hues[i].hue;
    uint32_t hash = 2166136261;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)category[i]) * 16777619;
    return (int)(hash % 24) * 15;
}

static const char *const style[] = {
    ":root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1c2128;--soft:#57606a;--line:#d5dae0;"
    "--block:#b3202b;--review:#8a5a00;--pass:#1a6e3a;--mark-l:86%;--mark-s:88%;--mark-ink:16%;--edge:42%}\n",
    "@media(prefers-color-scheme:dark){:root{--page:#14171b;--card:#1d2127;--ink:#e6e9ed;--soft:#a3acb6;--line:#373e47;"
    "--block:#ff8f8a;--review:#f0b849;--pass:#6fd08c;--mark-l:25%;--mark-s:52%;--mark-ink:90%;--edge:62%}}\n",
    "*{box-sizing:border-box}\n",
    "body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,\"Segoe UI\","
    "\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"Noto Sans SC\",sans-serif}\n",
    "main{max-width:62rem;margin:0 auto;padding:2.2rem 1.25rem 3rem}\n",
    "h1{font-size:1.55rem;margin:0 0 1.1rem;letter-spacing:-.01em}\n",
    "h2{font-size:.8rem;margin:1.6rem 0 .5rem;color:var(--soft);text-transform:uppercase;letter-spacing:.07em}\n",
    ".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem}\n",
    ".tile{display:block;background:var(--card);border:1px solid var(--line);border-top:4px solid var(--c,var(--soft));"
    "border-radius:8px;padding:.7rem 1rem .75rem}\n",
    "label.tile{cursor:pointer}\n",
    ".tile b{display:block;font-size:1.75rem;line-height:1.2;font-variant-numeric:tabular-nums;color:var(--c,var(--ink))}\n",
    ".tile span{color:var(--soft);font-size:.9rem}.tile input{margin:0 .4rem 0 0;accent-color:var(--c)}\n",
    ".block{--c:var(--block)}.review{--c:var(--review)}.pass{--c:var(--pass)}\n",
    ".bars{border-spacing:0;width:100%;background:var(--card);border:1px solid var(--line);border-radius:8px}\n",
    ".bars th,.bars td{padding:.28rem .9rem;text-align:left;font-weight:400;font-size:.92rem}\n",
    ".bars tr:first-child>*{padding-top:.75rem}.bars tr:last-child>*{padding-bottom:.75rem}\n",
    ".bars td:last-child{text-align:right;font-variant-numeric:tabular-nums;width:1%}.bars th{width:1%;white-space:nowrap}\n",
    ".bars i{display:block;height:.7rem;min-width:3px;border-radius:3px;background:hsl(var(--h) 55% 52%)}\n",
    "details{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--c);border-radius:8px;"
    "margin:.75rem 0;padding:0 1rem}\n",
    "summary{cursor:pointer;padding:.6rem 0;overflow-wrap:anywhere}\n",
    "summary b{font-weight:600;margin:0 .35rem}.score{color:var(--soft);font-size:.9rem;white-space:nowrap}\n",
    ".badge{display:inline-block;border:1.5px solid var(--c);color:var(--c);font-weight:700;font-size:.8rem;"
    "border-radius:99px;padding:.05rem .6rem}.block .badge{background:var(--c);color:var(--card)}\n",
    "pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:.1rem 0 1rem;padding:.75rem .9rem;"
    "background:var(--page);border-radius:6px}\n",
    "mark{background:hsl(var(--h) var(--mark-s) var(--mark-l));color:hsl(var(--h) 60% var(--mark-ink));"
    "box-shadow:inset 0 -2px hsl(var(--h) 60% var(--edge));border-radius:2px;padding:.08em 1px}\n",
    "mark.several{box-shadow:inset 0 -4px hsl(var(--h) 60% var(--edge))}\n",
    "pre i,.found i{font-style:normal;color:var(--block);font-weight:700}pre em{color:var(--soft);font-size:.9rem}\n",
    ".scroll{overflow-x:auto;margin-bottom:.9rem}\n",
    ".findings{border-collapse:collapse;width:100%;min-width:40rem;font-size:.9rem}\n",
    ".findings th{color:var(--soft);font-weight:600;text-align:left;border-bottom:1px solid var(--line)}\n",
    ".findings th,.findings td{padding:.32rem .9rem .32rem 0;vertical-align:baseline}\n",
    ".findings tr+tr td{border-top:1px solid var(--line)}\n",
    ".findings .found{max-width:18rem;overflow-wrap:anywhere;font-weight:600}\n",
    ".chip{display:inline-block;border-radius:99px;padding:0 .55rem;white-space:nowrap;"
    "background:hsl(var(--h) var(--mark-s) var(--mark-l));color:hsl(var(--h) 60% var(--mark-ink))}\n",
    ".critical,.high{color:var(--block);font-weight:600}.medium{color:var(--review);font-weight:600}.low{color:var(--soft)}\n",
    "code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}\n",
    ".limit{color:var(--review);margin:.2rem 0 .9rem}footer{color:var(--soft);font-size:.85rem;margin-top:2rem}\n",
    "body:has(#f-block:not(:checked)) details.block,body:has(#f-review:not(:checked)) details.review,"
    "body:has(#f-pass:not(:checked)) details.pass{display:none}\n",
    "@media print{:root{--page:#fff}main{max-width:none;padding:0}.tile input{display:none}"
    "details{break-inside:avoid-page}mark,.chip,.badge,.bars i{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n",
};

static void add_tile(cli_buffer *out, const cli_tally *total, tg_action action, const char *word)
{
    const char *name = tg_action_word(action);
    buffer_format(out, "<label class=\"tile %s\"><b>%" PRIu64 "</b><span><input type=\"checkbox\" id=\"f-%s\" checked>%s"
                  "</span></label>\n", name, total->actions[action], name, word);
}

static void add_bars(cli_buffer *out, const cli_counter *categories)
{
    if (categories->length == 0)
        return;
    uint64_t greatest = counter_greatest(categories);
    buffer_text(out, "<h2>Findings by category</h2>\n<table class=\"bars\"><tbody>\n");
    for (size_t i = 0; i < categories->length; i++) {
        const cli_counter_row *row = &categories->rows[i];
        buffer_text(out, "<tr><th scope=\"row\">");
        add_html(out, row->name, strlen(row->name), false);
        buffer_format(out, "</th><td><i style=\"--h:%d;width:%.1f%%\"></i></td><td>%" PRIu64 "</td></tr>\n",
                      html_category_hue(row->name), 100 * (double)row->count / (double)greatest, row->count);
    }
    buffer_text(out, "</tbody></table>\n");
}

void html_add_head(cli_buffer *out, const cli_tally *total)
{
    buffer_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                     "<title>Moderation report</title>\n<style>\n");
    for (size_t i = 0; i < sizeof style / sizeof *style; i++)
        buffer_text(out, style[i]);
    buffer_text(out, "</style>\n</head>\n<body>\n<main>\n<h1>Moderation report</h1>\n<div class=\"tiles\">\n");
    buffer_format(out, "<div class=\"tile\"><b>%" PRIu64 "</b><span>document%s</span></div>\n", total->documents,
                  total->documents == 1 ? "" : "s");
    add_tile(out, total, TG_ACTION_BLOCK, "blocked");
    add_tile(out, total, TG_ACTION_REVIEW, "held for review");
    add_tile(out, total, TG_ACTION_PASS, "passed");
    buffer_text(out, "</div>\n");
    add_bars(out, &total->categories);
    buffer_text(out, "<h2>Documents</h2>\n");
}

void html_add_end(cli_buffer *out)
{
    buffer_format(out, "<footer>textgate %s</footer>\n</main>\n</body>\n</html>\n", tg_version());
}
