"""Our server as it runs, phones that send to it over sockets, and what it kept."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
FIELDS = 14


@dataclass(frozen=True)
class Phone:
    """A phone's address and credentials."""

    path: str
    username: str
    password: str


class Server:
    """Our server in a folder of its own; it can be killed and started again.

    Args:
        phones: `port` is that of the door for phones, with the platform's server `behind` it.
    """

    def __init__(self, folder: Path, *, phones: bool = False) -> None:
        self.folder, self.port, self.behind, self._phones = folder, 0, 0, phones
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def pids(self) -> list[int]:
        """Of the platform's server, and of the door before it."""
        return [process.pid for process in self._processes]

    def start(self) -> None:
        """Start it and wait until it can be reached."""
        from datashift.web.site.serve import receiver, start, web_server

        behind = self.behind = _free_port()
        self._processes = [start(*web_server("127.0.0.1", behind))]
        if self._phones:
            self.port = _free_port()
            self._processes.append(start(*receiver("127.0.0.1", self.port, behind=behind)))
            _wait_for(self.port)
        else:
            self.port = behind
        _wait_for(behind)

    def kill(self) -> None:
        """End it and its children without any warning, as when the power goes."""
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self._processes:
            process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError


@contextlib.contextmanager
def served(database: str | None = None, *, phones: bool = False) -> Iterator[Server]:
    """A server that runs, with or without the door for phones; what it wrote is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="datashift-receive-"))
    before = dict(os.environ)
    os.environ |= {"DATASHIFT_DATA": str(folder), "DATASHIFT_DATABASE": database or ""}
    os.environ |= {"PYTHONWARNINGS": "ignore"}
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    make_tables = [sys.executable, str(ROOT / "tests" / "unmigrated.py")]
    server = Server(folder, phones=phones)
    try:
        subprocess.run(make_tables, cwd=ROOT, check=True)
        server.start()
        yield server
    finally:
        with contextlib.suppress(OSError, AssertionError):
            server.kill()
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(folder, ignore_errors=True)


def set_up(count: int) -> list[Phone]:
    """A questionnaire and its phones, made in a process of their own."""
    made = subprocess.run(
        [sys.executable, __file__, str(count)], cwd=ROOT, check=True, capture_output=True
    )
    return [Phone(*words) for words in json.loads(made.stdout)]


@dataclass(frozen=True)
class Counted:
    """What a server has kept.

    Args:
        ids: of the instances.
        submissions, instances: how many rows.
        lost: attachments whose bytes are not there, or are other bytes.
        broken: the first event of the log that was tampered with.
    """

    ids: frozenset[str]
    submissions: int
    instances: int
    lost: int
    broken: int | None


def counted() -> Counted:
    """What the server of this moment has kept, counted in a process of its own."""
    made = subprocess.run([sys.executable, __file__], cwd=ROOT, check=True, capture_output=True)
    ids, *rest = json.loads(made.stdout)
    return Counted(frozenset(ids), *rest)


def text_of(client: int, number: int) -> bytes:
    """A filled questionnaire of about 1.1 kB."""
    fields = "".join(
        f"<field_{each}>answer {client} {number} of it</field_{each}>" for each in range(FIELDS)
    )
    return (
        '<data xmlns:jr="http://openrosa.org/javarosa" id="wells" version="1">'
        f"{fields}<meta><instanceID>{id_of(client, number)}</instanceID></meta></data>"
    ).encode()  # fmt: skip


def id_of(client: int, number: int) -> str:
    """The id of a client's nth submission."""
    return f"uuid:{_md5(f'{client}/{number}')}"


def body_of(text: bytes, photo: bytes | None = None) -> bytes:
    """A request that carries the text, and a photograph if there is one."""
    head = (
        b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"; '
        b'filename="s.xml"\r\nContent-Type: text/xml\r\n\r\n'
    )
    return head + text + _photo_part(photo) + b"\r\n--b--\r\n"


def _photo_part(photo: bytes | None) -> bytes:
    if photo is None:
        return b""
    head = b'\r\n--b\r\nContent-Disposition: form-data; name="p"; filename="p.jpg"\r\n'
    return head + b"Content-Type: image/jpeg\r\n\r\n" + photo


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


