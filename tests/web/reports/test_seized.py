"""A server that was taken away tells nothing of what people reported."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from postgresql import as_postgres, programs, server
from web.reports.seized import marks_of, seized, spellings, traces


@pytest.mark.slow
def test_nothing_that_was_reported_is_found(tmp_path: Path) -> None:
    """Not in the database and its log, in files, in what was laid aside, in what was said."""
    marks, said = seized(tmp_path, reports=3)
    assert len(marks) == 5 + 3 * (len(marks_of(0)) + 1)
    written = (tmp_path / "data").glob("datashift.sqlite3*")  # and what is not yet moved into it
    assert sum(path.stat().st_size for path in written) > 500_000
    (tmp_path / "said").write_text(said, encoding="utf-8")
    assert "INSERT INTO" in said, "the most that is ever written down"
    assert traces(tmp_path, marks) == []


# Every statement with its values in the server's log.
TALKATIVE = ("fsync=off", "log_statement=all", "log_min_duration_statement=0")


@pytest.mark.slow
def test_nothing_is_found_in_postgresql_either(tmp_path: Path) -> None:
    """Not in its tables, what it writes ahead, its log, nor in what a dump of it says."""
    with server(TALKATIVE) as address:
        marks, said = seized(tmp_path, reports=1, database=address)
        folder = Path(parse_qs(urlsplit(address).query)["host"][0])
        with psycopg.connect(address) as connection:
            [number] = connection.execute(
                "SELECT oid FROM pg_database WHERE datname = 'postgres'"
            ).fetchone() or [0]
            connection.execute("CHECKPOINT")
        dump = as_postgres(
            (programs() or folder) / "pg_dump", "-h", folder, "-U", "datashift", "postgres"
        )
        dumped = subprocess.run(dump, check=True, capture_output=True, cwd=folder).stdout
        assert b"COPY public.reports_report" in dumped
        assert "INSERT INTO" in (folder / "log").read_text(encoding="utf-8")
        (tmp_path / "dumped").write_bytes(dumped)
        (tmp_path / "said").write_text(said, encoding="utf-8")
        (tmp_path / "log").write_bytes((folder / "log").read_bytes())
        assert traces(tmp_path, marks) == []
        assert traces(folder / "data" / "base" / str(number), marks) == []
        assert traces(folder / "data" / "pg_wal", marks) == []


def test_what_lies_about_is_found(tmp_path: Path) -> None:
    mark = {"name": "Wanjiru Planted-1-Achieng’"}
    for number, form in enumerate(dict.fromkeys(spellings(mark["name"]))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "file").write_bytes(b"before " + form + b" after")
        assert traces(folder, mark) == ["name in file"]
    inside = base64.b64encode(b"x" + mark["name"].encode() + b"yz")
    (tmp_path / "0" / "file").write_bytes(inside)
    assert traces(tmp_path / "0", mark) == ["name in file"]
