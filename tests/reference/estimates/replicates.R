# Reference figures of replicate weights, by R's survey package (Lumley); rows by make.R.
#
#   Rscript replicates.R
#
# Writes replicates.csv (figures), and replicate_weights.csv (weights drawn by R, for the households).
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust")
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
rows <- list()
note <- function(case, domain, figure, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, domain = domain, figure = figure,
    value = sprintf("%.17g", as.numeric(value)))
}
load_rows <- function(name) read.csv(file.path(folder, paste0(name, ".csv")))
figures <- function(name, design, by, share, number, size, degrees = FALSE) {
  for (level in c("", sort(unique(as.character(design$variables[[by]]))))) {
    part <- if (level == "") design else design[design$variables[[by]] == level, ]
    keep <- function(y) part[!is.na(part$variables[[y]]), ]
    m <- svymean(reformulate(share), keep(share))
    note(paste0(name, ":proportion"), level, "value", coef(m)); note(paste0(name, ":proportion"), level, "error", SE(m))
    m <- svytotal(reformulate(number), keep(number))
    note(paste0(name, ":total"), level, "value", coef(m)); note(paste0(name, ":total"), level, "error", SE(m))
    m <- svyratio(reformulate(number), reformulate(size), keep(number))
    note(paste0(name, ":ratio"), level, "value", coef(m)); note(paste0(name, ":ratio"), level, "error", SE(m))
  }
  if (degrees) note(name, "", "degrees", degf(design))
}
strat <- load_rows("apistrat"); clus1 <- load_rows("apiclus1"); house <- load_rows("households")
d.strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat, fpc = ~fpc)
d.clus1 <- svydesign(id = ~dnum, weights = ~pw, data = clus1, fpc = ~fpc)
d.house <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, fpc = ~population, data = house, nest = TRUE)
for (mse in c(TRUE, FALSE)) {
  options(survey.replicates.mse = mse)
  tag <- if (mse) "estimate" else "mean"
  figures(paste0("strat.", tag), as.svrepdesign(d.strat), "awards", "met", "api00", "api.stu")
  figures(paste0("clus1.", tag), as.svrepdesign(d.clus1), "stype", "met", "api00", "api.stu")
  for (lonely in c("adjust", "certainty", "average")) {
    options(survey.lonely.psu = lonely)
    figures(paste0("house.", lonely, ".", tag), as.svrepdesign(d.house), "place", "safe", "minutes", "people")
  }
}
options(survey.replicates.mse = TRUE, survey.lonely.psu = "adjust")

# two clusters of each of six strata; the Hadamard matrix is Sylvester's
paired <- house[house$cluster <= 2 & house$stratum <= 6, ]
d.pairs <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, data = paired, nest = TRUE)
S <- matrix(c(1, 1, 1, -1), 2)
H <- S %x% S %x% S
H[1, ] <- -1 # R keeps the first cluster where the sign is not that of H[1, 1]
stopifnot(all(H %*% t(H) == 8 * diag(8)))
figures("brr", as.svrepdesign(d.pairs, type = "BRR", hadamard.matrix = H), "sex", "safe", "minutes", "people")
figures("fay", as.svrepdesign(d.pairs, type = "Fay", fay.rho = 0.3, hadamard.matrix = H), "sex", "safe", "minutes", "people")

# whole weights, as an office would publish them; the stratum with one cluster keeps its weights
set.seed(20261121)
many <- house$stratum <= 6
d.many <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, data = house[many, ], nest = TRUE)
columns <- as.data.frame(matrix(house$weight, nrow(house), 30)); names(columns) <- paste0("b", 1:30)
columns[many, ] <- weights(as.svrepdesign(d.many, type = "subbootstrap", replicates = 30), "analysis")
columns <- round(columns, 4)
write.csv(columns, file.path(folder, "replicate_weights.csv"), row.names = FALSE, quote = FALSE)
read <- function(type, ...) svrepdesign(data = house, weights = ~weight, repweights = columns, type = type, combined.weights = TRUE, ...)
figures("read.bootstrap", read("bootstrap"), "sex", "safe", "minutes", "people", TRUE)
figures("read.brr", read("BRR"), "sex", "safe", "minutes", "people", TRUE)
figures("read.fay", read("Fay", rho = 0.5), "sex", "safe", "minutes", "people", TRUE)
figures("read.jk1", read("JK1", scale = 29 / 30), "sex", "safe", "minutes", "people", TRUE)
figures("read.jkn", read("JKn", scale = 1, rscales = seq_len(30) / 40), "sex", "safe", "minutes", "people", TRUE)
figures("read.successive", read("successive-difference"), "sex", "safe", "minutes", "people", TRUE)

write.csv(do.call(rbind, rows), file.path(folder, "replicates.csv"), row.names = FALSE, quote = FALSE)
