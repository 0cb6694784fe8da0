# Pooled estimates of R's metafor (Viechtbauer 2010) on its own example data.
#   Rscript pooling.R   writes pooling.csv, studies.csv
suppressPackageStartupMessages(library(metafor))
sets <- list(
  bcg = escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg),
  hackshaw = dat.hackshaw1998,
  normand = escalc(measure = "MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i,
                   n2i = n2i, data = dat.normand1999))
studies <- do.call(rbind, lapply(names(sets), function(name) {
  d <- sets[[name]]
  data.frame(set = name, value = as.numeric(d$yi), standard_error = sqrt(as.numeric(d$vi)))
}))
write.csv(format(studies, digits = 17), "studies.csv", row.names = FALSE, quote = FALSE)
rows <- list()
for (name in names(sets)) for (method in c("EE", "DL", "REML", "PM")) for (test in c("z", "knha")) {
  if (method == "EE" && test == "knha") next
  d <- sets[[name]]
  f <- rma(yi, vi, data = d, method = method, test = test,
           control = list(threshold = 1e-12, tol = 1e-12, maxiter = 10000, stepadj = 0.5))
  p <- predict(f)
  between <- if (method == "EE") c(NA, NA) else
    confint(f, control = list(tol = 1e-13, tau2.max = 1e5))$random["tau^2", c("ci.lb", "ci.ub")]
  rows[[length(rows) + 1]] <- data.frame(
    set = name, method = method, test = test, value = as.numeric(f$beta), standard_error = f$se,
    lower = f$ci.lb, upper = f$ci.ub, tau2 = f$tau2, q = f$QE, q_chance = f$QEp, i2 = f$I2,
    predicted_lower = if (method == "EE") NA else p$pi.lb,
    predicted_upper = if (method == "EE") NA else p$pi.ub, tau2_lower = between[1],
    tau2_upper = between[2])
}
write.csv(format(do.call(rbind, rows), digits = 17), "pooling.csv", row.names = FALSE, quote = FALSE)
