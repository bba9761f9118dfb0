"""The Python side of the bindings' benchmark: side.py CONTESTANT PACK WORDS MESSAGES CLEAN. CONTESTANT is textgate,
pyahocorasick or ahocorasick_rs, each in a process of its own. README.md has the protocol."""

import pathlib
import sys
import time

CALLS = 200_000


def lines_of(path):
    return [line for line in pathlib.Path(path).read_text(encoding="utf-8").split("\n") if line]


def textgate_tests(pack, words, messages, clean):
    import textgate

    gate = textgate.Gate(dictionaries=[pack], detectors=["words"])
    ascii_text = "we meet at 10 by car"
    if not gate.is_clean(clean):
        raise SystemExit(f"{clean} is not clean")

    def scan():
        for message in messages:
            gate.scan(message)

    def scan_all():
        return sum(len(gate.scan(message).findings) for message in messages)

    def repeat(call, text):
        def run():
            for _ in range(CALLS):
                call(text)

        return run

    def arrow(threads):
        import pyarrow

        column = pyarrow.array(messages)
        return lambda: textgate.scan_arrow(column, gate, threads=threads)

    tests = {
        "scan": (scan, len(messages)),
        "scan-findings": (scan_all, len(messages)),
        "scan-many": (lambda: gate.scan_many(messages), len(messages)),
        "scan-many-2": (lambda: gate.scan_many(messages, threads=2), len(messages)),
        "is-clean": (repeat(gate.is_clean, clean), CALLS),
        "is-clean-ascii": (repeat(gate.is_clean, ascii_text), CALLS),
        "scan-clean": (repeat(gate.scan, clean), CALLS),
    }
    if hasattr(textgate, "scan_arrow"):
        tests["scan-arrow"] = (arrow(1), len(messages))
        tests["scan-arrow-2"] = (arrow(2), len(messages))
    return tests


def pyahocorasick_tests(pack, words, messages, clean):
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for word in words:
        automaton.add_word(word)
    automaton.make_automaton()

    def scan():
        for message in messages:
            for _ in automaton.iter(message):
                pass

    return {"scan": (scan, len(messages))}


def ahocorasick_rs_tests(pack, words, messages, clean):
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(words)

    def scan():
        for message in messages:
            automaton.find_matches_as_indexes(message, overlapping=True)

    return {"scan": (scan, len(messages))}


def main():
    contestant, pack, words, messages, clean = sys.argv[1:]
    tests = globals()[f"{contestant}_tests"](pack, lines_of(words), lines_of(messages), clean)
    print(" ".join(tests), flush=True)
    for line in sys.stdin:
        run, texts = tests[line.strip()]
        wall, processor = time.perf_counter(), time.process_time()
        found = run()
        processor, wall = time.process_time() - processor, time.perf_counter() - wall
        print(processor / texts * 1e9, wall / texts * 1e9, found if isinstance(found, int) else 0, flush=True)


if __name__ == "__main__":
    main()
