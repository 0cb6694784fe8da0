"""`datashift demo OUT`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from datashift.cli.terminal import add_options

NAME = "demo"
SHORT = "write the files of an invented country to try things on"
ABOUT = """\
Write Ruvela into a folder: a country that does not exist, with a household survey, a register of
water points that has the usual faults, official figures, provinces, and two studies ready to run.
The same seed writes the same files.
"""
EXAMPLES = """\
examples:
  datashift demo ruvela
  datashift check ruvela/water_points.csv
  datashift run ruvela/water_points.yaml --out release
"""


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("folder", metavar="OUT", type=Path, help="folder for the files")
    part.add_argument("--seed", metavar="N", type=int, default=2024, help="of every draw (2024)")
    add_options(part)


def execute(options: argparse.Namespace) -> int:
    from datashift import demonstration
    from datashift.kit.problem import Problem

    folder: Path = options.folder
    if folder.exists() and not folder.is_dir():
        raise Problem("This is a file, not a folder", file=folder.name, do="Name another folder")
    taken = sorted(set(demonstration.FILES) & {path.name for path in folder.glob("*")})
    if taken:
        raise Problem(
            f"The folder has a file named {taken[0]} already",
            file=folder.name,
            safe="Nothing was written",
            do="Name another folder",
        )
    studies = demonstration.write(folder, seed=options.seed)
    if options.json:
        print(json.dumps({"studies": [str(path) for path in studies]}))
        return 0
    print(f"Ruvela, which does not exist, is in {folder}. Now try:")
    for path in studies:
        print(f"  datashift run {path} --out {path.stem}")
    return 0
