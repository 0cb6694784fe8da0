"""What a reader must know to rely on a figure: what is missing, hidden, uncertain, or by a model."""

from __future__ import annotations

from collections.abc import Sequence

from datashift.figures.finding import Finding, Row, Said
from datashift.figures.numbers import THIN, figure, whole
from datashift.figures.words import number_of


def uncertain(rows: Sequence[Row], overall: Row) -> list[str]:
    """Which groups a reader should not rely on, and which have no range and why."""
    said = []
    poor = [row.name for row in rows if row.reliability == "unreliable" and not row.hidden]
    if poor:
        said.append(f"Too uncertain to rely on: {_some(poor)}.")
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row.reason and row.value is not None and not row.conditional:
            reasons.setdefault(row.reason, []).append(row.name)
    if any(row.lower is not None for row in (*rows, overall)):  # else the whole has the reason
        said += [f"No range for {_some(names)}: {why}" for why, names in reasons.items()]
    return said


def _some(names: Sequence[str], most: int = 8) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def hidden_words(hidden: int, minimum: int) -> str:
    """What was hidden, and why."""
    if not hidden:
        return (
            f"Nothing had to be hidden: no figure here is for fewer than {minimum}."
            if minimum
            else "Nothing was hidden."
        )
    return (
        f"{whole(hidden)} {'figure is' if hidden == 1 else 'figures are'} hidden: groups smaller "
        f"than {minimum}, and those from which a hidden group could be worked out."
    )


def grouped(checks: Sequence[Said]) -> dict[str, list[str]]:
    """What was noticed, by what it is about, in the order of the first of each."""
    groups: dict[str, list[str]] = {}
    for said in checks:
        groups.setdefault(said.label, []).append(said.text)
    return groups


def range_kind(row: Row) -> str:
    """What kind of range a figure has."""
    if row.lower is None or row.upper is None:
        return "None"
    return (
        "A model's range: holds only as its sentence says"
        if row.conditional
        else "95 % confidence interval"
    )


def missing(finding: Finding) -> str:
    """How many gave no usable answer, and what share of the whole they stand for."""
    said = f"{number_of(finding.missing, finding.unit, finding.language)} without a usable answer"
    if finding.overall.unanswered is None:
        return f"{said}."
    share = finding.overall.unanswered
    weighted = "less than 1" if share < 1 else figure(share, 0)
    return (
        f"{said}, {weighted}{THIN}% of the whole. The figure is that of those who answered; it is right "
        "for all as far as the others are like them."
    )
