"""A disk that is full or broken: the phone is told to keep it, and nothing is half done."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection
from web.collect.phone import Phone, phone
from web.collect.wells import filled, new_id, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import storage
from datashift.web.collect.actions import settling
from datashift.web.collect.actions.receive import _commit
from datashift.web.collect.actions.together import Together
from datashift.web.collect.models import Attachment, Instance, Submission
from datashift.web.collect.storage import TryLater

TEXT = filled(new_id(1), photo="front.jpg")
FULL = OSError(errno.ENOSPC, "No space left on device")
BROKEN = OSError(errno.EIO, "Input/output error")


@pytest.fixture
def nyalenda(organisation: Organisation, amina: User) -> Phone:
    wells(organisation, amina)
    return phone(organisation, amina)


def left_behind(organisation: Organisation) -> list[Path]:
    root = storage.path(organisation.pk, "00").parent.parent
    return list(root.rglob(".incoming-*"))


@pytest.mark.parametrize("fault", [FULL, BROKEN])
@pytest.mark.parametrize("nth", [0, 1])
@pytest.mark.parametrize("call", ["fsync", "write", "replace", "mkstemp"])
def test_every_step_of_keeping_a_file_may_fail(
    nyalenda: Phone,
    organisation: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    fault: OSError,
    call: str,
    nth: int,
) -> None:
    broken = failing(call, fault, nth, monkeypatch)
    answer = nyalenda.send(TEXT, front=b"front")
    if broken():
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert not Submission.objects.exists()
    monkeypatch.undo()
    assert left_behind(organisation) == []
    assert nyalenda.send(TEXT, front=b"front").status_code == 201
    (kept,) = Attachment.objects.all()
    assert storage.read(organisation.pk, kept.sha256).read() == b"front"


def failing(
    call: str, fault: OSError, nth: int, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], bool]:
    """Let the nth call of one kind fail; whether it came to that."""
    count = -1

    def instead(real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == nth:
                raise fault
            return real(*args, **kwargs)

        return called

    match call:
        case "fsync":
            monkeypatch.setattr(os, "fsync", instead(os.fsync))
        case "replace":
            monkeypatch.setattr(Path, "replace", instead(Path.replace))
        case "mkstemp":
            monkeypatch.setattr(tempfile, "mkstemp", instead(tempfile.mkstemp))
        case "write":
            real = os.fdopen

            def opened(*args: Any, **kwargs: Any) -> Any:
                file = real(*args, **kwargs)
                return _Slippery(file, instead(file.write))

            monkeypatch.setattr(os, "fdopen", opened)
    return lambda: count >= nth


class _Slippery:
    """A file whose `write` is another."""

    def __init__(self, file: Any, write: Callable[..., Any]) -> None:
        self._file, self.write = file, write

    def __enter__(self) -> _Slippery:
        return self

    def __exit__(self, *raised: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@pytest.mark.parametrize("words", ["database or disk is full", "disk I/O error"])
def test_every_statement_may_fail(nyalenda: Phone, words: str) -> None:
    assert nyalenda.ask("GET", "formList").status_code == 200  # it was seen; the rest is receiving
    nth = 0
    while _with_a_broken_statement(nyalenda, nth, words) == 503:
        assert Submission.objects.count() == Instance.objects.count() == 0
        nth += 1
    assert Submission.objects.count() == Instance.objects.count() == 1
    assert nth > 3


def _with_a_broken_statement(phone: Phone, nth: int, words: str) -> int:
    """The answer to a submission whose nth statement fails."""
    count = -1

    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        if count == nth and not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            raise OperationalError(words) from sqlite3.OperationalError(words)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        return phone.send(filled(new_id(2))).status_code


def test_a_file_that_vanished_is_no_row(
    nyalenda: Phone, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "has", lambda organisation, sha256: False)
    assert nyalenda.send(TEXT, front=b"front").status_code == 503
    assert not Attachment.objects.exists()


def test_one_bad_delivery_does_not_take_the_others_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def settle(deliveries: Sequence[Any]) -> list[Any]:
        if "bad" in deliveries:
            raise DataError
        return list(deliveries)

    monkeypatch.setattr(settling, "settle", settle)
    monkeypatch.setattr("datashift.web.collect.actions.receive.durable", _Nothing)
    results = _commit(["one", "bad", "two"])  # type: ignore[list-item]
    assert [type(each) for each in results] == [str, DataError, str]


class _Nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *raised: object) -> None: ...


def test_those_who_come_together_share_one_commit() -> None:
    batches: list[int] = []
    first, go = threading.Event(), threading.Event()

    def work(items: Sequence[int]) -> list[int]:
        batches.append(len(items))
        first.set()
        go.wait()
        return [item * 2 for item in items]

    together, results = Together(work), dict[int, int]()

    def one(number: int) -> None:
        results[number] = together.do(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    threads[0].start()
    first.wait()
    for thread in threads[1:]:
        thread.start()
    while len(together._waiting) < 19:
        pass
    go.set()
    for thread in threads:
        thread.join()
    assert batches == [1, 19]
    assert results == {number: number * 2 for number in range(20)}


def test_what_fails_for_all_is_told_to_all() -> None:
    def work(items: Sequence[int]) -> list[int]:
        raise TryLater

    together = Together(work)
    for _ in range(2):
        with pytest.raises(TryLater):
            together.do(1)


def test_nobody_waits_for_what_is_wanted_soon() -> None:
    begun, go = threading.Event(), threading.Event()

    def work(items: Sequence[int]) -> list[int | BaseException]:
        begun.set()
        go.wait()
        return [TryLater() if item == 3 else item * 2 for item in items]

    together, told = Together(work), dict[int, int | BaseException]()
    both, alone = threading.Event(), threading.Thread(target=lambda: together.do(1))
    alone.start()  # leads, for nobody else is here, and does not stay for the others
    begun.wait()

    def then(result: int | BaseException) -> None:
        told[len(told)] = result
        if len(told) == 2:
            both.set()
        raise ValueError  # of no consequence for the others

    together.soon(2, then)
    together.soon(3, then)
    assert told == {}
    go.set()
    alone.join()
    assert both.wait(5)
    assert told[0] == 4
    assert isinstance(told[1], TryLater)
    assert together.do(5) == 10
