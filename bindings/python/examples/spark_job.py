"""Spark: texts by the billion. Each task opens the pack, which takes milliseconds as it is mapped and compiled already, and is
handed Arrow batches, which are read where they are.

    spark-submit spark_job.py posts.parquet verdicts.parquet rules.pack
"""

import sys

from pyspark.sql import DataFrame, SparkSession

COLUMNS = "id long, action string, score double, finding_count int, categories array<string>"


def moderate(posts: DataFrame, rules: str) -> DataFrame:
    """The verdicts on the column `text` of posts, with their `id`."""

    def scan(batches):
        import pyarrow as pa
        import textgate

        gate = textgate.Gate(dictionaries=[rules])
        for batch in batches:
            verdicts = pa.table(gate.scan_arrow(batch.column("text"))).drop_columns("spam")
            yield from verdicts.add_column(0, "id", batch.column("id")).to_batches()

    return posts.select("id", "text").mapInArrow(scan, COLUMNS)


def main():
    source, target, rules = sys.argv[1:]
    spark = SparkSession.builder.appName("textgate").getOrCreate()
    moderate(spark.read.parquet(source), rules).write.mode("overwrite").parquet(target)
    spark.stop()


if __name__ == "__main__":
    main()
