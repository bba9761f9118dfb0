#!/usr/bin/env python3
"""Fits how the detector `emotion` joins its layers, and writes lib/detect/emotion_weights.inc: a model is learnt from the part
`train` of the collections (dicts/models/emotions.py), the weights from the part `fit`, so that the macro F1 is best.

    fit.py --data DATA --work build/emotion --textgate build/bin/textgate --layers build/test/oracle/layers --dicts dicts \
           [-o lib/detect/emotion_weights.inc]
"""
import argparse
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "dicts" / "models"))
import emotions  # noqa: E402

LABELS = ["joy", "anger", "sadness", "fear", "disgust", "surprise", "neutral"]
UNIT, SUM = 4096, 1000
# Collections have few faces, those of English hardly any, and of negation a model sees little.
LEAST = {"chinese": (0, 1, 2), "english": (0, 1.25, 3)}
OTHER = (0, 10, 10, [-4] * 6 + [0])  # without a model; not learnt: collections of such texts there are none


def read(rows, layers, packs):
    """(labels, source, model's log2 odds, words, faces) of each text that a model knows."""
    lines = "".join(text + "\n" for _, text, _, _ in rows)
    result = subprocess.run([layers, *packs], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    for (labels, _, source, _), line in zip(rows, result.stdout.splitlines()):
        known, *numbers = map(int, line.split())
        yield labels, source, [n / UNIT for n in numbers[0::3]], [n / SUM for n in numbers[1::3]], [n / SUM for n in numbers[2::3]]


def answer(row, p):
    """p: factor of the model, of words, of faces, then a bias for each label."""
    _, _, odds, words, faces = row
    best = max(range(7), key=lambda i: p[3 + i] + p[0] * odds[i] + p[1] * words[i] + p[2] * faces[i])
    return LABELS[best]


def figures(rows, answers):
    """Macro F1, accuracy, F1 of each label. Where a text has several labels any of them is right."""
    counts = {label: [0, 0, 0] for label in LABELS}
    right = 0
    for (labels, *_), given in zip(rows, answers):
        truth = given if given in labels else labels[0]
        right += given == truth
        counts[truth][0] += given == truth
        counts[truth][1] += 1
        counts[given][2] += 1
    f1 = {label: 2 * both / (true + said) for label, (both, true, said) in counts.items() if true}
    return sum(f1.values()) / len(f1), right / max(1, len(rows)), f1


def fit(rows, least):
    rows = [row for row in rows if len(row[0]) == 1]
    p = [1.0, *least[1:]] + [0.0] * 7

    def value(q):
        macro, accuracy, _ = figures(rows, [answer(row, q) for row in rows])
        return macro + .3 * accuracy - .004 * sum(abs(x) for x in q[3:])

    best = value(p)
    for step in (.6, .3, .15):
        for _ in range(2):
            for i in range(len(p)):
                for change in (step, -step):
                    q = p[:]
                    q[i] = max(least[i], q[i] + change) if i < 3 else q[i] + change
                    if (v := value(q)) > best + 1e-5:
                        p, best = q, v
    return p


def learn(rows, parts, task, files, options, base=None):
    """A model of these parts in a pack of its own."""
    training, model = options.work / f"{task}.tsv", options.work / f"{task}.model"
    training.write_text("".join(f"{label}\t{text}\n" for label, text, _ in emotions.examples(rows, parts, files)), encoding="utf-8")
    subprocess.run([options.textgate, "train", "--task", task, "--clean-labels", "neutral", "--clean-is-rest", "-o", model,
                    *(["--with", base] if base else []), training], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    for name in ("--data", "--work", "--dicts"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    parser.add_argument("--textgate", required=True)
    parser.add_argument("--layers", required=True)
    parser.add_argument("-o", "--output", type=pathlib.Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    text = ""
    for name, task, files in (("chinese", "emotion.zh", emotions.ZH), ("english", "emotion.en", emotions.EN)):
        rows = list(emotions.rows(options.data, options.textgate, files))
        model = learn(rows, ("train",), task, files, options)
        parts = {part: list(read([row for row in rows if row[3] == part], options.layers, [model, options.dicts / "emotion"]))
                 for part in ("fit", "test")}
        p = fit(parts["fit"], LEAST[name])
        for part, found in parts.items():
            macro, accuracy, f1 = figures(found, [answer(row, p) for row in found])
            print(f"{name} {part}: macro F1 {macro:.4f}, accuracy {accuracy:.4f}", {k: round(v, 3) for k, v in f1.items()})
        print("   ", [round(x, 2) for x in p])
        text += line(name, p[0], p[1], p[2], p[3:])
    if options.output:
        options.output.write_text(text + line("other", *OTHER))


def line(name, model, words, faces, biases):
    numbers = ", ".join(str(round(b * UNIT)) for b in biases)
    return f"static const weighting {name} = {{{round(model * UNIT)}, {round(words * UNIT)}, {round(faces * UNIT)}, {{{numbers}}}}};\n"


if __name__ == "__main__":
    main()
