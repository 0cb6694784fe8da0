"""Protected figures told as findings: sentences, groups in words, what stands beside them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from datashift.disclosure import Cell
from datashift.estimates.selection import is_conditional
from datashift.figures import Breakdown, Finding, OfficialFigure, Row, Said
from datashift.figures.words import extremes, headline, meaning, number_of, range_in_words
from datashift.studies.course import Course, match_of, scaled, series_of
from datashift.studies.differences import told as differences
from datashift.studies.modelled import told as modelled
from datashift.studies.modelled.tipping import what_it_would_take
from datashift.studies.official import periods
from datashift.studies.relevance import told
from datashift.studies.specification import Indicator, Specification
from datashift.studies.steps import columns_of
from datashift.studies.weighting import words as weighting

if TYPE_CHECKING:
    from datashift.studies.official import Beside
    from datashift.tables import Flag

_METHODS: Mapping[str, str] = {
    "linearisation": (
        "Estimated with the weights of the design; the range comes from Taylor linearisation over "
        "its strata and clusters."
    ),
    "replication": (
        "Estimated with the weights of the design; the range comes from how much the figure differs "
        "between replicates of the sample."
    ),
    "description": "Computed from the rows as they are, without inference to anything beyond them.",
}
_MOST_CHECKS = 12


def findings(course: Course) -> tuple[Finding, ...]:
    """One finding per indicator, in the study's order."""
    return tuple(_finding(course, one) for one in course.study.specification.indicators)


def _finding(course: Course, indicator: Indicator) -> Finding:
    spec = course.study.specification
    cells = course.cells(indicator.id)
    whole = course.name_of_whole()
    overall_cell = next((cell for cell in cells if not cell.estimate.domain), None)
    overall = Row(whole or "All")
    if overall_cell is not None:
        overall = _row(course, overall_cell, overall.name, indicator)
    estimate = overall_cell.estimate if overall_cell is not None else None
    groups = _breakdowns(course, indicator, cells)
    compared = [one for one in course.comparisons if one.comparison.indicator == indicator.id]
    beside = sorted(compared, key=lambda one: len(one.comparison.domain))
    tipping = what_it_would_take(course, indicator, overall_cell, beside)
    assumption, model = modelled.rests_on(cells), modelled.told(course, indicator)
    return Finding(
        id=indicator.id,
        title=indicator.title,
        headline=_headline(overall, overall_cell, indicator, groups),
        range=_range(overall, overall_cell, indicator, assumption),
        quantity=indicator.measure,
        unit_measure=course.unit_of(indicator),
        unit=spec.unit,
        overall=overall,
        unit_words=indicator.unit_words,
        sdg=indicator.sdg or "",
        series=series_of(indicator),
        match=match_of(indicator),
        match_reason=indicator.because,
        place=whole,
        country=_country(course),
        period="–".join(periods(course.study, course.harmonised)),
        producer=spec.producer,
        licence=spec.licence,
        language=spec.language,
        sampling=spec.design.sampling,
        breakdowns=groups,
        official=tuple(_official(one) for one in beside),
        reasons=_reasons(beside),
        minimum=course.protection.minimum,
        hidden=sum(cell.hidden for cell in cells),
        checks=checks(told(course, indicator)),
        method=_method(overall_cell or (cells[0] if cells else None), assumption, model),
        method_page=_page(course, indicator, cells),
        sensitivity=tipping or (estimate.sensitivity if estimate is not None else ""),
        missing=estimate.missing if estimate is not None else 0,
        invented=spec.invented,
        meaning=meaning(indicator.measure, 0.5 if indicator.at is None else indicator.at),
        differences=differences.told(course, indicator, functools.partial(_code_name, course)),
        weighting=weighting.told(spec.design, course.weighted),
        assumption=assumption,
        modelled=model,
        grids=modelled.grids(course, indicator),
    )


def checks(flags: Sequence[Flag]) -> tuple[Said, ...]:
    """What the checks noticed, gravest first, as label and sentence."""
    order = {"stops": 0, "look": 1, "note": 2}
    ordered = sorted(flags, key=lambda flag: order[flag.severity])
    told = dict.fromkeys((_label(flag), flag.message) for flag in ordered)
    return tuple(Said(label, message) for label, message in list(told)[:_MOST_CHECKS])


def _label(flag: Flag) -> str:
    return flag.column or flag.code.partition(".")[0].replace("_", " ").capitalize()


def _row(course: Course, cell: Cell, name: str, indicator: Indicator) -> Row:
    estimate = cell.estimate
    sampled = course.study.specification.design.sampling == "probability"  # else all say the same
    sampled = sampled or indicator.id in course.models
    share = course.unanswered.get((indicator.id, frozenset(estimate.domain.items())))
    return Row(
        name=name,
        domain=dict(estimate.domain),
        value=scaled(estimate.value, indicator),
        lower=scaled(estimate.lower, indicator),
        upper=scaled(estimate.upper, indicator),
        n=None if cell.hidden else estimate.n,
        hidden=cell.hidden,
        unanswered=None if share is None or cell.hidden else float(round(100 * share)),
        reliability=estimate.reliability,
        reason=estimate.reason if sampled and not cell.hidden else "",
        conditional=is_conditional(estimate),
        own=modelled.own_share(course, indicator, cell),
    )


