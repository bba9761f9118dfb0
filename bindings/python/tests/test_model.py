"""Models: learnt, saved, loaded, used by a gate."""

import pickle
import threading

import pytest

import textgate


def make_examples():
    spam = ["加我微信领取兼职工资日结", "低价代开各类发票联系我", "点击链接领取百万红包", "本店清仓大促销全场一折"]
    ham = ["今天的会议改到下午三点", "周末我们一起去爬山吧", "这道题我还是没有看懂", "妈妈做的饭真好吃啊"]
    names = ["小王", "老李", "阿明", "小红", "大刘", "小张", "老陈", "阿芳", "小赵", "大周"]
    return [(label, f"{name}，{text}") for label, texts in (("1", spam), ("0", ham)) for text in texts for name in names]


EXAMPLES = make_examples()


@pytest.fixture(scope="module")
def model():
    return textgate.Model.train(EXAMPLES, "spam")


def test_a_model_learns(model):
    assert model.task == "spam" and model.labels == ["0", "1"]
    scores = model.score("小孙，加我微信领取兼职工资日结")
    assert list(scores) == ["0", "1"] and sum(scores.values()) == pytest.approx(1) and scores["1"] > 0.5
    assert model.score("小孙，妈妈做的饭真好吃啊".encode())["0"] > 0.5
    assert "spam" in repr(model)


def test_it_is_evaluated_by_cross_validation_and_on_other_examples(model):
    told = model.evaluation
    assert len(told.answers) == len(EXAMPLES) and sum(map(sum, told.confusion)) == len(EXAMPLES)
    assert told.labels["1"].examples == 40 and 0 <= told.accuracy <= 1
    seen = model.evaluate(EXAMPLES)
    assert seen.accuracy > 0.9 and seen.labels["0"].recall > 0.9 and seen.answers[0][0] == "1"


def test_it_is_saved_and_loaded(model, tmp_path):
    model.save(tmp_path / "spam.model")
    for same in (textgate.Model(tmp_path / "spam.model"), textgate.Model.load(str(tmp_path / "spam.model"), "spam"),
                 textgate.Model(textgate.Pack(tmp_path / "spam.model"))):
        assert same.score("代开发票") == model.score("代开发票") and same.evaluation is None
    again = textgate.Model.train(iter(EXAMPLES), "spam", seed=1)
    assert bytes(again.pack) == bytes(model.pack), "the same examples and seed give the same model"


def test_a_gate_takes_it(model):
    gate = textgate.Gate(dictionaries=[model.pack], words=["百家乐"])
    assert gate.scan("小孙，低价代开各类发票联系我").spam.score > 0.5


def test_models_are_added_to_a_pack(model):
    both = textgate.Model.train([("happy" if k == "1" else "sad", t) for k, t in EXAMPLES], "mood", clean=["sad"],
                                base=model.pack)
    assert both.task == "mood" and both.labels == ["happy", "sad"]
    assert textgate.Model(both.pack, "spam").score("代开发票") == model.score("代开发票")


@pytest.mark.parametrize(
    "call, error",
    [
        (lambda m: m.score(5), TypeError),
        (lambda m: m.evaluate([("1",)]), TypeError),
        (lambda m: m.evaluate([(1, "x")]), TypeError),
        (lambda m: m.evaluate([(None, "x")]), TypeError),
        (lambda m: m.evaluate([("1", 5)]), TypeError),
        (lambda m: m.evaluate("text"), TypeError),
        (lambda m: textgate.Model(m.pack, "other"), ValueError),
        (lambda m: textgate.Model("/nowhere"), FileNotFoundError),
        (lambda m: textgate.Model(5), TypeError),
        (lambda m: textgate.Model.train(EXAMPLES[:3], "x"), ValueError),
        (lambda m: textgate.Model.train([("a", "x")] * 40, "x"), ValueError),
        (lambda m: textgate.Model.train(EXAMPLES, "spam", base=m.pack), ValueError),
        (lambda m: textgate.Model.train(EXAMPLES, "a b"), ValueError),
        (lambda m: textgate.Model.train(EXAMPLES), TypeError),
        (lambda m: textgate.Model.train(EXAMPLES, "x", clean=[5]), TypeError),
        (lambda m: pickle.dumps(m), TypeError),
    ],
)
def test_misuse(model, call, error):
    with pytest.raises(error):
        call(model)


def test_a_pack_without_models_has_none(tmp_path):
    with pytest.raises(ValueError):
        textgate.Model(textgate.compile([("a.txt", "赌博\n")]))


def test_an_exception_of_the_examples_comes_through():
    def examples():
        yield EXAMPLES[0]
        raise KeyError("mine")

    with pytest.raises(KeyError):
        textgate.Model.train(examples(), "x")


def test_threads_share_a_model(model):
    texts = [t for _, t in EXAMPLES] + ["很长" * 2000]
    wanted, failures = [model.score(t) for t in texts], []

    def work():
        for _ in range(20):
            if [model.score(t) for t in texts] != wanted:
                failures.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not failures
