"""The example of the contract, and what its words promise."""

import json
import subprocess

import pytest

import textgate


def test_the_example_of_the_contract_works(write):
    words = write("words.txt", "赌博\tcategory=gambling severity=high\n")
    gate = textgate.Gate(dictionaries=[str(words)], words=["百家乐"], markets=["CN"])
    v = gate.scan("我爱赌博和百家乐")
    assert v.action == "block"
    assert 0.8 <= v.score <= 1
    assert [(f.begin, f.end, f.text, f.category, f.severity, f.rule) for f in v.findings] == [
        (2, 4, "赌博", "gambling", "high", "words:赌博"),
        (5, 8, "百家乐", "custom", "high", "words:百家乐"),
    ]
    assert v.languages is None and v.spam is None and v.emotion is None
    assert [x.action for x in gate.scan_many(["你好", "百家乐"])] == ["pass", "block"]
    assert gate.redact("我爱赌博") == "我爱**"
    assert gate.is_clean("你好") and not gate.is_clean("百家乐")


def test_a_gate_of_nothing_uses_the_shipped_dictionaries(shipped):
    assert shipped.scan("澳门百家乐开户").action != "pass"
    assert shipped.scan("今天天气很好").action == "pass"


def test_own_words_stand_alone_unless_the_default_is_asked_for():
    assert textgate.Gate(words=["abc"]).is_clean("澳门百家乐开户")
    assert not textgate.Gate(words=["abc"], default=True).is_clean("澳门百家乐开户")
    assert textgate.Gate(default=False).scan("澳门百家乐开户").findings == []


def test_a_clean_text_has_an_empty_verdict(gate):
    v = gate.scan("nothing to see")
    assert (v.action, v.score, v.findings, v.categories, v.truncated, v.incomplete) == ("pass", 0.0, [], {}, False, [])
    assert v.to_dict() == {"action": "pass", "score": 0.0, "findings": []}


def test_bytes_have_offsets_in_bytes_and_texts_in_str(gate):
    data = "来玩百家乐".encode()
    (finding,) = gate.scan(data).findings
    assert (finding.begin, finding.end, finding.text) == (6, 15, "百家乐")
    assert data[finding.begin : finding.end].decode() == finding.text


def test_findings_tell_everything_about_themselves():
    gate = textgate.Gate(
        words=[("赌球&开户", 'category=gambling note="see 3.2" id=g7 market=CN,TW')], markets=["CN", "US"], detectors=["words"]
    )
    (f,) = gate.scan("ａ 赌\u200b球马上开户").findings
    assert (f.begin, f.end, f.parts) == (2, 9, [(2, 5), (7, 9)])
    assert (f.detector, f.match, f.tricks) == ("words", "fold", ["invisible"])
    assert (f.rule, f.note, f.markets, f.action, f.severity) == ("words:g7", "see 3.2", ["CN"], "block", "high")
    assert (f.advice, f.source) == ("", "")
    assert f.to_dict() == {
        "begin": 2, "end": 9, "text": "赌\u200b球马上开户", "detector": "words", "category": "gambling",
        "severity": "high", "rule": "words:g7", "match": "fold", "tricks": ["invisible"], "markets": ["CN"],
        "note": "see 3.2", "parts": [[2, 5], [7, 9]],
    }  # fmt: skip


def test_findings_have_the_entrys_advice_and_source():
    gate = textgate.Gate(words=[("最佳", {"advice": "better", "source": "law 9"})], detectors=["words"])
    (f,) = gate.scan("最佳").findings
    assert (f.advice, f.source) == ("better", "law 9")
    assert f.to_dict()["advice"] == "better" and f.to_dict()["source"] == "law 9"


def test_clean_verdicts_do_not_share_their_lists(gate):
    gate.scan("clean").findings.append(5)
    assert gate.scan("clean").findings == [] and gate.scan_many(["a"])[0].findings == []


def test_verdicts_of_a_batch_outlive_each_other(gate):
    verdicts = gate.scan_many(["来玩百家乐 poker", "clean"] * 2000, threads=2)
    kept = verdicts[1998]
    del verdicts
    assert [f.text for f in kept.findings][:1] == ["百家乐"] and kept.to_dict()["findings"][0]["begin"] == 2


