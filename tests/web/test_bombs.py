"""Some of the bombs of `tests/bombs`; all of them are `tests/endurance/bomb_museum.py`."""

from __future__ import annotations

from pathlib import Path

from bombs.doors import BYTES, SECONDS, bear, museum


def test_bombs_are_refused_in_a_sentence(tmp_path: Path) -> None:
    bombs = [each for each in museum() if each.door != "workbook"]
    assert len(bombs) > 400
    borne = {each.name: bear(each, tmp_path) for each in bombs[::37] if not each.defused}
    assert {name: each.end for name, each in borne.items() if each.end != "refused"} == {}
    assert max(each.seconds for each in borne.values()) < SECONDS
    assert max(each.grown for each in borne.values()) < BYTES
