"""The tour's commands work, and print what the tour says they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour.md"


def blocks() -> list[tuple[str, list[str]]]:
    """Commands of the tour with the lines that stand below them."""
    text = TOUR.read_text(encoding="utf-8")
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        command, *printed = block.strip("\n").split("\n")
        found.append((command.removeprefix("$ datashift "), printed))
    return found


def test_the_tour_can_be_followed(tmp_path: Path) -> None:
    assert len(blocks()) >= 5
    for command, expected in blocks():
        done = subprocess.run(
            [sys.executable, "-m", "datashift.cli", *command.split()],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(TOUR.parents[1])},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        printed = (done.stdout + done.stderr).splitlines()
        for line in expected:
            assert line in printed, f"`datashift {command}` did not print: {line}\n{done.stdout}"
    assert {path.name for path in (tmp_path / "release").iterdir()} >= {
        "report.html",
        "observations.csv",
        "findings.json",
        "quality.json",
        "release.json",
        "study.yaml",
    }
