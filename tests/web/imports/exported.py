"""Wells as KoboToolbox would export them, and bringing them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from people import NOW

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire
from datashift.web.imports.actions.reading import bring_export, read_export
from datashift.web.imports.actions.taking import take_export, take_in
from datashift.web.imports.models import Import

HEADING = ("works", "_id", "_uuid", "_submission_time")


def exported(*wells: tuple[str, str]) -> bytes:
    """A CSV of wells: the id without its prefix, and whether it works."""
    out = io.StringIO()
    rows: list[Sequence[object]] = [HEADING]
    rows += [(works, at, own, "2024-05-03T08:00:00") for at, (own, works) in enumerate(wells, 1)]
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def looked_at(
    organisation: Organisation,
    content: bytes,
    by: User,
    *,
    name: str = "wells.csv",
    questionnaire: Questionnaire | None = None,
) -> Import:
    """An export that was brought and looked at."""
    brought = bring_export(
        organisation, [content], name=name, questionnaire=questionnaire, by=by, at=NOW
    )
    read_export(brought)  # nothing, where the task was done at once
    brought.refresh_from_db()
    return brought


def taken_in(
    organisation: Organisation,
    content: bytes,
    by: User,
    *,
    name: str = "wells.csv",
    questionnaire: Questionnaire | None = None,
) -> Import:
    """An export that was taken in."""
    brought = looked_at(organisation, content, by, name=name, questionnaire=questionnaire)
    assert brought.state == Import.State.READ, brought.problem
    take_in(brought, by=by, at=NOW)
    brought.refresh_from_db()
    if brought.state == Import.State.IMPORTING:  # else the task was done at once
        take_export(brought, at=NOW)
        brought.refresh_from_db()
    assert brought.state == Import.State.DONE, brought.problem
    return brought
