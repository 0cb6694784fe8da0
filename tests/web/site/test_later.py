"""Answers that are given later: the half of granian that Python sees is as `later` needs it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from datashift.web.site.later import Environment, Respond, first_ask

server: Any = import_module("granian.server.mp")


class Proto:
    """What granian hands to Python for each request."""

    def __init__(self) -> None:
        self.told: list[tuple[int, list[tuple[str, str]], bytes]] = []

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.told.append((status, headers, body))


def platform(environment: Environment, start: Any) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"at once"]


def test_what_is_taken_is_answered_later_and_the_rest_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waiting: list[Respond] = []

    def takes(environment: Environment, respond: Respond) -> bool:
        taken = bool(environment["PATH_INFO"] == "/later")
        if taken:
            waiting.append(respond)
        return taken

    monkeypatch.setattr(server, "_wsgi_call_wrap", server._wsgi_call_wrap)
    first_ask(takes)
    run = server._wsgi_call_wrap(platform, {}, None)
    one, other = Proto(), Proto()
    run(one, {"PATH_INFO": "/later"})
    run(other, {"PATH_INFO": "/"})
    assert one.told == []
    assert other.told == [(200, [("Content-Type", "text/plain")], b"at once")]
    waiting[0](201, [], b"later")
    assert one.told == [(201, [], b"later")]
