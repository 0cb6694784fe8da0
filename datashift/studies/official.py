"""Official series beside the study's figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem
from datashift.kit.progress import Progress
from datashift.studies.course import match_of, series_of
from datashift.studies.loading import Study
from datashift.studies.specification import Indicator, Official, Place
from datashift.tables import Flag, Severity

if TYPE_CHECKING:
    from datashift.comparison import Comparison, Definition, OfficialSeries
    from datashift.disclosure import Cell
    from datashift.harmonise import Harmonised


@dataclass(frozen=True)
class Beside:
    """A comparison, and what the official figure measures in words of some language."""

    comparison: Comparison
    title: str
    language: str


def side_by_side(
    study: Study, placed: Harmonised, cells: Sequence[Cell], *, progress: Progress
) -> tuple[tuple[Beside, ...], tuple[Flag, ...]]:
    """Every comparison the study asks for, and what was assumed on the way.

    Raises:
        Problem: an official file cannot be read.
    """
    spec = study.specification
    if not spec.official:
        return (), ()
    from datashift.comparison import compare

    progress("Comparing with official figures", 0, len(spec.official))
    found: list[Beside] = []
    flags: list[Flag] = []
    period = _period(study, placed)
    for number, said in enumerate(spec.official):
        series = _chosen(_read(study, said, number), study, said, number)
        titles = {
            one.code: titled
            for one in series
            if (titled := _titled(one, said, spec.language)) is not None
        }
        flags += [flag for one in series for flag in one.flags]
        for indicator in _meant(spec.indicators, said, series):
            compared = compare(
                [cell for cell in cells if cell.estimate.measure == indicator.id],
                _about(series, indicator, said),
                measure=indicator.id,
                definition=_definition(study, indicator, period),
                match=match_of(indicator) or "proxy",  # type: ignore[arg-type]
            )
            if not compared:
                flags.append(_nothing(said, indicator))
            ours = (indicator.title, spec.language)
            found += [Beside(one, *titles.get(one.series, ours)) for one in compared]
    return tuple(found), tuple(flags)


def _titled(series: OfficialSeries, said: Official, written: str) -> tuple[str, str] | None:
    """What an official series measures in words, and the code of their language; None for none."""
    if said.title:
        return said.title, written
    title = series.called
    return (title, series.language) if title else None


def _read(study: Study, said: Official, number: int) -> tuple[OfficialSeries, ...]:
    from datashift.comparison import Definition, OfficialFile, official

    return official.read_file(
        OfficialFile(
            file=study.file(said.file, "official", number, "file"),
            series=said.series or "",
            indicator=said.indicator or "",
            area=said.area or "",
            period=said.period or "",
            value=said.value or "",
            source=said.source,
            definition=Definition(
                title=said.title,
                unit=said.unit,
                language=study.specification.language,
                population=said.population,
                coverage=said.coverage,
            ),
        )
    )


def _chosen(
    series: Sequence[OfficialSeries], study: Study, said: Official, number: int
) -> tuple[OfficialSeries, ...]:
    """The series with only the rows of the group that is meant, which then is no group any more.

    Raises:
        Problem: the file has no such group.
    """
    if not said.group:
        return tuple(series)
    asked = dict(said.group)
    kept = []
    for one in series:
        observations = tuple(
            dataclasses.replace(
                row, dimensions={k: v for k, v in row.dimensions.items() if k not in asked}
            )
            for row in one.observations
            if asked.items() <= dict(row.dimensions).items()
        )
        if observations:
            kept.append(dataclasses.replace(one, observations=observations))
    if not kept:
        known = sorted(
            {
                f"{name}: {code}"
                for one in series
                for row in one.observations
                for name, code in row.dimensions.items()
            }
        )
        raise Problem(
            f"The official file has no rows of this group; it has {', '.join(known[:8])}",
            file=study.name,
            line=study.line("official", number, "group"),
            code="study.official_group",
        )
    return tuple(kept)


def _meant(
    indicators: Sequence[Indicator], said: Official, series: Sequence[OfficialSeries]
) -> list[Indicator]:
    """The indicators an official file is for: the one it names, the only one, or those of its SDG."""
    if said.indicator is not None:
        return [one for one in indicators if said.indicator in (one.id, one.sdg)]
    if len(indicators) == 1:
        return list(indicators)
    codes = {one.definition.indicator for one in series} - {""}
    return [one for one in indicators if one.sdg in codes]


def _whole(place: Place | None) -> str:
    """The area of the overall figure as official files name it: a country's code, else its name."""
    from datashift.sdg import country

    if place is None:
        return ""
    return country(place.country).code if place.country is not None else place.name or ""


def _about(
    series: Sequence[OfficialSeries], indicator: Indicator, said: Official
) -> tuple[OfficialSeries, ...]:
    """The series that speak about the indicator: those of its SDG code, and those that name none.

    A file or series that the study names for the indicator stands beside it whatever it says it is
    about, unless it has a series of the indicator's own code.
    """
    comparable = [one for one in series if _same_unit(one.definition.measure_unit, indicator)]
    unnamed = tuple(one for one in comparable if not one.definition.indicator)
    same = tuple(one for one in comparable if one.definition.indicator == (indicator.sdg or " "))
    if same or (said.indicator is None and said.series is None):
        return (*same, *unnamed)
    return tuple(comparable)


_PERCENT = {"PT", "PERCENT", "PERCENTAGE", "%"}


def _same_unit(theirs: str, indicator: Indicator) -> bool:
    """Whether an official unit can stand on one scale with ours; an unstated one may."""
    percent = indicator.measure == "proportion"
    ours = (indicator.unit_measure or ("PT" if percent else "")).upper()
    if theirs.upper() in _PERCENT or ours in _PERCENT:
        return not theirs or (theirs.upper() in _PERCENT) == (ours in _PERCENT)
    return not theirs or not ours or theirs.upper() == ours


def _definition(study: Study, indicator: Indicator, period: str) -> Definition:
    from datashift.comparison import Definition

    spec = study.specification
    return Definition(
        indicator=indicator.sdg or "",
        series=series_of(indicator),
        title=indicator.title,
        quantity=indicator.measure,
        unit=spec.unit,
        language=spec.language,
        population=indicator.population,
        area=_whole(spec.place),
        period=period,
        coverage=indicator.coverage,
        sampling=spec.design.sampling,
        measure_unit=indicator.unit_measure or ("PT" if indicator.measure == "proportion" else ""),
    )


def _period(study: Study, placed: Harmonised) -> str:
    return "-".join(periods(study, placed))


def periods(study: Study, placed: Harmonised) -> list[str]:
    """The first and last year (or period) of the rows: none, one or two."""
    time = study.specification.time
    if time is None:
        return []
    if time.value is not None:
        return [time.value]
    import pyarrow.compute as pc

    known = sorted(value for value in pc.unique(placed.data["TIME_PERIOD"]).to_pylist() if value)
    return list(dict.fromkeys([known[0], known[-1]])) if known else []


def _nothing(said: Official, indicator: Indicator) -> Flag:
    return Flag(
        "official.nothing_beside",
        Severity.NOTE,
        f'No figure of {said.file.rpartition("/")[2]} stands beside "{indicator.title}": no area '
        "and group is the same.",
        values={"indicator": indicator.id},
    )
