"""Runner of the Python peers, pyahocorasick and ahocorasick_rs, on str as they are used. README.md has the protocol.

    python_peers.py PEER exact|caseless|fold all|longest WORDS
"""
import importlib.metadata
import json
import pathlib
import sys
import threading
import time


def tell(**answer):
    print(json.dumps(answer), flush=True)


def unsupported(why):
    tell(unsupported=why)
    sys.exit(0)


def status_bytes(key):
    """A figure of /proc/self/status in bytes."""
    for line in pathlib.Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(key):
            return int(line.split()[1]) * 1024
    return 0


def pyahocorasick(words, longest):
    """A function that counts matches, and the bytes of the automaton."""
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for word in words:
        automaton.add_word(word)
    automaton.make_automaton()
    find = automaton.iter_long if longest else automaton.iter
    return lambda text: sum(1 for _ in find(text)), automaton.get_stats()["total_size"]


def ahocorasick_rs(words, longest):
    import ahocorasick_rs

    kind = ahocorasick_rs.MatchKind.LeftmostLongest if longest else ahocorasick_rs.MatchKind.Standard
    automaton = ahocorasick_rs.AhoCorasick(words, matchkind=kind)
    return lambda text: len(automaton.find_matches_as_indexes(text, overlapping=not longest)), 0


PEERS = {"pyahocorasick": pyahocorasick, "ahocorasick_rs": ahocorasick_rs}


def round_of(count, texts, threads, repeat):
    """Passes over the texts, shared by the threads in equal numbers."""
    found = [0] * threads

    def part(i):
        mine = texts[len(texts) * i // threads:len(texts) * (i + 1) // threads]
        for _ in range(repeat):
            found[i] = sum(map(count, mine))

    cpu, wall = time.process_time(), time.perf_counter()
    others = [threading.Thread(target=part, args=(i,)) for i in range(1, threads)]
    for thread in others:
        thread.start()
    part(0)
    for thread in others:
        thread.join()
    tell(seconds=(time.process_time() - cpu) / repeat, wall=(time.perf_counter() - wall) / repeat, texts=len(texts),
         matches=sum(found), peak_bytes=status_bytes("VmHWM:"))


def main():
    name, match, report, path = sys.argv[1:]
    if match != "exact":
        unsupported("tells upper from lower case" if match == "caseless" else "does not fold")
    words = [word for word in pathlib.Path(path).read_text(encoding="utf-8").split("\n") if word]
    before = status_bytes("VmRSS:")
    pathlib.Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    begun = time.process_time()
    count, automaton_bytes = PEERS[name](words, report == "longest")
    built = time.process_time() - begun
    tell(name=name, version=importlib.metadata.version(name), words=len(words), build_seconds=built,
         build_peak_bytes=max(0, status_bytes("VmHWM:") - before), automaton_bytes=automaton_bytes)
    last = texts = None
    for line in sys.stdin:
        _, calls, threads, repeat, text_path = line.rstrip("\n").split(" ", 4)
        if calls == "packed":
            tell(unsupported="has no call for many texts")
            continue
        if (text_path, calls) != last:
            last = text_path, calls
            text = pathlib.Path(text_path).read_text(encoding="utf-8")
            texts = [text] if calls == "whole" else [line for line in text.split("\n") if line]
        round_of(count, texts, int(threads), int(repeat))


if __name__ == "__main__":
    main()
