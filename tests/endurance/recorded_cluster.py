"""A cluster of PostgreSQL whose calls are recorded, and what it holds after its power went."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from endurance.recorded_disk import STRACE
from postgresql import as_postgres, programs

# Short segments and few of them: there are many ends of segments and checkpoints to cut at.
SMALL = ("max_wal_size=4MB", "min_wal_size=2MB", "shared_buffers=16MB", "checkpoint_timeout=30s")
QUERIES = (
    "SELECT instance_id FROM collect_instance",
    "SELECT DISTINCT sha256 FROM collect_attachment WHERE sha256 <> ''",
)
# Every page has its checksum, every row of every table is in its indexes.
SOUND = (
    """SELECT bt_index_check(indexrelid, true) FROM pg_index JOIN pg_class ON oid = indexrelid
    WHERE relkind = 'i' AND relam = (SELECT oid FROM pg_am WHERE amname = 'btree')""",
    "SELECT v.msg FROM pg_class, verify_heapam(oid) v WHERE relkind = 'r' AND relname ~ '_'",
)


class Cluster:
    """One in a folder of its own; whoever runs this must be root, or postgres."""

    def __init__(self, folder: Path) -> None:
        bin_folder = programs()
        assert bin_folder is not None, "PostgreSQL is needed and is not installed"
        self._programs, self.folder, self.data = bin_folder, folder, folder / "data"
        self.address = f"postgresql:///postgres?host={folder}&user=datashift"
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Without a table; with checksums of its pages and segments of 1 MB."""
        self.folder.chmod(0o755)
        make = as_postgres(
            self._programs / "initdb", "--no-sync", "--auth=trust", "--username=datashift",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--wal-segsize=1",
            "-D", self.data,
        )  # fmt: skip
        self._give()
        subprocess.run(make, check=True, capture_output=True, cwd=self.folder)

    def start(self, settings: Sequence[str] = SMALL, *, strace: Path | None = None) -> None:
        """Wait until it takes connections.

        Raises:
            RuntimeError: it does not, with the end of its log.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # another may have that id by now
        self._give()
        recorded = (*STRACE, "-o", str(strace / "t")) if strace else ()
        serve = as_postgres(
            self._programs / "postgres", "-D", self.data, "-k", self.folder,
            "-c", "listen_addresses=", *(word for one in settings for word in ("-c", one)),
        )  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*recorded, *serve], stdout=log, stderr=log, cwd=self.folder
            )
        until = time.monotonic() + 120
        while time.monotonic() < until and self._process.poll() is None:
            if (words := self._told()) and words[7:8] == ["ready"]:
                return
            time.sleep(0.02)
        self.kill()
        raise RuntimeError((self.folder / "log").read_text()[-600:])

    def _told(self) -> list[str]:
        with contextlib.suppress(OSError):
            return (self.data / "postmaster.pid").read_text().split()
        return []

    def stop(self) -> None:
        """In good order."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Without any order."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        assert self._process is not None
        if words := self._told():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(words[0]), how)
        self._process.wait(timeout=60)

    def _give(self) -> None:
        """Its folder to postgres, who refuses one that others may read."""
        if os.geteuid() == 0:
            owner = "postgres"
            for each in (self.folder, *self.folder.rglob("*")):
                shutil.chown(each, owner, owner)
        if self.data.exists():
            self.data.chmod(0o700)

    @contextlib.contextmanager
    def recovered(self) -> Iterator[Any]:
        """A connection, after it has recovered by itself; it is ended and removed afterwards."""
        import psycopg

        self.start((*SMALL, "fsync=off"))
        try:
            with psycopg.connect(self.address, autocommit=True) as here:
                yield here
        finally:
            self.kill()


def kept(cluster: Cluster) -> tuple[str, set[str], set[str]]:
    """What is unsound or "", the ids of instances and the hashes of files in a cluster."""
    import psycopg

    try:
        with cluster.recovered() as here:
            here.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
            wrong = [str(row[0]) for query in SOUND for row in here.execute(query) if row[0]]
            ids, files = ({str(row[0]) for row in here.execute(query)} for query in QUERIES)
            return "; ".join(wrong), ids, files
    except (psycopg.Error, RuntimeError) as error:
        return str(error), set(), set()