class Sender:
    """One phone on one connection, as thin as it can be: the loader shares our cores."""

    def __init__(self, port: int, phone: Phone) -> None:
        self._phone, self._port = phone, port
        self.stream = socket.create_connection(("127.0.0.1", port))
        self.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._nonce, self._count = "", 0
        self._ha1 = _md5(f"{phone.username}:DataShift:{phone.password}")
        self._ha2 = _md5(f"POST:{phone.path}")

    def send(self, text: bytes, photo: bytes | None = None) -> int:
        """The status of the answer."""
        path = self._phone.path
        return self._asked(f"POST {path}", path, self._ha2, body_of(text, photo))[0]

    def request(self, text: bytes) -> bytes:
        """The request that `send` would make next, for whoever sends it on `stream` later."""
        path = self._phone.path
        return self._request(f"POST {path}", path, self._ha2, body_of(text))

    def fetch(self, path: str) -> tuple[int, bytes]:
        """The status and the body of what is found there."""
        return self._asked(f"GET {path}", path, _md5(f"GET:{path}"), b"")

    def _asked(self, line: str, path: str, ha2: str, body: bytes) -> tuple[int, bytes]:
        status, head, answer = self._once(line, path, ha2, body)
        if status == 401:
            self._nonce = re.search(rb'nonce="([^"]+)"', head)[1].decode()  # type: ignore[index]
            self._count = 0
            status, head, answer = self._once(line, path, ha2, body)
        return status, answer

    def _once(self, line: str, path: str, ha2: str, body: bytes) -> tuple[int, bytes, bytes]:
        self.stream.sendall(self._request(line, path, ha2, body))
        return self.answer()

    def _request(self, line: str, path: str, ha2: str, body: bytes) -> bytes:
        self._count += 1
        nc = f"{self._count:08x}"
        response = _md5(f"{self._ha1}:{self._nonce}:{nc}:c:auth:{ha2}")
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        head = (
            f"{line} HTTP/1.1\r\nHost: localhost:{self._port}\r\n"
            f'Authorization: Digest username="{self._phone.username}", realm="DataShift", '
            f'nonce="{self._nonce}", uri="{path}", qop=auth, nc={nc}, cnonce="c", '
            f'response="{response}"\r\nContent-Type: multipart/form-data; boundary=b\r\n'
            f"{length}\r\n"
        )
        return head.encode() + body

    def answer(self) -> tuple[int, bytes, bytes]:
        """Status, head and body of what comes next."""
        got = b""
        while b"\r\n\r\n" not in got:
            more = self.stream.recv(65536)
            if not more:
                raise ConnectionError
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]
        while len(body) < length:
            body += self.stream.recv(65536)
        return int(head[9:12]), head, body


def _make(count: int) -> list[tuple[str, str, str]]:
    from people import NOW, person
    from web.collect.wells import wells

    from datashift.web.accounts import actions
    from datashift.web.collect import storage
    from datashift.web.collect.actions.devices import make_device

    amina = person("Amina")
    organisation = actions.create_organisation(name="Kisima Watch", by=amina, at=NOW)
    version = wells(organisation, amina).versions.get()
    areas = storage.keep(organisation.pk, [b"name,label\n1,Nyalenda\n"])
    version.media.create(name="areas.csv", sha256=areas.sha256, md5=areas.md5, size=areas.size)
    found = []
    for number in range(count):
        device, password = make_device(organisation, name=f"Phone {number}", by=amina, at=NOW)
        found.append((f"/collect/{device.pk}/submission", device.username, password))
    return found


def _count() -> list[Any]:
    from datashift.web.accounts.models import Organisation
    from datashift.web.audit.log import first_break
    from datashift.web.collect import storage
    from datashift.web.collect.models import Attachment, Instance, Submission

    organisation = Organisation.objects.get()
    lost = 0
    for file in Attachment.objects.exclude(sha256=""):
        place = storage.path(organisation.pk, file.sha256)
        held = place.read_bytes() if place.exists() else b""
        lost += hashlib.sha256(held).hexdigest() != file.sha256
    ids = list(Instance.objects.values_list("instance_id", flat=True))
    return [ids, Submission.objects.count(), len(ids), lost, first_break(organisation)]


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    import django

    django.setup()
    print(json.dumps(_make(int(sys.argv[1])) if sys.argv[1:] else _count()))  # noqa: T201
