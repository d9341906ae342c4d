# Numbers of R for the tests of `effect` and `fair`: Rscript effect_reference.R DATA > effect_r.json
# DATA is the folder with series/ and stops/. Base R and MASS only; Newey and West's errors are written out.
suppressMessages(library(MASS))
data <- commandArgs(trailingOnly = TRUE)[1]
options(digits = 17)
out <- list()
put <- function(name, ...) out[[name]] <<- unlist(list(...), use.names = FALSE)

# Interrupted series: the seat-belt law.
belts <- read.csv(file.path(data, "series/seatbelts.csv"))
belts$mo <- factor(belts$mo)
newey <- function(fit, lag) {
  x <- model.matrix(fit); y <- fit$y; mu <- fitted(fit)
  linear <- is.null(fit$family)
  if (linear) { y <- fit$model[[1]]; w <- 1; bread <- solve(crossprod(x)) }
  else { v <- fit$family$variance(mu); w <- fit$family$mu.eta(fit$linear.predictors) / v
         bread <- solve(crossprod(x, x * as.vector(w * fit$family$mu.eta(fit$linear.predictors)))) }
  s <- x * as.vector(w * (y - mu)); n <- nrow(x)
  meat <- crossprod(s)
  for (l in seq_len(lag)) { g <- crossprod(s[(l + 1):n, , drop = FALSE], s[1:(n - l), , drop = FALSE]); meat <- meat + (1 - l / (lag + 1)) * (g + t(g)) }
  bread %*% meat %*% bread * n / (n - ncol(x))
}
terms <- c("law", "since", "t")
told <- function(name, fit, lag) { v <- newey(fit, lag); put(name, coef(fit)[terms], sqrt(diag(v))[match(terms, names(coef(fit)))]) }
formula <- DriversKilled ~ t + law + since + mo
told("its_poisson", glm(formula, poisson, belts, epsilon = 1e-14), 4)
nb <- glm.nb(formula, belts, control = glm.control(epsilon = 1e-14, maxit = 100))
told("its_nb", nb, 4); put("its_nb_theta", nb$theta)
told("its_linear", lm(formula, belts), 4)
told("its_also", glm(update(formula, . ~ . + kms + PetrolPrice), poisson, belts, epsilon = 1e-14), 6)
p <- glm(formula, poisson, belts); put("its_dispersion", sum(residuals(p, "pearson")^2) / p$df.residual)
put("its_box", Box.test(residuals(p, "pearson"), lag = 12, type = "Ljung-Box")$p.value)

# Difference in differences: every effect a column.
panel <- read.csv(file.path(data, "series/chicago_did_panel.csv"))
panel$d <- panel$treat * panel$post
clustered <- function(fit, cluster) {
  x <- model.matrix(fit); n <- nrow(x); k <- ncol(x)
  if (is.null(fit$family)) { s <- x * residuals(fit); bread <- solve(crossprod(x)) }
  else { mu <- fitted(fit); s <- x * (fit$y - mu); bread <- solve(crossprod(x, x * mu)) }
  sums <- rowsum(s, cluster); g <- nrow(sums)
  sqrt(diag(bread %*% crossprod(sums) %*% bread) * g / (g - 1) * (n - 1) / (n - k))["d"]
}
fit <- lm(n ~ d + factor(district) + factor(month), panel); put("did_linear", coef(fit)["d"], clustered(fit, panel$district))
fit <- glm(n ~ d + factor(district) + factor(month), poisson, panel, epsilon = 1e-14)
put("did_poisson", coef(fit)["d"], clustered(fit, panel$district))
odd <- panel[-seq(3, nrow(panel), 7), ]
fit <- lm(n ~ d + factor(district) + factor(month), odd); put("did_unbalanced", coef(fit)["d"], clustered(fit, odd$district))
times <- match(panel$month, sort(unique(panel$month))) - 1
early <- panel[panel$post == 0, ]; early$d <- (early$treat * times[panel$post == 0])
fit <- lm(n ~ d + factor(district) + factor(month), early); put("did_trend_before", coef(fit)["d"], clustered(fit, early$district))

