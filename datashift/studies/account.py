"""What protection did to a study's figures, for those who hold the rows: never published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datashift.disclosure.history import Ledger, ledger, newcomers
from datashift.disclosure.policy import missed_by
from datashift.disclosure.protect import is_small
from datashift.disclosure.protection import Audit

if TYPE_CHECKING:
    from datashift.disclosure import Protection
    from datashift.estimates import Estimate, Measure

FORMAT = "datashift-account/1"


@dataclass(frozen=True)
class Figure:
    """One figure that the study asks for.

    Args:
        measure: id of the indicator.
        domain: the group it is for.
        n: usable answers, hidden or not.
        hidden: whether it was hidden.
        small: whether it is about few people itself; else it was hidden to protect others.
        dominated: whether one contributor stands out in it.
    """

    measure: str
    domain: Mapping[str, str]
    n: int
    hidden: bool
    small: bool
    dominated: bool = False


@dataclass(frozen=True)
class Account:
    """What was hidden, why, and at what cost. It holds what was hidden: keep it like the rows.

    Args:
        figures: every figure that the study asks for, in the order of the release.
        audit: what an attacker who sees the release, and all before it, could find.
        before: how many earlier releases it was protected against.
        newcomers: rows more or fewer than in the release before; None when this is the first.
        ledger: what the next release must be protected against.
        unsaid: what checks noticed, in sentences that quote answers.
    """

    figures: tuple[Figure, ...]
    audit: Audit
    before: int
    newcomers: int | None
    ledger: Ledger
    unsaid: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For a file that stays with the rows."""
        audit = self.audit
        return {
            "format": FORMAT,
            "figures": [
                [f.measure, dict(f.domain), f.n, int(f.hidden), int(f.small), int(f.dominated)]
                for f in self.figures
            ],
            "audit": {
                "cells_hidden": audit.cells_hidden,
                "exactly_recoverable": audit.exactly_recoverable,
                "narrowest_interval": audit.narrowest_interval,
                "ways_tried": audit.ways_tried,
                "hidden_for_earlier": audit.hidden_for_earlier,
                "told": audit.told,
            },
            "before": self.before,
            "newcomers": self.newcomers,
            "ledger": self.ledger.as_json(),
            "unsaid": list(self.unsaid),
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Account:
        """What `as_json` gave."""
        return cls(
            figures=tuple(
                Figure(measure, group, int(n), *(bool(told) for told in rest))
                for measure, group, n, *rest in written["figures"]
            ),
            audit=Audit(**written["audit"]),
            before=written["before"],
            newcomers=written["newcomers"],
            ledger=Ledger.from_json(written["ledger"]),
            unsaid=tuple(written.get("unsaid", ())),
        )


def account(
    estimates: Sequence[Estimate],
    everything: Protection,
    measures: Sequence[Measure],
    earlier: Sequence[Ledger],
    *,
    places: Mapping[str, tuple[float, float]],
) -> Account:
    """The account of a protection.

    Args:
        estimates: all figures, with those that were added to protect the rest.
        everything: what became of them, in the same order.
        measures: as the study asks for them.
        earlier: of the releases before, oldest first.
        places: where the points of clusters are drawn from.
    """
    asked = {(measure.id, frozenset(group)) for measure in measures for group in measure.by}
    shares = {measure.id for measure in measures if measure.quantity == "proportion"}
    return Account(
        figures=tuple(
            Figure(
                e.measure,
                dict(e.domain),
                e.n,
                cell.hidden,
                is_small(e, everything.policy, share=e.measure in shares),
                missed_by(e, everything.policy) > 0,
            )
            for e, cell in zip(estimates, everything.cells, strict=True)
            if (e.measure, frozenset(e.domain)) in asked
        ),
        audit=everything.audit,
        before=len(earlier),
        newcomers=newcomers(estimates, earlier[-1]) if earlier else None,
        ledger=ledger(estimates, everything, places),
    )
