"""A backup holds everything, opens for its recipients only, and is never half restored."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tarfile
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyrage  # type: ignore[import-untyped]
import pytest
from people import NOW

from datashift.kit.problem import Problem
from datashift.web.keeping.management.backing import pipes, reading, snapshot, writing

Key = pyrage.x25519.Identity


@pytest.fixture
def key() -> Any:
    return Key.generate()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder as the platform has one, the write-ahead log not emptied."""
    folder = tmp_path / "data"
    for name, content in {
        "submissions/1/ab/abcd": b"a photograph" * 9_000,
        "files/cd/cdef": b"",
        "letters/20261121-água.log": b"a letter",
        "static/site.css": b"made anew",
        "work/x/rows.csv": b"of this moment",
        "submissions/1/.incoming-1": b"half of a photograph",
        "worker.lock": b"",
        "secret-key": b"of this folder",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with closing(sqlite3.connect(database(folder)["NAME"])) as here:
        here.execute("PRAGMA journal_mode=WAL")
        here.execute("CREATE TABLE report (id INTEGER PRIMARY KEY, said TEXT)")
        here.execute("INSERT INTO report (said) VALUES ('the pump is broken')")
        here.commit()
    return folder


def database(folder: Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "datashift.sqlite3")}


def write(to: Path, data: Path, *keys: Any, verify: bool = False) -> writing.Written:
    return writing.write(
        to,
        [key.to_public() for key in keys],
        data=data,
        database=database(data),
        secret="signs sessions",
        at=NOW,
        verify=verify,
    )


def reports(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "datashift.sqlite3")) as here:
        return [row[0] for row in here.execute("SELECT said FROM report ORDER BY id")]


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("datashift.sqlite3")
    }


def test_everything_comes_back(data: Path, key: Any, tmp_path: Path) -> None:
    written = write(tmp_path / "monday.age", data, Key.generate(), key, verify=True)
    restored = reading.restore(tmp_path / "monday.age", [key], tmp_path / "new" / "data")
    assert restored.files == written.files == 5
    before, after = files(data), files(tmp_path / "new" / "data")
    gone = {"static/site.css", "work/x/rows.csv", "submissions/1/.incoming-1", "worker.lock"}
    assert before.keys() - after.keys() == gone
    assert {
        n: h for n, h in before.items() if n in after and n != "secret-key"
    }.items() <= after.items()
    assert (tmp_path / "new" / "data" / "secret-key").read_text() == "signs sessions"
    assert reports(tmp_path / "new" / "data") == ["the pump is broken"]
    assert not list(tmp_path.glob(".*"))
    assert not list((data / "work").glob("tmp*"))


def test_nothing_in_it_can_be_read_without_the_key(data: Path, key: Any, tmp_path: Path) -> None:
    write(tmp_path / "monday.age", data, key)
    content = (tmp_path / "monday.age").read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    for said in (b"pump", b"photograph", b"signs", b"secret-key", b"submissions"):
        assert said not in content


