"""Hold every pattern of ours against long texts that repeat what it looks for; print which take long.

Usage: PYTHONPATH=.:tests python tests/endurance/patterns.py [letters] [package ...]

A pattern that tries from every place to the end takes the square of the text's length, or worse: what
one cell of 32,767 letters then takes is no matter of milliseconds. The texts repeat pieces of one to
five letters that such patterns begin, go on or end with, with and without what would let them match.
"""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import django

import datashift

LETTERS = 8_000  # a cell of XLSX holds 32,767, which takes a square sixteen times as long
SECONDS = 0.3  # of the processor, for one text
_PIECES = (
    "a", "A", "z9", "9", "-9", "9.", ",9", " ", "a ", "-", "-a", "a:", "/a", "a/", "//", "..", ".", "_",
    "${", "${a", "}", "'", '"', "a'", "(", "a(", ")", "[", "a[", "]", "<", "<a", "<a ", ">", "&", "=",
    "a=", "|", "#", "*", "**", ";", ",", ":", "\n", "\r\n", "\t", " \n", "\\", "%", "@", "a@", "a.",
    "क", "٣", "\u200d", "+", "https://", "jr:itext('", "instance('", "2024-", "T0", "==", "{", "?",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[Any], bool]]:
    """Every compiled pattern at the top of a module of ours, in lists of them too.

    Yields:
        its name; the pattern; whether it is looked for anywhere in a text, not only from its beginning.
    """
    seen: set[int] = set()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "datashift.web.site.settings")
    django.setup()
    for found in pkgutil.walk_packages(datashift.__path__, "datashift."):
        if found.name.endswith("__main__") or ".migrations." in found.name:
            continue
        try:
            module = importlib.import_module(found.name)
        except (Exception, SystemExit):  # noqa: BLE001 - what needs a database or a package for itself
            continue
        source = ""
        with suppress(OSError):  # an empty file
            source = inspect.getsource(module)
        for name, value in vars(module).items():
            used = set(re.findall(rf"\b{name}\.(\w+)", source))
            for one in _inside(value):
                if id(one) not in seen and isinstance(one.pattern, str):
                    seen.add(id(one))
                    anywhere = not used or bool(used - {"match", "fullmatch"})
                    yield f"{found.name}.{name}", one, anywhere


def _inside(value: Any) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _inside(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _inside(each)


def texts(letters: int) -> Iterator[str]:
    """Long texts of one piece, alone or behind another and before an end that fits nothing."""
    for piece in _PIECES:
        yield piece * (letters // len(piece))
    for begin, piece in product(("a", "${", "9", "'", "<a", "(", "/"), _PIECES):
        yield begin + piece * (letters // len(piece)) + "\x01"


class Long(Exception):
    """A pattern that is not done."""


def took(pattern: re.Pattern[Any], text: str, *, anywhere: bool) -> float:
    """Seconds of the processor for whether it is the whole text, and for all that it finds."""

    def stop(*_: object) -> None:
        raise Long

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 10 * SECONDS)
    since = time.process_time()
    try:
        pattern.fullmatch(text)
        pattern.match(text)
        for _ in pattern.finditer(text) if anywhere else ():
            pass
    except Long:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - since


def main() -> int:
    """Print each pattern that takes too long, with the text on which it takes the longest."""
    letters = int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS
    tried = 0
    bad = []
    within = tuple(sys.argv[2:]) or ("datashift.",)
    for name, pattern, anywhere in patterns():
        if not name.startswith(within):
            continue
        tried += 1
        worst = (0.0, "")
        for text in texts(letters):
            worst = max(worst, (took(pattern, text, anywhere=anywhere), text[:12]))
            if worst[0] >= 10 * SECONDS:
                break
        if worst[0] > SECONDS:
            bad.append(name)
            sys.stdout.write(
                f"{name}: {worst[0]:.2f} s on {worst[1]!r}: {pattern.pattern[:90]!r}\n"
            )
            sys.stdout.flush()
    sys.stdout.write(f"{tried} patterns, {len(bad)} that take over {SECONDS} s\n")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
