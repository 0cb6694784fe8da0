"""Findings and indicators as pictures and on paper, drawn once and then served as they lie."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language

from datashift import __version__, sdg
from datashift.figures import Finding as Told
from datashift.figures.pictures import (
    PICTURES,
    Place,
    indicator_card,
    indicator_chart,
    picture,
)
from datashift.kit.language import days, in_digits
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import catalogue, citation, held, maps, places, published, voices
from datashift.web.explore.queries.exports import Export
from datashift.web.explore.queries.voices import Asked

CARD = "card.jpg"
CHARTS = ("chart.png", "chart.svg", "chart.vl.json")
OF_INDICATOR = (CARD, *CHARTS)
_MOST = 40  # findings in the chart of an indicator
_MOST_NAMES = 2  # of those whom its sentence is about, on its card


def of_finding(finding: Finding, name: str, *, address: str) -> Export:
    """A picture of a finding.

    Args:
        name: one of PICTURES.
        address: of its page in the language spoken now, with its host; "" where it has none.

    Raises:
        KeyError: no picture has that name.
    """
    if name not in PICTURES:
        raise KeyError(name)
    release = finding.release

    def make(out: BinaryIO) -> None:
        place = _place(finding, address)
        out.write(picture(name, _told(finding), place, fonts_in=_fonts()))

    key = _key(release.manifest_sha256, finding.key, name, address)
    stem = f"{release.study.slug}-{release.number}-{finding.key}"
    return Export(f"{stem}-{name}", key, release.published_at, make)


def card_of_indicator(indicator: sdg.Indicator, asked: Asked, *, address: str) -> Export:
    """The card of an indicator, which says what its page says in the same state.

    Raises:
        KeyError: no place has that name, or no citizens' figure is in that state.
    """
    shown = voices.stated(indicator.code, asked, held.of_indicator(indicator.code))
    leading = shown.lead if shown is not None else None
    seen = leading.newest if leading is not None else None
    if shown is None or leading is None or seen is None or seen.finding is None:
        raise KeyError(CARD)
    finding, said = seen.finding, shown.heading
    heard = (one.who for one in shown.voices if one is leading or one.kind == "official")
    who = ", ".join(list(dict.fromkeys(heard))[:_MOST_NAMES])
    place = shown.part.name if shown.part is not None else shown.place.called
    when = in_digits(seen.period)

    def make(out: BinaryIO) -> None:
        told = _told(finding)
        whole = not seen.area and not seen.groups and seen.row.value == told.overall.value
        told = replace(told, place=place, period=when)
        ground = replace(_place(finding, address), organisation=who)
        out.write(indicator_card(told, ground, headline=said, whole=whole, fonts_in=_fonts()))

    release = finding.release
    key = _key(indicator.code, CARD, address, release.manifest_sha256, finding.key, said, who, when)
    stem = f"indicator-{indicator.code.replace('.', '-')}-{CARD}"
    # One of each place: of other states there are as many as somebody thinks of.
    sole = f"{stem}-{shown.place.slug}-{get_language()}"
    # No day stands for all it says: official figures change too.
    return Export(stem, key, None, make, sole=sole)


def of_indicator(indicator: sdg.Indicator, name: str, *, address: str) -> Export:
    """A chart of an indicator, as all organisations counted it.

    Raises:
        KeyError: no chart has that name, or nobody has counted it.
    """
    findings = list(catalogue.findings().filter(sdg=indicator.code)[:_MOST])
    if name not in CHARTS or not findings:
        raise KeyError(name)

    def make(out: BinaryIO) -> None:
        out.write(
            indicator_chart(
                indicator.code,
                str(indicator.name(get_language() or "en")),
                [_told(one) for one in findings],
                address=address,
                to=name.rpartition(".")[2],
                fonts_in=_fonts(),
            )
        )

    said = [f"{one.release.manifest_sha256} {one.key}" for one in findings]
    slug = f"indicator-{indicator.code.replace('.', '-')}"
    key = _key(indicator.code, name, address, *said)
    told = catalogue.changed()
    return Export(f"{slug}-{name}", key, told, make, sole=f"{slug}-{name}-{get_language()}")


def _told(finding: Finding) -> Told:
    """What it says, of its place and period as the reader calls them."""
    told, called = published.told(finding), places.called(finding)
    whole = replace(told.overall, name=called) if told.overall.name == told.place else told.overall
    return replace(told, place=called, period=places.when(finding), overall=whole)


def _place(finding: Finding, address: str) -> Place:
    release = finding.release
    return Place(
        address=address,
        organisation=release.study.organisation.name,
        cited=citation.cite(finding, address="").text,
        published=days.day(localdate(release.published_at), get_language() or "en"),
        ground=maps.ground(finding),
    )


def _fonts() -> Path:
    return Path(settings.DATA) / "exports"


def _key(*parts: str) -> str:
    said = json.dumps([__version__, _drawing(), get_language(), *parts])
    return hashlib.sha256(said.encode()).hexdigest()


@functools.cache
def _drawing() -> str:
    """What draws: another sheet, style or chart makes other pictures."""
    figures = resources.files("datashift.figures")
    drawing = [*(figures / "pictures").iterdir(), *(figures / "pictures" / "sheets").iterdir()]
    sheets = sorted((one for one in drawing if one.is_file()), key=lambda one: one.name)
    style = [figures / "style" / name for name in ("tokens.css", "figures.css", "maps.css")]
    return hashlib.sha256(b"".join(one.read_bytes() for one in [*sheets, *style])).hexdigest()
