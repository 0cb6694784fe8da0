# ruff: noqa: INP001
"""Build the data files of `datashift.sdg` that come from published sources.

    .venv/bin/python tools/build_sdg.py [FOLDER OF REAL FILES] [FOLDER OF OUR DATA FILES]

The folders are ../shared/data and datashift/sdg/data by default. Same sources, same bytes. What
each file is, where it comes from, and which files are kept by hand is in docs/sdg.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sdg_sources import areas, codelists, constraints, framework

DATA = Path(__file__).resolve().parents[1] / "datashift" / "sdg" / "data"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def main(arguments: list[str]) -> int:
    """Write every built file; 0 when done."""
    shared, data = (*(Path(argument) for argument in arguments), *(SHARED, DATA)[len(arguments) :])
    framework.build(shared, data)
    codelists.build(shared, data)
    constraints.build(shared, data)
    areas.build(shared, data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
