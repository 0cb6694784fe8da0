# Reference figures for multilevel regression and post-stratification by R's lme4: glmer (Laplace,
# nAGQ = 1) and lmer (REML), with the tightest search it offers.
#
#   Rscript multilevel.R      writes multilevel_{people,cells}.csv and multilevel.csv
suppressPackageStartupMessages(library(lme4))
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
set.seed(20261122)
districts <- data.frame(district = sprintf("D%02d", 1:36), region = rep(LETTERS[1:6], 6),
  wells = round(runif(36, 0, 10), 1))
districts$level <- .12 * (districts$wells - 5) + rnorm(36, 0, .5) + rnorm(6, 0, .6)[rep(1:6, 6)]
cells <- merge(districts, expand.grid(sex = c("F", "M"), age = c("15", "25", "35", "50", "65")))
cells$total <- round(rgamma(nrow(cells), 2, scale = 900) + 1)
bend <- c(-.5, -.2, .1, .3, .4)[match(cells$age, c("15", "25", "35", "50", "65"))]
cells$eta <- -.3 + .5 * (cells$sex == "F") + bend + cells$level
# who answers depends on the cells only; three districts are not reached at all
pull <- cells$total * exp(.7 * (cells$sex == "F") + .4 * match(cells$age, sort(unique(cells$age))) +
  rnorm(36, 0, .8)[match(cells$district, districts$district)])
pull[cells$district %in% c("D05", "D17", "D30")] <- 0
rows <- cells[sample(nrow(cells), 1500, TRUE, pull), ]
rows$yes <- rbinom(nrow(rows), 1, plogis(rows$eta))
rows$minutes <- round(30 - 6 * rows$eta + rnorm(nrow(rows), 0, 8), 1)
seen <- c("region", "district", "sex", "age", "wells")
cells <- cells[order(cells$district, cells$sex, cells$age), c(seen, "total")]
write.csv(rows[, c(seen, "yes", "minutes")], file.path(folder, "multilevel_people.csv"), row.names = FALSE, quote = FALSE)
write.csv(cells, file.path(folder, "multilevel_cells.csv"), row.names = FALSE, quote = FALSE)

out <- data.frame(case = character(), domain = character(), figure = character(), value = character())
put <- function(case, domain, figure, value)
  out[nrow(out) + 1, ] <<- list(case, domain, figure, sprintf("%.17g", value))
say <- function(case, fit, scale) {
  for (k in seq_along(fixef(fit))) {
    name <- sub("^sexM$", "sex = M", names(fixef(fit))[k])
    put(case, name, "effect", fixef(fit)[k]); put(case, name, "error", sqrt(diag(as.matrix(vcov(fit))))[k])
  }
  for (name in names(VarCorr(fit))) {
    put(case, name, "deviation", sqrt(VarCorr(fit)[[name]][1, 1]))
    b <- ranef(fit)[[name]]
    for (k in seq_len(nrow(b))) put(case, paste(name, rownames(b)[k]), "intercept", b[k, 1])
  }
  put(case, "", "deviance", scale)
  expected <- predict(fit, cells, type = "response", allow.new.levels = TRUE)
  put(case, "", "value", weighted.mean(expected, cells$total))
  for (by in c("district", "region"))
    for (level in unique(cells[[by]])) {
      here <- cells[[by]] == level
      put(case, paste("by", by, level), "value", weighted.mean(expected[here], cells$total[here]))
    }
}
fine <- list(xtol_abs = 1e-10, ftol_abs = 1e-12, xtol_rel = 1e-12, ftol_rel = 1e-15, maxeval = 1e5)
logistic <- glmer(yes ~ sex + wells + (1 | region) + (1 | district) + (1 | age), rows, binomial,
  control = glmerControl(optimizer = "nloptwrap", tolPwrss = 1e-13, optCtrl = fine))
say("yes", logistic, -2 * as.numeric(logLik(logistic)))
linear <- lmer(minutes ~ sex + wells + (1 | region) + (1 | district) + (1 | age), rows,
  control = lmerControl(optimizer = "nloptwrap", optCtrl = fine))
say("minutes", linear, REMLcrit(linear))
put("minutes", "residual", "deviation", sigma(linear))
write.csv(out, file.path(folder, "multilevel.csv"), row.names = FALSE, quote = FALSE)
