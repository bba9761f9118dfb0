"""Recall by technique as bars: what folding alone finds, and what loose and sound add."""
from xml.sax.saxutils import escape

LEFT, WIDTH, STEP, TOP = 150, 520, 18, 48
FOLD, FULL, INK, GRID = "#9aa5b1", "#2f6fab", "#222", "#ddd"


def text(x, y, content, anchor="start", size=12):
    place = 'x="%d" y="%d" text-anchor="%s" font-size="%d" fill="%s"' % (x, y, anchor, size, INK)
    return "<text %s>%s</text>" % (place, escape(content))


def rectangle(x, y, width, height, colour):
    return '<rect x="%d" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>' % (x, y, width, height, colour)


def tick(x, y, height, colour="#c33", width=2):
    return '<path d="M%.1f %dv%d" stroke="%s" stroke-width="%d"/>' % (x, y, height, colour, width)


def plot(table, percent):
    groups = {}
    for row in table:
        groups.setdefault("%s %s" % (row.language, row.name), [row.bar]).extend(row.samples)
    scale, width, height = WIDTH / 100, LEFT + WIDTH + 60, TOP + STEP * len(groups) + 12
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif">' % (width, height),
           rectangle(0, 0, width, height, "#fff"), text(LEFT, 18, "Recall of disguised words, percent"),
           rectangle(LEFT + 260, 9, 10, 10, FOLD), text(LEFT + 275, 18, "fold alone"),
           rectangle(LEFT + 350, 9, 10, 10, FULL), text(LEFT + 365, 18, "loose, sound"),
           tick(LEFT + 455, 9, 10), text(LEFT + 462, 18, "asked for")]
    for share in range(0, 101, 20):
        x = LEFT + share * scale
        out += [tick(x, TOP - 6, height - TOP, GRID, 1), text(x, TOP - 10, str(share), "middle", 10)]
    for i, (name, (asked, *found)) in enumerate(groups.items()):
        y, fold, full = TOP + i * STEP, percent(found, "fold"), percent(found, "seen")
        out += [text(LEFT - 8, y + 11, name, "end"), text(LEFT + WIDTH + 8, y + 11, "%.1f" % full, size=11),
                rectangle(LEFT, y, fold * scale, 6, FOLD), rectangle(LEFT, y + 6, full * scale, 8, FULL)]
        if asked:
            out.append(tick(LEFT + asked * scale, y - 1, 16))
    return "\n".join(out) + "\n</svg>\n"
