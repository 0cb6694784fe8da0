"""All checks on a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem
from datashift.quality.checks import (
    categories,
    columns,
    coordinates,
    dates,
    duplicates,
    missing,
    outliers,
    personal,
)
from datashift.quality.inspection import Inspection
from datashift.tables.flag import Flag, Severity
from datashift.tables.table import Table

if TYPE_CHECKING:
    from datashift.sdg.area import Area

Family = Callable[[Inspection], Iterable[Flag]]

# By the first part of the codes they raise.
FAMILIES: Mapping[str, Family] = {
    "personal": personal.check,
    "coordinates": coordinates.check,
    "dates": dates.check,
    "duplicates": duplicates.check,
    "categories": categories.check,
    "outliers": outliers.check,
    "missing": missing.check,
    "columns": columns.check,
}
_GRAVITY = {severity: position for position, severity in enumerate(Severity)}


def check(
    table: Table,
    *,
    country: str | None = None,
    today: date,
    longitude: str | None = None,
    latitude: str | None = None,
) -> tuple[Flag, ...]:
    """What a careful reader would notice in a table, the gravest first.

    What was assumed in reading (`table.flags`) is not repeated. Each flag code, its rule and its
    limits stand in docs/methods/quality.md.

    Args:
        table: the table; it is not changed.
        country: where the rows should lie: a code or a name of the country.
        today: later days lie in the future.
        longitude, latitude: columns of the point; found by their headings when omitted.

    Raises:
        Problem: there is no such country or column.
    """
    inspection = inspect(
        table, country=country, today=today, longitude=longitude, latitude=latitude
    )
    flags = [flag for family in FAMILIES.values() for flag in family(inspection)]
    return tuple(sorted(flags, key=lambda flag: _GRAVITY[flag.severity]))


def find(inspection: Inspection, code: str, column: str | None = None) -> tuple[Flag, ...]:
    """The flags of one code, of one column or of any.

    Raises:
        KeyError: no check raises such codes.
    """
    family = FAMILIES[code.partition(".")[0]]
    return tuple(
        flag
        for flag in family(inspection)
        if flag.code == code and (column is None or flag.column == column)
    )


def inspect(
    table: Table,
    *,
    country: str | None,
    today: date,
    longitude: str | None = None,
    latitude: str | None = None,
) -> Inspection:
    """The table as checks look at it.

    Raises:
        Problem: there is no such country or column.
    """
    for column in (longitude, latitude):
        if column is not None and column not in table.data.column_names:
            raise Problem(
                "The table has no such column",
                file=table.source.name,
                column=column,
                do="Look at how the heading is spelt in the file",
                code="quality.no_column",
            )
    where = _country(country) if country is not None else None
    return Inspection(table, today, where, longitude, latitude)


def again(inspection: Inspection, table: Table) -> Inspection:
    """The same circumstances for another table."""
    return replace(inspection, table=table, _made={})


def _country(key: str) -> Area:
    from datashift import sdg

    try:
        return sdg.country(key)
    except KeyError:
        raise Problem(
            f'No country is called "{key}"',
            do='Use its two-letter code, such as "KE", or its name',
            code="quality.no_country",
        ) from None
