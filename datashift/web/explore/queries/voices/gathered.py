"""Everything that is published of one indicator in one place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from datashift import sdg
from datashift.comparison.nearest import area_code, last_year
from datashift.figures import Finding as Told
from datashift.figures import OfficialFigure, Quantity, Row
from datashift.figures.packed import Opened
from datashift.kit.text import fold
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import held, places, published
from datashift.web.explore.queries.places import Place
from datashift.web.explore.queries.voices.voice import Kind, Seen, Voice, framework_unit, year_of
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
    indicator: str,
    place: Place,
    findings: Iterable[Finding] | None = None,
    *,
    areas: Collection[str] | None = None,
) -> tuple[Voice, ...]:
    """The voices of a place: citizens and instruments first, then offices.

    Args:
        findings: those of the indicator and the place, where somebody has them already.
        areas: what figures of citizens are wanted of, "" for the whole; None for all.
    """
    if findings is None:
        findings = places.findings_of(place).filter(sdg=indicator)
    told = sorted(findings, key=lambda one: (one.release.published_at, one.position))
    ours = _citizens(told, areas)
    within, known = _where(place, ours)
    found = held.figures(indicator, within=within, areas=known)
    return (*ours, *offices(found, place), *_of_studies(ours, found, place))


def offices(found: Iterable[Official], place: Place) -> Iterator[Voice]:
    """Official series as voices."""
    names = _names(place)
    for one in found:
        series = one.series
        unit = series.definition.measure_unit
        seen = _of_office(one, place, names)
        share = unit == "PT" and not framework_unit(series)
        kind: Kind = "big" if one.kind == "big" else "official"
        yield Voice(
            kind=kind,
            who=one.source,
            what=series.called,
            unit=unit,
            quantity="proportion" if share else series.definition.quantity or "mean",
            unit_words="" if share else unit_words(unit),
            seen=seen,
            areas=frozenset(each.area for each in seen),
            years=_years(each.at for each in seen),
            official=one,
            language=series.language,
            counted=series.counted,
        )


def _of_office(office: Official, place: Place, names: Mapping[str, str]) -> tuple[Seen, ...]:
    """The figures of an official series; what it says of all of them is worked out once."""
    observations = office.series.observations
    same = constant([one.dimensions for one in observations])
    parts: dict[tuple[str, str], str] = {}
    for area, period in {(one.ref_area, one.time_period) for one in observations}:
        parts[area, period] = _part(area, place, period, names)
    return _in_time(
        Seen(
            area=parts[one.ref_area, one.time_period],
            period=one.time_period,
            groups=tuple(sorted((k, v) for k, v in one.dimensions.items() if k not in same))
            if one.dimensions
            else (),
            row=Row.plain(one.ref_area, one.value, one.lower, one.upper),
            nature=one.nature,
        )
        for one in observations
        if one.value is not None
    )


def _citizens(findings: Sequence[Finding], areas: Collection[str] | None) -> list[Voice]:
    """Findings as voices: the rounds of one organisation that count one thing are one voice."""
    found: dict[tuple[object, ...], Voice] = {}
    opened = published.by_area(findings)
    for finding in findings:
        kept = opened[finding.pk]
        told = kept.told
        key = (finding.release.study.organisation_id, told.title, told.unit_measure, told.sampling)
        before = found.get(key)
        yearly = any(one.by == (_PERIOD,) for one in told.breakdowns)
        periods = kept.periods if yearly else (told.period, *kept.periods)
        quantity: Quantity = told.quantity if told.quantity in get_args(Quantity) else "mean"
        found[key] = Voice(
            kind="big" if told.sampling == "sensor" else "citizen",
            who=told.producer or finding.release.study.organisation.name,
            what=told.title,
            unit=told.unit_measure,
            quantity=quantity,
            unit_words=told.unit_words,
            seen=_in_time((*(before.seen if before else ()), *_seen(kept, finding, areas))),
            areas=(before.areas if before else frozenset())
            | kept.places.keys()
            | (frozenset() if yearly else {""}),
            years=(before.years if before else frozenset()) | _years(map(year_of, periods)),
            told=told,
            language=told.language,
        )
    return list(found.values())


def _seen(opened: Opened, finding: Finding, areas: Collection[str] | None) -> Iterator[Seen]:
    told = opened.told
    yearly = any(one.by == (_PERIOD,) for one in told.breakdowns)
    if not yearly and (areas is None or "" in areas):
        yield Seen("", told.period, (), told.overall, finding)
    for row in opened.rows(areas):
        rest = {k: v for k, v in row.domain.items() if k not in (_AREA, _PERIOD)}
        yield Seen(
            area=row.domain.get(_AREA, ""),
            period=row.domain.get(_PERIOD, told.period),
            groups=tuple(sorted(rest.items())),
            row=row,
            finding=finding,
        )


def _years(when: Iterable[float | None]) -> frozenset[int]:
    return frozenset(int(at) for at in set(when) if at is not None)


def _of_studies(
    ours: Sequence[Voice], offices: Iterable[Official], place: Place
) -> Iterator[Voice]:
    """Official figures that studies brought, of sources that the platform does not hold itself."""
    known = {one.source.casefold() for one in offices}
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
            areas=frozenset(one.area for one in seen),
            years=_years(one.at for one in seen),
            language=next(one.language for one in figures.values()),
            counted=counted(what, told),
        )


def counted(what: str, told: Told) -> bool:
    """Whether the percentages that a study brought under a name are of what was counted.

    A study names what is nameless as its own; then only the indicator says what it is.
    """
    if what != told.title:
        return sdg.says_count(what)
    try:
        return sdg.says_count(sdg.indicator(told.sdg).name("en").text)
    except KeyError:
        return False


def _where(place: Place, ours: Sequence[Voice]) -> tuple[str, list[str] | None]:
    """Which areas are asked for: a country and its parts, or what only findings know."""
    if place.area is not None:
        return place.area.code, None
    parts = {area for voice in ours for area in voice.areas if area}
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


def constant(dimensions: Sequence[Mapping[str, str]]) -> set[str]:
    """Dimensions in which all figures of a series are alike, and which say nothing of people."""
    names = {name for one in dimensions for name in one} - _OF_PEOPLE
    return {name for name in names if len({one.get(name) for one in dimensions}) == 1}


def unit_words(unit: str) -> str:
    """A unit in words, where the SDG code lists know it."""
    try:
        known = sdg.dimension("UNIT_MEASURE").codes.get(unit)
    except KeyError:
        known = None
    return known.name.lower() if known is not None else unit


def _in_time(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    return tuple(sorted(seen, key=lambda one: (year_of(one.period) or 0.0, one.period)))
