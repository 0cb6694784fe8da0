"""`datashift backup --to FILE --recipient age1...`."""

from __future__ import annotations

import argparse
from pathlib import Path

from datashift.cli.platform import become

NAME = "backup"
SHORT = "write all that the platform keeps into one encrypted file"
ABOUT = """\
Write the database, every file and the secret key of the platform on this machine into one file,
encrypted in the age format, while people go on working. Only whoever holds the key that belongs to
the recipient can open it; that key should not lie on this machine.
"""
EXAMPLES = """\
examples:
  datashift backup --new-key backup.key        once; prints the recipient, age1...
  datashift backup --to monday.age --recipient age1... --verify
"""


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("--to", metavar="FILE", type=Path, help="the file; it must not exist yet")
    part.add_argument(
        "--recipient",
        metavar="AGE1...",
        action="append",
        default=[],
        help="public key of somebody who can open it; may be repeated",
    )
    part.add_argument(
        "--verify", action="store_true", help="restore it into a temporary place and compare"
    )
    part.add_argument(
        "--new-key", metavar="FILE", type=Path, help="make a pair of keys and do nothing else"
    )
    part.add_argument("-q", "--quiet", action="store_true", help="say nothing")


def execute(options: argparse.Namespace) -> int:
    given = ["--to", str(options.to)] if options.to else []
    given += [part for one in options.recipient for part in ("--recipient", one)]
    given += ["--new-key", str(options.new_key)] if options.new_key else []
    given += ["--verify"] if options.verify else []
    return become(NAME, *given, *(["--quiet"] if options.quiet else []))
