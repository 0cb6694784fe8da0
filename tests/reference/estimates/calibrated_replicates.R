# Reference figures of replicate weights that are calibrated each anew, by R's survey package (Lumley).
#
#   Rscript calibrated_replicates.R     writes calibrated_replicates.csv; rows by make.R
suppressPackageStartupMessages(library(survey))
options(survey.replicates.mse = TRUE, survey.lonely.psu = "adjust")
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
rows <- list()
note <- function(case, domain, figure, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, domain = domain, figure = figure,
    value = sprintf("%.17g", as.numeric(value)))
}
figures <- function(name, design) {
  for (level in c("", "No", "Yes")) {
    part <- if (level == "") design else design[design$variables$awards == level, ]
    m <- svymean(~met, part); note(paste0(name, ":proportion"), level, "value", coef(m)); note(paste0(name, ":proportion"), level, "error", SE(m))
    m <- svytotal(~api00, part); note(paste0(name, ":total"), level, "value", coef(m)); note(paste0(name, ":total"), level, "error", SE(m))
  }
}
clus1 <- read.csv(file.path(folder, "apiclus1.csv"))
jack <- as.svrepdesign(svydesign(id = ~dnum, weights = ~pw, data = clus1, fpc = ~fpc))
totals <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
figures("linear", calibrate(jack, ~stype + api99, totals))
figures("rake", calibrate(jack, ~stype + met, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, met = 5122), calfun = "raking", epsilon = 1e-13, maxit = 200))
figures("post", postStratify(jack, ~met, data.frame(met = 0:1, Freq = c(1072, 5122))))
write.csv(do.call(rbind, rows), file.path(folder, "calibrated_replicates.csv"), row.names = FALSE, quote = FALSE)
