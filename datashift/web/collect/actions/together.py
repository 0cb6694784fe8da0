"""Group commit: whoever comes while a commit is under way joins the next one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

MOMENT = 0.0003  # seconds
MOST_MOMENTS = 8
MOST_ALONE = 3  # items of this go and the last that are not worth waiting for others

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Turn(Generic[Item, Result]):
    """One item that waits for its result, or for being asked to lead."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.called = threading.Lock()  # held until it is called; a tenth of an Event's cost
        self.called.acquire()
        self.result: Result | BaseException | None = None
        self.leads = False


class Together(Generic[Item, Result]):
    """Do with many items at once what costs the same as doing it with one.

    There is no thread of its own: the first who comes leads, takes everybody who waits along, and
    hands the lead to the first of those who came meanwhile. Those who were just answered tend to
    come again at once: whoever leads after several waits a moment for them, as PostgreSQL does with
    `commit_delay` and `commit_siblings`, so that all go together and not in turns.

    Args:
        work: turns items into their results, in the same order. A result may be an exception,
            which is raised for that item only; what `work` raises is raised for all of them.
        at_most: items in one go.
    """

    def __init__(
        self, work: Callable[[Sequence[Item]], Sequence[Result | BaseException]], at_most: int = 256
    ) -> None:
        self._work = work
        self._at_most = at_most
        self._lock = threading.Lock()
        self._waiting: list[_Turn[Item, Result]] = []
        self._led = False
        self._last = 0  # items of the last go

    def do(self, item: Item) -> Result:
        """The item's result, when the work in which it took part is done."""
        turn: _Turn[Item, Result] = _Turn(item)
        with self._lock:
            self._waiting.append(turn)
            turn.leads, self._led = not self._led, True
        if not turn.leads:
            turn.called.acquire()
        if turn.leads:
            self._lead(turn)
        if isinstance(turn.result, BaseException):
            raise turn.result
        assert turn.result is not None
        return turn.result

    def _wait_for_others(self) -> None:
        """Until those of the last go are back or nobody comes any more."""
        for _ in range(MOST_MOMENTS):
            here = len(self._waiting)
            if here + self._last <= MOST_ALONE or here >= self._at_most:
                return
            time.sleep(MOMENT)
            if len(self._waiting) == here:
                return

    def _lead(self, mine: _Turn[Item, Result]) -> None:
        self._wait_for_others()
        with self._lock:
            batch = self._waiting[: self._at_most]
            del self._waiting[: self._at_most]
            self._last = len(batch)
        try:
            results = self._work([turn.item for turn in batch])
            for turn, result in zip(batch, results, strict=True):
                turn.result = result
        except BaseException as error:  # noqa: BLE001 (each of them raises it in its own thread)
            for turn in batch:
                turn.result = error
        with self._lock:
            following = next(iter(self._waiting), None)
            self._led = following is not None
            if following is not None:
                following.leads = True
        for turn in batch:
            turn.leads = False
            if turn is not mine:
                turn.called.release()
        if following is not None:
            following.called.release()
