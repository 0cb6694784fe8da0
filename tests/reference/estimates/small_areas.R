# Reference figures of small areas: R's sae (Molina & Marhuenda 2015, The R Journal 7, 81-98) on
# generated areas, and metafor (Viechtbauer 2010, J. Statistical Software 36(3)) on 13 trials of the
# BCG vaccine (Colditz et al. 1994, JAMA 271, 698-702), whose random-effects models are the same.
#
#   Rscript small_areas.R     writes the areas, small_areas.csv, and small_areas_figures.csv
suppressPackageStartupMessages({library(sae); library(metafor)})
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
rows <- list()
note <- function(case, domain, figure, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, domain = domain, figure = figure,
    value = sprintf("%.17g", as.numeric(value)))
}
set.seed(23)
m <- 40
poor <- round(runif(m, 0.05, 0.6), 3)
town <- rbinom(m, 1, 0.4)
variance <- round(runif(m, 0.0004, 0.006), 5)
areas <- data.frame(set = "generated", area = sprintf("%02d", 1:m), variance, poor, town,
  y = round(0.8 - 0.5 * poor + 0.08 * town + rnorm(m, 0, 0.05) + rnorm(m, 0, sqrt(variance)), 4))
bcg <- data.frame(
  tpos = c(4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27),
  tneg = c(119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886),
  cpos = c(11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29),
  cneg = c(128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825),
  latitude = c(44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33))
bcg <- escalc("RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = bcg)
trials <- data.frame(set = "bcg", area = sprintf("%02d", 1:13), variance = bcg$vi, poor = bcg$latitude, town = 0, y = bcg$yi)
all <- rbind(areas, trials)
all$variance <- sprintf("%.17g", all$variance)
all$y <- sprintf("%.17g", all$y)
write.csv(all, file.path(folder, "small_areas.csv"), row.names = FALSE, quote = FALSE)
all <- read.csv(file.path(folder, "small_areas.csv"))
g <- subset(all, set == "generated")
for (method in c("REML", "ML", "FH")) {
  r <- mseFH(y ~ poor + town, variance, method = method, PRECISION = 1e-14, MAXITER = 5000, data = g)
  name <- c(REML = "reml", ML = "ml", FH = "moments")[method]
  note(name, "", "variance", r$est$fit$refvar)
  note(name, "", "log_likelihood", r$est$fit$goodness[["loglike"]])
  for (i in 1:3) {
    note(name, "", paste0("coefficient", i - 1), r$est$fit$estcoef[i, 1])
    note(name, "", paste0("error", i - 1), r$est$fit$estcoef[i, 2])
  }
  for (i in 1:m) {
    note(name, sprintf("%02d", i), "value", r$est$eblup[i])
    note(name, sprintf("%02d", i), "mse", r$mse[i])
  }
}
b <- subset(all, set == "bcg")
for (with in c("mean", "latitude")) for (method in c("REML", "ML", "PM")) {
  mods <- if (with == "mean") ~1 else ~poor
  r <- rma(y, variance, mods = mods, method = method, data = b,
    control = list(threshold = 1e-14, maxiter = 5000, tol = 1e-14))
  name <- paste0("bcg:", with, ":", c(REML = "reml", ML = "ml", PM = "moments")[method])
  note(name, "", "variance", r$tau2)
  for (i in seq_along(r$beta)) {
    note(name, "", paste0("coefficient", i - 1), r$beta[i])
    note(name, "", paste0("error", i - 1), r$se[i])
  }
}
write.csv(do.call(rbind, rows), file.path(folder, "small_areas_figures.csv"), row.names = FALSE, quote = FALSE)
