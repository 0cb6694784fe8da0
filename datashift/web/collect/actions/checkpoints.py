"""SQLite's log of writes is brought into the database beside the commits, and not within one.

Whoever commits when the log is full would do it for all, and everybody would wait for 15 ms. A
thread does most of it while commits go on; what they add meanwhile is little, so now and then a
commit brings in the rest, and the log begins again at its start.
https://sqlite.org/wal.html, "Avoiding Excessively Large WAL Files".
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

EVERY = 128  # commits: some 4,600 pages of 4 kB when phones send at full speed
LONG = 16_384  # pages of the log, 64 MB, after which it begins again
ROOM = LONG + EVERY * 64  # pages: what comes while that is done, too
_PIECE = 1_000_000  # bytes


class Checkpoints:
    """Of one database; told of each commit by one thread at a time."""

    def __init__(self) -> None:
        self._commits = 0
        self._is_long = False
        self._beside: threading.Thread | None = None

    def after_commit(self, connection: sqlite3.Connection, database: Path) -> None:
        """Bring in what is due.

        Args:
            connection: that has committed, and has nothing open.
            database: its file.
        """
        if self._is_long:
            self._is_long = False
            pages_of(connection)
        self._commits += 1
        if self._commits % EVERY or (self._beside is not None and self._beside.is_alive()):
            return
        self._beside = threading.Thread(target=self._bring_in, args=(database,), daemon=True)
        self._beside.start()

    def _bring_in(self, database: Path) -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as beside:
            beside.execute("PRAGMA synchronous=FULL")
            self._is_long = pages_of(beside) > LONG


def make_room(connection: sqlite3.Connection) -> None:
    """Give the log its full length before anybody waits for it.

    A commit that makes a file longer waits for the journal of the file system, and for all that
    others have put into it; one that writes over what is there does not. Of a transaction that is
    larger than the memory it may take, SQLite writes pages to the log before it is committed; this
    one never is, so the next writes over them.
    """
    (memory,) = connection.execute("PRAGMA cache_size").fetchone()
    connection.execute("PRAGMA cache_size=100")
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("CREATE TABLE room (filling BLOB)")
        for _ in range(ROOM * 4096 // _PIECE):
            connection.execute("INSERT INTO room VALUES (zeroblob(?))", [_PIECE])
    finally:
        connection.execute("ROLLBACK")
        connection.execute(f"PRAGMA cache_size={int(memory)}")


def pages_of(connection: sqlite3.Connection) -> int:
    """Pages in the log, after all that nobody still reads were brought in."""
    _busy, pages, _brought_in = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return int(pages)
