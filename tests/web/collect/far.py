"""A store of files elsewhere: another folder, or, with DATASHIFT_TESTS_STORE=s3://bucket, that store.

The keys and the address of a store that speaks S3 stand in the variables that its clients know
(`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL`); each test has a prefix of its own.
"""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

STORE = os.environ.get("DATASHIFT_TESTS_STORE", "")
NOBODY = "http://127.0.0.1:9"  # the port at which everything is thrown away; nobody listens


class Far:
    """What lies there, and how it goes away."""

    def __init__(self, folder: Path, settings: Any) -> None:
        self._folder, self._settings = folder, settings
        settings.FILES = f"{STORE}/{uuid.uuid4()}" if STORE else folder.as_uri()

    def _there(self) -> Any:
        from datashift.web.collect.storage import copies

        return copies.store()

    def names(self) -> list[str]:
        """The files that are there, in order."""
        from pyarrow import fs

        store = self._there()
        everything = fs.FileSelector(store.root, recursive=True, allow_not_found=True)
        found = store.filesystem.get_file_info(everything)
        paths = [each.path for each in found if each.type == fs.FileType.File]
        return sorted(path.removeprefix(f"{store.root}/") for path in paths)

    def contents(self) -> list[bytes]:
        """Their bytes."""
        return [b"".join(self._there().chunks(name)) for name in self.names()]

    def put(self, name: str, content: bytes) -> None:
        """Write one behind our back."""
        given = self._folder.with_name("given")
        given.write_bytes(content)
        self._there().write(name, given)

    def delete(self, name: str) -> None:
        self._there().delete(name)

    def go_away(self) -> None:
        """From now on it cannot be reached."""
        if STORE:
            self._settings.FILES_ENDPOINT = NOBODY
        else:
            self._folder.rename(self._folder.with_name("away"))
            self._folder.write_text("a file where the store should be")


@contextmanager
def plain_store() -> Iterator[tuple[str, list[bytes]]]:
    """A store that takes one file in one part and gives it back: its address, and what came."""
    came: list[bytes] = []

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            begun = self.path.endswith("?uploads")
            kind = "InitiateMultipartUploadResult" if begun else "CompleteMultipartUploadResult"
            self._say(f"<{kind}><UploadId>1</UploadId><ETag>1</ETag></{kind}>".encode())

        def do_PUT(self) -> None:
            came.append(self.rfile.read(int(self.headers["Content-Length"])))
            self._say(b"")

        def do_HEAD(self) -> None:
            self._say(came[0])

        def do_GET(self) -> None:
            first, last = self.headers["Range"].removeprefix("bytes=").split("-")
            self._say(came[0][int(first) : int(last) + 1], 206)

        def _say(self, body: bytes, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", came
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
