"""Sums and means in which one contributor stands out: whoever knows the rest knows that one.

The rules of dominance and p%, as in `disclosure.tables.totals`, for the figures of a study. What is
asked for is a range twice as wide as the rule says, wherever the sum lies in it (sliding protection:
M. Fischetti, J. J. Salazar, "Models and algorithms for optimizing cell suppression in tabular data
with linear constraints", JASA 95, 2000).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil

from datashift.disclosure.counts import FAR, Counts, Figure
from datashift.disclosure.joint import Additive, join
from datashift.disclosure.margins import Domain, domain
from datashift.disclosure.policy import Policy, missed_by
from datashift.disclosure.reading import Linked, count
from datashift.estimates.estimate import Estimate


def read_sums(
    estimates: Sequence[Estimate],
    policy: Policy,
    gone: Collection[int],
    parents: Mapping[str, str],
) -> Iterator[Linked]:
    """The sum of each column in all groups, and how these add up.

    Whatever is made of one column is hidden together: its mean and the number of answers tell its
    sum.

    Args:
        estimates: all figures.
        policy: the rules.
        gone: positions of those that other rules hide: their sums stay unknown too.
        parents: code to the code it lies within.
    """
    columns: defaultdict[str, defaultdict[Domain, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for position, e in enumerate(estimates):
        if e.contributions is not None:
            columns[e.contributions.of][domain(e.domain)].append(position)
    for _, at in sorted(columns.items()):
        first = {each: estimates[positions[0]] for each, positions in at.items()}
        if any(missed_by(e, policy) for e in first.values()):
            yield _linked(first, at, policy, gone, parents)


def _linked(
    first: Mapping[Domain, Estimate],
    at: Mapping[Domain, Sequence[int]],
    policy: Policy,
    gone: Collection[int],
    parents: Mapping[str, str],
) -> Linked:
    counts = Counts()
    total = {each: e.contributions.total for each, e in first.items() if e.contributions}
    made = (e.contributions for e in first.values())
    below = any(one.everything > one.total for one in made if one)
    sums = count(counts, total, parents, least=-FAR if below else 0)
    figures, needs = [], {}
    for each, e in sorted(first.items()):
        hidden = any(position in gone for position in at[each])
        missed = missed_by(e, policy)
        if (missed or hidden) and e.contributions:
            least = ceil(policy.closeness * e.contributions.largest)
            needs[sums[each]] = 2 * max(missed, least, 1)
        figures.append(
            Figure(
                domain=each,
                n=e.n,
                estimates=tuple(at[each]),
                own=(sums[each],),
                frees=(sums[each],),
                guards=sums[each] if sums[each] in needs else None,
                small=missed > 0,
            )
        )
    whole = join(counts, Additive(sums, total), [], parents)
    return Linked(counts, tuple(figures), whole, needs=needs)
