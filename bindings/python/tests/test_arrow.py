"""Columns of texts from Arrow, and of verdicts to it."""

import gc
import struct
import threading

import pytest

import textgate

pa = pytest.importorskip("pyarrow")

TEXTS = ["来玩百家乐", None, "", "clean", "POKER and 百家乐 " * 3, "x" * 3000 + "poker", "今天" * 9000 + "赌球，开户"]
FIELDS = ["action", "score", "finding_count", "categories", "spam"]


@pytest.fixture(scope="module")
def arrow_gate():
    words = ["百家乐", ("poker", "category=gambling severity=low"), "赌球&开户"]
    return textgate.Gate(words=words, detectors=["words"])


def expected(gate, texts):
    """What scan says of each text, as scan_arrow tells it."""
    rows = []
    for text in texts:
        if text is None:
            rows.append(dict.fromkeys(FIELDS))
            continue
        v = gate.scan(text)
        row = {"action": v.action, "score": v.score, "finding_count": len(v.findings), "categories": list(v.categories)}
        rows.append({**row, "spam": v.spam.score if v.spam else None})
    return rows


TYPES = [pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.string_view(), pa.binary_view()]


@pytest.mark.parametrize("kind", TYPES, ids=str)
@pytest.mark.parametrize("threads", [1, 3])
def test_a_column_has_the_verdicts_of_scan(arrow_gate, kind, threads):
    texts = TEXTS * 150
    column = pa.array([t if t is None else t.encode() for t in texts], pa.binary()).cast(kind) if "binary" in str(kind) \
        else pa.array(texts, kind)
    verdicts = pa.array(arrow_gate.scan_arrow(column, threads=threads))
    verdicts.validate(full=True)
    assert verdicts.to_pylist() == expected(arrow_gate, texts)
    assert len(arrow_gate.scan_arrow(column)) == len(texts)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_slices_begin_where_they_begin(arrow_gate, kind):
    column = pa.array(TEXTS * 3, kind)
    for begin, length in ((1, 4), (3, 9), (20, 1), (21, 0)):
        part = column.slice(begin, length)
        assert pa.array(textgate.scan_arrow(part, arrow_gate)).to_pylist() == expected(arrow_gate, part.to_pylist())


def test_chunks_come_as_one_column(arrow_gate):
    chunked = pa.chunked_array([TEXTS, [], TEXTS[:3]], pa.string())
    verdicts = pa.array(arrow_gate.scan_arrow(chunked))
    assert verdicts.to_pylist() == expected(arrow_gate, chunked.to_pylist())
    assert len(arrow_gate.scan_arrow(pa.chunked_array([], pa.string()))) == 0


def test_empty_and_null_columns(arrow_gate):
    for column in (pa.array([], pa.string()), pa.array([], pa.string_view())):
        assert pa.array(arrow_gate.scan_arrow(column)).to_pylist() == []
    assert pa.array(arrow_gate.scan_arrow(pa.nulls(3))).to_pylist() == [dict.fromkeys(FIELDS)] * 3


def test_findings_are_told_when_asked_for(arrow_gate):
    rows = pa.array(arrow_gate.scan_arrow(pa.array(TEXTS), findings=True))
    rows.validate(full=True)
    for row, text in zip(rows.to_pylist(), TEXTS):
        if text is None:
            assert set(row.values()) == {None}
            continue
        seen = [(f.begin, f.end, f.detector, f.category, f.severity, f.rule) for f in arrow_gate.scan(text.encode()).findings]
        assert [tuple(f.values()) for f in row["findings"]] == seen


def test_the_texts_are_not_copied(arrow_gate):
    column = pa.array(["clean text " * 90] * 20_000)
    before = pa.total_allocated_bytes()
    verdicts = arrow_gate.scan_arrow(column)
    assert pa.total_allocated_bytes() == before
    first, second = (pa.array(verdicts).field(0).buffers()[2].address for _ in range(2))
    assert first == second


