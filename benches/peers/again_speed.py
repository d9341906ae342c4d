"""How long the Knox test takes with a KD-tree in Python: 999 permutations.

    python benches/peers/again_speed.py [EVENTS]

The events are those of crates/evidence/methods/examples/again_speed.rs: uniform over 20 km by 20 km and 365 days.
"""

import sys
import time

import numpy as np
from scipy.spatial import cKDTree


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    random = np.random.default_rng(20_000)
    points = np.round(random.random((count, 2)) * 20_000)
    day = (random.random(count) * 365).astype(int)
    space, days = np.array([0, 0.1, 200, 400, 600]), np.array([0, 7, 14, 21])
    start = time.perf_counter()
    pairs = cKDTree(points).query_pairs(600, p=1, output_type="ndarray")
    far = np.abs(points[pairs[:, 0]] - points[pairs[:, 1]]).sum(axis=1)
    row = np.searchsorted(space, far, side="right") - 1
    pairs, row = pairs[row < 4], row[row < 4]

    def table(day):
        column = np.searchsorted(days, np.abs(day[pairs[:, 0]] - day[pairs[:, 1]]), side="right") - 1
        near = column < 3
        return np.bincount(row[near] * 3 + column[near], minlength=12)

    observed = table(day)
    as_many = sum(table(random.permutation(day)) >= observed for _ in range(999))
    print(f"{count} events, {len(pairs)} close pairs: {time.perf_counter() - start:.3f} s, p {(1 + as_many[0]) / 1000}")


main()
