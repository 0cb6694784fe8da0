# Reference figures of a sample in three stages, by R's survey package (Lumley).
#
#   Rscript stages.R          writes the rows, stages.csv, and the figures, stages_figures.csv
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "certainty")
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
rows <- list()
note <- function(case, domain, figure, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, domain = domain, figure = figure,
    value = sprintf("%.17g", as.numeric(value)))
}
set.seed(7)
districts <- data.frame(region = rep(1:3, c(4, 5, 3)), of = rep(c(9, 12, 3), c(4, 5, 3)), district = c(1:4, 1:5, 1:3))
villages <- districts[rep(1:12, rep(c(2, 3, 4), 4)), ]
villages$village <- ave(villages$district, villages$region, villages$district, FUN = seq_along)
villages$villages <- 3 + 2 * ((villages$region + villages$district) %% 3) + 1
houses <- villages[rep(seq_len(nrow(villages)), 2 + seq_len(nrow(villages)) %% 4), ]
houses$houses <- 8 + (houses$region + 2 * houses$village) %% 5
n <- nrow(houses)
houses$w <- with(houses, of / ave(district, region, FUN = function(d) length(unique(d))) * villages /
  ave(village, region, district, FUN = function(v) length(unique(v))) * houses / ave(village, region, district, village, FUN = length))
houses$sex <- sample(c("F", "M"), n, TRUE)
houses$y <- round(rgamma(n, 3, 0.1) + 5 * houses$district, 1)
houses$yes <- rbinom(n, 1, 0.4)
write.csv(houses, file.path(folder, "stages.csv"), row.names = FALSE, quote = FALSE)
houses <- read.csv(file.path(folder, "stages.csv"))
houses$row <- seq_len(n)
d <- svydesign(id = ~district + village + row, strata = ~region, weights = ~w, fpc = ~of + villages + houses, data = houses, nest = TRUE)
figures <- function(name, d) for (level in c("", "F", "M")) {
  s <- if (level == "") d else subset(d, sex == level)
  for (kind in c("proportion", "total")) {
    m <- if (kind == "proportion") svymean(~yes, s) else svytotal(~y, s)
    note(paste0(name, ":", kind), level, "value", coef(m)); note(paste0(name, ":", kind), level, "error", SE(m))
  }
}
figures("three", d)
figures("post", postStratify(d, ~sex, data.frame(sex = c("F", "M"), Freq = c(400, 380))))
write.csv(do.call(rbind, rows), file.path(folder, "stages_figures.csv"), row.names = FALSE, quote = FALSE)
