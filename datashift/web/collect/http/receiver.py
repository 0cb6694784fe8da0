"""A door for phones alone: one thread, one loop, and a commit for all who have sent by then.

A thread for each request mostly passes the interpreter's lock to and fro: half of what a submission
costs. Here nobody waits in a thread. Short texts without files are read from all phones that have
sent, kept in one commit, and answered. Whatever else comes is passed on, byte for byte, to the
server of the platform, which answers all of it the usual way: `tunnel`.
"""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import Callable
from typing import cast

import httptools

from datashift.web.collect.actions.together import MOST_ALONE, PATIENCE
from datashift.web.collect.http.digest import Asked
from datashift.web.collect.http.front import Environment, asked_by
from datashift.web.collect.http.openrosa import Answer, language_of
from datashift.web.collect.views.openrosa.sending import SHORT, Text, is_text, keep_texts

MOST_TOGETHER = 256  # submissions in one commit
IDLE = 75.0  # seconds that a phone may say nothing
SLOWEST = 300.0  # seconds that one request may take to come
MOST_UNANSWERED = 16  # requests of one connection, before it is read no further
LONGEST = SHORT + 16_000  # bytes of a request with its head

PassOn = Callable[[asyncio.Transport, bytes], object]
# What a head must not hold, for its length or its end would then be another's to tell.
_STRANGE = {b"transfer-encoding", b"expect", b"upgrade", b"trailer", b"te"}
_READ = {
    b"authorization": "HTTP_AUTHORIZATION",
    b"content-length": "CONTENT_LENGTH",
    b"host": "HTTP_HOST",
    b"x-forwarded-proto": "HTTP_X_FORWARDED_PROTO",
}


