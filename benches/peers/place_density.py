"""What other tools say of the methods on points and counts, kept in crates/evidence/methods/tests/peers/place_density.json.

    python benches/peers/place_density.py DATA > crates/evidence/methods/tests/peers/place_density.json

DATA is the folder of the shared test data. Needs numpy, scipy, scikit-learn, KDEpy, pointpats and inequality.
"""

import csv
import json
import pathlib
import sys

import numpy as np
from inequality.gini import Gini
from KDEpy import NaiveKDE
from pointpats.distance_statistics import k as pointpats_k
from scipy.stats import gaussian_kde
from sklearn.neighbors import KernelDensity, NearestNeighbors

DATA = pathlib.Path(sys.argv[1])


def robberies():
    with open(DATA / "memphis/memphis_robberies.csv") as file:
        rows = list(csv.DictReader(file))
    return np.array([[float(row["x_utm15n"]), float(row["y_utm15n"])] for row in rows])


def counts():
    with open(DATA / "series/northants_burglary_counts.csv") as file:
        return np.array([float(row["count"]) for row in csv.DictReader(file)])


def densities(points):
    """Densities of events at nine places, 1 km bandwidth, by each tool that has the kernel."""
    n = len(points)
    middle = points.mean(axis=0)
    nodes = np.array([middle + [dx, dy] for dy in (-4000, 0, 3000) for dx in (-5000, 0, 2500)])
    answer = {"nodes": nodes.tolist(), "bandwidth": 1000}
    for kernel in ("gaussian", "epanechnikov"):
        fit = KernelDensity(bandwidth=1000, kernel=kernel, rtol=0, atol=0).fit(points)
        answer[f"sklearn_{kernel}"] = (n * np.exp(fit.score_samples(nodes))).tolist()
    # KDEpy scales a kernel to a standard deviation of one: its bandwidth is our bandwidth over that factor.
    fit = gaussian_kde(points.T, bw_method="scott")
    answer["scipy_scott_factor"] = float(fit.factor)
    # The quartic by the definition, with numpy.
    square = ((nodes[:, None, :] - points[None, :, :]) ** 2).sum(axis=2) / 1000**2
    answer["numpy_quartic"] = (3 / np.pi / 1000**2 * np.where(square < 1, (1 - square) ** 2, 0).sum(axis=1)).tolist()
    fit = NaiveKDE(kernel="gaussian", bw=1000).fit(points)
    order = np.lexsort((nodes[:, 1], nodes[:, 0]))
    answer["kdepy_gaussian"] = np.empty(len(nodes)).tolist()
    for place, value in zip(order, fit.evaluate(nodes[order])):
        answer["kdepy_gaussian"][place] = float(n * value)
    return answer


def ripley(points):
    """K by pointpats, which knows no correction and divides by n where n - 1 makes it unbiased, and by numpy."""
    low, high = points.min(axis=0), points.max(axis=0)
    radii = np.array([500.0, 1000.0, 2000.0, 4000.0])
    width, height = high - low
    n = len(points)
    _, plain = pointpats_k(points, support=np.concatenate([[0], radii]))
    # Translation and border correction by their definitions, with numpy.
    dx = np.abs(points[:, None, 0] - points[None, :, 0])
    dy = np.abs(points[:, None, 1] - points[None, :, 1])
    d = np.hypot(dx, dy)
    np.fill_diagonal(d, np.inf)
    area = width * height
    weight = area / ((width - dx) * (height - dy))
    translation = [float(area / (n * (n - 1)) * weight[d <= r].sum()) for r in radii]
    depth = np.minimum(points - low, high - points).min(axis=1)
    border = [float(area / (n - 1) * (d[depth >= r] <= r).sum() / (depth >= r).sum()) for r in radii]
    # The isotropic weight by 20,000 places on each circle, for 60 points alone.
    few = points[:60]
    turn = (np.arange(20_000) + 0.5) / 20_000 * 2 * np.pi
    sums = np.zeros(len(radii))
    for i in range(60):
        for j in range(60):
            far = np.hypot(*(few[i] - few[j]))
            if i != j and far <= radii[-1]:
                x, y = few[i, 0] + far * np.cos(turn), few[i, 1] + far * np.sin(turn)
                share = ((x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1])).mean()
                sums += (far <= radii) / share
    return {
        "radii": radii.tolist(),
        "pointpats_none": (np.asarray(plain)[1:] * n / (n - 1)).tolist(),
        "numpy_none": [float(area / (n * (n - 1)) * (d <= r).sum()) for r in radii],
        "numpy_translation": translation,
        "numpy_border": border,
        "numpy_isotropic_60": (area / (60 * 59) * sums).tolist(),
    }


def nearest(points):
    far = NearestNeighbors(n_neighbors=2).fit(points).kneighbors(points)[0][:, 1]
    area = float(np.prod(points.max(axis=0) - points.min(axis=0)))
    n = len(points)
    expected = 0.5 * np.sqrt(area / n)
    se = np.sqrt((4 - np.pi) / (4 * np.pi)) * np.sqrt(area) / n
    return {"mean": float(far.mean()), "expected": float(expected), "se": float(se), "z": float((far.mean() - expected) / se)}


def main():
    points = robberies()
    answer = {
        "density": densities(points),
        "ripley": ripley(points),
        "nearest": nearest(points),
        "gini": {"inequality": float(Gini(counts()).g)},
    }
    json.dump(answer, sys.stdout, indent=1)
    print()


main()
