# Farrington's limits (1996) and the improved ones (Noufaily and others 2013) by R's glm, after the formulas of the
# papers, as numbers that the tests compare with. Run at the root of the repository:
# Rscript benches/peers/early_warning_glm.R > crates/evidence/methods/tests/peers/early_warning.json
shared <- Sys.getenv("COMITY_DATA", "../shared/data")
tight <- glm.control(epsilon = 1e-14, maxit = 200)
fit_twice <- function(formula, d, threshold) {
  one <- glm(formula, quasipoisson, d, offset = log(e), control = tight)
  phi <- max(summary(one)$dispersion, 1)
  mu <- fitted(one)
  s <- 1.5 * (d$y^(2 / 3) * mu^(-1 / 6) - sqrt(mu)) / sqrt(phi * (1 - hatvalues(one)))
  raw <- ifelse(s > threshold, s^-2, 1)
  d$omega <- raw * length(raw) / sum(raw)
  glm(formula, quasipoisson, d, offset = log(e), weights = omega, control = tight)
}
groups <- function(at, y, period, years, w, p) {
  g <- rep(NA, length(y))
  for (i in years:1) {
    centre <- at - i * period
    g[(centre - w):(centre + w)] <- 0
    if (p > 1) {
      rest <- (centre + w + 1):(centre + period - w - 1)
      sizes <- rep(length(rest) %/% (p - 1), p - 1) + (seq_len(p - 1) <= length(rest) %% (p - 1))
      g[rest] <- rep(seq_len(p - 1), sizes)
    }
  }
  g
}
judge <- function(at, y, e, period, years, w, alpha, improved) {
  g <- groups(at, y, period, years, w, if (improved) min(10, period - 2 * w) else 1)
  g[seq_along(y) >= at - (if (improved) ceiling(period / 2) else 0)] <- NA
  rows <- which(!is.na(g))
  d <- data.frame(y = y[rows], e = e[rows], t = rows, g = factor(g[rows]))
  plain <- if (improved) y ~ g else y ~ 1
  m <- fit_twice(update(plain, . ~ . + t), d, if (improved) 2.58 else 1)
  now <- data.frame(t = at, e = e[at], g = factor(0, levels = levels(d$g)))
  keep <- (improved || summary(m)$coefficients["t", 4] < 0.05) && predict(m, now, type = "response") / e[at] <= max(d$y / d$e)
  if (!keep) m <- fit_twice(plain, d, if (improved) 2.58 else 1)
  phi <- max(summary(m)$dispersion, 1)
  # The paper's variance of the expectation has the same dispersion as that of the count, which is at least 1.
  mu <- predict(m, now, type = "response", se.fit = TRUE, dispersion = phi)
  mu0 <- as.numeric(mu$fit)
  if (improved) {
    limit <- if (phi > 1) qnbinom(1 - alpha, mu0 / (phi - 1), 1 / phi) else qpois(1 - alpha, mu0)
    p <- if (phi > 1) pnbinom(y[at] - 1, mu0 / (phi - 1), 1 / phi, lower.tail = FALSE) else ppois(y[at] - 1, mu0, lower.tail = FALSE)
  } else {
    sd <- sqrt(4 / 9 * mu0^(1 / 3) * (phi + mu$se.fit^2 / mu0))
    limit <- (mu0^(2 / 3) + qnorm(1 - alpha) * sd)^1.5
    p <- pnorm(y[at]^(2 / 3), mu0^(2 / 3), sd, lower.tail = FALSE)
  }
  c(at - 1, mu0, mu$se.fit, limit, p, phi, keep)
}
monthly <- read.csv(file.path(shared, "series/chicago_aa_monthly_by_district.csv"), check.names = FALSE)
weekly <- read.csv(file.path(shared, "series/chicago_aa_weekly_monday.csv"))$n
belts <- read.csv(file.path(shared, "series/seatbelts.csv"))
one <- function(y) rep(1, length(y))
cases <- list(
  list("weekly", weekly, 52, 5, 3, 0.05, FALSE, seq(275, 523, by = 31)),
  list("weekly", weekly, 52, 5, 3, 0.01, TRUE, seq(275, 523, by = 31)),
  list("20", monthly[["20"]], 12, 5, 1, 0.01, FALSE, 100:120),
  list("20", monthly[["20"]], 12, 5, 1, 0.01, TRUE, 100:120),
  list("24", monthly[["24"]], 12, 3, 2, 0.05, FALSE, 90:120),
  list("24", monthly[["24"]], 12, 3, 2, 0.05, TRUE, 90:120),
  list("VanKilled", belts$VanKilled, 12, 5, 1, 0.01, FALSE, seq(70, 192, by = 7)),
  list("VanKilled", belts$VanKilled, 12, 5, 1, 0.01, TRUE, seq(70, 192, by = 7)))
s <- function(x) formatC(x, digits = 17, format = "g")
told <- sapply(cases, function(k) {
  rows <- sapply(k[[8]], judge, y = k[[2]], e = if (k[[1]] == "VanKilled") belts$kms else one(k[[2]]), period = k[[3]], years = k[[4]], w = k[[5]], alpha = k[[6]], improved = k[[7]])
  sprintf('{"series":"%s","period":%d,"years":%d,"half_window":%d,"alpha":%s,"improved":%s,"rows":[\n%s]}', k[[1]], k[[3]], k[[4]], k[[5]],
    s(k[[6]]), tolower(k[[7]]), paste(apply(rows, 2, function(row) paste0("[", paste(s(row), collapse = ","), "]")), collapse = ",\n"))
})
cat(sprintf('{"r":"%s","columns":["at","expected","se","limit","p","dispersion","trend"],"cases":[\n%s]}\n', R.version$version.string, paste(told, collapse = ",\n")))
