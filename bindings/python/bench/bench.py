"""Messages a second through a large lexicon: textgate's calls beside pyahocorasick and ahocorasick_rs, where installed.

    python bench.py LEXICON MESSAGES [--rounds N] [--limit N]

LEXICON has a word on each line, MESSAGES a message on each line. Each contestant runs once a round, in turn, so that all
meet the same machine; the best round counts, of time on the clock and of processor time (which a busy machine does not spoil,
and which several threads add up to). The peers only match, exactly; textgate folds, decides and explains. That it
sees at least the texts that pyahocorasick sees is checked before anything is measured.
"""

import argparse
import time
from pathlib import Path

import textgate


def lines_of(path):
    return [line for line in Path(path).read_text(encoding="utf-8").split("\n") if line.strip()]


def contestants(lexicon, messages):
    words = lines_of(lexicon)
    gate = textgate.Gate(dictionaries=[lexicon])
    short = [m[:20] for m in messages]
    tests = {
        "scan": lambda: [gate.scan(m) for m in messages],
        "scan_many": lambda: gate.scan_many(messages),
        "scan_many threads=2": lambda: gate.scan_many(messages, threads=2),
        "is_clean": lambda: [gate.is_clean(m) for m in messages],
        "is_clean, 20 characters": lambda: [gate.is_clean(m) for m in short],
        "redact": lambda: [gate.redact(m) for m in messages],
        "scan, each finding read": lambda: [(f.begin, f.rule) for m in messages for f in gate.scan(m).findings],
    }
    try:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for word in words:
            automaton.add_word(word, word)
        automaton.make_automaton()
        tests["pyahocorasick"] = lambda: [list(automaton.iter(m)) for m in messages]
        check(gate, automaton, messages)
    except ImportError:
        print("pyahocorasick is not installed")
    try:
        import ahocorasick_rs

        rust = ahocorasick_rs.AhoCorasick(words)
        tests["ahocorasick_rs"] = lambda: [rust.find_matches_as_indexes(m, overlapping=True) for m in messages]
    except ImportError:
        print("ahocorasick_rs is not installed")
    return tests


def is_spaced(text):
    return any(c.isascii() and c.isalnum() for c in text)


def check(gate, automaton, messages):
    """Words with Latin letters or digits match whole words only in textgate, so they are left out."""
    for message in messages[:2000]:
        seen = {message[f.begin : f.end] for f in gate.scan(message).findings}
        for _, word in automaton.iter(message):
            if not is_spaced(word) and word not in seen:
                raise SystemExit(f"textgate overlooked {word!r} in {message!r}")


def measure(tests, rounds):
    """Seconds of each test, as (on the clock, of processors)."""
    best = {name: (float("inf"), float("inf")) for name in tests}
    for _ in range(rounds):
        for name, run in tests.items():
            clock, processor = time.perf_counter(), time.process_time()
            run()
            spent = time.perf_counter() - clock, time.process_time() - processor
            best[name] = tuple(map(min, best[name], spent))
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lexicon")
    parser.add_argument("messages")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=int, help="use so many messages only")
    options = parser.parse_args()
    messages = lines_of(options.messages)[: options.limit]
    size = sum(len(m.encode()) for m in messages)
    best = measure(contestants(options.lexicon, messages), options.rounds)
    print(f"{len(messages):,} messages, {size / 1e6:.1f} MB, best of {options.rounds} rounds")
    print(f"{'':26}{'messages/s':>12}{'MB/s':>8}{'ns each':>10}{'of processors':>15}")
    for name, (clock, processor) in best.items():
        each, used = 1e9 * clock / len(messages), 1e9 * processor / len(messages)
        print(f"{name:26}{len(messages) / clock:12,.0f}{size / 1e6 / clock:8.1f}{each:10,.0f}{used:15,.0f}")


if __name__ == "__main__":
    main()
