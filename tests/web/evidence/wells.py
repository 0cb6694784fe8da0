"""Rows of an invented register with something odd in them, brought by the real actions."""

from __future__ import annotations

from people import NOW

from datashift.web.accounts.models import User
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile, Study

_PLACES = ("Kisima", "Mlimani", "Bondeni", "Ziwani")


def wells(rows: int = 60) -> bytes:
    """Every tenth point lies at 0,0; one state has two spellings; one column holds phones."""
    lines = ["well,place,longitude,latitude,state,caretaker_phone"]
    for row in range(rows):
        point = "0,0" if row % 10 == 9 else f"{34.5 + row / 100:.2f},{-0.1 - row / 100:.2f}"
        state = ("works", "broken", "works", "Works")[row % 4]
        lines.append(f"W{row:03},{_PLACES[row % 4]},{point},{state},07{12345678 + row * 7919}")
    return "\n".join([*lines, ""]).encode()


WELLS = wells()


def brought(
    study: Study,
    content: bytes,
    *,
    by: User,
    name: str = "wells.csv",
    part: DataFile.Part = DataFile.Part.DATA,
) -> DataFile:
    """Bring a file and read it at once."""
    file = actions.bring_file(study, [content], name=name, part=part, by=by, at=NOW)
    actions.read_file(file, today=NOW.date())
    file.refresh_from_db()
    return file
