"""Writes crates/evidence/methods/tests/peers/space.json: what esda, libpysal and R's spdep say on the real data.

    python benches/peers/space_snapshot.py DATA > crates/evidence/methods/tests/peers/space.json

DATA is the folder of test data. Needs esda, libpysal, numpy, pandas, and Rscript with spdep.
"""

import json
import subprocess
import sys
import warnings

import esda
import libpysal
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
data = sys.argv[1]
out = {"versions": {"esda": esda.__version__, "libpysal": libpysal.__version__}}


def numbers(values):
    return [None if not np.isfinite(v) else float(v) for v in np.asarray(values, float)]


def contiguity(path):
    """The file's neighbours by their place: esda 2.9.0's Geary_Local sorts names as text ("1", "10", "2")."""
    w = libpysal.io.open(path).read()
    place = {name: at for at, name in enumerate(w.id_order)}
    return libpysal.weights.W({place[a]: [place[b] for b in others] for a, others in w.neighbors.items()})


stl = pd.read_csv(f"{data}/spatial/stl_hom.csv", skipinitialspace=True)
columbus = pd.read_csv(f"{data}/spatial/columbus.csv")
for name, values, gal in [
    ("stl", stl["HR8893"].to_numpy(float), "stl.gal"),
    ("columbus", columbus["CRIME"].to_numpy(float), "columbus.gal"),
]:
    w = contiguity(f"{data}/spatial/{gal}")
    w.transform = "r"
    np.random.seed(1)
    moran = esda.Moran(values, w, permutations=0)
    geary = esda.Geary(values, w, permutations=0)
    local = esda.Moran_Local(values, w, permutations=9999, seed=1)
    # With its default transform "R" esda 2.9.0 takes the variance of sums for that of means: z is off by about sqrt(k).
    binary = contiguity(f"{data}/spatial/{gal}")
    star = esda.G_Local(values, binary, transform="B", star=True, permutations=0)
    plain = esda.G_Local(values, binary, transform="B", star=False, permutations=0)
    local_geary = esda.Geary_Local(w, permutations=99).fit(values)
    out[name] = {
        "moran": [moran.I, moran.EI, moran.seI_norm, moran.z_norm, moran.p_norm, moran.seI_rand, moran.z_rand, moran.p_rand],
        "geary": [geary.C, geary.EC, geary.seC_norm, geary.z_norm, geary.seC_rand, geary.z_rand],
        "local_moran_esda": numbers(local.Is),
        "local_moran_folded_p": numbers(local.p_sim),
        "local_geary_esda": numbers(local_geary.localG),
        "gi_star": numbers(star.Zs),
        "gi": numbers(plain.Zs),
        "sums": [w.s0, w.s1, w.s2],
    }

for name, path in [("sheffield_lsoa", "geo/lsoa2011_E08000019.geojson"), ("columbus_areas", "spatial/columbus.json")]:
    import shapely.geometry

    with open(f"{data}/{path}") as file:
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in json.load(file)["features"]]
    frame = {}
    for rule in ["Queen", "Rook"]:
        w = getattr(libpysal.weights, rule).from_iterable(shapes)
        frame[rule.lower()] = [len(w.neighbors[area]) for area in range(len(shapes))]
    out[name] = frame

robberies = pd.read_csv(f"{data}/memphis/memphis_robberies.csv").iloc[:300]
points = robberies[["x_utm15n", "y_utm15n"]].drop_duplicates().to_numpy()
near = libpysal.weights.KNN.from_array(points, k=6)
band = libpysal.weights.DistanceBand(points, 2000.0, binary=True, silence_warnings=True)
decay = libpysal.weights.DistanceBand(points, 2000.0, binary=False, alpha=-1.0, silence_warnings=True)
out["points"] = {
    "nearest_six_sums": [sum(near.neighbors[i]) for i in range(len(points))],
    "band_counts": [len(band.neighbors[i]) for i in range(len(points))],
    "inverse_sums": [float(sum(decay.weights[i])) for i in range(len(points))],
}

script = r"""
suppressMessages(library(spdep)); options(digits = 17)
data <- commandArgs(TRUE)[1]
tell <- function(name, values) cat(name, format(values, digits = 17), "\n")
cat("version", as.character(packageVersion("spdep")), R.version.string, "\n")
for (set in list(list("stl", "stl_hom.csv", "HR8893"), list("columbus", "columbus.csv", "CRIME"))) {
  values <- read.csv(file.path(data, "spatial", set[[2]]))[[set[[3]]]]
  nb <- read.gal(file.path(data, "spatial", paste0(set[[1]], ".gal")), override.id = TRUE)
  w <- nb2listw(nb, style = "W")
  m <- localmoran(values, w)
  for (column in 1:5) tell(paste0(set[[1]], ".local_moran.", column), m[, column])
  tell(paste0(set[[1]], ".gi_star"), as.numeric(localG(values, nb2listw(include.self(nb), style = "B"))))
  tell(paste0(set[[1]], ".gi"), as.numeric(localG(values, nb2listw(nb, style = "B"))))
  t <- geary.test(values, w); tell(paste0(set[[1]], ".geary_randomisation"), c(t$estimate, -t$statistic))
  t <- geary.test(values, w, randomisation = FALSE); tell(paste0(set[[1]], ".geary_normal"), c(t$estimate, -t$statistic))
  t <- moran.test(values, w); tell(paste0(set[[1]], ".moran_randomisation"), c(t$estimate, t$statistic))
}
p <- localmoran(values, w)[, 5]
tell("adjust.p", p); tell("adjust.bh", p.adjust(p, "BH")); tell("adjust.by", p.adjust(p, "BY"))
"""
told = subprocess.run(["Rscript", "-e", script, data], capture_output=True, text=True, check=True).stdout
spdep = {}
for line in told.splitlines():
    name, *rest = line.split()
    if name == "version":
        out["versions"].update(spdep=rest[0], R=" ".join(rest[1:]))
    else:
        spdep[name] = [float(value) for value in rest]
out["spdep"] = spdep
json.dump(out, sys.stdout, separators=(",", ":"), default=float)
print()
