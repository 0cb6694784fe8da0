# Reference figures for quasi-randomisation (Chen, Li & Wu 2020), worked out another way than in
# datashift: chances by a general root finder on the score, variances from numerical derivatives of
# the stacked estimating equations (numDeriv), the reference sample's share of them by survey.
#
#   Rscript selection.R       writes selection_{volunteers,sample}.csv and selection.csv
suppressPackageStartupMessages({library(survey); library(numDeriv)})
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
set.seed(20261121)
N <- 12000
people <- data.frame(region = sample(c("East", "North", "West"), N, TRUE, c(.5, .3, .2)),
  sex = sample(c("F", "M"), N, TRUE), age = round(15 + rgamma(N, 3, scale = 9), 1))
level <- -1 + .8 * (people$sex == "F") + .02 * people$age + .5 * (people$region == "West")
people$yes <- rbinom(N, 1, plogis(level))
people$amount <- round(20 + 6 * level + rnorm(N, 0, 3), 2)
chosen <- rbinom(N, 1, plogis(-3.4 + .9 * (people$sex == "F") - .03 * (people$age - 40) +
  .6 * (people$region == "North"))) == 1
A <- people[chosen, ]
cluster <- sample(1:300, N, TRUE); stratum <- 1 + (cluster > 150)
taken <- c(sample(1:150, 15), sample(151:300, 20))
B <- cbind(people, cluster, stratum)[cluster %in% taken, ]
B$weight <- ifelse(B$stratum == 1, 150 / 15, 150 / 20)
write.csv(A, file.path(folder, "selection_volunteers.csv"), row.names = FALSE, quote = FALSE)
write.csv(B[, c("region", "sex", "age", "stratum", "cluster", "weight")],
  file.path(folder, "selection_sample.csv"), row.names = FALSE, quote = FALSE)

xa <- model.matrix(~region + sex + I(age / 20), A); xb <- model.matrix(~region + sex + I(age / 20), B)
d <- B$weight
score <- function(theta) colSums(xa) - colSums(d * plogis(drop(xb %*% theta)) * xb)
theta <- c(log(nrow(A) / sum(d)), rep(0, ncol(xa) - 1))
for (round in 1:200) theta <- theta - solve(jacobian(score, theta), score(theta))
stopifnot(max(abs(score(theta))) < 1e-7)
design <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, data = B)
pa <- plogis(drop(xa %*% theta)); pb <- plogis(drop(xb %*% theta))
out <- data.frame(case = character(), domain = character(), figure = character(), value = character())
put <- function(case, domain, figure, value)
  out[nrow(out) + 1, ] <<- list(case, domain, figure, sprintf("%.17g", value))
for (k in seq_along(theta)) put("chance", "", paste0("theta", k), theta[k])
put("chance", "", "weights", sum(1 / pa)); put("chance", "", "heaviest", max(1 / pa))

# each row's own term of the equations in (theta, value, rest); m is held as it is
run <- function(case, domain, y, family) {
  here <- if (domain == "") rep(TRUE, nrow(A)) else A$sex == domain
  there <- if (domain == "") rep(TRUE, nrow(B)) else B$sex == domain
  for (robust in c(FALSE, TRUE)) {
    m <- mb <- 0
    if (robust) {
      fit <- glm(y ~ region + sex + I(age / 20), family, A, control = list(epsilon = 1e-14, maxit = 100))
      m <- fitted(fit); mb <- predict(fit, B, type = "response")
    }
    equations_a <- function(par) {                 # rows of A: theta, h, g
      w <- 1 / plogis(drop(xa %*% par[1:5]))
      cbind(xa, here * w * (y - m - par[6]), 0)
    }
    equations_b <- function(par)
      cbind(-plogis(drop(xb %*% par[1:5])) * xb, 0, there * (mb - par[7]))
    w <- 1 / pa
    h <- sum((w * (y - m))[here]) / sum(w[here])
    g <- if (robust) sum((d * mb)[there]) / sum(d[there]) else 0
    par <- c(theta, h, g)
    slope <- jacobian(function(p) colSums(equations_a(p)) + colSums(d * equations_b(p)), par)
    if (!robust) slope[7, 7] <- 1                  # no second part
    row <- -solve(slope)[6, ] - (if (robust) solve(slope)[7, ] else 0)
    part_a <- sum((1 - pa) * drop(equations_a(par) %*% row)^2)
    one <- drop(equations_b(par) %*% row)
    part_b <- drop(vcov(svytotal(~one, update(design, one = one))))
    name <- paste0(case, if (robust) ".robust" else ".weighted")
    put(name, domain, "value", h + g); put(name, domain, "error", sqrt(part_a + part_b))
  }
}
for (domain in c("", "F", "M")) {
  run("yes", domain, A$yes, quasibinomial())
  run("amount", domain, A$amount, gaussian())
}
write.csv(out, file.path(folder, "selection.csv"), row.names = FALSE, quote = FALSE)
