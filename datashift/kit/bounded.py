"""Work on what strangers bring in a process of its own, bounded, that may end in any way.

A parser in C or Rust can end the process that it runs in, whatever Python would catch: for memory
that it does not get, by a fault in itself, by a file made to find one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

# OpenBLAS begins a thread for each core, and the stacks of sixty of them are half a gigabyte.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Ended(Exception):
    """The process ended without an answer.

    Args:
        forced: it was ended, for memory or time or a fault, and did not end by itself.
    """

    def __init__(self, *, forced: bool) -> None:
        super().__init__()
        self.forced = forced


def ask(module: str, *arguments: str, seconds: int) -> Any:
    """What the module, started as a program with these arguments, writes as JSON.

    Args:
        seconds: how long it is waited for.

    Raises:
        Ended: there is no answer.
    """
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD},
        )
    except (subprocess.TimeoutExpired, ValueError) as error:  # or no argument that can be passed
        raise Ended(forced=True) from error
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise Ended(forced=done.returncode < 0) from error


def tell(work: Callable[[], Any]) -> None:
    """Write what the work answers, for `ask`.

    What parsers say on the way is no part of it: xlrd prints whatever it finds odd in a workbook.
    """
    out = sys.stdout
    with redirect_stdout(sys.stderr):
        answer = work()
    out.write(json.dumps(answer))


def bind(memory: int, seconds: int) -> None:
    """Bound this process.

    Args:
        memory: bytes of its own data; libraries that it maps do not count.
        seconds: of the processor.
    """
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
