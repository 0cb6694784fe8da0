"""A table of things that are visited more than once, as a list of entities.

The key is the column `name`, as in the files that forms read, or `__id` of ODK Central's export. A
key that is no UUID (a number painted on a pump) is made one, always the same, and stays beside it as
the property `reference`. Source: ODK Entities specification 2025.1.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from uuid import UUID, uuid5

from datashift.kit.cells import plain
from datashift.kit.problem import Problem
from datashift.questionnaires.xml import UNWRITABLE

MOST_ROWS = 50_000
KEYS, LABEL, REFERENCE = ("name", "__id"), "label", "reference"


@dataclass(frozen=True)
class Entry:
    """One row: its key, what it is called, property to text."""

    key: UUID
    label: str
    values: dict[str, str]


@dataclass(frozen=True)
class Entries:
    """A table: its properties in order, and its rows."""

    properties: tuple[str, ...]
    rows: tuple[Entry, ...]


def entries(content: bytes, *, within: UUID) -> Entries:
    """Read a CSV, separated by commas, semicolons or tabs, in UTF-8.

    Args:
        within: the list; keys that are no UUID are made of it and of what they say.

    Raises:
        Problem: it is no such table, has no labels, too many rows, or one key twice.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(
            "The file is not in UTF-8", do="Save it as CSV UTF-8", code="entries.encoding"
        ) from error
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [each.strip() for each in next(lines, [])]
        rows = [(lines.line_num, each) for each in lines if any(map(str.strip, each))]
    except csv.Error as error:
        raise Problem(
            "This line cannot be read", line=lines.line_num, do="Look at its quotation marks",
            code="entries.line",
        ) from error  # fmt: skip
    odd = next((line for line, row in rows if any(map(UNWRITABLE.search, row))), None)
    if odd is None and any(map(UNWRITABLE.search, names)):
        odd = 1
    if odd is not None:
        raise Problem(
            "This line holds a character that cannot be seen", line=odd, do="Type its cells anew",
            code="entries.letter",
        )  # fmt: skip
    _check(names, len(rows))
    return _read(names, rows, within)


def _check(names: list[str], count: int) -> None:
    if LABEL not in names:
        raise Problem(
            "There is no column “label”, by which people know the entries",
            do="Name the column with the names “label”",
            code="entries.no_label",
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Problem("Two columns have one name", column=twice, code="entries.column_twice")
    if count > MOST_ROWS:
        raise Problem(
            f"There are more than {MOST_ROWS:,} rows", do="Split the file", code="entries.rows"
        )


def _read(names: list[str], rows: list[tuple[int, list[str]]], within: UUID) -> Entries:
    key = next((name for name in KEYS if name in names), LABEL)
    properties = [
        name for name in names if name not in (*KEYS, LABEL) and not name.startswith("__")
    ]
    found: dict[UUID, Entry] = {}
    refers = False
    for line, cells in rows:
        row = dict(zip(names, (plain(cell.strip()) for cell in cells), strict=False))
        own = row.get(key, "")
        if not own or not row.get(LABEL):
            raise Problem(
                "An entry has no label" if own or key == LABEL else "An entry has no key",
                line=line, column=key if not own else LABEL, code="entries.empty",
            )  # fmt: skip
        values = {name: row.get(name, "") for name in properties}
        uuid = _uuid(own)
        if uuid is None:
            uuid = uuid5(within, own)
            if key != LABEL and REFERENCE not in names:
                values[REFERENCE], refers = own, True
        if uuid in found:
            raise Problem("Two entries have one key", line=line, column=key, code="entries.twice")
        found[uuid] = Entry(uuid, row[LABEL], values)
    return Entries((*properties, *([REFERENCE] if refers else [])), tuple(found.values()))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.removeprefix("uuid:"))
    except ValueError:
        return None
