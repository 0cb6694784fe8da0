"""Public pages, kept as they went out: nothing is computed again while nothing has changed.

Only what is the same for everybody is kept: pages that say `Cache-Control: public` to a reader who
brings no cookie. Every change of what is public is an action, and every action writes an event in
the same transaction; so the number of the last event tells whether a kept page still stands.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

LOOK_EVERY = 1.0  # seconds between two looks at the last event
OLDEST = 60.0  # seconds that a page is kept: what has a date on it moves on by itself
LARGEST = 2_000_000  # bytes of one page
LONGEST_ADDRESS = 500
_ALWAYS = {"accept-encoding", "accept", "cookie"}
_OF_THE_BODY = {"content-length", "content-encoding", "content-type"}

Environment = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """A page as it went out, the event it stands for, and when it was made."""

    status: str
    headers: Headers
    body: bytes
    event: int
    made: float

    @property
    def tag(self) -> str:
        return next((value for name, value in self.headers if name.lower() == "etag"), "")


class KeptPages:
    """WSGI around the platform's own.

    Args:
        platform: what makes pages.
        last_event: the number of the last change of anything.
        room: bytes of bodies that are kept; 0 keeps none.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        platform: Application,
        last_event: Callable[[], int],
        *,
        room: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._platform = platform
        self._last_event = last_event
        self._room = room
        self._clock = clock
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._size = 0
        self._seen = (-LOOK_EVERY, 0)
        self._lock = threading.Lock()

    def __call__(self, environment: Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        key = key_of(environment) if self._room else None
        if key is None:
            return self._platform(environment, start)
        event, now = self._event(), self._clock()
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        if page is None or page.event != event or now - page.made > OLDEST:
            page = self._make(environment, event, now)
            if is_for_everybody(page, key):
                self._keep(key, page)
        return self._answer(page, environment, start)

    def _event(self) -> int:
        """The last event, looked up once a second."""
        now = self._clock()
        with self._lock:
            when, event = self._seen
            if now - when < LOOK_EVERY:
                return event
            self._seen = (now, event)  # the others need not look as well
        event = self._last_event()
        with self._lock:
            self._seen = (now, event)
        return event

    def _make(self, environment: Environment, event: int, now: float) -> Kept:
        told: list[Any] = []

        def start(status: str, headers: Headers, *_: Any) -> Callable[[bytes], object]:
            told[:] = [status, headers]
            return lambda _: None

        # Asked for whole: who has a page already is told so from what is kept.
        whole = {**environment, "REQUEST_METHOD": "GET"}
        whole.pop("HTTP_IF_NONE_MATCH", None)
        whole.pop("HTTP_IF_MODIFIED_SINCE", None)
        parts = self._platform(whole, start)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        return Kept(told[0], told[1], body, event, now)

    def _keep(self, key: Key, page: Kept) -> None:
        with self._lock:
            before = self._pages.pop(key, None)
            self._size += len(page.body) - (len(before.body) if before else 0)
            self._pages[key] = page
            while self._size > self._room:
                _, oldest = self._pages.popitem(last=False)
                self._size -= len(oldest.body)

    def _answer(
        self, page: Kept, environment: Environment, start: Callable[..., Any]
    ) -> Iterable[bytes]:
        if page.tag and _opaque(page.tag) in map(
            _opaque, environment.get("HTTP_IF_NONE_MATCH", "").split(",")
        ):
            rest = [each for each in page.headers if each[0].lower() not in _OF_THE_BODY]
            start("304 Not Modified", rest)
            return []
        start(page.status, page.headers)
        return [] if environment["REQUEST_METHOD"] == "HEAD" else [page.body]


def key_of(environment: Environment) -> Key | None:
    """What makes one page another; None when the answer could be for one reader only."""
    if environment["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return None
    if any(name in environment for name in ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE")):
        return None
    path, query = environment["PATH_INFO"], environment.get("QUERY_STRING", "")
    if not path.endswith("/"):
        return None  # a file: it may be long, and is sent as it is read
    languages = environment.get("HTTP_ACCEPT_LANGUAGE", "") if path == "/" else ""
    if len(path) + len(query) + len(languages) > LONGEST_ADDRESS:
        return None
    return (
        environment.get("wsgi.url_scheme", ""),
        environment.get("HTTP_X_FORWARDED_PROTO", ""),
        environment.get("HTTP_HOST", ""),
        path,
        query,
        languages,
        _packed(environment.get("HTTP_ACCEPT_ENCODING", "")),
        str("text/html" in environment.get("HTTP_ACCEPT", "")),
        environment.get("HTTP_HX_REQUEST", ""),
    )


def _packed(accepted: str) -> str:
    """How a page may be compressed for a reader: what decides is the platform's, not ours."""
    words = [word.replace(" ", "") for word in accepted.lower().split(",")]
    return ",".join(word for word in words if word.startswith(("br", "gzip")))[:40]


def is_for_everybody(page: Kept, key: Key) -> bool:
    """Whether a page may be given to the next reader who asks the same."""
    headers = {name.lower(): value for name, value in page.headers}
    vary = {name.strip().lower() for name in headers.get("vary", "").split(",")} - {""}
    told = _ALWAYS | ({"accept-language"} if key[3] == "/" else set())
    return (
        page.status.startswith("200")
        and "public" in headers.get("cache-control", "")
        and "set-cookie" not in headers
        and vary <= told
        and len(page.body) <= LARGEST
    )


def _opaque(tag: str) -> str:
    """An entity tag for weak comparison (RFC 9110, 8.8.3.2)."""
    return tag.strip().removeprefix("W/")
