# Reference figures of risk and local suppression, by R's sdcMicro (Templ, Kowarik, Meindl).
#
#   Rscript sdcmicro.R        (sdcMicro 5.8.1)
#
# Writes people.csv (generated) and sdcmicro.csv beside itself.
suppressMessages(library(sdcMicro))
options(digits = 17)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
set.seed(20)
n <- 600
people <- data.frame(
  household = rep(1:200, each = 3),
  sex = sample(1:2, n, TRUE), age = sample(1:12, n, TRUE, prob = 12:1),
  district = sample(1:10, n, TRUE, prob = 1 / (1:10)), education = sample(1:4, n, TRUE, prob = c(5, 4, 2, 1)),
  illness = sample(1:3, n, TRUE, prob = c(10, 3, 1)),
  weight = round(runif(n, 1, 40), 1))
size <- rlnorm(n, 3, 0.5)
people$income <- round(size * rlnorm(n, 2, 0.6), 2)
people$land <- round(size / 10 * rlnorm(n, 0, 0.8), 2)
people$cattle <- round(rlnorm(n, 1, 0.7) + size / 20, 2)
people$distance <- round(rlnorm(n, 1, 1), 2)
gaps <- people
gaps$age[sample(n, 25)] <- NA; gaps$district[sample(n, 25)] <- NA; gaps$education[sample(n, 10)] <- NA
people$age_gaps <- gaps$age; people$district_gaps <- gaps$district; people$education_gaps <- gaps$education
write.csv(people, file.path(folder, "people.csv"), row.names = FALSE, na = "", quote = FALSE)

keys <- c("sex", "age", "district", "education")
rows <- list()
note <- function(case, figure, values) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, figure = figure, at = seq_along(values),
    value = sprintf("%.17g", as.numeric(values)))
}
risks <- function(case, data, weight) {
  counts <- freqCalc(data, keys, w = weight)
  note(case, "fk", counts$fk); note(case, "Fk", counts$Fk)
  note(case, "risk", indivRisk(counts, survey = !is.null(weight))$rk)
  whole <- measure_risk(data, keyVars = keys, w = weight, hid = "household")
  note(case, "expected", whole$global_risk_ER); note(case, "global", whole$global_risk)
  note(case, "households", whole$hier_risk_ER)
}
risks("sample", people, "weight")
risks("census", people, NULL)
risks("gaps", gaps, "weight")
spread <- ldiversity(people, keyVars = keys, ldiv_index = "illness")
note("sample", "distinct", spread[, 1]); note("sample", "entropy", spread[, 2])
for (k in c(3, 5)) {
  left <- localSuppression(people[, keys], keyVars = keys, k = k)$xAnon
  note(paste0("suppress", k), "holes", sum(is.na(left)) )
}
amounts <- c("income", "land", "cattle", "distance")
standard <- as.data.frame(scale(people[, amounts]))
for (k in c(3, 5, 10)) {
  grouped <- microaggregation(standard, amounts, aggr = k, method = "mdav")$mx
  note(paste0("mdav", k), "loss", sum((standard - grouped)^2) / sum(standard^2))
}
write.csv(do.call(rbind, rows), file.path(folder, "sdcmicro.csv"), row.names = FALSE, quote = FALSE)
