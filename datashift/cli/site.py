"""`datashift site build --out FOLDER`."""

from __future__ import annotations

import argparse
from pathlib import Path

from datashift.cli.platform import become

NAME = "site"
SHORT = "write the public pages as files that need no server"
ABOUT = """\
Write the public pages of the platform on this machine into a folder: pages, figures and downloads.
Nothing else is needed to read them: open index.html from a memory stick, or put the folder on any
host. Written again into the same folder, only what changed is made anew.
"""
EXAMPLES = """\
examples:
  datashift site build --out site
  datashift site build --out site --release count-us-in/how-people-live-in-ruvela
  datashift site build --out site --pictures --language sw
  datashift site build --out site --address https://data.example.org
  datashift site build --out figures --figures csv --figures sdmx-json
"""


def configure(part: argparse.ArgumentParser) -> None:
    commands = part.add_subparsers(title="commands", metavar="COMMAND", required=True)
    build = commands.add_parser(
        "build",
        help=SHORT,
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _configure(build)


def _configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("--out", metavar="FOLDER", type=Path, required=True, help="the folder")
    part.add_argument(
        "--release",
        metavar="ORGANISATION/STUDY[/N]",
        action="append",
        default=[],
        help="only this release, as its address names it; may be repeated (all)",
    )
    part.add_argument(
        "--address",
        metavar="URL",
        help="where the site will stand: adds permanent addresses, feeds and a sitemap",
    )
    part.add_argument(
        "--pictures",
        action="store_true",
        help="cards, charts, maps and briefs too: some seconds for each finding, once",
    )
    part.add_argument(
        "--language",
        metavar="CODE",
        action="append",
        default=[],
        help="beside English: es, sw, ne or fr; may be repeated (all that are offered)",
    )
    part.add_argument(
        "--figures",
        metavar="FORMAT",
        action="append",
        default=[],
        help="only the figures in this format, csv or sdmx-json say, and no pages; may be repeated",
    )
    part.add_argument("-q", "--quiet", action="store_true", help="say nothing")


def execute(options: argparse.Namespace) -> int:
    given = ["--out", str(options.out)]
    given += [part for name in options.release for part in ("--release", name)]
    given += ["--address", options.address] if options.address else []
    given += [part for code in options.language for part in ("--language", code)]
    given += [part for name in options.figures for part in ("--figures", name)]
    given += ["--pictures"] if options.pictures else []
    return become("buildsite", *given, *(["--quiet"] if options.quiet else []))
