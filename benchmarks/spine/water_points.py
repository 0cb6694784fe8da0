"""`datashift run` on 59,400 water points beside a bare script that does the same scan.

Whole processes, interpreter start included, in turns, so that a busy machine slows both. Prints
the medians, their ratio, and the largest memory; exits with 1 when a bar is missed.

Usage: python benchmarks/spine/water_points.py [ROUNDS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve()
DATA = HERE.parents[3] / "shared" / "data"
POINTS = DATA / "1_cgd" / "tza_waterpoints" / "waterpoints_59400.csv"
REGIONS = DATA / "4_boundaries" / "tz_regions.topojson"
MOST_TIMES = 3.0
MOST_MEGABYTES = 500

STUDY = f"""\
study: 1
title: Water points that work, Tanzania
unit: water point
data: {{file: {POINTS}}}
design: {{sampling: register}}
place:
  country: TZ
  longitude: longitude
  latitude: latitude
  areas: {{file: {REGIONS}, name: Region_Nam, code: Region_Cod}}
  level: region
time: {{value: 2013}}
variables:
  works: {{from: status_group, map: {{functional: 1, functional needs repair: 0, non functional: 0}}}}
indicators:
  - id: works
    title: Water points that work
    sdg: 6.1.1
    match: proxy
    measure: proportion
    of: works
    by: [[], [place]]
repairs:
  - {{set_aside: coordinates.null_island}}
"""


@dataclass(frozen=True)
class Used:
    """What one process used."""

    seconds: float
    cpu: float
    megabytes: float


def timed(command: list[str], folder: str) -> Used:
    """Run a command to its end, as on a machine where both are installed and nothing else.

    Bytecode is kept, as an installation does. pandas is hidden: it is no dependency of ours, and
    Arrow imports it wherever it is installed, a second that neither side should pay for.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": f"{folder}/without",
        "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
        "PYTHONDONTWRITEBYTECODE": "",
    }
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Used(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main(rounds: int) -> int:
    if not POINTS.exists():
        raise SystemExit("The real files, ../shared/data, are not on this machine.")
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study.yaml"
        study.write_text(STUDY, encoding="utf-8")
        command = Path(sys.executable).with_name("datashift")
        ours = [str(command), "run", str(study), "--out", f"{folder}/release", "--quiet"]
        bare = [sys.executable, str(HERE.with_name("bare.py")), str(POINTS), str(REGIONS)]
        without = Path(folder) / "without"
        without.mkdir()
        (without / "pandas.py").write_text("raise ImportError", encoding="utf-8")
        timed(bare, folder), timed(ours, folder)  # fill the file cache and the bytecode
        pairs = [(timed(bare, folder), timed(ours, folder)) for _ in range(rounds)]
    ratio = statistics.median(mine.seconds / theirs.seconds for theirs, mine in pairs)
    for name, runs in zip(("bare", "datashift run"), zip(*pairs, strict=True), strict=True):
        print(
            f"{name:<14} {statistics.median(one.seconds for one in runs):5.2f} s wall, "
            f"{statistics.median(one.cpu for one in runs):5.2f} s CPU, "
            f"{max(one.megabytes for one in runs):4.0f} MB at most"
        )
    memory = max(mine.megabytes for _, mine in pairs)
    print(f"ratio {ratio:.2f} (at most {MOST_TIMES}), memory {memory:.0f} MB (at most 500)")
    return int(ratio > MOST_TIMES or memory > MOST_MEGABYTES)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
