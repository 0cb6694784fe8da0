"""Have the fieldwork looked at, in the background."""

from __future__ import annotations

import dataclasses
import math
from datetime import datetime
from typing import Any

from django.db import transaction

from datashift.kit.problem import Problem
from datashift.quality.fieldwork import Fieldwork, Signal, look
from datashift.tables import load
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.credibility.models import FieldworkLook
from datashift.web.evidence.models import DataFile

MOST = 50_000
"""More interviews than this are looked at from the command line."""


@transaction.atomic
def ask_look(file: DataFile, said: Fieldwork, *, by: User, at: datetime) -> FieldworkLook:
    """Have the interviews in a file compared."""
    from datashift.web.credibility.tasks import make_look as task

    columns = {key: value for key, value in dataclasses.asdict(said).items() if value}
    made = FieldworkLook.objects.create(study=file.study, file=file, columns=columns, by=by, at=at)
    record(
        "fieldwork.asked",
        by=by,
        at=at,
        organisation=file.study.organisation,
        on=file.study,
        details={"columns": len(columns)},
    )
    transaction.on_commit(lambda: task.enqueue(str(made.pk)))
    return made


def make_look(made: FieldworkLook) -> None:
    """Run the checks and keep what they saw."""
    import numpy as np

    try:
        table = load(made.file.table_folder)
        if len(table) > MOST:
            raise Problem(
                f"The file has more than {MOST:,} rows",
                file=made.file.name,
                do="Ask for a part of it",
                code="fieldwork.too_many",
            )
        # The same rows give the same signals.
        chance = np.random.default_rng(int(made.file.sha256[:8], 16))
        seen = look(table.data, fieldwork_of(made.columns), chance=chance)
    except Problem as problem:
        made.state, made.problem = FieldworkLook.State.REFUSED, str(problem)
    else:
        made.state, made.public = FieldworkLook.State.DONE, seen.public
        made.seen = {
            "interviews": seen.interviews,
            "interviewers": seen.interviewers,
            "checks": list(seen.checks),
            "signals": [_signal(one) for one in seen.signals],
            "impossible": [
                {"interviewer": one.interviewer, "message": one.message} for one in seen.impossible
            ],
            "whipple": seen.whipple,
            "myers": seen.myers,
            "benford": [
                {"column": name, "amounts": one.n, "chance": one.chance}
                for name, one in seen.benford.items()
            ],
            "notes": list(seen.notes),
        }
    made.save(update_fields=["state", "problem", "public", "seen"])


def _signal(one: Signal) -> dict[str, Any]:
    """A signal as JSON takes it: a check without a mean has none."""
    said = dataclasses.asdict(one)
    return {
        key: None if isinstance(value, float) and math.isnan(value) else value
        for key, value in said.items()
    }


def fieldwork_of(columns: dict[str, Any]) -> Fieldwork:
    """The columns as they were said, back from JSON."""
    lists = {"answers", "scales", "amounts"}
    said: dict[str, Any] = {
        key: tuple(value) if key in lists else value for key, value in columns.items()
    }
    return Fieldwork(**said)
