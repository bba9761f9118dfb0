#!/usr/bin/env python3
"""What was measured, as tables in Markdown and as a plot.

    report.py RECORD.json [PEER,PEER...]      prints the tables of a record, of some peers
"""
import html
import json
import math
import pathlib
import sys

TITLES = {"textgate": "textgate", "loose": "textgate, disguises undone",
          "hyperscan": "Hyperscan", "vectorscan": "Vectorscan",
          "daachorse-charwise": "daachorse, characters", "daachorse-bytewise": "daachorse, bytes",
          "aho-corasick": "aho-corasick (Rust)", "ahocorasick_rs": "ahocorasick_rs (Python)",
          "pyahocorasick": "pyahocorasick", "go": "aho-corasick (Go)", "memcpy": "memcpy",
          "validate": "UTF-8 validation"}
REPORTS = {"all": "All matches", "longest": "Leftmost-longest matches"}


def title(peer):
    return TITLES.get(peer, peer)


def rounded(number):
    """Three digits that mean something."""
    if number == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(number))))
    return f"{number:,.{digits}f}"


def unit_of(workload):
    return "MB/s" if workload["calls"] == "whole" else "M texts/s"


def cell(result):
    if not result:
        return ""
    if "fault" in result:
        return "wrong"
    ratio = f" ({result['ratio']:.2f})" if result.get("ratio") and not result["ours"] else ""
    return rounded(result["rate"]) + ratio


def rows(header, lines):
    return "\n".join(f"| {' | '.join(line)} |" for line in (header, ["---"] * len(header), *lines)) + "\n"


def speed_table(record, report):
    workloads = [w for w in record["workloads"] if w["report"] == report]
    peers = [p for p in record["peers"] if any(p == r["peer"] for w in workloads for r in w["results"])]
    lines = []
    for w in workloads:
        by_peer = {r["peer"]: r for r in w["results"]}
        lines.append([f"`{w['name']}` {w['what']}", unit_of(w), *(cell(by_peer.get(p)) for p in peers)])
    return rows(["", "", *map(title, peers)], lines) if lines else ""


def build_table(record):
    peers = [p for p in record["peers"] if any(p == b["peer"] for b in record["builds"])]
    lines = []
    for name in dict.fromkeys(b["words"] for b in record["builds"]):
        by_peer = {b["peer"]: b for b in record["builds"] if b["words"] == name and b["report"] == "all"}
        if not by_peer:
            continue
        count = next(iter(by_peer.values()))["count"]
        cells = []
        for p in peers:
            b = by_peer.get(p)
            cells.append("" if not b else f"{rounded(b['build_seconds'])} s, {rounded(b['build_peak_bytes'] / 1e6)} MB"
                         + (f", {b['automaton_bytes'] / count:.0f} B" if b["automaton_bytes"] else ""))
        lines.append([f"`{name}` {count:,} words", *cells])
    return rows(["", *map(title, peers)], lines)


def ours_table(record):
    lines = []
    for b in record["builds"]:
        if b["ours"] and b["report"] == "all":
            lines.append([f"{b['peer']}, `{b['words']}`", f"{b['build_seconds']:.3f} s",
                          f"{b['build_peak_bytes'] / 1e6:.1f} MB", f"{b['automaton_bytes'] / b['count']:.1f}",
                          f"{b['bytes'] / 1e6:.1f} MB", f"{b['open_seconds'] * 1e3:.2f} ms"])
    header = ["", "build", "its peak memory", "automaton, bytes a word", "pack", "open, checked"]
    return rows(header, lines) if lines else ""


def markdown(record):
    m = record["machine"]
    out = [f"{record['date']}, {m['cpu']} ({m['vector']}), {m['cores']} cores, Linux {m['kernel']}. Processor time of one "
           "thread, or wall clock where there are two; the middle one of the rounds; in brackets how many times as fast "
           "textgate is, the middle one of the ratios within a turn.\n"]
    for report, heading in REPORTS.items():
        table = speed_table(record, report)
        if table:
            out.append(f"### {heading}\n\n{table}")
    out.append(f"### Building\n\nTime, peak memory, bytes a word.\n\n{build_table(record)}")
    if ours_table(record):
        out.append(ours_table(record))
        most = max((r["allocations"] for w in record["workloads"] for r in w["results"] if r["ours"]), default=0)
        out.append(f"Allocations in a timed pass over a text: {most} at most.\n")
    faults = {(r["peer"], r["fault"]) for w in record["workloads"] for r in w["results"] if "fault" in r}
    out.extend(f"{title(peer)} is wrong: {why}.\n" for peer, why in sorted(faults))
    versions = ", ".join(f"{title(p)} {v}" for p, v in record["peers"].items() if v)
    out.append(f"Versions: {versions}.\n")
    return "\n".join(out)


