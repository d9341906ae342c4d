"""What shapely and numpy say of a window with a hole and an island, kept in
crates/evidence/methods/tests/peers/place_window.json.

    python benches/peers/place_window.py > crates/evidence/methods/tests/peers/place_window.json

Areas and distances are shapely's; the share of a kernel within the window is a double sum over 2,400 by 2,400 places,
weighed along the sides by what shapely says of each place's cell; the share of a circle is counted at 20,000 places.
"""

import json
import sys

import numpy as np
import shapely
from shapely.geometry import Point, Polygon, box

L = [(0, 0), (10, 0), (10, 4), (4, 4), (4, 10), (0, 10)]
WINDOW = shapely.union_all(
    [Polygon(L, [[(1, 1), (3, 1), (3, 3), (1, 3)]]), Polygon([(7, 7), (7, 9.5), (9.5, 9)])]
)
AREA = WINDOW.area


def points():
    random = np.random.default_rng(5)
    drawn = random.uniform(0, 10, (400, 2)).round(6)
    return drawn[shapely.contains_xy(WINDOW, drawn)][:120]


def shares(shape, cell=1.3, origin=(0.35, 0.2)):
    """Row by row from the lower left, the cells that share more than a border with the window."""
    rise = cell if shape == "square" else cell * np.sqrt(3) / 2
    found = []
    for row in range(-3, 14):
        for column in range(-3, 14):
            shift = 0.5 if shape == "hexagon" and row % 2 else 0
            x, y = origin[0] + cell * (column + shift), origin[1] + rise * row
            if shape == "square":
                form = box(x - cell / 2, y - cell / 2, x + cell / 2, y + cell / 2)
            else:
                w, r = cell / 2, cell / np.sqrt(3)
                form = Polygon([(x, y - r), (x + w, y - r / 2), (x + w, y + r / 2), (x, y + r), (x - w, y + r / 2), (x - w, y - r / 2)])
            common = form.intersection(WINDOW).area
            if common > 1e-9:
                found.append(common / form.area)
    return found


def ripley(at):
    n, radii = len(at), np.array([0.5, 1.0, 1.5])
    d = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(d, np.inf)
    depth = np.array([WINDOW.boundary.distance(Point(p)) for p in at])
    turn = (np.arange(20_000) + 0.5) / 20_000 * 2 * np.pi
    shapely.prepare(WINDOW)
    isotropic = np.zeros(3)
    for i in range(n):
        for j in np.flatnonzero(d[i] <= 1.5):
            share = shapely.contains_xy(WINDOW, at[i, 0] + d[i, j] * np.cos(turn), at[i, 1] + d[i, j] * np.sin(turn)).mean()
            isotropic += (d[i, j] <= radii) / max(share, 0.01)
    return {
        "k_none": [AREA / n / (n - 1) * int((d <= r).sum()) for r in radii],
        "k_border": [AREA / (n - 1) * int((d[depth >= r] <= r).sum()) / int((depth >= r).sum()) for r in radii],
        "k_isotropic": (AREA / n / (n - 1) * isotropic).tolist(),
    }


def densities(at, h=1.5, steps=2400):
    fine = (np.arange(steps) + 0.5) * 10 / steps
    gx, gy = np.meshgrid(fine, fine)
    half = 5 / steps
    # The window's sides lie on the places' cells but for the island's: those are weighed by their share.
    weight = shapely.contains_xy(WINDOW, gx, gy).astype(float)
    slanted = shapely.LineString([(7, 9.5), (9.5, 9), (7, 7)])
    near = np.abs(gx - 8) < 2
    for row, column in zip(*np.nonzero(near & (gy > 6.9) & (gy < 9.6))):
        x, y = fine[column], fine[row]
        above = abs((9 - 9.5) / 2.5 * (x - 7) + 9.5 - y) < 3 * half
        below = abs((9 - 7) / 2.5 * (x - 7) + 7 - y) < 3 * half
        if (above or below) and slanted.distance(Point(x, y)) < 2 * half:
            weight[row, column] = box(x - half, y - half, x + half, y + half).intersection(WINDOW).area / (4 * half * half)
    cells = (np.arange(5) + 0.5) * 2
    cx, cy = np.meshgrid(cells, cells)
    inside = np.array([box(x - 1, y - 1, x + 1, y + 1).intersection(WINDOW).area / 4 for x, y in zip(cx.ravel(), cy.ravel())])
    kernels = {
        "quartic": lambda q: 3 / np.pi * np.where(q < 1, (1 - q) ** 2, 0),
        "epanechnikov": lambda q: 2 / np.pi * np.where(q < 1, 1 - q, 0),
        "gaussian": lambda q: np.exp(-q / 2) / (2 * np.pi),
    }
    answer = {"shares_raster": inside.tolist()}
    for name, kernel in kernels.items():
        total = np.zeros(25)
        for x, y in at:
            share = (kernel(((gx - x) ** 2 + (gy - y) ** 2) / h**2) * weight).sum() * (10 / steps) ** 2 / h**2
            total += kernel(((cx.ravel() - x) ** 2 + (cy.ravel() - y) ** 2) / h**2) / h**2 / share
        answer[name] = np.where(inside > 1e-9, total, 0).tolist()
    return answer


def main():
    at = points()
    answer = {"x": at[:, 0].tolist(), "y": at[:, 1].tolist()}
    answer |= {"shares_square": shares("square"), "shares_hexagon": shares("hexagon")}
    json.dump(answer | ripley(at) | densities(at), sys.stdout, indent=1)
    print()


main()
