"""Ask as `datashift.kit.bounded.ask` does, of forks of a process that has imported already.

A new interpreter for each file takes 0.2 to 0.5 seconds, a hundred times what the file takes. A fork
runs the same module as a program, from its first line, within the same bounds, for some hundreds of
files one after the other, or until one of them ends it; what a file took of the processor and of
memory is told, and too much of either is an error.

Started as ``python -m endurance.warm MODULE``; a line of arguments in, a line of what came of it out.
"""

from __future__ import annotations

import gc
import io
import json
import mmap
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
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

_FILES = 500  # that a fork reads before there is another one
_NO_MORE, _RENEWED = 81, 82  # how a fork ends that no file has ended
_TIME = struct.Struct("d")


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
        # A trace takes longer than what it tells of, and a disk longer than what is written to it.
        env={**os.environ, "RUST_BACKTRACE": "0", "TMPDIR": tempfile.gettempdir()},
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
    """Have a fork answer lines until it ends, then another one, until there are no more lines."""
    import_module(module)
    for each in _LATER[module]:
        import_module(each)
    spec = find_spec(module)
    assert spec is not None
    assert isinstance(spec.loader, InspectLoader)
    program = spec.loader.get_code(module)
    gc.freeze()
    since = mmap.mmap(-1, _TIME.size)  # what the fork had taken of the processor before this file
    while True:
        if not (child := os.fork()):
            _answer(program, since)
        _, status, used = os.wait4(child, 0)
        if (code := os.waitstatus_to_exitcode(status)) == _NO_MORE:
            return
        if code != _RENEWED:
            (before,) = _TIME.unpack(since[:])
            _tell(1, "", max(-code, 0), used.ru_utime + used.ru_stime - before, used.ru_maxrss)


def _answer(program: Any, since: mmap.mmap) -> None:
    """Run the program for one line after the other; its own output goes nowhere else."""
    lines, told = os.fdopen(0, buffering=1), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for _ in range(_FILES):
        if not (line := lines.readline()):
            os._exit(_NO_MORE)
        seconds, *arguments = json.loads(line)
        before = time.process_time()
        since[:] = _TIME.pack(before)
        answer = _run(program, arguments, seconds)
        used = resource.getrusage(resource.RUSAGE_SELF)
        _tell(told, answer, 0, time.process_time() - before, used.ru_maxrss)
    os._exit(_RENEWED)


def _run(program: Any, arguments: list[str], seconds: int) -> str:
    """What the program writes."""
    # Bounds that no process can raise again would hold for the files after this one too.
    bounded.bind = _bind
    sys.stdout = written = io.StringIO()
    signal.alarm(seconds)
    try:
        if arguments:
            sys.argv[1:] = arguments
            exec(program, {"__name__": "__main__"})
    except BaseException:  # noqa: BLE001 - the end of a program, whatever it is
        return ""
    finally:
        signal.alarm(0)
        _limit(resource.RLIMIT_DATA, resource.RLIM_INFINITY)
    return written.getvalue()


def _bind(memory: int, seconds: int) -> None:
    """As `bounded.bind`, of what is taken from now on."""
    _limit(resource.RLIMIT_DATA, memory)
    _limit(resource.RLIMIT_CPU, int(time.process_time()) + 1 + seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit(resources: int, most: int) -> None:
    """Bound it in a way that can be taken back."""
    _, hard = resource.getrlimit(resources)
    resource.setrlimit(
        resources, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )


def _tell(to: int, answer: str, ended_by: int, seconds: float, kilobytes: int) -> None:
    told = {
        "answer": answer,
        "signal": ended_by,
        "seconds": seconds,
        "memory": kilobytes << 10,
    }
    document = json.dumps(told).encode() + b"\n"
    while document:
        document = document[os.write(to, document) :]


if __name__ == "__main__":
    _serve(sys.argv[1])
