#!/usr/bin/env python3
"""Models beside fastText (Debian's package): accuracy and speed in one run.

Each collection is split into two parts, four fifths to learn from and one to judge by, near duplicates kept together by the
hash of their letters; both learn from the same lines and judge the same lines. Speed is the processor's time on one thread:
`textgate` scores all the shipped models' tasks at once, fastText its one task (predict minus the time it takes to load).

    run.py --data DATA --textgate build/bin/textgate --speed build/bench/model/speed --model dicts/models/shipped.model
"""
import argparse
import hashlib
import json
import pathlib
import re
import resource
import subprocess
import tempfile

SETS = { # name -> (file, column of the label, column of the text)
    "English SMS spam": ("spam/en_sms.tsv", 0, 1), "Chinese SMS spam": ("spam/zh_sms.tsv", 0, 1),
    "kinds of Chinese spam": ("spam/zh_fbs.tsv", 0, 1), "Chinese mail spam": ("spam/zh_mail.tsv", 0, 1),
    "Chinese offence (COLD)": ("abuse/zh_cold.tsv", 1, 2), "English offence (OLID)": ("abuse/en_olid.tsv", 0, 1),
    "German offence": ("abuse/de_germeval.tsv", 0, 2),
}


def read(path, label, text):
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8", errors="replace").split("\n")[1:] if line]
    return [(row[label], row[text].replace("\r", " ")) for row in rows if len(row) > max(label, text)]


def is_held_back(text):
    """By the first letters, digits taken away: texts that begin alike are on the same side."""
    key = re.sub(r"[\W\d_]+", "", text.lower())[:24]
    return hashlib.sha1(key.encode()).digest()[0] % 5 == 0


def cpu(command, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run([str(c) for c in command], check=True, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return result.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def figures(truth, answers):
    labels = sorted(set(truth))
    f1 = [2 * sum(t == a == l for t, a in zip(truth, answers)) / max(1, truth.count(l) + answers.count(l)) for l in labels]
    return sum(t == a for t, a in zip(truth, answers)) / len(truth), sum(f1) / len(f1)


def spaced(text):
    """fastText wants words: Chinese characters stand alone, as its authors advise where there is no segmenter."""
    return re.sub(r"([\u3040-\u9fff])", r" \1 ", text.lower()).replace("__label__", "")


def compare(rows, textgate, folder):
    learn, judge = [r for r in rows if not is_held_back(r[1])], [r for r in rows if is_held_back(r[1])]
    for name, part in (("learn", learn), ("judge", judge)):
        (folder / f"{name}.tsv").write_text("".join(f"{l}\t{t}\n" for l, t in part))
        (folder / f"{name}.txt").write_text("".join(f"__label__{l.replace(' ', '_')} {spaced(t)}\n" for l, t in part))
    _, ours = cpu([textgate, "train", "--task", "bench", "-o", folder / "m.model", folder / "learn.tsv"])
    out, _ = cpu([textgate, "evaluate", "--model", folder / "m.model", "--format", "json", folder / "judge.tsv"])
    scores = json.loads(out)
    _, theirs = cpu(["fasttext", "supervised", "-input", folder / "learn.txt", "-output", folder / "m", "-thread", "1",
                     "-wordNgrams", "2", "-minn", "2", "-maxn", "4", "-epoch", "15", "-lr", "0.5", "-bucket", "200000"])
    answers, _ = cpu(["fasttext", "predict", folder / "m.bin", folder / "judge.txt"])
    peer = figures([l.replace(" ", "_") for l, _ in judge], [a.replace("__label__", "") for a in answers.split("\n")[:-1]])
    return (scores["accuracy"], scores["macro_f1"], ours, (folder / "m.model").stat().st_size), \
        (*peer, theirs, (folder / "m.bin").stat().st_size)


def fasttext_speed(text, folder):
    """MB/s of predicting lines, without the time to load."""
    (folder / "empty.txt").write_text("")
    (folder / "lines.txt").write_text("".join(spaced(line) + "\n" for line in text.split("\n")))
    _, load = cpu(["fasttext", "predict", folder / "m.bin", folder / "empty.txt"])
    _, all_of_it = cpu(["fasttext", "predict", folder / "m.bin", folder / "lines.txt"])
    return len(text.encode()) / (all_of_it - load) / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    for name in ("--data", "--textgate", "--speed", "--model"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        print("| | textgate accuracy | macro F1 | fastText accuracy | macro F1 | seconds to learn |\n|---|---|---|---|---|---|")
        for title, (file, label, text) in SETS.items():
            if (options.data / file).exists():
                ours, theirs = compare(read(options.data / file, label, text), options.textgate, folder)
                print(f"| {title} | {ours[0]:.4f} | {ours[1]:.4f} | {theirs[0]:.4f} | {theirs[1]:.4f} | "
                      f"{ours[2]:.1f}, {theirs[2]:.1f} |", flush=True)
        for file in ("en_corpus.txt", "zh_corpus.txt"):
            path = next((p for p in (options.data / file, options.data / "bench" / file) if p.exists()), None)
            if not path:
                continue
            print(subprocess.run([options.speed, options.model, path], check=True, text=True, stdout=subprocess.PIPE).stdout.strip())
            sample = path.read_text(encoding="utf-8", errors="replace")[:4_000_000]
            print(f"fastText, one task\t{fasttext_speed(sample, folder):.1f} MB/s in lines, model {theirs[3] / 1e6:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
