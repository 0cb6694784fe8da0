"""Flags in piles, as the Check screen shows them."""

from __future__ import annotations

from library.quality.tables_at_hand import flags

from datashift.quality import piles
from datashift.tables.flag import Flag, Repair, Severity


def _flag(code: str, severity: Severity, action: str | None, count: int = 1) -> Flag:
    repairs = () if action is None else (Repair(action, code),)  # type: ignore[arg-type]
    return Flag(code, severity, "A sentence.", count=count, repairs=repairs)


def test_piles_that_stop_publishing_come_first() -> None:
    found = piles(
        [
            _flag("a.note", Severity.NOTE, "keep"),
            _flag("b.rows", Severity.LOOK, "set_aside", 3),
            _flag("c.phone", Severity.STOPS, "drop_column"),
            _flag("d.rows", Severity.LOOK, "set_aside", 30),
            _flag("e.none", Severity.NOTE, None),
        ]
    )
    assert [(pile.action, pile.question, str(pile.severity)) for pile in found] == [
        ("drop_column", "Leave out the column?", "stops"),
        ("set_aside", "Set aside?", "look"),
        ("keep", "Good to know", "note"),
    ]
    assert [flag.code for flag in found[1].flags] == ["d.rows", "b.rows"]
    assert found[1].count == 33


def test_every_flag_lies_in_exactly_one_pile() -> None:
    found = flags(
        {
            "lon": [0.0, 36.8, 36.9] * 10,
            "lat": [0.0, -1.3, -1.2] * 10,
            "phone": ["0712345678", "0722345678", None] * 10,
            "kind": ["a well", "A well", "tap"] * 10,
        }
    )
    lying = [flag for pile in piles(found) for flag in pile.flags]
    assert sorted(lying, key=repr) == sorted(found, key=repr)


def test_no_flags_make_no_piles() -> None:
    assert piles([]) == ()
