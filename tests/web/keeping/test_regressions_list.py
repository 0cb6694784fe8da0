"""The list of what went wrong for others names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
PAGE = TESTS.parent / "docs" / "reliability.md"


def named() -> list[tuple[str, str]]:
    """Each file that the list names, and a test in it or ""; `::test` alone is of the last file."""
    found, last = [], ""
    listed = PAGE.read_text(encoding="utf-8").partition("## Regressions")[2]
    for file, test in re.findall(r"`(?:tests/)?([\w/.]*)(?:::(\w+))?`", listed):
        last = file or last
        if last.split("/")[0] in {"web", "library", "journeys", "endurance", "architecture"}:
            found.append((last, test))
    return found


def test_every_test_that_the_list_names_is_there() -> None:
    missing = [
        (file, test)
        for file, test in named()
        if not (TESTS / file).exists()
        or (test and f"def {test}(" not in (TESTS / file).read_text(encoding="utf-8"))
    ]
    assert len(named()) > 40
    assert missing == []


def test_every_regression_is_in_the_list() -> None:
    listed = PAGE.read_text(encoding="utf-8").partition("## Regressions")[2]
    wanted = [f"L{number}" for number in range(1, 18)]
    wanted += [f"A{number}" for number in range(1, 14)]
    wanted += [f"B{number}" for number in range(1, 10)]
    wanted += [f"D{number}" for number in range(1, 11)]
    assert [one for one in wanted if f"\n| {one} |" not in listed] == []
