"""Progress of long work, told to whoever waits for it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called now and then by long work.

    Args:
        step: what is being done, in words ("Reading rows").
        done: how much is done, in the unit of the step.
        total: how much there is, or None when nobody knows.
    """

    def __call__(self, step: str, done: int, total: int | None) -> None: ...


def silent(step: str, done: int, total: int | None) -> None:
    """Tell nobody."""
