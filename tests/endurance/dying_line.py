"""A report of 25 MB over a line that dies every 64 kB: it arrives once, and little is sent twice.

    python tests/endurance/dying_line.py [--bytes 33000000] [--every 65536]

The phone is chromium with the web form; between it and our server every connection there is is
cut, without a word, when so many bytes have gone up. 33 MB are about 500 cuts.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import socket
import sqlite3
import struct
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from endurance.phone_browser import link_to, phone  # noqa: E402
from web.collect.live import served  # noqa: E402

ASKED = """
| survey   |      |           |                  |
|          | type | name      | label            |
|          | file | recording | What was said?   |
| settings |      |           |                  |
|          | form_title | form_id | version      |
|          | A recording | recorded | 1          |
"""
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing is a reset


class Line:
    """A line to a server that dies again and again, with every connection on it."""

    def __init__(self, port: int, every: int) -> None:
        self.up = self.cuts = 0
        self.dies = False
        self._server, self._every, self._left = port, every, every
        self._near: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            near, _ = self._door.accept()
            far = socket.create_connection(("127.0.0.1", self._server))
            with self._lock:
                self._near.add(near)
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()
            threading.Thread(target=self._bring_back, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while some := near.recv(self._left if self.dies else 65_536):
                far.sendall(some)
                self._count(len(some))
        with self._lock:
            self._near.discard(near)
        _end(near)
        _end(far)

    def _count(self, sent: int) -> None:
        with self._lock:
            self.up += sent
            self._left -= sent if self.dies else 0
            if self._left > 0:
                return
            self._left = self._every
            self.cuts += 1
            for each in self._near:
                with suppress(OSError):
                    each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                _end(each)

    def _bring_back(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while some := far.recv(65_536):
                near.sendall(some)
        _end(near)


def _end(side: socket.socket) -> None:
    """Close it although the other thread may be reading from it."""
    with suppress(OSError):
        side.shutdown(socket.SHUT_RDWR)
    side.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=33_000_000)
    parser.add_argument("--every", type=int, default=65_536)
    options = parser.parse_args()
    from playwright.sync_api import expect

    said = random.Random(1).randbytes(options.bytes)
    with served(phones=True) as server, tempfile.TemporaryDirectory() as folder:
        recording, path = Path(folder) / "said.bin", link_to(ASKED, server)
        recording.write_bytes(said)
        line = Line(server.port, options.every)
        with phone(f"http://127.0.0.1:{line.port}{path}") as page:
            page.get_by_role("button", name="Begin").click()
            page.locator(".asking input[type=file]").set_input_files(recording)
            expect(page.get_by_text("Chosen:")).to_be_visible()
            page.get_by_role("button", name="Next").click()
            line.up, line.dies, began = 0, True, time.monotonic()
            page.get_by_role("button", name="Send", exact=True).click()
            expect(page.locator("[data-tick=received]")).to_be_visible(timeout=3_600_000)
            took = time.monotonic() - began
        whole = kept(server.folder, hashlib.sha256(said).hexdigest())
    more = line.up / options.bytes - 1
    sys.stdout.write(
        f"{options.bytes:,} bytes, {line.cuts} cuts, {more:.1%} more went up than the file has, "
        f"received once and whole: {whole}, {took:.0f} s\n"
    )
    return 0 if whole and more <= 0.03 else 1


def kept(folder: Path, sha256: str) -> bool:
    """Whether there is one submission, and the file with these bytes is its own."""
    with closing(sqlite3.connect(folder / "datashift.sqlite3")) as here:
        (submissions,) = here.execute("SELECT count(*) FROM collect_submission").fetchone()
        named = here.execute("SELECT sha256 FROM collect_attachment").fetchall()
    found = [each for each in (folder / "submissions").rglob("*") if each.name == sha256]
    held = [hashlib.sha256(each.read_bytes()).hexdigest() for each in found]
    return submissions == 1 and named == [(sha256,)] and held == [sha256]


if __name__ == "__main__":
    sys.exit(main())
