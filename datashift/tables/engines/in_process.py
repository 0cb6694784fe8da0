"""DuckDB in memory, shut off from files and network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis
    from ibis.backends import BaseBackend

# Extensions are never downloaded; what is needed (json, parquet, icu) is built in.
_SHUT = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


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
