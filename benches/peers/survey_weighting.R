# What R's survey package says of weighting, replicates, regression and tests on the California API samples.
#   Rscript benches/peers/survey_weighting.R DATA > crates/evidence/methods/tests/peers/survey_weighting.json
# DATA is the folder with apistrat.csv, apiclus1.csv and apiclus2.csv.
suppressMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) read.csv(file.path(folder, name), check.names = TRUE, stringsAsFactors = TRUE)
strat <- read("apistrat.csv"); clus1 <- read("apiclus1.csv"); clus2 <- read("apiclus2.csv")
dstrat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat, fpc = ~fpc)
dclus1 <- svydesign(id = ~dnum, weights = ~pw, data = clus1, fpc = ~fpc)
dclus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = clus2)

answers <- list()
say <- function(name, value) answers[[name]] <<- unname(as.vector(as.numeric(value)))
both <- function(name, stat) say(name, c(coef(stat), SE(stat)))

# Calibration. Totals as R's own examples have them.
stype <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
told <- function(name, design) {
  w <- weights(design)
  say(paste0(name, "/weights"), c(w[1:5], w[length(w)], sum(w), sum(w^2)))
  both(paste0(name, "/api00"), svymean(~api00, design))
  both(paste0(name, "/api.stu"), svytotal(~api.stu, design))
  r <- svyratio(~api.stu, ~api99, design); say(paste0(name, "/ratio"), c(coef(r), SE(r)))
}
told("poststratify clus1", postStratify(dclus1, ~stype, stype))
told("poststratify clus2", postStratify(dclus2, ~stype, stype))
told("poststratify strat", postStratify(dstrat, ~sch.wide, wide))
fine <- list(maxit = 500, epsilon = 1e-13)
told("rake clus1", rake(dclus1, list(~stype, ~sch.wide), list(stype, wide), fine))
margins <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122)
raking <- function(design) calibrate(design, ~stype + sch.wide, margins, calfun = "raking", epsilon = 1e-13)
told("rake strat", raking(dstrat)); told("rake clus2", raking(dclus2))
totals <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
told("greg strat", calibrate(dstrat, ~stype + api99, totals))
told("greg clus1", calibrate(dclus1, ~stype + api99, totals))
told("bounded clus1", calibrate(dclus1, ~stype + api99, totals, bounds = c(0.7, 1.6), epsilon = 1e-13))
told("exp clus1", calibrate(dclus1, ~stype + api99, totals, calfun = "raking", epsilon = 1e-13))
told("logit clus1", calibrate(dclus1, ~stype + api99, totals, calfun = "logit", bounds = c(0.5, 2), epsilon = 1e-13))

# Trimming.
trimmed <- function(name, design) { w <- weights(design); say(name, c(w[1], w[101], w[151], sum(w), sum(w^2))) }
trimmed("trim strat", trimWeights(dstrat, lower = 16, upper = 42))
trimmed("trim strict strat", trimWeights(dstrat, lower = 18, upper = 36, strict = TRUE))

