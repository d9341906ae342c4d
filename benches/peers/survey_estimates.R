# The answers of R's survey package, which the tests of the survey estimates compare with.
#
#   Rscript benches/peers/survey_estimates.R ../shared/data/survey > crates/evidence/methods/tests/peers/survey.json
#
# Each line of "answers" names the design, what is estimated, of which group, and the numbers that R gives.
suppressMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
load_sample <- function(name) read.csv(file.path(folder, paste0(name, ".csv")))
apisrs <- load_sample("apisrs"); apistrat <- load_sample("apistrat")
apiclus1 <- load_sample("apiclus1"); apiclus2 <- load_sample("apiclus2")

designs <- list(
  apisrs = svydesign(id = ~1, weights = ~pw, fpc = ~fpc, data = apisrs),
  apistrat = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat),
  apistrat_replace = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat),
  apiclus1 = svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1),
  apiclus2 = svydesign(id = ~dnum + snum, weights = ~pw, fpc = ~fpc1 + fpc2, data = apiclus2),
  apiclus2_replace = svydesign(id = ~dnum + snum, weights = ~pw, data = apiclus2))

lines <- character(0)
number <- function(x) {
  x <- as.numeric(x)
  ifelse(is.finite(x), trimws(formatC(x, digits = 13, format = "g")), "null")
}
tell <- function(design, what, column, group, numbers) {
  text <- function(x) if (is.null(x)) "null" else paste0('"', x, '"')
  values <- paste0('"', names(numbers), '":', sapply(numbers, number), collapse = ",")
  lines <<- c(lines, sprintf('{"design":%s,"what":%s,"column":%s,"group":%s,%s}',
                             text(design), text(what), text(column), text(group), values))
}
numbers <- function(found, design) {
  at <- confint(found, df = degf(design))
  list(estimate = coef(found)[[1]], se = SE(found)[[1]], lower = at[1], upper = at[2], freedom = degf(design))
}

means <- function(name, design, group) {
  # enroll is missing in some rows of apiclus2: a row without a value is a row outside of the domain.
  there <- subset(design, !is.na(enroll))
  found <- svymean(~api00, design, deff = TRUE)
  tell(name, "mean", "api00", group, c(numbers(found, design), deff = deff(found)[[1]],
    deff_replace = deff(svymean(~api00, design, deff = "replace"))[[1]]))
  found <- svytotal(~enroll, there, deff = TRUE)
  tell(name, "total", "enroll", group, c(numbers(found, there), deff = deff(found)[[1]],
    deff_replace = deff(svytotal(~enroll, there, deff = "replace"))[[1]]))
  there <- subset(design, !is.na(enroll) & !is.na(api.stu))
  found <- svyratio(~api.stu, ~enroll, there, deff = TRUE)
  tell(name, "ratio", "api.stu/enroll", group, c(numbers(found, there), deff = deff(found)[[1]]))
}

shares <- function(name, design, group) {
  for (method in c("logit", "xlogit", "beta", "asin", "mean")) {
    found <- svyciprop(~I(sch.wide == "Yes"), design, method = method)
    at <- confint(found)
    tell(name, paste0("share_", method), "sch.wide=Yes", group,
         list(estimate = coef(found)[[1]], se = SE(found)[[1]], lower = at[1], upper = at[2]))
  }
}

ranks <- function(name, design, group) {
  # Equal weights of 1 give the same quantiles, and R's sums of them are exact where the share asked for is.
  if (name == "apisrs") design <- svydesign(id = ~1, weights = ~I(0 * pw + 1), fpc = ~fpc, data = apisrs)
  for (rule in c("math", "school", paste0("hf", 3:9))) for (p in c(0.1, 0.25, 0.5, 0.9)) {
    found <- svyquantile(~api00, design, p, qrule = rule)[[1]]
    tell(name, paste0("quantile_", rule, "_", p), "api00", group,
         list(estimate = found[1], lower = found[2], upper = found[3], se = found[4]))
  }
  for (interval in c("beta", "xlogit", "asin")) {
    found <- svyquantile(~api00, design, 0.5, interval.type = interval, qrule = "hf7")[[1]]
    tell(name, paste0("median_", interval), "api00", group,
         list(estimate = found[1], lower = found[2], upper = found[3], se = found[4]))
  }
}

for (name in names(designs)) {
  design <- designs[[name]]
  means(name, design, NULL); shares(name, design, NULL)
  if (!grepl("replace", name)) ranks(name, design, NULL)
  for (group in c("E", "H", "M")) {
    part <- subset(design, stype == group)
    means(name, part, group)
    if (group == "E") { shares(name, part, group); if (name == "apiclus1") ranks(name, part, group) }
  }
  # A difference of two means is a coefficient of the regression on the groups.
  fit <- svyglm(api00 ~ 0 + stype, design)
  found <- svycontrast(fit, c(1, -1, 0))
  tell(name, "difference", "api00", "E less H", list(estimate = coef(found)[[1]], se = SE(found)[[1]]))
}

# Lonely units: one school of each of some counties, as strata; and a second stage with one unit in some strata.
lonely <- apistrat
lonely$one <- ifelse(seq_len(nrow(lonely)) %% 40 == 1, paste0("alone", seq_len(nrow(lonely))), lonely$stype)
lonely2 <- apiclus2
lonely2$fpc2 <- lonely2$fpc2 + 1
for (option in c("remove", "adjust", "average")) {
  options(survey.lonely.psu = option)
  design <- svydesign(id = ~1, strata = ~one, weights = ~pw, data = lonely)
  found <- svymean(~api00, design)
  tell("lonely", paste0("mean_", option), "api00", NULL, numbers(found, design))
  found <- svytotal(~api00, design)
  tell("lonely", paste0("total_", option), "api00", NULL, numbers(found, design))
  part <- subset(design, stype == "E")
  found <- svymean(~api00, part)
  tell("lonely", paste0("mean_", option), "api00", "E", numbers(found, part))
  if (option != "average") {
    design <- svydesign(id = ~dnum + snum, weights = ~pw, fpc = ~fpc1 + fpc2, data = lonely2)
    found <- svymean(~api00, design)
    tell("lonely2", paste0("mean_", option), "api00", NULL, numbers(found, design))
  }
}
options(survey.lonely.psu = "fail")

# Calibrated weights: the errors of post-stratified and raked samples, of everyone and of a group.
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
calibrated <- list(
  poststratified = postStratify(designs$apiclus1, ~stype, types),
  raked = rake(designs$apiclus1, list(~stype, ~sch.wide), list(types, wide), control = list(maxit = 200, epsilon = 1e-12)))
for (name in names(calibrated)) {
  design <- calibrated[[name]]
  for (group in list(NULL, "E")) {
    part <- if (is.null(group)) design else subset(design, stype == group)
    found <- svymean(~api00, part); tell(name, "mean", "api00", group, numbers(found, part))
    found <- svytotal(~enroll, part); tell(name, "total", "enroll", group, numbers(found, part))
    found <- svymean(~I(as.numeric(sch.wide == "Yes")), part)
    tell(name, "share", "sch.wide=Yes", group, numbers(found, part))
  }
}

cat(sprintf('{"made_by":"R %s.%s, survey %s","answers":[\n%s\n]}\n', R.version$major, R.version$minor,
            packageVersion("survey"), paste(lines, collapse = ",\n")))
