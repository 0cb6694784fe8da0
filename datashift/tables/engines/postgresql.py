"""A PostgreSQL server."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem
from datashift.tables.engines.plain import plain
from datashift.tables.engines.spelling import spelled

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    from ibis.backends import BaseBackend

_PATIENCE = 10  # seconds


def connect(address: str) -> BaseBackend:
    """A new connection to the database at a `postgresql://` address, as libpq reads it.

    Raises:
        Problem: the package is not installed, or the server does not let us in.
    """
    import ibis

    try:
        import psycopg
    except ImportError:
        raise Problem(
            "Computing on PostgreSQL needs packages that are not installed",
            do="Install them with: pip install 'datashift[postgres]'",
            code="engines.not_installed",
        ) from None
    try:
        known = psycopg.conninfo.conninfo_to_dict(address)
        patience = known.get("connect_timeout") or _PATIENCE
        connection = psycopg.connect(address, autocommit=True, connect_timeout=int(patience))
    except psycopg.Error:
        raise Problem(
            "The PostgreSQL server does not answer, or does not let us in",
            do="Start it, and look at the host, name, password and database in DATASHIFT_ENGINE",
            code="engines.unreachable",
        ) from None
    return spelled(ibis.postgres.from_connection(connection))


def push(data: pa.Table, name: str, backend: BaseBackend) -> ibis.Table:
    """Copy rows into a temporary table, which the server drops when the connection ends.

    Raises:
        Problem: PostgreSQL cannot hold a value.
    """
    import ibis
    import psycopg
    import pyarrow.csv
    from psycopg import sql

    data = plain(data)
    table = backend.create_table(name, schema=ibis.Schema.from_pyarrow(data.schema), temp=True)
    into = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(sql.Identifier(name))
    options = pyarrow.csv.WriteOptions(include_header=False)
    try:
        with backend.con.cursor() as cursor, cursor.copy(into) as copy:
            for batch in data.to_batches(max_chunksize=65_536):
                # An empty field without quotes is NULL, one with quotes is empty text.
                sink = io.BytesIO()
                pyarrow.csv.write_csv(batch, sink, options)
                copy.write(sink.getbuffer())
    except psycopg.DataError:
        raise Problem(
            "PostgreSQL cannot hold a value of these rows",
            do="Look for texts with the character NUL in them, or compute on duckdb",
            code="engines.value",
        ) from None
    return table