# Replicates.
replicates <- function(name, rep) {
  both(paste0(name, "/api00"), svymean(~api00, rep)); both(paste0(name, "/enroll"), svytotal(~enroll, rep))
  r <- svyratio(~api.stu, ~enroll, rep); say(paste0(name, "/ratio"), c(coef(r), SE(r)))
  q <- svyquantile(~api00, rep, c(0.25, 0.5, 0.9), interval.type = "quantile", qrule = "math")[[1]]
  say(paste0(name, "/quantiles"), q[, 1]); say(paste0(name, "/quantile errors"), q[, 4])
  say(paste0(name, "/scale"), c(rep$scale, sum(rep$rscales), length(rep$rscales), degf(rep)))
}
quiet <- suppressWarnings
quiet(replicates("jk1 clus1", as.svrepdesign(dclus1, type = "JK1")))
quiet(replicates("jk1 mse clus1", as.svrepdesign(dclus1, type = "JK1", mse = TRUE)))
quiet(replicates("jkn strat", as.svrepdesign(dstrat, type = "JKn")))
# Paley's matrix of order q + 1, the constant row first, so that the half samples are the very same.
paley <- function(q) {
  square <- (seq_len(q - 1)^2) %% q
  inner <- outer(0:(q - 1), 0:(q - 1), function(row, column) ifelse((column - row) %% q %in% c(0, square), 1, -1))
  h <- rbind(1, cbind(-1, inner)); h
}
pairs <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat)
h <- paley(103); h <- sweep(h, 2, h[1, ], "*")
# R takes the matrix's first value for 0, ours +1 for the second of a pair left out: the same once the sign is turned.
quiet(replicates("brr strat", as.svrepdesign(pairs, type = "BRR", hadamard.matrix = -h)))
quiet(replicates("fay strat", as.svrepdesign(pairs, type = "Fay", fay.rho = 0.3, hadamard.matrix = -h)))
set.seed(1)
spread <- sapply(1:40, function(i) {
  SE(svymean(~api00, as.svrepdesign(pairs, type = "subbootstrap", replicates = 200)))
})
say("bootstrap strat/api00", c(mean(spread), sd(spread)))
columns <- as.svrepdesign(dclus1, type = "JK1")
quiet(replicates("columns clus1", svrepdesign(weights = ~pw, repweights = weights(columns, "analysis"), data = clus1,
  type = "other", scale = columns$scale, rscales = columns$rscales, combined.weights = TRUE)))

# Regression.
exact <- glm.control(epsilon = 1e-15, maxit = 100)
fitted <- function(name, model, term = NULL) {
  s <- summary(model)
  say(paste0(name, "/coefficients"), coef(s)[, 1]); say(paste0(name, "/errors"), coef(s)[, 2])
  say(paste0(name, "/p"), coef(s)[, 4]); say(paste0(name, "/intervals"), confint(model))
  say(paste0(name, "/freedom"), c(model$df.residual, s$dispersion))
  if (!is.null(term)) { t <- regTermTest(model, term); say(paste0(name, "/term"), c(t$Ftest, t$df, t$ddf, t$p)) }
}
fitted("linear strat", svyglm(api00 ~ ell + meals + mobility, dstrat, control = exact))
fitted("linear clus2", svyglm(api00 ~ ell + meals + stype, dclus2, control = exact), ~stype)
fitted("missing clus1", svyglm(api00 ~ acs.k3 + meals, dclus1, control = exact))
clus1$pass <- as.numeric(clus1$sch.wide == "Yes"); strat$pass <- as.numeric(strat$sch.wide == "Yes")
dstrat <- update(dstrat, pass = as.numeric(sch.wide == "Yes")); dclus1 <- update(dclus1, pass = as.numeric(sch.wide == "Yes"))
quiet(fitted("logit strat", svyglm(pass ~ ell + meals + mobility, dstrat, family = quasibinomial(), control = exact)))
quiet(fitted("poisson clus1", svyglm(api.stu ~ meals + stype + offset(log(enroll)), dclus1, family = quasipoisson(), control = exact), ~stype))
fitted("calibrated clus1", svyglm(api00 ~ ell + meals, calibrate(dclus1, ~stype + api99, totals), control = exact))

# Tests.
tested <- function(name, formula, design) {
  f <- svychisq(formula, design, statistic = "F"); x <- svychisq(formula, design, statistic = "Chisq")
  say(name, c(f$statistic, f$parameter, f$p.value, x$statistic, x$parameter, x$p.value))
}
tested("chisq clus1", ~sch.wide + stype, dclus1); tested("chisq strat", ~comp.imp + sch.wide, dstrat)
tested("chisq clus2", ~awards + stype, dclus2); tested("chisq calibrated", ~awards + sch.wide, postStratify(dclus1, ~stype, stype))
t2 <- function(name, formula, design) { t <- svyttest(formula, design); say(name, c(t$estimate, t$statistic, t$parameter, t$p.value, t$conf.int)) }
t2("t clus1", enroll ~ comp.imp, dclus1); t2("t strat", api00 ~ sch.wide, dstrat); t2("t clus2", api00 ~ awards, dclus2)

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
cat("{\n"); cat(sprintf('  "R": "%s, survey %s"', R.version.string, packageVersion("survey")))
for (name in names(answers)) cat(sprintf(',\n  "%s": [%s]', name, paste(number(answers[[name]]), collapse = ", ")))
cat("\n}\n")
