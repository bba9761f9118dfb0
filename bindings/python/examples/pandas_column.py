"""pandas: what a column of texts comes to, as columns beside it.

    python pandas_column.py
"""

import pandas as pd
import pyarrow as pa

import textgate

gate = textgate.Gate(words=["百家乐", ("加微信", "category=contact severity=medium")])


def moderate(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame with `action`, `score`, `finding_count`, `categories` and `spam` of a column of texts."""
    verdicts = pa.table(gate.scan_arrow(frame[column].astype("string[pyarrow]"), threads=2))
    return frame.join(verdicts.to_pandas(types_mapper=pd.ArrowDtype).set_index(frame.index))


if __name__ == "__main__":
    posts = pd.DataFrame({"id": [7, 8, 9, 10], "text": ["来玩百家乐", "今天天气很好", None, "想兼职的加微信"]}).set_index("id")
    told = moderate(posts, "text")
    print(told[["text", "action", "finding_count"]])
    print("held or blocked:", told.index[told["action"].isin(["review", "block"])].tolist())
