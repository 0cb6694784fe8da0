"""Domain estimates with standard errors: our time against a bare DuckDB scan and R's survey.

    .venv/bin/python benchmarks/estimates/domains.py [rows ...]

Synthetic survey: 40 strata, PSUs of about 25 rows, six disaggregations with 30 levels in all, a
yes/no answer. Medians of alternating runs in one process, on the clock and in processor time, which
other work on the machine disturbs less; ratios are of processor time. R runs in its own process and
times itself (design and estimates, without start-up), when Rscript is there.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from datashift.estimates import Design, Measure, estimate

LEVELS = {"sex": 2, "urban": 2, "region": 6, "wealth": 5, "school": 5, "age": 10}
DESIGN = Design("probability", strata="stratum", cluster=("psu",), weight="w")
R_ROWS = 1_000_000  # R needs minutes and gigabytes beyond
R_SCRIPT = """
suppressPackageStartupMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1])
for (b in c("sex", "urban", "region", "wealth", "school", "age")) d[[b]] <- factor(d[[b]])
start <- proc.time()
s <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
for (b in c("sex", "urban", "region", "wealth", "school", "age"))
  svyby(~y, reformulate(b), s, svymean)
taken <- proc.time() - start
cat(taken[["elapsed"]], taken[["user.self"]] + taken[["sys.self"]])
"""


def survey(rows: int) -> pa.Table:
    """Rows of the synthetic survey, sorted by stratum and PSU."""
    chance = np.random.default_rng(20261120)
    psu = np.sort(chance.integers(0, rows // 25, rows))
    columns: dict[str, object] = {
        "stratum": psu % 40,
        "psu": psu,
        "w": np.round(chance.uniform(0.5, 3, rows), 4),
    }
    for name, levels in LEVELS.items():
        codes = chance.integers(0, levels, rows).astype(np.int32)
        names = pa.array([f"{name}{level}" for level in range(levels)])
        columns[name] = pa.DictionaryArray.from_arrays(pa.array(codes), names)
    columns["y"] = (chance.random(rows) < 0.4 + 0.1 * np.sin(psu)).astype(np.int8)
    return pa.table(columns)


Seconds = tuple[float, float]  # on the clock, of processors


def medians(runs: dict[str, Callable[[], object]], times: int) -> dict[str, Seconds]:
    """Median seconds of each, run in turn."""
    taken: dict[str, list[Seconds]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            start = time.perf_counter(), time.process_time()
            run()
            taken[name].append((time.perf_counter() - start[0], time.process_time() - start[1]))
    return {
        name: (statistics.median(s[0] for s in all_), statistics.median(s[1] for s in all_))
        for name, all_ in taken.items()
    }


def show(taken: dict[str, Seconds], unit: str, peer: Seconds | None = None) -> None:
    """A line for each; ratios to the first and to a peer."""
    first = next(iter(taken.values()))
    for name, (clock, processor) in taken.items():
        line = f"  {name:48} {clock:8.3f} s  {processor:8.3f} s CPU  {processor / first[1]:6.1f} x {unit}"
        if peer is not None:
            line += f"  {peer[1] / processor:6.1f} x less than R"
        print(line)
    if peer is not None:
        print(f"  {'R survey (design and estimates)':48} {peer[0]:8.3f} s  {peer[1]:8.3f} s CPU")


def r_seconds(table: pa.Table, folder: Path) -> Seconds | None:
    """Seconds of R's survey for the same, or None."""
    rscript = shutil.which("Rscript")
    if rscript is None or table.num_rows > R_ROWS:
        return None
    import pyarrow.csv

    plain = pa.table(
        {
            name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
    )
    pyarrow.csv.write_csv(plain, folder / "rows.csv")
    script = folder / "domains.R"
    script.write_text(R_SCRIPT)
    done = subprocess.run(  # a machine without the package only lacks this line
        [rscript, str(script), str(folder / "rows.csv")],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return None
    clock, processor = done.stdout.split()
    return float(clock), float(processor)


def measure(rows: int, folder: Path) -> None:
    table = survey(rows)
    path = folder / "rows.parquet"
    pq.write_table(table, path, compression="zstd")
    engine = ibis.duckdb.connect()
    kept = engine.create_table("rows", table)
    asked = [Measure("y", "proportion", "y", by=tuple((name,) for name in LEVELS))]
    sums = ", ".join(f"max({name})" for name in LEVELS)
    scan = f"select sum(stratum), sum(psu), sum(w), sum(y), {sums} from '{path}'"
    connection = duckdb.connect()
    taken = medians(
        {
            "bare DuckDB scan of the ten columns (Parquet)": lambda: connection.execute(
                scan
            ).fetchall(),
            "kernel (in memory)": lambda: estimate(table, DESIGN, asked),
            "Ibis on DuckDB": lambda: estimate(kept, DESIGN, asked),
        },
        times=5 if rows <= R_ROWS else 3,
    )
    peer = r_seconds(table, folder)
    print(f"\n{rows:,} rows, 30 domains with standard errors")
    show(taken, "scan", peer)


def waterpoints(rows: int = 59_400) -> None:
    """Three measures in three cross-classifications, without a sampling design."""
    chance = np.random.default_rng(7)
    region = np.array([f"Region {number}" for number in range(26)])
    table = pa.table(
        {
            "works": chance.integers(0, 2, rows),
            "people": chance.integers(0, 900, rows),
            "region": region[chance.integers(0, 26, rows)],
            "year": chance.integers(2002, 2014, rows),
        }
    )
    by = ((), ("region",), ("region", "year"))
    asked = [
        Measure("works", "proportion", "works", by=by),
        Measure("people", "mean", "people", by=by),
        Measure("points", "count", None, by=by),
    ]
    connection = duckdb.connect()
    connection.register("points", table)
    bare = "select region, year, avg(works), avg(people), count(*) from points group by cube (region, year)"
    taken = medians(
        {
            "bare DuckDB group-by": lambda: connection.execute(bare).fetchall(),
            "register": lambda: estimate(table, Design("register"), asked),
            "simple random sample": lambda: estimate(table, Design("probability"), asked),
        },
        times=9,
    )
    print(f"\n{rows:,} rows, 3 measures in 3 cross-classifications")
    show(taken, "bare")


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)  # ibis 12 on DuckDB 2
    waterpoints()
    with tempfile.TemporaryDirectory() as name:
        for size in [int(text) for text in sys.argv[1:]] or [100_000, R_ROWS]:
            measure(size, Path(name))
