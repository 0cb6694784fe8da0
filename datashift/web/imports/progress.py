"""How far an import is, kept where its page can see it."""

from __future__ import annotations

import time
from uuid import UUID

from datashift.web.imports.models import Import

_EVERY = 0.5  # often enough for a person who watches, seldom enough for the database


class Told:
    """A `datashift.kit.progress.Progress` that writes `step`, `done` and `total` of an import."""

    def __init__(self, pk: UUID) -> None:
        self._rows = Import.objects.filter(pk=pk)
        self._step, self._last = "", 0.0

    def __call__(self, step: str, done: int, total: int | None) -> None:
        moment = time.monotonic()
        if step == self._step and moment - self._last < _EVERY:
            return
        self._step, self._last = step, moment
        self._rows.update(step=step[:120], done=done, total=total)