class Gathering:
    """Those who have sent since the last commit.

    Those who were answered tend to send again at once. A commit waits a moment until all who took
    part in the last two are here, so that they go together and not in turns.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: list[tuple[Text, str, Connection]] = []
        self._last: list[set[Connection]] = [set(), set()]
        self._due: asyncio.Handle | None = None
        # Django's connections belong to a context, and each callback has one of its own.
        self._context = contextvars.copy_context()

    def add(self, text: Text, language: str, connection: Connection) -> None:
        self._waiting.append((text, language, connection))
        expected = len(self._last[0] | self._last[1])
        if len(self._waiting) >= min(expected, MOST_TOGETHER) or expected <= MOST_ALONE:
            self._commit_in(0)
        elif self._due is None:
            self._commit_in(PATIENCE)

    def finish(self) -> None:
        """Keep and answer what has come; nothing comes any more."""
        if self._due is not None:
            self._due.cancel()
        while self._waiting:
            self._context.run(self._commit)

    def _commit_in(self, seconds: float) -> None:
        if self._due is not None:
            self._due.cancel()
        if seconds:
            self._due = self._loop.call_later(seconds, self._commit, context=self._context)
        else:
            self._due = self._loop.call_soon(self._commit, context=self._context)

    def _commit(self) -> None:
        self._due = None
        batch = self._waiting[:MOST_TOGETHER]
        del self._waiting[:MOST_TOGETHER]
        answers = keep_texts([(text, language) for text, language, _ in batch])
        for (_, _, connection), answer in zip(batch, answers, strict=True):
            connection.answer(answer)
        self._last = [self._last[1], {connection for _, _, connection in batch}]
        if self._waiting:
            self._commit_in(0)


class Connection(asyncio.Protocol):
    """One phone's connection: requests that can be kept here, until one comes that cannot.

    Args:
        pass_on: is given the connection and all bytes of the request that is not for us.
        everyone: connections that are open; this one takes itself in and out.
    """

    def __init__(self, gathering: Gathering, pass_on: PassOn, everyone: set[Connection]) -> None:
        self._gathering, self._pass_on, self._everyone = gathering, pass_on, everyone
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpRequestParser(self)
        self._raw = b""  # what came since the last request that was whole
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._body = b""
        self._told: Asked | None = None
        self._begun = 0.0  # when the request began that is not whole; 0 for none
        self._whole = False  # a request ended within `_raw`
        self._ours = True
        self._unanswered = 0
        self._ends = False  # nothing more is read; closed when all is answered
        self._full = False  # the line takes no more answers
        self._reads = True
        self._passed_on = False
        self.heard = time.monotonic()

    @property
    def is_silent(self) -> bool:
        """Whether it has said nothing, or nothing whole, for long, and waits for nothing."""
        now = time.monotonic()
        slow = self._begun and now - self._begun > SLOWEST
        return not self._unanswered and bool(slow or now - self.heard > IDLE)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._everyone.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._everyone.discard(self)

    def data_received(self, data: bytes) -> None:
        if self._ends:
            return
        self.heard = time.monotonic()
        self._raw += data
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._ours = False
        if not self._ours or len(self._raw) > LONGEST:
            self._give_up()
        elif not self._begun:
            self._raw, self._whole = b"", False
        self._read_on()

    def pause_writing(self) -> None:
        """Whoever takes no answers is read no further."""
        self._full = True
        self._read_on()

    def resume_writing(self) -> None:
        self._full = False
        self._read_on()

    def _read_on(self) -> None:
        """Read what comes, or leave it in the line, as much as is being answered allows."""
        reads = not self._full and self._unanswered < MOST_UNANSWERED
        if self._transport is None or reads == self._reads or self._passed_on:
            return
        self._reads = reads
        if reads:
            self._transport.resume_reading()
        else:
            self._transport.pause_reading()

    def _give_up(self) -> None:
        """Pass the request on; or end, where a part of what came was for us and is answered."""
        assert self._transport is not None
        if not self._whole and not self._unanswered:
            self._everyone.discard(self)
            self._passed_on = True
            self._pass_on(self._transport, self._raw)
            return
        self._ends = True
        if not self._unanswered:
            self._transport.close()

    def answer(self, answer: Answer) -> None:
        """Write the answer to the oldest request that waits for one."""
        self._unanswered -= 1
        if self._transport is None:
            return  # the phone has gone; it will send again, and that is known then
        self._transport.write(answer.written(now=time.time()))
        if self._ends and not self._unanswered:
            self._transport.close()
        self._read_on()

    # What the parser calls, in this order.

    def on_message_begin(self) -> None:
        self._target, self._headers, self._body, self._begun = b"", {}, b"", time.monotonic()

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        if name in self._headers or name in _STRANGE:
            self._ours = False
        self._headers[name] = value

    def on_headers_complete(self) -> None:
        environment = self._as_wsgi()
        self._told = asked_by(environment)
        short = self._told is not None and int(environment["CONTENT_LENGTH"]) <= SHORT
        self._ours = self._ours and short

    def on_body(self, body: bytes) -> None:
        if self._ours:
            self._body += body

    def on_message_complete(self) -> None:
        self._begun = 0.0
        self._ours = self._ours and is_text(self._body)
        if not self._ours or self._told is None:
            return
        self._whole = True
        self._ends = not self._parser.should_keep_alive()
        self._unanswered += 1
        kind = self._headers.get(b"content-type", b"").decode("latin-1")
        language = language_of(self._headers.get(b"accept-language", b"").decode("latin-1"))
        self._gathering.add(Text(self._told, kind, self._body, time.time()), language, self)

    def _as_wsgi(self) -> Environment:
        """The head as `front` reads it."""
        path, _, query = self._target.partition(b"?")
        environment = {
            "REQUEST_METHOD": self._parser.get_method().decode("latin-1"),
            "PATH_INFO": path.decode("latin-1"),
            "QUERY_STRING": query.decode("latin-1"),
            "wsgi.url_scheme": "http",
        }
        for name, value in self._headers.items():
            if name in _READ:
                environment[_READ[name]] = value.decode("latin-1")
        return environment
