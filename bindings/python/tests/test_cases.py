"""The cases that C, the command, Python and Go all run (test/cases/README.md tells their form)."""

import functools
import json
import pathlib

import pytest

import textgate

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "test/cases"


def all_cases():
    for path in sorted(FOLDER.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def data_of(case, field):
    """The bytes of a field that may be given as hex; None: the case has no such field."""
    if field + "_hex" in case:
        return bytes.fromhex(case[field + "_hex"])
    return case[field].encode() if field in case else None


@functools.cache
def shipped_gate():
    return textgate.Gate(detectors=["words", "patterns"])


def make_gate(case, folder):
    if case.get("shipped"):
        return shipped_gate()
    options = {"default": False, "markets": case.get("markets", "")}
    source = data_of(case, "dictionary")
    if source is not None:
        (folder / "case.txt").write_bytes(source)
        options["dictionaries"] = [folder / "case.txt"]
    if case.get("models"):
        models = FOLDER.parents[1] / "dicts/models"
        options.setdefault("dictionaries", []).extend([models / "shipped.model", models / "language.model"])
    if "words" in case:
        options["words"] = [w if isinstance(w, str) else tuple(w) for w in case["words"]]
    if "policy" in case:
        options["policy"] = case["policy"].split("\n")
    if "detectors" in case:
        options["detectors"] = case["detectors"]
    return textgate.Gate(**options)


def check_error(case, folder):
    with pytest.raises(textgate.DictionaryError) as caught:
        make_gate(case, folder)
    expected = case["error"]
    assert (caught.value.line or 0) == expected.get("line", caught.value.line)
    assert (caught.value.column or 0) == expected.get("column", caught.value.column)
    assert expected.get("message", "") in str(caught.value)


def check_finding(finding, expected):
    for key, value in expected.items():
        seen = getattr(finding, key)
        if key == "tricks":
            seen, value = set(seen), set(value)
        if key == "parts":
            seen = [list(part) for part in seen]
        assert seen == value, key


def check_emotion(emotion, expected):
    if expected is None:
        assert emotion is None
        return
    assert emotion.label == expected.get("label", emotion.label)
    assert expected.get("least", -1) <= emotion.polarity <= expected.get("most", 1)
    assert emotion.mixed == expected.get("mixed", False)


def check_verdict(verdict, case):
    expected, score = case.get("spam", {}), verdict.spam.score if verdict.spam else 0
    assert expected.get("least", 0) <= score <= expected.get("most", 1)
    assert set(expected.get("signals", [])) <= set(verdict.spam.signals if verdict.spam else [])
    if "emotion" in case:
        check_emotion(verdict.emotion, case["emotion"])
    if "languages" in case:
        assert [language.code for language in verdict.languages] == case["languages"]
    if "action" in case:
        assert verdict.action == case["action"]
    for expected in case.get("found", []):
        assert any(all(getattr(f, key) == value for key, value in expected.items()) for f in verdict.findings)
    if "findings" in case:
        spans = [(f.begin, f.end) for f in verdict.findings]
        assert spans == [(f["begin"], f["end"]) for f in case["findings"]]
        for finding, expected in zip(verdict.findings, case["findings"]):
            check_finding(finding, expected)


def check_as_str(gate, text, how, verdict):
    """The same text as str has the same findings, with indices instead of offsets."""
    in_bytes, in_characters = verdict.findings, gate.scan(text.decode(), **how).findings
    assert len(in_bytes) == len(in_characters)
    for b, c in zip(in_bytes, in_characters):
        assert (c.begin, c.end) == (len(text[: b.begin].decode()), len(text[: b.end].decode()))
        assert c.text == b.text and c.rule == b.rule


@pytest.mark.parametrize("case", list(all_cases()))
def test_case(case, tmp_path):
    if "error" in case:
        return check_error(case, tmp_path)
    gate, text = make_gate(case, tmp_path), data_of(case, "text")
    how = {"html": case.get("html", False), "language": case.get("language")}
    overlap = case.get("overlap", "all")
    verdict = gate.scan(text, overlap=overlap, **how)
    check_verdict(verdict, case)
    check_verdict(gate.scan_many([text], overlap=overlap, **how)[0], case)
    if "action" in case:
        assert gate.is_clean(text, **how) == (case["action"] == "pass")
    redacted = data_of(case, "redacted")
    if redacted is not None:
        options = {key: case[key] for key in ("mask", "keep", "with_category", "redact_from") if key in case}
        assert gate.redact(text, **options, **how) == redacted
    if "text" in case:
        check_as_str(gate, text, {"overlap": overlap, **how}, verdict)


def test_there_are_cases(root):
    assert sum(1 for _ in all_cases()) > 50
