# Reference weights by R's survey package (Lumley): trimming, and adjustment classes as a
# post-stratification of those who answered to the weighted numbers of those who were asked.
#
#   Rscript weights.R         writes weights.csv; rows by make.R
suppressPackageStartupMessages(library(survey))
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
house <- read.csv(file.path(folder, "households.csv"))
d <- svydesign(id = ~1, weights = ~weight, data = house)
# repeated often enough instead of strict = TRUE, which rounding may keep from ending
for (round in 1:40) d <- trimWeights(d, upper = 450, lower = 20)
trimmed <- weights(d)
house$answered <- as.integer(!is.na(house$safe))
d <- svydesign(id = ~1, weights = ~weight, data = house)
there <- subset(d, answered == 1)
adjusted <- rep(0, nrow(house))
adjusted[house$answered == 1] <- weights(postStratify(there, ~sex + place, svytable(~sex + place, d)))
write.csv(data.frame(trimmed = sprintf("%.17g", trimmed), adjusted = sprintf("%.17g", adjusted)),
  file.path(folder, "weights.csv"), row.names = FALSE, quote = FALSE)
