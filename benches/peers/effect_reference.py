"""Numbers of statsmodels and scipy for the tests of `effect` and `fair`.

python effect_reference.py DATA > effect_python.json; DATA is the folder with series/.
"""
import json
import sys

import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy.optimize import minimize
from scipy.spatial.distance import cdist
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.rates import power_poisson_diff_2indep

data, out = sys.argv[1], {}

# Difference in differences with clustered errors, as they come.
panel = pd.read_csv(f"{data}/series/chicago_did_panel.csv")
panel["d"] = panel.treat * panel.post
groups = panel.district.astype("category").cat.codes
fit = smf.ols("n ~ d + C(district) + C(month)", panel).fit(cov_type="cluster", cov_kwds={"groups": groups})
out["did_linear"] = [fit.params["d"], fit.bse["d"]]
fit = smf.ols("n ~ d + C(district) + C(month)", panel).fit(
    cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
out["did_linear_t"] = [fit.pvalues["d"], *fit.conf_int().loc["d"]]
fit = smf.glm("n ~ d + C(district) + C(month)", panel, family=sm.families.Poisson()).fit(
    tol=1e-14, cov_type="cluster", cov_kwds={"groups": groups})
out["did_poisson"] = [fit.params["d"], fit.bse["d"]]

# The seat-belt series with errors of Newey and West.
belts = pd.read_csv(f"{data}/series/seatbelts.csv")
fit = smf.ols("DriversKilled ~ t + law + since + C(mo)", belts).fit(
    cov_type="HAC", cov_kwds={"maxlags": 4, "use_correction": True})
out["its_linear"] = [fit.params[k] for k in ("law", "since", "t")] + [fit.bse[k] for k in ("law", "since", "t")]

# Berkeley's admissions: admitted and rejected men, admitted and rejected women, department by department.
berkeley = [[[512, 313], [89, 19]], [[353, 207], [17, 8]], [[120, 205], [202, 391]],
            [[138, 279], [131, 244]], [[53, 138], [94, 299]], [[22, 351], [24, 317]]]
table = StratifiedTable([np.array(one) for one in berkeley])
plain, tarone = table.test_equal_odds(), table.test_equal_odds(adjust=True)
out["berkeley"] = [table.oddsratio_pooled, table.logodds_pooled_se, table.riskratio_pooled,
                   plain.statistic, plain.pvalue, tarone.statistic, tarone.pvalue,
                   table.test_null_odds(correction=False).statistic, table.test_null_odds(correction=True).statistic]

# Power of the difference of two Poisson rates, the error under the alternative, one-sided towards less.
out["power"] = [
    power_poisson_diff_2indep(1.0 - share, 1.0, 240, alpha=0.05, method_var="alt", alternative="smaller",
                              return_results=False) for share in (0.05, 0.1, 0.2, 0.3)]

# Synthetic control: district 7 of the panel until 2016-12, against all others.
wide = panel.pivot(index="month", columns="district", values="n").astype(float)
own, others = wide[7].to_numpy(), wide.drop(columns=7)
before = int((wide.index < "2017-01").sum())
gaps = others.to_numpy()[:before] - own[:before, None]
best, k = None, gaps.shape[1]
for seed in range(6):
    start = np.random.default_rng(seed).dirichlet(np.ones(k))
    found = minimize(lambda w: ((gaps @ w) ** 2).sum(), start, jac=lambda w: 2 * gaps.T @ (gaps @ w),
                     bounds=[(0, 1)] * k, constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
                     method="SLSQP", options={"ftol": 1e-15, "maxiter": 2000})
    best = found if best is None or found.fun < best.fun else best
out["synthetic_names"] = [int(name) for name in others.columns]
out["synthetic_weights"] = best.x.tolist()
out["synthetic_rmspe"] = [float(np.sqrt(best.fun / before))]

# Greedy Mahalanobis matching, written out: covariance pooled within both groups, order of the rows.
x = belts[["drivers", "front", "kms"]].to_numpy(float)
yes = np.flatnonzero(belts.law == 1)
no = np.flatnonzero(belts.law == 0)
pooled = (np.cov(x[yes].T) * (len(yes) - 1) + np.cov(x[no].T) * (len(no) - 1)) / (len(belts) - 2)
apart = cdist(x[yes], x[no], "mahalanobis", VI=np.linalg.inv(pooled))
free, pairs = np.ones(len(no), bool), []
for row in range(len(yes)):
    place = int(np.argmin(np.where(free, apart[row], np.inf)))
    free[place] = False
    pairs += [int(yes[row]), int(no[place]), float(apart[row, place])]
out["matching"] = pairs

print(json.dumps({name: [float(value) for value in values] for name, values in out.items()}, indent=1))
