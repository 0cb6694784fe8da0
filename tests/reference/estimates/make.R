# Reference figures for tests/library/estimates, by R's survey package (Lumley).
#
#   Rscript make.R            (Debian: apt-get install r-cran-survey)
#
# Writes the rows and reference.csv beside itself. The api data are survey's own examples; households is generated.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 17)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
rows <- list()

note <- function(case, domain, figure, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, domain = domain, figure = figure,
    value = sprintf("%.17g", as.numeric(value)))
}
save <- function(data, name) {
  write.csv(data, file.path(folder, paste0(name, ".csv")), row.names = FALSE, na = "", quote = FALSE)
}

# One statistic for a whole design: value, error, df, design effect against srs with replacement.
mean_of <- function(case, domain, design, y, share = FALSE) {
  design <- subset(design, !is.na(design$variables[[y]]))
  f <- reformulate(y)
  m <- svymean(f, design, deff = "replace")
  note(case, domain, "value", coef(m)); note(case, domain, "error", SE(m))
  note(case, domain, "effect", deff(m)); note(case, domain, "degrees", degf(design))
  ci <- confint(m, df = degf(design))
  note(case, domain, "t.lower", ci[1]); note(case, domain, "t.upper", ci[2])
  if (share && coef(m) > 0 && coef(m) < 1) {
    for (method in c("xlogit", "beta")) {
      ci <- attr(svyciprop(f, design, method = method, df = degf(design)), "ci")
      name <- if (method == "xlogit") "logit" else method
      note(case, domain, paste0(name, ".lower"), ci[1]); note(case, domain, paste0(name, ".upper"), ci[2])
    }
  }
}
total_of <- function(case, domain, design, y) {
  design <- subset(design, !is.na(design$variables[[y]]))
  m <- svytotal(reformulate(y), design, deff = "replace")
  note(case, domain, "value", coef(m)); note(case, domain, "error", SE(m))
  note(case, domain, "effect", deff(m)); note(case, domain, "degrees", degf(design))
}
ratio_of <- function(case, domain, design, y, x) {
  design <- subset(design, !is.na(design$variables[[y]]) & !is.na(design$variables[[x]]))
  m <- svyratio(reformulate(y), reformulate(x), design, deff = "replace")
  note(case, domain, "value", coef(m)); note(case, domain, "error", SE(m))
  note(case, domain, "degrees", degf(design))
}
everywhere <- function(case, design, by, what) {
  what(case, "", design)
  for (level in sort(unique(as.character(design$variables[[by]])))) {
    part <- subset(design, design$variables[[by]] %in% level)
    what(case, level, part)
  }
}
all_of <- function(name, design, by, share, number, size) {
  everywhere(paste0(name, ":proportion"), design, by, function(c, d, s) mean_of(c, d, s, share, TRUE))
  everywhere(paste0(name, ":mean"), design, by, function(c, d, s) mean_of(c, d, s, number))
  everywhere(paste0(name, ":total"), design, by, function(c, d, s) total_of(c, d, s, number))
  everywhere(paste0(name, ":ratio"), design, by, function(c, d, s) ratio_of(c, d, s, number, size))
  everywhere(paste0(name, ":count"), design, by, function(c, d, s) total_of(c, d, s, "one"))
}

# survey's own examples: schools of California
data(api)
trim <- function(d, more) {
  d$met <- as.integer(d$sch.wide == "Yes"); d$one <- 1
  d[, c("stype", "awards", "dnum", more, "pw", "met", "api00", "api99", "enroll", "api.stu", "one")]
}
strat <- trim(apistrat, c("snum", "fpc")); save(strat, "apistrat")
clus1 <- trim(apiclus1, c("snum", "fpc")); save(clus1, "apiclus1")
clus2 <- trim(apiclus2, c("snum", "fpc1", "fpc2")); save(clus2, "apiclus2")

d.simple <- svydesign(id = ~1, weights = ~pw, data = strat)
d.strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat, fpc = ~fpc)
d.strat.wr <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat)
d.clus1 <- svydesign(id = ~dnum, weights = ~pw, data = clus1, fpc = ~fpc)
d.clus2 <- svydesign(id = ~dnum, weights = ~pw, data = clus2, fpc = ~fpc1)
d.two <- svydesign(id = ~dnum + snum, weights = ~pw, data = clus2, fpc = ~fpc1 + fpc2)
all_of("simple", d.simple, "stype", "met", "api00", "api.stu")
all_of("strat", d.strat, "awards", "met", "api00", "api.stu")
all_of("strat.wr", d.strat.wr, "awards", "met", "api00", "api.stu")
all_of("clus1", d.clus1, "stype", "met", "api00", "api.stu")
all_of("clus2", d.clus2, "stype", "met", "api00", "enroll")
all_of("two", d.two, "stype", "met", "api00", "enroll")

