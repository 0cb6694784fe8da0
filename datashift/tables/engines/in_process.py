"""DuckDB in memory, shut off from files and network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    from ibis.backends import BaseBackend

# Extensions are never downloaded; what is needed (json, parquet, icu) is built in.
_SHUT = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}

_STAND_IN = "datashift.rows"  # stands for the table where SQL is kept
_WRITTEN: dict[str, str] = {}
_KEPT = 256


def connect(
    *, threads: int | None = None, memory: str | None = None, files: Sequence[Path] = ()
) -> BaseBackend:
    """A new DuckDB in memory that opens no address and no file, and whose settings are locked.

    Args:
        files: the only ones that it may open.
        threads: how many it may use; all of the machine's by default.
        memory: how much it may use, such as "400MB".
    """
    import ibis

    settings: dict[str, object] = dict(_SHUT)
    if threads is not None:
        settings["threads"] = threads
    if memory is not None:
        settings["memory_limit"] = memory
    backend = ibis.duckdb.connect(**settings)
    named = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    backend.con.execute(f"SET allowed_paths = [{named}]")
    backend.con.execute("SET enable_external_access = false")
    backend.con.execute("SET lock_configuration = true")
    return backend


def parquet(path: Path) -> ibis.Table:
    """The rows of a Parquet file; they are read when something is computed."""
    return connect(files=[path]).read_parquet(str(path))


@dataclass(frozen=True)
class Standing:
    """A table that stands in a DuckDB, and its name as SQL."""

    backend: BaseBackend
    name: str


def standing(data: ibis.Table, backend: BaseBackend | None) -> Standing | None:
    """Where a table stands; None if it is an expression, or not of this DuckDB."""
    from ibis.expr.operations import DatabaseTable
    from sqlglot.expressions import table_

    place = data.op()
    if not isinstance(place, DatabaseTable) or place.source.name != "duckdb":
        return None
    if backend is not None and backend is not place.source:
        return None
    space = place.namespace
    name = table_(place.name, db=space.database, catalog=space.catalog, quoted=True)
    return Standing(place.source, name.sql("duckdb"))


def computed(
    table: Standing,
    columns: ibis.Schema,
    asked: Callable[[ibis.Table], ibis.Table],
    shape: str,
) -> pa.Table:
    """What an expression over the table gives; its SQL is written once for its shape and columns."""
    import ibis

    key = f"{columns}\n{shape}"
    sql = _WRITTEN.get(key)
    if sql is None:
        sql = _in_one_pass(ibis.to_sql(asked(ibis.table(columns, name=_STAND_IN)), "duckdb"))
        if len(_WRITTEN) >= _KEPT:
            _WRITTEN.clear()
        _WRITTEN[key] = sql
    return table.backend.con.sql(sql.replace(f'"{_STAND_IN}"', table.name)).to_arrow_table()


def _in_one_pass(sql: str) -> str:
    """The SQL, of which DuckDB keeps no step in memory where several others read it."""
    import sqlglot

    tree = sqlglot.parse_one(sql, dialect="duckdb")
    for step in tree.find_all(sqlglot.expressions.CTE):
        step.set("materialized", False)
    written: str = tree.sql("duckdb")
    return written
