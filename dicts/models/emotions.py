"""The collections of feelings: lines of DATA/emotion as (labels, text, source, part). Parts are `train` (eight tenths), `fit`
(one), from which the detector learns how to join its layers, and `test` (one), which nothing is taught; near duplicates are
in one part. Make.py and bench/emotion use this."""
import hashlib
import json
import re
import subprocess
import tempfile

LABELS = {"happy": "joy", "happiness": "joy", "like": "joy", "angry": "anger", "sad": "sadness", "none": "neutral"}
ZH = ["emotion/zh_weibo.tsv", "emotion/zh_simplifyweibo_5_moods.tsv", "emotion/zh_simplifyweibo_8_moods.tsv"]
EN = ["emotion/en_goemotions_ekman.tsv"]
UNLEARNT = {"emotion/zh_weibo.tsv": "surprise"}  # too rare there to be learnt: words tell it


def lines(data, name):
    """(labels, text) of each line; moods stand before a colon, the others before a TAB."""
    separator = ":" if "moods" in name else "\t"
    for line in (data / name).read_text(encoding="utf-8", errors="replace").split("\n")[1:]:
        labels, found, text = line.partition(separator)
        text = re.sub(r"\s+", " ", text).strip()
        if found and text:
            yield [LABELS.get(label, label) for label in labels.split(",")], text


def clusters(texts, textgate):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(text + "\n" for text in texts)
        file.flush()
        result = subprocess.run([textgate, "dedupe", "--threshold", "0.6", file.name], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line)["cluster"] for line in result.stdout.splitlines()]


def rows(data, textgate, names):
    """(labels, text, source, part) of all lines of these files."""
    found = [(labels, text, name.split("/")[1].split(".")[0]) for name in names for labels, text in lines(data, name)]
    for row, cluster in zip(found, clusters([text for _, text, _ in found], textgate)):
        tenth = int(hashlib.sha256(str(cluster).encode()).hexdigest()[:8], 16) % 10
        yield *row, {0: "test", 1: "fit"}.get(tenth, "train")


def examples(found, parts, names):
    """(label, text, source) to learn from these files. Of a text with several labels each is one; rare ones are said several times, with
    the root of their rarity, or they would be given up for frequent ones."""
    unlearnt = {UNLEARNT.get(name) for name in names}
    chosen = [(label, text, source) for labels, text, source, part in found if part in parts
              for label in labels if label not in unlearnt]
    counts = {}
    for label, _, _ in chosen:
        counts[label] = counts.get(label, 0) + 1
    most = max(counts.values())
    for label, text, source in chosen:
        for time in range(min(5, round((most / counts[label]) ** .5))):
            yield label, text, source + (", again" if time else "")
