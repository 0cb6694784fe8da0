"""Progress on standard error: one line rewritten in a terminal, plain lines elsewhere."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TextIO

from datashift.kit.progress import silent

_OFTEN = 0.1  # seconds between two rewritings


class Rewritten:
    """One line, rewritten in place; gone when the work is done."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.last = 0.0
        self.step = ""

    def __call__(self, step: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if step == self.step and now - self.last < _OFTEN:
            return
        self.last, self.step = now, step
        self.stream.write(f"\r\x1b[K{_line(step, done, total)}")
        self.stream.flush()

    def close(self) -> None:
        if self.step:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


class Plain:
    """One line for each step and the seconds it took, for logs."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.step = ""
        self.since = 0.0

    def __call__(self, step: str, done: int, total: int | None) -> None:
        del done, total  # a log wants the steps, not their counting
        if step != self.step:
            self.close()
            self.step, self.since = step, time.monotonic()
            self.stream.write(f"{step} … ")
            self.stream.flush()

    def close(self) -> None:
        if self.step:
            self.stream.write(f"{time.monotonic() - self.since:.1f} s\n")
            self.step = ""


class Silent:
    """Nothing at all."""

    def __call__(self, step: str, done: int, total: int | None) -> None:
        silent(step, done, total)

    def close(self) -> None:
        """Nothing to tidy up."""


def progress(*, quiet: bool) -> Rewritten | Plain | Silent:
    """How to show progress on standard error."""
    stream = sys.stderr
    if quiet:
        return Silent()
    return Rewritten(stream) if stream.isatty() else Plain(stream)


def add_options(part: argparse.ArgumentParser) -> None:
    """The options that every command has."""
    part.add_argument("--json", action="store_true", help="print the result for machines")
    part.add_argument("-q", "--quiet", action="store_true", help="no progress")


def _line(step: str, done: int, total: int | None) -> str:
    if total:
        return f"{step}: {done:,} of {total:,}"
    return f"{step}: {done:,}" if done else f"{step} …"
