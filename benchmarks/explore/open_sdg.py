"""Beside Open SDG, in one run: what its users run to have their site again, and what ours run.

    PYTHONPATH=. python benchmarks/explore/open_sdg.py FOLDER --python PYTHON --data DATA --site SITE

    FOLDER  that `filled.py` made with 277 indicators
    PYTHON  that has sdg-build, in an environment of its own
    DATA    a data repository of Open SDG, with its `config_data.yml`, in one language
    SITE    its site of Jekyll, in the same language; the data is put where its `_build` is

All three parts of Open SDG are installed as its own documentation says, and nothing of them is
here. Ours is `site.py --alike`: data, and the pages that Open SDG has. Each on the same cores.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

ROOT = Path(__file__).resolve().parents[2]
_BUILD = "from sdg.open_sdg import open_sdg_build; open_sdg_build(config='config_data.yml')"
_ALIKE = re.compile(r"alike: ([\d,]+) files, ([\d.]+) s by the clock, ([\d.]+) s of processor")
Taken = tuple[float, float]  # seconds by the clock, and of processors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for name in ("--python", "--data", "--site"):
        parser.add_argument(name, type=Path, required=True)
    options = parser.parse_args()
    before = ours(options.folder)
    made = build(options.python, options.data)
    pages = jekyll(options.data, options.site)
    after = ours(options.folder)
    peer = (made[0] + pages[0], made[1] + pages[1])
    for mine in (before, after):
        print(f"Open SDG takes {peer[0] / mine[0]:.1f} times by the clock, ", end="")
        print(f"{peer[1] / mine[1]:.1f} times of processor")
    print(f"load {os.getloadavg()[0]:.1f}")


def ours(folder: Path) -> Taken:
    """The figures that `site.py` prints of what is alike."""
    command = [sys.executable, str(ROOT / "benchmarks/explore/site.py"), "277"]
    told = subprocess.run(
        [*command, str(folder.resolve()), "--alike"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = _ALIKE.search(told)
    assert found is not None, told
    print(found[0], flush=True)
    return float(found[2]), float(found[3])


def build(python: Path, data: Path) -> Taken:
    """sdg-build: every indicator as CSV, JSON, its packages and the documentation of the data."""
    shutil.rmtree(data / "_site", ignore_errors=True)
    return timed("sdg-build", [str(python), "-W", "ignore", "-c", _BUILD], data, data / "_site")


def jekyll(data: Path, site: Path) -> Taken:
    """The pages."""
    for old in (site / "_build", site / "_site"):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(data / "_site", site / "_build")
    return timed("Jekyll", ["jekyll", "build"], site, site / "_site")


def timed(name: str, command: list[str], folder: Path, out: Path) -> Taken:
    used, begun = _processor(), time.perf_counter()
    subprocess.run(
        command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    taken = time.perf_counter() - begun, _processor() - used
    files = sum(1 for each in out.rglob("*") if each.is_file())
    print(
        f"{name}: {files:,} files, {taken[0]:.1f} s by the clock, {taken[1]:.1f} s of processor",
        flush=True,
    )
    return taken


def _processor() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