def test_batches_tell_of_texts_without_findings(shipped):
    texts = ["今天天气很好", "cheap price $9 http://a.example", "哈哈哈哈哈哈哈哈", "恭喜您获得一等奖请联系客服领取"] * 40
    assert [v.to_dict() for v in shipped.scan_many(texts)] == [shipped.scan(t).to_dict() for t in texts]


def test_findings_are_made_once(gate):
    v = gate.scan("百家乐")
    assert v.findings is v.findings and v.findings[0] is v.findings[0]


def test_a_finding_outlives_gate_text_and_verdict():
    findings = textgate.Gate(words=["百家乐"]).scan("来玩" + "百家乐" * 2).findings
    assert [f.text for f in findings] == ["百家乐", "百家乐"]
    assert findings[1].rule == "words:百家乐"


def test_the_longest_of_overlapping_findings_can_be_asked_for():
    gate = textgate.Gate(words=["百家", "百家乐", "家乐福"])
    assert [f.text for f in gate.scan("百家乐福").findings] == ["百家乐", "百家", "家乐福"]
    assert [f.text for f in gate.scan("百家乐福", overlap="longest").findings] == ["百家乐"]
    assert [f.text for f in gate.scan_many(["百家乐福"], overlap="longest")[0].findings] == ["百家乐"]


def test_html_is_read_as_a_reader_sees_it(gate):
    source = "<p class='百家乐'>百<b>家</b>乐</p>"
    assert [f.begin for f in gate.scan(source, html=True).findings] == [source.rindex("百")]
    assert gate.redact(source, html=True) == "<p class='百家乐'>*<b>*</b>*</p>"
    assert gate.is_clean("<p class='百家乐'>hi</p>", html=True)


def test_the_language_of_a_text_lets_entries_of_others_rest():
    gate = textgate.Gate(words=[("gift", "lang=de")])
    assert not gate.is_clean("gift") and not gate.is_clean("gift", language="de")
    assert gate.is_clean("gift", language="en")
    assert not gate.is_clean("gift"), "the language of one call is not that of the next"


@pytest.mark.parametrize(
    "options, expected",
    [
        ({}, "玩*** Poker at poker"),
        ({"mask": "█"}, "玩███ Poker at poker"),
        ({"keep": 1}, "玩**乐 Poker at poker"),
        ({"with_category": True}, "玩[custom] Poker at poker"),
        ({"redact_from": "review"}, "玩*** Poker at poker"),
        ({"redact_from": "pass"}, "玩*** ***** at *****"),
        ({"redact_from": "block"}, "玩*** Poker at poker"),
    ],
)
def test_redaction(options, expected):
    gate = textgate.Gate(words=["百家乐", ("poker", "severity=low")])
    assert gate.redact("玩百家乐 Poker at poker", **options) == expected
    assert gate.redact("玩百家乐 Poker at poker".encode(), **options) == expected.encode()


def test_redacting_a_clean_text_gives_the_text_itself(gate):
    text = "nothing to see"
    assert gate.redact(text) is text


def test_a_policy_is_a_path_or_lines(write):
    lines = ["gambling * * pass", "custom * * review"]
    for policy in (lines, write("policy.txt", "\n".join(lines))):
        gate = textgate.Gate(words=["百家乐", ("poker", "category=gambling")], policy=policy)
        assert (gate.scan("poker").action, gate.scan("百家乐").action) == ("pass", "review")


def test_to_dict_is_what_the_command_prints(root, write):
    command = root / "build/bin/textgate"
    if not command.exists():
        pytest.skip("the command is not built")
    words = write("words.txt", "赌博\nxx&yy\tnote=hm within=9\nlow\tseverity=low category=a.b\n")
    text = "赌博 xx。。yy <LOW> low \0".encode() + b"\xff\xc3 \xe8\xb5\x8c\xe2\x80\x8b\xe5\x8d\x9a"
    command = [command, "scan", "--no-default", "-d", words, "--format", "json"]
    printed = json.loads(subprocess.run(command, input=text, stdout=subprocess.PIPE).stdout)
    del printed["id"]
    verdict = textgate.Gate(dictionaries=[words]).scan(text).to_dict()
    assert verdict == printed
    assert list(verdict) == list(printed)