def test_what_was_handed_over_outlives_everything(arrow_gate):
    verdicts = arrow_gate.scan_arrow(pa.array(TEXTS * 50), findings=True)
    arrays = [pa.array(verdicts) for _ in range(3)]
    child = arrays[0].field("categories")
    wanted = arrays[0].field("categories").to_pylist()
    del verdicts, arrays
    gc.collect()
    assert child.to_pylist() == wanted


def test_how_to_scan_can_be_said(arrow_gate):
    column = pa.array(["<p title=x>百<b>家</b>乐</p>"])
    assert pa.array(arrow_gate.scan_arrow(column)).to_pylist()[0]["action"] == "pass"
    assert pa.array(arrow_gate.scan_arrow(column, html=True)).to_pylist()[0]["action"] == "block"


def test_without_a_gate_it_is_the_shipped_one(shipped):
    column = pa.array(["澳门百家乐开户", "今天天气很好"])
    assert pa.array(textgate.scan_arrow(column)).to_pylist() == expected(shipped, column.to_pylist())


def test_polars(arrow_gate):
    pl = pytest.importorskip("polars")
    verdicts = arrow_gate.scan_arrow(pl.Series(TEXTS))
    assert pl.DataFrame(verdicts).to_dicts() == expected(arrow_gate, TEXTS)
    assert pl.Series("v", verdicts).struct.field("action").to_list() == [e["action"] for e in expected(arrow_gate, TEXTS)]


def test_pandas(arrow_gate):
    pd = pytest.importorskip("pandas")
    for kind in (pd.ArrowDtype(pa.string()), "str"):
        verdicts = pa.table(arrow_gate.scan_arrow(pd.Series(TEXTS, dtype=kind)))
        assert verdicts.to_pandas(types_mapper=pd.ArrowDtype)["action"].tolist()[:1] == ["block"]
        assert verdicts.to_pylist() == expected(arrow_gate, TEXTS)


@pytest.mark.parametrize(
    "column, error",
    [
        (["a"], "must be an Arrow array"),
        ("a", "must be an Arrow array"),
        (None, "must be an Arrow array"),
        (pa.array([1, 2]), "not of Arrow format 'l'"),
        (pa.table({"a": ["x"]}), "choose a column"),
        (pa.array(["a", "a"]).dictionary_encode(), "dictionary-encoded"),
        (pa.array([["a"]]), "not of Arrow format"),
    ],
)
def test_what_is_no_column_of_texts(arrow_gate, column, error):
    with pytest.raises(TypeError, match=error):
        arrow_gate.scan_arrow(column)


def test_wrong_arguments(arrow_gate):
    column = pa.array(["a"])
    with pytest.raises(TypeError):
        textgate.scan_arrow(column, "gate")
    with pytest.raises(ValueError, match="threads"):
        arrow_gate.scan_arrow(column, threads=0)
    with pytest.raises(TypeError):
        textgate.ArrowVerdicts()
    closed = textgate.Gate(words=["a"])
    closed.close()
    with pytest.raises(ValueError, match="closed"):
        closed.scan_arrow(column)


def test_broken_producers_are_errors(arrow_gate):
    class Broken:
        def __arrow_c_array__(self, requested_schema=None):
            return 5

    class Raising:
        def __arrow_c_stream__(self, requested_schema=None):
            raise KeyError("mine")

    with pytest.raises(TypeError, match="two capsules"):
        arrow_gate.scan_arrow(Broken())
    with pytest.raises(KeyError):
        arrow_gate.scan_arrow(Raising())
    offsets = pa.py_buffer(struct.pack("<4i", 0, 5, 1, 6))
    backwards = pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(b"abcdef")])
    with pytest.raises(ValueError):
        arrow_gate.scan_arrow(backwards)

    def batches():
        yield pa.record_batch({"a": ["x"]})
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"a": pa.string()}), batches())
    with pytest.raises(TypeError, match="choose a column"):
        arrow_gate.scan_arrow(reader)


def test_threads_may_share_a_gate(arrow_gate):
    column, failures = pa.array(TEXTS * 40), []
    wanted = expected(arrow_gate, TEXTS * 40)

    def work():
        for _ in range(5):
            if pa.array(arrow_gate.scan_arrow(column, threads=2)).to_pylist() != wanted:
                failures.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not failures
