"""Progress of background work, kept where a page can see it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from datashift.web.evidence.models import DataFile, Run

# Often enough for a person who watches, seldom enough for the database.
_EVERY = 0.4


class Told:
    """A `datashift.kit.progress.Progress` that writes `step`, `done` and `total` of a row."""

    def __init__(self, model: type[DataFile] | type[Run], pk: UUID) -> None:
        self._rows = model._default_manager.filter(pk=pk)
        self._step = ""
        self._last = 0.0

    def __call__(self, step: str, done: int, total: int | None) -> None:
        moment = time.monotonic()
        if step == self._step and moment - self._last < _EVERY:
            return
        self._step, self._last = step, moment
        self._rows.update(step=step[:120], done=done, total=total)