# Rates, exact intervals and tests.
put("poisson_interval", unlist(lapply(c(0, 1, 7, 42, 1017), function(x) poisson.test(x)$conf.int)))
stops <- read.csv(file.path(data, "stops/MplsStops.csv")); demo <- read.csv(file.path(data, "stops/MplsDemo.csv"))
people <- c(Black = sum(demo$population * demo$black), White = sum(demo$population * demo$white))
counts <- table(stops$race)[c("Black", "White")]
put("mpls_counts", counts, people, sum(stops$race == "Unknown" & !is.na(stops$race)), sum(is.na(stops$race) | stops$race == ""))
both <- poisson.test(as.vector(counts), as.vector(people)); put("mpls_ratio", both$estimate, both$conf.int, both$p.value)
small <- poisson.test(c(11, 30), c(800, 1011.5)); put("small_ratio", small$estimate, small$conf.int, small$p.value)
put("binomial", binom.test(17, 60, 0.4)$p.value, binom.test(31, 60, 0.4)$p.value, binom.test(0, 9, 0.2)$p.value,
    binom.test(682, 925, 0.75)$p.value, binom.test(682, 925)$conf.int)

# Hit rates: of the searches of a person, how many led to a citation.
hit <- subset(stops, personSearch == "YES" & citationIssued %in% c("YES", "NO") & !race %in% c("", "Unknown") & !is.na(race))
tab <- table(hit$race, hit$citationIssued == "YES"); put("hit_names_n", nrow(tab), as.vector(tab[, "TRUE"]), as.vector(rowSums(tab)))
test <- suppressWarnings(prop.test(tab[, 2], rowSums(tab), correct = FALSE)); put("hit_chi", test$statistic, test$p.value)
black <- tab[c("Black", "White"), c("TRUE", "FALSE")]; put("hit_fisher", fisher.test(black)$p.value)
put("hit_wilson", prop.test(black["Black", 1], sum(black["Black", ]), correct = FALSE)$conf.int)

# Mantel and Haenszel: Berkeley's admissions; and the stops by neighbourhood.
for (correct in c(TRUE, FALSE)) { m <- mantelhaen.test(UCBAdmissions, correct = correct); put(paste0("ucb_", correct), m$statistic, m$p.value, m$estimate, m$conf.int) }
s <- subset(stops, race %in% c("Black", "White") & personSearch %in% c("YES", "NO"))
s$race <- factor(s$race, c("Black", "White")); s$personSearch <- factor(s$personSearch, c("YES", "NO"))
cube <- table(s$race, s$personSearch, s$neighborhood)
cube <- cube[, , apply(cube, 3, function(t) all(rowSums(t) > 0) && all(colSums(t) > 0))]
m <- mantelhaen.test(cube, correct = TRUE); put("mpls_mh", m$statistic, m$p.value, m$estimate, m$conf.int, dim(cube)[3], sum(cube))
put("fit", with(chisq.test(c(30, 50, 15, 5), p = c(.4, .4, .1, .1)), c(statistic, p.value)))

# Standardised rates: Fay and Feuer (1997), written out with qgamma.
x <- c(8, 21, 44, 90); n <- c(4100, 5200, 3900, 2100); w <- c(30, 40, 20, 10); w <- w / sum(w) / n
r <- sum(w * x); v <- sum(w^2 * x); wm <- max(w)
put("standardised", r, qgamma(.025, r^2 / v, scale = v / r), qgamma(.975, (r + wm)^2 / (v + wm^2), scale = (v + wm^2) / (r + wm)))

number <- function(v) paste0("[", paste(formatC(v, digits = 17, format = "g"), collapse = ", "), "]")
cat("{\n", paste0('  "', names(out), '": ', sapply(out, number), collapse = ",\n"), "\n}\n", sep = "")
