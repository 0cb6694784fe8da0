"""Several studies taken together, only where they answer the same question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from datashift.comparison.comparability import Comparability, Level, Measured, comparability
from datashift.comparison.comparability.levels import ORDER, weakest
from datashift.comparison.document import as_json
from datashift.comparison.pooling import Between, Pooled, pool
from datashift.comparison.sources.same import SameSource, same_source
from datashift.comparison.sources.scale import Scale, back, scale_of, there
from datashift.comparison.sources.together import Together, counted_together
from datashift.estimates.estimate import Estimate
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.harmonise.linkage import Linkage

Across = Literal["area", "period"]
How = Literal["pooled", "counted_together", "alone", "not_added"]
_COUNTS = ("count", "total")


@dataclass(frozen=True)
class Contribution:
    """What one study brings.

    Args:
        name: unique.
        measured: what it measures.
        estimate: its figure, proportions as shares; None for a register given by its rows only.
        rows: its rows, for registers; they stay here and are in no result.
    """

    name: str
    measured: Measured
    estimate: Estimate | None = None
    rows: pa.Table | None = None


@dataclass(frozen=True)
class Group:
    """Studies that answer the same question.

    Args:
        names: of the studies taken together.
        how: pooled by inverse variance; counted together as overlapping registers; alone; or
            counts that were not added, for the reason in `notes`.
        value, lower, upper: the figure with its 95 % interval; None where there is none.
        next_lower, next_upper: where the true value of one more such study lies, of pooled ones.
        pooled: the pooling, on `scale`.
        scale: "logit", "log" or "plain".
        together: registers counted together.
        beside: studies of the same question without a standard error: shown, not weighed.
        notes: what a reader must know, plain sentences.
    """

    names: tuple[str, ...]
    how: How
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    next_lower: float | None = None
    next_upper: float | None = None
    pooled: Pooled | None = None
    scale: Scale = "plain"
    together: Together | None = None
    beside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Two studies that were not taken together, and why."""

    ours: str
    theirs: str
    level: Level
    why: str


@dataclass(frozen=True)
class Repeated:
    """A study left out because it is the same source as another."""

    name: str
    same_as: str
    kinship: SameSource


@dataclass(frozen=True)
class Aggregation:
    """Several studies taken together.

    Args:
        groups: in the order of their first study.
        refused: pairs that were not taken together.
        repeated: studies that are the same source as another and count once.
    """

    groups: tuple[Group, ...]
    refused: tuple[Refusal, ...]
    repeated: tuple[Repeated, ...]

    def to_json(self) -> str:
        """The public form."""
        return as_json("aggregation/1", self, {})


def aggregate(
    studies: Sequence[Contribution],
    *,
    across: Sequence[Across] = (),
    at_least: Level = "direct",
    linkage: Linkage | None = None,
    between: Between = "likelihood",
    draws: int = 50,
    seed: int = 0,
) -> Aggregation:
    """Take studies together where they answer the same question, and say why others are not.

    A source handed in twice counts once. Counts of registers are linked and counted together, never
    added up. Other figures are pooled by inverse variance, never averaged plainly.

    Args:
        studies: at least two.
        across: differences that are allowed on purpose: figures of several areas or periods give
            the mean of places or years like these, not the figure of one.
        at_least: the level that every two of a group must reach.
        linkage: the columns by which registers are linked.
        between: how the variance between studies is estimated.
        draws, seed: of uncertain linkage.

    Raises:
        Problem: fewer than two studies, a name twice, or as `link`.
    """
    _refuse(studies)
    kept, repeated = _once(studies)
    groups: list[list[Contribution]] = []
    refused: list[Refusal] = []
    for study in kept:
        home = None
        for group in groups:
            against = [_refusal(one, study, across, at_least) for one in group]
            if not any(against):
                home = group
                break
            refused += [each for each in against if each]
        if home is None:
            groups.append([study])
        else:
            home.append(study)
    return Aggregation(
        tuple(_taken(group, across, linkage, between, draws, seed) for group in groups),
        tuple(refused),
        repeated,
    )


def _refuse(studies: Sequence[Contribution]) -> None:
    if len(studies) < 2:
        raise Problem(
            "There is only one study",
            do="Give a second study of the same indicator",
            code="aggregate.one",
        )
    if len({one.name for one in studies}) < len(studies):
        raise Problem("Two studies have the same name", do="Rename one", code="aggregate.names")


