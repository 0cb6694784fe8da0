"""Releases whose every text is hostile, looked at in chromium wherever they are shown.

    python tests/endurance/hostile_releases.py [which studies [part ...]]

Parts are reports, site, cards, public and owner.

Two studies for each payload, and four of all payloads, which are the first two ("2" are these, "8"
the first eight, "8-20" those after them), are written, computed, published and assessed by the
workspace's own actions (`web.hostile_studies`). Then everything that the platform leads to from its
pages is asked for, the public's as a stranger, the workspace's as the owner; what shows a word of
the payloads, and every page that draws by script, is opened in chromium. So are the pictures, the
feeds, the cards as oEmbed gives them in a frame, report.html and what else of HTML lies in a release
or an export, as files, and the site of files. Of the studies with one payload, the public pages
alone, without formats, pictures and other languages. `told` says how much was looked at, so that
nothing is found because nothing was shown.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
import zipfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "quick_settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop in this thread

SHOWN = ("text/html", "image/svg+xml", "application/xhtml+xml", "application/xml", "text/xml",
         "application/atom+xml")  # fmt: skip
DRAWN = ("data-chart", "data-map", "data-explore")
LANGUAGES = "/es/", "/sw/", "/ne/", "/fr/"
# Without a word of a study, and tried with other words by `hostile_words_in_chromium`.
SAME = ("/static/", "/account/", "/methods/", "/goals/", "/targets/", "/collect/", "/places/")
FAR = ("/export/", "/pictures/", "/formats/")
FIRST = ("/", "/explored/", "/search/?q=evil", "/feed.atom", "/sitemap.xml", "/findings/",
         "/places/ke/", "/places/ke/ke-42/", "/indicators/6-1-1/")  # fmt: skip
OWN = ("/today/", "/workspace/")
PARTS = ("reports", "site", "cards", "public", "owner")
OF_ALL = 2  # studies of all payloads
LARGEST = 300_000  # bytes of XML, which chromium shows as a tree
MOST = 20_000  # addresses
LINK = re.compile(r"""(?:href|src)="([^"]*)"|<loc>([^<]*)</loc>""")


@dataclass
class Told:
    """What was looked at, and what came alive."""

    kinds: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    looked: int = 0

    def add(self, kind: str, where: str, found: list[str]) -> None:
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        self.looked += 1
        if self.looked % 50 == 0:
            sys.stdout.write(f"{time.ctime()} {self.kinds}, last {where}\n")
            sys.stdout.flush()
        for each in found:
            self.faults.append(f"{where}: {each}")
            sys.stdout.write(f"  ALIVE {where}: {each}\n")
            sys.stdout.flush()


def published(which: slice) -> tuple[Any, list[Any], set[str]]:
    """The scene, the releases, and what addresses call those of one payload."""
    from mapped import boundaries
    from people import NOW, make_scene
    from web.hostile_studies import judge, publish_named, publish_placed, spoken
    from web.payloads import PAYLOADS

    from datashift.web.evidence import actions

    boundaries()
    scene, made, alone = make_scene(), [], set[str]()
    scene.organisation.name = PAYLOADS[2] + PAYLOADS[5]
    scene.organisation.save()
    owner = scene.people["owner"]
    owner.name = PAYLOADS[4]
    owner.save()
    every = spoken()
    for said in every[which]:
        for make in (publish_named, publish_placed):
            made.append(make(scene, said))
            judge(scene, made[-1], said.words)
            if said not in every[:OF_ALL]:
                alone |= {made[-1].study.slug, str(made[-1].study.pk)}
    last = made[-1]
    actions.withdraw_release(last, because=PAYLOADS[0] + PAYLOADS[3], by=owner, at=NOW)
    return scene, made, alone


