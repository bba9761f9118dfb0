"""Memory: nothing is lost, however often things are made, and huge texts are texts."""

import gc
import os
import sys
import weakref

import pytest

import textgate


# AddressSanitizer keeps what is freed.
reads_proc = pytest.mark.skipif(not sys.platform.startswith("linux") or "libasan" in os.environ.get("LD_PRELOAD", ""),
                                reason="reads /proc")  # fmt: skip


def resident_bytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def grown(work, rounds, warm_up):
    for _ in range(warm_up):
        work()
    gc.collect()
    before = resident_bytes()
    for _ in range(rounds):
        work()
    gc.collect()
    return resident_bytes() - before


def scan_everything(gate):
    texts = ["来玩百家乐 poker", "clean", b"poker \xff", "\ud800poker", "赌球马上开户"]

    def work():
        for text in texts:
            verdict = gate.scan(text)
            for finding in verdict.findings:
                finding.text, finding.parts, finding.tricks, finding.markets, finding.rule  # noqa: B018
            verdict.to_dict(), verdict.categories, verdict.incomplete, repr(verdict)  # noqa: B018
            gate.redact(text)
            gate.is_clean(text)
        gate.scan_many(texts * 2, threads=1)

    return work


def fail_everything(gate):
    calls = [
        lambda: gate.scan(5),
        lambda: gate.scan_many(["a", "百家乐", 5]),
        lambda: gate.scan("a", overlap="x"),
        lambda: gate.redact("a", keep=-1),
        lambda: textgate.Gate(words=["/(/"]),
        lambda: textgate.Gate(words=["a", 5]),
        lambda: textgate.Gate(dictionaries=["/nowhere"]),
        lambda: textgate.Gate(words=["a"], markets=["x"], policy=["a b"]),
        lambda: textgate.Gate(nonsense=5),
        lambda: textgate.compile([("a", "b\tc=d")]),
        lambda: textgate.Pack.load(b"x"),
    ]

    def work():
        for call in calls:
            with pytest.raises((TypeError, ValueError, OSError)):
                call()

    return work


@reads_proc
def test_a_million_scans_leave_nothing():
    gate = textgate.Gate(words=["百家乐", ("poker", "severity=low note=x"), "赌球&开户"], detectors=["words"])
    assert grown(scan_everything(gate), 55_000, 500) < 2_000_000  # over 20 texts a round


def other_things(gate):
    """Columns, streams and scores."""
    pa = pytest.importorskip("pyarrow")
    model = textgate.Model.train([(str(i % 2), f"{'好坏'[i % 2] * 3} {i}") for i in range(40)], "x")
    columns = [pa.array(["来玩百家乐", None, "poker" * 9], kind) for kind in (pa.string(), pa.string_view())]

    def work():
        for column in columns:
            verdicts = gate.scan_arrow(column, findings=True, threads=2)
            pa.array(verdicts), pa.table(verdicts).column("action"), verdicts.__arrow_c_stream__()  # noqa: B018
        stream = gate.stream()
        stream.feed("来玩百家乐，poker"), stream.finish(), model.score("好" * 9), model.evaluate([("1", "坏")])  # noqa: B018
        for wrong in (5, pa.array([1]), pa.array(["a"]).dictionary_encode()):
            with pytest.raises(TypeError):
                gate.scan_arrow(wrong)

    return work


@reads_proc
def test_columns_streams_and_scores_leave_nothing():
    gate = textgate.Gate(words=["百家乐", ("poker", "severity=low note=x")], detectors=["words"])
    assert grown(other_things(gate), 1500, 300) < 2_000_000


@reads_proc
def test_failures_leave_nothing():
    gate = textgate.Gate(words=["百家乐"])
    assert grown(fail_everything(gate), 150, 50) < 2_000_000


@reads_proc
def test_gates_and_packs_leave_nothing():
    def work():
        pack = textgate.compile([("a", "赌博\n")], words=["b"])
        gate = textgate.Gate(dictionaries=[pack], words=["百家乐"], policy=["a * * pass"], markets=["CN"])
        gate.scan("赌博百家乐")
        list(pack), pack.info, textgate.lint([("a", "赌博\n赌博\n")])  # noqa: B018

    assert grown(work, 20, 8) < 4_000_000


def test_references_are_given_back():
    gate = textgate.Gate(words=["百家乐"], detectors=["words"])
    text = "来玩百家乐" + str(os.getpid())
    before = sys.getrefcount(text)
    verdict = gate.scan(text)
    findings = verdict.findings
    del verdict
    assert sys.getrefcount(text) == before + 1
    del findings
    gate.redact(text), gate.is_clean(text), gate.scan_many([text] * 10, threads=2)
    assert sys.getrefcount(text) == before


def test_a_clean_text_is_not_kept():
    class Text(str):
        pass

    text = Text("nothing to see")
    verdict = textgate.Gate(words=["百家乐"], detectors=["words"]).scan(text)
    gone = weakref.ref(text)
    del text
    assert gone() is None and verdict.action == "pass"


def test_huge_texts():
    gate = textgate.Gate(words=["百家乐"], detectors=["words"])
    text = "一二三四五六七八九十" * 1_700_000 + "百家乐"  # 51 MB of UTF-8
    verdict = gate.scan(text)
    assert [(f.begin, f.end, f.text) for f in verdict.findings] == [(17_000_000, 17_000_003, "百家乐")]
    assert gate.redact(text).endswith("十***")
    data = b"x" * 50_000_000 + b" \xff"
    assert gate.is_clean(data)
    assert gate.scan_many([data, text], threads=2)[1].action == "block"


def test_many_findings():
    verdict = textgate.Gate(words=["甲"], detectors=["words"]).scan("甲乙" * 300_000)
    assert len(verdict.findings) == 300_000 and verdict.findings[-1].begin == 599_998
