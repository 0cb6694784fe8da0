"""The command as a person runs it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def datashift(*arguments: str | Path, folder: Path | None = None) -> Ended:
    """Run the command to its end; the terminal is not one, so nothing is rewritten."""
    done = subprocess.run(
        [sys.executable, "-m", "datashift.cli", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
