"""The files of a site made by several processes at once, where it is worth starting them."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connections

_UNSWEPT = (400_000, 20, 1000)  # things made before garbage is looked for; how often far back
_AT_ONCE = 4  # parts that a process is given: neighbours read from the catalogue together
_FEW = 200  # files that one process makes sooner than others begin

Make = Callable[[Sequence[str]], None]
_make: list[Make] = []  # what the processes that are begun take with them


def made(parts: Sequence[Sequence[str]], make: Make, *, processes: int) -> Iterator[int]:
    """Have the files of these names made, in their order as far as one process goes.

    Args:
        parts: the names; those of a part are made by one process, one after another.
        make: writes the files of some names; it says nothing and keeps nothing for the next.
        processes: how many; each has its own connection to the database.

    Yields:
        how many were made since.
    """
    with _seldom_swept():
        if processes < 2 or sum(map(len, parts)) < _FEW:
            for part in parts:
                make(part)
                yield len(part)
        else:
            yield from _by_several(parts, make, processes)


def _by_several(parts: Sequence[Sequence[str]], make: Make, processes: int) -> Iterator[int]:
    first, *others = parts
    make(first)  # what every file needs is there then, and each process begins with it
    yield len(first)
    gc.freeze()
    for each in connections.all(initialized_only=True):
        each.close()  # no two processes may speak on one
        getattr(each, "close_pool", lambda: None)()
    _make[:] = [make]
    try:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            yield from pool.imap_unordered(_part, others, chunksize=_AT_ONCE)
    finally:
        _make.clear()


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """A file is thousands of small things and hardly a circle: look for garbage less often.

    What is there already is not looked at, and so stays shared with the processes begun.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_UNSWEPT)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def available() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _part(names: Sequence[str]) -> int:
    _make[0](names)
    return len(names)
