"""Typed readers of the environment; every name that is read here stands in docs/settings.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class Unusable(Exception):
    """A setting that cannot be used; the text is one plain sentence for whoever runs the site."""


def text(name: str, default: str = "") -> str:
    """The setting as text, without the spaces around it."""
    return os.environ.get(name, default).strip() or default


def words(name: str) -> list[str]:
    """The setting as a list, separated by commas."""
    return [word for word in (part.strip() for part in text(name).split(",")) if word]


def switch(name: str, *, default: bool = False) -> bool:
    """The setting as yes or no."""
    value = text(name).lower()
    if value in {"", "yes", "true", "on", "1", "no", "false", "off", "0"}:
        return value in {"yes", "true", "on", "1"} if value else default
    raise Unusable(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int) -> int:
    """The setting as a whole number."""
    value = text(name)
    if value and not value.isdecimal():
        raise Unusable(f"{name} must be a whole number, not {value!r}.")
    return int(value) if value else default


def folder(name: str, default: Path) -> Path:
    """The setting as a folder, made when it is missing, for its owner only."""
    path = Path(text(name, str(default))).expanduser().resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret(name: str, kept: Path) -> str:
    """The setting, or a secret made once and kept in a file that only its owner may read."""
    if value := text(name):
        return value
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(60))
    return kept.read_text(encoding="ascii")


def database(name: str, default: Path) -> dict[str, Any]:
    """The database: a SQLite file, or ``postgresql://user:password@host:port/name``."""
    address = text(name)
    if not address:
        return sqlite(default)
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise Unusable(f"{name} must look like postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": True, **dict(parse_qsl(parts.query))},
    }


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite for a web server: readers never wait, and a writer waits its turn.

    IMMEDIATE takes the write lock at BEGIN: a deferred transaction that turns from reading to
    writing would fail at once with "database is locked", whatever the timeout. What is deleted is
    overwritten with zeros. A thread keeps its connection: the next one would read the whole schema
    again, and the last one that closes empties the log of writes.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
            ),
        },
    }


def store(name: str) -> str:
    """A store of files: ``s3://bucket/prefix`` or ``file:///folder``; none: "".

    Its keys come from where every client of S3 looks for them: an address is written down in more
    places than a secret should be.
    """
    address = text(name)
    parts = urlsplit(address)
    fits = (parts.scheme == "s3" and parts.netloc) or (parts.scheme == "file" and not parts.netloc)
    if address and (not fits or "@" in parts.netloc or parts.query or parts.fragment):
        raise Unusable(f"{name} must look like s3://bucket/prefix; its keys are settings of AWS.")
    return address


def mail(name: str, letters: Path) -> dict[str, Any]:
    """Django's mail settings: ``smtp://`` or ``smtps://``; without it, files in a folder."""
    address = text(name)
    if not address:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": letters,
        }
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Unusable(f"{name} must look like smtp://user:password@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 15,
    }
