"""The tour's commands work, and print what the tour says they print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from datashift.cli import main

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour.md"


def blocks() -> list[tuple[str, list[str]]]:
    """Commands of the tour with the lines that stand below them."""
    text = TOUR.read_text(encoding="utf-8")
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        command, *printed = block.strip("\n").split("\n")
        found.append((command.removeprefix("$ datashift "), printed))
    return found


def test_the_tour_can_be_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(blocks()) >= 5
    for command, expected in blocks():
        code = main(command.split())
        said = capsys.readouterr()
        assert code == 0, f"{command}\n{said.err}"
        printed = (said.out + said.err).splitlines()
        for line in expected:
            assert line in printed, f"`datashift {command}` did not print: {line}\n{said.out}"
    assert {path.name for path in (tmp_path / "release").iterdir()} >= {
        "report.html",
        "observations.csv",
        "findings.json",
        "quality.json",
        "release.json",
        "study.yaml",
    }
