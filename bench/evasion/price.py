"""What seeing through disguises costs: findings on clean text that folding alone does not make."""
import json
import os
import random

import samples

HELD = ("medium", "high", "critical")


def added(finding):
    return finding["match"] in ("loose", "sound")


def places(findings):
    """Findings that overlap, counted once: the first of each place."""
    found, end = [], -1
    for finding in sorted(findings, key=lambda f: (f["begin"], -f["end"])):
        if finding["begin"] >= end:
            found.append(finding)
        end = max(end, finding["end"])
    return found


def results(options, dictionaries, lines):
    """(index of the line, findings) of each line in which something was found."""
    for index, result in enumerate(samples.scan(options.textgate, dictionaries, lines, ["--lines"])):
        if b'"begin"' in result:
            yield index, json.loads(result)["findings"]


def held(findings):
    return any(f["severity"] in HELD for f in findings)


def in_context(line, finding, around=45):
    begin, end = finding["begin"], finding["end"]
    pieces = (line[max(0, begin - around):begin], b"[[", line[begin:end], b"]]", line[end:end + around])
    return b"".join(pieces).decode("utf-8", "ignore").replace("\n", " ").replace("\r", " ")


def read(path, limit=None):
    with open(path, "rb") as file:
        return [line.rstrip(b"\r\n") + b"\n" for line in file][:limit]


def report(options, own):
    lists = [("shipped dictionaries", None), ("user's list, loose", [own["loose"]]),
             ("user's list, loose and sound", [own["sound"]])]
    print_corpora(options, lists)
    print_fragments(options, lists)


def print_corpora(options, lists):
    print("Added by `loose` and `sound` on the corpora; a Chinese word is 1.7 characters.\n")
    print("| corpus | rules | findings added | per 20,000 words | of these >= medium | "
          "lines newly held, per million characters |")
    print("|---|---|---|---|---|---|")
    shown = []
    for language in ("en", "zh"):
        lines = read(os.path.join(options.data, language + "_corpus.txt"), options.lines)
        texts = [line.decode("utf-8", "replace") for line in lines]
        characters = sum(len(text) - 1 for text in texts)
        words = sum(len(text.split()) if language == "en" else len("".join(text.split())) / 1.7 for text in texts)
        for name, dictionaries in lists:
            found, newly = [], 0
            for index, findings in results(options, dictionaries, lines):
                found += ((index, f) for f in places(filter(added, findings)))
                newly += held(findings) and not held(f for f in findings if not added(f))
            rates = [count * 20000 / words for count in (len(found), sum(held([f]) for _, f in found))]
            print("| %s | %s | %d | %.3f | %.3f | %.2f |" % (language, name, len(found), *rates, newly * 1e6 / characters))
            for index, f in random.Random(options.seed).sample(found, min(options.sample, len(found))):
                shown.append("%s, %s:%d\t%s\t%s\t" % (name, language, index + 1, f["severity"], f["rule"]) +
                             "%s %s\t%s" % (f["match"], ",".join(f["tricks"]), in_context(lines[index], f)))
    print("\n" + "".join(line + "\n" for line in shown))


def print_fragments(options, lists):
    lines = read(os.path.join(options.evasion, "en_false_positives.txt"))
    print("Fragments of clean English that filters are known to stumble over (%d lines), held or blocked:\n" % len(lines))
    print("| rules | fold alone | loose (and sound) |\n|---|---|---|")
    shown = []
    for name, dictionaries in lists:
        fold = full = 0
        for index, findings in results(options, dictionaries, lines):
            before = held(f for f in findings if not added(f))
            fold += before
            full += held(findings)
            if held(findings) and not before:
                finding = next(f for f in findings if f["severity"] in HELD)
                shown.append((name, index, finding["rule"], ",".join(finding["tricks"]), in_context(lines[index], finding)))
        shares = [100 * count / len(lines) for count in (fold, full)]
        print("| %s | %d (%.2f %%) | %d (%.2f %%) |" % (name, fold, shares[0], full, shares[1]))
    print()
    for fragment in random.Random(options.seed).sample(shown, min(options.sample, len(shown))):
        print("%s, fragment:%d\t%s\t%s\t%s" % (fragment[0], fragment[1] + 1, *fragment[2:]))
