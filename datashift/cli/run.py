"""`datashift run STUDY --out DIR`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from datashift.cli.terminal import add_options, progress
from datashift.kit.language import LANGUAGES, spoken

if TYPE_CHECKING:
    from datashift.studies import Release

NAME = "run"
SHORT = "compute a study and write its release"
ABOUT = """\
Compute everything a study declares and write the release: observations.csv (one row for each
figure), quality.json (what the checks noticed), findings.json, release.json (where it comes
from) and report.html (the same for people). The same input gives the same observations, byte
for byte.
"""
EXAMPLES = """\
examples:
  datashift run study.yaml --out release
  datashift run study.yaml --out release --force         renew an older release
  datashift run study.yaml --out release --language es   with the report in Spanish
  datashift run study.yaml                               compute and show, write nothing
  datashift run study.yaml --out release --ledger private/study.ledger
                                                         and remember it for the next release

A study that is published again and again needs a ledger: without one, people who are new since the
last release can be found by subtraction. The ledger holds what is hidden: keep it like the rows.
A figure that stands on too few is hidden, and a count of volunteers gets no sampling interval:
the reason stands in its place.
"""


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("study", metavar="STUDY", type=Path, help="the study.yaml")
    part.add_argument(
        "--out", metavar="DIR", type=Path, help="folder of the release; made if missing"
    )
    part.add_argument("--force", action="store_true", help="replace whatever is in that folder")
    part.add_argument(
        "--created", metavar="DATE", type=date.fromisoformat, help="date to write into release.json"
    )
    part.add_argument(
        "--ledger",
        metavar="FILE",
        type=Path,
        help="what earlier releases of this study showed and hid; read, and added to",
    )
    part.add_argument(
        "--points-key",
        metavar="FILE",
        type=Path,
        help="the key of this study's map of points; made if missing, and kept for ever",
    )
    part.add_argument(
        "--engine",
        metavar="ADDRESS",
        default=os.environ.get("DATASHIFT_ENGINE", "").strip() or "duckdb",
        help="where the rows are summed: duckdb (in this process), postgresql://... or sc://... "
        "for Spark; DATASHIFT_ENGINE if omitted",
    )
    part.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="language of report.html; what is stored for machines stays as it is (en)",
    )
    add_options(part)


def execute(options: argparse.Namespace) -> int:
    from datashift.studies import load, run

    show = progress(quiet=options.quiet)
    try:
        with spoken(options.language):
            release = run(
                load(options.study),
                out=options.out,
                force=options.force,
                today=date.today(),  # noqa: DTZ011 - the day where the person sits
                created=options.created,
                engine=options.engine,
                ledger=options.ledger,
                points_key=options.points_key,
                progress=show,
            )
    finally:
        show.close()
    if options.json:
        print(json.dumps(release.manifest, ensure_ascii=False, indent=2))
        return 0
    _print(release)
    for sentence in () if options.quiet else release.unsaid:
        sys.stderr.write(f"Said here only, because it quotes answers: {sentence}\n")
    if options.out is not None and not options.quiet:
        sys.stderr.write(f"Written to {options.out}: open {options.out / 'report.html'}\n")
    return 0


def _print(release: Release) -> None:
    for finding in release.findings:
        print(finding.headline)
        if finding.range:
            print(f"  {finding.range}")
        if finding.hidden:
            print(f"  Hidden to protect people: {finding.hidden:,} figures.")
