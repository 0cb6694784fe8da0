"""Everything that is published of one indicator in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from datashift import sdg
from datashift.comparison.nearest import area_code, last_year
from datashift.figures import Finding as Told
from datashift.figures import OfficialFigure, Quantity, Row
from datashift.kit.text import fold
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import places, published
from datashift.web.explore.queries.places import Place
from datashift.web.explore.queries.voices.voice import Kind, Seen, Voice
from datashift.web.official import queries as official
from datashift.web.official.queries import Official

_AREA, _PERIOD = "REF_AREA", "TIME_PERIOD"
# A series may be for women alone; that all its figures are of one "reporting type" says nothing.
_OF_PEOPLE = {"SEX", "AGE", "URBANISATION", "DISABILITY_STATUS", "INCOME_WEALTH_QUANTILE",
              "EDUCATION_LEV", "OCCUPATION"}  # fmt: skip


def places_of(findings: Iterable[Finding]) -> list[Place]:
    """The places that the findings of an indicator are about, most findings first."""
    found: dict[str, Place] = {}
    for finding in findings:
        place = places.place_of(finding)
        if place is not None:
            known = found.get(place.slug, replace(place, findings=0))
            found[place.slug] = replace(known, findings=known.findings + 1)
    return sorted(found.values(), key=lambda one: (-one.findings, one.name))


def countries_of(indicator: str) -> list[Place]:
    """The countries of which official figures are held, in the order of their names."""
    codes = {area for area in official.areas_of(indicator) if len(area) == 2}
    known = {one.code: one for one in sdg.countries()}
    found = [Place(code.lower(), known[code].name, known[code]) for code in codes & known.keys()]
    return sorted(found, key=lambda one: fold(one.called))


def has_countries(indicator: str) -> bool:
    """Whether official figures of any country are held."""
    return official.of_countries(indicator)


def of_place(
    indicator: str, place: Place, findings: Iterable[Finding] | None = None
) -> tuple[Voice, ...]:
    """The voices of a place: citizens and instruments first, then offices.

    Args:
        findings: those of the indicator and the place, where somebody has them already.
    """
    if findings is None:
        findings = places.findings_of(place).filter(sdg=indicator)
    ours = _citizens(sorted(findings, key=lambda one: (one.release.published_at, one.position)))
    within, areas = _where(place, ours)
    held = official.figures(indicator, within=within, areas=areas)
    return (*ours, *offices(held, place), *_of_studies(ours, held, place))


def offices(held: Iterable[Official], place: Place) -> Iterator[Voice]:
    """Official series as voices."""
    names = _names(place)
    for one in held:
        series = one.series
        unit = series.definition.measure_unit
        constant = _constant([seen.dimensions for seen in series.observations])
        seen = tuple(
            Seen(
                area=_part(each.ref_area, place, each.time_period, names),
                period=each.time_period,
                groups=tuple(
                    sorted((k, v) for k, v in each.dimensions.items() if k not in constant)
                ),
                row=Row(each.ref_area, value=each.value, lower=each.lower, upper=each.upper),
                nature=each.nature,
            )
            for each in series.observations
            if each.value is not None
        )
        kind: Kind = "big" if one.kind == "big" else "official"
        yield Voice(
            kind=kind,
            who=one.source,
            what=series.title or series.code,
            unit=unit,
            quantity="proportion" if unit == "PT" else series.definition.quantity or "mean",
            unit_words="" if unit == "PT" else _unit_words(unit),
            seen=_in_time(seen),
            official=one,
        )


def _citizens(findings: Iterable[Finding]) -> list[Voice]:
    """Findings as voices: the rounds of one organisation that count one thing are one voice."""
    found: dict[tuple[object, ...], Voice] = {}
    for finding in findings:
        told = published.told(finding)
        key = (finding.release.study.organisation_id, told.title, told.unit_measure, told.sampling)
        before = found[key].seen if key in found else ()
        quantity: Quantity = told.quantity if told.quantity in get_args(Quantity) else "mean"
        found[key] = Voice(
            kind="big" if told.sampling == "sensor" else "citizen",
            who=told.producer or finding.release.study.organisation.name,
            what=told.title,
            unit=told.unit_measure,
            quantity=quantity,
            unit_words=told.unit_words,
            seen=_in_time((*before, *_seen(told, finding))),
            told=told,
        )
    return list(found.values())


def _seen(told: Told, finding: Finding) -> Iterator[Seen]:
    yearly = any(one.by == (_PERIOD,) for one in told.breakdowns)
    if not yearly:
        yield Seen("", told.period, (), told.overall, finding)
    for breakdown in told.breakdowns:
        for row in breakdown.rows:
            rest = {k: v for k, v in row.domain.items() if k not in (_AREA, _PERIOD)}
            yield Seen(
                area=row.domain.get(_AREA, ""),
                period=row.domain.get(_PERIOD, told.period),
                groups=tuple(sorted(rest.items())),
                row=row,
                finding=finding,
            )


def _of_studies(ours: Sequence[Voice], held: Iterable[Official], place: Place) -> Iterator[Voice]:
    """Official figures that studies brought, of sources that the platform does not hold itself."""
    known = {one.source.casefold() for one in held}
    names = _names(place)
    found: dict[tuple[str, str], tuple[Told, dict[str, OfficialFigure]]] = {}
    for told in filter(None, (voice.told for voice in ours)):
        for one in told.official:
            if one.value is not None and one.source.casefold() not in known:
                key = (one.source, one.what)
                found.setdefault(key, (told, {}))[1][f"{one.area} {one.period}"] = one
    for (source, what), (told, figures) in found.items():
        seen = tuple(
            Seen(
                area=_part(one.area, place, one.period, names),
                period=one.period,
                groups=(),
                row=Row(one.area, value=one.value, lower=one.lower, upper=one.upper),
            )
            for one in figures.values()
        )
        yield Voice(
            *("official", source or what, what, told.unit_measure, told.quantity, told.unit_words),
            seen=_in_time(seen),
        )


def _where(place: Place, ours: Sequence[Voice]) -> tuple[str, list[str] | None]:
    """Which areas are asked for: a country and its parts, or what only findings know."""
    if place.area is not None:
        return place.area.code, None
    parts = {one.area for voice in ours for one in voice.seen if one.area}
    return "", [*place.spellings, place.name, *sorted(parts | _names(place).keys())]


def _names(place: Place) -> Mapping[str, str]:
    """Of what is no country: the names of its parts, each with the code that findings give it."""
    if place.area is not None:
        return {}
    return {name: code for part in places.parts(place) for code, name in part.written}


def _part(ref_area: str, place: Place, period: str, names: Mapping[str, str]) -> str:
    """The code of a part of the place, "" for the whole; what nobody knows stays as written."""
    if place.area is None:
        whole = ref_area in ("", *place.spellings, place.name)
        return "" if whole else names.get(ref_area, ref_area)
    country = place.area.code
    code = area_code(ref_area, country, last_year(period)) if ref_area else country
    return "" if code == country else code or ref_area


def _constant(dimensions: Sequence[Mapping[str, str]]) -> set[str]:
    """Dimensions in which all figures of a series are alike, and which say nothing of people."""
    names = {name for one in dimensions for name in one} - _OF_PEOPLE
    return {name for name in names if len({one.get(name) for one in dimensions}) == 1}


def _unit_words(unit: str) -> str:
    try:
        known = sdg.dimension("UNIT_MEASURE").codes.get(unit)
    except KeyError:
        known = None
    return known.name.lower() if known is not None else unit


def _in_time(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    return tuple(sorted(seen, key=lambda one: (one.at or 0.0, one.period)))
