"""Answers that are given later, where granian serves.

WSGI has a thread for every request until it is answered. Phones whose submissions wait for one
common commit would hold eight threads that do nothing but pass the interpreter's lock to and fro,
which cost more than the work. The server's own half, which Python sees as `proto`, can answer at
any time and from any thread; that is no part of its documented interface, hence the pinned version
and `tests/web/site/test_later.py`. Where another server serves, nothing is different but the cost.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

Environment = dict[str, Any]
Respond = Callable[[int, list[tuple[str, str]], bytes], object]
Takes = Callable[[Environment, Respond], bool]


def first_ask(takes: Takes) -> None:
    """Ask `takes` about each request before the application; what it takes, it answers later."""
    server = sys.modules.get("granian.server.mp")
    wrapped: Callable[..., Any] | None = getattr(server, "_wsgi_call_wrap", None)
    if wrapped is None:
        return

    def wrap(*arguments: Any) -> Callable[[Any, Environment], Any]:
        ordinary = wrapped(*arguments)

        def run(proto: Any, environment: Environment) -> Any:
            if not takes(environment, proto.response_bytes):
                return ordinary(proto, environment)
            return None

        return run

    server._wsgi_call_wrap = wrap  # type: ignore[union-attr]
