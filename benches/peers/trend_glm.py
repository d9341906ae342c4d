"""Trends of real series by R's glm and MASS::glm.nb and by statsmodels, as numbers that the tests compare with.

Run at the root of the repository:
    python3 benches/peers/trend_glm.py > crates/evidence/methods/tests/peers/trend.json
"""

import json
import os
import subprocess

import numpy as np
import pandas as pd
import statsmodels
import statsmodels.api as sm
from statsmodels.stats.diagnostic import acorr_ljungbox

SHARED = os.environ.get("COMITY_DATA", "../shared/data")

R = """
suppressMessages(library(MASS))
d <- read.csv(file.path(Sys.getenv("COMITY_DATA", "../shared/data"), "series", FILE))
y <- d[[COLUMN]]; e <- if (is.na(EXPOSURE)) rep(1, length(y)) else d[[EXPOSURE]]
t <- seq_along(y); m <- factor((t - 1) %% 12)
f <- if (SEASON) y ~ t + m + offset(log(e)) else y ~ t + offset(log(e))
p <- glm(f, family = poisson, control = glm.control(epsilon = 1e-14, maxit = 100))
q <- summary(p, dispersion = sum(residuals(p, "pearson")^2) / p$df.residual)
nb <- glm.nb(f, control = glm.control(epsilon = 1e-14, maxit = 200))
s <- function(x) formatC(x, digits = 17, format = "g")
# Newey and West's error after sandwich: expected information, Bartlett's weights, n / (n - k).
newey <- function(fit) {
  x <- model.matrix(fit); mu <- fitted(fit); n <- nrow(x); lag <- floor(4 * (n / 100)^(2 / 9))
  v <- fit$family$variance(mu); slope <- fit$family$mu.eta(fit$linear.predictors)
  bread <- solve(crossprod(x, x * as.vector(slope^2 / v))); u <- x * as.vector((fit$y - mu) * slope / v)
  meat <- crossprod(u)
  for (l in seq_len(lag)) { g <- crossprod(u[(l + 1):n, ], u[1:(n - l), ]); meat <- meat + (1 - l / (lag + 1)) * (g + t(g)) }
  sqrt((bread %*% meat %*% bread * n / (n - ncol(x)))["t", "t"])
}
cat(sprintf('{"b":%s,"se":%s,"se_quasi":%s,"dispersion":%s,"loglik":%s,"theta":%s,"nb_b":%s,"nb_se":%s,"nb_loglik":%s,"nw":%s,"nb_nw":%s,"fitted_first":%s,"fitted_last":%s}',
  s(coef(p)["t"]), s(sqrt(vcov(p)["t", "t"])), s(q$coefficients["t", 2]), s(q$dispersion), s(as.numeric(logLik(p))),
  s(nb$theta), s(coef(nb)["t"]), s(summary(nb)$coefficients["t", 2]), s(as.numeric(logLik(nb))), s(newey(p)), s(newey(nb)), s(fitted(p)[1]), s(fitted(p)[length(y)])))
"""


def in_r(file, column, exposure, season):
    head = f'FILE <- "{file}"; COLUMN <- "{column}"; EXPOSURE <- {chr(34) + exposure + chr(34) if exposure else "NA"}; SEASON <- {"TRUE" if season else "FALSE"}\n'
    return json.loads(subprocess.run(["Rscript", "-e", head + R], check=True, capture_output=True, text=True).stdout)


def in_statsmodels(file, column, exposure, season, theta):
    d = pd.read_csv(os.path.join(SHARED, "series", file))
    y = d[column].to_numpy(float)
    n = len(y)
    columns = [np.ones(n), np.arange(n) - (n - 1) / 2]
    if season:
        columns += [(np.arange(n) % 12 == k).astype(float) for k in range(1, 12)]
    x = np.column_stack(columns)
    offset = np.log(d[exposure].to_numpy(float)) if exposure else np.zeros(n)
    lags = int(np.floor(4 * (n / 100) ** (2 / 9)))
    told = {"lags": lags}
    for name, family in (("poisson", sm.families.Poisson()), ("nb", sm.families.NegativeBinomial(alpha=1 / theta))):
        model = sm.GLM(y, x, family=family, offset=offset)
        fit = model.fit(tol=1e-13, maxiter=200, cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})
        if name == "poisson":
            told["poisson_se_newey_west"] = float(fit.bse[1])
        box = acorr_ljungbox(fit.resid_pearson, lags=[min(max(n // 5, 1), 10)])
        told[f"{name}_ljung_box_p"] = float(box["lb_pvalue"].iloc[0])
    return told


def main():
    cases = [
        ("chicago_aa_monthly.csv", "n", None, False),
        ("chicago_aa_monthly.csv", "n", None, True),
        ("seatbelts.csv", "VanKilled", "kms", True),
        ("seatbelts.csv", "DriversKilled", "kms", True),
    ]
    told = []
    for file, column, exposure, season in cases:
        one = {"file": file, "column": column, "exposure": exposure, "season": season, "r": in_r(file, column, exposure, season)}
        one["statsmodels"] = in_statsmodels(file, column, exposure, season, one["r"]["theta"])
        told.append(one)
    print(json.dumps({"statsmodels": statsmodels.__version__, "cases": told}, indent=1))


main()
