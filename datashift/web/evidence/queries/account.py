"""What protection did to a run: before and after, what the attacker found, what was lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from datashift import studies
from datashift.disclosure import Ledger
from datashift.figures import Finding
from datashift.kit.problem import Problem
from datashift.studies.account import Account, Figure
from datashift.web.evidence.models import Release, Run, Study


def account(run: Run) -> Account | None:
    """What is known of a run to those who hold its rows; None of runs that kept no account."""
    if not run.account_file.exists():
        return None
    return Account.from_json(json.loads(run.account_file.read_text(encoding="utf-8")))


def earlier(study: Study) -> list[Ledger]:
    """What every release of a study showed, withdrawn ones too: they were read.

    Raises:
        Problem: an account is lost, so that the next release cannot be made safe.
    """
    return [_ledger(each) for each in study.releases.select_related("run").order_by("number")]


def _ledger(release: Release) -> Ledger:
    known = account(release.run)
    if known is None:
        raise Problem(
            f"What release {release.number} hid is not known here any more, so that nobody can say "
            "what it and a new one would tell together",
            safe="What is published stays as it is",
            do="Bring the folder `accounts` back from a backup",
            code="release.account_lost",
        )
    return known.ledger


@dataclass(frozen=True)
class Line:
    """One figure before and after.

    Args:
        name: the group; "" for everybody.
        n: how many it is about; None where that is not told here either.
        hidden: whether it is hidden.
        small: whether because it is about few itself.
        dominated: whether because one contributor stands out in it.
    """

    name: str
    n: int | None
    hidden: bool
    small: bool
    dominated: bool = False


@dataclass(frozen=True)
class Before:
    """One table of a finding, before and after.

    Args:
        title: what the groups are; "" for everybody.
        lines: the hidden ones first where there are many.
        more: lines that are not listed, all shown to readers.
    """

    title: str
    lines: tuple[Line, ...]
    more: int = 0

    @property
    def figures(self) -> int:
        return len(self.lines) + self.more

    @property
    def hidden(self) -> int:
        return sum(line.hidden for line in self.lines)


LISTED = 12


def before_and_after(found: Account, finding: Finding, *, counts: bool) -> list[Before]:
    """The tables of a finding with what is marked to be hidden.

    Args:
        counts: whether the reader may know how many people a hidden figure is about.
    """
    mine = {
        frozenset(each.domain.items()): each for each in found.figures if each.measure == finding.id
    }
    overall = mine.get(frozenset())
    tables = [Before("", (_line("", overall, counts=counts),))] if overall is not None else []
    for one in finding.breakdowns:
        known = [(row.name, mine.get(frozenset(row.domain.items()))) for row in one.rows]
        lines = [_line(name, each, counts=counts) for name, each in known if each is not None]
        if lines:
            tables.append(_shortened(one.title, lines))
    return tables


def _line(name: str, figure: Figure, *, counts: bool) -> Line:
    told = figure.n if counts or not figure.hidden else None
    return Line(name, told, figure.hidden, figure.small, figure.dominated)


def _shortened(title: str, lines: Sequence[Line]) -> Before:
    """Every hidden line, and shown ones up to a screenful, in their order."""
    room = max(0, LISTED - sum(line.hidden for line in lines))
    kept = []
    for line in lines:
        if line.hidden or room > 0:
            room -= not line.hidden
            kept.append(line)
    return Before(title, tuple(kept), len(lines) - len(kept))


@dataclass(frozen=True)
class Cost:
    """What is left of the figures after protection.

    Args:
        figures: how many were computed.
        hidden: how many of them are hidden.
        answers: share of the answers behind all figures that stands behind those shown, 0 to 100.
    """

    figures: int
    hidden: int
    answers: float

    @property
    def shown(self) -> float:
        """Share of the figures that is shown, 0 to 100."""
        return 100 * (self.figures - self.hidden) / self.figures if self.figures else 100.0


def cost(found: Account) -> Cost:
    """What protection cost in usefulness."""
    everything = sum(each.n for each in found.figures)
    shown = sum(each.n for each in found.figures if not each.hidden)
    return Cost(
        len(found.figures),
        sum(each.hidden for each in found.figures),
        100 * shown / everything if everything else 100.0,
    )


def is_telling(run: Run) -> bool:
    """Whether something hidden is given away that could hurt people.

    Where a breakdown leaves out very few rows, their number alone tells of them. That hurts nobody
    whom an ordinary topic is about; of others it may not be published.
    """
    found = account(run)
    topic = studies.parse(run.text).specification.protect.topic
    return found is not None and found.audit.exactly_recoverable > 0 and topic != "ordinary"
