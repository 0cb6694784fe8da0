"""What somebody finds who takes the server away: every byte of it, however it is written."""

from __future__ import annotations

import base64
import io
import json
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[3]


def spellings(mark: str) -> Iterator[bytes]:
    """A mark in every form in which it could lie about."""
    plain = mark.encode()
    for form in (plain, mark.encode("utf-16-le"), mark.encode("utf-16-be")):
        yield form
        yield form[::-1]
        for before in (b"", b"a", b"aa"):
            # The ends depend on their neighbours; what is between does not.
            yield base64.b64encode(before + form)[4 if before else 0 : -4]
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    yield json.dumps(mark).strip('"').encode()
    yield quote(mark).encode()


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, and each database also as the statements that make it."""
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        body = path.read_bytes().replace(bytes(8192), b"")  # pages that a server keeps ready
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
    """People who report to the platform in this process; each brings what a browser tells."""

    def __init__(self, platform: Any, headers: Mapping[str, str]) -> None:
        self._platform = platform
        self._headers = {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in headers.items()}

    def get(self, path: str) -> bytes:
        return self._asked("GET", path, b"")

    def post(self, path: str, fields: Mapping[str, str], *photo: str | bytes) -> bytes:
        """Send a form; `photo` is a name and the bytes."""
        parts = [
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        if photo:
            name, body = photo
            assert isinstance(body, bytes)
            head = f'name="photo"; filename="{name!s}"\r\nContent-Type: image/jpeg\r\n\r\n'
            head = f"--b\r\nContent-Disposition: form-data; {head}"
            parts.append(head.encode() + body + b"\r\n")
        return self._asked("POST", path, b"".join([*parts, b"--b--\r\n"]))

    def _asked(self, method: str, path: str, body: bytes) -> bytes:
        told: list[Any] = []
        environment = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": self._headers["HTTP_X_FORWARDED_FOR"],
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "multipart/form-data; boundary=b",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
            **self._headers,
        }
        answer = self._platform(environment, lambda *said: told.extend(said))
        found = b"".join(answer)
        answer.close()
        assert told[0] == "200 OK", found.decode()[:3000]
        assert "Set-Cookie" not in dict(told[1])
        return found


HEADERS = {
    "User-Agent": "Planted-Phone/7.3 Tecno-Spark",
    "X-Forwarded-For": "203.0.113.77",
    "Referer": "http://planted-referrer.example/page",
    "Cookie": "planted-cookie=planted-value-5521",
}


def marks_of(number: int) -> dict[str, str]:
    """What one report holds that must not be found."""
    return {
        f"name {number}": f"Wanjiru Planted-{number}-Achieng’",
        f"phone {number}": f"+254 7{number}2 555 0{number}3",
        f"place {number}": f"-1.29207{number}, 36.82194{number}",
        f"added {number}": f"Planted-later-{number} Mwalimu",
        f"exif {number}": f"planted-exif-words-{number}",
        f"maker {number}": f"Planted-maker-{number}",
        f"file {number}": f"IMG_planted_{number}.jpg",
    }


def seized(folder: Path, *, reports: int, database: str = "") -> tuple[dict[str, str], str]:
    """Let people report to a platform of its own; the marks that they left, and what it said."""
    more = {"DATASHIFT_DATA": str(folder / "data"), "TMPDIR": str(folder)}
    more["DATASHIFT_DATABASE"] = database
    # The most that is ever written down; and no style sheets need to be collected.
    more |= {"DATASHIFT_DEBUG": "yes", "DATASHIFT_LOG": "DEBUG"}
    run = [sys.executable, __file__, str(reports)]
    done = subprocess.run(
        run, cwd=ROOT, env={**os.environ, **more}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    from web.reports.sealed import PASSPHRASE

    receipts = json.loads(done.stdout)
    marks = {"passphrase": PASSPHRASE} | {f"header {n}": v for n, v in HEADERS.items()}
    for number, receipt in enumerate(receipts):
        marks |= {**marks_of(number), f"receipt {number}": receipt}
    return marks, done.stderr


def _report(box: str, platform: Any, number: int) -> str:
    """One report with a photograph larger than what Django keeps in memory, and a word later."""
    from web.reports.sealed import photograph, receipt_of, slip_of

    browser, mark = PassersBy(platform, HEADERS), marks_of(number)
    slip = slip_of(browser.get(f"/q/{box}/"))
    words = " ".join(mark[f"{name} {number}"] for name in ("name", "phone", "place"))
    answers = {"slip": slip, "where": "clinic", "again": "yes", "who": words}
    picture = photograph(words=mark[f"exif {number}"], maker=mark[f"maker {number}"])
    picture += bytes(3_000_000)
    receipt = receipt_of(browser.post(f"/q/{box}/", answers, mark[f"file {number}"], picture))
    thread = browser.post("/q/number/", {"receipt": receipt})
    browser.post("/q/number/", {"slip": slip_of(thread), "text": mark[f"added {number}"]})
    return receipt


def _make() -> str:
    from django.core.management import call_command
    from people import NOW, person
    from unmigrated import make_tables
    from web.reports.sealed import bribes, open_box

    from datashift.web.accounts import actions

    make_tables()
    call_command("createcachetable", verbosity=0)
    owner = person("Amina")
    organisation = actions.create_organisation(name="Kisima Watch", by=owner, at=NOW)
    return str(open_box(bribes(organisation, owner), owner, by=owner).pk)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    from datashift.web.site.wsgi import application

    logging.getLogger("django").setLevel(logging.DEBUG)  # every statement with its values
    made = _make()
    print(json.dumps([_report(made, application, n) for n in range(int(sys.argv[1]))]))  # noqa: T201
