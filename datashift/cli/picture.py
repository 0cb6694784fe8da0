"""`datashift picture RELEASE_DIR FINDING --to FORM --out PATH`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datashift.figures import Finding

NAME = "picture"
SHORT = "draw a finding: chart, card, slide or printed brief"
ABOUT = """\
Draw a finding of a release as `datashift run` made it. Pictures show protected figures only, each
with its range, place, period and producer. svg, png and vega are the chart of its groups; jpeg is
the card that others show with a link; pdf is a brief of two pages, readable by screen readers.
"""
EXAMPLES = """\
examples:
  datashift picture release works --to jpeg --out card.jpg
  datashift picture release works --to pdf --out brief.pdf --address https://example.org/works
  datashift picture release works --to map --out map.png

forms: svg, png, dark, dots, map, jpeg, pdf, slide, vega, vega-map
"""
_FORMS = {
    "svg": "chart.svg",
    "png": "chart.png",
    "dark": "chart-dark.png",
    "dots": "dots.png",
    "map": "map.png",
    "jpeg": "card.jpg",
    "pdf": "brief.pdf",
    "slide": "slide.pdf",
    "vega": "chart.vl.json",
    "vega-map": "map.vl.json",
}


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "release", metavar="RELEASE_DIR", type=Path, help="folder that `datashift run` wrote"
    )
    part.add_argument("finding", metavar="FINDING", help="its id in the study")
    part.add_argument("--to", metavar="FORM", required=True, choices=_FORMS, help="what to draw")
    part.add_argument("--out", metavar="PATH", type=Path, required=True, help="the file")
    part.add_argument(
        "--address", metavar="URL", default="", help="where the finding is published, if it is"
    )
    part.add_argument("--force", action="store_true", help="replace a file that is there")
    part.add_argument("--json", action="store_true", help="print the result for machines")
    part.add_argument("-q", "--quiet", action="store_true", help="say nothing")


def execute(options: argparse.Namespace) -> int:
    from datashift.figures.maps import Ground
    from datashift.figures.pictures import Place, picture
    from datashift.kit.problem import Problem
    from datashift.sdg import outlines

    finding = _finding(options.release, options.finding)
    if options.out.exists() and not options.force:
        raise Problem(
            "There is a file of that name",
            file=options.out.name,
            safe="It was left as it is",
            do="Choose another name, or say --force",
            code="picture.exists",
        )
    areas = options.release / "areas.json"
    ground = Ground(outlines.read(areas)) if areas.exists() else None
    place = Place(address=options.address, ground=ground)
    drawn = picture(_FORMS[options.to], finding, place, fonts_in=_cache())
    options.out.write_bytes(drawn)
    if options.json:
        print(json.dumps({"file": str(options.out), "bytes": len(drawn)}, ensure_ascii=False))
    elif not options.quiet:
        sys.stderr.write(f"Written: {options.out}\n")
    return 0


def _cache() -> Path:
    """Where fonts are unpacked once (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "datashift"


def _finding(release: Path, wanted: str) -> Finding:
    from datashift.figures import Finding as Read
    from datashift.kit.problem import Problem

    path = release / "findings.json"
    if not path.is_file():
        raise Problem(
            "This is not a folder that `datashift run` wrote",
            file=release.name,
            do="Give the folder that it wrote with --out",
            code="picture.release",
        )
    found = [Read.from_json(one) for one in json.loads(path.read_text(encoding="utf-8"))]
    for one in found:
        if one.id == wanted:
            return one
    raise Problem(
        f"The release has no finding “{wanted}”",
        file=path.name,
        do=f"It has: {', '.join(one.id for one in found)}",
        code="picture.finding",
    )
