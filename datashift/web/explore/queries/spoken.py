"""Who speaks of an indicator in a place: findings, official series, and series of instruments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from datashift import sdg
from datashift.comparison import OfficialSeries
from datashift.comparison.comparability import Measured
from datashift.comparison.complementarity import Kind, Observed, of_series
from datashift.comparison.nearest import area_code, last_year
from datashift.comparison.series import Definition, Figure
from datashift.figures import Finding as Told
from datashift.figures import OfficialFigure, Row
from datashift.kit.text import fold
from datashift.web.evidence.models import Finding
from datashift.web.explore.http import finding_address
from datashift.web.explore.queries import published
from datashift.web.explore.queries.places import Place
from datashift.web.official import queries as official

_PLACE, _PERIOD = "REF_AREA", "TIME_PERIOD"


@dataclass(frozen=True)
class Frame:
    """The areas of a place and how figures write them.

    Args:
        whole: code of the place as a whole.
        country: alpha-2 code; "" for what is no country of ISO 3166.
        names: code to name of the whole and its areas, where no list of ours knows them.
        codes: what figures write, folded, to the code.
    """

    whole: str
    country: str
    names: Mapping[str, str] | None = None
    codes: Mapping[str, str] = field(default_factory=dict)

    def area(self, code: str, name: str, period: str) -> str:
        """The code of an area as a figure writes it; "" when it is not of this place."""
        if not self.country:
            return self.codes.get(fold(code)) or self.codes.get(fold(name), "")
        if not code and not name:
            return self.whole
        if code == self.whole or code.startswith(f"{self.whole}-"):
            return code
        found = area_code(name or code, self.country, last_year(period))
        return found if found == self.whole or found.startswith(f"{self.whole}-") else ""


def spellings(place: Place) -> tuple[str, ...]:
    return tuple(dict.fromkeys((place.name, *place.spellings)))


def frame_of(place: Place, findings: Sequence[Finding]) -> Frame:
    if place.area is not None:
        return Frame(place.area.code, place.area.code)
    names, codes = {place.slug: place.name}, dict.fromkeys(("", place.slug), place.slug)
    codes.update({fold(one): place.slug for one in spellings(place)})
    for one in findings:
        for part in published.told(one).breakdowns:
            if part.by != (_PLACE,):
                continue
            for row in part.rows:
                code = row.domain.get(_PLACE, "") or row.name
                names.setdefault(code, row.name)
                codes |= {fold(code): code, fold(row.name): code}
    return Frame(place.slug, "", names, codes)


def observed(
    place: Place, code: str, findings: Iterable[Finding], frame: Frame
) -> Iterator[Observed]:
    """All figures of an indicator: those of findings, beside findings, and held."""
    for one in findings:
        yield from _of_finding(one, frame)
    if frame.country:
        for held in official.figures(code, within=frame.country):
            kind: Kind = "big" if held.kind == "big" else "official"
            yield from of_series(held.series, frame.country, kind=kind, link=held.address)
    else:
        names = frame.names or {}
        written = (*spellings(place), *names, *names.values())
        for held in official.figures(code, areas=written):
            yield from _of_series(held.series, frame, kind=held.kind, link=held.address)


def once(figures: Iterable[Observed]) -> tuple[Observed, ...]:
    """An official figure that stands beside findings and is held as well counts once."""
    known: dict[object, Observed] = {}
    for at, one in enumerate(figures):
        same = (one.area, one.period, tuple(sorted(one.groups.items())), one.figure.value)
        known.setdefault(same if one.kind == "official" else at, one)
    return tuple(known.values())


def _of_series(series: OfficialSeries, frame: Frame, *, kind: str, link: str) -> Iterator[Observed]:
    name = series.source or series.title or series.code
    measured = Measured(name, series.definition)
    for one in series.observations:
        if area := frame.area(one.ref_area, "", one.time_period):
            yield Observed(
                kind="big" if kind == "big" else "official",
                source=one.source or name,
                measured=measured,
                area=area,
                period=one.time_period,
                groups=one.dimensions,
                figure=Figure(one.value, one.lower, one.upper),
                link=link,
            )


def _of_finding(finding: Finding, frame: Frame) -> Iterator[Observed]:
    """The public figures of a finding, its own and the official ones beside it."""
    told = published.told(finding)
    ours = Measured(told.producer or finding.release.title, _definition(told, frame))
    link = finding_address(finding)
    for area, period, groups, row in _rows(told, frame):
        yield Observed(
            kind="big" if told.sampling == "sensor" else "citizen",
            source=ours.name,
            measured=ours,
            area=area,
            period=period,
            groups=groups,
            figure=Figure(row.value, row.lower, row.upper),
            hidden=row.hidden,
            link=link,
        )
    for each in told.official:
        if area := frame.area(each.area, "", each.period):
            yield _official(each, told, area, link)


def _definition(told: Told, frame: Frame) -> Definition:
    return Definition(
        indicator=told.sdg,
        series=told.series,
        title=told.title,
        quantity=told.quantity,
        unit=told.unit,
        area=frame.whole,
        period=told.period,
        sampling=told.sampling or None,  # type: ignore[arg-type]
        measure_unit=told.unit_measure,
    )


def _rows(told: Told, frame: Frame) -> Iterator[tuple[str, str, Mapping[str, str], Row]]:
    """The whole, its areas, periods and groups: where, when, whom, and the figure."""
    rows = [told.overall, *(row for part in told.breakdowns for row in part.rows)]
    for row in rows:
        domain = dict(row.domain)
        code, period = domain.pop(_PLACE, ""), domain.pop(_PERIOD, told.period)
        named = row.name if code and not domain else ""
        area = frame.area(code, named, period) if code else frame.whole
        known = row.value is not None or row.hidden
        if area and known and all(_is_group(*one) for one in domain.items()):
            yield area, period, domain, row


def _is_group(dimension: str, code: str) -> bool:
    """Whether a group is one that other sources can have too."""
    try:
        return code in sdg.dimension(dimension).codes
    except KeyError:
        return False


def _official(each: OfficialFigure, told: Told, area: str, link: str) -> Observed:
    source = each.source or each.what
    same_unit = each.difference is not None
    known = Definition(
        indicator=told.sdg,
        title=each.what,
        area=area,
        measure_unit=told.unit_measure if same_unit else "",
    )
    return Observed(
        kind="official",
        source=source,
        measured=Measured(source, known),
        area=area,
        period=each.period,
        figure=Figure(each.value, each.lower, each.upper),
        link=link,
    )
