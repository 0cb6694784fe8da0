"""The gate that every figure passes before it leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from datashift.disclosure.policy import Policy, is_telling, missed_by
from datashift.disclosure.protection import Audit, Cell, Protection
from datashift.estimates.estimate import Estimate

if TYPE_CHECKING:
    from datashift.disclosure.history import Ledger
    from datashift.disclosure.reading import Linked
    from datashift.disclosure.suppress import Suppression

HIDDEN = "Hidden to protect people."


def protect(
    estimates: Sequence[Estimate],
    *,
    minimum: int = 10,
    parents: Mapping[str, str] | None = None,
    policy: Policy | None = None,
    shares: Collection[str] = (),
    earlier: Sequence[Ledger] = (),
) -> Protection:
    """Hide figures about few people, and as many others as keep those from being worked out.

    Every hidden number of people could be any of at least `minimum` + 1 whole numbers, judged by
    all that stays visible: in each cross-classification, its margins, areas within areas,
    measures that share rows or answers, and earlier releases. The method and its limits:
    docs/methods/disclosure.md.

    Args:
        estimates: all figures of a release; what is protected apart is not protected together.
        minimum: the smallest number of people that a shown figure may be about; 0 and 1 hide
            nothing. Not used with a policy.
        parents: code to the code it lies within, where both are codes of one dimension.
        policy: the rules of the study's topic.
        shares: measures whose numerator counts people, for the rules on few "yes" or "no".
        earlier: what all earlier releases of the study showed, oldest first.

    Raises:
        ValueError: the minimum is negative.
    """
    rules = policy or Policy(minimum=minimum)
    small = [is_small(e, rules, share=e.measure in shares) for e in estimates]
    if not any(small) and not earlier:
        return Protection(
            tuple(_shown(e) for e in estimates), rules.minimum, 0, 0, Audit(), policy=rules
        )
    found = _Found()
    _hide(found, estimates, rules, shares, parents or {}, earlier)
    narrowest = [each.narrowest for each in found.each if each.narrowest is not None]
    return Protection(
        cells=tuple(
            Cell(_stripped(e), "Q") if at in found.gone else _shown(e)
            for at, e in enumerate(estimates)
        ),
        minimum=rules.minimum,
        hidden_primary=sum(small),
        hidden_complementary=len(found.gone) - sum(small),
        audit=Audit(
            cells_hidden=len(found.gone),
            exactly_recoverable=sum(each.exact for each in found.each),
            narrowest_interval=min(narrowest, default=None),
            ways_tried=sum(each.tried for each in found.each),
            hidden_for_earlier=len(found.gone - found.alone),
            told=found.told and not earlier,
        ),
        policy=rules,
    )


@dataclass
class _Found:
    """What is hidden so far, by position, and by what choices."""

    gone: set[int] = field(default_factory=set)
    alone: set[int] = field(default_factory=set)  # without regard to earlier releases
    each: list[Suppression] = field(default_factory=list)
    told: bool = True

    def add(self, linked: Linked, need: int, *, told: bool = False) -> None:
        """Hide in one set of figures.

        Args:
            need: the range of every hidden count.
            told: also keep it from who is told which hidden figures are small, where they are a
                whole table.
        """
        from datashift.disclosure.cubes import suppress_large
        from datashift.disclosure.suppress import suppress

        already = {at for at, f in enumerate(linked.figures) if self.gone.issuperset(f.estimates)}
        quick = suppress_large(linked, need, already, whatever_size=told)
        chosen = quick or suppress(linked, need, already)
        self.each.append(chosen)
        self.told = self.told and (chosen.told or not told or not chosen.hidden)
        self.gone.update(at for f in chosen.hidden for at in linked.figures[f].estimates)


def _hide(
    found: _Found,
    estimates: Sequence[Estimate],
    rules: Policy,
    shares: Collection[str],
    parents: Mapping[str, str],
    earlier: Sequence[Ledger],
) -> None:
    """Each rule takes for granted what those before it hid: more hidden only widens ranges."""
    from datashift.disclosure.contributions import read_sums
    from datashift.disclosure.numerators import read_numerators
    from datashift.disclosure.reading import read_counts

    for linked in read_numerators(estimates, rules, shares, parents):
        found.add(linked, max(rules.few, 1))
    if rules.minimum > 1:
        for linked in read_counts(estimates, rules.minimum, parents):
            found.add(linked, rules.minimum, told=rules.topic != "ordinary")
    found.told = found.told and rules.topic != "ordinary"
    for linked in read_sums(estimates, rules, found.gone, parents):
        found.add(linked, 1)
    found.alone |= found.gone
    if earlier:
        from datashift.disclosure.history import read_answers, read_history

        if rules.few > 1:
            for linked in read_answers(estimates, rules.few, shares, parents, earlier):
                found.add(linked, rules.few)
        for linked in read_history(estimates, rules.minimum, parents, earlier):
            found.add(linked, rules.minimum)


def is_small(estimate: Estimate, rules: Policy, *, share: bool = False) -> bool:
    """Whether a figure is about so few people, or so much about one, that it may not be shown."""
    rows = estimate.n + estimate.missing
    few = 0 < estimate.n < rules.minimum or (estimate.n == 0 and 0 < rows < rules.minimum)
    return few or (share and is_telling(estimate, rules)) or missed_by(estimate, rules) > 0


def _shown(estimate: Estimate) -> Cell:
    told = estimate.contributions is not None
    return Cell(replace(estimate, contributions=None) if told else estimate, "A")


def _stripped(estimate: Estimate) -> Estimate:
    return Estimate(
        measure=estimate.measure,
        domain=dict(estimate.domain),
        value=None,
        method=estimate.method,
        reason=HIDDEN,
    )