# A stratified cluster sample with item non-response, cluster names repeated in strata, one stratum with one cluster
set.seed(20261120)
plan <- data.frame(stratum = rep(1:7, c(6, 5, 8, 4, 7, 9, 1)), population = rep(c(60, 25, 90, 12, 70, 200, 5), c(6, 5, 8, 4, 7, 9, 1)))
plan$cluster <- ave(plan$stratum, plan$stratum, FUN = seq_along)
plan$level <- rnorm(nrow(plan), 0, 0.6)
size <- 6 + rpois(nrow(plan), 8)
house <- plan[rep(seq_len(nrow(plan)), size), ]
n <- nrow(house)
house$weight <- round(runif(n, 0.5, 3) * house$population, 3)
house$place <- paste0("P", 1 + (house$stratum + rbinom(n, 1, 0.2)) %% 5)
house$sex <- sample(c("F", "M"), n, TRUE, c(0.55, 0.45))
house$safe <- rbinom(n, 1, plogis(-0.3 + house$level + 0.3 * (house$sex == "F")))
house$minutes <- round(100 + rgamma(n, 2, 0.1) * exp(house$level), 2)
house$people <- 1 + rpois(n, 4)
house$girls <- rbinom(n, house$people, 0.3)
house$safe[sample(n, 25)] <- NA
house$girls[sample(n, 12)] <- NA
house$one <- 1
house$level <- NULL
save(house, "households")
d.house <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, fpc = ~population, data = house, nest = TRUE)
d.house.wr <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, data = house, nest = TRUE)
for (lonely in c("adjust", "certainty", "average")) {
  options(survey.lonely.psu = lonely)
  all_of(paste0("house.", lonely), d.house, "place", "safe", "minutes", "people")
}
options(survey.lonely.psu = "adjust")
all_of("house.wr", d.house.wr, "sex", "safe", "girls", "people")

# Calibration: weights, and errors that know of it
calibrated <- function(name, design, by, share, number) {
  note(name, "", "weight.first", weights(design)[1]); note(name, "", "weight.last", rev(weights(design))[1])
  note(name, "", "weight.squares", sum(weights(design)^2))
  for (kind in c("proportion", "mean", "total")) {
    what <- switch(kind, proportion = function(c, d, s) {
      m <- svymean(reformulate(share), s, na.rm = TRUE); note(c, d, "value", coef(m)); note(c, d, "error", SE(m)) },
      mean = function(c, d, s) { m <- svymean(reformulate(number), s); note(c, d, "value", coef(m)); note(c, d, "error", SE(m)) },
      total = function(c, d, s) { m <- svytotal(reformulate(number), s); note(c, d, "value", coef(m)); note(c, d, "error", SE(m)) })
    everywhere(paste0(name, ":", kind), design, by, what)
  }
}
stype <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
met <- data.frame(met = c(0, 1), Freq = c(1072, 5122))
calibrated("post", postStratify(d.clus1, ~stype, stype), "awards", "met", "api00")
tight <- list(maxit = 500, epsilon = 1e-12)
calibrated("rake.equal", rake(d.clus1, list(~stype, ~met), list(stype, met), control = tight), "awards", "met", "api00")
totals <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
calibrated("linear", calibrate(d.clus1, ~stype + api99, totals), "awards", "met", "api00")
calibrated("logit", calibrate(d.clus1, ~stype + api99, totals, calfun = "logit", bounds = c(0.4, 2.5), epsilon = 1e-13, maxit = 200), "awards", "met", "api00")
calibrated("linear.bounds", calibrate(d.clus1, ~stype + api99, totals, bounds = c(0.4, 2), epsilon = 1e-13, maxit = 200), "awards", "met", "api00")
sex <- data.frame(sex = c("F", "M"), Freq = c(61000, 52000))
place <- data.frame(place = paste0("P", 1:5), Freq = c(24000, 15000, 19000, 26000, 29000))
both <- c(`(Intercept)` = 113000, sexM = 52000, placeP2 = 15000, placeP3 = 19000, placeP4 = 26000, placeP5 = 29000)
calibrated("rake.unequal", calibrate(d.house, ~sex + place, both, calfun = "raking", epsilon = 1e-13, maxit = 200), "place", "safe", "minutes")
calibrated("post.unequal", postStratify(d.house, ~place, place), "sex", "safe", "minutes")

# Differences between domains, with the covariance
contrasted <- function(name, by) {
  pair <- function(kind, b) {
    d <- svycontrast(b, c(1, -1, rep(0, nrow(b) - 2)))
    note(paste0(name, ":", kind), "", "value", coef(d)); note(paste0(name, ":", kind), "", "error", SE(d))
  }
  pair("proportion", svyby(~safe, reformulate(by), subset(d.house, !is.na(safe)), svymean, covmat = TRUE))
  pair("total", svyby(~minutes, reformulate(by), d.house, svytotal, covmat = TRUE))
}
contrasted("difference.sex", "sex"); contrasted("difference.place", "place")

write.csv(do.call(rbind, rows), file.path(folder, "reference.csv"), row.names = FALSE, quote = FALSE)
