"""What can be typed, and the help that teaches it. Nothing heavy is imported here."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

import datashift
from datashift.cli import (
    areas,
    backup,
    check,
    demo,
    export,
    official,
    picture,
    protect,
    questionnaire,
    restore,
    run,
    sdg,
    serve,
    site,
    suggest,
)

_ABOUT = """\
Turn citizen-generated data into evidence: checked, placed, estimated, protected, and
comparable with the Sustainable Development Goals.
"""

_TOUR = """\
no file at hand? datashift demo ruvela               an invented country to try things on

from a file to a figure in four steps:
  datashift check waterpoints.csv                 what a careful reader would notice
  datashift suggest waterpoints.csv --out study.yaml
                                                  a draft study; every guess is marked
  datashift run study.yaml --out release          observations.csv, report.html and more
  datashift sdg "safe drinking water"             find the indicator it speaks to

Every command explains itself: datashift run --help
Exit code 0: done. 2: the input cannot be used; one sentence says why and nothing is written.
"""


class Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with the command."""

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        """Here and not in the command above, whose help has none of this command's options."""
        known, others = super().parse_known_args(args, namespace)
        if others:
            self.error(f"unrecognized arguments: {' '.join(others)}")
        return known, others

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:]
        sys.stderr.write(f"{sentence}. Try: {self.prog} --help\n")
        raise SystemExit(2)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command."""
    top = Parser(
        prog="datashift",
        description=_ABOUT,
        epilog=_TOUR,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"datashift {datashift.__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (
        *(check, suggest, run, export, picture, protect),
        *(questionnaire, areas, official, sdg, demo, serve, site, backup, restore),
    ):
        part = commands.add_parser(
            command.NAME,
            help=command.SHORT,
            description=command.ABOUT,
            epilog=command.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.configure(part)
        part.set_defaults(execute=command.execute)
    return top
