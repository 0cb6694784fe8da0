"""Flags on values of one column: their sentence, their rows, their repairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datashift.tables.arrays import Mask
from datashift.tables.flag import Flag, Repair, Severity
from datashift.tables.texts import Texts


def mark_missing(flag: str, texts: Texts, mask: Mask) -> Repair:
    """The repair that makes the masked values missing."""
    return Repair(
        action="mark_missing",
        flag=flag,
        column=texts.name,
        values={"values": list(texts.listed(mask, limit=200))},
    )


def keep(flag: str, texts: Texts) -> Repair:
    """The answer that all is right as it is."""
    return Repair(action="keep", flag=flag, column=texts.name)


def sentence(
    code: str,
    severity: Severity,
    texts: Texts,
    mask: Mask,
    template: str,
    *,
    rows: bool = True,
    values: Mapping[str, Any] | None = None,
    repairs: tuple[Repair, ...] = (),
) -> Flag:
    """A flag on the masked values, with the blanks of its sentence filled in."""
    count = texts.count(mask)
    listed = texts.listed(mask)
    words = {
        "column": f'"{texts.name}"',
        "count": f"{count:,}",
        "values": "value" if count == 1 else "values",
        "are": "is" if count == 1 else "are",
        "example": f'"{_shortened(next(iter(listed)))}"',
        "listed": ", ".join(
            f'"{_shortened(value)}" ({number:,})' for value, number in list(listed.items())[:6]
        ),
        **(values or {}),
    }
    return Flag(
        code=code,
        severity=severity,
        message=template.format(**words),
        column=texts.name,
        rows=texts.rows(mask) if rows else (),
        count=count,
        values={"column": texts.name, "count": count, "listed": listed, **(values or {})},
        repairs=repairs,
    )


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
