# Reference figures of quantiles and inequality; rows by make.R.
#
#   Rscript distributions.R
#
# Quantiles by R's survey package (Lumley). Gini and quintile share ratio from their definitions over
# all pairs of rows and from sums, with errors by survey's svytotal of the derivative by each weight.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust")
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
rows <- list()
note <- function(case, domain, figure, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, domain = domain, figure = figure,
    value = sprintf("%.17g", as.numeric(value)))
}
load_rows <- function(name) read.csv(file.path(folder, paste0(name, ".csv")))
quantiles <- function(name, part, level, y) {
  for (p in c(0.1, 0.5, 0.8)) for (type in c("mean", "xlogit", "beta")) {
    q <- svyquantile(reformulate(y), part, p, interval.type = type, df = degf(part))[[1]]
    case <- paste(name, type, p, sep = ":")
    note(case, level, "value", q[1, 1]); note(case, level, "error", q[1, 4])
    note(case, level, "lower", q[1, 2]); note(case, level, "upper", q[1, 3])
  }
}
gini <- function(y, w) {
  apart <- abs(outer(y, y, "-")); n <- sum(w); total <- sum(w * y)
  g <- sum(outer(w, w) * apart) / (2 * n * total)
  list(value = g, z = as.vector(apart %*% w) / (n * total) - g / n - g * y / total)
}
quintiles <- function(y, w) { # both ends read off the Lorenz curve, straight between its points
  o <- order(y); people <- c(0, cumsum(w[o])) / sum(w); amounts <- c(0, cumsum((w * y)[o]))
  lorenz <- approxfun(people, amounts)
  bottom <- lorenz(0.2); top <- sum(w * y) - lorenz(0.8)
  at <- function(p) y[o][which(cumsum(w[o]) / sum(w) >= p - 1e-12)[1]]
  z <- function(q, p) y * (y <= q) - q * ((y <= q) - p)
  list(value = top / bottom, z = (y - z(at(0.8), 0.8)) / bottom - top / bottom^2 * z(at(0.2), 0.2))
}
inequalities <- function(name, design, level, y, inside) {
  for (kind in c("gini", "quintile_ratio")) {
    of <- if (kind == "gini") gini else quintiles
    found <- of(design$variables[[y]][inside], weights(design)[inside])
    design$variables$z <- 0
    design$variables$z[inside] <- found$z
    note(paste(name, kind, sep = ":"), level, "value", found$value)
    note(paste(name, kind, sep = ":"), level, "error", SE(svytotal(~z, design)))
  }
}
all_of <- function(name, design, by, y) {
  for (level in c("", sort(unique(as.character(design$variables[[by]]))))) {
    inside <- if (level == "") rep(TRUE, nrow(design)) else design$variables[[by]] == level
    quantiles(name, if (level == "") design else subset(design, inside), level, y)
    inequalities(name, design, level, y, inside)
  }
}
strat <- load_rows("apistrat"); clus1 <- load_rows("apiclus1"); house <- load_rows("households")
all_of("strat", svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat, fpc = ~fpc), "awards", "enroll")
all_of("clus1", svydesign(id = ~dnum, weights = ~pw, data = clus1, fpc = ~fpc), "awards", "enroll")
d.house <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, fpc = ~population, data = house, nest = TRUE)
all_of("house", d.house, "sex", "minutes")
jack <- as.svrepdesign(subset(d.house, stratum <= 6), mse = TRUE)
quantiles("house.jackknife", jack, "", "minutes")
write.csv(do.call(rbind, rows), file.path(folder, "distributions.csv"), row.names = FALSE, quote = FALSE)
