"""The database as it is at one moment, while everybody goes on writing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from datashift.kit.problem import Problem

SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"


def take(database: Mapping[str, Any], folder: Path) -> Path:
    """Write the database into a file of the folder. What is committed before is in it.

    Args:
        database: an entry of Django's DATABASES.

    Raises:
        Problem: PostgreSQL's programs are missing, or it cannot be reached.
    """
    if database["ENGINE"].endswith("sqlite3"):
        return _sqlite(Path(database["NAME"]), folder / SQLITE)
    return _postgresql(database, folder / POSTGRESQL)


def _sqlite(source: Path, target: Path) -> Path:
    """In one step: in write-ahead mode it keeps nobody from writing, and sees one moment."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as there,
        closing(sqlite3.connect(target)) as here,
    ):
        there.backup(here, pages=-1)
        # The copy stands alone: one file, no log beside it.
        here.execute("PRAGMA journal_mode=DELETE")
    return target


def _postgresql(database: Mapping[str, Any], target: Path) -> Path:
    command = [_program("pg_dump"), "--format=custom", "--no-owner", "--file", str(target)]
    _run([*command, "--dbname", address(database)], password=database.get("PASSWORD", ""))
    return target


def load(dump: Path, url: str) -> None:
    """Fill an empty PostgreSQL database, postgresql://...: all of it or nothing.

    Raises:
        Problem: it is not empty, or cannot be reached.
    """
    parts = urlsplit(url)
    bare = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@"))
    command = [_program("pg_restore"), "--no-owner", "--exit-on-error", "--single-transaction"]
    _run([*command, "--dbname", bare.geturl(), str(dump)], password=unquote(parts.password or ""))


def address(database: Mapping[str, Any]) -> str:
    """How PostgreSQL's programs name the database; the password goes another way."""
    options = {key: value for key, value in database.get("OPTIONS", {}).items() if key != "pool"}
    parts = {
        "dbname": database["NAME"],
        "user": database.get("USER"),
        "host": database.get("HOST"),
        "port": database.get("PORT"),
        **options,
    }
    quoted = {
        key: str(value).replace("\\", r"\\").replace("'", r"\'")
        for key, value in parts.items()
        if value
    }
    return " ".join(f"{key}='{value}'" for key, value in quoted.items())


def _run(command: list[str], *, password: str) -> None:
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise Problem(
            f"PostgreSQL could not do it: {last}",
            safe="Nothing was changed",
            do="See that it can be reached, and that the database to restore into is empty",
            code="backup.postgresql",
        )


def _program(name: str) -> str:
    """PostgreSQL's program, the newest; Debian keeps them off the path."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4])
    )
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise Problem(
            f"PostgreSQL's {name} is needed and is not installed",
            do="Install it with: apt-get install postgresql-client",
            code="backup.no_program",
        )
    return path


def whole(database: Path) -> bool:
    """Whether a SQLite file is sound, and every key in it points to a row."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as here:
            sound = here.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return sound and here.execute("PRAGMA foreign_key_check").fetchone() is None
    except sqlite3.DatabaseError:
        return False
