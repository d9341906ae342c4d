# How long R's survey takes for what `cargo run --release -p comity-methods --example survey_weighting_speed` does, on the
# same generated sample: Rscript benches/peers/survey_weighting_speed.R
suppressMessages(library(survey))
# Exact in doubles: factors are split so that no product passes 2^53.
spread <- function(rows, factor) {
  i <- seq_len(rows); high <- factor %/% 65536; low <- factor %% 65536
  ((((i * high) %% 65536) * 65536 + i * low) %% 2^32) / 2^32
}
runs <- 5
median_ms <- function(work) median(sapply(seq_len(runs), function(i) system.time(work())[["elapsed"]])) * 1e3
cat(sprintf("R survey %s\n", packageVersion("survey")))
cat(sprintf("%11s", c("rows", "rake", "linear", "logit", "chi-squared", "jkn mean", "bootstrap", "median")), " ms\n")
for (rows in c(1000, 10000, 100000)) {
  if (rows > 10000) runs <- 3
  d <- data.frame(strata = floor(10 * spread(rows, 2654435761)), sex = factor(floor(2 * spread(rows, 374761393))),
    age = factor(floor(4 * spread(rows, 1103515245))), w = 1 + 9 * spread(rows, 3266489917),
    y = 100 * spread(rows, 668265263), x = spread(rows, 1664525), z = spread(rows, 22695477))
  d$cluster <- d$strata * 100 + floor(20 * spread(rows, 2246822519))
  d$yes <- as.numeric(d$y + 20 * d$x > 60)
  design <- svydesign(id = ~cluster, strata = ~strata, weights = ~w, data = d)
  sex <- data.frame(sex = c("0", "1"), Freq = 1e6 * c(0.49, 0.51))
  age <- data.frame(age = c("0", "1", "2", "3"), Freq = 1e6 * c(0.2, 0.3, 0.3, 0.2))
  replicates <- as.svrepdesign(design, type = "subbootstrap", replicates = 200)
  quiet <- suppressWarnings
  times <- c(
    median_ms(function() rake(design, list(~sex, ~age), list(sex, age), list(maxit = 200, epsilon = 1e-5))),
    median_ms(function() svyglm(y ~ x + z, design)),
    median_ms(function() quiet(svyglm(yes ~ x + z, design, family = quasibinomial()))),
    median_ms(function() svychisq(~sex + age, design)),
    median_ms(function() svymean(~y, as.svrepdesign(design, type = "JKn"))),
    median_ms(function() svymean(~y, as.svrepdesign(design, type = "subbootstrap", replicates = 200))),
    median_ms(function() quiet(svyquantile(~y, replicates, 0.5, interval.type = "quantile"))))
  cat(sprintf("%11d", rows), sprintf("%10.1f", times), "\n")
}
cat(grep("VmHWM", readLines("/proc/self/status"), value = TRUE), "\n")
