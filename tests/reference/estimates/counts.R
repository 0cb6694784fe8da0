# Reference figures of counts: R's stats::poisson.test and MASS::glm.nb (Venables & Ripley).
#
#   Rscript counts.R          writes the rows, counts.csv, and the figures, counts_figures.csv
suppressPackageStartupMessages(library(MASS))
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
rows <- list()
note <- function(case, figure, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, domain = "", figure = figure,
    value = sprintf("%.17g", as.numeric(value)))
}
for (k in c(0, 1, 3, 10, 47, 1000)) for (level in c(0.9, 0.95)) {
  ends <- poisson.test(k, conf.level = level)$conf.int
  note(paste0("one:", k, ":", level), "lower", ends[1])
  note(paste0("one:", k, ":", level), "upper", ends[2])
}
pairs <- list(c(11, 800, 23, 1100), c(0, 50, 6, 70), c(5, 40, 0, 30), c(137, 1e5, 166, 1.2e5))
for (i in seq_along(pairs)) {
  p <- pairs[[i]]
  test <- poisson.test(c(p[3], p[1]), c(p[4], p[2]))
  note(paste0("two:", i), "ratio", test$estimate)
  note(paste0("two:", i), "lower", test$conf.int[1])
  note(paste0("two:", i), "upper", test$conf.int[2])
  note(paste0("two:", i), "p", test$p.value)
}
set.seed(11)
sets <- list(
  years = data.frame(exposure = rep(1, 12), count = rnbinom(12, mu = 20, size = 4)),
  areas = data.frame(exposure = round(runif(30, 500, 9000))))
sets$areas$count <- rnbinom(30, mu = 0.004 * sets$areas$exposure, size = 2.5)
all <- do.call(rbind, lapply(names(sets), function(s) cbind(set = s, sets[[s]][, c("count", "exposure")])))
write.csv(all, file.path(folder, "counts.csv"), row.names = FALSE, quote = FALSE)
for (s in names(sets)) {
  d <- sets[[s]]
  fit <- glm.nb(count ~ 1 + offset(log(exposure)), data = d, control = glm.control(epsilon = 1e-12, maxit = 500))
  theta <- fit$theta
  for (step in 1:500) {
    fit <- glm(count ~ 1 + offset(log(exposure)), data = d, family = negative.binomial(theta),
      control = glm.control(epsilon = 1e-15, maxit = 500))
    after <- theta.ml(d$count, fitted(fit), eps = 1e-14, limit = 500)
    if (abs(after - theta) < 1e-13 * theta) break
    theta <- as.numeric(after)
  }
  plain <- glm(count ~ 1 + offset(log(exposure)), data = d, family = poisson)
  note(s, "rate", exp(coef(fit)))
  note(s, "size", theta)
  note(s, "log_error", sqrt(summary(fit, dispersion = 1)$cov.scaled[1, 1]))
  like <- sum(dnbinom(d$count, size = theta, mu = fitted(fit), log = TRUE))
  note(s, "likelihood_ratio", 2 * (like - as.numeric(logLik(plain))))
  note(s, "pearson", sum(residuals(plain, "pearson")^2) / plain$df.residual)
}
write.csv(do.call(rbind, rows), file.path(folder, "counts_figures.csv"), row.names = FALSE, quote = FALSE)
