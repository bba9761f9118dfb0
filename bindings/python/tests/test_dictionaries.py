"""Dictionaries: files, folders, packs, words and memory; compile and lint."""

import os
import pathlib

import pytest

import textgate

SOURCE = r"""%name games
%version 2026.11
百家乐	category=gambling severity=high market=CN,TW lang=zh note="x y" id=g1
!好百家乐
赌球&开户
/vx\d{3}/
"""


def test_dictionaries_come_from_files_folders_and_packs(tmp_path, write):
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("甲甲\n")
    (folder / "deep/b.csv").write_text("word\n乙乙\n")
    textgate.compile([("c", "丙丙\n")], folder / "c.pack")
    source = write("d.txt", "丁丁\n")
    pack = textgate.compile([("e", "戊戊\n")])
    gate = textgate.Gate(dictionaries=[folder, str(source), pack])
    texts = ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊", "己己"]
    assert [v.action for v in gate.scan_many(texts)] == ["block"] * 5 + ["pass"]
    assert repr(gate) == "<textgate.Gate 3 dictionaries>"


@pytest.mark.parametrize("kind", [str, pathlib.Path, os.fsencode])
def test_a_single_path_will_do(write, kind):
    assert not textgate.Gate(kind(write("名单.txt", "abc\n"))).is_clean("abc")


@pytest.mark.parametrize(
    "attributes",
    [
        'category=a.b severity=low market=CN,TW note="say \\"hi\\" \\\\ there" within=7 match=fold,part',
        {
            "category": "a.b", "severity": "low", "market": ["CN", "TW"], "note": 'say "hi" \\ there', "within": 7,
            "match": ("fold", "part"),
        },
    ],
)  # fmt: skip
def test_words_have_attributes(attributes):
    (finding,) = textgate.Gate(words=[("Abc", attributes)], markets="CN").scan("xABCx").findings
    assert (finding.category, finding.severity, finding.note) == ("a.b", "low", 'say "hi" \\ there')
    assert finding.markets == ["CN"]


def test_words_may_be_any_iterable_and_have_no_attributes():
    gate = textgate.Gate(words=(w for w in ("甲", ("乙", None), ("丙", {}), ("丁", ""))))
    assert len(gate.scan("甲乙丙丁").findings) == 4


def test_words_are_entries_as_in_a_source():
    gate = textgate.Gate(words=["赌&博", "!赌和博", r"/\d{3}/", r"\/etc"])
    assert gate.is_clean("赌和博") and not gate.is_clean("赌、博")
    assert not gate.is_clean("123") and not gate.is_clean("/etc")


def test_an_iterable_that_fails_fails_the_gate():
    def words():
        yield "a"
        raise KeyError("b")

    with pytest.raises(KeyError):
        textgate.Gate(words=words())


def test_a_bad_line_is_told_with_its_place(write):
    path = write("bad.txt", "good\n赌博\tseverity=awful\n")
    for make in (textgate.Gate, textgate.compile):
        with pytest.raises(textgate.DictionaryError) as caught:
            make([path])
        error = caught.value
        assert (error.file, error.line, error.column, error.status) == (str(path), 2, 13, "SYNTAX")
        assert str(error) == f"{path}:2:13: severity is low, medium, high or critical"
        assert isinstance(error, textgate.Error) and isinstance(error, ValueError)


def test_a_bad_policy_is_told_with_its_place(write):
    with pytest.raises(textgate.DictionaryError) as caught:
        textgate.Gate(words=["a"], policy=write("policy.txt", "a * * pass\nb * *\n"))
    assert caught.value.file.endswith("policy.txt") and caught.value.line == 2


def test_places_that_are_not_known_are_none():
    assert textgate.Error("x").status is None
    error = textgate.DictionaryError("x")
    assert error.file is error.line is error.column is error.status is None
    with pytest.raises(textgate.DictionaryError) as caught:
        textgate.Pack.load(b"rubbish")
    assert (caught.value.status, caught.value.file, caught.value.line) == ("CORRUPT", None, None)


