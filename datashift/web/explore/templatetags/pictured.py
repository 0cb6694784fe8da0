"""What can be taken away as a picture or on paper, and the card that others show."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from datashift.figures.pictures.chart import leading, plotted
from datashift.web.evidence.models import Finding
from datashift.web.explore import http
from datashift.web.explore.queries import maps, places, published, tiles
from datashift.web.explore.queries import pictures as queries
from datashift.web.explore.queries.said import headline

register = template.Library()
CHART = "built/explore/chart.js"
MAP = ("built/explore/map.js", "built/explore/map-worker.js", "explore/map.css")
_SHEET = "explore/explored.css"


def _address(finding: Finding, name: str) -> str:
    return http.below_finding(finding, "finding_picture", name)


def pictures(finding: Finding) -> dict[str, Any]:
    """The menu of a finding: to share, of its chart, of its map."""
    chart = [
        (_("Picture, PNG"), _address(finding, "chart.png")),
        (_("Drawing, SVG"), _address(finding, "chart.svg")),
        (_("Dark picture, PNG"), _address(finding, "chart-dark.png")),
        (_("Table, CSV"), http.below_finding(finding, "finding_export", "csv")),
        (_("Vega-Lite, to draw it anew"), _address(finding, "chart.vl.json")),
    ]
    charts = [(_("The chart"), chart)]
    if maps.is_mapped(finding):
        charts.append((_("The map"), _of_map(finding)))
    share = [
        (_("Brief of two pages, PDF"), _address(finding, "brief.pdf")),
        (_("Slide, PDF"), _address(finding, "slide.pdf")),
        (_("Slide, PNG"), _address(finding, "slide.png")),
        (_("Card to share, JPEG"), _address(finding, "card.jpg")),
    ]
    return {"groups": [(_("To show and to hand out"), share), *charts]}


def _of_map(finding: Finding) -> list[tuple[str, str]]:
    return [
        (_("Picture, PNG"), _address(finding, "map.png")),
        (_("Drawing, SVG"), _address(finding, "map.svg")),
        (_("Vega-Lite, to draw it anew"), _address(finding, "map.vl.json")),
    ]


def explorable(finding: Finding) -> dict[str, Any]:
    """The button that draws the chart of a finding, to be explored; none where its page has none."""
    told = published.told(finding)
    shown = leading(told)
    if shown is None:
        return {"here": False}
    light, dark = (_address(finding, f"chart{ground}.vl.json") for ground in ("", "-dark"))
    return _explored(light, dark, ordered=True) | {"at": plotted(told).index(shown)}


def explorable_map(finding: Finding) -> dict[str, Any]:
    """The button that lets the map of a finding be moved: what it loads, and whose figures it has."""
    if not _are_here(*MAP) or not maps.is_mapped(finding):
        return {"links": ()}
    finer = tiles.finer(finding)
    sets = (address for _, address in http.tiles_of(finding))
    return {
        "links": list(zip(("tiles", "ground"), sets, strict=False)),
        "weight": _weight(*MAP),
        "finer": finer,
        "finer_address": http.finding_address(finer) if finer is not None else "",
        "source": f"{finding.release.study.organisation.name} · {places.when(finding)}",
        "officials": ", ".join(
            dict.fromkeys(one.source for one in published.told(finding).official)
        ),
    }


def explorable_over_time(code: str, state: str) -> dict[str, Any]:
    """The button that draws the voices of an indicator over time, in this state of the page."""
    path = reverse("explore:indicator_chart", args=[code])
    light = f"{path}?{state}" if state else path
    dark = f"{path}?{state}&ground=dark" if state else f"{path}?ground=dark"
    return _explored(light, dark)


def _explored(light: str, dark: str, *, ordered: bool = False) -> dict[str, Any]:
    """The specification in light and in dark, and what draws it."""
    here = _are_here(CHART)
    return {
        "here": here,
        "weight": _weight(CHART) if here else 0,
        "light": light,
        "dark": dark,
        "ordered": ordered,
    }


def explored_with(request: HttpRequest) -> dict[str, Any]:
    """What draws charts and maps, as far as the set-up could bring it; in a site of files, maps."""
    chart = _are_here(CHART) and not hasattr(request, "static_site")
    parts = zip(("engine", "worker", "sheet"), MAP, strict=True)
    return {
        "chart": CHART if chart else "",
        "chart_sheet": _SHEET,
        "map": list(parts) if _are_here(*MAP) else (),
    }


@cache
def _are_here(*names: str) -> bool:
    """Whether the set-up could bring what draws; without npm there is no button."""
    return all(finders.find(name) for name in names)


@cache
def _weight(*names: str) -> int:
    """What these files weigh on their way, in kB, rounded up."""
    files = [Path(str(path)) for path in map(finders.find, names) if path is not None]
    return -(-sum(len(gzip.compress(path.read_bytes(), 6)) for path in files) // 10_000) * 10


def map_pictures(finding: Finding) -> dict[str, Any]:
    """The map of a finding as files."""
    return {
        "files": [
            ("PNG", _address(finding, "map.png")),
            ("SVG", _address(finding, "map.svg")),
            ("Vega-Lite", _address(finding, "map.vl.json")),
            ("CSV", http.below_finding(finding, "finding_export", "csv")),
        ]
    }


def indicator_pictures(code: str, state: str | None) -> dict[str, Any]:
    """The menu of an indicator.

    Args:
        state: of the page, as its address has it; None where it has no card.
    """
    words = {
        "chart.png": _("Picture, PNG"),
        "chart.svg": _("Drawing, SVG"),
        "chart.vl.json": _("Vega-Lite, to draw it anew"),
    }
    files = [
        (said, reverse("explore:indicator_picture", args=[code, name]))
        for name, said in words.items()
    ]
    if state is not None:
        files.append((_("Card to share, JPEG"), _card_address(code, state)))
    return {"groups": [(_("The chart of all findings"), files)]}


@register.simple_tag(takes_context=True)
def card_of(context: template.Context, finding: Finding) -> SafeString:
    """The picture that other sites show with the address of a finding."""
    return _card(context["request"], _address(finding, queries.CARD), headline(finding))


@register.simple_tag(takes_context=True)
def card_of_indicator(context: template.Context, code: str, state: str, words: str) -> SafeString:
    """The picture that other sites show with the address of an indicator in a state."""
    return _card(context["request"], _card_address(code, state), words)


def _card_address(code: str, state: str) -> str:
    path = reverse("explore:indicator_picture", args=[code, queries.CARD])
    return f"{path}?{state}" if state else path


def _card(request: HttpRequest, path: str, words: str) -> SafeString:
    if hasattr(request, "static_site") and not (request.pictures and request.root):  # type: ignore[attr-defined]
        return SafeString("")
    return format_html(
        '<meta property="og:image" content="{}"><meta property="og:image:width" content="1200">'
        '<meta property="og:image:height" content="630"><meta property="og:image:alt" content="{}">'
        '<meta name="twitter:card" content="summary_large_image">',
        http.absolute(request, path, spoken=True),
        words,
    )
