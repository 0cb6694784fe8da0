"""The office beside each finding of a place: its figure of the nearest year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from datashift.figures import Row
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import held
from datashift.web.explore.queries.places import Part, Place
from datashift.web.explore.queries.voices.gathered import offices
from datashift.web.explore.queries.voices.said import apart, newest
from datashift.web.explore.queries.voices.voice import Seen, Voice
from datashift.web.official import queries as official


@dataclass(frozen=True)
class Pair:
    """A figure of citizens and that of an office.

    Args:
        voice: the office.
        seen: its figure.
        same: whether chance alone could explain the difference; None where nobody can say.
    """

    voice: Voice
    seen: Seen
    same: bool | None


def beside(
    findings: Iterable[Finding],
    place: Place,
    *,
    part: Part | None = None,
    rows: Mapping[UUID, Row] | None = None,
) -> dict[UUID, Pair]:
    """The official figure that stands beside each finding, in its unit and of the nearest year.

    Args:
        part: of this part of the place instead of the whole.
        rows: the figures of the findings for that part.
    """
    found = [one for one in findings if one.sdg]
    written = {code for code, _ in part.written} if part is not None else set()
    known = {part.area.code} if part is not None and part.area is not None else set()
    codes = written | known if part is not None else {""}
    asked = [*place.spellings, place.name, *sorted(codes - {""})]
    offered = official.figures_of(
        {one.sdg for one in found},
        areas=None if place.area is not None else asked,
        within=place.area.code if place.area is not None else "",
    )
    by_indicator: dict[str, list[Voice]] = {}
    for one, voice in zip(offered, offices(offered, place), strict=True):
        by_indicator.setdefault(one.series.definition.indicator, []).append(voice)
    pairs = {}
    for finding in found:
        pair = _pair(finding, by_indicator.get(finding.sdg, ()), codes, rows)
        if pair is not None:
            pairs[finding.pk] = pair
    return pairs


def every(finding: Finding, place: Place) -> list[Pair]:
    """Each official series that is held of a finding's indicator and place, with its figure of the
    nearest year."""
    country = place.area.code if place.area is not None else ""
    names = None if country else [*place.spellings, place.name]
    office = held.figures(finding.sdg, areas=names, within=country) if finding.sdg else ()
    found = (_pair(finding, [one], {""}, None) for one in offices(office, place))
    return [one for one in found if one is not None]


def _pair(
    finding: Finding,
    voices: Iterable[Voice],
    codes: Iterable[str],
    rows: Mapping[UUID, Row] | None,
) -> Pair | None:
    row = (rows or {}).get(finding.pk) or Row(
        finding.title, value=finding.value, lower=finding.lower, upper=finding.upper
    )
    ours = Seen("", finding.period, (), row)
    share = finding.quantity == "proportion"
    alike = [
        _narrowed(one, codes)
        for one in voices
        if one.kind == "official" and share == (one.quantity == "proportion") and share
    ]
    nearest = newest(alike, near=(alike[0], ours)) if alike else None
    if nearest is None:
        return None
    voice, seen = nearest
    _, same = apart(ours, seen) if row.value is not None else (None, None)
    return Pair(voice, seen, same)


def _narrowed(voice: Voice, codes: Iterable[str]) -> Voice:
    kept = tuple(one for one in voice.seen if one.area in codes and not one.groups)
    return replace(voice, seen=kept)
