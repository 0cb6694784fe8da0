"""What somebody finds who takes the server away: every byte of it, however it is written."""

from __future__ import annotations

import base64
import http.client
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[3]


def spellings(mark: str) -> Iterator[bytes]:
    """A mark in every form in which it could lie about."""
    plain = mark.encode()
    for form in (plain, mark.encode("utf-16-le"), mark.encode("utf-16-be")):
        yield form
        yield form[::-1]
        yield form.hex().encode()
        yield form.hex().upper().encode()
        for before in (b"", b"a", b"aa"):
            # The ends depend on their neighbours; what is between does not.
            whole = base64.b64encode(before + form)
            yield whole[4 if before else 0 : -4]
            yield base64.urlsafe_b64encode(before + form)[4 if before else 0 : -4]
    yield json.dumps(mark).strip('"').encode()
    yield quote(mark).encode()


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, and each database also as the statements that make it."""
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        body = path.read_bytes()
        yield str(path.relative_to(folder)), body
        if body.startswith(b"SQLite format 3\0"):
            with sqlite3.connect(path) as database:
                dump = "\n".join(database.iterdump())
            database.close()
            yield f"{path.name} dumped", dump.encode()


def traces(folder: Path, marks: Mapping[str, str]) -> list[str]:
    """Which marks lie where: ``name in file``."""
    return [
        f"{name} in {where}"
        for where, body in contents(folder)
        for name, mark in marks.items()
        if any(form in body for form in spellings(mark))
    ]


class PassersBy:
    """People who report to a server on this machine; each brings what a browser tells of itself."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._port, self._headers = port, headers

    def get(self, path: str) -> bytes:
        return self._asked("GET", path, b"", {})

    def post(
        self, path: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]
    ) -> bytes:
        parts = [
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        for name, (filename, body) in files.items():
            head = f'name="{name}"; filename="{filename}"\r\nContent-Type: image/jpeg\r\n\r\n'
            parts.append(f"--b\r\nContent-Disposition: form-data; {head}".encode() + body + b"\r\n")
        body = b"".join([*parts, b"--b--\r\n"])
        return self._asked("POST", path, body, {"Content-Type": "multipart/form-data; boundary=b"})

    def _asked(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, path, body, {**self._headers, **more})
            response = connection.getresponse()
            found = response.read()
            assert response.status == 200, found.decode()[:3000]
            assert response.getheader("Set-Cookie") is None
            return found
        finally:
            connection.close()


def set_up() -> str:
    """An open box in the database of the environment; its key."""
    made = subprocess.run([sys.executable, __file__], cwd=ROOT, check=True, capture_output=True)
    return made.stdout.decode().strip()


def _make() -> str:
    from people import NOW, person
    from web.reports.sealed import bribes, open_box

    from datashift.web.accounts import actions

    owner = person("Amina")
    organisation = actions.create_organisation(name="Kisima Watch", by=owner, at=NOW)
    return str(open_box(bribes(organisation, owner), owner, by=owner).pk)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    import django

    django.setup()
    print(_make())  # noqa: T201
