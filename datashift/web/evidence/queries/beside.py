"""A finding's figures beside the official ones, line by line, in words."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.figures import Finding, OfficialFigure, Row
from datashift.figures.numbers import figure
from datashift.figures.words import amount


@dataclass(frozen=True)
class Line:
    """One comparison.

    Args:
        place: what both are for.
        what: what the official figure measures.
        ours: the citizens' figure.
        official: the official figure.
        period: its period.
        source: who published it.
        difference: ours less theirs, signed, with its range where there is one.
        same: "yes" when both could be one number, "no" when not, "" when unknown.
    """

    place: str
    what: str
    ours: str
    official: str
    period: str
    source: str
    difference: str
    same: str


def lines(finding: Finding) -> list[Line]:
    """Every official figure that stands beside a finding."""
    rows = {
        row.domain["REF_AREA"]: row
        for part in finding.breakdowns
        if part.by == ("REF_AREA",)
        for row in part.rows
    }
    return [_line(finding, one, rows.get(one.area, finding.overall)) for one in finding.official]


def _line(finding: Finding, one: OfficialFigure, ours: Row) -> Line:
    theirs = Row(ours.name, value=one.value, lower=one.lower, upper=one.upper)
    return Line(
        place=ours.name,
        what=one.what,
        ours=amount(ours, finding.quantity, finding.unit_words),
        official=amount(theirs, finding.quantity, finding.unit_words),
        period=one.period,
        source=one.source,
        difference=_difference(one),
        same={True: "yes", False: "no", None: ""}[one.could_be_the_same],
    )


def _difference(one: OfficialFigure) -> str:
    if one.difference is None:
        return ""
    if one.difference_lower is None or one.difference_upper is None:
        return _signed(one.difference)
    ends = f"{_signed(one.difference_lower)} … {_signed(one.difference_upper)}"
    return f"{_signed(one.difference)} ({ends})"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{figure(abs(value), 1)}"
