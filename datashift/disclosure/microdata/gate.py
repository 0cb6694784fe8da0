"""The gate that records must pass: few enough found, nobody nearly sure to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from datashift.disclosure.microdata.cells import Cells
from datashift.disclosure.microdata.diversity import diversity
from datashift.disclosure.microdata.frequencies import Holes
from datashift.disclosure.microdata.risk import risk
from datashift.disclosure.microdata.suppress import Answers


@dataclass(frozen=True)
class Rules:
    """What is asked of records that leave.

    Args:
        k: records that share their identifying answers at least (5 in public, 3 for researchers).
        overall: share of records found on average, less than (HDX: 3 %).
        named: share of the records of a sample that somebody with a list of everybody would name
            rightly, at most; records of everybody cannot keep it and only `overall` counts.
        largest: probability of being found that no record may exceed.
        answers: different sensitive answers in each group (l of l-diversity).
    """

    k: int = 5
    overall: float = 0.03
    named: float = 0.001
    largest: float = 0.20
    answers: int = 2

    def share(self, *, sample: bool) -> float:
        """The share of records found on average that is too much."""
        return min(self.overall, self.named) if sample else self.overall


@dataclass(frozen=True)
class Verdict:
    """Whether records may leave.

    Args:
        reasons: why not, one plain sentence each; none when they may.
        records: records looked at.
        smallest_k: the fewest records that any record shares its keys with, itself included.
        too_few: records that share them with fewer than k.
        expected: records found on average by somebody who knows the keys of everybody.
        overall: the same as a share of the records.
        largest: the highest probability of any record.
        alike: for each sensitive column the records of groups whose answers are too much alike.
    """

    reasons: tuple[str, ...]
    records: int
    smallest_k: int
    too_few: int
    expected: float
    overall: float
    largest: float
    alike: Mapping[str, int]

    @property
    def passes(self) -> bool:
        return not self.reasons


def gate(
    cells: Cells,
    rules: Rules | None = None,
    *,
    answers: Mapping[str, Answers] | None = None,
    holes: Holes = "value",
) -> Verdict:
    """Judge records by their identifying and sensitive answers.

    Args:
        cells: the combinations of keys that occur.
        rules: what is asked; the published defaults when omitted.
        answers: the sensitive columns by name.
        holes: what a missing key is to the attacker; "wildcard" judges as sdcMicro does.
    """
    rules = rules or Rules()
    found = risk(cells, holes=holes)
    too_few = found.below(rules.k, cells)
    alike = {name: _alike(cells, each) for name, each in (answers or {}).items()}
    return Verdict(
        reasons=("No record would be left.",)
        if not cells.total
        else tuple(_reasons(rules, too_few, found.overall, found.largest, alike, cells.sample)),
        records=cells.total,
        smallest_k=found.smallest_k,
        too_few=too_few,
        expected=found.expected,
        overall=found.overall,
        largest=found.largest,
        alike=alike,
    )


def _alike(cells: Cells, answers: Answers) -> int:
    """Records in groups that show fewer different answers than asked."""
    everybody = np.arange(len(cells.records))
    distinct = diversity(everybody[answers.cell], answers.answer, len(everybody)).distinct
    return int(cells.records[(distinct > 0) & (distinct < answers.least)].sum())


def _reasons(
    rules: Rules,
    too_few: int,
    overall: float,
    largest: float,
    alike: Mapping[str, int],
    sample: bool,
) -> list[str]:
    found = []
    if too_few:
        share = "records share" if too_few > 1 else "record shares"
        found.append(
            f"{too_few:,} {share} the identifying answers with fewer than {rules.k - 1} others."
        )
    if overall >= rules.overall:
        found.append(
            f"Of 100 records, {100 * overall:.2g} would be found on average; it must be fewer than "
            f"{100 * rules.overall:g}."
        )
    elif overall > rules.share(sample=sample):
        found.append(
            f"Of 1,000 records, a list of everybody would name {1000 * overall:.2g} rightly; at most "
            f"{1000 * rules.named:g} may be."
        )
    if largest > rules.largest + 1e-12:
        found.append(
            f"The record most at risk would be found with a probability of {largest:.2f}; at most "
            f"{rules.largest:.2f} is allowed."
        )
    for name, count in alike.items():
        if count:
            found.append(
                f"{count:,} records are in groups that show fewer than {rules.answers} different "
                f'answers to "{name}": who is known to be in one has no secret left.'
            )
    return found
