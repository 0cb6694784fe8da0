"""From estimates to the counts behind them and every equation between those."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from datashift.disclosure.counts import Counts, Figure
from datashift.disclosure.joint import Additive, join
from datashift.disclosure.linked import Answers, Rows, linked
from datashift.disclosure.margins import (
    Dimensions,
    Domain,
    Sum,
    crossings,
    dimensions,
    outermost,
    project,
    sums,
)
from datashift.estimates.estimate import Estimate


@dataclass(frozen=True)
class Linked:
    """Figures that bear on each other, and the counts behind them.

    Args:
        counts: the counts and their equations.
        figures: what may be hidden or shown.
        whole: False when a ring of cross-classifications was left out of the equations.
        known: counts that everybody knows, whatever is hidden.
        guards: counts that must stay unknown though no figure of this release is about them.
        needs: the range of a count, where it is not that of all others.
    """

    counts: Counts
    figures: tuple[Figure, ...]
    whole: bool
    known: frozenset[int] = frozenset()
    guards: tuple[int, ...] = ()
    needs: Mapping[int, int] = field(default_factory=dict)


def read_counts(
    estimates: Sequence[Estimate], minimum: int, parents: Mapping[str, str]
) -> Iterator[Linked]:
    """Number the counts behind estimates and write down how they add up, per set of linked ones.

    How many rows a cross-classification leaves out because a code is missing is taken as known,
    since a study says so.
    """
    for group in linked(estimates):
        counts = Counts()
        rows = count(counts, group.rows, parents) if _rows_matter(group, minimum) else None
        figures: list[Figure] = []
        parts: list[Additive] = []
        for answers in group.answers:
            if rows is not None and answers.complete:
                figures += _figures(counts, group, None, rows, answers, minimum)
            else:
                answered = count(counts, answers.n, parents)
                figures += _figures(counts, group, rows, answered, answers, minimum)
                parts.append(Additive(answered, answers.n))
        whole = Additive(rows, group.rows) if rows is not None else parts.pop()
        joined = not any(f.small for f in figures) or join(counts, whole, parts, parents)
        yield Linked(counts, tuple(figures), joined)


def _rows_matter(group: Rows, minimum: int) -> bool:
    """Whether rows say more than answers: measures share them, or few people all gave none."""
    return len(group.answers) > 1 or any(
        n == 0 and 0 < group.rows[each] < minimum
        for answers in group.answers
        for each, n in answers.n.items()
    )


def _figures(
    counts: Counts,
    group: Rows,
    rows: Mapping[Domain, int] | None,
    answered: Mapping[Domain, int],
    answers: Answers,
    minimum: int,
) -> Iterator[Figure]:
    for each, n in answers.n.items():
        few_rows = 0 < group.rows[each] < minimum
        own: tuple[int, ...] = (answered[each],)
        if rows is not None:
            unanswered = counts.add(group.rows[each] - n)
            counts.equations.append(((rows[each], 1), (answered[each], -1), (unanswered, -1)))
            own += (unanswered,)
        yield Figure(
            domain=each,
            n=n,
            estimates=tuple(answers.estimates[each]),
            own=own,
            frees=(*own, rows[each]) if rows is not None else own,
            guards=answered[each] if n else rows[each] if rows and few_rows else None,
            small=0 < n < minimum or (n == 0 and few_rows),
        )


def count(
    counts: Counts, values: Mapping[Domain, int], parents: Mapping[str, str], *, least: int = 1
) -> dict[Domain, int]:
    """Number one additive count in all its domains and in the margins that they share.

    Args:
        counts: grows by them.
        values: the count in each domain that figures are for.
        parents: code to the code it lies within.
        least: the smallest value that an attacker thinks possible where there is anybody.
    """
    numbers = {each: counts.add(value, min(least, value)) for each, value in values.items()}
    tables = {dimensions(each) for each in values}
    for shared in sorted((crossings(values) | {frozenset()}) - tables, key=sorted):
        finer = [each for each in values if dimensions(each) > shared]
        for margin in sorted(project(finer, shared) - set(numbers)):
            numbers[margin] = counts.add(0)
    for whole, parts in sums(numbers, parents):
        if whole not in values:
            summed = sum(counts.truth[numbers[part]] for part in parts)
            counts.truth[numbers[whole]] = max(counts.truth[numbers[whole]], summed)
    _add_up(counts, numbers, parents)
    return numbers


def _add_up(counts: Counts, numbers: Mapping[Domain, int], parents: Mapping[str, str]) -> None:
    """Write down the sums. How many rows a table leaves out in all is known; of which margin, not.

    Where a table leaves nobody out, that is known of each margin too.
    """
    links: defaultdict[tuple[Dimensions, Dimensions], list[Sum]] = defaultdict(list)
    for whole, parts in sums(numbers, parents):
        links[dimensions(whole), dimensions(parts[0])].append((whole, parts))
    sizes = Counter(dimensions(each) for each in numbers)
    placed = {frozenset[str]()}  # tables whose sum over everybody follows from the others
    for (coarser, finer), found in links.items():
        rests = [
            counts.truth[numbers[whole]] - sum(counts.truth[numbers[part]] for part in parts)
            for whole, parts in found
        ]
        without_parts = len(found) < sizes[coarser]
        partial = without_parts or any(rest > 0 for rest in rests)
        open_rests = partial and bool(coarser) and coarser != finer
        if coarser in placed and not open_rests:
            placed.add(finer)
        for (whole, parts), rest in zip(found, rests, strict=True):
            terms = [(numbers[whole], 1), *((numbers[part], -1) for part in parts)]
            if open_rests and rest >= 0:
                terms.append((counts.add(rest), -1))
            counts.equations.append(tuple(terms))
    for finer in sorted({finer for _, finer in links} - placed, key=sorted):
        if () in numbers:
            everybody = outermost([each for each in numbers if dimensions(each) == finer], parents)
            counts.equations.append(
                ((numbers[()], 1), *((numbers[part], -1) for part in everybody))
            )
