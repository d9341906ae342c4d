"""How long PyPI's svy takes for what `cargo run --release -p comity-methods --example survey_speed` does, on the same
generated sample: python benches/peers/survey_estimates_speed.py"""

import resource
import statistics
import sys
import time
import warnings

import numpy as np
import polars as pl
import svy

warnings.simplefilter("ignore")


def spread(rows, factor):
    return ((np.arange(1, rows + 1, dtype=np.uint64) * np.uint64(factor)) % np.uint64(2**32)) / 2**32


def median(runs, work):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


print(f"svy {svy.__version__ if hasattr(svy, '__version__') else ''}, {pl.thread_pool_size()} threads")
print(f"{'rows':>9} {'design':>10} {'mean':>10} {'50 groups':>10}  ms")
for rows in [10_000, 100_000, 1_000_000]:
    strata = (20 * spread(rows, 2654435761)).astype(np.int64)
    cluster = strata * 1000 + (250 * spread(rows, 2246822519)).astype(np.int64)
    frame = pl.DataFrame({
        "strata": strata, "cluster": cluster, "w": 1 + 9 * spread(rows, 3266489917),
        "y": 100 * spread(rows, 668265263), "group": (50 * spread(rows, 374761393)).astype(np.int64),
    })
    design = svy.Design(stratum="strata", psu="cluster", wgt="w")
    runs = 5 if rows > 100_000 else 15
    make = median(runs, lambda: svy.Sample(frame, design))
    sample = svy.Sample(frame, design)
    mean = median(runs, lambda: sample.estimation.mean("y", deff="wor"))
    groups = median(runs, lambda: sample.estimation.mean("y", by="group", deff="wor"))
    print(f"{rows:>9} {make:>10.3f} {mean:>10.3f} {groups:>10.3f}")
    print("         ", sample.estimation.mean("y", deff="wor").estimates[0])
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "kB", file=sys.stdout)
