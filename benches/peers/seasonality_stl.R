# The season and trend of real series by R's stats::stl, as numbers that the tests compare with.
# Run at the root of the repository: Rscript benches/peers/seasonality_stl.R > crates/evidence/methods/tests/peers/seasonality.json
options(digits = 17)
shared <- Sys.getenv("COMITY_DATA", "../shared/data")
drivers <- read.csv(file.path(shared, "series/seatbelts.csv"))$drivers
chicago <- read.csv(file.path(shared, "series/chicago_aa_monthly.csv"))$n
weekly <- read.csv(file.path(shared, "series/chicago_aa_weekly_monday.csv"))$n
list_of <- function(x) paste0("[", paste(formatC(x, digits = 17, format = "g"), collapse = ","), "]")
some <- function(x) x[c(1:14, (length(x) - 13):length(x))]
one <- function(name, series, period, window, trend, robust) {
  fit <- stl(ts(series, frequency = period), s.window = window, t.window = trend, robust = robust)
  parts <- fit$time.series
  k <- length(series) %/% period
  detrended <- (series - parts[, "trend"])[seq_len(k * period)]
  friedman <- friedman.test(matrix(detrended, ncol = period, byrow = TRUE))
  cat(sprintf(
    '{"name":"%s","period":%d,"seasonal_span":%s,"trend_span":%s,"robust":%s,"seasonal":%s,"trend":%s,"remainder":%s,"weights":%s,"friedman":%s,"friedman_p":%s}',
    name, period, if (window == "periodic") "null" else window, if (is.null(trend)) "null" else trend, tolower(robust),
    list_of(some(parts[, "seasonal"])), list_of(some(parts[, "trend"])), list_of(some(parts[, "remainder"])),
    list_of(some(fit$weights)), formatC(friedman$statistic, digits = 17, format = "g"), formatC(friedman$p.value, digits = 17, format = "g")))
}
cat(sprintf('{"r":"%s","fits":[\n', R.version$version.string))
one("drivers", drivers, 12, "periodic", NULL, FALSE); cat(",\n")
one("drivers", drivers, 12, "periodic", NULL, TRUE); cat(",\n")
one("drivers", drivers, 12, 13, 21, TRUE); cat(",\n")
one("drivers", drivers, 12, 7, NULL, FALSE); cat(",\n")
one("chicago", chicago, 12, "periodic", NULL, FALSE); cat(",\n")
# Not 35: there R's partial sort misses the median by one place, and its weights are those of another scale.
one("chicago", chicago, 12, 31, NULL, TRUE); cat(",\n")
one("weekly", weekly, 52, "periodic", NULL, TRUE); cat(",\n")
one("weekly", weekly, 52, 9, 201, FALSE)
cat("]}\n")
