"""A KoboToolbox and an ODK Central server on this machine, in the shape that theirs answer.

KoboToolbox: API v2, assets/<uid>/data with limit, start, sort and query; ODK Central: sessions, a
form's .svc with $top, $skiptoken, $filter, $expand, and the attachments of a submission.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "kobo-token"
EMAIL, PASSWORD = "asha@example.org", "central-password"


class Elsewhere:
    """What the servers hold, and what they were asked.

    Args:
        kobo: submissions of the asset aWells, each with its `_id`.
        central: submissions of the form wells in project 1.
        files: name to bytes, of every submission that names it.
        form: the XForm, if it is given out.
        status: what is answered instead, if it is not 200.
        answers: how many questions are answered before it is not well; None: all.
    """

    def __init__(self) -> None:
        self.kobo: list[dict[str, Any]] = []
        self.central: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.form = b""
        self.status = 200
        self.answers: int | None = None
        self.asked: list[str] = []
        self.address = ""
        self.page = 2


class Handler(BaseHTTPRequestHandler):
    held: Elsewhere

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if told == {"email": EMAIL, "password": PASSWORD}:
            self._answer({"token": "session", "expiresAt": "2030-01-01T00:00:00.000Z"})
        else:
            self._answer({"message": "Could not authenticate", "code": 401.2}, 401)

    def do_GET(self) -> None:
        self.held.asked.append(self.path)
        where = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(where.query).items()}
        if self.held.answers is not None:
            self.held.answers -= 1
            if self.held.answers < 0:
                return self._answer({"detail": "no"}, 503)
        if self.held.status != 200:
            self._answer({"detail": "no"}, self.held.status)
        elif where.path == "/api/v2/assets/aWells/data/":
            self._kobo(query)
        elif where.path == "/v1/projects/1/forms/wells.svc/Submissions":
            self._central(query)
        elif where.path in {"/api/v2/assets/aWells.xml", "/v1/projects/1/forms/wells.xml"}:
            form = self.held.form if self._is_in() else b""
            self._send(form, "text/xml", 200 if form else 404)
        elif where.path.endswith("/attachments"):
            found = [{"name": name, "exists": True} for name in self.held.files]
            self._answer(found, 200 if self._is_in() else 401)
        elif where.path.rpartition("/")[2] in self.held.files:
            self._send(self.held.files[where.path.rpartition("/")[2]], "image/jpeg", 200)
        else:
            self._answer({"detail": "Not found."}, 404)
        return None

    def _is_in(self) -> bool:
        return self.headers["Authorization"] in {f"Token {TOKEN}", "Bearer session"}

    def _kobo(self, query: dict[str, str]) -> None:
        if self.headers["Authorization"] != f"Token {TOKEN}":
            return self._answer({"detail": "Invalid token."}, 401)
        assert json.loads(query["sort"]) == {"_id": 1}
        after = json.loads(query.get("query", '{"_id": {"$gt": 0}}'))["_id"]["$gt"]
        rows = [row for row in self.held.kobo if row["_id"] > after]
        start = int(query["start"])
        found = rows[start : start + self.held.page]
        following = None
        if start + self.held.page < len(rows):
            path = self.path.replace(f"start={start}", f"start={start + self.held.page}")
            following = f"{self.held.address}{path}"
        answer = {"count": len(rows), "next": following, "previous": None, "results": found}
        return self._answer(answer)

    def _central(self, query: dict[str, str]) -> None:
        if self.headers["Authorization"] != "Bearer session":
            return self._answer({"message": "You must authenticate", "code": 401.2}, 401)
        assert query["$expand"] == "*"
        rows = self.held.central
        if "$filter" in query:
            since = query["$filter"].split(" gt ")[1].split(" ")[0]
            rows = [
                row
                for row in rows
                if row["__system"]["submissionDate"] > since
                or (row["__system"].get("updatedAt") or "") > since
            ]
        start = int(query.get("$skiptoken", "0"))
        answer: dict[str, Any] = {
            "@odata.context": "https://central.example/v1/wells.svc/$metadata#Submissions",
            "value": rows[start : start + self.held.page],
        }
        if start + self.held.page < len(rows):
            kept = self.path.split("&%24skiptoken")[0]
            more = f"{kept}&%24skiptoken={start + self.held.page}"
            answer["@odata.nextLink"] = f"https://central.example{more}"
        return self._answer(answer)

    def _answer(self, document: Any, status: int = 200) -> None:
        self._send(json.dumps(document).encode(), "application/json", status)

    def _send(self, content: bytes, kind: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if status == 302:
            self.send_header("Location", "https://example.org/")
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Both servers at one address, until the block ends."""
    held = Elsewhere()
    handler = type("Held", (Handler,), {"held": held})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    held.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