class Everywhere:
    """What the platform leads to, asked for as somebody."""

    def __init__(self, client: Any, alone: set[str], first: tuple[str, ...]) -> None:
        self._client, self._first, self._alone = client, first, alone

    def _wanted(self, path: str) -> bool:
        if path.startswith(SAME):
            return False
        if self._first == OWN:
            return path.startswith(("/workspace/", "/organisations/"))
        parts = path.split("/")
        far = any(word in path for word in FAR)
        if any(part in self._alone for part in parts):
            return path.startswith("/findings/") and not far and "/beside/" not in path
        if path.startswith(LANGUAGES):
            return not far and any(word in path for word in ("script", "evil"))
        return True

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Addresses and answers."""
        waiting, known = deque(self._first), set(self._first)
        while waiting and len(known) < MOST:
            address = waiting.popleft()
            answer = self._client.get(address)
            if answer.status_code in {301, 302}:
                self._note(address, answer["Location"], known, waiting)
                continue
            yield address, answer
            kind = answer.get("Content-Type", "").partition(";")[0]
            if kind in SHOWN and answer.status_code == 200:
                for found in LINK.finditer(_text(answer)):
                    self._note(address, unescape(found[1] or found[2] or ""), known, waiting)

    def _note(self, base: str, link: str, known: set[str], waiting: deque[str]) -> None:
        parts = urlsplit(urljoin(f"http://testserver{base}", link.strip()))
        if parts.netloc != "testserver" or parts.scheme != "http":
            return
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if address not in known and self._wanted(unquote(parts.path)):
            known.add(address)
            waiting.append(address)


def body_of(answer: Any) -> bytes:
    """What an answer holds, however often it is asked."""
    if answer.streaming and not hasattr(answer, "whole"):
        answer.whole = b"".join(answer.streaming_content)
    return bytes(answer.whole if answer.streaming else answer.content)


def _text(answer: Any) -> str:
    return body_of(answer).decode("utf-8", "replace")


def look_everywhere(eye: Any, root: str, everywhere: Everywhere, told: Told, who: str) -> None:
    """Open what shows the words, and what draws; keep files as files."""
    from endurance.in_chromium import explore

    with tempfile.TemporaryDirectory() as kept:
        for address, answer in everywhere:
            kind = answer.get("Content-Type", "").partition(";")[0]
            told.kinds[f"asked by {who}"] = told.kinds.get(f"asked by {who}", 0) + 1
            if answer.status_code >= 500:
                told.add("failure", address, [f"answers {answer.status_code}"])
            if kind == "application/zip":
                for name, body in members(body_of(answer)):
                    _look_at_file(eye, Path(kept), name, body, told, f"{address} {name}")
                continue
            if kind not in SHOWN or (kind.endswith("xml") and len(body_of(answer)) > LARGEST):
                continue
            text = _text(answer)
            if "evil" not in unquote(unescape(text)) and not any(each in text for each in DRAWN):
                continue
            if "attachment" in answer.get("Content-Disposition", ""):
                name = urlsplit(address).path.rpartition("/")[2] or "file.html"
                _look_at_file(eye, Path(kept), name, body_of(answer), told, address)
                continue
            found = eye.look(root + address)[1]
            told.add(f"{kind} to {who}", address, found)
            if any(each in text for each in DRAWN):
                told.add(f"explored by {who}", address, explore(eye))


def members(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The pages and drawings in an archive."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        for name in archive.namelist():
            small = archive.getinfo(name).file_size < LARGEST
            if name.endswith((".html", ".svg")) or (name.endswith(".xml") and small):
                yield name, archive.read(name)


def _look_at_file(eye: Any, folder: Path, name: str, body: bytes, told: Told, where: str) -> None:
    path = folder / f"file{Path(name).suffix}"
    path.write_bytes(body)
    told.add("as a file", where, eye.look(path.as_uri())[1])


def look_at_cards(eye: Any, root: str, releases: list[Any], client: Any, told: Told) -> None:
    """What oEmbed gives others to put into their page, in a page of another host."""
    for release in releases:
        for finding in release.findings.all():
            study = release.study
            path = f"/findings/{study.organisation.slug}/{study.slug}/{release.number}/"
            path = f"{path}{finding.key}/"
            answer = client.get(f"/oembed?url={quote('http://testserver' + path)}")
            if answer.status_code != 200:
                continue
            frame = json.loads(answer.content)["html"].replace("http://testserver", root)
            found = eye.look_beside(f"<!doctype html><title>x</title>{frame}")
            told.add("card in a frame", path, found)


def look_at_reports(eye: Any, releases: list[Any], told: Told) -> None:
    """report.html and what else a release holds, from its folder."""
    for release in releases:
        for path in sorted(release.folder.rglob("*")):
            if path.suffix in {".html", ".svg", ".xml"}:
                told.add("of a release, as a file", str(path.name), eye.look(path.as_uri())[1])


def look_at_site(eye: Any, told: Told) -> None:
    """The site of files, from its folder."""
    from datashift.web.explore.management.building.site import build

    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build(site, languages=["es"])
        for path in sorted(site.rglob("*")):
            if path.suffix in {".html", ".svg", ".xml", ".atom"}:
                text = path.read_text(encoding="utf-8", errors="replace")
                if "evil" in unquote(unescape(text)):
                    where = str(path.relative_to(site))
                    told.add("of the site of files", where, eye.look(path.as_uri())[1])


def _which(asked: str) -> slice:
    first, dash, end = asked.rpartition("-")
    return slice(int(first) if dash else 0, int(end) if end else None)


def main() -> int:
    import logging

    import django

    django.setup()
    logging.disable()
    from django.conf import settings
    from django.test import Client
    from django.test.utils import get_runner, setup_test_environment
    from endurance.in_chromium import eye
    from pytest_django.live_server_helper import LiveServer

    # In a file: one connection of a database in memory for all threads would share a transaction.
    database = settings.DATABASES["default"]
    database.setdefault("TEST", {})["NAME"] = str(settings.DATA / "releases.sqlite3")
    setup_test_environment()
    settings.ALLOWED_HOSTS += ["127.0.0.1"]
    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    which, parts = _which(sys.argv[1] if sys.argv[1:] else ""), sys.argv[2:] or PARTS
    scene, releases, alone = published(which)
    seconds = time.process_time()
    sys.stdout.write(f"{len(releases)} releases, {seconds:.0f} s of the processor\n")
    sys.stdout.flush()
    server, told = LiveServer("127.0.0.1"), Told()
    host = urlsplit(server.url).netloc
    owner = Client()
    owner.force_login(scene.people["owner"])
    with eye(host) as window:
        if "reports" in parts:
            look_at_reports(window, releases, told)
        if "site" in parts:
            look_at_site(window, told)
        if "cards" in parts:
            look_at_cards(window, server.url, releases, Client(), told)
        if "public" in parts:
            everywhere = Everywhere(Client(), alone, FIRST)
            look_everywhere(window, server.url, everywhere, told, "a stranger")
        cookie = owner.cookies[settings.SESSION_COOKIE_NAME]
        window.page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": server.url}]
        )
        if "owner" in parts:
            everywhere = Everywhere(owner, alone, OWN)
            look_everywhere(window, server.url, everywhere, told, "the owner")
    server.stop()
    for kind, number in sorted(told.kinds.items()):
        sys.stdout.write(f"{number:6} {kind}\n")
    sys.stdout.write(
        f"{len(releases)} releases, {len(told.faults)} alive, "
        f"{time.process_time():.0f} s of the processor without chromium's\n"
    )
    runner.teardown_databases(databases)
    return 1 if told.faults else 0


if __name__ == "__main__":
    sys.exit(main())
