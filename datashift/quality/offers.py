"""The repairs that a check offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from datashift.tables.flag import Repair


def keep(flag: str, column: str | None = None) -> Repair:
    """Right as it is."""
    return Repair("keep", flag, column)


def set_aside(flag: str, column: str | None = None) -> Repair:
    """Leave out the rows that the flag finds."""
    return Repair("set_aside", flag, column)


def mark_missing(flag: str, column: str, values: Sequence[object] = ()) -> Repair:
    """Treat these values as missing; without values, the cells of the rows the flag finds."""
    return Repair("mark_missing", flag, column, values={"values": list(values)})


def recode(flag: str, column: str, mapping: Mapping[str, str]) -> Repair:
    """Write values in another way."""
    return Repair("recode", flag, column, values={"map": dict(mapping)})


def drop_column(flag: str, column: str) -> Repair:
    """Never use or publish the column."""
    return Repair("drop_column", flag, column)


def swap(flag: str, column: str) -> Repair:
    """Exchange longitude and latitude in the rows that the flag finds."""
    return Repair("swap_coordinates", flag, column)
