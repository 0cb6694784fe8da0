"""Risk, local suppression and microaggregation beside R's sdcMicro, in turns in one run.

    PYTHONPATH=. R_LIBS=... .venv/bin/python benchmarks/disclosure/microdata.py [suppress]

Keys as in the recorded figures: sex, age5, district (40), education, marital status. sdcMicro is
started once for each size; `suppress` adds its local suppression of 10,000 and 100,000 records,
which takes minutes. Without it, and for a million records, the recorded times stand in (sdcMicro 5.8.1
on the same kind of machine at rest). At the end every bar stands with its ratio of processor times.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from datashift.disclosure.microdata.cells import counted, key, weights
from datashift.disclosure.microdata.groups import microaggregate
from datashift.disclosure.microdata.risk import risk
from datashift.disclosure.microdata.suppress import suppress

KEYS = ("sex", "age5", "district", "education", "marital")
ROUNDS = 5
R = """
suppressMessages(library(sdcMicro)); a <- commandArgs(TRUE)
say <- function(name, clock, value) cat(name, clock[["elapsed"]], sum(clock[c("user.self", "sys.self")]),
  sprintf("%.15g", value), "\\n")
if (a[2] == "amounts") {
  x <- as.data.frame(scale(read.csv(a[1])))
  for (k in c(3, 5, 10)) { t <- system.time(y <- microaggregation(x, names(x), aggr = k, method = "mdav")$mx)
    say(paste0("mdav", k), t, sum((x - y)^2) / sum(x^2)) }
} else {
  d <- read.csv(a[1]); keys <- setdiff(names(d), "weight")
  if (a[2] == "risk") for (i in 1:5) {
    t <- system.time(f <- freqCalc(d, keys, w = "weight")); say("check", t, sum(f$fk < 3))
    t2 <- system.time(r <- indivRisk(f)$rk); say("risk", t + t2, sum(r))
  } else { t <- system.time(s <- localSuppression(d[, keys], keyVars = keys, k = 3)$xAnon)
    say("suppress", t, sum(is.na(s))) }
}
"""


def people(records: int) -> pa.Table:
    chance = np.random.default_rng(7)

    def skewed(values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        share = 1 / np.arange(1, values + 1)
        return chance.choice(values, records, p=share / share.sum())

    return pa.table(
        {
            "sex": chance.integers(0, 2, records),
            "age5": chance.integers(0, 18, records),
            "district": skewed(40),
            "education": skewed(5),
            "marital": skewed(5),
            "weight": chance.integers(1, 200, records).astype(np.float64),
        }
    )


def amounts(records: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    chance = np.random.default_rng(3)
    size = chance.lognormal(3, 0.5, records)
    return np.column_stack(
        [
            size * chance.lognormal(2, 0.6, records),
            size / 10 * chance.lognormal(0, 0.8, records),
            chance.lognormal(1, 0.7, records) + size / 20,
            chance.lognormal(1, 1, records),
        ]
    )


def check(data: pa.Table) -> float:
    cells = counted([key(data, name) for name in KEYS], weights(data, "weight")).cells
    return float(cells.records[cells.records < 3].sum())


def alone(data: pa.Table) -> float:
    cells = counted([key(data, name) for name in KEYS]).cells
    return float(cells.records[cells.records < 3].sum())


def risks(data: pa.Table) -> float:
    records = counted([key(data, name) for name in KEYS], weights(data, "weight"))
    found = risk(records.cells)
    records.spread(found.cell)
    return found.expected


def suppressed(data: pa.Table) -> float:
    cells = counted([key(data, name) for name in KEYS]).cells
    return float(suppress(cells, 3, holes="wildcard").removed)


OURS: dict[str, tuple[float, float]] = {}  # what was done: processor time, result
THEIRS: dict[str, tuple[float, float]] = {}
RECORDED = {  # times at rest; what it took out of this very data, where it was run on it
    "suppress 10000": (30.4, 6_578.0),
    "suppress 100000": (238.2, 17_806.0),
    "suppress 1M": (418.0, np.nan),
}
BARS = (  # ours, theirs, the least ratio, what the results must be to each other
    ("risk 1M", "risk", 15, "equal"),
    ("check 1M, keys alone", "check", 40, "equal"),
    ("suppress 10000", "suppress 10000", 500, "within 0.5 %"),
    ("suppress 100000", "suppress 100000", 500, "within 0.5 %"),
    ("suppress 1M", "suppress 1M", 500, "within 0.5 %"),
    ("groups 20k, k=3", "mdav3", 1, "not more"),
    ("groups 20k, k=5", "mdav5", 1, "not more"),
    ("groups 20k, k=10", "mdav10", 1, "not more"),
)


def ratios() -> None:
    print("\nbar                    ratio  asked  ours / theirs")
    for ours, theirs, bar, asked in BARS:
        time_, value = OURS[ours]
        peer_time, peer_value = THEIRS.get(theirs) or RECORDED.get(theirs, (np.nan, np.nan))
        was = "" if theirs in THEIRS else " (recorded)"
        print(
            f"{ours:22} {peer_time / time_:6,.1f} {bar:6} {value:.12g} / {peer_value:.12g}, "
            f"asked {asked}{was}",
            flush=True,
        )


def timed(name: str, work: Callable[[], float], rounds: int = ROUNDS) -> None:
    clock, processor, value = [], [], 0.0
    for _ in range(rounds):
        start, cpu = time.perf_counter(), time.process_time()
        value = work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - cpu)
    OURS[name] = (float(np.median(processor)), value)
    print(
        f"ours  {name} {np.median(clock):.4f} {np.median(processor):.4f} {value:.15g}", flush=True
    )


def peer(what: str, file: Path, size: str = "") -> None:
    done = subprocess.run(
        ["Rscript", "-e", R, str(file), what], capture_output=True, text=True, check=False
    )
    spent: dict[str, list[tuple[float, float]]] = {}
    for name, _, processor, value in map(str.split, done.stdout.splitlines()):
        spent.setdefault(name, []).append((float(processor), float(value)))
    for name, all_ in spent.items():
        THEIRS[f"{name}{size}"] = (float(np.median([one for one, _ in all_])), all_[-1][1])
    print(
        "".join(f"R     {line}\n" for line in done.stdout.splitlines()) or done.stderr, flush=True
    )


def main() -> None:
    print("who   what clock processor value")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        data = people(1_000_000)
        csv.write_csv(data, file)
        timed("check 1M, keys alone", lambda: alone(data))
        timed("check 1M", lambda: check(data))
        timed("risk 1M", lambda: risks(data))
        peer("risk", file)
        timed("suppress 1M", lambda: suppressed(data))
        for size in (10_000, 100_000):
            part = people(size)
            timed(f"suppress {size}", lambda part=part: suppressed(part))
            if "suppress" in sys.argv:
                csv.write_csv(part, file)
                peer("suppress", file, f" {size}")
        small = amounts(20_000)
        microaggregate(small, 3)  # the compiled loops are loaded
        np.savetxt(file, small, delimiter=",", header="a,b,c,d", comments="")
        for k in (3, 5, 10):
            timed(f"groups 20k, k={k}", lambda k=k: microaggregate(small, k).lost, 1)
        peer("amounts", file)
        large = amounts(1_000_000)
        timed("groups 1M, k=3", lambda: microaggregate(large, 3).lost, 1)
    ratios()


if __name__ == "__main__":
    main()
