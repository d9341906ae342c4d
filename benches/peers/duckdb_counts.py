"""How long DuckDB takes for what `cargo run --release -p comity-queries --example query_speed` asks.

    python benches/peers/duckdb_counts.py FILE THREADS      a dataset: Parquet in the columns that an import writes

Answers are taken as columns. Each question five times: the median, the processor's seconds of one, the rows of the answer, and the most memory so far.
"""
import resource
import statistics
import sys
import time

import duckdb

RUNS = 5
AREA = "area = 'E05000060'"
YEAR = f"month between {2021 * 12} and {2021 * 12 + 11}"
BOX = "lon_e6 between -1990000 and -1980001 and lat_e6 between 53020000 and 53039999"
POINTS = "select lon_e6, lat_e6, kind, month, area, outcome from read_parquet(?) where lon_e6 is not null and"


def counts(by, where="true"):
    return f"select {by}, count(*) from read_parquet(?) where {where} group by {by}"


QUESTIONS = {
    "area x month x kind": counts("area, month, kind"),
    "area x month": counts("area, month"),
    "month": counts("month"),
    "one area by month x kind": counts("month, kind", AREA),
    "one kind by area x month": counts("area, month", "kind = 'Burglary'"),
    "one year by area x kind": counts("area, kind", YEAR),
    "one year of one area by kind": counts("kind", f"{YEAR} and {AREA}"),
    "a box by month x kind": counts("month, kind", BOX),
    "2,000 points of a box in a year": f"{POINTS} {BOX} and {YEAR} limit 2000",
    "2,000 points of an area and a rare kind": f"{POINTS} {AREA} and kind = 'Possession of weapons' limit 2000",
}


def main(file, threads):
    connection = duckdb.connect(config={"threads": threads})
    print(f"DuckDB {duckdb.__version__}, {threads} threads")
    for question, sql in QUESTIONS.items():
        seconds, before = [], time.process_time()
        for _ in range(RUNS):
            start = time.perf_counter()
            rows = len(next(iter(connection.execute(sql, [file]).fetchnumpy().values())))
            seconds.append(time.perf_counter() - start)
        own = (time.process_time() - before) / RUNS
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{question}: {statistics.median(seconds):.3f} s, on the processor {own:.3f} s, {rows} rows, peak {peak} MiB")


main(sys.argv[1], int(sys.argv[2]))
