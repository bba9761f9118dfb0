#!/usr/bin/env python3
"""How well the shipped detector `emotion` does on the part `test` of the collections (dicts/models/emotions.py), which taught
neither models nor weights: macro F1 and accuracy of `textgate scan --only emotion`.

    run.py --data DATA --work build/emotion --textgate build/bin/textgate
"""
import argparse
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "dicts" / "models"))
import emotions  # noqa: E402
from fit import figures  # noqa: E402


def labels_given(texts, textgate):
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    result = subprocess.run([textgate, "scan", "--only", "emotion", "--jsonl", "text", "--format", "json", "--fail-on", "never"],
                            input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line).get("emotion", {"label": "neutral"})["label"] for line in result.stdout.splitlines()]


def show(name, rows, answers):
    macro, accuracy, f1 = figures(rows, answers)
    labels = "  ".join(f"{label} {value:.2f}" for label, value in f1.items())
    print(f"{name:34} {len(rows):6}  macro F1 {macro:.4f}  accuracy {accuracy:.4f}   {labels}")


def coarse(labels):
    """The labels of zh_weibo, which has no disgust."""
    return ["anger" if label == "disgust" else label for label in labels]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--textgate", required=True)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    for name, files in (("Chinese", emotions.ZH), ("English", emotions.EN)):
        rows = [row for row in emotions.rows(options.data, options.textgate, files) if row[3] == "test"]
        answers = labels_given([text for _, text, *_ in rows], options.textgate)
        show(f"{name}, any of its labels", rows, answers)
        single = [(row, answer) for row, answer in zip(rows, answers) if len(row[0]) == 1]
        if len(single) < len(rows):
            show(f"{name}, texts with one label", *zip(*single))
        if name == "Chinese":
            show("  with disgust as anger", [(coarse(row[0]), *row[1:]) for row in rows], coarse(answers))
            for source in sorted({row[2] for row in rows}):
                of = [(row, answer) for row, answer in zip(rows, answers) if row[2] == source]
                known = {label for row, _ in of for label in row[0]}
                show(f"  {source}", [row for row, _ in of],
                     coarse(answer for _, answer in of) if "disgust" not in known else [answer for _, answer in of])


if __name__ == "__main__":
    main()
