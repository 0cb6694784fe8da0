"""`datashift areas load | list | build`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.cli.terminal import add_options

if TYPE_CHECKING:
    from datashift.sdg.outlines import Outlines
    from datashift.tables.flag import Flag

NAME = "areas"
SHORT = "load the boundaries that maps are drawn on, and list them"
ABOUT = """\
Load boundaries from GeoJSON or TopoJSON: they are matched to the areas we know by name or code,
repaired, simplified, and kept with their licence, their source and the years they count for.
Figures are only drawn on the areas of their own years. Several files that hold one area each make
one map; --name file then takes the names of the files.
"""
EXAMPLES = """\
examples:
  datashift areas list
  datashift areas load counties.geojson --country KE --level 1 --valid-from 2013 --name COUNTY \\
      --licence CC-BY-4.0 --source "Independent Electoral and Boundaries Commission, 2013"
  datashift areas load counties/*.json --country KE --level 1 --valid-from 2013 --name file \\
      --licence ODbL-1.0 --source OpenStreetMap
"""
_CHECKOUT = Path(__file__).resolve().parents[2]


def configure(part: argparse.ArgumentParser) -> None:
    commands = part.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, words, configured, does in (
        ("load", "load boundaries from a file", _load_options, _load),
        ("list", "list what is loaded", _list_options, _list),
        ("build", "take what the installed packages bring", _build_options, _build),
    ):
        one = commands.add_parser(
            name,
            help=words,
            description=ABOUT,
            epilog=EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        configured(one)
        one.add_argument(
            "--data",
            metavar="FOLDER",
            type=Path,
            default=Path(os.environ.get("DATASHIFT_DATA") or _CHECKOUT / "var"),
            help="data folder of the platform (DATASHIFT_DATA, or var beside the code)",
        )
        add_options(one)
        one.set_defaults(areas=does)


def execute(options: argparse.Namespace) -> int:
    code: int = options.areas(options)
    return code


def _load_options(part: argparse.ArgumentParser) -> None:
    part.add_argument("files", metavar="FILE", type=Path, nargs="+", help="GeoJSON or TopoJSON")
    part.add_argument("--country", metavar="CODE", required=True, help="such as KE")
    part.add_argument(
        "--level",
        metavar="N",
        type=int,
        choices=range(1, 6),
        required=True,
        help="1 for the first level below the country",
    )
    part.add_argument("--name", metavar="NAME", required=True, help="property with the names")
    part.add_argument("--code", metavar="NAME", help="property with the codes")
    part.add_argument("--licence", metavar="WORDS", required=True, help="of the boundaries")
    part.add_argument("--source", metavar="WORDS", required=True, help="who made them")
    part.add_argument("--dated", metavar="WORDS", default="", help="when they were made")
    for name, words in (
        ("from", "year in which these areas began; without it, always"),
        ("until", "year from which they no longer count"),
    ):
        part.add_argument(f"--valid-{name}", metavar="YEAR", type=int, help=words)


def _load(options: argparse.Namespace) -> int:
    from datashift.exchange import tiles
    from datashift.harmonise.outlines import Told, load
    from datashift.sdg import outlines as kept

    told = Told(
        options.country,
        options.level,
        options.valid_from,
        options.valid_until,
        options.licence,
        options.source,
        options.dated,
    )
    found, flags = load(options.files, told, name=options.name, code=options.code)
    path = kept.write(options.data / "areas", found)
    tiles.kept(options.data / "tiles", kept.read(path))
    if options.json:
        print(json.dumps({**_described(found), "flags": _flags(flags)}, ensure_ascii=False))
        return 0
    for flag in flags:
        print(f"- {flag.message}")
    sys.stderr.write(f"{_line(found)}\nKept in {path}\n")
    return 0


def _list_options(part: argparse.ArgumentParser) -> None:
    part.add_argument("country", metavar="CODE", nargs="?", default="*", help="such as KE")


def _list(options: argparse.Namespace) -> int:
    from datashift.sdg import outlines as kept

    found = [kept.read(path) for path in kept.known(options.data / "areas", options.country)]
    if options.json:
        print(json.dumps([_described(one) for one in found], ensure_ascii=False, indent=1))
        return 0
    below = [one for one in found if one.level or options.country != "*"]
    for one in below:
        print(_line(one))
        print(f"   {one.source}{f', {one.dated}' if one.dated else ''}. {one.licence}")
    if len(found) > len(below):
        print(f"Countries as wholes: {len(found) - len(below)}")
    if not found:
        print("No boundaries are loaded. Try: datashift areas load --help")
    return 0


def _build_options(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--packages",
        metavar="FOLDER",
        type=Path,
        default=_CHECKOUT / "frontend" / "node_modules",
        help="folder of the npm packages",
    )


def _build(options: argparse.Namespace) -> int:
    from datashift.exchange import tiles
    from datashift.harmonise.outlines import build
    from datashift.sdg import outlines as kept

    built = []
    for one in build(options.packages):
        path = kept.write(options.data / "areas", one.outlines)
        if one.outlines.level:
            tiles.kept(options.data / "tiles", kept.read(path))
        built.append(one)
    if options.json:
        rows = [{**_described(one.outlines), "flags": _flags(one.flags)} for one in built]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for one in built:
        if one.outlines.level:
            print(_line(one.outlines))
        for flag in one.flags:
            print(f"- {flag.message}")
    sys.stderr.write(f"Boundaries made: {len(built)}\n")
    return 0


def _line(found: Outlines) -> str:
    return f"{found.country} level {found.level}: {len(found.codes)} areas, {found.years}"


def _described(found: Outlines) -> dict[str, Any]:
    return {
        "country": found.country,
        "level": found.level,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
        "areas": len(found.codes),
        "licence": found.licence,
        "source": found.source,
        "dated": found.dated,
    }


def _flags(flags: tuple[Flag, ...]) -> list[dict[str, str]]:
    return [{"code": flag.code, "message": flag.message} for flag in flags]
