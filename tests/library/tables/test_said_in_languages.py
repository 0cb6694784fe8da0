"""What reading assumed of a file is said in every language that is offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from library.tables.files import table

from datashift.kit.language import LANGUAGES, spoken
from datashift.kit.language.retold import told

ROWS = 60


def quirks() -> str:
    """A file in which each column is read with an assumption of its own."""
    lines = ["code,mixed,number,comma,marks,share,formula,day,other_day,missing,half"]
    for i in range(ROWS):
        cells = (
            f"0{i % 9}1", f"x{i}" if i % 5 == 0 else i, {3: "n/a", 7: "abc"}.get(i, i),
            f"{i},5", f"{i + 1},000", f"{i}%", "=1+1" if i == 2 else f"t{i}",
            f"{i % 12 + 1}/{i % 12 + 1}/2020", f"{i % 28 + 1}/{i % 12 + 1}/1{i % 9}",
            "-" if i % 7 == 0 else i, "Unknown" if i % 9 == 0 else f"answer {i % 4}",
        )  # fmt: skip
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_what_was_assumed_is_told_in_the_language_of_the_reader(
    language: str, tmp_path: Path
) -> None:
    flags = table(tmp_path, quirks()).flags
    assert len({flag.code for flag in flags}) >= 8
    with spoken(language):
        assert [flag.message for flag in flags if told(flag.message).language != language] == []
