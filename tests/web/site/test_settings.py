"""Settings: typed, refused when unsafe, and kept secret."""

from __future__ import annotations

import os
import runpy
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from datashift.web.site import environment
from datashift.web.site.environment import Unusable

ROOT = Path(__file__).resolve().parents[3]


def settings_with(
    monkeypatch: pytest.MonkeyPatch, data: Path, surroundings: dict[str, str]
) -> dict[str, Any]:
    """The settings as they would be with these variables."""
    monkeypatch.setenv("DATASHIFT_DATA", str(data))
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "datashift/web/site/settings.py"))


@pytest.mark.parametrize(
    "surroundings",
    [
        {"DATASHIFT_HOSTS": "*"},
        {"DATASHIFT_SECRET_KEY": "secret"},
        {"DATASHIFT_SECRET_KEY": "a" * 60},
        {"DATASHIFT_DEBUG": "perhaps"},
        {"DATASHIFT_PROXIES": "-1"},
        {"DATASHIFT_DATABASE": "mysql://somewhere/else"},
        {"DATASHIFT_MAIL": "mail.example.org"},
        {"DATASHIFT_DEBUG": "yes", "DATASHIFT_ADDRESS": "https://data.example.org"},
    ],
    ids=" ".join,
)
def test_an_unsafe_or_unreadable_setting_is_refused(
    surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(Unusable, match=next(iter(surroundings))):
        settings_with(monkeypatch, tmp_path, surroundings)


def test_a_refused_setting_stops_the_start_in_one_sentence(tmp_path: Path) -> None:
    surroundings = {**os.environ, "DATASHIFT_DATA": str(tmp_path), "DATASHIFT_HOSTS": "*"}
    done = subprocess.run(
        [sys.executable, "-m", "datashift.web", "serve", "--port", "0"],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "DATASHIFT_HOSTS must name each host; * would accept any.\n"


def test_behind_https_nothing_travels_readable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    surroundings = {"DATASHIFT_ADDRESS": "https://data.example.org", "DATASHIFT_PROXIES": "1"}
    found = settings_with(monkeypatch, tmp_path, surroundings)
    assert found["ALLOWED_HOSTS"][-1] == "data.example.org"
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_with_a_mail_server_addresses_must_be_confirmed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without = settings_with(monkeypatch, tmp_path, {})
    with_mail = settings_with(monkeypatch, tmp_path, {"DATASHIFT_MAIL": "smtp://mail.example"})
    assert without["ACCOUNT_EMAIL_VERIFICATION"] == "none"
    assert with_mail["ACCOUNT_EMAIL_VERIFICATION"] == "mandatory"


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    kept = tmp_path / "secret-key"
    first = environment.secret("DATASHIFT_NOTHING", kept)
    assert environment.secret("DATASHIFT_NOTHING", kept) == first
    assert len(first) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_database_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DB", "postgresql://amina:p%40ss@db.example:5433/datashift?sslmode=require")
    found = environment.database("DB", tmp_path / "unused")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("amina", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 5433, "datashift")
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("address", "port", "ssl"),
    [("smtp://u:p@mail.example", 587, False), ("smtps://mail.example", 465, True)],
)
def test_a_mail_server(
    address: str, port: int, ssl: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAIL", address)
    found = environment.mail("MAIL", tmp_path)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"]) == (port, ssl)
    assert found["EMAIL_USE_TLS"] is not ssl


def test_numbers_and_switches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("N", " 12 ")
    monkeypatch.setenv("S", "Yes")
    assert environment.number("N", 3) == 12
    assert environment.switch("S")
    assert not environment.switch("MISSING")
    monkeypatch.setenv("N", "twelve")
    with pytest.raises(Unusable):
        environment.number("N", 3)
