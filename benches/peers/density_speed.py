"""How long scikit-learn and KDEpy take for a surface of density: 1,000,000 points to 500 by 500 cells.

    python benches/peers/density_speed.py [POINTS]

The points are drawn as crates/evidence/methods/examples/density_speed.rs draws them (half even, half in twenty
clusters). scikit-learn has no quartic kernel; its Epanechnikov at 10 cells stands beside ours.
"""

import sys
import time

import numpy as np
from KDEpy import FFTKDE
from sklearn.neighbors import KernelDensity


def drawn(count):
    random = np.random.default_rng(500)
    centres = random.random((20, 2))
    points = random.random((count, 2))
    half = np.arange(0, count, 2)
    points[half] = centres[half // 2 % 20] + 0.03 * random.standard_normal((len(half), 2))
    return points


def median(run, runs):
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[runs // 2]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    points = drawn(count)
    axis = (np.arange(500) + 0.5) / 500
    nodes = np.array(np.meshgrid(axis, axis, indexing="ij")).reshape(2, -1).T
    inside = points[(points > axis[0]).all(axis=1) & (points < axis[-1]).all(axis=1)]
    fft = lambda: FFTKDE(kernel="gaussian", bw=0.02).fit(inside).evaluate(nodes)
    print(f"KDEpy FFT (points moved to the grid), {count} points: {median(fft, 5):.4f} s")
    for cells in (5, 10, 25):
        tree = lambda: KernelDensity(bandwidth=cells * 0.002, kernel="epanechnikov").fit(points).score_samples(nodes)
        print(f"scikit-learn, Epanechnikov, bandwidth {cells} cells, {count} points: {median(tree, 1):.4f} s")


main()
