"""age, streamed: what is written on one side comes out encrypted, or decrypted, on the other.

The age format authenticates every 64 kB and marks the last one, so that a file that was cut short
or changed is never taken for whole: https://age-encryption.org/v1
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from datashift.kit.problem import Problem

SECRET = "AGE-SECRET-KEY-"  # noqa: S105 (how every key begins)


def recipient(text: str) -> Any:
    """Whoever the backup is for.

    Raises:
        Problem: it is no public key of age.
    """
    import pyrage  # type: ignore[import-untyped]

    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Problem(
            "The recipient is no public key of age",
            do="Give what begins with age1; --new-key makes a pair",
            code="backup.recipient",
        ) from error


def identities(path: Path) -> list[Any]:
    """The keys in a file as age-keygen writes it.

    Raises:
        Problem: there is no such file, or no key in it.
    """
    import pyrage

    try:
        lines = path.read_text(encoding="utf-8").split()
        keys = [pyrage.x25519.Identity.from_str(word) for word in lines if word.startswith(SECRET)]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise _no_key(path) from error
    if not keys:
        raise _no_key(path)
    return keys


def _no_key(path: Path) -> Problem:
    return Problem(
        "There is no key of age in it that can be read",
        file=path.name,
        do="Give the file that --new-key or age-keygen wrote",
        code="backup.identity",
    )


@contextmanager
def encrypting(out: BinaryIO, recipients: Sequence[Any]) -> Iterator[BinaryIO]:
    """A file to write to; `out` gets it encrypted. Whoever fails inside must throw `out` away."""
    import pyrage

    with _beside(lambda source: pyrage.encrypt_io(source, out, recipients), "rb") as stream:
        yield stream


@contextmanager
def decrypting(source: BinaryIO, keys: Sequence[Any]) -> Iterator[BinaryIO]:
    """A file to read from; it has ended well only when nothing is raised on leaving.

    Raises:
        Problem: the key is another, or the file is no backup, damaged or cut short.
    """
    import pyrage

    def work(sink: BinaryIO) -> None:
        try:
            pyrage.decrypt_io(source, sink, keys)
        except pyrage.DecryptError as error:
            raise _closed(str(error)) from error
        except OSError as error:
            if not isinstance(error, BrokenPipeError):
                raise damaged() from error

    with _beside(work, "wb") as stream:
        yield stream


def _closed(why: str) -> Problem:
    if "keys" in why:
        return Problem(
            "This key does not open the backup",
            safe="Nothing was changed",
            do="Give the key of one for whom it was made",
            code="backup.key",
        )
    return Problem(
        "This file is no backup of DataShift",
        safe="Nothing was changed",
        do="Give a file that datashift backup wrote",
        code="backup.other",
    )


def damaged() -> Problem:
    """It is not what was written."""
    return Problem(
        "The backup is damaged or was cut short",
        safe="Nothing was changed",
        do="Take another copy of it, or an earlier backup",
        code="backup.damaged",
    )


@contextmanager
def _beside(work: Callable[[BinaryIO], None], its_end: str) -> Iterator[BinaryIO]:
    """Run the work beside us at one end of a pipe, give us the other; its failure is the reason."""
    reading, writing = os.pipe()
    theirs, ours = (reading, writing) if its_end == "rb" else (writing, reading)
    failure: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(theirs, its_end) as end:
                work(end)  # type: ignore[arg-type]
        except BaseException as error:  # noqa: BLE001 (raised again by whoever waits)
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True)
    stream = os.fdopen(ours, "wb" if its_end == "rb" else "rb")
    thread.start()
    try:
        yield stream
    except Exception as error:
        with suppress(OSError):
            stream.close()
        thread.join()
        raise (failure or [error])[0] from error
    finally:
        with suppress(BrokenPipeError):
            stream.close()
        thread.join()
    if failure:
        raise failure[0]
