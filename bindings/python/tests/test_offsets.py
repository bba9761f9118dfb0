"""Indices of str: findings of any text must point at what they name."""

import random

import pytest

import textgate

WORDS = ["赌", "ab", "😀x", "é"]
PIECES = ["赌", "博", "ab", "a", "b", " ", "😀", "😀x", "é", "\x00", "\ud83d", "\udc00", "\u200b", "ｘ", "𠀀"]


@pytest.fixture(scope="module")
def gate():
    return textgate.Gate(words=[(w, "match=exact,part") for w in WORDS], detectors=["words"])


def naive(text):
    found = [(i, i + len(w), w) for i in range(len(text)) for w in WORDS if text.startswith(w, i)]
    return sorted(found, key=lambda f: (f[0], -f[1]))


def spans(verdict):
    return [(f.begin, f.end, f.text) for f in verdict.findings]


@pytest.mark.parametrize("length", [0, 1, 5, 50, 600, 5000, 70000])
def test_indices_agree_with_a_naive_search(gate, length):
    seed = random.randrange(1 << 32)
    rng = random.Random(seed)
    for _ in range(50 if length < 1000 else 2):
        text = "".join(rng.choices(PIECES, k=length))
        assert spans(gate.scan(text)) == naive(text), f"seed {seed}"
        repaired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        data = repaired.encode()
        assert [data[f.begin : f.end].decode() for f in gate.scan(data).findings] == [f[2] for f in naive(repaired)]


def test_lone_surrogates_are_one_character_each():
    gate = textgate.Gate(words=["百家乐"], detectors=["words"])
    text = "\ud800\udfff来\ud83d百家乐\udc00"
    (finding,) = gate.scan(text).findings
    assert (finding.begin, finding.end, finding.text) == (4, 7, "百家乐")
    assert gate.scan_many([text])[0].findings[0].begin == 4
    assert not gate.is_clean(text)
    assert gate.redact(text) == "\ufffd\ufffd来\ufffd***\ufffd"
    assert gate.redact("\ud800") == "\ufffd", "what comes out can be encoded, whether something was masked or not"
    assert gate.is_clean("\udc80" * 1000)


def test_parts_of_combinations_have_indices_too():
    gate = textgate.Gate(words=["赌球&开户"], detectors=["words"])
    text = "😀" * 1000 + "赌球é😀开户"
    (finding,) = gate.scan(text).findings
    assert [text[b:e] for b, e in finding.parts] == ["赌球", "开户"]
    assert finding.text == "赌球é😀开户"


def test_findings_that_overlap_widely_have_right_indices():
    gate = textgate.Gate(words=[("甲&乙", "within=1000")], detectors=["words"])
    text = "é" * 5000 + "甲" * 500 + "。" * 400 + "乙"
    findings = gate.scan(text).findings
    assert findings and all(f.text[0] == "甲" and f.text[-1] == "乙" for f in findings)
    assert all((text[b], e - b) == (w, 1) for f in findings for (b, e), w in zip(f.parts, "甲乙"))


def test_ill_formed_bytes_are_scanned(gate):
    data = b"\xff\xfe ab \xe8\xb5" + "赌".encode() + b"\xf0\x9f"
    assert [(f.begin, f.end) for f in gate.scan(data).findings] == [(3, 5), (8, 11)]
    assert gate.redact(data) == b"\xff\xfe ** \xe8\xb5*\xf0\x9f"


def test_text_of_ill_formed_bytes_is_a_str():
    gate = textgate.Gate(words=["/a.b/"])
    (finding,) = gate.scan(b"a\xffb").findings
    assert finding.text == "a\ufffdb"
