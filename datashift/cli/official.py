"""`datashift official load | list | show`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datashift.comparison.holdings import Version

NAME = "official"
SHORT = "keep official figures by source and version, to compare with"
ABOUT = """\
Keep what statistical offices published: SDMX messages (ML, JSON, CSV), downloads and answers of the
United Nations' and the World Bank's databases, the data of an Open SDG site, or any long or wide
table. Every version stays as it came; the same file again changes nothing. Official figures are
never mixed with those of citizens.
"""
EXAMPLES = """\
examples:
  datashift official load CBS_DATA.xml --source "Central Bureau of Statistics, Nepal"
  datashift official load site-data.zip --source "ONS" --licence OGL-3.0 --area GB
  datashift official load table.csv --source "KNBS" --area County --period 2019 --value Share
  datashift official list
  datashift official show 6.1.1 --area KE
"""
_FOLDER = Path("official")


def configure(part: argparse.ArgumentParser) -> None:
    commands = part.add_subparsers(title="commands", metavar="WHAT", required=True, dest="what")
    load = commands.add_parser("load", help="keep a file, a folder or a ZIP as a new version")
    load.add_argument("file", metavar="FILE", type=Path, help="what the office published")
    load.add_argument("--source", metavar="NAME", required=True, help="who published it")
    load.add_argument("--licence", metavar="TEXT", default="", help="such as CC-BY-4.0")
    load.add_argument("--address", metavar="URL", default="", help="where it came from")
    load.add_argument(
        "--big-data",
        action="store_true",
        help="the figures are made from sensors, satellites or traces: a third voice",
    )
    unsaid = load.add_argument_group("what the file does not say itself")
    unsaid.add_argument("--area", metavar="HEADING|COUNTRY", default="", help="of the figures")
    unsaid.add_argument("--period", metavar="HEADING|YEAR", default="", help="of the figures")
    unsaid.add_argument("--value", metavar="HEADING", default="", help="the column of the figures")
    unsaid.add_argument("--indicator", metavar="CODE", default="", help="such as 6.1.1")
    listed = commands.add_parser("list", help="what is kept")
    show = commands.add_parser("show", help="the newest figures of an indicator")
    show.add_argument("indicator", metavar="INDICATOR", help="SDG code, such as 6.1.1")
    show.add_argument("--area", metavar="CODE", default="", help="such as KE")
    for one in (load, listed, show):
        one.add_argument(
            "--into",
            metavar="FOLDER",
            type=Path,
            default=_FOLDER,
            help="where they are kept (official)",
        )
        one.add_argument("--json", action="store_true", help="print the result for machines")


def execute(options: argparse.Namespace) -> int:
    return {"load": _load, "list": _list, "show": _show}[options.what](options)


def _load(options: argparse.Namespace) -> int:
    from datashift.comparison import Declared, holdings

    known = holdings.versions(options.into, source=options.source)
    version = holdings.load(
        options.file,
        options.into,
        source=options.source,
        today=date.today(),  # noqa: DTZ011 - the day where the person sits
        licence=options.licence,
        address=options.address,
        declared=Declared(options.area, options.period, options.value, options.indicator),
        big=options.big_data,
    )
    if options.json:
        print(json.dumps(_as_json(version), ensure_ascii=False, indent=2))
        return 0
    if version in known:
        print(f"{_called(version)} is kept already; nothing changed.")
        return 0
    figures = "figure" if version.figures == 1 else "figures"
    print(f"{_called(version)}: {version.series:,} series, {version.figures:,} {figures}.")
    if version.number > 1:
        print(f"  {version.new:,} new, {version.changed:,} changed, {version.gone:,} gone")
    for sentence in (*version.refused, *_unseen(options.into, version)):
        sys.stderr.write(f"{sentence}\n")
    return 0


def _unseen(into: Path, version: Version) -> Iterator[str]:
    """What no page shows of a version, because its file did not say it."""
    from datashift.comparison import holdings

    found = holdings.contents(into, source=version.source, number=version.number)
    nowhere = sum(held.figures for one in found for held in one.areas if not held.area)
    if nowhere:
        yield (
            "One figure names no place, so that no page shows it. Load the file again with --area."
            if nowhere == 1
            else f"{nowhere:,} figures name no place, so that no page shows them. "
            "Load the file again with --area."
        )
    unnamed = sum(not one.definition.indicator for one in found)
    if unnamed:
        yield (
            "One series names no SDG indicator, so that no page shows it. "
            "Load the file again with --indicator."
            if unnamed == 1
            else f"{unnamed:,} series name no SDG indicator, so that no page shows them. "
            "Load the file again with --indicator."
        )


def _list(options: argparse.Namespace) -> int:
    from datashift.comparison import holdings

    found = holdings.versions(options.into)
    if options.json:
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return 0
    if not found:
        print(
            "No official figures are kept here yet. Try: datashift official load FILE --source NAME"
        )
    for one in found:
        print(f"{_called(one)}: {one.file}, {one.loaded.isoformat()}, {one.figures:,} figures")
    return 0


def _show(options: argparse.Namespace) -> int:
    from datashift.comparison import holdings

    found = holdings.series(options.into, indicator=options.indicator, area=options.area)
    if options.json:
        rows = [
            {
                "series": one.code,
                "source": one.source,
                "ref_area": seen.ref_area,
                "time_period": seen.time_period,
                "dimensions": dict(seen.dimensions),
                "value": seen.value,
                "lower": seen.lower,
                "upper": seen.upper,
                "unit": one.definition.measure_unit,
            }
            for one in found
            for seen in one.observations
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    if not found:
        print(f"No official figures of {options.indicator} are kept here.")
    for one in found:
        print(f"{one.code or one.title} ({one.source})")
        for seen in one.observations:
            groups = " ".join(f"{name}={code}" for name, code in seen.dimensions.items())
            value = "no value" if seen.value is None else f"{seen.beyond}{seen.value:g}"
            print(f"  {seen.ref_area} {seen.time_period} {value} {groups}".rstrip())
    return 0


def _called(version: Version) -> str:
    kind = " (big data)" if version.big else ""
    return f"{version.source}{kind}, version {version.number}"


def _as_json(version: Version) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(version) | {"loaded": version.loaded.isoformat()}
