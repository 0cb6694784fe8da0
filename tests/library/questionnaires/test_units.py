"""What one row of a study is: a submission, or one of the things that it lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from command import datashift

from datashift import studies

SHEETS = """
| survey |
| | type | name | label | datashift::concept | datashift::indicator |
| | today | today | | | |
| | select_one yn | works | Does the light work? | POWER | {light} |
| | begin_repeat | place | Places | | |
| | select_one sex | sex | Who looks after it? | SEX | |
| | begin_repeat | pump | Pumps | | |
| | select_one yn | works | Does the pump work? | SAFE_WATER | 6.1.1 by SEX POWER |
| | end_repeat | | | | |
| | end_repeat | | | | |
| choices |
| | list_name | name | label | datashift::code |
| | yn | yes | Yes | 1 |
| | yn | no | No | 0 |
| | sex | woman | A woman | F |
| | sex | man | A man | M |
| settings |
| | form_title | form_id | version |
| | Pumps | pumps | 1 |
"""


def taken(folder: Path, light: str) -> str:
    """What the command line says of forty submissions: two pumps of a woman, one of a man."""
    (folder / "form.md").write_text(SHEETS.format(light=light))
    (folder / "sent").mkdir()
    for number in range(40):
        (folder / "sent" / f"{number}.xml").write_text(
            f"<data id='pumps' version='1'><today>2026-03-04</today>"
            f"<works>{'yes' if number < 20 else 'no'}</works>"
            "<place><sex>woman</sex><pump><works>yes</works></pump><pump><works>no</works></pump>"
            "</place><place><sex>man</sex><pump><works>yes</works></pump></place>"
            f"<meta><instanceID>uuid:{number}</instanceID></meta></data>"
        )
    done = datashift(
        "questionnaire", "rows", folder / "form.md", folder / "sent", "--out", folder / "o"
    )
    assert done.code == 0, done.err
    return done.out


def test_things_within_things_are_counted_beside_what_is_around_them(tmp_path: Path) -> None:
    taken(tmp_path, "")
    release = studies.run(studies.load(tmp_path / "o" / "study.yaml"), today=date(2026, 11, 21))
    figures = {tuple(row.dimensions.values()): [row.value, row.n] for row in release.observations}
    assert figures[()] == pytest.approx([200 / 3, 120])
    assert figures[("F",)] == pytest.approx([50, 80])
    assert figures[("1",)] == figures[("0",)] == pytest.approx([200 / 3, 60])


def test_indicators_of_two_kinds_of_rows_are_not_silently_half(tmp_path: Path) -> None:
    said = taken(tmp_path, "7.1.1")
    assert "6.1.1 from “place/pump/works” is left out" in said
    release = studies.run(studies.load(tmp_path / "o" / "study.yaml"), today=date(2026, 11, 21))
    assert {row.indicator for row in release.observations} == {"works_7_1_1"}
