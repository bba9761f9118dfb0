#!/usr/bin/env python3
"""Whether what the benchmarks measure is right: the definitions of the workloads hold together, a data folder of any size
gives every dictionary and text, and textgate and the reference count what a search of a few lines counts.

    check_bench.py [BUILD]      a folder with lib/libtextgate.a: ROOT/build
"""
import contextlib
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench/compare"))

import definitions  # noqa: E402
import derive  # noqa: E402
import peers  # noqa: E402
import run  # noqa: E402

WORDS = ["he", "she", "hers", "his", "a", "aa", "aaaa", "Hi", "赌博", "博", "赌博平台", "平台",
         "b&c", "~x", "!y", "#z", "a b", "x\\y"]
TEXT = "ushers say Hi, his aaaaaaa\n赌博平台博平 b&c ~x !y #z\n\na b x\\y SHE 赌 博赌博\n"
DATA = {"zh_lexicon.txt": "赌博\n博彩\n平台\nqq群\n赌\x7f博\n", "en_lexicon.txt": "casino\nbet\n", "zh_corpus.txt": "网上赌博平台\n",
        "en_corpus.txt": "a casino bet\n", "messages.txt": "赌博\ncasino\n"}

failed = 0
passed = 0


def check(condition, message):
    global failed, passed
    passed += bool(condition)
    failed += not condition
    if not condition:
        print(message)


def naive(words, text, longest):
    """(matches, sum of their ends in bytes) of words in a text."""
    ends, at = [], 0
    while at < len(text):
        found = sorted((len(word) for word in words if text.startswith(word, at)), reverse=True)
        found = found[:1] if longest else found
        ends += [len(text[:at + length].encode()) for length in found]
        at += found[0] if longest and found else 1
    return len(ends), sum(ends)


def check_definitions():
    path = ROOT / "bench/workloads.json"
    defined = definitions.load(path)
    check(definitions.dump(defined) == path.read_text(encoding="utf-8"), f"{path.name}: not as the driver writes it")
    for workload in defined["workloads"]:
        expected = workload.get("expected", {})
        check({"data", workload["match"], "fold"} == set(expected), f"{workload['name']}: its expected counts are not whole")
    return defined


def check_derived(defined, folder):
    for name, content in DATA.items():
        (folder / name).write_text(content, encoding="utf-8")
    for kind, group in (("words", "dictionaries"), ("text", "texts")):
        for name, definition in defined[group].items():
            definition = {**definition, **({"bytes": 500} if "bytes" in definition else {})}
            made = derive.derive(kind, name, definition, folder, folder).read_text(encoding="utf-8")
            lines = made.split("\n")
            check(made, f"{kind} {name}: empty")
            check(kind == "text" or len(set(lines)) == len(lines) == len([line for line in lines if line]) + 1,
                  f"{kind} {name}: not each word once")


def check_counts(build, folder):
    work = folder / "work"
    (folder / "words").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    (folder / "text").write_text(TEXT, encoding="utf-8")
    for peer in (peers.textgate(build, "textgate", work), peers.reference(build, work)):
        for match in ("exact", "fold"):
            for report in ("all", "longest"):
                words, text = WORDS, TEXT
                if match == "fold": # the folding of these words and this text
                    words, text = list(dict.fromkeys(word.lower() for word in WORDS)), TEXT.lower()
                lines = [naive(words, line, report == "longest") for line in text.split("\n")]
                expected = {"whole": naive(words, text, report == "longest"),
                            "lines": (sum(count for count, _ in lines), sum(ends for _, ends in lines))}
                with contextlib.closing(run.Runner(peer, match, report, folder / "words")) as runner:
                    for calls, threads in (("whole", 1), ("lines", 1), ("lines", 2)):
                        answer = runner.round({"calls": calls, "threads": threads}, 2, folder / "text")
                        check((answer["matches"], answer["ends"]) == expected[calls],
                              f"{peer.name}, {match}, {report}, {calls}: {answer}, expected {expected[calls]}")


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build")
    with tempfile.TemporaryDirectory() as folder:
        check_derived(check_definitions(), pathlib.Path(folder))
        check_counts(build, pathlib.Path(folder))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
