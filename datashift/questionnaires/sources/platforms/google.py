"""Google Forms: the answers as CSV, or the sheet as a workbook. No row has an id."""

from __future__ import annotations

from collections.abc import Sequence

from datashift.kit.language import verbatim
from datashift.questionnaires.sources import moments
from datashift.questionnaires.sources.columns import put
from datashift.questionnaires.sources.export import Raw, Record, Tree
from datashift.questionnaires.sources.grid import Grid
from datashift.questionnaires.sources.names import Names
from datashift.tables.flag import Severity

# What the first column is called in the languages of Google Forms.
_TIMESTAMP = verbatim(frozenset(
    {"Timestamp", "Marca temporal", "Horodateur", "Carimbo de data/hora", "Zeitstempel",
     "Informazioni cronologiche", "Tijdstempel"}
))  # fmt: skip

_WHEN = ("imported", "submitted_at")


def knows_table(grid: Grid) -> bool:
    """Whether a table is a sheet of answers: its first column says when each was given."""
    if len(grid.heading) < 2 or grid.heading[0] not in _TIMESTAMP:
        return False
    return all(
        not row[0] or moments.moment(row[0], "mdy") or moments.moment(row[0], "dmy")
        for _, row in grid.rows[:20]
    )


def is_american(raw: Raw) -> bool:
    """Whether months are taken to come first where dates do not show it: in sheets in English alone.

    The other languages of Google Forms that are known here write days first (CLDR, dates).
    """
    return raw.platform == "google" and raw.labels.get(_WHEN) == "Timestamp"


def tables(found: Sequence[Grid], names: Names) -> Raw:
    """One submission for each row; its id is made of its answers."""
    grid = found[0]
    raw = Raw("google", title=grid.sheet)
    raw.noticed.add(
        "no_ids",
        "Google Forms gives its answers no ids; an answer that is changed in the sheet "
        "later comes in as a new one.",
        severity=Severity.LOOK,
    )
    for number, row in grid.rows:
        answers: Tree = {}
        for heading, cell in zip(grid.heading, row, strict=True):
            if not heading:
                continue
            path = _WHEN if heading in _TIMESTAMP else names.path(heading)
            raw.labels.setdefault(path, heading)
            if cell:
                put(answers, path, cell)
        raw.kinds[_WHEN] = "datetime"
        raw.records.append(Record(grid.file, number, "", answers))
    return raw
