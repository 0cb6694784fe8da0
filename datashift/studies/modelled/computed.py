"""Models run where a study asks for them, their figures put in the place of the plain ones.

How many answers a figure is of stays what the rows of its own group say: a figure that borrows is
hidden like any other when its group is small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from datashift.estimates import Estimate, Measure, estimate
from datashift.estimates.estimate import Quantity
from datashift.studies.loading import Study
from datashift.studies.modelled.found import Found, domain_of, speaking_of
from datashift.studies.weighting.weights import Weighted

if TYPE_CHECKING:
    from datashift.harmonise import Harmonised, Place

FEW = "Too few of these answers have every column that the model needs."


def with_models(
    study: Study,
    placed: Harmonised,
    weighted: Weighted,
    measures: Sequence[Measure],
    figures: Sequence[Estimate],
    place: Place | None,
) -> tuple[tuple[Estimate, ...], Mapping[str, Found]]:
    """The figures, with those of models in their place, and what each model gave by indicator.

    Args:
        measures: one per indicator, as the study asks for it.
        figures: every plain figure, groups that others nest in included.
        place: where rows belong.

    Raises:
        Problem: a model cannot be fitted; the sentence says why.
    """
    models: dict[str, Found] = {}
    for number, (indicator, measure) in enumerate(
        zip(study.specification.indicators, measures, strict=True)
    ):
        if indicator.method is None and indicator.chance is None:
            continue
        plain = [one for one in figures if one.measure == indicator.id]
        key = "method" if indicator.method is not None else "chance"
        with speaking_of(study, "indicators", number, key):
            models[indicator.id] = _found(study, number, placed, weighted, measure, plain, place)
    if not models:
        return tuple(figures), {}
    return tuple(_replaced(figures, models, study.specification.protect.minimum)), models


def _found(
    study: Study,
    number: int,
    placed: Harmonised,
    weighted: Weighted,
    measure: Measure,
    plain: Sequence[Estimate],
    place: Place | None,
) -> Found:
    indicator = study.specification.indicators[number]
    if indicator.chance is not None:
        from datashift.studies.modelled.chance import left_to_chance

        by_period: tuple[Estimate, ...] = ()
        if indicator.chance == "negative-binomial":
            by_period = _by_period(placed, weighted, measure)
        return left_to_chance(study, number, indicator.chance, measure, plain, by_period)
    method = indicator.method
    assert method is not None
    if method.name == "quasi-randomisation":
        from datashift.studies.modelled.quasi import quasi_randomised

        return quasi_randomised(study, number, method, placed.data, measure, place, placed.areas)
    if method.name == "multilevel":
        from datashift.studies.modelled.borrowing import modelled

        return modelled(study, number, method, placed, measure)
    if method.name == "small-areas":
        from datashift.studies.modelled.areas import strengthened

        return strengthened(study, number, method, placed, plain)
    from datashift.studies.modelled.lists import recaptured

    return recaptured(study, number, method, placed.data, plain)


def _by_period(placed: Harmonised, weighted: Weighted, measure: Measure) -> tuple[Estimate, ...]:
    """The number of events of each group in each period; for the model alone, never published."""
    by = {tuple(dict.fromkeys((*group, "TIME_PERIOD"))) for group in ((), *measure.by)}
    quantity: Quantity = "count" if measure.of is None else "total"
    events = Measure(measure.id, quantity, measure.of, by=tuple(sorted(by)))
    return estimate(placed.data, weighted.design, [events])


def _replaced(
    figures: Sequence[Estimate], models: Mapping[str, Found], minimum: int
) -> Iterator[Estimate]:
    """Each figure, or that of its model; then those of groups that have no row of their own."""
    wanted = {
        (one.measure, domain_of(one)): replace(one, method=found.method)
        for found in models.values()
        for one in found.estimates
    }
    for plain in figures:
        made = wanted.pop((plain.measure, domain_of(plain)), None)
        yield plain if made is None else _in_place(plain, made, minimum)
    yield from (one for one in wanted.values() if one.value is not None)


def _in_place(plain: Estimate, made: Estimate, minimum: int) -> Estimate:
    n, missing, numerator = plain.n, plain.missing, plain.numerator
    if 0 < made.n < min(minimum, plain.n):
        made = replace(
            made, value=None, standard_error=None, lower=None, upper=None, reason=FEW, notes=()
        )
    return replace(
        made,
        domain=plain.domain,
        n=n,
        missing=missing,
        numerator=numerator,
        unplaced=plain.unplaced,
        reliability="",
    )
