# How long R's survey takes for what `cargo run --release -p comity-methods --example survey_speed` does, on the same
# generated sample: Rscript benches/peers/survey_estimates_speed.R
suppressMessages(library(survey))
spread <- function(rows, factor) ((seq_len(rows) * factor) %% 2^32) / 2^32
median_ms <- function(runs, work) {
  median(sapply(seq_len(runs), function(run) { start <- proc.time()[["elapsed"]]; work(); (proc.time()[["elapsed"]] - start) * 1e3 }))
}
cat("R", as.character(getRversion()), "survey", as.character(packageVersion("survey")), "\n")
cat(sprintf("%9s %10s %10s %10s %10s  ms\n", "rows", "design", "mean", "50 groups", "median"))
for (rows in c(10000, 100000, 1000000)) {
  data <- data.frame(strata = floor(20 * spread(rows, 2654435761)), cluster = floor(250 * spread(rows, 2246822519)),
                     w = 1 + 9 * spread(rows, 3266489917), y = 100 * spread(rows, 668265263),
                     group = floor(50 * spread(rows, 374761393)))
  runs <- if (rows > 100000) 1 else 3
  make <- function() svydesign(id = ~cluster, strata = ~strata, weights = ~w, data = data, nest = TRUE)
  design <- make()
  cat(sprintf("%9d %10.0f %10.0f %10.0f %10.0f\n", as.integer(rows), median_ms(runs, make),
              median_ms(runs, function() svymean(~y, design, deff = TRUE)),
              median_ms(runs, function() svyby(~y, ~group, design, svymean, deff = TRUE)),
              median_ms(runs, function() svyquantile(~y, design, 0.5))))
  found <- svymean(~y, design, deff = TRUE)
  cat("          mean", format(coef(found)[[1]], digits = 16), "se", format(SE(found)[[1]], digits = 16), "deff", format(deff(found)[[1]], digits = 16), "\n")
}
cat(grep("VmHWM", readLines("/proc/self/status"), value = TRUE), "\n")
