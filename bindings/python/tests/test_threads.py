"""Threads, forks and signals."""

import os
import signal
import sys
import threading
import time

import pytest

import textgate

WORDS = ["百家乐", "赌球&开户", ("poker", "severity=medium"), r"/vx\d{3}/"]
TEXTS = ["来玩百家乐", "hello", "赌球马上开户 poker", "vx123", "clean " * 200, "百家乐 " * 300, "", b"\xffpoker"]
TEXTS += ["\ud800poker"]


def in_threads(count, work):
    failures = []

    def run(number):
        try:
            work(number)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures[0]


def test_many_threads_use_one_gate():
    gate = textgate.Gate(words=WORDS, detectors=["words"])
    expected = [v.to_dict() for v in gate.scan_many(TEXTS)]
    redacted = [gate.redact(t) for t in TEXTS]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)

    def work(number):
        for i in range(150):
            at = (i + number) % len(TEXTS)
            assert gate.scan(TEXTS[at]).to_dict() == expected[at]
            assert gate.redact(TEXTS[at]) == redacted[at]
            assert gate.is_clean(TEXTS[at]) == (expected[at]["action"] == "pass")
            if i % 15 == 0:
                assert [v.to_dict() for v in gate.scan_many(TEXTS, threads=1 + number % 3)] == expected

    try:
        in_threads(8, work)
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.parametrize("threads", [1, 2, 3, 8, 256])
def test_verdicts_come_in_the_order_of_the_texts(threads):
    gate = textgate.Gate(words=WORDS, detectors=["words"])
    texts = [f"{'赌' * (i % 50)}{'百家乐' * (i % 3)}" for i in range(3000)]
    verdicts = gate.scan_many(texts, threads=threads)
    assert [len(v.findings) for v in verdicts] == [i % 3 for i in range(3000)]
    assert all(f.text == "百家乐" for v in verdicts for f in v.findings)


def test_a_gate_may_be_closed_while_others_scan():
    for _ in range(10):
        gate = textgate.Gate(words=["百家乐"], detectors=["words"])
        ready = threading.Barrier(5)

        def work(number, gate=gate, ready=ready):
            ready.wait()
            if number == 0:
                time.sleep(0.002)
                return gate.close()
            try:
                while True:
                    assert len(gate.scan("百家乐 " * 2000).findings) == 2000
                    assert len(gate.scan_many(["百家乐 " * 2000] * 4, threads=2)) == 4
            except ValueError as error:
                assert "closed" in str(error)

        in_threads(5, work)


def test_the_callers_list_may_change_while_it_is_scanned():
    gate = textgate.Gate(words=["百家乐"])
    texts = [f"{i} 百家乐 " * 50 for i in range(2000)]
    count = len(texts)
    changer = threading.Thread(target=texts.clear)
    changer.start()
    verdicts = gate.scan_many(texts)
    changer.join()
    assert len(verdicts) in (0, count)


def test_the_gil_is_free_while_many_texts_are_scanned():
    gate = textgate.Gate(words=["百家乐"])
    texts = ["来玩百家乐。" * 2000] * 300
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.0005)

    thread = threading.Thread(target=tick)
    thread.start()
    begun = time.perf_counter()
    gate.scan_many(texts)
    ended = time.perf_counter()
    done.set()
    thread.join()
    # The scans end before the verdicts are made, which holds the GIL; look at the first half.
    assert sum(begun < t < (begun + ended) / 2 for t in ticks) >= 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_uses_its_parents_gate():
    gate = textgate.Gate(words=WORDS, detectors=["words"])
    expected = [v.to_dict() for v in gate.scan_many(TEXTS, threads=2)]
    stop = threading.Event()

    def scan_on():
        while not stop.is_set():
            gate.scan_many(TEXTS * 20, threads=2)

    busy = threading.Thread(target=scan_on)
    busy.start()
    try:
        for _ in range(5):
            child = os.fork()
            if child == 0:
                same = [v.to_dict() for v in gate.scan_many(TEXTS, threads=2)] == expected
                same = same and gate.scan(TEXTS[0]).to_dict() == expected[0]
                gate.close()
                os._exit(0 if same else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        busy.join()


def test_scan_many_can_be_interrupted():
    gate = textgate.Gate(words=["百家乐"])
    text = "来玩百家乐。" * 20_000

    class Alarm(Exception):
        pass

    def ring(*_):
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.15)
        begun = time.perf_counter()
        with pytest.raises(Alarm):
            gate.scan_many([text] * 3000, threads=2)
        assert time.perf_counter() - begun < 5
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert gate.is_clean("a"), "the gate is as it was"


def test_subinterpreters_do_not_share_or_crash():
    interpreters = pytest.importorskip("_xxsubinterpreters")
    script = "import textgate\nassert not textgate.Gate(words=['abc']).is_clean('abc')"
    try:
        interpreter = interpreters.create(isolated=False)
    except TypeError:
        interpreter = interpreters.create()
    interpreters.run_string(interpreter, script)
    interpreters.destroy(interpreter)
    assert not textgate.Gate(words=["abc"]).is_clean("abc")
