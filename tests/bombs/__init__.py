"""Files that were made to hurt whoever opens them, made anew each time; see `Bomb`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Bomb:
    """A file that was made to hurt.

    Args:
        name: its family and what is special about it.
        door: what it is brought to, see `tests/bombs/doors.py`.
        ending: of its name.
        make: its bytes.
        defused: it may also be read, because what would hurt is left alone.
    """

    name: str
    door: str
    ending: str
    make: Callable[[], bytes]
    defused: bool = False
