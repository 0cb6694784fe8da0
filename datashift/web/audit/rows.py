"""Rows written as they are, for where many come at once: an object costs ten times the statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

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
    adapted, picked = _adapters(database.vendor), itemgetter(*names)
    values = [
        [adapted[kind](value) if (kind := type(value)) in adapted else value for value in one]
        for one in map(picked, rows)
    ]
    for place, document in documents:
        for row in values:
            row[place] = document.get_db_prep_save(row[place], database)
    each = f"({blanks(names)})"
    at_once = max(1, MOST_BLANKS // len(names))
    for start in range(0, len(values), at_once):
        some = values[start : start + at_once]
        execute(query + ", ".join([each] * len(some)), [value for row in some for value in row])


def execute(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that a statement with a %s for each value gives; none where it gives none.

    SQLite is asked without Django's cursor, which costs several times the statement, unless
    somebody listens to statements.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "sqlite" or database.execute_wrappers or database.queries_logged:
        with database.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []
    if database.connection is None:
        database.ensure_connection()
    with database.wrap_database_errors:
        found: list[tuple[Any, ...]] = database.connection.execute(
            _marked(query), values
        ).fetchall()
        return found


@lru_cache(maxsize=512)
def _marked(query: str) -> str:
    """The statement with SQLite's blanks; ours hold no other per cent signs."""
    return query.replace("%s", "?")


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


@lru_cache(maxsize=2)
def _adapters(_vendor: str) -> dict[type, Callable[[Any], Any]]:
    """How the database takes what is not a number or a text."""
    database = connections[DEFAULT_DB_ALIAS]
    native = database.features.has_native_uuid_field
    return {
        # What comes together has the same moment in several columns.
        datetime: lru_cache(maxsize=256)(database.ops.adapt_datetimefield_value),
        # A key stands in several rows.
        **({} if native else {UUID: lru_cache(maxsize=1_024)(attrgetter("hex"))}),
    }


def key_of(key: UUID) -> UUID | str:
    """A key as the database takes it."""
    return key if connection.features.has_native_uuid_field else key.hex


@lru_cache(maxsize=32)
def table(model: type[models.Model]) -> str:
    """The model's table, quoted."""
    return connection.ops.quote_name(model._meta.db_table)


def blanks(values: Iterable[object]) -> str:
    """A blank for each value."""
    return ", ".join(["%s" for _ in values])
