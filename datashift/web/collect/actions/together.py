"""Group commit: whoever comes while a commit is under way joins the next one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

PATIENCE = 0.0025  # seconds that whoever leads waits for those who should come again
MOST_ALONE = 3  # items of this go and the last that are not worth waiting for others

logger = logging.getLogger(__name__)
Item = TypeVar("Item")
Result = TypeVar("Result")


class _Turn(Generic[Item, Result]):
    """One item. Its thread waits for the result or for being asked to lead, or left `then`."""

    def __init__(
        self, item: Item, then: Callable[[Result | BaseException], object] | None = None
    ) -> None:
        self.item = item
        self.then = then
        self.result: Result | BaseException | None = None
        self.leads = False
        if then is None:
            self.called = threading.Lock()  # held until it is called; a tenth of an Event's cost
            self.called.acquire()

    def tell(self, result: Result | BaseException) -> None:
        if self.then is None:
            self.result = result
            self.called.release()
            return
        try:
            self.then(result)
        except Exception:
            logger.exception("Whoever is told of a result has failed")  # the others are told too


class Together(Generic[Item, Result]):
    """Do with many items at once what costs the same as doing it with one.

    There is no thread of its own: the first who comes leads, takes everybody who waits along, and
    goes on with those who came meanwhile, or hands the lead to one of them. Those who were just
    answered tend to come again at once: whoever leads after several waits a moment, until as many
    are here as were in the last go and came during it, so that all go together and not in turns.
    PostgreSQL's `commit_delay` and `commit_siblings` do the same without knowing when the last is
    here.

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
        self._expected = 0  # items of the last go and of those that came during it
        self._awaited = 0  # items at which whoever leads wants to be called; 0 while nobody waits
        self._full = threading.Lock()
        self._full.acquire()

    def do(self, item: Item) -> Result:
        """The item's result, when the work in which it took part is done."""
        turn: _Turn[Item, Result] = _Turn(item)
        if not self._leads(turn):
            turn.called.acquire()
        if turn.leads:
            self._lead(turn)
        if isinstance(turn.result, BaseException):
            raise turn.result
        assert turn.result is not None
        return turn.result

    def soon(self, item: Item, then: Callable[[Result | BaseException], object]) -> None:
        """Have the item done and its result told to `then`, by whoever leads; nobody waits for it.

        Args:
            then: must be short, for all wait for it; what it raises goes to the server's log.
        """
        turn: _Turn[Item, Result] = _Turn(item, then)
        if self._leads(turn):
            self._lead(turn)

    def _leads(self, turn: _Turn[Item, Result]) -> bool:
        """Whether the turn leads, as nobody else does; it waits with the others from now on."""
        with self._lock:
            self._waiting.append(turn)
            turn.leads, self._led = not self._led, True
            if len(self._waiting) == self._awaited:
                self._full.release()
            return turn.leads

    def _lead(self, mine: _Turn[Item, Result]) -> None:
        """Do what waits, until nobody does; whoever has a result to go on with hands on the lead."""
        while True:
            self._wait_for_others()
            with self._lock:
                batch = self._waiting[: self._at_most]
                del self._waiting[: self._at_most]
            results = self._results(batch)
            with self._lock:
                self._expected = len(batch) + len(self._waiting)
                self._led = bool(self._waiting)
                following = self._following() if mine.then is None else None
                goes_on = self._led and following is None
            for turn, result in zip(batch, results, strict=True):
                turn.leads = False
                turn.tell(result)
            if following is not None:
                following.called.release()
            if not goes_on:
                return
            if mine.then is None:
                threading.Thread(target=self._lead, args=(_Turn(mine.item, _nobody),)).start()
                return

    def _following(self) -> _Turn[Item, Result] | None:
        """One of those whose threads wait, asked to lead; None when no thread waits."""
        for turn in self._waiting:
            if turn.then is None:
                turn.leads = True
                return turn
        return None

    def _results(self, batch: Sequence[_Turn[Item, Result]]) -> list[Result | BaseException]:
        try:
            results = self._work([turn.item for turn in batch])
            return [result for _, result in zip(batch, results, strict=True)]
        except BaseException as error:  # noqa: BLE001 (each of them raises it in its own thread)
            return [error] * len(batch)

    def _wait_for_others(self) -> None:
        """Until as many are here as are expected, or the patience ends."""
        with self._lock:
            expected = min(self._expected, self._at_most)
            if expected <= MOST_ALONE or len(self._waiting) >= expected:
                return
            self._awaited = expected
        called = self._full.acquire(timeout=PATIENCE)
        with self._lock:
            self._awaited = 0
            if not called:
                self._full.acquire(blocking=False)  # called after all, too late


def _nobody(_: object) -> None:
    """Nobody waits for the result."""
