# Reference figures of lists that overlap: R's glm, and Rcapture (Baillargeon & Rivest 2007).
#
#   Rscript lists.R          writes the lists, lists.csv, and the figures, lists_figures.csv
#
# diabetes: people with diabetes known in Casale Monferrato, 1988, from family doctors and clinics,
#   hospitals, prescriptions and reimbursed reagent strips. Bruno et al. (1994), Diabetes Care 17,
#   548-556; table in Chao, Tsay, Lin, Shau & Chao (2001), Statistics in Medicine 20, 3123-3157.
# hepatitis: an outbreak of hepatitis A at a college in Taiwan, 1995, from serum tests (P), hospitals
#   (Q) and questionnaires (E). Chao et al. (2001), the same; a later check found about 545 in all.
suppressPackageStartupMessages(library(Rcapture))
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
rows <- list()
note <- function(case, domain, figure, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, domain = domain, figure = figure,
    value = sprintf("%.17g", as.numeric(value)))
}
sets <- list(
  diabetes = c("1111" = 58, "1110" = 157, "1101" = 18, "1100" = 104, "1011" = 46, "1010" = 650,
    "1001" = 12, "1000" = 709, "0111" = 14, "0110" = 20, "0101" = 7, "0100" = 74, "0011" = 8,
    "0010" = 182, "0001" = 10),
  hepatitis = c("111" = 28, "110" = 21, "101" = 17, "100" = 69, "011" = 18, "010" = 55, "001" = 63))
all <- do.call(rbind, lapply(names(sets), function(s) data.frame(set = s, history = names(sets[[s]]), count = sets[[s]])))
write.csv(all, file.path(folder, "lists.csv"), row.names = FALSE, quote = TRUE)
models <- list(
  diabetes = c("", "1:2", "1:2+1:3+2:3+2:4+3:4", "1:2+1:3+1:4+2:3+2:4+3:4", "1:2+1:3+2:3+1:2:3+3:4"),
  hepatitis = c("", "1:2", "1:3+2:3", "1:2+1:3+2:3"))
tight <- glm.control(epsilon = 1e-15, maxit = 200)
for (s in names(sets)) {
  count <- unname(sets[[s]])
  inside <- t(sapply(strsplit(names(sets[[s]]), ""), as.integer))
  colnames(inside) <- paste0("L", seq_len(ncol(inside)))
  d <- data.frame(count, inside)
  for (m in models[[s]]) {
    terms <- c(colnames(inside), if (m != "") gsub("([0-9])", "L\\1", strsplit(m, "[+]")[[1]]))
    fit <- glm(reformulate(terms, "count"), family = poisson, data = d, control = tight)
    missed <- exp(coef(fit)[1])
    note(s, m, "total", sum(count) + missed)
    note(s, m, "standard_error", sqrt(missed + missed^2 * vcov(fit)[1, 1]))
    note(s, m, "deviance", deviance(fit))
    note(s, m, "log_likelihood", logLik(fit))
  }
  table <- cbind(inside, count)
  bound <- closedp.bc(table, dfreq = TRUE, m = "Mth", h = "Chao")
  plain <- closedp(table, dfreq = TRUE)
  note(s, "", "at_least", plain$results["Mth Chao (LB)", "abundance"])
  interval <- closedpCI.t(table, dfreq = TRUE, m = "Mt", alpha = 0.05)$CI
  note(s, "", "profile_lower", interval[1, "infCL"])
  note(s, "", "profile_upper", interval[1, "supCL"])
  # the same profile by glm with tighter tolerances than Rcapture's searches (Cormack 1992)
  full <- rbind(data.frame(count = 0, t(setNames(rep(0, ncol(inside)), colnames(inside)))), d)
  like <- function(missed) {
    full$count[1] <- missed
    fit <- suppressWarnings(glm(count ~ ., family = poisson, data = full, control = tight))
    p <- fitted(fit) / sum(full$count)
    lgamma(sum(full$count) + 1) - lgamma(missed + 1) + sum(full$count * log(p))
  }
  best <- optimize(like, c(1, sum(count)), maximum = TRUE, tol = 1e-9)
  limit <- best$objective - qchisq(0.95, 1) / 2
  note(s, "", "exact_lower", sum(count) + uniroot(function(u) like(u) - limit, c(1e-6, best$maximum), tol = 1e-10)$root)
  note(s, "", "exact_upper", sum(count) + uniroot(function(u) like(u) - limit, c(best$maximum, 9 * best$maximum), tol = 1e-10)$root)
}
write.csv(do.call(rbind, rows), file.path(folder, "lists_figures.csv"), row.names = FALSE, quote = FALSE)
