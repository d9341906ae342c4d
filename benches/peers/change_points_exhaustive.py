"""The best division of real series into segments of a constant Poisson rate, by trying every division (dynamic
programming without pruning), and Pettitt's test, as numbers that the tests compare with.

Run at the root of the repository:
    python3 benches/peers/change_points_exhaustive.py > crates/evidence/methods/tests/peers/change_points.json
"""

import json
import math
import os

import numpy as np
import pandas as pd

SHARED = os.environ.get("COMITY_DATA", "../shared/data")


def divide(y, least, penalty, dispersion):
    n, sums = len(y), np.concatenate([[0], np.cumsum(y)])

    def cost(start, end):
        events = sums[end] - sums[start]
        return 0.0 if events == 0 else -2 * events * math.log(events / (end - start)) / dispersion

    best, last = [math.inf] * (n + 1), [0] * (n + 1)
    best[0] = -penalty
    for end in range(least, n + 1):
        for start in range(0, end - least + 1):
            whole = best[start] + cost(start, end) + penalty
            if whole < best[end]:
                best[end], last[end] = whole, start
    starts, end = [], n
    while end > 0:
        end = last[end]
        starts.append(end)
    return starts[::-1]


def dispersion(y):
    sums = y[1:] + y[:-1]
    return max(1.0, float(np.mean((np.diff(y) ** 2)[sums > 0] / sums[sums > 0])))


def pettitt(y):
    ranks = pd.Series(y).rank().to_numpy()
    n = len(y)
    u = 2 * np.cumsum(ranks) - np.arange(1, n + 1) * (n + 1)
    k = np.abs(u[:-1]).max()
    return float(k), int(np.abs(u[:-1]).argmax()) + 1, float(min(1.0, 2 * math.exp(-6 * k * k / (n**3 + n**2))))


def main():
    told = []
    for file, column in [("seatbelts.csv", "front"), ("seatbelts.csv", "VanKilled"), ("chicago_aa_monthly.csv", "n"), ("chicago_aa_weekly_monday.csv", "n")]:
        y = pd.read_csv(os.path.join(SHARED, "series", file))[column].to_numpy(float)
        phi = dispersion(y)
        for least, penalty in [(2, 3 * math.log(len(y))), (5, 8.0), (1, 5.0)]:
            k, at, p = pettitt(y)
            told.append({"file": file, "column": column, "least": least, "penalty": penalty, "dispersion": phi, "starts": divide(y, least, penalty, phi), "pettitt": [k, at, p]})
    print(json.dumps({"cases": told}, indent=1))


main()
