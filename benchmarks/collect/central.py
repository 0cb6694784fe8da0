"""Beside ODK Central, in one run: rate, waiting and processor time of both, in turns.

A Central that runs already, installed as its own documentation says, on this machine and with
nothing else to do. What is made in it is a project with one questionnaire and its app users. Each
turn is the same closed loop of the same loader (`loader`), ours first.

    CENTRAL_PASSWORD=... python benchmarks/collect/central.py http://127.0.0.1:8383 \
        --administrator someone@example.org --processes <node>,<postgres> \
        [--turns 5] [--seconds 8] [--clients 8] [--postgresql]

    --processes  ids of Central's processes and of its PostgreSQL's first one, for their time.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from loader import Line, measure, processor_of  # noqa: E402
from receive import Ours, database_of  # noqa: E402
from web.collect.live import FIELDS, body_of, text_of  # noqa: E402

AT_REST = 0.05  # seconds of processor in one second
LONGEST_REST = 30
WARM = 3  # seconds before the first turn, which are not counted
GOALS = {"per_second": "at least 5", "cpu_ms_each": "at least 10", "p99_ms": "ours under 10 ms"}


class Central:
    """A Central with a questionnaire of our own, and app users as its phones."""

    def __init__(self, address: str, email: str, password: str, clients: int) -> None:
        self._address, self._token = address, ""
        self._token = self._asked("/sessions", {"email": email, "password": password})["token"]
        project = self._asked("/projects", {"name": "Measured"})["id"]
        self._asked(f"/projects/{project}/forms?publish=true", _FORM)
        users = [
            self._asked(f"/projects/{project}/app-users", {"displayName": f"Phone {each}"})
            for each in range(clients)
        ]
        for user in users:
            self._asked(f"/projects/{project}/forms/wells/assignments/app-user/{user['id']}", "")
        self._paths = [f"/v1/key/{user['token']}/projects/{project}/submission" for user in users]
        self._sent = 0

    def run(self, seconds: float, pids: Sequence[int]) -> dict[str, float]:
        """The figures of one run, and what it still does of it afterwards."""
        found = measure(self._connect, len(self._paths), seconds, pids)
        self._sent += 1_000_000
        later = rested(pids)
        return {**found, "later_cpu_ms_each": round(later / found["sent"] * 1000, 3)}

    def _asked(self, path: str, body: dict[str, str] | str) -> dict[str, Any]:
        kind = "application/xml" if isinstance(body, str) else "application/json"
        text = body if isinstance(body, str) else json.dumps(body)
        headers = {"Content-Type": kind, "Authorization": f"Bearer {self._token}"}
        request = Request(f"{self._address}/v1{path}", text.encode(), headers)
        with urlopen(request) as answer:
            made: dict[str, Any] = json.load(answer)
            return made

    def _connect(self, count: int) -> Sequence[Line]:
        return [self._line(number, path, count) for number, path in enumerate(self._paths)]

    def _line(self, number: int, path: str, count: int) -> Line:
        place = urlsplit(self._address)
        stream = socket.create_connection((place.hostname, place.port))
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        texts = (text_of(number, self._sent + each) for each in range(count))
        return Line(stream, [self._request(path, text) for text in texts])

    def _request(self, path: str, text: bytes) -> bytes:
        body = body_of(text)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {urlsplit(self._address).netloc}\r\n"
            "X-OpenRosa-Version: 1.0\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def rested(pids: Sequence[int]) -> float:
    """Wait until the processes have next to nothing to do; what it took of the processor."""
    first = last = processor_of(pids)
    until = time.monotonic() + LONGEST_REST
    while time.monotonic() < until:
        time.sleep(1)
        now = processor_of(pids)
        if now - last < AT_REST:
            break
        last = now
    return now - first


def _form() -> str:
    """The questionnaire of `text_of`: so many questions of text."""
    names = [f"field_{each}" for each in range(FIELDS)]
    nodes = "".join(f"<{name}/>" for name in names)
    binds = "".join(f'<bind nodeset="/data/{name}" type="string"/>' for name in names)
    inputs = "".join(
        f'<input ref="/data/{name}"><label>{name}</label></input>' for name in names
    )  # fmt: skip
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Wells</h:title><model><instance>'
        f'<data id="wells" version="1">{nodes}<meta><instanceID/></meta></data></instance>{binds}'
        '<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>'
        f"</model></h:head><h:body>{inputs}</h:body></h:html>"
    )


_FORM = _form()


def compared(ours: Sequence[dict[str, float]], theirs: Sequence[dict[str, float]]) -> str:
    """Ratios of each turn, the middle one first, and the goal."""
    lines = []
    for figure, goal in GOALS.items():
        pairs = [(our[figure], their[figure]) for our, their in zip(ours, theirs, strict=True)]
        ratios = sorted(a / b if figure == "per_second" else b / a for a, b in pairs)
        each = ", ".join(f"{our:g} : {their:g}" for our, their in pairs)
        lines.append(
            f"{figure}: {median(ratios):.1f} times better ({ratios[0]:.1f} to {ratios[-1]:.1f}; "
            f"goal: {goal}); ours : Central's {each}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--administrator", required=True)
    parser.add_argument("--processes", required=True)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    pids = [int(each) for each in options.processes.split(",")]
    password = os.environ.pop("CENTRAL_PASSWORD")
    central = Central(options.address, options.administrator, password, options.clients)
    ours, theirs = [], []
    with (
        database_of(postgresql=options.postgresql) as database,
        Ours(options.clients, database, phones=True).running() as server,
    ):
        server.run(WARM)
        central.run(WARM, pids)
        for _ in range(options.turns):
            ours.append(server.run(options.seconds))
            theirs.append(central.run(options.seconds, pids))
            print(json.dumps(ours[-1]), json.dumps(theirs[-1]), sep="\n", flush=True)
    print(compared(ours, theirs))
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