def _once(
    studies: Sequence[Contribution],
) -> tuple[list[Contribution], tuple[Repeated, ...]]:
    """The studies without those that are the same source; the one with more rows is kept."""
    out: dict[str, Repeated] = {}
    for one, other in combinations(studies, 2):
        if one.rows is None or other.rows is None or one.name in out or other.name in out:
            continue
        kinship = same_source(one.rows, other.rows)
        if kinship.one_source:
            less, more = (one, other) if kinship.ours < kinship.theirs else (other, one)
            out[less.name] = Repeated(less.name, more.name, kinship)
    return [one for one in studies if one.name not in out], tuple(out.values())


def _refusal(
    one: Contribution, other: Contribution, across: Sequence[Across], at_least: Level
) -> Refusal | None:
    found = comparability(one.measured, other.measured)
    passed = {*across, *(["sampling"] if _counts(one) and _counts(other) else [])}
    if one.measured.definition.quantity != other.measured.definition.quantity:
        why = "One is computed in another way than the other."
        return Refusal(one.name, other.name, "proxy", why)
    parts = [each for each in found.parts if each.decides and each.name not in passed]
    level = weakest(each.verdict for each in parts if each.verdict != "unknown")
    if ORDER.index(level) <= ORDER.index(at_least):
        return None
    worst = [each.sentence for each in parts if each.verdict == level]
    return Refusal(one.name, other.name, level, " ".join(worst))


def _counts(one: Contribution) -> bool:
    return one.measured.definition.quantity in _COUNTS


def _taken(
    group: list[Contribution],
    across: Sequence[Across],
    linkage: Linkage | None,
    between: Between,
    draws: int,
    seed: int,
) -> Group:
    names = tuple(one.name for one in group)
    if len(group) == 1:
        return _alone(group[0])
    if _counts(group[0]):
        return _linked(group, names, linkage, draws, seed)
    usable = [one for one in group if one.estimate is not None and one.estimate.standard_error]
    beside = tuple(one.name for one in group if one not in usable)
    if len(usable) < 2:
        note = "Fewer than two of them have a standard error: nothing is pooled."
        return Group(names, "alone", beside=beside, notes=(note,))
    estimates = [one.estimate for one in usable if one.estimate is not None]
    scale = scale_of(group[0].measured.definition.quantity, [one.value or 0.0 for one in estimates])
    points = [there(one, scale) for one in estimates]
    pooled = pool([y for y, _ in points], [e for _, e in points], between=between)
    return Group(
        tuple(one.name for one in usable),
        "pooled",
        value=back(pooled.value, scale),
        lower=back(pooled.lower, scale),
        upper=back(pooled.upper, scale),
        next_lower=back(pooled.next_lower, scale),
        next_upper=back(pooled.next_upper, scale),
        pooled=pooled,
        scale=scale,
        beside=beside,
        notes=(*pooled.notes, *_across(across), *_unknown(usable)),
    )


def _alone(one: Contribution) -> Group:
    found = one.estimate
    if found is None:
        return Group((one.name,), "alone")
    return Group((one.name,), "alone", found.value, found.lower, found.upper)


def _linked(
    group: list[Contribution],
    names: tuple[str, ...],
    linkage: Linkage | None,
    draws: int,
    seed: int,
) -> Group:
    lists = {one.name: one.rows for one in group if one.rows is not None}
    if linkage is None or len(lists) < len(group):
        note = (
            "Counts of registers that may overlap are not added up: give the rows of all and the "
        )
        return Group(names, "not_added", notes=(f"{note}columns to link them by.",))
    found = counted_together(lists, linkage, draws=draws, seed=seed)
    notes = tuple(each for each in (found.sentence, found.reason) if each)
    if found.total is None:
        ends = found.listed, found.listed_lower, found.listed_upper
    else:
        ends = found.total.total, found.total.lower, found.total.upper
    return Group(names, "counted_together", *ends, together=found, notes=notes)


def _across(across: Sequence[Across]) -> tuple[str, ...]:
    words = {"area": "places", "period": "years"}
    return tuple(
        f"It is the mean of {words[one]} like these, not the figure of any one of them."
        for one in across
    )


def _unknown(group: Sequence[Contribution]) -> tuple[str, ...]:
    """What no two of them could be compared in, so that nobody takes silence for likeness."""
    found: list[Comparability] = [
        comparability(one.measured, other.measured) for one, other in combinations(group, 2)
    ]
    names = dict.fromkeys(
        part.name.replace("_", " ") for one in found for part in one.unknown if part.decides
    )
    return (f"Not known of all: {', '.join(names)}.",) if names else ()
