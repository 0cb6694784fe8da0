"""Settings: typed, refused when unsafe, and kept secret."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from datashift.web.site import environment
from datashift.web.site.environment import Unusable

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATASHIFT_HOSTS", "*"),
        ("DATASHIFT_SECRET_KEY", "secret"),
        ("DATASHIFT_SECRET_KEY", "a" * 60),
        ("DATASHIFT_DEBUG", "perhaps"),
        ("DATASHIFT_PROXIES", "-1"),
        ("DATASHIFT_DATABASE", "mysql://somewhere/else"),
        ("DATASHIFT_MAIL", "mail.example.org"),
    ],
)
def test_an_unsafe_or_unreadable_setting_stops_the_start_in_one_sentence(
    name: str, value: str, tmp_path: Path
) -> None:
    surroundings = {**os.environ, "DATASHIFT_DATA": str(tmp_path), name: value}
    surroundings["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    done = subprocess.run(
        [sys.executable, "-m", "datashift.web", "serve", "--port", "0"],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert name in done.stderr
    assert done.stderr.count("\n") == 1
    assert value not in done.stdout


def test_debugging_is_refused_where_others_can_reach_it(tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        "DATASHIFT_DATA": str(tmp_path),
        "DATASHIFT_DEBUG": "yes",
        "DATASHIFT_ADDRESS": "https://data.example.org",
    }
    command = [sys.executable, "-c", "import datashift.web.site.settings"]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
    )
    assert "DATASHIFT_DEBUG" in done.stderr


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