def _shortened(content: bytes) -> Iterator[bytes]:
    for number in range(100):
        yield content[: len(content) * number // 100]


def _changed(content: bytes) -> Iterator[bytes]:
    for number in range(0, 100, 4):
        place = len(content) * number // 100
        yield content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("spoilt", [_shortened, _changed])
def test_what_was_cut_or_changed_is_never_restored(
    spoilt: Callable[[bytes], Iterator[bytes]], data: Path, key: Any, tmp_path: Path
) -> None:
    write(tmp_path / "monday.age", data, key)
    bad, to = tmp_path / "bad.age", tmp_path / "to"
    to.mkdir()
    for content in spoilt((tmp_path / "monday.age").read_bytes()):
        bad.write_bytes(content)
        with pytest.raises(Problem) as told:
            reading.restore(bad, [key], to)
        assert told.value.code in {"backup.damaged", "backup.other", "backup.key"}
        assert not list(to.iterdir())
    assert not list(tmp_path.glob(".restoring*"))


def test_another_key_opens_nothing(data: Path, key: Any, tmp_path: Path) -> None:
    write(tmp_path / "monday.age", data, key)
    with pytest.raises(Problem, match="This key does not open the backup") as told:
        reading.restore(tmp_path / "monday.age", [Key.generate()], tmp_path / "to")
    assert told.value.code == "backup.key"
    assert not (tmp_path / "to").exists()


def test_a_folder_with_something_in_it_is_left_alone(data: Path, key: Any, tmp_path: Path) -> None:
    write(tmp_path / "monday.age", data, key)
    before = files(data)
    with pytest.raises(Problem, match="There is something in that folder already"):
        reading.restore(tmp_path / "monday.age", [key], data)
    assert files(data) == before


def test_a_file_that_the_disk_has_spoilt_is_named(data: Path, key: Any, tmp_path: Path) -> None:
    folder = data / "submissions" / "1"
    right = hashlib.sha256(b"a photograph").hexdigest()
    (folder / right).write_bytes(b"a photograph")
    (folder / ("0" * 64)).write_bytes(b"a photograph")
    written = write(tmp_path / "monday.age", data, key)
    assert written.spoilt == (f"data/submissions/1/{'0' * 64}",)


def test_a_backup_is_not_written_over(data: Path, key: Any, tmp_path: Path) -> None:
    (tmp_path / "monday.age").write_bytes(b"an earlier one")
    with pytest.raises(Problem, match="There is a file of that name already"):
        write(tmp_path / "monday.age", data, key)
    assert (tmp_path / "monday.age").read_bytes() == b"an earlier one"


@pytest.mark.parametrize(
    "names", [["../outside"], ["/etc/outside"], ["data/../../outside"], ["list.txt", "late"]]
)
def test_an_entry_cannot_leave_the_folder(names: list[str], key: Any, tmp_path: Path) -> None:
    packed = tmp_path / "plain.tar"
    with tarfile.open(packed, "w") as tar:
        for name in names:
            tar.addfile(tarfile.TarInfo(name))
    pyrage.encrypt_file(str(packed), str(tmp_path / "bad.age"), [key.to_public()])
    with pytest.raises(Problem, match="damaged"):
        reading.restore(tmp_path / "bad.age", [key], tmp_path / "to")
    assert not list(tmp_path.rglob("outside"))


def test_a_link_is_no_file(key: Any, tmp_path: Path) -> None:
    packed = tmp_path / "plain.tar"
    with tarfile.open(packed, "w") as tar:
        link = tarfile.TarInfo("data/secret")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    pyrage.encrypt_file(str(packed), str(tmp_path / "bad.age"), [key.to_public()])
    with pytest.raises(Problem, match="damaged"):
        reading.restore(tmp_path / "bad.age", [key], tmp_path / "to")


def test_it_needs_no_more_memory_than_a_few_megabytes(data: Path, key: Any, tmp_path: Path) -> None:
    with (data / "files" / "large").open("wb") as file:
        file.truncate(60_000_000)
    tracemalloc.start()
    try:
        write(tmp_path / "monday.age", data, key)
        reading.restore(tmp_path / "monday.age", [key], tmp_path / "to")
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


def test_what_was_acknowledged_before_it_began_is_in_it(
    data: Path, key: Any, tmp_path: Path
) -> None:
    """Somebody writes all the while; each of them is told that it is kept once it is committed."""
    told: list[int] = []
    begun, end = threading.Event(), threading.Event()

    def send() -> None:
        with closing(sqlite3.connect(database(data)["NAME"], timeout=20)) as here:
            here.execute("PRAGMA synchronous=FULL")
            while not end.is_set():
                here.execute("INSERT INTO report (said) VALUES ('another')")
                here.commit()
                told.append(len(told) + 2)
                begun.set()

    sender = threading.Thread(target=send)
    sender.start()
    try:
        begun.wait(10)
        for number in range(5):
            before = len(told)
            write(tmp_path / f"{number}.age", data, key)
            reading.restore(tmp_path / f"{number}.age", [key], tmp_path / str(number))
            assert len(reports(tmp_path / str(number))) - 1 >= before
    finally:
        end.set()
        sender.join()
    assert told


def test_a_disk_that_refuses_is_said_and_leaves_nothing(
    data: Path, key: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match="the disk is full or cannot be written to"):
        write(tmp_path / "monday.age", data, key)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_postgresql_comes_back(postgresql: str, key: Any, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(postgresql, autocommit=True) as here:
        here.execute("CREATE DATABASE backed_up")
        here.execute("CREATE DATABASE restored")
    host = postgresql.split("host=")[1].split("&", maxsplit=1)[0]
    there = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "backed_up",
        "USER": "datashift",
        "HOST": host,
        "OPTIONS": {"pool": True},
    }
    address = snapshot.address(there)
    with psycopg.connect(address) as here:
        here.execute("CREATE TABLE report (said TEXT)")
        here.execute("INSERT INTO report VALUES ('the pump is broken')")
    data = tmp_path / "data"
    data.mkdir()
    writing.write(
        tmp_path / "monday.age",
        [key.to_public()],
        data=data,
        database=there,
        secret="signs",
        at=NOW,
        verify=True,
    )
    restored = reading.restore(tmp_path / "monday.age", [key], tmp_path / "to")
    assert restored.dump is not None
    url = f"postgresql://datashift@/restored?host={host}"
    snapshot.load(restored.dump, url)
    with psycopg.connect(url) as here:
        assert here.execute("SELECT said FROM report").fetchall() == [("the pump is broken",)]
    with pytest.raises(Problem, match="PostgreSQL could not do it"):
        snapshot.load(restored.dump, url)


def test_keys_are_read_as_age_keygen_writes_them(tmp_path: Path, key: Any) -> None:
    (tmp_path / "key").write_text(f"# created: 2026\n# public key: {key.to_public()}\n{key}\n")
    assert [str(each) for each in pipes.identities(tmp_path / "key")] == [str(key)]
    for content in (b"", b"\xff\xfe", b"AGE-SECRET-KEY-1NONE"):
        (tmp_path / "key").write_bytes(content)
        with pytest.raises(Problem, match="There is no key of age in it"):
            pipes.identities(tmp_path / "key")
    with pytest.raises(Problem, match="The recipient is no public key of age"):
        pipes.recipient("age1nobody")
