"""Few "yes" or few "no" behind a share: "2 of 40 said yes" is about two people.

A visible share gives away its yes and its no. The n of every group is taken to be known, shown or
not, so that what is hidden here stays hidden whatever else is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from datashift.disclosure.counts import Counts, Figure
from datashift.disclosure.joint import Additive, join
from datashift.disclosure.margins import domain
from datashift.disclosure.policy import Policy, is_telling
from datashift.disclosure.reading import Linked, count
from datashift.estimates.estimate import Estimate


def read_numerators(
    estimates: Sequence[Estimate],
    policy: Policy,
    shares: Collection[str],
    parents: Mapping[str, str],
) -> Iterator[Linked]:
    """The yes and no counts of each share, and how they add up.

    Args:
        estimates: all figures.
        policy: the rules.
        shares: measures whose numerator counts people.
        parents: code to the code it lies within.
    """
    for measure in sorted(shares):
        at = {
            domain(e.domain): position
            for position, e in enumerate(estimates)
            if e.measure == measure and e.numerator is not None
        }
        if not any(is_telling(estimates[position], policy) for position in at.values()):
            continue
        counts = Counts()
        n = {each: estimates[position].n for each, position in at.items()}
        yes = {each: round(estimates[at[each]].numerator or 0.0) for each in at}
        people = count(counts, n, parents)
        known = frozenset(people.values())
        said_yes = count(counts, yes, parents, least=0)
        figures = []
        for each, position in sorted(at.items()):
            said_no = counts.add(n[each] - yes[each])
            counts.equations.append(((people[each], 1), (said_yes[each], -1), (said_no, -1)))
            own = (said_yes[each], said_no)
            figures.append(
                Figure(
                    domain=each,
                    n=n[each],
                    estimates=(position,),
                    own=own,
                    frees=own,
                    guards=said_yes[each] if n[each] else None,
                    small=is_telling(estimates[position], policy),
                )
            )
        whole = join(counts, Additive(people, n), [Additive(said_yes, yes)], parents)
        yield Linked(counts, tuple(figures), whole, known)
