"""What was decided in Check, done to a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow as pa

from datashift.kit.problem import Problem
from datashift.quality import cells
from datashift.quality.check import FAMILIES, find, inspect
from datashift.quality.inspection import Inspection, Mask
from datashift.tables.flag import Action, Flag, Repair, Severity
from datashift.tables.table import Column, Table


@dataclass(frozen=True)
class Repaired:
    """A table after its repairs.

    Args:
        table: the rows that are left, with their file row numbers and changed values.
        set_aside: flag code to the file row numbers that were left out for it, in order.
        flags: repairs that found nothing to do, which often means a misspelt column or value.
    """

    table: Table
    set_aside: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class _State:
    """The table between two repairs, and how to look at it."""

    table: Table
    country: str | None
    today: date
    point: tuple[str | None, str | None]

    def inspection(self) -> Inspection:
        present = set(self.table.data.column_names)
        longitude, latitude = (name if name in present else None for name in self.point)
        return inspect(
            self.table,
            country=self.country,
            today=self.today,
            longitude=longitude,
            latitude=latitude,
        )

    def rows(self, repair: Repair) -> Mask:
        """The rows named, or those that the flag finds in the table as it is now."""
        numbers = repair.rows or self._found(repair)
        present: Mask = np.isin(self.table.row_numbers.to_numpy(zero_copy_only=False), numbers)
        return present

    def _found(self, repair: Repair) -> tuple[int, ...]:
        from_reading = [flag for flag in self.table.flags if flag.code == repair.flag]
        if from_reading:
            flags: Iterable[Flag] = (
                flag for flag in from_reading if repair.column in (None, flag.column)
            )
        elif repair.flag.partition(".")[0] in FAMILIES:
            flags = find(self.inspection(), repair.flag, repair.column)
        else:
            raise Problem(
                f'A repair asks for the rows of "{repair.flag}", which no check looks for',
                do="Name the rows, or use the code of a flag that Check shows",
                code="repairs.unknown_flag",
            )
        return tuple(row for flag in flags for row in flag.rows)


def repair(
    table: Table,
    repairs: Sequence[Repair],
    *,
    country: str | None = None,
    today: date,
    longitude: str | None = None,
    latitude: str | None = None,
) -> Repaired:
    """Carry out repairs in the order given.

    The table is not changed; the same repairs give the same result from the same table, and
    carrying them out once more on the result changes nothing.

    Args:
        table: the table as it was read.
        repairs: what was decided. Without rows, "the rows that the flag finds" are looked for
            in the table as the repairs before have left it.
        country, today, longitude, latitude: as given to `check`.

    Raises:
        Problem: a repair cannot be carried out: no such country, a flag that nothing raises, or
            a value that is replaced and a replacement at once.
    """
    set_aside: dict[str, tuple[int, ...]] = {}
    flags: list[Flag] = []
    for one in repairs:
        if one.action == "keep":
            continue
        state = _State(table, country, today, (longitude, latitude))
        if one.action == "set_aside":
            chosen = state.rows(one)
            numbers = table.row_numbers.filter(pa.array(chosen)).to_pylist()
            set_aside[one.flag] = tuple(sorted((*set_aside.get(one.flag, ()), *numbers)))
            repaired = _without(table, chosen) if numbers else table
        else:
            repaired = _CHANGES[one.action](state, one)
        if repaired is table and not _is_repeated(one, repairs):
            flags.append(_no_effect(one, table))
        table = repaired
    return Repaired(table, {code: rows for code, rows in set_aside.items() if rows}, tuple(flags))


def _without(table: Table, chosen: Mask) -> Table:
    left = pa.array(~chosen)
    data = table.data.filter(left)
    return replace(
        table,
        data=data,
        columns=_counted_again(table.columns, data),
        row_numbers=table.row_numbers.filter(left),
    )


def _mark_missing(state: _State, repair: Repair) -> Table:
    name = repair.column or ""
    if name not in state.table.data.column_names:
        return state.table
    values = repair.values.get("values", ())
    column = state.table.data.column(name)
    if values:
        chosen = cells.matching(column, values)
        if repair.rows:
            chosen &= state.rows(repair)
    else:
        chosen = state.rows(repair)
    return _with(state.table, name, cells.blanked(column, chosen), bool(chosen.any()))


def _recode(state: _State, repair: Repair) -> Table:
    name = repair.column or ""
    mapping = {str(old): new for old, new in repair.values.get("map", {}).items()}
    chained = sorted(
        old
        for old, new in mapping.items()
        if old != str(new) and str(new) in mapping and str(mapping[str(new)]) != str(new)
    )
    if chained:
        raise Problem(
            f'The value "{mapping[chained[0]]}" is to be replaced and to replace "{chained[0]}"',
            column=name or None,
            do="Say for each value what it becomes in the end",
            code="repairs.chained",
        )
    if name not in state.table.data.column_names:
        return state.table
    column = state.table.data.column(name)
    chosen = cells.matching(column, [old for old, new in mapping.items() if old != str(new)])
    if repair.rows:
        chosen &= state.rows(repair)
    if not chosen.any():
        return state.table
    return _with(state.table, name, cells.replaced(column, mapping, chosen), changed=True)


def _drop_column(state: _State, repair: Repair) -> Table:
    table, name = state.table, repair.column or ""
    if name not in table.data.column_names:
        return table
    return replace(
        table,
        data=table.data.drop_columns([name]),
        columns=tuple(column for column in table.columns if column.name != name),
        # What the reader listed of its values must go as well.
        flags=tuple(flag for flag in table.flags if flag.column != name),
    )


def _swap_coordinates(state: _State, repair: Repair) -> Table:
    """Only where the check still finds them exchanged, so that nothing is swapped back."""
    table = state.table
    for flag in find(state.inspection(), "coordinates.swapped", repair.column):
        chosen = np.isin(table.row_numbers.to_numpy(zero_copy_only=False), flag.rows)
        if repair.rows:
            chosen &= state.rows(repair)
        names = flag.values["longitude"], flag.values["latitude"]
        east, north = (table.data.column(name) for name in names)
        for name, column in zip(names, cells.exchanged(east, north, chosen), strict=True):
            table = _with(table, name, column, bool(chosen.any()))
    return table


def _read_dates(state: _State, repair: Repair) -> Table:
    """Exchange day and month where the reader took them in the other order."""
    table, order = state.table, repair.values.get("order")
    for position, flag in enumerate(table.flags):
        read_as = flag.values.get("order")
        if (
            flag.column is None
            or flag.column != repair.column
            or flag.column not in table.data.column_names
            or not flag.code.startswith("dates.")
            or {order, read_as} != {"dmy", "mdy"}
        ):
            continue
        column = table.data.column(flag.column)
        open_rows = cells.day_and_month_open(column)
        if flag.code == "dates.ambiguous":
            open_rows &= np.isin(table.row_numbers.to_numpy(zero_copy_only=False), flag.rows)
        if repair.rows:
            open_rows &= state.rows(repair)
        said = replace(flag, values={**flag.values, "order": order})
        table = _with(table, flag.column, cells.day_and_month_exchanged(column, open_rows), True)
        table = replace(table, flags=(*table.flags[:position], said, *table.flags[position + 1 :]))
    return table


_CHANGES: Mapping[Action, Callable[[_State, Repair], Table]] = {
    "mark_missing": _mark_missing,
    "recode": _recode,
    "drop_column": _drop_column,
    "swap_coordinates": _swap_coordinates,
    "read_dates": _read_dates,
}


def _with(table: Table, name: str, values: pa.ChunkedArray, changed: bool) -> Table:
    """The table with other values in one column; the table itself when nothing changed."""
    if not changed:
        return table
    position = table.data.column_names.index(name)
    data = table.data.set_column(position, name, values)
    columns = tuple(
        replace(column, kind=cells.kind_of(values.type, column.kind))
        if column.name == name
        else column
        for column in table.columns
    )
    return replace(table, data=data, columns=_counted_again(columns, data))


def _counted_again(columns: Iterable[Column], data: pa.Table) -> tuple[Column, ...]:
    return tuple(replace(column, missing=data.column(column.name).null_count) for column in columns)


def _is_repeated(repair: Repair, repairs: Sequence[Repair]) -> bool:
    return sum(other == repair for other in repairs) > 1


_WORDS: Mapping[Action, str] = {
    "set_aside": "set rows aside",
    "mark_missing": "mark values as missing",
    "recode": "replace values",
    "drop_column": "leave out the column",
    "read_dates": "read dates in another order",
    "swap_coordinates": "swap longitude and latitude",
}


def _no_effect(repair: Repair, table: Table) -> Flag:
    column = f' "{repair.column}"' if repair.column else ""
    absent = repair.column is not None and repair.column not in table.data.column_names
    why = "the table has no such column" if absent else "nothing in the table asks for it"
    return Flag(
        code="repairs.no_effect",
        severity=Severity.LOOK,
        message=f"The repair to {_WORDS[repair.action]}{column} changed nothing: {why}.",
        column=repair.column,
        values={"action": repair.action, "flag": repair.flag, "absent": absent},
    )
