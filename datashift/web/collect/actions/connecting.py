"""One connection for all commits of a process.

Each thread of the server has a connection of its own, and SQLite reads its pages anew whenever
another connection has written: whoever leads would begin with a cold cache every time. The ids of
phones are chance, so each submission touches pages all over the indexes: they stay in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from datashift.web.collect.actions.checkpoints import Checkpoints, make_room

# 64 MB of pages. Rows of one statement need a way back until the last of them: in memory, for a
# file of its own for each statement costs more than the statement. The log of writes is brought
# into the database by `tidy`; only where that comes too late, at 256 MB, by a commit.
_FOR_COMMITS = (
    "PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
    "PRAGMA wal_autocheckpoint=65536;"
)
_kept: list[BaseDatabaseWrapper] = []
_checkpoints = Checkpoints()


@contextmanager
def one_connection() -> Iterator[None]:
    """Let this thread use the connection for commits; one thread at a time, see `Together`."""
    own = connections[DEFAULT_DB_ALIAS]
    if own.vendor == "sqlite" and own.is_in_memory_db():  # type: ignore[attr-defined]
        yield  # there is no second connection to a database in memory
        return
    if not _kept:
        _kept.append(_connection_for_commits())
    connections[DEFAULT_DB_ALIAS] = _kept[0]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = own


def make_room_for_commits() -> None:
    """Have SQLite's log of writes as long as it will be; for a process that many send to."""
    with one_connection():
        used = connections[DEFAULT_DB_ALIAS]
        if used in _kept and used.vendor == "sqlite":
            used.ensure_connection()
            make_room(used.connection)


def tidy() -> None:
    """Bring SQLite's log of writes into the database when it is due; after a commit of `_kept`."""
    used = connections[DEFAULT_DB_ALIAS]
    if used in _kept and used.vendor == "sqlite" and used.connection is not None:
        _checkpoints.after_commit(used.connection, Path(used.settings_dict["NAME"]))


def _connection_for_commits() -> BaseDatabaseWrapper:
    made = connections.create_connection(DEFAULT_DB_ALIAS)
    made.inc_thread_sharing()
    if made.vendor == "sqlite":
        options = made.settings_dict["OPTIONS"]
        commands = f"{options.get('init_command', '')};{_FOR_COMMITS}"
        made.settings_dict = {
            **made.settings_dict,
            "OPTIONS": {**options, "init_command": commands},
        }
    return made


def is_durable(connection: BaseDatabaseWrapper) -> bool:
    """Whether each of its commits is on the disk when it returns, as it stands."""
    return connection in _kept or connection.vendor != "sqlite"


def release() -> None:
    """Give a pooled connection back before waiting for others to commit, or they wait for it."""
    if connection.vendor == "postgresql":
        connection.close()
