"""One message to a gateway: to its own address only, encrypted on the way, bounded in time."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

PATIENCE = 10  # seconds; whoever waits for our answer waits as long
MOST = 1 << 16  # bytes of an answer


class NotSent(Exception):
    """The message did not go out; its words say why."""


def post(kind: str, home: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
    """The JSON that the gateway answers.

    Args:
        kind, home: of the gateway; `settings.GATEWAYS_AT` may name another address for the kind.

    Raises:
        NotSent: no answer, or one that says no.
    """
    where = urlsplit(settings.GATEWAYS_AT.get(kind, home))
    secure = where.scheme == "https"
    line_of = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    line = line_of(where.hostname or "", where.port, timeout=PATIENCE)
    try:
        line.request("POST", path, body, {"Accept": "application/json", **headers})
        answer = line.getresponse()
        content = answer.read(MOST)
    except (OSError, http.client.HTTPException) as error:
        raise NotSent("silent") from error
    finally:
        line.close()
    if not 200 <= answer.status < 300:
        raise NotSent(f"http {answer.status}")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotSent("odd") from error
