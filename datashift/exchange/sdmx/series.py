"""Which SERIES an indicator's figures are carried under.

A statistical office that loads a file by its series codes must not take a proxy for the official
series. So an indicator has the SDG series' code only where its match is direct or partial (a partial
one says `D`, definition differs, on every figure), its unit is the series' unit, and no other
indicator of the release has the same series. All others have a code of their own, `DS_` and the indicator's id, whose description names
the SDG indicator it speaks to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from datashift.exchange.published import Published
from datashift.exchange.text import code, codes
from datashift.figures import Finding


@dataclass(frozen=True)
class Carrier:
    """The series of an indicator: its code, name, description, and whether it is the SDG's."""

    code: str
    name: str
    description: str
    official: bool


def carriers(release: Published) -> dict[str, Carrier]:
    """The series of each indicator, by its id."""
    claimed = Counter(finding.series for finding in release.findings if finding.series)
    own = codes([finding.id for finding in release.findings], lambda one: f"DS_{code(one)}")
    made = {}
    for finding in release.findings:
        near = finding.match in ("direct", "partial") and claimed[finding.series] == 1
        near = near and _has_unit_of_series(finding)
        made[finding.id] = Carrier(
            code=finding.series if near else own[finding.id],
            name=finding.title,
            description=comment(finding),
            official=near,
        )
    return made


def _has_unit_of_series(finding: Finding) -> bool:
    """A series that our list does not have cannot be compared; its code is the study's word."""
    from datashift.sdg import all_series

    known = all_series().get(finding.series)
    return known is None or known.unit in ("", finding.unit_measure)


def comment(finding: Finding) -> str:
    """What a reader must know of the series, in one paragraph."""
    said = [f"{finding.title} ({finding.producer})." if finding.producer else f"{finding.title}."]
    if finding.sdg:
        series = f", series {finding.series}" if finding.series else ""
        said.append(f"Match with SDG indicator {finding.sdg}{series}: {finding.match}.")
    said.append(finding.match_reason)
    if finding.invented:
        said.append("The data are invented, for demonstration.")
    return " ".join(part for part in said if part)
