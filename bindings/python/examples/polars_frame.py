"""polars: the findings of a column of texts, one a row.

    python polars_frame.py
"""

import polars as pl

import textgate

gate = textgate.Gate(words=["百家乐", ("加微信", "category=contact severity=medium")])


def findings_of(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows in which something was found, once for each finding. Places are in bytes of the text's UTF-8."""
    verdicts = pl.DataFrame(gate.scan_arrow(frame[column], findings=True))
    return frame.hstack(verdicts).filter(pl.col("finding_count") > 0).explode("findings").unnest("findings")


if __name__ == "__main__":
    posts = pl.DataFrame({"id": [1, 2, 3], "text": ["来玩百家乐，加微信", "今天天气很好", "想兼职的加微信"]})
    print(findings_of(posts, "text").select("id", "action", "begin", "end", "category", "rule").write_csv())
