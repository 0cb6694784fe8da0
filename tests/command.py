"""The command as a person runs it."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from datashift.cli import main

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def datashift(*arguments: str | Path, folder: Path | None = None) -> Ended:
    """Run the command to its end in this process; the terminal is none, so nothing is rewritten."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
    return Ended(code, out.getvalue(), err.getvalue())


def process(*arguments: str | Path, folder: Path | None = None) -> Ended:
    """Run the command in a process of its own, as a shell does."""
    done = subprocess.run(
        [sys.executable, "-m", "datashift.cli", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
