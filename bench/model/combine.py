#!/usr/bin/env python3
"""Fits how the detector `spam` joins a model's score with signals, and writes lib/detect/spam_weights.inc.

The scores are those of cross-validation, which `make models` leaves in WORK (each text was judged by a model that had not
seen it); the signals are what `textgate scan` says of the same texts with the shipped dictionaries. Weights of signals are
kept between 0 and LIMIT: the collections have their numbers and links masked or made up, so what they tell of them is a hint.

    combine.py --work build/models --textgate build/bin/textgate [-o lib/detect/spam_weights.inc]
"""
import argparse
import json
import math
import pathlib
import random
import subprocess

SIGNALS = ["keyword", "contact", "disguise", "link", "price", "digits", "mixed-script", "shouting", "tags"]
TASKS = ["spam.zh", "spam.short", "spam.long"]
UNIT, LIMIT, CERTAIN, ROUNDS, MOST = 4096, 1.5, 16, 120, 40000
ALARMS = .001  # share of innocent messages that may be held


def read_task(work, textgate, task):
    """(truth, log2 odds of the model, signals, source) of each text."""
    texts = [line.split("\t", 1) for line in (work / f"{task}.tsv").read_text().split("\n") if line]
    answers = [line.split("\t") for line in (work / f"{task}.answers").read_text().split("\n") if line]
    sources = (work / f"{task}.sources").read_text().split("\n")
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for _, text in texts)
    result = subprocess.run([textgate, "scan", "--jsonl", "text", "--format", "json", "--fail-on", "never"], input=lines,
                            stdout=subprocess.PIPE, text=True, check=True)
    for (label, _), (_, answer, score), source, line in zip(texts, answers, sources, result.stdout.split("\n")):
        if "again" in source:
            continue
        p = float(score) if answer == "1" else 1 - float(score)
        p = min(max(p, 2**-CERTAIN), 1 - 2**-CERTAIN)
        said = json.loads(line).get("spam", {"signals": []})["signals"]
        yield label == "1", math.log2(p / (1 - p)), [s in said for s in SIGNALS], source


def fit(rows):
    """[constant, factor of the model, weight of each signal], in powers of two."""
    parameters = [0.0, 1.0] + [0.0] * len(SIGNALS)
    lengths, before = [.1] * len(parameters), [0.0] * len(parameters)
    for _ in range(ROUNDS):
        slopes = [0.0] * len(parameters)
        for truth, odds, signals, _ in rows:
            error = 1 / (1 + 2 ** -min(max(total(parameters, odds, signals), -60), 60)) - truth
            slopes[0] += error
            slopes[1] += error * odds
            for i, signal in enumerate(signals):
                if signal:
                    slopes[2 + i] += error
        for i, slope in enumerate(slopes):
            lengths[i] *= 1.2 if slope * before[i] > 0 else .5 if slope * before[i] < 0 else 1
            before[i] = slope
            parameters[i] -= math.copysign(lengths[i], slope) if slope else 0
            if i >= 2:
                parameters[i] = min(max(parameters[i], 0), LIMIT)
    return parameters


def total(parameters, odds, signals):
    return parameters[0] + parameters[1] * odds + sum(w for w, s in zip(parameters[2:], signals) if s)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--textgate", required=True)
    parser.add_argument("-o", "--output", type=pathlib.Path)
    options = parser.parse_args()
    rows = [row for task in TASKS for row in read_task(options.work, options.textgate, task)]
    random.Random(1).shuffle(rows)
    parameters = fit(rows[:MOST])
    scored = [(1 / (1 + 2 ** -total(parameters, odds, signals)), truth, source) for truth, odds, signals, source in rows]
    messages = sorted((p for p, truth, source in scored if not truth and source in ("nus", "sms")), reverse=True)
    held = math.ceil(max(messages[int(len(messages) * ALARMS)], .9) * 10000)
    print("constant %.2f, model %.2f" % tuple(parameters[:2]), *("%s %.2f" % pair for pair in zip(SIGNALS, parameters[2:])))
    print("held from", held / 10000)
    for source in sorted({source for *_, source in scored}):
        alarms = [p * 10000 >= held for p, truth, s in scored if s == source and not truth]
        found = [p * 10000 >= held for p, truth, s in scored if s == source and truth]
        right = [(p >= .5) == truth for p, truth, s in scored if s == source]
        print(f"  {source:24} right at .5 {sum(right) / len(right):.4f}"
              + (f"  held innocent {sum(alarms)}/{len(alarms)} = {sum(alarms) / len(alarms):.5f}" if alarms else "")
              + (f"  held spam {sum(found) / len(found):.4f}" if found else ""))
    if options.output:
        names = [s.upper().replace("-", "_") for s in SIGNALS]
        options.output.write_text(
            f"enum {{ MODEL_FACTOR = {round(parameters[1] * UNIT)}, CONSTANT = {round(parameters[0] * UNIT)}, HELD = {held} }};\n"
            "static const struct { tg_signal signal; int32_t odds; } weights[] = {\n"
            + "".join(f"    {{TG_SIGNAL_{n}, {round(w * UNIT)}}},\n" for n, w in zip(names, parameters[2:])) + "};\n")


if __name__ == "__main__":
    main()
