"""Estimates from a sorted Parquet file against DuckDB's scan of the same ten columns and R's survey.

    PYTHONPATH=. .venv/bin/python benchmarks/estimates/file.py [rows ...]

One process per size; medians of alternating runs on the clock and in processor time. Ratios are of
processor time, which other work on the machine disturbs less. R runs at one million rows at most:
one-way domains with standard errors, and one two-way table.
"""

from __future__ import annotations

import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.csv
from survey import DESIGN, LEVELS, survey

from datashift.estimates import (
    Measure,
    Parquet,
    columns,
    cube,
    estimate,
    load_moments,
    sorted_store,
    store_moments,
    tabulate,
)

ONE_WAY = [Measure("y", "proportion", "y", by=tuple((name,) for name in LEVELS))]
CUBE = [Measure("y", "proportion", "y", by=cube(tuple(LEVELS)))]
R_ROWS = 1_000_000
R_RECORDED = 12.1  # seconds of R survey 4.5 at 1,000,000 rows on this machine at rest
R_SCRIPT = """
suppressPackageStartupMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1])
by <- c("sex", "urban", "region", "wealth", "school", "age")
for (b in by) d[[b]] <- factor(d[[b]])
taken <- function(start) {
  now <- proc.time() - start
  cat(now[["elapsed"]], now[["user.self"]] + now[["sys.self"]], "")
}
start <- proc.time()
s <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
for (b in by) svyby(~y, reformulate(b), s, svymean)
taken(start)
start <- proc.time()
svyby(~y, ~region + urban, s, svymean)
taken(start)
"""
Seconds = tuple[float, float]  # on the clock, of processors


def medians(runs: dict[str, Callable[[], object]], times: int) -> dict[str, Seconds]:
    """Median seconds of each, run in turn after one run that is not counted."""
    taken: dict[str, list[Seconds]] = {name: [] for name in runs}
    for turn in range(times + 1):
        for name, run in runs.items():
            start = time.perf_counter(), time.process_time()
            run()
            if turn:
                clock, processor = time.perf_counter() - start[0], time.process_time() - start[1]
                taken[name].append((clock, processor))
    return {
        name: (statistics.median(s[0] for s in all_), statistics.median(s[1] for s in all_))
        for name, all_ in taken.items()
    }


def r_seconds(rows: int, folder: Path) -> tuple[Seconds, Seconds] | None:
    """What R takes for one-way domains, and for one two-way table; None without it."""
    rscript = shutil.which("Rscript")
    if rscript is None or rows > R_ROWS:
        return None
    table = survey(rows)
    plain = {
        name: values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values
        for name, values in zip(table.column_names, table.columns, strict=True)
    }
    pa.csv.write_csv(pa.table(plain), folder / "rows.csv")
    (folder / "domains.R").write_text(R_SCRIPT)
    done = subprocess.run(  # a machine without the package only lacks this line
        [rscript, str(folder / "domains.R"), str(folder / "rows.csv")],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return None
    one, two, three, four = map(float, done.stdout.split())
    return (one, two), (three, four)


def measure(rows: int, folder: Path) -> None:
    """Print what each way takes for a survey of so many rows."""
    path = folder / f"{rows}.parquet"
    subprocess.run([sys.executable, __file__, "make", str(rows), str(path)], check=True)
    stored = Parquet(path)
    scan = "select sum(stratum), sum(psu), sum(w), sum(y), "
    scan += ", ".join(f"max({name})" for name in LEVELS) + f" from '{path}'"
    connection = duckdb.connect()
    times = 5 if rows <= R_ROWS else 3
    runs: dict[str, Callable[[], object]] = {
        "DuckDB scan of the ten columns": lambda: connection.execute(scan).fetchall(),
        "30 domains, compiled": lambda: estimate(stored, DESIGN, ONE_WAY),
    }
    if rows <= R_ROWS:
        engine = ibis.duckdb.connect()
        runs["30 domains, Ibis on DuckDB"] = lambda: estimate(
            stored, DESIGN, ONE_WAY, backend=engine
        )
    taken = medians(runs, times)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taken |= medians(
        {"64 cross-classifications, compiled": lambda: tabulate(stored, DESIGN, CUBE)}, 1
    )
    kept = load_moments(store_moments(tabulate(stored, DESIGN, CUBE), folder / "moments"))
    again = lambda: columns(kept, DESIGN, CUBE)  # noqa: E731
    taken |= medians({"all intervals of the cube from stored moments": again}, 5)
    print(f"\n{rows:,} rows; at most {memory:,.0f} MB until the cube")
    floor = taken["DuckDB scan of the ten columns"][1]
    peer = r_seconds(rows, folder)
    for name, (clock, processor) in taken.items():
        line = f"  {name:46} {clock:8.3f} s {processor:8.3f} s CPU {processor / floor:7.1f} x scan"
        if peer is not None and "30" in name:
            line += f" {peer[0][1] / processor:7.1f} x less than R"
        if rows == R_ROWS and "30" in name:
            line += f" ({R_RECORDED / processor:.0f} x than R 4.5 as recorded)"
        print(line)
    if peer is not None:
        for name, (clock, processor) in zip(("30 domains", "one two-way table"), peer, strict=True):
            print(f"  {'R survey: ' + name:46} {clock:8.3f} s {processor:8.3f} s CPU")


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        sorted_store(survey(int(sys.argv[2])), Path(sys.argv[3]), ("stratum", "psu"))
    elif sys.argv[1:2] == ["one"]:
        measure(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        print(platform.platform(), platform.processor())
        with tempfile.TemporaryDirectory() as name:
            for size in sys.argv[1:] or ["100000", "1000000", "10000000"]:
                subprocess.run([sys.executable, __file__, "one", size, name], check=True)
