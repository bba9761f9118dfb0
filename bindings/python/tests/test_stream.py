"""Texts that come in pieces."""

import pickle

import pytest

import textgate


@pytest.fixture(scope="module")
def words():
    return textgate.Gate(words=["百家乐", ("poker", "severity=low note=x"), "赌球&开户"], detectors=["words"])


def places(findings):
    return [(f.begin, f.end, f.rule, f.category, f.severity, f.parts) for f in findings]


@pytest.mark.parametrize("size", [1, 7, 1000, 1 << 20])
def test_findings_do_not_depend_on_the_pieces(words, size):
    text = ("没事" * 40 + "来玩百\u200b家乐。Poker, 赌球快来开户。").encode() * (20 if size == 1 else 900)
    stream, seen = words.stream(), []
    for at in range(0, len(text), size):
        seen += stream.feed(text[at : at + size])
    end = stream.finish()
    seen += end.findings
    verdict = words.scan(text)
    assert places(seen) == places(verdict.findings)
    assert (end.action, end.finding_count) == (verdict.action, len(verdict.findings))
    assert end.score == pytest.approx(verdict.score)
    assert all(f.text == "" for f in seen) and seen[0].to_dict()["rule"] == "words:百家乐"


def test_a_stream_is_used_again(words):
    stream = words.stream()
    stream.feed("来玩百家")
    assert stream.finish().findings == []
    assert stream.feed("乐百家乐") == []
    assert [(f.begin, f.end) for f in stream.finish().findings] == [(3, 12)]
    assert stream.finish() == ("pass", 0.0, 0, [])


def test_a_stream_outlives_its_gate():
    gate = textgate.Gate(words=["百家乐"])
    stream = gate.stream()
    gate.close()
    stream.feed("百家乐")
    assert stream.finish().action == "block"
    with pytest.raises(ValueError, match="closed"):
        gate.stream()


def test_misuse(words):
    stream = words.stream()
    for wrong in (5, None, bytearray(b"a")):
        with pytest.raises(TypeError):
            stream.feed(wrong)
    with pytest.raises(TypeError):
        textgate.Stream()
    with pytest.raises(TypeError, match="Stream cannot be pickled"):
        pickle.dumps(stream)
    assert stream.finish().action == "pass"
