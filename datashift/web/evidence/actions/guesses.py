"""Look at the rows of a file once and keep what a study made from them may say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from datashift.web.evidence.models import DataFile

if TYPE_CHECKING:
    from datashift.tables import Table


def keep_guesses(file: DataFile, table: Table, *, today: date) -> None:
    """Keep what the columns may be, and a draft of the study; questions show both as guesses."""
    from datashift import harmonise, studies

    suggestions = [
        {
            "column": one.column,
            "role": one.role,
            "detail": dict(one.detail),
            "score": round(one.score, 2),
            "why": one.why,
        }
        for one in harmonise.suggest_columns(table)
    ]
    draft = studies.draft(table, file=file.name, today=today)
    DataFile.objects.filter(pk=file.pk).update(suggestions=suggestions, draft=draft)
