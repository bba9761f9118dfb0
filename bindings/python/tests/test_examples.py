"""The programs in examples/ do what they say."""

import importlib.util
import os
import pathlib
import subprocess
import sys

import pytest

import textgate

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "examples"


def load(name):
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def run(name):
    return subprocess.run([sys.executable, EXAMPLES / f"{name}.py"], stdout=subprocess.PIPE, text=True, check=True).stdout


def test_every_example_is_tested():
    tested = pathlib.Path(__file__).read_text(encoding="utf-8")
    assert [p.name for p in EXAMPLES.glob("*.py") if f'"{p.stem}' not in tested] == []


def test_pandas():
    pytest.importorskip("pandas")
    out = run("pandas_column")
    assert out.endswith("held or blocked: [7, 10]\n") and "<NA>" in out


def test_polars():
    pytest.importorskip("polars")
    assert run("polars_frame") == (
        "id,action,begin,end,category,rule\n"
        "1,block,6,15,custom,words:百家乐\n1,block,18,27,contact,words:加微信\n3,review,12,21,contact,words:加微信\n\n"
    )


def test_the_service(shipped):
    pytest.importorskip("fastapi")
    client = pytest.importorskip("fastapi.testclient").TestClient(load("service").app)
    texts = ["澳门百家乐开户", "今天天气很好", "<p>澳<b>门</b>百家乐</p>"]
    answer = client.post("/scan", json={"texts": texts})
    assert answer.status_code == 200
    assert answer.json() == [v.to_dict() for v in shipped.scan_many(texts)]
    assert client.post("/redact", json={"texts": texts[:1]}).json() == [
        {"action": shipped.scan(texts[0]).action, "text": shipped.redact(texts[0])}
    ]
    assert client.post("/scan", json={"texts": 5}).status_code == 422
    wrong = client.put("/rules", json={"source": "a\nb\tseverity=awful\n"})
    assert wrong.status_code == 422 and wrong.json()["detail"]["line"] == 2
    assert client.post("/scan", json={"texts": ["喵喵暗号"]}).json()[0]["action"] == "pass"
    assert client.put("/rules", json={"source": "喵喵暗号\n"}).json() == {"entries": 1}
    assert client.post("/scan", json={"texts": ["喵喵暗号"]}).json()[0]["action"] == "block"


@pytest.mark.slow
def test_the_spark_job(tmp_path):
    pytest.importorskip("pyspark")
    pa = pytest.importorskip("pyarrow")
    submit = pathlib.Path(sys.executable).with_name("spark-submit")
    rules, source, target = tmp_path / "rules.pack", tmp_path / "posts.parquet", tmp_path / "verdicts.parquet"
    textgate.compile([("rules.txt", "百家乐\tcategory=gambling\n加微信\tcategory=contact severity=medium\n")], rules)
    texts = [None, "来玩百家乐", "今天天气很好", "想兼职的加微信"] * 5000
    parquet = importlib.import_module("pyarrow.parquet")
    parquet.write_table(pa.table({"id": range(len(texts)), "text": texts}), source, row_group_size=5000)
    settings = ["spark.ui.enabled=false", "spark.driver.host=127.0.0.1", "spark.driver.bindAddress=127.0.0.1",
                "spark.sql.execution.arrow.maxRecordsPerBatch=1000", "spark.sql.files.maxPartitionBytes=20000"]  # fmt: skip
    command = [submit, "--master", "local[2]", *(a for s in settings for a in ("--conf", s))]
    done = subprocess.run([*command, EXAMPLES / "spark_job.py", source, target, rules], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYSPARK_PYTHON": sys.executable})  # fmt: skip
    assert done.returncode == 0, done.stdout
    rows = {row["id"]: row for row in parquet.read_table(target).to_pylist()}
    assert len(rows) == len(texts)
    gate = textgate.Gate(dictionaries=[rules])
    for i, v in enumerate([v and gate.scan(v) for v in texts[:4]] * 5000):
        wanted = (v.action, v.score, len(v.findings), list(v.categories)) if v else (None, None, None, None)
        row = rows[i]
        assert (row["action"], row["score"], row["finding_count"], row["categories"]) == wanted
