"""Rows written as they are, for where many come at once: an object costs ten times the statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

MOST_BLANKS = 900  # in one statement: older SQLite takes 999

Row = dict[str, Any]


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows: column (a foreign key's with its `_id`) to value; the key only if we make it.

    Raises:
        KeyError: a row leaves out a column.
    """
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]
    query, names, documents = _insertion(model, database.vendor)
    adapted = _adapters(database)
    values = [
        [adapted[type(value)](value) if type(value) in adapted else value for value in picked]
        for picked in ([row[name] for name in names] for row in rows)
    ]
    for place, document in documents:
        for row in values:
            row[place] = document.get_db_prep_save(row[place], database)
    each = f"({blanks(names)})"
    at_once = max(1, MOST_BLANKS // len(names))
    with database.cursor() as cursor:
        for start in range(0, len(values), at_once):
            some = values[start : start + at_once]
            cursor.execute(query + ", ".join([each] * len(some)), [v for row in some for v in row])


@lru_cache(maxsize=16)
def _insertion(
    model: type[models.Model], _vendor: str
) -> tuple[str, tuple[str, ...], tuple[tuple[int, models.JSONField], ...]]:
    """The statement without its rows, the columns, and those of them that hold JSON."""
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    query = f"INSERT INTO {table(model)} ({columns}) VALUES "  # noqa: S608
    documents = [(at, f) for at, f in enumerate(fields) if isinstance(f, models.JSONField)]
    return query, tuple(field.attname for field in fields), tuple(documents)


def _adapters(database: BaseDatabaseWrapper) -> dict[type, Callable[[Any], Any]]:
    """How the database takes what is not a number or a text."""
    native = database.features.has_native_uuid_field
    return {
        datetime: lru_cache(maxsize=8)(database.ops.adapt_datetimefield_value),
        bytes: memoryview,  # as SQLite and psycopg both take it
        **({} if native else {UUID: lambda value: value.hex}),
    }


def table(model: type[models.Model]) -> str:
    """The model's table, quoted."""
    return connection.ops.quote_name(model._meta.db_table)


def blanks(values: Iterable[object]) -> str:
    """A blank for each value."""
    return ", ".join("%s" for _ in values)
