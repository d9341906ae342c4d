"""Speed of statsmodels and scipy on data of the make of `crates/evidence/methods/examples/effect_speed.rs`."""
import resource
import time

import numpy as np
import statsmodels.api as sm
from scipy.optimize import minimize
from scipy.spatial.distance import cdist
from statsmodels.stats.contingency_tables import StratifiedTable


def measure(what, size, run, rounds=3):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    print(f"{what:<28} {size:>8} {sorted(times)[len(times) // 2]:>10.5f} s", flush=True)


random = np.random.default_rng(1)
for units in (100,):  # a column for each of 1,000 units takes statsmodels minutes
    times = 60
    unit, when = np.repeat(np.arange(units), times), np.tile(np.arange(times), units)
    y = random.poisson(5 + unit % 30).astype(float)
    d = ((unit % 4 == 0) & (when >= times // 2)).astype(float)
    design = np.column_stack([d, np.eye(units)[unit], np.eye(times)[when][:, 1:]])
    kind = {"cov_type": "cluster", "cov_kwds": {"groups": unit}}
    measure("did, linear (rows)", units * times, lambda: sm.OLS(y, design).fit(**kind))
    measure("did, Poisson (rows)", units * times, lambda: sm.GLM(y, design, sm.families.Poisson()).fit(**kind))


def weights(gaps):
    k = gaps.shape[1]
    return minimize(lambda w: ((gaps @ w) ** 2).sum(), np.full(k, 1 / k), jac=lambda w: 2 * gaps.T @ (gaps @ w),
                    bounds=[(0, 1)] * k, constraints={"type": "eq", "fun": lambda w: w.sum() - 1}, method="SLSQP",
                    options={"ftol": 1e-12, "maxiter": 1000})


for donors in (25,):
    all_ = 50 + 10 * random.normal(size=(48, donors + 1))
    def synthetic():
        weights(all_[:, 1:] - all_[:, :1])
        for j in range(1, donors + 1):
            weights(np.delete(all_, [0, j], axis=1) - all_[:, [j]])
    measure("synthetic (donors)", donors, synthetic)

for rows in (2000, 10000):
    x = random.normal(size=(rows, 5))
    yes = np.arange(rows) % 10 == 0
    def matching():
        inverse = np.linalg.inv(np.cov(x.T))
        free, controls = np.ones((~yes).sum(), bool), x[~yes]
        for one in x[yes]:
            apart = cdist(one[None], controls, "mahalanobis", VI=inverse)[0]
            free[np.argmin(np.where(free, apart, np.inf))] = False
    measure("matching (rows)", rows, matching)

for strata in (1000, 10000):
    tables = [one for one in random.poisson(12, size=(strata, 2, 2)).astype(float)]
    def common():
        table = StratifiedTable(tables)
        table.oddsratio_pooled, table.logodds_pooled_se, table.test_equal_odds(adjust=True), table.test_null_odds()
    measure("Mantel-Haenszel (strata)", strata, common)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "kB at most")
