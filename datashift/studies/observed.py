"""Protected figures as rows of observations.csv."""

from __future__ import annotations

from datashift.disclosure import Cell
from datashift.estimates import Estimate
from datashift.estimates.selection import is_conditional
from datashift.exchange import Observation
from datashift.exchange.observations import TOTAL, Status
from datashift.studies.course import Course, match_of, scaled, series_of


def observations(course: Course) -> tuple[Observation, ...]:
    """One row per figure, in the order of indicators, `by` and codes."""
    rows: list[Observation] = []
    whole = course.name_of_whole()
    time = course.study.specification.time
    period = time.value if time is not None and time.value is not None else TOTAL
    for indicator in course.study.specification.indicators:
        series, match = series_of(indicator), match_of(indicator)
        unit = course.unit_of(indicator)
        for cell in course.cells(indicator.id):
            domain = dict(cell.estimate.domain)
            area = domain.pop("REF_AREA", TOTAL)
            estimate = cell.estimate
            by_model = is_conditional(estimate)
            error, lower, upper = (
                scaled(one, indicator)
                for one in (estimate.standard_error, estimate.lower, estimate.upper)
            )
            rows.append(
                Observation(
                    indicator=indicator.id,
                    series=series,
                    ref_area=area,
                    area_name=whole if area == TOTAL else course.harmonised.areas.get(area, area),
                    time_period=domain.pop("TIME_PERIOD", period),
                    dimensions=domain,
                    value=scaled(estimate.value, indicator),
                    standard_error=None if by_model else error,
                    lower=None if by_model else lower,
                    upper=None if by_model else upper,
                    n=None if cell.hidden else estimate.n,
                    n_effective=None if by_model else estimate.n_effective,
                    status=_status(cell),
                    unit=unit,
                    match=match,
                    method=_method(course, estimate),
                    model_error=error if by_model else None,
                    model_lower=lower if by_model else None,
                    model_upper=upper if by_model else None,
                )
            )
    return tuple(rows)


def _method(course: Course, estimate: Estimate) -> str:
    """The model a figure comes from; "" for the plain figures of the same indicator."""
    found = course.models.get(estimate.measure)
    return found.method if found is not None and estimate.method == found.method else ""


def _status(cell: Cell) -> Status:
    if cell.hidden:
        return "Q"
    return "M" if cell.estimate.value is None else "A"
