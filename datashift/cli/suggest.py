"""`datashift suggest FILE`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from datashift.cli.terminal import add_options, progress
from datashift.kit.problem import Problem

NAME = "suggest"
SHORT = "draft a study.yaml from a file, with every guess marked"
ABOUT = """\
Look at a file and draft the study that could be made of it: where its rows are, when, which
columns are answers, and which SDG indicator they may speak to. Every guess is marked as a guess
with its reason; read it, correct it, and run it.
"""
EXAMPLES = """\
examples:
  datashift suggest waterpoints.csv                      print the draft
  datashift suggest waterpoints.csv --out study.yaml     write it, never over another file
"""


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("file", metavar="FILE", type=Path, help="the file with the rows")
    part.add_argument("--out", metavar="STUDY", type=Path, help="where to write the draft")
    part.add_argument("--country", metavar="CODE", help="where the rows are, such as KE")
    part.add_argument("--sheet", metavar="NAME", help="sheet of a spreadsheet")
    part.add_argument("--force", action="store_true", help="write over an older file")
    add_options(part)


def execute(options: argparse.Namespace) -> int:
    from datashift.studies import suggest

    if options.out is not None and options.out.exists() and not options.force:
        raise Problem(
            "There is already a file of this name",
            file=options.out.name,
            safe="It was left as it is",
            do="Choose another name, or add --force",
            code="suggest.exists",
        )
    show = progress(quiet=options.quiet)
    try:
        text = suggest(
            options.file,
            beside=options.out.parent if options.out is not None else None,
            country=options.country,
            sheet=options.sheet,
            today=date.today(),  # noqa: DTZ011 - the day where the person sits
            progress=show,
        )
    finally:
        show.close()
    if options.out is not None:
        _write(options.out, text)
    if options.json:
        print(json.dumps({"study": text}, ensure_ascii=False, indent=2))
    elif options.out is None:
        print(text, end="")
    elif not options.quiet:
        sys.stderr.write(
            f"Wrote {options.out}. Read the guesses, correct them, then: "
            f"datashift run {options.out} --out release\n"
        )
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise Problem(
            "The draft cannot be written there",
            file=path.name,
            do="Choose a folder that exists and may be written to",
            code="suggest.cannot_write",
        ) from None
