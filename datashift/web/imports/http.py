"""One question to another server: encrypted on the way, bounded, and to the address that was named.

No redirect is followed: the token would go along. Addresses inside a network are refused, or
anybody who may add a server could have ours look around behind the firewall; the address that is
checked is the address that is asked.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from datashift.kit.documents import json_of
from datashift.kit.problem import Problem

PATIENCE = 60  # seconds for one answer
MOST = 64 << 20  # bytes of one answer that is no file
_BLOCK = 1 << 18
_SAFE = "What came before is as it was"


class NotLetIn(Problem):
    """The server does not accept the token or the password: asking again would not help."""


@dataclass
class Asker:
    """Asks one server.

    Args:
        address: as https://kf.kobotoolbox.org, with a path before its API if need be.
        headers: sent with every question.
    """

    address: str
    headers: dict[str, str] = field(default_factory=dict)

    def json(self, path: str, *, told: Mapping[str, str] | None = None) -> Any:
        """The answer to a GET, or to a POST of what is told.

        Args:
            path: after the address; or an address that the server gave, on the same server.

        Raises:
            NotLetIn: the server does not accept who asks.
            Problem: no answer, or one that is no JSON.
        """
        body = None if told is None else json.dumps(dict(told)).encode()
        with self._ask(path, body) as answer:
            content = answer.read(MOST + 1)
        try:
            if len(content) > MOST:
                raise ValueError
            return json_of(content)
        except (ValueError, RecursionError) as error:
            raise self.odd() from error

    def blocks(self, path: str) -> Iterator[bytes]:
        """The bytes of a file."""
        with self._ask(path, None) as answer:
            while block := answer.read(_BLOCK):
                yield block

    def odd(self) -> Problem:
        """It answered with something else than it should."""
        return Problem(
            f"{urlsplit(self.address).hostname} answered with something that is no data",
            safe=_SAFE,
            do="Look whether its address is right",
            code="server.odd",
        )

    @contextmanager
    def _ask(self, path: str, body: bytes | None) -> Iterator[http.client.HTTPResponse]:
        base = self.address.rstrip("/") + "/"
        try:
            where, home = urlsplit(urljoin(base, path)), urlsplit(base)
            where.geturl().encode("ascii")
        except ValueError as error:  # what the server gave is no address
            raise self.odd() from error
        if (where.scheme, where.netloc) != (home.scheme, home.netloc):
            raise self.odd()  # the token is for one server only
        line = _line(home.scheme, home.hostname or "", home.port)
        target = where.path + (f"?{where.query}" if where.query else "")
        more = {"Content-Type": "application/json"} if body is not None else {}
        try:
            line.request(
                "GET" if body is None else "POST",
                target,
                body,
                {"Accept": "*/*", "User-Agent": "DataShift", **self.headers, **more},
            )
            answer = line.getresponse()
            self._check(answer.status)
            yield answer
        except (OSError, http.client.HTTPException) as error:
            raise Problem(
                f"{home.hostname} did not answer",
                safe=_SAFE,
                do="Nothing: it is asked again later",
                code="server.silent",
            ) from error
        finally:
            line.close()

    def _check(self, status: int) -> None:
        host = urlsplit(self.address).hostname
        if status in {401, 403}:
            raise NotLetIn(
                f"{host} does not accept the token or password",
                safe=_SAFE,
                do="Add the server again with one that may see the submissions",
                code="server.not_let_in",
            )
        if status == 404:
            raise Problem(
                f"{host} knows no such form",
                safe=_SAFE,
                do="Look whether the form and the project are right",
                code="server.no_form",
            )
        if 300 <= status < 400:
            raise Problem(
                f"{host} sends us to another address",
                safe=_SAFE,
                do="Add the server again under the address where it is now",
                code="server.moved",
            )
        if status != 200:
            raise Problem(
                f"{host} is not well: it answered {status}",
                safe=_SAFE,
                do="Nothing: it is asked again later",
                code="server.unwell",
            )


def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        line: http.client.HTTPConnection = http.client.HTTPSConnection(host, port, timeout=PATIENCE)
    elif scheme == "http" and host in settings.IMPORT_HOSTS:
        line = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    else:
        raise Problem(
            "The address of the server is not an https address",
            safe="Nothing was asked for",
            do="Begin it with `https://`",
            code="server.not_https",
        )
    line._create_connection = _connected  # type: ignore[attr-defined] # where http.client looks
    return line


def _connected(place: tuple[str, int], timeout: float, *_: Any) -> socket.socket:
    """A connection to the host, unless one of its addresses is inside a network."""
    host, port = place
    found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if host not in settings.IMPORT_HOSTS and not all(
        ipaddress.ip_address(str(each).partition("%")[0]).is_global for each in found
    ):
        raise Problem(
            f"{host} is inside a network, not on the internet",
            safe="Nothing was asked for",
            do="Whoever runs this installation can allow it: DATASHIFT_IMPORT_HOSTS",
            code="server.inside",
        )
    return socket.create_connection((str(found[0]), port), timeout)