def test_a_damaged_pack_is_refused(write):
    data = bytes(textgate.compile([("a", SOURCE)]))
    for bad in (data[: len(data) // 2], data[:100], data + b"x", b"textgate" + b"\xff" * 4000):
        with pytest.raises(textgate.DictionaryError):
            textgate.Pack.load(bad)
        with pytest.raises(textgate.DictionaryError):
            textgate.Gate(write("bad.pack", bad))


def test_a_pack_is_a_sequence_of_its_entries(tmp_path):
    pack = textgate.compile([("games.txt", SOURCE)], tmp_path / "games.pack", words=[("single", "category=abuse")])
    assert len(pack) == 5 and [e.pattern for e in pack][:2] == ["百家乐", "好百家乐"]
    assert pack[0] == ("百家乐", "games", "2026.11", "gambling", "high", ["zh"], ["CN", "TW"], "x y", "g1", False, "", "", 0)
    assert pack[-1].dictionary == "words" and pack[-1].category == "abuse" and pack[1].allowed
    with pytest.raises(IndexError):
        pack[5]
    info = pack.info
    assert (info.entries, info.words, info.combinations, info.patterns, info.allowed) == (5, 2, 1, 1, 1)
    assert info._asdict()["dictionaries"] == 2 and info.bytes == len(bytes(pack))
    assert "5 entries" in repr(pack)
    again = textgate.Pack(tmp_path / "games.pack")
    assert list(again) == list(pack) and bytes(again) == bytes(pack) == bytes(textgate.Pack.load(bytes(pack)))
    again.save(tmp_path / "copy.pack")
    assert (tmp_path / "copy.pack").read_bytes() == bytes(pack)


def test_the_shipped_pack_is_beside_the_module():
    pack = textgate.Pack(pathlib.Path(textgate.__file__).with_name("default.pack"))
    assert len(pack) > 1000 and pack.info.dictionaries > 10


def test_lint_tells_of_errors_and_risks(write):
    bad, risky = write("bad.txt", "赌博\nbad\tseverity=awful\n"), write("risky.txt", "赌博\n天气\n赌博\n")
    found = textgate.lint([bad, risky], clean="今天的天气\n" * 50)
    assert {(d.file, d.line, d.kind) for d in found} == {
        (str(bad), 2, "error"),
        (str(risky), 2, "warning"),
        (str(risky), 3, "warning"),
    }
    assert found[0]._asdict().keys() == {"file", "line", "column", "kind", "message"}
    assert textgate.lint([("a", "赌博场\n")]) == []
    assert [d.kind for d in textgate.lint([], words=[("a", "nonsense")])] == ["error"]


def test_detectors_can_be_chosen():
    words = ["abc", r"/\d{3}/"]
    assert [f.detector for f in textgate.Gate(words=words).scan("abc 123").findings] == ["words", "patterns"]
    assert [f.detector for f in textgate.Gate(words=words, detectors=["patterns"]).scan("abc 123").findings] == ["patterns"]
    assert textgate.Gate(words=words, detectors=[]).scan("abc 123").findings == []


def test_findings_can_be_limited_and_the_verdict_says_so():
    verdict = textgate.Gate(words=["abc"], max_findings=2).scan("abc " * 5)
    assert len(verdict.findings) == 2 and verdict.truncated and verdict.to_dict()["truncated"] is True


def test_a_pattern_that_reaches_its_limit_is_told():
    gate = textgate.Gate(words=[r"/(a+)+$/"], match_limit=100)
    verdict = gate.scan("a" * 60 + "b")
    assert verdict.action == "review" and verdict.incomplete == [r"words:/(a+)+$/"]
    assert verdict.to_dict()["incomplete"] == verdict.incomplete
    assert not gate.is_clean("a" * 60 + "b")
