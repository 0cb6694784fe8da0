"""What the runs of a study came to. Everything here is protected already."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from datashift.figures import Breakdown, Finding
from datashift.kit.problem import Problem
from datashift.web.evidence.models import Run, Study
from datashift.web.evidence.queries.text import full_text


def last_run(study: Study) -> Run | None:
    """The run that was asked for last, in any state."""
    return study.runs.first()


def last_result(study: Study) -> Run | None:
    """The last run that ended well."""
    return study.runs.filter(state=Run.State.DONE).first()


def findings(run: Run) -> list[Finding]:
    """The findings of a run that ended well, in the study's order."""
    content = json.loads((run.folder / "findings.json").read_text(encoding="utf-8"))
    return [Finding.from_json(item) for item in content]


def manifest(run: Run) -> dict[str, Any]:
    """Where a run's figures come from: release.json."""
    content: dict[str, Any] = json.loads((run.folder / "release.json").read_text(encoding="utf-8"))
    return content


def is_current(run: Run) -> bool:
    """Whether the study, its files and its releases are still what the run was computed from."""
    study = run.study
    if not hasattr(run, "release") and run.after != study.releases.count():
        return False
    try:
        if full_text(study) != run.text:
            return False
    except Problem:
        return False
    now = set(study.files.filter(replaced_at=None).values_list("name", "sha256"))
    return {(each["file"], each["sha256"]) for each in manifest(run)["inputs"]} <= now


@dataclass(frozen=True)
class Shown:
    """How many figures of one table may be seen.

    Args:
        title: what the groups are; "" for the figure for everybody.
        figures: how many were computed.
        hidden: how many of them are hidden.
        breakdown: the table as it may leave; None for the figure for everybody.
    """

    title: str
    figures: int
    hidden: int
    breakdown: Breakdown | None = None

    @property
    def shown(self) -> int:
        return self.figures - self.hidden


@dataclass(frozen=True)
class Protected:
    """One finding, and what is hidden in each of its tables."""

    finding: Finding
    tables: tuple[Shown, ...]

    @property
    def figures(self) -> int:
        return sum(table.figures for table in self.tables)

    @property
    def hidden(self) -> int:
        return sum(table.hidden for table in self.tables)

    @property
    def shown(self) -> int:
        return self.figures - self.hidden


def protected(run: Run) -> list[Protected]:
    """What of each finding is hidden, and what is not. No number of a hidden figure is known."""
    return [_protected(finding) for finding in findings(run)]


def _protected(finding: Finding) -> Protected:
    overall = Shown("", 1, int(finding.overall.hidden))
    tables = [
        Shown(one.title, len(one.rows), sum(row.hidden for row in one.rows), one)
        for one in finding.breakdowns
        if one.rows
    ]
    return Protected(finding, (overall, *tables))


def preview(finding: Finding) -> str:
    """A finding as it will be read, as HTML."""
    from datashift.figures import sections

    return sections(finding, level=2)
