"""What chance alone could do to a number of events: Poisson, or negative binomial over periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from datashift.estimates import Estimate, Measure, sensitivity
from datashift.estimates.counts import (
    Counting,
    Dispersion,
    Events,
    dispersion,
    over_periods,
    per_period,
)
from datashift.figures.numbers import figure
from datashift.kit.problem import Problem
from datashift.studies.modelled.declared import Chance
from datashift.studies.modelled.found import Domain, Found, Grid, domain_of
from datashift.tables import Flag, Severity

if TYPE_CHECKING:
    from datashift.studies.loading import Study

PERIOD = "TIME_PERIOD"
SHORT = 0.25  # of the middle period
ASSUMPTION = (
    "The range is not a sampling range: it says how far chance alone could move the number from one "
    "such period to another, and holds only if the events happen one by one and separately."
)
SPREAD = (
    "The range is not a sampling range: it says how far the number could move from one such stretch "
    "of time to another, and holds only if periods differ in the future as they did in these data."
)
ONE_PERIOD = "A single period does not show how much more than chance moves the number."
NO_EXPOSURE = "Without events the number they are divided by is not known here."


def left_to_chance(
    study: Study,
    number: int,
    chance: Chance,
    measure: Measure,
    plain: Sequence[Estimate],
    by_period: Sequence[Estimate],
) -> Found:
    """The figures of one indicator with the range of what chance alone could do.

    Args:
        plain: every plain estimate of the indicator.
        by_period: of the same groups crossed with the period; for the negative binomial.

    Raises:
        Problem: events are not whole numbers, or there are too few periods.
    """
    reason = sensitivity.REASONS[study.specification.design.sampling]
    if chance == "poisson":
        found = [_poisson(one, measure, reason) for one in plain]
        return Found(
            method=chance,
            estimates=tuple(found),
            said=(
                (
                    "The number of events is taken as Poisson: its variance is the number itself. The "
                    "range is exact (Garwood)."
                ),
            ),
            facts={"chance": chance},
        )
    periods = _periods(by_period)
    if len(periods) < 3:
        raise Problem(
            f"How much more than chance moves a number cannot be seen in {len(periods)} periods",
            file=study.name,
            line=study.line("indicators", number, "chance"),
            do="Bring data of at least 3 periods, or write `chance: poisson`",
            code="counts.few_periods",
        )
    short = _short(by_period, periods, measure)
    found, spreads = [], {}
    for one in plain:
        made, spread = _negative_binomial(one, measure, by_period, periods, reason)
        found.append(made)
        if spread is not None:
            spreads[domain_of(one)] = spread
    told = _told(chance, found, spreads, periods)
    return replace(told, flags=(_flag(measure.id),)) if short else told


def _short(by_period: Sequence[Estimate], periods: Sequence[str], measure: Measure) -> bool:
    """Whether the first or the last period has far fewer events than the middle one."""
    counts: dict[str, int] = dict.fromkeys(periods, 0)
    for one in by_period:
        if tuple(one.domain) == (PERIOD,):
            counts[one.domain[PERIOD]] = _count(one, measure)
    middle = sorted(counts.values())[len(counts) // 2]
    return min(counts[periods[0]], counts[periods[-1]]) < SHORT * middle


def _flag(indicator: str) -> Flag:
    return Flag(
        "chance.short_period",
        Severity.LOOK,
        "The first or the last period has far fewer events than the others. If it was not counted "
        "whole, leave it out by `where`: it makes the range much too wide.",
        values={"indicator": indicator},
    )


def _told(
    chance: Chance,
    found: Sequence[Estimate],
    spreads: Mapping[Domain, Dispersion],
    periods: Sequence[str],
) -> Found:
    whole = spreads.get(frozenset())
    facts: dict[str, object] = {"chance": chance, "periods": list(periods)}
    rows: list[tuple[str, ...]] = [("periods", str(len(periods)))]
    if whole is not None:
        facts |= {
            "pearson": round(whole.pearson, 6),
            "p_if_poisson": round(whole.likelihood_p, 6),
        }
        rows.append(("variance over that of separate events", figure(whole.pearson, 1)))
        rows.append(
            ("probability of so much if events were separate", figure(whole.likelihood_p, 3))
        )
    return Found(
        method=chance,
        estimates=tuple(found),
        said=(
            (
                "The number of events is taken as negative binomial: periods differ by more than chance, "
                "and by how much is estimated from them."
            ),
            *((whole.statement,) if whole is not None else ()),
        ),
        grids=(Grid("How much the periods differ", ("", ""), tuple(rows)),),
        facts=facts,
    )


def _events(one: Estimate, measure: Measure) -> Events | None:
    """The events of an estimate and what they are divided by; None where that is not known."""
    if one.value is None:
        return None
    count = one.value if measure.quantity == "count" else one.numerator
    if count is None or count != int(count):
        raise Problem(
            f'"{measure.id}" is not a number of single events',
            do="Let one row be one event, or leave `chance` out",
            code="counts.not_whole",
        )
    exposure = None
    if measure.quantity == "rate":
        sizes = {frozenset(known.domain.items()): known.size for known in measure.populations}
        exposure = sizes.get(domain_of(one))
        if exposure is None and one.value:
            exposure = count * measure.factor / one.value
        if exposure is None:
            return None
    return Events(int(count), exposure, dict(one.domain))


def _poisson(one: Estimate, measure: Measure, reason: str) -> Estimate:
    events = _events(one, measure)
    if events is None:
        return one if one.value is None else replace(one, reason=NO_EXPOSURE)
    (made,) = per_period([events], Counting(measure.id, "random", measure.factor, "poisson"))
    return _with_range(one, made, reason, ASSUMPTION)


def _with_range(one: Estimate, made: Estimate, reason: str, assumption: str) -> Estimate:
    return replace(
        one,
        standard_error=made.standard_error,
        lower=made.lower,
        upper=made.upper,
        reason=reason,
        notes=(assumption, *made.notes[1:], *one.notes),
    )


def _negative_binomial(
    one: Estimate,
    measure: Measure,
    by_period: Sequence[Estimate],
    periods: Sequence[str],
    reason: str,
) -> tuple[Estimate, Dispersion | None]:
    if PERIOD in one.domain:
        return replace(one, reason=ONE_PERIOD), None
    whole = _events(one, measure)
    if whole is None or not whole.count:
        return one, None
    here = {
        each.domain[PERIOD]: each
        for each in by_period
        if domain_of(each) - {(PERIOD, each.domain.get(PERIOD, ""))} == domain_of(one)
        and PERIOD in each.domain
    }
    counts = [0 if period not in here else _count(here[period], measure) for period in periods]
    exposure = None if whole.exposure is None else whole.exposure / len(periods)
    events = [Events(count, exposure) for count in counts]
    made = over_periods(events, Counting(measure.id, "random", measure.factor, "negative_binomial"))
    times = len(periods) if measure.quantity == "count" else 1
    scaled = replace(
        made,
        standard_error=_times(made.standard_error, times),
        lower=_times(made.lower, times),
        upper=_times(made.upper, times),
    )
    return _with_range(one, scaled, reason, SPREAD), dispersion(events)


def _times(value: float | None, times: int) -> float | None:
    return None if value is None else times * value


def _count(one: Estimate, measure: Measure) -> int:
    value = one.value if measure.quantity == "count" else one.numerator
    return int(value or 0)


def _periods(by_period: Sequence[Estimate]) -> tuple[str, ...]:
    """Every period there is; years in between without a single event are periods too."""
    seen = sorted({one.domain[PERIOD] for one in by_period if PERIOD in one.domain})
    if seen and all(len(one) == 4 and one.isdigit() for one in seen):
        return tuple(f"{year:04d}" for year in range(int(seen[0]), int(seen[-1]) + 1))
    return tuple(seen)
