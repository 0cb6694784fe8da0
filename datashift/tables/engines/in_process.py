"""DuckDB in memory, shut off from files and network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

# Extensions are never downloaded; what is needed (json, parquet, icu) is built in.
_SHUT = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


def connect(*, threads: int | None = None, memory: str | None = None) -> BaseBackend:
    """A new DuckDB in memory that opens no file and no address, and whose settings are locked.

    Args:
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
    backend.con.execute("SET lock_configuration = true")
    return backend
