"""What wrong arguments and a closed gate do: the exceptions that Python people expect."""

import copy
import os
import pickle

import pytest

import textgate


@pytest.mark.parametrize("text", [None, 5, ["a"], bytearray(b"a"), memoryview(b"a"), object()])
@pytest.mark.parametrize("method", ["scan", "is_clean", "redact"])
def test_texts_are_str_or_bytes(gate, method, text):
    with pytest.raises(TypeError, match="text must be str or bytes, not "):
        getattr(gate, method)(text)


def test_scan_many_names_the_text_that_is_none(gate):
    with pytest.raises(TypeError, match=r"texts\[2\] must be str or bytes, not float"):
        gate.scan_many(["a", b"b", float("nan")])


@pytest.mark.parametrize("texts", ["abc", b"abc", 5, None])
def test_scan_many_takes_an_iterable(gate, texts):
    with pytest.raises(TypeError):
        gate.scan_many(texts)


def test_scan_many_takes_any_iterable(gate):
    assert [v.action for v in gate.scan_many(t for t in ("a", "百家乐"))] == ["pass", "block"]
    assert gate.scan_many([]) == gate.scan_many((), threads=8) == []


def test_an_exception_of_the_iterable_comes_through(gate):
    def texts():
        yield "a"
        raise KeyError("b")

    with pytest.raises(KeyError):
        gate.scan_many(texts())


@pytest.mark.parametrize("threads", [0, -1, 257, 1 << 80])
def test_the_number_of_threads_has_bounds(gate, threads):
    with pytest.raises(ValueError, match="threads must be 1 to 256"):
        gate.scan_many(["a"], threads=threads)


@pytest.mark.parametrize(
    "call",
    [
        lambda g: g.scan(),
        lambda g: g.scan("a", "b"),
        lambda g: g.scan("a", text="b"),
        lambda g: g.scan("a", nonsense=1),
        lambda g: g.scan("a", language=5),
        lambda g: g.scan_many(["a"], threads="2"),
        lambda g: g.scan_many(["a"], threads=1.5),
        lambda g: g.redact("a", mask=5),
        lambda g: g.redact("a", keep="1"),
        lambda g: g.redact("a", "*", 0, False, "review", True),
        lambda g: textgate.Gate(nonsense=1),
        lambda g: textgate.Gate(words="abc"),
        lambda g: textgate.Gate(words=[5]),
        lambda g: textgate.Gate(words=[("a", 5)]),
        lambda g: textgate.Gate(words=[("a",)]),
        lambda g: textgate.Gate(words=[("a", {"note": 1.5})]),
        lambda g: textgate.Gate(words=[("a", {5: "x"})]),
        lambda g: textgate.Gate(dictionaries=5),
        lambda g: textgate.Gate(dictionaries=[5]),
        lambda g: textgate.Gate(markets=[5]),
        lambda g: textgate.Gate(policy=5),
        lambda g: textgate.Gate(detectors=[5]),
        lambda g: textgate.Gate(max_findings="5"),
        lambda g: textgate.Verdict(),
        lambda g: textgate.Finding(),
        lambda g: textgate.compile(),
        lambda g: textgate.compile([("a", "b", "c")]),
        lambda g: textgate.compile([(1, "b")]),
        lambda g: textgate.lint("x", clean=5),
        lambda g: textgate.Pack.load("text"),
        lambda g: setattr(g.scan("a"), "action", "block"),
    ],
)
def test_wrong_types(gate, call):
    with pytest.raises((TypeError, AttributeError)):
        call(gate)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda g: g.scan("a", overlap="some"), "overlap must be 'all' or 'longest'"),
        (lambda g: g.scan("a", overlap=None), "overlap must be"),
        (lambda g: g.scan("a", language="x" * 200), "language must be"),
        (lambda g: g.scan("a", language="z\0h"), "NUL"),
        (lambda g: g.redact("a", mask="\0"), "mask must not contain a NUL"),
        (lambda g: g.redact("a", mask="\ud800"), "surrogates not allowed"),
        (lambda g: g.redact("a", keep=-1), "keep must be"),
        (lambda g: g.redact("a", redact_from="never"), "redact_from must be"),
        (lambda g: textgate.Gate(markets=["CHN"]), "markets are two letters"),
        (lambda g: textgate.Gate(detectors=["nose"]), "there is no detector 'nose'"),
        (lambda g: textgate.Gate(match_limit=1), "match_limit must be"),
        (lambda g: textgate.Gate(max_findings=-1), "max_findings must be"),
        (lambda g: textgate.Gate(dictionaries=["a\0b"]), "null byte"),
        (lambda g: textgate.Gate(words=[("a", "note=\0")]), "NUL"),
    ],
)
def test_wrong_values(gate, call, message):
    with pytest.raises(ValueError, match=message):
        call(gate)


