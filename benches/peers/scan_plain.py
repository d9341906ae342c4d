"""The best cylinder of the space-time permutation scan over real robberies, by trying them all, as numbers that the
tests compare with.

Run at the root of the repository:
    python3 benches/peers/scan_plain.py > crates/evidence/methods/tests/peers/scan.json
"""

import json
import math
import os

import numpy as np
import pandas as pd

SHARED = os.environ.get("COMITY_DATA", "../shared/data")


def best(x, y, day, share, longest, ended_too):
    n, days = len(x), int(day.max()) + 1
    most, found = int(n * share), (0.0,)
    ends = range(1, days + 1) if ended_too else [days]
    total = np.array([(day < d).sum() for d in range(days + 1)])
    for centre in range(n):
        far = np.hypot(x - x[centre], y - y[centre])
        for radius in np.unique(far):
            inside = far <= radius
            size = int(inside.sum())
            if size > most:
                break
            own = np.concatenate([[0], np.cumsum(np.bincount(day[inside], minlength=days))])
            for end in ends:
                for start in range(max(0, end - longest), end):
                    c = int(own[end] - own[start])
                    mu = size * int(total[end] - total[start]) / n
                    if c >= 2 and c > mu:
                        llr = c * math.log(c / mu) + (n - c) * math.log((n - c) / (n - mu))
                        if llr > found[0] + 1e-12:
                            found = (llr, start, end - 1, c, mu, float(radius))
    return found


def main():
    d = pd.read_csv(os.path.join(SHARED, "memphis/memphis_robberies.csv"), parse_dates=["date"])
    d = d[d["date"] < "2019-03-01"]
    day = (d["date"].dt.floor("D") - pd.Timestamp("2019-01-01")).dt.days.to_numpy()
    x, y = d["x_utm15n"].to_numpy(), d["y_utm15n"].to_numpy()
    told = [{"share": s, "longest": w, "ended_too": e, "best": best(x, y, day, s, w, e)} for s, w, e in [(0.1, 14, False), (0.25, 7, False), (0.05, 5, True)]]
    print(json.dumps({"n": len(x), "cases": told}, indent=1))


main()
