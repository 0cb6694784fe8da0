"""Digest (RFC 7616) and Basic (RFC 7617), as phones use them, without any state on the server.

A nonce is a time and its signature, so any process can check it and none has to remember it. Within
its life a request can be repeated; a repeated submission is the same row, so that gains nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings

REALM = "DataShift"
NONCE_LIFE = 300  # seconds; a phone asks for another when it is told that the nonce is stale
# Possessive, and quoted text in long steps: every request of a phone goes through it.
_PARAMETER = re.compile(r'\b(\w++)\s*+=\s*+(?:"([^"\\]*+(?:\\.[^"\\]*+)*+)"|([^\s,"]++))')
_ESCAPED = re.compile(r"\\(.)")
_COUNT = re.compile(r"[0-9a-fA-F]{8}")


@dataclass(frozen=True)
class Secret:
    """What is kept of a phone's password: `ha1`, RFC 7616 section 3.4.2, in two hashes."""

    username: str
    ha1_md5: str
    ha1_sha256: str


@dataclass(frozen=True)
class Asked:
    """What a request says of itself.

    Args:
        device: key in the address.
        authorization: the header, or "".
        method, path, query: of the request; the path not escaped.
        safe: nobody on the way can read it, so that a password may stand in it.
    """

    device: UUID
    authorization: str
    method: str
    path: str
    query: str = ""
    safe: bool = False


class Unproven(Exception):
    """Whoever asks has not shown that they are the phone; `stale`: only the nonce was too old."""

    def __init__(self, *, stale: bool = False) -> None:
        super().__init__()
        self.stale = stale


def secret_of(username: str, password: str) -> Secret:
    """What is kept of a password."""
    told = f"{username}:{REALM}:{password}".encode()
    return Secret(username, _md5(told), hashlib.sha256(told).hexdigest())


def new_password() -> str:
    """160 bits of chance in letters that a person can type from paper."""
    return base64.b32encode(secrets.token_bytes(20)).decode().lower()


def challenge(device: UUID, *, now: float, stale: bool = False) -> str:
    """The value of WWW-Authenticate. MD5 is what every client knows; SHA-256 is taken too."""
    older = ", stale=true" if stale else ""
    return f'Digest realm="{REALM}", qop="auth", algorithm=MD5, nonce="{nonce(device, now)}"{older}'


def nonce(device: UUID, now: float) -> str:
    """A nonce for the phone, good for `NONCE_LIFE` seconds."""
    moment = int(now).to_bytes(8, "big")
    signature = _signature(device, moment, _key(settings.SECRET_KEY))
    return base64.urlsafe_b64encode(moment + signature).decode()


def check(asked: Asked, secret: Secret, *, now: float) -> None:
    """Let the phone pass.

    Raises:
        Unproven: it did not show its password.
    """
    scheme, _, rest = asked.authorization.partition(" ")
    match scheme.lower():
        case "digest":
            _check_digest(asked, rest, secret, now)
        case "basic" if asked.safe:
            _check_basic(rest, secret)
        case _:
            raise Unproven


def _check_basic(rest: str, secret: Secret) -> None:
    try:
        username, _, password = base64.b64decode(rest, validate=True).decode().partition(":")
    except ValueError as error:  # no base64, no UTF-8, or letters that neither has
        raise Unproven from error
    given = secret_of(username, password)
    if not hmac.compare_digest(given.ha1_sha256, secret.ha1_sha256):
        raise Unproven


def _check_digest(asked: Asked, rest: str, secret: Secret, now: float) -> None:
    told = {
        name.lower(): (_ESCAPED.sub(r"\1", quoted) if "\\" in quoted else quoted) or plain
        for name, quoted, plain in _PARAMETER.findall(rest)
    }
    algorithm = told.get("algorithm", "MD5").upper()
    if algorithm not in {"MD5", "SHA-256"} or told.get("qop", "auth") != "auth":
        raise Unproven
    md5 = algorithm == "MD5"
    hashed = _md5 if md5 else _sha256
    ha1 = secret.ha1_md5 if md5 else secret.ha1_sha256
    ha2 = _ha2(hashed, f"{asked.method}:{told.get('uri', '')}")
    said = told.get("nonce", "")
    if "qop" in told:
        middle = f"{said}:{told.get('nc', '')}:{told.get('cnonce', '')}:auth"
        counted = _COUNT.fullmatch(told.get("nc", "")) is not None and bool(told.get("cnonce"))
    else:
        middle, counted = said, True  # RFC 2069, which RFC 7616 still lets old clients use
    expected = hashed(f"{ha1}:{middle}:{ha2}".encode())
    proven = hmac.compare_digest(expected.encode(), told.get("response", "").lower().encode())
    same_name = hmac.compare_digest(secret.username.encode(), told.get("username", "").encode())
    if not (proven and same_name and counted and told.get("realm") == REALM and _for(asked, told)):
        raise Unproven
    moment = _moment_of(said, asked.device, _key(settings.SECRET_KEY))
    # A minute into the future: clocks of several servers differ.
    if moment is None or not -60 <= now - moment <= NONCE_LIFE:
        raise Unproven(stale=True)


def _for(asked: Asked, told: dict[str, str]) -> bool:
    """Whether the proof is for this address."""
    if told.get("uri") == asked.path and not asked.query and "%" not in asked.path:
        return True
    try:
        uri = urlsplit(told.get("uri", ""))
    except ValueError:  # brackets in it that hold no address
        return False
    return unquote(uri.path) == asked.path and uri.query == asked.query


@lru_cache(maxsize=2_048)
def _moment_of(said: str, device: UUID, key: bytes) -> int | None:
    """When the nonce was given to the phone; None if it is none of ours."""
    try:
        raw = base64.urlsafe_b64decode(said)
    except ValueError:
        return None
    moment, signature = raw[:8], raw[8:]
    ours = hmac.compare_digest(signature, _signature(device, moment, key))
    return int.from_bytes(moment, "big") if ours else None


def _signature(device: UUID, moment: bytes, key: bytes) -> bytes:
    return hmac.digest(key, moment + device.bytes, "sha256")[:16]


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"datashift.collect.nonce:" + secret.encode()).digest()


@lru_cache(maxsize=2_048)
def _ha2(hashed: Callable[[bytes], str], told: str) -> str:
    """A phone sends to one address."""
    return hashed(told.encode())


def _md5(told: bytes) -> str:
    return hashlib.md5(told, usedforsecurity=False).hexdigest()


def _sha256(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()
