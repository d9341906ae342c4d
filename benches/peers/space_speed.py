"""How long esda and R's spdep take for what `cargo run --release -p comity-methods --example space_speed` does.

    python benches/peers/space_speed.py [SIDE ...]     (default 100 316)

Counts are Poisson over a square grid with queen neighbours; one core. Needs esda, libpysal, numba, numpy, and Rscript with spdep.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
import warnings

os.environ.setdefault("NUMBA_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import esda
import libpysal
import numpy as np

warnings.filterwarnings("ignore")


def tell(task, side, runs, work):
    seconds, own = [], []
    for _ in range(runs):
        start, before = time.perf_counter(), time.process_time()
        work()
        seconds.append(time.perf_counter() - start)
        own.append(time.process_time() - before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{task}, {side * side}, {statistics.median(seconds):.3f} s of {runs}, on the processor {statistics.median(own):.3f} s, peak {peak:.0f} MiB", flush=True)


def neighbours(side):
    return libpysal.weights.lat2W(side, side, rook=False)


# What is compiled at the first call is not measured.
small = np.random.default_rng(1).poisson(2.0, 100).astype(float)
esda.G_Local(small, neighbours(10), transform="B", star=True, permutations=9, n_jobs=1, seed=1)

for side in [int(side) for side in sys.argv[1:]] or [100, 316]:
    counts = np.random.default_rng(1).poisson(2.0, side * side).astype(float)
    w = neighbours(side)
    tell("esda Gi*, closed form, with neighbours", side, 3,
         lambda: esda.G_Local(counts, neighbours(side), transform="B", star=True, permutations=0))
    tell("esda Gi*, 999 permutations", side, 3,
         lambda: esda.G_Local(counts, w, transform="B", star=True, permutations=999, n_jobs=1, seed=1))
    script = f"""
      suppressMessages(library(spdep)); set.seed(1); x <- rpois({side * side}, 2)
      xy <- as.matrix(expand.grid(1:{side}, 1:{side}))
      times <- replicate(3, system.time({{
        nb <- dnearneigh(xy, 0, 1.5); g <- localG(x, nb2listw(include.self(nb), style = "B")) }})[["user.self"]])
      peak <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
      cat("spdep Gi*, closed form, with neighbours,", {side * side}, ",", median(times), "s on the processor;", peak, "\\n")
    """
    print(subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True).stdout, end="", flush=True)
