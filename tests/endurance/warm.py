"""Ask as `datashift.kit.bounded.ask` does, of forks of a process that has imported already.

A new interpreter for each file takes 0.2 to 0.5 seconds, a hundred times what the file takes. A fork
runs the same module as a program, from its first line, within the same bounds; what it took of the
processor and of memory is told, and too much of either is an error.

Started as ``python -m endurance.warm MODULE``; a line of arguments in, a line of what came of it out.
"""

from __future__ import annotations

import json
import os
import resource
import runpy
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any

from endurance.fuzzing import BYTES, SECONDS

from datashift.kit import bounded

# What each imports where it needs it; a fork would do that again for every file.
_LATER = {
    "datashift.tables.tried": ("fastexcel",),
    "datashift.tables.statistical": ("pyreadstat", "pandas", "pyarrow.ipc"),
    "datashift.questionnaires.converting": (
        "openpyxl", "xlrd", "pyxform.xls2json", "pyxform.builder", "pyxform.utils",
    ),
}  # fmt: skip


class TooMuch(Exception):
    """A file that takes longer, or more memory, than such a file may."""


def ask(module: str, *arguments: str, seconds: int) -> Any:
    """As `bounded.ask`.

    Raises:
        bounded.Ended: there is no answer.
        TooMuch: `fuzzing.SECONDS` of the processor, or `fuzzing.BYTES` of memory.
    """
    with suppress(ValueError):  # no argument that can be passed
        process, before = _warmed(module)
        took = _asked(process, [seconds, *arguments])
        if took["seconds"] > SECONDS or took["memory"] - before > BYTES:
            raise TooMuch(f"{took['seconds']:.1f} s, {(took['memory'] - before) >> 20} MB")
        with suppress(ValueError):
            return json.loads(took["answer"])
        raise bounded.Ended(forced=took["signal"] != 0)
    raise bounded.Ended(forced=True)


@cache
def _warmed(module: str) -> tuple[subprocess.Popen[bytes], int]:
    """The process, and the memory that a fork of it has before it reads any file."""
    process = subprocess.Popen(
        [sys.executable, "-m", "endurance.warm", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    return process, int(_asked(process, [10])["memory"])


def _asked(process: subprocess.Popen[bytes], arguments: list[Any]) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(arguments).encode() + b"\n")
    process.stdin.flush()
    told: dict[str, Any] = json.loads(process.stdout.readline())
    return told


def _serve(module: str) -> None:
    """Fork for every line, until there is none."""
    import_module(module)
    for each in _LATER[module]:
        import_module(each)
    # It is run as a program, of which Python warns where the same is imported already.
    del sys.modules[module]
    for line in sys.stdin:
        seconds, *arguments = json.loads(line)
        read, write = os.pipe()
        if not (child := os.fork()):
            os.dup2(write, 1)
            _run(module, arguments, seconds)
        os.close(write)
        with os.fdopen(read, "rb") as answers:
            answer = answers.read().decode("utf-8", "replace")
        _, status, used = os.wait4(child, 0)
        told = {
            "answer": answer,
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "seconds": used.ru_utime + used.ru_stime,
            "memory": used.ru_maxrss << 10,
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _run(module: str, arguments: list[str], seconds: int) -> None:
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    code = 1
    try:
        if arguments:
            sys.argv = [module, *arguments]
            runpy.run_module(module, run_name="__main__")
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1])
