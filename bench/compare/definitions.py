"""The workloads as bench/workloads.json defines them, and the counts that they must give.

A workload's counts are (matches, sum of their ends), by how words are compared: for the bytes of the peers and for
textgate's folding. Those in the definitions hold for the files whose digest stands beside them. For other files, which is
what anybody else has, the reference counts once and the counts are kept in the build folder.
"""
import hashlib
import json

STANDARDS = {"match": "exact", "report": "all", "calls": "whole", "threads": 1}


class WrongDefinitions(Exception):
    """What is wrong in the definitions."""


def require(condition, message):
    if not condition:
        raise WrongDefinitions(message)


def load(path):
    definitions = json.loads(path.read_text(encoding="utf-8"))
    names = set()
    for workload in definitions["workloads"]:
        for key, standard in STANDARDS.items():
            workload.setdefault(key, standard)
        name = workload["name"]
        require(name not in names, f"{name}: twice")
        names.add(name)
        require(workload["words"] in definitions["dictionaries"], f"{name}: no dictionary {workload['words']}")
        require(workload["text"] in definitions["texts"], f"{name}: no text {workload['text']}")
        require(workload["match"] in ("exact", "caseless"), f"{name}: match is exact or caseless")
        require(workload["report"] in ("all", "longest"), f"{name}: report is all or longest")
        require(workload["calls"] in ("whole", "lines", "packed"), f"{name}: calls are whole, lines or packed")
        require(isinstance(workload["threads"], int) and workload["threads"] > 0, f"{name}: threads are a number")
        require(workload["threads"] == 1 or workload["calls"] != "whole", f"{name}: one text has one thread")
        require(set(workload) <= {"name", "what", "words", "text", "expected", *STANDARDS}, f"{name}: an unknown key")
    return definitions


def one_a_line(items):
    return ",\n".join("    " + item for item in items)


def dump(definitions):
    """The definitions as text: an item a line, standards left out."""
    def compact(value):
        return json.dumps(value, ensure_ascii=False)

    parts = []
    for key in ("dictionaries", "texts"):
        parts.append(f'  "{key}": {{\n' + one_a_line(f"{compact(n)}: {compact(v)}" for n, v in definitions[key].items())
                     + "\n  }")
    workloads = [{k: v for k, v in w.items() if STANDARDS.get(k) != v} for w in definitions["workloads"]]
    parts.append('  "workloads": [\n' + one_a_line(compact(w) for w in workloads) + "\n  ]")
    parts.append('  "faults": [\n' + one_a_line(compact(f) for f in definitions["faults"]) + "\n  ]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


class Counts:
    """What each workload must give. `count(workload, match, words, text)` is the reference's count."""

    def __init__(self, cache, count):
        self.cache, self.count, self.digests = cache, count, {}
        self.known = json.loads(cache.read_text(encoding="utf-8")) if cache.exists() else {}

    def digest(self, *paths):
        if paths not in self.digests:
            together = hashlib.sha256()
            for path in paths:
                together.update(hashlib.sha256(path.read_bytes()).digest())
            self.digests[paths] = together.hexdigest()[:16]
        return self.digests[paths]

    def of(self, workload, match, words, text):
        digest = self.digest(words, text)
        expected = workload.get("expected", {})
        if expected.get("data") == digest and match in expected:
            return tuple(expected[match])
        key = f"{digest} {match} {workload['report']} {'whole' if workload['calls'] == 'whole' else 'lines'}"
        if key not in self.known:
            self.known[key] = self.count(workload, match, words, text)
            self.cache.parent.mkdir(parents=True, exist_ok=True)
            self.cache.write_text(json.dumps(self.known, indent=1) + "\n", encoding="utf-8")
        return tuple(self.known[key])
