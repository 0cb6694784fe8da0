"""Servers that start at once, for whoever kills a thousand of them.

Loading the platform takes a second or more of the processor. One process loads it and serves
nobody; each server is a copy of it that begins where the command would after its imports.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[3]
SET_CHILD_SUBREAPER = 36  # of prctl(2)
PLATFORM = "datashift.web.site.wsgi:application"


class Copy:
    """A process of its own, leader of its group; it is the child of the one that was loaded."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def wait(self, timeout: float) -> int:
        """Wait until nobody of its group is left."""
        until = time.monotonic() + timeout
        with contextlib.suppress(ProcessLookupError):
            while time.monotonic() < until:
                os.killpg(self.pid, 0)
                time.sleep(0.005)
            raise TimeoutError
        return 0


class Loaded:
    """The process that has loaded the platform, with the environment of this moment."""

    def __init__(self) -> None:
        command = [sys.executable, __file__]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        self._answer()

    def start(self, *command: str) -> Copy:
        """Start a command: granian's, or one of `python -m datashift.web`."""
        orders = self._process.stdin
        assert orders is not None
        orders.write("\0".join(command) + "\n")
        orders.flush()
        return Copy(int(self._answer()))

    def end(self) -> None:
        """No more of them."""
        self._process.kill()
        self._process.wait()

    def _answer(self) -> str:
        answers: IO[str] | None = self._process.stdout
        assert answers is not None
        return answers.readline()


@contextlib.contextmanager
def loaded() -> Iterator[Loaded]:
    """The process, until the end of the block; what was started goes on."""
    found = Loaded()
    try:
        yield found
    finally:
        found.end()


def main() -> None:
    """Load the platform, then make a copy for each line that is read."""
    import granian.server.mp  # noqa: F401 (the platform asks whether this is its server)
    from django.urls import get_resolver

    import datashift.web.site.wsgi  # noqa: F401
    from datashift.web.collect.actions import settling  # noqa: F401

    get_resolver().url_patterns  # noqa: B018 (looking at them loads every app's views)
    # Copies that end, and what they started, are forgotten at once.
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        if not os.fork():
            os.setsid()
            print(os.getpid(), flush=True)  # noqa: T201
            run(line.rstrip("\n").split("\0"))
            os._exit(0)


def run(command: Sequence[str]) -> None:
    """What the command does, in this process."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if PLATFORM in command:
        from granian.cli import entrypoint

        sys.argv = list(command)
        entrypoint()  # type: ignore[no-untyped-call]
    else:
        from datashift.web.__main__ import main as platform

        platform(list(command[3:]))


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    main()
