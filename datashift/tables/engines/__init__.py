"""Where numbers are computed: DuckDB in this process, or a PostgreSQL or Spark server by its address.

Everything that one engine needs and another does not stands in this package; the rest of the library
writes Ibis expressions that run on any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    from ibis.backends import BaseBackend

HERE = "duckdb"
SETTING = "DATASHIFT_ENGINE"


def connect(
    address: str = HERE, *, threads: int | None = None, memory: str | None = None
) -> BaseBackend:
    """A new connection to an engine, as an Ibis backend.

    Args:
        address: "duckdb" (in memory, opens no file and no address, settings locked),
            "postgresql://user:password@host:5432/name", or "sc://host:15002" (Spark Connect).
        threads: how many DuckDB may use; all of the machine's by default.
        memory: how much DuckDB may use, such as "400MB".

    Raises:
        Problem: the address is none of these, its packages are not installed, or its server does
            not answer. The address is never repeated: it may hold a password.
    """
    match scheme(address):
        case "postgresql" | "postgres":
            from datashift.tables.engines import postgresql

            return postgresql.connect(address)
        case "sc":
            from datashift.tables.engines import spark

            return spark.connect(address)
        case _:
            from datashift.tables.engines import in_process

            return in_process.connect(threads=threads, memory=memory)


def scheme(address: str) -> str:
    """The kind of engine at an address: "duckdb", "postgresql", "postgres" or "sc".

    Raises:
        Problem: it is none of these.
    """
    if address == HERE:
        return HERE
    kind, found, _ = address.partition("://")
    if found and kind in {"postgresql", "postgres", "sc"}:
        return kind
    raise Problem(
        f"The setting {SETTING} names no engine that is known",
        do="Write duckdb, postgresql://user:password@host:5432/name, or sc://host:15002 for Spark",
        code="engines.address",
    )


@contextmanager
def elsewhere(address: str) -> Iterator[BaseBackend | None]:
    """The server at an address for as long as it is used; None where numbers are made in here.

    Raises:
        Problem: like `connect`.
    """
    if scheme(address) == HERE:
        yield None
        return
    backend = connect(address)
    try:
        yield backend
    finally:
        backend.disconnect()


def expression(data: pa.Table, backend: BaseBackend | None = None) -> ibis.Table:
    """An Ibis table over Arrow data; on DuckDB nothing is copied until it is computed.

    A server gets the rows as a temporary table of this connection. Columns whose names differ
    only in case need other names first: DuckDB and Spark do not tell them apart.

    Args:
        backend: the engine to bind it to; without one it runs on whichever engine executes it.

    Raises:
        Problem: the engine cannot hold a value.
    """
    import ibis

    if backend is None:
        return ibis.memtable(data)
    name = ibis.util.gen_name("arrow")
    match backend.name:
        case "postgres":
            from datashift.tables.engines import postgresql

            return postgresql.push(data, name, backend)
        case "pyspark":
            from datashift.tables.engines import spark

            return spark.push(data, name, backend)
        case _:
            return backend.create_table(name, data, temp=True)


def parquet(path: Path) -> ibis.Table:
    """The rows of a Parquet file in a DuckDB of their own, which opens no other file.

    Nothing is read until something is computed; the table's backend is `table.get_backend()`.
    """
    from datashift.tables.engines import in_process

    return in_process.parquet(path)


def computed(
    data: ibis.Table,
    asked: Callable[[ibis.Table], ibis.Table],
    backend: BaseBackend | None = None,
    *,
    shape: str = "",
) -> pa.Table:
    """What an expression over a table gives, where its rows live or on another engine.

    Args:
        asked: the expression of a table.
        shape: all that `asked` depends on beside the table's columns; with it, tables in DuckDB
            share the expression's SQL, which takes Ibis longer to write than DuckDB to answer.
    """
    from datashift.tables.engines import in_process

    if shape and (standing := in_process.standing(data, backend)):
        return in_process.computed(standing, data.schema(), asked, shape)
    expression = asked(data)
    return expression.to_pyarrow() if backend is None else backend.to_pyarrow(expression)
