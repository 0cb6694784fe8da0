"""Bring a register that exists: a later visit to the same water point starts from it."""

from __future__ import annotations

from datetime import datetime

from django.core.files import File
from django.db import transaction

from datashift.kit.problem import Problem
from datashift.questionnaires.entries import entries
from datashift.web.accounts.models import Organisation, User
from datashift.web.review.actions.writing import (
    Counted,
    Written,
    is_property,
    make_list,
    write_entries,
)
from datashift.web.review.models import EntityList

MOST_BYTES = 20_000_000


@transaction.atomic
def bring(
    organisation: Organisation, *, name: str, file: File[bytes], by: User, at: datetime
) -> tuple[EntityList, Counted]:
    """Write the entries of a CSV into the list of that name; all of them or none.

    Raises:
        Problem: the file cannot be used, or a column's name cannot be one of a list's.
    """
    if (file.size or 0) > MOST_BYTES:
        raise Problem("The file is too large", do="Split it", code="entries.large")
    made = make_list(organisation, name, [], by=by, at=at)
    brought = entries(file.read(), within=made.pk)
    wrong = next((each for each in brought.properties if not is_property(each)), None)
    if wrong is not None:
        raise Problem(
            "A list cannot have a column of this name",
            column=wrong,
            do="Begin it with a letter; then letters, digits, _ or -",
            code="entries.column",
        )
    found = make_list(organisation, name, brought.properties, by=by, at=at)
    written = [Written(row.label, row.values, row.key) for row in brought.rows]
    return found, write_entries(found, written, by=by, at=at)
