"""`datashift restore FILE --identity KEY --to FOLDER`."""

from __future__ import annotations

import argparse
from pathlib import Path

from datashift.cli.platform import become

NAME = "restore"
SHORT = "bring a backup back into an empty folder, or try whether it is whole"
ABOUT = """\
Bring a backup back into a folder that is empty or does not exist: all of it or nothing. What was
cut short or changed on the way is found, and then nothing is written.
"""
EXAMPLES = """\
examples:
  datashift restore monday.age --identity backup.key --verify
  datashift restore monday.age --identity backup.key --to /srv/datashift
  DATASHIFT_DATA=/srv/datashift ./run
"""


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("backup", metavar="FILE", type=Path, help="what datashift backup wrote")
    part.add_argument("--identity", metavar="KEY", type=Path, required=True, help="file of the key")
    part.add_argument("--to", metavar="FOLDER", type=Path, help="where to")
    part.add_argument(
        "--database", metavar="URL", help="postgresql://... to fill, where it was PostgreSQL; empty"
    )
    part.add_argument("--verify", action="store_true", help="compare everything, keep nothing")
    part.add_argument("-q", "--quiet", action="store_true", help="say nothing")


def execute(options: argparse.Namespace) -> int:
    given = [str(options.backup), "--identity", str(options.identity)]
    given += ["--to", str(options.to)] if options.to else []
    given += ["--database", options.database] if options.database else []
    given += ["--verify"] if options.verify else []
    return become(NAME, *given, *(["--quiet"] if options.quiet else []))
