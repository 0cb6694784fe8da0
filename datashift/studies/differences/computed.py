"""Differences computed from the rows, and kept back where a figure behind them is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from datashift.estimates import Contrast, Estimate, Measure, Part, contrasts
from datashift.kit.problem import Problem
from datashift.studies.columns import GROUPS
from datashift.studies.differences.declared import Difference
from datashift.studies.loading import Study
from datashift.studies.weighting.weights import Weighted

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.disclosure import Cell

Key = tuple[str, frozenset[tuple[str, str]]]  # id of a measure, and a domain
_MOST = 20_000


@dataclass(frozen=True)
class Apart:
    """A difference as it may leave.

    Args:
        indicator: id.
        between: the column that makes the groups.
        times: how many times each group is taken: 1 and -1 of a plain difference.
        domain: the group that it was computed in, column to code; empty for all.
        value: as estimated; None when hidden or when a group has no figure. Likewise the rest.
        n: usable answers in each group.
        hidden: whether a figure behind it is hidden.
        reason: why there is no range, one plain sentence.
    """

    indicator: str
    between: str
    times: Mapping[str, float]
    domain: Mapping[str, str]
    value: float | None = None
    standard_error: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: Mapping[str, int] | None = None
    hidden: bool = False
    reason: str = ""


def groups(study: Study, said: Difference) -> list[tuple[str, ...]]:
    """The cross-classifications a difference needs, as columns of the prepared table."""
    return [tuple(_column(study, word) for word in (said.between, *group)) for group in said.by]


def with_compared(study: Study, measures: Sequence[Measure]) -> list[Measure]:
    """The measures, asked also for the groups that are compared, so that those are protected."""
    found = []
    for measure, indicator in zip(measures, study.specification.indicators, strict=True):
        known = {frozenset(group): group for group in measure.by}
        for said in indicator.differences:
            for group in groups(study, said):
                known.setdefault(frozenset(group), group)
        found.append(replace(measure, by=tuple(known.values())))
    return found


def computed(
    study: Study,
    data: pa.Table,
    weighted: Weighted,
    measures: Sequence[Measure],
    estimates: Sequence[Estimate],
) -> tuple[Apart, ...]:
    """Every difference a study asks for, not yet protected.

    Args:
        measures: one per indicator.
        estimates: of all groups, those compared included.

    Raises:
        Problem: a group that is named does not exist.
    """
    found: list[Apart] = []
    for place, (measure, indicator) in enumerate(
        zip(measures, study.specification.indicators, strict=True)
    ):
        mine = [one for one in estimates if one.measure == measure.id]
        for number, said in enumerate(indicator.differences):
            line = study.line("indicators", place, "differences", number)
            for group in groups(study, said):
                there = {
                    frozenset(one.domain.items()): one
                    for one in mine
                    if frozenset(one.domain) == frozenset(group)
                }
                wanted = list(_wanted(said, group, there, study, line))
                found += _computed(data, weighted, measure, wanted, there)
    return tuple(found)


def protected(differences: Sequence[Apart], cells: Sequence[Cell]) -> tuple[Apart, ...]:
    """The differences, without numbers where the figure of one of their groups is hidden."""
    hidden: set[Key] = {
        (cell.estimate.measure, frozenset(cell.estimate.domain.items()))
        for cell in cells
        if cell.hidden
    }
    return tuple(
        Apart(one.indicator, one.between, one.times, one.domain, hidden=True)
        if any((one.indicator, domain) in hidden for domain in _domains(one))
        else one
        for one in differences
    )


def _domains(one: Apart) -> Iterator[frozenset[tuple[str, str]]]:
    for code in one.times:
        yield frozenset({**one.domain, one.between: code}.items())


@dataclass(frozen=True)
class _Wanted:
    times: Mapping[str, float]
    domain: Mapping[str, str]
    between: str


def _wanted(
    said: Difference,
    group: tuple[str, ...],
    there: Mapping[frozenset[tuple[str, str]], Estimate],
    study: Study,
    line: int | None,
) -> Iterator[_Wanted]:
    """Every difference of one cross-classification whose groups all have a figure."""
    between, *others = group
    codes = list(dict.fromkeys(one.domain[between] for one in there.values()))
    for code in said.times or (said.one, said.other):
        if code is not None and code not in codes:
            shown = ", ".join(f"`{name}`" for name in sorted(codes)[:8]) or "none"
            raise Problem(
                f"There is no group `{code}` in `{said.between}`",
                file=study.name,
                line=line,
                do=f"Its groups are {shown}",
                code="study.no_group",
            )
    places = dict.fromkeys(
        tuple((name, one.domain[name]) for name in others) for one in there.values()
    )
    pairs: list[Mapping[str, float]] = [said.times] if said.times else []
    if said.other is not None:
        ones = [said.one] if said.one is not None else [c for c in codes if c != said.other]
        pairs = [{one: 1.0, said.other: -1.0} for one in ones]
    for place in places:
        for times in pairs:
            known = [there.get(frozenset({*place, (between, code)})) for code in times]
            if all(one is not None and one.value is not None for one in known):
                yield _Wanted(times, dict(place), between)


def _computed(
    data: pa.Table,
    weighted: Weighted,
    measure: Measure,
    wanted: Sequence[_Wanted],
    there: Mapping[frozenset[tuple[str, str]], Estimate],
) -> Iterator[Apart]:
    if len(wanted) > _MOST:
        raise Problem(
            f'"{measure.id}" asks for {len(wanted):,} differences, more than anybody reads',
            do="Compare fewer groups",
            code="study.many_differences",
        )
    asked = [
        tuple(Part({one.between: code, **one.domain}, times) for code, times in one.times.items())
        for one in wanted
    ]
    found = contrasts(
        data,
        weighted.design,
        measure,
        asked,
        calibration=weighted.calibration,
        replicates=weighted.replicates,
    )
    for one, contrast in zip(wanted, found, strict=True):
        parts = {
            code: there[frozenset({**one.domain, one.between: code}.items())] for code in one.times
        }
        yield _apart(measure, one, contrast, parts)


def _apart(
    measure: Measure, one: _Wanted, contrast: Contrast, parts: Mapping[str, Estimate]
) -> Apart:
    reasons = [part.reason for part in parts.values() if part.reason]
    known = contrast.lower is not None
    return Apart(
        indicator=measure.id,
        between=one.between,
        times=one.times,
        domain=one.domain,
        value=contrast.value,
        standard_error=contrast.standard_error,
        lower=contrast.lower,
        upper=contrast.upper,
        n={code: part.n for code, part in parts.items()},
        reason="" if known or not reasons else reasons[0],
    )


def _column(study: Study, word: str) -> str:
    return word if word in study.specification.variables else GROUPS.get(word, word)