def _headline(
    overall: Row, cell: Cell | None, indicator: Indicator, groups: Sequence[Breakdown]
) -> str:
    if cell is not None:
        return headline(
            overall,
            indicator.measure,
            title=indicator.title,
            sentence=indicator.sentence,
            unit_words=indicator.unit_words,
        )
    said = extremes(groups[0].rows, indicator.measure, indicator.unit_words) if groups else ""
    return f"{indicator.title}: {said}" if said else indicator.title


def _page(course: Course, indicator: Indicator, cells: Sequence[Cell]) -> str:
    found = course.models.get(indicator.id)
    if found is not None:
        return modelled.PAGES[found.method]
    whole = next((cell for cell in cells if not cell.estimate.domain), None)
    first = whole or next(iter(cells), None)
    return "" if first is None else first.estimate.method


def _range(overall: Row, cell: Cell | None, indicator: Indicator, assumption: str) -> str:
    if cell is None:
        return ""
    return range_in_words(
        overall,
        indicator.measure,
        reason=cell.estimate.reason,
        unit_words=indicator.unit_words,
        assumption=assumption,
    )


def _breakdowns(
    course: Course, indicator: Indicator, cells: Sequence[Cell]
) -> tuple[Breakdown, ...]:
    made = []
    for group in indicator.by:
        columns = columns_of(course.study, group)
        if not columns:
            continue
        chosen = [cell for cell in cells if tuple(cell.estimate.domain) == columns]
        rows = tuple(
            _row(course, cell, _name(course, cell.estimate.domain), indicator) for cell in chosen
        )
        words = [_words(course, word) for word in group]
        unplaced = next((cell.estimate.unplaced for cell in chosen), 0)
        made.append(
            Breakdown(
                title=f"By {' and '.join(words)}",
                by=columns,
                rows=rows,
                note=_note(unplaced, course.study.specification, words),
            )
        )
    return tuple(made)


def _note(unplaced: int, spec: Specification, words: Sequence[str]) -> str:
    if not unplaced:
        return ""
    verb = "is" if unplaced == 1 else "are"
    what = " or ".join(words)
    unit, language = spec.unit, spec.language
    return f"{number_of(unplaced, unit, language)} without a known {what} {verb} only in the overall figure."


def _name(course: Course, domain: Mapping[str, str]) -> str:
    return " · ".join(_code_name(course, column, code) for column, code in domain.items())


def _code_name(course: Course, column: str, code: str) -> str:
    if column == "REF_AREA":
        return course.harmonised.areas.get(code, code)
    from datashift.sdg import dimension
    from datashift.sdg.ages import age_name

    try:
        return dimension(column).codes[code].name
    except KeyError:
        return age_name(code) if column == "AGE" else code


def _words(course: Course, word: str) -> str:
    place = course.study.specification.place
    if word == "place":
        level = place.level if place is not None else None
        return level.casefold() if level is not None and not level.isdigit() else "place"
    if word == "time":
        time = course.study.specification.time
        return (time.period if time is not None else None) or "period"
    return {"SEX": "sex", "AGE": "age", "URBANISATION": "urban or rural"}.get(word, word)


def _country(course: Course) -> str:
    from datashift.sdg import country

    place = course.study.specification.place
    return country(place.country).code if place is not None and place.country else ""


def _official(beside: Beside) -> OfficialFigure:
    one = beside.comparison
    side = one.official
    return OfficialFigure(
        what=beside.title,
        language=beside.language,
        value=side.value,
        lower=side.lower,
        upper=side.upper,
        period=side.time_period,
        source=side.source,
        area=side.ref_area,
        difference=one.difference,
        difference_lower=one.lower,
        difference_upper=one.upper,
        could_be_the_same=one.could_be_same,
    )


def _reasons(compared: Sequence[Beside]) -> tuple[Said, ...]:
    told = dict.fromkeys(
        (reason.code.partition(".")[0].replace("_", " ").capitalize(), reason.message)
        for one in compared
        for reason in one.comparison.reasons
    )
    return tuple(Said(label, message) for label, message in told)


def _method(cell: Cell | None, assumption: str, model: Sequence[Said]) -> str:
    """How a figure was computed, without what is said beside it anyway."""
    if cell is None:
        return ""
    estimate = cell.estimate
    method = _METHODS.get(estimate.method) or modelled.METHODS.get(estimate.method, "")
    elsewhere = {assumption, *(said.text for said in model)}
    return " ".join([method, *(one for one in estimate.notes if one not in elsewhere)]).strip()