# ------------------------------------------------------------------ plot ----

COLOURS = {"textgate": "#e8590c", "loose": "#fab005", "hyperscan": "#1c7ed6", "vectorscan": "#4dabf7",
           "daachorse-charwise": "#2f9e44",
           "daachorse-bytewise": "#82c91e", "aho-corasick": "#9c36b5", "ahocorasick_rs": "#cc5de8",
           "pyahocorasick": "#f06595", "go": "#0ca678", "memcpy": "#868e96", "validate": "#adb5bd"}
GREY = "#808890"
LEFT, RIGHT, ROW, TOP = 320, 36, 24, 70


def mark(peer, x, y, colour):
    """A diamond for ours, a bar for a limit, a dot for a peer."""
    if peer in ("memcpy", "validate"):
        return f'<path d="M{x:.1f} {y - 8}v16" stroke="{colour}" stroke-width="3"/>'
    if peer not in COLOURS or peer in ("textgate", "loose"):
        return f'<path d="M{x:.1f} {y - 8}l8 8l-8 8l-8 -8z" fill="{colour}"/>'
    return f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{colour}" fill-opacity=".85"/>'


def plot(record):
    """Megabytes a second of every peer on every workload, on a logarithmic axis."""
    lines = [(w, {r["peer"]: r["bytes_rate"] for r in w["results"] if "fault" not in r}) for w in record["workloads"]]
    rates = [rate for _, by_peer in lines for rate in by_peer.values()]
    if not rates:
        return ""
    low, high = math.floor(math.log10(min(rates))), math.ceil(math.log10(max(rates)))
    width, height = 1000, TOP + ROW * len(lines) + 40

    def place(rate):
        return LEFT + (math.log10(rate) - low) / (high - low) * (width - LEFT - RIGHT)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
           f'font-family="sans-serif" font-size="12" fill="{GREY}">',
           '<title>Megabytes a second, by workload</title>']
    x, y = 20, 18
    for peer in record["peers"]:
        if x > width - 180:
            x, y = 20, y + 20
        out.append(mark(peer, x, y, COLOURS.get(peer, GREY)))
        out.append(f'<text x="{x + 12:.0f}" y="{y + 4}">{html.escape(title(peer))}</text>')
        x += 36 + 6.6 * len(title(peer))
    bottom = TOP + ROW * len(lines)
    for power in range(low, high + 1):
        at = place(10 ** power)
        label = f"{10 ** power / 1000:g} GB/s" if power >= 3 else f"{10 ** power:g} MB/s"
        out.append(f'<path d="M{at:.1f} {TOP - 8}V{bottom}" stroke="{GREY}" stroke-opacity=".3"/>')
        out.append(f'<text x="{at:.1f}" y="{bottom + 18}" text-anchor="middle">{label}</text>')
    for i, (w, by_peer) in enumerate(lines):
        y = TOP + ROW * i + ROW // 2
        what = w["what"] + (", longest" if w["report"] == "longest" else "")
        out.append(f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">{html.escape(what)}</text>')
        out.append(f'<path d="M{LEFT} {y}H{width - RIGHT}" stroke="{GREY}" stroke-opacity=".15"/>')
        for peer in reversed(list(by_peer)):
            out.append(mark(peer, place(by_peer[peer]), y, COLOURS.get(peer, GREY)))
    out.append("</svg>")
    return "\n".join(out) + "\n"


def merged(before, after, order):
    """A record of the day with what was measured again in the place of what was, workloads in this order."""
    names = {w["name"] for w in after["workloads"]}
    workloads = [w for w in before.get("workloads", []) if w["name"] in set(order) - names] + after["workloads"]
    built = {(b["words"], b["report"]) for b in after["builds"]}
    builds = [b for b in before.get("builds", []) if (b["words"], b["report"]) not in built] + after["builds"]
    peers = {**before.get("peers", {}), **after["peers"]}
    known = [p for p in TITLES if p in peers]
    return {**after, "peers": {p: peers[p] for p in known + [p for p in peers if p not in TITLES]},
            "builds": builds, "workloads": sorted(workloads, key=lambda w: order.index(w["name"]))}


def only(record, peers):
    """The record with those peers alone whose names begin so."""
    peers = [p for p in record["peers"] if any(p.startswith(word) for word in peers)]
    return {**record, "peers": {p: v for p, v in record["peers"].items() if p in peers},
            "builds": [b for b in record["builds"] if b["peer"] in peers],
            "workloads": [{**w, "results": [r for r in w["results"] if r["peer"] in peers]} for w in record["workloads"]]}


def main():
    record = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(markdown(only(record, sys.argv[2].split(",")) if len(sys.argv) > 2 else record))


if __name__ == "__main__":
    main()
