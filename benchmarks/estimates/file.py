"""Estimates from a sorted Parquet file beside DuckDB's scan of the same ten columns and R's survey.

    PYTHONPATH=. .venv/bin/python benchmarks/estimates/file.py [rows ...]

Each size has its own process, in which all ways take turns after one turn that is not counted; the
least of the repeated times is shown, on the clock and of processors (two may work at once). Memory
is the most that a process of its own held for one way alone, interpreter included. R's survey runs
at 1,000,000 rows and fewer, without its start-up and reading.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

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
SCAN, KERNEL, IBIS, CUBED, INTERVALS = "scan", "kernel", "ibis", "cube", "intervals"
SAID = {
    SCAN: "DuckDB's scan of the ten columns",
    KERNEL: "30 domains from the file",
    IBIS: "30 domains, Ibis on DuckDB",
    CUBED: "64 cross-classifications from the file",
    INTERVALS: "all intervals of the cube, from moments",
}
TURNS = {SCAN: 9, KERNEL: 9, IBIS: 7, CUBED: 3, INTERVALS: 9}
R_ROWS = 1_000_000
R_RECORDED = 12.1  # seconds of R survey 4.5 at 1,000,000 rows, recorded on two cores at rest
R_SCRIPT = """
suppressPackageStartupMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1])
by <- c("sex", "urban", "region", "wealth", "school", "age")
for (b in by) d[[b]] <- factor(d[[b]])
taken <- function(start) {
  now <- proc.time() - start
  c(now[["elapsed"]], now[["user.self"]] + now[["sys.self"]])
}
start <- proc.time()
s <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
for (b in by) svyby(~y, reformulate(b), s, svymean)
domains <- taken(start)
start <- proc.time()
two <- svyby(~y, ~region + urban, s, svymean)
table <- taken(start)
said <- paste(R.version.string, "with survey", packageVersion("survey"))
write(c(said, domains, table), commandArgs(TRUE)[2])
"""


@dataclass(frozen=True)
class Taken:
    """Seconds on the clock and of processors; megabytes at most."""

    clock: float
    processor: float
    memory: float


def way(name: str, path: Path, folder: Path) -> Callable[[], object]:
    """One way to the figures, with what it needs opened."""
    stored = Parquet(path)
    if name == SCAN:
        import duckdb

        sums = ", ".join(f"max({level})" for level in LEVELS)
        scan = f"select sum(stratum), sum(psu), sum(w), sum(y), {sums} from '{path}'"
        connection = duckdb.connect()
        return lambda: connection.execute(scan).fetchall()
    if name == IBIS:
        import ibis

        engine = ibis.duckdb.connect()
        return lambda: estimate(stored, DESIGN, ONE_WAY, backend=engine)
    if name == CUBED:
        return lambda: tabulate(stored, DESIGN, CUBE)
    if name == INTERVALS:
        moments = load_moments(folder / path.stem)
        return lambda: columns(moments, DESIGN, CUBE)
    return lambda: estimate(stored, DESIGN, ONE_WAY)


def least(path: Path, folder: Path) -> dict[str, tuple[float, float]]:
    """Least seconds of each way, run in turn."""
    store_moments(tabulate(Parquet(path), DESIGN, CUBE), folder / path.stem)
    runs = {name: way(name, path, folder) for name in SAID}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for turn in range(1 + max(TURNS.values())):
        for name, run in runs.items():
            if turn > TURNS[name]:
                continue
            start = time.perf_counter(), time.process_time()
            run()
            if turn:
                clock, processor = time.perf_counter() - start[0], time.process_time() - start[1]
                taken[name].append((clock, processor))
    return {
        name: (min(t[0] for t in all_), min(t[1] for t in all_)) for name, all_ in taken.items()
    }


def ran(*command: str) -> tuple[str, float]:
    """What a process printed, and the most memory it held in megabytes.

    Raises:
        CalledProcessError: it failed.
    """
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        if code := os.waitstatus_to_exitcode(status):
            raise subprocess.CalledProcessError(code, command)
        out.seek(0)
        return out.read(), used.ru_maxrss / 1024


def measured(rows: int, folder: Path) -> dict[str, Taken]:
    """All ways at one size."""
    path = folder / f"{rows}.parquet"
    here = (sys.executable, __file__)
    ran(*here, "make", str(rows), str(path))
    times = json.loads(ran(*here, "times", str(path), str(folder))[0])
    return {
        name: Taken(*times[name], float(ran(*here, "memory", name, str(path), str(folder))[0]))
        for name in SAID
    }


def r_taken(rows: int, folder: Path) -> tuple[str, Taken, Taken] | None:
    """Version of R, and what it takes for one-way domains and one two-way table; None without it."""
    import pyarrow as pa
    import pyarrow.csv

    rscript = shutil.which("Rscript")
    if rscript is None or rows > R_ROWS:
        return None
    table = survey(rows)
    plain = {
        name: values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values
        for name, values in zip(table.column_names, table.columns, strict=True)
    }
    given, script, said = folder / "rows.csv", folder / "domains.R", folder / "said.txt"
    pyarrow.csv.write_csv(pa.table(plain), given)
    script.write_text(R_SCRIPT)
    try:
        _, memory = ran(rscript, str(script), str(given), str(said))
    except subprocess.CalledProcessError:  # a machine without the package only lacks these lines
        return None
    version, *seconds = said.read_text().splitlines()
    one, two, three, four = map(float, seconds)
    return version, Taken(one, two, memory), Taken(three, four, memory)


def line(name: str, taken: Taken, more: str = "") -> str:
    times = f"{taken.clock:8.3f} s {taken.processor:8.3f} s CPU {taken.memory:7,.0f} MB"
    return f"  {name:42} {times}  {more}".rstrip()


def show(rows: int, found: dict[str, Taken], peer: tuple[str, Taken, Taken] | None) -> None:
    """A line for each way; ratios on the clock and of processors."""
    print(f"\n{rows:,} rows (load {os.getloadavg()[0]:.1f})")
    floor = found[SCAN]
    for name, taken in found.items():
        more = ""
        if name in (KERNEL, IBIS):
            more = f"{ratios(taken, floor)} x scan"
            if peer is not None:
                more += f"; R takes {ratios(peer[1], taken)} x"
            if rows == R_ROWS:
                recorded = R_RECORDED / taken.clock, R_RECORDED / taken.processor
                more += "; R 4.5 as recorded {:.0f} / {:.0f} x".format(*recorded)
        print(line(SAID[name], taken, more))
    if peer is not None:
        print(line("R survey: 30 domains", peer[1], peer[0]))
        print(line("R survey: one two-way table", peer[2]))


def ratios(taken: Taken, to: Taken) -> str:
    return f"{taken.clock / to.clock:.1f} / {taken.processor / to.processor:.1f}"


def judge(all_: dict[int, dict[str, Taken]], table: Taken | None) -> None:
    """The goals that need several sizes."""
    print("\nratios: clock / processors")
    largest, smaller = max(all_), min(all_)
    for name in (SCAN, KERNEL, IBIS, CUBED) if largest > smaller else ():
        grown, less = all_[largest][name], all_[smaller][name]
        per = ratios(grown, less)
        print(f"  {SAID[name]}: {largest // smaller} x the rows take {per} x the time")
    if table is not None:
        print(f"  the cube at {largest:,} rows takes {ratios(all_[largest][CUBED], table)} x one")
        print(f"  two-way table of R at {R_ROWS:,} rows (goal: at most 2)")


def main(sizes: Sequence[int]) -> None:
    print(platform.platform(), os.cpu_count(), "processors", time.strftime("%Y-%m-%d %H:%M"))
    found: dict[int, dict[str, Taken]] = {}
    table = None
    with tempfile.TemporaryDirectory() as name:
        for rows in sizes:
            found[rows] = measured(rows, Path(name))
            peer = r_taken(rows, Path(name))
            show(rows, found[rows], peer)
            if peer is not None and rows == R_ROWS:
                table = peer[2]
    judge(found, table)


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)  # ibis 12 on DuckDB 2
    match sys.argv[1:]:
        case ["make", rows, path]:
            sorted_store(survey(int(rows)), Path(path), ("stratum", "psu"))
        case ["times", path, folder]:
            print(json.dumps(least(Path(path), Path(folder))))
        case ["memory", name, path, folder]:
            way(name, Path(path), Path(folder))()
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        case sizes:
            main([int(size) for size in sizes] or [100_000, 1_000_000, 10_000_000])
