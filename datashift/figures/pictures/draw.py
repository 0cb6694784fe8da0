"""The pictures of a finding, by name: what each is, and its bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from datashift.figures.finding import Finding
from datashift.figures.pictures import bounded, chart, chart_of_map, fonts, lettered
from datashift.figures.pictures import contents as told
from datashift.figures.pictures.colours import Ground
from datashift.figures.pictures.contents import Place
from datashift.kit.language import gettext as _
from datashift.kit.language import marked
from datashift.kit.problem import Problem

CARD = (1200, 630)
CARD_BYTES = 60_000
_OF_ONE_SIZE = ("card", "slide")  # what does not fit on them makes a second page, and no picture
_MEDIA = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "json": "application/json",
}


@dataclass(frozen=True)
class Picture:
    """A picture that can be had of a finding.

    Args:
        name: of its file, with its ending.
        what: what it is, in plain words; marked for translation.
        draw: makes its bytes of a finding, its place, and the folder of the fonts.
    """

    name: str
    what: str
    draw: Callable[[Finding, Place, Path], bytes]

    @property
    def media(self) -> str:
        return _MEDIA[self.name.rpartition(".")[2]]


def picture(name: str, finding: Finding, place: Place, *, fonts_in: Path) -> bytes:
    """One of PICTURES.

    Args:
        name: "card.jpg".
        fonts_in: a folder that is kept; the fonts are unpacked there once.

    Raises:
        KeyError: no picture has that name.
        Problem: the packages are missing, the finding has no such picture, or it took too long.
    """
    return PICTURES[name].draw(finding, place, fonts_in)


def indicator_chart(
    code: str,
    name: str,
    findings: Sequence[Finding],
    *,
    address: str,
    to: str,
    fonts_in: Path,
    ground: Ground = "light",
) -> bytes:
    """The chart of an indicator: svg, png or json, which is its specification.

    Raises:
        Problem: no finding has a figure to draw.
    """
    spec = chart.of_indicator(code, name, findings, address=address, ground=ground)
    if spec is None:
        raise _none()
    return _charted(spec, to, fonts_in)


def indicator_card(
    finding: Finding, place: Place, *, headline: str, whole: bool, fonts_in: Path
) -> bytes:
    """The card of an indicator: the sentence of its page, over the finding that it speaks of.

    Args:
        headline: what the voices say together.
        whole: the sentence speaks of the finding's figure of everybody, which is drawn then.
    """
    say = partial(told.of_voices, headline=headline, whole=whole)
    return _sheet("card", say, "jpeg", finding, place, fonts_in)


def _chart(to: str, light: Ground, finding: Finding, place: Place, fonts_in: Path) -> bytes:
    return _charted(chart.of_finding(finding, address=place.address, ground=light), to, fonts_in)


def _map(light: Ground, finding: Finding, place: Place, fonts_in: Path) -> bytes:
    if place.ground is None:
        raise _none()
    spec = chart_of_map.of_map(finding, place.ground, address=place.address, light=light)
    if spec is None:
        raise _none()
    return _charted(spec, "json", fonts_in)


def _charted(spec: dict[str, Any], to: str, fonts_in: Path) -> bytes:
    if to == "json":
        return f"{json.dumps(spec, ensure_ascii=False, indent=1)}\n".encode()
    folder = str(fonts.unpacked(fonts_in))
    svg = bounded.drawn("vega", spec=spec, fonts=folder)
    if to == "svg":
        return _named(svg, str(spec["description"]))
    data = lettered.apart(svg.decode()) | {"display": fonts.DISPLAY, "text": fonts.TEXT}
    return bounded.drawn("sheet", name="chart", data=data, to="png", fonts=folder)


def _sheet(
    name: str,
    say: Callable[[Finding, Place], dict[str, Any] | None],
    to: str,
    finding: Finding,
    place: Place,
    fonts_in: Path,
) -> bytes:
    data = say(finding, place)
    if data is None:
        raise _none()
    if name in _OF_ONE_SIZE:
        data = told.shortened(data)
    unpacked = fonts.unpacked(fonts_in)
    if to == "pdf" and not fonts.covers(data["headline"] + data["title"] + data["place"], unpacked):
        raise Problem(
            _("The fonts here do not have every letter of this finding"),
            do=_("Take the page or the table instead"),
            code="pictures.letters",
        )
    drawn = bounded.drawn(
        "sheet",
        name=name,
        data=data,
        to=to,
        fonts=str(unpacked),
        ppi=72.0 if to == "jpeg" else 144.0,
        most=CARD_BYTES,
    )
    if to != "svg":
        return drawn
    # Typst draws letters as shapes: nothing in it can be read aloud but this.
    return _named(drawn.replace(b"<svg", b'<svg role="img"', 1), _said(data))


def _said(data: Mapping[str, Any]) -> str:
    """What a drawing shows, told to whoever does not see it."""
    return " ".join(dict.fromkeys([f"{data['headline']}.", data["picture"]["alt"]]))


def _named(svg: bytes, words: str) -> bytes:
    """A drawing that says what it shows wherever it stands alone."""
    head, end, rest = svg.partition(b">")
    return b"".join((head, end, f"<title>{escape(words)}</title>".encode(), rest))


def _none() -> Problem:
    return Problem(_("There is nothing to draw here"), code="pictures.none")


def _listed(*pictures: Picture) -> Mapping[str, Picture]:
    return MappingProxyType({one.name: one for one in pictures})


PICTURES: Mapping[str, Picture] = _listed(
    Picture("card.jpg", marked("Card to share"), partial(_sheet, "card", told.contents, "jpeg")),
    Picture("chart.png", marked("Chart, picture"), partial(_chart, "png", "light")),
    Picture("chart.svg", marked("Chart, drawing"), partial(_chart, "svg", "light")),
    Picture("chart-dark.png", marked("Chart, dark picture"), partial(_chart, "png", "dark")),
    Picture("chart-dark.svg", marked("Chart, dark drawing"), partial(_chart, "svg", "dark")),
    Picture("chart.vl.json", marked("Chart, Vega-Lite"), partial(_chart, "json", "light")),
    Picture("chart-dark.vl.json", marked("Chart, dark Vega-Lite"), partial(_chart, "json", "dark")),
    Picture(
        "dots.png", marked("Dots, picture"), partial(_sheet, "figure", told.dots_figure, "png")
    ),
    Picture(
        "dots.svg", marked("Dots, drawing"), partial(_sheet, "figure", told.dots_figure, "svg")
    ),
    Picture("map.png", marked("Map, picture"), partial(_sheet, "figure", told.map_figure, "png")),
    Picture("map.svg", marked("Map, drawing"), partial(_sheet, "figure", told.map_figure, "svg")),
    Picture("map.vl.json", marked("Map, Vega-Lite"), partial(_map, "light")),
    Picture("map-dark.vl.json", marked("Map, dark Vega-Lite"), partial(_map, "dark")),
    Picture("brief.pdf", marked("Brief of two pages"), partial(_sheet, "brief", told.brief, "pdf")),
    Picture("slide.pdf", marked("Slide"), partial(_sheet, "slide", told.contents, "pdf")),
    Picture("slide.png", marked("Slide, picture"), partial(_sheet, "slide", told.contents, "png")),
)
