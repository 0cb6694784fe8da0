"""`datashift export RELEASE_DIR --to FORMAT --out PATH`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

NAME = "export"
SHORT = "write a release in the format that others load"
ABOUT = """\
Write a release, as `datashift run` made it, in the format that somebody else loads: a statistical
office, an Open SDG site, a data portal, a spreadsheet. Only protected figures are written; a hidden
one stays empty and says so. The same release gives the same bytes.
"""
EXAMPLES = """\
examples:
  datashift export release --to sdmx-ml --out figures.xml
  datashift export release --to sdmx-ml --version 3.0 --out sdmx
  datashift export release --to open-sdg --out site-data
  datashift export release --to xlsx --out figures.xlsx

formats: sdmx-csv, sdmx-ml, sdmx-json, open-sdg, datapackage, csvw, dcat, hxl, ro-crate, parquet, xlsx
"""
_NAMES = (
    *("sdmx-csv", "sdmx-ml", "sdmx-json", "open-sdg", "datapackage", "csvw"),
    *("dcat", "hxl", "ro-crate", "parquet", "xlsx"),
)


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "release", metavar="RELEASE_DIR", type=Path, help="folder that `datashift run` wrote"
    )
    part.add_argument("--to", metavar="FORMAT", required=True, choices=_NAMES, help="the format")
    part.add_argument(
        "--out",
        metavar="PATH",
        type=Path,
        required=True,
        help="a folder, or a file with its ending",
    )
    part.add_argument(
        "--version",
        metavar="VERSION",
        help="of the standard: sdmx-ml 2.1, 3.0 or 2.1-generic; datapackage 1 or 2; ro-crate 1.1 or 1.2",
    )
    part.add_argument(
        "--created",
        metavar="DATE",
        type=date.fromisoformat,
        help="day of the release, where release.json has none (ro-crate: the day it was written)",
    )
    part.add_argument("--force", action="store_true", help="replace files that are there")
    part.add_argument("--json", action="store_true", help="print the result for machines")
    part.add_argument("-q", "--quiet", action="store_true", help="say nothing")


def execute(options: argparse.Namespace) -> int:
    from datashift.exchange import dated, read_release, write

    release = dated(read_release(options.release), options.created)
    if options.to == "ro-crate" and release.created is None:  # a crate must have a day
        day = _written_on(options.release)
        release = dated(release, day)
        if not options.quiet:
            sys.stderr.write(
                f"The release does not say when it was made; its release.json was written on {day}, "
                "which the crate gives as its day. Another one: --created\n"
            )
    files = write(release, options.to, options.out, version=options.version, force=options.force)
    if options.json:
        print(json.dumps({"files": [str(path) for path in files]}, ensure_ascii=False))
    elif not options.quiet:
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        sys.stderr.write(f"Written: {files[0]}{more}\n")
    return 0


def _written_on(folder: Path) -> date:
    return datetime.fromtimestamp((folder / "release.json").stat().st_mtime, UTC).date()
