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
from datashift.kit.language import days
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import catalogue, citation, maps, places, published
from datashift.web.explore.queries.exports import Export

CARD = "card.jpg"
OF_INDICATOR = (CARD, "chart.png", "chart.svg", "chart.vl.json")
_MOST = 40  # findings in the chart of an indicator


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


def of_indicator(indicator: sdg.Indicator, name: str, *, address: str) -> Export:
    """A picture of an indicator, as all organisations counted it.

    Raises:
        KeyError: no picture has that name, or nobody has counted it.
    """
    findings = list(catalogue.findings().filter(sdg=indicator.code)[:_MOST])
    if name not in OF_INDICATOR or not findings:
        raise KeyError(name)

    def make(out: BinaryIO) -> None:
        if name == CARD:
            shown = next((one for one in findings if one.value is not None), findings[0])
            place = _place(shown, address)
            out.write(indicator_card(_told(shown), place, fonts_in=_fonts()))
            return
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
    newest = max(one.release.published_at for one in findings)
    key = _key(indicator.code, name, address, *said)
    return Export(f"{slug}-{name}", key, newest, make, sole=f"{slug}-{name}-{get_language()}")


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
