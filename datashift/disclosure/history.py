"""Releases of one study over time: what a reader of all of them could work out by subtraction.

Three new reports in a group of two hundred are three people, however large the group. So the counts
of every earlier release, and the differences between them and the new one, go through the same
search as the figures of one release: hidden counts stay hidden, and a difference of fewer than the
minimum is never known.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datashift.disclosure.counts import Counts, Figure
from datashift.disclosure.margins import Domain, domain
from datashift.disclosure.protection import Protection
from datashift.disclosure.reading import Linked, count
from datashift.estimates.estimate import Estimate


@dataclass(frozen=True)
class Past:
    """One figure of an earlier release.

    Args:
        measure: id of the measure.
        domain: the group it is for.
        n: usable answers, hidden or not.
        rows: those and the rows without an answer.
        hidden: whether it was hidden.
        yes: how many of n said yes; None where nobody was asked for that.
    """

    measure: str
    domain: Domain
    n: int
    rows: int
    hidden: bool
    yes: int | None = None


@dataclass(frozen=True)
class Ledger:
    """What one release showed and what it hid. It holds what was hidden: keep it like the rows.

    Args:
        figures: all of them.
        places: cluster, longitude and latitude that its point is drawn from, where there are points.
    """

    figures: tuple[Past, ...]
    places: tuple[tuple[str, float, float], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For a file that stays with the rows and is never published."""
        return {
            "ledger": 1,
            "figures": [
                [f.measure, dict(f.domain), f.n, f.rows, int(f.hidden), f.yes] for f in self.figures
            ],
            **({"places": [list(place) for place in self.places]} if self.places else {}),
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Ledger:
        """What `as_json` gave; ledgers from before "yes" was remembered are read too."""
        return cls(
            tuple(
                Past(measure, domain(group), int(n), int(rows), bool(hidden), *yes)
                for measure, group, n, rows, hidden, *yes in written["figures"]
            ),
            tuple((str(name), float(x), float(y)) for name, x, y in written.get("places", ())),
        )


def ledger(
    estimates: Sequence[Estimate],
    protection: Protection,
    places: Mapping[str, tuple[float, float]] | None = None,
) -> Ledger:
    """What a release showed, to be remembered for the next ones.

    Args:
        estimates: all figures, unprotected.
        protection: what became of them, in the same order.
        places: cluster to longitude and latitude that its point is drawn from.
    """
    return Ledger(
        tuple(
            Past(e.measure, domain(e.domain), e.n, e.n + e.missing, cell.hidden, _yes(e))
            for e, cell in zip(estimates, protection.cells, strict=True)
        ),
        tuple((name, *at) for name, at in sorted((places or {}).items())),
    )


def newcomers(estimates: Sequence[Estimate], earlier: Ledger) -> int:
    """How many rows the overall figures grew by: the most by which any did, in size."""
    before = {f.measure: f.rows for f in earlier.figures if not f.domain}
    return max(
        (
            abs(e.n + e.missing - before[e.measure])
            for e in estimates
            if not e.domain and e.measure in before
        ),
        default=0,
    )


def read_history(
    estimates: Sequence[Estimate],
    minimum: int,
    parents: Mapping[str, str],
    earlier: Sequence[Ledger],
) -> list[Linked]:
    """The counts of all releases of each measure, their sums, and what is new since each of them.

    Answers, and rows where they are not the same, are two sets of linked counts.
    """
    found = []
    for measure in sorted({e.measure for e in estimates}):
        at = {
            domain(e.domain): position
            for position, e in enumerate(estimates)
            if e.measure == measure
        }
        answered = {each: estimates[position].n for each, position in at.items()}
        rows = {each: answered[each] + estimates[position].missing for each, position in at.items()}
        pasts = [[f for f in release.figures if f.measure == measure] for release in earlier]
        once = {each: {f.domain: f.n for f in past} for each, past in enumerate(pasts)}
        found.append(_linked(at, answered, list(once.values()), pasts, minimum, parents))
        if rows != answered or any(f.rows != f.n for past in pasts for f in past):
            asked = [{f.domain: f.rows for f in past} for past in pasts]
            found.append(_linked(at, rows, asked, pasts, minimum, parents))
    return found


def read_answers(
    estimates: Sequence[Estimate],
    few: int,
    shares: Collection[str],
    parents: Mapping[str, str],
    earlier: Sequence[Ledger],
) -> list[Linked]:
    """Who said yes, and who said no, in all releases of each share, and what is new in both.

    Forty more answers are no small group, but two more "yes" among them are.

    Args:
        few: the smallest number of "yes", and of "no", that is known of anybody.
        shares: measures whose numerator counts people.
    """
    found = []
    for measure in sorted(shares):
        now = {
            domain(e.domain): (position, yes, e.n - yes)
            for position, e in enumerate(estimates)
            if e.measure == measure and (yes := _yes(e)) is not None
        }
        at = {each: position for each, (position, _, _) in now.items()}
        kept = [
            [f for f in release.figures if f.measure == measure and f.yes is not None]
            for release in earlier
        ]
        said = (
            (
                {each: yes for each, (_, yes, _) in now.items()},
                [{f.domain: f.yes or 0 for f in past} for past in kept],
            ),
            (
                {each: no for each, (_, _, no) in now.items()},
                [{f.domain: f.n - (f.yes or 0) for f in past} for past in kept],
            ),
        )
        found += [_linked(at, new, before, kept, few, parents, least=0) for new, before in said]
    return found


def _yes(estimate: Estimate) -> int | None:
    """How many said yes; None where the numerator is a sum of something else."""
    said = estimate.numerator
    return round(said) if said is not None and 0 <= said <= estimate.n else None


def _linked(
    at: Mapping[Domain, int],
    now: Mapping[Domain, int],
    before: Sequence[Mapping[Domain, int]],
    pasts: Sequence[Sequence[Past]],
    minimum: int,
    parents: Mapping[str, str],
    *,
    least: int = 1,
) -> Linked:
    counts = Counts()
    new = count(counts, now, parents, least=least)
    growing = _growing([*before, now])
    known: set[int] = set()
    guards: list[int] = []
    telling: set[Domain] = set()
    olds: list[tuple[Mapping[Domain, int], Mapping[Domain, int]]] = []
    for values, past in zip(before, pasts, strict=True):
        if olds and dict(olds[-1][0]) == dict(values) and _same(past, known, olds[-1][1]):
            continue
        old = count(counts, values, parents, least=least)
        shown = {f.domain for f in past if not f.hidden}
        guards += [old[f.domain] for f in past if f.hidden and values[f.domain]]
        for each in sorted(values.keys() & now.keys()):
            if 0 < abs(now[each] - values[each]) < minimum:
                guards.append(counts.between(new[each], old[each]))
                if each in shown:
                    telling.add(each)
        for earlier, numbers in olds:
            for each in sorted(values.keys() & earlier.keys()):
                secret = each not in shown or numbers[each] not in known
                if secret and 0 < abs(values[each] - earlier[each]) < minimum:
                    guards.append(counts.between(old[each], numbers[each]))
        known.update(old[each] for each in shown)
        olds.append((values, old))
    if growing:
        _only_grow(counts, [*(numbers for _, numbers in olds), new])
    figures = tuple(
        Figure(
            domain=each,
            n=now[each],
            estimates=(position,),
            own=(new[each],),
            frees=(new[each],),
            guards=new[each] if 0 < now[each] < minimum else None,
            small=0 < now[each] < minimum or each in telling,
        )
        for each, position in sorted(at.items())
    )
    return Linked(counts, figures, True, frozenset(known), tuple(guards))


def _same(past: Sequence[Past], known: set[int], old: Mapping[Domain, int]) -> bool:
    """Whether a release shows no more than the one before it, of the same counts."""
    return all(f.hidden or old[f.domain] in known for f in past)


def _growing(releases: Sequence[Mapping[Domain, int]]) -> bool:
    """Whether no group ever got smaller, so that an attacker takes rows to be added only."""
    return all(
        later[each] >= earlier[each]
        for earlier, later in itertools.pairwise(releases)
        for each in earlier.keys() & later.keys()
    )


def _only_grow(counts: Counts, releases: Sequence[Mapping[Domain, int]]) -> None:
    """No group is ever smaller than the last time it was counted."""
    last: dict[Domain, int] = {}
    for numbers in releases:
        for each, later in sorted(numbers.items()):
            earlier = last.get(each)
            if earlier is not None:
                more = counts.add(counts.truth[later] - counts.truth[earlier])
                counts.equations.append(((later, 1), (earlier, -1), (more, -1)))
            last[each] = later