def test_a_closed_gate_says_so():
    gate = textgate.Gate(words=["百家乐"])
    verdict = gate.scan("百家乐")
    assert not gate.closed
    gate.close()
    gate.close()
    assert gate.closed and "closed" in repr(gate)
    for call in (gate.scan, gate.redact, gate.is_clean, lambda t: gate.scan_many([t], threads=2), lambda t: gate.__enter__()):
        with pytest.raises(ValueError, match="the gate is closed"):
            call("百家乐")
    assert verdict.findings[0].rule == "words:百家乐"


def test_a_gate_is_a_context_manager():
    with textgate.Gate(words=["abc"]) as gate:
        assert not gate.is_clean("abc")
    assert gate.closed


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.copy, copy.deepcopy])
def test_nothing_is_pickled_or_copied_and_the_message_helps(gate, duplicate):
    verdict = gate.scan("百家乐")
    for thing, hint in (
        (gate, "make one in each process"),
        (verdict, "to_dict"),
        (verdict.findings[0], "to_dict"),
        (textgate.compile([("a", "b")]), "bytes"),
    ):
        with pytest.raises(TypeError, match=hint):
            duplicate(thing)


def test_exceptions_can_be_pickled(write):
    with pytest.raises(textgate.DictionaryError) as caught:
        textgate.Gate(dictionaries=[write("bad.txt", "good\n/(/\n")])
    copied = pickle.loads(pickle.dumps(caught.value))
    assert (str(copied), copied.line, copied.status) == (str(caught.value), 2, "SYNTAX")


def test_reprs_are_for_people(gate):
    assert repr(gate) == "<textgate.Gate 2 words>"
    assert repr(gate.scan("百家乐")) == "<textgate.Verdict block 0.90, 1 finding>"
    assert repr(gate.scan("百家乐").findings[0]) == "<textgate.Finding 0:3 '百家乐' custom high>"
    assert repr(textgate.Gate()) == "<textgate.Gate the shipped dictionaries>"
    assert repr(textgate.Gate(default=False, markets="CN")) == "<textgate.Gate no rules, for CN>"


def test_a_gate_may_be_closed_by_what_an_argument_runs():
    gate = textgate.Gate(words=["百家乐"])

    class Truth:
        def __bool__(self):
            gate.scan("百家乐")
            gate.close()
            return True

    with pytest.raises(ValueError, match="closed"):
        gate.scan("百家乐", html=Truth())


def test_files_that_are_not_there_are_os_errors(tmp_path):
    for make in (textgate.Gate, textgate.compile, textgate.lint, textgate.Pack):
        with pytest.raises(FileNotFoundError) as caught:
            make(str(tmp_path / "nowhere.txt"))
        assert caught.value.filename == str(tmp_path / "nowhere.txt") and caught.value.errno
    with pytest.raises(FileNotFoundError):
        textgate.Gate(policy=tmp_path / "nowhere.txt")
    with pytest.raises(OSError):
        textgate.Pack(tmp_path)
    if os.path.exists("/dev/full"):
        with pytest.raises(OSError):
            textgate.compile([("a", "b")], "/proc/nowhere/x.pack")
